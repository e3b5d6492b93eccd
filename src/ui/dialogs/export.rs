//! A picture of the view that leaves the program.

use super::destination::Outgoing;
use super::form::{Accept, Answer, Form, GAP, choice, choose_named, paragraph};
use super::value::whole;
use crate::export::Named;
use crate::heatmap::{Drawing, PictureOptions, PicturePart, PictureParts, Theme};
use crate::model::Client;
use crate::ui::action::{Action, Outbox, PictureFormat, PictureRequest};
use crate::ui::icons::Icon;
use crate::ui::theme::{AS_MADE, Look, Text, size};
use crate::ui::widgets::{Button, TextField, checkbox, paint_whole};
use egui::{Context, CornerRadius, Sense, StrokeKind, TextureHandle, Ui, Vec2};
use std::path::PathBuf;

/// Width of the fields.
const LEFT: f32 = 380.0;
/// Width of the preview.
const PREVIEW: f32 = 340.0;
/// Height of the preview.
const PREVIEW_HEIGHT: f32 = 400.0;
/// Width of a part that can be left out.
const PART: f32 = 118.0;

const FORMATS: [PictureFormat; 2] = [PictureFormat::Png, PictureFormat::Svg];

/// The parts of a picture with their names.
const PARTS: [(PicturePart, &str); 4] = [
    (PicturePart::Title, "Title"),
    (PicturePart::Legend, "Legend"),
    (PicturePart::ScaleBar, "Scale bar"),
    (PicturePart::Outlines, "Zone outlines"),
];

/// How the name of a picture ends.
const fn ending(format: PictureFormat) -> &'static str {
    match format {
        PictureFormat::Png => "png",
        PictureFormat::Svg => "svg",
    }
}

/// The narrowest picture.
const LEAST: u32 = 64;

const THEMES: [Theme; 2] = [Theme::Light, Theme::Dark];

/// The form with what has been filled in.
#[derive(Clone)]
pub(super) struct ExportForm {
    width: String,
    theme: Theme,
    named: Named,
    part: bool,
    parts: PictureParts,
    transparent: bool,
    format: PictureFormat,
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
            width: (2 * PictureOptions::USUAL_WIDTH).to_string(),
            theme: Theme::Light,
            named: Named::default(),
            part: false,
            parts: PictureParts::ALL,
            transparent: false,
            format: PictureFormat::Png,
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
        Some(PictureRequest {
            width,
            theme: self.theme,
            named: self.named,
            part: self.part,
            parts: self.parts,
            transparent: self.transparent,
            format: self.format,
        })
    }

    /// Shows it.
    pub(super) fn show(&mut self, ctx: &Context, client: Option<&Client>, out: &mut Outbox) {
        let ending = ending(self.format);
        let ready = self.request().is_some() && self.file.is_ready(ending);
        let error = self.file.error().to_owned();
        let form = Form {
            id: "export",
            title: "Picture of this view",
            width: LEFT + 32.0 + PREVIEW + 40.0,
            height: Some(486.0),
            accept: Some(Accept { enabled: ready, ..Accept::primary(self.file.words(ending)) }),
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
                ui.vertical(|ui| {
                    self.show_preview(ui);
                    ui.add_space(GAP);
                    self.copy_button(ui, out);
                });
            });
        });
        // A drawing looks the same as pixels and as shapes.
        let seen = self.request().map(|request| PictureRequest { format: PictureFormat::Png, ..request });
        if let Some(request) = seen.filter(|request| self.asked != Some(*request)) {
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
        self.part_fields(ui);
        ui.add_space(8.0);
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = GAP;
            ui.add_enabled_ui(self.parts.has(PicturePart::Title), |ui| choose_named(ui, &mut self.named));
            let chosen = FORMATS.iter().position(|format| *format == self.format);
            let new = choice(ui, "Written as", &["PNG", "SVG"], chosen);
            if let Some(format) = new.and_then(|new| FORMATS.get(new)) {
                self.format = *format;
                self.file.set_ending(ending(*format));
            }
        });
        ui.add_space(4.0);
        let look = Look::now(ui.ctx());
        let words = if self.parts.has(PicturePart::Title) {
            named_words(self.named, client)
        } else {
            "Nothing stands above it.".to_owned()
        };
        paragraph(ui, &words, Text::Small, look.text_2);
        ui.add_space(GAP);
        let ending = ending(self.format);
        if self.file.show(ui, LEFT, ending) {
            out.push(Action::ChooseFile(self.file.path().to_owned(), ending));
        }
        self.file.show_state(ui, ending, None);
    }

    /// What stands around the figure, on it and behind it.
    fn part_fields(&mut self, ui: &mut Ui) {
        let field = |ui: &mut Ui, on: &mut bool, words: &str| {
            ui.allocate_ui(Vec2::new(PART, 30.0), |ui| {
                ui.set_min_width(PART);
                checkbox(ui, on, words);
            });
        };
        for parts in PARTS.chunks(3) {
            ui.horizontal(|ui| {
                for (part, words) in parts {
                    let mut on = self.parts.has(*part);
                    field(ui, &mut on, words);
                    self.parts.set(*part, on);
                }
                if parts.len() < 3 {
                    field(ui, &mut self.transparent, "Transparent ground");
                }
            });
        }
    }

    fn copy_button(&self, ui: &mut Ui, out: &mut Outbox) {
        let request = self.request();
        let copy = Button::new("Copy the picture").icon(Icon::Copy).enabled(request.is_some()).show(ui);
        if let Some(request) = request.filter(|_| copy.clicked()) {
            out.push(Action::CopyPicture(request));
        }
    }

    fn width_fields(&mut self, ui: &mut Ui) {
        let problem = self.width().err().unwrap_or_default();
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = GAP;
            let scales = PictureOptions::SCALES;
            let names = scales.map(|scale| format!("{scale}×"));
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            let width = |scale: &u32| (PictureOptions::USUAL_WIDTH * scale).to_string();
            let chosen = scales.iter().position(|scale| width(scale) == self.width.trim());
            let new = choice(ui, "Scale", &names, chosen);
            if let Some(scale) = new.and_then(|new| scales.get(new)) {
                self.width = width(scale);
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
