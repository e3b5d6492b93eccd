//! Two processes at once: P9 and P10.

use crate::documents::session;
use crate::worker::{Worker, file_in};
use crate::{Chance, Outcome, Scale, hold};
use std::time::{Duration, Instant};
use stipple::store::{Disk, Expected, SeriesFolder, StoreError, read_session};

/// Saves while another process changes the same file, until that has written so often. Both build on what they read;
/// the other sees whether one of its changes went away.
pub(crate) fn foreign_changes(scale: Scale) -> Outcome {
    let (place, changes) = (tempfile::tempdir().unwrap(), scale.of(300, 10_000));
    std::fs::create_dir(place.path().join("sessions")).unwrap();
    let file = file_in(place.path());
    SeriesFolder::save_session(&Disk, &file, &session(0), Expected::Nothing, None).unwrap();
    let mut other = Worker::start(&["meddle", file.to_str().unwrap(), &changes.to_string()]);
    let (mut saves, mut noticed, mut chance) = (0_u64, 0_u64, Chance(3));
    while other.child.try_wait().unwrap().is_none() {
        let loaded = read_session(&file).unwrap();
        let mut mine = loaded.value;
        mine.notes = saves.to_string();
        std::thread::sleep(Duration::from_micros(chance.below(700)));
        match SeriesFolder::save_session(&Disk, &file, &mine, Expected::Content(loaded.hash), None) {
            Ok(_) => saves += 1,
            Err(StoreError::ChangedOutside { .. }) => noticed += 1,
            Err(other) => panic!("{other}"),
        }
    }
    let lost: u64 = other.line().unwrap().parse().unwrap();
    hold(lost == 0, || format!("{lost} of {changes} foreign changes were overwritten unseen"))?;
    hold(saves > 0 && noticed > 0, || format!("{saves} saves, {noticed} noticed: nothing met"))?;
    Ok(format!("{changes} foreign changes between {saves} saves, {noticed} refused: 0 lost unseen"))
}

pub(crate) fn one_writer(scale: Scale) -> Outcome {
    let (place, races) = (tempfile::tempdir().unwrap(), scale.of(40, 1_000));
    let folder = place.path().to_str().unwrap();
    let (mut slowest, mut told) = (Duration::ZERO, 0);
    let mut one = Worker::start(&["lock", folder]);
    for race in 0..races {
        let mut other = Worker::start(&["lock", folder]);
        // Asked before either answers.
        for worker in [&mut one, &mut other] {
            std::io::Write::write_all(&mut worker.input, b"take\n").unwrap();
        }
        let answers = [one.line().unwrap(), other.line().unwrap()];
        let writers = answers.iter().filter(|answer| *answer == "taken").count();
        hold(writers == 1, || format!("race {race}: {answers:?}"))?;
        let who =
            format!("process {}", if answers[0] == "taken" { one.child.id() } else { other.child.id() });
        // The winner may not have said who it is by then.
        told += usize::from(answers.contains(&who));
        let (winner, mut loser) = if answers[0] == "taken" { (one, other) } else { (other, one) };
        winner.kill();
        let killed = Instant::now();
        let said = loser.ask("take");
        slowest = slowest.max(killed.elapsed());
        hold(said == "taken", || format!("race {race}: still {said} after the writer was killed"))?;
        loser.kill();
        one = Worker::start(&["lock", folder]);
    }
    one.kill();
    hold(told > 0, || "nobody was told who has it".to_owned())?;
    let figure = format!("{races} races: exactly one writer, the other told who in {told}");
    Ok(format!("{figure}, free again after a kill within {slowest:.1?}"))
}
