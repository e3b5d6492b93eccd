//! `stipple stats`.

use crate::sample::{Copy, SERIES, answer, failure, json, put, series};
use serde_json::{Map, Value};
use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::path::Path;
use stipple::model::{Atlas, DiagramId, EntryKind, Passes, SessionId, ZoneId};

/// The fields of section 6 that zones and the whole share, in its order.
const SHARED: [&str; 14] = [
    "area_cm2",
    "treated_cm2",
    "coverage",
    "mean_passes",
    "max_passes",
    "by_direction",
    "directions_complete",
    "v",
    "d98",
    "d50",
    "d2",
    "homogeneity",
    "density_per_cm2",
    "untouched_share",
];

/// What the program adds to them.
const MORE: [&str; 9] = [
    "target",
    "ceiling",
    "at_target",
    "gap_cm2",
    "gaps",
    "excess_cm2",
    "overlap_cm2",
    "conformation",
    "outside_plan_cm2",
];

fn stats(folder: &Path, more: &[&str]) -> Value {
    let fixed = [OsStr::new("stats"), folder.as_os_str(), OsStr::new("--format"), OsStr::new("json")];
    json(fixed.into_iter().chain(more.iter().map(OsStr::new)))
}

fn csv_rows(folder: &Path, more: &[&str]) -> Vec<Map<String, Value>> {
    let fixed = [OsStr::new("stats"), folder.as_os_str(), OsStr::new("--format"), OsStr::new("csv")];
    let text = answer(fixed.into_iter().chain(more.iter().map(OsStr::new)));
    assert!(text.lines().count() * 2 == text.matches(['\r', '\n']).count(), "lines end as RFC 4180 says");
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let heads = reader.headers().unwrap().clone();
    let rows = reader.records().map(|row| {
        let row = row.unwrap();
        heads.iter().zip(row.iter()).map(|(head, cell)| (head.to_owned(), cell.into())).collect()
    });
    rows.collect()
}

fn names(object: &Value) -> BTreeSet<&str> {
    object.as_object().unwrap().keys().map(String::as_str).collect()
}

fn assert_row(row: &Value, own: &[&str]) {
    let found = names(row);
    for name in SHARED.iter().chain(own) {
        assert!(found.contains(name), "{name} is missing: {row}");
    }
    for name in found {
        assert!(SHARED.contains(&name) || own.contains(&name) || MORE.contains(&name), "{name}: {row}");
    }
    let directions = ["horizontal", "vertical", "rising", "falling", "undirected"];
    assert_eq!(names(&row["by_direction"]), BTreeSet::from(directions));
    for passes in ["1", "4", "8", "16"] {
        assert!(names(&row["v"]).contains(passes), "{row}");
    }
    let shares = row["v"].as_object().unwrap().values();
    for share in shares.chain([&row["coverage"], &row["directions_complete"], &row["untouched_share"]]) {
        assert!(share.as_f64().is_none_or(|n| (0.0..=1.0).contains(&n)), "{row}");
    }
    assert_eq!(row["coverage"], row["v"]["1"]);
    let mean: f64 = directions.iter().map(|d| row["by_direction"][d].as_f64().unwrap()).sum();
    assert!((mean - row["mean_passes"].as_f64().unwrap()).abs() < 1e-9, "{row}");
    assert!(row["d98"].as_u64() <= row["d50"].as_u64() && row["d50"].as_u64() <= row["d2"].as_u64());
}

#[test]
fn json_of_every_series_has_the_fields_of_the_specification() {
    let atlas = Atlas::builtin().unwrap();
    for name in SERIES {
        let found = stats(&series(name), &[]);
        let head = ["format", "version", "series", "sessions", "diagram", "zones", "pairs", "whole"];
        assert_eq!(names(&found), BTreeSet::from(head), "{name}");
        assert_eq!((found["format"].as_str(), found["version"].as_u64()), (Some("stipple/stats"), Some(1)));
        assert!(!found["sessions"].as_array().unwrap().is_empty());
        let diagram = DiagramId::new(found["diagram"].as_str().unwrap()).unwrap();
        let diagram = atlas.diagram(&diagram).unwrap();
        let zones = found["zones"].as_array().unwrap();
        assert_eq!(zones.len(), diagram.zones.len(), "{name}");
        for (row, zone) in zones.iter().zip(&diagram.zones) {
            assert_eq!(row["zone"], zone.id.as_str());
            assert_eq!(
                (row["name"].as_str().unwrap(), row["keep_out"].as_bool()),
                (&*zone.full_name(), Some(zone.keep_out))
            );
            assert_row(row, &["zone", "name", "keep_out"]);
        }
        assert_row(&found["whole"], &[]);
        let open = || zones.iter().filter(|row| row["keep_out"] == false);
        let area: f64 = open().map(|row| row["area_cm2"].as_f64().unwrap()).sum();
        assert!(
            (area - found["whole"]["area_cm2"].as_f64().unwrap()).abs() < 1e-6,
            "keep-outs are no part of it"
        );
        let most = open().map(|row| row["max_passes"].as_u64().unwrap()).max();
        assert_eq!(found["whole"]["max_passes"].as_u64(), most);
        assert!(most.unwrap() > 0, "{name} has paint");
    }
}

#[test]
fn csv_says_the_same_as_json_to_the_last_digit() {
    for name in SERIES {
        let (found, rows) = (stats(&series(name), &[]), csv_rows(&series(name), &[]));
        let pairs = found["pairs"].as_array().unwrap();
        let zones = found["zones"].as_array().unwrap();
        assert_eq!(rows.len(), zones.len() + pairs.len() + 1, "{name}");
        for (row, zone) in rows.iter().zip(zones.iter().chain(pairs).chain([&found["whole"]])) {
            for (head, cell) in row {
                let value = match head.as_str() {
                    "series" | "diagram" => &found[head.as_str()],
                    "sessions" | "kind" => continue,
                    "name" if row["kind"] == "whole" => continue,
                    "zone" | "keep_out" if row["kind"] != "zone" => continue,
                    "horizontal" | "vertical" | "rising" | "falling" | "undirected" => {
                        &zone["by_direction"][head.as_str()]
                    }
                    "v1" | "v4" | "v8" | "v16" => &zone["v"][&head[1..]],
                    _ => &zone[head.as_str()],
                };
                let cell = cell.as_str().unwrap();
                let same = match value {
                    Value::Null => cell.is_empty(),
                    Value::String(text) => cell == text,
                    Value::Bool(mark) => cell == mark.to_string(),
                    other => cell.parse::<f64>().ok() == other.as_f64(),
                };
                assert!(same, "{name}, {head}: {cell} is not {value}");
            }
        }
    }
}

#[test]
fn tables_show_shares_rounded_down() {
    for name in SERIES {
        let text = answer([OsStr::new("stats"), series(name).as_os_str()]);
        let found = stats(&series(name), &[]);
        let mut shown = 0;
        for row in found["zones"].as_array().unwrap() {
            let start = format!(
                "{}{}  ",
                row["name"].as_str().unwrap(),
                if row["keep_out"] == true { ", keep-out" } else { "" }
            );
            let Some(line) = text.lines().find(|line| line.starts_with(&start)) else {
                assert_eq!(row["max_passes"], 0, "{name}: {start}");
                continue;
            };
            shown += 1;
            let shares: Vec<f64> = line
                .split("  ")
                .filter_map(|cell| cell.trim().strip_suffix("\u{202f}%")?.parse().ok())
                .collect();
            let expected = ["coverage", "directions_complete", "at_target"].map(|field| row[field].as_f64());
            let expected: Vec<f64> = expected.into_iter().flatten().map(|share| share * 100.0).collect();
            assert_eq!(shares.len(), expected.len(), "{line}");
            for (share, exact) in shares.into_iter().zip(expected) {
                assert!(share <= exact + 1e-9 && exact < share + 0.1 + 1e-9, "{line}: {exact}");
            }
        }
        assert!(shown > 0 && text.contains("Whole diagram"), "{text}");
        assert!(text.lines().all(|line| line.trim_end() == line) && text.ends_with('\n'), "{text}");
    }
}

#[test]
fn a_session_is_chosen_by_number_or_by_id() {
    let folder = series("acne-scars-face");
    let all = stats(&folder, &[]);
    let ids = all["sessions"].as_array().unwrap().clone();
    assert_eq!(ids.len(), 3);
    let mut sum = 0.0;
    for (number, id) in (1..).zip(&ids) {
        let by_number = stats(&folder, &["--session", &number.to_string()]);
        let by_id = stats(&folder, &["--session", id.as_str().unwrap()]);
        assert_eq!(by_number, by_id);
        assert_eq!(by_number["sessions"], Value::from(vec![id.clone()]));
        assert!(by_number["zones"][0]["overlap_cm2"].is_number(), "overlap is of one session");
        sum += by_number["whole"]["mean_passes"].as_f64().unwrap();
    }
    assert!((sum - all["whole"]["mean_passes"].as_f64().unwrap()).abs() < 1e-9, "sessions add up");
    assert!(all["zones"][0]["overlap_cm2"].is_null());
    let rows = csv_rows(&folder, &["--session", "2"]);
    assert!(rows.iter().all(|row| row["sessions"] == "1"));
}

/// A number always counts in time order; an id that looks like one is chosen where no session has that number.
#[test]
fn a_number_chooses_one_session_even_where_another_has_it_as_id() {
    let copy = Copy::of("chin-and-jaw");
    copy.add(|session| {
        session.id = SessionId::new("1").unwrap();
        session.started_at = "2027-01-01T10:00:00Z".parse().unwrap();
    });
    copy.add(|session| {
        session.id = SessionId::new("77").unwrap();
        session.started_at = "2027-01-02T10:00:00Z".parse().unwrap();
    });
    let chosen = |wanted: &str| stats(&copy.path, &["--session", wanted])["sessions"].clone();
    let all = stats(&copy.path, &[])["sessions"].clone();
    assert_eq!(chosen("1"), Value::from(vec![all[0].clone()]));
    assert_eq!(chosen("2"), Value::from(vec!["1"]));
    assert_eq!(chosen("77"), Value::from(vec!["77"]));
}

#[test]
fn an_unknown_session_or_diagram_is_an_error_that_says_what_there_is() {
    let folder = series("acne-scars-face");
    for wanted in ["0", "4", "99999999999999999999999", "x", "", "019b7def"] {
        let line = failure(["stats".as_ref(), folder.as_os_str(), "--session".as_ref(), OsStr::new(wanted)]);
        assert!(line.contains(&format!("no session {wanted}")) && line.contains("has 3"), "{line}");
        assert!(line.ends_with("acne-scars-face"), "{line}");
    }
    for wanted in ["face-fron", "Face-front", "", "../face-front", "face front"] {
        let line = failure(["stats".as_ref(), folder.as_os_str(), "--diagram".as_ref(), OsStr::new(wanted)]);
        assert!(line.contains(&format!("no diagram {wanted}")) && line.contains("face-front"), "{line}");
    }
}

#[test]
fn a_diagram_without_paint_has_no_passes_anywhere() {
    let found = stats(&series("acne-scars-face"), &["--diagram", "scalp-top"]);
    assert_eq!(found["diagram"], "scalp-top");
    for row in found["zones"].as_array().unwrap().iter().chain([&found["whole"]]) {
        assert_eq!((row["max_passes"].as_u64(), row["coverage"].as_f64()), (Some(0), Some(0.0)));
        assert_eq!(row["untouched_share"].as_f64(), Some(1.0), "{row}");
    }
}

#[test]
fn several_diagrams_come_as_a_list_in_the_order_of_the_atlas() {
    let copy = Copy::of("acne-scars-face");
    copy.add(|session| {
        session.id = SessionId::new("added").unwrap();
        session.started_at = "2026-03-20T10:00:00+01:00".parse().unwrap();
        session.entries.truncate(2);
        for (entry, diagram) in session.entries.iter_mut().zip(["scalp-top", "face-left"]) {
            entry.diagram = DiagramId::new(diagram).unwrap();
        }
        session.entries[0].kind =
            EntryKind::Zone { zone: ZoneId::new("vertex").unwrap(), passes: Passes::default() };
    });
    let found = stats(&copy.path, &[]);
    assert_eq!(names(&found), BTreeSet::from(["format", "version", "series", "sessions", "diagrams"]));
    let list = found["diagrams"].as_array().unwrap();
    let ids: Vec<&str> = list.iter().map(|diagram| diagram["diagram"].as_str().unwrap()).collect();
    assert_eq!(ids, ["face-front", "face-left", "scalp-top"]);
    for object in list {
        let alone = stats(&copy.path, &["--diagram", object["diagram"].as_str().unwrap()]);
        assert_eq!(alone, *object, "one of them is what it is alone");
    }
    let of: BTreeSet<String> =
        csv_rows(&copy.path, &[]).iter().map(|row| row["diagram"].as_str().unwrap().to_owned()).collect();
    assert_eq!(of, ids.iter().map(|&id| id.to_owned()).collect());
}

#[test]
fn a_series_without_sessions_is_no_failure() {
    let copy = Copy::of("acne-scars-face");
    for path in copy.sessions() {
        std::fs::remove_file(path).unwrap();
    }
    let found = stats(&copy.path, &[]);
    assert_eq!(
        (found["sessions"].clone(), found["diagrams"].clone()),
        (Value::Array(vec![]), Value::Array(vec![]))
    );
    assert!(answer([OsStr::new("stats"), copy.path.as_os_str()]).contains("Nothing was painted"));
    assert_eq!(csv_rows(&copy.path, &[]).len(), 0);
    let one = stats(&copy.path, &["--diagram", "face-front"]);
    assert_eq!(one["whole"]["max_passes"], 0);
}

/// A figure that silently leaves a session out would be wrong.
#[test]
fn a_session_that_cannot_be_read_fails_the_command() {
    let copy = Copy::of("acne-scars-face");
    let path = copy.sessions()[1].clone();
    put(&path, "{");
    let line = failure([OsStr::new("stats"), copy.path.as_os_str()]);
    assert!(line.contains(path.file_name().unwrap().to_str().unwrap()), "{line}");
}

#[test]
fn what_is_no_series_folder_is_refused_with_a_hint() {
    let copy = Copy::of("acne-scars-face");
    let line = failure([OsStr::new("stats"), copy.path.parent().unwrap().as_os_str()]);
    assert!(line.contains("name a series folder"), "{line}");
    let line = failure([OsStr::new("stats"), copy.sessions()[0].as_os_str()]);
    assert!(line.contains("--session"), "{line}");
    let line = failure([OsStr::new("stats"), copy.beside("gone").as_os_str()]);
    assert!(line.ends_with("gone"), "{line}");
    // Its file or the folder of its sessions are as good as the folder.
    let whole = stats(&copy.path, &[]);
    for path in [copy.path.join("series.json"), copy.path.join("sessions"), copy.path.join(".")] {
        assert_eq!(stats(&path, &[]), whole);
    }
}

#[test]
fn only_some_passes_are_counted_where_that_is_asked_for() {
    let folder = series("acne-scars-face");
    let whole = |more: &[&str]| stats(&folder, more)["whole"].clone();
    let (all, level) = (whole(&[]), whole(&["--direction", "horizontal"]));
    assert_eq!(level["by_direction"]["horizontal"], all["by_direction"]["horizontal"]);
    for direction in ["vertical", "rising", "falling", "undirected"] {
        assert_eq!(level["by_direction"][direction].as_f64(), Some(0.0), "{direction}");
    }
    assert_eq!(level["mean_passes"], level["by_direction"]["horizontal"]);
    assert_eq!(level["target"], all["target"], "the plan is the same");
    // All its devices have needles of 1.5 mm.
    assert_eq!(whole(&["--needle", "1.5"]), all);
    assert_eq!(stats(&folder, &["--needle", "1.5"])["only"], "1.5 mm");
    let arguments = |flag: &str, value: &str| {
        ["stats".into(), folder.clone().into_os_string(), flag.into(), value.into()]
            as [std::ffi::OsString; 4]
    };
    let refused = failure(arguments("--needle", "0.25"));
    assert!(refused.contains("needles of 0.25 mm; there are 1.5 mm"), "{refused}");
    assert!(failure(arguments("--device", "no such device")).contains("there are Drum roller 192"));
    assert!(failure(arguments("--practitioner", "nobody")).contains("the practitioner nobody; there are "));
}
