//! What belongs to a diagram and is made once: its zone map, its drawing, its outlines, its shading.

use super::jobs::{Jobs, Lane};
use crate::coverage::ZoneMap;
use crate::geometry::Point;
use crate::heatmap::{Backdrop, Drawing, SkinTone};
use crate::model::{Diagram, DiagramId};
use std::collections::HashMap;
use std::sync::Arc;

/// What belongs to a diagram in one skin tone.
#[derive(Clone, Debug)]
pub struct Figure {
    /// The diagram.
    pub diagram: Arc<Diagram>,
    /// Which zone each cell belongs to.
    pub zones: Arc<ZoneMap>,
    /// The drawing.
    pub drawing: Arc<Drawing>,
    /// Light and shade; flat until it has been read off the drawing.
    pub backdrop: Arc<Backdrop>,
    /// Zone outlines as lines in mm, in drawing order.
    pub outlines: Arc<Vec<Vec<Vec<Point>>>>,
    /// Whether the shading has been read off.
    pub shaded: bool,
}

/// How far a drawn outline may be from the true one, in mm; invisible at any zoom.
const OUTLINE_MM: f64 = 0.02;

/// The figures made so far, by diagram and skin tone.
#[derive(Debug, Default)]
pub struct Figures {
    ready: HashMap<(DiagramId, SkinTone), Figure>,
    asked: Vec<(DiagramId, SkinTone)>,
}

impl Figure {
    /// Makes what can be made quickly; the shading comes later. None when the drawing cannot be read, which the
    /// atlas rules out.
    pub fn new(diagram: &Arc<Diagram>, tone: SkinTone) -> Option<Self> {
        let zones = ZoneMap::new(diagram);
        let drawing = Drawing::new(diagram, tone).ok()?;
        let outlines = diagram.zones.iter().map(|zone| zone.outline.flattened(OUTLINE_MM)).collect();
        Some(Self {
            diagram: Arc::clone(diagram),
            backdrop: Arc::new(Backdrop::flat(&zones)),
            zones: Arc::new(zones),
            drawing: Arc::new(drawing),
            outlines: Arc::new(outlines),
            shaded: false,
        })
    }

    /// The same with its shading.
    #[must_use]
    pub fn with_shading(mut self, tone: SkinTone) -> Self {
        self.backdrop = Arc::new(Backdrop::new(&self.diagram, &self.zones, &self.drawing, tone));
        self.shaded = true;
        self
    }
}

impl Figures {
    /// A figure, if it has been made; otherwise it is asked for, and the window draws again when it is there.
    pub fn get(&mut self, diagram: &Arc<Diagram>, tone: SkinTone, jobs: &Jobs) -> Option<&Figure> {
        let key = (diagram.id.clone(), tone);
        if !self.ready.contains_key(&key) && !self.asked.contains(&key) {
            self.asked.push(key.clone());
            let diagram = Arc::clone(diagram);
            jobs.submit(Lane::Draw, format!("figure {} {tone:?}", diagram.id), move || {
                let figure = Figure::new(&diagram, tone);
                Box::new(move |app, _| app.figure_made(figure, tone))
            });
        }
        self.ready.get(&key)
    }

    /// A figure that has been made.
    pub fn peek(&self, diagram: &DiagramId, tone: SkinTone) -> Option<&Figure> {
        self.ready.get(&(diagram.clone(), tone))
    }

    /// Takes a figure that was made, and asks for its shading.
    pub fn put(&mut self, figure: Figure, tone: SkinTone, jobs: &Jobs) {
        let key = (figure.diagram.id.clone(), tone);
        if !figure.shaded {
            let plain = figure.clone();
            jobs.submit(Lane::Draw, format!("shading {} {tone:?}", plain.diagram.id), move || {
                let shaded = plain.with_shading(tone);
                Box::new(move |app, _| app.figure_made(Some(shaded), tone))
            });
        }
        self.ready.insert(key, figure);
    }
}
