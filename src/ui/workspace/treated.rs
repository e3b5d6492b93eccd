//! Which zones the open session treated, on all of its diagrams.

use super::record_view::{NoteKey, Treated, TreatedZone};
use super::state::{Tab, Workspace};
use crate::coverage::{CoverageSet, SessionCoverage, ZoneMap};
use crate::metrics::{logged_zones, tally, treated_zones};
use crate::model::{Atlas, Diagram, Plan, Session, SessionId, Zone};
use std::collections::BTreeSet;
use std::sync::Arc;

/// What the zones are found from: a snapshot that copies next to nothing.
#[derive(Debug)]
pub struct TreatedTask {
    /// The session and how often its counts had changed.
    pub of: (SessionId, u64),
    session: Arc<Session>,
    plan: Option<Plan>,
    diagrams: Vec<Known>,
}

/// A diagram with its zone map and the session's counts, where they are at hand.
type Known = (Arc<Diagram>, Option<Arc<ZoneMap>>, Option<SessionCoverage>);

impl TreatedTask {
    /// Finds the zones: the treated ones diagram by diagram, those of the plan first, then those on which something was
    /// seen.
    pub fn run(self) -> Treated {
        let mut seen = BTreeSet::new();
        let mut zones = Vec::new();
        let mut take = |zone: &Zone| {
            if seen.insert(zone.id.clone()) {
                let (id, name, side) = (zone.id.clone(), zone.name.clone(), zone.side);
                zones.push(TreatedZone { id, name, side });
            }
        };
        let used = self.session.diagrams();
        let logged = logged_zones([&*self.session]);
        for (diagram, map, coverage) in self.diagrams.iter().filter(|(d, ..)| used.contains(&d.id)) {
            let map = map.clone().unwrap_or_else(|| Arc::new(ZoneMap::new(diagram)));
            let counted =
                coverage.clone().unwrap_or_else(|| SessionCoverage::of(&self.session, diagram, &map));
            let set = CoverageSet::of_session(&self.session, &counted);
            let tally = tally(&set, &map);
            for zone in treated_zones(diagram, &tally, self.plan.as_ref(), &logged) {
                diagram.zones.get(zone).into_iter().for_each(&mut take);
            }
        }
        for observed in self.session.observations.iter().filter_map(|seen| seen.zone.as_ref()) {
            let zone = self.diagrams.iter().find_map(|(diagram, ..)| diagram.zone(observed));
            if let Some((_, zone)) = zone {
                take(zone);
            }
        }
        Treated { of: Some(self.of), zones }
    }
}

impl Workspace {
    /// What has to be counted for the zones of the record, if they are not known. While they are not in view it is
    /// enough to know those that a session had when it was opened.
    pub fn treated_task(&self, atlas: &Atlas) -> Option<TreatedTask> {
        let session = self.session()?;
        let of = (session.id.clone(), self.counts.edition(&session.id));
        let known = self.record.treated.of.as_ref();
        let enough = known.is_some_and(|(id, at)| {
            *id == of.0 && (*at == of.1 || self.tab != Tab::Record || self.gesture.draws())
        });
        if enough {
            return None;
        }
        let diagrams = atlas.for_figure(self.document.series().figure).map(|diagram| {
            let counts = self.counts.diagram(&diagram.id);
            let zones = counts.map(|counts| Arc::clone(&counts.zones));
            (Arc::clone(diagram), zones, self.counts.at_hand(&diagram.id, &session.id))
        });
        Some(TreatedTask {
            of,
            session: Arc::clone(session),
            plan: self.document.series().plan.clone(),
            diagrams: diagrams.collect(),
        })
    }

    /// Takes zones that were found.
    pub fn take_treated(&mut self, treated: Treated) {
        let of = treated.of.as_ref().map(|(id, _)| id);
        if of == self.session.as_ref() {
            self.record.treated = treated;
        }
    }

    /// What the note beside the record has to be written from, if that is not known.
    pub fn note_wanted(&self) -> Option<NoteKey> {
        let session = self.session().filter(|_| self.record_is_wide())?;
        let of = (
            session.id.clone(),
            self.document.session_revision(&session.id),
            self.document.series_revision(),
        );
        let known = self.record.note.as_ref().is_some_and(|(key, _)| *key == of);
        (!known).then_some(of)
    }

    /// Whether the record is spread over the window.
    pub fn record_is_wide(&self) -> bool {
        let shown = self.place == super::Place::Treat && self.tab == Tab::Record;
        self.record.wide && shown && self.session.is_some()
    }

    /// Gives the canvas a view of its own while it is the picture beside the record, and the user's back afterwards.
    pub fn settle_beside(&mut self) {
        let beside = self.record_is_wide();
        if beside == self.record.beside {
            return;
        }
        self.record.beside = beside;
        if beside {
            self.drop_gesture();
            if let Some(view) = self.view().copied().filter(|view| view.moved) {
                self.record.kept_view = Some((self.diagram.id.clone(), view));
                self.set_view(view.left_to_itself());
            }
        } else if let Some((_, view)) =
            self.record.kept_view.take().filter(|(diagram, _)| *diagram == self.diagram.id)
        {
            self.set_view(view);
        }
    }
}
