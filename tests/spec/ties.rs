//! Places and angles that rounding could decide either way, and must not.

use crate::canvas::{Canvas, device_id, pen, roll, roller, session, zone};
use stipple::coverage::CoverageSet;
use stipple::model::{Device, Passes, PerDirection};

/// Checks the counts of a roll at the cell with this centre, and every other cell against the text.
#[track_caller]
fn check(device: &Device, path: &[(f64, f64)], (x, y): (f64, f64), expected: [u8; 5]) {
    let canvas = Canvas::new(4);
    let session = session(std::slice::from_ref(device), vec![roll("d1", path)]);
    let counted = canvas.count(&session).counts_of(Some(&device_id("d1")), canvas.cell(x, y));
    assert_eq!(counted, PerDirection(expected));
    canvas.assert_agrees(&session);
}

/// (-0.5, 6.5) to the centre is square to the path and 1.43 mm long: on the seam of strip and round end.
#[test]
fn a_round_end_does_not_gape() {
    check(&pen("d1", 3.0), &[(1.75, 8.25), (-0.5, 6.5)], (0.375, 5.375), [0, 0, 0, 1, 0]);
}

/// (8.125, 8.125) to the centre is square to the straight path and 1.35 mm long.
#[test]
fn a_point_on_a_straight_line_does_not_gape() {
    let path = [(7.625, 6.875), (8.125, 8.125), (8.625, 9.375)];
    check(&roller("d1", 4.0), &path, (9.375, 7.625), [0, 1, 0, 0, 0]);
}

#[test]
fn a_slanted_right_angle_stays_in_the_sweep() {
    // (1/8, 12/8), then (-36/8, 3/8).
    let path = [(10.0, 9.0), (10.125, 10.5), (5.625, 10.875)];
    check(&roller("d1", 2.0), &path, (9.875, 10.125), [0, 1, 0, 0, 0]);
}

#[test]
fn a_slanted_right_angle_in_hundredths_stays_in_the_sweep() {
    let path = [(10.0, 9.0), (10.3, 10.6), (7.1, 11.2)];
    check(&roller("d1", 2.0), &path, (9.875, 10.375), [0, 1, 0, 0, 0]);
}

/// The smallest step a file can hold is not closer than 0.01 mm.
#[test]
fn a_hundredth_of_a_millimetre_is_a_step() {
    check(&roller("d1", 3.0), &[(10.0, 9.125), (10.01, 9.125)], (9.125, 9.125), [0; 5]);
}

#[test]
fn counts_of_a_series_end_at_16_bits() {
    let canvas = Canvas::new(4);
    let full = session(&[roller("d1", 4.0)], vec![zone("d1", "pad-left", Passes::default().map(|_| 255))]);
    let counted = canvas.count(&full);
    let mut series = CoverageSet::new(canvas.diagram.grid);
    (0..258).for_each(|_| series.push(&full, &counted));
    assert_eq!(series.counts(canvas.cell(3.125, 3.125)).0, [65_535; 5]);
}
