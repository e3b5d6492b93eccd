//! From values to pixels.

use super::backdrop::Backdrop;
use super::field::{FieldTile, NO_VALUE};
use super::scale::MapScale;
use crate::coverage::{CoverageSet, NO_ZONE, TILE, TILE_CELLS, TileCounts, ZoneMap, ZoneTile};
use crate::geometry::Run;
use crate::model::TargetCounts;
use std::ops::Range;
use std::sync::OnceLock;

/// The pixels of a tile, row by row, alpha premultiplied.
pub type PixelTile = [[u8; 4]; TILE_CELLS];

/// How strongly the drawing's light and shade show through the map.
const FORM: f32 = 0.6;

/// Opacity outside the planned zones, in 256ths.
const OUTSIDE_PLAN: u32 = 205;

/// Added to a cell's light outside the planned zones.
const FAINT: u16 = 256;

/// The pixels of a value in every light, first inside the plan, then outside.
type Shades = [[u8; 4]; 512];

/// The pixels of a map: each value in every light. A value's are made when it is first met.
#[derive(Debug)]
pub struct PixelTable {
    scale: MapScale,
    shades: Vec<OnceLock<Box<Shades>>>,
}

impl PixelTable {
    /// The pixels of a map's colours.
    pub fn new(scale: MapScale) -> Self {
        let shades = (0..scale.values()).map(|_| OnceLock::new()).collect();
        Self { scale, shades }
    }

    /// The map's colours.
    pub const fn scale(&self) -> &MapScale {
        &self.scale
    }

    #[inline]
    fn shades(&self, value: u16) -> &Shades {
        const NOTHING: &Shades = &[[0; 4]; 512];
        if value == NO_VALUE {
            return NOTHING;
        }
        let place = self.scale.place(value);
        let slot = self.shades.get(place);
        slot.map_or(NOTHING, |slot| slot.get_or_init(|| Box::new(self.mix(place))))
    }

    fn mix(&self, place: usize) -> Shades {
        let (colour, opacity) = self.scale.colour_at(place);
        let opacity = u32::from(opacity);
        let mut shades = [[0; 4]; 512];
        let (planned, faint) = shades.split_at_mut(usize::from(FAINT));
        for (half, alpha) in [(planned, opacity), (faint, opacity * OUTSIDE_PLAN / 256)] {
            // Light 0 is outside the figure.
            for (light, pixel) in half.iter_mut().enumerate().skip(1) {
                let relative = light as f32 / f32::from(Backdrop::FLAT);
                let form = 1.0 + FORM * (relative - 1.0);
                let channel = |c: u8| {
                    let shaded = (f32::from(c) * form).round().clamp(0.0, 255.0) as u32;
                    ((shaded * alpha + 127) / 255) as u8
                };
                *pixel = [channel(colour.0), channel(colour.1), channel(colour.2), alpha as u8];
            }
        }
        shades
    }
}

/// What the paint of a tile depends on besides the map's values.
#[derive(Clone, Copy, Debug)]
pub struct PaintPlan<'a> {
    /// Pixels of the values.
    pub pixels: &'a PixelTable,
    /// Light and shade of the drawing.
    pub backdrop: &'a Backdrop,
    /// The zones of the diagram.
    pub zones: &'a ZoneMap,
    /// What is planned.
    pub planned: &'a PlannedZones,
}

/// Which zones are planned, by the byte that stands for them in a zone map; outside the plan paint is a little
/// fainter.
#[derive(Clone, Debug)]
pub struct PlannedZones {
    faint: [u16; 256],
}

impl PlannedZones {
    /// The zones that have targets; all, if none has.
    pub fn new(targets: &[Option<TargetCounts>]) -> Self {
        let any = targets.iter().any(Option::is_some);
        let mut faint = [if any { FAINT } else { 0 }; 256];
        for (faint, target) in faint.iter_mut().zip(targets) {
            if target.is_some() {
                *faint = 0;
            }
        }
        Self { faint }
    }

    #[expect(clippy::indexing_slicing, reason = "a byte is below 256")]
    const fn faint(&self, zone: u8) -> u16 {
        self.faint[zone as usize]
    }
}

/// Paints a tile.
pub fn paint_tile(plan: &PaintPlan<'_>, tile: usize, field: &FieldTile, out: &mut PixelTile) {
    let cells = plan.zones.tiling().cells_of(tile);
    if cells.width() < TILE || cells.height() < TILE {
        out.fill([0; 4]);
    }
    let zones = plan.zones.tile(tile);
    let painter = plan.painter();
    for (row, from) in cells.rows().zip((0..).step_by(TILE as usize)) {
        let range = from..from + cells.width() as usize;
        if let (Some(values), Some(out)) = (field.values.get(range.clone()), out.get_mut(range.clone())) {
            let lights = plan.backdrop.row(row, cells.columns());
            painter.row(zones, range, lights, values.iter().copied(), out);
        }
    }
}

impl<'a> PaintPlan<'a> {
    pub(super) fn painter(&self) -> Painter<'a> {
        Painter { table: self.pixels, planned: self.planned }
    }
}

/// Paints cells.
pub(super) struct Painter<'a> {
    table: &'a PixelTable,
    planned: &'a PlannedZones,
}

impl Painter<'_> {
    /// Paints neighbouring cells of a row, given by their places in their tile.
    #[inline]
    pub(super) fn row(
        &self,
        zones: &ZoneTile,
        cells: Range<usize>,
        lights: &[u8],
        values: impl Iterator<Item = u16>,
        out: &mut [[u8; 4]],
    ) {
        let Self { table, planned } = self;
        let shade = |value: u16, light: u8, faint: u16| {
            table.shades(value).get(usize::from(u16::from(light) + faint)).copied().unwrap_or_default()
        };
        match zones {
            ZoneTile::Whole(zone) => {
                let faint = planned.faint(*zone);
                for ((pixel, value), &light) in out.iter_mut().zip(values).zip(lights) {
                    *pixel = shade(value, light, faint);
                }
            }
            ZoneTile::Mixed(zones) => {
                let zones = zones.get(cells).unwrap_or_default();
                for (((pixel, value), &light), &zone) in out.iter_mut().zip(values).zip(lights).zip(zones) {
                    *pixel = shade(value, light, planned.faint(zone));
                }
            }
        }
    }
}

/// The most passes each zone may have, by the byte that stands for it in a zone map.
#[derive(Clone, Debug)]
pub(super) struct Ceilings {
    by_zone: [u32; 256],
    any: bool,
}

impl Ceilings {
    pub(super) fn new(targets: &[Option<TargetCounts>]) -> Self {
        let mut by_zone = [u32::MAX; 256];
        for (slot, target) in by_zone.iter_mut().take(usize::from(NO_ZONE)).zip(targets) {
            *slot = target.and_then(|target| target.ceiling).unwrap_or(u32::MAX);
        }
        let any = by_zone.iter().any(|&ceiling| ceiling < u32::MAX);
        Self { by_zone, any }
    }

    /// Whether any zone has one.
    pub(super) const fn any(&self) -> bool {
        self.any
    }

    #[expect(clippy::indexing_slicing, reason = "a byte is below 256")]
    const fn of(&self, zone: u8) -> u32 {
        self.by_zone[zone as usize]
    }

    /// Whether any of these cells of a tile may have more than its ceiling, when the most any has is `most`.
    pub(super) fn may_exceed(&self, zones: &ZoneTile, most: u32) -> bool {
        self.any
            && match zones {
                ZoneTile::Whole(zone) => most > self.of(*zone),
                ZoneTile::Mixed(_) => self.by_zone.iter().any(|&ceiling| most > ceiling),
            }
    }

    /// Which of some cells of a tile have more passes than their zone's ceiling. Returns whether any has, and
    /// whether any answer is another than before.
    pub(super) fn mark(
        &self,
        zones: &ZoneTile,
        cells: Range<usize>,
        totals: impl Iterator<Item = u32>,
        over: &mut [bool],
    ) -> (bool, bool) {
        let (mut any, mut changed) = (false, false);
        let zones = |i: usize| match zones {
            ZoneTile::Whole(zone) => *zone,
            ZoneTile::Mixed(zones) => zones.get(i).copied().unwrap_or(NO_ZONE),
        };
        for ((over, total), i) in over.iter_mut().zip(totals).zip(cells) {
            let is_over = total > self.of(zones(i));
            any |= is_over;
            changed |= is_over != *over;
            *over = is_over;
        }
        (any, changed)
    }
}

/// Which cells of a tile have more passes than their zone's ceiling, row by row. Returns whether any has.
pub fn over_ceiling(
    set: &CoverageSet,
    zones: &ZoneMap,
    targets: &[Option<TargetCounts>],
    tile: usize,
    out: &mut [bool; TILE_CELLS],
) -> bool {
    out.fill(false);
    let mut counts = TileCounts::default();
    let ceilings = Ceilings::new(targets);
    if !ceilings.any() || !set.sum_tile(tile, &mut counts) {
        return false;
    }
    let mut totals = [0; TILE_CELLS];
    counts.totals(&mut totals);
    ceilings.mark(zones.tile(tile), 0..TILE_CELLS, totals.into_iter(), out).0
}

/// The columns of neighbouring cells of a row, given by their places in their tile.
pub(super) const fn columns_of(left: i32, cells: &Range<usize>) -> Run {
    let first = left + cells.start as i32 % TILE;
    Run::new(first, first + (cells.end - cells.start) as i32)
}
