//! The folder of the open series is watched: a session that a sync engine brings appears, and a change of a file that is
//! open is said before it is in the way of a save.

use super::app::App;
use super::jobs::Lane;
use super::workspace::{Outside, SavedFile, Workspace};
use crate::model::Session;
use crate::store::{ContentHash, SeriesFolder, original_name, read_session};
use crate::wording;
use egui::Context;
use notify::{RecommendedWatcher, RecursiveMode, Watcher as _};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// How long a folder has to be quiet before it is looked at, in seconds: sync engines write in small steps.
const QUIET_S: f64 = 0.25;

/// Watches the folder of a series.
pub(super) struct Watch {
    /// Watches until it is dropped.
    _watcher: RecommendedWatcher,
    changed: Arc<Mutex<BTreeSet<PathBuf>>>,
    /// Counted up with every look, so that none takes the place of another.
    looks: u64,
    /// Files that have changed, and since when they are known to, in seconds of the window's clock.
    waiting: Option<(BTreeSet<PathBuf>, f64)>,
}

impl std::fmt::Debug for Watch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Watch").finish_non_exhaustive()
    }
}

impl Watch {
    /// Watches a folder and that of its sessions. None where the system cannot: the series works without.
    pub(super) fn new(folder: &Path, ctx: &Context) -> Option<Self> {
        let changed = Arc::new(Mutex::new(BTreeSet::new()));
        let (theirs, ctx) = (Arc::clone(&changed), ctx.clone());
        let told = move |event: notify::Result<notify::Event>| {
            let Ok(event) = event else { return };
            // Reading is no change, and would wake the window for its own looking.
            if event.kind.is_access() {
                return;
            }
            let mut paths = theirs.lock().unwrap_or_else(PoisonError::into_inner);
            let before = paths.len();
            paths.extend(event.paths.into_iter().filter(|path| is_record(path)));
            if paths.len() > before {
                ctx.request_repaint();
            }
        };
        let mut watcher = notify::recommended_watcher(told).ok()?;
        let sessions = folder.join("sessions");
        let watched = watcher.watch(folder, RecursiveMode::NonRecursive).and_then(|()| {
            if sessions.is_dir() { watcher.watch(&sessions, RecursiveMode::NonRecursive) } else { Ok(()) }
        });
        if watched.is_err() {
            tracing::warn!("the folder cannot be watched");
        }
        watched.ok().map(|()| Self { _watcher: watcher, changed, looks: 0, waiting: None })
    }

    /// The files that have changed and been quiet since; or after how many seconds to ask again, if any have.
    fn settled(&mut self, clock: f64) -> Result<BTreeSet<PathBuf>, Option<f64>> {
        let fresh = std::mem::take(&mut *self.changed.lock().unwrap_or_else(PoisonError::into_inner));
        if !fresh.is_empty() {
            let (known, _) = self.waiting.take().unwrap_or_default();
            self.waiting = Some((known.into_iter().chain(fresh).collect(), clock));
        }
        match self.waiting.take_if(|(_, since)| clock - *since >= QUIET_S) {
            Some((paths, _)) => Ok(paths),
            None => Err(self.waiting.as_ref().map(|(_, since)| QUIET_S - (clock - since))),
        }
    }

    /// Has files looked at again later.
    fn look_again(&self, paths: impl IntoIterator<Item = PathBuf>) {
        self.changed.lock().unwrap_or_else(PoisonError::into_inner).extend(paths);
    }
}

/// Whether a file can be the series' own or a session, or a copy of one.
fn is_record(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json")) && !name.starts_with('.')
}

/// What a file that has changed holds.
enum Seen {
    /// A session, and the identity of its bytes.
    Session(Box<Session>, ContentHash),
    /// Bytes of this identity, which are no session.
    Other(ContentHash),
    /// Nothing any more.
    Gone,
}

impl App {
    /// Looks at what other programs have done in the folder of the open series, once it is quiet.
    pub(super) fn look_outside(&mut self, ctx: &Context) {
        let clock = ctx.input(|input| input.time);
        let Some(watch) = &mut self.watch else { return };
        match watch.settled(clock) {
            Ok(paths) => {
                watch.looks += 1;
                let name = format!("changed files {}", watch.looks);
                self.read_changed(name, paths);
            }
            Err(Some(wait)) => ctx.request_repaint_after_secs(wait.max(0.0) as f32),
            Err(None) => {}
        }
    }

    fn read_changed(&self, name: String, paths: BTreeSet<PathBuf>) {
        self.jobs.submit(Lane::Library, name, move || {
            let seen = paths.into_iter().map(|path| {
                let seen = match (read_session(&path), fs_err::read(&path)) {
                    (Ok(loaded), _) => Seen::Session(Box::new(loaded.value), loaded.hash),
                    (Err(_), Ok(bytes)) => Seen::Other(blake3::hash(&bytes)),
                    (Err(_), Err(_)) => Seen::Gone,
                };
                (path, seen)
            });
            let seen: Vec<(PathBuf, Seen)> = seen.collect();
            Box::new(move |app, _| app.files_changed(seen))
        });
    }

    fn files_changed(&mut self, seen: Vec<(PathBuf, Seen)>) {
        let Some(workspace) = &mut self.workspace else { return };
        let (mut later, mut came) = (Vec::new(), Vec::new());
        for (path, seen) in seen {
            match workspace.saver.file_at(&path) {
                Some(which) if workspace.saver.is_writing(&which) => later.push(path),
                Some(which) => changed(workspace, which, &seen),
                None => came.extend(appeared(workspace, path, seen)),
            }
        }
        if let (Some(watch), false) = (&self.watch, later.is_empty()) {
            watch.look_again(later);
        }
        match came.as_slice() {
            [] => {}
            [day] => self.notices.say(format!("A session of {day} has come from elsewhere.")),
            days => self
                .notices
                .say(format!("{} have come from elsewhere.", wording::count(days.len(), "session"))),
        }
    }
}

/// A file that is open has changed, if it was not the program itself.
fn changed(workspace: &mut Workspace, which: SavedFile, seen: &Seen) {
    if workspace.read_only.is_some() {
        return;
    }
    let outside = match seen {
        Seen::Session(_, hash) | Seen::Other(hash) if workspace.saver.holds(&which, *hash) => return,
        Seen::Session(..) | Seen::Other(_) => Outside::Changed,
        Seen::Gone => Outside::Gone,
    };
    workspace.saver.noticed(which, outside);
}

/// A file has appeared that was not there: another session, or a copy of something. Returns the day of a session that
/// was taken in.
fn appeared(workspace: &mut Workspace, path: PathBuf, seen: Seen) -> Option<String> {
    if workspace.copies.iter().any(|(_, known)| *known == path) {
        if matches!(seen, Seen::Gone) {
            workspace.copies.retain(|(_, known)| *known != path);
        }
        return None;
    }
    match seen {
        Seen::Session(session, hash) if session.series == workspace.document().series().id => {
            if workspace.document().session(&session.id).is_some() {
                workspace.copies.push((SavedFile::Session(session.id), path));
                return None;
            }
            let day = wording::date(session.started_at.date(), None);
            workspace.take_in(*session, path, hash).then_some(day)
        }
        Seen::Other(_) => {
            let name = path.file_name()?.to_string_lossy().into_owned();
            let own = SeriesFolder::series_path(workspace.saver.folder());
            let is_copy = original_name(&name).is_some_and(|(original, _)| own.ends_with(original));
            if is_copy && path.parent() == own.parent() {
                workspace.copies.push((SavedFile::Series, path));
            }
            None
        }
        Seen::Session(..) | Seen::Gone => None,
    }
}
