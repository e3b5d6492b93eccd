//! What taking in an archive would do, before it is done.

use super::form::{Accept, Answer, Form, paragraph};
use crate::ui::action::{Action, Outbox};
use crate::ui::importing::PlannedImport;
use crate::ui::theme::{Look, Text};
use crate::ui::widgets::label;
use egui::{Context, Ui};
use std::path::PathBuf;

/// The most lines that are shown; the command line shows all.
const LINES: usize = 400;
/// How far a line is moved in for each thing that it belongs to.
const STEP: f32 = 16.0;

/// The question with what was found out.
#[derive(Clone, Debug)]
pub(super) struct ImportForm {
    archive: PathBuf,
    planned: Option<PlannedImport>,
    importing: bool,
    error: String,
}

impl ImportForm {
    /// The question about an archive.
    pub(super) const fn new(archive: PathBuf) -> Self {
        Self { archive, planned: None, importing: false, error: String::new() }
    }

    /// Takes what taking it in would do. What was found out about another archive is not wanted any more.
    pub(super) fn set_planned(&mut self, planned: PlannedImport) {
        if planned.archive == self.archive {
            self.planned = Some(planned);
        }
    }

    /// Says what went wrong.
    pub(super) fn set_error(&mut self, message: String) {
        self.importing = false;
        self.error = message;
    }

    /// Shows it.
    pub(super) fn show(&mut self, ctx: &Context, out: &mut Outbox) {
        let is_change = self.planned.as_ref().is_some_and(|planned| planned.plan.is_change());
        let words = if self.importing { "Importing" } else { "Import" };
        let error = self.error.clone();
        let form = Form {
            id: "import",
            title: &format!("Import {}", self.archive.file_name().unwrap_or_default().to_string_lossy()),
            width: 560.0,
            height: Some(320.0),
            accept: Some(Accept { enabled: is_change && !self.importing, ..Accept::primary(words) }),
            error: &error,
            lightly: false,
        };
        let answer = form.show(ctx, |ui| self.body(ui));
        match (answer, &self.planned) {
            (Answer::Open, _) | (Answer::Accept, None) => {}
            (Answer::Close, _) => out.push(Action::CloseDialog),
            (Answer::Accept, Some(planned)) => {
                self.importing = true;
                self.error.clear();
                out.push(Action::Import(Box::new(planned.clone())));
            }
        }
    }

    fn body(&self, ui: &mut Ui) {
        let look = Look::now(ui.ctx());
        let Some(planned) = &self.planned else {
            if self.error.is_empty() {
                label(ui, "Looking at what is in it", Text::Body, look.text_3);
            }
            return;
        };
        let into = format!("Into the library {}.", planned.library.display());
        paragraph(ui, &into, Text::Small, look.text_2);
        if !planned.plan.is_change() {
            ui.add_space(4.0);
            paragraph(ui, "All of it is there already; nothing would be written.", Text::Body, look.text);
        }
        for remark in &planned.remarks {
            ui.add_space(4.0);
            paragraph(ui, remark, Text::Small, look.note);
        }
        ui.add_space(6.0);
        for line in planned.lines.iter().take(LINES) {
            let (style, colour) = match line.depth {
                0 => (Text::Strong, look.text),
                1 => (Text::Body, look.text),
                _ => (Text::Small, look.text_2),
            };
            ui.add_space(if line.depth == 0 { 8.0 } else { 2.0 });
            ui.horizontal_top(|ui| {
                ui.spacing_mut().item_spacing.x = 0.0;
                ui.add_space(STEP * line.depth as f32);
                paragraph(ui, &line.text, style, colour);
            });
        }
        if let Some(more) = planned.lines.len().checked_sub(LINES).filter(|more| *more > 0) {
            ui.add_space(4.0);
            paragraph(ui, &format!("and {more} more lines"), Text::Small, look.text_2);
        }
    }
}
