//! Metrics as JSON, CSV and text.

use super::Failure;
use super::table::Table;
use crate::export::Chosen;
use crate::metrics::{DiagramMetrics, GoalOutcome, GoalValue, Pair, Share, ZoneMetrics, ZoneRow};
use crate::model::{Diagram, Direction, Goal, Zone};
use crate::wording::{self, NONE};
use serde_json::{Map, Value, json};
use std::fmt::Write;

/// What was counted on a diagram.
pub(super) struct DiagramStats<'a> {
    pub(super) diagram: &'a Diagram,
    pub(super) metrics: DiagramMetrics,
    /// Area swept more than once under one pass label, by zone; only for one session.
    pub(super) overlap_cm2: Option<Vec<f64>>,
}

/// The metrics as JSON: one object, or a list of them where no diagram was named.
pub(super) fn stats_json(
    chosen: &Chosen,
    counted: &[DiagramStats<'_>],
    one: bool,
) -> Result<String, Failure> {
    let sessions: Vec<&str> = chosen.sessions.iter().map(|(_, session)| session.id.as_str()).collect();
    let head = || {
        let mut object = Map::new();
        object.insert("format".to_owned(), json!("stipple/stats"));
        object.insert("version".to_owned(), json!(1));
        object.insert("series".to_owned(), json!(chosen.series.id.as_str()));
        object.insert("sessions".to_owned(), json!(sessions));
        if !chosen.only.is_all() {
            object.insert("only".to_owned(), json!(chosen.only.words()));
        }
        object
    };
    let object = |stats: &DiagramStats<'_>| {
        let mut object = head();
        object.insert("diagram".to_owned(), json!(stats.diagram.id.as_str()));
        object.insert("zones".to_owned(), zones_json(stats).into());
        object.insert(
            "pairs".to_owned(),
            stats.metrics.pairs.iter().map(|pair| pair_json(stats, pair)).collect(),
        );
        let mut whole = row_json(&stats.metrics.whole);
        whole.insert(
            "conformation".to_owned(),
            json!(stats.metrics.plan.as_ref().and_then(|fit| fit.conformation)),
        );
        whole.insert(
            "outside_plan_cm2".to_owned(),
            json!(stats.metrics.plan.as_ref().map(|fit| fit.outside_cm2)),
        );
        object.insert("whole".to_owned(), whole.into());
        Value::Object(object)
    };
    let value = match counted {
        [stats] if one || counted.len() == 1 => object(stats),
        _ => {
            let mut all = head();
            all.insert("diagrams".to_owned(), counted.iter().map(object).collect());
            Value::Object(all)
        }
    };
    Ok(format!("{}\n", serde_json::to_string_pretty(&value)?))
}

fn zones_json(stats: &DiagramStats<'_>) -> Vec<Value> {
    let rows = stats.diagram.zones.iter().zip(&stats.metrics.zones).enumerate();
    let rows = rows.map(|(i, (zone, row))| {
        let mut object = Map::new();
        object.insert("zone".to_owned(), json!(zone.id.as_str()));
        object.insert("name".to_owned(), json!(zone.full_name()));
        object.insert("keep_out".to_owned(), json!(zone.keep_out));
        object.append(&mut row_json(row));
        if let Some(overlap) = stats.overlap_cm2.as_ref().and_then(|overlap| overlap.get(i)) {
            object.insert("overlap_cm2".to_owned(), json!(overlap));
        }
        Value::Object(object)
    });
    rows.collect()
}

fn pair_json(stats: &DiagramStats<'_>, pair: &Pair) -> Value {
    let id = |i: usize| stats.diagram.zones.get(i).map(|zone| zone.id.as_str());
    let mut object = Map::new();
    object.insert("left".to_owned(), json!(id(pair.left)));
    object.insert("right".to_owned(), json!(id(pair.right)));
    object.insert("name".to_owned(), json!(stats.diagram.zones.get(pair.left).map(|zone| &zone.name)));
    object.insert("asymmetry".to_owned(), json!(pair.asymmetry));
    object.append(&mut row_json(&pair.both));
    Value::Object(object)
}

/// The fields that zones, pairs and the whole share.
fn row_json(row: &ZoneRow) -> Map<String, Value> {
    let mut object = match &row.metrics {
        Some(metrics) => metrics_json(metrics, row),
        None => Map::new(),
    };
    object.insert("target".to_owned(), json!(row.target.map(|target| target.passes)));
    object.insert("ceiling".to_owned(), json!(row.target.and_then(|target| target.ceiling)));
    object.insert("at_target".to_owned(), json!(row.at_target.map(Share::value)));
    object.insert("gap_cm2".to_owned(), json!(row.gap_cm2));
    object.insert("gaps".to_owned(), json!(row.gaps));
    object.insert("excess_cm2".to_owned(), json!(row.excess_cm2));
    object
}

fn metrics_json(metrics: &ZoneMetrics, row: &ZoneRow) -> Map<String, Value> {
    let by_direction: Map<String, Value> = metrics
        .by_direction
        .iter()
        .map(|(direction, mean)| (direction.name().to_owned(), json!(mean)))
        .collect();
    let v: Map<String, Value> =
        row.v.iter().map(|(n, share)| (n.to_string(), json!(share.value()))).collect();
    let fields = [
        ("area_cm2", json!(metrics.area_cm2)),
        ("treated_cm2", json!(metrics.treated_cm2)),
        ("coverage", json!(metrics.coverage.value())),
        ("mean_passes", json!(metrics.mean_passes)),
        ("max_passes", json!(metrics.max_passes)),
        ("by_direction", by_direction.into()),
        ("directions_complete", json!(metrics.directions_complete.value())),
        ("v", v.into()),
        ("d98", json!(metrics.d98)),
        ("d50", json!(metrics.d50)),
        ("d2", json!(metrics.d2)),
        ("homogeneity", json!(metrics.homogeneity)),
        ("density_per_cm2", json!(metrics.density_per_cm2)),
        ("untouched_share", json!(metrics.untouched_share)),
    ];
    fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

/// The metrics as CSV (RFC 4180), one zone a row, then the pairs and the whole of each diagram.
pub(super) fn stats_csv(chosen: &Chosen, counted: &[DiagramStats<'_>]) -> Result<String, Failure> {
    let mut heads = vec!["series", "sessions", "diagram", "kind", "zone", "name", "keep_out"];
    heads.extend([
        "area_cm2",
        "treated_cm2",
        "coverage",
        "mean_passes",
        "max_passes",
        "horizontal",
        "vertical",
        "rising",
        "falling",
        "undirected",
        "directions_complete",
        "v1",
        "v4",
        "v8",
        "v16",
        "d98",
        "d50",
        "d2",
        "homogeneity",
        "density_per_cm2",
        "untouched_share",
        "target",
        "ceiling",
        "at_target",
        "gap_cm2",
        "gaps",
        "excess_cm2",
        "asymmetry",
        "overlap_cm2",
        "conformation",
        "outside_plan_cm2",
    ]);
    let mut out = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    out.write_record(&heads)?;
    let sessions = chosen.sessions.len().to_string();
    for stats in counted {
        let start = |kind: &str, id: &str, name: &str, keep_out: bool| {
            [
                chosen.series.id.as_str(),
                &sessions,
                stats.diagram.id.as_str(),
                kind,
                id,
                name,
                &keep_out.to_string(),
            ]
            .map(str::to_owned)
            .to_vec()
        };
        for (i, (zone, row)) in stats.diagram.zones.iter().zip(&stats.metrics.zones).enumerate() {
            let overlap = stats.overlap_cm2.as_ref().and_then(|overlap| overlap.get(i)).copied();
            let mut cells = start("zone", zone.id.as_str(), &zone.full_name(), zone.keep_out);
            cells.extend(row_csv(row, [None, overlap, None, None]));
            out.write_record(&cells)?;
        }
        for pair in &stats.metrics.pairs {
            let zone = |i: usize| stats.diagram.zones.get(i);
            let id = |i: usize| zone(i).map_or("", |zone: &Zone| zone.id.as_str());
            let name = zone(pair.left).map_or("", |zone| zone.name.as_str());
            let mut cells = start("pair", &format!("{} + {}", id(pair.left), id(pair.right)), name, false);
            cells.extend(row_csv(&pair.both, [pair.asymmetry, None, None, None]));
            out.write_record(&cells)?;
        }
        let mut cells = start("whole", "", "Whole diagram", false);
        let plan = stats.metrics.plan.as_ref();
        let (conformation, outside) =
            (plan.and_then(|fit| fit.conformation), plan.map(|fit| fit.outside_cm2));
        cells.extend(row_csv(&stats.metrics.whole, [None, None, conformation, outside]));
        out.write_record(&cells)?;
    }
    Ok(String::from_utf8(out.into_inner()?)?)
}

fn row_csv(row: &ZoneRow, last: [Option<f64>; 4]) -> Vec<String> {
    let number = |n: Option<f64>| n.map(|n| n.to_string()).unwrap_or_default();
    let m = row.metrics.as_ref();
    let of = |f: &dyn Fn(&ZoneMetrics) -> f64| number(m.map(f));
    let v = |k: u32| number(row.v.iter().find(|(n, _)| *n == k).map(|(_, share)| share.value()));
    let mut cells = vec![
        of(&|m| m.area_cm2),
        of(&|m| m.treated_cm2),
        of(&|m| m.coverage.value()),
        of(&|m| m.mean_passes),
        of(&|m| f64::from(m.max_passes)),
    ];
    cells.extend(Direction::ALL.map(|direction| of(&|m| *m.by_direction.get(direction))));
    cells.extend([
        of(&|m| m.directions_complete.value()),
        v(1),
        v(4),
        v(8),
        v(16),
        of(&|m| f64::from(m.d98)),
        of(&|m| f64::from(m.d50)),
        of(&|m| f64::from(m.d2)),
        number(m.and_then(|m| m.homogeneity)),
        number(m.and_then(|m| m.density_per_cm2)),
        number(m.and_then(|m| m.untouched_share)),
        number(row.target.map(|t| f64::from(t.passes))),
        number(row.target.and_then(|t| t.ceiling).map(f64::from)),
        number(row.at_target.map(Share::value)),
        number(row.gap_cm2),
        row.gaps.map(|n| n.to_string()).unwrap_or_default(),
        number(row.excess_cm2),
    ]);
    cells.extend(last.map(number));
    cells
}

/// The metrics as columns of text; shares are rounded down.
pub(super) fn stats_table(chosen: &Chosen, counted: &[DiagramStats<'_>]) -> Result<String, Failure> {
    let mut answer = format!("{}, {}\n", chosen.series.title, chosen.label());
    if counted.is_empty() {
        answer.push_str("\nNothing was painted on any diagram.\n");
    }
    for stats in counted {
        let heads = [
            "Zone",
            "cm²",
            "Covered",
            "Mean",
            "Max",
            "4 dir.",
            "D98",
            "D50",
            "D2",
            "Homog.",
            "Est./cm²",
            "Target",
            "At target",
            "Gaps",
        ];
        let mut table = Table::new(&heads);
        let painted =
            |row: &&ZoneRow| row.target.is_some() || row.metrics.as_ref().is_some_and(|m| m.max_passes > 0);
        for row in stats.metrics.zones.iter().filter(painted) {
            let zone = row.zone.and_then(|i| stats.diagram.zones.get(i));
            let name = zone.map(|zone| {
                if zone.keep_out { format!("{}, keep-out", zone.full_name()) } else { zone.full_name() }
            });
            table.row(row_text(name.unwrap_or_default(), row));
        }
        table.row(row_text("Whole diagram".to_owned(), &stats.metrics.whole));
        write!(answer, "\n{}\n\n{table}", stats.diagram.title)?;
        let pairs: Vec<String> = stats
            .metrics
            .pairs
            .iter()
            .filter_map(|pair| {
                let name = &stats.diagram.zones.get(pair.left)?.name;
                Some(format!("{name} {}", wording::two_decimals(pair.asymmetry?)))
            })
            .collect();
        if !pairs.is_empty() {
            writeln!(answer, "\nAsymmetry, left over right: {}", pairs.join(", "))?;
        }
        if let Some(fit) = &stats.metrics.plan {
            if let Some(conformation) = fit.conformation {
                writeln!(answer, "Conformation to the plan: {}", wording::two_decimals(conformation))?;
            }
            writeln!(answer, "Outside the plan: {}", wording::area(fit.outside_cm2))?;
        }
        if let Some(overlap) = &stats.overlap_cm2 {
            writeln!(answer, "Swept again in the same pass: {}", wording::area(overlap.iter().sum()))?;
        }
    }
    Ok(answer)
}

fn row_text(name: String, row: &ZoneRow) -> [String; 14] {
    let m = row.metrics.as_ref();
    let of = |f: &dyn Fn(&ZoneMetrics) -> String| m.map_or_else(|| NONE.to_owned(), f);
    let or_none = |text: Option<String>| text.unwrap_or_else(|| NONE.to_owned());
    [
        name,
        of(&|m| wording::one_decimal(m.area_cm2)),
        of(&|m| wording::percent_1(m.coverage)),
        of(&|m| wording::one_decimal(m.mean_passes)),
        of(&|m| m.max_passes.to_string()),
        of(&|m| wording::percent_1(m.directions_complete)),
        of(&|m| m.d98.to_string()),
        of(&|m| m.d50.to_string()),
        of(&|m| m.d2.to_string()),
        or_none(m.and_then(|m| m.homogeneity).map(wording::two_decimals)),
        or_none(m.and_then(|m| m.density_per_cm2).map(wording::whole)),
        or_none(row.target.map(|target| target.passes.to_string())),
        or_none(row.at_target.map(wording::percent_1)),
        or_none(row.gaps.map(|gaps| gaps.to_string())),
    ]
}

/// Goals as JSON.
pub(super) fn goals_json(chosen: &Chosen, list: &[(&Goal, GoalOutcome)]) -> Result<String, Failure> {
    let goals: Vec<Value> = list
        .iter()
        .map(|(goal, outcome)| {
            let value = outcome.value.map(|value| match value {
                GoalValue::Share(share) => share.value(),
                GoalValue::Number(number) => number,
            });
            let session = outcome.session.and_then(|i| chosen.sessions.get(i)).map(|(_, s)| s.id.as_str());
            json!({
                "goal": goal.text,
                "value": value,
                "met": outcome.met,
                "ideal_met": outcome.ideal_met,
                "zones": outcome.zones,
                "session": session,
                "error": goal.rule.as_ref().err().map(ToString::to_string),
            })
        })
        .collect();
    let sessions: Vec<&str> = chosen.sessions.iter().map(|(_, session)| session.id.as_str()).collect();
    let value = json!({
        "format": "stipple/goals",
        "version": 1,
        "series": chosen.series.id.as_str(),
        "sessions": sessions,
        "met": list.iter().all(|(_, outcome)| outcome.met),
        "goals": goals,
    });
    Ok(format!("{}\n", serde_json::to_string_pretty(&value)?))
}
