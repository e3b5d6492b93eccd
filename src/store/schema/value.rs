//! Numbers, lists of numbers and ids, read with messages that people understand.

use crate::geometry::{Point, round_to_file_precision};
use crate::model::{FieldError, ZoneId};
use serde::de::{Error, SeqAccess, Visitor};
use serde::ser::SerializeSeq;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// Any JSON number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::store) struct Number(pub(in crate::store) f64);

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_f64(NumberVisitor).map(Self)
    }
}

struct NumberVisitor;

impl Visitor<'_> for NumberVisitor {
    type Value = f64;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number")
    }

    fn visit_f64<E: Error>(self, n: f64) -> Result<f64, E> {
        Ok(n)
    }

    fn visit_u64<E: Error>(self, n: u64) -> Result<f64, E> {
        Ok(n as f64)
    }

    fn visit_i64<E: Error>(self, n: i64) -> Result<f64, E> {
        Ok(n as f64)
    }
}

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(self.0)
    }
}

impl schemars::JsonSchema for Number {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Number".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "number" })
    }
}

impl From<f64> for Number {
    fn from(n: f64) -> Self {
        Self(n)
    }
}

/// A whole number of a field, within bounds.
///
/// # Errors
///
/// When it is not whole or out of bounds.
pub(super) fn whole(field: &str, n: Number, low: u64, high: u64) -> Result<u64, FieldError> {
    if n.0.fract() == 0.0 && n.0 >= low as f64 && n.0 <= high as f64 {
        Ok(n.0 as u64)
    } else {
        Err(FieldError::new(field, n.0, format!("must be a whole number from {low} to {high}")))
    }
}

/// The id of a zone.
pub(super) fn zone_id(id: &str) -> Result<ZoneId, FieldError> {
    ZoneId::new(id).map_err(|e| FieldError::new("zone", id, e.to_string()))
}

/// A flat list x0, y0, x1, y1, … in mm; written with at most two decimals.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::store) struct Coordinates(pub(in crate::store) Vec<f64>);

impl Coordinates {
    /// The list of some points.
    pub(super) fn of(points: &[Point]) -> Self {
        Self(points.iter().flat_map(|p| [p.x, p.y]).collect())
    }

    /// The points of the list.
    ///
    /// # Errors
    ///
    /// When there is an x without its y.
    pub(super) fn points(&self, field: &str) -> Result<Vec<Point>, FieldError> {
        let (pairs, rest) = self.0.as_chunks::<2>();
        if rest.is_empty() {
            Ok(pairs.iter().map(|&[x, y]| Point::new(x, y)).collect())
        } else {
            let found = format!("a list of {} numbers", self.0.len());
            Err(FieldError::new(field, found, "must hold pairs of x and y"))
        }
    }
}

impl<'de> Deserialize<'de> for Coordinates {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct List;
        impl<'de> Visitor<'de> for List {
            type Value = Vec<f64>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list of numbers")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Vec<f64>, A::Error> {
                let mut numbers = Vec::new();
                while let Some(Number(n)) = seq.next_element()? {
                    numbers.push(n);
                }
                Ok(numbers)
            }
        }
        deserializer.deserialize_seq(List).map(Self)
    }
}

impl Serialize for Coordinates {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut seq = serializer.serialize_seq(Some(self.0.len()))?;
        for &n in &self.0 {
            seq.serialize_element(&round_to_file_precision(n))?;
        }
        seq.end()
    }
}

impl schemars::JsonSchema for Coordinates {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Coordinates".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "description": "A flat list x0, y0, x1, y1, … in mm",
            "type": "array",
            "items": { "type": "number", "minimum": -10000, "maximum": 10000 },
            "minItems": 2
        })
    }
}
