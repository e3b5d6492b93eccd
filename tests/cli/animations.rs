//! `stipple export` as GIF, APNG and contact sheet.

use crate::png::Png;
use crate::sample::{Copy, answer, failure, series};
use std::ffi::OsStr;
use std::path::Path;
use std::process::Command;

fn export(folder: &Path, format: &str, out: &Path, more: &[&str]) -> Vec<u8> {
    let arguments =
        ["export".as_ref(), folder.as_os_str(), "--out".as_ref(), out.as_os_str(), "--format".as_ref()];
    answer(arguments.into_iter().chain([OsStr::new(format)]).chain(more.iter().map(OsStr::new)));
    std::fs::read(out).unwrap()
}

/// The frames of a GIF as whole pictures, with their delays.
fn gif_frames(bytes: &[u8]) -> Vec<(Vec<u8>, u16)> {
    let mut options = gif::DecodeOptions::new();
    options.set_color_output(gif::ColorOutput::Indexed);
    let mut decoder = options.read_info(bytes).unwrap();
    assert_eq!(decoder.repeat(), gif::Repeat::Infinite);
    let width = usize::from(decoder.width());
    let mut picture = vec![0; width * usize::from(decoder.height())];
    let mut frames = Vec::new();
    while let Some(frame) = decoder.read_next_frame().unwrap() {
        for (y, row) in frame.buffer.chunks(usize::from(frame.width)).enumerate() {
            let at = (usize::from(frame.top) + y) * width + usize::from(frame.left);
            picture[at..at + row.len()].copy_from_slice(row);
        }
        frames.push((picture.clone(), frame.delay));
    }
    frames
}

#[test]
fn a_gif_has_a_frame_a_session() {
    let scratch = tempfile::tempdir().unwrap();
    let (one, two) = (scratch.path().join("one.gif"), scratch.path().join("two.gif"));
    let folder = series("acne-scars-face");
    let bytes = export(&folder, "gif", &one, &["--width", "300"]);
    assert_eq!(bytes, export(&folder, "gif", &two, &["--width", "300"]));
    let frames = gif_frames(&bytes);
    assert_eq!(frames.iter().map(|(_, delay)| *delay).collect::<Vec<_>>(), [100, 100, 300]);
    assert!(frames[0].0 != frames[1].0 && frames[1].0 != frames[2].0);
}

#[test]
fn an_apng_has_a_frame_a_session_and_all_colours() {
    let scratch = tempfile::tempdir().unwrap();
    let (out, render) = (scratch.path().join("a.png"), scratch.path().join("b.png"));
    let folder = series("acne-scars-face");
    let bytes = export(&folder, "apng", &out, &["--width", "300", "--theme", "dark"]);
    let mut reader = png::Decoder::new(std::io::Cursor::new(&bytes)).read_info().unwrap();
    let control = *reader.info().animation_control().unwrap();
    assert_eq!((control.num_frames, control.num_plays), (3, 0));
    let (width, height) = (reader.info().width as usize, reader.info().height as usize);
    let mut picture = vec![0; width * height * 3];
    for _ in 0..3 {
        let mut data = vec![0; reader.output_buffer_size().unwrap()];
        let frame = reader.next_frame(&mut data).unwrap();
        let control = *reader.info().frame_control().unwrap();
        let row = frame.width as usize * 3;
        for y in 0..frame.height as usize {
            let at = ((control.y_offset as usize + y) * width + control.x_offset as usize) * 3;
            picture[at..at + row].copy_from_slice(&data[y * row..(y + 1) * row]);
        }
    }
    // The last frame is the picture of the whole series, but for what the legend says of it.
    let arguments = ["render".as_ref(), folder.as_os_str(), "--out".as_ref(), render.as_os_str()];
    let more =
        ["--diagram", "face-front", "--map", "passes", "--width", "300", "--theme", "dark", "--anonymous"];
    answer(arguments.into_iter().chain(more.map(OsStr::new)));
    let whole = Png::read(&render);
    assert_eq!((whole.width as usize, whole.height as usize), (width, height));
    let below_the_head = width * 3 * 40;
    assert!(picture[below_the_head..] == whole.data[below_the_head..]);
}

#[test]
fn a_sheet_shows_every_session() {
    let scratch = tempfile::tempdir().unwrap();
    let (one, two) = (scratch.path().join("one.png"), scratch.path().join("two.png"));
    let folder = series("acne-scars-face");
    let bytes = export(&folder, "sheet", &one, &["--width", "600"]);
    assert_eq!(bytes, export(&folder, "sheet", &two, &["--width", "600"]));
    let png = Png::read(&one);
    assert_eq!(png.width, 600);
    // One session more is another page; one session alone fills it.
    let copy = Copy::of("acne-scars-face");
    copy.add(|session| session.id = stipple::model::SessionId::new("more").unwrap());
    assert_ne!(bytes, export(&copy.path, "sheet", &two, &["--width", "600"]));
    export(&folder, "sheet", &two, &["--width", "600", "--session", "1"]);
    assert!(Png::read(&two).height > png.width);
}

#[test]
fn no_session_is_no_animation() {
    let copy = Copy::of("acne-scars-face");
    for path in copy.sessions() {
        std::fs::remove_file(path).unwrap();
    }
    for format in ["gif", "apng", "sheet"] {
        let out = copy.beside("a.gif");
        let arguments = ["export".as_ref(), copy.path.as_os_str(), "--out".as_ref(), out.as_os_str()];
        let more = ["--diagram", "face-front", "--format", format].map(OsStr::new);
        let line = failure(arguments.into_iter().chain(more));
        assert!(line.contains("has no session yet") && !out.exists(), "{line}");
    }
}

#[test]
fn another_program_counts_the_same_frames() {
    let scratch = tempfile::tempdir().unwrap();
    for (format, name) in [("gif", "a.gif"), ("apng", "a.png")] {
        let out = scratch.path().join(name);
        export(&series("acne-scars-face"), format, &out, &["--width", "300"]);
        let arguments =
            ["-v", "error", "-count_frames", "-show_entries", "stream=nb_read_frames", "-of", "csv=p=0"];
        let reader: &[&str] = if format == "apng" { &["-f", "apng"] } else { &[] };
        let Ok(output) = Command::new("ffprobe").args(arguments).args(reader).arg(&out).output() else {
            eprintln!("skipped: there is no ffprobe");
            return;
        };
        assert_eq!(String::from_utf8_lossy(&output.stdout).trim(), "3", "{format}: {output:?}");
        assert!(output.stderr.is_empty(), "{output:?}");
    }
}
