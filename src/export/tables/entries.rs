//! What was logged.

use super::{Fact, Row, row};
use crate::geometry::Point;
use crate::model::{DeviceId, Direction, Entry, EntryKind, Passes, Session};
use std::fmt::Write;

pub(super) const COLUMNS: [&str; 22] = [
    "order",
    "entry",
    "type",
    "diagram",
    "zone",
    "device",
    "device_name",
    "device_kind",
    "needle_length_mm",
    "at_ms",
    "pass",
    "width_mm",
    "passes_per_sweep",
    "horizontal_passes",
    "vertical_passes",
    "rising_passes",
    "falling_passes",
    "undirected_passes",
    "points",
    "length_mm",
    "duration_ms",
    "geometry_wkt_mm",
];

/// Adds the entries of a session, in order.
pub(super) fn rows(session: &Session, head: &Row, rows: &mut Vec<Row>) {
    for (order, entry) in (1_u64..).zip(&session.entries) {
        rows.push(row(head, &COLUMNS, facts(session, order, entry)));
    }
}

fn facts(session: &Session, order: u64, entry: &Entry) -> [Fact; 22] {
    let device = entry.device.as_ref().and_then(|id| session.device(id));
    let (per_sweep, passes, length, duration, zone) = match &entry.kind {
        EntryKind::Roll(roll) => {
            let duration = roll.times_ms.last().copied();
            (Some(u32::from(roll.passes)), None, Some(roll.path.length()), duration, None)
        }
        EntryKind::Shade { path, passes, .. } => (None, Some(passes), Some(path.length()), None, None),
        EntryKind::Zone { zone, passes } => (None, Some(passes), None, None, Some(zone.as_str())),
        EntryKind::Region { passes, .. } => (None, Some(passes), None, None, None),
        EntryKind::Erase { path, .. } => (None, None, Some(path.length()), None, None),
    };
    let by = |direction| Fact::from(passes.map(|passes: &Passes| u32::from(*passes.get(direction))));
    let [horizontal, vertical, rising, falling, undirected] = Direction::ALL.map(by);
    [
        order.into(),
        entry.id.0.into(),
        entry.kind.name().into(),
        entry.diagram.as_str().into(),
        zone.into(),
        entry.device.as_ref().map(DeviceId::as_str).into(),
        device.map(|device| &device.name).into(),
        device.map(|device| device.kind.name()).into(),
        device.and_then(|device| device.needle_length_mm).into(),
        entry.at_ms.into(),
        entry.pass.into(),
        session.width_of(entry).into(),
        per_sweep.into(),
        horizontal,
        vertical,
        rising,
        falling,
        undirected,
        entry.points().into(),
        length.into(),
        duration.into(),
        geometry(entry).into(),
    ]
}

/// The path or ring as well-known text, in mm with y pointing down; none for a zone.
fn geometry(entry: &Entry) -> Option<String> {
    let (points, is_ring) = match &entry.kind {
        EntryKind::Roll(roll) => (roll.path.points(), false),
        EntryKind::Shade { path, .. } | EntryKind::Erase { path, .. } => (path.points(), false),
        EntryKind::Region { ring, .. } => (ring.points(), true),
        EntryKind::Zone { .. } => return None,
    };
    let mut list = String::new();
    // A ring of well-known text ends where it began.
    let again = points.first().filter(|_| is_ring);
    for (i, Point { x, y }) in points.iter().chain(again).enumerate() {
        let comma = if i == 0 { "" } else { ", " };
        // Writing to a text cannot fail.
        write!(list, "{comma}{x} {y}").unwrap_or_default();
    }
    Some(match points {
        _ if is_ring => format!("POLYGON (({list}))"),
        [_] => format!("POINT ({list})"),
        _ => format!("LINESTRING ({list})"),
    })
}
