//! How what was done fits the plan.

use super::share::Share;
use super::tally::ZoneTally;
use super::{AreaScale, Tally};
use crate::model::{Diagram, Plan, TargetCounts};

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
    let (mut planned, mut reached, mut excess, mut outside) = (0_u128, 0_u128, 0_u128, 0_u128);
    let zones = || diagram.zones.iter().zip(&tally.zones);
    let counts: Vec<Option<TargetCounts>> =
        diagram.zones.iter().map(|zone| plan.counts_for(&zone.id, sessions)).collect();
    let lowest = counts.iter().flatten().map(|counts| counts.passes).min()?;
    let mut stray = 0_u128;
    for ((zone, cells), counts) in zones().zip(&counts) {
        let weigh = |n: u64| u128::from(zone.area_factor_millionths) * u128::from(n);
        let at_least = |n| weigh(ZoneTally::at_least(cells, n));
        if let Some(counts) = counts {
            planned += weigh(cells.cells);
            reached += at_least(counts.passes);
            excess += counts.ceiling.map_or(0, |ceiling| at_least(ceiling.saturating_add(1)));
        } else {
            stray += at_least(lowest);
            outside += if zone.keep_out { 0 } else { at_least(1) };
        }
    }
    let treated = reached + stray;
    let product = planned as f64 * treated as f64;
    Some(PlanFit {
        at_target: Share::new(reached, planned)?,
        planned_cm2: scale.cm2(planned),
        gap_cm2: scale.cm2(planned - reached),
        excess_cm2: scale.cm2(excess),
        outside_cm2: scale.cm2(outside),
        conformation: (product > 0.0).then(|| reached as f64 * reached as f64 / product),
    })
}
