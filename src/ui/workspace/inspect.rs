//! How often each session passed one place, and by which entries, asked for while the pointer rests on it.

use super::state::{Place, Workspace};
use crate::coverage::{PassFilter, SessionCoverage, ZoneMap};
use crate::geometry::{Cell, CellRect};
use crate::model::{
    Diagram, DiagramId, Direction, Entry, EntryId, EntryKind, Passes, PerDirection, Session, SessionId,
};
use rayon::prelude::*;
use std::collections::HashMap;
use std::sync::Arc;

/// A place, the counts it is asked of, and the passes that count.
pub type InspectKey = (DiagramId, Cell, u64, PassFilter);

/// What was found at a place, for the sessions whose counts were not at hand.
#[derive(Debug)]
pub struct Inspected {
    pub(super) key: InspectKey,
    pub(super) passes: HashMap<SessionId, PerDirection<u32>>,
    entries: HashMap<SessionId, Vec<Touch>>,
}

/// An entry that put passes on a place, none of which an eraser has taken away since.
#[derive(Clone, Debug, PartialEq)]
pub struct Touch {
    /// The entry.
    pub entry: EntryId,
    /// The passes it put there.
    pub passes: PerDirection<u32>,
}

/// The sessions that have to be counted at a place.
#[derive(Debug)]
pub struct InspectTask {
    /// What it is about.
    pub key: InspectKey,
    diagram: Arc<Diagram>,
    zones: Arc<ZoneMap>,
    /// Those whose passes are not at hand.
    sessions: Vec<Arc<Session>>,
    /// All that are shown.
    shown: Vec<Arc<Session>>,
}

impl InspectTask {
    /// Counts one cell of each session.
    pub fn run(self) -> Inspected {
        let Self { key, diagram, zones, sessions, shown } = self;
        let Cell { column, row } = key.1;
        let rect = CellRect::new(column, row, column + 1, row + 1);
        let passes = sessions.par_iter().map(|session| {
            let mut coverage = SessionCoverage::new(diagram.grid);
            coverage.recount(session, &diagram, &zones, rect);
            (session.id.clone(), coverage.counts_through(session, &key.3, key.1))
        });
        let entries = shown.par_iter().map(|session| {
            let touches = touches(session, &diagram, &zones, key.1);
            (session.id.clone(), touches)
        });
        Inspected { passes: passes.collect(), entries: entries.collect(), key }
    }
}

/// The entries of a session that put passes on a cell, in order. An eraser takes away those before it.
fn touches(session: &Session, diagram: &Diagram, zones: &ZoneMap, cell: Cell) -> Vec<Touch> {
    let place = diagram.grid.centre(cell);
    let rect = CellRect::new(cell.column, cell.row, cell.column + 1, cell.row + 1);
    let mut found = Vec::new();
    for entry in session.entries.iter().filter(|entry| entry.diagram == diagram.id) {
        let reach = session.width_of(entry).unwrap_or(0.0);
        if entry.bounds().is_some_and(|bounds| !bounds.grown(reach).contains(place)) {
            continue;
        }
        let erased = match &entry.kind {
            EntryKind::Erase { path, width_mm } => Some(Entry {
                kind: EntryKind::Shade {
                    path: path.clone(),
                    width_mm: *width_mm,
                    passes: Passes::of(Direction::Undirected, 1),
                },
                ..entry.clone()
            }),
            _ => None,
        };
        let mut alone = SessionCoverage::new(diagram.grid);
        if alone.add(session, erased.as_ref().unwrap_or(entry), diagram, zones, rect).is_err() {
            continue;
        }
        let passes = alone.counts(cell);
        if passes.iter().all(|(_, count)| *count == 0) {
            continue;
        }
        if erased.is_some() {
            found.clear();
        } else {
            found.push(Touch { entry: entry.id, passes });
        }
    }
    found
}

impl Workspace {
    fn inspect_key(&self) -> Option<InspectKey> {
        let cell = self.diagram.grid.cell_at(self.pointer?);
        let inside = self.diagram.grid.bounds().contains(cell);
        let only = self.pass_filter().clone();
        inside.then(|| (self.diagram.id.clone(), cell, self.counts.revision(), only))
    }

    /// Passes of a session under the pointer, if they are known.
    pub fn passes_here(&self, session: &Session) -> Option<PerDirection<u32>> {
        let key = self.inspect_key()?;
        let found = || self.inspected.as_ref().filter(|found| found.key == key);
        let asked = || found()?.passes.get(&session.id).copied();
        self.counts.at(&self.diagram.id, session, &key.3, key.1).or_else(asked)
    }

    /// The entries of a session that put passes under the pointer, once they are known.
    pub fn touches_here(&self, session: &SessionId) -> &[Touch] {
        let key = self.inspect_key();
        let found = self.inspected.as_ref().filter(|found| Some(&found.key) == key.as_ref());
        found.and_then(|found| found.entries.get(session)).map(Vec::as_slice).unwrap_or_default()
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
        let shown: Vec<Arc<Session>> = shown.map(|(_, session)| Arc::clone(session)).collect();
        let unknown = shown.iter().filter(|session| self.counts.at(&key.0, session, &key.3, key.1).is_none());
        let sessions: Vec<Arc<Session>> = unknown.map(Arc::clone).collect();
        // Review has a line a session; which entries they were is a matter of Treat.
        let shown = if self.place == Place::Treat { shown } else { Vec::new() };
        (!shown.is_empty() || !sessions.is_empty()).then(|| InspectTask {
            diagram: Arc::clone(&self.diagram),
            zones: Arc::clone(&counts.zones),
            sessions,
            shown,
            key,
        })
    }
}
