//! `stipple export --format fhir`.

use crate::sample::{Copy, SERIES, answer, json, put, python, series};
use serde_json::Value;
use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::path::Path;

fn export(folder: &Path, more: &[&str]) -> String {
    let arguments =
        ["export".as_ref(), folder.as_os_str(), "--out".as_ref(), "-".as_ref(), "--format".as_ref()];
    answer(arguments.into_iter().chain([OsStr::new("fhir")]).chain(more.iter().map(OsStr::new)))
}

fn bundle(folder: &Path, release: &str) -> Value {
    serde_json::from_str(&export(folder, &["--fhir", release])).unwrap()
}

fn resources<'a>(bundle: &'a Value, kind: &str) -> Vec<&'a Value> {
    let all = bundle["entry"].as_array().unwrap().iter().map(|entry| &entry["resource"]);
    all.filter(|resource| resource["resourceType"] == kind).collect()
}

/// Every reference below a value.
fn references<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| references(item, found)),
        Value::Object(members) => {
            for (name, member) in members {
                match member {
                    Value::String(text) if name == "reference" => found.push(text),
                    other => references(other, found),
                }
            }
        }
        _ => {}
    }
}

#[test]
fn every_reference_leads_to_a_resource_of_the_bundle() {
    for name in SERIES {
        for release in ["r4", "r5"] {
            let bundle = bundle(&series(name), release);
            assert_eq!(
                (bundle["resourceType"].as_str(), bundle["type"].as_str()),
                (Some("Bundle"), Some("collection"))
            );
            let entries = bundle["entry"].as_array().unwrap();
            let urls: BTreeSet<_> = entries.iter().map(|entry| entry["fullUrl"].as_str().unwrap()).collect();
            assert_eq!(urls.len(), entries.len(), "two resources of one id in {name}");
            for entry in entries {
                let id = entry["resource"]["id"].as_str().unwrap();
                assert_eq!(entry["fullUrl"], format!("urn:uuid:{id}"));
            }
            let mut found = Vec::new();
            references(&bundle, &mut found);
            assert!(found.len() > entries.len(), "{name}");
            assert!(found.iter().all(|reference| urls.contains(reference)), "{name}, {release}");
        }
    }
}

#[test]
fn the_numbers_are_those_of_stats() {
    let folder = series("acne-scars-face");
    let arguments =
        ["stats".as_ref(), folder.as_os_str(), "--session".as_ref(), "2".as_ref(), "--format".as_ref()];
    let stats = json(arguments.into_iter().chain([OsStr::new("json")]));
    let bundle = bundle(&folder, "r4");
    let procedures = resources(&bundle, "Procedure");
    assert_eq!(procedures.len(), 3);
    let url = format!("urn:uuid:{}", procedures[1]["id"].as_str().unwrap());
    let counted = resources(&bundle, "Observation");
    let is_own =
        |seen: &&&Value| seen["partOf"][0]["reference"] == url.as_str() && seen["component"].is_array();
    let own: Vec<_> = counted.iter().filter(is_own).collect();
    let zones = stats["zones"].as_array().unwrap();
    let painted: Vec<_> = zones.iter().filter(|zone| zone["max_passes"].as_f64().unwrap() > 0.0).collect();
    assert_eq!(own.len(), painted.len());
    for (seen, zone) in own.iter().zip(painted) {
        assert_eq!(seen["bodySite"]["text"], zone["name"]);
        let component = |code: &str| {
            let all = seen["component"].as_array().unwrap().iter();
            all.filter(|part| part["code"]["coding"][0]["code"] == code)
                .map(|part| part["valueQuantity"]["value"].as_f64().unwrap())
                .next()
        };
        assert_eq!(component("mean-passes"), zone["mean_passes"].as_f64());
        assert_eq!(component("coverage"), zone["coverage"].as_f64().map(|share| share * 100.0));
        assert_eq!(component("area"), zone["area_cm2"].as_f64());
        assert_eq!(component("target"), zone["target"].as_f64());
        assert_eq!(component("gap-area"), zone["gap_cm2"].as_f64());
    }
}

#[test]
fn sides_and_places_have_their_codes() {
    let folder = series("acne-scars-face");
    let (r4, r5) = (bundle(&folder, "r4"), bundle(&folder, "r5"));
    let cheek = |bundle: &Value| {
        let all = resources(bundle, "BodyStructure").into_iter().cloned();
        all.into_iter().find(|zone| zone["description"] == "Cheek (left)").unwrap()
    };
    let old = cheek(&r4);
    assert_eq!(old["location"]["coding"][0]["code"], "36141000");
    assert_eq!(old["location"]["coding"][1]["code"], "zone-cheek-left");
    assert_eq!(old["locationQualifier"][0]["coding"][0]["code"], "7771000");
    let new = cheek(&r5);
    assert_eq!(new["includedStructure"][0]["structure"]["coding"][0]["code"], "36141000");
    assert_eq!(new["includedStructure"][0]["laterality"]["coding"][0]["code"], "7771000");
    assert_eq!(old["id"], new["id"]);
    let middle = resources(&r4, "BodyStructure").into_iter().find(|zone| zone["description"] == "Nose");
    assert!(middle.is_none_or(|zone| zone.get("locationQualifier").is_none()));
}

#[test]
fn pictures_are_pictures() {
    use base64::Engine;
    let bundle = bundle(&series("acne-scars-face"), "r4");
    let documents = resources(&bundle, "DocumentReference");
    assert_eq!(documents.len(), 1);
    let attachment = &documents[0]["content"][0]["attachment"];
    assert_eq!(attachment["contentType"], "image/png");
    let data = attachment["data"].as_str().unwrap();
    let png = base64::engine::general_purpose::STANDARD.decode(data).unwrap();
    let scratch = tempfile::tempdir().unwrap();
    let path = scratch.path().join("a.png");
    put(&path, png);
    assert_eq!(crate::png::Png::read(&path).width, 900);
}

#[test]
fn nobody_is_named_unless_asked_for_and_the_bytes_are_the_same() {
    let copy = Copy::of("acne-scars-face");
    copy.change(|series| {
        series.client.name = Some("A. Secret".into());
        series.client.reference = Some("REF-77".into());
        series.title = "Of Mrs Secret".into();
    });
    copy.add(|session| {
        session.id = stipple::model::SessionId::new("told").unwrap();
        session.notes = "said by A. Secret".into();
    });
    let usual = export(&copy.path, &[]);
    let plain: String =
        usual.split("\"data\":\"").map(|part| part.split_once('"').map_or(part, |(_, rest)| rest)).collect();
    assert!(!plain.contains("REF-77") && !plain.contains("A. Secret"));
    assert_eq!(usual, export(&copy.path, &["--fhir", "r4", "--client", "none"]));
    let reference = export(&copy.path, &["--client", "reference"]);
    assert!(reference.contains("REF-77") && reference.contains("said by A. Secret"));
    assert!(!reference.contains("\"name\":[{\"text\":\"A. Secret\"}]"));
    assert!(export(&copy.path, &["--client", "name"]).contains("\"name\":[{\"text\":\"A. Secret\"}]"));
}

/// What is written holds against the models of the standard, as another library has them.
#[test]
fn another_library_takes_both_releases() {
    let scratch = tempfile::tempdir().unwrap();
    let copy = Copy::of("acne-scars-face");
    copy.add(|session| {
        session.id = stipple::model::SessionId::new("odd").unwrap();
        session.practitioner = Some(" ".into());
        session.ended_at = None;
        session.devices[0].name = String::new();
        session.devices[0].expires = Some("soon".into());
        session.devices[0].lot = Some("  ".into());
        session.care.products = vec![String::new()];
        session.care.aftercare = vec![String::new(), "sun".into()];
        session.observations = observations();
    });
    copy.change(|series| {
        series.indication = Some(" ".into());
        series.plan.as_mut().unwrap().interval_days = Some(0);
    });
    let mut folders: Vec<_> = SERIES.iter().map(|name| series(name)).collect();
    folders.push(copy.path.clone());
    for (release, module) in [("r4", "fhir.resources.R4B.bundle"), ("r5", "fhir.resources.bundle")] {
        for folder in &folders {
            let path = scratch.path().join("bundle.json");
            put(&path, export(folder, &["--fhir", release, "--client", "name"]));
            let script = "import sys, importlib\n\
                try:\n    module = importlib.import_module(sys.argv[2])\n\
                except ImportError:\n    print('no library'); sys.exit()\n\
                bundle = module.Bundle.model_validate_json(open(sys.argv[1], encoding='utf-8').read())\n\
                print(len(bundle.entry), type(bundle.entry[0].resource).__name__)";
            let Some(printed) = python(script, &[path.as_os_str(), OsStr::new(module)]) else { return };
            if printed.trim() == "no library" {
                eprintln!("skipped: python has no fhir.resources");
                return;
            }
            assert!(printed.trim().ends_with(" Patient"), "{printed}");
        }
    }
}

fn observations() -> Vec<stipple::model::Observation> {
    let text = r#"{ "format": "stipple/session", "version": 1, "id": "a", "series": "b", "started_at": "2026-03-20T10:05:00+01:00",
      "observations": [
        { "at": "2026-03", "zone": "cheek-left", "kind": "erythema", "value": 2, "scale": "CEA 0-4" },
        { "at": "the next day", "zone": "no-such-zone", "kind": "itch", "value": "a little" },
        { "at": "", "kind": " " }
      ] }"#;
    stipple::store::session_from(text.as_bytes(), Path::new("a.json")).unwrap().value.observations
}
