//! The inputs that fuzzing begins with, and those it has found, hold what has to hold for any bytes.

#[path = "../fuzz/src/lib.rs"]
#[allow(
    unreachable_pub,
    clippy::expect_used,
    clippy::panic,
    reason = "a library of its own, whose functions panic when something does not hold"
)]
mod targets;

use std::path::{Path, PathBuf};

fn corpus(target: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/corpus").join(target);
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|item| item.unwrap().path()).collect();
    files.sort();
    files
}

#[test]
fn every_input_of_every_target_holds() {
    for (name, target) in targets::TARGETS {
        let files = corpus(name);
        assert!(!files.is_empty(), "{name} has no inputs");
        for file in files {
            let bytes = std::fs::read(&file).unwrap();
            // Whole, cut off, and with a byte changed at many places.
            target(&bytes);
            for at in (0..bytes.len()).step_by(bytes.len() / 40 + 1) {
                target(&bytes[..at]);
                let mut changed = bytes.clone();
                changed[at] ^= 0x15;
                target(&changed);
            }
        }
    }
}

/// The inputs reach what they are there for: each target accepts one of them.
#[test]
fn the_corpus_is_not_refused_as_a_whole() {
    let text = |path: &str| {
        std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/corpus").join(path)).unwrap()
    };
    let spec = text("session/spec.json");
    assert!(stipple::store::session_from(&spec, Path::new("a.json")).is_ok());
    assert!(stipple::store::series_from(&text("series/spec.json"), Path::new("a.json")).is_ok());
    let atlas = String::from_utf8(text("atlas/small.txt")).unwrap();
    let (record, drawing) = atlas.split_once('\0').unwrap();
    let read = stipple::model::Atlas::read(record, |_| Some(drawing.into()));
    assert_eq!(read.unwrap().diagrams().len(), 1);
    let archive = std::io::Cursor::new(text("archive/deflated.zip"));
    let read = stipple::export::read_archive(archive, Path::new("a.zip"), stipple::export::Limits::default());
    assert!(read.is_ok(), "{:?}", read.err());
    let two = text("merge/devices.txt");
    let at = two.iter().position(|byte| *byte == 0).unwrap();
    assert!(stipple::store::session_from(&two[..at], Path::new("a.json")).is_ok());
}
