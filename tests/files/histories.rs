//! The history of a library: a chain of lines of which none can be changed unseen.

use crate::scratch::{Scratch, put};
use std::path::PathBuf;
use stipple::model::{SeriesId, SessionId};
use stipple::store::{Did, Event, History, Journal, histories, read_history};

fn event(n: u32) -> Event {
    let at = "2026-03-02T10:05:00+01:00".parse().unwrap();
    let session = SessionId::new(&format!("s{n}")).unwrap();
    Event {
        who: Some("R. Osei".to_owned()),
        file: Some(blake3::hash(b"a file").to_hex().to_string()),
        ..Event::new(at, Did::Saved, &SeriesId::new("c").unwrap(), Some(&session))
    }
}

/// A history of some events in a folder of its own.
fn written(count: u32) -> (Scratch, PathBuf, Vec<Event>) {
    let place = Scratch::new();
    let journal = Journal::new(place.path(), "abc");
    let events: Vec<Event> = (0..count).map(event).collect();
    let (first, rest) = events.split_at(events.len() / 2);
    journal.append(first).unwrap();
    journal.append(rest).unwrap();
    let path = histories(place.path()).unwrap().remove(0);
    (place, path, events)
}

#[test]
fn what_was_done_is_read_again_and_the_chain_holds() {
    let (place, path, events) = written(7);
    assert_eq!(read_history(&path).unwrap(), History { events, broken: None });
    assert_eq!(histories(place.path()).unwrap(), [path]);
}

#[test]
fn no_line_can_be_changed_taken_out_or_put_in_unseen() {
    let (_place, path, _) = written(6);
    let text = std::fs::read_to_string(&path).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    let broken = |lines: &[&str]| {
        put(&path, lines.join("\n") + "\n");
        read_history(&path).unwrap().broken.map(|(line, _)| line)
    };
    assert_eq!(broken(&lines), None);
    for at in 0..lines.len() - 1 {
        let mut changed = lines.clone();
        let other = lines[at].replace("R. Osei", "Somebody");
        changed[at] = &other;
        assert_eq!(broken(&changed), Some(at + 2), "changed line {at}");
        let mut fewer = lines.clone();
        fewer.remove(at);
        assert_eq!(broken(&fewer), Some(at + 1), "without line {at}");
        let mut more = lines.clone();
        more.insert(at + 1, lines[at]);
        assert_eq!(broken(&more), Some(at + 2), "line {at} twice");
    }
}

#[test]
fn a_line_that_was_cut_off_stays_and_is_seen() {
    let (place, path, mut events) = written(4);
    let text = std::fs::read_to_string(&path).unwrap();
    put(&path, &text[..text.len() - 30]);
    Journal::new(place.path(), "abc").append(&[event(9)]).unwrap();
    let history = read_history(&path).unwrap();
    assert_eq!(history.broken, Some((4, "is no event")));
    events.truncate(3);
    events.push(event(9));
    assert_eq!(history.events, events);
}

#[test]
fn a_computer_keeps_its_name() {
    let place = Scratch::new();
    let state = place.path().join("state");
    let name = Journal::writer_in(&state).unwrap();
    assert_eq!((name.len(), &name), (12, &Journal::writer_in(&state).unwrap()));
}
