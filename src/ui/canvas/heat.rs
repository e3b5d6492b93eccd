//! The heatmap as textures: made whole off the window's thread, and renewed cell by cell while a stroke is drawn.

use super::view::View;
use crate::coverage::{CoverageSet, PassFilter, ZoneMap};
use crate::geometry::{CellRect, Grid, Point, Rect as MmRect};
use crate::heatmap::{HeatInput, LivePicture, MapContext, MapKind, MapScale, SkinTone, Theme};
use crate::model::{DiagramId, TargetCounts};
use crate::ui::figures::Shading;
use crate::ui::theme::{AS_MADE, NOTHING, texel};
use crate::ui::workspace::{Compare, SignedSource};
use egui::{ColorImage, Context, Painter, Pos2, Rect, TextureHandle, TextureOptions};
use jiff::civil::Date;
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
    /// Light or dark.
    pub theme: Theme,
    /// The map.
    pub map: MapKind,
    /// The day that "days since" counts to.
    pub on: Date,
    /// The sessions, as places in time order.
    pub range: RangeInclusive<usize>,
    /// The passes that count.
    pub only: PassFilter,
    /// Whether it is the plan that is shown, and no session.
    pub planned: bool,
    /// Counted up with every change that is not a matter of some cells, such as of the plan.
    pub epoch: u64,
    /// The sessions that a map of differences compares.
    pub compared: Option<Compare>,
    /// Counted up with every change of a session, where the map does not follow it cell by cell.
    pub edition: u64,
}

/// What the passes of a heatmap are.
#[derive(Clone, Debug)]
pub enum HeatPasses {
    /// Those of sessions.
    Counted(CoverageSet),
    /// The targets themselves.
    Planned(Grid),
}

/// What a heatmap is made from.
#[derive(Clone, Debug)]
pub struct HeatSource {
    /// The passes.
    pub passes: HeatPasses,
    /// The zones of the diagram.
    pub zones: Arc<ZoneMap>,
    /// Light and shade of the drawing.
    pub backdrop: Arc<Shading>,
    /// What each zone should have, in drawing order.
    pub targets: Vec<Option<TargetCounts>>,
    /// Planned days from one session to the next.
    pub interval_days: Option<u32>,
    /// What a map of differences is made from.
    pub signed: Option<SignedSource>,
}

/// A heatmap made off the window's thread, ready to be uploaded.
#[derive(Debug)]
pub struct HeatImages {
    picture: LivePicture,
    images: Images,
}

#[derive(Debug)]
enum Images {
    /// All of it, texture by texture.
    All(Vec<Option<ColorImage>>),
    /// What is other than in the picture it was made from.
    Parts(Vec<Part>),
}

/// New pixels of some cells.
#[derive(Debug)]
struct Part {
    texture: usize,
    at: [usize; 2],
    image: ColorImage,
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
    /// Its pixels.
    picture: Option<LivePicture>,
    grid: Option<Grid>,
    textures: Vec<Option<TextureHandle>>,
    /// Counted up with every new picture, whose own count begins anew.
    pictures: u64,
}

impl std::fmt::Debug for Heat {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Heat").field("shown", &self.shown).field("asked", &self.asked).finish_non_exhaustive()
    }
}

impl HeatKey {
    /// Whether both count the same: the same sessions, passes and targets, in whatever map and colours.
    pub fn counts_as(&self, other: &Self) -> bool {
        self.diagram == other.diagram
            && self.range == other.range
            && self.only == other.only
            && self.planned == other.planned
            && self.epoch == other.epoch
    }
}

impl HeatSource {
    /// The passes, cell by cell.
    pub fn set(&self) -> CoverageSet {
        match &self.passes {
            HeatPasses::Counted(set) => set.clone(),
            HeatPasses::Planned(grid) => {
                let passes: Vec<u32> =
                    self.targets.iter().map(|target| target.map_or(0, |counts| counts.passes)).collect();
                CoverageSet::of_zones(*grid, &self.zones, &passes)
            }
        }
    }

    /// Makes the heatmap: from the one before it, if only the sessions are others, else whole.
    pub fn render(self, key: &HeatKey, before: Option<LivePicture>) -> HeatImages {
        let set = self.set();
        let planned = matches!(self.passes, HeatPasses::Planned(_));
        let Self { zones, backdrop, targets, interval_days, signed, .. } = self;
        let backdrop = Arc::clone(backdrop.get());
        let signed = signed.map(|source| Arc::new(source.map(&set, &zones)));
        let input = HeatInput { set, zones, backdrop, targets, map: key.map, on: key.on, signed };
        let mut scale = MapScale::new(key.map, &MapContext::of(&input.field(), interval_days), key.theme);
        if planned {
            "passes a session".clone_into(&mut scale.legend.subtitle);
            scale.legend.hatched_from =
                scale.legend.marks.iter().find(|mark| mark.dashed).map(|mark| mark.at);
        }
        if let Some(mut picture) = before
            && picture.change_to(input.clone(), &scale)
        {
            let images = Images::Parts(changed_parts(&mut picture));
            return HeatImages { picture, images };
        }
        let mut picture = LivePicture::new(input, scale);
        picture.make_all();
        let places = texture_cells(picture.tiling().grid());
        let mut images: Vec<Option<ColorImage>> = vec![None; places.len()];
        for part in picture.take_changed() {
            for (place, image) in places.iter().zip(&mut images) {
                let shared = place.intersection(part);
                if !shared.is_empty() {
                    copy_pixels(&picture, shared, *place, image.get_or_insert_with(|| blank(*place)));
                }
            }
        }
        HeatImages { picture, images: Images::All(images) }
    }
}

/// The pixels that have changed, tile by tile.
fn changed_parts(picture: &mut LivePicture) -> Vec<Part> {
    let places = texture_cells(picture.tiling().grid());
    let mut parts = Vec::new();
    for changed in picture.take_changed() {
        for (texture, place) in places.iter().enumerate() {
            let shared = place.intersection(changed);
            if shared.is_empty() {
                continue;
            }
            let size = [shared.width() as usize, shared.height() as usize];
            let pixels = picture.rows(shared).flatten().copied().map(texel);
            let at = [(shared.left - place.left) as usize, (shared.top - place.top) as usize];
            parts.push(Part { texture, at, image: ColorImage::new(size, pixels.collect()) });
        }
    }
    parts
}

impl Heat {
    /// Whether this is what is shown.
    pub fn shows(&self, key: &HeatKey) -> bool {
        self.shown.as_ref() == Some(key)
    }

    /// Whether it has to be asked for; then it counts as asked.
    pub fn ask(&mut self, key: &HeatKey) -> bool {
        if self.shows(key) {
            // What was asked for meanwhile is not wanted any more.
            self.asked = None;
            return false;
        }
        if self.asked.as_ref() == Some(key) {
            return false;
        }
        self.asked = Some(key.clone());
        self.changed_since = CellRect::EMPTY;
        true
    }

    /// Whether one is shown.
    pub const fn is_there(&self) -> bool {
        self.shown.is_some()
    }

    /// What was asked for and has not come yet is asked for once more.
    pub fn ask_again(&mut self) {
        self.asked = None;
    }

    /// Whether this was asked for and has not come yet.
    pub fn awaits(&self, key: &HeatKey) -> bool {
        self.asked.as_ref() == Some(key)
    }

    /// What is shown.
    pub const fn shown(&self) -> Option<&HeatKey> {
        self.shown.as_ref()
    }

    /// Whether something was asked for that has not come yet.
    pub const fn is_waiting(&self) -> bool {
        self.asked.is_some()
    }

    /// Colours and legend of what is shown.
    pub fn scale(&self) -> Option<&MapScale> {
        self.picture.as_ref().map(LivePicture::scale)
    }

    /// Its pixels.
    pub const fn picture(&self) -> Option<&LivePicture> {
        self.picture.as_ref()
    }

    /// The pixels, to follow a stroke on a diagram in one of the sessions, if that is shown.
    pub fn follower(&mut self, diagram: &DiagramId, session: usize) -> Option<&mut LivePicture> {
        let shown = self.shown.as_ref()?;
        self.picture.as_mut().filter(|_| shown.diagram == *diagram && shown.range.contains(&session))
    }

    /// Another number whenever the cells above their ceiling change.
    pub fn over_revision(&self) -> (u64, u64) {
        (self.pictures, self.picture.as_ref().map_or(0, LivePicture::over_revision))
    }

    /// Takes a heatmap that was asked for. Returns the cells that have changed since; none when it is no longer
    /// wanted.
    pub fn put(&mut self, ctx: &Context, key: HeatKey, grid: Grid, images: HeatImages) -> Option<CellRect> {
        if self.asked.as_ref() != Some(&key) {
            return None;
        }
        self.asked = None;
        self.grid = Some(grid);
        self.picture = Some(images.picture);
        self.pictures += 1;
        let changed = std::mem::take(&mut self.changed_since);
        match images.images {
            Images::All(images) => self.upload_all(ctx, images),
            Images::Parts(parts) => {
                self.upload_parts(ctx, parts);
                // What was shown of these cells since is not what the picture was made from.
                if let Some(picture) = &mut self.picture {
                    picture.touch(changed);
                }
            }
        }
        self.shown = Some(key);
        Some(changed)
    }

    /// Renews the cells of a rectangle.
    pub fn renew(&mut self, ctx: &Context, set: CoverageSet, rect: CellRect) {
        if self.asked.is_some() {
            self.changed_since = self.changed_since.union(rect);
        }
        if let Some(picture) = &mut self.picture {
            picture.renew(set, rect);
            self.upload(ctx);
        }
    }

    /// Shows what has been followed since, inside a rectangle. `set` says what the sessions are now.
    pub fn flush(&mut self, ctx: &Context, touched: CellRect, set: impl FnOnce() -> Option<CoverageSet>) {
        if self.asked.is_some() {
            self.changed_since = self.changed_since.union(touched);
        }
        if let Some(picture) = &mut self.picture {
            if picture.is_unsettled()
                && let Some(set) = set()
            {
                picture.settle(set);
            }
            self.upload(ctx);
        }
    }

    /// Uploads the pixels that have changed, tile by tile.
    fn upload(&mut self, ctx: &Context) {
        if let Some(picture) = &mut self.picture {
            let parts = changed_parts(picture);
            self.upload_parts(ctx, parts);
        }
    }

    fn upload_all(&mut self, ctx: &Context, images: Vec<Option<ColorImage>>) {
        self.textures.resize_with(images.len(), || None);
        for (texture, image) in self.textures.iter_mut().zip(images) {
            match (texture.as_mut(), image) {
                (Some(texture), Some(image)) if texture.size() == image.size => texture.set(image, OPTIONS),
                (_, Some(image)) => *texture = Some(ctx.load_texture("heat", image, OPTIONS)),
                (_, None) => *texture = None,
            }
        }
    }

    fn upload_parts(&mut self, ctx: &Context, parts: Vec<Part>) {
        let Some(grid) = self.grid else { return };
        let places = texture_cells(grid);
        self.textures.resize_with(places.len(), || None);
        for Part { texture, at, image } in parts {
            let (Some(slot), Some(place)) = (self.textures.get_mut(texture), places.get(texture)) else {
                continue;
            };
            slot.get_or_insert_with(|| ctx.load_texture("heat", blank(*place), OPTIONS))
                .set_partial(at, image, OPTIONS);
        }
    }

    /// What is shown, to make another from it that differs in the sessions alone.
    pub fn like(&self, key: &HeatKey) -> Option<LivePicture> {
        let shown = self.shown.as_ref()?;
        let same = shown.diagram == key.diagram && shown.tone == key.tone && shown.theme == key.theme;
        self.picture.clone().filter(|_| same)
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
    ColorImage::filled([cells.width() as usize, cells.height() as usize], NOTHING)
}

/// Copies a part of a tile into the image of some cells.
fn copy_pixels(picture: &LivePicture, part: CellRect, place: CellRect, image: &mut ColorImage) {
    let width = place.width() as usize;
    for (row, source) in part.rows().zip(picture.rows(part)) {
        let to = (row - place.top) as usize * width + (part.left - place.left) as usize;
        for (out, pixel) in image.pixels.iter_mut().skip(to).zip(source) {
            *out = texel(*pixel);
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
