//! A save on the disk in memory, whose power is cut before every call.

use crate::disk::{Left, Memory, Reaction, Watched};
use jiff::Timestamp;
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::{Arc, Mutex};
use stipple::store::{Expected, Generations, save};

/// The file that is saved.
pub(crate) const FILE: &str = "/lib/a.json";

/// What is wrong with what a power cut left: the file has to hold the version before or the one being saved, and
/// every generation a whole earlier version.
fn fault(left: &Left<'_>, versions: &[Vec<u8>], acknowledged: bool) -> Option<String> {
    let (new, earlier) = versions.split_last().unwrap();
    let old = earlier.last().map(Vec::as_slice);
    let there = left.get(Path::new(FILE));
    if there != Some(new) && (acknowledged || there != old) {
        return Some(format!("the file holds {:?}", there.map(String::from_utf8_lossy)));
    }
    let generations = left.all().filter(|(path, _)| {
        path.starts_with("/state") && path.extension().is_some_and(|ending| ending == "json")
    });
    let kept: BTreeSet<&[u8]> = generations.map(|(_, bytes)| bytes).collect();
    if let Some(bad) = kept.iter().find(|kept| !versions.iter().any(|version| version == *kept)) {
        return Some(format!("a generation holds {:?}", String::from_utf8_lossy(bad)));
    }
    let lacks = old.filter(|old| there == Some(new) && !kept.contains(old));
    lacks.map(|_| "the version before is gone".to_owned())
}

/// Saves some versions one after another and looks at everything that a power cut could leave before each call and
/// after each save. Returns how many states that were.
pub(crate) fn cut_everywhere(disk: &Memory, saves: usize, blocks: usize) -> u64 {
    let generations = Generations::new("/state/generations".into());
    let versions: Arc<Mutex<Vec<Vec<u8>>>> = Arc::default();
    let count = Arc::new(Mutex::new(0));
    let mut expected = Expected::Nothing;
    for number in 0..saves {
        let text = format!("version {number}, {}", "x".repeat(40 + 7 * number));
        let new = text.into_bytes();
        versions.lock().unwrap().push(new.clone());
        let (states, seen, all) = (Arc::clone(&count), disk.clone(), Arc::clone(&versions));
        let watched = Watched::new(disk.clone(), move |_, call| {
            *states.lock().unwrap() += seen.after_power_cut(blocks, |left| {
                let fault = fault(left, &all.lock().unwrap(), false);
                assert!(fault.is_none(), "before {call:?} of save {number}: {}", fault.unwrap());
            });
            Reaction::Obey
        });
        let now = Timestamp::from_second(1_772_000_000 + number as i64 * 9000).unwrap();
        let kept = Some((&generations, now));
        let saved = save(&watched, Path::new(FILE), &new, expected, kept).unwrap();
        assert!(saved.generation_error.is_none(), "{:?}", saved.generation_error);
        expected = Expected::Content(saved.hash);
        *count.lock().unwrap() += disk.after_power_cut(blocks, |left| {
            let fault = fault(left, &versions.lock().unwrap(), true);
            assert!(fault.is_none(), "after save {number} was acknowledged: {}", fault.unwrap());
        });
    }
    let count = count.lock().unwrap();
    *count
}
