//! Patches of planned zones that have fewer passes than their target.

use super::patches::{PatchRun, gaps_of, replace_rows, runs_below};
use super::zones::AreaScale;
use crate::coverage::{CoverageSet, ZoneMap};
use crate::geometry::{CellRect, Run};
use crate::model::{Diagram, Direction, Passes, PerDirection};
use rayon::prelude::*;
use std::sync::Arc;

/// A connected patch of one zone with fewer passes than its target. Cells touch at their sides, not corners.
#[derive(Clone, Debug, PartialEq)]
pub struct Gap {
    /// The zone, as its place in drawing order.
    pub zone: usize,
    /// Number of cells.
    pub cells: u64,
    /// True skin area in cm2.
    pub area_cm2: f64,
    /// The smallest rectangle around it.
    pub bounds: CellRect,
    /// Its cells, from top to bottom and left to right.
    pub runs: Vec<(i32, Run)>,
    /// Cells that have no pass in a direction; of no meaning for undirected.
    pub lacking: PerDirection<u64>,
    /// The fewest passes of any of its cells.
    pub fewest: u32,
}

/// Which patches count as gaps.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GapRules {
    /// Smallest area in cm2.
    pub min_cm2: f64,
}

impl Default for GapRules {
    /// 0.25 cm2, as the metric has it.
    fn default() -> Self {
        Self { min_cm2: 0.25 }
    }
}

impl Gap {
    /// The direction that more than half of the gap's area lacks; of several the one that most lacks.
    pub fn missing_direction(&self) -> Option<Direction> {
        let lacking = |direction: &Direction| *self.lacking.get(*direction);
        let worst = Direction::ROLLED.into_iter().rev().max_by_key(lacking)?;
        (lacking(&worst) * 2 > self.cells).then_some(worst)
    }
}

impl Gap {
    /// The passes that its emptiest cells are short of a target: those directions that more than half of it lacks, in
    /// turn; undirected where it lacks none.
    pub fn filling(&self, target: u32) -> Passes {
        let short = target.saturating_sub(self.fewest).clamp(1, u32::from(u8::MAX)) as u8;
        let lacks = |direction: &Direction| *self.lacking.get(*direction) * 2 > self.cells;
        let lacking: Vec<Direction> = Direction::ROLLED.into_iter().filter(lacks).collect();
        if lacking.is_empty() {
            return Passes::of(Direction::Undirected, short);
        }
        let mut passes = Passes::default();
        for direction in lacking.into_iter().cycle().take(usize::from(short)) {
            *passes.get_mut(direction) += 1;
        }
        passes
    }
}

/// The gaps of every zone that has a target, in drawing order of the zones and from top to bottom.
///
/// `target` gives the passes a zone should have, or none for a zone that is not planned.
pub fn find_gaps(
    set: &CoverageSet,
    diagram: &Diagram,
    zones: &ZoneMap,
    scale: AreaScale,
    rules: GapRules,
    target: impl Fn(usize) -> Option<u32> + Sync,
) -> Vec<Gap> {
    let gaps = GapList::new(set, diagram, zones, scale, rules, target).gaps();
    gaps.into_iter().map(Arc::unwrap_or_clone).collect()
}

/// The gaps of a diagram, which can be brought up to date where something was painted.
#[derive(Clone, Debug)]
pub struct GapList {
    zones: Vec<ZoneGaps>,
    scale: AreaScale,
    rules: GapRules,
}

/// The gaps of one zone.
#[derive(Clone, Debug, Default)]
struct ZoneGaps {
    target: Option<u32>,
    /// The cells below the target. Shared until changed, because most zones are untouched by a stroke.
    runs: Arc<Vec<PatchRun>>,
    gaps: Vec<Arc<Gap>>,
}

impl GapList {
    /// Finds the gaps of every zone that has a target.
    pub fn new(
        set: &CoverageSet,
        diagram: &Diagram,
        zones: &ZoneMap,
        scale: AreaScale,
        rules: GapRules,
        target: impl Fn(usize) -> Option<u32> + Sync,
    ) -> Self {
        let blank = |zone: usize| ZoneGaps { target: target(zone), ..ZoneGaps::default() };
        let mut list = Self { zones: (0..diagram.zones.len()).map(blank).collect(), scale, rules };
        list.renew(set, diagram, zones, zones.grid().bounds());
        list
    }

    /// Finds the gaps again where the counts of a rectangle have changed, and nowhere else: in the zones it touches, the
    /// cells of its rows are looked at.
    pub fn renew(&mut self, set: &CoverageSet, diagram: &Diagram, zones: &ZoneMap, rect: CellRect) {
        let (scale, rules) = (self.scale, self.rules);
        self.zones.par_iter_mut().enumerate().for_each(|(i, zone)| {
            let Some(target) = zone.target else { return };
            let rows = rect.intersection(zones.zone_bounds(i)).rows();
            if rows.is_empty() {
                return;
            }
            let found = runs_below(set, zones, i, target, rows.clone());
            let runs = Arc::make_mut(&mut zone.runs);
            replace_rows(runs, rows, found);
            let area = |cells| diagram.zones.get(i).map_or(0.0, |zone| scale.zone_cm2(zone, cells));
            zone.gaps = gaps_of(runs, i, |cells| area(cells) >= rules.min_cm2, area);
        });
    }

    /// Whether it was made for these targets, one a zone.
    pub fn aims_at(&self, targets: &[Option<u32>]) -> bool {
        self.zones.iter().map(|zone| zone.target).eq(targets.iter().copied())
    }

    /// The gaps, in drawing order of the zones and from top to bottom.
    pub fn gaps(&self) -> Vec<Arc<Gap>> {
        self.zones.iter().flat_map(|zone| &zone.gaps).cloned().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gap(fewest: u32, lacking: [u64; 5]) -> Gap {
        Gap {
            zone: 0,
            cells: 10,
            area_cm2: 1.0,
            bounds: CellRect::new(0, 0, 10, 1),
            runs: vec![(0, Run::new(0, 10))],
            lacking: PerDirection(lacking),
            fewest,
        }
    }

    #[test]
    fn a_gap_is_filled_with_what_it_lacks() {
        assert_eq!(gap(0, [10, 10, 10, 10, 0]).filling(4), PerDirection([1, 1, 1, 1, 0]));
        assert_eq!(gap(3, [0, 0, 9, 0, 0]).filling(4), Passes::of(Direction::Rising, 1));
        assert_eq!(gap(1, [0, 0, 9, 0, 0]).filling(4), Passes::of(Direction::Rising, 3));
        assert_eq!(
            gap(1, [5, 0, 0, 0, 0]).filling(3),
            Passes::of(Direction::Undirected, 2),
            "half is not more"
        );
        assert_eq!(gap(0, [10, 10, 0, 0, 0]).filling(3), PerDirection([2, 1, 0, 0, 0]));
        assert_eq!(gap(0, [0; 5]).filling(1000).total(), 255);
    }
}
