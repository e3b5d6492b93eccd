//! Points, vectors and boxes in millimetres.

use std::ops::{Add, Mul, Sub};

/// How far from the origin a coordinate may lie, in mm: 10 m, as the file format allows.
pub const MAX_MM: f64 = 10_000.0;

/// A place on a diagram in millimetres: x to the right, y down, origin at the top left of the drawing.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Point {
    /// Millimetres to the right of the origin.
    pub x: f64,
    /// Millimetres below the origin.
    pub y: f64,
}

impl Point {
    /// The place `x` mm to the right of and `y` mm below the origin.
    pub const fn new(x: f64, y: f64) -> Self {
        Self { x, y }
    }

    /// Distance to `other` in mm. Not `hypot`, whose last digit differs between machines.
    pub fn distance(self, other: Self) -> f64 {
        (other - self).length()
    }

    /// The place on a straight line from here (`t` = 0) to `other` (`t` = 1).
    pub fn lerp(self, other: Self, t: f64) -> Self {
        self + (other - self) * t
    }

    /// Whether both coordinates are numbers within [`MAX_MM`].
    pub fn is_valid(self) -> bool {
        self.x.abs() <= MAX_MM && self.y.abs() <= MAX_MM
    }

    /// The same place as a file will hold it, to a hundredth of a millimetre.
    pub fn rounded(self) -> Self {
        Self::new(round_to_file_precision(self.x), round_to_file_precision(self.y))
    }

    /// The place on the other side of the vertical line at `midline_x`.
    pub fn mirrored(self, midline_x: f64) -> Self {
        Self::new(2.0 * midline_x - self.x, self.y)
    }
}

/// A coordinate as a file holds it: at most two decimals.
pub fn round_to_file_precision(mm: f64) -> f64 {
    (mm * 100.0).round() / 100.0
}

/// A difference of two places, in mm; or a heading, when its length is 1.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Vector {
    /// Millimetres to the right.
    pub x: f64,
    /// Millimetres down.
    pub y: f64,
}

impl Vector {
    /// The vector of these components.
    pub const fn new(x: f64, y: f64) -> Self {
        Self { x, y }
    }

    /// Scalar product.
    pub fn dot(self, other: Self) -> f64 {
        self.x * other.x + self.y * other.y
    }

    /// Length in mm.
    pub fn length(self) -> f64 {
        self.dot(self).sqrt()
    }

    /// The heading of this vector, or `None` for one too short to have any.
    pub fn heading(self) -> Option<Self> {
        let length = self.length();
        (length > 0.0 && length.is_finite()).then(|| Self::new(self.x / length, self.y / length))
    }

    /// A quarter turn: `v.dot(u.normal())` is the cross product of `v` and `u`.
    pub const fn normal(self) -> Self {
        Self::new(self.y, -self.x)
    }

    /// The opposite vector.
    pub const fn reversed(self) -> Self {
        Self::new(-self.x, -self.y)
    }
}

impl Sub for Point {
    type Output = Vector;
    fn sub(self, other: Self) -> Vector {
        Vector::new(self.x - other.x, self.y - other.y)
    }
}

impl Add<Vector> for Point {
    type Output = Self;
    fn add(self, v: Vector) -> Self {
        Self::new(self.x + v.x, self.y + v.y)
    }
}

impl Mul<f64> for Vector {
    type Output = Self;
    fn mul(self, k: f64) -> Self {
        Self::new(self.x * k, self.y * k)
    }
}

/// A box in millimetres, edges included.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rect {
    /// Top left corner.
    pub min: Point,
    /// Bottom right corner.
    pub max: Point,
}

impl Rect {
    /// The box between two corners, given as top left and bottom right.
    pub const fn new(min: Point, max: Point) -> Self {
        Self { min, max }
    }

    /// The smallest box around `points`, or `None` when there are none.
    pub fn around(points: impl IntoIterator<Item = Point>) -> Option<Self> {
        points.into_iter().map(|p| Self::new(p, p)).reduce(Self::union)
    }

    /// The smallest box around both.
    pub fn union(self, other: Self) -> Self {
        Self::new(
            Point::new(self.min.x.min(other.min.x), self.min.y.min(other.min.y)),
            Point::new(self.max.x.max(other.max.x), self.max.y.max(other.max.y)),
        )
    }

    /// The box grown by `mm` on every side.
    pub fn grown(self, mm: f64) -> Self {
        Self::new(Point::new(self.min.x - mm, self.min.y - mm), Point::new(self.max.x + mm, self.max.y + mm))
    }

    /// Width in mm.
    pub fn width(self) -> f64 {
        self.max.x - self.min.x
    }

    /// Height in mm.
    pub fn height(self) -> f64 {
        self.max.y - self.min.y
    }

    /// The middle of the box.
    pub fn centre(self) -> Point {
        self.min.lerp(self.max, 0.5)
    }

    /// Whether `p` lies inside or on the edge.
    pub fn contains(self, p: Point) -> bool {
        p.x >= self.min.x && p.x <= self.max.x && p.y >= self.min.y && p.y <= self.max.y
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn normal_makes_the_cross_product() {
        let (v, u) = (Vector::new(3.0, 4.0), Vector::new(0.6, -0.8));
        assert!((v.dot(u.normal()) - (v.x * u.y - v.y * u.x)).abs() < 1e-15);
    }

    #[test]
    fn a_zero_vector_has_no_heading() {
        assert_eq!(Vector::new(0.0, 0.0).heading(), None);
        assert_eq!(Vector::new(0.0, -2.0).heading(), Some(Vector::new(0.0, -1.0)));
    }

    #[test]
    fn rounding_keeps_hundredths() {
        assert_eq!(Point::new(1.234_6, -0.004).rounded(), Point::new(1.23, -0.0));
    }
}
