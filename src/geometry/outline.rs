//! Closed outlines with curves, and which cells lie inside them by the non-zero rule.

use super::{CellRect, Grid, Point, Rect, Ring, Run};
use kurbo::{BezPath, CubicBez, ParamCurve, PathEl};

/// Why a path text is no outline.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum OutlineError {
    /// The text is not SVG path data.
    #[error("is no SVG path: {0}")]
    Syntax(String),
    /// Nothing is enclosed.
    #[error("encloses nothing")]
    Empty,
    /// A coordinate is no number or too far away.
    #[error("has a coordinate that is not a number within {} mm", super::MAX_MM)]
    OutOfRange,
}

/// One or more closed curves; inside is where the winding number is not zero.
///
/// # Guarantees
///
/// Every coordinate is a number within [`super::MAX_MM`]; at least one piece is not level.
#[derive(Clone, Debug)]
pub struct Outline {
    /// Straight pieces and pieces of curves that only rise or only fall, so that a row meets each at most once.
    pieces: Vec<Piece>,
    path: BezPath,
    bounds: Rect,
}

#[derive(Clone, Copy, Debug)]
enum Piece {
    Line(Point, Point),
    Curve(CubicBez),
}

impl Outline {
    /// The outline of an SVG path's `d`.
    ///
    /// # Errors
    ///
    /// When the text is no path data, encloses nothing or leaves the allowed range.
    pub fn from_svg(d: &str) -> Result<Self, OutlineError> {
        let path = BezPath::from_svg(d).map_err(|e| OutlineError::Syntax(e.to_string()))?;
        Self::from_path(path)
    }

    /// The outline of a lasso.
    pub fn from_ring(ring: &Ring) -> Self {
        let points = ring.points();
        let mut path = BezPath::new();
        for (i, p) in points.iter().enumerate() {
            let p = kurbo::Point::new(p.x, p.y);
            path.push(if i == 0 { PathEl::MoveTo(p) } else { PathEl::LineTo(p) });
        }
        path.push(PathEl::ClosePath);
        let last = points.last().copied().unwrap_or_default();
        let from = std::iter::once(last).chain(points.iter().copied());
        let pieces = from.zip(points.iter().copied()).map(|(a, b)| Piece::Line(a, b)).collect();
        Self { pieces, path, bounds: ring.bounds() }
    }

    fn from_path(path: BezPath) -> Result<Self, OutlineError> {
        let mut pieces = Vec::new();
        let (mut start, mut at) = (Point::default(), Point::default());
        for element in path.elements() {
            match *element {
                PathEl::MoveTo(p) => {
                    pieces.push(Piece::Line(at, start));
                    (start, at) = (from_kurbo(p), from_kurbo(p));
                }
                PathEl::LineTo(p) => {
                    pieces.push(Piece::Line(at, from_kurbo(p)));
                    at = from_kurbo(p);
                }
                PathEl::QuadTo(c, p) => {
                    push_curve(&mut pieces, kurbo::QuadBez::new(to_kurbo(at), c, p).raise());
                    at = from_kurbo(p);
                }
                PathEl::CurveTo(c, d, p) => {
                    push_curve(&mut pieces, CubicBez::new(to_kurbo(at), c, d, p));
                    at = from_kurbo(p);
                }
                PathEl::ClosePath => {
                    pieces.push(Piece::Line(at, start));
                    at = start;
                }
            }
        }
        // SVG fills an open curve as if it were closed.
        pieces.push(Piece::Line(at, start));
        pieces.retain(|piece| piece.start().y != piece.end().y || piece.start().y.is_nan());
        let ends = pieces.iter().flat_map(|piece| [piece.start(), piece.end()]);
        let bounds = Rect::around(ends).ok_or(OutlineError::Empty)?;
        let hull = kurbo::Shape::bounding_box(&path);
        let corners = [Point::new(hull.x0, hull.y0), Point::new(hull.x1, hull.y1), bounds.min, bounds.max];
        if !corners.iter().all(|p| p.is_valid()) || pieces.iter().any(|p| !p.start().is_valid()) {
            return Err(OutlineError::OutOfRange);
        }
        Ok(Self { pieces, path, bounds: Rect::new(corners[0], corners[1]) })
    }

    /// The smallest box around the outline.
    pub fn bounds(&self) -> Rect {
        self.bounds
    }

    /// The outline as straight pieces that stay within `tolerance` mm of it, one list a closed curve.
    pub fn flattened(&self, tolerance: f64) -> Vec<Vec<Point>> {
        let mut curves: Vec<Vec<Point>> = Vec::new();
        kurbo::flatten(self.path.iter(), tolerance, |element| match element {
            PathEl::MoveTo(p) => curves.push(vec![from_kurbo(p)]),
            PathEl::LineTo(p) => {
                if let Some(curve) = curves.last_mut() {
                    curve.push(from_kurbo(p));
                }
            }
            // The first point again, so that drawing the list closes the curve.
            PathEl::ClosePath => {
                if let Some(curve) = curves.last_mut() {
                    curve.extend(curve.first().copied());
                }
            }
            PathEl::QuadTo(..) | PathEl::CurveTo(..) => {}
        });
        curves
    }

    /// The outline as SVG path data, in mm.
    pub fn to_svg(&self) -> String {
        self.path.to_svg()
    }

    /// Whether `p` lies inside. A place on the left or upper edge does, one on the right or lower does not.
    pub fn contains(&self, p: Point) -> bool {
        let turns = |piece: &Piece| piece.crossing(p.y).filter(|c| c.x <= p.x).map_or(0, |c| c.turn);
        self.pieces.iter().map(turns).sum::<i32>() != 0
    }

    /// The cells inside `clip` whose centres lie inside, as runs from top to bottom and left to right.
    pub fn runs(&self, grid: Grid, clip: CellRect) -> Vec<(i32, Run)> {
        let mut crossings: Vec<(i32, Crossing)> = Vec::new();
        for piece in &self.pieces {
            let (a, b) = (piece.start().y, piece.end().y);
            for row in grid.rows_between(a.min(b), a.max(b), clip) {
                crossings.extend(piece.crossing(grid.centre_y(row)).map(|c| (row, c)));
            }
        }
        crossings.sort_by(|(ra, a), (rb, b)| ra.cmp(rb).then(a.x.total_cmp(&b.x)));
        let mut runs = Vec::new();
        for in_row in crossings.chunk_by(|(a, _), (b, _)| a == b) {
            let mut winding = 0;
            for [(row, from), (_, to)] in in_row.array_windows() {
                winding += from.turn;
                if winding != 0 {
                    push_run(&mut runs, *row, half_open(grid, from.x, to.x).intersection(clip.columns()));
                }
            }
        }
        runs
    }
}

/// Columns whose centres lie in `from <= x < to`, as [`Outline::contains`] has it.
fn half_open(grid: Grid, from: f64, to: f64) -> Run {
    // The comparison itself decides at ties, which keeps both functions in step to the last bit.
    grid.run_between(0, from, to, |p| p.x >= from && p.x < to)
}

fn push_run(runs: &mut Vec<(i32, Run)>, row: i32, run: Run) {
    if run.is_empty() {
        return;
    }
    match runs.last_mut() {
        Some((last_row, last)) if *last_row == row && last.end == run.start => last.end = run.end,
        _ => runs.push((row, run)),
    }
}

/// Where a row meets a piece: x in mm, and +1 for a piece that goes down, -1 for one that goes up.
#[derive(Clone, Copy, Debug)]
struct Crossing {
    x: f64,
    turn: i32,
}

impl Piece {
    fn start(&self) -> Point {
        match self {
            Self::Line(a, _) => *a,
            Self::Curve(c) => from_kurbo(c.p0),
        }
    }

    fn end(&self) -> Point {
        match self {
            Self::Line(_, b) => *b,
            Self::Curve(c) => from_kurbo(c.p3),
        }
    }

    /// Where the level line at `y` crosses; an end belongs to the piece below it, so that a corner counts once.
    fn crossing(&self, y: f64) -> Option<Crossing> {
        let (a, b) = (self.start(), self.end());
        if (a.y <= y) == (b.y <= y) {
            return None;
        }
        let turn = if a.y <= y { 1 } else { -1 };
        let x = match self {
            Self::Line(..) => a.x + (y - a.y) * (b.x - a.x) / (b.y - a.y),
            Self::Curve(c) => c.eval(parameter_at(c, y)).x,
        };
        Some(Crossing { x, turn })
    }
}

/// The parameter where a curve that only rises or only falls has this y: Newton's steps, kept inside a bracket
/// that halves whenever a step would leave it.
fn parameter_at(c: &CubicBez, y: f64) -> f64 {
    let rising = c.p3.y > c.p0.y;
    let (mut low, mut high) = (0.0_f64, 1.0_f64);
    let mut t = ((y - c.p0.y) / (c.p3.y - c.p0.y)).clamp(0.0, 1.0);
    for _ in 0..64 {
        let off = c.eval(t).y - y;
        if off == 0.0 {
            break;
        }
        if (off > 0.0) == rising {
            high = t;
        } else {
            low = t;
        }
        let s = 1.0 - t;
        let slope =
            3.0 * (s * s * (c.p1.y - c.p0.y) + 2.0 * s * t * (c.p2.y - c.p1.y) + t * t * (c.p3.y - c.p2.y));
        let newton = t - off / slope;
        let next = if newton > low && newton < high { newton } else { f64::midpoint(low, high) };
        if next == t || high - low < 1e-15 {
            break;
        }
        t = next;
    }
    t
}

/// Adds a curve in pieces that only rise or only fall.
fn push_curve(pieces: &mut Vec<Piece>, c: CubicBez) {
    // dy/dt = 3 (a t^2 + 2 b t + k)
    let k = c.p1.y - c.p0.y;
    let b = c.p2.y - 2.0 * c.p1.y + c.p0.y;
    let a = c.p3.y - 3.0 * c.p2.y + 3.0 * c.p1.y - c.p0.y;
    let mut cuts = vec![0.0, 1.0];
    let root = b * b - a * k;
    if root > 0.0 {
        // The form that does not cancel: q / a and k / q.
        let q = -(b + root.sqrt().copysign(b));
        cuts.extend([q / a, k / q].into_iter().filter(|t| t.is_finite() && *t > 0.0 && *t < 1.0));
    }
    cuts.sort_by(f64::total_cmp);
    let count = cuts.len();
    let mut start = c.p0;
    for (i, [from, to]) in cuts.array_windows().enumerate() {
        let mut part = c.subsegment(*from..*to);
        // The pieces meet exactly, or a row between two of them would be counted twice or not at all.
        part.p0 = start;
        if i + 2 == count {
            part.p3 = c.p3;
        }
        start = part.p3;
        pieces.push(Piece::Curve(part));
    }
}

fn from_kurbo(p: kurbo::Point) -> Point {
    Point::new(p.x, p.y)
}

fn to_kurbo(p: Point) -> kurbo::Point {
    kurbo::Point::new(p.x, p.y)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(outline: &Outline, grid: Grid) -> usize {
        outline.runs(grid, grid.bounds()).iter().map(|(_, run)| run.len() as usize).sum()
    }

    #[test]
    fn a_circle_has_its_area() {
        // Four cubic arcs of radius 20 around (30, 30); the usual approximation, good to 0.03 %.
        let d = "M50 30C50 41.0457 41.0457 50 30 50C18.9543 50 10 41.0457 10 30\
                 C10 18.9543 18.9543 10 30 10C41.0457 10 50 18.9543 50 30z";
        let outline = Outline::from_svg(d).unwrap();
        let grid = Grid::new(60.0, 60.0, 8).unwrap();
        let area = cells(&outline, grid) as f64 / 64.0;
        assert!((area - std::f64::consts::PI * 400.0).abs() < 2.0, "{area}");
        assert!((outline.bounds().max.y - 50.0).abs() < 1e-9);
    }

    #[test]
    fn runs_and_contains_agree_on_every_cell() {
        let shapes = [
            "M3 4L30 8.5L17 29.25L9.125 20.125z",
            "M10 10C40 0 -10 40 35 35C30 12 50 12 10 10z",
            "M5.125 5.125h20v20h-20z M10 10v10h10v-10z",
            "M20 2Q38 20 20 38Q2 20 20 2z M20 12l5 9h-10z",
        ];
        let grid = Grid::new(40.0, 40.0, 4).unwrap();
        for d in shapes {
            let outline = Outline::from_svg(d).unwrap();
            let runs = outline.runs(grid, grid.bounds());
            for row in 0..grid.rows() {
                for column in 0..grid.columns() {
                    let inside = outline.contains(grid.centre(crate::geometry::Cell::new(column, row)));
                    let counted =
                        runs.iter().any(|(r, run)| *r == row && column >= run.start && column < run.end);
                    assert_eq!(inside, counted, "{d} at {column}, {row}");
                }
            }
        }
    }

    #[test]
    fn the_non_zero_rule_fills_overlaps_and_keeps_holes_of_opposite_sense() {
        let grid = Grid::new(40.0, 40.0, 1).unwrap();
        let same = Outline::from_svg("M0 0h20v20h-20z M10 10h20v20h-20z").unwrap();
        assert_eq!(cells(&same, grid), 400 + 400 - 100);
        let hole = Outline::from_svg("M0 0h20v20h-20z M5 5v10h10v-10z").unwrap();
        assert_eq!(cells(&hole, grid), 400 - 100);
    }

    #[test]
    fn an_open_path_is_filled_as_if_closed() {
        let grid = Grid::new(20.0, 20.0, 1).unwrap();
        assert_eq!(cells(&Outline::from_svg("M0 0h10v10h-10").unwrap(), grid), 100);
    }

    #[test]
    fn bad_paths_are_errors() {
        assert!(matches!(Outline::from_svg("M1 2 X"), Err(OutlineError::Syntax(_))));
        assert!(matches!(Outline::from_svg(""), Err(OutlineError::Empty)));
        assert!(matches!(Outline::from_svg("M0 0L5 0z"), Err(OutlineError::Empty)));
        assert!(matches!(Outline::from_svg("M0 0L5 99999L9 9z"), Err(OutlineError::OutOfRange)));
    }
}
