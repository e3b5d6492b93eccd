//! The dialogs. Each asks for something through the outbox when it is accepted, and changes nothing before.

use crate::edit::Document;
use crate::model::{Atlas, Session};
use crate::ui::action::{DialogKind, Outbox};
use crate::ui::settings::Settings;
use egui::{Context, TextureHandle};
use std::path::{Path, PathBuf};

/// What dialogs read of the program.
#[derive(Debug)]
pub struct Scene<'a> {
    /// The open series, if one is.
    pub document: Option<&'a Document>,
    /// Its open session.
    pub session: Option<&'a Session>,
    /// The name of a picture of the view, proposed for its file.
    pub picture_path: PathBuf,
    /// The library that new series go to, and whether it can be written.
    pub library: (&'a Path, bool),
    /// The diagrams.
    pub atlas: &'a Atlas,
    /// The settings, which the settings dialog changes at once.
    pub settings: &'a mut Settings,
}

/// An open dialog with what has been filled in.
#[derive(Debug)]
pub enum Dialog {
    /// To be replaced.
    Pending(DialogKind),
}

impl Dialog {
    /// Opens a dialog. None when it makes no sense now, such as the details of no series.
    pub fn open(kind: DialogKind, scene: &Scene<'_>) -> Option<Self> {
        let _ = scene;
        Some(Self::Pending(kind))
    }

    /// Takes a drawn preview of the picture to be written.
    pub fn set_preview(&mut self, preview: TextureHandle) {
        let _ = preview;
    }

    /// Takes the file that the user chose for the picture, who then agreed to replace what is there.
    pub fn set_picture_path(&mut self, path: PathBuf) {
        let _ = path;
    }

    /// Takes the folder that the user chose for a new series.
    pub fn set_library(&mut self, folder: PathBuf) {
        let _ = folder;
    }

    /// Shows what went wrong with what was asked for; the dialog stays open.
    pub fn set_error(&mut self, message: String) {
        let _ = message;
    }

    /// Shows it. What is asked for goes to the outbox; closing is asked for with [`Action::CloseDialog`].
    ///
    /// [`Action::CloseDialog`]: crate::ui::action::Action::CloseDialog
    pub fn show(&mut self, ctx: &Context, scene: &mut Scene<'_>, out: &mut Outbox) {
        let _ = (ctx, scene, out);
    }
}
