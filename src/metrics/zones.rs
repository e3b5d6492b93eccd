//! The metrics of a zone, or of several taken together.

use super::share::Share;
use super::tally::{Tally, ZoneTally};
use crate::model::{Diagram, Direction, PerDirection, Zone};

/// From cells to cm2: area of a cell on the flat picture, times the client's body scale.
///
/// Only areas depend on it; shares, passes and densities do not.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AreaScale {
    /// Cells of the flat picture in a cm2: a whole number, where a cell's own size may be none in binary.
    cells_per_cm2: f64,
    /// By how much the client's areas are larger than the reference adult's.
    body_scale: f64,
}

impl AreaScale {
    /// The scale of a diagram for a client whose areas are `body_scale` times the reference adult's.
    pub fn new(diagram: &Diagram, body_scale: f64) -> Self {
        Self::of_raster(diagram.grid.cells_per_mm().into(), body_scale)
    }

    /// The scale of a raster with `cells_per_mm`.
    fn of_raster(cells_per_mm: u128, body_scale: f64) -> Self {
        let cells_per_cm = 10.0 * cells_per_mm as f64;
        Self { cells_per_cm2: cells_per_cm * cells_per_cm, body_scale }
    }

    /// The scale of a finer raster for the same client.
    pub(super) fn on_raster(self, cells_per_mm: u128) -> Self {
        Self::of_raster(cells_per_mm, self.body_scale)
    }

    /// True skin area in cm2 of `weight` cells, weighted with their area factors in millionths.
    ///
    /// Rounded once, so that an area with few decimals is the number one would write.
    pub fn cm2(self, weight: u128) -> f64 {
        weight as f64 / (self.cells_per_cm2 * 1e6) * self.body_scale
    }

    /// True skin area in cm2 of `cells` of one zone.
    pub fn zone_cm2(self, zone: &Zone, cells: u64) -> f64 {
        self.cm2(u128::from(cells) * u128::from(zone.area_factor_millionths))
    }
}

/// Zones taken together, each cell weighted with its zone's area factor.
#[derive(Clone, Debug)]
pub struct Weighted<'a> {
    densities: &'a [Option<f64>],
    zones: Vec<(u128, &'a ZoneTally)>,
}

impl<'a> Weighted<'a> {
    /// The zones of `diagram` that `choose` picks, as counted in `tally`.
    pub fn of(diagram: &'a Diagram, tally: &'a Tally, mut choose: impl FnMut(usize, &Zone) -> bool) -> Self {
        let zones = diagram.zones.iter().zip(&tally.zones).enumerate();
        let chosen = zones.filter(|(i, (zone, _))| choose(*i, zone));
        let weighted = chosen.map(|(_, (zone, tally))| (u128::from(zone.area_factor_millionths), tally));
        Self { densities: &tally.densities, zones: weighted.collect() }
    }

    /// One zone.
    pub fn one(zone: &Zone, tally: &'a ZoneTally, densities: &'a [Option<f64>]) -> Self {
        Self { densities, zones: vec![(u128::from(zone.area_factor_millionths), tally)] }
    }

    /// Weight of all cells, each counted as often as it has passes.
    pub(super) fn area_times_passes(&self) -> u128 {
        self.weigh(ZoneTally::total_passes)
    }

    fn weigh(&self, cells: impl Fn(&ZoneTally) -> u64) -> u128 {
        self.zones.iter().map(|(weight, zone)| weight * u128::from(cells(zone))).sum()
    }

    /// Weight of all cells.
    pub fn area(&self) -> u128 {
        self.weigh(|zone| zone.cells)
    }

    /// Weight of the cells with at least `passes`.
    pub fn area_at_least(&self, passes: u32) -> u128 {
        self.weigh(|zone| zone.at_least(passes))
    }

    /// Share of the area with at least `passes`: V of that number.
    pub fn at_least(&self, passes: u32) -> Option<Share> {
        Share::new(self.area_at_least(passes), self.area())
    }

    /// Weight of the cells passed in all four directions.
    pub fn area_complete(&self) -> u128 {
        self.weigh(|zone| zone.complete)
    }

    /// Share of the area passed in all four directions.
    pub fn directions_complete(&self) -> Option<Share> {
        Share::new(self.area_complete(), self.area())
    }

    /// Share of the area with at least one pass in a direction.
    pub fn touched(&self, direction: Direction) -> Option<Share> {
        Share::new(self.weigh(|zone| *zone.touched.get(direction)), self.area())
    }

    fn touched_by_direction(&self) -> Option<PerDirection<Share>> {
        let [a, b, c, d, e] = Direction::ALL.map(|direction| self.touched(direction));
        Some(PerDirection([a?, b?, c?, d?, e?]))
    }

    /// Most passes of any cell.
    pub fn max_passes(&self) -> u32 {
        self.zones.iter().map(|(_, zone)| zone.max_passes()).max().unwrap_or(0)
    }

    /// The highest whole number of passes that at least `percent` of the area reached.
    pub fn reached_by(&self, percent: u32) -> Option<u32> {
        let area = self.area();
        if area == 0 {
            return None;
        }
        let enough = |passes: u32| self.area_at_least(passes) * 100 >= u128::from(percent) * area;
        // The share falls with the number of passes, so the last number that is enough can be searched for.
        let (mut low, mut high) = (0, self.max_passes());
        while low < high {
            let middle = low + (high - low).div_ceil(2);
            if enough(middle) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        Some(low)
    }

    /// `(D2 - D98) / D50`: 0 is perfectly even; none where D50 is 0.
    pub fn homogeneity(&self) -> Option<f64> {
        let [hot, cold, middle] = [2, 98, 50].map(|percent| self.reached_by(percent).map(f64::from));
        let middle = middle.filter(|n| *n > 0.0)?;
        Some((hot? - cold?) / middle)
    }

    /// Area-weighted mean of passes.
    pub fn mean_passes(&self) -> Option<f64> {
        self.mean(ZoneTally::total_passes)
    }

    /// Area-weighted mean of passes, by direction.
    pub fn by_direction(&self) -> Option<PerDirection<f64>> {
        let mean = |direction| self.mean(|zone| *zone.by_direction.get(direction));
        let means = Direction::ALL.map(mean);
        means.iter().all(Option::is_some).then(|| PerDirection(means.map(Option::unwrap_or_default)))
    }

    fn mean(&self, sum: impl Fn(&ZoneTally) -> u64) -> Option<f64> {
        let area = self.area();
        (area > 0).then(|| self.weigh(sum) as f64 / area as f64)
    }

    /// Area-weighted mean of expected punctures per cm2, an estimate. None where a device was used whose
    /// density per pass is not known.
    pub fn density_per_cm2(&self) -> Option<f64> {
        let mut sum = 0.0;
        for (i, density) in self.densities.iter().enumerate() {
            let mean = self.mean(|zone| zone.by_density.get(i).copied().unwrap_or(0))?;
            match density {
                Some(density) => sum += mean * density,
                None if mean > 0.0 => return None,
                None => {}
            }
        }
        self.area().gt(&0).then_some(sum)
    }

    /// Area-weighted mean of `exp(-density / 100)`: the chance that a cell of 1 mm2 has no puncture, if
    /// punctures fall at random. None where [`Weighted::density_per_cm2`] is.
    pub fn untouched_share(&self) -> Option<f64> {
        self.density_per_cm2()?;
        let densities: Vec<f64> = self.densities.iter().map(|density| density.unwrap_or(0.0)).collect();
        let mut sum = 0.0;
        for (weight, zone) in &self.zones {
            let mut add = |density: f64, cells: u64| {
                // libm's exp is the same on every machine; the standard library's is not promised to be.
                sum += *weight as f64 * cells as f64 * libm::exp(-density / 100.0);
            };
            if let [density] = densities[..] {
                (0_u32..).zip(&zone.by_passes).for_each(|(n, &cells)| add(f64::from(n) * density, cells));
            } else if densities.is_empty() {
                add(0.0, zone.cells);
            } else {
                for (passes, &cells) in &zone.by_densities {
                    let density = passes.iter().zip(&densities).map(|(&n, d)| f64::from(n) * d).sum();
                    add(density, cells);
                }
            }
        }
        let area = self.area();
        (area > 0).then(|| sum / area as f64)
    }

    /// All of them.
    pub fn metrics(&self, scale: AreaScale) -> Option<ZoneMetrics> {
        Some(ZoneMetrics {
            area_cm2: scale.cm2(self.area()),
            treated_cm2: scale.cm2(self.area_at_least(1)),
            coverage: self.at_least(1)?,
            mean_passes: self.mean_passes()?,
            max_passes: self.max_passes(),
            by_direction: self.by_direction()?,
            directions_complete: self.directions_complete()?,
            touched: self.touched_by_direction()?,
            d98: self.reached_by(98)?,
            d50: self.reached_by(50)?,
            d2: self.reached_by(2)?,
            homogeneity: self.homogeneity(),
            density_per_cm2: self.density_per_cm2(),
            untouched_share: self.untouched_share(),
        })
    }
}

/// The metrics of a zone, or of several taken together.
#[derive(Clone, Debug, PartialEq)]
pub struct ZoneMetrics {
    /// True skin area in cm2.
    pub area_cm2: f64,
    /// Area with at least one pass, in cm2.
    pub treated_cm2: f64,
    /// Its share of the area.
    pub coverage: Share,
    /// Area-weighted mean of passes.
    pub mean_passes: f64,
    /// Most passes of any cell.
    pub max_passes: u32,
    /// Area-weighted mean of passes, by direction.
    pub by_direction: PerDirection<f64>,
    /// Share of the area passed in all four directions.
    pub directions_complete: Share,
    /// Share of the area with at least one pass, by direction.
    pub touched: PerDirection<Share>,
    /// Passes that 98 % of the area reached: the coldest.
    pub d98: u32,
    /// Passes that half of the area reached: the typical.
    pub d50: u32,
    /// Passes that 2 % of the area reached: the hottest.
    pub d2: u32,
    /// `(D2 - D98) / D50`, after ICRU 83; absent where D50 is 0.
    pub homogeneity: Option<f64>,
    /// Expected punctures per cm2, an estimate; absent where a device's geometry is not known.
    pub density_per_cm2: Option<f64>,
    /// Chance that a cell of 1 mm2 has no puncture, an estimate; absent where the density is.
    pub untouched_share: Option<f64>,
}

impl ZoneMetrics {
    /// The directions that at least nine tenths of the area have, which count as done.
    pub fn directions_done(&self) -> PerDirection<bool> {
        PerDirection(Direction::ALL.map(|d| self.touched.get(d).cmp_percent(90.0).is_ge()))
    }
}
