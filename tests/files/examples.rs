//! The two documents of section 5, typed as they stand there.

use crate::scratch::{Scratch, read_series, read_session};
use stipple::geometry::Point;
use stipple::model::{
    Atlas, DeviceKind, DiagramId, EntryId, EntryKind, Figure, GoalMetric, ObservationValue, Per, Tip,
};
use stipple::store::{self, CheckLine};

/// `series.json` of section 5.
pub(crate) const SERIES: &str = r#"{
  "format": "stipple/series", "version": 1,
  "id": "019ab000-7c1e-7d52-9a5b-0d6f3b1c2e11",
  "title": "Cheek acne scars",
  "client": { "name": "A. Morgan", "reference": "C-1042", "height_cm": 168, "weight_kg": 61, "skin_type": "III" },
  "figure": "female",
  "indication": "acne-scars",
  "plan": {
    "sessions": 4, "interval_days": 28,
    "targets": [ { "zone": "cheek-*", "passes": 4, "ceiling": 6, "per": "session" } ],
    "goals": [ "each cheek-* V4 >= 90 %", "cheek-* V16 >= 95 %", "cheek-* directions >= 90 %", "* V25 <= 2 %" ]
  },
  "notes": ""
}
"#;

/// `sessions/*.json` of section 5.
pub(crate) const SESSION: &str = r#"{
  "format": "stipple/session", "version": 1,
  "id": "019ab3c4-5a10-7e33-8f00-6b1de2c90a77",
  "series": "019ab000-7c1e-7d52-9a5b-0d6f3b1c2e11",
  "started_at": "2026-03-02T10:05:00+01:00", "ended_at": "2026-03-02T10:41:00+01:00",
  "practitioner": "R. Osei",
  "devices": [
    { "id": "d1", "name": "Drum roller 192, 1.5 mm", "kind": "roller", "tip": "flat", "width_mm": 20,
      "needle_length_mm": 1.5, "needles": 192, "drum_diameter_mm": 20, "lot": "A1187", "expires": "2027-01" }
  ],
  "care": {
    "consent": true, "cleansed": true,
    "numbing": { "agent": "lidocaine 2.5 % + prilocaine 2.5 %", "grams": 10, "minutes": 60, "occluded": true },
    "products": [ "hyaluronic acid serum" ],
    "endpoint": "pinpoint bleeding", "pain": 4,
    "aftercare": [ "sun", "sunscreen", "actives", "make-up", "exercise" ]
  },
  "entries": [
    { "id": 1, "type": "roll", "diagram": "face-front", "device": "d1", "at_ms": 61200, "pass": 1, "passes": 1, "path": [103.25, 96.5, 104, 97.1, 121.4, 97.9], "times_ms": [0, 8, 120] },
    { "id": 2, "type": "shade", "diagram": "face-front", "device": "d1", "at_ms": 98000, "width_mm": 12, "passes": { "vertical": 1 }, "path": [150, 140, 171.5, 141] },
    { "id": 3, "type": "zone", "diagram": "face-front", "device": "d1", "at_ms": 131000, "zone": "forehead-left", "passes": { "horizontal": 4, "vertical": 4 } },
    { "id": 4, "type": "region", "diagram": "face-front", "device": "d1", "at_ms": 150000, "ring": [80, 150, 95, 150, 95, 170], "passes": { "undirected": 2 } },
    { "id": 5, "type": "erase", "diagram": "face-front", "at_ms": 155000, "width_mm": 8, "path": [81, 151, 83, 155] }
  ],
  "observations": [
    { "at": "2026-03-03", "zone": "cheek-left", "kind": "erythema", "value": 2, "scale": "CEA 0-4" }
  ],
  "notes": ""
}
"#;

/// A series folder with both.
pub(crate) fn folder() -> Scratch {
    let scratch = Scratch::new();
    scratch.put("series.json", SERIES);
    scratch.put("sessions/2026-03-02-019ab3c4.json", SESSION);
    scratch
}

#[test]
fn the_series_of_the_specification_means_what_it_says() {
    let loaded = read_series(SERIES).unwrap();
    assert_eq!(loaded.check, CheckLine::Absent);
    assert_eq!(loaded.hash, blake3::hash(SERIES.as_bytes()));
    let series = loaded.value;
    assert_eq!(series.id.as_str(), "019ab000-7c1e-7d52-9a5b-0d6f3b1c2e11");
    assert_eq!(series.title, "Cheek acne scars");
    let client = &series.client;
    assert_eq!((client.name.as_deref(), client.reference.as_deref()), (Some("A. Morgan"), Some("C-1042")));
    assert_eq!((client.height_cm, client.weight_kg), (Some(168.0), Some(61.0)));
    assert_eq!(client.skin_type.as_deref(), Some("III"));
    assert_eq!((series.figure, series.indication.as_deref()), (Some(Figure::Female), Some("acne-scars")));
    let plan = series.plan.unwrap();
    assert_eq!((plan.sessions, plan.interval_days), (Some(4), Some(28)));
    let [target] = plan.targets.as_slice() else { panic!("{:?}", plan.targets) };
    assert_eq!((target.zones.as_str(), target.passes, target.ceiling), ("cheek-*", 4, Some(6)));
    assert_eq!(target.per, Per::Session);
    let rules: Vec<_> = plan.goals.iter().map(|goal| goal.rule.clone().unwrap()).collect();
    assert_eq!(rules.iter().map(|rule| rule.each).collect::<Vec<_>>(), [true, false, false, false]);
    assert_eq!(rules[3].metric, GoalMetric::AtLeast(25));
    assert!(series.notes.is_empty() && series.extra.is_empty() && client.extra.is_empty());
}

#[test]
fn the_session_of_the_specification_means_what_it_says() {
    let loaded = read_session(SESSION).unwrap();
    assert_eq!(loaded.check, CheckLine::Absent);
    let session = loaded.value;
    assert_eq!(session.id.as_str(), "019ab3c4-5a10-7e33-8f00-6b1de2c90a77");
    assert_eq!(session.series.as_str(), "019ab000-7c1e-7d52-9a5b-0d6f3b1c2e11");
    assert_eq!(session.started_at.to_string(), "2026-03-02T10:05:00+01:00");
    assert_eq!(session.ended_at.unwrap().ms_since(session.started_at), 36 * 60_000);
    assert_eq!(session.practitioner.as_deref(), Some("R. Osei"));
    let [device] = session.devices.as_slice() else { panic!("{:?}", session.devices) };
    assert_eq!((device.kind, device.tip, device.width_mm), (DeviceKind::Roller, Tip::Flat, Some(20.0)));
    assert_eq!((device.needles, device.needle_length_mm), (Some(192), Some(1.5)));
    assert_eq!(device.drum_diameter_mm, Some(20.0));
    assert_eq!((device.lot.as_deref(), device.expires.as_deref()), (Some("A1187"), Some("2027-01")));
    let care = &session.care;
    assert_eq!((care.consent, care.cleansed, care.pain), (Some(true), Some(true), Some(4)));
    let numbing = care.numbing.as_ref().unwrap();
    assert_eq!((numbing.grams, numbing.minutes, numbing.occluded), (Some(10.0), Some(60.0), Some(true)));
    assert_eq!(care.products, ["hyaluronic acid serum"]);
    assert_eq!(care.aftercare, ["sun", "sunscreen", "actives", "make-up", "exercise"]);
    let [seen] = session.observations.as_slice() else { panic!("{:?}", session.observations) };
    assert_eq!((seen.at.as_str(), seen.kind.as_str()), ("2026-03-03", "erythema"));
    assert_eq!(seen.value, Some(ObservationValue::Number(2.0)));
}

#[test]
fn the_entries_of_the_specification_mean_what_they_say() {
    let session = read_session(SESSION).unwrap().value;
    let kinds: Vec<_> = session.entries.iter().map(|entry| entry.kind.name()).collect();
    assert_eq!(kinds, ["roll", "shade", "zone", "region", "erase"]);
    let ids: Vec<_> = session.entries.iter().map(|entry| entry.id).collect();
    assert_eq!(ids, [1, 2, 3, 4, 5].map(EntryId));
    let times: Vec<_> = session.entries.iter().map(|entry| entry.at_ms.unwrap()).collect();
    assert_eq!(times, [61_200, 98_000, 131_000, 150_000, 155_000]);
    let face = DiagramId::new("face-front").unwrap();
    assert!(session.entries.iter().all(|entry| entry.diagram == face && entry.extra.is_empty()));
    assert_eq!(session.entries[0].pass, Some(1));
    let EntryKind::Roll(roll) = &session.entries[0].kind else { panic!() };
    let points = [Point::new(103.25, 96.5), Point::new(104.0, 97.1), Point::new(121.4, 97.9)];
    assert_eq!((roll.path.points(), roll.passes, roll.width_mm), (&points[..], 1, None));
    assert_eq!(roll.times_ms, [0, 8, 120]);
    assert_eq!(session.width_of(&session.entries[0]), Some(20.0), "a roll takes its width from the device");
    let EntryKind::Shade { passes, width_mm, .. } = &session.entries[1].kind else { panic!() };
    assert_eq!((passes.0, *width_mm), ([0, 1, 0, 0, 0], 12.0));
    let EntryKind::Zone { zone, passes } = &session.entries[2].kind else { panic!() };
    assert_eq!((zone.as_str(), passes.0), ("forehead-left", [4, 4, 0, 0, 0]));
    let EntryKind::Region { ring, passes } = &session.entries[3].kind else { panic!() };
    assert_eq!((ring.points().len(), passes.0), (3, [0, 0, 0, 0, 2]));
    assert_eq!(session.entries[4].device, None);
}

#[test]
fn the_documents_of_the_specification_have_no_problems() {
    let folder = folder();
    let report = store::check(folder.path(), &Atlas::builtin().unwrap()).unwrap();
    assert_eq!((report.files, report.problems), (2, vec![]));
}
