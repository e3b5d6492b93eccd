//! Taking an archive into the library.

use super::app::{App, Screen};
use super::dialogs::Dialog;
use super::jobs::Lane;
use super::writing::Failed;
use crate::export::{
    ImportDone, ImportError, ImportPlan, Limits, PlanLine, Writer, import, plan_import, read_archive,
};
use crate::store::{Did, Library, StoreError};
use crate::wording;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What taking in an archive would do.
#[derive(Clone, Debug)]
pub struct PlannedImport {
    /// The archive.
    pub archive: PathBuf,
    /// The plan.
    pub plan: Arc<ImportPlan>,
    /// What has to be said of the archive.
    pub remarks: Vec<String>,
    /// The plan in words.
    pub lines: Vec<PlanLine>,
    /// The library it was made for.
    pub library: PathBuf,
}

/// Whether a file is an archive, by its name.
pub(super) fn is_archive(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("zip"))
}

impl App {
    /// Asks whether to take an archive in, and finds out meanwhile what that would do.
    pub(super) fn ask_import(&mut self, archive: PathBuf) {
        if !self.library_writable {
            self.notices.say("This library takes nothing in; open one of your own first.".to_owned());
            return;
        }
        self.dialog = Some(Dialog::import(archive.clone()));
        let library = self.library.root.clone();
        self.jobs.submit(Lane::Library, "plan import", move || {
            let planned = plan(archive, library);
            Box::new(move |app, _| {
                let Some(dialog) = &mut app.dialog else { return };
                match planned {
                    Ok(planned) => dialog.set_import(planned),
                    Err(error) => dialog.set_error(error.to_string()),
                }
            })
        });
    }

    /// Takes an archive in. What is open is closed first, if it is among what changes.
    pub(super) fn import(&mut self, planned: PlannedImport) {
        let open = self.workspace.as_ref().filter(|workspace| {
            planned
                .plan
                .series
                .iter()
                .any(|series| series.folder.as_deref() == Some(workspace.saver.folder()))
        });
        if let Some(workspace) = open {
            if workspace.saver.is_dirty(workspace.document()) {
                if let Some(dialog) = &mut self.dialog {
                    dialog.set_error("The series is still being saved; try again in a moment.".to_owned());
                }
                return;
            }
            self.leave_series();
            self.screen = Screen::Library;
        }
        let (state, now) = (self.env.state.clone(), self.env.now());
        // After whatever is being saved.
        self.jobs.submit(Lane::Save, "import", move || {
            let library = Library::new(planned.library.clone());
            let now = now.timestamp();
            let done = import(&planned.plan, Writer { library: &library, state: &state, now });
            Box::new(move |app, _| app.imported(&planned, done))
        });
    }

    fn imported(&mut self, planned: &PlannedImport, done: Result<ImportDone, ImportError>) {
        match done {
            Ok(done) => {
                self.dialog = None;
                self.screen = Screen::Library;
                for series in planned.plan.series.iter().filter(|series| series.is_change()) {
                    let did = if series.folder.is_some() { Did::Merged } else { Did::Created };
                    self.note_series(&planned.library, did, &series.id);
                }
                let count = planned.plan.series.len();
                let series = if count == 1 { "1 series".to_owned() } else { format!("{count} series") };
                let files = wording::count(done.written, "file");
                self.notices.say(format!("Took in {series}, {files} written."));
                self.library.selected = done.folders.into_iter().next();
            }
            Err(error) => match &mut self.dialog {
                Some(dialog) => dialog.set_error(format!("Not all of it was taken in: {error}")),
                None => self.notices.say(format!("Not all of it was taken in: {error}")),
            },
        }
        self.library.read(&self.jobs);
    }
}

fn plan(archive: PathBuf, library: PathBuf) -> Result<PlannedImport, Failed> {
    let file =
        fs_err::File::open(&archive).map_err(|e| StoreError::io("opening the archive", &archive, e))?;
    let contents = read_archive(std::io::BufReader::new(file), &archive, Limits::default())?;
    let remarks = contents.remarks();
    let plan = plan_import(contents, &Library::new(library.clone()))?;
    Ok(PlannedImport { archive, lines: plan.lines(), plan: Arc::new(plan), remarks, library })
}
