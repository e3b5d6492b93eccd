//! The drawing below and above the heatmap, drawn at the resolution of the screen off the window's thread.

use super::view::View;
use crate::geometry::{Point, Rect as MmRect};
use crate::heatmap::{Drawing, DrawingLayer, Pixels, SkinTone};
use crate::model::DiagramId;
use crate::ui::theme::{NOTHING, texel};
use egui::{
    Color32, ColorImage, Context, Mesh, Painter, Pos2, Rect, Shape, TextureHandle, TextureOptions, Vec2,
};

/// Most pixels a side of a texture.
const SIDE: u32 = 2048;

/// How much more than is visible is drawn, on each side, as a share of what is visible: room to pan.
const ROOM: f64 = 0.15;

/// Side in pixels of the squares of a picture that are left out where nothing is drawn in them.
const SQUARE: usize = 64;

/// What has been asked for: a part of a diagram at a resolution.
#[derive(Clone, Debug, PartialEq)]
pub struct PictureKey {
    diagram: DiagramId,
    tone: SkinTone,
    part: MmRect,
    px_per_mm: f64,
}

/// The drawing on the screen.
#[derive(Default)]
pub struct Pictures {
    shown: Option<Shown>,
    asked: Option<PictureKey>,
}

impl std::fmt::Debug for Pictures {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Pictures").field("asked", &self.asked).finish_non_exhaustive()
    }
}

struct Shown {
    key: PictureKey,
    figure: Vec<Patch>,
    lines: Vec<Patch>,
}

/// A piece of a picture: where it is, in pixels from the picture's corner, its texture, and the parts of it in which
/// something is drawn.
struct Patch {
    at: Vec2,
    texture: TextureHandle,
    drawn: Vec<Rect>,
}

/// Both layers, drawn off the window's thread and ready to be uploaded.
#[derive(Debug)]
pub struct DrawnPictures {
    figure: Vec<Piece>,
    lines: Vec<Piece>,
}

/// A piece of a picture that has not been uploaded yet.
#[derive(Debug)]
struct Piece {
    at: Vec2,
    image: ColorImage,
    drawn: Vec<Rect>,
}

impl Pictures {
    /// Whether a drawing of the diagram is shown at all.
    pub fn shows(&self, diagram: &DiagramId) -> bool {
        self.shown.as_ref().is_some_and(|shown| shown.key.diagram == *diagram)
    }

    /// What to ask for, if what is shown does not do: another diagram, tone or resolution, or panned too far.
    pub fn wanted(
        &mut self,
        diagram: &DiagramId,
        tone: SkinTone,
        bounds: MmRect,
        view: &View,
        canvas: Rect,
        pixels_per_point: f32,
    ) -> Option<PictureKey> {
        let visible = view.visible(canvas);
        let px_per_mm = view.scale() * f64::from(pixels_per_point);
        let does = |key: &PictureKey| {
            let seen = intersection(visible, bounds);
            key.diagram == *diagram
                && key.tone == tone
                && (key.px_per_mm / px_per_mm - 1.0).abs() < 1e-9
                && seen.is_none_or(|seen| key.part.contains(seen.min) && key.part.contains(seen.max))
        };
        if self.shown.as_ref().is_some_and(|shown| does(&shown.key)) || self.asked.as_ref().is_some_and(does)
        {
            return None;
        }
        let room = (visible.width() * ROOM, visible.height() * ROOM);
        let grown = MmRect::new(
            Point::new(visible.min.x - room.0, visible.min.y - room.1),
            Point::new(visible.max.x + room.0, visible.max.y + room.1),
        );
        let part = intersection(grown, bounds)?;
        // A whole number of pixels from the diagram's corner: wherever the part begins, a line falls on the same pixels.
        let whole = |mm: f64| (mm * px_per_mm).floor() / px_per_mm;
        let part = MmRect::new(Point::new(whole(part.min.x), whole(part.min.y)), part.max);
        let key = PictureKey { diagram: diagram.clone(), tone, part, px_per_mm };
        self.asked = Some(key.clone());
        Some(key)
    }

    /// Takes a picture that was asked for; one that is no longer wanted is dropped.
    pub fn put(&mut self, ctx: &Context, key: PictureKey, pictures: Option<DrawnPictures>) {
        if self.asked.as_ref() != Some(&key) {
            return;
        }
        self.asked = None;
        if let Some(DrawnPictures { figure, lines }) = pictures {
            self.shown = Some(Shown { key, figure: upload(ctx, figure), lines: upload(ctx, lines) });
        }
    }

    /// Paints one of the two layers.
    pub fn paint(&self, painter: &Painter, view: &View, canvas: Rect, layer: DrawingLayer, tint: Color32) {
        let Some(shown) = &self.shown else { return };
        let patches = match layer {
            DrawingLayer::Figure => &shown.figure,
            DrawingLayer::Lines => &shown.lines,
        };
        let pixels_per_point = painter.pixels_per_point();
        let corner = view.screen_from_mm(canvas, shown.key.part.min);
        // On whole pixels the picture is as sharp as it was drawn.
        let snapped = (corner.to_vec2() * pixels_per_point).round() / pixels_per_point;
        let scale = (view.scale() / shown.key.px_per_mm) as f32;
        for patch in patches {
            let size = patch.texture.size_vec2();
            let mut mesh = Mesh::with_texture(patch.texture.id());
            for drawn in &patch.drawn {
                let place = drawn.translate(patch.at);
                let uv = Rect::from_min_max(
                    (drawn.min.to_vec2() / size).to_pos2(),
                    (drawn.max.to_vec2() / size).to_pos2(),
                );
                let corner = |p: Pos2| snapped.to_pos2() + p.to_vec2() * scale;
                mesh.add_rect_with_uv(Rect::from_min_max(corner(place.min), corner(place.max)), uv, tint);
            }
            painter.add(Shape::mesh(mesh));
        }
    }
}

/// Draws what was asked for.
pub fn draw_pictures(drawing: &Drawing, key: &PictureKey) -> Option<DrawnPictures> {
    let draw = |layer| drawing.draw(layer, key.part, key.px_per_mm).map(|pixels| pieces(&pixels));
    let (figure, lines) = rayon::join(|| draw(DrawingLayer::Figure), || draw(DrawingLayer::Lines));
    Some(DrawnPictures { figure: figure?, lines: lines? })
}

/// Cuts a picture into pieces that fit a texture.
fn pieces(pixels: &Pixels) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for y in (0..pixels.height).step_by(SIDE as usize) {
        for x in (0..pixels.width).step_by(SIDE as usize) {
            let (width, height) = (SIDE.min(pixels.width - x), SIDE.min(pixels.height - y));
            let stride = pixels.width as usize * 4;
            let rows = pixels.rgba.chunks_exact(stride).skip(y as usize).take(height as usize);
            let from = x as usize * 4;
            let texels = rows.flat_map(|row| {
                let (texels, _) =
                    row.get(from..from + width as usize * 4).unwrap_or_default().as_chunks::<4>();
                texels.iter().copied().map(texel)
            });
            let image = ColorImage::new([width as usize, height as usize], texels.collect());
            let drawn = drawn_parts(&image);
            pieces.push(Piece { at: Vec2::new(x as f32, y as f32), image, drawn });
        }
    }
    pieces
}

/// The parts of an image in which something is drawn, in whole squares: what is not painted costs nothing.
fn drawn_parts(image: &ColorImage) -> Vec<Rect> {
    let [width, height] = image.size;
    let mut parts: Vec<Rect> = Vec::new();
    let columns = width.div_ceil(SQUARE);
    for top in (0..height).step_by(SQUARE) {
        // A row and a column of pixels around each square count as in it: they show in it when it is magnified.
        let rows = top.saturating_sub(1)..(top + SQUARE + 1).min(height);
        let mut holds = vec![false; columns];
        for row in image.pixels.chunks_exact(width).take(rows.end).skip(rows.start) {
            for (column, holds) in holds.iter_mut().enumerate().filter(|(_, holds)| !**holds) {
                let left = column * SQUARE;
                let near = left.saturating_sub(1)..(left + SQUARE + 1).min(width);
                *holds = row.get(near).unwrap_or_default().iter().any(|pixel| *pixel != NOTHING);
            }
        }
        let bottom = (top + SQUARE).min(height) as f32;
        let first = parts.len();
        for (column, _) in holds.iter().enumerate().filter(|(_, holds)| **holds) {
            let (left, right) = ((column * SQUARE) as f32, (column * SQUARE + SQUARE).min(width) as f32);
            match parts.get_mut(first..).and_then(<[Rect]>::last_mut).filter(|last| last.max.x == left) {
                Some(last) => last.max.x = right,
                None => {
                    parts.push(Rect::from_min_max(Pos2::new(left, top as f32), Pos2::new(right, bottom)));
                }
            }
        }
    }
    parts
}

fn upload(ctx: &Context, pieces: Vec<Piece>) -> Vec<Patch> {
    let upload = |piece: Piece| {
        let texture = ctx.load_texture("drawing", piece.image, TextureOptions::LINEAR);
        Patch { at: piece.at, texture, drawn: piece.drawn }
    };
    // A layer of which nothing is in view needs no texture.
    pieces.into_iter().filter(|piece| !piece.drawn.is_empty()).map(upload).collect()
}

fn intersection(a: MmRect, b: MmRect) -> Option<MmRect> {
    let min = Point::new(a.min.x.max(b.min.x), a.min.y.max(b.min.y));
    let max = Point::new(a.max.x.min(b.max.x), a.max.y.min(b.max.y));
    (max.x > min.x && max.y > min.y).then(|| MmRect::new(min, max))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::theme::AS_MADE;

    #[test]
    fn every_pixel_that_shows_lies_in_a_part_that_is_painted() {
        let mut image = ColorImage::filled([150, 200], NOTHING);
        let dots = [(0, 0), (63, 64), (149, 199), (80, 130)];
        for (x, y) in dots {
            image.pixels[y * 150 + x] = AS_MADE;
        }
        let parts = drawn_parts(&image);
        for (x, y) in dots {
            let middle = Pos2::new(x as f32 + 0.5, y as f32 + 0.5);
            assert_eq!(parts.iter().filter(|part| part.contains(middle)).count(), 1, "{x}, {y}: {parts:?}");
        }
        assert!(parts.iter().all(|part| part.max.x <= 150.0 && part.max.y <= 200.0));
        assert!(drawn_parts(&ColorImage::filled([90, 90], NOTHING)).is_empty());
    }
}
