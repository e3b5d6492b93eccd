//! The counts behind the window, kept up to date edit by edit: those of the open session as they are, and of all others
//! their sum. Painting, and what is shown of it, costs the same however many sessions there are.

use super::count::{CountTask, Counted, Edition, Member, Sum, SumTask, edition_of};
use super::rasters::Rasters;
use crate::coverage::{CoverageSet, PassFilter, SessionCoverage, ZoneMap};
use crate::edit::{Document, Effect};
use crate::geometry::{Cell, CellRect};
use crate::metrics::Tally;
use crate::model::{Diagram, DiagramId, PerDirection, Session, SessionId};
use jiff::civil::Date;
use std::collections::{BTreeMap, HashMap};
use std::ops::RangeInclusive;
use std::sync::Arc;

/// What the window needs the counts of.
#[derive(Clone, Debug, PartialEq)]
pub struct Wish {
    /// The open session, where it lies on top of the sum of all others as it is. Where a filter is in force there is
    /// none: the passes that come through of it are added up like those of the others.
    pub open: Option<SessionId>,
    /// The sessions looked at, as places in time order.
    pub range: RangeInclusive<usize>,
    /// Whether it matters which sessions touched a cell and when.
    pub visits: bool,
    /// Whether figures of every session alone are needed.
    pub each: bool,
    /// The passes that count.
    pub only: PassFilter,
}

/// What a sum is of: the passes that come through a filter in the sessions of a range, without the open one.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct SumKey {
    range: RangeInclusive<usize>,
    open: Option<SessionId>,
    pub(super) only: PassFilter,
}

impl Wish {
    fn key(&self) -> SumKey {
        SumKey { range: self.range.clone(), open: self.open.clone(), only: self.only.clone() }
    }
}

/// The counts on one diagram.
#[derive(Debug)]
pub struct DiagramCounts {
    /// The diagram.
    pub diagram: Arc<Diagram>,
    /// Its zone map.
    pub zones: Arc<ZoneMap>,
    open: Option<(Edition, SessionCoverage)>,
    others: Option<Others>,
    /// The figures of sessions alone, and of which passes.
    tallies: HashMap<SessionId, (u64, Arc<Tally>)>,
    tallies_of: PassFilter,
}

#[derive(Debug)]
struct Others {
    key: SumKey,
    sum: Sum,
    /// The figures of each session in it alone, in time order, if they are known.
    each: Option<Arc<Vec<Arc<Tally>>>>,
    /// Whether sessions came, went or changed since.
    stale: bool,
}

impl DiagramCounts {
    /// The counts of a session, if it is the open one.
    pub fn session(&self, id: &SessionId) -> Option<&SessionCoverage> {
        self.open.as_ref().filter(|((open, _), _)| open == id).map(|(_, coverage)| coverage)
    }

    /// Some sessions of a document as a set, if they have been counted. `live` stands for the session it belongs to;
    /// where a filter is in force it is not looked at.
    pub fn set(
        &self,
        document: &Document,
        range: RangeInclusive<usize>,
        only: &PassFilter,
        live: Option<(&SessionId, &SessionCoverage)>,
    ) -> Option<CoverageSet> {
        if !only.is_all() {
            let key = SumKey { range, open: None, only: only.clone() };
            let is_this = |others: &&Others| !others.stale && others.key == key;
            return Some(self.others.as_ref().filter(is_this)?.sum.set.clone());
        }
        let open = self.open.as_ref().and_then(|((id, _), coverage)| {
            let at = document.position(id)?;
            let live = live.filter(|(live, _)| *live == id).map(|(_, live)| live);
            range.contains(&at).then_some((at, document.session(id)?, live.unwrap_or(coverage)))
        });
        let alone = open.as_ref().is_some_and(|(at, ..)| range == (*at..=*at));
        let others = if alone || range.is_empty() {
            CoverageSet::new(self.diagram.grid)
        } else {
            let own = self.open.as_ref().map(|((id, _), _)| id);
            let is_this = |others: &&Others| {
                others.key.range == range && others.key.open.as_ref() == own && others.key.only.is_all()
            };
            self.others.as_ref().filter(|others| !others.stale).filter(is_this)?.sum.set.clone()
        };
        Some(match open {
            Some((_, session, coverage)) => others.with_top(session, coverage),
            None => others,
        })
    }

    /// Whether the sum of the other sessions is that of a wish.
    fn has_sum(&self, wish: &Wish) -> bool {
        self.others.as_ref().is_some_and(|others| {
            !others.stale
                && others.key == wish.key()
                && (others.sum.visits || !wish.visits)
                && (others.each.is_some() || !wish.each)
        })
    }

    /// The figures of the sessions of a wish alone, without the open one, in time order; if they are known.
    pub fn each(&self, wish: &Wish) -> Option<Arc<Vec<Arc<Tally>>>> {
        self.others.as_ref().filter(|_| self.has_sum(wish))?.each.clone()
    }

    fn knows_alone(&self, (session, edition): &Member, only: &PassFilter) -> bool {
        self.tallies_of == *only && self.tallies.get(&session.id).is_some_and(|(known, _)| known == edition)
    }

    /// Follows a change of the open session. Returns the cells that may have changed, or none if it touched nothing
    /// here. `alone` says whether it is the only one since.
    fn follow_open(&mut self, session: &Session, effect: &Effect, alone: bool) -> Option<CellRect> {
        let everything = self.diagram.grid.bounds();
        let (diagram, zones) = (&*self.diagram, &*self.zones);
        let (_, coverage) = self.open.as_mut().filter(|((id, _), _)| *id == session.id)?;
        match effect {
            Effect::Appended(_) => {
                let entry = session.entries.last().filter(|entry| entry.diagram == diagram.id)?;
                let reach = SessionCoverage::reach(session, entry, diagram, zones);
                // An entry that counts nowhere changes nothing.
                coverage.add(session, entry, diagram, zones, everything).ok()?;
                Some(reach)
            }
            Effect::Entries(_, changes) => {
                let here = changes.iter().filter(|change| change.entry.diagram == diagram.id);
                let reach =
                    here.clone().map(|change| SessionCoverage::reach(session, &change.entry, diagram, zones));
                let rect = reach.reduce(CellRect::union)?;
                if alone {
                    let placed = |came: bool| {
                        let some = here.clone().filter(move |change| change.came == came);
                        some.map(|change| (change.at, &change.entry)).collect::<Vec<_>>()
                    };
                    coverage.exchange(session, &placed(false), &placed(true), diagram, zones);
                } else {
                    coverage.recount(session, diagram, zones, rect);
                }
                Some(rect)
            }
            Effect::Replaced(_) => {
                *coverage = SessionCoverage::of(session, diagram, zones);
                Some(everything)
            }
            Effect::Added(_)
            | Effect::Joined(_)
            | Effect::Removed(_)
            | Effect::Record(_)
            | Effect::Series => None,
        }
    }
}

/// The counts of all diagrams in use.
#[derive(Debug, Default)]
pub struct Counts {
    diagrams: BTreeMap<DiagramId, DiagramCounts>,
    /// Counted up with every change of any count.
    revision: u64,
    /// Counted up whenever sums of sessions no longer hold.
    structure: u64,
    /// How often the counts of a session have changed.
    editions: HashMap<SessionId, u64>,
    /// All sessions and their days, in time order.
    order: Vec<(SessionId, Date)>,
    rasters: Rasters,
}

impl Counts {
    /// No counts, and room for these rasters.
    #[cfg(test)]
    pub(super) fn keeping(rasters: Rasters) -> Self {
        Self { rasters, ..Self::default() }
    }

    /// The counts on a diagram, once they have been made.
    pub fn diagram(&self, id: &DiagramId) -> Option<&DiagramCounts> {
        self.diagrams.get(id)
    }

    /// All diagrams that have been counted, by id.
    pub fn all(&self) -> impl Iterator<Item = &DiagramCounts> {
        self.diagrams.values()
    }

    /// Forgets everything, so that it is counted again.
    pub fn clear(&mut self) {
        let (revision, structure) = (self.revision + 1, self.structure + 1);
        *self = Self { revision, structure, ..Self::default() };
    }

    /// Counted up with every change of any count.
    pub const fn revision(&self) -> u64 {
        self.revision
    }

    /// How often the counts of a session have changed.
    pub fn edition(&self, id: &SessionId) -> u64 {
        self.editions.get(id).copied().unwrap_or(0)
    }

    /// The counts of a session at a cell that come through a filter, if they are at hand.
    pub fn at(
        &self,
        diagram: &DiagramId,
        session: &Session,
        only: &PassFilter,
        cell: Cell,
    ) -> Option<PerDirection<u32>> {
        let coverage = self.counts_at_hand(diagram, &session.id)?;
        Some(coverage.counts_through(session, only, cell))
    }

    /// The counts of a session, if they are at hand.
    pub fn at_hand(&self, diagram: &DiagramId, session: &SessionId) -> Option<SessionCoverage> {
        self.counts_at_hand(diagram, session).cloned()
    }

    fn counts_at_hand(&self, diagram: &DiagramId, session: &SessionId) -> Option<&SessionCoverage> {
        let edition = self.edition(session);
        let open = self.diagram(diagram)?.open.as_ref();
        let open = open.filter(|((open, of), _)| open == session && *of == edition);
        let kept = || self.rasters.get(diagram, session).filter(|(of, _)| *of == edition);
        open.map(|(_, coverage)| coverage).or_else(|| kept().map(|(_, coverage)| coverage))
    }

    /// Whether the open session has been counted on a diagram.
    pub fn has_open(&self, diagram: &DiagramId, wish: &Wish) -> bool {
        self.diagram(diagram).is_some_and(|counts| match (&wish.open, &counts.open) {
            (None, _) => true,
            (Some(wanted), Some(((id, edition), _))) => wanted == id && *edition == self.edition(id),
            (Some(_), None) => false,
        })
    }

    /// Whether everything wished for has been counted on a diagram.
    pub fn has_all(&self, diagram: &DiagramId, wish: &Wish) -> bool {
        self.has_open(diagram, wish) && self.diagram(diagram).is_some_and(|counts| counts.has_sum(wish))
    }

    /// What has to be counted on a diagram for a wish, if anything: the open session before all others where it is to
    /// be painted in.
    pub fn task(
        &self,
        diagram: &Arc<Diagram>,
        zones: Option<Arc<ZoneMap>>,
        document: &Document,
        wish: &Wish,
        shown: bool,
    ) -> Option<CountTask> {
        let id = &diagram.id;
        let open = (!self.has_open(id, wish))
            .then(|| document.session(wish.open.as_ref()?))
            .flatten()
            .map(|session| (Arc::clone(session), self.edition(&session.id)));
        let counts = self.diagram(id);
        let open_first = shown && open.is_some();
        let sum = if open_first { None } else { self.sum_task(id, document, wish) };
        if open.is_none() && sum.is_none() && counts.is_some() {
            return None;
        }
        let wanted = open.iter().chain(sum.iter().flat_map(|sum: &SumTask| &sum.members));
        let leaving = sum.iter().flat_map(|sum| &sum.start).flat_map(|start| &start.members);
        let known = wanted.chain(leaving).filter_map(|member| self.known(id, member)).collect();
        let zones = zones.or_else(|| counts.map(|counts| Arc::clone(&counts.zones)));
        Some(CountTask { diagram: Arc::clone(diagram), zones, open, sum, known })
    }

    /// The counts of a session in an edition, if they are at hand.
    fn known(&self, diagram: &DiagramId, member: &Member) -> Option<(Edition, SessionCoverage)> {
        let edition = edition_of(member);
        let open = self.diagram(diagram)?.open.as_ref().filter(|(open, _)| *open == edition);
        let kept = self.rasters.get(diagram, &edition.0).filter(|(kept, _)| *kept == edition.1);
        let coverage = open.map(|(_, coverage)| coverage).or(kept.map(|(_, coverage)| coverage))?;
        Some((edition, coverage.clone()))
    }

    fn sum_task(&self, diagram: &DiagramId, document: &Document, wish: &Wish) -> Option<SumTask> {
        let counts = self.diagram(diagram);
        if counts.is_some_and(|counts| counts.has_sum(wish)) {
            return None;
        }
        let members = self.members(document, wish);
        let lacks = |member: &&Member| {
            let known = counts.is_some_and(|counts| counts.knows_alone(member, &wish.only));
            wish.each && !known
        };
        Some(SumTask {
            key: wish.key(),
            structure: self.structure,
            start: counts.and_then(|counts| counts.others.as_ref()).map(|others| others.sum.clone()),
            visits: wish.visits,
            alone: members.iter().filter(lacks).map(edition_of).collect(),
            members,
        })
    }

    /// The sessions of a range without the open one.
    fn members(&self, document: &Document, wish: &Wish) -> Vec<Member> {
        let sessions = document.sessions().iter().enumerate();
        let is_open = |session: &Session| wish.open.as_ref() == Some(&session.id);
        let chosen = sessions.filter(|(i, session)| wish.range.contains(i) && !is_open(session));
        chosen.map(|(_, session)| (Arc::clone(session), self.edition(&session.id))).collect()
    }

    /// Takes counts that were made off the window's thread. What changed meanwhile is lacking still.
    pub fn put(&mut self, document: &Document, counted: Counted) {
        if self.order.is_empty() {
            self.order = order(document).map(|(id, day)| (id.clone(), day)).collect();
        }
        self.revision += 1;
        let Counted { diagram, zones, open, sum, rasters, tallies } = counted;
        let id = diagram.id.clone();
        for ((session, edition), coverage) in rasters {
            self.rasters.keep(&id, &session, edition, coverage);
        }
        let structure = self.structure;
        let is_current = |session: &SessionId, edition: u64| {
            edition == self.edition(session) && document.session(session).is_some()
        };
        let open = open.filter(|((session, edition), _)| is_current(session, *edition));
        // A session may have changed while it was counted as one of the others, though it was open before and has
        // been followed there.
        let is_outdated = |(session, edition): &Member| *edition != self.edition(&session.id);
        let outdated = sum.as_ref().is_some_and(|(.., sum)| sum.members.iter().any(is_outdated));
        let counts = self.diagrams.entry(id.clone()).or_insert_with(|| DiagramCounts {
            diagram,
            zones,
            open: None,
            others: None,
            tallies: HashMap::new(),
            tallies_of: PassFilter::ALL,
        });
        if let Some((key, ..)) = sum.as_ref().filter(|(key, ..)| key.only != counts.tallies_of) {
            counts.tallies.clear();
            counts.tallies_of = key.only.clone();
        }
        counts
            .tallies
            .extend(tallies.into_iter().map(|((session, edition), tally)| (session, (edition, tally))));
        if let Some((key, of, sum)) = sum {
            let alone = |(session, edition): &Member| {
                let known = counts.tallies.get(&session.id).filter(|(known, _)| known == edition);
                known.map(|(_, tally)| Arc::clone(tally))
            };
            let each = sum.members.iter().map(alone).collect::<Option<Vec<_>>>().map(Arc::new);
            counts.others = Some(Others { key, sum, each, stale: outdated || of != structure });
        }
        if let Some(open) = open
            && let Some(((session, edition), coverage)) = counts.open.replace(open)
        {
            self.rasters.keep(&id, &session, edition, coverage);
        }
    }

    /// Follows changes of the document. Returns the cells of a diagram that may have changed.
    pub fn follow(&mut self, document: &Document, effects: &[Effect], shown: &DiagramId) -> CellRect {
        let mut changed = CellRect::EMPTY;
        for effect in effects {
            let (Effect::Appended(id) | Effect::Entries(id, _) | Effect::Replaced(id)) = effect else {
                self.follow_session(document, effect);
                continue;
            };
            let Some(session) = document.session(id) else { continue };
            let before = self.edition(id);
            let mut elsewhere = false;
            for (diagram, counts) in &mut self.diagrams {
                // Counts of an older edition are made anew anyway.
                if counts.open.as_ref().is_none_or(|((open, edition), _)| open != id || *edition != before) {
                    elsewhere = true;
                } else if let Some(rect) = counts.follow_open(session, effect, effects.len() == 1) {
                    self.revision += 1;
                    if diagram == shown {
                        changed = changed.union(rect);
                    }
                }
            }
            self.renumber(id, before);
            if elsewhere {
                self.outdate();
            }
        }
        self.follow_order(document);
        changed
    }

    /// Takes the counts of the open session after an entry was logged, which a stroke has made already. Returns whether
    /// they are of use.
    pub fn put_session(&mut self, diagram: &DiagramId, id: &SessionId, coverage: SessionCoverage) -> bool {
        let before = self.edition(id);
        let counts = self.diagrams.get_mut(diagram).and_then(|counts| counts.open.as_mut());
        let Some((_, own)) = counts.filter(|((open, edition), _)| open == id && *edition == before) else {
            return false;
        };
        *own = coverage;
        self.revision += 1;
        self.renumber(id, before);
        true
    }

    fn follow_session(&mut self, document: &Document, effect: &Effect) {
        match effect {
            Effect::Added(id) => {
                let edition = self.edition(id) + 1;
                self.editions.insert(id.clone(), edition);
                let Some(session) = document.session(id) else { return };
                // A session that comes is opened, and can be painted in at once.
                for (diagram, counts) in &mut self.diagrams {
                    let coverage = SessionCoverage::of(session, &counts.diagram, &counts.zones);
                    if let Some(((old, of), coverage)) =
                        counts.open.replace(((id.clone(), edition), coverage))
                    {
                        self.rasters.keep(diagram, &old, of, coverage);
                    }
                }
            }
            Effect::Removed(id) => {
                self.rasters.forget(id);
                for counts in self.diagrams.values_mut() {
                    counts.tallies.remove(id);
                    counts.open.take_if(|((open, _), _)| open == id);
                }
            }
            // Who treated decides which sessions count where one practitioner's are looked at.
            Effect::Record(_) => {
                let of_one = |counts: &&mut DiagramCounts| {
                    counts.others.as_ref().is_some_and(|o| o.key.only.practitioner.is_some())
                };
                for counts in self.diagrams.values_mut().filter(of_one) {
                    counts.others = None;
                    counts.tallies.clear();
                    self.revision += 1;
                }
            }
            _ => {}
        }
    }

    /// Sums are of places in time order, and know the days of their sessions.
    fn follow_order(&mut self, document: &Document) {
        if order(document).eq(self.order.iter().map(|(id, day)| (id, *day))) {
            return;
        }
        let before: HashMap<SessionId, Date> = self.order.drain(..).collect();
        for (id, day) in order(document) {
            if before.get(id).is_some_and(|known| *known != day) {
                let edition = self.edition(id);
                self.renumber(id, edition);
            }
        }
        self.order = order(document).map(|(id, day)| (id.clone(), day)).collect();
        self.outdate();
    }

    /// A session has changed; where it is open its counts have followed.
    fn renumber(&mut self, id: &SessionId, before: u64) {
        self.editions.insert(id.clone(), before + 1);
        let open = self.diagrams.values_mut().filter_map(|counts| counts.open.as_mut());
        for ((_, edition), _) in open.filter(|((open, edition), _)| open == id && *edition == before) {
            *edition += 1;
        }
        // Where a filter is in force the open session is one of those added up.
        for others in self.diagrams.values_mut().filter_map(|counts| counts.others.as_mut()) {
            others.stale |= others.key.open.is_none();
        }
    }

    fn outdate(&mut self) {
        self.revision += 1;
        self.structure += 1;
        for counts in self.diagrams.values_mut() {
            counts.others.iter_mut().for_each(|others| others.stale = true);
        }
    }
}

/// All sessions and their days, in time order.
fn order(document: &Document) -> impl Iterator<Item = (&SessionId, Date)> {
    document.sessions().iter().map(|session| (&session.id, session.started_at.date()))
}
