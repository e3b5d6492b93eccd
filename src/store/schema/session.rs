//! A session's file.

use super::care::CareRecord;
use super::device::DeviceRecord;
use super::entry::EntryRecord;
use super::observation::ObservationRecord;
use super::record::record;
use super::value::{Number, moment};
use super::{SESSION_FORMAT, VERSION};
use crate::model::{Care, FieldError, SeriesId, Session, SessionId};

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
