//! What the report says, worked out before anything is laid out.

use super::{ReportError, ReportOptions};
use crate::coverage::{CoverageSet, SessionCoverage, ZoneMap};
use crate::export::{Chosen, Progress};
use crate::geometry::{Point, Rect};
use crate::heatmap::{
    Backdrop, Drawing, Field, Fonts, Legend, MapContext, MapKind, MapScale, Picture, PictureOptions,
    PicturePart, PictureParts, Pixels, SkinTone, Theme, render,
};
use crate::metrics::{
    AreaScale, DiagramMetrics, Gap, GapRules, GoalOutcome, Place, Share, Tally, Weighted, ZoneMetrics,
    find_gaps, judge, metrics_of, places, tally,
};
use crate::model::{Atlas, Diagram, Goal, PerDirection, Plan, Session, TargetCounts};
use crate::wording;
use jiff::civil::Date;
use std::sync::Arc;

/// Everything the report says.
pub(super) struct Facts<'a> {
    pub(super) chosen: &'a Chosen,
    pub(super) plan: Option<&'a Plan>,
    /// The diagrams of the report, the one of page 1 first.
    pub(super) diagrams: Vec<Seen<'a>>,
    pub(super) goals: Vec<(&'a Goal, GoalOutcome)>,
    /// The chosen sessions on the diagram of page 1.
    pub(super) visits: Vec<Visit>,
}

/// A diagram with what was counted on it.
pub(super) struct Seen<'a> {
    pub(super) diagram: &'a Diagram,
    zones: ZoneMap,
    pub(super) scale: AreaScale,
    pub(super) set: CoverageSet,
    pub(super) tally: Tally,
    pub(super) metrics: DiagramMetrics,
    /// What each zone should have, in drawing order.
    pub(super) targets: Vec<Option<TargetCounts>>,
    pub(super) gaps: Vec<Gap>,
    pub(super) places: Vec<Place>,
    drawing: Drawing,
    backdrop: Backdrop,
}

/// A session on the diagram of page 1.
pub(super) struct Visit {
    /// Area-weighted mean of passes of what is planned, or of what is painted without a plan.
    pub(super) mean: Option<f64>,
    pub(super) at_target: Option<Share>,
    /// The directions that at least nine tenths of it have.
    pub(super) directions: Option<PerDirection<bool>>,
    /// Area of its gaps in cm2.
    pub(super) gap_cm2: Option<f64>,
    pub(super) picture: Option<Arc<Pixels>>,
}

/// More sessions than this go without small pictures.
const MOST_PICTURES: usize = 8;
/// How much of the figure is shown around what counts, as a share of its longer side.
const AROUND: f64 = 0.35;
/// Width of a small picture in pixels.
const THUMB: u32 = 96;

impl<'a> Facts<'a> {
    pub(super) fn of(
        chosen: &'a Chosen,
        atlas: &'a Atlas,
        options: &ReportOptions,
        progress: &Progress,
    ) -> Result<Self, ReportError> {
        let plan = chosen.series.plan.as_ref();
        let wanted = diagrams_of(chosen, atlas, options);
        // Counting a diagram, and judging the goals, are about as much work as a session's own row.
        let steps = wanted.len() + 1 + chosen.sessions.len();
        let mut diagrams = Vec::with_capacity(wanted.len());
        for (i, diagram) in wanted.into_iter().enumerate() {
            progress.reached(i, steps)?;
            diagrams.push(Seen::of(chosen, diagram)?);
        }
        let main = |seen: &Seen<'_>| seen.metrics.plan.as_ref().map_or(0.0, |fit| fit.planned_cm2);
        let most = (0..diagrams.len())
            .max_by(|a, b| {
                let key = |i: &usize| diagrams.get(*i).map_or((0.0, 0.0), |s| (main(s), s.treated_cm2()));
                let (a_key, b_key) = (key(a), key(b));
                // Of equals the first of the atlas.
                a_key.0.total_cmp(&b_key.0).then(a_key.1.total_cmp(&b_key.1)).then(b.cmp(a))
            })
            .unwrap_or(0);
        if most < diagrams.len() {
            let first = diagrams.remove(most);
            diagrams.insert(0, first);
        }
        progress.reached(diagrams.len(), steps)?;
        let judged_on = chosen.goal_diagrams(atlas);
        let goals = plan.iter().flat_map(|plan| &plan.goals);
        let goals = goals.map(|goal| (goal, judge(goal, &judged_on, plan))).collect();
        let mut visits = Vec::with_capacity(chosen.sessions.len());
        if let Some(seen) = diagrams.first() {
            for (i, (_, session)) in chosen.sessions.iter().enumerate() {
                progress.reached(diagrams.len() + 1 + i, steps)?;
                visits.push(seen.visit(session, plan, chosen.sessions.len() <= MOST_PICTURES)?);
            }
        }
        Ok(Self { chosen, plan, diagrams, goals, visits })
    }

    /// The diagram of page 1.
    pub(super) fn main(&self) -> Option<&Seen<'a>> {
        self.diagrams.first()
    }

    /// The one target that all zones of a diagram share over so many sessions.
    pub(super) fn shared_target(&self, seen: &Seen<'_>, sessions: u32) -> Option<TargetCounts> {
        let plan = self.plan?;
        let mut targets = seen.diagram.zones.iter().filter_map(|zone| plan.counts_for(&zone.id, sessions));
        let first = targets.next()?;
        targets.all(|other| other == first).then_some(first)
    }

    /// Number of the chosen sessions.
    pub(super) fn sessions(&self) -> u32 {
        u32::try_from(self.chosen.sessions.len()).unwrap_or(u32::MAX)
    }

    /// All words that come from the series and its sessions, for which fonts are needed.
    pub(super) fn words(&self) -> String {
        let series = &self.chosen.series;
        let mut words = vec![series.title.clone(), series.notes.clone()];
        words.extend(
            [&series.client.name, &series.client.reference, &series.client.skin_type]
                .into_iter()
                .flatten()
                .cloned(),
        );
        words.extend(self.goals.iter().map(|(goal, _)| goal.text.clone()));
        for (_, session) in &self.chosen.sessions {
            words.extend(words_of(session));
        }
        words.concat()
    }
}

fn words_of(session: &Session) -> Vec<String> {
    use crate::model::ObservationValue;
    let care = &session.care;
    let mut words = vec![session.notes.clone()];
    words.extend(session.practitioner.clone());
    words.extend(care.products.iter().chain(&care.aftercare).cloned());
    words.extend([&care.endpoint, &care.consent_scope, &care.consent_date].into_iter().flatten().cloned());
    words.extend(care.numbing.as_ref().and_then(|numbing| numbing.agent.clone()));
    for device in &session.devices {
        words.push(device.name.clone());
        words.extend([&device.lot, &device.expires].into_iter().flatten().cloned());
    }
    for seen in &session.observations {
        words.extend([seen.at.clone(), seen.kind.clone()]);
        words.extend(seen.scale.clone());
        words.extend(seen.zone.as_ref().map(|zone| zone.as_str().to_owned()));
        if let Some(ObservationValue::Text(text)) = &seen.value {
            words.push(text.clone());
        }
    }
    words
}

/// The diagrams of the report: those asked for, else those with paint, else the first that has something planned.
fn diagrams_of<'a>(chosen: &Chosen, atlas: &'a Atlas, options: &ReportOptions) -> Vec<&'a Diagram> {
    if !options.diagrams.is_empty() {
        let asked = atlas.diagrams().iter().filter(|diagram| options.diagrams.contains(&diagram.id));
        return asked.map(AsRef::as_ref).collect();
    }
    let painted = chosen.painted(atlas);
    if !painted.is_empty() {
        return painted.into_iter().map(AsRef::as_ref).collect();
    }
    let plan = chosen.series.plan.as_ref();
    let planned = |diagram: &Diagram| {
        diagram.zones.iter().any(|zone| plan.is_some_and(|plan| plan.target_for(&zone.id).is_some()))
    };
    let mut fitting = atlas.for_figure(chosen.series.figure).map(AsRef::as_ref);
    let first = fitting.next();
    first.into_iter().chain(fitting).find(|diagram| planned(diagram)).or(first).into_iter().collect()
}

impl<'a> Seen<'a> {
    fn of(chosen: &Chosen, diagram: &'a Diagram) -> Result<Self, ReportError> {
        let plan = chosen.series.plan.as_ref();
        let zones = ZoneMap::new(diagram);
        let scale = chosen.scale(diagram);
        let set = chosen.set(diagram, &zones);
        let sessions = u32::try_from(set.sessions().len()).unwrap_or(u32::MAX);
        let counted = Counted::of(&set, diagram, &zones, scale, plan, sessions);
        let tone =
            chosen.series.client.skin_type.as_deref().and_then(SkinTone::of_skin_type).unwrap_or_default();
        let drawing = Drawing::new(diagram, tone).map_err(ReportError::Drawing)?;
        let backdrop = Backdrop::new(diagram, &zones, &drawing, tone);
        let places = places(&counted.gaps, diagram.grid.cells_per_mm());
        let Counted { tally, metrics, targets, gaps } = counted;
        Ok(Self { diagram, zones, scale, set, tally, metrics, targets, gaps, places, drawing, backdrop })
    }

    /// Whether a zone is planned; on a diagram without anything planned, whether it is painted.
    pub(super) fn counts(&self, zone: usize) -> bool {
        let planned = |i: usize| self.targets.get(i).copied().flatten().is_some();
        if self.has_targets() {
            planned(zone)
        } else {
            let keep_out = self.diagram.zones.get(zone).is_none_or(|zone| zone.keep_out);
            !keep_out && self.is_painted(zone)
        }
    }

    pub(super) fn has_targets(&self) -> bool {
        self.targets.iter().any(Option::is_some)
    }

    pub(super) fn is_painted(&self, zone: usize) -> bool {
        self.tally.zones.get(zone).is_some_and(|zone| zone.max_passes() > 0)
    }

    /// What counts, taken together.
    pub(super) fn together(&self) -> Weighted<'_> {
        Weighted::of(self.diagram, &self.tally, |i, _| self.counts(i))
    }

    fn treated_cm2(&self) -> f64 {
        self.metrics.whole.metrics.as_ref().map_or(0.0, |metrics| metrics.treated_cm2)
    }

    /// Area of a zone's gaps in cm2.
    pub(super) fn gap_cm2(&self, zone: usize) -> f64 {
        self.gaps.iter().filter(|gap| gap.zone == zone).map(|gap| gap.area_cm2).sum()
    }

    /// The part of the diagram around what counts, in mm: so much around it that one sees where on the body it is.
    pub(super) fn part(&self) -> Rect {
        let whole =
            Rect::new(Point::new(0.0, 0.0), Point::new(self.diagram.size_mm.0, self.diagram.size_mm.1));
        let zones = self.diagram.zones.iter().enumerate().filter(|(i, _)| self.counts(*i));
        let Some(counted) = zones.map(|(_, zone)| zone.outline.bounds()).reduce(Rect::union) else {
            return whole;
        };
        let pad = AROUND * counted.width().max(counted.height());
        Rect::new(
            Point::new((counted.min.x - pad).max(0.0), (counted.min.y - pad).max(0.0)),
            Point::new((counted.max.x + pad).min(whole.max.x), (counted.max.y + pad).min(whole.max.y)),
        )
    }

    /// The map of all chosen sessions on white, `width` pixels wide, with its legend.
    pub(super) fn picture(
        &self,
        interval: Option<u32>,
        width: u32,
    ) -> Result<(Arc<Pixels>, Legend), ReportError> {
        self.picture_of(&self.set, &self.targets, interval, width)
    }

    fn picture_of(
        &self,
        set: &CoverageSet,
        targets: &[Option<TargetCounts>],
        interval: Option<u32>,
        width: u32,
    ) -> Result<(Arc<Pixels>, Legend), ReportError> {
        let on = set.sessions().last().copied().unwrap_or(Date::ZERO);
        let field = Field { set, zones: &self.zones, map: MapKind::Passes, on, targets, signed: None };
        let scale = MapScale::new(MapKind::Passes, &MapContext::of(&field, interval), Theme::Light);
        let picture = Picture {
            diagram: self.diagram,
            drawing: &self.drawing,
            backdrop: &self.backdrop,
            field: &field,
            scale: &scale,
        };
        let parts = PictureParts::ALL.without(PicturePart::Outlines);
        let options =
            PictureOptions { parts, ..PictureOptions::bare(width, Theme::Light, Some(self.part())) };
        let pixels = on_white(render(&picture, &options, &Fonts::none())?);
        Ok((Arc::new(pixels), scale.legend))
    }

    /// What a session did here.
    fn visit(&self, session: &Session, plan: Option<&Plan>, pictured: bool) -> Result<Visit, ReportError> {
        let coverage = SessionCoverage::of(session, self.diagram, &self.zones);
        let set = CoverageSet::of_session(session, &coverage);
        let counted = Counted::of(&set, self.diagram, &self.zones, self.scale, plan, 1);
        let together = Weighted::of(self.diagram, &counted.tally, |i, _| self.counts(i));
        let metrics: Option<ZoneMetrics> = together.metrics(self.scale);
        let picture = if pictured {
            Some(self.picture_of(&set, &counted.targets, plan.and_then(|plan| plan.interval_days), THUMB)?.0)
        } else {
            None
        };
        let gap_cm2 = counted.gaps.iter().map(|gap| gap.area_cm2).sum();
        Ok(Visit {
            mean: metrics.as_ref().map(|metrics| metrics.mean_passes),
            at_target: counted.metrics.plan.as_ref().map(|fit| fit.at_target),
            directions: metrics.as_ref().map(ZoneMetrics::directions_done),
            gap_cm2: self.has_targets().then_some(gap_cm2),
            picture,
        })
    }
}

/// The figures of some sessions on a diagram.
struct Counted {
    tally: Tally,
    metrics: DiagramMetrics,
    targets: Vec<Option<TargetCounts>>,
    gaps: Vec<Gap>,
}

impl Counted {
    fn of(
        set: &CoverageSet,
        diagram: &Diagram,
        zones: &ZoneMap,
        scale: AreaScale,
        plan: Option<&Plan>,
        sessions: u32,
    ) -> Self {
        let targets: Vec<_> = diagram.zones.iter().map(|zone| plan?.counts_for(&zone.id, sessions)).collect();
        let passes = |i: usize| targets.get(i).copied().flatten().map(|counts: TargetCounts| counts.passes);
        let gaps = find_gaps(set, diagram, zones, scale, GapRules::default(), passes);
        let tally = tally(set, zones);
        let metrics = metrics_of(diagram, &tally, &gaps, scale, plan, sessions);
        Self { tally, metrics, targets, gaps }
    }
}

fn on_white(mut pixels: Pixels) -> Pixels {
    let (texels, _) = pixels.rgba.as_chunks_mut::<4>();
    for [red, green, blue, alpha] in texels {
        let behind = u8::MAX - *alpha;
        for channel in [red, green, blue] {
            *channel = channel.saturating_add(behind);
        }
        *alpha = u8::MAX;
    }
    pixels
}

/// The moment that a report shows: the end of its last session.
pub(super) fn as_of(chosen: &Chosen) -> Option<crate::model::Moment> {
    chosen
        .sessions
        .iter()
        .map(|(_, session)| session.ended_at.unwrap_or(session.started_at))
        .max_by_key(|moment| moment.timestamp())
}

/// First and last day of the chosen sessions: `5 Jan – 30 Mar 2026`.
pub(super) fn days(chosen: &Chosen) -> String {
    let date = |session: &Session| session.started_at.date();
    match chosen.sessions.as_slice() {
        [] => wording::NONE.to_owned(),
        [(_, only)] => wording::date(date(only), None),
        [(_, first), .., (_, last)] => {
            let (from, to) = (date(first), date(last));
            format!("{} – {}", wording::date(from, Some(to.year())), wording::date(to, None))
        }
    }
}
