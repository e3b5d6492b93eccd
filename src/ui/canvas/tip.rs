//! What is known of the zone under the pointer.

use super::card::card;
use crate::metrics::ZoneRow;
use crate::model::{Direction, Zone};
use crate::tool::ToolKind;
use crate::ui::panels::wanted_words;
use crate::ui::theme::{Look, Text};
use crate::ui::widgets::{direction_line, paint_text, popup_frame, text_width};
use crate::ui::workspace::{Place, Workspace};
use crate::wording;
use egui::{Align2, Area, Id, Order, Pos2, Rect, Sense, Stroke, Ui, Vec2};

/// How long the pointer rests before the tip comes, in seconds.
const AFTER_S: f64 = 0.3;

/// Shows the tip of the zone under the pointer, beside it and away from the middle of the canvas.
pub(super) fn zone_tip(ui: &Ui, workspace: &Workspace, pointer: Pos2, canvas: Rect) {
    let inspects = match workspace.place {
        Place::Treat => workspace.active_tool() == ToolKind::Inspect,
        Place::Review => true,
        Place::Plan => false,
    };
    let zone = workspace.hovered.and_then(|i| workspace.diagram.zones.get(i).map(|zone| (i, zone)));
    if zone.is_none() && !inspects {
        return;
    }
    let rested = ui.input(|input| input.time) - workspace.hovered_since;
    if rested < AFTER_S && !inspects {
        ui.ctx().request_repaint_after_secs((AFTER_S - rested) as f32);
        return;
    }
    let look = Look::now(ui.ctx());
    let on_right = pointer.x < canvas.center().x + canvas.width() * 0.2;
    let side = if on_right { 22.0 } else { -22.0 };
    let pivot = if on_right { Align2::LEFT_TOP } else { Align2::RIGHT_TOP };
    let at = Pos2::new(pointer.x + side, (pointer.y + 16.0).min(canvas.bottom() - 150.0));
    Area::new(Id::unique("zone tip"))
        .order(Order::Tooltip)
        .interactable(false)
        .pivot(pivot)
        .fixed_pos(at)
        .constrain_to(canvas)
        .show(ui.ctx(), |ui| {
            popup_frame(look).inner_margin(12).show(ui, |ui| {
                ui.spacing_mut().item_spacing.y = 2.0;
                if inspects {
                    if let Some(place) = workspace.pointer {
                        card(ui, workspace, place, zone.map(|(_, zone)| zone), look);
                    }
                } else if let Some((i, zone)) = zone {
                    zone_lines(ui, workspace, i, zone, look);
                }
            });
        });
}

/// A line with words at its left and at its right.
pub(super) fn line(
    ui: &mut Ui,
    left: (&str, Text, egui::Color32),
    right: (&str, Text, egui::Color32),
    width: f32,
) -> Rect {
    let (rect, _) = ui.allocate_exact_size(Vec2::new(width, 18.0), Sense::hover());
    paint_text(ui.painter(), rect.left_center(), Align2::LEFT_CENTER, left.0, left.1, left.2);
    paint_text(ui.painter(), rect.right_center(), Align2::RIGHT_CENTER, right.0, right.1, right.2);
    rect
}

/// What is said of a zone that is not to be treated.
const KEEP_OUT: &str = "Keep-out: paint is kept and listed";

fn zone_lines(ui: &mut Ui, workspace: &Workspace, index: usize, zone: &Zone, look: &Look) {
    let named = text_width(ui.painter(), &zone.full_name(), Text::Strong) + 70.0;
    if workspace.place == Place::Plan {
        let wanted = workspace.document().series().plan.as_ref().and_then(|plan| plan.wanted(&zone.id));
        let words = wanted.map_or_else(|| "No target".to_owned(), wanted_words);
        let width = 158.0_f32.max(named);
        line(ui, (&zone.full_name(), Text::Strong, look.text), ("", Text::Body, look.text), width);
        line(ui, (&words, Text::Small, look.text_2), ("", Text::Small, look.text_2), width);
        return;
    }
    let warned = if zone.keep_out { text_width(ui.painter(), KEEP_OUT, Text::Small) } else { 0.0 };
    let width = 158.0_f32.max(named).max(warned);
    let row = workspace.summary.as_ref().and_then(|summary| summary.metrics.zones.get(index));
    let mean = row.and_then(|row| row.metrics.as_ref()).map(|m| m.mean_passes);
    let right = match (mean, row.and_then(|row| row.target)) {
        (Some(mean), Some(target)) => format!("{} / {}", wording::one_decimal(mean), target.passes),
        (Some(mean), None) => wording::one_decimal(mean),
        (None, _) => String::new(),
    };
    line(ui, (&zone.full_name(), Text::Strong, look.text), (&right, Text::Body, look.text), width);
    if zone.keep_out {
        line(ui, (KEEP_OUT, Text::Small, look.note), ("", Text::Small, look.text), width);
        return;
    }
    let Some(row) = row else { return };
    if let Some(share) = row.at_target {
        let gaps = row.gaps.unwrap_or(0);
        let text = format!("{} at target · {}", wording::percent(share), wording::count(gaps, "gap"));
        line(ui, (&text, Text::Small, look.text_2), ("", Text::Small, look.text_2), width);
        missing_line(ui, row, width, look);
    } else {
        let painted = row.metrics.as_ref().map(|m| format!("{} painted", wording::percent(m.coverage)));
        let text =
            painted.filter(|_| !workspace.has_targets()).unwrap_or_else(|| "Outside the plan".to_owned());
        line(ui, (&text, Text::Small, look.text_2), ("", Text::Small, look.text_2), width);
    }
}

/// The direction that is missing most, and on how much of the zone.
fn missing_line(ui: &mut Ui, row: &ZoneRow, width: f32, look: &Look) {
    let Some(metrics) = row.metrics.as_ref().filter(|m| m.max_passes > 0) else { return };
    let touched = |direction: &Direction| metrics.touched.get(*direction).value();
    let worst = Direction::ROLLED.into_iter().min_by(|a, b| touched(a).total_cmp(&touched(b)));
    let Some(direction) = worst.filter(|direction| touched(direction) < 0.9) else { return };
    let (rect, _) = ui.allocate_exact_size(Vec2::new(width, 18.0), Sense::hover());
    let at = Pos2::new(rect.left() + 6.0, rect.center().y);
    direction_line(ui.painter(), at, 12.0, direction, Stroke::new(1.7, look.note));
    let missing = (1.0 - touched(&direction)) * 100.0;
    let text = format!("missing on {missing:.0}{}%", wording::NARROW_SPACE);
    let at = Pos2::new(rect.left() + 20.0, rect.center().y);
    paint_text(ui.painter(), at, Align2::LEFT_CENTER, &text, Text::Small, look.note);
}
