//! 511 pointer events of one stroke: the new piece counted, the picture there renewed, and the parts of the texture
//! cut that are to be uploaded.

use crate::canvas::{Canvas, Line, lines, session};
use crate::data::{Answer, Outcome, Run, milliseconds, timed};
use std::sync::Arc;
use std::time::Duration;
use stipple::coverage::{CoverageSet, Draft, LiveCoverage, SessionCoverage};
use stipple::geometry::{CellRect, Point};
use stipple::heatmap::{Backdrop, HeatInput, LivePicture, MapContext, MapKind, MapScale, Theme};
use stipple::model::{DeviceId, Direction, Passes, Session, Tip};

/// What is painted on: a session with its counts, and what they are drawn with.
pub(crate) struct Easel<'a> {
    canvas: &'a Canvas,
    session: Session,
    counted: SessionCoverage,
    device: Option<DeviceId>,
    backdrop: Arc<Backdrop>,
}

/// A stroke that is being painted.
pub(crate) struct Painting {
    draft: Draft,
    live: LiveCoverage,
    picture: LivePicture,
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
            backdrop: Arc::new(Backdrop::flat(&canvas.zones)),
        })
    }

    /// Begins a stroke, as pressing the pointer does, on a picture that is on the screen.
    pub(crate) fn begin(&self, draft: Draft) -> Painting {
        let mut set = CoverageSet::new(self.canvas.diagram.grid);
        set.push(&self.session, &self.counted);
        let input = HeatInput {
            set,
            zones: Arc::clone(&self.canvas.zones),
            backdrop: Arc::clone(&self.backdrop),
            targets: vec![None; self.canvas.zones.zones()],
            map: MapKind::Passes,
            on: self.session.started_at.date(),
            signed: None,
        };
        let scale = MapScale::new(MapKind::Passes, &MapContext::of(&input.field(), None), Theme::Light);
        let mut picture = LivePicture::new(input, scale);
        picture.make_all();
        picture.take_changed();
        Painting { draft, live: LiveCoverage::new(self.counted.clone(), self.device.clone()), picture }
    }
}

impl Painting {
    /// What a movement of the pointer does. Gives the parts of the texture to be uploaded, and where they belong.
    pub(crate) fn event(&mut self, at: Point) -> Vec<(CellRect, Vec<[u8; 4]>)> {
        self.draft.push(at);
        self.live.follow(&self.draft, &mut self.picture);
        let parts = self.picture.take_changed();
        let cut = |part| (part, self.picture.rows(part).flatten().copied().collect());
        parts.into_iter().map(cut).collect()
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
        print("on 2,000 strokes", "", shade(&used)?)?;
        print("on nothing", "nothing was painted before", shade(&blank)?)?;
        print("on 2,000 strokes, canvas x4", "a canvas of four times the size", shade(&used_large)?)?;
        let roll = || Draft::roll(canvas.diagram.grid, 2.0 * radius, Tip::Flat, 1);
        print("a roll on 2,000 strokes", "another footprint", events(run, &used, &points, roll)?)?;
    }
    Ok(())
}

/// The time of all events in each repetition, and what single ones took.
fn events(
    run: &Run,
    easel: &Easel<'_>,
    points: &[Point],
    draft: impl Fn() -> Draft,
) -> Outcome<(Vec<f64>, String)> {
    let (first, rest) = points.split_first().ok_or("no path")?;
    let mut single: Vec<Duration> = Vec::new();
    let ms = run.clock_inside(|| {
        let mut painting = easel.begin(draft());
        painting.event(*first);
        let now = rest.iter().map(|at| timed(|| painting.event(*at)).1);
        let from = single.len();
        single.extend(now);
        single.iter().skip(from).sum()
    });
    single.sort_unstable();
    let at = |share: usize| {
        single.get(single.len().saturating_sub(1) * share / 100).copied().map_or(0.0, milliseconds)
    };
    Ok((ms, format!("median {:.3} ms, p99 {:.3} ms, worst {:.3} ms an event", at(50), at(99), at(100))))
}
