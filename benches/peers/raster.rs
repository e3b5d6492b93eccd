//! 2,000 strokes counted once each, clipped to the figure.

use crate::canvas::{Canvas, Line, differing, lines, session, write_out};
use crate::data::{Answer, Outcome, Run, on_threads};
use stipple::coverage::SessionCoverage;
use stipple::model::Tip;

pub(crate) fn all(run: &Run) -> Outcome {
    let canvas = Canvas::read(run, 1)?;
    let session = session(&canvas.diagram.id, Tip::Round, lines(run)?.iter().map(Line::shade))?;
    let exact = run.bytes("ref.u8")?;
    let mut out = vec![0; exact.len()];
    for threads in [1, 2] {
        let ms = on_threads(threads, || {
            run.clock(|| {
                let coverage = SessionCoverage::of(&session, &canvas.diagram, &canvas.zones);
                write_out(&coverage, &canvas.figure, &mut out);
            })
        })?;
        let name = if threads == 1 { "1 thread" } else { "2 threads" };
        Answer::new("raster", name, &ms).with("differing", differing(&out, &exact)).print()?;
    }
    Ok(())
}
