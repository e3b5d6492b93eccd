//! Gaps that lie near each other, as the screen lists them.

use super::gaps::Gap;
use super::groups::Groups;
use crate::model::{Direction, PerDirection};
use std::borrow::Borrow;

/// Gaps of one zone that lie within 10 mm of each other, as the screen lists them.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// The zone, as its place in drawing order.
    pub zone: usize,
    /// Places of its gaps in the list they were grouped from, largest first.
    pub gaps: Vec<usize>,
    /// True skin area of all of them in cm2.
    pub area_cm2: f64,
    /// The direction that more than half of their area lacks.
    pub missing: Option<Direction>,
    /// The fewest passes of any of their cells.
    pub fewest: u32,
}

/// Groups gaps into places, largest first. Distances are taken from cell centre to cell centre, and two gaps of a
/// place need not be near each other if others lie between them.
pub fn places<G: Borrow<Gap>>(gaps: &[G], cells_per_mm: u32) -> Vec<Place> {
    let gaps: Vec<&Gap> = gaps.iter().map(Borrow::borrow).collect();
    let reach = f64::from(cells_per_mm) * 10.0;
    let mut groups = Groups::new(gaps.len());
    for (i, a) in gaps.iter().enumerate() {
        for (j, b) in gaps.iter().enumerate().skip(i + 1).filter(|(_, b)| b.zone == a.zone) {
            if groups.root(i) != groups.root(j) && near(a, b, reach) {
                groups.join(i, j);
            }
        }
    }
    let mut members: Vec<(usize, Vec<usize>)> = Vec::new();
    for i in 0..gaps.len() {
        let root = groups.root(i);
        match members.iter_mut().find(|(r, _)| *r == root) {
            Some((_, list)) => list.push(i),
            None => members.push((root, vec![i])),
        }
    }
    let gap = |i: &usize| gaps.get(*i).copied();
    let mut places: Vec<Place> = members
        .into_iter()
        .filter_map(|(_, mut list)| {
            list.sort_by_key(|i| std::cmp::Reverse(gap(i).map_or(0, |gap| gap.cells)));
            let all = || list.iter().filter_map(gap);
            let mut lacking = PerDirection::<u64>::default();
            for (sum, direction) in lacking.0.iter_mut().zip(Direction::ALL) {
                *sum = all().map(|gap| *gap.lacking.get(direction)).sum();
            }
            let joined = Gap { lacking, cells: all().map(|gap| gap.cells).sum(), ..all().next()?.clone() };
            Some(Place {
                zone: joined.zone,
                area_cm2: all().map(|gap| gap.area_cm2).sum(),
                missing: joined.missing_direction(),
                fewest: all().map(|gap| gap.fewest).min()?,
                gaps: list,
            })
        })
        .collect();
    places.sort_by(|a, b| b.area_cm2.total_cmp(&a.area_cm2));
    places
}

/// Whether any two cells of two gaps are within `reach` cells of each other.
fn near(a: &Gap, b: &Gap, reach: f64) -> bool {
    let apart = |low_a: i32, high_a: i32, low_b: i32, high_b: i32| {
        f64::from((low_b - high_a + 1).max(low_a - high_b + 1).max(0))
    };
    let within = |dx: f64, dy: f64| dx * dx + dy * dy <= reach * reach;
    let (p, q) = (a.bounds, b.bounds);
    if !within(apart(p.left, p.right, q.left, q.right), apart(p.top, p.bottom, q.top, q.bottom)) {
        return false;
    }
    a.runs.iter().any(|(row_a, run_a)| {
        // Runs are sorted by row, so only those of rows within reach need be looked at.
        let first = b.runs.partition_point(|(row, _)| f64::from(row_a - row) > reach);
        let rows = b.runs.get(first..).unwrap_or_default().iter();
        rows.take_while(|(row, _)| f64::from(row - row_a) <= reach).any(|(row_b, run_b)| {
            let dx = apart(run_a.start, run_a.end, run_b.start, run_b.end);
            within(dx, f64::from((row_a - row_b).abs()))
        })
    })
}
