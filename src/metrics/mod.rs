//! What the counts say: areas, passes, directions, density, gaps, goals and symmetry.
//!
//! Counting is done once, in whole numbers ([`tally()`]); every metric is a short calculation on those numbers. So
//! the same files give the same figures to the last digit, with any number of threads.

mod counter;
mod diagram;
mod gaps;
mod goals;
mod groups;
mod hot_spots;
mod overlap;
mod patches;
mod places;
mod plan;
mod share;
mod tally;
mod treated;
mod width;
mod zones;

pub use diagram::{DiagramMetrics, Pair, ZoneRow, diagram_metrics, metrics_of};
pub use gaps::{Gap, GapList, GapRules, find_gaps};
pub use goals::{GoalDiagram, GoalOutcome, GoalValue, judge};
pub use hot_spots::{HotSpot, hot_spots};
pub use overlap::overlap_cells;
pub use places::{Place, places};
pub use plan::{PlanFit, plan_fit};
pub use share::Share;
pub use tally::{Tally, ZoneTally, tally};
pub use treated::{logged_zones, treated_zones};
pub use width::inscribed_mm;
pub use zones::{AreaScale, Weighted, ZoneMetrics};
