//! Reading a series for the window, off its thread.

use super::saver::SavedFile;
use crate::edit::Document;
use crate::model::{Atlas, Diagram, Moment, SeriesId, Session, SessionId};
use crate::store::{CheckLine, ContentHash, Disk, Generations, SeriesFolder, SeriesLock, StoreError, Taken};
use crate::wording;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

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
    /// Files that hold another version of the series or of a session.
    pub copies: Vec<(SavedFile, PathBuf)>,
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

/// Where the window keeps what is not part of the library, and when a series is opened.
#[derive(Clone, Debug)]
pub struct Surroundings {
    /// The user's state folder, with locks and earlier versions.
    pub state: PathBuf,
    /// The sample library, which is never written.
    pub sample: Option<PathBuf>,
    /// The time now.
    pub now: Moment,
}

/// Reads a series folder, and takes the right to write it unless it is for reading only.
///
/// # Errors
///
/// When the series' own file cannot be read. A session that cannot be read is listed instead.
pub fn open_series(folder: &Path, around: &Surroundings) -> Result<OpenSeries, OpenError> {
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
    let of_series = found.series_copies.into_iter().map(|path| (SavedFile::Series, path));
    let of_sessions = found.copies.into_iter().filter_map(|file| {
        let session = file.session.ok()?.value;
        Some((SavedFile::Session(session.id), file.path))
    });
    let copies = of_series.chain(of_sessions).collect();
    let (mut read_only, mut lock) = (None, None);
    match take_right_to_write(folder, &loaded.value.id, around) {
        Ok(taken) => lock = Some(taken),
        Err(reason) => read_only = Some(reason),
    }
    let document = Document::new(loaded.value, sessions);
    Ok(OpenSeries {
        folder: folder.to_owned(),
        document: if read_only.is_some() { document.read_only() } else { document },
        series_hash: loaded.hash,
        files,
        damaged,
        copies,
        changed_by_hand,
        read_only,
        lock,
    })
}

/// Takes the right to write a series, and clears away what a program that was stopped in a save has left there.
/// Returns the reason where there is none.
fn take_right_to_write(folder: &Path, id: &SeriesId, around: &Surroundings) -> Result<SeriesLock, String> {
    if around.sample.as_ref().is_some_and(|sample| folder.starts_with(sample)) {
        return Err("Sample, read-only. All clients are invented.".to_owned());
    }
    if !SeriesFolder::is_writable(folder) {
        return Err("Read-only: this folder cannot be written.".to_owned());
    }
    let holder = format!("since {}, process {}", wording::time(around.now), std::process::id());
    match SeriesLock::take(&around.state.join("locks"), id, &holder) {
        Ok(Taken::Held(lock)) => {
            let generations = Generations::in_state(&around.state);
            // What cannot be cleared away today is no reason not to work.
            if SeriesFolder::sweep(&Disk, folder, &generations, around.now.timestamp()).is_err() {
                tracing::warn!("unfinished files could not be cleared away");
            }
            Ok(lock)
        }
        Ok(Taken::Elsewhere(Some(holder))) => {
            Err(format!("Read-only: the series is open in another window ({holder})."))
        }
        Ok(Taken::Elsewhere(None)) => Err("Read-only: the series is open in another window.".to_owned()),
        Err(error) => Err(format!("Read-only: {}.", error.reason())),
    }
}

/// The diagram a series is mostly about: the one with the most entries in its last session that has any, else the
/// first that its plan names, else the first of the atlas.
pub(super) fn main_diagram(document: &Document, atlas: &Atlas) -> Option<Arc<Diagram>> {
    let of_session = |session: &Arc<Session>| {
        let mut used = session.diagrams();
        used.sort_by_key(|id| session.entries.iter().filter(|entry| entry.diagram == *id).count());
        used.iter().rev().find_map(|id| atlas.diagram(id)).cloned()
    };
    let planned = || {
        let plan = document.series().plan.as_ref()?;
        let named = |d: &&Arc<Diagram>| d.zones.iter().any(|zone| plan.target_for(&zone.id).is_some());
        atlas.for_figure(document.series().figure).find(named).cloned()
    };
    document
        .sessions()
        .iter()
        .rev()
        .find_map(of_session)
        .or_else(planned)
        .or_else(|| atlas.for_figure(document.series().figure).next().cloned())
}
