//! Shares of an area, exact.

use std::cmp::Ordering;

/// A part of a whole, as two whole numbers, so that it can be compared and rounded without error.
///
/// # Guarantees
///
/// The whole is not zero and the part is not larger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    part: u128,
    whole: u128,
}

impl Share {
    /// `part` of `whole`; none when there is no whole.
    pub fn new(part: u128, whole: u128) -> Option<Self> {
        (whole > 0).then(|| Self { part: part.min(whole), whole })
    }

    /// The share as a number from 0 to 1.
    pub fn value(self) -> f64 {
        self.part as f64 / self.whole as f64
    }

    /// The share in units of `1 / steps`, rounded down: with 1000 steps, 94.97 % is 949.
    ///
    /// A share is never shown larger than it is, so that "95 %" always means at least 95 %.
    pub fn floor(self, steps: u32) -> u32 {
        (self.part * u128::from(steps) / self.whole) as u32
    }

    /// How the share compares to `percent`, without rounding. Percent count to six decimals.
    pub fn cmp_percent(self, percent: f64) -> Ordering {
        let millionths = (percent * 1e6).round().max(0.0) as u128;
        (self.part * 100_000_000).cmp(&(millionths * self.whole))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_rounded_down() {
        let share = Share::new(9497, 10_000).unwrap();
        assert_eq!((share.floor(100), share.floor(1000)), (94, 949));
        assert_eq!(Share::new(7, 7).unwrap().floor(1000), 1000);
    }

    #[test]
    fn comparing_does_not_round() {
        assert_eq!(Share::new(7, 100).unwrap().cmp_percent(7.0), Ordering::Equal);
        assert_eq!(Share::new(94_999_999, 100_000_000).unwrap().cmp_percent(95.0), Ordering::Less);
        assert_eq!(Share::new(1, 3).unwrap().cmp_percent(33.333_333), Ordering::Greater);
        assert_eq!(Share::new(0, 0), None);
    }
}
