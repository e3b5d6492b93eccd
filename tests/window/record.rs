//! The care record: fields, rows of values, chips and the table of observations, by pointer and by keys.

use crate::place::{Place, begun, face, session_files, session_text};
use crate::window::Window;
use egui::{Key, Modifiers, PointerButton, Vec2};
use egui_kittest::kittest::{NodeT, Queryable};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use stipple::model::{Care, DiagramId, Direction, Entry, EntryId, EntryKind, Extra, Numbing, Passes, ZoneId};

/// The only session's file.
fn file(folder: &Path) -> Value {
    serde_json::from_str(&session_text(folder)).unwrap()
}

/// An entry over a whole zone.
fn zone_entry(id: u64, zone: &str) -> Entry {
    let kind =
        EntryKind::Zone { zone: ZoneId::new(zone).unwrap(), passes: Passes::of(Direction::Horizontal, 1) };
    Entry {
        id: EntryId(id),
        diagram: DiagramId::new("face-front").unwrap(),
        device: None,
        at_ms: None,
        pass: None,
        kind,
        extra: Extra::default(),
        passes_extra: Extra::default(),
    }
}

/// A window on a session with both cheeks treated, its record spread out.
fn open() -> (Place, PathBuf, Window) {
    open_sized(Vec2::new(1440.0, 900.0))
}

fn open_sized(size: Vec2) -> (Place, PathBuf, Window) {
    let place = Place::new();
    let series = face("Cheek scars");
    let mut session = begun(&series, crate::place::TODAY);
    session.entries = vec![zone_entry(1, "cheek-left"), zone_entry(2, "cheek-right")];
    let folder = place.add(&series, &[session]);
    let mut window = Window::sized(place.env(), Some(&folder), size);
    window.ctrl(Key::R);
    window.settle();
    assert!(window.workspace().record_is_wide());
    (place, folder, window)
}

fn care(folder: &Path) -> Value {
    file(folder)["care"].clone()
}

/// Writes into a field and leaves it by Enter.
fn fill(window: &mut Window, field: &str, text: &str) {
    window.focus_field(field);
    window.type_text(text);
    window.key(Key::Enter);
    window.settle();
}

/// Takes the last step back.
fn undo(window: &mut Window) {
    window.ctrl(Key::Z);
    window.settle();
}

#[test]
fn consent_and_cleansing_are_ticked_and_undone() {
    let (_place, folder, mut window) = open();
    window.click("Consent given");
    window.settle();
    assert_eq!(care(&folder)["consent"], json!(true));
    assert_eq!(care(&folder)["consent_date"], json!("2026-03-02"), "it was given on the day of the session");
    fill(&mut window, "Scope", "for the series");
    assert_eq!(care(&folder)["consent_scope"], json!("for the series"));
    window.click("Skin cleansed");
    window.settle();
    assert_eq!(care(&folder)["cleansed"], json!(true));
    for _ in 0..3 {
        undo(&mut window);
    }
    assert_eq!(care(&folder), json!({}));
    assert_eq!(window.workspace().document().undo_label(), None);
}

#[test]
fn what_cannot_be_read_stays_in_its_field_and_not_in_the_file() {
    let (_place, folder, mut window) = open();
    fill(&mut window, "Amount", "ten");
    assert!(window.says("“ten” is no number."), "{:?}", window.spoken());
    assert!(window.says("Numbing: not met, open: numbing holds something that cannot be read"));
    // Something else is changed, and another session could be opened meanwhile.
    fill(&mut window, "Time on skin", "45");
    assert_eq!(care(&folder)["numbing"], json!({ "minutes": 45 }));
    window.click("Coverage");
    window.click("Record");
    window.settle();
    assert!(window.says("“ten” is no number."), "the field still holds it: {:?}", window.spoken());
    // It is put right: three letters go, two digits come.
    window.focus_field("Amount");
    for _ in 0..3 {
        window.key(Key::Backspace);
    }
    window.type_text("12,5");
    window.key(Key::Enter);
    window.settle();
    assert_eq!(care(&folder)["numbing"], json!({ "grams": 12.5, "minutes": 45 }));
    assert!(!window.says("is no number"));
    undo(&mut window);
    assert_eq!(care(&folder)["numbing"], json!({ "minutes": 45 }));
}

#[test]
fn escape_brings_back_what_the_session_holds() {
    let (_place, folder, mut window) = open();
    fill(&mut window, "Time on skin", "45");
    window.focus_field("Time on skin");
    window.type_text("x");
    window.key(Key::Escape);
    window.settle();
    assert!(!window.says("is no number"), "{:?}", window.spoken());
    assert_eq!(care(&folder)["numbing"]["minutes"], json!(45));
}

#[test]
fn a_field_that_is_left_by_a_click_on_a_box_loses_nothing() {
    let (_place, folder, mut window) = open();
    window.focus_field("Amount");
    window.type_text("8");
    window.click("Occluded");
    window.settle();
    assert_eq!(care(&folder)["numbing"], json!({ "grams": 8, "occluded": true }));
    undo(&mut window);
    assert_eq!(care(&folder)["numbing"], json!({ "grams": 8 }), "each is a step of its own");
}

#[test]
fn the_timer_runs_from_when_it_was_put_on_until_it_is_taken_off() {
    let place = Place::new();
    let series = face("Cheek scars");
    let mut session = begun(&series, crate::place::TODAY);
    session.care.numbing = Some(Numbing {
        agent: Some("lidocaine 4 %".to_owned()),
        since: Some(crate::place::moment("2026-03-02T09:20:00")),
        ..Numbing::default()
    });
    let folder = place.add(&series, &[session]);
    let mut window = Window::open(place.env(), Some(&folder));
    window.ctrl(Key::R);
    window.settle();
    assert!(window.says("45 min 00 s on the skin, since 09:20"), "{:?}", window.spoken());
    window.click("Take off");
    window.settle();
    assert_eq!(care(&folder)["numbing"], json!({ "agent": "lidocaine 4 %", "minutes": 45 }));
    window.click("Start the timer");
    window.settle();
    assert_eq!(care(&folder)["numbing"]["since"], json!("2026-03-02T10:05:00+01:00"));
    undo(&mut window);
    undo(&mut window);
    assert_eq!(care(&folder)["numbing"]["since"], json!("2026-03-02T09:20:00+01:00"));
}

#[test]
fn pain_takes_a_click_digits_and_arrows() {
    let (_place, folder, mut window) = open();
    window.click("Pain 4");
    window.settle();
    assert_eq!(care(&folder)["pain"], json!(4));
    // The row has one stop for the Tab key, and it takes digits.
    window.harness.get_by_label("Pain 4").focus();
    window.frame(Vec::new());
    window.type_text("7");
    window.settle();
    assert_eq!(care(&folder)["pain"], json!(7));
    assert_eq!(window.workspace().options.passes, 1, "the digit was not taken for the number of passes");
    window.key(Key::ArrowRight);
    window.settle();
    assert_eq!(care(&folder)["pain"], json!(8));
    window.type_text("10");
    window.settle();
    assert_eq!(care(&folder)["pain"], json!(10));
    window.click("Pain 10");
    window.settle();
    assert_eq!(care(&folder)["pain"], Value::Null, "a click on what is set takes it away");
    undo(&mut window);
    assert_eq!(care(&folder)["pain"], json!(10));
}

#[test]
fn the_end_point_is_a_usual_word_or_one_s_own() {
    let (_place, folder, mut window) = open();
    window.click("pinpoint bleeding");
    window.settle();
    assert_eq!(care(&folder)["endpoint"], json!("pinpoint bleeding"));
    window.click("other…");
    window.frame(Vec::new());
    fill(&mut window, "End-point in own words", "frosting");
    assert_eq!(care(&folder)["endpoint"], json!("frosting"));
    undo(&mut window);
    assert_eq!(care(&folder)["endpoint"], json!("pinpoint bleeding"));
}

#[test]
fn products_are_added_completed_and_taken_back_by_keys() {
    let (_place, folder, mut window) = open();
    window.click("Add a product");
    window.frame(Vec::new());
    window.type_text("arnica gel");
    window.key(Key::Enter);
    window.settle();
    assert_eq!(care(&folder)["products"], json!(["arnica gel"]));
    // The field is ready for the next one; part of a known name and the arrow are enough.
    window.type_text("panth");
    window.key(Key::ArrowDown);
    window.key(Key::Enter);
    window.settle();
    assert_eq!(care(&folder)["products"], json!(["arnica gel", "panthenol cream"]));
    window.key(Key::Backspace);
    window.settle();
    assert_eq!(care(&folder)["products"], json!(["arnica gel"]), "an empty field takes the last one back");
    window.key(Key::Escape);
    window.settle();
    assert!(window.has("Remove arnica gel"));
    window.click("Remove arnica gel");
    window.settle();
    assert_eq!(care(&folder)["products"], Value::Null);
    undo(&mut window);
    assert_eq!(care(&folder)["products"], json!(["arnica gel"]));
}

#[test]
fn aftercare_is_the_clinic_s_own_list() {
    let (_place, folder, mut window) = open();
    window.click("sunscreen");
    window.settle();
    assert_eq!(care(&folder)["aftercare"], json!(["sunscreen"]));
    window.app_mut().settings.aftercare = vec!["rest".to_owned()];
    window.settle();
    window.click("rest");
    window.settle();
    assert_eq!(care(&folder)["aftercare"], json!(["sunscreen", "rest"]), "what was ticked before stays");
    window.click("sunscreen");
    window.settle();
    assert_eq!(care(&folder)["aftercare"], json!(["rest"]));
}

#[test]
fn lots_and_dates_belong_to_their_devices() {
    let (_place, folder, mut window) = open();
    assert!(window.says("Devices: not met, open: lot of Drum roller 192"), "{:?}", window.spoken());
    fill(&mut window, "Lot of Drum roller 192", "A1187");
    fill(&mut window, "Lot of Needling pen 12", "P7");
    fill(&mut window, "Expiry of Drum roller 192", "soon");
    assert!(window.says("Reads 2027-01."), "{:?}", window.spoken());
    assert_eq!(file(&folder)["devices"][0]["expires"], Value::Null);
    window.focus_field("Expiry of Drum roller 192");
    for _ in 0..4 {
        window.key(Key::Backspace);
    }
    window.type_text("2026-02");
    window.key(Key::Enter);
    window.settle();
    assert!(window.says("date of Drum roller 192"), "{:?}", window.spoken());
    let devices = file(&folder)["devices"].clone();
    assert_eq!((&devices[0]["lot"], &devices[1]["lot"]), (&json!("A1187"), &json!("P7")));
    assert_eq!(devices[0]["expires"], json!("2026-02"));
    undo(&mut window);
    undo(&mut window);
    assert_eq!(file(&folder)["devices"][1]["lot"], Value::Null);
}

/// What was seen of a kind, by zone and day.
fn seen(folder: &Path, kind: &str) -> Vec<(String, String, f64)> {
    let all = file(folder)["observations"].as_array().unwrap().clone();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let of_kind = all.iter().filter(|seen| seen["kind"] == kind);
    of_kind.map(|seen| (text(&seen["zone"]), text(&seen["at"]), seen["value"].as_f64().unwrap())).collect()
}

fn at(zone: &str, day: &str, value: f64) -> (String, String, f64) {
    (zone.to_owned(), day.to_owned(), value)
}

#[test]
fn a_column_of_observations_is_typed_down() {
    let (_place, folder, mut window) = open();
    window.click_like("Erythema of Cheek (left), 2 Mar: empty");
    window.type_text("32");
    window.settle();
    let both = [at("cheek-left", "2026-03-02", 3.0), at("cheek-right", "2026-03-02", 2.0)];
    assert_eq!(seen(&folder, "erythema"), both);
    assert_eq!(file(&folder)["observations"][0]["scale"], json!("CEA 0-4"));
    // The next usual day has come beside it; the arrows go there.
    window.key(Key::ArrowUp);
    window.key(Key::ArrowRight);
    window.frame(Vec::new());
    window.type_text("9");
    window.settle();
    assert_eq!(seen(&folder, "erythema").len(), 2, "the scale ends at four");
    window.type_text("1");
    window.settle();
    assert_eq!(seen(&folder, "erythema")[2], at("cheek-left", "2026-03-03", 1.0));
    undo(&mut window);
    assert_eq!(seen(&folder, "erythema"), both);
    undo(&mut window);
    assert_eq!(seen(&folder, "erythema"), both[..1]);
}

#[test]
fn the_list_of_the_scale_writes_too_and_delete_clears() {
    let (_place, folder, mut window) = open();
    window.click_like("Erythema of Cheek (left), 2 Mar");
    window.frame(Vec::new());
    window.click("1 almost clear");
    window.settle();
    assert_eq!(seen(&folder, "erythema"), [at("cheek-left", "2026-03-02", 1.0)]);
    window.frame(Vec::new());
    window.click("4 severe");
    window.settle();
    assert_eq!(seen(&folder, "erythema")[1], at("cheek-right", "2026-03-02", 4.0), "it has moved down");
    window.click_like("Erythema of Cheek (left), 2 Mar: 1");
    window.key(Key::Delete);
    window.settle();
    assert_eq!(seen(&folder, "erythema"), [at("cheek-right", "2026-03-02", 4.0)]);
}

#[test]
fn pain_of_a_zone_goes_up_to_ten() {
    let (_place, folder, mut window) = open();
    let kinds: Vec<_> = window.harness.get_all_by_label("Pain").map(|node| node.rect().center()).collect();
    window.click_at(kinds[kinds.len() - 1], PointerButton::Primary);
    window.click_like("Pain of Cheek (left), 2 Mar");
    window.type_text("10");
    window.settle();
    window.type_text("3");
    window.settle();
    let wanted = [at("cheek-left", "2026-03-02", 10.0), at("cheek-right", "2026-03-02", 3.0)];
    assert_eq!(seen(&folder, "pain"), wanted);
}

#[test]
fn a_day_can_be_added_moved_and_removed() {
    let (_place, folder, mut window) = open();
    window.click_like("Erythema of Cheek (left), 2 Mar");
    window.type_text("3");
    window.settle();
    window.click("2 Mar, day 0");
    window.frame(Vec::new());
    window.focus_field("Date of this column");
    window.key(Key::Backspace);
    window.type_text("4");
    window.key(Key::Enter);
    window.settle();
    assert_eq!(seen(&folder, "erythema"), [at("cheek-left", "2026-03-04", 3.0)]);
    window.click("Add a day");
    window.frame(Vec::new());
    assert!(window.has("2 Mar, day 0"), "today has no column yet: {:?}", window.spoken());
    window.click("4 Mar, day 2");
    window.frame(Vec::new());
    window.click("Remove this day");
    window.settle();
    assert_eq!(seen(&folder, "erythema"), []);
    undo(&mut window);
    assert_eq!(seen(&folder, "erythema").len(), 1);
}

#[test]
fn the_last_record_is_repeated_as_one_step() {
    let place = Place::new();
    let series = face("Cheek scars");
    let mut first = begun(&series, "2026-01-10T09:00:00");
    first.care = Care {
        consent: Some(true),
        consent_scope: Some("for the series".to_owned()),
        numbing: Some(Numbing { grams: Some(10.0), minutes: Some(60.0), ..Numbing::default() }),
        products: vec!["serum".to_owned()],
        endpoint: Some("erythema".to_owned()),
        pain: Some(5),
        aftercare: vec!["sun".to_owned()],
        ..Care::default()
    };
    let mut second = begun(&series, crate::place::TODAY);
    second.devices.pop();
    let folder = place.add(&series, &[first, second]);
    let mut window = Window::open(place.env(), Some(&folder));
    window.ctrl(Key::R);
    window.settle();
    window.click("Repeat last record");
    window.settle();
    assert!(window.says("Copied the record of session 1, 10 Jan."), "{:?}", window.spoken());
    let now: Value =
        serde_json::from_str(&std::fs::read_to_string(&session_files(&folder)[1]).unwrap()).unwrap();
    let wanted = json!({
        "consent_scope": "for the series", "numbing": { "grams": 10, "minutes": 60 },
        "products": ["serum"], "aftercare": ["sun"],
    });
    assert_eq!(now["care"], wanted, "neither consent nor pain nor end-point");
    assert_eq!(now["devices"].as_array().unwrap().len(), 2);
    undo(&mut window);
    let session = window.workspace().session().unwrap();
    assert_eq!((&session.care, session.devices.len()), (&Care::default(), 1));
}

#[test]
fn the_count_on_the_tab_is_that_of_the_list() {
    let (_place, _folder, mut window) = open();
    let counted = |window: &Window| {
        let tab = window.harness.get_by_label("Record").accesskit_node().description().unwrap();
        let met =
            window.spoken().into_iter().filter(|name| name.starts_with("Tab: ") && name.ends_with(": met"));
        (tab, met.count())
    };
    assert_eq!(counted(&window), ("0/8 sections filled in".to_owned(), 0));
    window.click("Consent given");
    window.click("Add a product");
    window.type_text("none");
    window.key(Key::Enter);
    window.settle();
    assert_eq!(counted(&window), ("2/8 sections filled in".to_owned(), 2));
}

#[test]
fn sections_are_gone_to_by_keys() {
    let (_place, folder, mut window) = open();
    // Consent is the first that is open; from there to numbing, whose first field takes the focus.
    window.press(Modifiers::COMMAND, Key::Enter);
    window.press(Modifiers::COMMAND, Key::Enter);
    window.frame(Vec::new());
    window.type_text("lidocaine");
    window.key(Key::Enter);
    window.settle();
    assert_eq!(care(&folder)["numbing"]["agent"], json!("lidocaine"));
    // On to products past devices and the end-point.
    window.focus_field("Agent");
    for _ in 0..3 {
        window.press(Modifiers::COMMAND, Key::Enter);
    }
    window.frame(Vec::new());
    window.key(Key::Space);
    window.frame(Vec::new());
    window.type_text("serum");
    window.key(Key::Enter);
    window.settle();
    assert_eq!(care(&folder)["products"], json!(["serum"]));
}

#[test]
fn what_is_being_typed_is_kept_when_the_record_is_narrowed() {
    let (_place, folder, mut window) = open();
    window.focus_field("Amount");
    window.type_text("9");
    window.ctrl(Key::R);
    window.settle();
    assert!(!window.workspace().record_is_wide());
    assert_eq!(care(&folder)["numbing"], json!({ "grams": 9 }));
    // The same sections stand in the narrow panel.
    window.click("Consent given");
    window.settle();
    assert_eq!(care(&folder)["consent"], json!(true));
}

#[test]
fn a_record_that_can_only_be_looked_at_changes_nothing() {
    let place = Place::new();
    let mut window = Window::open(place.env(), None);
    window.key(Key::ArrowDown);
    window.settle();
    window.key(Key::Enter);
    window.settle();
    assert!(window.workspace().read_only.is_some());
    window.ctrl(Key::R);
    window.settle();
    let before = window.workspace().session().unwrap().clone();
    window.click_like("Consent: ");
    window.rest(1.0);
    window.click("Consent given");
    window.click("Pain 9");
    window.type_text("7");
    assert!(window.workspace().record_is_wide(), "the clicks went to the record");
    window.settle();
    assert_eq!(*window.workspace().session().unwrap(), before);
}

#[test]
fn every_control_of_the_record_has_a_name_and_a_place() {
    for size in [Vec2::new(1440.0, 900.0), Vec2::new(1024.0, 700.0), Vec2::new(2560.0, 1440.0)] {
        let (_place, _folder, mut window) = open_sized(size);
        crate::names::assert_good(&window, &format!("wide at {size:?}"));
        window.ctrl(Key::R);
        window.settle();
        crate::names::assert_good(&window, &format!("narrow at {size:?}"));
    }
}
