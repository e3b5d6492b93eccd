//! Erasing a series from the library.

use super::app::App;
use super::jobs::Lane;
use crate::store::{self, Did, Disk, Erased, StoreError};
use crate::wording;
use std::path::{Path, PathBuf};

impl App {
    /// Finds out what erasing the chosen series of the library would do.
    pub(super) fn plan_erase(&mut self) {
        let Some(folder) = self.library.selected.clone() else { return };
        let state = self.env.state.clone();
        self.jobs.submit(Lane::Library, "plan erase", move || {
            let plan = store::plan_erase(&folder, &state);
            Box::new(move |app, _| {
                let Some(dialog) = &mut app.dialog else { return };
                match plan {
                    Ok(plan) => dialog.set_erase_plan(plan),
                    Err(error) => dialog.set_error(error.to_string()),
                }
            })
        });
    }

    /// Erases a series. If it is open, it is closed first.
    pub(super) fn erase(&mut self, folder: PathBuf) {
        if self.workspace.as_ref().is_some_and(|workspace| workspace.saver.folder() == folder) {
            self.leave_series();
        }
        if self.settings.open_series.as_ref() == Some(&folder) {
            self.settings.open_series = None;
            self.settings.view = None;
        }
        let (state, now) = (self.env.state.clone(), self.env.now());
        // After whatever is being saved. The plan is made anew, as files may have come since it was shown.
        self.jobs.submit(Lane::Save, "erase", move || {
            let erased =
                store::plan_erase(&folder, &state).and_then(|plan| store::erase(&Disk, &plan, &state, now));
            Box::new(move |app, _| app.series_erased(&folder, erased))
        });
    }

    fn series_erased(&mut self, folder: &Path, erased: Result<Erased, StoreError>) {
        match erased {
            Ok(Erased { removed, series }) => {
                self.dialog = None;
                if let (Some(library), Some(series)) = (folder.parent(), &series) {
                    self.note_series(library, Did::Erased, series);
                }
                self.notices.say(format!("Erased {}.", wording::count(removed, "file")));
            }
            Err(error) => match &mut self.dialog {
                Some(dialog) => dialog.set_error(format!("Not all of it was erased: {error}")),
                None => self.notices.say(format!("Not all of it was erased: {error}")),
            },
        }
        self.library.selected.take_if(|selected| selected == folder);
        self.library.read(&self.jobs);
    }
}
