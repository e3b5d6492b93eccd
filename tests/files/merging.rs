//! Two people change copies of one session: what becomes of what they did.

use crate::scratch::{series, session};
use stipple::geometry::{Point, Polyline};
use stipple::model::{Device, DeviceId, Entry, EntryId, EntryKind, Session, SessionId};
use stipple::store::{Difference, EntryTally, MergeError, merge_series, merge_sessions};

fn base() -> Session {
    session(crate::examples::SESSION)
}

/// Logs a stroke of the first device in a copy.
fn log(copy: &mut Session, x: f64) -> EntryId {
    let mut entry = copy.entries[0].clone();
    entry.id = copy.next_entry_id();
    let EntryKind::Roll(roll) = &mut entry.kind else { panic!() };
    roll.path = Polyline::new(vec![Point::new(x, 10.0), Point::new(x, 40.0)]).unwrap();
    roll.times_ms.clear();
    copy.entries.push(entry);
    copy.entries.last().unwrap().id
}

fn x_of(entry: &Entry) -> f64 {
    entry.bounds().map_or(0.0, |bounds| bounds.min.x)
}

fn join(base: Option<&Session>, a: &Session, b: &Session) -> (Session, Vec<Difference>) {
    let merged = merge_sessions(base, a, b).unwrap();
    (merged.value, merged.report.differences)
}

#[test]
fn strokes_of_both_are_there_and_one_of_two_numbers_is_new() {
    let (mut a, mut b) = (base(), base());
    assert_eq!(log(&mut a, 50.0), EntryId(6));
    assert_eq!(log(&mut a, 51.0), EntryId(7));
    assert_eq!(log(&mut b, 60.0), EntryId(6));
    let merged = merge_sessions(None, &a, &b).unwrap();
    let ids: Vec<u64> = merged.value.entries.iter().map(|entry| entry.id.0).collect();
    assert_eq!(ids, [1, 2, 3, 4, 5, 6, 4_000_000_000_006_001, 7]);
    let mut places: Vec<f64> = merged.value.entries[5..].iter().map(x_of).collect();
    assert_eq!(places[2], 51.0);
    places.sort_by(f64::total_cmp);
    assert_eq!(places, [50.0, 51.0, 60.0]);
    assert_eq!(merged.report.entries, EntryTally { both: 5, first: 2, second: 1, gone: 0 });
    let others = vec![EntryId(4_000_000_000_006_001)];
    assert_eq!(merged.report.differences, [Difference::Entry { id: EntryId(6), others }]);
    // Logging goes on from where it was, and merging once more with what came in finds nothing new.
    assert_eq!(merged.value.next_entry_id(), EntryId(8));
    let again = merge_sessions(None, &merged.value, &b).unwrap();
    assert_eq!(again.value, merged.value);
    assert_eq!(again.report.entries.second, 0);
}

#[test]
fn an_eraser_keeps_its_place_among_the_strokes_of_its_copy() {
    let (mut a, mut b) = (base(), base());
    log(&mut a, 50.0);
    let eraser = Entry { id: a.next_entry_id(), ..a.entries[4].clone() };
    a.entries.push(eraser);
    log(&mut a, 52.0);
    for x in [60.0, 61.0, 62.0] {
        log(&mut b, x);
    }
    let (merged, _) = join(None, &a, &b);
    let place = |x: f64| merged.entries.iter().rposition(|entry| x_of(entry) == x).unwrap();
    let eraser = merged.entries.iter().rposition(|entry| matches!(entry.kind, EntryKind::Erase { .. }));
    let eraser = eraser.unwrap();
    assert!(place(50.0) < eraser && eraser < place(52.0));
    assert!(place(60.0) < place(61.0) && place(61.0) < place(62.0));
}

#[test]
fn what_one_took_away_stays_away_only_where_the_past_is_known() {
    let (mut a, mut b) = (base(), base());
    a.entries.remove(1);
    log(&mut b, 60.0);
    let (merged, differences) = join(Some(&base()), &a, &b);
    let ids: Vec<u64> = merged.entries.iter().map(|entry| entry.id.0).collect();
    assert_eq!((ids, differences), (vec![1, 3, 4, 5, 6], vec![]));
    let (merged, _) = join(None, &a, &b);
    assert_eq!(merged.entries, b.entries, "without a past nothing is known to have been taken away");
}

#[test]
fn a_stroke_that_one_changed_and_the_other_took_away_stays() {
    let (mut a, mut b) = (base(), base());
    a.entries.remove(0);
    b.entries[0].pass = Some(9);
    let (merged, _) = join(Some(&base()), &a, &b);
    assert_eq!(merged.entries[0].pass, Some(9));
    assert_eq!(merged.entries.len(), 5);
}

#[test]
fn a_stroke_that_both_changed_is_there_twice_and_said() {
    let (mut a, mut b) = (base(), base());
    a.entries[0].pass = Some(8);
    b.entries[0].pass = Some(9);
    let (merged, differences) = join(Some(&base()), &a, &b);
    let mut passes: Vec<_> =
        merged.entries.iter().filter(|e| e.id.logged_as() == 1).map(|e| e.pass).collect();
    passes.sort();
    assert_eq!(passes, [Some(8), Some(9)]);
    assert_eq!(merged.entries[1].id, EntryId(4_000_000_000_001_001));
    assert!(matches!(&differences[..], [Difference::Entry { id: EntryId(1), .. }]));
}

#[test]
fn a_corrected_device_holds_for_the_strokes_of_both() {
    let (mut a, mut b) = (base(), base());
    a.devices[0].width_mm = Some(10.0);
    let id = log(&mut b, 60.0);
    let (merged, differences) = join(Some(&base()), &a, &b);
    assert_eq!(merged.devices, a.devices);
    let entry = merged.entries.iter().find(|entry| entry.id == id).unwrap();
    assert_eq!((merged.width_of(entry), differences), (Some(10.0), vec![]));
}

#[test]
fn strokes_are_not_doubled_by_a_lot_number_but_the_device_is_said_to_differ() {
    let (mut a, mut b) = (base(), base());
    a.devices[0].lot = Some("A1187, second drum".into());
    let id = log(&mut b, 60.0);
    let (merged, differences) = join(None, &a, &b);
    assert_eq!(merged.entries.len(), 6);
    // What both have belongs to the device that says more; the new stroke was done with what its copy said.
    let ids: Vec<&str> = merged.devices.iter().map(|device| device.id.as_str()).collect();
    assert_eq!(ids, ["d1", "d1.copy2"]);
    assert_eq!(merged.devices[0].lot.as_deref(), Some("A1187, second drum"));
    assert_eq!(merged.entries[0].device.as_ref().unwrap().as_str(), "d1");
    let new = merged.entries.iter().find(|entry| entry.id == id).unwrap();
    assert_eq!(new.device.as_ref().unwrap().as_str(), "d1.copy2");
    assert!(
        matches!(&differences[..], [Difference::Device { id, others, .. }] if id == "d1" && others.len() == 1)
    );
}

#[test]
fn two_new_devices_under_one_id_both_stay() {
    let d2 = DeviceId::new("d2").unwrap();
    let with = |name: &str, width, x| {
        let mut copy = base();
        copy.devices.push(Device {
            name: name.into(),
            width_mm: Some(width),
            id: d2.clone(),
            ..copy.devices[0].clone()
        });
        log(&mut copy, x);
        copy.entries.last_mut().unwrap().device = Some(d2.clone());
        copy
    };
    let (merged, _) = join(Some(&base()), &with("Pen", 5.0, 50.0), &with("Stamp", 30.0, 60.0));
    assert_eq!(merged.devices.len(), 3);
    let width = |x: f64| merged.width_of(merged.entries.iter().find(|entry| x_of(entry) == x).unwrap());
    assert_eq!((width(50.0), width(60.0)), (Some(5.0), Some(30.0)));
}

#[test]
fn of_two_values_one_is_kept_and_the_other_said() {
    let (mut a, mut b) = (base(), base());
    a.notes = "Calm skin.".into();
    b.notes = "Calm skin. Some redness on the left cheek.".into();
    b.care.pain = Some(6);
    a.care.products.push("panthenol cream".into());
    b.care.products.push("copper peptide".into());
    let (merged, differences) = join(Some(&base()), &a, &b);
    assert_eq!(merged.notes, b.notes);
    assert_eq!(merged.care.pain, Some(6), "only one changed it");
    assert_eq!(merged.care.products, ["copper peptide", "hyaluronic acid serum", "panthenol cream"]);
    let (field, kept, other) = ("notes".into(), b.notes, a.notes);
    assert_eq!(differences, [Difference::Field { field, kept, other }]);
}

#[test]
fn only_copies_of_the_same_thing_are_merged() {
    let mut other = base();
    other.id = SessionId::new("another").unwrap();
    let error = merge_sessions(None, &base(), &other).unwrap_err();
    assert!(matches!(&error, MergeError::Unlike { what: "session", .. }));
    assert!(error.to_string().contains("another"));
    assert!(merge_sessions(Some(&other), &base(), &base()).is_err());
}

#[test]
fn plans_grow_together() {
    let base = series(crate::examples::SERIES);
    let (mut a, mut b) = (base.clone(), base.clone());
    a.plan.as_mut().unwrap().sessions = Some(6);
    b.client.weight_kg = Some(63.0);
    b.plan.as_mut().unwrap().goals.remove(3);
    let merged = merge_series(Some(&base), &a, &b).unwrap();
    let plan = merged.value.plan.unwrap();
    assert_eq!((plan.sessions, plan.goals.len()), (Some(6), 3));
    assert_eq!(merged.value.client.weight_kg, Some(63.0));
    assert!(merged.report.differences.is_empty());
    a.plan = None;
    assert_eq!(merge_series(Some(&base), &a, &base).unwrap().value.plan, None);
    assert!(merge_series(Some(&base), &a, &b).unwrap().value.plan.is_some(), "the other changed it");
}
