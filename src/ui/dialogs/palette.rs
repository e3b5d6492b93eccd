//! Every command by name.

use super::Scene;
use crate::ui::action::{Action, Outbox};
use crate::ui::commands::{Command, Row, Scope, TABLE, keys_text};
use crate::ui::theme::{Look, Text, size};
use crate::ui::widgets::{TextField, cut_text, key_cap, marked_text, paint_text, popup_frame};
use egui::{
    Align2, Context, CornerRadius, Id, Key, Margin, Modal, Modifiers, Pos2, Role, ScrollArea, Sense, Ui,
    Vec2, WidgetInfo,
};

/// Width of the list.
const WIDTH: f32 = 520.0;

/// Rows in view at once.
const ROWS: f32 = 11.0;

/// Distance from the upper edge of the window.
const TOP: f32 = 72.0;

/// A command as the list offers it.
#[derive(Clone, Copy, Debug)]
struct Offer {
    row: &'static Row,
    /// Why it cannot be used now.
    why_not: Option<&'static str>,
}

/// The list while it is shown.
#[derive(Clone, Debug)]
pub(super) struct PaletteForm {
    search: String,
    /// The chosen row among those found.
    at: usize,
    offers: Vec<Offer>,
    opened: bool,
}

impl PaletteForm {
    /// The commands there are now: first those for what is being done, then those for everything.
    pub(super) fn new(scene: &Scene<'_>) -> Self {
        let mut offers: Vec<Offer> = Vec::new();
        for row in TABLE.iter().filter(|row| row.command != Command::Palette) {
            if offers.iter().all(|offer| offer.row.command != row.command) {
                offers.push(Offer { row, why_not: scene.situation.why_not(row) });
            }
        }
        offers.sort_by_key(|offer| (offer.why_not.is_some(), rank(offer.row.scope)));
        Self { search: String::new(), at: 0, offers, opened: false }
    }

    /// What was found, best first.
    fn found(&self) -> Vec<Offer> {
        let words: Vec<String> = self.search.split_whitespace().map(str::to_lowercase).collect();
        let scored = self.offers.iter().filter_map(|offer| Some((score(offer.row.name, &words)?, *offer)));
        let mut scored: Vec<(usize, Offer)> = scored.collect();
        // Those that cannot be used stay below those that can, however well they match.
        scored.sort_by_key(|(score, offer)| (offer.why_not.is_some(), *score));
        scored.into_iter().map(|(_, offer)| offer).collect()
    }

    /// Shows it.
    pub(super) fn show(&mut self, ctx: &Context, out: &mut Outbox) {
        let look = Look::now(ctx);
        let id = Id::unique("palette");
        let area = Modal::default_area(id).anchor(Align2::CENTER_TOP, Vec2::new(0.0, TOP));
        let modal = Modal::new(id).area(area).frame(popup_frame(look).inner_margin(Margin::same(8)));
        let shown = modal.show(ctx, |ui| {
            ui.set_width(WIDTH.min(ctx.content_rect().width() - 40.0));
            ui.spacing_mut().item_spacing.y = 0.0;
            self.body(ui, look)
        });
        let escape = ctx.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape));
        if let Some(command) = shown.inner {
            out.extend([Action::CloseDialog, Action::Run(command)]);
        } else if escape || shown.backdrop_response.clicked() {
            out.push(Action::CloseDialog);
        }
    }

    /// Shows the field and the list. Returns the command that was chosen.
    fn body(&mut self, ui: &mut Ui, look: &Look) -> Option<Command> {
        let step = arrows(ui);
        let width = ui.available_width();
        let field = TextField::new("Find a command", width).untitled().hint("What do you want to do?");
        let response = field.focus(!self.opened).show(ui, &mut self.search);
        self.opened = true;
        if response.changed() {
            self.at = 0;
        }
        let found = self.found();
        self.at = step.from(self.at).min(found.len().saturating_sub(1));
        let chosen = found.get(self.at).copied();
        let enter = ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter));
        ui.add_space(6.0);
        let mut clicked = None;
        let scroll = ScrollArea::vertical().max_height(ROWS * size::MENU_ROW).min_scrolled_height(120.0);
        scroll.show(ui, |ui| {
            if found.is_empty() {
                let (rect, _) = ui.allocate_exact_size(Vec2::new(width, size::MENU_ROW), Sense::hover());
                let at = Pos2::new(rect.left() + 10.0, rect.center().y);
                let words = format!("No command is called “{}”.", self.search.trim());
                cut_text(ui.painter(), at, width - 20.0, &words, Text::Body, look.text_2);
            }
            for (i, offer) in found.iter().enumerate() {
                let on = i == self.at;
                let row = offer_row(ui, *offer, on, self.search.trim(), look);
                if on && step != Step::None {
                    row.scroll_to_me(None);
                }
                if row.clicked() && offer.why_not.is_none() {
                    clicked = Some(offer.row.command);
                }
            }
        });
        if enter && !response.has_focus() {
            // A field of one line gives the focus away at Enter; what cannot be used keeps the list open.
            response.request_focus();
        }
        let entered = enter.then_some(chosen).flatten().filter(|offer| offer.why_not.is_none());
        clicked.or_else(|| entered.map(|offer| offer.row.command))
    }
}

/// Takes the arrow keys before the field does.
fn arrows(ui: &Ui) -> Step {
    let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    if pressed(Key::ArrowDown) {
        Step::By(1)
    } else if pressed(Key::ArrowUp) {
        Step::By(-1)
    } else if pressed(Key::PageDown) {
        Step::By(ROWS as isize)
    } else if pressed(Key::PageUp) {
        Step::By(-(ROWS as isize))
    } else {
        Step::None
    }
}

/// How the choice moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    None,
    By(isize),
}

impl Step {
    fn from(self, at: usize) -> usize {
        match self {
            Self::None => at,
            Self::By(by) => at.saturating_add_signed(by),
        }
    }
}

/// Commands for what is being done come first.
const fn rank(scope: Scope) -> u8 {
    match scope {
        Scope::Treat | Scope::Review => 0,
        Scope::Series | Scope::Library => 1,
        Scope::Anywhere => 2,
    }
}

/// How well a name fits what was typed, less is better; none when a word is missing from it.
fn score(name: &str, words: &[String]) -> Option<usize> {
    let name = name.to_lowercase();
    let mut score = 0;
    for word in words {
        let at = name.find(word.as_str())?;
        let starts = at == 0 || name.get(..at).is_some_and(|before| before.ends_with([' ', '-', '(']));
        score += at + if starts { 0 } else { 100 };
    }
    Some(score)
}

fn offer_row(ui: &mut Ui, offer: Offer, on: bool, wanted: &str, look: &Look) -> egui::Response {
    let usable = offer.why_not.is_none();
    let extent = Vec2::new(ui.available_width(), size::MENU_ROW);
    let (rect, response) = ui.allocate_exact_size(extent, Sense::click());
    let words = match offer.why_not {
        Some(why) => format!("{}, {why}", offer.row.name),
        None => offer.row.name.to_owned(),
    };
    response.widget_info(|| WidgetInfo::selected(Role::MenuItem, usable, on, &words));
    let painter = ui.painter();
    let radius = CornerRadius::same(size::RADIUS_S as u8);
    if on {
        painter.rect_filled(rect, radius, look.accent_soft);
    } else if response.hovered() && usable {
        painter.rect_filled(rect, radius, look.hover);
    }
    let right = Pos2::new(rect.right() - 10.0, rect.center().y);
    let end = match (offer.why_not, offer.row.keys) {
        (Some(why), _) => paint_text(painter, right, Align2::RIGHT_CENTER, why, Text::Small, look.text_3),
        (None, Some(keys)) => key_cap(painter, right, &keys_text(keys), look),
        (None, None) => egui::Rect::from_min_size(right, Vec2::ZERO),
    };
    let left = Pos2::new(rect.left() + 10.0, rect.center().y);
    let color = if usable { look.text } else { look.faint };
    marked_text(painter, left, end.left() - 12.0 - left.x, offer.row.name, wanted, Text::Body, color);
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_that_begins_a_name_beats_one_inside() {
        let words = |text: &str| text.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>();
        assert!(score("Next gap", &words("next")) < score("Find the next gap", &words("next")));
        assert!(score("Zoom in", &words("in")) < score("Library within", &words("in")));
        assert!(score("Show gaps", &words("GAP show")).is_some());
        assert_eq!(score("Show gaps", &words("gap x")), None);
        assert_eq!(score("Redo", &[]), Some(0));
    }

    #[test]
    fn the_choice_stays_in_the_list() {
        assert_eq!(Step::By(-1).from(0), 0);
        assert_eq!(Step::By(1).from(3), 4);
        assert_eq!(Step::None.from(3), 3);
    }
}
