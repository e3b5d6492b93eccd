//! What was observed after each session: the zones below each other, the days beside each other.

use super::facts::Facts;
use super::sheet::Sheet;
use super::table::{Cell, Column, Table};
use crate::model::{Observation, ObservationValue, Session, ZoneId};
use crate::wording::{self, NONE};

/// The days that stand beside each other at most.
const DAYS: usize = 7;
/// Width of a day, in points.
const DAY: f32 = 54.0;

/// Lays the observations out, session by session and kind by kind.
pub(super) fn lay(sheet: &mut Sheet, facts: &Facts<'_>) {
    for (number, session) in &facts.chosen.sessions {
        let mut kinds: Vec<(&str, Option<&str>)> = Vec::new();
        for seen in &session.observations {
            let kind = (seen.kind.as_str(), seen.scale.as_deref());
            if !kinds.contains(&kind) {
                kinds.push(kind);
            }
        }
        for (kind, scale) in kinds {
            let title = format!("Observations, session {number}: {kind}");
            let title = scale.map_or_else(|| title.clone(), |scale| format!("{title} ({scale})"));
            let of_kind = |seen: &&Observation| seen.kind == kind && seen.scale.as_deref() == scale;
            lay_kind(sheet, facts, session, &title, &of_kind);
        }
    }
}

fn lay_kind(
    sheet: &mut Sheet,
    facts: &Facts<'_>,
    session: &Session,
    title: &str,
    of_kind: &dyn Fn(&&Observation) -> bool,
) {
    let all = || session.observations.iter().filter(|seen| of_kind(seen));
    let mut days: Vec<&str> = all().map(|seen| seen.at.as_str()).collect();
    days.sort_unstable();
    days.dedup();
    let mut zones: Vec<Option<&ZoneId>> = Vec::new();
    for seen in all() {
        if !zones.contains(&seen.zone.as_ref()) {
            zones.push(seen.zone.as_ref());
        }
    }
    for days in days.chunks(DAYS) {
        let mut columns = vec![Column::left("Zone", 120.0)];
        columns.extend(days.iter().map(|day| Column::right(wording::written_date(day), DAY)));
        let rows = zones.iter().map(|zone| {
            let mut row = vec![Cell::body(zone.map_or_else(|| NONE.to_owned(), |id| zone_name(facts, id)))];
            row.extend(days.iter().map(|day| {
                // More than one of a day and zone stand beside each other: nothing that was recorded is left out.
                let found = all().filter(|seen| seen.at == *day && seen.zone.as_ref() == *zone);
                let values: Vec<String> = found.map(value).collect();
                Cell::body(values.join(", "))
            }));
            row
        });
        let rows = rows.collect();
        Table::new(sheet, title, columns).lay(sheet, rows);
    }
}

fn zone_name(facts: &Facts<'_>, id: &ZoneId) -> String {
    let named = facts.diagrams.iter().find_map(|seen| seen.diagram.zone(id));
    named.map_or_else(|| id.as_str().to_owned(), |(_, zone)| wording::zone(zone))
}

fn value(seen: &Observation) -> String {
    match &seen.value {
        Some(ObservationValue::Number(number)) => wording::short(*number),
        Some(ObservationValue::Text(text)) => text.clone(),
        None => NONE.to_owned(),
    }
}
