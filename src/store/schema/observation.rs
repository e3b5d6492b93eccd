//! What was seen on the skin, in a session's file.

use super::record::record;
use super::value::zone_id;
use crate::model::{FieldError, Observation, ObservationValue};
use serde::de::{Error, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use std::fmt;

record! {
    /// Something seen on the skin.
    ObservationRecord {
        /// When: a date, or a date and time.
        #[schemars(required)]
        "at" => at: String,
        /// Where.
        "zone" => zone: String,
        /// What.
        #[schemars(required)]
        "kind" => kind: String,
        /// How much.
        "value" => value: ValueField,
        /// The scale of the value.
        "scale" => scale: String,
    }
}

/// A value of an observation: a number or words.
#[derive(Clone, Debug, Serialize, schemars::JsonSchema)]
#[serde(untagged)]
pub(in crate::store) enum ValueField {
    /// A number.
    Number(f64),
    /// Words.
    Text(String),
}

impl<'de> Deserialize<'de> for ValueField {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;
        impl Visitor<'_> for Either {
            type Value = ValueField;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a number or a text")
            }

            fn visit_f64<E: Error>(self, n: f64) -> Result<ValueField, E> {
                Ok(ValueField::Number(n))
            }

            fn visit_u64<E: Error>(self, n: u64) -> Result<ValueField, E> {
                self.visit_f64(n as f64)
            }

            fn visit_i64<E: Error>(self, n: i64) -> Result<ValueField, E> {
                self.visit_f64(n as f64)
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<ValueField, E> {
                Ok(ValueField::Text(text.to_owned()))
            }
        }
        deserializer.deserialize_any(Either)
    }
}

impl ObservationRecord {
    pub(in crate::store) fn of(seen: &Observation) -> Self {
        Self {
            at: Some(seen.at.clone()),
            zone: seen.zone.as_ref().map(ToString::to_string),
            kind: Some(seen.kind.clone()),
            value: seen.value.clone().map(|value| match value {
                ObservationValue::Number(n) => ValueField::Number(n),
                ObservationValue::Text(text) => ValueField::Text(text),
            }),
            scale: seen.scale.clone(),
            extra: seen.extra.clone(),
        }
    }

    pub(super) fn into_observation(self) -> Result<Observation, FieldError> {
        Ok(Observation {
            at: self.at.ok_or_else(|| FieldError::missing("at"))?,
            zone: self.zone.map(|id| zone_id(&id)).transpose()?,
            kind: self.kind.ok_or_else(|| FieldError::missing("kind"))?,
            value: self.value.map(|value| match value {
                ValueField::Number(n) => ObservationValue::Number(n),
                ValueField::Text(text) => ObservationValue::Text(text),
            }),
            scale: self.scale,
            extra: self.extra,
        })
    }
}
