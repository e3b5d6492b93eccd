//! The convex pieces of a footprint. Each meets a row of cells in one run.

use super::chord::{RowDisc, RowLine, RowLines};
use super::sweep::Segment;
use crate::geometry::{CellRect, Grid, Point, Vector};
use crate::model::Direction;
use std::ops::Range;

/// A convex piece of a footprint: what lies inside a disc (if it has one) and behind every edge.
#[derive(Clone, Copy, Debug)]
pub(super) struct Piece {
    disc: Option<Disc>,
    edges: [Edge; 4],
    edge_count: usize,
    /// Whether an edge is level, and says of whole rows whether they are in.
    is_level: bool,
    /// Lowest and highest y it reaches.
    y_range: (f64, f64),
}

#[derive(Clone, Copy, Debug)]
struct Disc {
    centre: Point,
    radius: f64,
}

/// A half plane: all places c with `(c - origin) . normal <= limit`.
#[derive(Clone, Copy, Debug)]
struct Edge {
    origin: Point,
    normal: Vector,
    limit: f64,
}

impl Edge {
    const NONE: Self = Self { origin: Point::new(0.0, 0.0), normal: Vector::new(0.0, 0.0), limit: 0.0 };

    const fn new(origin: Point, normal: Vector, limit: f64) -> Self {
        Self { origin, normal, limit }
    }

    fn holds(&self, c: Point) -> bool {
        (c - self.origin).dot(self.normal) <= self.limit
    }

    /// Whether a row at height `y` lies on this side of an edge that is level; of one that is not, it may.
    fn admits(&self, y: f64) -> bool {
        self.normal.x != 0.0 || (y - self.origin.y) * self.normal.y <= self.limit
    }

    /// x of the edge from row `first` on, in cells.
    fn line(&self, grid: Grid, first: i32) -> RowLine {
        let k = f64::from(grid.cells_per_mm());
        let below = f64::from(first) + 0.5 - k * self.origin.y;
        let per_x = 1.0 / self.normal.x;
        let at = k * self.origin.x - 0.5 + (k * self.limit - below * self.normal.y) * per_x;
        RowLine { at, slope: -self.normal.y * per_x }
    }
}

/// Edges whose x changes by more than this from row to row count as nearly level.
const STEEP: f64 = 1e4;

impl Piece {
    fn new<const N: usize>(disc: Option<Disc>, edges: [Edge; N], y_range: (f64, f64)) -> Self {
        let mut all = [Edge::NONE; 4];
        for (slot, edge) in all.iter_mut().zip(edges) {
            *slot = edge;
        }
        let is_level = all.iter().take(N).any(|edge| edge.normal.x == 0.0);
        Self { disc, edges: all, edge_count: N.min(4), is_level, y_range }
    }

    /// The rectangle of a segment: `0 <= (c - a) . u <= L` and `|(c - a) x u| <= r`.
    pub(super) fn strip(segment: &Segment, radius: f64) -> Self {
        let Segment { from, to, heading, .. } = *segment;
        let normal = heading.normal();
        let reach = radius * normal.y.abs();
        Self::new(
            None,
            [
                Edge::new(from, heading.reversed(), 0.0),
                // Measured from the far end, as the next piece does: no centre on the seam falls out of both.
                Edge::new(to, heading, 0.0),
                Edge::new(from, normal, radius),
                Edge::new(from, normal.reversed(), radius),
            ],
            (from.y.min(to.y) - reach, from.y.max(to.y) + reach),
        )
    }

    /// The wedge that fills the outer side of a bend at `v`:
    /// `|c - v| <= r`, `(c - v) . before >= 0` and `(c - v) . after <= 0`.
    pub(super) fn wedge(v: Point, radius: f64, before: Vector, after: Vector) -> Self {
        let disc = Disc { centre: v, radius };
        let edges = [Edge::new(v, before.reversed(), 0.0), Edge::new(v, after, 0.0)];
        // The two straight sides end on the outer side of the bend.
        let outer = if before.dot(after.normal()) > 0.0 { radius } else { -radius };
        let sides = [before, after].map(|u| v.y + outer * u.normal().y);
        Self::new(Some(disc), edges, disc.y_range_within(&edges, &sides))
    }

    /// Half a disc at `v`, on the side that `facing` points to: `|c - v| <= r` and `(c - v) . facing >= 0`.
    pub(super) fn half_disc(v: Point, radius: f64, facing: Vector) -> Self {
        let disc = Disc { centre: v, radius };
        let edges = [Edge::new(v, facing.reversed(), 0.0)];
        let reach = radius * facing.normal().y;
        Self::new(Some(disc), edges, disc.y_range_within(&edges, &[v.y - reach, v.y + reach]))
    }

    /// A whole disc: `|c - v| <= r`.
    pub(super) fn disc(centre: Point, radius: f64) -> Self {
        Self::new(Some(Disc { centre, radius }), [], (centre.y - radius, centre.y + radius))
    }

    /// The rule itself.
    pub(super) fn holds(&self, c: Point) -> bool {
        self.disc.is_none_or(|disc| disc.holds(c)) && self.edges().all(|edge| edge.holds(c))
    }

    fn edges(&self) -> impl Iterator<Item = &Edge> {
        self.edges.iter().take(self.edge_count)
    }

    /// Whether it is the rectangle of a segment.
    pub(super) const fn is_strip(&self) -> bool {
        self.disc.is_none()
    }

    /// The rows it may meet, clipped.
    #[inline]
    pub(super) fn rows(&self, grid: Grid, clip: CellRect) -> Range<i32> {
        let (top, bottom) = self.y_range;
        let rows = grid.rows_between(top, bottom, clip);
        if self.is_level { self.admitted(grid, rows) } else { rows }
    }

    /// Those of some rows that lie on the right side of level edges.
    fn admitted(&self, grid: Grid, mut rows: Range<i32>) -> Range<i32> {
        let admitted = |row: i32| self.edges().all(|edge| edge.admits(grid.centre_y(row)));
        while !rows.is_empty() && !admitted(rows.start) {
            rows.start += 1;
        }
        while !rows.is_empty() && !admitted(rows.end - 1) {
            rows.end -= 1;
        }
        rows
    }

    /// Its edges from row `first` on.
    pub(super) fn row_lines(&self, grid: Grid, first: i32) -> RowLines {
        let mut lines = RowLines::NONE;
        let (mut lows, mut highs) = (lines.low.iter_mut(), lines.high.iter_mut());
        for edge in self.edges().filter(|edge| edge.normal.x != 0.0) {
            let line = edge.line(grid, first);
            lines.is_steep |= line.slope.abs() > STEEP;
            let slot = if edge.normal.x > 0.0 { highs.next() } else { lows.next() };
            if let Some(slot) = slot {
                *slot = line;
            }
        }
        lines
    }

    /// Its disc from row `first` on, if it has one.
    pub(super) fn row_disc(&self, grid: Grid, first: i32) -> Option<RowDisc> {
        let k = f64::from(grid.cells_per_mm());
        let Disc { centre, radius } = self.disc?;
        let below = f64::from(first) + 0.5 - k * centre.y;
        Some(RowDisc::new(k * centre.x - 0.5, below, k * radius))
    }
}

/// What a brush adds when it moves on from a point where it already was: the strip between and the disc at the
/// new point.
#[derive(Clone, Copy, Debug)]
pub(super) struct BrushStep {
    pub(super) strip: Piece,
    pub(super) end: Piece,
}

impl BrushStep {
    /// The step from one point to another; none when they are the same.
    pub(super) fn new(from: Point, to: Point, radius: f64) -> Option<Self> {
        let step = to - from;
        let length = step.length();
        let heading = Vector::new(step.x / length, step.y / length);
        let segment = Segment { from, to, heading, direction: Direction::Undirected };
        (length > 0.0).then_some(Self { strip: Piece::strip(&segment, radius), end: Piece::disc(to, radius) })
    }

    /// The rows it may meet, clipped, and those of them that the strip may meet.
    #[inline]
    pub(super) fn rows(&self, grid: Grid, clip: CellRect) -> (Range<i32>, Range<i32>) {
        let (strip, end) = (self.strip.rows(grid, clip), self.end.rows(grid, clip));
        let all = match (strip.is_empty(), end.is_empty()) {
            (true, _) => end,
            (_, true) => strip.clone(),
            _ => strip.start.min(end.start)..strip.end.max(end.end),
        };
        (all, strip)
    }
}

impl Disc {
    fn holds(&self, c: Point) -> bool {
        let v = c - self.centre;
        v.dot(v) <= self.radius * self.radius
    }

    /// Lowest and highest y of what the edges leave of the disc: its centre, the ends of its straight `sides`,
    /// and its top and bottom where they are left.
    fn y_range_within(&self, edges: &[Edge], sides: &[f64]) -> (f64, f64) {
        let y = self.centre.y;
        let (mut low, mut high) =
            sides.iter().fold((y, y), |(low, high), &side| (low.min(side), high.max(side)));
        let left = |dy: f64| edges.iter().all(|edge| Vector::new(0.0, dy).dot(edge.normal) <= 0.0);
        if left(-1.0) {
            low = y - self.radius;
        }
        if left(1.0) {
            high = y + self.radius;
        }
        (low, high)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::coverage::rows::RowUnion;
    use crate::coverage::sweep::Sweeper;
    use crate::geometry::Cell;
    use proptest::prelude::*;

    /// Cells for which the rule holds, without any cleverness.
    fn by_rule(piece: &Piece, grid: Grid) -> Vec<Cell> {
        let cells = (0..grid.rows()).flat_map(|row| (0..grid.columns()).map(move |c| Cell::new(c, row)));
        cells.filter(|&cell| piece.holds(grid.centre(cell))).collect()
    }

    fn by_runs(piece: &Piece, grid: Grid) -> Vec<Cell> {
        let mut cells = Vec::new();
        let mut union = RowUnion::default();
        union.set_clip(grid.bounds());
        union.add_pieces([piece], grid);
        union.drain(|row, run| {
            cells.extend((run.start..run.end).map(|column| Cell::new(column, row)));
        });
        cells
    }

    /// Coordinates that often fall exactly on cell centres and edges.
    fn coordinate() -> impl Strategy<Value = f64> {
        prop_oneof![
            (-20_i32..200).prop_map(|n| f64::from(n) / 8.0),
            (-200_i32..2500).prop_map(|n| f64::from(n) / 100.0),
        ]
    }

    fn point() -> impl Strategy<Value = Point> {
        (coordinate(), coordinate()).prop_map(|(x, y)| Point::new(x, y))
    }

    proptest! {
        #[test]
        fn runs_hold_exactly_the_cells_of_the_rule(
            a in point(), b in point(), c in point(), radius in (1_u32..800).prop_map(|n| f64::from(n) / 100.0),
        ) {
            let grid = Grid::new(24.0, 24.0, 4).unwrap();
            let mut pieces = vec![Piece::disc(a, radius)];
            let sweeps = Sweeper::sweeps(&[a, b, c]);
            for segment in sweeps.iter().flatten() {
                pieces.push(Piece::strip(segment, radius));
                pieces.push(Piece::half_disc(segment.to, radius, segment.heading));
            }
            for [one, two] in sweeps.iter().flat_map(|sweep| sweep.array_windows()) {
                pieces.push(Piece::wedge(two.from, radius, one.heading, two.heading));
            }
            for piece in pieces {
                prop_assert_eq!(by_runs(&piece, grid), by_rule(&piece, grid), "{:?}", piece);
            }
        }
    }
}
