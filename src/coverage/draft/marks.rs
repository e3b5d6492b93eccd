//! Which cells the wedges and the start of a sweep have, cell by cell.

use crate::coverage::tile::{TILE_CELLS, TileGrid};
use crate::geometry::{Grid, Run};
use crate::model::Direction;

/// Of two pieces that are not rectangles, the one of the lower rank has the cell.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Rank {
    Wedge = 1,
    Start = 2,
}

/// Nobody has the cell, or a rectangle.
const NOBODY: u8 = u8::MAX;

const fn mark(rank: Rank, direction: Direction) -> u8 {
    (rank as u8) << 4 | direction as u8
}

/// One byte a cell, in tiles that are made when first written.
#[derive(Clone, Debug)]
pub(super) struct Marks {
    tiling: TileGrid,
    tiles: Vec<Option<Box<[u8; TILE_CELLS]>>>,
    used: Vec<usize>,
}

impl Marks {
    pub(super) fn new(grid: Grid) -> Self {
        let tiling = TileGrid::new(grid);
        Self { tiling, tiles: vec![None; tiling.count()], used: Vec::new() }
    }

    /// Forgets everything.
    pub(super) fn clear(&mut self) {
        for tile in self.used.drain(..) {
            if let Some(slot) = self.tiles.get_mut(tile) {
                *slot = None;
            }
        }
    }

    /// Gives the cells of a run to a piece.
    pub(super) fn set(&mut self, row: i32, run: Run, rank: Rank, direction: Direction) {
        for (tile, cells) in self.tiling.parts(row, run) {
            let Some(slot) = self.tiles.get_mut(tile) else { continue };
            let marks = slot.get_or_insert_with(|| {
                self.used.push(tile);
                Box::new([NOBODY; TILE_CELLS])
            });
            if let Some(marks) = marks.get_mut(cells) {
                marks.fill(mark(rank, direction));
            }
        }
    }

    /// Takes all cells of a run that a piece has. Says which, and in which direction they were covered.
    pub(super) fn take(&mut self, row: i32, run: Run, taken: impl FnMut(Run, Direction)) {
        self.replace(row, run, |mark| mark != NOBODY, NOBODY, taken);
    }

    /// Takes the cells of a run that the start has for a wedge.
    pub(super) fn take_start(
        &mut self,
        row: i32,
        run: Run,
        direction: Direction,
        taken: impl FnMut(Run, Direction),
    ) {
        let of_start = |mark: u8| mark >> 4 == Rank::Start as u8;
        self.replace(row, run, of_start, mark(Rank::Wedge, direction), taken);
    }

    fn replace(
        &mut self,
        row: i32,
        run: Run,
        which: impl Fn(u8) -> bool,
        by: u8,
        mut taken: impl FnMut(Run, Direction),
    ) {
        let mut column = run.start.max(0);
        for (tile, cells) in self.tiling.parts(row, run) {
            let count = cells.len() as i32;
            let marks = self.tiles.get_mut(tile).and_then(Option::as_mut).and_then(|all| all.get_mut(cells));
            let mut at = column;
            for same in marks.into_iter().flat_map(|marks| marks.chunk_by_mut(|a, b| a == b)) {
                let run = Run::new(at, at + same.len() as i32);
                at = run.end;
                if let Some(old) = same.first().copied().filter(|&mark| which(mark)) {
                    same.fill(by);
                    let direction = Direction::ALL.get(usize::from(old & 0x0f));
                    if let Some(&direction) = direction {
                        taken(run, direction);
                    }
                }
            }
            column += count;
        }
    }
}
