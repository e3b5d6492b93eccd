//! From the points of a roll to its sweeps.

use crate::geometry::{Point, Vector};
use crate::model::Direction;

/// Points closer than this to the last one kept, in mm, are left out.
pub const MIN_STEP_MM: f64 = 0.01;

/// A straight piece of a roll.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Segment {
    /// Where it begins.
    pub(super) from: Point,
    /// Where it ends.
    pub(super) to: Point,
    /// Unit vector along it.
    pub(super) heading: Vector,
    /// Its direction.
    pub(super) direction: Direction,
}

/// Turns points into segments, and says which of them begin a sweep.
#[derive(Clone, Debug, Default)]
pub(super) struct Sweeper {
    last: Option<Point>,
    /// The first step of the present sweep.
    reference: Option<Vector>,
}

/// Coordinates are decimal numbers and steps between them are not exact in binary. Steps this much shorter than
/// [`MIN_STEP_MM`] are meant to be as long as it, wherever on the diagram they are.
const STEP_ROUNDING_MM: f64 = 1e-9;

/// Whether a step turns by more than 90 degrees from another.
///
/// Near a right angle the sign of the product is decided in whole nanometres, in which the coordinates of a file
/// are exact: a right angle is one wherever it is drawn.
fn turns_back(step: Vector, reference: Vector) -> bool {
    let product = step.dot(reference);
    if product.abs() > 1e-9 * step.length() * reference.length() {
        return product < 0.0;
    }
    let whole = |mm: f64| (mm * 1e6).round() as i128;
    whole(step.x) * whole(reference.x) + whole(step.y) * whole(reference.y) < 0
}

impl Sweeper {
    /// Takes the next point of the roll. Returns the segment it completes, and whether that segment turned by
    /// more than 90 degrees from the first of its sweep and so begins the next one.
    pub(super) fn push(&mut self, p: Point) -> Option<(Segment, bool)> {
        let from = *self.last.get_or_insert(p);
        let step = p - from;
        let length = step.length();
        if length < MIN_STEP_MM - STEP_ROUNDING_MM {
            return None;
        }
        self.last = Some(p);
        let heading = Vector::new(step.x / length, step.y / length);
        let turned = self.reference.is_none_or(|reference| turns_back(step, reference));
        if turned {
            self.reference = Some(step);
        }
        let direction = Direction::of_segment(step);
        Some((Segment { from, to: p, heading, direction }, turned))
    }

    /// The sweeps of a whole roll, each with at least one segment; none for a dab.
    #[cfg(test)]
    pub(super) fn sweeps(points: &[Point]) -> Vec<Vec<Segment>> {
        let mut sweeper = Self::default();
        let mut sweeps: Vec<Vec<Segment>> = Vec::new();
        for &p in points {
            match sweeper.push(p) {
                Some((segment, true)) => sweeps.push(vec![segment]),
                Some((segment, false)) => {
                    if let Some(sweep) = sweeps.last_mut() {
                        sweep.push(segment);
                    }
                }
                None => {}
            }
        }
        sweeps
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sizes(points: &[(f64, f64)]) -> Vec<usize> {
        let points: Vec<Point> = points.iter().map(|&(x, y)| Point::new(x, y)).collect();
        Sweeper::sweeps(&points).iter().map(Vec::len).collect()
    }

    #[test]
    fn to_and_fro_four_times_is_four_sweeps() {
        assert_eq!(sizes(&[(0.0, 0.0), (9.0, 0.0), (0.0, 0.1), (9.0, 0.2), (0.0, 0.0)]), [1, 1, 1, 1]);
    }

    #[test]
    fn exactly_ninety_degrees_stays_in_the_sweep() {
        assert_eq!(sizes(&[(0.0, 0.0), (5.0, 0.0), (5.0, 5.0)]), [2]);
        assert_eq!(sizes(&[(0.0, 0.0), (5.0, 0.0), (4.999, 5.0)]), [1, 1]);
    }

    #[test]
    fn a_full_turn_is_compared_with_the_first_heading_of_its_sweep() {
        // A square: right, down (90 degrees, same sweep), left (180 from the reference), up (90 from left).
        assert_eq!(sizes(&[(0.0, 0.0), (5.0, 0.0), (5.0, 5.0), (0.0, 5.0), (0.0, 0.0)]), [2, 2]);
    }

    #[test]
    fn points_that_hardly_move_are_left_out() {
        assert_eq!(sizes(&[(1.0, 1.0), (1.005, 1.0), (1.009, 1.0)]), Vec::<usize>::new());
        assert_eq!(sizes(&[(1.0, 1.0), (1.006, 1.0), (1.012, 1.0)]), [1]);
    }
}
