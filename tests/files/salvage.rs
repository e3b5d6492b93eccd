//! What is given back of a session's file that is cut off or damaged.

use crate::examples::SESSION;
use crate::scratch::session;
use std::path::Path;
use stipple::model::{SeriesId, Session};
use stipple::store::{Salvaged, StoreError, salvage_session, session_text};

fn salvage(bytes: &[u8]) -> Result<Salvaged, StoreError> {
    salvage_session(bytes, Path::new("2026-03-02-019ab3c4.json"), &SeriesId::new("c1").unwrap())
}

/// The session of section 5 with its text, and the places in it at which each entry is whole.
fn saved() -> (Session, String, Vec<usize>) {
    let session = session(SESSION);
    let text = session_text(&session).unwrap();
    let start = text.find("\"entries\": [").unwrap();
    let ends = text.match_indices('\n').map(|(at, _)| at).filter(|at| *at > start);
    // The line with the bracket, then one line an entry, with a comma behind each but the last.
    let ends: Vec<usize> = ends.skip(1).take(session.entries.len()).collect();
    let last = ends.len() - 1;
    let whole = ends.iter().enumerate().map(|(i, end)| end - usize::from(i < last)).collect();
    (session, text, whole)
}

#[test]
fn every_whole_entry_before_a_cut_is_given_back() {
    let (session, text, whole) = saved();
    assert_eq!(whole.len(), 5);
    for cut in 0..text.len() {
        let expected = whole.iter().filter(|end| **end <= cut).count();
        match salvage(&text.as_bytes()[..cut]) {
            Ok(found) => {
                assert_eq!(found.session.entries, session.entries[..expected], "cut at {cut}");
                if expected > 0 {
                    assert_eq!(found.session.id, session.id);
                    assert_eq!(found.session.devices, session.devices);
                    assert_eq!(found.session.care, session.care);
                }
            }
            Err(error) => {
                assert_eq!(expected, 0, "cut at {cut}: {error}");
                assert!(error.to_string().contains("2026-03-02-019ab3c4.json"), "{error}");
            }
        }
    }
}

#[test]
fn a_damaged_byte_costs_at_most_the_line_it_is_in() {
    let (session, text, _) = saved();
    let devices = text.find("\n  \"devices\"").unwrap()..text.find("  \"care\"").unwrap();
    for at in 0..text.len() {
        let mut bytes = text.clone().into_bytes();
        bytes[at] = 0xff;
        let found = salvage(&bytes).unwrap_or_else(|e| panic!("byte {at}: {e}"));
        let kept = found.session.entries;
        assert!(kept.iter().all(|entry| session.entries.contains(entry)), "byte {at}: something was made up");
        // Without its device, a roll has no width, and nobody guesses one.
        let cost = match text.as_bytes()[at] {
            _ if devices.contains(&at) => session.entries.len(),
            b'\n' => 2,
            _ => 1,
        };
        let (there, lost) = (kept.len() + cost, found.lost_entries);
        assert!(there >= session.entries.len(), "byte {at}: {} of {}", kept.len(), session.entries.len());
        assert!(kept.len() + lost <= session.entries.len() + 1, "byte {at}: {lost} said to be lost");
    }
}

#[test]
fn a_lost_id_series_or_date_has_a_stand_in() {
    let (session, text, _) = saved();
    for (name, line) in [("id", 3), ("series", 4), ("started_at", 5)] {
        let mut lines: Vec<&str> = text.lines().collect();
        assert!(lines[line].contains(&format!("\"{name}\"")), "{}", lines[line]);
        lines[line] = "  ###";
        let found = salvage(lines.join("\n").as_bytes()).unwrap().session;
        assert_eq!(found.entries, session.entries, "{name}");
        match name {
            "id" => assert!(found.id.as_str().starts_with("salvaged-"), "{}", found.id),
            "series" => assert_eq!(found.series.as_str(), "c1"),
            _ => assert_eq!(found.started_at.date().to_string(), "2026-03-02"),
        }
    }
}

#[test]
fn what_was_never_a_session_gives_nothing() {
    for bytes in [&b""[..], b"\0\0\0\0", b"hello\nworld\n", b"{}", b"[1, 2]\n", &[0xff; 5000]] {
        salvage(bytes).unwrap_err();
    }
}

#[test]
fn a_file_without_damage_gives_all_of_itself() {
    let (session, text, _) = saved();
    assert_eq!(salvage(text.as_bytes()).unwrap(), Salvaged { session, lost_entries: 0 });
}
