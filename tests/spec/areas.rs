//! Shades, zones, regions, erasers, whole sessions and series worked out by hand.
//! Counts are horizontal, vertical, rising, falling, undirected.

use crate::canvas::{
    Canvas, device_id, erase, pen, region, roll, roll_passes, roller, session, shade, undirected, zone,
};
use crate::oracle;
use stipple::coverage::{CountError, CoverageSet, SessionCoverage, TILE_CELLS, TileCounts};
use stipple::model::{DiagramId, Direction, Entry, Passes, PerDirection, Session};

const NONE: [u32; 5] = [0; 5];

/// A session with one device; only rolls ask for its 4 mm.
fn by_roller(entries: Vec<Entry>) -> Session {
    session(&[roller("d1", 4.0)], entries)
}

#[test]
fn a_raster_rounds_its_size_up() {
    // 19.9 x 17.9 mm at 4, 39.8 x 35.8 mm at 2, 15.92 x 14.32 mm at 5 cells per mm.
    for cells_per_mm in [4, 2, 5] {
        let grid = Canvas::new(cells_per_mm).diagram.grid;
        assert_eq!((grid.columns(), grid.rows()), (80, 72));
    }
}

#[test]
fn a_shade_counts_once_by_direction_however_often_it_crosses_itself() {
    let path = [(6.125, 9.125), (12.125, 9.125), (6.125, 9.125), (9.125, 9.125), (9.125, 13.125)];
    let stroke = shade("d1", 4.0, &path, PerDirection([0, 1, 2, 0, 0]));
    let canvas = Canvas::new(4);
    let cells = |n: u32| {
        let full = [0, n, 2 * n, 0, 0];
        [
            (9.125, 9.125, full),
            // The caps are round: 2 mm ahead is in, (1.5, 1.5) is not.
            (4.125, 9.125, full),
            (9.125, 15.125, full),
            (13.625, 10.625, NONE),
            (3.875, 9.125, NONE),
            (12.125, 7.125, full),
            (12.125, 6.875, NONE),
        ]
    };
    canvas.check(&by_roller(vec![stroke.clone()]), &cells(1));
    canvas.check(&by_roller(vec![stroke.clone(), stroke]), &cells(2));
}

#[test]
fn a_shade_of_one_point_is_a_disc() {
    let dab = shade("d1", 3.0, &[(5.125, 5.125)], undirected(2));
    Canvas::new(4).check(
        &by_roller(vec![dab]),
        &[(6.625, 5.125, [0, 0, 0, 0, 2]), (6.125, 6.125, [0, 0, 0, 0, 2]), (6.375, 6.125, NONE)],
    );
}

#[test]
fn a_shade_keeps_points_however_close() {
    // Unlike a roll's: forty steps of 0.005 mm move its edge across a centre.
    let path: Vec<(f64, f64)> = (0..=40).map(|n| (f64::from(1000 + n) / 200.0, 5.125)).collect();
    let creep = shade("d1", 3.0, &path, undirected(1));
    Canvas::new(4).check(&by_roller(vec![creep]), &[(6.625, 5.125, [0, 0, 0, 0, 1]), (6.875, 5.125, NONE)]);
}

#[test]
fn passes_of_a_shade_saturate_by_direction() {
    let stroke = || shade("d1", 4.0, &[(6.125, 9.125), (12.125, 9.125)], PerDirection([200, 10, 0, 0, 1]));
    Canvas::new(4).check(&by_roller(vec![stroke(), stroke()]), &[(9.125, 9.125, [255, 20, 0, 0, 2])]);
}

#[test]
fn a_zone_gets_its_cells_passes() {
    Canvas::new(4).check(
        &by_roller(vec![zone("d1", "pad-left", PerDirection([2, 1, 0, 0, 0]))]),
        &[
            // The pad is 2 to 10 by 2 to 15 mm.
            (2.125, 2.125, [2, 1, 0, 0, 0]),
            (9.875, 14.875, [2, 1, 0, 0, 0]),
            (1.875, 2.125, NONE),
            (10.125, 3.125, NONE),
            // The diamond stands before it in the drawing, the frame behind it.
            (9.875, 7.125, NONE),
            (5.125, 12.125, [2, 1, 0, 0, 0]),
        ],
    );
}

#[test]
fn a_zone_that_comes_later_in_the_drawing_has_what_is_left() {
    Canvas::new(4).check(
        &by_roller(vec![zone("d1", "frame", undirected(1))]),
        // Its hole is 6 to 14 by 13 to 16 mm and belongs to nobody below the pads.
        &[
            (5.125, 12.125, NONE),
            (5.125, 15.125, [0, 0, 0, 0, 1]),
            (10.125, 16.625, [0, 0, 0, 0, 1]),
            (10.125, 15.625, NONE),
        ],
    );
}

#[test]
fn a_keep_out_counts_like_any_zone() {
    Canvas::new(4).check(
        &by_roller(vec![zone("d1", "spot", undirected(1)), roll("d1", &[(8.125, 7.125), (12.125, 7.125)])]),
        &[(9.875, 7.125, [1, 0, 0, 0, 1])],
    );
}

#[test]
fn zones_are_those_of_the_first_path_that_holds_the_centre() {
    for cells_per_mm in [4, 2, 5] {
        let canvas = Canvas::new(cells_per_mm);
        let mut cells_of = vec![0; canvas.diagram.zones.len()];
        for cell in oracle::cells(&canvas.diagram) {
            let zone = oracle::zone_of(&canvas.diagram, cell);
            assert_eq!(canvas.zones.zone_at(cell), zone, "{cell:?}");
            if let Some(zone) = zone {
                cells_of[zone] += 1;
                let in_run = |&(row, run): &(i32, stipple::geometry::Run)| {
                    row == cell.row && (run.start..run.end).contains(&cell.column)
                };
                assert_eq!(
                    canvas.zones.zone_runs(zone).iter().filter(|run| in_run(run)).count(),
                    1,
                    "{cell:?}"
                );
                assert!(canvas.zones.zone_bounds(zone).contains(cell), "{cell:?}");
            }
        }
        for (zone, &cells) in cells_of.iter().enumerate() {
            assert_eq!(canvas.zones.zone_cells(zone), cells);
            let in_runs: i32 = canvas.zones.zone_runs(zone).iter().map(|(_, run)| run.len()).sum();
            assert_eq!(in_runs as u64, cells);
        }
        // The diamond has half of 20 by 24 cells, and each pad is 32 by 52 less half of the diamond.
        assert_eq!(cells_of[0], 240);
        assert_eq!(cells_of[1], 32 * 52 - 120);
        assert_eq!(cells_of[2], 32 * 52 - 120);
        // Of the frame, 48 by 24 less a hole of 32 by 12, the pads take the upper 16 rows.
        assert_eq!(cells_of[3], 48 * 8 - 32 * 4);
    }
}

#[test]
fn a_region_counts_inside_its_ring() {
    let ring = [(4.0, 4.0), (12.0, 4.0), (4.0, 12.0)];
    Canvas::new(4).check(
        &by_roller(vec![region("d1", &ring, PerDirection([0, 0, 3, 0, 1]))]),
        // The last point joins the first; x + y = 16 is the slanted side.
        &[
            (4.125, 4.125, [0, 0, 3, 0, 1]),
            (4.125, 11.625, [0, 0, 3, 0, 1]),
            (8.125, 8.125, NONE),
            (7.875, 7.875, [0, 0, 3, 0, 1]),
            (3.875, 4.125, NONE),
        ],
    );
}

#[test]
fn a_lasso_that_crosses_itself_counts_where_it_winds() {
    // A figure of eight: once one way round, once the other.
    let eight = [(2.0, 2.0), (14.0, 14.0), (14.0, 2.0), (2.0, 14.0)];
    // A pentagram: twice round its middle.
    let star = [(10.0, 2.0), (14.11, 14.66), (3.34, 6.84), (16.66, 6.84), (5.89, 14.66)];
    let canvas = Canvas::new(4);
    let count = |ring: &[(f64, f64)]| by_roller(vec![region("d1", ring, undirected(1))]);
    let one = [0, 0, 0, 0, 1];
    canvas.check(&count(&eight), &[(2.625, 8.125, one), (13.375, 8.125, one), (8.125, 2.625, NONE)]);
    canvas.check(&count(&star), &[(10.125, 9.125, one), (10.125, 3.125, one), (10.125, 14.125, NONE)]);
}

#[test]
fn where_a_lasso_winds_back_it_counts_nothing() {
    // Two squares that overlap from 5 to 10 mm. The second goes round the other way, or the same way.
    let first = [(2.0, 2.0), (10.0, 2.0), (10.0, 10.0), (2.0, 10.0), (2.0, 2.0)];
    let back = [(5.0, 5.0), (5.0, 13.0), (13.0, 13.0), (13.0, 5.0), (5.0, 5.0)];
    let on = [(5.0, 5.0), (13.0, 5.0), (13.0, 13.0), (5.0, 13.0), (5.0, 5.0)];
    let canvas = Canvas::new(4);
    let one = [0, 0, 0, 0, 1];
    for (second, overlap) in [(back, NONE), (on, one)] {
        let ring = [first, second].concat();
        canvas.check(
            &by_roller(vec![region("d1", &ring, undirected(1))]),
            &[(7.125, 8.125, overlap), (3.125, 8.125, one), (12.125, 8.125, one)],
        );
    }
}

#[test]
fn an_eraser_clears_all_devices_but_not_what_comes_after() {
    let line = [(4.125, 9.125), (14.125, 9.125)];
    let entries = vec![
        roll("d1", &line),
        roll("d2", &line),
        zone("d2", "pad-left", undirected(7)),
        erase(2.0, &[(8.125, 9.125)]),
        roll("d1", &line),
    ];
    let session = session(&[roller("d1", 4.0), pen("d2", 4.0)], entries);
    let canvas = Canvas::new(4);
    canvas.check(
        &session,
        &[
            (8.125, 9.125, [1, 0, 0, 0, 0]),
            (9.125, 9.125, [1, 0, 0, 0, 0]),
            // (1, 0.25) from the eraser's middle, which is 1 mm in radius.
            (9.125, 9.375, [3, 0, 0, 0, 7]),
            (8.125, 10.375, [3, 0, 0, 0, 7]),
        ],
    );
    let counted = canvas.count(&session);
    let (inside, outside) = (canvas.cell(8.125, 9.125), canvas.cell(6.125, 9.125));
    let (first, second) = (device_id("d1"), device_id("d2"));
    assert_eq!(counted.counts_of(Some(&first), inside).0, [1, 0, 0, 0, 0]);
    assert_eq!(counted.counts_of(Some(&second), inside).0, [0; 5]);
    assert_eq!(counted.counts_of(Some(&second), outside).0, [1, 0, 0, 0, 7]);
}

#[test]
fn an_eraser_leaves_no_trace_of_a_device() {
    let line = [(4.125, 9.125), (14.125, 9.125)];
    let session = by_roller(vec![roll("d1", &line), erase(6.0, &line)]);
    let canvas = Canvas::new(4);
    canvas.assert_agrees(&session);
    assert!(canvas.count(&session) == SessionCoverage::new(canvas.diagram.grid));
}

#[test]
fn devices_are_kept_apart() {
    let entries = vec![
        roll("d1", &[(4.125, 9.125), (14.125, 9.125)]),
        roll_passes("d2", &[(9.125, 4.125), (9.125, 14.125)], 2),
        shade("d2", 2.0, &[(9.125, 9.125)], undirected(1)),
    ];
    let session = session(&[roller("d1", 4.0), roller("d2", 4.0)], entries);
    let canvas = Canvas::new(4);
    canvas.check(&session, &[(9.125, 9.125, [1, 2, 0, 0, 1]), (5.125, 9.125, [1, 0, 0, 0, 0])]);
    let counted = canvas.count(&session);
    let middle = canvas.cell(9.125, 9.125);
    assert_eq!(counted.counts_of(Some(&device_id("d1")), middle).0, [1, 0, 0, 0, 0]);
    assert_eq!(counted.counts_of(Some(&device_id("d2")), middle).0, [0, 2, 0, 0, 1]);
    assert_eq!(counted.counts_of(None, middle).0, [0; 5]);
}

#[test]
fn saturation_is_by_device() {
    let entries = vec![
        zone("d1", "pad-left", undirected(200)),
        zone("d2", "pad-left", undirected(200)),
        zone("d1", "pad-left", undirected(200)),
    ];
    let session = session(&[roller("d1", 4.0), roller("d2", 4.0)], entries);
    Canvas::new(4).check(&session, &[(3.125, 3.125, [0, 0, 0, 0, 455])]);
}

#[test]
fn paint_needs_no_device() {
    let mut entries = vec![
        zone("d1", "pad-left", undirected(1)),
        region("d1", &[(2.0, 2.0), (6.0, 2.0), (6.0, 6.0)], undirected(2)),
        shade("d1", 2.0, &[(5.125, 3.125)], undirected(4)),
    ];
    for entry in &mut entries {
        entry.device = None;
    }
    let session = by_roller(entries);
    let canvas = Canvas::new(4);
    canvas.check(&session, &[(5.125, 3.125, [0, 0, 0, 0, 7])]);
    let counted = canvas.count(&session);
    assert_eq!(counted.counts_of(None, canvas.cell(5.125, 3.125)).0, [0, 0, 0, 0, 7]);
}

#[test]
fn entries_on_another_diagram_and_of_unknown_zones_count_nowhere() {
    let canvas = Canvas::new(4);
    let line = [(4.125, 9.125), (14.125, 9.125)];
    let mut elsewhere = vec![
        roll("d1", &line),
        shade("d1", 4.0, &line, undirected(1)),
        zone("d1", "pad-left", undirected(1)),
        region("d1", &[(2.0, 2.0), (6.0, 2.0), (6.0, 6.0)], undirected(2)),
    ];
    for entry in &mut elsewhere {
        entry.diagram = DiagramId::new("another").unwrap();
    }
    elsewhere.push(zone("d1", "pad-middle", undirected(1)));
    let session = by_roller(elsewhere);
    canvas.assert_agrees(&session);
    let mut counted = canvas.count(&session);
    assert!(counted.is_blank());
    let whole = canvas.diagram.grid.bounds();
    let mut add = |entry| counted.add(&session, entry, &canvas.diagram, &canvas.zones, whole);
    assert_eq!(add(&session.entries[0]), Err(CountError::OtherDiagram));
    assert_eq!(add(&session.entries[4]), Err(CountError::UnknownZone));
}

#[test]
fn an_eraser_on_another_diagram_erases_nothing() {
    let line = [(4.125, 9.125), (14.125, 9.125)];
    let mut eraser = erase(8.0, &line);
    eraser.diagram = DiagramId::new("another").unwrap();
    Canvas::new(4).check(&by_roller(vec![roll("d1", &line), eraser]), &[(8.125, 9.125, [1, 0, 0, 0, 0])]);
}

#[test]
fn sessions_of_a_series_add_up_to_16_bits() {
    let canvas = Canvas::new(4);
    let full = by_roller(vec![zone("d1", "pad-left", PerDirection([255, 2, 0, 0, 0]))]);
    let counted = canvas.count(&full);
    let (inside, outside) = (canvas.cell(3.125, 3.125), canvas.cell(1.125, 1.125));
    let mut series = CoverageSet::new(canvas.diagram.grid);
    let mut sum = TileCounts::default();
    for sessions in 1..=258_u32 {
        series.push(&full, &counted);
        if sessions < 257 {
            continue;
        }
        let (tile, place) = series.locate(inside).unwrap();
        assert!(series.sum_tile(tile, &mut sum));
        // 257 x 255 is 65,535, the most there is.
        assert_eq!(sum.plane(Direction::Horizontal)[place], u16::MAX);
        assert_eq!(u32::from(sum.plane(Direction::Vertical)[place]), 2 * sessions);
        let mut totals = [0; TILE_CELLS];
        sum.totals(&mut totals);
        assert_eq!(totals[place], 65_535 + 2 * sessions);
        assert_eq!(series.counts(inside).0[1], 2 * sessions);
        assert_eq!(series.total(outside), 0);
    }
}

#[test]
fn no_passes_are_no_paint() {
    let entries = vec![
        roll_passes("d1", &[(4.125, 9.125), (12.125, 9.125)], 0),
        shade("d1", 4.0, &[(5.125, 5.125)], Passes::default()),
        zone("d1", "pad-left", Passes::default()),
    ];
    let session = by_roller(entries);
    let canvas = Canvas::new(4);
    canvas.assert_agrees(&session);
    assert!(canvas.count(&session).is_blank());
}
