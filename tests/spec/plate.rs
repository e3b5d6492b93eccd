//! Diagrams made of rectangles of whole cells, and entries that fill rectangles of whole cells: every number of the
//! figures can be worked out by counting.

use crate::canvas::{Canvas, device_id, entry, session};
use std::sync::Arc;
use stipple::coverage::{CoverageSet, ZoneMap};
use stipple::geometry::{Point, Ring};
use stipple::metrics::{AreaScale, DiagramMetrics, GoalDiagram, diagram_metrics, tally};
use stipple::model::{
    Atlas, Device, DeviceKind, DiagramId, Entry, EntryKind, Extra, Passes, Per, PerDirection, Plan, Session,
    SessionId, Target, ZoneId, ZonePattern,
};

/// A rectangle of cells: left, top, and the first column and row beyond it.
pub(crate) type Block = (i32, i32, i32, i32);

/// A zone of a plate. Its id says its side, and without the side it is its name.
pub(crate) struct Patch {
    id: &'static str,
    area_factor: &'static str,
    keep_out: bool,
    blocks: Vec<Block>,
}

pub(crate) fn patch(id: &'static str, area_factor: &'static str, blocks: &[Block]) -> Patch {
    Patch { id, area_factor, keep_out: false, blocks: blocks.to_vec() }
}

impl Patch {
    pub(crate) fn keep_out(self) -> Self {
        Self { keep_out: true, ..self }
    }
}

/// A diagram of so many cells per mm, columns and rows, whose areas are those of the reference adult.
pub(crate) fn plate(id: &str, cells_per_mm: u32, size: (i32, i32), patches: &[Patch]) -> Canvas {
    any_plate(id, cells_per_mm, size, patches, None)
}

/// The same of a female body of this height and weight, whose areas grow with the client.
pub(crate) fn body_plate(
    id: &str,
    cells_per_mm: u32,
    size: (i32, i32),
    patches: &[Patch],
    reference: (f64, f64),
) -> Canvas {
    any_plate(id, cells_per_mm, size, patches, Some(reference))
}

fn any_plate(
    id: &str,
    cells_per_mm: u32,
    (columns, rows): (i32, i32),
    patches: &[Patch],
    reference: Option<(f64, f64)>,
) -> Canvas {
    let mm = |cells: f64| cells / f64::from(cells_per_mm);
    let (width, height) = (mm(f64::from(columns) - 0.25), mm(f64::from(rows) - 0.25));
    let paths: Vec<String> = patches.iter().map(|patch| patch.path(cells_per_mm)).collect();
    let svg = format!(
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {width} {height}'>\
         <g id='figure'><path id='silhouette' d='M0 0L{width} 0L{width} {height}L0 {height}Z'/></g>\
         <g id='shade'/><g id='lines'/><g id='zones'>{}</g></svg>",
        paths.concat()
    );
    let records: Vec<String> = patches.iter().map(|patch| patch.record(reference.is_some())).collect();
    let figure = if reference.is_some() { "female" } else { "any" };
    let (cm, kg) = reference.unwrap_or((165.0, 57.0));
    let record = format!(
        r#"{{ "format": "stipple/atlas", "version": 1,
              "reference_bodies": {{ "female": {{ "height_cm": {cm}, "weight_kg": {kg} }} }}, "diagrams": [
              {{ "id": "{id}", "title": "{id}", "view": "front", "figure": "{figure}", "file": "plate.svg",
                 "width_mm": {width}, "height_mm": {height}, "cells_per_mm": {cells_per_mm},
                 "midline_x_mm": null, "zones": [{}] }} ] }}"#,
        records.join(", ")
    );
    let atlas = Atlas::read(&record, |_| Some(svg.as_str().into())).unwrap_or_else(|e| panic!("{e}"));
    let diagram = Arc::clone(&atlas.diagrams()[0]);
    assert_eq!((diagram.grid.columns(), diagram.grid.rows()), (columns, rows));
    Canvas { zones: ZoneMap::new(&diagram), diagram }
}

impl Patch {
    fn path(&self, cells_per_mm: u32) -> String {
        let mm = |cells: i32| f64::from(cells) / f64::from(cells_per_mm);
        let ring = |&(left, top, right, bottom): &Block| {
            let (left, top, right, bottom) = (mm(left), mm(top), mm(right), mm(bottom));
            format!("M{left} {top}L{right} {top}L{right} {bottom}L{left} {bottom}Z")
        };
        let d: Vec<String> = self.blocks.iter().map(ring).collect();
        format!("<path id='{}' d='{}'/>", self.id, d.concat())
    }

    fn record(&self, is_body: bool) -> String {
        let side = ["left", "right"].into_iter().find(|side| self.id.ends_with(side)).unwrap_or("middle");
        let name = self.id.trim_end_matches(side).trim_end_matches('-');
        let region = if is_body { r#", "lund_browder": { "head": 1 }"# } else { "" };
        format!(
            r#"{{ "id": "{}", "name": "{name}", "side": "{side}", "keep_out": {}, "snomed": null,
                  "area_factor": {}, "area_source": "none"{region} }}"#,
            self.id, self.keep_out, self.area_factor
        )
    }
}

/// Passes for every cell of a block, by a device or by none.
pub(crate) fn fill(canvas: &Canvas, device: Option<&str>, block: Block, passes: Passes) -> Entry {
    let mm = |cells: i32| f64::from(cells) / f64::from(canvas.diagram.grid.cells_per_mm());
    let (left, top, right, bottom) = block;
    let corners = [(left, top), (right, top), (right, bottom), (left, bottom)];
    let ring = Ring::new(corners.map(|(x, y)| Point::new(mm(x), mm(y))).to_vec()).unwrap();
    on(canvas, entry(device, EntryKind::Region { ring, passes }))
}

/// Passes for every cell of a zone.
pub(crate) fn fill_zone(canvas: &Canvas, device: Option<&str>, zone: &str, passes: Passes) -> Entry {
    on(canvas, entry(device, EntryKind::Zone { zone: ZoneId::new(zone).unwrap(), passes }))
}

/// An entry, moved to a diagram.
pub(crate) fn on(canvas: &Canvas, entry: Entry) -> Entry {
    Entry { diagram: DiagramId::clone(&canvas.diagram.id), ..entry }
}

/// Passes of five directions: horizontal, vertical, rising, falling, undirected.
pub(crate) fn passes(counts: [u8; 5]) -> Passes {
    PerDirection(counts)
}

/// A device whose punctures per cm2 and pass are measured, or not known.
pub(crate) fn dense(id: &str, density_per_pass: Option<f64>) -> Device {
    let device = Device::new(device_id(id), id, DeviceKind::Roller);
    Device { width_mm: Some(4.0), density_per_pass, ..device }
}

/// A session that began at this hour of a day of March 2026.
pub(crate) fn session_on(day: u8, hour: u8, devices: &[Device], entries: Vec<Entry>) -> Session {
    let mut session = session(devices, entries);
    session.id = SessionId::new(&format!("s-{day}-{hour}")).unwrap();
    session.started_at = format!("2026-03-{day:02}T{hour:02}:00:00+01:00").parse().unwrap();
    session
}

/// Sessions on the days of March 2026, one of these entries each; their devices are `d1`, whose density per pass is
/// 10, `d2`, whose is 4, and `d3`, whose is not known.
pub(crate) fn series(sessions: Vec<Vec<Entry>>) -> Vec<Session> {
    let devices = [dense("d1", Some(10.0)), dense("d2", Some(4.0)), dense("d3", None)];
    (1..).zip(sessions).map(|(day, entries)| session_on(day, 10, &devices, entries)).collect()
}

/// Passes wanted on some zones, with a ceiling or without.
pub(crate) fn target(zones: &str, passes: u32, ceiling: Option<u32>, per: Per) -> Target {
    Target { zones: ZonePattern::new(zones), passes, ceiling, per, extra: Extra::default() }
}

/// A plan of these targets for a number of sessions.
pub(crate) fn plan(sessions: u32, targets: Vec<Target>) -> Plan {
    Plan { sessions: Some(sessions), targets, ..Plan::default() }
}

impl Canvas {
    /// The sessions of a series on this diagram, as the engine counts them.
    pub(crate) fn set(&self, sessions: &[Session]) -> CoverageSet {
        let mut set = CoverageSet::new(self.diagram.grid);
        for session in sessions {
            session.check().unwrap_or_else(|e| panic!("the test's own session is not valid: {e:?}"));
            set.push(session, &self.count(session));
        }
        set
    }

    /// The engine's figures for the reference adult.
    pub(crate) fn figures(&self, sessions: &[Session], plan: Option<&Plan>) -> DiagramMetrics {
        self.scaled_figures(sessions, plan, 1.0)
    }

    /// The engine's figures for a client whose areas are larger by this.
    pub(crate) fn scaled_figures(
        &self,
        sessions: &[Session],
        plan: Option<&Plan>,
        body_scale: f64,
    ) -> DiagramMetrics {
        let scale = AreaScale::new(&self.diagram, body_scale);
        diagram_metrics(&self.set(sessions), &self.diagram, &self.zones, scale, plan)
    }

    /// The diagram as goals are judged on it.
    pub(crate) fn goal_diagram(&self, sessions: &[Session], body_scale: f64) -> GoalDiagram<'_> {
        let is_here = |session: &Session| session.entries.iter().any(|e| e.diagram == self.diagram.id);
        GoalDiagram {
            diagram: &self.diagram,
            scale: AreaScale::new(&self.diagram, body_scale),
            sum: tally(&self.set(sessions), &self.zones),
            each: sessions
                .iter()
                .map(|session| Arc::new(tally(&self.set(std::slice::from_ref(session)), &self.zones)))
                .collect(),
            painted: sessions.iter().any(is_here),
        }
    }

    /// The place of a zone in drawing order.
    pub(crate) fn zone(&self, id: &str) -> usize {
        self.diagram.zone(&ZoneId::new(id).unwrap()).unwrap().0
    }
}
