//! The series in another program's format.

use super::export::Found;
use super::form::{Accept, Answer, Form, GAP, choice, paragraph};
use crate::export::{Chosen, Named, Progress};
use crate::store::slug;
use crate::ui::action::{Action, Outbox};
use crate::ui::series_file::{SeriesFile, SeriesFileRequest};
use crate::ui::theme::{Look, Text};
use crate::ui::widgets::{Button, TextField, label, remark};
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
    path: PathBuf,
    /// The path as it stands in the field.
    text: String,
    found: Found,
    /// Whether the file was chosen where replacing it was agreed to.
    agreed: bool,
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
            text: path.display().to_string(),
            found: Found::at(&path),
            path,
            agreed: false,
            writing: None,
            trouble: file.trouble(chosen).map(|(_, sentence)| sentence),
            error: String::new(),
        }
    }

    /// Takes the file that was chosen, and with it the agreement to replace what is there.
    pub(super) fn set_path(&mut self, path: PathBuf) {
        self.text = path.display().to_string();
        self.go_to(path);
        self.agreed = true;
    }

    /// Says what went wrong.
    pub(super) fn set_error(&mut self, message: String) {
        self.found = Found::at(&self.path);
        self.writing = None;
        self.error = message;
    }

    fn go_to(&mut self, path: PathBuf) {
        self.found = Found::at(&path);
        self.path = path;
        self.agreed = false;
        self.error.clear();
    }

    fn ending(&self) -> &'static str {
        let (_, variants) = self.file.variants();
        variants.get(self.variant).map_or("", |(_, ending)| ending)
    }

    fn path_problem(&self) -> String {
        let ending = self.ending();
        let has_ending = self.path.extension().is_some_and(|own| own.eq_ignore_ascii_case(ending));
        match self.found {
            _ if self.text.trim().is_empty() => "Where should it go?".to_owned(),
            _ if !self.path.is_absolute() => "The whole path is needed, from the root.".to_owned(),
            Found::Folder => "This is a folder. A file's name is needed as well.".to_owned(),
            _ if !has_ending => format!("The name has to end in .{ending}."),
            Found::NoFolder => "There is no such folder.".to_owned(),
            Found::Nothing | Found::File => String::new(),
        }
    }

    /// Why there is nothing to write. What was held can be written where nothing is due.
    fn trouble(&self) -> Option<&str> {
        self.trouble.as_deref().filter(|_| self.variant == 0)
    }

    /// Shows it.
    pub(super) fn show(&mut self, ctx: &Context, out: &mut Outbox) {
        let problem = self.path_problem();
        let asks = self.found == Found::File && !self.agreed && problem.is_empty();
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
            path: self.path.clone(),
            // What stood on the button is what was agreed to.
            replace: self.found == Found::File,
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
        label(ui, "File", Text::Small, look.text_2);
        ui.add_space(4.0);
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            let field = TextField::new("File", WIDTH - 96.0).untitled().problem(problem).insist(true);
            if field.show(ui, &mut self.text).changed() {
                self.go_to(PathBuf::from(self.text.trim()));
            }
            if Button::new("Choose…").show(ui).clicked() {
                out.push(Action::ChooseSeriesPath(self.path.clone(), self.ending()));
            }
        });
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
            let path = self.path.with_extension(self.ending());
            self.text = path.display().to_string();
            self.go_to(path);
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
