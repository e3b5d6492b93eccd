//! Small diagrams to paint on, short ways to write sessions, and the comparison of engine and oracle.

use crate::oracle::{self, Doubt};
use std::collections::BTreeSet;
use std::sync::Arc;
use stipple::coverage::{SessionCoverage, ZoneMap};
use stipple::geometry::{Cell, Point, Polyline, Ring};
use stipple::model::{
    Atlas, Device, DeviceId, DeviceKind, Diagram, DiagramId, Direction, Entry, EntryId, EntryKind, Extra,
    Passes, Roll, SeriesId, Session, SessionId, ZoneId,
};

/// A diagram of 80 by 72 cells, which are four tiles, and its zone map.
pub(crate) struct Canvas {
    pub(crate) diagram: Arc<Diagram>,
    pub(crate) zones: ZoneMap,
}

impl Canvas {
    /// A diagram that is 80 / `cells_per_mm` mm wide, less a bit that the raster rounds up.
    ///
    /// Left and right are mirror images. In document order: a diamond that is a keep-out, two pads that share an
    /// edge and claim all of the diamond too, and a frame with a hole that the pads take the upper part of.
    pub(crate) fn new(cells_per_mm: u32) -> Self {
        let mm = |cells: f64| cells / f64::from(cells_per_mm);
        let (width, height) = (mm(79.6), mm(71.6));
        let path = |id: &str, rings: &[&[(f64, f64)]]| {
            let d: Vec<String> = rings
                .iter()
                .map(|ring| {
                    let ring: Vec<String> =
                        ring.iter().map(|&(x, y)| format!("{} {}", mm(x), mm(y))).collect();
                    format!("M{}Z", ring.join("L"))
                })
                .collect();
            format!("<path id='{id}' d='{}'/>", d.concat())
        };
        let all = [(1.0, 1.0), (79.0, 1.0), (79.0, 71.0), (1.0, 71.0)];
        let diamond = [(40.0, 16.0), (50.0, 28.0), (40.0, 40.0), (30.0, 28.0)];
        let left = [(8.0, 8.0), (40.0, 8.0), (40.0, 60.0), (8.0, 60.0)];
        let right = [(40.0, 8.0), (72.0, 8.0), (72.0, 60.0), (40.0, 60.0)];
        let frame = [(16.0, 44.0), (64.0, 44.0), (64.0, 68.0), (16.0, 68.0)];
        let hole = [(24.0, 52.0), (24.0, 64.0), (56.0, 64.0), (56.0, 52.0)];
        let svg = format!(
            "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {width} {height}'>\
             <g id='figure'>{}</g><g id='shade'/><g id='lines'/><g id='zones'>{}{}{}{}</g></svg>",
            path("silhouette", &[&all]),
            path("spot", &[&diamond]),
            path("pad-left", &[&left]),
            path("pad-right", &[&right]),
            path("frame", &[&frame, &hole]),
        );
        let zone = |id: &str, side: &str, keep_out: bool| {
            format!(
                r#"{{ "id": "{id}", "name": "{id}", "side": "{side}", "keep_out": {keep_out}, "snomed": null,
                     "area_factor": 1, "area_source": "none" }}"#
            )
        };
        let record = format!(
            r#"{{ "format": "stipple/atlas", "version": 1, "reference_bodies": {{}}, "diagrams": [
                {{ "id": "sheet", "title": "Sheet", "view": "front", "figure": "any", "file": "sheet.svg",
                   "width_mm": {width}, "height_mm": {height}, "cells_per_mm": {cells_per_mm},
                   "midline_x_mm": {}, "zones": [{}, {}, {}, {}] }} ] }}"#,
            mm(40.0),
            zone("spot", "middle", true),
            zone("pad-left", "left", false),
            zone("pad-right", "right", false),
            zone("frame", "middle", false),
        );
        let atlas = Atlas::read(&record, |_| Some(svg.as_str().into())).unwrap_or_else(|e| panic!("{e}"));
        let diagram = Arc::clone(&atlas.diagrams()[0]);
        Self { zones: ZoneMap::new(&diagram), diagram }
    }

    /// What the engine counts.
    pub(crate) fn count(&self, session: &Session) -> SessionCoverage {
        SessionCoverage::of(session, &self.diagram, &self.zones)
    }

    /// Compares the engine with the oracle on every cell. Says where they differ, if anywhere without excuse.
    pub(crate) fn difference(&self, session: &Session) -> Option<String> {
        self.difference_but(session, |want, got, cell| match oracle::doubt(session, &self.diagram, cell) {
            Doubt::None => false,
            // A count that is full has lost how many it was.
            Doubt::Direction => got.total() == want.total() || want.0.contains(&255) || got.0.contains(&255),
            Doubt::Count => true,
        })
    }

    /// The same without excuses.
    pub(crate) fn exact_difference(&self, session: &Session) -> Option<String> {
        self.difference_but(session, |_, _, _| false)
    }

    /// Says where engine and oracle differ, if anywhere without being excused.
    fn difference_but(
        &self,
        session: &Session,
        is_excused: impl Fn(Passes, Passes, Cell) -> bool,
    ) -> Option<String> {
        session.check().unwrap_or_else(|e| panic!("the test's own session is not valid: {e:?}"));
        let (counted, expected) = (self.count(session), oracle::evaluate(session, &self.diagram));
        let devices: BTreeSet<Option<DeviceId>> =
            counted.layers().map(|(device, _)| device.cloned()).chain(expected.keys().cloned()).collect();
        for device in devices {
            for (i, cell) in oracle::cells(&self.diagram).enumerate() {
                let want = expected.get(&device).map_or(Passes::default(), |raster| raster[i]);
                let got = counted.counts_of(device.as_ref(), cell);
                if want != got && !is_excused(want, got, cell) {
                    let centre = self.diagram.grid.centre(cell);
                    let devices =
                        session.devices.iter().map(|d| format!("{} {:?} {:?}", d.id, d.tip, d.width_mm));
                    let entries = session.entries.iter().map(|e| format!("{:?} {:?}", e.device, e.kind));
                    let lines: Vec<String> = devices.chain(entries).collect();
                    return Some(format!(
                        "{cell:?} with centre {centre:?}, device {device:?}: expected {want:?}, got {got:?}\n{}",
                        lines.join("\n")
                    ));
                }
            }
        }
        None
    }

    /// Fails unless engine and oracle agree on every cell.
    #[track_caller]
    pub(crate) fn assert_agrees(&self, session: &Session) {
        if let Some(difference) = self.difference(session) {
            panic!("{difference}");
        }
    }

    /// Fails unless the cells with these centres, in mm, have these counts (horizontal, vertical, rising, falling,
    /// undirected; all devices together), or if engine and oracle disagree anywhere.
    #[track_caller]
    pub(crate) fn check(&self, session: &Session, cells: &[(f64, f64, [u32; 5])]) {
        let counted = self.count(session);
        for &(x, y, expected) in cells {
            let cell = self.cell(x, y);
            assert_eq!(counted.counts(cell).0, expected, "at {x}, {y}");
        }
        self.assert_agrees(session);
    }

    /// The cell that has its centre here.
    #[track_caller]
    pub(crate) fn cell(&self, x: f64, y: f64) -> Cell {
        let cell = self.diagram.grid.cell_at(Point::new(x, y));
        assert_eq!(self.diagram.grid.centre(cell), Point::new(x, y), "is no cell's centre");
        cell
    }
}

pub(crate) fn device_id(id: &str) -> DeviceId {
    DeviceId::new(id).unwrap()
}

/// A device with a flat tip.
pub(crate) fn roller(id: &str, width_mm: f64) -> Device {
    Device { width_mm: Some(width_mm), ..Device::new(device_id(id), id, DeviceKind::Roller) }
}

/// A device with a round tip.
pub(crate) fn pen(id: &str, width_mm: f64) -> Device {
    Device { width_mm: Some(width_mm), ..Device::new(device_id(id), id, DeviceKind::Pen) }
}

pub(crate) fn points(path: &[(f64, f64)]) -> Vec<Point> {
    path.iter().map(|&(x, y)| Point::new(x, y)).collect()
}

pub(crate) fn polyline(path: &[(f64, f64)]) -> Polyline {
    Polyline::new(points(path)).unwrap()
}

pub(crate) fn entry(device: Option<&str>, kind: EntryKind) -> Entry {
    Entry {
        id: EntryId(1),
        diagram: DiagramId::new("sheet").unwrap(),
        device: device.map(device_id),
        at_ms: None,
        pass: None,
        kind,
        extra: Extra::default(),
        passes_extra: Extra::default(),
    }
}

/// One pass along a path with the device's own width.
pub(crate) fn roll(device: &str, path: &[(f64, f64)]) -> Entry {
    roll_passes(device, path, 1)
}

pub(crate) fn roll_passes(device: &str, path: &[(f64, f64)], passes: u8) -> Entry {
    let roll = Roll { path: polyline(path), width_mm: None, passes, times_ms: Vec::new() };
    entry(Some(device), EntryKind::Roll(roll))
}

pub(crate) fn shade(device: &str, width_mm: f64, path: &[(f64, f64)], passes: Passes) -> Entry {
    entry(Some(device), EntryKind::Shade { path: polyline(path), width_mm, passes })
}

pub(crate) fn zone(device: &str, zone: &str, passes: Passes) -> Entry {
    entry(Some(device), EntryKind::Zone { zone: ZoneId::new(zone).unwrap(), passes })
}

pub(crate) fn region(device: &str, ring: &[(f64, f64)], passes: Passes) -> Entry {
    entry(Some(device), EntryKind::Region { ring: Ring::new(points(ring)).unwrap(), passes })
}

pub(crate) fn erase(width_mm: f64, path: &[(f64, f64)]) -> Entry {
    entry(None, EntryKind::Erase { path: polyline(path), width_mm })
}

/// A session with these devices and entries, which are numbered from 1.
pub(crate) fn session(devices: &[Device], entries: Vec<Entry>) -> Session {
    let mut session = Session::new(
        SessionId::new("s").unwrap(),
        SeriesId::new("c").unwrap(),
        "2026-03-02T10:05:00+01:00".parse().unwrap(),
    );
    session.devices = devices.to_vec();
    session.entries = entries;
    for (id, entry) in (1..).zip(&mut session.entries) {
        entry.id = EntryId(id);
    }
    session
}

/// Undirected passes.
pub(crate) fn undirected(count: u8) -> Passes {
    Passes::of(Direction::Undirected, count)
}
