//! Counting cells: one pass over the painted tiles gives every whole number the metrics are made of.

use super::counter::TileCounter;
use crate::coverage::{CoverageSet, ZoneMap};
use crate::model::PerDirection;
use rayon::prelude::*;
use std::collections::BTreeMap;

/// What was counted on a diagram, zone by zone in drawing order.
#[derive(Clone, Debug, PartialEq)]
pub struct Tally {
    /// The densities per pass of the devices in use, in ascending order; None stands for unknown.
    pub densities: Vec<Option<f64>>,
    /// The counts of each zone.
    pub zones: Vec<ZoneTally>,
}

/// Whole numbers of one zone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ZoneTally {
    /// Number of cells.
    pub cells: u64,
    /// Number of cells by passes: the n-th has exactly n.
    pub by_passes: Vec<u64>,
    /// Passes of all cells added up, by direction.
    pub by_direction: PerDirection<u64>,
    /// Cells with at least one pass, by direction.
    pub touched: PerDirection<u64>,
    /// Cells that have all four directions.
    pub complete: u64,
    /// Passes of all cells added up, by density as in [`Tally::densities`].
    pub by_density: Vec<u64>,
    /// Cells by their passes of each density. Only kept where there is more than one density, because otherwise
    /// `by_passes` says it.
    pub by_densities: BTreeMap<Vec<u32>, u64>,
}

impl ZoneTally {
    /// Number of cells with at least `passes`.
    pub fn at_least(&self, passes: u32) -> u64 {
        self.by_passes.iter().skip(passes as usize).sum()
    }

    /// Passes of all cells added up.
    pub fn total_passes(&self) -> u64 {
        self.by_direction.0.iter().sum()
    }

    /// The most passes of any cell.
    pub fn max_passes(&self) -> u32 {
        self.by_passes.iter().rposition(|&cells| cells > 0).unwrap_or(0) as u32
    }

    /// Counts cells that have the same number of passes.
    pub(super) fn count(&mut self, passes: u32, cells: u64) {
        let passes = passes as usize;
        if self.by_passes.len() <= passes {
            self.by_passes.resize(passes + 1, 0);
        }
        if let Some(slot) = self.by_passes.get_mut(passes) {
            *slot += cells;
        }
    }
}

/// Counts the cells of every zone. Tiles are counted on as many threads as there are; since everything is whole
/// numbers that are added up, the result does not depend on it.
pub fn tally(set: &CoverageSet, zones: &ZoneMap) -> Tally {
    let densities = set.densities();
    let painted = set.painted_tiles();
    // Two parts a thread even out what threads find; every part more has tables of its own to be joined.
    let part = painted.len().div_ceil(2 * rayon::current_num_threads()).max(8);
    let counted = painted
        .par_chunks(part)
        .map(|tiles| {
            let mut counter = TileCounter::new(set, zones, &densities);
            for &tile in tiles {
                counter.count(tile);
            }
            counter.into_counts()
        })
        .reduce_with(|mut sum, part| {
            sum.join(&part);
            sum
        });
    let mut counted = counted.map_or_else(Vec::new, |counts| counts.into_tallies(densities.len()));
    counted.resize_with(zones.zones(), ZoneTally::default);
    for (i, zone) in counted.iter_mut().enumerate() {
        // Tiles nobody painted were not looked at; their cells have no passes.
        let missing = zones.zone_cells(i) - zone.cells;
        zone.cells += missing;
        zone.count(0, missing);
        zone.by_density.resize(densities.len(), 0);
        if densities.len() > 1 {
            *zone.by_densities.entry(vec![0; densities.len()]).or_default() += missing;
        }
    }
    Tally { densities, zones: counted }
}
