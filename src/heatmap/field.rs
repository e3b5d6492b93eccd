//! The value of a map at every cell.

use super::map::MapKind;
use super::signed::SignedMap;
use crate::coverage::{CoverageSet, NO_ZONE, OnlyPlane, TILE, TILE_CELLS, TileCounts, ZoneMap, ZoneTile};
use crate::model::TargetCounts;
use crate::wording::days_between;
use jiff::civil::Date;

/// Stands for a cell where a map shows nothing.
pub const NO_VALUE: u16 = u16::MAX;

/// A map of a choice of sessions, ready to be asked tile by tile.
#[derive(Clone, Debug)]
pub struct Field<'a> {
    /// The sessions.
    pub set: &'a CoverageSet,
    /// The zones of the diagram.
    pub zones: &'a ZoneMap,
    /// The map.
    pub map: MapKind,
    /// The day that "days since" counts to.
    pub on: Date,
    /// What is planned for each zone, in drawing order, for the chosen sessions.
    pub targets: &'a [Option<TargetCounts>],
    /// The values of a map of differences, which shows nothing without them.
    pub signed: Option<&'a SignedMap>,
}

/// The values of one tile, row by row, and the working memory to compute them.
#[derive(Clone, Debug)]
pub struct FieldTile {
    /// The map's value a cell, or [`NO_VALUE`].
    pub values: Box<[u16; TILE_CELLS]>,
    counts: TileCounts,
    totals: Box<[u32; TILE_CELLS]>,
    bits: Box<[u8; TILE_CELLS]>,
    /// Passes a cell by the devices of one density.
    part: Box<[u32; TILE_CELLS]>,
    sums: Vec<f64>,
}

impl Default for FieldTile {
    fn default() -> Self {
        Self {
            values: Box::new([NO_VALUE; TILE_CELLS]),
            counts: TileCounts::default(),
            totals: Box::new([0; TILE_CELLS]),
            bits: Box::new([0; TILE_CELLS]),
            part: Box::new([0; TILE_CELLS]),
            sums: vec![0.0; TILE_CELLS],
        }
    }
}

impl Field<'_> {
    /// Whether the map can show something in each tile, in order.
    pub fn shown_tiles(&self) -> Vec<bool> {
        let tiling = self.set.tiling();
        match self.map {
            // Gaps are where nobody painted, too.
            MapKind::Gap => vec![true; tiling.count()],
            MapKind::Difference | MapKind::Asymmetry => {
                let touches = |tile| self.signed.is_some_and(|map| map.touches(tiling.cells_of(tile)));
                (0..tiling.count()).map(touches).collect()
            }
            _ => {
                let mut shown = vec![false; tiling.count()];
                for tile in self.set.painted_tiles() {
                    shown.iter_mut().skip(tile).take(1).for_each(|shown| *shown = true);
                }
                shown
            }
        }
    }

    /// Computes the values of a tile.
    pub fn evaluate(&self, tile: usize, out: &mut FieldTile) {
        match self.map {
            MapKind::Passes => self.count_passes(tile, out),
            MapKind::Directions => {
                self.count_passes(tile, out);
                self.set.sum_tile(tile, &mut out.counts);
                out.counts.direction_bits(&mut out.bits);
                for (value, &bits) in out.values.iter_mut().zip(out.bits.iter()) {
                    *value = if *value == NO_VALUE { NO_VALUE } else { u16::from(directions_of(bits)) };
                }
            }
            MapKind::Sessions => {
                self.set.visitors(tile, &mut out.values);
                show_counts(&mut out.values);
            }
            MapKind::DaysSince => {
                out.values.fill(NO_VALUE);
                let days = |day| saturated(days_between(day, self.on).max(0).unsigned_abs());
                self.set.write_latest(tile, days, &mut out.values);
            }
            MapKind::Density => self.add_densities(tile, out),
            MapKind::Gap => self.find_gaps(tile, out),
            MapKind::Difference | MapKind::Asymmetry => match self.signed {
                Some(map) => map.write(self.set.tiling().cells_of(tile), &mut out.values),
                None => out.values.fill(NO_VALUE),
            },
        }
    }

    fn count_passes(&self, tile: usize, out: &mut FieldTile) {
        let FieldTile { values, counts, .. } = out;
        self.add_passes(tile, counts, values);
        show_counts(values);
    }

    /// Passes of a tile's cells, all sessions, devices and directions together, each at most 65,535.
    pub(super) fn passes(&self, tile: usize, memory: &mut FieldTile, out: &mut [u16; TILE_CELLS]) {
        self.add_passes(tile, &mut memory.counts, out);
    }

    fn add_passes(&self, tile: usize, counts: &mut TileCounts, out: &mut [u16; TILE_CELLS]) {
        match self.set.only_plane(tile) {
            Some((_, OnlyPlane::Sums(sums))) => out.copy_from_slice(sums),
            Some((_, OnlyPlane::Counts(plane))) => {
                out.iter_mut().zip(plane).for_each(|(value, &count)| *value = u16::from(count));
            }
            None => {
                self.set.sum_tile(tile, counts);
                counts.short_totals(out);
            }
        }
    }

    fn add_densities(&self, tile: usize, out: &mut FieldTile) {
        out.sums.fill(0.0);
        // In the order of the set, so that every tile is added up alike.
        let here = self.set.densities_in(tile);
        for density in self.set.densities().into_iter().filter(|density| here.contains(density)) {
            // A device without geometry adds passes, but no known punctures.
            let Some(per_pass) = density else { continue };
            self.set.passes_of(density, tile, &mut out.part);
            for (sum, &total) in out.sums.iter_mut().zip(out.part.iter()) {
                *sum += f64::from(total) * per_pass;
            }
        }
        for (value, &sum) in out.values.iter_mut().zip(out.sums.iter()) {
            *value = if sum > 0.0 { saturated(sum.round() as u32) } else { NO_VALUE };
        }
    }

    fn find_gaps(&self, tile: usize, out: &mut FieldTile) {
        self.set.sum_tile(tile, &mut out.counts);
        out.counts.totals(&mut out.totals);
        out.values.fill(NO_VALUE);
        let target = |zone: u8| {
            let planned = self.targets.get(usize::from(zone)).copied().flatten();
            planned.filter(|_| zone != NO_ZONE).map(|counts| counts.passes)
        };
        match self.zones.tile(tile) {
            ZoneTile::Whole(zone) => {
                let Some(target) = target(*zone) else { return };
                for (value, &total) in out.values.iter_mut().zip(out.totals.iter()) {
                    *value = missing(target, total);
                }
            }
            ZoneTile::Mixed(zones) => {
                for ((value, &total), &zone) in out.values.iter_mut().zip(out.totals.iter()).zip(zones.iter())
                {
                    if let Some(target) = target(zone) {
                        *value = missing(target, total);
                    }
                }
            }
        }
    }
}

/// How many passes a cell lacks.
pub(super) fn missing(target: u32, total: u32) -> u16 {
    saturated(target.saturating_sub(total))
}

/// How many directions a set of bits holds; plain steps that the compiler takes for many cells at once.
const fn directions_of(bits: u8) -> u8 {
    let twos = (bits & 0b0101) + (bits >> 1 & 0b0101);
    (twos & 0b0011) + (twos >> 2)
}

/// Turns counts into values: nothing where there are none.
fn show_counts(values: &mut [u16; TILE_CELLS]) {
    for value in values {
        let shown = (*value).min(NO_VALUE - 1);
        *value = if shown == 0 { NO_VALUE } else { shown };
    }
}

fn saturated(n: u32) -> u16 {
    u16::try_from(n).unwrap_or(NO_VALUE - 1).min(NO_VALUE - 1)
}

/// A map as plain numbers, one a cell, row by row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawRaster {
    /// Number of columns.
    pub columns: u32,
    /// Number of rows.
    pub rows: u32,
    /// The values.
    pub values: Vec<u16>,
}

/// The raster itself, without a picture: passes, sessions, days, directions as a bit set (1 horizontal, 2
/// vertical, 4 rising, 8 falling), density rounded, passes missing to the target. Cells without a value are 0,
/// except for days since, where 0 is the day itself and 65,535 stands for never. No value is larger than 65,534,
/// and devices of unknown geometry add nothing to a density. Differences are never averaged, and shifted by 32,768,
/// so that this number stands for no difference and for a cell that nobody touched.
pub fn raw_raster(field: &Field<'_>) -> RawRaster {
    if let Some(map) = field.signed.filter(|_| field.map.is_signed()) {
        return map.raster();
    }
    let tiling = field.set.tiling();
    let (columns, rows) = (tiling.grid().columns() as usize, tiling.grid().rows() as usize);
    let nothing = if field.map == MapKind::DaysSince { NO_VALUE } else { 0 };
    let mut values = vec![nothing; columns * rows];
    let mut out = FieldTile::default();
    for (tile, _) in field.shown_tiles().into_iter().enumerate().filter(|(_, shown)| *shown) {
        field.evaluate(tile, &mut out);
        if field.map == MapKind::Directions {
            for (value, &bits) in out.values.iter_mut().zip(out.bits.iter()) {
                *value = u16::from(bits);
            }
        }
        let cells = tiling.cells_of(tile);
        for row in cells.rows() {
            let from = ((row - cells.top) * TILE) as usize;
            let to = row as usize * columns + cells.left as usize;
            let width = cells.width() as usize;
            let (source, target) = (out.values.get(from..from + width), values.get_mut(to..to + width));
            for (value, &found) in target.into_iter().flatten().zip(source.into_iter().flatten()) {
                *value = if found == NO_VALUE { nothing } else { found };
            }
        }
    }
    RawRaster { columns: columns as u32, rows: rows as u32, values }
}
