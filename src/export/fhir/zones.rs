//! Zones: where they are, and what was counted on them.

use super::Source;
use super::build::{object, reference};
use super::codes;
use crate::coverage::{CoverageSet, SessionCoverage, ZoneMap};
use crate::metrics::{Share, ZoneRow, diagram_metrics};
use crate::model::{Diagram, Session, Zone, ZoneId};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// The id of a zone's structure.
pub(super) fn structure_id(source: &Source<'_>, zone: &ZoneId) -> String {
    source.id("BodyStructure", zone.as_str())
}

/// Zones with at least one pass in a session, with their numbers.
fn rows<'a>(source: &Source<'a>, session: &Session, diagram: &'a Diagram) -> Vec<(&'a Zone, ZoneRow)> {
    let zones = ZoneMap::new(diagram);
    let coverage = SessionCoverage::of(session, diagram, &zones);
    let set = CoverageSet::of_session(session, &coverage);
    let scale = source.chosen.scale(diagram);
    let metrics = diagram_metrics(&set, diagram, &zones, scale, source.chosen.series.plan.as_ref());
    let counted = diagram.zones.iter().zip(metrics.zones);
    counted.filter(|(_, row)| row.metrics.as_ref().is_some_and(|m| m.max_passes > 0)).collect()
}

fn diagrams_of<'a>(source: &Source<'a>, session: &Session) -> Vec<&'a Diagram> {
    let used = session.diagrams();
    source.atlas.diagrams().iter().filter(|d| used.contains(&d.id)).map(AsRef::as_ref).collect()
}

/// The zones that a session treated, on any diagram, each once.
pub(super) fn treated_in<'a>(source: &Source<'a>, session: &Session) -> Vec<&'a Zone> {
    let mut seen = BTreeSet::new();
    let of_diagram = |diagram| rows(source, session, diagram).into_iter().map(|(zone, _)| zone);
    let all = diagrams_of(source, session).into_iter().flat_map(of_diagram);
    all.filter(|zone| seen.insert(zone.id.clone())).collect()
}

/// The zones of a diagram that any session treated.
pub(super) fn treated<'a>(source: &Source<'a>, diagram: &'a Diagram) -> Vec<&'a Zone> {
    let mut seen = BTreeSet::new();
    for (_, session) in &source.chosen.sessions {
        seen.extend(rows(source, session, diagram).into_iter().map(|(zone, _)| zone.id.clone()));
    }
    diagram.zones.iter().filter(|zone| seen.contains(&zone.id)).collect()
}

/// A structure for each zone that was treated, by id.
pub(super) fn structures(source: &Source<'_>) -> BTreeMap<ZoneId, Value> {
    let treated = source.chosen.sessions.iter().flat_map(|(_, session)| treated_in(source, session));
    treated.map(|zone| (zone.id.clone(), structure(source, zone))).collect()
}

fn structure(source: &Source<'_>, zone: &Zone) -> Value {
    let is_r5 = source.is_r5();
    let side = codes::side(zone.side);
    let included = object([("structure", Some(codes::zone(zone))), ("laterality", side.clone())]);
    object([
        ("resourceType", Some("BodyStructure".into())),
        ("id", Some(structure_id(source, &zone.id).into())),
        ("location", (!is_r5).then(|| codes::zone(zone))),
        ("locationQualifier", side.filter(|_| !is_r5).map(|side| json!([side]))),
        ("includedStructure", is_r5.then(|| json!([included]))),
        ("description", Some(zone.full_name().into())),
        ("patient", Some(source.subject())),
    ])
}

/// What was counted in a session, zone by zone.
pub(super) fn counted(source: &Source<'_>, session: &Session) -> Vec<Value> {
    let mut all = Vec::new();
    for diagram in diagrams_of(source, session) {
        for (zone, row) in rows(source, session, diagram) {
            all.push(observation(source, session, diagram, zone, &row));
        }
    }
    all
}

fn observation(
    source: &Source<'_>,
    session: &Session,
    diagram: &Diagram,
    zone: &Zone,
    row: &ZoneRow,
) -> Value {
    let name = format!("{} {} {}", session.id, diagram.id, zone.id);
    let site = if source.is_r5() {
        ("bodyStructure", Some(reference(&structure_id(source, &zone.id))))
    } else {
        ("bodySite", Some(codes::zone(zone)))
    };
    object([
        ("resourceType", Some("Observation".into())),
        ("id", Some(source.id("Counted", &name).into())),
        ("partOf", Some(json!([reference(&source.id("Procedure", session.id.as_str()))]))),
        ("status", Some("final".into())),
        ("code", Some(codes::own("zone-passes", "Passes and coverage of a zone"))),
        ("subject", Some(source.subject())),
        ("effectiveDateTime", Some(session.started_at.to_string().into())),
        site,
        ("component", Some(components(row).into())),
    ])
}

fn components(row: &ZoneRow) -> Vec<Value> {
    let m = row.metrics.as_ref();
    let percent = |share: Share| share.value() * 100.0;
    let passes = |n: u32| f64::from(n);
    let all = [
        ("area", "True skin area", m.map(|m| m.area_cm2), "cm2", "cm2"),
        ("treated-area", "Area with at least one pass", m.map(|m| m.treated_cm2), "cm2", "cm2"),
        ("coverage", "Share of the area with at least one pass", m.map(|m| percent(m.coverage)), "%", "%"),
        ("mean-passes", "Mean passes", m.map(|m| m.mean_passes), "passes", "{pass}"),
        ("max-passes", "Most passes", m.map(|m| passes(m.max_passes)), "passes", "{pass}"),
        ("d98", "Passes that 98 % of the area reached", m.map(|m| passes(m.d98)), "passes", "{pass}"),
        ("d50", "Passes that 50 % of the area reached", m.map(|m| passes(m.d50)), "passes", "{pass}"),
        ("d2", "Passes that 2 % of the area reached", m.map(|m| passes(m.d2)), "passes", "{pass}"),
        (
            "directions-complete",
            "Share of the area passed in all four directions",
            m.map(|m| percent(m.directions_complete)),
            "%",
            "%",
        ),
        (
            "density",
            "Expected punctures per cm2, an estimate",
            m.and_then(|m| m.density_per_cm2),
            "/cm2",
            "/cm2",
        ),
        ("target", "Planned passes", row.target.map(|target| passes(target.passes)), "passes", "{pass}"),
        ("at-target", "Share of the area at the target", row.at_target.map(percent), "%", "%"),
        ("gap-area", "Area below the target", row.gap_cm2, "cm2", "cm2"),
    ];
    let component = |(code, text, value, unit, ucum): (&str, &str, Option<f64>, &str, &str)| {
        let quantity = codes::quantity(value?, unit, ucum);
        Some(json!({ "code": codes::own(code, text), "valueQuantity": quantity }))
    };
    all.into_iter().filter_map(component).collect()
}
