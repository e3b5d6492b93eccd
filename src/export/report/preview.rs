//! From a page to pixels, for a look at it before it is written.

use super::sheet::{Op, Page, Path, Place, Step};
use super::text::Setting;
use crate::heatmap::{Anchor, Pixels, Rgb};
use resvg::tiny_skia::{
    Color, FillRule, FilterQuality, LineCap, LineJoin, Paint, PathBuilder, Pixmap, PixmapPaint, PixmapRef,
    Stroke, StrokeDash, Transform,
};
use skrifa::instance::{LocationRef, Size};
use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::{FontRef, GlyphId, MetadataProvider};

/// Draws a page, `width` pixels wide, on white. None when that is no size for a picture.
pub(super) fn draw_page(page: &Page, size: (f32, f32), width: u32) -> Option<Pixels> {
    let scale = width as f32 / size.0;
    let mut pixmap = Pixmap::new(width, (size.1 * scale).round() as u32)?;
    pixmap.fill(Color::WHITE);
    let view = Transform::from_scale(scale, scale);
    for op in page.marks.iter().flat_map(|mark| &mark.ops) {
        match op {
            Op::Words { setting, at, anchor, ink } => words(&mut pixmap, setting, *at, *anchor, *ink, view),
            Op::Fill { path, ink } => {
                if let Some(path) = outline_of(path) {
                    pixmap.fill_path(&path, &paint(*ink, 1.0), FillRule::Winding, view, None);
                }
            }
            Op::Stroke { path, ink, width, dash, opacity } => {
                let stroke = Stroke {
                    width: *width,
                    line_cap: LineCap::Butt,
                    line_join: LineJoin::Round,
                    dash: dash.and_then(|(on, off)| StrokeDash::new(vec![on, off], 0.0)),
                    ..Stroke::default()
                };
                if let Some(path) = outline_of(path) {
                    pixmap.stroke_path(&path, &paint(*ink, *opacity), &stroke, view, None);
                }
            }
            Op::Picture { pixels, place } => picture(&mut pixmap, pixels, *place, view),
        }
    }
    Some(Pixels { width: pixmap.width(), height: pixmap.height(), rgba: pixmap.take() })
}

fn paint(ink: Rgb, opacity: f32) -> Paint<'static> {
    let mut paint = Paint { anti_alias: true, ..Paint::default() };
    paint.set_color_rgba8(ink.0, ink.1, ink.2, (opacity * 255.0).round() as u8);
    paint
}

fn picture(pixmap: &mut Pixmap, pixels: &Pixels, place: Place, view: Transform) {
    if let Some(source) = PixmapRef::from_bytes(&pixels.rgba, pixels.width, pixels.height) {
        let (sx, sy) = (place.width / pixels.width as f32, place.height / pixels.height as f32);
        let onto = view.pre_translate(place.x, place.y).pre_scale(sx, sy);
        let smooth = PixmapPaint { quality: FilterQuality::Bilinear, ..PixmapPaint::default() };
        pixmap.draw_pixmap(0, 0, source, &smooth, onto, None);
    }
}

fn outline_of(path: &Path) -> Option<resvg::tiny_skia::Path> {
    let mut builder = PathBuilder::new();
    for step in &path.0 {
        match *step {
            Step::Move((x, y)) => builder.move_to(x, y),
            Step::Line((x, y)) => builder.line_to(x, y),
            Step::Curve((ax, ay), (bx, by), (x, y)) => builder.cubic_to(ax, ay, bx, by, x, y),
            Step::Close => builder.close(),
        }
    }
    builder.finish()
}

/// Takes the outline of a glyph, whose y points up.
struct Pen {
    path: PathBuilder,
    at: (f32, f32),
}

impl Pen {
    fn place(&self, x: f32, y: f32) -> (f32, f32) {
        (self.at.0 + x, self.at.1 - y)
    }
}

impl OutlinePen for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.place(x, y);
        self.path.move_to(x, y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.place(x, y);
        self.path.line_to(x, y);
    }

    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        let ((cx, cy), (x, y)) = (self.place(cx, cy), self.place(x, y));
        self.path.quad_to(cx, cy, x, y);
    }

    fn curve_to(&mut self, ax: f32, ay: f32, bx: f32, by: f32, x: f32, y: f32) {
        let ((ax, ay), (bx, by), (x, y)) = (self.place(ax, ay), self.place(bx, by), self.place(x, y));
        self.path.cubic_to(ax, ay, bx, by, x, y);
    }

    fn close(&mut self) {
        self.path.close();
    }
}

fn words(
    pixmap: &mut Pixmap,
    setting: &Setting,
    (x, y): (f32, f32),
    anchor: Anchor,
    ink: Rgb,
    view: Transform,
) {
    for (i, line) in setting.lines.iter().enumerate() {
        let baseline = y + i as f32 * setting.style.pitch();
        for run in &line.runs {
            let Ok(font) = FontRef::from_index(run.font.data.data(), run.font.index) else { continue };
            let outlines = font.outline_glyphs();
            let mut at = x - line.width * anchor.share() + run.x;
            let mut pen = Pen { path: PathBuilder::new(), at: (at, baseline) };
            for glyph in &run.glyphs {
                pen.at = (at + glyph.dx, baseline - glyph.dy);
                if let Some(outline) = outlines.get(GlyphId::new(glyph.id)) {
                    let how = DrawSettings::unhinted(Size::new(setting.style.size), LocationRef::default());
                    // A glyph without an outline, such as a coloured one, leaves its place empty.
                    outline.draw(how, &mut pen).map(|_| ()).unwrap_or_default();
                }
                at += glyph.advance;
            }
            if let Some(path) = pen.path.finish() {
                pixmap.fill_path(&path, &paint(ink, 1.0), FillRule::Winding, view, None);
            }
        }
    }
}
