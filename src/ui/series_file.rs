//! The series in other programs' formats, from the window. The command line writes the same files.

use super::app::App;
use super::workspace::Workspace;
use super::writing::{Failed, FileRequest};
use crate::export::{
    self, AnimationKind, CalendarError, Chosen, FhirRelease, Named, Progress, SeriesPictureOptions, Table,
    TableKind,
};
use crate::heatmap::{MapKind, Theme};
use crate::model::{Atlas, Diagram};
use std::sync::Arc;

/// What can be made of a series.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SeriesFile {
    /// A table as CSV.
    Numbers,
    /// A calendar with what is due.
    Calendar,
    /// An archive.
    Archive,
    /// A Bundle of FHIR.
    Fhir,
    /// An animation.
    Animation,
    /// All sessions on a page.
    Sheet,
}

impl SeriesFile {
    /// All of them, in the order of the menu.
    pub const ALL: [Self; 6] =
        [Self::Numbers, Self::Calendar, Self::Archive, Self::Fhir, Self::Animation, Self::Sheet];

    /// Its name in menus and above its dialog.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Numbers => "Numbers as CSV",
            Self::Calendar => "Next visit as a date",
            Self::Archive => "Series as ZIP",
            Self::Fhir => "Series as FHIR",
            Self::Animation => "Series as an animation",
            Self::Sheet => "All sessions on one page",
        }
    }

    /// What it is, in a sentence.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Numbers => "A table for a spreadsheet or statistics, one fact a row, units in the heads.",
            Self::Calendar => {
                "A calendar file with the sessions that follow from the plan. Taking in a newer one moves them."
            }
            Self::Archive => "The whole series in one file, to keep or to take into another library.",
            Self::Fhir => "A bundle for health records: sessions, devices, zones, what was counted and seen.",
            Self::Animation => "The series as it grew, a picture a session, all in the same colours.",
            Self::Sheet => "A picture of each session, all in the same size and colours.",
        }
    }

    /// The choices of its own, with their name and the endings of the files; none where there is only one way.
    pub const fn variants(self) -> (&'static str, &'static [(&'static str, &'static str)]) {
        match self {
            Self::Numbers => (
                "Table",
                &[("Zones", "csv"), ("Entries", "csv"), ("Observations", "csv"), ("Sessions", "csv")],
            ),
            Self::Calendar => ("Sessions", &[("Due", "ics"), ("Due and held", "ics")]),
            Self::Archive => ("", &[("", "zip")]),
            Self::Fhir => ("Release", &[("R4", "json"), ("R5", "json")]),
            Self::Animation => ("Format", &[("GIF", "gif"), ("PNG with frames", "png")]),
            Self::Sheet => ("", &[("", "png")]),
        }
    }

    /// What of the client's identity goes along unless something else is chosen: an archive is the record itself,
    /// calendars and health records are for others to look at.
    pub const fn usual_named(self) -> Named {
        match self {
            Self::Archive => Named::Name,
            Self::Calendar | Self::Fhir => Named::Neither,
            Self::Numbers | Self::Animation | Self::Sheet => Named::Reference,
        }
    }

    /// Why there is nothing to write, in a few words and in a sentence; none when there is something.
    pub fn trouble(self, chosen: &Chosen) -> Option<(&'static str, String)> {
        match self {
            Self::Calendar => export::due(chosen)
                .err()
                .map(|error: CalendarError| ("nothing due", capitalised(&error.to_string()))),
            Self::Animation | Self::Sheet if chosen.sessions.is_empty() => {
                Some(("no session yet", "No session has been held yet.".to_owned()))
            }
            _ => None,
        }
    }
}

fn capitalised(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().map(char::to_uppercase).into_iter().flatten();
    first.chain(letters).chain(['.']).collect()
}

/// A series that is to leave the program.
#[derive(Clone, Debug)]
pub struct SeriesFileRequest {
    /// What it is.
    pub file: SeriesFile,
    /// Which of its variants, from 0.
    pub variant: usize,
    /// What of the client's identity goes along.
    pub named: Named,
    /// Where it goes.
    pub to: FileRequest,
}

/// All sessions of an open series.
pub(in crate::ui) fn chosen(workspace: &Workspace) -> Chosen {
    let document = workspace.document();
    Chosen::all(document.series().clone(), document.sessions().iter().cloned())
}

impl App {
    /// Makes a file of the open series and writes it.
    pub(super) fn write_series_file(&self, request: SeriesFileRequest) {
        let Some(workspace) = &self.workspace else { return };
        let SeriesFileRequest { file, variant, named, to } = request;
        let work = Work {
            chosen: chosen(workspace),
            atlas: Arc::clone(&self.atlas),
            diagram: Arc::clone(&workspace.diagram),
            map: workspace.map(),
            file,
            variant,
            named,
        };
        self.write_file(to, move |progress| work.bytes(progress));
    }
}

/// Everything a file is made from, taken from the open series at one time.
struct Work {
    chosen: Chosen,
    atlas: Arc<Atlas>,
    diagram: Arc<Diagram>,
    map: MapKind,
    file: SeriesFile,
    variant: usize,
    named: Named,
}

impl Work {
    fn bytes(&self, progress: &Progress) -> Result<Vec<u8>, Failed> {
        let (named, second) = (self.named, self.variant == 1);
        Ok(match self.file {
            SeriesFile::Numbers => {
                let kind = TableKind::ALL.get(self.variant).copied().unwrap_or_default();
                Table::of(kind, &self.chosen, &self.atlas, named, progress)?.csv()?.into_bytes()
            }
            SeriesFile::Calendar => export::calendar(&self.chosen, named, second)?.into_bytes(),
            SeriesFile::Archive => export::archive(&self.chosen, named, progress)?,
            SeriesFile::Fhir => {
                let release = if second { FhirRelease::R5 } else { FhirRelease::R4 };
                export::fhir(&self.chosen, &self.atlas, named, release, progress)?.into_bytes()
            }
            SeriesFile::Animation => {
                let kind = if second { AnimationKind::Apng } else { AnimationKind::Gif };
                export::animation(&self.chosen, &self.diagram, kind, self.picture(800), progress)?
            }
            SeriesFile::Sheet => {
                export::contact_sheet(&self.chosen, &self.diagram, self.picture(1600), progress)?
            }
        })
    }

    const fn picture(&self, width: u32) -> SeriesPictureOptions {
        SeriesPictureOptions { map: self.map, theme: Theme::Light, width, named: self.named }
    }
}
