//! Pictures that leave the program.

use super::action::{Action, PictureFormat, PictureRequest};
use super::app::App;
use super::figures::Figure;
use super::jobs::Lane;
use super::library::texture;
use super::workspace::{Place, Workspace};
use super::writing::FileRequest;
use crate::export::Progress;
use crate::heatmap::{
    Field, Fonts, MapContext, MapKind, MapScale, Picture, PictureError, PictureOptions, Pixels, picture_png,
    picture_svg, render,
};
use crate::model::TargetCounts;
use crate::store;
use crate::wording;
use egui::{ColorImage, Context};
use jiff::civil::Date;
use std::path::{Path, PathBuf};

/// Everything a picture is drawn from, taken from the open series at one time.
#[derive(Clone, Debug)]
struct Scene {
    figure: Figure,
    source: super::canvas::HeatSource,
    map: MapKind,
    on: Date,
    options: PictureOptions,
}

/// The file proposed for a picture of what is shown: in the user's own folder for pictures or documents, with
/// nothing of the client in its name.
pub(super) fn proposed_path(workspace: &Workspace, today: Date) -> PathBuf {
    let title = store::slug(&workspace.document().series().title);
    let map = store::slug(workspace.map().title());
    let name = format!("{title}-{map}-{today}.png");
    let user = directories::UserDirs::new();
    let pictures = user.as_ref().and_then(|user| user.picture_dir().map(Path::to_owned));
    pictures.unwrap_or_else(documents).join(name)
}

/// The user's own folder for documents, where files other than pictures are proposed.
pub(super) fn documents() -> PathBuf {
    let Some(user) = directories::UserDirs::new() else { return PathBuf::new() };
    user.document_dir().unwrap_or_else(|| user.home_dir()).to_owned()
}

impl App {
    /// Draws what the picture of the export dialog would look like.
    pub(super) fn preview_picture(&mut self, request: PictureRequest) {
        let small = PictureRequest { width: request.width.min(PREVIEW_WIDTH), ..request };
        let Some(scene) = self.picture_scene(small) else {
            // The diagram is still being drawn; the preview comes when it is there.
            if self.dialog.is_some() {
                self.inbox.push(Action::PreviewPicture(request));
            }
            return;
        };
        self.jobs.submit(Lane::Draw, "preview", move || {
            let drawn = scene.draw();
            Box::new(move |app, ctx| app.preview_drawn(ctx, drawn))
        });
    }

    fn preview_drawn(&mut self, ctx: &Context, drawn: Result<Pixels, PictureError>) {
        let Some(dialog) = &mut self.dialog else { return };
        match drawn {
            Ok(pixels) => dialog.set_preview(texture(ctx, &pixels)),
            Err(error) => dialog.set_error(error.to_string()),
        }
    }

    /// Writes the picture to a file.
    pub(super) fn write_picture(&mut self, file: FileRequest, request: PictureRequest) {
        match (self.picture_scene(request), &mut self.dialog) {
            (Some(scene), _) => {
                self.write_file(file, move |progress| Ok(scene.file(request.format, progress)?));
            }
            (None, Some(dialog)) => dialog.set_error(
                "Not written: the diagram is still being drawn; try again in a moment.".to_owned(),
            ),
            (None, None) => {}
        }
    }

    /// Draws the picture for the clipboard.
    pub(super) fn copy_picture(&mut self, request: PictureRequest) {
        let copied = PictureRequest { width: request.width.min(COPY_WIDTH), ..request };
        let Some(scene) = self.picture_scene(copied) else {
            self.notices
                .say("Not copied: the diagram is still being drawn; try again in a moment.".to_owned());
            return;
        };
        self.jobs.submit(Lane::Draw, "copy", move || {
            let drawn = scene.draw();
            Box::new(move |app, ctx| app.picture_copied(ctx, drawn))
        });
    }

    fn picture_copied(&mut self, ctx: &Context, drawn: Result<Pixels, PictureError>) {
        match drawn {
            Ok(pixels) => {
                let size = [pixels.width as usize, pixels.height as usize];
                ctx.copy_image(ColorImage::from_rgba_premultiplied(size, &pixels.rgba));
                let [width, height] = size;
                self.notices.say(format!("The picture was copied, {width} × {height} pixels."));
            }
            Err(error) => self.notices.say(format!("Not copied: {error}")),
        }
    }

    fn picture_scene(&self, request: PictureRequest) -> Option<Scene> {
        let workspace = self.workspace.as_ref()?;
        let figure = self.figures.peek(&workspace.diagram.id, workspace.tone)?.clone();
        let source = workspace.heat_source(&figure)?;
        let key = workspace.heat_key(request.theme, self.env.today());
        let series = workspace.document().series();
        let title = request.named.title(series);
        let only = workspace.pass_filter();
        let only = if only.is_all() { String::new() } else { format!(" · only {}", only.words()) };
        let view = workspace.view().copied().filter(|_| request.part);
        let options = PictureOptions {
            width: request.width,
            theme: request.theme,
            title,
            subtitle: format!("{} · {}{only}", workspace.diagram.title, shown_sessions(workspace)),
            framed: true,
            parts: request.parts,
            transparent: request.transparent,
            part: view.and_then(|view| view.visible_part(self.canvas, workspace.diagram.size_mm)),
        };
        Some(Scene { figure, source, map: key.map, on: key.on, options })
    }
}

/// A copied picture is no wider than this, in pixels: all of it is held in memory, here and where it is put.
const COPY_WIDTH: u32 = 2400;
/// A preview is no wider than this, in pixels.
const PREVIEW_WIDTH: u32 = 900;

/// The sessions shown, in words.
fn shown_sessions(workspace: &Workspace) -> String {
    let sessions = workspace.document().sessions();
    let range = workspace.shown_range();
    let date = |i: usize| sessions.get(i).map(|session| wording::date(session.started_at.date(), None));
    match (date(*range.start()), date(*range.end())) {
        (Some(day), Some(_)) if range.start() == range.end() => {
            format!("session {}, {day}", range.start() + 1)
        }
        (Some(first), Some(last)) => {
            let words = if workspace.place == Place::Treat { "series to date" } else { "sessions" };
            format!("{words}, {} – {}, {first} – {last}", range.start() + 1, range.end() + 1)
        }
        _ => "no session yet".to_owned(),
    }
}

impl Scene {
    fn draw(&self) -> Result<Pixels, PictureError> {
        self.with(|picture| render(picture, &self.options, &Fonts::default()))
    }

    /// The picture as a file.
    fn file(&self, format: PictureFormat, progress: &Progress) -> Result<Vec<u8>, PictureError> {
        self.with(|picture| match format {
            PictureFormat::Png => picture_png(picture, &self.options, &Fonts::default(), |done, of| {
                progress.reached(done as usize, of as usize).is_ok()
            }),
            PictureFormat::Svg => Ok(picture_svg(picture, &self.options)?.into_bytes()),
        })
    }

    fn with<T>(&self, draw: impl FnOnce(&Picture<'_>) -> T) -> T {
        let targets: &[Option<TargetCounts>] = &self.source.targets;
        let (set, zones) = (&self.source.set(), &*self.source.zones);
        let signed = self.source.signed.as_ref().map(|source| source.map(set, zones));
        let field = Field { set, zones, map: self.map, on: self.on, targets, signed: signed.as_ref() };
        let context = MapContext::of(&field, self.source.interval_days);
        let scale = MapScale::new(self.map, &context, self.options.theme);
        let picture = self.figure.picture(&field, &scale);
        draw(&picture)
    }
}
