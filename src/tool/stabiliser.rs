//! A steadier hand: the device is drawn behind the pointer as if on a string.
//!
//! It moves only when the string is taut, and then straight towards the pointer. Small tremors stay in the slack. It
//! depends on the way of the pointer and not on how often it is asked, and what is drawn is what is stored.

use crate::geometry::Point;

/// Draws a point behind the pointer.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stabiliser {
    string_mm: f64,
    at: Point,
}

/// Length of the string at 100 %, in mm.
const LONGEST_MM: f64 = 20.0;

impl Stabiliser {
    /// The pointer was pressed at a place. 0 % follows it exactly.
    pub(super) fn begin(percent: u8, at: Point) -> Self {
        Self { string_mm: f64::from(percent.min(100)) / 100.0 * LONGEST_MM, at }
    }

    /// The pointer moved. Returns where the device is.
    pub(super) fn follow(&mut self, pointer: Point) -> Point {
        let way = pointer - self.at;
        let taut = way.length() - self.string_mm;
        if taut > 0.0 {
            self.at = if self.string_mm == 0.0 { pointer } else { self.at + way * (taut / way.length()) };
        }
        self.at
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_it_the_device_is_where_the_pointer_is() {
        let mut none = Stabiliser::begin(0, Point::new(1.0, 1.0));
        for p in [Point::new(1.25, 1.0), Point::new(-3.0, 7.5)] {
            assert_eq!(none.follow(p), p);
        }
    }

    #[test]
    fn tremors_stay_in_the_slack() {
        // A string of 5 mm.
        let mut quarter = Stabiliser::begin(25, Point::new(0.0, 0.0));
        for i in 0..40 {
            let tremor = if i % 2 == 0 { 2.0 } else { -2.0 };
            assert_eq!(quarter.follow(Point::new(tremor, tremor)), Point::new(0.0, 0.0));
        }
        let pulled = quarter.follow(Point::new(15.0, 0.0));
        assert!((pulled.x - 10.0).abs() < 1e-12 && pulled.y == 0.0, "{pulled:?}");
    }

    #[test]
    fn a_straight_way_gives_the_same_line_however_often_it_is_asked() {
        let end = |steps: u32| {
            let mut hand = Stabiliser::begin(50, Point::new(0.0, 0.0));
            let mut last = Point::default();
            for i in 1..=steps {
                last = hand.follow(Point::new(60.0 * f64::from(i) / f64::from(steps), 0.0));
            }
            last
        };
        assert!(end(3).distance(end(600)) < 1e-9);
        assert!((end(600).x - 50.0).abs() < 1e-9);
    }
}
