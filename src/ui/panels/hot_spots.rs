//! What is above its ceiling, largest first.

use super::section_head;
use crate::ui::action::{Action, Outbox};
use crate::ui::icons::{Icon, icon};
use crate::ui::theme::{Look, Text, size};
use crate::ui::widgets::{cut_text, focus_ring, list_keys, paint_text, side_tag};
use crate::ui::workspace::{Summary, Workspace};
use crate::wording;
use egui::{Align2, CornerRadius, Pos2, Response, Role, Sense, Ui, Vec2, WidgetInfo};

/// Patches shown; the table has the area of the rest.
const ROWS: usize = 5;

/// Shows the patches above their ceiling, if there are any. Returns whether it did.
pub(super) fn hot_spots(ui: &mut Ui, workspace: &Workspace, out: &mut Outbox) -> bool {
    let Some(summary) = workspace.summary.clone().filter(|summary| !summary.hot_spots.is_empty()) else {
        return false;
    };
    let area: f64 = summary.hot_spots.iter().map(|(spot, _)| spot.area_cm2).sum();
    section_head(
        ui,
        "Over the ceiling",
        &wording::count(summary.hot_spots.len(), "patch"),
        &wording::area(area),
    );
    let mut rows = Vec::with_capacity(ROWS);
    for i in 0..summary.hot_spots.len().min(ROWS) {
        rows.extend(spot_row(ui, workspace, &summary, i, out).map(|row| (row, String::new())));
    }
    list_keys(ui, &rows);
    true
}

fn spot_row(
    ui: &mut Ui,
    workspace: &Workspace,
    summary: &Summary,
    i: usize,
    out: &mut Outbox,
) -> Option<Response> {
    let look = Look::now(ui.ctx());
    let (spot, _) = summary.hot_spots.get(i)?;
    let zone = workspace.diagram.zones.get(spot.zone)?;
    let ceiling = summary.targets.get(spot.zone).copied().flatten().and_then(|target| target.ceiling)?;
    let extent = Vec2::new(ui.available_width(), size::GAP_ROW);
    let (rect, response) = ui.allocate_exact_size(extent, Sense::click());
    let passes = format!("up to {} of {ceiling}", spot.most);
    let words =
        format!("Over the ceiling: {}, {passes} passes, {}", zone.full_name(), wording::area(spot.area_cm2));
    response.widget_info(|| WidgetInfo::labeled(Role::Row, true, &words));
    let shown = workspace.gap_view.spot.is_some_and(|(spot, _)| spot == i);
    if shown || response.hovered() {
        let fill = if shown { look.accent_soft } else { look.hover };
        ui.painter().rect_filled(rect.expand2(Vec2::new(12.0, 0.0)), CornerRadius::ZERO, fill);
    }
    let painter = ui.painter();
    let at = |x: f32| Pos2::new(x, rect.center().y);
    let area = wording::area(spot.area_cm2);
    paint_text(painter, at(rect.right() - 30.0), Align2::RIGHT_CENTER, &area, Text::Body, look.text);
    let drawn =
        paint_text(painter, at(rect.right() - 92.0), Align2::RIGHT_CENTER, &passes, Text::Small, look.note);
    let (name, _) = cut_text(
        painter,
        at(rect.left()),
        drawn.left() - 34.0 - rect.left(),
        &zone.name,
        Text::Body,
        look.text,
    );
    side_tag(painter, at(name.right() + 10.0), zone.side, look);
    icon(painter, at(rect.right() - 8.0), 18.0, Icon::Locate, look.text_2);
    focus_ring(painter, rect, &response, look);
    if response.clicked() {
        out.push(Action::LocateSpot(i));
    }
    Some(response)
}
