//! Everything that can be clicked has a name, and lies inside the window.

use crate::place::Place;
use crate::window::Window;
use egui::accesskit::{Action, Role};
use egui::{Key, Rect, Vec2};
use egui_kittest::Node;
use egui_kittest::kittest::NodeT;
use stipple::ui::workspace::Tab;

/// Asserts that every control has a name.
fn assert_named(window: &Window, what: &str) {
    assert_eq!(window.harness.unnamed_widgets(), Vec::<String>::new(), "{what}");
    let mut named = 0;
    for node in window.harness.root().children_recursive() {
        let node = node.accesskit_node();
        // Scroll bars have none, in any program of this kind.
        let is_control = node.data().supports_action(Action::Click) && node.role() != Role::ScrollBar;
        if is_control && !node.is_hidden() {
            let name = node.label().unwrap_or_default();
            assert!(
                !name.trim().is_empty(),
                "{what}: {:?} at {:?} has no name",
                node.role(),
                node.raw_bounds()
            );
            named += 1;
        }
    }
    assert!(named > 10, "{what}: only {named} controls");
}

/// In which directions a node may be scrolled out of sight: across, down.
fn scrolls(node: &Node<'_>) -> (bool, bool) {
    let mut free = (false, false);
    let mut above = node.accesskit_node().parent();
    while let Some(parent) = above {
        for bar in parent.children().filter(|child| child.role() == Role::ScrollBar) {
            let lies = bar.bounding_box().is_some_and(|rect| rect.width() > rect.height());
            free = if lies { (true, free.1) } else { (free.0, true) };
        }
        above = parent.parent();
    }
    free
}

/// Asserts that nothing with a name leaves the window, unless it is scrolled out of sight.
fn assert_inside(window: &Window, what: &str) {
    let whole: Rect = window.harness.ctx.content_rect().expand(0.5);
    for node in window.harness.root().children_recursive() {
        let Some(name) = node.accesskit_node().label() else { continue };
        if node.accesskit_node().bounding_box().is_none() {
            continue;
        }
        let (rect, (across, down)) = (node.rect(), scrolls(&node));
        let fits_across = whole.x_range().contains(rect.left()) && whole.x_range().contains(rect.right());
        let fits_down = whole.y_range().contains(rect.top()) && whole.y_range().contains(rect.bottom());
        assert!((across || fits_across) && (down || fits_down), "{what}: {name} at {rect:?}");
    }
}

pub(crate) fn assert_good(window: &Window, what: &str) {
    assert_named(window, what);
    assert_inside(window, what);
}

fn walk(size: Vec2) {
    let place = Place::new();
    let mut window = Window::sized(place.env(), None, size);
    assert_good(&window, "library");
    window.key(Key::ArrowDown);
    window.settle();
    assert_good(&window, "library with a preview");
    window.key(Key::Enter);
    window.settle();
    for tool in [Key::R, Key::B, Key::Z, Key::L, Key::E, Key::I, Key::H] {
        window.key(tool);
        window.settle();
        assert_good(&window, &format!("treat with {tool:?}"));
    }
    for tab in [Tab::Record, Tab::Notes, Tab::Coverage] {
        window.app_mut().workspace.as_mut().unwrap().tab = tab;
        window.settle();
        assert_good(&window, &format!("treat, {tab:?}"));
    }
    window.ctrl(Key::Num2);
    window.settle();
    assert_good(&window, "review");
}

#[test]
fn every_control_has_a_name_and_a_place_in_the_window() {
    walk(Vec2::new(1440.0, 900.0));
}

#[test]
fn every_control_has_a_name_and_a_place_in_the_smallest_window() {
    walk(Vec2::new(1024.0, 700.0));
}

#[test]
fn so_it_is_in_the_largest() {
    walk(Vec2::new(2560.0, 1440.0));
}

#[test]
fn a_series_that_can_be_written_is_named_too() {
    for size in [Vec2::new(1440.0, 900.0), Vec2::new(1024.0, 700.0)] {
        let (place, folder) = Place::with_face();
        let mut window = Window::sized(place.env(), Some(&folder), size);
        for tool in [Key::R, Key::B, Key::Z, Key::E] {
            window.key(tool);
            window.frame(Vec::new());
            assert_good(&window, &format!("{tool:?} at {size:?}"));
        }
        window.click("Record");
        window.frame(Vec::new());
        assert_good(&window, "record");
        window.click("Notes");
        window.frame(Vec::new());
        assert_good(&window, "notes");
    }
}
