//! `stipple export --format zip` and `stipple import`.

use crate::sample::{Copy, SERIES, answer, failed_line, put, python, series, stipple, texts, tree};
use serde_json::Value;
use std::ffi::OsStr;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::Output;
use stipple::model::SessionId;
use stipple::store::{self, Disk, Expected, SeriesFolder};

pub(crate) fn pack(folder: &Path, out: &Path, more: &[&str]) -> Vec<u8> {
    let arguments = ["export".as_ref(), folder.as_os_str(), "--out".as_ref(), out.as_os_str()];
    answer(
        arguments.into_iter().chain(["--format", "zip"].map(OsStr::new)).chain(more.iter().map(OsStr::new)),
    );
    std::fs::read(out).unwrap()
}

/// Runs an import with the user's folders beside the library.
pub(crate) fn run_import(archive: &Path, library: &Path, more: &[&str]) -> Output {
    let state = library.with_file_name("state");
    let mut command = stipple();
    command.env("XDG_STATE_HOME", &state).env("HOME", &state).arg("import").arg(archive);
    command.arg("--library").arg(library).args(more).output().unwrap()
}

fn take_in(archive: &Path, library: &Path, more: &[&str]) -> String {
    let output = run_import(archive, library, more);
    let (out, err) = texts(&output);
    assert!(output.status.success() && err.is_empty(), "{err}");
    out
}

fn session(path: &Path) -> stipple::model::Session {
    store::read_session(path).unwrap().value
}

fn change_session(path: &Path, change: impl FnOnce(&mut stipple::model::Session)) {
    let mut loaded = store::read_session(path).unwrap();
    change(&mut loaded.value);
    SeriesFolder::save_session(&Disk, path, &loaded.value, Expected::Content(loaded.hash), None).unwrap();
}

#[test]
fn a_series_comes_back_to_the_letter() {
    let scratch = tempfile::tempdir().unwrap();
    let library = scratch.path().join("library");
    for name in SERIES {
        let archive = scratch.path().join("a.zip");
        pack(&series(name), &archive, &[]);
        let text = take_in(&archive, &library, &[]);
        assert!(text.contains(": comes in\n"), "{text}");
        assert_eq!(tree(&library.join(name)), tree(&series(name)), "{name}");
    }
}

#[test]
fn the_same_series_is_the_same_bytes_and_says_nothing_of_the_machine() {
    let scratch = tempfile::tempdir().unwrap();
    let (one, two) = (scratch.path().join("one.zip"), scratch.path().join("two.zip"));
    let folder = series("acne-scars-face");
    let bytes = pack(&folder, &one, &[]);
    assert_eq!(bytes, pack(&folder, &two, &[]));
    let copy = Copy::of("acne-scars-face");
    assert_eq!(bytes, pack(&copy.path, &two, &[]), "wherever it lies");
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut manifest = String::new();
    archive.by_name("manifest.json").unwrap().read_to_string(&mut manifest).unwrap();
    let manifest: Value = serde_json::from_str(&manifest).unwrap();
    let files = manifest["files"].as_array().unwrap();
    assert_eq!(files.len(), 4);
    assert_eq!(files.len() + 1, archive.len());
    for file in files {
        let mut bytes = Vec::new();
        archive.by_name(file["path"].as_str().unwrap()).unwrap().read_to_end(&mut bytes).unwrap();
        assert_eq!(file["blake3"], blake3::hash(&bytes).to_hex().as_str());
        assert_eq!(file["bytes"], bytes.len());
    }
    for index in 0..archive.len() {
        let entry = archive.by_index(index).unwrap();
        assert_eq!(entry.last_modified().map(|time| time.year()), Some(1980));
    }
}

#[test]
fn another_program_reads_it() {
    let scratch = tempfile::tempdir().unwrap();
    let archive = scratch.path().join("a.zip");
    pack(&series("acne-scars-face"), &archive, &[]);
    let script = "import sys, zipfile\nz = zipfile.ZipFile(sys.argv[1])\nassert z.testzip() is None\n\
        print('\\n'.join(z.namelist()))";
    let Some(printed) = python(script, &[archive.as_os_str()]) else { return };
    let names: Vec<&str> = printed.lines().collect();
    assert_eq!(names[..2], ["manifest.json", "acne-scars-face/series.json"]);
    assert_eq!(names.len(), 5);
}

#[test]
fn who_it_is_can_be_left_out() {
    let copy = Copy::of("acne-scars-face");
    copy.change(|series| {
        series.client.name = Some("A. Secret".into());
        series.client.reference = Some("REF-77".into());
        series.notes = "A. Secret called".into();
    });
    change_session(&copy.sessions()[0], |session| session.notes = "said by A. Secret".into());
    let archive = copy.beside("a.zip");
    let all = |client: &[&str]| {
        let bytes = pack(&copy.path, &archive, client);
        let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
        let mut text = String::new();
        for index in 0..zip.len() {
            zip.by_index(index).unwrap().read_to_string(&mut text).unwrap();
        }
        text
    };
    let whole = all(&[]);
    assert!(whole.contains("\"A. Secret\"") && whole.contains("REF-77"), "an archive keeps the record whole");
    let none = all(&["--client", "none"]);
    assert!(!none.contains("Secret") && !none.contains("REF-77"));
    let reference = all(&["--client", "reference"]);
    assert!(!reference.contains("\"A. Secret\"") && reference.contains("REF-77"));
    // Taken into the library it came from, an archive without the name takes no name away.
    pack(&copy.path, &archive, &["--client", "none"]);
    let text = take_in(&archive, copy.path.parent().unwrap(), &[]);
    assert!(text.contains("all of it is there already"), "{text}");
    assert_eq!(store::read_series(&copy.path.join("series.json")).unwrap().value.client.label(), "A. Secret");
}

#[test]
fn a_dry_run_changes_nothing() {
    let scratch = tempfile::tempdir().unwrap();
    let (archive, library) = (scratch.path().join("a.zip"), scratch.path().join("library"));
    pack(&series("acne-scars-face"), &archive, &[]);
    let text = take_in(&archive, &library, &["--dry-run"]);
    assert!(
        text.contains("comes in, ") && text.ends_with("Nothing was written: this was a dry run.\n"),
        "{text}"
    );
    assert!(!library.exists() && !scratch.path().join("state").exists());
}

/// The library of one room, and what another room made of the same series.
struct Rooms {
    here: Copy,
    there: Copy,
}

impl Rooms {
    fn new() -> Self {
        let rooms = Self { here: Copy::of("acne-scars-face"), there: Copy::of("acne-scars-face") };
        change_session(&rooms.here.sessions()[1], |session| {
            let mut entry = session.entries[0].clone();
            (entry.id, entry.pass) = (session.next_entry_id(), Some(77));
            session.entries.push(entry);
        });
        change_session(&rooms.there.sessions()[1], |session| {
            let mut entry = session.entries[0].clone();
            (entry.id, entry.pass) = (session.next_entry_id(), Some(88));
            session.entries.push(entry);
            session.notes = "Seen in the other room".into();
        });
        rooms.there.add(|session| session.id = SessionId::new("fourth").unwrap());
        rooms
    }

    fn archive(&self) -> PathBuf {
        let archive = self.here.beside("a.zip");
        pack(&self.there.path, &archive, &[]);
        archive
    }
}

#[test]
fn a_series_that_is_there_is_merged_entry_by_entry() {
    let rooms = Rooms::new();
    let (archive, library) = (rooms.archive(), rooms.here.path.parent().unwrap());
    let (before, changed) = (tree(library), rooms.here.sessions()[1].clone());
    let dry = take_in(&archive, library, &["--dry-run"]);
    assert_eq!(tree(library), before);
    assert!(dry.contains("only here 1, only in the archive 1"), "{dry}");
    assert!(dry.contains("different entries have the number"), "{dry}");
    assert_eq!(dry.matches("there already, ").count(), 2, "{dry}");
    let text = take_in(&archive, library, &[]);
    let described = dry.strip_suffix("Nothing was written: this was a dry run.\n").unwrap();
    assert!(text.starts_with(described) && text.contains("Wrote 2 files"), "{text}");
    let merged = session(&changed);
    assert_eq!(merged.notes, "Seen in the other room");
    let passes: Vec<_> = merged.entries.iter().rev().take(2).map(|entry| entry.pass).collect();
    assert!(passes.contains(&Some(77)) && passes.contains(&Some(88)));
    assert_eq!(rooms.here.sessions().len(), 4);
    // What the file held before is kept, and doing it again does nothing.
    let kept = tree(&library.with_file_name("state"));
    assert_eq!(kept.iter().filter(|(path, _)| path.to_string_lossy().contains("generations")).count(), 1);
    let after = tree(library);
    assert!(take_in(&archive, library, &[]).contains("all of it is there already"));
    assert_eq!(tree(library), after);
}

#[test]
fn rooms_that_exchange_archives_end_with_the_same_files() {
    let rooms = Rooms::new();
    let (to_here, to_there) = (rooms.archive(), rooms.there.beside("b.zip"));
    pack(&rooms.here.path, &to_there, &[]);
    take_in(&to_here, rooms.here.path.parent().unwrap(), &[]);
    take_in(&to_there, rooms.there.path.parent().unwrap(), &[]);
    let texts = |copy: &Copy| {
        let mut all: Vec<_> = copy.sessions().iter().map(|path| std::fs::read(path).unwrap()).collect();
        all.sort();
        all
    };
    assert_eq!(texts(&rooms.here), texts(&rooms.there));
}

#[test]
fn a_zip_of_a_series_folder_made_by_hand_is_taken_in() {
    let copy = Copy::of("acne-scars-face");
    let (archive, library) = (copy.beside("a.zip"), copy.beside("library"));
    let script = "import shutil, sys, os\n\
        shutil.make_archive(sys.argv[1][:-4], 'zip', os.path.dirname(sys.argv[2]), os.path.basename(sys.argv[2]))";
    put(&copy.path.join("read me.txt"), "hello");
    let Some(_) = python(script, &[archive.as_os_str(), copy.path.as_os_str()]) else { return };
    let text = take_in(&archive, &library, &[]);
    assert!(text.starts_with("The archive has no list of its files"), "{text}");
    assert!(text.contains("Left in the archive: acne-scars-face/read me.txt\n"), "{text}");
    assert_eq!(tree(&library.join("acne-scars-face")), tree(&series("acne-scars-face")));
}

#[test]
fn what_cannot_be_written_changes_nothing() {
    let rooms = Rooms::new();
    let archive = rooms.archive();
    let library = rooms.here.path.parent().unwrap();
    // The session that has to be merged cannot be read.
    put(&rooms.here.sessions()[0], "{");
    let before = tree(library);
    failed_line(&run_import(&archive, library, &[]));
    assert_eq!(tree(library), before);
    failed_line(&run_import(&archive.with_extension("none"), library, &[]));
}
