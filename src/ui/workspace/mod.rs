//! An open series: the document, its files, and what the window shows of it.

mod counts;
mod live;
mod open;
mod reach;
mod saver;
mod shown;
mod state;
mod summary;

pub use counts::{Counts, DiagramCounts};
pub use open::{OpenError, OpenSeries, open_series};
pub use reach::Reach;
pub use saver::{SaveState, SavedFile, Saver};
pub use state::{Gesture, Located, Place, Scope, Tab, Workspace, ZoneFilter};
pub use summary::{CurveLine, GoalLine, GoalSource, KeepOutPaint, Summary, SummaryInput, summarise};
