//! The stroke that is being drawn: its counts and the heatmap follow it, and it becomes part of the session's
//! counts as it is.

use super::state::{Gesture, Place, Workspace};
use crate::coverage::{Draft, LiveCoverage, SessionCoverage};
use crate::edit::Effect;
use crate::geometry::{CellRect, Point};
use crate::model::{DeviceId, EntryKind, SessionId};
use crate::tool::{PenStroke, StrokeSpec};
use egui::Context;

/// The open session's counts with a stroke on top.
#[derive(Debug)]
pub(super) struct Live {
    counts: LiveCoverage,
    /// Place of the session in time order.
    session: Option<usize>,
    device: Option<DeviceId>,
    /// The entries that the stroke has become, once it is done.
    finished: Option<Vec<EntryKind>>,
}

impl Workspace {
    /// Begins to draw a stroke.
    pub fn begin_stroke(&mut self, spec: StrokeSpec, at: Point) {
        self.begin_live(spec.device.clone());
        let stroke = PenStroke::begin(spec, at, |draft| self.follow_draft(draft));
        self.gesture = Gesture::Stroke(Box::new(stroke));
    }

    /// The pointer has moved while a stroke is drawn.
    pub fn extend_stroke(&mut self, at: Point, ms: u32) {
        let mut gesture = std::mem::take(&mut self.gesture);
        if let Gesture::Stroke(stroke) = &mut gesture {
            stroke.extend(at, ms, |draft| self.follow_draft(draft));
        }
        self.gesture = gesture;
    }

    /// Adds the last point of a stroke. Returns the entries it becomes.
    pub fn finish_stroke(&mut self) -> Vec<EntryKind> {
        let mut gesture = std::mem::take(&mut self.gesture);
        let mut entries = Vec::new();
        if let Gesture::Stroke(stroke) = &mut gesture {
            entries = stroke.finish(|draft| self.follow_draft(draft));
        }
        self.gesture = gesture;
        if let Some(live) = &mut self.live {
            live.finished = Some(entries.clone());
        }
        entries
    }

    /// Drops what is being drawn. Returns the cells to be renewed.
    pub fn drop_gesture(&mut self) -> CellRect {
        self.keys.draws = false;
        let touched = match std::mem::take(&mut self.gesture) {
            Gesture::Stroke(stroke) => stroke.touched(),
            _ => CellRect::EMPTY,
        };
        if self.live.take().is_some() {
            self.live_revision += 1;
            self.note_changed(touched);
        }
        touched
    }

    /// Renews cells of the heatmap, for the document as it is now.
    pub fn renew_heat(&mut self, ctx: &Context, changed: CellRect) {
        if !changed.is_empty()
            && self.place != Place::Plan
            && let Some(set) = self.shown_set()
        {
            self.heat.renew(ctx, set, changed);
        }
    }

    /// Shows how far the stroke has come.
    pub fn flush_heat(&mut self, ctx: &Context) {
        let touched = match &self.gesture {
            Gesture::Stroke(stroke) => stroke.touched(),
            _ => CellRect::EMPTY,
        };
        let mut heat = std::mem::take(&mut self.heat);
        heat.flush(ctx, touched, || self.shown_set());
        self.heat = heat;
    }

    /// The counts with the stroke that is being drawn, and the session they are of.
    pub(super) fn live_counts(&self) -> Option<(&SessionId, &SessionCoverage)> {
        self.session.as_ref().zip(self.live.as_ref().map(|live| live.counts.counts()))
    }

    /// Strokes go into a copy of the open session's counts.
    fn begin_live(&mut self, device: Option<DeviceId>) {
        let counted = self.counts.diagram(&self.diagram.id).zip(self.session.as_ref());
        let session = self.session_index();
        // Before the session has been counted there is nothing to draw on; the stroke is counted with it.
        self.live = counted.and_then(|(counts, id)| {
            let counts = LiveCoverage::new(counts.session(id)?.clone(), device.clone());
            Some(Live { counts, session, device, finished: None })
        });
    }

    /// Counts and paints what the last point of a stroke changed.
    fn follow_draft(&mut self, draft: &Draft) {
        let Some(live) = &mut self.live else { return };
        self.live_revision += 1;
        if let Some((_, changed)) = &mut self.changed_since {
            *changed = changed.union(draft.changed());
        }
        match live.session.and_then(|session| self.heat.follower(&self.diagram.id, session)) {
            Some(picture) => live.counts.follow(draft, picture),
            None => live.counts.follow(draft, &mut ()),
        }
    }

    /// Draws the stroke once more on top of counts that have changed below it: it may have begun in the frame in
    /// which something before it is logged.
    pub(super) fn redraw_stroke(&mut self) {
        self.live = None;
        if let Gesture::Stroke(stroke) = &self.gesture {
            let device = stroke.spec().device.clone();
            self.begin_live(device);
        }
        if let (Gesture::Stroke(stroke), Some(live)) = (&self.gesture, &mut self.live) {
            stroke.redraw(|draft| live.counts.follow(draft, &mut ()));
        }
    }

    /// If the entries that were just logged are the stroke that was just drawn, its counts are those of the session
    /// now. They are shown already.
    pub(super) fn take_finished(&mut self, effects: &[Effect]) -> bool {
        let id = match effects {
            [Effect::Appended(id) | Effect::Entries(id, _)] if self.session.as_ref() == Some(id) => id,
            _ => return false,
        };
        let Some(live) = self.live.take_if(|live| live.finished.is_some()) else { return false };
        let (Some(session), Some(finished)) = (self.document.session(id), &live.finished) else {
            return false;
        };
        let first = session.entries.len().saturating_sub(finished.len());
        let logged = session.entries.get(first..).unwrap_or_default();
        let same = logged.len() == finished.len()
            && logged.iter().zip(finished).all(|(entry, kind)| {
                entry.diagram == self.diagram.id && entry.device == live.device && entry.kind == *kind
            });
        let only_these = match effects {
            [Effect::Entries(_, changes)] => {
                changes.len() == logged.len()
                    && changes.iter().zip(first..).all(|(c, at)| c.came && c.at == at)
            }
            _ => finished.len() == 1,
        };
        same && only_these && self.counts.put_session(&self.diagram.id, id, live.counts.into_counts())
    }
}
