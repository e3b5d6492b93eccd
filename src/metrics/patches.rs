//! Cells of a zone that are below its target, as runs, and the patches these make.

use super::gaps::Gap;
use super::groups::Groups;
use crate::coverage::{CoverageSet, TILE, TILE_CELLS, TileCounts, ZoneMap};
use crate::geometry::{CellRect, Run};
use crate::model::{Direction, PerDirection};
use std::ops::Range;
use std::sync::Arc;

/// Neighbouring cells of a row that are below the target.
#[derive(Clone, Debug)]
pub(super) struct PatchRun {
    row: i32,
    run: Run,
    lacking: PerDirection<u64>,
    fewest: u32,
}

/// Finds the cells of a zone in some rows that have fewer passes than `target`, from top to bottom.
pub(super) fn runs_below(
    set: &CoverageSet,
    zones: &ZoneMap,
    zone: usize,
    target: u32,
    rows: Range<i32>,
) -> Vec<PatchRun> {
    runs_where(set, zones, zone, rows, |passes| passes < target)
}

/// Finds the cells of a zone in some rows that have more passes than `ceiling`, from top to bottom.
pub(super) fn runs_above(
    set: &CoverageSet,
    zones: &ZoneMap,
    zone: usize,
    ceiling: u32,
    rows: Range<i32>,
) -> Vec<PatchRun> {
    runs_where(set, zones, zone, rows, |passes| passes > ceiling)
}

fn runs_where(
    set: &CoverageSet,
    zones: &ZoneMap,
    zone: usize,
    rows: Range<i32>,
    chosen: impl Fn(u32) -> bool,
) -> Vec<PatchRun> {
    let bounds = zones.zone_bounds(zone);
    let counts = BoxCounts::new(set, CellRect::new(bounds.left, rows.start, bounds.right, rows.end));
    let all = zones.zone_runs(zone);
    let first = all.partition_point(|(row, _)| *row < rows.start);
    let behind = all.partition_point(|(row, _)| *row < rows.end);
    let mut runs = Vec::new();
    for &(row, run) in all.get(first..behind).unwrap_or_default() {
        counts.push_where(row, run, &chosen, &mut runs);
    }
    runs
}

/// Puts runs of some rows in the place of those that were there.
pub(super) fn replace_rows(runs: &mut Vec<PatchRun>, rows: Range<i32>, new: Vec<PatchRun>) {
    let first = runs.partition_point(|run| run.row < rows.start);
    let behind = runs.partition_point(|run| run.row < rows.end);
    runs.splice(first..behind, new);
}

/// Joins the runs of a zone, from top to bottom, into patches, and keeps those whose number of cells is chosen.
pub(super) fn gaps_of(
    runs: &[PatchRun],
    zone: usize,
    keep: impl Fn(u64) -> bool,
    area: impl Fn(u64) -> f64,
) -> Vec<Arc<Gap>> {
    let mut groups = joined(runs);
    let mut sizes = vec![0_u64; runs.len()];
    for (i, part) in runs.iter().enumerate() {
        if let Some(size) = sizes.get_mut(groups.root(i)) {
            *size += u64::from(part.run.len().unsigned_abs());
        }
    }
    let mut gap_of = vec![usize::MAX; runs.len()];
    let mut gaps: Vec<Gap> = Vec::new();
    for (i, part) in runs.iter().enumerate() {
        let root = groups.root(i);
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
        gap.bounds = gap.bounds.union(CellRect::new(part.run.start, part.row, part.run.end, part.row + 1));
        gap.runs.push((part.row, part.run));
        gap.lacking.0.iter_mut().zip(&part.lacking.0).for_each(|(sum, n)| *sum += n);
        gap.fewest = gap.fewest.min(part.fewest);
    }
    gaps.into_iter().map(Arc::new).collect()
}

/// Joins runs that touch.
fn joined(runs: &[PatchRun]) -> Groups {
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
    groups
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
            if !set.sum_tile(tile, &mut counts) {
                continue;
            }
            counts.totals(&mut tile_totals);
            counts.direction_bits(&mut tile_bits);
            let cells = tiling.cells_of(tile);
            let part = cells.intersection(rect);
            for row in part.rows() {
                let from = ((row - cells.top) * TILE + part.left - cells.left) as usize;
                let to = (row - rect.top) as usize * width + (part.left - rect.left) as usize;
                let length = part.width() as usize;
                copy(tile_totals.get(from..from + length), totals.get_mut(to..to + length));
                copy(tile_bits.get(from..from + length), bits.get_mut(to..to + length));
            }
        }
        Self { rect, totals, bits }
    }

    /// Adds the parts of a run whose passes are chosen.
    fn push_where(&self, row: i32, run: Run, chosen: impl Fn(u32) -> bool, out: &mut Vec<PatchRun>) {
        let start = (row - self.rect.top) as usize * self.rect.width() as usize;
        let from = start + (run.start - self.rect.left) as usize;
        let cells = from..from + run.len() as usize;
        let totals = self.totals.get(cells.clone()).unwrap_or_default();
        let bits = self.bits.get(cells).unwrap_or_default();
        let mut at = 0;
        for same in totals.chunk_by(|a, b| chosen(*a) == chosen(*b)) {
            let part = at..at + same.len();
            at = part.end;
            if same.first().is_none_or(|&n| !chosen(n)) {
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
