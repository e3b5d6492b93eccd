//! What a gesture reached, before it is logged.

use super::Workspace;
use crate::coverage::{SessionCoverage, TileGrid};
use crate::geometry::Cell;
use crate::model::{Direction, Entry, EntryId, EntryKind, Extra, Passes};
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
