//! Autosave, and what is never overwritten.

use crate::place::{Place, entries, put, session_files, session_text};
use crate::window::{Window, down, moved, up};
use egui::{ViewportCommand, ViewportId};
use std::path::{Path, PathBuf};
use std::time::Duration;
use stipple::ui::workspace::{Outside, SaveState};

fn stroke(window: &mut Window) {
    let fit = window.fit();
    let (a, b) = (fit.at(80.0, 160.0), fit.at(95.0, 160.0));
    window.frame(vec![moved(a), down(a)]);
    window.frame(vec![moved(b)]);
    window.frame(vec![up(b)]);
}

fn state(window: &Window) -> SaveState {
    window.workspace().saver.state(window.clock)
}

#[test]
fn a_stroke_is_on_disk_within_a_second() {
    let (place, folder) = Place::with_face();
    let mut window = Window::open(place.env(), Some(&folder));
    assert!(window.has("Saved"));
    let before = session_text(&folder);
    stroke(&mut window);
    let released = window.clock;
    assert!(!window.app().is_settled());
    while session_text(&folder) == before {
        assert!(window.clock - released < 1.0, "not saved after a second");
        window.frame(Vec::new());
        std::thread::sleep(Duration::from_millis(16));
    }
    window.settle();
    assert!(window.has("Saved"));
    assert_eq!(entries(&folder).len(), 1);
}

#[cfg(unix)]
#[test]
fn only_the_owner_can_read_what_is_saved() {
    use std::os::unix::fs::PermissionsExt;
    let (place, folder) = Place::with_face();
    let mut window = Window::open(place.env(), Some(&folder));
    stroke(&mut window);
    window.settle();
    drop(window);
    let mut files = session_files(&folder);
    files.push(place.path().join("config/settings.json"));
    let generations = walk(&place.path().join("state/generations"));
    assert!(!generations.is_empty(), "what the file held before is kept");
    files.extend(generations);
    for file in files {
        let mode = std::fs::metadata(&file).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{}", file.display());
    }
}

fn walk(folder: &Path) -> Vec<PathBuf> {
    let Ok(items) = std::fs::read_dir(folder) else { return Vec::new() };
    let paths = items.map(|item| item.unwrap().path());
    paths.flat_map(|path| if path.is_dir() { walk(&path) } else { vec![path] }).collect()
}

#[test]
fn a_file_changed_by_somebody_else_is_not_overwritten() {
    let (place, folder) = Place::with_face();
    let mut window = Window::open(place.env(), Some(&folder));
    let file = session_files(&folder).remove(0);
    let theirs = session_text(&folder).replace("R. Osei", "Somebody else");
    put(&file, theirs.as_bytes());
    stroke(&mut window);
    window.until("saving has failed", |window| window.workspace().saver.has_failed());
    window.rest(3.0);
    assert!(
        matches!(state(&window), SaveState::Failed { outside: Some(Outside::Changed), .. }),
        "{:?}",
        state(&window)
    );
    assert!(window.has("Not saved") && window.has("Compare and choose…"), "{:?}", window.spoken());
    assert_eq!(session_text(&folder), theirs);
    assert_eq!(session_files(&folder).len(), 1, "nothing else was written either");
    // More strokes change nothing of that.
    let at = window.canvas().center();
    window.frame(vec![moved(at), down(at), up(at)]);
    window.rest(1.0);
    assert_eq!(session_text(&folder), theirs);
    assert_eq!(window.workspace().session().unwrap().entries.len(), 2, "what was painted is still there");
}

#[test]
fn the_other_version_is_loaded_when_the_user_agrees() {
    let (place, folder) = Place::with_face();
    let mut window = Window::open(place.env(), Some(&folder));
    let file = session_files(&folder).remove(0);
    let theirs = session_text(&folder).replace("R. Osei", "Somebody else");
    put(&file, theirs.as_bytes());
    stroke(&mut window);
    window.until("saving has failed", |window| window.workspace().saver.has_failed());
    window.frame(Vec::new());
    window.click("Compare and choose…");
    window.until("it is compared", |window| window.has("Use this version only"));
    window.click("Cancel");
    window.frame(Vec::new());
    assert_eq!(window.workspace().session().unwrap().entries.len(), 1, "nothing is lost by asking");
    window.click("Compare and choose…");
    window.until("it is compared", |window| window.has("Use this version only"));
    window.click("Use this version only");
    window.settle();
    let session = window.workspace().session().unwrap();
    assert_eq!(session.practitioner.as_deref(), Some("Somebody else"));
    assert!(session.entries.is_empty());
    stroke(&mut window);
    window.settle();
    assert_eq!(entries(&folder).len(), 1, "from then on it is saved again");
    assert!(session_text(&folder).contains("Somebody else"));
}

#[test]
fn a_window_that_cannot_save_asks_before_it_closes() {
    let (place, folder) = Place::with_face();
    let mut window = Window::open(place.env(), Some(&folder));
    std::fs::rename(folder.join("sessions"), folder.join("away")).unwrap();
    put(&folder.join("sessions"), b"in the way");
    stroke(&mut window);
    window.until("saving has failed", |window| window.workspace().saver.has_failed());
    request_close(&mut window);
    assert!(commands(&window).contains(&ViewportCommand::CancelClose));
    window.until("it asks", |window| window.has("Close and lose it"));
    window.click("Cancel");
    window.frame(Vec::new());
    assert!(!window.has("Close and lose it"), "{:?}", window.spoken());
    request_close(&mut window);
    window.until("it asks again", |window| window.has("Close and lose it"));
    let at = window.find("Close and lose it").center();
    window.frame(vec![moved(at), down(at)]);
    window.frame(vec![up(at)]);
    assert!(commands(&window).contains(&ViewportCommand::Close), "{:?}", commands(&window));
}

#[test]
fn saving_goes_on_once_the_disk_takes_files_again() {
    let (place, folder) = Place::with_face();
    let mut window = Window::open(place.env(), Some(&folder));
    let (sessions, away) = (folder.join("sessions"), folder.join("away"));
    let before = session_text(&folder);
    std::fs::rename(&sessions, &away).unwrap();
    put(&sessions, b"in the way");
    stroke(&mut window);
    window.until("saving has failed", |window| window.workspace().saver.has_failed());
    window.frame(Vec::new());
    assert!(window.has("Try again"), "{:?}", window.spoken());
    std::fs::remove_file(&sessions).unwrap();
    std::fs::rename(&away, &sessions).unwrap();
    assert_eq!(session_text(&folder), before);
    window.click("Try again");
    window.settle();
    assert_eq!(entries(&folder).len(), 1);
    assert!(window.has("Saved"));
}

#[test]
fn what_was_painted_last_is_saved_when_the_window_closes_at_once() {
    let (place, folder) = Place::with_face();
    let mut window = Window::open(place.env(), Some(&folder));
    stroke(&mut window);
    close(&mut window);
    assert_eq!(entries(&folder).len(), 1);
}

/// What the last frame asked of the system.
fn commands(window: &Window) -> &[ViewportCommand] {
    &window.harness.output().viewport_output[&ViewportId::ROOT].commands
}

/// The system says that the window is to be closed.
fn request_close(window: &mut Window) {
    let viewport = window.harness.input_mut().viewports.get_mut(&ViewportId::ROOT).unwrap();
    viewport.events.push(egui::ViewportEvent::Close);
    window.frame(Vec::new());
}

/// Closes the window, however long it wants to wait.
pub(crate) fn close(window: &mut Window) {
    request_close(window);
    if commands(window).contains(&ViewportCommand::CancelClose) {
        window.until("the window closes", |window| commands(window).contains(&ViewportCommand::Close));
    }
}

#[test]
fn a_window_with_nothing_unsaved_closes_at_once() {
    let (place, folder) = Place::with_face();
    let mut window = Window::open(place.env(), Some(&folder));
    request_close(&mut window);
    assert!(!commands(&window).contains(&ViewportCommand::CancelClose));
}
