//! Other versions of a session: kept ones, those that sync engines leave, and those that other programs write.

use crate::place::{Place, entries, put, session_files, session_text};
use crate::window::{Window, down, moved, up};
use egui::Key;
use std::path::{Path, PathBuf};
use stipple::ui::workspace::SaveState;

/// Draws a stroke and does not wait until it is saved.
fn draw(window: &mut Window, y: f64) {
    let fit = window.fit();
    let (a, b) = (fit.at(80.0, y), fit.at(95.0, y));
    window.frame(vec![moved(a), down(a)]);
    window.frame(vec![moved(b), up(b)]);
}

fn stroke(window: &mut Window, y: f64) {
    draw(window, y);
    window.settle();
}

fn says(window: &Window, words: &str) -> bool {
    window.spoken().iter().any(|spoken| spoken.contains(words))
}

fn painted(window: &Window) -> usize {
    window.workspace().session().unwrap().entries.len()
}

/// Shows the versions and waits until the first is set against what is open.
fn show_versions(window: &mut Window) {
    window.click("More");
    window.frame(Vec::new());
    window.click("Earlier versions");
    window.settle();
}

/// A copy of the only session with one entry more, as Syncthing names it.
fn copy_of(folder: &Path) -> PathBuf {
    let (file, text) = (session_files(folder).remove(0), session_text(folder));
    let entry = r#"{ "id": 900, "type": "zone", "diagram": "face-front", "zone": "chin", "passes": { "vertical": 2 } }"#;
    let before = if text.contains("\"entries\": []") {
        text.replace("\"entries\": []", &format!("\"entries\": [{entry}]"))
    } else {
        text.replacen("\"entries\": [", &format!("\"entries\": [{entry},"), 1)
    };
    assert_ne!(before, text);
    let name = file.file_stem().unwrap().to_string_lossy().into_owned();
    let copy = file.with_file_name(format!("{name}.sync-conflict-20260302-101112-ABCDEFG.json"));
    put(&copy, before.as_bytes());
    copy
}

#[test]
fn an_earlier_version_comes_back_and_can_be_undone() {
    let (place, folder) = Place::with_face();
    let mut window = Window::open(place.env(), Some(&folder));
    stroke(&mut window, 150.0);
    stroke(&mut window, 175.0);
    assert_eq!(painted(&window), 2);
    show_versions(&mut window);
    assert!(
        says(&window, "Replaced at") && says(&window, "1 entry in both, 1 only in what is open"),
        "{:?}",
        window.spoken()
    );
    assert!(says(&window, "blue: fewer"));
    window.click("Return to this version");
    window.settle();
    assert_eq!(painted(&window), 1);
    assert_eq!(entries(&folder).len(), 1, "and it is on disk");
    window.ctrl(Key::Z);
    window.settle();
    assert_eq!((painted(&window), entries(&folder).len()), (2, 2), "nothing is lost by it");
}

#[test]
fn without_other_versions_it_says_so() {
    let (place, folder) = Place::with_face();
    let mut window = Window::open(place.env(), Some(&folder));
    show_versions(&mut window);
    assert!(says(&window, "No other versions"), "{:?}", window.spoken());
}

#[test]
fn a_copy_of_a_sync_engine_is_found_and_merged() {
    let (place, folder) = Place::with_face();
    let mut window = Window::open(place.env(), Some(&folder));
    stroke(&mut window, 150.0);
    drop(window);
    let copy = copy_of(&folder);
    let mut window = Window::open(place.env(), Some(&folder));
    assert_eq!(window.workspace().document().sessions().len(), 1, "it is no session of its own");
    assert!(says(&window, "There are two versions of session 1"), "{:?}", window.spoken());
    assert!(copy.exists(), "both are kept until somebody has looked");
    window.click("Compare…");
    window.settle();
    assert!(
        says(&window, "Copy by Syncthing") && says(&window, "1 only in this version"),
        "{:?}",
        window.spoken()
    );
    window.click("Merge both");
    window.settle();
    assert_eq!((painted(&window), entries(&folder).len()), (2, 2));
    assert!(!copy.exists() && !says(&window, "There are two versions"));
    show_versions(&mut window);
    let kept = window.spoken().iter().filter(|words| words.contains("Mar 2026, 10:05")).count();
    assert!(kept >= 3, "the copy is among the kept versions: {:?}", window.spoken());
}

#[test]
fn a_copy_stays_until_what_it_is_of_is_saved() {
    let (place, folder) = Place::with_face();
    let copy = copy_of(&folder);
    let mut window = Window::open(place.env(), Some(&folder));
    window.click("Compare…");
    window.settle();
    window.click("Keep what is open only");
    window.settle();
    assert_eq!(painted(&window), 0);
    assert!(!copy.exists());
    show_versions(&mut window);
    assert!(says(&window, "1 only in this version"), "what was not used is kept: {:?}", window.spoken());
}

#[test]
fn what_another_program_wrote_meanwhile_is_merged() {
    let (place, folder) = Place::with_face();
    let mut window = Window::open(place.env(), Some(&folder));
    let copy = copy_of(&folder);
    let theirs = std::fs::read(&copy).unwrap();
    std::fs::remove_file(&copy).unwrap();
    put(&session_files(&folder)[0], &theirs);
    draw(&mut window, 150.0);
    window.until("saving has failed", |window| window.workspace().saver.has_failed());
    window.frame(Vec::new());
    window.click("Compare and choose…");
    window.until("it is compared", |window| window.has("Merge both"));
    assert!(says(&window, "The file as it is now"), "{:?}", window.spoken());
    window.click("Merge both");
    window.settle();
    assert_eq!((painted(&window), entries(&folder).len()), (2, 2));
    assert_eq!(window.workspace().saver.state(window.clock), SaveState::Saved);
}

#[test]
fn a_file_that_was_taken_away_is_written_again_when_asked() {
    let (place, folder) = Place::with_face();
    let mut window = Window::open(place.env(), Some(&folder));
    let file = session_files(&folder).remove(0);
    std::fs::remove_file(&file).unwrap();
    draw(&mut window, 150.0);
    window.until("saving has failed", |window| window.workspace().saver.has_failed());
    window.frame(Vec::new());
    assert!(!file.exists(), "nothing comes back by itself");
    window.click("Write it again");
    window.settle();
    assert_eq!(entries(&folder).len(), 1);
}

#[test]
fn the_details_of_the_series_have_versions_too() {
    let (place, folder) = Place::with_face();
    let own = folder.join("series.json");
    let text = std::fs::read_to_string(&own).unwrap().replace("Cheek scars", "Cheek scars of old");
    put(&folder.join("series (Anna's conflicted copy 2026-03-02).json"), text.as_bytes());
    let mut window = Window::open(place.env(), Some(&folder));
    assert!(says(&window, "two versions of series details"), "{:?}", window.spoken());
    window.click("Compare…");
    window.settle();
    assert!(
        says(&window, "Copy by Dropbox") && says(&window, "Not the same: title"),
        "{:?}",
        window.spoken()
    );
    window.click("Use this version only");
    window.settle();
    assert_eq!(window.workspace().document().series().title, "Cheek scars of old");
    assert!(std::fs::read_to_string(&own).unwrap().contains("Cheek scars of old"));
}

/// Another session of the series, as another computer would have written it.
fn another_session(folder: &Path, id: &str, day: &str) -> (PathBuf, String) {
    let text = session_text(folder);
    let own = session_files(folder).remove(0);
    let known = text.split("\"id\": \"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let text = text.replacen(&known, id, 1).replacen("2026-03-02T", &format!("{day}T"), 1);
    // The check line would say that it was changed by hand.
    let end = text.rfind(",\n  \"check\"").unwrap();
    (own.with_file_name(format!("{day}-elsewhere.json")), format!("{}\n}}\n", &text[..end]))
}

#[test]
fn a_session_that_a_sync_engine_brings_appears() {
    let (place, folder) = Place::with_face();
    let mut window = Window::open(place.env(), Some(&folder));
    stroke(&mut window, 150.0);
    let open = window.workspace().session().unwrap().id.clone();
    let (path, text) = another_session(&folder, "0a0b0c0d-elsewhere", "2026-01-12");
    put(&path, text.as_bytes());
    window.until("it is there", |window| window.workspace().document().sessions().len() == 2);
    window.settle();
    assert_eq!(window.workspace().session().unwrap().id, open, "what is open stays open");
    assert!(says(&window, "A session of 12 Jan 2026 has come from elsewhere"), "{:?}", window.spoken());
    assert_eq!(std::fs::read_to_string(&path).unwrap(), text, "and is left as it came");
    window.ctrl(Key::Z);
    window.settle();
    assert_eq!(
        (window.workspace().document().sessions().len(), painted(&window)),
        (2, 0),
        "undo is of one's own"
    );
}

#[test]
fn a_change_by_another_program_is_said_before_it_is_in_the_way() {
    let (place, folder) = Place::with_face();
    let mut window = Window::open(place.env(), Some(&folder));
    stroke(&mut window, 150.0);
    assert!(!says(&window, "Another program"), "one's own saves are no news");
    let theirs = session_text(&folder).replace("R. Osei", "Somebody else");
    put(&session_files(&folder)[0], theirs.as_bytes());
    window.until("it is noticed", |window| says(window, "Another program has changed session 1"));
    window.click("Compare and choose…");
    window.until("it is compared", |window| window.has("Use this version only"));
    window.click("Use this version only");
    window.settle();
    assert_eq!(window.workspace().session().unwrap().practitioner.as_deref(), Some("Somebody else"));
    assert!(!says(&window, "Another program"), "{:?}", window.spoken());
}

#[test]
fn a_copy_that_appears_while_the_series_is_open_is_found() {
    let (place, folder) = Place::with_face();
    let mut window = Window::open(place.env(), Some(&folder));
    stroke(&mut window, 150.0);
    let copy = copy_of(&folder);
    window.until("it is found", |window| says(window, "There are two versions of session 1"));
    std::fs::remove_file(copy).unwrap();
    window.until("it is gone", |window| !says(window, "There are two versions"));
}
