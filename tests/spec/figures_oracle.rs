//! Section 4 of the specification read literally: every figure is a sum over the cells of its zones, taken from the
//! counts that [`oracle`] finds. Areas are whole numbers, millionths of a flat cell; only the last step of a figure
//! leaves them.

use crate::oracle::{self, Counts};
use std::collections::{BTreeMap, BTreeSet};
use stipple::model::{Device, Diagram, EntryKind, PerDirection, Plan, Session};

/// The cells of a diagram after the sessions of a series.
pub(crate) struct Figures<'a> {
    pub(crate) diagram: &'a Diagram,
    /// By how much the client's areas are larger than the reference adult's.
    pub(crate) body_scale: f64,
    pub(crate) sessions: &'a [Session],
    /// The zone of each cell, row by row.
    pub(crate) zone_of: Vec<Option<usize>>,
    /// The counts of each session.
    pub(crate) counts: Vec<Counts>,
    /// The five counts of the series.
    five: Vec<[u32; 5]>,
    columns: usize,
}

/// How zones fit what is planned for them, in areas as of [`Figures::area`].
#[derive(Debug, Default)]
pub(crate) struct Fit {
    /// T.
    pub(crate) planned: u128,
    /// TV.
    pub(crate) reached: u128,
    /// V.
    pub(crate) treated: u128,
    pub(crate) excess: u128,
    /// With passes, but neither planned nor keep-out.
    pub(crate) outside: u128,
}

impl<'a> Figures<'a> {
    pub(crate) fn new(diagram: &'a Diagram, sessions: &'a [Session], body_scale: f64) -> Self {
        let zone_of: Vec<Option<usize>> =
            oracle::cells(diagram).map(|cell| oracle::zone_of(diagram, cell)).collect();
        let counts: Vec<Counts> = sessions.iter().map(|s| oracle::evaluate(s, diagram)).collect();
        let mut five = vec![[0_u32; 5]; zone_of.len()];
        for raster in counts.iter().flat_map(BTreeMap::values) {
            for (sum, more) in five.iter_mut().zip(raster) {
                for (sum, &more) in sum.iter_mut().zip(&more.0) {
                    *sum = (*sum + u32::from(more)).min(65_535);
                }
            }
        }
        let columns = oracle::raster_size(diagram).0 as usize;
        Self { diagram, body_scale, sessions, zone_of, counts, five, columns }
    }

    pub(crate) fn five(&self, cell: usize) -> [u32; 5] {
        self.five[cell]
    }

    /// n(c).
    pub(crate) fn n(&self, cell: usize) -> u32 {
        self.five[cell].iter().sum()
    }

    /// a(c) in millionths of a flat cell. A cell in no zone counts nowhere.
    fn a(&self, cell: usize) -> u128 {
        self.zone_of[cell].map_or(0, |zone| u128::from(self.diagram.zones[zone].area_factor_millionths))
    }

    /// The cells of some zones.
    pub(crate) fn cells(&self, zones: &[usize]) -> impl Iterator<Item = usize> {
        let is_in = |cell: &usize| self.zone_of[*cell].is_some_and(|zone| zones.contains(&zone));
        (0..self.zone_of.len()).filter(is_in)
    }

    /// The area of the cells of some zones that fulfil a condition, in millionths of a flat cell.
    pub(crate) fn area(&self, zones: &[usize], holds: impl Fn(usize) -> bool) -> u128 {
        self.cells(zones).filter(|&cell| holds(cell)).map(|cell| self.a(cell)).sum()
    }

    /// Sum of a whole number of each cell times its area.
    pub(crate) fn sum(&self, zones: &[usize], of: impl Fn(usize) -> u32) -> u128 {
        self.cells(zones).map(|cell| self.a(cell) * u128::from(of(cell))).sum()
    }

    /// An area in cm2.
    pub(crate) fn cm2(&self, area: u128) -> f64 {
        let k = f64::from(self.diagram.grid.cells_per_mm());
        area as f64 / 1e6 * 0.01 / (k * k) * self.body_scale
    }

    /// The area-weighted mean of a number of each cell.
    fn mean(&self, zones: &[usize], of: impl Fn(usize) -> f64) -> Option<f64> {
        let area = self.area(zones, |_| true);
        let sum: f64 = self.cells(zones).map(|cell| self.a(cell) as f64 * of(cell)).sum();
        (area > 0).then(|| sum / area as f64)
    }

    pub(crate) fn mean_passes(&self, zones: &[usize]) -> Option<f64> {
        self.mean(zones, |cell| f64::from(self.n(cell)))
    }

    pub(crate) fn by_direction(&self, zones: &[usize]) -> Option<PerDirection<f64>> {
        let mut means = [0.0; 5];
        for (direction, mean) in means.iter_mut().enumerate() {
            *mean = self.mean(zones, |cell| f64::from(self.five[cell][direction]))?;
        }
        Some(PerDirection(means))
    }

    pub(crate) fn max_passes(&self, zones: &[usize]) -> Option<u32> {
        self.cells(zones).map(|cell| self.n(cell)).max()
    }

    /// The area with all four directions.
    pub(crate) fn complete(&self, zones: &[usize]) -> u128 {
        self.area(zones, |cell| self.five[cell][..4].iter().all(|&n| n >= 1))
    }

    /// The area with at least so many passes.
    pub(crate) fn at_least(&self, zones: &[usize], k: u32) -> u128 {
        self.area(zones, |cell| self.n(cell) >= k)
    }

    /// The highest whole n that at least x % of the area reached.
    pub(crate) fn d(&self, zones: &[usize], x: u32) -> Option<u32> {
        let whole = self.area(zones, |_| true);
        // The area that reached n shrinks only where n passes the count of a cell.
        let numbers: BTreeSet<u32> = self.cells(zones).map(|cell| self.n(cell)).chain([0]).collect();
        let reached = |n: &u32| 100 * self.at_least(zones, *n) >= u128::from(x) * whole;
        (whole > 0).then(|| numbers.into_iter().rev().find(reached).unwrap())
    }

    pub(crate) fn homogeneity(&self, zones: &[usize]) -> Option<f64> {
        let (d2, d98, d50) = (self.d(zones, 2)?, self.d(zones, 98)?, self.d(zones, 50)?);
        (d50 > 0).then(|| f64::from(d2 - d98) / f64::from(d50))
    }

    /// Punctures per cm2 of a cell: none where a device was used of which that is not known.
    pub(crate) fn density_at(&self, cell: usize) -> Option<f64> {
        let mut sum = 0.0;
        for (session, counts) in self.sessions.iter().zip(&self.counts) {
            for (device, raster) in counts {
                let passes = raster[cell].total();
                let device = session.devices.iter().find(|known| Some(&known.id) == device.as_ref());
                if passes > 0 {
                    sum += f64::from(passes) * density_per_pass(device?)?;
                }
            }
        }
        Some(sum)
    }

    pub(crate) fn density(&self, zones: &[usize]) -> Option<f64> {
        let known: Option<Vec<f64>> = self.cells(zones).map(|cell| self.density_at(cell)).collect();
        known.and_then(|_| self.mean(zones, |cell| self.density_at(cell).unwrap()))
    }

    pub(crate) fn untouched_share(&self, zones: &[usize]) -> Option<f64> {
        let known: Option<Vec<f64>> = self.cells(zones).map(|cell| self.density_at(cell)).collect();
        known.and_then(|_| self.mean(zones, |cell| (-self.density_at(cell).unwrap() / 100.0).exp()))
    }

    /// The patches of a zone with fewer passes than a target, each from top to bottom and left to right.
    pub(crate) fn patches(&self, zone: usize, target: u32) -> Vec<Vec<usize>> {
        let mut waiting: BTreeSet<usize> =
            self.cells(&[zone]).filter(|&cell| self.n(cell) < target).collect();
        let mut patches = Vec::new();
        while let Some(first) = waiting.pop_first() {
            let (mut patch, mut front) = (vec![first], vec![first]);
            while let Some(cell) = front.pop() {
                let column = cell % self.columns;
                let beside = [
                    (column > 0).then(|| cell - 1),
                    (column + 1 < self.columns).then_some(cell + 1),
                    cell.checked_sub(self.columns),
                    Some(cell + self.columns),
                ];
                for next in beside.into_iter().flatten().filter(|next| waiting.remove(next)) {
                    patch.push(next);
                    front.push(next);
                }
            }
            patch.sort_unstable();
            patches.push(patch);
        }
        patches
    }

    /// The patches of at least 0.25 cm2.
    pub(crate) fn gaps(&self, zone: usize, target: u32) -> Vec<Vec<usize>> {
        let k = u128::from(self.diagram.grid.cells_per_mm());
        let is_large = |patch: &Vec<usize>| {
            let area: u128 = patch.iter().map(|&cell| self.a(cell)).sum();
            // 0.01 / k^2 cm2 a flat cell: in whole numbers where the client has the reference's size.
            if self.body_scale == 1.0 { area >= 25_000_000 * k * k } else { self.cm2(area) >= 0.25 }
        };
        self.patches(zone, target).into_iter().filter(is_large).collect()
    }

    /// How zones fit the plan. Outside the planned ones the lowest target of the diagram stands, as
    /// `metrics::plan_fit` has it.
    pub(crate) fn fit(&self, plan: &Plan) -> Option<Fit> {
        let sessions = self.sessions.len() as u64;
        let targets: Vec<_> =
            self.diagram.zones.iter().map(|zone| planned(plan, zone.id.as_str(), sessions)).collect();
        let lowest = targets.iter().flatten().map(|(passes, _)| *passes).min()?;
        let mut fit = Fit::default();
        for (zone, target) in targets.into_iter().enumerate() {
            if let Some((passes, ceiling)) = target {
                fit.planned += self.area(&[zone], |_| true);
                fit.reached += self.at_least(&[zone], passes);
                fit.treated += self.at_least(&[zone], passes);
                fit.excess += ceiling.map_or(0, |ceiling| self.at_least(&[zone], ceiling + 1));
            } else {
                fit.treated += self.at_least(&[zone], lowest);
                let is_outside = !self.diagram.zones[zone].keep_out;
                fit.outside += if is_outside { self.at_least(&[zone], 1) } else { 0 };
            }
        }
        (fit.planned > 0).then_some(fit)
    }

    /// For each zone the cells that were swept more than once under the same label, in the only session.
    ///
    /// The sweeps of a label are the passes of a session that has nothing but its rolls, one pass each, and the
    /// erasers.
    pub(crate) fn overlap_cells(&self) -> Vec<u64> {
        let [session] = self.sessions else { panic!("overlap is looked for within one session") };
        let labels: BTreeSet<u32> = session.entries.iter().filter_map(|entry| entry.pass).collect();
        let mut is_overlap = vec![false; self.zone_of.len()];
        for label in labels {
            let mut only = session.clone();
            only.entries.retain(|entry| match entry.kind {
                EntryKind::Roll(_) => entry.pass == Some(label),
                EntryKind::Erase { .. } => true,
                EntryKind::Shade { .. } | EntryKind::Zone { .. } | EntryKind::Region { .. } => false,
            });
            for entry in &mut only.entries {
                if let EntryKind::Roll(roll) = &mut entry.kind {
                    roll.passes = 1;
                }
            }
            let counts = oracle::evaluate(&only, self.diagram);
            for (cell, is_overlap) in is_overlap.iter_mut().enumerate() {
                let sweeps: u32 = counts.values().map(|raster| raster[cell].total()).sum();
                *is_overlap |= sweeps > 1;
            }
        }
        let zones = 0..self.diagram.zones.len();
        zones.map(|zone| self.cells(&[zone]).filter(|&cell| is_overlap[cell]).count() as u64).collect()
    }
}

/// Punctures per cm2 and pass: what was measured wins, else the geometry decides, with lengths in cm.
pub(crate) fn density_per_pass(device: &Device) -> Option<f64> {
    let cm = |mm: f64| mm / 10.0;
    let formula = match device.kind.name() {
        "roller" => device.needles.zip(device.drum_diameter_mm).zip(device.width_mm).map(
            |((needles, diameter), width)| {
                f64::from(needles) / (std::f64::consts::PI * cm(diameter) * cm(width))
            },
        ),
        "pen" => {
            let strokes = device.needles.zip(device.strokes_per_s);
            let strip = device.glide_cm_per_s.zip(device.width_mm);
            strokes
                .zip(strip)
                .map(|((needles, rate), (glide, width))| f64::from(needles) * rate / (glide * cm(width)))
        }
        _ => None,
    };
    device.density_per_pass.or(formula)
}

/// Target and ceiling of a zone after a number of sessions.
pub(crate) fn planned(plan: &Plan, zone: &str, sessions: u64) -> Option<(u32, Option<u32>)> {
    let target = plan.targets.iter().rfind(|target| matches(target.zones.as_str(), zone))?;
    let count = |passes: u32| {
        let passes = u64::from(passes) * sessions;
        let in_all = match target.per.name() {
            "session" => passes,
            _ => passes.div_ceil(u64::from(plan.sessions.unwrap_or(1))),
        };
        u32::try_from(in_all).unwrap()
    };
    Some((count(target.passes), target.ceiling.map(count)))
}

/// Whether a pattern covers an id; `*` stands for any run of characters.
pub(crate) fn matches(pattern: &str, id: &str) -> bool {
    match pattern.strip_prefix('*') {
        Some(rest) => (0..=id.len()).any(|from| matches(rest, &id[from..])),
        None => match (pattern.chars().next(), id.chars().next()) {
            (None, None) => true,
            (Some(a), Some(b)) => a == b && matches(&pattern[1..], &id[1..]),
            _ => false,
        },
    }
}
