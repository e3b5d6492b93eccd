//! Sessions of a series: beginning, choosing, ending.

use crate::place::{Place, TODAY, begun, devices, face, session_files};
use crate::window::Window;
use egui::Key;
use serde_json::Value;
use std::path::{Path, PathBuf};
use stipple::model::{Session, SessionId};

fn read(path: &Path) -> Value {
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// A series whose only session was held on a day.
fn held(day: &str) -> (Place, PathBuf) {
    let place = Place::new();
    let series = face("Cheek scars");
    let session = begun(&series, day);
    let session = Session { notes: "Only the first time.".to_owned(), ..session };
    let folder = place.add(&series, &[session]);
    (place, folder)
}

#[test]
fn a_new_session_takes_over_devices_practitioner_and_settings() {
    let (place, folder) = held("2026-01-10T09:00:00");
    let mut window = Window::open(place.env(), Some(&folder));
    window.key(Key::Num3);
    window.key(Key::N);
    window.key(Key::M);
    window.ctrl(Key::T);
    window.settle();
    let files = session_files(&folder);
    assert_eq!(files.len(), 2, "{files:?}");
    let (old, new) = (read(&files[0]), read(&files[1]));
    assert_eq!(new["devices"], old["devices"]);
    assert_eq!(new["practitioner"], "R. Osei");
    assert_eq!(new["started_at"], "2026-03-02T10:05:00+01:00");
    assert_ne!(new["id"], old["id"]);
    let empty = new["entries"].as_array().is_none_or(Vec::is_empty);
    assert!(empty && new["notes"].as_str().unwrap_or("").is_empty(), "{new}");
    let options = &window.workspace().options;
    assert_eq!((options.passes, options.mirror, options.pass), (3, true, 1));
    assert_eq!(options.device, Some(devices()[0].id.clone()));
    assert_eq!(window.workspace().session_index(), Some(1));
    // Seven weeks are no shorter than the six of the plan.
    assert!(!window.says("since the last session"), "{:?}", window.spoken());
}

#[test]
fn an_interval_shorter_than_planned_is_said() {
    let (place, folder) = held("2026-02-20T09:00:00");
    let mut window = Window::open(place.env(), Some(&folder));
    window.ctrl(Key::T);
    window.settle();
    assert!(window.says("10 days since the last session, the plan says 42."), "{:?}", window.spoken());
    assert_eq!(session_files(&folder).len(), 2, "and the session begins all the same");
}

#[test]
fn a_session_is_opened_from_the_selector_and_from_the_tray() {
    let place = Place::new();
    let series = face("Cheek scars");
    let days = ["2026-01-10T09:00:00", "2026-02-20T09:00:00"];
    let folder = place.add(&series, &days.map(|day| begun(&series, day)));
    let mut window = Window::open(place.env(), Some(&folder));
    assert_eq!(window.workspace().session_index(), Some(1), "the last is open");
    window.click_like("Session 2 of 3");
    window.click("Session 1 of 3");
    assert_eq!(window.workspace().session_index(), Some(0));
    window.click_like("Session 2, ");
    assert_eq!(window.workspace().session_index(), Some(1));
}

#[test]
fn a_session_ends_when_it_is_said() {
    let (place, folder) = held(TODAY);
    let mut window = Window::open(place.env_at("2026-03-02T10:41:00"), Some(&folder));
    window.click("More");
    window.click("End session now");
    window.settle();
    let file = read(&session_files(&folder)[0]);
    assert_eq!(file["ended_at"], "2026-03-02T10:41:00+01:00");
    assert!(window.says("The session ended at 10:41."), "{:?}", window.spoken());
}

#[test]
fn a_series_without_a_session_says_so_and_begins_one() {
    let place = Place::new();
    let folder = place.add(&face("Cheek scars"), &[]);
    let mut window = Window::open(place.env(), Some(&folder));
    let fit = window.fit();
    let at = fit.at(80.0, 160.0);
    window.frame(vec![crate::window::moved(at), crate::window::down(at), crate::window::up(at)]);
    window.settle();
    assert!(window.says("There is no session yet; start one first."), "{:?}", window.spoken());
    assert_eq!(session_files(&folder).len(), 0);
    window.click("Start session");
    window.settle();
    let files = session_files(&folder);
    assert_eq!(files.len(), 1);
    assert!(SessionId::new(read(&files[0])["id"].as_str().unwrap()).is_ok());
}

#[test]
fn sessions_that_begin_in_the_same_minute_have_files_of_their_own() {
    let (place, folder) = held(TODAY);
    let mut window = Window::open(place.env(), Some(&folder));
    window.ctrl(Key::T);
    window.ctrl(Key::T);
    window.settle();
    assert!(window.has("Saved"), "{:?}", window.spoken());
    let files = session_files(&folder);
    assert_eq!(files.len(), 3, "{files:?}");
    let mut ids: Vec<Value> = files.iter().map(|path| read(path)["id"].clone()).collect();
    ids.sort_by_key(ToString::to_string);
    ids.dedup();
    assert_eq!(ids.len(), 3);
}
