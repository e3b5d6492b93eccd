//! `stipple note`: a session as the sentences of a record.

use crate::sample::{Copy, answer, failure, put, series};
use std::ffi::OsString;
use std::path::Path;
use stipple::model::Client;

fn arguments(folder: &Path, more: &[&str]) -> Vec<OsString> {
    let mut all: Vec<OsString> = vec!["note".into(), folder.into()];
    all.extend(more.iter().map(OsString::from));
    all
}

fn note(folder: &Path, more: &[&str]) -> String {
    answer(arguments(folder, more))
}

#[test]
fn a_session_is_put_into_sentences_and_the_last_one_unless_told_otherwise() {
    let folder = series("acne-scars-face");
    let last = note(&folder, &[]);
    assert!(last.starts_with("Session 3 of 4, "), "{last}");
    assert!(last.contains("Zones: ") && last.contains("End-point: "), "{last}");
    assert_eq!(note(&folder, &["--session", "3"]), last);
    assert_eq!(note(&folder, &["--session", "3"]), note(&folder, &["--session", "3"]), "the same every time");
    let second = note(&folder, &["--session", "2"]);
    assert!(second.starts_with("Session 2 of 4, "), "{second}");
    assert!(!second.contains("Next session due"), "the next was held since: {second}");
}

#[test]
fn a_template_of_ones_own_says_what_it_asks_for() {
    let copy = Copy::of("forehead-lines");
    copy.change(|series| {
        series.client = Client {
            name: Some("Quentin".to_owned()),
            reference: Some("REF-77".to_owned()),
            ..Client::default()
        };
    });
    let template = copy.beside("template.txt");
    put(&template, "For {client}: session {session}. {products} used.\n\nPain {pain}.\n");
    let own = |client: &str| {
        note(&copy.path, &["--template", template.to_str().unwrap(), "--session", "1", "--client", client])
    };
    assert!(own("name").starts_with("For Quentin: session 1 of "), "{}", own("name"));
    assert!(own("reference").starts_with("For REF-77: session 1 of "));
    let nobody = own("none");
    assert!(!nobody.contains("Quentin") && !nobody.contains("REF-77"), "{nobody}");
    let out = copy.beside("note.txt");
    let said = note(&copy.path, &["--out", out.to_str().unwrap()]);
    assert_eq!(said, format!("Wrote {}\n", out.display()));
    assert_eq!(std::fs::read_to_string(out).unwrap(), note(&copy.path, &[]));
}

#[test]
fn what_is_wrong_is_said_with_its_place() {
    let copy = Copy::of("forehead-lines");
    let template = copy.beside("template.txt");
    put(&template, "fine\nOn {datum}.\n");
    let with_template = arguments(&copy.path, &["--template", template.to_str().unwrap()]);
    let line = failure(with_template.clone());
    let place =
        format!("{}, line 2, column 4: there is no placeholder {{datum}}; there are", template.display());
    assert!(line.contains(&place), "{line}");
    put(&template, [0xff, 0xfe]);
    assert!(failure(with_template.clone()).contains("is not UTF-8 text"));
    put(&template, "x".repeat(64 * 1024 + 1));
    assert!(failure(with_template).contains("longer than 65536 bytes"));
    assert!(failure(arguments(&copy.path, &["--session", "9"])).contains("there is no session 9"));
    assert!(failure(arguments(&copy.path, &["--session", "1-2"])).contains("one session"));
}

#[test]
fn the_help_explains_every_placeholder() {
    let help = answer(["note", "--help"]);
    for (_, name, meaning) in stipple::export::Placeholder::ALL {
        assert!(help.contains(&format!("{{{name}}}")), "{name}");
        let first = meaning.split(' ').next().unwrap();
        assert!(help.contains(first), "{meaning}");
    }
    assert!(answer(["man"]).contains("at_target"));
    assert!(answer(["completions", "bash"]).contains("note"));
}
