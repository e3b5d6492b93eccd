//! The Region tool: a lasso from press to release.

use super::sampler::Sampler;
use crate::geometry::{Point, Ring};
use crate::model::{EntryKind, Passes};

/// A lasso that is being drawn.
#[derive(Clone, Debug)]
pub struct Lasso {
    sampler: Sampler,
    points: Vec<Point>,
}

/// How finely a lasso is followed: like a device of this width, in mm.
const FINENESS_MM: f64 = 8.0;

/// The smallest area that counts as a lasso, in mm2; less is a slip of the hand.
const MIN_AREA_MM2: f64 = 4.0;

impl Lasso {
    /// The pointer was pressed at a place.
    pub fn begin(at: Point) -> Self {
        let mut lasso = Self { sampler: Sampler::free(FINENESS_MM), points: Vec::new() };
        lasso.extend(at);
        lasso
    }

    /// The pointer moved.
    pub fn extend(&mut self, at: Point) {
        self.points.extend(self.sampler.push(at, 0).into_iter().flatten().map(|(point, _)| point));
    }

    /// The pointer was released. None when nothing worth the name is enclosed.
    pub fn finish(mut self, passes: Passes) -> Option<EntryKind> {
        self.points.extend(self.sampler.finish().map(|(point, _)| point));
        region(self.points, passes)
    }

    /// Its corners so far.
    pub fn points(&self) -> &[Point] {
        &self.points
    }
}

/// The region inside some corners; none when they enclose nothing worth the name.
pub(super) fn region(points: Vec<Point>, passes: Passes) -> Option<EntryKind> {
    let last = points.last().copied()?;
    let pairs = std::iter::once(last).chain(points.iter().copied()).zip(&points);
    let doubled: f64 = pairs.map(|(a, b)| a.x * b.y - b.x * a.y).sum();
    let ring = Ring::new(points).ok()?;
    (doubled.abs() / 2.0 >= MIN_AREA_MM2).then_some(EntryKind::Region { ring, passes })
}

/// A region and, where it is mirrored, its image on the other side of a vertical line, in mm.
pub fn with_image(region: EntryKind, mirror_x_mm: Option<f64>) -> Vec<EntryKind> {
    let mut both = vec![region];
    if let (Some(midline), [EntryKind::Region { ring, passes }]) = (mirror_x_mm, both.as_slice()) {
        let points = ring.points().iter().map(|p| p.mirrored(midline).rounded()).collect();
        let image = Ring::new(points).ok();
        let passes = passes.mirrored();
        both.extend(image.map(|ring| EntryKind::Region { ring, passes }));
    }
    both
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Direction;

    #[test]
    fn a_click_is_no_lasso() {
        assert_eq!(Lasso::begin(Point::new(5.0, 5.0)).finish(Passes::default()), None);
        let mut line = Lasso::begin(Point::new(5.0, 5.0));
        line.extend(Point::new(50.0, 5.0));
        line.extend(Point::new(30.0, 5.0));
        assert_eq!(line.finish(Passes::default()), None);
    }

    #[test]
    fn a_mirrored_region_is_two_with_their_directions_turned_over() {
        let ring = Ring::new([(5.0, 5.0), (15.0, 5.0), (10.0, 15.0)].map(|(x, y)| Point::new(x, y)).to_vec());
        let region = EntryKind::Region { ring: ring.unwrap(), passes: Passes::of(Direction::Rising, 2) };
        assert_eq!(with_image(region.clone(), None).len(), 1);
        let both = with_image(region, Some(50.0));
        let [_, EntryKind::Region { ring, passes }] = both.as_slice() else { panic!("{both:?}") };
        assert_eq!(*passes, Passes::of(Direction::Falling, 2));
        assert_eq!(ring.points().first(), Some(&Point::new(95.0, 5.0)));
    }

    #[test]
    fn a_loop_is() {
        let mut lasso = Lasso::begin(Point::new(5.0, 5.0));
        for (x, y) in [(15.0, 5.0), (15.0, 15.0), (5.0, 15.0)] {
            lasso.extend(Point::new(x, y));
        }
        assert!(
            matches!(lasso.finish(Passes::default()), Some(EntryKind::Region { ring, .. }) if ring.points().len() == 4)
        );
    }
}
