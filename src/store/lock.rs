//! One writer a series: a second window on the same series opens it read-only.

use super::StoreError;
use crate::model::SeriesId;
use fs_err as fs;
use std::path::Path;

/// The right to write a series, held until it is dropped or the program ends, however it ends.
#[derive(Debug)]
pub struct SeriesLock {
    _file: std::fs::File,
}

impl SeriesLock {
    /// Takes the right to write a series. The lock's file lies in the user's own folder `locks`, not in the
    /// library, where a sync engine would carry it to other machines.
    ///
    /// Returns none when another window has it.
    ///
    /// # Errors
    ///
    /// When the lock's file cannot be made.
    pub fn take(locks: &Path, series: &SeriesId) -> Result<Option<Self>, StoreError> {
        super::create_folder(locks)?;
        let path = locks.join(format!("{series}.lock"));
        let failed = |e| StoreError::io("taking the lock", &path, e);
        let file =
            fs::OpenOptions::new().write(true).create(true).truncate(false).open(&path).map_err(failed)?;
        let file = file.into_parts().0;
        match file.try_lock() {
            Ok(()) => Ok(Some(Self { _file: file })),
            Err(std::fs::TryLockError::WouldBlock) => Ok(None),
            Err(std::fs::TryLockError::Error(e)) => Err(failed(e)),
        }
    }
}
