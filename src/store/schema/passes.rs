//! Passes of an entry: a number for a roll, by direction for the others.

use super::record::record;
use super::value::{Number, whole};
use crate::model::{Direction, Extra, FieldError, Passes};
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use std::fmt;

record! {
    /// Passes by direction.
    PassesRecord {
        /// `─`
        #[schemars(range(min = 0, max = 255))]
        "horizontal" => horizontal: Number,
        /// `│`
        #[schemars(range(min = 0, max = 255))]
        "vertical" => vertical: Number,
        /// `╱`
        #[schemars(range(min = 0, max = 255))]
        "rising" => rising: Number,
        /// `╲`
        #[schemars(range(min = 0, max = 255))]
        "falling" => falling: Number,
        /// Passes that have no direction.
        #[schemars(range(min = 0, max = 255))]
        "undirected" => undirected: Number,
    }
}

/// Passes of an entry: a number or an object.
#[derive(Clone, Debug, Serialize, schemars::JsonSchema)]
#[serde(untagged)]
pub(in crate::store) enum PassesField {
    /// How many passes each sweep counts.
    Number(#[schemars(range(min = 0, max = 255))] Number),
    /// By direction.
    ByDirection(PassesRecord),
}

impl<'de> Deserialize<'de> for PassesField {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;
        impl<'de> Visitor<'de> for Either {
            type Value = PassesField;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a number or an object with passes by direction")
            }

            fn visit_f64<E: Error>(self, n: f64) -> Result<PassesField, E> {
                Ok(PassesField::Number(Number(n)))
            }

            fn visit_u64<E: Error>(self, n: u64) -> Result<PassesField, E> {
                self.visit_f64(n as f64)
            }

            fn visit_i64<E: Error>(self, n: i64) -> Result<PassesField, E> {
                self.visit_f64(n as f64)
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<PassesField, A::Error> {
                let object = serde::de::value::MapAccessDeserializer::new(map);
                PassesRecord::deserialize(object).map(PassesField::ByDirection)
            }
        }
        deserializer.deserialize_any(Either)
    }
}

impl PassesRecord {
    pub(super) fn of(passes: Passes, extra: &Extra) -> Self {
        let number =
            |direction| Some(*passes.get(direction)).filter(|n| *n > 0).map(|n| Number(f64::from(n)));
        Self {
            horizontal: number(Direction::Horizontal),
            vertical: number(Direction::Vertical),
            rising: number(Direction::Rising),
            falling: number(Direction::Falling),
            undirected: number(Direction::Undirected),
            extra: extra.clone(),
        }
    }

    pub(super) fn passes(&self) -> Result<Passes, FieldError> {
        let numbers = [self.horizontal, self.vertical, self.rising, self.falling, self.undirected];
        let mut passes = Passes::default();
        for (direction, number) in Direction::ALL.into_iter().zip(numbers) {
            if let Some(number) = number {
                let count = whole(direction.name(), number, 0, 255).map_err(|e| e.inside("passes"))?;
                *passes.get_mut(direction) = count as u8;
            }
        }
        Ok(passes)
    }
}
