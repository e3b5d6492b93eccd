//! `stipple erase`.

use crate::sample::{Copy, failed_line, stipple, texts};
use std::path::Path;
use std::process::Output;

fn erase(series: &Path, state: &Path, more: &[&str]) -> Output {
    let mut command = stipple();
    command
        .env("XDG_STATE_HOME", state)
        .env("HOME", state)
        .arg("erase")
        .arg(series)
        .args(more)
        .output()
        .unwrap()
}

#[test]
fn without_yes_it_only_says_what_it_would_do() {
    let copy = Copy::of("chin-and-jaw");
    let (out, err) = texts(&erase(&copy.path, &copy.beside("state"), &[]));
    assert!(out.contains("files of the series") && out.contains("Nothing was erased"), "{out}{err}");
    assert!(out.contains("not reached: reports"), "{out}");
    assert!(copy.path.join("series.json").exists());
}

#[test]
fn with_yes_the_folder_is_gone() {
    let copy = Copy::of("chin-and-jaw");
    let (out, err) = texts(&erase(&copy.path, &copy.beside("state"), &["--yes"]));
    assert!(err.is_empty() && out.contains("Erased "), "{out}{err}");
    assert!(!copy.path.exists());
    let line = failed_line(&erase(&copy.path, &copy.beside("state"), &["--yes"]));
    assert!(line.contains("No such file"), "{line}");
}
