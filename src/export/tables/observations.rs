//! What was seen on the skin.

use super::{Fact, Row, row};
use crate::model::{ObservationValue, Session, ZoneId};

pub(super) const COLUMNS: [&str; 6] = ["observed_at", "zone", "kind", "value", "value_text", "scale"];

/// Adds the observations of a session, in the order of the file.
pub(super) fn rows(session: &Session, head: &Row, rows: &mut Vec<Row>) {
    for seen in &session.observations {
        let (number, text) = match &seen.value {
            Some(ObservationValue::Number(number)) => (Some(*number), None),
            Some(ObservationValue::Text(text)) => (None, Some(text)),
            None => (None, None),
        };
        let facts: [Fact; 6] = [
            (&seen.at).into(),
            seen.zone.as_ref().map(ZoneId::as_str).into(),
            (&seen.kind).into(),
            number.into(),
            text.into(),
            seen.scale.as_ref().into(),
        ];
        rows.push(row(head, &COLUMNS, facts));
    }
}
