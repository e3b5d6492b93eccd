//! Power cuts: at every call of a save, whatever had not been made safe may be lost, in any combination.

use crate::disk::{Memory, Reaction, Watched};
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::{Arc, Mutex};
use stipple::store::{Expected, save};

const FILE: &str = "/lib/a.json";

/// Saves, and collects what a power cut before each call could leave.
fn cut_everywhere(disk: &Memory, bytes: &[u8], expected: Expected) -> Vec<BTreeSet<Option<Vec<u8>>>> {
    let found = Arc::new(Mutex::new(Vec::new()));
    let (notes, seen) = (Arc::clone(&found), disk.clone());
    let watched = Watched::new(disk.clone(), move |_, _| {
        notes.lock().unwrap().push(seen.after_power_cut(FILE));
        Reaction::Obey
    });
    save(&watched, Path::new(FILE), bytes, expected, None).unwrap();
    found.lock().unwrap().clone()
}

#[test]
fn a_power_cut_at_any_moment_leaves_the_old_or_the_new_file() {
    let disk = Memory::default();
    let mut old: Option<Vec<u8>> = None;
    for number in 0..5 {
        let new = format!("version {number}, {}", "x".repeat(40 * number)).into_bytes();
        let expected = old.as_ref().map_or(Expected::Nothing, |old| Expected::Content(blake3::hash(old)));
        let mut states = 0;
        for left in cut_everywhere(&disk, &new, expected) {
            assert!(left.iter().all(|state| *state == old || *state == Some(new.clone())), "{left:?}");
            states += left.len();
        }
        assert!(states > 9, "both outcomes are possible at some call");
        let after = disk.after_power_cut(FILE);
        assert_eq!(after, BTreeSet::from([Some(new.clone())]), "what was acknowledged is safe");
        old = Some(new);
    }
}

#[test]
fn the_disk_of_this_test_loses_what_was_not_made_safe() {
    use stipple::store::Vfs;
    let disk = Memory::default();
    disk.put(FILE, b"old!");
    let beside = Path::new("/lib/b");
    disk.create_new(beside, None).unwrap().write_all(b"new!").unwrap();
    disk.rename(beside, Path::new(FILE)).unwrap();
    let left = disk.after_power_cut(FILE);
    let expected = ["", "ne", "new!", "old!"].map(|text| Some(text.as_bytes().to_vec()));
    assert_eq!(left, BTreeSet::from(expected));
    disk.sync_folder(Path::new("/lib")).unwrap();
    assert_eq!(disk.after_power_cut(FILE).len(), 3, "names are safe, bytes are not");
}
