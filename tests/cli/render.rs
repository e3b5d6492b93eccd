//! `stipple render`: pictures.

use crate::png::Png;
use crate::sample::{Copy, answer, failed_line, failure, run, series, stipple, texts};
use std::ffi::{OsStr, OsString};
use std::path::Path;
use std::process::Output;

const MAPS: [&str; 8] =
    ["passes", "sessions", "days-since", "directions", "density", "gap", "difference", "asymmetry"];

/// What a map asks for besides.
fn besides(map: &str) -> &'static [&'static str] {
    if map == "difference" { &["--compare", "1"] } else { &[] }
}

fn arguments(folder: &Path, out: &Path, more: &[&str]) -> Vec<OsString> {
    let mut all: Vec<OsString> = vec!["render".into(), folder.into(), "--out".into(), out.into()];
    for (option, value) in [("--diagram", "face-front"), ("--map", "passes"), ("--width", "240")] {
        if !more.contains(&option) {
            all.extend([option.into(), value.into()]);
        }
    }
    all.extend(more.iter().map(OsString::from));
    all
}

fn render(folder: &Path, out: &Path, more: &[&str]) -> Png {
    let text = answer(arguments(folder, out, more));
    assert_eq!(text, format!("Wrote {}\n", out.display()));
    Png::read(out)
}

fn names(folder: &Path) -> Vec<String> {
    let items = std::fs::read_dir(folder).unwrap();
    let mut names: Vec<String> =
        items.map(|item| item.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[test]
fn every_map_is_drawn_in_both_themes_and_the_same_every_time() {
    let scratch = tempfile::tempdir().unwrap();
    let folder = series("acne-scars-face");
    let mut pictures = Vec::new();
    for map in MAPS {
        for theme in ["light", "dark"] {
            let more = [&["--map", map, "--theme", theme], besides(map)].concat();
            let (one, two) = (scratch.path().join("one.png"), scratch.path().join("two.png"));
            let png = render(&folder, &one, &more);
            render(&folder, &two, &more);
            assert_eq!(std::fs::read(&one).unwrap(), std::fs::read(&two).unwrap(), "{map}, {theme}");
            assert_eq!((png.width, png.colour, png.depth), (240, png::ColorType::Rgb, png::BitDepth::Eight));
            assert!(png.height > 240, "a face is higher than it is wide: {}", png.height);
            pictures.push(png);
        }
    }
    for (i, png) in pictures.iter().enumerate() {
        assert!(pictures.iter().skip(i + 1).all(|other| other != png), "two maps look the same");
    }
    assert_eq!(names(scratch.path()), ["one.png", "two.png"]);
}

#[test]
fn a_picture_is_as_wide_as_it_is_told() {
    let scratch = tempfile::tempdir().unwrap();
    let out = scratch.path().join("a.png");
    for width in ["64", "65", "1001"] {
        let png = render(&series("chin-and-jaw"), &out, &["--width", width]);
        assert_eq!(png.width.to_string(), width);
    }
    // Raw rasters have a width of their own.
    let raw = render(&series("chin-and-jaw"), &out, &["--raw", "--width", "64"]);
    assert_eq!((raw.width, raw.height), (1040, 1360));
    for width in ["63", "16385", "0", "-1", "wide", "99999999999"] {
        let option = format!("--width={width}");
        let mut all = arguments(&series("chin-and-jaw"), &out, &["--width"]);
        all.retain(|argument| argument != "--width");
        all.push(option.into());
        let output = stipple().args(all).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{width}");
    }
}

#[test]
fn a_session_and_the_day_change_the_picture_and_the_client_can_be_left_out() {
    let scratch = tempfile::tempdir().unwrap();
    let folder = series("acne-scars-face");
    let draw = |more: &[&str]| render(&folder, &scratch.path().join("a.png"), more);
    let all = draw(&[]);
    assert_ne!(draw(&["--session", "1"]), all);
    assert_ne!(draw(&["--session", "1"]), draw(&["--session", "2"]));
    assert_ne!(draw(&["--anonymous"]), all);
    let since = |day: &str| draw(&["--map", "days-since", "--on", day, "--raw"]).values();
    let (near, far) = (since("2026-03-03"), since("2026-03-13"));
    let grown = near.iter().zip(&far).all(|(a, b)| a == b && *a == u16::MAX || a + 10 == *b);
    assert!(grown, "every day counts one");
    for day in ["9999-12-31", "0001-01-01", "1960-02-29"] {
        let values = since(day);
        assert!(values.iter().any(|n| *n < u16::MAX), "{day}");
    }
}

#[test]
fn a_map_that_needs_a_plan_says_so_where_there_is_none() {
    let scratch = tempfile::tempdir().unwrap();
    let out = scratch.path().join("a.png");
    for more in [&["--map", "gap"][..], &["--map", "gap", "--raw"]] {
        let line = failure(arguments(&series("chin-and-jaw"), &out, more));
        assert!(line.contains("no plan") && line.contains("another map"), "{line}");
    }
    assert!(names(scratch.path()).is_empty());
}

#[test]
fn a_difference_names_what_it_is_taken_to_and_asymmetry_needs_a_midline() {
    let scratch = tempfile::tempdir().unwrap();
    let (folder, out) = (series("acne-scars-face"), scratch.path().join("a.png"));
    let draw = |more: &[&str]| render(&folder, &out, more);
    let difference = ["--map", "difference", "--session", "3", "--compare"];
    let to = |compare: &str, more: &[&str]| draw(&[&difference[..], &[compare], more].concat());
    assert_ne!(to("1", &[]), to("2", &[]));
    assert_ne!(to("1", &[]), to("1-2", &[]), "a range is the sum of its sessions");
    assert_ne!(to("1", &["--smooth", "0"]), to("1", &[]));
    assert_eq!(to("1", &["--smooth", "10"]), to("1", &[]), "10 mm unless something else is asked for");
    assert_eq!(to("1", &["--raw", "--smooth", "0"]), to("1", &["--raw"]), "a raster is never averaged");
    let wrong = |more: &[&str]| stipple().args(arguments(&folder, &out, more)).output().unwrap();
    assert_eq!(wrong(&["--map", "difference"]).status.code(), Some(2), "there is nothing to compare with");
    for smooth in ["-1", "51", "NaN", "wide"] {
        let option = format!("--smooth={smooth}");
        assert_eq!(wrong(&["--map", "asymmetry", &option]).status.code(), Some(2), "{smooth}");
    }
    let line = failure(arguments(&folder, &out, &["--compare", "1"]));
    assert!(line.contains("--compare") && line.contains("difference"), "{line}");
    for compare in ["4", "0", "2-1", "1-4", "1-", "-2"] {
        let option = format!("--compare={compare}");
        let line = failure(arguments(&folder, &out, &["--map", "difference", &option]));
        assert!(line.contains(&format!("no session {compare};")), "{line}");
    }
    let side = ["--diagram", "face-left", "--map", "asymmetry"];
    let line = failure(arguments(&folder, &out, &side));
    assert!(line.contains("face-left has no midline"), "{line}");
}

#[test]
fn a_failed_run_leaves_the_old_picture_and_nothing_beside_it() {
    let scratch = tempfile::tempdir().unwrap();
    let out = scratch.path().join("a.png");
    render(&series("chin-and-jaw"), &out, &[]);
    let before = std::fs::read(&out).unwrap();
    for more in [&["--map", "gap"][..], &["--session", "9"], &["--diagram", "nowhere"]] {
        failure(arguments(&series("chin-and-jaw"), &out, more));
        assert_eq!(std::fs::read(&out).unwrap(), before);
    }
    assert_eq!(names(scratch.path()), ["a.png"]);
    // A run that succeeds replaces it.
    render(&series("chin-and-jaw"), &out, &["--theme", "dark"]);
    assert_ne!(std::fs::read(&out).unwrap(), before);
}

#[cfg(unix)]
#[test]
fn a_full_disk_leaves_the_old_picture_and_nothing_beside_it() {
    let scratch = tempfile::tempdir().unwrap();
    let out = scratch.path().join("a.png");
    crate::sample::put(&out, "old");
    let folder = series("chin-and-jaw");
    let all = arguments(&folder, &out, &[]);
    let all: Vec<&OsStr> = all.iter().map(OsString::as_os_str).collect();
    for blocks in [0, 1, 10] {
        let Some(output) = crate::sample::run_with_small_files(blocks, &all) else {
            println!("skipped: there is no shell that limits the size of files");
            return;
        };
        let line = failed_line(&output);
        assert!(line.contains("writing the new file failed"), "{line}");
        assert_eq!(std::fs::read(&out).unwrap(), b"old");
        assert_eq!(names(scratch.path()), ["a.png"]);
    }
}

#[test]
fn a_missing_folder_or_a_folder_in_the_place_of_the_picture_is_an_error() {
    let scratch = tempfile::tempdir().unwrap();
    for more in [&[][..], &["--raw"]] {
        let line = failure(arguments(&series("chin-and-jaw"), &scratch.path().join("not there/a.png"), more));
        assert!(line.contains("not there"), "{line}");
        failure(arguments(&series("chin-and-jaw"), scratch.path(), more));
        failure(arguments(&series("chin-and-jaw"), &scratch.path().join("a.png/b.png"), more));
    }
    assert!(names(scratch.path()).is_empty());
}

#[test]
fn a_name_without_a_folder_is_written_in_the_current_one() {
    let scratch = tempfile::tempdir().unwrap();
    let in_folder = |name: &str| -> Output {
        let all = arguments(&series("chin-and-jaw"), Path::new(name), &["--raw"]);
        stipple().current_dir(scratch.path()).args(all).output().unwrap()
    };
    let long = format!("{}.png", "瘢".repeat(80));
    for name in ["new.png", "new.png", "./other.png", "./-a b é.png", &long] {
        let output = in_folder(name);
        assert!(output.status.success(), "{name}: {}", texts(&output).1);
        Png::read(&scratch.path().join(name));
    }
    assert_eq!(names(scratch.path()).len(), 4, "{:?}", names(scratch.path()));
}

#[cfg(unix)]
#[test]
fn a_picture_over_a_link_goes_where_the_link_leads() {
    let scratch = tempfile::tempdir().unwrap();
    let (file, link) = (scratch.path().join("file.png"), scratch.path().join("link.png"));
    crate::sample::put(&file, "old");
    std::os::unix::fs::symlink("file.png", &link).unwrap();
    render(&series("chin-and-jaw"), &link, &[]);
    assert!(std::fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(Png::read(&file), Png::read(&link));
}

/// A pipe or a device is no place for a file: reading it may never end, and replacing it breaks what it is for.
#[cfg(unix)]
#[test]
fn a_pipe_in_the_place_of_the_picture_is_refused_and_left_alone() {
    use std::os::unix::fs::FileTypeExt;
    let scratch = tempfile::tempdir().unwrap();
    let pipe = scratch.path().join("a.png");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    if !made.is_ok_and(|status| status.success()) {
        println!("skipped: there is no mkfifo here");
        return;
    }
    let mut command = stipple();
    command
        .args(arguments(&series("chin-and-jaw"), &pipe, &["--raw"]))
        .timeout(std::time::Duration::from_secs(20));
    let line = failed_line(&command.output().unwrap());
    assert!(line.contains("no file") && line.ends_with("a.png"), "{line}");
    assert!(std::fs::metadata(&pipe).unwrap().file_type().is_fifo());
}

#[test]
fn any_title_and_client_can_be_drawn() {
    let copy = Copy::of("chin-and-jaw");
    let out = copy.beside("a.png");
    let long = "long ".repeat(2000);
    for text in [
        "<b>&amp; \"x\" 'y' ]]>",
        "a\nb\tc",
        "\u{1}\u{1b}[31m\u{7f}",
        "瘢痕 🩹 עברית",
        "",
        "\u{fffe}",
        "\0",
        &long,
    ] {
        copy.change(|series| {
            series.title = text.to_owned();
            series.client.name = Some(text.to_owned());
        });
        render(&copy.path, &out, &[]);
    }
}

#[test]
fn a_series_without_sessions_can_be_drawn() {
    let copy = Copy::of("acne-scars-face");
    for path in copy.sessions() {
        std::fs::remove_file(path).unwrap();
    }
    // A difference has nothing to be taken to; it says so.
    let line =
        failure(arguments(&copy.path, &copy.beside("a.png"), &["--map", "difference", "--compare", "1"]));
    assert!(line.contains("no session 1; the series has 0"), "{line}");
    for map in MAPS.into_iter().filter(|map| *map != "difference") {
        render(&copy.path, &copy.beside("a.png"), &["--map", map]);
        let values = render(&copy.path, &copy.beside("raw.png"), &["--map", map, "--raw"]).values();
        let nothing = match map {
            "days-since" => u16::MAX,
            "asymmetry" => 32_768,
            _ => 0,
        };
        // After no session nothing is missing yet.
        assert!(values.iter().all(|value| *value == nothing), "{map}");
    }
}

#[test]
fn a_picture_has_the_parts_and_the_ground_that_it_is_told() {
    let scratch = tempfile::tempdir().unwrap();
    let (folder, out) = (series("forehead-lines"), scratch.path().join("a.png"));
    let scaled = answer(
        ["render", "--diagram", "face-front", "--map", "passes", "--scale", "2", "--without", "title,legend"]
            .map(OsString::from)
            .into_iter()
            .chain([folder.clone().into(), "--out".into(), out.clone().into()]),
    );
    assert_eq!(scaled, format!("Wrote {}\n", out.display()));
    assert_eq!(Png::read(&out).width, 2400);
    let heights: Vec<u32> = ["outlines", "scale-bar", "scale-bar,title", "scale-bar,title,legend"]
        .map(|parts| render(&folder, &out, &["--without", parts]).height)
        .into();
    let whole = render(&folder, &out, &[]);
    assert!(heights[0] == whole.height && heights[1] < heights[0], "{heights:?}");
    assert!(heights[2] == heights[1] && heights[3] < heights[2], "{heights:?}");
    assert_eq!(
        (whole.colour, render(&folder, &out, &["--transparent"]).colour),
        (png::ColorType::Rgb, png::ColorType::Rgba)
    );
    assert_eq!(run(arguments(&folder, &out, &["--scale", "2"])).status.code(), Some(2), "either of them");
    assert_eq!(run(arguments(&folder, &out, &["--without", "face"])).status.code(), Some(2), "no such part");
}

#[test]
fn a_file_that_ends_in_svg_is_svg() {
    let scratch = tempfile::tempdir().unwrap();
    let (folder, out) = (series("acne-scars-face"), scratch.path().join("a.svg"));
    let svg = |more: &[&str]| {
        answer(arguments(&folder, &out, more));
        std::fs::read_to_string(&out).unwrap()
    };
    let first = svg(&["--theme", "dark"]);
    assert!(first.starts_with("<?xml") && first.contains(">A. Morgan · Acne scars, face</text>"));
    assert_eq!(first, svg(&["--theme", "dark"]), "the same every time");
    assert!(!svg(&["--anonymous"]).contains("Morgan"));
    assert!(failure(arguments(&folder, &out, &["--raw"])).contains("--raw is a PNG"));
}
