//! Where rows of cells enter and leave a convex shape, for as many rows at once as the processor's vectors hold.
//!
//! Ends are found in floating point, in cells; wherever one falls on a cell's centre within rounding it is said so, and
//! the rule itself can be asked about that cell.

#![expect(
    clippy::inline_always,
    reason = "only what is inlined is compiled for the widest vectors there are"
)]

use pulp::Simd;
use std::ops::Range;

/// Stands for the start of an empty interval, and negated for its end; farther away than any cell.
pub(super) const FAR: f64 = 1e9;

/// How near to a cell's centre, in cells, an end must fall for the rule to be asked. Far above the rounding of an
/// end, far below what costs time.
pub(super) const TIE: f64 = 1e-6;

/// The same where an end is steep in y and so less well known: at the tips of discs and at edges that are nearly
/// level.
const STEEP_TIE: f64 = 1e-2;

/// Added to a number well below 2^51 it leaves the nearest whole number in the low bits: the one way to round that
/// every processor does in a single step.
const ROUND: f64 = 6_755_399_441_055_744.0;

/// A multiple of the rows that any processor works on at once.
pub(super) const LANES: usize = 8;

/// The rows of a block of [`LANES`], counted from its first.
pub(super) const LANE: [f64; LANES] = [0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0];

/// x of an edge, in cells from the centre of column 0: `at` on the first row, `slope` more on each row.
#[derive(Clone, Copy, Debug)]
pub(super) struct RowLine {
    pub(super) at: f64,
    pub(super) slope: f64,
}

/// The chords of a disc: its middle in cells from the centre of column 0, how far below its middle the first row
/// lies, and the square of its radius.
#[derive(Clone, Copy, Debug)]
pub(super) struct RowDisc {
    x: f64,
    below: f64,
    radius2: f64,
    /// The least square of a half chord that can hold a centre.
    least: f64,
}

impl RowDisc {
    /// Half chords whose square is below this are shorter than a tie is wide.
    const TIP: f64 = STEEP_TIE * STEEP_TIE;

    pub(super) fn new(x: f64, below: f64, radius: f64) -> Self {
        // So short a chord holds a centre only where the disc's middle is nearly on one.
        let is_near_centres = (x - ((x + ROUND) - ROUND)).abs() < 2.0 * STEEP_TIE;
        Self { x, below, radius2: radius * radius, least: if is_near_centres { -1e-6 } else { Self::TIP } }
    }
}

/// Half planes, two open to the right and two open to the left, as they meet rows.
#[derive(Clone, Copy, Debug)]
pub(super) struct RowLines {
    pub(super) low: [RowLine; 2],
    pub(super) high: [RowLine; 2],
    /// Whether an edge is nearly level, so that its x is less well known.
    pub(super) is_steep: bool,
}

/// Where rows enter and leave a shape, and how well that is known, all in cells.
#[derive(Clone, Copy, Debug)]
pub(super) struct Chord<T> {
    pub(super) low: T,
    pub(super) high: T,
    pub(super) tie: T,
}

/// A convex shape, asked for many rows at once; `i` counts rows from the top of the clip.
pub(super) trait Shape: Copy {
    /// Its chords.
    fn chord<S: Simd>(self, simd: S, i: S::f64s) -> Chord<S::f64s>;

    /// Rows on which it is not certain what the chord is, whatever its ends are.
    #[inline(always)]
    fn doubt<S: Simd>(self, simd: S, i: S::f64s) -> S::m64s {
        simd.less_than_f64s(i, i)
    }
}

impl RowLines {
    /// No edges at all.
    pub(super) const NONE: Self = Self {
        low: [RowLine { at: -FAR, slope: 0.0 }; 2],
        high: [RowLine { at: FAR, slope: 0.0 }; 2],
        is_steep: false,
    };
}

impl RowLine {
    #[inline(always)]
    fn x<S: Simd>(self, simd: S, i: S::f64s) -> S::f64s {
        // Not fused: every machine is to find the same.
        simd.add_f64s(simd.splat_f64s(self.at), simd.mul_f64s(simd.splat_f64s(self.slope), i))
    }
}

impl Shape for RowLines {
    #[inline(always)]
    fn chord<S: Simd>(self, simd: S, i: S::f64s) -> Chord<S::f64s> {
        let ([a, b], [c, d]) = (self.low, self.high);
        Chord {
            low: simd.max_f64s(a.x(simd, i), b.x(simd, i)),
            high: simd.min_f64s(c.x(simd, i), d.x(simd, i)),
            tie: simd.splat_f64s(if self.is_steep { STEEP_TIE } else { TIE }),
        }
    }
}

impl Shape for RowDisc {
    #[inline(always)]
    fn chord<S: Simd>(self, simd: S, i: S::f64s) -> Chord<S::f64s> {
        let splat = |n| simd.splat_f64s(n);
        let dy = simd.add_f64s(splat(self.below), i);
        let left = simd.sub_f64s(splat(self.radius2), simd.mul_f64s(dy, dy));
        let root = simd.sqrt_f64s(simd.max_f64s(left, splat(0.0)));
        let misses = simd.less_than_f64s(left, splat(self.least));
        let half = simd.select_f64s(misses, splat(-FAR), root);
        // Near its top and bottom a disc is wide at once: the half chord is a root, and the root of rounding is much.
        let is_tip = simd.less_than_f64s(left, splat(Self::TIP));
        let is_tip = simd.and_m64s(is_tip, simd.less_than_or_equal_f64s(splat(self.least), left));
        Chord {
            low: simd.sub_f64s(splat(self.x), half),
            high: simd.add_f64s(splat(self.x), half),
            tie: simd.select_f64s(is_tip, splat(STEEP_TIE), splat(TIE)),
        }
    }
}

/// What of a disc lies between edges.
#[derive(Clone, Copy)]
pub(super) struct CutDisc {
    pub(super) lines: RowLines,
    pub(super) disc: RowDisc,
}

impl Shape for CutDisc {
    #[inline(always)]
    fn chord<S: Simd>(self, simd: S, i: S::f64s) -> Chord<S::f64s> {
        let (a, b) = (self.lines.chord(simd, i), self.disc.chord(simd, i));
        Chord {
            low: simd.max_f64s(a.low, b.low),
            high: simd.min_f64s(a.high, b.high),
            tie: simd.max_f64s(a.tie, b.tie),
        }
    }
}

/// A strip and the disc at its end, taken together.
#[derive(Clone, Copy)]
pub(super) struct StepShape {
    pub(super) lines: RowLines,
    /// Limits between which the rows of the strip lie.
    pub(super) strip_rows: (f64, f64),
    pub(super) disc: RowDisc,
}

impl StepShape {
    #[inline(always)]
    fn strip<S: Simd>(self, simd: S, i: S::f64s) -> Chord<S::f64s> {
        let strip = self.lines.chord(simd, i);
        let low = simd.select_f64s(between(simd, i, self.strip_rows), strip.low, simd.splat_f64s(FAR));
        Chord { low, ..strip }
    }
}

impl Shape for StepShape {
    #[inline(always)]
    fn chord<S: Simd>(self, simd: S, i: S::f64s) -> Chord<S::f64s> {
        let (strip, disc) = (self.strip(simd, i), self.disc.chord(simd, i));
        let (far, near) = (simd.splat_f64s(FAR), simd.splat_f64s(-FAR));
        let meets_strip = simd.less_than_or_equal_f64s(strip.low, strip.high);
        // A row that misses the disc has its low end far to the right already.
        let low = simd.min_f64s(simd.select_f64s(meets_strip, strip.low, far), disc.low);
        let high = simd.max_f64s(simd.select_f64s(meets_strip, strip.high, near), disc.high);
        Chord { low, high, tie: disc.tie }
    }

    #[inline(always)]
    fn doubt<S: Simd>(self, simd: S, i: S::f64s) -> S::m64s {
        let strip = self.strip(simd, i);
        let nearly = simd.less_than_or_equal_f64s(strip.low, simd.add_f64s(strip.high, strip.tie));
        simd.and_m64s(simd.less_than_f64s(strip.high, strip.low), nearly)
    }
}

#[inline(always)]
pub(super) fn between<S: Simd>(simd: S, i: S::f64s, (from, to): (f64, f64)) -> S::m64s {
    simd.and_m64s(simd.less_than_f64s(simd.splat_f64s(from), i), simd.less_than_f64s(i, simd.splat_f64s(to)))
}

/// The cells of chords, from `start` up to but not including `end`, both whole numbers.
#[derive(Clone, Copy)]
pub(super) struct Cells<S: Simd> {
    pub(super) start: S::f64s,
    pub(super) end: S::f64s,
    /// Where an end of the chord falls on a centre; that cell is left out.
    pub(super) tied: S::m64s,
}

#[inline(always)]
pub(super) fn cells<S: Simd>(simd: S, chord: Chord<S::f64s>) -> Cells<S> {
    let Chord { low, high, tie } = chord;
    let (round, one) = (simd.splat_f64s(ROUND), simd.splat_f64s(1.0));
    let whole = |x| simd.sub_f64s(simd.add_f64s(x, round), round);
    let (low_whole, high_whole) = (whole(low), whole(high));
    let (low_off, high_off) = (simd.sub_f64s(low, low_whole), simd.sub_f64s(high, high_whole));
    let behind = simd.less_than_f64s(simd.neg_f64s(tie), low_off);
    let before = simd.less_than_f64s(high_off, tie);
    let on_low = simd.less_than_f64s(simd.abs_f64s(low_off), tie);
    let on_high = simd.less_than_f64s(simd.abs_f64s(high_off), tie);
    // Ends that cross by rounding can still leave one cell, which the rule decides about.
    let not_crossed = simd.less_than_or_equal_f64s(low, simd.add_f64s(high, simd.add_f64s(tie, tie)));
    Cells {
        start: simd.select_f64s(behind, simd.add_f64s(low_whole, one), low_whole),
        end: simd.select_f64s(before, high_whole, simd.add_f64s(high_whole, one)),
        tied: simd.and_m64s(simd.or_m64s(on_low, on_high), not_crossed),
    }
}

/// The starts and ends of some rows, as many at once as a vector holds.
#[inline(always)]
pub(super) fn vectors<'a, S: Simd>(
    starts: &'a mut [f64],
    ends: &'a mut [f64],
    rows: Range<usize>,
) -> Option<impl Iterator<Item = (&'a mut S::f64s, &'a mut S::f64s)>> {
    let (starts, _) = S::as_mut_simd_f64s(starts.get_mut(rows.clone())?);
    let (ends, _) = S::as_mut_simd_f64s(ends.get_mut(rows)?);
    Some(starts.iter_mut().zip(ends))
}

/// The rows from the first to the last of both.
#[inline(always)]
pub(super) fn joined(a: &Range<usize>, b: &Range<usize>) -> Range<usize> {
    if a.is_empty() { b.clone() } else { a.start.min(b.start)..a.end.max(b.end) }
}

/// Rows as limits between which their numbers lie, counted from `top`.
pub(super) fn row_limits(rows: &Range<i32>, top: i32) -> (f64, f64) {
    (f64::from(rows.start - top) - 0.5, f64::from(rows.end - top) - 0.5)
}
