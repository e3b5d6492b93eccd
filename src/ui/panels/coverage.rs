//! The right panel of Treat: its tabs, and zones, gaps and goals.

use super::{gaps, goals, hot_spots, notes, padding, record, section_break, zones};
use crate::ui::action::{Action, Outbox};
use crate::ui::commands::{Command, keys_of};
use crate::ui::icons::Icon;
use crate::ui::theme::{Look, Room, Text, size};
use crate::ui::widgets::{Button, ButtonKind, focus_ring, label, paint_text, stop_typing, text_width, tip};
use crate::ui::workspace::{Tab, Workspace};
use egui::{
    Align2, CornerRadius, Frame, Margin, Pos2, Rect, Role, ScrollArea, Sense, Ui, UiBuilder, Vec2, WidgetInfo,
};

/// Shows the right panel.
pub fn right_panel(ui: &mut Ui, workspace: &mut Workspace, room: Room, out: &mut Outbox) {
    let whole = ui.max_rect();
    let head = Rect::from_min_size(whole.min, Vec2::new(whole.width(), size::CONTEXT_BAR));
    let chosen = tabs(ui, head, workspace, room);
    let body = Rect::from_min_max(Pos2::new(whole.left(), head.bottom()), whole.max);
    let mut ui = ui.new_child(UiBuilder::new().max_rect(body));
    let side = padding(room);
    ScrollArea::vertical().auto_shrink(false).id_salt(("panel", workspace.tab as u8)).show(&mut ui, |ui| {
        Frame::new().inner_margin(Margin { left: side as i8, right: side as i8, top: 8, bottom: 12 }).show(
            ui,
            |ui| {
                ui.spacing_mut().item_spacing.y = 0.0;
                match workspace.tab {
                    Tab::Coverage => coverage(ui, workspace, room, out),
                    Tab::Record => record::record(ui, workspace, out),
                    Tab::Notes => notes::notes(ui, workspace, out),
                }
            },
        );
    });
    // Only now, so that a field that was being typed into is shown once more and hands over its text.
    workspace.tab = chosen.unwrap_or(workspace.tab);
}

/// Shows the tabs. Returns the one that was chosen.
fn tabs(ui: &mut Ui, head: Rect, workspace: &Workspace, room: Room) -> Option<Tab> {
    let look = Look::now(ui.ctx());
    let line = head.bottom() - 0.5;
    ui.painter().hline(head.x_range(), line, look.hairline());
    let mut x = head.left() + padding(room);
    let mut chosen = None;
    for (tab, name) in [(Tab::Coverage, "Coverage"), (Tab::Record, "Record"), (Tab::Notes, "Notes")] {
        let on = workspace.tab == tab;
        let width = text_width(ui.painter(), name, Text::Body);
        let rect = Rect::from_min_size(Pos2::new(x, head.top()), Vec2::new(width, head.height()));
        let response =
            ui.interact(rect.expand2(Vec2::new(6.0, 0.0)), ui.scope_id().with(name), Sense::click());
        response.widget_info(|| WidgetInfo::selected(Role::Tab, true, on, name));
        let color = if on || response.hovered() { look.text } else { look.text_2 };
        let drawn = paint_text(ui.painter(), rect.center(), Align2::CENTER_CENTER, name, Text::Body, color);
        if on {
            let bar = Rect::from_min_max(
                Pos2::new(drawn.left() - 1.0, line - 1.5),
                Pos2::new(drawn.right() + 1.0, line + 0.5),
            );
            ui.painter().rect_filled(bar, CornerRadius::same(1), look.accent);
        }
        focus_ring(ui.painter(), rect.shrink2(Vec2::new(-4.0, 8.0)), &response, look);
        if response.clicked() {
            chosen = Some(tab);
            stop_typing(ui.ctx());
        }
        x += width + 28.0;
    }
    chosen
}

fn coverage(ui: &mut Ui, workspace: &mut Workspace, room: Room, out: &mut Outbox) {
    if workspace.session().is_none() {
        no_session(ui, workspace, out);
        return;
    }
    zones::zones(ui, workspace, room, out);
    section_break(ui);
    let has_plan = workspace.has_targets();
    let measured = workspace.summary.as_ref().is_some_and(|summary| summary.median.is_some());
    if has_plan || measured {
        gaps::gaps(ui, workspace, room, out);
        section_break(ui);
    }
    if hot_spots::hot_spots(ui, workspace, out) {
        section_break(ui);
    }
    if has_plan {
        goals::goals(ui, workspace, "series to date", out);
    } else {
        no_plan(ui, workspace, out);
    }
}

/// What stands in the place of everything before the first session.
fn no_session(ui: &mut Ui, workspace: &Workspace, out: &mut Outbox) {
    let look = Look::now(ui.ctx());
    ui.add_space(8.0);
    card(ui, |ui| {
        label(ui, "No session yet", Text::Body, look.text);
        let why = "A session is one visit. Everything painted belongs to one.";
        label(ui, why, Text::Small, look.text_2);
        ui.add_space(6.0);
        if workspace.read_only.is_none() {
            let keys = keys_of(Command::NewSession);
            let button = Button::new("Start session").icon(Icon::Plus).kind(ButtonKind::Primary).show(ui);
            if tip(button, "Start session", &keys).clicked() {
                out.push(Action::Run(Command::NewSession));
            }
        }
    });
}

/// What stands in the place of gaps and goals without a plan.
fn no_plan(ui: &mut Ui, workspace: &Workspace, out: &mut Outbox) {
    let look = Look::now(ui.ctx());
    ui.add_space(8.0);
    card(ui, |ui| {
        label(ui, "No plan yet", Text::Body, look.text);
        let why = "Passes are counted all the same. With targets, gaps are measured against them instead of the \
                   median, and goals are judged.";
        label(ui, why, Text::Small, look.text_2);
        ui.add_space(6.0);
        let enabled = workspace.read_only.is_none();
        if Button::new("Set targets").small().enabled(enabled).show(ui).clicked() {
            out.push(Action::Run(Command::Plan));
        }
    });
}

/// A card for a few words and a button.
fn card(ui: &mut Ui, contents: impl FnOnce(&mut Ui)) {
    Frame::new()
        .stroke(Look::now(ui.ctx()).hairline())
        .corner_radius(CornerRadius::same(size::RADIUS_L as u8))
        .inner_margin(Margin::same(16))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing.y = 4.0;
            contents(ui);
        });
}
