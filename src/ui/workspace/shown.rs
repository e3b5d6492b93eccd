//! What the window shows of an open series: which sessions, and what heatmap and figures are made from.

use super::state::{Place, Scope, Workspace};
use super::summary::{GoalSource, SummaryInput};
use crate::coverage::CoverageSet;
use crate::heatmap::Theme;
use crate::model::{BodySize, Diagram, TargetCounts};
use crate::ui::canvas::{HeatKey, HeatSource};
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
            (Place::Treat, _, None) => 1..=0,
            (Place::Treat, Scope::Session, Some(index)) => index..=index,
            (Place::Treat, Scope::ToDate, Some(index)) => 0..=index,
        }
    }

    /// The sessions shown now on the diagram shown, with the stroke that is being drawn.
    pub fn shown_set(&self) -> Option<CoverageSet> {
        let counts = self.counts.diagram(&self.diagram.id)?;
        Some(counts.set(&self.document, self.shown_range(), self.live_counts()))
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
    pub fn heat_key(&self, theme: Theme, today: Date, shaded: bool) -> HeatKey {
        let on = match self.place {
            Place::Review => today,
            Place::Treat => self.session().map_or(today, |session| session.started_at.date()),
        };
        HeatKey {
            diagram: self.diagram.id.clone(),
            tone: self.tone,
            shaded,
            theme,
            map: self.map(),
            on,
            range: self.shown_range(),
            epoch: self.epoch,
        }
    }

    /// What the heatmap is made from now.
    pub fn heat_source(&self, figure: &Figure) -> Option<HeatSource> {
        Some(HeatSource {
            set: self.shown_set()?,
            zones: Arc::clone(&figure.zones),
            backdrop: Arc::clone(&figure.backdrop),
            targets: self.targets(),
            interval_days: self.document.series().plan.as_ref().and_then(|plan| plan.interval_days),
        })
    }

    /// Counted up whenever the figures beside the canvas may have changed.
    pub const fn figures_revision(&self) -> u64 {
        self.counts.revision() + self.live_revision
    }

    /// What the figures beside the canvas are computed from now.
    pub fn summary_input(&self, figure: &Figure, key: &HeatKey) -> Option<SummaryInput> {
        let live = self.live_counts();
        let last = match self.place {
            Place::Review => self.range.1,
            Place::Treat => self.session_index()?,
        };
        let first = if self.place == Place::Review { self.range.0 } else { 0 };
        let goals = self.counts.all().map(|counts| {
            let live = live.filter(|_| counts.diagram.id == self.diagram.id);
            GoalSource {
                diagram: Arc::clone(&counts.diagram),
                zones: Arc::clone(&counts.zones),
                body_scale: self.body_scale(&counts.diagram),
                sum: counts.set(&self.document, first..=last, live),
                each: (first..=last).map(|i| counts.set(&self.document, i..=i, live)).collect(),
            }
        });
        Some(SummaryInput {
            diagram: Arc::clone(&self.diagram),
            zones: Arc::clone(&figure.zones),
            set: self.shown_set()?,
            plan: self.document.series().plan.clone(),
            body_scale: self.body_scale(&self.diagram),
            map: (key.map, key.on),
            goals: goals.collect(),
            revision: self.figures_revision(),
        })
    }
}
