//! A whole session by keyboard alone: a face in four directions, its plan and its record, in at most 60 key presses.

use crate::place::{Place, begun, face, session_files};
use crate::window::Window;
use egui::Key;
use serde_json::{Value, json};
use std::path::Path;
use stipple::model::{Care, Client, Device, Numbing, Per, Plan, Session, Target, ZonePattern};

/// A keyboard that counts: every key, and those held with it.
struct Keyboard<'a> {
    window: &'a mut Window,
    presses: usize,
}

impl Keyboard<'_> {
    fn press(&mut self, key: Key) {
        self.presses += 1;
        self.window.key(key);
        self.window.settle();
    }

    /// A key pressed so many times while Ctrl is held.
    fn ctrl(&mut self, key: Key, times: usize) {
        self.presses += 1 + times;
        for _ in 0..times {
            self.window.ctrl(key);
            self.window.settle();
        }
    }

    fn write(&mut self, text: &str) {
        self.presses += text.chars().count();
        self.window.type_text(text);
        self.window.settle();
    }
}

/// Zones of the plan, with the record of an earlier session that the new one can repeat.
fn planned(place: &Place) -> std::path::PathBuf {
    let series = face("Acne scars");
    let targets = ["forehead-*", "temple-*", "cheek-*", "nasolabial-*", "chin"].map(|zones| Target {
        zones: ZonePattern::new(zones),
        passes: 16,
        ceiling: None,
        per: Per::Session,
        extra: stipple::model::Extra::default(),
    });
    let plan = Plan { targets: targets.into(), ..series.plan.clone().unwrap() };
    let client = Client { skin_type: Some("III".to_owned()), ..Client::default() };
    let series = stipple::model::Series { plan: Some(plan), client, ..series };
    let before = begun(&series, "2026-01-12T10:00:00");
    let roller =
        Device { lot: Some("A1".into()), expires: Some("2027-01".into()), ..before.devices[0].clone() };
    let care = Care {
        consent: Some(true),
        consent_scope: Some("for the series".into()),
        numbing: Some(Numbing {
            agent: Some("lidocaine".into()),
            grams: Some(5.0),
            minutes: Some(30.0),
            occluded: Some(true),
            since: None,
            extra: stipple::model::Extra::default(),
        }),
        products: vec!["hyaluronic acid serum".into()],
        aftercare: ["sun", "sunscreen", "actives", "make-up", "exercise", "pool, sauna", "leaflet"]
            .map(str::to_owned)
            .into(),
        ..Care::default()
    };
    place.add(&series, &[Session { devices: vec![roller], care, ..before }])
}

fn today(folder: &Path) -> Value {
    let files = session_files(folder);
    assert_eq!(files.len(), 2, "{files:?}");
    serde_json::from_str(&std::fs::read_to_string(&files[1]).unwrap()).unwrap()
}

#[test]
fn a_face_in_four_directions_with_its_record_takes_at_most_sixty_presses() {
    let place = Place::new();
    let folder = planned(&place);
    let mut window = Window::open(place.env(), Some(&folder));
    let mut keys = Keyboard { window: &mut window, presses: 0 };
    keys.ctrl(Key::T, 1);
    keys.press(Key::Z);
    keys.press(Key::X);
    keys.press(Key::T);
    for zone in 0..9 {
        if zone > 0 {
            keys.press(Key::ArrowDown);
        }
        keys.press(Key::Enter);
    }
    keys.ctrl(Key::K, 1);
    keys.write("repe");
    keys.press(Key::Enter);
    keys.ctrl(Key::R, 1);
    // Consent and cleansing, which are of the day.
    keys.press(Key::Space);
    keys.ctrl(Key::Enter, 1);
    keys.press(Key::Space);
    // End-point and pain.
    keys.ctrl(Key::Enter, 3);
    keys.press(Key::Tab);
    keys.press(Key::Tab);
    keys.press(Key::Space);
    keys.press(Key::Tab);
    keys.press(Key::Tab);
    keys.write("4");
    // What was seen, a digit a zone.
    keys.ctrl(Key::Enter, 3);
    keys.write("332211101");
    let presses = keys.presses;
    assert!(presses <= 60, "{presses} presses");
    let file = today(&folder);
    let zones = ["forehead", "temple", "cheek", "nasolabial"]
        .map(|zone| [format!("{zone}-left"), format!("{zone}-right")]);
    let zones: Vec<String> = zones.into_iter().flatten().chain(["chin".to_owned()]).collect();
    let logged: Vec<Value> =
        file["entries"].as_array().unwrap().iter().map(|entry| entry["zone"].clone()).collect();
    assert_eq!(logged, zones);
    let each_way = json!({ "horizontal": 4, "vertical": 4, "rising": 4, "falling": 4 });
    assert!(
        file["entries"]
            .as_array()
            .unwrap()
            .iter()
            .all(|entry| entry["passes"] == each_way && entry["device"] == "roller")
    );
    let care = &file["care"];
    assert_eq!(
        (&care["consent"], &care["consent_date"], &care["cleansed"]),
        (&json!(true), &json!("2026-03-02"), &json!(true))
    );
    assert_eq!((&care["endpoint"], &care["pain"]), (&json!("pinpoint bleeding"), &json!(4)));
    assert_eq!(care["numbing"], json!({ "agent": "lidocaine", "grams": 5, "minutes": 30, "occluded": true }));
    let seen: Vec<(String, u64)> = file["observations"]
        .as_array()
        .unwrap()
        .iter()
        .map(|seen| (seen["zone"].as_str().unwrap().to_owned(), seen["value"].as_u64().unwrap()))
        .collect();
    let wanted: Vec<(String, u64)> = zones.into_iter().zip([3, 3, 2, 2, 1, 1, 1, 0, 1]).collect();
    assert_eq!(seen, wanted);
    assert!(window.says("Observations: met") && window.says("At target: 100"), "{:?}", window.spoken());
}
