//! 511 pointer events of one stroke: the new piece counted, the map there renewed, and its part of the texture cut.

use crate::canvas::{Canvas, Line, lines, session};
use crate::data::{Answer, Outcome, Run, milliseconds, timed};
use std::time::Duration;
use stipple::coverage::{CoverageSet, Draft, SessionCoverage, TILE, TILE_CELLS};
use stipple::geometry::{CellRect, Point};
use stipple::heatmap::{
    Backdrop, Field, FieldTile, MapContext, MapKind, MapScale, PaintPlan, PixelTile, Theme, paint_tile,
};
use stipple::model::{DeviceId, Direction, Passes, Session, TargetCounts, Tip};

/// What is painted on: a session with its counts, and what the map's colours come from.
pub(crate) struct Easel<'a> {
    canvas: &'a Canvas,
    session: Session,
    counted: SessionCoverage,
    device: Option<DeviceId>,
    backdrop: Backdrop,
    targets: Vec<Option<TargetCounts>>,
}

/// A stroke that is being painted.
pub(crate) struct Painting<'a> {
    easel: &'a Easel<'a>,
    scale: MapScale,
    draft: Draft,
    live: SessionCoverage,
    values: FieldTile,
    pixels: Box<PixelTile>,
}

impl<'a> Easel<'a> {
    /// A canvas with strokes on it.
    pub(crate) fn new(canvas: &'a Canvas, before: &[Line]) -> Outcome<Self> {
        let session = session(&canvas.diagram.id, Tip::Round, before.iter().map(Line::shade))?;
        Ok(Self {
            canvas,
            counted: SessionCoverage::of(&session, &canvas.diagram, &canvas.zones),
            device: session.devices.first().map(|device| device.id.clone()),
            session,
            backdrop: Backdrop::flat(&canvas.zones),
            targets: vec![None; canvas.zones.zones()],
        })
    }

    fn field<'f>(&'f self, set: &'f CoverageSet) -> Field<'f> {
        let on = self.session.started_at.date();
        Field { set, zones: &self.canvas.zones, map: MapKind::Passes, on, targets: &self.targets }
    }

    fn set(&self, counts: &SessionCoverage) -> CoverageSet {
        let mut set = CoverageSet::new(self.canvas.diagram.grid);
        set.push(&self.session, counts);
        set
    }

    /// Begins a stroke, as pressing the pointer does.
    pub(crate) fn begin(&'a self, draft: Draft) -> Painting<'a> {
        let context = MapContext::of(&self.field(&self.set(&self.counted)), None);
        Painting {
            easel: self,
            scale: MapScale::new(MapKind::Passes, &context, Theme::Light),
            draft,
            live: self.counted.clone(),
            values: FieldTile::default(),
            pixels: Box::new([[0; 4]; TILE_CELLS]),
        }
    }
}

impl Painting<'_> {
    /// What a movement of the pointer does. Gives the part of the texture to be uploaded, and where it belongs.
    pub(crate) fn event(&mut self, at: Point) -> (CellRect, Vec<[u8; 4]>) {
        let easel = self.easel;
        let changed = self.draft.push(at).intersection(easel.canvas.diagram.grid.bounds());
        self.draft.write(&easel.counted, easel.device.as_ref(), &mut self.live, changed);
        let set = easel.set(&self.live);
        let field = easel.field(&set);
        let plan = PaintPlan {
            scale: &self.scale,
            backdrop: &easel.backdrop,
            zones: &easel.canvas.zones,
            targets: &easel.targets,
        };
        let mut part = vec![[0; 4]; (changed.width() * changed.height()) as usize];
        for tile in set.tiling().tiles_in(changed) {
            field.evaluate(tile, &mut self.values);
            paint_tile(&plan, tile, &self.values, &mut self.pixels);
            cut(set.tiling().cells_of(tile), &self.pixels, changed, &mut part);
        }
        (changed, part)
    }
}

/// Copies the pixels of a tile that belong to a part of the texture.
fn cut(tile: CellRect, pixels: &PixelTile, place: CellRect, part: &mut [[u8; 4]]) {
    let both = tile.intersection(place);
    let count = both.width() as usize;
    for row in both.rows() {
        let from = ((row - tile.top) * TILE + both.left - tile.left) as usize;
        let to = ((row - place.top) * place.width() + both.left - place.left) as usize;
        if let (Some(source), Some(target)) = (pixels.get(from..from + count), part.get_mut(to..to + count)) {
            target.copy_from_slice(source);
        }
    }
}

/// A brush of one undirected pass.
pub(crate) fn brush(canvas: &Canvas, radius: f64) -> Draft {
    Draft::shade(canvas.diagram.grid, 2.0 * radius, Passes::of(Direction::Undirected, 1))
}

pub(crate) fn all(run: &Run) -> Outcome {
    let path = run.numbers("path.f32")?;
    let (points, _) = path.as_chunks::<2>();
    let points: Vec<Point> = points.iter().map(|[x, y]| Point::new(*x, *y)).collect();
    let before = lines(run)?;
    let (canvas, large) = (Canvas::read(run, 1)?, Canvas::read(run, 2)?);
    let (used, blank) = (Easel::new(&canvas, &before)?, Easel::new(&canvas, &[])?);
    let used_large = Easel::new(&large, &before)?;
    for radius in [20.0, 100.0, 300.0] {
        let item = format!("paint-{radius}");
        let print = |name: &str, part: &str, (ms, note): (Vec<f64>, String)| {
            let answer = Answer::new(&item, name, &ms).with("note", note);
            if part.is_empty() { answer.print() } else { answer.part(part).print() }
        };
        let shade = |easel: &Easel<'_>| events(run, easel, &points, || brush(easel.canvas, radius));
        print("on 2,000 strokes", "", shade(&used))?;
        print("on nothing", "nothing was painted before", shade(&blank))?;
        print("on 2,000 strokes, canvas x4", "a canvas of four times the size", shade(&used_large))?;
        let roll = || Draft::roll(canvas.diagram.grid, 2.0 * radius, Tip::Flat, 1);
        print("a roll on 2,000 strokes", "another footprint", events(run, &used, &points, roll))?;
    }
    Ok(())
}

/// The time of all events in each repetition, and what single ones took.
fn events(run: &Run, easel: &Easel<'_>, points: &[Point], draft: impl Fn() -> Draft) -> (Vec<f64>, String) {
    let mut single = Vec::new();
    let ms = run.clock_inside(|| {
        single.clear();
        let mut painting = easel.begin(draft());
        let Some((first, rest)) = points.split_first() else { return Duration::ZERO };
        painting.event(*first);
        single.extend(rest.iter().map(|at| timed(|| painting.event(*at)).1));
        single.iter().sum()
    });
    single.sort_unstable();
    let at = |share: usize| {
        single.get(single.len().saturating_sub(1) * share / 100).copied().map_or(0.0, milliseconds)
    };
    (ms, format!("median {:.3} ms, p99 {:.3} ms, worst {:.3} ms an event", at(50), at(99), at(100)))
}
