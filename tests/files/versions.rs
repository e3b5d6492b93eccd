//! A file of a newer program or of another format is refused, and stays as it is.

use crate::examples::{SERIES, SESSION};
use crate::scratch::{Scratch, assert_names, get, put, read_series, read_session};
use stipple::model::Atlas;
use stipple::store::{self, Disk, Expected, SeriesFolder, StoreError};

/// Files of a version to come, in shapes that this one cannot read.
const NEWER: [&str; 9] = [
    r#"{"format": "stipple/session", "version": 2}"#,
    r#"{"format": "stipple/session", "version": 2, "id": 7, "entries": {"a": 1}, "devices": "none"}"#,
    r#"{"entries": [[1, 2], "three"], "version": 2, "format": "stipple/session"}"#,
    r#"{"format": "stipple/session", "version": 2, "id": "s1", "id": "s2"}"#,
    r#"{"format": "stipple/session", "version": 2, "care": [], "n": 1e999, "started_at": 1e999}"#,
    r#"{"format": "stipple/session", "version": 2, "entries": [{"id": -1, "path": "M0 0L1 1"}]}"#,
    r#"{"format": "stipple/session", "version": 2.0, "started_at": {"date": "2026-03-02"}}"#,
    r#"{"format": "stipple/session", "version": 2, "check": ["blake3", "sha3"]}"#,
    r#"{"format": "stipple/session", "version": 2, "notes": {"text": "\"version\": 1"}}"#,
];

#[test]
fn a_newer_version_is_refused_naming_both_whatever_its_shape() {
    let scratch = Scratch::new();
    for document in NEWER {
        let path = scratch.put("session.json", document);
        let error = store::read_session(&path).unwrap_err();
        assert!(matches!(error, StoreError::NewerVersion { known: 1, .. }), "{document}: {error}");
        assert_names(&error, &path, &["version 2", "knows version 1", "nothing was written"]);
        assert_eq!(get(&path), document.as_bytes());
        let document = document.replace("stipple/session", "stipple/series");
        let path = scratch.put("series.json", &document);
        let error = store::read_series(&path).unwrap_err();
        assert!(matches!(error, StoreError::NewerVersion { known: 1, .. }), "{document}: {error}");
    }
}

#[test]
fn a_newer_version_that_nests_deeper_is_refused_as_a_newer_version() {
    let deep = "[".repeat(100) + &"]".repeat(100);
    let document = format!(r#"{{"format": "stipple/session", "version": 3, "tree": {deep}}}"#);
    let error = read_session(document).unwrap_err();
    assert!(matches!(error, StoreError::NewerVersion { .. }), "{error}");
}

#[test]
fn the_versions_are_named_as_they_are_written() {
    for (written, shown) in [("2", "version 2,"), ("10", "version 10,"), ("1.5", "version 1.5,")] {
        let document = SESSION.replacen("\"version\": 1", &format!("\"version\": {written}"), 1);
        let error = read_session(document).unwrap_err().to_string();
        assert!(error.contains(shown), "{error}");
    }
}

#[test]
fn a_version_below_the_first_or_none_is_refused() {
    for version in ["0", "-1", "0.5"] {
        let document = SESSION.replacen("\"version\": 1", &format!("\"version\": {version}"), 1);
        let error = read_session(document).unwrap_err().to_string();
        assert!(error.contains(&format!("version is {version}, but must be 1")), "{error}");
    }
    let error = read_session(SESSION.replacen("\"version\": 1,", "", 1)).unwrap_err().to_string();
    assert!(error.contains("version"), "{error}");
    read_session(SESSION.replacen("\"version\": 1", "\"version\": 1.0", 1)).unwrap();
}

#[test]
fn another_format_is_refused_naming_both() {
    let error = read_session(SERIES).unwrap_err().to_string();
    assert!(error.contains("stipple/series") && error.contains("stipple/session"), "{error}");
    let error = read_series(SESSION).unwrap_err().to_string();
    assert!(error.contains("stipple/series") && error.contains("stipple/session"), "{error}");
    let error = read_session(SESSION.replacen("stipple/session", "stipple/photo", 1)).unwrap_err();
    assert!(matches!(error, StoreError::OtherFormat { .. }), "{error}");
    for text in ["{}", r#"{"id": "s1"}"#, r#"{"version": 1}"#] {
        let error = read_session(text).unwrap_err().to_string();
        assert!(error.contains("format"), "{error}");
    }
}

#[test]
fn a_newer_file_is_never_written_over() {
    let folder = crate::examples::folder();
    let path = folder.path().join("sessions/2026-03-02-019ab3c4.json");
    let ours = store::read_session(&path).unwrap();
    put(&path, NEWER[1]);
    let found = SeriesFolder::read(folder.path());
    assert!(matches!(found.sessions[0].session, Err(StoreError::NewerVersion { .. })));
    for expected in [Expected::Nothing, Expected::Content(ours.hash)] {
        let error = SeriesFolder::save_session(&Disk, &path, &ours.value, expected, None).unwrap_err();
        assert!(matches!(error, StoreError::Exists { .. } | StoreError::ChangedOutside { .. }), "{error}");
        assert_eq!(get(&path), NEWER[1].as_bytes());
    }
    let report = store::check(folder.path(), &Atlas::builtin().unwrap()).unwrap();
    assert_eq!(report.problems.len(), 1);
    assert!(report.problems[0].message.contains("version 2"), "{}", report.problems[0]);
    assert_eq!(get(&path), NEWER[1].as_bytes());
}
