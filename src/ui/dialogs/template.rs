//! The template of notes, as a part of the settings.

use super::form::{head, paragraph};
use crate::export::{NoteTemplate, Placeholder};
use crate::ui::settings::Settings;
use crate::ui::theme::{Look, Text};
use crate::ui::widgets::{Button, ButtonKind, TextField, tip_with};
use egui::{Ui, Vec2};

/// Shows the field with its placeholders, so wide.
pub(super) fn template(ui: &mut Ui, settings: &mut Settings, width: f32) {
    let look = Look::now(ui.ctx());
    head(ui, "Note of a session");
    let words = "What stands in braces is filled in from the record. A sentence whose facts were all not recorded is \
                 left out.";
    paragraph(ui, words, Text::Small, look.text_2);
    ui.add_space(8.0);
    let mut text = settings.note_template().to_owned();
    let problem = NoteTemplate::parse(&text).err().map(|error| error.to_string()).unwrap_or_default();
    TextField::new("Template of notes", width).rows(6).problem(&problem).insist(true).show(ui, &mut text);
    ui.add_space(6.0);
    ui.horizontal_wrapped(|ui| {
        ui.set_max_width(width);
        ui.spacing_mut().item_spacing = Vec2::new(2.0, 2.0);
        for (_, name, meaning) in Placeholder::ALL {
            let words = format!("{{{name}}}");
            let chip = Button::new(&words).kind(ButtonKind::Quiet).small().show(ui);
            if tip_with(chip, &words, "", meaning).clicked() {
                text.push_str(&words);
            }
        }
    });
    ui.add_space(6.0);
    let own = settings.note_template() != NoteTemplate::USUAL;
    if Button::new("Back to the usual template").small().enabled(own).show(ui).clicked() {
        NoteTemplate::USUAL.clone_into(&mut text);
    }
    settings.set_note_template(text);
}
