//! Marks, direction glyphs, bars and session squares: small pictures of numbers, drawn by code.

use crate::model::{Direction, PerDirection};
use crate::ui::theme::Look;
use egui::{Color32, CornerRadius, Painter, Pos2, Rect, Shape, Stroke, StrokeKind, Vec2};
use std::f32::consts::{FRAC_1_SQRT_2, FRAC_PI_2, TAU};

/// How far something is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Mark {
    /// Met: a filled disc with a tick.
    Met,
    /// Not met: a ring with a bar.
    NotMet,
    /// Part of it, as a share from 0 to 1: a ring with a pie.
    Part(f32),
    /// Not begun: a dashed ring.
    NotBegun,
    /// A keep-out: a ring with a stroke.
    KeepOut,
    /// Matches no zone: a dash.
    NoZone,
}

impl Mark {
    /// In words, for screen readers.
    pub fn words(self) -> String {
        match self {
            Self::Met => "met".to_owned(),
            Self::NotMet => "not met".to_owned(),
            Self::Part(share) => format!("{:.0} percent", share * 100.0),
            Self::NotBegun => "not begun".to_owned(),
            Self::KeepOut => "keep-out".to_owned(),
            Self::NoZone => "matches no zone".to_owned(),
        }
    }
}

/// Paints a mark, 16 points across.
pub fn mark(painter: &Painter, centre: Pos2, which: Mark, look: &Look) {
    let radius = 6.6;
    match which {
        Mark::Met => {
            painter.circle_filled(centre, 7.0, look.accent);
            let tick = [(-3.0, 0.2), (-0.9, 2.4), (3.2, -2.2)].map(|(x, y)| centre + Vec2::new(x, y));
            painter.line(tick.to_vec(), Stroke::new(1.6, look.on_accent));
        }
        Mark::NotMet => {
            painter.circle_stroke(centre, radius, Stroke::new(1.5, look.note));
            painter.line_segment(
                [centre - Vec2::new(2.8, 0.0), centre + Vec2::new(2.8, 0.0)],
                Stroke::new(1.6, look.note),
            );
        }
        Mark::Part(share) => {
            painter.circle_stroke(centre, radius, Stroke::new(1.5, look.mark));
            pie(painter, centre, 4.6, share, look.text_2);
        }
        Mark::NotBegun => {
            let points: Vec<Pos2> =
                (0..=32).map(|i| centre + Vec2::angled(TAU * i as f32 / 32.0) * radius).collect();
            painter.extend(Shape::dashed_line(&points, Stroke::new(1.4, look.faint), 2.4, 2.0));
        }
        Mark::KeepOut => {
            painter.circle_stroke(centre, radius, Stroke::new(1.5, look.note));
            let slant = Vec2::splat(radius * FRAC_1_SQRT_2);
            let (from, to) = (centre + Vec2::new(-slant.x, slant.y), centre + Vec2::new(slant.x, -slant.y));
            painter.line_segment([from, to], Stroke::new(1.5, look.note));
        }
        Mark::NoZone => {
            painter.line_segment(
                [centre - Vec2::new(3.0, 0.0), centre + Vec2::new(3.0, 0.0)],
                Stroke::new(1.5, look.note),
            );
        }
    }
}

/// A share as a pie that grows from the top, clockwise.
fn pie(painter: &Painter, centre: Pos2, radius: f32, share: f32, color: Color32) {
    let share = share.clamp(0.0, 1.0);
    if share >= 0.995 {
        painter.circle_filled(centre, radius, color);
        return;
    }
    // A pie of more than half is not convex, so it is painted in two parts; more would leave seams.
    let mut from = 0.0;
    while from < share {
        let until = share.min(from + 0.5);
        let steps = ((until - from) * 40.0).ceil().max(1.0);
        let on_edge = |i: f32| {
            let turn = from + (until - from) * i / steps;
            centre + Vec2::angled(turn * TAU - FRAC_PI_2) * radius
        };
        let edge = (0..=steps as usize).map(|i| on_edge(i as f32));
        let points = std::iter::once(centre).chain(edge).collect();
        painter.add(Shape::convex_polygon(points, color, Stroke::NONE));
        from = until;
    }
}

/// Paints one direction as a line through a place.
pub fn direction_line(painter: &Painter, centre: Pos2, extent: f32, direction: Direction, stroke: Stroke) {
    let Some(u) = direction.heading() else {
        painter.circle_filled(centre, 2.0, stroke.color);
        return;
    };
    // Slanted lines reach as far across as level ones do along, so that all look alike.
    let half = Vec2::new(u.x as f32, u.y as f32) * (extent / 2.0);
    painter.line_segment([centre - half, centre + half], stroke);
}

/// Paints the glyph of the four directions: solid where done, faint where not.
pub fn direction_glyph(painter: &Painter, centre: Pos2, done: PerDirection<bool>, look: &Look) {
    for direction in Direction::ROLLED {
        if !*done.get(direction) {
            let Some(u) = direction.heading() else { continue };
            let half = Vec2::new(u.x as f32, u.y as f32) * 7.0;
            let ends = [centre - half, centre + half];
            painter.extend(Shape::dashed_line(&ends, Stroke::new(1.0, look.faint), 1.6, 1.6));
        }
    }
    for direction in Direction::ROLLED {
        if *done.get(direction) {
            direction_line(painter, centre, 14.0, direction, Stroke::new(1.7, look.text));
        }
    }
}

/// Paints a share as a bar, 6 points high.
pub fn bar(painter: &Painter, left: Pos2, width: f32, share: f32, look: &Look) {
    let track = Rect::from_min_size(Pos2::new(left.x, left.y - 3.0), Vec2::new(width, 6.0));
    let radius = CornerRadius::same(3);
    painter.rect_filled(track, radius, look.pressed);
    let share = share.clamp(0.0, 1.0);
    if share > 0.0 {
        let filled = Rect::from_min_size(track.min, Vec2::new((width * share).max(3.0), 6.0));
        painter.rect_filled(filled, radius, look.accent);
    }
}

/// Paints sessions as squares, held ones filled; more than eight planned as a bar.
pub fn session_squares(painter: &Painter, left: Pos2, held: usize, planned: usize, look: &Look) {
    let count = planned.max(held);
    if count > 8 {
        bar(painter, left, 68.0, held as f32 / count as f32, look);
        return;
    }
    for i in 0..count {
        let min = Pos2::new(left.x + i as f32 * 12.0, left.y - 4.0);
        let square = Rect::from_min_size(min, Vec2::splat(8.0));
        if i < held {
            painter.rect_filled(square, CornerRadius::same(2), look.accent);
        } else {
            painter.rect_stroke(
                square,
                CornerRadius::same(2),
                Stroke::new(1.0, look.mark),
                StrokeKind::Inside,
            );
        }
    }
}
