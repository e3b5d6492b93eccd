//! A stroke while it is being drawn: counted point by point, and always equal to counting it whole.

use super::piece::{BrushStep, Piece};
use super::sweep::{Segment, Sweeper};
use super::tile::{TILE_CELLS, TileGrid, place_in_tile};
use super::{Coverage, SessionCoverage};
use crate::geometry::{Cell, CellRect, Grid, Point, Run};
use crate::model::{DeviceId, Direction, Passes, Tip};

/// A stroke in the making.
///
/// Feed it points with [`Draft::push`] and write what it does into a copy of the session's coverage with
/// [`Draft::write`]. Both cost what the new point touches, whatever was painted before.
#[derive(Clone, Debug)]
pub struct Draft {
    grid: Grid,
    radius: f64,
    kind: Kind,
    touched: CellRect,
}

#[derive(Clone, Debug)]
enum Kind {
    Roll(Box<RollDraft>),
    Shade { passes: Passes, brush: BrushDraft },
    Erase { brush: BrushDraft },
}

impl Draft {
    /// A roll that counts `passes` a sweep.
    pub fn roll(grid: Grid, width_mm: f64, tip: Tip, passes: u8) -> Self {
        Self::new(grid, width_mm, Kind::Roll(Box::new(RollDraft::new(grid, tip, passes))))
    }

    /// A painted area.
    pub fn shade(grid: Grid, width_mm: f64, passes: Passes) -> Self {
        Self::new(grid, width_mm, Kind::Shade { passes, brush: BrushDraft::new(grid) })
    }

    /// An eraser.
    pub fn erase(grid: Grid, width_mm: f64) -> Self {
        Self::new(grid, width_mm, Kind::Erase { brush: BrushDraft::new(grid) })
    }

    const fn new(grid: Grid, width_mm: f64, kind: Kind) -> Self {
        Self { grid, radius: width_mm / 2.0, kind, touched: CellRect::EMPTY }
    }

    /// Adds the next point of the path. Returns the cells whose counts may have changed by it.
    pub fn push(&mut self, p: Point) -> CellRect {
        let changed = match &mut self.kind {
            Kind::Roll(roll) => roll.push(p, self.grid, self.radius),
            Kind::Shade { brush, .. } | Kind::Erase { brush } => brush.push(p, self.grid, self.radius),
        };
        self.touched = self.touched.union(changed);
        changed
    }

    /// All cells whose counts may differ from those without the stroke.
    pub const fn touched(&self) -> CellRect {
        self.touched
    }

    /// How many sweeps the stroke has had so far; 0 for a dab and for brushes.
    pub const fn sweeps(&self) -> usize {
        match &self.kind {
            Kind::Roll(roll) => roll.sweeps,
            Kind::Shade { .. } | Kind::Erase { .. } => 0,
        }
    }

    /// Writes the counts with the stroke into `live`, inside `rect`: those of `base`, and the stroke on top.
    pub fn write(
        &self,
        base: &SessionCoverage,
        device: Option<&DeviceId>,
        live: &mut SessionCoverage,
        rect: CellRect,
    ) {
        live.restore(base, rect);
        self.add_to(device, live, rect);
    }

    /// Puts the stroke on top of the counts in `live`, inside `rect`.
    pub fn add_to(&self, device: Option<&DeviceId>, live: &mut SessionCoverage, rect: CellRect) {
        let rect = rect.intersection(self.grid.bounds());
        match &self.kind {
            Kind::Roll(roll) => {
                let live = live.layer_mut(device);
                for_each_cell(rect, |cell| roll.add_to(live, cell));
            }
            Kind::Shade { passes, brush } => {
                let live = live.layer_mut(device);
                for_each_cell(rect, |cell| {
                    if brush.covered.get(cell) != NOBODY {
                        for (direction, &more) in passes.iter() {
                            live.add(direction, cell.row, Run::new(cell.column, cell.column + 1), more);
                        }
                    }
                });
            }
            Kind::Erase { brush } => {
                for live in live.layers_mut() {
                    for_each_cell(rect, |cell| {
                        if brush.covered.get(cell) != NOBODY {
                            live.clear(cell.row, Run::new(cell.column, cell.column + 1));
                        }
                    });
                }
            }
        }
    }
}

fn for_each_cell(rect: CellRect, mut f: impl FnMut(Cell)) {
    for row in rect.rows() {
        (rect.left..rect.right).for_each(|column| f(Cell::new(column, row)));
    }
}

/// No piece covers the cell.
const NOBODY: u8 = u8::MAX;

/// One byte a cell, in tiles that are made when first written.
#[derive(Clone, Debug)]
struct Marks {
    tiling: TileGrid,
    tiles: Vec<Option<Box<[u8; TILE_CELLS]>>>,
}

impl Marks {
    fn new(grid: Grid) -> Self {
        let tiling = TileGrid::new(grid);
        Self { tiling, tiles: vec![None; tiling.count()] }
    }

    fn get(&self, cell: Cell) -> u8 {
        let tile = self.tiles.get(self.tiling.tile_of(cell)).and_then(Option::as_ref);
        tile.and_then(|marks| marks.get(place_in_tile(cell)).copied()).unwrap_or(NOBODY)
    }

    fn update(&mut self, row: i32, run: Run, mut f: impl FnMut(&mut u8)) {
        for (tile, cells) in self.tiling.parts(row, run) {
            let Some(slot) = self.tiles.get_mut(tile) else { continue };
            let marks = slot.get_or_insert_with(|| Box::new([NOBODY; TILE_CELLS]));
            marks.get_mut(cells).into_iter().flatten().for_each(&mut f);
        }
    }
}

/// The area of a brush so far.
#[derive(Clone, Debug)]
struct BrushDraft {
    covered: Marks,
    last: Option<Point>,
}

impl BrushDraft {
    fn new(grid: Grid) -> Self {
        Self { covered: Marks::new(grid), last: None }
    }

    fn push(&mut self, p: Point, grid: Grid, radius: f64) -> CellRect {
        let pieces = match self.last.replace(p) {
            None => [Some(Piece::disc(p, radius)), None],
            Some(last) => {
                let step = BrushStep::new(last, p, radius);
                [step.map(|step| step.strip), step.map(|step| step.end)]
            }
        };
        let mut changed = CellRect::EMPTY;
        for piece in pieces.into_iter().flatten() {
            piece.for_each_run(grid, grid.bounds(), |row, run| {
                changed = changed.union(CellRect::new(run.start, row, run.end, row + 1));
                self.covered.update(row, run, |mark| *mark = 0);
            });
        }
        changed
    }
}

/// In which order the pieces of a sweep claim cells: rectangles, wedges, the start, the end. A mark holds the
/// rank above the direction, so that of two marks the lower one wins.
#[derive(Clone, Copy, PartialEq)]
enum Rank {
    Strip = 0,
    Wedge = 1,
    Start = 2,
    End = 3,
}

const fn mark(rank: Rank, direction: Direction) -> u8 {
    (rank as u8) << 4 | direction as u8
}

fn direction_of(mark: u8) -> Option<Direction> {
    Direction::ALL.get(usize::from(mark & 0x0f)).copied().filter(|_| mark != NOBODY)
}

/// The sweeps of a roll so far.
#[derive(Clone, Debug)]
struct RollDraft {
    tip: Tip,
    passes: u8,
    sweeper: Sweeper,
    /// Number of sweeps begun.
    sweeps: usize,
    /// Counts of the sweeps that are over.
    done: Coverage,
    /// Who covers each cell in the present sweep.
    owners: Marks,
    /// Where `owners` may hold anything.
    sweep_bounds: CellRect,
    last: Option<Segment>,
    /// The dab of a roll that has not moved yet.
    dab: Option<Point>,
    /// The half disc ahead of a round tip, which goes where the tip goes.
    end: Option<Piece>,
}

impl RollDraft {
    fn new(grid: Grid, tip: Tip, passes: u8) -> Self {
        Self {
            tip,
            passes,
            sweeper: Sweeper::default(),
            sweeps: 0,
            done: Coverage::new(grid),
            owners: Marks::new(grid),
            sweep_bounds: CellRect::EMPTY,
            last: None,
            dab: None,
            end: None,
        }
    }

    fn push(&mut self, p: Point, grid: Grid, radius: f64) -> CellRect {
        let Some((segment, turned)) = self.sweeper.push(p) else {
            if self.last.is_none() && self.dab.is_none() {
                self.dab = Some(p);
                return self.claim(&Piece::disc(p, radius), mark(Rank::Strip, Direction::Undirected), grid);
            }
            return CellRect::EMPTY;
        };
        let mut changed = CellRect::EMPTY;
        if self.dab.take().is_some() {
            // It has moved after all: the dab was none.
            changed = changed.union(self.forget_sweep());
        }
        if turned && self.last.is_some() {
            // The half disc at the old end stays: it belongs to the sweep that is over.
            self.finish_sweep();
            self.end = None;
        }
        if let Some(end) = self.end.take() {
            changed = changed.union(self.release(&end, grid));
        }
        let direction = segment.direction;
        changed =
            changed.union(self.claim(&Piece::strip(&segment, radius), mark(Rank::Strip, direction), grid));
        match self.last {
            Some(before) if !turned && before.heading != segment.heading => {
                let wedge = Piece::wedge(segment.from, radius, before.heading, segment.heading);
                changed = changed.union(self.claim(&wedge, mark(Rank::Wedge, before.direction), grid));
            }
            None if self.tip == Tip::Round => {
                let start = Piece::half_disc(segment.from, radius, segment.heading.reversed());
                changed = changed.union(self.claim(&start, mark(Rank::Start, direction), grid));
            }
            _ => {}
        }
        if turned {
            self.sweeps += 1;
        }
        if self.tip == Tip::Round {
            let end = Piece::half_disc(segment.to, radius, segment.heading);
            changed = changed.union(self.claim(&end, mark(Rank::End, direction), grid));
            self.end = Some(end);
        }
        self.last = Some(segment);
        changed
    }

    /// Gives a piece's cells to `claim` unless a piece of the same or a lower rank has them.
    fn claim(&mut self, piece: &Piece, claim: u8, grid: Grid) -> CellRect {
        let mut changed = CellRect::EMPTY;
        let owners = &mut self.owners;
        piece.for_each_run(grid, grid.bounds(), |row, run| {
            changed = changed.union(CellRect::new(run.start, row, run.end, row + 1));
            owners.update(row, run, |owner| {
                if claim >> 4 < *owner >> 4 {
                    *owner = claim;
                }
            });
        });
        self.sweep_bounds = self.sweep_bounds.union(changed);
        changed
    }

    /// Takes back the cells that only the half disc at the end has.
    fn release(&mut self, end: &Piece, grid: Grid) -> CellRect {
        let owners = &mut self.owners;
        end.for_each_run(grid, grid.bounds(), |row, run| {
            owners.update(row, run, |owner| {
                if *owner >> 4 == Rank::End as u8 {
                    *owner = NOBODY;
                }
            });
        });
        end.bounds(grid, grid.bounds())
    }

    /// Counts the present sweep and starts with an empty one.
    fn finish_sweep(&mut self) {
        for row in self.sweep_bounds.rows() {
            for column in self.sweep_bounds.left..self.sweep_bounds.right {
                if let Some(direction) = direction_of(self.owners.get(Cell::new(column, row))) {
                    self.done.add(direction, row, Run::new(column, column + 1), self.passes);
                }
            }
        }
        self.forget_sweep();
    }

    /// Starts with an empty sweep. Returns where the old one was.
    fn forget_sweep(&mut self) -> CellRect {
        for tile in self.owners.tiling.tiles_in(self.sweep_bounds).collect::<Vec<_>>() {
            if let Some(slot) = self.owners.tiles.get_mut(tile) {
                *slot = None;
            }
        }
        std::mem::take(&mut self.sweep_bounds)
    }

    /// Adds the roll's passes to a cell.
    fn add_to(&self, live: &mut Coverage, cell: Cell) {
        let run = Run::new(cell.column, cell.column + 1);
        for (direction, &more) in self.done.counts(cell).iter() {
            live.add(direction, cell.row, run, more);
        }
        if let Some(direction) = direction_of(self.owners.get(cell)) {
            live.add(direction, cell.row, run, self.passes);
        }
    }
}
