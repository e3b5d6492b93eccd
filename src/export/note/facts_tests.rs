use super::*;
use crate::export::NoteTemplate;
use crate::model::{
    DeviceId, DeviceKind, DiagramId, Direction, Entry, EntryId, EntryKind, Extra, Numbing, Passes, Per, Plan,
    Series, SeriesId, SessionId, Target, ZonePattern,
};
use std::sync::Arc;

fn zone(number: u64, diagram: &str, zone: &str, passes: Passes) -> Entry {
    Entry {
        id: EntryId(number),
        diagram: DiagramId::new(diagram).unwrap(),
        device: Some(DeviceId::new("d1").unwrap()),
        at_ms: None,
        pass: None,
        kind: EntryKind::Zone { zone: ZoneId::new(zone).unwrap(), passes },
        extra: Extra::default(),
        passes_extra: Extra::default(),
    }
}

fn session(id: &str, at: &str) -> Session {
    let mut session =
        Session::new(SessionId::new(id).unwrap(), SeriesId::new("s").unwrap(), at.parse().unwrap());
    for (id, name) in [("d1", "Drum roller 192"), ("d2", "Stamp 35")] {
        let device = Device::new(DeviceId::new(id).unwrap(), name, DeviceKind::Roller);
        let lot = Some("A1187".to_owned());
        session.devices.push(Device { needle_length_mm: Some(1.5), lot, ..device });
    }
    session
}

/// Two of four sessions, the second with a full record.
fn chosen() -> Chosen {
    let mut series = Series::new(SeriesId::new("s").unwrap(), "Acne scars");
    series.client.name = Some("A. Morgan".to_owned());
    series.client.reference = Some("C-1042".to_owned());
    let target = Target {
        zones: ZonePattern::new("cheek-*"),
        passes: 2,
        ceiling: None,
        per: Per::Session,
        extra: Extra::default(),
    };
    series.plan =
        Some(Plan { sessions: Some(4), interval_days: Some(28), targets: vec![target], ..Plan::default() });
    let mut second = session("b", "2026-03-30T10:05:00+02:00");
    second.ended_at = Some("2026-03-30T10:41:00+02:00".parse().unwrap());
    second.practitioner = Some("R. Osei".to_owned());
    second.notes = "Came with\nher sister.".to_owned();
    second.care = Care {
        consent: Some(true),
        numbing: Some(Numbing {
            agent: Some("lidocaine 4 %".to_owned()),
            grams: Some(10.0),
            minutes: Some(60.0),
            occluded: Some(true),
            extra: Extra::default(),
            since: None,
        }),
        endpoint: Some("pinpoint bleeding".to_owned()),
        pain: Some(0),
        aftercare: vec!["sun".to_owned(), "make-up".to_owned()],
        ..Care::default()
    };
    second.observations.push(Observation {
        at: "2026-03-31".to_owned(),
        zone: Some(ZoneId::new("cheek-left").unwrap()),
        kind: "erythema".to_owned(),
        value: Some(ObservationValue::Number(2.0)),
        scale: Some("CEA 0-4".to_owned()),
        extra: Extra::default(),
    });
    let twice = Passes::of(Direction::Rising, 2);
    second.entries = vec![
        zone(1, "face-front", "cheek-left", twice),
        zone(2, "face-front", "cheek-right", Passes::of(Direction::Rising, 1)),
        zone(3, "face-front", "glabella", twice),
    ];
    Chosen::all(series, [session("a", "2026-03-02T10:05:00+01:00"), second].map(Arc::new))
}

fn facts(number: usize) -> NoteFacts {
    NoteFacts::of(&chosen(), number, &Atlas::builtin().unwrap()).unwrap()
}

#[test]
fn every_fact_of_the_record_is_there() {
    let facts = facts(2);
    let get = |placeholder| facts.get(placeholder, Named::Name);
    let expected = [
        (Placeholder::Session, "2 of 4"),
        (Placeholder::Date, "30 Mar 2026"),
        (Placeholder::Time, "10:05"),
        (Placeholder::Duration, "36 min"),
        (Placeholder::Interval, "28 days"),
        (Placeholder::Title, "Acne scars"),
        (Placeholder::Client, "A. Morgan"),
        (Placeholder::Practitioner, "R. Osei"),
        (Placeholder::Consent, "given"),
        (Placeholder::Cleansed, ""),
        (Placeholder::Numbing, "lidocaine 4 %, 10 g, 60 min, occluded"),
        (Placeholder::Devices, "Drum roller 192, 1.5 mm, lot A1187"),
        (Placeholder::Zones, "Cheek (both), Glabella"),
        (Placeholder::Passes, "1.5"),
        (Placeholder::Directions, "missing horizontal, vertical, falling"),
        (Placeholder::Coverage, "100\u{202f}%"),
        (Placeholder::AtTarget, "50\u{202f}%"),
        (Placeholder::Endpoint, "pinpoint bleeding"),
        (Placeholder::Pain, "0"),
        (Placeholder::Products, ""),
        (Placeholder::Aftercare, "sun, make-up"),
        (Placeholder::Observations, "erythema 2 (CEA 0-4), Cheek (left), 31 Mar 2026"),
        (Placeholder::NextDue, "27 Apr 2026"),
        (Placeholder::Notes, "Came with her sister."),
    ];
    for (placeholder, text) in expected {
        assert_eq!(get(placeholder), text, "{placeholder:?}");
    }
    assert!(get(Placeholder::Gaps).starts_with("1, "), "{}", get(Placeholder::Gaps));
    assert_eq!(expected.len() + 1, Placeholder::ALL.len());
}

#[test]
fn what_was_not_recorded_or_has_passed_is_empty() {
    let facts = facts(1);
    for placeholder in [
        Placeholder::Interval,
        Placeholder::Duration,
        Placeholder::Consent,
        Placeholder::Devices,
        Placeholder::Zones,
        Placeholder::Coverage,
        Placeholder::AtTarget,
        Placeholder::Pain,
        // Session 2 was held since.
        Placeholder::NextDue,
    ] {
        assert_eq!(facts.get(placeholder, Named::Name), "", "{placeholder:?}");
    }
    let note = NoteTemplate::parse(NoteTemplate::USUAL).unwrap().fill(&facts, Named::Neither);
    assert_eq!(note, "Session 1 of 4, 2 Mar 2026.\n");
}

#[test]
fn nobody_is_named_who_is_not_to_be() {
    let facts = facts(2);
    assert_eq!(facts.get(Placeholder::Client, Named::Reference), "C-1042");
    assert_eq!(facts.get(Placeholder::Notes, Named::Reference), "Came with her sister.");
    assert_eq!(facts.get(Placeholder::Client, Named::Neither), "");
    assert_eq!(facts.get(Placeholder::Notes, Named::Neither), "");
}

#[test]
fn several_diagrams_are_told_apart_and_their_zones_named_once() {
    let mut chosen = chosen();
    let session = Arc::make_mut(&mut chosen.sessions[1].1);
    session.entries.push(zone(4, "face-left", "cheek-left", Passes::of(Direction::Rising, 4)));
    let facts = NoteFacts::of(&chosen, 2, &Atlas::builtin().unwrap()).unwrap();
    let get = |placeholder| facts.get(placeholder, Named::Name);
    assert_eq!(get(Placeholder::Zones), "Cheek (both), Glabella");
    assert_eq!(get(Placeholder::Passes), "1.5 (Face front), 4.0 (Face left)");
    assert_eq!(
        get(Placeholder::Gaps).split(" (Face left)").next().and_then(|text| text.rsplit(", ").next()),
        Some("none")
    );
}
