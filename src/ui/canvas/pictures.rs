//! The drawing below and above the heatmap, drawn at the resolution of the screen off the window's thread.

use super::view::View;
use crate::geometry::{Point, Rect as MmRect};
use crate::heatmap::{Drawing, DrawingLayer, Pixels, SkinTone};
use crate::model::DiagramId;
use egui::{Color32, ColorImage, Context, Painter, Pos2, Rect, TextureHandle, TextureOptions, Vec2};

/// Most pixels a side of a texture.
const SIDE: u32 = 2048;

/// How much more than is visible is drawn, on each side, as a share of what is visible: room to pan.
const ROOM: f64 = 0.25;

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

/// A piece of a picture: where it is, in pixels from the picture's corner, and its texture.
struct Patch {
    at: Vec2,
    texture: TextureHandle,
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
        size_mm: (f64, f64),
        view: &View,
        canvas: Rect,
        pixels_per_point: f32,
    ) -> Option<PictureKey> {
        let visible = view.visible(canvas);
        let whole = MmRect::new(Point::new(0.0, 0.0), Point::new(size_mm.0, size_mm.1));
        let px_per_mm = view.scale() * f64::from(pixels_per_point);
        let does = |key: &PictureKey| {
            let seen = intersection(visible, whole);
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
        let part = intersection(grown, whole)?;
        let key = PictureKey { diagram: diagram.clone(), tone, part, px_per_mm };
        self.asked = Some(key.clone());
        Some(key)
    }

    /// Takes a picture that was asked for; one that is no longer wanted is dropped.
    pub fn put(&mut self, ctx: &Context, key: PictureKey, pictures: Option<(Pixels, Pixels)>) {
        if self.asked.as_ref() != Some(&key) {
            return;
        }
        self.asked = None;
        if let Some((figure, lines)) = pictures {
            self.shown = Some(Shown { key, figure: upload(ctx, &figure), lines: upload(ctx, &lines) });
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
            let min = snapped.to_pos2() + patch.at * scale;
            let rect = Rect::from_min_size(min, patch.texture.size_vec2() * scale);
            let uv = Rect::from_min_max(Pos2::ZERO, Pos2::new(1.0, 1.0));
            painter.image(patch.texture.id(), rect, uv, tint);
        }
    }
}

/// Draws what was asked for.
pub fn draw_pictures(drawing: &Drawing, key: &PictureKey) -> Option<(Pixels, Pixels)> {
    let draw = |layer| drawing.draw(layer, key.part, key.px_per_mm);
    Some((draw(DrawingLayer::Figure)?, draw(DrawingLayer::Lines)?))
}

fn upload(ctx: &Context, pixels: &Pixels) -> Vec<Patch> {
    let mut patches = Vec::new();
    for y in (0..pixels.height).step_by(SIDE as usize) {
        for x in (0..pixels.width).step_by(SIDE as usize) {
            let (width, height) = (SIDE.min(pixels.width - x), SIDE.min(pixels.height - y));
            let stride = pixels.width as usize * 4;
            let mut bytes = Vec::with_capacity(width as usize * height as usize * 4);
            for row in pixels.rgba.chunks_exact(stride).skip(y as usize).take(height as usize) {
                let from = x as usize * 4;
                bytes.extend_from_slice(row.get(from..from + width as usize * 4).unwrap_or_default());
            }
            let image = ColorImage::from_rgba_premultiplied([width as usize, height as usize], &bytes);
            let texture = ctx.load_texture("drawing", image, TextureOptions::LINEAR);
            patches.push(Patch { at: Vec2::new(x as f32, y as f32), texture });
        }
    }
    patches
}

fn intersection(a: MmRect, b: MmRect) -> Option<MmRect> {
    let min = Point::new(a.min.x.max(b.min.x), a.min.y.max(b.min.y));
    let max = Point::new(a.max.x.min(b.max.x), a.max.y.min(b.max.y));
    (max.x > min.x && max.y > min.y).then(|| MmRect::new(min, max))
}
