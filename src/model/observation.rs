//! What was seen on the skin, then and later.

use super::{Extra, ZoneId};

/// Something observed on a zone at a date.
#[derive(Clone, Debug, PartialEq)]
pub struct Observation {
    /// When: a date, or a date and time, as written.
    pub at: String,
    /// Where; none for the whole client.
    pub zone: Option<ZoneId>,
    /// What, such as `erythema`.
    pub kind: String,
    /// How much.
    pub value: Option<ObservationValue>,
    /// The scale of the value, with its range and direction, such as `CEA 0-4`.
    pub scale: Option<String>,
    /// Fields this version does not know.
    pub extra: Extra,
}

/// A value on a scale, as a number or in words.
#[derive(Clone, Debug, PartialEq)]
pub enum ObservationValue {
    /// A number.
    Number(f64),
    /// Words.
    Text(String),
}
