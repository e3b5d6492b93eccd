//! The raster of a map itself, with what is needed to read it.

use super::scene::Scene;
use super::{Chosen, Named};
use crate::heatmap::{MapKind, NO_VALUE, PictureError, encode_raw_png, raw_raster};
use crate::model::{BodySize, Diagram};
use jiff::civil::Date;
use serde_json::{Value, json};

/// A raster as two files that belong together.
#[derive(Clone, Debug)]
pub struct RasterFiles {
    /// The values: a PNG of 16-bit grey, one pixel a cell.
    pub png: Vec<u8>,
    /// What they mean and where they are, as JSON.
    pub sidecar: String,
}

/// The raster of a map of the chosen sessions on a diagram. `file` is the name that the PNG will have.
///
/// # Errors
///
/// When the PNG cannot be encoded.
pub fn raster(
    chosen: &Chosen,
    diagram: &Diagram,
    map: MapKind,
    on: Date,
    named: Named,
    file: &str,
) -> Result<RasterFiles, PictureError> {
    let scene = Scene::of(chosen, diagram);
    let png = encode_raw_png(&raw_raster(&scene.field(map, on)))?;
    let grid = diagram.grid;
    let zones: Vec<Value> = diagram
        .zones
        .iter()
        .map(|zone| {
            json!({
                "zone": zone.id.as_str(),
                "name": zone.full_name(),
                "keep_out": zone.keep_out,
                "area_factor": zone.area_factor(),
            })
        })
        .collect();
    let sessions: Vec<Value> = chosen
        .sessions
        .iter()
        .map(|(number, session)| {
            json!({
                "session": session.id.as_str(),
                "number": number,
                "started_at": session.started_at.to_string(),
            })
        })
        .collect();
    let mut sidecar = json!({
        "format": "stipple/raster",
        "version": 1,
        "program": concat!("stipple ", env!("CARGO_PKG_VERSION")),
        "file": file,
        "blake3": blake3::hash(&png).to_hex().as_str(),
        "series": chosen.series.id.as_str(),
        "sessions": sessions,
        "diagram": diagram.id.as_str(),
        "diagram_title": diagram.title,
        "map": map.name(),
        "definition": map.definition(),
        "unit": unit(map),
        "no_value": if map == MapKind::DaysSince { NO_VALUE } else { 0 },
        "columns": grid.columns(),
        "rows": grid.rows(),
        "cells_per_mm": grid.cells_per_mm(),
        "origin_mm": [0, 0],
        "axes": "x to the right, y down, from the top left corner; the centre of the cell in column i and row j, both \
            from 0, is at ((i + 0.5) / cells_per_mm, (j + 0.5) / cells_per_mm) mm",
        "cell_area": "the true skin area of a cell is (0.1 / cells_per_mm)^2 cm2 times the area factor of its zone \
            times the body scale",
        "body_scale": diagram.body_scale(BodySize::of_client(&chosen.series.client)),
        "zones": zones,
    });
    if let Value::Object(members) = &mut sidecar {
        if map == MapKind::DaysSince {
            members.insert("on".to_owned(), on.to_string().into());
        }
        if map == MapKind::Directions {
            let bits = json!({ "1": "horizontal", "2": "vertical", "4": "rising", "8": "falling" });
            members.insert("bits".to_owned(), bits);
        }
        if let Some(client) = named.words(&chosen.series.client) {
            members.insert("client".to_owned(), client.into());
        }
    }
    Ok(RasterFiles { png, sidecar: format!("{sidecar:#}\n") })
}

/// What one more in a pixel is.
const fn unit(map: MapKind) -> &'static str {
    match map {
        MapKind::Passes => "passes",
        MapKind::Sessions => "sessions",
        MapKind::DaysSince => "days",
        MapKind::Directions => "a bit for each direction",
        MapKind::Density => "expected punctures per cm2, rounded",
        MapKind::Gap => "passes missing to the target",
        MapKind::Difference | MapKind::Asymmetry => "passes, 32,768 standing for none",
    }
}
