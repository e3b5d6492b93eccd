//! How often each session passed one place, and by which entries, asked for while the pointer rests on it.

use super::state::{Place, Workspace};
use crate::coverage::{PassFilter, SessionCoverage, ZoneMap};
use crate::geometry::{Cell, CellRect, Point};
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

/// A place whose card stays.
#[derive(Clone, Debug)]
pub struct Pin {
    /// Where, on the diagram shown.
    pub place: Point,
    /// The zone there, as its place in drawing order.
    pub zone: Option<usize>,
    /// What was found there, where it had to be counted.
    found: Option<Arc<Inspected>>,
}

/// So many cards can be pinned; the first gives way.
const PINS: usize = 6;

impl Workspace {
    fn inspect_key(&self, place: Point) -> Option<InspectKey> {
        let cell = self.diagram.grid.cell_at(place);
        let inside = self.diagram.grid.bounds().contains(cell);
        let only = self.pass_filter().clone();
        inside.then(|| (self.diagram.id.clone(), cell, self.counts.revision(), only))
    }

    /// What was counted at a place, under the pointer or a pin.
    fn found(&self, key: &InspectKey) -> Option<&Inspected> {
        let pinned = self.pins.iter().filter_map(|pin| pin.found.as_deref());
        self.inspected.as_deref().into_iter().chain(pinned).find(|found| found.key == *key)
    }

    /// Passes of a session at a place, if they are known.
    pub fn passes_at(&self, place: Point, session: &Session) -> Option<PerDirection<u32>> {
        let key = self.inspect_key(place)?;
        let asked = || self.found(&key)?.passes.get(&session.id).copied();
        self.counts.at(&self.diagram.id, session, &key.3, key.1).or_else(asked)
    }

    /// The entries of a session that put passes at a place, once they are known.
    pub fn touches_at(&self, place: Point, session: &SessionId) -> &[Touch] {
        let found = self.inspect_key(place).and_then(|key| self.found(&key));
        found.and_then(|found| found.entries.get(session)).map(Vec::as_slice).unwrap_or_default()
    }

    /// The cards that are pinned.
    pub fn pins(&self) -> &[Pin] {
        if self.place == Place::Plan { &[] } else { &self.pins }
    }

    /// Pins the card of a place.
    pub fn pin(&mut self, place: Point, zone: Option<usize>) {
        if self.inspect_key(place).is_none() {
            return;
        }
        self.pins.push(Pin { place, zone, found: self.inspected.clone() });
        if self.pins.len() > PINS {
            self.pins.remove(0);
        }
    }

    /// Takes a card away.
    pub fn unpin(&mut self, at: usize) {
        if at < self.pins.len() {
            self.pins.remove(at);
        }
    }

    /// Takes the card away that was pinned last. Returns whether there was one.
    pub fn unpin_last(&mut self) -> bool {
        self.place != Place::Plan && self.pins.pop().is_some()
    }

    /// Takes what was found at a place.
    pub fn take_inspected(&mut self, found: Inspected) {
        let found = Arc::new(found);
        let cell = found.key.1;
        let grid = self.diagram.grid;
        for pin in self.pins.iter_mut().filter(|pin| grid.cell_at(pin.place) == cell) {
            pin.found = Some(Arc::clone(&found));
        }
        let pointed = self.pointer.and_then(|place| self.inspect_key(place));
        if pointed.as_ref() == Some(&found.key) {
            self.inspected = Some(found);
        }
    }

    /// What has to be counted under the pointer, if it is looked at, or else under a pin, if anything of it is not
    /// known.
    pub fn inspect_task(&self, looks: bool) -> Option<InspectTask> {
        let pins = self.pins().iter().map(|pin| pin.place);
        self.pointer.filter(|_| looks).into_iter().chain(pins).find_map(|place| self.inspect_task_at(place))
    }

    fn inspect_task_at(&self, place: Point) -> Option<InspectTask> {
        let key = self.inspect_key(place)?;
        if self.found(&key).is_some() {
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
