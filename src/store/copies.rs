//! Copies that sync engines leave beside a file when two machines have changed it.

use super::read::ContentHash;
use super::save::folder_of;
use super::{Generations, StoreError, Vfs};
use jiff::Timestamp;
use std::path::{Path, PathBuf};

/// A sync engine, known by how it names a copy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SyncEngine {
    /// `name.sync-conflict-20261124-101112-ABCDEFG.json`
    Syncthing,
    /// `name (conflicted copy 2026-11-24 101112).json`, and `name_conflict-20261124-101112.json` of old.
    Nextcloud,
    /// `name (Anna's conflicted copy 2026-11-24).json`
    Dropbox,
}

impl SyncEngine {
    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Syncthing => "Syncthing",
            Self::Nextcloud => "Nextcloud",
            Self::Dropbox => "Dropbox",
        }
    }
}

/// The name that a file had before a sync engine gave a copy of it this one, and which engine did.
pub fn original_name(name: &str) -> Option<(String, SyncEngine)> {
    let (stem, ending) = name.rsplit_once('.')?;
    let (original, engine) = syncthing(stem)
        .map(|original| (original, SyncEngine::Syncthing))
        .or_else(|| old_nextcloud(stem).map(|original| (original, SyncEngine::Nextcloud)))
        .or_else(|| in_words(stem))?;
    (!original.is_empty()).then(|| (format!("{original}.{ending}"), engine))
}

/// As the pages of Syncthing describe it: date, time and the first seven letters of the machine's id.
fn syncthing(stem: &str) -> Option<&str> {
    let (original, mark) = stem.rsplit_once(".sync-conflict-")?;
    let mut parts = mark.split('-');
    let stamped = digits(parts.next()?, 8) && digits(parts.next()?, 6);
    let machine = parts.next()?;
    let known = machine.len() == 7 && machine.bytes().all(|b| b.is_ascii_alphanumeric());
    (stamped && known && parts.next().is_none()).then_some(original)
}

fn old_nextcloud(stem: &str) -> Option<&str> {
    let (original, mark) = stem.rsplit_once("_conflict-")?;
    let (day, time) = mark.split_once('-')?;
    (digits(day, 8) && digits(time, 6)).then_some(original)
}

/// `name (whose conflicted copy when)`. Dropbox says whose it is, Nextcloud does not.
fn in_words(stem: &str) -> Option<(&str, SyncEngine)> {
    let (original, words) = stem.strip_suffix(')')?.rsplit_once(" (")?;
    let (whose, when) = words.split_once("conflicted copy")?;
    let dated = when.chars().all(|c| c.is_ascii_digit() || matches!(c, ' ' | '-'));
    let engine = if whose.is_empty() { SyncEngine::Nextcloud } else { SyncEngine::Dropbox };
    dated.then_some((original, engine))
}

fn digits(text: &str, count: usize) -> bool {
    text.len() == count && text.bytes().all(|b| b.is_ascii_digit())
}

/// The engine whose name for a copy a file has.
pub(super) fn engine_of(path: &Path) -> Option<SyncEngine> {
    let name = path.file_name()?.to_str()?;
    original_name(name).map(|(_, engine)| engine)
}

/// Removes a copy of a file; what it held is kept as an earlier version of the file first.
///
/// # Errors
///
/// When the copy is not as expected any more, or the system refuses; it is still there then.
pub fn put_away(
    vfs: &dyn Vfs,
    copy: &Path,
    file: &Path,
    expected: ContentHash,
    generations: &Generations,
    now: Timestamp,
) -> Result<(), StoreError> {
    let held = vfs.read(copy).map_err(|e| StoreError::io("reading the file before removing it", copy, e))?;
    if blake3::hash(&held) != expected {
        return Err(StoreError::ChangedOutside { path: copy.to_owned() });
    }
    // Versions are kept under the place that a link leads to, as saving keeps them.
    let whole = vfs.resolve(file).unwrap_or_else(|_| file.to_owned());
    generations.keep(vfs, &whole, &held, now)?;
    vfs.remove(copy).map_err(|e| StoreError::io("removing the file", copy, e))?;
    // Should the removal not last, the copy is back and found again.
    vfs.sync_folder(folder_of(copy)).unwrap_or_default();
    Ok(())
}

/// Where another version of a file comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VersionSource {
    /// It is in the file's place now, and another program put it there.
    Disk,
    /// A copy beside the file, and the engine that made it where its name says so.
    Copy(Option<SyncEngine>),
    /// It was in the file's place until then.
    Kept(Timestamp),
}

/// Another version of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// Where it is.
    pub path: PathBuf,
    /// Where it comes from.
    pub source: VersionSource,
}

/// The versions of a file that are kept, newest first.
///
/// # Errors
///
/// When their folder cannot be read.
pub fn kept_versions(file: &Path, generations: &Generations) -> Result<Vec<Version>, StoreError> {
    let kept = generations.list(file)?;
    let version =
        |kept: super::Generation| Version { path: kept.path, source: VersionSource::Kept(kept.replaced_at) };
    Ok(kept.into_iter().map(version).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(name: &str) -> Option<(String, SyncEngine)> {
        original_name(name)
    }

    #[test]
    fn names_of_copies_are_told_from_others() {
        let some = |engine| Some(("2026-03-02-019a.json".to_owned(), engine));
        let syncthing = "2026-03-02-019a.sync-conflict-20261124-101112-ABCDEF7.json";
        assert_eq!(of(syncthing), some(SyncEngine::Syncthing));
        for name in [
            "2026-03-02-019a (conflicted copy 2026-11-24 101112).json",
            "2026-03-02-019a (conflicted copy).json",
            "2026-03-02-019a_conflict-20261124-101112.json",
        ] {
            assert_eq!(of(name), some(SyncEngine::Nextcloud), "{name}");
        }
        let dropbox = "2026-03-02-019a (Anna's conflicted copy 2026-11-24).json";
        assert_eq!(of(dropbox), some(SyncEngine::Dropbox));
        for name in [
            "2026-03-02-019a.json",
            "series.json",
            "2026-03-02-019a.sync-conflict-2026112-101112-ABCDEF7.json",
            "2026-03-02-019a.sync-conflict-20261124-101112-ABC.json",
            "2026-03-02-019a (copy).json",
            "2026-03-02-019a (Anna's conflicted copy of mine).json",
            " (conflicted copy).json",
            ".sync-conflict-20261124-101112-ABCDEF7.json",
            "no ending (conflicted copy)",
        ] {
            assert_eq!(of(name), None, "{name}");
        }
    }
}
