//! Places, cells and shapes.
//!
//! Two spaces meet here and are kept apart by type: *millimetres* on the reference adult ([`Point`], [`Vector`],
//! x to the right, y down) and *cells* of a coverage raster ([`Cell`], [`CellRect`], [`Run`]). [`Grid`] is the only
//! way from one to the other. Everything is computed with `+ - * /` and `sqrt`, so that every machine agrees to
//! the last bit.

mod contour;
mod grid;
mod outline;
mod point;
mod polyline;

pub use contour::contours;
pub use grid::{Cell, CellRect, Grid, GridError, Run};
pub use outline::{Outline, OutlineError};
pub use point::{MAX_MM, Point, Rect, Vector, round_to_file_precision};
pub use polyline::{PathError, Polyline, Ring};
