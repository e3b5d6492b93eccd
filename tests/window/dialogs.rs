//! Dialogs in the window: new series, details, settings, and that nothing behind them reacts.

use crate::names::assert_good;
use crate::place::{Place, entries, session_files};
use crate::window::{Window, down, moved, up};
use egui::{Key, Modifiers, Vec2};
use serde_json::Value;
use stipple::tool::ToolKind;

#[test]
fn every_dialog_is_named_and_fits_the_smallest_window() {
    let (place, folder) = Place::with_face();
    for size in [Vec2::new(1024.0, 700.0), Vec2::new(1440.0, 900.0)] {
        let mut window = Window::sized(place.env(), Some(&folder), size);
        let ctrl_shift = Modifiers::COMMAND | Modifiers::SHIFT;
        let keys = [
            (Modifiers::COMMAND, Key::N),
            (Modifiers::COMMAND, Key::I),
            (Modifiers::COMMAND, Key::Comma),
            (Modifiers::COMMAND, Key::Questionmark),
            (ctrl_shift, Key::E),
        ];
        for (modifiers, key) in keys {
            let before = window.spoken();
            window.press(modifiers, key);
            window.settle();
            assert_ne!(window.spoken(), before, "{key:?} opens nothing");
            assert_good(&window, &format!("dialog of {key:?} at {size:?}"));
            window.key(Key::Escape);
            window.key(Key::Escape);
            window.settle();
            assert_eq!(window.spoken(), before, "{key:?} is closed");
        }
    }
}

#[test]
fn a_new_series_is_made_and_opened() {
    let place = Place::new();
    let mut window = Window::open(place.env(), Some(&place.library()));
    window.ctrl(Key::N);
    window.settle();
    window.focus_field("Title");
    window.type_text("Forehead lines");
    window.focus_field("Client");
    window.type_text("Ada Berg");
    window.ctrl(Key::Enter);
    window.settle();
    assert!(window.app().shows_series(), "{:?}", window.spoken());
    let folder = place.library().join("forehead-lines");
    let text = std::fs::read_to_string(folder.join("series.json")).unwrap();
    let series: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(series["title"], "Forehead lines");
    assert_eq!(series["client"]["name"], "Ada Berg");
    assert_eq!(session_files(&folder).len(), 0);
}

#[test]
fn the_details_of_a_series_can_be_changed_and_undone() {
    let (place, folder) = Place::with_face();
    let mut window = Window::open(place.env(), Some(&folder));
    let file = folder.join("series.json");
    let before = std::fs::read_to_string(&file).unwrap();
    window.ctrl(Key::I);
    window.settle();
    window.focus_field("Title");
    window.type_text(", both");
    window.ctrl(Key::Enter);
    window.settle();
    let after = std::fs::read_to_string(&file).unwrap();
    assert!(after.contains("\"title\": \"Cheek scars, both\""), "{after}");
    window.ctrl(Key::Z);
    window.settle();
    assert_eq!(std::fs::read_to_string(&file).unwrap(), before);
    window.press(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    window.settle();
    assert_eq!(std::fs::read_to_string(&file).unwrap(), after);
}

#[test]
fn nothing_behind_a_dialog_reacts() {
    let (place, folder) = Place::with_face();
    let mut window = Window::open(place.env(), Some(&folder));
    let fit = window.fit();
    window.ctrl(Key::Comma);
    window.settle();
    for key in [Key::B, Key::Num3, Key::M] {
        window.key(key);
    }
    window.ctrl(Key::Num2);
    let (a, b) = (fit.at(20.0, 20.0), fit.at(40.0, 30.0));
    window.frame(vec![moved(a)]);
    window.frame(vec![down(a)]);
    window.frame(vec![moved(b)]);
    window.frame(vec![up(b)]);
    window.settle();
    let workspace = window.workspace();
    assert_eq!((workspace.tool, workspace.options.passes), (ToolKind::Roll, 1));
    assert_eq!(workspace.place, stipple::ui::workspace::Place::Treat);
    assert_eq!(entries(&folder).len(), 0);
}
