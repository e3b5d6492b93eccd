//! Client, title and plan of a series: to make one, and to change the open one.

mod changes;
mod plan;
mod plan_form;
mod reading;
mod view;
mod zones;

#[cfg(test)]
mod tests;

use super::Scene;
use super::form::{Accept, Answer, Form};
use super::value::number_text;
use crate::model::{Figure, Series, SeriesId};
use crate::store::Library;
use crate::ui::action::{Action, NewSeries, Outbox};
use egui::Context;
use std::path::PathBuf;

pub(in crate::ui) use plan_form::PlanForm;

/// What the form is for.
#[derive(Clone, Debug)]
enum Purpose {
    /// A new series, and where it goes.
    New {
        /// The library, if another was chosen than the one that is open.
        chosen: Option<(PathBuf, bool)>,
    },
    /// The open series.
    Details {
        /// Whether it can only be looked at.
        read_only: bool,
    },
}

/// The form with what has been filled in.
#[derive(Clone, Debug)]
pub(super) struct SeriesForm {
    purpose: Purpose,
    /// What it started from. Whatever the form does not show is taken from here.
    base: Series,
    title: String,
    name: String,
    reference: String,
    figure: Option<Figure>,
    indication: String,
    height: String,
    weight: String,
    skin_type: Option<String>,
    notes: String,
    plan: PlanForm,
    /// Whether it was tried to accept it, so that every problem shows.
    tried: bool,
    /// Whether it was just opened.
    fresh: bool,
    /// What went wrong with what was asked for.
    error: String,
}

impl SeriesForm {
    /// A form for a new series.
    pub(super) fn new_series() -> Self {
        let base = Series::new(SeriesId::fresh(), "");
        Self::of(base, Purpose::New { chosen: None })
    }

    /// A form for the details of a series.
    pub(super) fn details(series: &Series, read_only: bool) -> Self {
        Self::of(series.clone(), Purpose::Details { read_only })
    }

    fn of(base: Series, purpose: Purpose) -> Self {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        Self {
            purpose,
            title: base.title.clone(),
            name: text(&base.client.name),
            reference: text(&base.client.reference),
            figure: base.figure,
            indication: text(&base.indication),
            height: number_text(base.client.height_cm),
            weight: number_text(base.client.weight_kg),
            skin_type: base.client.skin_type.clone(),
            notes: base.notes.clone(),
            plan: PlanForm::of(base.plan.clone()),
            tried: false,
            fresh: true,
            error: String::new(),
            base,
        }
    }

    /// Takes the folder that was chosen for a new series.
    pub(super) fn set_library(&mut self, folder: PathBuf) {
        if let Purpose::New { chosen } = &mut self.purpose {
            let writable = Library::new(folder.clone()).is_writable();
            *chosen = Some((folder, writable));
            self.error.clear();
        }
    }

    /// Says what went wrong.
    pub(super) fn set_error(&mut self, message: String) {
        self.error = message;
    }

    const fn is_new(&self) -> bool {
        matches!(self.purpose, Purpose::New { .. })
    }

    const fn is_read_only(&self) -> bool {
        matches!(self.purpose, Purpose::Details { read_only: true })
    }

    /// Shows it.
    pub(super) fn show(&mut self, ctx: &Context, scene: &Scene<'_>, out: &mut Outbox) {
        let (title, accept) = match &self.purpose {
            Purpose::New { .. } => ("New series", Some(Accept::primary("Create series"))),
            Purpose::Details { read_only: false } => ("Series details", Some(Accept::primary("Save"))),
            Purpose::Details { read_only: true } => ("Series details", None),
        };
        let library = match &self.purpose {
            Purpose::New { chosen: Some((folder, writable)) } => Some((folder.clone(), *writable)),
            Purpose::New { chosen: None } => Some((scene.library.0.to_owned(), scene.library.1)),
            Purpose::Details { .. } => None,
        };
        let reading = self.read();
        let shelf = library.as_ref().map(|(folder, writable)| (folder.as_path(), *writable));
        let error = match (self.tried, reading.first_blocking()) {
            (true, Some(first)) => first,
            _ => self.error.clone(),
        };
        let form = Form {
            id: "series",
            title,
            width: 900.0,
            height: Some(if self.is_new() { 560.0 } else { 520.0 }),
            accept,
            error: &error,
            lightly: false,
        };
        let answer = form.show(ctx, |ui| view::body(ui, self, &reading, scene.atlas, shelf, out));
        self.fresh = false;
        match answer {
            Answer::Open => {}
            Answer::Close => out.push(Action::CloseDialog),
            Answer::Accept => self.accept(library, out),
        }
    }

    /// Asks for what was filled in, or shows what is wrong with it.
    fn accept(&mut self, library: Option<(PathBuf, bool)>, out: &mut Outbox) {
        // Read again, as fields may have changed while the form was shown.
        let reading = self.read();
        self.tried = true;
        self.error.clear();
        if reading.first_blocking().is_some() {
            return;
        }
        match (&self.purpose, library) {
            (Purpose::New { .. }, Some((library, true))) => {
                out.push(Action::CreateSeries(Box::new(NewSeries { series: reading.series, library })));
            }
            (Purpose::New { .. }, _) => {
                "Nothing can be written to this library. Choose another folder.".clone_into(&mut self.error);
            }
            (Purpose::Details { .. }, _) => {
                out.extend(changes::step(&self.base, reading.series).map(Action::Edit));
                out.push(Action::CloseDialog);
            }
        }
    }
}
