//! 100 sessions added up, coloured, and laid over a picture; and one session leaving and another coming in.

use crate::canvas::{Canvas, Line, differing, lines, session};
use crate::data::{Answer, Outcome, Run, on_threads};
use stipple::coverage::{CoverageSet, SessionCoverage};
use stipple::heatmap::{Backdrop, Field, MapContext, MapKind, MapScale, Pixels, Theme, lay_heat};
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
    let mut out = picture.blank();
    for threads in [1, 2] {
        let plural = if threads == 1 { "" } else { "s" };
        let ms = on_threads(threads, || {
            run.clock(|| {
                let set = picture.set(&counted);
                picture.draw(&set, &scale, &mut out);
            })
        })?;
        Answer::new("heat", &format!("{threads} thread{plural}"), &ms).with("differing", wrong).print()?;
        let mut set = picture.set(counted.get(1..).unwrap_or_default());
        let ms = on_threads(threads, || {
            run.clock(|| {
                // The first comes in for the second, and is the last the next time.
                if let [(first, comes), (second, goes), ..] = counted.as_slice() {
                    set.remove(second, goes);
                    set.push(first, comes);
                }
                counted.rotate_left(1);
                picture.draw(&set, &scale, &mut out);
            })
        })?;
        let name = format!("one session out and one in, {threads} thread{plural}");
        Answer::new("heat", &name, &ms).part("one session in and out").print()?;
    }
    Ok(())
}

impl Picture {
    fn set(&self, counted: &[(Session, SessionCoverage)]) -> CoverageSet {
        let mut set = CoverageSet::of_passes(self.canvas.diagram.grid);
        set.extend(counted.iter().map(|(session, coverage)| (session, coverage)));
        set
    }

    fn blank(&self) -> Pixels {
        let grid = self.canvas.diagram.grid;
        Pixels { width: grid.columns() as u32, height: grid.rows() as u32, rgba: self.ground.clone() }
    }

    fn field<'f>(&'f self, set: &'f CoverageSet) -> Field<'f> {
        let on = set.sessions().last().copied().unwrap_or_default();
        Field {
            set,
            zones: &self.canvas.zones,
            map: MapKind::Passes,
            on,
            targets: &self.targets,
            signed: None,
        }
    }

    /// Passes of every cell in the figure, one byte each.
    fn totals(&self, set: &CoverageSet) -> Vec<u8> {
        let cells = set.tiling().grid().bounds();
        let all = cells.rows().flat_map(|row| (0..cells.right).map(move |column| (column, row)));
        let total = |(column, row)| set.total(stipple::geometry::Cell::new(column, row)) as u8;
        all.map(total).zip(&self.canvas.figure).map(|(total, mask)| total & mask).collect()
    }

    /// Lays the colours of the sessions over the ground.
    fn draw(&self, set: &CoverageSet, scale: &MapScale, out: &mut Pixels) {
        out.rgba.copy_from_slice(&self.ground);
        lay_heat(&self.field(set), scale, &self.backdrop, set.tiling().grid().bounds(), out);
    }
}
