//! What leaves the library: P26, P27, P29, P30. A client with a name that occurs nowhere else is looked for.

use crate::{Fault, Outcome, Scale, hold};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use stipple::model::{DEVICE_PRESETS, Device, DeviceId, Moment, Series, SeriesId, Session, SessionId};
use stipple::store::{Disk, Expected, Generations, Library, SeriesFolder, erase, plan_erase};

/// Words that stand for a client, and occur nowhere else.
const CANARY: [&str; 2] = ["Zephyrine Quickbeam", "QX-77341-canary"];

fn moment() -> Moment {
    "2026-03-02T10:05:00+01:00".parse().unwrap()
}

/// A library with a series of the client that is looked for, and a session with paint.
pub(crate) fn canary_series(root: &Path) -> PathBuf {
    let mut series = Series::new(SeriesId::fresh(), "Cheeks");
    series.client.name = Some(CANARY[0].to_owned());
    series.client.reference = Some(CANARY[1].to_owned());
    let folder = Library::new(root.join("library")).create_series(&Disk, &series).unwrap();
    let mut session = Session::new(SessionId::fresh(), series.id, moment());
    let roller: Device = DEVICE_PRESETS[0].device(DeviceId::new("roller").unwrap());
    session.entries = crate::documents::session(1).entries;
    session.devices = vec![roller];
    let path = SeriesFolder::session_path(&folder, &session);
    SeriesFolder::save_session(&Disk, &path, &session, Expected::Nothing, None).unwrap();
    folder
}

/// The files below a folder, apart from some, that hold the client's words in their bytes or their names.
fn hits(folder: &Path, except: &[PathBuf]) -> Vec<PathBuf> {
    let Ok(items) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut found = Vec::new();
    for path in items.filter_map(|item| Some(item.ok()?.path())).filter(|path| !except.contains(path)) {
        if path.is_dir() {
            found.extend(hits(&path, except));
        }
        let bytes = std::fs::read(&path).unwrap_or_default();
        if holds(&bytes) || holds(path.as_os_str().as_encoded_bytes()) {
            found.push(path);
        }
    }
    found
}

/// Whether bytes hold the client's words, as UTF-8 or UTF-16.
fn holds(bytes: &[u8]) -> bool {
    let wide = |word: &str, big: bool| -> Vec<u8> {
        word.encode_utf16()
            .flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() })
            .collect()
    };
    CANARY.iter().any(|word| {
        [word.as_bytes().to_vec(), wide(word, true), wide(word, false)]
            .iter()
            .any(|wanted| bytes.windows(wanted.len()).any(|window| window == wanted))
    })
}

/// The program's own command line, with folders of its own.
fn stipple(root: &Path, words: &[&str]) -> Result<std::process::Output, Fault> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_stipple"));
    command.env("HOME", root).env("XDG_STATE_HOME", root.join("state")).env("TMPDIR", root.join("tmp"));
    command.args(words).output().map_err(|e| Fault::Skipped(format!("the program cannot be run: {e}")))
}

/// Reads what a tool makes of a file; none where the tool is not here.
fn unpacked(tool: &[&str], file: &Path) -> Option<Vec<u8>> {
    let (name, words) = tool.split_first()?;
    let words = words.iter().map(|word| if *word == "FILE" { file.to_str().unwrap() } else { word });
    Some(Command::new(name).args(words).output().ok()?.stdout)
}

pub(crate) fn exports(_: Scale) -> Outcome {
    let place = tempfile::tempdir().unwrap();
    let root = place.path();
    std::fs::create_dir(root.join("tmp")).unwrap();
    let folder = canary_series(root);
    let series = folder.to_str().unwrap();
    let out = root.join("out");
    std::fs::create_dir(&out).unwrap();
    let mut made: Vec<PathBuf> = Vec::new();
    let mut write = |name: &str, words: &[&str], anonymous: &[&str]| -> Result<(), Fault> {
        let file = out.join(name);
        let (command, rest) = words.split_first().unwrap();
        let mut line = vec![*command, series];
        line.extend(rest);
        line.extend(anonymous);
        line.extend(["--out", file.to_str().unwrap()]);
        let ran = stipple(root, &line)?;
        hold(ran.status.success(), || format!("{name}: {}", String::from_utf8_lossy(&ran.stderr)))?;
        made.push(file);
        Ok(())
    };
    let none = ["--client", "none"];
    write("report.pdf", &["report"], &none)?;
    write("map.png", &["render", "--diagram", "face-front", "--map", "passes"], &["--anonymous"])?;
    for (name, words) in [
        ("zones.csv", &["csv", "--table", "zones"][..]),
        ("entries.csv", &["csv", "--table", "entries"]),
        ("observations.csv", &["csv", "--table", "observations"]),
        ("sessions.json", &["json", "--table", "sessions"]),
        ("raster.png", &["raster"]),
        ("next.ics", &["ics", "--with-held"]),
        ("r4.json", &["fhir"]),
        ("r5.json", &["fhir", "--fhir", "r5"]),
        ("series.gif", &["gif"]),
        ("series.png", &["apng"]),
        ("sheet.png", &["sheet"]),
        ("series.zip", &["zip"]),
    ] {
        let line: Vec<&str> = ["export", "--format"].iter().chain(words).copied().collect();
        write(name, &line, &none)?;
    }
    let found = hits(&out, &[]);
    hold(found.is_empty(), || format!("the client is in {found:?}"))?;
    let mut inside = 0;
    let tools: [(&str, &[&str]); 4] = [
        ("report.pdf", &["pdftotext", "FILE", "-"]),
        ("report.pdf", &["qpdf", "--qdf", "--object-streams=disable", "FILE", "-"]),
        ("report.pdf", &["pdfinfo", "FILE"]),
        ("series.zip", &["unzip", "-p", "FILE"]),
    ];
    for (name, tool) in tools {
        let Some(bytes) = unpacked(tool, &out.join(name)).filter(|bytes| !bytes.is_empty()) else { continue };
        hold(!holds(&bytes), || format!("{} finds the client in {name}", tool[0]))?;
        inside += 1;
    }
    Ok(format!("{} files of every format, {inside} of {} unpacked: 0 hits", made.len(), tools.len()))
}

pub(crate) fn erased(_: Scale) -> Outcome {
    let place = tempfile::tempdir().unwrap();
    let (root, state) = (place.path(), place.path().join("state"));
    let folder = canary_series(root);
    let generations = Generations::in_state(&state);
    for n in 0..30 {
        let file = SeriesFolder::series_path(&folder);
        let loaded = stipple::store::read_series(&file).unwrap();
        let series = Series { notes: format!("{} {n}", CANARY[0]), ..loaded.value };
        let kept = Some((&generations, moment().plus_ms(n * 60_000).timestamp()));
        SeriesFolder::save_series(&Disk, &folder, &series, Expected::Content(loaded.hash), kept).unwrap();
    }
    let before = hits(root, &[]).len();
    hold(before > 20, || format!("only {before} files hold the client before"))?;
    let plan = plan_erase(&folder, &state).map_err(|e| Fault::Broken(e.to_string()))?;
    erase(&Disk, &plan, &state, moment()).map_err(|e| Fault::Broken(e.to_string()))?;
    let found = hits(root, &[]);
    hold(found.is_empty(), || format!("the client is still in {found:?}"))?;
    Ok(format!("{before} files held the client before: 0 after"))
}

/// A screen that nobody sees.
struct Screen {
    child: Child,
    name: String,
}

impl Screen {
    fn new() -> Result<Self, Fault> {
        let mut command = Command::new("Xvfb");
        command.args(["-displayfd", "1", "-screen", "0", "1440x900x24", "-nolisten", "tcp"]);
        let started = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
        let mut child = started.map_err(|e| Fault::Skipped(format!("Xvfb cannot be started: {e}")))?;
        let mut line = String::new();
        let out = child.stdout.take().unwrap();
        std::io::BufRead::read_line(&mut std::io::BufReader::new(out), &mut line).unwrap();
        Ok(Self { child, name: format!(":{}", line.trim()) })
    }

    /// Moves and clicks as a hand would; the words of xdotool.
    fn drive(&self, words: &str) -> Result<String, Fault> {
        let ran = Command::new("xdotool").env("DISPLAY", &self.name).args(words.split(' ')).output();
        let ran = ran.map_err(|e| Fault::Skipped(format!("xdotool cannot be started: {e}")))?;
        Ok(String::from_utf8_lossy(&ran.stdout).into_owned())
    }

    /// Waits until the program has a window. On a machine without OpenGL it ends and says so.
    fn wait(&self, program: &mut Child) -> Result<(), Fault> {
        let began = Instant::now();
        while self.drive("search --onlyvisible --name Stipple")?.trim().is_empty() {
            if program.try_wait().is_ok_and(|ended| ended.is_some()) {
                return Err(Fault::Skipped("no window can be opened here".to_owned()));
            }
            let late = began.elapsed() > Duration::from_mins(1);
            hold(!late, || "there is no window after a minute".to_owned())?;
            std::thread::sleep(Duration::from_millis(100));
        }
        Ok(())
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        self.child.kill().unwrap_or_default();
        self.child.wait().unwrap();
    }
}

/// Opens the window on a series, under a tool if one is named, and works in it: strokes, menus, Review, the library.
fn session_in_window(root: &Path, folder: &Path, under: &[&str]) -> Result<(), Fault> {
    /// The upper bar and the canvas, in a window of 1440 by 900.
    const SCRIPT: [&str; 12] = [
        "mousemove 500 300 mousedown 1 mousemove 560 320 mousemove 620 330 mouseup 1",
        "mousemove 500 400 mousedown 1 mousemove 560 420 mousemove 620 430 mouseup 1",
        "mousemove 753 24 click 1",
        "mousemove 700 400",
        "mousemove 690 24 click 1",
        "mousemove 1330 24 click 1",
        "mousemove 300 700 click 1",
        "mousemove 1412 24 click 1",
        "mousemove 300 700 click 1",
        "mousemove 180 24 click 1",
        "mousemove 60 24 click 1",
        "mousemove 600 300 click 1",
    ];
    let screen = Screen::new()?;
    let mut line: Vec<&str> = under.to_vec();
    line.extend(["timeout", "-s", "TERM", "40", env!("CARGO_BIN_EXE_stipple"), folder.to_str().unwrap()]);
    let mut command = Command::new(line[0]);
    command.args(&line[1..]).env("DISPLAY", &screen.name).env("HOME", root).env_remove("WAYLAND_DISPLAY");
    for (name, place) in [
        ("XDG_STATE_HOME", "state"),
        ("XDG_CONFIG_HOME", "config"),
        ("XDG_DATA_HOME", "data"),
        ("TMPDIR", "tmp"),
    ] {
        std::fs::create_dir_all(root.join(place)).unwrap();
        command.env(name, root.join(place));
    }
    let started = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    let mut child = started.map_err(|e| Fault::Skipped(format!("{} cannot be started: {e}", line[0])))?;
    screen.wait(&mut child)?;
    std::thread::sleep(Duration::from_secs(2));
    for words in SCRIPT {
        screen.drive(words)?;
        std::thread::sleep(Duration::from_millis(300));
    }
    std::thread::sleep(Duration::from_secs(1));
    // The screen goes away under it, which ends the program as a crash of the desktop would.
    drop(screen);
    child.wait().unwrap();
    Ok(())
}

pub(crate) fn no_names_outside(_: Scale) -> Outcome {
    let place = tempfile::tempdir().unwrap();
    let root = place.path();
    let folder = canary_series(root);
    let before = std::fs::read(&SeriesFolder::session_paths(&folder).unwrap()[0]).unwrap();
    session_in_window(root, &folder, &[])?;
    let after = std::fs::read(&SeriesFolder::session_paths(&folder).unwrap()[0]).unwrap();
    hold(before != after, || "nothing was painted, so this says nothing".to_owned())?;
    let logs = std::fs::read_dir(root.join("state/stipple/log")).map_or(0, Iterator::count);
    hold(logs > 0, || "there is no log to look at".to_owned())?;
    let generations = root.join("state/stipple/generations");
    let found = hits(root, &[root.join("library"), generations]);
    hold(found.is_empty(), || format!("the client is in {found:?}"))?;
    Ok("a window worked in, log, settings, caches and temporary files looked through: 0 hits".to_owned())
}

pub(crate) fn no_network(_: Scale) -> Outcome {
    let place = tempfile::tempdir().unwrap();
    let root = place.path();
    let folder = canary_series(root);
    let out = root.join("trace");
    let strace =
        ["strace", "-f", "-qq", "-e", "trace=socket,connect,bind,listen", "-o", out.to_str().unwrap()];
    session_in_window(root, &folder, &strace)?;
    let trace = std::fs::read_to_string(&out).unwrap_or_default();
    if trace.is_empty() {
        return Err(Fault::Skipped("strace is not allowed here".to_owned()));
    }
    let calls = trace.lines().filter(|line| line.contains("socket(")).count();
    let is_network = |line: &&str| line.contains("AF_INET") || line.contains("listen(");
    let found: Vec<&str> = trace.lines().filter(is_network).collect();
    hold(found.is_empty(), || format!("{found:?}"))?;
    let foreign: Vec<&str> =
        trace.lines().filter(|line| line.contains("connect(") && !is_desktop(line)).collect();
    hold(foreign.is_empty(), || format!("connected to something else: {foreign:?}"))?;
    Ok(format!("a window worked in: {calls} sockets, all of the display and the desktop bus"))
}

/// Whether a line of the trace connects to the display or the desktop's bus.
fn is_desktop(line: &str) -> bool {
    ["X11-unix", "wayland", "/bus", "dbus", "at-spi", "nscd", "AF_NETLINK"]
        .iter()
        .any(|part| line.contains(part))
}
