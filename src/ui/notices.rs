//! Notices: what happened, for a few seconds, with a way back.

use super::theme::{Look, Text, size};
use super::widgets::{key_cap, paint_text, popup_frame, text_width};
use egui::{Align2, Area, Context, Id, Order, Pos2, Sense, Vec2, WidgetInfo};
use std::path::PathBuf;

/// How long a notice stays, in seconds, unless the pointer is on it.
const STAYS_S: f64 = 6.0;

/// What can be done about what is said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Offer {
    /// Take it back.
    Undo,
    /// Show the folder of a file that was written.
    Folder(PathBuf),
}

impl Offer {
    /// The words of its link, and its keys.
    fn words(&self) -> (&'static str, String) {
        match self {
            Self::Undo => ("Undo", super::commands::keys_of(super::commands::Command::Undo)),
            Self::Folder(_) => ("Show folder", String::new()),
        }
    }
}

/// The notice that is shown.
#[derive(Clone, Debug)]
struct Notice {
    text: String,
    offer: Option<Offer>,
    until: f64,
}

/// At most one notice at a time: the latest is what matters.
#[derive(Clone, Debug, Default)]
pub struct Notices {
    shown: Option<Notice>,
    /// Said since the last frame; gets its time when it is first shown.
    fresh: Option<(String, Option<Offer>)>,
}

impl Notices {
    /// Says something.
    pub fn say(&mut self, text: impl Into<String>) {
        self.fresh = Some((text.into(), None));
    }

    /// Says something that can be undone from the notice.
    pub fn say_with_undo(&mut self, text: impl Into<String>) {
        self.fresh = Some((text.into(), Some(Offer::Undo)));
    }

    /// Says that something was written, and offers to show the folder it is in.
    pub fn say_with_folder(&mut self, text: impl Into<String>, folder: PathBuf) {
        self.fresh = Some((text.into(), Some(Offer::Folder(folder))));
    }

    /// Takes back an offer to undo: something else has happened since, and that is what would be undone.
    pub fn outdate(&mut self) {
        let is_undo = |offer: &Option<Offer>| *offer == Some(Offer::Undo);
        self.fresh = self.fresh.take().filter(|(_, offer)| !is_undo(offer));
        self.shown = self.shown.take().filter(|notice| !is_undo(&notice.offer));
    }

    /// The text shown, if any.
    pub fn text(&self) -> Option<&str> {
        let fresh = self.fresh.as_ref().map(|(text, _)| text.as_str());
        fresh.or_else(|| self.shown.as_ref().map(|notice| notice.text.as_str()))
    }

    /// Shows it. Returns what of its offer was clicked.
    pub fn show(&mut self, ctx: &Context) -> Option<Offer> {
        let now = ctx.input(|input| input.time);
        if let Some((text, offer)) = self.fresh.take() {
            self.shown = Some(Notice { text, offer, until: now + STAYS_S });
        }
        let notice = self.shown.as_mut()?;
        if now >= notice.until {
            self.shown = None;
            return None;
        }
        let look = Look::now(ctx);
        let window = ctx.content_rect();
        let mut taken = None;
        let area = Area::new(Id::unique("notice")).order(Order::Foreground).pivot(Align2::CENTER_BOTTOM);
        let at = Pos2::new(window.center().x, window.bottom() - 48.0);
        let shown = area.fixed_pos(at).show(ctx, |ui| {
            popup_frame(look).inner_margin(egui::Margin::symmetric(14, 10)).show(ui, |ui| {
                ui.horizontal(|ui| {
                    let width =
                        text_width(ui.painter(), &notice.text, Text::Body).min(window.width() - 160.0);
                    let (rect, response) = ui.allocate_exact_size(Vec2::new(width, 20.0), Sense::hover());
                    response.widget_info(|| WidgetInfo::labeled(egui::Role::Alert, true, &notice.text));
                    let at = Pos2::new(rect.left(), rect.center().y);
                    super::widgets::cut_text(ui.painter(), at, width, &notice.text, Text::Body, look.text);
                    if let Some(offer) = &notice.offer
                        && link(ui, offer, look)
                    {
                        taken = Some(offer.clone());
                    }
                });
            });
        });
        if shown.response.contains_pointer() {
            notice.until = now + STAYS_S;
        }
        ctx.request_repaint_after_secs((notice.until - now) as f32);
        if taken.is_some() {
            self.shown = None;
        }
        taken
    }
}

fn link(ui: &mut egui::Ui, offer: &Offer, look: &Look) -> bool {
    let (words, keys) = offer.words();
    let room = if keys.is_empty() { 0.0 } else { text_width(ui.painter(), &keys, Text::Tiny) + 24.0 };
    let width = text_width(ui.painter(), words, Text::Body) + room;
    let (rect, response) =
        ui.allocate_exact_size(Vec2::new(width + 16.0, size::SMALL_BUTTON - 8.0), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(egui::Role::Button, true, words));
    let color = if response.hovered() { look.accent_hover } else { look.accent };
    let at = Pos2::new(rect.left() + 16.0, rect.center().y);
    paint_text(ui.painter(), at, Align2::LEFT_CENTER, words, Text::Body, color);
    if !keys.is_empty() {
        key_cap(ui.painter(), Pos2::new(rect.right(), rect.center().y), &keys, look);
    }
    response.clicked()
}
