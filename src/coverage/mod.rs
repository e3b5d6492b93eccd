//! Counting passes: which cells a stroke covered, how often and in which direction.
//!
//! A roll is cut into [sweeps](sweep), a sweep into convex [pieces](piece) of which each crosses a row of cells in
//! one run. The [chords](chord) of many rows are found at once, and [rows] joins those of neighbouring pieces. A
//! [cover] keeps the runs a sweep already has, so that every cell counts once a sweep and takes the direction of the
//! first piece that reached it. What an entry does to its cells is a list of [stamps](stamp); those of a whole session
//! are gathered in a [batch] and added up [band] by band. Counts live in sparse [tiles](tile). [`SessionCoverage`]
//! counts a session, whole or inside a rectangle, and follows entries that leave or come. A [`Draft`] says what each
//! point of a stroke in the making changes; [`LiveCoverage`] counts it. A [`CoverageSet`] adds sessions up: running
//! [sums] that a session enters and leaves, and, where it is asked for, [who was there when](visits). A [filter] takes
//! passes out of the counts of a session before they are added up.

mod band;
mod batch;
mod chord;
mod cover;
mod draft;
mod filter;
mod footprint;
mod live;
mod piece;
mod rows;
mod session;
mod set;
mod stamp;
mod sums;
mod sweep;
mod take_back;
mod tile;
mod tile_counts;
mod visits;
mod way;
mod zone_map;

pub use draft::{Change, Draft, DraftEffect};
pub use filter::PassFilter;
pub use footprint::{Span, Stroke, brush_runs, roll_spans};
pub use live::{LiveCoverage, Watch};
pub use session::SessionCoverage;
pub use set::{CoverageSet, OnlyPlane};
pub use stamp::CountError;
pub use sweep::MIN_STEP_MM;
pub use tile::{Coverage, Plane, TILE, TILE_CELLS, Tile, TileGrid};
pub use tile_counts::TileCounts;
pub use zone_map::{NO_ZONE, ZoneMap, ZoneRun, ZoneTile};
