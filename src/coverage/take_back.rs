//! Entries that leave a session or come to it, without counting the others again.
//!
//! An entry that adds passes is taken back by subtracting what it added. That is exact in every tile in which none of
//! its cells has a count that stopped at 255, and which no later eraser reaches; the other tiles are counted again.

use super::footprint::SpanFinder;
use super::stamp::{Stamp, for_each_stamp};
use super::{SessionCoverage, ZoneMap};
use crate::geometry::CellRect;
use crate::model::{Diagram, Entry, EntryKind, Session};

impl SessionCoverage {
    /// Follows an exchange of entries: `session` is as it is now, without those that left and with those that came,
    /// each with its place in the list before any left, or now that all have come.
    pub fn exchange(
        &mut self,
        session: &Session,
        left: &[(usize, &Entry)],
        came: &[(usize, &Entry)],
        diagram: &Diagram,
        zones: &ZoneMap,
    ) {
        let tiling = super::TileGrid::new(self.grid());
        let everything = self.grid().bounds();
        let mut exact = vec![true; tiling.count()];
        let mut recount = CellRect::EMPTY;
        let doubt = |rect: CellRect, exact: &mut [bool]| {
            for tile in tiling.tiles_in(rect) {
                if let Some(exact) = exact.get_mut(tile) {
                    *exact = false;
                }
            }
        };
        let reach = |entry: &Entry| Self::reach(session, entry, diagram, zones);
        // A place in the list before others left is not behind the one it would have now.
        let places = left.iter().map(|(at, entry)| (at.saturating_sub(left.len()), *entry));
        for (at, entry) in places.chain(came.iter().copied()) {
            let own = reach(entry);
            if matches!(entry.kind, EntryKind::Erase { .. }) {
                doubt(own, &mut exact);
            }
            let later = session.entries.iter().skip(at).filter(|later| later.diagram == diagram.id);
            for eraser in later.filter(|later| matches!(later.kind, EntryKind::Erase { .. })) {
                doubt(own.intersection(reach(eraser)), &mut exact);
            }
        }
        let mut finder = SpanFinder::default();
        let entries = left.iter().map(|(_, entry)| (*entry, true));
        for (entry, leaves) in entries.chain(came.iter().map(|(_, entry)| (*entry, false))) {
            if matches!(entry.kind, EntryKind::Erase { .. }) {
                continue;
            }
            let layer = self.layer_mut(entry.device.as_ref());
            let of = (diagram, zones);
            let stamped =
                for_each_stamp(&mut finder, session, entry, of, everything, |row, run, stamp| match stamp {
                    Stamp::Add(direction, passes) if leaves => {
                        layer.subtract(direction, row, run, passes, &mut exact);
                    }
                    Stamp::Add(direction, passes) => layer.add(direction, row, run, passes),
                    Stamp::Clear => {}
                });
            // An entry that counts nowhere has nothing to add or to take back.
            stamped.unwrap_or_default();
        }
        for (tile, _) in exact.iter().enumerate().filter(|(_, exact)| !**exact) {
            recount = recount.union(tiling.cells_of(tile));
        }
        if !recount.is_empty() {
            self.recount(session, diagram, zones, recount);
        }
    }
}
