//! Fields and check boxes.

use super::focus_ring;
use super::text::{label, paint_text};
use crate::ui::icons::{Icon, icon};
use crate::ui::theme::{Look, Text, size};
use egui::{
    Align2, CornerRadius, Frame, Margin, Pos2, Rect, Response, Role, Sense, Stroke, StrokeKind, TextEdit, Ui,
    Vec2, WidgetInfo,
};

/// A field with its name above. Returns the field's response.
pub fn labelled_field(ui: &mut Ui, name: &str, text: &mut String, hint: &str, width: f32) -> Response {
    let look = Look::now(ui.ctx());
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 4.0;
        let title = label(ui, name, Text::Small, look.text_2);
        text_field(ui, text, hint, width).labelled_by(title.id)
    })
    .inner
}

/// A field without a name; the caller gives it one.
pub fn text_field(ui: &mut Ui, text: &mut String, hint: &str, width: f32) -> Response {
    let look = Look::now(ui.ctx());
    let frame = Frame::new()
        .fill(look.raised)
        .stroke(look.outline())
        .corner_radius(CornerRadius::same(size::RADIUS_M as u8))
        .inner_margin(Margin::symmetric(10, 6));
    let edit = TextEdit::singleline(text)
        .hint_text(egui::RichText::new(hint).font(Text::Body.font()).color(look.text_3))
        .font(Text::Body.font())
        .text_color(look.text)
        .desired_width(width)
        .frame(frame);
    let response = ui.add(edit);
    if response.has_focus() {
        let radius = CornerRadius::same(size::RADIUS_M as u8);
        ui.painter().rect_stroke(response.rect, radius, Stroke::new(2.0, look.accent), StrokeKind::Inside);
    }
    response
}

/// Takes the focus from the field that is being typed into, which then hands over its text. Returns whether there was
/// one.
pub fn stop_typing(ctx: &egui::Context) -> bool {
    let typing = ctx.text_edit_focused();
    if typing {
        ctx.memory_mut(|memory| memory.focused().into_iter().for_each(|id| memory.surrender_focus(id)));
    }
    typing
}

/// A check box with its label, 30 points high. Changes `on` when clicked.
pub fn checkbox(ui: &mut Ui, on: &mut bool, text: &str) -> Response {
    let look = Look::now(ui.ctx());
    let width = super::text_width(ui.painter(), text, Text::Body) + 25.0;
    let (rect, mut response) = ui.allocate_exact_size(Vec2::new(width, 30.0), Sense::click());
    if response.clicked() {
        *on = !*on;
        response.mark_changed();
    }
    let now = *on;
    response.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, now, text));
    let square = Rect::from_min_size(Pos2::new(rect.left(), rect.center().y - 8.0), Vec2::splat(16.0));
    let radius = CornerRadius::same(size::RADIUS_S as u8);
    if now {
        ui.painter().rect_filled(square, radius, look.accent);
        icon(ui.painter(), square.center(), 14.0, Icon::Check, look.on_accent);
    } else {
        let fill = if response.hovered() { look.hover } else { look.raised };
        ui.painter().rect(square, radius, fill, Stroke::new(1.4, look.mark), StrokeKind::Inside);
    }
    let at = Pos2::new(square.right() + 9.0, rect.center().y);
    paint_text(ui.painter(), at, Align2::LEFT_CENTER, text, Text::Body, look.text);
    focus_ring(ui.painter(), square, &response, look);
    response
}
