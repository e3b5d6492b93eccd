//! Areas, passes, directions, shares and densities worked out by hand. A cell is 1/4 mm wide, 0.000625 cm2 on the
//! picture. Counts are horizontal, vertical, rising, falling, undirected.

use crate::agreement::{assert_close, assert_close_if_any, assert_figures_agree};
use crate::canvas::{Canvas, device_id, undirected};
use crate::plate::{body_plate, dense, fill, fill_zone, passes, patch, plate, series, session_on};
use stipple::metrics::{Share, ZoneMetrics};
use stipple::model::{BodySize, Client, Device, DeviceKind, Entry, Session};

const CELL_CM2: f64 = 0.000_625;

/// One zone of 10 by 10 cells, so that a cell is 1 %.
fn square() -> Canvas {
    plate("plate", 4, (14, 12), &[patch("square", "1", &[(2, 1, 12, 11)])])
}

/// The figures of the first zone, which every other figure of the diagram must agree with the text for, too.
#[track_caller]
fn first_zone(canvas: &Canvas, sessions: &[Session]) -> ZoneMetrics {
    assert_figures_agree(canvas, sessions, None, 1.0);
    canvas.figures(sessions, None).zones[0].metrics.clone().unwrap()
}

/// The figures of the square after one session, in which the first so many of its cells have so many passes.
#[track_caller]
fn square_with(cells_and_passes: &[(i32, u8)]) -> ZoneMetrics {
    let canvas = square();
    let mut entries = Vec::new();
    for &(cells, n) in cells_and_passes {
        entries.push(fill(&canvas, Some("d1"), (2, 1, 12, 1 + cells / 10), undirected(n)));
        let last = (2, 1 + cells / 10, 2 + cells % 10, 2 + cells / 10);
        if cells % 10 > 0 {
            entries.push(fill(&canvas, Some("d1"), last, undirected(n)));
        }
    }
    first_zone(&canvas, &series(vec![entries]))
}

fn percent(part: u128) -> Share {
    Share::new(part * 1_000_000, 100_000_000).unwrap()
}

#[test]
fn an_area_is_that_of_its_cells_times_the_area_factor() {
    let canvas = plate("plate", 4, (20, 20), &[patch("brow", "1.25", &[(0, 0, 10, 8), (12, 0, 14, 10)])]);
    let entry = fill(&canvas, Some("d1"), (5, 4, 14, 20), undirected(1));
    let found = first_zone(&canvas, &series(vec![vec![entry]]));
    // 80 + 20 cells; of the first part 5 x 4 cells are covered, of the second 2 x 6.
    assert_close(found.area_cm2, 100.0 * 1.25 * CELL_CM2);
    assert_close(found.treated_cm2, 32.0 * 1.25 * CELL_CM2);
    assert_eq!(found.coverage, Share::new(32 * 1_250_000, 100 * 1_250_000).unwrap());
}

#[test]
fn the_mean_is_over_the_whole_zone_and_not_over_what_was_painted() {
    let found = square_with(&[(20, 3), (5, 4)]);
    // 5 cells have 7 and 15 have 3.
    assert_close(found.mean_passes, 0.8);
    assert_eq!((found.max_passes, found.coverage), (7, percent(20)));
}

#[test]
fn sessions_and_devices_and_directions_add_up() {
    let canvas = square();
    let all = |device, counts| fill_zone(&canvas, Some(device), "square", passes(counts));
    let sessions = series(vec![
        vec![all("d1", [1, 0, 2, 0, 0]), all("d2", [1, 0, 0, 0, 0])],
        vec![all("d1", [0, 0, 3, 0, 5])],
    ]);
    let found = first_zone(&canvas, &sessions);
    assert_eq!(found.by_direction.0, [2.0, 0.0, 5.0, 0.0, 5.0]);
    assert_eq!((found.mean_passes, found.max_passes), (12.0, 12));
}

#[test]
fn means_by_direction_add_up_to_the_mean() {
    let canvas = square();
    let entries = vec![
        fill(&canvas, Some("d1"), (2, 1, 12, 4), passes([1, 0, 0, 0, 0])),
        fill(&canvas, Some("d1"), (2, 1, 3, 11), passes([0, 2, 0, 7, 0])),
    ];
    let found = first_zone(&canvas, &series(vec![entries]));
    // 30 cells once, 10 cells twice and 10 cells seven times.
    assert_eq!(found.by_direction.0, [0.3, 0.2, 0.0, 0.7, 0.0]);
    assert_close(found.mean_passes, 1.2);
    assert_eq!(found.max_passes, 10);
}

#[test]
fn directions_are_complete_where_all_four_were_taken_in_any_session_by_any_device() {
    let canvas = square();
    let sessions = series(vec![
        vec![fill(&canvas, Some("d1"), (2, 1, 12, 5), passes([1, 1, 0, 0, 9]))],
        vec![fill(&canvas, Some("d2"), (2, 3, 12, 11), passes([0, 0, 2, 0, 9]))],
        vec![fill(&canvas, None, (2, 1, 9, 11), passes([0, 0, 0, 1, 0]))],
    ]);
    let found = first_zone(&canvas, &sessions);
    // Rows 3 and 4, columns 2 to 8.
    assert_eq!(found.directions_complete, percent(14));
}

#[test]
fn undirected_passes_are_no_direction() {
    let canvas = square();
    let entry = fill_zone(&canvas, Some("d1"), "square", passes([1, 1, 1, 0, 9]));
    assert_eq!(first_zone(&canvas, &series(vec![vec![entry]])).directions_complete, percent(0));
}

#[test]
fn v_is_the_share_with_at_least_so_many_passes() {
    let canvas = square();
    let fill = |rows, n| fill(&canvas, Some("d1"), (2, 1, 12, 1 + rows), undirected(n));
    // 10 cells have 16, 20 have 8, 30 have 4, 10 have 1 and 30 none.
    let sessions = series(vec![vec![fill(1, 8), fill(3, 4)], vec![fill(6, 3), fill(7, 1)]]);
    let row = &canvas.figures(&sessions, None).zones[0];
    assert_eq!(row.v, vec![(1, percent(70)), (4, percent(60)), (8, percent(30)), (16, percent(10))]);
    assert_eq!((row.target, row.at_target, row.gap_cm2, row.gaps), (None, None, None, None));
}

#[test]
fn d98_needs_98_percent_of_the_area_and_not_a_cell_more() {
    assert_eq!(square_with(&[(98, 5)]).d98, 5);
    assert_eq!(square_with(&[(97, 5)]).d98, 0);
    assert_eq!(square_with(&[(99, 5), (98, 1), (97, 1)]).d98, 6);
    assert_eq!(square_with(&[(100, 5)]).d98, 5);
}

#[test]
fn d50_is_what_half_of_the_area_reached() {
    assert_eq!(square_with(&[(50, 9), (51, 2)]).d50, 11);
    assert_eq!(square_with(&[(49, 9), (51, 2)]).d50, 2);
    assert_eq!(square_with(&[(49, 9)]).d50, 0);
}

#[test]
fn d2_is_what_the_hottest_2_percent_reached() {
    assert_eq!(square_with(&[(2, 200), (100, 3)]).d2, 203);
    assert_eq!(square_with(&[(1, 200), (100, 3)]).d2, 3);
    assert_eq!(square_with(&[(1, 200)]).d2, 0);
}

#[test]
fn percentages_go_by_area_and_not_by_cells() {
    // 60 cells of factor 1 and 20 of factor 2: 100 parts of area. With 59 of the first and all of the second it is
    // 99 %, without two of the second 96 %.
    let patches = [patch("plain", "1", &[(0, 0, 10, 6)]), patch("steep", "2", &[(0, 6, 10, 8)])];
    let canvas = plate("plate", 4, (10, 10), &patches);
    let whole = |entries| {
        let sessions = series(vec![entries]);
        assert_figures_agree(&canvas, &sessions, None, 1.0);
        canvas.figures(&sessions, None).whole.metrics.unwrap()
    };
    let one = |block| fill(&canvas, Some("d1"), block, undirected(1));
    let all = one((0, 0, 10, 10));
    let share = |part: u128| Share::new(part * 1_000_000, 100_000_000).unwrap();

    let found = whole(vec![one((1, 0, 10, 1)), one((0, 1, 10, 8))]);
    assert_eq!((found.coverage, found.d98), (share(99), 1));
    let found = whole(vec![one((0, 0, 10, 7)), one((0, 7, 8, 8))]);
    assert_eq!((found.coverage, found.d98), (share(96), 0));
    // One steep cell is 2 % of the area, one plain cell is not.
    assert_eq!(whole(vec![all.clone(), one((4, 7, 5, 8))]).d2, 2);
    assert_eq!(whole(vec![all.clone(), one((4, 2, 5, 3))]).d2, 1);
    // 10 plain and 20 steep cells are half of the area, though fewer than half of the cells.
    let found = whole(vec![one((0, 5, 10, 8))]);
    assert_eq!((found.d50, found.coverage), (1, share(50)));
    assert_eq!(found.mean_passes, 0.5);
    assert_eq!(whole(vec![one((0, 0, 9, 1)), one((0, 6, 10, 8))]).d50, 0);
}

#[test]
fn homogeneity_is_the_spread_over_the_typical() {
    // D2 9, D98 1, D50 4.
    let found = square_with(&[(98, 1), (60, 3), (2, 5)]);
    assert_eq!((found.d98, found.d50, found.d2), (1, 4, 9));
    assert_eq!(found.homogeneity, Some(2.0));
    assert_eq!(square_with(&[(100, 7)]).homogeneity, Some(0.0));
    // D2 3, D98 0, D50 3.
    assert_eq!(square_with(&[(50, 3)]).homogeneity, Some(1.0));
}

#[test]
fn homogeneity_is_absent_where_half_of_the_area_has_no_pass() {
    let found = square_with(&[(49, 9)]);
    assert_eq!((found.d2, found.d50, found.homogeneity), (9, 0, None));
}

#[test]
fn nothing_painted_is_zero_and_not_absent() {
    let canvas = square();
    for sessions in [series(vec![]), series(vec![vec![]]), series(vec![vec![], vec![]])] {
        let found = first_zone(&canvas, &sessions);
        assert_eq!((found.coverage, found.directions_complete), (percent(0), percent(0)));
        assert_eq!((found.mean_passes, found.max_passes, found.treated_cm2), (0.0, 0, 0.0));
        assert_eq!((found.d98, found.d50, found.d2, found.homogeneity), (0, 0, 0, None));
        assert_eq!((found.density_per_cm2, found.untouched_share), (Some(0.0), Some(1.0)));
    }
}

#[test]
fn a_zone_without_a_cell_has_no_figures() {
    let patches = [patch("over", "1", &[(0, 0, 9, 9)]), patch("under", "1", &[(1, 1, 5, 5)])];
    let canvas = plate("plate", 4, (10, 10), &patches);
    let entry = fill_zone(&canvas, Some("d1"), "under", undirected(3));
    let sessions = series(vec![vec![entry]]);
    assert_figures_agree(&canvas, &sessions, None, 1.0);
    let row = &canvas.figures(&sessions, None).zones[1];
    assert_eq!(row.metrics, None);
    assert!(row.v.is_empty());
}

#[test]
fn density_is_passes_times_the_devices_own() {
    let canvas = square();
    let fill = |device, rows, n| fill(&canvas, Some(device), (2, 1, 12, 1 + rows), undirected(n));
    // d1 has 10 a pass: 60 cells with 2.
    let found = first_zone(&canvas, &series(vec![vec![fill("d1", 6, 2)]]));
    assert_eq!(found.density_per_cm2, Some(12.0));
    // d2 has 4 a pass: 20 cells with 6 more, in another session.
    let found = first_zone(&canvas, &series(vec![vec![fill("d1", 6, 2)], vec![fill("d2", 2, 6)]]));
    assert_close_if_any(found.density_per_cm2, Some(12.0 + 0.2 * 6.0 * 4.0));
}

#[test]
fn untouched_share_is_a_mean_of_chances_and_not_the_chance_of_a_mean() {
    let canvas = square();
    let fill = |device, rows, n| fill(&canvas, Some(device), (2, 1, 12, 1 + rows), undirected(n));
    let found = first_zone(&canvas, &series(vec![vec![fill("d1", 5, 20)]]));
    // Half at 200 a cm2, which is 2 a mm2, and half at none.
    assert_close_if_any(found.untouched_share, Some(f64::midpoint((-2.0_f64).exp(), 1.0)));
    // 10 cells with both devices, 40 with the first.
    let found = first_zone(&canvas, &series(vec![vec![fill("d1", 5, 20), fill("d2", 1, 25)]]));
    let want = 0.1 * (-3.0_f64).exp() + 0.4 * (-2.0_f64).exp() + 0.5;
    assert_close_if_any(found.untouched_share, Some(want));
}

#[test]
fn one_device_may_be_set_otherwise_in_every_session() {
    let canvas = square();
    let visit = |day, density| {
        let entry = fill_zone(&canvas, Some("d1"), "square", undirected(2));
        session_on(day, 10, &[dense("d1", Some(density))], vec![entry])
    };
    let found = first_zone(&canvas, &[visit(1, 10.0), visit(2, 15.5)]);
    assert_close_if_any(found.density_per_cm2, Some(51.0));
    assert_close_if_any(found.untouched_share, Some((-0.51_f64).exp()));
}

#[test]
fn density_is_absent_where_a_device_of_unknown_geometry_passed() {
    let patches = [patch("one", "1", &[(0, 0, 10, 5)]), patch("two", "1", &[(0, 5, 10, 10)])];
    let canvas = plate("plate", 4, (10, 10), &patches);
    let known = fill(&canvas, Some("d1"), (0, 0, 10, 10), undirected(2));
    // A single cell of the first zone, by a device without geometry or by none.
    for device in [Some("d3"), None] {
        let unknown = fill(&canvas, device, (3, 3, 4, 4), undirected(1));
        let sessions = series(vec![vec![known.clone(), unknown]]);
        assert_figures_agree(&canvas, &sessions, None, 1.0);
        let found = canvas.figures(&sessions, None);
        let density = |metrics: &Option<ZoneMetrics>| {
            let metrics = metrics.as_ref().unwrap();
            (metrics.density_per_cm2, metrics.untouched_share.is_some())
        };
        assert_eq!(density(&found.zones[0].metrics), (None, false));
        assert_eq!(density(&found.zones[1].metrics), (Some(20.0), true));
        assert_eq!(density(&found.whole.metrics), (None, false));
    }
}

#[test]
fn a_device_that_did_nothing_leaves_the_density_known() {
    let canvas = square();
    let entries = vec![
        fill_zone(&canvas, Some("d1"), "square", undirected(2)),
        fill_zone(&canvas, Some("d3"), "square", undirected(0)),
        fill_zone(&canvas, Some("d3"), "nowhere", undirected(9)),
    ];
    assert_eq!(first_zone(&canvas, &series(vec![entries])).density_per_cm2, Some(20.0));
}

/// The density of one pass of a device over a whole zone.
#[track_caller]
fn density_of(device: Device, n: u8) -> Option<f64> {
    let canvas = square();
    let entry = fill_zone(&canvas, Some("d1"), "square", undirected(n));
    let found = first_zone(&canvas, &[session_on(1, 9, &[device], vec![entry])]);
    assert_eq!(found.untouched_share.is_some(), found.density_per_cm2.is_some());
    found.density_per_cm2
}

#[test]
fn a_drum_of_192_needles_makes_15_punctures_a_pass_and_244_in_16() {
    let drum = Device {
        width_mm: Some(20.0),
        needles: Some(192),
        drum_diameter_mm: Some(20.0),
        ..Device::new(device_id("d1"), "Drum", DeviceKind::Roller)
    };
    let one = density_of(drum.clone(), 1).unwrap();
    // 192 / (4 pi) is 15.2789.
    assert!((one - 15.2789).abs() < 5e-5, "{one}");
    assert_eq!((one * 10.0).round(), 153.0);
    assert_eq!(density_of(drum.clone(), 16).unwrap().round(), 244.0);
    assert_close_if_any(density_of(drum.clone(), 16), Some(48.0 * 16.0 / std::f64::consts::PI));
    // What was measured wins, and what is missing leaves it unknown.
    assert_eq!(density_of(Device { density_per_pass: Some(12.5), ..drum.clone() }, 2), Some(25.0));
    assert_eq!(density_of(Device { needles: None, ..drum.clone() }, 2), None);
    assert_eq!(density_of(Device { drum_diameter_mm: None, ..drum.clone() }, 2), None);
    assert_eq!(density_of(Device { width_mm: None, ..drum }, 2), None);
}

#[test]
fn the_density_of_a_pen_is_strokes_over_the_area_it_glides_over() {
    let pen = Device {
        width_mm: Some(5.0),
        needles: Some(12),
        strokes_per_s: Some(100.0),
        glide_cm_per_s: Some(4.0),
        ..Device::new(device_id("d1"), "Pen", DeviceKind::Pen)
    };
    // 1200 punctures a second on 2 cm2 a second.
    assert_eq!(density_of(pen.clone(), 1), Some(600.0));
    assert_eq!(density_of(Device { strokes_per_s: None, ..pen.clone() }, 1), None);
    assert_eq!(density_of(Device { kind: DeviceKind::Stamp, ..pen }, 1), None);
}

#[test]
fn the_whole_is_all_zones_that_are_no_keep_out() {
    let patches = [
        patch("eye", "3", &[(0, 0, 10, 2)]).keep_out(),
        patch("brow", "1.5", &[(0, 2, 10, 6)]),
        patch("chin", "1", &[(0, 6, 10, 10)]),
    ];
    let canvas = plate("plate", 4, (10, 20), &patches);
    // The eye, half of the brow, and cells in no zone.
    let entries = vec![
        fill(&canvas, Some("d1"), (0, 0, 10, 2), passes([50, 0, 0, 0, 0])),
        fill(&canvas, Some("d1"), (0, 2, 10, 4), passes([0, 4, 0, 0, 0])),
        fill(&canvas, Some("d3"), (0, 10, 10, 20), undirected(90)),
    ];
    let sessions = series(vec![entries]);
    assert_figures_agree(&canvas, &sessions, None, 1.0);
    let found = canvas.figures(&sessions, None).whole.metrics.unwrap();
    // 40 cells of 1.5 and 40 of 1: 100 parts, of which 30 have 4.
    assert_close(found.area_cm2, 100.0 * CELL_CM2);
    assert_close(found.treated_cm2, 30.0 * CELL_CM2);
    assert_eq!((found.max_passes, found.mean_passes), (4, 1.2));
    assert_eq!(found.by_direction.0, [0.0, 1.2, 0.0, 0.0, 0.0]);
    assert_eq!(found.density_per_cm2, Some(12.0));
}

/// Two cheeks, the right one twice as large and with another area factor, and an eye that has no twin.
fn cheeks() -> Canvas {
    let patches = [
        patch("cheek-right", "1.5", &[(20, 0, 40, 10)]),
        patch("eye-left", "1", &[(0, 12, 4, 14)]),
        patch("cheek-left", "1.2", &[(0, 0, 10, 10)]),
    ];
    plate("plate", 4, (40, 14), &patches)
}

#[test]
fn a_pair_is_both_sides_taken_together() {
    let canvas = cheeks();
    let fill = |zone, n| fill_zone(&canvas, Some("d1"), zone, undirected(n));
    let sessions = series(vec![vec![fill("cheek-left", 6), fill("cheek-right", 2), fill("eye-left", 9)]]);
    assert_figures_agree(&canvas, &sessions, None, 1.0);
    let [pair] = &canvas.figures(&sessions, None).pairs[..] else { panic!("one pair was expected") };
    assert_eq!((pair.left, pair.right), (canvas.zone("cheek-left"), canvas.zone("cheek-right")));
    let both = pair.both.metrics.as_ref().unwrap();
    // 100 cells of 1.2 with 6 and 200 of 1.5 with 2: 1320 in 420 parts.
    assert_close(both.area_cm2, 420.0 * CELL_CM2);
    assert_close(both.mean_passes, 1320.0 / 420.0);
    assert_eq!((both.d98, both.d50, both.d2), (2, 2, 6));
}

#[test]
fn asymmetry_is_the_difference_of_two_means_over_their_mean() {
    let canvas = cheeks();
    let fill = |zone, n| fill_zone(&canvas, Some("d1"), zone, undirected(n));
    let asymmetry = |entries: Vec<Entry>| {
        let sessions = series(vec![entries]);
        assert_figures_agree(&canvas, &sessions, None, 1.0);
        canvas.figures(&sessions, None).pairs[0].asymmetry
    };
    assert_eq!(asymmetry(vec![fill("cheek-left", 6), fill("cheek-right", 2)]), Some(1.0));
    assert_eq!(asymmetry(vec![fill("cheek-left", 2), fill("cheek-right", 6)]), Some(-1.0));
    assert_eq!(asymmetry(vec![fill("cheek-left", 3), fill("cheek-right", 3)]), Some(0.0));
    assert_eq!(asymmetry(vec![fill("cheek-left", 1)]), Some(2.0));
    assert_eq!(asymmetry(vec![fill("cheek-right", 1)]), Some(-2.0));
    assert_eq!(asymmetry(vec![fill("eye-left", 1)]), None);
}

#[test]
fn areas_alone_grow_with_the_client() {
    let patches = [
        patch("back-left", "1.5", &[(0, 0, 20, 20)]),
        patch("back-right", "1.5", &[(20, 0, 40, 20)]),
        patch("groin", "2", &[(0, 20, 40, 24)]).keep_out(),
    ];
    let canvas = body_plate("plate", 4, (40, 30), &patches, (160.0, 50.0));
    // Mosteller: sqrt(180 x 100) over sqrt(160 x 50) is 1.5.
    let client = Client { height_cm: Some(180.0), weight_kg: Some(100.0), ..Client::default() };
    let scale = canvas.diagram.body_scale(BodySize::of_client(&client));
    assert_close(scale, 1.5);
    let unknown = Client { height_cm: Some(180.0), ..Client::default() };
    assert_eq!(canvas.diagram.body_scale(BodySize::of_client(&unknown)), 1.0);

    let sessions = series(vec![vec![
        fill(&canvas, Some("d1"), (3, 3, 30, 22), passes([2, 1, 0, 0, 1])),
        fill(&canvas, Some("d2"), (0, 0, 8, 9), undirected(5)),
    ]]);
    assert_figures_agree(&canvas, &sessions, None, scale);
    let (small, large) = (canvas.figures(&sessions, None), canvas.scaled_figures(&sessions, None, scale));
    let rows = |figures: &stipple::metrics::DiagramMetrics| {
        let pairs = figures.pairs.iter().map(|pair| pair.both.clone());
        let rows = figures.zones.iter().cloned().chain(pairs).chain([figures.whole.clone()]);
        rows.map(|row| row.metrics.unwrap()).collect::<Vec<ZoneMetrics>>()
    };
    for (small, large) in rows(&small).into_iter().zip(rows(&large)) {
        assert_close(large.area_cm2, small.area_cm2 * 1.5);
        assert_close(large.treated_cm2, small.treated_cm2 * 1.5);
        let (area_cm2, treated_cm2) = (small.area_cm2, small.treated_cm2);
        assert_eq!(ZoneMetrics { area_cm2, treated_cm2, ..large }, small);
    }
    assert_eq!(small.pairs[0].asymmetry, large.pairs[0].asymmetry);
}

#[test]
fn faces_do_not_grow_with_the_client() {
    let canvas = square();
    assert_eq!(canvas.diagram.body_scale(Some(BodySize { height_cm: 200.0, weight_kg: 150.0 })), 1.0);
}
