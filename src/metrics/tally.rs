//! Counting cells: one pass over the painted tiles gives every whole number the metrics are made of.

use crate::coverage::{CoverageSet, NO_ZONE, TILE_CELLS, TileCounts, ZoneMap, ZoneTile};
use crate::model::{Direction, PerDirection};
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

    fn count(&mut self, passes: u32, cells: u64) {
        let passes = passes as usize;
        if self.by_passes.len() <= passes {
            self.by_passes.resize(passes + 1, 0);
        }
        if let Some(slot) = self.by_passes.get_mut(passes) {
            *slot += cells;
        }
    }

    fn add(&mut self, other: &Self) {
        self.cells += other.cells;
        for (passes, &cells) in (0..).zip(&other.by_passes) {
            if cells > 0 {
                self.count(passes, cells);
            }
        }
        for (sums, more) in
            [(&mut self.by_direction, &other.by_direction), (&mut self.touched, &other.touched)]
        {
            sums.0.iter_mut().zip(&more.0).for_each(|(sum, n)| *sum += n);
        }
        self.complete += other.complete;
        self.by_density.resize(self.by_density.len().max(other.by_density.len()), 0);
        self.by_density.iter_mut().zip(&other.by_density).for_each(|(sum, n)| *sum += n);
        for (key, cells) in &other.by_densities {
            *self.by_densities.entry(key.clone()).or_default() += cells;
        }
    }
}

/// Counts the cells of every zone. Tiles are counted on as many threads as there are; since everything is whole
/// numbers that are added up, the result does not depend on it.
pub fn tally(set: &CoverageSet, zones: &ZoneMap) -> Tally {
    let densities = set.densities();
    let blank = || vec![ZoneTally::default(); zones.zones()];
    let painted = set.painted_tiles();
    let mut counted = painted
        .par_chunks(16)
        .map(|tiles| {
            let mut out = blank();
            let mut counter = TileCounter::new(set, &densities);
            for &tile in tiles {
                counter.count(tile, zones.tile(tile), &mut out);
            }
            out
        })
        .reduce(blank, |mut sum, part| {
            sum.iter_mut().zip(&part).for_each(|(sum, part)| sum.add(part));
            sum
        });
    // Tiles nobody painted were not looked at; their cells have no passes.
    for (i, zone) in counted.iter_mut().enumerate() {
        let missing = zones.zone_cells(i) - zone.cells;
        let rest = ZoneTally {
            cells: missing,
            by_passes: vec![missing],
            by_density: vec![0; densities.len()],
            by_densities: match densities.len() {
                0 | 1 => BTreeMap::new(),
                groups => BTreeMap::from([(vec![0; groups], missing)]),
            },
            ..ZoneTally::default()
        };
        zone.add(&rest);
    }
    Tally { densities, zones: counted }
}

/// Working memory for counting tiles.
struct TileCounter<'a> {
    set: &'a CoverageSet,
    densities: &'a [Option<f64>],
    counts: TileCounts,
    totals: Box<[u32; TILE_CELLS]>,
    bits: Box<[u8; TILE_CELLS]>,
    /// Totals by density, where there are several.
    by_density: Vec<Box<[u32; TILE_CELLS]>>,
}

impl<'a> TileCounter<'a> {
    fn new(set: &'a CoverageSet, densities: &'a [Option<f64>]) -> Self {
        let groups = if densities.len() > 1 { densities.len() } else { 0 };
        Self {
            set,
            densities,
            counts: TileCounts::default(),
            totals: Box::new([0; TILE_CELLS]),
            bits: Box::new([0; TILE_CELLS]),
            by_density: vec![Box::new([0; TILE_CELLS]); groups],
        }
    }

    fn count(&mut self, tile: usize, zones: &ZoneTile, out: &mut [ZoneTally]) {
        if *zones == ZoneTile::Whole(NO_ZONE) {
            return;
        }
        for (totals, density) in self.by_density.iter_mut().zip(self.densities) {
            self.set.sum_tile(tile, &mut self.counts, |layer| layer.density_per_pass() == *density);
            self.counts.totals(totals);
        }
        self.set.sum_tile(tile, &mut self.counts, |_| true);
        self.counts.totals(&mut self.totals);
        self.counts.direction_bits(&mut self.bits);
        match zones {
            ZoneTile::Whole(zone) => self.count_cells(0..TILE_CELLS, *zone, out),
            ZoneTile::Mixed(zones) => {
                let mut at = 0;
                for same in zones.chunk_by(|a, b| a == b) {
                    let cells = at..at + same.len();
                    at = cells.end;
                    if let Some(&zone) = same.first().filter(|&&zone| zone != NO_ZONE) {
                        self.count_cells(cells, zone, out);
                    }
                }
            }
        }
    }

    /// Counts neighbouring cells of one zone.
    fn count_cells(&self, cells: std::ops::Range<usize>, zone: u8, out: &mut [ZoneTally]) {
        let Some(out) = out.get_mut(usize::from(zone)) else { return };
        out.cells += cells.len() as u64;
        for same in self.totals.get(cells.clone()).unwrap_or_default().chunk_by(|a, b| a == b) {
            if let Some(&passes) = same.first() {
                out.count(passes, same.len() as u64);
            }
        }
        for direction in Direction::ALL {
            let counts = self.counts.plane(direction).get(cells.clone()).unwrap_or_default();
            *out.by_direction.get_mut(direction) += counts.iter().map(|&n| u64::from(n)).sum::<u64>();
            *out.touched.get_mut(direction) += counts.iter().filter(|&&n| n > 0).count() as u64;
        }
        let bits = self.bits.get(cells.clone()).unwrap_or_default();
        out.complete += bits.iter().map(|&bits| u64::from(bits == 0b1111)).sum::<u64>();
        self.count_densities(cells, out);
    }

    fn count_densities(&self, cells: std::ops::Range<usize>, out: &mut ZoneTally) {
        out.by_density.resize(self.densities.len(), 0);
        if self.by_density.is_empty() {
            let sum: u64 = self.totals.get(cells).unwrap_or_default().iter().map(|&n| u64::from(n)).sum();
            out.by_density.iter_mut().for_each(|slot| *slot += sum);
            return;
        }
        for (slot, totals) in out.by_density.iter_mut().zip(&self.by_density) {
            *slot += totals.get(cells.clone()).unwrap_or_default().iter().map(|&n| u64::from(n)).sum::<u64>();
        }
        // Neighbours are mostly alike; looking up a run of equal cells once is what makes this cheap.
        let key_at = |i: usize| -> Vec<u32> {
            self.by_density.iter().map(|totals| totals.get(i).copied().unwrap_or(0)).collect()
        };
        let mut run: Option<(Vec<u32>, u64)> = None;
        for i in cells {
            let same = run.as_ref().is_some_and(|(key, _)| {
                key.iter().zip(&self.by_density).all(|(n, totals)| totals.get(i) == Some(n))
            });
            match &mut run {
                Some((_, count)) if same => *count += 1,
                _ => {
                    if let Some((key, count)) = run.replace((key_at(i), 1)) {
                        *out.by_densities.entry(key).or_default() += count;
                    }
                }
            }
        }
        if let Some((key, count)) = run {
            *out.by_densities.entry(key).or_default() += count;
        }
    }
}
