//! All metrics of a diagram: by zone, by left/right pair, and of the whole.

use super::gaps::{Gap, GapRules, find_gaps};
use super::plan::{PlanFit, Planned, plan_fit};
use super::share::Share;
use super::tally::{Tally, tally};
use super::zones::{AreaScale, Weighted, ZoneMetrics};
use crate::coverage::{CoverageSet, ZoneMap};
use crate::model::{Diagram, Plan, TargetCounts, Zone};
use std::borrow::Borrow;

/// The metrics of one diagram for a choice of sessions.
#[derive(Clone, Debug, PartialEq)]
pub struct DiagramMetrics {
    /// Every zone, in drawing order.
    pub zones: Vec<ZoneRow>,
    /// Every left/right pair.
    pub pairs: Vec<Pair>,
    /// All zones that are not keep-outs, taken together.
    pub whole: ZoneRow,
    /// How it fits the plan, where there is one.
    pub plan: Option<PlanFit>,
}

/// One zone, or several taken together.
#[derive(Clone, Debug, PartialEq)]
pub struct ZoneRow {
    /// The zone, as its place in drawing order; none for several.
    pub zone: Option<usize>,
    /// Its metrics; none for a zone without a single cell.
    pub metrics: Option<ZoneMetrics>,
    /// Share of the area with at least 1, 4, 8 and 16 passes, and at the target where there is one.
    pub v: Vec<(u32, Share)>,
    /// What is planned.
    pub target: Option<TargetCounts>,
    /// Share of the area at or above the target.
    pub at_target: Option<Share>,
    /// Area below the target, in cm2.
    pub gap_cm2: Option<f64>,
    /// Number of gaps of at least 0.25 cm2.
    pub gaps: Option<usize>,
    /// Area above the ceiling, in cm2.
    pub excess_cm2: Option<f64>,
}

/// A left/right pair of zones.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// The left one, as its place in drawing order.
    pub left: usize,
    /// The right one.
    pub right: usize,
    /// Both taken together.
    pub both: ZoneRow,
    /// `(mean left - mean right) / mean of both`; absent where both are 0.
    pub asymmetry: Option<f64>,
}

/// The numbers of passes whose shares every row has.
const USUAL: [u32; 4] = [1, 4, 8, 16];

/// All metrics of a diagram for the sessions of `set`, with the plan if there is one.
pub fn diagram_metrics(
    set: &CoverageSet,
    diagram: &Diagram,
    zones: &ZoneMap,
    scale: AreaScale,
    plan: Option<&Plan>,
) -> DiagramMetrics {
    let sessions = u32::try_from(set.sessions().len()).unwrap_or(u32::MAX);
    let passes = |i: usize| Some(plan?.counts_for(&diagram.zones.get(i)?.id, sessions)?.passes);
    let gaps = find_gaps(set, diagram, zones, scale, GapRules::default(), passes);
    metrics_of(diagram, &tally(set, zones), &gaps, scale, plan, sessions)
}

/// All metrics of a diagram, from what was counted in so many sessions and the gaps that were found.
pub fn metrics_of<G: Borrow<Gap>>(
    diagram: &Diagram,
    tally: &Tally,
    gaps: &[G],
    scale: AreaScale,
    plan: Option<&Plan>,
    sessions: u32,
) -> DiagramMetrics {
    let target = |i: usize| plan?.counts_for(&diagram.zones.get(i)?.id, sessions);
    let gaps_in =
        |choose: &dyn Fn(usize) -> bool| gaps.iter().filter(|gap| choose((*gap).borrow().zone)).count();
    let mut rows = Vec::with_capacity(diagram.zones.len());
    for (i, (zone, cells)) in diagram.zones.iter().zip(&tally.zones).enumerate() {
        let mut row = row(&Weighted::one(zone, cells, &tally.densities), scale, target(i));
        row.zone = Some(i);
        row.gaps = target(i).map(|_| gaps_in(&|zone| zone == i));
        rows.push(row);
    }
    let mean = |i: usize| rows.get(i).and_then(|row| row.metrics.as_ref()).map(|m| m.mean_passes);
    let pairs = diagram.pairs().into_iter().map(|(left, right)| {
        let both = Weighted::of(diagram, tally, |i, _| i == left || i == right);
        let same = target(left).filter(|counts| Some(*counts) == target(right));
        let asymmetry = match (mean(left), mean(right)) {
            (Some(l), Some(r)) if l + r > 0.0 => Some((l - r) / f64::midpoint(l, r)),
            _ => None,
        };
        let mut both = row(&both, scale, same);
        both.gaps = same.map(|_| gaps_in(&|zone| zone == left || zone == right));
        Pair { left, right, both, asymmetry }
    });
    let pairs = pairs.collect();
    let is_treated = |zone: &Zone| !zone.keep_out;
    let mut whole = row(&Weighted::of(diagram, tally, |_, zone| is_treated(zone)), scale, None);
    if let Some(planned) = plan.and_then(|plan| Planned::of(diagram, tally, plan, sessions, is_treated)) {
        whole.at_target = planned.at_target();
        whole.gap_cm2 = Some(scale.cm2(planned.below()));
        whole.excess_cm2 = Some(scale.cm2(planned.excess));
        whole.gaps = Some(gaps_in(&|zone| diagram.zones.get(zone).is_some_and(is_treated)));
    }
    let plan = plan.and_then(|plan| plan_fit(diagram, tally, plan, sessions, scale));
    DiagramMetrics { zones: rows, pairs, whole, plan }
}

fn row(zones: &Weighted<'_>, scale: AreaScale, target: Option<TargetCounts>) -> ZoneRow {
    let usual = USUAL.into_iter().chain(target.map(|counts| counts.passes));
    let mut numbers: Vec<u32> = usual.collect();
    numbers.sort_unstable();
    numbers.dedup();
    let area = zones.area();
    let above = |n: u32| zones.area_at_least(n.saturating_add(1));
    ZoneRow {
        zone: None,
        metrics: zones.metrics(scale),
        v: numbers.into_iter().filter_map(|n| Some((n, zones.at_least(n)?))).collect(),
        target,
        at_target: target.and_then(|counts| zones.at_least(counts.passes)),
        gap_cm2: target.map(|counts| scale.cm2(area - zones.area_at_least(counts.passes))),
        gaps: None,
        excess_cm2: target.and_then(|counts| counts.ceiling).map(|ceiling| scale.cm2(above(ceiling))),
    }
}
