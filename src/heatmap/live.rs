//! The heatmap in tiles of pixels, which follows a stroke cell by cell.

use super::backdrop::Backdrop;
use super::field::{Field, FieldTile, NO_VALUE, missing};
use super::map::MapKind;
use super::paint::{Ceilings, PaintPlan, PixelTable, PixelTile, PlannedZones, columns_of, paint_tile};
use super::scale::MapScale;
use super::signed::SignedMap;
use crate::coverage::{CoverageSet, NO_ZONE, TILE, TILE_CELLS, TileGrid, Watch, ZoneMap, ZoneTile};
use crate::geometry::{Cell, CellRect};
use crate::model::TargetCounts;
use jiff::civil::Date;
use std::ops::Range;
use std::sync::Arc;

/// What a heatmap is made from.
#[derive(Clone, Debug)]
pub struct HeatInput {
    /// The sessions.
    pub set: CoverageSet,
    /// The zones of the diagram.
    pub zones: Arc<ZoneMap>,
    /// Light and shade of the drawing.
    pub backdrop: Arc<Backdrop>,
    /// What each zone should have, in drawing order.
    pub targets: Vec<Option<TargetCounts>>,
    /// The map.
    pub map: MapKind,
    /// The day that "days since" counts to.
    pub on: Date,
    /// The values of a map of differences, which are not followed.
    pub signed: Option<Arc<SignedMap>>,
}

impl HeatInput {
    /// The map's values.
    pub fn field(&self) -> Field<'_> {
        Field {
            set: &self.set,
            zones: &self.zones,
            map: self.map,
            on: self.on,
            targets: &self.targets,
            signed: self.signed.as_deref(),
        }
    }
}

/// The pixels of a heatmap, kept up to date while counts change.
///
/// Tiles are made when something is first painted in them. As a [`Watch`] it follows the session that a stroke goes
/// to, which must be one of its set.
#[derive(Debug)]
pub struct LivePicture {
    input: HeatInput,
    table: PixelTable,
    planned: PlannedZones,
    ceilings: Ceilings,
    /// Tiles in which the map can show something. What a tile that was not made yet shows is what the set says of it.
    shown: Vec<bool>,
    tiles: Vec<Option<Box<LiveTile>>>,
    /// Tiles with pixels that nobody has asked for since they changed.
    changed: Vec<usize>,
    over_revision: u64,
    scratch: Box<FieldTile>,
}

#[derive(Clone, Debug)]
struct LiveTile {
    /// Passes a cell, all sessions and devices together.
    totals: Box<[u16; TILE_CELLS]>,
    pixels: Box<PixelTile>,
    /// Cells above their ceiling, once there are any.
    over: Option<Box<[bool; TILE_CELLS]>>,
    /// Around the cells whose pixels have changed, inside the tile.
    changed: CellRect,
    /// No cell has more passes.
    most: u16,
    /// The pixels have yet to be made from the set.
    stale: bool,
}

/// More passes than this in a cell are not followed, lest they run over.
const CROWDED: u16 = 60_000;

impl LiveTile {
    fn blank() -> Self {
        Self {
            totals: Box::new([0; TILE_CELLS]),
            pixels: Box::new([[0; 4]; TILE_CELLS]),
            over: None,
            changed: CellRect::EMPTY,
            most: 0,
            stale: false,
        }
    }

    /// Some cells are going to get up to so many passes more. Where they are too many to follow they are counted from
    /// the set.
    fn expect(&mut self, by: i32) {
        // A cell may be named twice.
        self.most = self.most.saturating_add(u16::try_from(2 * by).unwrap_or(u16::MAX));
        if self.most > CROWDED && !self.stale {
            let most = self.totals.iter().fold(0, |most, &total| most.max(total));
            self.most = most.saturating_add(u16::try_from(2 * by).unwrap_or(u16::MAX));
            self.stale = self.most > CROWDED;
        }
    }

    /// Notes that cells have changed. Returns whether they are the first.
    fn note(&mut self, cells: CellRect) -> bool {
        let first = self.changed.is_empty();
        self.changed = self.changed.union(cells);
        first
    }
}

impl LivePicture {
    /// A picture of which no tile has been made yet.
    pub fn new(input: HeatInput, scale: MapScale) -> Self {
        let tiles = vec![None; input.set.tiling().count()];
        let mut picture = Self {
            table: PixelTable::new(scale),
            planned: PlannedZones::new(&input.targets),
            ceilings: Ceilings::new(&input.targets),
            shown: Vec::new(),
            tiles,
            changed: Vec::new(),
            over_revision: 0,
            scratch: Box::default(),
            input,
        };
        picture.find_shown();
        picture
    }

    /// Makes every tile that shows anything.
    pub fn make_all(&mut self) {
        for tile in 0..self.tiles.len() {
            if self.shows(tile) {
                self.evaluate(tile);
            }
        }
    }

    /// How it is cut into tiles.
    pub const fn tiling(&self) -> TileGrid {
        self.input.set.tiling()
    }

    /// Colours and legend.
    pub const fn scale(&self) -> &MapScale {
        self.table.scale()
    }

    /// The values of a map of differences.
    pub fn signed(&self) -> Option<&SignedMap> {
        self.input.signed.as_deref()
    }

    /// Counted up whenever the cells above their ceiling change.
    pub const fn over_revision(&self) -> u64 {
        self.over_revision
    }

    /// The tiles that have cells above their ceiling, and which.
    pub fn over(&self) -> impl Iterator<Item = (usize, &[bool; TILE_CELLS])> {
        let tiles = self.tiles.iter().enumerate();
        tiles.filter_map(|(i, tile)| Some((i, tile.as_ref()?.over.as_deref()?)))
    }

    /// Whether a cell is above its ceiling.
    pub fn is_over(&self, cell: Cell) -> bool {
        let tile = self.tiles.get(self.tiling().tile_of(cell)).and_then(Option::as_ref);
        let place = (cell.row % TILE * TILE + cell.column % TILE) as usize;
        tile.and_then(|tile| tile.over.as_ref()?.get(place).copied()).unwrap_or(false)
    }

    /// The pixels of a tile, if anything is or was painted in it.
    pub fn tile(&self, tile: usize) -> Option<&PixelTile> {
        Some(&*self.tiles.get(tile)?.as_ref()?.pixels)
    }

    /// Renews all in a rectangle, from a set that has changed there and nowhere else.
    pub fn renew(&mut self, set: CoverageSet, rect: CellRect) {
        self.settle(set);
        for tile in self.tiling().tiles_in(rect).collect::<Vec<_>>() {
            let made = self.tiles.get(tile).is_some_and(Option::is_some);
            if made || self.shows(tile) {
                self.evaluate(tile);
            }
        }
    }

    /// Whether some of what changed can only be told from the set as it is now, by [`LivePicture::settle`].
    pub fn is_unsettled(&self) -> bool {
        self.changed
            .iter()
            .any(|tile| self.tiles.get(*tile).and_then(Option::as_ref).is_some_and(|t| t.stale))
    }

    /// Makes the pixels that could not be followed.
    pub fn settle(&mut self, set: CoverageSet) {
        self.input.set = set;
        self.find_shown();
        for tile in self.changed.clone() {
            if self.tiles.get(tile).and_then(Option::as_ref).is_some_and(|tile| tile.stale) {
                self.evaluate(tile);
            }
        }
    }

    /// Around what changed since this was last asked, tile by tile.
    pub fn take_changed(&mut self) -> Vec<CellRect> {
        let tiling = self.tiling();
        let mut rects = Vec::with_capacity(self.changed.len());
        for index in self.changed.drain(..) {
            let Some(Some(tile)) = self.tiles.get_mut(index) else { continue };
            let (cells, part) = (tiling.cells_of(index), std::mem::take(&mut tile.changed));
            let (x, y) = (cells.left, cells.top);
            let part = CellRect::new(part.left + x, part.top + y, part.right + x, part.bottom + y);
            rects.push(part.intersection(cells));
        }
        rects
    }

    /// The pixels of a part of one tile, row by row.
    pub fn rows(&self, part: CellRect) -> impl Iterator<Item = &[[u8; 4]]> {
        let index = self.tiling().tile_of(Cell::new(part.left, part.top));
        let cells = self.tiling().cells_of(index);
        let pixels = self.tile(index);
        part.rows().filter_map(move |row| {
            let from = ((row - cells.top) * TILE + part.left - cells.left) as usize;
            pixels?.get(from..from + part.width() as usize)
        })
    }

    fn shows(&self, tile: usize) -> bool {
        self.shown.get(tile).copied().unwrap_or(false)
    }

    fn find_shown(&mut self) {
        self.shown = self.input.field().shown_tiles();
    }

    fn plan(&self) -> PaintPlan<'_> {
        PaintPlan {
            pixels: &self.table,
            backdrop: &self.input.backdrop,
            zones: &self.input.zones,
            planned: &self.planned,
        }
    }

    /// Makes a tile from the set.
    fn evaluate(&mut self, index: usize) {
        let mut scratch = std::mem::take(&mut self.scratch);
        let had = self.tiles.get_mut(index).and_then(Option::take);
        let mut tile = had.unwrap_or_else(|| Box::new(LiveTile::blank()));
        self.input.field().evaluate(index, &mut scratch);
        paint_tile(&self.plan(), index, &scratch, &mut tile.pixels);
        self.input.field().passes(index, &mut scratch, &mut tile.totals);
        let most = tile.totals.iter().fold(0, |most, &total| most.max(total));
        tile.most = most;
        tile.stale = false;
        let zones = self.input.zones.tile(index);
        if tile.over.is_some() || self.ceilings.may_exceed(zones, u32::from(most)) {
            let mut over = tile.over.take().unwrap_or_else(|| Box::new([false; TILE_CELLS]));
            let totals = tile.totals.iter().map(|&total| u32::from(total));
            let (any, changed) = self.ceilings.mark(zones, 0..TILE_CELLS, totals, &mut *over);
            self.over_revision += u64::from(changed);
            tile.over = any.then_some(over);
        }
        if tile.note(CellRect::new(0, 0, TILE, TILE)) {
            self.changed.push(index);
        }
        self.scratch = scratch;
        if let Some(slot) = self.tiles.get_mut(index) {
            *slot = Some(tile);
        }
    }
}

impl LivePicture {
    /// Makes a tile that something is about to change in.
    fn make(&mut self, tile: usize) {
        if self.tiles.get(tile).is_some_and(Option::is_none) {
            if self.shows(tile) {
                self.evaluate(tile);
            } else if let Some(slot) = self.tiles.get_mut(tile) {
                *slot = Some(Box::new(LiveTile::blank()));
            }
        }
    }

    /// Changes the passes of cells and paints them.
    fn follow<'c>(&mut self, index: usize, runs: impl Iterator<Item = (Range<usize>, By<'c>)>, most_by: i32) {
        self.make(index);
        let Self { input, table, planned, ceilings, tiles, changed, over_revision, .. } = self;
        let Some(Some(tile)) = tiles.get_mut(index) else { return };
        let (zones, place) = (input.zones.tile(index), input.set.tiling().cells_of(index));
        let painter =
            PaintPlan { pixels: table, backdrop: &input.backdrop, zones: &input.zones, planned }.painter();
        // In most maps a value depends on more than the passes.
        tile.stale |= !matches!(input.map, MapKind::Passes | MapKind::Gap);
        tile.expect(most_by);
        let mut around = CellRect::new(TILE, TILE, 0, 0);
        for (cells, by) in runs {
            let row = cells.start as i32 / TILE;
            let columns = columns_of(0, &cells);
            around.left = around.left.min(columns.start);
            around.right = around.right.max(columns.end);
            around.top = around.top.min(row);
            around.bottom = around.bottom.max(row + 1);
            if tile.stale {
                continue;
            }
            let (Some(totals), Some(out)) =
                (tile.totals.get_mut(cells.clone()), tile.pixels.get_mut(cells.clone()))
            else {
                continue;
            };
            let lights = input.backdrop.row(place.top + row, columns_of(place.left, &cells));
            // Additions that wrap around take away as well.
            let by = match by {
                By::All(by) if input.map == MapKind::Passes && !ceilings.any() => {
                    let values = totals.iter_mut().map(|total| {
                        *total = total.wrapping_add(by as u16);
                        pass_value(*total)
                    });
                    painter.row(zones, cells, lights, values, out);
                    continue;
                }
                By::All(by) => &[by; TILE as usize],
                By::Each(by) => by,
            };
            totals.iter_mut().zip(by).for_each(|(total, by)| *total = total.wrapping_add(*by as u16));
            if input.map == MapKind::Passes {
                painter.row(zones, cells.clone(), lights, totals.iter().copied().map(pass_value), out);
            } else {
                let values = totals.iter().zip(cells.clone());
                let values = values.map(|(&total, i)| gap_value(&input.targets, zone_at(zones, i), total));
                painter.row(zones, cells.clone(), lights, values, out);
            }
            *over_revision += u64::from(mark_over(ceilings, zones, cells, totals, &mut tile.over));
        }
        if tile.note(around) {
            changed.push(index);
        }
    }
}

/// Marks which cells of a run are above their ceiling. Returns whether any answer is another than before.
fn mark_over(
    ceilings: &Ceilings,
    zones: &ZoneTile,
    cells: Range<usize>,
    totals: &[u16],
    over: &mut Option<Box<[bool; TILE_CELLS]>>,
) -> bool {
    let most = totals.iter().fold(0, |most, &total| most.max(total));
    if over.is_none() && !ceilings.may_exceed(zones, u32::from(most)) {
        return false;
    }
    let over = over.get_or_insert_with(|| Box::new([false; TILE_CELLS]));
    let over = over.get_mut(cells.clone()).unwrap_or_default();
    ceilings.mark(zones, cells, totals.iter().map(|&total| u32::from(total)), over).1
}

/// What the map of passes shows of a number of passes.
const fn pass_value(total: u16) -> u16 {
    if total == 0 { NO_VALUE } else { total }
}

/// By how much the passes of the cells of a run change.
enum By<'a> {
    All(i32),
    Each(&'a [i32]),
}

impl Watch for LivePicture {
    fn changed(&mut self, tile: usize, runs: &[(Range<usize>, i32)]) {
        let most = runs.iter().fold(0, |most, (_, by)| most.max(*by));
        self.follow(tile, runs.iter().map(|(cells, by)| (cells.clone(), By::All(*by))), most);
    }

    fn changed_each(&mut self, tile: usize, cells: Range<usize>, by: &[i32]) {
        let most = by.iter().fold(0, |most, by| most.max(*by));
        self.follow(tile, std::iter::once((cells, By::Each(by))), most);
    }
}

fn zone_at(zones: &ZoneTile, place: usize) -> u8 {
    match zones {
        ZoneTile::Whole(zone) => *zone,
        ZoneTile::Mixed(zones) => zones.get(place).copied().unwrap_or(NO_ZONE),
    }
}

/// What the map of gaps shows in a cell.
fn gap_value(targets: &[Option<TargetCounts>], zone: u8, total: u16) -> u16 {
    let target = targets.get(usize::from(zone)).copied().flatten().filter(|_| zone != NO_ZONE);
    target.map_or(NO_VALUE, |target| missing(target.passes, u32::from(total)))
}
