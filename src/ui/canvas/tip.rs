//! What is known of the zone under the pointer.

use crate::metrics::ZoneRow;
use crate::model::{Direction, Session, Zone};
use crate::tool::ToolKind;
use crate::ui::theme::{Look, Text};
use crate::ui::widgets::{direction_line, paint_text, popup_frame, text_width};
use crate::ui::workspace::{Place, Workspace};
use crate::wording;
use egui::{Align2, Area, Id, Order, Pos2, Rect, Role, Sense, Stroke, Ui, Vec2, WidgetInfo};

/// How long the pointer rests before the tip comes, in seconds.
const AFTER_S: f64 = 0.3;

/// Shows the tip of the zone under the pointer, beside it and away from the middle of the canvas.
pub(super) fn zone_tip(ui: &Ui, workspace: &Workspace, pointer: Pos2, canvas: Rect) {
    let inspects = workspace.active_tool() == ToolKind::Inspect || workspace.place == Place::Review;
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
                    inspector(ui, workspace, zone.map(|(_, zone)| zone), look);
                } else if let Some((i, zone)) = zone {
                    zone_lines(ui, workspace, i, zone, look);
                }
            });
        });
}

/// A line with words at its left and at its right.
fn line(
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

/// Which session put how many passes at the place under the pointer.
fn inspector(ui: &mut Ui, workspace: &Workspace, zone: Option<&Zone>, look: &Look) {
    let (Some(place), Some(set)) = (workspace.pointer, workspace.logged_set()) else { return };
    let cell = workspace.diagram.grid.cell_at(place);
    let document = workspace.document();
    let width = 252.0;
    let range = workspace.shown_range();
    let total = set.total(cell);
    let name = zone.map_or_else(|| "outside every zone".to_owned(), Zone::full_name);
    let head = match total {
        0 => "No passes".to_owned(),
        1 => "1 pass".to_owned(),
        n => format!("{n} passes"),
    };
    let (rect, _) = ui.allocate_exact_size(Vec2::new(width, 26.0), Sense::hover());
    paint_text(ui.painter(), rect.left_center(), Align2::LEFT_CENTER, &head, Text::Heading, look.text);
    paint_text(ui.painter(), rect.right_center(), Align2::RIGHT_CENTER, &name, Text::Small, look.text_2);
    let year = document.sessions().last().map(|session| session.started_at.date().year());
    let mut last = None;
    for (i, session) in document.sessions().iter().enumerate().filter(|(i, _)| range.contains(i)) {
        let (rect, _) = ui.allocate_exact_size(Vec2::new(width, 20.0), Sense::hover());
        let painter = ui.painter();
        let y = rect.center().y;
        let passes = workspace.passes_here(session).unwrap_or_default();
        let sum: u32 = passes.0.iter().sum();
        let color = if sum == 0 { look.text_3 } else { look.text };
        let at = |x: f32| Pos2::new(rect.left() + x, y);
        paint_text(painter, at(0.0), Align2::LEFT_CENTER, &format!("Session {}", i + 1), Text::Small, color);
        let date = wording::date(session.started_at.date(), year);
        paint_text(painter, at(72.0), Align2::LEFT_CENTER, &date, Text::Small, color);
        if sum == 0 {
            paint_text(painter, at(140.0), Align2::LEFT_CENTER, "none", Text::Small, look.text_3);
            continue;
        }
        last = Some(session.started_at.date());
        let mut x = 140.0;
        for (direction, _) in passes.iter().filter(|(_, n)| **n > 0) {
            direction_line(painter, at(x + 5.0), 11.0, direction, Stroke::new(1.6, look.text));
            x += 14.0;
        }
        paint_text(
            painter,
            rect.right_center(),
            Align2::RIGHT_CENTER,
            &format!("× {sum}"),
            Text::Small,
            color,
        );
        if workspace.place == Place::Treat {
            touches(ui, workspace, session, width, look);
        }
    }
    if let Some(last) = last {
        let key_day = workspace.summary.as_ref().map_or(last, |summary| summary.context.on);
        let days = wording::days_between(last, key_day);
        let text = format!("Last {}", wording::days_ago(days));
        line(ui, (&text, Text::Small, look.text_2), ("", Text::Small, look.text_2), width);
        if let Some(density) = density_at(&set, cell) {
            let text = format!("{} per cm² (estimate)", wording::whole(density));
            line(ui, (&text, Text::Small, look.text_2), ("", Text::Small, look.text_2), width);
        }
    }
}

/// So many entries of a session are listed.
const ENTRIES: usize = 6;

/// The entries of a session that put passes at the place under the pointer, the latest first.
fn touches(ui: &mut Ui, workspace: &Workspace, session: &Session, width: f32, look: &Look) {
    let touches = workspace.touches_here(&session.id);
    for touch in touches.iter().rev().take(ENTRIES) {
        let Some(entry) = session.entries.iter().find(|entry| entry.id == touch.entry) else { continue };
        let when = entry.at_ms.map(|ms| format!(" · {} min", ms / 60_000)).unwrap_or_default();
        let pass = entry.pass.map(|pass| format!(" · pass {pass}")).unwrap_or_default();
        let words = format!("{} {}{pass}{when}", entry.kind.name(), entry.id);
        let sum: u32 = touch.passes.0.iter().sum();
        let (rect, shown) = ui.allocate_exact_size(Vec2::new(width, 18.0), Sense::hover());
        shown.widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("{words}, × {sum}")));
        let painter = ui.painter();
        let left = rect.left_center() + Vec2::new(72.0, 0.0);
        paint_text(painter, left, Align2::LEFT_CENTER, &words, Text::Tiny, look.text_2);
        let right = rect.right_center();
        let drawn =
            paint_text(painter, right, Align2::RIGHT_CENTER, &format!("× {sum}"), Text::Tiny, look.text_2);
        let mut x = drawn.left() - 12.0;
        for (direction, _) in touch.passes.iter().filter(|(_, n)| **n > 0) {
            direction_line(painter, Pos2::new(x, right.y), 9.0, direction, Stroke::new(1.4, look.text_2));
            x -= 12.0;
        }
    }
    let more = touches.len().saturating_sub(ENTRIES);
    if more > 0 {
        let words = format!("and {more} before");
        line(ui, ("", Text::Tiny, look.text_3), (&words, Text::Tiny, look.text_3), width);
    }
}

/// Expected punctures per cm2 at a cell; none where a device's geometry is not known.
fn density_at(set: &crate::coverage::CoverageSet, cell: crate::geometry::Cell) -> Option<f64> {
    let mut passes = set.passes_at(cell);
    passes.retain(|(_, passes)| *passes > 0);
    let punctures = passes.iter().map(|(density, passes)| Some(f64::from(*passes) * (*density)?));
    punctures.sum()
}
