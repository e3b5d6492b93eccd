//! Adding many runs up at once, in one band of a raster: the cells of one row of tiles.
//!
//! A run adds its passes where it begins and takes them away behind its end; one running sum along each row then gives
//! every cell its passes. The work is that of the runs' ends and of the cells between the first and the last, however
//! many runs lie on top of each other.

use super::tile::{TILE, Tile};
use crate::geometry::Run;
use crate::model::{Direction, PerDirection};

/// Rows of a band.
const ROWS: usize = TILE as usize;

/// Steps up and down along the rows of a band, by direction, that have not become counts yet.
#[derive(Clone, Debug)]
pub(super) struct BandSums {
    /// Columns of the raster, and one behind them where runs may end.
    stride: usize,
    /// Row by row; a step down is the same number below zero, modulo 65,536.
    steps: PerDirection<Vec<u16>>,
    rows: PerDirection<[RowState; ROWS]>,
}

/// What waits in a row.
#[derive(Clone, Copy, Debug)]
struct RowState {
    /// Where the first run begins and the last one ends.
    reach: Run,
    /// The passes of all its runs together, more than any cell can have.
    load: u32,
}

impl RowState {
    const EMPTY: Self = Self { reach: Run::new(i32::MAX, i32::MIN), load: 0 };
}

impl BandSums {
    /// Of a raster with so many columns.
    pub(super) fn new(columns: i32) -> Self {
        Self {
            stride: columns as usize + 1,
            steps: PerDirection::default(),
            rows: PerDirection([[RowState::EMPTY; ROWS]; 5]),
        }
    }

    /// Adds passes to a run in a row of the band, counted from its top. `tiles` are those of the band from left to
    /// right; a row that is full goes into them first.
    pub(super) fn add(
        &mut self,
        tiles: &mut [Option<Tile>],
        direction: Direction,
        row: usize,
        run: Run,
        passes: u8,
    ) {
        let load = self.rows.get(direction).get(row).map_or(0, |state| state.load);
        if load + u32::from(passes) > u32::from(u16::MAX) {
            self.settle_row(tiles, direction, row);
        }
        let Some(state) = self.rows.get_mut(direction).get_mut(row) else { return };
        state.load += u32::from(passes);
        state.reach = Run::new(state.reach.start.min(run.start), state.reach.end.max(run.end));
        let steps = self.steps.get_mut(direction);
        if steps.is_empty() {
            steps.resize(self.stride * ROWS, 0);
        }
        let start_of_row = row * self.stride;
        if let Some(up) = steps.get_mut(start_of_row + run.start as usize) {
            *up = up.wrapping_add(u16::from(passes));
        }
        if let Some(down) = steps.get_mut(start_of_row + run.end as usize) {
            *down = down.wrapping_sub(u16::from(passes));
        }
    }

    /// Sets all counts of a run back to zero, those that wait as well.
    pub(super) fn clear(&mut self, tiles: &mut [Option<Tile>], row: usize, run: Run) {
        for direction in Direction::ALL {
            self.settle_row(tiles, direction, row);
        }
        for (x, tile) in (0..).zip(tiles) {
            let left = x * TILE;
            let part = run.intersection(Run::new(left, left + TILE));
            if let Some(tile) = tile.as_mut().filter(|_| !part.is_empty()) {
                let from = row * ROWS + (part.start - left) as usize;
                tile.clear(from..from + part.len() as usize);
            }
        }
    }

    /// Turns everything that waits into counts.
    pub(super) fn settle(&mut self, tiles: &mut [Option<Tile>]) {
        for direction in Direction::ALL {
            if !self.steps.get(direction).is_empty() {
                (0..ROWS).for_each(|row| self.settle_row(tiles, direction, row));
            }
        }
    }

    fn settle_row(&mut self, tiles: &mut [Option<Tile>], direction: Direction, row: usize) {
        let Some(state) = self.rows.get_mut(direction).get_mut(row) else { return };
        let RowState { reach, load } = std::mem::replace(state, RowState::EMPTY);
        if load == 0 {
            return;
        }
        let start_of_row = row * self.stride;
        let steps = self.steps.get_mut(direction).get_mut(start_of_row..start_of_row + self.stride);
        // Up to the end of the last run and the step behind it.
        let (first, last) = ((reach.start / TILE) as usize, (reach.end / TILE) as usize);
        let parts = steps.unwrap_or_default().chunks_mut(ROWS).enumerate().take(last + 1).skip(first);
        let mut passes = 0_u16;
        for (x, steps) in parts {
            let mut sums = [0_u16; ROWS];
            for (sum, step) in sums.iter_mut().zip(steps) {
                passes = passes.wrapping_add(*step);
                *sum = passes;
                *step = 0;
            }
            if sums.iter().fold(0, |any, sum| any | sum) == 0 {
                continue;
            }
            let Some(tile) = tiles.get_mut(x) else { continue };
            let plane = tile.get_or_insert_default().plane_mut(direction);
            let counts = plane.get_mut(row * ROWS..(row + 1) * ROWS).unwrap_or_default();
            for (count, &sum) in counts.iter_mut().zip(&sums) {
                *count = count.saturating_add(sum.min(u16::from(u8::MAX)) as u8);
            }
        }
    }
}
