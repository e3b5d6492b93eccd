//! The library: finding a series and opening it.

use crate::place::{Place, begun, face, put};
use crate::window::{Window, down, moved, up};
use egui::{Key, Vec2};
use egui_kittest::kittest::{NodeT, Queryable};
use std::path::PathBuf;
use stipple::model::{Client, Plan, Series, Target, ZonePattern};
use stipple::ui::workspace::Place as Shown;

fn named(title: &str, name: &str, reference: &str, zone: &str) -> Series {
    let series = face(title);
    let plan = series.plan.clone().unwrap();
    let target = Target { zones: ZonePattern::new(zone), ..plan.targets[0].clone() };
    let client =
        Client { name: Some(name.to_owned()), reference: Some(reference.to_owned()), ..Client::default() };
    Series { client, plan: Some(Plan { targets: vec![target], ..plan }), ..series }
}

/// Three series: one due, one not yet, one on the scalp.
fn three() -> (Place, Vec<PathBuf>) {
    let place = Place::new();
    let series = [
        (named("Cheek scars", "Ada Berg", "C-1", "cheek-*"), vec!["2026-01-02T09:00:00"]),
        (named("Forehead lines", "Cleo Dahl", "C-2", "forehead-*"), vec!["2026-02-27T09:00:00"]),
        (named("Alopecia", "Eli Fors", "C-3", "vertex"), vec!["2026-01-12T09:00:00", "2026-02-25T09:00:00"]),
    ];
    let add = |(series, days): &(Series, Vec<&str>)| {
        let sessions: Vec<_> = days.iter().map(|day| begun(series, day)).collect();
        place.add(series, &sessions)
    };
    let folders = series.iter().map(add).collect();
    (place, folders)
}

/// Titles of the rows, from top to bottom.
fn rows(window: &Window) -> Vec<String> {
    let nodes = window.harness.query_all_by_role(egui::Role::Row);
    let mut rows: Vec<(f32, String)> =
        nodes.map(|node| (node.rect().top(), node.accesskit_node().label().unwrap_or_default())).collect();
    rows.sort_by(|a, b| a.0.total_cmp(&b.0));
    rows.into_iter().map(|(_, name)| name.split(',').next().unwrap_or("").to_owned()).collect()
}

fn open_library(place: &Place) -> Window {
    Window::open(place.env(), Some(&place.library()))
}

fn double_click(window: &mut Window, name: &str) {
    window.rest(1.0);
    let at = window.find_like(name).center();
    for _ in 0..2 {
        window.frame(vec![moved(at), down(at)]);
        window.frame(vec![up(at)]);
    }
    window.settle();
}

#[test]
fn the_search_looks_at_title_client_reference_and_zone() {
    let (place, _) = three();
    let mut window = open_library(&place);
    assert_eq!(rows(&window).len(), 3, "{:?}", window.spoken());
    for (words, found) in [("cleo", "Forehead lines"), ("C-3", "Alopecia"), ("scar ada", "Cheek scars")] {
        window.ctrl(Key::F);
        window.frame(Vec::new());
        window.ctrl(Key::A);
        window.type_text(words);
        window.frame(Vec::new());
        assert_eq!(rows(&window), [found], "{words}");
    }
    window.ctrl(Key::A);
    window.type_text("nobody");
    window.frame(Vec::new());
    assert!(rows(&window).is_empty());
    assert!(window.says("No series matches “nobody”"), "{:?}", window.spoken());
    window.click("Clear");
    window.frame(Vec::new());
    assert_eq!(rows(&window).len(), 3);
}

#[test]
fn escape_clears_the_search() {
    let (place, _) = three();
    let mut window = open_library(&place);
    window.ctrl(Key::F);
    window.frame(Vec::new());
    window.type_text("cleo");
    window.key(Key::Escape);
    assert_eq!(window.app().library.search, "");
    assert_eq!(rows(&window).len(), 3);
}

#[test]
fn heads_sort_and_sort_the_other_way_round() {
    let (place, _) = three();
    let mut window = open_library(&place);
    assert_eq!(rows(&window), ["Cheek scars", "Alopecia", "Forehead lines"], "who is due comes first");
    window.click("Sort by Series");
    window.frame(Vec::new());
    assert_eq!(rows(&window), ["Alopecia", "Cheek scars", "Forehead lines"]);
    window.click("Sort by Series");
    window.frame(Vec::new());
    assert_eq!(rows(&window), ["Forehead lines", "Cheek scars", "Alopecia"]);
    window.click("Sort by Last");
    window.frame(Vec::new());
    assert_eq!(rows(&window), ["Forehead lines", "Alopecia", "Cheek scars"]);
    window.click("Sort by Sessions");
    window.frame(Vec::new());
    assert_eq!(rows(&window), ["Cheek scars", "Forehead lines", "Alopecia"]);
}

#[test]
fn shelves_hold_what_is_due_and_the_parts_of_the_body() {
    let (place, _) = three();
    let mut window = open_library(&place);
    window.click("Due, 1");
    window.frame(Vec::new());
    assert_eq!(rows(&window), ["Cheek scars"]);
    window.click("Scalp, 1");
    window.frame(Vec::new());
    assert_eq!(rows(&window), ["Alopecia"]);
    window.click("Face, 2");
    window.frame(Vec::new());
    assert_eq!(rows(&window).len(), 2);
    window.click("All series, 3");
    window.frame(Vec::new());
    assert_eq!(rows(&window).len(), 3);
}

#[test]
fn an_empty_library_says_what_to_do() {
    let place = Place::new();
    let mut window = open_library(&place);
    assert!(window.says("No series in this library yet"), "{:?}", window.spoken());
    assert!(window.harness.query_all_by_label("New series").count() >= 1);
    window.click("Open the sample library");
    window.settle();
    assert!(window.app().library.is_sample);
    assert!(rows(&window).len() >= 6);
}

#[test]
fn a_double_click_opens_and_so_does_enter() {
    let (place, folders) = three();
    let mut window = open_library(&place);
    double_click(&mut window, "Forehead lines");
    assert!(window.app().shows_series());
    assert_eq!(window.workspace().saver.folder(), folders[1]);
    assert_eq!(window.workspace().place, Shown::Treat);
    window.ctrl(Key::L);
    window.settle();
    assert!(!window.app().shows_series());
    assert_eq!(rows(&window).len(), 3);
    window.key(Key::ArrowUp);
    window.key(Key::ArrowUp);
    window.key(Key::Enter);
    window.settle();
    assert!(window.app().shows_series());
    assert_eq!(window.workspace().saver.folder(), folders[0], "the first of the list");
}

#[test]
fn enter_on_a_row_that_has_the_focus_opens_it() {
    let (place, folders) = three();
    let mut window = open_library(&place);
    window.harness.get_by_label_contains("Alopecia, ").focus();
    window.frame(Vec::new());
    window.key(Key::Enter);
    window.settle();
    assert!(window.app().shows_series());
    assert_eq!(window.workspace().saver.folder(), folders[2]);
    assert_eq!(window.workspace().diagram.id.as_str(), "scalp-top");
}

#[test]
fn a_broken_series_is_listed_with_its_reason_and_the_rest_can_be_used() {
    let (place, folders) = three();
    let broken = place.library().join("broken");
    std::fs::create_dir(&broken).unwrap();
    let bytes = b"{ \"format\": \"stipple/series\", ";
    put(&broken.join("series.json"), bytes);
    let mut window = open_library(&place);
    let name = window.spoken().into_iter().find(|name| name.contains("broken, cannot be read: "));
    assert!(name.is_some_and(|name| name.len() > 45), "{:?}", window.spoken());
    double_click(&mut window, "broken, cannot be read");
    assert!(!window.app().shows_series());
    assert_eq!(std::fs::read(broken.join("series.json")).unwrap(), bytes);
    double_click(&mut window, "Cheek scars");
    assert_eq!(window.workspace().saver.folder(), folders[0]);
}

#[test]
fn what_was_changed_shows_in_the_library() {
    let (place, _) = three();
    let mut window = open_library(&place);
    assert!(window.says("Cheek scars, Ada Berg C-1, 1 session"), "{:?}", window.spoken());
    double_click(&mut window, "Cheek scars");
    window.ctrl(Key::T);
    window.settle();
    window.ctrl(Key::L);
    window.settle();
    assert!(window.says("Cheek scars, Ada Berg C-1, 2 sessions"), "{:?}", window.spoken());
}

#[test]
fn going_back_at_once_still_shows_what_was_changed() {
    let (place, _) = three();
    let mut window = open_library(&place);
    double_click(&mut window, "Cheek scars");
    window.ctrl(Key::T);
    window.ctrl(Key::L);
    window.settle();
    assert!(window.says("Cheek scars, Ada Berg C-1, 2 sessions"), "{:?}", window.spoken());
}

#[test]
fn the_button_of_the_preview_starts_the_next_session() {
    let (place, folders) = three();
    let mut window = open_library(&place);
    window.click_like("Cheek scars");
    window.click("Start session 2");
    window.settle();
    assert!(window.app().shows_series());
    assert_eq!(crate::place::session_files(&folders[0]).len(), 2);
    assert_eq!(window.workspace().session_index(), Some(1));
}

#[test]
fn the_series_open_last_opens_again() {
    let (place, folders) = three();
    let mut window = open_library(&place);
    double_click(&mut window, "Alopecia");
    window.ctrl(Key::Num2);
    window.settle();
    drop(window);
    let mut window = Window::open(place.env(), None);
    assert!(window.app().shows_series());
    assert_eq!(window.workspace().saver.folder(), folders[2]);
    assert_eq!(window.workspace().place, Shown::Review);
    window.ctrl(Key::L);
    window.settle();
    assert_eq!(rows(&window).len(), 3);
    drop(window);
    let window = Window::open(place.env(), None);
    assert!(!window.app().shows_series(), "it was closed last");
}

#[test]
fn a_series_that_is_gone_does_not_open_again() {
    let (place, folders) = three();
    let mut window = open_library(&place);
    double_click(&mut window, "Alopecia");
    drop(window);
    std::fs::remove_dir_all(&folders[2]).unwrap();
    let window = Window::open(place.env(), None);
    assert!(!window.app().shows_series());
    assert_eq!(rows(&window).len(), 2);
}

#[test]
fn small_windows_have_the_shelves_in_a_menu() {
    let (place, _) = three();
    let mut window = Window::sized(place.env(), Some(&place.library()), Vec2::new(1024.0, 700.0));
    window.click("Libraries and shelves");
    window.click("Due");
    window.frame(Vec::new());
    assert_eq!(rows(&window), ["Cheek scars"]);
}

#[test]
fn an_erased_series_is_gone_from_list_and_disk() {
    let (place, folders) = three();
    let mut window = open_library(&place);
    let ask = |window: &mut Window| {
        let at = window.find_like("Cheek scars").center();
        window.click_at(at, egui::PointerButton::Secondary);
        window.click("Erase…");
        window.until("it says what goes", |window| {
            window.spoken().iter().any(|words| words.contains("go for good"))
        });
    };
    ask(&mut window);
    window.key(Key::Escape);
    window.settle();
    assert!(folders[0].exists(), "asking erases nothing");
    ask(&mut window);
    window.click("Erase");
    window.settle();
    assert!(!folders[0].exists() && folders[1].exists());
    assert_eq!(rows(&window).len(), 2, "{:?}", rows(&window));
    assert!(window.spoken().iter().any(|words| words.contains("Erased 2 files")), "{:?}", window.spoken());
}

#[test]
fn an_open_series_is_closed_before_it_is_erased() {
    let (place, folders) = three();
    let mut window = open_library(&place);
    double_click(&mut window, "Cheek scars");
    window.ctrl(Key::L);
    window.settle();
    let at = window.find_like("Cheek scars").center();
    window.click_at(at, egui::PointerButton::Secondary);
    window.click("Erase…");
    window.until("it says what goes", |window| {
        window.spoken().iter().any(|words| words.contains("go for good"))
    });
    window.click("Erase");
    window.settle();
    assert!(!folders[0].exists(), "{:?}", window.spoken());
    assert!(window.app().workspace.is_none());
}
