//! How what was done fits the plan.

use super::share::Share;
use super::tally::ZoneTally;
use super::{AreaScale, Tally};
use crate::model::{Diagram, Plan, TargetCounts, Zone};

/// How the passes on a diagram fit the plan.
#[derive(Clone, Debug, PartialEq)]
pub struct PlanFit {
    /// Share of the planned area that is at or above its target.
    pub at_target: Share,
    /// Planned area in cm2.
    pub planned_cm2: f64,
    /// Planned area below its target, in cm2.
    pub gap_cm2: f64,
    /// Planned area above its ceiling, in cm2.
    pub excess_cm2: f64,
    /// Area with passes in zones that are neither planned nor keep-outs, in cm2.
    pub outside_cm2: f64,
    /// `TV^2 / (T * V)` (van 't Riet 1997): 1 when the area at or above target is the planned area.
    pub conformation: Option<f64>,
}

/// How the passes on a diagram fit what is planned after `sessions` sessions; none where nothing is planned.
///
/// Outside the plan an area counts as treated to target when it has the lowest target of the diagram.
pub fn plan_fit(
    diagram: &Diagram,
    tally: &Tally,
    plan: &Plan,
    sessions: u32,
    scale: AreaScale,
) -> Option<PlanFit> {
    let planned = Planned::of(diagram, tally, plan, sessions, |_| true)?;
    let (mut stray, mut outside) = (0_u128, 0_u128);
    for (zone, cells) in diagram.zones.iter().zip(&tally.zones) {
        if plan.target_for(&zone.id).is_none() {
            stray += weight_at_least(zone, cells, planned.lowest);
            outside += if zone.keep_out { 0 } else { weight_at_least(zone, cells, 1) };
        }
    }
    let treated = planned.reached + stray;
    let product = planned.area as f64 * treated as f64;
    Some(PlanFit {
        at_target: planned.at_target()?,
        planned_cm2: scale.cm2(planned.area),
        gap_cm2: scale.cm2(planned.below()),
        excess_cm2: scale.cm2(planned.excess),
        outside_cm2: scale.cm2(outside),
        conformation: (product > 0.0).then(|| planned.reached as f64 * planned.reached as f64 / product),
    })
}

/// What was reached in planned zones, in cells weighted with area factors.
pub(super) struct Planned {
    /// All of them.
    area: u128,
    /// At or above target.
    reached: u128,
    /// Above the ceiling.
    pub(super) excess: u128,
    /// The lowest target, in passes.
    lowest: u32,
}

impl Planned {
    /// The planned zones that `choose` picks, after `sessions` sessions; none where none of them is planned or
    /// those that are have no cell.
    pub(super) fn of(
        diagram: &Diagram,
        tally: &Tally,
        plan: &Plan,
        sessions: u32,
        choose: impl Fn(&Zone) -> bool,
    ) -> Option<Self> {
        let mut sum: Option<Self> = None;
        for (zone, cells) in diagram.zones.iter().zip(&tally.zones).filter(|(zone, _)| choose(zone)) {
            let Some(counts) = plan.counts_for(&zone.id, sessions) else { continue };
            let TargetCounts { passes, ceiling } = counts;
            let sum = sum.get_or_insert(Self { area: 0, reached: 0, excess: 0, lowest: passes });
            sum.area += weight_at_least(zone, cells, 0);
            sum.reached += weight_at_least(zone, cells, passes);
            sum.excess += ceiling.map_or(0, |most| weight_at_least(zone, cells, most.saturating_add(1)));
            sum.lowest = sum.lowest.min(passes);
        }
        sum.filter(|sum| sum.area > 0)
    }

    /// Share of the area that is at or above target; none of an area without cells.
    pub(super) fn at_target(&self) -> Option<Share> {
        Share::new(self.reached, self.area)
    }

    /// The area below target.
    pub(super) const fn below(&self) -> u128 {
        self.area - self.reached
    }
}

fn weight_at_least(zone: &Zone, cells: &ZoneTally, passes: u32) -> u128 {
    u128::from(zone.area_factor_millionths) * u128::from(cells.at_least(passes))
}
