//! The series in another program's format.

use super::destination::Destination;
use super::form::{Accept, Answer, Form, GAP, choice, paragraph};
use crate::export::{Chosen, Named, Progress};
use crate::store::slug;
use crate::ui::action::{Action, Outbox};
use crate::ui::series_file::{SeriesFile, SeriesFileRequest};
use crate::ui::theme::{Look, Text};
use crate::ui::widgets::remark;
use egui::{Context, Ui};
use std::path::{Path, PathBuf};
use std::time::Duration;

const WIDTH: f32 = 480.0;
const NAMES: [Named; 3] = [Named::Neither, Named::Reference, Named::Name];
/// How often the progress is looked at.
const STEP: Duration = Duration::from_millis(100);

/// The form with what has been filled in.
#[derive(Clone, Debug)]
pub(super) struct SeriesFileForm {
    file: SeriesFile,
    variant: usize,
    named: Named,
    to: Destination,
    /// How far the file is that is being written.
    writing: Option<Progress>,
    /// Why there is nothing to write with the first variant, if so.
    trouble: Option<String>,
    error: String,
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
            to: Destination::new(path),
            writing: None,
            trouble: file.trouble(chosen).map(|(_, sentence)| sentence),
            error: String::new(),
        }
    }

    /// Takes the file that was chosen, and with it the agreement to replace what is there.
    pub(super) fn set_path(&mut self, path: PathBuf) {
        self.to = Destination::agreed(path);
        self.error.clear();
    }

    /// Says what went wrong.
    pub(super) fn set_error(&mut self, message: String) {
        self.to.look_again();
        self.writing = None;
        self.error = message;
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
        let problem = self.to.problem(self.ending());
        let asks = problem.is_empty() && self.to.asks_to_replace();
        let words = match (&self.writing, asks) {
            (Some(_), _) => "Writing",
            (None, true) => "Replace",
            (None, false) => "Export",
        };
        let ready = problem.is_empty() && self.trouble().is_none() && self.writing.is_none();
        let error = self.error.clone();
        let form = Form {
            id: "series-file",
            title: self.file.title(),
            width: WIDTH + 40.0,
            height: Some(290.0),
            accept: Some(Accept { enabled: ready, ..Accept::primary(words) }),
            error: &error,
            lightly: false,
        };
        let answer = form.show(ctx, |ui| self.fields(ui, &problem, asks, out));
        if self.writing.is_some() {
            ctx.request_repaint_after(STEP);
        }
        match answer {
            Answer::Open => {}
            Answer::Close => {
                // What is half done is not wanted any more.
                self.writing.iter().for_each(Progress::cancel);
                out.push(Action::CloseDialog);
            }
            Answer::Accept => self.accept(out),
        }
    }

    fn accept(&mut self, out: &mut Outbox) {
        self.error.clear();
        let progress = Progress::default();
        self.writing = Some(progress.clone());
        out.push(Action::WriteSeriesFile(Box::new(SeriesFileRequest {
            file: self.file,
            variant: self.variant,
            named: self.named,
            path: self.to.path().to_owned(),
            // What stood on the button is what was agreed to.
            replace: self.to.is_taken(),
            progress,
        })));
    }

    fn fields(&mut self, ui: &mut Ui, problem: &str, asks: bool, out: &mut Outbox) {
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
        let chosen = NAMES.iter().position(|named| *named == self.named);
        let new = choice(ui, "Client", &["Neither", "Reference", "Name"], chosen);
        self.named = new.and_then(|new| NAMES.get(new)).copied().unwrap_or(self.named);
        ui.add_space(4.0);
        paragraph(ui, self.named_words(), Text::Small, look.text_2);
        ui.add_space(GAP);
        let used = self.to.show(ui, WIDTH, problem);
        if used.changed {
            self.error.clear();
        }
        if used.choose {
            out.push(Action::ChooseSeriesPath(self.to.path().to_owned(), self.ending()));
        }
        ui.add_space(4.0);
        if let Some(progress) = &self.writing {
            let percent = (progress.share() * 100.0) as u32;
            remark(ui, &format!("Writing, {percent} %. Cancel stops it, and nothing is left."), look.text_2);
        } else if let Some(trouble) = self.trouble() {
            remark(ui, trouble, look.note);
        } else if asks {
            remark(ui, "There is a file of this name already. It would be replaced.", look.note);
        }
    }

    /// Takes another variant; the name of the file follows.
    fn take_variant(&mut self, variant: usize) {
        let before = self.ending();
        self.variant = variant;
        if before != self.ending() {
            self.to = Destination::new(self.to.path().with_extension(self.ending()));
            self.error.clear();
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
