//! The gap list of a face with 200 strokes and a plan, and again after one more stroke.

use crate::canvas::{Line, lines, session};
use crate::data::{Answer, Outcome, Run};
use stipple::coverage::{CoverageSet, SessionCoverage, ZoneMap};
use stipple::geometry::{Point, Polyline};
use stipple::metrics::{AreaScale, GapList, GapRules, find_gaps};
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
    let list = |session: &Session, coverage: &SessionCoverage| {
        let mut set = CoverageSet::new(diagram.grid);
        set.push(session, coverage);
        find_gaps(&set, diagram, &zones, scale, GapRules::default(), |_| Some(TARGET))
    };
    let ms = run.clock(|| list(&session, &coverage));
    let found = list(&session, &coverage).len();
    Answer::new("gaps", "200 strokes", &ms).with("note", format!("{found} gaps")).print()?;

    let target = |_| Some(TARGET);
    let set = CoverageSet::of_session(&session, &coverage);
    let before = GapList::new(&set, diagram, &zones, scale, GapRules::default(), target);
    let rect = SessionCoverage::reach(&session, &last, diagram, &zones);
    coverage.add(&session, &last, diagram, &zones, diagram.grid.bounds())?;
    session.entries.push(last);
    let set = CoverageSet::of_session(&session, &coverage);
    let renewed = || {
        let mut gaps = before.clone();
        gaps.renew(&set, diagram, &zones, rect);
        gaps.gaps()
    };
    let ms = run.clock(renewed);
    let found = renewed().len();
    let answer = Answer::new("gaps", "after one more stroke", &ms).with("note", format!("{found} gaps"));
    answer.part("one stroke more").print()
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
