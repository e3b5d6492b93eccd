//! Finding series and sessions, the good ones and the others.

use crate::disk::{Call, Reaction, Watched};
use crate::examples::{SERIES, SESSION};
use crate::scratch::{Scratch, get, names, put, session, tree};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use stipple::model::{Atlas, EntryId, Moment, ObservationValue, Series, SeriesId, Session, SessionId};
use stipple::store::{
    self, Disk, Expected, Library, Opened, SeriesFolder, StoreError, is_series_folder, open_path, slug,
};

fn a_series(title: &str) -> Series {
    Series::new(SeriesId::new("c1").unwrap(), title)
}

fn a_session(id: &str, at: &str) -> Session {
    let at: Moment = at.parse().unwrap();
    Session::new(SessionId::new(id).unwrap(), SeriesId::new("c1").unwrap(), at)
}

fn save(folder: &Path, session: &Session) -> PathBuf {
    let path = SeriesFolder::session_path(folder, session);
    SeriesFolder::save_session(&Disk, &path, session, Expected::Nothing, None).unwrap();
    path
}

fn checked(path: &Path) -> Vec<String> {
    let report = store::check(path, &Atlas::builtin().unwrap()).unwrap();
    report.problems.iter().map(ToString::to_string).collect()
}

#[test]
fn a_library_that_is_not_there_yet_has_no_series() {
    let scratch = Scratch::new();
    let library = Library::new(scratch.path().join("not/yet"));
    assert_eq!(library.series_folders().unwrap(), Vec::<PathBuf>::new());
    assert!(!scratch.path().join("not").exists(), "looking makes no folder");
}

#[test]
fn a_new_series_gets_a_folder_of_its_own() {
    let scratch = Scratch::new();
    let library = Library::new(scratch.path().join("library"));
    let titles = ["Acne scars, face", "Acne scars: face!", "acne SCARS face", "瘢痕", "!!!", "", "../../etc"];
    let folders: Vec<PathBuf> =
        titles.iter().map(|title| library.create_series(&Disk, &a_series(title)).unwrap()).collect();
    let name = |path: &PathBuf| path.file_name().unwrap().to_string_lossy().into_owned();
    assert_eq!(
        folders.iter().map(name).collect::<Vec<_>>(),
        [
            "acne-scars-face",
            "acne-scars-face-2",
            "acne-scars-face-3",
            "series",
            "series-2",
            "series-3",
            "etc"
        ]
    );
    for (folder, title) in folders.iter().zip(titles) {
        assert!(is_series_folder(folder) && folder.parent() == Some(library.root()));
        assert_eq!(SeriesFolder::read(folder).series.unwrap().value.title, title);
        assert_eq!(names(folder), ["series.json", "sessions"]);
    }
    let mut sorted = folders;
    sorted.sort();
    assert_eq!(library.series_folders().unwrap(), sorted);
    assert!(slug(&"😀".repeat(300)) == "series" && slug(&"x".repeat(300)).len() == 48);
}

#[test]
fn a_folder_that_is_in_the_way_is_left_alone() {
    let scratch = Scratch::new();
    let library = Library::new(scratch.path().to_owned());
    scratch.put("scars/notes.txt", "mine");
    scratch.put("scars-2", "a file");
    let folder = library.create_series(&Disk, &a_series("Scars")).unwrap();
    assert_eq!(folder, scratch.path().join("scars-3"));
    assert_eq!(names(&scratch.path().join("scars")), ["notes.txt"]);
    assert_eq!(library.series_folders().unwrap(), [folder]);
}

#[test]
fn a_series_that_cannot_be_made_leaves_nothing_half_made() {
    for n in 0..12 {
        let scratch = Scratch::new();
        let watched =
            Watched::new(
                Disk,
                move |i, _| {
                    if i == n { Reaction::Fail(ErrorKind::StorageFull) } else { Reaction::Obey }
                },
            );
        let library = Library::new(scratch.path().join("library"));
        let made = library.create_series(&watched, &a_series("Scars"));
        if n < watched.calls().len() {
            assert!(made.is_err(), "call {n}");
            assert!(tree(scratch.path()).is_empty(), "call {n}: {:?}", tree(scratch.path()));
            assert!(names(library.root()).is_empty(), "call {n}");
        } else {
            assert!(is_series_folder(&made.unwrap()), "call {n}");
        }
    }
}

/// A folder is only safe against a power cut once the folder that names it is.
#[test]
fn the_folders_of_a_new_series_are_made_durable_too() {
    let scratch = Scratch::new();
    let library = Library::new(scratch.path().join("library"));
    let watched = Watched::new(Disk, |_, _| Reaction::Obey);
    let folder = library.create_series(&watched, &a_series("Scars")).unwrap();
    let synced = |calls: Vec<Call>, folder: &Path| calls.contains(&Call::SyncFolder(folder.to_owned()));
    assert!(synced(watched.calls(), &folder), "it names series.json");
    assert!(synced(watched.calls(), library.root()), "it names the series folder");
    std::fs::remove_dir(folder.join("sessions")).unwrap();
    let session = a_session("s1", "2026-03-02T10:05:00+01:00");
    let path = SeriesFolder::session_path(&folder, &session);
    let watched = Watched::new(Disk, |_, _| Reaction::Obey);
    SeriesFolder::save_session(&watched, &path, &session, Expected::Nothing, None).unwrap();
    assert!(synced(watched.calls(), &folder.join("sessions")), "it names the session's file");
    assert!(synced(watched.calls(), &folder), "it names the folder of the sessions");
}

#[test]
fn sessions_come_in_time_order_whatever_their_files_are_called() {
    let scratch = Scratch::new();
    scratch.put("series.json", SERIES);
    let folder = scratch.path();
    // By the clock on the wall the second would be first.
    let times = [
        ("e", "2026-03-02T23:30:00+01:00"),
        ("d", "2026-03-02T22:00:00-01:00"),
        ("b", "2026-03-03T09:00:00+01:00"),
        ("c", "2026-03-03T08:00:00Z"),
        ("a", "2027-01-01T08:00:00Z"),
    ];
    for (i, (id, at)) in times.iter().enumerate() {
        let path = folder.join(format!("sessions/{}.json", 9 - i));
        SeriesFolder::save_session(&Disk, &path, &a_session(id, at), Expected::Nothing, None).unwrap();
    }
    let found = SeriesFolder::read(folder);
    let ids: Vec<_> =
        found.sessions.iter().map(|file| file.session.as_ref().unwrap().value.id.to_string()).collect();
    // At the same moment the clock further ahead comes last, then the id decides.
    assert_eq!(ids, ["e", "d", "c", "b", "a"]);
    assert!(found.unlisted.is_none());
}

#[test]
fn a_session_is_called_after_its_date_and_id() {
    let folder = Path::new("/lib/scars");
    let late = a_session("019AB3C4-5a10-7e33-8f00-6b1de2c90a77", "2026-03-02T00:30:00+02:00");
    let path = SeriesFolder::session_path(folder, &late);
    assert_eq!(path, Path::new("/lib/scars/sessions/2026-03-02-019ab3c4.json"));
    assert_eq!(SeriesFolder::series_path(folder), Path::new("/lib/scars/series.json"));
}

#[test]
fn a_damaged_session_is_listed_with_its_reason_and_the_others_are_usable() {
    let folder = crate::examples::folder();
    let good = get(&folder.path().join("sessions/2026-03-02-019ab3c4.json"));
    folder.put("sessions/2026-03-01-cut.json", &good[..good.len() / 2]);
    folder.put("sessions/2026-03-09-empty.json", "");
    std::fs::create_dir(folder.path().join("sessions/2026-03-10-folder.json")).unwrap();
    let wide =
        SESSION.replacen("\"width_mm\": 12", "\"width_mm\": 501", 1).replacen("019ab3c4-", "019ab3c5-", 1);
    folder.put("sessions/2026-03-11-wide.json", wide);
    let found = SeriesFolder::read(folder.path());
    assert!(found.series.is_ok() && found.unlisted.is_none());
    let [good, cut, empty, is_folder, wide] = found.sessions.as_slice() else {
        panic!("{:?}", found.sessions)
    };
    assert_eq!(good.session.as_ref().unwrap().value, session(SESSION));
    for (file, name, reason) in [
        (cut, "2026-03-01-cut.json", "EOF"),
        (empty, "2026-03-09-empty.json", "EOF"),
        (is_folder, "2026-03-10-folder.json", "no file"),
        (wide, "2026-03-11-wide.json", "entries[1].width_mm is 501"),
    ] {
        let error = file.session.as_ref().unwrap_err();
        assert!(error.path().ends_with(name) && file.path.ends_with(name), "{error}");
        assert!(error.reason().contains(reason), "{error}");
        assert!(!error.reason().contains(name), "the reason repeats the path: {}", error.reason());
    }
    let problems = checked(folder.path());
    assert_eq!(problems.len(), 4, "{problems:?}");
    assert!(problems[3].contains("wide.json: entries[1].width_mm: is 501"), "{}", problems[3]);
}

#[test]
fn a_series_without_its_file_or_with_a_damaged_one_still_shows_its_sessions() {
    let folder = crate::examples::folder();
    put(&SeriesFolder::series_path(folder.path()), "{");
    let found = SeriesFolder::read(folder.path());
    assert!(found.series.is_err());
    assert!(found.sessions[0].session.is_ok());
    assert_eq!(checked(folder.path()).len(), 1);
    std::fs::remove_file(SeriesFolder::series_path(folder.path())).unwrap();
    let found = SeriesFolder::read(folder.path());
    assert!(matches!(found.series, Err(StoreError::Io { .. })));
    assert!(found.sessions[0].session.is_ok());
    assert!(!is_series_folder(folder.path()));
}

/// A folder with sessions but without `series.json`, as a sync engine may leave it, is not passed over in silence.
#[test]
fn sessions_without_a_series_are_listed_in_a_check_of_the_library() {
    let scratch = Scratch::new();
    scratch.put("good/series.json", SERIES);
    scratch.put("good/sessions/2026-03-02-019ab3c4.json", SESSION);
    assert_eq!(checked(scratch.path()), Vec::<String>::new());
    scratch.put("lost/sessions/2026-03-02-019ab3c4.json", SESSION);
    scratch.put("other/holiday.txt", "no series");
    let problems = checked(scratch.path());
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert!(problems[0].contains("lost/series.json"), "{problems:?}");
}

#[test]
fn sessions_that_cannot_be_listed_are_said_to_be_so() {
    let scratch = Scratch::new();
    scratch.put("series.json", SERIES);
    let found = SeriesFolder::read(scratch.path());
    assert!(found.unlisted.is_none() && found.sessions.is_empty(), "no folder is an empty one");
    scratch.put("sessions", "a file in its place");
    let found = SeriesFolder::read(scratch.path());
    assert!(found.series.is_ok() && found.sessions.is_empty());
    let error = found.unlisted.unwrap();
    assert!(error.path().ends_with("sessions"), "{error}");
    let problems = checked(scratch.path());
    assert!(problems.len() == 1 && problems[0].contains("sessions"), "{problems:?}");
}

#[test]
fn only_json_files_that_are_not_hidden_are_sessions() {
    let folder = crate::examples::folder();
    for name in
        [".2026.json", ".a.json.0123.stipple-unfinished", "notes.txt", "a.json~", "json", "b.json.bak"]
    {
        folder.put(&format!("sessions/{name}"), "something else");
    }
    folder.put("sessions/2026-03-02-019ab3c4 (conflict).JSON", SESSION);
    let paths = SeriesFolder::session_paths(folder.path()).unwrap();
    assert_eq!(paths.len(), 2, "{paths:?}");
}

#[test]
fn two_files_of_one_session_and_a_session_of_another_series_are_listed() {
    let folder = crate::examples::folder();
    folder.put("sessions/2026-03-02-copy.json", SESSION);
    let other = SESSION.replace("019ab000-", "019ab999-").replace("019ab3c4-", "019ab3c9-");
    folder.put("sessions/2026-03-04-other.json", other);
    let problems = checked(folder.path());
    assert_eq!(problems.len(), 2, "{problems:?}");
    assert!(problems.iter().any(|p| p.contains("copy.json: id: ") && p.contains("is also the session of")));
    assert!(problems.iter().any(|p| p.contains("other.json: series: is 019ab999-")), "{problems:?}");
}

#[test]
fn a_path_is_opened_as_what_it_is() {
    let folder = crate::examples::folder();
    let root = std::fs::canonicalize(folder.path()).unwrap();
    let file = root.join("sessions/2026-03-02-019ab3c4.json");
    let series = Opened::Series(root.clone());
    for path in
        [root.clone(), root.join("series.json"), root.join("sessions"), root.join("sessions/../sessions/.")]
    {
        assert_eq!(open_path(&path).unwrap(), series, "{}", path.display());
    }
    assert_eq!(open_path(&file).unwrap(), Opened::Session { series: root.clone(), file: file.clone() });
    assert_eq!(
        open_path(root.parent().unwrap()).unwrap(),
        Opened::Library(root.parent().unwrap().to_owned())
    );
    assert!(open_path(&root.join("gone")).is_err());
    let alone = Scratch::new();
    let stray = alone.put("somewhere/session.json", SESSION);
    let error = open_path(&stray).unwrap_err().to_string();
    assert!(error.contains("belongs to no series folder"), "{error}");
}

#[test]
fn asking_whether_a_folder_can_be_written_leaves_nothing_in_it() {
    let folder = crate::examples::folder();
    let before = tree(folder.path());
    assert!(SeriesFolder::is_writable(folder.path()));
    assert!(Library::new(folder.path().to_owned()).is_writable());
    assert!(!Library::new(folder.path().join("gone")).is_writable());
    assert_eq!(tree(folder.path()), before);
}

/// A file that could not be read again would be lost, so it is not written in the first place.
#[test]
fn what_could_not_be_read_again_is_not_saved() {
    let scratch = Scratch::new();
    let path = scratch.path().join("a.json");
    let mut number = session(SESSION);
    number.entries[4].id = EntryId(u64::MAX);
    let mut double = session(SESSION);
    double.entries[4].id = EntryId(1);
    let mut long = session(SESSION);
    long.notes = "x".repeat(store::MAX_FILE_BYTES as usize);
    let mut endless = session(SESSION);
    endless.observations[0].value = Some(ObservationValue::Number(f64::INFINITY));
    for bad in [number, double, long, endless] {
        let error = SeriesFolder::save_session(&Disk, &path, &bad, Expected::Nothing, None).unwrap_err();
        assert!(error.to_string().ends_with("a.json"), "{error}");
        assert!(names(scratch.path()).is_empty());
    }
    let mut series = a_series("Scars");
    series.client.height_cm = Some(f64::NAN);
    SeriesFolder::save_series(&Disk, scratch.path(), &series, Expected::Nothing, None).unwrap_err();
    assert!(names(scratch.path()).is_empty());
}

#[test]
fn a_session_saved_twice_is_saved_once() {
    let scratch = Scratch::new();
    let folder = Library::new(scratch.path().to_owned()).create_series(&Disk, &a_series("Scars")).unwrap();
    let session = a_session("s1", "2026-03-02T10:05:00+01:00");
    let path = save(&folder, &session);
    let seen = Arc::new(Mutex::new(0));
    let count = Arc::clone(&seen);
    let watched = Watched::new(Disk, move |_, call| {
        *count.lock().unwrap() += usize::from(matches!(call, Call::Create(..)));
        Reaction::Obey
    });
    let other = Session { notes: "another".to_owned(), ..session.clone() };
    let error = SeriesFolder::save_session(&watched, &path, &other, Expected::Nothing, None).unwrap_err();
    assert!(matches!(error, StoreError::Exists { .. }), "{error}");
    assert_eq!(*seen.lock().unwrap(), 0, "it is refused before anything is written");
    // A save that the disk did not confirm finds its own bytes when it is tried again.
    SeriesFolder::save_session(&watched, &path, &session, Expected::Nothing, None).unwrap();
    assert_eq!(SeriesFolder::session_paths(&folder).unwrap(), [path]);
}
