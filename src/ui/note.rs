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

    /// Writes a note to a file.
    pub(super) fn write_note(&self, text: String, file: FileRequest) {
        self.write_file(file, move |_| Ok(text.into_bytes()));
    }
}
