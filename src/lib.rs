//! x
pub mod coverage;
pub mod geometry;
pub mod model;
