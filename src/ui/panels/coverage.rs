//! The coverage tab of Treat: zones, gaps and goals.

use super::{gaps, goals, hot_spots, section_break, zones};
use crate::ui::action::{Action, Outbox};
use crate::ui::commands::{Command, keys_of};
use crate::ui::icons::Icon;
use crate::ui::theme::{Look, Room, Text, size};
use crate::ui::widgets::{Button, ButtonKind, label, tip};
use crate::ui::workspace::Workspace;
use egui::{CornerRadius, Frame, Margin, Ui};

/// Shows zones, gaps and goals of the open session.
pub(super) fn coverage(ui: &mut Ui, workspace: &mut Workspace, room: Room, out: &mut Outbox) {
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
