//! Coverage, mean and histogram of 40 zones.

use crate::canvas::{Canvas, counted_sessions};
use crate::data::{Answer, Outcome, Run, on_threads};
use stipple::coverage::CoverageSet;
use stipple::metrics::{Tally, tally};

pub(crate) fn all(run: &Run) -> Outcome {
    let canvas = Canvas::read(run, 1)?;
    let sessions = counted_sessions(run, &canvas)?;
    let mut set = CoverageSet::of_passes(canvas.diagram.grid);
    set.extend(sessions.iter().map(|(session, coverage)| (session, coverage)));
    let (series, zones) = (run.bytes("ref.u8")?, run.bytes("zones.u8")?);
    for threads in [1, 2] {
        let (ms, counted) = on_threads(threads, || {
            let ms = run.clock(|| {
                let tally = tally(&set, &canvas.zones);
                (shares(&tally), tally)
            });
            (ms, tally(&set, &canvas.zones))
        })?;
        let name = if threads == 1 { "1 thread" } else { "2 threads" };
        Answer::new("zones", name, &ms).with("differing", differing(&counted, &series, &zones)).print()?;
    }
    Ok(())
}

/// Coverage and mean of every zone.
fn shares(tally: &Tally) -> Vec<(f64, f64)> {
    let share = |n: u64, cells: u64| n as f64 / cells.max(1) as f64;
    tally.zones.iter().map(|z| (share(z.at_least(1), z.cells), share(z.total_passes(), z.cells))).collect()
}

/// The share of the histograms' numbers that differ from those of a plain loop.
fn differing(tally: &Tally, series: &[u8], zones: &[u8]) -> f64 {
    let mut plain = vec![[0_u64; 256]; tally.zones.len()];
    for (passes, zone) in series.iter().zip(zones) {
        let own = usize::from(*zone).checked_sub(1).and_then(|zone| plain.get_mut(zone));
        if let Some(cells) = own.and_then(|own| own.get_mut(usize::from(*passes))) {
            *cells += 1;
        }
    }
    let all = plain.iter().zip(&tally.zones).flat_map(|(plain, counted)| {
        (0..256).map(|n| (plain.get(n).copied(), counted.by_passes.get(n).copied()))
    });
    let wrong = all.filter(|(plain, counted)| plain.unwrap_or(0) != counted.unwrap_or(0)).count();
    wrong as f64 / (256 * tally.zones.len()) as f64
}
