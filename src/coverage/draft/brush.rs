//! The area of a brush while it is being drawn.

use super::Change;
use crate::coverage::cover::RowCover;
use crate::coverage::piece::Piece;
use crate::coverage::rows::RowUnion;
use crate::geometry::{Grid, Point};
use crate::model::Direction;

/// The area of a brush so far.
#[derive(Clone, Debug)]
pub(super) struct BrushDraft {
    covered: RowCover,
    /// What the next point covers, for as long as it takes to see what of that is new.
    union: RowUnion,
    last: Option<Point>,
}

impl BrushDraft {
    pub(super) fn new(grid: Grid) -> Self {
        let mut covered = RowCover::default();
        covered.reset(grid.bounds());
        let mut union = RowUnion::default();
        union.set_clip(grid.bounds());
        Self { covered, union, last: None }
    }

    pub(super) fn push(&mut self, p: Point, grid: Grid, radius: f64, changes: &mut Vec<Change>) {
        let Self { covered, union, last } = self;
        match last.replace(p) {
            None => union.add_pieces([&Piece::disc(p, radius)], grid),
            Some(last) => union.add_move(last, p, radius, grid),
        }
        union.drain(|row, run| {
            covered.add(row, run, |run| {
                changes.push(Change { row, run, direction: Direction::Undirected, covered: true });
            });
        });
    }
}
