//! What erasing a series would remove, and what would stay.

use super::form::{Accept, Answer, Form, paragraph};
use crate::store::ErasePlan;
use crate::ui::action::{Action, Outbox};
use crate::ui::theme::{Look, Text};
use crate::ui::widgets::{ButtonKind, label};
use crate::wording;
use egui::{Context, Ui};
use std::path::PathBuf;

/// The question with what was found out.
#[derive(Clone, Debug, Default)]
pub(super) struct EraseForm {
    asked: bool,
    plan: Option<ErasePlan>,
    erasing: bool,
    error: String,
}

impl EraseForm {
    /// Takes what erasing would do.
    pub(super) fn set_plan(&mut self, plan: ErasePlan) {
        self.plan = Some(plan);
    }

    /// Says what went wrong.
    pub(super) fn set_error(&mut self, message: String) {
        self.erasing = false;
        self.error = message;
    }

    /// Shows it.
    pub(super) fn show(&mut self, ctx: &Context, out: &mut Outbox) {
        if !self.asked {
            self.asked = true;
            out.push(Action::PlanErase);
        }
        let title = match self.plan.as_ref().map(|plan| plan.title.as_deref()) {
            Some(Some(title)) => format!("Erase “{title}”?"),
            _ => "Erase the series?".to_owned(),
        };
        let words = if self.erasing { "Erasing" } else { "Erase" };
        let enabled = self.plan.is_some() && !self.erasing;
        let error = self.error.clone();
        let form = Form {
            id: "erase",
            title: &title,
            width: 520.0,
            height: Some(210.0),
            accept: Some(Accept { words, kind: ButtonKind::Danger, enabled }),
            error: &error,
            lightly: false,
        };
        let answer = form.show(ctx, |ui| self.body(ui));
        match answer {
            Answer::Open => {}
            Answer::Close => out.push(Action::CloseDialog),
            Answer::Accept => {
                if let Some(plan) = &self.plan {
                    self.erasing = true;
                    self.error.clear();
                    out.push(Action::Erase(plan.folder.clone()));
                }
            }
        }
    }

    fn body(&self, ui: &mut Ui) {
        let look = Look::now(ui.ctx());
        let Some(plan) = &self.plan else {
            label(ui, "Looking for its files", Text::Body, look.text_3);
            return;
        };
        let goes = format!(
            "{} of the series and {} that are kept of them go for good. This cannot be undone.",
            wording::count(plan.files.len(), "file"),
            wording::count(plan.kept.len(), "earlier version"),
        );
        paragraph(ui, &goes, Text::Body, look.text);
        ui.add_space(10.0);
        list(ui, "Stays in the folder, as this program did not write it:", &plan.foreign);
        list(ui, "Stays, a copy elsewhere:", &plan.elsewhere);
        let beyond = "Not reached: reports, pictures and archives that were exported, backups, and what a sync engine \
                      keeps on other machines. On most disks, what was erased can be found again with special tools \
                      until it is written over.";
        paragraph(ui, beyond, Text::Body, look.text_2);
    }
}

fn list(ui: &mut Ui, words: &str, paths: &[PathBuf]) {
    /// How many are named.
    const NAMED: usize = 6;
    let look = Look::now(ui.ctx());
    if paths.is_empty() {
        return;
    }
    paragraph(ui, words, Text::Body, look.text);
    for path in paths.iter().take(NAMED) {
        paragraph(ui, &path.display().to_string(), Text::Small, look.text_2);
    }
    if let Some(more) = paths.len().checked_sub(NAMED).filter(|more| *more > 0) {
        paragraph(ui, &format!("and {more} more"), Text::Small, look.text_2);
    }
    ui.add_space(10.0);
}
