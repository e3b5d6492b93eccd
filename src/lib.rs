//! x
pub mod cli;
pub mod coverage;
pub mod edit;
pub mod geometry;
pub mod heatmap;
pub mod metrics;
pub mod model;
pub mod sample;
pub mod store;
pub mod tool;
#[cfg(feature = "gui")]
pub mod ui;
pub mod wording;
