//! From words to glyphs in lines.

use super::faces::{Faces, printable};
use parley::style::{FontFamily, FontFamilyName, FontWeight, OverflowWrap, StyleProperty};
use parley::{FontData, Layout};
use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

/// Size and weight of a text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Style {
    /// Size in points.
    pub(super) size: f32,
    pub(super) bold: bool,
}

impl Style {
    pub(super) const TITLE: Self = Self::new(15.0, true);
    pub(super) const HEAD: Self = Self::new(9.0, true);
    pub(super) const VALUE: Self = Self::new(8.1, true);
    pub(super) const BODY: Self = Self::new(7.7, false);
    pub(super) const STRONG: Self = Self::new(7.7, true);
    pub(super) const SMALL: Self = Self::new(6.9, false);
    pub(super) const FINE: Self = Self::new(6.3, false);
    pub(super) const TAG: Self = Self::new(5.8, true);
    pub(super) const SIDE: Self = Self::new(19.0, false);

    const fn new(size: f32, bold: bool) -> Self {
        Self { size, bold }
    }

    /// From one baseline to the next, in points.
    pub(super) fn pitch(self) -> f32 {
        self.size * 1.36
    }
}

/// A text in lines, ready to be drawn.
#[derive(Clone, Debug)]
pub(super) struct Setting {
    pub(super) style: Style,
    pub(super) lines: Vec<Line>,
}

/// A line.
#[derive(Clone, Debug)]
pub(super) struct Line {
    /// Its length without spaces at its end, in points.
    pub(super) width: f32,
    /// Whether it is read from right to left.
    pub(super) from_right: bool,
    pub(super) runs: Vec<Run>,
}

/// Glyphs of one font, from left to right.
#[derive(Clone, Debug)]
pub(super) struct Run {
    pub(super) font: FontData,
    /// From the left end of the line, in points.
    pub(super) x: f32,
    /// The text that the glyphs' places are in.
    pub(super) text: Arc<str>,
    pub(super) glyphs: Vec<SetGlyph>,
}

/// A glyph with its measures in points.
#[derive(Clone, Debug)]
pub(super) struct SetGlyph {
    pub(super) id: u32,
    pub(super) advance: f32,
    pub(super) dx: f32,
    pub(super) dy: f32,
    /// The letters it stands for.
    pub(super) range: Range<usize>,
}

impl Setting {
    /// Its longest line, in points.
    pub(super) fn width(&self) -> f32 {
        self.lines.iter().map(|line| line.width).fold(0.0, f32::max)
    }

    /// From its first baseline to the one after its last, in points.
    pub(super) fn height(&self) -> f32 {
        self.lines.len() as f32 * self.style.pitch()
    }

    /// Cuts off its first lines.
    pub(super) fn split(mut self, lines: usize) -> (Self, Self) {
        let rest = self.lines.split_off(lines.min(self.lines.len()));
        (self.clone(), Self { style: self.style, lines: rest })
    }
}

impl Faces {
    /// Sets a text in lines no longer than `width`. A line of its own begins wherever the text says so; a word
    /// longer than the line is broken where it must.
    pub(super) fn set(&mut self, text: &str, style: Style, width: Option<f32>) -> Setting {
        let mut lines = Vec::new();
        for paragraph in text.lines() {
            self.set_paragraph(&printable(paragraph), style, width, &mut lines);
        }
        Setting { style, lines }
    }

    fn set_paragraph(&mut self, text: &str, style: Style, width: Option<f32>, lines: &mut Vec<Line>) {
        let families: Vec<FontFamilyName<'_>> =
            self.families.iter().map(|name| FontFamilyName::Named(Cow::Borrowed(name))).collect();
        let mut builder = self.layouts.ranged_builder(&mut self.fonts, text, 1.0, false);
        builder.push_default(StyleProperty::FontFamily(FontFamily::List(Cow::Owned(families))));
        builder.push_default(StyleProperty::FontSize(style.size));
        builder.push_default(StyleProperty::FontWeight(if style.bold {
            FontWeight::BOLD
        } else {
            FontWeight::NORMAL
        }));
        builder.push_default(StyleProperty::OverflowWrap(OverflowWrap::Anywhere));
        let mut layout: Layout<()> = builder.build(text);
        layout.break_all_lines(width);
        let text: Arc<str> = Arc::from(text);
        for line in layout.lines() {
            let metrics = line.metrics();
            let mut x = 0.0;
            let runs = line.runs().map(|run| {
                let start = x;
                let mut glyphs: Vec<SetGlyph> = Vec::new();
                for cluster in run.visual_clusters() {
                    if cluster.is_ligature_continuation() {
                        if let Some(glyph) = glyphs.last_mut() {
                            let range = cluster.text_range();
                            glyph.range = glyph.range.start.min(range.start)..glyph.range.end.max(range.end);
                        }
                        continue;
                    }
                    for glyph in cluster.glyphs() {
                        glyphs.push(SetGlyph {
                            id: glyph.id,
                            advance: glyph.advance,
                            dx: glyph.x,
                            dy: glyph.y,
                            range: cluster.text_range(),
                        });
                        x += glyph.advance;
                    }
                }
                Run { font: run.font().clone(), x: start, text: Arc::clone(&text), glyphs }
            });
            let runs = runs.collect();
            let width = metrics.advance - metrics.trailing_whitespace;
            lines.push(Line { width, from_right: layout.is_rtl(), runs });
        }
    }
}
