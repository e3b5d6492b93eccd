//! A few pictures of the window, compared with those kept beside the tests. Behaviour is tested elsewhere; these find
//! what no other test sees: something unpainted, misplaced, or in the wrong colours. `UPDATE_SNAPSHOTS=1` makes new
//! ones. A machine without a graphics adapter, real or in software, skips them and says so.

use crate::place::Place;
use crate::window::Window;
use egui::Key;
use egui_kittest::{SnapshotOptions, try_image_snapshot_options};
use std::io::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};
use stipple::model::Atlas;
use stipple::sample::{SampleOptions, write_sample};
use stipple::ui::settings::ThemeChoice;

/// Drivers differ in the edges of letters and lines: about half a percent of the window's pixels.
const DIFFERING: usize = 6000;

/// A library with the sample in it, and the day it leads up to.
fn clinic() -> (Place, &'static str) {
    let place = Place::new();
    let options = SampleOptions::default();
    write_sample(&place.library(), &Atlas::builtin().unwrap(), options).unwrap();
    (place, "2026-03-24T10:00:00")
}

fn compare(window: &mut Window, name: &str) {
    // Without an adapter the renderer panics instead of saying so.
    let Ok(Ok(picture)) = catch_unwind(AssertUnwindSafe(|| window.harness.render())) else {
        let line = format!("skipped {name}: there is no graphics adapter\n");
        std::io::stderr().write_all(line.as_bytes()).unwrap();
        return;
    };
    let options = SnapshotOptions::new().output_path("tests/window/pictures").max_failed_pixels(DIFFERING);
    try_image_snapshot_options(&picture, name, &options).unwrap();
}

#[test]
fn the_library() {
    let (place, now) = clinic();
    let mut window = Window::open(place.env_at(now), Some(&place.library()));
    window.settle();
    compare(&mut window, "library");
}

#[test]
fn a_session() {
    let (place, now) = clinic();
    let mut window = Window::open(place.env_at(now), Some(&place.library().join("acne-scars-face")));
    window.settle();
    compare(&mut window, "treat");
}

#[test]
fn a_series_in_the_dark() {
    let (place, now) = clinic();
    let mut window = Window::open(place.env_at(now), Some(&place.library().join("acne-scars-back")));
    window.app_mut().settings.theme = ThemeChoice::Dark;
    window.harness.ctx.set_theme(egui::Theme::Dark);
    window.ctrl(Key::Num2);
    window.settle();
    compare(&mut window, "review-dark");
}
