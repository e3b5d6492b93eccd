//! Regions by corners, brushes by hand and by field, a steadier hand, keep-outs, and what lies under the pointer.

use crate::place::{Place, entries, points};
use crate::window::{Fit, Window, button, down, moved, up};
use egui::{Event, Key, Modifiers, PointerButton, Pos2};
use stipple::ui::workspace::Gesture;

/// A click, each step in a frame of its own.
fn click(window: &mut Window, fit: &Fit, x: f64, y: f64) {
    let at = fit.at(x, y);
    window.frame(vec![moved(at)]);
    window.frame(vec![down(at)]);
    window.frame(vec![up(at)]);
}

fn with_corners() -> (Place, std::path::PathBuf, Window, Fit) {
    let (place, folder) = Place::with_face();
    let mut window = Window::open(place.env(), Some(&folder));
    let fit = window.fit();
    window.key(Key::L);
    window.click("Corners");
    (place, folder, window, fit)
}

fn corners(window: &Window) -> usize {
    match &window.workspace().gesture {
        Gesture::Polygon(polygon) => polygon.corners().len(),
        _ => 0,
    }
}

/// Whether two lists of places are the same but for a hundredth of a mm.
fn same(a: &[(f64, f64)], b: &[(f64, f64)]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(p, q)| (p.0 - q.0).abs() < 0.02 && (p.1 - q.1).abs() < 0.02)
}

#[test]
fn corners_become_a_region_when_the_ring_is_closed() {
    let (_place, folder, mut window, fit) = with_corners();
    for (x, y) in [(65.0, 155.0), (85.0, 155.0), (99.0, 120.0)] {
        click(&mut window, &fit, x, y);
    }
    window.key(Key::Backspace);
    assert_eq!(corners(&window), 2);
    click(&mut window, &fit, 85.0, 175.0);
    window.settle();
    assert_eq!(entries(&folder).len(), 0, "nothing is logged before it is closed");
    window.key(Key::Enter);
    window.settle();
    let logged = entries(&folder);
    assert_eq!(logged.len(), 1, "{logged:?}");
    assert!(same(&points(&logged[0]), &[(65.0, 155.0), (85.0, 155.0), (85.0, 175.0)]), "{logged:?}");
    // A double click closes it too, and so does the first corner.
    for last in [(85.0, 175.0), (65.0, 155.0)] {
        for (x, y) in [(65.0, 155.0), (85.0, 155.0), (85.0, 175.0), last] {
            click(&mut window, &fit, x, y);
        }
        assert_eq!(corners(&window), 0);
    }
    window.settle();
    let logged = entries(&folder);
    assert_eq!(logged.len(), 3);
    assert_eq!(logged[1]["ring"], logged[0]["ring"]);
    assert_eq!(logged[2]["ring"], logged[0]["ring"]);
}

#[test]
fn escape_and_the_last_backspace_drop_the_corners() {
    let (_place, folder, mut window, fit) = with_corners();
    click(&mut window, &fit, 65.0, 155.0);
    click(&mut window, &fit, 85.0, 155.0);
    window.key(Key::Escape);
    assert_eq!(corners(&window), 0);
    click(&mut window, &fit, 65.0, 155.0);
    window.key(Key::Backspace);
    assert!(matches!(window.workspace().gesture, Gesture::None));
    click(&mut window, &fit, 65.0, 155.0);
    click(&mut window, &fit, 85.0, 155.0);
    window.key(Key::Enter);
    assert!(window.says("The corners enclose nothing"), "{:?}", window.spoken());
    window.settle();
    assert_eq!(entries(&folder).len(), 0);
}

#[test]
fn corners_are_set_by_the_crosshair_and_mirrored() {
    let (_place, folder, mut window, _) = with_corners();
    window.key(Key::M);
    window.key(Key::K);
    window.frame(Vec::new());
    window.key(Key::Enter);
    window.press(Modifiers::SHIFT, Key::ArrowRight);
    window.key(Key::Enter);
    window.press(Modifiers::SHIFT, Key::ArrowDown);
    window.key(Key::Enter);
    assert_eq!(corners(&window), 3);
    window.key(Key::Enter);
    window.settle();
    let logged = entries(&folder);
    assert_eq!(logged.len(), 2, "{logged:?}");
    let midline = window.workspace().diagram.midline_x_mm.unwrap();
    let image: Vec<_> = points(&logged[0]).iter().map(|(x, y)| (2.0 * midline - x, *y)).collect();
    assert!(same(&points(&logged[1]), &image), "{logged:?}");
}

#[test]
fn a_brush_is_as_wide_as_the_hand_or_the_field_says() {
    let (place, folder) = Place::with_face();
    let mut window = Window::open(place.env(), Some(&folder));
    let fit = window.fit();
    window.key(Key::B);
    let with_shift = |pos: Pos2, pressed| Event::PointerButton {
        pos,
        button: PointerButton::Secondary,
        pressed,
        modifiers: Modifiers::SHIFT,
    };
    let (a, b) = (fit.at(70.0, 160.0), fit.at(73.0, 160.0));
    window.frame(vec![moved(a)]);
    window.frame(vec![with_shift(a, true)]);
    window.frame(vec![moved(b)]);
    window.frame(vec![with_shift(b, false)]);
    assert_eq!(window.workspace().options.shade_width_mm, 18.0, "3 mm more on either side");
    window.frame(vec![moved(fit.at(90.0, 160.0))]);
    assert_eq!(window.workspace().options.shade_width_mm, 18.0, "released");
    window.focus_field("Width in mm");
    window.ctrl(Key::A);
    window.type_text("7,5");
    window.key(Key::Enter);
    assert_eq!(window.workspace().options.shade_width_mm, 7.5);
    window.settle();
    assert_eq!(entries(&folder).len(), 0);
}

#[test]
fn a_steady_hand_stores_the_line_that_is_drawn() {
    let (place, folder) = Place::with_face();
    let mut window = Window::open(place.env(), Some(&folder));
    let fit = window.fit();
    window.click("Steady hand");
    window.click("50\u{202f}%");
    assert_eq!(window.workspace().options.steadiness, 50);
    let start = fit.at(60.0, 160.0);
    window.frame(vec![moved(start), down(start)]);
    for i in 1..=40 {
        let tremor = if i % 2 == 0 { 1.0 } else { -1.0 };
        window.frame(vec![moved(fit.at(60.0 + f64::from(i), 160.0 + tremor))]);
    }
    window.frame(vec![up(fit.at(100.0, 161.0))]);
    window.settle();
    let path = points(&entries(&folder)[0]);
    assert!(path.iter().all(|(_, y)| (y - 160.0).abs() < 0.5), "{path:?}");
    let end = path.last().unwrap().0;
    assert!((89.0..91.0).contains(&end), "10 mm of string: {end}");
}

#[test]
fn paint_on_a_keep_out_names_it() {
    let (place, folder) = Place::with_face();
    let mut window = Window::open(place.env(), Some(&folder));
    let fit = window.fit();
    let eye = window.workspace().diagram.zones.iter().find(|zone| zone.id.as_str() == "eye-right").unwrap();
    let middle = eye.outline.bounds().centre();
    let (a, b) = (fit.at(middle.x - 4.0, middle.y), fit.at(middle.x + 4.0, middle.y));
    window.frame(vec![moved(a), down(a)]);
    window.frame(vec![moved(b)]);
    window.frame(vec![up(b)]);
    window.frame(Vec::new());
    assert!(window.says("Eye (right) is a keep-out: the paint is kept and listed."), "{:?}", window.spoken());
    window.settle();
    assert_eq!(entries(&folder).len(), 1);
    // Far from it nothing is said of it.
    let at = fit.at(130.0, 70.0);
    window.frame(vec![moved(at), down(at)]);
    window.frame(vec![up(at)]);
    window.frame(Vec::new());
    assert!(!window.app().notices.text().is_some_and(|text| text.contains("keep-out")));
}

#[test]
fn the_inspector_lists_the_entries_that_put_passes_there() {
    let (place, folder) = Place::with_face();
    let mut window = Window::open(place.env(), Some(&folder));
    let fit = window.fit();
    let stroke = |window: &mut Window, y: f64| {
        let (a, b) = (fit.at(65.0, y), fit.at(90.0, y));
        window.frame(vec![moved(a), down(a)]);
        window.frame(vec![moved(b)]);
        window.frame(vec![up(b)]);
        window.settle();
    };
    stroke(&mut window, 160.0);
    stroke(&mut window, 162.0);
    stroke(&mut window, 195.0);
    window.key(Key::N);
    window.key(Key::Z);
    window.click_at(fit.at(75.0, 165.0), PointerButton::Primary);
    window.key(Key::I);
    window.frame(vec![moved(fit.at(76.0, 161.0))]);
    window.until("the entries are known", |window| window.says("zone 4 · pass 2"));
    let lines: Vec<String> = window
        .spoken()
        .into_iter()
        .filter(|line| line.contains("Label: roll") || line.contains("Label: zone"))
        .collect();
    assert_eq!(lines.len(), 3, "the third stroke was elsewhere: {lines:?}");
    // An eraser takes them away.
    window.key(Key::E);
    let at = fit.at(76.0, 161.0);
    window.frame(vec![down(at)]);
    window.frame(vec![button(at, PointerButton::Primary, false)]);
    window.settle();
    window.key(Key::I);
    window.frame(vec![moved(fit.at(76.0, 161.2))]);
    window.rest(0.3);
    window.settle();
    assert!(!window.says("zone 4 · pass 2"), "{:?}", window.spoken());
}
