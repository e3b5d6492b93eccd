//! The engine's figures against those of the text.

use crate::canvas::Canvas;
use crate::figures_oracle::{Figures, planned};
use stipple::metrics::{DiagramMetrics, Share, ZoneMetrics, ZoneRow, overlap_cells, plan_fit, tally};
use stipple::model::{Plan, Session, TargetCounts};

/// Fails unless two numbers differ by rounding alone.
#[track_caller]
pub(crate) fn assert_close(got: f64, want: f64) {
    assert!((got - want).abs() <= 1e-12 * want.abs(), "got {got}, expected {want}");
}

/// The same of numbers that may be absent.
#[track_caller]
pub(crate) fn assert_close_if_any(got: Option<f64>, want: Option<f64>) {
    assert_eq!(got.is_some(), want.is_some(), "got {got:?}, expected {want:?}");
    if let (Some(got), Some(want)) = (got, want) {
        assert_close(got, want);
    }
}

/// A share must be that of the very areas.
#[track_caller]
fn assert_share(got: Share, part: u128, whole: u128) {
    assert_eq!(Some(got), Share::new(part, whole));
    assert_eq!(got.value().to_bits(), (part as f64 / whole as f64).to_bits());
}

/// Compares every figure of a series on a diagram with the text.
pub(crate) fn assert_figures_agree(
    canvas: &Canvas,
    sessions: &[Session],
    plan: Option<&Plan>,
    body_scale: f64,
) {
    let text = Figures::new(&canvas.diagram, sessions, body_scale);
    let engine = canvas.scaled_figures(sessions, plan, body_scale);
    assert_counts_agree(canvas, sessions, &text);
    let zones = 0..canvas.diagram.zones.len();
    let target = |zone: usize| planned(plan?, canvas.diagram.zones[zone].id.as_str(), sessions.len() as u64);
    assert_eq!(engine.zones.len(), zones.len());
    for (zone, row) in zones.clone().zip(&engine.zones) {
        assert_eq!(row.zone, Some(zone));
        assert_row(&text, row, &[zone], target(zone));
        let gaps = target(zone).map(|(passes, _)| text.gaps(zone, passes).len());
        assert_eq!(row.gaps, gaps, "of zone {zone}");
    }
    assert_pairs(&text, &engine, target);
    let treated: Vec<usize> = zones.filter(|&zone| !canvas.diagram.zones[zone].keep_out).collect();
    assert_eq!(engine.whole.zone, None);
    assert_metrics(&text, engine.whole.metrics.as_ref(), &treated);
    assert_whole_plan(&text, &engine.whole, &treated, target);
    assert_fit(canvas, &text, &engine, plan);
    if let [session] = sessions {
        let overlap = overlap_cells(session, &canvas.diagram, &canvas.zones);
        assert_eq!(overlap, text.overlap_cells());
    }
}

/// The whole numbers that everything else is made of.
fn assert_counts_agree(canvas: &Canvas, sessions: &[Session], text: &Figures<'_>) {
    let engine = tally(&canvas.set(sessions), &canvas.zones);
    assert_eq!(engine.zones.len(), canvas.diagram.zones.len());
    for (zone, counted) in engine.zones.iter().enumerate() {
        let count = |holds: &dyn Fn(usize) -> bool| text.cells(&[zone]).filter(|&c| holds(c)).count() as u64;
        assert_eq!(counted.cells, count(&|_| true));
        assert_eq!(counted.max_passes(), text.max_passes(&[zone]).unwrap_or(0));
        let mut by_passes = vec![0; counted.by_passes.len()];
        text.cells(&[zone]).for_each(|cell| by_passes[text.n(cell) as usize] += 1);
        assert_eq!(counted.by_passes, by_passes, "cells of zone {zone} by passes");
        for n in [0, 1, 4, 5, counted.max_passes()] {
            assert_eq!(counted.at_least(n), count(&|c| text.n(c) >= n), "{n} passes or more in {zone}");
        }
        assert_eq!(counted.at_least(counted.max_passes() + 1), 0);
        let total: u64 = text.cells(&[zone]).map(|c| u64::from(text.n(c))).sum();
        assert_eq!(counted.total_passes(), total);
        for direction in 0..5 {
            let sum: u64 = text.cells(&[zone]).map(|c| u64::from(text.five(c)[direction])).sum();
            assert_eq!(counted.by_direction.0[direction], sum);
            assert_eq!(counted.touched.0[direction], count(&|c| text.five(c)[direction] >= 1));
        }
        assert_eq!(counted.complete, count(&|c| text.five(c)[..4].iter().all(|&n| n >= 1)));
    }
}

fn assert_metrics(text: &Figures<'_>, got: Option<&ZoneMetrics>, zones: &[usize]) {
    let whole = text.area(zones, |_| true);
    assert_eq!(got.is_some(), whole > 0, "of zones {zones:?}");
    let Some(got) = got else { return };
    assert_close(got.area_cm2, text.cm2(whole));
    assert_close(got.treated_cm2, text.cm2(text.at_least(zones, 1)));
    assert_share(got.coverage, text.at_least(zones, 1), whole);
    assert_close_if_any(Some(got.mean_passes), text.mean_passes(zones));
    assert_eq!(Some(got.max_passes), text.max_passes(zones));
    for (got, want) in got.by_direction.0.into_iter().zip(text.by_direction(zones).unwrap().0) {
        assert_close(got, want);
    }
    assert_share(got.directions_complete, text.complete(zones), whole);
    let d = |x| text.d(zones, x).unwrap();
    assert_eq!((got.d98, got.d50, got.d2), (d(98), d(50), d(2)), "D98, D50, D2 of zones {zones:?}");
    assert_eq!(got.homogeneity, text.homogeneity(zones));
    assert_close_if_any(got.density_per_cm2, text.density(zones));
    assert_close_if_any(got.untouched_share, text.untouched_share(zones));
}

/// A row of zones that all have the same target, if any.
fn assert_row(text: &Figures<'_>, row: &ZoneRow, zones: &[usize], target: Option<(u32, Option<u32>)>) {
    assert_metrics(text, row.metrics.as_ref(), zones);
    let whole = text.area(zones, |_| true);
    let mut numbers: Vec<u32> = [1, 4, 8, 16].into_iter().chain(target.map(|(passes, _)| passes)).collect();
    numbers.sort_unstable();
    numbers.dedup();
    numbers.retain(|_| whole > 0);
    assert_eq!(row.v.iter().map(|(k, _)| *k).collect::<Vec<u32>>(), numbers);
    for &(k, share) in &row.v {
        assert_share(share, text.at_least(zones, k), whole);
    }
    assert_eq!(row.target, target.map(|(passes, ceiling)| TargetCounts { passes, ceiling }));
    let reached = target.map(|(passes, _)| text.at_least(zones, passes));
    assert_eq!(row.at_target, reached.and_then(|reached| Share::new(reached, whole)));
    assert_close_if_any(row.gap_cm2, reached.map(|reached| text.cm2(whole - reached)));
    let excess = target.and_then(|(_, ceiling)| ceiling).map(|ceiling| text.at_least(zones, ceiling + 1));
    assert_close_if_any(row.excess_cm2, excess.map(|excess| text.cm2(excess)));
}

fn assert_pairs(
    text: &Figures<'_>,
    engine: &DiagramMetrics,
    target: impl Fn(usize) -> Option<(u32, Option<u32>)>,
) {
    let zones = &text.diagram.zones;
    let twin = |zone: usize| {
        let other = zones[zone].id.as_str().strip_suffix("-left")?;
        zones.iter().position(|zone| zone.id.as_str() == format!("{other}-right"))
    };
    let pairs: Vec<(usize, usize)> =
        (0..zones.len()).filter_map(|left| twin(left).map(|right| (left, right))).collect();
    assert_eq!(engine.pairs.iter().map(|pair| (pair.left, pair.right)).collect::<Vec<_>>(), pairs);
    for pair in &engine.pairs {
        let (left, right) = (pair.left, pair.right);
        let shared = target(left).filter(|left| Some(*left) == target(right));
        assert_row(text, &pair.both, &[left, right], shared);
        let gaps = |zone, passes| text.gaps(zone, passes).len();
        assert_eq!(pair.both.gaps, shared.map(|(passes, _)| gaps(left, passes) + gaps(right, passes)));
        let means = text.mean_passes(&[left]).zip(text.mean_passes(&[right])).filter(|(l, r)| l + r > 0.0);
        let want = means.map(|(l, r)| (l - r) / f64::midpoint(l, r));
        assert_close_if_any(pair.asymmetry, want);
    }
}

/// What the whole diagram says of the plan: of its planned zones, like all of its figures without keep-outs.
fn assert_whole_plan(
    text: &Figures<'_>,
    whole: &ZoneRow,
    zones: &[usize],
    target: impl Fn(usize) -> Option<(u32, Option<u32>)>,
) {
    let targets: Vec<(usize, (u32, Option<u32>))> =
        zones.iter().filter_map(|&zone| Some((zone, target(zone)?))).collect();
    let (mut planned, mut reached, mut excess, mut gaps) = (0, 0, 0, 0);
    for &(zone, (passes, ceiling)) in &targets {
        planned += text.area(&[zone], |_| true);
        reached += text.at_least(&[zone], passes);
        excess += ceiling.map_or(0, |ceiling| text.at_least(&[zone], ceiling + 1));
        gaps += text.gaps(zone, passes).len();
    }
    let is_planned = planned > 0;
    assert_eq!(whole.target, None);
    assert_eq!(whole.at_target, Share::new(reached, planned));
    assert_close_if_any(whole.gap_cm2, is_planned.then(|| text.cm2(planned - reached)));
    assert_close_if_any(whole.excess_cm2, is_planned.then(|| text.cm2(excess)));
    assert_eq!(whole.gaps, is_planned.then_some(gaps));
}

fn assert_fit(canvas: &Canvas, text: &Figures<'_>, engine: &DiagramMetrics, plan: Option<&Plan>) {
    let want = plan.and_then(|plan| text.fit(plan));
    assert_eq!(engine.plan.is_some(), want.is_some());
    let Some((got, want)) = engine.plan.as_ref().zip(want) else { return };
    assert_share(got.at_target, want.reached, want.planned);
    assert_close(got.planned_cm2, text.cm2(want.planned));
    assert_close(got.gap_cm2, text.cm2(want.planned - want.reached));
    assert_close(got.excess_cm2, text.cm2(want.excess));
    assert_close(got.outside_cm2, text.cm2(want.outside));
    let (t, v, tv) = (want.planned as f64, want.treated as f64, want.reached as f64);
    assert_close_if_any(got.conformation, (v > 0.0).then(|| tv * tv / (t * v)));
    let scale = stipple::metrics::AreaScale::new(&canvas.diagram, text.body_scale);
    let counted = tally(&canvas.set(text.sessions), &canvas.zones);
    let sessions = text.sessions.len() as u32;
    assert_eq!(plan_fit(&canvas.diagram, &counted, plan.unwrap(), sessions, scale).as_ref(), Some(got));
}
