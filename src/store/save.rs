//! Saving: after a power cut there is the old file or the new one, and nobody else's change is lost.
//!
//! The order of calls is the whole point: create a file beside, write, sync, read back and compare, keep the old one
//! as a generation, look once more whether the target is still what was read, let the two files change places, look at
//! what came out, and sync the folder. Only then is it saved. Where files cannot change places at once, the last look
//! comes before a plain rename.

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
    let hash = blake3::hash(bytes);
    let before = look(vfs, &target)?;
    // A save that was not confirmed and is tried again finds its own bytes.
    let own = before.as_ref().is_some_and(|held| blake3::hash(held) == hash);
    let expected = if own { Expected::Content(hash) } else { expected };
    check_expected(&target, before.as_deref(), expected)?;
    let beside = name_beside(&target);
    let like = before.is_some().then_some(target.as_path());
    let tidy = |_: &StoreError| {
        // Nothing more can be done if even this fails; the name says what it is.
        vfs.remove(&beside).unwrap_or_default();
    };
    write_beside(vfs, &beside, bytes, like).inspect_err(tidy)?;
    let generation_error = match (&before, generations) {
        (Some(old), Some((generations, now))) if !own => generations.keep(vfs, &target, old, now).err(),
        _ => None,
    };
    match put_in_place(vfs, &beside, &target, bytes, expected) {
        Ok(()) => {}
        Err(NotPut { error, left: Left::New }) => return Err(error).inspect_err(tidy),
        Err(NotPut { error, left: Left::Theirs }) => return Err(error),
    }
    match vfs.sync_folder(folder_of(&target)) {
        Ok(()) => Ok(Saved { hash, generation_error }),
        Err(source) => Err(StoreError::Unconfirmed { path: target, source }),
    }
}

/// Why the new file is not in its place, and what is beside it.
struct NotPut {
    error: StoreError,
    left: Left,
}

/// What is in the file beside the target.
enum Left {
    /// What was to be saved.
    New,
    /// What was in the target's place, which may be the only copy.
    Theirs,
}

/// Puts the new file in the place of the expected one. What another program puts there at the last moment comes out
/// and goes back.
fn put_in_place(
    vfs: &dyn Vfs,
    beside: &Path,
    target: &Path,
    bytes: &[u8],
    expected: Expected,
) -> Result<(), NotPut> {
    let failed = |e| StoreError::io("putting the new file in place", target, e);
    let not_put = |error| NotPut { error, left: Left::New };
    let put = match expected {
        Expected::Nothing => vfs.rename_new(beside, target),
        Expected::Content(_) => {
            let found = look(vfs, target).map_err(not_put)?;
            check_expected(target, found.as_deref(), expected).map_err(not_put)?;
            vfs.exchange(beside, target)
        }
    };
    match put {
        Ok(()) if expected == Expected::Nothing => return Ok(()),
        Ok(()) => {}
        Err(e) if e.kind() == io::ErrorKind::Unsupported => {
            let found = look(vfs, target).map_err(not_put)?;
            check_expected(target, found.as_deref(), expected).map_err(not_put)?;
            return vfs.rename(beside, target).map_err(|e| not_put(failed(e)));
        }
        Err(e) => {
            return Err(not_put(match (e.kind(), expected) {
                (io::ErrorKind::AlreadyExists, Expected::Nothing) => {
                    StoreError::Exists { path: target.to_owned() }
                }
                (io::ErrorKind::NotFound, Expected::Content(_)) => {
                    StoreError::ChangedOutside { path: target.to_owned() }
                }
                _ => failed(e),
            }));
        }
    }
    match look(vfs, beside).and_then(|found| check_expected(target, found.as_deref(), expected)) {
        Ok(()) => {
            // What is left is kept already; one that cannot be removed now is cleared away later.
            vfs.remove(beside).unwrap_or_default();
            Ok(())
        }
        Err(error) => {
            let left = if put_back(vfs, beside, target, bytes) { Left::New } else { Left::Theirs };
            Err(NotPut { error, left })
        }
    }
}

/// How often two files change places before it is given up. Each time but the first, yet another change came in
/// between, within microseconds.
const MOST_EXCHANGES: usize = 16;

/// Puts back what came out of the target's place when `bytes` went there. Returns whether what is then beside it can
/// be thrown away.
fn put_back(vfs: &dyn Vfs, beside: &Path, target: &Path, bytes: &[u8]) -> bool {
    let Ok(mut theirs) = vfs.read(beside) else { return false };
    // What has to come out now.
    let mut put = bytes.to_vec();
    for _ in 0..MOST_EXCHANGES {
        if vfs.exchange(beside, target).is_err() {
            return false;
        }
        let Ok(out) = vfs.read(beside) else { return false };
        if put == out {
            return true;
        }
        // Somebody wrote again meanwhile. That is the latest, and goes where it was.
        put = std::mem::replace(&mut theirs, out);
    }
    false
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

/// The bytes of a file; none where there is no file.
fn look(vfs: &dyn Vfs, path: &Path) -> Result<Option<Vec<u8>>, StoreError> {
    match vfs.read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(e) => Err(StoreError::io("reading the file before saving", path, e)),
    }
}

/// Makes sure that what was found in the target's place is what was expected there.
fn check_expected(target: &Path, found: Option<&[u8]>, expected: Expected) -> Result<(), StoreError> {
    match (found, expected) {
        (None, Expected::Nothing) => Ok(()),
        (Some(_), Expected::Nothing) => Err(StoreError::Exists { path: target.to_owned() }),
        (Some(bytes), Expected::Content(hash)) if blake3::hash(bytes) == hash => Ok(()),
        (_, Expected::Content(_)) => Err(StoreError::ChangedOutside { path: target.to_owned() }),
    }
}

/// Writes a file that is not there yet, durably, and compares what the disk gives back.
pub(super) fn write_beside(
    vfs: &dyn Vfs,
    beside: &Path,
    bytes: &[u8],
    like: Option<&Path>,
) -> Result<(), StoreError> {
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

/// The name of the file that is written first, with the time in it.
pub(super) fn name_beside(target: &Path) -> PathBuf {
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    // Names end at 255 bytes: a long one leaves no room for what is added.
    let start: String = name.chars().take(40).collect();
    let unique = uuid::Uuid::now_v7().simple();
    target.with_file_name(format!(".{start}.{unique}.{UNFINISHED}"))
}
