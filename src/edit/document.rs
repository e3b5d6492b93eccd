//! An open series and the only way to change it.

use super::change::{Edit, EditError, Effect, EntryChange, SeriesChange, SessionChange, Step};
use super::history::{History, Taken};
use crate::model::{Entry, EntryId, FieldError, Series, Session, SessionId};
use std::collections::BTreeMap;
use std::sync::Arc;

/// An open series with its sessions.
///
/// # Guarantees
///
/// Sessions are in time order and pass [`Session::check`]; a step is taken whole or not at all.
#[derive(Clone, Debug)]
pub struct Document {
    series: Series,
    /// Shared until changed, so that a snapshot for saving or counting copies nothing.
    sessions: Vec<Arc<Session>>,
    history: History,
    /// Counted up with every change, of the series and of each session.
    series_revision: u64,
    session_revisions: BTreeMap<SessionId, u64>,
    read_only: bool,
}

impl Document {
    /// A document of a series and its sessions, in any order.
    pub fn new(series: Series, sessions: Vec<Session>) -> Self {
        let mut sessions: Vec<Arc<Session>> = sessions.into_iter().map(Arc::new).collect();
        sessions.sort_by(|a, b| (a.started_at, &a.id).cmp(&(b.started_at, &b.id)));
        let session_revisions = sessions.iter().map(|session| (session.id.clone(), 0)).collect();
        Self {
            series,
            sessions,
            history: History::default(),
            series_revision: 0,
            session_revisions,
            read_only: false,
        }
    }

    /// The same, for looking at only: every step is refused.
    #[must_use]
    pub fn read_only(mut self) -> Self {
        self.read_only = true;
        self
    }

    /// Whether every step is refused.
    pub const fn is_read_only(&self) -> bool {
        self.read_only
    }

    /// The series.
    pub const fn series(&self) -> &Series {
        &self.series
    }

    /// The sessions in time order.
    pub fn sessions(&self) -> &[Arc<Session>] {
        &self.sessions
    }

    /// A session by id.
    pub fn session(&self, id: &SessionId) -> Option<&Arc<Session>> {
        self.sessions.iter().find(|session| session.id == *id)
    }

    /// Place of a session in time order, from 0.
    pub fn position(&self, id: &SessionId) -> Option<usize> {
        self.sessions.iter().position(|session| session.id == *id)
    }

    /// How often the series was changed since it was opened, sessions apart.
    pub const fn series_revision(&self) -> u64 {
        self.series_revision
    }

    /// How often a session was changed since it was opened.
    pub fn session_revision(&self, id: &SessionId) -> u64 {
        self.session_revisions.get(id).copied().unwrap_or(0)
    }

    /// What undo would take back.
    pub fn undo_label(&self) -> Option<&str> {
        self.history.undo_label()
    }

    /// What redo would take again.
    pub fn redo_label(&self) -> Option<&str> {
        self.history.redo_label()
    }

    /// Takes a step. One that changes nothing leaves no trace in the history.
    ///
    /// # Errors
    ///
    /// When a change breaks a rule or names what is not there; the document is as it was.
    pub fn apply(&mut self, step: Step) -> Result<Vec<Effect>, EditError> {
        if self.read_only {
            return Err(EditError::ReadOnly);
        }
        let (inverse, effects) = self.take(step.edits)?;
        if !inverse.is_empty() {
            self.history.taken(Taken { label: step.label, inverse });
        }
        Ok(effects)
    }

    /// Takes back the last step. None when there is none.
    ///
    /// # Errors
    ///
    /// When the document has changed so that the step cannot be taken back, which its history rules out.
    pub fn undo(&mut self) -> Result<Option<Vec<Effect>>, EditError> {
        let Some(step) = self.history.pop_undo() else { return Ok(None) };
        let (inverse, effects) = self.take(step.inverse)?;
        self.history.undone(Taken { label: step.label, inverse });
        Ok(Some(effects))
    }

    /// Takes again the step that was undone last. None when there is none.
    ///
    /// # Errors
    ///
    /// As [`Document::undo`].
    pub fn redo(&mut self) -> Result<Option<Vec<Effect>>, EditError> {
        let Some(step) = self.history.pop_redo() else { return Ok(None) };
        let (inverse, effects) = self.take(step.inverse)?;
        self.history.redone(Taken { label: step.label, inverse });
        Ok(Some(effects))
    }

    /// Makes changes one after another. If one is refused, those before it are taken back.
    fn take(&mut self, edits: Vec<Edit>) -> Result<(Vec<Edit>, Vec<Effect>), EditError> {
        let (mut inverse, mut effects) = (Vec::new(), Vec::new());
        for edit in edits {
            match self.change(edit) {
                Ok(Some((back, effect))) => {
                    inverse.push(back);
                    effects.push(effect);
                }
                Ok(None) => {}
                Err(error) => {
                    for back in inverse.into_iter().rev() {
                        // What was just done can be taken back; a failure here would be the same error again.
                        self.change(back)?;
                    }
                    return Err(error);
                }
            }
        }
        inverse.reverse();
        Ok((inverse, effects))
    }

    /// Makes one change and returns its inverse; none when nothing changes.
    fn change(&mut self, edit: Edit) -> Result<Option<(Edit, Effect)>, EditError> {
        match edit {
            Edit::Entries { session, remove, insert } => self.change_entries(session, &remove, insert),
            Edit::Session { session, change } => self.change_session(session, change),
            Edit::Series(change) => self.change_series(change),
            Edit::AddSession(session) => {
                if self.position(&session.id).is_some() {
                    return Err(EditError::SessionExists);
                }
                session.check()?;
                let id = session.id.clone();
                self.touch(&id);
                self.sessions.push(Arc::from(session));
                self.sort();
                Ok(Some((Edit::RemoveSession(id.clone()), Effect::Added(id))))
            }
            Edit::RemoveSession(id) => {
                let at = self.position(&id).ok_or(EditError::NoSession)?;
                let session = Arc::unwrap_or_clone(self.sessions.remove(at));
                self.touch(&id);
                Ok(Some((Edit::AddSession(Box::new(session)), Effect::Removed(id))))
            }
            Edit::ReplaceSession(session) => self.replace_session(session),
        }
    }

    fn replace_session(&mut self, new: Box<Session>) -> Result<Option<(Edit, Effect)>, EditError> {
        new.check()?;
        if new.series != self.series.id {
            return Err(EditError::OtherSeries);
        }
        let id = new.id.clone();
        let session = self.session_mut(&id)?;
        if **session == *new {
            return Ok(None);
        }
        let old = std::mem::replace(session, Arc::from(new));
        self.touch(&id);
        self.sort();
        let back = Edit::ReplaceSession(Box::new(Arc::unwrap_or_clone(old)));
        Ok(Some((back, Effect::Replaced(id))))
    }

    /// Takes in a session that another program has put beside the others. It is on disk already, so it is no step that
    /// undo would take back.
    ///
    /// # Errors
    ///
    /// When there is such a session already, or it is of another series or breaks a rule; the document is as it was.
    pub fn take_in(&mut self, session: Session) -> Result<Effect, EditError> {
        if session.series != self.series.id {
            return Err(EditError::OtherSeries);
        }
        let id = session.id.clone();
        self.change(Edit::AddSession(Box::new(session)))?;
        Ok(Effect::Joined(id))
    }

    fn touch(&mut self, id: &SessionId) {
        *self.session_revisions.entry(id.clone()).or_default() += 1;
    }

    fn sort(&mut self) {
        self.sessions.sort_by(|a, b| (a.started_at, &a.id).cmp(&(b.started_at, &b.id)));
    }

    fn session_mut(&mut self, id: &SessionId) -> Result<&mut Arc<Session>, EditError> {
        self.sessions.iter_mut().find(|session| session.id == *id).ok_or(EditError::NoSession)
    }

    fn change_entries(
        &mut self,
        id: SessionId,
        remove: &[EntryId],
        insert: Vec<(usize, Entry)>,
    ) -> Result<Option<(Edit, Effect)>, EditError> {
        if remove.is_empty() && insert.is_empty() {
            return Ok(None);
        }
        let session = Arc::make_mut(self.session_mut(&id)?);
        let place = |id: &EntryId| session.entries.iter().position(|entry| entry.id == *id);
        let mut places: Vec<usize> = Vec::with_capacity(remove.len());
        for id in remove {
            places.push(place(id).ok_or(EditError::NoEntry(*id))?);
        }
        places.sort_unstable();
        for (_, entry) in &insert {
            let known = place(&entry.id).is_some_and(|at| !places.contains(&at));
            if known || insert.iter().filter(|(_, other)| other.id == entry.id).count() > 1 {
                return Err(FieldError::new("id", entry.id, "another entry of the session has it too").into());
            }
            session.check_entry(entry)?;
        }
        let points: usize =
            session.entries.iter().chain(insert.iter().map(|(_, e)| e)).map(Entry::points).sum();
        if points > crate::model::MAX_POINTS {
            let problem = format!("a session holds at most {}", crate::model::MAX_POINTS);
            return Err(FieldError::new("entries", format!("a list with {points} points"), problem).into());
        }
        let appended =
            matches!(insert.as_slice(), [(at, _)] if *at >= session.entries.len()) && remove.is_empty();
        let mut touched: Vec<EntryChange> = Vec::new();
        let mut back: Vec<(usize, Entry)> = Vec::new();
        for at in places.into_iter().rev() {
            let entry = session.entries.remove(at);
            touched.push(EntryChange { entry: entry.clone(), at, came: false });
            back.push((at, entry));
        }
        back.reverse();
        let inserted: Vec<EntryId> = insert.iter().map(|(_, entry)| entry.id).collect();
        for (at, entry) in insert {
            let at = at.min(session.entries.len());
            touched.push(EntryChange { entry: entry.clone(), at, came: true });
            session.entries.insert(at, entry);
        }
        self.touch(&id);
        let inverse = Edit::Entries { session: id.clone(), remove: inserted, insert: back };
        let effect = if appended { Effect::Appended(id) } else { Effect::Entries(id, touched) };
        Ok(Some((inverse, effect)))
    }

    fn change_session(
        &mut self,
        id: SessionId,
        change: SessionChange,
    ) -> Result<Option<(Edit, Effect)>, EditError> {
        let shared = self.session_mut(&id)?;
        let before = Arc::clone(shared);
        let session = Arc::make_mut(shared);
        let (back, devices) = match change {
            SessionChange::StartedAt(new) => {
                (SessionChange::StartedAt(std::mem::replace(&mut session.started_at, new)), false)
            }
            SessionChange::EndedAt(new) => {
                (SessionChange::EndedAt(std::mem::replace(&mut session.ended_at, new)), false)
            }
            SessionChange::Practitioner(new) => {
                (SessionChange::Practitioner(std::mem::replace(&mut session.practitioner, new)), false)
            }
            SessionChange::Devices(new) => {
                (SessionChange::Devices(std::mem::replace(&mut session.devices, new)), true)
            }
            SessionChange::Care(new) => {
                (SessionChange::Care(Box::new(std::mem::replace(&mut session.care, *new))), false)
            }
            SessionChange::Observations(new) => {
                (SessionChange::Observations(std::mem::replace(&mut session.observations, new)), false)
            }
            SessionChange::Notes(new) => {
                (SessionChange::Notes(std::mem::replace(&mut session.notes, new)), false)
            }
        };
        if *session == *before {
            return Ok(None);
        }
        if let Err(error) = session.check() {
            *shared = before;
            return Err(error.into());
        }
        self.touch(&id);
        self.sort();
        let effect = if devices { Effect::Replaced(id.clone()) } else { Effect::Record(id.clone()) };
        Ok(Some((Edit::Session { session: id, change: back }, effect)))
    }

    fn change_series(&mut self, change: SeriesChange) -> Result<Option<(Edit, Effect)>, EditError> {
        let before = self.series.clone();
        let series = &mut self.series;
        let back = match change {
            SeriesChange::Title(new) => SeriesChange::Title(std::mem::replace(&mut series.title, new)),
            SeriesChange::Client(new) => {
                SeriesChange::Client(Box::new(std::mem::replace(&mut series.client, *new)))
            }
            SeriesChange::Figure(new) => SeriesChange::Figure(std::mem::replace(&mut series.figure, new)),
            SeriesChange::Indication(new) => {
                SeriesChange::Indication(std::mem::replace(&mut series.indication, new))
            }
            SeriesChange::Plan(new) => {
                let old = std::mem::replace(&mut series.plan, new.map(|plan| *plan));
                SeriesChange::Plan(old.map(Box::new))
            }
            SeriesChange::Notes(new) => SeriesChange::Notes(std::mem::replace(&mut series.notes, new)),
            SeriesChange::Whole(new) if new.id != series.id => return Err(EditError::OtherSeries),
            SeriesChange::Whole(new) => SeriesChange::Whole(Box::new(std::mem::replace(series, *new))),
        };
        if self.series == before {
            return Ok(None);
        }
        if let Err(error) = self.series.check() {
            self.series = before;
            return Err(error.into());
        }
        self.series_revision += 1;
        Ok(Some((Edit::Series(back), Effect::Series)))
    }
}

#[cfg(test)]
#[path = "document_tests.rs"]
mod tests;
