//! Damaged and strange files, and earlier versions: P11, P12, P21, P24.

use crate::arbitrary;
use crate::documents::{number, session};
use crate::{Chance, Fault, Outcome, Scale, hold};
use jiff::{SignedDuration, Timestamp};
use proptest::test_runner::TestRunner;
use std::path::Path;
use stipple::edit::{Document, Edit, SessionChange, Step};
use stipple::model::Series;
use stipple::store::{
    CheckLine, Disk, Expected, Generations, SeriesFolder, salvage_session, session_from, session_text,
};

/// Cuts a session off at every byte and counts the entries that are given back.
pub(crate) fn truncated(scale: Scale) -> Outcome {
    let mut session = session(1);
    let entries = (0..6).flat_map(|n| session.entries.iter().map(move |entry| (n, entry.clone())));
    session.entries = entries
        .enumerate()
        .map(|(i, (_, entry))| stipple::model::Entry { id: stipple::model::EntryId(i as u64), ..entry })
        .collect();
    let text = session_text(&session).unwrap();
    let start = text.find("\"entries\": [").unwrap();
    let ends: Vec<usize> =
        text.match_indices("}\n").chain(text.match_indices("},\n")).map(|(at, _)| at + 1).collect();
    let mut ends: Vec<usize> = ends.into_iter().filter(|at| *at > start).collect();
    ends.sort_unstable();
    ends.truncate(session.entries.len());
    let (series, step) = (session.series.clone(), scale.of(211, 1));
    let mut cuts = 0;
    for cut in (0..text.len()).step_by(step) {
        let whole = ends.iter().filter(|end| **end <= cut).count();
        let found = salvage_session(&text.as_bytes()[..cut], Path::new("a.json"), &series);
        let given = found.map_or(0, |found| {
            let alike = found.session.entries == session.entries[..found.session.entries.len()];
            if alike { found.session.entries.len() } else { usize::MAX }
        });
        hold(given == whole, || format!("cut at {cut}: {given} of {whole} entries"))?;
        cuts += 1;
    }
    Ok(format!("{cuts} cuts of {} bytes: 0 panics, every whole entry given back", text.len()))
}

pub(crate) fn flipped_bits(scale: Scale) -> Outcome {
    let bytes = session_text(&session(1)).unwrap().into_bytes();
    let flips = scale.of(4_000, 100_000);
    let bits = bytes.len() * 8;
    hold(bits >= flips, || format!("the document has only {bits} bits"))?;
    let mut opened = 0;
    for i in 0..flips {
        // Spread over the whole document, and no bit twice.
        let bit = i * bits / flips;
        let mut bytes = bytes.clone();
        bytes[bit / 8] ^= 1 << (bit % 8);
        if let Ok(loaded) = session_from(&bytes, Path::new("a.json")) {
            hold(loaded.check == CheckLine::Wrong, || format!("bit {bit}: {:?}", loaded.check))?;
            opened += 1;
        }
    }
    Ok(format!("{flips} flips, {opened} still open and say so: 0 panics, 0 accepted as clean"))
}

pub(crate) fn unknown_fields(scale: Scale) -> Outcome {
    let cases = scale.of(200, 100_000);
    let mut runner = TestRunner::new(arbitrary::config(cases as u32));
    let ran = runner.run(&arbitrary::session(), |session| {
        let text = session_text(&session).unwrap();
        let loaded = session_from(text.as_bytes(), Path::new("a.json")).unwrap().value;
        let series = Series::new(loaded.series.clone(), "A");
        let mut document = Document::new(series, vec![loaded]);
        let change = SessionChange::Notes("changed".to_owned());
        let edit = Edit::Session { session: session.id.clone(), change };
        document.apply(Step::new("notes", edit)).unwrap();
        let edited = document.session(&session.id).unwrap();
        let again = session_from(session_text(edited).unwrap().as_bytes(), Path::new("a.json")).unwrap();
        let wanted = stipple::model::Session { notes: "changed".to_owned(), ..session };
        proptest::prop_assert_eq!(again.value, wanted);
        Ok(())
    });
    ran.map_err(|e| Fault::Broken(e.to_string()))?;
    Ok(format!("{cases} documents with fields unknown at every level: all equal"))
}

/// Saves often over two years and looks at what is kept.
pub(crate) fn generations(scale: Scale) -> Outcome {
    let (place, saves) = (tempfile::tempdir().unwrap(), scale.of(200, 10_000));
    let file = place.path().join("a.json");
    let generations = Generations::new(place.path().join("state"));
    let start = Timestamp::from_second(1_772_000_000).unwrap();
    let step = SignedDuration::from_hours(24 * 730) / saves as i32;
    let (mut expected, mut looked, mut chance) = (Expected::Nothing, 0, Chance(9));
    for save in 0..saves {
        let kept = Some((&generations, start + step * save as i32));
        let saved = SeriesFolder::save_session(&Disk, &file, &session(save as u64), expected, kept).unwrap();
        hold(saved.generation_error.is_none(), || format!("{:?}", saved.generation_error))?;
        expected = Expected::Content(saved.hash);
        if chance.below(100) == 0 || save + 1 == saves {
            let list = generations.list(&file).unwrap();
            hold(list.len() >= save.min(20), || format!("{} of {save} are kept", list.len()))?;
            for (i, kept) in list.iter().enumerate() {
                let there =
                    number(&kept.path).map_err(|e| Fault::Broken(format!("a version is bad: {e}")))?;
                let is_next = i >= 20 || there + 1 + i as u64 == save as u64;
                hold(is_next, || format!("after save {save}, version {i} is {there}"))?;
            }
            looked += list.len();
        }
    }
    let list = generations.list(&file).unwrap();
    let oldest = list.last().map_or(0, |kept| {
        (start + step * (saves as i32 - 1)).duration_since(kept.replaced_at).as_hours() / 24
    });
    hold(list.len() < 80, || format!("{} versions are kept: nothing thins them", list.len()))?;
    Ok(format!(
        "{saves} saves, {} kept, the oldest {oldest} days old; {looked} restored, all whole",
        list.len()
    ))
}
