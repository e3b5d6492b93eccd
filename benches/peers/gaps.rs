//! The gap list of a face with 200 strokes and a plan, and again after one more stroke.

use crate::canvas::{Line, lines, session};
use crate::data::{Answer, Outcome, Run, timed};
use stipple::coverage::{CoverageSet, SessionCoverage, ZoneMap};
use stipple::geometry::{Point, Polyline};
use stipple::metrics::{AreaScale, GapList, GapRules};
use stipple::model::{Atlas, Diagram, DiagramId, Session, Tip};

/// Passes planned for every zone.
const TARGET: u32 = 4;

pub(crate) fn all(run: &Run) -> Outcome {
    let atlas = Atlas::builtin()?;
    let diagram = atlas.diagram(&DiagramId::new("face-front")?).ok_or("no face-front")?;
    let zones = ZoneMap::new(diagram);
    let mut session = strokes(run, diagram, 201)?;
    let last = session.entries.pop().ok_or("no strokes")?;
    let mut coverage = SessionCoverage::of(&session, diagram, &zones);
    let scale = AreaScale::new(diagram, 1.0);
    let set = CoverageSet::of_session(&session, &coverage);
    let list = || GapList::new(&set, diagram, &zones, scale, GapRules::default(), |_| Some(TARGET));
    let ms = run.clock(|| list().gaps());
    let before = list();
    Answer::new("gaps", "200 strokes", &ms).with("note", format!("{} gaps", before.gaps().len())).print()?;

    let reach = SessionCoverage::reach(&session, &last, diagram, &zones);
    coverage.add(&session, &last, diagram, &zones, diagram.grid.bounds())?;
    let set = CoverageSet::of_session(&session, &coverage);
    let mut after = before.clone();
    let ms = run.clock_inside(|| {
        after = before.clone();
        let ((), time) = timed(|| after.renew(&set, diagram, &zones, reach));
        time
    });
    let anew = GapList::new(&set, diagram, &zones, scale, GapRules::default(), |_| Some(TARGET));
    if after.gaps() != anew.gaps() {
        return Err("the gaps after one more stroke are not those of all strokes".into());
    }
    let note = format!("{} gaps", after.gaps().len());
    Answer::new("gaps", "after one more stroke", &ms).with("note", note).part("one stroke more").print()
}

/// A session with the first of the data's strokes on a diagram, rolled with a device 20 mm wide.
fn strokes(run: &Run, diagram: &Diagram, number: usize) -> Outcome<Session> {
    let (across, down) =
        (diagram.size_mm.0 / run.size("w")? as f64, diagram.size_mm.1 / run.size("h")? as f64);
    let fitted = |line: Line| -> Outcome<Line> {
        let points = line.path.points().iter().map(|p| Point::new(p.x * across, p.y * down)).collect();
        Ok(Line { path: Polyline::new(points)?, radius: 10.0 })
    };
    let lines: Vec<Line> = lines(run)?.into_iter().take(number).map(fitted).collect::<Outcome<_>>()?;
    session(&diagram.id, Tip::Flat, lines.iter().map(Line::roll))
}
