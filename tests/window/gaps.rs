//! What the list of gaps leaves out, what it measures against, and how a gap is filled by one key.

use crate::place::{Place, begun, entries, face};
use crate::window::Window;
use egui::Key;
use serde_json::json;
use stipple::model::{Direction, Per, Plan, Series, Target, ZonePattern};

/// A series whose plan asks for some passes a session over some zones.
fn plan(zones: &str, passes: u32, ceiling: Option<u32>) -> Series {
    let series = face("Cheek scars");
    let plan = series.plan.clone().unwrap();
    let target = Target {
        zones: ZonePattern::new(zones),
        passes,
        ceiling,
        per: Per::Session,
        ..plan.targets[0].clone()
    };
    Series { plan: Some(Plan { targets: vec![target], ..plan }), ..series }
}

fn open(place: &Place, series: &Series) -> (Window, std::path::PathBuf) {
    let folder = place.add(series, &[begun(series, crate::place::TODAY)]);
    (Window::open(place.env(), Some(&folder)), folder)
}

#[test]
fn one_key_fills_a_gap_with_what_is_short_of_its_target() {
    let place = Place::new();
    let (mut window, folder) = open(&place, &plan("cheek-left", 4, None));
    window.key(Key::G);
    window.key(Key::F);
    window.settle();
    assert!(window.says("Filled gap 1 of Cheek (left): 4 passes."), "{:?}", window.spoken());
    let entries = entries(&folder);
    assert_eq!(entries.len(), 1, "{entries:?}");
    assert_eq!(entries[0]["type"], "region");
    assert_eq!(entries[0]["device"], "roller");
    let each = json!({ "horizontal": 1, "vertical": 1, "rising": 1, "falling": 1 });
    assert_eq!(entries[0]["passes"], each, "nothing was there, so each direction is missing");
    assert!(window.workspace().summary.clone().unwrap().places.is_empty());
    window.key(Key::F);
    window.settle();
    assert!(window.says("There is no gap to fill."), "{:?}", window.spoken());
    window.ctrl(Key::Z);
    window.settle();
    assert_eq!(crate::place::entries(&folder).len(), 0);
}

#[test]
fn narrow_gaps_are_counted_and_not_listed() {
    let place = Place::new();
    let (mut window, _) = open(&place, &plan("cheek-left", 1, None));
    let widest = {
        let summary = window.workspace().summary.clone().unwrap();
        summary.widest_mm(&summary.places[0])
    };
    assert!((20.0..60.0).contains(&widest), "{widest}");
    window.app_mut().settings.narrowest_gap_mm = widest + 0.5;
    window.settle();
    let summary = window.workspace().summary.clone().unwrap();
    assert_eq!((summary.places.len(), summary.gaps.len(), summary.slivers()), (0, 1, 1));
    assert!(window.says("1 narrower than"), "{:?}", window.spoken());
    window.key(Key::G);
    window.frame(Vec::new());
    assert!(window.workspace().located.is_none());
    window.app_mut().settings.narrowest_gap_mm = widest;
    window.settle();
    assert_eq!(window.workspace().summary.clone().unwrap().places.len(), 1);
}

#[test]
fn without_a_plan_gaps_are_measured_against_the_median_of_the_session() {
    let place = Place::new();
    let series = Series { plan: None, ..face("Cheek scars") };
    let (mut window, _) = open(&place, &series);
    assert_eq!(window.workspace().summary.clone().unwrap().median, None);
    let fit = window.fit();
    window.key(Key::Z);
    window.key(Key::Num3);
    window.click_at(fit.at(75.0, 165.0), egui::PointerButton::Primary);
    window.settle();
    let summary = window.workspace().summary.clone().unwrap();
    assert_eq!((summary.median, summary.places.len()), (Some(3), 0));
    // A part of it is taken away again.
    window.key(Key::E);
    let (a, b) = (fit.at(70.0, 160.0), fit.at(85.0, 160.0));
    window.frame(vec![crate::window::moved(a), crate::window::down(a)]);
    window.frame(vec![crate::window::moved(b)]);
    window.frame(vec![crate::window::up(b)]);
    window.settle();
    let summary = window.workspace().summary.clone().unwrap();
    assert_eq!((summary.median, summary.places.len()), (Some(3), 1));
    assert!(window.says("1: Cheek (right)"), "{:?}", window.spoken());
    window.key(Key::F);
    window.settle();
    assert_eq!(window.workspace().summary.clone().unwrap().places.len(), 0);
}

#[test]
fn what_is_above_its_ceiling_is_listed_and_shown_like_a_gap() {
    let place = Place::new();
    let (mut window, _) = open(&place, &plan("cheek-*", 4, Some(6)));
    let fit = window.fit();
    window.key(Key::Z);
    window.key(Key::Num9);
    window.click_at(fit.at(75.0, 165.0), egui::PointerButton::Primary);
    window.settle();
    window.click_like("Over the ceiling: Cheek (right), up to 9 of 6 passes");
    assert!(window.workspace().gap_view.spot.is_some_and(|(spot, _)| spot == 0));
    window.key(Key::Escape);
    assert!(window.workspace().gap_view.spot.is_none());
    window.ctrl(Key::Z);
    window.settle();
    assert!(!window.says("Over the ceiling"), "{:?}", window.spoken());
}

#[test]
fn gaps_can_be_filtered_by_the_direction_they_lack() {
    let place = Place::new();
    let (mut window, folder) = open(&place, &plan("cheek-*", 4, None));
    let fit = window.fit();
    let all_but = |missing: Direction| {
        Direction::ROLLED.into_iter().filter(move |direction| *direction != missing).collect::<Vec<_>>()
    };
    // The right cheek lacks falling passes, the left rising ones.
    for (x, missing) in [(75.0, Direction::Falling), (185.0, Direction::Rising)] {
        let options = &mut window.app_mut().workspace.as_mut().unwrap().options;
        options.area = stipple::tool::AreaOptions::default();
        for direction in all_but(missing) {
            *options.area.directions.get_mut(direction) = true;
        }
        window.key(Key::Z);
        window.click_at(fit.at(x, 165.0), egui::PointerButton::Primary);
        window.settle();
    }
    assert_eq!(entries(&folder).len(), 2);
    let zone = |window: &Window| {
        let workspace = window.workspace();
        let place = workspace.located.map(|located| located.place)?;
        let zone = workspace.summary.clone()?.places.get(place)?.zone;
        Some(workspace.diagram.zones.get(zone)?.id.to_string())
    };
    window.click("missing: rising");
    for _ in 0..3 {
        window.key(Key::G);
        assert_eq!(zone(&window).as_deref(), Some("cheek-left"));
    }
    window.click("missing: rising");
    window.click("missing: falling");
    window.key(Key::G);
    assert_eq!(zone(&window).as_deref(), Some("cheek-right"));
    window.key(Key::F);
    window.settle();
    assert_eq!(entries(&folder)[2]["passes"], json!({ "falling": 1 }));
}
