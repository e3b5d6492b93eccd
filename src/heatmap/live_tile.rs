//! A tile of a heatmap that follows a stroke.

use super::field::{FieldTile, NO_VALUE, missing};
use super::live::HeatInput;
use super::map::MapKind;
use super::paint::{Ceilings, PaintPlan, PixelTable, PixelTile, PlannedZones, columns_of, paint_tile};
use super::scale::MapScale;
use crate::coverage::{NO_ZONE, TILE, TILE_CELLS, ZoneTile};
use crate::geometry::CellRect;
use crate::model::TargetCounts;
use std::ops::Range;
use std::sync::Arc;

/// What tiles are painted with.
#[derive(Debug)]
pub(super) struct Paints {
    pub(super) table: PixelTable,
    planned: PlannedZones,
    ceilings: Ceilings,
}

impl Paints {
    pub(super) fn new(scale: MapScale, targets: &[Option<TargetCounts>]) -> Self {
        Self {
            table: PixelTable::new(scale),
            planned: PlannedZones::new(targets),
            ceilings: Ceilings::new(targets),
        }
    }

    fn plan<'a>(&'a self, input: &'a HeatInput) -> PaintPlan<'a> {
        PaintPlan {
            pixels: &self.table,
            backdrop: &input.backdrop,
            zones: &input.zones,
            planned: &self.planned,
        }
    }
}

/// Memory that making tiles needs.
#[derive(Clone, Debug)]
pub(super) struct Scratch {
    field: FieldTile,
    totals: Box<[u16; TILE_CELLS]>,
    by: Box<[i32; TILE_CELLS]>,
}

impl Default for Scratch {
    fn default() -> Self {
        Self { field: FieldTile::default(), totals: Box::new([0; TILE_CELLS]), by: Box::new([0; TILE_CELLS]) }
    }
}

/// All cells of a tile, inside it.
pub(super) const WHOLE: CellRect = CellRect { left: 0, top: 0, right: TILE, bottom: TILE };

/// More passes than this in a cell are not followed, lest they run over.
const CROWDED: u16 = 60_000;

/// The pixels of a tile and what they follow from.
#[derive(Clone, Debug)]
pub(super) struct LiveTile {
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
    /// The pixels have followed a stroke since they were made from the set.
    ahead: bool,
}

impl Default for LiveTile {
    /// A tile without paint.
    fn default() -> Self {
        Self {
            totals: Box::new([0; TILE_CELLS]),
            pixels: Box::new([[0; 4]; TILE_CELLS]),
            over: None,
            changed: CellRect::EMPTY,
            most: 0,
            stale: false,
            ahead: false,
        }
    }
}

/// A tile as it has become.
#[derive(Debug)]
pub(super) struct MadeTile {
    pub(super) tile: Arc<LiveTile>,
    /// Whether its changes are the first since they were last asked for.
    pub(super) first: bool,
    /// Whether other cells are above their ceiling than before.
    pub(super) over_changed: bool,
}

/// What following a stroke did.
#[derive(Clone, Copy, Debug)]
pub(super) struct Followed {
    /// Whether its changes are the first since they were last asked for.
    pub(super) first: bool,
    /// Whether other cells are above their ceiling than before.
    pub(super) over_changed: bool,
}

/// By how much the passes of the cells of a run change.
#[derive(Clone, Copy, Debug)]
pub(super) enum By<'a> {
    All(i32),
    Each(&'a [i32]),
}

/// Whether the values of a map follow from the passes of a cell alone.
const fn follows(map: MapKind) -> bool {
    matches!(map, MapKind::Passes | MapKind::Gap)
}

impl LiveTile {
    pub(super) const fn is_stale(&self) -> bool {
        self.stale
    }

    pub(super) const fn is_ahead(&self) -> bool {
        self.ahead
    }

    pub(super) const fn pixels(&self) -> &PixelTile {
        &self.pixels
    }

    pub(super) fn over(&self) -> Option<&[bool; TILE_CELLS]> {
        self.over.as_deref()
    }

    /// Around the cells that changed since this was last asked.
    pub(super) fn take_changed(&mut self) -> CellRect {
        std::mem::take(&mut self.changed)
    }

    /// Notes that cells have changed. Returns whether they are the first.
    pub(super) fn note(&mut self, cells: CellRect) -> bool {
        let first = self.changed.is_empty();
        self.changed = self.changed.union(cells);
        first && !cells.is_empty()
    }

    /// The tile as the set has it. None when it is the same as before.
    pub(super) fn made(
        input: &HeatInput,
        paints: &Paints,
        index: usize,
        before: Option<&Option<Arc<Self>>>,
        scratch: &mut Scratch,
    ) -> Option<MadeTile> {
        let before = before.and_then(Option::as_ref);
        if let Some(before) = before.filter(|tile| !tile.stale && follows(input.map)) {
            return before.caught_up(input, paints, index, scratch);
        }
        let mut tile = before.map(Arc::clone).unwrap_or_default();
        let Scratch { field, .. } = scratch;
        let made = Arc::make_mut(&mut tile);
        input.field().evaluate(index, field);
        paint_tile(&paints.plan(input), index, field, &mut made.pixels);
        input.field().passes(index, field, &mut made.totals);
        made.most = made.totals.iter().fold(0, |most, &total| most.max(total));
        (made.stale, made.ahead) = (false, false);
        let zones = input.zones.tile(index);
        // A ceiling is one of passes; a map of differences shows none.
        let over_changed = !input.map.is_signed()
            && mark_over(&paints.ceilings, zones, 0..TILE_CELLS, &*made.totals, &mut made.over);
        let first = made.note(WHOLE);
        Some(MadeTile { tile, first, over_changed })
    }

    /// The tile as the set has it, painted where the passes are others than before; none where they are the same.
    fn caught_up(
        self: &Arc<Self>,
        input: &HeatInput,
        paints: &Paints,
        index: usize,
        scratch: &mut Scratch,
    ) -> Option<MadeTile> {
        let Scratch { field, totals, by } = scratch;
        input.field().passes(index, field, totals);
        let (old, _) = self.totals.as_chunks::<{ TILE as usize }>();
        let (new, _) = totals.as_chunks::<{ TILE as usize }>();
        let (by, _) = by.as_chunks_mut::<{ TILE as usize }>();
        let mut most_by = 0;
        let mut runs = Vec::new();
        for (((old, new), by), from) in old.iter().zip(new).zip(by).zip((0..).step_by(TILE as usize)) {
            if old == new {
                continue;
            }
            let differ = || old.iter().zip(new).map(|(old, new)| old != new);
            let (first, last) =
                (differ().position(|d| d).unwrap_or(0), differ().rposition(|d| d).unwrap_or(0));
            for ((by, old), new) in by.iter_mut().zip(old).zip(new) {
                *by = i32::from(*new) - i32::from(*old);
                most_by = most_by.max(*by);
            }
            let by = by.get(first..=last).unwrap_or_default();
            runs.push((from + first..from + last + 1, By::Each(by)));
        }
        if runs.is_empty() && !self.ahead {
            return None;
        }
        let mut tile = Arc::clone(self);
        let made = Arc::make_mut(&mut tile);
        let Followed { first, over_changed } = made.follow(input, paints, index, runs.into_iter(), most_by);
        made.ahead = false;
        Some(MadeTile { tile, first, over_changed })
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

    /// Changes the passes of cells and paints them.
    pub(super) fn follow<'c>(
        &mut self,
        input: &HeatInput,
        paints: &Paints,
        index: usize,
        runs: impl Iterator<Item = (Range<usize>, By<'c>)>,
        most_by: i32,
    ) -> Followed {
        let (zones, place) = (input.zones.tile(index), input.set.tiling().cells_of(index));
        let (painter, ceilings) = (paints.plan(input).painter(), &paints.ceilings);
        self.ahead = true;
        self.stale |= !follows(input.map);
        self.expect(most_by);
        let mut over_changed = false;
        let mut around = CellRect::new(TILE, TILE, 0, 0);
        for (cells, by) in runs {
            let row = cells.start as i32 / TILE;
            let columns = columns_of(0, &cells);
            around.left = around.left.min(columns.start);
            around.right = around.right.max(columns.end);
            around.top = around.top.min(row);
            around.bottom = around.bottom.max(row + 1);
            if self.stale {
                continue;
            }
            let (Some(totals), Some(out)) =
                (self.totals.get_mut(cells.clone()), self.pixels.get_mut(cells.clone()))
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
            over_changed |= mark_over(ceilings, zones, cells, totals, &mut self.over);
        }
        Followed { first: self.note(around), over_changed }
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
    let marks = over.get_or_insert_with(|| Box::new([false; TILE_CELLS]));
    let marks = marks.get_mut(cells.clone()).unwrap_or_default();
    ceilings.mark(zones, cells, totals.iter().map(|&total| u32::from(total)), marks).1
}

/// What the map of passes shows of a number of passes.
const fn pass_value(total: u16) -> u16 {
    if total == 0 { NO_VALUE } else { total }
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
