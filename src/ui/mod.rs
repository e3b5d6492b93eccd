//! The window: library, canvas, panels and dialogs.
//!
//! Views read the app and put what they want into an outbox; [`dispatch`] does it, and is the only place where it is
//! done. Whatever takes longer than a frame is a job in [`jobs`]; [`background`] asks for it and takes what it found.
//! [`layout`] says which panels each place of a series has.

pub mod action;
mod app;
mod background;
pub mod canvas;
pub mod commands;
pub mod dialogs;
mod dispatch;
pub mod env;
mod erasing;
mod export;
pub mod figures;
mod files;
pub mod history;
pub mod icons;
mod importing;
pub mod jobs;
mod layout;
pub mod library;
mod log;
mod note;
pub mod notices;
mod opening;
pub mod outside;
pub mod panels;
pub mod report;
pub mod series_file;
pub mod settings;
mod situation;
pub mod theme;
pub mod versions;
mod watch;
pub mod widgets;
pub mod workspace;
pub mod writing;

pub use app::{App, StartError};

use std::path::PathBuf;
use std::process::ExitCode;

/// The name of the window, and of the folder in which its place is remembered.
const NAME: &str = "Stipple";

/// Opens the window. Returns when it is closed.
///
/// # Errors
///
/// What went wrong, in words, when there is no window to say it in.
pub fn run(path: Option<PathBuf>) -> Result<ExitCode, String> {
    let env = env::Env::system().ok_or("the system names no home folder; set HOME")?;
    log::start(&env.state);
    let viewport = egui::ViewportBuilder::default()
        .with_title(NAME)
        .with_app_id("stipple")
        .with_inner_size([1440.0, 900.0])
        .with_min_inner_size([1024.0, 700.0])
        .with_drag_and_drop(true)
        .with_icon(icons::window_icon());
    let options = eframe::NativeOptions {
        viewport,
        renderer: eframe::Renderer::Glow,
        persist_window: true,
        ..eframe::NativeOptions::default()
    };
    let start = move |cc: &eframe::CreationContext<'_>| {
        let app = App::new(&cc.egui_ctx, env, path)?;
        let boxed: Box<dyn eframe::App> = Box::new(app);
        Ok(boxed)
    };
    let shown = eframe::run_native(NAME, options, Box::new(start));
    shown.map(|()| ExitCode::SUCCESS).map_err(|error| {
        // What comes before the last part names places in the libraries' sources.
        let whole = error.to_string();
        let reason = whole.rsplit(": ").next().unwrap_or_default();
        format!(
            "the window cannot be opened ({reason}); it needs a desktop with OpenGL, the commands of `stipple --help` do not"
        )
    })
}
