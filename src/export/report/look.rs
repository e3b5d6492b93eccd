//! What the parts of the report have in common: looks of words, headings and rules.

use super::sheet::{Op, Path, Sheet};
use super::text::Style;
use crate::heatmap::{Anchor, Rgb, Theme};

/// Size, weight and colour of words.
pub(super) type Look = (Style, Rgb);

// Paper is white whatever the screen looks like.
pub(super) const TEXT: Rgb = Theme::Light.tokens().text;
pub(super) const TEXT_2: Rgb = Theme::Light.tokens().text_2;
pub(super) const FAINT: Rgb = Theme::Light.tokens().faint;
pub(super) const ACCENT: Rgb = Theme::Light.tokens().accent;
pub(super) const NOTE: Rgb = Theme::Light.tokens().note;
pub(super) const HAIR: Rgb = Theme::Light.tokens().hair;
pub(super) const EDGE: Rgb = Theme::Light.tokens().edge;
pub(super) const SUNKEN: Rgb = Theme::Light.tokens().sunken;
pub(super) const INK: Rgb = Theme::Light.tokens().ink;
pub(super) const PAPER: Rgb = Theme::Light.tokens().paper;

pub(super) const TITLE: Look = (Style::TITLE, TEXT);
pub(super) const HEAD: Look = (Style::HEAD, TEXT);
pub(super) const VALUE: Look = (Style::VALUE, TEXT);
pub(super) const BODY: Look = (Style::BODY, TEXT);
pub(super) const STRONG: Look = (Style::STRONG, TEXT);
pub(super) const BODY_2: Look = (Style::BODY, TEXT_2);
pub(super) const SMALL: Look = (Style::SMALL, TEXT_2);
pub(super) const FINE: Look = (Style::FINE, TEXT_2);
pub(super) const TAG: Look = (Style::TAG, TEXT_2);

/// What a heading takes, down to where its section begins.
pub(super) const HEADING_HEIGHT: f32 = 9.0;
/// Space below a section.
pub(super) const AFTER: f32 = 19.0;

/// From the top of a line to its baseline, in points.
pub(super) fn ascent(style: Style) -> f32 {
    style.size * 1.05
}

/// A heading where the sheet is.
pub(super) fn heading(sheet: &mut Sheet, words: &str) {
    let at = (sheet.paper.left(), sheet.y + 5.0);
    sheet.heading(at, HEAD, 2, words);
    sheet.y += HEADING_HEIGHT;
}

/// The same on a page that goes on with a section, which is no new heading.
pub(super) fn continued(sheet: &mut Sheet, words: &str) {
    let at = (sheet.paper.left(), sheet.y + 5.0);
    let title = sheet.words(at, Anchor::Start, HEAD, &format!("{words}, continued"));
    sheet.decorate(vec![title]);
    sheet.y += HEADING_HEIGHT;
}

/// A level line across what is printed.
pub(super) fn rule(sheet: &mut Sheet, y: f32, ink: Rgb, width: f32) {
    let line = Path::line((sheet.paper.left(), y), (sheet.paper.right(), y));
    sheet.decorate(vec![Op::stroke(line, ink, width)]);
}

/// A level line between two places.
pub(super) fn rule_between(sheet: &mut Sheet, (from, to): (f32, f32), y: f32, ink: Rgb) {
    sheet.decorate(vec![Op::stroke(Path::line((from, y), (to, y)), ink, 0.5)]);
}
