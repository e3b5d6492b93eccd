//! The right panel of Treat: its tabs, and what each of them shows.

use super::{Beside, coverage, notes, padding, record};
use crate::ui::action::{Action, Outbox};
use crate::ui::commands::{Command, keys_of};
use crate::ui::icons::Icon;
use crate::ui::theme::{Look, Room, Text, size};
use crate::ui::widgets::{
    Button, IconButton, focus_ring, paint_text, stop_typing, text_width, tip, tip_with,
};
use crate::ui::workspace::{Tab, Workspace};
use egui::{
    Align, Align2, CornerRadius, Frame, Layout, Margin, Pos2, Rect, Role, ScrollArea, Sense, Ui, UiBuilder,
    Vec2, WidgetInfo,
};

/// The tabs with their names.
const TABS: [(Tab, &str); 3] = [(Tab::Coverage, "Coverage"), (Tab::Record, "Record"), (Tab::Notes, "Notes")];

/// Shows the right panel.
pub fn right_panel(ui: &mut Ui, workspace: &mut Workspace, beside: Beside<'_>, out: &mut Outbox) {
    let room = beside.room;
    let whole = ui.max_rect();
    let head = Rect::from_min_size(whole.min, Vec2::new(whole.width(), size::CONTEXT_BAR));
    let right = at_the_right(ui, head, workspace, room, out);
    let chosen = tabs(ui, Rect::from_min_max(head.min, Pos2::new(right, head.bottom())), workspace, beside);
    ui.painter().hline(head.x_range(), head.bottom() - 0.5, Look::now(ui.ctx()).hairline());
    let body = Rect::from_min_max(Pos2::new(whole.left(), head.bottom()), whole.max);
    let mut ui = ui.new_child(UiBuilder::new().max_rect(body));
    if workspace.record_is_wide() {
        record::wide(&mut ui, workspace, beside, out);
    } else {
        let side = padding(room) as i8;
        let margin = Margin { left: side, right: side, top: 8, bottom: 12 };
        ScrollArea::vertical().auto_shrink(false).id_salt(("panel", workspace.tab as u8)).show(
            &mut ui,
            |ui| {
                Frame::new().inner_margin(margin).show(ui, |ui| {
                    ui.spacing_mut().item_spacing.y = 0.0;
                    match workspace.tab {
                        Tab::Coverage => coverage::coverage(ui, workspace, room, out),
                        Tab::Record => record::narrow(ui, workspace, beside, out),
                        Tab::Notes => notes::notes(ui, workspace, out),
                    }
                });
            },
        );
    }
    // Only now, so that a field that was being typed into is shown once more and hands over its text.
    workspace.tab = chosen.unwrap_or(workspace.tab);
}

/// Shows what stands at the right end of the tabs. Returns where it begins.
fn at_the_right(ui: &mut Ui, head: Rect, workspace: &Workspace, room: Room, out: &mut Outbox) -> f32 {
    if workspace.session().is_none() {
        return head.right();
    }
    let wide = workspace.record_is_wide();
    let area = head.shrink2(Vec2::new(padding(room) - 6.0, 0.0));
    let mut bar = ui.new_child(UiBuilder::new().max_rect(area).layout(Layout::right_to_left(Align::Center)));
    bar.spacing_mut().item_spacing.x = 12.0;
    let (icon, name) =
        if wide { (Icon::Narrow, "Narrow the record") } else { (Icon::Wide, "Spread the record out") };
    let button = IconButton::new(icon, name).show(&mut bar);
    if tip(button, name, &keys_of(Command::WideRecord)).clicked() {
        out.push(Action::Run(Command::WideRecord));
    }
    if wide {
        repeat_button(&mut bar, workspace, out);
    }
    bar.min_rect().left()
}

/// Shows the button that fills the record in from the session before.
pub(super) fn repeat_button(ui: &mut Ui, workspace: &Workspace, out: &mut Outbox) {
    let has_before = workspace.session_index().is_some_and(|index| index > 0);
    let enabled = has_before && workspace.read_only.is_none();
    let button = Button::new("Repeat last record").icon(Icon::Copy).small().enabled(enabled).show(ui);
    let sentence = if has_before {
        "Copies scope of consent, numbing, devices, products and aftercare from the session before."
    } else {
        "There is no session before this one."
    };
    if tip_with(button, "Repeat last record", "", sentence).clicked() {
        out.push(Action::Run(Command::RepeatRecord));
    }
}

/// Shows the tabs. Returns the one that was chosen.
fn tabs(ui: &mut Ui, head: Rect, workspace: &Workspace, beside: Beside<'_>) -> Option<Tab> {
    let look = Look::now(ui.ctx());
    let line = head.bottom() - 0.5;
    let mut x = head.left() + if workspace.record_is_wide() { 24.0 } else { padding(beside.room) };
    let mut chosen = None;
    for (tab, name) in TABS {
        let on = workspace.tab == tab;
        let width = text_width(ui.painter(), name, Text::Body);
        let count = if tab == Tab::Record { record::count_words(workspace, beside) } else { None };
        let pill = count.as_ref().map_or(0.0, |words| text_width(ui.painter(), words, Text::Tiny) + 18.0);
        let rect = Rect::from_min_size(Pos2::new(x, head.top()), Vec2::new(width + pill, head.height()));
        let response =
            ui.interact(rect.expand2(Vec2::new(6.0, 0.0)), ui.scope_id().with(name), Sense::click());
        response.widget_info(|| WidgetInfo::selected(Role::Tab, true, on, name));
        let color = if on || response.hovered() { look.text } else { look.text_2 };
        let drawn =
            paint_text(ui.painter(), rect.left_center(), Align2::LEFT_CENTER, name, Text::Body, color);
        if let Some(words) = count {
            let place = Rect::from_min_max(
                Pos2::new(drawn.right() + 8.0, rect.center().y - 9.0),
                Pos2::new(rect.right(), rect.center().y + 9.0),
            );
            ui.painter().rect_filled(place, CornerRadius::same(size::RADIUS_S as u8), look.pressed);
            let centre = place.center();
            let middle = Align2::CENTER_CENTER;
            paint_text(ui.painter(), centre, middle, &words, Text::TinyStrong, look.text_2);
            ui.ctx().accesskit_node_builder(response.id, |node| {
                node.set_description(format!("{words} sections filled in"));
            });
        }
        if on {
            let bar = Rect::from_min_max(
                Pos2::new(rect.left() - 1.0, line - 1.5),
                Pos2::new(rect.right() + 1.0, line + 0.5),
            );
            ui.painter().rect_filled(bar, CornerRadius::same(1), look.accent);
        }
        focus_ring(ui.painter(), rect.shrink2(Vec2::new(-4.0, 8.0)), &response, look);
        if response.clicked() {
            chosen = Some(tab);
            stop_typing(ui.ctx());
        }
        x += width + pill + if beside.room == Room::Small { 18.0 } else { 26.0 };
    }
    chosen
}
