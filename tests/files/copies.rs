//! Copies that sync engines leave beside a session or a series are told from the file itself.

use crate::scratch::Scratch;
use jiff::Timestamp;
use stipple::model::{Atlas, Series, SeriesId, Session, SessionId};
use stipple::store::{Generations, SeriesFolder, check, put_away, series_text, session_text};

fn series() -> Series {
    Series::new(SeriesId::new("c").unwrap(), "A series")
}

fn session(notes: &str) -> String {
    let at = "2026-03-02T10:05:00+01:00".parse().unwrap();
    let mut session = Session::new(SessionId::new("s1").unwrap(), series().id, at);
    session.notes = notes.to_owned();
    session_text(&session).unwrap()
}

#[test]
fn the_file_with_a_name_of_its_own_is_the_session() {
    let scratch = Scratch::new();
    scratch.put("series.json", series_text(&series()).unwrap());
    let own = scratch.put("sessions/2026-03-02-s1.json", session("own"));
    // Sorted by name, this one would come first.
    let dropbox =
        scratch.put("sessions/2026-03-02-s1 (Anna's conflicted copy 2026-03-03).json", session("a"));
    let syncthing =
        scratch.put("sessions/2026-03-02-s1.sync-conflict-20260303-101112-ABCDEFG.json", session("b"));
    scratch.put("series.sync-conflict-20260303-101112-ABCDEFG.json", series_text(&series()).unwrap());
    let found = SeriesFolder::read(scratch.path());
    assert_eq!(found.sessions.iter().map(|file| &file.path).collect::<Vec<_>>(), [&own]);
    assert_eq!(found.copies.iter().map(|file| &file.path).collect::<Vec<_>>(), [&dropbox, &syncthing]);
    assert_eq!(found.series_copies.len(), 1);
    let report = check(scratch.path(), &Atlas::builtin().unwrap()).unwrap();
    let problems: Vec<String> = report.problems.iter().map(ToString::to_string).collect();
    assert_eq!(problems.len(), 3, "{problems:?}");
    assert!(problems.iter().any(|problem| problem.contains("is a copy of series.json")), "{problems:?}");
}

#[test]
fn a_copy_without_its_original_is_the_session() {
    let scratch = Scratch::new();
    scratch.put("series.json", series_text(&series()).unwrap());
    let copy = scratch.put("sessions/2026-03-02-s1 (conflicted copy 2026-03-03 101112).json", session("a"));
    let found = SeriesFolder::read(scratch.path());
    assert_eq!((found.sessions.len(), found.copies.len()), (1, 0));
    assert_eq!(found.sessions[0].path, copy);
}

#[test]
fn what_is_put_away_is_an_earlier_version_of_the_file() {
    let scratch = Scratch::new();
    let own = scratch.put("library/a.json", session("own"));
    let copy = scratch.put("library/a (conflicted copy).json", session("copy"));
    let generations = Generations::in_state(scratch.path());
    let (now, seen) =
        (Timestamp::from_second(1_772_000_000).unwrap(), blake3::hash(session("copy").as_bytes()));
    let other = blake3::hash(b"something else");
    let error = put_away(&stipple::store::Disk, &copy, &own, other, &generations, now).unwrap_err();
    assert!(error.to_string().contains("changed") && copy.exists(), "{error}");
    put_away(&stipple::store::Disk, &copy, &own, seen, &generations, now).unwrap();
    assert!(!copy.exists() && own.exists());
    let kept = generations.list(&own).unwrap();
    assert_eq!(kept.len(), 1);
    assert_eq!(std::fs::read_to_string(&kept[0].path).unwrap(), session("copy"));
}
