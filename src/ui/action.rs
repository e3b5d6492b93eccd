//! What views ask for. Views never change the series or the disk themselves: they say what they want, and
//! [`dispatch`](super::dispatch) does it.

use super::commands::Command;
use super::importing::PlannedImport;
use super::report::ReportRequest;
use super::series_file::{SeriesFile, SeriesFileRequest};
use super::versions::VersionChoice;
use super::workspace::{Place, SavedFile};
use super::writing::FileRequest;
use crate::edit::Step;
use crate::export::{Named, Progress};
use crate::heatmap::{PictureParts, Theme};
use crate::model::{DiagramId, EntryKind, Passes, PlanTemplate, Series, SessionId, Wanted};
use crate::store::Version;
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
        /// Treat, Review or Plan.
        place: Place,
        /// Begin a new session at once.
        begin: bool,
    },
    /// Open a library.
    OpenLibrary(PathBuf),
    /// Open whatever a path is: a library, a series or a session's file.
    OpenPath(PathBuf),
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
    /// Log over a gap what it is short of.
    FillGap(usize),
    /// Show a patch above its ceiling.
    LocateSpot(usize),
    /// Set what is wanted of some zones of the diagram, or that nothing is.
    SetTarget(Vec<usize>, Option<Wanted>),
    /// Take over what a template of plans says.
    TakeTemplate(&'static PlanTemplate),
    /// Change the series.
    Edit(Step),
    /// Choose a zone; with true, show it large as well.
    SelectZone(usize, bool),
    /// Show a place of gaps.
    Locate(usize),
    /// Save again after a failure.
    RetrySave,
    /// Write the open session to a file of the user's choice.
    SaveCopy,
    /// Read the history of the library.
    ReadHistory,
    /// Find out what erasing the chosen series of the library would do.
    PlanErase,
    /// Erase a series.
    Erase(PathBuf),
    /// Write a file again that another program has taken away.
    WriteAgain,
    /// List the versions of a record; of the one that needs a look first, if none is named.
    ListVersions(Option<SavedFile>),
    /// Set a version of a record against what is open.
    CompareVersion(SavedFile, Version),
    /// Take a version, or let what is open stay.
    TakeVersion(Box<VersionChoice>),
    /// Say something.
    Say(String),
    /// Ask for an archive to take in.
    ChooseArchive,
    /// Ask whether to take in an archive.
    AskImport(PathBuf),
    /// Take in an archive.
    Import(Box<PlannedImport>),
    /// Ask whether to erase a series.
    AskErase(PathBuf),
    /// Show a dialog.
    Show(DialogKind),
    /// Close the dialog.
    CloseDialog,
    /// Draw what the picture of the export dialog would look like.
    PreviewPicture(PictureRequest),
    /// Ask for the file that something goes to, beginning with this one, and with this ending.
    ChooseFile(PathBuf, &'static str),
    /// Write the picture to a file.
    WritePicture(FileRequest, PictureRequest),
    /// Put the picture on the clipboard.
    CopyPicture(PictureRequest),
    /// Write the series in another program's format.
    WriteSeriesFile(Box<SeriesFileRequest>),
    /// Draw the first page of a report, so many pixels wide.
    PreviewReport(Box<ReportRequest>, u32, Progress),
    /// Write a report to a file.
    WriteReport(Box<ReportRequest>, FileRequest),
    /// Show a report in the program that prints it.
    PrintReport(Box<ReportRequest>, Progress),
    /// Gather what a note can say of the session of a number.
    GatherFacts(usize),
    /// Write a note to a file.
    WriteNote(String, FileRequest),
    /// Show a folder in the system's own program.
    ShowFolder(PathBuf),
    /// Ask for the folder that new series go to.
    ChooseLibrary,
    /// The settings have changed.
    SettingsChanged,
    /// Drop what is being drawn; else what is chosen.
    Escape,
    /// Close the window although something could not be saved.
    CloseAnyway,
}

impl Action {
    /// Whether it hides what is shown now, with the fields in it, or puts it on disk.
    pub(super) const fn leaves(&self) -> bool {
        matches!(
            self,
            Self::OpenSeries { .. }
                | Self::OpenLibrary(_)
                | Self::OpenPath(_)
                | Self::OpenSample
                | Self::SelectSession(_)
                | Self::RetrySave
                | Self::SaveCopy
                | Self::Run(
                    Command::Treat
                        | Command::Review
                        | Command::Plan
                        | Command::Library
                        | Command::Find
                        | Command::NewSession
                        | Command::WideRecord
                        | Command::RepeatRecord
                        | Command::Save
                )
        )
    }
}

/// A picture that is to leave the program.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PictureRequest {
    /// Width in pixels.
    pub width: u32,
    /// Light or dark.
    pub theme: Theme,
    /// Whose words stand above it.
    pub named: Named,
    /// Whether it shows the part in view only, instead of the whole diagram.
    pub part: bool,
    /// What stands around the figure and on it.
    pub parts: PictureParts,
    /// Whether nothing is behind the figure, instead of the theme's ground.
    pub transparent: bool,
    /// What it is written as.
    pub format: PictureFormat,
}

/// What a picture is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PictureFormat {
    /// Pixels.
    Png,
    /// Shapes and text.
    Svg,
}

/// What a new series starts with.
#[derive(Clone, Debug, PartialEq)]
pub struct NewSeries {
    /// The series, with its plan.
    pub series: Series,
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
    /// Every command by name.
    Palette,
    /// What can leave the program.
    ExportPicture,
    /// The series in another program's format.
    ExportSeries(SeriesFile),
    /// The printable report, for a file.
    ExportReport,
    /// The printable report, for a printer.
    Print,
    /// Other versions of a session, or of the series' details.
    Versions,
    /// Who changed what in the library and when.
    History,
    /// What erasing the chosen series would remove, and what would stay.
    Erase,
    /// The open session as sentences.
    Note,
    /// What would be lost by closing the window while saving fails.
    CloseUnsaved,
    /// About the program.
    About,
}

/// What views have asked for in this frame.
pub type Outbox = Vec<Action>;
