//! The history of the library: what was done is written down, and named to nobody else.

use crate::place::{Place, session_files};
use crate::window::{Window, down, moved, up};
use egui::Key;
use std::path::PathBuf;
use stipple::store::{Did, Event, histories, read_history};

fn stroke(window: &mut Window, y: f64) {
    let fit = window.fit();
    let (a, b) = (fit.at(80.0, y), fit.at(95.0, y));
    window.frame(vec![moved(a), down(a)]);
    window.frame(vec![moved(b), up(b)]);
    window.settle();
}

/// Closes the window as the system does.
fn close(mut window: Window) {
    crate::saving::close(&mut window);
    eframe::App::on_exit(window.app_mut(), None);
}

fn written(place: &Place) -> (Vec<PathBuf>, Vec<Event>) {
    let files = histories(&place.library()).unwrap();
    let histories: Vec<_> = files.iter().map(|path| read_history(path).unwrap()).collect();
    assert!(histories.iter().all(|history| history.broken.is_none()), "{histories:?}");
    (files, histories.into_iter().flat_map(|history| history.events).collect())
}

#[test]
fn strokes_of_a_minute_are_one_event_and_the_last_file_is_written_down_on_leaving() {
    let (place, folder) = Place::with_face();
    let mut window = Window::open(place.env(), Some(&folder));
    assert_eq!(written(&place).1, [], "looking is not changing");
    for y in [150.0, 160.0, 170.0] {
        stroke(&mut window, y);
    }
    let first = written(&place).1;
    assert_eq!(first.iter().map(|event| event.did).collect::<Vec<_>>(), [Did::Saved]);
    assert_eq!(first[0].who.as_deref(), Some("R. Osei"));
    close(window);
    let (files, events) = written(&place);
    assert_eq!((files.len(), events.len()), (1, 2));
    let now = std::fs::read(&session_files(&folder)[0]).unwrap();
    assert_eq!(events[1].file.as_deref(), Some(&*blake3::hash(&now).to_hex()), "the file as it was left");
}

#[test]
fn the_history_is_shown_with_names_of_this_library() {
    let (place, folder) = Place::with_face();
    let mut window = Window::open(place.env(), Some(&folder));
    stroke(&mut window, 150.0);
    window.click("More");
    window.frame(Vec::new());
    window.click("History of this library");
    window.settle();
    let says = |words: &str| window.spoken().iter().any(|spoken| spoken.contains(words));
    assert!(says("R. Osei, saved the session of 2 Mar 2026, Cheek scars"), "{:?}", window.spoken());
    assert!(says("Every line fits the one before"));
}

#[test]
fn a_history_that_was_tampered_with_says_so() {
    let (place, folder) = Place::with_face();
    let mut window = Window::open(place.env(), Some(&folder));
    stroke(&mut window, 150.0);
    stroke(&mut window, 170.0);
    window.ctrl(Key::L);
    close(window);
    let path = written(&place).0.remove(0);
    let text = std::fs::read_to_string(&path).unwrap().replacen("R. Osei", "Nobody", 1);
    crate::place::put(&path, text.as_bytes());
    let mut window = Window::open(place.env(), Some(&folder));
    window.click("More");
    window.frame(Vec::new());
    window.click("History of this library");
    window.settle();
    let spoken = window.spoken();
    assert!(spoken.iter().any(|words| words.contains("does not fit the line before")), "{spoken:?}");
}
