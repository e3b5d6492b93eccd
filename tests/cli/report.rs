//! `stipple report`: the printable report, read back by programs that know nothing of this one.

use crate::sample::{
    Copy, answer, failed_line, failure, put, run, run_with_small_files, series, stipple, texts,
};
use std::ffi::{OsStr, OsString};
use std::path::Path;
use std::process::Command;
use stipple::model::{Client, Session, SessionId};

fn arguments(folder: &Path, out: &Path, more: &[&str]) -> Vec<OsString> {
    let mut all: Vec<OsString> = vec!["report".into(), folder.into(), "--out".into(), out.into()];
    all.extend(more.iter().map(OsString::from));
    all
}

fn report(folder: &Path, out: &Path, more: &[&str]) -> Vec<u8> {
    let text = answer(arguments(folder, out, more));
    assert_eq!(text, format!("Wrote {}\n", out.display()));
    std::fs::read(out).unwrap()
}

/// Whether bytes hold a text as it stands.
fn holds(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|part| part == text.as_bytes())
}

/// The words of a PDF as poppler reads them; none where poppler is not installed.
fn words(path: &Path) -> Option<String> {
    let Ok(output) =
        Command::new("pdftotext").args([OsStr::new("-layout"), path.as_os_str(), OsStr::new("-")]).output()
    else {
        eprintln!("pdftotext is not installed; the words of the report are not read back");
        return None;
    };
    Some(String::from_utf8(output.stdout).unwrap())
}

fn client(name: &str, reference: &str) -> Client {
    Client { name: Some(name.to_owned()), reference: Some(reference.to_owned()), ..Client::default() }
}

#[test]
fn a_report_is_an_archive_pdf_and_the_same_every_time() {
    let scratch = tempfile::tempdir().unwrap();
    for (name, more) in [
        ("acne-scars-face", &[][..]),
        ("acne-scars-face", &["--paper", "letter", "--client", "name"]),
        ("acne-scars-face", &["--session", "2", "--printed", "2026-03-30T11:20:00+02:00"]),
        ("striae-thighs", &["--client", "neither"]),
        ("scar-left-forearm", &["--without", "map,curve,goals,figures,zones,sessions,signatures,sources"]),
    ] {
        let (one, two) = (scratch.path().join("one.pdf"), scratch.path().join("two.pdf"));
        let bytes = report(&series(name), &one, more);
        assert_eq!(bytes, report(&series(name), &two, more), "{name} {more:?}");
        assert!(bytes.starts_with(b"%PDF-1.7"), "{name} {more:?}");
        // What the file says of itself, which archives demand to be readable without unpacking.
        for claim in [
            "<pdfaid:part>2</pdfaid:part>",
            "<pdfaid:conformance>A</pdfaid:conformance>",
            "<pdfuaid:part>1</pdfuaid:part>",
        ] {
            assert!(holds(&bytes, claim), "{name} {more:?}: {claim}");
        }
        if let Ok(checked) = Command::new("qpdf").args([OsStr::new("--check"), one.as_os_str()]).output() {
            assert!(checked.status.success(), "{}", String::from_utf8_lossy(&checked.stdout));
        }
    }
}

#[test]
fn the_client_is_named_only_as_far_as_asked_for() {
    let copy = Copy::of("forehead-lines");
    copy.change(|series| series.client = client("Quentin Zarathustra", "REF-77-K"));
    let out = copy.beside("report.pdf");
    for (more, name, reference) in [
        (&[][..], false, true),
        (&["--client", "reference"], false, true),
        (&["--client", "neither"], false, false),
        (&["--client", "name"], true, true),
    ] {
        let bytes = report(&copy.path, &out, more);
        assert_eq!(holds(&bytes, "Zarathustra"), name, "what the file says of itself, {more:?}");
        assert!(!holds(&bytes, "REF-77-K"), "{more:?}");
        if let Some(words) = words(&out) {
            assert_eq!(words.contains("Quentin Zarathustra"), name, "{more:?}");
            assert_eq!(words.contains("REF-77-K"), reference, "{more:?}");
        }
    }
}

#[test]
fn every_figure_of_the_page_can_be_read() {
    let out = tempfile::tempdir().unwrap();
    let out = out.path().join("face.pdf");
    report(&series("acne-scars-face"), &out, &[]);
    let Some(words) = words(&out) else { return };
    // As many goals are met as the command line says, whose status is 1 because some are not.
    let folder = series("acne-scars-face");
    let (goals, _) = texts(&run([OsStr::new("goals"), folder.as_os_str()]));
    let met = goals.lines().last().unwrap();
    assert!(words.contains(met), "{met}\n{words}");
    for expected in [
        "Coverage report",
        "Passes, sum of 3 sessions",
        "Coverage area, % of area",
        "Zones",
        "Nasolabial fold",
        "Sessions",
        "pinpoint bleeding",
        "Practitioner, date",
        "A pass is the device travelling once over",
        "Places left",
        "Care record",
        "lidocaine",
        "Observations, session 1: erythema",
        "is due on",
        "Aftercare",
        "Definitions and sources",
        "Page 1 of",
    ] {
        assert!(words.contains(expected), "{expected}\n{words}");
    }
}

#[test]
fn parts_left_out_are_nowhere() {
    let out = tempfile::tempdir().unwrap();
    let out = out.path().join("face.pdf");
    report(&series("acne-scars-face"), &out, &["--without", "care,observations", "--without", "gaps"]);
    if let Some(words) = words(&out) {
        for gone in ["Care record", "Observations", "Places left"] {
            assert!(!words.contains(gone), "{gone}");
        }
        assert!(words.contains("Aftercare"));
    }
    let output = run(arguments(&series("acne-scars-face"), &out, &["--without", "cover"]));
    assert_eq!(output.status.code(), Some(2), "{}", texts(&output).1);
}

#[test]
fn a_long_series_keeps_every_session_and_long_names_whole() {
    let copy = Copy::of("forehead-lines");
    let title = "A course of treatment with a title that goes on and on, well past the end of the line it was given, \
                 and then some more of it";
    copy.change(|series| {
        series.title = title.to_owned();
        series.client =
            client("Maximiliana-Theodora von Hohenwartenberg-Schlossenfels zu Untereichenbach", "R");
        let goals = (0..12).map(|n| format!("forehead-* V{n} >= 1 %")).map(stipple::model::Goal::new);
        series.plan.as_mut().unwrap().goals = goals.collect();
    });
    let more = 40;
    for n in 0..more {
        copy.add(|session: &mut Session| {
            session.id = SessionId::new(&format!("added-{n}")).unwrap();
            session.started_at = session.started_at.plus_ms((n + 1) * 86_400_000 * 400);
            session.ended_at = None;
        });
    }
    let out = copy.beside("report.pdf");
    report(&copy.path, &out, &["--client", "name"]);
    let Some(words) = words(&out) else { return };
    let of = copy.sessions().len();
    for n in 1..=of {
        let row = format!("{n} · ");
        assert!(
            words.lines().filter(|line| line.trim_start().starts_with(&row)).count() >= 2,
            "session {n} of {of}\n{words}"
        );
    }
    // Heads are repeated wherever a table goes on.
    assert!(words.contains("Sessions, continued") || words.contains("Care record, continued"), "{words}");
    assert!(words.matches("Mean passes").count() >= 2, "{words}");
    for part in ["Maximiliana", "Hohenwartenberg", "Untereichenbach", "some more of it"] {
        assert!(words.contains(part), "{part}\n{words}");
    }
}

#[test]
fn names_of_any_script_survive_or_are_refused_by_letter() {
    let copy = Copy::of("forehead-lines");
    for name in ["Živilė Šimkutė", "Юлия Щербакова", "דנה כהן", "ليلى منصور"]
    {
        copy.change(|series| series.client = client(name, "R"));
        let out = copy.beside("report.pdf");
        let output = run(arguments(&copy.path, &out, &["--client", "name"]));
        if output.status.success() {
            // Poppler puts marks of direction around words that are read from the right.
            let words = words(&out).map(|words| words.replace(['\u{202a}', '\u{202b}', '\u{202c}'], ""));
            if let Some(words) = words {
                assert!(words.contains(name), "{name}\n{words}");
            }
        } else {
            assert!(failed_line(&output).contains("no font of this computer has “"), "{name}");
        }
    }
}

#[test]
fn a_report_that_fails_leaves_the_one_before() {
    let copy = Copy::of("forehead-lines");
    // A letter for private use, which means something else on every computer.
    copy.change(|series| series.notes = "seen \u{10fff0} once".to_owned());
    let out = copy.beside("report.pdf");
    put(&out, "the one before");
    let line = failure(arguments(&copy.path, &out, &[]));
    assert!(line.contains("U+10FFF0"), "{line}");
    assert_eq!(std::fs::read(&out).unwrap(), b"the one before");
    #[cfg(unix)]
    {
        copy.change(|series| series.notes.clear());
        let all = arguments(&copy.path, &out, &[]);
        let all: Vec<&OsStr> = all.iter().map(OsString::as_os_str).collect();
        if let Some(output) = run_with_small_files(8, &all) {
            failed_line(&output);
            assert_eq!(std::fs::read(&out).unwrap(), b"the one before");
        }
    }
}

#[test]
fn a_series_without_sessions_or_plan_has_a_report_too() {
    let copy = Copy::of("forehead-lines");
    for session in copy.sessions() {
        std::fs::remove_file(session).unwrap();
    }
    let out = copy.beside("report.pdf");
    report(&copy.path, &out, &[]);
    copy.change(|series| series.plan = None);
    report(&copy.path, &out, &[]);
    if let Some(words) = words(&out) {
        assert!(words.contains("Nothing recorded yet"), "{words}");
    }
    let output = stipple().args(arguments(&copy.path, &out, &["--diagram", "moon"])).output().unwrap();
    assert!(failed_line(&output).contains("there is no diagram moon"));
}
