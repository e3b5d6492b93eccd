//! The goals list.

use super::section_head;
use crate::metrics::GoalValue;
use crate::ui::action::{Action, Outbox};
use crate::ui::commands::Command;
use crate::ui::theme::{Look, Text, size};
use crate::ui::widgets::{Mark, cut_text, focus_ring, mark, paint_text, tip_with};
use crate::ui::workspace::{GoalLine, Place, Workspace};
use crate::wording;
use egui::{Align2, CornerRadius, Pos2, Response, Role, Sense, Ui, Vec2, WidgetInfo};

/// Shows the goals; `about` says which sessions they are judged on. A click leads to Plan, where they are written.
pub(super) fn goals(ui: &mut Ui, workspace: &mut Workspace, about: &str, out: &mut Outbox) {
    let Some(summary) = workspace.summary.clone() else { return };
    if summary.goals.is_empty() {
        section_head(ui, "Goals", "none in the plan", "");
        return;
    }
    let met = format!("{} of {} met", summary.goals_met(), summary.goals.len());
    section_head(ui, "Goals", about, &met);
    let stale = workspace.counts.revision() != summary.revision;
    let edits = workspace.place != Place::Plan;
    for line in &summary.goals {
        let response = goal_row(ui, line, stale, edits);
        if response.hovered() {
            light_zones(workspace, line);
        }
        if edits && response.clicked() {
            out.push(Action::Run(Command::Plan));
        }
    }
}

/// A goal's value as it is shown.
pub(super) fn value_words(line: &GoalLine) -> String {
    match line.outcome.value {
        None => wording::NONE.to_owned(),
        Some(GoalValue::Share(share)) => wording::percent_1(share),
        Some(GoalValue::Number(number)) => wording::short(number),
    }
}

/// What a tooltip says of a goal.
fn explanation(line: &GoalLine, value: &str) -> String {
    match &line.goal.rule {
        Err(error) => format!("The goal cannot be read: {error}."),
        Ok(rule) if line.outcome.zones == 0 => format!("{} matches no zone, so it is not met.", rule.zones),
        Ok(rule) => {
            let over = if line.outcome.zones == 1 {
                "1 zone".to_owned()
            } else {
                format!("{} zones", line.outcome.zones)
            };
            let needs = wording::goal_condition(rule);
            let each = line.outcome.session.map(|i| format!(" in session {}", i + 1)).unwrap_or_default();
            format!("Needs {needs} over {over}; has {value}{each}.")
        }
    }
}

/// Has the zones of a goal outlined while the pointer is on it.
fn light_zones(workspace: &mut Workspace, line: &GoalLine) {
    let Ok(rule) = &line.goal.rule else { return };
    let zones = workspace.diagram.zones.iter().enumerate();
    workspace.lit = zones.filter(|(_, zone)| rule.zones.matches(&zone.id)).map(|(i, _)| i).collect();
}

fn goal_row(ui: &mut Ui, line: &GoalLine, stale: bool, edits: bool) -> Response {
    let look = Look::now(ui.ctx());
    let sense = if edits { Sense::click() } else { Sense::hover() };
    let (rect, response) = ui.allocate_exact_size(Vec2::new(ui.available_width(), size::GOAL_ROW), sense);
    let value = value_words(line);
    let which = match (line.outcome.zones, line.outcome.met) {
        (0, _) => Mark::NoZone,
        (_, true) => Mark::Met,
        (_, false) => Mark::NotMet,
    };
    let sentence = format!("{}: {value}, {}", line.goal.text, which.words());
    response.widget_info(|| WidgetInfo::labeled(Role::ListItem, true, &sentence));
    let painter = ui.painter();
    if edits && response.hovered() {
        painter.rect_filled(
            rect.expand2(Vec2::new(8.0, 0.0)),
            CornerRadius::same(size::RADIUS_S as u8),
            look.hover,
        );
    }
    focus_ring(painter, rect, &response, look);
    let y = rect.center().y;
    mark(painter, Pos2::new(rect.left() + 8.0, y), which, look);
    let color = if stale { look.text_3 } else { look.text };
    let drawn =
        paint_text(painter, Pos2::new(rect.right(), y), Align2::RIGHT_CENTER, &value, Text::Body, color);
    let left = rect.left() + 24.0;
    let room = drawn.left() - 10.0 - left;
    match &line.goal.rule {
        Ok(rule) => {
            let zones = if rule.each { format!("each {}", rule.zones) } else { rule.zones.to_string() };
            let (name, _) = cut_text(painter, Pos2::new(left, y), room, &zones, Text::Body, look.text);
            let condition = wording::goal_condition(rule);
            let rest = room - name.width() - 8.0;
            cut_text(painter, Pos2::new(name.right() + 8.0, y), rest, &condition, Text::Body, look.text_2);
        }
        Err(_) => {
            cut_text(painter, Pos2::new(left, y), room, &line.goal.text, Text::Body, look.note);
        }
    }
    let more = if edits { " A click leads to Plan, where it is written." } else { "" };
    tip_with(response, &line.goal.text, "", &format!("{}{more}", explanation(line, &value)))
}
