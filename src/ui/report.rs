//! The printable report, from the window: a look at its first page, writing it, and printing it.

use super::app::App;
use super::jobs::Lane;
use super::library::texture;
use super::series_file;
use super::writing::{Failed, FileRequest};
use crate::export::report::{
    Paper, ReportError, ReportOptions, ReportPreview, Section, preview_report, report as make,
};
use crate::export::{Chosen, Named, Progress};
use crate::model::Atlas;
use crate::store::{self, slug};
use egui::Context;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

/// What the report of a series was last made with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReportChoices {
    /// The paper.
    pub paper: Paper,
    /// What of the client's identity stands in it.
    pub named: Named,
    /// The parts left out.
    pub without: Vec<Section>,
    /// The diagrams left out, by id.
    pub without_diagrams: Vec<String>,
}

impl Default for ReportChoices {
    fn default() -> Self {
        let options = ReportOptions::default();
        Self {
            paper: options.paper,
            named: options.named,
            without: options.without,
            without_diagrams: Vec::new(),
        }
    }
}

/// A report that was asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct ReportRequest {
    /// What it looks like and what is in it; the time is added when it is made.
    pub options: ReportOptions,
    /// The one session it is of, by its number from 1; the whole series without.
    pub session: Option<usize>,
}

/// Reports that were handed to a printer's program are kept so long: it may still be reading them.
const KEPT: Duration = Duration::from_hours(24);

impl App {
    /// Draws the first page of a report.
    pub(super) fn preview_report(&self, request: ReportRequest, width: u32, progress: Progress) {
        let Some(work) = self.report_work(request) else { return };
        self.jobs.submit(Lane::Draw, "report preview", move || {
            let drawn = work.preview(width, &progress);
            Box::new(move |app, ctx| app.report_drawn(ctx, drawn))
        });
    }

    fn report_drawn(&mut self, ctx: &Context, drawn: Result<ReportPreview, ReportError>) {
        let Some(dialog) = &mut self.dialog else { return };
        match drawn {
            Ok(preview) => dialog.set_page(Ok((texture(ctx, &preview.first), preview.pages))),
            // Another one was asked for since.
            Err(ReportError::Cancelled(_)) => {}
            Err(error) => dialog.set_page(Err(error.to_string())),
        }
    }

    /// Writes a report to a file.
    pub(super) fn write_report(&self, request: ReportRequest, file: FileRequest) {
        let Some(work) = self.report_work(request) else { return };
        self.write_file(file, move |progress| Ok(work.make(progress)?));
    }

    /// Makes a report and shows it in the user's program for PDF files, which prints it.
    pub(super) fn print_report(&self, request: ReportRequest, progress: Progress) {
        let Some(work) = self.report_work(request) else { return };
        let folder = self.env.printing();
        self.jobs.submit(Lane::Draw, "file", move || {
            let path = folder.join(format!("{}-report.pdf", slug(&work.chosen.series.title)));
            let made = work.make_at(&path, &progress);
            Box::new(move |app, _| app.report_ready_to_print(path, &progress, made))
        });
    }

    fn report_ready_to_print(&mut self, path: PathBuf, progress: &Progress, made: Result<(), Failed>) {
        match (made, &mut self.dialog) {
            (Ok(()), _) => {
                let words = path.display().to_string();
                self.hand_over(path, move |app, shown| match (shown, &mut app.dialog) {
                    (Ok(()), _) => {
                        app.dialog = None;
                        app.notices.say("The report was handed to the program that shows PDF files.");
                    }
                    (Err(error), Some(dialog)) => {
                        dialog.set_error(format!("Not shown: {error}. The report is in {words}"));
                    }
                    (Err(error), None) => {
                        app.notices.say(format!("Not shown: {error}. The report is in {words}"));
                    }
                });
            }
            (Err(_), _) if progress.is_cancelled() => {}
            (Err(error), Some(dialog)) => dialog.set_error(format!("Not printed: {error}")),
            (Err(error), None) => self.notices.say(format!("The report was not printed: {error}")),
        }
    }

    fn report_work(&self, request: ReportRequest) -> Option<Work> {
        let chosen = series_file::chosen(self.workspace.as_ref()?);
        let chosen = match request.session {
            Some(number) => chosen.only(&number.to_string())?,
            None => chosen,
        };
        let options = ReportOptions { printed: Some(self.env.now()), ..request.options };
        Some(Work { chosen, atlas: Arc::clone(&self.atlas), options })
    }

    /// Removes reports that were printed long ago.
    pub(super) fn clear_printed(&self) {
        let folder = self.env.printing();
        self.jobs.submit(Lane::Library, "printed", move || {
            clear(&folder, SystemTime::now());
            Box::new(|_, _| {})
        });
    }
}

/// Everything a report is made from, taken from the open series at one time.
struct Work {
    chosen: Chosen,
    atlas: Arc<Atlas>,
    options: ReportOptions,
}

impl Work {
    fn make(&self, progress: &Progress) -> Result<Vec<u8>, ReportError> {
        make(&self.chosen, &self.atlas, &self.options, progress)
    }

    fn preview(&self, width: u32, progress: &Progress) -> Result<ReportPreview, ReportError> {
        preview_report(&self.chosen, &self.atlas, &self.options, width, progress)
    }

    /// Writes it into a folder of the program, where nobody but the user can read it.
    fn make_at(&self, path: &Path, progress: &Progress) -> Result<(), Failed> {
        let bytes = self.make(progress)?;
        let folder = path.parent().unwrap_or(Path::new(""));
        store::create_folder(folder)?;
        clear(folder, SystemTime::now());
        Ok(store::replace(path, &bytes)?)
    }
}

/// Removes the reports in a folder that were printed long before a moment. One that cannot be removed stays: the next
/// time tries again.
fn clear(folder: &Path, now: SystemTime) {
    let Ok(found) = fs_err::read_dir(folder) else { return };
    for item in found.flatten() {
        let written = item.metadata().and_then(|data| data.modified()).ok();
        let age = written.and_then(|written| now.duration_since(written).ok());
        if age.is_some_and(|age| age > KEPT) && item.path().extension().is_some_and(|own| own == "pdf") {
            fs_err::remove_file(item.path()).unwrap_or_default();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_printed_long_ago_is_removed_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["a-report.pdf", "note.txt"] {
            std::fs::File::create(folder.path().join(name)).unwrap();
        }
        let left = || std::fs::read_dir(folder.path()).unwrap().count();
        clear(folder.path(), SystemTime::now());
        assert_eq!(left(), 2, "it may still be read");
        clear(folder.path(), SystemTime::now() + KEPT + Duration::from_mins(1));
        assert_eq!(left(), 1);
        assert!(folder.path().join("note.txt").exists());
        clear(&folder.path().join("none"), SystemTime::now());
    }
}
