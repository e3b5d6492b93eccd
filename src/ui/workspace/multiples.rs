//! Every session by itself: a small picture each, all in the same colours.

use super::state::{Place, Workspace};
use crate::coverage::{CoverageSet, PassFilter, SessionCoverage};
use crate::geometry::{Point, Rect};
use crate::heatmap::{
    Field, Fonts, Legend, MapContext, MapKind, MapScale, PictureOptions, Pixels, SkinTone, Theme, render,
};
use crate::model::{DiagramId, Session, TargetCounts};
use crate::ui::figures::Figure;
use egui::TextureHandle;
use jiff::civil::Date;
use rayon::prelude::*;
use std::ops::RangeInclusive;
use std::sync::Arc;

/// What the pictures show. Two that are equal look the same.
#[derive(Clone, Debug, PartialEq)]
pub struct MultiplesKey {
    diagram: DiagramId,
    tone: SkinTone,
    theme: Theme,
    map: MapKind,
    on: Date,
    range: RangeInclusive<usize>,
    only: PassFilter,
    /// Counted up with every change of plan or sessions.
    edition: (u64, u64),
}

/// Pictures that have been drawn.
#[derive(Debug)]
pub struct DrawnMultiples {
    /// One a session, in time order; none where a picture could not be drawn.
    pub pictures: Vec<Option<Pixels>>,
    /// What explains their colours.
    pub legend: Legend,
}

/// The pictures on the screen.
#[derive(Default)]
pub struct Multiples {
    /// Whether they are shown in the place of the sum.
    pub on: bool,
    asked: Option<MultiplesKey>,
    shown: Option<MultiplesKey>,
    /// Of the sessions of a range that begins here.
    pub pictures: (usize, Vec<Option<TextureHandle>>),
    /// What explains their colours.
    pub legend: Option<Legend>,
}

impl std::fmt::Debug for Multiples {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Multiples").field("on", &self.on).field("shown", &self.shown).finish_non_exhaustive()
    }
}

/// What has to be drawn.
#[derive(Debug)]
pub struct MultiplesTask {
    /// What it is about.
    pub key: MultiplesKey,
    figure: Figure,
    sessions: Vec<(Arc<Session>, Option<SessionCoverage>)>,
    targets: Vec<Option<TargetCounts>>,
    interval_days: Option<u32>,
}

/// Width of a picture in pixels.
const WIDTH: u32 = 480;

/// So many sessions are counted at once: enough for all threads, few enough for memory.
const AT_ONCE: usize = 16;

impl MultiplesTask {
    /// Draws them, on as many threads as there are.
    pub fn run(&self) -> DrawnMultiples {
        let scale = self.scale();
        let part = self.part();
        let one = |of: &(Arc<Session>, Option<SessionCoverage>)| {
            let set = self.set(of);
            let field = self.field(&set);
            let picture = self.figure.picture(&field, &scale);
            let options = PictureOptions::bare(WIDTH, self.key.theme, Some(part));
            render(&picture, &options, &Fonts::none()).ok()
        };
        let chunks = self.sessions.chunks(AT_ONCE);
        let pictures = chunks.flat_map(|some| some.par_iter().map(one).collect::<Vec<_>>()).collect();
        DrawnMultiples { pictures, legend: scale.legend }
    }

    /// The colours of all of them: as far as the hottest goes, and the densest device.
    fn scale(&self) -> MapScale {
        let context = |of: &(Arc<Session>, Option<SessionCoverage>)| {
            let set = self.set(of);
            MapContext::of(&self.field(&set), self.interval_days)
        };
        let none = CoverageSet::of_passes(self.figure.diagram.grid);
        let mut all = MapContext { sessions: 1, ..MapContext::of(&self.field(&none), self.interval_days) };
        for some in self.sessions.chunks(AT_ONCE) {
            for one in some.par_iter().map(context).collect::<Vec<_>>() {
                all.hottest = all.hottest.max(one.hottest);
                let densest = all.density_per_pass.into_iter().chain(one.density_per_pass);
                all.density_per_pass = densest.reduce(f64::max);
            }
        }
        MapScale::new(self.key.map, &all, self.key.theme)
    }

    fn set(&self, (session, known): &(Arc<Session>, Option<SessionCoverage>)) -> CoverageSet {
        let count = || SessionCoverage::of(session, &self.figure.diagram, &self.figure.zones);
        let whole = known.clone().unwrap_or_else(count);
        CoverageSet::of_session(session, &whole.through(session, &self.key.only))
    }

    fn field<'a>(&'a self, set: &'a CoverageSet) -> Field<'a> {
        let (map, on) = (self.key.map, self.key.on);
        Field { set, zones: &self.figure.zones, map, on, targets: &self.targets, signed: None }
    }

    /// The part of the diagram that is shown: the planned zones with room around them, else all of it.
    fn part(&self) -> Rect {
        let diagram = &self.figure.diagram;
        let zones = diagram.zones.iter().zip(&self.targets).filter(|(_, target)| target.is_some());
        let planned = zones.map(|(zone, _)| zone.outline.bounds()).reduce(Rect::union);
        let whole = Rect::new(Point::new(0.0, 0.0), Point::new(diagram.size_mm.0, diagram.size_mm.1));
        planned.map_or(whole, |part| part.grown(part.width().max(part.height()) * 0.1))
    }
}

impl Workspace {
    fn multiples_key(&self, theme: Theme, today: Date) -> MultiplesKey {
        // A session by itself has nothing to be compared with.
        let map = Some(self.map()).filter(|map| !map.is_signed()).unwrap_or(MapKind::Passes);
        MultiplesKey {
            diagram: self.diagram.id.clone(),
            tone: self.tone,
            theme,
            map,
            on: today,
            range: self.shown_range(),
            only: self.pass_filter().clone(),
            edition: (self.epoch, self.sessions_revision()),
        }
    }

    /// Whether every session is shown by itself.
    pub fn shows_multiples(&self) -> bool {
        self.place == Place::Review && self.multiples.on
    }

    /// Asks for the pictures, if they are shown and others than those there are.
    pub fn ask_multiples(&mut self, figure: &Figure, theme: Theme, today: Date) -> Option<MultiplesTask> {
        if !self.shows_multiples() {
            return None;
        }
        let key = self.multiples_key(theme, today);
        if self.multiples.shown.as_ref() == Some(&key) || self.multiples.asked.as_ref() == Some(&key) {
            return None;
        }
        self.multiples.asked = Some(key.clone());
        let known = |session: &Session| self.counts.at_hand(&key.diagram, &session.id);
        let chosen = self.document.sessions().iter().enumerate().filter(|(i, _)| key.range.contains(i));
        let sessions = chosen.map(|(_, session)| (Arc::clone(session), known(session))).collect();
        Some(MultiplesTask {
            figure: figure.clone(),
            sessions,
            targets: self.planned_counts(),
            interval_days: self.document.series().plan.as_ref().and_then(|plan| plan.interval_days),
            key,
        })
    }

    /// Takes pictures that were drawn.
    pub fn take_multiples(
        &mut self,
        key: MultiplesKey,
        drawn: DrawnMultiples,
        texture: impl Fn(&Pixels) -> TextureHandle,
    ) {
        if self.multiples.asked.as_ref() != Some(&key) {
            return;
        }
        let pictures = drawn.pictures.iter().map(|pixels| pixels.as_ref().map(&texture)).collect();
        self.multiples.pictures = (*key.range.start(), pictures);
        self.multiples.legend = Some(drawn.legend);
        self.multiples.asked = None;
        self.multiples.shown = Some(key);
    }

    /// Whether the pictures are those of what is shown elsewhere.
    pub const fn multiples_wait(&self) -> bool {
        self.multiples.asked.is_some()
    }
}
