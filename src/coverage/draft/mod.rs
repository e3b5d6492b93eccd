//! A stroke while it is being drawn: counted point by point, and always equal to counting it whole.
//!
//! A draft knows which cells each new point adds, takes away or turns, as runs, and no counts:
//! [`LiveCoverage`](super::LiveCoverage) puts them into counts.

mod brush;
mod marks;
mod roll;

use super::tile::{TILE, TileGrid};
use crate::geometry::{CellRect, Grid, Point, Run};
use crate::model::{Direction, Passes, Tip};
use brush::BrushDraft;
use roll::RollDraft;

/// Neighbouring cells of a row that a stroke covers from now on, or no longer covers, in one direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    /// Their row.
    pub row: i32,
    /// Their columns.
    pub run: Run,
    /// In which direction; of no meaning for brushes.
    pub direction: Direction,
    /// Whether the stroke covers them now; if not, it did before.
    pub covered: bool,
}

/// What a stroke does to the cells it covers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum DraftEffect {
    /// A roll: so many passes in the direction of the movement, once a sweep.
    Roll(u8),
    /// These passes, once.
    Shade(Passes),
    /// All counts become zero.
    Erase,
}

/// A stroke in the making.
///
/// Feed it points with [`Draft::push`]. That costs what the new point touches, whatever was painted before.
#[derive(Clone, Debug)]
pub struct Draft {
    grid: Grid,
    radius: f64,
    effect: DraftEffect,
    kind: Kind,
    touched: CellRect,
    /// Around what the last point changed.
    changed: CellRect,
    changes: Vec<Change>,
}

#[derive(Clone, Debug)]
enum Kind {
    Roll(Box<RollDraft>),
    Brush(Box<BrushDraft>),
}

impl Draft {
    /// A roll that counts `passes` a sweep.
    pub fn roll(grid: Grid, width_mm: f64, tip: Tip, passes: u8) -> Self {
        let kind = Kind::Roll(Box::new(RollDraft::new(grid, tip)));
        Self::new(grid, width_mm, DraftEffect::Roll(passes), kind)
    }

    /// A painted area.
    pub fn shade(grid: Grid, width_mm: f64, passes: Passes) -> Self {
        Self::new(grid, width_mm, DraftEffect::Shade(passes), Kind::Brush(Box::new(BrushDraft::new(grid))))
    }

    /// An eraser.
    pub fn erase(grid: Grid, width_mm: f64) -> Self {
        Self::new(grid, width_mm, DraftEffect::Erase, Kind::Brush(Box::new(BrushDraft::new(grid))))
    }

    const fn new(grid: Grid, width_mm: f64, effect: DraftEffect, kind: Kind) -> Self {
        let radius = width_mm / 2.0;
        Self {
            grid,
            radius,
            effect,
            kind,
            touched: CellRect::EMPTY,
            changed: CellRect::EMPTY,
            changes: Vec::new(),
        }
    }

    /// Adds the next point of the path. Returns what changes by it, in no order that matters.
    pub fn push(&mut self, p: Point) -> &[Change] {
        self.changes.clear();
        match &mut self.kind {
            Kind::Roll(roll) => roll.push(p, self.radius, &mut self.changes),
            Kind::Brush(brush) => brush.push(p, self.grid, self.radius, &mut self.changes),
        }
        let bounds = |all: CellRect, change: &Change| {
            all.union(CellRect::new(change.run.start, change.row, change.run.end, change.row + 1))
        };
        self.changed = self.changes.iter().fold(CellRect::EMPTY, bounds);
        self.touched = self.touched.union(self.changed);
        &self.changes
    }

    /// What changed by the last point.
    pub fn changes(&self) -> &[Change] {
        &self.changes
    }

    /// The smallest rectangle around what the last point changed.
    pub const fn changed(&self) -> CellRect {
        self.changed
    }

    /// What it does to the cells it covers.
    pub const fn effect(&self) -> DraftEffect {
        self.effect
    }

    /// All cells whose counts may differ from those without the stroke.
    pub const fn touched(&self) -> CellRect {
        self.touched
    }

    /// How many sweeps the stroke has had so far; 0 for a dab and for brushes.
    pub const fn sweeps(&self) -> usize {
        match &self.kind {
            Kind::Roll(roll) => roll.sweeps(),
            Kind::Brush(_) => 0,
        }
    }
}

/// A change inside one tile.
#[derive(Clone, Debug)]
pub(super) struct Part {
    /// Its cells inside the tile.
    pub(super) cells: std::ops::Range<usize>,
    /// The change's direction.
    pub(super) direction: Direction,
    /// Whether the cells are covered now.
    pub(super) covered: bool,
}

/// Cuts changes at tile borders and hands them over tile by tile, so that a tile is looked up once and not once a
/// row. A tile may come several times; changes of a cell stay in order.
pub(super) fn by_tile(
    tiling: TileGrid,
    changes: &[Change],
    parts: &mut Vec<Part>,
    mut take: impl FnMut(usize, &[Part]),
) {
    let bounds = tiling.grid().bounds();
    for band in changes.chunk_by(|a, b| a.row.div_euclid(TILE) == b.row.div_euclid(TILE)) {
        let first = band.first().map_or(0, |change| change.row);
        let reach = band.iter().fold(Run::new(i32::MAX, i32::MIN), |all, change| {
            Run::new(all.start.min(change.run.start), all.end.max(change.run.end))
        });
        let reach = reach.intersection(bounds.columns());
        if reach.is_empty() || !bounds.rows().contains(&first) {
            continue;
        }
        for across in reach.start / TILE..=(reach.end - 1) / TILE {
            parts.clear();
            let left = across * TILE;
            for change in band {
                let start = change.run.start.max(left);
                let end = change.run.end.min(left + TILE).min(bounds.right);
                if start < end {
                    let row = (change.row % TILE * TILE) as usize;
                    let cells = row + (start - left) as usize..row + (end - left) as usize;
                    parts.push(Part { cells, direction: change.direction, covered: change.covered });
                }
            }
            if !parts.is_empty() {
                take(tiling.tile_of(crate::geometry::Cell::new(left, first)), parts);
            }
        }
    }
}
