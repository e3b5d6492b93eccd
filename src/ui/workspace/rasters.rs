//! The rasters of sessions, as many as fit; those that don't are counted again when they are needed.

use crate::coverage::{SessionCoverage, TILE_CELLS};
use crate::model::{DiagramId, SessionId};
use std::collections::HashMap;
use std::sync::Arc;

/// Memory for the rasters of sessions that are not open, in bytes.
const BUDGET: usize = 64 << 20;

/// Counts of sessions on diagrams, the latest used within a budget of memory.
#[derive(Debug)]
pub(super) struct Rasters {
    kept: HashMap<(DiagramId, SessionId), Raster>,
    bytes: usize,
    budget: usize,
    /// Counted up with every use, so that the longest unused is known.
    clock: u64,
}

#[derive(Debug)]
struct Raster {
    edition: u64,
    coverage: SessionCoverage,
    bytes: usize,
    used: u64,
}

impl Default for Rasters {
    fn default() -> Self {
        Self::within(BUDGET)
    }
}

impl Rasters {
    /// None yet, and never more than this many bytes.
    pub(super) fn within(budget: usize) -> Self {
        Self { kept: HashMap::new(), bytes: 0, budget, clock: 0 }
    }

    /// The counts of a session and which edition of it they are of.
    pub(super) fn get(&self, diagram: &DiagramId, session: &SessionId) -> Option<(u64, &SessionCoverage)> {
        let found = self.kept.get(&(diagram.clone(), session.clone()))?;
        Some((found.edition, &found.coverage))
    }

    /// Keeps the counts of a session in place of others of it, and drops what was not used for longest.
    pub(super) fn keep(
        &mut self,
        diagram: &DiagramId,
        session: &SessionId,
        edition: u64,
        coverage: SessionCoverage,
    ) {
        self.clock += 1;
        let bytes = bytes_of(&coverage);
        let raster = Raster { edition, coverage, bytes, used: self.clock };
        if let Some(old) = self.kept.insert((diagram.clone(), session.clone()), raster) {
            self.bytes -= old.bytes;
        }
        self.bytes += bytes;
        while self.bytes > self.budget {
            let oldest = self.kept.iter().min_by_key(|(_, raster)| raster.used).map(|(key, _)| key.clone());
            let Some(dropped) = oldest.and_then(|key| self.kept.remove(&key)) else { return };
            self.bytes -= dropped.bytes;
        }
    }

    /// Forgets a session that is gone.
    pub(super) fn forget(&mut self, session: &SessionId) {
        self.kept.retain(|(_, id), _| id != session);
        self.bytes = self.kept.values().map(|raster| raster.bytes).sum();
    }
}

/// The most that is worth handing over at once.
pub(super) const fn budget() -> usize {
    BUDGET
}

/// Memory that counts take, apart from what every diagram has.
pub(super) fn bytes_of(coverage: &SessionCoverage) -> usize {
    let planes = |layer: &Arc<crate::coverage::Coverage>| {
        let tiles = layer.painted_tiles().filter_map(|tile| layer.tile(tile));
        tiles.map(|tile| tile.planes().count()).sum::<usize>() * TILE_CELLS + layer.tiling().count() * 8
    };
    coverage.layers().map(|(_, layer)| planes(layer)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::coverage::ZoneMap;
    use crate::geometry::{Point, Polyline};
    use crate::model::{Atlas, Direction, Entry, EntryId, EntryKind, Extra, Passes, SeriesId, Session};

    /// A row painted across a number of tiles.
    fn painted(tiles: i32) -> SessionCoverage {
        let atlas = Atlas::builtin().unwrap();
        let diagram = &atlas.diagrams()[0];
        let mut session = Session::new(
            SessionId::new("s").unwrap(),
            SeriesId::new("c").unwrap(),
            "2026-01-05T10:00:00+01:00".parse().unwrap(),
        );
        let length = f64::from(64 * tiles - 8) / f64::from(diagram.grid.cells_per_mm());
        let path = Polyline::new(vec![Point::new(1.0, 5.0), Point::new(length, 5.0)]).unwrap();
        let passes = Passes::of(Direction::Rising, 1);
        session.entries.push(Entry {
            id: EntryId(1),
            diagram: diagram.id.clone(),
            device: None,
            at_ms: None,
            pass: None,
            kind: EntryKind::Shade { path, width_mm: 1.0, passes },
            extra: Extra::default(),
            passes_extra: Extra::default(),
        });
        SessionCoverage::of(&session, diagram, &ZoneMap::new(diagram))
    }

    #[test]
    fn what_was_unused_for_longest_goes_first() {
        let diagram = DiagramId::new("d").unwrap();
        let id = |n: usize| SessionId::new(&format!("s{n}")).unwrap();
        let one = bytes_of(&painted(5));
        let mut rasters = Rasters::within(3 * one);
        for n in 0..5 {
            rasters.keep(&diagram, &id(n), 0, painted(5));
        }
        let kept: Vec<bool> = (0..5).map(|n| rasters.get(&diagram, &id(n)).is_some()).collect();
        assert_eq!(kept, [false, false, true, true, true]);
        rasters.keep(&diagram, &id(2), 7, painted(2));
        assert_eq!(rasters.get(&diagram, &id(2)).map(|(edition, _)| edition), Some(7));
        assert_eq!(rasters.bytes, 2 * one + bytes_of(&painted(2)));
        rasters.forget(&id(3));
        assert_eq!(rasters.bytes, one + bytes_of(&painted(2)));
    }
}
