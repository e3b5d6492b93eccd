//! Every bound of a series file.

use crate::scratch::{Scratch, assert_names, get, put, read_series};
use stipple::store;

/// A good document in which each case replaces something.
const GOOD: &str = r#"{
  "format": "stipple/series", "version": 1, "id": "c1", "title": "Scars",
  "client": { "name": "A", "height_cm": 168, "weight_kg": 61 },
  "figure": "female",
  "plan": {
    "sessions": 4, "interval_days": 28,
    "targets": [ { "zone": "cheek-*", "passes": 5, "ceiling": 6, "per": "session" }, { "zone": "*", "passes": 1 } ],
    "goals": [ "cheek-* V4 >= 90 %" ]
  }
}
"#;

#[test]
fn what_is_out_of_bounds_is_named() {
    let cases: [(&str, &str, &[&str]); 29] = [
        ("\"id\": \"c1\"", "\"id\": \"c/1\"", &["id", "c/1"]),
        ("\"id\": \"c1\"", "\"id\": \"\"", &["id"]),
        ("\"id\": \"c1\", ", "", &["id is missing"]),
        ("\"female\"", "\"woman\"", &["figure", "woman", "female or male"]),
        ("\"female\"", "\"Female\"", &["figure", "Female"]),
        ("\"height_cm\": 168", "\"height_cm\": 0", &["client.height_cm", "0", "at most 300"]),
        ("\"height_cm\": 168", "\"height_cm\": -168", &["client.height_cm", "-168"]),
        ("\"height_cm\": 168", "\"height_cm\": 300.5", &["client.height_cm", "300.5"]),
        ("\"height_cm\": 168", "\"height_cm\": 1e999", &["client.height_cm", "out of range"]),
        ("\"weight_kg\": 61", "\"weight_kg\": 0", &["client.weight_kg", "0", "at most 700"]),
        ("\"weight_kg\": 61", "\"weight_kg\": 701", &["client.weight_kg", "701"]),
        ("\"sessions\": 4", "\"sessions\": 0", &["plan.sessions", "0", "1 to 1000"]),
        ("\"sessions\": 4", "\"sessions\": 1001", &["plan.sessions", "1001"]),
        ("\"sessions\": 4", "\"sessions\": 4.5", &["plan.sessions", "4.5"]),
        ("\"sessions\": 4", "\"sessions\": -4", &["plan.sessions", "-4"]),
        ("\"interval_days\": 28", "\"interval_days\": -1", &["plan.interval_days", "-1"]),
        ("\"interval_days\": 28", "\"interval_days\": 10001", &["plan.interval_days", "10001"]),
        ("\"interval_days\": 28", "\"interval_days\": 0.5", &["plan.interval_days", "0.5"]),
        ("\"passes\": 5", "\"passes\": -1", &["plan.targets[0].passes", "-1"]),
        ("\"passes\": 5", "\"passes\": 10001", &["plan.targets[0].passes", "10001"]),
        ("\"passes\": 5", "\"passes\": 1.5", &["plan.targets[0].passes", "1.5"]),
        ("\"passes\": 5, ", "", &["plan.targets[0].passes is missing"]),
        ("\"ceiling\": 6", "\"ceiling\": -1", &["plan.targets[0].ceiling", "-1"]),
        ("\"ceiling\": 6", "\"ceiling\": 10001", &["plan.targets[0].ceiling", "10001"]),
        ("\"zone\": \"cheek-*\", ", "", &["plan.targets[0].zone is missing"]),
        ("\"per\": \"session\"", "\"per\": \"week\"", &["plan.targets[0].per", "week", "session or series"]),
        ("\"passes\": 1 ", "\"passes\": 1e5 ", &["plan.targets[1].passes", "100000"]),
        ("\"goals\": [ \"cheek-* V4 >= 90 %\" ]", "\"goals\": [ 4 ]", &["plan.goals[0]", "4"]),
        ("\"goals\": [ \"cheek-* V4 >= 90 %\" ]", "\"goals\": [ null ]", &["plan.goals[0]", "null"]),
    ];
    let scratch = Scratch::new();
    let path = scratch.path().join("série.json");
    for (from, to, words) in cases {
        assert_eq!(GOOD.matches(from).count(), 1, "{from}");
        let document = GOOD.replacen(from, to, 1);
        put(&path, &document);
        let Err(error) = store::read_series(&path) else { panic!("{to} was accepted") };
        assert_names(&error, &path, words);
        assert_eq!(get(&path), document.as_bytes(), "the file was changed");
    }
}

#[test]
fn what_is_within_bounds_is_read() {
    for (from, to) in [
        ("\"height_cm\": 168", "\"height_cm\": 300"),
        ("\"weight_kg\": 61", "\"weight_kg\": 0.5"),
        ("\"sessions\": 4", "\"sessions\": 1000"),
        ("\"interval_days\": 28", "\"interval_days\": 0"),
        ("\"passes\": 5", "\"passes\": 10000"),
        (", \"per\": \"session\"", ""),
        ("\"figure\": \"female\",", ""),
        ("\"title\": \"Scars\",", ""),
    ] {
        read_series(GOOD.replacen(from, to, 1)).unwrap_or_else(|e| panic!("{to}: {e}"));
    }
}

#[test]
fn a_goal_that_cannot_be_read_is_kept_as_it_was_written() {
    let goal = "cheek-* V4 >= ninety % ";
    let series = read_series(GOOD.replacen("cheek-* V4 >= 90 %", goal, 1)).unwrap().value;
    let goals = series.plan.as_ref().unwrap().goals.clone();
    assert!(goals[0].rule.is_err());
    let text = store::series_text(&series).unwrap();
    assert!(text.contains(&format!("\"{goal}\"")), "{text}");
}
