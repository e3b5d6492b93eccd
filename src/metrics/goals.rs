//! Judging goals: met or not met, and never met by matching nothing.

use super::share::Share;
use super::tally::Tally;
use super::zones::{AreaScale, Weighted};
use crate::model::{Comparison, Diagram, Goal, GoalMetric, GoalRule, Plan, ZoneId};
use std::sync::Arc;

/// A diagram that takes part in judging, with what was counted on it.
#[derive(Clone, Debug)]
pub struct GoalDiagram<'a> {
    /// The diagram.
    pub diagram: &'a Diagram,
    /// From cells to cm2.
    pub scale: AreaScale,
    /// The chosen sessions added up.
    pub sum: Tally,
    /// Each of the chosen sessions alone, in time order.
    pub each: Vec<Arc<Tally>>,
    /// Whether anything was painted on it in the chosen sessions.
    pub painted: bool,
}

/// What became of a goal.
#[derive(Clone, Debug, PartialEq)]
pub struct GoalOutcome {
    /// The value looked at; of a goal with `each`, that of the session that is furthest from meeting it. None
    /// where there is no zone or no such value.
    pub value: Option<GoalValue>,
    /// Whether the goal is met.
    pub met: bool,
    /// Whether the ideal is met, where the goal names one.
    pub ideal_met: Option<bool>,
    /// How many zones were taken together.
    pub zones: usize,
    /// The session, from 0, whose value is shown, for goals with `each`.
    pub session: Option<usize>,
}

/// A value a goal looks at.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum GoalValue {
    /// A share of the area.
    Share(Share),
    /// A number in the metric's own unit.
    Number(f64),
}

impl GoalValue {
    fn meets(self, comparison: Comparison, required: f64) -> bool {
        comparison.holds(match self {
            Self::Share(share) => share.cmp_percent(required),
            Self::Number(number) => number.total_cmp(&required),
        })
    }

    /// The value as a number; a share in percent.
    pub fn number(self) -> f64 {
        match self {
            Self::Share(share) => share.value() * 100.0,
            Self::Number(number) => number,
        }
    }
}

/// Judges a goal on the diagrams of a series.
///
/// A diagram takes part when it was painted on. Of one that was not, the zones that a target names take part,
/// but only those that no painted diagram has: the left cheek is planned once, not on every picture that shows
/// it.
pub fn judge(goal: &Goal, diagrams: &[GoalDiagram<'_>], plan: Option<&Plan>) -> GoalOutcome {
    let nothing = GoalOutcome { value: None, met: false, ideal_met: None, zones: 0, session: None };
    let Ok(rule) = &goal.rule else { return nothing };
    let zones = matching(rule, diagrams, plan);
    let count = zones.iter().map(Vec::len).sum();
    let nothing = GoalOutcome { ideal_met: rule.ideal.map(|_| false), zones: count, ..nothing };
    if count == 0 {
        return nothing;
    }
    let sessions = diagrams.first().map_or(0, |d| d.each.len());
    let value_of = |session: Option<usize>| value(rule, diagrams, &zones, plan, session, sessions);
    let judged = |session: Option<usize>| -> GoalOutcome {
        let value = value_of(session);
        let meets = |required| value.is_some_and(|value| value.meets(rule.comparison, required));
        let ideal_met = rule.ideal.map(meets);
        GoalOutcome { value, met: meets(rule.required), ideal_met, zones: count, session }
    };
    if !rule.each {
        return judged(None);
    }
    let all: Vec<GoalOutcome> = (0..sessions).map(|session| judged(Some(session))).collect();
    let met = !all.is_empty() && all.iter().all(|outcome| outcome.met);
    let ideal_met = rule.ideal.map(|_| met && all.iter().all(|outcome| outcome.ideal_met == Some(true)));
    let furthest = all.into_iter().min_by(|a, b| {
        let key = |outcome: &GoalOutcome| match (outcome.value, rule.comparison) {
            (None, _) => f64::NEG_INFINITY,
            (Some(value), Comparison::AtLeast | Comparison::Over) => value.number(),
            (Some(value), Comparison::AtMost | Comparison::Under) => -value.number(),
        };
        key(a).total_cmp(&key(b))
    });
    furthest.map_or(nothing, |outcome| GoalOutcome { met, ideal_met, ..outcome })
}

/// The zones a goal takes together, as places in drawing order, diagram by diagram.
fn matching(rule: &GoalRule, diagrams: &[GoalDiagram<'_>], plan: Option<&Plan>) -> Vec<Vec<usize>> {
    let painted_elsewhere = |id: &ZoneId| diagrams.iter().any(|d| d.painted && d.diagram.zone(id).is_some());
    let planned = |id: &ZoneId| plan.is_some_and(|plan| plan.target_for(id).is_some());
    let of_diagram = |d: &GoalDiagram<'_>| -> Vec<usize> {
        let zones = d.diagram.zones.iter().enumerate();
        let takes_part = |id: &ZoneId| d.painted || (planned(id) && !painted_elsewhere(id));
        let chosen = zones.filter(|(_, zone)| rule.zones.matches(&zone.id) && takes_part(&zone.id));
        chosen.map(|(i, _)| i).collect()
    };
    diagrams.iter().map(of_diagram).collect()
}

/// The value of the goal's metric, for the sum of the sessions or for one of them.
fn value(
    rule: &GoalRule,
    diagrams: &[GoalDiagram<'_>],
    zones: &[Vec<usize>],
    plan: Option<&Plan>,
    session: Option<usize>,
    sessions: usize,
) -> Option<GoalValue> {
    let tallies: Vec<&Tally> = diagrams.iter().map(|d| tally_of(d, session)).collect::<Option<_>>()?;
    if rule.metric == GoalMetric::Gap {
        let counted = if session.is_some() { 1 } else { u32::try_from(sessions).unwrap_or(u32::MAX) };
        return gap_cm2(diagrams, &tallies, zones, plan?, counted).map(GoalValue::Number);
    }
    let all = Together::new(diagrams, &tallies, zones);
    match rule.metric {
        GoalMetric::AtLeast(k) => all.share(|zones| zones.area_at_least(k)),
        GoalMetric::Coverage => all.share(|zones| zones.area_at_least(1)),
        GoalMetric::Directions => all.share(Weighted::area_complete),
        GoalMetric::Reached(x) => all.reached_by(x).map(|n| GoalValue::Number(f64::from(n))),
        GoalMetric::Max => {
            let most = all.parts.iter().map(|(zones, _)| zones.max_passes()).max();
            most.map(|n| GoalValue::Number(f64::from(n)))
        }
        GoalMetric::Mean => all.mean_passes().map(GoalValue::Number),
        GoalMetric::Density => all.density_per_cm2().map(GoalValue::Number),
        GoalMetric::Homogeneity => {
            let [hot, cold, middle] = [2, 98, 50].map(|percent| all.reached_by(percent).map(f64::from));
            let middle = middle.filter(|n| *n > 0.0)?;
            Some(GoalValue::Number((hot? - cold?) / middle))
        }
        GoalMetric::Gap => None,
    }
}

/// What was counted in the sum of the sessions or in one of them.
fn tally_of<'a>(diagram: &'a GoalDiagram<'_>, session: Option<usize>) -> Option<&'a Tally> {
    match session {
        None => Some(&diagram.sum),
        Some(session) => diagram.each.get(session).map(|tally| &**tally),
    }
}

/// Zones of several diagrams taken together. A cell of each diagram has its own size; sizes are whole fractions
/// of a mm, so weights can be brought to a common one without rounding: a cell of a raster with k cells a mm
/// weighs `(L / k)^2`, L being a common multiple.
struct Together<'a> {
    parts: Vec<(Weighted<'a>, u128)>,
}

impl<'a> Together<'a> {
    fn new(diagrams: &'a [GoalDiagram<'a>], tallies: &[&'a Tally], zones: &[Vec<usize>]) -> Self {
        let common = common_cells_per_mm(diagrams);
        let parts = diagrams.iter().zip(tallies).zip(zones).map(|((d, tally), zones)| {
            (Weighted::of(d.diagram, tally, |i, _| zones.contains(&i)), weight_on(common, d))
        });
        // What has no cell has no figures either.
        Self { parts: parts.filter(|(zones, _)| zones.area() > 0).collect() }
    }

    fn weigh(&self, area: impl Fn(&Weighted<'a>) -> u128) -> u128 {
        self.parts.iter().map(|(zones, weight)| area(zones) * weight).sum()
    }

    fn share(&self, part: impl Fn(&Weighted<'a>) -> u128) -> Option<GoalValue> {
        Share::new(self.weigh(part), self.weigh(Weighted::area)).map(GoalValue::Share)
    }

    fn reached_by(&self, percent: u32) -> Option<u32> {
        let area = self.weigh(Weighted::area);
        let most = self.parts.iter().map(|(zones, _)| zones.max_passes()).max()?;
        let enough = |n: &u32| self.weigh(|z| z.area_at_least(*n)) * 100 >= u128::from(percent) * area;
        (0..=most).rev().find(enough).filter(|_| area > 0)
    }

    fn mean_passes(&self) -> Option<f64> {
        let area = self.weigh(Weighted::area);
        (area > 0).then(|| self.weigh(Weighted::area_times_passes) as f64 / area as f64)
    }

    fn density_per_cm2(&self) -> Option<f64> {
        let mut sum = 0.0;
        for (zones, weight) in &self.parts {
            sum += zones.density_per_cm2()? * (zones.area() * weight) as f64;
        }
        let area = self.weigh(Weighted::area);
        (area > 0).then(|| sum / area as f64)
    }
}

/// The coarsest raster whose cells those of every diagram can be cut into.
fn common_cells_per_mm(diagrams: &[GoalDiagram<'_>]) -> u128 {
    diagrams.iter().map(|d| d.diagram.grid.cells_per_mm().into()).fold(1, least_common_multiple)
}

/// How many cells of the common raster a cell of a diagram is cut into.
fn weight_on(common: u128, d: &GoalDiagram<'_>) -> u128 {
    let side = common / u128::from(d.diagram.grid.cells_per_mm());
    side * side
}

fn least_common_multiple(a: u128, b: u128) -> u128 {
    let (mut x, mut y) = (a, b);
    while y > 0 {
        (x, y) = (y, x % y);
    }
    a / x.max(1) * b
}

/// Area below target of the matching zones that have one; none when none of them has.
fn gap_cm2(
    diagrams: &[GoalDiagram<'_>],
    tallies: &[&Tally],
    zones: &[Vec<usize>],
    plan: &Plan,
    sessions: u32,
) -> Option<f64> {
    let common = common_cells_per_mm(diagrams);
    // Whole numbers for as long as all areas grow alike with the client: faces do not, bodies do.
    let mut below: Vec<(AreaScale, u128)> = Vec::new();
    for ((d, tally), zones) in diagrams.iter().zip(tallies).zip(zones) {
        let scale = d.scale.on_raster(common);
        for &i in zones {
            let (Some(zone), Some(cells)) = (d.diagram.zones.get(i), tally.zones.get(i)) else { continue };
            let Some(target) = plan.counts_for(&zone.id, sessions).filter(|_| cells.cells > 0) else {
                continue;
            };
            let factor = u128::from(zone.area_factor_millionths) * weight_on(common, d);
            let weight = u128::from(cells.cells - cells.at_least(target.passes)) * factor;
            match below.iter_mut().find(|(known, _)| *known == scale) {
                Some((_, sum)) => *sum += weight,
                None => below.push((scale, weight)),
            }
        }
    }
    (!below.is_empty()).then(|| below.into_iter().map(|(scale, weight)| scale.cm2(weight)).sum())
}
