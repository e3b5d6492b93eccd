//! A session's file.

use super::record::record;
use super::value::{Coordinates, Number, whole};
use super::{SESSION_FORMAT, VERSION};
use crate::geometry::{PathError, Polyline, Ring};
use crate::model::{
    Care, Device, DeviceId, DeviceKind, DiagramId, Direction, Entry, EntryId, EntryKind, Extra, FieldError,
    Moment, Numbing, Observation, ObservationValue, Passes, Roll, SeriesId, Session, SessionId, Tip, ZoneId,
};
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use std::fmt;

record! {
    /// One visit.
    SessionRecord {
        /// Always `stipple/session`.
        #[schemars(required, regex(pattern = r"^stipple/session$"))]
        "format" => format: String,
        /// Version of the format.
        #[schemars(required, range(min = 1, max = 1))]
        "version" => version: Number,
        /// Id of the session, for ever.
        #[schemars(required, length(min = 1, max = 64))]
        "id" => id: String,
        /// Id of its series.
        #[schemars(required, length(min = 1, max = 64))]
        "series" => series: String,
        /// When it began, with the offset from UTC.
        #[schemars(required, extend("format" = "date-time"))]
        "started_at" => started_at: String,
        /// When it ended.
        #[schemars(extend("format" = "date-time"))]
        "ended_at" => ended_at: String,
        /// Who treated.
        "practitioner" => practitioner: String,
        /// The devices and their settings.
        "devices" => devices: Vec<DeviceRecord>,
        /// The care record.
        "care" => care: CareRecord,
        /// What was logged, in order.
        "entries" => entries: Vec<EntryRecord>,
        /// What was seen on the skin.
        "observations" => observations: Vec<ObservationRecord>,
        /// Free text.
        "notes" => notes: String,
        /// `blake3:` and the hash of all bytes before this line.
        "check" => check: String,
    }
}

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

record! {
    /// The care record.
    CareRecord {
        /// Whether consent was given.
        "consent" => consent: bool,
        /// Whether the skin was cleansed.
        "cleansed" => cleansed: bool,
        /// Numbing cream.
        "numbing" => numbing: NumbingRecord,
        /// Products used.
        "products" => products: Vec<String>,
        /// What the skin showed at the end.
        "endpoint" => endpoint: String,
        /// Pain at its worst.
        #[schemars(range(min = 0, max = 10))]
        "pain" => pain: Number,
        /// Aftercare that was explained.
        "aftercare" => aftercare: Vec<String>,
    }
}

record! {
    /// Numbing cream.
    NumbingRecord {
        /// What it was.
        "agent" => agent: String,
        /// How much, in grams.
        #[schemars(range(min = 0, max = 10_000))]
        "grams" => grams: Number,
        /// How long it was on the skin, in minutes.
        #[schemars(range(min = 0, max = 10_000))]
        "minutes" => minutes: Number,
        /// Whether it was covered.
        "occluded" => occluded: bool,
    }
}

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

record! {
    /// Something seen on the skin.
    ObservationRecord {
        /// When: a date, or a date and time.
        #[schemars(required)]
        "at" => at: String,
        /// Where.
        "zone" => zone: String,
        /// What.
        #[schemars(required)]
        "kind" => kind: String,
        /// How much.
        "value" => value: ValueField,
        /// The scale of the value.
        "scale" => scale: String,
    }
}

record! {
    /// Passes by direction.
    PassesRecord {
        /// `─`
        #[schemars(range(min = 0, max = 255))]
        "horizontal" => horizontal: Number,
        /// `│`
        #[schemars(range(min = 0, max = 255))]
        "vertical" => vertical: Number,
        /// `╱`
        #[schemars(range(min = 0, max = 255))]
        "rising" => rising: Number,
        /// `╲`
        #[schemars(range(min = 0, max = 255))]
        "falling" => falling: Number,
        /// Passes that have no direction.
        #[schemars(range(min = 0, max = 255))]
        "undirected" => undirected: Number,
    }
}

/// Passes of an entry: a number or an object.
#[derive(Clone, Debug, Serialize, schemars::JsonSchema)]
#[serde(untagged)]
pub(in crate::store) enum PassesField {
    /// How many passes each sweep counts.
    Number(#[schemars(range(min = 0, max = 255))] Number),
    /// By direction.
    ByDirection(PassesRecord),
}

impl<'de> Deserialize<'de> for PassesField {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;
        impl<'de> Visitor<'de> for Either {
            type Value = PassesField;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a number or an object with passes by direction")
            }

            fn visit_f64<E: Error>(self, n: f64) -> Result<PassesField, E> {
                Ok(PassesField::Number(Number(n)))
            }

            fn visit_u64<E: Error>(self, n: u64) -> Result<PassesField, E> {
                self.visit_f64(n as f64)
            }

            fn visit_i64<E: Error>(self, n: i64) -> Result<PassesField, E> {
                self.visit_f64(n as f64)
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<PassesField, A::Error> {
                let object = serde::de::value::MapAccessDeserializer::new(map);
                PassesRecord::deserialize(object).map(PassesField::ByDirection)
            }
        }
        deserializer.deserialize_any(Either)
    }
}

/// A value of an observation: a number or words.
#[derive(Clone, Debug, Serialize, schemars::JsonSchema)]
#[serde(untagged)]
pub(in crate::store) enum ValueField {
    /// A number.
    Number(f64),
    /// Words.
    Text(String),
}

impl<'de> Deserialize<'de> for ValueField {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;
        impl Visitor<'_> for Either {
            type Value = ValueField;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a number or a text")
            }

            fn visit_f64<E: Error>(self, n: f64) -> Result<ValueField, E> {
                Ok(ValueField::Number(n))
            }

            fn visit_u64<E: Error>(self, n: u64) -> Result<ValueField, E> {
                self.visit_f64(n as f64)
            }

            fn visit_i64<E: Error>(self, n: i64) -> Result<ValueField, E> {
                self.visit_f64(n as f64)
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<ValueField, E> {
                Ok(ValueField::Text(text.to_owned()))
            }
        }
        deserializer.deserialize_any(Either)
    }
}

impl SessionRecord {
    /// The record of a session, without its check line.
    pub(in crate::store) fn of(session: &Session) -> Self {
        Self {
            format: Some(SESSION_FORMAT.to_owned()),
            version: Some(Number(f64::from(VERSION))),
            id: Some(session.id.to_string()),
            series: Some(session.series.to_string()),
            started_at: Some(session.started_at.to_string()),
            ended_at: session.ended_at.map(|moment| moment.to_string()),
            practitioner: session.practitioner.clone(),
            devices: Some(session.devices.iter().map(DeviceRecord::of).collect()),
            care: Some(CareRecord::of(&session.care)),
            entries: Some(session.entries.iter().map(EntryRecord::of).collect()),
            observations: Some(session.observations.iter().map(ObservationRecord::of).collect()),
            notes: Some(session.notes.clone()),
            check: None,
            extra: session.extra.clone(),
        }
    }

    /// The session of this record.
    ///
    /// # Errors
    ///
    /// The first field that is missing or out of bounds.
    pub(in crate::store) fn into_session(self) -> Result<Session, FieldError> {
        let id = self.id.ok_or_else(|| FieldError::missing("id"))?;
        let series = self.series.ok_or_else(|| FieldError::missing("series"))?;
        let started_at = self.started_at.ok_or_else(|| FieldError::missing("started_at"))?;
        let devices = self.devices.unwrap_or_default().into_iter().enumerate();
        let entries = self.entries.unwrap_or_default().into_iter().enumerate();
        let observations = self.observations.unwrap_or_default().into_iter().enumerate();
        let session = Session {
            id: SessionId::new(&id).map_err(|e| FieldError::new("id", &id, e.to_string()))?,
            series: SeriesId::new(&series).map_err(|e| FieldError::new("series", &series, e.to_string()))?,
            started_at: moment("started_at", &started_at)?,
            ended_at: self.ended_at.map(|text| moment("ended_at", &text)).transpose()?,
            practitioner: self.practitioner,
            devices: devices
                .map(|(i, device)| device.into_device().map_err(|e| e.inside_item("devices", i)))
                .collect::<Result<_, _>>()?,
            care: match self.care {
                Some(care) => care.into_care().map_err(|e| e.inside("care"))?,
                None => Care::default(),
            },
            entries: entries
                .map(|(i, entry)| entry.into_entry().map_err(|e| e.inside_item("entries", i)))
                .collect::<Result<_, _>>()?,
            observations: observations
                .map(|(i, seen)| seen.into_observation().map_err(|e| e.inside_item("observations", i)))
                .collect::<Result<_, _>>()?,
            notes: self.notes.unwrap_or_default(),
            extra: self.extra,
        };
        session.check()?;
        Ok(session)
    }
}

/// The largest whole number read: above it a JSON number may stand for another one than was written.
const MOST: u64 = (1 << 53) - 1;

fn moment(field: &str, text: &str) -> Result<Moment, FieldError> {
    text.parse().map_err(|e: crate::model::MomentError| FieldError::new(field, text, e.to_string()))
}

impl DeviceRecord {
    fn of(device: &Device) -> Self {
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

    fn into_device(self) -> Result<Device, FieldError> {
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

impl CareRecord {
    fn of(care: &Care) -> Self {
        let list = |items: &Vec<String>| (!items.is_empty()).then(|| items.clone());
        Self {
            consent: care.consent,
            cleansed: care.cleansed,
            numbing: care.numbing.as_ref().map(|numbing| NumbingRecord {
                agent: numbing.agent.clone(),
                grams: numbing.grams.map(Number),
                minutes: numbing.minutes.map(Number),
                occluded: numbing.occluded,
                extra: numbing.extra.clone(),
            }),
            products: list(&care.products),
            endpoint: care.endpoint.clone(),
            pain: care.pain.map(|n| Number(f64::from(n))),
            aftercare: list(&care.aftercare),
            extra: care.extra.clone(),
        }
    }

    fn into_care(self) -> Result<Care, FieldError> {
        let numbing = self.numbing.map(|numbing| Numbing {
            agent: numbing.agent,
            grams: numbing.grams.map(|n| n.0),
            minutes: numbing.minutes.map(|n| n.0),
            occluded: numbing.occluded,
            extra: numbing.extra,
        });
        Ok(Care {
            consent: self.consent,
            cleansed: self.cleansed,
            numbing,
            products: self.products.unwrap_or_default(),
            endpoint: self.endpoint,
            pain: self.pain.map(|n| whole("pain", n, 0, 10)).transpose()?.map(|n| n as u8),
            aftercare: self.aftercare.unwrap_or_default(),
            extra: self.extra,
        })
    }
}

impl ObservationRecord {
    fn of(seen: &Observation) -> Self {
        Self {
            at: Some(seen.at.clone()),
            zone: seen.zone.as_ref().map(ToString::to_string),
            kind: Some(seen.kind.clone()),
            value: seen.value.clone().map(|value| match value {
                ObservationValue::Number(n) => ValueField::Number(n),
                ObservationValue::Text(text) => ValueField::Text(text),
            }),
            scale: seen.scale.clone(),
            extra: seen.extra.clone(),
        }
    }

    fn into_observation(self) -> Result<Observation, FieldError> {
        Ok(Observation {
            at: self.at.ok_or_else(|| FieldError::missing("at"))?,
            zone: self.zone.map(|id| zone_id(&id)).transpose()?,
            kind: self.kind.ok_or_else(|| FieldError::missing("kind"))?,
            value: self.value.map(|value| match value {
                ValueField::Number(n) => ObservationValue::Number(n),
                ValueField::Text(text) => ObservationValue::Text(text),
            }),
            scale: self.scale,
            extra: self.extra,
        })
    }
}

fn zone_id(id: &str) -> Result<ZoneId, FieldError> {
    ZoneId::new(id).map_err(|e| FieldError::new("zone", id, e.to_string()))
}

impl PassesRecord {
    fn of(passes: Passes, extra: &Extra) -> Self {
        let number =
            |direction| Some(*passes.get(direction)).filter(|n| *n > 0).map(|n| Number(f64::from(n)));
        Self {
            horizontal: number(Direction::Horizontal),
            vertical: number(Direction::Vertical),
            rising: number(Direction::Rising),
            falling: number(Direction::Falling),
            undirected: number(Direction::Undirected),
            extra: extra.clone(),
        }
    }

    fn passes(&self) -> Result<Passes, FieldError> {
        let numbers = [self.horizontal, self.vertical, self.rising, self.falling, self.undirected];
        let mut passes = Passes::default();
        for (direction, number) in Direction::ALL.into_iter().zip(numbers) {
            if let Some(number) = number {
                let count = whole(direction.name(), number, 0, 255).map_err(|e| e.inside("passes"))?;
                *passes.get_mut(direction) = count as u8;
            }
        }
        Ok(passes)
    }
}

impl EntryRecord {
    fn of(entry: &Entry) -> Self {
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

    fn into_entry(mut self) -> Result<Entry, FieldError> {
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
                let ring = Ring::new(ring.points("ring")?).map_err(|e| path_error("ring", &ring, &e))?;
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
        Polyline::new(path.points("path")?).map_err(|e| path_error("path", &path, &e))
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
fn path_error(field: &str, list: &Coordinates, error: &PathError) -> FieldError {
    if let PathError::OutOfRange { index } = error {
        let bad = [index * 2, index * 2 + 1]
            .into_iter()
            .find_map(|i| list.0.get(i).filter(|n| n.abs() > crate::geometry::MAX_MM).map(|n| (i, *n)));
        if let Some((i, n)) = bad {
            return FieldError::new(format!("{field}[{i}]"), n, "must be within 10,000 mm of the origin");
        }
    }
    FieldError::new(field, "", error.to_string())
}
