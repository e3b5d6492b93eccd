//! The plan.

use super::Source;
use super::build::{object, reference};
use super::codes;
use crate::export::Named;
use serde_json::{Value, json};

/// The plan of the series; none where there is none.
pub(super) fn care_plan(source: &Source<'_>) -> Option<Value> {
    let (chosen, series) = (source.chosen, &source.chosen.series);
    let plan = series.plan.as_ref()?;
    let held = chosen.of;
    let is_over = plan.sessions.is_some_and(|sessions| held >= sessions as usize);
    let procedures: Vec<Value> = chosen
        .sessions
        .iter()
        .map(|(_, session)| reference(&source.id("Procedure", session.id.as_str())))
        .collect();
    let period = chosen.sessions.first().map(|(_, first)| json!({ "start": first.started_at.to_string() }));
    let activity = if source.is_r5() {
        let performed =
            procedures.iter().map(|procedure| json!({ "performedActivity": [{ "reference": procedure }] }));
        performed.collect()
    } else {
        let timing = object([
            ("count", plan.sessions.map(Into::into)),
            ("frequency", plan.interval_days.map(|_| 1.into())),
            ("period", plan.interval_days.filter(|days| *days > 0).map(Into::into)),
            ("periodUnit", plan.interval_days.filter(|days| *days > 0).map(|_| "d".into())),
        ]);
        let status = match (is_over, held) {
            (true, _) => "completed",
            (false, 0) => "scheduled",
            (false, _) => "in-progress",
        };
        let has_timing = plan.sessions.is_some() || plan.interval_days.is_some_and(|days| days > 0);
        let detail = object([
            ("code", Some(codes::procedure(None))),
            ("status", Some(status.into())),
            ("scheduledTiming", has_timing.then(|| json!({ "repeat": timing }))),
        ]);
        vec![object([("outcomeReference", Some(procedures.into())), ("detail", Some(detail))])]
    };
    let mut notes = Vec::new();
    match (plan.sessions, plan.interval_days) {
        (Some(sessions), Some(days)) => notes.push(format!("{sessions} sessions, {days} days apart")),
        (Some(sessions), None) => notes.push(format!("{sessions} sessions")),
        (None, Some(days)) => notes.push(format!("{days} days between sessions")),
        (None, None) => {}
    }
    for target in &plan.targets {
        let ceiling = target.ceiling.map(|n| format!(", at most {n}")).unwrap_or_default();
        notes.push(format!("{}: {} passes{ceiling}, per {}", target.zones, target.passes, target.per.name()));
    }
    notes.extend(plan.goals.iter().map(|goal| format!("Goal: {}", goal.text)));
    let notes = notes.into_iter().filter(|text| !text.trim().is_empty()).map(|text| json!({ "text": text }));
    let title = (source.named != Named::Neither).then(|| series.title.as_str().into());
    Some(object([
        ("resourceType", Some("CarePlan".into())),
        ("id", Some(source.id("CarePlan", "").into())),
        ("status", Some(if is_over { "completed" } else { "active" }.into())),
        ("intent", Some("plan".into())),
        ("title", title),
        ("description", series.indication.as_deref().map(Into::into)),
        ("subject", Some(source.subject())),
        ("period", period),
        ("activity", Some(activity.into())),
        ("note", Some(notes.collect())),
    ]))
}
