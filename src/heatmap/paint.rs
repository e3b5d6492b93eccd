//! From values to pixels.

use super::backdrop::Backdrop;
use super::field::{FieldTile, NO_VALUE};
use super::scale::MapScale;
use crate::coverage::{CoverageSet, NO_ZONE, TILE_CELLS, TileCounts, ZoneMap, ZoneTile};
use crate::model::TargetCounts;

/// The pixels of a tile, row by row, alpha premultiplied.
pub type PixelTile = [[u8; 4]; TILE_CELLS];

/// What the paint of a tile depends on besides the map's values.
#[derive(Clone, Copy, Debug)]
pub struct PaintPlan<'a> {
    /// Colours of the values.
    pub scale: &'a MapScale,
    /// Light and shade of the drawing.
    pub backdrop: &'a Backdrop,
    /// The zones of the diagram.
    pub zones: &'a ZoneMap,
    /// What is planned for each zone; outside the plan paint is a little fainter.
    pub targets: &'a [Option<TargetCounts>],
}

/// How strongly the drawing's light and shade show through the map.
const FORM: f32 = 0.6;

/// Opacity outside the planned zones, in 256ths.
const OUTSIDE_PLAN: u32 = 205;

/// Paints a tile.
pub fn paint_tile(plan: &PaintPlan<'_>, tile: usize, field: &FieldTile, out: &mut PixelTile) {
    let light = plan.backdrop.tile(plan.zones.tiling().cells_of(tile));
    let planned = planned_zones(plan.targets);
    let any_plan = plan.targets.iter().any(Option::is_some);
    let zone_tile = plan.zones.tile(tile);
    let zone_at = |i: usize| match zone_tile {
        ZoneTile::Whole(zone) => *zone,
        ZoneTile::Mixed(zones) => zones.get(i).copied().unwrap_or(NO_ZONE),
    };
    let mut last = (NO_VALUE, 0_u8, false, [0_u8; 4]);
    for (i, ((pixel, &value), &light)) in out.iter_mut().zip(field.values.iter()).zip(&light).enumerate() {
        if value == NO_VALUE || light == 0 {
            *pixel = [0; 4];
            continue;
        }
        let faint = any_plan && !planned.get(usize::from(zone_at(i))).copied().unwrap_or(false);
        // Neighbours are mostly alike.
        if (last.0, last.1, last.2) != (value, light, faint) {
            last = (value, light, faint, pixel_of(plan.scale, value, light, faint));
        }
        *pixel = last.3;
    }
}

fn pixel_of(scale: &MapScale, value: u16, light: u8, faint: bool) -> [u8; 4] {
    let (colour, opacity) = scale.colour(value);
    let alpha = if faint { u32::from(opacity) * OUTSIDE_PLAN / 256 } else { u32::from(opacity) };
    let relative = f32::from(light) / f32::from(Backdrop::FLAT);
    let form = 1.0 + FORM * (relative - 1.0);
    let channel = |c: u8| {
        let shaded = (f32::from(c) * form).round().clamp(0.0, 255.0) as u32;
        ((shaded * alpha + 127) / 255) as u8
    };
    [channel(colour.0), channel(colour.1), channel(colour.2), alpha as u8]
}

/// Which zones are planned, by the byte that stands for them in a zone map.
fn planned_zones(targets: &[Option<TargetCounts>]) -> [bool; 256] {
    let mut planned = [false; 256];
    for (slot, target) in planned.iter_mut().zip(targets) {
        *slot = target.is_some();
    }
    planned
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
    if !set.sum_tile(tile, &mut counts) {
        return false;
    }
    let mut totals = [0; TILE_CELLS];
    counts.totals(&mut totals);
    let ceiling = |zone: u8| targets.get(usize::from(zone)).copied().flatten().and_then(|t| t.ceiling);
    let mut any = false;
    for (i, (out, total)) in out.iter_mut().zip(totals).enumerate() {
        let zone = match zones.tile(tile) {
            ZoneTile::Whole(zone) => *zone,
            ZoneTile::Mixed(zones) => zones.get(i).copied().unwrap_or(NO_ZONE),
        };
        *out = ceiling(zone).is_some_and(|ceiling| total > ceiling);
        any |= *out;
    }
    any
}
