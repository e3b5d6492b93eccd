//! How the form looks: the client at the left, the plan at the right.

use super::plan_form::Shown;
use super::reading::{Place, Reading};
use super::{SeriesForm, plan};
use crate::model::Atlas;
use crate::ui::action::{Action, Outbox};
use crate::ui::dialogs::form::{GAP, choice, head, lock, paragraph};
use crate::ui::icons::{Icon, icon};
use crate::ui::theme::{Look, Text};
use crate::ui::widgets::{Button, TextField, cut_text, remark};
use egui::{Sense, Ui, Vec2};
use std::path::Path;

/// Width of the left column.
const LEFT: f32 = 336.0;
/// Space between the columns.
const BETWEEN: f32 = 32.0;

/// The skin types, and none.
const SKIN_TYPES: [&str; 7] = ["Not said", "I", "II", "III", "IV", "V", "VI"];

/// Shows the body of the form.
pub(super) fn body(
    ui: &mut Ui,
    form: &mut SeriesForm,
    reading: &Reading,
    atlas: &Atlas,
    library: Option<(&Path, bool)>,
    out: &mut Outbox,
) {
    if form.is_read_only() {
        lock(ui);
    }
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        ui.vertical(|ui| {
            ui.set_width(LEFT);
            if let Some(library) = library {
                goes_to(ui, library, out);
                ui.add_space(GAP + 4.0);
            }
            client(ui, form, reading);
        });
        ui.add_space(BETWEEN);
        ui.vertical(|ui| {
            ui.set_width(ui.available_width());
            let (insist, locked) = (form.tried, form.is_read_only());
            let shown = Shown { reading, atlas, figure: form.figure, insist, locked };
            plan::plan(ui, &mut form.plan, shown);
        });
    });
}

/// Where a new series goes.
fn goes_to(ui: &mut Ui, (folder, writable): (&Path, bool), out: &mut Outbox) {
    let look = Look::now(ui.ctx());
    head(ui, "Library");
    ui.horizontal(|ui| {
        let (rect, response) = ui.allocate_exact_size(Vec2::new(LEFT - 78.0, 28.0), Sense::hover());
        let text = folder.display().to_string();
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, &text));
        let at = rect.left_center() + Vec2::new(9.0, 0.0);
        icon(ui.painter(), at, 18.0, Icon::Folder, look.text_2);
        let name =
            folder.file_name().map_or_else(|| text.clone(), |name| name.to_string_lossy().into_owned());
        let at = rect.left_center() + Vec2::new(26.0, 0.0);
        cut_text(ui.painter(), at, rect.width() - 26.0, &name, Text::Body, look.text);
        response.on_hover_text(&text);
        if Button::new("Choose…").small().show(ui).clicked() {
            out.push(Action::ChooseLibrary);
        }
    });
    if writable {
        return;
    }
    ui.add_space(4.0);
    let words = "Nothing can be written to this library. Choose a folder of your own.";
    remark(ui, words, look.stop);
}

fn client(ui: &mut Ui, form: &mut SeriesForm, reading: &Reading) {
    let look = Look::now(ui.ctx());
    let insist = form.tried;
    head(ui, "Series and client");
    let title = TextField::new("Title", LEFT).hint("Acne scars, face").problem(reading.problem(Place::Title));
    // Opened to make something, the form waits for its title; opened to look, it waits for nothing.
    title.insist(insist).focus(form.fresh && form.is_new()).show(ui, &mut form.title);
    ui.add_space(GAP);
    let half = (LEFT - GAP) / 2.0;
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = GAP;
        TextField::new("Client", half).hint("name or pseudonym").show(ui, &mut form.name);
        TextField::new("Reference", half).hint("number").show(ui, &mut form.reference);
    });
    ui.add_space(GAP);
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = GAP;
        plan::figure(ui, &mut form.figure);
        let rest = ui.available_width();
        TextField::new("Indication", rest).hint("acne-scars").show(ui, &mut form.indication);
    });
    ui.add_space(GAP);
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = GAP;
        let height = TextField::new("Height", half).unit("cm").problem(reading.problem(Place::Height));
        height.insist(insist).show(ui, &mut form.height);
        let weight = TextField::new("Weight", half).unit("kg").problem(reading.problem(Place::Weight));
        weight.insist(insist).show(ui, &mut form.weight);
    });
    ui.add_space(GAP);
    skin_type(ui, form, look);
    ui.add_space(GAP);
    TextField::new("Notes", LEFT).rows(3).show(ui, &mut form.notes);
}

fn skin_type(ui: &mut Ui, form: &mut SeriesForm, look: &Look) {
    let said = form.skin_type.as_deref().map(str::trim).filter(|said| !said.is_empty());
    let chosen = match said {
        None => Some(0),
        Some(said) => SKIN_TYPES.iter().position(|name| *name == said),
    };
    // What another program wrote stays until something else is chosen.
    let other = said.filter(|_| chosen.is_none()).map(|said| format!("Written as “{said}”."));
    if let Some(new) = choice(ui, "Skin type (Fitzpatrick)", &SKIN_TYPES, chosen) {
        form.skin_type = SKIN_TYPES.get(new).filter(|_| new > 0).map(|name| (*name).to_owned());
    }
    if let Some(other) = other {
        ui.add_space(4.0);
        paragraph(ui, &other, Text::Small, look.text_2);
    }
}
