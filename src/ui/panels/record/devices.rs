//! The devices of the session: what a package says of each, and how to set them up.

use super::before::date;
use super::form::{Form, words};
use super::sections::Section;
use crate::model::{Device, DeviceId};
use crate::ui::action::{Action, DialogKind};
use crate::ui::dialogs::{expired, has_sterile_part, kind_icon};
use crate::ui::icons::{Icon, icon};
use crate::ui::theme::{Look, Text};
use crate::ui::widgets::{
    Button, ButtonKind, IconButton, Menu, TextField, cut_text, label, paint_text, remark,
};
use crate::wording;
use egui::{Align, Align2, Layout, Pos2, Rect, Sense, Ui, Vec2};
use jiff::civil::Date;

/// Widths of the fields for lot and date.
const LOT: f32 = 104.0;
const EXPIRES: f32 = 96.0;

/// Shows the devices.
pub(super) fn devices(ui: &mut Ui, form: &mut Form<'_>) {
    let look = Look::now(ui.ctx());
    ui.horizontal(|ui| {
        label(ui, "Devices", Text::Strong, look.text);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let button = Button::new("Add device").icon(Icon::Plus).kind(ButtonKind::Quiet).small();
            let button = button.enabled(form.enabled()).show(ui);
            form.lead(Section::Devices, &button);
            if button.clicked() {
                form.out.push(Action::Show(DialogKind::Devices));
            }
        });
    });
    ui.add_space(2.0);
    if form.devices.is_empty() {
        let words = "No device yet. Rolls need one with a width.";
        label(ui, words, Text::Body, look.text_2);
        return;
    }
    let wide = ui.available_width() > 560.0;
    if wide {
        heads(ui, look);
    }
    for device in form.devices.clone() {
        let id = device.id.clone();
        ui.push_id(("device", id.as_str()), |ui| {
            if wide { row(ui, form, &device) } else { card(ui, form, &device) }
        });
    }
}

fn heads(ui: &mut Ui, look: &Look) {
    let (rect, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 20.0), Sense::hover());
    let text = |x: f32, words: &str| {
        let at = Pos2::new(x, rect.center().y);
        paint_text(ui.painter(), at, Align2::LEFT_CENTER, words, Text::Small, look.text_2);
    };
    let right = rect.right() - 40.0;
    text(rect.left(), "Device");
    text(right - EXPIRES, "Expires");
    text(right - EXPIRES - 10.0 - LOT, "Lot");
    text(right - EXPIRES - 10.0 - LOT - 68.0, "Length");
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, look.hairline());
}

/// Width, density and whether it was used.
fn facts(form: &Form<'_>, device: &Device) -> String {
    let width = device.width_mm.map(|mm| format!("{} wide", wording::millimetres(mm)));
    let density = device.density_per_pass().map(|density| {
        let source = if device.density_per_pass.is_some() { "measured" } else { "estimate" };
        format!("{} per cm² a pass ({source})", wording::one_decimal(density))
    });
    let unused = (!is_used(form, &device.id)).then(|| "not used yet".to_owned());
    let parts: Vec<String> = width.into_iter().chain(density).chain(unused).collect();
    parts.join(" · ")
}

fn is_used(form: &Form<'_>, id: &DeviceId) -> bool {
    form.session.entries.iter().any(|entry| entry.device.as_ref() == Some(id))
}

fn row(ui: &mut Ui, form: &mut Form<'_>, device: &Device) {
    let look = Look::now(ui.ctx());
    let whole = ui.available_width();
    let top = ui.cursor().top();
    let shown = ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 10.0;
        let first = whole - 40.0 - EXPIRES - LOT - 68.0 - 20.0;
        let (rect, _) = ui.allocate_exact_size(Vec2::new(first, 44.0), Sense::hover());
        let y = rect.center().y;
        icon(ui.painter(), Pos2::new(rect.left() + 9.0, y), 18.0, kind_icon(device.kind), look.text_2);
        let at = Pos2::new(rect.left() + 28.0, y);
        let room = rect.right() - at.x - 12.0;
        let (drawn, _) = cut_text(ui.painter(), at, room * 0.6, &device.name, Text::Body, look.text);
        let at = Pos2::new(drawn.right() + 10.0, y);
        cut_text(
            ui.painter(),
            at,
            rect.right() - at.x - 12.0,
            &facts(form, device),
            Text::Small,
            look.text_2,
        );
        let (rect, _) = ui.allocate_exact_size(Vec2::new(58.0, 44.0), Sense::hover());
        length(ui, rect, device, look);
        ui.vertical(|ui| {
            ui.add_space(6.0);
            lot(ui, form, device, true);
        });
        ui.vertical(|ui| {
            ui.add_space(6.0);
            expires(ui, form, device, true);
        });
        ui.vertical(|ui| {
            ui.add_space(8.0);
            menu(ui, form, device);
        });
    });
    let bottom = shown.response.rect.bottom().max(top + 44.0) + 3.0;
    ui.painter().hline(shown.response.rect.x_range(), bottom, look.hairline());
    ui.add_space(6.0);
}

fn length(ui: &Ui, rect: Rect, device: &Device, look: &Look) {
    let words = device
        .needle_length_mm
        .map_or_else(|| wording::NONE.to_owned(), |mm| format!("{} mm", wording::one_decimal(mm)));
    paint_text(ui.painter(), rect.left_center(), Align2::LEFT_CENTER, &words, Text::Body, look.text);
}

/// The same in the narrow panel: name and menu, facts, lot and date.
fn card(ui: &mut Ui, form: &mut Form<'_>, device: &Device) {
    let look = Look::now(ui.ctx());
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        let (rect, _) = ui.allocate_exact_size(Vec2::new(18.0, 28.0), Sense::hover());
        icon(ui.painter(), rect.center(), 18.0, kind_icon(device.kind), look.text_2);
        let name = device.needle_length_mm.map_or_else(
            || device.name.clone(),
            |mm| format!("{} · {} mm", device.name, wording::one_decimal(mm)),
        );
        let room = ui.available_width() - 40.0;
        let (rect, _) = ui.allocate_exact_size(Vec2::new(room, 28.0), Sense::hover());
        cut_text(ui.painter(), rect.left_center(), room, &name, Text::Body, look.text);
        menu(ui, form, device);
    });
    let (rect, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 18.0), Sense::hover());
    let at = rect.left_center() + Vec2::new(24.0, 0.0);
    cut_text(ui.painter(), at, rect.width() - 24.0, &facts(form, device), Text::Small, look.text_2);
    ui.add_space(4.0);
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 10.0;
        ui.add_space(24.0);
        lot(ui, form, device, false);
        expires(ui, form, device, false);
    });
    ui.add_space(8.0);
}

fn lot(ui: &mut Ui, form: &mut Form<'_>, device: &Device, untitled: bool) {
    let sterile = has_sterile_part(device.kind);
    let name = format!("Lot of {}", device.name);
    let field = if untitled { TextField::new(&name, LOT).untitled() } else { TextField::new("Lot", LOT) };
    let field = field.hint(if sterile { "lot missing" } else { "none" }).open(sterile);
    let value = device.lot.clone().unwrap_or_default();
    let key = format!("Devices.{}.lot", device.id);
    let read = |text: &str| Ok(words(text));
    if let (_, Some(new)) = form.kept(ui, &key, &value, field, read) {
        change(form, &device.id, "lot", |device| device.lot = new);
    }
}

fn expires(ui: &mut Ui, form: &mut Form<'_>, device: &Device, untitled: bool) {
    let look = Look::now(ui.ctx());
    let name = format!("Expiry of {}", device.name);
    let field =
        if untitled { TextField::new(&name, EXPIRES).untitled() } else { TextField::new("Expires", EXPIRES) };
    let value = device.expires.clone().unwrap_or_default();
    let key = format!("Devices.{}.expires", device.id);
    let day = form.session.started_at.date();
    ui.vertical(|ui| {
        ui.set_width(EXPIRES);
        if let (_, Some(new)) = form.kept(ui, &key, &value, field.hint("YYYY-MM"), month_or_day) {
            change(form, &device.id, "expiry", |device| device.expires = new);
        }
        if expired(&value, day) {
            remark(ui, "Passed.", look.note);
        }
    });
}

/// A month or a day, as it stands on a package.
fn month_or_day(text: &str) -> Result<Option<String>, String> {
    let Some(text) = words(text) else { return Ok(None) };
    let is_month = format!("{text}-01").parse::<Date>().is_ok();
    if is_month || date(&text).is_ok() { Ok(Some(text)) } else { Err("Reads 2027-01.".to_owned()) }
}

fn change(form: &mut Form<'_>, id: &DeviceId, label: &str, change: impl FnOnce(&mut Device)) {
    form.change_devices(label, |devices| {
        if let Some(device) = devices.iter_mut().find(|device| device.id == *id) {
            change(device);
        }
    });
}

fn menu(ui: &mut Ui, form: &mut Form<'_>, device: &Device) {
    let name = format!("More for {}", device.name);
    let button = IconButton::new(Icon::More, &name).enabled(form.enabled()).show(ui);
    let used = is_used(form, &device.id);
    Menu::below(&button, 220.0, |menu| {
        if menu.row(Some(Icon::Gear), "Set up…", "") {
            form.out.push(Action::Show(DialogKind::Devices));
        }
        if menu.row(Some(Icon::Copy), "Duplicate", "") {
            duplicate(form, device);
        }
        if used {
            menu.off(Some(Icon::Trash), "Remove", "used");
        } else if menu.row(Some(Icon::Trash), "Remove", "") {
            form.change_devices("device", |devices| devices.retain(|other| other.id != device.id));
        }
    });
}

/// Adds a device that is set alike. Its lot is its own.
fn duplicate(form: &mut Form<'_>, device: &Device) {
    form.change_devices("device", |devices| {
        let ids = (1..=devices.len() + 1).filter_map(|n| DeviceId::new(&format!("d{n}")).ok());
        let free = ids.into_iter().find(|id| !devices.iter().any(|other| other.id == *id));
        let place = devices.iter().position(|other| other.id == device.id).map_or(devices.len(), |i| i + 1);
        if let Some(id) = free {
            devices.insert(place, Device { id, lot: None, expires: None, ..device.clone() });
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_on_packages_are_months_or_days() {
        assert_eq!(month_or_day(" 2027-01 "), Ok(Some("2027-01".to_owned())));
        assert_eq!(month_or_day("2027-01-31"), Ok(Some("2027-01-31".to_owned())));
        assert_eq!(month_or_day(""), Ok(None));
        assert!(month_or_day("2027-13").is_err() && month_or_day("soon").is_err());
    }
}
