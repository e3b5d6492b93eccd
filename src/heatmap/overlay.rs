//! Words and marks on a picture, collected as SVG and drawn in one go.

use super::colour::Rgb;
use super::drawing::Pixels;
use super::legend::{Legend, LegendBar};
use super::tokens::Tokens;
use resvg::tiny_skia::{PixmapMut, Transform};
use resvg::usvg::{Options, Tree, fontdb};
use std::fmt::Write;
use std::sync::Arc;

/// The fonts that words are drawn with, loaded once.
#[derive(Clone, Debug)]
pub struct Fonts(Arc<fontdb::Database>);

impl Default for Fonts {
    fn default() -> Self {
        let mut fonts = fontdb::Database::new();
        fonts.load_font_data(notosans::REGULAR_TTF.to_vec());
        fonts.load_font_data(notosans::BOLD_TTF.to_vec());
        fonts.set_sans_serif_family("Noto Sans");
        Self(Arc::new(fonts))
    }
}

impl Fonts {
    /// No fonts, for pictures without words.
    pub fn none() -> Self {
        Self(Arc::new(fontdb::Database::new()))
    }

    /// Whether the fonts that come with the program have every letter of a text.
    pub fn cover(&self, text: &str) -> bool {
        text.chars().all(|c| {
            // Latin, Greek and Cyrillic with their marks, punctuation, currency and letter-like signs.
            matches!(u32::from(c), 0x20..0x530 | 0x1e00..0x2000 | 0x2000..0x2070 | 0x20a0..0x20c0 | 0x2100..0x2190)
                || "²³±×µ≥≤−≈".contains(c)
        })
    }

    /// The same with the system's fonts besides, for names in other scripts. Takes a while.
    #[must_use]
    pub fn with_system_fonts(&self) -> Self {
        let mut fonts = (*self.0).clone();
        fonts.load_system_fonts();
        Self(Arc::new(fonts))
    }
}

/// Where a text stands relative to its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// It begins there.
    Start,
    /// Its middle is there.
    Middle,
    /// It ends there.
    End,
}

impl Anchor {
    /// How much of the text stands before its place, from 0 to 1.
    pub const fn share(self) -> f32 {
        match self {
            Self::Start => 0.0,
            Self::Middle => 0.5,
            Self::End => 1.0,
        }
    }
}

/// Words and marks in the making. Places are pixels from the top left.
#[derive(Clone, Debug)]
pub struct Overlay {
    svg: String,
}

/// How a text looks.
#[derive(Clone, Copy, Debug)]
pub struct TextStyle {
    /// Size in pixels.
    pub size: f64,
    /// Whether it is bold.
    pub bold: bool,
    /// Its colour.
    pub colour: Rgb,
}

impl Overlay {
    /// Nothing on a picture of this size.
    pub fn new(width: u32, height: u32) -> Self {
        let svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
             font-family=\"Noto Sans, sans-serif\">"
        );
        Self { svg }
    }

    fn push(&mut self, element: std::fmt::Arguments<'_>) {
        // Writing to a string cannot fail.
        self.svg.write_fmt(element).unwrap_or_default();
    }

    /// A line of text; `y` is its baseline.
    pub fn text(&mut self, x: f64, y: f64, anchor: Anchor, style: TextStyle, text: &str) {
        let anchor = match anchor {
            Anchor::Start => "start",
            Anchor::Middle => "middle",
            Anchor::End => "end",
        };
        let weight = if style.bold { 700 } else { 400 };
        self.push(format_args!(
            "<text x=\"{x:.2}\" y=\"{y:.2}\" text-anchor=\"{anchor}\" font-size=\"{:.2}\" \
             font-weight=\"{weight}\" fill=\"{}\" xml:space=\"preserve\">{}</text>",
            style.size,
            style.colour.css(),
            escaped(text)
        ));
    }

    /// A filled rectangle.
    pub fn rect(&mut self, x: f64, y: f64, width: f64, height: f64, colour: Rgb) {
        self.push(format_args!(
            "<rect x=\"{x:.2}\" y=\"{y:.2}\" width=\"{width:.2}\" height=\"{height:.2}\" fill=\"{}\"/>",
            colour.css()
        ));
    }

    /// A straight line; with `dash`, broken into pieces and gaps of that length.
    pub fn line(&mut self, from: (f64, f64), to: (f64, f64), width: f64, colour: Rgb, dash: Option<f64>) {
        let dash = dash.map(|dash| format!(" stroke-dasharray=\"{dash:.2}\"")).unwrap_or_default();
        self.push(format_args!(
            "<path d=\"M{:.2} {:.2}L{:.2} {:.2}\" stroke=\"{}\" stroke-width=\"{width:.2}\"{dash}/>",
            from.0,
            from.1,
            to.0,
            to.1,
            colour.css()
        ));
    }

    /// A closed line without filling, in SVG path data that is moved and scaled first.
    pub fn outline(&mut self, d: &str, shift: (f64, f64), scale: f64, width: f64, colour: Rgb, opacity: f64) {
        self.push(format_args!(
            "<path d=\"{d}\" fill=\"none\" stroke=\"{}\" stroke-opacity=\"{opacity}\" stroke-width=\"{:.4}\" \
             transform=\"translate({:.3} {:.3}) scale({scale:.6})\"/>",
            colour.css(),
            width / scale,
            shift.0,
            shift.1
        ));
    }

    /// A legend with its bar at `x`, `y` (top left of the title), `width` wide, at `unit` pixels a design pixel.
    pub fn legend(&mut self, legend: &Legend, x: f64, y: f64, width: f64, unit: f64, tokens: &Tokens) {
        let style = |size: f64, bold, colour| TextStyle { size: size * unit, bold, colour };
        self.text(x, y + 12.0 * unit, Anchor::Start, style(13.0, true, tokens.text), &legend.title);
        // Long words go to a line of their own, where other maps have their marks.
        let (at, line, anchor) = if legend.marks.is_empty() && legend.subtitle.chars().count() > 30 {
            (x, 28.0, Anchor::Start)
        } else {
            (x + width, 12.0, Anchor::End)
        };
        self.text(at, y + line * unit, anchor, style(11.0, false, tokens.text_2), &legend.subtitle);
        let (top, height) = (y + 36.0 * unit, 11.0 * unit);
        let colours = match &legend.bar {
            LegendBar::Steps(colours) | LegendBar::Ramp(colours) => colours,
        };
        let each = width / colours.len().max(1) as f64;
        for (i, colour) in colours.iter().enumerate() {
            // A hair of overlap hides the seams between samples of a smooth bar.
            let overlap = if i + 1 < colours.len() { 0.4 } else { 0.0 };
            self.rect(x + i as f64 * each, top, each + overlap, height, *colour);
        }
        if let Some(from) = legend.hatched_from {
            self.hatch(x + from * width, top, width * (1.0 - from), height, unit, tokens.paper);
        }
        for tick in &legend.ticks {
            let at = x + tick.at * width;
            let at_end = tick.at > 0.99 && tick.label.contains(' ');
            self.text(
                at,
                top + height + 13.0 * unit,
                if at_end { Anchor::End } else { Anchor::Middle },
                style(11.0, false, tokens.text_2),
                &tick.label,
            );
        }
        for mark in &legend.marks {
            let at = x + mark.at * width;
            let dash = mark.dashed.then_some(2.0 * unit);
            self.line((at, top - 3.0 * unit), (at, top + height), 1.4 * unit, tokens.text, dash);
            let colour = if mark.dashed { tokens.text_2 } else { tokens.text };
            self.text(at, top - 6.0 * unit, Anchor::Middle, style(11.0, false, colour), &mark.label);
        }
    }

    /// Slanted lines inside a rectangle.
    fn hatch(&mut self, x: f64, y: f64, width: f64, height: f64, unit: f64, colour: Rgb) {
        let mut at = x - height;
        while at < x + width {
            // Cut by hand: each line rises by the bar's height over as much of its width.
            let (left, right) = (at.max(x), (at + height).min(x + width));
            if right > left {
                let (from, to) = ((left, y + height - (left - at)), (right, y + height - (right - at)));
                self.line(from, to, 1.2 * unit, colour, None);
            }
            at += 5.0 * unit;
        }
    }

    /// Draws everything onto a picture.
    ///
    /// # Errors
    ///
    /// When the collected SVG cannot be read, which would be a mistake of this module.
    pub fn draw(self, pixels: &mut Pixels, fonts: &Fonts) -> Result<(), String> {
        self.finish(fonts)?.draw(pixels, 0)
    }

    /// Everything, ready to be drawn as often as it is needed.
    ///
    /// # Errors
    ///
    /// As [`draw`](Self::draw).
    pub(super) fn finish(self, fonts: &Fonts) -> Result<Marks, String> {
        let options = Options { fontdb: Arc::clone(&fonts.0), ..Options::default() };
        Tree::from_str(&self.into_svg(), &options).map(Marks).map_err(|e| e.to_string())
    }

    /// Everything as SVG.
    pub(super) fn into_svg(mut self) -> String {
        self.svg.push_str("</svg>");
        self.svg
    }
}

/// Words and marks that can be drawn some rows at a time.
pub(super) struct Marks(Tree);

impl Marks {
    /// Draws onto some rows of a picture, of which `top` is the first.
    ///
    /// # Errors
    ///
    /// When the pixels have another number than their width and height say, which would be a mistake of this module.
    pub(super) fn draw(&self, pixels: &mut Pixels, top: u32) -> Result<(), String> {
        let mut target = PixmapMut::from_bytes(&mut pixels.rgba, pixels.width, pixels.height)
            .ok_or_else(|| "the picture has another size than its marks".to_owned())?;
        resvg::render(&self.0, Transform::from_translate(0.0, -(top as f32)), &mut target);
        Ok(())
    }
}

/// Text that can stand in SVG.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            // XML has no way to write other control characters, nor the two that stand for no character at all.
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => out.push(' '),
            c => out.push(c),
        }
    }
    out
}
