//! A picture of the view that leaves the program.

use super::destination::Outgoing;
use super::form::{Accept, Answer, Form, GAP, choice, choose_named, paragraph};
use super::value::whole;
use crate::export::Named;
use crate::heatmap::{Drawing, Theme};
use crate::model::Client;
use crate::ui::action::{Action, Outbox, PictureRequest};
use crate::ui::theme::{AS_MADE, Look, Text, size};
use crate::ui::widgets::{TextField, paint_whole};
use egui::{Context, CornerRadius, Sense, StrokeKind, TextureHandle, Ui, Vec2};
use std::path::PathBuf;

/// Width of the fields.
const LEFT: f32 = 380.0;
/// Width of the preview.
const PREVIEW: f32 = 340.0;
/// Height of the preview.
const PREVIEW_HEIGHT: f32 = 400.0;

/// How the name of a picture ends.
const ENDING: &str = "png";

/// The narrowest picture.
const LEAST: u32 = 64;
/// Widths to choose from, in pixels.
const WIDTHS: [u32; 3] = [1200, 2400, 4800];

const THEMES: [Theme; 2] = [Theme::Light, Theme::Dark];

/// The form with what has been filled in.
#[derive(Clone)]
pub(super) struct ExportForm {
    width: String,
    theme: Theme,
    named: Named,
    part: bool,
    file: Outgoing,
    /// The picture whose preview was asked for last.
    asked: Option<PictureRequest>,
    preview: Option<TextureHandle>,
}

impl std::fmt::Debug for ExportForm {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ExportForm")
            .field("width", &self.width)
            .field("file", &self.file)
            .finish_non_exhaustive()
    }
}

impl ExportForm {
    /// A form that proposes a file.
    pub(super) fn new(path: PathBuf) -> Self {
        Self {
            width: WIDTHS.get(1).map(u32::to_string).unwrap_or_default(),
            theme: Theme::Light,
            named: Named::default(),
            part: false,
            file: Outgoing::new(path),
            asked: None,
            preview: None,
        }
    }

    /// Takes the drawn preview.
    pub(super) fn set_preview(&mut self, preview: TextureHandle) {
        self.preview = Some(preview);
    }

    /// The file it goes to.
    pub(super) const fn to(&mut self) -> &mut Outgoing {
        &mut self.file
    }

    /// The width that was typed.
    fn width(&self) -> Result<u32, String> {
        let most = Drawing::MAX_SIDE;
        let width = whole(&self.width)?.filter(|width| (LEAST..=most).contains(width));
        width.ok_or_else(|| format!("From {LEAST} to {most} pixels."))
    }

    /// The picture as it is asked for now; none while the width is out of bounds.
    fn request(&self) -> Option<PictureRequest> {
        let width = self.width().ok()?;
        Some(PictureRequest { width, theme: self.theme, named: self.named, part: self.part })
    }

    /// Shows it.
    pub(super) fn show(&mut self, ctx: &Context, client: Option<&Client>, out: &mut Outbox) {
        let ready = self.request().is_some() && self.file.is_ready(ENDING);
        let error = self.file.error().to_owned();
        let form = Form {
            id: "export",
            title: "Picture of this view",
            width: LEFT + 32.0 + PREVIEW + 40.0,
            height: Some(430.0),
            accept: Some(Accept { enabled: ready, ..Accept::primary(self.file.words(ENDING)) }),
            error: &error,
            lightly: false,
        };
        let answer = form.show(ctx, |ui| {
            ui.horizontal_top(|ui| {
                ui.spacing_mut().item_spacing.x = 0.0;
                ui.vertical(|ui| {
                    ui.set_width(LEFT);
                    self.fields(ui, client, out);
                });
                ui.add_space(32.0);
                self.show_preview(ui);
            });
        });
        if let Some(request) = self.request().filter(|request| self.asked != Some(*request)) {
            self.asked = Some(request);
            out.push(Action::PreviewPicture(request));
        }
        match answer {
            Answer::Open => {}
            Answer::Close => {
                self.file.give_up();
                out.push(Action::CloseDialog);
            }
            Answer::Accept => self.accept(out),
        }
    }

    fn accept(&mut self, out: &mut Outbox) {
        let Some(request) = self.request() else { return };
        out.push(Action::WritePicture(self.file.begin(), request));
    }

    fn fields(&mut self, ui: &mut Ui, client: Option<&Client>, out: &mut Outbox) {
        self.width_fields(ui);
        ui.add_space(GAP);
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = GAP;
            let chosen = THEMES.iter().position(|theme| *theme == self.theme);
            let new = choice(ui, "Theme", &["Light", "Dark"], chosen);
            self.theme = new.and_then(|new| THEMES.get(new)).copied().unwrap_or(self.theme);
            let new = choice(ui, "Shows", &["Whole diagram", "Part in view"], Some(usize::from(self.part)));
            self.part = new.map_or(self.part, |new| new == 1);
        });
        ui.add_space(GAP);
        choose_named(ui, &mut self.named);
        ui.add_space(4.0);
        let look = Look::now(ui.ctx());
        paragraph(ui, &named_words(self.named, client), Text::Small, look.text_2);
        ui.add_space(GAP);
        if self.file.show(ui, LEFT, ENDING) {
            out.push(Action::ChooseFile(self.file.path().to_owned(), ENDING));
        }
        self.file.show_state(ui, ENDING, None);
    }

    fn width_fields(&mut self, ui: &mut Ui) {
        let problem = self.width().err().unwrap_or_default();
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = GAP;
            let names = WIDTHS.map(|width| width.to_string());
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            let chosen = names.iter().position(|name| *name == self.width.trim());
            let new = choice(ui, "Usual widths", &names, chosen);
            if let Some(name) = new.and_then(|new| names.get(new)) {
                (*name).clone_into(&mut self.width);
            }
            let rest = ui.available_width();
            let field = TextField::new("Width", rest).unit("px").problem(&problem).insist(true);
            field.show(ui, &mut self.width);
        });
    }

    fn show_preview(&self, ui: &mut Ui) {
        let look = Look::now(ui.ctx());
        let (rect, response) = ui.allocate_exact_size(Vec2::new(PREVIEW, PREVIEW_HEIGHT), Sense::hover());
        let words = if self.preview.is_some() { "Preview of the picture" } else { "Preview is being drawn" };
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Image, true, words));
        let radius = CornerRadius::same(size::RADIUS_M as u8);
        ui.painter().rect(rect, radius, look.sunken, look.hairline(), StrokeKind::Inside);
        if let Some(preview) = &self.preview {
            paint_whole(ui.painter(), preview, rect.shrink(8.0), AS_MADE);
        }
    }
}

/// What stands above the picture.
fn named_words(named: Named, client: Option<&Client>) -> String {
    let before = |text: &Option<String>| {
        let text = text.as_deref().map(str::trim).filter(|text| !text.is_empty());
        text.map(|text| format!("“{text}” stands above it, before the title of the series."))
    };
    let (text, missing) = match named {
        Named::Neither => (None, "Only the title of the series stands above it."),
        Named::Reference => (client.and_then(|c| before(&c.reference)), "The client has no reference."),
        Named::Name => (client.and_then(|c| before(&c.name)), "The client has no name."),
    };
    text.unwrap_or_else(|| missing.to_owned())
}

#[cfg(test)]
#[path = "export_tests.rs"]
mod tests;
