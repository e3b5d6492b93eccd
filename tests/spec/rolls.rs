//! Rolls worked out by hand. Counts are horizontal, vertical, rising, falling, undirected.

use crate::canvas::{Canvas, pen, points, polyline, roll, roll_passes, roller, session};
use crate::oracle;
use stipple::coverage::Draft;
use stipple::geometry::Point;
use stipple::model::{Device, EntryKind, Roll, Session, Tip};

const NONE: [u32; 5] = [0; 5];

/// A session of one roll.
fn rolled(device: Device, path: &[(f64, f64)]) -> Session {
    let entry = roll(device.id.as_str(), path);
    session(&[device], vec![entry])
}

/// How many sweeps a path has.
fn sweeps(path: &[(f64, f64)]) -> usize {
    let mut draft = Draft::roll(Canvas::new(4).diagram.grid, 1.0, Tip::Flat, 1);
    for p in points(path) {
        draft.push(p);
    }
    draft.sweeps()
}

#[test]
fn to_and_fro_four_times_counts_four() {
    let (left, right) = ((4.125, 9.125), (12.125, 9.125));
    let path = [left, right, left, right, left];
    // 4 mm wide: from 7.125 to 11.125, edges and corners included.
    Canvas::new(4).check(
        &rolled(roller("d1", 4.0), &path),
        &[
            (8.125, 9.125, [4, 0, 0, 0, 0]),
            (4.125, 7.125, [4, 0, 0, 0, 0]),
            (12.125, 11.125, [4, 0, 0, 0, 0]),
            (3.875, 9.125, NONE),
            (12.375, 9.125, NONE),
            (8.125, 6.875, NONE),
            (8.125, 11.375, NONE),
        ],
    );
    assert_eq!(sweeps(&path), 4);
}

#[test]
fn exactly_90_degrees_stays_in_the_sweep() {
    let path = [(4.125, 4.125), (10.125, 4.125), (10.125, 10.125)];
    Canvas::new(4).check(
        &rolled(roller("d1", 2.0), &path),
        &[
            // In both rectangles: once, and the first one's direction.
            (9.625, 4.625, [1, 0, 0, 0, 0]),
            (10.125, 8.125, [0, 1, 0, 0, 0]),
            // The wedge fills the outer corner, (0.5, -0.5) from it and 1 mm in radius, in the direction before.
            (10.625, 3.625, [1, 0, 0, 0, 0]),
            (11.125, 3.125, NONE),
            // On the edge of wedge and second rectangle: rectangles come first.
            (11.125, 4.125, [0, 1, 0, 0, 0]),
        ],
    );
    assert_eq!(sweeps(&path), 1);
}

#[test]
fn just_over_90_degrees_starts_a_sweep() {
    let path = [(4.125, 4.125), (10.125, 4.125), (10.115, 10.125)];
    Canvas::new(4).check(
        &rolled(roller("d1", 2.0), &path),
        &[
            (9.625, 4.625, [1, 1, 0, 0, 0]),
            // No wedge between sweeps.
            (10.625, 3.625, NONE),
        ],
    );
    assert_eq!(sweeps(&path), 2);
}

#[test]
fn the_turn_is_measured_from_the_start_of_the_sweep() {
    // Three turns of 45 degrees: the third makes it 135 from the first segment.
    let path = [(4.125, 9.125), (8.125, 9.125), (10.125, 11.125), (10.125, 13.125), (8.125, 15.125)];
    assert_eq!(sweeps(&path), 2);
    Canvas::new(4).check(&rolled(pen("d1", 3.0), &path), &[(10.125, 13.125, [0, 1, 1, 0, 0])]);
}

#[test]
fn a_bend_to_the_left_has_its_wedge_on_the_right() {
    let path = [(2.125, 9.125), (8.125, 9.125), (12.125, 5.125)];
    Canvas::new(4).check(
        &rolled(roller("d1", 4.0), &path),
        &[
            // (0.5, 1.5) from the bend: past its first segment, before its second, and nearer than 2.
            (8.625, 10.625, [1, 0, 0, 0, 0]),
            (8.625, 11.125, NONE),
            (8.625, 7.625, [0, 0, 1, 0, 0]),
        ],
    );
}

#[test]
fn a_bend_to_the_right_has_its_wedge_on_the_left() {
    let path = [(2.125, 9.125), (8.125, 9.125), (12.125, 13.125)];
    Canvas::new(4).check(
        &rolled(roller("d1", 4.0), &path),
        &[(8.625, 7.625, [1, 0, 0, 0, 0]), (8.625, 7.125, NONE), (8.625, 10.625, [0, 0, 0, 1, 0])],
    );
}

#[test]
fn a_single_point_is_an_undirected_disc_whatever_the_tip() {
    for device in [roller("d1", 3.0), pen("d1", 3.0)] {
        let entry = roll_passes("d1", &[(5.125, 5.125)], 3);
        Canvas::new(4).check(
            &session(&[device], vec![entry]),
            &[
                (5.125, 6.625, [0, 0, 0, 0, 3]),
                (6.125, 6.125, [0, 0, 0, 0, 3]),
                // (1.25, 1) is 1.6 from the middle.
                (6.375, 6.125, NONE),
            ],
        );
    }
}

#[test]
fn points_closer_than_a_hundredth_of_a_millimetre_make_a_dab() {
    let path = [(4.125, 4.125), (4.13, 4.125), (4.125, 4.13), (4.125, 4.125)];
    Canvas::new(4).check(
        &rolled(roller("d1", 3.0), &path),
        &[(4.125, 5.625, [0, 0, 0, 0, 1]), (2.625, 4.125, [0, 0, 0, 0, 1])],
    );
    assert_eq!(sweeps(&path), 0);
}

#[test]
fn a_hundredth_of_a_millimetre_is_a_way() {
    // A rectangle from x = 0 to 0.01 holds no centre; a dab would.
    let path = [(0.0, 5.125), (0.01, 5.125)];
    Canvas::new(4).check(&rolled(roller("d1", 3.0), &path), &[(0.125, 5.125, NONE)]);
    assert_eq!(sweeps(&path), 1);
}

#[test]
fn distance_is_taken_from_the_last_point_kept() {
    // Steps of 0.006 mm: the second point goes, the third is 0.012 from the first and stays.
    let path = [(4.125, 4.125), (4.131, 4.125), (4.137, 4.125)];
    Canvas::new(4).check(
        &rolled(pen("d1", 3.0), &path),
        &[(3.125, 4.125, [1, 0, 0, 0, 0]), (5.375, 4.125, [1, 0, 0, 0, 0])],
    );
}

#[test]
fn a_tremble_is_no_sweep() {
    let with = |back: f64| {
        let path = [(4.125, 9.125), (8.125, 9.125), (8.125 - back, 9.125), (12.125, 9.125)];
        rolled(roller("d1", 2.0), &path)
    };
    let canvas = Canvas::new(4);
    canvas.check(&with(0.005), &[(8.125, 9.125, [1, 0, 0, 0, 0])]);
    canvas.check(&with(0.02), &[(8.125, 9.125, [3, 0, 0, 0, 0]), (9.125, 9.125, [1, 0, 0, 0, 0])]);
}

/// 12/29, 70/169 and 408/985 lie just below t = sqrt(2) - 1, 29/70 and 169/408 just above.
#[test]
fn directions_part_at_t() {
    let canvas = Canvas::new(4);
    let (h, v, r, f) = ([1, 0, 0, 0, 0], [0, 1, 0, 0, 0], [0, 0, 1, 0, 0], [0, 0, 0, 1, 0]);
    let cases = [
        (0.29, 0.12, h),
        (1.69, 0.70, h),
        (9.85, 4.08, h),
        (-1.69, 0.70, h),
        (-1.69, -0.70, h),
        (0.70, 0.29, f),
        (4.08, 1.69, f),
        (-4.08, -1.69, f),
        (-4.08, 1.69, r),
        (4.08, -1.69, r),
        (0.70, 1.69, v),
        (-0.70, 1.69, v),
        (4.08, 9.85, v),
        (1.69, 4.08, f),
        (-1.69, -4.08, f),
        (1.69, -4.08, r),
    ];
    for (dx, dy, expected) in cases {
        let path = [(10.125, 9.125), (10.125 + dx, 9.125 + dy)];
        // Of the rectangle, the middle of the start is its own.
        canvas.check(&rolled(roller("d1", 1.0), &path), &[(10.125, 9.125, expected)]);
    }
}

#[test]
fn exactly_t_is_level_or_plumb() {
    let canvas = Canvas::new(4);
    let t = std::f64::consts::SQRT_2 - 1.0;
    let far = 8.0;
    for (dx, dy, expected) in [
        (far, far * t, [1, 0, 0, 0, 0]),
        (far, (far * t).next_up(), [0, 0, 0, 1, 0]),
        (far * t, far, [0, 1, 0, 0, 0]),
        ((far * t).next_up(), far, [0, 0, 0, 1, 0]),
    ] {
        // From the origin, so that the components are those of the point; the oracle knows no such fine steps.
        let session = rolled(roller("d1", 1.0), &[(0.0, 0.0), (dx, dy)]);
        let counted = canvas.count(&session);
        assert_eq!(counted.counts(canvas.cell(0.125, 0.125)).0, expected, "{dx} {dy}");
    }
}

#[test]
fn rectangles_give_direction_before_wedges() {
    // The last segment comes back over the wedge at the first bend and has rising direction.
    let path = [(6.125, 6.125), (9.125, 6.125), (9.125, 8.125), (12.125, 3.125)];
    Canvas::new(4).check(
        &rolled(roller("d1", 4.0), &path),
        // (1, -1) from the first bend, in its wedge; 3.1 mm along the last segment and 0.7 beside it.
        &[(10.125, 5.125, [0, 0, 1, 0, 0])],
    );
}

#[test]
fn wedges_give_direction_before_the_start() {
    let path = [(6.125, 9.125), (6.625, 9.125), (6.625, 7.125), (9.625, 7.125)];
    Canvas::new(4).check(
        &rolled(pen("d1", 6.0), &path),
        &[
            // (-1, -0.5) from the second bend, in its wedge, which has the direction of the plumb segment before;
            // (-0.5, -2.5) from the start, in its half disc.
            (5.625, 6.625, [0, 1, 0, 0, 0]),
            // In the half disc at the start alone.
            (5.125, 11.125, [1, 0, 0, 0, 0]),
        ],
    );
}

#[test]
fn the_start_gives_direction_before_the_end() {
    let path = [(6.125, 9.125), (7.125, 9.125), (7.125, 8.125)];
    Canvas::new(4).check(
        &rolled(pen("d1", 6.0), &path),
        &[
            // (-0.5, -2) from the start and (-1.5, -1) from the end.
            (5.625, 7.125, [1, 0, 0, 0, 0]),
            // (2, -3) from the start is too far; (1, -2) from the end is not.
            (8.125, 6.125, [0, 1, 0, 0, 0]),
        ],
    );
}

#[test]
fn overlap_inside_a_sweep_counts_once() {
    // All three segments cover the middle.
    let path = [(4.125, 6.125), (8.125, 6.125), (8.125, 8.125), (12.125, 8.125)];
    Canvas::new(4).check(
        &rolled(roller("d1", 4.0), &path),
        &[(8.125, 7.125, [1, 0, 0, 0, 0]), (9.125, 8.125, [0, 1, 0, 0, 0])],
    );
}

#[test]
fn a_round_tip_has_an_end_on_every_sweep_but_a_start_on_the_first_only() {
    let (left, right) = ((6.125, 9.125), (12.125, 9.125));
    Canvas::new(4).check(
        &rolled(pen("d1", 4.0), &[left, right, left, right]),
        &[
            // Left of the left end: the start of the first sweep and the end of the second.
            (5.125, 9.125, [2, 0, 0, 0, 0]),
            (4.125, 9.125, [2, 0, 0, 0, 0]),
            // (-1.75, 1.25) from it is 2.15.
            (4.375, 10.375, NONE),
            // Right of the right end: the ends of the first and third.
            (13.125, 9.125, [2, 0, 0, 0, 0]),
            (9.125, 9.125, [3, 0, 0, 0, 0]),
        ],
    );
}

#[test]
fn a_flat_tip_has_straight_ends() {
    let (left, right) = ((6.125, 9.125), (12.125, 9.125));
    Canvas::new(4).check(
        &rolled(roller("d1", 4.0), &[left, right, left, right]),
        &[
            (5.875, 9.125, NONE),
            (6.125, 11.125, [3, 0, 0, 0, 0]),
            (12.125, 7.125, [3, 0, 0, 0, 0]),
            (12.375, 9.125, NONE),
        ],
    );
}

#[test]
fn a_stroke_partly_off_the_canvas_counts_where_it_is_on_it() {
    let canvas = Canvas::new(4);
    canvas.check(
        &rolled(roller("d1", 4.0), &[(-5.0, 9.125), (3.125, 9.125)]),
        &[(0.125, 9.125, [1, 0, 0, 0, 0]), (3.125, 7.125, [1, 0, 0, 0, 0]), (3.375, 9.125, NONE)],
    );
    canvas.check(
        &rolled(roller("d1", 4.0), &[(-40.0, 17.125), (60.0, 17.125)]),
        &[(0.125, 17.875, [1, 0, 0, 0, 0]), (19.875, 17.875, [1, 0, 0, 0, 0]), (10.125, 14.875, NONE)],
    );
}

#[test]
fn a_stroke_off_the_canvas_counts_nowhere() {
    let canvas = Canvas::new(4);
    for path in [[(-30.0, -30.0), (-20.0, -30.0)], [(-2.5, 3.0), (-2.5, 9.0)], [(22.5, -9.0), (22.5, 40.0)]] {
        for device in [roller("d1", 4.0), pen("d1", 4.0)] {
            let session = rolled(device, &path);
            canvas.assert_agrees(&session);
            assert!(canvas.count(&session).is_blank(), "{path:?}");
        }
    }
}

/// Too far for the oracle's numbers, but as far as a file may go.
#[test]
fn a_stroke_from_end_to_end_of_what_a_file_may_hold_is_as_wide_as_any() {
    let canvas = Canvas::new(4);
    let far = 10_000.0;
    for device in [roller("d1", 4.0), pen("d1", 4.0)] {
        let level = canvas.count(&rolled(device.clone(), &[(-far, 9.0), (far, 9.0)]));
        let slanted = canvas.count(&rolled(device, &[(-far, -far), (far, far)]));
        for cell in oracle::cells(&canvas.diagram) {
            let centre = canvas.diagram.grid.centre(cell);
            let is_in = |d: f64| u32::from(d.abs() <= 2.0);
            assert_eq!(level.counts(cell).0, [is_in(centre.y - 9.0), 0, 0, 0, 0], "{cell:?}");
            let beside = (centre.x - centre.y) * std::f64::consts::FRAC_1_SQRT_2;
            assert_eq!(slanted.counts(cell).0, [0, 0, 0, is_in(beside), 0], "{cell:?}");
        }
    }
}

#[test]
fn passes_of_a_roll_saturate_at_255() {
    let entry = roll_passes("d1", &[(4.125, 9.125), (12.125, 9.125), (4.125, 9.125)], 200);
    let short = roll_passes("d1", &[(4.125, 9.125), (8.125, 9.125)], 254);
    let canvas = Canvas::new(4);
    let device = roller("d1", 4.0);
    canvas.check(&session(std::slice::from_ref(&device), vec![entry]), &[(8.125, 9.125, [255, 0, 0, 0, 0])]);
    let one_more = roll("d1", &[(4.125, 9.125), (6.125, 9.125)]);
    canvas.check(
        &session(&[device], vec![short, one_more.clone(), one_more]),
        &[(5.125, 9.125, [255, 0, 0, 0, 0]), (7.125, 9.125, [254, 0, 0, 0, 0])],
    );
}

#[test]
fn passes_of_a_roll_count_for_every_sweep() {
    let entry = roll_passes("d1", &[(4.125, 9.125), (12.125, 9.125), (4.125, 9.125)], 3);
    Canvas::new(4).check(&session(&[roller("d1", 4.0)], vec![entry]), &[(8.125, 9.125, [6, 0, 0, 0, 0])]);
}

#[test]
fn the_width_of_the_entry_stands_above_the_devices() {
    let mut entry = roll("d1", &[(4.125, 9.125), (12.125, 9.125)]);
    let path = polyline(&[(4.125, 9.125), (12.125, 9.125)]);
    entry.kind = EntryKind::Roll(Roll { path, width_mm: Some(1.5), passes: 1, times_ms: Vec::new() });
    Canvas::new(4).check(
        &session(&[roller("d1", 8.0)], vec![entry]),
        &[(8.125, 9.875, [1, 0, 0, 0, 0]), (8.125, 10.125, NONE), (8.125, 8.125, NONE)],
    );
}

/// Half a circle of 5 mm about (8, 9) in eleven steps of 16.4 degrees. The seventh has turned by 98.2.
#[test]
fn a_smooth_half_circle_is_two_sweeps_that_meet_end_to_end() {
    let path = [
        (8.0, 4.0),
        (9.41, 4.2),
        (10.7, 4.79),
        (11.78, 5.73),
        (12.55, 6.92),
        (12.95, 8.29),
        (12.95, 9.71),
        (12.55, 11.08),
        (11.78, 12.27),
        (10.7, 13.21),
        (9.41, 13.8),
        (8.0, 14.0),
    ];
    let canvas = Canvas::new(4);
    let session = rolled(roller("d1", 1.0), &path);
    canvas.check(
        &session,
        &[
            (8.125, 4.125, [1, 0, 0, 0, 0]),
            (11.625, 5.625, [0, 0, 0, 1, 0]),
            (12.875, 9.125, [0, 1, 0, 0, 0]),
            (11.625, 12.375, [0, 0, 1, 0, 0]),
            (8.125, 13.875, [1, 0, 0, 0, 0]),
        ],
    );
    assert_eq!(sweeps(&path), 2);
    // The strip is whole and nowhere counted twice, but for the corner between the two straight ends.
    let counted = canvas.count(&session);
    for cell in oracle::cells(&canvas.diagram) {
        let centre = canvas.diagram.grid.centre(cell);
        if centre.distance(Point::new(12.95, 9.71)) > 0.51 {
            let total: u32 = counted.counts(cell).0.iter().sum();
            let from_line = (centre.distance(Point::new(8.0, 9.0)) - 4.95).abs();
            assert!(total <= 1, "{cell:?}");
            assert!(total == 1 || centre.x < 8.25 || from_line > 0.4, "{cell:?}");
        }
    }
}
