//! Several sessions of a series on one diagram, added up: a running sum, and one session that lies on top of it.

use super::sums::{Layer, SumPlane, SumTile, Sums};
use super::tile::{Coverage, Plane, TILE_CELLS, Tile, TileGrid, place_in_tile};
use super::tile_counts::TileCounts;
use super::visits::{Mask, mask_of, write_latest};
use super::{SessionCoverage, ZoneMap};
use crate::geometry::{Cell, Grid};
use crate::model::{DeviceId, Direction, PerDirection, Session};
use jiff::civil::Date;
use rayon::prelude::*;
use std::sync::Arc;

/// The chosen sessions of a series on one diagram.
///
/// What they have in common is a sum that a session enters and leaves at the cost of its own tiles. The session that
/// is being painted lies [on top](CoverageSet::with_top) of it, as it is, so that painting costs the same however many
/// sessions there are. A copy shares all tiles until one of the two is changed.
#[derive(Clone, Debug)]
pub struct CoverageSet {
    tiling: TileGrid,
    /// Whether it is kept which sessions touched a cell and when, besides how often it was passed.
    keeps_visits: bool,
    /// The dates of all sessions, in time order.
    days: Vec<Date>,
    /// How many layers have each density per pass, in ascending order, the unknown one first.
    densities: Vec<(Option<f64>, usize)>,
    tiles: Vec<Option<Arc<SumTile>>>,
    top: Option<Top>,
}

/// A session as it comes into a set.
#[derive(Clone, Debug)]
struct Top {
    day: Date,
    layers: Vec<(Option<f64>, Arc<Coverage>)>,
}

impl Top {
    fn new(session: &Session, coverage: &SessionCoverage) -> Self {
        let density = |id: Option<&DeviceId>| session.device(id?)?.density_per_pass();
        let layers = coverage.layers().map(|(id, coverage)| (density(id), Arc::clone(coverage)));
        Self { day: session.started_at.date(), layers: layers.collect() }
    }

    /// Its layers that painted in a tile.
    fn tiles(&self, tile: usize) -> impl Iterator<Item = (Option<f64>, &Tile)> {
        self.layers.iter().filter_map(move |(density, layer)| Some((*density, layer.tile(tile)?)))
    }
}

/// The counts of a tile that only one plane has.
#[derive(Clone, Copy, Debug)]
pub enum OnlyPlane<'a> {
    /// Of one device in one session.
    Counts(&'a Plane),
    /// Of a sum.
    Sums(&'a [u16; TILE_CELLS]),
}

impl CoverageSet {
    /// No sessions.
    pub fn new(grid: Grid) -> Self {
        Self { keeps_visits: true, ..Self::of_passes(grid) }
    }

    /// No sessions. Only passes will be known of them, by direction and density, and not which of them touched a cell
    /// and when; that makes sums of many sessions smaller and faster.
    pub fn of_passes(grid: Grid) -> Self {
        let tiling = TileGrid::new(grid);
        Self {
            tiling,
            keeps_visits: false,
            days: Vec::new(),
            densities: Vec::new(),
            tiles: vec![None; tiling.count()],
            top: None,
        }
    }

    /// A set of one session, which copies nothing.
    pub fn of_session(session: &Session, coverage: &SessionCoverage) -> Self {
        Self::new(coverage.grid()).with_top(session, coverage)
    }

    /// So many passes on every cell of each zone, in drawing order, as one session would have put them there: what a
    /// plan looks like.
    pub fn of_zones(grid: Grid, zones: &ZoneMap, passes: &[u32]) -> Self {
        let mut rest = passes.to_vec();
        let mut layers = Vec::new();
        // A layer holds no more than 255 a direction.
        while rest.iter().any(|passes| *passes > 0) {
            let mut layer = Coverage::new(grid);
            for direction in Direction::ALL.into_iter().rev() {
                for (zone, rest) in rest.iter_mut().enumerate() {
                    let now = u8::try_from(*rest).unwrap_or(u8::MAX);
                    *rest -= u32::from(now);
                    zones.zone_runs(zone).iter().for_each(|(row, run)| layer.add(direction, *row, *run, now));
                }
            }
            layers.push((None, Arc::new(layer)));
        }
        let mut set = Self::of_passes(grid);
        let top = Top { day: jiff::civil::date(2000, 1, 1), layers };
        set.note(&top);
        set.top = Some(top);
        set
    }

    /// The same with one more session on top, in place of one that may be there. Nothing is added up.
    #[must_use]
    pub fn with_top(mut self, session: &Session, coverage: &SessionCoverage) -> Self {
        if let Some(top) = self.top.take() {
            self.note_gone(&top);
        }
        let top = Top::new(session, coverage);
        self.note(&top);
        self.top = Some(top);
        self
    }

    /// Adds a session.
    pub fn push(&mut self, session: &Session, coverage: &SessionCoverage) {
        self.extend([(session, coverage)]);
    }

    /// Adds sessions, on as many threads as there are.
    pub fn extend<'a>(&mut self, sessions: impl IntoIterator<Item = (&'a Session, &'a SessionCoverage)>) {
        let entering: Vec<Top> =
            sessions.into_iter().map(|(session, coverage)| Top::new(session, coverage)).collect();
        for session in &entering {
            self.note(session);
        }
        let keeps_visits = self.keeps_visits;
        self.tiles.par_iter_mut().enumerate().for_each(|(index, slot)| {
            enter(slot, index, &entering, keeps_visits);
        });
    }

    /// Takes a session out that was added before, with the counts and devices it had then, on as many threads as there
    /// are.
    pub fn remove(&mut self, session: &Session, coverage: &SessionCoverage) {
        let leaving = [Top::new(session, coverage)];
        for session in &leaving {
            self.note_gone(session);
        }
        self.tiles.par_iter_mut().enumerate().for_each(|(index, slot)| leave(slot, index, &leaving));
    }

    fn note(&mut self, session: &Top) {
        let at = self.days.partition_point(|day| *day <= session.day);
        self.days.insert(at, session.day);
        for (density, _) in &session.layers {
            match self.densities.binary_search_by(|(known, _)| ascending(*known, *density)) {
                Ok(at) => self.densities.iter_mut().skip(at).take(1).for_each(|(_, layers)| *layers += 1),
                Err(at) => self.densities.insert(at, (*density, 1)),
            }
        }
    }

    fn note_gone(&mut self, session: &Top) {
        if let Ok(at) = self.days.binary_search(&session.day) {
            self.days.remove(at);
        }
        for (density, _) in &session.layers {
            self.densities
                .iter_mut()
                .filter(|(known, _)| known == density)
                .for_each(|(_, layers)| *layers -= 1);
        }
        self.densities.retain(|(_, layers)| *layers > 0);
    }

    /// How it is cut into tiles.
    pub const fn tiling(&self) -> TileGrid {
        self.tiling
    }

    /// The dates of its sessions, in time order.
    pub fn sessions(&self) -> &[Date] {
        &self.days
    }

    /// The distinct densities per pass of its devices, in ascending order; None stands for devices whose
    /// geometry is not known, and comes first.
    pub fn densities(&self) -> Vec<Option<f64>> {
        self.densities.iter().map(|(density, _)| *density).collect()
    }

    /// Numbers of the tiles in which any session painted, in order.
    pub fn painted_tiles(&self) -> Vec<usize> {
        (0..self.tiles.len()).filter(|tile| self.sum(*tile).is_some() || self.top_is_in(*tile)).collect()
    }

    /// Whether both have the same counts in a tile because they share them; false says nothing.
    pub fn shares(&self, other: &Self, tile: usize) -> bool {
        let sum = |set: &Self| set.sum(tile).map(std::ptr::from_ref);
        let tops = |set: &Self| -> Vec<*const Tile> {
            set.top_tiles(tile).map(|(_, layer)| std::ptr::from_ref(layer)).collect()
        };
        sum(self) == sum(other) && tops(self) == tops(other)
    }

    fn sum(&self, tile: usize) -> Option<&SumTile> {
        self.tiles.get(tile)?.as_deref()
    }

    fn top_is_in(&self, tile: usize) -> bool {
        self.top_tiles(tile).next().is_some()
    }

    fn top_tiles(&self, tile: usize) -> impl Iterator<Item = (Option<f64>, &Tile)> {
        self.top.iter().flat_map(move |top| top.tiles(tile))
    }

    /// Adds up a tile. Returns whether any session painted there.
    pub fn sum_tile(&self, tile: usize, out: &mut TileCounts) -> bool {
        out.clear();
        let sum = self.sum(tile);
        for (direction, sums) in sum.into_iter().flat_map(SumTile::planes) {
            out.add_sums(direction, sums);
        }
        let mut any = sum.is_some();
        for (_, layer) in self.top_tiles(tile) {
            any = true;
            layer.planes().for_each(|(direction, plane)| out.add(direction, plane));
        }
        any
    }

    /// The direction and counts of a tile that only one plane has, which then need no adding up.
    pub fn only_plane(&self, tile: usize) -> Option<(Direction, OnlyPlane<'_>)> {
        let mut sums = self.sum(tile).into_iter().flat_map(SumTile::planes);
        let mut tops = self.top_tiles(tile).flat_map(|(_, layer)| layer.planes());
        match (sums.next(), tops.next()) {
            (Some((direction, only)), None) if sums.next().is_none() => match only.sums() {
                Sums::Short(plane) => Some((direction, OnlyPlane::Sums(plane))),
                Sums::Long(_) => None,
            },
            (None, Some((direction, plane))) if tops.next().is_none() => {
                Some((direction, OnlyPlane::Counts(plane)))
            }
            _ => None,
        }
    }

    /// A number that no cell of a tile has more passes than.
    pub fn most_in(&self, tile: usize) -> u32 {
        let sums = self.sum(tile).into_iter().flat_map(SumTile::planes);
        let in_sums: u32 = sums.map(|(_, plane)| plane.most().min(u32::from(u16::MAX))).sum();
        let tops = self.top_tiles(tile).flat_map(|(_, layer)| layer.planes()).count() as u32;
        in_sums + tops * u32::from(u8::MAX)
    }

    /// The densities per pass of the devices that painted in a tile, in no order.
    pub fn densities_in(&self, tile: usize) -> Vec<Option<f64>> {
        let mut found: Vec<Option<f64>> = self.sum(tile).into_iter().flat_map(SumTile::densities).collect();
        for (density, _) in self.top_tiles(tile) {
            if !found.contains(&density) {
                found.push(density);
            }
        }
        found
    }

    /// Adds up the passes in a tile by the devices of one density, cell by cell.
    pub fn passes_of(&self, density: Option<f64>, tile: usize, out: &mut [u32; TILE_CELLS]) {
        out.fill(0);
        for sums in self.sum(tile).into_iter().flat_map(|sum| sum.passes_of(density)) {
            add_sums(sums, out);
        }
        let own = self.top_tiles(tile).filter(|(other, _)| *other == density);
        for (_, plane) in own.flat_map(|(_, layer)| layer.planes()) {
            out.iter_mut().zip(plane).for_each(|(sum, &count)| *sum += u32::from(count));
        }
    }

    /// How many sessions touched each cell of a tile. Of a set that keeps no visits only the top counts.
    pub fn visitors(&self, tile: usize, out: &mut [u16; TILE_CELLS]) {
        match self.sum(tile).and_then(SumTile::visits) {
            Some(visits) => out.copy_from_slice(visits.sessions()),
            None => out.fill(0),
        }
        let (rows, _) = out.as_chunks_mut::<{ super::TILE as usize }>();
        for (row, bits) in rows.iter_mut().zip(self.top_cells(tile)) {
            for (cell, bit) in row.iter_mut().zip(0_u32..) {
                *cell = cell.saturating_add((bits >> bit & 1) as u16);
            }
        }
    }

    /// Writes the value of the last day on which each cell of a tile was touched, and leaves cells alone that never
    /// were. Of a set that keeps no visits only the top counts.
    pub fn write_latest(&self, tile: usize, value_of: impl Fn(Date) -> u16, out: &mut [u16; TILE_CELLS]) {
        let cells = self.top_cells(tile);
        let top = self.top.as_ref().map(|top| (top.day, &cells));
        write_latest(self.sum(tile).and_then(SumTile::visits), top, value_of, out);
    }

    /// The cells of a tile that the session on top touched.
    fn top_cells(&self, tile: usize) -> Mask {
        mask_of(self.top_tiles(tile).flat_map(|(_, layer)| layer.planes().map(|(_, plane)| plane)))
    }

    /// The counts of a cell, all sessions and devices together, each at most 65,535.
    pub fn counts(&self, cell: Cell) -> PerDirection<u32> {
        let mut sum = PerDirection::<u32>::default();
        let Some((tile, place)) = self.locate(cell) else { return sum };
        for (direction, sums) in self.sum(tile).into_iter().flat_map(SumTile::planes) {
            *sum.get_mut(direction) = sums.at(place);
        }
        for (direction, plane) in self.top_tiles(tile).flat_map(|(_, layer)| layer.planes()) {
            *sum.get_mut(direction) += u32::from(plane.get(place).copied().unwrap_or(0));
        }
        sum.map(|n| n.min(u32::from(u16::MAX)))
    }

    /// Passes of a cell, all sessions, devices and directions together.
    pub fn total(&self, cell: Cell) -> u32 {
        self.counts(cell).0.iter().sum()
    }

    /// Passes of a cell by the density per pass of the devices, in no order.
    pub fn passes_at(&self, cell: Cell) -> Vec<(Option<f64>, u32)> {
        let Some((tile, place)) = self.locate(cell) else { return Vec::new() };
        let passes = |density: Option<f64>| {
            let sums = self.sum(tile).into_iter().flat_map(|sum| sum.passes_of(density));
            let top = self.top_tiles(tile).filter(|(other, _)| *other == density);
            let top = top.flat_map(|(_, layer)| layer.planes());
            sums.map(|sums| sums.at(place)).sum::<u32>()
                + top.map(|(_, plane)| u32::from(plane.get(place).copied().unwrap_or(0))).sum::<u32>()
        };
        self.densities_in(tile).into_iter().map(|density| (density, passes(density))).collect()
    }

    /// Place of a cell inside its tile, and the tile's number; none outside the raster.
    pub fn locate(&self, cell: Cell) -> Option<(usize, usize)> {
        let inside = self.tiling.grid().bounds().contains(cell);
        inside.then(|| (self.tiling.tile_of(cell), place_in_tile(cell)))
    }
}

fn enter(slot: &mut Option<Arc<SumTile>>, index: usize, sessions: &[Top], keeps_visits: bool) {
    let layers = layers_in(sessions, index);
    if !layers.is_empty() {
        Arc::make_mut(slot.get_or_insert_default()).enter(&layers, keeps_visits);
    }
}

fn leave(slot: &mut Option<Arc<SumTile>>, index: usize, sessions: &[Top]) {
    let layers = layers_in(sessions, index);
    if let Some(sum) = slot.as_mut().filter(|_| !layers.is_empty()) {
        let sum = Arc::make_mut(sum);
        sum.leave(&layers);
        if sum.is_empty() {
            *slot = None;
        }
    }
}

/// What sessions have in a tile.
fn layers_in(sessions: &[Top], index: usize) -> Vec<Layer<'_>> {
    let layers = sessions.iter().enumerate().flat_map(|(number, session)| {
        let layer = move |(density, tile)| Layer { session: number, day: session.day, density, tile };
        session.tiles(index).map(layer)
    });
    layers.collect()
}

fn ascending(a: Option<f64>, b: Option<f64>) -> std::cmp::Ordering {
    match (a, b) {
        (Some(a), Some(b)) => a.total_cmp(&b),
        _ => a.is_some().cmp(&b.is_some()),
    }
}

fn add_sums(sums: &SumPlane, out: &mut [u32; TILE_CELLS]) {
    match sums.sums() {
        Sums::Short(sums) => out.iter_mut().zip(sums.iter()).for_each(|(out, &sum)| *out += u32::from(sum)),
        Sums::Long(sums) => out.iter_mut().zip(sums.iter()).for_each(|(out, &sum)| *out += sum),
    }
}
