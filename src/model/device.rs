//! Devices and how many punctures a pass of one is expected to make.

use super::{DeviceId, Extra, FieldError};

/// What sort of device it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DeviceKind {
    /// A drum with needles, rolled over the skin.
    Roller,
    /// A pen whose needles strike many times a second while it glides.
    Pen,
    /// A plate of needles pressed onto the skin.
    Stamp,
    /// Needles that carry radio frequency.
    RfMicroneedling,
    /// A laser.
    Laser,
    /// Intense pulsed light.
    Ipl,
    /// A chemical peel.
    Peel,
    /// Anything else.
    Other,
}

impl DeviceKind {
    /// All kinds, in the order of the file format.
    pub const ALL: [Self; 8] = [
        Self::Roller,
        Self::Pen,
        Self::Stamp,
        Self::RfMicroneedling,
        Self::Laser,
        Self::Ipl,
        Self::Peel,
        Self::Other,
    ];

    /// Its name in files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Roller => "roller",
            Self::Pen => "pen",
            Self::Stamp => "stamp",
            Self::RfMicroneedling => "rf-microneedling",
            Self::Laser => "laser",
            Self::Ipl => "ipl",
            Self::Peel => "peel",
            Self::Other => "other",
        }
    }

    /// The kind of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// The tip a device of this kind has unless it says otherwise.
    pub const fn usual_tip(self) -> Tip {
        match self {
            Self::Roller => Tip::Flat,
            _ => Tip::Round,
        }
    }
}

/// Shape of the part that touches the skin, seen from above.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Tip {
    /// Straight ends, as a roller has.
    Flat,
    /// Half a disc at either end of a sweep.
    Round,
}

impl Tip {
    /// Its name in files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Flat => "flat",
            Self::Round => "round",
        }
    }

    /// The tip of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Flat, Self::Round].into_iter().find(|tip| tip.name() == name)
    }
}

/// A device as it was set for a session.
#[derive(Clone, Debug, PartialEq)]
pub struct Device {
    /// Its name inside the session's file.
    pub id: DeviceId,
    /// What people call it.
    pub name: String,
    /// What sort of device it is.
    pub kind: DeviceKind,
    /// Shape of what touches the skin.
    pub tip: Tip,
    /// Width of the strip it treats, in mm, over 0 and at most 500.
    pub width_mm: Option<f64>,
    /// Needle length or depth setting in mm; never the depth reached.
    pub needle_length_mm: Option<f64>,
    /// Number of needles.
    pub needles: Option<u32>,
    /// Diameter of a roller's drum in mm.
    pub drum_diameter_mm: Option<f64>,
    /// Strokes a second of a pen.
    pub strokes_per_s: Option<f64>,
    /// How fast a pen is led over the skin, in cm a second.
    pub glide_cm_per_s: Option<f64>,
    /// Punctures per cm2 and pass as measured by the user; stands above any formula.
    pub density_per_pass: Option<f64>,
    /// Lot number of the sterile part.
    pub lot: Option<String>,
    /// When the sterile part expires: `2027-01` or a full date, as written on it.
    pub expires: Option<String>,
    /// Fields this version does not know.
    pub extra: Extra,
}

impl Device {
    /// The widest device, in mm.
    pub const MAX_WIDTH_MM: f64 = 500.0;

    /// A device of this kind with nothing else said of it.
    pub fn new(id: DeviceId, name: impl Into<String>, kind: DeviceKind) -> Self {
        Self {
            id,
            name: name.into(),
            kind,
            tip: kind.usual_tip(),
            width_mm: None,
            needle_length_mm: None,
            needles: None,
            drum_diameter_mm: None,
            strokes_per_s: None,
            glide_cm_per_s: None,
            density_per_pass: None,
            lot: None,
            expires: None,
            extra: Extra::default(),
        }
    }

    /// Checks every number against its bounds.
    ///
    /// # Errors
    ///
    /// The first field that is out of them.
    pub fn check(&self) -> Result<(), FieldError> {
        check_width(self.width_mm)?;
        let limits = [
            ("needle_length_mm", self.needle_length_mm, 0.0, 100.0),
            ("needles", self.needles.map(f64::from), 0.0, 1e6),
            ("density_per_pass", self.density_per_pass, 0.0, 1e6),
        ];
        for (field, value, low, high) in limits {
            if let Some(value) = value {
                FieldError::check_between(field, value, low, high)?;
            }
        }
        let over_zero = [
            ("drum_diameter_mm", self.drum_diameter_mm, 1000.0),
            ("strokes_per_s", self.strokes_per_s, 10_000.0),
            ("glide_cm_per_s", self.glide_cm_per_s, 1000.0),
        ];
        for (field, value, high) in over_zero {
            if let Some(value) = value {
                FieldError::check_over(field, value, 0.0, high)?;
            }
        }
        Ok(())
    }

    /// Expected punctures per cm2 and pass, an estimate: what the user measured, else from the geometry of a
    /// roller (`needles / (pi * drum diameter * width)`, lengths in cm) or of a pen
    /// (`needles * strokes a second / (glide * width)`). None where the geometry is not known.
    ///
    /// 192 needles on a drum of 2 cm by 2 cm give 15.3 (Doddaballapur 2009 reports 250 per cm2 for 15 strokes).
    pub fn density_per_pass(&self) -> Option<f64> {
        if self.density_per_pass.is_some() {
            return self.density_per_pass;
        }
        let needles = f64::from(self.needles?);
        let width_cm = self.width_mm? / 10.0;
        match self.kind {
            DeviceKind::Roller => {
                Some(needles / (std::f64::consts::PI * (self.drum_diameter_mm? / 10.0) * width_cm))
            }
            DeviceKind::Pen => Some(needles * self.strokes_per_s? / (self.glide_cm_per_s? * width_cm)),
            _ => None,
        }
    }
}

/// Checks a width in mm that may be absent.
pub(super) fn check_width(width_mm: Option<f64>) -> Result<(), FieldError> {
    if let Some(width) = width_mm {
        FieldError::check_over("width_mm", width, 0.0, Device::MAX_WIDTH_MM)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drum_192() -> Device {
        Device {
            width_mm: Some(20.0),
            needles: Some(192),
            drum_diameter_mm: Some(20.0),
            ..Device::new(DeviceId::new("d1").unwrap(), "Drum roller 192", DeviceKind::Roller)
        }
    }

    #[test]
    fn a_medical_drum_makes_fifteen_punctures_per_cm2() {
        let density = drum_192().density_per_pass().unwrap();
        assert!((density - 15.28).abs() < 0.01, "{density}");
        assert!((density * 16.0 - 244.0).abs() < 1.0);
    }

    #[test]
    fn what_was_measured_wins() {
        let device = Device { density_per_pass: Some(13.3), ..drum_192() };
        assert_eq!(device.density_per_pass(), Some(13.3));
    }

    #[test]
    fn a_pen_depends_on_the_speed_of_the_hand() {
        let pen = Device {
            width_mm: Some(5.0),
            needles: Some(12),
            strokes_per_s: Some(110.0),
            glide_cm_per_s: Some(5.0),
            ..Device::new(DeviceId::new("p").unwrap(), "Pen", DeviceKind::Pen)
        };
        assert_eq!(pen.density_per_pass(), Some(528.0));
        assert_eq!(Device { glide_cm_per_s: None, ..pen }.density_per_pass(), None);
    }

    #[test]
    fn bounds_are_checked() {
        let wide = Device { width_mm: Some(500.5), ..drum_192() };
        assert_eq!(wide.check().unwrap_err().field, "width_mm");
        let nan = Device { density_per_pass: Some(f64::NAN), ..drum_192() };
        assert_eq!(nan.check().unwrap_err().field, "density_per_pass");
        assert!(drum_192().check().is_ok());
    }
}
