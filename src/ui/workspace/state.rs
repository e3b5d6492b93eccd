//! What is open and how it is shown. Only [`Workspace::apply`], [`Workspace::undo`] and [`Workspace::redo`] change
//! the series.

use super::compare::Compare;
use super::counts::Counts;
use super::curve_view::CurveView;
use super::gap_view::GapView;
use super::held::Held;
use super::inspect::{Inspected, Pin};
use super::keys::Keys;
use super::live::Live;
use super::multiples::Multiples;
use super::open::{OpenSeries, main_diagram};
pub use super::place::{Place, Scope, Tab, ZoneFilter};
use super::plan_view::PlanView;
use super::play::Play;
use super::record_view::RecordView;
use super::saver::{SavedFile, Saver};
use super::summary::Summary;
use crate::coverage::PassFilter;
use crate::edit::{Document, EditError, Effect, Step};
use crate::geometry::{CellRect, Point, Rect as MmRect, Vector};
use crate::heatmap::{MapKind, SkinTone};
use crate::model::{
    Atlas, Device, DeviceId, Diagram, DiagramId, EntryKind, Moment, Session, SessionId, Wanted,
};
use crate::store::SeriesLock;
use crate::tool::{Lasso, PenStroke, Polygon, ToolKind, ToolOptions};
use crate::ui::canvas::{Heat, HeatKey, Pictures, View};
use crate::ui::figures::Figure;
use crate::ui::jobs::Jobs;
use egui::Rect;
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;

/// What the pointer is doing on the canvas.
#[derive(Debug, Default)]
pub enum Gesture {
    /// Nothing.
    #[default]
    None,
    /// Drawing a stroke.
    Stroke(Box<PenStroke>),
    /// Drawing a lasso.
    Lasso(Lasso),
    /// Setting the corners of a region.
    Polygon(Polygon),
    /// Changing the width of a brush: where that began on the diagram and how wide it was, in mm.
    Width(f64, f64),
    /// Setting the target of zones, or clearing it, as places in drawing order.
    Targets(Vec<usize>, Option<Wanted>),
    /// Pressed on the canvas of Review, here on the diagram: a click pins a card, a drag moves the view.
    Look(Point),
    /// Moving the view.
    Pan,
}

impl Gesture {
    /// Whether something is being drawn.
    pub const fn draws(&self) -> bool {
        matches!(self, Self::Stroke(_) | Self::Lasso(_) | Self::Polygon(_) | Self::Targets(..))
    }
}

/// A gap that is being shown to the user.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Located {
    /// Place in the list of places.
    pub place: usize,
    /// Which of the place's gaps.
    pub patch: usize,
    /// When it was asked for, in seconds of the window's clock.
    pub since: f64,
}

/// An open series.
#[derive(Debug)]
pub struct Workspace {
    pub(super) document: Document,
    /// Keeps its files in step.
    pub saver: Saver,
    /// Sessions that could not be read, and why.
    pub damaged: Vec<(PathBuf, String)>,
    /// Files that hold another version of the series or of a session.
    pub copies: Vec<(SavedFile, PathBuf)>,
    /// Files that were changed by hand or damaged, but could be read.
    pub changed_by_hand: Vec<PathBuf>,
    /// Why nothing can be written, if so.
    pub read_only: Option<String>,
    _lock: Option<SeriesLock>,
    /// Treat, Review or Plan.
    pub place: Place,
    pub(super) session: Option<SessionId>,
    /// The sessions that Review shows, as places in time order.
    pub range: (usize, usize),
    /// Every session by itself.
    pub multiples: Multiples,
    /// What the curve of Review shows.
    pub curve: CurveView,
    /// The target that a click in Plan sets.
    pub plan: PlanView,
    /// The passes that count in Review.
    pub only: PassFilter,
    /// The range that is being played.
    pub(super) play: Option<Play>,
    /// What waits until picture and figures can change together.
    pub(in crate::ui) held: Held,
    /// The sessions that the map of differences compares, once they have been chosen.
    pub compared: Option<Compare>,
    /// The diagram shown.
    pub diagram: Arc<Diagram>,
    /// Skin tone of the drawings.
    pub tone: SkinTone,
    views: HashMap<DiagramId, View>,
    /// The tool in hand.
    pub tool: ToolKind,
    /// The tool held only as long as a key is.
    pub held_tool: Option<ToolKind>,
    /// What is set for the tools.
    pub options: ToolOptions,
    /// What Treat counts.
    pub scope: Scope,
    /// The maps of Treat and Review.
    pub maps: (MapKind, MapKind),
    /// Which zones the table lists.
    pub filter: ZoneFilter,
    /// The panel shown.
    pub tab: Tab,
    /// Whether all places of gaps are listed.
    pub all_gaps: bool,
    /// The chosen zone, as its place in drawing order.
    pub selected: Option<usize>,
    /// The zone under the pointer.
    pub hovered: Option<usize>,
    /// Whether that zone is the one of a row and not of the canvas.
    pub hovered_from_row: bool,
    /// Zones to be outlined in this frame, because the pointer is on what is about them.
    pub lit: Vec<usize>,
    /// Since when the pointer rests on that zone, in seconds of the window's clock.
    pub hovered_since: f64,
    /// The counts of all diagrams in use.
    pub counts: Counts,
    pub(super) live: Option<Live>,
    /// The figures beside the canvas, once they have been computed.
    pub summary: Option<Arc<Summary>>,
    /// Counted up while a stroke is drawn, so that its figures follow.
    pub(super) live_revision: u64,
    /// Where counts may have changed since the figures of a revision were asked for.
    pub(super) changed_since: Option<(u64, CellRect)>,
    /// Passes by session under the pointer, where they had to be counted.
    pub(super) inspected: Option<Arc<Inspected>>,
    /// The places whose cards stay.
    pub(super) pins: Vec<Pin>,
    /// Revision for which they were asked last.
    pub summary_asked: Option<(u64, HeatKey)>,
    /// What the pointer is doing.
    pub gesture: Gesture,
    /// The heatmap.
    pub heat: Heat,
    /// The drawing.
    pub pictures: Pictures,
    /// When the stroke that is being drawn began, in seconds of the window's clock.
    pub stroke_began: f64,
    /// Where the pointer is on the diagram.
    pub pointer: Option<Point>,
    /// How gaps are listed.
    pub gap_view: GapView,
    /// How the care record is shown.
    pub record: RecordView,
    /// What the keys are about.
    pub keys: Keys,
    /// Where the pointer was heading over its last few mm.
    pub heading: Vector,
    /// Where that was measured from.
    pub heading_from: Option<Point>,
    /// The gap being shown.
    pub located: Option<Located>,
    /// Counted up with every change that is not a matter of some cells.
    pub(super) epoch: u64,
    /// Whether the note on a wrong check line was read.
    pub noted: bool,
}

impl Workspace {
    /// A series that was just read. Its last session is open, on the diagram that has the most of it.
    pub fn new(open: OpenSeries, atlas: &Atlas, state: &std::path::Path, tone: SkinTone) -> Option<Self> {
        let writable = open.read_only.is_none();
        let saver = Saver::new(&open.folder, state, open.series_hash, open.files, &open.document);
        let session = open.document.sessions().last().map(|session| session.id.clone());
        let count = open.document.sessions().len();
        let diagram = main_diagram(&open.document, atlas)?;
        let mut workspace = Self {
            document: open.document,
            saver,
            damaged: open.damaged,
            copies: open.copies,
            changed_by_hand: open.changed_by_hand,
            read_only: open.read_only,
            _lock: open.lock,
            place: Place::Treat,
            session: None,
            range: (0, count.saturating_sub(1)),
            multiples: Multiples::default(),
            curve: CurveView::default(),
            plan: PlanView::default(),
            only: PassFilter::ALL,
            play: None,
            held: Held::default(),
            compared: None,
            diagram,
            tone,
            views: HashMap::new(),
            tool: if writable { ToolKind::Roll } else { ToolKind::Hand },
            held_tool: None,
            options: ToolOptions::default(),
            scope: Scope::Session,
            maps: (MapKind::Passes, MapKind::Passes),
            filter: ZoneFilter::Planned,
            tab: Tab::Coverage,
            all_gaps: false,
            selected: None,
            hovered: None,
            hovered_from_row: false,
            lit: Vec::new(),
            hovered_since: 0.0,
            stroke_began: 0.0,
            counts: Counts::default(),
            live: None,
            summary: None,
            live_revision: 0,
            summary_asked: None,
            changed_since: None,
            inspected: None,
            pins: Vec::new(),
            gesture: Gesture::None,
            heat: Heat::default(),
            pictures: Pictures::default(),
            pointer: None,
            gap_view: GapView::default(),
            record: RecordView::default(),
            keys: Keys::default(),
            heading: Vector::new(1.0, 0.0),
            heading_from: None,
            located: None,
            epoch: 0,
            noted: false,
        };
        workspace.open_session(session);
        if !workspace.has_targets() {
            workspace.filter = ZoneFilter::Painted;
        }
        Some(workspace)
    }

    /// The series and its sessions.
    pub const fn document(&self) -> &Document {
        &self.document
    }

    /// The open session.
    pub fn session(&self) -> Option<&Arc<Session>> {
        self.document.session(self.session.as_ref()?)
    }

    /// Place of the open session in time order.
    pub fn session_index(&self) -> Option<usize> {
        self.document.position(self.session.as_ref()?)
    }

    /// Opens a session: takes its first device in hand and the next pass after its last.
    pub fn open_session(&mut self, id: Option<SessionId>) {
        if self.session != id {
            self.record.leave_session();
        }
        self.session = id;
        self.drop_gesture();
        let session = self.session().cloned();
        let last = session.as_ref().and_then(|session| session.entries.last());
        self.options.device = last
            .and_then(|entry| entry.device.clone())
            .or_else(|| session.as_ref()?.devices.first().map(|device| device.id.clone()));
        let labels = session.iter().flat_map(|session| &session.entries).filter_map(|entry| entry.pass);
        self.options.pass = labels.max().unwrap_or(1).max(1);
    }

    /// Whether the open session has a device.
    pub fn has_device(&self, id: &DeviceId) -> bool {
        self.session().is_some_and(|session| session.device(id).is_some())
    }

    /// The device in hand.
    pub fn device(&self) -> Option<&Device> {
        self.session()?.device(self.options.device.as_ref()?)
    }

    /// Whether what is drawn is repeated on the other side of the midline.
    pub fn mirrors(&self) -> bool {
        self.options.mirror && self.diagram.midline_x_mm.is_some()
    }

    /// The tool in use now: the one a key holds, else the one in hand.
    pub fn active_tool(&self) -> ToolKind {
        self.held_tool.unwrap_or(self.tool)
    }

    /// The map shown now: the one that was chosen, where it can be shown.
    pub fn map(&self) -> MapKind {
        let chosen = match self.place {
            Place::Treat => self.maps.0,
            Place::Review => self.maps.1,
            Place::Plan => MapKind::Passes,
        };
        if self.map_off(chosen).is_some() { MapKind::Passes } else { chosen }
    }

    /// Shows another map.
    pub const fn set_map(&mut self, map: MapKind) {
        match self.place {
            Place::Treat => self.maps.0 = map,
            Place::Review => self.maps.1 = map,
            // Its map is that of the targets.
            Place::Plan => {}
        }
    }

    /// Saves what changed. Returns after how many seconds to ask again, if it should wait.
    pub fn autosave(&mut self, jobs: &Jobs, now: Moment, clock: f64, at_once: bool) -> Option<f64> {
        self.saver.tick(&self.document, jobs, now, clock, at_once)
    }

    /// Takes a step and follows it.
    ///
    /// # Errors
    ///
    /// When the document refuses; nothing has changed then.
    pub fn apply(&mut self, step: Step) -> Result<CellRect, EditError> {
        let effects = self.document.apply(step)?;
        Ok(self.follow(&effects))
    }

    /// Takes back the last step. None when there is none.
    ///
    /// # Errors
    ///
    /// When the document refuses.
    pub fn undo(&mut self) -> Result<Option<CellRect>, EditError> {
        Ok(self.document.undo()?.map(|effects| self.follow(&effects)))
    }

    /// Takes the last undone step again. None when there is none.
    ///
    /// # Errors
    ///
    /// When the document refuses.
    pub fn redo(&mut self) -> Result<Option<CellRect>, EditError> {
        Ok(self.document.redo()?.map(|effects| self.follow(&effects)))
    }

    /// Follows changes of the document. Returns the cells of the diagram shown that may have changed.
    pub(super) fn follow(&mut self, effects: &[Effect]) -> CellRect {
        // What is not a matter of some cells of the open session.
        let whole = |effect: &Effect| match effect {
            Effect::Appended(id) | Effect::Entries(id, _) => self.session.as_ref() != Some(id),
            _ => true,
        };
        if effects.iter().any(whole) {
            self.epoch += 1;
            self.summary_asked = None;
        }
        for effect in effects {
            match effect {
                Effect::Removed(id) if self.session.as_ref() == Some(id) => {
                    let last = self.document.sessions().last().map(|session| session.id.clone());
                    self.open_session(last);
                }
                Effect::Added(id) => self.open_session(Some(id.clone())),
                _ => {}
            }
        }
        if self.device().is_none() {
            let first = self.session().and_then(|session| session.devices.first());
            self.options.device = first.map(|device| device.id.clone());
        }
        let last = self.document.sessions().len().saturating_sub(1);
        let grew = effects.iter().any(|effect| matches!(effect, Effect::Added(_) | Effect::Joined(_)));
        self.range = (self.range.0.min(last), if grew { last } else { self.range.1.min(last) });
        if self.take_finished(effects) {
            return CellRect::EMPTY;
        }
        let changed = self.counts.follow(&self.document, effects, &self.diagram.id.clone());
        self.note_changed(changed);
        self.redraw_stroke();
        changed
    }

    /// Notes where the counts shown may have changed.
    pub(super) fn note_changed(&mut self, rect: CellRect) {
        if let Some((_, changed)) = &mut self.changed_since {
            *changed = changed.union(rect);
        }
    }

    /// The view of the diagram shown, if it has been set.
    pub fn view(&self) -> Option<&View> {
        self.views.get(&self.diagram.id)
    }

    /// Sets the view of the diagram shown.
    pub fn set_view(&mut self, view: View) {
        self.views.insert(self.diagram.id.clone(), view);
    }

    /// Shows a part of the diagram large, with `room` times its size around it.
    pub fn frame_part(&mut self, canvas: Rect, part: MmRect, room: f64) {
        self.set_view(View::frame(canvas, self.diagram.size_mm, part, room).chosen());
    }

    /// Moves a part of the diagram into view, no larger than it is if it can be seen well already.
    pub fn show_part(&mut self, canvas: Rect, part: MmRect) {
        let Some(view) = self.view() else { return };
        let seen = view.screen_rect(canvas, part);
        let clear = seen.width().max(seen.height()) >= 24.0;
        if !(clear && canvas.shrink(40.0).contains_rect(seen)) {
            self.frame_part(canvas, part, 5.0);
        }
    }

    /// Shows another diagram.
    pub fn show_diagram(&mut self, diagram: &Arc<Diagram>) {
        if diagram.id != self.diagram.id {
            self.drop_gesture();
            self.diagram = Arc::clone(diagram);
            self.selected = None;
            self.hovered = None;
            self.located = None;
            self.gap_view.spot = None;
            self.summary = None;
            self.summary_asked = None;
            self.heat.clear();
            self.held = Held::default();
            self.curve.forget_zones();
            self.pins.clear();
        }
    }

    /// Everything that a change of the plan, the client or the tone touches is made again.
    pub fn bump_epoch(&mut self) {
        self.epoch += 1;
        self.summary_asked = None;
    }

    /// The name of what a stroke is on, for the label of its step: the zone in which most of its points lie.
    pub fn place_name(&self, figure: Option<&Figure>, kind: &EntryKind) -> String {
        let points = match kind {
            EntryKind::Roll(roll) => roll.path.points(),
            EntryKind::Shade { path, .. } | EntryKind::Erase { path, .. } => path.points(),
            EntryKind::Region { ring, .. } => ring.points(),
            EntryKind::Zone { zone, .. } => {
                return self
                    .diagram
                    .zone(zone)
                    .map_or_else(|| zone.to_string(), |(_, zone)| zone.full_name());
            }
        };
        let Some(figure) = figure else { return self.diagram.title.clone() };
        let mut counts = vec![0_usize; self.diagram.zones.len()];
        for p in points {
            let zone = figure.zones.zone_at(self.diagram.grid.cell_at(*p));
            if let Some(slot) = zone.and_then(|zone| counts.get_mut(zone)) {
                *slot += 1;
            }
        }
        let most = counts.iter().enumerate().max_by_key(|(_, n)| **n).filter(|(_, n)| **n > 0);
        most.and_then(|(i, _)| self.diagram.zones.get(i))
            .map_or_else(|| self.diagram.title.clone(), crate::model::Zone::full_name)
    }
}
