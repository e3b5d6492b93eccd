//! One visit.

use super::{
    Care, Device, DeviceId, DiagramId, Entry, EntryId, EntryKind, Extra, FieldError, Moment, Observation,
    SeriesId, SessionId,
};
use std::collections::HashSet;

/// The most points the entries of a session may hold together.
pub const MAX_POINTS: usize = 1_000_000;

/// One visit: when, who, with which devices, what was logged and what was seen.
///
/// # Guarantees
///
/// [`Session::check`] holds for every session that was read from a file or changed by an edit: ids of devices
/// and of entries are unique, every entry's device is one of the session's, every roll has a width, and the
/// entries hold at most [`MAX_POINTS`] points.
#[derive(Clone, Debug, PartialEq)]
pub struct Session {
    /// Its id.
    pub id: SessionId,
    /// The series it belongs to.
    pub series: SeriesId,
    /// When it began; sessions of a series are in this order.
    pub started_at: Moment,
    /// When it ended.
    pub ended_at: Option<Moment>,
    /// Who treated.
    pub practitioner: Option<String>,
    /// The devices and their settings.
    pub devices: Vec<Device>,
    /// The care record.
    pub care: Care,
    /// What was logged, in order.
    pub entries: Vec<Entry>,
    /// What was seen.
    pub observations: Vec<Observation>,
    /// Free text.
    pub notes: String,
    /// Fields this version does not know.
    pub extra: Extra,
}

impl Session {
    /// A session in which nothing has been logged.
    pub fn new(id: SessionId, series: SeriesId, started_at: Moment) -> Self {
        Self {
            id,
            series,
            started_at,
            ended_at: None,
            practitioner: None,
            devices: Vec::new(),
            care: Care::default(),
            entries: Vec::new(),
            observations: Vec::new(),
            notes: String::new(),
            extra: Extra::default(),
        }
    }

    /// The device of this id.
    pub fn device(&self, id: &DeviceId) -> Option<&Device> {
        self.devices.iter().find(|device| device.id == *id)
    }

    /// The number for the next entry.
    pub fn next_entry_id(&self) -> EntryId {
        let logged = self.entries.iter().map(|entry| entry.id.0).filter(|id| *id < EntryId::RENUMBERED);
        EntryId(logged.max().unwrap_or(0).saturating_add(1))
    }

    /// The diagrams with entries, each once, in the order they were first used.
    pub fn diagrams(&self) -> Vec<DiagramId> {
        let mut seen: Vec<DiagramId> = Vec::new();
        for entry in &self.entries {
            if !seen.contains(&entry.diagram) {
                seen.push(entry.diagram.clone());
            }
        }
        seen
    }

    /// Width in mm of the strip an entry's stroke treats; none for zones and regions.
    pub fn width_of(&self, entry: &Entry) -> Option<f64> {
        match &entry.kind {
            EntryKind::Roll(roll) => roll
                .width_mm
                .or_else(|| self.device(entry.device.as_ref()?).and_then(|device| device.width_mm)),
            EntryKind::Shade { width_mm, .. } | EntryKind::Erase { width_mm, .. } => Some(*width_mm),
            EntryKind::Zone { .. } | EntryKind::Region { .. } => None,
        }
    }

    /// Checks every rule that holds inside a session.
    ///
    /// # Errors
    ///
    /// The first field that breaks one, with its place in the file.
    pub fn check(&self) -> Result<(), FieldError> {
        let mut devices = HashSet::new();
        for (i, device) in self.devices.iter().enumerate() {
            if !devices.insert(&device.id) {
                let error = FieldError::new("id", &device.id, "another device of the session has it too");
                return Err(error.inside_item("devices", i));
            }
            device.check().map_err(|e| e.inside_item("devices", i))?;
        }
        self.care.check().map_err(|e| e.inside("care"))?;
        let mut entries = HashSet::new();
        let mut points = 0_usize;
        for (i, entry) in self.entries.iter().enumerate() {
            if !entries.insert(entry.id) {
                let error = FieldError::new("id", entry.id, "another entry of the session has it too");
                return Err(error.inside_item("entries", i));
            }
            self.check_entry(entry).map_err(|e| e.inside_item("entries", i))?;
            points = points.saturating_add(entry.points());
        }
        if points > MAX_POINTS {
            let problem = format!("a session holds at most {MAX_POINTS}");
            return Err(FieldError::new("entries", format!("a list with {points} points"), problem));
        }
        Ok(())
    }

    /// Checks one entry against its own rules and against the session's devices.
    ///
    /// # Errors
    ///
    /// The first field that breaks one.
    pub fn check_entry(&self, entry: &Entry) -> Result<(), FieldError> {
        entry.check()?;
        if let Some(id) = entry.device.as_ref().filter(|id| self.device(id).is_none()) {
            return Err(FieldError::new("device", id, "the session has no device of this id"));
        }
        if matches!(entry.kind, EntryKind::Roll(_)) && self.width_of(entry).is_none() {
            let problem = "is missing, and the entry's device has none either";
            return Err(FieldError::new("width_mm", "", problem));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::{Point, Polyline};
    use crate::model::{DeviceKind, Roll};

    fn session() -> Session {
        let mut session = Session::new(
            SessionId::new("s").unwrap(),
            SeriesId::new("c").unwrap(),
            "2026-03-02T10:05:00+01:00".parse().unwrap(),
        );
        let id = DeviceId::new("d1").unwrap();
        session.devices.push(Device { width_mm: Some(20.0), ..Device::new(id, "Drum", DeviceKind::Roller) });
        session
    }

    fn roll(id: u64, device: Option<&str>) -> Entry {
        Entry {
            id: EntryId(id),
            diagram: DiagramId::new("face-front").unwrap(),
            device: device.map(|d| DeviceId::new(d).unwrap()),
            at_ms: None,
            pass: None,
            kind: EntryKind::Roll(Roll {
                path: Polyline::new(vec![Point::new(1.0, 1.0), Point::new(9.0, 1.0)]).unwrap(),
                width_mm: None,
                passes: 1,
                times_ms: vec![],
            }),
            extra: Extra::default(),
            passes_extra: Extra::default(),
        }
    }

    #[test]
    fn rules_name_the_field() {
        let with = |entries: Vec<Entry>| Session { entries, ..session() }.check().unwrap_err().field;
        assert_eq!(with(vec![roll(1, Some("d1")), roll(1, Some("d1"))]), "entries[1].id");
        assert_eq!(with(vec![roll(1, Some("d2"))]), "entries[0].device");
        assert_eq!(with(vec![roll(1, None)]), "entries[0].width_mm");
        let mut twice = session();
        twice.devices.push(twice.devices[0].clone());
        assert_eq!(twice.check().unwrap_err().field, "devices[1].id");
        assert!(Session { entries: vec![roll(1, Some("d1"))], ..session() }.check().is_ok());
    }

    #[test]
    fn entry_numbers_are_never_used_again() {
        let session = Session { entries: vec![roll(7, Some("d1")), roll(3, Some("d1"))], ..session() };
        assert_eq!(session.next_entry_id(), EntryId(8));
    }
}
