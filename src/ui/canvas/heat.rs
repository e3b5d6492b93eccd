//! The heatmap as textures: made whole off the window's thread, and renewed cell by cell while a stroke is drawn.

use super::view::View;
use crate::coverage::{CoverageSet, TILE, TILE_CELLS, ZoneMap};
use crate::geometry::{CellRect, Grid, Point, Rect as MmRect};
use crate::heatmap::{
    Backdrop, Field, FieldTile, MapContext, MapKind, MapScale, PaintPlan, PixelTile, SkinTone, Theme,
    over_ceiling, paint_tile,
};
use crate::model::{DiagramId, TargetCounts};
use crate::ui::theme::AS_MADE;
use egui::{Color32, ColorImage, Context, Painter, Pos2, Rect, TextureHandle, TextureOptions};
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::sync::Arc;

/// Most texels a side of a texture; some drivers stop at 2048.
const SIDE: i32 = 1024;

/// What a heatmap shows. Two that are equal look the same, apart from strokes that were added since.
#[derive(Clone, Debug, PartialEq)]
pub struct HeatKey {
    /// The diagram.
    pub diagram: DiagramId,
    /// Skin tone of the drawing, whose shading shows through.
    pub tone: SkinTone,
    /// Whether that shading has been read off yet.
    pub shaded: bool,
    /// Light or dark.
    pub theme: Theme,
    /// The map.
    pub map: MapKind,
    /// The day that "days since" counts to.
    pub on: Date,
    /// The sessions, as places in time order.
    pub range: RangeInclusive<usize>,
    /// Counted up with every change that is not a matter of some cells, such as of the plan.
    pub epoch: u64,
}

/// What a heatmap is made from.
#[derive(Clone, Debug)]
pub struct HeatSource {
    /// The sessions.
    pub set: CoverageSet,
    /// The zones of the diagram.
    pub zones: Arc<ZoneMap>,
    /// Light and shade of the drawing.
    pub backdrop: Arc<Backdrop>,
    /// What each zone should have, in drawing order.
    pub targets: Vec<Option<TargetCounts>>,
    /// Planned days from one session to the next.
    pub interval_days: Option<u32>,
}

/// A heatmap made off the window's thread, ready to be uploaded.
#[derive(Debug)]
pub struct HeatImages {
    scale: MapScale,
    images: Vec<Option<ColorImage>>,
    over: BTreeMap<usize, Box<[bool; TILE_CELLS]>>,
}

/// The heatmap on the screen.
#[derive(Default)]
pub struct Heat {
    /// What is shown.
    shown: Option<HeatKey>,
    /// What has been asked for and not come yet.
    asked: Option<HeatKey>,
    /// Cells that changed since it was asked for.
    changed_since: CellRect,
    scale: Option<MapScale>,
    grid: Option<Grid>,
    textures: Vec<Option<TextureHandle>>,
    over: BTreeMap<usize, Box<[bool; TILE_CELLS]>>,
    /// Counted up whenever `over` changes.
    over_revision: u64,
}

impl std::fmt::Debug for Heat {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Heat").field("shown", &self.shown).field("asked", &self.asked).finish_non_exhaustive()
    }
}

impl HeatSource {
    fn field(&self, key: &HeatKey) -> Field<'_> {
        Field { set: &self.set, zones: &self.zones, map: key.map, on: key.on, targets: &self.targets }
    }

    /// Makes the whole heatmap.
    pub fn render(&self, key: &HeatKey) -> HeatImages {
        let field = self.field(key);
        let scale = MapScale::new(key.map, &MapContext::of(&field, self.interval_days), key.theme);
        let plan =
            PaintPlan { scale: &scale, backdrop: &self.backdrop, zones: &self.zones, targets: &self.targets };
        let tiling = self.set.tiling();
        let places = texture_cells(tiling.grid());
        let mut images: Vec<Option<ColorImage>> = vec![None; places.len()];
        let (mut values, mut pixels) = (FieldTile::default(), Box::new([[0; 4]; TILE_CELLS]));
        let all = field.shows_unpainted();
        let tiles = if all { (0..tiling.count()).collect() } else { self.set.painted_tiles() };
        let mut over = BTreeMap::new();
        for tile in tiles {
            field.evaluate(tile, &mut values);
            paint_tile(&plan, tile, &values, &mut pixels);
            let cells = tiling.cells_of(tile);
            for (place, image) in places.iter().zip(&mut images) {
                if !place.intersection(cells).is_empty() {
                    let image = image.get_or_insert_with(|| blank(*place));
                    copy_pixels(cells, &pixels, *place, image);
                }
            }
            let mut mask = Box::new([false; TILE_CELLS]);
            if over_ceiling(&self.set, &self.zones, &self.targets, tile, &mut mask) {
                over.insert(tile, mask);
            }
        }
        HeatImages { scale, images, over }
    }
}

impl Heat {
    /// Whether this is what is shown.
    pub fn shows(&self, key: &HeatKey) -> bool {
        self.shown.as_ref() == Some(key)
    }

    /// Whether it has to be asked for; then it counts as asked.
    pub fn ask(&mut self, key: &HeatKey) -> bool {
        if self.shows(key) || self.asked.as_ref() == Some(key) {
            return false;
        }
        self.asked = Some(key.clone());
        self.changed_since = CellRect::EMPTY;
        true
    }

    /// Whether something was asked for that has not come yet.
    pub const fn is_waiting(&self) -> bool {
        self.asked.is_some()
    }

    /// Colours and legend of what is shown.
    pub const fn scale(&self) -> Option<&MapScale> {
        self.scale.as_ref()
    }

    /// Counted up whenever the cells above their ceiling change.
    pub const fn over_revision(&self) -> u64 {
        self.over_revision
    }

    /// The cells above their ceiling, by tile.
    pub const fn over(&self) -> &BTreeMap<usize, Box<[bool; TILE_CELLS]>> {
        &self.over
    }

    /// Takes a heatmap that was asked for. Returns the cells that have changed since; none when it is no longer
    /// wanted.
    pub fn put(&mut self, ctx: &Context, key: HeatKey, grid: Grid, images: HeatImages) -> Option<CellRect> {
        if self.asked.as_ref() != Some(&key) {
            return None;
        }
        self.asked = None;
        self.grid = Some(grid);
        self.scale = Some(images.scale);
        self.over = images.over;
        self.over_revision += 1;
        self.textures.resize_with(images.images.len(), || None);
        for (texture, image) in self.textures.iter_mut().zip(images.images) {
            match (texture.as_mut(), image) {
                (Some(texture), Some(image)) if texture.size() == image.size => texture.set(image, OPTIONS),
                (_, Some(image)) => *texture = Some(ctx.load_texture("heat", image, OPTIONS)),
                (_, None) => *texture = None,
            }
        }
        self.shown = Some(key);
        Some(std::mem::take(&mut self.changed_since))
    }

    /// Renews the cells of a rectangle.
    pub fn renew(&mut self, ctx: &Context, source: &HeatSource, rect: CellRect) {
        if self.asked.is_some() {
            self.changed_since = self.changed_since.union(rect);
        }
        let (Some(key), Some(scale)) = (&self.shown, &self.scale) else { return };
        let field = source.field(key);
        let plan =
            PaintPlan { scale, backdrop: &source.backdrop, zones: &source.zones, targets: &source.targets };
        let tiling = source.set.tiling();
        let (mut values, mut pixels) = (FieldTile::default(), Box::new([[0; 4]; TILE_CELLS]));
        let rect = rect.intersection(tiling.grid().bounds());
        let places = texture_cells(tiling.grid());
        let mut parts: Vec<Option<(CellRect, ColorImage)>> = places
            .iter()
            .map(|place| place.intersection(rect))
            .map(|part| (!part.is_empty()).then(|| (part, blank(part))))
            .collect();
        for tile in tiling.tiles_in(rect) {
            field.evaluate(tile, &mut values);
            paint_tile(&plan, tile, &values, &mut pixels);
            for (part, image) in parts.iter_mut().flatten() {
                copy_pixels(tiling.cells_of(tile), &pixels, *part, image);
            }
            renew_over(source, tile, &mut self.over);
        }
        self.over_revision += 1;
        self.textures.resize_with(places.len(), || None);
        for ((place, part), texture) in places.iter().zip(parts).zip(&mut self.textures) {
            let Some((part, image)) = part else { continue };
            let texture = texture.get_or_insert_with(|| ctx.load_texture("heat", blank(*place), OPTIONS));
            let at = [(part.left - place.left) as usize, (part.top - place.top) as usize];
            texture.set_partial(at, image, OPTIONS);
        }
    }

    /// Forgets what is shown, so that nothing stale stays on another diagram.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// Paints it.
    pub fn paint(&self, painter: &Painter, view: &View, canvas: Rect) {
        let Some(grid) = self.grid else { return };
        let per_mm = f64::from(grid.cells_per_mm());
        for (cells, texture) in texture_cells(grid).into_iter().zip(&self.textures) {
            let Some(texture) = texture else { continue };
            // From the middle of the first texel to the middle of the last, which the next texture shares; at the
            // raster's own edge to the edge.
            let inset = |at_edge: bool| if at_edge { 0.0 } else { 0.5 };
            let bounds = grid.bounds();
            let (left, right) = (inset(cells.left == 0), inset(cells.right == bounds.right));
            let (top, bottom) = (inset(cells.top == 0), inset(cells.bottom == bounds.bottom));
            let mm = |column: f64, row: f64| Point::new(column / per_mm, row / per_mm);
            let part = MmRect::new(
                mm(f64::from(cells.left) + left, f64::from(cells.top) + top),
                mm(f64::from(cells.right) - right, f64::from(cells.bottom) - bottom),
            );
            let (width, height) = (cells.width() as f32, cells.height() as f32);
            let uv = Rect::from_min_max(
                Pos2::new(left as f32 / width, top as f32 / height),
                Pos2::new(1.0 - right as f32 / width, 1.0 - bottom as f32 / height),
            );
            painter.image(texture.id(), view.screen_rect(canvas, part), uv, AS_MADE);
        }
    }
}

const OPTIONS: TextureOptions = TextureOptions::LINEAR;

fn renew_over(source: &HeatSource, tile: usize, over: &mut BTreeMap<usize, Box<[bool; TILE_CELLS]>>) {
    let mut mask = Box::new([false; TILE_CELLS]);
    if over_ceiling(&source.set, &source.zones, &source.targets, tile, &mut mask) {
        over.insert(tile, mask);
    } else {
        over.remove(&tile);
    }
}

/// The cells of each texture of a raster; neighbours share a row or column, so that filtering leaves no seam.
fn texture_cells(grid: Grid) -> Vec<CellRect> {
    let starts =
        |cells: i32| (0..cells).step_by(SIDE as usize - 1).take_while(move |s| *s == 0 || s + 1 < cells);
    let mut places = Vec::new();
    for top in starts(grid.rows()) {
        for left in starts(grid.columns()) {
            places.push(CellRect::new(left, top, left + SIDE, top + SIDE).intersection(grid.bounds()));
        }
    }
    places
}

fn blank(cells: CellRect) -> ColorImage {
    ColorImage::filled([cells.width() as usize, cells.height() as usize], Color32::TRANSPARENT)
}

/// Copies the pixels of a tile that lie in the cells of an image.
fn copy_pixels(tile: CellRect, pixels: &PixelTile, place: CellRect, image: &mut ColorImage) {
    let part = tile.intersection(place);
    let width = place.width() as usize;
    for row in part.rows() {
        let from = ((row - tile.top) * TILE + part.left - tile.left) as usize;
        let to = (row - place.top) as usize * width + (part.left - place.left) as usize;
        let count = part.width() as usize;
        let source = pixels.get(from..from + count).unwrap_or_default();
        for (out, [r, g, b, a]) in image.pixels.iter_mut().skip(to).zip(source) {
            *out = Color32::from_rgba_premultiplied(*r, *g, *b, *a);
        }
    }
}

/// Whether a raster's tiles and textures cover the same cells; a check for tests.
#[cfg(test)]
fn covers(grid: Grid) -> bool {
    let tiling = crate::coverage::TileGrid::new(grid);
    let all = texture_cells(grid).into_iter().fold(CellRect::EMPTY, CellRect::union);
    all == grid.bounds() && (0..tiling.count()).all(|tile| !tiling.cells_of(tile).is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn textures_cover_the_raster_and_share_edges() {
        for (w, h) in [(10.0, 10.0), (256.0, 340.0), (255.75, 511.5), (256.25, 512.0)] {
            let grid = Grid::new(w, h, 4).unwrap();
            assert!(covers(grid), "{w} x {h}");
            for cells in texture_cells(grid) {
                assert!(cells.width() <= SIDE && cells.height() <= SIDE && !cells.is_empty());
            }
        }
        let wide = texture_cells(Grid::new(500.0, 10.0, 4).unwrap());
        assert_eq!(wide[0].right - 1, wide[1].left);
    }
}
