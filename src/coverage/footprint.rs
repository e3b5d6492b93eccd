//! The cells of a stroke.

use super::cover::RowCover;
use super::piece::Piece;
use super::rows::RowUnion;
use super::sweep::{Segment, Sweeper};
use crate::geometry::{CellRect, Grid, Point, Run};
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
pub fn roll_spans(stroke: Stroke<'_>, grid: Grid, clip: CellRect, take: impl FnMut(Span)) {
    SpanFinder::default().roll(stroke, grid, clip, take);
}

/// The cells of a painted or erased area, clipped: every cell within half the width of the path, once, from top
/// to bottom and left to right.
pub fn brush_runs(stroke: Stroke<'_>, grid: Grid, clip: CellRect) -> Vec<(i32, Run)> {
    let mut runs = Vec::new();
    SpanFinder::default().brush(stroke, grid, clip, |row, run| runs.push((row, run)));
    runs
}

/// Finds the cells of strokes; keeps its working memory from one to the next.
#[derive(Debug, Default)]
pub(super) struct SpanFinder {
    /// What neighbouring pieces of one direction cover.
    union: RowUnion,
    /// What the sweep already has.
    cover: RowCover,
    segments: Vec<Segment>,
    /// Strips and wedges of a sweep in the order of their way.
    pieces: Vec<(Direction, Piece)>,
    /// The spans of a sweep that is not finished.
    spans: Vec<Span>,
}

/// Width and tip of what is moved along a path, and where it is counted.
#[derive(Clone, Copy)]
struct Track {
    radius: f64,
    grid: Grid,
    clip: CellRect,
    /// Whether the sweep begins and ends with a half disc.
    round: (bool, bool),
}

impl SpanFinder {
    /// As [`roll_spans`].
    pub(super) fn roll(
        &mut self,
        stroke: Stroke<'_>,
        grid: Grid,
        clip: CellRect,
        mut take: impl FnMut(Span),
    ) {
        self.union.set_clip(clip);
        let round = stroke.tip == Tip::Round;
        let mut track = Track { radius: stroke.width_mm / 2.0, grid, clip, round: (round, round) };
        let mut sweeper = Sweeper::default();
        self.segments.clear();
        for &p in stroke.points {
            let Some((segment, turned)) = sweeper.push(p) else { continue };
            if turned && !self.segments.is_empty() {
                self.sweep(track, &mut take);
                track.round.0 = false;
                self.segments.clear();
            }
            self.segments.push(segment);
        }
        if !self.segments.is_empty() {
            self.sweep(track, &mut take);
        } else if let Some(&p) = stroke.points.first() {
            let direction = Direction::Undirected;
            self.union.add_pieces([&Piece::disc(p, track.radius)], grid);
            self.union.drain(|row, run| take(Span { row, run, direction }));
        }
    }

    /// The cells of one sweep.
    ///
    /// By the rule all strips claim their cells before any wedge. In the order of the way, though, wedges close the
    /// gaps between strips at once, and a row has one run where it would have many; so that is tried first, and
    /// holds wherever no strip meets a wedge of another direction before it.
    fn sweep(&mut self, track: Track, take: &mut impl FnMut(Span)) {
        let Track { radius, .. } = track;
        self.pieces.clear();
        let mut before: Option<&Segment> = None;
        for segment in &self.segments {
            // A straight continuation leaves no wedge.
            if let Some(before) = before.filter(|before| before.heading != segment.heading) {
                let wedge = Piece::wedge(segment.from, radius, before.heading, segment.heading);
                self.pieces.push((before.direction, wedge));
            }
            self.pieces.push((segment.direction, Piece::strip(segment, radius)));
            before = Some(segment);
        }
        let ends = self.segments.first().zip(self.segments.last());
        let caps = ends.map(|(first, last)| {
            let start = Piece::half_disc(first.from, radius, first.heading.reversed());
            let end = Piece::half_disc(last.to, radius, last.heading);
            [(track.round.0, first.direction, start), (track.round.1, last.direction, end)]
        });
        let caps = caps.into_iter().flatten().filter(|(is_there, ..)| *is_there);
        let Self { union, cover, pieces, spans, .. } = self;
        let direction = pieces.first().map(|(direction, _)| *direction);
        if let Some(direction) = direction.filter(|one| pieces.iter().all(|(other, _)| one == other)) {
            // Nobody can dispute anything.
            union.add_pieces(pieces.iter().map(|(_, piece)| piece), track.grid);
            caps.for_each(|(_, _, cap)| union.add_pieces([&cap], track.grid));
            return union.drain(|row, run| take(Span { row, run, direction }));
        }
        cover.reset(track.clip);
        spans.clear();
        if !in_order(union, cover, pieces, track.grid, |span| spans.push(span)) {
            union.clear();
            cover.reset(track.clip);
            spans.clear();
            let (strips, wedges): (Vec<_>, Vec<_>) = pieces.iter().partition(|(_, piece)| piece.is_strip());
            let ranked = strips.into_iter().chain(wedges);
            by_rank(union, cover, ranked, track.grid, |span| spans.push(span));
        }
        union.close_sweep();
        spans.iter().for_each(|span| take(*span));
        for (_, direction, cap) in caps {
            union.add_pieces([&cap], track.grid);
            union.drain(|row, run| cover.add(row, run, |run| take(Span { row, run, direction })));
        }
    }

    /// As [`brush_runs`].
    pub(super) fn brush(
        &mut self,
        stroke: Stroke<'_>,
        grid: Grid,
        clip: CellRect,
        take: impl FnMut(i32, Run),
    ) {
        self.union.set_clip(clip);
        self.union.add_way(stroke.points, stroke.width_mm / 2.0, grid);
        self.union.drain(take);
    }
}

/// Hands over what the pieces of a sweep cover, in the order of their way. Returns whether that is what the rule says.
fn in_order(
    union: &mut RowUnion,
    cover: &mut RowCover,
    pieces: &[(Direction, Piece)],
    grid: Grid,
    mut take: impl FnMut(Span),
) -> bool {
    pieces.chunk_by(|(a, _), (b, _)| a == b).all(|part| {
        let Some(&(direction, _)) = part.first() else { return true };
        let undisputed = union.add_in_order(part.iter().map(|(_, piece)| piece), grid);
        union.close_part();
        if undisputed {
            union.drain(|row, run| cover.add(row, run, |run| take(Span { row, run, direction })));
        }
        undisputed
    })
}

/// Hands over what each of some pieces covers that those before it do not.
fn by_rank(
    union: &mut RowUnion,
    cover: &mut RowCover,
    pieces: impl Iterator<Item = (Direction, Piece)>,
    grid: Grid,
    mut take: impl FnMut(Span),
) {
    for (direction, piece) in pieces {
        union.add_pieces([&piece], grid);
        union.drain(|row, run| cover.add(row, run, |run| take(Span { row, run, direction })));
    }
}
