//! A device in a session's file.

use super::record::record;
use super::value::{Number, whole};
use crate::model::{Device, DeviceId, DeviceKind, FieldError, Tip};

record! {
    /// A device as it was set for the session.
    DeviceRecord {
        /// Its name inside this file.
        #[schemars(required, length(min = 1, max = 64))]
        "id" => id: String,
        /// What people call it.
        "name" => name: String,
        /// `roller`, `pen`, `stamp`, `rf-microneedling`, `laser`, `ipl`, `peel` or `other`.
        #[schemars(regex(pattern = r"^(roller|pen|stamp|rf-microneedling|laser|ipl|peel|other)$"))]
        "kind" => kind: String,
        /// `flat` or `round`.
        #[schemars(regex(pattern = r"^(flat|round)$"))]
        "tip" => tip: String,
        /// Width of the strip it treats, in mm.
        #[schemars(range(max = 500), extend("exclusiveMinimum" = 0))]
        "width_mm" => width_mm: Number,
        /// Needle length or depth setting, in mm.
        #[schemars(range(min = 0, max = 100))]
        "needle_length_mm" => needle_length_mm: Number,
        /// Number of needles.
        #[schemars(range(min = 0, max = 1_000_000))]
        "needles" => needles: Number,
        /// Diameter of a roller's drum, in mm.
        #[schemars(range(max = 1000), extend("exclusiveMinimum" = 0))]
        "drum_diameter_mm" => drum_diameter_mm: Number,
        /// Strokes a second of a pen.
        #[schemars(range(max = 10_000), extend("exclusiveMinimum" = 0))]
        "strokes_per_s" => strokes_per_s: Number,
        /// How fast a pen is led over the skin, in cm a second.
        #[schemars(range(max = 1000), extend("exclusiveMinimum" = 0))]
        "glide_cm_per_s" => glide_cm_per_s: Number,
        /// Punctures per cm2 and pass, as measured.
        #[schemars(range(min = 0, max = 1_000_000))]
        "density_per_pass" => density_per_pass: Number,
        /// Lot number of the sterile part.
        "lot" => lot: String,
        /// When it expires, such as `2027-01`.
        "expires" => expires: String,
    }
}

impl DeviceRecord {
    pub(in crate::store) fn of(device: &Device) -> Self {
        Self {
            id: Some(device.id.to_string()),
            name: Some(device.name.clone()),
            kind: Some(device.kind.name().to_owned()),
            tip: Some(device.tip.name().to_owned()),
            width_mm: device.width_mm.map(Number),
            needle_length_mm: device.needle_length_mm.map(Number),
            needles: device.needles.map(|n| Number(f64::from(n))),
            drum_diameter_mm: device.drum_diameter_mm.map(Number),
            strokes_per_s: device.strokes_per_s.map(Number),
            glide_cm_per_s: device.glide_cm_per_s.map(Number),
            density_per_pass: device.density_per_pass.map(Number),
            lot: device.lot.clone(),
            expires: device.expires.clone(),
            extra: device.extra.clone(),
        }
    }

    pub(super) fn into_device(self) -> Result<Device, FieldError> {
        let id = self.id.ok_or_else(|| FieldError::missing("id"))?;
        let kind = self.kind.as_deref().map_or(Ok(DeviceKind::Other), |name| {
            DeviceKind::from_name(name).ok_or_else(|| {
                let names = DeviceKind::ALL.map(DeviceKind::name).join(", ");
                FieldError::new("kind", name, format!("must be one of {names}"))
            })
        })?;
        let tip = self.tip.as_deref().map_or(Ok(kind.usual_tip()), |name| {
            Tip::from_name(name).ok_or_else(|| FieldError::new("tip", name, "must be flat or round"))
        })?;
        let device = Device {
            id: DeviceId::new(&id).map_err(|e| FieldError::new("id", &id, e.to_string()))?,
            name: self.name.unwrap_or(id),
            kind,
            tip,
            width_mm: self.width_mm.map(|n| n.0),
            needle_length_mm: self.needle_length_mm.map(|n| n.0),
            needles: self.needles.map(|n| whole("needles", n, 0, 1_000_000)).transpose()?.map(|n| n as u32),
            drum_diameter_mm: self.drum_diameter_mm.map(|n| n.0),
            strokes_per_s: self.strokes_per_s.map(|n| n.0),
            glide_cm_per_s: self.glide_cm_per_s.map(|n| n.0),
            density_per_pass: self.density_per_pass.map(|n| n.0),
            lot: self.lot,
            expires: self.expires,
            extra: self.extra,
        };
        Ok(device)
    }
}
