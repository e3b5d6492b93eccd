//! Numbers, lists of numbers and ids, read with messages that people understand.

use crate::geometry::Point;
use crate::model::{FieldError, Moment, MomentError, ZoneId};
use crate::store::decimal::points_text;
use serde::de::{Error, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// Any JSON number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::store) struct Number(pub(in crate::store) f64);

impl<'de> Deserialize<'de> for Number {
    #[inline]
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

/// A date and time with an offset.
pub(super) fn moment(field: &str, text: &str) -> Result<Moment, FieldError> {
    text.parse().map_err(|e: MomentError| FieldError::new(field, text, e.to_string()))
}

/// The id of a zone.
pub(super) fn zone_id(id: &str) -> Result<ZoneId, FieldError> {
    ZoneId::new(id).map_err(|e| FieldError::new("zone", id, e.to_string()))
}

/// A flat list x0, y0, x1, y1, … in mm; written with at most two decimals.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::store) struct Coordinates {
    points: Vec<Point>,
    /// An x at the end without its y.
    rest: Option<f64>,
}

impl Coordinates {
    /// The list of some points.
    pub(super) fn of(points: &[Point]) -> Self {
        Self { points: points.to_vec(), rest: None }
    }

    /// The points of the list.
    ///
    /// # Errors
    ///
    /// When there is an x without its y.
    pub(super) fn into_points(self, field: &str) -> Result<Vec<Point>, FieldError> {
        if self.rest.is_none() {
            return Ok(self.points);
        }
        let found = format!("a list of {} numbers", self.points.len() * 2 + 1);
        Err(FieldError::new(field, found, "must hold pairs of x and y"))
    }
}

impl<'de> Deserialize<'de> for Coordinates {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct List;
        impl<'de> Visitor<'de> for List {
            type Value = Coordinates;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list of numbers")
            }

            #[inline]
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Coordinates, A::Error> {
                let mut points = Vec::with_capacity(seq.size_hint().unwrap_or(0).div_ceil(2));
                while let Some(Number(x)) = seq.next_element()? {
                    let Some(Number(y)) = seq.next_element()? else {
                        return Ok(Coordinates { points, rest: Some(x) });
                    };
                    points.push(Point::new(x, y));
                }
                Ok(Coordinates { points, rest: None })
            }
        }
        deserializer.deserialize_seq(List)
    }
}

impl Serialize for Coordinates {
    /// Bytes are what the files' writer takes for a list that is text already.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(&points_text(&self.points))
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
