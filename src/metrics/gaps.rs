//! Patches of planned zones that have fewer passes than their target.

use super::zones::AreaScale;
use crate::coverage::{CoverageSet, TILE_CELLS, TileCounts, ZoneMap};
use crate::geometry::{CellRect, Run};
use crate::model::{Diagram, Direction, PerDirection};
use rayon::prelude::*;

/// A connected patch of one zone with fewer passes than its target. Cells touch at their sides, not corners.
#[derive(Clone, Debug, PartialEq)]
pub struct Gap {
    /// The zone, as its place in drawing order.
    pub zone: usize,
    /// Number of cells.
    pub cells: u64,
    /// True skin area in cm2.
    pub area_cm2: f64,
    /// The smallest rectangle around it.
    pub bounds: CellRect,
    /// Its cells, from top to bottom and left to right.
    pub runs: Vec<(i32, Run)>,
    /// Cells that have no pass in a direction; of no meaning for undirected.
    pub lacking: PerDirection<u64>,
    /// The fewest passes of any of its cells.
    pub fewest: u32,
}

/// Which patches count as gaps.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GapRules {
    /// Smallest area in cm2.
    pub min_cm2: f64,
}

impl Default for GapRules {
    /// 0.25 cm2, as the metric has it.
    fn default() -> Self {
        Self { min_cm2: 0.25 }
    }
}

impl Gap {
    /// The direction that more than half of the gap's area lacks; of several the one that most lacks.
    pub fn missing_direction(&self) -> Option<Direction> {
        let lacking = |direction: &Direction| *self.lacking.get(*direction);
        let worst = Direction::ROLLED.into_iter().rev().max_by_key(lacking)?;
        (lacking(&worst) * 2 > self.cells).then_some(worst)
    }
}

/// The gaps of every zone that has a target, in drawing order of the zones and from top to bottom.
///
/// `target` gives the passes a zone should have, or none for a zone that is not planned.
pub fn find_gaps(
    set: &CoverageSet,
    diagram: &Diagram,
    zones: &ZoneMap,
    scale: AreaScale,
    rules: GapRules,
    target: impl Fn(usize) -> Option<u32> + Sync,
) -> Vec<Gap> {
    let of_zone = |zone: usize| -> Vec<Gap> {
        let Some(target) = target(zone) else { return Vec::new() };
        let patches = Patches::of_zone(set, zones, zone, target);
        let area = |cells| diagram.zones.get(zone).map_or(0.0, |zone| scale.zone_cm2(zone, cells));
        patches.into_gaps(zone, |cells| area(cells) >= rules.min_cm2, area)
    };
    (0..diagram.zones.len()).into_par_iter().flat_map_iter(of_zone).collect()
}

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
pub fn places(gaps: &[Gap], cells_per_mm: u32) -> Vec<Place> {
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
    let gap = |i: &usize| gaps.get(*i);
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
        b.runs.iter().any(|(row_b, run_b)| {
            let dx = apart(run_a.start, run_a.end, run_b.start, run_b.end);
            within(dx, f64::from((row_a - row_b).abs()))
        })
    })
}

/// Runs of cells below a target, joined into patches.
struct Patches {
    runs: Vec<PatchRun>,
    groups: Groups,
}

struct PatchRun {
    row: i32,
    run: Run,
    lacking: PerDirection<u64>,
    fewest: u32,
}

impl Patches {
    fn of_zone(set: &CoverageSet, zones: &ZoneMap, zone: usize, target: u32) -> Self {
        let counts = BoxCounts::new(set, zones.zone_bounds(zone));
        let mut runs = Vec::new();
        for &(row, run) in zones.zone_runs(zone) {
            counts.push_below(row, run, target, &mut runs);
        }
        let mut groups = Groups::new(runs.len());
        // Two rows are walked side by side: `above` is the first run of the row above that could still touch.
        let mut above = 0;
        for (i, below) in runs.iter().enumerate() {
            let touches = |other: &PatchRun| other.row + 1 == below.row && other.run.start < below.run.end;
            while runs.get(above).is_some_and(|other| {
                other.row + 1 < below.row || (other.row + 1 == below.row && other.run.end <= below.run.start)
            }) {
                above += 1;
            }
            let candidates = runs.iter().enumerate().skip(above);
            for (j, _) in candidates.take_while(|(_, other)| touches(other)) {
                groups.join(i, j);
            }
        }
        Self { runs, groups }
    }

    fn into_gaps(mut self, zone: usize, keep: impl Fn(u64) -> bool, area: impl Fn(u64) -> f64) -> Vec<Gap> {
        let mut sizes = vec![0_u64; self.runs.len()];
        for (i, part) in self.runs.iter().enumerate() {
            if let Some(size) = sizes.get_mut(self.groups.root(i)) {
                *size += u64::from(part.run.len().unsigned_abs());
            }
        }
        let mut gap_of = vec![usize::MAX; self.runs.len()];
        let mut gaps: Vec<Gap> = Vec::new();
        for (i, part) in self.runs.iter().enumerate() {
            let root = self.groups.root(i);
            let cells = sizes.get(root).copied().unwrap_or(0);
            let Some(slot) = gap_of.get_mut(root).filter(|_| keep(cells)) else { continue };
            if *slot == usize::MAX {
                *slot = gaps.len();
                gaps.push(Gap {
                    zone,
                    cells,
                    area_cm2: area(cells),
                    bounds: CellRect::EMPTY,
                    runs: Vec::new(),
                    lacking: PerDirection::default(),
                    fewest: u32::MAX,
                });
            }
            let Some(gap) = gaps.get_mut(*slot) else { continue };
            gap.bounds =
                gap.bounds.union(CellRect::new(part.run.start, part.row, part.run.end, part.row + 1));
            gap.runs.push((part.row, part.run));
            gap.lacking.0.iter_mut().zip(&part.lacking.0).for_each(|(sum, n)| *sum += n);
            gap.fewest = gap.fewest.min(part.fewest);
        }
        gaps
    }
}

/// Total passes and directions of the cells of a rectangle, row by row.
struct BoxCounts {
    rect: CellRect,
    totals: Vec<u32>,
    bits: Vec<u8>,
}

impl BoxCounts {
    fn new(set: &CoverageSet, rect: CellRect) -> Self {
        let width = rect.width() as usize;
        let size = width * rect.height() as usize;
        let (mut totals, mut bits) = (vec![0_u32; size], vec![0_u8; size]);
        let tiling = set.tiling();
        let mut counts = TileCounts::default();
        let (mut tile_totals, mut tile_bits) = ([0_u32; TILE_CELLS], [0_u8; TILE_CELLS]);
        for tile in tiling.tiles_in(rect) {
            if !set.sum_tile(tile, &mut counts, |_| true) {
                continue;
            }
            counts.totals(&mut tile_totals);
            counts.direction_bits(&mut tile_bits);
            let cells = tiling.cells_of(tile);
            let part = cells.intersection(rect);
            for row in part.rows() {
                let from = ((row - cells.top) * crate::coverage::TILE + part.left - cells.left) as usize;
                let to = (row - rect.top) as usize * width + (part.left - rect.left) as usize;
                let length = part.width() as usize;
                copy(tile_totals.get(from..from + length), totals.get_mut(to..to + length));
                copy(tile_bits.get(from..from + length), bits.get_mut(to..to + length));
            }
        }
        Self { rect, totals, bits }
    }

    /// Adds the parts of a run that have fewer passes than `target`.
    fn push_below(&self, row: i32, run: Run, target: u32, out: &mut Vec<PatchRun>) {
        let start = (row - self.rect.top) as usize * self.rect.width() as usize;
        let from = start + (run.start - self.rect.left) as usize;
        let cells = from..from + run.len() as usize;
        let totals = self.totals.get(cells.clone()).unwrap_or_default();
        let bits = self.bits.get(cells).unwrap_or_default();
        let mut at = 0;
        for same in totals.chunk_by(|a, b| (*a < target) == (*b < target)) {
            let part = at..at + same.len();
            at = part.end;
            if same.first().is_none_or(|&n| n >= target) {
                continue;
            }
            let columns = Run::new(run.start + part.start as i32, run.start + part.end as i32);
            let bits = bits.get(part).unwrap_or_default();
            let mut lacking = PerDirection::<u64>::default();
            for direction in Direction::ROLLED {
                let bit = 1_u8 << direction.index();
                *lacking.get_mut(direction) = bits.iter().filter(|&&b| b & bit == 0).count() as u64;
            }
            let fewest = same.iter().copied().min().unwrap_or(0);
            out.push(PatchRun { row, run: columns, lacking, fewest });
        }
    }
}

fn copy<T: Copy>(from: Option<&[T]>, to: Option<&mut [T]>) {
    if let (Some(from), Some(to)) = (from, to) {
        to.copy_from_slice(from);
    }
}

/// Sets of numbers that can be joined.
struct Groups(Vec<usize>);

impl Groups {
    fn new(count: usize) -> Self {
        Self((0..count).collect())
    }

    fn root(&mut self, mut i: usize) -> usize {
        while let Some(&parent) = self.0.get(i).filter(|parent| **parent != i) {
            // Halving the way keeps later look-ups short.
            let grandparent = self.0.get(parent).copied().unwrap_or(parent);
            if let Some(slot) = self.0.get_mut(i) {
                *slot = grandparent;
            }
            i = parent;
        }
        i
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        if let Some(slot) = self.0.get_mut(a.max(b)) {
            *slot = a.min(b);
        }
    }
}
