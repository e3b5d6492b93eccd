//! Counting the cells of tiles, zone by zone, into tables that say everything else.

use super::tally::ZoneTally;
use crate::coverage::{CoverageSet, OnlyPlane, TILE_CELLS, TileCounts, ZoneMap, ZoneRun};
use crate::model::{Direction, PerDirection};
use std::collections::BTreeMap;
use std::ops::Range;

/// What all cells of a table have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Kind {
    /// The direction of all their passes; none when there may be several.
    direction: Option<Direction>,
    /// The density of the devices of all their passes, as its place among those of the set; none when there may be
    /// several.
    density: Option<usize>,
}

/// Cells by their passes: the n-th row has those with n. A row is spread over four numbers, because neighbours are
/// mostly alike, and an increment that waits for the last one is slow.
#[derive(Clone, Debug)]
struct Table {
    kind: Kind,
    rows: Vec<[u32; 4]>,
}

/// What was counted of one zone.
#[derive(Clone, Debug, Default)]
struct ZoneCounts {
    tables: Vec<Table>,
    /// What tables of several directions or densities leave open.
    rest: ZoneTally,
}

/// What was counted in some tiles, zone by zone.
#[derive(Clone, Debug)]
pub(super) struct Counts(Vec<ZoneCounts>);

impl Table {
    /// Makes room for cells with up to `most` passes.
    fn reach(&mut self, most: u32) {
        if self.rows.len() <= most as usize {
            self.rows.resize(most as usize + 1, [0; 4]);
        }
    }

    fn count<T: Copy + Into<usize>>(&mut self, passes: &[T]) {
        let rows = self.rows.as_mut_slice();
        let (fours, rest) = passes.as_chunks::<4>();
        for &[a, b, c, d] in fours {
            if let Some([n, ..]) = rows.get_mut(a.into()) {
                *n += 1;
            }
            if let Some([_, n, ..]) = rows.get_mut(b.into()) {
                *n += 1;
            }
            if let Some([.., n, _]) = rows.get_mut(c.into()) {
                *n += 1;
            }
            if let Some([.., n]) = rows.get_mut(d.into()) {
                *n += 1;
            }
        }
        for &passes in rest {
            if let Some([n, ..]) = rows.get_mut(passes.into()) {
                *n += 1;
            }
        }
    }

    fn join(&mut self, other: &Self) {
        self.rows.resize(self.rows.len().max(other.rows.len()), [0; 4]);
        for (row, more) in self.rows.iter_mut().zip(&other.rows) {
            row.iter_mut().zip(more).for_each(|(n, more)| *n += more);
        }
    }

    /// Writes what it says into a zone's numbers.
    fn write(&self, densities: usize, out: &mut ZoneTally) {
        let Kind { direction, density } = self.kind;
        for (passes, row) in (0_u32..).zip(&self.rows) {
            let cells: u64 = row.iter().map(|&n| u64::from(n)).sum();
            if cells == 0 {
                continue;
            }
            out.cells += cells;
            out.count(passes, cells);
            let sum = u64::from(passes) * cells;
            if let Some(direction) = direction {
                *out.by_direction.get_mut(direction) += sum;
                *out.touched.get_mut(direction) += if passes > 0 { cells } else { 0 };
            }
            let Some(density) = density else { continue };
            out.by_density.iter_mut().skip(density).take(1).for_each(|slot| *slot += sum);
            if densities > 1 {
                let mut key = vec![0; densities];
                key.iter_mut().skip(density).take(1).for_each(|n| *n = passes);
                *out.by_densities.entry(key).or_default() += cells;
            }
        }
    }
}

impl ZoneCounts {
    fn table(&mut self, kind: Kind) -> &mut Table {
        let known = self.tables.iter().position(|table| table.kind == kind);
        let at = known.unwrap_or(self.tables.len());
        if known.is_none() {
            self.tables.push(Table { kind, rows: Vec::new() });
        }
        #[expect(clippy::indexing_slicing, reason = "the table was found or has just been made")]
        &mut self.tables[at]
    }
}

impl Counts {
    /// Counts the cells of runs by their passes, of which none has more than `most`.
    fn count<T: Copy + Into<usize>>(
        &mut self,
        runs: &[ZoneRun],
        kind: Kind,
        most: u32,
        passes: &[T; TILE_CELLS],
    ) {
        for run in runs {
            let Some(zone) = self.0.get_mut(usize::from(run.zone)) else { continue };
            let table = zone.table(kind);
            table.reach(most);
            table.count(passes.get(run.cells()).unwrap_or_default());
        }
    }

    /// Adds what was counted in other tiles.
    pub(super) fn join(&mut self, other: &Self) {
        for (zone, more) in self.0.iter_mut().zip(&other.0) {
            more.tables.iter().for_each(|table| zone.table(table.kind).join(table));
            zone.rest.add(&more.rest);
        }
    }

    /// The numbers of every zone; cells of tiles that were not counted are missing.
    pub(super) fn into_tallies(self, densities: usize) -> Vec<ZoneTally> {
        let tallies = self.0.into_iter().map(|zone| {
            let mut out = zone.rest;
            out.by_density.resize(densities, 0);
            zone.tables.iter().for_each(|table| table.write(densities, &mut out));
            out
        });
        tallies.collect()
    }
}

/// Working memory for counting tiles.
pub(super) struct TileCounter<'a> {
    set: &'a CoverageSet,
    zones: &'a ZoneMap,
    densities: &'a [Option<f64>],
    counted: Counts,
    counts: TileCounts,
    totals: Box<[u32; TILE_CELLS]>,
    short: Box<[u16; TILE_CELLS]>,
    bits: Box<[u8; TILE_CELLS]>,
    /// Passes a cell by density, where there are several.
    by_density: Vec<Box<[u32; TILE_CELLS]>>,
}

impl<'a> TileCounter<'a> {
    pub(super) fn new(set: &'a CoverageSet, zones: &'a ZoneMap, densities: &'a [Option<f64>]) -> Self {
        Self {
            set,
            zones,
            densities,
            counted: Counts(vec![ZoneCounts::default(); zones.zones()]),
            counts: TileCounts::default(),
            totals: Box::new([0; TILE_CELLS]),
            short: Box::new([0; TILE_CELLS]),
            bits: Box::new([0; TILE_CELLS]),
            by_density: Vec::new(),
        }
    }

    pub(super) fn into_counts(self) -> Counts {
        self.counted
    }

    /// Counts the cells of a tile.
    pub(super) fn count(&mut self, tile: usize) {
        let most = self.set.most_in(tile);
        // What was erased again is left to the cells of tiles that nobody painted.
        if most == 0 || self.zones.tile_runs(tile).is_empty() {
            return;
        }
        let here = self.set.densities_in(tile);
        let density = match here[..] {
            [only] => self.densities.iter().position(|density| *density == only),
            _ => None,
        };
        match self.set.only_plane(tile) {
            Some((direction, plane)) if density.is_some() => {
                let kind = Kind { direction: Some(direction), density };
                let runs = self.zones.tile_runs(tile);
                match plane {
                    OnlyPlane::Counts(counts) => self.counted.count(runs, kind, most, counts),
                    OnlyPlane::Sums(sums) => self.counted.count(runs, kind, most, sums),
                }
            }
            _ => self.count_planes(tile, density, most),
        }
    }

    fn count_planes(&mut self, tile: usize, density: Option<usize>, most: u32) {
        self.set.sum_tile(tile, &mut self.counts);
        let kind = Kind { direction: None, density };
        let runs = self.zones.tile_runs(tile);
        if u16::try_from(most).is_ok() {
            self.counts.short_totals(&mut self.short);
            self.counted.count(runs, kind, most, &self.short);
        } else {
            self.counts.totals(&mut self.totals);
            self.counted.count(runs, kind, most, &self.totals.map(|n| n as usize));
        }
        self.counts.direction_bits(&mut self.bits);
        if density.is_none() {
            self.by_density.resize_with(self.densities.len(), || Box::new([0; TILE_CELLS]));
            for (passes, density) in self.by_density.iter_mut().zip(self.densities) {
                self.set.passes_of(*density, tile, passes);
            }
        }
        for run in runs {
            let Some(zone) = self.counted.0.get_mut(usize::from(run.zone)) else { continue };
            count_directions(&self.counts, &self.bits, run.cells(), &mut zone.rest);
            if density.is_none() {
                count_densities(&self.by_density, run.cells(), &mut zone.rest);
            }
        }
    }
}

/// Passes and cells of a run by direction.
fn count_directions(counts: &TileCounts, bits: &[u8; TILE_CELLS], cells: Range<usize>, out: &mut ZoneTally) {
    for (direction, plane) in counts.planes() {
        let counts = plane.get(cells.clone()).unwrap_or_default();
        // A tile of the highest counts there are stays far below the end of 32 bits.
        let sum: u32 = counts.iter().map(|&n| u32::from(n)).sum();
        let touched: u32 = counts.iter().map(|&n| u32::from(n > 0)).sum();
        *out.by_direction.get_mut(direction) += u64::from(sum);
        *out.touched.get_mut(direction) += u64::from(touched);
    }
    let complete: u32 =
        bits.get(cells).unwrap_or_default().iter().map(|&bits| u32::from(bits == 0b1111)).sum();
    out.complete += u64::from(complete);
}

/// Passes and cells of a run by density.
fn count_densities(by_density: &[Box<[u32; TILE_CELLS]>], cells: Range<usize>, out: &mut ZoneTally) {
    out.by_density.resize(by_density.len(), 0);
    for (slot, passes) in out.by_density.iter_mut().zip(by_density) {
        *slot += passes.get(cells.clone()).unwrap_or_default().iter().map(|&n| u64::from(n)).sum::<u64>();
    }
    // Neighbours are mostly alike; looking up a run of equal cells once is what makes this cheap.
    let passes_at = |i: usize| by_density.iter().map(move |passes| passes.get(i).copied().unwrap_or(0));
    let mut run: Option<(Vec<u32>, u64)> = None;
    for i in cells {
        match &mut run {
            Some((key, count)) if passes_at(i).eq(key.iter().copied()) => *count += 1,
            _ => {
                if let Some((key, count)) = run.replace((passes_at(i).collect(), 1)) {
                    *out.by_densities.entry(key).or_default() += count;
                }
            }
        }
    }
    if let Some((key, count)) = run {
        *out.by_densities.entry(key).or_default() += count;
    }
}

impl ZoneTally {
    /// Adds what tables do not say.
    fn add(&mut self, other: &Self) {
        let sums: [(&mut PerDirection<u64>, _); 2] =
            [(&mut self.by_direction, &other.by_direction), (&mut self.touched, &other.touched)];
        for (sums, more) in sums {
            sums.0.iter_mut().zip(&more.0).for_each(|(sum, n)| *sum += n);
        }
        self.complete += other.complete;
        self.by_density.resize(self.by_density.len().max(other.by_density.len()), 0);
        self.by_density.iter_mut().zip(&other.by_density).for_each(|(sum, n)| *sum += n);
        let keys: &BTreeMap<Vec<u32>, u64> = &other.by_densities;
        for (key, cells) in keys {
            *self.by_densities.entry(key.clone()).or_default() += cells;
        }
    }
}
