//! What Plan has in hand, and what a click on its canvas does to the plan.

use super::state::Workspace;
use crate::edit::{Edit, SeriesChange, Step};
use crate::model::{Atlas, Per, Plan, PlanTemplate, TargetCounts, Wanted, ZoneId};

/// The target that a click sets.
#[derive(Clone, Copy, Debug)]
pub struct PlanView {
    /// What is wanted.
    pub wanted: Wanted,
    /// Whether it is set on both sides at once.
    pub both_sides: bool,
}

impl Default for PlanView {
    fn default() -> Self {
        Self { wanted: Wanted { passes: 4, ceiling: None, per: Per::Session }, both_sides: true }
    }
}

impl Workspace {
    /// What each zone of the diagram should have in one session, in drawing order.
    pub fn planned_counts(&self) -> Vec<Option<TargetCounts>> {
        let plan = self.document.series().plan.as_ref();
        self.diagram.zones.iter().map(|zone| plan?.counts_for(&zone.id, 1)).collect()
    }

    /// Some zones of the diagram with those on the other side, where targets are set on both.
    pub fn with_twins(&self, zones: &[usize]) -> Vec<usize> {
        let twins = zones.iter().filter(|_| self.plan.both_sides).filter_map(|zone| self.diagram.twin(*zone));
        let mut all: Vec<usize> = zones.iter().copied().chain(twins).collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// The step that sets what is wanted of some zones of the diagram, or that nothing is; none where it is so
    /// already.
    pub fn target_step(&self, atlas: &Atlas, zones: &[usize], wanted: Option<Wanted>) -> Option<Step> {
        let zones = self.with_twins(zones);
        let chosen: Vec<_> = zones.iter().filter_map(|i| self.diagram.zones.get(*i)).collect();
        let names = match chosen.as_slice() {
            [] => return None,
            [zone] => zone.full_name(),
            [a, b] if a.name == b.name => a.name.clone(),
            more => crate::wording::count(more.len(), "zone"),
        };
        let ids: Vec<ZoneId> = chosen.iter().map(|zone| zone.id.clone()).collect();
        let mut plan = self.document.series().plan.clone().unwrap_or_default();
        plan.set_wanted(&ids, wanted, &self.known_zones(atlas));
        self.plan_step(format!("target, {names}"), plan)
    }

    /// The step that takes over what a template says: its passes for all targets there are, or for all zones of the
    /// diagram where there is none.
    pub fn template_step(&self, atlas: &Atlas, template: &PlanTemplate) -> Option<Step> {
        let mut plan = self.document.series().plan.clone().unwrap_or_default();
        plan.sessions = template.sessions.or(plan.sessions);
        plan.interval_days = template.interval_days.or(plan.interval_days);
        if let Some(passes) = template.passes {
            if plan.targets.is_empty() {
                let zones = self.diagram.zones.iter().filter(|zone| !zone.keep_out);
                let zones: Vec<ZoneId> = zones.map(|zone| zone.id.clone()).collect();
                let wanted = Wanted { passes, ceiling: None, per: Per::Session };
                plan.set_wanted(&zones, Some(wanted), &self.known_zones(atlas));
            }
            for target in &mut plan.targets {
                (target.passes, target.per) = (passes, Per::Session);
                target.ceiling = target.ceiling.filter(|ceiling| *ceiling >= passes);
            }
        }
        self.plan_step(format!("plan, {}", template.name), plan)
    }

    /// The step that makes this the plan; none where it is already.
    pub fn plan_step(&self, label: String, plan: Plan) -> Option<Step> {
        let is_other = self.document.series().plan.as_ref() != Some(&plan);
        is_other.then(|| Step::new(label, Edit::Series(SeriesChange::Plan(Some(Box::new(plan))))))
    }

    /// All zones of the diagrams that the series uses.
    fn known_zones(&self, atlas: &Atlas) -> Vec<ZoneId> {
        let diagrams = atlas.for_figure(self.document.series().figure);
        let mut ids: Vec<ZoneId> =
            diagrams.flat_map(|diagram| &diagram.zones).map(|zone| zone.id.clone()).collect();
        ids.extend(self.diagram.zones.iter().map(|zone| zone.id.clone()));
        ids.sort();
        ids.dedup();
        ids
    }
}
