//! What must hold of merging, whatever the copies.

use crate::arbitrary::{self, config};
use proptest::prelude::*;
use proptest::sample::Index;
use stipple::model::{Entry, EntryId, Series, Session};
use stipple::store::{merge_series, merge_sessions, series_text, session_text};

/// One thing that somebody did to a copy, with the donor's values.
#[derive(Clone, Debug)]
enum Change {
    Take(Index),
    Log(Index),
    Redo(Index),
    Device(Index),
    Head(u8),
    Care(u8),
    Seen,
}

fn change() -> impl Strategy<Value = Change> {
    let at = any::<Index>;
    prop_oneof![
        2 => at().prop_map(Change::Take),
        4 => at().prop_map(Change::Log),
        2 => at().prop_map(Change::Redo),
        2 => at().prop_map(Change::Device),
        1 => any::<u8>().prop_map(Change::Head),
        1 => any::<u8>().prop_map(Change::Care),
        1 => Just(Change::Seen),
    ]
}

/// Makes a change if the copy is still a valid session then.
fn make(copy: &mut Session, change: &Change, donor: &Session) {
    let mut next = copy.clone();
    match change {
        Change::Take(at) if !next.entries.is_empty() => {
            next.entries.remove(at.index(next.entries.len()));
        }
        Change::Log(at) if !donor.entries.is_empty() => {
            let entry = &donor.entries[at.index(donor.entries.len())];
            let id = next.next_entry_id();
            adopt(&mut next, Entry { id, ..entry.clone() }, donor);
        }
        Change::Redo(at) if !next.entries.is_empty() && !donor.entries.is_empty() => {
            let place = at.index(next.entries.len());
            let id = next.entries.remove(place).id;
            let entry = donor.entries[at.index(donor.entries.len())].clone();
            adopt(&mut next, Entry { id, ..entry }, donor);
        }
        Change::Device(at) if !next.devices.is_empty() => {
            let place = at.index(next.devices.len());
            let device = &mut next.devices[place];
            match donor.devices.first() {
                Some(other) => *device = stipple::model::Device { id: device.id.clone(), ..other.clone() },
                None => device.lot = Some("B7".into()),
            }
        }
        Change::Head(part) => match part % 5 {
            0 => next.started_at = donor.started_at,
            1 => next.ended_at = donor.ended_at,
            2 => next.practitioner.clone_from(&donor.practitioner),
            3 => next.notes.clone_from(&donor.notes),
            _ => next.extra = donor.extra.clone(),
        },
        Change::Care(part) => match part % 5 {
            0 => next.care.products.clone_from(&donor.care.products),
            1 => next.care.numbing.clone_from(&donor.care.numbing),
            2 => next.care.pain = donor.care.pain,
            3 => next.care.consent = donor.care.consent,
            _ => next.care = donor.care.clone(),
        },
        Change::Seen => next.observations.extend(donor.observations.first().cloned()),
        _ => {}
    }
    if next.check().is_ok() {
        *copy = next;
    }
}

/// Adds an entry of another session, with its device.
fn adopt(copy: &mut Session, entry: Entry, donor: &Session) {
    let device = entry.device.as_ref().and_then(|id| donor.device(id));
    if let Some(device) = device.filter(|device| copy.device(&device.id).is_none()) {
        copy.devices.push(device.clone());
    }
    copy.entries.push(entry);
}

fn of(base: &Session, changes: &[(Change, usize)], donors: &[Session; 2]) -> Session {
    let mut copy = base.clone();
    for (change, donor) in changes {
        make(&mut copy, change, &donors[*donor]);
    }
    copy
}

/// A session and three copies that were changed by themselves. Few donors, so that copies meet the same things.
pub(crate) fn copies() -> impl Strategy<Value = (Session, [Session; 3])> {
    let changes = || prop::collection::vec((change(), 0..2_usize), 0..6);
    let donors = [arbitrary::session(), arbitrary::session()];
    (arbitrary::session(), donors, [changes(), changes(), changes()]).prop_map(|(base, donors, changes)| {
        let copies = changes.each_ref().map(|changes| of(&base, changes, &donors));
        (base, copies)
    })
}

/// Copies that have nothing in common but their ids.
pub(crate) fn strangers() -> impl Strategy<Value = [Session; 3]> {
    [arbitrary::session(), arbitrary::session(), arbitrary::session()].prop_map(|mut all| {
        let (id, series) = (all[0].id.clone(), all[0].series.clone());
        for session in &mut all {
            (session.id, session.series) = (id.clone(), series.clone());
        }
        all
    })
}

fn text(session: &Session) -> String {
    session_text(session).unwrap()
}

fn join(a: &Session, b: &Session) -> Session {
    merge_sessions(None, a, b).unwrap().value
}

pub(crate) fn hold_for([a, b, c]: &[Session; 3]) -> Result<(), TestCaseError> {
    let ab = join(a, b);
    prop_assert!(ab.check().is_ok());
    prop_assert_eq!(text(&join(a, a)), text(a), "with itself");
    prop_assert_eq!(text(&ab), text(&join(b, a)), "either way round");
    prop_assert_eq!(text(&join(&ab, c)), text(&join(a, &join(b, c))), "in any order");
    prop_assert_eq!(text(&join(&ab, a)), text(&ab), "with what it came from");
    prop_assert_eq!(text(&join(&ab, &ab)), text(&ab), "again");
    Ok(())
}

/// What was logged, number apart.
fn logged(session: &Session) -> Vec<String> {
    let plain = |entry: &Entry| format!("{:?}", Entry { id: EntryId(0), device: None, ..entry.clone() });
    session.entries.iter().map(plain).collect()
}

fn nothing_is_lost([a, b, _]: &[Session; 3]) -> Result<(), TestCaseError> {
    let merged = join(a, b);
    let (all, report) = (logged(&merged), merge_sessions(None, a, b).unwrap().report);
    for entry in logged(a).iter().chain(&logged(b)) {
        prop_assert!(all.contains(entry), "lost: {}", entry);
    }
    for seen in a.observations.iter().chain(&b.observations) {
        prop_assert!(merged.observations.contains(seen));
    }
    for product in a.care.products.iter().chain(&b.care.products) {
        prop_assert!(merged.care.products.contains(product));
    }
    let tally = report.entries;
    prop_assert_eq!(tally.both + tally.first + tally.second, merged.entries.len());
    prop_assert_eq!((tally.both + tally.first, tally.gone), (a.entries.len(), 0));
    prop_assert_eq!(tally.both + tally.second, b.entries.len());
    Ok(())
}

fn hold_with_base(base: &Session, [a, b, _]: &[Session; 3]) -> Result<(), TestCaseError> {
    let join = |a: &Session, b: &Session| merge_sessions(Some(base), a, b).unwrap().value;
    prop_assert_eq!(text(&join(a, b)), text(&join(b, a)), "either way round");
    prop_assert_eq!(text(&join(a, base)), text(a), "a change is taken");
    prop_assert_eq!(text(&join(a, a)), text(a), "with itself");
    prop_assert!(join(a, b).check().is_ok());
    let merged = logged(&join(a, b));
    let (old, in_a, in_b) = (logged(base), logged(a), logged(b));
    for entry in in_a.iter().chain(&in_b).filter(|entry| !old.contains(entry)) {
        prop_assert!(merged.contains(entry), "lost what is new: {}", entry);
    }
    for entry in old.iter().filter(|entry| !in_a.contains(entry) || !in_b.contains(entry)) {
        prop_assert!(!merged.contains(entry), "came back: {}", entry);
    }
    Ok(())
}

fn series_hold_for([a, b, c]: &[Series; 3]) -> Result<(), TestCaseError> {
    let join = |a: &Series, b: &Series| merge_series(None, a, b).unwrap().value;
    let text = |series: &Series| series_text(series).unwrap();
    prop_assert_eq!(text(&join(a, a)), text(a));
    prop_assert_eq!(text(&join(a, b)), text(&join(b, a)));
    prop_assert_eq!(text(&join(&join(a, b), c)), text(&join(a, &join(b, c))));
    prop_assert_eq!(text(&join(&join(a, b), b)), text(&join(a, b)));
    let onto = |a: &Series, b: &Series| merge_series(Some(a), a, b).unwrap().value;
    prop_assert_eq!(text(&onto(a, b)), text(b));
    prop_assert!(join(a, b).check().is_ok());
    Ok(())
}

proptest! {
    #![proptest_config(config(1500))]

    #[test]
    fn copies_become_the_same_whatever_the_order((_, copies) in copies()) {
        hold_for(&copies)?;
        nothing_is_lost(&copies)?;
    }

    #[test]
    fn strangers_become_the_same_whatever_the_order(copies in strangers()) {
        hold_for(&copies)?;
        nothing_is_lost(&copies)?;
    }

    #[test]
    fn with_a_common_past_changes_are_taken((base, copies) in copies()) {
        hold_with_base(&base, &copies)?;
    }

    #[test]
    fn series_become_the_same_whatever_the_order(
        mut all in [arbitrary::series(), arbitrary::series(), arbitrary::series()],
    ) {
        let id = all[0].id.clone();
        for series in &mut all {
            series.id = id.clone();
        }
        series_hold_for(&all)?;
    }
}
