//! What explains a map's colours.

use super::colour::Rgb;

/// The legend of a map: its title, its colours with their values, and the marks of the plan.
#[derive(Clone, Debug, PartialEq)]
pub struct Legend {
    /// Name of the map.
    pub title: String,
    /// What is counted: "sum of 4 sessions", "an estimate".
    pub subtitle: String,
    /// The colours.
    pub bar: LegendBar,
    /// Values written below the bar.
    pub ticks: Vec<LegendTick>,
    /// Target, ceiling or interval.
    pub marks: Vec<LegendMark>,
    /// From where on, from 0 to 1 along the bar, values are above the ceiling and hatched.
    pub hatched_from: Option<f64>,
}

/// The colours of a legend.
#[derive(Clone, Debug, PartialEq)]
pub enum LegendBar {
    /// One field of colour a value, all of the same width.
    Steps(Vec<Rgb>),
    /// A smooth run of colours, as samples at equal distances.
    Ramp(Vec<Rgb>),
}

/// A value below the bar.
#[derive(Clone, Debug, PartialEq)]
pub struct LegendTick {
    /// Where, from 0 to 1 along the bar.
    pub at: f64,
    /// The value.
    pub label: String,
}

/// A mark across the bar.
#[derive(Clone, Debug, PartialEq)]
pub struct LegendMark {
    /// Where, from 0 to 1 along the bar.
    pub at: f64,
    /// What it marks.
    pub label: String,
    /// Whether it is a dashed line, as of a ceiling.
    pub dashed: bool,
}
