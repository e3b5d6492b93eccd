//! The note of a session: what the record says as sentences, to be copied or saved.

use super::Scene;
use super::destination::Outgoing;
use super::form::{Accept, Answer, Form, GAP, choose_named};
use crate::export::{Chosen, Named, NoteFacts, NoteTemplate};
use crate::store::slug;
use crate::ui::action::{Action, DialogKind, Outbox};
use crate::ui::icons::Icon;
use crate::ui::theme::{Look, Text, size};
use crate::ui::widgets::{Button, ButtonKind, label, remark};
use egui::{Context, CornerRadius, Frame, Margin, ScrollArea, TextEdit, Ui};
use std::path::Path;

/// How the name of a note ends.
const ENDING: &str = "txt";
const WIDTH: f32 = 560.0;
/// Height of the field with the text.
const TEXT: f32 = 200.0;

/// The form with what has been filled in.
#[derive(Clone, Debug)]
pub(super) struct NoteForm {
    /// The session, by its number from 1.
    number: usize,
    named: Named,
    /// What the session's record says; none until it is gathered.
    facts: Option<NoteFacts>,
    asked: bool,
    to: Outgoing,
}

impl NoteForm {
    /// A form that proposes a file in a folder, with nothing of the client in its name.
    pub(super) fn new(chosen: &Chosen, number: usize, folder: &Path) -> Self {
        let name = format!("{}-session-{number}.{ENDING}", slug(&chosen.series.title));
        Self {
            number,
            named: Named::Reference,
            facts: None,
            asked: false,
            to: Outgoing::new(folder.join(name)),
        }
    }

    /// The file it goes to.
    pub(super) const fn to(&mut self) -> &mut Outgoing {
        &mut self.to
    }

    /// Takes what the session's record says.
    pub(super) fn set_facts(&mut self, facts: NoteFacts) {
        self.facts = Some(facts);
    }

    /// The text as it stands; none while it is gathered.
    ///
    /// # Errors
    ///
    /// What is wrong with the template.
    fn text(&self, template: &str) -> Result<Option<String>, String> {
        let template = NoteTemplate::parse(template).map_err(|error| error.to_string())?;
        Ok(self.facts.as_ref().map(|facts| template.fill(facts, self.named)))
    }

    /// Shows it.
    pub(super) fn show(&mut self, ctx: &Context, scene: &Scene<'_>, out: &mut Outbox) {
        if !self.asked {
            self.asked = true;
            out.push(Action::GatherFacts(self.number));
        }
        let text = self.text(scene.settings.note_template());
        let there = matches!(&text, Ok(Some(text)) if !text.is_empty());
        let error = self.to.error().to_owned();
        let words = match self.to.words(ENDING) {
            "Export" => "Save",
            other => other,
        };
        let form = Form {
            id: "note",
            title: &format!("Note of session {}", self.number),
            width: WIDTH + 40.0,
            height: Some(446.0),
            accept: Some(Accept { enabled: there && self.to.is_ready(ENDING), ..Accept::primary(words) }),
            error: &error,
            lightly: false,
        };
        let answer = form.show(ctx, |ui| self.fields(ui, &text, out));
        match (answer, text) {
            (Answer::Accept, Ok(Some(text))) => out.push(Action::WriteNote(text, self.to.begin())),
            (Answer::Close, _) => {
                self.to.give_up();
                out.push(Action::CloseDialog);
            }
            _ => {}
        }
    }

    fn fields(&mut self, ui: &mut Ui, text: &Result<Option<String>, String>, out: &mut Outbox) {
        let look = Look::now(ui.ctx());
        choose_named(ui, &mut self.named);
        ui.add_space(GAP);
        let title = label(ui, "Text", Text::Small, look.text_2);
        ui.add_space(4.0);
        let frame = Frame::new()
            .fill(look.raised)
            .stroke(look.outline())
            .corner_radius(CornerRadius::same(size::RADIUS_M as u8))
            .inner_margin(Margin::symmetric(10, 8));
        frame.show(ui, |ui| {
            ui.set_min_size(egui::Vec2::new(WIDTH - 20.0, TEXT));
            ui.set_max_height(TEXT);
            match text {
                Err(problem) => {
                    remark(ui, &format!("The template cannot be used. {problem}"), look.stop);
                }
                Ok(None) => {
                    label(ui, "Gathering what was recorded", Text::Body, look.text_3);
                }
                Ok(Some(text)) => {
                    ScrollArea::vertical().max_height(TEXT).auto_shrink(false).show(ui, |ui| {
                        // It can be selected, but not changed: it says what the record says.
                        let mut words = text.as_str();
                        let field = TextEdit::multiline(&mut words)
                            .font(Text::Body.font())
                            .text_color(look.text)
                            .desired_width(WIDTH - 40.0)
                            .frame(Frame::NONE);
                        ui.add(field).labelled_by(title.id);
                    });
                }
            }
        });
        ui.add_space(8.0);
        ui.horizontal(|ui| {
            let words = text.as_ref().ok().and_then(Option::as_ref).filter(|text| !text.is_empty());
            let copy = Button::new("Copy").icon(Icon::Copy).enabled(words.is_some()).show(ui);
            if let Some(words) = words.filter(|_| copy.clicked()) {
                ui.ctx().copy_text(words.clone());
                out.push(Action::Say("The note was copied.".to_owned()));
            }
            if Button::new("Change the template").kind(ButtonKind::Quiet).show(ui).clicked() {
                out.push(Action::Show(DialogKind::Settings));
            }
        });
        ui.add_space(GAP);
        if self.to.show(ui, WIDTH, ENDING) {
            out.push(Action::ChooseFile(self.to.path().to_owned(), ENDING));
        }
        self.to.show_state(ui, ENDING, None);
    }
}

#[cfg(test)]
#[path = "note_tests.rs"]
mod tests;
