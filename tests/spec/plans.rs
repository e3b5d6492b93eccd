//! Targets, ceilings and how what was done fits them, worked out by hand. A cell is 1/4 mm wide, 0.000625 cm2 on the
//! picture.

use crate::agreement::{assert_close, assert_close_if_any, assert_figures_agree};
use crate::canvas::{Canvas, undirected};
use crate::figures_oracle::planned;
use crate::plate::{fill, fill_zone, patch, plan, plate, series, target};
use crate::random::config;
use proptest::prelude::*;
use stipple::metrics::{DiagramMetrics, PlanFit, Share};
use stipple::model::{Entry, Per, Plan, TargetCounts, ZoneId};

const CELL_CM2: f64 = 0.000_625;

fn counts(plan: &Plan, zone: &str, sessions: u32) -> Option<(u32, Option<u32>)> {
    let found = plan.counts_for(&ZoneId::new(zone).unwrap(), sessions)?;
    Some((found.passes, found.ceiling))
}

#[test]
fn a_target_per_session_counts_once_for_every_session() {
    let plan = plan(4, vec![target("cheek-*", 4, Some(6), Per::Session)]);
    for n in 0..=9 {
        assert_eq!(counts(&plan, "cheek-left", n), Some((4 * n, Some(6 * n))));
    }
    assert_eq!(counts(&plan, "chin", 3), None);
}

#[test]
fn a_target_per_series_counts_its_part_rounded_up() {
    let plan = plan(4, vec![target("*", 10, Some(15), Per::Series)]);
    // 2.5 and 3.75 a session.
    let want = [(0, 0), (3, 4), (5, 8), (8, 12), (10, 15), (13, 19), (15, 23)];
    for (n, (passes, ceiling)) in (0..).zip(want) {
        assert_eq!(counts(&plan, "chin", n), Some((passes, Some(ceiling))));
    }
    let six = self::plan(6, vec![target("*", 12, None, Per::Series)]);
    assert_eq!(counts(&six, "chin", 5), Some((10, None)));
}

#[test]
fn the_last_target_that_matches_holds_in_full() {
    let targets = vec![
        target("*", 2, Some(9), Per::Session),
        target("cheek-*", 12, None, Per::Series),
        target("*-left", 5, Some(7), Per::Session),
        target("chin", 1, None, Per::Session),
        target("ch*n", 3, None, Per::Session),
    ];
    let plan = plan(3, targets);
    assert_eq!(counts(&plan, "cheek-left", 2), Some((10, Some(14))));
    // Not even the ceiling of an earlier one is left.
    assert_eq!(counts(&plan, "cheek-right", 2), Some((8, None)));
    assert_eq!(counts(&plan, "chin", 2), Some((6, None)));
    assert_eq!(counts(&plan, "nose", 2), Some((4, Some(18))));
}

proptest! {
    #![proptest_config(config(2000))]

    #[test]
    fn counts_of_any_plan_are_those_of_the_text(
        plan in crate::figures_random::plans(),
        zone in prop::sample::select(vec!["cheek-left", "cheek-right", "chin", "spot", "nose", "left", "chet"]),
        sessions in 0..9_u32,
        times in 1..1000_u32,
    ) {
        let mut plan = plan;
        plan.targets.iter_mut().for_each(|target| target.passes *= times);
        prop_assert_eq!(counts(&plan, zone, sessions), planned(&plan, zone, u64::from(sessions)));
    }
}

/// 100 cells each: a cheek on either side, a chin of area factor 2, and an eye, which is a keep-out.
fn face() -> Canvas {
    let patches = [
        patch("cheek-left", "1", &[(0, 0, 10, 10)]),
        patch("cheek-right", "1", &[(10, 0, 20, 10)]),
        patch("chin", "2", &[(0, 10, 10, 20)]),
        patch("eye", "1", &[(10, 10, 20, 20)]).keep_out(),
    ];
    plate("plate", 4, (24, 20), &patches)
}

/// The figures after sessions with these entries, which must agree with the text.
#[track_caller]
fn figures(canvas: &Canvas, sessions: Vec<Vec<Entry>>, plan: &Plan) -> DiagramMetrics {
    let sessions = series(sessions);
    assert_figures_agree(canvas, &sessions, Some(plan), 1.0);
    canvas.figures(&sessions, Some(plan))
}

fn share(part: u128, whole: u128) -> Share {
    Share::new(part * 1_000_000, whole * 1_000_000).unwrap()
}

#[test]
fn below_target_is_a_gap_and_above_the_ceiling_excess() {
    let canvas = face();
    let plan = plan(1, vec![target("cheek-left", 4, Some(6), Per::Session)]);
    let fill = |rows, n| fill(&canvas, Some("d1"), (0, 0, 10, rows), undirected(n));
    // 10 cells have 7, 20 have 6, 30 have 4, 20 have 3 and 20 none.
    let found = figures(&canvas, vec![vec![fill(1, 1), fill(3, 2), fill(6, 1), fill(8, 3)]], &plan);
    let row = &found.zones[0];
    assert_eq!(row.target, Some(TargetCounts { passes: 4, ceiling: Some(6) }));
    assert_eq!(row.at_target, Some(share(60, 100)));
    assert_close_if_any(row.gap_cm2, Some(40.0 * CELL_CM2));
    assert_close_if_any(row.excess_cm2, Some(10.0 * CELL_CM2));
    assert_eq!(row.v, [(1, 80), (4, 60), (8, 0), (16, 0)].map(|(k, part)| (k, share(part, 100))));
    // 40 cells are less than 0.25 cm2.
    assert_eq!(row.gaps, Some(0));
    let unplanned = &found.zones[1];
    assert_eq!((unplanned.target, unplanned.at_target, unplanned.gap_cm2), (None, None, None));
    assert_eq!((unplanned.gaps, unplanned.excess_cm2), (None, None));
}

#[test]
fn without_a_ceiling_there_is_no_excess() {
    let canvas = face();
    let plan = plan(1, vec![target("chin", 1, None, Per::Session)]);
    let found = figures(&canvas, vec![vec![fill_zone(&canvas, None, "chin", undirected(99))]], &plan);
    assert_eq!(found.zones[2].excess_cm2, None);
    assert_eq!(found.zones[2].at_target, Some(share(200, 200)));
}

#[test]
fn the_share_at_target_is_among_the_usual_ones() {
    let canvas = face();
    let plan = plan(2, vec![target("chin", 3, Some(5), Per::Session)]);
    let one = |rows, n| fill(&canvas, Some("d1"), (0, 10, 10, 10 + rows), undirected(n));
    // Over two sessions the target is 6 and the ceiling 10: 20 cells have 11, 30 have 6, 10 have 5.
    let sessions = vec![vec![one(6, 5), one(5, 1)], vec![one(2, 5)]];
    let row = &figures(&canvas, sessions, &plan).zones[2];
    let want = [(1, 60), (4, 60), (6, 50), (8, 20), (16, 0)];
    assert_eq!(row.v, want.map(|(k, part)| (k, share(2 * part, 200))));
    assert_close_if_any(row.gap_cm2, Some(50.0 * 2.0 * CELL_CM2));
    assert_close_if_any(row.excess_cm2, Some(20.0 * 2.0 * CELL_CM2));
}

#[test]
fn a_pair_has_a_target_where_both_sides_have_the_same() {
    let canvas = plate(
        "plate",
        4,
        (60, 24),
        &[patch("cheek-left", "1", &[(0, 0, 30, 20)]), patch("cheek-right", "1", &[(30, 0, 60, 20)])],
    );
    let entries = || vec![fill(&canvas, Some("d1"), (0, 0, 6, 20), undirected(4))];
    let both = plan(1, vec![target("cheek-*", 4, Some(6), Per::Session)]);
    let pair = &figures(&canvas, vec![entries()], &both).pairs[0].both;
    assert_eq!(pair.target, Some(TargetCounts { passes: 4, ceiling: Some(6) }));
    assert_eq!(pair.at_target, Some(share(120, 1200)));
    // 24 x 20 cells on the left and 30 x 20 on the right touch, but a gap ends where its zone does.
    assert_eq!(pair.gaps, Some(2));

    let one_side = plan(1, vec![target("cheek-left", 4, Some(6), Per::Session)]);
    let other_ceiling =
        plan(1, vec![target("*", 4, Some(6), Per::Session), target("*-left", 4, None, Per::Session)]);
    for plan in [one_side, other_ceiling] {
        let pair = &figures(&canvas, vec![entries()], &plan).pairs[0].both;
        assert_eq!((pair.target, pair.at_target, pair.gap_cm2, pair.gaps), (None, None, None, None));
    }
}

#[test]
fn the_whole_diagram_says_of_the_plan_what_holds_where_no_keep_out_is() {
    let canvas = plate(
        "plate",
        4,
        (60, 48),
        &[
            patch("brow", "1", &[(0, 0, 60, 20)]),
            patch("eye", "1", &[(0, 20, 60, 40)]).keep_out(),
            patch("chin", "1", &[(0, 40, 60, 48)]),
        ],
    );
    let plan = plan(1, vec![target("*", 2, Some(3), Per::Session), target("chin", 4, None, Per::Session)]);
    let entries = vec![
        fill(&canvas, Some("d1"), (0, 0, 20, 20), undirected(2)),
        fill(&canvas, Some("d1"), (0, 0, 60, 2), undirected(2)),
        fill(&canvas, Some("d1"), (0, 20, 10, 40), undirected(9)),
        fill(&canvas, Some("d1"), (0, 40, 60, 44), undirected(4)),
    ];
    let whole = figures(&canvas, vec![entries], &plan).whole;
    // Of the brow 20 x 18 cells have 2, 20 x 2 have 4 and 40 x 2 have 2; of the chin half is at its target.
    assert_eq!(whole.at_target, Some(share(480 + 240, 1200 + 480)));
    assert_close_if_any(whole.gap_cm2, Some((720.0 + 240.0) * CELL_CM2));
    assert_close_if_any(whole.excess_cm2, Some(40.0 * CELL_CM2));
    // The gap of the brow; that of the chin is too small, and that of the eye is in a keep-out.
    assert_eq!((whole.gaps, whole.target), (Some(1), None));
}

#[test]
fn a_plan_for_other_zones_is_none_for_this_diagram() {
    let canvas = face();
    let plan = plan(1, vec![target("scalp-*", 4, None, Per::Session)]);
    let found = figures(&canvas, vec![vec![fill_zone(&canvas, None, "chin", undirected(1))]], &plan);
    assert_eq!(found.plan, None);
    assert_eq!((found.whole.at_target, found.whole.gap_cm2, found.whole.gaps), (None, None, None));
    assert_eq!(figures(&canvas, vec![], &Plan::default()).plan, None);
}

/// How a session with these entries fits a plan of 4 passes on the cheeks and 8 on the chin.
#[track_caller]
fn fit(canvas: &Canvas, entries: Vec<Entry>) -> PlanFit {
    let targets = vec![target("cheek-*", 4, Some(5), Per::Session), target("chin", 8, Some(9), Per::Session)];
    figures(canvas, vec![entries], &plan(1, targets)).plan.unwrap()
}

#[test]
fn conformation_is_1_where_the_plan_and_nothing_else_is_treated() {
    let canvas = face();
    let zone = |id, n| fill_zone(&canvas, Some("d1"), id, undirected(n));
    let found = fit(&canvas, vec![zone("cheek-left", 4), zone("cheek-right", 5), zone("chin", 8)]);
    assert_eq!(found.conformation, Some(1.0));
    assert_eq!(found.at_target, share(400, 400));
    assert_close(found.planned_cm2, 400.0 * CELL_CM2);
    assert_eq!((found.gap_cm2, found.excess_cm2, found.outside_cm2), (0.0, 0.0, 0.0));
}

#[test]
fn conformation_is_absent_where_nothing_reached_a_target() {
    let canvas = face();
    let zone = |id, n| fill_zone(&canvas, Some("d1"), id, undirected(n));
    let found = fit(&canvas, vec![zone("cheek-left", 3), zone("chin", 7), zone("eye", 3)]);
    assert_eq!(found.conformation, None);
    assert_eq!(found.at_target, share(0, 400));
}

#[test]
fn conformation_counts_what_is_missing_and_what_is_too_much() {
    let canvas = face();
    let part = |left, top, cells, n| {
        fill(&canvas, Some("d1"), (left, top, left + cells / 10, top + 10), undirected(n))
    };
    // Planned are 100 + 100 + 2 x 100 parts of area. At target are 60 of the left cheek and 50 cells of the chin;
    // its other 50 have 4, which would do elsewhere.
    let planned = vec![part(0, 0, 60, 4), part(0, 10, 100, 4), part(0, 10, 50, 4)];
    let found = fit(&canvas, planned.clone());
    assert_eq!(found.at_target, share(160, 400));
    assert_close_if_any(found.conformation, Some(160.0 * 160.0 / (400.0 * 160.0)));
    // 40 cells of the eye have 4 as well, and 30 more have 3.
    let more = [planned, vec![part(10, 10, 40, 4), part(14, 10, 30, 3)]].concat();
    let found = fit(&canvas, more);
    assert_close_if_any(found.conformation, Some(160.0 * 160.0 / (400.0 * 200.0)));
    assert_close(found.gap_cm2, 240.0 * CELL_CM2);
    assert_eq!(found.outside_cm2, 0.0);
}

#[test]
fn outside_the_plan_is_where_passes_are_in_zones_without_target() {
    let canvas = face();
    let plan = plan(1, vec![target("chin", 2, None, Per::Session)]);
    let entries = vec![
        // All of the raster, of which four columns are in no zone, and half of the right cheek once more.
        fill(&canvas, Some("d1"), (0, 0, 24, 20), undirected(1)),
        fill(&canvas, Some("d1"), (10, 0, 15, 10), undirected(1)),
    ];
    let found = figures(&canvas, vec![entries], &plan).plan.unwrap();
    assert_close(found.outside_cm2, 200.0 * CELL_CM2);
    assert_eq!((found.at_target, found.conformation), (share(0, 200), Some(0.0)));
}
