//! The union of convex pieces, row by row, as plain arrays that the compiler turns into vector code.
//!
//! A piece crosses a row in one interval. Intervals that touch merge by taking the lower start and the higher end, for
//! all rows of a piece at once; only where one stands apart from what the row already has is it put on a list
//! and dealt with one by one. Ends are found in floating point, and wherever one falls on a cell's centre within
//! rounding the rule itself is asked about that cell: the result is the rule's, not the rounding's.

#![expect(
    clippy::inline_always,
    reason = "only what is inlined is compiled for the widest vectors there are"
)]

use super::chord::{
    Chord, CutDisc, FAR, LANE, LANES, Shape, StepShape, between, cells, joined, row_limits, vectors,
};
use super::piece::{BrushStep, Piece};
use crate::geometry::{Cell, CellRect, Grid, Point, Run};
use pulp::{Arch, Scalar, Simd, WithSimd};
use std::ops::Range;

/// Which cells a union has, in the rows of a clip rectangle.
#[derive(Clone, Debug, Default)]
pub(super) struct RowUnion {
    clip: CellRect,
    /// The interval that each row of the clip grows, as whole numbers, with some rows more at the end so that there
    /// is a multiple of [`LANES`].
    starts: Vec<f64>,
    ends: Vec<f64>,
    /// Intervals of the shape being added that stand apart from those of their rows.
    late: Intervals,
    /// From the first to the last cell of the wedges that were added: since the last time it was drained, and before.
    wedges: Intervals,
    earlier_wedges: Intervals,
    /// Intervals that stand apart from the one their row grows.
    apart: Vec<(i32, Run)>,
    /// Rows, counted from the top of the clip, that may hold anything.
    used: Range<usize>,
    /// Rows that may hold wedges.
    wedge_rows: Range<usize>,
}

/// What has to be looked at once more after the rows of a piece were done at once.
#[derive(Clone, Copy, Default)]
struct Open {
    tied: bool,
    apart: bool,
    /// A strip met a wedge of an earlier direction.
    disputed: bool,
}

/// What a piece means to those that come after it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    /// Nothing.
    Plain,
    /// It may not meet a wedge that was added too early for it.
    Strip,
    /// Strips may not meet it.
    Wedge,
}

/// An interval for each row, as starts and ends.
type Intervals = (Vec<f64>, Vec<f64>);

/// Pieces to be added with the widest vectors that the processor has.
struct AddPieces<'a, I> {
    union: &'a mut RowUnion,
    pieces: I,
    grid: Grid,
}

impl<'a, I: Iterator<Item = &'a Piece>> WithSimd for AddPieces<'_, I> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        for piece in self.pieces {
            self.union.add_piece(simd, piece, self.grid);
        }
    }
}

/// Pieces of one direction in the order of their way, likewise. Gives up, and says no, when a strip meets a wedge of
/// an earlier direction.
struct AddInOrder<'a, I> {
    union: &'a mut RowUnion,
    pieces: I,
    grid: Grid,
}

impl<'a, I: Iterator<Item = &'a Piece>> WithSimd for AddInOrder<'_, I> {
    type Output = bool;

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) -> bool {
        // A plain loop: what is called in a closure would not be compiled for the wide vectors.
        for piece in self.pieces {
            if !self.union.add_undisputed(simd, piece, self.grid) {
                return false;
            }
        }
        true
    }
}

/// The way of a brush, likewise.
struct AddWay<'a> {
    union: &'a mut RowUnion,
    points: &'a [Point],
    radius: f64,
    grid: Grid,
}

impl WithSimd for AddWay<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        for &[from, to] in self.points.array_windows() {
            if let Some(step) = BrushStep::new(from, to, self.radius) {
                self.union.add_step(simd, &step, self.grid);
            }
        }
    }
}

impl RowUnion {
    /// Makes room for the rows of `clip`. The union must be empty.
    pub(super) fn set_clip(&mut self, clip: CellRect) {
        self.clip = clip;
        let rows = (clip.height() as usize).next_multiple_of(LANES);
        for (list, empty) in [(&mut self.starts, FAR), (&mut self.ends, -FAR)] {
            list.resize(rows, empty);
        }
        for (starts, ends) in [&mut self.late, &mut self.wedges, &mut self.earlier_wedges] {
            starts.resize(rows, FAR);
            ends.resize(rows, -FAR);
        }
    }

    /// Adds pieces.
    pub(super) fn add_pieces<'a>(&mut self, pieces: impl IntoIterator<Item = &'a Piece>, grid: Grid) {
        Arch::new().dispatch(AddPieces { union: self, pieces: pieces.into_iter(), grid });
    }

    /// Adds the strips and wedges of a part of a sweep in the order of their way, wedges too, although by the rule
    /// all strips of the sweep come before them. Returns whether nothing is changed by that: whether no strip meets a
    /// wedge of an earlier part.
    pub(super) fn add_in_order<'a>(
        &mut self,
        pieces: impl IntoIterator<Item = &'a Piece>,
        grid: Grid,
    ) -> bool {
        Arch::new().dispatch(AddInOrder { union: self, pieces: pieces.into_iter(), grid })
    }

    /// Begins a new part of a sweep, whose strips may not meet the wedges so far.
    pub(super) fn close_part(&mut self) {
        let rows = self.wedge_rows.clone();
        let now = (self.wedges.0.get_mut(rows.clone()), self.wedges.1.get_mut(rows.clone()));
        let before = (self.earlier_wedges.0.get_mut(rows.clone()), self.earlier_wedges.1.get_mut(rows));
        if let ((Some(starts), Some(ends)), (Some(first), Some(last))) = (now, before) {
            for ((start, end), (first, last)) in starts.iter_mut().zip(ends).zip(first.iter_mut().zip(last)) {
                (*first, *last) = (first.min(*start), last.max(*end));
                (*start, *end) = (FAR, -FAR);
            }
        }
    }

    /// Forgets all wedges.
    pub(super) fn close_sweep(&mut self) {
        let rows = std::mem::take(&mut self.wedge_rows);
        for (starts, ends) in [&mut self.wedges, &mut self.earlier_wedges] {
            starts.get_mut(rows.clone()).unwrap_or_default().fill(FAR);
            ends.get_mut(rows.clone()).unwrap_or_default().fill(-FAR);
        }
    }

    #[inline(always)]
    fn add_undisputed<S: Simd>(&mut self, simd: S, piece: &Piece, grid: Grid) -> bool {
        let rows = piece.rows(grid, self.clip);
        let top = self.clip.top;
        let lines = piece.row_lines(grid, top);
        let open = match piece.row_disc(grid, top) {
            None => self.merge(simd, &rows, lines, Role::Strip),
            Some(disc) => self.merge(simd, &rows, CutDisc { lines, disc }, Role::Wedge),
        };
        if open.apart {
            self.add_late(rows);
        }
        // Ends in doubt are rare enough to leave the whole sweep to the long way.
        !open.disputed && !open.tied
    }

    /// Adds what a brush covers on its way from point to point.
    pub(super) fn add_way(&mut self, points: &[Point], radius: f64, grid: Grid) {
        let start = points.first().map(|&first| Piece::disc(first, radius));
        self.add_pieces(&start, grid);
        Arch::new().dispatch(AddWay { union: self, points, radius, grid });
    }

    /// Adds what a brush covers when it moves on from a point where it already was.
    pub(super) fn add_move(&mut self, from: Point, to: Point, radius: f64, grid: Grid) {
        Arch::new().dispatch(AddWay { union: self, points: &[from, to], radius, grid });
    }

    #[inline(always)]
    fn add_piece<S: Simd>(&mut self, simd: S, piece: &Piece, grid: Grid) {
        let rows = piece.rows(grid, self.clip);
        let top = self.clip.top;
        let lines = piece.row_lines(grid, top);
        match piece.row_disc(grid, top) {
            None => self.fold(simd, grid, rows, lines, piece),
            Some(disc) => self.fold(simd, grid, rows, CutDisc { lines, disc }, piece),
        }
    }

    /// Adds what a brush covers when it moves on from a point where it already was.
    ///
    /// A row's chord is taken from where it enters the strip or the disc at its end to where it leaves the other: what
    /// lies between them is covered by the disc that is already there.
    #[inline(always)]
    fn add_step<S: Simd>(&mut self, simd: S, step: &BrushStep, grid: Grid) {
        let top = self.clip.top;
        let lines = step.strip.row_lines(grid, top);
        let Some(disc) = step.end.row_disc(grid, top).filter(|_| !lines.is_steep) else {
            return self.add_pieces([&step.strip, &step.end], grid);
        };
        let (rows, strip_rows) = step.rows(grid, self.clip);
        let strip_rows = row_limits(&strip_rows, top);
        let open = self.merge(simd, &rows, StepShape { lines, strip_rows, disc }, Role::Plain);
        if open.apart {
            self.add_late(rows);
        }
        if open.tied {
            // Where an end is in doubt both parts are asked about it, each by its own rule.
            self.add_pieces([&step.strip, &step.end], grid);
        }
    }

    /// Adds a piece given by its shape.
    #[inline(always)]
    fn fold<S: Simd>(&mut self, simd: S, grid: Grid, rows: Range<i32>, shape: impl Shape, piece: &Piece) {
        let open = self.merge(simd, &rows, shape, Role::Plain);
        if open.apart {
            self.add_late(rows.clone());
        }
        if open.tied {
            self.ask(grid, rows, shape, piece);
        }
    }

    /// Merges the cells of a shape into the intervals of its rows wherever they touch, and says what is left to do.
    #[inline(always)]
    fn merge<S: Simd>(&mut self, simd: S, rows: &Range<i32>, shape: impl Shape, role: Role) -> Open {
        let limits = row_limits(rows, self.clip.top);
        let used = (rows.start - self.clip.top) as usize..(rows.end - self.clip.top) as usize;
        if rows.is_empty() || used.end > self.starts.len() {
            return Open::default();
        }
        self.used = joined(&self.used, &used);
        if role == Role::Wedge {
            self.wedge_rows = joined(&self.wedge_rows, &used);
        }
        let range = used.start / LANES * LANES..used.end.next_multiple_of(LANES);
        let watched = match role {
            Role::Wedge => &mut self.wedges,
            Role::Plain | Role::Strip => &mut self.earlier_wedges,
        };
        let (lanes, _) = S::as_simd_f64s(&LANE);
        let (Some(&lane), Some(rows), Some(late), Some(watched)) = (
            lanes.first(),
            vectors::<S>(&mut self.starts, &mut self.ends, range.clone()),
            vectors::<S>(&mut self.late.0, &mut self.late.1, range.clone()),
            vectors::<S>(&mut watched.0, &mut watched.1, range.clone()),
        ) else {
            return Open::default();
        };
        let (far, near) = (simd.splat_f64s(FAR), simd.splat_f64s(-FAR));
        let step = simd.splat_f64s(S::F64_LANES as f64);
        let mut i = simd.add_f64s(simd.splat_f64s(range.start as f64), lane);
        let none = simd.less_than_f64s(far, near);
        let (mut tied, mut apart, mut disputed) = (none, none, none);
        for (((start, end), late), watched) in rows.zip(late).zip(watched) {
            let here = between(simd, i, limits);
            let cells = cells(simd, shape.chord(simd, i));
            let some = simd.and_m64s(here, simd.less_than_f64s(cells.start, cells.end));
            let from = simd.select_f64s(some, cells.start, far);
            let to = simd.select_f64s(some, cells.end, near);
            let parted = simd.or_m64s(simd.less_than_f64s(*end, from), simd.less_than_f64s(to, *start));
            let is_apart = simd.and_m64s(simd.and_m64s(parted, some), simd.less_than_f64s(*start, *end));
            *start = simd.select_f64s(is_apart, *start, simd.min_f64s(*start, from));
            *end = simd.select_f64s(is_apart, *end, simd.max_f64s(*end, to));
            *late.0 = simd.select_f64s(is_apart, from, far);
            *late.1 = simd.select_f64s(is_apart, to, near);
            match role {
                Role::Plain => {}
                Role::Strip => {
                    let meets = simd
                        .and_m64s(simd.less_than_f64s(from, *watched.1), simd.less_than_f64s(*watched.0, to));
                    disputed = simd.or_m64s(disputed, meets);
                }
                Role::Wedge => {
                    *watched.0 = simd.min_f64s(*watched.0, from);
                    *watched.1 = simd.max_f64s(*watched.1, to);
                }
            }
            let doubt = simd.or_m64s(cells.tied, shape.doubt(simd, i));
            tied = simd.or_m64s(tied, simd.and_m64s(doubt, here));
            apart = simd.or_m64s(apart, is_apart);
            i = simd.add_f64s(i, step);
        }
        let any = |mask| simd.first_true_m64s(mask) < S::F64_LANES;
        Open { tied: any(tied), apart: any(apart), disputed: any(disputed) }
    }

    /// Adds the intervals that stood apart when a shape was merged.
    #[inline(never)]
    fn add_late(&mut self, rows: Range<i32>) {
        for row in rows {
            let index = (row - self.clip.top) as usize;
            let (from, to) = (self.late.0.get(index).copied(), self.late.1.get(index).copied());
            if let (Some(from), Some(to)) = (from, to)
                && from < to
            {
                self.add(row, Run::new(from as i32, to as i32));
            }
        }
    }

    /// Asks the rule about the cells on whose centres the ends of a piece fall.
    #[inline(never)]
    fn ask(&mut self, grid: Grid, rows: Range<i32>, shape: impl Shape, piece: &Piece) {
        for row in rows {
            let Chord { low, high, tie } = shape.chord(Scalar::new(), f64::from(row - self.clip.top));
            if low > high + 2.0 * tie {
                continue;
            }
            for end in [low, high] {
                let whole = end.round();
                let cell = Cell::new(whole as i32, row);
                if (end - whole).abs() < tie && self.clip.contains(cell) && piece.holds(grid.centre(cell)) {
                    self.add(row, Run::new(cell.column, cell.column + 1));
                }
            }
        }
    }

    /// Adds a run of one row.
    pub(super) fn add(&mut self, row: i32, run: Run) {
        let index = usize::try_from(row - self.clip.top).unwrap_or(usize::MAX);
        self.used = joined(&self.used, &(index..index.saturating_add(1)));
        let (Some(start), Some(end)) = (self.starts.get_mut(index), self.ends.get_mut(index)) else { return };
        let (from, to) = (f64::from(run.start), f64::from(run.end));
        if *start > *end || (from <= *end && to >= *start) {
            (*start, *end) = (start.min(from), end.max(to));
        } else {
            // Rows are mostly visited along the way of a stroke: what comes next touches what came last.
            self.apart.push((row, Run::new(*start as i32, *end as i32)));
            (*start, *end) = (from, to);
        }
    }

    /// Forgets everything covered.
    pub(super) fn clear(&mut self) {
        let used = std::mem::take(&mut self.used);
        self.starts.get_mut(used.clone()).unwrap_or_default().fill(FAR);
        self.ends.get_mut(used).unwrap_or_default().fill(-FAR);
        self.apart.clear();
    }

    /// Hands over everything covered, from top to bottom and left to right with a gap between each two runs of a row,
    /// and is empty then.
    pub(super) fn drain(&mut self, mut take: impl FnMut(i32, Run)) {
        let columns = self.clip.columns();
        let mut take = |row, run: Run| {
            let run = run.intersection(columns);
            if !run.is_empty() {
                take(row, run);
            }
        };
        let used = std::mem::take(&mut self.used);
        let first = self.clip.top + used.start as i32;
        let mut apart = std::mem::take(&mut self.apart);
        apart.sort_unstable();
        let mut rest = apart.as_slice();
        let starts = self.starts.get_mut(used.clone()).unwrap_or_default();
        let ends = self.ends.get_mut(used).unwrap_or_default();
        for (row, (start, end)) in (first..).zip(starts.iter_mut().zip(ends)) {
            if *start > *end {
                continue;
            }
            let run = Run::new(*start as i32, *end as i32);
            (*start, *end) = (FAR, -FAR);
            let here = rest.iter().take_while(|(r, _)| *r == row).count();
            if here == 0 {
                take(row, run);
            } else {
                let (mine, others) = rest.split_at(here);
                rest = others;
                take_joined(row, mine, run, &mut take);
            }
        }
        apart.clear();
        self.apart = apart;
    }
}

/// Hands over the union of the runs of a row: those in order, and one more.
pub(super) fn take_joined(row: i32, runs: &[(i32, Run)], one: Run, take: &mut impl FnMut(i32, Run)) {
    let mut all: Vec<Run> = runs.iter().map(|(_, run)| *run).collect();
    let at = all.partition_point(|run| *run < one);
    all.insert(at, one);
    let mut open: Option<Run> = None;
    for run in all {
        match &mut open {
            Some(last) if run.start <= last.end => last.end = last.end.max(run.end),
            _ => {
                if let Some(done) = open.replace(run) {
                    take(row, done);
                }
            }
        }
    }
    if let Some(done) = open {
        take(row, done);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Coordinates that often fall exactly on cell centres and edges.
    fn point() -> impl Strategy<Value = Point> {
        let coordinate = || {
            prop_oneof![
                (-20_i32..200).prop_map(|n| f64::from(n) / 8.0),
                (-200_i32..2500).prop_map(|n| f64::from(n) / 100.0),
            ]
        };
        (coordinate(), coordinate()).prop_map(|(x, y)| Point::new(x, y))
    }

    fn runs(union: &mut RowUnion) -> Vec<(i32, Run)> {
        let mut runs = Vec::new();
        union.drain(|row, run| runs.push((row, run)));
        runs
    }

    proptest! {
        #[test]
        fn a_way_is_its_strips_and_discs(
            points in proptest::collection::vec(point(), 1..6), radius in (1_u32..800).prop_map(|n| f64::from(n) / 100.0),
            (left, top) in (-3_i32..40, -3_i32..40),
        ) {
            let grid = Grid::new(24.0, 24.0, 4).unwrap();
            let clip = CellRect::new(left, top, left + 61, top + 43).intersection(grid.bounds());
            let mut pieces = vec![Piece::disc(points[0], radius)];
            for &[a, b] in points.array_windows() {
                pieces.extend(BrushStep::new(a, b, radius).iter().flat_map(|step| [step.strip, step.end]));
            }
            let mut union = RowUnion::default();
            union.set_clip(clip);
            union.add_way(&points, radius, grid);
            let found = runs(&mut union);
            let mut covered = Vec::new();
            for &(row, run) in &found {
                covered.extend((run.start..run.end).map(|column| Cell::new(column, row)));
            }
            let cells = clip.rows().flat_map(|row| (clip.left..clip.right).map(move |c| Cell::new(c, row)));
            let by_rule = cells.filter(|&cell| pieces.iter().any(|piece| piece.holds(grid.centre(cell))));
            prop_assert_eq!(covered, by_rule.collect::<Vec<_>>());
            prop_assert!(found.array_windows().all(|[a, b]| a.0 < b.0 || a.1.end < b.1.start), "in order and apart");
            prop_assert!(runs(&mut union).is_empty(), "nothing is left behind");
        }

        #[test]
        fn runs_are_joined_where_they_touch(added in proptest::collection::vec((0_i32..3, 0_i32..40, 1_i32..9), 0..40)) {
            let mut union = RowUnion::default();
            union.set_clip(CellRect::new(0, 0, 60, 3));
            let mut covered = [[false; 60]; 3];
            for (row, start, length) in added {
                union.add(row, Run::new(start, start + length));
                covered[row as usize][start as usize..(start + length) as usize].fill(true);
            }
            let mut found = [[false; 60]; 3];
            let all = runs(&mut union);
            prop_assert!(all.array_windows().all(|[a, b]| a.0 < b.0 || a.1.end < b.1.start), "{:?}", all);
            for (row, run) in all {
                found[row as usize][run.start as usize..run.end as usize].fill(true);
            }
            prop_assert_eq!(found, covered);
        }
    }
}
