//! The counts of one tile with sessions and devices added up, as maps and metrics read them.

use super::sums::{SumPlane, Sums};
use super::tile::{Plane, TILE_CELLS};
use crate::model::{Direction, PerDirection};

/// Counts of a tile, sessions and devices added up: five a cell, each at most 65,535.
#[derive(Clone, Debug)]
pub struct TileCounts {
    planes: PerDirection<Box<[u16; TILE_CELLS]>>,
    /// Which planes may hold anything but zeros.
    used: PerDirection<bool>,
}

impl Default for TileCounts {
    fn default() -> Self {
        Self {
            planes: PerDirection(std::array::from_fn(|_| Box::new([0; TILE_CELLS]))),
            used: PerDirection::default(),
        }
    }
}

impl TileCounts {
    /// The counts of one direction, row by row.
    pub fn plane(&self, direction: Direction) -> &[u16; TILE_CELLS] {
        self.planes.get(direction)
    }

    /// The directions that may have passes, with their counts.
    pub fn planes(&self) -> impl Iterator<Item = (Direction, &[u16; TILE_CELLS])> {
        self.planes.iter().filter(|(direction, _)| *self.used.get(*direction)).map(|(d, plane)| (d, &**plane))
    }

    /// All five together, cell by cell.
    pub fn totals(&self, out: &mut [u32; TILE_CELLS]) {
        out.fill(0);
        for (_, plane) in self.planes() {
            for (sum, &count) in out.iter_mut().zip(plane) {
                *sum += u32::from(count);
            }
        }
    }

    /// All five together, cell by cell, each at most 65,535.
    pub fn short_totals(&self, out: &mut [u16; TILE_CELLS]) {
        let mut planes = self.planes();
        match planes.next() {
            Some((_, plane)) => out.copy_from_slice(plane),
            None => out.fill(0),
        }
        for (_, plane) in planes {
            for (sum, &count) in out.iter_mut().zip(plane) {
                *sum = sum.saturating_add(count);
            }
        }
    }

    /// Which of the four directions have a pass, cell by cell: bit 0 horizontal, 1 vertical, 2 rising, 3 falling.
    pub fn direction_bits(&self, out: &mut [u8; TILE_CELLS]) {
        out.fill(0);
        for (direction, plane) in self.planes().filter(|(direction, _)| *direction != Direction::Undirected) {
            let bit = 1_u8 << direction.index();
            for (bits, &count) in out.iter_mut().zip(plane) {
                *bits |= if count > 0 { bit } else { 0 };
            }
        }
    }

    pub(super) fn clear(&mut self) {
        for (used, plane) in self.used.0.iter_mut().zip(&mut self.planes.0) {
            if std::mem::take(used) {
                plane.fill(0);
            }
        }
    }

    /// Adds the sums of a direction.
    pub(super) fn add_sums(&mut self, direction: Direction, sums: &SumPlane) {
        let fresh = !std::mem::replace(self.used.get_mut(direction), true);
        let plane = self.planes.get_mut(direction);
        match sums.sums() {
            Sums::Short(sums) if fresh => plane.copy_from_slice(&**sums),
            Sums::Short(sums) => {
                for (own, &sum) in plane.iter_mut().zip(sums.iter()) {
                    *own = own.saturating_add(sum);
                }
            }
            Sums::Long(sums) => {
                for (own, &sum) in plane.iter_mut().zip(sums.iter()) {
                    *own = own.saturating_add(sum.min(u32::from(u16::MAX)) as u16);
                }
            }
        }
    }

    /// Adds the counts of a direction.
    pub(super) fn add(&mut self, direction: Direction, counts: &Plane) {
        let fresh = !std::mem::replace(self.used.get_mut(direction), true);
        let plane = self.planes.get_mut(direction);
        if fresh {
            plane.iter_mut().zip(counts).for_each(|(own, &count)| *own = u16::from(count));
        } else {
            for (own, &count) in plane.iter_mut().zip(counts) {
                *own = own.saturating_add(u16::from(count));
            }
        }
    }
}
