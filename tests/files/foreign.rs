//! A file that another program changed since it was read is never written over.

use crate::disk::{Call, Memory, Reaction, Watched};
use crate::scratch::Scratch;
use jiff::Timestamp;
use std::path::Path;
use stipple::store::{Expected, Generations, StoreError, save};

const OLD: &[u8] = b"old";
const NEW: &[u8] = b"new";
const THEIRS: &[u8] = b"the";
const FILE: &str = "/lib/a.json";

/// What another program does to the file.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Deed {
    Changes,
    Deletes,
}

/// What is found after a save that was meddled with.
struct Found {
    saved: Result<(), StoreError>,
    there: Option<Vec<u8>>,
    names: Vec<String>,
    calls: Vec<Call>,
}

/// Saves while another program does its deed just before call `n`.
fn meddled((plain, has_old, keeps): (bool, bool, bool), n: usize, deed: Deed) -> Found {
    let state = Scratch::new();
    let generations = Generations::new(state.path().to_owned());
    let disk = if plain { Memory::plain() } else { Memory::default() };
    if has_old {
        disk.put(FILE, OLD);
    }
    let theirs = disk.clone();
    let watched = Watched::new(disk.clone(), move |i, _| {
        if i == n {
            match deed {
                Deed::Changes => theirs.put(FILE, THEIRS),
                Deed::Deletes => theirs.delete(FILE),
            }
        }
        Reaction::Obey
    });
    let expected = if has_old { Expected::Content(blake3::hash(OLD)) } else { Expected::Nothing };
    let kept = keeps.then_some((&generations, Timestamp::UNIX_EPOCH));
    let saved = save(&watched, Path::new(FILE), NEW, expected, kept).map(|_| ());
    let names = disk.all().into_iter().filter(|name| name.starts_with("/lib/")).collect();
    Found { saved, there: disk.get(FILE), names, calls: watched.calls() }
}

#[test]
fn whatever_another_program_does_before_the_new_file_is_in_place_is_noticed() {
    for (plain, has_old, keeps, deed) in [
        (false, false, false, Deed::Changes),
        (false, true, false, Deed::Changes),
        (false, true, false, Deed::Deletes),
        (false, true, true, Deed::Changes),
        (false, true, true, Deed::Deletes),
        (true, false, false, Deed::Changes),
        (true, true, true, Deed::Changes),
        (true, true, true, Deed::Deletes),
    ] {
        let calls = meddled((plain, has_old, keeps), usize::MAX, deed).calls;
        let is_put = |call: &Call| match call {
            Call::Rename(_, to) => to == Path::new(FILE),
            Call::RenameNew(_, to) | Call::Exchange(_, to) => to == Path::new(FILE) && !plain,
            _ => false,
        };
        let put = calls.iter().position(is_put).unwrap();
        // Where files change places nothing is lost even if the deed is done just before.
        let last = if plain { put } else { put + 1 };
        for (n, call) in calls.iter().enumerate().take(last) {
            let case = format!("{deed:?} before call {n}: {call:?}");
            let Found { saved, there, names, .. } = meddled((plain, has_old, keeps), n, deed);
            let error = saved.expect_err(&case);
            if has_old {
                assert!(matches!(error, StoreError::ChangedOutside { .. }), "{case}: {error}");
            } else {
                assert!(matches!(error, StoreError::Exists { .. }), "{case}: {error}");
            }
            assert!(error.to_string().ends_with(FILE), "{error}");
            let theirs = (deed == Deed::Changes).then_some(THEIRS);
            assert_eq!(there.as_deref(), theirs, "{case}: what the other program did is lost");
            assert_eq!(names.len(), usize::from(theirs.is_some()), "{case}: {names:?}");
        }
    }
}

#[test]
fn a_file_that_is_not_expected_is_left_alone() {
    let disk = Memory::default();
    disk.put(FILE, THEIRS);
    let error = save(&disk, Path::new(FILE), NEW, Expected::Nothing, None).unwrap_err();
    assert!(matches!(error, StoreError::Exists { .. }), "{error}");
    let other = Expected::Content(blake3::hash(OLD));
    let error = save(&disk, Path::new(FILE), NEW, other, None).unwrap_err();
    assert!(matches!(error, StoreError::ChangedOutside { .. }), "{error}");
    assert!(error.to_string().contains("unsaved"), "{error}");
    assert_eq!((disk.all(), disk.get(FILE).unwrap()), (vec![FILE.to_owned()], THEIRS.to_vec()));
}

#[test]
fn a_file_that_has_gone_is_not_made_again_unasked() {
    let disk = Memory::default();
    let expected = Expected::Content(blake3::hash(OLD));
    let error = save(&disk, Path::new(FILE), NEW, expected, None).unwrap_err();
    assert!(matches!(error, StoreError::ChangedOutside { .. }), "{error}");
    assert!(disk.all().is_empty());
}

#[test]
fn a_link_is_followed_and_what_it_leads_to_is_compared() {
    let disk = Memory::default();
    disk.put("/there/b.json", OLD);
    disk.link(FILE, "/there/b.json");
    save(&disk, Path::new(FILE), NEW, Expected::Content(blake3::hash(OLD)), None).unwrap();
    assert_eq!(
        (disk.all(), disk.get("/there/b.json").unwrap()),
        (vec!["/there/b.json".to_owned()], NEW.to_vec())
    );
    let error = save(&disk, Path::new(FILE), OLD, Expected::Nothing, None).unwrap_err();
    assert!(matches!(error, StoreError::Exists { .. }), "{error}");
}
