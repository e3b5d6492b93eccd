//! The cells of the table of observations: what they hold, and how they are filled in by keys.

use super::days;
use super::form::Form;
use super::observations::{BETWEEN, ROW};
use super::scales::Kind;
use super::sections::Section;
use super::typed;
use crate::model::{ObservationValue, Side, ZoneId};
use crate::ui::theme::{Look, Text, size};
use crate::ui::widgets::{cut_text, paint_text, text_width};
use crate::ui::workspace::TreatedZone;
use crate::wording;
use egui::{
    Align2, CornerRadius, EventFilter, FocusDirection, Id, Key, Modifiers, Rect, Response, Role, Sense,
    Shape, Stroke, StrokeKind, Ui, Vec2, WidgetInfo,
};
use jiff::civil::Date;

/// A day of the table.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Column {
    pub(super) day: Date,
    /// Whether nothing is written down for it yet.
    pub(super) expected: bool,
}

/// What the cells of the table have in common.
#[derive(Clone, Copy)]
pub(super) struct Table<'a> {
    pub(super) kind: &'a Kind,
    pub(super) zones: &'a [TreatedZone],
    pub(super) columns: &'a [Column],
    /// Width of a column.
    pub(super) each: f32,
}

/// A cell of the table.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cell<'a> {
    pub(super) zone: &'a TreatedZone,
    pub(super) row: usize,
    pub(super) day: Date,
    expected: bool,
}

/// Shows the rows. Returns the cell that is being filled in.
pub(super) fn rows<'a>(ui: &mut Ui, form: &mut Form<'_>, table: Table<'a>) -> Option<(Cell<'a>, Response)> {
    let mut filling = None;
    for (row, zone) in table.zones.iter().enumerate() {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = BETWEEN;
            for column in table.columns {
                let at = Cell { zone, row, day: column.day, expected: column.expected };
                let response = cell(ui, form, table, at);
                if form.view.cell.as_ref().is_some_and(|(id, day)| *id == zone.id && *day == column.day) {
                    filling = Some((at, response));
                }
            }
        });
        ui.add_space(BETWEEN);
    }
    // One that lies further up may have been filled in until now.
    filling.filter(|(at, _)| form.view.cell == Some((at.zone.id.clone(), at.day)) && form.enabled())
}

fn cell(ui: &mut Ui, form: &mut Form<'_>, table: Table<'_>, at: Cell<'_>) -> Response {
    let Table { kind, zones, columns, each } = table;
    let place = (at.zone.id.clone(), at.day);
    let found = days::at(&form.observations, &at.zone.id, at.day, &kind.name);
    let value = found.and_then(|seen| seen.value.clone());
    let sense = if form.enabled() { Sense::click() } else { Sense::hover() };
    let (rect, _) = ui.allocate_exact_size(Vec2::new(each, ROW), Sense::hover());
    // By what it holds and not by where it is, so that days and zones may come and go.
    let id = Id::unique(("observed", at.zone.id.as_str(), at.day));
    let response = ui.interact(rect, id, sense);
    let shown = value.as_ref().map(value_words).unwrap_or_default();
    let name = cell_name(kind, at, &shown);
    response.widget_info(|| WidgetInfo::labeled(Role::Cell, form.enabled(), &name));
    paint_cell(ui, rect, kind, value.as_ref(), at.expected, &response);
    if at.row == 0 && columns.first().is_some_and(|column| column.day == at.day) {
        form.lead(Section::Observations, &response);
    }
    let had_focus = response.has_focus();
    if form.view.to_cell.as_ref() == Some(&place) {
        form.view.to_cell = None;
        response.request_focus();
        response.scroll_to_me(None);
    }
    if response.clicked() {
        response.request_focus();
    }
    if response.has_focus() {
        // The arrows are the table's.
        let filter = EventFilter { horizontal_arrows: true, vertical_arrows: true, ..EventFilter::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
    }
    if response.has_focus() && !had_focus {
        // What was typed in this frame was for the cell before.
        form.view.cell = Some(place);
        form.takes_keys = true;
    } else if had_focus {
        form.view.cell = Some(place);
        form.takes_keys = true;
        let number = match value {
            Some(ObservationValue::Number(number)) => Some(number as u8),
            _ => None,
        };
        keys(ui, form, kind, at, number, zones, columns);
    }
    response
}

fn cell_name(kind: &Kind, at: Cell<'_>, shown: &str) -> String {
    let zone = match at.zone.side {
        Side::Left => format!("{} (left)", at.zone.name),
        Side::Right => format!("{} (right)", at.zone.name),
        Side::Middle => at.zone.name.clone(),
    };
    let value = if shown.is_empty() { "empty" } else { shown };
    format!("{} of {zone}, {}: {value}", kind.title, wording::date(at.day, Some(at.day.year())))
}

fn value_words(value: &ObservationValue) -> String {
    match value {
        ObservationValue::Number(number) => wording::short(*number),
        ObservationValue::Text(text) => text.clone(),
    }
}

fn paint_cell(
    ui: &Ui,
    rect: Rect,
    kind: &Kind,
    value: Option<&ObservationValue>,
    expected: bool,
    response: &Response,
) {
    let look = Look::now(ui.ctx());
    let radius = CornerRadius::same(size::RADIUS_S as u8);
    let ground = match value {
        Some(ObservationValue::Number(number)) => kind.ground(*number),
        _ => None,
    };
    let fill = ground.and_then(|ground| look.scales.get(ground)).copied();
    if value.is_some() || !expected {
        ui.painter().rect_filled(rect, radius, fill.unwrap_or(look.sunken));
    } else {
        let edge = rect.shrink(0.5);
        let corners =
            [edge.left_top(), edge.right_top(), edge.right_bottom(), edge.left_bottom(), edge.left_top()];
        ui.painter().extend(Shape::dashed_line(&corners, Stroke::new(1.0, look.edge), 3.0, 2.0));
    }
    if let Some(value) = value {
        let color = match ground {
            None => look.text_2,
            Some(ground) => look.on_scale(ground),
        };
        let words = value_words(value);
        let wide = text_width(ui.painter(), &words, Text::Body) > rect.width() - 8.0;
        if wide {
            let at = rect.left_center() + Vec2::new(4.0, 0.0);
            cut_text(ui.painter(), at, rect.width() - 8.0, &words, Text::Body, color);
        } else {
            paint_text(ui.painter(), rect.center(), Align2::CENTER_CENTER, &words, Text::Body, color);
        }
    }
    if response.has_focus() {
        ui.painter().rect_stroke(rect, radius, Stroke::new(2.0, look.accent), StrokeKind::Inside);
    } else if response.hovered() {
        ui.painter().rect_stroke(rect, radius, look.outline(), StrokeKind::Inside);
    }
}

/// Moves through the table, and writes what is typed.
fn keys(
    ui: &Ui,
    form: &mut Form<'_>,
    kind: &Kind,
    at: Cell<'_>,
    value: Option<u8>,
    zones: &[TreatedZone],
    columns: &[Column],
) {
    let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    let column = columns.iter().position(|column| column.day == at.day).unwrap_or(0);
    let mut to = (at.row, column);
    let last = (zones.len().saturating_sub(1), columns.len().saturating_sub(1));
    while pressed(Key::ArrowDown) || pressed(Key::Enter) {
        to.0 = (to.0 + 1).min(last.0);
    }
    while pressed(Key::ArrowUp) {
        to.0 = to.0.saturating_sub(1);
    }
    while pressed(Key::ArrowRight) {
        to.1 = (to.1 + 1).min(last.1);
    }
    while pressed(Key::ArrowLeft) {
        to.1 = to.1.saturating_sub(1);
    }
    if to != (at.row, column) {
        // In the first frame of a cell the arrows would also carry the focus on, past the cell they lead to.
        ui.memory_mut(|memory| memory.move_focus(FocusDirection::None));
    }
    if pressed(Key::Backspace) || pressed(Key::Delete) {
        write(form, kind, &at.zone.id, at.day, None);
    }
    let here = format!("{} {}", at.zone.id, at.day);
    let ten_before = value == Some(10);
    let typed = typed::digits(ui, &mut form.view.just_one, &here, kind.most, value);
    let has_typed = ui.input(|input| {
        input.events.iter().any(|event| matches!(event, egui::Event::Text(text) if is_digit(text, kind.most)))
    });
    if has_typed {
        write(form, kind, &at.zone.id, at.day, typed);
        // A one may become a ten.
        let waits = kind.most >= 10 && typed == Some(1) && !ten_before;
        if !waits {
            to.0 = (at.row + 1).min(last.0);
        }
    }
    if to != (at.row, column)
        && let (Some(zone), Some(column)) = (zones.get(to.0), columns.get(to.1))
    {
        form.view.to_cell = Some((zone.id.clone(), column.day));
        ui.ctx().request_repaint();
    }
}

fn is_digit(text: &str, most: u8) -> bool {
    text.chars().any(|letter| letter.to_digit(10).is_some_and(|digit| digit <= u32::from(most)))
}

/// Writes a value into a cell, or clears it.
pub(super) fn write(form: &mut Form<'_>, kind: &Kind, zone: &ZoneId, day: Date, value: Option<u8>) {
    let label = kind.title.to_lowercase();
    form.change_observations(&label, |seen| days::set(seen, zone, day, &kind.name, kind.scale, value));
    // The day holds something now, or it stays in view although it was emptied.
    if value.is_none() && !form.view.days.contains(&day) {
        form.view.days.push(day);
    }
}
