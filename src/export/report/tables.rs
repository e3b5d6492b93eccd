//! The tables of goals, zones and sessions.

use super::facts::{Facts, Seen};
use super::first::{in_words, value_of};
use super::look;
use super::sheet::Sheet;
use super::table::{Cell, Column, Table};
use crate::model::{Diagram, Session, Side, Zone};
use crate::wording::{self, NONE};
use jiff::civil::Date;

/// Goals too many for their place on page 1.
pub(super) fn goals(sheet: &mut Sheet, facts: &Facts<'_>) {
    let columns = vec![
        Column::left("Goal", 120.0),
        Column::left("Condition", 180.0),
        Column::right("", 60.0),
        Column::right("Value", 60.0),
    ];
    let rows = facts.goals.iter().map(|(goal, outcome)| {
        let (zones, condition) = in_words(goal);
        let verdict = if outcome.met { "met" } else { "not met" };
        vec![
            Cell::body(zones),
            Cell::body(condition),
            Cell::body(verdict),
            Cell::strong(value_of(outcome.value)),
        ]
    });
    let met = facts.goals.iter().filter(|(_, outcome)| outcome.met).count();
    let title = format!("Goals, {met} of {} met", facts.goals.len());
    let rows = rows.collect();
    Table::new(sheet, title, columns).lay(sheet, rows);
}

/// The letter of the side that a zone is on.
pub(super) const fn side(zone: &Zone) -> Option<&'static str> {
    match zone.side {
        Side::Left => Some("L"),
        Side::Right => Some("R"),
        Side::Middle => None,
    }
}

/// The zones of a diagram that count: those that are planned, without a plan those with paint. `named` puts the diagram in the title.
pub(super) fn zones(sheet: &mut Sheet, facts: &Facts<'_>, seen: &Seen<'_>, named: bool) {
    let shared = facts.shared_target(seen, facts.sessions());
    let share = match shared {
        Some(target) => format!("V{}", target.passes),
        None if seen.has_targets() => "At target".to_owned(),
        None => "Treated".to_owned(),
    };
    let columns = vec![
        Column::left("Zone", 96.0),
        Column::right("Area cm²", 43.0),
        Column::right("Mean passes", 51.0),
        Column::right(share, 40.0),
        Column::right("D98", 30.0),
        Column::right("D50", 30.0),
        Column::right("D2", 30.0),
        Column::right("Homogeneity", 52.0),
        Column::right("Directions", 46.0),
        Column::right("Est. per cm²", 52.0),
        Column::right("Gaps cm²", 44.0),
    ];
    let rows = seen.diagram.zones.iter().enumerate().filter(|(i, _)| seen.counts(*i)).map(|(i, zone)| {
        let row = seen.metrics.zones.get(i);
        let metrics = row.and_then(|row| row.metrics.as_ref());
        let or_none = |text: Option<String>| text.unwrap_or_else(|| NONE.to_owned());
        let share = match row.and_then(|row| row.at_target) {
            Some(share) => Some(share),
            None if seen.has_targets() => None,
            None => metrics.map(|metrics| metrics.coverage),
        };
        let number = |n: Option<u32>| Cell::body(or_none(n.map(|n| n.to_string())));
        let gap = seen.has_targets().then(|| wording::one_decimal(seen.gap_cm2(i)));
        vec![
            Cell::Name(zone.name.clone(), side(zone)),
            Cell::body(or_none(metrics.map(|m| wording::one_decimal(m.area_cm2)))),
            Cell::body(or_none(metrics.map(|m| wording::one_decimal(m.mean_passes)))),
            Cell::strong(or_none(share.map(wording::percent_1))),
            number(metrics.map(|m| m.d98)),
            number(metrics.map(|m| m.d50)),
            number(metrics.map(|m| m.d2)),
            Cell::body(or_none(metrics.and_then(|m| m.homogeneity).map(wording::two_decimals))),
            Cell::body(or_none(metrics.map(|m| wording::percent_1(m.directions_complete)))),
            Cell::body(or_none(metrics.and_then(|m| m.density_per_cm2).map(wording::whole))),
            Cell::body(or_none(gap)),
        ]
    });
    let rows: Vec<Vec<Cell>> = rows.collect();
    if rows.is_empty() {
        return;
    }
    let title = if named { format!("Zones, {}", title_of(facts, seen.diagram)) } else { "Zones".to_owned() };
    Table::new(sheet, title, columns).lay(sheet, rows);
}

/// Paint that nothing asked for: in zones outside the plan, and in those that are not treated.
pub(super) fn outside(sheet: &mut Sheet, facts: &Facts<'_>) {
    let mut rows = Vec::new();
    for seen in &facts.diagrams {
        let zones = seen.diagram.zones.iter().enumerate();
        for (i, zone) in zones.filter(|(i, _)| !seen.counts(*i) && seen.is_painted(*i)) {
            let Some(metrics) = seen.metrics.zones.get(i).and_then(|row| row.metrics.as_ref()) else {
                continue;
            };
            rows.push(vec![
                Cell::Name(zone_name(zone), side(zone)),
                Cell::body(title_of(facts, seen.diagram)),
                Cell::body(wording::one_decimal(metrics.treated_cm2)),
                Cell::body(wording::percent_1(metrics.coverage)),
                Cell::body(wording::one_decimal(metrics.mean_passes)),
                Cell::body(metrics.max_passes.to_string()),
            ]);
        }
    }
    if rows.is_empty() {
        return;
    }
    let columns = vec![
        Column::left("Zone", 130.0),
        Column::left("Diagram", 110.0),
        Column::right("Treated cm²", 60.0),
        Column::right("Of the zone", 60.0),
        Column::right("Mean passes", 60.0),
        Column::right("Most", 44.0),
    ];
    Table::new(sheet, "Painted outside the plan", columns).lay(sheet, rows);
}

/// What a diagram is called in this series.
pub(super) fn title_of(facts: &Facts<'_>, diagram: &Diagram) -> String {
    diagram.title_for(facts.chosen.series.figure).into_owned()
}

/// A zone's name in a row, where its side is a tag. A keep-out says that it is one.
fn zone_name(zone: &Zone) -> String {
    if zone.keep_out { format!("{} (keep-out)", zone.name) } else { zone.name.clone() }
}

/// The sessions on the diagram of page 1.
pub(super) fn sessions(sheet: &mut Sheet, facts: &Facts<'_>, seen: &Seen<'_>) {
    let share = match facts.shared_target(seen, 1) {
        Some(target) => format!("V{}", target.passes),
        None if seen.has_targets() => "At target".to_owned(),
        None => String::new(),
    };
    let pictured = facts.visits.iter().any(|visit| visit.picture.is_some());
    let mut columns = vec![
        Column::left("Date", 74.0),
        Column::left("Device", 128.0),
        Column::right("Mean passes", 52.0),
        Column::right(share, 36.0),
        Column::right("Directions", 46.0),
        Column::right("Gaps cm²", 42.0),
        Column::left("", 7.0),
        Column::left("End-point", 80.0),
        Column::right("Pain", 22.0),
    ];
    if pictured {
        columns.insert(0, Column::left("", 28.0));
    }
    let mut before: Option<Date> = None;
    let mut rows = Vec::with_capacity(facts.visits.len());
    for ((number, session), visit) in facts.chosen.sessions.iter().zip(&facts.visits) {
        let date = session.started_at.date();
        let interval = before.map(|before| wording::interval(wording::days_between(before, date)));
        before = Some(date);
        let or_none = |text: Option<String>| text.unwrap_or_else(|| NONE.to_owned());
        let mut row = Vec::with_capacity(columns.len());
        if let Some(pixels) = &visit.picture {
            row.push(Cell::Picture(pixels.clone(), format!("Passes of session {number}")));
        }
        row.extend([when(*number, session, interval.as_deref()), devices(session)]);
        row.push(Cell::body(or_none(visit.mean.map(wording::one_decimal))));
        let share = visit.at_target.map(wording::percent_1);
        row.push(Cell::body(if seen.has_targets() { or_none(share) } else { String::new() }));
        row.push(match visit.directions {
            Some(done) => Cell::Directions(done, wording::directions(done)),
            None => Cell::body(NONE),
        });
        row.push(Cell::body(or_none(visit.gap_cm2.map(wording::one_decimal))));
        row.push(Cell::body(""));
        row.push(Cell::body(or_none(session.care.endpoint.clone())));
        row.push(Cell::body(or_none(session.care.pain.map(|pain| pain.to_string()))));
        rows.push(row);
    }
    let title = if facts.diagrams.len() > 1 {
        format!("Sessions, {}", title_of(facts, seen.diagram))
    } else {
        "Sessions".to_owned()
    };
    Table::new(sheet, title, columns).lay(sheet, rows);
}

/// Number and date; below, how long after the one before, and who.
pub(super) fn when(number: usize, session: &Session, interval: Option<&str>) -> Cell {
    let date = wording::date(session.started_at.date(), None);
    let first = (number == 1).then_some("first");
    let practitioner = session.practitioner.as_deref().map(str::trim).filter(|name| !name.is_empty());
    let below: Vec<&str> = interval.or(first).into_iter().chain(practitioner).collect();
    Cell::Words(vec![(look::STRONG, format!("{number} · {date}")), (look::SMALL, below.join(" · "))])
}

/// The devices that were used, each with what is known of it.
pub(super) fn devices(session: &Session) -> Cell {
    let used = |id: &crate::model::DeviceId| {
        session.entries.iter().any(|entry| entry.device.as_ref().is_some_and(|device| device == id))
    };
    let mut words = Vec::new();
    for device in session.devices.iter().filter(|device| used(&device.id)) {
        let width = device.width_mm.map(|mm| format!("{} wide", wording::millimetres(mm)));
        let lot = device.lot.as_ref().map(|lot| format!("lot {lot}"));
        let facts: Vec<String> = width.into_iter().chain(lot).collect();
        let length = device.needle_length_mm.map(|mm| format!(" · {}", wording::millimetres(mm)));
        words.push((look::BODY, format!("{}{}", device.name, length.unwrap_or_default())));
        words.push((look::SMALL, facts.join(" · ")));
    }
    if words.is_empty() { Cell::body(NONE) } else { Cell::Words(words) }
}
