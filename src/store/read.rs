//! Reading files: bounded, checked, and never changing what is read.

use super::StoreError;
use super::quick;
use super::schema::{SERIES_FORMAT, SESSION_FORMAT, SeriesRecord, SessionRecord, VERSION};
use super::text::{self, CheckLine};
use crate::model::{Series, Session};
use fs_err as fs;
use serde::de::DeserializeOwned;
use std::io::Read;
use std::path::Path;

/// The largest file read, in bytes: 64 MiB.
pub const MAX_FILE_BYTES: u64 = 64 * 1024 * 1024;

/// The deepest nesting of JSON read.
pub const MAX_NESTING: usize = 64;

/// Identity of a file's bytes, to notice when another program changes them.
pub type ContentHash = blake3::Hash;

/// A document with what its file says of it.
#[derive(Clone, Debug)]
pub struct Loaded<T> {
    /// The document.
    pub value: T,
    /// Whether the file is as the program wrote it.
    pub check: CheckLine,
    /// The bytes it was read from.
    pub hash: ContentHash,
}

/// Reads a series file.
///
/// # Errors
///
/// When it cannot be read, is too large, no JSON, another format, a newer version or out of bounds.
pub fn read_series(path: &Path) -> Result<Loaded<Series>, StoreError> {
    series_from(&read_bounded(path)?, path)
}

/// The series of a file's bytes; errors name the path.
///
/// # Errors
///
/// As [`read_series`].
pub fn series_from(bytes: &[u8], path: &Path) -> Result<Loaded<Series>, StoreError> {
    let record: SeriesRecord = parse(bytes, path)?;
    check_format(record.format.as_deref(), SERIES_FORMAT, record.version.map(|n| n.0), path)?;
    let (check, hash) = text::verify(bytes, record.check.as_deref());
    let value = record.into_series().map_err(|error| StoreError::Field { path: path.to_owned(), error })?;
    Ok(Loaded { value, check, hash })
}

/// Reads a session's file.
///
/// # Errors
///
/// As [`read_series`].
pub fn read_session(path: &Path) -> Result<Loaded<Session>, StoreError> {
    session_from(&read_bounded(path)?, path)
}

/// The session of a file's bytes; errors name the path.
///
/// # Errors
///
/// As [`read_series`].
pub fn session_from(bytes: &[u8], path: &Path) -> Result<Loaded<Session>, StoreError> {
    let record: SessionRecord = parse(bytes, path)?;
    check_format(record.format.as_deref(), SESSION_FORMAT, record.version.map(|n| n.0), path)?;
    let (check, hash) = text::verify(bytes, record.check.as_deref());
    let value = record.into_session().map_err(|error| StoreError::Field { path: path.to_owned(), error })?;
    Ok(Loaded { value, check, hash })
}

/// Whether bytes are a document of either kind that opens.
pub(super) fn is_whole(bytes: &[u8]) -> bool {
    session_from(bytes, Path::new("")).is_ok() || series_from(bytes, Path::new("")).is_ok()
}

/// The text of a series file.
///
/// # Errors
///
/// When it cannot be put into JSON, which a checked series rules out.
pub fn series_text(series: &Series) -> Result<String, serde_json::Error> {
    text::write(&SeriesRecord::of(series), 4096)
}

/// The text of a session's file.
///
/// # Errors
///
/// As [`series_text`].
pub fn session_text(session: &Session) -> Result<String, serde_json::Error> {
    // A point takes two numbers of up to eight letters each, and what stands between them.
    let entries = session.entries.iter().map(|entry| 256 + entry.points() * 20);
    text::write(&SessionRecord::of(session), 4096 + entries.sum::<usize>())
}

/// The bytes of a file, refused before reading when there are too many.
fn read_bounded(path: &Path) -> Result<Vec<u8>, StoreError> {
    let failed = |source| StoreError::io("reading the file", path, source);
    // Asked before opening: opening a pipe would wait for somebody to write into it.
    let meta = fs::metadata(path).map_err(failed)?;
    if !meta.is_file() {
        return Err(StoreError::NotFound { problem: "this is no file", path: path.to_owned() });
    }
    check_size(meta.len(), path)?;
    let file = fs::File::open(path).map_err(failed)?;
    let mut bytes = Vec::with_capacity(meta.len() as usize);
    // A file that grows while it is read must not fill the memory either.
    file.take(MAX_FILE_BYTES + 1).read_to_end(&mut bytes).map_err(failed)?;
    Ok(bytes)
}

fn check_size(size: u64, path: &Path) -> Result<(), StoreError> {
    if size <= MAX_FILE_BYTES {
        return Ok(());
    }
    Err(StoreError::TooLarge { path: path.to_owned(), size, limit: MAX_FILE_BYTES })
}

fn parse<T: DeserializeOwned>(bytes: &[u8], path: &Path) -> Result<T, StoreError> {
    check_size(bytes.len() as u64, path)?;
    match quick::parse(bytes) {
        Some(value) => Ok(value),
        None => parse_carefully(bytes, path),
    }
}

/// Parses any JSON, and says where it is not what it should be.
pub(super) fn parse_carefully<T: DeserializeOwned>(bytes: &[u8], path: &Path) -> Result<T, StoreError> {
    let syntax = |problem: String| StoreError::Syntax { path: path.to_owned(), problem };
    // A newer program may write what this one cannot read; then that is the thing to say.
    let unreadable = |problem| newer_version(bytes, path).unwrap_or_else(|| syntax(problem));
    check_nesting(bytes).map_err(unreadable)?;
    let mut parser = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut parser).map_err(|e| {
        // A question mark stands for a place that has no name yet, where the text breaks off.
        let place = e.path().to_string();
        let place = place.trim_end_matches('?').trim_end_matches('.');
        let problem = e.inner().to_string();
        unreadable(if place.is_empty() { problem } else { format!("{place}: {problem}") })
    })?;
    parser.end().map_err(|e| syntax(e.to_string()))?;
    Ok(value)
}

/// The error for a file of a newer version, if it is one.
fn newer_version(bytes: &[u8], path: &Path) -> Option<StoreError> {
    #[derive(serde::Deserialize)]
    struct Head {
        format: String,
        version: f64,
    }
    let head: Head = serde_json::from_slice(bytes).ok()?;
    let ours = [SERIES_FORMAT, SESSION_FORMAT].contains(&head.format.as_str());
    (ours && head.version > f64::from(VERSION)).then(|| StoreError::NewerVersion {
        path: path.to_owned(),
        found: head.version,
        known: VERSION,
    })
}

/// Refuses nesting that would cost more stack than a document can need.
fn check_nesting(bytes: &[u8]) -> Result<(), String> {
    match too_deep(bytes, MAX_NESTING) {
        Some(line) => Err(format!("line {line}: nested deeper than {MAX_NESTING} levels")),
        None => Ok(()),
    }
}

/// The first line on which JSON is nested deeper than `most` levels.
pub(super) fn too_deep(bytes: &[u8], most: usize) -> Option<usize> {
    let (mut depth, mut in_string, mut escaped, mut line) = (0_usize, false, false, 1_usize);
    for &byte in bytes {
        line += usize::from(byte == b'\n');
        if in_string {
            in_string = escaped || byte != b'"';
            escaped = !escaped && byte == b'\\';
            continue;
        }
        match byte {
            b'"' => in_string = true,
            b'[' | b'{' => {
                depth += 1;
                if depth > most {
                    return Some(line);
                }
            }
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    None
}

fn check_format(
    found: Option<&str>,
    expected: &'static str,
    version: Option<f64>,
    path: &Path,
) -> Result<(), StoreError> {
    if found != Some(expected) {
        let found = found.unwrap_or("file without a format").to_owned();
        return Err(StoreError::OtherFormat { path: path.to_owned(), found, expected });
    }
    match version {
        Some(version) if version == f64::from(VERSION) => Ok(()),
        Some(version) if version > f64::from(VERSION) => {
            Err(StoreError::NewerVersion { path: path.to_owned(), found: version, known: VERSION })
        }
        other => {
            let value = other.map(|n| n.to_string()).unwrap_or_default();
            let error = crate::model::FieldError::new("version", value, format!("must be {VERSION}"));
            Err(StoreError::Field { path: path.to_owned(), error })
        }
    }
}
