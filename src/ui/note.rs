//! The note of a session, from the window.

use super::app::App;
use super::jobs::Lane;
use super::series_file;
use super::writing::FileRequest;
use crate::export::NoteFacts;
use std::sync::Arc;

impl App {
    /// Gathers what a note can say of the session of a number.
    pub(super) fn gather_facts(&self, number: usize) {
        let Some(workspace) = &self.workspace else { return };
        let (chosen, atlas) = (series_file::chosen(workspace), Arc::clone(&self.atlas));
        self.jobs.submit(Lane::Count, "note", move || {
            let facts = NoteFacts::of(&chosen, number, &atlas);
            Box::new(move |app, _| {
                if let (Some(dialog), Some(facts)) = (&mut app.dialog, facts) {
                    dialog.set_facts(facts);
                }
            })
        });
    }

    /// What the note beside the record says, gathered again after every change.
    pub(super) fn ask_note(&mut self) {
        let Some(workspace) = self.workspace.as_ref().filter(|_| !self.asked.note) else { return };
        let Some((of, index)) = workspace.note_wanted().zip(workspace.session_index()) else { return };
        self.asked.note = true;
        let (chosen, atlas) = (series_file::chosen(workspace), Arc::clone(&self.atlas));
        let folder = workspace.saver.folder().to_owned();
        self.jobs.submit(Lane::Count, "note beside the record", move || {
            let facts = NoteFacts::of(&chosen, index + 1, &atlas);
            Box::new(move |app, _| {
                app.asked.note = false;
                let workspace = app.workspace.as_mut().filter(|workspace| workspace.saver.folder() == folder);
                if let Some(workspace) = workspace {
                    workspace.record.note = facts.map(|facts| (of, facts));
                }
            })
        });
    }

    /// Writes a note to a file.
    pub(super) fn write_note(&self, text: String, file: FileRequest) {
        self.write_file(file, move |_| Ok(text.into_bytes()));
    }
}
