//! What Review sets against each other: two choices of sessions, or the client's sides.

use super::state::{Place, Workspace};
use crate::coverage::{CoverageSet, PassFilter, SessionCoverage, ZoneMap};
use crate::heatmap::{MapKind, SignedMap};
use crate::model::{Diagram, Session};
use rayon::prelude::*;
use std::sync::Arc;

/// Two choices of sessions, each from one place in time order to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Compare {
    /// What is taken away.
    pub a: (usize, usize),
    /// What it is taken from.
    pub b: (usize, usize),
}

impl Compare {
    /// The last session and the one before it, of so many.
    const fn last_two(count: usize) -> Self {
        let (a, b) = (count.saturating_sub(2), count.saturating_sub(1));
        Self { a: (a, a), b: (b, b) }
    }

    /// The same among so many sessions.
    fn within(self, count: usize) -> Self {
        let last = count.saturating_sub(1);
        let held = |(from, to): (usize, usize)| (from.min(last), to.min(last));
        Self { a: held(self.a), b: held(self.b) }
    }

    /// Both in words: `A: session 2, B: session 3`.
    pub fn words(self) -> String {
        format!("A: {}, B: {}", sessions_words(self.a), sessions_words(self.b))
    }
}

/// Sessions in a few words: `session 2`, `sessions 1 – 3`.
pub fn sessions_words((from, to): (usize, usize)) -> String {
    if from == to { format!("session {}", from + 1) } else { format!("sessions {} – {}", from + 1, to + 1) }
}

/// What a map of differences is made from, off the window's thread.
#[derive(Clone, Debug)]
pub enum SignedSource {
    /// The points of a diagram and those across its midline, at this x in mm.
    Sides(f64),
    /// Two choices of sessions.
    Sessions(CompareSource),
}

/// Two choices of sessions on a diagram.
#[derive(Clone, Debug)]
pub struct CompareSource {
    diagram: Arc<Diagram>,
    a: Vec<Chosen>,
    b: Vec<Chosen>,
    only: PassFilter,
    words: String,
}

/// A session, and its counts if they are at hand.
type Chosen = (Arc<Session>, Option<SessionCoverage>);

impl SignedSource {
    /// The map; `set` is what else is shown.
    pub fn map(&self, set: &CoverageSet, zones: &ZoneMap) -> SignedMap {
        match self {
            Self::Sides(midline_x_mm) => {
                SignedMap::asymmetry(set, zones, *midline_x_mm, SignedMap::SMOOTH_MM)
            }
            Self::Sessions(source) => {
                let sum = |chosen| source.sum(chosen, zones);
                let (a, b) = (sum(&source.a), sum(&source.b));
                SignedMap::difference(&b, &a, zones, SignedMap::SMOOTH_MM, &source.words)
            }
        }
    }
}

impl CompareSource {
    fn sum(&self, chosen: &[Chosen], zones: &ZoneMap) -> CoverageSet {
        const AT_ONCE: usize = 16;
        let mut set = CoverageSet::of_passes(self.diagram.grid);
        for some in chosen.chunks(AT_ONCE) {
            let counted: Vec<(&Session, SessionCoverage)> = some
                .par_iter()
                .map(|(session, known)| {
                    let anew = || SessionCoverage::of(session, &self.diagram, zones);
                    let whole = known.clone().unwrap_or_else(anew);
                    (&**session, whole.through(session, &self.only))
                })
                .collect();
            set.extend(counted.iter().map(|(session, coverage)| (*session, coverage)));
        }
        set
    }
}

impl Workspace {
    /// The sessions that the map of differences sets against each other.
    pub fn compare(&self) -> Compare {
        let count = self.document.sessions().len();
        self.compared.map_or_else(|| Compare::last_two(count), |compare| compare.within(count))
    }

    /// Why a map cannot be shown now, if so.
    pub fn map_off(&self, map: MapKind) -> Option<&'static str> {
        match map {
            _ if map.needs_plan() && !self.has_targets() => Some("The series has no plan with targets."),
            _ if map.is_signed() && self.place != Place::Review => Some("It is in Review."),
            MapKind::Difference if self.document.sessions().len() < 2 => {
                Some("It takes two sessions; the series has one.")
            }
            MapKind::Asymmetry if self.diagram.midline_x_mm.is_none() => Some("This view has no midline."),
            _ => None,
        }
    }

    /// What the map of differences that is shown is made from.
    pub(super) fn signed_source(&self) -> Option<SignedSource> {
        match self.map() {
            MapKind::Difference => {
                let Compare { a, b } = self.compare();
                Some(SignedSource::Sessions(CompareSource {
                    diagram: Arc::clone(&self.diagram),
                    a: self.chosen(a),
                    b: self.chosen(b),
                    only: self.pass_filter().clone(),
                    words: format!("{} minus {}", sessions_words(b), sessions_words(a)),
                }))
            }
            MapKind::Asymmetry => self.diagram.midline_x_mm.map(SignedSource::Sides),
            _ => None,
        }
    }

    fn chosen(&self, (from, to): (usize, usize)) -> Vec<Chosen> {
        let sessions = self.document.sessions().iter().skip(from).take(to + 1 - from);
        let known = |session: &Session| self.counts.at_hand(&self.diagram.id, &session.id);
        sessions.map(|session| (Arc::clone(session), known(session))).collect()
    }

    /// Another number whenever any session has changed: maps of differences are not followed cell by cell.
    pub(super) fn sessions_revision(&self) -> u64 {
        self.document.sessions().iter().map(|session| self.document.session_revision(&session.id)).sum()
    }
}
