//! A series, and the sessions of it that leave the program together.

use crate::coverage::{CoverageSet, PassFilter, SessionCoverage, ZoneMap};
use crate::metrics::{AreaScale, GoalDiagram, tally};
use crate::model::{Atlas, BodySize, Diagram, Series, Session};
use rayon::prelude::*;
use std::sync::Arc;

/// How many sessions are counted before they are added up.
const AT_ONCE: usize = 16;

/// A series and the chosen sessions of it, as they were when it was made.
#[derive(Clone, Debug)]
pub struct Chosen {
    /// The series.
    pub series: Series,
    /// In time order, with each session's number in the series from 1.
    pub sessions: Vec<(usize, Arc<Session>)>,
    /// Number of sessions of the whole series.
    pub of: usize,
    /// The passes of them that [`Chosen::set`] and [`Chosen::goal_diagrams`] count.
    pub only: PassFilter,
}

impl Chosen {
    /// All sessions of a series, which are in time order.
    pub fn all(series: Series, sessions: impl IntoIterator<Item = Arc<Session>>) -> Self {
        let sessions: Vec<_> = (1..).zip(sessions).collect();
        Self { series, of: sessions.len(), sessions, only: PassFilter::ALL }
    }

    /// Keeps some sessions: the one of a number from 1 in time order, those from one number to another (`2-4`), else
    /// the one of an id. None when there is no such session.
    pub fn only(mut self, wanted: &str) -> Option<Self> {
        let of = self.of;
        // A number means a place wherever there is one, even if an id looks the same.
        let place = |text: &str| text.parse::<usize>().ok().filter(|number| (1..=of).contains(number));
        let range = || {
            let (first, last) = wanted.split_once('-')?;
            Some((place(first)?, place(last)?)).filter(|(first, last)| first <= last)
        };
        let numbers = place(wanted).map(|number| (number, number)).or_else(range);
        self.sessions.retain(|(number, session)| match numbers {
            Some((first, last)) => (first..=last).contains(number),
            None => session.id.as_str() == wanted,
        });
        (!self.sessions.is_empty()).then_some(self)
    }

    /// The known diagrams that the chosen sessions painted on, in atlas order.
    pub fn painted<'a>(&self, atlas: &'a Atlas) -> Vec<&'a Arc<Diagram>> {
        let used = |diagram: &Arc<Diagram>| {
            self.sessions.iter().any(|(_, session)| session.entries.iter().any(|e| e.diagram == diagram.id))
        };
        atlas.diagrams().iter().filter(|diagram| used(diagram)).collect()
    }

    /// Counts the chosen sessions on a diagram, and hands them on in time order, a few at a time: the rasters of a
    /// long series would not fit into memory.
    fn count(
        &self,
        diagram: &Diagram,
        zones: &ZoneMap,
        mut take: impl FnMut(Vec<(&Session, SessionCoverage)>),
    ) {
        for some in self.sessions.chunks(AT_ONCE) {
            let counted = some.par_iter().map(|(_, session)| {
                let all = SessionCoverage::of(session, diagram, zones);
                (session.as_ref(), all.through(session, &self.only))
            });
            take(counted.collect());
        }
    }

    /// The chosen sessions on a diagram, added up.
    pub fn set(&self, diagram: &Diagram, zones: &ZoneMap) -> CoverageSet {
        let mut set = CoverageSet::new(diagram.grid);
        self.count(diagram, zones, |counted| {
            set.extend(counted.iter().map(|(session, coverage)| (*session, coverage)));
        });
        set
    }

    /// From cells to cm2 on a diagram, for this client.
    pub fn scale(&self, diagram: &Diagram) -> AreaScale {
        AreaScale::new(diagram, diagram.body_scale(BodySize::of_client(&self.series.client)))
    }

    /// Everything goals are judged on.
    pub fn goal_diagrams<'a>(&self, atlas: &'a Atlas) -> Vec<GoalDiagram<'a>> {
        let painted = self.painted(atlas);
        let diagrams = atlas.for_figure(self.series.figure);
        // A diagram that was painted takes part even where its figure is another.
        let others = painted.iter().copied().filter(|d| !d.fits(self.series.figure));
        let all = diagrams.chain(others).map(|diagram| {
            let zones = ZoneMap::new(diagram);
            let mut sum = CoverageSet::of_passes(diagram.grid);
            let mut each = Vec::with_capacity(self.sessions.len());
            self.count(diagram, &zones, |counted| {
                sum.extend(counted.iter().map(|(session, coverage)| (*session, coverage)));
                each.extend(counted.iter().map(|(session, coverage)| {
                    Arc::new(tally(&CoverageSet::of_session(session, coverage), &zones))
                }));
            });
            GoalDiagram {
                scale: self.scale(diagram),
                sum: tally(&sum, &zones),
                each,
                painted: painted.iter().any(|d| d.id == diagram.id),
                diagram,
            }
        });
        all.collect()
    }

    /// What the chosen sessions are called in a few words: `session 2`, `sessions 1 – 4`.
    pub fn short_label(&self) -> String {
        match self.sessions.as_slice() {
            [] => "no sessions".to_owned(),
            [(number, _)] => format!("session {number}"),
            [(first, _), .., (last, _)] => format!("sessions {first} – {last}"),
        }
    }

    /// What the chosen sessions and passes are called: `session 2 of 4, 3 Feb 2026`.
    pub fn label(&self) -> String {
        let date = |session: &Session| crate::wording::date(session.started_at.date(), None);
        let sessions = match self.sessions.as_slice() {
            [] => "no sessions".to_owned(),
            [(number, session)] => format!("session {number} of {}, {}", self.of, date(session)),
            [(first, from), .., (last, to)] => {
                format!("sessions {first} – {last}, {} – {}", date(from), date(to))
            }
        };
        if self.only.is_all() { sessions } else { format!("{sessions}, only {}", self.only.words()) }
    }
}
