//! The counts of every session on the diagrams in use, kept up to date edit by edit.

use crate::coverage::{CoverageSet, SessionCoverage, ZoneMap};
use crate::edit::{Document, Effect};
use crate::geometry::CellRect;
use crate::model::{Diagram, DiagramId, Session, SessionId};
use rayon::prelude::*;
use std::collections::{BTreeMap, HashMap};
use std::ops::RangeInclusive;
use std::sync::Arc;

/// The counts of all sessions on one diagram.
#[derive(Clone, Debug)]
pub struct DiagramCounts {
    /// The diagram.
    pub diagram: Arc<Diagram>,
    /// Its zone map.
    pub zones: Arc<ZoneMap>,
    sessions: HashMap<SessionId, SessionCoverage>,
}

impl DiagramCounts {
    /// Counts sessions on a diagram, on as many threads as there are.
    pub fn count(diagram: &Arc<Diagram>, zones: &Arc<ZoneMap>, sessions: &[Arc<Session>]) -> Self {
        let counted = sessions
            .par_iter()
            .map(|session| (session.id.clone(), SessionCoverage::of(session, diagram, zones)));
        Self { diagram: Arc::clone(diagram), zones: Arc::clone(zones), sessions: counted.collect() }
    }

    /// The counts of a session.
    pub fn session(&self, id: &SessionId) -> Option<&SessionCoverage> {
        self.sessions.get(id)
    }

    /// Some sessions of a document, in time order, as a set. `live` stands for the session it belongs to.
    pub fn set(
        &self,
        document: &Document,
        range: RangeInclusive<usize>,
        live: Option<(&SessionId, &SessionCoverage)>,
    ) -> CoverageSet {
        let mut set = CoverageSet::new(self.diagram.grid);
        let blank = SessionCoverage::new(self.diagram.grid);
        for (i, session) in document.sessions().iter().enumerate() {
            if range.contains(&i) {
                let counted = self.sessions.get(&session.id).unwrap_or(&blank);
                let coverage = live.filter(|(id, _)| **id == session.id).map_or(counted, |(_, live)| live);
                set.push(session, coverage);
            }
        }
        set
    }

    /// Follows a change of the document. Returns the cells that may have changed, or none if it touched nothing
    /// here. `alone` says whether it is the only one since.
    fn follow(&mut self, document: &Document, effect: &Effect, alone: bool) -> Option<CellRect> {
        let everything = self.diagram.grid.bounds();
        match effect {
            Effect::Appended(id) => {
                let session = document.session(id)?;
                let entry = session.entries.last().filter(|entry| entry.diagram == self.diagram.id)?;
                let reach = SessionCoverage::reach(session, entry, &self.diagram, &self.zones);
                let blank = SessionCoverage::new(self.diagram.grid);
                let coverage = self.sessions.entry(id.clone()).or_insert(blank);
                // An entry that counts nowhere changes nothing.
                coverage.add(session, entry, &self.diagram, &self.zones, everything).ok()?;
                Some(reach)
            }
            Effect::Entries(id, changes) => {
                let session = document.session(id)?;
                let here = changes.iter().filter(|change| change.entry.diagram == self.diagram.id);
                let reach = here
                    .clone()
                    .map(|change| SessionCoverage::reach(session, &change.entry, &self.diagram, &self.zones));
                let rect = reach.reduce(CellRect::union)?;
                let blank = SessionCoverage::new(self.diagram.grid);
                let coverage = self.sessions.entry(id.clone()).or_insert(blank);
                if alone {
                    let placed = |came: bool| {
                        let some = here.clone().filter(move |change| change.came == came);
                        some.map(|change| (change.at, &change.entry)).collect::<Vec<_>>()
                    };
                    coverage.exchange(session, &placed(false), &placed(true), &self.diagram, &self.zones);
                } else {
                    coverage.recount(session, &self.diagram, &self.zones, rect);
                }
                Some(rect)
            }
            Effect::Devices(id) | Effect::Added(id) => {
                let session = document.session(id)?;
                let counted = SessionCoverage::of(session, &self.diagram, &self.zones);
                self.sessions.insert(id.clone(), counted);
                Some(everything)
            }
            Effect::Removed(id) => self.sessions.remove(id).map(|_| everything),
            Effect::Record(_) | Effect::Series => None,
        }
    }
}

/// The counts of all diagrams in use.
#[derive(Debug, Default)]
pub struct Counts {
    diagrams: BTreeMap<DiagramId, DiagramCounts>,
    /// Counted up with every change of any count.
    revision: u64,
}

impl Counts {
    /// The counts on a diagram, once they have been made.
    pub fn diagram(&self, id: &DiagramId) -> Option<&DiagramCounts> {
        self.diagrams.get(id)
    }

    /// All diagrams that have been counted, by id.
    pub fn all(&self) -> impl Iterator<Item = &DiagramCounts> {
        self.diagrams.values()
    }

    /// Takes counts that were made off the window's thread.
    pub fn put(&mut self, counts: DiagramCounts) {
        self.revision += 1;
        self.diagrams.insert(counts.diagram.id.clone(), counts);
    }

    /// Takes the counts of a session on a diagram. Returns whether that diagram is in use.
    pub fn put_session(&mut self, diagram: &DiagramId, id: &SessionId, coverage: SessionCoverage) -> bool {
        let Some(counts) = self.diagrams.get_mut(diagram) else { return false };
        self.revision += 1;
        counts.sessions.insert(id.clone(), coverage);
        true
    }

    /// Forgets everything, so that it is counted again.
    pub fn clear(&mut self) {
        self.revision += 1;
        self.diagrams.clear();
    }

    /// Counted up with every change of any count.
    pub const fn revision(&self) -> u64 {
        self.revision
    }

    /// Follows changes of the document. Returns the cells of a diagram that may have changed.
    pub fn follow(&mut self, document: &Document, effects: &[Effect], shown: &DiagramId) -> CellRect {
        let mut changed = CellRect::EMPTY;
        for effect in effects {
            for (id, counts) in &mut self.diagrams {
                if let Some(rect) = counts.follow(document, effect, effects.len() == 1) {
                    self.revision += 1;
                    if id == shown {
                        changed = changed.union(rect);
                    }
                }
            }
        }
        changed
    }
}
