//! Maps of differences: raw and averaged, between sessions and between the sides, against sums over cells.

use crate::canvas::{Canvas, undirected};
use crate::figures_oracle::Figures;
use crate::oracle;
use crate::plate::{Block, dense, fill, session_on};
use crate::random::config;
use jiff::civil::date;
use proptest::prelude::*;
use stipple::coverage::CoverageSet;
use stipple::geometry::{Cell, Point};
use stipple::heatmap::{Field, MapContext, MapKind, MapScale, SignedMap, Theme, raw_raster};
use stipple::model::{Session, TargetCounts};

/// Stands for no difference in a raster.
const ZERO: i64 = 32_768;

/// A diagram cell by cell: the passes of two choices of sessions, or of one and its mirror image.
struct Sheet<'a> {
    canvas: &'a Canvas,
    columns: usize,
    cells: Vec<Cell>,
    /// What is taken from, and what is taken away.
    pairs: Vec<(i64, i64)>,
}

impl<'a> Sheet<'a> {
    fn new(canvas: &'a Canvas, pairs: impl Fn(usize) -> (i64, i64)) -> Self {
        let cells: Vec<Cell> = oracle::cells(&canvas.diagram).collect();
        let columns = oracle::raster_size(&canvas.diagram).0 as usize;
        Self { canvas, columns, pairs: (0..cells.len()).map(pairs).collect(), cells }
    }

    fn of_sessions(canvas: &'a Canvas, later: &[Session], earlier: &[Session]) -> Self {
        let (b, a) = (Figures::new(&canvas.diagram, later, 1.0), Figures::new(&canvas.diagram, earlier, 1.0));
        Self::new(canvas, |cell| (i64::from(b.n(cell)), i64::from(a.n(cell))))
    }

    fn of_sides(canvas: &'a Canvas, sessions: &[Session], midline_cells: f64) -> Self {
        let text = Figures::new(&canvas.diagram, sessions, 1.0);
        let columns = oracle::raster_size(&canvas.diagram).0;
        let there = |cell: usize| {
            let (row, column) = (cell / columns as usize, (cell % columns as usize) as f64);
            let mirrored = (2.0 * midline_cells - (column + 0.5)).floor();
            let inside = mirrored >= 0.0 && mirrored < f64::from(columns);
            if inside { i64::from(text.n(row * columns as usize + mirrored as usize)) } else { 0 }
        };
        Self::new(canvas, |cell| (i64::from(text.n(cell)), there(cell)))
    }

    fn has_value(&self, cell: usize) -> bool {
        self.pairs[cell] != (0, 0)
    }

    fn in_figure(&self, cell: usize) -> bool {
        let centre: Point = self.canvas.diagram.grid.centre(self.cells[cell]);
        self.canvas.diagram.silhouette.contains(centre)
    }

    /// The mean of what `value` says of the cells of the figure that have a value, in a square around each cell.
    fn means(&self, half: i32, value: &[f64]) -> Vec<f64> {
        let counts: Vec<bool> = (0..value.len()).map(|i| self.has_value(i) && self.in_figure(i)).collect();
        let mean = |cell: usize| {
            let (row, column) = ((cell / self.columns) as i32, (cell % self.columns) as i32);
            let (mut sum, mut count) = (0.0, 0.0);
            for y in row - half..=row + half {
                for x in column - half..=column + half {
                    if x < 0 || y < 0 || x >= self.columns as i32 {
                        continue;
                    }
                    let at = y as usize * self.columns + x as usize;
                    if counts.get(at) == Some(&true) {
                        sum += value[at];
                        count += 1.0;
                    }
                }
            }
            if counts[cell] { sum / count } else { 0.0 }
        };
        (0..value.len()).map(mean).collect()
    }

    /// What the map must be, raw and averaged over so many cells to each side.
    fn assert_is(&self, map: &SignedMap, half: i32) {
        let raw: Vec<f64> = self.pairs.iter().map(|(b, a)| (b - a) as f64).collect();
        let shown = self.means(half, &self.means(half, &raw));
        let mut sizes = Vec::new();
        for (i, cell) in self.cells.iter().enumerate() {
            let want = self.has_value(i).then_some(self.pairs[i].0 - self.pairs[i].1);
            assert_eq!(map.at(*cell).map(i64::from), want, "raw at {cell:?}");
            let found = map.shown_at(*cell);
            assert_eq!(found.is_some(), self.has_value(i) && self.in_figure(i), "{cell:?}");
            if let Some(found) = found {
                // Sixteenths are shown; means are rounded to 256ths on the way.
                assert!((found - shown[i]).abs() <= 0.5 / 16.0 + 2.0 / 256.0, "{found} for {}", shown[i]);
                sizes.push(found.abs());
            }
        }
        sizes.sort_by(f64::total_cmp);
        let within = sizes.get((sizes.len() * 98).div_ceil(100).saturating_sub(1)).copied().unwrap_or(0.0);
        assert_eq!(f64::from(map.spread()), within.ceil().max(2.0));
    }

    fn assert_raster(&self, map: &SignedMap, which: MapKind, set: &CoverageSet) {
        let targets: [Option<TargetCounts>; 0] = [];
        let on = date(2026, 4, 1);
        let zones = &self.canvas.zones;
        let field = Field { set, zones, map: which, on, targets: &targets, signed: Some(map) };
        let raster = raw_raster(&field);
        assert_eq!(raster.columns as usize, self.columns);
        let want = self.pairs.iter().map(|(b, a)| (b - a + ZERO).clamp(0, 65_534));
        assert!(raster.values.iter().map(|value| i64::from(*value)).eq(want));
    }
}

/// Blocks with passes, session by session.
type Days = Vec<Vec<(Block, u8)>>;

fn days() -> impl Strategy<Value = Days> {
    let block = (-3..78_i32, -3..70_i32, 1..50_i32, 1..50_i32);
    let block = block.prop_map(|(x, y, w, h)| (x, y, x + w, y + h));
    prop::collection::vec(prop::collection::vec((block, prop_oneof![1..6_u8, Just(255)]), 0..4), 0..3)
}

fn sessions(canvas: &Canvas, days: &Days) -> Vec<Session> {
    let devices = [dense("d1", None)];
    let session = |(i, blocks): (usize, &Vec<(Block, u8)>)| {
        let entries =
            blocks.iter().map(|(block, passes)| fill(canvas, Some("d1"), *block, undirected(*passes)));
        session_on(i as u8 + 1, 9, &devices, entries.collect())
    };
    days.iter().enumerate().map(session).collect()
}

/// The half width of the square of 7 of 10 mm, in cells.
fn half(smooth_mm: f64, cells_per_mm: u32) -> i32 {
    (smooth_mm * 0.7 / 2.0 * f64::from(cells_per_mm)).round() as i32
}

proptest! {
    #![proptest_config(config(24))]

    #[test]
    fn a_difference_is_that_of_two_sums(
        later in days(),
        earlier in days(),
        k in prop::sample::select(vec![1_u32, 2, 4]),
        smooth in prop::sample::select(vec![0.0, 1.0, 3.0, 10.0]),
    ) {
        let canvas = Canvas::new(k);
        let (later, earlier) = (sessions(&canvas, &later), sessions(&canvas, &earlier));
        let sheet = Sheet::of_sessions(&canvas, &later, &earlier);
        let (b, a) = (canvas.set(&later), canvas.set(&earlier));
        let map = SignedMap::difference(&b, &a, &canvas.zones, smooth, "b minus a");
        sheet.assert_is(&map, half(smooth, k));
        sheet.assert_raster(&map, MapKind::Difference, &b);
        let turned = SignedMap::difference(&a, &b, &canvas.zones, 0.0, "a minus b");
        for cell in &sheet.cells {
            prop_assert_eq!(turned.at(*cell), map.at(*cell).map(|n| -n));
        }
    }

    #[test]
    fn asymmetry_is_here_minus_the_mirrored_point(
        days in days(),
        k in prop::sample::select(vec![1_u32, 2, 4]),
        midline_cells in prop::sample::select(vec![40.0, 39.5, 20.0, 71.25]),
        smooth in prop::sample::select(vec![0.0, 2.0, 10.0]),
    ) {
        let canvas = Canvas::new(k);
        let sessions = sessions(&canvas, &days);
        let sheet = Sheet::of_sides(&canvas, &sessions, midline_cells);
        let set = canvas.set(&sessions);
        let map = SignedMap::asymmetry(&set, &canvas.zones, midline_cells / f64::from(k), smooth);
        sheet.assert_is(&map, half(smooth, k));
        sheet.assert_raster(&map, MapKind::Asymmetry, &set);
    }
}

#[test]
fn both_sides_alike_have_no_asymmetry_and_a_session_has_no_difference_to_itself() {
    let canvas = Canvas::new(4);
    let both = vec![vec![((10, 10, 30, 40), 3), ((50, 10, 70, 40), 3)]];
    let sessions = sessions(&canvas, &both);
    let set = canvas.set(&sessions);
    let sides = SignedMap::asymmetry(&set, &canvas.zones, 10.0, 10.0);
    let same = SignedMap::difference(&set, &set, &canvas.zones, 10.0, "itself");
    for map in [&sides, &same] {
        assert_eq!(map.spread(), 2);
        let values: Vec<i32> = oracle::cells(&canvas.diagram).filter_map(|cell| map.at(cell)).collect();
        assert_eq!(values, vec![0; 2 * 20 * 30]);
    }
}

#[test]
fn the_legend_reaches_as_far_to_both_sides_and_says_what_is_taken_from_what() {
    let canvas = Canvas::new(4);
    let later = sessions(&canvas, &vec![vec![((10, 10, 30, 40), 9)]]);
    let (set, none) = (canvas.set(&later), canvas.set(&[]));
    let map = SignedMap::difference(&set, &none, &canvas.zones, 0.0, "session 2 minus session 1");
    let (zones, on) = (&canvas.zones, date(2026, 4, 1));
    let field = Field { set: &set, zones, map: MapKind::Difference, on, targets: &[], signed: Some(&map) };
    let scale = MapScale::new(MapKind::Difference, &MapContext::of(&field, None), Theme::Light);
    let labels: Vec<&str> = scale.legend.ticks.iter().map(|tick| tick.label.as_str()).collect();
    assert_eq!(labels, ["\u{2212}9", "0", "+9 passes"]);
    assert_eq!(scale.legend.subtitle, "session 2 minus session 1");
    let ramp = MapKind::Difference.ramp();
    let at = |passes: i32| scale.colour((ZERO as i32 + passes * 16) as u16).0;
    assert_eq!([at(-9), at(-2000), at(0), at(9), at(2000)], [ramp[0], ramp[0], ramp[4], ramp[8], ramp[8]]);
    let over = SignedMap::difference(&set, &none, &canvas.zones, 10.0, "session 2 minus session 1");
    assert_eq!(over.words(), "session 2 minus session 1, over 10 mm");
}
