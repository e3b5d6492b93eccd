//! A roll while it is being drawn: who covers each cell of the present sweep.
//!
//! The pieces of a sweep claim cells by rank: rectangles, wedges, the half disc at the start, the half disc at the
//! end; of one rank, the first. Of the rectangles it is enough to know the runs they cover, for nothing takes a cell
//! from them. Wedges and the start can lose cells to a later piece, so they leave a mark in each. The end goes where
//! the tip goes: it has what is left of its half disc.

use super::Change;
use super::marks::{Marks, Rank};
use crate::coverage::cover::RowCover;
use crate::coverage::piece::Piece;
use crate::coverage::rows::RowUnion;
use crate::coverage::sweep::{Segment, Sweeper};
use crate::geometry::{CellRect, Grid, Point, Run};
use crate::model::{Direction, Tip};

/// The sweeps of a roll so far.
#[derive(Clone, Debug)]
pub(super) struct RollDraft {
    tip: Tip,
    sweeper: Sweeper,
    /// Number of sweeps begun.
    sweeps: usize,
    sweep: Sweep,
    last: Option<Segment>,
    /// The dab of a roll that has not moved yet.
    dab: Option<Point>,
}

/// Who covers the cells of the present sweep.
#[derive(Clone, Debug)]
struct Sweep {
    grid: Grid,
    /// The cells of a piece, for as long as it takes to see whose they are.
    union: RowUnion,
    /// Cells of rectangles.
    strips: RowCover,
    /// Cells of rectangles, wedges and the start.
    taken: RowCover,
    /// Cells of wedges and the start that no rectangle covers.
    marks: Marks,
    /// Where the start is, if the sweep has one.
    start: CellRect,
    end: HalfDisc,
    /// The end before the last segment; kept for its memory.
    old_end: HalfDisc,
}

/// The half disc ahead of a round tip: one run a row.
#[derive(Clone, Debug)]
struct HalfDisc {
    direction: Direction,
    top: i32,
    runs: Vec<Run>,
}

impl HalfDisc {
    const fn nowhere() -> Self {
        Self { direction: Direction::Undirected, top: 0, runs: Vec::new() }
    }

    fn clear(&mut self) {
        self.runs.clear();
    }

    /// Goes to the cells of a union, which is empty then.
    fn place(&mut self, union: &mut RowUnion, direction: Direction) {
        self.runs.clear();
        self.direction = direction;
        union.drain(|row, run| {
            if self.runs.is_empty() {
                self.top = row;
            }
            // A row in between that holds no cell has an empty run.
            self.runs.resize((row - self.top) as usize, Run::EMPTY);
            self.runs.push(run);
        });
    }

    fn run(&self, row: i32) -> Run {
        let index = usize::try_from(row - self.top).ok();
        index.and_then(|index| self.runs.get(index)).copied().unwrap_or(Run::EMPTY)
    }

    fn rows(&self) -> std::ops::Range<i32> {
        self.top..self.top + self.runs.len() as i32
    }

    /// A piece takes cells that only this half disc could have had.
    fn lose(&self, row: i32, run: Run, direction: Direction, changes: &mut Vec<Change>) {
        let both = self.run(row).intersection(run);
        if both.is_empty() {
            changes.push(Change { row, run, direction, covered: true });
            return;
        }
        for run in [Run::new(run.start, both.start), Run::new(both.end, run.end)] {
            if !run.is_empty() {
                changes.push(Change { row, run, direction, covered: true });
            }
        }
        turn(row, both, self.direction, direction, changes);
    }
}

/// Cells that were covered in one direction are covered in another now.
fn turn(row: i32, run: Run, from: Direction, to: Direction, changes: &mut Vec<Change>) {
    if from != to {
        changes.push(Change { row, run, direction: from, covered: false });
        changes.push(Change { row, run, direction: to, covered: true });
    }
}

impl RollDraft {
    pub(super) fn new(grid: Grid, tip: Tip) -> Self {
        let mut rows = RowCover::default();
        rows.reset(grid.bounds());
        let mut union = RowUnion::default();
        union.set_clip(grid.bounds());
        let sweep = Sweep {
            grid,
            union,
            strips: rows.clone(),
            taken: rows,
            marks: Marks::new(grid),
            start: CellRect::EMPTY,
            end: HalfDisc::nowhere(),
            old_end: HalfDisc::nowhere(),
        };
        Self { tip, sweeper: Sweeper::default(), sweeps: 0, sweep, last: None, dab: None }
    }

    pub(super) const fn sweeps(&self) -> usize {
        self.sweeps
    }

    pub(super) fn push(&mut self, p: Point, radius: f64, changes: &mut Vec<Change>) {
        let Some((segment, turned)) = self.sweeper.push(p) else {
            if self.last.is_none() && self.dab.is_none() {
                self.dab = Some(p);
                self.sweep.change_dab(p, radius, true, changes);
            }
            return;
        };
        if let Some(dab) = self.dab.take() {
            // It has moved after all: the dab was none.
            self.sweep.change_dab(dab, radius, false, changes);
        }
        if turned {
            // The half disc at the old end stays: it belongs to the sweep that is over.
            self.sweep.forget();
            self.sweeps += 1;
        }
        let direction = segment.direction;
        self.sweep.add_strip(&Piece::strip(&segment, radius), direction, changes);
        match self.last {
            Some(before) if !turned && before.heading != segment.heading => {
                let wedge = Piece::wedge(segment.from, radius, before.heading, segment.heading);
                self.sweep.add_wedge(&wedge, before.direction, changes);
            }
            None if self.tip == Tip::Round => {
                let start = Piece::half_disc(segment.from, radius, segment.heading.reversed());
                self.sweep.add_start(&start, direction, changes);
            }
            _ => {}
        }
        if self.tip == Tip::Round {
            let end = Piece::half_disc(segment.to, radius, segment.heading);
            self.sweep.move_end(&end, direction, changes);
        }
        self.last = Some(segment);
    }
}

impl Sweep {
    fn change_dab(&mut self, p: Point, radius: f64, covered: bool, changes: &mut Vec<Change>) {
        self.union.add_pieces([&Piece::disc(p, radius)], self.grid);
        self.union.drain(|row, run| {
            changes.push(Change { row, run, direction: Direction::Undirected, covered });
        });
    }

    /// Starts with an empty sweep.
    fn forget(&mut self) {
        self.strips.clear();
        self.taken.clear();
        self.marks.clear();
        self.start = CellRect::EMPTY;
        self.end.clear();
    }

    fn add_strip(&mut self, piece: &Piece, direction: Direction, changes: &mut Vec<Change>) {
        let Self { grid, union, strips, taken, marks, end, .. } = self;
        union.add_pieces([piece], *grid);
        union.drain(|row, run| {
            strips.add(row, run, |run| {
                let mut free = 0;
                taken.add(row, run, |run| {
                    free += run.len();
                    end.lose(row, run, direction, changes);
                });
                if free < run.len() {
                    marks.take(row, run, |run, from| turn(row, run, from, direction, changes));
                }
            });
        });
    }

    fn add_wedge(&mut self, piece: &Piece, direction: Direction, changes: &mut Vec<Change>) {
        let Self { grid, union, taken, marks, start, end, .. } = self;
        union.add_pieces([piece], *grid);
        union.drain(|row, run| {
            taken.add(row, run, |run| {
                end.lose(row, run, direction, changes);
                marks.set(row, run, Rank::Wedge, direction);
            });
            let contested = run.intersection(start.columns());
            if start.rows().contains(&row) && !contested.is_empty() {
                marks.take_start(row, contested, direction, |run, from| {
                    turn(row, run, from, direction, changes);
                });
            }
        });
    }

    fn add_start(&mut self, piece: &Piece, direction: Direction, changes: &mut Vec<Change>) {
        let Self { grid, union, taken, marks, start, .. } = self;
        union.add_pieces([piece], *grid);
        union.drain(|row, run| {
            taken.add(row, run, |run| {
                changes.push(Change { row, run, direction, covered: true });
                marks.set(row, run, Rank::Start, direction);
                *start = start.union(CellRect::new(run.start, row, run.end, row + 1));
            });
        });
    }

    /// Moves the half disc at the end, after all else of a segment has been added.
    fn move_end(&mut self, piece: &Piece, direction: Direction, changes: &mut Vec<Change>) {
        std::mem::swap(&mut self.end, &mut self.old_end);
        self.union.add_pieces([piece], self.grid);
        self.end.place(&mut self.union, direction);
        let (old, new, taken) = (&self.old_end, &self.end, &self.taken);
        let mut change = |row, run, direction, covered| {
            taken.outside(row, run, |run| changes.push(Change { row, run, direction, covered }));
        };
        for row in old.rows() {
            let (run, kept) = (old.run(row), new.run(row));
            if old.direction == direction {
                for run in without(run, kept) {
                    change(row, run, direction, false);
                }
            } else {
                change(row, run, old.direction, false);
            }
        }
        for row in new.rows() {
            let (run, had) = (new.run(row), old.run(row));
            if old.direction == direction {
                for run in without(run, had) {
                    change(row, run, direction, true);
                }
            } else {
                change(row, run, direction, true);
            }
        }
        self.old_end.clear();
    }
}

/// What of a run lies before and what behind another; everything twice over is left out.
fn without(run: Run, other: Run) -> [Run; 2] {
    if run.intersection(other).is_empty() {
        return [run, Run::EMPTY];
    }
    [Run::new(run.start, other.start), Run::new(other.end, run.end)]
}
