//! The save routine call by call: their order, and every one of them failing or lying.

use crate::disk::{Call, Memory, Reaction, Watched};
use crate::scratch::{Scratch, get, names, put};
use jiff::Timestamp;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use stipple::store::{Disk, Expected, Generations, Saved, StoreError, save};

const OLD: &[u8] = b"{\n  \"old\": \"what was there before\"\n}\n";
const NEW: &[u8] = b"{\n  \"new\": \"what is there now, and somewhat longer\"\n}\n";
const FILE: &str = "/lib/a.json";

/// What a system may say instead of doing as it was asked. Not found is no failure but an answer.
const KINDS: [ErrorKind; 8] = [
    ErrorKind::StorageFull,
    ErrorKind::PermissionDenied,
    ErrorKind::ReadOnlyFilesystem,
    ErrorKind::Interrupted,
    ErrorKind::TimedOut,
    ErrorKind::QuotaExceeded,
    ErrorKind::WriteZero,
    ErrorKind::Other,
];

fn content(bytes: &[u8]) -> Expected {
    Expected::Content(blake3::hash(bytes))
}

/// Disks on which files can change places, or not, and with an old file or without.
const DISKS: [(bool, bool); 4] = [(false, false), (false, true), (true, false), (true, true)];

/// A disk with the old file or none, and what to expect there.
fn start((plain, has_old): (bool, bool)) -> (Memory, Expected) {
    let disk = if plain { Memory::plain() } else { Memory::default() };
    if has_old {
        disk.put(FILE, OLD);
    }
    (disk, if has_old { content(OLD) } else { Expected::Nothing })
}

/// Saves the new content on a watched disk. Returns what came of it and the calls.
fn run(
    disk: &Memory,
    expected: Expected,
    hook: impl FnMut(usize, &Call) -> Reaction + Send + 'static,
) -> (Result<Saved, StoreError>, Vec<Call>) {
    let watched = Watched::new(disk.clone(), hook);
    let saved = save(&watched, Path::new(FILE), NEW, expected, None);
    (saved, watched.calls())
}

fn temporary(calls: &[Call]) -> PathBuf {
    let made = calls.iter().find_map(|call| if let Call::Create(path, _) = call { Some(path) } else { None });
    made.unwrap().clone()
}

#[test]
fn saving_calls_the_disk_in_this_order_and_no_other() {
    for kind in DISKS {
        let (disk, expected) = start(kind);
        let (saved, calls) = run(&disk, expected, |_, _| Reaction::Obey);
        assert_eq!(saved.unwrap().hash, blake3::hash(NEW));
        let (plain, has_old) = kind;
        let (file, beside) = (PathBuf::from(FILE), temporary(&calls));
        let mut wanted = vec![
            Call::Resolve(file.clone()),
            Call::Read(file.clone()),
            Call::Create(beside.clone(), has_old.then(|| file.clone())),
            Call::Write(beside.clone()),
            Call::Sync(beside.clone()),
            Call::Read(beside.clone()),
        ];
        if has_old {
            wanted.extend([Call::Read(file.clone()), Call::Exchange(beside.clone(), file.clone())]);
        } else {
            wanted.push(Call::RenameNew(beside.clone(), file.clone()));
        }
        if plain {
            // Nothing may come between the last look and the rename.
            wanted.extend([Call::Read(file.clone()), Call::Rename(beside.clone(), file.clone())]);
        } else if has_old {
            wanted.extend([Call::Read(beside.clone()), Call::Remove(beside.clone())]);
        }
        wanted.push(Call::SyncFolder("/lib".into()));
        assert_eq!(calls, wanted);
        assert_eq!(beside.parent(), file.parent(), "a rename to another folder may be a copy");
        let name = beside.file_name().unwrap().to_string_lossy();
        assert!(name.starts_with('.') && beside.extension().is_some_and(|end| end != "json"), "{name}");
        assert_eq!((disk.all(), disk.get(FILE)), (vec![FILE.to_owned()], Some(NEW.to_vec())));
    }
}

#[test]
fn the_last_version_is_kept_before_the_file_is_looked_at_again() {
    let scratch = Scratch::new();
    let generations = Generations::new(scratch.path().to_owned());
    let disk = Memory::default();
    disk.put(FILE, OLD);
    let watched = Watched::new(disk, |_, _| Reaction::Obey);
    let kept = Some((&generations, Timestamp::UNIX_EPOCH));
    let saved = save(&watched, Path::new(FILE), NEW, content(OLD), kept).unwrap();
    assert!(saved.generation_error.is_none());
    let calls = watched.calls();
    let place = |wanted: &dyn Fn(&Call) -> bool| calls.iter().position(wanted).unwrap();
    let rename = place(&|call| matches!(call, Call::Exchange(_, to) if to == Path::new(FILE)));
    let kept = place(&|call| matches!(call, Call::Write(path) if path.starts_with(scratch.path())));
    let synced = place(&|call| matches!(call, Call::Sync(path) if path.starts_with(scratch.path())));
    assert_eq!(calls[rename - 1], Call::Read(FILE.into()), "the file is looked at last of all");
    assert!(kept < synced && synced < rename, "{calls:?}");
}

#[test]
fn a_name_without_a_folder_is_saved_in_the_current_one() {
    let disk = Memory::default();
    let watched = Watched::new(disk.clone(), |_, _| Reaction::Obey);
    save(&watched, Path::new("a.json"), NEW, Expected::Nothing, None).unwrap();
    assert_eq!(watched.calls().last(), Some(&Call::SyncFolder(".".into())));
    assert_eq!(disk.all(), ["a.json"]);
}

#[test]
fn whichever_call_fails_the_old_or_the_new_file_is_there_and_nothing_else() {
    for disk_kind in DISKS {
        let (disk, expected) = start(disk_kind);
        let count = run(&disk, expected, |_, _| Reaction::Obey).1.len();
        let wanted = match disk_kind {
            (false, false) => 8,
            (true, false) => 10,
            (_, true) => 11,
        };
        assert_eq!(count, wanted);
        let has_old = disk_kind.1;
        for (n, kind) in (0..count).flat_map(|n| KINDS.map(|kind| (n, kind))) {
            let (disk, expected) = start(disk_kind);
            let fail = move |i, _: &Call| if i == n { Reaction::Fail(kind) } else { Reaction::Obey };
            let (saved, calls) = run(&disk, expected, fail);
            if matches!(calls[n], Call::Remove(_)) {
                // The save holds; what it leaves is cleared away when the series is opened next.
                saved.unwrap();
                assert_eq!(disk.get(FILE).as_deref(), Some(NEW));
                assert!(disk.all().iter().all(|name| name == FILE || name.ends_with(".stipple-unfinished")));
                continue;
            }
            let error = saved.expect_err("a failed call is no success");
            let message = error.to_string();
            assert!(message.contains("/lib/") && !message.contains('\n'), "{message}");
            let is_in_place = matches!(error, StoreError::Unconfirmed { .. });
            assert_eq!(is_in_place, matches!(calls[n], Call::SyncFolder(_)), "{message}");
            let there = if is_in_place { Some(NEW) } else { has_old.then_some(OLD) };
            assert_eq!(disk.get(FILE).as_deref(), there, "call {n}, {kind:?}");
            let only = if there.is_some() { vec![FILE.to_owned()] } else { vec![] };
            assert_eq!(disk.all(), only, "call {n}, {kind:?}");
            let refused = matches!(kind, ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem);
            assert_eq!(error.is_read_only(), refused && !is_in_place, "{message}");
            // Whatever it was, saving again once the disk obeys ends well.
            let again = run(&disk, expected, |_, _| Reaction::Obey).0;
            assert_eq!(again.unwrap().hash, blake3::hash(NEW), "after call {n}, {kind:?}");
        }
    }
}

#[test]
fn a_disk_that_goes_away_in_the_middle_leaves_the_old_or_the_new_file() {
    for disk_kind in DISKS {
        for (n, kind) in (0..11).flat_map(|n| KINDS.map(|kind| (n, kind))) {
            let (disk, expected) = start(disk_kind);
            let fail = move |i, _: &Call| if i >= n { Reaction::Fail(kind) } else { Reaction::Obey };
            let (saved, calls) = run(&disk, expected, fail);
            let Err(error) = saved else {
                assert!(calls.len() <= n, "a failed call is no success");
                continue;
            };
            let there = disk.get(FILE);
            let is_old = there.as_deref() == disk_kind.1.then_some(OLD);
            assert!(is_old || there.as_deref() == Some(NEW), "{error}");
            // What came out of its place is not thrown away.
            let left: Vec<Vec<u8>> = disk.all().iter().filter_map(|name| disk.get(name)).collect();
            assert!(!disk_kind.1 || left.contains(&OLD.to_vec()) || is_confirmed(&calls), "{error}");
            assert_eq!(run(&disk, expected, |_, _| Reaction::Obey).0.unwrap().hash, blake3::hash(NEW));
        }
    }
}

/// Whether what came out of the file's place was seen to be the expected.
fn is_confirmed(calls: &[Call]) -> bool {
    calls.iter().any(|call| matches!(call, Call::Remove(_) | Call::Rename(..)))
}

#[test]
fn a_write_that_stored_less_than_it_said_is_found_out() {
    for (plain, has_old) in DISKS {
        let lies = (0..NEW.len()).flat_map(|n| [Reaction::WriteOnly(n), Reaction::Flip(n)]);
        for lie in lies {
            let (disk, expected) = start((plain, has_old));
            let hook =
                move |_, call: &Call| if matches!(call, Call::Write(_)) { lie } else { Reaction::Obey };
            let error = run(&disk, expected, hook).0.unwrap_err();
            assert!(matches!(error, StoreError::ReadBack { .. }), "{lie:?}: {error}");
            assert_eq!(disk.get(FILE).as_deref(), has_old.then_some(OLD), "{lie:?}");
            assert_eq!(disk.all().len(), usize::from(has_old), "{lie:?}");
        }
    }
}

/// A document of 20 KB on a disk that is full at each of its bytes, and at none.
#[test]
fn a_disk_that_is_full_at_any_byte_leaves_the_old_file_and_nothing_else() {
    let new: Vec<u8> = (0..20_020_u32).map(|n| (n % 251) as u8).collect();
    for has_old in [false, true] {
        for full_at in 0..=new.len() {
            let (disk, expected) = start((false, has_old));
            let watched = Watched::new(disk.clone(), move |_, call| match call {
                Call::Write(_) if full_at < 20_020 => Reaction::FullAfter(full_at),
                _ => Reaction::Obey,
            });
            let saved = save(&watched, Path::new(FILE), &new, expected, None);
            let there = if full_at < new.len() { has_old.then_some(OLD) } else { Some(&new[..]) };
            assert_eq!(saved.is_ok(), full_at == new.len(), "{full_at}");
            assert_eq!(disk.get(FILE).as_deref(), there, "{full_at}");
            assert_eq!(disk.all().len(), usize::from(there.is_some()), "{full_at}");
        }
    }
}

#[test]
fn an_empty_file_is_saved_like_any_other() {
    let disk = Memory::default();
    save(&disk, Path::new(FILE), b"", Expected::Nothing, None).unwrap();
    save(&disk, Path::new(FILE), b"", content(b""), None).unwrap();
    assert_eq!(disk.get(FILE), Some(vec![]));
}

/// The same loop on a real disk, with generations, whose calls may fail without failing the save.
#[test]
fn whichever_call_fails_every_generation_is_a_whole_earlier_file() {
    let clean = |fail: &dyn Fn(usize) -> Option<ErrorKind>| -> (Vec<Call>, bool) {
        let scratch = Scratch::new();
        let state = Scratch::new();
        let path = scratch.path().join("a.json");
        put(&path, OLD);
        let generations = Generations::new(state.path().join("generations"));
        let kept = generations.folder_of(&path);
        let answers: Vec<Reaction> =
            (0..40).map(|n| fail(n).map_or(Reaction::Obey, Reaction::Fail)).collect();
        let watched = Watched::new(Disk, move |n, _| answers[n]);
        let now = Timestamp::from_second(1_772_000_000).unwrap();
        let saved = save(&watched, &path, NEW, content(OLD), Some((&generations, now)));
        let there = get(&path);
        match &saved {
            Ok(saved) => {
                assert_eq!(there, NEW);
                let error = saved.generation_error.as_ref().map(ToString::to_string);
                assert!(error.is_none_or(|e| e.contains(&kept.display().to_string())));
            }
            Err(StoreError::Unconfirmed { .. }) => assert_eq!(there, NEW),
            Err(_) => assert_eq!(there, OLD),
        }
        let left = names(scratch.path()).into_iter().filter(|name| !name.ends_with(".stipple-unfinished"));
        assert_eq!(left.collect::<Vec<_>>(), ["a.json"], "something is left in the library");
        for generation in generations.list(&path).unwrap() {
            assert_eq!(get(&generation.path), OLD, "a generation that is no earlier file");
        }
        let kept = if kept.exists() { names(&kept).len() } else { 0 };
        assert_eq!(
            kept,
            generations.list(&path).unwrap().len(),
            "something else is left among the generations"
        );
        (watched.calls(), saved.is_ok_and(|saved| saved.generation_error.is_none()))
    };
    let (calls, is_good) = clean(&|_| None);
    assert!(calls.len() > 9 && is_good);
    for (n, kind) in (0..calls.len()).flat_map(|n| KINDS.map(|kind| (n, kind))) {
        let (_, is_good) = clean(&|i| (i == n).then_some(kind));
        let tidies = matches!(calls[n], Call::Remove(_));
        assert_eq!(is_good, tidies, "call {n} failed with {kind:?} and nobody said so");
    }
}
