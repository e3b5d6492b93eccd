//! Strokes drawn point by point, and sessions changed entry by entry: what is counted in part equals what is counted
//! anew. No cell is excused here, because both go by the same roundings.

use crate::canvas::{Canvas, entry, session};
use crate::oracle;
use crate::random::{config, devices, dressed, entries, kind, passes, walk, width_mm};
use proptest::prelude::*;
use stipple::coverage::{Draft, SessionCoverage};
use stipple::geometry::{CellRect, Point, Polyline};
use stipple::model::{Device, Entry, EntryKind, Passes, Roll, Session};

/// What a stroke is drawn with.
#[derive(Clone, Copy, Debug)]
enum Tool {
    Roll { passes: u8 },
    Shade { passes: Passes },
    Erase,
}

#[derive(Clone, Debug)]
struct Stroke {
    tool: Tool,
    width_mm: f64,
    path: Vec<Point>,
    /// Which device, counted round.
    device: usize,
}

fn stroke() -> impl Strategy<Value = Stroke> {
    let tool = prop_oneof![
        3 => prop_oneof![3 => Just(1_u8), 1 => 0..=255_u8].prop_map(|passes| Tool::Roll { passes }),
        1 => passes().prop_map(|passes| Tool::Shade { passes }),
        1 => Just(Tool::Erase),
    ];
    // A pen on a tablet knows nothing of hundredths of a millimetre.
    let scale = prop_oneof![2 => Just(1.0), 1 => 0.2..1.5_f64];
    (tool, width_mm(), walk(1..=14), scale, 0..3_usize).prop_map(|(tool, width_mm, path, scale, device)| {
        let path = path.into_iter().map(|p| Point::new(p.x * scale, p.y * scale)).collect();
        Stroke { tool, width_mm, path, device }
    })
}

impl Stroke {
    fn device<'a>(&self, devices: &'a [Device]) -> &'a Device {
        &devices[self.device % devices.len()]
    }

    /// The entry that the first points of the stroke make.
    fn entry(&self, devices: &[Device], points: usize) -> Entry {
        let path = Polyline::new(self.path[..points].to_vec()).unwrap();
        let device = Some(self.device(devices).id.as_str());
        let width_mm = self.width_mm;
        match self.tool {
            Tool::Roll { passes } => {
                let roll = Roll { path, width_mm: Some(width_mm), passes, times_ms: Vec::new() };
                entry(device, EntryKind::Roll(roll))
            }
            Tool::Shade { passes } => entry(device, EntryKind::Shade { path, width_mm, passes }),
            Tool::Erase => entry(None, EntryKind::Erase { path, width_mm }),
        }
    }

    fn draft(&self, devices: &[Device], canvas: &Canvas) -> Draft {
        let grid = canvas.diagram.grid;
        match self.tool {
            Tool::Roll { passes } => Draft::roll(grid, self.width_mm, self.device(devices).tip, passes),
            Tool::Shade { passes } => Draft::shade(grid, self.width_mm, passes),
            Tool::Erase => Draft::erase(grid, self.width_mm),
        }
    }
}

fn base(devices: &[Device], entries: Vec<(usize, EntryKind)>) -> Session {
    session(devices, entries.into_iter().map(|entry| dressed(devices, entry)).collect())
}

/// A rectangle that may be empty or reach over the raster's edges.
fn rect() -> impl Strategy<Value = CellRect> {
    (-10..85, -10..80, 0..60, 0..60).prop_map(|(x, y, w, h)| CellRect::new(x, y, x + w, y + h))
}

proptest! {
    #![proptest_config(config(800))]

    #[test]
    fn a_stroke_in_the_making_counts_as_its_points_so_far(
        devices in devices(), entries in entries(0..=4), stroke in stroke()
    ) {
        let canvas = Canvas::new(4);
        let session = base(&devices, entries);
        let before = canvas.count(&session);
        let mut live = before.clone();
        let mut draft = stroke.draft(&devices, &canvas);
        for points in 1..=stroke.path.len() {
            let entry = stroke.entry(&devices, points);
            let rect = draft.push(stroke.path[points - 1]);
            draft.write(&before, entry.device.as_ref(), &mut live, rect);
            let mut so_far = session.clone();
            so_far.entries.push(entry);
            prop_assert!(live == canvas.count(&so_far), "after {points} points");
        }
    }

    #[test]
    fn a_stroke_may_be_written_at_any_time_and_anywhere(
        devices in devices(), entries in entries(0..=3), stroke in stroke(), every in 2..5_usize, elsewhere in rect()
    ) {
        let canvas = Canvas::new(4);
        let session = base(&devices, entries);
        let before = canvas.count(&session);
        let entry = stroke.entry(&devices, stroke.path.len());
        let device = entry.device.clone();
        let after = canvas.count(&Session { entries: [session.entries.clone(), vec![entry]].concat(), ..session });

        let mut live = before.clone();
        let mut draft = stroke.draft(&devices, &canvas);
        let mut waiting = CellRect::EMPTY;
        for (i, &p) in stroke.path.iter().enumerate() {
            waiting = waiting.union(draft.push(p));
            if i % every == 0 {
                draft.write(&before, device.as_ref(), &mut live, waiting);
                waiting = CellRect::EMPTY;
            }
        }
        draft.write(&before, device.as_ref(), &mut live, waiting);
        prop_assert!(live == after, "now and then");

        draft.write(&before, device.as_ref(), &mut live, elsewhere);
        prop_assert!(live == after, "again elsewhere");

        let mut at_once = before.clone();
        draft.write(&before, device.as_ref(), &mut at_once, draft.touched());
        prop_assert!(at_once == after, "at once");
        draft.write(&SessionCoverage::new(canvas.diagram.grid), None, &mut live, CellRect::EMPTY);
        prop_assert!(live == after, "nowhere");
    }

    #[test]
    fn a_recount_inside_a_rectangle_is_a_full_one_there_and_changes_nothing_outside(
        devices in devices(), entries in entries(1..=6), place in 0..6_usize,
        with in prop::option::of((0..3_usize, kind())), rect in rect()
    ) {
        let canvas = Canvas::new(4);
        let old = base(&devices, entries);
        let mut new = old.clone();
        let place = place % old.entries.len();
        match with {
            Some(entry) => new.entries.insert(place, dressed(&devices, entry)),
            None => drop(new.entries.remove(place)),
        }
        let (before, after) = (canvas.count(&old), canvas.count(&new));
        let mut live = before.clone();
        live.recount(&new, &canvas.diagram, &canvas.zones, rect);
        for device in devices.iter().map(|device| Some(&device.id)).chain([None]) {
            for cell in oracle::cells(&canvas.diagram) {
                let expected = if rect.contains(cell) { &after } else { &before };
                prop_assert_eq!(live.counts_of(device, cell), expected.counts_of(device, cell), "{:?}", cell);
            }
        }
        live.recount(&new, &canvas.diagram, &canvas.zones, canvas.diagram.grid.bounds());
        prop_assert!(live == after);
    }

    #[test]
    fn nothing_changes_beyond_the_reach_of_an_entry(
        devices in devices(), entries in entries(1..=6), place in 0..6_usize
    ) {
        let canvas = Canvas::new(4);
        let with = base(&devices, entries);
        let mut without = with.clone();
        let entry = without.entries.remove(place % with.entries.len());
        let reach = SessionCoverage::reach(&with, &entry, &canvas.diagram, &canvas.zones);
        let mut live = canvas.count(&with);
        live.recount(&without, &canvas.diagram, &canvas.zones, reach);
        prop_assert!(live == canvas.count(&without), "removed");
        live.recount(&with, &canvas.diagram, &canvas.zones, reach);
        prop_assert!(live == canvas.count(&with), "put back");
    }

    #[test]
    fn entries_added_one_by_one_and_tile_by_tile_make_the_session(
        devices in devices(), entries in entries(1..=5), (column, row) in (0..=80, 0..=72)
    ) {
        let canvas = Canvas::new(4);
        let session = base(&devices, entries);
        let whole = canvas.diagram.grid.bounds();
        let quarters = [
            CellRect::new(0, 0, column, row),
            CellRect::new(column, 0, whole.right, row),
            CellRect::new(0, row, column, whole.bottom),
            CellRect::new(column, row, whole.right, whole.bottom),
        ];
        let mut live = SessionCoverage::new(canvas.diagram.grid);
        for entry in &session.entries {
            for quarter in quarters {
                // An unknown zone is refused, and counts nowhere in the whole session either.
                let is_known = live.add(&session, entry, &canvas.diagram, &canvas.zones, quarter).is_ok();
                prop_assert!(is_known || entry.kind.name() == "zone");
            }
        }
        prop_assert!(live == canvas.count(&session));
    }
}
