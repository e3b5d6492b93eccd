//! Clearing away what a program that was stopped in the middle of a save has left behind.

use super::read::is_whole;
use super::save::UNFINISHED;
use super::vfs::Vfs;
use super::{Generations, SeriesFolder, StoreError};
use jiff::Timestamp;
use std::io;
use std::path::{Path, PathBuf};

/// How old a file has to be before it counts as left behind, in seconds. A save takes milliseconds; on a share,
/// another machine may be in the middle of one.
const LEFT_BEHIND_S: i64 = 60;

impl SeriesFolder {
    /// Removes the unfinished files in a series folder that are older than a minute at `now`. A whole document among
    /// them may have come out of its place at the very moment the program was stopped, so it becomes an earlier
    /// version of the file that its name begins with.
    ///
    /// # Errors
    ///
    /// When the system refuses; what could not be kept is still there.
    pub fn sweep(
        vfs: &dyn Vfs,
        folder: &Path,
        generations: &Generations,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        for folder in [folder, &Self::sessions_folder(folder)] {
            for path in left_behind(vfs, folder, now)? {
                let held = vfs.read(&path).unwrap_or_default();
                if is_whole(&held) {
                    generations.keep(vfs, &unfinished_of(&path), &held, now)?;
                }
                remove(vfs, &path)?;
            }
        }
        Ok(())
    }
}

/// Removes the unfinished files of one folder that are older than a minute, whatever they hold.
pub(super) fn sweep_folder(vfs: &dyn Vfs, folder: &Path, now: Timestamp) -> Result<(), StoreError> {
    left_behind(vfs, folder, now)?.iter().try_for_each(|path| remove(vfs, path))
}

fn remove(vfs: &dyn Vfs, path: &Path) -> Result<(), StoreError> {
    match vfs.remove(path) {
        Err(e) if e.kind() != io::ErrorKind::NotFound => {
            Err(StoreError::io("removing an unfinished file", path, e))
        }
        _ => Ok(()),
    }
}

/// The unfinished files in a folder that are older than a minute.
fn left_behind(vfs: &dyn Vfs, folder: &Path, now: Timestamp) -> Result<Vec<PathBuf>, StoreError> {
    let mut items = match vfs.list(folder) {
        Ok(items) => items,
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(e) => return Err(StoreError::io("looking for unfinished files", folder, e)),
    };
    items.retain(|path| {
        begun_at(path).is_some_and(|begun| now.duration_since(begun).as_secs() > LEFT_BEHIND_S)
    });
    items.sort();
    Ok(items)
}

/// The file that an unfinished one was to become; a name too long to stand in it whole is cut off.
fn unfinished_of(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let name = name.trim_start_matches('.').trim_end_matches(UNFINISHED).trim_end_matches('.');
    path.with_file_name(name.rsplit_once('.').map_or(name, |(name, _)| name))
}

/// When an unfinished file was begun, which its name says; none for any other file.
fn begun_at(path: &Path) -> Option<Timestamp> {
    let start = path.file_name()?.to_str()?.strip_suffix(UNFINISHED)?.strip_suffix('.')?;
    let id = uuid::Uuid::parse_str(start.rsplit('.').next()?).ok()?;
    let (seconds, nanoseconds) = id.get_timestamp()?.to_unix();
    Timestamp::new(i64::try_from(seconds).ok()?, i32::try_from(nanoseconds).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::super::save::name_beside;
    use super::*;

    #[test]
    fn only_unfinished_files_have_a_beginning() {
        let name = name_beside(Path::new("/lib/a.json"));
        let age = Timestamp::now().duration_since(begun_at(&name).unwrap());
        assert!((0..60).contains(&age.as_secs()), "{age:?}");
        assert_eq!(unfinished_of(&name), Path::new("/lib/a.json"));
        for other in ["a.json", ".a.json", ".a.stipple-unfinished", ".x.0123.stipple-unfinished"] {
            assert_eq!(begun_at(Path::new(other)), None, "{other}");
        }
    }
}
