//! What leaves the program: one file a format, each from the [`Chosen`] sessions of a series, for the window and the
//! command line alike. What is written depends on nothing but the series, the options and the program's version, so
//! that the same input gives the same bytes. Nothing here touches a disk: whoever asked for the bytes writes them
//! with [`replace`](crate::store::replace). What comes back in is the exception: [`import()`] writes to a library what
//! [`plan_import`] found in an archive.

mod animation;
mod archive;
mod calendar;
mod chosen;
mod contact_sheet;
mod fhir;
mod import;
mod look;
mod named;
mod note;
mod progress;
mod raster;
pub mod report;
mod scene;
mod tables;

pub use animation::{AnimationKind, SeriesPictureError, SeriesPictureOptions, animation};
pub use archive::{ArchiveError, Archived, Contents, Limits, PackError, archive, read_archive};
pub use calendar::{CalendarError, Due, calendar, due};
pub use chosen::Chosen;
pub use contact_sheet::contact_sheet;
pub use fhir::{FhirError, FhirRelease, fhir};
pub use import::{
    ImportDone, ImportError, ImportPlan, PlanLine, RecordPlan, SeriesPlan, SessionPlan, Writer, import,
    plan_import,
};
pub use named::Named;
pub use note::{NoteFacts, NoteTemplate, Placeholder, TemplateError};
pub use progress::{Cancelled, Progress};
pub use raster::{RasterFiles, raster};
pub use tables::{Table, TableKind};
