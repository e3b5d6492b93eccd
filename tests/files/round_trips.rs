//! What is saved is read again as it was, and saved again to the same bytes.

use crate::arbitrary::{self, config};
use crate::scratch::{Scratch, get, is_clean, read_session, session, with_check_line};
use proptest::prelude::*;
use stipple::geometry::{Point, Polyline};
use stipple::model::{EntryKind, Moment, Series, Session};
use stipple::store::{self, Disk, Expected, SeriesFolder, series_text, session_text};

fn there_and_back_session(before: &Session) -> Result<(), TestCaseError> {
    prop_assert!(before.check().is_ok(), "the test made an invalid session: {:?}", before.check());
    let scratch = Scratch::new();
    let path = scratch.path().join("a.json");
    let saved = SeriesFolder::save_session(&Disk, &path, before, Expected::Nothing, None)
        .map_err(|e| TestCaseError::fail(e.to_string()))?;
    let loaded = store::read_session(&path).map_err(|e| TestCaseError::fail(e.to_string()))?;
    prop_assert_eq!(&loaded.value, before);
    prop_assert!(is_clean(&loaded));
    prop_assert_eq!(loaded.hash, saved.hash);
    let bytes = get(&path);
    prop_assert_eq!(loaded.hash, blake3::hash(&bytes));
    prop_assert_eq!(session_text(&loaded.value).unwrap().into_bytes(), bytes);
    Ok(())
}

fn there_and_back_series(before: &Series) -> Result<(), TestCaseError> {
    prop_assert!(before.check().is_ok(), "the test made an invalid series: {:?}", before.check());
    let scratch = Scratch::new();
    SeriesFolder::save_series(&Disk, scratch.path(), before, Expected::Nothing, None)
        .map_err(|e| TestCaseError::fail(e.to_string()))?;
    let path = SeriesFolder::series_path(scratch.path());
    let loaded = store::read_series(&path).map_err(|e| TestCaseError::fail(e.to_string()))?;
    prop_assert_eq!(&loaded.value, before);
    prop_assert!(is_clean(&loaded));
    prop_assert_eq!(series_text(&loaded.value).unwrap().into_bytes(), get(&path));
    Ok(())
}

/// The layout rules that hold for every file: first and last members, one entry a line, a final newline.
fn check_layout(text: &str, format: &str) -> Result<(), TestCaseError> {
    let start = format!("{{\n  \"format\": \"stipple/{format}\",\n  \"version\": 1,\n  \"id\": ");
    prop_assert!(text.starts_with(&start), "{}", text);
    let (body, tail) = text.rsplit_once("  \"check\": \"blake3:").unwrap();
    prop_assert!(body.ends_with(",\n"), "{}", text);
    prop_assert_eq!(tail, format!("{}\"\n}}\n", blake3::hash(body.as_bytes())));
    prop_assert!(text.is_ascii() || !text.contains('\r'));
    prop_assert!(text.lines().all(|line| line.trim_end() == line), "{}", text);
    Ok(())
}

proptest! {
    #![proptest_config(config(600))]

    #[test]
    fn any_session_is_read_as_it_was_saved(session in arbitrary::session()) {
        there_and_back_session(&session)?;
    }

    #[test]
    fn any_series_is_read_as_it_was_saved(series in arbitrary::series()) {
        there_and_back_series(&series)?;
    }

    #[test]
    fn any_session_is_laid_out_by_the_rules(session in arbitrary::session()) {
        let text = session_text(&session).unwrap();
        check_layout(&text, "session")?;
        let entries = text.lines().skip_while(|line| *line != "  \"entries\": [").skip(1);
        let lines = entries.take_while(|line| !line.starts_with("  ]")).collect::<Vec<_>>();
        let expected = if text.contains("\n  \"entries\": []") { 0 } else { session.entries.len() };
        prop_assert_eq!(lines.len(), expected, "{}", text);
        for (line, entry) in lines.iter().zip(&session.entries) {
            let start = format!("    {{ \"id\": {}, \"type\": \"{}\", ", entry.id, entry.kind.name());
            prop_assert!(line.starts_with(&start), "{}", line);
        }
    }

    #[test]
    fn any_series_is_laid_out_by_the_rules(series in arbitrary::series()) {
        check_layout(&series_text(&series).unwrap(), "series")?;
    }
}

#[test]
fn coordinates_are_written_with_at_most_two_decimals() {
    let numbers =
        [0.0, -0.0, 0.005, 0.1 + 0.2, 1.0 / 3.0, -1.0 / 3.0, 1e-9, -1e-9, 9999.999, -10_000.0, 123.45];
    let mut session = session(crate::examples::SESSION);
    let points = numbers.map(|n| Point::new(n, 1.005)).to_vec();
    let EntryKind::Shade { path, .. } = &mut session.entries[1].kind else { panic!() };
    *path = Polyline::new(points).unwrap();
    let text = session_text(&session).unwrap();
    let line = text.lines().find(|line| line.contains("\"id\": 2,")).unwrap();
    let (_, list) = line.split_once("\"path\": [").unwrap();
    let written: Vec<&str> = list.trim_end_matches(&[' ', '}', ',', ']'][..]).split(", ").collect();
    let expected = ["0", "0", "0.01", "0.3", "0.33", "-0.33", "0", "0", "10000", "-10000", "123.45"];
    assert_eq!(written.iter().step_by(2).copied().collect::<Vec<_>>(), expected);
    assert!(written.iter().skip(1).step_by(2).all(|n| ["1", "1.01", "1.0"].contains(n)), "{written:?}");
    // What was rounded once stays as it is.
    let again = read_session(&text).unwrap().value;
    assert_eq!(session_text(&again).unwrap(), text);
}

#[test]
fn a_moment_is_the_same_moment_after_saving_however_it_was_written() {
    let written = [
        "2026-03-02T10:05:00+01:00",
        "2026-03-02T10:05:00Z",
        "2026-03-02T10:05:00-00:00",
        "2026-03-02T10:05:00.123456789-09:30",
        "2026-03-02T10:05+05:45",
        "2026-03-02T10:05:00+01:00[Europe/Paris]",
        "2026-03-02 10:05:00+01",
        "2026-03-02T10:05:00+01:00:30",
        "1890-03-02T10:05:00+00:19:32",
        "1890-03-02T10:05:00-00:00:29",
        "0001-01-01T00:00:00+00:00",
        "-000044-03-15T12:00:00+01:00",
        "9999-12-30T12:00:00+00:00",
        "2026-03-02T10:05:00+25:59",
    ];
    for text in written {
        let document = crate::examples::SESSION.replace("2026-03-02T10:05:00+01:00", text);
        let Ok(loaded) = read_session(&document) else { continue };
        let before = loaded.value;
        let after = session(session_text(&before).unwrap());
        assert_eq!(before.started_at, after.started_at, "{text} became {}", after.started_at);
        assert_eq!(before, after, "{text}");
    }
}

#[test]
fn a_moment_with_seconds_in_its_offset_is_kept_or_refused() {
    let text = "1890-03-02T10:05:00+00:19:32";
    if let Ok(moment) = text.parse::<Moment>() {
        assert_eq!(moment.to_string().parse::<Moment>().unwrap(), moment);
    }
}

#[test]
fn saving_adds_nothing_to_what_the_example_says() {
    let before = session(crate::examples::SESSION);
    let text = session_text(&before).unwrap();
    assert_eq!(session(&text), before);
    let plain = |text: &str| text.split_whitespace().collect::<String>();
    let written = plain(&text);
    let (without_check, _) = written.rsplit_once(",\"check\"").unwrap();
    assert_eq!(
        format!("{without_check}}}"),
        plain(crate::examples::SESSION),
        "same members in the same order"
    );
    assert_eq!(
        with_check_line(&text.replacen(&text[text.rfind(",\n  \"check\"").unwrap()..], "\n}\n", 1)),
        text
    );
}
