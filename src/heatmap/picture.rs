//! A finished picture of a map: drawing, heatmap, outlines, title, legend and scale bar.

use super::backdrop::Backdrop;
use super::drawing::{Drawing, DrawingLayer, Pixels};
use super::field::Field;
use super::heat::{Heat, lay_pixels};
use super::layout::{Layout, frame, sides};
use super::overlay::{Fonts, Marks, Overlay};
use super::scale::MapScale;
use super::tokens::{Theme, Tokens};
use crate::geometry::Rect;
use crate::model::Diagram;
use rayon::prelude::*;
use std::ops::Range;

/// Everything a picture is made of.
#[derive(Clone, Copy, Debug)]
pub struct Picture<'a> {
    /// The diagram.
    pub diagram: &'a Diagram,
    /// Its drawing.
    pub drawing: &'a Drawing,
    /// Light and shade of the drawing.
    pub backdrop: &'a Backdrop,
    /// The map.
    pub field: &'a Field<'a>,
    /// Its colours.
    pub scale: &'a MapScale,
}

/// A part of a picture that can be left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PicturePart {
    /// The two lines above it.
    Title,
    /// What explains its colours.
    Legend,
    /// The length below it, and what it is a length of.
    ScaleBar,
    /// The outlines of planned zones.
    Outlines,
}

impl PicturePart {
    /// All of them, in the order in which they are asked for.
    pub const ALL: [Self; 4] = [Self::Title, Self::Legend, Self::ScaleBar, Self::Outlines];

    /// Its name on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Legend => "legend",
            Self::ScaleBar => "scale-bar",
            Self::Outlines => "outlines",
        }
    }

    /// The part of a name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|part| part.name() == name)
    }
}

/// The parts that a picture has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PictureParts([bool; PicturePart::ALL.len()]);

impl PictureParts {
    /// Every part.
    pub const ALL: Self = Self([true; PicturePart::ALL.len()]);

    /// Whether a part is among them.
    pub fn has(self, part: PicturePart) -> bool {
        self.0.get(part as usize).copied().unwrap_or(false)
    }

    /// Takes a part in or leaves it out.
    pub fn set(&mut self, part: PicturePart, on: bool) {
        if let Some(slot) = self.0.get_mut(part as usize) {
            *slot = on;
        }
    }

    /// The same without a part.
    #[must_use]
    pub fn without(mut self, part: PicturePart) -> Self {
        self.set(part, false);
        self
    }
}

/// What a picture looks like.
#[derive(Clone, Debug)]
pub struct PictureOptions {
    /// Width in pixels, 64 to 16,384.
    pub width: u32,
    /// Light or dark.
    pub theme: Theme,
    /// First line; empty for none.
    pub title: String,
    /// Second line; empty for none.
    pub subtitle: String,
    /// Whether there is room around the figure, for the title, the legend and the scale bar.
    pub framed: bool,
    /// Which of its parts it has.
    pub parts: PictureParts,
    /// Whether nothing is behind the figure, instead of the theme's ground.
    pub transparent: bool,
    /// The part of the diagram shown, in mm; all of it if none is given.
    pub part: Option<Rect>,
}

impl PictureOptions {
    /// Width of a picture that is not said to be larger, in pixels.
    pub const USUAL_WIDTH: u32 = 1200;
    /// How many times as wide pictures are offered.
    pub const SCALES: [u32; 4] = [1, 2, 4, 8];

    /// The figure with its heatmap and outlines alone, on nothing: a small picture inside something else.
    pub const fn bare(width: u32, theme: Theme, part: Option<Rect>) -> Self {
        Self {
            width,
            theme,
            title: String::new(),
            subtitle: String::new(),
            framed: false,
            parts: PictureParts::ALL,
            transparent: true,
            part,
        }
    }
}

/// Why there is no picture.
#[derive(Debug, thiserror::Error)]
pub enum PictureError {
    /// It would be too small or too large.
    #[error("a picture {0} pixels wide would be less than 64 or more than 16,384 pixels wide, or too high")]
    Size(u32),
    /// The words could not be drawn.
    #[error("the title and legend could not be drawn: {0}")]
    Words(String),
    /// The picture could not be put into a file.
    #[error("the picture could not be encoded: {0}")]
    Encode(#[from] png::EncodingError),
    /// Nobody wants it any more.
    #[error("cancelled; nothing was written")]
    Unwanted,
}

/// Makes the picture. The same input gives the same pixels on every machine.
///
/// # Errors
///
/// When the size is out of bounds or the words cannot be drawn.
pub fn render(
    picture: &Picture<'_>,
    options: &PictureOptions,
    fonts: &Fonts,
) -> Result<Pixels, PictureError> {
    let painter = Painter::new(picture, options, fonts)?;
    let height = painter.size().1;
    if height > Drawing::MAX_SIDE {
        return Err(PictureError::Size(options.width));
    }
    painter.band(0, height)
}

/// A picture that is painted some rows at a time.
pub(super) struct Painter<'a> {
    picture: &'a Picture<'a>,
    options: &'a PictureOptions,
    layout: Layout,
    heat: Heat<'a>,
    marks: Marks,
}

impl<'a> Painter<'a> {
    /// Prepares a picture.
    ///
    /// # Errors
    ///
    /// As [`render`].
    pub(super) fn new(
        picture: &'a Picture<'a>,
        options: &'a PictureOptions,
        fonts: &Fonts,
    ) -> Result<Self, PictureError> {
        let layout = Layout::new(picture.diagram, options).ok_or(PictureError::Size(options.width))?;
        let heat = Heat::new(picture, layout.part, layout.px_per_mm, layout.unit);
        let overlay = overlay(picture, options, &layout);
        let words = format!("{}{}", options.title, options.subtitle);
        let marks = if fonts.cover(&words) {
            overlay.finish(fonts)
        } else {
            overlay.finish(&fonts.with_system_fonts())
        };
        Ok(Self { picture, options, layout, heat, marks: marks.map_err(PictureError::Words)? })
    }

    /// Its width and height in pixels.
    pub(super) const fn size(&self) -> (u32, u32) {
        self.layout.size
    }

    /// Some rows of it.
    ///
    /// # Errors
    ///
    /// When the words cannot be drawn.
    pub(super) fn band(&self, top: u32, height: u32) -> Result<Pixels, PictureError> {
        let (layout, drawing) = (&self.layout, self.picture.drawing);
        let tokens = self.options.theme.tokens();
        let mut out = filled((layout.size.0, height), tokens, self.options.transparent);
        let tint = tokens.figure_tint;
        let draw = |layer, out: &mut Pixels| {
            let figure = layout.figure.1.round() as u32;
            let Some((rows, at)) = shared(layout.origin.1, figure, top, height) else { return };
            if let Some(drawn) = drawing.draw_rows(layer, layout.part, layout.px_per_mm, rows) {
                blend(out, &drawn, (layout.origin.0, at), [tint.0, tint.1, tint.2]);
            }
        };
        draw(DrawingLayer::Figure, &mut out);
        let (x, y) = (layout.origin.0 + self.heat.offset.0, layout.origin.1 + self.heat.offset.1);
        if let Some((rows, at)) = shared(y, self.heat.size.1, top, height) {
            blend(&mut out, &self.heat.rows(rows), (x, at), [255; 3]);
        }
        draw(DrawingLayer::Lines, &mut out);
        self.marks.draw(&mut out, top).map_err(PictureError::Words)?;
        Ok(out)
    }
}

/// The outlines of planned zones, and what stands around the figure.
pub(super) fn overlay(picture: &Picture<'_>, options: &PictureOptions, layout: &Layout) -> Overlay {
    let tokens = options.theme.tokens();
    let mut overlay = Overlay::new(layout.size.0, layout.size.1);
    for (zone, target) in picture.diagram.zones.iter().zip(picture.field.targets) {
        if options.parts.has(PicturePart::Outlines) && target.is_some() {
            let d = zone.outline.to_svg();
            overlay.outline(&d, layout.shift(), layout.px_per_mm, layout.unit, tokens.ink, 0.38);
        }
    }
    if options.framed {
        frame(&mut overlay, layout, options, &picture.scale.legend, tokens);
        sides(&mut overlay, layout, picture.diagram, tokens);
    }
    overlay
}

/// Which rows of something that begins at `from` and is `count` high are among the rows of a band, and where they are
/// in it.
fn shared(from: u32, count: u32, top: u32, height: u32) -> Option<(Range<u32>, u32)> {
    let (first, end) = (from.max(top), (from + count).min(top + height));
    (first < end).then(|| (first - from..end - from, first - top))
}

fn filled(size: (u32, u32), tokens: &Tokens, transparent: bool) -> Pixels {
    let ground = tokens.ground;
    let count = size.0 as usize * size.1 as usize;
    let pixel = if transparent { [0; 4] } else { [ground.0, ground.1, ground.2, 255] };
    Pixels { width: size.0, height: size.1, rgba: pixel.repeat(count) }
}

/// Puts a picture onto another, both with premultiplied alpha, the upper one multiplied by `tint` first.
fn blend(below: &mut Pixels, above: &Pixels, at: (u32, u32), tint: [u8; 3]) {
    let width = below.width as usize * 4;
    let [red, green, blue] = tint;
    let tint = [red, green, blue, u8::MAX];
    let rows = below.rgba.par_chunks_exact_mut(width).skip(at.1 as usize);
    rows.zip(above.rgba.par_chunks_exact(above.width as usize * 4)).for_each(|(row, source)| {
        let (targets, _) = row.get_mut(at.0 as usize * 4..).unwrap_or_default().as_chunks_mut::<4>();
        let (sources, _) = source.as_chunks::<4>();
        let mut tinted = sources.to_vec();
        for pixel in &mut tinted {
            for (channel, tint) in pixel.iter_mut().zip(tint) {
                *channel = (u16::from(*channel) * u16::from(tint) / 255) as u8;
            }
        }
        lay_pixels(targets, &tinted);
    });
}

#[cfg(test)]
#[path = "picture_tests.rs"]
mod tests;
