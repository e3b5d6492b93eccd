//! The window: library, canvas, panels and dialogs.
//!
//! Views read the app and put what they want into an outbox; `dispatch` does it.

pub mod action;
pub mod canvas;
pub mod commands;
pub mod dialogs;
pub mod env;
pub mod figures;
pub mod icons;
pub mod jobs;
pub mod library;
pub mod notices;
pub mod panels;
pub mod settings;
pub mod theme;
pub mod widgets;
pub mod workspace;

/// The app.
#[derive(Debug)]
pub struct App {}
