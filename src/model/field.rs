//! What is wrong with a value, and where it stands.

use std::fmt;

/// A field that does not hold what it should: its place, its value and what it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// Place of the field from the top of its file, such as `entries[3].width_mm`.
    pub field: String,
    /// The value found, shortened if long; empty where there is none.
    pub value: String,
    /// What is wrong, as the end of a sentence: "must be over 0 and at most 500".
    pub problem: String,
}

impl FieldError {
    /// The longest value shown in a message, in characters.
    const SHOWN: usize = 60;

    /// A field whose value is not what it should be.
    pub fn new(field: impl Into<String>, value: impl fmt::Display, problem: impl Into<String>) -> Self {
        let mut value = value.to_string();
        if value.chars().count() > Self::SHOWN {
            value = value.chars().take(Self::SHOWN - 1).chain(['…']).collect();
        }
        Self { field: field.into(), value, problem: problem.into() }
    }

    /// A field that is not there but has to be.
    pub fn missing(field: impl Into<String>) -> Self {
        Self::new(field, "", "is missing")
    }

    /// The same error seen from one level higher up.
    #[must_use]
    pub fn inside(mut self, parent: &str) -> Self {
        let dot = if self.field.is_empty() || self.field.starts_with('[') { "" } else { "." };
        self.field = format!("{parent}{dot}{}", self.field);
        self
    }

    /// The same error seen from the list that holds the item.
    #[must_use]
    pub fn inside_item(self, list: &str, index: usize) -> Self {
        self.inside(&format!("{list}[{index}]"))
    }

    /// `value` when it is a number in `(low, high]`.
    ///
    /// # Errors
    ///
    /// When it is outside or not a number.
    pub fn check_over(field: &str, value: f64, low: f64, high: f64) -> Result<f64, Self> {
        if value > low && value <= high {
            Ok(value)
        } else {
            Err(Self::new(field, value, format!("must be over {low} and at most {high}")))
        }
    }

    /// `value` when it is a number in `[low, high]`.
    ///
    /// # Errors
    ///
    /// When it is outside or not a number.
    pub fn check_between(field: &str, value: f64, low: f64, high: f64) -> Result<f64, Self> {
        if value >= low && value <= high {
            Ok(value)
        } else {
            Err(Self::new(field, value, format!("must be {low} to {high}")))
        }
    }
}

impl fmt::Display for FieldError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.field)?;
        if !self.value.is_empty() {
            write!(f, " is {}, but", self.value)?;
        }
        write!(f, " {}", self.problem)
    }
}

impl std::error::Error for FieldError {}
