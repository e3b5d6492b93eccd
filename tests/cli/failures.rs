//! A failed run says what, where and what to do in one line, answers nothing, writes nothing and never panics.

use crate::sample::{Copy, failure, put, tree};
use std::ffi::OsString;
use std::path::Path;

/// Every command that reads a series, on one.
fn commands(folder: &Path, out: &Path) -> Vec<Vec<OsString>> {
    let render: [OsString; 8] = [
        "render".into(),
        folder.into(),
        "--diagram".into(),
        "face-front".into(),
        "--map".into(),
        "passes".into(),
        "--out".into(),
        out.into(),
    ];
    vec![
        vec!["stats".into(), folder.into()],
        vec!["stats".into(), folder.into(), "--format".into(), "json".into()],
        vec!["stats".into(), folder.into(), "--format".into(), "csv".into()],
        vec!["goals".into(), folder.into()],
        vec!["goals".into(), folder.into(), "--format".into(), "json".into()],
        render.to_vec(),
        render.into_iter().chain(["--raw".into()]).collect(),
    ]
}

#[test]
fn a_damaged_file_fails_every_command_that_needs_it_and_stays_as_it_is() {
    let copy = Copy::of("chin-and-jaw");
    let session = copy.sessions()[0].clone();
    let series = copy.path.join("series.json");
    let newer = r#"{"format": "stipple/session", "version": 7, "entries": "elsewhere"}"#;
    for (file, bytes, words) in [
        (&session, &b""[..], "EOF"),
        (&session, b"\xff\xfe", "expected"),
        (&session, b"{\"format\": \"stipple/session\", \"version\": 1}", "id is missing"),
        (&session, newer.as_bytes(), "version 7"),
        (&series, b"[]", "object"),
        (&series, b"{\"format\": \"stipple/atlas\"}", "stipple/atlas"),
    ] {
        let before = std::fs::read(file).unwrap();
        put(file, bytes);
        let damaged = tree(&copy.path);
        for arguments in commands(&copy.path, &copy.beside("a.png")) {
            let line = failure(&arguments);
            assert!(line.contains(words), "{arguments:?}: {line}");
            assert!(line.ends_with(file.file_name().unwrap().to_str().unwrap()), "{line}");
            assert!(!copy.beside("a.png").exists());
        }
        assert_eq!(tree(&copy.path), damaged);
        put(file, before);
    }
}

#[test]
fn a_missing_series_fails_every_command() {
    let copy = Copy::of("chin-and-jaw");
    for arguments in commands(&copy.beside("gone é"), &copy.beside("a.png")) {
        let line = failure(arguments);
        assert!(line.contains("gone é"), "{line}");
    }
    std::fs::remove_file(copy.path.join("series.json")).unwrap();
    for arguments in commands(&copy.path, &copy.beside("a.png")) {
        let line = failure(arguments);
        assert!(line.contains("no series.json"), "{line}");
    }
    assert!(!copy.beside("a.png").exists());
}

#[test]
fn a_path_with_a_line_break_is_still_named_in_one_line() {
    let copy = Copy::of("chin-and-jaw");
    for arguments in commands(&copy.beside("a\nb\rc"), &copy.beside("a.png")) {
        let line = failure(arguments);
        assert!(line.contains("a b c"), "{line}");
    }
}
