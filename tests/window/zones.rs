//! Logging whole zones and gaps.

use crate::place::{Place, begun, entries, face};
use crate::window::Window;
use egui::{Key, PointerButton};
use egui_kittest::kittest::Queryable;
use serde_json::json;
use stipple::model::{Per, Plan, Series, Target};
use stipple::tool::ToolKind;

/// A series whose plan asks for one pass a session over one cheek.
fn one_pass() -> Series {
    let series = face("Cheek scars");
    let plan = series.plan.clone().unwrap();
    let target = Target {
        zones: stipple::model::ZonePattern::new("cheek-left"),
        passes: 1,
        per: Per::Session,
        ..plan.targets[0].clone()
    };
    Series { plan: Some(Plan { targets: vec![target], ..plan }), ..series }
}

#[test]
fn a_click_with_the_zone_tool_logs_the_zone() {
    let (place, folder) = Place::with_face();
    let mut window = Window::open(place.env(), Some(&folder));
    window.key(Key::Z);
    window.key(Key::Num3);
    let fit = window.fit();
    window.click_at(fit.at(75.0, 165.0), PointerButton::Primary);
    window.settle();
    assert!(window.says("Logged 3 passes over Cheek (right)."), "{:?}", window.spoken());
    let entries = entries(&folder);
    assert_eq!(entries.len(), 1);
    assert_eq!(entries[0]["zone"], "cheek-right");
    assert_eq!(entries[0]["passes"], json!({ "undirected": 3 }));
}

#[test]
fn a_click_beside_every_zone_logs_nothing() {
    let (place, folder) = Place::with_face();
    let mut window = Window::open(place.env(), Some(&folder));
    window.key(Key::Z);
    let fit = window.fit();
    window.click_at(fit.at(-30.0, 20.0), PointerButton::Primary);
    window.settle();
    assert!(window.says("There is no zone here; nothing was logged."), "{:?}", window.spoken());
    assert_eq!(entries(&folder).len(), 0);
}

#[test]
fn enter_on_a_row_logs_its_zone_and_does_not_move_the_view() {
    let (place, folder) = Place::with_face();
    let mut window = Window::open(place.env(), Some(&folder));
    let view = *window.workspace().view().unwrap();
    window.harness.get_by_label_contains("Cheek (left).").focus();
    window.frame(Vec::new());
    window.key(Key::Enter);
    window.settle();
    let entries = entries(&folder);
    assert_eq!(entries.len(), 1, "{entries:?}");
    assert_eq!(entries[0]["zone"], "cheek-left");
    assert_eq!(*window.workspace().view().unwrap(), view);
}

#[test]
fn a_click_on_a_row_shows_the_zone_large() {
    let (place, folder) = Place::with_face();
    let mut window = Window::open(place.env(), Some(&folder));
    let fit = window.fit();
    window.click_like("Cheek (left).");
    let workspace = window.workspace();
    let zone = &workspace.diagram.zones[workspace.selected.unwrap()];
    assert_eq!(zone.id.as_str(), "cheek-left");
    let view = workspace.view().unwrap();
    assert!(view.scale() > fit.scale);
    let on_screen = view.screen_rect(window.canvas(), zone.outline.bounds());
    assert!(window.canvas().contains_rect(on_screen));
    assert_eq!(entries(&folder).len(), 0);
}

#[test]
fn the_plus_of_a_row_logs_its_zone() {
    let (place, folder) = Place::with_face();
    let mut window = Window::open(place.env(), Some(&folder));
    let row = window.find_like("Cheek (left).");
    window.frame(vec![crate::window::moved(row.center())]);
    window.frame(Vec::new());
    window.click("Log passes over Cheek (left)");
    window.settle();
    assert_eq!(entries(&folder).len(), 1);
}

#[test]
fn a_gap_is_shown_and_closed_with_its_own_outline() {
    let place = Place::new();
    let series = one_pass();
    let folder = place.add(&series, &[begun(&series, crate::place::TODAY)]);
    let mut window = Window::open(place.env(), Some(&folder));
    window.fit();
    assert!(window.says("1: Cheek (left)"), "{:?}", window.spoken());
    window.click_like("1: Cheek (left)");
    assert_eq!(window.workspace().located.map(|located| located.place), Some(0));
    let row = window.find_like("1: Cheek (left)");
    window.click_at(row.center(), PointerButton::Secondary);
    window.click("Log passes over this gap");
    window.settle();
    let entries = entries(&folder);
    assert_eq!(entries.len(), 1, "{entries:?}");
    assert_eq!(entries[0]["type"], "region");
    assert!(!window.says("1: Cheek (left)"), "{:?}", window.spoken());
    let summary = window.workspace().summary.clone().unwrap();
    assert!(summary.gaps.is_empty(), "{:?}", summary.gaps);
    assert!(summary.at_target().unwrap().value() > 0.99);
}

#[test]
fn the_table_follows_while_a_stroke_is_drawn() {
    let (place, folder) = Place::with_face();
    let mut window = Window::open(place.env(), Some(&folder));
    let fit = window.fit();
    let mean = |window: &Window| {
        let zone = window.workspace().diagram.zones.iter().position(|zone| zone.id.as_str() == "cheek-right");
        let summary = window.workspace().summary.clone().unwrap();
        summary.metrics.zones[zone.unwrap()].metrics.as_ref().map_or(0.0, |metrics| metrics.mean_passes)
    };
    assert_eq!(mean(&window), 0.0);
    let a = fit.at(65.0, 160.0);
    window.frame(vec![crate::window::moved(a), crate::window::down(a)]);
    window.frame(vec![crate::window::moved(fit.at(85.0, 160.0))]);
    window.until("the table has followed", |window| mean(window) > 0.0);
    let first = mean(&window);
    window.frame(vec![crate::window::moved(fit.at(100.0, 160.0))]);
    window.until("the table has followed", |window| mean(window) > first);
    // Dropped, it goes back.
    window.key(Key::Escape);
    window.until("the table has gone back", |window| mean(window) == 0.0);
    assert_eq!(entries(&folder).len(), 0);
    assert_eq!(window.workspace().tool, ToolKind::Roll);
}

#[test]
fn an_offer_to_undo_goes_when_something_else_is_done() {
    let (place, folder) = Place::with_face();
    let mut window = Window::open(place.env(), Some(&folder));
    window.key(Key::Z);
    let at = window.fit().at(80.0, 160.0);
    window.frame(vec![crate::window::moved(at), crate::window::down(at), crate::window::up(at)]);
    assert!(window.app().notices.text().is_some_and(|text| text.starts_with("Logged")));
    window.key(Key::R);
    window.frame(vec![crate::window::down(at), crate::window::up(at)]);
    window.frame(Vec::new());
    assert_eq!(window.app().notices.text(), None);
    assert_eq!(window.workspace().session().unwrap().entries.len(), 2);
}
