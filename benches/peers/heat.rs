//! 100 sessions added up, coloured, and laid over a picture; and one session leaving.

use crate::canvas::{Canvas, counted_sessions, differing};
use crate::data::{Answer, Outcome, Run, on_threads, timed};
use stipple::coverage::{CoverageSet, SessionCoverage};
use stipple::geometry::Cell;
use stipple::heatmap::{
    Backdrop, Drawing, Field, MapContext, MapKind, MapScale, Picture, Pixels, SkinTone, Theme, lay_heat,
};
use stipple::model::{Session, TargetCounts};

/// What the sessions are laid over.
struct Sheet {
    canvas: Canvas,
    drawing: Drawing,
    backdrop: Backdrop,
    targets: Vec<Option<TargetCounts>>,
    ground: Pixels,
}

pub(crate) fn all(run: &Run) -> Outcome {
    let sheet = Sheet::read(run)?;
    let counted = counted_sessions(run, &sheet.canvas)?;
    let mut set = sheet.sum(&counted);
    // The colours are at hand, as the other programs have their table.
    let scale = MapScale::new(MapKind::Passes, &MapContext::of(&sheet.field(&set), None), Theme::Light);
    let wrong = differing(&sheet.totals(&set), &run.bytes("ref.u8")?);
    let mut out = sheet.ground.clone();
    for threads in [1, 2] {
        let plural = if threads == 1 { "" } else { "s" };
        let ms = on_threads(threads, || run.clock(|| sheet.draw(&sheet.sum(&counted), &scale, &mut out)))?;
        Answer::new("heat", &format!("{threads} thread{plural}"), &ms).with("differing", wrong).print()?;

        let (session, coverage) = counted.first().ok_or("no sessions")?;
        let ms = on_threads(threads, || {
            run.clock_inside(|| {
                let ((), time) = timed(|| {
                    set.remove(session, coverage);
                    sheet.draw(&set, &scale, &mut out);
                });
                set.push(session, coverage);
                time
            })
        })?;
        let name = format!("one session out, {threads} thread{plural}");
        Answer::new("heat", &name, &ms).part("one session of 100 leaves").print()?;
    }
    Ok(())
}

impl Sheet {
    fn read(run: &Run) -> Outcome<Self> {
        let canvas = Canvas::read(run, 1)?;
        let (width, height) = (u32::try_from(run.size("w")?)?, u32::try_from(run.size("h")?)?);
        Ok(Self {
            drawing: Drawing::new(&canvas.diagram, SkinTone::default())?,
            backdrop: Backdrop::flat(&canvas.zones),
            targets: vec![None; canvas.zones.zones()],
            ground: Pixels { width, height, rgba: run.bytes("bg.rgba")? },
            canvas,
        })
    }

    fn sum(&self, counted: &[(Session, SessionCoverage)]) -> CoverageSet {
        let mut set = CoverageSet::of_passes(self.canvas.diagram.grid);
        set.extend(counted.iter().map(|(session, coverage)| (session, coverage)));
        set
    }

    fn field<'f>(&'f self, set: &'f CoverageSet) -> Field<'f> {
        let on = set.sessions().last().copied().unwrap_or_default();
        Field { set, zones: &self.canvas.zones, map: MapKind::Passes, on, targets: &self.targets }
    }

    /// Passes of every cell in the figure, one byte each.
    fn totals(&self, set: &CoverageSet) -> Vec<u8> {
        let cells = set.tiling().grid().bounds();
        let all = cells.rows().flat_map(|row| (0..cells.right).map(move |column| Cell::new(column, row)));
        let totals = all.map(|cell| set.total(cell) as u8);
        totals.zip(&self.canvas.figure).map(|(total, mask)| total & mask).collect()
    }

    /// Lays the colours of the sums over the ground.
    fn draw(&self, set: &CoverageSet, scale: &MapScale, out: &mut Pixels) {
        out.rgba.copy_from_slice(&self.ground.rgba);
        let field = self.field(set);
        let (diagram, drawing, backdrop) = (&self.canvas.diagram, &self.drawing, &self.backdrop);
        let picture = Picture { diagram, drawing, backdrop, field: &field, scale };
        lay_heat(&picture, diagram.grid.bounds(), out);
    }
}
