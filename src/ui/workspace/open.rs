//! Reading a series for the window, off its thread.

use crate::edit::Document;
use crate::model::SessionId;
use crate::store::{CheckLine, ContentHash, SeriesFolder, SeriesLock, StoreError};
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// A series that was read.
#[derive(Debug)]
pub struct OpenSeries {
    /// Its folder.
    pub folder: PathBuf,
    /// Series and sessions.
    pub document: Document,
    /// What the series' file held.
    pub series_hash: ContentHash,
    /// The file of each session and what it held.
    pub files: HashMap<SessionId, (PathBuf, ContentHash)>,
    /// Sessions that could not be read, and why. They are left alone.
    pub damaged: Vec<(PathBuf, String)>,
    /// Files whose check line is wrong: they were changed by hand or damaged, but could be read.
    pub changed_by_hand: Vec<PathBuf>,
    /// Why nothing can be written, if so.
    pub read_only: Option<String>,
    /// The right to write, while it is held.
    pub lock: Option<SeriesLock>,
}

/// Why a series could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Its file cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Reads a series folder, and takes the right to write it unless it is for reading only.
///
/// # Errors
///
/// When the series' own file cannot be read. A session that cannot be read is listed instead.
pub fn open_series(folder: &Path, locks: &Path, sample: Option<&Path>) -> Result<OpenSeries, OpenError> {
    let found = SeriesFolder::read(folder);
    let loaded = found.series?;
    let mut changed_by_hand = Vec::new();
    if loaded.check == CheckLine::Wrong {
        changed_by_hand.push(SeriesFolder::series_path(folder));
    }
    let (mut sessions, mut files, mut damaged) = (Vec::new(), HashMap::new(), Vec::new());
    damaged.extend(found.unlisted.map(|error| (error.path().to_owned(), error.reason())));
    for file in found.sessions {
        match file.session {
            Ok(session) if files.contains_key(&session.value.id) => {
                damaged.push((
                    file.path,
                    "another file holds the same session; this one is not shown".to_owned(),
                ));
            }
            Ok(session) => {
                if session.check == CheckLine::Wrong {
                    changed_by_hand.push(file.path.clone());
                }
                files.insert(session.value.id.clone(), (file.path, session.hash));
                sessions.push(session.value);
            }
            Err(error) => damaged.push((file.path, error.reason())),
        }
    }
    let is_sample = sample.is_some_and(|sample| folder.starts_with(sample));
    let (mut read_only, mut lock) = (None, None);
    if is_sample {
        read_only = Some("Sample, read-only. All clients are invented.".to_owned());
    } else if !SeriesFolder::is_writable(folder) {
        read_only = Some("Read-only: this folder cannot be written.".to_owned());
    } else {
        match SeriesLock::take(locks, &loaded.value.id) {
            Ok(Some(taken)) => lock = Some(taken),
            Ok(None) => read_only = Some("Read-only: the series is open in another window.".to_owned()),
            Err(error) => read_only = Some(format!("Read-only: {}.", error.reason())),
        }
    }
    let document = Document::new(loaded.value, sessions);
    Ok(OpenSeries {
        folder: folder.to_owned(),
        document: if read_only.is_some() { document.read_only() } else { document },
        series_hash: loaded.hash,
        files,
        damaged,
        changed_by_hand,
        read_only,
        lock,
    })
}
