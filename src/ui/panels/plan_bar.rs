//! The bar above the canvas of Plan: the target that a click sets.

use crate::model::{Per, Plan};
use crate::ui::theme::{Look, Room, Text, size};
use crate::ui::widgets::{Segment, checkbox, cut_text, label, segmented, stepper};
use crate::ui::workspace::Workspace;
use egui::{Align, Layout, Pos2, Ui, UiBuilder, Vec2};

/// Shows the bar.
pub fn plan_bar(ui: &mut Ui, workspace: &mut Workspace, room: Room) {
    let look = Look::now(ui.ctx());
    let area = ui.max_rect().shrink2(Vec2::new(16.0, 0.0));
    let mut bar = ui.new_child(UiBuilder::new().max_rect(area).layout(Layout::left_to_right(Align::Center)));
    let ui = &mut bar;
    ui.spacing_mut().item_spacing.x = room.pick(6.0, 9.0, 12.0);
    label(ui, "Target", Text::Strong, look.text);
    if let Some(reason) = &workspace.read_only {
        label(ui, reason, Text::Small, look.text_3);
        return;
    }
    let wanted = &mut workspace.plan.wanted;
    if room != Room::Small {
        label(ui, "Passes", Text::Body, look.text_2);
    }
    let by = stepper(
        ui,
        "Passes",
        &wanted.passes.to_string(),
        wanted.passes == 0,
        wanted.passes >= Plan::MAX_PASSES,
    );
    wanted.passes = wanted.passes.saturating_add_signed(by);
    label(ui, "Ceiling", Text::Body, look.text_2);
    let words = wanted.ceiling.map_or_else(|| "none".to_owned(), |n| n.to_string());
    let by =
        stepper(ui, "Ceiling", &words, wanted.ceiling.is_none(), wanted.ceiling == Some(Plan::MAX_PASSES));
    wanted.ceiling = match (wanted.ceiling, by) {
        // The first ceiling is just above the target; below the target there is none.
        (None, 1) => Some(wanted.passes.saturating_add(2).min(Plan::MAX_PASSES)),
        (Some(n), -1) if n <= wanted.passes => None,
        (ceiling, by) => ceiling.map(|n| n.saturating_add_signed(by)),
    };
    let on = [wanted.per == Per::Session, wanted.per == Per::Series];
    let words = [Segment::Words("a session"), Segment::Words("in all")];
    match segmented(ui, &words, &on, size::SMALL_BUTTON, 8.0) {
        Some(0) => wanted.per = Per::Session,
        Some(_) => wanted.per = Per::Series,
        None => {}
    }
    if workspace.diagram.midline_x_mm.is_some() {
        checkbox(ui, &mut workspace.plan.both_sides, "Both sides");
    }
    let at = Pos2::new(ui.cursor().left() + 4.0, ui.max_rect().center().y);
    let hint = "Click or drag over zones to set it, with the other button to clear";
    cut_text(ui.painter(), at, ui.available_width() - 4.0, hint, Text::Small, look.text_3);
}
