//! The gaps list: places below their target, largest first.

use super::section_head;
use crate::metrics::Place;
use crate::model::Direction;
use crate::ui::action::{Action, Outbox};
use crate::ui::commands::{Command, keys_of};
use crate::ui::icons::{Icon, icon};
use crate::ui::theme::{Look, Room, Text, size};
use crate::ui::widgets::{
    Mark, Menu, cut_text, direction_line, focus_ring, list_keys, mark, paint_text, side_tag, text_width,
    tip_with,
};
use crate::ui::workspace::{Summary, Workspace};
use crate::wording;
use egui::{Align2, CornerRadius, Pos2, Rect, Response, Role, Sense, Stroke, Ui, Vec2, WidgetInfo};

/// Rows shown before "more".
const ROWS: usize = 5;

/// A filter by a direction that is missing.
const TOGGLE: Vec2 = Vec2::new(26.0, 22.0);

/// Shows the gaps.
pub(super) fn gaps(ui: &mut Ui, workspace: &mut Workspace, room: Room, out: &mut Outbox) {
    let look = Look::now(ui.ctx());
    let Some(summary) = workspace.summary.clone() else {
        section_head(ui, "Gaps", "", "");
        return;
    };
    let listed = workspace.listed_places();
    let places = listed.len();
    if summary.places.is_empty() {
        section_head(ui, "Gaps", &against(&summary), "");
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
        slivers(ui, workspace, &summary, look);
        return;
    }
    let gaps =
        listed.iter().filter_map(|i| summary.places.get(*i)).map(|place| place.gaps.len()).sum::<usize>();
    let second = format!("{gaps} in {}", wording::count(places, "place"));
    section_head(ui, "Gaps", &second, &against(&summary));
    let heads = heads(ui, look);
    missing_chips(ui, workspace, &summary, heads, look);
    let shown = if workspace.all_gaps { places } else { places.min(ROWS) };
    let mut rows = Vec::with_capacity(shown);
    for i in listed.iter().copied().take(shown) {
        let Some(place) = summary.places.get(i) else { continue };
        let row = gap_row(ui, workspace, &summary, i, place, room, out);
        rows.extend(row.map(|row| (row, String::new())));
    }
    list_keys(ui, &rows);
    if places > ROWS {
        let next = listed.get(ROWS).and_then(|i| summary.places.get(*i));
        more(ui, workspace, next.map_or(0.0, |place| place.area_cm2), places, look);
    }
    slivers(ui, workspace, &summary, look);
}

/// What gaps are measured against, where it is not the plan.
fn against(summary: &Summary) -> String {
    summary.median.map(|median| format!("below the median, {median}")).unwrap_or_default()
}

/// How many gaps are too narrow to be listed.
fn slivers(ui: &mut Ui, workspace: &Workspace, summary: &Summary, look: &Look) {
    let count = summary.slivers();
    if count == 0 {
        return;
    }
    let narrowest = wording::millimetres(workspace.gap_view.narrowest_mm);
    let words = if count == 1 {
        format!("1 narrower than {narrowest} is not listed")
    } else {
        format!("{count} narrower than {narrowest} are not listed")
    };
    let (rect, response) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 22.0), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &words));
    let at = Pos2::new(rect.left() + 28.0, rect.center().y);
    paint_text(ui.painter(), at, Align2::LEFT_CENTER, &words, Text::Small, look.text_3);
    tip_with(
        response,
        "Narrow gaps",
        "",
        "Settings has how wide a gap must be to be listed. Every cell counts.",
    );
}

/// The directions that places lack, each as a filter.
fn missing_chips(ui: &Ui, workspace: &mut Workspace, summary: &Summary, heads: Rect, look: &Look) {
    // A filter that would leave out nothing is none.
    let some = |direction: &Direction| {
        let lacking = summary.places.iter().filter(|place| place.missing == Some(*direction)).count();
        lacking > 0 && lacking < summary.places.len()
    };
    let missing: Vec<Direction> = Direction::ROLLED.into_iter().filter(some).collect();
    let filter = workspace.gap_view.missing.filter(|direction| missing.contains(direction));
    workspace.gap_view.missing = filter;
    if missing.is_empty() {
        return;
    }
    let filters = Rect::from_min_size(heads.min, Vec2::new(TOGGLE.x * missing.len() as f32, TOGGLE.y));
    for (i, direction) in missing.into_iter().enumerate() {
        let at = Rect::from_min_size(filters.min + Vec2::new(TOGGLE.x * i as f32, 0.0), TOGGLE);
        let words = format!("missing: {}", direction.name().to_lowercase());
        let on = filter == Some(direction);
        let response = ui.interact(at, ui.scope_id().with(("missing", i)), Sense::click());
        response.widget_info(|| WidgetInfo::selected(Role::Switch, true, on, &words));
        let fill = match (on, response.hovered()) {
            (true, _) => look.accent_soft,
            (false, true) => look.hover,
            (false, false) => look.panel,
        };
        let field = at.shrink(1.0);
        let radius = CornerRadius::same(size::RADIUS_S as u8);
        ui.painter().rect(field, radius, fill, look.hairline(), egui::StrokeKind::Inside);
        let color = if on { look.accent_text } else { look.text_2 };
        direction_line(ui.painter(), at.center(), 11.0, direction, Stroke::new(1.6, color));
        focus_ring(ui.painter(), field, &response, look);
        let sentence = "Lists only places that lack this direction, for the list and for G.";
        if tip_with(response, &words, "", sentence).clicked() {
            workspace.gap_view.missing = (!on).then_some(direction);
            workspace.located = None;
        }
    }
}

fn heads(ui: &mut Ui, look: &Look) -> Rect {
    let (rect, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), TOGGLE.y), Sense::hover());
    let text = |x: f32, anchor: Align2, words: &str| {
        paint_text(ui.painter(), Pos2::new(x, rect.center().y), anchor, words, Text::Tiny, look.text_3);
    };
    text(rect.right() - 132.0, Align2::CENTER_CENTER, "Missing");
    text(rect.right() - 30.0, Align2::RIGHT_CENTER, "Area");
    rect
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
    let width = wording::millimetres(summary.widest_mm(place).round());
    let response = tip_with(response, &zone.full_name(), "", &format!("{missing}. Up to {width} wide."));
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
            if menu.row(Some(Icon::Region), "Fill it with what is short", &keys_of(Command::FillGap)) {
                out.push(Action::FillGap(i));
            }
            if menu.row(Some(Icon::Plus), "Log passes over this gap", "") {
                out.push(Action::LogGap(i, passes));
            }
        } else {
            menu.off(Some(Icon::Region), "Fill it with what is short", "read-only");
            menu.off(Some(Icon::Plus), "Log passes over this gap", "read-only");
        }
    });
    Some(response)
}

/// How many passes the worst of it is short of, in words.
fn short_words(summary: &Summary, place: &Place) -> String {
    let target = summary.gap_targets.get(place.zone).copied().flatten().unwrap_or(0);
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

fn more(ui: &mut Ui, workspace: &mut Workspace, largest: f64, places: usize, look: &Look) {
    let words = if workspace.all_gaps {
        "Show fewer".to_owned()
    } else {
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
