//! The history of a library: who changed what and when, line by line, so that a line that is changed or taken out later
//! is found.
//!
//! Each computer writes a file of its own, `.stipple/history-WRITER.jsonl` in the library, so that sync engines carry
//! them without conflicts. A line is a JSON object; its `prev` is the BLAKE3 hash of the line before. It names series and
//! sessions by their ids and never a client. What is not shown by it: lines taken off the end, and whoever writes the whole
//! file anew; the copies on other computers would show that.

use super::StoreError;
use super::library::create_folder;
use crate::model::{Moment, SeriesId, SessionId};
use fs_err as fs;
use serde::{Deserialize, Serialize};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// The folder in a library.
const FOLDER: &str = ".stipple";
/// How its names begin and end.
const NAME: (&str, &str) = ("history-", ".jsonl");
/// The longest line, in bytes. Names of people are cut to fit.
const LONGEST: u64 = 4096;
/// The largest file that is read, in bytes.
const LARGEST: u64 = 256 << 20;

/// What was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Did {
    /// A series was made.
    Created,
    /// The series' own file or a session was saved, for the first time in a minute or when the series was left.
    Saved,
    /// A session was removed.
    Removed,
    /// Two versions became one.
    Merged,
    /// An earlier version took the place of what was there.
    Restored,
    /// Something left the program.
    Exported,
    /// A series was erased.
    Erased,
}

/// Something that was done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// When, by the clock of the computer.
    pub at: String,
    /// Who, as the settings or the session name the practitioner.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub who: Option<String>,
    /// What.
    pub did: Did,
    /// To which series.
    pub series: String,
    /// To which of its sessions; none for the series itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session: Option<String>,
    /// The BLAKE3 hash of the file that was written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
}

impl Event {
    /// Something done to a series, or to one of its sessions.
    pub fn new(at: Moment, did: Did, series: &SeriesId, session: Option<&SessionId>) -> Self {
        Self {
            at: at.to_string(),
            who: None,
            did,
            series: series.to_string(),
            session: session.map(ToString::to_string),
            file: None,
        }
    }
}

/// A line as it stands in the file.
#[derive(Debug, Serialize, Deserialize)]
struct Line {
    n: u64,
    prev: String,
    #[serde(flatten)]
    event: Event,
}

/// What was read of a history.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct History {
    /// The events, oldest first.
    pub events: Vec<Event>,
    /// The first line that does not fit the one before, counted from 1, and what is wrong with it.
    pub broken: Option<(usize, &'static str)>,
}

/// The history that this computer writes in a library.
#[derive(Clone, Debug)]
pub struct Journal {
    path: PathBuf,
}

impl Journal {
    /// The history of a library as written by `writer`.
    pub fn new(library: &Path, writer: &str) -> Self {
        let (start, end) = NAME;
        Self { path: library.join(FOLDER).join(format!("{start}{writer}{end}")) }
    }

    /// The name by which this computer writes, made when it is first asked for.
    ///
    /// # Errors
    ///
    /// When it can be neither read nor written.
    pub fn writer_in(state: &Path) -> Result<String, StoreError> {
        let path = state.join("writer");
        match fs::read_to_string(&path) {
            Ok(name) if !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric()) => {
                return Ok(name);
            }
            Err(e) if e.kind() != io::ErrorKind::NotFound => {
                return Err(StoreError::io("reading the name of this computer", &path, e));
            }
            _ => {}
        }
        create_folder(state)?;
        // The end of such an id is chance, its beginning the time.
        let name = uuid::Uuid::now_v7().simple().to_string();
        let name = name.get(20..).unwrap_or(&name).to_owned();
        super::replace(&path, name.as_bytes())?;
        Ok(name)
    }

    /// Adds lines at the end, durably.
    ///
    /// # Errors
    ///
    /// When the system refuses. A line that was begun stays, and the next one says so by its hash.
    pub fn append(&self, events: &[Event]) -> Result<(), StoreError> {
        let failed = |e| StoreError::io("writing the history", &self.path, e);
        if let Some(folder) = self.path.parent() {
            create_folder(folder)?;
        }
        let mut options = fs::OpenOptions::new();
        options.read(true).append(true).create(true);
        #[cfg(unix)]
        {
            use fs_err::os::unix::fs::OpenOptionsExt;
            options.mode(0o600);
        }
        let mut file = options.open(&self.path).map_err(failed)?.into_parts().0;
        // Two windows on one library write in turn.
        file.lock().map_err(failed)?;
        let (mut last, ends) = last_line(&mut file).map_err(failed)?;
        let next = serde_json::from_str::<Line>(&last).map_or(1, |line| line.n + 1);
        let mut text = if ends { String::new() } else { "\n".to_owned() };
        for (n, event) in (next..).zip(events) {
            let prev = if last.is_empty() { String::new() } else { hash_of(&last) };
            let event = Event {
                who: event.who.as_deref().map(|who| who.chars().take(80).collect()),
                ..event.clone()
            };
            last = serde_json::to_string(&Line { n, prev, event }).map_err(|e| failed(e.into()))?;
            text.push_str(&last);
            text.push('\n');
        }
        file.write_all(text.as_bytes()).and_then(|()| file.sync_data()).map_err(failed)
    }
}

fn hash_of(line: &str) -> String {
    blake3::hash(line.as_bytes()).to_hex().to_string()
}

/// The last line of a file, and whether the file ends with it and not in the middle of it.
fn last_line(file: &mut std::fs::File) -> io::Result<(String, bool)> {
    let length = file.metadata()?.len();
    file.seek(SeekFrom::Start(length.saturating_sub(2 * LONGEST)))?;
    let mut tail = Vec::new();
    file.take(2 * LONGEST).read_to_end(&mut tail)?;
    let tail = String::from_utf8_lossy(&tail).into_owned();
    let ends = tail.is_empty() || tail.ends_with('\n');
    Ok((tail.lines().last().unwrap_or_default().to_owned(), ends))
}

/// The histories in a library, one a computer that wrote there, by name.
///
/// # Errors
///
/// When their folder cannot be read.
pub fn histories(library: &Path) -> Result<Vec<PathBuf>, StoreError> {
    let folder = library.join(FOLDER);
    let failed = |e| StoreError::io("reading the folder", &folder, e);
    let items = match fs::read_dir(&folder) {
        Ok(items) => items,
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(e) => return Err(failed(e)),
    };
    let is_history = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.starts_with(NAME.0) && name.ends_with(NAME.1)
    };
    let mut found = Vec::new();
    for item in items {
        found.push(item.map_err(failed)?.path());
    }
    found.retain(is_history);
    found.sort();
    Ok(found)
}

/// Reads a history and looks whether every line fits the one before.
///
/// # Errors
///
/// When it cannot be read. A line that is no event is left out, and breaks the chain.
pub fn read_history(path: &Path) -> Result<History, StoreError> {
    let failed = |e| StoreError::io("reading the history", path, e);
    let file = fs::File::open(path).map_err(failed)?;
    let size = file.metadata().map_err(failed)?.len();
    if size > LARGEST {
        return Err(StoreError::TooLarge { path: path.to_owned(), size, limit: LARGEST });
    }
    let mut bytes = Vec::new();
    file.take(LARGEST).read_to_end(&mut bytes).map_err(failed)?;
    let text = String::from_utf8_lossy(&bytes);
    let mut history = History::default();
    let (mut before, mut number): (Option<&str>, Option<u64>) = (None, None);
    for (i, line) in text.lines().enumerate() {
        let parsed: Option<Line> = serde_json::from_str(line).ok();
        let wanted = before.map(hash_of).unwrap_or_default();
        let problem = match &parsed {
            None => Some("is no event"),
            Some(line) if line.prev != wanted => Some("does not fit the line before"),
            Some(line) if number.is_some_and(|number| line.n != number + 1) => {
                Some("does not have the next number")
            }
            Some(_) => None,
        };
        if history.broken.is_none() {
            history.broken = problem.map(|problem| (i + 1, problem));
        }
        number = parsed.as_ref().map(|line| line.n);
        history.events.extend(parsed.map(|line| line.event));
        before = Some(line);
    }
    Ok(history)
}
