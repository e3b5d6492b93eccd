//! What leaves the program through the window: reports are shown, written and printed, and folders are shown.

use crate::names::assert_good;
use crate::place::{Place, face};
use crate::window::Window;
use egui::{Event, Key, OutputCommand, Vec2};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use stipple::model::{
    DiagramId, Direction, Entry, EntryId, EntryKind, Extra, Passes, Series, Session, ZoneId,
};
use stipple::ui::env::Env;

/// The paths that were handed to other programs.
type Opened = Arc<Mutex<Vec<PathBuf>>>;

/// Folders whose other programs note what they are handed.
fn with_programs(place: &Place) -> (Env, Opened) {
    let opened = Opened::default();
    let mut env = place.env();
    let notes = Arc::clone(&opened);
    env.opener = Arc::new(move |path| {
        notes.lock().unwrap().push(path.to_owned());
        Ok(())
    });
    (env, opened)
}

/// A session with four passes over the left cheek.
fn painted(series: &Series, at: &str) -> Session {
    let mut session = crate::place::begun(series, at);
    session.entries.push(Entry {
        id: EntryId(1),
        diagram: DiagramId::new("face-front").unwrap(),
        device: None,
        at_ms: None,
        pass: None,
        kind: EntryKind::Zone {
            zone: ZoneId::new("cheek-left").unwrap(),
            passes: Passes::of(Direction::Rising, 4),
        },
        extra: Extra::default(),
        passes_extra: Extra::default(),
    });
    session
}

fn with_paint() -> (Place, PathBuf) {
    let place = Place::new();
    let series = face("Cheek scars");
    let folder = place.add(&series, &[painted(&series, crate::place::TODAY)]);
    (place, folder)
}

/// Puts another path into the field for the file.
fn name_file(window: &mut Window, path: &Path) {
    window.focus_field("File");
    window.ctrl(Key::A);
    window.frame(vec![Event::Paste(path.display().to_string())]);
    window.settle();
}

/// Opens a dialog from the menu of what leaves the program.
fn export(window: &mut Window, row: &str) {
    window.click("Export");
    window.click(row);
    window.settle();
}

#[test]
fn a_report_is_shown_as_it_will_be_and_written_where_it_was_asked_for() {
    let (place, folder) = with_paint();
    let (env, opened) = with_programs(&place);
    let mut window = Window::open(env.clone(), Some(&folder));
    export(&mut window, "Report…");
    assert!(window.says("First page of"), "{:?}", window.spoken());
    window.click("Letter");
    window.settle();
    let path = place.path().join("for-the-client.pdf");
    name_file(&mut window, &path);
    // The button of the dialog is above the one of the bar.
    window.ctrl(Key::Enter);
    window.settle();
    assert!(std::fs::read(&path).unwrap().starts_with(b"%PDF"));
    assert!(!window.says("First page of"), "the dialog is closed");
    assert!(window.says("Saved for-the-client.pdf"), "{:?}", window.spoken());
    window.click("Show folder");
    window.settle();
    assert_eq!(*opened.lock().unwrap(), [place.path()]);
    drop(window);
    // The next report of the series is proposed as the last was made.
    let mut window = Window::open(env, Some(&folder));
    export(&mut window, "Report…");
    assert!(window.says("First page of"));
    let settings = std::fs::read_to_string(place.path().join("config/settings.json")).unwrap();
    assert!(settings.contains("\"paper\": \"letter\""), "{settings}");
}

#[test]
fn printing_hands_the_report_to_the_program_for_it() {
    let (place, folder) = with_paint();
    let (env, opened) = with_programs(&place);
    let mut window = Window::open(env, Some(&folder));
    window.ctrl(Key::P);
    window.settle();
    window.click("Print");
    window.settle();
    let opened = opened.lock().unwrap();
    let [path] = opened.as_slice() else { panic!("{opened:?}, {:?}", window.spoken()) };
    assert_eq!(*path, place.path().join("state/print/cheek-scars-report.pdf"));
    assert!(std::fs::read(path).unwrap().starts_with(b"%PDF"));
    assert!(window.says("The report was handed to the program that shows PDF files."));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(path), mode(path.parent().unwrap())), (0o600, 0o700));
    }
}

#[test]
fn without_a_program_for_it_the_window_says_where_the_report_is() {
    let (place, folder) = with_paint();
    let mut window = Window::open(place.env(), Some(&folder));
    window.ctrl(Key::P);
    window.settle();
    window.click("Print");
    window.settle();
    let path = place.path().join("state/print/cheek-scars-report.pdf");
    assert!(path.exists());
    assert!(window.says("this system has no program that shows it"), "{:?}", window.spoken());
    assert!(window.says(&path.display().to_string()), "{:?}", window.spoken());
    assert!(window.has("Print"), "it can be tried again");
}

#[test]
fn a_note_says_what_was_recorded_and_is_saved_as_it_stands() {
    let (place, folder) = with_paint();
    let mut window = Window::open(place.env(), Some(&folder));
    export(&mut window, "Note as text…");
    let path = place.path().join("note.txt");
    name_file(&mut window, &path);
    window.click("Save");
    window.settle();
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(
        text.starts_with("Session 1 of 3, 2 Mar 2026. Practitioner: R. Osei.\nZones: Cheek (left)."),
        "{text}"
    );
    assert!(text.contains("Next session due 13 Apr 2026."), "{text}");
    assert!(!text.contains("Pain") && !text.contains('{'), "{text}");
    assert!(window.says("Saved note.txt"));
}

#[test]
fn a_picture_is_copied_and_written_as_shapes() {
    let (place, folder) = with_paint();
    let mut window = Window::open(place.env(), Some(&folder));
    export(&mut window, "Picture of this view…");
    window.click("Copy the picture");
    window.until("the picture is copied", |window| {
        let copied = |command: &OutputCommand| match command {
            OutputCommand::CopyImage(image) => image.size[0] == 2400,
            _ => false,
        };
        window.harness.output().platform_output.commands.iter().any(copied)
    });
    window.settle();
    assert!(window.says("The picture was copied, 2400 × "), "{:?}", window.spoken());
    window.click("SVG");
    window.settle();
    let path = place.path().join("face.svg");
    name_file(&mut window, &path);
    window.ctrl(Key::Enter);
    window.settle();
    assert!(window.says("Saved face.svg"), "{:?}", window.spoken());
    let svg = std::fs::read_to_string(&path).unwrap();
    assert!(svg.contains("<image ") && svg.contains(">Cheek scars</text>"));
}

#[test]
fn these_dialogs_fit_the_smallest_window() {
    let (place, folder) = with_paint();
    for size in [Vec2::new(1024.0, 700.0), Vec2::new(1440.0, 900.0)] {
        let mut window = Window::sized(place.env(), Some(&folder), size);
        export(&mut window, "Report…");
        assert_good(&window, &format!("report at {size:?}"));
        window.key(Key::Escape);
        window.settle();
        export(&mut window, "Note as text…");
        assert_good(&window, &format!("note at {size:?}"));
        window.key(Key::Escape);
        window.settle();
        export(&mut window, "Picture of this view…");
        assert_good(&window, &format!("picture at {size:?}"));
        window.key(Key::Escape);
        window.settle();
        window.ctrl(Key::P);
        window.settle();
        assert_good(&window, &format!("print at {size:?}"));
    }
}
