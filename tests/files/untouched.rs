//! Reading changes nothing: not a byte, not a time, not a name.

use crate::examples::{SERIES, SESSION};
use crate::scratch::{Scratch, get, tree};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};
use stipple::model::Atlas;
use stipple::store::{self, SeriesFolder, open_path, session_text};

/// Every file below a folder with its bytes and the time it was last changed, and the times of folders.
fn picture(folder: &Path) -> Vec<(PathBuf, Vec<u8>, SystemTime)> {
    let mut found = Vec::new();
    for file in tree(folder) {
        let changed = std::fs::metadata(&file).unwrap().modified().unwrap();
        found.push((file.clone(), get(&file), changed));
    }
    for folder in [folder.to_owned(), folder.join("sessions")] {
        let changed = std::fs::metadata(&folder).unwrap().modified().unwrap();
        found.push((folder, Vec::new(), changed));
    }
    found
}

/// A series folder with sessions that are good, old, damaged and foreign.
fn mixed() -> Scratch {
    let scratch = Scratch::new();
    scratch.put("series.json", SERIES);
    let session = crate::scratch::session(SESSION);
    let good = session_text(&session).unwrap();
    let named = |id: &str| SESSION.replacen("019ab3c4-", id, 1);
    scratch.put("sessions/1-good.json", &good);
    scratch.put("sessions/2-by-hand.json", named("00000002-"));
    scratch.put("sessions/3-changed.json", good.replacen("\"pain\": 4", "\"pain\": 5", 1));
    scratch.put("sessions/4-cut.json", &good.as_bytes()[..1000]);
    scratch.put("sessions/5-newer.json", named("00000005-").replacen("\"version\": 1", "\"version\": 2", 1));
    scratch.put("sessions/6-unknown.json", named("00000006-").replace("face-front", "hand-left"));
    scratch.put("sessions/7-decimals.json", named("00000007-").replacen("103.25", "103.251234", 1));
    scratch.put("sessions/8-windows.json", named("00000008-").replace('\n', "\r\n"));
    scratch.put("sessions/.left.stipple-unfinished", "{");
    let long_ago = SystemTime::now() - Duration::from_hours(24);
    for file in tree(scratch.path()) {
        std::fs::File::options().append(true).open(&file).unwrap().set_modified(long_ago).unwrap();
    }
    scratch
}

#[test]
fn opening_and_checking_change_nothing() {
    let folder = mixed();
    let before = picture(folder.path());
    let found = SeriesFolder::read(folder.path());
    let opened = found.sessions.iter().chain(&found.copies).filter(|file| file.session.is_ok());
    assert_eq!(opened.count(), 6);
    let report = store::check(folder.path(), &Atlas::builtin().unwrap()).unwrap();
    assert!(report.problems.len() >= 4, "{:?}", report.problems);
    for file in tree(folder.path()) {
        open_path(&file).unwrap();
        let is_series = store::read_series(&file).is_ok();
        let text = store::read_session(&file).map(|loaded| session_text(&loaded.value).unwrap());
        assert!(!(is_series && text.is_ok()));
    }
    assert_eq!(picture(folder.path()), before);
}

#[test]
fn a_changed_and_a_damaged_file_are_told_apart_from_good_ones() {
    let folder = mixed();
    let report = store::check(folder.path(), &Atlas::builtin().unwrap()).unwrap();
    let of = |name: &str| {
        let found = report.problems.iter().filter(|problem| problem.path.ends_with(name));
        found.map(|problem| format!("{problem}")).collect::<Vec<_>>()
    };
    assert_eq!(of("2-by-hand.json"), Vec::<String>::new());
    assert!(of("3-changed.json").iter().any(|p| p.contains("check: does not fit the file")));
    assert!(of("4-cut.json")[0].contains("EOF"), "{:?}", of("4-cut.json"));
    assert!(of("5-newer.json")[0].contains("version 2"));
    assert!(of("6-unknown.json")[0].contains("hand-left"));
    assert_eq!(of("8-windows.json"), Vec::<String>::new());
    assert_eq!(of(".left.stipple-unfinished"), Vec::<String>::new());
}
