//! The dialogs. Each asks for something through the outbox when it is accepted, and changes nothing before.

mod ask;
mod destination;
mod devices;
mod erase;
mod export;
mod form;
mod history;
mod import;
mod note;
mod palette;
mod report;
mod series;
mod series_file;
mod settings;
mod shortcuts;
mod template;
mod value;
mod versions;

#[cfg(test)]
mod harness;

use crate::edit::Document;
use crate::export::{Chosen, NoteFacts};
use crate::model::{Atlas, Session};
use crate::store::ErasePlan;
use crate::ui::action::{DialogKind, Outbox};
use crate::ui::history::HistoryView;
use crate::ui::importing::PlannedImport;
use crate::ui::settings::Settings;
use crate::ui::situation::Situation;
use crate::ui::versions::{ComparedVersion, VersionList};
use destination::Outgoing;
use devices::DevicesForm;
pub(in crate::ui) use devices::{expired, has_sterile_part, kind_icon};
use egui::{Context, TextureHandle};
use erase::EraseForm;
use export::ExportForm;
use history::HistoryForm;
use import::ImportForm;
use note::NoteForm;
use palette::PaletteForm;
use report::{Purpose, ReportForm};
pub(in crate::ui) use series::PlanForm;
use series::SeriesForm;
use series_file::SeriesFileForm;
use std::path::{Path, PathBuf};
pub(in crate::ui) use value::{number, number_text};
use versions::VersionsForm;

/// What dialogs read of the program.
#[derive(Debug)]
pub struct Scene<'a> {
    /// The open series, if one is.
    pub document: Option<&'a Document>,
    /// Its open session.
    pub session: Option<&'a Session>,
    /// The name of a picture of the view, proposed for its file.
    pub picture_path: PathBuf,
    /// The user's own folder for documents, where other files are proposed.
    pub documents: PathBuf,
    /// The library that new series go to, and whether it can be written.
    pub library: (&'a Path, bool),
    /// The diagrams.
    pub atlas: &'a Atlas,
    /// What decides which commands can be used.
    pub situation: Situation,
    /// The settings, which the settings dialog changes at once.
    pub settings: &'a mut Settings,
}

impl Scene<'_> {
    /// All sessions of the open series.
    fn chosen(&self) -> Option<Chosen> {
        let document = self.document?;
        Some(Chosen::all(document.series().clone(), document.sessions().iter().cloned()))
    }

    /// The number of the open session.
    fn open_number(&self, chosen: &Chosen) -> Option<usize> {
        let open = self.session?;
        chosen.sessions.iter().find(|(_, session)| session.id == open.id).map(|(number, _)| *number)
    }

    /// A report of the open series.
    fn report(&self, purpose: Purpose) -> Option<ReportForm> {
        let chosen = self.chosen()?;
        let open = self.open_number(&chosen);
        let choices = self.settings.report_choices(&chosen.series.id);
        Some(ReportForm::new(purpose, &chosen, open, choices, self.atlas, &self.documents))
    }
}

/// An open dialog with what has been filled in.
#[derive(Debug)]
pub struct Dialog(Content);

/// The dialogs with their forms.
#[derive(Debug)]
enum Content {
    /// A new series, or the details of the open one.
    Series(Box<SeriesForm>),
    /// The devices of the open session.
    Devices(Box<DevicesForm>),
    /// Settings.
    Settings,
    /// All shortcuts.
    Shortcuts,
    /// Every command by name.
    Palette(Box<PaletteForm>),
    /// A picture of the view.
    Export(Box<ExportForm>),
    /// The series in another program's format.
    SeriesFile(Box<SeriesFileForm>),
    /// The printable report.
    Report(Box<ReportForm>),
    /// Other versions of a session, or of the series' details.
    Versions(Box<VersionsForm>),
    /// Who changed what and when.
    History(Box<HistoryForm>),
    /// What erasing a series would remove.
    Erase(Box<EraseForm>),
    /// What taking in an archive would do.
    Import(Box<ImportForm>),
    /// The open session as sentences.
    Note(Box<NoteForm>),
    /// What would be lost by closing the window.
    CloseUnsaved,
    /// About the program.
    About,
}

impl Dialog {
    /// Opens a dialog. None when it makes no sense now, such as the details of no series.
    pub fn open(kind: DialogKind, scene: &Scene<'_>) -> Option<Self> {
        let read_only = scene.document.is_some_and(Document::is_read_only);
        Some(Self(match kind {
            DialogKind::NewSeries => Content::Series(Box::new(SeriesForm::new_series())),
            DialogKind::Details => {
                let form = SeriesForm::details(scene.document?.series(), read_only);
                Content::Series(Box::new(form))
            }
            DialogKind::Devices => Content::Devices(Box::new(DevicesForm::new(scene.session?, read_only))),
            DialogKind::Settings => Content::Settings,
            DialogKind::Shortcuts => Content::Shortcuts,
            DialogKind::Palette => Content::Palette(Box::new(PaletteForm::new(scene))),
            DialogKind::ExportPicture => {
                scene.document?;
                Content::Export(Box::new(ExportForm::new(scene.picture_path.clone())))
            }
            DialogKind::ExportSeries(file) => {
                Content::SeriesFile(Box::new(SeriesFileForm::new(file, &scene.chosen()?, &scene.documents)))
            }
            DialogKind::ExportReport => Content::Report(Box::new(scene.report(Purpose::Write)?)),
            DialogKind::Print => Content::Report(Box::new(scene.report(Purpose::Print)?)),
            DialogKind::Note => {
                let chosen = scene.chosen()?;
                let number = scene.open_number(&chosen)?;
                Content::Note(Box::new(NoteForm::new(&chosen, number, &scene.documents)))
            }
            DialogKind::Versions => {
                scene.document?;
                Content::Versions(Box::new(VersionsForm::new(read_only)))
            }
            DialogKind::History => Content::History(Box::default()),
            DialogKind::Erase => Content::Erase(Box::default()),
            DialogKind::CloseUnsaved => Content::CloseUnsaved,
            DialogKind::About => Content::About,
        }))
    }

    /// Takes a drawn preview of the picture to be written.
    pub fn set_preview(&mut self, preview: TextureHandle) {
        if let Content::Export(form) = &mut self.0 {
            form.set_preview(preview);
        }
    }

    /// Takes the drawn first page of the report with the number of its pages, or why there is none.
    pub fn set_page(&mut self, drawn: Result<(TextureHandle, usize), String>) {
        if let Content::Report(form) = &mut self.0 {
            form.set_page(drawn);
        }
    }

    /// Takes the versions of a record.
    pub fn set_versions(&mut self, list: VersionList) {
        if let Content::Versions(form) = &mut self.0 {
            form.set_list(list);
        }
    }

    /// Takes the history of the library.
    pub fn set_history(&mut self, view: HistoryView) {
        if let Content::History(form) = &mut self.0 {
            form.set_view(view);
        }
    }

    /// Asks whether to take in an archive.
    pub fn import(archive: PathBuf) -> Self {
        Self(Content::Import(Box::new(ImportForm::new(archive))))
    }

    /// Takes what taking in an archive would do.
    pub fn set_import(&mut self, planned: PlannedImport) {
        if let Content::Import(form) = &mut self.0 {
            form.set_planned(planned);
        }
    }

    /// Takes what erasing a series would do.
    pub fn set_erase_plan(&mut self, plan: ErasePlan) {
        if let Content::Erase(form) = &mut self.0 {
            form.set_plan(plan);
        }
    }

    /// Takes a version that was set against what is open.
    pub fn set_version(&mut self, version: ComparedVersion) {
        if let Content::Versions(form) = &mut self.0 {
            form.set_version(version);
        }
    }

    /// Takes what a note can say.
    pub fn set_facts(&mut self, facts: NoteFacts) {
        if let Content::Note(form) = &mut self.0 {
            form.set_facts(facts);
        }
    }

    /// Takes the file that the user chose for what leaves the program, who then agreed to replace what is there.
    pub fn set_path(&mut self, path: PathBuf) {
        if let Some(to) = self.outgoing() {
            to.choose(path);
        }
    }

    /// The file that leaves the program, for a dialog that asks for one.
    fn outgoing(&mut self) -> Option<&mut Outgoing> {
        match &mut self.0 {
            Content::Export(form) => Some(form.to()),
            Content::SeriesFile(form) => Some(form.to()),
            Content::Report(form) => Some(form.to()),
            Content::Note(form) => Some(form.to()),
            _ => None,
        }
    }

    /// Takes the folder that the user chose for a new series.
    pub fn set_library(&mut self, folder: PathBuf) {
        if let Content::Series(form) = &mut self.0 {
            form.set_library(folder);
        }
    }

    /// Shows what went wrong with what was asked for; the dialog stays open. One that asks for nothing that can go
    /// wrong shows nothing.
    pub fn set_error(&mut self, message: String) {
        match &mut self.0 {
            Content::Series(form) => form.set_error(message),
            Content::Devices(form) => form.set_error(message),
            Content::Versions(form) => form.set_error(message),
            Content::Erase(form) => form.set_error(message),
            Content::Import(form) => form.set_error(message),
            Content::History(form) => form.set_error(message),
            _ => {
                if let Some(to) = self.outgoing() {
                    to.set_error(message);
                }
            }
        }
    }

    /// Shows it. What is asked for goes to the outbox; closing is asked for with [`Action::CloseDialog`].
    ///
    /// A new series and a picture leave the dialog open, so that it can show what went wrong; whoever makes them
    /// closes it.
    ///
    /// [`Action::CloseDialog`]: crate::ui::action::Action::CloseDialog
    pub fn show(&mut self, ctx: &Context, scene: &mut Scene<'_>, out: &mut Outbox) {
        match &mut self.0 {
            Content::Series(form) => form.show(ctx, scene, out),
            Content::Devices(form) => form.show(ctx, out),
            Content::Settings => settings::show(ctx, scene.settings, out),
            Content::Shortcuts => shortcuts::show(ctx, out),
            Content::Palette(form) => form.show(ctx, out),
            Content::Export(form) => {
                form.show(ctx, scene.document.map(|document| &document.series().client), out);
            }
            Content::SeriesFile(form) => form.show(ctx, out),
            Content::Report(form) => form.show(ctx, scene, out),
            Content::Versions(form) => form.show(ctx, out),
            Content::Erase(form) => form.show(ctx, out),
            Content::Import(form) => form.show(ctx, out),
            Content::History(form) => form.show(ctx, out),
            Content::Note(form) => form.show(ctx, scene, out),
            Content::CloseUnsaved => ask::close_unsaved(ctx, out),
            Content::About => ask::about(ctx, out),
        }
    }
}
