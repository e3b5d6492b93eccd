//! `stipple check`.

use crate::sample::{Copy, SERIES, answer, failure, library, put, run, series, texts, tree};
use std::ffi::OsStr;
use std::path::Path;

/// Runs a check that finds problems; returns its lines but the last, and that one.
fn problems(paths: &[&Path]) -> (Vec<String>, String) {
    let output = run([OsStr::new("check")].into_iter().chain(paths.iter().map(|path| path.as_os_str())));
    let (out, err) = texts(&output);
    assert_eq!((output.status.code(), err.as_str()), (Some(1), ""), "{out}");
    let mut lines: Vec<String> = out.lines().map(str::to_owned).collect();
    let last = lines.pop().unwrap();
    assert!(last.contains(" read, ") && last.contains("problem"), "{last}");
    (lines, last)
}

#[test]
fn the_sample_has_no_problems_and_is_not_changed() {
    let before = tree(library());
    assert_eq!(answer([OsStr::new("check"), library().as_os_str()]), "43 files read, no problems\n");
    for name in SERIES {
        assert!(answer([OsStr::new("check"), series(name).as_os_str()]).ends_with(" read, no problems\n"));
    }
    let (one, _) = &before[0];
    assert_eq!(answer([OsStr::new("check"), library().join(one).as_os_str()]).lines().count(), 1);
    assert_eq!(tree(library()), before);
}

#[test]
fn every_problem_is_listed_with_file_and_field() {
    let copy = Copy::of("acne-scars-face");
    let [first, second, third] = &copy.sessions()[..] else { panic!() };
    let text = |path: &Path| std::fs::read_to_string(path).unwrap();
    put(first, text(first).replacen("face-front", "hand-left", 1));
    put(second, text(second).replacen("\"width_mm\": 20", "\"width_mm\": 2000", 1));
    put(third, &text(third).as_bytes()[..500]);
    let before = tree(&copy.path);
    let (lines, last) = problems(&[&copy.path]);
    assert_eq!((lines.len(), last.as_str()), (4, "4 files read, 4 problems"), "{lines:?}");
    let name = |path: &Path| path.file_name().unwrap().to_string_lossy().into_owned();
    assert!(lines[0].contains(&name(first)) && lines[0].contains(": check: "), "{}", lines[0]);
    assert!(
        lines[1].contains(&name(first)) && lines[1].contains(": entries[0].diagram: hand-left"),
        "{}",
        lines[1]
    );
    assert!(lines[2].contains(&name(second)) && lines[2].contains(": devices[0].width_mm: is 2000, but "));
    assert!(lines[3].contains(&name(third)) && lines[3].contains("EOF"), "{}", lines[3]);
    assert_eq!(tree(&copy.path), before);
    // The others of the library are read all the same.
    let (lines, last) = problems(&[&copy.path, library(), first]);
    assert_eq!((lines.len(), last.as_str()), (6, "48 files read, 6 problems"), "{lines:?}");
}

#[test]
fn a_problem_is_one_line_whatever_is_in_it() {
    let copy = Copy::of("chin-and-jaw");
    let path = copy.sessions()[0].clone();
    let text = std::fs::read_to_string(&path).unwrap();
    put(&path, text.replacen("\"kind\": \"roller\"", "\"kind\": \"a\\nb\\r\\u001b[31mc\"", 1));
    let (lines, _) = problems(&[&copy.path]);
    assert_eq!(lines.len(), 1, "{lines:?}");
    assert!(lines[0].contains("devices[0].kind") && !lines[0].contains(['\r', '\u{1b}']), "{lines:?}");
}

#[test]
fn nothing_to_read_is_a_failure() {
    let scratch = tempfile::tempdir().unwrap();
    let line = failure([OsStr::new("check"), scratch.path().as_os_str()]);
    assert!(line.contains("no series"), "{line}");
    let line = failure([OsStr::new("check"), scratch.path().join("gone").as_os_str()]);
    assert!(line.ends_with("gone"), "{line}");
    let stray = scratch.path().join("a.json");
    put(&stray, "{}");
    let line = failure([OsStr::new("check"), stray.as_os_str()]);
    assert!(line.contains("belongs to no series"), "{line}");
}
