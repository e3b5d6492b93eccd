//! File dialogs of the system. They are made on the window's thread, as some systems demand, and waited for on
//! another.

use super::action::Action;
use super::app::App;
use super::jobs::{Lane, Outcome};
use crate::model::Session;
use crate::store::{self, StoreError, session_text};
use rfd::AsyncFileDialog;
use std::future::Future;
use std::path::{Path, PathBuf};

impl App {
    /// Asks for a folder to open.
    pub(super) fn choose_folder(&self) {
        let dialog =
            AsyncFileDialog::new().set_title("Open a library or a series").set_directory(&self.library.root);
        self.wait_for_choice(dialog.pick_folder(), |app, path| app.inbox.push(Action::OpenPath(path)));
    }

    /// Asks for an archive to take in.
    pub(super) fn choose_archive(&self) {
        let dialog = AsyncFileDialog::new().set_title("Import an archive").add_filter("Archive", &["zip"]);
        self.wait_for_choice(dialog.pick_file(), |app, path| app.inbox.push(Action::AskImport(path)));
    }

    /// Asks for the folder that new series go to.
    pub(super) fn choose_library(&self) {
        let dialog =
            AsyncFileDialog::new().set_title("Folder for the new series").set_directory(&self.library.root);
        self.wait_for_choice(dialog.pick_folder(), |app, path| {
            let Some(dialog) = &mut app.dialog else { return };
            if path.starts_with(app.env.sample()) {
                dialog.set_error(
                    "The sample library takes no series of your own; choose another folder.".to_owned(),
                );
            } else {
                dialog.set_library(path);
            }
        });
    }

    /// Asks for the file that something goes to that leaves the program, with this ending.
    pub(super) fn choose_file(&self, proposed: &Path, ending: &'static str) {
        let dialog = save_dialog("Export", proposed).add_filter(ending, &[ending]);
        self.wait_for_choice(dialog.save_file(), move |app, path| {
            if let Some(dialog) = &mut app.dialog {
                dialog.set_path(with_ending(path, ending));
            }
        });
    }

    /// Writes the open session, as it is on the screen, to a file of the user's choice.
    pub(super) fn save_copy(&self) {
        let Some(session) = self.workspace.as_ref().and_then(|workspace| workspace.session().cloned()) else {
            return;
        };
        let name = PathBuf::from(format!("copy-of-session-{}.json", session.started_at.date()));
        let dialog = save_dialog("Save a copy of the session", &name).add_filter("Session", &["json"]);
        self.wait_for_choice(dialog.save_file(), move |app, path| {
            let path = with_ending(path, "json");
            app.jobs.submit(Lane::Save, "copy", move || {
                let written = copy(&session, &path);
                Box::new(move |app, _| app.copy_written(&path, written))
            });
        });
    }

    fn copy_written(&mut self, path: &Path, written: Result<(), CopyError>) {
        match written {
            Ok(()) => self.say_saved("Saved the copy", path),
            Err(error) => self.notices.say(format!("The copy was not written: {error}")),
        }
    }

    /// Waits for a choice off the window's thread. No choice and a failed dialog look alike and do nothing.
    fn wait_for_choice<F>(&self, choice: F, then: impl FnOnce(&mut Self, PathBuf) + Send + 'static)
    where
        F: Future<Output = Option<rfd::FileHandle>> + Send + 'static,
    {
        self.jobs.submit(Lane::Choose, "choose", move || -> Outcome {
            let chosen = pollster::block_on(choice).map(|handle| handle.path().to_owned());
            Box::new(move |app, _| {
                if let Some(path) = chosen {
                    then(app, path);
                }
            })
        });
    }
}

fn copy(session: &Session, path: &Path) -> Result<(), CopyError> {
    store::replace(path, session_text(session)?.as_bytes())?;
    Ok(())
}

/// Why a copy was not written.
#[derive(Debug, thiserror::Error)]
enum CopyError {
    #[error("the session cannot be put into words: {0}")]
    Text(#[from] serde_json::Error),
    #[error(transparent)]
    Store(#[from] StoreError),
}

fn save_dialog(title: &str, proposed: &Path) -> AsyncFileDialog {
    let name = proposed.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let dialog = AsyncFileDialog::new().set_title(title).set_file_name(name);
    match proposed.parent().filter(|folder| folder.is_dir()) {
        Some(folder) => dialog.set_directory(folder),
        None => dialog,
    }
}

/// The same file with an ending, if the user gave none.
fn with_ending(path: PathBuf, ending: &str) -> PathBuf {
    if path.extension().is_some() { path } else { path.with_extension(ending) }
}
