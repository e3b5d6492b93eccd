//! Goals judged by the text: exactly, in whole numbers, wherever the text itself is exact.

use crate::canvas::Canvas;
use crate::figures_oracle::{Figures, matches, planned};
use std::cmp::Ordering;
use std::fmt;
use stipple::model::{Plan, Session};

/// What a goal looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Metric {
    V(u32),
    D(u32),
    Coverage,
    Mean,
    Max,
    Directions,
    Density,
    Homogeneity,
    Gap,
}

/// A goal whose values have at most three decimals.
#[derive(Clone, Debug)]
pub(crate) struct TextGoal {
    pub(crate) each: bool,
    pub(crate) zones: &'static str,
    pub(crate) metric: Metric,
    pub(crate) sign: &'static str,
    /// In thousandths; of shares, thousandths of a percent.
    pub(crate) required: u32,
    pub(crate) ideal: Option<u32>,
}

impl TextGoal {
    fn is_share(&self) -> bool {
        matches!(self.metric, Metric::V(_) | Metric::Coverage | Metric::Directions)
    }
}

impl fmt::Display for TextGoal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let metric = match self.metric {
            Metric::V(k) => format!("V{k}"),
            Metric::D(x) => format!("D{x}"),
            other => format!("{other:?}").to_lowercase(),
        };
        let unit = if self.is_share() { " %" } else { "" };
        let number = |n: u32| format!("{}.{:03}{unit}", n / 1000, n % 1000);
        let each = if self.each { "each " } else { "" };
        write!(f, "{each}{} {metric} {} {}", self.zones, self.sign, number(self.required))?;
        self.ideal.map_or(Ok(()), |ideal| write!(f, " | {}", number(ideal)))
    }
}

/// A value as a fraction, in the unit a goal is written in.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Value {
    pub(crate) part: f64,
    pub(crate) whole: f64,
    exact: Option<(u128, u128)>,
}

impl Value {
    fn exact(part: u128, whole: u128) -> Option<Self> {
        (whole > 0).then_some(Self { part: part as f64, whole: whole as f64, exact: Some((part, whole)) })
    }

    fn rounded(number: f64) -> Self {
        Self { part: number, whole: 1.0, exact: None }
    }

    pub(crate) fn number(self) -> f64 {
        self.part / self.whole
    }

    /// How it compares to a number of thousandths; none where rounding decides.
    fn cmp(self, thousandths: u32) -> Option<Ordering> {
        if let Some((part, whole)) = self.exact {
            return Some((part * 1000).cmp(&(u128::from(thousandths) * whole)));
        }
        let (a, b) = (self.number() * 1000.0, f64::from(thousandths));
        ((a - b).abs() > 1e-9 * b.max(1.0)).then(|| a.total_cmp(&b))
    }

    fn meets(self, sign: &str, thousandths: u32) -> Option<bool> {
        let order = self.cmp(thousandths)?;
        Some(match sign {
            ">=" => order != Ordering::Less,
            "<=" => order != Ordering::Greater,
            ">" => order == Ordering::Greater,
            _ => order == Ordering::Less,
        })
    }
}

/// A diagram of a series, the chosen sessions together and each alone.
pub(crate) struct Shown<'a> {
    sum: Figures<'a>,
    each: Vec<Figures<'a>>,
    painted: bool,
}

impl<'a> Shown<'a> {
    pub(crate) fn new(canvas: &'a Canvas, sessions: &'a [Session], body_scale: f64) -> Self {
        let figures = |sessions| Figures::new(&canvas.diagram, sessions, body_scale);
        let is_here = |session: &Session| session.entries.iter().any(|e| e.diagram == canvas.diagram.id);
        Self {
            sum: figures(sessions),
            each: sessions.iter().map(|session| figures(std::slice::from_ref(session))).collect(),
            painted: sessions.iter().any(is_here),
        }
    }

    fn has(&self, zone: &str) -> bool {
        self.sum.diagram.zones.iter().any(|known| known.id.as_str() == zone)
    }
}

/// What the text says of a goal.
#[derive(Debug)]
pub(crate) struct Verdict {
    pub(crate) zones: usize,
    /// The value of all sessions together, or with `each` of every session.
    pub(crate) values: Vec<Option<Value>>,
    /// None where rounding decides.
    pub(crate) met: Option<bool>,
    /// None where rounding decides, and without an ideal.
    pub(crate) ideal_met: Option<bool>,
}

pub(crate) fn judged(goal: &TextGoal, diagrams: &[Shown<'_>], plan: Option<&Plan>) -> Verdict {
    let is_planned = |zone: &str| plan.is_some_and(|plan| planned(plan, zone, 1).is_some());
    let takes_part = |d: &Shown<'_>, zone: &str| {
        d.painted || (is_planned(zone) && !diagrams.iter().any(|other| other.painted && other.has(zone)))
    };
    let zones_of = |d: &Shown<'_>| -> Vec<usize> {
        let zones = d.sum.diagram.zones.iter().enumerate();
        let matching = zones
            .filter(|(_, zone)| matches(goal.zones, zone.id.as_str()) && takes_part(d, zone.id.as_str()));
        matching.map(|(zone, _)| zone).collect()
    };
    let zones: Vec<Vec<usize>> = diagrams.iter().map(zones_of).collect();
    let number = zones.iter().map(Vec::len).sum();
    let sum: Vec<&Figures<'_>> = diagrams.iter().map(|d| &d.sum).collect();
    let values: Vec<Option<Value>> = if goal.each {
        let sessions = 0..diagrams[0].each.len();
        let alone = |session: usize| diagrams.iter().map(|d| &d.each[session]).collect::<Vec<_>>();
        sessions.map(|session| value(goal.metric, &alone(session), &zones, plan)).collect()
    } else {
        vec![value(goal.metric, &sum, &zones, plan)]
    };
    let met = |required: u32| -> Option<bool> {
        let all: Vec<Option<bool>> =
            values.iter().map(|value| value.map_or(Some(false), |v| v.meets(goal.sign, required))).collect();
        // One that is not met for certain settles it.
        if number == 0 || all.is_empty() || all.contains(&Some(false)) {
            return Some(false);
        }
        (!all.contains(&None)).then_some(true)
    };
    let ideal_met = goal.ideal.and_then(|ideal| match (met(goal.required), met(ideal)) {
        (_, Some(false)) => Some(false),
        // With `each`, an ideal that is easier than what is required is no way around it.
        (met, Some(true)) if goal.each => met,
        (_, met) => met,
    });
    Verdict { zones: number, met: met(goal.required), ideal_met, values }
}

/// The value of zones of several diagrams taken together.
fn value(
    metric: Metric,
    diagrams: &[&Figures<'_>],
    zones: &[Vec<usize>],
    plan: Option<&Plan>,
) -> Option<Value> {
    // Areas in millionths of a square of 1/40 mm, into which cells of 1, 2, 4, 5, 8 and 10 per mm can be cut.
    let unit = |d: &Figures<'_>| 1600 / u128::from(d.diagram.grid.cells_per_mm()).pow(2);
    let all = |of: &dyn Fn(&Figures<'_>, &[usize]) -> u128| -> u128 {
        diagrams.iter().zip(zones).map(|(d, zones)| unit(d) * of(d, zones)).sum()
    };
    let area = all(&|d, zones| d.area(zones, |_| true));
    let share = |part: u128| Value::exact(100 * part, area);
    let passes = || diagrams.iter().zip(zones).flat_map(|(d, zones)| d.cells(zones).map(|cell| d.n(cell)));
    let reached = |x: u32| {
        let most = passes().max().unwrap_or(0);
        (0..=most)
            .rev()
            .find(|&n| 100 * all(&|d, zones| d.at_least(zones, n)) >= u128::from(x) * area)
            .map(u128::from)
    };
    if area == 0 {
        return None;
    }
    match metric {
        Metric::V(k) => share(all(&|d, zones| d.at_least(zones, k))),
        Metric::Coverage => share(all(&|d, zones| d.at_least(zones, 1))),
        Metric::Directions => share(all(&|d, zones| d.complete(zones))),
        Metric::D(x) => Value::exact(reached(x)?, 1),
        Metric::Max => Value::exact(u128::from(passes().max()?), 1),
        Metric::Mean => Value::exact(all(&|d, zones| d.sum(zones, |cell| d.n(cell))), area),
        Metric::Homogeneity => Value::exact(reached(2)? - reached(98)?, reached(50)?),
        Metric::Density => {
            let mut sum = 0.0;
            for (d, zones) in diagrams.iter().zip(zones).filter(|(d, zones)| d.cells(zones).next().is_some())
            {
                sum += d.density(zones)? * (unit(d) * d.area(zones, |_| true)) as f64;
            }
            Some(Value::rounded(sum / area as f64))
        }
        Metric::Gap => gap(diagrams, zones, plan?),
    }
}

/// The area below target of the zones that have one.
fn gap(diagrams: &[&Figures<'_>], zones: &[Vec<usize>], plan: &Plan) -> Option<Value> {
    let (mut cm2, mut exact, mut is_planned) = (0.0, Some(0), false);
    for (d, zones) in diagrams.iter().zip(zones) {
        for &zone in zones {
            let id = d.diagram.zones[zone].id.as_str();
            let Some((target, _)) = planned(plan, id, d.sessions.len() as u64) else { continue };
            is_planned |= d.cells(&[zone]).next().is_some();
            let below = d.area(&[zone], |cell| d.n(cell) < target);
            cm2 += d.cm2(below);
            let unit = 1600 / u128::from(d.diagram.grid.cells_per_mm()).pow(2);
            exact = exact.filter(|_| d.body_scale == 1.0).map(|sum| sum + unit * below);
        }
    }
    // A square of 1/40 mm is 1/160,000 cm2, and area factors are in millionths.
    let value = exact.and_then(|sum| Value::exact(sum, 160_000 * 1_000_000)).unwrap_or(Value::rounded(cm2));
    is_planned.then_some(value)
}
