//! `stipple demo`.

use crate::sample::{self, SERIES, answer, failed_line, failure, library, put, run, texts, tree};
use std::ffi::OsStr;
use std::path::Path;
use std::time::{Duration, Instant};
use stipple::store::{SeriesFolder, read_series, read_session};

fn demo(root: &Path, more: &[&str]) -> String {
    let arguments = [OsStr::new("demo"), root.as_os_str()].into_iter().chain(more.iter().map(OsStr::new));
    answer(arguments)
}

#[test]
fn the_same_seed_gives_the_same_bytes_and_another_one_others() {
    let scratch = tempfile::tempdir().unwrap();
    let named = |name: &str, more: &[&str]| {
        let root = scratch.path().join(name);
        demo(&root, more);
        tree(&root)
    };
    let first = tree(library());
    assert_eq!(named("again", &[]), first);
    assert_eq!(named("seed 1", &["--seed", "1"]), first);
    let other = named("seed 2", &["--seed", "2"]);
    let differ = |name: &str| {
        let of = |tree: &[(std::path::PathBuf, Vec<u8>)]| -> Vec<Vec<u8>> {
            tree.iter().filter(|(path, _)| path.starts_with(name)).map(|(_, bytes)| bytes.clone()).collect()
        };
        of(&first) != of(&other)
    };
    assert!(SERIES.iter().all(|name| differ(name)));
    assert_ne!(named("until", &["--until", "2026-03-25"]), first);
    assert_eq!(named("large seed", &["--seed", "18446744073709551615"]).len(), first.len());
}

#[test]
fn the_sample_is_written_in_under_two_seconds() {
    let scratch = tempfile::tempdir().unwrap();
    let start = Instant::now();
    demo(&scratch.path().join("library"), &[]);
    assert!(start.elapsed() < Duration::from_secs(2), "{:?}", start.elapsed());
}

#[test]
fn the_sample_has_several_clients_all_entry_types_and_realistic_strokes() {
    let (mut names, mut kinds, mut points) = (Vec::new(), Vec::new(), 0);
    for name in SERIES {
        let folder = library().join(name);
        let series = read_series(&SeriesFolder::series_path(&folder)).unwrap();
        assert!(series.check == stipple::store::CheckLine::Good);
        names.push(series.value.client.label().to_owned());
        let paths = SeriesFolder::session_paths(&folder).unwrap();
        assert!(!paths.is_empty());
        for path in paths {
            let session = read_session(&path).unwrap().value;
            assert_eq!(path, SeriesFolder::session_path(&folder, &session));
            kinds.extend(session.entries.iter().map(|entry| entry.kind.name()));
            points += session.entries.iter().map(stipple::model::Entry::points).sum::<usize>();
        }
    }
    names.sort();
    names.dedup();
    kinds.sort_unstable();
    kinds.dedup();
    assert_eq!((names.len(), kinds), (10, vec!["erase", "region", "roll", "shade", "zone"]));
    assert!(points > 5000, "{points}");
}

#[test]
fn a_library_that_is_not_empty_is_left_alone() {
    let scratch = tempfile::tempdir().unwrap();
    let root = scratch.path().join("library");
    demo(&root, &[]);
    let before = tree(&root);
    let line = failure([OsStr::new("demo"), root.as_os_str(), OsStr::new("--seed"), OsStr::new("2")]);
    assert!(line.contains("already series") && line.ends_with("library"), "{line}");
    assert_eq!(tree(&root), before);
}

#[test]
fn a_file_in_the_place_of_the_folder_is_left_alone() {
    let scratch = tempfile::tempdir().unwrap();
    let path = scratch.path().join("a file");
    put(&path, "mine");
    let line = failure([OsStr::new("demo"), path.as_os_str()]);
    assert!(line.contains("a file"), "{line}");
    assert_eq!(std::fs::read(&path).unwrap(), b"mine");
    failure([OsStr::new("demo"), path.join("below").as_os_str()]);
}

#[test]
fn an_empty_folder_and_one_that_is_not_there_yet_will_do() {
    let scratch = tempfile::tempdir().unwrap();
    for name in ["empty", "new/and deep/é 瘢"] {
        let root = scratch.path().join(name);
        if name == "empty" {
            std::fs::create_dir(&root).unwrap();
        }
        let text = demo(&root, &[]);
        assert_eq!(text.lines().count(), 11, "{text}");
        assert_eq!(tree(&root), tree(library()));
    }
    let output = sample::stipple().current_dir(scratch.path()).args(["demo", "relative"]).output().unwrap();
    assert!(output.status.success(), "{}", texts(&output).1);
    assert_eq!(tree(&scratch.path().join("relative")), tree(library()));
}

/// Series that were written before another could not be are no library.
#[test]
fn a_sample_that_cannot_be_written_whole_is_not_written_at_all() {
    let scratch = tempfile::tempdir().unwrap();
    let root = scratch.path().join("library");
    for day in ["9999-12-31", "9999-12-30", "-009999-01-01", "-009998-12-31"] {
        let until = format!("--until={day}");
        let output = run([OsStr::new("demo"), root.as_os_str(), OsStr::new(&until)]);
        if output.status.success() {
            std::fs::remove_dir_all(&root).unwrap();
            continue;
        }
        failed_line(&output);
        assert!(!root.exists() || tree(&root).is_empty(), "{day}: half a sample is left");
    }
}

#[cfg(unix)]
#[test]
fn a_full_disk_leaves_no_half_a_sample() {
    let scratch = tempfile::tempdir().unwrap();
    // The largest file has some 100 blocks; with fewer a later series fails.
    for blocks in [0, 1, 8, 40] {
        let root = scratch.path().join(format!("library {blocks}"));
        let arguments = [OsStr::new("demo"), root.as_os_str()];
        let Some(output) = sample::run_with_small_files(blocks, &arguments) else {
            println!("skipped: there is no shell that limits the size of files");
            return;
        };
        let line = failed_line(&output);
        assert!(line.contains("large") || line.contains("full"), "{line}");
        assert!(
            tree(&root).is_empty(),
            "{blocks}: {:?}",
            tree(&root).iter().map(|(p, _)| p).collect::<Vec<_>>()
        );
        assert_eq!(std::fs::read_dir(&root).unwrap().count(), 0, "{blocks}: folders are left");
    }
}

/// The owner of all files may write anywhere, so this is asked as somebody else.
#[cfg(unix)]
#[test]
fn a_folder_that_may_not_be_written_is_said_to_be_so() {
    use std::os::unix::fs::PermissionsExt;
    let scratch = tempfile::tempdir().unwrap();
    let root = scratch.path().join("library");
    std::fs::create_dir(&root).unwrap();
    for path in [&root, scratch.path()] {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o555)).unwrap();
    }
    let as_nobody = |arguments: &[&OsStr]| {
        let id = ["--reuid=65534", "--regid=65534", "--clear-groups"];
        std::process::Command::new("setpriv").args(id).args(arguments).output().ok()
    };
    let program = OsStr::new(env!("CARGO_BIN_EXE_stipple"));
    if !as_nobody(&[program, OsStr::new("--version")]).is_some_and(|output| output.status.success()) {
        println!("skipped: the program cannot be run as another user here");
        return;
    }
    let output = as_nobody(&[program, OsStr::new("demo"), root.as_os_str()]).unwrap();
    let line = failed_line(&output);
    assert!(line.contains("ermission denied") && line.contains("library"), "{line}");
    assert!(tree(&root).is_empty());
    std::fs::set_permissions(scratch.path(), std::fs::Permissions::from_mode(0o755)).unwrap();
}
