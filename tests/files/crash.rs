//! Power cuts: at every call of a save, whatever had not been made safe may be lost, in any combination.

use crate::disk::Memory;
use crate::power::{FILE, cut_everywhere};
use std::collections::BTreeSet;
use std::path::Path;
use stipple::store::Vfs;

#[test]
fn a_power_cut_at_any_moment_leaves_the_old_or_the_new_file_and_whole_generations() {
    for disk in [Memory::default(), Memory::plain()] {
        let states = cut_everywhere(&disk, 30, 6);
        assert!(states > 10_000, "{states}");
    }
}

#[test]
fn the_disk_of_this_test_loses_what_was_not_made_safe() {
    let disk = Memory::default();
    disk.put(FILE, b"old!");
    let beside = Path::new("/lib/b");
    disk.create_new(beside, None).unwrap().write_all(b"new!").unwrap();
    disk.rename(beside, Path::new(FILE)).unwrap();
    let found = |disk: &Memory| {
        let mut found = BTreeSet::new();
        disk.after_power_cut(2, |left| {
            found.insert(left.get(Path::new(FILE)).map(<[u8]>::to_vec));
        });
        found
    };
    let expected = ["", "ne", "\0\0w!", "\0\0\0\0", "ne\0\0", "new!", "old!"];
    assert_eq!(found(&disk), expected.map(|text| Some(text.as_bytes().to_vec())).into());
    disk.sync_folder(Path::new("/state")).unwrap();
    assert_eq!(found(&disk).len(), 7, "another folder is another folder");
    disk.sync_folder(Path::new("/lib")).unwrap();
    assert_eq!(found(&disk).len(), 6, "names are safe, bytes are not");
}
