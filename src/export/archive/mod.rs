//! Archives: a series in one file, to keep, to send and to take in again.
//!
//! An archive is a ZIP that holds the series folder as it is on disk, and a `manifest.json` with the BLAKE3 hash of every
//! file. Unpacked by any program it is a series folder again. The same series gives the same bytes: no times, no
//! machine, no user.

mod names;
mod read;
mod write;

pub use read::{ArchiveError, Archived, Contents, Limits, read_archive};
pub use write::{PackError, archive};

/// Name of the list of files in an archive.
const MANIFEST: &str = "manifest.json";
/// The name in `format` of that list.
const FORMAT: &str = "stipple/archive";
/// The version it has now.
const VERSION: u32 = 1;
