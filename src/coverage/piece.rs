//! The convex pieces of a footprint. Each meets a row of cells in one run.

use super::sweep::Segment;
use crate::geometry::{CellRect, Grid, Point, Run, Vector};

/// A convex piece of a footprint: what lies inside a disc (if it has one) and behind every edge.
#[derive(Clone, Copy, Debug)]
pub(super) struct Piece {
    disc: Option<Disc>,
    edges: [Edge; 4],
    edge_count: usize,
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
    /// x of the edge at y = 0, and what it changes by for each mm of y; of no meaning on level edges.
    x_at_zero: f64,
    slope: f64,
}

impl Edge {
    const NONE: Self = Self {
        origin: Point::new(0.0, 0.0),
        normal: Vector::new(0.0, 0.0),
        limit: 0.0,
        x_at_zero: 0.0,
        slope: 0.0,
    };

    fn new(origin: Point, normal: Vector, limit: f64) -> Self {
        let slope = -normal.y / normal.x;
        let x_at_zero = origin.x + (limit + origin.y * normal.y) / normal.x;
        Self { origin, normal, limit, x_at_zero, slope }
    }

    fn holds(&self, c: Point) -> bool {
        (c - self.origin).dot(self.normal) <= self.limit
    }

    /// Narrows an interval of x at height `y` to this side of the edge.
    fn narrow(&self, y: f64, (low, high): (f64, f64)) -> (f64, f64) {
        let x = self.x_at_zero + self.slope * y;
        if self.normal.x > 0.0 {
            (low, high.min(x))
        } else if self.normal.x < 0.0 {
            (low.max(x), high)
        } else if (y - self.origin.y) * self.normal.y <= self.limit {
            (low, high)
        } else {
            NOTHING
        }
    }
}

const EVERYTHING: (f64, f64) = (f64::NEG_INFINITY, f64::INFINITY);
const NOTHING: (f64, f64) = (f64::INFINITY, f64::NEG_INFINITY);

impl Piece {
    fn new<const N: usize>(disc: Option<Disc>, edges: [Edge; N], y_range: (f64, f64)) -> Self {
        let mut all = [Edge::NONE; 4];
        for (slot, edge) in all.iter_mut().zip(edges) {
            *slot = edge;
        }
        Self { disc, edges: all, edge_count: N.min(4), y_range }
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
    fn holds(&self, c: Point) -> bool {
        self.disc.is_none_or(|disc| disc.holds(c)) && self.edges().all(|edge| edge.holds(c))
    }

    fn edges(&self) -> impl Iterator<Item = &Edge> {
        self.edges.iter().take(self.edge_count)
    }

    /// The cells in it, row by row, clipped.
    pub(super) fn for_each_run(&self, grid: Grid, clip: CellRect, mut take: impl FnMut(i32, Run)) {
        let (top, bottom) = self.y_range;
        for row in grid.rows_between(top, bottom, clip) {
            let y = grid.centre_y(row);
            let chord = self.disc.map_or(EVERYTHING, |disc| disc.chord(y));
            let (from, to) = self.edges().fold(chord, |interval, edge| edge.narrow(y, interval));
            // A little below zero can still hold a cell by the rule; the ends decide about it below.
            if to - from < -1e-6 {
                continue;
            }
            let run = grid.run_between(row, from, to, |c| self.holds(c)).intersection(clip.columns());
            if !run.is_empty() {
                take(row, run);
            }
        }
    }

    /// All cells it may touch, clipped.
    pub(super) fn bounds(&self, grid: Grid, clip: CellRect) -> CellRect {
        let mut bounds = CellRect::EMPTY;
        self.for_each_run(grid, clip, |row, run| {
            bounds = bounds.union(CellRect::new(run.start, row, run.end, row + 1));
        });
        bounds
    }
}

impl Disc {
    fn holds(&self, c: Point) -> bool {
        let v = c - self.centre;
        v.dot(v) <= self.radius * self.radius
    }

    /// The interval of x at height `y`.
    fn chord(&self, y: f64) -> (f64, f64) {
        let dy = y - self.centre.y;
        let left = self.radius * self.radius - dy * dy;
        if left < -1e-9 {
            return NOTHING;
        }
        let half = left.max(0.0).sqrt();
        (self.centre.x - half, self.centre.x + half)
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
        piece.for_each_run(grid, grid.bounds(), |row, run| {
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
