//! The settings, which change at once.

use super::form::{Answer, Form, GAP, choice, head, paragraph, swatch};
use super::template::template;
use crate::heatmap::SkinTone;
use crate::ui::action::{Action, Outbox};
use crate::ui::settings::{Settings, ThemeChoice};
use crate::ui::theme::{Look, Text, color};
use crate::ui::widgets::{TextField, checkbox, label, stepper, tip};
use crate::wording;
use egui::{Context, Ui};

/// Width of the fields.
const WIDTH: f32 = 420.0;

/// The most that can be set for the narrowest gap, in mm.
const WIDEST_MM: f64 = 20.0;

const THEMES: [ThemeChoice; 3] = [ThemeChoice::System, ThemeChoice::Light, ThemeChoice::Dark];

/// Shows the settings.
pub(super) fn show(ctx: &Context, settings: &mut Settings, out: &mut Outbox) {
    let before = settings.clone();
    let form = Form {
        id: "settings",
        title: "Settings",
        width: WIDTH + 40.0,
        height: Some(560.0),
        accept: None,
        error: "",
        lightly: true,
    };
    let answer = form.show(ctx, |ui| body(ui, settings));
    if *settings != before {
        out.push(Action::SettingsChanged);
    }
    if answer == Answer::Close {
        out.push(Action::CloseDialog);
    }
}

fn body(ui: &mut Ui, settings: &mut Settings) {
    let look = Look::now(ui.ctx());
    let chosen = THEMES.iter().position(|theme| *theme == settings.theme);
    let new = choice(ui, "Theme", &["As the system", "Light", "Dark"], chosen);
    if let Some(theme) = new.and_then(|new| THEMES.get(new)) {
        settings.theme = *theme;
    }
    ui.add_space(GAP + 4.0);
    skin(ui, settings, look);
    ui.add_space(GAP + 4.0);
    let field = TextField::new("Practitioner", WIDTH).hint("filled into new sessions");
    field.show(ui, &mut settings.practitioner);
    ui.add_space(GAP + 4.0);
    aftercare(ui, settings);
    ui.add_space(GAP + 4.0);
    head(ui, "Gaps");
    narrowest_gap(ui, settings, look);
    ui.add_space(GAP + 4.0);
    head(ui, "Privacy");
    checkbox(ui, &mut settings.hide_names, "References instead of names everywhere");
    ui.add_space(GAP + 4.0);
    template(ui, settings, WIDTH);
}

/// What is explained for the days after.
fn aftercare(ui: &mut Ui, settings: &mut Settings) {
    let mut text = settings.aftercare.join("\n");
    let field = TextField::new("Aftercare checklist, one item a line", WIDTH).rows(5);
    if field.show(ui, &mut text).changed() {
        settings.aftercare = text.split('\n').map(str::to_owned).collect();
    }
}

/// How wide a gap has to be to be listed.
fn narrowest_gap(ui: &mut Ui, settings: &mut Settings, look: &Look) {
    ui.horizontal(|ui| {
        label(ui, "List gaps that are at least this wide", Text::Body, look.text);
        let mm = settings.narrowest_gap_mm;
        let step = stepper(ui, "Narrowest gap", &wording::millimetres(mm), mm <= 0.0, mm >= WIDEST_MM);
        settings.narrowest_gap_mm = (mm + 0.5 * f64::from(step)).clamp(0.0, WIDEST_MM);
    });
    ui.add_space(2.0);
    let words = "Measured by the largest disc that fits into the gap. About the distance between needles; areas \
                 and shares count every cell all the same.";
    paragraph(ui, words, Text::Small, look.text_2);
}

/// Skin tone of the drawings.
fn skin(ui: &mut Ui, settings: &mut Settings, look: &Look) {
    label(ui, "Skin tone of the drawings", Text::Small, look.text_2);
    ui.add_space(2.0);
    let mut automatic = settings.skin_tone.is_none();
    if checkbox(ui, &mut automatic, "From the client's skin type").changed() {
        settings.skin_tone = (!automatic).then(|| SkinTone::default().name().to_owned());
    }
    ui.horizontal(|ui| {
        for tone in SkinTone::ALL {
            let on = settings.skin_tone.as_deref() == Some(tone.name());
            let response = swatch(ui, tone.name(), color(tone.skin()), on);
            if tip(response, tone.name(), "").clicked() {
                settings.skin_tone = Some(tone.name().to_owned());
            }
        }
    });
    ui.add_space(2.0);
    paragraph(ui, "Changes the drawings only; counts and maps stay the same.", Text::Small, look.text_2);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::NoteTemplate;
    use crate::ui::dialogs::harness::harness;
    use egui_kittest::kittest::Queryable as _;

    #[test]
    fn what_is_chosen_holds_at_once() {
        let mut window = harness(Settings::default(), show);
        window.run();
        window.get_by_label("Dark").click();
        window.run();
        assert_eq!(window.state().0.theme, ThemeChoice::Dark);
        window.get_by_label("Brown").click();
        window.run();
        assert_eq!(window.state().0.skin_tone.as_deref(), Some("Brown"));
        window.get_by_label("From the client's skin type").click();
        window.run();
        assert_eq!(window.state().0.skin_tone, None);
        let out = &window.state().1;
        assert_eq!(out.len(), 3, "{out:?}");
        assert!(out.iter().all(|action| matches!(action, Action::SettingsChanged)));
    }

    #[test]
    fn the_template_of_notes_can_be_changed_and_given_back() {
        let mut window = harness(Settings::default(), show);
        window.run();
        assert_eq!(window.state().0.note_template(), NoteTemplate::USUAL);
        window.get_by_label("{pain}").scroll_to_me();
        window.run();
        window.get_by_label("{pain}").click();
        window.run();
        assert_eq!(window.state().0.note_template(), format!("{}{{pain}}", NoteTemplate::USUAL));
        window.state_mut().0.set_note_template("On {datum}.".to_owned());
        window.run();
        window.get_by_label_contains("line 1, column 4: there is no placeholder {datum}");
        window.get_by_label("Back to the usual template").click();
        window.run();
        assert_eq!(window.state().0, Settings::default(), "nothing is kept of the usual one");
    }

    #[test]
    fn the_clinic_s_list_is_typed_line_by_line() {
        let mut settings = Settings::default();
        settings.aftercare = vec!["sun".to_owned()];
        let mut window = harness(settings, show);
        window.run();
        let field = window.get_by_label("Aftercare checklist, one item a line");
        field.focus();
        window.run();
        window.get_by_label("Aftercare checklist, one item a line").type_text("\nrest\n");
        window.run();
        assert_eq!(window.state().0.aftercare_items().len(), 2, "{:?}", window.state().0.aftercare);
    }

    #[test]
    fn nothing_is_said_while_nothing_changes() {
        let mut window = harness(Settings::default(), show);
        window.run();
        window.key_press(egui::Key::Escape);
        window.run();
        assert!(matches!(window.state().1.as_slice(), [Action::CloseDialog, ..]), "{:?}", window.state().1);
    }
}
