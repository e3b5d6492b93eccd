//! Patches with more passes than their ceiling.

use super::gaps::GapRules;
use super::patches::{gaps_of, runs_above};
use super::zones::AreaScale;
use crate::coverage::{CoverageSet, ZoneMap};
use crate::geometry::{Cell, CellRect, Run};
use crate::model::Diagram;
use rayon::prelude::*;

/// A connected patch of one zone with more passes than its ceiling.
#[derive(Clone, Debug, PartialEq)]
pub struct HotSpot {
    /// The zone, as its place in drawing order.
    pub zone: usize,
    /// True skin area in cm2.
    pub area_cm2: f64,
    /// The smallest rectangle around it.
    pub bounds: CellRect,
    /// Its cells, from top to bottom and left to right.
    pub runs: Vec<(i32, Run)>,
    /// The most passes of any of its cells.
    pub most: u32,
}

/// The patches of every zone with a ceiling that have more passes than that, largest first. The same smallest area
/// holds as for gaps.
pub fn hot_spots(
    set: &CoverageSet,
    diagram: &Diagram,
    zones: &ZoneMap,
    scale: AreaScale,
    rules: GapRules,
    ceiling: impl Fn(usize) -> Option<u32> + Sync,
) -> Vec<HotSpot> {
    let of_zone = |(i, zone): (usize, &crate::model::Zone)| {
        let Some(ceiling) = ceiling(i) else { return Vec::new() };
        let rows = zones.zone_bounds(i).rows();
        let runs = runs_above(set, zones, i, ceiling, rows);
        let area = |cells| scale.zone_cm2(zone, cells);
        let patches = gaps_of(&runs, i, |cells| area(cells) >= rules.min_cm2, area);
        let spots = patches.into_iter().map(|patch| {
            let cells = patch
                .runs
                .iter()
                .flat_map(|&(row, run)| (run.start..run.end).map(move |column| Cell::new(column, row)));
            let most = cells.map(|cell| set.total(cell)).max().unwrap_or(0);
            let (area_cm2, bounds, runs) = (patch.area_cm2, patch.bounds, patch.runs.clone());
            HotSpot { zone: i, area_cm2, bounds, runs, most }
        });
        spots.collect()
    };
    let mut spots: Vec<HotSpot> = diagram.zones.par_iter().enumerate().flat_map_iter(of_zone).collect();
    spots.sort_by(|a, b| b.area_cm2.total_cmp(&a.area_cm2));
    spots
}
