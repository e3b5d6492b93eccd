//! Saving: after a power cut there is the old file or the new one, and nobody else's change is lost.
//!
//! The order of calls is the whole point: create a file beside, write, sync, read back and compare, keep the old one
//! as a generation, look once more whether the target is still what was read, rename, sync the folder. Only then is
//! it saved.

use super::StoreError;
use super::generations::Generations;
use super::read::ContentHash;
use super::vfs::{Disk, Vfs};
use jiff::Timestamp;
use std::io;
use std::path::{Path, PathBuf};

/// What should be in the target's place before it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// Nothing.
    Nothing,
    /// The file that was read or saved last.
    Content(ContentHash),
}

/// What saving left.
#[derive(Debug)]
pub struct Saved {
    /// Identity of the bytes now in the file.
    pub hash: ContentHash,
    /// Why the file that was there before could not be kept as a generation, if so. The save itself holds.
    pub generation_error: Option<StoreError>,
}

/// Ending of the files that saving writes first. One that is left over was never the only copy of anything.
pub(super) const UNFINISHED: &str = "stipple-unfinished";

/// Writes `bytes` to `path`, atomically and durably.
///
/// # Errors
///
/// When the target is not as expected, the disk refuses or lies. The target is then untouched and no file is left
/// beside it; except for [`StoreError::Unconfirmed`], where the new file is in place but a power cut could undo it.
pub fn save(
    vfs: &dyn Vfs,
    path: &Path,
    bytes: &[u8],
    expected: Expected,
    generations: Option<(&Generations, Timestamp)>,
) -> Result<Saved, StoreError> {
    // A link is followed, not replaced.
    let target = match vfs.resolve(path) {
        Ok(target) => target,
        Err(e) if e.kind() == io::ErrorKind::NotFound => path.to_owned(),
        Err(e) => return Err(StoreError::io("looking for the file", path, e)),
    };
    let before = verify_target(vfs, &target, expected)?;
    let beside = name_beside(&target);
    let like = before.is_some().then_some(target.as_path());
    let written = write_beside(vfs, &beside, bytes, like)
        .map(|()| match (&before, generations) {
            (Some(old), Some((generations, now))) => generations.keep(vfs, &target, old, now).err(),
            _ => None,
        })
        // The file may have changed while all this was being written. Nothing may come between here and the rename.
        .and_then(|generation_error| verify_target(vfs, &target, expected).map(|_| generation_error))
        .and_then(|generation_error| match vfs.rename(&beside, &target) {
            Ok(()) => Ok(generation_error),
            Err(e) => Err(StoreError::io("putting the new file in place", &target, e)),
        });
    let generation_error = written.inspect_err(|_| {
        // Nothing more can be done if even this fails; the name says what it is.
        vfs.remove(&beside).unwrap_or_default();
    })?;
    match vfs.sync_folder(folder_of(&target)) {
        Ok(()) => Ok(Saved { hash: blake3::hash(bytes), generation_error }),
        Err(source) => Err(StoreError::Unconfirmed { path: target, source }),
    }
}

/// Writes a file that the user named, over the one that is there if there is one.
///
/// # Errors
///
/// As [`save`], and when there is something other than a file.
pub fn replace(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    // Reading a pipe may never end, and a file in the place of a device breaks what the device is for.
    if fs_err::metadata(path).is_ok_and(|meta| !meta.is_file()) {
        return Err(StoreError::NotFound {
            problem: "this is no file; name another one",
            path: path.to_owned(),
        });
    }
    let expected = match Disk.read(path) {
        Ok(old) => Expected::Content(blake3::hash(&old)),
        Err(e) if e.kind() == io::ErrorKind::NotFound => Expected::Nothing,
        Err(e) => return Err(StoreError::io("reading the file before saving", path, e)),
    };
    save(&Disk, path, bytes, expected, None).map(|_| ())
}

/// The bytes in the target's place, after making sure that they are the expected ones.
fn verify_target(vfs: &dyn Vfs, target: &Path, expected: Expected) -> Result<Option<Vec<u8>>, StoreError> {
    let found = match vfs.read(target) {
        Ok(bytes) => Some(bytes),
        Err(e) if e.kind() == io::ErrorKind::NotFound => None,
        Err(e) => return Err(StoreError::io("reading the file before saving", target, e)),
    };
    match (&found, expected) {
        (None, Expected::Nothing) => Ok(None),
        (Some(_), Expected::Nothing) => Err(StoreError::Exists { path: target.to_owned() }),
        (Some(bytes), Expected::Content(hash)) if blake3::hash(bytes) == hash => Ok(found),
        (_, Expected::Content(_)) => Err(StoreError::ChangedOutside { path: target.to_owned() }),
    }
}

fn write_beside(vfs: &dyn Vfs, beside: &Path, bytes: &[u8], like: Option<&Path>) -> Result<(), StoreError> {
    let failed = |action| move |e| StoreError::io(action, beside, e);
    {
        let mut file = vfs.create_new(beside, like).map_err(failed("making a new file"))?;
        file.write_all(bytes).map_err(failed("writing the new file"))?;
        file.sync().map_err(failed("making the new file durable"))?;
    }
    // A disk that claims to have written what it has not is found out here, before the old file is gone.
    let back = vfs.read(beside).map_err(failed("reading back the new file"))?;
    if back == bytes { Ok(()) } else { Err(StoreError::ReadBack { path: beside.to_owned() }) }
}

/// The folder that names a file. A name alone has an empty parent, which no system takes for a folder.
pub(super) fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

fn name_beside(target: &Path) -> PathBuf {
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    // Names end at 255 bytes: a long one leaves no room for what is added.
    let start: String = name.chars().take(40).collect();
    let unique = uuid::Uuid::now_v7().simple();
    target.with_file_name(format!(".{start}.{unique}.{UNFINISHED}"))
}
