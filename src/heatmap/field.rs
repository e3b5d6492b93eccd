//! The value of a map at every cell.

use super::map::MapKind;
use crate::coverage::{CoverageSet, Layer, NO_ZONE, TILE, TILE_CELLS, TileCounts, ZoneMap, ZoneTile};
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
}

/// The values of one tile, row by row, and the working memory to compute them.
#[derive(Clone, Debug)]
pub struct FieldTile {
    /// The map's value a cell, or [`NO_VALUE`].
    pub values: Box<[u16; TILE_CELLS]>,
    /// Passes a cell, which a map may need besides its value.
    pub totals: Box<[u32; TILE_CELLS]>,
    counts: TileCounts,
    bits: Box<[u8; TILE_CELLS]>,
    /// Passes a cell by the devices of one density.
    part: Box<[u32; TILE_CELLS]>,
    sums: Vec<f64>,
}

impl Default for FieldTile {
    fn default() -> Self {
        Self {
            values: Box::new([NO_VALUE; TILE_CELLS]),
            totals: Box::new([0; TILE_CELLS]),
            counts: TileCounts::default(),
            bits: Box::new([0; TILE_CELLS]),
            part: Box::new([0; TILE_CELLS]),
            sums: vec![0.0; TILE_CELLS],
        }
    }
}

impl Field<'_> {
    /// Whether the map can show something in a tile nobody painted: gaps are there too.
    pub const fn shows_unpainted(&self) -> bool {
        matches!(self.map, MapKind::Gap)
    }

    /// Computes the values of a tile.
    pub fn evaluate(&self, tile: usize, out: &mut FieldTile) {
        self.set.sum_tile(tile, &mut out.counts, |_| true);
        out.counts.totals(&mut out.totals);
        let painted = |total: &u32| *total > 0;
        match self.map {
            MapKind::Passes => {
                for (value, &total) in out.values.iter_mut().zip(out.totals.iter()) {
                    *value = if total == 0 { NO_VALUE } else { saturated(total) };
                }
            }
            MapKind::Directions => {
                out.counts.direction_bits(&mut out.bits);
                for ((value, bits), total) in
                    out.values.iter_mut().zip(out.bits.iter()).zip(out.totals.iter())
                {
                    *value = if painted(total) { bits.count_ones() as u16 } else { NO_VALUE };
                }
            }
            MapKind::Sessions => self.count_sessions(tile, out),
            MapKind::DaysSince => self.count_days(tile, out),
            MapKind::Density => self.add_densities(tile, out),
            MapKind::Gap => self.find_gaps(tile, out),
        }
    }

    fn count_sessions(&self, tile: usize, out: &mut FieldTile) {
        out.values.fill(NO_VALUE);
        let mut mark = vec![usize::MAX; TILE_CELLS];
        self.for_each_painted(tile, |layer, i| {
            // Several devices of one session count once.
            if let (Some(mark), Some(value)) = (mark.get_mut(i), out.values.get_mut(i))
                && *mark != layer.session
            {
                *mark = layer.session;
                *value = if *value == NO_VALUE { 1 } else { *value + 1 };
            }
        });
    }

    fn count_days(&self, tile: usize, out: &mut FieldTile) {
        out.values.fill(NO_VALUE);
        self.for_each_painted(tile, |layer, i| {
            // Layers are in time order, so the last one to write is the latest.
            if let Some(value) = out.values.get_mut(i) {
                let days = days_between(layer.day, self.on).max(0);
                *value = saturated(days.unsigned_abs());
            }
        });
    }

    /// Calls `f` for every cell that a layer has passes in, layer by layer.
    fn for_each_painted(&self, tile: usize, mut f: impl FnMut(&Layer, usize)) {
        for layer in self.set.layers() {
            let Some(counts) = layer.coverage.tile(tile) else { continue };
            for (_, plane) in counts.planes() {
                for (i, _) in plane.iter().enumerate().filter(|(_, n)| **n > 0) {
                    f(layer, i);
                }
            }
        }
    }

    fn add_densities(&self, tile: usize, out: &mut FieldTile) {
        out.sums.fill(0.0);
        for density in self.set.densities() {
            // A device without geometry adds passes, but no known punctures.
            let Some(per_pass) = density else { continue };
            self.set.sum_tile(tile, &mut out.counts, |layer| layer.density_per_pass() == density);
            out.counts.totals(&mut out.part);
            for (sum, &total) in out.sums.iter_mut().zip(out.part.iter()) {
                *sum += f64::from(total) * per_pass;
            }
        }
        for (value, &sum) in out.values.iter_mut().zip(out.sums.iter()) {
            *value = if sum > 0.0 { saturated(sum.round() as u32) } else { NO_VALUE };
        }
    }

    fn find_gaps(&self, tile: usize, out: &mut FieldTile) {
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
/// and devices of unknown geometry add nothing to a density.
pub fn raw_raster(field: &Field<'_>) -> RawRaster {
    let tiling = field.set.tiling();
    let (columns, rows) = (tiling.grid().columns() as usize, tiling.grid().rows() as usize);
    let nothing = if field.map == MapKind::DaysSince { NO_VALUE } else { 0 };
    let mut values = vec![nothing; columns * rows];
    let mut out = FieldTile::default();
    let tiles =
        if field.shows_unpainted() { (0..tiling.count()).collect() } else { field.set.painted_tiles() };
    for tile in tiles {
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
