//! Series and sessions on disk: plain JSON, one file a session, written so that a power cut leaves the old file or
//! the new one, and never over somebody else's change.
//!
//! The files have their own [`schema`] apart from the model. [`read`] is bounded and changes nothing; [`save()`] is
//! the only way anything is written; [`Library`] finds what there is; [`check()`] lists what is wrong with it.

mod check;
mod copies;
mod decimal;
mod erase;
mod error;
mod generations;
mod journal;
mod library;
mod lock;
mod merge;
mod quick;
#[cfg(test)]
mod quick_tests;
mod read;
mod salvage;
mod save;
mod schema;
mod sweep;
mod text;
mod vfs;

pub use check::{CheckReport, Problem, check};
pub use copies::{SyncEngine, Version, VersionSource, kept_versions, original_name, put_away};
pub use erase::{ErasePlan, Erased, erase, plan_erase};
pub use error::StoreError;
pub use generations::{Generation, Generations};
pub use journal::{Did, Event, History, Journal, histories, read_history};
pub use library::{
    Library, Opened, SeriesFolder, SessionFile, create_folder, is_series_folder, open_path, slug,
};
pub use lock::{SeriesLock, Taken};
pub use merge::{Difference, EntryTally, MergeError, MergeReport, Merged, merge_series, merge_sessions};
pub use read::{
    ContentHash, Loaded, MAX_FILE_BYTES, MAX_NESTING, read_series, read_session, series_from, series_text,
    session_from, session_text,
};
pub use salvage::{Salvaged, salvage_session};
pub use save::{Expected, Saved, replace, save};
pub use schema::{series_schema, session_schema};
pub use text::CheckLine;
pub use vfs::{Disk, Vfs, VfsFile};
