//! The figures beside the canvas: zones, gaps and goals, computed off the window's thread.

use crate::coverage::{CoverageSet, ZoneMap};
use crate::geometry::{CellRect, Point, Run, contours};
use crate::heatmap::{Field, MapContext, MapKind};
use crate::metrics::{
    AreaScale, DiagramMetrics, Gap, GapList, GapRules, GoalDiagram, GoalOutcome, HotSpot, Place, Share,
    Tally, Weighted, hot_spots, inscribed_mm, judge, metrics_of, places, tally,
};
use crate::model::{Diagram, Goal, Plan, TargetCounts};
use crate::ui::canvas::HeatKey;
use jiff::civil::Date;
use std::sync::Arc;

/// What the figures are computed from: a snapshot that copies next to nothing.
#[derive(Clone, Debug)]
pub struct SummaryInput {
    /// The diagram shown.
    pub diagram: Arc<Diagram>,
    /// Its zone map.
    pub zones: Arc<ZoneMap>,
    /// The sessions that zones and gaps are about.
    pub set: CoverageSet,
    /// The plan.
    pub plan: Option<Plan>,
    /// The client's areas over the reference adult's.
    pub body_scale: f64,
    /// The map shown, and the day it counts to.
    pub map: (MapKind, Date),
    /// Every diagram that takes part in judging goals, with the sessions added up and each alone.
    pub goals: Vec<GoalSource>,
    /// The sessions one by one, for what each has added.
    pub trend: Option<GoalSource>,
    /// The gaps that were found last for what is shown now, and where counts may have changed since.
    pub gaps: Option<(Arc<GapList>, CellRect)>,
    /// Gaps narrower than this are not listed, in mm.
    pub narrowest_gap_mm: f64,
    /// What is shown.
    pub key: HeatKey,
    /// Revision of the counts it was taken from.
    pub revision: u64,
}

/// A diagram that takes part in judging goals.
#[derive(Clone, Debug)]
pub struct GoalSource {
    /// The diagram.
    pub diagram: Arc<Diagram>,
    /// Its zone map.
    pub zones: Arc<ZoneMap>,
    /// The client's areas over the reference adult's.
    pub body_scale: f64,
    /// The sessions added up.
    pub sum: CoverageSet,
    /// The figures of each session but the open one alone, in time order, if a goal asks for them.
    pub others: Option<Arc<Vec<Arc<Tally>>>>,
    /// The open session alone, and its place among those added up.
    pub open: Option<(usize, CoverageSet)>,
}

impl GoalSource {
    fn each(&self) -> Vec<Arc<Tally>> {
        let mut each = self.others.as_ref().map_or_else(Vec::new, |others| others.to_vec());
        if let Some((at, set)) = &self.open {
            each.insert((*at).min(each.len()), Arc::new(tally(set, &self.zones)));
        }
        each
    }
}

/// The figures beside the canvas.
#[derive(Clone, Debug)]
pub struct Summary {
    /// Metrics of every zone, and of the plan.
    pub metrics: DiagramMetrics,
    /// What each zone should have, in drawing order.
    pub targets: Vec<Option<TargetCounts>>,
    /// The passes below which a cell belongs to a gap, in drawing order of the zones: of the plan, else the median.
    pub gap_targets: Vec<Option<u32>>,
    /// The median passes of what is shown, which gaps are measured against without a plan.
    pub median: Option<u32>,
    /// Gaps, in drawing order of the zones.
    pub gaps: Vec<Arc<Gap>>,
    /// The same, to be brought up to date.
    pub gap_list: Arc<GapList>,
    /// How wide each gap is, in mm.
    pub gap_widths_mm: Vec<f64>,
    /// The edge of each gap as closed lines in mm; of those too narrow to be listed none.
    pub gap_lines: Vec<Vec<Vec<Point>>>,
    /// Gaps wide enough to be listed by place, largest first.
    pub places: Vec<Place>,
    /// Patches above their ceiling, largest first, and their edges.
    pub hot_spots: Vec<(HotSpot, Vec<Vec<Point>>)>,
    /// Keep-outs with paint.
    pub keep_outs: Vec<KeepOutPaint>,
    /// Lines of the coverage-area curve: everything planned first, then each zone.
    pub curves: Vec<CurveLine>,
    /// What the sessions have added zone by zone, the zone with the least of its target first.
    pub trends: Vec<ZoneTrend>,
    /// The goals and what became of them.
    pub goals: Vec<GoalLine>,
    /// What the map's colours depend on.
    pub context: MapContext,
    /// What was shown.
    pub key: HeatKey,
    /// Revision of the counts it was computed from.
    pub revision: u64,
}

/// How a zone came to its passes.
#[derive(Clone, Debug, PartialEq)]
pub struct ZoneTrend {
    /// The zone, as its place in drawing order.
    pub zone: usize,
    /// Its mean passes after each session, all before it included.
    pub sums: Vec<f64>,
    /// The passes it should have after the last.
    pub target: Option<u32>,
}

impl ZoneTrend {
    /// Its mean passes after the last session.
    pub fn last(&self) -> f64 {
        self.sums.last().copied().unwrap_or(0.0)
    }

    /// Which part of the target that is.
    fn part(&self) -> f64 {
        self.target
            .filter(|target| *target > 0)
            .map_or(f64::INFINITY, |target| self.last() / f64::from(target))
    }
}

/// A line of the coverage-area curve.
#[derive(Clone, Debug, PartialEq)]
pub struct CurveLine {
    /// What it is about.
    pub name: String,
    /// The zone, as its place in drawing order; none for several taken together.
    pub zone: Option<usize>,
    /// Share of the area with at least so many passes: the n-th for n. Empty where there is no pass.
    pub shares: Vec<Share>,
    /// Passes that 98 % of the area reached.
    pub d98: Option<u32>,
    /// Passes that half of the area reached.
    pub d50: Option<u32>,
    /// Passes that 2 % of the area reached.
    pub d2: Option<u32>,
    /// `(D2 - D98) / D50`.
    pub homogeneity: Option<f64>,
}

impl CurveLine {
    fn new(name: String, zone: Option<usize>, zones: &Weighted<'_>) -> Self {
        let most = zones.max_passes();
        let shares = (0..=most).filter_map(|n| zones.at_least(n));
        Self {
            name,
            zone,
            shares: if most == 0 { Vec::new() } else { shares.collect() },
            d98: zones.reached_by(98),
            d50: zones.reached_by(50),
            d2: zones.reached_by(2),
            homogeneity: zones.homogeneity(),
        }
    }

    /// Share of the area with at least `passes`.
    pub fn share_at(&self, passes: u32) -> Option<Share> {
        match self.shares.get(passes as usize) {
            Some(share) => Some(*share),
            // Beyond the most passes of any cell nothing is left.
            None => self.shares.first().and_then(|_| Share::new(0, 1)),
        }
    }

    /// The most passes that at least so many percent of the area reached; none where there is no pass.
    pub fn reached_by(&self, percent: u32) -> Option<u32> {
        let reached = self.shares.iter().rposition(|share| share.floor(100) >= percent)?;
        u32::try_from(reached).ok()
    }
}

/// A keep-out with paint.
#[derive(Clone, Debug, PartialEq)]
pub struct KeepOutPaint {
    /// The zone, as its place in drawing order.
    pub zone: usize,
    /// Painted area in cm2.
    pub cm2: f64,
}

/// A goal and what became of it.
#[derive(Clone, Debug)]
pub struct GoalLine {
    /// The goal.
    pub goal: Goal,
    /// What became of it.
    pub outcome: GoalOutcome,
}

impl Summary {
    /// Number of goals that are met.
    pub fn goals_met(&self) -> usize {
        self.goals.iter().filter(|line| line.outcome.met).count()
    }

    /// Share of the planned area at or above its target.
    pub fn at_target(&self) -> Option<Share> {
        self.metrics.plan.as_ref().map(|fit| fit.at_target)
    }

    /// Number of gaps that are too narrow to be listed.
    pub fn slivers(&self) -> usize {
        self.gaps.len() - self.places.iter().map(|place| place.gaps.len()).sum::<usize>()
    }

    /// The widest gap of a place, in mm.
    pub fn widest_mm(&self, place: &Place) -> f64 {
        place.gaps.iter().filter_map(|i| self.gap_widths_mm.get(*i)).copied().fold(0.0, f64::max)
    }

    /// Area of all gaps in cm2.
    pub fn gap_cm2(&self) -> f64 {
        self.gaps.iter().map(|gap| gap.area_cm2).sum()
    }
}

/// Computes the figures.
pub fn summarise(input: &SummaryInput) -> Summary {
    let (diagram, zones, set) = (&*input.diagram, &*input.zones, &input.set);
    let scale = AreaScale::new(diagram, input.body_scale);
    let plan = input.plan.as_ref();
    let sessions = u32::try_from(set.sessions().len()).unwrap_or(u32::MAX);
    let targets: Vec<_> = diagram.zones.iter().map(|zone| plan?.counts_for(&zone.id, sessions)).collect();
    let tally = tally(set, zones);
    let (gap_targets, median) = gap_targets(diagram, &tally, &targets);
    let gap_list = gap_list(input, scale, &gap_targets);
    let gaps = gap_list.gaps();
    let metrics = metrics_of(diagram, &tally, &gaps, scale, plan, sessions);
    // Three quarters of a cell smooth the stairs of a slanted edge and move it by less than shows.
    let tolerance = 0.75 / f64::from(diagram.grid.cells_per_mm());
    let edge = |runs: &[(i32, Run)]| contours(diagram.grid, runs, tolerance);
    let per_mm = diagram.grid.cells_per_mm();
    let gap_widths_mm: Vec<f64> =
        gaps.iter().map(|gap| inscribed_mm(gap.bounds, &gap.runs, per_mm)).collect();
    let is_wide = |i: &usize| gap_widths_mm.get(*i).is_some_and(|mm| *mm >= input.narrowest_gap_mm);
    let wide: Vec<usize> = (0..gaps.len()).filter(is_wide).collect();
    let gap_lines =
        gaps.iter().enumerate().map(|(i, gap)| if is_wide(&i) { edge(&gap.runs) } else { Vec::new() });
    let gap_lines = gap_lines.collect();
    let places = listed_places(&gaps, &wide, per_mm);
    let over = |i: usize| metrics.zones.get(i).and_then(|row| row.excess_cm2).is_some_and(|cm2| cm2 > 0.0);
    let ceiling = |i: usize| targets.get(i).copied().flatten()?.ceiling.filter(|_| over(i));
    let hot_spots = hot_spots(set, diagram, zones, scale, GapRules::default(), ceiling);
    let hot_spots = hot_spots.into_iter().map(|spot| {
        let lines = edge(&spot.runs);
        (spot, lines)
    });
    let hot_spots = hot_spots.collect();
    let painted = |(i, zone): (usize, &crate::model::Zone)| {
        let row = metrics.zones.get(i)?.metrics.as_ref()?;
        (zone.keep_out && row.treated_cm2 > 0.0).then_some(KeepOutPaint { zone: i, cm2: row.treated_cm2 })
    };
    let keep_outs = diagram.zones.iter().enumerate().filter_map(painted).collect();
    let (map, on) = input.map;
    let field = Field { set, zones, map, on, targets: &targets, signed: None };
    let context = MapContext::of(&field, plan.and_then(|plan| plan.interval_days));
    let curves = curves(diagram, &tally, &targets);
    let trends =
        input.trend.as_ref().map(|source| trends(diagram, &source.each(), &targets)).unwrap_or_default();
    let goals = judge_goals(input);
    Summary {
        metrics,
        gaps,
        gap_targets,
        median,
        gap_widths_mm,
        gap_lines,
        places,
        hot_spots,
        keep_outs,
        curves,
        trends,
        goals,
        context,
        gap_list,
        key: input.key.clone(),
        revision: input.revision,
        targets,
    }
}

/// The passes below which a cell belongs to a gap. Without a plan it is the median of the zones that are painted on half
/// of their area or more, in those zones; it is returned as well.
fn gap_targets(
    diagram: &Diagram,
    tally: &Tally,
    targets: &[Option<TargetCounts>],
) -> (Vec<Option<u32>>, Option<u32>) {
    if targets.iter().any(Option::is_some) {
        return (targets.iter().map(|target| target.map(|counts| counts.passes)).collect(), None);
    }
    let chosen: Vec<bool> = diagram
        .zones
        .iter()
        .zip(&tally.zones)
        .map(|(zone, cells)| !zone.keep_out && cells.cells > 0 && cells.at_least(1) * 2 >= cells.cells)
        .collect();
    let is_chosen = |i: usize| chosen.get(i).copied().unwrap_or(false);
    let median =
        Weighted::of(diagram, tally, |i, _| is_chosen(i)).reached_by(50).filter(|median| *median > 0);
    ((0..chosen.len()).map(|i| median.filter(|_| is_chosen(i))).collect(), median)
}

/// The chosen gaps by place.
fn listed_places(gaps: &[Arc<Gap>], chosen: &[usize], cells_per_mm: u32) -> Vec<Place> {
    let listed: Vec<Arc<Gap>> = chosen.iter().filter_map(|i| gaps.get(*i)).cloned().collect();
    let mut places = places(&listed, cells_per_mm);
    for i in places.iter_mut().flat_map(|place| &mut place.gaps) {
        *i = chosen.get(*i).copied().unwrap_or(*i);
    }
    places
}

/// The gaps: those found last, brought up to date where counts have changed, else found anew.
fn gap_list(input: &SummaryInput, scale: AreaScale, targets: &[Option<u32>]) -> Arc<GapList> {
    let (diagram, zones, set) = (&*input.diagram, &*input.zones, &input.set);
    if let Some((list, changed)) = input.gaps.as_ref().filter(|(list, _)| list.aims_at(targets)) {
        let mut list = GapList::clone(list);
        list.renew(set, diagram, zones, *changed);
        return Arc::new(list);
    }
    let passes = |i: usize| targets.get(i).copied().flatten();
    Arc::new(GapList::new(set, diagram, zones, scale, GapRules::default(), passes))
}

/// Everything planned (or painted, without a plan) taken together, the pairs and lone zones of the plan that differ
/// most from it, and every zone for when it is chosen.
fn curves(diagram: &Diagram, tally: &Tally, targets: &[Option<TargetCounts>]) -> Vec<CurveLine> {
    let planned = |i: usize| targets.get(i).copied().flatten().is_some();
    let any_plan = targets.iter().any(Option::is_some);
    let painted = |i: usize| tally.zones.get(i).is_some_and(|zone| zone.max_passes() > 0);
    let chosen = |i: usize| if any_plan { planned(i) } else { painted(i) };
    let all = Weighted::of(diagram, tally, |i, zone| chosen(i) && (any_plan || !zone.keep_out));
    let name = if any_plan { "All planned" } else { "All painted" };
    let mut lines = vec![CurveLine::new(name.to_owned(), None, &all)];
    let mut groups: Vec<CurveLine> = Vec::new();
    for (i, zone) in diagram.zones.iter().enumerate().filter(|(i, _)| any_plan && planned(*i)) {
        if groups.iter().any(|line| line.name == zone.name) {
            continue;
        }
        let same = Weighted::of(diagram, tally, |j, other| planned(j) && other.name == zone.name);
        debug_assert!(planned(i), "only planned zones are grouped");
        groups.push(CurveLine::new(zone.name.clone(), None, &same));
    }
    if groups.len() > 1 {
        groups.sort_by(|a, b| a.d98.cmp(&b.d98).then(a.d50.cmp(&b.d50)));
        groups.truncate(3);
        lines.extend(groups);
    }
    for (i, zone) in diagram.zones.iter().enumerate() {
        let one = Weighted::of(diagram, tally, |j, _| j == i);
        lines.push(CurveLine::new(zone.full_name(), Some(i), &one));
    }
    lines
}

/// What each session has added to each zone of the plan; without a plan to each that is painted.
fn trends(diagram: &Diagram, each: &[Arc<Tally>], targets: &[Option<TargetCounts>]) -> Vec<ZoneTrend> {
    let any_plan = targets.iter().any(Option::is_some);
    let zones = (0..diagram.zones.len()).map(|zone| {
        let mut sum = 0.0;
        let sums = each.iter().map(|tally| {
            sum += Weighted::of(diagram, tally, |i, _| i == zone).mean_passes().unwrap_or(0.0);
            sum
        });
        let sums: Vec<f64> = sums.collect();
        ZoneTrend { zone, sums, target: targets.get(zone).copied().flatten().map(|counts| counts.passes) }
    });
    let chosen = |trend: &ZoneTrend| if any_plan { trend.target.is_some() } else { trend.last() > 0.0 };
    let mut trends: Vec<ZoneTrend> = zones.filter(chosen).collect();
    trends.sort_by(|a, b| a.part().total_cmp(&b.part()).then(a.last().total_cmp(&b.last())));
    trends
}

fn judge_goals(input: &SummaryInput) -> Vec<GoalLine> {
    let Some(plan) = input.plan.as_ref().filter(|plan| !plan.goals.is_empty()) else { return Vec::new() };
    let diagrams: Vec<GoalDiagram<'_>> = input
        .goals
        .iter()
        .map(|source| GoalDiagram {
            diagram: &source.diagram,
            scale: AreaScale::new(&source.diagram, source.body_scale),
            sum: tally(&source.sum, &source.zones),
            each: source.each(),
            painted: !source.sum.painted_tiles().is_empty(),
        })
        .collect();
    let judged = plan
        .goals
        .iter()
        .map(|goal| GoalLine { goal: goal.clone(), outcome: judge(goal, &diagrams, Some(plan)) });
    judged.collect()
}
