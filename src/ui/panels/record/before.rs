//! Consent, preparation and numbing.

use super::form::{Form, head, words};
use super::sections::{NO_AGENT, Section};
use super::suggest::Suggestions;
use crate::ui::dialogs::{number, number_text};
use crate::ui::icons::Icon;
use crate::ui::theme::{Look, Text, size};
use crate::ui::widgets::{Button, Menu, TextField, checkbox, dropdown, label};
use crate::wording;
use egui::Ui;
use jiff::civil::Date;

/// Agents that are proposed besides those that were used.
const AGENTS: [&str; 3] = ["lidocaine 2.5 % + prilocaine 2.5 %", "lidocaine 4 %", NO_AGENT];

/// Scopes of a consent that are proposed besides those that were used.
const SCOPES: [&str; 3] = ["for the series", "for this session", "for the series, photos too"];

/// Fitzpatrick skin types.
const SKIN_TYPES: [&str; 6] = ["I", "II", "III", "IV", "V", "VI"];

/// A date as it is typed and written.
///
/// # Errors
///
/// What is wrong, as a sentence.
pub(super) fn date(text: &str) -> Result<Date, String> {
    text.trim().parse().ok().ok_or_else(|| "A date reads 2026-03-02.".to_owned())
}

/// Shows whether consent was given, what for and when.
pub(super) fn consent(ui: &mut Ui, form: &mut Form<'_>) {
    head(ui, "Consent", "");
    let mut given = form.care.consent.unwrap_or(false);
    let tick = checkbox(ui, &mut given, "Consent given");
    form.lead(Section::Consent, &tick);
    if tick.changed() {
        let today = form.session.started_at.date().to_string();
        form.change_care("consent", |care| {
            care.consent = Some(given);
            if given && care.consent_date.is_none() {
                care.consent_date = Some(today);
            }
        });
    }
    ui.add_space(4.0);
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 10.0;
        let room = (ui.available_width() - 130.0).clamp(120.0, 280.0);
        let known = earlier(form, |session| session.care.consent_scope.as_deref());
        let value = form.care.consent_scope.clone().unwrap_or_default();
        let field = TextField::new("Scope", room).hint("for the series");
        let known = known.iter().map(String::as_str).chain(SCOPES);
        if let Some(new) = suggested(ui, form, "Consent.scope", &value, field, known) {
            form.change_care("scope of consent", |care| care.consent_scope = words(&new));
        }
        let value = form.care.consent_date.clone().unwrap_or_default();
        let field = TextField::new("Date", 118.0).hint("YYYY-MM-DD");
        let read = |text: &str| words(text).map(|text| date(&text).map(|date| date.to_string())).transpose();
        if let (_, Some(new)) = form.kept(ui, "Consent.date", &value, field, read) {
            form.change_care("date of consent", |care| care.consent_date = new);
        }
    });
}

/// Shows skin type and cleansing.
pub(super) fn preparation(ui: &mut Ui, form: &mut Form<'_>) {
    let look = Look::now(ui.ctx());
    head(ui, "Preparation", "");
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 20.0;
        let mut cleansed = form.care.cleansed.unwrap_or(false);
        let tick = checkbox(ui, &mut cleansed, "Skin cleansed");
        form.lead(Section::Preparation, &tick);
        if tick.changed() {
            form.change_care("cleansing", |care| care.cleansed = Some(cleansed));
        }
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            label(ui, "Skin type", Text::Body, look.text);
            let client = &form.workspace.document().series().client;
            let now = client.skin_type.clone().unwrap_or_default();
            let shown = if now.is_empty() { wording::NONE } else { &now };
            let button = dropdown(ui, None, shown, "", size::SMALL_BUTTON, 90.0);
            ui.ctx().accesskit_node_builder(button.id, |node| {
                node.set_label("Skin type (Fitzpatrick)");
                node.set_value(shown);
            });
            Menu::below(&button, 180.0, |menu| {
                menu.head("Fitzpatrick, of the client");
                for skin_type in SKIN_TYPES {
                    if menu.choice(skin_type, "", now == skin_type) {
                        form.change_client("skin type", |client| {
                            client.skin_type = Some(skin_type.to_owned());
                        });
                    }
                }
            });
        });
    });
}

/// Shows what was put on the skin, how much, and how long it was or has been there.
pub(super) fn numbing(ui: &mut Ui, form: &mut Form<'_>) {
    head(ui, "Numbing", "");
    let numbing = form.care.numbing.clone().unwrap_or_default();
    let known = earlier(form, |session| session.care.numbing.as_ref()?.agent.as_deref());
    let width = ui.available_width().min(440.0);
    let field = TextField::new("Agent", width).hint("with its strength; none if there was none");
    let value = numbing.agent.unwrap_or_default();
    let known = known.iter().map(String::as_str).chain(AGENTS);
    let wanted = form.view.wanted == Some(Section::Numbing.index());
    let field = field.focus(wanted);
    if wanted {
        form.view.wanted = None;
    }
    if let Some(new) = suggested(ui, form, "Numbing.agent", &value, field, known) {
        form.change_numbing("numbing agent", |numbing| numbing.agent = words(&new));
    }
    ui.add_space(8.0);
    let beside = ui.available_width() >= 310.0;
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 10.0;
        let field = TextField::new("Amount", 92.0).unit("g");
        let new = form.kept(ui, "Numbing.grams", &number_text(numbing.grams), field, quantity).1;
        if let Some(new) = new {
            form.change_numbing("amount of numbing", |numbing| numbing.grams = new);
        }
        let field = TextField::new("Time on skin", 104.0).unit("min");
        let new = form.kept(ui, "Numbing.minutes", &number_text(numbing.minutes), field, quantity).1;
        if let Some(new) = new {
            form.change_numbing("time on skin", |numbing| numbing.minutes = new);
        }
        if beside {
            ui.vertical(|ui| {
                ui.add_space(21.0);
                occlusion(ui, form);
            });
        }
    });
    if !beside {
        ui.add_space(8.0);
        occlusion(ui, form);
    }
    let over = form.session.ended_at.is_some() && numbing.minutes.is_some();
    if numbing.since.is_some() || !over {
        ui.add_space(6.0);
        timer(ui, form);
    }
}

fn occlusion(ui: &mut Ui, form: &mut Form<'_>) {
    let now = form.care.numbing.as_ref().and_then(|numbing| numbing.occluded);
    let mut occluded = now.unwrap_or(false);
    if checkbox(ui, &mut occluded, "Occluded").changed() {
        form.change_numbing("occlusion", |numbing| numbing.occluded = Some(occluded));
    }
}

/// A number as the record takes it.
fn quantity(text: &str) -> Result<Option<f64>, String> {
    match number(text)? {
        Some(number) if !(0.0..=10_000.0).contains(&number) => Err("Must be between 0 and 10000.".to_owned()),
        other => Ok(other),
    }
}

/// Shows since when it has been on the skin, or how to begin measuring that.
fn timer(ui: &mut Ui, form: &mut Form<'_>) {
    let look = Look::now(ui.ctx());
    let now = form.beside.now;
    let since = form.care.numbing.as_ref().and_then(|numbing| numbing.since);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 10.0;
        let enabled = form.enabled();
        let Some(since) = since else {
            let button = Button::new("Start the timer").icon(Icon::Clock).small().enabled(enabled).show(ui);
            if button.clicked() {
                form.change_numbing("numbing timer", |numbing| numbing.since = Some(now));
            }
            return;
        };
        let gone_s = now.ms_since(since) / 1000;
        let minutes = gone_s / 60;
        if Button::new("Take off").icon(Icon::Clock).small().enabled(enabled).show(ui).clicked() {
            form.change_numbing("numbing timer", |numbing| {
                numbing.minutes = Some(minutes as f64);
                numbing.since = None;
            });
        }
        let words = format!("{minutes} min {:02} s on the skin, since {}", gone_s % 60, wording::time(since));
        label(ui, &words, Text::Body, look.text);
        if enabled {
            ui.ctx().request_repaint_after_secs(1.0);
        }
    });
}

/// What earlier sessions held in a field, the latest first.
pub(super) fn earlier(
    form: &Form<'_>,
    field: impl Fn(&crate::model::Session) -> Option<&str>,
) -> Vec<String> {
    let sessions = form.workspace.document().sessions().iter().rev();
    sessions.filter_map(|session| field(session).map(str::to_owned)).collect()
}

/// Shows a field that is saved when it is left and proposes words that are known.
pub(super) fn suggested<'a>(
    ui: &mut Ui,
    form: &mut Form<'_>,
    name: &str,
    value: &str,
    field: TextField<'_>,
    known: impl Iterator<Item = &'a str>,
) -> Option<String> {
    let id = egui::Id::unique(("field with suggestions", name));
    let field_id: Option<egui::Id> = ui.data(|data| data.get_temp(id));
    let focused = field_id.is_some_and(|field| ui.memory(|memory| memory.has_focus(field)));
    let draft = form.view.draft(&form.session.id, name).map(|draft| draft.text.clone());
    // Before anything is typed all that is known is proposed, not only what is there already.
    let typed = draft.filter(|typed| typed != value).unwrap_or_default();
    let list = Suggestions::of(known, &typed);
    let mut accepted = if focused { list.keys(ui, &mut form.view.suggestion) } else { None };
    let (response, mut new) = form.kept(ui, name, value, field, |text| Ok(text.to_owned()));
    ui.data_mut(|data| data.insert_temp(id, response.id));
    if response.gained_focus() {
        form.view.suggestion = 0;
    }
    // Where something stands already, the list would only hide what is below.
    let wanted = value.is_empty() || !typed.is_empty() || form.view.suggestion > 0;
    if wanted && (response.has_focus() || response.lost_focus()) {
        accepted = list.show(ui, &response, form.view.suggestion).or(accepted);
    }
    if let Some(word) = accepted {
        form.view.drafts.remove(&(form.session.id.clone(), name.to_owned()));
        response.surrender_focus();
        new = (word != value).then_some(word);
    }
    new
}
