//! Reading series for the library, off the window's thread: facts first, then pictures.

use super::brief::{BodyArea, Brief, OpenPlace};
use crate::coverage::{CoverageSet, SessionCoverage};
use crate::geometry::{Point, Rect};
use crate::heatmap::{
    Drawing, DrawingLayer, Field, Fonts, Legend, MapContext, MapKind, MapScale, PictureOptions, Pixels,
    SkinTone, Theme, render,
};
use crate::metrics::{
    AreaScale, GapRules, GoalDiagram, Share, Tally, find_gaps, judge, places, plan_fit, tally,
};
use crate::model::{Atlas, BodySize, Diagram, DiagramId, Per, Plan, Series, Session, TargetCounts, Zone};
use crate::store::{SeriesFolder, StoreError};
use crate::ui::figures::Figure;
use crate::wording;
use rayon::prelude::*;
use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

/// Figures made for the library, shared by its jobs.
#[derive(Debug, Default)]
pub struct FigureCache(Mutex<HashMap<(DiagramId, SkinTone), Figure>>);

impl FigureCache {
    /// The figure of a diagram, with its shading.
    pub fn get(&self, diagram: &Arc<Diagram>, tone: SkinTone) -> Option<Figure> {
        let key = (diagram.id.clone(), tone);
        let mut made = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(figure) = made.get(&key) {
            return Some(figure.clone());
        }
        let figure = Figure::new(diagram, tone)?;
        made.insert(key, figure.clone());
        Some(figure)
    }
}

/// A series as the library shows it.
#[derive(Debug)]
pub struct LoadedSeries {
    /// Its facts.
    pub brief: Brief,
    /// Its heatmap, cropped to what is planned: small, and large for the preview.
    pub pictures: Option<(Pixels, Pixels)>,
    /// The heatmap of each session, for the preview.
    pub sessions: Vec<Pixels>,
}

/// Reads a series folder.
///
/// # Errors
///
/// When the series' own file cannot be read. Sessions that cannot be read are counted.
pub fn load_series(
    folder: &Path,
    atlas: &Atlas,
    figures: &FigureCache,
    tone_of: impl Fn(Option<&str>) -> SkinTone,
) -> Result<LoadedSeries, StoreError> {
    let found = SeriesFolder::read(folder);
    let series = found.series?.value;
    let damaged = found.sessions.iter().filter(|file| file.session.is_err()).count();
    let sessions: Vec<Session> =
        found.sessions.into_iter().filter_map(|file| file.session.ok()).map(|loaded| loaded.value).collect();
    let tone = tone_of(series.client.skin_type.as_deref());
    let diagram = main_diagram(&series, &sessions, atlas);
    let mut brief = facts(&series, &sessions, damaged, diagram.as_ref());
    let Some(figure) = diagram.as_ref().and_then(|diagram| figures.get(diagram, tone)) else {
        return Ok(LoadedSeries { brief, pictures: None, sessions: Vec::new() });
    };
    let has_goals = series.plan.as_ref().is_some_and(|plan| !plan.goals.is_empty());
    let Counted { set, each, last } = count(&sessions, &figure, has_goals);
    judge_all(&mut brief, &series, sessions.len(), each, &set, &figure);
    let part = shown_part(&figure.diagram, series.plan.as_ref(), &set);
    let (small, legend) = picture(&figure, &set, series.plan.as_ref(), part, 112);
    let (large, _) = picture(&figure, &set, series.plan.as_ref(), tall(part), 562);
    brief.legend = legend;
    let each = last.iter().filter_map(|(session, coverage)| {
        let one = CoverageSet::of_session(session, coverage);
        picture(&figure, &one, series.plan.as_ref(), part, 134).0
    });
    let sessions = each.collect();
    Ok(LoadedSeries { brief, pictures: small.zip(large), sessions })
}

/// Sessions shown in the preview.
const SHOWN_SESSIONS: usize = 4;

/// The sessions of a series, counted: a few at a time, because the rasters of a long one would not fit into memory.
struct Counted<'a> {
    /// All added up.
    set: CoverageSet,
    /// The figures of each alone, where they are wanted.
    each: Vec<Arc<Tally>>,
    /// Those of the preview.
    last: Vec<(&'a Session, SessionCoverage)>,
}

fn count<'a>(sessions: &'a [Session], figure: &Figure, want_each: bool) -> Counted<'a> {
    let mut counted =
        Counted { set: CoverageSet::of_passes(figure.diagram.grid), each: Vec::new(), last: Vec::new() };
    for some in sessions.chunks(16) {
        let some: Vec<(&Session, SessionCoverage)> = some
            .par_iter()
            .map(|session| (session, SessionCoverage::of(session, &figure.diagram, &figure.zones)))
            .collect();
        counted.set.extend(some.iter().map(|(session, coverage)| (*session, coverage)));
        let alone = some.iter().filter(|_| want_each).map(|(session, coverage)| {
            Arc::new(tally(&CoverageSet::of_session(session, coverage), &figure.zones))
        });
        counted.each.extend(alone);
        counted.last.extend(some);
        let old = counted.last.len().saturating_sub(SHOWN_SESSIONS);
        counted.last.drain(..old);
    }
    counted
}

/// The diagram a series is mostly about.
fn main_diagram(series: &Series, sessions: &[Session], atlas: &Atlas) -> Option<Arc<Diagram>> {
    let mut uses: HashMap<&DiagramId, usize> = HashMap::new();
    for entry in sessions.iter().flat_map(|session| &session.entries) {
        *uses.entry(&entry.diagram).or_default() += 1;
    }
    let most =
        atlas.diagrams().iter().filter(|d| uses.contains_key(&d.id)).max_by_key(|d| uses.get(&d.id).copied());
    let planned = || {
        let plan = series.plan.as_ref()?;
        let named = |d: &&Arc<Diagram>| d.zones.iter().any(|zone| plan.target_for(&zone.id).is_some());
        atlas.for_figure(series.figure).find(named)
    };
    most.or_else(planned).or_else(|| atlas.for_figure(series.figure).next()).cloned()
}

fn facts(series: &Series, sessions: &[Session], damaged: usize, diagram: Option<&Arc<Diagram>>) -> Brief {
    let plan = series.plan.as_ref();
    let client = &series.client;
    let height = client.height_cm.map(|cm| format!("{} cm", wording::short(cm)));
    let skin = client.skin_type.as_ref().map(|skin| format!("skin type {skin}"));
    let body: Vec<String> = height.into_iter().chain(skin).collect();
    let device = sessions.iter().rev().find_map(|session| session.devices.first());
    let device = device.map(|device| {
        let length = device.needle_length_mm.map(|mm| format!(" · {}", wording::millimetres(mm)));
        format!("{}{}", device.name, length.unwrap_or_default())
    });
    let indication = series.indication.clone().unwrap_or_default().replace('-', " ");
    let zones = diagram.iter().flat_map(|d| &d.zones);
    let planned_zones = zones.filter(|zone| plan.is_some_and(|plan| plan.target_for(&zone.id).is_some()));
    let zone_words: Vec<String> = planned_zones.map(Zone::full_name).collect();
    let words = [
        series.title.as_str(),
        client.name.as_deref().unwrap_or(""),
        client.reference.as_deref().unwrap_or(""),
        &indication,
        &zone_words.join(" "),
        &series.notes,
    ]
    .join("\n")
    .to_lowercase();
    Brief {
        title: series.title.clone(),
        name: client.name.clone().filter(|name| !name.trim().is_empty()),
        reference: client.reference.clone().filter(|text| !text.trim().is_empty()),
        body: body.join(" · "),
        indication,
        sessions: sessions.iter().map(|session| (session.id.clone(), session.started_at.date())).collect(),
        damaged,
        planned: plan.and_then(|plan| plan.sessions),
        interval_days: plan.and_then(|plan| plan.interval_days),
        planned_passes: plan.and_then(planned_passes),
        at_target: None,
        goals: (0, 0),
        gaps: None,
        open: Vec::new(),
        device: device.unwrap_or_default(),
        diagram: diagram.map(|d| d.id.clone()),
        diagram_title: diagram.map(|d| d.title.clone()).unwrap_or_default(),
        area: diagram.map_or(BodyArea::Face, |d| body_area(d, plan)),
        legend: None,
        words,
    }
}

/// Passes that the plan asks for in all, of its highest target.
fn planned_passes(plan: &Plan) -> Option<u32> {
    let sessions = plan.sessions.unwrap_or(1);
    let whole = |target: &crate::model::Target| match target.per {
        Per::Session => target.passes.saturating_mul(sessions),
        Per::Series => target.passes,
    };
    plan.targets.iter().map(whole).max()
}

fn body_area(diagram: &Diagram, plan: Option<&Plan>) -> BodyArea {
    let id = diagram.id.as_str();
    if id.starts_with("scalp") {
        return BodyArea::Scalp;
    }
    if !id.starts_with("body") {
        return BodyArea::Face;
    }
    let limb = |zone: &str| {
        ["arm", "thigh", "knee", "shin", "calf", "foot", "hand", "elbow", "heel"]
            .iter()
            .any(|part| zone.contains(part))
    };
    let planned =
        diagram.zones.iter().filter(|zone| plan.is_some_and(|plan| plan.target_for(&zone.id).is_some()));
    let zones: Vec<bool> = planned.map(|zone| limb(zone.id.as_str())).collect();
    if !zones.is_empty() && zones.iter().all(|limb| *limb) { BodyArea::Limbs } else { BodyArea::Trunk }
}

/// Fills in what has to be counted.
fn judge_all(
    brief: &mut Brief,
    series: &Series,
    sessions: usize,
    each: Vec<Arc<Tally>>,
    set: &CoverageSet,
    figure: &Figure,
) {
    let Some(plan) = &series.plan else { return };
    let diagram = &*figure.diagram;
    let scale = AreaScale::new(diagram, diagram.body_scale(BodySize::of_client(&series.client)));
    let sum = tally(set, &figure.zones);
    let held = u32::try_from(sessions).unwrap_or(u32::MAX);
    let whole = plan.sessions.unwrap_or(held).max(1);
    let at_target: Option<Share> = plan_fit(diagram, &sum, plan, whole, scale).map(|fit| fit.at_target);
    brief.at_target = at_target;
    let target = |i: usize| plan.counts_for(&diagram.zones.get(i)?.id, held).map(|counts| counts.passes);
    let gaps = find_gaps(set, diagram, &figure.zones, scale, GapRules::default(), target);
    let below = (0..diagram.zones.len()).filter_map(target).max().unwrap_or(0);
    brief.gaps = (held > 0).then_some((gaps.len(), below));
    let open = places(&gaps, diagram.grid.cells_per_mm()).into_iter().take(3).filter_map(|place| {
        let (zone, cells) = (diagram.zones.get(place.zone)?, sum.zones.get(place.zone)?);
        let mean = cells.total_passes() as f64 / cells.cells.max(1) as f64;
        let (name, side) = (zone.name.clone(), zone.side);
        Some(OpenPlace { name, side, mean, target: target(place.zone)?, cm2: place.area_cm2 })
    });
    brief.open = open.collect();
    let judged = [GoalDiagram { diagram, scale, sum, each, painted: held > 0 }];
    let met = plan.goals.iter().filter(|goal| judge(goal, &judged, Some(plan)).met).count();
    brief.goals = (met, plan.goals.len());
}

/// What a thumbnail shows: the planned zones and a tenth more, else what was painted, else all.
fn shown_part(diagram: &Diagram, plan: Option<&Plan>, set: &CoverageSet) -> Rect {
    let planned =
        diagram.zones.iter().filter(|zone| plan.is_some_and(|plan| plan.target_for(&zone.id).is_some()));
    let planned = planned.map(|zone| zone.outline.bounds()).reduce(Rect::union);
    let painted = || {
        let per_mm = f64::from(diagram.grid.cells_per_mm());
        let tiling = set.tiling();
        let tiles = set.painted_tiles().into_iter().map(|tile| {
            let cells = tiling.cells_of(tile);
            let mm = |cells: i32| f64::from(cells) / per_mm;
            Rect::new(
                Point::new(mm(cells.left), mm(cells.top)),
                Point::new(mm(cells.right), mm(cells.bottom)),
            )
        });
        tiles.reduce(Rect::union)
    };
    let whole = Rect::new(Point::new(0.0, 0.0), Point::new(diagram.size_mm.0, diagram.size_mm.1));
    let part = planned.or_else(painted).unwrap_or(whole);
    let side = part.width().max(part.height()) * 1.2;
    around(part, side, side)
}

/// The same middle with the proportions of the preview.
fn tall(part: Rect) -> Rect {
    around(part, part.width(), part.width() * 1.13)
}

fn around(part: Rect, width: f64, height: f64) -> Rect {
    let middle = part.centre();
    let half = (width / 2.0, height / 2.0);
    Rect::new(
        Point::new(middle.x - half.0, middle.y - half.1),
        Point::new(middle.x + half.0, middle.y + half.1),
    )
}

/// The heatmap of passes on its drawing, `width` pixels wide.
fn picture(
    figure: &Figure,
    set: &CoverageSet,
    plan: Option<&Plan>,
    part: Rect,
    width: u32,
) -> (Option<Pixels>, Option<Legend>) {
    let sessions = u32::try_from(set.sessions().len()).unwrap_or(u32::MAX);
    let targets: Vec<Option<TargetCounts>> =
        figure.diagram.zones.iter().map(|zone| plan?.counts_for(&zone.id, sessions)).collect();
    let on = set.sessions().last().copied().unwrap_or_default();
    let field =
        Field { set, zones: &figure.zones, map: MapKind::Passes, on, targets: &targets, signed: None };
    let scale = MapScale::new(MapKind::Passes, &MapContext::of(&field, None), Theme::Light);
    let picture = figure.picture(&field, &scale);
    let options = PictureOptions::bare(width, Theme::Light, Some(part));
    let pixels = render(&picture, &options, &Fonts::none()).ok();
    (pixels, Some(scale.legend))
}

/// A small picture of a diagram for the tray.
pub fn diagram_thumb(diagram: &Diagram, tone: SkinTone) -> Option<Pixels> {
    let drawing = Drawing::new(diagram, tone).ok()?;
    let whole = Rect::new(Point::new(0.0, 0.0), Point::new(diagram.size_mm.0, diagram.size_mm.1));
    let px_per_mm = THUMB_HEIGHT / whole.height();
    let mut figure = drawing.draw(DrawingLayer::Figure, whole, px_per_mm)?;
    let lines = drawing.draw(DrawingLayer::Lines, whole, px_per_mm)?;
    for (under, over) in figure.rgba.chunks_exact_mut(4).zip(lines.rgba.chunks_exact(4)) {
        let clear = 255 - u32::from(over.get(3).copied().unwrap_or(0));
        for (under, over) in under.iter_mut().zip(over) {
            *under = over.saturating_add((u32::from(*under) * clear / 255) as u8);
        }
    }
    Some(figure)
}

/// Height of a diagram's small picture in pixels: twice its points in the tray.
const THUMB_HEIGHT: f64 = 136.0;

/// Small pictures of sessions on a diagram, for the tray. Sessions whose counts are not at hand are counted.
pub fn session_thumbs(
    figure: &Figure,
    sessions: &[(Arc<Session>, Option<SessionCoverage>)],
    plan: Option<&Plan>,
) -> Vec<Option<Pixels>> {
    let size = figure.diagram.size_mm;
    let whole = Rect::new(Point::new(0.0, 0.0), Point::new(size.0, size.1));
    let counted: Vec<(&Session, SessionCoverage)> = sessions
        .par_iter()
        .map(|(session, coverage)| {
            let count = || SessionCoverage::of(session, &figure.diagram, &figure.zones);
            (&**session, coverage.clone().unwrap_or_else(count))
        })
        .collect();
    let mut all = CoverageSet::of_passes(figure.diagram.grid);
    all.extend(counted.iter().map(|(session, coverage)| (*session, coverage)));
    // Faces lose their shoulders, so that what matters is larger; bodies stay whole unless the plan is a part.
    let part = if plan.is_some() { shown_part(&figure.diagram, plan, &all) } else { whole };
    let card = around(part, part.width() * 0.82, part.width() * 1.25);
    let one = |(session, coverage): &(&Session, SessionCoverage)| {
        picture(figure, &CoverageSet::of_session(session, coverage), plan, card, 112).0
    };
    counted.par_iter().map(one).collect()
}
