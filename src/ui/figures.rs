//! What belongs to a diagram and is made once: its zone map, its drawing, its outlines, its shading.

use super::jobs::{Jobs, Lane};
use crate::coverage::ZoneMap;
use crate::geometry::Point;
use crate::heatmap::{Backdrop, Drawing, Field, MapScale, Picture, SkinTone};
use crate::model::{Diagram, DiagramId};
use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

/// What belongs to a diagram in one skin tone.
#[derive(Clone, Debug)]
pub struct Figure {
    /// The diagram.
    pub diagram: Arc<Diagram>,
    /// Which zone each cell belongs to.
    pub zones: Arc<ZoneMap>,
    /// The drawing.
    pub drawing: Arc<Drawing>,
    /// Light and shade.
    pub shading: Arc<Shading>,
    /// Zone outlines as lines in mm, in drawing order.
    pub outlines: Arc<Vec<Vec<Vec<Point>>>>,
}

/// Light and shade of a drawing, read off it when a heatmap first needs it: the drawing can be shown before.
#[derive(Debug)]
pub struct Shading {
    made: OnceLock<Arc<Backdrop>>,
    from: (Arc<Diagram>, Arc<ZoneMap>, Arc<Drawing>, SkinTone),
}

impl Shading {
    /// The light and shade, which takes some ms the first time.
    pub fn get(&self) -> &Arc<Backdrop> {
        let (diagram, zones, drawing, tone) = &self.from;
        self.made.get_or_init(|| Arc::new(Backdrop::new(diagram, zones, drawing, *tone)))
    }
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
    /// Makes all but the shading, on as many threads as there are. None when the drawing cannot be read, which the atlas rules
    /// out.
    pub fn new(diagram: &Arc<Diagram>, tone: SkinTone) -> Option<Self> {
        let (zones, drawing) = rayon::join(|| ZoneMap::new(diagram), || Drawing::new(diagram, tone));
        let drawing = drawing.ok()?;
        let (zones, drawing) = (Arc::new(zones), Arc::new(drawing));
        let from = (Arc::clone(diagram), Arc::clone(&zones), Arc::clone(&drawing), tone);
        let outlines = diagram.zones.iter().map(|zone| zone.outline.flattened(OUTLINE_MM)).collect();
        Some(Self {
            diagram: Arc::clone(diagram),
            shading: Arc::new(Shading { made: OnceLock::new(), from }),
            zones,
            drawing,
            outlines: Arc::new(outlines),
        })
    }
}

impl Figure {
    /// The picture of a map on this figure.
    pub fn picture<'a>(&'a self, field: &'a Field<'a>, scale: &'a MapScale) -> Picture<'a> {
        Picture { diagram: &self.diagram, drawing: &self.drawing, backdrop: self.shading.get(), field, scale }
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

    /// Takes a figure that was made.
    pub fn put(&mut self, figure: Figure, tone: SkinTone) {
        self.ready.insert((figure.diagram.id.clone(), tone), figure);
    }
}
