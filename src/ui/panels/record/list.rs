//! The list of the record's sections.

use super::form::Form;
use super::sections::State;
use crate::ui::theme::{Look, Text, size};
use crate::ui::widgets::{focus_ring, mark, paint_text};
use egui::{Align2, CornerRadius, Pos2, Rect, Role, Sense, Ui, Vec2, WidgetInfo};

/// Shows the sections with how far each is. A click goes there.
pub(super) fn list(ui: &mut Ui, form: &mut Form<'_>, states: &[State]) {
    let look = Look::now(ui.ctx());
    ui.spacing_mut().item_spacing.y = 0.0;
    ui.add_space(12.0);
    for state in states {
        let index = state.section.index();
        let on = form.view.section == Some(index);
        let extent = Vec2::new(ui.available_width() - 1.0, 34.0);
        let (rect, response) = ui.allocate_exact_size(extent, Sense::click());
        let open = state.open.as_ref().map(|open| format!(", open: {open}")).unwrap_or_default();
        let title = state.section.title();
        let name = format!("{title}: {}{open}", state.mark.words());
        response.widget_info(|| WidgetInfo::selected(Role::Tab, true, on, &name));
        let row = Rect::from_min_max(rect.min + Vec2::new(8.0, 1.0), rect.max - Vec2::new(8.0, 1.0));
        let radius = CornerRadius::same(size::RADIUS_M as u8);
        if on {
            ui.painter().rect_filled(row, radius, look.accent_soft);
        } else if response.hovered() {
            ui.painter().rect_filled(row, radius, look.hover);
        }
        mark(ui.painter(), Pos2::new(row.left() + 16.0, row.center().y), state.mark, look);
        let color = if on { look.accent_text } else { look.text };
        let at = Pos2::new(row.left() + 33.0, row.center().y);
        paint_text(ui.painter(), at, Align2::LEFT_CENTER, title, Text::Body, color);
        focus_ring(ui.painter(), row, &response, look);
        if response.clicked() {
            form.view.section = Some(index);
            form.view.wanted = Some(index);
        }
    }
}
