//! The card of a device.

use super::Wanted;
use super::row::{DeviceRow, Place, Reading, expired};
use crate::model::{DeviceKind, Tip};
use crate::ui::dialogs::form::{GAP, choice};
use crate::ui::icons::{Icon, icon};
use crate::ui::theme::{Look, Text, size};
use crate::ui::widgets::{IconButton, Menu, TextField, dropdown, label, remark};
use crate::wording;
use egui::{CornerRadius, Frame, Margin, Sense, Ui, Vec2};
use jiff::civil::Date;

/// Width of a field that holds a number.
const NUMBER: f32 = 124.0;

/// The icon of a kind of device.
pub(in crate::ui) const fn kind_icon(kind: DeviceKind) -> Icon {
    match kind {
        DeviceKind::Roller | DeviceKind::Other => Icon::Roll,
        DeviceKind::Pen => Icon::Pen,
        DeviceKind::Stamp => Icon::Stamp,
        DeviceKind::RfMicroneedling | DeviceKind::Laser | DeviceKind::Ipl => Icon::Bolt,
        DeviceKind::Peel => Icon::Drop,
    }
}

/// Shows a card. `day` is that of the session.
pub(super) fn card(ui: &mut Ui, row: &mut DeviceRow, i: usize, day: Date, insist: bool) -> Option<Wanted> {
    let look = Look::now(ui.ctx());
    let reading = row.read();
    let mut wanted = None;
    Frame::new()
        .fill(look.panel)
        .stroke(look.hairline())
        .corner_radius(CornerRadius::same(size::RADIUS_L as u8))
        .inner_margin(Margin::symmetric(14, 12))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing.y = 0.0;
            wanted = first_line(ui, row, i, &reading, insist);
            ui.add_space(GAP);
            numbers(ui, row, &reading, insist);
            ui.add_space(GAP);
            sterile(ui, row, day);
            ui.add_space(8.0);
            remarks(ui, row, &reading, look);
        });
    wanted
}

fn first_line(ui: &mut Ui, row: &mut DeviceRow, i: usize, reading: &Reading, insist: bool) -> Option<Wanted> {
    let look = Look::now(ui.ctx());
    let mut wanted = None;
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = GAP;
        let (rect, _) = ui.allocate_exact_size(Vec2::new(20.0, 52.0), Sense::hover());
        let at = rect.center() + Vec2::new(0.0, 10.0);
        icon(ui.painter(), at, 20.0, kind_icon(row.kind), look.text_2);
        let name = TextField::new("Name", 236.0).problem(reading.problem(Place::Name)).insist(insist);
        name.show(ui, &mut row.name);
        kind(ui, row);
        let chosen = usize::from(row.tip == Tip::Round);
        if let Some(new) = choice(ui, "Tip", &["Flat", "Round"], Some(chosen)) {
            row.tip = if new == 0 { Tip::Flat } else { Tip::Round };
        }
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Min), |ui| {
            let words = format!("More for {}", row.name);
            let more = IconButton::new(Icon::More, &words).show(ui);
            Menu::below(&more, 300.0, |menu| {
                if menu.row(Some(Icon::Plus), "Duplicate", "") {
                    wanted = Some(Wanted::Duplicate(i));
                }
                match row.used.keeps() {
                    Some(why) => menu.off(Some(Icon::Trash), "Remove", &why),
                    None if menu.row(Some(Icon::Trash), "Remove", "") => wanted = Some(Wanted::Remove(i)),
                    None => {}
                }
            });
        });
    });
    wanted
}

fn kind(ui: &mut Ui, row: &mut DeviceRow) {
    let look = Look::now(ui.ctx());
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 4.0;
        label(ui, "Kind", Text::Small, look.text_2);
        let button = dropdown(ui, None, row.kind.title(), "", size::BUTTON, 180.0);
        ui.ctx().accesskit_node_builder(button.id, |node| node.set_label("Kind"));
        ui.ctx().accesskit_node_builder(button.id, |node| node.set_value(row.kind.title()));
        Menu::below(&button, 180.0, |menu| {
            for kind in DeviceKind::ALL {
                if menu.choice(kind.title(), "", row.kind == kind) {
                    row.set_kind(kind);
                }
            }
        });
    });
}

/// Whether a kind of device has needles.
const fn has_needles(kind: DeviceKind) -> bool {
    matches!(kind, DeviceKind::Roller | DeviceKind::Pen | DeviceKind::Stamp | DeviceKind::RfMicroneedling)
}

/// Whether a kind of device has a part that comes in a package with a lot and a date.
pub(in crate::ui) const fn has_sterile_part(kind: DeviceKind) -> bool {
    has_needles(kind) || matches!(kind, DeviceKind::Peel)
}

fn numbers(ui: &mut Ui, row: &mut DeviceRow, reading: &Reading, insist: bool) {
    let (kind, pen) = (row.kind, row.kind == DeviceKind::Pen);
    let fields = [
        ("Width", "mm", Place::Width, true),
        ("Needle length", "mm", Place::Length, has_needles(kind)),
        ("Needles", "", Place::Needles, has_needles(kind)),
        ("Drum diameter", "mm", Place::Drum, kind == DeviceKind::Roller),
        ("Strokes", "per s", Place::Strokes, pen),
        ("Glide", "cm/s", Place::Glide, pen),
        ("Density, if measured", "per cm²", Place::Density, true),
    ];
    // A field that has no meaning for this kind shows while something stands in it.
    let shown: Vec<_> = fields
        .into_iter()
        .filter(|(.., at, usual)| *usual || row.text_mut(*at).is_some_and(|text| !text.trim().is_empty()))
        .collect();
    for (i, line) in shown.chunks(5).enumerate() {
        if i > 0 {
            ui.add_space(GAP);
        }
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = GAP;
            for (name, unit, at, _) in line {
                let field = TextField::new(name, NUMBER).unit(unit).problem(reading.problem(*at));
                if let Some(text) = row.text_mut(*at) {
                    field.insist(insist).show(ui, text);
                }
            }
        });
    }
}

fn sterile(ui: &mut Ui, row: &mut DeviceRow, day: Date) {
    let look = Look::now(ui.ctx());
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = GAP;
        let sterile = has_sterile_part(row.kind);
        let lot = TextField::new("Lot", NUMBER).hint(if sterile { "lot missing" } else { "none" });
        lot.open(sterile).show(ui, &mut row.lot);
        TextField::new("Expires", NUMBER).hint("YYYY-MM").show(ui, &mut row.expires);
        if expired(&row.expires, day) {
            ui.vertical(|ui| {
                ui.add_space(28.0);
                remark(ui, "Passed before this session.", look.note);
            });
        }
    });
}

fn remarks(ui: &mut Ui, row: &DeviceRow, reading: &Reading, look: &Look) {
    let device = &reading.device;
    let density = device.density_per_pass().map(|density| {
        let source = if device.density_per_pass.is_some() { "as measured" } else { "estimate" };
        format!("{} per cm² a pass ({source})", wording::one_decimal(density))
    });
    let parts: Vec<String> = density.into_iter().chain(row.used.keeps()).collect();
    if !parts.is_empty() {
        label(ui, &parts.join(" · "), Text::Small, look.text_2);
    }
    if let Some(words) = row.recount(device).filter(|_| reading.problem(Place::Width).is_empty()) {
        ui.add_space(4.0);
        remark(ui, &words, look.note);
    }
}
