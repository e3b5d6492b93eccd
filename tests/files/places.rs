//! Diagrams and zones that the atlas does not know are kept, listed, and count nowhere.

use crate::examples::{SERIES, SESSION, folder};
use crate::scratch::{Scratch, put, session};
use stipple::coverage::{SessionCoverage, ZoneMap};
use stipple::model::{Atlas, DiagramId};
use stipple::store::{self, session_text};

/// The session of section 5 with a diagram and zones of some later atlas.
fn strange() -> String {
    SESSION
        .replacen(
            "\"face-front\", \"device\": \"d1\", \"at_ms\": 61200",
            "\"hand-left\", \"device\": \"d1\", \"at_ms\": 61200",
            1,
        )
        .replacen("\"zone\": \"forehead-left\"", "\"zone\": \"third-eye\"", 1)
        .replacen("\"zone\": \"cheek-left\"", "\"zone\": \"little-finger\"", 1)
}

#[test]
fn an_unknown_diagram_or_zone_is_kept() {
    let before = session(strange());
    let text = session_text(&before).unwrap();
    for name in ["hand-left", "third-eye", "little-finger"] {
        assert!(text.contains(&format!("\"{name}\"")), "{name}");
    }
    assert_eq!(session(&text), before);
}

#[test]
fn an_unknown_diagram_or_zone_is_listed_with_file_and_field() {
    let folder = folder();
    let path = folder.path().join("sessions/2026-03-02-019ab3c4.json");
    put(&path, strange());
    let goals = SERIES.replacen("\"zone\": \"cheek-*\"", "\"zone\": \"tail-*\"", 1).replacen(
        "\"cheek-* V16 >= 95 %\"",
        "\"hoof V16 >= 95 %\", \"cheek-* V16 >= many\"",
        1,
    );
    put(&folder.path().join("series.json"), goals);
    let report = store::check(folder.path(), &Atlas::builtin().unwrap()).unwrap();
    let found: Vec<(String, String)> = report
        .problems
        .iter()
        .map(|problem| (problem.field.clone().unwrap_or_default(), problem.message.clone()))
        .collect();
    let expected = [
        ("plan.targets[0].zone", "tail-* matches no zone"),
        ("plan.goals[1]", "hoof matches no zone"),
        ("plan.goals[2]", "`many` is no number"),
        ("entries[0].diagram", "hand-left"),
        ("entries[2].zone", "third-eye"),
        ("observations[0].zone", "little-finger"),
    ];
    assert_eq!(found.len(), expected.len(), "{found:?}");
    for ((field, message), (place, words)) in found.iter().zip(expected) {
        assert_eq!(field, place);
        assert!(message.contains(words), "{message}");
    }
    assert!(report.problems[3].path.ends_with("2026-03-02-019ab3c4.json"));
}

#[test]
fn a_zone_of_another_diagram_is_unknown_on_this_one() {
    let folder = folder();
    let path = folder.path().join("sessions/2026-03-02-019ab3c4.json");
    put(&path, SESSION.replacen("\"zone\": \"forehead-left\"", "\"zone\": \"upper-back-left\"", 1));
    let report = store::check(&path, &Atlas::builtin().unwrap()).unwrap();
    assert_eq!(report.problems.len(), 1);
    assert_eq!(report.problems[0].field.as_deref(), Some("entries[2].zone"));
}

#[test]
fn an_unknown_diagram_or_zone_counts_nowhere() {
    let atlas = Atlas::builtin().unwrap();
    let strange = session(strange());
    let mut without = strange.clone();
    without.entries.retain(|entry| ![1, 3].contains(&entry.id.0));
    for diagram in atlas.diagrams() {
        let zones = ZoneMap::new(diagram);
        let counted = SessionCoverage::of(&strange, diagram, &zones);
        assert_eq!(counted, SessionCoverage::of(&without, diagram, &zones), "{}", diagram.id);
        assert_eq!(counted.is_blank(), diagram.id != DiagramId::new("face-front").unwrap(), "{}", diagram.id);
    }
}

#[test]
fn checking_a_single_session_lists_only_its_problems() {
    let folder = folder();
    put(&folder.path().join("series.json"), "{\"format\": 1}");
    let path = folder.path().join("sessions/2026-03-02-019ab3c4.json");
    let report = store::check(&path, &Atlas::builtin().unwrap()).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!((report.files, report.problems), (1, vec![]));
    assert!(store::check(Scratch::new().path(), &Atlas::builtin().unwrap()).is_err(), "nothing to read");
}
