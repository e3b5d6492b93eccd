//! What files held before: at least the last twenty, thinned with age, and never in the library.

use crate::disk::{Call, Reaction, Watched};
use crate::scratch::{Scratch, get, tree};
use jiff::{SignedDuration, Timestamp};
use std::path::Path;
use stipple::model::{Series, SeriesId};
use stipple::store::{self, Disk, Expected, Generations, Library, SeriesFolder, save};

fn bytes(number: usize) -> Vec<u8> {
    format!("{{\"number\": {number}}}\n").into_bytes()
}

/// Saves version after version, one at each time. Returns the generations with their numbers, newest first.
fn keep(generations: &Generations, path: &Path, times: &[Timestamp]) -> Vec<(Timestamp, usize)> {
    let mut expected = Expected::Nothing;
    for (number, now) in times.iter().enumerate() {
        let saved = save(&Disk, path, &bytes(number), expected, Some((generations, *now))).unwrap();
        assert!(saved.generation_error.is_none());
        expected = Expected::Content(saved.hash);
    }
    let number = |path: &Path| (0..times.len()).find(|n| get(path) == bytes(*n)).unwrap();
    let kept = generations.list(path).unwrap();
    kept.into_iter().map(|kept| (kept.replaced_at, number(&kept.path))).collect()
}

fn hours(count: i64) -> Vec<Timestamp> {
    let start = Timestamp::from_second(1_772_000_000).unwrap();
    (0..count).map(|n| start + SignedDuration::from_hours(n)).collect()
}

#[test]
fn the_last_twenty_are_kept_however_fast_they_came() {
    let scratch = Scratch::new();
    let generations = Generations::new(scratch.path().join("state"));
    let times = vec![Timestamp::from_second(1_772_000_000).unwrap(); 60];
    let kept = keep(&generations, &scratch.path().join("a.json"), &times);
    assert!(kept.len() >= 20, "{}", kept.len());
    // The newest generation is the version before the one in the file.
    assert_eq!(kept.iter().take(20).map(|(_, n)| *n).collect::<Vec<_>>(), (39..59).rev().collect::<Vec<_>>());
}

#[test]
fn older_ones_thin_out_to_one_a_day_and_one_a_month() {
    let scratch = Scratch::new();
    let generations = Generations::new(scratch.path().join("state"));
    // Every six hours for 100 days.
    let times: Vec<Timestamp> = hours(2400).into_iter().step_by(6).collect();
    let now = *times.last().unwrap();
    let kept = keep(&generations, &scratch.path().join("a.json"), &times);
    let ages = kept.iter().map(|(at, _)| now.duration_since(*at).as_hours());
    let between = |low: i64, high: i64| ages.clone().filter(|age| (low..high).contains(age)).count();
    assert_eq!(between(0, 20 * 6), 20, "the last twenty");
    assert!((24..=26).contains(&between(20 * 6, 30 * 24)), "one a day: {}", between(20 * 6, 30 * 24));
    assert!((2..=4).contains(&between(31 * 24, 2400)), "one a month: {}", between(31 * 24, 2400));
    assert!(kept.windows(2).all(|pair| pair[0].0 >= pair[1].0), "newest first");
}

#[test]
fn clocks_that_jump_lose_nothing_new() {
    let scratch = Scratch::new();
    let generations = Generations::new(scratch.path().join("state"));
    let years = [2026, 1960, 2099, 1970, 2025, 2027];
    let times: Vec<Timestamp> =
        years.iter().map(|year| format!("{year}-03-02T10:00:00Z").parse().unwrap()).collect();
    let kept = keep(&generations, &scratch.path().join("a.json"), &times);
    let mut numbers: Vec<usize> = kept.into_iter().map(|(_, number)| number).collect();
    numbers.sort_unstable();
    assert_eq!(numbers, [0, 1, 2, 3, 4]);
}

/// A clock that was years ahead must not have what is saved after it was set right thinned away.
#[test]
fn the_last_twenty_saves_are_kept_whatever_the_clock_said() {
    let scratch = Scratch::new();
    let generations = Generations::new(scratch.path().join("state"));
    let ahead = Timestamp::from_second(4_000_000_000).unwrap();
    let times: Vec<_> = [ahead; 30].into_iter().chain(hours(30)).collect();
    let kept = keep(&generations, &scratch.path().join("a.json"), &times);
    let newest: Vec<usize> = kept.iter().take(20).map(|(_, number)| *number).collect();
    assert_eq!(newest, (39..59).rev().collect::<Vec<_>>());
}

#[test]
fn generations_of_different_files_stay_apart() {
    let scratch = Scratch::new();
    let generations = Generations::new(scratch.path().join("state"));
    let (a, b) = (scratch.at("one/a.json"), scratch.at("two/a.json"));
    let times = hours(3);
    assert_eq!(keep(&generations, &a, &times).len(), 2);
    assert_eq!(keep(&generations, &b, &times).len(), 2);
    assert_eq!(generations.list(&a).unwrap().len(), 2);
    assert!(generations.list(&scratch.path().join("three/a.json")).unwrap().is_empty());
}

#[test]
fn nothing_of_a_generation_lies_in_the_library_or_names_a_client() {
    let scratch = Scratch::new();
    let generations = Generations::new(scratch.path().join("state"));
    let library = Library::new(scratch.path().join("library"));
    let mut series = Series::new(SeriesId::new("c1").unwrap(), "Morgan Canary");
    let folder = library.create_series(&Disk, &series).unwrap();
    let path = SeriesFolder::series_path(&folder);
    for (number, now) in hours(30).into_iter().enumerate() {
        let expected = Expected::Content(store::read_series(&path).unwrap().hash);
        series.notes = number.to_string();
        let kept = Some((&generations, now));
        SeriesFolder::save_series(&Disk, &folder, &series, expected, kept).unwrap();
    }
    assert_eq!(tree(library.root()), std::slice::from_ref(&path));
    let kept = tree(&scratch.path().join("state"));
    assert_eq!(kept.len(), generations.list(&path).unwrap().len());
    for file in &kept {
        store::read_series(file).unwrap();
        let name = file.strip_prefix(scratch.path()).unwrap().to_string_lossy().to_lowercase();
        assert!(!name.contains("morgan") && !name.contains("canary"), "{name}");
    }
    assert_eq!(store::read_series(&path).unwrap().value, series);
}

#[test]
fn a_state_folder_that_cannot_be_used_does_not_stop_the_save() {
    let scratch = Scratch::new();
    let generations = Generations::new(scratch.put("state", "no folder").join("stipple"));
    let path = scratch.path().join("a.json");
    save(&Disk, &path, &bytes(0), Expected::Nothing, Some((&generations, Timestamp::UNIX_EPOCH))).unwrap();
    let expected = Expected::Content(blake3::hash(&bytes(0)));
    let kept = Some((&generations, Timestamp::UNIX_EPOCH));
    let saved = save(&Disk, &path, &bytes(1), expected, kept).unwrap();
    assert_eq!(get(&path), bytes(1));
    let error = saved.generation_error.unwrap().to_string();
    assert!(error.contains("state"), "{error}");
}

#[test]
fn a_save_that_fails_again_and_again_drives_out_no_generation() {
    let scratch = Scratch::new();
    let generations = Generations::new(scratch.path().join("state"));
    let path = scratch.path().join("a.json");
    let times = hours(5);
    assert_eq!(keep(&generations, &path, &times).len(), 4);
    let now = *times.last().unwrap();
    for _ in 0..40 {
        let watched = Watched::new(Disk, |_, call| match call {
            Call::Exchange(..) => Reaction::Fail(std::io::ErrorKind::PermissionDenied),
            _ => Reaction::Obey,
        });
        let expected = Expected::Content(blake3::hash(&bytes(4)));
        save(&watched, &path, b"{}", expected, Some((&generations, now))).unwrap_err();
    }
    let kept = generations.list(&path).unwrap();
    assert!((4..=5).contains(&kept.len()), "{}", kept.len());
    assert_eq!(get(&kept.last().unwrap().path), bytes(0), "the oldest is still there");
}
