//! Rolling an area as a hand does: strips side by side with a little overlap, in one direction after another,
//! never quite straight, and now and then a strip too few.

use super::chance::Chance;
use crate::geometry::{Point, Polyline, Vector};
use crate::model::{Diagram, Direction, ZoneId};

/// How a hand rolls.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hand {
    /// Width of the device in mm.
    pub(super) width_mm: f64,
    /// Share of a strip that the next one covers again.
    pub(super) overlap: f64,
    /// How far a line strays from straight, in mm.
    pub(super) jitter_mm: f64,
    /// Share of strips that are forgotten or end early.
    pub(super) missed: f64,
    /// How far a strip goes beyond the area, in mm.
    pub(super) overshoot_mm: f64,
    /// Rolled to and fro instead of lifted at the end.
    pub(super) returning: bool,
}

/// A rolled stroke with the time of each point in ms.
#[derive(Debug)]
pub(super) struct Rolled {
    pub(super) path: Polyline,
    pub(super) times_ms: Vec<u32>,
}

/// Rolls over some zones of a diagram in one direction.
pub(super) fn roll_over(
    diagram: &Diagram,
    zones: &[ZoneId],
    direction: Direction,
    hand: Hand,
    chance: &mut Chance,
) -> Vec<Rolled> {
    let Some(along) = direction.heading().map(|u| turned(u, chance.around(0.08))) else { return Vec::new() };
    let area = Area::new(diagram, zones, along);
    let step = hand.width_mm * (1.0 - hand.overlap);
    let mut strokes = Vec::new();
    let mut at = area.low + hand.width_mm * chance.between(0.30, 0.45);
    let mut forward = true;
    while at < area.high + hand.width_mm * 0.2 {
        for (from, to) in area.strip(at, hand.width_mm) {
            if chance.happens(hand.missed) {
                continue;
            }
            let (mut from, mut to) = (
                from - hand.overshoot_mm + chance.around(hand.overshoot_mm),
                to + hand.overshoot_mm + chance.around(hand.overshoot_mm),
            );
            if chance.happens(hand.missed) {
                // Lifted too early.
                to = from + (to - from) * chance.between(0.45, 0.8);
            }
            if to - from < 4.0 {
                continue;
            }
            if !forward {
                std::mem::swap(&mut from, &mut to);
            }
            strokes.extend(stroke(&area, at, from, to, hand, chance));
            forward = !forward;
        }
        at += step * chance.between(0.94, 1.06);
    }
    strokes
}

/// One strip along the area's heading, at a distance across it.
fn stroke(area: &Area, across: f64, from: f64, to: f64, hand: Hand, chance: &mut Chance) -> Option<Rolled> {
    let (bow, tilt) = (chance.around(hand.jitter_mm * 2.0), chance.around(hand.jitter_mm * 1.5));
    let legs = if hand.returning { vec![(from, to), (to, from)] } else { vec![(from, to)] };
    let (mut points, mut times_ms) = (Vec::new(), Vec::new());
    let mut clock = 0.0;
    for (from, to) in legs {
        let length = (to - from).abs();
        let steps = (length / chance.between(4.0, 6.0)).ceil().max(2.0) as u32;
        let speed = chance.between(45.0, 90.0);
        for i in 0..=steps {
            let t = f64::from(i) / f64::from(steps);
            let wobble = chance.around(hand.jitter_mm * 0.25);
            let off = across + bow * (4.0 * t * (1.0 - t) - 0.5) + tilt * (t - 0.5) + wobble;
            points.push(area.place(from + (to - from) * t, off).rounded());
            times_ms.push(clock as u32);
            clock += length / f64::from(steps) / speed * 1000.0 * chance.between(0.85, 1.15);
        }
    }
    Some(Rolled { path: Polyline::new(points).ok()?, times_ms })
}

/// An area seen along a heading: `along` it and `across` it.
struct Area {
    along: Vector,
    across: Vector,
    /// Corners of every zone, as (along, across).
    rings: Vec<Vec<(f64, f64)>>,
    low: f64,
    high: f64,
}

impl Area {
    fn new(diagram: &Diagram, zones: &[ZoneId], along: Vector) -> Self {
        let across = Vector::new(-along.y, along.x);
        let outlines = zones.iter().filter_map(|id| diagram.zone(id)).map(|(_, zone)| &zone.outline);
        let turn = |p: &Point| {
            let v = *p - Point::default();
            (v.dot(along), v.dot(across))
        };
        let rings: Vec<Vec<(f64, f64)>> = outlines
            .flat_map(|outline| outline.flattened(0.5))
            .map(|ring| ring.iter().map(turn).collect())
            .collect();
        let reach = || rings.iter().flatten().map(|(_, across)| *across);
        let (low, high) = (reach().fold(f64::MAX, f64::min), reach().fold(f64::MIN, f64::max));
        Self { along, across, rings, low, high }
    }

    /// The place at these distances.
    fn place(&self, along: f64, across: f64) -> Point {
        Point::default() + self.along * along + self.across * across
    }

    /// Where a strip at a distance across meets the area: from and to along it, near pieces joined.
    fn strip(&self, across: f64, width: f64) -> Vec<(f64, f64)> {
        let mut parts: Vec<(f64, f64)> = Vec::new();
        for offset in [-0.3, -0.15, 0.0, 0.15, 0.3] {
            parts.extend(self.line(across + offset * width));
        }
        parts.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut joined: Vec<(f64, f64)> = Vec::new();
        for (from, to) in parts {
            match joined.last_mut() {
                Some(last) if from <= last.1 + width * 0.6 => last.1 = last.1.max(to),
                _ => joined.push((from, to)),
            }
        }
        joined
    }

    /// Where a line at a distance across meets the area.
    fn line(&self, across: f64) -> Vec<(f64, f64)> {
        let mut parts = Vec::new();
        for ring in &self.rings {
            let mut crossings: Vec<f64> = ring
                .array_windows()
                .filter(|[a, b]| (a.1 <= across) != (b.1 <= across))
                .map(|[a, b]| a.0 + (across - a.1) / (b.1 - a.1) * (b.0 - a.0))
                .collect();
            crossings.sort_by(f64::total_cmp);
            let (pairs, _) = crossings.as_chunks::<2>();
            parts.extend(pairs.iter().map(|&[from, to]| (from, to)));
        }
        parts
    }
}

/// A heading turned by a small angle in radians.
fn turned(u: Vector, angle: f64) -> Vector {
    // libm's functions are the same on every machine.
    let (sin, cos) = (libm::sin(angle), libm::cos(angle));
    Vector::new(u.x * cos - u.y * sin, u.x * sin + u.y * cos)
}
