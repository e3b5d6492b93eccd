//! The atlas: all diagrams, read from the drawings and the record that comes with them.

use super::svg;
use super::{BodySize, Diagram, DiagramId, DiagramView, FieldError, Figure, Side, Zone, ZoneId};
use crate::geometry::Grid;
use serde::Deserialize;
use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

/// Why an atlas or one of its drawings cannot be used: the file, the place in it, and what is wrong.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}: {problem}")]
pub struct AtlasError {
    /// The file.
    pub file: String,
    /// Place and mistake.
    pub problem: String,
}

/// All diagrams.
///
/// # Guarantees
///
/// Diagrams have different ids; every zone of the record is in its drawing and the other way round.
#[derive(Debug)]
pub struct Atlas {
    diagrams: Vec<Arc<Diagram>>,
}

/// The drawings that come with the program, by file name.
const DRAWINGS: [(&str, &str); 8] = [
    ("face-front.svg", include_str!("../../assets/diagrams/face-front.svg")),
    ("face-left.svg", include_str!("../../assets/diagrams/face-left.svg")),
    ("face-right.svg", include_str!("../../assets/diagrams/face-right.svg")),
    ("scalp-top.svg", include_str!("../../assets/diagrams/scalp-top.svg")),
    ("body-front-female.svg", include_str!("../../assets/diagrams/body-front-female.svg")),
    ("body-back-female.svg", include_str!("../../assets/diagrams/body-back-female.svg")),
    ("body-front-male.svg", include_str!("../../assets/diagrams/body-front-male.svg")),
    ("body-back-male.svg", include_str!("../../assets/diagrams/body-back-male.svg")),
];

const RECORD: &str = include_str!("../../assets/diagrams/atlas.json");

impl Atlas {
    /// The atlas that comes with the program.
    ///
    /// # Errors
    ///
    /// When the files it was built with break their contract, which the tests rule out.
    pub fn builtin() -> Result<Self, AtlasError> {
        Self::read(RECORD, |file| {
            DRAWINGS.iter().find(|(name, _)| *name == file).map(|(_, text)| Arc::from(*text))
        })
    }

    /// An atlas from its record (`atlas.json`) and its drawings.
    ///
    /// # Errors
    ///
    /// The first thing that breaks the contract: a drawing that is missing or has another size, a zone that only
    /// one of both knows, a number out of bounds.
    pub fn read(record: &str, mut drawing: impl FnMut(&str) -> Option<Arc<str>>) -> Result<Self, AtlasError> {
        let in_record = |problem: String| AtlasError { file: "atlas.json".to_owned(), problem };
        let mut parser = serde_json::Deserializer::from_str(record);
        let record: AtlasRecord =
            serde_path_to_error::deserialize(&mut parser).map_err(|e| in_record(e.to_string()))?;
        if record.format != "stipple/atlas" || record.version != 1 {
            let found = format!("`{}` version {}", record.format, record.version);
            return Err(in_record(format!("is {found}, not `stipple/atlas` version 1")));
        }
        let mut ids = HashSet::new();
        let mut diagrams = Vec::with_capacity(record.diagrams.len());
        for (i, entry) in record.diagrams.iter().enumerate() {
            let here = |e: FieldError| in_record(e.inside_item("diagrams", i).to_string());
            if !ids.insert(entry.id.clone()) {
                return Err(here(FieldError::new("id", &entry.id, "another diagram has it too")));
            }
            let svg = drawing(&entry.file)
                .ok_or_else(|| here(FieldError::new("file", &entry.file, "there is no such drawing")))?;
            let shapes =
                svg::read(&svg).map_err(|problem| AtlasError { file: entry.file.clone(), problem })?;
            let diagram = entry.diagram(shapes, svg, &record.reference_bodies).map_err(here)?;
            diagrams.push(Arc::new(diagram));
        }
        Ok(Self { diagrams })
    }

    /// All diagrams in order.
    pub fn diagrams(&self) -> &[Arc<Diagram>] {
        &self.diagrams
    }

    /// The diagram of this id.
    pub fn diagram(&self, id: &DiagramId) -> Option<&Arc<Diagram>> {
        self.diagrams.iter().find(|diagram| diagram.id == *id)
    }

    /// The diagrams for clients of this figure, in order.
    pub fn for_figure(&self, figure: Option<Figure>) -> impl Iterator<Item = &Arc<Diagram>> {
        self.diagrams.iter().filter(move |diagram| diagram.fits(figure))
    }
}

#[derive(Deserialize)]
struct AtlasRecord {
    format: String,
    version: u32,
    reference_bodies: BTreeMap<String, BodyRecord>,
    diagrams: Vec<DiagramRecord>,
}

#[derive(Deserialize)]
struct BodyRecord {
    height_cm: f64,
    weight_kg: f64,
}

#[derive(Deserialize)]
struct DiagramRecord {
    id: String,
    title: String,
    view: String,
    figure: String,
    file: String,
    width_mm: f64,
    height_mm: f64,
    cells_per_mm: u32,
    midline_x_mm: Option<f64>,
    zones: Vec<ZoneRecord>,
}

#[derive(Deserialize)]
struct ZoneRecord {
    id: String,
    name: String,
    side: String,
    keep_out: bool,
    snomed: Option<String>,
    area_factor: f64,
    area_source: String,
    #[serde(default)]
    lund_browder: BTreeMap<String, f64>,
}

impl DiagramRecord {
    /// The diagram of this record and its drawing.
    ///
    /// # Errors
    ///
    /// The first field that contradicts the drawing or its bounds.
    fn diagram(
        &self,
        mut shapes: svg::Drawing,
        svg: Arc<str>,
        bodies: &BTreeMap<String, BodyRecord>,
    ) -> Result<Diagram, FieldError> {
        let id = DiagramId::new(&self.id).map_err(|e| FieldError::new("id", &self.id, e.to_string()))?;
        let view = DiagramView::from_name(&self.view)
            .ok_or_else(|| FieldError::new("view", &self.view, "is not front, back, left, right or top"))?;
        let figure = match self.figure.as_str() {
            "any" => None,
            name => Some(
                Figure::from_name(name)
                    .ok_or_else(|| FieldError::new("figure", name, "is not female, male or any"))?,
            ),
        };
        let size_mm = (self.width_mm, self.height_mm);
        if size_mm != shapes.size_mm {
            let found = format!("{} x {}", self.width_mm, self.height_mm);
            let problem = format!("the drawing is {} x {} mm", shapes.size_mm.0, shapes.size_mm.1);
            return Err(FieldError::new("width_mm x height_mm", found, problem));
        }
        let grid = Grid::new(self.width_mm, self.height_mm, self.cells_per_mm)
            .map_err(|e| FieldError::new("cells_per_mm", self.cells_per_mm, e.to_string()))?;
        let mut records: BTreeMap<&str, (usize, &ZoneRecord)> = BTreeMap::new();
        for (i, record) in self.zones.iter().enumerate() {
            if records.insert(&record.id, (i, record)).is_some() {
                let error = FieldError::new("id", &record.id, "another zone has it too");
                return Err(error.inside_item("zones", i));
            }
        }
        let mut zones = Vec::with_capacity(self.zones.len());
        for (zone, outline) in shapes.zones.drain(..) {
            let (i, record) = records.remove(zone.as_str()).ok_or_else(|| {
                FieldError::new(
                    "zones",
                    "",
                    format!("has no `{zone}`, which the drawing has, or has it once"),
                )
            })?;
            zones.push(record.zone(outline).map_err(|e| e.inside_item("zones", i))?);
        }
        if let Some((zone, (i, _))) = records.first_key_value() {
            let error = FieldError::new("id", *zone, "the drawing has no such zone");
            return Err(error.inside_item("zones", *i));
        }
        if zones.len() > Diagram::MAX_ZONES {
            let problem = format!("a diagram has at most {}", Diagram::MAX_ZONES);
            return Err(FieldError::new("zones", zones.len(), problem));
        }
        // Faces stand for the reference adult; bodies, whose zones follow Lund and Browder, grow with the client.
        let grows = self.zones.iter().any(|zone| !zone.lund_browder.is_empty());
        let body = figure.and_then(|figure| bodies.get(figure.name())).filter(|_| grows);
        let reference_surface_m2 =
            body.map(|b| BodySize { height_cm: b.height_cm, weight_kg: b.weight_kg }.surface_m2());
        Ok(Diagram {
            id,
            title: self.title.clone(),
            view,
            figure,
            size_mm,
            grid,
            midline_x_mm: self.midline_x_mm,
            zones,
            silhouette: shapes.silhouette,
            svg,
            reference_surface_m2,
        })
    }
}

impl ZoneRecord {
    fn zone(&self, outline: crate::geometry::Outline) -> Result<Zone, FieldError> {
        let side = match self.side.as_str() {
            "left" => Side::Left,
            "right" => Side::Right,
            "middle" => Side::Middle,
            other => return Err(FieldError::new("side", other, "is not left, right or middle")),
        };
        let millionths = (self.area_factor * 1e6).round();
        if !(self.area_factor > 0.0 && self.area_factor <= 100.0 && millionths / 1e6 == self.area_factor) {
            let problem = "must be over 0 and at most 100, with at most 6 decimals";
            return Err(FieldError::new("area_factor", self.area_factor, problem));
        }
        Ok(Zone {
            id: ZoneId::new(&self.id).map_err(|e| FieldError::new("id", &self.id, e.to_string()))?,
            name: self.name.clone(),
            side,
            keep_out: self.keep_out,
            snomed: self.snomed.clone(),
            area_factor_millionths: millionths as u64,
            area_source: self.area_source.clone(),
            outline,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_builtin_atlas_keeps_its_contract() {
        let atlas = Atlas::builtin().unwrap_or_else(|e| panic!("{e}"));
        assert_eq!(atlas.diagrams().len(), 8);
        let face = atlas.diagram(&DiagramId::new("face-front").unwrap()).unwrap();
        assert_eq!((face.grid.columns(), face.grid.rows()), (1040, 1360));
        assert_eq!(face.zones.len(), 28);
        assert_eq!(face.pairs().len(), 11);
        assert_eq!(face.body_scale(Some(BodySize { height_cm: 180.0, weight_kg: 90.0 })), 1.0);
    }

    #[test]
    fn pairs_are_the_two_sides_of_one_zone() {
        for diagram in Atlas::builtin().unwrap().diagrams() {
            for (left, right) in diagram.pairs() {
                let stem =
                    |i: usize, side| diagram.zones[i].id.as_str().strip_suffix(side).map(str::to_owned);
                assert_eq!(stem(left, "left"), stem(right, "right"), "{}", diagram.id);
                assert!(stem(left, "left").is_some());
            }
        }
    }

    #[test]
    fn bodies_grow_with_the_client() {
        let atlas = Atlas::builtin().unwrap();
        let body = atlas.diagram(&DiagramId::new("body-back-female").unwrap()).unwrap();
        let reference = BodySize { height_cm: 165.0, weight_kg: 57.0 };
        assert!((body.body_scale(Some(reference)) - 1.0).abs() < 1e-12);
        assert!(body.body_scale(Some(BodySize { height_cm: 180.0, weight_kg: 90.0 })) > 1.3);
        assert_eq!(body.body_scale(None), 1.0);
    }

    /// A record and a drawing that keep the contract, as small as they can be.
    const SMALL_RECORD: &str = r#"{
        "format": "stipple/atlas", "version": 1,
        "reference_bodies": { "female": { "height_cm": 165, "weight_kg": 57 } },
        "diagrams": [{
            "id": "plate", "title": "Plate", "view": "front", "figure": "any", "file": "plate.svg",
            "width_mm": 40, "height_mm": 20, "cells_per_mm": 4, "midline_x_mm": 20,
            "zones": [
                { "id": "pad-left", "name": "Pad", "side": "left", "keep_out": false, "area_factor": 1.25,
                  "area_source": "measured" },
                { "id": "pad-right", "name": "Pad", "side": "right", "keep_out": false, "area_factor": 1.25,
                  "area_source": "measured" }
            ]
        }]
    }"#;
    const SMALL_DRAWING: &str = r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20">
<g id="figure"><path id="silhouette" d="M2 2h36v16h-36z"/></g>
<g id="shade"/><g id="lines"/>
<g id="zones">
<path id="pad-left" d="M22 4h10v10h-10z"/>
<path id="pad-right" d="M8 4h10v10h-10z"/>
</g></svg>"#;

    fn read_small(record: &str, drawing: &str) -> Result<Atlas, AtlasError> {
        Atlas::read(record, |file| (file == "plate.svg").then(|| Arc::from(drawing)))
    }

    #[test]
    fn what_breaks_the_contract_in_the_record_is_named_with_its_place() {
        assert_eq!(read_small(SMALL_RECORD, SMALL_DRAWING).unwrap().diagrams().len(), 1);
        let cases = [
            ("\"version\": 1", "\"version\": 2", "version 2"),
            ("\"file\": \"plate.svg\"", "\"file\": \"gone.svg\"", "diagrams[0].file"),
            ("\"view\": \"front\"", "\"view\": \"above\"", "diagrams[0].view"),
            ("\"figure\": \"any\"", "\"figure\": \"tall\"", "diagrams[0].figure"),
            ("\"width_mm\": 40", "\"width_mm\": 41", "the drawing is 40 x 20 mm"),
            ("\"cells_per_mm\": 4", "\"cells_per_mm\": 0", "diagrams[0].cells_per_mm"),
            ("\"id\": \"pad-left\"", "\"id\": \"pad-right\"", "diagrams[0].zones[1].id"),
            ("\"id\": \"pad-left\"", "\"id\": \"pad-top\"", "`pad-left`"),
            ("\"side\": \"left\"", "\"side\": \"port\"", "diagrams[0].zones[0].side"),
            ("\"area_factor\": 1.25", "\"area_factor\": -1", "diagrams[0].zones[0].area_factor"),
            ("\"keep_out\": false", "\"keep_out\": 3", "diagrams[0].zones[0].keep_out"),
        ];
        for (good, bad, place) in cases {
            let record = SMALL_RECORD.replacen(good, bad, 1);
            assert_ne!(record, SMALL_RECORD, "{good}");
            let error = read_small(&record, SMALL_DRAWING).unwrap_err();
            assert_eq!(error.file, "atlas.json");
            assert!(error.problem.contains(place), "{bad}: {error}");
        }
    }

    #[test]
    fn what_breaks_the_contract_in_a_drawing_is_named_with_its_place() {
        let cases = [
            ("viewBox=\"0 0 40 20\"", "viewBox=\"5 0 40 20\"", "viewBox"),
            ("<g id=\"shade\"/>", "", "groups"),
            ("id=\"silhouette\"", "id=\"edge\"", "`silhouette`"),
            ("<path id=\"pad-left\" d", "<path d", "line 5"),
            ("M22 4h10v10h-10z", "M22 4h10q", "path `pad-left` at line 5"),
            ("<path id=\"pad-left\"", "<path transform=\"scale(2)\" id=\"pad-left\"", "under a transform"),
            ("<g id=\"lines\"/>", "<g id=\"lines\"><script/></g>", "`script` at line 3"),
            ("<g id=\"lines\"/>", "<g id=\"lines\" onload=\"x()\"/>", "`onload` at line 3"),
            ("</g></svg>", "</svg>", "is no XML"),
        ];
        for (good, bad, place) in cases {
            let drawing = SMALL_DRAWING.replacen(good, bad, 1);
            assert_ne!(drawing, SMALL_DRAWING, "{good}");
            let error = read_small(SMALL_RECORD, &drawing).unwrap_err();
            assert_eq!(error.file, "plate.svg");
            assert!(error.problem.contains(place), "{bad}: {error}");
        }
    }
}
