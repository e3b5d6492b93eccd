//! Counting what the window lacks, off its thread.

use super::rasters::{budget, bytes_of};
use crate::coverage::{CoverageSet, PassFilter, SessionCoverage, ZoneMap};
use crate::metrics::{Tally, tally};
use crate::model::{Diagram, Session, SessionId};
use rayon::prelude::*;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// A session in one of its editions: counted up whenever its counts change.
pub(super) type Edition = (SessionId, u64);

/// A session and its edition.
pub(super) type Member = (Arc<Session>, u64);

pub(super) fn edition_of(member: &Member) -> Edition {
    (member.0.id.clone(), member.1)
}

/// The sum of some sessions.
#[derive(Clone, Debug)]
pub(super) struct Sum {
    /// Which are in it, as they were when they came in.
    pub(super) members: Vec<Member>,
    /// Whether it is known which of them touched a cell and when.
    pub(super) visits: bool,
    /// Which passes of them.
    pub(super) only: PassFilter,
    /// Their counts.
    pub(super) set: CoverageSet,
}

/// What has to be counted on a diagram: the open session, or the sum of others, or both.
#[derive(Debug)]
pub struct CountTask {
    pub(super) diagram: Arc<Diagram>,
    pub(super) zones: Option<Arc<ZoneMap>>,
    pub(super) open: Option<Member>,
    pub(super) sum: Option<SumTask>,
    /// Counts that are at hand.
    pub(super) known: HashMap<Edition, SessionCoverage>,
}

/// A sum that is wanted.
#[derive(Debug)]
pub(super) struct SumTask {
    /// What it is wanted for, which comes back with it.
    pub(super) key: super::counts::SumKey,
    pub(super) structure: u64,
    pub(super) members: Vec<Member>,
    pub(super) visits: bool,
    /// A sum to begin with.
    pub(super) start: Option<Sum>,
    /// Members whose figures alone are wanted and not known.
    pub(super) alone: HashSet<Edition>,
}

/// What was counted.
#[derive(Debug)]
pub struct Counted {
    /// The diagram.
    pub diagram: Arc<Diagram>,
    pub(super) zones: Arc<ZoneMap>,
    pub(super) open: Option<(Edition, SessionCoverage)>,
    pub(super) sum: Option<(super::counts::SumKey, u64, Sum)>,
    pub(super) rasters: Vec<(Edition, SessionCoverage)>,
    pub(super) tallies: Vec<(Edition, Arc<Tally>)>,
}

/// How many sessions are counted before they are added up: enough for all threads, few enough for memory.
const AT_ONCE: usize = 16;

impl CountTask {
    /// Counts, on as many threads as there are.
    pub fn run(self) -> Counted {
        let zones = self.zones.clone().unwrap_or_else(|| Arc::new(ZoneMap::new(&self.diagram)));
        let mut work = Work {
            diagram: &self.diagram,
            zones: &zones,
            known: &self.known,
            rasters: Vec::new(),
            bytes: 0,
            tallies: Vec::new(),
        };
        let open = self.open.as_ref().map(|member| (edition_of(member), work.coverage(member)));
        let sum = self.sum.map(|task| {
            let (key, structure) = (task.key.clone(), task.structure);
            (key, structure, work.sum(task))
        });
        let Work { rasters, tallies, .. } = work;
        Counted { zones: Arc::clone(&zones), open, sum, rasters, tallies, diagram: self.diagram }
    }
}

struct Work<'a> {
    diagram: &'a Diagram,
    zones: &'a ZoneMap,
    known: &'a HashMap<Edition, SessionCoverage>,
    rasters: Vec<(Edition, SessionCoverage)>,
    bytes: usize,
    tallies: Vec<(Edition, Arc<Tally>)>,
}

impl Work<'_> {
    fn coverage(&self, member: &Member) -> SessionCoverage {
        let known = self.known.get(&edition_of(member)).cloned();
        known.unwrap_or_else(|| SessionCoverage::of(&member.0, self.diagram, self.zones))
    }

    /// Brings a sum from what it holds to what it should hold, whichever way is shorter.
    fn sum(&mut self, task: SumTask) -> Sum {
        let SumTask { members, visits, start, alone, key, .. } = task;
        let only = key.only;
        let wanted: HashSet<Edition> = members.iter().map(edition_of).collect();
        let start = start.filter(|sum| sum.only == only && (sum.visits || !visits));
        let start = start.and_then(|sum| self.take_out(sum, &wanted));
        let (mut set, there, visits) = match start {
            Some((set, there, visits)) => (set, there, visits),
            None if visits => (CoverageSet::new(self.diagram.grid), HashSet::new(), true),
            None => (CoverageSet::of_passes(self.diagram.grid), HashSet::new(), false),
        };
        let is_wanting =
            |member: &&Member| !there.contains(&edition_of(member)) || alone.contains(&edition_of(member));
        let wanting: Vec<&Member> = members.iter().filter(is_wanting).collect();
        for some in wanting.chunks(AT_ONCE) {
            let counted: Vec<(&Session, Edition, SessionCoverage, SessionCoverage)> = some
                .par_iter()
                .map(|member| {
                    let whole = self.coverage(member);
                    let through = whole.through(&member.0, &only);
                    (&*member.0, edition_of(member), whole, through)
                })
                .collect();
            let entering = counted.iter().filter(|(_, edition, ..)| !there.contains(edition));
            set.extend(entering.map(|(session, .., through)| (*session, through)));
            for (session, edition, whole, through) in counted {
                if alone.contains(&edition) {
                    let figures = tally(&CoverageSet::of_session(session, &through), self.zones);
                    self.tallies.push((edition.clone(), Arc::new(figures)));
                }
                self.keep(edition, whole);
            }
        }
        Sum { members, visits, only, set }
    }

    /// Takes out of a sum what should not be in it. Returns what is left, and which sessions are; none if that is more
    /// work than to begin anew.
    fn take_out(&self, sum: Sum, wanted: &HashSet<Edition>) -> Option<(CoverageSet, HashSet<Edition>, bool)> {
        let Sum { members, visits, only, mut set } = sum;
        let (staying, leaving): (Vec<Member>, Vec<Member>) =
            members.into_iter().partition(|member| wanted.contains(&edition_of(member)));
        if leaving.len() > staying.len() {
            return None;
        }
        for some in leaving.chunks(AT_ONCE) {
            let through = |member: &Member| self.coverage(member).through(&member.0, &only);
            let counted: Vec<_> = some.par_iter().map(|member| (&member.0, through(member))).collect();
            for (session, coverage) in &counted {
                set.remove(session, coverage);
            }
        }
        Some((set, staying.iter().map(edition_of).collect(), visits))
    }

    /// Hands over what was counted, as far as it will be kept.
    fn keep(&mut self, edition: Edition, coverage: SessionCoverage) {
        if !self.known.contains_key(&edition) && self.bytes < budget() {
            self.bytes += bytes_of(&coverage);
            self.rasters.push((edition, coverage));
        }
    }
}
