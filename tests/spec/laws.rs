//! Laws that hold between sessions, whatever the text says about each of them alone.

use crate::canvas::{Canvas, entry, pen, polyline, roller, session, zone};
use crate::oracle::{self, Doubt};
use crate::random::{config, devices, dressed, entries, kind, passes, sessions, width_mm};
use proptest::prelude::*;
use std::slice::from_ref;
use stipple::geometry::{Cell, CellRect, Vector};
use stipple::model::{Entry, EntryKind, Passes, Roll, Session, ZoneId};

type Path = Vec<(f64, f64)>;

/// A path through whole hundredths of a millimetre, and the same with points put on its segments.
fn path_and_finer() -> impl Strategy<Value = (Path, Path)> {
    // A segment is so many equal steps long, and has points after some of them.
    let segment = ((-60..=60, -60..=60), 2..=6, prop::collection::vec(any::<bool>(), 5));
    let is_long = |((x, y), ..): &((i32, i32), i32, Vec<bool>)| x * x + y * y > 1;
    let start = (0..2000, 0..1800);
    (start, prop::collection::vec(segment.prop_filter("long enough to be kept", is_long), 1..=6)).prop_map(
        |((mut x, mut y), segments)| {
            let mm = |x: i32, y: i32| (f64::from(x) / 100.0, f64::from(y) / 100.0);
            let (mut path, mut finer) = (vec![mm(x, y)], vec![mm(x, y)]);
            for ((dx, dy), steps, stops) in segments {
                let inner = (1..steps).zip(&stops).filter(|(_, stop)| **stop);
                finer.extend(inner.map(|(step, _)| mm(x + dx * step, y + dy * step)));
                (x, y) = (x + dx * steps, y + dy * steps);
                path.push(mm(x, y));
                finer.push(mm(x, y));
            }
            (path, finer)
        },
    )
}

/// What to do with a path: a roll, a shade or an eraser.
fn stroke(tool: u8, width_mm: f64, passes: Passes, path: &[(f64, f64)]) -> Entry {
    let path = polyline(path);
    match tool {
        0 => entry(None, EntryKind::Erase { path, width_mm }),
        1 => entry(Some("d1"), EntryKind::Shade { path, width_mm, passes }),
        _ => {
            let roll = Roll { path, width_mm: Some(width_mm), passes: 1, times_ms: Vec::new() };
            entry(Some("d1"), EntryKind::Roll(roll))
        }
    }
}

fn mirrored(entry: &Entry, middle_mm: f64) -> Entry {
    let kind = match &entry.kind {
        EntryKind::Roll(roll) => {
            EntryKind::Roll(Roll { path: roll.path.mirrored(middle_mm), ..roll.clone() })
        }
        EntryKind::Shade { path, width_mm, passes } => EntryKind::Shade {
            path: path.mirrored(middle_mm),
            width_mm: *width_mm,
            passes: passes.mirrored(),
        },
        EntryKind::Zone { zone, passes } => {
            let other = match zone.as_str() {
                "pad-left" => "pad-right",
                "pad-right" => "pad-left",
                same => same,
            };
            EntryKind::Zone { zone: ZoneId::new(other).unwrap(), passes: passes.mirrored() }
        }
        EntryKind::Region { ring, passes } => {
            EntryKind::Region { ring: ring.mirrored(middle_mm), passes: passes.mirrored() }
        }
        EntryKind::Erase { path, width_mm } => {
            EntryKind::Erase { path: path.mirrored(middle_mm), width_mm: *width_mm }
        }
    };
    Entry { kind, ..entry.clone() }
}

fn moved(entry: &Entry, by: Vector) -> Entry {
    let mut entry = entry.clone();
    match &mut entry.kind {
        EntryKind::Roll(Roll { path, .. })
        | EntryKind::Shade { path, .. }
        | EntryKind::Erase { path, .. } => *path = path.moved(by).unwrap(),
        EntryKind::Zone { .. } | EntryKind::Region { .. } => {}
    }
    entry
}

/// Whether a stroke's coordinates are multiples of 1/8 mm, so that it can be moved without being rounded.
fn is_on_lattice(entry: &Entry) -> bool {
    match &entry.kind {
        EntryKind::Roll(Roll { path, .. })
        | EntryKind::Shade { path, .. }
        | EntryKind::Erase { path, .. } => {
            path.points().iter().all(|p| (p.x * 8.0).fract() == 0.0 && (p.y * 8.0).fract() == 0.0)
        }
        EntryKind::Zone { .. } | EntryKind::Region { .. } => false,
    }
}

proptest! {
    #![proptest_config(config(1000))]

    #[test]
    fn a_point_on_a_segment_changes_nothing(
        (path, finer) in path_and_finer(), tool in 0..5_u8, width in width_mm(), passes in passes(), is_flat: bool
    ) {
        let canvas = Canvas::new(4);
        let device = if is_flat { roller("d1", 1.0) } else { pen("d1", 1.0) };
        // Something for the eraser to erase.
        let under = zone("d1", "pad-left", Passes::default().map(|_| 2));
        let with = |path| session(from_ref(&device), vec![under.clone(), stroke(tool, width, passes, path)]);
        let (coarse, fine) = (with(&path), with(&finer));
        let (one, other) = (canvas.count(&coarse), canvas.count(&fine));
        for cell in oracle::cells(&canvas.diagram) {
            let is_equal = one.counts(cell) == other.counts(cell);
            prop_assert!(
                is_equal || oracle::doubt(&fine, &canvas.diagram, cell) != Doubt::None,
                "{:?}: {:?}, then {:?}", cell, one.counts(cell), other.counts(cell)
            );
        }
    }

    #[test]
    fn counts_only_grow_but_under_erasers(
        devices in devices(), entries in entries(0..=4), more in (0..3_usize, kind())
    ) {
        let canvas = Canvas::new(4);
        let entries = entries.into_iter().map(|entry| dressed(&devices, entry)).collect();
        let before = session(&devices, entries);
        let mut after = before.clone();
        after.entries.push(dressed(&devices, more));
        let is_eraser = matches!(after.entries.last().unwrap().kind, EntryKind::Erase { .. });
        let (low, high) = (canvas.count(&before), canvas.count(&after));
        let (low, high) = if is_eraser { (high, low) } else { (low, high) };
        for device in &devices {
            for cell in oracle::cells(&canvas.diagram) {
                let (less, more) = (low.counts_of(Some(&device.id), cell), high.counts_of(Some(&device.id), cell));
                prop_assert!(less.0.iter().zip(&more.0).all(|(a, b)| a <= b), "{:?}: {:?} {:?}", cell, less, more);
            }
        }
    }

    #[test]
    fn mirrored_entries_give_mirrored_counts(
        session in sessions(), cells_per_mm in prop::sample::select(vec![4_u32, 2, 5])
    ) {
        let canvas = Canvas::new(cells_per_mm);
        let columns = canvas.diagram.grid.columns();
        let middle_mm = f64::from(columns) / f64::from(cells_per_mm) / 2.0;
        let entries = session.entries.iter().map(|entry| mirrored(entry, middle_mm)).collect();
        let image = Session { entries, ..session.clone() };
        let (one, other) = (canvas.count(&session), canvas.count(&image));
        for device in &session.devices {
            for cell in oracle::cells(&canvas.diagram) {
                let twin = Cell::new(columns - 1 - cell.column, cell.row);
                let here = one.counts_of(Some(&device.id), cell);
                let there = other.counts_of(Some(&device.id), twin).mirrored();
                prop_assert!(
                    here == there || oracle::doubt(&session, &canvas.diagram, cell) != Doubt::None,
                    "{:?} {:?}: {:?}, in the mirror {:?}\n{:?}", device.id, cell, here, there, session.entries
                );
            }
        }
    }

    /// No cell is excused, so tiles and the raster's edges make no difference at all.
    #[test]
    fn strokes_moved_by_whole_cells_count_the_same(session in sessions(), columns in -70..70, rows in -70..70) {
        let canvas = Canvas::new(4);
        let mut here = session;
        here.entries.retain(is_on_lattice);
        let by = Vector::new(f64::from(columns) / 4.0, f64::from(rows) / 4.0);
        let there = Session { entries: here.entries.iter().map(|entry| moved(entry, by)).collect(), ..here.clone() };
        let (one, other) = (canvas.count(&here), canvas.count(&there));
        let bounds = canvas.diagram.grid.bounds();
        let both = CellRect::new(columns, rows, columns + bounds.right, rows + bounds.bottom).intersection(bounds);
        for cell in oracle::cells(&canvas.diagram).filter(|&cell| both.contains(cell)) {
            let from = Cell::new(cell.column - columns, cell.row - rows);
            prop_assert_eq!(one.counts(from), other.counts(cell), "{:?} to {:?}", from, cell);
        }
    }

    #[test]
    fn entries_but_erasers_may_come_in_any_order(session in sessions(), turn in 0..8_usize) {
        let canvas = Canvas::new(4);
        let mut first = session;
        first.entries.retain(|entry| !matches!(entry.kind, EntryKind::Erase { .. }));
        let mut second = first.clone();
        let turn = turn % first.entries.len().max(1);
        second.entries.rotate_left(turn);
        second.devices.reverse();
        prop_assert!(canvas.count(&first) == canvas.count(&second));
    }
}
