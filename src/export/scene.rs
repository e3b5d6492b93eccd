//! The chosen sessions on a diagram, ready to be shown as any map.

use super::Chosen;
use crate::coverage::{CoverageSet, ZoneMap};
use crate::heatmap::{Field, MapKind};
use crate::model::{Diagram, TargetCounts};
use jiff::civil::Date;

/// The chosen sessions on a diagram, counted.
#[derive(Debug)]
pub(super) struct Scene {
    pub(super) zones: ZoneMap,
    pub(super) set: CoverageSet,
    targets: Vec<Option<TargetCounts>>,
}

impl Scene {
    /// Counts the chosen sessions on a diagram.
    pub(super) fn of(chosen: &Chosen, diagram: &Diagram) -> Self {
        let zones = ZoneMap::new(diagram);
        let set = chosen.set(diagram, &zones);
        let targets = targets(chosen, diagram, set.sessions().len());
        Self { zones, set, targets }
    }

    /// A map of them, on a day.
    pub(super) fn field(&self, map: MapKind, on: Date) -> Field<'_> {
        Field { set: &self.set, zones: &self.zones, map, on, targets: &self.targets, signed: None }
    }
}

/// What is planned for each zone of a diagram after so many sessions.
pub(super) fn targets(chosen: &Chosen, diagram: &Diagram, sessions: usize) -> Vec<Option<TargetCounts>> {
    let sessions = u32::try_from(sessions).unwrap_or(u32::MAX);
    let plan = chosen.series.plan.as_ref();
    diagram.zones.iter().map(|zone| plan?.counts_for(&zone.id, sessions)).collect()
}
