//! Plan: targets set on the canvas, in the list and in the form, each as a step that can be undone.

use crate::place::{Place, begun, face};
use crate::window::{Window, down, moved, up};
use egui::{Key, PointerButton};
use egui_kittest::kittest::Queryable as _;
use std::path::Path;
use stipple::heatmap::MapKind;
use stipple::model::{Goal, Per, Plan, Series, Wanted, ZoneId};
use stipple::ui::workspace::Place as Where;

fn in_plan(place: &Place, folder: &Path) -> Window {
    let mut window = Window::open(place.env(), Some(folder));
    window.ctrl(Key::Num3);
    window.settle();
    assert_eq!(window.workspace().place, Where::Plan);
    window
}

fn plan(window: &Window) -> &Plan {
    window.workspace().document().series().plan.as_ref().unwrap()
}

fn wanted(window: &Window, zone: &str) -> Option<Wanted> {
    window.workspace().document().series().plan.as_ref()?.wanted(&ZoneId::new(zone).unwrap())
}

const fn a_session(passes: u32) -> Wanted {
    Wanted { passes, ceiling: None, per: Per::Session }
}

/// What the series starts with.
const FIRST: Option<Wanted> = Some(Wanted { passes: 6, ceiling: Some(10), per: Per::Series });

#[test]
fn a_click_sets_the_target_of_both_sides_and_the_other_button_clears_it() {
    let (place, folder) = Place::with_face();
    let mut window = in_plan(&place, &folder);
    assert!(window.has("Map: Target"), "{:?}", window.spoken());
    let fit = window.fit();
    let cheek = fit.at(85.0, 160.0);
    assert_eq!((wanted(&window, "cheek-left"), wanted(&window, "cheek-right")), (FIRST, FIRST));
    window.click_at(cheek, PointerButton::Primary);
    window.settle();
    assert_eq!(
        (wanted(&window, "cheek-left"), wanted(&window, "cheek-right")),
        (Some(a_session(4)), Some(a_session(4)))
    );
    assert_eq!(plan(&window).targets.len(), 1, "one rule says it of both sides");
    let workspace = window.workspace();
    assert_eq!(workspace.document().undo_label(), Some("target, Cheek"));
    // The picture is that of the plan: four passes on the cheek, whatever was rolled.
    let cell = workspace.diagram.grid.cell_at(stipple::geometry::Point::new(85.0, 160.0));
    let shown = workspace.heat.picture().unwrap();
    assert_eq!(shown.scale().map, MapKind::Passes);
    let rect = stipple::geometry::CellRect::new(cell.column, cell.row, cell.column + 1, cell.row + 1);
    let pixel = shown.rows(rect).flatten().copied().next().unwrap();
    assert!(pixel[3] > 0, "{pixel:?}");
    window.click_at(cheek, PointerButton::Secondary);
    window.settle();
    assert_eq!(wanted(&window, "cheek-left"), None);
    window.ctrl(Key::Z);
    window.ctrl(Key::Z);
    window.settle();
    assert_eq!(wanted(&window, "cheek-left"), FIRST);
    assert!(window.workspace().document().undo_label().is_none());
}

#[test]
fn a_drag_sets_all_zones_it_crosses_in_one_step_and_escape_drops_it() {
    let (place, folder) = Place::with_face();
    let mut window = in_plan(&place, &folder);
    let fit = window.fit();
    let way = [fit.at(85.0, 160.0), fit.at(105.0, 160.0), fit.at(128.0, 160.0)];
    window.key(Key::Num7);
    window.frame(vec![moved(way[0]), down(way[0])]);
    window.frame(vec![moved(way[1]), moved(way[2])]);
    window.key(Key::Escape);
    window.frame(vec![up(way[2])]);
    window.settle();
    assert_eq!(wanted(&window, "cheek-left"), FIRST);
    window.frame(vec![moved(way[0]), down(way[0])]);
    window.frame(vec![moved(way[1]), moved(way[2])]);
    window.frame(vec![up(way[2])]);
    window.settle();
    let zones = &window.workspace().diagram.zones;
    let set = zones.iter().filter(|zone| plan(&window).wanted(&zone.id) == Some(a_session(7))).count();
    assert!(set > 2, "{:?}", plan(&window).targets);
    window.ctrl(Key::Z);
    window.settle();
    assert!(window.workspace().document().undo_label().is_none(), "one step");
}

#[test]
fn the_list_of_zones_does_by_keyboard_what_the_canvas_does() {
    let (place, folder) = Place::with_face();
    let mut window = in_plan(&place, &folder);
    window.harness.get_by_label("Set 4 a session on Chin").focus();
    window.key(Key::Enter);
    window.settle();
    assert_eq!(wanted(&window, "chin"), Some(a_session(4)));
    assert!(window.has("Chin: 4 a session"), "{:?}", window.spoken());
    window.harness.get_by_label("Clear the target of Chin").focus();
    window.key(Key::Enter);
    window.settle();
    assert_eq!(wanted(&window, "chin"), None);
}

#[test]
fn a_field_of_the_form_holds_once_it_is_left() {
    let (place, folder) = Place::with_face();
    let mut window = in_plan(&place, &folder);
    window.focus_field("Sessions");
    window.type_text("0");
    assert_eq!(plan(&window).sessions, Some(3), "not while it is typed");
    window.ctrl(Key::Num1);
    window.settle();
    assert_eq!(plan(&window).sessions, Some(30));
    window.ctrl(Key::Z);
    window.ctrl(Key::Num3);
    window.settle();
    assert_eq!(plan(&window).sessions, Some(3));
    assert!(window.says("Session 2: due 13 Apr 2026"), "{:?}", window.spoken());
}

#[test]
fn a_goal_that_cannot_be_read_says_where_and_changes_nothing() {
    let (place, folder) = Place::with_face();
    let mut window = in_plan(&place, &folder);
    let before = plan(&window).clone();
    window.focus_field("Goals, one a line");
    window.type_text(" cheek V16 = 95");
    window.focus_field("Interval");
    window.frame(Vec::new());
    assert!(window.says("column"), "{:?}", window.spoken());
    window.ctrl(Key::Num1);
    window.settle();
    assert_eq!(*plan(&window), before);
}

#[test]
fn a_template_sets_what_it_gives_and_says_its_source() {
    let (place, folder) = Place::with_face();
    let mut window = in_plan(&place, &folder);
    window.click("Start from");
    window.click_like("Four directions, four passes each");
    window.settle();
    assert_eq!(wanted(&window, "cheek-left"), Some(a_session(16)));
    assert_eq!((plan(&window).sessions, plan(&window).interval_days), (Some(3), Some(42)));
    assert!(window.says("Doddaballapur 2009"), "{:?}", window.spoken());
    window.click("Start from");
    window.click_like("Acne scars, 3 sessions");
    window.settle();
    assert_eq!((plan(&window).sessions, plan(&window).interval_days), (Some(3), Some(28)));
    assert_eq!(wanted(&window, "cheek-left"), Some(a_session(16)), "passes stay as they are");
}

#[test]
fn who_has_no_plan_yet_is_led_here() {
    let place = Place::new();
    let series = Series { plan: None, ..face("Cheek scars") };
    let folder = place.add(&series, &[begun(&series, crate::place::TODAY)]);
    let mut window = Window::open(place.env(), Some(&folder));
    window.click("Set targets");
    window.settle();
    assert_eq!(window.workspace().place, Where::Plan);
    let fit = window.fit();
    window.click_at(fit.at(85.0, 160.0), PointerButton::Primary);
    window.settle();
    assert_eq!(wanted(&window, "cheek-right"), Some(a_session(4)));
}

#[test]
fn the_plan_works_in_the_smallest_window() {
    let (place, folder) = Place::with_face();
    let mut window = Window::sized(place.env(), Some(&folder), egui::Vec2::new(1024.0, 700.0));
    window.ctrl(Key::Num3);
    window.settle();
    for name in ["Zones of target 1", "Passes of target 1", "Ceiling of target 1", "More for target 1"] {
        assert!(window.find(name).right() <= 1024.0, "{name}");
    }
    // Rows that are too wide would push the panel's other contents under its edge.
    let (row, panel) = (window.find("More for target 1"), window.find("Goals, one a line"));
    assert!(row.right() <= 1012.5 && panel.right() <= 1012.5, "{row:?} {panel:?}");
}

#[test]
fn a_goal_leads_to_where_it_is_written() {
    let place = Place::new();
    let mut series = face("Cheek scars");
    series.plan.as_mut().unwrap().goals = vec![Goal::new("cheek-* V6 >= 90 %")];
    let folder = place.add(&series, &[begun(&series, crate::place::TODAY)]);
    let mut window = Window::open(place.env(), Some(&folder));
    window.ctrl(Key::Num2);
    window.settle();
    window.click_like("cheek-* V6 >= 90 %: ");
    window.settle();
    assert_eq!(window.workspace().place, Where::Plan);
    // Judged at once with what is changed here.
    assert!(window.says("cheek-* V6 >= 90 %: 0"), "{:?}", window.spoken());
    window.focus_field("Goals, one a line");
    window.type_text(" | 95 %");
    window.focus_field("Interval");
    window.ctrl(Key::Num1);
    window.settle();
    assert_eq!(plan(&window).goals[0].text, "cheek-* V6 >= 90 % | 95 %");
}
