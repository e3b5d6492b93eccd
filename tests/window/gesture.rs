//! A recorded movement of a hand, replayed: what is written, and what is counted while it is drawn.

use crate::place::{Place, entries};
use crate::window::{Fit, Window, down, moved, up};
use egui::{Key, Modifiers};
use serde_json::Value;
use std::sync::Arc;
use stipple::coverage::{CoverageSet, SessionCoverage};
use stipple::geometry::{Cell, Polyline};
use stipple::model::{Entry, EntryKind, Extra, Roll, Session};
use stipple::ui::workspace::{Gesture, Workspace};

/// Milliseconds since the press and the place on the diagram in mm: out, half a millimetre of turning, and back.
const RECORDED: [(u32, f64, f64); 9] = [
    (0, 80.0, 150.0),
    (16, 80.4, 150.1),
    (32, 81.3, 150.2),
    (48, 82.3, 150.2),
    (64, 83.5, 150.3),
    (80, 84.4, 150.3),
    (96, 83.6, 150.3),
    (112, 82.4, 150.3),
    (128, 82.0, 150.4),
];

/// With a drum 20 mm wide, points are 1.25 mm apart or more; the corner where the hand turned back and the end stay
/// wherever they are.
const WRITTEN: &str = r#"{ "id": 1, "type": "roll", "diagram": "face-front", "device": "roller", "at_ms": 61000, "pass": 1,
    "passes": 1, "path": [80, 150, 81.3, 150.2, 83.5, 150.3, 84.4, 150.3, 82.4, 150.3, 82, 150.4],
    "times_ms": [0, 32, 64, 80, 112, 144] }"#;

/// Plays everything but the release.
fn play(window: &mut Window, fit: &Fit, mut each: impl FnMut(&Window)) {
    let mut before = 0;
    for (i, (ms, x, y)) in RECORDED.into_iter().enumerate() {
        let at = fit.at(x, y);
        let events = if i == 0 { vec![moved(at), down(at)] } else { vec![moved(at)] };
        window.frame_after(f64::from(ms - before).max(1.0) / 1000.0, events);
        before = ms;
        each(window);
    }
}

fn release(window: &mut Window, fit: &Fit) {
    let (_, x, y) = RECORDED[RECORDED.len() - 1];
    window.frame_after(0.016, vec![up(fit.at(x, y))]);
}

#[test]
fn a_recorded_movement_gives_exactly_this_entry() {
    let (place, folder) = Place::with_face();
    let mut window = Window::open(place.env_at("2026-03-02T10:06:01"), Some(&folder));
    let fit = window.fit();
    play(&mut window, &fit, |_| {});
    release(&mut window, &fit);
    window.settle();
    let wanted: Value = serde_json::from_str(WRITTEN).unwrap();
    assert_eq!(entries(&folder), [wanted]);
}

#[test]
fn the_same_movement_in_fewer_frames_gives_the_same_path() {
    let (place, folder) = Place::with_face();
    let mut window = Window::open(place.env(), Some(&folder));
    let fit = window.fit();
    let at: Vec<_> = RECORDED.iter().map(|(_, x, y)| fit.at(*x, *y)).collect();
    window.frame(vec![moved(at[0]), down(at[0])]);
    for two in at[1..].chunks(2) {
        window.frame_after(0.032, two.iter().copied().map(moved).collect());
    }
    window.frame(vec![up(at[8])]);
    window.settle();
    let wanted: Value = serde_json::from_str(WRITTEN).unwrap();
    let entries = entries(&folder);
    assert_eq!(entries[0]["path"], wanted["path"]);
    let times: Vec<u64> =
        entries[0]["times_ms"].as_array().unwrap().iter().map(|t| t.as_u64().unwrap()).collect();
    assert!(times.is_sorted(), "{times:?}");
    assert_eq!(&times[..5], [0, 32, 64, 80, 112], "samples of a frame are spread over it");
}

/// The open session with the stroke that is being drawn, counted from nothing.
fn recount(workspace: &Workspace) -> CoverageSet {
    let mut session: Session = (**workspace.session().unwrap()).clone();
    if let Gesture::Stroke(stroke) = &workspace.gesture {
        let roll = Roll {
            path: Polyline::new(stroke.points().to_vec()).unwrap(),
            width_mm: None,
            passes: 1,
            times_ms: Vec::new(),
        };
        session.entries.push(Entry {
            id: session.next_entry_id(),
            diagram: workspace.diagram.id.clone(),
            device: workspace.options.device.clone(),
            at_ms: None,
            pass: None,
            kind: EntryKind::Roll(roll),
            extra: Extra::default(),
            passes_extra: Extra::default(),
        });
    }
    let zones = Arc::clone(&workspace.counts.diagram(&workspace.diagram.id).unwrap().zones);
    let counted = SessionCoverage::of(&session, &workspace.diagram, &zones);
    CoverageSet::of_session(&session, &counted)
}

/// Asserts that what the window shows is what a full count finds, cell for cell, and that the heatmap has colour where
/// there are passes and nowhere else. Returns the passes in all cells.
fn assert_counted(window: &Window) -> u64 {
    let workspace = window.workspace();
    let (shown, counted) = (workspace.shown_set().unwrap(), recount(workspace));
    let picture = workspace.heat.picture().unwrap();
    let zones = &workspace.counts.diagram(&workspace.diagram.id).unwrap().zones;
    let bounds = workspace.diagram.grid.bounds();
    let mut passes = 0;
    for row in bounds.rows() {
        for column in bounds.left..bounds.right {
            let cell = Cell::new(column, row);
            assert_eq!(shown.counts(cell), counted.counts(cell), "{cell:?}");
            passes += u64::from(shown.total(cell));
            let (tile, place) = shown.locate(cell).unwrap();
            let alpha = picture.tile(tile).map_or(0, |pixels| pixels[place][3]);
            assert_eq!(alpha > 0, shown.total(cell) > 0 && zones.is_figure(cell), "{cell:?}");
        }
    }
    passes
}

#[test]
fn what_is_shown_while_drawing_is_what_a_full_count_finds() {
    let (place, folder) = Place::with_face();
    let mut window = Window::open(place.env(), Some(&folder));
    let fit = window.fit();
    let mut passes = vec![assert_counted(&window)];
    let mut frames = 0;
    play(&mut window, &fit, |window| {
        frames += 1;
        if frames % 3 == 0 {
            passes.push(assert_counted(window));
        }
    });
    release(&mut window, &fit);
    window.settle();
    passes.push(assert_counted(&window));
    assert_eq!(passes[0], 0);
    assert!(passes.is_sorted() && passes[1] > 0 && passes[4] > passes[1], "{passes:?}");
    // A second stroke over the first, then both taken back.
    play(&mut window, &fit, |_| {});
    release(&mut window, &fit);
    assert!(assert_counted(&window) > passes[4]);
    window.ctrl(Key::Z);
    assert_eq!(assert_counted(&window), passes[4]);
    window.ctrl(Key::Z);
    assert_eq!(assert_counted(&window), 0);
}

#[test]
fn a_stroke_is_shown_although_something_else_changes_when_it_begins() {
    let (place, folder) = Place::with_face();
    let mut window = Window::open(place.env(), Some(&folder));
    let fit = window.fit();
    window.click("Notes");
    window.focus_field("Notes on this session");
    window.type_text("calm");
    // The press takes the focus from the notes, which become part of the session in the same frame.
    play(&mut window, &fit, |_| {});
    assert_eq!(window.workspace().session().unwrap().notes, "calm");
    assert!(assert_counted(&window) > 0);
    release(&mut window, &fit);
    assert!(assert_counted(&window) > 0);
}

#[test]
fn every_tool_leaves_what_a_full_count_finds_and_so_does_taking_it_back() {
    let (place, folder) = Place::with_face();
    let mut window = Window::open(place.env(), Some(&folder));
    let fit = window.fit();
    let mut passes = vec![assert_counted(&window)];
    // Rolled, rolled on both sides, shaded over both, and a part of it erased.
    for keys in [&[Key::R][..], &[Key::M], &[Key::B], &[Key::M, Key::E]] {
        for key in keys {
            window.key(*key);
        }
        play(&mut window, &fit, |_| {});
        release(&mut window, &fit);
        passes.push(assert_counted(&window));
    }
    assert!(passes[..4].is_sorted() && passes[4] < passes[3], "{passes:?}");
    for wanted in passes[..4].iter().rev() {
        window.ctrl(Key::Z);
        assert_eq!(assert_counted(&window), *wanted);
    }
    for wanted in &passes[1..] {
        window.press(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
        assert_eq!(assert_counted(&window), *wanted);
    }
}
