//! Undo and redo: back to the same bytes on disk, as often as one likes.

use crate::place::{Place, begun, entries, face};
use crate::window::{Fit, Window, down, moved, up};
use egui::{Key, Modifiers, PointerButton, Pos2, Vec2};
use egui_kittest::kittest::NodeT;
use std::path::Path;
use stipple::ui::workspace::Tab;

/// Everything on disk: names and text of the series and its sessions.
fn on_disk(folder: &Path) -> Vec<(String, String)> {
    let mut files = vec![folder.join("series.json")];
    files.extend(crate::place::session_files(folder));
    let read = |path: std::path::PathBuf| {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        (name, std::fs::read_to_string(path).unwrap())
    };
    files.into_iter().map(read).collect()
}

/// Does something, undoes it, does it again and undoes it once more; the disk follows to the letter.
fn there_and_back(window: &mut Window, folder: &Path, what: &str, act: impl FnOnce(&mut Window)) {
    window.settle();
    let before = on_disk(folder);
    act(window);
    window.settle();
    let after = on_disk(folder);
    assert_ne!(before, after, "{what}: nothing changed");
    for _ in 0..2 {
        window.ctrl(Key::Z);
        window.settle();
        assert_eq!(on_disk(folder), before, "{what}: not undone");
        window.press(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
        window.settle();
        assert_eq!(on_disk(folder), after, "{what}: not done again");
    }
    assert!(!window.workspace().saver.has_failed());
}

fn drag(window: &mut Window, places: &[Pos2]) {
    window.frame(vec![moved(places[0])]);
    window.frame(vec![down(places[0])]);
    for at in places {
        window.frame(vec![moved(*at)]);
    }
    window.frame(vec![up(places[places.len() - 1])]);
}

fn cheek(fit: &Fit) -> [Pos2; 4] {
    [fit.at(70.0, 160.0), fit.at(95.0, 160.0), fit.at(95.0, 185.0), fit.at(70.0, 185.0)]
}

#[test]
fn everything_on_the_canvas_can_be_undone() {
    let (place, folder) = Place::with_face();
    let mut window = Window::open(place.env(), Some(&folder));
    let fit = window.fit();
    let cheek = cheek(&fit);
    for (what, key) in [("a roll", Key::R), ("a shade", Key::B), ("a region", Key::L), ("an erasure", Key::E)]
    {
        there_and_back(&mut window, &folder, what, |window| {
            window.key(key);
            drag(window, &cheek);
        });
    }
    there_and_back(&mut window, &folder, "a zone", |window| {
        window.key(Key::Z);
        window.click_at(cheek[0], PointerButton::Primary);
    });
    let kinds: Vec<String> = entries(&folder).iter().map(|entry| entry["type"].to_string()).collect();
    assert_eq!(kinds, ["\"roll\"", "\"shade\"", "\"region\"", "\"erase\"", "\"zone\""]);
}

#[test]
fn everything_in_the_record_can_be_undone() {
    let (place, folder) = Place::with_face();
    // High enough to show all of the record at once.
    let mut window = Window::sized(place.env(), Some(&folder), Vec2::new(1440.0, 1500.0));
    there_and_back(&mut window, &folder, "notes", |window| {
        window.click("Notes");
        window.focus_field("Notes on this session");
        window.type_text("Calm skin.");
        window.key(Key::Escape);
    });
    window.ctrl(Key::R);
    window.settle();
    for (name, text) in [("Practitioner", "!"), ("Ended at", "11:00")] {
        there_and_back(&mut window, &folder, name, |window| {
            window.focus_field(name);
            window.type_text(text);
            window.key(Key::Enter);
        });
    }
    there_and_back(&mut window, &folder, "end-point", |window| window.click("pinpoint bleeding"));
    there_and_back(&mut window, &folder, "consent", |window| window.click("Consent given"));
    there_and_back(&mut window, &folder, "pain", |window| window.click("Pain 1"));
    there_and_back(&mut window, &folder, "the date", |window| {
        window.focus_field("Date");
        window.ctrl(Key::A);
        window.type_text("2026-03-01");
        window.key(Key::Enter);
    });
    assert_eq!(window.workspace().tab, Tab::Record);
}

#[test]
fn a_new_session_can_be_undone() {
    let place = Place::new();
    let series = face("Cheek scars");
    let folder = place.add(&series, &[begun(&series, "2026-01-10T09:00:00")]);
    let mut window = Window::open(place.env(), Some(&folder));
    there_and_back(&mut window, &folder, "a new session", |window| window.ctrl(Key::T));
    assert_eq!(crate::place::session_files(&folder).len(), 2);
    // A stroke in the new session, and everything back to the beginning.
    let cheek = cheek(&window.fit());
    drag(&mut window, &cheek);
    window.settle();
    for _ in 0..3 {
        window.ctrl(Key::Z);
    }
    window.settle();
    assert_eq!(crate::place::session_files(&folder).len(), 1);
    for _ in 0..3 {
        window.press(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    }
    window.settle();
    let files = crate::place::session_files(&folder);
    assert_eq!(files.len(), 2);
    assert!(std::fs::read_to_string(&files[1]).unwrap().contains("\"roll\""));
}

#[test]
fn fifty_strokes_are_undone_and_done_again_one_by_one() {
    let (place, folder) = Place::with_face();
    let mut window = Window::open(place.env(), Some(&folder));
    let fit = window.fit();
    let before = on_disk(&folder);
    for i in 0..50 {
        let y = 150.0 + f64::from(i);
        drag(&mut window, &[fit.at(75.0, y), fit.at(85.0, y)]);
    }
    window.settle();
    let after = on_disk(&folder);
    assert_eq!(entries(&folder).len(), 50);
    for left in (0..50).rev() {
        window.ctrl(Key::Z);
        assert_eq!(window.workspace().session().unwrap().entries.len(), left);
    }
    window.settle();
    assert_eq!(on_disk(&folder), before);
    for _ in 0..50 {
        window.press(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    }
    window.settle();
    assert_eq!(on_disk(&folder), after);
}

#[test]
fn undo_says_what_it_takes_back_and_is_off_when_there_is_nothing() {
    let (place, folder) = Place::with_face();
    let mut window = Window::open(place.env(), Some(&folder));
    let off = |window: &Window, name: &str| {
        let mut nodes = egui_kittest::kittest::Queryable::query_all_by_label(&window.harness, name);
        nodes.next().unwrap().accesskit_node().is_disabled()
    };
    assert!(off(&window, "Undo") && off(&window, "Redo"));
    let cheek = cheek(&window.fit());
    drag(&mut window, &cheek);
    window.settle();
    assert!(!off(&window, "Undo") && off(&window, "Redo"));
    assert_eq!(window.workspace().document().undo_label(), Some("roll, Cheek (right)"));
    window.click("Undo");
    window.settle();
    assert!(off(&window, "Undo") && !off(&window, "Redo"));
    assert_eq!(entries(&folder).len(), 0);
}

#[test]
fn undo_in_the_middle_of_a_stroke_does_nothing() {
    let (place, folder) = Place::with_face();
    let mut window = Window::open(place.env(), Some(&folder));
    let fit = window.fit();
    let cheek = cheek(&fit);
    drag(&mut window, &cheek);
    window.frame(vec![moved(cheek[0]), down(cheek[0])]);
    window.frame(vec![moved(cheek[1])]);
    window.ctrl(Key::Z);
    window.frame(vec![up(cheek[1])]);
    window.settle();
    assert_eq!(entries(&folder).len(), 2);
}
