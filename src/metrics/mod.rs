//! What the counts say: areas, passes, directions, density, gaps, goals and symmetry.
//!
//! Counting is done once, in whole numbers ([`tally()`]); every metric is a short calculation on those numbers. So
//! the same files give the same figures to the last digit, with any number of threads.

mod diagram;
mod gaps;
mod goals;
mod overlap;
mod plan;
mod share;
mod tally;
mod zones;

pub use diagram::{DiagramMetrics, Pair, ZoneRow, diagram_metrics};
pub use gaps::{Gap, GapRules, Place, find_gaps, places};
pub use goals::{GoalDiagram, GoalOutcome, GoalValue, judge};
pub use overlap::overlap_cells;
pub use plan::{PlanFit, plan_fit};
pub use share::Share;
pub use tally::{Tally, ZoneTally, tally};
pub use zones::{AreaScale, Weighted, ZoneMetrics};
