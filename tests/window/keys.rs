//! Shortcuts, and where they must do nothing.

use crate::place::{Place, entries, session_text};
use crate::window::{Window, down, moved, up};
use egui::{Event, Key, Modifiers};
use stipple::tool::{DirectionMode, ToolKind};
use stipple::ui::workspace::Place as Shown;

#[test]
fn every_tool_has_its_key() {
    let (place, folder) = Place::with_face();
    let mut window = Window::open(place.env(), Some(&folder));
    let tools = [
        (Key::B, ToolKind::Shade),
        (Key::Z, ToolKind::Zone),
        (Key::L, ToolKind::Region),
        (Key::E, ToolKind::Erase),
        (Key::I, ToolKind::Inspect),
        (Key::H, ToolKind::Hand),
        (Key::R, ToolKind::Roll),
    ];
    for (key, tool) in tools {
        window.key(key);
        assert_eq!(window.workspace().tool, tool);
    }
}

#[test]
fn numbers_set_the_passes_of_the_tool_in_hand() {
    let (place, folder) = Place::with_face();
    let mut window = Window::open(place.env(), Some(&folder));
    window.key(Key::Num3);
    window.key(Key::B);
    window.key(Key::Num7);
    let options = &window.workspace().options;
    assert_eq!((options.passes, options.area.passes), (3, 7));
    window.key(Key::CloseBracket);
    window.key(Key::CloseBracket);
    window.key(Key::OpenBracket);
    assert_eq!(window.workspace().options.shade_width_mm, 13.0);
}

#[test]
fn the_pass_the_mirror_and_the_direction_have_keys() {
    let (place, folder) = Place::with_face();
    let mut window = Window::open(place.env(), Some(&folder));
    window.key(Key::N);
    window.key(Key::N);
    assert_eq!(window.workspace().options.pass, 3);
    window.press(Modifiers::SHIFT, Key::N);
    assert_eq!(window.workspace().options.pass, 2);
    window.key(Key::M);
    assert!(window.workspace().options.mirror);
    window.key(Key::D);
    assert_eq!(window.workspace().options.direction, DirectionMode::ALL[1]);
}

#[test]
fn treat_review_and_library_have_keys() {
    let (place, folder) = Place::with_face();
    let mut window = Window::open(place.env(), Some(&folder));
    window.ctrl(Key::Num2);
    assert_eq!(window.workspace().place, Shown::Review);
    window.ctrl(Key::Num1);
    assert_eq!(window.workspace().place, Shown::Treat);
    assert_eq!(window.workspace().options.passes, 1, "not taken for the number");
    window.ctrl(Key::L);
    assert!(!window.app().shows_series());
    assert_eq!(window.workspace().tool, ToolKind::Roll, "not taken for the region tool");
}

#[test]
fn letters_typed_into_the_notes_are_no_shortcuts() {
    let (place, folder) = Place::with_face();
    let mut window = Window::open(place.env(), Some(&folder));
    let fit = window.fit();
    let (a, b) = (fit.at(80.0, 160.0), fit.at(95.0, 160.0));
    window.frame(vec![moved(a), down(a)]);
    window.frame(vec![moved(b)]);
    window.frame(vec![up(b)]);
    window.settle();
    window.click("Notes");
    window.focus_field("Notes on this session");
    window.type_text("bezel himn 0123");
    let workspace = window.workspace();
    assert_eq!(workspace.tool, ToolKind::Roll);
    assert_eq!((workspace.options.passes, workspace.options.mirror), (1, false));
    // Undo belongs to the field, space is a space.
    window.ctrl(Key::Z);
    assert_eq!(window.workspace().session().unwrap().entries.len(), 1);
    window.frame(vec![Event::Key {
        key: Key::Space,
        physical_key: None,
        pressed: true,
        repeat: false,
        modifiers: Modifiers::NONE,
    }]);
    assert_eq!(window.workspace().held_tool, None);
    window.settle();
    assert_eq!(entries(&folder).len(), 1);
}

#[test]
fn letters_typed_into_the_search_only_search() {
    let (place, folder) = Place::with_face();
    let mut window = Window::open(place.env(), Some(&folder));
    window.ctrl(Key::F);
    window.frame(Vec::new());
    window.type_text("rbz");
    assert_eq!(window.app().library.search, "rbz");
    window.press(Modifiers::COMMAND, Key::Z);
    assert_eq!(window.workspace().tool, ToolKind::Roll);
    assert!(!window.app().shows_series());
}

/// Types notes, does something that hides the field, and expects the notes on disk.
fn assert_notes_survive(what: &str, leave: impl FnOnce(&mut Window)) {
    let (place, folder) = Place::with_face();
    let mut window = Window::open(place.env(), Some(&folder));
    window.click("Notes");
    window.focus_field("Notes on this session");
    window.type_text("calm");
    leave(&mut window);
    window.settle();
    assert!(session_text(&folder).contains("\"notes\": \"calm\""), "{what}: {}", session_text(&folder));
}

#[test]
fn notes_that_are_being_typed_are_never_lost() {
    assert_notes_survive("another tab", |window| window.click("Record"));
    assert_notes_survive("another tab inside one frame", |window| {
        let at = window.find("Record").center();
        window.frame(vec![moved(at), down(at), up(at)]);
    });
    assert_notes_survive("Review", |window| window.ctrl(Key::Num2));
    assert_notes_survive("the library", |window| window.ctrl(Key::L));
    assert_notes_survive("the search", |window| window.ctrl(Key::F));
    assert_notes_survive("closing", crate::saving::close);
    assert_notes_survive("saving", |window| window.ctrl(Key::S));
}

#[test]
fn notes_stay_with_their_session_when_a_new_one_begins() {
    let place = Place::new();
    let series = crate::place::face("Cheek scars");
    let folder = place.add(&series, &[crate::place::begun(&series, "2026-01-10T09:00:00")]);
    let mut window = Window::open(place.env(), Some(&folder));
    window.click("Notes");
    window.focus_field("Notes on this session");
    window.type_text("calm");
    window.ctrl(Key::T);
    window.settle();
    let files = crate::place::session_files(&folder);
    let texts: Vec<String> = files.iter().map(|path| std::fs::read_to_string(path).unwrap()).collect();
    assert!(texts[0].contains("\"notes\": \"calm\"") && !texts[1].contains("calm"), "{texts:?}");
}

#[test]
fn space_is_the_hand_as_long_as_it_is_held() {
    let (place, folder) = Place::with_face();
    let mut window = Window::open(place.env(), Some(&folder));
    let fit = window.fit();
    let space = |pressed| Event::Key {
        key: Key::Space,
        physical_key: None,
        pressed,
        repeat: false,
        modifiers: Modifiers::NONE,
    };
    let (a, b) = (fit.at(100.0, 160.0), fit.at(110.0, 150.0));
    window.frame(vec![moved(a), space(true)]);
    assert_eq!(window.workspace().active_tool(), ToolKind::Hand);
    window.frame(vec![down(a)]);
    window.frame(vec![moved(b)]);
    window.frame(vec![up(b)]);
    let view = *window.workspace().view().unwrap();
    let now = view.screen_from_mm(window.canvas(), stipple::geometry::Point::new(100.0, 160.0));
    assert!(now.distance(b) < 0.5, "the place has come along: {now:?} {b:?}");
    window.frame(vec![space(false)]);
    assert_eq!(window.workspace().active_tool(), ToolKind::Roll);
    window.settle();
    assert_eq!(entries(&folder).len(), 0);
}

#[test]
fn escape_lets_go_of_what_is_chosen() {
    let (place, folder) = Place::with_face();
    let mut window = Window::open(place.env(), Some(&folder));
    window.click_like("Cheek (left)");
    assert!(window.workspace().selected.is_some());
    window.key(Key::Escape);
    assert!(window.workspace().selected.is_none());
}
