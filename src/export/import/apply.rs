//! Doing what a plan says.

use super::plan::{ImportError, ImportPlan, RecordPlan, SeriesPlan};
use crate::model::{Series, Session};
use crate::store::{Disk, Expected, Generations, Library, SeriesFolder, SeriesLock, StoreError, Taken, Vfs};
use jiff::Timestamp;
use std::path::{Path, PathBuf};

/// Where and when an import writes.
#[derive(Clone, Copy, Debug)]
pub struct Writer<'a> {
    /// The library.
    pub library: &'a Library,
    /// The user's folder for what files held before, and for locks.
    pub state: &'a Path,
    /// The time.
    pub now: Timestamp,
}

/// What an import did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportDone {
    /// The folders of the series, in the order of the plan.
    pub folders: Vec<PathBuf>,
    /// Number of files written.
    pub written: usize,
}

/// Takes in what a plan says. A new series is taken in whole or not at all. What was in files before is kept as a
/// generation; if the disk refuses in the midst of a merge, what has been merged so far stays, nothing is lost, and
/// taking the same archive in again goes on from there.
///
/// # Errors
///
/// When a file changed since the plan was made, is open in a window, or cannot be written.
pub fn import(plan: &ImportPlan, writer: Writer<'_>) -> Result<ImportDone, ImportError> {
    let mut locks = Vec::new();
    for series in plan.series.iter().filter(|series| series.folder.is_some()) {
        let holder = format!("an import, process {}", std::process::id());
        match SeriesLock::take(&writer.state.join("locks"), &series.id, &holder)? {
            Taken::Held(lock) => locks.push(lock),
            Taken::Elsewhere(_) => return Err(ImportError::InUse { title: series.title.clone() }),
        }
    }
    let mut done = ImportDone::default();
    for series in &plan.series {
        let folder = match (&series.folder, &series.record) {
            (None, RecordPlan::New(record)) => {
                let folder = writer.library.create_series(&Disk, record)?;
                done.written += 1;
                // Half a series would look like a whole one.
                write_sessions(series, &folder, writer, &mut done).inspect_err(|_| {
                    fs_err::remove_dir_all(&folder).unwrap_or_default();
                })?;
                folder
            }
            (None, _) => continue,
            (Some(folder), record) => {
                write_sessions(series, folder, writer, &mut done)?;
                if let RecordPlan::Merge { merged, expected, .. } = record {
                    write_series(folder, merged, *expected, writer)?;
                    done.written += 1;
                }
                folder.clone()
            }
        };
        done.folders.push(folder);
    }
    Ok(done)
}

fn write_series(
    folder: &Path,
    series: &Series,
    expected: Expected,
    writer: Writer<'_>,
) -> Result<(), StoreError> {
    let generations = generations(writer);
    let kept = Some((&generations, writer.now));
    SeriesFolder::save_series(&Disk, folder, series, expected, kept).map(|_| ())
}

fn write_sessions(
    series: &SeriesPlan,
    folder: &Path,
    writer: Writer<'_>,
    done: &mut ImportDone,
) -> Result<(), StoreError> {
    let generations = generations(writer);
    for plan in &series.sessions {
        let (path, session, expected) = match &plan.record {
            RecordPlan::Held => continue,
            RecordPlan::New(session) => (free_path(folder, session), session, Expected::Nothing),
            RecordPlan::Merge { merged, path, expected, .. } => (path.clone(), merged, *expected),
        };
        let kept = Some((&generations, writer.now));
        SeriesFolder::save_session(&Disk, &path, session, expected, kept)?;
        done.written += 1;
    }
    Ok(())
}

fn generations(writer: Writer<'_>) -> Generations {
    Generations::in_state(writer.state)
}

/// A name for a session's file that no other has.
fn free_path(folder: &Path, session: &Session) -> PathBuf {
    let usual = SeriesFolder::session_path(folder, session);
    let stem = usual.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let others = (2_u32..).map(|n| usual.with_file_name(format!("{stem}-{n}.json")));
    let is_free = |path: &PathBuf| Disk.read(path).is_err();
    std::iter::once(usual.clone()).chain(others).find(is_free).unwrap_or(usual)
}
