//! Kills: P1 and P32.

use crate::documents::number;
use crate::worker::{Worker, file_in, generations_in};
use crate::{Chance, Fault, Outcome, Scale, hold};
use jiff::{SignedDuration, Timestamp};
use std::path::{Path, PathBuf};
use std::time::Duration;
use stipple::store::{Disk, SeriesFolder, read_session};

/// A folder in which a worker saves.
fn place() -> tempfile::TempDir {
    let place = tempfile::tempdir().unwrap();
    std::fs::create_dir(place.path().join("sessions")).unwrap();
    place
}

/// Kills a worker again and again while it saves. Returns how many saves were acknowledged.
fn kill_often(folder: &Path, kills: usize) -> Result<u64, Fault> {
    let (file, mut chance, mut last, mut acknowledged) = (file_in(folder), Chance(1), 0, 0);
    for kill in 0..kills {
        let mut worker = Worker::start(&["save", folder.to_str().unwrap()]);
        // A busy machine takes its time to start a program; the kill is to hit its saves.
        worker.line();
        std::thread::sleep(Duration::from_micros(chance.below(24_000)));
        let said = worker.kill();
        acknowledged += said.len() as u64;
        let said = said.last().map_or(last, |line| line.parse().unwrap());
        if !file.exists() && said == 0 {
            continue;
        }
        let there = number(&file).map_err(|e| Fault::Broken(format!("corrupt after kill {kill}: {e}")))?;
        hold(there == said || there == said + 1, || {
            format!("kill {kill}: {said} was acknowledged, {there} is there")
        })?;
        last = there;
    }
    Ok(acknowledged)
}

pub(crate) fn acknowledged_saves_survive(scale: Scale) -> Outcome {
    let (place, kills) = (place(), scale.of(60, 10_000));
    let acknowledged = kill_often(place.path(), kills)?;
    hold(acknowledged > kills as u64 / 10, || format!("only {acknowledged} saves were acknowledged"))?;
    Ok(format!("{kills} kills, {acknowledged} acknowledged saves: 0 lost, 0 corrupt"))
}

/// Every unfinished file below a folder.
fn unfinished(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for item in std::fs::read_dir(folder).unwrap() {
        let path = item.unwrap().path();
        if path.is_dir() {
            found.extend(unfinished(&path));
        } else if path.extension().is_some_and(|ending| ending == "stipple-unfinished") {
            found.push(path);
        }
    }
    found
}

pub(crate) fn no_litter(scale: Scale) -> Outcome {
    let (place, kills) = (place(), scale.of(60, 1_000));
    kill_often(place.path(), kills)?;
    let (before, generations) = (unfinished(place.path()), generations_in(place.path()));
    hold(!before.is_empty(), || "no kill left an unfinished file, so nothing was measured".to_owned())?;
    // What is older than a minute goes when the series is opened, and among the earlier versions when one is kept.
    let later = Timestamp::now() + SignedDuration::from_mins(2);
    SeriesFolder::sweep(&Disk, place.path(), &generations, later).unwrap();
    let file = file_in(place.path());
    let loaded = read_session(&file).unwrap();
    let expected = stipple::store::Expected::Content(loaded.hash);
    let session = crate::documents::session(1);
    let kept = Some((&generations, later));
    SeriesFolder::save_session(&Disk, &file, &session, expected, kept).unwrap();
    let after = unfinished(place.path());
    hold(after.is_empty(), || format!("{} are left: {after:?}", after.len()))?;
    for kept in generations.list(&file).unwrap() {
        number(&kept.path).map_err(|e| Fault::Broken(format!("{}: {e}", kept.path.display())))?;
    }
    Ok(format!("{kills} kills left {} unfinished files, the next start 0", before.len()))
}
