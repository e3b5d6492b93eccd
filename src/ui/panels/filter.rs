//! The filter of Review: which passes count, by device, needle length, practitioner and direction.

use super::review::head;
use crate::coverage::PassFilter;
use crate::model::{Direction, EntryKind, Session};
use crate::ui::icons::{Icon, icon};
use crate::ui::theme::{Look, NOTHING, Text, size};
use crate::ui::widgets::{IconButton, Menu, cut_text, direction_line, focus_ring, paint_text, tip, tip_with};
use crate::ui::workspace::Workspace;
use crate::wording;
use egui::{
    Align2, CornerRadius, Pos2, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo,
};
use std::sync::Arc;

/// What can be chosen from: everything that the sessions of a series name.
struct Choices {
    devices: Vec<String>,
    needles_mm: Vec<f64>,
    practitioners: Vec<String>,
    /// Whether any pass has no direction.
    undirected: bool,
}

impl Choices {
    fn of(sessions: &[Arc<Session>], now: &PassFilter) -> Self {
        // What is chosen stays among the choices although its session may be gone.
        let mut devices: Vec<String> = now.device.iter().cloned().collect();
        let mut needles_mm: Vec<f64> = now.needle_mm.into_iter().collect();
        let mut practitioners: Vec<String> = now.practitioner.iter().cloned().collect();
        for session in sessions {
            for device in &session.devices {
                if !devices.contains(&device.name) {
                    devices.push(device.name.clone());
                }
                if let Some(mm) = device.needle_length_mm.filter(|mm| !needles_mm.contains(mm)) {
                    needles_mm.push(mm);
                }
            }
            if let Some(name) = session.practitioner.as_ref().filter(|name| !practitioners.contains(name)) {
                practitioners.push(name.clone());
            }
        }
        devices.sort();
        needles_mm.sort_by(f64::total_cmp);
        practitioners.sort();
        let without = |kind: &EntryKind| match kind {
            EntryKind::Shade { passes, .. }
            | EntryKind::Zone { passes, .. }
            | EntryKind::Region { passes, .. } => *passes.get(Direction::Undirected) > 0,
            EntryKind::Roll(_) | EntryKind::Erase { .. } => false,
        };
        let mut entries = sessions.iter().flat_map(|session| &session.entries);
        let left_out = *now.left_out.get(Direction::Undirected);
        Self { devices, needles_mm, practitioners, undirected: left_out || entries.any(|e| without(&e.kind)) }
    }

    fn directions(&self) -> &'static [Direction] {
        if self.undirected { &Direction::ALL } else { &Direction::ROLLED }
    }
}

/// Shows the filter in the map rail.
pub(super) fn filter(ui: &mut Ui, workspace: &mut Workspace) {
    head(ui, "Filter");
    let mut only = workspace.only.clone();
    let choices = Choices::of(workspace.document().sessions(), &only);
    let value = only.device.as_deref().unwrap_or("All");
    Menu::below(&row(ui, "Device", value), 220.0, |menu| devices(menu, &choices, &mut only));
    let value = only.needle_mm.map_or_else(|| "All".to_owned(), wording::millimetres);
    Menu::below(&row(ui, "Depth", &value), 180.0, |menu| needles(menu, &choices, &mut only));
    if choices.practitioners.len() > 1 || only.practitioner.is_some() {
        let value = only.practitioner.as_deref().unwrap_or("All");
        Menu::below(&row(ui, "By", value), 220.0, |menu| practitioners(menu, &choices, &mut only));
    }
    directions(ui, &choices, &mut only);
    workspace.only = only;
}

/// Shows the filter behind a button, where the rail has no room for it.
pub(super) fn filter_button(ui: &mut Ui, workspace: &mut Workspace) {
    let width = ui.available_width();
    let mut only = workspace.only.clone();
    let button =
        IconButton::new(Icon::Filter, "Filter").on(!only.is_all()).extent(Vec2::new(width, 32.0), 18.0);
    let words = if only.is_all() { "All passes count.".to_owned() } else { only.words() };
    let response = tip_with(button.show(ui), "Filter", "", &words);
    let sessions = workspace.document().sessions();
    Menu::below_scrolled(&response, 240.0, 460.0, |menu| {
        let choices = Choices::of(sessions, &only);
        menu.head("Device");
        devices(menu, &choices, &mut only);
        menu.head("Depth");
        needles(menu, &choices, &mut only);
        if choices.practitioners.len() > 1 || only.practitioner.is_some() {
            menu.head("By");
            practitioners(menu, &choices, &mut only);
        }
        menu.head("Direction");
        for direction in choices.directions() {
            let out = only.left_out.get_mut(*direction);
            if menu.choice(direction.name(), "", !*out) {
                *out = !*out;
            }
        }
    });
    workspace.only = only;
}

fn devices(menu: &mut Menu<'_>, choices: &Choices, only: &mut PassFilter) {
    if menu.choice("All devices", "", only.device.is_none()) {
        only.device = None;
    }
    for name in &choices.devices {
        if menu.choice(name, "", only.device.as_ref() == Some(name)) {
            only.device = Some(name.clone());
        }
    }
}

fn needles(menu: &mut Menu<'_>, choices: &Choices, only: &mut PassFilter) {
    if menu.choice("All lengths", "", only.needle_mm.is_none()) {
        only.needle_mm = None;
    }
    for mm in &choices.needles_mm {
        if menu.choice(&wording::millimetres(*mm), "", only.needle_mm == Some(*mm)) {
            only.needle_mm = Some(*mm);
        }
    }
}

fn practitioners(menu: &mut Menu<'_>, choices: &Choices, only: &mut PassFilter) {
    if menu.choice("Everyone", "", only.practitioner.is_none()) {
        only.practitioner = None;
    }
    for name in &choices.practitioners {
        if menu.choice(name, "", only.practitioner.as_ref() == Some(name)) {
            only.practitioner = Some(name.clone());
        }
    }
}

/// A row with its name at the left and what is chosen at the right, which opens a menu.
fn row(ui: &mut Ui, name: &str, value: &str) -> Response {
    let look = Look::now(ui.ctx());
    let (rect, response) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 26.0), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, format!("{name}: {value}")));
    let painter = ui.painter();
    if response.hovered() {
        painter.rect_filled(rect, CornerRadius::same(size::RADIUS_M as u8), look.hover);
    }
    let y = rect.center().y;
    let at = Pos2::new(rect.left() + 8.0, y);
    let drawn = paint_text(painter, at, Align2::LEFT_CENTER, name, Text::Body, look.text_2);
    let right = rect.right() - 26.0;
    let room = right - drawn.right() - 10.0;
    let width = crate::ui::widgets::text_width(painter, value, Text::Body).min(room);
    cut_text(painter, Pos2::new(right - width, y), width + 0.5, value, Text::Body, look.text);
    icon(painter, Pos2::new(rect.right() - 14.0, y), 16.0, Icon::Down, look.text_2);
    focus_ring(painter, rect, &response, look);
    response
}

/// The directions as toggles.
fn directions(ui: &mut Ui, choices: &Choices, only: &mut PassFilter) {
    let look = Look::now(ui.ctx());
    let (rect, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 30.0), Sense::hover());
    let at = rect.left_center() + Vec2::new(8.0, 0.0);
    let drawn = paint_text(ui.painter(), at, Align2::LEFT_CENTER, "Direction", Text::Body, look.text_2);
    let all = choices.directions();
    let left = drawn.right() + 6.0;
    let step = ((rect.right() - 4.0 - left) / all.len() as f32).min(27.0);
    for (i, direction) in all.iter().enumerate() {
        let right = rect.right() - 4.0 - (all.len() - 1 - i) as f32 * step;
        let field = Rect::from_min_max(
            Pos2::new(right - step + 3.0, rect.top() + 3.0),
            Pos2::new(right, rect.bottom() - 3.0),
        );
        let out = only.left_out.get_mut(*direction);
        let response = ui.interact(field, ui.scope_id().with(("direction", i)), Sense::click());
        let name = format!("Passes {}", direction.name());
        response.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, !*out, &name));
        let (fill, edge, line) = match (*out, response.hovered()) {
            (false, _) => (look.accent_soft, NOTHING, look.accent_text),
            (true, true) => (look.hover, look.edge, look.text_3),
            (true, false) => (NOTHING, look.hair, look.text_3),
        };
        let radius = CornerRadius::same(size::RADIUS_S as u8 + 1);
        ui.painter().rect(field, radius, fill, Stroke::new(1.0, edge), StrokeKind::Inside);
        direction_line(ui.painter(), field.center(), 12.0, *direction, Stroke::new(1.7, line));
        focus_ring(ui.painter(), field, &response, look);
        let title = if *out { format!("{name}: left out") } else { name };
        if tip(response, &title, "").clicked() {
            *out = !*out;
        }
    }
}

/// The chip beside the legend's title that says a filter is in force; a click takes it away.
pub fn filter_chip(ui: &Ui, left_centre: Pos2, only: &mut PassFilter) {
    let look = Look::now(ui.ctx());
    let rect = Rect::from_min_size(left_centre - Vec2::new(0.0, 9.0), Vec2::new(filter_chip_width(ui), 18.0));
    let response = ui.interact(rect, ui.scope_id().with("filter chip"), Sense::click());
    let words = only.words();
    let name = format!("Filtered: {words}. Show all passes");
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
    let painter = ui.painter();
    let fill = if response.hovered() { look.pressed } else { look.accent_soft };
    painter.rect_filled(rect, CornerRadius::same(9), fill);
    let at = Pos2::new(rect.left() + 8.0, rect.center().y);
    paint_text(painter, at, Align2::LEFT_CENTER, CHIP, Text::Small, look.accent_text);
    icon(painter, Pos2::new(rect.right() - 11.0, rect.center().y), 14.0, Icon::Close, look.accent_text);
    focus_ring(painter, rect, &response, look);
    if tip_with(response, "Filtered", "", &format!("Only {words} counts. A click shows all passes."))
        .clicked()
    {
        *only = PassFilter::ALL;
    }
}

const CHIP: &str = "filtered";

/// How wide the chip is.
pub fn filter_chip_width(ui: &Ui) -> f32 {
    crate::ui::widgets::text_width(ui.painter(), CHIP, Text::Small) + 28.0
}
