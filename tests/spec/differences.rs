//! Where engine and text part. Each test shows that they still do, and fails once they no longer do: then move its
//! case to where it belongs, and take back what the comparison lets pass for its sake.

use crate::canvas::{Canvas, device_id, pen, roll, roller, session, zone};
use crate::oracle;
use stipple::coverage::CoverageSet;
use stipple::model::{Device, Passes, PerDirection};

/// Fails unless text and engine count these passes of a roll at the cell with this centre.
#[track_caller]
fn assert_differs(device: &Device, path: &[(f64, f64)], (x, y): (f64, f64), text: [u8; 5], engine: [u8; 5]) {
    let canvas = Canvas::new(4);
    let session = session(std::slice::from_ref(device), vec![roll("d1", path)]);
    let cell = canvas.cell(x, y);
    let place = oracle::cells(&canvas.diagram).position(|c| c == cell).unwrap();
    let raster = oracle::evaluate(&session, &canvas.diagram).into_values().next().unwrap_or_default();
    assert_eq!(raster.get(place).copied().unwrap_or_default(), PerDirection(text), "text");
    let counted = canvas.count(&session).counts_of(Some(&device_id("d1")), cell);
    assert_eq!(counted, PerDirection(engine), "engine: does the difference still stand?");
}

const NONE: [u8; 5] = [0; 5];

// DIFFERENCE: "Footprint of a sweep. The union of": pieces that meet leave no gap. In the engine each piece is
// rounded for itself, and a centre on the line between two of them can fall out of both. The comparison lets a
// centre on such a line miss passes (`Canvas::difference`).

/// (-0.5, 6.5) to the centre is square to the path and 1.43 mm long.
#[test]
fn a_round_end_gapes() {
    let path = [(1.75, 8.25), (-0.5, 6.5)];
    assert_differs(&pen("d1", 3.0), &path, (0.375, 5.375), [0, 0, 0, 1, 0], NONE);
}

/// (8.125, 8.125) to the centre is square to the straight path and 1.35 mm long.
#[test]
fn a_point_on_a_straight_line_gapes() {
    let path = [(7.625, 6.875), (8.125, 8.125), (8.625, 9.375)];
    assert_differs(&roller("d1", 4.0), &path, (9.375, 7.625), [0, 1, 0, 0, 0], NONE);
}

// DIFFERENCE: "A segment with u_i . reference < 0 starts the next sweep": a right angle does not. In the engine the
// product of rounded headings can come out below zero, also where all coordinates are exact in binary. Random
// sessions have no slanted right angles (`oracle::hangs_on_rounding`).

#[test]
fn a_slanted_right_angle_starts_a_sweep() {
    // (1/8, 12/8), then (-36/8, 3/8).
    let path = [(10.0, 9.0), (10.125, 10.5), (5.625, 10.875)];
    assert_differs(&roller("d1", 2.0), &path, (9.875, 10.125), [0, 1, 0, 0, 0], [1, 1, 0, 0, 0]);
}

#[test]
fn a_slanted_right_angle_in_hundredths_starts_a_sweep() {
    let path = [(10.0, 9.0), (10.3, 10.6), (7.1, 11.2)];
    assert_differs(&roller("d1", 2.0), &path, (9.875, 10.375), [0, 1, 0, 0, 0], [1, 1, 0, 0, 0]);
}

// DIFFERENCE: "Remove points closer than 0.01 mm": points 0.01 mm apart, the smallest step a file can hold, stay.
// In the engine the difference of their binary forms is often below 0.01. Random sessions have no such steps
// (`oracle::hangs_on_rounding`).

#[test]
fn a_hundredth_of_a_millimetre_is_too_close() {
    assert_differs(
        &roller("d1", 3.0),
        &[(10.0, 9.125), (10.01, 9.125)],
        (9.125, 9.125),
        NONE,
        [0, 0, 0, 0, 1],
    );
}

// DIFFERENCE: "the counts of its sessions added (u16, saturating)". `CoverageSet::sum_tile` does that;
// `CoverageSet::counts` and `total` go on.

#[test]
fn counts_of_a_series_pass_16_bits() {
    let canvas = Canvas::new(4);
    let full = session(&[roller("d1", 4.0)], vec![zone("d1", "pad-left", Passes::default().map(|_| 255))]);
    let counted = canvas.count(&full);
    let mut series = CoverageSet::new(canvas.diagram.grid);
    (0..258).for_each(|_| series.push(&full, &counted));
    assert_eq!(series.counts(canvas.cell(3.125, 3.125)).0, [258 * 255; 5]);
}
