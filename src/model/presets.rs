//! Devices that users start from. Every figure can be changed, and none is advice.

use super::{Device, DeviceId, DeviceKind};

/// A device to start from.
#[derive(Clone, Copy, Debug)]
pub struct DevicePreset {
    /// What people call it.
    pub name: &'static str,
    /// What sort of device it is.
    pub kind: DeviceKind,
    /// Width of the strip it treats, in mm.
    pub width_mm: Option<f64>,
    /// Needle length or depth setting in mm.
    pub needle_length_mm: Option<f64>,
    /// Number of needles.
    pub needles: Option<u32>,
    /// Diameter of the drum in mm.
    pub drum_diameter_mm: Option<f64>,
    /// Strokes a second of a pen.
    pub strokes_per_s: Option<f64>,
    /// Where the figures come from.
    pub source: &'static str,
}

/// Devices to start from.
pub const DEVICE_PRESETS: [DevicePreset; 4] = [
    DevicePreset {
        name: "Drum roller 192",
        kind: DeviceKind::Roller,
        width_mm: Some(20.0),
        needle_length_mm: Some(1.5),
        needles: Some(192),
        drum_diameter_mm: Some(20.0),
        strokes_per_s: None,
        source: "Schwarz and Laaff 2011",
    },
    DevicePreset {
        name: "Small roller 96",
        kind: DeviceKind::Roller,
        width_mm: Some(10.0),
        needle_length_mm: Some(1.5),
        needles: Some(96),
        drum_diameter_mm: Some(20.0),
        strokes_per_s: None,
        source: "Singh and Yadav 2016",
    },
    DevicePreset {
        name: "Needling pen 12",
        kind: DeviceKind::Pen,
        width_mm: Some(5.0),
        needle_length_mm: None,
        needles: Some(12),
        drum_diameter_mm: None,
        strokes_per_s: Some(110.0),
        source: "makers' data of a pen with 12 needles",
    },
    DevicePreset {
        name: "Own device",
        kind: DeviceKind::Roller,
        width_mm: None,
        needle_length_mm: None,
        needles: None,
        drum_diameter_mm: None,
        strokes_per_s: None,
        source: "",
    },
];

impl DevicePreset {
    /// A device of this preset.
    pub fn device(&self, id: DeviceId) -> Device {
        Device {
            width_mm: self.width_mm,
            needle_length_mm: self.needle_length_mm,
            needles: self.needles,
            drum_diameter_mm: self.drum_diameter_mm,
            strokes_per_s: self.strokes_per_s,
            ..Device::new(id, self.name, self.kind)
        }
    }
}

impl DeviceKind {
    /// Its name on the screen.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Roller => "Roller",
            Self::Pen => "Pen",
            Self::Stamp => "Stamp",
            Self::RfMicroneedling => "RF microneedling",
            Self::Laser => "Laser",
            Self::Ipl => "IPL",
            Self::Peel => "Peel",
            Self::Other => "Other",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn presets_keep_every_bound() {
        for preset in &DEVICE_PRESETS {
            assert!(preset.device(DeviceId::new("d1").unwrap()).check().is_ok(), "{}", preset.name);
        }
        let drum = DEVICE_PRESETS[0].device(DeviceId::new("d1").unwrap());
        assert!((drum.density_per_pass().unwrap() - 15.3).abs() < 0.05);
    }
}
