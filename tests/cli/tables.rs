//! `stipple export` as CSV and JSON.

use crate::sample::{Copy, answer, failure, json, python, run, series, texts};
use serde_json::Value;
use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::path::Path;

const TABLES: [&str; 4] = ["zones", "entries", "observations", "sessions"];

fn export(folder: &Path, more: &[&str]) -> String {
    let mut arguments = vec![OsStr::new("export"), folder.as_os_str(), OsStr::new("--out"), OsStr::new("-")];
    arguments.extend(more.iter().map(OsStr::new));
    answer(arguments)
}

fn rows(folder: &Path, table: &str) -> Vec<BTreeMap<String, String>> {
    let text = export(folder, &["--format", "csv", "--table", table]);
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader.deserialize().map(Result::unwrap).collect()
}

#[test]
fn zones_have_the_numbers_of_stats() {
    let folder = series("acne-scars-face");
    let rows = rows(&folder, "zones");
    let sessions = rows.iter().map(|row| row["session"].as_str()).collect::<std::collections::BTreeSet<_>>();
    assert_eq!(sessions.len(), 3);
    for number in 1..=3 {
        let arguments = ["stats".as_ref(), folder.as_os_str(), "--session".as_ref()];
        let number = number.to_string();
        let stats =
            json(arguments.into_iter().chain([number.as_ref(), "--format".as_ref(), "json".as_ref()]));
        let own: Vec<_> = rows.iter().filter(|row| row["session_number"] == number).collect();
        let zones = stats["zones"].as_array().unwrap();
        assert_eq!(own.len(), zones.len());
        for (row, zone) in own.iter().zip(zones) {
            assert_eq!(row["zone"], zone["zone"].as_str().unwrap());
            assert_eq!(row["keep_out"], zone["keep_out"].to_string());
            let pairs = [
                ("area_cm2", &zone["area_cm2"]),
                ("coverage_share", &zone["coverage"]),
                ("mean_passes", &zone["mean_passes"]),
                ("mean_rising_passes", &zone["by_direction"]["rising"]),
                ("v16_share", &zone["v"]["16"]),
                ("d98_passes", &zone["d98"]),
                ("homogeneity", &zone["homogeneity"]),
                ("density_per_cm2", &zone["density_per_cm2"]),
                ("target_passes", &zone["target"]),
                ("at_target_share", &zone["at_target"]),
                ("gap_cm2", &zone["gap_cm2"]),
                ("gaps", &zone["gaps"]),
                ("swept_again_cm2", &zone["overlap_cm2"]),
            ];
            for (column, value) in pairs {
                let written = row[column].parse::<f64>().ok();
                assert_eq!(written, value.as_f64(), "{column} of {}", row["zone"]);
            }
        }
    }
}

#[test]
fn every_entry_is_a_row_with_its_geometry() {
    let copy = Copy::of("acne-scars-face");
    copy.add(|session| {
        *session = stipple::store::session_from(SESSION.as_bytes(), Path::new("a.json")).unwrap().value;
        session.series = stipple::store::read_series(&copy.path.join("series.json")).unwrap().value.id;
    });
    let rows: Vec<_> = rows(&copy.path, "entries");
    let own: Vec<_> = rows.iter().filter(|row| row["session"] == "all-types").collect();
    let column = |name: &str| own.iter().map(|row| row[name].as_str()).collect::<Vec<_>>();
    assert_eq!(column("type"), ["roll", "shade", "zone", "region", "erase"]);
    assert_eq!(column("order"), ["1", "2", "3", "4", "5"]);
    assert_eq!(column("passes_per_sweep"), ["3", "", "", "", ""]);
    assert_eq!(column("horizontal_passes"), ["", "0", "4", "0", ""]);
    assert_eq!(column("undirected_passes"), ["", "0", "0", "2", ""]);
    assert_eq!(column("width_mm"), ["20", "12", "", "", "8"]);
    assert_eq!(column("length_mm")[0], "50");
    assert_eq!(column("duration_ms")[0], "120");
    let geometry = [
        "LINESTRING (103.25 96.5, 133.25 136.5)",
        "POINT (150 140)",
        "",
        "POLYGON ((80 150, 95 150, 95 170, 80 150))",
        "LINESTRING (81 151, 83 155)",
    ];
    assert_eq!(column("geometry_wkt_mm"), geometry);
    assert_eq!(column("device_name")[0], "Drum, \"192\"\nneedles");
}

const SESSION: &str = r#"{
  "format": "stipple/session", "version": 1, "id": "all-types", "series": "x",
  "started_at": "2026-03-20T10:05:00+01:00", "ended_at": "2026-03-20T10:41:30+01:00",
  "devices": [ { "id": "d1", "name": "Drum, \"192\"\nneedles", "kind": "roller", "tip": "flat", "width_mm": 20 } ],
  "care": { "consent": true, "pain": 4, "products": [ "a", "b" ] },
  "entries": [
    { "id": 1, "type": "roll", "diagram": "face-front", "device": "d1", "at_ms": 1, "passes": 3, "path": [103.25, 96.5, 133.25, 136.5], "times_ms": [0, 120] },
    { "id": 2, "type": "shade", "diagram": "face-front", "width_mm": 12, "passes": { "vertical": 1 }, "path": [150, 140] },
    { "id": 3, "type": "zone", "diagram": "face-front", "zone": "forehead-left", "passes": { "horizontal": 4, "vertical": 4 } },
    { "id": 4, "type": "region", "diagram": "face-front", "ring": [80, 150, 95, 150, 95, 170], "passes": { "undirected": 2 } },
    { "id": 5, "type": "erase", "diagram": "face-front", "width_mm": 8, "path": [81, 151, 83, 155] }
  ],
  "observations": [
    { "at": "2026-03-21", "zone": "cheek-left", "kind": "erythema", "value": 2, "scale": "CEA 0-4" },
    { "at": "2026-03-22", "kind": "itch", "value": "a, \"little\"" }
  ],
  "notes": "said by A. Secret"
}"#;

#[test]
fn observations_and_sessions_are_rows() {
    let copy = Copy::of("acne-scars-face");
    copy.add(|session| {
        *session = stipple::store::session_from(SESSION.as_bytes(), Path::new("a.json")).unwrap().value;
        session.series = stipple::store::read_series(&copy.path.join("series.json")).unwrap().value.id;
    });
    let seen: Vec<_> =
        rows(&copy.path, "observations").into_iter().filter(|row| row["session"] == "all-types").collect();
    assert_eq!((seen[0]["value"].as_str(), seen[0]["value_text"].as_str()), ("2", ""));
    assert_eq!((seen[1]["value"].as_str(), seen[1]["value_text"].as_str()), ("", "a, \"little\""));
    let sessions = rows(&copy.path, "sessions");
    assert_eq!(sessions.len(), 4);
    let own = sessions.iter().find(|row| row["session"] == "all-types").unwrap();
    assert_eq!(own["duration_min"], "36.5");
    assert_eq!((own["consent"].as_str(), own["cleansed"].as_str()), ("true", ""));
    assert_eq!(own["products"], "a; b");
    assert_eq!(own["notes"], "said by A. Secret");
}

#[test]
fn json_holds_the_same_as_csv() {
    let folder = series("acne-scars-back");
    for table in TABLES {
        let csv = rows(&folder, table);
        let text = export(&folder, &["--format", "json", "--table", table]);
        let json: Vec<serde_json::Map<String, Value>> = serde_json::from_str(&text).unwrap();
        assert_eq!(json.len(), csv.len());
        assert!(text.lines().count() == json.len() + 2, "one row a line");
        for (object, row) in json.iter().zip(&csv) {
            assert_eq!(object.len(), row.len());
            for (name, value) in object {
                let written = match value {
                    Value::Null => String::new(),
                    Value::String(text) => text.clone(),
                    Value::Number(number) if number.is_f64() => number.as_f64().unwrap().to_string(),
                    other => other.to_string(),
                };
                assert_eq!(&written, &row[name], "{name}");
            }
        }
    }
}

#[test]
fn csv_keeps_the_rules_and_another_program_reads_it() {
    let copy = Copy::of("acne-scars-face");
    copy.add(|session| session.id = stipple::model::SessionId::new("again").unwrap());
    let out = copy.beside("a.csv");
    for table in TABLES {
        let arguments = ["export".as_ref(), copy.path.as_os_str(), "--out".as_ref(), out.as_os_str()];
        answer(arguments.into_iter().chain(["--format", "csv", "--table", table].map(OsStr::new)));
        let text = std::fs::read_to_string(&out).unwrap();
        assert!(text.ends_with("\r\n") && !text.starts_with('\u{feff}'));
        assert!(!text.replace("\r\n", "").contains('\r'));
        let script = "import csv, sys\n\
            rows = list(csv.reader(open(sys.argv[1], newline='', encoding='utf-8'), strict=True))\n\
            assert len({len(row) for row in rows}) == 1, 'ragged'\n\
            print(len(rows))";
        let Some(printed) = python(script, &[out.as_os_str()]) else { continue };
        let expected = csv::Reader::from_reader(text.as_bytes()).records().count() + 1;
        assert_eq!(printed.trim(), expected.to_string());
    }
}

#[test]
fn who_it_is_stands_only_where_it_was_asked_for() {
    let copy = Copy::of("acne-scars-face");
    copy.change(|series| {
        series.client.name = Some("A. Secret".into());
        series.client.reference = Some("REF-77".into());
        series.notes = "A. Secret called".into();
    });
    copy.add(|session| {
        session.id = stipple::model::SessionId::new("told").unwrap();
        session.notes = "said by A. Secret".into();
    });
    for format in ["csv", "json"] {
        for table in TABLES {
            let text =
                |client| export(&copy.path, &["--format", format, "--table", table, "--client", client]);
            let none = text("none");
            assert!(
                !none.contains("Secret") && !none.contains("REF-77") && !none.contains("client"),
                "{none}"
            );
            assert!(!text("reference").replace("said by A. Secret", "").contains("Secret"));
            assert!(text("reference").contains("REF-77"));
            assert!(text("name").contains("A. Secret"));
        }
    }
    let usual = export(&copy.path, &["--format", "csv"]);
    assert!(usual.contains("REF-77") && !usual.contains("Secret"));
}

#[test]
fn an_empty_series_has_heads_and_no_rows() {
    let copy = Copy::of("acne-scars-face");
    for path in copy.sessions() {
        std::fs::remove_file(path).unwrap();
    }
    for table in TABLES {
        let text = export(&copy.path, &["--format", "csv", "--table", table]);
        assert!(text.starts_with("client,series,session,session_number,started_at,"), "{text}");
        assert_eq!(text.lines().count(), 1);
        assert_eq!(export(&copy.path, &["--format", "json", "--table", table]), "[\n]\n");
    }
}

#[test]
fn one_session_can_be_chosen() {
    let folder = series("acne-scars-face");
    let one = export(&folder, &["--format", "csv", "--table", "sessions", "--session", "2"]);
    assert_eq!(one.lines().count(), 2);
    assert!(one.lines().nth(1).unwrap().contains(",2,"));
}

#[test]
fn options_of_other_formats_are_wrong_usage() {
    let folder = series("acne-scars-face");
    let wrong: [(&[&str], &str); 7] = [
        (&["--format", "zip", "--table", "zones"], "--table is for --format csv and json"),
        (&["--format", "csv", "--map", "gap"], "--map is for --format raster"),
        (&["--format", "csv", "--on", "2026-01-01"], "--on is for --format raster"),
        (&["--format", "csv", "--with-held"], "--with-held is for --format ics"),
        (&["--format", "zip", "--session", "1"], "of the whole series"),
        (&["--format", "zip", "--out", "-"], "needs a file to write to"),
        (&["--format", "raster", "--out", "-"], "needs a file to write to"),
    ];
    for (options, said) in wrong {
        let mut arguments = vec!["export".as_ref(), folder.as_os_str()];
        if !options.contains(&"--out") {
            arguments.extend(["--out", "x"].map(OsStr::new));
        }
        arguments.extend(options.iter().map(OsStr::new));
        let output = run(arguments);
        let (out, err) = texts(&output);
        assert_eq!((output.status.code(), out.as_str()), (Some(2), ""), "{err}");
        assert!(err.starts_with("error: ") && err.contains(said), "{err}");
    }
}

#[test]
fn a_folder_that_is_not_there_is_one_line() {
    let folder = series("acne-scars-face");
    let arguments =
        ["export".as_ref(), folder.as_os_str(), "--format".as_ref(), "csv".as_ref(), "--out".as_ref()];
    let line = failure(arguments.into_iter().chain([OsStr::new("/nowhere at all/a.csv")]));
    assert!(line.contains("/nowhere at all"), "{line}");
}

#[test]
fn a_raster_lies_beside_its_explanation() {
    let scratch = tempfile::tempdir().unwrap();
    let folder = series("acne-scars-face");
    for (map, no_value) in [("passes", 0), ("days-since", 65_535), ("directions", 0), ("gap", 0)] {
        let (out, raw) = (scratch.path().join("a.png"), scratch.path().join("b.png"));
        let arguments = ["export".as_ref(), folder.as_os_str(), "--out".as_ref(), out.as_os_str()];
        let text = answer(arguments.into_iter().chain(["--format", "raster", "--map", map].map(OsStr::new)));
        let beside = scratch.path().join("a.json");
        assert_eq!(text, format!("Wrote {}\nWrote {}\n", out.display(), beside.display()));
        let render = ["render".as_ref(), folder.as_os_str(), "--out".as_ref(), raw.as_os_str()];
        let more = ["--raw", "--diagram", "face-front", "--map", map].map(OsStr::new);
        answer(render.into_iter().chain(more));
        let bytes = std::fs::read(&out).unwrap();
        assert_eq!(bytes, std::fs::read(&raw).unwrap());
        let sidecar: Value = serde_json::from_slice(&std::fs::read(&beside).unwrap()).unwrap();
        assert_eq!(sidecar["blake3"], blake3::hash(&bytes).to_hex().as_str());
        assert_eq!((&sidecar["map"], &sidecar["no_value"]), (&map.into(), &no_value.into()));
        let png = crate::png::Png::read(&out);
        assert_eq!(sidecar["columns"].as_u64(), Some(png.width.into()));
        assert_eq!(sidecar["rows"].as_u64(), Some(png.height.into()));
        assert_eq!(sidecar["sessions"].as_array().unwrap().len(), 3);
        assert_eq!(sidecar["bits"]["8"].as_str(), (map == "directions").then_some("falling"));
        assert_eq!(sidecar.get("on").is_some(), map == "days-since");
    }
}
