//! Drawing the diagrams at the resolution that is wanted.

use super::skin::SkinTone;
use crate::geometry::Rect;
use crate::model::Diagram;
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree};

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
        let parse = |hidden: &str| {
            let style_sheet = format!("{}{hidden}{{display:none}}", tone.style_sheet());
            // Nothing outside the drawing is ever looked up.
            let options =
                Options { style_sheet: Some(style_sheet), resources_dir: None, ..Options::default() };
            Tree::from_str(&diagram.svg, &options).map_err(|e| format!("{}: {e}", diagram.id))
        };
        Ok(Self { figure: parse("#lines,#zones")?, lines: parse("#figure,#shade,#zones")? })
    }

    /// Draws a part of the diagram, `rect` in mm, at `px_per_mm`. None when that has no or too many pixels.
    pub fn draw(&self, layer: DrawingLayer, rect: Rect, px_per_mm: f64) -> Option<Pixels> {
        let side = |mm: f64| {
            let px = (mm * px_per_mm).round();
            (px >= 1.0 && px <= f64::from(Self::MAX_SIDE)).then_some(px as u32)
        };
        let mut pixmap = Pixmap::new(side(rect.width())?, side(rect.height())?)?;
        let scale = px_per_mm as f32;
        let shift = (-(rect.min.x * px_per_mm) as f32, -(rect.min.y * px_per_mm) as f32);
        let transform = Transform::from_row(scale, 0.0, 0.0, scale, shift.0, shift.1);
        let tree = match layer {
            DrawingLayer::Figure => &self.figure,
            DrawingLayer::Lines => &self.lines,
        };
        resvg::render(tree, transform, &mut pixmap.as_mut());
        Some(Pixels { width: pixmap.width(), height: pixmap.height(), rgba: pixmap.take() })
    }

    /// The most pixels a side that are drawn at once.
    pub const MAX_SIDE: u32 = 16_384;
}
