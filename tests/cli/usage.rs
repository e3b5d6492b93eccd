//! Wrong usage, help, and readers that go away.

use crate::sample::{answer, run, series, stipple, texts};
use std::process::{Command, Stdio};

#[test]
fn wrong_usage_ends_with_2_and_says_so_on_standard_error() {
    let wrong: [&[&str]; 24] = [
        &["--nonsense"],
        &["stats"],
        &["stats", "a", "b"],
        &["stats", "a", "--format", "xml"],
        &["stats", "a", "--session"],
        &["stats", "a", "--session", "1", "--session", "2"],
        &["goals"],
        &["goals", "a", "--format", "csv"],
        &["render", "a"],
        &["render", "a", "--diagram", "face-front", "--map", "passes"],
        &["render", "a", "--diagram", "face-front", "--out", "a.png"],
        &["render", "a", "--map", "passes", "--out", "a.png"],
        &["render", "a", "--diagram", "face-front", "--map", "passed", "--out", "a.png"],
        &["render", "a", "--diagram", "face-front", "--map", "passes", "--out", "a.png", "--theme", "sepia"],
        &[
            "render",
            "a",
            "--diagram",
            "face-front",
            "--map",
            "passes",
            "--out",
            "a.png",
            "--on",
            "2026-02-30",
        ],
        &["render", "a", "--diagram", "face-front", "--map", "passes", "--out", ""],
        &["check"],
        &["schema"],
        &["schema", "photo"],
        &["demo"],
        &["demo", "a", "--seed", "one"],
        &["demo", "a", "--seed", "-1"],
        &["demo", "a", "--until", "tomorrow"],
        &["a", "stats", "b"],
    ];
    for arguments in wrong {
        let output = run(arguments);
        let (out, err) = texts(&output);
        assert_eq!((output.status.code(), out.as_str()), (Some(2), ""), "{arguments:?}: {err}");
        assert!(err.starts_with("error: ") && !err.contains("panicked"), "{arguments:?}: {err}");
    }
}

#[test]
fn help_and_version_are_answers() {
    assert!(answer(["--version"]).starts_with("stipple "));
    let help = answer(["--help"]);
    for command in ["demo", "stats", "goals", "render", "export", "import", "check", "schema", "completions"]
    {
        assert!(help.contains(command), "{help}");
        let own = answer([command, "--help"]);
        assert!(own.contains(&format!("stipple {command}")), "{own}");
    }
}

/// A reader that has seen enough is no failure, and no reason to panic.
#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let series = series("acne-scars-face");
    let commands: [&[&str]; 6] = [
        &["stats", "", "--format", "json"],
        &["stats", "", "--format", "csv"],
        &["stats", ""],
        &["check", ""],
        &["schema", "session"],
        &["--help"],
    ];
    for arguments in commands {
        let arguments = arguments.iter().map(|a| if a.is_empty() { series.as_os_str() } else { a.as_ref() });
        let mut child = Command::new(env!("CARGO_BIN_EXE_stipple"))
            .args(arguments.clone())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // Closed before anything can have been written.
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        let (_, err) = texts(&output);
        assert_eq!(
            (output.status.code(), err.as_str()),
            (Some(0), ""),
            "{:?}",
            arguments.collect::<Vec<_>>()
        );
    }
    let script = "\"$0\" stats \"$1\" --format json | head -1";
    let piped = Command::new("sh").args(["-c", script, env!("CARGO_BIN_EXE_stipple")]).arg(&series).output();
    if let Ok(output) = piped {
        assert_eq!(texts(&output), ("{\n".to_owned(), String::new()));
    }
}

#[cfg(target_os = "linux")]
#[test]
fn an_answer_that_cannot_be_written_is_a_failure() {
    for arguments in [&["schema", "series"][..], &["schema", "session"]] {
        let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
        let output =
            Command::new(env!("CARGO_BIN_EXE_stipple")).args(arguments).stdout(full).output().unwrap();
        let line = crate::sample::failed_line(&output);
        assert!(line.contains("writing the answer failed"), "{line}");
    }
}

#[cfg(unix)]
#[test]
fn a_name_that_is_no_text_is_taken_as_it_is() {
    use std::os::unix::ffi::OsStrExt;
    let scratch = tempfile::tempdir().unwrap();
    let root = scratch.path().join(std::ffi::OsStr::from_bytes(b"b\xffd \xc3"));
    let output = stipple().arg("demo").arg(&root).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    let output = stipple().arg("check").arg(&root).output().unwrap();
    assert_eq!(texts(&output).0, "43 files read, no problems\n");
}
