//! What was seen on the skin: a table of zones and days for one kind at a time.

use super::before::date;
use super::days;
use super::form::{Form, words};
use super::scale_list::scale_list;
use super::scales::Kind;
use super::table::{Column, Table, rows};
use crate::ui::icons::Icon;
use crate::ui::theme::{Look, Text, size};
use crate::ui::widgets::{
    Button, IconButton, Segment, TextField, cut_text, focus_ring, label, paint_text, popup_frame, segmented,
    side_tag, text_width,
};
use crate::ui::workspace::TreatedZone;
use crate::wording;
use egui::{
    Align, Align2, Id, Key, Layout, Popup, PopupCloseBehavior, Pos2, Response, Role, ScrollArea, Sense, Ui,
    Vec2, WidgetInfo,
};
use jiff::civil::Date;

/// Height of a row of the table.
pub(super) const ROW: f32 = 32.0;

/// Height of the row of days.
const HEAD: f32 = 28.0;

/// Room between two cells.
pub(super) const BETWEEN: f32 = 4.0;

/// Shows the kinds and the table of the one that is chosen.
pub(super) fn observations(ui: &mut Ui, form: &mut Form<'_>) {
    let look = Look::now(ui.ctx());
    let documents = form.workspace.document().sessions();
    let seen = documents.iter().flat_map(|session| &session.observations);
    let own = form.view.kind.clone();
    let used = seen.map(|seen| seen.kind.as_str()).chain(own.as_deref());
    let kinds = Kind::all(used);
    let chosen = own.as_deref().and_then(|own| kinds.iter().position(|kind| kind.name == own)).unwrap_or(0);
    let Some(kind) = kinds.get(chosen) else { return };
    heading(ui, form, &kinds, chosen, look);
    ui.add_space(4.0);
    let zones = form.view.treated.zones.clone();
    if zones.is_empty() {
        label(ui, "Zones appear here once they are treated.", Text::Body, look.text_2);
        return;
    }
    let columns = columns(form);
    let names = if ui.available_width() > 560.0 { 146.0 } else { 112.0 };
    let room = ui.available_width() - names - 34.0;
    let each = (room / columns.len().max(1) as f32 - BETWEEN).clamp(58.0, 140.0);
    let mut filling = None;
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing = Vec2::ZERO;
        ui.vertical(|ui| zone_names(ui, &zones, names, look));
        let wanted = columns.len() as f32 * (each + BETWEEN);
        ScrollArea::horizontal().max_width(room.max(60.0)).id_salt("days").show(ui, |ui| {
            ui.set_min_width(wanted.min(room));
            let table = Table { kind, zones: &zones, columns: &columns, each };
            ui.vertical(|ui| {
                heads(ui, form, &columns, each, look);
                filling = rows(ui, form, table);
            });
        });
        ui.add_space(6.0);
        add_day(ui, form, &columns);
    });
    if let Some((at, cell)) = filling {
        scale_list(ui, form, kind, at, &zones, &cell);
    }
    beside_the_table(ui, form, look);
}

/// Shows the name of the section, the kinds and the scale.
fn heading(ui: &mut Ui, form: &mut Form<'_>, kinds: &[Kind], chosen: usize, look: &Look) {
    let wide = ui.available_width() > 560.0;
    let choose = |ui: &mut Ui, form: &mut Form<'_>| {
        let segments: Vec<Segment<'_>> = kinds.iter().map(|kind| Segment::Words(&kind.title)).collect();
        let on: Vec<bool> = (0..kinds.len()).map(|i| i == chosen).collect();
        let padding = if wide { 11.0 } else { 7.0 };
        if let Some(kind) =
            segmented(ui, &segments, &on, size::SMALL_BUTTON, padding).and_then(|i| kinds.get(i))
        {
            form.view.kind = Some(kind.name.clone());
        }
    };
    let scale = kinds.get(chosen).map(Kind::scale_words).unwrap_or_default();
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = if wide { 16.0 } else { 8.0 };
        label(ui, "Observations", Text::Strong, look.text);
        if wide {
            choose(ui, form);
            own_kind(ui, form);
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            label(ui, &scale, Text::Small, look.text_2);
        });
    });
    if !wide {
        ui.add_space(4.0);
        ScrollArea::horizontal().id_salt("kinds").show(ui, |ui| {
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = 6.0;
                choose(ui, form);
                own_kind(ui, form);
            });
        });
    }
}

/// Shows a button for a kind of one's own.
fn own_kind(ui: &mut Ui, form: &mut Form<'_>) {
    let button = IconButton::new(Icon::Plus, "Another kind of observation").enabled(form.enabled()).show(ui);
    let id = Id::unique("own kind of observation");
    Popup::menu(&button)
        .frame(popup_frame(Look::now(ui.ctx())))
        .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
        .width(220.0)
        .show(|ui| {
            let mut text: String = ui.data(|data| data.get_temp(id)).unwrap_or_default();
            let field = TextField::new("Name of the kind", 208.0).hint("such as dryness");
            let response = field.show(ui, &mut text);
            let entered = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
            if let Some(name) = words(&text).filter(|_| entered) {
                form.view.kind = Some(name.to_lowercase());
                text.clear();
                ui.close();
            } else if !response.has_focus() && !entered {
                response.request_focus();
            }
            ui.data_mut(|data| data.insert_temp(id, text));
        });
}

/// The days with a column, in order: those that hold something, those that were added, and the next usual one.
fn columns(form: &Form<'_>) -> Vec<Column> {
    let filled = days::filled(form.session);
    let next = days::next(form.session, &filled);
    let expected = form.view.days.iter().copied().chain(next).filter(|day| !filled.contains(day));
    let mut columns: Vec<Column> = filled.iter().map(|day| Column { day: *day, expected: false }).collect();
    columns.extend(expected.map(|day| Column { day, expected: true }));
    columns.sort_by_key(|column| column.day);
    columns.dedup_by_key(|column| column.day);
    columns
}

fn zone_names(ui: &mut Ui, zones: &[TreatedZone], width: f32, look: &Look) {
    ui.add_space(HEAD);
    for zone in zones {
        let (rect, _) = ui.allocate_exact_size(Vec2::new(width, ROW), Sense::hover());
        let (drawn, _) =
            cut_text(ui.painter(), rect.left_center(), width - 36.0, &zone.name, Text::Body, look.text);
        side_tag(ui.painter(), Pos2::new(drawn.right() + 8.0, rect.center().y), zone.side, look);
        ui.add_space(BETWEEN);
    }
}

/// Shows the days. A click on one changes its date.
fn heads(ui: &mut Ui, form: &mut Form<'_>, columns: &[Column], each: f32, look: &Look) {
    let first = form.session.started_at.date();
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = BETWEEN;
        for column in columns {
            let (rect, response) = ui.allocate_exact_size(Vec2::new(each, HEAD), Sense::click());
            let day = wording::date(column.day, Some(first.year()));
            let after = wording::days_between(first, column.day);
            let name = format!("{day}, day {after}");
            response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
            let (main, second) = if each < 84.0 {
                (day.clone(), String::new())
            } else {
                (day.clone(), format!(" day {after}"))
            };
            let color = if response.hovered() { look.accent_text } else { look.text };
            let (a, b) = (
                text_width(ui.painter(), &main, Text::Small),
                text_width(ui.painter(), &second, Text::Small),
            );
            let at = Pos2::new(rect.center().x - f32::midpoint(a, b), rect.center().y);
            let drawn = paint_text(ui.painter(), at, Align2::LEFT_CENTER, &main, Text::Small, color);
            let at = Pos2::new(drawn.right(), at.y);
            paint_text(ui.painter(), at, Align2::LEFT_CENTER, &second, Text::Small, look.text_2);
            focus_ring(ui.painter(), rect, &response, look);
            day_menu(form, &response, *column);
        }
    });
}

/// Lets the date of a column be changed, or its observations be taken away.
fn day_menu(form: &mut Form<'_>, head: &Response, column: Column) {
    if !form.enabled() {
        return;
    }
    Popup::menu(head)
        .frame(popup_frame(Look::now(&head.ctx)))
        .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
        .width(200.0)
        .show(|ui| {
            ui.spacing_mut().item_spacing.y = 8.0;
            let key = format!("Observations.{}.date", column.day);
            let field = TextField::new("Date of this column", 188.0).hint("YYYY-MM-DD");
            if let (_, Some(to)) = form.kept(ui, &key, &column.day.to_string(), field, date) {
                form.view.days.retain(|day| *day != column.day);
                if column.expected {
                    form.view.days.push(to);
                } else {
                    form.change_observations("date of observations", |seen| {
                        days::change_day(seen, column.day, to);
                    });
                }
                ui.close();
            }
            if !column.expected && Button::new("Remove this day").small().show(ui).clicked() {
                form.change_observations("observations of a day", |seen| {
                    seen.retain(|seen| seen.zone.is_none() || days::day_of(seen) != Some(column.day));
                });
                ui.close();
            }
        });
}

/// Shows the button that adds a day after the last.
fn add_day(ui: &mut Ui, form: &mut Form<'_>, columns: &[Column]) {
    let button = IconButton::new(Icon::Plus, "Add a day").enabled(form.enabled()).show(ui);
    if button.clicked() {
        let today = form.beside.now.date();
        let has = |day: Date| columns.iter().any(|column| column.day == day);
        let after_last = columns.last().and_then(|column| column.day.tomorrow().ok());
        let new = if has(today) || today < form.session.started_at.date() { after_last } else { Some(today) };
        form.view.days.extend(new);
    }
}

/// What is not in the table.
fn beside_the_table(ui: &mut Ui, form: &Form<'_>, look: &Look) {
    let elsewhere =
        form.observations.iter().filter(|seen| seen.zone.is_none() || days::day_of(seen).is_none());
    let count = elsewhere.count();
    if count > 0 {
        let words =
            format!("{} without a zone or a date, kept as written", wording::count(count, "observation"));
        label(ui, &words, Text::Small, look.text_2);
    }
}
