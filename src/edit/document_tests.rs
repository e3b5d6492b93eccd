//! Tests of the document.

use super::*;
use crate::model::{DiagramId, EntryKind, Extra, Passes, SeriesId, ZoneId};
use proptest::prelude::*;

fn document() -> Document {
    let series = SeriesId::new("c").unwrap();
    let session =
        |id: &str, at: &str| Session::new(SessionId::new(id).unwrap(), series.clone(), at.parse().unwrap());
    let sessions = vec![session("b", "2026-02-02T10:00:00+01:00"), session("a", "2026-01-05T10:00:00+01:00")];
    Document::new(Series::new(series, "Test"), sessions)
}

fn entry(id: u64, zone: &str) -> Entry {
    let kind = EntryKind::Zone { zone: ZoneId::new(zone).unwrap(), passes: Passes::default() };
    Entry {
        id: EntryId(id),
        diagram: DiagramId::new("face-front").unwrap(),
        device: None,
        at_ms: None,
        pass: None,
        kind,
        extra: Extra::default(),
        passes_extra: Extra::default(),
    }
}

fn id(id: &str) -> SessionId {
    SessionId::new(id).unwrap()
}

#[test]
fn appending_says_so_and_can_be_undone() {
    let mut doc = document();
    let edit = Edit::Entries { session: id("a"), remove: vec![], insert: vec![(0, entry(1, "nose"))] };
    assert_eq!(doc.apply(Step::new("zone, Nose", edit)).unwrap(), [Effect::Appended(id("a"))]);
    assert_eq!((doc.undo_label(), doc.redo_label()), (Some("zone, Nose"), None));
    let effects = doc.undo().unwrap().unwrap();
    assert_eq!(
        effects,
        [Effect::Entries(id("a"), vec![EntryChange { entry: entry(1, "nose"), at: 0, came: false }])]
    );
    assert!(doc.session(&id("a")).unwrap().entries.is_empty());
    assert_eq!(doc.redo_label(), Some("zone, Nose"));
    assert!(doc.redo().unwrap().is_some());
    assert_eq!(doc.session(&id("a")).unwrap().entries.len(), 1);
    assert_eq!(doc.session_revision(&id("a")), 3);
    assert_eq!(doc.session_revision(&id("b")), 0);
}

#[test]
fn what_changes_nothing_leaves_no_step() {
    let mut doc = document();
    let same = Edit::Series(SeriesChange::Title("Test".into()));
    assert_eq!(doc.apply(Step::new("title", same)).unwrap(), []);
    assert_eq!(doc.undo_label(), None);
}

#[test]
fn a_step_that_fails_in_the_middle_is_not_taken_at_all() {
    let mut doc = document();
    let edits = vec![
        Edit::Series(SeriesChange::Title("New".into())),
        Edit::Entries { session: id("a"), remove: vec![EntryId(9)], insert: vec![] },
    ];
    let error = doc.apply(Step { label: "both".into(), edits }).unwrap_err();
    assert_eq!(error, EditError::NoEntry(EntryId(9)));
    assert_eq!(doc.series().title, "Test");
    assert_eq!(doc.undo_label(), None);
}

#[test]
fn sessions_stay_in_time_order() {
    let mut doc = document();
    let later = SessionChange::StartedAt("2026-03-01T09:00:00+01:00".parse().unwrap());
    let edit = Edit::Session { session: id("a"), change: later };
    doc.apply(Step::new("date", edit)).unwrap();
    assert_eq!(doc.sessions().iter().map(|s| s.id.as_str()).collect::<Vec<_>>(), ["b", "a"]);
    doc.undo().unwrap();
    assert_eq!(doc.sessions().iter().map(|s| s.id.as_str()).collect::<Vec<_>>(), ["a", "b"]);
}

#[test]
fn nothing_of_another_series_comes_in() {
    let mut doc = document();
    let other = SeriesId::new("other").unwrap();
    let session = Session { series: other.clone(), ..(**doc.session(&id("a")).unwrap()).clone() };
    let edit = Edit::ReplaceSession(Box::new(session.clone()));
    assert_eq!(doc.apply(Step::new("version", edit)).unwrap_err(), EditError::OtherSeries);
    let edit = Edit::Series(SeriesChange::Whole(Box::new(Series::new(other, "Other"))));
    assert_eq!(doc.apply(Step::new("version", edit)).unwrap_err(), EditError::OtherSeries);
    assert_eq!(doc.take_in(Session { id: id("c"), ..session }).unwrap_err(), EditError::OtherSeries);
    assert_eq!(doc.sessions().len(), 2);
}

#[test]
fn a_session_that_joins_is_no_step() {
    let mut doc = document();
    let session = Session { id: id("c"), ..(**doc.session(&id("a")).unwrap()).clone() };
    assert_eq!(doc.take_in(session.clone()).unwrap(), Effect::Joined(id("c")));
    assert_eq!(doc.take_in(session).unwrap_err(), EditError::SessionExists);
    assert_eq!((doc.sessions().len(), doc.undo_label()), (3, None));
}

#[test]
fn a_read_only_document_refuses() {
    let mut doc = document().read_only();
    let edit = Edit::Series(SeriesChange::Notes("x".into()));
    assert_eq!(doc.apply(Step::new("notes", edit)).unwrap_err(), EditError::ReadOnly);
}

proptest! {
    #[test]
    fn undoing_everything_restores_every_state(
        steps in proptest::collection::vec((0_u8..7, 0_u64..6, 0_usize..6), 1..40),
    ) {
        let mut doc = document();
        let mut states = vec![(doc.series().clone(), doc.sessions().to_vec())];
        for (kind, n, at) in steps {
            let edit = match kind {
                0 | 1 => Edit::Entries { session: id("a"), remove: vec![], insert: vec![(at, entry(n, "nose"))] },
                2 => Edit::Entries {
                    session: id("a"), remove: vec![EntryId(n)], insert: vec![(at, entry(n + 10, "chin"))],
                },
                3 => Edit::Session { session: id("b"), change: SessionChange::Notes(n.to_string()) },
                4 => Edit::ReplaceSession(Box::new(Session {
                    started_at: format!("2026-0{}-01T09:00:00+01:00", at + 1).parse().unwrap(),
                    entries: vec![entry(n, "nose")],
                    ..(**doc.session(&id("a")).unwrap()).clone()
                })),
                5 => Edit::Series(SeriesChange::Whole(Box::new(Series {
                    notes: n.to_string(),
                    ..doc.series().clone()
                }))),
                _ => Edit::Series(SeriesChange::Title(n.to_string())),
            };
            if doc.apply(Step::new("step", edit)).is_ok_and(|effects| !effects.is_empty()) {
                states.push((doc.series().clone(), doc.sessions().to_vec()));
            }
        }
        let last = states.last().unwrap().clone();
        for (series, sessions) in states.iter().rev().skip(1) {
            prop_assert!(doc.undo().unwrap().is_some());
            prop_assert_eq!((doc.series(), doc.sessions()), (series, sessions.as_slice()));
        }
        prop_assert!(doc.undo().unwrap().is_none());
        while doc.redo().unwrap().is_some() {}
        prop_assert_eq!((doc.series(), doc.sessions()), (&last.0, last.1.as_slice()));
    }
}
