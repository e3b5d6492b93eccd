//! What a gesture reached, before it is logged.

use super::Workspace;
use crate::coverage::{MIN_STEP_MM, SessionCoverage, TileGrid};
use crate::geometry::{Cell, CellRect, Point, Polyline};
use crate::model::{DeviceId, Direction, Entry, EntryId, EntryKind, Extra, Passes, Roll, Session, Zone};
use crate::ui::figures::Figure;

/// The innermost thing that an entry reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reach {
    /// Paper only.
    Nothing,
    /// Skin outside every zone.
    Skin,
    /// A zone.
    Zone,
}

impl Workspace {
    /// What an entry of the open session would reach on the diagram shown.
    pub fn reach(&self, figure: &Figure, kind: &EntryKind) -> Reach {
        let Some(session) = self.session() else { return Reach::Nothing };
        let kind = match kind {
            EntryKind::Zone { .. } => return Reach::Zone,
            // An eraser reaches what a brush of its width would.
            EntryKind::Erase { path, width_mm } => EntryKind::Shade {
                path: path.clone(),
                width_mm: *width_mm,
                passes: Passes::of(Direction::Undirected, 1),
            },
            other => other.clone(),
        };
        // Mostly a few steps of the path tell.
        if steps(session, self.options.device.as_ref(), &kind)
            .into_iter()
            .any(|step| self.reach_of(figure, session, step, None) == Reach::Zone)
        {
            return Reach::Zone;
        }
        self.reach_of(figure, session, kind, self.options.device.as_ref())
    }

    /// The names of the keep-outs that entries of the open session would put passes on.
    pub fn keep_outs_reached(&self, figure: &Figure, kinds: &[EntryKind]) -> Vec<String> {
        let near = |zone: &Zone, kind: &EntryKind| {
            let width_mm = self.device().and_then(|device| device.width_mm).unwrap_or(0.0);
            let (points, wide) = match kind {
                EntryKind::Roll(roll) => (roll.path.points(), roll.width_mm.unwrap_or(width_mm)),
                EntryKind::Shade { path, width_mm, .. } => (path.points(), *width_mm),
                EntryKind::Region { ring, .. } => (ring.points(), 0.0),
                EntryKind::Zone { .. } | EntryKind::Erase { .. } => return false,
            };
            let bounds = zone.outline.bounds().grown(wide / 2.0);
            let meets = |p: &Point| bounds.contains(*p);
            // A ring may lie around a zone without a corner in it.
            matches!(kind, EntryKind::Region { .. }) || points.iter().any(meets)
        };
        let mut names = Vec::new();
        let Some(session) = self.session() else { return names };
        for (i, zone) in self.diagram.zones.iter().enumerate().filter(|(_, zone)| zone.keep_out) {
            let zone_bounds = figure.zones.zone_bounds(i);
            let reached = kinds.iter().filter(|kind| near(zone, kind)).any(|kind| {
                let alone = self.alone(figure, session, kind.clone(), zone_bounds);
                let cells = || {
                    figure.zones.zone_runs(i).iter().flat_map(|(row, run)| {
                        (run.start..run.end).map(move |column| Cell::new(column, *row))
                    })
                };
                alone.is_some_and(|alone| cells().any(|cell| alone.counts(cell).iter().any(|(_, n)| *n > 0)))
            });
            let named = matches!(kinds, [EntryKind::Zone { .. }, ..])
                && kinds
                    .iter()
                    .any(|kind| matches!(kind, EntryKind::Zone { zone: id, .. } if *id == zone.id));
            if reached || named {
                names.push(zone.full_name());
            }
        }
        names
    }

    /// The counts of an entry alone, inside a rectangle.
    fn alone(
        &self,
        figure: &Figure,
        session: &Session,
        kind: EntryKind,
        clip: CellRect,
    ) -> Option<SessionCoverage> {
        let entry = Entry {
            id: EntryId(0),
            diagram: self.diagram.id.clone(),
            device: self.options.device.clone(),
            at_ms: None,
            pass: None,
            kind,
            extra: Extra::default(),
            passes_extra: Extra::default(),
        };
        let mut alone = SessionCoverage::new(self.diagram.grid);
        alone.add(session, &entry, &self.diagram, &figure.zones, clip).ok()?;
        Some(alone)
    }

    fn reach_of(
        &self,
        figure: &Figure,
        session: &Session,
        kind: EntryKind,
        device: Option<&DeviceId>,
    ) -> Reach {
        let entry = Entry {
            id: EntryId(0),
            diagram: self.diagram.id.clone(),
            device: device.cloned(),
            at_ms: None,
            pass: None,
            kind,
            extra: Extra::default(),
            passes_extra: Extra::default(),
        };
        let grid = self.diagram.grid;
        let mut alone = SessionCoverage::new(grid);
        if alone.add(session, &entry, &self.diagram, &figure.zones, grid.bounds()).is_err() {
            return Reach::Nothing;
        }
        let tiling = TileGrid::new(grid);
        let mut reach = Reach::Nothing;
        for (_, layer) in alone.layers() {
            let tiles = layer.painted_tiles().map(|tile| tiling.cells_of(tile));
            let cells = tiles.flat_map(|cells| {
                cells
                    .rows()
                    .flat_map(move |row| (cells.left..cells.right).map(move |column| Cell::new(column, row)))
            });
            for cell in cells {
                let painted = layer.counts(cell).iter().any(|(_, count)| *count > 0);
                if painted && figure.zones.zone_at(cell).is_some() {
                    return Reach::Zone;
                }
                if painted && figure.zones.is_figure(cell) {
                    reach = Reach::Skin;
                }
            }
        }
        reach
    }
}

/// How many steps of a path are looked at before all of it is.
const STEPS: usize = 8;

/// Steps of a stroke's path, evenly spread, as strokes of their own. All that they cover, the stroke covers.
fn steps(session: &Session, device: Option<&DeviceId>, kind: &EntryKind) -> Vec<EntryKind> {
    let (path, width_mm) = match kind {
        EntryKind::Roll(roll) => {
            let own = device.and_then(|id| session.device(id)).and_then(|device| device.width_mm);
            (&roll.path, roll.width_mm.or(own))
        }
        EntryKind::Shade { path, width_mm, .. } => (path, Some(*width_mm)),
        EntryKind::Zone { .. } | EntryKind::Region { .. } | EntryKind::Erase { .. } => return Vec::new(),
    };
    let pairs = path.points().array_windows::<2>();
    let every = pairs.len().div_ceil(STEPS).max(1);
    let steps = pairs.step_by(every).filter(|[a, b]| a.distance(*b) >= MIN_STEP_MM);
    let steps = steps.filter_map(|pair| Polyline::new(pair.to_vec()).ok());
    steps
        .map(|path| match kind {
            EntryKind::Shade { passes, .. } => {
                EntryKind::Shade { path, width_mm: width_mm.unwrap_or_default(), passes: *passes }
            }
            // Without its device a roll has a flat tip, which covers the least.
            _ => EntryKind::Roll(Roll { path, width_mm, passes: roll_passes(kind), times_ms: Vec::new() }),
        })
        .collect()
}

const fn roll_passes(kind: &EntryKind) -> u8 {
    if let EntryKind::Roll(roll) = kind { roll.passes } else { 0 }
}
