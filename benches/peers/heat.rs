//! 100 sessions added up, coloured, and laid over a picture; and one session leaving and another coming in.

use crate::canvas::{Canvas, Line, differing, lines, session};
use crate::data::{Answer, Outcome, Run, on_threads};
use stipple::coverage::{CoverageSet, SessionCoverage, TILE, TILE_CELLS};
use stipple::geometry::CellRect;
use stipple::heatmap::{
    Backdrop, Field, FieldTile, MapContext, MapKind, MapScale, PaintPlan, PixelTable, PixelTile,
    PlannedZones, Theme, paint_tile,
};
use stipple::model::{Session, TargetCounts, Tip};

/// What the sessions are laid over.
struct Picture {
    canvas: Canvas,
    backdrop: Backdrop,
    targets: Vec<Option<TargetCounts>>,
    ground: Vec<u8>,
}

pub(crate) fn all(run: &Run) -> Outcome {
    let canvas = Canvas::read(run, 1)?;
    let lines = lines(run)?;
    let each = lines.len() / run.size("sessions")?;
    let count = |lines: &[Line]| -> Outcome<(Session, SessionCoverage)> {
        let session = session(&canvas.diagram.id, Tip::Round, lines.iter().map(Line::shade))?;
        let coverage = SessionCoverage::of(&session, &canvas.diagram, &canvas.zones);
        Ok((session, coverage))
    };
    let mut counted: Vec<_> = lines.chunks(each).map(count).collect::<Outcome<_>>()?;
    let (backdrop, targets) = (Backdrop::flat(&canvas.zones), vec![None; canvas.zones.zones()]);
    let picture = Picture { backdrop, targets, ground: run.bytes("bg.rgba")?, canvas };
    // The colours are at hand, as the other programs have their table.
    let set = picture.set(&counted);
    let scale = MapScale::new(MapKind::Passes, &MapContext::of(&picture.field(&set), None), Theme::Light);
    let wrong = differing(&picture.totals(&set), &run.bytes("ref.u8")?);
    drop(set);
    let mut out = picture.ground.clone();
    for threads in [1, 2] {
        let plural = if threads == 1 { "" } else { "s" };
        let ms = on_threads(threads, || run.clock(|| picture.draw(&counted, &scale, &mut out)))?;
        Answer::new("heat", &format!("{threads} thread{plural}"), &ms).with("differing", wrong).print()?;
        let ms = on_threads(threads, || {
            run.clock(|| {
                counted.rotate_left(1);
                picture.draw(counted.get(1..).unwrap_or_default(), &scale, &mut out);
            })
        })?;
        let name = format!("one session out and one in, {threads} thread{plural}");
        Answer::new("heat", &name, &ms).part("one session in and out").print()?;
    }
    Ok(())
}

impl Picture {
    fn set(&self, counted: &[(Session, SessionCoverage)]) -> CoverageSet {
        let mut set = CoverageSet::new(self.canvas.diagram.grid);
        for (session, coverage) in counted {
            set.push(session, coverage);
        }
        set
    }

    fn field<'f>(&'f self, set: &'f CoverageSet) -> Field<'f> {
        let on = set.sessions().last().copied().unwrap_or_default();
        Field { set, zones: &self.canvas.zones, map: MapKind::Passes, on, targets: &self.targets }
    }

    /// Passes of every cell in the figure, one byte each.
    fn totals(&self, set: &CoverageSet) -> Vec<u8> {
        let cells = set.tiling().grid().bounds();
        let all = cells.rows().flat_map(|row| (0..cells.right).map(move |column| (column, row)));
        let total = |(column, row)| set.total(stipple::geometry::Cell::new(column, row)) as u8;
        all.map(total).zip(&self.canvas.figure).map(|(total, mask)| total & mask).collect()
    }

    /// Adds the sessions up and lays their colours over the ground.
    fn draw(&self, counted: &[(Session, SessionCoverage)], scale: &MapScale, out: &mut [u8]) {
        let set = self.set(counted);
        let field = self.field(&set);
        let (table, planned) = (PixelTable::new(scale.clone()), PlannedZones::new(&self.targets));
        let plan = PaintPlan {
            pixels: &table,
            backdrop: &self.backdrop,
            zones: &self.canvas.zones,
            planned: &planned,
        };
        let (mut values, mut pixels) = (FieldTile::default(), Box::new([[0; 4]; TILE_CELLS]));
        out.copy_from_slice(&self.ground);
        for tile in set.painted_tiles() {
            field.evaluate(tile, &mut values);
            paint_tile(&plan, tile, &values, &mut pixels);
            lay_over(set.tiling().cells_of(tile), &pixels, self.canvas.diagram.grid.columns() as usize, out);
        }
    }
}

/// Lays a tile over the picture.
fn lay_over(cells: CellRect, pixels: &PixelTile, columns: usize, out: &mut [u8]) {
    let (out, _) = out.as_chunks_mut::<4>();
    let width = cells.width() as usize;
    for (row, source) in cells.rows().zip(pixels.chunks_exact(TILE as usize)) {
        let from = row as usize * columns + cells.left as usize;
        let Some(line) = out.get_mut(from..from + width) else { continue };
        for ([r, g, b, _], [red, green, blue, alpha]) in line.iter_mut().zip(source) {
            let rest = 255 - u32::from(*alpha);
            for (under, over) in [(r, red), (g, green), (b, blue)] {
                *under = (u32::from(*over) + (u32::from(*under) * rest + 127) / 255) as u8;
            }
        }
    }
}
