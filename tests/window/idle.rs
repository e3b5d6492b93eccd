//! A window that nobody touches does nothing.

use crate::place::{Place, begun, face};
use crate::window::{Window, down, moved, up};
use egui::{Key, ViewportId};
use std::time::{Duration, Instant};

/// Asserts that no frame is asked for any more, whatever has been done before.
fn assert_idle(window: &mut Window, what: &str) {
    window.settle();
    // Notices go after a few seconds.
    window.rest(8.0);
    // A thread that has just finished may still ask for a frame, and on a busy machine it finishes late.
    let patience = Instant::now() + Duration::from_secs(10);
    while !five_quiet_frames(window) {
        let causes = window.harness.ctx.repaint_causes();
        assert!(Instant::now() < patience, "{what}: {causes:?}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

fn five_quiet_frames(window: &mut Window) -> bool {
    (0..5).all(|_| {
        window.frame(Vec::new());
        window.harness.output().viewport_output[&ViewportId::ROOT].repaint_delay == Duration::MAX
    })
}

#[test]
fn nothing_is_done_in_the_library_treat_and_review() {
    let (place, folder) = Place::with_face();
    let mut window = Window::open(place.env(), Some(&place.library()));
    assert_idle(&mut window, "library");
    drop(window);
    let mut window = Window::open(place.env(), Some(&folder));
    assert_idle(&mut window, "treat");
    let fit = window.fit();
    let (a, b) = (fit.at(80.0, 160.0), fit.at(95.0, 160.0));
    window.frame(vec![moved(a), down(a)]);
    window.frame(vec![moved(b)]);
    window.frame(vec![up(b)]);
    assert_idle(&mut window, "after a stroke, with the pointer on the skin");
    window.click_like("1: Cheek");
    assert_idle(&mut window, "after a gap was shown");
    window.ctrl(Key::T);
    assert_idle(&mut window, "after a notice");
    window.click("Notes");
    window.focus_field("Notes on this session");
    window.type_text("calm");
    assert_idle(&mut window, "while notes are written");
    window.ctrl(Key::Num2);
    assert_idle(&mut window, "review");
    window.frame(vec![moved(window.canvas().center())]);
    assert_idle(&mut window, "review, with the pointer on the skin");
}

#[test]
fn nothing_is_done_in_plan_and_after_a_series_was_played() {
    let place = Place::new();
    let series = face("Cheek scars");
    let days = ["2026-01-05T09:00:00", "2026-02-16T09:00:00"];
    let folder = place.add(&series, &days.map(|day| begun(&series, day)));
    let mut window = Window::open(place.env(), Some(&folder));
    window.ctrl(Key::Num3);
    assert_idle(&mut window, "plan");
    window.frame(vec![moved(window.canvas().center())]);
    assert_idle(&mut window, "plan, with the pointer on the skin");
    window.ctrl(Key::Num2);
    window.settle();
    window.key(Key::Space);
    window.until("it has come to the end", |window| window.workspace().played().is_none());
    assert_idle(&mut window, "after the last session has come in");
    window.key(Key::Space);
    window.frame(Vec::new());
    window.key(Key::Space);
    assert!(window.workspace().played().is_some_and(|play| !play.runs));
    assert_idle(&mut window, "while playing rests");
    window.key(Key::Escape);
    window.key(Key::E);
    assert_idle(&mut window, "each session by itself");
}
