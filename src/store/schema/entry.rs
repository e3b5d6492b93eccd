//! An entry in a session's file.

use super::passes::{PassesField, PassesRecord};
use super::record::record;
use super::value::{Coordinates, Number, whole, zone_id};
use crate::geometry::{MAX_MM, PathError, Polyline, Ring};
use crate::model::{DeviceId, DiagramId, Entry, EntryId, EntryKind, Extra, FieldError, Passes, Roll};

record! {
    /// One thing logged: `roll`, `shade`, `zone`, `region` or `erase`.
    EntryRecord {
        /// Number inside the session.
        #[schemars(required, range(min = 0))]
        "id" => id: Number,
        /// `roll`, `shade`, `zone`, `region` or `erase`.
        #[schemars(required, regex(pattern = r"^(roll|shade|zone|region|erase)$"))]
        "type" => kind: String,
        /// The diagram it was painted on.
        #[schemars(required, length(min = 1, max = 64))]
        "diagram" => diagram: String,
        /// Id of the device, one of this file's.
        "device" => device: String,
        /// When it was logged, in ms since the session began.
        #[schemars(range(min = 0))]
        "at_ms" => at_ms: Number,
        /// The practitioner's own count of passes.
        #[schemars(range(min = 0))]
        "pass" => pass: Number,
        /// Width of the strip, brush or eraser, in mm.
        #[schemars(range(max = 500), extend("exclusiveMinimum" = 0))]
        "width_mm" => width_mm: Number,
        /// The zone, of a `zone` entry.
        "zone" => zone: String,
        /// The lasso, of a `region`.
        "ring" => ring: Coordinates,
        /// Passes: a number for a `roll`, by direction for the others.
        "passes" => passes: PassesField,
        /// Middle of the device, brush or eraser.
        "path" => path: Coordinates,
        /// When each point was reached, in ms from the first.
        "times_ms" => times_ms: Vec<Number>,
    }
}

/// The largest whole number read: above it a JSON number may stand for another one than was written.
const MOST: u64 = (1 << 53) - 1;

impl EntryRecord {
    pub(in crate::store) fn of(entry: &Entry) -> Self {
        let mut record = Self {
            id: Some(Number(entry.id.0 as f64)),
            kind: Some(entry.kind.name().to_owned()),
            diagram: Some(entry.diagram.to_string()),
            device: entry.device.as_ref().map(ToString::to_string),
            at_ms: entry.at_ms.map(|n| Number(n as f64)),
            pass: entry.pass.map(|n| Number(f64::from(n))),
            extra: entry.extra.clone(),
            ..Self::default()
        };
        let by_direction =
            |passes: &Passes| Some(PassesField::ByDirection(PassesRecord::of(*passes, &entry.passes_extra)));
        match &entry.kind {
            EntryKind::Roll(roll) => {
                record.width_mm = roll.width_mm.map(Number);
                record.passes = Some(PassesField::Number(Number(f64::from(roll.passes))));
                record.path = Some(Coordinates::of(roll.path.points()));
                let times = || roll.times_ms.iter().map(|&n| Number(f64::from(n))).collect();
                record.times_ms = (!roll.times_ms.is_empty()).then(times);
            }
            EntryKind::Shade { path, width_mm, passes } => {
                record.width_mm = Some(Number(*width_mm));
                record.passes = by_direction(passes);
                record.path = Some(Coordinates::of(path.points()));
            }
            EntryKind::Zone { zone, passes } => {
                record.zone = Some(zone.to_string());
                record.passes = by_direction(passes);
            }
            EntryKind::Region { ring, passes } => {
                record.ring = Some(Coordinates::of(ring.points()));
                record.passes = by_direction(passes);
            }
            EntryKind::Erase { path, width_mm } => {
                record.width_mm = Some(Number(*width_mm));
                record.path = Some(Coordinates::of(path.points()));
            }
        }
        record
    }

    pub(in crate::store) fn into_entry(mut self) -> Result<Entry, FieldError> {
        let id = self.id.ok_or_else(|| FieldError::missing("id"))?;
        let diagram = self.diagram.take().ok_or_else(|| FieldError::missing("diagram"))?;
        let device = self.device.take();
        let (at_ms, pass) = (self.at_ms, self.pass);
        Ok(Entry {
            id: EntryId(whole("id", id, 0, MOST)?),
            diagram: DiagramId::new(&diagram)
                .map_err(|e| FieldError::new("diagram", &diagram, e.to_string()))?,
            device: device
                .map(|id| DeviceId::new(&id).map_err(|e| FieldError::new("device", &id, e.to_string())))
                .transpose()?,
            at_ms: at_ms.map(|n| whole("at_ms", n, 0, MOST)).transpose()?,
            pass: pass.map(|n| whole("pass", n, 0, 1_000_000)).transpose()?.map(|n| n as u32),
            passes_extra: match &mut self.passes {
                Some(PassesField::ByDirection(passes)) => std::mem::take(&mut passes.extra),
                _ => Extra::default(),
            },
            kind: self.take_kind()?,
            extra: self.extra,
        })
    }

    /// Takes the fields of the entry's type, and refuses those of another.
    fn take_kind(&mut self) -> Result<EntryKind, FieldError> {
        let name = self.kind.take().ok_or_else(|| FieldError::missing("type"))?;
        let kind = match name.as_str() {
            "roll" => EntryKind::Roll(Roll {
                path: self.take_path()?,
                width_mm: self.width_mm.take().map(|n| n.0),
                passes: self.take_number_of_passes()?,
                times_ms: self.take_times()?,
            }),
            "shade" => EntryKind::Shade {
                path: self.take_path()?,
                width_mm: self.take_width()?,
                passes: self.take_passes()?,
            },
            "zone" => {
                let zone = self.zone.take().ok_or_else(|| FieldError::missing("zone"))?;
                EntryKind::Zone { zone: zone_id(&zone)?, passes: self.take_passes()? }
            }
            "region" => {
                let ring = self.ring.take().ok_or_else(|| FieldError::missing("ring"))?;
                let ring = Ring::new(ring.into_points("ring")?).map_err(|e| path_error("ring", &e))?;
                EntryKind::Region { ring, passes: self.take_passes()? }
            }
            "erase" => EntryKind::Erase { path: self.take_path()?, width_mm: self.take_width()? },
            other => {
                let problem = "must be roll, shade, zone, region or erase";
                return Err(FieldError::new("type", other, problem));
            }
        };
        let strange = [
            ("width_mm", self.width_mm.is_some()),
            ("zone", self.zone.is_some()),
            ("ring", self.ring.is_some()),
            ("passes", self.passes.is_some()),
            ("path", self.path.is_some()),
            ("times_ms", self.times_ms.is_some()),
        ];
        match strange.into_iter().find(|(_, there)| *there) {
            Some((field, _)) => Err(FieldError::new(field, "", format!("does not belong to a {name}"))),
            None => Ok(kind),
        }
    }

    fn take_path(&mut self) -> Result<Polyline, FieldError> {
        let path = self.path.take().ok_or_else(|| FieldError::missing("path"))?;
        Polyline::new(path.into_points("path")?).map_err(|e| path_error("path", &e))
    }

    fn take_width(&mut self) -> Result<f64, FieldError> {
        self.width_mm.take().map(|n| n.0).ok_or_else(|| FieldError::missing("width_mm"))
    }

    fn take_number_of_passes(&mut self) -> Result<u8, FieldError> {
        match self.passes.take() {
            None => Ok(1),
            Some(PassesField::Number(n)) => whole("passes", n, 0, 255).map(|n| n as u8),
            Some(PassesField::ByDirection(_)) => {
                Err(FieldError::new("passes", "an object", "must be a number for a roll"))
            }
        }
    }

    fn take_passes(&mut self) -> Result<Passes, FieldError> {
        match self.passes.take().ok_or_else(|| FieldError::missing("passes"))? {
            PassesField::ByDirection(record) => record.passes(),
            PassesField::Number(n) => {
                Err(FieldError::new("passes", n.0, "must be an object with passes by direction"))
            }
        }
    }

    fn take_times(&mut self) -> Result<Vec<u32>, FieldError> {
        let times = self.times_ms.take().unwrap_or_default();
        let time = |n| whole("times_ms", n, 0, u64::from(u32::MAX)).map(|n| n as u32);
        times.into_iter().map(time).collect()
    }
}

/// The message for a bad path, with the number that is out of range if that is the trouble.
fn path_error(field: &str, error: &PathError) -> FieldError {
    if let PathError::OutOfRange { index, point } = error {
        let bad =
            [(index * 2, point.x), (index * 2 + 1, point.y)].into_iter().find(|(_, n)| n.abs() > MAX_MM);
        if let Some((i, n)) = bad {
            return FieldError::new(format!("{field}[{i}]"), n, "must be within 10,000 mm of the origin");
        }
    }
    FieldError::new(field, "", error.to_string())
}
