//! The coverage of one session on one diagram, replayed from its entries.

use super::batch::count_session;
use super::footprint::SpanFinder;
use super::stamp::{CountError, Stamp, for_each_stamp};
use super::{Coverage, ZoneMap};
use crate::geometry::{Cell, CellRect, Grid};
use crate::model::{DeviceId, Diagram, Direction, Entry, EntryKind, PerDirection, Session};
use std::sync::Arc;

/// Pass counts of one session on one diagram, kept apart by device, because density depends on the device.
#[derive(Clone, Debug)]
pub struct SessionCoverage {
    grid: Grid,
    /// Shared until changed, so that handing a session's counts to another thread copies nothing.
    layers: Vec<(Option<DeviceId>, Arc<Coverage>)>,
}

impl SessionCoverage {
    /// No passes.
    pub const fn new(grid: Grid) -> Self {
        Self { grid, layers: Vec::new() }
    }

    /// Counts all entries of a session that were painted on a diagram.
    pub fn of(session: &Session, diagram: &Diagram, zones: &ZoneMap) -> Self {
        count_session(session, diagram, zones)
    }

    /// Counts by device, in the order the devices were first used.
    pub(super) const fn from_layers(grid: Grid, layers: Vec<(Option<DeviceId>, Arc<Coverage>)>) -> Self {
        Self { grid, layers }
    }

    /// The raster.
    pub const fn grid(&self) -> Grid {
        self.grid
    }

    /// The counts by device, in the order the devices were first used.
    pub fn layers(&self) -> impl Iterator<Item = (Option<&DeviceId>, &Arc<Coverage>)> {
        self.layers.iter().map(|(device, coverage)| (device.as_ref(), coverage))
    }

    /// The counts of a cell, all devices together.
    pub fn counts(&self, cell: Cell) -> PerDirection<u32> {
        let mut sum = PerDirection::<u32>::default();
        for (_, coverage) in &self.layers {
            for (direction, &count) in coverage.counts(cell).iter() {
                *sum.get_mut(direction) += u32::from(count);
            }
        }
        sum
    }

    /// Whether no cell has a pass.
    pub fn is_blank(&self) -> bool {
        self.layers.iter().all(|(_, coverage)| coverage.is_blank())
    }

    /// Counts again inside a rectangle, from the session as it is now. What lies outside is not looked at.
    pub fn recount(&mut self, session: &Session, diagram: &Diagram, zones: &ZoneMap, rect: CellRect) {
        self.layers_mut().for_each(|coverage| coverage.clear_rect(rect));
        self.replay(session, diagram, zones, rect.intersection(self.grid.bounds()));
    }

    /// Takes the counts of another coverage inside a rectangle.
    pub fn restore(&mut self, from: &Self, rect: CellRect) {
        let rect = rect.intersection(self.grid.bounds());
        for (device, coverage) in &mut self.layers {
            let coverage = Arc::make_mut(coverage);
            match from.layer(device.as_ref()) {
                Some(source) => coverage.copy_rect(source, rect),
                None => coverage.clear_rect(rect),
            }
        }
        for (device, source) in from.layers() {
            if self.layer(device).is_none() {
                self.layer_mut(device).copy_rect(source, rect);
            }
        }
    }

    fn replay(&mut self, session: &Session, diagram: &Diagram, zones: &ZoneMap, clip: CellRect) {
        let mut finder = SpanFinder::default();
        for entry in session.entries.iter().filter(|entry| entry.diagram == diagram.id) {
            if !Self::reach(session, entry, diagram, zones).intersection(clip).is_empty() {
                // An entry that counts nowhere is listed by `check`; it has nothing to add here.
                self.stamp(&mut finder, session, entry, (diagram, zones), clip).unwrap_or_default();
            }
        }
    }

    /// All cells an entry can change, generously, on its diagram.
    pub fn reach(session: &Session, entry: &Entry, diagram: &Diagram, zones: &ZoneMap) -> CellRect {
        if let EntryKind::Zone { zone, .. } = &entry.kind {
            return diagram.zone(zone).map_or(CellRect::EMPTY, |(i, _)| zones.zone_bounds(i));
        }
        let radius = session.width_of(entry).unwrap_or(0.0) / 2.0;
        let bounds = entry.bounds().map(|bounds| bounds.grown(radius));
        bounds.map_or(CellRect::EMPTY, |bounds| diagram.grid.cells_around(bounds))
    }

    /// Counts one more entry inside `clip`.
    ///
    /// # Errors
    ///
    /// When the entry counts nowhere; nothing is changed then.
    pub fn add(
        &mut self,
        session: &Session,
        entry: &Entry,
        diagram: &Diagram,
        zones: &ZoneMap,
        clip: CellRect,
    ) -> Result<(), CountError> {
        self.stamp(&mut SpanFinder::default(), session, entry, (diagram, zones), clip)
    }

    fn stamp(
        &mut self,
        finder: &mut SpanFinder,
        session: &Session,
        entry: &Entry,
        of: (&Diagram, &ZoneMap),
        clip: CellRect,
    ) -> Result<(), CountError> {
        let device = entry.device.as_ref();
        for_each_stamp(finder, session, entry, of, clip, |row, run, stamp| match stamp {
            Stamp::Add(direction, passes) => self.layer_mut(device).add(direction, row, run, passes),
            Stamp::Clear => self.layers_mut().for_each(|coverage| coverage.clear(row, run)),
        })
    }

    /// The counts of one device, made when it is first used.
    #[expect(clippy::indexing_slicing, reason = "the layer was found or has just been made")]
    pub(super) fn layer_mut(&mut self, device: Option<&DeviceId>) -> &mut Coverage {
        let found = self.layers.iter().position(|(id, _)| id.as_ref() == device);
        let at = found.unwrap_or(self.layers.len());
        if found.is_none() {
            self.layers.push((device.cloned(), Arc::new(Coverage::new(self.grid))));
        }
        Arc::make_mut(&mut self.layers[at].1)
    }

    pub(super) fn layers_mut(&mut self) -> impl Iterator<Item = &mut Coverage> {
        self.layers.iter_mut().map(|(_, coverage)| Arc::make_mut(coverage))
    }

    pub(super) fn layer(&self, device: Option<&DeviceId>) -> Option<&Coverage> {
        self.layers.iter().find(|(id, _)| id.as_ref() == device).map(|(_, coverage)| &**coverage)
    }
}

impl PartialEq for SessionCoverage {
    /// Equal when every cell has equal counts for every device; a device without paint counts as absent.
    fn eq(&self, other: &Self) -> bool {
        let covers = |a: &Self, b: &Self| {
            a.layers().all(|(device, coverage)| match b.layer(device) {
                Some(theirs) => **coverage == *theirs,
                None => coverage.is_blank(),
            })
        };
        self.grid == other.grid && covers(self, other) && covers(other, self)
    }
}

impl SessionCoverage {
    /// The direction counts of a cell that only one device made.
    pub fn counts_of(&self, device: Option<&DeviceId>, cell: Cell) -> PerDirection<u8> {
        self.layer(device).map_or_else(PerDirection::default, |coverage| coverage.counts(cell))
    }

    /// Directions in which a cell has at least one pass.
    pub fn directions(&self, cell: Cell) -> impl Iterator<Item = Direction> {
        let counts = self.counts(cell);
        Direction::ROLLED.into_iter().filter(move |&direction| *counts.get(direction) > 0)
    }
}
