//! How often each session passed one place, asked for while the pointer rests on it.

use super::state::Workspace;
use crate::coverage::{SessionCoverage, ZoneMap};
use crate::geometry::{Cell, CellRect};
use crate::model::{Diagram, DiagramId, PerDirection, Session, SessionId};
use rayon::prelude::*;
use std::collections::HashMap;
use std::sync::Arc;

/// A place, and the counts it is asked of.
pub type InspectKey = (DiagramId, Cell, u64);

/// What was found at a place, for the sessions whose counts were not at hand.
#[derive(Debug)]
pub struct Inspected {
    pub(super) key: InspectKey,
    pub(super) passes: HashMap<SessionId, PerDirection<u32>>,
}

/// The sessions that have to be counted at a place.
#[derive(Debug)]
pub struct InspectTask {
    /// What it is about.
    pub key: InspectKey,
    diagram: Arc<Diagram>,
    zones: Arc<ZoneMap>,
    sessions: Vec<Arc<Session>>,
}

impl InspectTask {
    /// Counts one cell of each session.
    pub fn run(self) -> Inspected {
        let Self { key, diagram, zones, sessions } = self;
        let Cell { column, row } = key.1;
        let rect = CellRect::new(column, row, column + 1, row + 1);
        let passes = sessions.par_iter().map(|session| {
            let mut coverage = SessionCoverage::new(diagram.grid);
            coverage.recount(session, &diagram, &zones, rect);
            (session.id.clone(), coverage.counts(key.1))
        });
        Inspected { passes: passes.collect(), key }
    }
}

impl Workspace {
    fn inspect_key(&self) -> Option<InspectKey> {
        let cell = self.diagram.grid.cell_at(self.pointer?);
        let inside = self.diagram.grid.bounds().contains(cell);
        inside.then(|| (self.diagram.id.clone(), cell, self.counts.revision()))
    }

    /// Passes of a session under the pointer, if they are known.
    pub fn passes_here(&self, session: &SessionId) -> Option<PerDirection<u32>> {
        let key = self.inspect_key()?;
        let asked = || self.inspected.as_ref().filter(|found| found.key == key)?.passes.get(session).copied();
        self.counts.at(&self.diagram.id, session, key.1).or_else(asked)
    }

    /// What has to be counted under the pointer, if anything of it is not known.
    pub fn inspect_task(&self) -> Option<InspectTask> {
        let key = self.inspect_key()?;
        if self.inspected.as_ref().is_some_and(|found| found.key == key) {
            return None;
        }
        let counts = self.counts.diagram(&self.diagram.id)?;
        let range = self.shown_range();
        let shown = self.document.sessions().iter().enumerate().filter(|(i, _)| range.contains(i));
        let unknown = shown.filter(|(_, session)| self.counts.at(&key.0, &session.id, key.1).is_none());
        let sessions: Vec<Arc<Session>> = unknown.map(|(_, session)| Arc::clone(session)).collect();
        (!sessions.is_empty()).then(|| InspectTask {
            diagram: Arc::clone(&self.diagram),
            zones: Arc::clone(&counts.zones),
            sessions,
            key,
        })
    }
}
