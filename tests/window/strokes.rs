//! Strokes from the pointer to the file.

use crate::place::{Place, entries, points};
use crate::window::{Window, down, moved, up};
use egui::{Key, PointerButton, TouchDeviceId, TouchId, TouchPhase};
use egui_kittest::kittest::Queryable;
use stipple::geometry::Point;

/// How far a point of a file may be from where the pointer was: half a digit of the file, and what single precision
/// loses on the screen.
const CLOSE_MM: f64 = 0.006;

fn assert_close(found: &[(f64, f64)], wanted: &[(f64, f64)]) {
    assert_eq!(found.len(), wanted.len(), "{found:?} instead of {wanted:?}");
    for (a, b) in found.iter().zip(wanted) {
        assert!(
            (a.0 - b.0).abs() < CLOSE_MM && (a.1 - b.1).abs() < CLOSE_MM,
            "{found:?} instead of {wanted:?}"
        );
    }
}

#[test]
fn a_stroke_inside_one_frame_counts_with_every_sample() {
    let (place, folder) = Place::with_face();
    let mut window = Window::open(place.env(), Some(&folder));
    let fit = window.fit();
    let way: Vec<(f64, f64)> = (0..12).map(|i| (80.0 + 3.0 * f64::from(i), 150.0 + f64::from(i))).collect();
    let at: Vec<_> = way.iter().map(|(x, y)| fit.at(*x, *y)).collect();
    let mut events = vec![moved(at[0]), down(at[0])];
    events.extend(at.iter().copied().map(moved));
    events.push(up(at[11]));
    window.frame(events);
    window.settle();
    let entries = entries(&folder);
    assert_eq!(entries.len(), 1, "{entries:?}");
    assert_eq!(entries[0]["type"], "roll");
    assert_eq!(entries[0]["diagram"], "face-front");
    assert_eq!(entries[0]["device"], "roller");
    assert_close(&points(&entries[0]), &way);
}

#[test]
fn two_strokes_inside_one_frame_are_two_entries() {
    let (place, folder) = Place::with_face();
    let mut window = Window::open(place.env(), Some(&folder));
    let fit = window.fit();
    let (a, b, c, d) = (fit.at(80.0, 150.0), fit.at(90.0, 150.0), fit.at(80.0, 170.0), fit.at(90.0, 170.0));
    window.frame(vec![moved(a), down(a), moved(b), up(b), moved(c), down(c), moved(d), up(d)]);
    window.settle();
    let entries = entries(&folder);
    assert_eq!(entries.len(), 2, "{entries:?}");
    assert_close(&points(&entries[1]), &[(80.0, 170.0), (90.0, 170.0)]);
}

#[test]
fn a_press_without_movement_is_a_dab() {
    let (place, folder) = Place::with_face();
    let mut window = Window::open(place.env(), Some(&folder));
    let at = window.fit().at(85.0, 160.0);
    window.frame(vec![moved(at)]);
    window.frame(vec![down(at)]);
    window.frame(vec![up(at)]);
    window.settle();
    let entries = entries(&folder);
    assert_close(&points(&entries[0]), &[(85.0, 160.0)]);
}

#[test]
fn a_stroke_beside_the_figure_is_dropped_and_said() {
    let (place, folder) = Place::with_face();
    let mut window = Window::open(place.env(), Some(&folder));
    let fit = window.fit();
    let (a, b) = (fit.at(-60.0, 20.0), fit.at(-40.0, 20.0));
    window.frame(vec![moved(a)]);
    window.frame(vec![down(a)]);
    window.frame(vec![moved(b)]);
    window.frame(vec![up(b)]);
    window.settle();
    assert_eq!(entries(&folder).len(), 0);
    assert!(window.says("The stroke was outside the figure and is not kept."), "{:?}", window.spoken());
}

#[test]
fn escape_drops_the_stroke_that_is_being_drawn() {
    let (place, folder) = Place::with_face();
    let mut window = Window::open(place.env(), Some(&folder));
    let fit = window.fit();
    let (a, b) = (fit.at(80.0, 150.0), fit.at(100.0, 150.0));
    window.frame(vec![moved(a), down(a)]);
    window.frame(vec![moved(b)]);
    window.key(Key::Escape);
    window.frame(vec![up(b)]);
    window.settle();
    assert_eq!(entries(&folder).len(), 0);
    assert!(window.workspace().document().undo_label().is_none());
}

#[test]
fn what_is_outside_every_zone_is_kept_and_can_be_undone_from_the_notice() {
    let (place, folder) = Place::with_face();
    let mut window = Window::open(place.env(), Some(&folder));
    window.key(Key::L);
    let fit = window.fit();
    let around = [(10.0, 10.0), (30.0, 10.0), (30.0, 30.0), (10.0, 30.0)].map(|(x, y)| fit.at(x, y));
    window.frame(vec![moved(around[0])]);
    window.frame(vec![down(around[0])]);
    for at in around {
        window.frame(vec![moved(at)]);
    }
    window.frame(vec![up(around[3])]);
    window.settle();
    let said = "That was outside every zone. It is kept and counts in no zone.";
    assert_eq!(entries(&folder).len(), 1);
    assert!(window.says(said), "{:?}", window.spoken());
    // The link in the notice, below the button of the top bar.
    let links = window.harness.query_all_by_label("Undo").map(|node| node.rect());
    let link = links.max_by(|a, b| a.top().total_cmp(&b.top())).unwrap();
    window.click_at(link.center(), PointerButton::Primary);
    window.settle();
    assert_eq!(entries(&folder).len(), 0);
    assert!(!window.says(said), "{:?}", window.spoken());
}

#[test]
fn a_mirrored_stroke_is_on_both_sides() {
    let (place, folder) = Place::with_face();
    let mut window = Window::open(place.env(), Some(&folder));
    window.key(Key::M);
    let fit = window.fit();
    let (a, b) = (fit.at(80.0, 150.0), fit.at(90.0, 155.0));
    window.frame(vec![moved(a), down(a)]);
    window.frame(vec![moved(b)]);
    window.frame(vec![up(b)]);
    window.settle();
    let entries = entries(&folder);
    assert_eq!(entries.len(), 2, "{entries:?}");
    assert_close(&points(&entries[0]), &[(80.0, 150.0), (90.0, 155.0)]);
    assert_close(&points(&entries[1]), &[(180.0, 150.0), (170.0, 155.0)]);
    window.ctrl(Key::Z);
    window.settle();
    assert_eq!(crate::place::entries(&folder).len(), 0, "one stroke is one step");
}

#[test]
fn a_finger_that_is_taken_away_by_the_system_leaves_nothing() {
    let (place, folder) = Place::with_face();
    let mut window = Window::open(place.env(), Some(&folder));
    let fit = window.fit();
    let touch = |phase, pos| egui::Event::Touch {
        device_id: TouchDeviceId(1),
        id: TouchId(1),
        phase,
        pos,
        force: None,
    };
    let (a, b) = (fit.at(80.0, 150.0), fit.at(90.0, 150.0));
    window.frame(vec![touch(TouchPhase::Start, a), moved(a), down(a)]);
    window.frame(vec![touch(TouchPhase::Move, b), moved(b)]);
    window.frame(vec![touch(TouchPhase::Cancel, b), up(b)]);
    window.settle();
    assert_eq!(entries(&folder).len(), 0);
    window.frame(vec![touch(TouchPhase::Start, a), moved(a), down(a)]);
    window.frame(vec![touch(TouchPhase::Move, b), moved(b)]);
    window.frame(vec![touch(TouchPhase::End, b), up(b), egui::Event::PointerGone]);
    window.settle();
    let entries = entries(&folder);
    assert_eq!(entries.len(), 1);
    assert_close(&points(&entries[0]), &[(80.0, 150.0), (90.0, 150.0)]);
}

#[test]
fn the_wheel_zooms_and_keeps_the_place_under_the_pointer() {
    let (place, folder) = Place::with_face();
    let mut window = Window::open(place.env(), Some(&folder));
    let fit = window.fit();
    let at = fit.at(90.0, 140.0);
    window.frame(vec![moved(at)]);
    let wheel = egui::Event::MouseWheel {
        unit: egui::MouseWheelUnit::Line,
        delta: egui::Vec2::new(0.0, 5.0),
        source: egui::MouseWheelSource::Wheel,
        phase: TouchPhase::Move,
        modifiers: egui::Modifiers::NONE,
    };
    window.frame(vec![wheel]);
    window.rest(1.0);
    let workspace = window.workspace();
    let view = workspace.view().unwrap();
    assert!(view.scale() > fit.scale * 1.2, "{} after {}", view.scale(), fit.scale);
    let under = view.mm_from_screen(window.canvas(), at);
    assert!(under.distance(Point::new(90.0, 140.0)) < 0.05, "{under:?}");
}
