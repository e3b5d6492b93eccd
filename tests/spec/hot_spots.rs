//! Patches above their ceiling: which cells are one, and how hot they are.

use crate::canvas::undirected;
use crate::plate::{fill, patch, plate, series};
use stipple::metrics::{AreaScale, GapRules, HotSpot, hot_spots};

/// One zone whose cells have as many passes as the picture says.
fn spots_of_picture(picture: &[&str], ceiling: u32) -> Vec<HotSpot> {
    let (columns, rows) = (picture[0].len() as i32, picture.len() as i32);
    let canvas = plate("plate", 1, (columns, rows), &[patch("all", "1", &[(0, 0, columns, rows)])]);
    let digits =
        (0..).zip(picture).flat_map(|(y, line)| (0..).zip(line.chars()).map(move |(x, c)| (x, y, c)));
    let entries = digits.map(|(x, y, c)| {
        let passes = c.to_digit(10).unwrap() as u8;
        fill(&canvas, Some("d1"), (x, y, x + 1, y + 1), undirected(passes))
    });
    let sessions = series(vec![entries.collect()]);
    let rules = GapRules { min_cm2: 0.0 };
    let scale = AreaScale::new(&canvas.diagram, 1.0);
    hot_spots(&canvas.set(&sessions), &canvas.diagram, &canvas.zones, scale, rules, |_| Some(ceiling))
}

#[test]
fn cells_above_the_ceiling_that_touch_are_one_spot() {
    let spots = spots_of_picture(&["0330", "0902", "3000", "0044"], 2);
    let runs =
        |spot: &HotSpot| spot.runs.iter().map(|(row, run)| (*row, run.start, run.end)).collect::<Vec<_>>();
    let found: Vec<_> = spots.iter().map(|spot| (spot.most, runs(spot))).collect();
    assert_eq!(
        found,
        [(9, vec![(0, 1, 3), (1, 1, 2)]), (4, vec![(3, 2, 4)]), (3, vec![(2, 0, 1)])],
        "largest first; the ceiling itself is not above it"
    );
    assert!(spots.iter().is_sorted_by(|a, b| a.area_cm2 >= b.area_cm2));
    assert!((spots[0].area_cm2 - 0.03).abs() < 1e-12, "{}", spots[0].area_cm2);
}

#[test]
fn nothing_is_above_a_ceiling_that_nothing_reaches() {
    assert_eq!(spots_of_picture(&["13", "31"], 3), []);
    assert_eq!(spots_of_picture(&["13", "31"], 2).len(), 2, "corners do not join");
}
