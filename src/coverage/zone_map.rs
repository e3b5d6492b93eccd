//! Which zone each cell of a diagram belongs to.

use super::tile::{TILE, TILE_CELLS, TileGrid, place_in_tile};
use crate::geometry::{Cell, CellRect, Grid, Run};
use crate::model::Diagram;

/// Stands in a [`ZoneTile`] for a cell that belongs to no zone.
pub const NO_ZONE: u8 = u8::MAX;

/// The zones of a tile's cells, as places in the diagram's drawing order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ZoneTile {
    /// All cells alike: one zone, or [`NO_ZONE`].
    Whole(u8),
    /// Cell by cell, row by row.
    Mixed(Box<[u8; TILE_CELLS]>),
}

/// Cells of a tile that follow each other and belong to the same zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ZoneRun {
    /// The zone, as its place in drawing order.
    pub zone: u8,
    first: u16,
    behind: u16,
}

impl ZoneRun {
    /// Its cells, as places in the tile.
    pub fn cells(self) -> std::ops::Range<usize> {
        self.first.into()..self.behind.into()
    }
}

/// The zone of every cell. A cell belongs to the first zone in drawing order that holds its centre.
#[derive(Clone, Debug)]
pub struct ZoneMap {
    tiling: TileGrid,
    tiles: Vec<ZoneTile>,
    /// The cells of each tile that belong to a zone, in order.
    tile_runs: Vec<Box<[ZoneRun]>>,
    /// The cells of each zone as runs, from top to bottom.
    runs: Vec<Vec<(i32, Run)>>,
    /// How many cells each zone has, and the smallest rectangle around them.
    sizes: Vec<(u64, CellRect)>,
    /// The cells inside the silhouette as runs, from top to bottom.
    silhouette: Vec<(i32, Run)>,
}

impl ZoneMap {
    /// The zone map of a diagram.
    pub fn new(diagram: &Diagram) -> Self {
        let grid = diagram.grid;
        let tiling = TileGrid::new(grid);
        let mut tiles = vec![ZoneTile::Whole(NO_ZONE); tiling.count()];
        let mut runs = Vec::with_capacity(diagram.zones.len());
        for (zone, index) in diagram.zones.iter().zip(0_u8..NO_ZONE) {
            let mut own = Vec::new();
            for (row, run) in zone.outline.runs(grid, grid.bounds()) {
                claim(tiling, &mut tiles, row, run, index, &mut own);
            }
            runs.push(own);
        }
        Self::settled(tiling, tiles, runs, diagram.silhouette.runs(grid, grid.bounds()))
    }

    /// What follows from the zones of all cells is worked out once, since it is asked for with every stroke.
    fn settled(
        tiling: TileGrid,
        mut tiles: Vec<ZoneTile>,
        runs: Vec<Vec<(i32, Run)>>,
        silhouette: Vec<(i32, Run)>,
    ) -> Self {
        tiles.iter_mut().for_each(settle);
        Self {
            tile_runs: tiles.iter().map(zone_runs).collect(),
            sizes: runs.iter().map(|runs| size_of(runs)).collect(),
            tiling,
            tiles,
            runs,
            silhouette,
        }
    }

    /// A zone map from what is known of each cell, as masks have it: the zone of a cell, as a place below `zones`, and
    /// whether it lies in the figure.
    pub fn from_cells(
        grid: Grid,
        zones: u8,
        zone_of: impl Fn(Cell) -> Option<u8>,
        is_figure: impl Fn(Cell) -> bool,
    ) -> Self {
        let tiling = TileGrid::new(grid);
        let mut tiles = vec![ZoneTile::Whole(NO_ZONE); tiling.count()];
        let mut runs = vec![Vec::new(); usize::from(zones)];
        let mut silhouette = Vec::new();
        for row in 0..grid.rows() {
            for_each_run(grid, row, &zone_of, |run, zone| {
                if let Some(own) = runs.get_mut(usize::from(zone)) {
                    claim(tiling, &mut tiles, row, run, zone, own);
                }
            });
            for_each_run(
                grid,
                row,
                |cell| is_figure(cell).then_some(()),
                |run, ()| silhouette.push((row, run)),
            );
        }
        Self::settled(tiling, tiles, runs, silhouette)
    }

    /// How it is cut into tiles, the same way as a coverage of the diagram.
    pub const fn tiling(&self) -> TileGrid {
        self.tiling
    }

    /// The raster of the diagram.
    pub const fn grid(&self) -> Grid {
        self.tiling.grid()
    }

    /// A tile by number.
    pub fn tile(&self, tile: usize) -> &ZoneTile {
        const NONE: &ZoneTile = &ZoneTile::Whole(NO_ZONE);
        self.tiles.get(tile).unwrap_or(NONE)
    }

    /// The cells of a tile that belong to a zone, in order.
    pub fn tile_runs(&self, tile: usize) -> &[ZoneRun] {
        self.tile_runs.get(tile).map_or(&[], |runs| runs)
    }

    /// The zone of a cell, as its place in drawing order.
    pub fn zone_at(&self, cell: Cell) -> Option<usize> {
        if !self.grid().bounds().contains(cell) {
            return None;
        }
        let zone = match self.tile(self.tiling.tile_of(cell)) {
            ZoneTile::Whole(zone) => *zone,
            ZoneTile::Mixed(zones) => zones.get(place_in_tile(cell)).copied().unwrap_or(NO_ZONE),
        };
        (zone != NO_ZONE).then_some(usize::from(zone))
    }

    /// The cells of a zone, from top to bottom and left to right.
    pub fn zone_runs(&self, zone: usize) -> &[(i32, Run)] {
        self.runs.get(zone).map_or(&[], Vec::as_slice)
    }

    /// Number of cells of a zone.
    pub fn zone_cells(&self, zone: usize) -> u64 {
        self.sizes.get(zone).map_or(0, |(cells, _)| *cells)
    }

    /// The smallest rectangle around a zone's cells.
    pub fn zone_bounds(&self, zone: usize) -> CellRect {
        self.sizes.get(zone).map_or(CellRect::EMPTY, |(_, bounds)| *bounds)
    }

    /// Number of zones.
    pub fn zones(&self) -> usize {
        self.runs.len()
    }

    /// Whether a cell lies inside the figure.
    pub fn is_figure(&self, cell: Cell) -> bool {
        let from = self.silhouette.partition_point(|(row, run)| (*row, run.end) <= (cell.row, cell.column));
        self.silhouette.get(from).is_some_and(|(row, run)| *row == cell.row && run.start <= cell.column)
    }

    /// The cells inside the figure, from top to bottom and left to right.
    pub fn silhouette(&self) -> &[(i32, Run)] {
        &self.silhouette
    }
}

/// Calls `found` for the longest runs of cells in a row that have the same value.
fn for_each_run<T: Copy + PartialEq>(
    grid: Grid,
    row: i32,
    value_of: impl Fn(Cell) -> Option<T>,
    mut found: impl FnMut(Run, T),
) {
    let mut open: Option<(i32, T)> = None;
    for column in 0..=grid.columns() {
        let value = if column < grid.columns() { value_of(Cell::new(column, row)) } else { None };
        if open.map(|(_, value)| value) != value {
            if let Some((start, value)) = open {
                found(Run::new(start, column), value);
            }
            open = value.map(|value| (column, value));
        }
    }
}

/// Gives the unclaimed cells of a run to a zone, and notes them as runs of the zone.
fn claim(tiling: TileGrid, tiles: &mut [ZoneTile], row: i32, run: Run, zone: u8, own: &mut Vec<(i32, Run)>) {
    for (tile, cells) in tiling.parts(row, run) {
        let left = tiling.cells_of(tile).left;
        let Some(slot) = tiles.get_mut(tile) else { continue };
        if let ZoneTile::Whole(all) = *slot {
            *slot = ZoneTile::Mixed(Box::new([all; TILE_CELLS]));
        }
        let ZoneTile::Mixed(zones) = slot else { continue };
        let first = left + cells.start as i32 % TILE;
        for (owner, column) in zones.get_mut(cells).into_iter().flatten().zip(first..) {
            if *owner != NO_ZONE {
                continue;
            }
            *owner = zone;
            match own.last_mut() {
                Some((last_row, last)) if *last_row == row && last.end == column => last.end += 1,
                _ => own.push((row, Run::new(column, column + 1))),
            }
        }
    }
}

/// Turns a tile whose cells are all alike into one value.
fn settle(tile: &mut ZoneTile) {
    if let ZoneTile::Mixed(zones) = tile {
        let [first, ..] = **zones;
        if zones.iter().all(|&zone| zone == first) {
            *tile = ZoneTile::Whole(first);
        }
    }
}

/// The number of cells of a zone and the smallest rectangle around them.
fn size_of(runs: &[(i32, Run)]) -> (u64, CellRect) {
    let around = |(row, run): &(i32, Run)| CellRect::new(run.start, *row, run.end, row + 1);
    let cells = runs.iter().map(|(_, run)| u64::from(run.len().unsigned_abs())).sum();
    (cells, runs.iter().map(around).fold(CellRect::EMPTY, CellRect::union))
}

/// The cells of a tile that belong to a zone, in order.
fn zone_runs(tile: &ZoneTile) -> Box<[ZoneRun]> {
    let all = TILE_CELLS as u16;
    match tile {
        ZoneTile::Whole(NO_ZONE) => Box::default(),
        ZoneTile::Whole(zone) => Box::new([ZoneRun { zone: *zone, first: 0, behind: all }]),
        ZoneTile::Mixed(zones) => {
            let mut behind = 0;
            let runs = zones.chunk_by(|a, b| a == b).filter_map(|same| {
                let first = behind;
                behind += same.len() as u16;
                let zone = same.first().copied().filter(|zone| *zone != NO_ZONE)?;
                Some(ZoneRun { zone, first, behind })
            });
            runs.collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Atlas;

    #[test]
    fn every_cell_has_the_first_zone_that_holds_its_centre() {
        let atlas = Atlas::builtin().unwrap();
        for diagram in atlas.diagrams().iter().take(4) {
            let map = ZoneMap::new(diagram);
            // Every 7th cell in both directions is enough to meet every border many times.
            for row in (0..diagram.grid.rows()).step_by(7) {
                for column in (0..diagram.grid.columns()).step_by(7) {
                    let cell = Cell::new(column, row);
                    let centre = diagram.grid.centre(cell);
                    let first = diagram.zones.iter().position(|zone| zone.outline.contains(centre));
                    assert_eq!(map.zone_at(cell), first, "{} at {cell:?}", diagram.id);
                }
            }
        }
    }

    #[test]
    fn a_map_made_cell_by_cell_is_the_same() {
        let atlas = Atlas::builtin().unwrap();
        for diagram in atlas.diagrams().iter().take(2) {
            let map = ZoneMap::new(diagram);
            let zone_of = |cell| map.zone_at(cell).map(|zone| zone as u8);
            let again =
                ZoneMap::from_cells(map.grid(), map.zones() as u8, zone_of, |cell| map.is_figure(cell));
            assert_eq!(again.tiles, map.tiles, "{}", diagram.id);
            assert_eq!(again.runs, map.runs, "{}", diagram.id);
            assert_eq!(again.silhouette, map.silhouette, "{}", diagram.id);
        }
    }

    #[test]
    fn zones_beyond_the_number_there_are_claim_nothing() {
        let grid = Grid::new(3.0, 1.0, 1).unwrap();
        let map = ZoneMap::from_cells(grid, 1, |cell| Some(cell.column as u8), |cell| cell.column == 2);
        let zones: Vec<_> = (0..3).map(|column| map.zone_at(Cell::new(column, 0))).collect();
        assert_eq!(zones, [Some(0), None, None]);
        assert_eq!((map.zones(), map.silhouette()), (1, [(0, Run::new(2, 3))].as_slice()));
    }

    #[test]
    fn runs_hold_the_cells_of_the_map_and_areas_those_of_the_atlas() {
        let atlas = Atlas::builtin().unwrap();
        for diagram in atlas.diagrams() {
            let map = ZoneMap::new(diagram);
            for (i, zone) in diagram.zones.iter().enumerate() {
                let (row, run) = map.zone_runs(i)[map.zone_runs(i).len() / 2];
                assert_eq!(map.zone_at(Cell::new(run.start, row)), Some(i));
                assert_ne!(map.zone_at(Cell::new(run.start - 1, row)), Some(i), "{}", zone.id);
                assert_ne!(map.zone_at(Cell::new(run.end, row)), Some(i), "{}", zone.id);
                assert!(map.zone_cells(i) > 100, "{} of {}", zone.id, diagram.id);
            }
        }
    }
}
