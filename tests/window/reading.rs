//! Series that cannot be written, or not be read whole.

use crate::place::{Place, TODAY, begun, entries, face, put, session_files, session_text};
use crate::window::{Window, down, moved, up};
use egui::Key;
use egui_kittest::kittest::{NodeT, Queryable};
use std::path::Path;
use stipple::store::SeriesFolder;
use stipple::tool::ToolKind;

fn stroke(window: &mut Window) {
    let fit = window.fit();
    let (a, b) = (fit.at(80.0, 160.0), fit.at(95.0, 160.0));
    window.frame(vec![moved(a), down(a)]);
    window.frame(vec![moved(b)]);
    window.frame(vec![up(b)]);
    window.settle();
}

/// Asserts that the open series says why it is read-only, and that nothing that writes can be used.
fn assert_read_only(window: &mut Window, reason: &str) {
    assert!(window.has("Read-only"), "the top bar says so: {:?}", window.spoken());
    assert!(window.has(reason), "{reason}: {:?}", window.spoken());
    for tool in ToolKind::ALL.into_iter().filter(|tool| tool.writes()) {
        let off =
            window.harness.query_all_by_label(tool.name()).all(|node| node.accesskit_node().is_disabled());
        assert!(off, "{} is on", tool.name());
    }
    for key in [Key::R, Key::B, Key::E] {
        window.key(key);
        assert_eq!(window.workspace().tool, ToolKind::Hand);
    }
    let sessions = window.workspace().document().sessions().len();
    window.ctrl(Key::T);
    window.settle();
    assert_eq!(window.workspace().document().sessions().len(), sessions, "a session began");
    // Held as if it could be used, the roller still writes nothing.
    window.app_mut().workspace.as_mut().unwrap().tool = ToolKind::Roll;
    stroke(window);
    assert!(window.workspace().document().undo_label().is_none());
}

#[cfg(target_os = "linux")]
#[test]
fn a_folder_that_takes_no_files_opens_read_only() {
    // Not even the superuser can make a file there.
    let place = Place::new();
    let folder = place.add(&face("Cheek scars"), &[]);
    std::fs::remove_dir(folder.join("sessions")).unwrap();
    std::os::unix::fs::symlink("/proc/self/fdinfo", folder.join("sessions")).unwrap();
    let mut window = Window::open(place.env(), Some(&folder));
    assert_read_only(&mut window, "Read-only: this folder cannot be written.");
}

#[cfg(unix)]
#[test]
fn a_folder_without_the_right_to_write_opens_read_only() {
    use std::os::unix::fs::PermissionsExt;
    let (place, folder) = Place::with_face();
    let allow = |mode: u32| {
        for path in [&folder.join("sessions"), &folder] {
            std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
        }
    };
    allow(0o555);
    if SeriesFolder::is_writable(&folder) {
        println!("not tested: rights do not bind the superuser");
        return;
    }
    let before = session_text(&folder);
    let mut window = Window::open(place.env(), Some(&folder));
    assert_read_only(&mut window, "Read-only: this folder cannot be written.");
    drop(window);
    assert_eq!(session_text(&folder), before);
    allow(0o755);
}

#[test]
fn a_series_open_in_another_window_opens_read_only() {
    let (place, folder) = Place::with_face();
    let mut first = Window::open(place.env(), Some(&folder));
    let mut second = Window::open(place.env(), Some(&folder));
    let who = format!("since 10:05, process {}", std::process::id());
    assert_read_only(&mut second, &format!("Read-only: the series is open in another window ({who})."));
    stroke(&mut first);
    assert_eq!(entries(&folder).len(), 1, "the first goes on writing");
    drop(second);
    drop(first);
    let mut third = Window::open(place.env(), Some(&folder));
    stroke(&mut third);
    assert_eq!(entries(&folder).len(), 2, "the right is free again");
}

#[test]
fn a_series_that_was_left_for_another_is_free_again() {
    let (place, folder) = Place::with_face();
    let other = place.add(&face("Another"), &[]);
    let mut window = Window::open(place.env(), Some(&folder));
    window.ctrl(Key::L);
    window.settle();
    let at = window.find_like("Another").center();
    for _ in 0..2 {
        window.frame(vec![moved(at), down(at)]);
        window.frame(vec![up(at)]);
    }
    window.settle();
    assert_eq!(window.workspace().saver.folder(), other);
    let second = Window::open(place.env(), Some(&folder));
    assert!(second.workspace().read_only.is_none(), "{:?}", second.workspace().read_only);
}

#[test]
fn a_damaged_session_is_listed_with_its_reason_and_left_alone() {
    let (place, folder) = Place::with_face();
    let good = session_text(&folder);
    let damaged = folder.join("sessions/2026-01-05-0badf00d.json");
    let half = &good.as_bytes()[..good.len() / 2];
    put(&damaged, half);
    let mut window = Window::open(place.env(), Some(&folder));
    let said = "1 session file could not be read and stays as it is. 2026-01-05-0badf00d.json: ";
    assert!(window.says(said), "{:?}", window.spoken());
    assert!(window.workspace().damaged[0].1.len() > 10, "{:?}", window.workspace().damaged);
    stroke(&mut window);
    assert_eq!(std::fs::read(&damaged).unwrap(), half);
    let whole: Vec<_> = session_files(&folder).into_iter().filter(|path| *path != damaged).collect();
    assert!(std::fs::read_to_string(&whole[0]).unwrap().contains("\"roll\""), "the good one can be written");
    window.ctrl(Key::L);
    window.settle();
    assert_eq!(std::fs::read(&damaged).unwrap(), half);
}

#[test]
fn a_session_that_was_edited_by_hand_is_read_and_noted() {
    let (place, folder) = Place::with_face();
    let file = session_files(&folder).remove(0);
    let text = session_text(&folder).replace("R. Osei", "By hand");
    put(&file, text.as_bytes());
    let mut window = Window::open(place.env(), Some(&folder));
    assert_eq!(window.workspace().session().unwrap().practitioner.as_deref(), Some("By hand"));
    assert!(window.says("Changed outside this program since it was last saved"), "{:?}", window.spoken());
    assert_eq!(session_text(&folder), text, "reading changed it");
    window.click("Noted");
    assert!(!window.says("Changed outside this program"));
    stroke(&mut window);
    assert_eq!(entries(&folder).len(), 1);
}

#[test]
fn a_series_of_a_later_version_is_refused_in_words_and_the_library_stays_usable() {
    let (place, folder) = Place::with_face();
    let later = place.library().join("later");
    std::fs::create_dir(&later).unwrap();
    let text = br#"{ "format": "stipple/series", "version": 99, "id": "x", "title": "Later" }"#;
    put(&later.join("series.json"), text);
    let mut window = Window::open(place.env(), Some(&later));
    assert!(window.says("This series cannot be opened"), "{:?}", window.spoken());
    assert!(!window.app().shows_series());
    assert_eq!(std::fs::read(later.join("series.json")).unwrap(), text);
    let at = window.find_like("Cheek scars").center();
    for _ in 0..2 {
        window.frame(vec![moved(at), down(at)]);
        window.frame(vec![up(at)]);
    }
    window.settle();
    assert_eq!(window.workspace().saver.folder(), folder);
}

#[test]
fn an_unknown_diagram_is_kept() {
    let place = Place::new();
    let series = face("Cheek scars");
    let folder = place.add(&series, &[begun(&series, TODAY)]);
    let file = session_files(&folder).remove(0);
    let entry = r#"{ "id": 1, "type": "zone", "diagram": "left-ear", "device": "roller", "zone": "lobe", "passes": { "vertical": 2 } }"#;
    let text = session_text(&folder);
    let mut json: serde_json::Value = serde_json::from_str(&text).unwrap();
    json["entries"] = serde_json::Value::Array(vec![serde_json::from_str(entry).unwrap()]);
    json.as_object_mut().unwrap().remove("check");
    put(&file, json.to_string().as_bytes());
    let mut window = Window::open(place.env(), Some(&folder));
    stroke(&mut window);
    let entries = entries(&folder);
    assert_eq!(entries.len(), 2);
    assert_eq!(entries[0], serde_json::from_str::<serde_json::Value>(entry).unwrap());
}

#[test]
fn the_sample_is_written_the_first_time_and_opens_read_only() {
    let place = Place::new();
    let mut window = Window::open(place.env(), None);
    assert!(window.has("Sample, read-only. All clients are invented."), "{:?}", window.spoken());
    let count = window.app().library.items.len();
    assert!(count >= 6, "{count} series");
    let sample = place.path().join("data/sample");
    let before = tree(&sample);
    window.key(Key::ArrowDown);
    window.key(Key::Enter);
    window.settle();
    assert!(window.app().shows_series());
    assert_read_only(&mut window, "Sample, read-only. All clients are invented.");
    drop(window);
    assert_eq!(tree(&sample), before);
}

fn tree(folder: &Path) -> Vec<(std::path::PathBuf, Vec<u8>)> {
    let mut all = Vec::new();
    for item in std::fs::read_dir(folder).unwrap() {
        let path = item.unwrap().path();
        if path.is_dir() {
            all.extend(tree(&path));
        } else {
            let bytes = std::fs::read(&path).unwrap();
            all.push((path, bytes));
        }
    }
    all.sort();
    all
}
