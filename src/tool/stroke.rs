//! Rolling, shading and erasing: a stroke from press to release.

use super::sampler::Sampler;
use super::stabiliser::Stabiliser;
use crate::coverage::Draft;
use crate::geometry::{CellRect, Grid, Point, Polyline};
use crate::model::{DeviceId, Direction, EntryKind, Passes, Roll, Tip};

/// What a stroke is made with.
#[derive(Clone, Debug, PartialEq)]
pub enum StrokeKind {
    /// The device is rolled.
    Roll {
        /// Passes a sweep counts.
        passes: u8,
        /// Shape of the device's tip.
        tip: Tip,
    },
    /// An area is painted.
    Shade {
        /// What every cell gets.
        passes: Passes,
    },
    /// Counts are set back to zero.
    Erase,
}

/// How a stroke begins.
#[derive(Clone, Debug, PartialEq)]
pub struct StrokeSpec {
    /// What it is made with.
    pub kind: StrokeKind,
    /// The raster of the diagram.
    pub grid: Grid,
    /// Width in mm.
    pub width_mm: f64,
    /// The device, whose counts it changes.
    pub device: Option<DeviceId>,
    /// Whether the stroke is held to a straight line: in this direction, or in the nearest of the four.
    pub straight: Option<Option<Direction>>,
    /// The vertical line on whose other side the stroke is repeated, in mm.
    pub mirror_x_mm: Option<f64>,
    /// How steady the hand is made, in percent; 0 follows it exactly.
    pub steadiness: u8,
}

/// A stroke that is being drawn.
#[derive(Clone, Debug)]
pub struct PenStroke {
    spec: StrokeSpec,
    sampler: Sampler,
    points: Vec<Point>,
    times_ms: Vec<u32>,
    /// The stroke and, where it is mirrored, its image.
    drafts: Vec<Draft>,
    hand: Stabiliser,
    /// Where the device is.
    head: Point,
    pointer: Point,
}

impl PenStroke {
    /// The pointer was pressed at a place. Every draft that took a point is handed to `follow`, before it takes the
    /// next.
    pub fn begin(spec: StrokeSpec, at: Point, follow: impl FnMut(&Draft)) -> Self {
        let drafts = Self::drafts(&spec);
        let sampler = match spec.straight {
            None => Sampler::free(spec.width_mm),
            Some(direction) => Sampler::straight(spec.width_mm, direction),
        };
        let hand = Stabiliser::begin(spec.steadiness, at);
        let mut stroke = Self {
            spec,
            sampler,
            points: Vec::new(),
            times_ms: Vec::new(),
            drafts,
            hand,
            head: at,
            pointer: at,
        };
        stroke.extend(at, 0, follow);
        stroke
    }

    fn drafts(spec: &StrokeSpec) -> Vec<Draft> {
        let draft = match &spec.kind {
            StrokeKind::Roll { passes, tip } => Draft::roll(spec.grid, spec.width_mm, *tip, *passes),
            StrokeKind::Shade { passes } => Draft::shade(spec.grid, spec.width_mm, *passes),
            StrokeKind::Erase => Draft::erase(spec.grid, spec.width_mm),
        };
        if spec.mirror_x_mm.is_some() { vec![draft.clone(), draft] } else { vec![draft] }
    }

    /// The pointer moved. Hands every draft that took a point to `follow`, before it takes the next.
    pub fn extend(&mut self, at: Point, ms: u32, mut follow: impl FnMut(&Draft)) {
        self.pointer = at;
        self.head = self.hand.follow(at);
        for (point, ms) in self.sampler.push(self.head, ms).into_iter().flatten() {
            self.add(point, ms, &mut follow);
        }
    }

    fn add(&mut self, point: Point, ms: u32, follow: &mut impl FnMut(&Draft)) {
        self.points.push(point);
        self.times_ms.push(ms);
        push(&mut self.drafts, &self.spec, point, follow);
    }

    /// Draws the stroke once more from its beginning.
    pub fn redraw(&self, mut follow: impl FnMut(&Draft)) {
        let mut drafts = Self::drafts(&self.spec);
        for point in &self.points {
            push(&mut drafts, &self.spec, *point, &mut follow);
        }
    }

    /// The pointer was released. Hands every draft that took the last point to `follow`. Returns the entries of the
    /// stroke.
    pub fn finish(&mut self, mut follow: impl FnMut(&Draft)) -> Vec<EntryKind> {
        if let Some((point, ms)) = self.sampler.finish() {
            self.add(point, ms, &mut follow);
        }
        let Ok(path) = Polyline::new(self.points.clone()) else { return Vec::new() };
        let mut paths = vec![path];
        if let (Some(midline), [path]) = (self.spec.mirror_x_mm, paths.as_slice()) {
            let points = path.mirrored(midline).points().iter().map(|p| p.rounded()).collect();
            paths.extend(Polyline::new(points));
        }
        paths.into_iter().map(|path| self.entry(path)).collect()
    }

    fn entry(&self, path: Polyline) -> EntryKind {
        let width_mm = self.spec.width_mm;
        match &self.spec.kind {
            StrokeKind::Roll { passes, .. } => EntryKind::Roll(Roll {
                path,
                width_mm: None,
                passes: *passes,
                times_ms: self.times_ms.clone(),
            }),
            StrokeKind::Shade { passes } => EntryKind::Shade { path, width_mm, passes: *passes },
            StrokeKind::Erase => EntryKind::Erase { path, width_mm },
        }
    }

    /// All cells whose counts may differ from those without the stroke.
    pub fn touched(&self) -> CellRect {
        self.drafts.iter().map(Draft::touched).fold(CellRect::EMPTY, CellRect::union)
    }

    /// How it began.
    pub const fn spec(&self) -> &StrokeSpec {
        &self.spec
    }

    /// Its points so far.
    pub fn points(&self) -> &[Point] {
        &self.points
    }

    /// Where the device is: at the pointer, or behind it where the hand is steadied.
    pub const fn head(&self) -> Point {
        self.head
    }

    /// Where the pointer is.
    pub const fn pointer(&self) -> Point {
        self.pointer
    }

    /// How many sweeps it has had so far.
    pub fn sweeps(&self) -> usize {
        self.drafts.first().map_or(0, Draft::sweeps)
    }
}

fn push(drafts: &mut [Draft], spec: &StrokeSpec, point: Point, follow: &mut impl FnMut(&Draft)) {
    for (i, draft) in drafts.iter_mut().enumerate() {
        let place = match spec.mirror_x_mm {
            Some(midline) if i == 1 => point.mirrored(midline).rounded(),
            _ => point,
        };
        draft.push(place);
        follow(draft);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::coverage::{LiveCoverage, SessionCoverage};

    fn spec(mirror: bool) -> StrokeSpec {
        StrokeSpec {
            kind: StrokeKind::Roll { passes: 1, tip: Tip::Flat },
            grid: Grid::new(100.0, 100.0, 2).unwrap(),
            width_mm: 10.0,
            device: None,
            straight: None,
            mirror_x_mm: mirror.then_some(50.0),
            steadiness: 0,
        }
    }

    #[test]
    fn a_stroke_becomes_one_entry_with_a_time_a_point() {
        let mut stroke = PenStroke::begin(spec(false), Point::new(10.001, 20.0), |_| {});
        for i in 1..=10 {
            stroke.extend(Point::new(10.0 + f64::from(i) * 3.0, 20.0), i as u32 * 16, |_| {});
        }
        let entries = stroke.finish(|_| {});
        let [EntryKind::Roll(roll)] = entries.as_slice() else { panic!("{entries:?}") };
        assert_eq!(roll.path.points().first(), Some(&Point::new(10.0, 20.0)));
        assert_eq!(roll.path.points().last(), Some(&Point::new(40.0, 20.0)));
        assert_eq!(roll.times_ms.len(), roll.path.points().len());
    }

    #[test]
    fn a_steadied_stroke_stores_what_is_drawn() {
        let steady = StrokeSpec { steadiness: 50, ..spec(false) };
        let mut stroke = PenStroke::begin(steady, Point::new(10.0, 20.0), |_| {});
        for i in 1..=60 {
            let tremor = if i % 2 == 0 { 0.8 } else { -0.8 };
            stroke.extend(Point::new(10.0 + f64::from(i), 20.0 + tremor), i as u32 * 8, |_| {});
        }
        let head = stroke.head();
        assert!((head.x - 60.0).abs() < 0.1 && stroke.pointer().x == 70.0, "{head:?}");
        let entries = stroke.finish(|_| {});
        let [EntryKind::Roll(roll)] = entries.as_slice() else { panic!("{entries:?}") };
        assert!(roll.path.points().last().unwrap().distance(head) < 0.2);
        assert!(roll.path.points().iter().all(|p| (p.y - 20.0).abs() < 0.2), "{:?}", roll.path);
    }

    #[test]
    fn a_press_without_movement_is_a_dab() {
        let mut changes = 0;
        let mut stroke =
            PenStroke::begin(spec(false), Point::new(50.0, 50.0), |draft| changes += draft.changes().len());
        assert!(changes > 0);
        let entries = stroke.finish(|_| {});
        assert!(matches!(entries.as_slice(), [EntryKind::Roll(roll)] if roll.path.points().len() == 1));
    }

    #[test]
    fn a_mirrored_stroke_is_two_entries_and_counts_on_both_sides() {
        let mut live = LiveCoverage::new(SessionCoverage::new(spec(true).grid), None);
        let mut follow = |draft: &Draft| live.follow(draft, &mut ());
        let mut stroke = PenStroke::begin(spec(true), Point::new(10.0, 20.0), &mut follow);
        stroke.extend(Point::new(30.0, 20.0), 100, &mut follow);
        assert_eq!(stroke.finish(&mut follow).len(), 2);
        let at = |x, y| live.counts().counts(spec(true).grid.cell_at(Point::new(x, y))).0[0];
        assert_eq!((at(20.0, 20.0), at(80.0, 20.0), at(50.0, 20.0)), (1, 1, 0));
        let mut again = LiveCoverage::new(SessionCoverage::new(spec(true).grid), None);
        stroke.redraw(|draft| again.follow(draft, &mut ()));
        assert!(again.counts() == live.counts());
    }
}
