//! Text, key caps and side tags.

use crate::model::Side;
use crate::ui::theme::{Look, Text, UNSEEN, size};
use egui::text::{LayoutJob, TextFormat, TextWrapping};
use egui::{Align2, Color32, CornerRadius, Painter, Pos2, Rect, Response, Stroke, StrokeKind, Ui, Vec2};

/// Paints one line of text and returns where it is.
pub fn paint_text(
    painter: &Painter,
    at: Pos2,
    anchor: Align2,
    text: &str,
    style: Text,
    color: Color32,
) -> Rect {
    let galley = painter.layout_no_wrap(text.to_owned(), style.font(), color);
    let rect = anchor.anchor_size(at, galley.size());
    painter.galley(rect.min, galley, color);
    rect
}

/// Width of one line of text.
pub fn text_width(painter: &Painter, text: &str, style: Text) -> f32 {
    painter.layout_no_wrap(text.to_owned(), style.font(), UNSEEN).size().x
}

/// Paints one line of text from `at` (middle of its left edge), cut with `…` where it is wider than `width`.
/// Returns where it is and whether it was cut.
pub fn cut_text(
    painter: &Painter,
    at: Pos2,
    width: f32,
    text: &str,
    style: Text,
    color: Color32,
) -> (Rect, bool) {
    let mut job = LayoutJob::single_section(text.to_owned(), TextFormat::simple(style.font(), color));
    job.wrap = TextWrapping {
        max_width: width.max(0.0),
        max_rows: 1,
        break_anywhere: true,
        overflow_character: Some('…'),
    };
    let galley = painter.layout_job(job);
    let cut = galley.elided;
    let rect = Align2::LEFT_CENTER.anchor_size(at, galley.size());
    painter.galley(rect.min, galley, color);
    (rect, cut)
}

/// A line of text in the flow.
pub fn label(ui: &mut Ui, text: &str, style: Text, color: Color32) -> Response {
    ui.add(egui::Label::new(egui::RichText::new(text).font(style.font()).color(color)))
}

/// Paints a key as on a keyboard, `right` its right edge. Returns where it is.
pub fn key_cap(painter: &Painter, right: Pos2, keys: &str, look: &Look) -> Rect {
    let galley = painter.layout_no_wrap(keys.to_owned(), Text::Tiny.font(), look.text_2);
    let extent = Vec2::new((galley.size().x + 10.0).max(18.0), 18.0);
    let rect = Rect::from_min_size(Pos2::new(right.x - extent.x, right.y - extent.y / 2.0), extent);
    painter.rect(
        rect,
        CornerRadius::same(size::RADIUS_S as u8),
        look.panel,
        Stroke::new(1.0, look.edge),
        StrokeKind::Inside,
    );
    painter.galley(rect.center() - galley.size() / 2.0, galley, look.text_2);
    rect
}

/// Paints `L` or `R` in a small box, `left` the middle of its left edge. Returns its width, 0 for the middle.
pub fn side_tag(painter: &Painter, left: Pos2, side: Side, look: &Look) -> f32 {
    let letter = match side {
        Side::Left => "L",
        Side::Right => "R",
        Side::Middle => return 0.0,
    };
    let rect = Rect::from_min_size(Pos2::new(left.x, left.y - 8.0), Vec2::splat(16.0));
    painter.rect_filled(rect, CornerRadius::same(size::RADIUS_S as u8), look.pressed);
    paint_text(painter, rect.center(), Align2::CENTER_CENTER, letter, Text::TinyStrong, look.text_2);
    rect.width()
}

/// As [`cut_text`], with every part that equals a word of `wanted` in bold, case apart.
pub fn marked_text(
    painter: &Painter,
    at: Pos2,
    width: f32,
    text: &str,
    wanted: &str,
    style: Text,
    color: Color32,
) -> Rect {
    let bold = |font: egui::FontId| egui::FontId::new(font.size, Text::Strong.font().family);
    let mut job = LayoutJob::default();
    for (part, found) in split_at_words(text, wanted) {
        let font = if found { bold(style.font()) } else { style.font() };
        job.append(part, 0.0, TextFormat::simple(font, color));
    }
    job.wrap = TextWrapping {
        max_width: width.max(0.0),
        max_rows: 1,
        break_anywhere: true,
        overflow_character: Some('…'),
    };
    let galley = painter.layout_job(job);
    let rect = Align2::LEFT_CENTER.anchor_size(at, galley.size());
    painter.galley(rect.min, galley, color);
    rect
}

/// Cuts a text into parts that were searched for and parts that were not.
fn split_at_words<'a>(text: &'a str, wanted: &str) -> Vec<(&'a str, bool)> {
    let words: Vec<String> = wanted.split_whitespace().map(str::to_lowercase).collect();
    let (mut parts, mut rest, mut plain) = (Vec::new(), text, 0);
    // A character may have another length in lower case, so the comparison goes character by character.
    let length_of = |at: &str, word: &str| {
        let mut matched = String::new();
        for (i, c) in at.char_indices() {
            matched.extend(c.to_lowercase());
            if matched == word {
                return Some(i + c.len_utf8());
            }
            if !word.starts_with(&matched) {
                return None;
            }
        }
        None
    };
    while plain < rest.len() {
        let (before, after) = rest.split_at(plain);
        let found = words.iter().filter_map(|word| length_of(after, word)).max();
        match found {
            Some(length) => {
                let (hit, left) = after.split_at(length);
                parts.extend([(before, false), (hit, true)].into_iter().filter(|(part, _)| !part.is_empty()));
                (rest, plain) = (left, 0);
            }
            None => plain += after.chars().next().map_or(1, char::len_utf8),
        }
    }
    parts.extend((!rest.is_empty()).then_some((rest, false)));
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_searched_for_is_found_whatever_its_case() {
        assert_eq!(split_at_words("Acne scars", "SCAR"), [("Acne ", false), ("scar", true), ("s", false)]);
        assert_eq!(
            split_at_words("Décolleté", "é"),
            [("D", false), ("é", true), ("collet", false), ("é", true)]
        );
        assert_eq!(split_at_words("İstanbul", "x"), [("İstanbul", false)]);
        assert_eq!(split_at_words("", "x"), []);
        assert_eq!(split_at_words("abc", ""), [("abc", false)]);
    }
}
