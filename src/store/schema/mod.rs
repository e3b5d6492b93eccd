//! The files as they are written: plain records with every field optional, kept apart from the model.
//!
//! A record takes any JSON object. What it does not know it keeps, in order and letter by letter, and writes back;
//! what it knows it hands on: [`series`] and [`session`] check it and turn it into the model, with a module for each
//! thing that a session holds.

mod care;
mod device;
mod entry;
mod observation;
mod passes;
mod record;
mod series;
mod session;
mod value;

pub(super) use device::DeviceRecord;
pub(super) use entry::EntryRecord;
pub(super) use observation::ObservationRecord;
pub(super) use record::{Member, Name};
pub(super) use series::SeriesRecord;
pub(super) use session::SessionRecord;

/// The name in `format` of a series file.
pub(super) const SERIES_FORMAT: &str = "stipple/series";
/// The name in `format` of a session file.
pub(super) const SESSION_FORMAT: &str = "stipple/session";
/// The version both files have now.
pub(super) const VERSION: u32 = 1;

/// The JSON Schema of `series.json`.
pub fn series_schema() -> serde_json::Value {
    schemars::schema_for!(SeriesRecord).to_value()
}

/// The JSON Schema of a session's file.
pub fn session_schema() -> serde_json::Value {
    schemars::schema_for!(SessionRecord).to_value()
}
