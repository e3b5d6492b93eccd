//! An open series: the document, its files, and what the window shows of it.

mod compare;
mod count;
mod counts;
#[cfg(test)]
mod counts_tests;
mod curve_view;
mod gap_view;
mod held;
mod inspect;
mod keys;
mod live;
mod multiples;
mod open;
mod place;
mod plan_view;
mod play;
mod rasters;
mod reach;
mod record_view;
mod saver;
mod shown;
mod state;
mod summary;
mod treated;
mod versions;

pub use compare::{Compare, SignedSource, sessions_words};
pub use count::{CountTask, Counted};
pub use counts::{Counts, DiagramCounts, Wish};
pub use curve_view::CurveView;
pub use gap_view::GapView;
pub(in crate::ui) use held::Held;
pub use inspect::{InspectKey, InspectTask, Inspected, Pin, Touch};
pub use keys::Keys;
pub use multiples::{DrawnMultiples, Multiples, MultiplesKey, MultiplesTask};
pub use open::{OpenError, OpenSeries, Surroundings, open_series};
pub use plan_view::PlanView;
pub use play::Play;
pub use reach::Reach;
pub use record_view::{Draft, NoteKey, RecordView, Treated, TreatedZone};
pub use saver::{Outside, SaveState, SavedFile, Saver};
pub use state::{Gesture, Located, Place, Scope, Tab, Workspace, ZoneFilter};
pub use summary::{
    CurveLine, GoalLine, GoalSource, KeepOutPaint, Summary, SummaryInput, ZoneTrend, summarise,
};
pub use treated::TreatedTask;
pub use versions::Record;
