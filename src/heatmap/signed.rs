//! Maps of differences, cell by cell: between two choices of sessions, and between the client's sides.
//!
//! No two strips of a roller fall alike, so the raw difference is mostly noise. What is shown is its mean over some
//! millimetres: two box means one after the other, each 0.7 times as wide, over the cells of the figure that have a
//! value. All is done in whole numbers, so that every machine shows the same.

use super::field::{NO_VALUE, RawRaster};
use crate::coverage::{CoverageSet, TILE, TILE_CELLS, TileCounts, ZoneMap};
use crate::geometry::{Cell, CellRect, Grid, Point};
use rayon::prelude::*;

/// Stands for no difference, in a raster as in a shown map; smaller values are below it, larger ones above.
pub const ZERO: u16 = 32_768;

/// Shown values count in parts of a pass, so many a pass.
pub const STEPS: u16 = 16;

/// Parts of a pass in which means are computed.
const FINE: i32 = 256;

/// A difference in passes at every cell of a diagram, with the mean that is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedMap {
    grid: Grid,
    /// Outside of these cells there is no value.
    cells: CellRect,
    /// The difference in passes, from [`ZERO`], or [`NO_VALUE`] where neither of the two has a pass.
    raw: Vec<u16>,
    /// What is shown, in parts of a pass from [`ZERO`], or [`NO_VALUE`].
    shown: Vec<u16>,
    /// Where the scale ends, in passes.
    spread: u32,
    /// What is taken from what, in words.
    words: String,
}

impl SignedMap {
    /// The mean over so many mm is shown unless another length is asked for.
    pub const SMOOTH_MM: f64 = 10.0;

    /// The longest length that can be asked for, in mm.
    pub const MAX_SMOOTH_MM: f64 = 50.0;

    /// The passes of some sessions minus those of others, shown as the mean over `smooth_mm` (0 for none).
    pub fn difference(
        later: &CoverageSet,
        earlier: &CoverageSet,
        zones: &ZoneMap,
        smooth_mm: f64,
        words: &str,
    ) -> Self {
        let cells = painted_cells(later).union(painted_cells(earlier));
        let pairs = totals(later, cells).into_iter().zip(totals(earlier, cells));
        let raw = pairs.map(|(a, b)| difference_of(a, b)).collect();
        Self::new(raw, cells, zones, smooth_mm, words)
    }

    /// The passes of each point minus those of the point on the other side of the midline, shown as the mean over
    /// `smooth_mm` (0 for none). On the client's left that is left minus right.
    pub fn asymmetry(set: &CoverageSet, zones: &ZoneMap, midline_x_mm: f64, smooth_mm: f64) -> Self {
        let grid = zones.grid();
        let mirrored =
            |column: i32| grid.cell_at(Point::new(grid.centre_x(column), 0.0).mirrored(midline_x_mm)).column;
        let own = painted_cells(set);
        let (left, right) = (mirrored(own.right - 1), mirrored(own.left) + 1);
        let other = CellRect::new(left, own.top, right, own.bottom).intersection(grid.bounds());
        let cells = if own.is_empty() { own } else { own.union(other) };
        let here = totals(set, cells);
        let columns: Vec<Option<usize>> = (cells.left..cells.right)
            .map(|column| usize::try_from(mirrored(column) - cells.left).ok())
            .collect();
        let rows = here.chunks_exact(columns.len().max(1));
        let raw = rows.flat_map(|row| {
            let there = |at: &Option<usize>| at.and_then(|at| row.get(at)).copied().unwrap_or(0);
            row.iter().zip(&columns).map(move |(&here, at)| difference_of(here, there(at)))
        });
        Self::new(raw.collect(), cells, zones, smooth_mm, "here minus the mirrored point")
    }

    fn new(raw: Vec<u16>, cells: CellRect, zones: &ZoneMap, smooth_mm: f64, words: &str) -> Self {
        let grid = zones.grid();
        let half = half_width(smooth_mm, grid);
        let (values, there) = on_figure(&raw, cells, zones);
        let width = cells.width() as usize;
        let means = if half == 0 || cells.is_empty() {
            values
        } else {
            let once = box_means(&values, &there, width, half);
            box_means(&once, &there, width, half)
        };
        let shown: Vec<u16> = means
            .into_iter()
            .zip(&there)
            .map(|(mean, &there)| if there { shown_value(mean) } else { NO_VALUE })
            .collect();
        let over = if half == 0 { String::new() } else { format!(", over {smooth_mm} mm") };
        Self { spread: spread(&shown), words: format!("{words}{over}"), grid, cells, raw, shown }
    }

    /// Where the scale ends, in passes: 98 % of what is shown is within it, and it is at least 2.
    pub const fn spread(&self) -> u32 {
        self.spread
    }

    /// Whether anything is different, however little.
    pub fn differs(&self) -> bool {
        self.raw.iter().any(|value| !matches!(*value, NO_VALUE | ZERO))
    }

    /// What is taken from what: `session 3 minus session 2, over 10 mm`.
    pub fn words(&self) -> &str {
        &self.words
    }

    fn place(&self, cell: Cell) -> Option<usize> {
        let inside = self.cells.contains(cell);
        inside.then(|| {
            ((cell.row - self.cells.top) * self.cells.width() + cell.column - self.cells.left) as usize
        })
    }

    /// The difference at a cell, in passes; none where neither side of it has a pass.
    pub fn at(&self, cell: Cell) -> Option<i32> {
        let value = self.raw.get(self.place(cell)?).copied().filter(|value| *value != NO_VALUE)?;
        Some(i32::from(value) - i32::from(ZERO))
    }

    /// What is shown at a cell, in passes.
    pub fn shown_at(&self, cell: Cell) -> Option<f64> {
        let value = self.shown.get(self.place(cell)?).copied().filter(|value| *value != NO_VALUE)?;
        Some((f64::from(value) - f64::from(ZERO)) / f64::from(STEPS))
    }

    /// Whether some cells of a rectangle may have a value.
    pub(super) fn touches(&self, cells: CellRect) -> bool {
        !self.cells.intersection(cells).is_empty()
    }

    /// Writes what is shown in the cells of a tile.
    pub(super) fn write(&self, tile: CellRect, out: &mut [u16; TILE_CELLS]) {
        out.fill(NO_VALUE);
        let shared = self.cells.intersection(tile);
        let width = shared.width() as usize;
        for row in shared.rows() {
            let to = ((row - tile.top) * TILE + shared.left - tile.left) as usize;
            let from = self.place(Cell::new(shared.left, row)).unwrap_or(usize::MAX - width);
            if let (Some(out), Some(source)) =
                (out.get_mut(to..to + width), self.shown.get(from..from + width))
            {
                out.copy_from_slice(source);
            }
        }
    }

    /// The difference itself, one value a cell, shifted by [`ZERO`]; never averaged.
    pub(super) fn raster(&self) -> RawRaster {
        let (columns, rows) = (self.grid.columns(), self.grid.rows());
        let mut values = vec![ZERO; columns as usize * rows as usize];
        let width = self.cells.width() as usize;
        for (row, source) in self.cells.rows().zip(self.raw.chunks_exact(width.max(1))) {
            let to = (row * columns + self.cells.left) as usize;
            for (out, &value) in values.get_mut(to..to + width).into_iter().flatten().zip(source) {
                *out = if value == NO_VALUE { ZERO } else { value };
            }
        }
        RawRaster { columns: columns as u32, rows: rows as u32, values }
    }
}

fn difference_of(a: u32, b: u32) -> u16 {
    if a == 0 && b == 0 {
        return NO_VALUE;
    }
    let shifted = i64::from(a) - i64::from(b) + i64::from(ZERO);
    shifted.clamp(0, i64::from(NO_VALUE - 1)) as u16
}

/// Around the tiles in which anything was painted.
fn painted_cells(set: &CoverageSet) -> CellRect {
    let tiles = set.painted_tiles().into_iter().map(|tile| set.tiling().cells_of(tile));
    tiles.fold(CellRect::EMPTY, CellRect::union)
}

/// Passes of some cells, row by row.
fn totals(set: &CoverageSet, cells: CellRect) -> Vec<u32> {
    let width = cells.width() as usize;
    let mut out = vec![0; width * cells.height() as usize];
    let mut counts = TileCounts::default();
    let mut passes = Box::new([0; TILE_CELLS]);
    for tile in set.painted_tiles() {
        let place = set.tiling().cells_of(tile);
        let shared = place.intersection(cells);
        set.sum_tile(tile, &mut counts);
        counts.totals(&mut passes);
        let length = shared.width() as usize;
        for row in shared.rows() {
            let from = ((row - place.top) * TILE + shared.left - place.left) as usize;
            let to = (row - cells.top) as usize * width + (shared.left - cells.left) as usize;
            if let (Some(out), Some(source)) = (out.get_mut(to..to + length), passes.get(from..from + length))
            {
                out.copy_from_slice(source);
            }
        }
    }
    out
}

/// The values inside the figure in fine parts of a pass, and where there are any.
fn on_figure(raw: &[u16], cells: CellRect, zones: &ZoneMap) -> (Vec<i32>, Vec<bool>) {
    let width = cells.width() as usize;
    let (mut values, mut there) = (vec![0; raw.len()], vec![false; raw.len()]);
    for (row, run) in zones.silhouette() {
        let run = run.intersection(cells.columns());
        if run.is_empty() || !cells.rows().contains(row) {
            continue;
        }
        let from = (row - cells.top) as usize * width + (run.start - cells.left) as usize;
        let part = from..from + run.len() as usize;
        let out = values.get_mut(part.clone()).into_iter().flatten();
        let there = there.get_mut(part.clone()).into_iter().flatten();
        for ((out, there), &value) in out.zip(there).zip(raw.get(part).unwrap_or_default()) {
            if value != NO_VALUE {
                *out = (i32::from(value) - i32::from(ZERO)) * FINE;
                *there = true;
            }
        }
    }
    (values, there)
}

/// How many cells a box mean reaches to each side of its own.
fn half_width(smooth_mm: f64, grid: Grid) -> usize {
    let smooth_mm = smooth_mm.clamp(0.0, SignedMap::MAX_SMOOTH_MM);
    (smooth_mm * 0.35 * f64::from(grid.cells_per_mm())).round() as usize
}

/// The mean of every cell's square of neighbours, over those that are there, rounded to fine parts.
fn box_means(values: &[i32], there: &[bool], width: usize, half: usize) -> Vec<i32> {
    let mut across = vec![(0_i32, 0_i32); values.len()];
    let rows = values.par_chunks_exact(width).zip(there.par_chunks_exact(width));
    across.par_chunks_exact_mut(width).zip(rows).for_each(|(out, (values, there))| {
        let own = |x: usize| Some((*values.get(x)?, i32::from(*there.get(x)?)));
        let mut window = (0, 0);
        for x in 0..width + half {
            if let Some((value, one)) = own(x) {
                window = (window.0 + value, window.1 + one);
            }
            if let Some((value, one)) = x.checked_sub(2 * half + 1).and_then(own) {
                window = (window.0 - value, window.1 - one);
            }
            if let Some(out) = x.checked_sub(half).and_then(|at| out.get_mut(at)) {
                *out = window;
            }
        }
    });
    let mut means = vec![0; values.len()];
    let mut windows = vec![(0_i64, 0_i64); width];
    let line = |row: usize| across.get(row * width..(row + 1) * width).unwrap_or_default();
    for row in 0..values.len() / width + half {
        for (window, &(sum, count)) in windows.iter_mut().zip(line(row)) {
            *window = (window.0 + i64::from(sum), window.1 + i64::from(count));
        }
        if let Some(old) = row.checked_sub(2 * half + 1) {
            for (window, &(sum, count)) in windows.iter_mut().zip(line(old)) {
                *window = (window.0 - i64::from(sum), window.1 - i64::from(count));
            }
        }
        let out = row.checked_sub(half).and_then(|at| means.get_mut(at * width..(at + 1) * width));
        for (mean, &(sum, count)) in out.into_iter().flatten().zip(&windows) {
            if count > 0 {
                *mean = (2 * sum + count).div_euclid(2 * count) as i32;
            }
        }
    }
    // Where there is nothing the next mean must add nothing.
    means.iter_mut().zip(there).filter(|(_, there)| !**there).for_each(|(mean, _)| *mean = 0);
    means
}

fn shown_value(mean: i32) -> u16 {
    let fine = FINE / i32::from(STEPS);
    let steps = (mean + fine / 2).div_euclid(fine) + i32::from(ZERO);
    steps.clamp(0, i32::from(NO_VALUE) - 1) as u16
}

/// The passes that 98 % of what is shown stays within, at least 2.
fn spread(shown: &[u16]) -> u32 {
    let mut cells_by_size = vec![0_u64; usize::from(ZERO) + 1];
    for &value in shown.iter().filter(|value| **value != NO_VALUE) {
        if let Some(cells) = cells_by_size.get_mut(usize::from(value.abs_diff(ZERO))) {
            *cells += 1;
        }
    }
    let enough = (cells_by_size.iter().sum::<u64>() * 98).div_ceil(100);
    let mut within = 0;
    let size = cells_by_size.iter().position(|cells| {
        within += cells;
        within >= enough
    });
    (size.unwrap_or(0) as u32).div_ceil(u32::from(STEPS)).max(2)
}
