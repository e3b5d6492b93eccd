//! Saving: every change is on disk within a second, and never over somebody else's.

use crate::edit::Document;
use crate::model::{Moment, Session, SessionId};
use crate::store::{ContentHash, Disk, Expected, Generations, SeriesFolder, StoreError};
use crate::ui::jobs::{Jobs, Lane};
use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What the top bar says of saving.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SaveState {
    /// Everything is on disk.
    Saved,
    /// Something is being written, or will be in a moment.
    Saving,
    /// Writing failed.
    Failed {
        /// What happened and what to do.
        message: String,
        /// Whether another program changed the file.
        changed_outside: bool,
    },
}

/// A file and what is known of it.
#[derive(Clone, Debug)]
struct FileState {
    path: PathBuf,
    /// What it held when last read or written; none when it is not there.
    hash: Option<ContentHash>,
    /// The revision of the document that it holds.
    saved: u64,
    in_flight: bool,
}

/// Keeps the files of a series in step with its document.
#[derive(Debug)]
pub struct Saver {
    folder: PathBuf,
    generations: Generations,
    series: FileState,
    sessions: BTreeMap<SessionId, FileState>,
    failure: Option<(String, bool)>,
    /// When something was found unsaved that is not being written yet, in seconds of the window's clock.
    dirty_since: Option<f64>,
    /// Since when not everything has been on disk, on the same clock.
    unsaved_since: Option<f64>,
    /// When everything was last on disk.
    pub saved_at: Option<Moment>,
    enabled: bool,
}

/// What a file of the series holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SavedFile {
    /// The series itself.
    Series,
    /// A session.
    Session(SessionId),
}

/// How long to wait after a change for the next one, in seconds, so that a quick row of changes is one write.
const SETTLE_S: f64 = 0.15;

/// How long saving may take before it is said, in seconds from the change.
const QUIET_S: f64 = 0.45;

impl Saver {
    /// Keeps the files of a series that was just read.
    pub fn new(
        folder: &Path,
        state: &Path,
        series_hash: ContentHash,
        files: HashMap<SessionId, (PathBuf, ContentHash)>,
        enabled: bool,
    ) -> Self {
        let known = |path: PathBuf, hash| FileState { path, hash: Some(hash), saved: 0, in_flight: false };
        Self {
            folder: folder.to_owned(),
            generations: Generations::new(state.join("generations")),
            series: known(SeriesFolder::series_path(folder), series_hash),
            sessions: files.into_iter().map(|(id, (path, hash))| (id, known(path, hash))).collect(),
            failure: None,
            dirty_since: None,
            unsaved_since: None,
            saved_at: None,
            enabled,
        }
    }

    /// What the top bar says at a time of the window's clock. Saving is not worth a word until it takes longer than
    /// it should.
    pub fn state(&self, clock: f64) -> SaveState {
        match &self.failure {
            Some((message, changed_outside)) => {
                SaveState::Failed { message: message.clone(), changed_outside: *changed_outside }
            }
            None if self.unsaved_since.is_some_and(|since| clock - since > QUIET_S) => SaveState::Saving,
            None => SaveState::Saved,
        }
    }

    /// Whether the last write failed.
    pub const fn has_failed(&self) -> bool {
        self.failure.is_some()
    }

    /// Whether anything is not on disk yet.
    pub fn is_dirty(&self, document: &Document) -> bool {
        if !self.enabled {
            return false;
        }
        let session_dirty = |id: &SessionId| {
            let file = self.sessions.get(id);
            file.is_none_or(|file| file.saved != document.session_revision(id) || file.in_flight)
        };
        self.series.saved != document.series_revision()
            || self.series.in_flight
            || document.sessions().iter().any(|session| session_dirty(&session.id))
            || self.sessions.iter().any(|(id, file)| document.session(id).is_none() && file.hash.is_some())
    }

    /// Starts whatever has to be written. Returns after how many seconds to ask again, if it should wait.
    pub fn tick(
        &mut self,
        document: &Document,
        jobs: &Jobs,
        now: Moment,
        clock: f64,
        at_once: bool,
    ) -> Option<f64> {
        if !self.is_dirty(document) {
            self.dirty_since = None;
            self.unsaved_since = None;
            return None;
        }
        self.unsaved_since.get_or_insert(clock);
        if self.failure.is_some() && !at_once {
            return None;
        }
        let since = *self.dirty_since.get_or_insert(clock);
        if !at_once && clock - since < SETTLE_S {
            return Some(SETTLE_S - (clock - since));
        }
        self.failure = None;
        self.dirty_since = None;
        if self.series.saved != document.series_revision() && !self.series.in_flight {
            self.save_series(document, jobs, now);
        }
        for session in document.sessions() {
            if !self.sessions.contains_key(&session.id) {
                let path = self.free_path(session);
                let file = FileState { path, hash: None, saved: u64::MAX, in_flight: false };
                self.sessions.insert(session.id.clone(), file);
            }
            let Some(file) = self.sessions.get_mut(&session.id) else { continue };
            let revision = document.session_revision(&session.id);
            if file.saved == revision || file.in_flight {
                continue;
            }
            file.in_flight = true;
            let (path, expected) = (file.path.clone(), expected(file.hash));
            let (session, generations) = (Arc::clone(session), self.generations.clone());
            let which = SavedFile::Session(session.id.clone());
            jobs.submit(Lane::Save, format!("save {}", session.id), move || {
                let kept = Some((&generations, now.timestamp()));
                let result = SeriesFolder::save_session(&Disk, &path, &session, expected, kept);
                finish(which, revision, result.map(|saved| Some(saved.hash)))
            });
        }
        self.remove_deleted(document, jobs, now);
        // By then it is either done or worth a word.
        Some(QUIET_S)
    }

    /// The file for a session that has none yet. Ids of sessions that begin within a minute begin alike, so the name may
    /// be taken; the id inside is what counts.
    fn free_path(&self, session: &Session) -> PathBuf {
        let first = SeriesFolder::session_path(&self.folder, session);
        let stem = first.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let numbered = (2..1000).map(|n| first.with_file_name(format!("{stem}-{n}.json")));
        let taken = |path: &PathBuf| self.sessions.values().any(|file| file.path == *path) || path.exists();
        std::iter::once(first.clone()).chain(numbered).find(|path| !taken(path)).unwrap_or(first)
    }

    fn save_series(&mut self, document: &Document, jobs: &Jobs, now: Moment) {
        self.series.in_flight = true;
        let (folder, expected) = (self.folder.clone(), expected(self.series.hash));
        let (series, generations) = (document.series().clone(), self.generations.clone());
        let revision = document.series_revision();
        jobs.submit(Lane::Save, "save series", move || {
            let kept = Some((&generations, now.timestamp()));
            let result = SeriesFolder::save_series(&Disk, &folder, &series, expected, kept);
            finish(SavedFile::Series, revision, result.map(|saved| Some(saved.hash)))
        });
    }

    /// Removes the files of sessions that the document no longer has; what they held is kept as a generation.
    fn remove_deleted(&mut self, document: &Document, jobs: &Jobs, now: Moment) {
        for (id, file) in &mut self.sessions {
            let Some(hash) = file.hash.filter(|_| document.session(id).is_none() && !file.in_flight) else {
                continue;
            };
            file.in_flight = true;
            let (path, generations) = (file.path.clone(), self.generations.clone());
            let revision = document.session_revision(id);
            let which = SavedFile::Session(id.clone());
            jobs.submit(Lane::Save, format!("save {id}"), move || {
                let result = SeriesFolder::remove_session(&Disk, &path, hash, &generations, now.timestamp());
                finish(which, revision, result.map(|()| None))
            });
        }
    }

    /// Whatever was being written was given up by a fault of the program.
    pub fn gave_up(&mut self) {
        self.series.in_flight = false;
        for file in self.sessions.values_mut() {
            file.in_flight = false;
        }
        self.failure =
            Some(("the program failed while writing; the file on disk is as it was".to_owned(), false));
    }

    /// Takes the result of a write.
    pub fn written(
        &mut self,
        which: &SavedFile,
        revision: u64,
        result: Result<Option<ContentHash>, StoreError>,
        now: Moment,
    ) {
        let file = match which {
            SavedFile::Series => Some(&mut self.series),
            SavedFile::Session(id) => self.sessions.get_mut(id),
        };
        let Some(file) = file else { return };
        file.in_flight = false;
        match result {
            Ok(hash) => {
                file.hash = hash;
                file.saved = revision;
                self.saved_at = Some(now);
            }
            Err(error) => {
                let changed_outside = matches!(error, StoreError::ChangedOutside { .. });
                tracing::warn!(kind = error_kind(&error), "a save failed");
                self.failure = Some((error.reason(), changed_outside));
            }
        }
        match which {
            SavedFile::Session(id) if file.hash.is_none() && self.failure.is_none() => {
                self.sessions.remove(id);
            }
            _ => {}
        }
    }

    /// The folder of the series.
    pub fn folder(&self) -> &Path {
        &self.folder
    }
}

const fn expected(hash: Option<ContentHash>) -> Expected {
    match hash {
        Some(hash) => Expected::Content(hash),
        None => Expected::Nothing,
    }
}

fn finish(
    which: SavedFile,
    revision: u64,
    result: Result<Option<ContentHash>, StoreError>,
) -> crate::ui::jobs::Outcome {
    Box::new(move |app, _| app.file_written(&which, revision, result))
}

/// What kind of failure it was, without anything that could name a client.
const fn error_kind(error: &StoreError) -> &'static str {
    match error {
        StoreError::Io { action, .. } => action,
        StoreError::ChangedOutside { .. } => "changed outside",
        StoreError::ReadBack { .. } => "read back",
        StoreError::Unconfirmed { .. } => "unconfirmed",
        _ => "other",
    }
}
