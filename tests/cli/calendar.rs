//! `stipple export --format ics`.

use crate::sample::{Copy, answer, failure, put, python};
use std::ffi::OsStr;
use std::path::Path;

fn calendar(folder: &Path, more: &[&str]) -> String {
    let arguments =
        ["export".as_ref(), folder.as_os_str(), "--out".as_ref(), "-".as_ref(), "--format".as_ref()];
    answer(arguments.into_iter().chain([OsStr::new("ics")]).chain(more.iter().map(OsStr::new)))
}

fn values<'a>(text: &'a str, name: &str) -> Vec<&'a str> {
    let value = |line: &'a str| line.strip_prefix(name)?.strip_prefix(':');
    text.split("\r\n").filter_map(value).collect()
}

/// A series with two of four sessions held.
fn course() -> Copy {
    let copy = Copy::of("acne-scars-face");
    for path in copy.sessions().into_iter().skip(2) {
        std::fs::remove_file(path).unwrap();
    }
    copy.change(|series| {
        let plan = series.plan.as_mut().unwrap();
        (plan.sessions, plan.interval_days) = (Some(4), Some(28));
        series.client.name = Some("Åsa, \"the first\"; Møller".into());
        series.title = "Cheek acne scars".into();
    });
    copy
}

fn last_day(copy: &Copy) -> jiff::civil::Date {
    let path = copy.sessions().pop().unwrap();
    stipple::store::read_session(&path).unwrap().value.started_at.date()
}

#[test]
fn what_is_due_follows_from_the_plan() {
    let copy = course();
    let text = calendar(&copy.path, &[]);
    let day = |n: i64| (last_day(&copy) + jiff::ToSpan::days(28 * n)).strftime("%Y%m%d").to_string();
    assert_eq!(values(&text, "DTSTART;VALUE=DATE"), [day(1), day(2)]);
    assert_eq!(values(&text, "SUMMARY"), ["Session 3 of 4 due", "Session 4 of 4 due"]);
    assert!(!text.contains("Møller") && !text.contains("acne"), "{text}");
    assert_eq!(text, calendar(&copy.path, &[]), "the same every time");
}

#[test]
fn a_newer_calendar_moves_what_an_older_one_brought() {
    let copy = course();
    let before = calendar(&copy.path, &[]);
    let sequence = |text: &str| values(text, "SEQUENCE")[0].parse::<u32>().unwrap();
    let third = last_day(&copy) + jiff::ToSpan::days(31);
    copy.add(|session| {
        session.id = stipple::model::SessionId::new("third").unwrap();
        session.started_at = session.started_at.on_date(third);
        session.ended_at = session.ended_at.map(|end| end.on_date(third));
    });
    let after = calendar(&copy.path, &["--with-held"]);
    let (old, new) = (values(&before, "UID"), values(&after, "UID"));
    assert_eq!(new.len(), 4);
    assert_eq!(old, new[2..], "the same sessions have the same ids");
    assert!(sequence(&after) > sequence(&before));
    assert_eq!(values(&after, "STATUS"), ["CONFIRMED", "CONFIRMED", "CONFIRMED", "TENTATIVE"]);
    let due = third + jiff::ToSpan::days(28);
    assert_eq!(values(&after, "DTSTART;VALUE=DATE"), [due.strftime("%Y%m%d").to_string()]);
    assert_eq!(values(&after, "DTSTART").len(), 3);
    assert!(values(&after, "DTSTART")[2].starts_with(&third.strftime("%Y%m%dT").to_string()));
}

#[test]
fn another_program_reads_it() {
    let copy = course();
    let text = calendar(&copy.path, &["--client", "name", "--with-held"]);
    assert!(text.split("\r\n").all(|line| line.len() <= 75), "{text}");
    let file = copy.beside("a.ics");
    put(&file, &text);
    let script = "import sys\n\
        try:\n    from icalendar import Calendar\n\
        except ImportError:\n    print('no icalendar'); sys.exit()\n\
        c = Calendar.from_ical(open(sys.argv[1], 'rb').read())\n\
        for e in c.walk('VEVENT'):\n    assert not e.errors, e.errors\n    print(e['SUMMARY'], '|', e['DESCRIPTION'], '|', e['DTSTART'].dt)";
    let Some(printed) = python(script, &[file.as_os_str()]) else { return };
    if printed.trim() == "no icalendar" {
        eprintln!("skipped: python has no icalendar");
        return;
    }
    let lines: Vec<&str> = printed.lines().collect();
    assert_eq!(lines.len(), 4);
    assert!(
        lines[2].starts_with("Åsa, \"the first\"; Møller: session 3 of 4 due | Cheek acne scars | "),
        "{printed}"
    );
}

#[test]
fn nothing_due_is_said() {
    let copy = course();
    copy.change(|series| series.plan.as_mut().unwrap().sessions = Some(2));
    let fail = |copy: &Copy| {
        let start = ["export".as_ref(), copy.path.as_os_str(), "--out".as_ref(), "-".as_ref()];
        failure(start.into_iter().chain(["--format", "ics"].map(OsStr::new)))
    };
    assert!(fail(&copy).contains("all 2 sessions of the plan have been held"));
    assert!(calendar(&copy.path, &["--with-held"]).contains("Session 2 of 2"));
    copy.change(|series| series.plan.as_mut().unwrap().interval_days = None);
    assert!(fail(&copy).contains("set the interval in the plan"));
    copy.change(|series| series.plan.as_mut().unwrap().interval_days = Some(10_000));
    copy.change(|series| series.plan.as_mut().unwrap().sessions = Some(1000));
    assert!(fail(&copy).contains("beyond the calendar"));
    for path in copy.sessions() {
        std::fs::remove_file(path).unwrap();
    }
    assert!(fail(&copy).contains("no session has been held yet"));
}
