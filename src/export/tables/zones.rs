//! Zones by session.

use super::{Chosen, Fact, Row, row};
use crate::coverage::{CoverageSet, SessionCoverage, ZoneMap};
use crate::metrics::{Share, ZoneMetrics, ZoneRow, diagram_metrics, overlap_cells};
use crate::model::{Atlas, Diagram, Direction, Session, Side, Zone};

pub(super) const COLUMNS: [&str; 35] = [
    "diagram",
    "zone",
    "zone_name",
    "side",
    "keep_out",
    "area_cm2",
    "treated_cm2",
    "coverage_share",
    "mean_passes",
    "max_passes",
    "mean_horizontal_passes",
    "mean_vertical_passes",
    "mean_rising_passes",
    "mean_falling_passes",
    "mean_undirected_passes",
    "directions_complete_share",
    "v1_share",
    "v4_share",
    "v8_share",
    "v16_share",
    "d98_passes",
    "d50_passes",
    "d2_passes",
    "homogeneity",
    "density_per_cm2",
    "untouched_share",
    "target_passes",
    "ceiling_passes",
    "at_target_share",
    "gap_cm2",
    "gaps",
    "excess_cm2",
    "swept_again_cm2",
    "area_factor",
    "cells_per_mm",
];

/// Adds the zones of every diagram that a session painted on.
pub(super) fn rows(chosen: &Chosen, session: &Session, atlas: &Atlas, head: &Row, rows: &mut Vec<Row>) {
    let painted =
        |diagram: &&std::sync::Arc<Diagram>| session.entries.iter().any(|entry| entry.diagram == diagram.id);
    for diagram in atlas.diagrams().iter().filter(painted) {
        let zones = ZoneMap::new(diagram);
        let coverage = SessionCoverage::of(session, diagram, &zones);
        let set = CoverageSet::of_session(session, &coverage);
        let scale = chosen.scale(diagram);
        let metrics = diagram_metrics(&set, diagram, &zones, scale, chosen.series.plan.as_ref());
        let overlap = overlap_cells(session, diagram, &zones);
        for ((zone, measured), cells) in diagram.zones.iter().zip(&metrics.zones).zip(overlap) {
            let again = scale.zone_cm2(zone, cells);
            rows.push(row(head, &COLUMNS, facts(diagram, zone, measured, again)));
        }
    }
}

fn facts(diagram: &Diagram, zone: &Zone, row: &ZoneRow, again: f64) -> [Fact; 35] {
    let m = row.metrics.as_ref();
    let of = |part: &dyn Fn(&ZoneMetrics) -> f64| Fact::from(m.map(part));
    let v = |k: u32| Fact::from(row.v.iter().find(|(n, _)| *n == k).map(|(_, share)| share.value()));
    let mean = |direction| of(&|m| *m.by_direction.get(direction));
    let [horizontal, vertical, rising, falling, undirected] = Direction::ALL.map(mean);
    [
        diagram.id.as_str().into(),
        zone.id.as_str().into(),
        zone.full_name().into(),
        side(zone.side).into(),
        zone.keep_out.into(),
        of(&|m| m.area_cm2),
        of(&|m| m.treated_cm2),
        of(&|m| m.coverage.value()),
        of(&|m| m.mean_passes),
        m.map(|m| m.max_passes).into(),
        horizontal,
        vertical,
        rising,
        falling,
        undirected,
        of(&|m| m.directions_complete.value()),
        v(1),
        v(4),
        v(8),
        v(16),
        m.map(|m| m.d98).into(),
        m.map(|m| m.d50).into(),
        m.map(|m| m.d2).into(),
        m.and_then(|m| m.homogeneity).into(),
        m.and_then(|m| m.density_per_cm2).into(),
        m.and_then(|m| m.untouched_share).into(),
        row.target.map(|target| target.passes).into(),
        row.target.and_then(|target| target.ceiling).into(),
        row.at_target.map(Share::value).into(),
        row.gap_cm2.into(),
        row.gaps.into(),
        row.excess_cm2.into(),
        again.into(),
        zone.area_factor().into(),
        Fact::Number(diagram.grid.cells_per_mm().into()),
    ]
}

pub(super) const fn side(side: Side) -> &'static str {
    match side {
        Side::Left => "left",
        Side::Right => "right",
        Side::Middle => "middle",
    }
}
