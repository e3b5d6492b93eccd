//! A field that proposes words that were used before.

use crate::ui::theme::{Look, Text, size};
use crate::ui::widgets::{cut_text, popup_frame};
use egui::{
    CornerRadius, Id, Key, Modifiers, Popup, PopupCloseBehavior, Pos2, RectAlign, Response, Role, Sense, Ui,
    Vec2, WidgetInfo,
};

/// So many words are proposed at once.
const MOST: usize = 7;

/// What was chosen from the list below a field, and where its choice stands.
#[derive(Clone, Debug, Default)]
pub(super) struct Suggestions {
    words: Vec<String>,
}

impl Suggestions {
    /// The words that contain what was typed, those that begin with it first; of an empty field all of them.
    pub(super) fn of<'a>(known: impl Iterator<Item = &'a str>, typed: &str) -> Self {
        let typed = typed.trim().to_lowercase();
        let mut words: Vec<String> = Vec::new();
        for word in known.map(str::trim).filter(|word| !word.is_empty()) {
            let lower = word.to_lowercase();
            if lower.contains(&typed) && lower != typed && !words.iter().any(|other| other == word) {
                words.push(word.to_owned());
            }
        }
        words.sort_by_key(|word| !word.to_lowercase().starts_with(&typed));
        words.truncate(MOST);
        Self { words }
    }

    /// Takes the arrows from a field that has the focus, and Enter where one of the words is chosen; before the field
    /// sees them. `chosen` counts from 1. Returns the word that was accepted.
    pub(super) fn keys(&self, ui: &Ui, chosen: &mut usize) -> Option<String> {
        let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
        while pressed(Key::ArrowDown) {
            *chosen = (*chosen + 1).min(self.words.len());
        }
        while pressed(Key::ArrowUp) {
            *chosen = chosen.saturating_sub(1);
        }
        let word = chosen.checked_sub(1).and_then(|i| self.words.get(i))?;
        pressed(Key::Enter).then(|| word.clone())
    }

    /// Shows the words below a field. Returns the one that was clicked.
    pub(super) fn show(&self, ui: &Ui, field: &Response, chosen: usize) -> Option<String> {
        if self.words.is_empty() {
            return None;
        }
        let look = Look::now(ui.ctx());
        let width = field.rect.width().max(220.0);
        let mut clicked = None;
        Popup::from_response(field)
            .id(Id::unique(("suggestions", field.id)))
            .open(true)
            .close_behavior(PopupCloseBehavior::IgnoreClicks)
            .align(RectAlign::BOTTOM_START)
            .frame(popup_frame(look))
            .gap(4.0)
            .width(width)
            .show(|ui| {
                ui.spacing_mut().item_spacing.y = 0.0;
                for (i, word) in self.words.iter().enumerate() {
                    let (rect, row) = ui.allocate_exact_size(Vec2::new(width, size::MENU_ROW), Sense::CLICK);
                    row.widget_info(|| {
                        WidgetInfo::selected(Role::ListBoxOption, true, i + 1 == chosen, word)
                    });
                    if row.hovered() || i + 1 == chosen {
                        let radius = CornerRadius::same(size::RADIUS_S as u8);
                        ui.painter().rect_filled(rect, radius, look.hover);
                    }
                    let at = Pos2::new(rect.left() + 8.0, rect.center().y);
                    cut_text(ui.painter(), at, rect.width() - 16.0, word, Text::Body, look.text);
                    if row.clicked() {
                        clicked = Some(word.clone());
                    }
                }
            });
        clicked
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_begins_so_comes_before_what_contains_it() {
        let known = ["panthenol cream", "cream", "serum", "cream", " "];
        assert_eq!(Suggestions::of(known.into_iter(), "cre").words, ["cream", "panthenol cream"]);
        assert_eq!(Suggestions::of(known.into_iter(), "").words, ["panthenol cream", "cream", "serum"]);
        assert_eq!(Suggestions::of(known.into_iter(), "Serum").words, [""; 0], "it is there already");
    }
}
