//! Every command by name.

use crate::place::Place;
use crate::window::Window;
use egui::{Key, PointerButton};
use stipple::tool::ToolKind;

#[test]
fn a_command_is_found_by_name_and_run_by_enter() {
    let (place, folder) = Place::with_face();
    let mut window = Window::open(place.env(), Some(&folder));
    window.ctrl(Key::K);
    window.type_text("next pa");
    window.key(Key::Enter);
    window.settle();
    assert_eq!(window.workspace().options.pass, 2);
    assert!(!window.has("Find a command"), "it closes");
    assert_eq!(window.workspace().tool, ToolKind::Roll, "letters typed are no shortcuts");
}

#[test]
fn the_arrows_choose_and_a_click_does_too() {
    let (place, folder) = Place::with_face();
    let mut window = Window::open(place.env(), Some(&folder));
    window.ctrl(Key::K);
    window.type_text("zoom");
    let before = *window.workspace().view().unwrap();
    window.key(Key::ArrowDown);
    window.key(Key::ArrowUp);
    window.key(Key::Enter);
    window.settle();
    let after = *window.workspace().view().unwrap();
    assert!(after.scale() > before.scale(), "zoom in comes first");
    window.ctrl(Key::K);
    window.type_text("show ga");
    window.click("Show gaps");
    window.settle();
    assert!(!window.app().settings.layers.gaps);
}

#[test]
fn what_cannot_be_used_says_why_and_does_nothing() {
    let (place, folder) = Place::with_face();
    let mut window = Window::open(place.env(), Some(&folder));
    window.ctrl(Key::K);
    window.type_text("redo");
    assert!(window.says("Redo, nothing to redo"), "{:?}", window.spoken());
    window.key(Key::Enter);
    window.frame(Vec::new());
    assert!(window.has("Find a command"), "it stays open");
    window.key(Key::Escape);
    window.settle();
    assert!(!window.has("Find a command"));
    // Beside it.
    window.ctrl(Key::K);
    window.frame(Vec::new());
    window.click_at(egui::Pos2::new(30.0, 800.0), PointerButton::Primary);
    window.settle();
    assert!(!window.has("Find a command"));
    assert_eq!(window.workspace().session().unwrap().entries.len(), 0);
}

#[test]
fn the_library_has_it_too() {
    let place = Place::new();
    let mut window = Window::open(place.env(), None);
    window.ctrl(Key::K);
    window.type_text("mirror");
    assert!(window.says("Mirror, no series is open"), "{:?}", window.spoken());
    window.key(Key::Escape);
    window.ctrl(Key::K);
    window.type_text("settings");
    window.key(Key::Enter);
    window.settle();
    assert!(window.says("Theme"), "{:?}", window.spoken());
}

#[test]
fn four_by_four_is_one_key() {
    let (place, folder) = Place::with_face();
    let mut window = Window::open(place.env(), Some(&folder));
    window.key(Key::Z);
    window.key(Key::X);
    let at = window.fit().at(75.0, 165.0);
    window.click_at(at, PointerButton::Primary);
    window.settle();
    let entries = crate::place::entries(&folder);
    let four = serde_json::json!({ "horizontal": 4, "vertical": 4, "rising": 4, "falling": 4 });
    assert_eq!(entries[0]["passes"], four);
    // D turns the directions of an area as it does those of the roller.
    window.key(Key::D);
    window.key(Key::D);
    window.click_at(at, PointerButton::Primary);
    window.settle();
    assert_eq!(crate::place::entries(&folder)[1]["passes"], serde_json::json!({ "horizontal": 4 }));
}
