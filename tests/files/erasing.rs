//! A series that is erased is gone, with all that was kept of it; everybody else's is as it was.

use crate::scratch::{Scratch, put};
use jiff::Timestamp;
use std::path::{Path, PathBuf};
use stipple::model::{Moment, Series, SeriesId, Session, SessionId};
use stipple::store::{
    Disk, Expected, Generations, Library, SeriesFolder, SeriesLock, Taken, erase, plan_erase,
};

const NAME: &str = "Canary Q. Featherstone";

fn moment() -> Moment {
    "2026-03-02T10:05:00+01:00".parse().unwrap()
}

/// A series with a session, each saved twice, so that an earlier version of both is kept.
fn add(library: &Path, state: &Path, id: &str, name: &str) -> PathBuf {
    let mut series = Series::new(SeriesId::new(id).unwrap(), format!("Series {id}"));
    series.client.name = Some(name.to_owned());
    let folder = Library::new(library.to_owned()).create_series(&Disk, &series).unwrap();
    let generations = Generations::in_state(state);
    let now = Timestamp::from_second(1_772_000_000).unwrap();
    let kept = Some((&generations, now));
    let own = std::fs::read(SeriesFolder::series_path(&folder)).unwrap();
    series.notes = format!("{name} came again");
    SeriesFolder::save_series(&Disk, &folder, &series, Expected::Content(blake3::hash(&own)), kept).unwrap();
    let mut session = Session::new(SessionId::new(&format!("{id}-1")).unwrap(), series.id.clone(), moment());
    let path = SeriesFolder::session_path(&folder, &session);
    session.notes = format!("{name} was here");
    let saved = SeriesFolder::save_session(&Disk, &path, &session, Expected::Nothing, kept).unwrap();
    session.notes.push('!');
    SeriesFolder::save_session(&Disk, &path, &session, Expected::Content(saved.hash), kept).unwrap();
    // A session that was deleted: only its earlier version is left, under a path that nobody knows any more.
    let gone = folder.join("sessions/gone.json");
    session.id = SessionId::new(&format!("{id}-2")).unwrap();
    let saved = SeriesFolder::save_session(&Disk, &gone, &session, Expected::Nothing, kept).unwrap();
    stipple::store::put_away(&Disk, &gone, &gone, saved.hash, &generations, now).unwrap();
    folder
}

/// The files below a folder that hold some words.
fn holding(folder: &Path, words: &str) -> Vec<PathBuf> {
    let Ok(items) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut found = Vec::new();
    for path in items.map(|item| item.unwrap().path()) {
        if path.is_dir() {
            found.extend(holding(&path, words));
        } else if String::from_utf8_lossy(&std::fs::read(&path).unwrap()).contains(words) {
            found.push(path);
        }
    }
    found
}

#[test]
fn nothing_of_an_erased_client_is_left_and_nothing_of_others_is_lost() {
    let scratch = Scratch::new();
    let (library, state) = (scratch.path().join("library"), scratch.path().join("state"));
    let folder = add(&library, &state, "a", NAME);
    let other = add(&library, &state, "b", "Somebody Else");
    let before = holding(scratch.path(), "Somebody Else").len();
    assert!(holding(&state, NAME).len() >= 3, "{:?}", holding(&state, NAME));
    let plan = plan_erase(&folder, &state).unwrap();
    assert_eq!((plan.files.len(), plan.title.as_deref()), (2, Some("Series a")));
    let erased = erase(&Disk, &plan, &state, moment()).unwrap();
    assert_eq!(holding(scratch.path(), NAME), Vec::<PathBuf>::new());
    assert!(!folder.exists() && erased.removed >= 5, "{erased:?}");
    assert_eq!(holding(scratch.path(), "Somebody Else").len(), before);
    assert!(other.exists());
}

#[test]
fn what_is_not_of_the_program_stays_and_is_named() {
    let scratch = Scratch::new();
    let (library, state) = (scratch.path().join("library"), scratch.path().join("state"));
    let folder = add(&library, &state, "a", NAME);
    let photo = folder.join("before.jpg");
    put(&photo, b"a photo");
    let copied = library.join("copied");
    std::fs::create_dir(&copied).unwrap();
    std::fs::copy(folder.join("series.json"), copied.join("series.json")).unwrap();
    let versions = library.join(".stversions").join(folder.file_name().unwrap());
    std::fs::create_dir_all(&versions).unwrap();
    let plan = plan_erase(&folder, &state).unwrap();
    let whole = std::fs::canonicalize(&library).unwrap();
    assert_eq!(plan.foreign, [std::fs::canonicalize(&photo).unwrap()]);
    assert_eq!(plan.elsewhere.len(), 2, "{:?}", plan.elsewhere);
    assert!(plan.elsewhere.iter().all(|path| path.starts_with(&whole)));
    erase(&Disk, &plan, &state, moment()).unwrap();
    assert!(photo.exists() && copied.exists() && versions.exists());
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 1);
}

#[test]
fn a_series_that_is_open_elsewhere_is_not_erased() {
    let scratch = Scratch::new();
    let (library, state) = (scratch.path().join("library"), scratch.path().join("state"));
    let folder = add(&library, &state, "a", NAME);
    let plan = plan_erase(&folder, &state).unwrap();
    let held = SeriesLock::take(&state.join("locks"), &SeriesId::new("a").unwrap(), "a test").unwrap();
    assert!(matches!(held, Taken::Held(_)));
    let error = erase(&Disk, &plan, &state, moment()).unwrap_err();
    assert!(error.to_string().contains("open in another window"), "{error}");
    assert!(plan.files.iter().all(|path| path.exists()));
}

#[test]
fn a_damaged_series_goes_with_the_versions_of_its_files() {
    let scratch = Scratch::new();
    let (library, state) = (scratch.path().join("library"), scratch.path().join("state"));
    let folder = add(&library, &state, "a", NAME);
    put(&folder.join("series.json"), b"{ broken");
    let plan = plan_erase(&folder, &state).unwrap();
    assert_eq!(plan.title, None);
    erase(&Disk, &plan, &state, moment()).unwrap();
    assert!(!folder.exists());
    assert_eq!(holding(&state, NAME), Vec::<PathBuf>::new(), "its sessions say which series it was");
}

#[test]
fn a_folder_that_is_no_series_is_refused() {
    let scratch = Scratch::new();
    let error = plan_erase(scratch.path(), scratch.path()).unwrap_err();
    assert!(error.to_string().contains("no series"), "{error}");
}
