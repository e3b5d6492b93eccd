//! What the program is about: series, sessions, entries, devices, plans, goals, diagrams and zones.
//!
//! Values here are checked where they are made, so that the rest of the program need not ask again. Nothing in
//! this module knows of files, pixels or windows.

mod atlas;
mod care;
mod device;
mod diagram;
mod direction;
mod entry;
mod extra;
mod field;
mod goal;
mod id;
mod moment;
mod observation;
mod pattern;
mod plan;
mod presets;
mod series;
mod session;
mod svg;
mod templates;
mod wanted;

pub use atlas::{Atlas, AtlasError};
pub use care::{Care, Numbing};
pub use device::{Device, DeviceKind, Tip};
pub use diagram::{BodySize, Diagram, DiagramView, Figure, Side, Zone};
pub use direction::{Direction, Passes, PerDirection};
pub use entry::{Entry, EntryKind, Roll};
pub use extra::Extra;
pub use field::FieldError;
pub use goal::{Comparison, Goal, GoalError, GoalMetric, GoalRule};
pub use id::{DeviceId, DiagramId, EntryId, IdError, SeriesId, SessionId, ZoneId};
pub use moment::{Moment, MomentError};
pub use observation::{Observation, ObservationValue};
pub use pattern::ZonePattern;
pub use plan::{Per, Plan, Target, TargetCounts};
pub use presets::{DEVICE_PRESETS, DevicePreset};
pub use series::{Client, Series};
pub use session::{MAX_POINTS, Session};
pub use templates::{PLAN_TEMPLATES, PlanTemplate};
pub use wanted::Wanted;
