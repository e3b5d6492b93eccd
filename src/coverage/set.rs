//! Several sessions of a series on one diagram, added up tile by tile when asked.

use super::SessionCoverage;
use super::tile::{Coverage, TILE_CELLS, Tile, TileGrid, place_in_tile};
use crate::geometry::{Cell, Grid};
use crate::model::{Device, DeviceId, Direction, PerDirection, Session};
use jiff::civil::Date;
use std::sync::Arc;

/// The counts of one device in one session.
#[derive(Clone, Debug)]
pub struct Layer {
    /// Which session of the set, from 0 in time order.
    pub session: usize,
    /// The session's date.
    pub day: Date,
    /// The device, as it was set.
    pub device: Option<Arc<Device>>,
    /// Its counts.
    pub coverage: Arc<Coverage>,
}

impl Layer {
    /// Punctures per cm2 and pass of the layer's device, if its geometry is known.
    pub fn density_per_pass(&self) -> Option<f64> {
        self.device.as_ref()?.density_per_pass()
    }
}

/// The chosen sessions of a series on one diagram.
#[derive(Clone, Debug)]
pub struct CoverageSet {
    tiling: TileGrid,
    sessions: Vec<Date>,
    layers: Vec<Layer>,
}

/// Counts of a tile, sessions and devices added up: five a cell, each at most 65,535.
#[derive(Clone, Debug)]
pub struct TileCounts {
    planes: PerDirection<Box<[u16; TILE_CELLS]>>,
}

impl Default for TileCounts {
    fn default() -> Self {
        Self { planes: PerDirection(std::array::from_fn(|_| Box::new([0; TILE_CELLS]))) }
    }
}

impl TileCounts {
    /// The counts of one direction, row by row.
    pub fn plane(&self, direction: Direction) -> &[u16; TILE_CELLS] {
        self.planes.get(direction)
    }

    /// All five together, cell by cell.
    pub fn totals(&self, out: &mut [u32; TILE_CELLS]) {
        out.fill(0);
        for (_, plane) in self.planes.iter() {
            for (sum, &count) in out.iter_mut().zip(plane.iter()) {
                *sum += u32::from(count);
            }
        }
    }

    /// Which of the four directions have a pass, cell by cell: bit 0 horizontal, 1 vertical, 2 rising, 3 falling.
    pub fn direction_bits(&self, out: &mut [u8; TILE_CELLS]) {
        out.fill(0);
        for direction in Direction::ROLLED {
            let bit = 1_u8 << direction.index();
            for (bits, &count) in out.iter_mut().zip(self.plane(direction)) {
                *bits |= if count > 0 { bit } else { 0 };
            }
        }
    }

    fn clear(&mut self) {
        self.planes.0.iter_mut().for_each(|plane| plane.fill(0));
    }

    fn add(&mut self, tile: &Tile) {
        for (direction, counts) in tile.planes() {
            for (sum, &count) in self.planes.get_mut(direction).iter_mut().zip(counts) {
                *sum = sum.saturating_add(u16::from(count));
            }
        }
    }
}

impl CoverageSet {
    /// No sessions.
    pub const fn new(grid: Grid) -> Self {
        Self { tiling: TileGrid::new(grid), sessions: Vec::new(), layers: Vec::new() }
    }

    /// A set of one session.
    pub fn of_session(session: &Session, coverage: &SessionCoverage) -> Self {
        let mut set = Self::new(coverage.grid());
        set.push(session, coverage);
        set
    }

    /// Adds the next session in time order.
    pub fn push(&mut self, session: &Session, coverage: &SessionCoverage) {
        let day = session.started_at.date();
        let number = self.sessions.len();
        self.sessions.push(day);
        let device = |id: Option<&DeviceId>| id.and_then(|id| session.device(id)).cloned().map(Arc::new);
        self.layers.extend(coverage.layers().map(|(id, coverage)| Layer {
            session: number,
            day,
            device: device(id),
            coverage: Arc::clone(coverage),
        }));
    }

    /// How it is cut into tiles.
    pub const fn tiling(&self) -> TileGrid {
        self.tiling
    }

    /// The dates of its sessions, in time order.
    pub fn sessions(&self) -> &[Date] {
        &self.sessions
    }

    /// The counts by session and device.
    pub fn layers(&self) -> &[Layer] {
        &self.layers
    }

    /// Numbers of the tiles in which any session painted, in order.
    pub fn painted_tiles(&self) -> Vec<usize> {
        let mut painted = vec![false; self.tiling.count()];
        for tile in self.layers.iter().flat_map(|layer| layer.coverage.painted_tiles()) {
            if let Some(mark) = painted.get_mut(tile) {
                *mark = true;
            }
        }
        painted.into_iter().enumerate().filter_map(|(tile, mark)| mark.then_some(tile)).collect()
    }

    /// Adds up the layers of a tile that `choose` picks. Returns whether any of them was painted there.
    pub fn sum_tile(&self, tile: usize, out: &mut TileCounts, choose: impl Fn(&Layer) -> bool) -> bool {
        out.clear();
        let mut any = false;
        for layer in self.layers.iter().filter(|layer| choose(layer)) {
            if let Some(tile) = layer.coverage.tile(tile) {
                out.add(tile);
                any = true;
            }
        }
        any
    }

    /// The counts of a cell, all sessions and devices together, each at most 65,535.
    pub fn counts(&self, cell: Cell) -> PerDirection<u32> {
        let mut sum = PerDirection::<u32>::default();
        for layer in &self.layers {
            for (direction, &count) in layer.coverage.counts(cell).iter() {
                let sum = sum.get_mut(direction);
                *sum = (*sum + u32::from(count)).min(u32::from(u16::MAX));
            }
        }
        sum
    }

    /// Passes of a cell, all sessions, devices and directions together.
    pub fn total(&self, cell: Cell) -> u32 {
        self.counts(cell).0.iter().sum()
    }

    /// The distinct densities per pass of its devices, in ascending order; None stands for devices whose
    /// geometry is not known, and comes first.
    pub fn densities(&self) -> Vec<Option<f64>> {
        let mut all: Vec<Option<f64>> = self.layers.iter().map(Layer::density_per_pass).collect();
        all.sort_by(|a, b| match (a, b) {
            (Some(a), Some(b)) => a.total_cmp(b),
            _ => a.is_some().cmp(&b.is_some()),
        });
        all.dedup();
        all
    }

    /// Place of a cell inside its tile, and the tile's number; none outside the raster.
    pub fn locate(&self, cell: Cell) -> Option<(usize, usize)> {
        let inside = self.tiling.grid().bounds().contains(cell);
        inside.then(|| (self.tiling.tile_of(cell), place_in_tile(cell)))
    }
}
