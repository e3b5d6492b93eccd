//! The last of 2,000 strokes taken back.

use crate::canvas::{Canvas, Line, lines, session};
use crate::data::{Answer, Outcome, Run, timed};
use crate::paint::{Easel, brush};
use std::time::Duration;
use stipple::coverage::SessionCoverage;
use stipple::model::{EntryKind, Session, Tip};

pub(crate) fn all(run: &Run) -> Outcome {
    let canvas = Canvas::read(run, 1)?;
    let lines = lines(run)?;
    let shades: Vec<EntryKind> = lines.iter().map(Line::shade).collect();
    let rolls: Vec<EntryKind> = lines.iter().map(Line::roll).collect();
    for (name, kinds) in [("a shade", shades), ("a roll", rolls)] {
        let session = session(&canvas.diagram.id, Tip::Flat, kinds)?;
        Answer::new("undo", name, &take_back(run, &canvas, session)?).print()?;
    }
    let (Some((last, before)), points) = (lines.split_last(), lines.last().map(|line| line.path.points()))
    else {
        return Err("no strokes".into());
    };
    let easel = Easel::new(&canvas, before)?;
    let ms = run.clock_inside(|| {
        let mut painting = easel.begin(brush(&canvas, last.radius));
        let mut single: Vec<Duration> =
            points.unwrap_or_default().iter().map(|at| timed(|| painting.event(*at)).1).collect();
        single.sort_unstable();
        single.get(single.len() / 2).copied().unwrap_or_default()
    });
    Answer::new("undo", "one paint event of its size", &ms).part("an event, to compare with").print()
}

/// Milliseconds of taking back the last entry. It comes back each time, outside the measured time.
fn take_back(run: &Run, canvas: &Canvas, mut session: Session) -> Outcome<Vec<f64>> {
    let Canvas { diagram, zones, .. } = canvas;
    let mut coverage = SessionCoverage::of(&session, diagram, zones);
    let whole = coverage.clone();
    let last = session.entries.pop().ok_or("no strokes")?;
    let without = SessionCoverage::of(&session, diagram, zones);
    let mut good = true;
    let ms = run.clock_inside(|| {
        let ((), time) = timed(|| {
            let rect = SessionCoverage::reach(&session, &last, diagram, zones);
            coverage.recount(&session, diagram, zones, rect);
        });
        good &= coverage == without;
        good &= coverage.add(&session, &last, diagram, zones, diagram.grid.bounds()).is_ok();
        time
    });
    if good && coverage == whole { Ok(ms) } else { Err("taking a stroke back leaves other counts".into()) }
}
