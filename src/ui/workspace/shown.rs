//! What the window shows of an open series: which sessions, and what heatmap and figures are made from.

use super::count::Counted;
use super::counts::{DiagramCounts, Wish};
use super::state::{Gesture, Place, Scope, Workspace};
use super::summary::{GoalSource, SummaryInput};
use crate::coverage::{CoverageSet, PassFilter};
use crate::geometry::CellRect;
use crate::heatmap::{MapKind, Theme};
use crate::metrics::GapList;
use crate::model::{BodySize, Diagram, TargetCounts};
use crate::ui::canvas::{HeatKey, HeatPasses, HeatSource};
use crate::ui::figures::Figure;
use jiff::civil::Date;
use std::ops::RangeInclusive;
use std::sync::Arc;

impl Workspace {
    /// Whether the series has a plan with targets.
    pub fn has_targets(&self) -> bool {
        self.document.series().plan.as_ref().is_some_and(|plan| !plan.targets.is_empty())
    }

    /// The sessions shown now, as places in time order. Empty where there is none.
    #[expect(clippy::reversed_empty_ranges, reason = "an empty range stands for no session")]
    pub fn shown_range(&self) -> RangeInclusive<usize> {
        match (self.place, self.scope, self.session_index()) {
            _ if self.document.sessions().is_empty() => 1..=0,
            (Place::Review, ..) => self.range.0..=self.range.1,
            (Place::Plan, ..) => 0..=self.document.sessions().len().saturating_sub(1),
            (Place::Treat, _, None) => 1..=0,
            (Place::Treat, Scope::Session, Some(index)) => index..=index,
            (Place::Treat, Scope::ToDate, Some(index)) => 0..=index,
        }
    }

    /// The passes that count now: those chosen in Review, elsewhere all.
    pub fn pass_filter(&self) -> &PassFilter {
        const ALL: &PassFilter = &PassFilter::ALL;
        if self.place == Place::Review { &self.only } else { ALL }
    }

    /// What has to be counted for what is shown now.
    #[expect(clippy::reversed_empty_ranges, reason = "an empty range stands for no session")]
    pub fn wish(&self) -> Wish {
        let range = match (self.place, self.session_index()) {
            _ if self.document.sessions().is_empty() => 1..=0,
            (Place::Review | Place::Plan, _) => self.shown_range(),
            (Place::Treat, None) => 1..=0,
            // Goals are judged on all sessions up to the open one.
            (Place::Treat, Some(index)) => 0..=index,
        };
        let by_visit = matches!(self.map(), MapKind::Sessions | MapKind::DaysSince);
        let goals = self.document.series().plan.iter().flat_map(|plan| &plan.goals);
        Wish {
            open: self.session.clone().filter(|_| self.pass_filter().is_all()),
            only: self.pass_filter().clone(),
            visits: by_visit && range == self.shown_range(),
            // Review shows what each session has added.
            each: self.place == Place::Review || goals.flat_map(|goal| &goal.rule).any(|rule| rule.each),
            range,
        }
    }

    /// Whether the sessions shown have been counted on the diagram shown.
    pub fn is_counted(&self) -> bool {
        let wish = Wish { each: false, ..self.wish() };
        let is_open = |index| self.shown_range() == (index..=index);
        let alone = wish.only.is_all() && self.session_index().is_some_and(is_open);
        let id = &self.diagram.id;
        if alone { self.counts.has_open(id, &wish) } else { self.counts.has_all(id, &wish) }
    }

    /// Whether there is what the heatmap is made from: counts, or in Plan the plan alone.
    pub fn can_draw(&self) -> bool {
        self.place == Place::Plan || self.is_counted()
    }

    /// Whether the diagram shown has been counted as far as goals need it.
    pub fn has_goal_counts(&self) -> bool {
        let has_goals = self.document.series().plan.as_ref().is_some_and(|plan| !plan.goals.is_empty());
        !has_goals || self.counts.has_all(&self.diagram.id, &self.wish())
    }

    /// Takes counts that were made off the window's thread.
    pub fn take_counts(&mut self, counted: Counted) {
        self.counts.put(&self.document, counted);
        // What was drawn before the session had been counted goes on top of it now.
        if let (Gesture::Stroke(_), None) = (&self.gesture, &self.live) {
            self.redraw_stroke();
        }
    }

    /// The sessions shown now on the diagram shown, with the stroke that is being drawn; none before they have been
    /// counted.
    pub fn shown_set(&self) -> Option<CoverageSet> {
        let counts = self.counts.diagram(&self.diagram.id).filter(|_| self.is_counted())?;
        counts.set(&self.document, self.shown_range(), self.pass_filter(), self.live_counts())
    }

    /// The sessions shown now on the diagram shown, without a stroke that is being drawn.
    pub fn logged_set(&self) -> Option<CoverageSet> {
        let counts = self.counts.diagram(&self.diagram.id)?;
        counts.set(&self.document, self.shown_range(), self.pass_filter(), None)
    }

    /// What each zone of the diagram should have after the sessions shown, in drawing order.
    pub fn targets(&self) -> Vec<Option<TargetCounts>> {
        let sessions = u32::try_from(self.shown_range().count()).unwrap_or(u32::MAX);
        let plan = self.document.series().plan.as_ref();
        self.diagram.zones.iter().map(|zone| plan?.counts_for(&zone.id, sessions)).collect()
    }

    /// The client's areas over the reference adult's, on a diagram.
    fn body_scale(&self, diagram: &Diagram) -> f64 {
        diagram.body_scale(BodySize::of_client(&self.document.series().client))
    }

    /// What the heatmap shows now.
    pub fn heat_key(&self, theme: Theme, today: Date) -> HeatKey {
        let on = match self.place {
            Place::Review | Place::Plan => today,
            Place::Treat => self.session().map_or(today, |session| session.started_at.date()),
        };
        // Cell by cell only where the open session lies on top as it is.
        let followed = !self.map().is_signed() && self.pass_filter().is_all();
        HeatKey {
            diagram: self.diagram.id.clone(),
            tone: self.tone,
            theme,
            map: self.map(),
            on,
            range: self.shown_range(),
            only: self.pass_filter().clone(),
            planned: self.place == Place::Plan,
            epoch: self.epoch,
            compared: (self.map() == MapKind::Difference).then(|| self.compare()),
            edition: if followed { 0 } else { self.sessions_revision() },
        }
    }

    /// What the heatmap is made from now.
    pub fn heat_source(&self, figure: &Figure) -> Option<HeatSource> {
        let (passes, targets) = match self.place {
            Place::Plan => (HeatPasses::Planned(self.diagram.grid), self.planned_counts()),
            Place::Treat | Place::Review => (HeatPasses::Counted(self.shown_set()?), self.targets()),
        };
        Some(HeatSource {
            passes,
            zones: Arc::clone(&figure.zones),
            backdrop: Arc::clone(&figure.shading),
            targets,
            interval_days: self.document.series().plan.as_ref().and_then(|plan| plan.interval_days),
            signed: self.signed_source(),
        })
    }

    /// Counted up whenever the figures beside the canvas may have changed.
    pub const fn figures_revision(&self) -> u64 {
        self.counts.revision() + self.live_revision
    }

    /// What the figures beside the canvas are computed from now.
    fn summary_input(&self, figure: &Figure, key: &HeatKey) -> Option<SummaryInput> {
        let plan = self.document.series().plan.clone();
        let has_goals = plan.as_ref().is_some_and(|plan| !plan.goals.is_empty());
        let goals = self.counts.all().filter(|_| has_goals).filter_map(|counts| self.goal_source(counts));
        let trend = self.counts.diagram(&self.diagram.id).filter(|_| self.place == Place::Review);
        Some(SummaryInput {
            trend: trend.and_then(|counts| self.goal_source(counts)),
            diagram: Arc::clone(&self.diagram),
            zones: Arc::clone(&figure.zones),
            set: self.shown_set()?,
            body_scale: self.body_scale(&self.diagram),
            map: (key.map, key.on),
            goals: goals.collect(),
            gaps: self.known_gaps(key),
            narrowest_gap_mm: self.gap_view.narrowest_mm,
            key: key.clone(),
            revision: self.figures_revision(),
            plan,
        })
    }

    /// A diagram as goals are judged on it, if everything on it has been counted.
    fn goal_source(&self, counts: &DiagramCounts) -> Option<GoalSource> {
        let wish = self.wish();
        let is_shown = counts.diagram.id == self.diagram.id;
        let live = self.live_counts().filter(|_| is_shown);
        let only = &wish.only;
        // Where a filter is in force the open session is one of those added up.
        let index = self.session_index().filter(|index| only.is_all() && wish.range.contains(index));
        let open =
            index.and_then(|index| Some((index, counts.set(&self.document, index..=index, only, live)?)));
        if !self.counts.has_all(&counts.diagram.id, &wish) {
            return None;
        }
        Some(GoalSource {
            diagram: Arc::clone(&counts.diagram),
            zones: Arc::clone(&counts.zones),
            body_scale: self.body_scale(&counts.diagram),
            sum: counts.set(&self.document, wish.range.clone(), only, live)?,
            others: counts.each(&wish),
            open: open.map(|(index, set)| (index - wish.range.start(), set)),
        })
    }

    /// Asks for the figures beside the canvas: what they are computed from, and from now on where counts change.
    pub fn ask_summary(&mut self, figure: &Figure, key: &HeatKey) -> Option<SummaryInput> {
        let input = self.summary_input(figure, key)?;
        self.changed_since = Some((input.revision, CellRect::EMPTY));
        Some(input)
    }

    /// The gaps that were found last, and where counts may have changed since.
    fn known_gaps(&self, key: &HeatKey) -> Option<(Arc<GapList>, CellRect)> {
        let summary = self.summary.as_ref().filter(|summary| summary.key == *key)?;
        let (revision, rect) = self.changed_since?;
        (revision == summary.revision).then(|| (Arc::clone(&summary.gap_list), rect))
    }
}
