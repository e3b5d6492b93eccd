//! The cells of a stroke.

use super::cover::RowCover;
use super::piece::Piece;
use super::sweep::Sweeper;
use crate::geometry::{CellRect, Grid, Point, Run, Vector};
use crate::model::{Direction, Tip};

/// Neighbouring cells that one sweep passed in one direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// Their row.
    pub row: i32,
    /// Their columns.
    pub run: Run,
    /// How the device moved there.
    pub direction: Direction,
}

/// A path with the width and shape of what was moved along it.
#[derive(Clone, Copy, Debug)]
pub struct Stroke<'a> {
    /// Middle of the device.
    pub points: &'a [Point],
    /// Width in mm.
    pub width_mm: f64,
    /// Shape of the tip; brushes and erasers are round.
    pub tip: Tip,
}

/// The cells of a roll, clipped: every cell of a sweep once, with the direction of the first piece that covers
/// it. A cell that several sweeps passed comes several times.
pub fn roll_spans(stroke: Stroke<'_>, grid: Grid, clip: CellRect, mut take: impl FnMut(Span)) {
    let radius = stroke.width_mm / 2.0;
    let sweeps = Sweeper::sweeps(stroke.points);
    let mut cover = RowCover::default();
    cover.reset(clip);
    let mut add = |cover: &mut RowCover, piece: &Piece, direction| {
        piece.for_each_run(grid, clip, |row, run| {
            cover.add(row, run, |run| take(Span { row, run, direction }));
        });
    };
    if sweeps.is_empty()
        && let Some(&p) = stroke.points.first()
    {
        add(&mut cover, &Piece::disc(p, radius), Direction::Undirected);
    }
    for (i, sweep) in sweeps.iter().enumerate() {
        cover.clear();
        for segment in sweep {
            add(&mut cover, &Piece::strip(segment, radius), segment.direction);
        }
        for [before, after] in sweep.array_windows() {
            // A straight continuation leaves no wedge.
            if before.heading != after.heading {
                let wedge = Piece::wedge(after.from, radius, before.heading, after.heading);
                add(&mut cover, &wedge, before.direction);
            }
        }
        if stroke.tip == Tip::Round {
            if let Some(first) = sweep.first().filter(|_| i == 0) {
                let cap = Piece::half_disc(first.from, radius, first.heading.reversed());
                add(&mut cover, &cap, first.direction);
            }
            if let Some(last) = sweep.last() {
                add(&mut cover, &Piece::half_disc(last.to, radius, last.heading), last.direction);
            }
        }
    }
}

/// The cells of a painted or erased area, clipped: every cell within half the width of the path, once, from top
/// to bottom and left to right.
pub fn brush_runs(stroke: Stroke<'_>, grid: Grid, clip: CellRect) -> impl Iterator<Item = (i32, Run)> {
    let radius = stroke.width_mm / 2.0;
    let mut cover = RowCover::default();
    cover.reset(clip);
    if let Some(&first) = stroke.points.first() {
        cover_brush(&mut cover, &Piece::disc(first, radius), grid, clip);
    }
    for &[from, to] in stroke.points.array_windows() {
        for piece in brush_pieces(from, to, radius).into_iter().flatten() {
            cover_brush(&mut cover, &piece, grid, clip);
        }
    }
    cover.runs().collect::<Vec<_>>().into_iter()
}

fn cover_brush(cover: &mut RowCover, piece: &Piece, grid: Grid, clip: CellRect) {
    piece.for_each_run(grid, clip, |row, run| cover.add(row, run, |_| {}));
}

/// What a brush adds when it moves on from a point where it already was: the strip between and the disc at the
/// new point.
pub(super) fn brush_pieces(from: Point, to: Point, radius: f64) -> [Option<Piece>; 2] {
    let step = to - from;
    let length = step.length();
    if length <= 0.0 {
        return [None, None];
    }
    let heading = Vector::new(step.x / length, step.y / length);
    let direction = Direction::Undirected;
    let segment = super::sweep::Segment { from, to, heading, direction };
    [Some(Piece::strip(&segment, radius)), Some(Piece::disc(to, radius))]
}
