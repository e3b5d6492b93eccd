//! Area swept more than once while the practitioner was on the same pass: technique, not plan.

use crate::coverage::{Coverage, Stroke, ZoneMap, brush_runs, roll_spans};
use crate::geometry::Cell;
use crate::model::{Diagram, Direction, EntryKind, Session, Tip};
use std::collections::BTreeMap;

/// For each zone in drawing order, the number of cells that more than one sweep of rolls with the same pass
/// label covered. Rolls without a label do not take part; an eraser takes away what it covers.
pub fn overlap_cells(session: &Session, diagram: &Diagram, zones: &ZoneMap) -> Vec<u64> {
    let grid = diagram.grid;
    let mut by_label: BTreeMap<u32, Coverage> = BTreeMap::new();
    for entry in session.entries.iter().filter(|entry| entry.diagram == diagram.id) {
        match (&entry.kind, entry.pass) {
            (EntryKind::Roll(roll), Some(label)) => {
                let Some(width_mm) = session.width_of(entry) else { continue };
                let device = entry.device.as_ref().and_then(|id| session.device(id));
                let tip = device.map_or(Tip::Flat, |device| device.tip);
                let stroke = Stroke { points: roll.path.points(), width_mm, tip };
                let sweeps = by_label.entry(label).or_insert_with(|| Coverage::new(grid));
                roll_spans(stroke, grid, grid.bounds(), |span| {
                    sweeps.add(Direction::Undirected, span.row, span.run, 1);
                });
            }
            (EntryKind::Erase { path, width_mm }, _) => {
                let stroke = Stroke { points: path.points(), width_mm: *width_mm, tip: Tip::Round };
                for (row, run) in brush_runs(stroke, grid, grid.bounds()) {
                    for sweeps in by_label.values_mut() {
                        sweeps.clear(row, run);
                    }
                }
            }
            _ => {}
        }
    }
    let mut cells = vec![0_u64; diagram.zones.len()];
    for tile in 0..zones.tiling().count() {
        if by_label.values().all(|sweeps| sweeps.tile(tile).is_none()) {
            continue;
        }
        let rect = zones.tiling().cells_of(tile);
        for cell in rect.rows().flat_map(|row| (rect.left..rect.right).map(move |c| Cell::new(c, row))) {
            let Some(slot) = zones.zone_at(cell).and_then(|zone| cells.get_mut(zone)) else { continue };
            let swept_again = |sweeps: &Coverage| *sweeps.counts(cell).get(Direction::Undirected) > 1;
            *slot += u64::from(by_label.values().any(swept_again));
        }
    }
    cells
}
