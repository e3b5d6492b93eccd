//! Review: maps and the range of sessions.

use crate::place::{Place, begun, face};
use crate::window::Window;
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT, Queryable};
use std::path::PathBuf;
use stipple::geometry::{Point, Polyline};
use stipple::heatmap::MapKind;
use stipple::model::{DeviceId, DiagramId, Entry, EntryId, EntryKind, Extra, Roll, Series, Session};

/// A session with one stroke over a cheek.
fn rolled(series: &Series, day: &str, y_mm: f64) -> Session {
    let points = (0..20).map(|i| Point::new(65.0 + 2.0 * f64::from(i), y_mm)).collect();
    let roll = Roll { path: Polyline::new(points).unwrap(), width_mm: None, passes: 1, times_ms: Vec::new() };
    let entry = Entry {
        id: EntryId(1),
        diagram: DiagramId::new("face-front").unwrap(),
        device: Some(DeviceId::new("roller").unwrap()),
        at_ms: Some(0),
        pass: Some(1),
        kind: EntryKind::Roll(roll),
        extra: Extra::default(),
        passes_extra: Extra::default(),
    };
    Session { entries: vec![entry], ..begun(series, day) }
}

/// Three sessions with a stroke each, the same in the first two.
fn three_sessions(series: &Series) -> (Place, PathBuf) {
    let place = Place::new();
    let days =
        [("2025-12-01T09:00:00", 160.0), ("2026-01-12T09:00:00", 160.0), ("2026-02-23T09:00:00", 185.0)];
    let sessions = days.map(|(day, y)| rolled(series, day, y));
    let folder = place.add(series, &sessions);
    (place, folder)
}

fn in_review(place: &Place, folder: &std::path::Path) -> Window {
    let mut window = Window::open(place.env(), Some(folder));
    window.ctrl(Key::Num2);
    window.settle();
    window
}

/// Passes shown at a place of the diagram.
fn passes(window: &Window, x: f64, y: f64) -> u32 {
    let workspace = window.workspace();
    workspace.shown_set().unwrap().total(workspace.diagram.grid.cell_at(Point::new(x, y)))
}

#[test]
fn number_keys_choose_the_map() {
    let (place, folder) = three_sessions(&face("Cheek scars"));
    let mut window = in_review(&place, &folder);
    let keys = [Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5, Key::Num6, Key::Num7, Key::Num8];
    for (key, map) in keys.into_iter().zip(MapKind::ALL).rev() {
        window.key(key);
        window.settle();
        assert_eq!(window.workspace().map(), map);
        assert!(window.has(&format!("Map: {}", map.title())), "{:?}", window.spoken());
    }
    window.key(Key::Num3);
    window.ctrl(Key::Num1);
    assert_eq!(window.workspace().map(), MapKind::Passes, "Treat keeps a map of its own");
    window.ctrl(Key::Num2);
    assert_eq!(window.workspace().map(), MapKind::DaysSince);
}

#[test]
fn the_range_keys_narrow_and_move_what_is_shown() {
    let (place, folder) = three_sessions(&face("Cheek scars"));
    let mut window = in_review(&place, &folder);
    assert_eq!(window.workspace().range, (0, 2));
    assert_eq!((passes(&window, 85.0, 160.0), passes(&window, 85.0, 185.0)), (2, 1));
    window.key(Key::ArrowLeft);
    window.settle();
    assert_eq!(window.workspace().range, (0, 1));
    assert_eq!((passes(&window, 85.0, 160.0), passes(&window, 85.0, 185.0)), (2, 0));
    window.key(Key::ArrowLeft);
    window.settle();
    assert_eq!(window.workspace().range, (0, 0));
    assert_eq!(passes(&window, 85.0, 160.0), 1);
    window.key(Key::ArrowLeft);
    assert_eq!(window.workspace().range, (0, 0), "never less than one session");
    window.press(Modifiers::SHIFT, Key::ArrowRight);
    window.press(Modifiers::SHIFT, Key::ArrowRight);
    window.settle();
    assert_eq!(window.workspace().range, (2, 2));
    assert_eq!((passes(&window, 85.0, 160.0), passes(&window, 85.0, 185.0)), (0, 1));
    window.press(Modifiers::SHIFT, Key::ArrowRight);
    assert_eq!(window.workspace().range, (2, 2));
}

#[test]
fn the_handles_of_the_range_follow_the_pointer() {
    let (place, folder) = three_sessions(&face("Cheek scars"));
    let mut window = in_review(&place, &folder);
    let last = window.find_like("Last session shown: 3").center();
    let first = window.find_like("First session shown: 1").center();
    window.frame(vec![crate::window::moved(last)]);
    window.frame(vec![crate::window::down(last)]);
    let middle = first + (last - first) * 0.45;
    window.frame(vec![crate::window::moved(middle)]);
    window.frame(vec![crate::window::moved(middle)]);
    window.frame(vec![crate::window::up(middle)]);
    window.settle();
    assert_eq!(window.workspace().range, (0, 1));
}

#[test]
fn maps_that_need_a_plan_are_off_without_one() {
    let series = Series { plan: None, ..face("Cheek scars") };
    let (place, folder) = three_sessions(&series);
    let mut window = in_review(&place, &folder);
    window.key(Key::Num6);
    assert_eq!(window.workspace().map(), MapKind::Passes);
    assert!(window.harness.get_by_label(MapKind::Gap.title()).accesskit_node().is_disabled());
    window.click("Sessions");
    assert_eq!(window.workspace().map(), MapKind::Sessions);
}

#[test]
fn nothing_is_painted_in_review() {
    let (place, folder) = three_sessions(&face("Cheek scars"));
    let mut window = in_review(&place, &folder);
    let canvas = window.canvas();
    let (a, b) = (canvas.center(), canvas.center() + egui::Vec2::new(30.0, 0.0));
    let before = *window.workspace().view().unwrap();
    window.frame(vec![crate::window::moved(a), crate::window::down(a)]);
    window.frame(vec![crate::window::moved(b)]);
    window.frame(vec![crate::window::up(b)]);
    window.settle();
    assert!(window.workspace().document().undo_label().is_none());
    assert_ne!(*window.workspace().view().unwrap(), before, "a drag moves the view");
}

#[test]
fn a_difference_is_of_the_sessions_that_its_handles_hang_on() {
    let (place, folder) = three_sessions(&face("Cheek scars"));
    let mut window = in_review(&place, &folder);
    assert!(!window.has("A, taken away: session 2"), "only the difference has these handles");
    window.key(Key::Num7);
    window.settle();
    assert!(window.has("A, taken away: session 2") && window.has("B, taken from: session 3"));
    let at = |window: &Window, y: f64| {
        let workspace = window.workspace();
        let cell = workspace.diagram.grid.cell_at(Point::new(85.0, y));
        workspace.heat.picture().unwrap().signed().unwrap().at(cell)
    };
    assert_eq!((at(&window, 160.0), at(&window, 185.0), at(&window, 210.0)), (Some(-1), Some(1), None));
    // By the pointer, to the first session.
    let handle = window.find_like("A, taken away").center();
    let first = window.find_like("First session shown: 1").center();
    window.frame(vec![crate::window::moved(handle)]);
    window.frame(vec![crate::window::down(handle)]);
    let goal = egui::Pos2::new(first.x, handle.y);
    window.frame(vec![crate::window::moved(goal)]);
    window.frame(vec![crate::window::moved(goal)]);
    window.frame(vec![crate::window::up(goal)]);
    window.settle();
    assert!(window.has("A, taken away: session 1"), "{:?}", window.spoken());
    // By the keyboard, with Shift to take in several.
    window.harness.get_by_label_contains("A, taken away").focus();
    window.frame(Vec::new());
    window.press(Modifiers::SHIFT, Key::ArrowRight);
    window.settle();
    assert!(window.has("A, taken away: sessions 1 \u{2013} 2"), "{:?}", window.spoken());
    assert_eq!((at(&window, 160.0), at(&window, 185.0)), (Some(-2), Some(1)));
    assert_eq!(window.workspace().range, (0, 2), "the range is another matter");
}

#[test]
fn maps_of_differences_are_off_where_there_is_nothing_to_compare() {
    let series = face("Cheek scars");
    let place = Place::new();
    let folder = place.add(&series, &[rolled(&series, "2026-01-12T09:00:00", 160.0)]);
    let mut window = in_review(&place, &folder);
    window.key(Key::Num7);
    assert_eq!(window.workspace().map(), MapKind::Passes, "one session has no difference");
    window.key(Key::Num8);
    window.settle();
    assert_eq!(window.workspace().map(), MapKind::Asymmetry);
    window.key(Key::PageDown);
    window.settle();
    assert!(window.workspace().diagram.midline_x_mm.is_none());
    assert_eq!(window.workspace().map(), MapKind::Passes, "a side view has no midline");
    assert!(window.harness.get_by_label("Asymmetry").accesskit_node().is_disabled());
    window.key(Key::PageUp);
    window.settle();
    assert_eq!(window.workspace().map(), MapKind::Asymmetry);
}

/// Three sessions as before, the second with the pen.
fn two_devices(series: &Series) -> (Place, PathBuf) {
    let place = Place::new();
    let days =
        [("2025-12-01T09:00:00", 160.0), ("2026-01-12T09:00:00", 160.0), ("2026-02-23T09:00:00", 185.0)];
    let mut sessions = days.map(|(day, y)| rolled(series, day, y));
    sessions[1].entries[0].device = Some(DeviceId::new("pen").unwrap());
    let folder = place.add(series, &sessions);
    (place, folder)
}

/// What the curve says of everything planned with at least one pass.
fn touched(window: &Window) -> f64 {
    let summary = window.workspace().summary.as_ref().unwrap();
    summary.curves[0].share_at(1).map_or(0.0, stipple::metrics::Share::value)
}

#[test]
fn a_filter_changes_picture_and_figures_and_its_chip_takes_it_away() {
    let (place, folder) = two_devices(&face("Cheek scars"));
    let mut window = in_review(&place, &folder);
    let all = touched(&window);
    assert_eq!(passes(&window, 85.0, 160.0), 2);
    assert!(!window.says("Filtered"));
    window.click("Device: All");
    window.click("Needling pen 12");
    window.settle();
    assert_eq!((passes(&window, 85.0, 160.0), passes(&window, 85.0, 185.0)), (1, 0));
    let few = touched(&window);
    assert!(few > 0.0 && few < all, "{few} of {all}");
    assert!(window.says("Filtered: Needling pen 12"), "{:?}", window.spoken());
    // In Treat all passes count, and Review remembers.
    window.ctrl(Key::Num1);
    window.settle();
    assert_eq!(passes(&window, 85.0, 185.0), 1);
    window.ctrl(Key::Num2);
    window.settle();
    assert_eq!(passes(&window, 85.0, 185.0), 0);
    window.click("Passes horizontal");
    window.settle();
    assert_eq!((passes(&window, 85.0, 160.0), touched(&window)), (0, 0.0));
    window.click_like("Filtered: ");
    window.settle();
    assert_eq!((passes(&window, 85.0, 160.0), touched(&window)), (2, all));
    assert!(!window.says("Filtered") && window.has("Device: All"));
}

#[test]
fn figures_under_a_filter_never_stand_beside_another_picture() {
    let (place, folder) = two_devices(&face("Cheek scars"));
    let mut window = in_review(&place, &folder);
    for name in ["Passes horizontal", "Passes vertical", "Passes horizontal", "Passes rising"] {
        window.click(name);
        window.until("picture and figures have changed", |window| {
            let workspace = window.workspace();
            let (shown, summary) = (workspace.heat.shown().unwrap(), workspace.summary.as_ref().unwrap());
            assert!(summary.key.counts_as(shown), "{:?} beside {:?}", summary.key.only, shown.only);
            shown.only == workspace.only
        });
    }
}

#[test]
fn what_is_undone_under_a_filter_goes_from_the_picture() {
    let (place, folder) = two_devices(&face("Cheek scars"));
    let mut window = Window::open(place.env(), Some(&folder));
    let fit = window.fit();
    let (a, b) = (fit.at(80.0, 205.0), fit.at(95.0, 205.0));
    window.frame(vec![crate::window::moved(a), crate::window::down(a)]);
    window.frame(vec![crate::window::moved(b)]);
    window.frame(vec![crate::window::up(b)]);
    window.ctrl(Key::Num2);
    window.settle();
    window.click("Depth: All");
    window.click("1.5 mm");
    window.settle();
    assert_eq!(passes(&window, 88.0, 205.0), 1);
    window.ctrl(Key::Z);
    window.settle();
    assert_eq!(passes(&window, 88.0, 205.0), 0);
    let pixels = |window: &Window| {
        let workspace = window.workspace();
        let cell = workspace.diagram.grid.cell_at(Point::new(88.0, 205.0));
        let rect = stipple::geometry::CellRect::new(cell.column, cell.row, cell.column + 1, cell.row + 1);
        workspace.heat.picture().unwrap().rows(rect).flatten().copied().collect::<Vec<_>>()
    };
    let bare = pixels(&window);
    window.press(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    window.settle();
    assert_eq!(passes(&window, 88.0, 205.0), 1);
    assert_ne!(pixels(&window), bare);
}

#[test]
fn the_smallest_window_has_the_filter_behind_a_button() {
    let (place, folder) = two_devices(&face("Cheek scars"));
    let mut window = Window::sized(place.env(), Some(&folder), egui::Vec2::new(1024.0, 700.0));
    window.ctrl(Key::Num2);
    window.settle();
    window.click("Filter");
    window.click("Needling pen 12");
    window.settle();
    assert_eq!(passes(&window, 85.0, 185.0), 0);
    window.ctrl(Key::K);
    window.type_text("all passes");
    window.key(Key::Enter);
    window.settle();
    assert_eq!(passes(&window, 85.0, 185.0), 1);
}

#[test]
fn playing_adds_one_session_after_another_and_stops_at_the_end() {
    let (place, folder) = three_sessions(&face("Cheek scars"));
    let mut window = in_review(&place, &folder);
    window.key(Key::Space);
    let mut seen = Vec::new();
    window.until("it has come to the end", |window| {
        let workspace = window.workspace();
        let shown = workspace.heat.shown().unwrap().range.clone();
        if seen.last() != Some(&shown) {
            seen.push(shown);
        }
        workspace.played().is_none()
    });
    assert_eq!(seen, [0..=2, 0..=0, 0..=1, 0..=2]);
    assert_eq!(window.workspace().range, (0, 2));
    // A rest shows what is there; Escape shows the whole range again.
    window.click("Play the sessions");
    window.until("one session is shown", |window| *window.workspace().heat.shown().unwrap().range.end() == 0);
    window.key(Key::Space);
    window.rest(4.0);
    assert_eq!(window.workspace().range, (0, 0));
    window.key(Key::Space);
    window.until("the second has come in", |window| window.workspace().range == (0, 1));
    window.key(Key::Escape);
    window.settle();
    assert_eq!((window.workspace().range, window.workspace().played()), ((0, 2), None));
    // Whoever moves the range has it.
    window.key(Key::Space);
    window.until("one session is shown", |window| *window.workspace().heat.shown().unwrap().range.end() == 0);
    window.key(Key::ArrowRight);
    window.rest(4.0);
    assert_eq!((window.workspace().range, window.workspace().played()), ((0, 1), None));
}

#[test]
fn a_click_and_a_key_pin_cards_and_escape_takes_them_away() {
    let (place, folder) = two_devices(&face("Cheek scars"));
    let mut window = in_review(&place, &folder);
    let fit = window.fit();
    let (rolled_twice, bare) = (fit.at(85.0, 160.0), fit.at(128.0, 60.0));
    window.click_at(rolled_twice, egui::PointerButton::Primary);
    window.settle();
    assert_eq!(window.workspace().pins().len(), 1);
    window.frame(vec![crate::window::moved(bare)]);
    window.key(Key::C);
    window.settle();
    assert_eq!(window.workspace().pins().len(), 2);
    let heads = |window: &Window| {
        window.spoken().into_iter().filter(|words| words.starts_with("Label: 2 passes, Cheek")).count()
    };
    assert_eq!(heads(&window), 1, "{:?}", window.spoken());
    // It follows what is shown.
    window.key(Key::ArrowLeft);
    window.key(Key::ArrowLeft);
    window.settle();
    assert!(window.says("1 pass, Cheek"), "{:?}", window.spoken());
    window.key(Key::Escape);
    assert_eq!(window.workspace().pins().len(), 1);
    window.click("Take card 1 away");
    assert!(window.workspace().pins().is_empty());
    // A drag pins nothing.
    let (a, b) = (rolled_twice, rolled_twice + egui::Vec2::new(30.0, 0.0));
    window.frame(vec![crate::window::moved(a), crate::window::down(a)]);
    window.frame(vec![crate::window::moved(b)]);
    window.frame(vec![crate::window::up(b)]);
    assert!(window.workspace().pins().is_empty());
}

#[test]
fn the_curve_keeps_zones_and_its_cursor_reads_any_number() {
    let (place, folder) = three_sessions(&face("Cheek scars"));
    let mut window = in_review(&place, &folder);
    let right = {
        let zones = &window.workspace().diagram.zones;
        zones.iter().position(|zone| zone.id.as_str() == "cheek-right").unwrap()
    };
    let name = window.workspace().diagram.zones[right].full_name();
    let row = |window: &Window, start: &str| window.spoken().iter().any(|words| words.starts_with(start));
    window.click_like(&format!("{name}, mean"));
    window.settle();
    assert!(row(&window, &format!("Row: {name}: V")), "{:?}", window.spoken());
    window.click(&format!("Keep {name} on the curve"));
    window.key(Key::Escape);
    window.settle();
    assert!(row(&window, &format!("Row: {name}: V")), "it stays when another is chosen");
    // Dragged with the pointer, and on by the keyboard.
    let curve = window.find_like("Coverage area. ");
    let at = curve.left_center() + egui::Vec2::new(28.0 + (curve.width() - 32.0) * 0.5, 0.0);
    window.frame(vec![crate::window::moved(at)]);
    window.frame(vec![crate::window::down(at)]);
    window.frame(vec![crate::window::up(at)]);
    window.frame(vec![crate::window::moved(window.canvas().center())]);
    window.frame(Vec::new());
    let read = window.workspace().curve.at.expect("the cursor stands");
    assert!(row(&window, &format!("Row: All planned: V{read} ")), "{:?}", window.spoken());
    window.harness.get_by_label_contains("Coverage area. ").focus();
    window.frame(Vec::new());
    window.key(Key::ArrowRight);
    assert_eq!(window.workspace().curve.at, Some(read + 1));
    assert_eq!(window.workspace().range, (0, 2), "the range is another matter");
    window.click("More for the curve");
    window.click("Exactly so many passes");
    assert!(window.workspace().curve.differential);
}

#[test]
fn the_trend_says_what_each_session_has_added() {
    let (place, folder) = three_sessions(&face("Cheek scars"));
    let mut window = in_review(&place, &folder);
    let trend = |window: &Window| {
        let summary = window.workspace().summary.clone().unwrap();
        let zones = &window.workspace().diagram.zones;
        let of = summary.trends.iter().find(|trend| zones[trend.zone].id.as_str() == "cheek-right").unwrap();
        (of.sums.clone(), summary.metrics.zones[of.zone].metrics.as_ref().unwrap().mean_passes)
    };
    let (sums, mean) = trend(&window);
    assert_eq!(sums.len(), 3);
    assert!(sums[0] > 0.0 && (sums[1] - 2.0 * sums[0]).abs() < 1e-9 && sums[2] > sums[1], "{sums:?}");
    assert!((sums[2] - mean).abs() < 1e-9);
    window.key(Key::ArrowLeft);
    window.settle();
    assert_eq!(trend(&window).0, sums[..2]);
    window.click_like("Trend of Cheek (right)");
    window.settle();
    let zone = window.workspace().selected.unwrap();
    assert_eq!(window.workspace().diagram.zones[zone].id.as_str(), "cheek-right");
}

#[test]
fn each_session_is_shown_by_itself_and_a_click_has_it_alone() {
    let (place, folder) = three_sessions(&face("Cheek scars"));
    let mut window = in_review(&place, &folder);
    window.key(Key::E);
    window.settle();
    let rows = |window: &Window| {
        window.spoken().into_iter().filter(|words| words.starts_with("Button: Session ")).collect::<Vec<_>>()
    };
    assert_eq!(rows(&window).len(), 3, "{:?}", window.spoken());
    assert!(rows(&window)[1].contains("12 Jan 2026 +42 d"), "{:?}", rows(&window));
    let pictures = |window: &Window| window.workspace().multiples.pictures.1.iter().flatten().count();
    assert_eq!(pictures(&window), 3);
    window.key(Key::ArrowLeft);
    window.settle();
    assert_eq!((rows(&window).len(), pictures(&window)), (2, 2), "it follows the range");
    window.click_like("Session 2, ");
    window.settle();
    assert_eq!(window.workspace().range, (1, 1));
    assert!(!window.workspace().shows_multiples());
    assert_eq!((passes(&window, 85.0, 160.0), passes(&window, 85.0, 185.0)), (1, 0));
    window.click("Each session");
    assert!(window.workspace().shows_multiples());
    window.click("Sum");
    assert!(!window.workspace().shows_multiples());
}
