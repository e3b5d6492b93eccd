//! The zone trend: what each session has added to the mean passes of each zone, in small charts of one scale.

use super::section_head;
use crate::ui::action::{Action, Outbox};
use crate::ui::theme::{Look, Text, size};
use crate::ui::widgets::{cut_text, focus_ring, paint_text, side_tag, text_width, tip};
use crate::ui::workspace::{Workspace, ZoneTrend};
use crate::wording;
use egui::{Align2, CornerRadius, Painter, Pos2, Rect, Role, Sense, Shape, Stroke, Ui, Vec2, WidgetInfo};

/// Charts side by side.
const COLUMNS: usize = 3;
/// Height of a chart with its name and numbers.
const HEIGHT: f32 = 92.0;
/// Space between two charts.
const BETWEEN: f32 = 12.0;

/// Shows the charts, the zone that is furthest from its target first. Returns whether there are any.
pub(super) fn trend(ui: &mut Ui, workspace: &mut Workspace, out: &mut Outbox) -> bool {
    let Some(summary) = workspace.summary.clone().filter(|summary| !summary.trends.is_empty()) else {
        return false;
    };
    let look = Look::now(ui.ctx());
    section_head(ui, "Zone trend", "mean passes by session", "");
    let most = |trend: &ZoneTrend| trend.last().max(trend.target.map_or(0.0, f64::from));
    let top = summary.trends.iter().map(most).fold(1.0, f64::max);
    let width = (ui.available_width() - BETWEEN * (COLUMNS - 1) as f32) / COLUMNS as f32;
    let first = workspace.range.0;
    for row in summary.trends.chunks(COLUMNS) {
        let (rect, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), HEIGHT), Sense::hover());
        for (i, trend) in row.iter().enumerate() {
            let left = rect.left() + i as f32 * (width + BETWEEN);
            let place = Rect::from_min_size(Pos2::new(left, rect.top()), Vec2::new(width, HEIGHT));
            chart(ui, workspace, trend, place, (top as f32, first), look, out);
        }
    }
    true
}

fn chart(
    ui: &Ui,
    workspace: &mut Workspace,
    trend: &ZoneTrend,
    rect: Rect,
    (top, first): (f32, usize),
    look: &Look,
    out: &mut Outbox,
) {
    let Some(zone) = workspace.diagram.zones.get(trend.zone) else { return };
    let response = ui.interact(rect, ui.scope_id().with(("trend", trend.zone)), Sense::click());
    let selected = workspace.selected == Some(trend.zone);
    let name = zone.full_name();
    let sums = trend.sums.iter().map(|sum| wording::one_decimal(*sum)).collect::<Vec<_>>().join(", ");
    let spoken = format!("Trend of {name}: {sums}");
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, selected, &spoken));
    let painter = ui.painter();
    if selected || response.hovered() || workspace.hovered == Some(trend.zone) {
        let fill = if selected { look.accent_soft } else { look.hover };
        painter.rect_filled(
            rect.expand2(Vec2::new(4.0, 0.0)),
            CornerRadius::same(size::RADIUS_S as u8),
            fill,
        );
    }
    let at = Pos2::new(rect.left(), rect.top() + 11.0);
    let (drawn, _) = cut_text(painter, at, rect.width() - 30.0, &zone.name, Text::Small, look.text);
    side_tag(painter, Pos2::new(drawn.right() + 8.0, at.y), zone.side, look);
    let area = Rect::from_min_max(
        Pos2::new(rect.left() + 2.0, rect.top() + 34.0),
        Pos2::new(rect.right() - 8.0, rect.bottom() - 20.0),
    );
    lines(painter, trend, area, (top, first), look);
    focus_ring(painter, rect, &response, look);
    if response.hovered() {
        workspace.hovered = Some(trend.zone);
        workspace.hovered_from_row = true;
    }
    if tip(response, &format!("{name}: {sums}"), "").clicked() {
        out.push(Action::SelectZone(trend.zone, !selected));
    }
}

/// The steps of a zone, with its target and the numbers of the sessions.
fn lines(painter: &Painter, trend: &ZoneTrend, area: Rect, (top, first): (f32, usize), look: &Look) {
    let count = trend.sums.len();
    let x = |n: usize| area.left() + area.width() * (n as f32) / count.max(1) as f32;
    let y = |sum: f32| area.bottom() - area.height() * (sum / top).clamp(0.0, 1.0);
    painter.hline(area.x_range(), area.bottom(), look.hairline());
    if let Some(target) = trend.target {
        let y = y(target as f32);
        let ends = [Pos2::new(area.left(), y), Pos2::new(area.right(), y)];
        painter.extend(Shape::dashed_line(&ends, Stroke::new(1.0, look.text_3), 2.0, 2.0));
        let at = Pos2::new(area.left(), y - 2.0);
        paint_text(painter, at, Align2::LEFT_BOTTOM, &target.to_string(), Text::Tiny, look.text_2);
    }
    let stroke = Stroke::new(1.6, look.accent);
    let mut points = vec![Pos2::new(area.left(), area.bottom())];
    for (n, sum) in trend.sums.iter().enumerate() {
        let before = points.last().map_or(area.bottom(), |p| p.y);
        points.extend([Pos2::new(x(n + 1), before), Pos2::new(x(n + 1), y(*sum as f32))]);
    }
    if count > 1 {
        painter.add(Shape::line(points, stroke));
    }
    // Numbers as long as they have room.
    let widest = text_width(painter, &(first + count).to_string(), Text::Tiny) + 6.0;
    let every = (widest * count as f32 / area.width().max(1.0)).ceil().max(1.0) as usize;
    for (n, sum) in trend.sums.iter().enumerate() {
        let place = Pos2::new(x(n + 1), y(*sum as f32));
        if count <= 12 {
            painter.circle_filled(place, 2.2, look.accent);
        }
        if (count - 1 - n).is_multiple_of(every) {
            let at = Pos2::new(place.x, area.bottom() + 4.0);
            let number = (first + n + 1).to_string();
            paint_text(painter, at, Align2::CENTER_TOP, &number, Text::Tiny, look.text_2);
        }
    }
    let words = wording::one_decimal(trend.last());
    let at = Pos2::new(area.right() + 6.0, y(trend.last() as f32) - 3.0);
    paint_text(painter, at, Align2::RIGHT_BOTTOM, &words, Text::Tiny, look.text);
}
