//! The device's footprint under the pointer, at true size, and the stroke while it is drawn.

use super::view::View;
use crate::geometry::{Point, Vector};
use crate::model::{Device, DeviceKind};
use crate::ui::theme::{Look, Text};
use crate::ui::widgets::paint_text;
use egui::{Align2, Color32, Painter, Pos2, Rect, Shape, Stroke, Vec2};
use std::f32::consts::TAU;

/// What is under the pointer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Footprint {
    /// A drum, `width_mm` across.
    Roller {
        /// Width in mm.
        width_mm: f64,
        /// Distance of its needles along the drum, in mm.
        pitch_mm: f64,
    },
    /// A round tip or brush, `width_mm` across.
    Round {
        /// Diameter in mm.
        width_mm: f64,
    },
    /// An eraser, `width_mm` across.
    Eraser {
        /// Diameter in mm.
        width_mm: f64,
    },
}

impl Footprint {
    /// The footprint of a device; none where its width is not known.
    pub(super) fn of(device: &Device) -> Option<Self> {
        let width_mm = device.width_mm?;
        Some(match device.kind {
            DeviceKind::Roller => Self::Roller { width_mm, pitch_mm: (width_mm / 8.0).clamp(1.5, 4.0) },
            _ => Self::Round { width_mm },
        })
    }

    const fn width_mm(self) -> f64 {
        match self {
            Self::Roller { width_mm, .. } | Self::Round { width_mm } | Self::Eraser { width_mm } => width_mm,
        }
    }
}

/// Along the drum's movement, in mm.
const DRUM_MM: f64 = 7.6;

/// Footprints smaller than this on the screen are drawn as a ring with their size beside it, in points.
const SMALLEST: f32 = 6.0;

/// Paints a footprint at a place of the screen, turned along `heading`.
pub(super) fn paint_footprint(
    painter: &Painter,
    at: Pos2,
    footprint: Footprint,
    heading: Vector,
    view: &View,
    keep_out: bool,
    look: &Look,
) {
    let width = (footprint.width_mm() * view.scale()) as f32;
    if width < SMALLEST {
        ring(painter, at, SMALLEST / 2.0, look, false, look.paper.gamma_multiply(0.5));
        let text = crate::wording::millimetres(footprint.width_mm());
        paint_text(painter, at + Vec2::new(10.0, 0.0), Align2::LEFT_CENTER, &text, Text::Tiny, look.text);
        return;
    }
    match footprint {
        Footprint::Roller { pitch_mm, .. } => roller(painter, at, width, pitch_mm, heading, view, look),
        Footprint::Round { .. } => {
            ring(painter, at, width / 2.0, look, false, look.paper.gamma_multiply(0.5));
            cross(painter, at, look);
        }
        Footprint::Eraser { .. } => {
            ring(painter, at, width / 2.0, look, true, look.paper.gamma_multiply(0.25));
            cross(painter, at, look);
        }
    }
    if keep_out {
        let mark = at + Vec2::new(width / 2.0 + 12.0, -12.0).min(Vec2::new(40.0, 0.0));
        painter.circle_filled(mark, 8.5, look.paper);
        crate::ui::widgets::mark(painter, mark, crate::ui::widgets::Mark::KeepOut, look);
    }
}

fn roller(painter: &Painter, at: Pos2, width: f32, pitch_mm: f64, heading: Vector, view: &View, look: &Look) {
    let along = Vec2::new(heading.x as f32, heading.y as f32);
    let across = Vec2::new(-along.y, along.x);
    let half = Vec2::new((DRUM_MM * view.scale()) as f32 / 2.0, width / 2.0);
    let place = |a: f32, c: f32| at + along * a + across * c;
    let radius = (1.5 * view.scale()) as f32;
    let outline = rounded(half, radius.min(half.x), place);
    painter.add(Shape::convex_polygon(outline, look.paper.gamma_multiply(0.86), Stroke::new(1.3, look.ink)));
    let pitch = (pitch_mm * view.scale()) as f32;
    if pitch >= 3.0 {
        let steps = ((half.y - 2.0) / pitch).floor().max(0.0) as i32;
        for row in [-1.0, 0.0, 1.0] {
            for i in -steps..=steps {
                let dot = place(row * half.x * 0.55, i as f32 * pitch);
                painter.circle_filled(dot, (pitch * 0.16).clamp(0.7, 1.3), look.ink.gamma_multiply(0.8));
            }
        }
    }
    let tip = half.x + 7.0;
    let chevron = vec![place(tip - 4.0, -4.0), place(tip, 0.0), place(tip - 4.0, 4.0)];
    painter.add(Shape::line(chevron.clone(), Stroke::new(3.6, look.paper)));
    painter.add(Shape::line(chevron, Stroke::new(1.5, look.ink)));
}

/// A rectangle with round corners, as points in order.
fn rounded(half: Vec2, radius: f32, place: impl Fn(f32, f32) -> Pos2) -> Vec<Pos2> {
    let corners = [(1.0, 1.0, 0.0), (-1.0, 1.0, 0.25), (-1.0, -1.0, 0.5), (1.0, -1.0, 0.75)];
    let mut points = Vec::with_capacity(24);
    for (x, y, turn) in corners {
        for i in 0..=5 {
            let angle = (turn + i as f32 / 20.0) * TAU;
            let (a, c) =
                (x * (half.x - radius) + radius * angle.cos(), y * (half.y - radius) + radius * angle.sin());
            points.push(place(a, c));
        }
    }
    points
}

fn ring(painter: &Painter, at: Pos2, radius: f32, look: &Look, dashed: bool, fill: Color32) {
    painter.circle_filled(at, radius, fill);
    painter.circle_stroke(at, radius, Stroke::new(3.0, look.paper.gamma_multiply(0.8)));
    if dashed {
        let points: Vec<Pos2> = (0..=64).map(|i| at + Vec2::angled(TAU * i as f32 / 64.0) * radius).collect();
        painter.extend(Shape::dashed_line(&points, Stroke::new(1.3, look.ink), 3.5, 2.5));
    } else {
        painter.circle_stroke(at, radius, Stroke::new(1.3, look.ink));
    }
}

fn cross(painter: &Painter, at: Pos2, look: &Look) {
    for arm in [Vec2::new(3.5, 0.0), Vec2::new(0.0, 3.5)] {
        painter.line_segment([at - arm, at + arm], Stroke::new(1.2, look.ink));
    }
}

/// Paints a stroke that is being drawn: its middle, its edges and where it began.
pub(super) fn paint_stroke(
    painter: &Painter,
    start: Option<Point>,
    points: &[Point],
    width_mm: f64,
    view: &View,
    canvas: Rect,
    look: &Look,
) {
    let middle = super::marks::on_screen(points, view, canvas);
    let half = (width_mm * view.scale()) as f32 / 2.0;
    let edge = Stroke::new(1.2, look.paper.gamma_multiply(0.75));
    for side in [half, -half] {
        let line: Vec<Pos2> = middle
            .array_windows()
            .flat_map(|[a, b]| {
                let across = (*b - *a).normalized().rot90() * side;
                [*a + across, *b + across]
            })
            .collect();
        painter.add(Shape::line(line, edge));
    }
    painter.add(Shape::line(middle.clone(), Stroke::new(3.4, look.paper)));
    painter.add(Shape::line(middle, Stroke::new(1.4, look.ink)));
    if let Some(start) = start {
        let first = view.screen_from_mm(canvas, start);
        painter.circle_filled(first, 4.6, look.paper);
        painter.circle_filled(first, 3.2, look.ink);
    }
}

/// Paints a lasso that is being drawn, closed by a fainter line.
pub(super) fn paint_lasso(painter: &Painter, points: &[Point], view: &View, canvas: Rect, look: &Look) {
    let line = super::marks::on_screen(points, view, canvas);
    if let (Some(first), Some(last)) = (line.first(), line.last()) {
        painter.extend(Shape::dashed_line(
            &[*last, *first],
            Stroke::new(1.4, look.ink.gamma_multiply(0.6)),
            4.0,
            4.0,
        ));
    }
    painter.add(Shape::line(line.clone(), Stroke::new(3.4, look.paper)));
    painter.add(Shape::line(line, Stroke::new(1.4, look.ink)));
}
