//! A diagram with its heatmap, outlines, gaps, legend and scale bar.

use super::ReportError;
use super::facts::{Facts, Seen};
use super::look;
use super::sheet::{At, Op, Path, Place, Sheet};
use super::table::fit;
use super::text::Style;
use crate::geometry::{Point, contours};
use crate::heatmap::{Anchor, Legend, LegendBar, Rgb};
use crate::wording;

/// Pixels a point of paper: 260 a inch, which printers show and eyes don't miss.
const DENSITY: f32 = 3.6;
/// Height of the legend with the space above it.
pub(super) const LEGEND: f32 = 36.0;
/// Lines of an outline are within this of the curve, in mm.
const TOLERANCE: f64 = 0.1;

/// Draws the map of a diagram into a place, its legend below.
pub(super) fn map(
    sheet: &mut Sheet,
    facts: &Facts<'_>,
    seen: &Seen<'_>,
    place: Place,
) -> Result<(), ReportError> {
    let interval = facts.plan.and_then(|plan| plan.interval_days);
    let part = seen.part();
    let size = (part.width(), part.height());
    let scale = (f64::from(place.width) / size.0).min(f64::from(place.height - LEGEND) / size.1);
    let width = ((size.0 * scale) as f32 * DENSITY).round().max(64.0) as u32;
    let (pixels, legend) = seen.picture(interval, width)?;
    let figure = fit(&pixels, Place { height: place.height - LEGEND, ..place });
    let at = |p: Point| {
        (
            figure.x + ((p.x - part.min.x) / size.0) as f32 * figure.width,
            figure.y + ((p.y - part.min.y) / size.1) as f32 * figure.height,
        )
    };
    let mut ops = vec![Op::Picture { pixels, place: figure }];
    for (zone, target) in seen.diagram.zones.iter().zip(&seen.targets) {
        if target.is_some() {
            for line in zone.outline.flattened(TOLERANCE) {
                let path = Path::through(line.into_iter().map(at), true);
                ops.push(Op::Stroke { path, ink: look::INK, width: 0.5, dash: None, opacity: 0.55 });
            }
        }
    }
    // Three quarters of a cell smooth the stairs of a slanted edge and move it by less than shows.
    let tolerance = 0.75 / f64::from(seen.diagram.grid.cells_per_mm());
    for gap in &seen.gaps {
        for line in contours(seen.diagram.grid, &gap.runs, tolerance) {
            let path = Path::through(line.into_iter().map(at), true);
            let casing =
                Op::Stroke { path: path.clone(), ink: look::INK, width: 1.1, dash: None, opacity: 0.5 };
            ops.push(casing);
            ops.push(Op::stroke(path, look::PAPER, 0.7));
        }
    }
    sides(sheet, seen, figure, place, &mut ops);
    // Beside the marks of the legend, where the figure never is.
    let beside = (place.x + place.width * 0.7 + 12.5, figure.y + figure.height + 9.5);
    ops.extend(scale_bar(sheet, (f64::from(figure.width) / size.0) as f32, beside));
    draw_legend(sheet, &legend, seen, place, figure.y + figure.height, &mut ops);
    sheet.figure(alt(facts, seen), place, ops);
    Ok(())
}

/// What the map shows, for those who don't see it; the figures are in the table of zones.
fn alt(facts: &Facts<'_>, seen: &Seen<'_>) -> String {
    let sessions = wording::count(facts.chosen.sessions.len(), "session");
    let share = seen.metrics.plan.as_ref().map_or_else(String::new, |fit| {
        format!(" {} percent of what is planned is at target.", fit.at_target.floor(100))
    });
    let gaps = match seen.gaps.len() {
        0 => String::new(),
        gaps => format!(" {} are outlined.", wording::count(gaps, "gap")),
    };
    format!("{}: passes of {sessions}, added up.{share}{gaps}", seen.diagram.title)
}

/// The client's sides beside the figure.
fn sides(sheet: &mut Sheet, seen: &Seen<'_>, figure: Place, place: Place, ops: &mut Vec<Op>) {
    if seen.diagram.midline_x_mm.is_none() {
        return;
    }
    let (on_left, on_right) = if seen.diagram.is_facing() { ("R", "L") } else { ("L", "R") };
    let y = figure.y + figure.height * 0.5;
    let (left, right) = (
        (figure.x + 14.0).min(place.x + 14.0),
        (figure.x + figure.width - 14.0).max(place.x + place.width - 14.0),
    );
    for (x, letter) in
        [(left.max(place.x + 8.0), on_left), (right.min(place.x + place.width - 8.0), on_right)]
    {
        ops.push(sheet.words((x, y), Anchor::Middle, (Style::SIDE, look::FAINT), letter));
    }
}

/// A bar of a round number of mm, about 22 points long.
fn scale_bar(sheet: &mut Sheet, points_per_mm: f32, (x, y): At) -> Vec<Op> {
    let mm = wording::round_length(f64::from(22.0 / points_per_mm));
    let length = mm as f32 * points_per_mm;
    let ink = look::TEXT_2;
    let bracket = Path::through([(x, y - 3.5), (x, y), (x + length, y), (x + length, y - 3.5)], false);
    let words = sheet.words((x + length + 4.0, y), Anchor::Start, look::FINE, &wording::millimetres(mm));
    vec![Op::stroke(bracket, ink, 0.8), words]
}

fn draw_legend(
    sheet: &mut Sheet,
    legend: &Legend,
    seen: &Seen<'_>,
    place: Place,
    below: f32,
    ops: &mut Vec<Op>,
) {
    let has_notes = seen.has_targets();
    let width = if has_notes { place.width * 0.7 } else { place.width - 8.0 };
    let bar = Place { x: place.x + 3.5, y: below + 17.0, width, height: 6.2 };
    let colours = match &legend.bar {
        LegendBar::Steps(colours) | LegendBar::Ramp(colours) => colours,
    };
    let each = bar.width / colours.len().max(1) as f32;
    for (i, colour) in colours.iter().enumerate() {
        // A hair of overlap hides the seams between samples of a smooth bar.
        let overlap = if i + 1 < colours.len() { 0.3 } else { 0.0 };
        let part = Place { x: bar.x + i as f32 * each, width: each + overlap, ..bar };
        ops.push(Op::Fill { path: Path::rect(part), ink: *colour });
    }
    if let Some(from) = legend.hatched_from {
        hatch(bar, from as f32, look::PAPER, ops);
    }
    for tick in &legend.ticks {
        let at = (bar.x + tick.at as f32 * bar.width, bar.y + bar.height + 7.5);
        ops.push(sheet.words(at, Anchor::Middle, look::FINE, &tick.label));
    }
    for mark in &legend.marks {
        let x = bar.x + mark.at as f32 * bar.width;
        let line = Path::line((x, bar.y - 3.0), (x, bar.y + bar.height));
        let (look, op) = if mark.dashed {
            (look::FINE, Op::dashed(line, look::TEXT, 0.8, (1.2, 1.2)))
        } else {
            ((Style::FINE, look::TEXT), Op::stroke(line, look::TEXT, 1.0))
        };
        ops.push(op);
        // The mark of the ceiling is near the end of the bar, where its words would reach past the paper.
        let anchor = if mark.at > 0.85 { Anchor::End } else { Anchor::Middle };
        let shift = if anchor == Anchor::End { 8.0 } else { 0.0 };
        ops.push(sheet.words((x + shift, bar.y - 4.5), anchor, look, &mark.label));
    }
    if has_notes {
        let x = bar.x + bar.width + 9.0;
        let mut notes = vec!["outlined: below target"];
        if legend.hatched_from.is_some() {
            notes.push("hatched: over ceiling");
        }
        for (i, note) in notes.into_iter().enumerate() {
            let y = bar.y + 4.5 + i as f32 * Style::FINE.pitch();
            ops.push(sheet.words((x, y), Anchor::Start, look::FINE, note));
        }
    }
}

/// Slanted lines over the end of a bar.
fn hatch(bar: Place, from: f32, ink: Rgb, ops: &mut Vec<Op>) {
    let (start, end) = (bar.x + from * bar.width, bar.x + bar.width);
    let mut x = start - bar.height;
    while x < end {
        // Cut by hand: each line rises by the bar's height over as much of its width.
        let (left, right) = (x.max(start), (x + bar.height).min(end));
        if right > left {
            let y = |at: f32| bar.y + bar.height - (at - x);
            ops.push(Op::stroke(Path::line((left, y(left)), (right, y(right))), ink, 0.8));
        }
        x += 3.2;
    }
}
