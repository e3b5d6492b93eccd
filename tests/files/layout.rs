//! Files letter by letter.

use crate::scratch::{is_clean, read_series, read_session, with_check_line};
use stipple::store::{CheckLine, series_text, session_text};

/// A small series as the program writes it, without its check line.
const SERIES: &str = r#"{
  "format": "stipple/series",
  "version": 1,
  "id": "019ab000-7c1e-7d52-9a5b-0d6f3b1c2e11",
  "title": "Cheek \"acne\" scars, links",
  "client": {
    "name": "A. Mörgan",
    "height_cm": 168.5,
    "skin_type": "III",
    "born": {"year":1990}
  },
  "figure": "female",
  "plan": {
    "sessions": 4,
    "targets": [
      { "zone": "cheek-*", "passes": 4, "ceiling": 6, "per": "session" },
      { "zone": "nose", "passes": 8, "per": "series", "why": [ 1,2 ] }
    ],
    "goals": [ "cheek-* V4 >= 90 %", "* V25 <= 2 %" ],
    "future": {}
  },
  "notes": "two\nlines",
  "later": 1.50e-0
}
"#;

/// A small session as the program writes it, without its check line.
const SESSION: &str = r#"{
  "format": "stipple/session",
  "version": 1,
  "id": "019ab3c4-5a10-7e33-8f00-6b1de2c90a77",
  "series": "019ab000-7c1e-7d52-9a5b-0d6f3b1c2e11",
  "started_at": "2026-03-02T10:05:00+01:00",
  "ended_at": "2026-03-02T10:41:00+01:00",
  "practitioner": "R. Osei",
  "devices": [
    { "id": "d1", "name": "Drum", "kind": "roller", "tip": "flat", "width_mm": 20, "needle_length_mm": 1.5, "needles": 192 },
    { "id": "d2", "name": "Pen", "kind": "pen", "tip": "round", "width_mm": 0.1, "lot": "A1" }
  ],
  "care": {
    "consent": true,
    "cleansed": false,
    "numbing": {
      "agent": "lidocaine",
      "grams": 10
    },
    "products": [ "serum", "water" ],
    "pain": 4
  },
  "entries": [
    { "id": 1, "type": "roll", "diagram": "face-front", "device": "d1", "at_ms": 61200, "pass": 1, "passes": 1, "path": [103.25, 96.5, 104, 97.1], "times_ms": [0, 8] },
    { "id": 2, "type": "shade", "diagram": "face-front", "device": "d2", "width_mm": 12, "passes": { "vertical": 1, "sideways": 2 }, "path": [-0.01, 0] },
    { "id": 3, "type": "zone", "diagram": "face-front", "zone": "nose", "passes": {} },
    { "id": 4, "type": "region", "diagram": "face-front", "ring": [80, 150, 95, 150, 95, 170], "passes": { "undirected": 255 }, "x": {"y": [1,2]} },
    { "id": 9, "type": "erase", "diagram": "face-front", "width_mm": 8.25, "path": [81, 151, 83, 155] }
  ],
  "observations": [
    { "at": "2026-03-03", "zone": "cheek-left", "kind": "erythema", "value": 2, "scale": "CEA 0-4" },
    { "at": "2026-03-04", "kind": "said", "value": "fine" }
  ],
  "notes": ""
}
"#;

/// A session of which nothing is known but when it was, as the program writes it.
const EMPTY: &str = r#"{
  "format": "stipple/session",
  "version": 1,
  "id": "s",
  "series": "c",
  "started_at": "2026-03-02T10:05:00+01:00",
  "devices": [],
  "care": {},
  "entries": [],
  "observations": [],
  "notes": ""
}
"#;

#[test]
fn a_series_is_written_letter_by_letter_as_specified() {
    let expected = with_check_line(SERIES);
    assert_eq!(series_text(&read_series(SERIES).unwrap().value).unwrap(), expected);
    let loaded = read_series(&expected).unwrap();
    assert!(is_clean(&loaded));
    assert_eq!(series_text(&loaded.value).unwrap(), expected);
}

#[test]
fn a_session_is_written_letter_by_letter_as_specified() {
    for document in [SESSION, EMPTY] {
        let expected = with_check_line(document);
        assert_eq!(session_text(&read_session(document).unwrap().value).unwrap(), expected);
        let loaded = read_session(&expected).unwrap();
        assert!(is_clean(&loaded));
        assert_eq!(session_text(&loaded.value).unwrap(), expected);
    }
}

#[test]
fn the_check_line_holds_the_hash_of_all_bytes_before_it() {
    let text = session_text(&read_session(SESSION).unwrap().value).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    let [.., check, last] = lines.as_slice() else { panic!("{text}") };
    assert_eq!(*last, "}");
    let before = &text[..text.len() - check.len() - "\n}\n".len()];
    assert_eq!(*check, format!("  \"check\": \"blake3:{}\"", blake3::hash(before.as_bytes()).to_hex()));
}

#[test]
fn a_file_changed_by_hand_opens_and_says_so() {
    let good = with_check_line(SESSION);
    let changed = [
        good.replace("\"pain\": 4", "\"pain\": 5"),
        good.replace("\"pain\": 4", "\"pain\":  4"),
        good.replace('\n', "\r\n"),
        good.replacen("{\n", "{\n\n", 1),
        good.replace("blake3:", "blake2:"),
        good.replace("\"check\": \"blake3:", "\"check\": \"blake3:0"),
        good.replace("\"\n}\n", "0\"\n}\n"),
        shouted(&good),
    ];
    for text in changed {
        let loaded = read_session(&text).unwrap();
        assert_eq!(loaded.check, CheckLine::Wrong, "{text}");
    }
}

/// The same text with its hash in capitals.
fn shouted(text: &str) -> String {
    let (before, hash) = text.rsplit_once("blake3:").unwrap();
    format!("{before}blake3:{}", hash.to_uppercase())
}

/// The check line is the last member; what somebody put behind it is not covered by the hash.
#[test]
fn what_stands_behind_the_check_line_makes_it_wrong() {
    let end = "\"\n}\n";
    let good = with_check_line(&SESSION.replace(",\n  \"notes\": \"\"", ""));
    assert!(is_clean(&read_session(&good).unwrap()));
    for behind in [
        ",\n  \"notes\": \"added by hand\"",
        ", \"notes\": \"added by hand\"",
        ",\n  \"future\": [\"check\"]",
    ] {
        let text = format!("{}\"{behind}\n}}\n", good.strip_suffix(end).unwrap());
        let loaded = read_session(&text).unwrap();
        assert_eq!(loaded.check, CheckLine::Wrong, "{text}");
    }
}

#[test]
fn a_missing_final_newline_makes_the_check_line_wrong() {
    let good = with_check_line(SESSION);
    assert_eq!(read_session(good.trim_end()).unwrap().check, CheckLine::Wrong);
    assert_eq!(read_session(format!("{good}\n\n")).unwrap().value, read_session(&good).unwrap().value);
}

#[test]
fn a_note_that_looks_like_a_check_line_does_no_harm() {
    let note = r#""notes": "\n  \"check\": \"blake3:00\"\n}\n""#;
    for document in [
        SESSION.replace("\"notes\": \"\"", note),
        SESSION.replace("\"notes\": \"\"", "\"notes\": \"\",\n  \"y\": [\"check\", {\"check\": 1}]"),
    ] {
        let text = session_text(&read_session(&document).unwrap().value).unwrap();
        let loaded = read_session(&text).unwrap();
        assert!(is_clean(&loaded), "{text}");
        assert_eq!(loaded.value, read_session(&document).unwrap().value);
    }
}

#[test]
fn a_file_without_a_check_line_is_fine() {
    assert_eq!(read_session(SESSION).unwrap().check, CheckLine::Absent);
    assert_eq!(read_series(SERIES).unwrap().check, CheckLine::Absent);
}
