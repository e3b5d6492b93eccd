//! Treating without a pointer.

use crate::place::{Place, entries, points};
use crate::window::{Window, down, moved, up};
use egui::{Key, Modifiers};
use serde_json::json;
use stipple::geometry::Point;

/// The canvas has the focus and its crosshair is at a place, in whole mm.
fn aim(window: &mut Window, x: f64, y: f64) {
    window.key(Key::K);
    window.frame(Vec::new());
    let at = window.workspace().keys.crosshair.expect("the canvas has the focus");
    let mut go = |by: f64, less, more| {
        for _ in 0..(by.abs() as u32 / 10) {
            window.press(Modifiers::SHIFT, if by < 0.0 { less } else { more });
        }
        for _ in 0..(by.abs() as u32 % 10) {
            window.key(if by < 0.0 { less } else { more });
        }
    };
    go(x - at.x, Key::ArrowLeft, Key::ArrowRight);
    go(y - at.y, Key::ArrowUp, Key::ArrowDown);
    assert_eq!(window.workspace().keys.crosshair, Some(Point::new(x, y)));
}

#[test]
fn the_crosshair_rolls_from_enter_to_enter() {
    let (place, folder) = Place::with_face();
    let mut window = Window::open(place.env(), Some(&folder));
    aim(&mut window, 70.0, 160.0);
    window.key(Key::Enter);
    assert!(window.says("Drawing; Enter ends, Escape drops it"), "{:?}", window.spoken());
    window.press(Modifiers::SHIFT, Key::ArrowRight);
    window.press(Modifiers::SHIFT, Key::ArrowRight);
    window.key(Key::ArrowRight);
    window.key(Key::Enter);
    window.settle();
    let entries = entries(&folder);
    assert_eq!(entries.len(), 1, "{entries:?}");
    assert_eq!(entries[0]["type"], "roll");
    assert_eq!(points(&entries[0]), [(70.0, 160.0), (80.0, 160.0), (90.0, 160.0), (91.0, 160.0)]);
    // What lies under it is said.
    window.press(Modifiers::SHIFT, Key::ArrowLeft);
    assert!(window.says("81 by 160 mm, Cheek (right), 1 horizontal pass"), "{:?}", window.spoken());
}

#[test]
fn escape_drops_the_stroke_and_the_pointer_does_not_touch_it() {
    let (place, folder) = Place::with_face();
    let mut window = Window::open(place.env(), Some(&folder));
    let fit = window.fit();
    aim(&mut window, 70.0, 160.0);
    window.key(Key::Enter);
    window.press(Modifiers::SHIFT, Key::ArrowRight);
    let elsewhere = fit.at(150.0, 60.0);
    window.frame(vec![moved(elsewhere)]);
    window.frame(vec![down(elsewhere)]);
    window.frame(vec![up(elsewhere)]);
    assert_eq!(window.workspace().keys.crosshair, Some(Point::new(80.0, 160.0)));
    assert!(window.workspace().gesture.draws());
    window.key(Key::Escape);
    window.settle();
    assert!(!window.workspace().gesture.draws());
    assert!(window.workspace().keys.crosshair.is_some(), "the canvas keeps the focus");
    assert_eq!(entries(&folder).len(), 0);
    window.key(Key::Escape);
    window.settle();
    assert!(window.workspace().keys.crosshair.is_none(), "and gives it up when asked again");
}

#[test]
fn the_crosshair_logs_zones_and_draws_regions() {
    let (place, folder) = Place::with_face();
    let mut window = Window::open(place.env(), Some(&folder));
    window.key(Key::Z);
    aim(&mut window, 75.0, 165.0);
    window.key(Key::Enter);
    window.key(Key::L);
    window.key(Key::Enter);
    for (key, times) in [(Key::ArrowRight, 1), (Key::ArrowDown, 1), (Key::ArrowLeft, 1)] {
        for _ in 0..times {
            window.press(Modifiers::SHIFT, key);
        }
    }
    window.key(Key::Enter);
    window.settle();
    let entries = entries(&folder);
    assert_eq!(entries.len(), 2, "{entries:?}");
    assert_eq!(entries[0]["zone"], "cheek-right");
    assert_eq!(points(&entries[1]), [(75.0, 165.0), (85.0, 165.0), (85.0, 175.0), (75.0, 175.0)]);
}

#[test]
fn the_zones_table_is_walked_searched_and_logged_by_keys() {
    let (place, folder) = Place::with_face();
    let mut window = Window::open(place.env(), Some(&folder));
    window.key(Key::T);
    window.frame(Vec::new());
    window.type_text("cheekr");
    assert_eq!(window.workspace().tool, stipple::tool::ToolKind::Roll, "letters find, they choose no tool");
    window.key(Key::Num2);
    window.key(Key::Enter);
    window.settle();
    window.key(Key::ArrowUp);
    window.key(Key::Enter);
    window.settle();
    window.frame(vec![egui::Event::Text("+".to_owned())]);
    window.settle();
    let zones: Vec<_> = entries(&folder).iter().map(|entry| entry["zone"].clone()).collect();
    assert_eq!(zones, [json!("cheek-right"), json!("cheek-left"), json!("cheek-left")]);
    // The keys are everybody's again once the table is left.
    window.key(Key::Escape);
    window.frame(Vec::new());
    window.key(Key::B);
    assert_eq!(window.workspace().tool, stipple::tool::ToolKind::Shade);
}

#[test]
fn a_zone_is_logged_on_both_sides_while_mirroring() {
    let (place, folder) = Place::with_face();
    let mut window = Window::open(place.env(), Some(&folder));
    window.key(Key::Z);
    for _ in 0..3 {
        window.key(Key::D);
    }
    window.key(Key::M);
    window.key(Key::T);
    window.frame(Vec::new());
    window.key(Key::Enter);
    window.settle();
    let entries = entries(&folder);
    assert_eq!(entries.len(), 2, "{entries:?}");
    assert_eq!((&entries[0]["zone"], &entries[0]["passes"]), (&json!("cheek-left"), &json!({ "rising": 1 })));
    assert_eq!(
        (&entries[1]["zone"], &entries[1]["passes"]),
        (&json!("cheek-right"), &json!({ "falling": 1 }))
    );
    window.key(Key::Escape);
    window.ctrl(Key::Z);
    window.settle();
    assert_eq!(crate::place::entries(&folder).len(), 0, "they are one step");
}
