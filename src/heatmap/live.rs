//! The heatmap in tiles of pixels, which follows a stroke cell by cell.

use super::backdrop::Backdrop;
use super::field::Field;
use super::live_tile::{By, LiveTile, MadeTile, Paints, Scratch, WHOLE};
use super::map::MapKind;
use super::paint::PixelTile;
use super::scale::MapScale;
use super::signed::SignedMap;
use crate::coverage::{CoverageSet, TILE, TILE_CELLS, TileGrid, Watch, ZoneMap};
use crate::geometry::{Cell, CellRect};
use crate::model::TargetCounts;
use jiff::civil::Date;
use rayon::prelude::*;
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
/// to, which must be one of its set. A copy shares all tiles until one of the two changes them.
#[derive(Clone, Debug)]
pub struct LivePicture {
    input: HeatInput,
    paints: Arc<Paints>,
    /// Tiles in which the map can show something. What a tile that was not made yet shows is what the set says of it.
    shown: Vec<bool>,
    tiles: Vec<Option<Arc<LiveTile>>>,
    /// Tiles with pixels that nobody has asked for since they changed.
    changed: Vec<usize>,
    over_revision: u64,
    scratch: Box<Scratch>,
}

impl LivePicture {
    /// A picture of which no tile has been made yet.
    pub fn new(input: HeatInput, scale: MapScale) -> Self {
        let tiles = vec![None; input.set.tiling().count()];
        let mut picture = Self {
            paints: Arc::new(Paints::new(scale, &input.targets)),
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
        self.evaluate_all(Self::shows);
    }

    /// Becomes the picture of other sessions, at the cost of the tiles in which the two differ. Returns false, and stays
    /// as it is, when more has changed than the sessions: the map, its scale, the plan or the drawing.
    pub fn change_to(&mut self, input: HeatInput, scale: &MapScale) -> bool {
        let now = &self.input;
        let same = (now.map, now.on) == (input.map, input.on)
            && now.targets == input.targets
            && now.set.tiling() == input.set.tiling()
            && Arc::ptr_eq(&now.zones, &input.zones)
            && Arc::ptr_eq(&now.backdrop, &input.backdrop)
            && now.signed.is_none()
            && input.signed.is_none()
            && self.scale() == scale;
        if same {
            let before = std::mem::replace(&mut self.input, input).set;
            self.find_shown();
            self.evaluate_all(|picture, tile| {
                let made = picture.tiles.get(tile).and_then(Option::as_ref);
                let ahead = made.is_some_and(|tile| tile.is_ahead());
                (made.is_some() || picture.shows(tile)) && (ahead || !picture.input.set.shares(&before, tile))
            });
        }
        same
    }

    /// Hands all of a rectangle out once more, because it may not be shown as it is.
    pub fn touch(&mut self, rect: CellRect) {
        let tiling = self.tiling();
        for index in tiling.tiles_in(rect) {
            if let Some(Some(tile)) = self.tiles.get_mut(index)
                && Arc::make_mut(tile).note(WHOLE)
            {
                self.changed.push(index);
            }
        }
    }

    /// How it is cut into tiles.
    pub const fn tiling(&self) -> TileGrid {
        self.input.set.tiling()
    }

    /// Colours and legend.
    pub fn scale(&self) -> &MapScale {
        self.paints.table.scale()
    }

    /// The sessions it was made from, without the stroke it follows.
    pub const fn set(&self) -> &CoverageSet {
        &self.input.set
    }

    /// The zones of its diagram.
    pub const fn zones(&self) -> &Arc<ZoneMap> {
        &self.input.zones
    }

    /// Light and shade of its drawing.
    pub const fn backdrop(&self) -> &Arc<Backdrop> {
        &self.input.backdrop
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
        tiles.filter_map(|(i, tile)| Some((i, tile.as_ref()?.over()?)))
    }

    /// Whether a cell is above its ceiling.
    pub fn is_over(&self, cell: Cell) -> bool {
        let tile = self.tiles.get(self.tiling().tile_of(cell)).and_then(Option::as_ref);
        let place = (cell.row % TILE * TILE + cell.column % TILE) as usize;
        tile.and_then(|tile| tile.over()?.get(place).copied()).unwrap_or(false)
    }

    /// The pixels of a tile, if anything is or was painted in it.
    pub fn tile(&self, tile: usize) -> Option<&PixelTile> {
        Some(self.tiles.get(tile)?.as_ref()?.pixels())
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
            .any(|tile| self.tiles.get(*tile).and_then(Option::as_ref).is_some_and(|tile| tile.is_stale()))
    }

    /// Makes the pixels that could not be followed.
    pub fn settle(&mut self, set: CoverageSet) {
        self.input.set = set;
        self.find_shown();
        for tile in self.changed.clone() {
            if self.tiles.get(tile).and_then(Option::as_ref).is_some_and(|tile| tile.is_stale()) {
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
            let part = Arc::make_mut(tile).take_changed();
            let cells = tiling.cells_of(index);
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

    /// Makes a tile from the set.
    fn evaluate(&mut self, index: usize) {
        let made = LiveTile::made(&self.input, &self.paints, index, self.tiles.get(index), &mut self.scratch);
        self.put(index, made);
    }

    /// Makes tiles from the set, on as many threads as there are.
    fn evaluate_all(&mut self, which: impl Fn(&Self, usize) -> bool + Sync) {
        let wanted: Vec<usize> = (0..self.tiles.len()).filter(|tile| which(self, *tile)).collect();
        let made = wanted.par_iter().map_init(Box::<Scratch>::default, |scratch, &index| {
            (index, LiveTile::made(&self.input, &self.paints, index, self.tiles.get(index), scratch))
        });
        for (index, made) in made.collect::<Vec<_>>() {
            self.put(index, made);
        }
    }

    /// Takes a tile that was made, if it is another than it was.
    fn put(&mut self, index: usize, made: Option<MadeTile>) {
        let Some(MadeTile { tile, first, over_changed }) = made else { return };
        if let Some(slot) = self.tiles.get_mut(index) {
            *slot = Some(tile);
        }
        if first {
            self.changed.push(index);
        }
        self.over_revision += u64::from(over_changed);
    }

    /// Makes a tile that something is about to change in.
    fn make(&mut self, tile: usize) {
        if self.tiles.get(tile).is_some_and(Option::is_none) {
            if self.shows(tile) {
                self.evaluate(tile);
            } else if let Some(slot) = self.tiles.get_mut(tile) {
                *slot = Some(Arc::default());
            }
        }
    }

    /// Changes the passes of cells and paints them.
    fn follow<'c>(&mut self, index: usize, runs: impl Iterator<Item = (Range<usize>, By<'c>)>, most_by: i32) {
        self.make(index);
        let Self { input, paints, tiles, changed, over_revision, .. } = self;
        let Some(Some(tile)) = tiles.get_mut(index) else { return };
        let followed = Arc::make_mut(tile).follow(input, paints, index, runs, most_by);
        if followed.first {
            changed.push(index);
        }
        *over_revision += u64::from(followed.over_changed);
    }
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
