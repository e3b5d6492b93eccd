//! Fields this version does not know are kept to the letter and written back, through edits as well.

use crate::scratch::{Scratch, put, read_series, read_session, series, session};
use stipple::edit::{Document, Edit, SeriesChange, SessionChange, Step};
use stipple::model::{Care, Client, Entry, EntryId, EntryKind, Passes, ZoneId};
use stipple::store::{self, Disk, Expected, SeriesFolder, series_text, session_text};

/// Members of a future version, each with what has to be found in the file again.
const UNKNOWN: [&str; 12] = [
    r#""n1": 1.50e-0"#,
    r#""n2": 123456789012345678901234567890"#,
    r#""n3": -0"#,
    r#""n4": 1E999"#,
    r#""Id": "another""#,
    r#""id ": null"#,
    r#""o": { "id": 1 ,"id": [ 2,3 ], "check": {"check" :[[{}]]} }"#,
    r#""s": "\u0041\/\ud83e\ude79 \"check\": \\""#,
    r#""e": []"#,
    r#""naïve 瘢": true"#,
    r#""": 0.10"#,
    r#""a\"b\\c\nd": {}"#,
];

fn unknown() -> String {
    UNKNOWN.join(", ")
}

/// A session with unknown members at every level.
fn full_session() -> String {
    let x = unknown();
    format!(
        r#"{{
  "format": "stipple/session", "version": 1, "id": "s1", "series": "c1", {x},
  "started_at": "2026-03-02T10:05:00+01:00",
  "devices": [ {{ "id": "d1", "kind": "roller", "width_mm": 20, {x} }} ],
  "care": {{ "consent": true, {x}, "numbing": {{ {x}, "grams": 10 }} }},
  "entries": [
    {{ "id": 1, "type": "roll", {x}, "diagram": "face-front", "device": "d1", "path": [1, 2, 3, 4] }},
    {{ "id": 2, "type": "shade", "diagram": "face-front", "width_mm": 9, "passes": {{ {x}, "rising": 1 }}, "path": [1, 2], {x} }},
    {{ "id": 3, "type": "zone", "diagram": "face-front", "zone": "nose", "passes": {{ {x} }}, {x} }},
    {{ "id": 4, "type": "region", "diagram": "face-front", "ring": [1, 2, 3, 4, 5, 7], "passes": {{ "falling": 1, {x} }}, {x} }},
    {{ "id": 5, "type": "erase", {x}, "diagram": "face-front", "width_mm": 9, "path": [1, 2] }}
  ],
  "observations": [ {{ "at": "2026-03-03", {x}, "kind": "erythema" }} ],
  "notes": ""
}}
"#
    )
}

/// A series with unknown members at every level.
fn full_series() -> String {
    let x = unknown();
    format!(
        r#"{{
  "format": "stipple/series", "version": 1, "id": "c1", {x},
  "client": {{ {x}, "name": "A" }},
  "plan": {{ "sessions": 4, {x}, "targets": [ {{ "zone": "*", "passes": 4, {x} }} ], "goals": [] }}
}}
"#
    )
}

/// How often each unknown member stands in a text.
fn assert_all_there(text: &str, times: usize) {
    for member in UNKNOWN {
        assert_eq!(text.matches(member).count(), times, "{member} in:\n{text}");
    }
}

/// Levels of the session above: itself, device, care, numbing, five entries, passes of three, observation.
const SESSION_LEVELS: usize = 13;
/// Levels of the series above: itself, client, plan, target.
const SERIES_LEVELS: usize = 4;

#[test]
fn unknown_members_of_a_session_survive_letter_by_letter() {
    let before = full_session();
    assert_all_there(&before, SESSION_LEVELS);
    let text = session_text(&session(&before)).unwrap();
    assert_all_there(&text, SESSION_LEVELS);
    assert_eq!(session(&text), session(&before));
    assert_eq!(session_text(&session(&text)).unwrap(), text);
}

#[test]
fn unknown_members_of_a_series_survive_letter_by_letter() {
    let before = full_series();
    assert_all_there(&before, SERIES_LEVELS);
    let text = series_text(&series(&before)).unwrap();
    assert_all_there(&text, SERIES_LEVELS);
    assert_eq!(series_text(&series(&text)).unwrap(), text);
}

#[test]
fn unknown_members_keep_their_order() {
    let text = session_text(&session(full_session())).unwrap();
    let device = text.lines().find(|line| line.contains("\"id\": \"d1\"")).unwrap();
    assert!(device.contains(&unknown()), "{device}");
}

#[test]
fn unknown_members_survive_edits_of_everything_beside_them() {
    let scratch = Scratch::new();
    scratch.put("series.json", full_series());
    let path = scratch.put("sessions/2026-03-02-s1.json", full_session());
    let opened = SeriesFolder::read(scratch.path());
    let (loaded, before) =
        (opened.series.unwrap(), opened.sessions.into_iter().next().unwrap().session.unwrap());
    let mut document = Document::new(loaded.value.clone(), vec![before.value.clone()]);
    let id = before.value.id.clone();
    let change = |change| Edit::Session { session: id.clone(), change };
    let zone = EntryKind::Zone { zone: ZoneId::new("chin").unwrap(), passes: Passes::default() };
    let entry = Entry { id: EntryId(6), kind: zone, ..before.value.entries[2].clone() };
    let edits = vec![
        Edit::Series(SeriesChange::Title("New title".into())),
        Edit::Series(SeriesChange::Notes("New notes".into())),
        Edit::Series(SeriesChange::Client(Box::new(Client {
            name: Some("B".into()),
            ..loaded.value.client.clone()
        }))),
        change(SessionChange::Notes("noted".into())),
        change(SessionChange::Practitioner(Some("S. Lindqvist".into()))),
        change(SessionChange::StartedAt("2026-03-02T10:15:00+01:00".parse().unwrap())),
        change(SessionChange::Care(Box::new(Care { pain: Some(3), ..before.value.care.clone() }))),
        Edit::Entries { session: id.clone(), remove: vec![EntryId(3)], insert: vec![(4, entry)] },
    ];
    document.apply(Step { label: "everything".into(), edits }).unwrap();
    let known = |hash| Expected::Content(hash);
    SeriesFolder::save_series(&Disk, scratch.path(), document.series(), known(loaded.hash), None).unwrap();
    SeriesFolder::save_session(&Disk, &path, &document.sessions()[0], known(before.hash), None).unwrap();
    let text = |path: &std::path::Path| String::from_utf8(crate::scratch::get(path)).unwrap();
    assert_all_there(&text(&SeriesFolder::series_path(scratch.path())), SERIES_LEVELS);
    // One entry went with its members and those of its passes, another came with the same.
    assert_all_there(&text(&path), SESSION_LEVELS);
    let after = store::read_session(&path).unwrap().value;
    assert_eq!((after.notes.as_str(), after.entries.len()), ("noted", 5));
    // Undoing brings back the session that was read, unknown members included.
    document.undo().unwrap();
    assert_eq!(document.sessions()[0], before.value.into());
    assert_eq!(*document.series(), loaded.value);
}

#[test]
fn an_unknown_member_on_several_lines_loses_its_line_breaks_and_nothing_else() {
    let member = "\"future\": {\n        \"a  b\": [1,\r\n\t 2],\n  \"c\": \"x\\n  y\"\n    }";
    let document = full_session().replacen("\"id\": 3, ", &format!("\"id\": 3, {member}, "), 1);
    let text = session_text(&session(&document)).unwrap();
    let line = text.lines().find(|line| line.contains("\"id\": 3,")).unwrap();
    assert!(line.contains("\"future\": { \"a  b\": [1, 2], \"c\": \"x\\n  y\" }"), "{line}");
}

#[test]
fn a_name_written_with_escapes_is_the_same_name() {
    let document =
        full_series().replacen("\"id\": \"c1\"", "\"\\u0069d\": \"c1\", \"ti\\u0074le\": \"T\"", 1);
    let found = series(&document);
    assert_eq!((found.id.as_str(), found.title.as_str()), ("c1", "T"));
    let doubled = full_series().replacen("\"id\": \"c1\"", "\"id\": \"c1\", \"\\u0069d\": \"c2\"", 1);
    let error = read_series(doubled).unwrap_err();
    assert!(error.to_string().contains("duplicate field `id`"), "{error}");
}

#[test]
fn doubled_members_are_refused_at_every_level() {
    let good = r#"{
  "format": "stipple/session", "version": 1, "id": "s1", "series": "c1",
  "started_at": "2026-03-02T10:05:00+01:00",
  "devices": [ { "id": "d1", "lot": "A" } ],
  "care": { "pain": 1, "numbing": { "grams": 10 } },
  "entries": [ { "id": 2, "type": "shade", "diagram": "f", "width_mm": 9, "passes": { "rising": 1 }, "path": [1, 2] } ],
  "observations": [ { "at": "2026-03-03", "kind": "erythema" } ],
  "notes": "", "check": "blake3:0"
}
"#;
    read_session(good).unwrap();
    let members = [
        ("format", r#""format": "stipple/session""#, ""),
        ("version", r#""version": 1"#, ""),
        ("series", r#""series": "c1""#, ""),
        ("notes", r#""notes": """#, ""),
        ("check", r#""check": "blake3:0""#, ""),
        ("lot", r#""lot": "A""#, "devices[0]"),
        ("pain", r#""pain": 1"#, "care"),
        ("grams", r#""grams": 10"#, "care.numbing"),
        ("diagram", r#""diagram": "f""#, "entries[0]"),
        ("path", r#""path": [1, 2]"#, "entries[0]"),
        ("rising", r#""rising": 1"#, "entries[0].passes"),
        ("at", r#""at": "2026-03-03""#, "observations[0]"),
    ];
    for (name, member, place) in members {
        let unknown = r#""future": 1, "future": 1"#;
        for (doubled, name) in
            [(format!("{member}, {member}"), name), (format!("{member}, {unknown}"), "future")]
        {
            let error = read_session(good.replacen(member, &doubled, 1)).unwrap_err().to_string();
            assert!(error.contains(&format!("duplicate field `{name}`")), "{error}");
            assert!(error.contains(place), "{place} is missing in: {error}");
        }
        // Twice with null is twice as well.
        let nulls = format!("\"{name}\": null, {member}");
        assert!(read_session(good.replacen(member, &nulls, 1)).is_err(), "{nulls}");
    }
}

#[test]
fn a_known_member_that_is_null_is_an_absent_one() {
    let document = full_series().replacen("\"plan\": {", "\"title\": null, \"figure\": null, \"plan\": {", 1);
    assert_eq!(series(&document), series(full_series()));
    let missing = full_series().replacen("\"id\": \"c1\"", "\"id\": null", 1);
    let error = read_series(missing).unwrap_err().to_string();
    assert!(error.contains("id is missing"), "{error}");
}

#[test]
fn a_check_member_below_the_top_is_like_any_other() {
    let document =
        full_session().replacen("\"consent\": true", "\"consent\": true, \"check\": \"blake3:00\"", 1);
    let text = session_text(&session(&document)).unwrap();
    let scratch = Scratch::new();
    let path = scratch.path().join("a.json");
    put(&path, &text);
    assert!(crate::scratch::is_clean(&store::read_session(&path).unwrap()));
    assert!(text.contains("\n    \"check\": \"blake3:00\""), "{text}");
}
