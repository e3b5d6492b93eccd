//! The zones table.

use super::section_head;
use crate::metrics::ZoneRow;
use crate::model::{Direction, PerDirection, Zone};
use crate::ui::action::{Action, Outbox};
use crate::ui::icons::{Icon, icon};
use crate::ui::theme::{Look, Room, Text, size};
use crate::ui::widgets::{
    Mark, Menu, bar, cut_text, direction_glyph, focus_ring, list_keys, mark, paint_text, side_tag, text_width,
};
use crate::ui::workspace::{Summary, Workspace, ZoneFilter};
use crate::wording;
use egui::{Align2, Color32, CornerRadius, Event, Pos2, Rect, Response, Role, Sense, Ui, Vec2, WidgetInfo};

/// Shows the zones and what is outside the plan.
pub(super) fn zones(ui: &mut Ui, workspace: &mut Workspace, room: Room, out: &mut Outbox) {
    head(ui, workspace);
    let has_targets = workspace.has_targets();
    let columns = Columns::new(ui.available_width(), room, has_targets);
    columns.heads(ui, room);
    let Some(summary) = workspace.summary.clone() else {
        waiting(ui);
        return;
    };
    let rows = listed(workspace, &summary);
    if rows.is_empty() {
        quiet_line(ui, "No zone has been painted yet.");
    }
    let mut row_hovered = None;
    let mut shown = Vec::with_capacity(rows.len());
    for i in rows {
        let (response, hovered) = zone_row(ui, workspace, &summary, i, &columns, out);
        if hovered {
            row_hovered = Some(i);
        }
        let name = workspace.diagram.zones.get(i).map(Zone::full_name).unwrap_or_default();
        shown.extend(response.map(|response| (response, name)));
    }
    row_keys(ui, workspace, &shown);
    if let Some(i) = row_hovered {
        workspace.hovered = Some(i);
        workspace.hovered_from_row = true;
    } else if workspace.hovered_from_row {
        workspace.hovered = None;
        workspace.hovered_from_row = false;
    }
    outside(ui, workspace, &summary);
}

fn head(ui: &mut Ui, workspace: &mut Workspace) {
    let look = Look::now(ui.ctx());
    let rect = section_head(ui, "Zones", "", "");
    let words = match workspace.filter {
        ZoneFilter::Planned => "planned",
        ZoneFilter::Painted => "painted",
        ZoneFilter::All => "all",
    };
    let left = rect.left() + text_width(ui.painter(), "Zones", Text::Strong) + 10.0;
    let width = text_width(ui.painter(), words, Text::Body) + 22.0;
    let button = Rect::from_min_size(Pos2::new(left, rect.top()), Vec2::new(width, rect.height()));
    let response = ui.interact(button, ui.scope_id().with("zone filter"), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, format!("Zones shown: {words}")));
    let color = if response.hovered() { look.text } else { look.text_2 };
    paint_text(ui.painter(), button.left_center(), Align2::LEFT_CENTER, words, Text::Body, color);
    icon(ui.painter(), Pos2::new(button.right() - 8.0, button.center().y), 14.0, Icon::Down, color);
    focus_ring(ui.painter(), button, &response, look);
    Menu::below(&response, 160.0, |menu| {
        for (filter, name) in
            [(ZoneFilter::Planned, "Planned"), (ZoneFilter::Painted, "Painted"), (ZoneFilter::All, "All")]
        {
            if menu.choice(name, "", workspace.filter == filter) {
                workspace.filter = filter;
            }
        }
    });
}

/// Where the columns of the table are, from the panel's left edge.
struct Columns {
    width: f32,
    /// Whether the share is the one at target; without targets it is the one with paint.
    has_targets: bool,
    name: f32,
    bar: Option<(f32, f32)>,
    share: f32,
    mean: f32,
    density: Option<f32>,
    gap: Option<f32>,
    glyph: f32,
    mark: f32,
}

impl Columns {
    fn new(width: f32, room: Room, has_targets: bool) -> Self {
        let mark = width - 8.0;
        let glyph = mark - 26.0;
        let wide = room == Room::Wide && width > 430.0;
        let gap = wide.then_some(glyph - 20.0);
        let density = wide.then_some(glyph - 86.0);
        let mean = density.map_or(glyph - 18.0, |x| x - 66.0);
        let share = mean - 60.0;
        let bar = (room != Room::Small).then(|| {
            let bar_width = if wide { 74.0 } else { 42.0 };
            (share - 42.0 - bar_width, bar_width)
        });
        let name = bar.map_or(share - 40.0, |(left, _)| left) - 6.0;
        Self { width, has_targets, name, bar, share, mean, density, gap, glyph, mark }
    }

    fn heads(&self, ui: &mut Ui, room: Room) {
        let look = Look::now(ui.ctx());
        let (rect, _) = ui.allocate_exact_size(Vec2::new(self.width, 18.0), Sense::hover());
        let text = |x: f32, anchor: Align2, words: &str| {
            let at = Pos2::new(rect.left() + x, rect.center().y);
            paint_text(ui.painter(), at, anchor, words, Text::Tiny, look.text_3);
        };
        let share = if self.has_targets { "At target" } else { "Painted" };
        match self.bar {
            Some((left, _)) if room != Room::Small => text(left, Align2::LEFT_CENTER, share),
            _ => text(self.share, Align2::RIGHT_CENTER, share),
        }
        text(self.mean, Align2::RIGHT_CENTER, "Mean");
        if let (Some(density), Some(gap)) = (self.density, self.gap) {
            text(density, Align2::RIGHT_CENTER, "Est. per cm²");
            text(gap, Align2::RIGHT_CENTER, "Gap cm²");
        }
    }
}

/// The zones that are listed, in the order of the plan or of the drawing.
fn listed(workspace: &Workspace, summary: &Summary) -> Vec<usize> {
    let painted = |i: usize| {
        let row = summary.metrics.zones.get(i).and_then(|row| row.metrics.as_ref());
        row.is_some_and(|metrics| metrics.max_passes > 0)
    };
    let target = |i: usize| summary.targets.get(i).copied().flatten().is_some();
    let all = 0..workspace.diagram.zones.len();
    let mut rows: Vec<usize> = match workspace.filter {
        ZoneFilter::Planned => all.filter(|i| target(*i)).collect(),
        ZoneFilter::Painted => all.filter(|i| painted(*i)).collect(),
        ZoneFilter::All => all.collect(),
    };
    // The plan's own order: zones of its first target first.
    let plan = workspace.document().series().plan.as_ref();
    rows.sort_by_key(|i| {
        let zone = workspace.diagram.zones.get(*i);
        let target = plan
            .zip(zone)
            .and_then(|(plan, zone)| plan.targets.iter().position(|target| target.zones.matches(&zone.id)));
        target.unwrap_or(usize::MAX)
    });
    rows
}

fn waiting(ui: &mut Ui) {
    quiet_line(ui, "Counting…");
}

fn quiet_line(ui: &mut Ui, text: &str) {
    let look = Look::now(ui.ctx());
    let (rect, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), size::ZONE_ROW), Sense::hover());
    paint_text(ui.painter(), rect.left_center(), Align2::LEFT_CENTER, text, Text::Body, look.text_2);
}

/// How far a zone is.
fn mark_of(row: &ZoneRow, keep_out: bool) -> Option<Mark> {
    let painted = row.metrics.as_ref().is_some_and(|metrics| metrics.max_passes > 0);
    if keep_out {
        return painted.then_some(Mark::KeepOut);
    }
    let share = row.at_target?;
    Some(match share.value() {
        _ if !painted => Mark::NotBegun,
        _ if share.cmp_percent(95.0).is_ge() => Mark::Met,
        value => Mark::Part(value as f32),
    })
}

/// Which directions a zone has on at least nine tenths of its area.
fn directions_done(row: &ZoneRow) -> PerDirection<bool> {
    let touched = row.metrics.as_ref().map(|metrics| metrics.touched);
    PerDirection(Direction::ALL.map(|d| touched.is_some_and(|t| t.get(d).cmp_percent(90.0).is_ge())))
}

/// A row as one sentence, for those who hear it.
fn sentence(zone: &Zone, row: &ZoneRow) -> String {
    let mut parts = vec![zone.full_name()];
    if let Some(share) = row.at_target {
        parts.push(format!("{} percent at target", share.floor(100)));
    }
    if let Some(metrics) = &row.metrics {
        let mean = wording::one_decimal(metrics.mean_passes);
        parts.push(match row.target {
            Some(target) => format!("Mean {mean} of {} passes", target.passes),
            None => format!("Mean {mean} passes"),
        });
        for direction in Direction::ROLLED {
            let missing = 100 - metrics.touched.get(direction).floor(100);
            if missing > 10 && metrics.max_passes > 0 {
                parts.push(format!("{} missing on {missing} percent", direction.name()));
            }
        }
    }
    if let Some(gaps) = row.gaps {
        parts.push(wording::count(gaps, "gap"));
    }
    format!("{}.", parts.join(". "))
}

/// Moves the focus between the rows: by the arrow keys, and to the zone whose name begins with what is typed.
fn row_keys(ui: &Ui, workspace: &mut Workspace, rows: &[(Response, String)]) {
    let chosen = workspace.selected.and_then(|i| workspace.diagram.zones.get(i)).map(Zone::full_name);
    if std::mem::take(&mut workspace.keys.want_zones) {
        let at = chosen.and_then(|name| rows.iter().position(|(_, row)| *row == name)).unwrap_or(0);
        if let Some((row, _)) = rows.get(at) {
            row.request_focus();
            row.scroll_to_me(None);
        }
    }
    workspace.keys.find_zones = list_keys(ui, rows);
}

/// Whether a plus was typed.
fn types_plus(events: &[Event]) -> bool {
    events.iter().any(|event| matches!(event, Event::Text(text) if text == "+"))
}

/// Shows a row. Returns it, and whether the pointer is on it.
fn zone_row(
    ui: &mut Ui,
    workspace: &Workspace,
    summary: &Summary,
    i: usize,
    columns: &Columns,
    out: &mut Outbox,
) -> (Option<Response>, bool) {
    let look = Look::now(ui.ctx());
    let (Some(zone), Some(row)) = (workspace.diagram.zones.get(i), summary.metrics.zones.get(i)) else {
        return (None, false);
    };
    let height = if over_words(row).is_some() { size::ZONE_ROW_NOTED } else { size::ZONE_ROW };
    let (rect, response) = ui.allocate_exact_size(Vec2::new(columns.width, height), Sense::click());
    let selected = workspace.selected == Some(i);
    response.widget_info(|| WidgetInfo::selected(Role::Row, true, selected, sentence(zone, row)));
    // Its plus lies above it, and would take the hover from it.
    let hovered = response.hovered() || (response.contains_pointer() && ui.ctx().dragged_id().is_none());
    let shown = hovered || workspace.hovered == Some(i);
    let wide = rect.expand2(Vec2::new(12.0, 0.0));
    if selected {
        ui.painter().rect_filled(wide, CornerRadius::ZERO, look.accent_soft);
    } else if shown {
        ui.painter().rect_filled(wide, CornerRadius::ZERO, look.hover);
    }
    paint_row(ui, rect, zone, row, columns, look);
    focus_ring(ui.painter(), rect, &response, look);
    let writable = workspace.read_only.is_none() && workspace.session().is_some();
    let enter = response.has_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
    // Enter is a click as well; where it logs, it does not choose.
    if response.clicked() && !(enter && writable) {
        out.push(Action::SelectZone(i, !selected));
    }
    let passes = workspace.options.area.passes();
    let plus = response.has_focus() && ui.input(|input| types_plus(&input.events));
    if (enter || plus) && writable {
        out.push(Action::LogZone(i, passes));
    }
    row_menu(&response, i, writable, passes, out);
    if hovered && writable {
        let at =
            Rect::from_center_size(Pos2::new(rect.left() + columns.mark, rect.center().y), Vec2::splat(22.0));
        let plus = ui.interact(at, ui.scope_id().with(("log", i)), Sense::click());
        plus.widget_info(|| {
            WidgetInfo::labeled(Role::Button, true, format!("Log passes over {}", zone.full_name()))
        });
        let fill = if plus.hovered() { look.pressed } else { look.raised };
        ui.painter().rect_filled(at, CornerRadius::same(4), fill);
        icon(ui.painter(), at.center(), 16.0, Icon::Plus, look.text);
        if plus.clicked() {
            out.push(Action::LogZone(i, passes));
        }
        return (Some(response), true);
    }
    (Some(response), hovered)
}

fn row_menu(response: &Response, i: usize, writable: bool, passes: crate::model::Passes, out: &mut Outbox) {
    Menu::context(response, 240.0, |menu| {
        if menu.row(Some(Icon::Locate), "Show on the diagram", "") {
            out.push(Action::SelectZone(i, true));
        }
        let words = format!(
            "Log {} over the zone",
            if passes.total() == 1 { "1 pass".to_owned() } else { format!("{} passes", passes.total()) }
        );
        if writable {
            if menu.row(Some(Icon::Plus), &words, "Enter") {
                out.push(Action::LogZone(i, passes));
            }
        } else {
            menu.off(Some(Icon::Plus), &words, "");
        }
    });
}

/// The area above the ceiling in words; none where it would read as nothing.
fn over_words(row: &ZoneRow) -> Option<String> {
    row.excess_cm2.filter(|cm2| *cm2 >= 0.05).map(|over| format!("{} over", wording::area(over)))
}

fn paint_row(ui: &Ui, rect: Rect, zone: &Zone, row: &ZoneRow, columns: &Columns, look: &Look) {
    let painter = ui.painter();
    let y = rect.center().y;
    let at = |x: f32| Pos2::new(rect.left() + x, y);
    let tag = if zone.side == crate::model::Side::Middle { 0.0 } else { 26.0 };
    let over = over_words(row);
    // With a second line the name moves up to make room for it.
    let name_at = at(0.0) - Vec2::new(0.0, if over.is_some() { 7.0 } else { 0.0 });
    let (drawn, _) = cut_text(painter, name_at, columns.name - tag, &zone.name, Text::Body, look.text);
    side_tag(painter, Pos2::new(drawn.right() + 10.0, name_at.y), zone.side, look);
    if let Some(over) = over {
        paint_text(
            painter,
            at(0.0) + Vec2::new(0.0, 10.0),
            Align2::LEFT_CENTER,
            &over,
            Text::Tiny,
            look.note,
        );
    }
    let share = if columns.has_targets { row.at_target } else { row.metrics.as_ref().map(|m| m.coverage) };
    match (share, columns.bar) {
        (Some(share), Some((left, width))) => bar(painter, at(left), width, share.value() as f32, look),
        (None, Some((left, _))) if row.metrics.is_some() => {
            paint_text(painter, at(left), Align2::LEFT_CENTER, "not planned", Text::Small, look.text_3);
        }
        _ => {}
    }
    if let Some(share) = share {
        paint_text(
            painter,
            at(columns.share),
            Align2::RIGHT_CENTER,
            &wording::percent(share),
            Text::Small,
            look.text_2,
        );
    }
    if let Some(metrics) = &row.metrics {
        let target = row.target.map(|target| format!(" / {}", target.passes)).unwrap_or_default();
        let drawn =
            paint_text(painter, at(columns.mean), Align2::RIGHT_CENTER, &target, Text::Body, look.text_2);
        let mean = wording::one_decimal(metrics.mean_passes);
        paint_text(painter, Pos2::new(drawn.left(), y), Align2::RIGHT_CENTER, &mean, Text::Body, look.text);
        let number = |x: Option<f32>, text: String, color: Color32| {
            if let Some(x) = x {
                paint_text(painter, at(x), Align2::RIGHT_CENTER, &text, Text::Body, color);
            }
        };
        number(columns.density, metrics.density_per_cm2.map_or("–".to_owned(), wording::whole), look.text_2);
        number(columns.gap, row.gap_cm2.map_or("–".to_owned(), wording::one_decimal), look.text_2);
        if metrics.max_passes > 0 || row.target.is_some() {
            direction_glyph(painter, at(columns.glyph), directions_done(row), look);
        }
    }
    if let Some(which) = mark_of(row, zone.keep_out) {
        mark(painter, at(columns.mark), which, look);
    }
}

/// Painted area outside the plan, and keep-outs with paint.
fn outside(ui: &mut Ui, workspace: &Workspace, summary: &Summary) {
    let look = Look::now(ui.ctx());
    if let Some(fit) = summary.metrics.plan.as_ref().filter(|fit| fit.outside_cm2 > 0.05) {
        let (rect, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 28.0), Sense::hover());
        paint_text(
            ui.painter(),
            rect.left_center(),
            Align2::LEFT_CENTER,
            "Outside the plan",
            Text::Small,
            look.text_2,
        );
        let area = wording::area(fit.outside_cm2);
        paint_text(ui.painter(), rect.right_center(), Align2::RIGHT_CENTER, &area, Text::Small, look.text_2);
    }
    if summary.keep_outs.is_empty() {
        return;
    }
    ui.add_space(6.0);
    let (rect, response) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 34.0), Sense::hover());
    let painter = ui.painter();
    painter.rect_filled(rect, CornerRadius::same(size::RADIUS_M as u8), look.note_soft);
    let y = rect.center().y;
    icon(painter, Pos2::new(rect.left() + 20.0, y), 18.0, Icon::Warn, look.note);
    let area: f64 = summary.keep_outs.iter().map(|paint| paint.cm2).sum();
    let right = Pos2::new(rect.right() - 12.0, y);
    let drawn =
        paint_text(painter, right, Align2::RIGHT_CENTER, &wording::area(area), Text::Small, look.text);
    let mut x = paint_text(
        painter,
        Pos2::new(rect.left() + 36.0, y),
        Align2::LEFT_CENTER,
        "Keep-out painted:",
        Text::Small,
        look.text,
    )
    .right()
        + 7.0;
    let mut names = Vec::new();
    for (n, paint) in summary.keep_outs.iter().enumerate() {
        let Some(zone) = workspace.diagram.zones.get(paint.zone) else { continue };
        names.push(zone.full_name());
        let room = drawn.left() - 30.0 - x;
        if room < 30.0 {
            paint_text(painter, Pos2::new(x, y), Align2::LEFT_CENTER, "…", Text::Small, look.text);
            continue;
        }
        let comma = if n + 1 < summary.keep_outs.len() { "," } else { "" };
        let (name, _) = cut_text(painter, Pos2::new(x, y), room, &zone.name, Text::Small, look.text);
        let tag = side_tag(painter, Pos2::new(name.right() + 6.0, y), zone.side, look);
        x = name.right() + if tag > 0.0 { tag + 8.0 } else { 1.0 };
        x = paint_text(painter, Pos2::new(x, y), Align2::LEFT_CENTER, comma, Text::Small, look.text).right()
            + 6.0;
    }
    let words = format!("Keep-out painted: {}, {}", names.join(", "), wording::area(area));
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &words));
}
