//! The same strokes as rolls of a device: sweeps, the first-direction rule, five counts.

use crate::canvas::{Canvas, Line, lines, session};
use crate::data::{Answer, Outcome, Run, on_threads};
use stipple::coverage::SessionCoverage;
use stipple::model::Tip;

pub(crate) fn all(run: &Run) -> Outcome {
    let canvas = Canvas::read(run, 1)?;
    let lines = lines(run)?;
    for tip in [Tip::Flat, Tip::Round] {
        let session = session(&canvas.diagram.id, tip, lines.iter().map(Line::roll))?;
        for threads in [1, 2] {
            let count = || run.clock(|| SessionCoverage::of(&session, &canvas.diagram, &canvas.zones));
            let ms = on_threads(threads, count)?;
            let plural = if threads == 1 { "" } else { "s" };
            Answer::new("rolls", &format!("{} tip, {threads} thread{plural}", tip.name()), &ms).print()?;
        }
    }
    Ok(())
}
