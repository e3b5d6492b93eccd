//! Where things are on a picture, and what stands around the figure.

use super::drawing::Drawing;
use super::legend::Legend;
use super::overlay::{Anchor, Overlay, TextStyle};
use super::picture::{PictureOptions, PicturePart};
use super::tokens::Tokens;
use crate::geometry::{Point, Rect};
use crate::model::Diagram;

/// Space around the figure, in design pixels.
const MARGIN: f64 = 24.0;
/// Height of title and legend, in design pixels.
const HEADER: f64 = 96.0;
/// Height of the line below the figure, in design pixels.
const FOOTER: f64 = 40.0;
/// Width of the picture that design pixels are measured for.
const DESIGN_WIDTH: f64 = 900.0;

/// The highest picture, in pixels. It is painted in bands, of which only the width matters to memory.
const MAX_HEIGHT: f64 = 65_536.0;

/// Where things are, in pixels.
pub(super) struct Layout {
    pub(super) size: (u32, u32),
    pub(super) origin: (u32, u32),
    pub(super) figure: (f64, f64),
    pub(super) px_per_mm: f64,
    /// Pixels a design pixel.
    pub(super) unit: f64,
    pub(super) part: Rect,
}

impl Layout {
    /// The layout of a picture; none when its size is out of bounds.
    pub(super) fn new(diagram: &Diagram, options: &PictureOptions) -> Option<Self> {
        let whole = Rect::new(Point::new(0.0, 0.0), Point::new(diagram.size_mm.0, diagram.size_mm.1));
        let part = options.part.unwrap_or(whole);
        if !(64..=Drawing::MAX_SIDE).contains(&options.width) || part.width() <= 0.0 {
            return None;
        }
        let width = f64::from(options.width);
        let unit = if options.framed { width / DESIGN_WIDTH } else { 1.0 };
        let has = |part| options.parts.has(part);
        let (margin, header, footer) = if options.framed {
            let header = if has(PicturePart::Title) || has(PicturePart::Legend) { HEADER } else { MARGIN };
            let footer = if has(PicturePart::ScaleBar) { FOOTER } else { MARGIN };
            (MARGIN * unit, header * unit, footer * unit)
        } else {
            (0.0, 0.0, 0.0)
        };
        let px_per_mm = (width - 2.0 * margin) / part.width();
        let figure = (part.width() * px_per_mm, part.height() * px_per_mm);
        let height = (figure.1 + header + footer).round();
        let fits = (1.0..=MAX_HEIGHT).contains(&height);
        fits.then_some(Self {
            size: (options.width, height as u32),
            origin: (margin.round() as u32, header.round() as u32),
            figure,
            px_per_mm,
            unit,
            part,
        })
    }

    /// Where the corner of the diagram is.
    pub(super) fn shift(&self) -> (f64, f64) {
        (
            f64::from(self.origin.0) - self.part.min.x * self.px_per_mm,
            f64::from(self.origin.1) - self.part.min.y * self.px_per_mm,
        )
    }
}

/// Draws the words, the legend and the scale bar around the figure, as far as they are wanted.
pub(super) fn frame(
    overlay: &mut Overlay,
    layout: &Layout,
    options: &PictureOptions,
    legend: &Legend,
    tokens: &Tokens,
) {
    let unit = layout.unit;
    let style = |size: f64, bold, colour| TextStyle { size: size * unit, bold, colour };
    let left = MARGIN * unit;
    let right = f64::from(layout.size.0) - left;
    if options.parts.has(PicturePart::Title) {
        overlay.text(left, 40.0 * unit, Anchor::Start, style(16.0, true, tokens.text), &options.title);
        overlay.text(left, 62.0 * unit, Anchor::Start, style(12.0, false, tokens.text_2), &options.subtitle);
    }
    if options.parts.has(PicturePart::Legend) {
        let width = 260.0 * unit;
        overlay.legend(legend, right - width, 18.0 * unit, width, unit, tokens);
    }
    if options.parts.has(PicturePart::ScaleBar) {
        scale_bar(overlay, layout, tokens);
    }
}

/// A length to compare with, and what it is a length of.
fn scale_bar(overlay: &mut Overlay, layout: &Layout, tokens: &Tokens) {
    let unit = layout.unit;
    let style = |size: f64, colour| TextStyle { size: size * unit, bold: false, colour };
    let left = MARGIN * unit;
    let right = f64::from(layout.size.0) - left;
    let bottom = f64::from(layout.size.1) - 14.0 * unit;
    let bar_mm = crate::wording::round_length(60.0 * unit / layout.px_per_mm);
    let bar = bar_mm * layout.px_per_mm;
    for (from, to) in [
        ((left, bottom), (left + bar, bottom)),
        ((left, bottom - 5.0 * unit), (left, bottom)),
        ((left + bar, bottom - 5.0 * unit), (left + bar, bottom)),
    ] {
        overlay.line(from, to, 1.2 * unit, tokens.text_2, None);
    }
    let label = crate::wording::millimetres(bar_mm);
    overlay.text(left + bar / 2.0, bottom - 5.0 * unit, Anchor::Middle, style(11.0, tokens.text_2), &label);
    let notes = "Counted on the drawing of a reference adult. Stipple records; it does not advise.";
    overlay.text(right, bottom, Anchor::End, style(10.0, tokens.text_3), notes);
}

/// The client's sides beside the figure.
pub(super) fn sides(overlay: &mut Overlay, layout: &Layout, diagram: &Diagram, tokens: &Tokens) {
    let Some(midline) = diagram.midline_x_mm else { return };
    let style = TextStyle { size: 30.0 * layout.unit, bold: false, colour: tokens.faint };
    let reach = diagram.size_mm.0 * 0.43;
    let y = f64::from(layout.origin.1) + layout.figure.1 * 0.42;
    let (on_left, on_right) = if diagram.is_facing() { ("R", "L") } else { ("L", "R") };
    for (x_mm, letter) in [(midline - reach, on_left), (midline + reach, on_right)] {
        let x = f64::from(layout.origin.0) + (x_mm - layout.part.min.x) * layout.px_per_mm;
        overlay.text(x, y, Anchor::Middle, style, letter);
    }
}
