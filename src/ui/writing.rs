//! The one way of every file that leaves the window: asked for in a dialog, made and written off the window's thread,
//! given up when the dialog is closed, and shown in its folder when that is wanted.

use super::app::App;
use super::jobs::Lane;
use super::outside::OutsideError;
use crate::export::Progress;
use crate::store::{self, Did, StoreError};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A file that was asked for.
#[derive(Clone, Debug)]
pub struct FileRequest {
    /// Where it goes.
    pub path: PathBuf,
    /// Whether the user agreed to replace what is there.
    pub replace: bool,
    /// How far it is, and whether it is still wanted.
    pub progress: Progress,
}

/// Why something could not be made.
pub(super) type Failed = Box<dyn std::error::Error + Send + Sync>;

/// Why a file was not written.
#[derive(Debug, thiserror::Error)]
enum WriteError {
    #[error("{0}")]
    Made(Failed),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("there is already a file of this name; agree to replace it or choose another")]
    Exists,
}

impl App {
    /// Makes a file and writes it. The open dialog is closed when it is there, and says what went wrong when not.
    pub(super) fn write_file(
        &self,
        file: FileRequest,
        make: impl FnOnce(&Progress) -> Result<Vec<u8>, Failed> + Send + 'static,
    ) {
        self.jobs.submit(Lane::Draw, "file", move || {
            let written = write(&file, make);
            Box::new(move |app, _| app.export_written(&file, written))
        });
    }

    fn export_written(&mut self, file: &FileRequest, written: Result<(), WriteError>) {
        match (written, &mut self.dialog) {
            (Ok(()), _) => {
                self.dialog = None;
                self.note_done(Did::Exported, None);
                self.say_saved("Saved", &file.path);
            }
            // Nobody waits for it any more.
            (Err(_), _) if file.progress.is_cancelled() => {}
            (Err(error), Some(dialog)) => dialog.set_error(format!("Not written: {error}")),
            (Err(error), None) => self.notices.say(format!("The file was not written: {error}")),
        }
    }

    /// Says that a file was written, and offers to show its folder.
    pub(super) fn say_saved(&mut self, words: &str, path: &Path) {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let folder = path.parent().unwrap_or(Path::new("")).to_owned();
        self.notices.say_with_folder(format!("{words} {name}"), folder);
    }

    /// Shows a folder in the system's own program.
    pub(super) fn show_folder(&self, folder: PathBuf) {
        let words = folder.display().to_string();
        self.hand_over(folder, move |app, shown| {
            if let Err(error) = shown {
                app.notices.say(format!("The folder is not shown: {error}. It is {words}"));
            }
        });
    }

    /// Hands a file or folder to another program.
    pub(super) fn hand_over(
        &self,
        path: PathBuf,
        then: impl FnOnce(&mut Self, Result<(), OutsideError>) + Send + 'static,
    ) {
        let opener = Arc::clone(&self.env.opener);
        self.jobs.submit(Lane::Outside, "hand over", move || {
            let shown = opener(&path);
            Box::new(move |app, _| then(app, shown))
        });
    }
}

fn write(
    file: &FileRequest,
    make: impl FnOnce(&Progress) -> Result<Vec<u8>, Failed>,
) -> Result<(), WriteError> {
    // Asked before the work is done, and again by the write itself.
    if !file.replace && file.path.exists() {
        return Err(WriteError::Exists);
    }
    let bytes = make(&file.progress).map_err(WriteError::Made)?;
    // What nobody wants any more is not written, however late that was said.
    file.progress.reached(1, 1).map_err(|cancelled| WriteError::Made(cancelled.into()))?;
    store::replace(&file.path, &bytes)?;
    Ok(())
}
