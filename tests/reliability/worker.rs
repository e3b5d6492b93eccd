//! The other process: what is killed, limited or watched while it saves.

use crate::documents::{number, session};
use jiff::Timestamp;
use std::io::{BufRead, BufReader, Lines, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Duration;
use stipple::model::SeriesId;
use stipple::store::{Disk, Expected, Generations, SeriesFolder, SeriesLock, Taken, read_session, save};

/// A running worker.
pub(crate) struct Worker {
    pub(crate) child: Child,
    pub(crate) input: ChildStdin,
    pub(crate) lines: Lines<BufReader<ChildStdout>>,
}

impl Worker {
    /// Starts this program again with a job.
    pub(crate) fn start(words: &[&str]) -> Self {
        Self::of(Command::new(std::env::current_exe().unwrap()).arg("worker").args(words))
    }

    /// Starts a command that is a worker in the end.
    pub(crate) fn of(command: &mut Command) -> Self {
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        Self { input: child.stdin.take().unwrap(), lines, child }
    }

    /// The next line it says.
    pub(crate) fn line(&mut self) -> Option<String> {
        self.lines.next().and_then(Result::ok)
    }

    /// Asks for something and returns the answer.
    pub(crate) fn ask(&mut self, words: &str) -> String {
        writeln!(self.input, "{words}").unwrap();
        self.line().unwrap_or_default()
    }

    /// Kills it at once and returns what it had said by then and was not read.
    pub(crate) fn kill(mut self) -> Vec<String> {
        self.child.kill().unwrap_or_default();
        self.child.wait().unwrap();
        self.lines.map_while(Result::ok).collect()
    }
}

/// The file that is saved in a folder.
pub(crate) fn file_in(folder: &Path) -> PathBuf {
    folder.join("sessions/2026-03-02-s1.json")
}

/// The earlier versions of that file.
pub(crate) fn generations_in(folder: &Path) -> Generations {
    Generations::new(folder.join("state/generations"))
}

pub(crate) fn run(words: &[String]) {
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["save", folder] => save_on_and_on(Path::new(folder)),
        ["once", folder] => save_once(Path::new(folder)),
        ["when-asked", folder] => save_when_asked(Path::new(folder)),
        ["meddle", file, count] => meddle(Path::new(file), count.parse().unwrap()),
        ["lock", folder] => take_lock(Path::new(folder)),
        #[cfg(feature = "gui")]
        ["paint", root, folder] => crate::painting::paint(Path::new(root), Path::new(folder)),
        other => panic!("no such job: {other:?}"),
    }
}

fn say(words: impl std::fmt::Display) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{words}").unwrap();
    out.flush().unwrap();
}

/// Saves version after version as the window does: says that it begins, and then each number once it is acknowledged.
fn save_on_and_on(folder: &Path) {
    let _lock = SeriesLock::take(&folder.join("state/locks"), &SeriesId::new("c1").unwrap(), "").unwrap();
    let (file, generations) = (file_in(folder), generations_in(folder));
    SeriesFolder::sweep(&Disk, folder, &generations, Timestamp::now()).unwrap();
    let loaded = read_session(&file).ok();
    let mut last = if loaded.is_some() { number(&file).unwrap() } else { 0 };
    let mut expected = loaded.map_or(Expected::Nothing, |loaded| Expected::Content(loaded.hash));
    say("begins");
    loop {
        last += 1;
        let kept = Some((&generations, Timestamp::now()));
        let saved = SeriesFolder::save_session(&Disk, &file, &session(last), expected, kept).unwrap();
        assert!(saved.generation_error.is_none(), "{:?}", saved.generation_error);
        expected = Expected::Content(saved.hash);
        say(last);
    }
}

/// Saves over the file that is there, once, without earlier versions.
fn save_once(folder: &Path) {
    let file = folder.join("a.json");
    let expected = Expected::Content(blake3::hash(&std::fs::read(&file).unwrap()));
    save(&Disk, &file, b"{\"new\": 1}\n", expected, None).unwrap();
}

/// Saves 20,020 bytes whenever it is asked, over the ones before.
fn save_when_asked(folder: &Path) {
    let file = folder.join("a.json");
    let generations = generations_in(folder);
    for (i, _) in std::io::stdin().lines().enumerate() {
        let bytes = vec![b'0' + (i % 10) as u8; 20_020];
        let expected = match std::fs::read(&file) {
            Ok(held) => Expected::Content(blake3::hash(&held)),
            Err(_) => Expected::Nothing,
        };
        match save(&Disk, &file, &bytes, expected, Some((&generations, Timestamp::now()))) {
            Ok(_) => say("saved"),
            Err(error) => say(error.to_string().replace('\n', " ")),
        }
    }
}

/// Another program: changes the practitioner in a file again and again, and sees whether a change of its own went
/// away. It says how many did, and how often it wrote.
fn meddle(file: &Path, count: u64) {
    let mut lost = 0;
    let read = || read_session(file).unwrap().value;
    let mark = |session: &stipple::model::Session| -> u64 {
        session.practitioner.as_deref().and_then(|text| text.parse().ok()).unwrap_or(0)
    };
    let mut chance = crate::Chance(7);
    for number in 1..=count {
        std::thread::sleep(Duration::from_micros(chance.below(1500)));
        // While the other puts back what it nearly overwrote, the one before can be seen for some microseconds.
        let mut found = read();
        for _ in 0..50 {
            if mark(&found) >= number - 1 {
                break;
            }
            std::thread::sleep(Duration::from_millis(1));
            found = read();
        }
        lost += u64::from(mark(&found) < number - 1);
        found.practitioner = Some(number.to_string());
        let beside = file.with_extension(format!("theirs-{number}"));
        let text = stipple::store::session_text(&found).unwrap();
        std::fs::File::create(&beside).unwrap().write_all(text.as_bytes()).unwrap();
        std::fs::rename(&beside, file).unwrap();
    }
    say(lost);
}

/// Takes the right to write when asked, and keeps it until it is killed.
fn take_lock(folder: &Path) {
    let mut held = Vec::new();
    for _ in std::io::stdin().lines() {
        let who = format!("process {}", std::process::id());
        match SeriesLock::take(&folder.join("locks"), &SeriesId::new("c1").unwrap(), &who).unwrap() {
            Taken::Held(lock) => {
                say("taken");
                held.push(lock);
            }
            Taken::Elsewhere(holder) => say(holder.unwrap_or_default()),
        }
    }
}
