//! The direction of a pass, and five counts, one a direction.

use crate::geometry::Vector;

/// Direction of a pass at a point of skin, modulo 180 degrees, as it looks on the diagram.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Direction {
    /// `─`
    Horizontal,
    /// `│`
    Vertical,
    /// `╱`, from bottom left to top right
    Rising,
    /// `╲`, from top left to bottom right
    Falling,
    /// A pass that has none: a stamp, a peel, a zone logged without it.
    Undirected,
}

impl Direction {
    /// All five, in the order of the file format.
    pub const ALL: [Self; 5] =
        [Self::Horizontal, Self::Vertical, Self::Rising, Self::Falling, Self::Undirected];

    /// The four that a rolled stroke can have.
    pub const ROLLED: [Self; 4] = [Self::Horizontal, Self::Vertical, Self::Rising, Self::Falling];

    /// The direction of a straight piece with these components.
    ///
    /// Within 22.5 degrees of level or plumb it is horizontal or vertical, otherwise slanted. Only arithmetic,
    /// no trigonometry, so that every machine counts alike.
    pub fn of_segment(v: Vector) -> Self {
        let t = std::f64::consts::SQRT_2 - 1.0;
        let (dx, dy) = (v.x.abs(), v.y.abs());
        if dy <= t * dx {
            Self::Horizontal
        } else if dx <= t * dy {
            Self::Vertical
        } else if (v.x > 0.0) == (v.y > 0.0) {
            Self::Falling
        } else {
            Self::Rising
        }
    }

    /// Its name in files and on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Horizontal => "horizontal",
            Self::Vertical => "vertical",
            Self::Rising => "rising",
            Self::Falling => "falling",
            Self::Undirected => "undirected",
        }
    }

    /// Its sign in text, where the font has it.
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Horizontal => "─",
            Self::Vertical => "│",
            Self::Rising => "╱",
            Self::Falling => "╲",
            Self::Undirected => "·",
        }
    }

    /// The direction it becomes in a mirror that swaps left and right.
    #[must_use]
    pub const fn mirrored(self) -> Self {
        match self {
            Self::Rising => Self::Falling,
            Self::Falling => Self::Rising,
            other => other,
        }
    }

    /// A unit heading along it; none for [`Direction::Undirected`].
    pub const fn heading(self) -> Option<Vector> {
        const DIAGONAL: f64 = std::f64::consts::FRAC_1_SQRT_2;
        match self {
            Self::Horizontal => Some(Vector::new(1.0, 0.0)),
            Self::Vertical => Some(Vector::new(0.0, 1.0)),
            Self::Rising => Some(Vector::new(DIAGONAL, -DIAGONAL)),
            Self::Falling => Some(Vector::new(DIAGONAL, DIAGONAL)),
            Self::Undirected => None,
        }
    }

    /// Its place in [`Direction::ALL`].
    pub const fn index(self) -> usize {
        self as usize
    }
}

/// One value a direction.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct PerDirection<T>(pub [T; 5]);

/// How many passes an entry adds, by direction.
pub type Passes = PerDirection<u8>;

impl<T> PerDirection<T> {
    /// The value of one direction.
    #[expect(clippy::indexing_slicing, reason = "a direction's index is below 5 by its definition")]
    pub fn get(&self, direction: Direction) -> &T {
        &self.0[direction.index()]
    }

    /// The value of one direction, to change.
    #[expect(clippy::indexing_slicing, reason = "a direction's index is below 5 by its definition")]
    pub fn get_mut(&mut self, direction: Direction) -> &mut T {
        &mut self.0[direction.index()]
    }

    /// Every direction with its value.
    pub fn iter(&self) -> impl Iterator<Item = (Direction, &T)> {
        Direction::ALL.into_iter().zip(&self.0)
    }

    /// The same with every value replaced.
    pub fn map<U>(self, f: impl FnMut(T) -> U) -> PerDirection<U> {
        PerDirection(self.0.map(f))
    }
}

impl Passes {
    /// `count` passes of one direction.
    pub fn of(direction: Direction, count: u8) -> Self {
        let mut passes = Self::default();
        *passes.get_mut(direction) = count;
        passes
    }

    /// All of them together.
    pub fn total(&self) -> u32 {
        self.0.iter().map(|&n| u32::from(n)).sum()
    }

    /// The same seen in a mirror that swaps left and right.
    #[must_use]
    pub fn mirrored(&self) -> Self {
        let mut out = Self::default();
        for (direction, &count) in self.iter() {
            *out.get_mut(direction.mirrored()) = count;
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sectors_meet_at_their_edges() {
        let t = std::f64::consts::SQRT_2 - 1.0;
        let of = |x, y| Direction::of_segment(Vector::new(x, y));
        assert_eq!(of(1.0, t), Direction::Horizontal);
        assert_eq!(of(1.0, t + 1e-12), Direction::Falling);
        assert_eq!(of(-t, 1.0), Direction::Vertical);
        assert_eq!(of(1.0, -1.0), Direction::Rising);
        assert_eq!(of(-1.0, 1.0), Direction::Rising);
        assert_eq!(of(-1.0, -1.0), Direction::Falling);
    }

    #[test]
    fn a_heading_has_its_own_direction() {
        for direction in Direction::ROLLED {
            assert_eq!(direction.heading().map(Direction::of_segment), Some(direction));
        }
    }
}
