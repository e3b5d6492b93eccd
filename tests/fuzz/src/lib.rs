//! What has to hold for any bytes whatever. Each function panics when it does not.

use std::io::Cursor;
use std::path::Path;
use std::sync::Arc;
use stipple::export::{Limits, read_archive};
use stipple::model::{Atlas, Goal, GoalRule, SeriesId};
use stipple::store::{
    CheckLine, merge_sessions, salvage_session, series_from, series_text, session_from, session_text,
};

/// What is given bytes.
pub type Target = fn(&[u8]);

/// The targets by name.
pub const TARGETS: [(&str, Target); 6] = [
    ("session", session),
    ("series", series),
    ("goal", goal),
    ("atlas", atlas),
    ("archive", archive),
    ("merge", merge),
];

const NAME: &str = "a.json";

/// A session that is read is written so that it reads the same, with a check line that fits. What of a damaged one is
/// salvaged is a session that can be saved.
pub fn session(bytes: &[u8]) {
    match session_from(bytes, Path::new(NAME)) {
        Ok(loaded) => {
            assert!(loaded.value.check().is_ok(), "read, but breaks a rule");
            let text = session_text(&loaded.value).expect("what was read can be written");
            let again = session_from(text.as_bytes(), Path::new(NAME)).expect("what was written can be read");
            assert_eq!(again.check, CheckLine::Good);
            assert_eq!(again.value, loaded.value);
        }
        Err(error) => {
            assert!(!error.to_string().is_empty());
            let series = SeriesId::new("c").expect("this is an id");
            if let Ok(salvaged) = salvage_session(bytes, Path::new(NAME), &series) {
                let text = session_text(&salvaged.session).expect("what was salvaged can be written");
                let again = session_from(text.as_bytes(), Path::new(NAME)).expect("and read again");
                assert_eq!(again.value, salvaged.session);
            }
        }
    }
}

/// As for a session.
pub fn series(bytes: &[u8]) {
    if let Ok(loaded) = series_from(bytes, Path::new(NAME)) {
        assert!(loaded.value.check().is_ok(), "read, but breaks a rule");
        let text = series_text(&loaded.value).expect("what was read can be written");
        let again = series_from(text.as_bytes(), Path::new(NAME)).expect("what was written can be read");
        assert_eq!(again.check, CheckLine::Good);
        assert_eq!(again.value, loaded.value);
    }
}

/// A goal is understood, or refused at a place inside it; either way its words stay.
pub fn goal(bytes: &[u8]) {
    let Ok(text) = str::from_utf8(bytes) else { return };
    assert_eq!(Goal::new(text).text, text);
    if let Err(error) = GoalRule::parse(text) {
        assert!(!error.to_string().is_empty());
    }
}

/// The record of the diagrams and a drawing, with a zero byte between.
pub fn atlas(bytes: &[u8]) {
    let Ok(text) = str::from_utf8(bytes) else { return };
    let (record, drawing) = text.split_once('\0').unwrap_or((text, ""));
    let drawing: Arc<str> = Arc::from(drawing);
    if let Ok(atlas) = Atlas::read(record, |_| Some(Arc::clone(&drawing))) {
        for diagram in atlas.diagrams() {
            assert!(diagram.size_mm.0 > 0.0 && diagram.size_mm.1 > 0.0);
        }
    }
}

/// An archive from anybody is read within bounds, or refused.
pub fn archive(bytes: &[u8]) {
    let limits = Limits { entries: 100, bytes: 1 << 20, ratio: 200 };
    if let Ok(contents) = read_archive(Cursor::new(bytes), Path::new("a.zip"), limits) {
        drop(contents);
    }
}

/// Two sessions with a zero byte between become the same one whichever comes first, and nothing of either is lost.
pub fn merge(bytes: &[u8]) {
    let Some(at) = bytes.iter().position(|byte| *byte == 0) else { return };
    let (first, second) = bytes.split_at(at);
    let read = |bytes: &[u8]| session_from(bytes, Path::new(NAME)).ok().map(|loaded| loaded.value);
    let (Some(first), Some(second)) = (read(first), read(&second[1..])) else { return };
    let (there, back) = (merge_sessions(None, &first, &second), merge_sessions(None, &second, &first));
    match (there, back) {
        (Ok(there), Ok(back)) => {
            assert_eq!(there.value, back.value, "the order made a difference");
            assert!(there.value.check().is_ok());
            let again = merge_sessions(None, &there.value, &first).expect("what was merged merges again");
            assert_eq!(again.value, there.value, "merging again changed it");
            assert!(there.value.entries.len() >= first.entries.len().max(second.entries.len()));
        }
        (Err(_), Err(_)) => {}
        (there, back) => panic!("one way it works, the other not: {there:?} {back:?}"),
    }
}
