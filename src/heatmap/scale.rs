//! From a map's values to colours, and the legend that says so.

use super::colour::Rgb;
use super::field::Field;
use super::legend::{Legend, LegendBar, LegendMark, LegendTick};
use super::map::MapKind;
use super::palette::{AT_TARGET, colour_at};
use super::signed::{STEPS, ZERO};
use super::tokens::Theme;
use crate::coverage::{CoverageSet, OnlyPlane, TILE_CELLS, TileCounts};
use crate::model::TargetCounts;
use crate::wording;
use jiff::civil::Date;
use rayon::prelude::*;

/// What a map's colours depend on besides the values: how many sessions, the plan, the day.
#[derive(Clone, Debug, PartialEq)]
pub struct MapContext {
    /// Number of chosen sessions.
    pub sessions: usize,
    /// The highest target and ceiling of the diagram's zones, for the chosen sessions.
    pub target: Option<TargetCounts>,
    /// Planned days from one session to the next.
    pub interval_days: Option<u32>,
    /// The day that "days since" counts to.
    pub on: Date,
    /// D2 of the area that has any pass: where the scale ends without a plan.
    pub hottest: u32,
    /// Punctures per cm2 and pass of the devices in use, the highest of them.
    pub density_per_pass: Option<f64>,
    /// Where the scale of a map of differences ends, in passes, and what is taken from what.
    pub signed: Option<(u32, String)>,
}

impl MapContext {
    /// The context of a field: the plan's highest target, the hottest of the painted area, the densest device.
    pub fn of(field: &Field<'_>, interval_days: Option<u32>) -> Self {
        let targets = || field.targets.iter().flatten();
        let target = targets().map(|counts| counts.passes).max().map(|passes| TargetCounts {
            passes,
            ceiling: targets().filter_map(|counts| counts.ceiling).max(),
        });
        Self {
            sessions: field.set.sessions().len(),
            target,
            interval_days,
            on: field.on,
            hottest: hottest(field),
            density_per_pass: field.set.densities().last().copied().flatten(),
            signed: field.signed.map(|map| (map.spread(), map.words().to_owned())),
        }
    }
}

/// The passes that the hottest 2 % of the painted cells have at least.
fn hottest(field: &Field<'_>) -> u32 {
    let by_passes = cells_by_passes(field.set);
    let enough = by_passes.iter().sum::<u64>().div_ceil(50);
    let mut above = 0;
    for (n, cells) in by_passes.iter().enumerate().rev() {
        above += cells;
        if above >= enough.max(1) {
            return n as u32;
        }
    }
    0
}

/// The painted cells by their passes.
fn cells_by_passes(set: &CoverageSet) -> Vec<u64> {
    let counted = set.painted_tiles().into_par_iter().fold(Passes::default, |mut passes, tile| {
        passes.count(set, tile);
        passes
    });
    let mut joined = counted.map(|passes| passes.cells).reduce(Vec::new, |mut sum: Vec<u64>, more| {
        sum.resize(sum.len().max(more.len()), 0);
        sum.iter_mut().zip(more).for_each(|(sum, more)| *sum += more);
        sum
    });
    joined.iter_mut().take(1).for_each(|untouched| *untouched = 0);
    joined
}

/// Counts cells by their passes.
#[derive(Default)]
struct Passes {
    cells: Vec<u64>,
    counts: TileCounts,
}

impl Passes {
    fn count(&mut self, set: &CoverageSet, tile: usize) {
        let most = set.most_in(tile) as usize;
        self.cells.resize(self.cells.len().max(most + 1), 0);
        match set.only_plane(tile) {
            Some((_, OnlyPlane::Counts(counts))) => self.add(counts.iter().map(|&n| usize::from(n))),
            Some((_, OnlyPlane::Sums(sums))) => self.add(sums.iter().map(|&n| usize::from(n))),
            None => {
                set.sum_tile(tile, &mut self.counts);
                let mut totals = [0; TILE_CELLS];
                self.counts.totals(&mut totals);
                self.add(totals.iter().map(|&n| n as usize));
            }
        }
    }

    fn add(&mut self, passes: impl Iterator<Item = usize>) {
        for n in passes {
            if let Some(cells) = self.cells.get_mut(n) {
                *cells += 1;
            }
        }
    }
}

/// The colour of every value of a map, and its legend.
#[derive(Clone, Debug, PartialEq)]
pub struct MapScale {
    /// The map.
    pub map: MapKind,
    /// Colour and opacity by value; values beyond the ends have the colour of the end.
    table: Vec<(Rgb, u8)>,
    /// The value that the table begins with.
    first: u16,
    /// What explains it.
    pub legend: Legend,
}

/// Samples of a legend's smooth bar.
const SAMPLES: u32 = 64;

/// Opacity of maps other than passes.
const OPACITY: u8 = 232;

impl MapScale {
    /// The colours of a map.
    pub fn new(map: MapKind, context: &MapContext, theme: Theme) -> Self {
        match map {
            MapKind::Passes if context.sessions <= 1 => Self::passes_of_one(context, theme),
            MapKind::Passes => Self::passes_of_many(context, theme),
            MapKind::Sessions => Self::sessions(context),
            MapKind::DaysSince => Self::days(context),
            MapKind::Directions => Self::directions(),
            MapKind::Density => Self::density(context),
            MapKind::Gap => Self::gap(),
            MapKind::Difference | MapKind::Asymmetry => Self::signed(map, context),
        }
    }

    /// Colours from the value 0 on.
    fn from_zero(map: MapKind, table: impl Iterator<Item = (Rgb, u8)>, legend: Legend) -> Self {
        Self { map, table: table.collect(), first: 0, legend }
    }

    /// How many values have a colour of their own; those beyond have that of the nearest.
    pub const fn values(&self) -> usize {
        self.table.len()
    }

    /// The place of a value among those that have a colour of their own.
    pub(super) const fn place(&self, value: u16) -> usize {
        let place = value.saturating_sub(self.first) as usize;
        let last = self.table.len().saturating_sub(1);
        if place < last { place } else { last }
    }

    /// Colour and opacity at a place.
    pub(super) fn colour_at(&self, place: usize) -> (Rgb, u8) {
        self.table.get(place).copied().unwrap_or((AT_TARGET, 0))
    }

    /// Colour and opacity of a value.
    pub fn colour(&self, value: u16) -> (Rgb, u8) {
        self.colour_at(self.place(value))
    }

    fn passes_of_one(context: &MapContext, theme: Theme) -> Self {
        let steps = context.target.map_or(8, |target| (target.passes * 2).clamp(8, 40));
        let at_step = |n: u32| f64::from(n.saturating_sub(1).min(steps)) / f64::from(steps);
        let mut legend = stepped(MapKind::Passes, steps, "of this session", |n| {
            if n == steps { format!("{n}+") } else { n.to_string() }
        });
        if let Some(target) = context.target.filter(|target| target.passes > 0) {
            legend.marks.push(mark(at_step(target.passes), format!("target {}", target.passes), false));
            if let Some(ceiling) = target.ceiling.filter(|ceiling| *ceiling < steps) {
                legend.marks.push(mark(at_step(ceiling + 1), format!("ceiling {ceiling}"), true));
            }
        }
        let table = (0..=steps).map(|n| {
            let colour = colour_at(MapKind::Passes, f64::from(n.saturating_sub(1)) / f64::from(steps - 1));
            (colour, pass_opacity(n, theme))
        });
        Self::from_zero(MapKind::Passes, table, legend)
    }

    fn passes_of_many(context: &MapContext, theme: Theme) -> Self {
        let from_plan = context.target.filter(|target| target.passes > 0).map(|target| {
            target.ceiling.unwrap_or_else(|| (target.passes * 3).div_ceil(2).next_multiple_of(4))
        });
        let top = from_plan.unwrap_or_else(|| context.hottest.next_multiple_of(4)).clamp(4, 4000);
        let place = |n: u32| f64::from(n - 1) / f64::from(top - 1);
        let ceiling = context.target.and_then(|target| target.ceiling).filter(|ceiling| *ceiling > 0);
        // Behind the ceiling the bar goes on a little, hatched.
        let shown = if ceiling.is_some() { 0.92 } else { 1.0 };
        let mut legend = Legend {
            title: MapKind::Passes.title().to_owned(),
            subtitle: format!("sum of {}", wording::count(context.sessions, "session")),
            bar: LegendBar::Ramp(ramp(MapKind::Passes, |t| (t / shown).min(1.0))),
            ticks: vec![tick(0.0, "1".to_owned())],
            marks: Vec::new(),
            hatched_from: ceiling.map(|_| shown),
        };
        let step = (top / 6).max(1).next_multiple_of(4);
        let ticks = (step..=top).step_by(step as usize);
        legend.ticks.extend(ticks.map(|n| tick(place(n) * shown, n.to_string())));
        if let Some(target) = context.target.filter(|t| t.passes > 0 && t.passes <= top) {
            legend.marks.push(mark(place(target.passes) * shown, format!("target {}", target.passes), false));
        }
        if let Some(ceiling) = ceiling {
            legend.marks.push(mark(shown, format!("ceiling {ceiling}"), true));
        }
        let table = (0..=top).map(|n| (colour_at(MapKind::Passes, place(n.max(1))), pass_opacity(n, theme)));
        Self::from_zero(MapKind::Passes, table, legend)
    }

    fn sessions(context: &MapContext) -> Self {
        let steps = u32::try_from(context.sessions).unwrap_or(u32::MAX).clamp(1, 1000);
        let mut legend = stepped(MapKind::Sessions, steps, "with at least one pass", |n| n.to_string());
        thin_out(&mut legend.ticks);
        let last = f64::from(steps.max(2) - 1);
        let table = (0..=steps)
            .map(|n| (colour_at(MapKind::Sessions, f64::from(n.saturating_sub(1)) / last), OPACITY));
        Self::from_zero(MapKind::Sessions, table, legend)
    }

    fn days(context: &MapContext) -> Self {
        let top = context.interval_days.map_or(90, |days| (days * 3).max(90)).clamp(1, 4000);
        let place = |days: u32| f64::from(days) / f64::from(top);
        let step = context.interval_days.filter(|days| *days >= 7).unwrap_or(30).min(top);
        let mut legend = Legend {
            title: MapKind::DaysSince.title().to_owned(),
            subtitle: format!("the last pass, on {}", wording::date(context.on, None)),
            bar: LegendBar::Ramp(ramp(MapKind::DaysSince, |t| t)),
            ticks: (0..=top).step_by(step as usize).map(|d| tick(place(d), d.to_string())).collect(),
            marks: Vec::new(),
            hatched_from: None,
        };
        thin_out(&mut legend.ticks);
        if let Some(last) = legend.ticks.last_mut() {
            last.label.push_str(" d");
        }
        if let Some(days) = context.interval_days.filter(|days| *days > 0 && *days <= top) {
            legend.marks.push(mark(place(days), format!("plan {days} d"), false));
        }
        let table = (0..=top).map(|d| (colour_at(MapKind::DaysSince, place(d)), OPACITY));
        Self::from_zero(MapKind::DaysSince, table, legend)
    }

    fn directions() -> Self {
        let legend = stepped(MapKind::Directions, 4, "how many of the four", |n| n.to_string());
        let colour = |n: u32| colour_at(MapKind::Directions, f64::from(n.saturating_sub(1)) / 3.0);
        // A place with only undirected passes has none of the four, but it has passes.
        let table = (0..=4).map(|n| if n == 0 { (AT_TARGET, 153) } else { (colour(n), OPACITY) });
        Self::from_zero(MapKind::Directions, table, legend)
    }

    fn density(context: &MapContext) -> Self {
        let per_pass = context.density_per_pass.unwrap_or(0.0);
        let target = context.target.map(|target| f64::from(target.passes) * per_pass).filter(|t| *t > 0.0);
        let hottest = f64::from(context.hottest) * per_pass;
        let top = target.map_or(hottest, |target| target * 1.5);
        let top = ((top / 10.0).ceil() as u32 * 10).clamp(10, 20_000);
        let place = |n: u32| f64::from(n) / f64::from(top);
        let step = match top {
            ..60 => 10,
            60..200 => 50,
            200..700 => 100,
            700..2000 => 500,
            _ => 2000,
        };
        let mut legend = Legend {
            title: MapKind::Density.title().to_owned(),
            subtitle: "punctures per cm², an estimate".to_owned(),
            bar: LegendBar::Ramp(ramp(MapKind::Density, |t| t)),
            ticks: (0..=top).step_by(step as usize).map(|n| tick(place(n), n.to_string())).collect(),
            marks: Vec::new(),
            hatched_from: None,
        };
        if let Some(target) = target {
            legend.marks.push(mark(target / f64::from(top), format!("target {target:.0}"), false));
        }
        let table = (0..=top).map(|n| (colour_at(MapKind::Density, place(n)), OPACITY));
        Self::from_zero(MapKind::Density, table, legend)
    }

    fn gap() -> Self {
        let legend = stepped(MapKind::Gap, 8, "passes missing to the target", |n| {
            if n == 8 { "8+".to_owned() } else { n.to_string() }
        });
        let colour = |n: u32| colour_at(MapKind::Gap, f64::from(n.saturating_sub(1)) / 7.0);
        let table = (0..=8).map(|n| if n == 0 { (AT_TARGET, 153) } else { (colour(n), OPACITY) });
        Self::from_zero(MapKind::Gap, table, legend)
    }
}

impl MapScale {
    /// Differences: the same distance to both sides of none.
    fn signed(map: MapKind, context: &MapContext) -> Self {
        let (spread, words) = context.signed.clone().unwrap_or((2, String::new()));
        let top = spread.clamp(2, 2000);
        let sign = |at: f64| match at {
            at if at > 0.0 => format!("+{}", wording::short(at)),
            at if at < 0.0 => format!("\u{2212}{}", wording::short(-at)),
            _ => "0".to_owned(),
        };
        // No ticks half-way: the unit at the end needs the room.
        let mut ticks: Vec<LegendTick> =
            [-1.0, 0.0, 1.0].map(|t| tick(f64::midpoint(1.0, t), sign(t * f64::from(top)))).into();
        if let Some(last) = ticks.last_mut() {
            last.label.push_str(" passes");
        }
        let legend = Legend {
            title: map.title().to_owned(),
            subtitle: words,
            bar: LegendBar::Ramp(ramp(map, |t| t)),
            ticks,
            marks: Vec::new(),
            hatched_from: None,
        };
        let steps = top * u32::from(STEPS);
        let table = (0..=2 * steps).map(|n| (colour_at(map, f64::from(n) / f64::from(2 * steps)), OPACITY));
        Self { map, table: table.collect(), first: ZERO - steps as u16, legend }
    }
}

/// Opacity of a number of passes, 0 to 255: few passes let the skin through.
fn pass_opacity(passes: u32, theme: Theme) -> u8 {
    let by_passes = match theme {
        Theme::Light => [160, 200, 222, 232, 236],
        Theme::Dark => [120, 165, 205, 228, 236],
    };
    by_passes.get(passes.saturating_sub(1) as usize).copied().unwrap_or(236)
}

/// A legend with one field a value from 1 to `steps`.
fn stepped(map: MapKind, steps: u32, subtitle: &str, label: impl Fn(u32) -> String) -> Legend {
    let last = f64::from(steps.max(2) - 1);
    let colours = (0..steps).map(|i| colour_at(map, f64::from(i) / last)).collect();
    let ticks = (1..=steps).map(|n| tick((f64::from(n) - 0.5) / f64::from(steps), label(n)));
    Legend {
        title: map.title().to_owned(),
        subtitle: subtitle.to_owned(),
        bar: LegendBar::Steps(colours),
        ticks: ticks.collect(),
        marks: Vec::new(),
        hatched_from: None,
    }
}

fn ramp(map: MapKind, place: impl Fn(f64) -> f64) -> Vec<Rgb> {
    (0..SAMPLES).map(|i| colour_at(map, place(f64::from(i) / f64::from(SAMPLES - 1)))).collect()
}

fn tick(at: f64, label: String) -> LegendTick {
    LegendTick { at, label }
}

fn mark(at: f64, label: String, dashed: bool) -> LegendMark {
    LegendMark { at, label, dashed }
}

/// Leaves at most eight ticks, the first and last among them.
fn thin_out(ticks: &mut Vec<LegendTick>) {
    let keep_every = ticks.len().div_ceil(8).max(1);
    let last = ticks.len().saturating_sub(1);
    let mut index = 0;
    ticks.retain(|_| {
        let keep = index == last || (index % keep_every == 0 && last - index >= keep_every);
        index += 1;
        keep
    });
}
