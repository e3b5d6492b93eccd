//! Reading archives, which may come from anybody.
//!
//! Nothing is unpacked: records are read in memory, one after another, and checked as files are. Names in the archive
//! never become paths. Whatever is suspicious refuses all of it.

use super::names::fault;
use super::{FORMAT, MANIFEST, VERSION};
use crate::model::{Series, Session};
use crate::store::{MAX_FILE_BYTES, StoreError, series_from, session_from};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read, Seek};
use std::path::Path;
use zip::ZipArchive;

/// How much an archive may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Most entries.
    pub entries: usize,
    /// Most bytes of all entries together, unpacked.
    pub bytes: u64,
    /// By how much an entry may be larger unpacked than packed, if it is larger than a mebibyte.
    pub ratio: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { entries: 10_000, bytes: 2 << 30, ratio: 200 }
    }
}

/// Why an archive was refused. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveError {
    /// It is none.
    #[error("this is no archive that can be read: {0}; nothing was changed")]
    Zip(#[from] zip::result::ZipError),
    /// It breaks off or cannot be read.
    #[error("the archive cannot be read: {0}; nothing was changed")]
    Io(#[from] std::io::Error),
    /// An entry has a name that no honest archive has.
    #[error("`{name}` in the archive has {problem}; nothing was changed, take no archive from this source")]
    Name {
        /// The entry.
        name: String,
        /// What is wrong with it.
        problem: &'static str,
    },
    /// It holds more than it may.
    #[error("{0}; nothing was changed")]
    TooMuch(String),
    /// A file differs from what the list of files says.
    #[error(
        "`{name}` in the archive is damaged or was changed: {problem}; nothing was changed, get the archive again"
    )]
    Damaged {
        /// The file.
        name: String,
        /// What differs.
        problem: &'static str,
    },
    /// A record in it cannot be read.
    #[error("{0}; nothing was changed")]
    Record(#[from] StoreError),
    /// A session lies beside a series that it does not belong to.
    #[error("`{0}` in the archive belongs to another series than the one beside it; nothing was changed")]
    Astray(String),
    /// There is no series in it.
    #[error("there is no series in the archive; nothing was changed")]
    NoSeries,
}

/// What is in an archive.
#[derive(Debug)]
pub struct Contents {
    /// Every series, by its folder.
    pub series: Vec<Archived>,
    /// Whether there was a list of files, against which all were checked.
    pub is_checked: bool,
    /// Files that are no part of a series, by name. They stay in the archive.
    pub ignored: Vec<String>,
}

/// A series in an archive.
#[derive(Debug)]
pub struct Archived {
    /// The series.
    pub series: Series,
    /// Its sessions, in time order.
    pub sessions: Vec<Session>,
}

/// The list of files.
#[derive(Deserialize)]
struct Manifest {
    format: String,
    version: f64,
    files: Vec<ManifestFile>,
}

#[derive(Deserialize)]
struct ManifestFile {
    path: String,
    bytes: u64,
    blake3: String,
}

/// Reads all of an archive. `path` is where it came from, for messages.
///
/// # Errors
///
/// When it is none, is damaged, holds too much, or anything in it is not as it should be.
pub fn read_archive(reader: impl Read + Seek, path: &Path, limits: Limits) -> Result<Contents, ArchiveError> {
    let mut archive = ZipArchive::new(reader)?;
    let names = checked_names(&mut archive, limits)?;
    let mut files: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    let (mut ignored, mut total) = (Vec::new(), 0_u64);
    for (index, name) in names.into_iter().enumerate().filter(|(_, name)| !name.ends_with('/')) {
        if name != MANIFEST && !is_record(&name) {
            ignored.push(name);
            continue;
        }
        let bytes = unpack(&mut archive, index, &name, limits, &mut total)?;
        files.insert(name, bytes);
    }
    let manifest = files.remove(MANIFEST);
    if let Some(bytes) = &manifest {
        verify(bytes, &files)?;
    }
    let mut series: BTreeMap<String, Archived> = BTreeMap::new();
    for (name, bytes) in files.iter().filter(|(name, _)| is_series(name)) {
        let value = series_from(bytes, &path.join(name))?.value;
        series.insert(folder(name).to_owned(), Archived { series: value, sessions: Vec::new() });
    }
    for (name, bytes) in files.into_iter().filter(|(name, _)| !is_series(name)) {
        let root = folder(folder(&name)).to_owned();
        let Some(own) = series.get_mut(&root) else {
            ignored.push(name);
            continue;
        };
        let session = session_from(&bytes, &path.join(&name))?.value;
        if session.series != own.series.id || own.sessions.iter().any(|other| other.id == session.id) {
            return Err(ArchiveError::Astray(name));
        }
        own.sessions.push(session);
    }
    let mut series: Vec<Archived> = series.into_values().collect();
    for archived in &mut series {
        archived.sessions.sort_by(|a, b| (a.started_at, &a.id).cmp(&(b.started_at, &b.id)));
    }
    let ids: BTreeSet<&str> = series.iter().map(|archived| archived.series.id.as_str()).collect();
    if ids.len() < series.len() {
        return Err(ArchiveError::TooMuch("the archive holds one series more than once".to_owned()));
    }
    if series.is_empty() {
        return Err(ArchiveError::NoSeries);
    }
    Ok(Contents { series, is_checked: manifest.is_some(), ignored })
}

/// The names of all entries, in order, if every one of them and their number are as they should be.
fn checked_names<R: Read + Seek>(
    archive: &mut ZipArchive<R>,
    limits: Limits,
) -> Result<Vec<String>, ArchiveError> {
    if archive.len() > limits.entries {
        let (found, most) = (archive.len(), limits.entries);
        return Err(ArchiveError::TooMuch(format!(
            "the archive has {found} entries, over the limit of {most}"
        )));
    }
    if archive.has_duplicate_names() {
        return Err(ArchiveError::TooMuch("the archive has two entries of one name".to_owned()));
    }
    let (mut names, mut folded) = (Vec::with_capacity(archive.len()), BTreeSet::new());
    for index in 0..archive.len() {
        let entry = archive.by_index_data(index)?;
        let raw = entry.name_raw().to_vec();
        let Ok(name) = String::from_utf8(raw) else {
            let name = entry.name()?.into_owned();
            return Err(ArchiveError::Name { name, problem: "a name that is no UTF-8" });
        };
        let problem = fault(&name).or_else(|| {
            // Files and folders are plain; anything else is a link, a pipe or a device.
            let kind = entry.unix_mode().map(|mode| mode & 0o170_000);
            let is_plain = kind.is_none_or(|kind| matches!(kind, 0 | 0o100_000 | 0o040_000));
            let problem = if entry.encrypted() { "a pass phrase" } else { "a link or device behind it" };
            (!is_plain || entry.is_symlink() || entry.encrypted()).then_some(problem)
        });
        if let Some(problem) = problem {
            return Err(ArchiveError::Name { name, problem });
        }
        let plain = name.trim_end_matches('/').to_lowercase();
        if !folded.insert(plain) {
            return Err(ArchiveError::Name { name, problem: "a twin whose name differs only in capitals" });
        }
        names.push(name);
    }
    if archive.has_overlapping_files()? {
        return Err(ArchiveError::TooMuch("entries of the archive share their bytes".to_owned()));
    }
    Ok(names)
}

/// The bytes of an entry, as long as they keep within the limits, whatever the archive says of their number.
fn unpack<R: Read + Seek>(
    archive: &mut ZipArchive<R>,
    index: usize,
    name: &str,
    limits: Limits,
    total: &mut u64,
) -> Result<Vec<u8>, ArchiveError> {
    let entry = archive.by_index(index)?;
    let ratio = limits.ratio.saturating_mul(entry.compressed_size()).max(1 << 20);
    let most = ratio.min(MAX_FILE_BYTES).min(limits.bytes - *total);
    let mut bytes = Vec::new();
    entry.take(most + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most {
        let problem = format!("`{name}` in the archive is larger than it may be, or the archive in all");
        return Err(ArchiveError::TooMuch(problem));
    }
    *total += bytes.len() as u64;
    Ok(bytes)
}

/// Compares the files with the list of them.
fn verify(manifest: &[u8], files: &BTreeMap<String, Vec<u8>>) -> Result<(), ArchiveError> {
    let damaged = |name: &str, problem| ArchiveError::Damaged { name: name.to_owned(), problem };
    let Ok(manifest) = serde_json::from_slice::<Manifest>(manifest) else {
        return Err(damaged(MANIFEST, "it cannot be read"));
    };
    if manifest.format != FORMAT {
        return Err(damaged(MANIFEST, "it is of another format"));
    }
    if manifest.version > f64::from(VERSION) {
        let found = manifest.version;
        let problem =
            format!("the archive has version {found}, but this program knows version {VERSION}; update it");
        return Err(ArchiveError::TooMuch(problem));
    }
    let listed: BTreeMap<&str, &ManifestFile> =
        manifest.files.iter().map(|file| (file.path.as_str(), file)).collect();
    for (name, file) in &listed {
        let Some(bytes) = files.get(*name) else { return Err(damaged(name, "it is missing")) };
        if bytes.len() as u64 != file.bytes || blake3::hash(bytes).to_hex().as_str() != file.blake3 {
            return Err(damaged(name, "its hash is another"));
        }
    }
    match files.keys().find(|name| !listed.contains_key(name.as_str())) {
        Some(name) => Err(damaged(name, "it is not in the list of files")),
        None => Ok(()),
    }
}

/// Whether an entry is a file of a series.
fn is_record(name: &str) -> bool {
    let is_session = || {
        let parent = folder(name);
        let in_sessions = parent == "sessions" || parent.ends_with("/sessions");
        let own = name.rsplit('/').next().unwrap_or(name);
        // Files that systems put beside others begin with a dot.
        in_sessions && own.to_ascii_lowercase().ends_with(".json") && !own.starts_with('.')
    };
    !name.starts_with("__MACOSX/") && (is_series(name) || is_session())
}

fn is_series(name: &str) -> bool {
    name == "series.json" || name.ends_with("/series.json")
}

/// The folder that an entry is in; nothing for one at the top.
fn folder(name: &str) -> &str {
    name.rsplit_once('/').map_or("", |(folder, _)| folder)
}
