//! What can still be read of a session's file that is cut off or damaged.
//!
//! The files hold one entry a line, and so do devices and observations: a line that is whole stands by itself. What is
//! found is checked like any other; nothing is guessed.

use super::StoreError;
use super::read::{MAX_FILE_BYTES, MAX_NESTING, session_from, too_deep};
use super::schema::{EntryRecord, SESSION_FORMAT, VERSION};
use crate::model::{SeriesId, Session};
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::path::Path;

/// A session put together from what could be read.
#[derive(Clone, Debug, PartialEq)]
pub struct Salvaged {
    /// The session.
    pub session: Session,
    /// Lines with entries that could not be read.
    pub lost_entries: usize,
}

/// The lists whose items stand on a line each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum List {
    Devices,
    Entries,
    Observations,
}

/// The whole lines of a damaged file.
#[derive(Debug, Default)]
struct Lines<'a> {
    /// Members of the session, each with its name.
    members: Vec<(String, Cow<'a, str>)>,
    /// The lines of the care record.
    care: Vec<&'a str>,
    devices: Vec<&'a str>,
    entries: Vec<&'a str>,
    observations: Vec<&'a str>,
    lost_entries: usize,
}

/// Reads what can be read of a session's file, whatever has become of it. A file without damage gives all of itself.
/// Where the id or the series is lost, it gets an id of its own and `series`; a lost date is that of the file's name.
///
/// # Errors
///
/// When there is nothing that makes a session, or the file is too large.
pub fn salvage_session(bytes: &[u8], path: &Path, series: &SeriesId) -> Result<Salvaged, StoreError> {
    let size = bytes.len() as u64;
    if size > MAX_FILE_BYTES {
        return Err(StoreError::TooLarge { path: path.to_owned(), size, limit: MAX_FILE_BYTES });
    }
    if let Ok(loaded) = session_from(bytes, path) {
        return Ok(Salvaged { session: loaded.value, lost_entries: 0 });
    }
    let mut lines = Lines::of(bytes);
    if lines.entries.is_empty() && lines.members.is_empty() {
        let problem = "nothing of a session can be read".to_owned();
        return Err(StoreError::Syntax { path: path.to_owned(), problem });
    }
    lines.members.extend(stand_ins(bytes, path, series));
    let mut session = lines.head(path).ok_or_else(|| StoreError::Syntax {
        path: path.to_owned(),
        problem: "not even the date of the session can be read".to_owned(),
    })?;
    let (mut lost_entries, mut ids) = (lines.lost_entries, BTreeSet::new());
    for line in &lines.entries {
        let entry = serde_json::from_str::<EntryRecord>(line).ok().and_then(|entry| entry.into_entry().ok());
        match entry {
            Some(entry) if session.check_entry(&entry).is_ok() && ids.insert(entry.id) => {
                session.entries.push(entry);
            }
            _ => lost_entries += 1,
        }
    }
    while session.check().is_err() && session.entries.pop().is_some() {
        lost_entries += 1;
    }
    Ok(Salvaged { session, lost_entries })
}

/// Members for those that no session can do without, used where they are lost.
fn stand_ins(bytes: &[u8], path: &Path, series: &SeriesId) -> Vec<(String, Cow<'static, str>)> {
    let hash = blake3::hash(bytes).to_hex();
    let id = format!("\"salvaged-{}\"", hash.get(..8).unwrap_or_default());
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let date = name.get(..10).filter(|date| date.parse::<jiff::civil::Date>().is_ok());
    let mut found = vec![
        ("id".to_owned(), Cow::Owned(id)),
        ("series".to_owned(), Cow::Owned(serde_json::Value::from(series.as_str()).to_string())),
    ];
    found.extend(date.map(|d| ("started_at".to_owned(), Cow::Owned(format!("\"{d}T00:00:00+00:00\"")))));
    found
}

impl<'a> Lines<'a> {
    fn of(bytes: &'a [u8]) -> Self {
        let (mut found, mut list, mut in_care) = (Self::default(), None, false);
        for line in bytes.split(|byte| *byte == b'\n') {
            let text = std::str::from_utf8(line).unwrap_or("");
            let level = text.len() - text.trim_start_matches(' ').len();
            let text = text.trim();
            match level {
                2 => {
                    in_care = text.starts_with("\"care\": {");
                    list =
                        list_of(text).or(list.filter(|_| !text.starts_with(']') && !text.starts_with('"')));
                    if let Some((name, value)) = member(text) {
                        found.members.push((name, Cow::Borrowed(value)));
                    }
                }
                _ if in_care && !is_entry(text) => found.care.push(text),
                _ => {
                    in_care = false;
                    found.take_item(list, text);
                }
            }
        }
        found
    }

    fn take_item(&mut self, list: Option<List>, text: &'a str) {
        let item = text.strip_suffix(',').unwrap_or(text);
        let whole = is_json(item);
        let list = list.or_else(|| is_entry(text).then_some(List::Entries));
        match list {
            Some(List::Devices) if whole => self.devices.push(item),
            Some(List::Entries) if whole => self.entries.push(item),
            Some(List::Observations) if whole => self.observations.push(item),
            Some(List::Entries) if !text.is_empty() => self.lost_entries += 1,
            _ => {}
        }
    }

    /// The session without its entries: as much of it as makes one, without what is damaged.
    fn head(&self, path: &Path) -> Option<Session> {
        let parts = [(true, true), (false, true), (true, false), (false, false)];
        let leaving_out = std::iter::once(None).chain((0..self.members.len()).map(Some));
        let mut texts =
            leaving_out.flat_map(|without| parts.map(|(care, seen)| self.text(without, care, seen)));
        texts.find_map(|text| session_from(text.as_bytes(), path).ok()).map(|loaded| loaded.value)
    }

    /// The session without its entries, as the text of a file.
    fn text(&self, without: Option<usize>, care: bool, observations: bool) -> String {
        let mut members =
            vec![format!("\"format\": \"{SESSION_FORMAT}\""), format!("\"version\": {VERSION}")];
        let mut seen: BTreeSet<&str> = ["format", "version", "check"].into();
        for (i, (name, value)) in self.members.iter().enumerate() {
            if without != Some(i) && seen.insert(name) {
                members.push(format!("{}: {value}", serde_json::Value::from(name.as_str())));
            }
        }
        members.push(format!("\"devices\": [{}]", self.devices.join(", ")));
        if observations {
            members.push(format!("\"observations\": [{}]", self.observations.join(", ")));
        }
        if care {
            let text = self.care.join("\n");
            members.push(format!("\"care\": {{{}}}", text.trim_end_matches(',')));
        }
        format!("{{{}}}", members.join(", "))
    }
}

/// Whether a line looks like an entry's: entries say what type they are, even where what stands before them is damaged.
fn is_entry(line: &str) -> bool {
    line.contains("\"type\": ")
}

/// The list that a line opens.
fn list_of(line: &str) -> Option<List> {
    [
        ("\"devices\": [", List::Devices),
        ("\"entries\": [", List::Entries),
        ("\"observations\": [", List::Observations),
    ]
    .into_iter()
    .find_map(|(start, list)| (line == start).then_some(list))
}

/// Name and value of a member that stands on one line.
fn member(line: &str) -> Option<(String, &str)> {
    let line = line.strip_suffix(',').unwrap_or(line);
    let whole: serde_json::Map<String, serde_json::Value> = is_json(&format!("{{{line}}}"))
        .then(|| serde_json::from_str(&format!("{{{line}}}")).ok())
        .flatten()?;
    let (name, _) = whole.iter().next().filter(|_| whole.len() == 1)?;
    // The value as it is written: numbers keep their digits.
    let value = line.get(serde_json::to_string(name).ok()?.len()..)?.trim_start().strip_prefix(':')?.trim();
    let list = ["devices", "entries", "observations", "care"].contains(&name.as_str());
    (!list).then(|| (name.clone(), value))
}

fn is_json(text: &str) -> bool {
    too_deep(text.as_bytes(), MAX_NESTING).is_none()
        && serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok()
}
