//! Page 1: who and what, the map beside its curve, goals and figures, then the tables, signatures and definitions.

use super::facts::{Facts, Seen, as_of, days};
use super::look::{self, heading, rule, rule_between};
use super::map::map;
use super::sheet::{Kind, Op, Path, Place, Sheet};
use super::small_print;
use super::text::Style;
use super::{ReportError, ReportOptions, Section, chart, tables};
use crate::export::Named;
use crate::heatmap::Anchor;
use crate::metrics::GoalValue;
use crate::model::{Goal, TargetCounts};
use crate::wording;

/// Width of the left half.
const LEFT: f32 = 252.0;
/// Where the right half begins, from the left.
const RIGHT: f32 = 277.0;
/// Height of the map with its legend.
const MAP: f32 = 293.0;
/// Height of the curve with its key.
const CURVE: f32 = 127.0;
/// Height of a goal.
const GOAL: f32 = 17.4;
/// More goals than this go into a table of their own.
const MOST_GOALS: usize = 7;

pub(super) fn lay(sheet: &mut Sheet, facts: &Facts<'_>, options: &ReportOptions) -> Result<(), ReportError> {
    head(sheet, facts, options);
    strip(sheet, facts, options);
    let closing = small_print::closing(sheet, facts, options);
    sheet.bottom = closing.top;
    halves(sheet, facts, options)?;
    if let Some(seen) = facts.main() {
        if options.has(Section::Goals) && facts.goals.len() > MOST_GOALS {
            tables::goals(sheet, facts);
        }
        if options.has(Section::Zones) {
            tables::zones(sheet, facts, seen, facts.diagrams.len() > 1);
        }
        if options.has(Section::Sessions) && !facts.visits.is_empty() {
            tables::sessions(sheet, facts, seen);
        }
    }
    small_print::lay_closing(sheet, closing);
    Ok(())
}

/// Which series, and which sessions of it: `Series 019ab000 · sessions 1 – 4`.
pub(super) fn about_series(facts: &Facts<'_>) -> String {
    let id: String = facts.chosen.series.id.as_str().chars().take(8).collect();
    let sessions = match facts.chosen.sessions.as_slice() {
        [] => "no sessions".to_owned(),
        [(number, _)] => format!("session {number} of {}", facts.chosen.of),
        [(first, _), .., (last, _)] => format!("sessions {first} – {last}"),
    };
    format!("Series {id} · {sessions}")
}

fn head(sheet: &mut Sheet, facts: &Facts<'_>, options: &ReportOptions) {
    let (left, right) = (sheet.paper.left(), sheet.paper.right());
    sheet.heading((left, 45.1), look::TITLE, 1, "Coverage report");
    sheet.open(Kind::Paragraph);
    let moment = match options.printed {
        Some(moment) => format!("Printed {}, {}", wording::date(moment.date(), None), wording::time(moment)),
        None => as_of(facts.chosen).map_or_else(
            || "Nothing recorded yet".to_owned(),
            |moment| format!("As of {}, {}", wording::date(moment.date(), None), wording::time(moment)),
        ),
    };
    sheet.write((right, 49.0), Anchor::End, look::SMALL, &about_series(facts));
    sheet.write((right, 58.6), Anchor::End, look::SMALL, &moment);
    let height = sheet.wrap((left, 58.0), 350.0, look::BODY_2, &facts.chosen.series.title);
    sheet.close();
    let below = 67.6 + (height - Style::BODY.pitch()).max(0.0);
    rule(sheet, below, look::TEXT, 1.1);
    sheet.y = below;
}

/// Name of a fact, its value, and a line below.
struct Fact {
    name: &'static str,
    value: String,
    below: String,
}

/// Who and what in five columns.
fn strip(sheet: &mut Sheet, facts: &Facts<'_>, options: &ReportOptions) {
    const COLUMN: f32 = 104.8;
    let facts = [client(facts, options), practitioner(facts), sessions(facts), plan(facts), area(facts)];
    let top = sheet.y;
    let mut lowest = top + 36.0;
    for (i, fact) in facts.into_iter().enumerate() {
        let x = sheet.paper.left() + i as f32 * COLUMN;
        let width = COLUMN - if i == 4 { 8.0 } else { 13.0 };
        sheet.open(Kind::Paragraph);
        sheet.write((x, top + 14.2), Anchor::Start, look::SMALL, fact.name);
        let mut y = top + 24.2;
        y += sheet.wrap((x, y), width, look::VALUE, &fact.value);
        if !fact.below.is_empty() {
            y += sheet.wrap((x, y - 1.0), width, look::SMALL, &fact.below);
        }
        sheet.close();
        lowest = lowest.max(y - 5.0);
    }
    for i in 1..5_u8 {
        let x = sheet.paper.left() + f32::from(i) * COLUMN - 9.0;
        sheet.decorate(vec![Op::stroke(Path::line((x, top + 6.0), (x, lowest)), look::EDGE, 0.5)]);
    }
    rule(sheet, lowest + 6.0, look::HAIR, 0.6);
    sheet.y = lowest + 19.0;
}

fn client(facts: &Facts<'_>, options: &ReportOptions) -> Fact {
    let client = &facts.chosen.series.client;
    let none = || wording::NONE.to_owned();
    let mut below = Vec::new();
    let value = match options.named {
        Named::Name => {
            below.extend(Named::Reference.words(client).map(str::to_owned));
            Named::Name.words(client).map_or_else(none, str::to_owned)
        }
        Named::Reference => Named::Reference.words(client).map_or_else(none, str::to_owned),
        Named::Neither => "not named".to_owned(),
    };
    below.extend(client.skin_type.as_ref().map(|kind| format!("skin type {kind}")));
    Fact { name: "Client", value, below: below.join(" · ") }
}

fn practitioner(facts: &Facts<'_>) -> Fact {
    let mut names: Vec<&str> = Vec::new();
    for (_, session) in &facts.chosen.sessions {
        let name = session.practitioner.as_deref().map(str::trim).filter(|name| !name.is_empty());
        names.extend(name.filter(|name| !names.contains(name)));
    }
    let value = if names.is_empty() { wording::NONE.to_owned() } else { names.join(", ") };
    Fact { name: "Practitioner", value, below: String::new() }
}

fn sessions(facts: &Facts<'_>) -> Fact {
    let held = facts.chosen.of;
    let planned = facts.plan.and_then(|plan| plan.sessions);
    let value = match (facts.chosen.sessions.as_slice(), planned) {
        ([(number, _)], _) if held > 1 => format!("{number} of {held}"),
        (_, Some(planned)) => format!("{held} of {planned}"),
        (_, None) => held.to_string(),
    };
    Fact { name: "Sessions", value, below: days(facts.chosen) }
}

fn plan(facts: &Facts<'_>) -> Fact {
    let Some(plan) = facts.plan else {
        return Fact { name: "Plan", value: wording::NONE.to_owned(), below: String::new() };
    };
    let shared = facts.main().and_then(|seen| facts.shared_target(seen, facts.sessions().max(1)));
    let value = match shared {
        Some(TargetCounts { passes, ceiling }) => {
            let passes = wording::count(passes as usize, "pass");
            ceiling.map_or_else(|| passes.clone(), |ceiling| format!("{passes}, ceiling {ceiling}"))
        }
        None if plan.targets.is_empty() => "no targets".to_owned(),
        None => "by zone".to_owned(),
    };
    let sessions = plan.sessions.map(|sessions| wording::count(sessions as usize, "session"));
    let interval = plan.interval_days.map(|days| format!("every {days} d"));
    let below: Vec<String> = sessions.into_iter().chain(interval).collect();
    Fact { name: "Plan", value, below: below.join(", ") }
}

fn area(facts: &Facts<'_>) -> Fact {
    let seen = facts.main();
    let fit = seen.and_then(|seen| seen.metrics.plan.as_ref());
    let value = fit.map_or_else(|| wording::NONE.to_owned(), |fit| wording::area(fit.planned_cm2));
    let zones = seen.map_or(0, |seen| seen.targets.iter().flatten().count());
    let mut below = if zones > 0 { wording::count(zones, "zone") } else { String::new() };
    if let Some(seen) = seen.filter(|_| facts.diagrams.len() > 1 && zones > 0) {
        below = format!("{below}, {}", seen.diagram.title_for(facts.chosen.series.figure));
    }
    Fact { name: "Planned area", value, below }
}

/// The map at the left; curve, goals and figures at the right.
fn halves(sheet: &mut Sheet, facts: &Facts<'_>, options: &ReportOptions) -> Result<(), ReportError> {
    let Some(seen) = facts.main() else { return Ok(()) };
    let left = sheet.paper.left();
    let top = sheet.y;
    let mut lowest = top;
    let words = match facts.chosen.sessions.len() {
        0 | 1 => "Passes".to_owned(),
        sessions => format!("Passes, sum of {}", wording::count(sessions, "session")),
    };
    if options.has(Section::Map) {
        sheet.open(Kind::Section);
        heading(sheet, &words);
        let place = Place { x: left, y: sheet.y + 3.0, width: LEFT, height: MAP };
        map(sheet, facts, seen, place)?;
        sheet.close();
        lowest = lowest.max(place.y + place.height);
    }
    let mut right = Side { x: left + RIGHT, y: top };
    let right_end = sheet.paper.right();
    if options.has(Section::Curve) && seen.together().max_passes() > 0 {
        sheet.open(Kind::Section);
        sheet.heading((right.x, right.y + 5.0), look::HEAD, 2, "Coverage area, % of area");
        let place = Place { x: right.x, y: right.y + 20.0, width: right_end - right.x, height: CURVE };
        chart::chart(sheet, seen, facts.shared_target(seen, facts.sessions()), place);
        sheet.close();
        right.y += 20.0 + CURVE + 19.0;
    }
    if options.has(Section::Goals) && (1..=MOST_GOALS).contains(&facts.goals.len()) {
        goals(sheet, facts, &mut right);
    }
    if options.has(Section::Figures) {
        figures(sheet, seen, &mut right);
    }
    lowest = lowest.max(right.y);
    if lowest > top {
        sheet.y = lowest + 19.0;
    }
    Ok(())
}

/// The right half, as far as it is filled.
struct Side {
    x: f32,
    y: f32,
}

fn goals(sheet: &mut Sheet, facts: &Facts<'_>, side: &mut Side) {
    let right = sheet.paper.right();
    let met = facts.goals.iter().filter(|(_, outcome)| outcome.met).count();
    sheet.open(Kind::Section);
    sheet.heading((side.x, side.y + 5.0), look::HEAD, 2, "Goals");
    sheet.open(Kind::Paragraph);
    let words = format!("{met} of {} met", facts.goals.len());
    sheet.write((right, side.y + 5.0), Anchor::End, look::BODY_2, &words);
    sheet.close();
    side.y += 11.0;
    rule_between(sheet, (side.x, right), side.y, look::EDGE);
    sheet.open(Kind::Table);
    for (goal, outcome) in &facts.goals {
        let middle = side.y + GOAL / 2.0;
        let baseline = middle + 2.7;
        mark(sheet, (side.x + 4.5, middle), outcome.met);
        sheet.open(Kind::Row);
        sheet.open(Kind::HeadCell { of_row: true });
        let (zones, condition) = in_words(goal);
        let zones = sheet.words((side.x + 14.3, baseline), Anchor::Start, look::BODY, &zones);
        let width = if let Op::Words { setting, .. } = &zones { setting.width() } else { 0.0 };
        let at = (side.x + 14.3 + width + 6.0, baseline);
        let condition = sheet.words(at, Anchor::Start, look::BODY_2, &condition);
        sheet.say(vec![zones, condition]);
        sheet.close();
        for (x, look, words) in [
            (right - 38.5, look::BODY_2, if outcome.met { "met" } else { "not met" }.to_owned()),
            (right, look::STRONG, value_of(outcome.value)),
        ] {
            sheet.open(Kind::Cell);
            sheet.write((x, baseline), Anchor::End, look, &words);
            sheet.close();
        }
        sheet.close();
        side.y += GOAL;
        rule_between(sheet, (side.x, right), side.y, look::HAIR);
    }
    sheet.close();
    sheet.close();
    side.y += 9.0;
}

/// A goal's zones and its condition.
pub(super) fn in_words(goal: &Goal) -> (String, String) {
    match &goal.rule {
        Ok(rule) => {
            let each = if rule.each { "each " } else { "" };
            (format!("{each}{}", rule.zones), wording::goal_condition(rule))
        }
        Err(_) => (goal.text.clone(), "cannot be read".to_owned()),
    }
}

pub(super) fn value_of(value: Option<GoalValue>) -> String {
    match value {
        None => wording::NONE.to_owned(),
        Some(GoalValue::Share(share)) => wording::percent_1(share),
        Some(GoalValue::Number(number)) => wording::short(number),
    }
}

/// A filled circle with a tick where it is met, an open one with a bar where not.
pub(super) fn mark(sheet: &mut Sheet, (x, y): (f32, f32), met: bool) {
    const RADIUS: f32 = 4.1;
    let ops = if met {
        let tick = Path::through([(x - 1.9, y + 0.1), (x - 0.6, y + 1.5), (x + 2.0, y - 1.4)], false);
        let circle = Op::Fill { path: Path::circle((x, y), RADIUS), ink: look::ACCENT };
        vec![circle, Op::stroke(tick, look::PAPER, 1.0)]
    } else {
        let bar = Path::line((x - 1.9, y), (x + 1.9, y));
        let circle = Op::stroke(Path::circle((x, y), RADIUS - 0.45), look::NOTE, 0.9);
        vec![circle, Op::stroke(bar, look::NOTE, 1.0)]
    };
    // The word beside it says the same.
    sheet.decorate(ops);
}

fn figures(sheet: &mut Sheet, seen: &Seen<'_>, side: &mut Side) {
    let gaps = if seen.has_targets() {
        let area: f64 = seen.gaps.iter().map(|gap| gap.area_cm2).sum();
        format!("{} · {}", seen.gaps.len(), wording::area(area))
    } else {
        wording::NONE.to_owned()
    };
    let homogeneity = seen.together().homogeneity();
    let homogeneity = homogeneity.map_or_else(|| wording::NONE.to_owned(), wording::two_decimals);
    let mut figures = vec![("Gaps".to_owned(), gaps), ("Homogeneity".to_owned(), homogeneity)];
    figures.extend(asymmetry(seen));
    let width = (sheet.paper.right() - side.x) / figures.len() as f32;
    for (i, (name, value)) in figures.into_iter().enumerate() {
        let x = side.x + i as f32 * width;
        if i > 0 {
            let line = Path::line((x - 8.0, side.y), (x - 8.0, side.y + 20.0));
            sheet.decorate(vec![Op::stroke(line, look::EDGE, 0.5)]);
        }
        sheet.open(Kind::Paragraph);
        // One line; a name too long for its column loses what follows its comma, then its last words.
        let room = Some(width - 10.0);
        let mut setting = sheet.faces.set(&name, look::SMALL.0, room);
        if let (true, Some((short, _))) = (setting.lines.len() > 1, name.split_once(',')) {
            setting = sheet.faces.set(short, look::SMALL.0, room);
        }
        setting.lines.truncate(1);
        let at = (x, side.y + 7.5);
        sheet.say(vec![Op::Words { setting, at, anchor: Anchor::Start, ink: look::SMALL.1 }]);
        sheet.write((x, side.y + 17.0), Anchor::Start, look::VALUE, &value);
        sheet.close();
    }
    side.y += 22.0;
}

/// The asymmetry of the largest pair that counts.
fn asymmetry(seen: &Seen<'_>) -> Option<(String, String)> {
    let pairs = seen.metrics.pairs.iter().filter(|pair| seen.counts(pair.left) && seen.counts(pair.right));
    let area = |pair: &&crate::metrics::Pair| pair.both.metrics.as_ref().map_or(0.0, |m| m.area_cm2);
    // Of equals the first of the drawing.
    let largest = pairs.reduce(|best, pair| if area(&pair) > area(&best) { pair } else { best })?;
    let name = &seen.diagram.zones.get(largest.left)?.name;
    let percent = wording::one_decimal(largest.asymmetry? * 100.0);
    Some((format!("Asymmetry, {}", name.to_lowercase()), format!("{percent}{}%", wording::NARROW_SPACE)))
}
