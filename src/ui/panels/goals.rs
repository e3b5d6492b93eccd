//! The goals list.

use super::section_head;
use crate::metrics::GoalValue;
use crate::ui::theme::{Look, Text, size};
use crate::ui::widgets::{Mark, cut_text, mark, paint_text, tip_with};
use crate::ui::workspace::{GoalLine, Workspace};
use crate::wording;
use egui::{Align2, Pos2, Role, Sense, Ui, Vec2, WidgetInfo};

/// Shows the goals; `about` says which sessions they are judged on.
pub(super) fn goals(ui: &mut Ui, workspace: &Workspace, about: &str) {
    let Some(summary) = &workspace.summary else { return };
    if summary.goals.is_empty() {
        section_head(ui, "Goals", "none in the plan", "");
        return;
    }
    let met = format!("{} of {} met", summary.goals_met(), summary.goals.len());
    section_head(ui, "Goals", about, &met);
    let stale = workspace.counts.revision() != summary.revision;
    for line in &summary.goals {
        goal_row(ui, line, stale);
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

fn goal_row(ui: &mut Ui, line: &GoalLine, stale: bool) {
    let look = Look::now(ui.ctx());
    let (rect, response) =
        ui.allocate_exact_size(Vec2::new(ui.available_width(), size::GOAL_ROW), Sense::hover());
    let value = value_words(line);
    let which = match (line.outcome.zones, line.outcome.met) {
        (0, _) => Mark::NoZone,
        (_, true) => Mark::Met,
        (_, false) => Mark::NotMet,
    };
    let sentence = format!("{}: {value}, {}", line.goal.text, which.words());
    response.widget_info(|| WidgetInfo::labeled(Role::ListItem, true, &sentence));
    let painter = ui.painter();
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
    tip_with(response, &line.goal.text, "", &explanation(line, &value));
}
