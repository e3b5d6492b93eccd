//! What taking in an archive would do.

use super::super::archive::{Archived, Contents};
use crate::model::{Series, SeriesId, Session};
use crate::store::{
    ContentHash, Expected, Library, MergeError, MergeReport, SeriesFolder, StoreError, merge_series,
    merge_sessions, read_series,
};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Why an archive cannot be taken in.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// A file of the library cannot be read or written.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A copy cannot be merged with what is there.
    #[error("{title} cannot be taken in: {error}; nothing of it was changed")]
    Merge {
        /// The series or session.
        title: String,
        /// Why.
        error: MergeError,
    },
    /// A series of the archive is open in another window.
    #[error("{title} is open in a window of the program; close it there and try again")]
    InUse {
        /// The series.
        title: String,
    },
}

/// What taking in an archive would do.
#[derive(Debug)]
pub struct ImportPlan {
    /// Every series of the archive.
    pub series: Vec<SeriesPlan>,
}

/// What becomes of a series.
#[derive(Debug)]
pub struct SeriesPlan {
    /// What people call it.
    pub title: String,
    /// Its id.
    pub id: SeriesId,
    /// The folder it is in already; none for a series that is new.
    pub folder: Option<PathBuf>,
    /// What becomes of the series file.
    pub record: RecordPlan<Series>,
    /// What becomes of each session of the archive, in time order.
    pub sessions: Vec<SessionPlan>,
}

/// What becomes of a session.
#[derive(Debug)]
pub struct SessionPlan {
    /// The session of the archive.
    pub session: Session,
    /// What becomes of its file.
    pub record: RecordPlan<Session>,
}

/// What becomes of a file.
#[derive(Debug)]
pub enum RecordPlan<T> {
    /// It comes in.
    New(Box<T>),
    /// What is there holds all of it already.
    Held,
    /// Both become one.
    Merge {
        /// What they become.
        merged: Box<T>,
        /// What each of them has; the archive's is the second.
        report: MergeReport,
        /// The file.
        path: PathBuf,
        /// What it holds now.
        expected: Expected,
    },
}

impl<T> RecordPlan<T> {
    /// Whether anything is written.
    pub const fn is_change(&self) -> bool {
        !matches!(self, Self::Held)
    }

    /// What was found when it was merged.
    pub const fn report(&self) -> Option<&MergeReport> {
        match self {
            Self::Merge { report, .. } => Some(report),
            Self::New(_) | Self::Held => None,
        }
    }
}

impl SeriesPlan {
    /// Whether anything of it is written.
    pub fn is_change(&self) -> bool {
        self.record.is_change() || self.sessions.iter().any(|session| session.record.is_change())
    }
}

impl ImportPlan {
    /// Whether anything is written.
    pub fn is_change(&self) -> bool {
        self.series.iter().any(SeriesPlan::is_change)
    }
}

/// Compares an archive with a library. Nothing is changed.
///
/// # Errors
///
/// When a series that is in both cannot be read in the library, or not be merged.
pub fn plan_import(contents: Contents, library: &Library) -> Result<ImportPlan, ImportError> {
    let mut folders: BTreeMap<SeriesId, PathBuf> = BTreeMap::new();
    for folder in library.series_folders()? {
        // A series that cannot be read is none of the archive's, as far as anybody can tell.
        if let Ok(loaded) = read_series(&SeriesFolder::series_path(&folder)) {
            folders.entry(loaded.value.id).or_insert(folder);
        }
    }
    let plan = |archived: Archived| match folders.get(&archived.series.id) {
        Some(folder) => merge(archived, folder.clone()),
        None => Ok(new(archived)),
    };
    Ok(ImportPlan { series: contents.series.into_iter().map(plan).collect::<Result<_, _>>()? })
}

fn new(archived: Archived) -> SeriesPlan {
    let come = |session: Session| SessionPlan { record: RecordPlan::New(Box::new(session.clone())), session };
    SeriesPlan {
        title: archived.series.title.clone(),
        id: archived.series.id.clone(),
        folder: None,
        record: RecordPlan::New(Box::new(archived.series)),
        sessions: archived.sessions.into_iter().map(come).collect(),
    }
}

fn merge(archived: Archived, folder: PathBuf) -> Result<SeriesPlan, ImportError> {
    let found = SeriesFolder::read(&folder);
    if let Some(error) = found.unlisted {
        return Err(error.into());
    }
    let own = found.series?;
    let merged = merge_series(None, &own.value, &archived.series)
        .map_err(|error| ImportError::Merge { title: archived.series.title.clone(), error })?;
    let path = SeriesFolder::series_path(&folder);
    let record = record(merged.value, merged.report, &own.value, path, own.hash);
    let mut held = BTreeMap::new();
    for file in found.sessions {
        // One that cannot be read may be the one that comes in: it has to be seen to first.
        let loaded = file.session?;
        held.insert(loaded.value.id.clone(), (file.path, loaded));
    }
    let sessions = archived.sessions.into_iter().map(|session| {
        let record = match held.remove(&session.id) {
            None => RecordPlan::New(Box::new(session.clone())),
            Some((path, own)) => {
                let merged = merge_sessions(None, &own.value, &session)
                    .map_err(|error| ImportError::Merge { title: title_of(&session), error })?;
                self::record(merged.value, merged.report, &own.value, path, own.hash)
            }
        };
        Ok(SessionPlan { session, record })
    });
    let sessions = sessions.collect::<Result<_, ImportError>>()?;
    Ok(SeriesPlan { title: own.value.title, id: own.value.id, folder: Some(folder), record, sessions })
}

fn title_of(session: &Session) -> String {
    format!("the session of {}", crate::wording::date(session.started_at.date(), None))
}

fn record<T: PartialEq>(
    merged: T,
    report: MergeReport,
    own: &T,
    path: PathBuf,
    hash: ContentHash,
) -> RecordPlan<T> {
    if merged == *own {
        RecordPlan::Held
    } else {
        RecordPlan::Merge { merged: Box::new(merged), report, path, expected: Expected::Content(hash) }
    }
}
