//! Outlines, gaps and badges on the canvas.

use super::view::View;
use crate::geometry::Point;
use crate::ui::figures::Figure;
use crate::ui::theme::{Look, Text};
use crate::ui::widgets::paint_text;
use crate::ui::workspace::Summary;
use egui::{Align2, Painter, Pos2, Rect, Shape, Stroke};

/// A line in mm as places of the screen.
pub(super) fn on_screen(line: &[Point], view: &View, canvas: Rect) -> Vec<Pos2> {
    line.iter().map(|p| view.screen_from_mm(canvas, *p)).collect()
}

/// Paints the outline of a zone.
pub(super) fn outline(
    painter: &Painter,
    figure: &Figure,
    zone: usize,
    view: &View,
    canvas: Rect,
    stroke: Stroke,
) {
    for line in figure.outlines.get(zone).into_iter().flatten() {
        painter.add(Shape::line(on_screen(line, view, canvas), stroke));
    }
}

/// Paints the outline of the zone under the pointer, or of the chosen one.
pub(super) fn strong_outline(
    painter: &Painter,
    figure: &Figure,
    zone: usize,
    view: &View,
    canvas: Rect,
    look: &Look,
) {
    outline(painter, figure, zone, view, canvas, Stroke::new(4.0, look.paper));
    outline(painter, figure, zone, view, canvas, Stroke::new(1.6, look.ink));
}

/// Paints the edges of all gaps, dashed.
pub(super) fn gaps(painter: &Painter, summary: &Summary, view: &View, canvas: Rect, look: &Look) {
    let under = Stroke::new(2.6, look.paper.gamma_multiply(0.8));
    let over = Stroke::new(1.2, look.ink);
    for lines in &summary.gap_lines {
        for line in lines {
            let mut points = on_screen(line, view, canvas);
            points.extend(points.first().copied());
            painter.add(Shape::line(points.clone(), under));
            painter.extend(Shape::dashed_line(&points, over, 3.5, 2.5));
        }
    }
}

/// Paints the edges of all gaps as Review has them: light, without dashes.
pub(super) fn quiet_gaps(painter: &Painter, summary: &Summary, view: &View, canvas: Rect, look: &Look) {
    let under = Stroke::new(2.6, look.ink.gamma_multiply(0.4));
    let over = Stroke::new(1.2, look.paper);
    for line in summary.gap_lines.iter().flatten() {
        let mut points = on_screen(line, view, canvas);
        points.extend(points.first().copied());
        painter.add(Shape::line(points.clone(), under));
        painter.add(Shape::line(points, over));
    }
}

/// Paints edges `width` points wide, to show where something is.
pub(super) fn edges(
    painter: &Painter,
    lines: &[Vec<Point>],
    view: &View,
    canvas: Rect,
    width: f32,
    look: &Look,
) {
    for line in lines {
        let mut points = on_screen(line, view, canvas);
        points.extend(points.first().copied());
        painter.add(Shape::line(points.clone(), Stroke::new(width + 2.6, look.paper)));
        painter.add(Shape::line(points, Stroke::new(width, look.ink)));
    }
}

/// The middle of a gap, in mm: of its widest run near the middle row, so that it lies inside.
pub(crate) fn middle_of(summary: &Summary, gap: usize, cells_per_mm: u32) -> Option<Point> {
    let gap = summary.gaps.get(gap)?;
    let middle_row = f64::from(gap.bounds.top + gap.bounds.bottom) / 2.0;
    let score = |row: i32, length: i32| f64::from(length) - (f64::from(row) - middle_row).abs();
    let (row, run) =
        gap.runs.iter().max_by(|a, b| score(a.0, a.1.len()).total_cmp(&score(b.0, b.1.len())))?;
    let per_mm = f64::from(cells_per_mm);
    Some(Point::new(f64::from(run.start + run.end) / 2.0 / per_mm, (f64::from(*row) + 0.5) / per_mm))
}

/// Paints the number of every place at its largest gap, except where the pointer is. Returns where they are.
pub(super) fn badges(
    painter: &Painter,
    summary: &Summary,
    cells_per_mm: u32,
    view: &View,
    canvas: Rect,
    pointer: Option<Pos2>,
    look: &Look,
) {
    for (number, place) in (1..).zip(&summary.places) {
        let largest = place.gaps.first().copied();
        let Some(at) = largest.and_then(|gap| middle_of(summary, gap, cells_per_mm)) else { continue };
        let at = view.screen_from_mm(canvas, at);
        if !canvas.contains(at) || pointer.is_some_and(|p| p.distance(at) < 18.0) {
            continue;
        }
        badge(painter, at, number, look);
    }
}

/// Paints a number in a disc.
pub(crate) fn badge(painter: &Painter, at: Pos2, number: usize, look: &Look) {
    painter.circle_filled(at, 11.0, look.paper);
    painter.circle_filled(at, 9.5, look.ink);
    paint_text(painter, at, Align2::CENTER_CENTER, &number.to_string(), Text::TinyStrong, look.paper);
}
