//! Taking archives into a library: first a plan that says what comes in, what exists and what differs, then, if that is
//! wanted, the change. A series that is there already is merged, entry by entry; nothing that is there is lost.

mod apply;
mod plan;
mod words;

pub use apply::{ImportDone, Writer, import};
pub use plan::{ImportError, ImportPlan, RecordPlan, SeriesPlan, SessionPlan, plan_import};
pub use words::PlanLine;
