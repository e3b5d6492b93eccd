//! The gaps list: places below their target, largest first.

use super::section_head;
use crate::metrics::Place;
use crate::ui::action::{Action, Outbox};
use crate::ui::icons::{Icon, icon};
use crate::ui::theme::{Look, Room, Text, size};
use crate::ui::widgets::{
    Mark, Menu, cut_text, direction_line, focus_ring, list_keys, mark, paint_text, side_tag, text_width,
};
use crate::ui::workspace::{Summary, Workspace};
use crate::wording;
use egui::{Align2, CornerRadius, Pos2, Rect, Response, Role, Sense, Stroke, Ui, Vec2, WidgetInfo};

/// Rows shown before "more".
const ROWS: usize = 5;

/// Shows the gaps.
pub(super) fn gaps(ui: &mut Ui, workspace: &mut Workspace, room: Room, out: &mut Outbox) {
    let look = Look::now(ui.ctx());
    let Some(summary) = workspace.summary.clone() else {
        section_head(ui, "Gaps", "", "");
        return;
    };
    let places = summary.places.len();
    if places == 0 {
        section_head(ui, "Gaps", "", "");
        let (rect, _) =
            ui.allocate_exact_size(Vec2::new(ui.available_width(), size::GAP_ROW), Sense::hover());
        mark(ui.painter(), Pos2::new(rect.left() + 8.0, rect.center().y), Mark::Met, look);
        let at = Pos2::new(rect.left() + 24.0, rect.center().y);
        paint_text(
            ui.painter(),
            at,
            Align2::LEFT_CENTER,
            "No gaps of 0.25 cm² or more.",
            Text::Body,
            look.text_2,
        );
        return;
    }
    let second = format!("{} in {}", summary.gaps.len(), wording::count(places, "place"));
    section_head(ui, "Gaps", &second, "");
    heads(ui, look);
    let shown = if workspace.all_gaps { places } else { places.min(ROWS) };
    let mut rows = Vec::with_capacity(shown);
    for (i, place) in summary.places.iter().enumerate().take(shown) {
        let row = gap_row(ui, workspace, &summary, i, place, room, out);
        rows.extend(row.map(|row| (row, String::new())));
    }
    list_keys(ui, &rows);
    if places > ROWS {
        more(ui, workspace, &summary, places, look);
    }
}

fn heads(ui: &mut Ui, look: &Look) {
    let (rect, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 18.0), Sense::hover());
    let text = |x: f32, anchor: Align2, words: &str| {
        paint_text(ui.painter(), Pos2::new(x, rect.center().y), anchor, words, Text::Tiny, look.text_3);
    };
    text(rect.right() - 132.0, Align2::CENTER_CENTER, "Missing");
    text(rect.right() - 30.0, Align2::RIGHT_CENTER, "Area");
}

fn gap_row(
    ui: &mut Ui,
    workspace: &Workspace,
    summary: &Summary,
    i: usize,
    place: &Place,
    room: Room,
    out: &mut Outbox,
) -> Option<Response> {
    let look = Look::now(ui.ctx());
    let zone = workspace.diagram.zones.get(place.zone)?;
    let (rect, response) =
        ui.allocate_exact_size(Vec2::new(ui.available_width(), size::GAP_ROW), Sense::click());
    let missing = match place.missing {
        Some(direction) => format!("{} missing", direction.name()),
        None => short_words(summary, place),
    };
    let words = format!(
        "{}: {}, {missing}, {}, {}",
        i + 1,
        zone.full_name(),
        if place.gaps.len() == 1 { "1 patch".to_owned() } else { format!("{} patches", place.gaps.len()) },
        wording::area(place.area_cm2)
    );
    response.widget_info(|| WidgetInfo::labeled(Role::Row, true, &words));
    let located = workspace.located.is_some_and(|located| located.place == i);
    if response.hovered() || located {
        let fill = if located { look.accent_soft } else { look.hover };
        ui.painter().rect_filled(rect.expand2(Vec2::new(12.0, 0.0)), CornerRadius::ZERO, fill);
    }
    let painter = ui.painter();
    let y = rect.center().y;
    let at = |x: f32| Pos2::new(x, y);
    number(ui, at(rect.left() + 9.0), i + 1, look);
    let tag = if zone.side == crate::model::Side::Middle { 0.0 } else { 26.0 };
    let name_room = rect.width() - 28.0 - room.pick(148.0, 172.0, 172.0) - tag;
    let (drawn, _) = cut_text(painter, at(rect.left() + 28.0), name_room, &zone.name, Text::Body, look.text);
    side_tag(painter, at(drawn.right() + 10.0), zone.side, look);
    let what = at(rect.right() - 132.0);
    if let Some(direction) = place.missing {
        direction_line(painter, what, 14.0, direction, Stroke::new(1.7, look.text_2));
    } else {
        let short = short_words(summary, place);
        paint_text(painter, what, Align2::CENTER_CENTER, &short, Text::Small, look.text_2);
    }
    let area = paint_text(
        painter,
        at(rect.right() - 30.0),
        Align2::RIGHT_CENTER,
        &wording::area(place.area_cm2),
        Text::Body,
        look.text,
    );
    if place.gaps.len() > 1 {
        let words = format!("× {}", place.gaps.len());
        paint_text(painter, at(area.right() - 62.0), Align2::RIGHT_CENTER, &words, Text::Small, look.text_2);
    }
    icon(painter, at(rect.right() - 8.0), 18.0, Icon::Locate, look.text_2);
    focus_ring(ui.painter(), rect, &response, look);
    let enter = response.has_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
    if response.clicked() || enter {
        out.push(Action::Locate(i));
    }
    let writable = workspace.read_only.is_none();
    let passes = workspace.options.area.passes();
    Menu::context(&response, 240.0, |menu| {
        if menu.row(Some(Icon::Locate), "Show on the diagram", "Enter") {
            out.push(Action::Locate(i));
        }
        if writable {
            if menu.row(Some(Icon::Plus), "Log passes over this gap", "") {
                out.push(Action::LogGap(i, passes));
            }
        } else {
            menu.off(Some(Icon::Plus), "Log passes over this gap", "read-only");
        }
    });
    Some(response)
}

/// How many passes the worst of it is short of, in words.
fn short_words(summary: &Summary, place: &Place) -> String {
    let target = summary.targets.get(place.zone).copied().flatten().map_or(0, |target| target.passes);
    format!("{} short", target.saturating_sub(place.fewest))
}

/// The number of a place, as on the canvas but without its paper ring.
fn number(ui: &Ui, at: Pos2, number: usize, look: &Look) {
    if look.theme == crate::heatmap::Theme::Light {
        ui.painter().circle_filled(at, 9.0, look.ink);
        paint_text(
            ui.painter(),
            at,
            Align2::CENTER_CENTER,
            &number.to_string(),
            Text::TinyStrong,
            look.paper,
        );
    } else {
        ui.painter().circle_filled(at, 9.0, look.text);
        paint_text(
            ui.painter(),
            at,
            Align2::CENTER_CENTER,
            &number.to_string(),
            Text::TinyStrong,
            look.panel,
        );
    }
}

fn more(ui: &mut Ui, workspace: &mut Workspace, summary: &Summary, places: usize, look: &Look) {
    let words = if workspace.all_gaps {
        "Show fewer".to_owned()
    } else {
        let largest = summary.places.get(ROWS).map_or(0.0, |place| place.area_cm2);
        // Rounded up, so that "under" holds.
        let under = wording::one_decimal((largest * 10.0 + 1.0).floor() / 10.0);
        format!("{} more under {under} cm²", places - ROWS)
    };
    let width = text_width(ui.painter(), &words, Text::Small);
    let (row, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 24.0), Sense::hover());
    let rect = Rect::from_min_size(Pos2::new(row.left() + 28.0, row.top()), Vec2::new(width, row.height()));
    let response = ui.interact(rect, ui.scope_id().with("more gaps"), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &words));
    let color = if response.hovered() { look.accent_text } else { look.text_2 };
    paint_text(ui.painter(), rect.left_center(), Align2::LEFT_CENTER, &words, Text::Small, color);
    focus_ring(ui.painter(), rect, &response, look);
    if response.clicked() {
        workspace.all_gaps = !workspace.all_gaps;
    }
}
