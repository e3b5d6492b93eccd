//! Gaps: which cells are one, which are large enough to count, and what is said of them.

use crate::agreement::assert_close;
use crate::canvas::{Canvas, undirected};
use crate::figures_oracle::Figures;
use crate::figures_random::mixed_plate;
use crate::plate::{Block, body_plate, fill, passes, patch, plan, plate, series, target};
use crate::random::config;
use proptest::prelude::*;
use stipple::geometry::CellRect;
use stipple::metrics::{AreaScale, Gap, GapRules, find_gaps};
use stipple::model::{Direction, Entry, Per, Session};

/// The engine's gaps of zones with these targets, however small.
fn all_gaps(canvas: &Canvas, sessions: &[Session], targets: &[Option<u32>]) -> Vec<Gap> {
    let rules = GapRules { min_cm2: 0.0 };
    let scale = AreaScale::new(&canvas.diagram, 1.0);
    let target = |zone: usize| targets[zone];
    find_gaps(&canvas.set(sessions), &canvas.diagram, &canvas.zones, scale, rules, target)
}

/// The cells of a gap, row by row.
fn cells_of(canvas: &Canvas, gap: &Gap) -> Vec<usize> {
    let columns = canvas.diagram.grid.columns();
    let cells = gap.runs.iter().flat_map(|&(row, run)| (run.start..run.end).map(move |x| row * columns + x));
    cells.map(|cell| cell as usize).collect()
}

/// Fails unless the gaps are those of the text, and says of each what is true of its cells.
#[track_caller]
fn assert_gaps_agree(canvas: &Canvas, sessions: &[Session], targets: &[Option<u32>]) -> Vec<Gap> {
    let text = Figures::new(&canvas.diagram, sessions, 1.0);
    let gaps = all_gaps(canvas, sessions, targets);
    for (zone, target) in targets.iter().enumerate() {
        let patches = target.map_or_else(Vec::new, |target| text.patches(zone, target));
        let found: Vec<Vec<usize>> =
            gaps.iter().filter(|gap| gap.zone == zone).map(|gap| cells_of(canvas, gap)).collect();
        assert_eq!(found, patches, "gaps of zone {zone}");
    }
    assert!(gaps.is_sorted_by_key(|gap| gap.zone));
    let columns = canvas.diagram.grid.columns() as usize;
    for gap in &gaps {
        let cells = cells_of(canvas, gap);
        assert_eq!(gap.cells, cells.len() as u64);
        let factor = u128::from(canvas.diagram.zones[gap.zone].area_factor_millionths);
        assert_close(gap.area_cm2, text.cm2(factor * cells.len() as u128));
        let place = |cell: usize| ((cell % columns) as i32, (cell / columns) as i32);
        let edge = |(x, y): (i32, i32)| CellRect::new(x, y, x + 1, y + 1);
        let bounds = cells.iter().fold(CellRect::EMPTY, |all, &cell| all.union(edge(place(cell))));
        assert_eq!(gap.bounds, bounds);
        assert_eq!(Some(gap.fewest), cells.iter().map(|&cell| text.n(cell)).min());
        for direction in Direction::ROLLED {
            let lacking = cells.iter().filter(|&&cell| text.five(cell)[direction.index()] == 0).count();
            assert_eq!(*gap.lacking.get(direction), lacking as u64, "{direction:?}");
        }
    }
    gaps
}

/// One zone of a number of rows, painted once where the picture has a dot, and planned once.
#[track_caller]
fn gaps_of_picture(picture: &[&str]) -> Vec<u64> {
    let (columns, rows) = (picture[0].len() as i32, picture.len() as i32);
    let canvas = plate("plate", 1, (columns, rows), &[patch("all", "1", &[(0, 0, columns, rows)])]);
    let dots = (0..).zip(picture).flat_map(|(y, line)| (0..).zip(line.chars()).map(move |(x, c)| (x, y, c)));
    let entries = dots
        .filter(|(_, _, c)| *c == '.')
        .map(|(x, y, _)| fill(&canvas, Some("d1"), (x, y, x + 1, y + 1), undirected(1)));
    let sessions = series(vec![entries.collect()]);
    assert_gaps_agree(&canvas, &sessions, &[Some(1)]).iter().map(|gap| gap.cells).collect()
}

#[test]
fn cells_that_touch_at_a_corner_are_two_gaps() {
    assert_eq!(gaps_of_picture(&["#.", ".#"]), [1, 1]);
    assert_eq!(gaps_of_picture(&[".#", "#."]), [1, 1]);
    assert_eq!(gaps_of_picture(&["##..", "##..", "..##", "..##"]), [4, 4]);
    assert_eq!(gaps_of_picture(&["#.#", ".#.", "#.#"]), [1, 1, 1, 1, 1]);
}

#[test]
fn cells_that_touch_at_a_side_are_one_gap() {
    assert_eq!(gaps_of_picture(&["##", ".#"]), [3]);
    assert_eq!(gaps_of_picture(&["###.", "..##"]), [5]);
    assert_eq!(gaps_of_picture(&["#", "#", "#"]), [3]);
}

#[test]
fn a_gap_may_be_any_shape() {
    // Joined at the bottom, at the top, by a spiral, and around a hole with a gap of its own.
    assert_eq!(gaps_of_picture(&["#.#.#", "#.#.#", "#####"]), [11]);
    assert_eq!(gaps_of_picture(&["#####", "#.#.#", "#.#.#"]), [11]);
    assert_eq!(
        gaps_of_picture(&["#######", "......#", "#####.#", "#...#.#", "#.###.#", "#.....#", "#######"]),
        [31]
    );
    assert_eq!(gaps_of_picture(&["#####", "#...#", "#.#.#", "#...#", "#####"]), [16, 1]);
    assert_eq!(gaps_of_picture(&["#.#", "#.#", "###", "#.#", "###"]), [12]);
    // Two arms that meet only through a third.
    assert_eq!(gaps_of_picture(&["#..#.", "##.##", ".#.#.", ".###."]), [11]);
}

#[test]
fn the_end_of_a_row_is_not_beside_the_start_of_the_next() {
    assert_eq!(gaps_of_picture(&["..#", "#..", "..#"]), [1, 1, 1]);
}

#[test]
fn gaps_run_on_where_tiles_meet() {
    // Tiles are 64 cells wide: a cross over the corner of four, of which two nobody painted.
    let canvas = plate("plate", 1, (140, 140), &[patch("all", "1", &[(0, 0, 140, 140)])]);
    let rest: [Block; 4] = [(0, 0, 60, 60), (68, 0, 140, 60), (0, 68, 60, 140), (68, 68, 140, 140)];
    let entries: Vec<Entry> =
        rest.iter().map(|&block| fill(&canvas, Some("d1"), block, undirected(1))).collect();
    for painted in [entries.clone(), entries[..1].to_vec(), entries[1..2].to_vec(), Vec::new()] {
        let gaps = assert_gaps_agree(&canvas, &series(vec![painted]), &[Some(1)]);
        assert_eq!(gaps.len(), 1);
    }
}

#[test]
fn gaps_end_at_the_edge_of_their_zone() {
    let patches = [
        patch("brow", "1", &[(0, 0, 30, 10)]),
        patch("nose", "1", &[(10, 10, 20, 20)]),
        // In two parts, either side of the nose.
        patch("cheeks", "2", &[(0, 10, 30, 20)]),
    ];
    let canvas = plate("plate", 1, (30, 22), &patches);
    let gaps = assert_gaps_agree(&canvas, &series(vec![]), &[Some(1), Some(1), Some(1)]);
    assert_eq!(
        gaps.iter().map(|gap| (gap.zone, gap.cells)).collect::<Vec<_>>(),
        [(0, 300), (1, 100), (2, 100), (2, 100)]
    );
    let gaps = assert_gaps_agree(&canvas, &series(vec![]), &[None, Some(1), Some(0)]);
    assert_eq!(gaps.iter().map(|gap| gap.zone).collect::<Vec<_>>(), [1]);
}

#[test]
fn a_gap_is_where_there_are_fewer_passes_than_the_target() {
    let canvas = plate("plate", 1, (9, 3), &[patch("all", "1", &[(0, 0, 9, 3)])]);
    // Three columns with 2, three with 3 and three with 4 in two sessions.
    let part = |left, counts| fill(&canvas, Some("d1"), (left, 0, 9, 3), passes(counts));
    let sessions = series(vec![
        vec![part(0, [2, 0, 0, 0, 0]), part(3, [0, 1, 0, 0, 0])],
        vec![part(6, [0, 0, 0, 1, 0])],
    ]);
    let cells = |target| {
        let gaps = assert_gaps_agree(&canvas, &sessions, &[Some(target)]);
        gaps.iter().map(|gap| (gap.cells, gap.fewest)).collect::<Vec<_>>()
    };
    assert_eq!(cells(2), []);
    assert_eq!(cells(3), [(9, 2)]);
    assert_eq!(cells(4), [(18, 2)]);
    assert_eq!(cells(5), [(27, 2)]);
    let gap = &assert_gaps_agree(&canvas, &sessions, &[Some(4)])[0];
    // Half lacks vertical passes and all of it rising and falling ones.
    assert_eq!(&gap.lacking.0[..4], [0, 9, 18, 18]);
    assert!(matches!(gap.missing_direction(), Some(Direction::Rising | Direction::Falling)));
}

#[test]
fn a_gap_misses_the_direction_that_more_than_half_of_it_lacks() {
    let canvas = plate("plate", 1, (10, 1), &[patch("all", "1", &[(0, 0, 10, 1)])]);
    let missing = |lacking: [i32; 4]| {
        let mut entries = Vec::new();
        for (direction, cells) in lacking.into_iter().enumerate().filter(|(_, cells)| *cells < 10) {
            let mut counts = [0; 5];
            counts[direction] = 1;
            entries.push(fill(&canvas, Some("d1"), (cells, 0, 10, 1), passes(counts)));
        }
        let gaps = assert_gaps_agree(&canvas, &series(vec![entries]), &[Some(9)]);
        gaps[0].missing_direction()
    };
    assert_eq!(missing([0, 0, 0, 0]), None);
    assert_eq!(missing([5, 5, 5, 5]), None);
    assert_eq!(missing([5, 5, 6, 0]), Some(Direction::Rising));
    assert_eq!(missing([6, 7, 8, 9]), Some(Direction::Falling));
    assert_eq!(missing([9, 8, 7, 6]), Some(Direction::Horizontal));
    assert_eq!(missing([6, 10, 0, 0]), Some(Direction::Vertical));
}

/// How many gaps a zone with so many unpainted cells has.
#[track_caller]
fn number_of_gaps(cells_per_mm: u32, area_factor: &'static str, cells: i32, body_scale: f64) -> usize {
    let side = 10 * cells_per_mm as i32 + 3;
    let patches = [patch("all", area_factor, &[(0, 0, side, side)])];
    let canvas = body_plate("plate", cells_per_mm, (side, side), &patches, (165.0, 57.0));
    let (rows, rest) = (cells / side, cells % side);
    let done = [(0, rows + 1, side, side), (rest, rows, side, side)];
    let entries = done.map(|block| fill(&canvas, Some("d1"), block, undirected(1)));
    let sessions = series(vec![entries.to_vec()]);
    let plan = plan(1, vec![target("*", 1, None, Per::Session)]);
    crate::agreement::assert_figures_agree(&canvas, &sessions, Some(&plan), body_scale);
    let found = canvas.scaled_figures(&sessions, Some(&plan), body_scale);
    assert_eq!(found.zones[0].gaps, found.whole.gaps);
    found.zones[0].gaps.unwrap()
}

#[test]
fn a_gap_counts_from_exactly_a_quarter_of_a_cm2() {
    // 25 mm2 on the picture, or as much skin on less of it.
    let cases = [
        (1, "1", 25),
        (2, "1", 100),
        (4, "1", 400),
        (5, "1", 625),
        (8, "1", 1600),
        (10, "1", 2500),
        (2, "1.25", 80),
        (4, "1.25", 320),
        (4, "1.6", 250),
        (5, "1.25", 500),
        (10, "2.5", 1000),
        (4, "0.8", 500),
        (4, "3.2", 125),
    ];
    for (k, factor, cells) in cases {
        let found = [cells - 1, cells, cells + 1].map(|cells| number_of_gaps(k, factor, cells, 1.0));
        assert_eq!(found, [0, 1, 1], "{cells} cells of {factor} at {k} cells per mm");
    }
}

#[test]
fn a_gap_counts_with_the_area_it_has_on_the_client() {
    assert_eq!(number_of_gaps(4, "1", 300, 1.0), 0);
    assert_eq!(number_of_gaps(4, "1", 300, 1.34), 1);
    assert_eq!(number_of_gaps(4, "1", 420, 0.9), 0);
}

/// A zone that is painted in small blocks, so that its gaps are ragged.
fn ragged() -> impl Strategy<Value = Vec<(Block, [u8; 5])>> {
    let block = (0..78, 0..70, 1..9, 1..9).prop_map(|(x, y, w, h)| (x, y, x + w, y + h));
    let strip = prop_oneof![
        (0..80, 0..72, 1..40).prop_map(|(x, y, w)| (x, y, x + w, y + 1)),
        (0..80, 0..72, 1..40).prop_map(|(x, y, h)| (x, y, x + 1, y + h)),
    ];
    let counts = prop::array::uniform5(prop_oneof![3 => Just(0_u8), 1 => 1..3_u8]);
    prop::collection::vec((prop_oneof![block, strip], counts), 0..80)
}

proptest! {
    #![proptest_config(config(80))]

    #[test]
    fn gaps_of_any_series_are_those_of_the_text(
        k in prop::sample::select(vec![1_u32, 4, 5]),
        first in ragged(),
        second in ragged(),
        targets in prop::collection::vec(prop::option::weighted(0.8, 0..6_u32), 5),
    ) {
        let canvas = mixed_plate(k);
        let entries = |blocks: &[(Block, [u8; 5])]| {
            let entries = blocks.iter().zip(["d1", "d2", "d3"].into_iter().cycle());
            entries.map(|(&(block, counts), device)| fill(&canvas, Some(device), block, passes(counts))).collect()
        };
        assert_gaps_agree(&canvas, &series(vec![entries(&first), entries(&second)]), &targets);
    }
}
