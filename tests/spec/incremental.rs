//! Strokes drawn point by point, and sessions changed entry by entry: what is counted in part equals what is counted
//! anew. No cell is excused here, because both go by the same roundings.

use crate::canvas::{Canvas, entry, session};
use crate::oracle;
use crate::random::{config, devices, dressed, entries, kind, passes, walk, width_mm};
use proptest::prelude::*;
use std::collections::HashMap;
use std::ops::Range;
use stipple::coverage::{Draft, LiveCoverage, SessionCoverage, TILE, TileGrid, Watch};
use stipple::geometry::{Cell, CellRect, Point, Polyline};
use stipple::model::{Device, Entry, EntryKind, Passes, Roll, Session};

/// What a stroke is drawn with.
#[derive(Clone, Copy, Debug)]
enum Tool {
    Roll { passes: u8 },
    Shade { passes: Passes },
    Erase,
}

#[derive(Clone, Debug)]
pub(crate) struct Stroke {
    tool: Tool,
    width_mm: f64,
    pub(crate) path: Vec<Point>,
    /// Which device, counted round.
    device: usize,
}

pub(crate) fn stroke() -> impl Strategy<Value = Stroke> {
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
    pub(crate) fn entry(&self, devices: &[Device], points: usize) -> Entry {
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

    pub(crate) fn draft(&self, devices: &[Device], canvas: &Canvas) -> Draft {
        let grid = canvas.diagram.grid;
        match self.tool {
            Tool::Roll { passes } => Draft::roll(grid, self.width_mm, self.device(devices).tip, passes),
            Tool::Shade { passes } => Draft::shade(grid, self.width_mm, passes),
            Tool::Erase => Draft::erase(grid, self.width_mm),
        }
    }
}

pub(crate) fn base(devices: &[Device], entries: Vec<(usize, EntryKind)>) -> Session {
    session(devices, entries.into_iter().map(|entry| dressed(devices, entry)).collect())
}

/// Adds up what it is told, on top of what was there.
struct Follower<'a> {
    tiling: TileGrid,
    before: &'a SessionCoverage,
    more: HashMap<(usize, usize), i64>,
}

impl<'a> Follower<'a> {
    fn new(canvas: &Canvas, before: &'a SessionCoverage) -> Self {
        Self { tiling: TileGrid::new(canvas.diagram.grid), before, more: HashMap::new() }
    }

    fn total(&self, cell: Cell) -> i64 {
        let place = (cell.row % TILE * TILE + cell.column % TILE) as usize;
        let more = self.more.get(&(self.tiling.tile_of(cell), place)).copied().unwrap_or(0);
        i64::from(self.before.counts(cell).0.iter().sum::<u32>()) + more
    }
}

impl Watch for Follower<'_> {
    fn changed(&mut self, tile: usize, runs: &[(Range<usize>, i32)]) {
        for (cells, by) in runs {
            for cell in cells.clone() {
                *self.more.entry((tile, cell)).or_default() += i64::from(*by);
            }
        }
    }

    fn changed_each(&mut self, tile: usize, cells: Range<usize>, by: &[i32]) {
        assert_eq!(cells.len(), by.len());
        for (cell, by) in cells.zip(by) {
            *self.more.entry((tile, cell)).or_default() += i64::from(*by);
        }
    }
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
        let mut live = LiveCoverage::new(before.clone(), stroke.entry(&devices, 1).device);
        let mut watch = Follower::new(&canvas, &before);
        let mut draft = stroke.draft(&devices, &canvas);
        for points in 1..=stroke.path.len() {
            let entry = stroke.entry(&devices, points);
            draft.push(stroke.path[points - 1]);
            live.follow(&draft, &mut watch);
            let mut so_far = session.clone();
            so_far.entries.push(entry);
            let expected = canvas.count(&so_far);
            prop_assert!(*live.counts() == expected, "after {points} points");
            for cell in oracle::cells(&canvas.diagram) {
                let total = i64::from(expected.counts(cell).0.iter().sum::<u32>());
                prop_assert_eq!(watch.total(cell), total, "{:?} after {} points", cell, points);
                let changed = expected.counts(cell) != before.counts(cell);
                prop_assert!(!changed || draft.touched().contains(cell), "touched");
            }
        }
    }

    #[test]
    fn two_strokes_may_take_turns(
        devices in devices(), entries in entries(0..=3), stroke in stroke(), other in walk(1..=14)
    ) {
        let canvas = Canvas::new(4);
        let session = base(&devices, entries);
        let other = Stroke { path: other, ..stroke.clone() };
        let mut live = LiveCoverage::new(canvas.count(&session), stroke.entry(&devices, 1).device);
        let mut drafts = [stroke.draft(&devices, &canvas), other.draft(&devices, &canvas)];
        for i in 0..stroke.path.len().max(other.path.len()) {
            for (draft, path) in drafts.iter_mut().zip([&stroke.path, &other.path]) {
                if let Some(&p) = path.get(i) {
                    draft.push(p);
                    live.follow(draft, &mut ());
                }
            }
        }
        let both = [&stroke, &other].map(|stroke| stroke.entry(&devices, stroke.path.len()));
        let after = canvas.count(&Session { entries: [session.entries.clone(), both.to_vec()].concat(), ..session });
        prop_assert!(live.into_counts() == after);
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

proptest! {
    #![proptest_config(config(800))]

    #[test]
    fn entries_that_leave_and_come_leave_the_counts_of_what_is_then_there(
        devices in devices(), entries in entries(1..=7), leave in prop::collection::vec(0..7_usize, 0..=3),
        come in prop::collection::vec((0..7_usize, (0..3_usize, kind())), 0..=2), heavy in any::<bool>()
    ) {
        let canvas = Canvas::new(4);
        let mut old = base(&devices, entries);
        if heavy {
            // Counts stop at 255 all over, or nearly.
            for entry in &mut old.entries {
                if let EntryKind::Shade { passes, .. } | EntryKind::Zone { passes, .. }
                    | EntryKind::Region { passes, .. } = &mut entry.kind
                {
                    passes.0.iter_mut().for_each(|n| *n = n.saturating_mul(60));
                }
            }
        }
        let mut new = old.clone();
        let mut leave: Vec<usize> = leave.into_iter().map(|at| at % old.entries.len()).collect();
        leave.sort_unstable();
        leave.dedup();
        for at in leave.iter().rev() {
            new.entries.remove(*at);
        }
        let mut places = Vec::new();
        for (at, entry) in come {
            let at = at % (new.entries.len() + 1);
            // In ascending order, as the document puts them in, each at its place in the list that is then there.
            if places.last().is_none_or(|last| at > *last) {
                new.entries.insert(at, dressed(&devices, entry));
                places.push(at);
            }
        }
        let left: Vec<_> = leave.iter().map(|at| (*at, &old.entries[*at])).collect();
        let came: Vec<_> = places.iter().map(|at| (*at, &new.entries[*at])).collect();
        let mut live = canvas.count(&old);
        live.exchange(&new, &left, &came, &canvas.diagram, &canvas.zones);
        prop_assert!(live == canvas.count(&new), "exchanged");
        // And back again, as undo does.
        let (left, came) = (came, left);
        live.exchange(&old, &left, &came, &canvas.diagram, &canvas.zones);
        prop_assert!(live == canvas.count(&old), "exchanged back");
    }
}
