//! The program, the sample library, and short ways to run the one on the other.

use assert_cmd::Command;
use serde_json::Value;
use std::ffi::OsStr;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Output;
use std::sync::OnceLock;
use stipple::model::{Series, Session};
use stipple::store::{self, Disk, Expected, SeriesFolder};

/// Every series of the sample library.
pub(crate) const SERIES: [&str; 10] = [
    "acne-scars-back",
    "acne-scars-face",
    "chin-and-jaw",
    "decollete-texture",
    "forehead-lines",
    "hair-thinning-scalp",
    "pigment-left-side",
    "scar-left-forearm",
    "striae-abdomen",
    "striae-thighs",
];

/// The program. It has no display, and would print a backtrace if it panicked.
pub(crate) fn stipple() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_stipple"));
    command.env("RUST_BACKTRACE", "1").env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY");
    command
}

/// Runs the program.
pub(crate) fn run<S: AsRef<OsStr>>(arguments: impl IntoIterator<Item = S>) -> Output {
    stipple().args(arguments).output().unwrap()
}

/// What the program answers when all is well.
pub(crate) fn answer<S: AsRef<OsStr>>(arguments: impl IntoIterator<Item = S>) -> String {
    let output = run(arguments);
    let (out, err) = texts(&output);
    assert!(output.status.success(), "{:?}: {err}", output.status);
    assert!(err.is_empty(), "{err}");
    out
}

/// The answer as JSON.
pub(crate) fn json<S: AsRef<OsStr>>(arguments: impl IntoIterator<Item = S>) -> Value {
    serde_json::from_str(&answer(arguments)).unwrap()
}

pub(crate) fn texts(output: &Output) -> (String, String) {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (text(&output.stdout), text(&output.stderr))
}

/// Asserts that a run failed as every failed run does, and returns its line.
pub(crate) fn failed_line(output: &Output) -> String {
    let (out, err) = texts(output);
    assert_eq!(output.status.code(), Some(1), "{err}");
    assert_eq!(out, "", "a failed run answers nothing");
    let line = err.strip_suffix('\n').unwrap_or_else(|| panic!("no line: {err:?}"));
    assert!(!line.contains(['\n', '\r']), "more than one line: {err}");
    assert!(line.starts_with("stipple: ") && line.len() > "stipple: ".len() + 8, "{line}");
    assert!(!line.contains("panicked") && !line.contains("RUST_BACKTRACE"), "{line}");
    line.to_owned()
}

/// Runs the program, which has to fail, and returns its line.
pub(crate) fn failure<S: AsRef<OsStr>>(arguments: impl IntoIterator<Item = S>) -> String {
    failed_line(&run(arguments))
}

/// The sample library with seed 1, made once and only read.
pub(crate) fn library() -> &'static Path {
    static LIBRARY: OnceLock<PathBuf> = OnceLock::new();
    LIBRARY.get_or_init(|| {
        let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cli sample é");
        if root.exists() {
            std::fs::remove_dir_all(&root).unwrap();
        }
        answer([OsStr::new("demo"), root.as_os_str()]);
        root
    })
}

/// A series of the sample library.
pub(crate) fn series(name: &str) -> PathBuf {
    library().join(name)
}

/// A copy of a series that may be changed, in a folder with spaces and letters beyond ASCII.
pub(crate) struct Copy {
    scratch: tempfile::TempDir,
    pub(crate) path: PathBuf,
}

impl Copy {
    pub(crate) fn of(name: &str) -> Self {
        let scratch = tempfile::tempdir().unwrap();
        let path = scratch.path().join("my séries 瘢").join(name);
        copy_folder(&series(name), &path);
        Self { scratch, path }
    }

    /// A place beside the series.
    pub(crate) fn beside(&self, name: &str) -> PathBuf {
        self.scratch.path().join(name)
    }

    pub(crate) fn sessions(&self) -> Vec<PathBuf> {
        SeriesFolder::session_paths(&self.path).unwrap()
    }

    /// Changes the series file through the library.
    pub(crate) fn change(&self, change: impl FnOnce(&mut Series)) {
        let mut loaded = store::read_series(&SeriesFolder::series_path(&self.path)).unwrap();
        change(&mut loaded.value);
        let expected = Expected::Content(loaded.hash);
        SeriesFolder::save_series(&Disk, &self.path, &loaded.value, expected, None).unwrap();
    }

    /// Adds a session through the library, made from the first one.
    pub(crate) fn add(&self, change: impl FnOnce(&mut Session)) {
        let mut session = store::read_session(&self.sessions()[0]).unwrap().value;
        change(&mut session);
        let path = self.path.join(format!("sessions/added-{}.json", session.id));
        SeriesFolder::save_session(&Disk, &path, &session, Expected::Nothing, None).unwrap();
    }
}

fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for item in std::fs::read_dir(from).unwrap() {
        let path = item.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy_folder(&path, &target);
        } else {
            std::fs::copy(&path, target).unwrap();
        }
    }
}

/// Every file below a folder with its bytes, in order, by its path from there.
pub(crate) fn tree(root: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for item in std::fs::read_dir(folder).unwrap() {
            let path = item.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let bytes = std::fs::read(&path).unwrap();
                found.push((path.strip_prefix(root).unwrap().to_owned(), bytes));
            }
        }
    }
    found.sort();
    found
}

/// Writes a file as any other program would.
pub(crate) fn put(path: &Path, bytes: impl AsRef<[u8]>) {
    std::fs::File::create(path).unwrap().write_all(bytes.as_ref()).unwrap();
}

/// Runs the program from a shell under a limit on the size of files, in blocks of 512 or 1024 bytes; none where
/// there is no such shell.
#[cfg(unix)]
pub(crate) fn run_with_small_files(blocks: u32, arguments: &[&OsStr]) -> Option<Output> {
    let script = format!("trap '' XFSZ; ulimit -f {blocks} || exit 77; exec \"$0\" \"$@\"");
    let output = Command::new("sh")
        .args(["-c", &script, env!("CARGO_BIN_EXE_stipple")])
        .args(arguments)
        .output()
        .ok()?;
    (output.status.code() != Some(77)).then_some(output)
}

/// What a script prints that an independent reader is asked with; none, with a message, where there is no Python.
/// `STIPPLE_PYTHON` names one that has the packages that some scripts ask for.
pub(crate) fn python(script: &str, arguments: &[&OsStr]) -> Option<String> {
    let program = std::env::var_os("STIPPLE_PYTHON").unwrap_or_else(|| "python3".into());
    let Ok(output) = std::process::Command::new(&program).args(["-c", script]).args(arguments).output()
    else {
        eprintln!("skipped: there is no Python to ask");
        return None;
    };
    let (out, err) = texts(&output);
    assert!(output.status.success(), "{err}");
    Some(out)
}
