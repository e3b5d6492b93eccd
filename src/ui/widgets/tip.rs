//! Tooltips: a title, its key in a key cap, and a sentence.

use super::text::{key_cap, label, text_width};
use crate::ui::theme::{Look, Text};
use egui::{Pos2, Response, Sense, Ui, Vec2};

/// Adds a tooltip with a title and a key.
pub fn tip(response: Response, title: &str, keys: &str) -> Response {
    tip_with(response, title, keys, "")
}

/// Adds a tooltip with a title, a key and a sentence.
pub fn tip_with(response: Response, title: &str, keys: &str, sentence: &str) -> Response {
    let show = |ui: &mut Ui| {
        let look = Look::now(ui.ctx());
        ui.set_max_width(280.0);
        let width = text_width(ui.painter(), title, Text::Body);
        let cap = if keys.is_empty() { 0.0 } else { text_width(ui.painter(), keys, Text::Tiny) + 24.0 };
        let (rect, _) = ui.allocate_exact_size(Vec2::new(width + cap, 20.0), Sense::hover());
        let at = Pos2::new(rect.left(), rect.center().y);
        super::paint_text(ui.painter(), at, egui::Align2::LEFT_CENTER, title, Text::Body, look.text);
        if !keys.is_empty() {
            key_cap(ui.painter(), Pos2::new(rect.right(), at.y), keys, look);
        }
        if !sentence.is_empty() {
            label(ui, sentence, Text::Small, look.text_2);
        }
    };
    response.on_hover_ui(show).on_disabled_hover_ui(show)
}
