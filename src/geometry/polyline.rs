//! Paths and rings as they are drawn and stored.

use super::{MAX_MM, Point, Rect, Vector};

/// Why a list of points is no path or ring.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum PathError {
    /// Fewer points than it takes.
    #[error("has {found} points, but needs at least {needed}")]
    TooFew {
        /// How many there are.
        found: usize,
        /// How many it takes.
        needed: usize,
    },
    /// A coordinate is no number or too far away.
    #[error("point {index} is not a number within {MAX_MM} mm")]
    OutOfRange {
        /// Which point, from 0.
        index: usize,
        /// The point.
        point: Point,
    },
}

/// A line along which a device was moved.
///
/// # Guarantees
///
/// At least one point; every coordinate a number within [`MAX_MM`].
#[derive(Clone, Debug, PartialEq)]
pub struct Polyline(Vec<Point>);

impl Polyline {
    /// A path through `points`.
    ///
    /// # Errors
    ///
    /// When there is no point, or one is not a number within [`MAX_MM`].
    pub fn new(points: Vec<Point>) -> Result<Self, PathError> {
        checked(points, 1).map(Self)
    }

    /// The points in order.
    pub fn points(&self) -> &[Point] {
        &self.0
    }

    /// Length in mm.
    pub fn length(&self) -> f64 {
        self.0.array_windows().map(|[a, b]| a.distance(*b)).sum()
    }

    /// The smallest box around the points.
    pub fn bounds(&self) -> Rect {
        Rect::around(self.0.iter().copied()).unwrap_or(Rect::new(Point::default(), Point::default()))
    }

    /// The path on the other side of the vertical line at `midline_x`.
    #[must_use]
    pub fn mirrored(&self, midline_x: f64) -> Self {
        Self(self.0.iter().map(|p| p.mirrored(midline_x)).collect())
    }

    /// The path moved by `by`.
    ///
    /// # Errors
    ///
    /// When a point leaves [`MAX_MM`].
    pub fn moved(&self, by: Vector) -> Result<Self, PathError> {
        Self::new(self.0.iter().map(|&p| p + by).collect())
    }
}

/// A closed ring, such as a lasso draws; the last point joins the first.
///
/// # Guarantees
///
/// At least three points; every coordinate a number within [`MAX_MM`].
#[derive(Clone, Debug, PartialEq)]
pub struct Ring(Vec<Point>);

impl Ring {
    /// A ring through `points`.
    ///
    /// # Errors
    ///
    /// When there are fewer than three points, or one is not a number within [`MAX_MM`].
    pub fn new(points: Vec<Point>) -> Result<Self, PathError> {
        checked(points, 3).map(Self)
    }

    /// The corners in order, the first not repeated.
    pub fn points(&self) -> &[Point] {
        &self.0
    }

    /// The smallest box around the corners.
    pub fn bounds(&self) -> Rect {
        Rect::around(self.0.iter().copied()).unwrap_or(Rect::new(Point::default(), Point::default()))
    }

    /// The ring on the other side of the vertical line at `midline_x`.
    #[must_use]
    pub fn mirrored(&self, midline_x: f64) -> Self {
        Self(self.0.iter().map(|p| p.mirrored(midline_x)).collect())
    }
}

fn checked(points: Vec<Point>, needed: usize) -> Result<Vec<Point>, PathError> {
    if points.len() < needed {
        return Err(PathError::TooFew { found: points.len(), needed });
    }
    match points.iter().enumerate().find(|(_, p)| !p.is_valid()) {
        Some((index, &point)) => Err(PathError::OutOfRange { index, point }),
        None => Ok(points),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bad_points_are_named() {
        let bad = vec![Point::new(1.0, 1.0), Point::new(f64::NAN, 0.0)];
        assert!(matches!(Polyline::new(bad), Err(PathError::OutOfRange { index: 1, .. })));
        assert_eq!(Polyline::new(vec![]), Err(PathError::TooFew { found: 0, needed: 1 }));
        assert_eq!(Ring::new(vec![Point::default(); 2]), Err(PathError::TooFew { found: 2, needed: 3 }));
        assert!(Polyline::new(vec![Point::new(10_000.01, 0.0)]).is_err());
    }

    #[test]
    fn length_adds_up() {
        let path =
            Polyline::new(vec![Point::new(0.0, 0.0), Point::new(3.0, 4.0), Point::new(3.0, 0.0)]).unwrap();
        assert!((path.length() - 9.0).abs() < 1e-12);
    }
}
