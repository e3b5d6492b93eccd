//! A value of the wrong JSON type is refused wherever it stands, with its place.

use crate::examples::{SERIES, SESSION};
use crate::scratch::{read_series, read_session};
use serde_json::{Value, json};

/// What a field takes.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    Text,
    Number,
    Mark,
    Object,
    List,
    /// The number of a roll or an object by direction; which of them is asked later.
    Passes,
    NumberOrText,
}
use Kind::{List, Mark, Number, NumberOrText, Object, Passes, Text};

impl Kind {
    fn takes(self, value: &Value) -> bool {
        match self {
            Text => value.is_string(),
            Number => value.is_number(),
            Mark => value.is_boolean(),
            Object => value.is_object(),
            List => value.is_array(),
            Passes => value.is_number() || value.is_object(),
            NumberOrText => value.is_number() || value.is_string(),
        }
    }
}

/// Every field of a session as JSON pointer, with its type.
const SESSION_FIELDS: [(&str, Kind); 62] = [
    ("/format", Text),
    ("/version", Number),
    ("/id", Text),
    ("/series", Text),
    ("/started_at", Text),
    ("/ended_at", Text),
    ("/practitioner", Text),
    ("/notes", Text),
    ("/check", Text),
    ("/devices", List),
    ("/devices/0", Object),
    ("/devices/0/id", Text),
    ("/devices/0/name", Text),
    ("/devices/0/kind", Text),
    ("/devices/0/tip", Text),
    ("/devices/0/width_mm", Number),
    ("/devices/0/needle_length_mm", Number),
    ("/devices/0/needles", Number),
    ("/devices/0/drum_diameter_mm", Number),
    ("/devices/0/strokes_per_s", Number),
    ("/devices/0/glide_cm_per_s", Number),
    ("/devices/0/density_per_pass", Number),
    ("/devices/0/lot", Text),
    ("/devices/0/expires", Text),
    ("/care", Object),
    ("/care/consent", Mark),
    ("/care/cleansed", Mark),
    ("/care/numbing", Object),
    ("/care/numbing/agent", Text),
    ("/care/numbing/grams", Number),
    ("/care/numbing/minutes", Number),
    ("/care/numbing/occluded", Mark),
    ("/care/products", List),
    ("/care/products/0", Text),
    ("/care/endpoint", Text),
    ("/care/pain", Number),
    ("/care/aftercare", List),
    ("/care/aftercare/1", Text),
    ("/entries", List),
    ("/entries/0", Object),
    ("/entries/0/id", Number),
    ("/entries/0/type", Text),
    ("/entries/0/diagram", Text),
    ("/entries/0/device", Text),
    ("/entries/0/at_ms", Number),
    ("/entries/0/pass", Number),
    ("/entries/0/passes", Passes),
    ("/entries/0/path", List),
    ("/entries/0/path/1", Number),
    ("/entries/0/times_ms", List),
    ("/entries/0/times_ms/2", Number),
    ("/entries/1/width_mm", Number),
    ("/entries/1/passes", Passes),
    ("/entries/1/passes/vertical", Number),
    ("/entries/2/zone", Text),
    ("/entries/3/ring", List),
    ("/entries/3/ring/5", Number),
    ("/observations", List),
    ("/observations/0/at", Text),
    ("/observations/0/zone", Text),
    ("/observations/0/kind", Text),
    ("/observations/0/value", NumberOrText),
];

/// Every field of a series as JSON pointer, with its type.
const SERIES_FIELDS: [(&str, Kind); 24] = [
    ("/format", Text),
    ("/version", Number),
    ("/id", Text),
    ("/title", Text),
    ("/figure", Text),
    ("/indication", Text),
    ("/notes", Text),
    ("/check", Text),
    ("/client", Object),
    ("/client/name", Text),
    ("/client/reference", Text),
    ("/client/height_cm", Number),
    ("/client/weight_kg", Number),
    ("/client/skin_type", Text),
    ("/plan", Object),
    ("/plan/sessions", Number),
    ("/plan/interval_days", Number),
    ("/plan/targets", List),
    ("/plan/targets/0", Object),
    ("/plan/targets/0/zone", Text),
    ("/plan/targets/0/passes", Number),
    ("/plan/targets/0/ceiling", Number),
    ("/plan/targets/0/per", Text),
    ("/plan/goals/0", Text),
];

/// A JSON pointer as messages name it: `/entries/0/path/1` is `entries[0].path[1]`.
fn place(pointer: &str) -> String {
    let mut place = String::new();
    for part in pointer.split('/').skip(1) {
        if part.bytes().all(|b| b.is_ascii_digit()) {
            place.extend(["[", part, "]"]);
        } else {
            place.push_str(if place.is_empty() { "" } else { "." });
            place.push_str(part);
        }
    }
    place
}

/// Puts a value where the pointer leads, whether there is one yet or not.
fn with(document: &str, pointer: &str, value: &Value) -> String {
    let mut document: Value = serde_json::from_str(document).unwrap();
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    match document.pointer_mut(parent).unwrap() {
        Value::Object(members) => {
            members.insert(name.to_owned(), value.clone());
        }
        Value::Array(items) => items[name.parse::<usize>().unwrap()] = value.clone(),
        other => panic!("{other}"),
    }
    document.to_string()
}

fn assert_refused<T: std::fmt::Debug>(
    document: &str,
    fields: &[(&str, Kind)],
    read: impl Fn(String) -> Result<T, stipple::store::StoreError>,
) {
    let values =
        [json!(true), json!("wörd"), json!(7), json!(-0.5), json!([]), json!({}), json!([[]]), json!([{}])];
    let mut refused = 0;
    for (pointer, kind) in fields {
        for value in values.iter().filter(|value| !kind.takes(value)) {
            let Err(error) = read(with(document, pointer, value)) else {
                panic!("{value} was accepted at {pointer}")
            };
            let message = error.to_string();
            assert!(message.contains(&place(pointer)), "{pointer} is not named for {value}: {message}");
            let named = match value {
                Value::String(text) => message.contains(text.as_str()),
                Value::Array(_) => message.contains("sequence") || message.contains("list"),
                Value::Object(_) => message.contains("map") || message.contains("object"),
                other => message.contains(&other.to_string()),
            };
            assert!(named, "{value} is not named at {pointer}: {message}");
            assert!(!message.contains("Record") && !message.contains("Field"), "inner names: {message}");
            refused += 1;
        }
    }
    assert!(refused > fields.len() * 4);
}

#[test]
fn a_wrong_type_anywhere_in_a_session_is_refused_with_its_place() {
    assert_refused(SESSION, &SESSION_FIELDS, read_session);
}

#[test]
fn a_wrong_type_anywhere_in_a_series_is_refused_with_its_place() {
    assert_refused(SERIES, &SERIES_FIELDS, read_series);
}

#[test]
fn a_document_that_is_no_object_is_refused() {
    for text in ["null", "true", "7", "\"stipple/session\"", "[]", "[{\"format\": \"stipple/session\"}]"] {
        let message = read_session(text).unwrap_err().to_string();
        assert!(message.contains("object"), "{text}: {message}");
        assert!(read_series(text).is_err());
    }
}
