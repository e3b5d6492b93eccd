//! Erasing a series: its folder, and every earlier version that is kept of it.

use super::read::MAX_FILE_BYTES;
use super::{Generations, Library, SeriesFolder, SeriesLock, StoreError, Taken, Vfs, read_series};
use crate::model::{Moment, SeriesId};
use fs_err as fs;
use serde::Deserialize;
use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

/// What erasing a series removes, and what it leaves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErasePlan {
    /// The series folder.
    pub folder: PathBuf,
    /// Its title; none when the file of the series cannot be read.
    pub title: Option<String>,
    /// Files of the series: its own, its sessions, copies and unfinished ones.
    pub files: Vec<PathBuf>,
    /// Earlier versions, and the file of its lock.
    pub kept: Vec<PathBuf>,
    /// Files in the folder that are none of the program's. They stay.
    pub foreign: Vec<PathBuf>,
    /// Copies elsewhere that were found. They stay: somebody else made them.
    pub elsewhere: Vec<PathBuf>,
    id: Option<SeriesId>,
}

/// What erasing left.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Erased {
    /// How many files were removed.
    pub removed: usize,
    /// The id of the series, if it could be read.
    pub series: Option<SeriesId>,
}

/// What a record says of itself; the rest is not looked at.
#[derive(Deserialize)]
struct Head {
    id: Option<String>,
    series: Option<String>,
}

fn head_of(path: &Path) -> Option<Head> {
    let small = fs::metadata(path).ok()?.len() <= MAX_FILE_BYTES;
    let bytes = small.then(|| fs::read(path).ok())??;
    serde_json::from_slice(&bytes).ok()
}

/// The ids that a record in a file gives for itself and its series; none where it cannot be read.
fn series_in(path: &Path) -> Option<Vec<String>> {
    head_of(path).map(|head| head.id.into_iter().chain(head.series).collect())
}

/// The items of a folder, by name; none where there is no folder.
fn items(folder: &Path) -> Result<Vec<PathBuf>, StoreError> {
    let failed = |e| StoreError::io("reading the folder", folder, e);
    let mut found: Vec<PathBuf> = match fs::read_dir(folder) {
        Ok(items) => {
            items.map(|item| item.map(|item| item.path()).map_err(failed)).collect::<Result<_, _>>()?
        }
        Err(e) if e.kind() == io::ErrorKind::NotFound => Vec::new(),
        Err(e) => return Err(failed(e)),
    };
    found.sort();
    Ok(found)
}

/// Whether the program writes files of such a name into a series folder, or a sync engine makes copies of them.
fn is_own(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let ending = path.extension().unwrap_or_default();
    ending.eq_ignore_ascii_case("json") || name.ends_with(super::save::UNFINISHED)
}

/// What erasing a series would do. Changes nothing.
///
/// # Errors
///
/// When there is no such folder, or one that matters cannot be listed.
pub fn plan_erase(folder: &Path, state: &Path) -> Result<ErasePlan, StoreError> {
    let folder = fs::canonicalize(folder).map_err(|e| StoreError::io("opening", folder, e))?;
    let sessions = SeriesFolder::sessions_folder(&folder);
    let series = read_series(&SeriesFolder::series_path(&folder)).ok().map(|loaded| loaded.value);
    if series.is_none() && !sessions.is_dir() && !super::is_series_folder(&folder) {
        return Err(StoreError::NotFound { problem: "this folder is no series", path: folder });
    }
    let (mut files, mut foreign) = (Vec::new(), Vec::new());
    for path in items(&folder)?.into_iter().chain(items(&sessions)?).filter(|path| *path != sessions) {
        // A link is removed, not what it leads to; a folder is somebody else's.
        let meta = fs::symlink_metadata(&path).map_err(|e| StoreError::io("looking at", &path, e))?;
        if !meta.is_dir() && is_own(&path) { files.push(path) } else { foreign.push(path) }
    }
    // Where the series cannot be read, its sessions still say which one it is.
    let said = || files.iter().find_map(|path| SeriesId::new(&head_of(path)?.series?).ok());
    let id = series.as_ref().map(|series| series.id.clone()).or_else(said);
    let mut kept = kept_of(&files, id.as_ref(), state)?;
    let lock = id.as_ref().map(|id| SeriesLock::path(&state.join("locks"), id));
    kept.extend(lock.filter(|path| path.exists()));
    let elsewhere = elsewhere(&folder, id.as_ref());
    Ok(ErasePlan { title: series.map(|series| series.title), files, kept, foreign, elsewhere, id, folder })
}

/// The earlier versions of a series: those of its files, wherever they say that they belong to it, and those in the
/// places of its files even where they cannot be read any more.
fn kept_of(files: &[PathBuf], id: Option<&SeriesId>, state: &Path) -> Result<Vec<PathBuf>, StoreError> {
    let generations = Generations::in_state(state);
    let own: BTreeSet<PathBuf> = files.iter().map(|file| generations.folder_of(file)).collect();
    let mut kept = Vec::new();
    for place in items(generations.root())?.into_iter().filter(|place| place.is_dir()) {
        for path in items(&place)? {
            let said = series_in(&path);
            let belongs = match (&said, id) {
                (Some(said), Some(id)) => said.iter().any(|said| said == id.as_str()),
                _ => own.contains(&place),
            };
            if belongs {
                kept.push(path);
            }
        }
    }
    Ok(kept)
}

/// Copies of a series that can be seen from its folder: in other folders of its library, and in the folders in which
/// Syncthing keeps what it has replaced.
fn elsewhere(folder: &Path, id: Option<&SeriesId>) -> Vec<PathBuf> {
    let Some(root) = folder.parent() else { return Vec::new() };
    let others = Library::new(root.to_owned()).series_folders().unwrap_or_default();
    let is_same = |other: &PathBuf| {
        let said = || series_in(&SeriesFolder::series_path(other)).unwrap_or_default();
        other != folder && id.is_some_and(|id| said().iter().any(|said| said == id.as_str()))
    };
    let mut found: Vec<PathBuf> = others.into_iter().filter(is_same).collect();
    let name = folder.file_name().unwrap_or_default();
    found.extend([root.join(".stversions").join(name)].into_iter().filter(|path| path.exists()));
    found
}

/// Erases a series as it was planned. The series' own file goes last, so that one that is interrupted can be done
/// again.
///
/// # Errors
///
/// When another window has the series, or the system refuses; what was removed until then is gone.
pub fn erase(vfs: &dyn Vfs, plan: &ErasePlan, state: &Path, now: Moment) -> Result<Erased, StoreError> {
    let holder = format!("erasing since {now}");
    let lock = match &plan.id {
        Some(id) => match SeriesLock::take(&state.join("locks"), id, &holder)? {
            Taken::Held(lock) => Some(lock),
            Taken::Elsewhere(_) => {
                let problem = "the series is open in another window; close it there first";
                return Err(StoreError::NotFound { problem, path: plan.folder.clone() });
            }
        },
        None => None,
    };
    let own = SeriesFolder::series_path(&plan.folder);
    let last = plan.files.iter().filter(|path| **path == own);
    let before = plan.files.iter().filter(|path| **path != own);
    let mut removed = 0;
    for path in plan.kept.iter().chain(before).chain(last) {
        match vfs.remove(path) {
            Ok(()) => removed += 1,
            Err(e) if e.kind() == io::ErrorKind::NotFound => {}
            Err(e) => return Err(StoreError::io("erasing the file", path, e)),
        }
    }
    drop(lock);
    let places: BTreeSet<&Path> = plan.kept.iter().filter_map(|path| path.parent()).collect();
    let sessions = SeriesFolder::sessions_folder(&plan.folder);
    for folder in places.into_iter().chain([&*sessions, &*plan.folder]) {
        // One that still holds something stays.
        fs::remove_dir(folder).unwrap_or_default();
    }
    if let Some(root) = plan.folder.parent() {
        vfs.sync_folder(root).map_err(|e| StoreError::io("making it durable in the folder", root, e))?;
    }
    Ok(Erased { removed, series: plan.id.clone() })
}
