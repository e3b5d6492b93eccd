//! Places: which gaps of a zone lie within 10 mm of each other, from cell centre to cell centre.

use crate::agreement::assert_close;
use crate::random::config;
use proptest::prelude::*;
use std::collections::BTreeSet;
use stipple::geometry::{CellRect, Run};
use stipple::metrics::{Gap, Place, places};
use stipple::model::{Direction, PerDirection};

/// A gap of runs of cells: row, first column, and the first column beyond.
fn gap(zone: usize, runs: &[(i32, i32, i32)]) -> Gap {
    let bounds = runs
        .iter()
        .fold(CellRect::EMPTY, |all, &(row, from, to)| all.union(CellRect::new(from, row, to, row + 1)));
    let cells = runs.iter().map(|(_, from, to)| (to - from) as u64).sum();
    Gap {
        zone,
        cells,
        area_cm2: cells as f64 * 0.0025,
        bounds,
        runs: runs.iter().map(|&(row, from, to)| (row, Run::new(from, to))).collect(),
        lacking: PerDirection([0; 5]),
        fewest: 0,
    }
}

/// A gap of one cell.
fn dot(column: i32, row: i32) -> Gap {
    gap(0, &[(row, column, column + 1)])
}

/// The gaps of each place, in order.
fn groups(gaps: &[Gap], cells_per_mm: u32) -> BTreeSet<Vec<usize>> {
    let found = places(gaps, cells_per_mm);
    let sorted = |place: &Place| {
        let mut gaps = place.gaps.clone();
        gaps.sort_unstable();
        gaps
    };
    let groups: BTreeSet<Vec<usize>> = found.iter().map(sorted).collect();
    assert_eq!(groups.len(), found.len());
    groups
}

/// How many places two gaps make.
fn places_of(a: Gap, b: Gap, cells_per_mm: u32) -> usize {
    let there = groups(&[a.clone(), b.clone()], cells_per_mm).len();
    assert_eq!(groups(&[b, a], cells_per_mm).len(), there);
    there
}

#[test]
fn ten_millimetres_are_within_ten_millimetres() {
    for k in [1, 2, 4, 5, 10] {
        let reach = 10 * k as i32;
        for (x, y) in
            [(reach, 0), (0, reach), (reach * 3 / 5, reach * 4 / 5), (-reach * 4 / 5, reach * 3 / 5)]
        {
            assert_eq!(places_of(dot(500, 500), dot(500 + x, 500 + y), k), 1, "{x}, {y} at {k}");
            let (x, y) = if x.abs() >= y { (x + x.signum(), y) } else { (x, y + 1) };
            assert_eq!(places_of(dot(500, 500), dot(500 + x, 500 + y), k), 2, "{x}, {y} at {k}");
        }
    }
}

#[test]
fn the_nearest_cells_count_and_not_the_rectangles_around_them() {
    // An angle whose rectangle holds the other gap, 10 mm and a cell away from both of its arms.
    let angle =
        |reach: i32| gap(0, &[(0, 0, 60), (1, 0, 1), (2, 0, 1), (3, 0, 1), (reach, 0, 1), (60, 0, 1)]);
    assert_eq!(places_of(angle(40), dot(21, 21), 2), 2);
    assert_eq!(places_of(angle(30), dot(20, 30), 2), 1);
    assert_eq!(places_of(angle(30), dot(21, 30), 2), 2);
    assert_eq!(places_of(angle(30), dot(50, 20), 2), 1);
    assert_eq!(places_of(angle(30), dot(50, 21), 2), 2);
}

#[test]
fn any_cell_of_a_run_counts() {
    let long = gap(0, &[(100, 100, 200)]);
    assert_eq!(places_of(long.clone(), dot(150, 120), 2), 1);
    assert_eq!(places_of(long.clone(), dot(150, 121), 2), 2);
    // The last cell is that of column 199.
    assert_eq!(places_of(long.clone(), dot(219, 100), 2), 1);
    assert_eq!(places_of(long.clone(), dot(220, 100), 2), 2);
    assert_eq!(places_of(long.clone(), dot(80, 100), 2), 1);
    assert_eq!(places_of(long.clone(), dot(79, 100), 2), 2);
    // 12 and 16 cells from its last cell.
    assert_eq!(places_of(long.clone(), dot(211, 116), 2), 1);
    assert_eq!(places_of(long, dot(212, 116), 2), 2);
}

#[test]
fn gaps_of_two_zones_are_two_places() {
    let other = Gap { zone: 1, ..dot(1, 0) };
    assert_eq!(places_of(dot(0, 0), other, 2), 2);
}

#[test]
fn gaps_may_be_joined_by_others_between_them() {
    let gaps = [dot(0, 0), dot(40, 0), dot(60, 0), dot(20, 0), dot(90, 0)];
    assert_eq!(groups(&gaps, 2), BTreeSet::from([vec![0, 1, 2, 3], vec![4]]));
}

#[test]
fn no_gaps_are_no_places() {
    assert!(places::<Gap>(&[], 4).is_empty());
}

#[test]
fn a_place_says_what_holds_for_all_of_its_gaps() {
    let lacking =
        |gap: Gap, lacking: [u64; 5], fewest: u32| Gap { lacking: PerDirection(lacking), fewest, ..gap };
    let gaps = [
        lacking(gap(3, &[(0, 0, 10)]), [6, 5, 10, 0, 0], 3),
        lacking(gap(3, &[(2, 0, 20)]), [7, 15, 10, 1, 20], 1),
        lacking(gap(3, &[(90, 0, 40)]), [20, 20, 20, 20, 40], 2),
        lacking(gap(2, &[(90, 0, 1)]), [0, 0, 0, 1, 0], 7),
    ];
    let found = places(&gaps, 2);
    // Largest first.
    assert_eq!(
        found.iter().map(|place| place.gaps.as_slice()).collect::<Vec<_>>(),
        [&[2][..], &[1, 0], &[3]]
    );
    assert_eq!(found.iter().map(|place| place.zone).collect::<Vec<_>>(), [3, 3, 2]);
    assert_eq!(found.iter().map(|place| place.fewest).collect::<Vec<_>>(), [2, 1, 7]);
    // 40 cells of which half lack anything; 30 of which 13, 20, 20 and 1 do; one that lacks falling passes.
    assert_eq!((found[0].missing, found[2].missing), (None, Some(Direction::Falling)));
    assert!(matches!(found[1].missing, Some(Direction::Vertical | Direction::Rising)));
    for (place, cells) in found.iter().zip([40.0, 30.0, 1.0]) {
        assert_close(place.area_cm2, cells * 0.0025);
    }
}

/// Gaps of a few runs, scattered so that some are near each other and some are not.
fn scattered() -> impl Strategy<Value = Vec<Gap>> {
    let run = (-6..6, -12..12, 1..15);
    let one =
        (0..2_usize, 0..130, 0..130, prop::collection::vec(run, 1..6)).prop_map(|(zone, x, y, runs)| {
            let mut runs: Vec<(i32, i32, i32)> =
                runs.into_iter().map(|(row, from, length)| (y + row, x + from, x + from + length)).collect();
            runs.sort_unstable();
            runs.dedup_by_key(|(row, ..)| *row);
            gap(zone, &runs)
        });
    prop::collection::vec(one, 0..12)
}

/// The groups that all pairs of near cells make.
fn groups_by_force(gaps: &[Gap], cells_per_mm: u32) -> BTreeSet<Vec<usize>> {
    let reach = 10 * cells_per_mm as i32;
    let cells = |gap: &Gap| -> Vec<(i32, i32)> {
        gap.runs.iter().flat_map(|&(row, run)| (run.start..run.end).map(move |x| (x, row))).collect()
    };
    let is_near = |a: &Gap, b: &Gap| {
        let others = cells(b);
        let squared = |(ax, ay): (i32, i32), (bx, by): (i32, i32)| (ax - bx).pow(2) + (ay - by).pow(2);
        a.zone == b.zone && cells(a).iter().any(|&a| others.iter().any(|&b| squared(a, b) <= reach * reach))
    };
    let mut names: Vec<usize> = (0..gaps.len()).collect();
    for (i, a) in gaps.iter().enumerate() {
        for (j, b) in gaps.iter().enumerate().filter(|(j, _)| *j > i) {
            if is_near(a, b) {
                let (old, new) = (names[j], names[i]);
                names.iter_mut().filter(|name| **name == old).for_each(|name| *name = new);
            }
        }
    }
    let group = |name: usize| (0..gaps.len()).filter(|&i| names[i] == name).collect::<Vec<usize>>();
    names.iter().map(|&name| group(name)).collect()
}

proptest! {
    #![proptest_config(config(400))]

    #[test]
    fn places_are_the_groups_that_near_cells_make(gaps in scattered(), k in 1..4_u32) {
        prop_assert_eq!(groups(&gaps, k), groups_by_force(&gaps, k));
        let found = places(&gaps, k);
        prop_assert!(found.is_sorted_by(|a, b| a.area_cm2 >= b.area_cm2));
        for place in &found {
            let members = || place.gaps.iter().map(|&i| &gaps[i]);
            prop_assert!(members().is_sorted_by(|a, b| a.area_cm2 >= b.area_cm2));
            prop_assert!(members().all(|gap| gap.zone == place.zone));
            assert_close(place.area_cm2, members().map(|gap| gap.area_cm2).sum());
            prop_assert_eq!(Some(place.fewest), members().map(|gap| gap.fewest).min());
        }
    }
}
