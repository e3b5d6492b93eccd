//! What a note can say of a session.

use super::Placeholder;
use crate::coverage::ZoneMap;
use crate::export::{Chosen, Named};
use crate::metrics::{
    GapRules, PlanFit, Share, Weighted, ZoneMetrics, find_gaps, logged_zones, metrics_of, tally,
    treated_zones,
};
use crate::model::{
    Atlas, Care, Client, Device, Diagram, Observation, ObservationValue, Session, Side, ZoneId,
};
use crate::wording;
use std::collections::{BTreeMap, HashSet};

/// The facts of a session, one a placeholder. What was not recorded is not there.
#[derive(Clone, Debug, Default)]
pub struct NoteFacts {
    facts: BTreeMap<Placeholder, String>,
    client: Client,
}

impl FromIterator<(Placeholder, String)> for NoteFacts {
    fn from_iter<I: IntoIterator<Item = (Placeholder, String)>>(facts: I) -> Self {
        Self { facts: facts.into_iter().collect(), client: Client::default() }
    }
}

impl NoteFacts {
    /// The facts of the session of a number, from 1, among all of its series. None when there is no such session.
    pub fn of(chosen: &Chosen, number: usize, atlas: &Atlas) -> Option<Self> {
        let at = chosen.sessions.iter().position(|(own, _)| *own == number)?;
        let (_, session) = chosen.sessions.get(at)?;
        let before = at.checked_sub(1).and_then(|before| chosen.sessions.get(before));
        let mut facts = visit(chosen, number, session, before.map(|(_, before)| before.as_ref()));
        facts.extend(care(&session.care));
        facts.push((Placeholder::Devices, devices(session)));
        facts.push((Placeholder::Observations, observations(session, atlas)));
        let only = Chosen { sessions: vec![(number, session.clone())], ..chosen.clone() };
        facts.extend(coverage(&only, atlas));
        Some(Self { client: chosen.series.client.clone(), ..facts.into_iter().collect() })
    }

    /// What stands for a placeholder, for a note that names the client so far; empty for what was not recorded. Where
    /// nobody is named there are no notes: a name may stand in them.
    pub fn get(&self, placeholder: Placeholder, named: Named) -> &str {
        match (placeholder, named) {
            (Placeholder::Client, _) => named.words(&self.client).unwrap_or_default(),
            (Placeholder::Notes, Named::Neither) => "",
            _ => self.facts.get(&placeholder).map_or("", String::as_str),
        }
    }
}

type Facts = Vec<(Placeholder, String)>;

/// When and by whom.
fn visit(chosen: &Chosen, number: usize, session: &Session, before: Option<&Session>) -> Facts {
    let plan = chosen.series.plan.as_ref();
    let day = session.started_at.date();
    let of = plan.and_then(|plan| plan.sessions).map_or(chosen.of, |planned| chosen.of.max(planned as usize));
    let minutes = session.ended_at.map(|end| end.ms_since(session.started_at) as f64 / 60_000.0);
    let interval = before.map(|before| wording::days_between(before.started_at.date(), day));
    // What follows a session that was followed already is known.
    let due = plan.filter(|_| number == chosen.of).and_then(|plan| plan.due_after(number, day));
    let text = Option::unwrap_or_default;
    vec![
        (Placeholder::Session, format!("{number} of {of}")),
        (Placeholder::Date, wording::date(day, None)),
        (Placeholder::Time, wording::time(session.started_at)),
        (Placeholder::Duration, text(minutes.map(|minutes| format!("{} min", wording::whole(minutes))))),
        (
            Placeholder::Interval,
            text(interval.map(|days| wording::count(days.unsigned_abs() as usize, "day"))),
        ),
        (Placeholder::Title, chosen.series.title.clone()),
        (Placeholder::Practitioner, text(session.practitioner.clone())),
        (Placeholder::NextDue, text(due.map(|due| wording::date(due, None)))),
        (Placeholder::Notes, one_line(&session.notes)),
    ]
}

/// What was recorded besides.
fn care(care: &Care) -> Facts {
    let word = |given: Option<bool>, yes: &str, no: &str| match given {
        Some(given) => if given { yes } else { no }.to_owned(),
        None => String::new(),
    };
    let numbing = care.numbing.as_ref().map(|numbing| {
        let agent =
            numbing.agent.iter().map(|agent| agent.trim().to_owned()).filter(|agent| !agent.is_empty());
        agent.chain(wording::numbing(numbing)).collect::<Vec<_>>().join(", ")
    });
    vec![
        (Placeholder::Consent, word(care.consent, "given", "not given")),
        (Placeholder::Cleansed, word(care.cleansed, "cleansed", "not cleansed")),
        (Placeholder::Numbing, numbing.unwrap_or_default()),
        (Placeholder::Endpoint, care.endpoint.as_deref().map(one_line).unwrap_or_default()),
        (Placeholder::Pain, care.pain.map(|pain| pain.to_string()).unwrap_or_default()),
        (Placeholder::Products, care.products.join(", ")),
        (Placeholder::Aftercare, care.aftercare.join(", ")),
    ]
}

/// The devices that were used.
fn devices(session: &Session) -> String {
    let used: HashSet<_> = session.entries.iter().filter_map(|entry| entry.device.as_ref()).collect();
    let words = |device: &Device| {
        let length = device.needle_length_mm.map(wording::millimetres);
        let lot = device.lot.as_ref().map(|lot| format!("lot {lot}"));
        let parts: Vec<String> = [Some(device.name.clone()), length, lot].into_iter().flatten().collect();
        parts.join(", ")
    };
    let devices: Vec<String> =
        session.devices.iter().filter(|device| used.contains(&device.id)).map(words).collect();
    devices.join("; ")
}

/// What was seen, in the order it was recorded.
fn observations(session: &Session, atlas: &Atlas) -> String {
    let name = |id: &ZoneId| {
        let mut diagrams = atlas.diagrams().iter();
        let known = diagrams.find_map(|diagram| diagram.zone(id).map(|(_, zone)| zone.full_name()));
        known.unwrap_or_else(|| id.to_string())
    };
    let words = |seen: &Observation| {
        let value = match &seen.value {
            Some(ObservationValue::Number(number)) => format!(" {}", wording::short(*number)),
            Some(ObservationValue::Text(text)) => format!(" {text}"),
            None => String::new(),
        };
        let scale = seen.scale.as_ref().map(|scale| format!(" ({scale})")).unwrap_or_default();
        let zone = seen.zone.as_ref().map(|zone| format!(", {}", name(zone))).unwrap_or_default();
        format!("{}{value}{scale}{zone}, {}", seen.kind, wording::written_date(&seen.at))
    };
    session.observations.iter().map(words).collect::<Vec<_>>().join("; ")
}

/// What was counted, diagram by diagram.
fn coverage(chosen: &Chosen, atlas: &Atlas) -> Facts {
    let counted: Vec<Counted<'_>> =
        chosen.painted(atlas).into_iter().map(|diagram| Counted::of(chosen, diagram)).collect();
    let each = |part: &dyn Fn(&Counted<'_>) -> Option<String>| {
        let parts = counted.iter().filter_map(|counted| Some((counted.diagram, part(counted)?)));
        let words = parts.map(|(diagram, words)| match counted.len() {
            1 => words,
            _ => format!("{words} ({})", diagram.title_for(chosen.series.figure)),
        });
        words.collect::<Vec<_>>().join(", ")
    };
    let of_area =
        |part: &dyn Fn(&ZoneMetrics) -> String| each(&|counted| counted.together.as_ref().map(part));
    vec![
        (Placeholder::Zones, treated(&counted)),
        (Placeholder::Passes, of_area(&|area| wording::one_decimal(area.mean_passes))),
        (Placeholder::Directions, of_area(&|area| wording::directions(area.directions_done()))),
        (Placeholder::Coverage, of_area(&|area| wording::percent_1(area.coverage))),
        (Placeholder::AtTarget, each(&|counted| counted.at_target.map(wording::percent_1))),
        (Placeholder::Gaps, each(&|counted| counted.gaps.clone())),
    ]
}

/// A diagram with what was counted on it.
struct Counted<'a> {
    diagram: &'a Diagram,
    /// What is planned, or else what is painted, taken together.
    together: Option<ZoneMetrics>,
    at_target: Option<Share>,
    gaps: Option<String>,
    /// The zones that were treated, as places in drawing order, those of the plan first.
    treated: Vec<usize>,
}

impl<'a> Counted<'a> {
    fn of(chosen: &Chosen, diagram: &'a Diagram) -> Self {
        let plan = chosen.series.plan.as_ref();
        let zones = ZoneMap::new(diagram);
        let set = chosen.set(diagram, &zones);
        let scale = chosen.scale(diagram);
        let passes = |zone: usize| Some(plan?.counts_for(&diagram.zones.get(zone)?.id, 1)?.passes);
        let gaps = find_gaps(&set, diagram, &zones, scale, GapRules::default(), passes);
        let tally = tally(&set, &zones);
        let metrics = metrics_of(diagram, &tally, &gaps, scale, plan, 1);
        let logged = logged_zones(chosen.sessions.iter().map(|(_, session)| &**session));
        let treated = treated_zones(diagram, &tally, plan, &logged);
        let is_planned = metrics.plan.is_some();
        let counts = |zone: usize| if is_planned { passes(zone).is_some() } else { treated.contains(&zone) };
        let together = Weighted::of(diagram, &tally, |zone, _| counts(zone)).metrics(scale);
        let area: f64 = gaps.iter().map(|gap| gap.area_cm2).sum();
        let words = match gaps.len() {
            0 => "none".to_owned(),
            count => format!("{count}, {}", wording::area(area)),
        };
        Self {
            diagram,
            together,
            at_target: metrics.plan.as_ref().map(|fit: &PlanFit| fit.at_target),
            gaps: is_planned.then_some(words),
            treated,
        }
    }
}

/// The zones that were treated, those of both sides together, each once.
fn treated(counted: &[Counted<'_>]) -> String {
    let mut names: Vec<(&str, Vec<Side>)> = Vec::new();
    for counted in counted {
        for zone in counted.treated.iter().filter_map(|zone| counted.diagram.zones.get(*zone)) {
            match names.iter_mut().find(|(name, _)| *name == zone.name) {
                Some((_, sides)) => sides.push(zone.side),
                None => names.push((&zone.name, vec![zone.side])),
            }
        }
    }
    let words =
        |(name, sides): &(&str, Vec<Side>)| match (sides.contains(&Side::Left), sides.contains(&Side::Right))
        {
            (true, true) => format!("{name} (both)"),
            (true, false) => format!("{name} (left)"),
            (false, true) => format!("{name} (right)"),
            (false, false) => (*name).to_owned(),
        };
    names.iter().map(words).collect::<Vec<_>>().join(", ")
}

/// Text of several lines as one.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
#[path = "facts_tests.rs"]
mod tests;
