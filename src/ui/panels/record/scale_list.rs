//! The words of a scale, beside the cell that is being filled in.

use super::form::Form;
use super::scales::Kind;
use super::table::{Cell, write};
use crate::ui::theme::{Look, Text, size};
use crate::ui::widgets::{paint_text, popup_frame};
use crate::ui::workspace::TreatedZone;
use egui::{
    Align2, CornerRadius, Id, Key, Popup, PopupCloseBehavior, Pos2, Rect, RectAlign, Response, Role, Sense,
    Ui, Vec2, WidgetInfo,
};

fn list_id() -> Id {
    Id::unique("words of a scale")
}

/// Shows the words of the scale beside the cell that is being filled in; a click on one writes it.
pub(super) fn scale_list(
    ui: &Ui,
    form: &mut Form<'_>,
    kind: &Kind,
    at: Cell<'_>,
    zones: &[TreatedZone],
    cell: &Response,
) {
    let look = Look::now(ui.ctx());
    let mut chosen = None;
    let shown = Popup::from_response(cell)
        .id(list_id())
        .open(true)
        .close_behavior(PopupCloseBehavior::IgnoreClicks)
        .align(RectAlign::RIGHT_START)
        .align_alternatives(&[RectAlign::LEFT_START, RectAlign::LEFT_END, RectAlign::RIGHT_END])
        .frame(popup_frame(look))
        .gap(6.0)
        .width(124.0)
        .show(|ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            for value in 0..=kind.most {
                if list_row(ui, kind, value, look) {
                    chosen = Some(value);
                }
            }
        });
    if let Some(value) = chosen {
        write(form, kind, &at.zone.id, at.day, Some(value));
        let below = zones.get(at.row + 1).or_else(|| zones.get(at.row));
        form.view.to_cell = below.map(|zone| (zone.id.clone(), at.day));
        ui.ctx().request_repaint();
    } else if !cell.has_focus() && form.view.to_cell.is_none() {
        // A press on the list takes the focus from the cell, and ends as a click on the list.
        let elsewhere = ui.memory(egui::Memory::focused).is_some_and(|id| id != cell.id);
        let list = shown.map_or(Rect::NOTHING, |shown| shown.response.rect);
        let beside = ui.input(|input| {
            let at = input.pointer.latest_pos();
            input.pointer.any_click() && !at.is_some_and(|at| list.contains(at))
        });
        if elsewhere || beside || ui.input(|input| input.key_pressed(Key::Escape)) {
            form.view.cell = None;
        }
    }
}

fn list_row(ui: &mut Ui, kind: &Kind, value: u8, look: &Look) -> bool {
    let height = if kind.words.is_empty() { 22.0 } else { 26.0 };
    let (rect, row) = ui.allocate_exact_size(Vec2::new(124.0, height), Sense::CLICK);
    let meaning = kind.meaning(value);
    row.widget_info(|| WidgetInfo::labeled(Role::ListBoxOption, true, format!("{value} {meaning}")));
    let radius = CornerRadius::same(size::RADIUS_S as u8);
    if row.hovered() {
        ui.painter().rect_filled(rect, radius, look.hover);
    }
    let square = Rect::from_center_size(Pos2::new(rect.left() + 15.0, rect.center().y), Vec2::splat(18.0));
    let ground = kind.ground(f64::from(value));
    let fill = ground.and_then(|ground| look.scales.get(ground)).copied().unwrap_or(look.sunken);
    ui.painter().rect_filled(square, radius, fill);
    let color = ground.map_or(look.text_2, |ground| look.on_scale(ground));
    let words = value.to_string();
    paint_text(ui.painter(), square.center(), Align2::CENTER_CENTER, &words, Text::Tiny, color);
    let at = Pos2::new(square.right() + 8.0, rect.center().y);
    paint_text(ui.painter(), at, Align2::LEFT_CENTER, meaning, Text::Body, look.text);
    row.clicked()
}
