//! One writer a series: a second window on the same series opens it read-only.

use super::StoreError;
use crate::model::SeriesId;
use fs_err as fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

/// The right to write a series, held until it is dropped or the program ends, however it ends.
#[derive(Debug)]
pub struct SeriesLock {
    _file: std::fs::File,
}

/// What came of asking for the right to write.
#[derive(Debug)]
pub enum Taken {
    /// It is held now.
    Held(SeriesLock),
    /// Another window has it; with what that said of itself, if it can be read.
    Elsewhere(Option<String>),
}

impl SeriesLock {
    /// The lock's file.
    pub(super) fn path(locks: &Path, series: &SeriesId) -> PathBuf {
        locks.join(format!("{series}.lock"))
    }

    /// Takes the right to write a series, and says to others who has it: `holder`, one line without a client's name.
    /// The lock's file lies in the user's own folder `locks`, not in the library, where a sync engine would carry it
    /// to other machines.
    ///
    /// # Errors
    ///
    /// When the lock's file cannot be made.
    pub fn take(locks: &Path, series: &SeriesId, holder: &str) -> Result<Taken, StoreError> {
        super::create_folder(locks)?;
        let path = Self::path(locks, series);
        let failed = |e| StoreError::io("taking the lock", &path, e);
        let mut options = fs::OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        #[cfg(unix)]
        {
            use fs_err::os::unix::fs::OpenOptionsExt;
            options.mode(0o600);
        }
        let mut file = options.open(&path).map_err(failed)?.into_parts().0;
        match file.try_lock() {
            Ok(()) => {
                // Only a courtesy to the next window: the lock holds without it.
                let said = file.set_len(0).and_then(|()| file.write_all(holder.as_bytes()));
                said.unwrap_or_default();
                Ok(Taken::Held(Self { _file: file }))
            }
            Err(std::fs::TryLockError::WouldBlock) => {
                let mut said = String::new();
                let read = file.take(200).read_to_string(&mut said);
                let line = said.lines().next().unwrap_or_default().trim().to_owned();
                Ok(Taken::Elsewhere(Some(line).filter(|line| read.is_ok() && !line.is_empty())))
            }
            Err(std::fs::TryLockError::Error(e)) => Err(failed(e)),
        }
    }
}
