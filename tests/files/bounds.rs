//! Every bound of a session's file: what is outside is refused with file, field and value, and nothing is changed.

use crate::scratch::{Scratch, assert_names, get, put, read_session};
use stipple::store::{self, StoreError};

/// A good document in which each case replaces something.
const GOOD: &str = r#"{
  "format": "stipple/session", "version": 1, "id": "s1", "series": "c1",
  "started_at": "2026-03-02T10:05:00+01:00", "ended_at": "2026-03-02T10:41:00+01:00",
  "devices": [
    { "id": "d1", "name": "Drum", "kind": "roller", "tip": "flat", "width_mm": 20, "needle_length_mm": 1.5,
      "needles": 192, "drum_diameter_mm": 21, "strokes_per_s": 100, "glide_cm_per_s": 5, "density_per_pass": 15 },
    { "id": "d2", "kind": "other" }
  ],
  "care": { "consent": true, "numbing": { "grams": 10, "minutes": 60, "since": "2026-03-02T09:05:00+01:00" }, "pain": 4 },
  "entries": [
    { "id": 1, "type": "roll", "diagram": "face-front", "device": "d1", "at_ms": 61200, "pass": 1, "passes": 7, "path": [1, 2, 3, 4], "times_ms": [0, 8] },
    { "id": 2, "type": "shade", "diagram": "face-front", "width_mm": 12, "passes": { "vertical": 1 }, "path": [5, 6] },
    { "id": 3, "type": "zone", "diagram": "face-front", "zone": "nose", "passes": { "horizontal": 3 } },
    { "id": 4, "type": "region", "diagram": "face-front", "ring": [10, 15, 20, 15, 20, 25], "passes": { "undirected": 2 } },
    { "id": 5, "type": "erase", "diagram": "face-front", "width_mm": 8, "path": [7, 8] }
  ],
  "observations": [ { "at": "2026-03-03", "zone": "nose", "kind": "erythema", "value": 2 } ]
}
"#;

/// What is replaced, by what, and what the message must name.
type Case = (&'static str, &'static str, &'static [&'static str]);

fn assert_refused(cases: &[Case]) {
    let scratch = Scratch::new();
    let path = scratch.path().join("sitting 1.json");
    put(&path, GOOD);
    store::read_session(&path).unwrap();
    for (from, to, words) in cases {
        assert_eq!(GOOD.matches(from).count(), 1, "{from}");
        let document = GOOD.replacen(from, to, 1);
        put(&path, &document);
        let Err(error) = store::read_session(&path) else { panic!("{to} was accepted") };
        assert_names(&error, &path, words);
        assert!(!error.to_string().contains('\n'), "{error}");
        assert!(matches!(error, StoreError::Field { .. } | StoreError::Syntax { .. }), "{error:?}");
        assert_eq!(get(&path), document.as_bytes(), "the file was changed");
    }
}

fn assert_accepted(cases: &[(&str, &str)]) {
    for (from, to) in cases {
        assert_eq!(GOOD.matches(from).count(), 1, "{from}");
        read_session(GOOD.replacen(from, to, 1)).unwrap_or_else(|e| panic!("{to}: {e}"));
    }
}

#[test]
fn coordinates_are_finite_and_within_10_m() {
    assert_refused(&[
        ("[1, 2, 3, 4]", "[1, 2, 10000.01, 4]", &["entries[0].path[2]", "10000.01", "10,000 mm"]),
        ("[1, 2, 3, 4]", "[1, -10000.5, 3, 4]", &["entries[0].path[1]", "-10000.5"]),
        ("[1, 2, 3, 4]", "[1, 2, 3, 1e300]", &["entries[0].path[3]"]),
        ("[1, 2, 3, 4]", "[1, 2, 1e999, 4]", &["entries[0].path[2]", "out of range"]),
        ("[1, 2, 3, 4]", "[1, 2, -1e999, 4]", &["entries[0].path[2]", "out of range"]),
        ("[1, 2, 3, 4]", "[1, 2, NaN, 4]", &["entries[0].path[2]"]),
        ("[1, 2, 3, 4]", "[1, 2, Infinity, 4]", &["entries[0].path[2]"]),
        ("[1, 2, 3, 4]", "[1, 2, null, 4]", &["entries[0].path[2]", "null"]),
        ("[1, 2, 3, 4]", "[1, 2, \"3\", 4]", &["entries[0].path[2]", "\"3\""]),
        ("[5, 6]", "[5, 20000]", &["entries[1].path[1]", "20000"]),
        ("[10, 15, 20, 15, 20, 25]", "[10, 15, 20, 15, 20, 10000.001]", &["entries[3].ring[5]", "10000.001"]),
        ("[7, 8]", "[-12345, 8]", &["entries[4].path[0]", "-12345"]),
    ]);
    assert_accepted(&[("[1, 2, 3, 4]", "[10000, -10000, 1e4, -1E4]"), ("[5, 6]", "[0.0, -0]")]);
}

#[test]
fn paths_and_rings_have_pairs_and_enough_points() {
    assert_refused(&[
        ("[1, 2, 3, 4]", "[1, 2, 3]", &["entries[0].path", "3 numbers", "pairs"]),
        ("[1, 2, 3, 4]", "[]", &["entries[0].path", "0 points"]),
        ("[5, 6]", "[5]", &["entries[1].path", "1 numbers"]),
        ("[5, 6]", "[]", &["entries[1].path", "0 points"]),
        ("[7, 8]", "[]", &["entries[4].path", "0 points"]),
        ("[10, 15, 20, 15, 20, 25]", "[10, 15, 20, 15]", &["entries[3].ring", "2 points", "3"]),
        ("[10, 15, 20, 15, 20, 25]", "[]", &["entries[3].ring", "0 points"]),
        ("[10, 15, 20, 15, 20, 25]", "[10, 15, 20, 15, 20]", &["entries[3].ring", "5 numbers"]),
    ]);
}

#[test]
fn widths_are_over_0_and_at_most_500_mm() {
    for (from, field) in [
        ("\"width_mm\": 20", "devices[0].width_mm"),
        ("\"width_mm\": 12", "entries[1].width_mm"),
        ("\"width_mm\": 8", "entries[4].width_mm"),
    ] {
        for value in ["0", "-0.0", "500.01", "-1", "1e300"] {
            let document = GOOD.replacen(from, &format!("\"width_mm\": {value}"), 1);
            let error = read_session(document).unwrap_err().to_string();
            assert!(error.contains(field) && error.contains("must be over 0 and at most 500"), "{error}");
            let shown = value.trim_end_matches(".0");
            assert!(error.contains(&format!("is {shown}")) || value.contains('e'), "{value}: {error}");
        }
        for value in ["500", "0.01", "5e-324", "1e-3", "499.999"] {
            read_session(GOOD.replacen(from, &format!("\"width_mm\": {value}"), 1)).unwrap();
        }
    }
    assert_refused(&[
        ("\"passes\": 7", "\"passes\": 7, \"width_mm\": 501", &["entries[0].width_mm", "501"]),
        ("\"width_mm\": 20", "\"width_mm\": 1e999", &["devices[0].width_mm", "out of range"]),
        ("\"width_mm\": 12, ", "", &["entries[1].width_mm", "missing"]),
        ("\"width_mm\": 8, ", "", &["entries[4].width_mm", "missing"]),
        ("\"width_mm\": 20, ", "", &["entries[0].width_mm", "missing"]),
        ("\"device\": \"d1\", ", "", &["entries[0].width_mm", "missing"]),
    ]);
}

#[test]
fn passes_are_whole_numbers_from_0_to_255() {
    let by_direction = &["entries[1].passes.vertical", "255"];
    assert_refused(&[
        ("\"passes\": 7", "\"passes\": -1", &["entries[0].passes", "-1", "0 to 255"]),
        ("\"passes\": 7", "\"passes\": 256", &["entries[0].passes", "256"]),
        ("\"passes\": 7", "\"passes\": 1.5", &["entries[0].passes", "1.5"]),
        ("\"passes\": 7", "\"passes\": 1e99", &["entries[0].passes"]),
        ("\"passes\": 7", "\"passes\": \"4\"", &["entries[0].passes", "\"4\""]),
        ("\"passes\": 7", "\"passes\": true", &["entries[0].passes", "true"]),
        ("\"passes\": 7", "\"passes\": [4]", &["entries[0].passes"]),
        ("\"passes\": 7", "\"passes\": { \"vertical\": 1 }", &["entries[0].passes", "number for a roll"]),
        ("{ \"vertical\": 1 }", "{ \"vertical\": -1 }", by_direction),
        ("{ \"vertical\": 1 }", "{ \"vertical\": 256 }", by_direction),
        ("{ \"vertical\": 1 }", "{ \"vertical\": 0.5 }", by_direction),
        ("{ \"vertical\": 1 }", "{ \"vertical\": \"4\" }", &["entries[1].passes.vertical", "\"4\""]),
        ("{ \"vertical\": 1 }", "3", &["entries[1].passes", "3", "object"]),
        ("{ \"horizontal\": 3 }", "3", &["entries[2].passes", "3", "object"]),
        ("{ \"undirected\": 2 }", "2.5", &["entries[3].passes", "2.5", "object"]),
        ("{ \"undirected\": 2 }", "{ \"undirected\": 256 }", &["entries[3].passes.undirected", "256"]),
        (", \"passes\": { \"vertical\": 1 }", "", &["entries[1].passes", "missing"]),
        (", \"passes\": { \"horizontal\": 3 }", "", &["entries[2].passes", "missing"]),
        (", \"passes\": { \"undirected\": 2 }", "", &["entries[3].passes", "missing"]),
    ]);
    assert_accepted(&[
        ("\"passes\": 7", "\"passes\": 0"),
        ("\"passes\": 7", "\"passes\": 255"),
        ("\"passes\": 7", "\"passes\": 4.0"),
        ("{ \"vertical\": 1 }", "{ \"rising\": 255, \"falling\": 0 }"),
        ("{ \"vertical\": 1 }", "{}"),
    ]);
}

#[test]
fn entries_and_devices_have_ids_of_their_own() {
    assert_refused(&[
        ("\"id\": 4", "\"id\": 2", &["entries[3].id", "2", "another entry"]),
        ("\"id\": 4", "\"id\": 2.0", &["entries[3].id", "2", "another entry"]),
        ("\"id\": 4", "\"id\": -4", &["entries[3].id", "-4"]),
        ("\"id\": 4", "\"id\": 4.5", &["entries[3].id", "4.5"]),
        ("\"id\": 4", "\"id\": \"4\"", &["entries[3].id", "\"4\""]),
        ("\"id\": 4, ", "", &["entries[3].id", "missing"]),
        ("\"id\": \"d2\"", "\"id\": \"d1\"", &["devices[1].id", "d1", "another device"]),
        ("\"id\": \"d2\"", "\"id\": \"d/2\"", &["devices[1].id", "d/2"]),
        ("\"id\": \"d2\", ", "", &["devices[1].id", "missing"]),
        ("\"device\": \"d1\"", "\"device\": \"d3\"", &["entries[0].device", "d3", "no device"]),
        ("\"device\": \"d1\"", "\"device\": \"../d1\"", &["entries[0].device", "../d1"]),
        ("\"device\": \"d1\"", "\"device\": \"\"", &["entries[0].device"]),
    ]);
}

/// JSON numbers are read as doubles, so that a larger number would come back as another one.
#[test]
fn an_entry_id_that_is_not_exact_is_refused() {
    assert_refused(&[
        ("\"id\": 4", "\"id\": 9007199254740993", &["entries[3].id"]),
        ("\"id\": 4", "\"id\": 9007199254740992", &["entries[3].id"]),
        ("\"id\": 4", "\"id\": 1e300", &["entries[3].id"]),
        ("\"at_ms\": 61200", "\"at_ms\": 9007199254740993", &["entries[0].at_ms"]),
    ]);
    assert_accepted(&[("\"id\": 4", "\"id\": 9007199254740991"), ("\"id\": 4", "\"id\": 0")]);
}

#[test]
fn ids_cannot_leave_a_folder() {
    assert_refused(&[
        ("\"id\": \"s1\"", "\"id\": \"../s1\"", &["id", "../s1"]),
        ("\"id\": \"s1\"", "\"id\": \"a/b\"", &["id", "a/b"]),
        ("\"id\": \"s1\"", "\"id\": \"a\\\\b\"", &["id", "a\\b"]),
        ("\"id\": \"s1\"", "\"id\": \"\"", &["id"]),
        ("\"id\": \"s1\"", "\"id\": \"é\"", &["id", "é"]),
        ("\"id\": \"s1\"", "\"id\": \"a\\u0000b\"", &["id"]),
        ("\"series\": \"c1\"", "\"series\": \"c/1\"", &["series", "c/1"]),
        ("\"zone\": \"nose\", \"passes\"", "\"zone\": \"no/se\", \"passes\"", &["entries[2].zone", "no/se"]),
        ("\"zone\": \"nose\", \"kind\"", "\"zone\": \"no se\", \"kind\"", &["observations[0].zone", "no se"]),
    ]);
    let long = "x".repeat(65);
    let error = read_session(GOOD.replacen("\"s1\"", &format!("\"{long}\""), 1)).unwrap_err().to_string();
    assert!(error.contains("xxxx") && error.contains("1 to 64"), "{error}");
    read_session(GOOD.replacen("\"s1\"", &format!("\"{}\"", &long[1..]), 1)).unwrap();
    for diagram in ["face/front", "..\\\\x", ""] {
        let document = GOOD.replacen("\"face-front\", \"zone\"", &format!("\"{diagram}\", \"zone\""), 1);
        let error = read_session(document).unwrap_err().to_string();
        assert!(error.contains("entries[2].diagram"), "{error}");
    }
}

#[test]
fn names_from_lists_are_on_them() {
    assert_refused(&[
        ("\"type\": \"zone\"", "\"type\": \"zoned\"", &["entries[2].type", "zoned", "roll, shade, zone"]),
        ("\"type\": \"zone\"", "\"type\": \"Zone\"", &["entries[2].type", "Zone"]),
        ("\"type\": \"zone\"", "\"type\": \"\"", &["entries[2].type"]),
        ("\"type\": \"zone\", ", "", &["entries[2].type", "missing"]),
        ("\"kind\": \"roller\"", "\"kind\": \"drill\"", &["devices[0].kind", "drill", "rf-microneedling"]),
        ("\"kind\": \"roller\"", "\"kind\": \"Roller\"", &["devices[0].kind", "Roller"]),
        ("\"tip\": \"flat\"", "\"tip\": \"square\"", &["devices[0].tip", "square", "flat or round"]),
    ]);
    for kind in ["roller", "pen", "stamp", "rf-microneedling", "laser", "ipl", "peel", "other"] {
        let session = read_session(GOOD.replacen("\"other\"", &format!("\"{kind}\""), 1)).unwrap().value;
        assert_eq!(session.devices[1].kind.name(), kind);
    }
}

#[test]
fn a_field_of_another_type_of_entry_is_refused() {
    let strange = |from, to, field, kind| {
        let document = GOOD.replacen(from, to, 1);
        let error = read_session(document).unwrap_err().to_string();
        assert!(error.contains(field) && error.contains(&format!("does not belong to a {kind}")), "{error}");
    };
    strange("\"passes\": 7", "\"passes\": 7, \"zone\": \"nose\"", "entries[0].zone", "roll");
    strange("\"passes\": 7", "\"passes\": 7, \"ring\": [1, 2, 3, 4, 5, 6]", "entries[0].ring", "roll");
    strange("\"path\": [5, 6]", "\"path\": [5, 6], \"times_ms\": [0]", "entries[1].times_ms", "shade");
    strange("\"path\": [5, 6]", "\"path\": [5, 6], \"zone\": \"nose\"", "entries[1].zone", "shade");
    strange("\"path\": [5, 6]", "\"path\": [5, 6], \"ring\": []", "entries[1].ring", "shade");
    strange(
        "\"zone\": \"nose\", \"p",
        "\"path\": [1, 2], \"zone\": \"nose\", \"p",
        "entries[2].path",
        "zone",
    );
    strange(
        "\"zone\": \"nose\", \"p",
        "\"width_mm\": 3, \"zone\": \"nose\", \"p",
        "entries[2].width_mm",
        "zone",
    );
    strange("\"ring\": [10", "\"width_mm\": 3, \"ring\": [10", "entries[3].width_mm", "region");
    strange("\"ring\": [10", "\"path\": [3, 4], \"ring\": [10", "entries[3].path", "region");
    strange("\"ring\": [10", "\"times_ms\": [], \"ring\": [10", "entries[3].times_ms", "region");
    strange("\"path\": [7, 8]", "\"path\": [7, 8], \"passes\": 1", "entries[4].passes", "erase");
    strange("\"path\": [7, 8]", "\"path\": [7, 8], \"passes\": {}", "entries[4].passes", "erase");
    strange("\"path\": [7, 8]", "\"path\": [7, 8], \"times_ms\": [1]", "entries[4].times_ms", "erase");
    for (from, field) in
        [("\"path\": [1, 2, 3, 4], ", "entries[0].path"), ("\"zone\": \"nose\", \"p", "entries[2].zone")]
    {
        let to = if from.ends_with('p') { "\"p" } else { "" };
        let error = read_session(GOOD.replacen(from, to, 1)).unwrap_err().to_string();
        assert!(error.contains(&format!("{field} is missing")), "{error}");
    }
    let no_ring = GOOD.replacen("\"ring\": [10, 15, 20, 15, 20, 25], ", "", 1);
    assert!(read_session(no_ring).unwrap_err().to_string().contains("entries[3].ring is missing"));
}

#[test]
fn times_are_one_a_point_and_whole() {
    assert_refused(&[
        ("[0, 8]", "[0]", &["entries[0].times_ms", "list of 1", "2 points"]),
        ("[0, 8]", "[0, 8, 9]", &["entries[0].times_ms", "list of 3", "2 points"]),
        ("[0, 8]", "[0, -8]", &["entries[0].times_ms", "-8"]),
        ("[0, 8]", "[0, 8.5]", &["entries[0].times_ms", "8.5"]),
        ("[0, 8]", "[0, 4294967296]", &["entries[0].times_ms", "4294967296"]),
        ("[0, 8]", "[0, \"8\"]", &["entries[0].times_ms[1]", "\"8\""]),
        ("\"at_ms\": 61200", "\"at_ms\": -1", &["entries[0].at_ms", "-1"]),
        ("\"at_ms\": 61200", "\"at_ms\": 0.5", &["entries[0].at_ms", "0.5"]),
        ("\"pass\": 1", "\"pass\": -1", &["entries[0].pass", "-1"]),
        ("\"pass\": 1", "\"pass\": 1.5", &["entries[0].pass", "1.5"]),
    ]);
    assert_accepted(&[("[0, 8]", "[8, 0]"), ("[0, 8]", "[0, 4294967295]"), (", \"times_ms\": [0, 8]", "")]);
}

#[test]
fn moments_are_dates_and_times_with_an_offset() {
    for bad in [
        "",
        "2026-03-02",
        "2026-03-02T10:05:00",
        "2026-02-30T10:05:00+01:00",
        "2026-13-01T10:05:00+01:00",
        "2026-03-02T25:05:00+01:00",
        "2026-03-02T10:65:00+01:00",
        "2026-03-02T10:05:00+99:00",
        "10:05:00+01:00",
        "yesterday",
        "2026-03-02T10:05:00+01:00 or so",
        "9999-12-31T23:59:59-12:00",
        "99999-01-01T00:00:00+00:00",
    ] {
        for (field, good) in
            [("started_at", "2026-03-02T10:05:00+01:00"), ("ended_at", "2026-03-02T10:41:00+01:00")]
        {
            let error = read_session(GOOD.replacen(good, bad, 1)).unwrap_err().to_string();
            assert!(
                error.contains(field) && error.contains(bad) && error.contains("with an offset"),
                "{error}"
            );
        }
    }
}

#[test]
fn what_a_session_cannot_do_without_is_named() {
    assert_refused(&[
        ("\"id\": \"s1\", ", "", &["id is missing"]),
        ("\"series\": \"c1\",", "", &["series is missing"]),
        ("\"started_at\": \"2026-03-02T10:05:00+01:00\", ", "", &["started_at is missing"]),
        ("\"at\": \"2026-03-03\", ", "", &["observations[0].at is missing"]),
        (", \"kind\": \"erythema\"", "", &["observations[0].kind is missing"]),
    ]);
    let bare = r#"{"format":"stipple/session","version":1,"id":"s","series":"c","started_at":"2026-03-02T10:05:00Z"}"#;
    let session = read_session(bare).unwrap().value;
    assert!(session.entries.is_empty() && session.devices.is_empty() && session.ended_at.is_none());
}

#[test]
fn numbers_of_devices_and_care_are_within_reason() {
    let refused = |field: &str, name: &str, good: &str, values: &[&str]| {
        let from = format!("\"{name}\": {good}");
        assert_eq!(GOOD.matches(&from).count(), 1, "{from}");
        for value in values {
            let error = read_session(GOOD.replacen(&from, &format!("\"{name}\": {value}"), 1))
                .unwrap_err()
                .to_string();
            assert!(error.contains(field), "{value}: {error}");
            assert!(error.contains(value), "{value}: {error}");
        }
    };
    refused("devices[0].needle_length_mm", "needle_length_mm", "1.5", &["-0.1", "100.5", "\"1.5\""]);
    refused("devices[0].needles", "needles", "192", &["-1", "1.5", "1000001"]);
    refused("devices[0].drum_diameter_mm", "drum_diameter_mm", "21", &["0", "-1", "1000.5"]);
    refused("devices[0].strokes_per_s", "strokes_per_s", "100", &["0", "-1", "10000.5"]);
    refused("devices[0].glide_cm_per_s", "glide_cm_per_s", "5", &["0", "-1", "1000.5"]);
    refused("devices[0].density_per_pass", "density_per_pass", "15", &["-1", "1000000.5"]);
    refused("care.pain", "pain", "4", &["-1", "11", "4.5", "true"]);
    refused("care.numbing.grams", "grams", "10", &["-1", "10000.5"]);
    refused("care.numbing.minutes", "minutes", "60", &["-1", "10000.5"]);
    let since = ("\"since\": \"2026-03-02T09:05:00+01:00\"", "\"since\": \"09:05\"");
    assert_refused(&[(since.0, since.1, &["care.numbing.since", "09:05"])]);
}

#[test]
fn a_session_holds_at_most_a_million_points() {
    let path = |points: usize| vec!["1,2"; points].join(",");
    let document = |first: usize, second: usize, ring: usize| {
        let text = GOOD.replacen("[5, 6]", &format!("[{}]", path(first)), 1);
        let text = text.replacen("[7, 8]", &format!("[{}]", path(second)), 1);
        text.replacen("[10, 15, 20, 15, 20, 25]", &format!("[{}]", path(ring)), 1)
    };
    // Two points are those of the roll.
    read_session(document(400_000, 300_000, 299_998)).unwrap();
    let error = read_session(document(400_000, 300_000, 299_999)).unwrap_err().to_string();
    assert!(error.contains("entries") && error.contains("1000001") && error.contains("1000000"), "{error}");
}

#[test]
fn a_long_value_is_shortened_in_the_message() {
    let long = "瘢".repeat(30_000);
    let error = read_session(GOOD.replacen("\"roller\"", &format!("\"{long}\""), 1)).unwrap_err().to_string();
    assert!(error.contains("devices[0].kind") && error.chars().count() < 500, "{error}");
}
