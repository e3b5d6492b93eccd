//! Sessions with their care records.

use super::{Fact, Named, Row, row};
use crate::model::{Device, Numbing, Session};

pub(super) const COLUMNS: [&str; 20] = [
    "ended_at",
    "duration_min",
    "practitioner",
    "devices",
    "needle_lengths_mm",
    "lots",
    "expires",
    "entries",
    "observations",
    "consent",
    "cleansed",
    "numbing_agent",
    "numbing_g",
    "numbing_min",
    "numbing_occluded",
    "products",
    "endpoint",
    "pain_0_to_10",
    "aftercare",
    "diagrams",
];

/// Adds a session.
pub(super) fn rows(session: &Session, named: Named, head: &Row, rows: &mut Vec<Row>) {
    let care = &session.care;
    let none = Numbing::default();
    let numbing = care.numbing.as_ref().unwrap_or(&none);
    // One place a device, empty where it does not say.
    let of_devices = |part: &dyn Fn(&Device) -> Option<String>| {
        let parts = session.devices.iter().map(|device| part(device).unwrap_or_default());
        list(parts)
    };
    let minutes = session.ended_at.map(|end| end.ms_since(session.started_at) as f64 / 60_000.0);
    let facts: [Fact; 20] = [
        session.ended_at.map(|end| end.to_string()).into(),
        minutes.into(),
        session.practitioner.as_ref().into(),
        of_devices(&|device| Some(device.name.clone())),
        of_devices(&|device| device.needle_length_mm.map(|mm| mm.to_string())),
        of_devices(&|device| device.lot.clone()),
        of_devices(&|device| device.expires.clone()),
        session.entries.len().into(),
        session.observations.len().into(),
        care.consent.into(),
        care.cleansed.into(),
        numbing.agent.as_ref().into(),
        numbing.grams.into(),
        numbing.minutes.into(),
        numbing.occluded.into(),
        list(care.products.iter().cloned()),
        care.endpoint.as_ref().into(),
        care.pain.map(u32::from).into(),
        list(care.aftercare.iter().cloned()),
        list(session.diagrams().iter().map(ToString::to_string)),
    ];
    let mut row = row(head, &COLUMNS, facts);
    if named != Named::Neither {
        row.push(("notes", (&session.notes).into()));
    }
    rows.push(row);
}

/// Several in one cell.
fn list(parts: impl Iterator<Item = String>) -> Fact {
    let parts: Vec<String> = parts.collect();
    if parts.is_empty() { Fact::None } else { Fact::Text(parts.join("; ")) }
}
