//! A window that nobody touches does nothing.

use crate::place::Place;
use crate::window::{Window, down, moved, up};
use egui::{Key, ViewportId};
use std::time::Duration;

/// Asserts that no frame is asked for any more, whatever has been done before.
fn assert_idle(window: &mut Window, what: &str) {
    window.settle();
    // Notices go after a few seconds; threads that have just finished may still ask for a frame.
    window.rest(8.0);
    std::thread::sleep(Duration::from_millis(100));
    window.rest(0.1);
    for _ in 0..5 {
        window.frame(Vec::new());
        let output = &window.harness.output().viewport_output[&ViewportId::ROOT];
        let causes = window.harness.ctx.repaint_causes();
        assert_eq!(output.repaint_delay, Duration::MAX, "{what}: {causes:?}");
    }
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
