//! `stipple schema`.

use crate::sample::{json, library, tree};
use serde_json::{Value, json};

fn documents(is_series: bool) -> impl Iterator<Item = Value> {
    let files = tree(library()).into_iter();
    let wanted = files.filter(move |(path, _)| path.ends_with("series.json") == is_series);
    wanted.map(|(_, bytes)| serde_json::from_slice(&bytes).unwrap())
}

/// A document with something else at a place.
fn with(document: &Value, pointer: &str, value: Value) -> Value {
    let mut document = document.clone();
    *document.pointer_mut(pointer).unwrap_or_else(|| panic!("{pointer}")) = value;
    document
}

fn without(document: &Value, name: &str) -> Value {
    let mut document = document.clone();
    document.as_object_mut().unwrap().remove(name).unwrap();
    document
}

#[test]
fn both_schemas_are_valid_json_schema() {
    for file in ["series", "session"] {
        let schema = json(["schema", file]);
        assert!(jsonschema::meta::is_valid(&schema), "{file}");
        assert!(schema["$schema"].as_str().unwrap().starts_with("https://json-schema.org/"), "{file}");
        jsonschema::validator_for(&schema).unwrap();
    }
}

#[test]
fn every_file_of_the_sample_fits_its_schema() {
    for (file, is_series) in [("series", true), ("session", false)] {
        let validator = jsonschema::validator_for(&json(["schema", file])).unwrap();
        let mut count = 0;
        for document in documents(is_series) {
            let errors: Vec<String> = validator.iter_errors(&document).map(|e| e.to_string()).collect();
            assert!(errors.is_empty(), "{file}: {errors:?}");
            count += 1;
        }
        assert!(count >= 10, "{count}");
    }
}

#[test]
fn unknown_members_fit_both_schemas() {
    for (file, is_series) in [("series", true), ("session", false)] {
        let validator = jsonschema::validator_for(&json(["schema", file])).unwrap();
        let mut document = documents(is_series).next().unwrap();
        document["future"] = json!({ "a": [1, null] });
        assert!(validator.is_valid(&document), "{file}");
    }
}

#[test]
fn documents_out_of_bounds_do_not_fit_the_schema_of_a_session() {
    let validator = jsonschema::validator_for(&json(["schema", "session"])).unwrap();
    let good = documents(false).find(|d| d["entries"][0]["type"] == "roll").unwrap();
    let bad = [
        with(&good, "/format", json!("stipple/series")),
        with(&good, "/version", json!(2)),
        with(&good, "/version", json!("1")),
        with(&good, "/id", json!("")),
        with(&good, "/started_at", json!(7)),
        with(&good, "/devices", json!({})),
        with(&good, "/devices/0/width_mm", json!(500.01)),
        with(&good, "/devices/0/width_mm", json!(0)),
        with(&good, "/devices/0/width_mm", json!(-1)),
        with(&good, "/devices/0/width_mm", json!("20")),
        with(&good, "/devices/0/drum_diameter_mm", json!(0)),
        with(&good, "/devices/0/kind", json!("drill")),
        with(&good, "/devices/0/tip", json!("square")),
        with(&good, "/care/numbing/grams", json!(-1)),
        with(&good, "/care/pain", json!(11)),
        with(&good, "/entries/0/id", json!(-1)),
        with(&good, "/entries/0/type", json!("rolled")),
        with(&good, "/entries/0/passes", json!(256)),
        with(&good, "/entries/0/passes", json!("4")),
        with(&good, "/entries/0/path", json!([])),
        with(&good, "/entries/0/path/0", json!(10_000.01)),
        with(&good, "/entries/0/path/0", json!(null)),
        with(&good, "/observations/0/value", json!(true)),
        without(&good, "id"),
        without(&good, "series"),
        without(&good, "started_at"),
        without(&good, "format"),
        json!([]),
    ];
    assert!(validator.is_valid(&good));
    for (i, document) in bad.iter().enumerate() {
        assert!(!validator.is_valid(document), "case {i} fits");
    }
}

#[test]
fn documents_out_of_bounds_do_not_fit_the_schema_of_a_series() {
    let validator = jsonschema::validator_for(&json(["schema", "series"])).unwrap();
    let good = documents(true).find(|d| d["plan"]["targets"][0].is_object()).unwrap();
    let bad = [
        with(&good, "/format", json!("stipple/session")),
        with(&good, "/version", json!(0)),
        with(&good, "/client/height_cm", json!(301)),
        with(&good, "/client/height_cm", json!(0)),
        with(&good, "/client/weight_kg", json!(-1)),
        with(&good, "/client/weight_kg", json!("61")),
        with(&good, "/client", json!("A. Morgan")),
        with(&good, "/figure", json!("woman")),
        with(&good, "/plan/targets/0/per", json!("week")),
        with(&good, "/plan/sessions", json!(0)),
        with(&good, "/plan/targets/0/passes", json!(10_001)),
        with(&good, "/plan/targets/0/zone", json!(4)),
        with(&good, "/plan/goals/0", json!(4)),
        with(&good, "/plan/goals", json!("cheek-* V4 >= 90 %")),
        without(&good, "id"),
        json!("series"),
    ];
    assert!(validator.is_valid(&good));
    for (i, document) in bad.iter().enumerate() {
        assert!(!validator.is_valid(document), "case {i} fits");
    }
}
