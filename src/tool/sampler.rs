//! Which samples of a pointer become points of a path.
//!
//! A pointer moves in whole pixels, so that of a slow line every step is level, plumb or at 45 degrees: the path
//! would have directions that the hand did not have. Points therefore keep a distance that depends on the width of
//! the device and on nothing of the screen, and corners where the hand turns back are kept wherever they are.

use crate::geometry::{Point, Vector};
use crate::model::Direction;

/// Distance between two points of a path, in mm, for a device of this width.
fn step_mm(width_mm: f64) -> f64 {
    (width_mm / 16.0).clamp(0.4, 1.25)
}

/// Chooses points from samples.
#[derive(Clone, Debug)]
pub(super) struct Sampler {
    step_mm: f64,
    held_to: Option<Line>,
    last: Option<(Point, u32)>,
    /// The latest sample, not yet far enough to be a point.
    pending: Option<(Point, u32)>,
}

/// A straight line that a stroke is held to.
#[derive(Clone, Copy, Debug)]
struct Line {
    through: Point,
    heading: Option<Vector>,
}

impl Sampler {
    /// Takes samples as they come.
    pub(super) fn free(width_mm: f64) -> Self {
        Self { step_mm: step_mm(width_mm), held_to: None, last: None, pending: None }
    }

    /// Holds the path to a straight line through its first point, in a direction, or in the one of the four that
    /// is nearest to the first real movement.
    pub(super) fn straight(width_mm: f64, direction: Option<Direction>) -> Self {
        let line = Line { through: Point::default(), heading: direction.and_then(Direction::heading) };
        Self { held_to: Some(line), ..Self::free(width_mm) }
    }

    /// Takes a sample. Returns the points it adds to the path, none, one or two.
    pub(super) fn push(&mut self, at: Point, ms: u32) -> [Option<(Point, u32)>; 2] {
        let Some((last, _)) = self.last else {
            if let Some(line) = &mut self.held_to {
                line.through = at;
            }
            let first = (at.rounded(), ms);
            self.last = Some(first);
            return [Some(first), None];
        };
        let Some(at) = self.on_line(at) else { return [None, None] };
        let sample = (at.rounded(), ms);
        let turned_at = self.pending.filter(|(corner, _)| {
            let (before, after) = (*corner - last, sample.0 - *corner);
            before.dot(after) < 0.0 && before.length() >= self.step_mm / 4.0
        });
        let from = turned_at.map_or(last, |(corner, _)| corner);
        let far = from.distance(sample.0) >= self.step_mm;
        self.pending = (!far).then_some(sample);
        let point = far.then_some(sample);
        self.last = point.or(turned_at).or(self.last);
        [turned_at, point]
    }

    /// The end of the path: the latest sample, if it is not a point yet and not at the same place.
    pub(super) fn finish(&mut self) -> Option<(Point, u32)> {
        let (end, ms) = self.pending.take()?;
        let (last, _) = self.last?;
        (last.distance(end) >= self.step_mm / 8.0).then_some((end, ms))
    }

    /// The place on the line that a stroke is held to; none while the line has no heading yet.
    fn on_line(&mut self, at: Point) -> Option<Point> {
        let Some(line) = &mut self.held_to else { return Some(at) };
        let off = at - line.through;
        if line.heading.is_none() && off.length() >= 3.0 {
            line.heading = Direction::of_segment(off).heading();
        }
        let heading = line.heading?;
        Some(line.through + heading * off.dot(heading))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(mut sampler: Sampler, samples: &[(f64, f64)]) -> Vec<(f64, f64)> {
        let mut points = Vec::new();
        for (i, &(x, y)) in samples.iter().enumerate() {
            points.extend(sampler.push(Point::new(x, y), i as u32).into_iter().flatten());
        }
        points.extend(sampler.finish());
        points.iter().map(|(p, _)| (p.x, p.y)).collect()
    }

    #[test]
    fn the_first_and_last_place_are_kept() {
        let points = path(Sampler::free(20.0), &[(10.0, 10.0), (10.3, 10.0), (12.0, 10.1), (12.5, 10.1)]);
        assert_eq!(points, [(10.0, 10.0), (12.0, 10.1), (12.5, 10.1)]);
    }

    #[test]
    fn a_corner_is_kept_where_the_hand_turned_back() {
        let points = path(Sampler::free(20.0), &[(0.0, 0.0), (5.0, 0.0), (5.9, 0.0), (5.4, 0.0), (1.0, 0.0)]);
        assert_eq!(points, [(0.0, 0.0), (5.0, 0.0), (5.9, 0.0), (1.0, 0.0)]);
    }

    #[test]
    fn more_samples_on_the_same_way_change_nothing_but_a_step() {
        let coarse: Vec<(f64, f64)> = (0..=20).map(|i| (f64::from(i) * 2.0, 0.0)).collect();
        let fine: Vec<(f64, f64)> = (0..=400).map(|i| (f64::from(i) * 0.1, 0.0)).collect();
        let (a, b) = (path(Sampler::free(20.0), &coarse), path(Sampler::free(20.0), &fine));
        assert_eq!(a.last(), b.last());
        let (_, steps) = b.split_last().unwrap();
        assert!(steps.array_windows().all(|[p, q]| q.0 - p.0 >= 1.24), "{b:?}");
    }

    #[test]
    fn a_fixed_direction_holds_the_stroke_to_a_line() {
        let sampler = Sampler::straight(20.0, Some(Direction::Vertical));
        assert_eq!(
            path(sampler, &[(3.0, 3.0), (9.0, 8.0), (1.0, 13.0)]),
            [(3.0, 3.0), (3.0, 8.0), (3.0, 13.0)]
        );
        let nearest = Sampler::straight(20.0, None);
        let points = path(nearest, &[(0.0, 0.0), (1.0, 0.2), (5.0, 4.6), (9.0, 9.4)]);
        for [p, q] in points.array_windows() {
            let segment = Vector::new(q.0 - p.0, q.1 - p.1);
            assert_eq!(Direction::of_segment(segment), Direction::Falling);
        }
    }
}
