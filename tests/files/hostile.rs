//! Files that nobody meant well: damaged, cut off, absurd or no files at all. Nothing panics, and nothing damaged
//! passes for clean.

use crate::examples::{SERIES, SESSION};
use crate::scratch::{Scratch, is_clean, put, read_series, read_session};
use std::fs::File;
use std::time::{Duration, Instant};
use stipple::model::Session;
use stipple::store::{self, CheckLine, StoreError, series_text, session_text};

fn nested(open: &str, close: &str, levels: usize) -> String {
    open.repeat(levels) + &close.repeat(levels)
}

#[test]
fn sixty_four_levels_are_read_and_sixty_five_are_not() {
    let with = |levels: usize| {
        let deep = nested("[", "]", levels - 1);
        SESSION.replacen("\"notes\": \"\"", &format!("\"notes\": \"\", \"deep\": {deep}"), 1)
    };
    let loaded = read_session(with(64)).unwrap();
    let text = session_text(&loaded.value).unwrap();
    assert_eq!(read_session(&text).unwrap().value, loaded.value);
    let error = read_session(with(65)).unwrap_err().to_string();
    assert!(error.contains("64 levels") && error.contains("line 28"), "{error}");
    let objects = |levels: usize| {
        let deep = "{\"a\":".repeat(levels - 1) + "1" + &"}".repeat(levels - 1);
        SERIES.replacen("\"notes\": \"\"", &format!("\"notes\": \"\", \"deep\": {deep}"), 1)
    };
    read_series(objects(64)).unwrap();
    assert!(read_series(objects(65)).is_err());
}

#[test]
fn brackets_inside_texts_are_no_levels() {
    let brackets = "[{".repeat(500) + "\\\"[[\\\\";
    let document = SESSION.replacen("\"notes\": \"\"", &format!("\"notes\": \"{brackets}\""), 1);
    read_session(document).unwrap();
}

#[test]
fn absurd_nesting_is_refused_at_once() {
    for document in [
        nested("[", "]", 200_000),
        "[".repeat(200_000),
        "{\"a\":".repeat(200_000),
        nested("[", "]", 20_000_000),
    ] {
        let start = Instant::now();
        assert!(read_session(&document).is_err());
        // A tenth of a second on an idle machine; this one may be busy.
        let most = Duration::from_millis(if document.len() < 2_000_000 { 300 } else { 5_000 });
        assert!(start.elapsed() < most, "{:?}", start.elapsed());
    }
}

#[test]
fn a_file_over_64_mib_is_refused_before_it_is_read() {
    let scratch = Scratch::new();
    let path = scratch.path().join("large.json");
    // A hundred gigabytes of nothing: reading them would take minutes.
    for size in [store::MAX_FILE_BYTES + 1, 100 << 30] {
        File::create(&path).unwrap().set_len(size).unwrap();
        let start = Instant::now();
        let error = store::read_session(&path).unwrap_err();
        assert!(matches!(error, StoreError::TooLarge { .. }), "{error}");
        let message = error.to_string();
        assert!(message.contains(&size.to_string()) && message.contains("67108864"), "{message}");
        assert!(message.ends_with("large.json"), "{message}");
        assert!(start.elapsed() < Duration::from_secs(1));
        assert!(matches!(store::read_series(&path), Err(StoreError::TooLarge { .. })));
    }
    File::create(&path).unwrap().set_len(store::MAX_FILE_BYTES).unwrap();
    assert!(matches!(store::read_session(&path), Err(StoreError::Syntax { .. })), "64 MiB are read");
}

/// The session of section 5 as the program writes it, longer by `lines` of notes.
fn saved(notes: &str) -> (Session, String) {
    let mut session = read_session(SESSION).unwrap().value;
    session.notes = notes.to_owned();
    let text = session_text(&session).unwrap();
    (session, text)
}

#[test]
fn a_file_cut_off_at_any_byte_is_never_taken_for_whole() {
    let (_, text) = saved(&"A line of notes, é. ".repeat(60));
    assert!(text.len() > 3000, "{}", text.len());
    let scratch = Scratch::new();
    let path = scratch.path().join("a.json");
    for end in 0..text.len() {
        put(&path, &text.as_bytes()[..end]);
        match store::read_session(&path) {
            Ok(loaded) => {
                assert_eq!(end, text.len() - 1, "cut at {end}");
                assert_eq!(loaded.check, CheckLine::Wrong, "cut at {end}");
            }
            Err(error) => assert!(error.to_string().ends_with("a.json"), "{error}"),
        }
    }
    let series = series_text(&read_series(SERIES).unwrap().value).unwrap();
    for end in 0..series.len() - 1 {
        put(&path, &series.as_bytes()[..end]);
        assert!(store::read_series(&path).is_err(), "cut at {end}");
    }
}

#[test]
fn a_flipped_bit_is_never_taken_for_clean() {
    let session = saved(&"é \\ \"".repeat(20)).1.into_bytes();
    assert!(session.len() > 2048, "{}", session.len());
    let series = series_text(&read_series(SERIES).unwrap().value).unwrap().into_bytes();
    let scratch = Scratch::new();
    let path = scratch.path().join("a.json");
    let mut opened = 0;
    for i in 0..session.len() * 8 {
        let mut bytes = session.clone();
        bytes[i / 8] ^= 1 << (i % 8);
        put(&path, &bytes);
        if let Ok(loaded) = store::read_session(&path) {
            assert_eq!(loaded.check, CheckLine::Wrong, "bit {} of byte {}", i % 8, i / 8);
            opened += 1;
        }
    }
    assert!(opened > 3000, "flips in texts and numbers still open: {opened}");
    for i in 0..series.len() * 8 {
        let mut bytes = series.clone();
        bytes[i / 8] ^= 1 << (i % 8);
        put(&path, &bytes);
        if let Ok(loaded) = store::read_series(&path) {
            assert_eq!(loaded.check, CheckLine::Wrong, "bit {} of byte {}", i % 8, i / 8);
        }
    }
}

#[test]
fn a_damaged_byte_or_a_lost_line_is_never_taken_for_clean() {
    let (_, text) = saved("");
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    for lost in 0..lines.len() {
        let mut rest = lines.clone();
        rest.remove(lost);
        if let Ok(loaded) = read_session(rest.concat()) {
            // Without the check line there is none; every other line is missed.
            assert!(!is_clean(&loaded), "line {lost}");
            assert!(loaded.check == CheckLine::Wrong || lines[lost].contains("blake3:"), "line {lost}");
        }
    }
    for twice in 0..lines.len() {
        let mut more = lines.clone();
        more.insert(twice, lines[twice]);
        if let Ok(loaded) = read_session(more.concat()) {
            assert_eq!(loaded.check, CheckLine::Wrong, "line {twice}");
        }
    }
}

#[test]
fn text_that_is_not_utf8_is_refused_wherever_it_stands() {
    for (place, from) in [
        ("a known text", "R. Osei"),
        ("an unknown text", "?unknown"),
        ("a name", "?name"),
        ("a number", "61200"),
        ("between members", "\n  \"care\""),
    ] {
        let document = SESSION.replacen(
            "\"notes\": \"\"",
            "\"notes\": \"\", \"future\": [\"?unknown\"], \"?name\": 1",
            1,
        );
        let at = document.find(from).unwrap();
        for bad in [&b"\xff"[..], b"\xc3\x28", b"\xed\xa0\x80", b"\xf8\x88\x80\x80\x80"] {
            let bytes = [&document.as_bytes()[..=at], bad, &document.as_bytes()[at + 1..]].concat();
            let error = read_session(&bytes).unwrap_err();
            assert!(matches!(error, StoreError::Syntax { .. }), "{place}: {error}");
        }
    }
}

#[test]
fn what_is_no_json_is_refused_with_a_reason() {
    let long = "\0".repeat(4096);
    let bom = format!("\u{feff}{SESSION}");
    let utf16: Vec<u8> = SESSION.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let twice = format!("{SESSION}{SESSION}");
    let behind = format!("{SESSION}\0");
    let cases: [(&str, &[u8]); 10] = [
        ("empty", b""),
        ("white", b" \n\t\r\n"),
        ("zeros", long.as_bytes()),
        ("byte order mark", bom.as_bytes()),
        ("UTF-16", &utf16),
        ("two documents", twice.as_bytes()),
        ("something behind", behind.as_bytes()),
        ("single quotes", b"{'format': 'stipple/session'}"),
        ("trailing comma", b"{\"format\": \"stipple/session\", \"version\": 1,}"),
        ("a comment", b"{\"format\": \"stipple/session\", /* x */ \"version\": 1}"),
    ];
    for (name, bytes) in cases {
        let error = read_session(bytes).expect_err(name);
        assert!(matches!(error, StoreError::Syntax { .. }), "{name}: {error}");
        assert!(error.to_string().contains("left as it is"), "{error}");
    }
}

#[test]
fn a_folder_or_nothing_in_the_place_of_a_file_is_an_error() {
    let scratch = Scratch::new();
    let error = store::read_session(scratch.path()).unwrap_err().to_string();
    assert!(error.contains("this is no file"), "{error}");
    let gone = scratch.path().join("gone.json");
    let error = store::read_series(&gone).unwrap_err();
    assert!(matches!(error, StoreError::Io { .. }), "{error}");
    assert!(error.to_string().ends_with("gone.json"), "{error}");
}

/// Opening a pipe waits for somebody to write into it, for ever if need be.
#[cfg(unix)]
#[test]
fn a_pipe_in_the_place_of_a_file_is_refused_at_once() {
    let scratch = Scratch::new();
    let path = scratch.path().join("pipe.json");
    let made = std::process::Command::new("mkfifo").arg(&path).status();
    if !made.is_ok_and(|status| status.success()) {
        println!("skipped: there is no mkfifo here");
        return;
    }
    let (tell, told) = std::sync::mpsc::sync_channel(1);
    let reader = std::thread::Builder::new().name("reader".into());
    let file = path.clone();
    reader.spawn(move || tell.send(store::read_session(&file).map(|_| ()))).unwrap();
    let answer = told.recv_timeout(Duration::from_secs(5)).expect("reading a pipe waits for its writer");
    assert!(answer.unwrap_err().to_string().contains("this is no file"));
}

#[test]
fn a_symbolic_link_to_itself_is_an_error() {
    #[cfg(unix)]
    {
        let scratch = Scratch::new();
        let path = scratch.path().join("loop.json");
        std::os::unix::fs::symlink(&path, &path).unwrap();
        assert!(matches!(store::read_session(&path), Err(StoreError::Io { .. })));
    }
}
