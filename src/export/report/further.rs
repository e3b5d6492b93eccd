//! The pages after the first: further diagrams, what is left, the care record, observations, notes and sources.

use super::facts::{Facts, Seen};
use super::look::{self, continued, heading};
use super::map::map;
use super::sheet::{Kind, Op, Place, Sheet};
use super::table::{Cell, Column, Table};
use super::text::Style;
use super::{Paper, ReportError, ReportOptions, Section, chart, observations, small_print, tables};
use crate::heatmap::Anchor;
use crate::model::{Care, Session};
use crate::wording::{self, NONE};

/// Height of a further diagram with its legend.
const MAP: f32 = 300.0;

pub(super) fn lay(sheet: &mut Sheet, facts: &Facts<'_>, options: &ReportOptions) -> Result<(), ReportError> {
    // What follows begins below what page 1 ends with.
    if sheet.pages.len() == 1 {
        sheet.y = sheet.paper.bottom() + 1.0;
        sheet.bottom = sheet.paper.bottom();
    }
    if options.has(Section::Diagrams) {
        for seen in facts.diagrams.iter().skip(1) {
            diagram(sheet, facts, seen)?;
        }
    }
    if options.has(Section::Gaps) {
        gaps(sheet, facts);
    }
    if options.has(Section::Zones) {
        tables::outside(sheet, facts);
    }
    if options.has(Section::Care) {
        care(sheet, facts);
    }
    if options.has(Section::Observations) {
        observations::lay(sheet, facts);
    }
    if options.has(Section::Due) {
        due(sheet, facts);
    }
    if options.has(Section::Aftercare) {
        aftercare(sheet, facts);
    }
    if options.has(Section::Notes) {
        notes(sheet, facts);
    }
    if options.has(Section::Sources) {
        let words = small_print::sources(facts).into_iter().map(|words| (String::new(), words)).collect();
        paragraphs(sheet, "Definitions and sources", words, look::FINE);
    }
    Ok(())
}

/// A diagram with its curve, and its zones below.
fn diagram(sheet: &mut Sheet, facts: &Facts<'_>, seen: &Seen<'_>) -> Result<(), ReportError> {
    sheet.need(look::HEADING_HEIGHT + MAP + 60.0);
    sheet.open(Kind::Section);
    heading(sheet, &tables::title_of(facts, seen.diagram));
    let (left, right) = (sheet.paper.left(), sheet.paper.right());
    let top = sheet.y + 3.0;
    map(sheet, facts, seen, Place { x: left, y: top, width: 252.0, height: MAP })?;
    if seen.together().max_passes() > 0 {
        let x = left + 277.0;
        sheet.heading((x, top + 2.0), look::HEAD, 3, "Coverage area, % of area");
        let place = Place { x, y: top + 17.0, width: right - x, height: 127.0 };
        chart::chart(sheet, seen, facts.shared_target(seen, facts.sessions()), place);
    }
    sheet.close();
    sheet.y = top + MAP + look::AFTER;
    tables::zones(sheet, facts, seen, true);
    Ok(())
}

/// The places below target, largest first.
fn gaps(sheet: &mut Sheet, facts: &Facts<'_>) {
    let mut rows = Vec::new();
    for seen in &facts.diagrams {
        for place in &seen.places {
            let Some(zone) = seen.diagram.zones.get(place.zone) else { continue };
            let target = seen.targets.get(place.zone).copied().flatten().map_or(0, |counts| counts.passes);
            let short = format!("{} short", target.saturating_sub(place.fewest));
            let lacks = place
                .missing
                .map_or_else(|| short.clone(), |direction| format!("{}, {short}", direction.name()));
            rows.push(vec![
                Cell::Name(zone.name.clone(), tables::side(zone)),
                Cell::body(tables::title_of(facts, seen.diagram)),
                Cell::body(lacks),
                Cell::body(place.gaps.len().to_string()),
                Cell::body(wording::one_decimal(place.area_cm2)),
            ]);
        }
    }
    if rows.is_empty() {
        return;
    }
    let columns = vec![
        Column::left("Zone", 130.0),
        Column::left("Diagram", 110.0),
        Column::left("Lacks most", 130.0),
        Column::right("Gaps", 40.0),
        Column::right("Area cm²", 50.0),
    ];
    Table::new(sheet, "Places left", columns).lay(sheet, rows);
}

/// What was recorded of every session.
fn care(sheet: &mut Sheet, facts: &Facts<'_>) {
    let mut rows = Vec::new();
    let mut before = None;
    for (number, session) in &facts.chosen.sessions {
        let date = session.started_at.date();
        let interval = before.map(|before| wording::interval(wording::days_between(before, date)));
        before = Some(date);
        let care = &session.care;
        rows.push(vec![
            tables::when(*number, session, interval.as_deref()),
            prepared(care),
            numbing(care),
            tables::devices(session),
            list(&care.products),
        ]);
    }
    if rows.is_empty() {
        return;
    }
    let columns = vec![
        Column::left("Session", 86.0),
        Column::left("Before", 70.0),
        Column::left("Numbing", 138.0),
        Column::left("Device", 120.0),
        Column::left("Products", 100.0),
    ];
    Table::new(sheet, "Care record", columns).lay(sheet, rows);
}

fn prepared(care: &Care) -> Cell {
    let word = |given: Option<bool>, yes: &str, no: &str| match given {
        Some(true) => Some(yes.to_owned()),
        Some(false) => Some(no.to_owned()),
        None => None,
    };
    let words: Vec<String> = [
        word(care.consent, "consent given", "no consent"),
        care.consent_scope.clone(),
        care.consent_date.clone(),
        word(care.cleansed, "skin cleansed", "skin not cleansed"),
    ]
    .into_iter()
    .flatten()
    .collect();
    if words.is_empty() {
        Cell::body(NONE)
    } else {
        Cell::Words(words.into_iter().map(|words| (look::BODY, words)).collect())
    }
}

fn numbing(care: &Care) -> Cell {
    let Some(numbing) = &care.numbing else { return Cell::body(NONE) };
    let below = wording::numbing(numbing).join(", ");
    Cell::two(numbing.agent.clone().unwrap_or_else(|| NONE.to_owned()), below)
}

fn list(words: &[String]) -> Cell {
    if words.is_empty() { Cell::body(NONE) } else { Cell::body(words.join(", ")) }
}

/// When the next session is due by the plan.
fn due(sheet: &mut Sheet, facts: &Facts<'_>) {
    let whole = facts.chosen.sessions.len() == facts.chosen.of;
    let last = facts.chosen.sessions.last().map(|(_, session)| session.started_at.date());
    let due =
        facts.plan.zip(last).filter(|_| whole).and_then(|(plan, last)| plan.due_after(facts.chosen.of, last));
    if let Some(due) = due {
        let words =
            format!("Session {} is due on {} by the plan.", facts.chosen.of + 1, wording::date(due, None));
        paragraphs(sheet, "Next session", vec![(String::new(), words)], look::BODY);
    }
}

/// The aftercare gone through at the last session that recorded any.
fn aftercare(sheet: &mut Sheet, facts: &Facts<'_>) {
    let recorded = |session: &&Session| !session.care.aftercare.is_empty();
    let last = facts.chosen.sessions.iter().rev().map(|(_, session)| session.as_ref()).find(recorded);
    if let Some(session) = last {
        let date = wording::date(session.started_at.date(), None);
        let words = format!("Gone through on {date}: {}.", session.care.aftercare.join(", "));
        paragraphs(sheet, "Aftercare", vec![(String::new(), words)], look::BODY);
    }
}

fn notes(sheet: &mut Sheet, facts: &Facts<'_>) {
    let mut words = Vec::new();
    let series = facts.chosen.series.notes.trim();
    if !series.is_empty() {
        words.push(("Series".to_owned(), series.to_owned()));
    }
    for (number, session) in &facts.chosen.sessions {
        let notes = session.notes.trim();
        if !notes.is_empty() {
            let date = wording::date(session.started_at.date(), None);
            words.push((format!("Session {number}, {date}"), notes.to_owned()));
        }
    }
    paragraphs(sheet, "Notes", words, look::BODY);
}

/// A section of paragraphs, each below a name of its own if it has one. They go over pages line by line.
fn paragraphs(sheet: &mut Sheet, title: &str, words: Vec<(String, String)>, look: look::Look) {
    if words.is_empty() {
        return;
    }
    sheet.need(look::HEADING_HEIGHT + 2.0 * Style::BODY.pitch() + 8.0);
    sheet.open(Kind::Section);
    heading(sheet, title);
    let left = sheet.paper.left();
    for (name, text) in words {
        if !name.is_empty() {
            sheet.need(2.0 * Style::BODY.pitch() + 4.0);
            sheet.open(Kind::Paragraph);
            sheet.write((left, sheet.y + 10.0), Anchor::Start, look::STRONG, &name);
            sheet.close();
            sheet.y += Style::BODY.pitch();
        }
        for text in text.lines() {
            paragraph(sheet, title, text, look);
        }
        sheet.y += 4.0;
    }
    sheet.close();
    sheet.y += look::AFTER - 4.0;
}

/// A paragraph, line by line over as many pages as it takes.
fn paragraph(sheet: &mut Sheet, title: &str, text: &str, look: look::Look) {
    sheet.open(Kind::Paragraph);
    let left = sheet.paper.left();
    let mut rest = sheet.faces.set(text, look.0, Some(Paper::WIDTH));
    while !rest.lines.is_empty() {
        let room = ((sheet.bottom - sheet.y - 4.0) / look.0.pitch()).max(0.0) as usize;
        if room == 0 {
            sheet.turn();
            continued(sheet, title);
            continue;
        }
        let (now, later) = rest.split(room);
        let y = sheet.y + 10.0;
        sheet.y += now.height();
        // A text that is read from the right stands at the right.
        let from_right = now.lines.first().is_some_and(|line| line.from_right);
        let (x, anchor) = if from_right { (sheet.paper.right(), Anchor::End) } else { (left, Anchor::Start) };
        sheet.say(vec![Op::Words { setting: now, at: (x, y), anchor, ink: look.1 }]);
        rest = later;
    }
    sheet.close();
}
