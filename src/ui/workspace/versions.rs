//! Other versions of the series and its sessions: those kept, those on disk, and those that sync engines bring.

use super::saver::SavedFile;
use super::state::Workspace;
use crate::edit::{Edit, SeriesChange};
use crate::model::{Series, Session, SessionId};
use crate::store::{
    ContentHash, MergeError, MergeReport, StoreError, merge_series, merge_sessions, read_series, read_session,
};
use crate::wording;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What a file of a series holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Record {
    /// Client, plan and notes.
    Series(Box<Series>),
    /// A session.
    Session(Arc<Session>),
}

impl Record {
    /// Reads the version of a record that is in a file.
    ///
    /// # Errors
    ///
    /// As of [`read_series`] and [`read_session`].
    pub fn read(which: &SavedFile, path: &Path) -> Result<(Self, ContentHash), StoreError> {
        Ok(match which {
            SavedFile::Series => {
                let loaded = read_series(path)?;
                (Self::Series(Box::new(loaded.value)), loaded.hash)
            }
            SavedFile::Session(_) => {
                let loaded = read_session(path)?;
                (Self::Session(Arc::new(loaded.value)), loaded.hash)
            }
        })
    }

    /// Makes one of this version and another; `base` is what both once were, if that is known.
    ///
    /// # Errors
    ///
    /// When they are not versions of the same thing, or together break a rule.
    pub fn merged(&self, base: Option<&Session>, other: &Self) -> Result<(Self, MergeReport), MergeError> {
        match (self, other) {
            (Self::Series(own), Self::Series(other)) => {
                let merged = merge_series(None, own, other)?;
                Ok((Self::Series(Box::new(merged.value)), merged.report))
            }
            (Self::Session(own), Self::Session(other)) => {
                let merged = merge_sessions(base, own, other)?;
                Ok((Self::Session(Arc::new(merged.value)), merged.report))
            }
            (own, other) => Err(MergeError::Unlike { what: "record", first: own.id(), second: other.id() }),
        }
    }

    fn id(&self) -> String {
        match self {
            Self::Series(series) => series.id.to_string(),
            Self::Session(session) => session.id.to_string(),
        }
    }

    /// The edit that puts it in the place of what is open.
    pub fn edit(self) -> Edit {
        match self {
            Self::Series(series) => Edit::Series(SeriesChange::Whole(series)),
            Self::Session(session) => Edit::ReplaceSession(Box::new(Arc::unwrap_or_clone(session))),
        }
    }
}

impl Workspace {
    /// What is open now of a record.
    pub fn record(&self, which: &SavedFile) -> Option<Record> {
        match which {
            SavedFile::Series => Some(Record::Series(Box::new(self.document.series().clone()))),
            SavedFile::Session(id) => self.document.session(id).cloned().map(Record::Session),
        }
    }

    /// Takes in a session that another program has put beside the others. False when it does not fit in.
    pub fn take_in(&mut self, session: Session, path: PathBuf, hash: ContentHash) -> bool {
        let id = session.id.clone();
        let Ok(effect) = self.document.take_in(session) else { return false };
        if let Some(session) = self.document.session(&id) {
            let revision = self.document.session_revision(&id);
            self.saver.take_in(session, path, hash, revision);
        }
        self.follow(&[effect]);
        true
    }

    /// The records that have versions, each with its name, the open session first.
    pub fn records(&self) -> Vec<(SavedFile, String)> {
        let open = self.session().map(|session| session.id.clone());
        let mut ids: Vec<&SessionId> = self.document.sessions().iter().map(|session| &session.id).collect();
        ids.sort_by_key(|id| Some(*id) != open.as_ref());
        let sessions = ids.into_iter().map(|id| SavedFile::Session(id.clone()));
        let named = |which: SavedFile| {
            let name = self.record_name(&which);
            (which, name)
        };
        sessions.chain([SavedFile::Series]).map(named).collect()
    }

    /// A record in a few words: `Session 3, 9 Mar 2026`.
    pub fn record_name(&self, which: &SavedFile) -> String {
        let SavedFile::Session(id) = which else { return "Series details".to_owned() };
        let number = self.document.position(id).map_or(0, |at| at + 1);
        let day = self.document.session(id).map(|session| wording::date(session.started_at.date(), None));
        format!("Session {number}, {}", day.unwrap_or_default())
    }
}
