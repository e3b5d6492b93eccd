//! Earlier contents of files, kept in the user's state folder.

use super::StoreError;
use super::save::{name_beside, write_beside};
use super::sweep::sweep_folder;
use super::vfs::{Disk, Vfs};
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use std::io;
use std::path::{Path, PathBuf};

/// What files held before they were saved again: the last 20, then one a day for 30 days, then one a month for a
/// year.
#[derive(Clone, Debug)]
pub struct Generations {
    root: PathBuf,
}

/// Newest generations that are all kept.
const RECENT: usize = 20;
/// Days of which one generation each is kept.
const DAILY: i64 = 30;
/// Days in all of which one generation a month is kept.
const MONTHLY: i64 = 366;

impl Generations {
    /// Generations under a folder of the user's.
    pub const fn new(root: PathBuf) -> Self {
        Self { root }
    }

    /// Generations in the user's state folder.
    pub fn in_state(state: &Path) -> Self {
        Self::new(state.join("generations"))
    }

    /// The folder that holds them all.
    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    /// The folder that holds the generations of a file. Its name says nothing of the client: it is a hash of the
    /// file's path.
    pub fn folder_of(&self, file: &Path) -> PathBuf {
        let hash = blake3::hash(file.as_os_str().as_encoded_bytes()).to_hex();
        self.root.join(hash.get(..16).unwrap_or_default())
    }

    /// Keeps `bytes` as the generation of `file` that ended at `now`, and lets go of what is too old.
    ///
    /// # Errors
    ///
    /// When the folder cannot be made or written; there is nothing half written then.
    pub(super) fn keep(
        &self,
        vfs: &dyn Vfs,
        file: &Path,
        bytes: &[u8],
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let folder = self.folder_of(file);
        let known = list_folder(vfs, &folder)?;
        if known.is_none() {
            let made = vfs.create_folder(&folder).and_then(|()| vfs.sync_folder(&self.root));
            made.map_err(|e| StoreError::io("making the folder for earlier versions", &folder, e))?;
        }
        let newest = known.as_ref().and_then(|known| known.first());
        // A save that is tried again has kept its last version already; keeping it each time would drive out others.
        if newest.is_some_and(|kept| vfs.read(&kept.path).is_ok_and(|held| held == bytes)) {
            return Ok(());
        }
        // The order is that of saving, whatever the clock says.
        let number = newest.map_or(1, |kept| kept.number.saturating_add(1));
        let at = now.as_millisecond().max(0);
        let path = folder.join(format!("{number:010}-{at:013}.json"));
        let beside = name_beside(&path);
        let failed = |e| StoreError::io("keeping the last version", &path, e);
        let written =
            write_beside(vfs, &beside, bytes, None).and_then(|()| vfs.rename(&beside, &path).map_err(failed));
        written.inspect_err(|_| {
            // Part of a version is none. Nothing more can be done if even this fails.
            vfs.remove(&beside).unwrap_or_default();
        })?;
        vfs.sync_folder(&folder).map_err(failed)?;
        for old in superseded(&list_folder(vfs, &folder)?.unwrap_or_default(), now) {
            vfs.remove(&old).map_err(|e| StoreError::io("letting go of an old version", &old, e))?;
        }
        sweep_folder(vfs, &folder, now)
    }

    /// The kept generations of a file, newest first. Any path that leads to the file will do.
    ///
    /// # Errors
    ///
    /// When the folder cannot be read.
    pub fn list(&self, file: &Path) -> Result<Vec<Generation>, StoreError> {
        // Saving follows links, so this does.
        let whole = fs_err::canonicalize(file);
        Ok(list_folder(&Disk, &self.folder_of(whole.as_deref().unwrap_or(file)))?.unwrap_or_default())
    }
}

/// What a file held before it was saved again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Generation {
    /// Its place in the order of saving; the newest has the highest.
    pub number: u64,
    /// When it was replaced, by the clock of that time.
    pub replaced_at: Timestamp,
    /// Where it is kept.
    pub path: PathBuf,
}

/// The generations in a folder, newest first; none where there is no folder.
fn list_folder(vfs: &dyn Vfs, folder: &Path) -> Result<Option<Vec<Generation>>, StoreError> {
    let items = match vfs.list(folder) {
        Ok(items) => items,
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(e) => return Err(StoreError::io("reading the kept versions", folder, e)),
    };
    let mut found: Vec<Generation> = items.into_iter().filter_map(parse_name).collect();
    found.sort_by_key(|kept| std::cmp::Reverse(kept.number));
    Ok(Some(found))
}

/// The generation that a path names, if it does.
fn parse_name(path: PathBuf) -> Option<Generation> {
    let (number, at) = path.file_name()?.to_str()?.strip_suffix(".json")?.split_once('-')?;
    let number = number.parse().ok()?;
    let replaced_at = Timestamp::from_millisecond(at.parse().ok()?).ok()?;
    Some(Generation { number, replaced_at, path })
}

/// What need not be kept of a list, newest first.
fn superseded(list: &[Generation], now: Timestamp) -> Vec<PathBuf> {
    let mut drop = Vec::new();
    let mut last: Option<Date> = None;
    for kept in list.iter().skip(RECENT) {
        let day = kept.replaced_at.to_zoned(TimeZone::UTC).date();
        let age = now.duration_since(kept.replaced_at).as_hours() / 24;
        let stays = match last {
            None => age <= MONTHLY,
            Some(last) if age <= DAILY => last != day,
            Some(last) if age <= MONTHLY => (last.year(), last.month()) != (day.year(), day.month()),
            Some(_) => false,
        };
        if stays {
            last = Some(day);
        } else {
            drop.push(kept.path.clone());
        }
    }
    drop
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(day: i64, hour: i64) -> Generation {
        let hours = 30_000 * 24 - day * 24 - hour;
        let replaced_at = Timestamp::from_second(hours * 3600).unwrap();
        Generation { number: hours as u64, replaced_at, path: PathBuf::from(format!("{day}-{hour}")) }
    }

    #[test]
    fn old_versions_thin_out_with_age() {
        let now = Timestamp::from_second(30_000 * 24 * 3600).unwrap();
        let list: Vec<_> = (0..500).flat_map(|day| [at(day, 1), at(day, 5)]).collect();
        let dropped = superseded(&list, now);
        let kept: Vec<_> = list.iter().filter(|kept| !dropped.contains(&kept.path)).collect();
        let of_days = |low: i64, high: i64| {
            let age = |at: &Timestamp| now.duration_since(*at).as_hours() / 24;
            kept.iter().filter(|kept| (low..high).contains(&age(&kept.replaced_at))).count()
        };
        assert_eq!(of_days(0, 10), 20, "the last twenty are all kept");
        assert_eq!(of_days(10, 30), 20, "then one a day");
        assert!((10..=13).contains(&of_days(31, 367)), "then one a month: {}", of_days(31, 367));
        assert_eq!(of_days(367, 600), 0, "and none after a year");
    }

    #[test]
    fn nothing_is_dropped_of_a_short_list() {
        let now = Timestamp::from_second(30_000 * 24 * 3600).unwrap();
        assert!(superseded(&(0..20).map(|h| at(900, h)).collect::<Vec<_>>(), now).is_empty());
    }
}
