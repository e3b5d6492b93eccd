//! What differs from run to run, handed in: the clock, the user's folders and other programs.

use super::outside::{self, Opener, OutsideError};
use crate::model::Moment;
use jiff::civil::Date;
use jiff::{Timestamp, Zoned};
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

/// The clock, the user's folders and other programs.
#[derive(Clone)]
pub struct Env {
    now: Arc<dyn Fn() -> Zoned + Send + Sync>,
    /// Shows files and folders in other programs.
    pub opener: Opener,
    /// Settings.
    pub config: PathBuf,
    /// The sample library and, unless the user has a folder for documents, the user's own.
    pub data: PathBuf,
    /// Earlier versions of files, locks and logs.
    pub state: PathBuf,
    /// The library that new series go to unless another is open.
    pub library: PathBuf,
}

impl fmt::Debug for Env {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Env").field("data", &self.data).finish_non_exhaustive()
    }
}

impl Env {
    /// The system's clock and folders. None where the system names no home.
    pub fn system() -> Option<Self> {
        let folders = directories::ProjectDirs::from("", "", "stipple")?;
        let data = folders.data_dir().to_owned();
        let documents =
            directories::UserDirs::new().and_then(|user| user.document_dir().map(|d| d.join("Stipple")));
        Some(Self {
            now: Arc::new(Zoned::now),
            opener: Arc::new(outside::open),
            config: folders.config_dir().to_owned(),
            state: folders.state_dir().unwrap_or(&data).to_owned(),
            library: documents.unwrap_or_else(|| data.join("library")),
            data,
        })
    }

    /// A clock that stands still, folders under one root and no other programs, for tests.
    pub fn fixed(root: &std::path::Path, now: Zoned) -> Self {
        Self {
            now: Arc::new(move || now.clone()),
            opener: Arc::new(|_| Err(OutsideError::NoProgram)),
            config: root.join("config"),
            data: root.join("data"),
            state: root.join("state"),
            library: root.join("library"),
        }
    }

    /// The time now, with the offset of this place.
    pub fn now(&self) -> Moment {
        Moment::from(&(self.now)())
    }

    /// A time as the clock on the wall here showed it.
    pub fn moment(&self, timestamp: Timestamp) -> Moment {
        Moment::from(&timestamp.to_zoned((self.now)().time_zone().clone()))
    }

    /// The date here.
    pub fn today(&self) -> Date {
        (self.now)().date()
    }

    /// The folder of the sample library.
    pub fn sample(&self) -> PathBuf {
        self.data.join("sample")
    }

    /// The folder of reports on their way to a printer.
    pub fn printing(&self) -> PathBuf {
        self.state.join("print")
    }
}
