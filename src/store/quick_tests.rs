//! The quick way of reading and writing against the careful one.

use super::decimal;
use super::quick;
use super::read::parse_carefully;
use super::schema::{SeriesRecord, SessionRecord};
use crate::geometry::{Point, round_to_file_precision};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde::de::DeserializeOwned;
use std::fmt::Debug;
use std::path::Path;

const SESSION: &str = r#"{
  "format": "stipple/session",
  "version": 1,
  "id": "s1",
  "series": "r1",
  "started_at": "2026-03-02T10:05:00+01:00",
  "practitioner": "R. \"Osei\" é",
  "devices": [
    { "id": "d1", "kind": "roller", "tip": "flat", "width_mm": 20, "needle_length_mm": 1.5, "x-own": [1, { "a": null }] }
  ],
  "care": {
    "consent": true,
    "numbing": { "agent": "lidocaine", "grams": 10, "occluded": false },
    "products": [ "serum" ],
    "pain": 4
  },
  "entries": [
    { "id": 1, "type": "roll", "diagram": "face-front", "device": "d1", "at_ms": 61200, "pass": 1, "passes": 1, "path": [103.25, 96.5, 104, -97.1, 121.4, 97.9], "times_ms": [0, 8, 120] },
    { "id": 2, "type": "shade", "diagram": "face-front", "width_mm": 12.125, "passes": { "vertical": 1, "odd": 2 }, "path": [150, 140, 1e1, 0.001] },
    { "id": 3, "type": "zone", "diagram": "face-front", "zone": "forehead-left", "passes": { "horizontal": 4 }, "own": "a\\b" },
    { "id": 4, "type": "region", "diagram": "face-front", "ring": [80, 150, 95, 150, 95, 170], "passes": {} },
    { "id": 5, "type": "erase", "diagram": "face-front", "width_mm": 8, "path": [] }
  ],
  "observations": [
    { "at": "2026-03-03", "kind": "erythema", "value": 2, "scale": "CEA 0-4" },
    { "at": "2026-03-04", "kind": "erythema", "value": "little" }
  ],
  "notes": "calm\n",
  "check": "blake3:00"
}
"#;

const SERIES: &str = r#"{
  "format": "stipple/series", "version": 1, "id": "r1", "title": "Cheeks",
  "client": { "name": "A. Morgan", "height_cm": 168.5 },
  "plan": {
    "sessions": 4, "interval_days": 28,
    "targets": [ { "zone": "cheek-*", "passes": 4, "ceiling": 6, "per": "session" } ],
    "goals": [ "cheek-* V16 >= 95 %" ]
  }, "later": { "a": [ [ 1 ], "x" ] }, "notes": ""
}
"#;

/// What may stand anywhere in a file that was changed by hand or damaged.
const PIECES: [&[u8]; 44] = [
    b"0",
    b"7",
    b"-",
    b".",
    b"1.25",
    b"-0",
    b"-0.0",
    b"01",
    b"00",
    b"1.",
    b".5",
    b"1e5",
    b"2E-3",
    b"1E400",
    b"12345678.9",
    b"123456789012345678901234567890",
    b"0.125",
    b"9007199254740993",
    b"null",
    b"true",
    b"nul",
    b"[",
    b"]",
    b"{",
    b"}",
    b"[[[[",
    b"]]",
    b"\"",
    b"\\",
    b"\"\\u0061\"",
    b"\"\\ud800\"",
    b"\"a\": 1, ",
    b",",
    b", ",
    b":",
    b" ",
    b"\n",
    b"\t",
    b"\0",
    b"\xff",
    b"\xc3",
    "é".as_bytes(),
    b"\"id\": ",
    b"+",
];

/// What the quick way reads, the careful way reads alike. Whether the quick way read it.
fn agree<T: DeserializeOwned + Debug>(text: &[u8]) -> Result<bool, TestCaseError> {
    let Some(quick) = quick::parse::<T>(text) else { return Ok(false) };
    let careful = parse_carefully::<T>(text, Path::new("file"));
    let careful =
        careful.map_err(|e| TestCaseError::fail(format!("{e}\n{}", String::from_utf8_lossy(text))))?;
    // Written out, every number shows all its bits.
    prop_assert_eq!(format!("{quick:?}"), format!("{careful:?}"));
    Ok(true)
}

/// A document with bytes replaced, put in or left out.
fn changed(document: &'static str) -> impl Strategy<Value = Vec<u8>> {
    let change = (any::<Index>(), 0..4_usize, select(&PIECES[..]));
    prop::collection::vec(change, 1..4).prop_map(move |changes| {
        let mut bytes = document.as_bytes().to_vec();
        for (place, out, piece) in changes {
            let start = place.index(bytes.len());
            let end = (start + out).min(bytes.len());
            bytes.splice(start..end, piece.iter().copied());
        }
        bytes
    })
}

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        failure_persistence: None,
        rng_seed: proptest::test_runner::RngSeed::Fixed(0x5717),
        ..ProptestConfig::default()
    }
}

#[test]
fn whole_documents_are_read_the_quick_way() {
    assert!(agree::<SessionRecord>(SESSION.as_bytes()).unwrap());
    assert!(agree::<SeriesRecord>(SERIES.as_bytes()).unwrap());
    assert!(agree::<SessionRecord>(SESSION.replace(['\n', ' '], "").as_bytes()).unwrap());
    assert!(agree::<SessionRecord>(SESSION.replace([',', ':'], " \n\r\t,").as_bytes()).is_ok());
}

#[test]
fn deep_nesting_is_left_to_the_careful_way() {
    let with = |levels: usize| {
        let value = format!("{}{}", "[".repeat(levels), "]".repeat(levels));
        [
            SESSION.replacen("\"notes\"", &format!("\"own\": {value}, \"notes\""), 1),
            SESSION.replacen("\"a\\\\b\"", &value, 1),
        ]
    };
    let [outside, inside] = with(63);
    assert!(agree::<SessionRecord>(outside.as_bytes()).unwrap());
    assert!(quick::parse::<SessionRecord>(inside.as_bytes()).is_none());
    assert!(agree::<SessionRecord>(with(61)[1].as_bytes()).unwrap());
    for levels in [64, 127, 128, 100_000] {
        for document in with(levels) {
            assert!(quick::parse::<SessionRecord>(document.as_bytes()).is_none(), "{levels}");
        }
    }
}

proptest! {
    #![proptest_config(config(6000))]

    #[test]
    fn changed_sessions_are_read_alike(text in changed(SESSION)) {
        agree::<SessionRecord>(&text)?;
    }

    #[test]
    fn changed_series_are_read_alike(text in changed(SERIES)) {
        agree::<SeriesRecord>(&text)?;
    }

    #[test]
    fn numbers_are_read_as_they_are_written(text in "-?[0-9]{0,9}(\\.[0-9]{0,4})?[-0-9.eE, \\]]{9}") {
        if let Some((number, length)) = decimal::read(text.as_bytes()) {
            let careful: f64 = serde_json::from_str(&text[..length]).unwrap();
            prop_assert_eq!(number.to_bits(), careful.to_bits(), "{}", text);
        }
    }

    #[test]
    fn points_are_written_as_numbers_are(mm in -10_000.0..=10_000.0, halves in -2_000_000..=2_000_000_i32) {
        let half = f64::from(halves) / 200.0;
        for mm in [mm, mm / 1000.0, half, half.next_up(), half.next_down(), 10_000.0, -0.0] {
            let mm = mm.clamp(-10_000.0, 10_000.0);
            let rounded = round_to_file_precision(mm) + 0.0;
            let text = decimal::points_text(&[Point::new(mm, mm), Point::new(1.0, mm)]);
            let expected = format!("[{rounded}, {rounded}, 1, {rounded}]");
            prop_assert_eq!(String::from_utf8(text).unwrap(), expected, "{}", mm);
        }
    }
}

#[test]
fn every_hundredth_is_read_and_written() {
    for n in (0..1_000_000_u32).step_by(7).chain(0..20_000) {
        let mm = f64::from(n) / 100.0;
        let text = decimal::points_text(&[Point::new(mm, -mm)]);
        let minus = if n == 0 { "" } else { "-" };
        assert_eq!(String::from_utf8(text.clone()).unwrap(), format!("[{mm}, {minus}{mm}]"));
        assert_eq!(
            decimal::read(&[&text[1..], b"       "].concat()),
            Some((mm, format!("{mm}").len())),
            "{mm}"
        );
    }
    assert_eq!(decimal::points_text(&[]), b"[]");
}
