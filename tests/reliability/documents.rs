//! Sessions to be saved, each with a number in its notes.

use std::path::Path;
use stipple::geometry::{Point, Polyline};
use stipple::model::{DiagramId, Entry, EntryId, EntryKind, Extra, Passes, SeriesId, Session, SessionId};
use stipple::store::{CheckLine, read_session};

/// A session of about 20 KB.
pub(crate) fn session(number: u64) -> Session {
    let at = "2026-03-02T10:05:00+01:00".parse().unwrap();
    let mut session = Session::new(SessionId::new("s1").unwrap(), SeriesId::new("c1").unwrap(), at);
    session.notes = number.to_string();
    let entry = |id: u64| {
        let points =
            (0..40).map(|i| Point::new(80.0 + f64::from(i) / 4.0, 100.0 + (id % 90) as f64)).collect();
        let path = Polyline::new(points).unwrap();
        Entry {
            id: EntryId(id),
            diagram: DiagramId::new("face-front").unwrap(),
            device: None,
            at_ms: Some(id * 1000),
            pass: None,
            kind: EntryKind::Shade { path, width_mm: 10.0, passes: Passes::default() },
            extra: Extra::default(),
            passes_extra: Extra::default(),
        }
    };
    session.entries = (1..=32).map(entry).collect();
    session
}

/// The number of the session in a file, which has to be whole and as the program wrote it.
pub(crate) fn number(path: &Path) -> Result<u64, String> {
    let loaded = read_session(path).map_err(|e| e.to_string())?;
    if loaded.check != CheckLine::Good {
        return Err(format!("the check line is {:?}", loaded.check));
    }
    loaded.value.notes.parse().map_err(|e| format!("{e}: {:?}", loaded.value.notes))
}
