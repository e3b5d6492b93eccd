//! What a brush covers on its way, when no end of a row's chord falls on a cell's centre.
//!
//! Then chords can be joined as they are, and are turned into cells once a row and not once a step. That is the rule
//! for what hands draw; where an end is in doubt, as where everything is drawn on a lattice, [`super::rows`] asks about
//! it step by step.

#![expect(
    clippy::inline_always,
    reason = "only what is inlined is compiled for the widest vectors there are"
)]

use super::chord::{Chord, FAR, LANE, LANES, Shape, StepShape, TIE, cells, joined, row_limits, vectors};
use super::piece::{BrushStep, Piece};
use super::rows::take_joined;
use crate::geometry::{CellRect, Grid, Point, Run};
use pulp::{Arch, Scalar, Simd, WithSimd};
use std::ops::Range;

/// Chords that overlap by less than this, in cells, are kept apart: whether they meet is not certain.
const OVERLAP: f64 = 2.0 * TIE;

/// The chords of a way, joined row by row.
#[derive(Clone, Debug, Default)]
pub(super) struct WayUnion {
    clip: CellRect,
    /// The chord that each row of the clip grows, in cells.
    lows: Vec<f64>,
    highs: Vec<f64>,
    /// Chords that stand apart from the one their row grows.
    apart: Vec<(i32, f64, f64)>,
    /// Rows, counted from the top of the clip, that may hold anything.
    used: Range<usize>,
    runs: Vec<(i32, Run)>,
}

/// The way of a brush, to be joined with the widest vectors that the processor has. Says whether all is certain.
struct Join<'a> {
    union: &'a mut WayUnion,
    points: &'a [Point],
    radius: f64,
    grid: Grid,
}

impl WithSimd for Join<'_> {
    type Output = bool;

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) -> bool {
        let Self { union, points, radius, grid } = self;
        let (clip, top) = (union.clip, union.clip.top);
        let Some(&first) = points.first() else { return true };
        let start = Piece::disc(first, radius);
        let Some(disc) = start.row_disc(grid, top) else { return false };
        if !union.merge(simd, start.rows(grid, clip), disc) {
            return false;
        }
        for &[from, to] in points.array_windows() {
            let Some(step) = BrushStep::new(from, to, radius) else { continue };
            let lines = step.strip.row_lines(grid, top);
            let Some(disc) = step.end.row_disc(grid, top).filter(|_| !lines.is_steep) else { return false };
            let (rows, strip_rows) = step.rows(grid, clip);
            let shape = StepShape { lines, strip_rows: row_limits(&strip_rows, top), disc };
            if !union.merge(simd, rows, shape) {
                return false;
            }
        }
        union.round(simd)
    }
}

impl WayUnion {
    /// Hands over what a brush covers on its way, clipped, from top to bottom and left to right. Returns false, and has
    /// handed over nothing, when it is not certain of every cell.
    pub(super) fn find(
        &mut self,
        points: &[Point],
        radius: f64,
        grid: Grid,
        clip: CellRect,
        mut take: impl FnMut(i32, Run),
    ) -> bool {
        self.clip = clip;
        let rows = (clip.height() as usize).next_multiple_of(LANES);
        self.lows.resize(rows, FAR);
        self.highs.resize(rows, -FAR);
        let is_certain =
            Arch::new().dispatch(Join { union: self, points, radius, grid }) && self.collect_apart();
        if is_certain {
            self.hand_over(&mut take);
        }
        let used = std::mem::take(&mut self.used);
        self.lows.get_mut(used.clone()).unwrap_or_default().fill(FAR);
        self.highs.get_mut(used).unwrap_or_default().fill(-FAR);
        self.apart.clear();
        self.runs.clear();
        is_certain
    }

    /// Joins the chords of a shape with those of their rows. Returns whether all of them are certain.
    #[inline(always)]
    fn merge<S: Simd>(&mut self, simd: S, rows: Range<i32>, shape: impl Shape) -> bool {
        let used = (rows.start - self.clip.top) as usize..(rows.end - self.clip.top) as usize;
        if rows.is_empty() {
            return true;
        }
        self.used = joined(&self.used, &used);
        let range = used.start / LANES * LANES..used.end.next_multiple_of(LANES);
        let (lanes, _) = S::as_simd_f64s(&LANE);
        let (Some(&lane), Some(vectors)) =
            (lanes.first(), vectors::<S>(&mut self.lows, &mut self.highs, range.clone()))
        else {
            return true;
        };
        let splat = |n| simd.splat_f64s(n);
        let (overlap, usual) = (splat(OVERLAP), splat(TIE));
        let step = splat(S::F64_LANES as f64);
        let mut i = simd.add_f64s(splat(range.start as f64), lane);
        let mut row = self.clip.top + range.start as i32;
        let mut in_doubt = simd.less_than_f64s(step, splat(0.0));
        for (low, high) in vectors {
            // A row that the shape does not meet has a chord from far right to far left, which changes nothing.
            let chord = shape.chord(simd, i);
            let parted = simd.or_m64s(
                simd.less_than_f64s(*high, simd.add_f64s(chord.low, overlap)),
                simd.less_than_f64s(chord.high, simd.add_f64s(*low, overlap)),
            );
            let both = simd.and_m64s(
                simd.less_than_or_equal_f64s(chord.low, chord.high),
                simd.less_than_or_equal_f64s(*low, *high),
            );
            let is_apart = simd.and_m64s(parted, both);
            if simd.first_true_m64s(is_apart) < S::F64_LANES {
                set_apart::<S>(&mut self.apart, row, (low, high), (chord.low, chord.high));
            }
            *low = simd.min_f64s(*low, chord.low);
            *high = simd.max_f64s(*high, chord.high);
            let doubt = simd.or_m64s(simd.less_than_f64s(usual, chord.tie), shape.doubt(simd, i));
            in_doubt = simd.or_m64s(in_doubt, doubt);
            i = simd.add_f64s(i, step);
            row += S::F64_LANES as i32;
        }
        simd.first_true_m64s(in_doubt) >= S::F64_LANES
    }

    /// Turns the chords of all rows into cells. Returns whether all of them are certain.
    #[inline(always)]
    fn round<S: Simd>(&mut self, simd: S) -> bool {
        let range = self.used.start / LANES * LANES..self.used.end.next_multiple_of(LANES);
        let Some(vectors) = vectors::<S>(&mut self.lows, &mut self.highs, range) else { return true };
        let tie = simd.splat_f64s(TIE);
        let mut tied = simd.less_than_f64s(tie, simd.splat_f64s(0.0));
        for (low, high) in vectors {
            let cells = cells(simd, Chord { low: *low, high: *high, tie });
            (*low, *high) = (cells.start, cells.end);
            tied = simd.or_m64s(tied, cells.tied);
        }
        simd.first_true_m64s(tied) >= S::F64_LANES
    }

    /// Turns the chords that stand apart into runs. Returns whether all of them are certain.
    fn collect_apart(&mut self) -> bool {
        for &(row, low, high) in &self.apart {
            let cells = cells(Scalar::new(), Chord { low, high, tie: TIE });
            if cells.tied {
                return false;
            }
            if cells.start < cells.end {
                self.runs.push((row, Run::new(cells.start as i32, cells.end as i32)));
            }
        }
        true
    }

    /// Hands over the cells of all rows.
    fn hand_over(&mut self, take: &mut impl FnMut(i32, Run)) {
        let columns = self.clip.columns();
        let mut take = |row, run: Run| {
            let run = run.intersection(columns);
            if !run.is_empty() {
                take(row, run);
            }
        };
        let first = self.clip.top + self.used.start as i32;
        let lows = self.lows.get(self.used.clone()).unwrap_or_default();
        let highs = self.highs.get(self.used.clone()).unwrap_or_default();
        self.runs.sort_unstable();
        let mut rest = self.runs.as_slice();
        for (row, (low, high)) in (first..).zip(lows.iter().zip(highs)) {
            let here = rest.iter().take_while(|(r, _)| *r == row).count();
            let (mine, others) = rest.split_at(here);
            rest = others;
            // A chord between two centres has no cells.
            let run = if low < high { Run::new(*low as i32, *high as i32) } else { Run::EMPTY };
            match mine {
                [] => take(row, run),
                [(_, first), ..] => {
                    take_joined(row, mine, if run.is_empty() { *first } else { run }, &mut take);
                }
            }
        }
    }
}

/// Puts the chords of those rows aside that the next ones do not meet; the next ones then begin anew.
#[inline(never)]
fn set_apart<S: Simd>(
    apart: &mut Vec<(i32, f64, f64)>,
    first_row: i32,
    (low, high): (&mut S::f64s, &mut S::f64s),
    (next_low, next_high): (S::f64s, S::f64s),
) {
    let lanes = |vector: S::f64s| {
        let mut lanes = [0.0; LANES];
        if let (Some(first), _) = S::as_mut_simd_f64s(&mut lanes).0.split_first_mut().unzip() {
            *first = vector;
        }
        lanes
    };
    let (mut lows, mut highs) = (lanes(*low), lanes(*high));
    let next = lanes(next_low).into_iter().zip(lanes(next_high));
    let rows = lows.iter_mut().zip(&mut highs).zip(next).take(S::F64_LANES);
    for (row, ((low, high), (from, to))) in (first_row..).zip(rows) {
        let meet = *high >= from + OVERLAP && to >= *low + OVERLAP;
        if from <= to && *low <= *high && !meet {
            // Rows are mostly visited along the way: what comes next meets what came last.
            apart.push((row, *low, *high));
            (*low, *high) = (FAR, -FAR);
        }
    }
    let vector = |lanes: &[f64; LANES]| S::as_simd_f64s(lanes).0.first().copied();
    if let (Some(lows), Some(highs)) = (vector(&lows), vector(&highs)) {
        (*low, *high) = (lows, highs);
    }
}
