//! Drawing the diagrams at the resolution that is wanted.

use super::skin::SkinTone;
use crate::geometry::{Point, Rect};
use crate::model::Diagram;
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::roxmltree::Document;
use resvg::usvg::{Indent, Options, Tree, WriteOptions};
use std::ops::Range;

/// What of a drawing is painted: the heatmap lies between the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DrawingLayer {
    /// The figure and its shading, below the heatmap.
    Figure,
    /// The lines, above the heatmap.
    Lines,
}

/// A diagram's drawing in one skin tone, parsed and ready to be drawn at any size.
#[derive(Debug)]
pub struct Drawing {
    figure: Tree,
    lines: Tree,
    bounds: Rect,
}

/// A picture: rows of `[r, g, b, a]`, alpha premultiplied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pixels {
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// Four bytes a pixel, row by row.
    pub rgba: Vec<u8>,
}

impl Drawing {
    /// Parses a diagram's drawing.
    ///
    /// # Errors
    ///
    /// When the drawing cannot be read, which the atlas rules out for those it holds.
    pub fn new(diagram: &Diagram, tone: SkinTone) -> Result<Self, String> {
        let failed = |problem: String| format!("{}: {problem}", diagram.id);
        let document = Document::parse(&diagram.svg).map_err(|e| failed(e.to_string()))?;
        let build = |hidden: &str| {
            let style_sheet = format!("{}{hidden}{{display:none}}", tone.style_sheet());
            // Nothing outside the drawing is ever looked up.
            let options =
                Options { style_sheet: Some(style_sheet), resources_dir: None, ..Options::default() };
            Tree::from_xmltree(&document, &options).map_err(|e| failed(e.to_string()))
        };
        let (figure, lines) = rayon::join(|| build("#lines,#zones"), || build("#figure,#shade,#zones"));
        let (figure, lines) = (figure?, lines?);
        let (width, height) = diagram.size_mm;
        let bounds = extent(&figure).union(extent(&lines));
        let within = |x: f64, y: f64| Point::new(x.clamp(0.0, width), y.clamp(0.0, height));
        let (min, max) = (within(bounds.min.x, bounds.min.y), within(bounds.max.x, bounds.max.y));
        Ok(Self { figure, lines, bounds: Rect::new(min, max) })
    }

    /// A box around all that is drawn, in mm.
    pub const fn bounds(&self) -> Rect {
        self.bounds
    }

    /// Draws a part of the diagram, `rect` in mm, at `px_per_mm`. None when that has no or too many pixels.
    pub fn draw(&self, layer: DrawingLayer, rect: Rect, px_per_mm: f64) -> Option<Pixels> {
        let rows = 0..side(rect.height(), px_per_mm)?;
        self.draw_rows(layer, rect, px_per_mm, rows)
    }

    /// Draws some rows of pixels of what [`draw`](Self::draw) draws.
    pub(super) fn draw_rows(
        &self,
        layer: DrawingLayer,
        rect: Rect,
        px_per_mm: f64,
        rows: Range<u32>,
    ) -> Option<Pixels> {
        let mut pixmap = Pixmap::new(side(rect.width(), px_per_mm)?, rows.len() as u32)?;
        let scale = px_per_mm as f32;
        let top = f64::from(rows.start);
        let shift = (-(rect.min.x * px_per_mm) as f32, -(rect.min.y * px_per_mm + top) as f32);
        let transform = Transform::from_row(scale, 0.0, 0.0, scale, shift.0, shift.1);
        resvg::render(self.tree(layer), transform, &mut pixmap.as_mut());
        Some(Pixels { width: pixmap.width(), height: pixmap.height(), rgba: pixmap.take() })
    }

    /// A layer as SVG, in mm. Names in it begin with `prefix`, so that several can stand in one document.
    pub(super) fn svg(&self, layer: DrawingLayer, prefix: &str) -> String {
        self.tree(layer).to_string(&WriteOptions {
            id_prefix: Some(prefix.to_owned()),
            coordinates_precision: 4,
            transforms_precision: 6,
            indent: Indent::None,
            ..WriteOptions::default()
        })
    }

    const fn tree(&self, layer: DrawingLayer) -> &Tree {
        match layer {
            DrawingLayer::Figure => &self.figure,
            DrawingLayer::Lines => &self.lines,
        }
    }

    /// The most pixels a side that are drawn at once.
    pub const MAX_SIDE: u32 = 16_384;
}

/// How many pixels a length has; none when that is none or too many.
fn side(mm: f64, px_per_mm: f64) -> Option<u32> {
    let px = (mm * px_per_mm).round();
    (px >= 1.0 && px <= f64::from(Drawing::MAX_SIDE)).then_some(px as u32)
}

/// A box around all that a tree draws, in mm, with room for the soft edges of what is drawn.
fn extent(tree: &Tree) -> Rect {
    const SOFT_MM: f64 = 1.0;
    let bounds = tree.root().abs_stroke_bounding_box();
    let (left, top) = (f64::from(bounds.left()) - SOFT_MM, f64::from(bounds.top()) - SOFT_MM);
    let (right, bottom) = (f64::from(bounds.right()) + SOFT_MM, f64::from(bounds.bottom()) + SOFT_MM);
    Rect::new(Point::new(left, top), Point::new(right, bottom))
}
