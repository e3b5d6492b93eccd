//! The heatmap of a picture: one pixel a cell, and enlarged or made smaller to the pixels of the picture.

use super::backdrop::Backdrop;
use super::drawing::Pixels;
use super::field::{Field, FieldTile};
use super::paint::{PaintPlan, PixelTable, PixelTile, PlannedZones, over_ceiling, paint_tile};
use super::picture::Picture;
use super::scale::MapScale;
use crate::coverage::{TILE, TILE_CELLS};
use crate::geometry::{Cell, CellRect, Rect};
use image::imageops::{FilterType, resize};
use image::{ImageBuffer, Rgba};
use rayon::prelude::*;
use std::ops::Range;

/// The heatmap of some cells, one pixel a cell, alpha premultiplied.
pub fn heat_pixels(picture: &Picture<'_>, part: CellRect) -> Pixels {
    let part = part.intersection(picture.field.set.tiling().grid().bounds());
    let (columns, rows) = (part.width() as usize, part.height() as usize);
    let mut out = Pixels { width: columns as u32, height: rows as u32, rgba: vec![0; columns * rows * 4] };
    lay_heat(picture.field, picture.scale, picture.backdrop, part, &mut out);
    out
}

/// Lays the heatmap of some cells over a picture of the same cells, one pixel a cell, alpha premultiplied. Adding up,
/// colouring and blending go tile by tile, on as many threads as there are.
pub fn lay_heat(
    field: &Field<'_>,
    scale: &MapScale,
    backdrop: &Backdrop,
    part: CellRect,
    below: &mut Pixels,
) {
    let tiling = field.set.tiling();
    let (table, planned) = (PixelTable::new(scale.clone()), PlannedZones::new(field.targets));
    let plan = PaintPlan { pixels: &table, backdrop, zones: field.zones, planned: &planned };
    let shown = field.shown_tiles();
    let working_memory = || (FieldTile::default(), Box::new([[0; 4]; TILE_CELLS]));
    bands(part, below).into_par_iter().for_each_init(working_memory, |(values, pixels), (band, lines)| {
        for tile in tiling.tiles_in(band).filter(|tile| shown.get(*tile) == Some(&true)) {
            field.evaluate(tile, values);
            paint_tile(&plan, tile, values, pixels);
            let cells = tiling.cells_of(tile);
            lay_tile(pixels, cells, band, lines);
        }
    });
}

/// Cuts a picture of some cells where rows of tiles end.
fn bands(part: CellRect, pixels: &mut Pixels) -> Vec<(CellRect, &mut [[u8; 4]])> {
    let (mut rest, _) = pixels.rgba.as_chunks_mut::<4>();
    let mut top = part.top;
    let mut bands = Vec::new();
    while top < part.bottom {
        let bottom = (top - top.rem_euclid(TILE) + TILE).min(part.bottom);
        let band = CellRect::new(part.left, top, part.right, bottom);
        let size = (band.width() * band.height()) as usize;
        let Some((lines, behind)) = rest.split_at_mut_checked(size) else { break };
        bands.push((band, lines));
        rest = behind;
        top = bottom;
    }
    bands
}

/// Lays the pixels of a tile over the lines of a band that it crosses.
fn lay_tile(pixels: &PixelTile, cells: CellRect, band: CellRect, lines: &mut [[u8; 4]]) {
    let shared = cells.intersection(band);
    let width = shared.width() as usize;
    for row in shared.rows() {
        let from = ((row - cells.top) * TILE + shared.left - cells.left) as usize;
        let to = ((row - band.top) * band.width() + shared.left - band.left) as usize;
        if let (Some(source), Some(target)) = (pixels.get(from..from + width), lines.get_mut(to..to + width))
        {
            lay_pixels(target, source);
        }
    }
}

/// Lays pixels over others, both with premultiplied alpha.
pub(super) fn lay_pixels(below: &mut [[u8; 4]], above: &[[u8; 4]]) {
    const AT_ONCE: usize = TILE as usize;
    for (below, above) in below.chunks_mut(AT_ONCE).zip(above.chunks(AT_ONCE)) {
        // What shows through, once a channel, so that the channels can be mixed many at a time.
        let mut keep = [[0_u16; 4]; AT_ONCE];
        for (keep, [.., alpha]) in keep.iter_mut().zip(above) {
            *keep = [u16::from(u8::MAX - alpha); 4];
        }
        let channels = below.as_flattened_mut().iter_mut().zip(above.as_flattened());
        for ((below, &above), &keep) in channels.zip(keep.as_flattened()) {
            *below = above.saturating_add(((u16::from(*below) * keep + 127) / 255) as u8);
        }
    }
}

/// Whether the cells of a tile have more passes than the ceiling.
type OverCeiling = Box<[bool; TILE_CELLS]>;

/// The heatmap of a part of a diagram, ready to be drawn at a resolution, some rows at a time.
pub(super) struct Heat<'a> {
    picture: &'a Picture<'a>,
    /// One pixel a cell where it is enlarged, else one a pixel of the picture.
    source: Pixels,
    /// Where it begins, in pixels from the part's corner, since the part may reach beyond the raster.
    pub(super) offset: (u32, u32),
    /// Its size in pixels of the picture.
    pub(super) size: (u32, u32),
    /// The column and row of its first cell.
    first: (i32, i32),
    cells_per_px: f64,
    /// What is hatched, tile by tile; empty when nothing is.
    over: Vec<Option<OverCeiling>>,
    /// From one line of the hatching to the next, in pixels.
    pitch: f64,
}

impl<'a> Heat<'a> {
    /// The heatmap of a part of the diagram, hatched above the ceiling. `unit` is how many pixels a design pixel has.
    pub(super) fn new(picture: &'a Picture<'a>, part: Rect, px_per_mm: f64, unit: f64) -> Self {
        let per_mm = f64::from(picture.diagram.grid.cells_per_mm());
        let cells = picture.diagram.grid.cells_around(part);
        let side = |cells: i32| (f64::from(cells) / per_mm * px_per_mm).round().max(1.0) as u32;
        let offset =
            |cell: i32, from: f64| ((f64::from(cell) / per_mm - from) * px_per_mm).round().max(0.0) as u32;
        let size = (side(cells.width()), side(cells.height()));
        let over = if picture.field.map.is_signed() { Vec::new() } else { over_tiles(picture) };
        Self {
            picture,
            source: no_larger(heat_pixels(picture, cells), size),
            offset: (offset(cells.left, part.min.x), offset(cells.top, part.min.y)),
            size,
            first: (cells.left, cells.top),
            cells_per_px: per_mm / px_per_mm,
            over,
            // On wide pictures the lines stay as far apart, as seen from where the whole picture is seen.
            pitch: 5.0 * (0.75 * unit).max(1.0),
        }
    }

    /// Some of its rows, alpha premultiplied.
    pub(super) fn rows(&self, rows: Range<u32>) -> Pixels {
        let (width, height) = (self.size.0, rows.len() as u32);
        let mut out = Pixels { width, height, rgba: vec![0; width as usize * height as usize * 4] };
        let columns: Vec<Between> =
            (0..width).map(|x| Between::of(x, self.size.0, self.source.width)).collect();
        let lines = out.rgba.par_chunks_exact_mut(width as usize * 4);
        lines.zip(rows.into_par_iter()).for_each(|(line, y)| {
            self.line(Between::of(y, self.size.1, self.source.height), &columns, line);
            self.hatch(y, line);
        });
        out
    }

    /// One row, mixed from the two nearest rows and columns of the source.
    fn line(&self, row: Between, columns: &[Between], line: &mut [u8]) {
        let stride = self.source.width as usize * 4;
        let source = |y: usize| {
            let (texels, _) = self.source.rgba.get(y * stride..).unwrap_or_default().as_chunks::<4>();
            texels
        };
        let (upper, lower) = (source(row.first), source(row.second));
        let (texels, _) = line.as_chunks_mut::<4>();
        for (texel, column) in texels.iter_mut().zip(columns) {
            let at = |line: &[[u8; 4]], x: usize| line.get(x).copied().unwrap_or_default();
            let (a, b) = (at(upper, column.first), at(upper, column.second));
            let (c, d) = (at(lower, column.first), at(lower, column.second));
            if a == b && a == c && a == d {
                *texel = a;
                continue;
            }
            for (channel, (((a, b), c), d)) in texel.iter_mut().zip(a.into_iter().zip(b).zip(c).zip(d)) {
                let above = column.mix(f32::from(a), f32::from(b));
                let below = column.mix(f32::from(c), f32::from(d));
                *channel = (row.mix(above, below) + 0.5) as u8;
            }
        }
    }

    /// Draws slanted paper lines where there are more passes than the ceiling.
    fn hatch(&self, y: u32, line: &mut [u8]) {
        if self.over.is_empty() {
            return;
        }
        let row = self.first.1 + (f64::from(y) * self.cells_per_px) as i32;
        let (texels, _) = line.as_chunks_mut::<4>();
        for (x, texel) in (0_u32..).zip(texels) {
            let column = self.first.0 + (f64::from(x) * self.cells_per_px) as i32;
            let Some((tile, place)) = self.picture.field.set.locate(Cell::new(column, row)) else { continue };
            let cells = self.over.get(tile).and_then(Option::as_ref);
            if !cells.and_then(|cells| cells.get(place).copied()).unwrap_or(false) {
                continue;
            }
            // Distance from the middle of the nearest line, across it.
            let along = f64::from(x + y) / std::f64::consts::SQRT_2;
            let off = (along.rem_euclid(self.pitch) - self.pitch / 2.0).abs();
            let strength = (self.pitch * 0.22 - off + 0.5).clamp(0.0, 1.0);
            let [r, g, b, a] = texel;
            let paper = strength * f64::from(*a);
            for channel in [r, g, b] {
                *channel = (f64::from(*channel) * (1.0 - strength) + paper).round() as u8;
            }
        }
    }
}

/// A place between two neighbouring pixels of a source.
#[derive(Clone, Copy, Debug)]
struct Between {
    first: usize,
    second: usize,
    /// How much of the second there is, from 0 to 1.
    share: f32,
}

impl Between {
    /// Where the middle of a pixel of the picture lies in a source with another number of pixels.
    fn of(pixel: u32, count: u32, source: u32) -> Self {
        let last = f64::from(source.saturating_sub(1));
        let at =
            ((f64::from(pixel) + 0.5) * f64::from(source) / f64::from(count.max(1)) - 0.5).clamp(0.0, last);
        let first = at.floor();
        Self { first: first as usize, second: (first + 1.0).min(last) as usize, share: (at - first) as f32 }
    }

    fn mix(self, first: f32, second: f32) -> f32 {
        first + (second - first) * self.share
    }
}

/// A picture made smaller where it has more pixels than it is shown with.
fn no_larger(heat: Pixels, size: (u32, u32)) -> Pixels {
    if heat.width <= size.0 && heat.height <= size.1 {
        return heat;
    }
    let whole: Option<ImageBuffer<Rgba<u8>, _>> = ImageBuffer::from_raw(heat.width, heat.height, heat.rgba);
    let scaled = whole.map(|whole| resize(&whole, size.0, size.1, FilterType::Triangle)).unwrap_or_default();
    Pixels { width: scaled.width(), height: scaled.height(), rgba: scaled.into_raw() }
}

/// Where there are more passes than the ceiling; empty when that is nowhere.
fn over_tiles(picture: &Picture<'_>) -> Vec<Option<OverCeiling>> {
    let field = picture.field;
    let mut over = vec![None; field.set.tiling().count()];
    for tile in field.set.painted_tiles() {
        let mut cells = Box::new([false; TILE_CELLS]);
        if over_ceiling(field.set, field.zones, field.targets, tile, &mut cells)
            && let Some(slot) = over.get_mut(tile)
        {
            *slot = Some(cells);
        }
    }
    if over.iter().all(Option::is_none) { Vec::new() } else { over }
}
