//! The counts of a session with a stroke that is being drawn on top.

use super::SessionCoverage;
use super::draft::{Draft, DraftEffect, Part, by_tile};
use super::tile::{TILE, TILE_CELLS, Tile, TileGrid};
use crate::model::{DeviceId, Direction};
use std::collections::BTreeMap;
use std::ops::Range;

/// A session's counts while a stroke is drawn: always what they would be with the stroke's points so far.
///
/// A roll may take back what it counted, namely where the half disc ahead of its tip has moved on. Counts stay at
/// 255, so what was counted beyond is kept beside them, and taken back first.
#[derive(Clone, Debug)]
pub struct LiveCoverage {
    counts: SessionCoverage,
    device: Option<DeviceId>,
    /// Passes beyond 255, in the tiles and directions that have any.
    beyond: Beyond,
    parts: Vec<Part>,
    told: Vec<(Range<usize>, i32)>,
}

type Beyond = BTreeMap<(usize, Direction), Box<[u32; TILE_CELLS]>>;

/// Somebody who follows the passes of a session's cells, all directions and devices together.
pub trait Watch {
    /// The passes of some runs of cells in a tile have changed, of all cells of a run by as much. A run is given by
    /// the places of its cells in the tile.
    fn changed(&mut self, tile: usize, runs: &[(Range<usize>, i32)]);
    /// The passes of neighbouring cells of one row have changed, each by its own.
    fn changed_each(&mut self, tile: usize, cells: Range<usize>, by: &[i32]);
}

impl Watch for () {
    fn changed(&mut self, _: usize, _: &[(Range<usize>, i32)]) {}
    fn changed_each(&mut self, _: usize, _: Range<usize>, _: &[i32]) {}
}

impl LiveCoverage {
    /// The counts of a session to which a stroke with a device is going to be added.
    pub const fn new(counts: SessionCoverage, device: Option<DeviceId>) -> Self {
        Self { counts, device, beyond: BTreeMap::new(), parts: Vec::new(), told: Vec::new() }
    }

    /// The counts as they are now.
    pub const fn counts(&self) -> &SessionCoverage {
        &self.counts
    }

    /// The counts, when the stroke is done.
    pub fn into_counts(self) -> SessionCoverage {
        self.counts
    }

    /// Follows a draft by one point: counts what its last push changed. Several drafts, such as a stroke and its
    /// mirror image, may take turns.
    pub fn follow(&mut self, draft: &Draft, watch: &mut impl Watch) {
        let tiling = TileGrid::new(self.counts.grid());
        let (mut parts, mut told) = (std::mem::take(&mut self.parts), std::mem::take(&mut self.told));
        let beyond = &mut self.beyond;
        match draft.effect() {
            DraftEffect::Roll(passes) => {
                let layer = self.counts.layer_mut(self.device.as_ref());
                by_tile(tiling, draft.changes(), &mut parts, |index, parts| {
                    let Some(tile) = layer.tile_mut(index) else { return };
                    let mut adder = Adder { index, passes, beyond, told: &mut told, watch };
                    for part in parts {
                        adder.count(tile, part.direction, part);
                    }
                    adder.tell();
                });
            }
            DraftEffect::Shade(passes) => {
                let layer = self.counts.layer_mut(self.device.as_ref());
                by_tile(tiling, draft.changes(), &mut parts, |index, parts| {
                    let Some(tile) = layer.tile_mut(index) else { return };
                    for (direction, &passes) in passes.iter().filter(|(_, passes)| **passes > 0) {
                        let mut adder = Adder { index, passes, beyond, told: &mut told, watch };
                        for part in parts {
                            adder.count(tile, direction, part);
                        }
                        adder.tell();
                    }
                });
            }
            DraftEffect::Erase => {
                by_tile(tiling, draft.changes(), &mut parts, |tile, parts| {
                    erase(&mut self.counts, tile, parts, watch);
                });
            }
        }
        (self.parts, self.told) = (parts, told);
    }
}

/// Counts the parts of changes that lie in one tile.
struct Adder<'a, W> {
    index: usize,
    passes: u8,
    beyond: &'a mut Beyond,
    told: &'a mut Vec<(Range<usize>, i32)>,
    watch: &'a mut W,
}

impl<W: Watch> Adder<'_, W> {
    fn count(&mut self, tile: &mut Tile, direction: Direction, part: &Part) {
        let Some(counts) = tile.plane_mut(direction).get_mut(part.cells.clone()) else { return };
        if part.covered {
            self.add(counts, direction, part);
        } else {
            self.take_back(counts, direction, part);
        }
    }

    /// Says what changed by as much in all cells of a run.
    fn tell(&mut self) {
        if !self.told.is_empty() {
            self.watch.changed(self.index, self.told);
            self.told.clear();
        }
    }

    fn add(&mut self, counts: &mut [u8], direction: Direction, part: &Part) {
        let passes = self.passes;
        let mut is_full = false;
        for count in counts.iter_mut() {
            let sum = count.wrapping_add(passes);
            is_full |= sum < *count;
            *count = sum;
        }
        if !is_full {
            self.told.push((part.cells.clone(), i32::from(passes)));
            return;
        }
        for count in counts.iter_mut() {
            *count = count.wrapping_sub(passes);
        }
        let beyond = self.beyond.entry((self.index, direction)).or_insert_with(|| Box::new([0; TILE_CELLS]));
        let over = beyond.get_mut(part.cells.clone()).unwrap_or_default();
        let mut deltas = [0; TILE as usize];
        for ((count, over), delta) in counts.iter_mut().zip(over).zip(&mut deltas) {
            let room = (u8::MAX - *count).min(passes);
            *count += room;
            *over = over.saturating_add(u32::from(passes - room));
            *delta = i32::from(room);
        }
        self.tell_each(part, &deltas);
    }

    fn take_back(&mut self, counts: &mut [u8], direction: Direction, part: &Part) {
        let passes = self.passes;
        let beyond = self.beyond.get_mut(&(self.index, direction));
        let Some(over) = beyond.and_then(|all| all.get_mut(part.cells.clone())) else {
            for n in counts.iter_mut() {
                *n = n.saturating_sub(passes);
            }
            self.told.push((part.cells.clone(), -i32::from(passes)));
            return;
        };
        let mut deltas = [0; TILE as usize];
        for ((count, over), delta) in counts.iter_mut().zip(over).zip(&mut deltas) {
            let from_over = (*over).min(u32::from(passes));
            *over -= from_over;
            let rest = passes - from_over as u8;
            *count = count.saturating_sub(rest);
            *delta = -i32::from(rest);
        }
        self.tell_each(part, &deltas);
    }

    fn tell_each(&mut self, part: &Part, deltas: &[i32]) {
        let deltas = deltas.get(..part.cells.len()).unwrap_or_default();
        self.watch.changed_each(self.index, part.cells.clone(), deltas);
    }
}

fn erase(counts: &mut SessionCoverage, tile: usize, parts: &[Part], watch: &mut impl Watch) {
    if counts.layers().all(|(_, layer)| layer.tile(tile).is_none()) {
        return;
    }
    for part in parts {
        let mut deltas = [0; TILE as usize];
        for layer in counts.layers_mut() {
            let planes = layer.painted_tile_mut(tile).into_iter().flat_map(Tile::planes_mut);
            for cells in planes.filter_map(|plane| plane.get_mut(part.cells.clone())) {
                for (delta, count) in deltas.iter_mut().zip(cells) {
                    *delta -= i32::from(std::mem::take(count));
                }
            }
        }
        watch.changed_each(tile, part.cells.clone(), deltas.get(..part.cells.len()).unwrap_or_default());
    }
}
