//! The cells of a coverage raster, and the way from millimetres to cells and back.

use super::{Point, Rect};

/// One cell of a raster. Negative or too large indices lie outside; they are legal here and clipped at use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Cell {
    /// Cells to the right of the leftmost one.
    pub column: i32,
    /// Cells below the topmost one.
    pub row: i32,
}

impl Cell {
    /// The cell at this column and row.
    pub const fn new(column: i32, row: i32) -> Self {
        Self { column, row }
    }
}

/// Neighbouring cells of one row: from `start` up to but not including `end`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Run {
    /// First column.
    pub start: i32,
    /// Column behind the last one.
    pub end: i32,
}

impl Run {
    /// No cells.
    pub const EMPTY: Self = Self { start: 0, end: 0 };

    /// The cells from `start` up to but not including `end`.
    pub const fn new(start: i32, end: i32) -> Self {
        Self { start, end }
    }

    /// Whether there is no cell in it.
    pub const fn is_empty(self) -> bool {
        self.start >= self.end
    }

    /// Number of cells.
    pub const fn len(self) -> i32 {
        if self.is_empty() { 0 } else { self.end - self.start }
    }

    /// The cells in both.
    pub fn intersection(self, other: Self) -> Self {
        Self::new(self.start.max(other.start), self.end.min(other.end))
    }
}

/// A rectangle of cells, half open: `left..right` by `top..bottom`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CellRect {
    /// First column.
    pub left: i32,
    /// First row.
    pub top: i32,
    /// Column behind the last one.
    pub right: i32,
    /// Row below the last one.
    pub bottom: i32,
}

impl CellRect {
    /// No cells.
    pub const EMPTY: Self = Self { left: 0, top: 0, right: 0, bottom: 0 };

    /// The cells `left..right` by `top..bottom`.
    pub const fn new(left: i32, top: i32, right: i32, bottom: i32) -> Self {
        Self { left, top, right, bottom }
    }

    /// Whether there is no cell in it.
    pub const fn is_empty(self) -> bool {
        self.left >= self.right || self.top >= self.bottom
    }

    /// Number of columns.
    pub const fn width(self) -> i32 {
        if self.is_empty() { 0 } else { self.right - self.left }
    }

    /// Number of rows.
    pub const fn height(self) -> i32 {
        if self.is_empty() { 0 } else { self.bottom - self.top }
    }

    /// The columns as a run, the same in every row.
    pub const fn columns(self) -> Run {
        Run::new(self.left, self.right)
    }

    /// The rows from top to bottom.
    pub const fn rows(self) -> std::ops::Range<i32> {
        self.top..self.bottom
    }

    /// The cells in both.
    pub fn intersection(self, other: Self) -> Self {
        let both = Self::new(
            self.left.max(other.left),
            self.top.max(other.top),
            self.right.min(other.right),
            self.bottom.min(other.bottom),
        );
        if both.is_empty() { Self::EMPTY } else { both }
    }

    /// The smallest rectangle around both; an empty one adds nothing.
    pub fn union(self, other: Self) -> Self {
        if self.is_empty() {
            return other;
        }
        if other.is_empty() {
            return self;
        }
        Self::new(
            self.left.min(other.left),
            self.top.min(other.top),
            self.right.max(other.right),
            self.bottom.max(other.bottom),
        )
    }

    /// Whether `cell` lies inside.
    pub const fn contains(self, cell: Cell) -> bool {
        cell.column >= self.left && cell.column < self.right && cell.row >= self.top && cell.row < self.bottom
    }
}

/// The whole number at or above `x`, without a call into the system's library.
fn ceil(x: f64) -> i32 {
    let whole = x as i32;
    whole.saturating_add(i32::from(f64::from(whole) < x))
}

/// Why a raster of a certain size cannot be made.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
#[error(
    "a raster of {size_mm:?} mm at {density} cells per mm is not between 1 and {} cells a side",
    Grid::MAX_SIDE
)]
pub struct GridError {
    size_mm: (f64, f64),
    density: u32,
}

/// The raster of a diagram: how many cells it has and where their centres lie.
///
/// # Guarantees
///
/// Between 1 and [`Grid::MAX_SIDE`] cells a side, `ceil(mm * cells_per_mm)` of them; at least one cell per mm.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Grid {
    cells_per_mm: u32,
    columns: i32,
    rows: i32,
}

impl Grid {
    /// The most cells a side: 3 m at 5 cells per mm, far above any diagram.
    pub const MAX_SIDE: i32 = 16_384;

    /// How near to a cell's centre, in cells, a computed edge must fall for the exact rule to be asked about
    /// that cell. Far above the rounding of the edge, far below what costs time.
    const TIE: f64 = 1e-6;

    /// The raster of a diagram of `width_mm` by `height_mm`.
    ///
    /// # Errors
    ///
    /// When the size is not a positive number or gives more than [`Grid::MAX_SIDE`] cells a side.
    pub fn new(width_mm: f64, height_mm: f64, cells_per_mm: u32) -> Result<Self, GridError> {
        let side = |mm: f64| {
            let cells = (mm * f64::from(cells_per_mm)).ceil();
            (cells >= 1.0 && cells <= f64::from(Self::MAX_SIDE)).then_some(cells as i32)
        };
        match (side(width_mm), side(height_mm)) {
            (Some(columns), Some(rows)) => Ok(Self { cells_per_mm, columns, rows }),
            _ => Err(GridError { size_mm: (width_mm, height_mm), density: cells_per_mm }),
        }
    }

    /// Cells per millimetre.
    pub const fn cells_per_mm(self) -> u32 {
        self.cells_per_mm
    }

    /// Number of columns.
    pub const fn columns(self) -> i32 {
        self.columns
    }

    /// Number of rows.
    pub const fn rows(self) -> i32 {
        self.rows
    }

    /// All cells.
    pub const fn bounds(self) -> CellRect {
        CellRect::new(0, 0, self.columns, self.rows)
    }

    /// Area of one cell on the flat picture, in cm2.
    pub fn cell_cm2(self) -> f64 {
        let side_cm = 0.1 / f64::from(self.cells_per_mm);
        side_cm * side_cm
    }

    /// The centre of a cell.
    pub fn centre(self, cell: Cell) -> Point {
        Point::new(self.centre_x(cell.column), self.centre_y(cell.row))
    }

    /// x of the centres of a column, in mm.
    pub fn centre_x(self, column: i32) -> f64 {
        (f64::from(column) + 0.5) / f64::from(self.cells_per_mm)
    }

    /// y of the centres of a row, in mm.
    pub fn centre_y(self, row: i32) -> f64 {
        (f64::from(row) + 0.5) / f64::from(self.cells_per_mm)
    }

    /// The cell that holds a place.
    pub fn cell_at(self, p: Point) -> Cell {
        let k = f64::from(self.cells_per_mm);
        Cell::new((p.x * k).floor() as i32, (p.y * k).floor() as i32)
    }

    /// All cells that touch a box, clipped to the raster.
    pub fn cells_around(self, rect: Rect) -> CellRect {
        let (a, b) = (self.cell_at(rect.min), self.cell_at(rect.max));
        CellRect::new(a.column, a.row, b.column.saturating_add(1), b.row.saturating_add(1))
            .intersection(self.bounds())
    }

    /// The rows whose centres lie in `from..=to` mm, widened by a row's worth of rounding and clipped to `clip`.
    /// A row that only touches is included: [`Grid::run_between`] decides about it cell by cell.
    pub fn rows_between(self, from: f64, to: f64, clip: CellRect) -> std::ops::Range<i32> {
        let k = f64::from(self.cells_per_mm);
        let first = ceil(from * k - 0.5 - Self::TIE);
        let behind = ceil(to * k + 0.5 + Self::TIE);
        first.max(clip.top)..behind.min(clip.bottom)
    }

    /// The cells of `row` whose centres lie in `from..=to` mm.
    ///
    /// Where an end falls on a centre within rounding, `holds` is asked about that very cell, so that the
    /// result is that of the rule itself and not of how the interval was computed.
    pub fn run_between(self, row: i32, from: f64, to: f64, holds: impl Fn(Point) -> bool) -> Run {
        let k = f64::from(self.cells_per_mm);
        let ask = |column: f64| i32::from(holds(self.centre(Cell::new(column as i32, row))));
        let (first, last) = (from * k - 0.5, to * k - 0.5);
        let (tie_first, tie_last) = (first.round(), last.round());
        let start = if (first - tie_first).abs() < Self::TIE {
            tie_first as i32 + 1 - ask(tie_first)
        } else {
            first.ceil() as i32
        };
        let end = if (last - tie_last).abs() < Self::TIE {
            tie_last as i32 + ask(tie_last)
        } else {
            (last.floor() as i32).saturating_add(1)
        };
        Run::new(start, end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_round_up() {
        let grid = Grid::new(10.1, 2.0, 4).unwrap();
        assert_eq!((grid.columns(), grid.rows()), (41, 8));
    }

    #[test]
    fn impossible_sizes_are_refused() {
        for (w, h, k) in [(0.0, 1.0, 4), (f64::NAN, 1.0, 4), (1.0, -3.0, 4), (1e9, 1.0, 4), (1.0, 1.0, 0)] {
            assert!(Grid::new(w, h, k).is_err(), "{w} {h} {k}");
        }
    }

    #[test]
    fn a_centre_is_found_in_its_own_cell() {
        let grid = Grid::new(100.0, 100.0, 4).unwrap();
        let cell = Cell::new(17, 399);
        assert_eq!(grid.centre(cell), Point::new(4.375, 99.875));
        assert_eq!(grid.cell_at(grid.centre(cell)), cell);
    }

    #[test]
    fn the_rule_decides_at_ties() {
        let grid = Grid::new(10.0, 10.0, 1).unwrap();
        let closed = grid.run_between(0, 1.5, 3.5, |_| true);
        let open = grid.run_between(0, 1.5, 3.5, |_| false);
        assert_eq!((closed, open), (Run::new(1, 4), Run::new(2, 3)));
        assert_eq!(grid.run_between(0, 1.6, 3.4, |_| unreachable!("not a tie")), Run::new(2, 3));
    }
}
