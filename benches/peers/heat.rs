//! 100 sessions added up, coloured, and laid over a picture; and one session leaving or coming in, as the
//! window follows it, which leaves the laying over to the graphics card.

use crate::canvas::{Canvas, Line, differing, lines, session};
use crate::data::{Answer, Outcome, Run, on_threads};
use std::sync::Arc;
use stipple::coverage::{CoverageSet, SessionCoverage};
use stipple::geometry::{Cell, CellRect};
use stipple::heatmap::{
    Backdrop, Field, HeatInput, LivePicture, MapContext, MapKind, MapScale, Pixels, Theme, lay_heat,
};
use stipple::model::{Session, TargetCounts, Tip};

/// What the sessions are laid over.
struct Picture {
    canvas: Canvas,
    backdrop: Arc<Backdrop>,
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
    let (backdrop, targets) = (Arc::new(Backdrop::flat(&canvas.zones)), vec![None; canvas.zones.zones()]);
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
        let set = picture.set(&counted);
        let mut live = LivePicture::new(picture.input(set), scale.clone());
        live.make_all();
        let whole = live.take_changed();
        let mut shown = Pixels { rgba: vec![0; out.rgba.len()], ..out.clone() };
        picture.put(&live, &whole, &mut shown);
        let ms = on_threads(threads, || {
            run.clock(|| {
                // It leaves and comes back, one at a time.
                let mut set = live.set().clone();
                if let Some((session, coverage)) = counted.first() {
                    if set.sessions().len() == counted.len() {
                        set.remove(session, coverage);
                    } else {
                        set.push(session, coverage);
                        counted.rotate_left(1);
                    }
                }
                live.change_to(picture.input(set), &scale);
                let changed = live.take_changed();
                picture.put(&live, &changed, &mut shown);
            })
        })?;
        let name = format!("one session in or out, {threads} thread{plural}");
        Answer::new("heat", &name, &ms).part("one session in or out").print()?;
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

    /// What the window's heatmap is made from.
    fn input(&self, set: CoverageSet) -> HeatInput {
        HeatInput {
            map: MapKind::Passes,
            on: set.sessions().last().copied().unwrap_or_default(),
            zones: Arc::clone(&self.canvas.zones),
            backdrop: Arc::clone(&self.backdrop),
            targets: self.targets.clone(),
            signed: None,
            set,
        }
    }

    /// Puts parts of the heatmap into what is shown, as the window does with its textures.
    fn put(&self, live: &LivePicture, parts: &[CellRect], shown: &mut Pixels) {
        let columns = self.canvas.diagram.grid.columns() as usize;
        let (shown, _) = shown.rgba.as_chunks_mut::<4>();
        for part in parts {
            for (row, pixels) in part.rows().zip(live.rows(*part)) {
                let at = row as usize * columns + part.left as usize;
                if let Some(shown) = shown.get_mut(at..at + pixels.len()) {
                    shown.copy_from_slice(pixels);
                }
            }
        }
    }

    /// Passes of every cell in the figure, one byte each.
    fn totals(&self, set: &CoverageSet) -> Vec<u8> {
        let cells = set.tiling().grid().bounds();
        let all = cells.rows().flat_map(|row| (0..cells.right).map(move |column| (column, row)));
        let total = |(column, row)| set.total(Cell::new(column, row)) as u8;
        all.map(total).zip(&self.canvas.figure).map(|(total, mask)| total & mask).collect()
    }

    /// Lays the colours of the sessions over the ground.
    fn draw(&self, set: &CoverageSet, scale: &MapScale, out: &mut Pixels) {
        out.rgba.copy_from_slice(&self.ground);
        lay_heat(&self.field(set), scale, &self.backdrop, set.tiling().grid().bounds(), out);
    }
}
