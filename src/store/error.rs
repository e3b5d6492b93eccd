//! What can go wrong with files, in words that say what happened and what to do.

use crate::model::FieldError;
use std::io;
use std::path::{Path, PathBuf};

/// Why a file or folder could not be read or written. Every message ends with the path.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The system refused.
    #[error("{action} failed: {source}: {}", path.display())]
    Io {
        /// What was tried, such as "reading the session".
        action: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The file is larger than any the program writes.
    #[error("the file has {size} bytes, over the limit of {limit}; it was left as it is: {}", path.display())]
    TooLarge {
        /// The file.
        path: PathBuf,
        /// Its size in bytes.
        size: u64,
        /// The limit in bytes.
        limit: u64,
    },
    /// The file is not JSON, or not of the expected shape.
    #[error("{problem}; the file was left as it is: {}", path.display())]
    Syntax {
        /// The file.
        path: PathBuf,
        /// Place and mistake.
        problem: String,
    },
    /// A field holds something it must not.
    #[error("{error}; the file was left as it is: {}", path.display())]
    Field {
        /// The file.
        path: PathBuf,
        /// Field, value and mistake.
        error: FieldError,
    },
    /// The file says it is something else.
    #[error("the file is a `{found}`, not a `{expected}`; it was left as it is: {}", path.display())]
    OtherFormat {
        /// The file.
        path: PathBuf,
        /// What it says it is.
        found: String,
        /// What it should be.
        expected: &'static str,
    },
    /// The file was written by a newer program.
    #[error("the file has version {found}, but this program knows version {known}; update the program, nothing was written: {}", path.display())]
    NewerVersion {
        /// The file.
        path: PathBuf,
        /// Its version.
        found: f64,
        /// The highest version this program knows.
        known: u32,
    },
    /// Somebody else changed the file since it was read.
    #[error("another program changed the file since it was opened; it was not overwritten, the changes here are still unsaved: {}", path.display())]
    ChangedOutside {
        /// The file.
        path: PathBuf,
    },
    /// What the disk gave back is not what was written.
    #[error("the disk gave back something else than was written; the old file is untouched, try another disk: {}", path.display())]
    ReadBack {
        /// The file.
        path: PathBuf,
    },
    /// The new file is in place, but the disk did not confirm it.
    #[error("saved, but the disk did not confirm it and a power cut could undo it: {source}: {}", path.display())]
    Unconfirmed {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// There is already something of this name.
    #[error("there is already something there; nothing was written: {}", path.display())]
    Exists {
        /// The file or folder.
        path: PathBuf,
    },
    /// A folder that should hold a series or a library does not.
    #[error("{problem}: {}", path.display())]
    NotFound {
        /// What is missing.
        problem: &'static str,
        /// The folder.
        path: PathBuf,
    },
}

impl StoreError {
    /// A refusal of the system.
    pub(crate) fn io(action: &'static str, path: &Path, source: io::Error) -> Self {
        Self::Io { action, path: path.to_owned(), source }
    }

    /// The file or folder it is about.
    pub fn path(&self) -> &Path {
        match self {
            Self::Io { path, .. }
            | Self::TooLarge { path, .. }
            | Self::Syntax { path, .. }
            | Self::Field { path, .. }
            | Self::OtherFormat { path, .. }
            | Self::NewerVersion { path, .. }
            | Self::ChangedOutside { path }
            | Self::ReadBack { path }
            | Self::Unconfirmed { path, .. }
            | Self::Exists { path }
            | Self::NotFound { path, .. } => path,
        }
    }

    /// The message without the path, for places that show the path already.
    pub fn reason(&self) -> String {
        let text = self.to_string();
        let path = format!(": {}", self.path().display());
        text.strip_suffix(&path).map_or(text.clone(), str::to_owned)
    }

    /// Whether the system refused for lack of rights.
    pub fn is_read_only(&self) -> bool {
        use io::ErrorKind::{PermissionDenied, ReadOnlyFilesystem};
        matches!(self, Self::Io { source, .. }
            if matches!(source.kind(), PermissionDenied | ReadOnlyFilesystem))
    }
}
