//! The care record of a session.

use super::{Extra, FieldError, Moment};

/// What is written down besides where the device has been. Nothing in it is compulsory.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Care {
    /// Whether consent was given.
    pub consent: Option<bool>,
    /// What the consent is for, such as `for the series`.
    pub consent_scope: Option<String>,
    /// When it was given: a date, as written.
    pub consent_date: Option<String>,
    /// Whether the skin was cleansed.
    pub cleansed: Option<bool>,
    /// Numbing cream, if any.
    pub numbing: Option<Numbing>,
    /// Products used.
    pub products: Vec<String>,
    /// What the skin showed when the treatment ended.
    pub endpoint: Option<String>,
    /// Pain at its worst, 0 to 10.
    pub pain: Option<u8>,
    /// Aftercare that was explained.
    pub aftercare: Vec<String>,
    /// Fields this version does not know.
    pub extra: Extra,
}

/// Numbing cream.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Numbing {
    /// What it was, with its strength.
    pub agent: Option<String>,
    /// How much, in grams.
    pub grams: Option<f64>,
    /// How long it was on the skin, in minutes.
    pub minutes: Option<f64>,
    /// Since when it has been on the skin, while it still is.
    pub since: Option<Moment>,
    /// Whether it was covered.
    pub occluded: Option<bool>,
    /// Fields this version does not know.
    pub extra: Extra,
}

impl Care {
    /// Checks every number against its bounds.
    ///
    /// # Errors
    ///
    /// The first field that is out of them.
    pub fn check(&self) -> Result<(), FieldError> {
        if let Some(pain) = self.pain {
            FieldError::check_between("pain", f64::from(pain), 0.0, 10.0)?;
        }
        if let Some(numbing) = &self.numbing {
            for (field, value) in [("numbing.grams", numbing.grams), ("numbing.minutes", numbing.minutes)] {
                if let Some(value) = value {
                    FieldError::check_between(field, value, 0.0, 10_000.0)?;
                }
            }
        }
        Ok(())
    }
}
