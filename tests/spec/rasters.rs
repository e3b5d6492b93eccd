//! Raw rasters: the value of every map at every cell.

use crate::canvas::{Canvas, undirected};
use crate::figures_oracle::{Figures, density_per_pass, planned};
use crate::figures_random::{mixed_plate, plans, sessions_of, visits};
use crate::oracle;
use crate::plate::{dense, fill, fill_zone, passes, patch, plan, plate, series, session_on, target};
use crate::random::config;
use jiff::civil::{Date, date};
use proptest::prelude::*;
use stipple::coverage::{TILE_CELLS, TileCounts};
use stipple::heatmap::{Field, MapKind, over_ceiling, raw_raster};
use stipple::model::{Per, Plan, Session, TargetCounts};

/// Stands for "never" in days since.
const NEVER: u16 = 65_535;

fn targets(canvas: &Canvas, sessions: &[Session], plan: Option<&Plan>) -> Vec<Option<TargetCounts>> {
    let zones = canvas.diagram.zones.iter();
    zones.map(|zone| plan?.counts_for(&zone.id, sessions.len() as u32)).collect()
}

/// The values of a map, row by row.
fn raster(canvas: &Canvas, sessions: &[Session], map: MapKind, on: Date, plan: Option<&Plan>) -> Vec<u16> {
    let set = canvas.set(sessions);
    let targets = targets(canvas, sessions, plan);
    let found =
        raw_raster(&Field { set: &set, zones: &canvas.zones, map, on, targets: &targets, signed: None });
    let (columns, rows) = oracle::raster_size(&canvas.diagram);
    assert_eq!((found.columns, found.rows), (columns as u32, rows as u32));
    assert_eq!(found.values.len(), (columns * rows) as usize);
    found.values
}

/// Fails unless every cell of every map has the value of the text.
fn assert_rasters_agree(canvas: &Canvas, sessions: &[Session], on: Date, plan: Option<&Plan>) {
    let text = Figures::new(&canvas.diagram, sessions, 1.0);
    let passes_in = |session: usize, cell: usize| -> u32 {
        text.counts[session].values().map(|raster| raster[cell].total()).sum()
    };
    let in_sessions = |cell: usize| (0..sessions.len()).filter(move |&i| passes_in(i, cell) > 0);
    let days = |cell: usize| {
        let last = in_sessions(cell).next_back().map(|i| sessions[i].started_at.date());
        last.map_or(NEVER, |last| u16::try_from((on - last).get_days()).unwrap())
    };
    let bits = |cell: usize| -> u16 {
        let five = text.five(cell);
        (0..4).filter(|&direction| five[direction] > 0).map(|direction| 1 << direction).sum()
    };
    let missing = |cell: usize| {
        let zone = text.zone_of[cell].map(|zone| canvas.diagram.zones[zone].id.as_str());
        let target = zone.and_then(|zone| planned(plan?, zone, sessions.len() as u64));
        target.map_or(0, |(passes, _)| passes.saturating_sub(text.n(cell)))
    };
    let all = |map| raster(canvas, sessions, map, on, plan).into_iter().enumerate();
    for (cell, value) in all(MapKind::Passes) {
        assert_eq!(u32::from(value), text.n(cell), "passes of cell {cell}");
    }
    for (cell, value) in all(MapKind::Sessions) {
        assert_eq!(usize::from(value), in_sessions(cell).count(), "sessions of cell {cell}");
    }
    for (cell, value) in all(MapKind::DaysSince) {
        assert_eq!(value, days(cell), "days since at cell {cell}");
    }
    for (cell, value) in all(MapKind::Directions) {
        assert_eq!(value, bits(cell), "directions of cell {cell}");
    }
    for (cell, value) in all(MapKind::Gap) {
        assert_eq!(u32::from(value), missing(cell), "gap at cell {cell}");
    }
    for (cell, value) in all(MapKind::Density) {
        let density = known_density(&text, cell).min(65_534.0);
        assert!((f64::from(value) - density).abs() <= 0.5 + 1e-9, "{value} for density {density}");
    }
}

/// Punctures per cm2 of a cell by the devices of which that is known.
fn known_density(text: &Figures<'_>, cell: usize) -> f64 {
    let mut sum = 0.0;
    for (session, counts) in text.sessions.iter().zip(&text.counts) {
        for (device, raster) in counts {
            let device = device.as_ref().and_then(|id| session.device(id));
            let per_pass = device.and_then(density_per_pass);
            sum += f64::from(raster[cell].total()) * per_pass.unwrap_or(0.0);
        }
    }
    sum
}

/// One row of ten cells, and a number of each.
fn row() -> Canvas {
    plate("plate", 4, (10, 1), &[patch("left", "1", &[(0, 0, 6, 1)]), patch("right", "2", &[(6, 0, 9, 1)])])
}

#[track_caller]
fn check(canvas: &Canvas, sessions: &[Session], map: MapKind, plan: Option<&Plan>, want: [u16; 10]) {
    let on = date(2026, 3, 20);
    assert_eq!(raster(canvas, sessions, map, on, plan), want, "{map:?}");
    assert_rasters_agree(canvas, sessions, on, plan);
}

#[test]
fn passes_are_those_of_all_sessions_devices_and_directions() {
    let canvas = row();
    let part = |device, left, right, counts| fill(&canvas, device, (left, 0, right, 1), passes(counts));
    let sessions = series(vec![
        vec![part(Some("d1"), 0, 4, [1, 2, 0, 0, 0]), part(Some("d2"), 2, 5, [0, 0, 0, 0, 200])],
        vec![part(Some("d1"), 3, 8, [0, 0, 1, 0, 0]), part(None, 7, 10, [0, 0, 0, 255, 255])],
    ]);
    let want = [3, 3, 203, 204, 201, 1, 1, 511, 510, 510];
    check(&canvas, &sessions, MapKind::Passes, None, want);
}

#[test]
fn sessions_count_once_whatever_their_devices_and_two_a_day_are_two() {
    let canvas = row();
    let devices = [dense("d1", None), dense("d2", None)];
    let part = |device, left, right| fill(&canvas, Some(device), (left, 0, right, 1), undirected(3));
    let sessions = [
        session_on(5, 8, &devices, vec![part("d1", 0, 4), part("d2", 2, 6)]),
        session_on(5, 18, &devices, vec![part("d1", 3, 5)]),
        session_on(9, 8, &devices, vec![part("d2", 4, 8), part("d1", 4, 8)]),
    ];
    check(&canvas, &sessions, MapKind::Sessions, None, [1, 1, 1, 2, 3, 2, 1, 1, 0, 0]);
    let want = [15, 15, 15, 15, 11, 11, 11, 11, NEVER, NEVER];
    check(&canvas, &sessions, MapKind::DaysSince, None, want);
}

#[test]
fn days_are_counted_from_the_last_pass_over_months_and_years() {
    let canvas = row();
    let sessions = series(vec![vec![fill(&canvas, None, (0, 0, 3, 1), undirected(1))]]);
    for (on, days) in [
        (date(2026, 3, 1), 0),
        (date(2026, 4, 1), 31),
        (date(2027, 3, 1), 365),
        (date(2028, 3, 1), 731),
        (date(2126, 3, 1), 36_524),
    ] {
        let found = raster(&canvas, &sessions, MapKind::DaysSince, on, None);
        assert_eq!(found[..4], [days, days, days, NEVER]);
    }
}

#[test]
fn the_day_is_that_of_the_clock_on_the_wall() {
    let canvas = row();
    let mut sessions = series(vec![vec![fill(&canvas, None, (0, 0, 3, 1), undirected(1))]]);
    for (started_at, days) in [("2026-03-01T23:30:00-08:00", 1), ("2026-03-02T00:30:00+09:00", 0)] {
        sessions[0].started_at = started_at.parse().unwrap();
        let found = raster(&canvas, &sessions, MapKind::DaysSince, date(2026, 3, 2), None);
        assert_eq!(found[0], days, "{started_at}");
    }
}

#[test]
fn directions_are_a_set_of_bits() {
    let canvas = row();
    let part = |left, right, counts| fill(&canvas, Some("d1"), (left, 0, right, 1), passes(counts));
    let sessions = series(vec![
        vec![part(0, 1, [1, 0, 0, 0, 0]), part(1, 2, [0, 9, 0, 0, 0]), part(2, 3, [0, 0, 1, 0, 0])],
        vec![part(3, 4, [0, 0, 0, 1, 0]), part(4, 5, [0, 0, 0, 0, 1]), part(5, 8, [1, 0, 2, 0, 1])],
        vec![part(6, 8, [1, 1, 0, 1, 0]), part(7, 9, [1, 1, 0, 0, 0])],
    ]);
    check(&canvas, &sessions, MapKind::Directions, None, [1, 2, 4, 8, 0, 5, 15, 15, 3, 0]);
}

#[test]
fn density_is_rounded() {
    let canvas = row();
    let devices = [dense("d1", Some(0.3)), dense("d2", Some(4.0)), dense("d3", None)];
    let part = |device, left, right, n| fill(&canvas, Some(device), (left, 0, right, 1), undirected(n));
    let entries = vec![
        part("d1", 0, 1, 1),
        part("d1", 1, 2, 2),
        part("d1", 2, 3, 4),
        part("d1", 3, 4, 6),
        part("d1", 4, 6, 9),
        part("d2", 5, 7, 100),
        part("d3", 8, 9, 100),
    ];
    // 0.3, 0.6, 1.2, 1.8, 2.7, 402.7, 400.
    let want = [0, 1, 1, 2, 3, 403, 400, 0, 0, 0];
    check(&canvas, &[session_on(1, 8, &devices, entries)], MapKind::Density, None, want);
}

#[test]
fn a_gap_is_what_is_missing_to_the_target_of_the_zone() {
    let canvas = row();
    let targets = vec![target("*", 3, None, Per::Session), target("right", 5, None, Per::Series)];
    let plan = plan(4, targets);
    let part = |left, right, n| fill(&canvas, Some("d1"), (left, 0, right, 1), undirected(n));
    let sessions = series(vec![vec![part(0, 2, 4), part(1, 8, 2)], vec![part(3, 4, 9)]]);
    // Twice 3 on the left and ceil(5 x 2 / 4) = 3 on the right.
    check(&canvas, &sessions, MapKind::Gap, Some(&plan), [2, 0, 4, 0, 4, 4, 1, 1, 3, 0]);
    check(&canvas, &series(vec![]), MapKind::Gap, Some(&plan), [0; 10]);
    check(&canvas, &series(vec![vec![]]), MapKind::Gap, Some(&plan), [3, 3, 3, 3, 3, 3, 2, 2, 2, 0]);
    check(&canvas, &sessions, MapKind::Gap, None, [0; 10]);
}

#[test]
fn values_end_below_the_one_that_stands_for_none() {
    let canvas = row();
    let all = || fill_zone(&canvas, Some("d1"), "left", passes([255; 5]));
    // 52 x 1275 is 66,300 passes, and at 10 a pass ten times as many punctures.
    let devices = [dense("d1", Some(10.0))];
    let sessions: Vec<Session> = (0..52).map(|_| session_on(1, 8, &devices, vec![all()])).collect();
    let on = date(2026, 3, 1);
    for map in [MapKind::Passes, MapKind::Density] {
        assert_eq!(raster(&canvas, &sessions, map, on, None)[4..8], [65_534, 65_534, 0, 0], "{map:?}");
    }
    assert_eq!(raster(&canvas, &sessions, MapKind::DaysSince, date(2226, 3, 1), None)[0], 65_534);
    let plan = plan(1, vec![target("*", 9999, None, Per::Session)]);
    let found = raster(&canvas, &sessions, MapKind::Gap, on, Some(&plan));
    assert_eq!(found[4..], [65_534, 65_534, 65_534, 65_534, 65_534, 0]);
}

#[test]
fn rasters_of_more_than_one_tile_are_put_together_row_by_row() {
    // 150 by 70 cells are three by two tiles, of which the last are cut off.
    let canvas = plate("plate", 4, (150, 70), &[patch("all", "1", &[(1, 1, 149, 69)])]);
    let sessions = series(vec![
        vec![fill(&canvas, Some("d1"), (60, 3, 150, 66), passes([1, 0, 2, 0, 0]))],
        vec![fill(&canvas, Some("d2"), (140, 60, 149, 70), passes([0, 1, 0, 1, 0]))],
    ]);
    let plan = plan(1, vec![target("all", 3, None, Per::Session)]);
    assert_rasters_agree(&canvas, &sessions, date(2026, 3, 9), Some(&plan));
}

proptest! {
    #![proptest_config(config(200))]

    #[test]
    fn rasters_of_any_series_are_those_of_the_text(
        k in prop::sample::select(vec![4_u32, 5]),
        visits in visits(5),
        plan in prop::option::weighted(0.8, plans()),
        after in 0..40_i32,
    ) {
        let canvas = mixed_plate(k);
        let sessions = sessions_of(&canvas, &visits);
        let last = sessions.last().unwrap().started_at.date();
        let on = last.checked_add(jiff::Span::new().days(after)).unwrap();
        assert_rasters_agree(&canvas, &sessions, on, plan.as_ref());
    }

    #[test]
    fn counts_of_any_set_are_those_of_the_text(visits in visits(4), plan in plans()) {
        let canvas = mixed_plate(4);
        let sessions = sessions_of(&canvas, &visits);
        let text = Figures::new(&canvas.diagram, &sessions, 1.0);
        let set = canvas.set(&sessions);
        let targets = targets(&canvas, &sessions, Some(&plan));
        let (mut counts, mut totals) = (TileCounts::default(), [0; TILE_CELLS]);
        let mut over = [false; TILE_CELLS];
        for tile in 0..set.tiling().count() {
            set.sum_tile(tile, &mut counts);
            counts.totals(&mut totals);
            over_ceiling(&set, &canvas.zones, &targets, tile, &mut over);
            for (i, cell) in oracle::cells(&canvas.diagram).enumerate() {
                let Some((_, place)) = set.locate(cell).filter(|(there, _)| *there == tile) else { continue };
                let n = text.n(i);
                prop_assert_eq!(set.counts(cell).0, text.five(i));
                prop_assert_eq!((set.total(cell), totals[place]), (n, n));
                let ceiling = text.zone_of[i].and_then(|zone| targets[zone]).and_then(|target| target.ceiling);
                prop_assert_eq!(over[place], ceiling.is_some_and(|ceiling| n > ceiling));
            }
        }
    }
}
