//! Disks that fail, fill up, lie and lose their power: P3, P4, P5, P7.

use crate::disk::{Call, Memory, Reaction, Watched};
use crate::power::{FILE, cut_everywhere};
use crate::worker::Worker;
use crate::{Chance, Fault, Outcome, Scale, hold};
use jiff::Timestamp;
use std::io::ErrorKind;
use std::path::Path;
use stipple::store::{Expected, Generations, Saved, StoreError, save};

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

/// A disk with an old file, and generations on it.
fn start(plain: bool, old: &[u8]) -> Memory {
    let disk = if plain { Memory::plain() } else { Memory::default() };
    disk.put(FILE, old);
    disk
}

fn run(
    disk: &Memory,
    (old, new): (&[u8], &[u8]),
    hook: impl FnMut(usize, &Call) -> Reaction + Send + 'static,
) -> (Result<Saved, StoreError>, Vec<Call>) {
    let watched = Watched::new(disk.clone(), hook);
    let generations = Generations::new("/state/generations".into());
    let expected = Expected::Content(blake3::hash(old));
    let kept = Some((&generations, Timestamp::UNIX_EPOCH));
    (save(&watched, Path::new(FILE), new, expected, kept), watched.calls())
}

pub(crate) fn every_failing_call(_: Scale) -> Outcome {
    let (old, new) = (&b"old"[..], &b"new one"[..]);
    let mut faults = 0;
    for plain in [false, true] {
        let calls = run(&start(plain, old), (old, new), |_, _| Reaction::Obey).1;
        for (n, kind) in (0..calls.len()).flat_map(|n| KINDS.map(|kind| (n, kind))) {
            let disk = start(plain, old);
            let fail = move |i, _: &Call| if i == n { Reaction::Fail(kind) } else { Reaction::Obey };
            let saved = run(&disk, (old, new), fail).0;
            let there = disk.get(FILE);
            let case = || format!("call {n} ({:?}) failing with {kind:?}: {saved:?}, {there:?}", calls[n]);
            let is_right = match &saved {
                Ok(saved) => {
                    let said = saved.generation_error.is_some() || matches!(calls[n], Call::Remove(_));
                    there.as_deref() == Some(new) && said
                }
                Err(StoreError::Unconfirmed { .. }) => there.as_deref() == Some(new),
                Err(error) => there.as_deref() == Some(old) && !error.to_string().is_empty(),
            };
            hold(is_right, case)?;
            let again = run(&disk, (old, new), |_, _| Reaction::Obey).0;
            hold(again.is_ok() || saved.is_ok(), || format!("{}: not saved afterwards", case()))?;
            faults += 1;
        }
    }
    Ok(format!("{faults} failures: old or new file, each said, and saved once the disk obeys"))
}

#[cfg(target_os = "linux")]
pub(crate) fn full_at_every_byte(scale: Scale) -> Outcome {
    use rustix::process::{Pid, Resource, Rlimit, prlimit};
    let place = tempfile::tempdir().unwrap();
    let exe = std::env::current_exe().unwrap();
    // A file that may not grow further is an error, and not the end of the program.
    let mut shell = std::process::Command::new("sh");
    shell.args(["-c", "trap '' XFSZ; exec \"$0\" worker when-asked \"$1\""]).arg(exe).arg(place.path());
    let mut worker = Worker::of(&mut shell);
    let file = place.path().join("a.json");
    let said = worker.ask("save");
    hold(said == "saved", || said)?;
    let pid = Pid::from_child(&worker.child);
    let mut before = std::fs::read(&file).unwrap();
    let (step, mut refused, mut offsets) = (scale.of(97, 1), 0, 0);
    for offset in (0..20_020).step_by(step).chain([20_020]) {
        let limit = Rlimit { current: Some(offset), maximum: None };
        prlimit(Some(pid), Resource::Fsize, limit).map_err(|e| Fault::Skipped(format!("no limits: {e}")))?;
        let said = worker.ask("save");
        let (after, full) = (std::fs::read(&file).unwrap(), offset < 20_020);
        hold((said == "saved") != full, || format!("{offset} bytes: {said}"))?;
        hold(!full || after == before, || format!("{offset} bytes: the old file is damaged"))?;
        let names = std::fs::read_dir(place.path()).unwrap().count();
        hold(names <= 2, || format!("{offset} bytes: something is left beside the file"))?;
        (refused, offsets, before) = (refused + u64::from(full), offsets + 1, after);
    }
    worker.kill();
    Ok(format!("{offsets} offsets of 20,020 bytes, {refused} refused: 0 damaged, 0 files left"))
}

#[cfg(not(target_os = "linux"))]
pub(crate) fn full_at_every_byte(_: Scale) -> Outcome {
    Err(Fault::Skipped("limits of file sizes are set on Linux only".to_owned()))
}

pub(crate) fn lying_disk(scale: Scale) -> Outcome {
    let (lies, mut chance) = (scale.of(200, 1_000), Chance(5));
    let old = b"old".to_vec();
    let new: Vec<u8> = (0..20_020_u32).map(|n| (n % 251) as u8).collect();
    for i in 0..lies {
        let at = chance.below(20_020) as usize;
        let lie = if i % 2 == 0 { Reaction::WriteOnly(at) } else { Reaction::Flip(at) };
        let disk = start(i % 4 < 2, &old);
        let first = move |_, call: &Call| match call {
            Call::Write(path) if path.starts_with("/lib") => lie,
            _ => Reaction::Obey,
        };
        let saved = run(&disk, (&old, &new), first).0;
        let is_told = matches!(saved, Err(StoreError::ReadBack { .. }));
        hold(is_told && disk.get(FILE).as_deref() == Some(&old[..]), || format!("{lie:?}: {saved:?}"))?;
    }
    Ok(format!("{lies} short and wrong writes: 0 accepted"))
}

pub(crate) fn power_cuts(scale: Scale) -> Outcome {
    let (saves, blocks) = (scale.of(25, 48), scale.of(6, 11));
    let states: u64 =
        [Memory::default(), Memory::plain()].iter().map(|disk| cut_everywhere(disk, saves, blocks)).sum();
    let least = if scale.full { 1_000_000 } else { 10_000 };
    hold(states >= least, || format!("only {states} states were looked at"))?;
    Ok(format!("{states} crash states of {} saves: old or new, every earlier version whole", saves * 2))
}
