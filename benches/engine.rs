//! What only this program does, at 1, 10 and 100 times the work and at the extremes: `cargo bench --bench engine`.
//! Cost is to follow what is painted, neither the size of the canvas nor what was painted before.

use criterion::{BatchSize, BenchmarkId, Criterion};
use std::error::Error;
use std::sync::Arc;
use stipple::coverage::{CoverageSet, SessionCoverage, ZoneMap};
use stipple::geometry::{Grid, Point, Polyline};
use stipple::metrics::{AreaScale, GapRules, GoalDiagram, find_gaps, judge, tally};
use stipple::model::{
    Atlas, Device, DeviceId, DeviceKind, Diagram, DiagramId, Direction, Entry, EntryId, EntryKind, Extra,
    Goal, Passes, Per, Plan, Roll, SeriesId, Session, SessionId, Target, ZonePattern,
};

type Outcome<T = ()> = Result<T, Box<dyn Error>>;

fn main() -> Outcome {
    let mut criterion = Criterion::default().sample_size(20).configure_from_args();
    for part in [counting, undo, gaps_and_goals, extremes] {
        part(&mut criterion)?;
    }
    criterion.final_summary();
    Ok(())
}

/// A diagram with its zone map.
struct Canvas {
    diagram: Arc<Diagram>,
    zones: ZoneMap,
}

impl Canvas {
    /// The face seen from the front.
    fn face() -> Outcome<Self> {
        let atlas = Atlas::builtin()?;
        let diagram = atlas.diagram(&DiagramId::new("face-front")?).ok_or("no face-front")?;
        Ok(Self { diagram: Arc::clone(diagram), zones: ZoneMap::new(diagram) })
    }

    /// The face on a sheet twice as wide and twice as high.
    fn on_a_larger_sheet(&self) -> Outcome<Self> {
        let face = &self.diagram;
        let size_mm = (face.size_mm.0 * 2.0, face.size_mm.1 * 2.0);
        let diagram = Diagram {
            id: face.id.clone(),
            title: face.title.clone(),
            view: face.view,
            figure: face.figure,
            size_mm,
            grid: Grid::new(size_mm.0, size_mm.1, face.grid.cells_per_mm())?,
            midline_x_mm: face.midline_x_mm,
            zones: face.zones.clone(),
            silhouette: face.silhouette.clone(),
            svg: Arc::clone(&face.svg),
            reference_surface_m2: face.reference_surface_m2,
        };
        Ok(Self { zones: ZoneMap::new(&diagram), diagram: Arc::new(diagram) })
    }

    fn count(&self, session: &Session) -> SessionCoverage {
        SessionCoverage::of(session, &self.diagram, &self.zones)
    }
}

/// A session with a roller 20 mm wide.
fn session(kinds: impl IntoIterator<Item = EntryKind>) -> Outcome<Session> {
    let began = "2026-03-02T10:05:00+01:00".parse()?;
    let mut session = Session::new(SessionId::new("session")?, SeriesId::new("series")?, began);
    let mut device = Device::new(DeviceId::new("d1")?, "Roller", DeviceKind::Roller);
    device.width_mm = Some(20.0);
    let diagram = DiagramId::new("face-front")?;
    session.entries = (1..)
        .zip(kinds)
        .map(|(i, kind)| Entry {
            id: EntryId(i),
            diagram: diagram.clone(),
            device: Some(device.id.clone()),
            at_ms: None,
            pass: None,
            kind,
            extra: Extra::default(),
            passes_extra: Extra::default(),
        })
        .collect();
    session.devices = vec![device];
    Ok(session)
}

/// The n-th of many rolls over the face: to and fro and a little round, in all directions, the same every time.
fn roll(n: u32) -> Outcome<EntryKind> {
    let turn = |k: u32| f64::from(n.wrapping_mul(k) % 1000) / 1000.0;
    let (middle_x, middle_y) = (60.0 + 136.0 * turn(617), 60.0 + 200.0 * turn(911));
    let (heading, bend) = (turn(379) * std::f64::consts::TAU, (turn(241) - 0.5) * 0.04);
    let points = (0..60).map(|i| {
        // 20 points there, 20 back, 20 there again.
        let along = f64::from(match i / 20 {
            0 => i,
            1 => 40 - i,
            _ => i - 40,
        }) * 2.0;
        let angle = heading + bend * along + 0.02 * f64::from(i / 20);
        Point::new(middle_x + along * angle.cos(), middle_y + along * angle.sin()).rounded()
    });
    let path = Polyline::new(points.collect())?;
    Ok(EntryKind::Roll(Roll { path, width_mm: None, passes: 1, times_ms: Vec::new() }))
}

fn rolls(number: u32) -> Outcome<Session> {
    session((0..number).map(roll).collect::<Outcome<Vec<_>>>()?)
}

/// Sweeps, directions and five counts, by the number of strokes and by the size of the sheet they lie on.
fn counting(criterion: &mut Criterion) -> Outcome {
    let face = Canvas::face()?;
    let large = face.on_a_larger_sheet()?;
    let mut group = criterion.benchmark_group("count rolls");
    for number in [20, 200, 2000] {
        let session = rolls(number)?;
        group.bench_with_input(BenchmarkId::new("face", number), &session, |b, s| b.iter(|| face.count(s)));
        group.bench_with_input(BenchmarkId::new("four times the sheet", number), &session, |b, s| {
            b.iter(|| large.count(s));
        });
    }
    group.finish();
    Ok(())
}

/// The last stroke leaves: only its rectangle is counted again.
fn undo(criterion: &mut Criterion) -> Outcome {
    let face = Canvas::face()?;
    let mut group = criterion.benchmark_group("take back the last roll");
    for number in [20, 200, 2000] {
        let mut session = rolls(number)?;
        let counted = face.count(&session);
        let last = session.entries.pop().ok_or("no strokes")?;
        group.bench_function(BenchmarkId::from_parameter(number), |b| {
            let take_back = |coverage: &mut SessionCoverage| {
                let left = [(session.entries.len(), &last)];
                coverage.exchange(&session, &left, &[], &face.diagram, &face.zones);
            };
            b.iter_batched_ref(|| counted.clone(), take_back, BatchSize::SmallInput);
        });
    }
    group.finish();
    Ok(())
}

/// Every gap of a planned face, and its goals, after 200 strokes.
fn gaps_and_goals(criterion: &mut Criterion) -> Outcome {
    let face = Canvas::face()?;
    let session = rolls(200)?;
    let coverage = face.count(&session);
    let mut set = CoverageSet::new(face.diagram.grid);
    set.push(&session, &coverage);
    let scale = AreaScale::new(&face.diagram, 1.0);
    criterion.bench_function("find gaps", |b| {
        b.iter(|| find_gaps(&set, &face.diagram, &face.zones, scale, GapRules::default(), |_| Some(12)));
    });
    let target = Target {
        zones: ZonePattern::new("*"),
        passes: 12,
        ceiling: Some(24),
        per: Per::Session,
        extra: Extra::default(),
    };
    let plan = Plan { targets: vec![target], ..Plan::default() };
    let texts =
        ["* V12 >= 90 %", "cheek-* directions >= 90 % | 97 %", "* V25 <= 2 %", "* homogeneity <= 0.5"];
    let goals = texts.map(Goal::new);
    criterion.bench_function("count zones and judge goals", |b| {
        b.iter(|| {
            let sum = tally(&set, &face.zones);
            let each = vec![Arc::new(sum.clone())];
            let diagrams = [GoalDiagram { diagram: &face.diagram, scale, sum, each, painted: true }];
            goals.each_ref().map(|goal| judge(goal, &diagrams, Some(&plan)).met)
        });
    });
    Ok(())
}

/// What nobody does on purpose stays smooth.
fn extremes(criterion: &mut Criterion) -> Outcome {
    let face = Canvas::face()?;
    let shade =
        |path, width_mm| EntryKind::Shade { path, width_mm, passes: Passes::of(Direction::Rising, 1) };
    let spiral = |points: u32| {
        let points = (0..points).map(|i| {
            let (angle, radius) = (f64::from(i) * 0.05, 10.0 + f64::from(i % 5000) * 0.02);
            Point::new(128.0 + radius * angle.cos(), 170.0 + radius * angle.sin()).rounded()
        });
        Polyline::new(points.collect())
    };
    let endless = Roll { path: spiral(100_000)?, width_mm: None, passes: 1, times_ms: Vec::new() };
    let dab = shade(Polyline::new(vec![Point::new(128.0, 170.0)])?, 20.0);
    let cases = [
        ("a roll of 100,000 points", session([EntryKind::Roll(endless)])?),
        ("a brush 500 mm wide", session([shade(spiral(60)?, 500.0)])?),
        ("5,000 strokes on one spot", session(std::iter::repeat_n(dab, 5000))?),
    ];
    let mut group = criterion.benchmark_group("extremes");
    group.sample_size(10);
    for (name, session) in &cases {
        group.bench_function(*name, |b| b.iter(|| face.count(session)));
    }
    group.finish();
    Ok(())
}
