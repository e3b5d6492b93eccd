//! Archives come into the library through the window, after a look at what is in them.

use crate::names::assert_good;
use crate::place::{Place, TODAY, begun, face, put};
use crate::window::Window;
use egui::{DroppedFile, DroppedFileHandle, Vec2};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use stipple::export::{Chosen, Named, Progress, archive};
use stipple::model::{Series, Session};

/// A file that was dropped.
#[derive(Debug)]
struct Dropped(PathBuf);

impl DroppedFile for Dropped {
    fn path(&self) -> &Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        std::fs::read(&self.0).map_err(|e| e.to_string())
    }
}

/// An archive of a series, and a window on another library into which it is dropped.
fn dropped(place: &Place, series: &Series, sessions: &[Session], size: Vec2) -> Window {
    let chosen = Chosen::all(series.clone(), sessions.iter().cloned().map(Arc::new));
    let path = place.path().join("from-elsewhere.zip");
    put(&path, &archive(&chosen, Named::Name, &Progress::default()).unwrap());
    let mut window = Window::sized(place.env(), Some(&place.library()), size);
    let handle: DroppedFileHandle = Arc::new(Dropped(path));
    window.harness.input_mut().dropped_files.push(handle);
    window.frame(Vec::new());
    window.settle();
    window
}

const SIZE: Vec2 = Vec2::new(1024.0, 700.0);

#[test]
fn a_dropped_archive_is_looked_at_first_and_then_comes_in() {
    let (place, _) = Place::with_face();
    let series = face("Cheeks, from elsewhere");
    let mut window = dropped(&place, &series, &[begun(&series, TODAY)], SIZE);
    assert!(
        window.says("Cheeks, from elsewhere: comes in")
            && window.says("session of 2 Mar 2026: comes in, 0 entries")
    );
    assert_good(&window, "import");
    assert_eq!(
        std::fs::read_dir(place.library()).unwrap().count(),
        1,
        "nothing is written before it is wanted"
    );
    window.click("Import");
    window.settle();
    assert!(window.says("Took in 1 series, 2 files written."), "{:?}", window.spoken());
    assert!(!window.has("Import"), "the dialog is closed");
    assert!(window.says("Cheeks, from elsewhere"), "the library shows it");
    let mut again = dropped(&place, &series, &[begun(&series, TODAY)], SIZE);
    assert!(again.says("Cheeks, from elsewhere: is there already"), "{:?}", again.spoken());
    again.click("Cancel");
    again.settle();
    assert!(!again.says("Cheeks, from elsewhere: is there already"));
}

#[test]
fn what_is_open_and_changes_is_closed_first() {
    let place = Place::new();
    let series = face("Cheek scars");
    let session = begun(&series, TODAY);
    let folder = place.add(&series, std::slice::from_ref(&session));
    let other = Session { notes: "From elsewhere".to_owned(), ..session };
    let mut window = dropped(&place, &series, &[other], Vec2::new(1440.0, 900.0));
    window.click("Cancel");
    drop(window);
    let mut window = Window::open(place.env(), Some(&folder));
    let path: PathBuf = place.path().join("from-elsewhere.zip");
    window.harness.input_mut().dropped_files.push(Arc::new(Dropped(path)));
    window.frame(Vec::new());
    window.settle();
    assert!(window.says("session of 2 Mar 2026: merged"), "{:?}", window.spoken());
    window.click("Import");
    window.settle();
    assert!(window.says("Took in 1 series"), "{:?}", window.spoken());
    assert!(crate::place::session_text(&folder).contains("From elsewhere"));
}

#[test]
fn an_archive_that_cannot_be_read_says_why() {
    let place = Place::new();
    let path = place.path().join("broken.zip");
    put(&path, b"no archive");
    let mut window = Window::sized(place.env(), Some(&place.library()), SIZE);
    window.harness.input_mut().dropped_files.push(Arc::new(Dropped(path)));
    window.frame(Vec::new());
    window.settle();
    assert!(window.says("no archive that can be read"), "{:?}", window.spoken());
    window.click("Import");
    window.settle();
    assert_eq!(std::fs::read_dir(place.library()).unwrap().count(), 0);
}
