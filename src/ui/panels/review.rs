//! Review: the map rail at the left and the panel at the right.

use super::filter::{filter, filter_button};
use super::{curve, goals, padding, section_break, trend};
use crate::heatmap::MapKind;
use crate::metrics::Share;
use crate::model::Atlas;
use crate::ui::action::{Action, Outbox};
use crate::ui::icons::{Icon, icon};
use crate::ui::settings::Settings;
use crate::ui::theme::{Look, Room, Text, color, size};
use crate::ui::widgets::{Menu, checkbox, cut_text, focus_ring, label, paint_text, tip_with};
use crate::ui::workspace::Workspace;
use egui::{
    Align, Align2, CornerRadius, Frame, Layout, Margin, Pos2, Rect, Role, ScrollArea, Sense, Ui, UiBuilder,
    Vec2, WidgetInfo,
};

/// Shows the map rail.
pub fn map_rail(
    ui: &mut Ui,
    workspace: &mut Workspace,
    settings: &mut Settings,
    atlas: &Atlas,
    room: Room,
    out: &mut Outbox,
) {
    let look = Look::now(ui.ctx());
    let short = room == Room::Small;
    let side = if short { 4.0 } else { 8.0 };
    let area = ui.max_rect().shrink2(Vec2::new(side, 10.0));
    let mut rail = ui.new_child(UiBuilder::new().max_rect(area).layout(Layout::top_down(Align::Min)));
    let ui = &mut rail;
    ui.spacing_mut().item_spacing.y = 2.0;
    if !short {
        head(ui, "Map");
    }
    for (number, map) in (1..).zip(MapKind::ALL) {
        let (on, off) = (workspace.map() == map, workspace.map_off(map));
        if map_row(ui, map, number, on, off, short, look) {
            workspace.set_map(map);
        }
        if on && map == MapKind::Difference && !short {
            let words = workspace.compare().words();
            let (rect, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 18.0), Sense::hover());
            let at = rect.left_center() + Vec2::new(8.0, -2.0);
            cut_text(ui.painter(), at, rect.width() - 10.0, &words, Text::Tiny, look.text_2);
        }
    }
    if short {
        filter_button(ui, workspace);
        return;
    }
    break_line(ui);
    filter(ui, workspace);
    break_line(ui);
    head(ui, "Show");
    let layers = &mut settings.layers;
    let rows = [
        ("Zone outlines", &mut layers.outlines),
        ("Gaps", &mut layers.gaps),
        ("Over the ceiling", &mut layers.ceiling),
        ("Keep-out zones", &mut layers.keep_outs),
    ];
    for (name, on) in rows {
        let indented = |ui: &mut Ui| {
            ui.add_space(8.0);
            checkbox(ui, on, name).changed()
        };
        if ui.horizontal(indented).inner {
            out.push(Action::SettingsChanged);
        }
    }
    break_line(ui);
    head(ui, "Diagram");
    diagram_menu(ui, workspace, atlas, out);
}

pub(super) fn head(ui: &mut Ui, name: &str) {
    let look = Look::now(ui.ctx());
    let (rect, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 26.0), Sense::hover());
    let at = rect.left_center() + Vec2::new(8.0, 0.0);
    paint_text(ui.painter(), at, Align2::LEFT_CENTER, name, Text::Strong, look.text);
}

fn break_line(ui: &mut Ui) {
    let (rect, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 19.0), Sense::hover());
    ui.painter().hline(
        rect.shrink2(Vec2::new(8.0, 0.0)).x_range(),
        rect.center().y,
        Look::now(ui.ctx()).hairline(),
    );
}

fn map_row(
    ui: &mut Ui,
    map: MapKind,
    number: usize,
    on: bool,
    off: Option<&str>,
    short: bool,
    look: &Look,
) -> bool {
    let enabled = off.is_none();
    let sense = if enabled { Sense::click() } else { Sense::hover() };
    let (rect, response) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 32.0), sense);
    response.widget_info(|| WidgetInfo::selected(Role::RadioButton, enabled, on, map.title()));
    let radius = CornerRadius::same(size::RADIUS_M as u8);
    if on {
        ui.painter().rect_filled(rect, radius, look.accent_soft);
    } else if response.hovered() && enabled {
        ui.painter().rect_filled(rect, radius, look.hover);
    }
    let painter = ui.painter();
    let ramp = map.ramp();
    let (left, width) =
        if short { (rect.left() + 2.0, rect.width() - 4.0) } else { (rect.left() + 8.0, 34.0) };
    let each = width / ramp.len() as f32;
    for (i, rgb) in ramp.iter().enumerate() {
        let min = Pos2::new(left + i as f32 * each, rect.center().y - 5.0);
        let fill = if enabled { color(*rgb) } else { color(*rgb).gamma_multiply(0.35) };
        painter.rect_filled(Rect::from_min_size(min, Vec2::new(each + 0.3, 10.0)), CornerRadius::ZERO, fill);
    }
    if !short {
        let words = if !enabled {
            look.faint
        } else if on {
            look.accent_text
        } else {
            look.text
        };
        let at = Pos2::new(rect.left() + 52.0, rect.center().y);
        paint_text(painter, at, Align2::LEFT_CENTER, map.title(), Text::Body, words);
        let at = Pos2::new(rect.right() - 10.0, rect.center().y);
        paint_text(painter, at, Align2::RIGHT_CENTER, &number.to_string(), Text::Tiny, look.text_3);
    }
    focus_ring(ui.painter(), rect, &response, look);
    let sentence = off.unwrap_or_else(|| map.definition());
    tip_with(response, map.title(), &number.to_string(), sentence).clicked()
}

fn diagram_menu(ui: &mut Ui, workspace: &Workspace, atlas: &Atlas, out: &mut Outbox) {
    let look = Look::now(ui.ctx());
    let (rect, response) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 30.0), Sense::click());
    let figure = workspace.document().series().figure;
    let title = workspace.diagram.title_for(figure);
    response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, format!("Diagram: {title}")));
    if response.hovered() {
        ui.painter().rect_filled(rect, CornerRadius::same(size::RADIUS_M as u8), look.hover);
    }
    let at = rect.left_center() + Vec2::new(8.0, 0.0);
    paint_text(ui.painter(), at, Align2::LEFT_CENTER, &title, Text::Body, look.text);
    icon(ui.painter(), Pos2::new(rect.right() - 14.0, rect.center().y), 16.0, Icon::Down, look.text_2);
    focus_ring(ui.painter(), rect, &response, look);
    let painted = |id: &crate::model::DiagramId| {
        workspace.document().sessions().iter().any(|s| s.entries.iter().any(|entry| entry.diagram == *id))
    };
    Menu::below(&response, 180.0, |menu| {
        for diagram in atlas.for_figure(figure) {
            let detail = if painted(&diagram.id) { "painted" } else { "" };
            if menu.choice(&diagram.title_for(figure), detail, workspace.diagram.id == diagram.id) {
                out.push(Action::SelectDiagram(diagram.id.clone()));
            }
        }
    });
}

/// Shows the panel at the right.
pub fn review_panel(ui: &mut Ui, workspace: &mut Workspace, room: Room, out: &mut Outbox) {
    let side = padding(room) as i8;
    ScrollArea::vertical().auto_shrink(false).id_salt("review").show(ui, |ui| {
        Frame::new().inner_margin(Margin { left: side, right: side, top: 8, bottom: 12 }).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            curve::curve(ui, workspace, out);
            section_break(ui);
            goals::goals(ui, workspace, "on these sessions", out);
            section_break(ui);
            if trend::trend(ui, workspace, out) {
                section_break(ui);
            }
            zone_list(ui, workspace, out);
        });
    });
}

/// The zones with their figures, worst first, so that a click shows them.
fn zone_list(ui: &mut Ui, workspace: &mut Workspace, out: &mut Outbox) {
    let look = Look::now(ui.ctx());
    super::section_head(ui, "Zones", "mean passes", "");
    let Some(summary) = workspace.summary.clone() else { return };
    let mut rows: Vec<usize> = (0..workspace.diagram.zones.len())
        .filter(|i| {
            let row = summary.metrics.zones.get(*i);
            let painted = row.and_then(|row| row.metrics.as_ref()).is_some_and(|m| m.max_passes > 0);
            let planned = summary.targets.get(*i).copied().flatten().is_some();
            planned || (summary.metrics.plan.is_none() && painted)
        })
        .collect();
    let share = |i: &usize| {
        let row = summary.metrics.zones.get(*i);
        row.and_then(|row| row.at_target.or_else(|| row.metrics.as_ref().map(|m| m.coverage)))
            .map_or(1.0, Share::value)
    };
    rows.sort_by(|a, b| share(a).total_cmp(&share(b)));
    if rows.is_empty() {
        label(ui, "Nothing was painted on this diagram.", Text::Body, look.text_2);
    }
    for i in rows {
        let (Some(zone), Some(row)) = (workspace.diagram.zones.get(i), summary.metrics.zones.get(i)) else {
            continue;
        };
        let (rect, response) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 28.0), Sense::click());
        let mean = row.metrics.as_ref().map_or(0.0, |m| m.mean_passes);
        let words = format!("{}, mean {} passes", zone.full_name(), crate::wording::one_decimal(mean));
        let selected = workspace.selected == Some(i);
        response.widget_info(|| WidgetInfo::selected(Role::Row, true, selected, &words));
        if selected || response.hovered() || workspace.hovered == Some(i) {
            let fill = if selected { look.accent_soft } else { look.hover };
            ui.painter().rect_filled(rect.expand2(Vec2::new(12.0, 0.0)), CornerRadius::ZERO, fill);
        }
        if response.hovered() {
            workspace.hovered = Some(i);
            workspace.hovered_from_row = true;
        }
        let y = rect.center().y;
        let (drawn, _) = cut_text(
            ui.painter(),
            rect.left_center(),
            rect.width() - 150.0,
            &zone.name,
            Text::Body,
            look.text,
        );
        crate::ui::widgets::side_tag(ui.painter(), Pos2::new(drawn.right() + 10.0, y), zone.side, look);
        let target = row.target.map(|target| format!(" / {}", target.passes)).unwrap_or_default();
        let words = paint_text(
            ui.painter(),
            rect.right_center(),
            Align2::RIGHT_CENTER,
            &target,
            Text::Body,
            look.text_2,
        );
        let mean = crate::wording::one_decimal(mean);
        let mean = paint_text(
            ui.painter(),
            Pos2::new(words.left(), y),
            Align2::RIGHT_CENTER,
            &mean,
            Text::Body,
            look.text,
        );
        if let Some(share) = row.at_target {
            // In line with the others; further left only where a number of four digits needs the room.
            let at = Pos2::new((rect.right() - 80.0).min(mean.left() - 10.0), y);
            let text = crate::wording::percent(share);
            paint_text(ui.painter(), at, Align2::RIGHT_CENTER, &text, Text::Small, look.text_2);
        }
        if response.clicked() {
            out.push(Action::SelectZone(i, !selected));
        }
    }
}
