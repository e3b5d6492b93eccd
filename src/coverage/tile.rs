//! Five counts a cell in sparse tiles, so that memory and time follow what is painted and not the canvas.

use crate::geometry::{Cell, CellRect, Grid, Run};
use crate::model::{Direction, PerDirection};
use std::sync::Arc;

/// Cells a side of a tile.
pub const TILE: i32 = 64;

/// Cells of a tile.
pub const TILE_CELLS: usize = (TILE * TILE) as usize;

/// The counts of one direction in a tile, row by row.
pub type Plane = [u8; TILE_CELLS];

/// How a raster is cut into tiles. Tiles are numbered row by row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TileGrid {
    grid: Grid,
    across: i32,
    down: i32,
}

impl TileGrid {
    /// The tiles of a raster.
    pub const fn new(grid: Grid) -> Self {
        let across = (grid.columns() + TILE - 1) / TILE;
        let down = (grid.rows() + TILE - 1) / TILE;
        Self { grid, across, down }
    }

    /// The raster.
    pub const fn grid(self) -> Grid {
        self.grid
    }

    /// Number of tiles from top to bottom.
    pub(super) const fn down(self) -> i32 {
        self.down
    }

    /// The tiles of a row of tiles, from left to right.
    pub(super) fn tiles_of_band(self, band: i32) -> impl Iterator<Item = usize> {
        (0..self.across).map(move |x| (band * self.across + x) as usize)
    }

    /// Number of tiles.
    pub const fn count(self) -> usize {
        (self.across * self.down) as usize
    }

    /// The tile that holds a cell of the raster.
    pub const fn tile_of(self, cell: Cell) -> usize {
        ((cell.row / TILE) * self.across + cell.column / TILE) as usize
    }

    /// The cells of a tile that lie in the raster.
    pub fn cells_of(self, tile: usize) -> CellRect {
        let tile = tile as i32;
        let (left, top) = ((tile % self.across) * TILE, (tile / self.across) * TILE);
        CellRect::new(left, top, left + TILE, top + TILE).intersection(self.grid.bounds())
    }

    /// The tiles that a rectangle touches.
    pub fn tiles_in(self, rect: CellRect) -> impl Iterator<Item = usize> {
        let rect = rect.intersection(self.grid.bounds());
        let (left, right) = (rect.left / TILE, (rect.right + TILE - 1) / TILE);
        let (top, bottom) = (rect.top / TILE, (rect.bottom + TILE - 1) / TILE);
        (top..bottom).flat_map(move |y| (left..right).map(move |x| (y * self.across + x) as usize))
    }

    /// Cuts a run at tile borders: each part's tile and its range of cells inside the tile.
    pub(super) fn parts(self, row: i32, run: Run) -> impl Iterator<Item = (usize, std::ops::Range<usize>)> {
        let run = run.intersection(Run::new(0, self.grid.columns()));
        let inside = row >= 0 && row < self.grid.rows() && !run.is_empty();
        let (first, behind) = if inside { (run.start / TILE, (run.end + TILE - 1) / TILE) } else { (0, 0) };
        let start_of_row = (row % TILE * TILE) as usize;
        (first..behind).map(move |x| {
            let left = x * TILE;
            let from = start_of_row + (run.start.max(left) - left) as usize;
            let to = start_of_row + (run.end.min(left + TILE) - left) as usize;
            ((row / TILE * self.across + x) as usize, from..to)
        })
    }
}

/// Place of a cell inside its tile.
pub(super) const fn place_in_tile(cell: Cell) -> usize {
    (cell.row % TILE * TILE + cell.column % TILE) as usize
}

/// The counts of one tile; a direction nobody painted takes no memory.
#[derive(Clone, Debug, Default)]
pub struct Tile {
    planes: PerDirection<Option<Box<Plane>>>,
}

impl Tile {
    /// The counts of one direction, if there are any.
    pub fn plane(&self, direction: Direction) -> Option<&Plane> {
        self.planes.get(direction).as_deref()
    }

    /// Every direction that has counts, with them.
    pub fn planes(&self) -> impl Iterator<Item = (Direction, &Plane)> {
        self.planes.iter().filter_map(|(direction, plane)| Some((direction, plane.as_deref()?)))
    }

    /// Every direction that has counts, with them, to change.
    pub(super) fn planes_mut(&mut self) -> impl Iterator<Item = &mut Plane> {
        self.planes.0.iter_mut().filter_map(Option::as_deref_mut)
    }

    pub(super) fn plane_mut(&mut self, direction: Direction) -> &mut Plane {
        self.planes.get_mut(direction).get_or_insert_with(|| Box::new([0; TILE_CELLS]))
    }

    /// Sets all five counts of neighbouring cells back to zero.
    pub(super) fn clear(&mut self, cells: std::ops::Range<usize>) {
        for plane in self.planes.0.iter_mut().flatten() {
            if let Some(counts) = plane.get_mut(cells.clone()) {
                counts.fill(0);
            }
        }
    }

    /// Takes the counts of another tile, or zeros, in a part of the tile's cells.
    fn copy_part(&mut self, from: Option<&Self>, part: CellRect, cells: CellRect) {
        for direction in Direction::ALL {
            let source = from.and_then(|tile| tile.plane(direction));
            if source.is_none() && self.plane(direction).is_none() {
                continue;
            }
            let own = self.plane_mut(direction);
            for row in part.rows() {
                let start = ((row - cells.top) * TILE + part.left - cells.left) as usize;
                let range = start..start + part.width() as usize;
                let Some(target) = own.get_mut(range.clone()) else { continue };
                match source.and_then(|source| source.get(range)) {
                    Some(counts) => target.copy_from_slice(counts),
                    None => target.fill(0),
                }
            }
        }
    }

    fn is_blank(&self) -> bool {
        self.planes().all(|(_, plane)| plane.iter().all(|&n| n == 0))
    }
}

/// Pass counts of one device setting in one session: five a cell, each at most 255.
#[derive(Clone, Debug)]
pub struct Coverage {
    tiling: TileGrid,
    /// Shared until changed, so that a copy for another thread costs a pointer a tile.
    tiles: Vec<Option<Arc<Tile>>>,
}

impl Coverage {
    /// No passes anywhere.
    pub fn new(grid: Grid) -> Self {
        let tiling = TileGrid::new(grid);
        Self { tiling, tiles: vec![None; tiling.count()] }
    }

    /// How it is cut into tiles.
    pub const fn tiling(&self) -> TileGrid {
        self.tiling
    }

    /// A tile by number, if anything was painted in it.
    pub fn tile(&self, tile: usize) -> Option<&Tile> {
        self.tiles.get(tile)?.as_deref()
    }

    /// Numbers of the tiles in which anything was painted.
    pub fn painted_tiles(&self) -> impl Iterator<Item = usize> {
        self.tiles.iter().enumerate().filter_map(|(i, tile)| tile.as_ref().map(|_| i))
    }

    /// Whether no cell has a pass.
    pub fn is_blank(&self) -> bool {
        self.tiles.iter().flatten().all(|tile| tile.is_blank())
    }

    /// The counts of a cell; zeros outside the raster.
    pub fn counts(&self, cell: Cell) -> PerDirection<u8> {
        if !self.tiling.grid.bounds().contains(cell) {
            return PerDirection::default();
        }
        let place = place_in_tile(cell);
        let tile = self.tile(self.tiling.tile_of(cell));
        let mut counts = PerDirection::default();
        for (direction, plane) in tile.into_iter().flat_map(Tile::planes) {
            *counts.get_mut(direction) = plane.get(place).copied().unwrap_or(0);
        }
        counts
    }

    /// The same without the passes of some directions. Tiles that have none of them stay shared.
    pub(super) fn without(&self, left_out: PerDirection<bool>) -> Self {
        let tiles = self.tiles.iter().map(|tile| {
            let tile = tile.as_ref()?;
            if tile.planes().all(|(direction, _)| !*left_out.get(direction)) {
                return Some(Arc::clone(tile));
            }
            let mut rest = Tile::default();
            for (direction, plane) in tile.planes().filter(|(direction, _)| !*left_out.get(*direction)) {
                *rest.planes.get_mut(direction) = Some(Box::new(*plane));
            }
            let is_empty = rest.planes().next().is_none();
            (!is_empty).then(|| Arc::new(rest))
        });
        Self { tiling: self.tiling, tiles: tiles.collect() }
    }

    /// Adds passes to the cells of a run; a count stays at 255.
    pub fn add(&mut self, direction: Direction, row: i32, run: Run, passes: u8) {
        if passes == 0 {
            return;
        }
        for (tile, cells) in self.tiling.parts(row, run) {
            let counts = self.tile_mut(tile).and_then(|tile| tile.plane_mut(direction).get_mut(cells));
            for count in counts.into_iter().flatten() {
                *count = count.saturating_add(passes);
            }
        }
    }

    /// Takes passes back from the cells of a run, in the tiles that `exact` holds to be so; where a count may have
    /// stopped at 255, or was less, a tile is not exact any more.
    pub(super) fn subtract(
        &mut self,
        direction: Direction,
        row: i32,
        run: Run,
        passes: u8,
        exact: &mut [bool],
    ) {
        if passes == 0 {
            return;
        }
        for (tile, cells) in self.tiling.parts(row, run) {
            let Some(exact) = exact.get_mut(tile).filter(|exact| **exact) else { continue };
            let counts = self.tile_mut(tile).and_then(|tile| tile.plane_mut(direction).get_mut(cells));
            let counts = counts.unwrap_or_default();
            let (least, most) = counts
                .iter()
                .fold((u8::MAX, 0), |(least, most): (u8, u8), &count| (least.min(count), most.max(count)));
            *exact = least >= passes && most < u8::MAX;
            if *exact {
                for count in counts.iter_mut() {
                    *count -= passes;
                }
            }
        }
    }

    /// Sets all five counts of the cells of a run back to zero.
    pub fn clear(&mut self, row: i32, run: Run) {
        for (tile, cells) in self.tiling.parts(row, run) {
            let Some(Some(tile)) = self.tiles.get_mut(tile) else { continue };
            Arc::make_mut(tile).clear(cells);
        }
    }

    /// Sets all counts inside a rectangle back to zero, and gives back the memory of tiles it covers whole.
    pub fn clear_rect(&mut self, rect: CellRect) {
        let rect = rect.intersection(self.tiling.grid.bounds());
        for tile in self.tiling.tiles_in(rect).collect::<Vec<_>>() {
            let cells = self.tiling.cells_of(tile);
            if cells.intersection(rect) == cells {
                if let Some(slot) = self.tiles.get_mut(tile) {
                    *slot = None;
                }
            } else {
                let part = cells.intersection(rect);
                part.rows().for_each(|row| self.clear(row, part.columns()));
            }
        }
    }

    /// Takes the counts of another coverage of the same raster inside a rectangle.
    pub(super) fn copy_rect(&mut self, source: &Self, rect: CellRect) {
        let rect = rect.intersection(self.tiling.grid.bounds());
        for index in self.tiling.tiles_in(rect).collect::<Vec<_>>() {
            let cells = self.tiling.cells_of(index);
            let part = cells.intersection(rect);
            let from = source.tiles.get(index).and_then(Option::as_ref);
            let Some(slot) = self.tiles.get_mut(index) else { continue };
            match (from, slot.as_mut()) {
                (None, None) => {}
                // A tile that is shared already holds the same counts.
                (Some(from), Some(own)) if Arc::ptr_eq(from, own) => {}
                (from, _) if part == cells => *slot = from.cloned(),
                (from, _) => {
                    let own = Arc::make_mut(slot.get_or_insert_with(Arc::default));
                    own.copy_part(from.map(AsRef::as_ref), part, cells);
                }
            }
        }
    }

    /// A tile to change, if anything was painted in it.
    pub(super) fn painted_tile_mut(&mut self, tile: usize) -> Option<&mut Tile> {
        self.tiles.get_mut(tile)?.as_mut().map(Arc::make_mut)
    }

    /// Puts a tile in the place of what was there.
    pub(super) fn put_tile(&mut self, tile: usize, counts: Tile) {
        if let Some(slot) = self.tiles.get_mut(tile) {
            *slot = Some(Arc::new(counts));
        }
    }

    /// A tile to change; none where the number is not one of the raster's.
    pub(super) fn tile_mut(&mut self, tile: usize) -> Option<&mut Tile> {
        Some(Arc::make_mut(self.tiles.get_mut(tile)?.get_or_insert_with(Arc::default)))
    }
}

impl PartialEq for Coverage {
    /// Equal when every cell has equal counts; a tile of zeros equals one that was never painted.
    fn eq(&self, other: &Self) -> bool {
        let blank = Tile::default();
        let same = |a: &Tile, b: &Tile| {
            Direction::ALL.into_iter().all(|direction| match (a.plane(direction), b.plane(direction)) {
                (Some(a), Some(b)) => a == b,
                (Some(only), None) | (None, Some(only)) => only.iter().all(|&n| n == 0),
                (None, None) => true,
            })
        };
        self.tiling == other.tiling
            && self
                .tiles
                .iter()
                .zip(&other.tiles)
                .all(|(a, b)| same(a.as_deref().unwrap_or(&blank), b.as_deref().unwrap_or(&blank)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn coverage() -> Coverage {
        Coverage::new(Grid::new(50.0, 40.0, 4).unwrap())
    }

    #[test]
    fn runs_cross_tiles_and_are_clipped() {
        let mut c = coverage();
        c.add(Direction::Rising, 63, Run::new(-20, 1000), 2);
        c.add(Direction::Rising, -1, Run::new(0, 10), 2);
        c.add(Direction::Rising, 160, Run::new(0, 10), 2);
        let count = |column, row| *c.counts(Cell::new(column, row)).get(Direction::Rising);
        assert_eq!((count(0, 63), count(63, 63), count(64, 63), count(199, 63)), (2, 2, 2, 2));
        assert_eq!((count(200, 63), count(0, 62), count(0, 64), count(-1, 63)), (0, 0, 0, 0));
        assert_eq!(c.painted_tiles().count(), 4);
    }

    #[test]
    fn counts_stay_at_255() {
        let mut c = coverage();
        c.add(Direction::Vertical, 1, Run::new(0, 3), 200);
        c.add(Direction::Vertical, 1, Run::new(1, 2), 200);
        let count = |column| *c.counts(Cell::new(column, 1)).get(Direction::Vertical);
        assert_eq!((count(0), count(1), count(2)), (200, 255, 200));
    }

    #[test]
    fn clearing_leaves_what_is_around() {
        let mut c = coverage();
        (0..160).for_each(|row| c.add(Direction::Falling, row, Run::new(0, 200), 1));
        let all = c.clone();
        c.clear_rect(CellRect::new(10, 10, 140, 130));
        let count = |column, row| c.counts(Cell::new(column, row)).0.iter().sum::<u8>();
        assert_eq!((count(9, 10), count(10, 10), count(139, 129), count(140, 129)), (1, 0, 0, 1));
        assert_ne!(c, all);
        for row in 10..130 {
            c.add(Direction::Falling, row, Run::new(10, 140), 1);
        }
        assert_eq!(c, all);
        c.clear_rect(c.tiling().grid().bounds());
        assert!(c.is_blank());
        assert_eq!(c, coverage());
    }

    #[test]
    fn a_copy_is_not_changed_with_its_original() {
        let mut c = coverage();
        c.add(Direction::Horizontal, 0, Run::new(0, 9), 1);
        let copy = c.clone();
        c.add(Direction::Horizontal, 0, Run::new(0, 9), 1);
        assert_eq!(*copy.counts(Cell::new(3, 0)).get(Direction::Horizontal), 1);
    }
}
