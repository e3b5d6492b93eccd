//! What views ask for. Views never change the series or the disk themselves: they say what they want, and
//! [`dispatch`](super::dispatch) does it.

use super::commands::Command;
use super::workspace::Place;
use crate::edit::Step;
use crate::model::{DiagramId, EntryKind, Passes, Plan, Series, SessionId};
use std::path::PathBuf;

/// Something a view asks for.
#[derive(Clone, Debug)]
pub enum Action {
    /// A command of the table.
    Run(Command),
    /// Open a series.
    OpenSeries {
        /// Its folder.
        folder: PathBuf,
        /// A session of it.
        session: Option<SessionId>,
        /// Treat or Review.
        place: Place,
        /// Begin a new session at once.
        begin: bool,
    },
    /// Open a library.
    OpenLibrary(PathBuf),
    /// Open the sample library.
    OpenSample,
    /// Make a series.
    CreateSeries(Box<NewSeries>),
    /// Open a session of the series.
    SelectSession(SessionId),
    /// Show a diagram.
    SelectDiagram(DiagramId),
    /// Log what a gesture drew.
    Commit(Vec<EntryKind>),
    /// Log passes over a whole zone.
    LogZone(usize, Passes),
    /// Log passes over a gap.
    LogGap(usize, Passes),
    /// Change the series.
    Edit(Step),
    /// Choose a zone; with true, show it large as well.
    SelectZone(usize, bool),
    /// Show a place of gaps.
    Locate(usize),
    /// Save again after a failure.
    RetrySave,
    /// Read the series again from disk and forget what was not saved.
    Reload,
    /// Write the open session to a file of the user's choice.
    SaveCopy,
    /// Say something.
    Say(String),
    /// Show a dialog.
    Show(DialogKind),
    /// Close the dialog.
    CloseDialog,
    /// Write the picture to a file.
    WritePicture(PathBuf),
    /// Change the settings.
    SettingsChanged,
}

/// What a new series starts with.
#[derive(Clone, Debug, PartialEq)]
pub struct NewSeries {
    /// The series.
    pub series: Series,
    /// Its plan.
    pub plan: Option<Plan>,
    /// The library it goes to.
    pub library: PathBuf,
}

/// The dialogs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DialogKind {
    /// A new series.
    NewSeries,
    /// Client, title and plan of the open series.
    Details,
    /// The devices of the open session.
    Devices,
    /// Settings.
    Settings,
    /// All shortcuts.
    Shortcuts,
    /// What can leave the program.
    ExportPicture,
    /// What would be lost by reloading.
    Reload,
    /// About the program.
    About,
}

/// What views have asked for in this frame.
pub type Outbox = Vec<Action>;
