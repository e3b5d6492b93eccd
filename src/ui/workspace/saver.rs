//! Saving: every change is on disk within a second, and never over somebody else's.

use crate::edit::Document;
use crate::model::{Moment, Session, SessionId};
use crate::store::{self, ContentHash, Disk, Expected, Generations, SeriesFolder, StoreError};
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
        /// What another program did to the file, if that is why.
        outside: Option<Outside>,
    },
}

/// What another program did to a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outside {
    /// It wrote it.
    Changed,
    /// It took it away.
    Gone,
}

/// A write that failed.
#[derive(Clone, Debug)]
struct Failure {
    message: String,
    outside: Option<(SavedFile, Outside)>,
}

/// A copy that has been looked at, and goes once the session it is of is saved.
#[derive(Clone, Debug)]
struct Away {
    of: SavedFile,
    path: PathBuf,
    hash: ContentHash,
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
    /// The session that it held when last read or written, and the one being written.
    held: Option<Arc<Session>>,
    writing: Option<Arc<Session>>,
}

impl FileState {
    const fn new(path: PathBuf, hash: Option<ContentHash>, saved: u64, held: Option<Arc<Session>>) -> Self {
        Self { path, hash, saved, in_flight: false, held, writing: None }
    }
}

/// Keeps the files of a series in step with its document.
#[derive(Debug)]
pub struct Saver {
    folder: PathBuf,
    generations: Generations,
    series: FileState,
    sessions: BTreeMap<SessionId, FileState>,
    failure: Option<Failure>,
    /// What another program did to a file in which nothing waits to be saved.
    noticed: Option<(SavedFile, Outside)>,
    /// Copies that go once what they are copies of is saved.
    away: Vec<Away>,
    /// When something was found unsaved that is not being written yet, in seconds of the window's clock.
    dirty_since: Option<f64>,
    /// Since when not everything has been on disk, on the same clock.
    unsaved_since: Option<f64>,
    /// When everything was last on disk.
    pub saved_at: Option<Moment>,
    enabled: bool,
}

/// What a file of the series holds.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
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
        document: &Document,
    ) -> Self {
        let known = |path: PathBuf, hash, held| FileState::new(path, Some(hash), 0, held);
        let held = |id: &SessionId| document.session(id).cloned();
        Self {
            folder: folder.to_owned(),
            generations: Generations::in_state(state),
            series: known(SeriesFolder::series_path(folder), series_hash, None),
            sessions: files
                .into_iter()
                .map(|(id, (path, hash))| (id.clone(), known(path, hash, held(&id))))
                .collect(),
            failure: None,
            noticed: None,
            away: Vec::new(),
            dirty_since: None,
            unsaved_since: None,
            saved_at: None,
            enabled: !document.is_read_only(),
        }
    }

    /// What the top bar says at a time of the window's clock. Saving is not worth a word until it takes longer than
    /// it should.
    pub fn state(&self, clock: f64) -> SaveState {
        match &self.failure {
            Some(Failure { message, outside }) => SaveState::Failed {
                message: message.clone(),
                outside: outside.as_ref().map(|(_, outside)| *outside),
            },
            None if self.unsaved_since.is_some_and(|since| clock - since > QUIET_S) => SaveState::Saving,
            None => SaveState::Saved,
        }
    }

    /// Whether the last write failed.
    pub const fn has_failed(&self) -> bool {
        self.failure.is_some()
    }

    /// The file that another program has changed or taken away, whether or not saving has failed for it.
    pub fn outside(&self) -> Option<&(SavedFile, Outside)> {
        let failed = self.failure.as_ref().and_then(|failure| failure.outside.as_ref());
        failed.or(self.noticed.as_ref())
    }

    /// Another program has changed a file or taken it away.
    pub fn noticed(&mut self, which: SavedFile, outside: Outside) {
        self.noticed = Some((which, outside));
    }

    /// What the file at a path is.
    pub fn file_at(&self, path: &Path) -> Option<SavedFile> {
        let session = || self.sessions.iter().find(|(_, file)| file.path == path);
        if self.series.path == path {
            return Some(SavedFile::Series);
        }
        session().map(|(id, _)| SavedFile::Session(id.clone()))
    }

    /// Whether a file is being written.
    pub fn is_writing(&self, which: &SavedFile) -> bool {
        self.state_of(which).is_some_and(|file| file.in_flight)
    }

    /// Whether a file is known to hold these bytes.
    pub fn holds(&self, which: &SavedFile, hash: ContentHash) -> bool {
        self.state_of(which).is_some_and(|file| file.hash == Some(hash))
    }

    /// The file of the series or of a session, if it has one.
    pub fn path_of(&self, which: &SavedFile) -> Option<&Path> {
        Some(&self.state_of(which)?.path)
    }

    /// What a session was when it was last read or written: what both versions once were, if another program has
    /// changed the file since.
    pub fn held(&self, id: &SessionId) -> Option<&Arc<Session>> {
        self.sessions.get(id)?.held.as_ref()
    }

    /// Where earlier versions are kept.
    pub const fn generations(&self) -> &Generations {
        &self.generations
    }

    /// Takes what is in a file's place now, put there by another program, for known: the next save goes over it.
    pub fn has_seen(&mut self, which: &SavedFile, hash: Option<ContentHash>) {
        let Some(file) = self.state_of_mut(which) else { return };
        file.hash = hash;
        // Whatever the document holds has to be written again.
        file.saved = u64::MAX;
        self.failure = None;
        self.noticed.take_if(|(noticed, _)| noticed == which);
    }

    /// Lets a copy go once what it is a copy of is saved.
    pub fn put_away(&mut self, of: SavedFile, path: PathBuf, hash: ContentHash) {
        self.away.push(Away { of, path, hash });
    }

    /// Takes in the file of a session that another program has put beside the others.
    pub fn take_in(&mut self, session: &Arc<Session>, path: PathBuf, hash: ContentHash, revision: u64) {
        let file = FileState::new(path, Some(hash), revision, Some(Arc::clone(session)));
        self.sessions.insert(session.id.clone(), file);
    }

    fn state_of(&self, which: &SavedFile) -> Option<&FileState> {
        match which {
            SavedFile::Series => Some(&self.series),
            SavedFile::Session(id) => self.sessions.get(id),
        }
    }

    fn state_of_mut(&mut self, which: &SavedFile) -> Option<&mut FileState> {
        match which {
            SavedFile::Series => Some(&mut self.series),
            SavedFile::Session(id) => self.sessions.get_mut(id),
        }
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
            || !self.away.is_empty()
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
                self.sessions.insert(session.id.clone(), FileState::new(path, None, u64::MAX, None));
            }
            let Some(file) = self.sessions.get_mut(&session.id) else { continue };
            let revision = document.session_revision(&session.id);
            if file.saved == revision || file.in_flight {
                continue;
            }
            file.in_flight = true;
            file.writing = Some(Arc::clone(session));
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
        self.remove_copies(document, jobs, now);
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
                let result = store::put_away(&Disk, &path, &path, hash, &generations, now.timestamp());
                finish(which, revision, result.map(|()| None))
            });
        }
    }

    /// Removes the copies of what is saved; what they held is kept as an earlier version.
    fn remove_copies(&mut self, document: &Document, jobs: &Jobs, now: Moment) {
        let is_saved = |of: &SavedFile| match of {
            SavedFile::Series => self.series.saved == document.series_revision(),
            SavedFile::Session(id) => {
                self.sessions.get(id).is_some_and(|file| file.saved == document.session_revision(id))
            }
        };
        let (ready, waiting): (Vec<Away>, Vec<Away>) =
            std::mem::take(&mut self.away).into_iter().partition(|away| is_saved(&away.of));
        self.away = waiting;
        for Away { of, path, hash } in ready {
            let Some(file) = self.state_of(&of) else { continue };
            let (file, generations) = (file.path.clone(), self.generations.clone());
            jobs.submit(Lane::Save, format!("put away {}", path.display()), move || {
                let gone = store::put_away(&Disk, &path, &file, hash, &generations, now.timestamp());
                Box::new(move |app, _| app.copy_put_away(&path, gone))
            });
        }
    }

    /// Whatever was being written was given up by a fault of the program.
    pub fn gave_up(&mut self) {
        self.series.in_flight = false;
        for file in self.sessions.values_mut() {
            file.in_flight = false;
        }
        let message = "the program failed while writing; the file on disk is as it was".to_owned();
        self.failure = Some(Failure { message, outside: None });
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
        let written = file.writing.take();
        match result {
            Ok(hash) => {
                file.hash = hash;
                file.saved = revision;
                file.held = written.or_else(|| file.held.take());
                self.saved_at = Some(now);
            }
            Err(error) => {
                tracing::warn!(kind = error_kind(&error), "a save failed");
                let outside = match &error {
                    StoreError::ChangedOutside { .. } if file.path.exists() => Some(Outside::Changed),
                    StoreError::ChangedOutside { .. } => Some(Outside::Gone),
                    _ => None,
                };
                let outside = outside.map(|outside| (which.clone(), outside));
                self.failure = Some(Failure { message: error.reason(), outside });
            }
        }
        match which {
            SavedFile::Session(id)
                if self.failure.is_none()
                    && self.sessions.get(id).is_some_and(|file| file.hash.is_none()) =>
            {
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
