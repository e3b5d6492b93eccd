//! Notices: what happened, for a few seconds, with a way back.

use super::theme::{Look, Text, size};
use super::widgets::{key_cap, paint_text, popup_frame, text_width};
use egui::{Align2, Area, Context, Id, Order, Pos2, Sense, Vec2, WidgetInfo};

/// How long a notice stays, in seconds, unless the pointer is on it.
const STAYS_S: f64 = 6.0;

/// The notice that is shown.
#[derive(Clone, Debug)]
struct Notice {
    text: String,
    undo: bool,
    until: f64,
}

/// At most one notice at a time: the latest is what matters.
#[derive(Clone, Debug, Default)]
pub struct Notices {
    shown: Option<Notice>,
    /// Said since the last frame; gets its time when it is first shown.
    fresh: Option<(String, bool)>,
}

impl Notices {
    /// Says something.
    pub fn say(&mut self, text: impl Into<String>) {
        self.fresh = Some((text.into(), false));
    }

    /// Says something that can be undone from the notice.
    pub fn say_with_undo(&mut self, text: impl Into<String>) {
        self.fresh = Some((text.into(), true));
    }

    /// Takes back an offer to undo: something else has happened since, and that is what would be undone.
    pub fn outdate(&mut self) {
        self.fresh = self.fresh.take().filter(|(_, undo)| !undo);
        self.shown = self.shown.take().filter(|notice| !notice.undo);
    }

    /// The text shown, if any.
    pub fn text(&self) -> Option<&str> {
        let fresh = self.fresh.as_ref().map(|(text, _)| text.as_str());
        fresh.or_else(|| self.shown.as_ref().map(|notice| notice.text.as_str()))
    }

    /// Shows it. Returns whether Undo was clicked.
    pub fn show(&mut self, ctx: &Context) -> bool {
        let now = ctx.input(|input| input.time);
        if let Some((text, undo)) = self.fresh.take() {
            self.shown = Some(Notice { text, undo, until: now + STAYS_S });
        }
        let Some(notice) = &mut self.shown else { return false };
        if now >= notice.until {
            self.shown = None;
            return false;
        }
        let look = Look::now(ctx);
        let window = ctx.content_rect();
        let mut undone = false;
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
                    if notice.undo {
                        undone = undo_link(ui, look);
                    }
                });
            });
        });
        if shown.response.contains_pointer() {
            notice.until = now + STAYS_S;
        }
        ctx.request_repaint_after_secs((notice.until - now) as f32);
        if undone {
            self.shown = None;
        }
        undone
    }
}

fn undo_link(ui: &mut egui::Ui, look: &Look) -> bool {
    let keys = super::commands::keys_of(super::commands::Command::Undo);
    let width =
        text_width(ui.painter(), "Undo", Text::Body) + text_width(ui.painter(), &keys, Text::Tiny) + 24.0;
    let (rect, response) =
        ui.allocate_exact_size(Vec2::new(width + 16.0, size::SMALL_BUTTON - 8.0), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(egui::Role::Button, true, "Undo"));
    let color = if response.hovered() { look.accent_hover } else { look.accent };
    let at = Pos2::new(rect.left() + 16.0, rect.center().y);
    paint_text(ui.painter(), at, Align2::LEFT_CENTER, "Undo", Text::Body, color);
    key_cap(ui.painter(), Pos2::new(rect.right(), rect.center().y), &keys, look);
    response.clicked()
}
