//! The care record of a session: what is written down besides where the device has been.
//!
//! Narrow, its sections stand in one column of the right panel; wide, they fill the window, with a list of the sections
//! and a picture beside them. Fields are saved when they are left.

mod after;
mod before;
mod days;
mod devices;
mod form;
mod list;
mod observations;
mod picture;
mod scale_list;
mod scales;
mod sections;
mod suggest;
mod table;
mod typed;
mod visit;

pub use picture::picture_beside;

use super::treat_panel::repeat_button;
use super::{Beside, section_break};
use crate::ui::action::Outbox;
use crate::ui::theme::{Look, Text};
use crate::ui::widgets::{Mark, label};
use crate::ui::workspace::{RecordView, Workspace};
use egui::{Frame, Key, Margin, Modifiers, Pos2, Rect, ScrollArea, Ui, UiBuilder, Vec2};
use form::Form;
use sections::{Section, State};

/// Width of the list of sections.
const LIST: f32 = 168.0;

/// The most that the form is wide.
const MOST: f32 = 1100.0;

/// From this width on the form has two columns.
const TWO_COLUMNS: f32 = 780.0;

/// How many of the sections are filled in, as `5/8`; none without a session.
pub(super) fn count_words(workspace: &Workspace, beside: Beside<'_>) -> Option<String> {
    let states = sections::states(workspace, &workspace.record, beside.settings, beside.now.date());
    (!states.is_empty()).then(|| format!("{}/{}", sections::filled(&states), states.len()))
}

/// What of the record is open, in a few words each; the most pressing first.
pub(super) fn open_words(workspace: &Workspace, beside: Beside<'_>) -> Vec<String> {
    let mut states = sections::states(workspace, &workspace.record, beside.settings, beside.now.date());
    states.sort_by_key(|state| match state.mark {
        Mark::NotMet => 0,
        Mark::Part(_) => 1,
        _ => 2,
    });
    states.into_iter().filter_map(|state| state.open).collect()
}

/// Shows the record in the right panel.
pub(super) fn narrow(ui: &mut Ui, workspace: &mut Workspace, beside: Beside<'_>, out: &mut Outbox) {
    with_form(ui, workspace, beside, out, |ui, form, _| {
        repeat_button(ui, form.workspace, form.out);
        ui.add_space(10.0);
        for (i, section) in Section::ALL.into_iter().enumerate() {
            if i > 0 {
                section_break(ui);
            }
            show(ui, form, section);
        }
        section_break(ui);
        ui.push_id("visit", |ui| visit::visit(ui, form));
    });
}

/// Shows the record with all the room there is.
pub(super) fn wide(ui: &mut Ui, workspace: &mut Workspace, beside: Beside<'_>, out: &mut Outbox) {
    with_form(ui, workspace, beside, out, |ui, form, states| {
        let whole = ui.max_rect();
        let list = Rect::from_min_size(whole.min, Vec2::new(LIST, whole.height()));
        let look = Look::now(ui.ctx());
        ui.painter().vline(list.right() - 0.5, list.y_range(), look.hairline());
        let mut side = ui.new_child(UiBuilder::new().max_rect(list));
        list::list(&mut side, form, states);
        let body = Rect::from_min_max(Pos2::new(list.right(), whole.top()), whole.max);
        let mut ui = ui.new_child(UiBuilder::new().max_rect(body));
        let margin = Margin { left: 24, right: 24, top: 16, bottom: 16 };
        ScrollArea::vertical().auto_shrink(false).id_salt("wide record").show(&mut ui, |ui| {
            Frame::new().inner_margin(margin).show(ui, |ui| {
                ui.spacing_mut().item_spacing.y = 0.0;
                ui.set_max_width(ui.available_width().min(MOST));
                spread(ui, form);
            });
        });
    });
}

/// The sections over the whole width: two columns where there is room, then the tables.
fn spread(ui: &mut Ui, form: &mut Form<'_>) {
    use Section::{Aftercare, Consent, Devices, EndPoint, Numbing, Observations, Preparation, Products};
    let stacked = |ui: &mut Ui, form: &mut Form<'_>, sections: [Section; 3]| {
        ui.spacing_mut().item_spacing.y = 0.0;
        for (i, section) in sections.into_iter().enumerate() {
            if i > 0 {
                ui.add_space(20.0);
            }
            show(ui, form, section);
        }
    };
    let (left, right) = ([Consent, Preparation, Numbing], [EndPoint, Products, Aftercare]);
    if ui.available_width() >= TWO_COLUMNS {
        ui.spacing_mut().item_spacing.x = 36.0;
        ui.columns_const(|[first, second]| {
            stacked(first, form, left);
            stacked(second, form, right);
        });
        ui.spacing_mut().item_spacing.x = 8.0;
    } else {
        stacked(ui, form, left);
        ui.add_space(20.0);
        stacked(ui, form, right);
    }
    ui.add_space(8.0);
    section_break(ui);
    show(ui, form, Devices);
    ui.add_space(14.0);
    show(ui, form, Observations);
    section_break(ui);
    ui.push_id("visit", |ui| visit::visit(ui, form));
}

/// Shows one section.
fn show(ui: &mut Ui, form: &mut Form<'_>, section: Section) {
    let wanted = form.view.wanted == Some(section.index());
    let shown = ui.push_id(section.title(), |ui| {
        ui.vertical(|ui| match section {
            Section::Consent => before::consent(ui, form),
            Section::Preparation => before::preparation(ui, form),
            Section::Numbing => before::numbing(ui, form),
            Section::Devices => devices::devices(ui, form),
            Section::EndPoint => after::endpoint(ui, form),
            Section::Products => after::products(ui, form),
            Section::Aftercare => after::aftercare(ui, form),
            Section::Observations => observations::observations(ui, form),
        });
    });
    let place = shown.response.rect;
    if wanted {
        form.view.wanted = None;
        // No further than it takes to see all of it.
        ui.scroll_to_rect(place, None);
    }
    form.follow_focus(ui, section, place);
}

/// Makes what the sections share, and takes what they have changed of it.
fn with_form(
    ui: &mut Ui,
    workspace: &mut Workspace,
    beside: Beside<'_>,
    out: &mut Outbox,
    contents: impl FnOnce(&mut Ui, &mut Form<'_>, &[State]),
) {
    let Some(session) = workspace.session().cloned() else {
        let look = Look::now(ui.ctx());
        label(ui, "The record appears here once there is a session.", Text::Body, look.text_2);
        return;
    };
    let mut view = std::mem::take(&mut workspace.record);
    let states = sections::states(workspace, &view, beside.settings, beside.now.date());
    go_on(ui, &mut view, &states);
    let mut form = Form {
        workspace,
        session: &session,
        view: &mut view,
        beside,
        out,
        takes_keys: false,
        care: session.care.clone(),
        devices: session.devices.clone(),
        observations: session.observations.clone(),
    };
    let enabled = form.enabled();
    if !enabled {
        // As easy to read as before.
        ui.style_mut().visuals.disabled_alpha = 1.0;
    }
    ui.add_enabled_ui(enabled, |ui| contents(ui, &mut form, &states));
    let taken = form.takes_keys;
    workspace.record = view;
    workspace.keys.taken |= taken;
}

/// Marks the first section with something open, and goes from one to the next by Ctrl and Enter.
fn go_on(ui: &Ui, view: &mut RecordView, states: &[State]) {
    let first_open = states.iter().position(|state| state.mark != Mark::Met);
    if std::mem::take(&mut view.entered) {
        view.section = first_open;
        view.wanted = first_open;
    }
    let at = view.section.or(first_open).unwrap_or(0);
    view.section = Some(at);
    if ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::Enter)) {
        let next = (at + 1) % Section::ALL.len();
        view.section = Some(next);
        view.wanted = Some(next);
    }
}
