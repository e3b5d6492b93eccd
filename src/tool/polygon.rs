//! The Region tool by corners: a click a corner, and the ring is closed when it is asked for.

use super::lasso::region;
use crate::geometry::Point;
use crate::model::{EntryKind, Passes};

/// A polygon that is being drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Polygon {
    corners: Vec<Point>,
}

impl Polygon {
    /// The first corner.
    pub fn begin(at: Point) -> Self {
        Self { corners: vec![at.rounded()] }
    }

    /// Another corner. Returns whether the click closes the ring instead: it does on the first corner, and when the last
    /// corner is clicked again. Both are met within `reach_mm`.
    pub fn click(&mut self, at: Point, reach_mm: f64) -> bool {
        let met = |corner: Option<&Point>| corner.is_some_and(|corner| corner.distance(at) <= reach_mm);
        if self.corners.len() >= 2 && (met(self.corners.first()) || met(self.corners.last())) {
            return true;
        }
        // Twice at the first corner is a hand that shook.
        if !met(self.corners.last()) {
            self.corners.push(at.rounded());
        }
        false
    }

    /// Takes the last corner back. Returns whether any is left.
    pub fn back(&mut self) -> bool {
        self.corners.pop();
        !self.corners.is_empty()
    }

    /// Its corners so far.
    pub fn corners(&self) -> &[Point] {
        &self.corners
    }

    /// Closes the ring. None when nothing worth the name is enclosed.
    pub fn finish(self, passes: Passes) -> Option<EntryKind> {
        region(self.corners, passes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(clicks: &[(f64, f64)]) -> (Polygon, Vec<bool>) {
        let mut at = clicks.iter().map(|(x, y)| Point::new(*x, *y));
        let mut polygon = Polygon::begin(at.next().unwrap());
        let closed = at.map(|p| polygon.click(p, 1.0)).collect();
        (polygon, closed)
    }

    #[test]
    fn the_first_corner_and_a_second_click_close_the_ring() {
        let (polygon, closed) = drawn(&[(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.4, 0.3)]);
        assert_eq!(closed, [false, false, true]);
        let Some(EntryKind::Region { ring, .. }) = polygon.finish(Passes::default()) else { panic!() };
        assert_eq!(ring.points().len(), 3);
        let (polygon, closed) = drawn(&[(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (10.0, 10.2)]);
        assert_eq!(closed, [false, false, true]);
        assert_eq!(polygon.corners().len(), 3);
    }

    #[test]
    fn a_line_encloses_nothing_and_two_clicks_at_the_start_are_one() {
        let (polygon, closed) = drawn(&[(0.0, 0.0), (0.1, 0.0), (10.0, 0.0)]);
        assert_eq!(closed, [false, false]);
        assert_eq!(polygon.corners().len(), 2);
        assert_eq!(polygon.finish(Passes::default()), None);
    }

    #[test]
    fn corners_are_taken_back_one_by_one() {
        let (mut polygon, _) = drawn(&[(0.0, 0.0), (10.0, 0.0), (10.0, 10.0)]);
        assert!(polygon.back());
        assert_eq!(polygon.corners(), [Point::new(0.0, 0.0), Point::new(10.0, 0.0)]);
        assert!(polygon.back());
        assert!(!polygon.back());
    }
}
