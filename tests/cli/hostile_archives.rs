//! Archives that somebody made to do harm: none of them changes anything.

use crate::archives::{pack, run_import};
use crate::sample::{failed_line, put, series, tree};
use std::io::{Cursor, Read, Write};
use std::path::Path;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

/// The files of a good archive.
fn good() -> Vec<(String, Vec<u8>)> {
    let scratch = tempfile::tempdir().unwrap();
    let bytes = pack(&series("acne-scars-face"), &scratch.path().join("a.zip"), &[]);
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let files = (0..archive.len()).map(|index| {
        let mut entry = archive.by_index(index).unwrap();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).unwrap();
        (entry.name().unwrap().into_owned(), bytes)
    });
    files.collect()
}

fn zipped(files: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, bytes) in files {
        out.start_file(name.as_str(), options).unwrap();
        out.write_all(bytes).unwrap();
    }
    out.finish().unwrap().into_inner()
}

/// A good archive with one entry more, whose name is put in as it is.
fn with_name(name: &[u8]) -> Vec<u8> {
    // The writer refuses some names, so they get in by way of one of the same length.
    let stand_in = "q".repeat(name.len());
    let mut files = good();
    files.push((stand_in.clone(), b"{}".to_vec()));
    replaced(zipped(&files), stand_in.as_bytes(), name)
}

fn replaced(mut bytes: Vec<u8>, from: &[u8], to: &[u8]) -> Vec<u8> {
    assert_eq!(from.len(), to.len());
    let mut count = 0;
    for at in 0..=bytes.len() - from.len() {
        if bytes[at..].starts_with(from) {
            bytes[at..at + from.len()].copy_from_slice(to);
            count += 1;
        }
    }
    assert!(count > 0, "nothing was replaced");
    bytes
}

/// Imports into an empty library and into one that has the series, and returns what was said.
fn refused(bytes: &[u8], what: &str) -> String {
    let scratch = tempfile::tempdir().unwrap();
    let archive = scratch.path().join("a.zip");
    put(&archive, bytes);
    let mut said = String::new();
    for library in ["empty", "full"] {
        let library = scratch.path().join("libraries").join(library);
        if library.ends_with("full") {
            copy(&series("acne-scars-face"), &library.join("acne-scars-face"));
        }
        let before = tree(scratch.path());
        let output = run_import(&archive, &library, &[]);
        assert!(!output.status.success(), "{what} was taken in: {output:?}");
        said = failed_line(&output);
        assert_eq!(tree(scratch.path()), before, "{what}");
        assert!(said.contains("nothing was changed"), "{what}: {said}");
        assert!(said.ends_with("a.zip"), "{what}: {said}");
    }
    said
}

fn copy(from: &Path, to: &Path) {
    for (path, bytes) in tree(from) {
        std::fs::create_dir_all(to.join(&path).parent().unwrap()).unwrap();
        put(&to.join(path), bytes);
    }
}

#[test]
fn names_that_lead_astray_are_refused() {
    let names: [&[u8]; 30] = [
        b"../evil.json",
        b"acne-scars-face/../../evil.json",
        b"acne-scars-face/sessions/../../../evil.json",
        b"..",
        b"/etc/evil.json",
        b"//server/share/evil.json",
        b"\\\\server\\share\\evil.json",
        b"C:\\evil.json",
        b"C:/evil.json",
        b"c:evil.json",
        b"acne-scars-face\\sessions\\evil.json",
        b"..\\evil.json",
        b"evil\0.json",
        b"evil\n.json",
        b"evil\x1b[2J.json",
        b"./evil.json",
        b"acne-scars-face//evil.json",
        b"acne-scars-face/./evil.json",
        b"CON",
        b"nul.json",
        b"acne-scars-face/sessions/aux.json",
        b"acne-scars-face/COM1/evil.json",
        b"lpt9.txt",
        b"evil.json.",
        b"evil.json ",
        b"acne-scars-face./evil.json",
        b"evil.json:stream",
        b"\xff\xfe.json",
        b"ACNE-SCARS-FACE/series.json",
        b"acne-scars-face/Series.json",
    ];
    for name in names {
        let what = String::from_utf8_lossy(name).into_owned();
        let said = refused(&with_name(name), &what);
        assert!(said.contains("in the archive has"), "{what}: {said}");
    }
}

#[test]
fn two_entries_of_one_name_are_refused() {
    let mut files = good();
    let name = files[1].0.clone();
    let stand_in = "q".repeat(name.len());
    files.push((stand_in.clone(), b"{}".to_vec()));
    let said = refused(&replaced(zipped(&files), stand_in.as_bytes(), name.as_bytes()), "a twin");
    assert!(said.contains("two entries of one name"), "{said}");
}

#[test]
fn links_are_refused() {
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default();
    for (name, bytes) in good() {
        out.start_file(name, options).unwrap();
        out.write_all(&bytes).unwrap();
    }
    out.add_symlink("acne-scars-face/sessions/link.json", "/etc/passwd", options).unwrap();
    let said = refused(&out.finish().unwrap().into_inner(), "a link");
    assert!(said.contains("a link or device behind it"), "{said}");
}

#[test]
fn bombs_are_refused_before_they_fill_the_memory() {
    let mut files = good();
    files.push(("acne-scars-face/sessions/bomb.json".to_owned(), vec![b' '; 60 << 20]));
    let said = refused(&zipped(&files), "spaces");
    assert!(said.contains("larger than it may be"), "{said}");
    // Larger than any file of the program, but packed badly enough.
    let mut files = good();
    let noise: Vec<u8> =
        (0..(65_u32 << 18)).flat_map(|n| n.wrapping_mul(2_654_435_761).to_le_bytes()).collect();
    files.push(("acne-scars-face/sessions/noise.json".to_owned(), noise));
    let said = refused(&zipped(&files), "noise");
    assert!(said.contains("larger than it may be"), "{said}");
    let many: Vec<_> = (0..10_001).map(|n| (format!("a/{n}.txt"), Vec::new())).collect();
    let said = refused(&zipped(&many), "many");
    assert!(said.contains("10001 entries, over the limit of 10000"), "{said}");
}

#[test]
fn a_small_lie_about_the_size_changes_nothing() {
    let bytes = zipped(&good());
    let sizes = good().into_iter().map(|(_, bytes)| (bytes.len() as u32).to_le_bytes());
    for size in sizes.skip(1) {
        refused(&replaced(bytes.clone(), &size, &1_u32.to_le_bytes()), "a size of 1");
    }
}

#[test]
fn damage_is_found_wherever_it_is() {
    let files = good();
    for index in 1..files.len() {
        let mut changed = files.clone();
        let at = changed[index].1.len() / 2;
        changed[index].1[at] ^= 1;
        refused(&zipped(&changed), "a flipped bit");
        let mut missing = files.clone();
        missing.remove(index);
        let said = refused(&zipped(&missing), "a missing file");
        assert!(said.contains("it is missing"), "{said}");
    }
    let mut added = files.clone();
    added.push(("acne-scars-face/sessions/added.json".to_owned(), files[2].1.clone()));
    assert!(refused(&zipped(&added), "an added file").contains("not in the list of files"));
    let mut other = files.clone();
    other[0].1 = b"{\"format\":\"stipple/archive\",\"version\":2,\"files\":[]}".to_vec();
    assert!(refused(&zipped(&other), "a newer archive").contains("version 2"));
    other[0].1 = b"[]".to_vec();
    assert!(refused(&zipped(&other), "no manifest").contains("manifest.json"));
}

#[test]
fn an_archive_cut_anywhere_changes_nothing() {
    let bytes = zipped(&good());
    for part in 0..40 {
        refused(&bytes[..bytes.len() * part / 40], "a part");
    }
    refused(b"", "nothing");
    refused(b"PK\x05\x06", "a head");
    refused(&zipped(&[]), "an empty archive");
    refused(&zipped(&[("a/readme.txt".to_owned(), b"hello".to_vec())]), "no series");
}

#[test]
fn sessions_of_another_series_are_refused() {
    let mut files = good();
    files.remove(0);
    let text = String::from_utf8(files[2].1.clone()).unwrap();
    let at = text.find("\"series\": \"").unwrap() + 11;
    let mut other = text.into_bytes();
    other[at] = if other[at] == b'a' { b'b' } else { b'a' };
    files[2].1 = other;
    assert!(refused(&zipped(&files), "a stray session").contains("belongs to another series"));
    let mut twice = good();
    twice.remove(0);
    twice.push(("acne-scars-face/sessions/twice.json".to_owned(), twice[2].1.clone()));
    refused(&zipped(&twice), "a session twice");
    let mut both: Vec<_> = good().into_iter().skip(1).collect();
    let again = both.clone().into_iter().map(|(name, bytes)| (format!("copy/{name}"), bytes));
    both.extend(again);
    assert!(refused(&zipped(&both), "a series twice").contains("more than once"));
}
