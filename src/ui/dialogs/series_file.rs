//! The series in another program's format.

use super::destination::Outgoing;
use super::form::{Accept, Answer, Form, GAP, choice, choose_named, paragraph};
use crate::export::{Chosen, Named};
use crate::store::slug;
use crate::ui::action::{Action, Outbox};
use crate::ui::series_file::{SeriesFile, SeriesFileRequest};
use crate::ui::theme::{Look, Text};
use egui::{Context, Ui};
use std::path::Path;

const WIDTH: f32 = 480.0;

/// The form with what has been filled in.
#[derive(Clone, Debug)]
pub(super) struct SeriesFileForm {
    file: SeriesFile,
    variant: usize,
    named: Named,
    to: Outgoing,
    /// Why there is nothing to write with the first variant, if so.
    trouble: Option<String>,
}

impl SeriesFileForm {
    /// A form that proposes a file in a folder, with nothing of the client in its name.
    pub(super) fn new(file: SeriesFile, chosen: &Chosen, folder: &Path) -> Self {
        let (_, variants) = file.variants();
        let ending = variants.first().map_or("", |(_, ending)| ending);
        let what = match file {
            SeriesFile::Numbers => "-zones",
            SeriesFile::Calendar => "-next",
            SeriesFile::Sheet => "-sessions",
            SeriesFile::Archive | SeriesFile::Fhir | SeriesFile::Animation => "",
        };
        let path = folder.join(format!("{}{what}.{ending}", slug(&chosen.series.title)));
        Self {
            file,
            variant: 0,
            named: file.usual_named(),
            to: Outgoing::new(path),
            trouble: file.trouble(chosen).map(|(_, sentence)| sentence),
        }
    }

    /// The file it goes to.
    pub(super) const fn to(&mut self) -> &mut Outgoing {
        &mut self.to
    }

    fn ending(&self) -> &'static str {
        let (_, variants) = self.file.variants();
        variants.get(self.variant).map_or("", |(_, ending)| ending)
    }

    /// Why there is nothing to write. What was held can be written where nothing is due.
    fn trouble(&self) -> Option<&str> {
        self.trouble.as_deref().filter(|_| self.variant == 0)
    }

    /// Shows it.
    pub(super) fn show(&mut self, ctx: &Context, out: &mut Outbox) {
        let ending = self.ending();
        let ready = self.to.is_ready(ending) && self.trouble().is_none();
        let error = self.to.error().to_owned();
        let form = Form {
            id: "series-file",
            title: self.file.title(),
            width: WIDTH + 40.0,
            height: Some(290.0),
            accept: Some(Accept { enabled: ready, ..Accept::primary(self.to.words(ending)) }),
            error: &error,
            lightly: false,
        };
        let answer = form.show(ctx, |ui| self.fields(ui, out));
        match answer {
            Answer::Open => {}
            Answer::Close => {
                self.to.give_up();
                out.push(Action::CloseDialog);
            }
            Answer::Accept => self.accept(out),
        }
    }

    fn accept(&mut self, out: &mut Outbox) {
        out.push(Action::WriteSeriesFile(Box::new(SeriesFileRequest {
            file: self.file,
            variant: self.variant,
            named: self.named,
            to: self.to.begin(),
        })));
    }

    fn fields(&mut self, ui: &mut Ui, out: &mut Outbox) {
        let look = Look::now(ui.ctx());
        paragraph(ui, self.file.words(), Text::Body, look.text_2);
        ui.add_space(GAP);
        let (name, variants) = self.file.variants();
        if variants.len() > 1 {
            let names: Vec<&str> = variants.iter().map(|(name, _)| *name).collect();
            if let Some(new) = choice(ui, name, &names, Some(self.variant)) {
                self.take_variant(new);
            }
            ui.add_space(GAP);
        }
        choose_named(ui, &mut self.named);
        ui.add_space(4.0);
        paragraph(ui, self.named_words(), Text::Small, look.text_2);
        ui.add_space(GAP);
        if self.to.show(ui, WIDTH, self.ending()) {
            out.push(Action::ChooseFile(self.to.path().to_owned(), self.ending()));
        }
        self.to.show_state(ui, self.ending(), self.trouble());
    }

    /// Takes another variant; the name of the file follows.
    fn take_variant(&mut self, variant: usize) {
        let before = self.ending();
        self.variant = variant;
        if before != self.ending() {
            self.to.set_ending(self.ending());
        }
    }

    const fn named_words(&self) -> &'static str {
        match (self.named, self.file) {
            (Named::Name, SeriesFile::Archive) => "The whole record goes along.",
            (Named::Neither, SeriesFile::Animation | SeriesFile::Sheet) => {
                "Only the title of the series stands above it."
            }
            (Named::Neither, _) => "Neither name nor reference, and no notes, in which a name may stand.",
            (Named::Reference, _) => "The reference, but not the name. Notes go along.",
            (Named::Name, _) => "The client's name goes along.",
        }
    }
}

#[cfg(test)]
#[path = "series_file_tests.rs"]
mod tests;
