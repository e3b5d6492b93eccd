//! Rolling, shading and erasing: a stroke from press to release.

use super::sampler::Sampler;
use crate::coverage::{Draft, SessionCoverage};
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
    touched: CellRect,
    pointer: Point,
}

impl PenStroke {
    /// The pointer was pressed at a place.
    pub fn begin(spec: StrokeSpec, at: Point) -> (Self, CellRect) {
        let draft = match &spec.kind {
            StrokeKind::Roll { passes, tip } => Draft::roll(spec.grid, spec.width_mm, *tip, *passes),
            StrokeKind::Shade { passes } => Draft::shade(spec.grid, spec.width_mm, *passes),
            StrokeKind::Erase => Draft::erase(spec.grid, spec.width_mm),
        };
        let sampler = match spec.straight {
            None => Sampler::free(spec.width_mm),
            Some(direction) => Sampler::straight(spec.width_mm, direction),
        };
        let drafts = if spec.mirror_x_mm.is_some() { vec![draft.clone(), draft] } else { vec![draft] };
        let mut stroke = Self {
            spec,
            sampler,
            points: Vec::new(),
            times_ms: Vec::new(),
            drafts,
            touched: CellRect::EMPTY,
            pointer: at,
        };
        let changed = stroke.extend(at, 0);
        (stroke, changed)
    }

    /// The pointer moved. Returns the cells whose counts may have changed.
    pub fn extend(&mut self, at: Point, ms: u32) -> CellRect {
        self.pointer = at;
        let mut changed = CellRect::EMPTY;
        for (point, ms) in self.sampler.push(at, ms).into_iter().flatten() {
            changed = changed.union(self.add(point, ms));
        }
        changed
    }

    fn add(&mut self, point: Point, ms: u32) -> CellRect {
        self.points.push(point);
        self.times_ms.push(ms);
        let mut changed = CellRect::EMPTY;
        for (i, draft) in self.drafts.iter_mut().enumerate() {
            let place = match self.spec.mirror_x_mm {
                Some(midline) if i == 1 => point.mirrored(midline).rounded(),
                _ => point,
            };
            changed = changed.union(draft.push(place));
        }
        self.touched = self.touched.union(changed);
        changed
    }

    /// The pointer was released. Returns the cells that changed by the last point, and the entries of the stroke.
    pub fn finish(&mut self) -> (CellRect, Vec<EntryKind>) {
        let changed = match self.sampler.finish() {
            Some((point, ms)) => self.add(point, ms),
            None => CellRect::EMPTY,
        };
        let Ok(path) = Polyline::new(self.points.clone()) else { return (changed, Vec::new()) };
        let mut paths = vec![path];
        if let (Some(midline), [path]) = (self.spec.mirror_x_mm, paths.as_slice()) {
            let points = path.mirrored(midline).points().iter().map(|p| p.rounded()).collect();
            paths.extend(Polyline::new(points));
        }
        (changed, paths.into_iter().map(|path| self.entry(path)).collect())
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

    /// Writes the counts with the stroke into `live`, inside `rect`.
    pub fn write(&self, base: &SessionCoverage, live: &mut SessionCoverage, rect: CellRect) {
        live.restore(base, rect);
        for draft in &self.drafts {
            draft.add_to(self.spec.device.as_ref(), live, rect);
        }
    }

    /// All cells whose counts may differ from those without the stroke.
    pub const fn touched(&self) -> CellRect {
        self.touched
    }

    /// How it began.
    pub const fn spec(&self) -> &StrokeSpec {
        &self.spec
    }

    /// Its points so far.
    pub fn points(&self) -> &[Point] {
        &self.points
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

#[cfg(test)]
mod tests {
    use super::*;

    fn spec(mirror: bool) -> StrokeSpec {
        StrokeSpec {
            kind: StrokeKind::Roll { passes: 1, tip: Tip::Flat },
            grid: Grid::new(100.0, 100.0, 2).unwrap(),
            width_mm: 10.0,
            device: None,
            straight: None,
            mirror_x_mm: mirror.then_some(50.0),
        }
    }

    #[test]
    fn a_stroke_becomes_one_entry_with_a_time_a_point() {
        let (mut stroke, _) = PenStroke::begin(spec(false), Point::new(10.001, 20.0));
        for i in 1..=10 {
            stroke.extend(Point::new(10.0 + f64::from(i) * 3.0, 20.0), i as u32 * 16);
        }
        let (_, entries) = stroke.finish();
        let [EntryKind::Roll(roll)] = entries.as_slice() else { panic!("{entries:?}") };
        assert_eq!(roll.path.points().first(), Some(&Point::new(10.0, 20.0)));
        assert_eq!(roll.path.points().last(), Some(&Point::new(40.0, 20.0)));
        assert_eq!(roll.times_ms.len(), roll.path.points().len());
    }

    #[test]
    fn a_press_without_movement_is_a_dab() {
        let (mut stroke, changed) = PenStroke::begin(spec(false), Point::new(50.0, 50.0));
        assert!(!changed.is_empty());
        let (_, entries) = stroke.finish();
        assert!(matches!(entries.as_slice(), [EntryKind::Roll(roll)] if roll.path.points().len() == 1));
    }

    #[test]
    fn a_mirrored_stroke_is_two_entries_and_counts_on_both_sides() {
        let (mut stroke, _) = PenStroke::begin(spec(true), Point::new(10.0, 20.0));
        stroke.extend(Point::new(30.0, 20.0), 100);
        let (_, entries) = stroke.finish();
        assert_eq!(entries.len(), 2);
        let base = SessionCoverage::new(spec(true).grid);
        let mut live = base.clone();
        stroke.write(&base, &mut live, stroke.touched());
        let at = |x, y| live.counts(spec(true).grid.cell_at(Point::new(x, y))).0[0];
        assert_eq!((at(20.0, 20.0), at(80.0, 20.0), at(50.0, 20.0)), (1, 1, 0));
    }
}
