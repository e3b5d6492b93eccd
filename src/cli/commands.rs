//! One function a command.

use super::args::{Check, Demo, Goals, GoalsFormat, Schema, SchemaFile, Stats, StatsFormat};
use super::chosen;
use super::stats::{DiagramStats, goals_json, stats_csv, stats_json, stats_table};
use super::table::Table;
use super::{Failure, one_line};
use crate::coverage::ZoneMap;
use crate::export::Chosen;
use crate::metrics::{GoalOutcome, GoalValue, diagram_metrics, judge, overlap_cells};
use crate::model::{Atlas, Goal};
use crate::sample::{SampleOptions, write_sample};
use crate::store::{self, series_schema, session_schema};
use crate::wording;
use std::fmt::Write;

pub(super) fn demo(demo: &Demo, atlas: &Atlas) -> Result<String, Failure> {
    let options = SampleOptions { seed: demo.seed, until: demo.until };
    let folders = write_sample(&demo.dir, atlas, options)?;
    let mut answer = format!("Wrote {} invented series to {}:\n", folders.len(), demo.dir.display());
    for folder in folders {
        let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        writeln!(answer, "  {name}")?;
    }
    Ok(answer)
}

pub(super) fn stats(stats: &Stats, atlas: &Atlas) -> Result<String, Failure> {
    let mut chosen = chosen::read(&stats.choice)?;
    chosen.only = chosen::passes(&stats.only, &chosen)?;
    let diagrams = match &stats.diagram {
        Some(id) => vec![chosen::diagram(&chosen, atlas, id)?],
        None => chosen.painted(atlas),
    };
    let counted: Vec<DiagramStats<'_>> = diagrams
        .into_iter()
        .map(|diagram| {
            let zones = ZoneMap::new(diagram);
            let set = chosen.set(diagram, &zones);
            let scale = chosen.scale(diagram);
            let plan = chosen.series.plan.as_ref();
            let overlap = match chosen.sessions.as_slice() {
                // It is a matter of strokes, of which some passes may be left out.
                [(_, session)] if chosen.only.is_all() => Some(overlap_cells(session, diagram, &zones)),
                _ => None,
            };
            let overlap = overlap.map(|cells| {
                diagram.zones.iter().zip(cells).map(|(zone, cells)| scale.zone_cm2(zone, cells)).collect()
            });
            let metrics = diagram_metrics(&set, diagram, &zones, scale, plan);
            DiagramStats { diagram, metrics, overlap_cm2: overlap }
        })
        .collect();
    match stats.format {
        StatsFormat::Json => stats_json(&chosen, &counted, stats.diagram.is_some()),
        StatsFormat::Csv => stats_csv(&chosen, &counted),
        StatsFormat::Table => stats_table(&chosen, &counted),
    }
}

pub(super) fn goals(goals: &Goals, atlas: &Atlas) -> Result<(String, bool), Failure> {
    let chosen = chosen::read(&goals.choice)?;
    let plan = chosen.series.plan.as_ref();
    let diagrams = chosen.goal_diagrams(atlas);
    let list: Vec<(&Goal, GoalOutcome)> =
        plan.iter().flat_map(|plan| &plan.goals).map(|goal| (goal, judge(goal, &diagrams, plan))).collect();
    let met = list.iter().all(|(_, outcome)| outcome.met);
    let answer = match goals.format {
        GoalsFormat::Json => goals_json(&chosen, &list)?,
        GoalsFormat::Table if list.is_empty() => format!("{}: the plan has no goals.\n", chosen.series.title),
        GoalsFormat::Table => goals_table(&chosen, &list)?,
    };
    Ok((answer, met))
}

fn goals_table(chosen: &Chosen, list: &[(&Goal, GoalOutcome)]) -> Result<String, Failure> {
    let mut table = Table::new(&["Goal", "Value", "", ""]);
    for (goal, outcome) in list {
        let value = match outcome.value {
            None => wording::NONE.to_owned(),
            Some(GoalValue::Share(share)) => wording::percent_1(share),
            Some(GoalValue::Number(number)) => wording::short(number),
        };
        let verdict = if outcome.met { "met" } else { "not met" };
        let why = match (&goal.rule, outcome.zones, outcome.ideal_met) {
            (Err(error), ..) => format!("cannot be read: {error}"),
            (Ok(rule), 0, _) => format!("{} matches no zone", rule.zones),
            (Ok(_), _, Some(true)) => "ideal met".to_owned(),
            (Ok(_), _, Some(false)) if outcome.met => "ideal not met".to_owned(),
            (Ok(_), ..) if outcome.value.is_none() => "there is no such value".to_owned(),
            _ => outcome
                .session
                .and_then(|i| chosen.sessions.get(i))
                .map(|(number, _)| format!("in session {number}"))
                .unwrap_or_default(),
        };
        table.row([goal.text.clone(), value, verdict.to_owned(), why]);
    }
    let mut answer = format!("{}, {}\n\n", chosen.series.title, chosen.label());
    write!(answer, "{table}")?;
    let met = list.iter().filter(|(_, outcome)| outcome.met).count();
    writeln!(answer, "\n{met} of {} met", list.len())?;
    Ok(answer)
}

pub(super) fn check(check: &Check, atlas: &Atlas) -> Result<(String, bool), Failure> {
    let (mut answer, mut files, mut problems) = (String::new(), 0, 0);
    for path in &check.paths {
        let report = store::check(path, atlas)?;
        files += report.files;
        problems += report.problems.len();
        for problem in &report.problems {
            writeln!(answer, "{}", one_line(&problem.to_string()))?;
        }
    }
    let verdict = if problems == 0 { "no problems".to_owned() } else { wording::count(problems, "problem") };
    writeln!(answer, "{} read, {verdict}", wording::count(files, "file"))?;
    Ok((answer, problems == 0))
}

pub(super) fn schema(schema: &Schema) -> Result<String, Failure> {
    let schema = match schema.file {
        SchemaFile::Series => series_schema(),
        SchemaFile::Session => session_schema(),
    };
    Ok(format!("{}\n", serde_json::to_string_pretty(&schema)?))
}
