//! Earlier contents of files, kept in the user's state folder.

use super::StoreError;
use super::vfs::Vfs;
use jiff::{Timestamp, civil::Date, tz::TimeZone};
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
    /// When the folder cannot be made or written.
    pub(super) fn keep(
        &self,
        vfs: &dyn Vfs,
        file: &Path,
        bytes: &[u8],
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let folder = self.folder_of(file);
        super::create_folder(&folder)?;
        // A save that is tried again has kept its last version already; keeping it each time would drive out others.
        let newest = Self::list_folder(&folder)?.into_iter().next();
        if newest.is_some_and(|(_, path)| vfs.read(&path).is_ok_and(|kept| kept == bytes)) {
            return Ok(());
        }
        // Milliseconds and a counter-like id, so that saves in quick succession do not meet.
        let name = format!("{:013}-{}.json", now.as_millisecond().max(0), uuid::Uuid::now_v7().simple());
        let path = folder.join(name);
        let written = vfs.create_new(&path, None).and_then(|mut out| {
            out.write_all(bytes)?;
            out.sync()
        });
        written.map_err(|e| {
            // Part of a version is none. Nothing more can be done if even this fails.
            vfs.remove(&path).unwrap_or_default();
            StoreError::io("keeping the last version", &path, e)
        })?;
        for old in superseded(&Self::list_folder(&folder)?, now) {
            vfs.remove(&old).map_err(|e| StoreError::io("letting go of an old version", &old, e))?;
        }
        Ok(())
    }

    /// The kept generations of a file, newest first, with the time each was replaced. Any path that leads to the
    /// file will do.
    ///
    /// # Errors
    ///
    /// When the folder cannot be read.
    pub fn list(&self, file: &Path) -> Result<Vec<(Timestamp, PathBuf)>, StoreError> {
        // Saving follows links, so this does.
        let whole = fs_err::canonicalize(file);
        Self::list_folder(&self.folder_of(whole.as_deref().unwrap_or(file)))
    }

    fn list_folder(folder: &Path) -> Result<Vec<(Timestamp, PathBuf)>, StoreError> {
        let failed = |e| StoreError::io("reading the kept versions", folder, e);
        let mut found = Vec::new();
        let items = match fs_err::read_dir(folder) {
            Ok(items) => items,
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(found),
            Err(e) => return Err(failed(e)),
        };
        for item in items {
            let path = item.map_err(failed)?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let ms = name.split_once('-').and_then(|(ms, _)| ms.parse().ok());
            if let Some(at) = ms.and_then(|ms| Timestamp::from_millisecond(ms).ok()) {
                found.push((at, path));
            }
        }
        found.sort_by(|a, b| b.cmp(a));
        Ok(found)
    }
}

/// What need not be kept of a list, newest first.
fn superseded(list: &[(Timestamp, PathBuf)], now: Timestamp) -> Vec<PathBuf> {
    let date = |at: &Timestamp| at.to_zoned(TimeZone::UTC).date();
    let age = |at: &Timestamp| now.duration_since(*at).as_hours() / 24;
    let mut drop = Vec::new();
    let mut last: Option<Date> = None;
    for (at, path) in list.iter().skip(RECENT) {
        let day = date(at);
        let stays = match (age(at), last) {
            (_, None) => true,
            (days, Some(last)) if days <= DAILY => last != day,
            (days, Some(last)) if days <= MONTHLY => (last.year(), last.month()) != (day.year(), day.month()),
            _ => false,
        };
        if stays {
            last = Some(day);
        } else {
            drop.push(path.clone());
        }
    }
    drop
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(day: i64, hour: i64) -> (Timestamp, PathBuf) {
        let hours = 30_000 * 24 - day * 24 - hour;
        (Timestamp::from_second(hours * 3600).unwrap(), PathBuf::from(format!("{day}-{hour}")))
    }

    #[test]
    fn old_versions_thin_out_with_age() {
        let now = Timestamp::from_second(30_000 * 24 * 3600).unwrap();
        let list: Vec<_> = (0..500).flat_map(|day| [at(day, 1), at(day, 5)]).collect();
        let dropped = superseded(&list, now);
        let kept: Vec<_> = list.iter().filter(|(_, path)| !dropped.contains(path)).collect();
        let of_days = |low: i64, high: i64| {
            let age = |at: &Timestamp| now.duration_since(*at).as_hours() / 24;
            kept.iter().filter(|(at, _)| (low..high).contains(&age(at))).count()
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
