//! A series for health records: a collection Bundle of FHIR R4 or R5.
//!
//! The session's own file is the record; this is a copy for others. It holds a Patient, a `CarePlan` for the plan, a Device
//! for each setting, a Procedure for each session, a `BodyStructure` for each treated or planned zone, Observations of what
//! was counted and of what was seen, and a `DocumentReference` with the picture of each diagram.

mod build;
mod codes;
mod plan;
mod session;
mod zones;

use self::build::{id, object, reference};
use super::look::Look;
use super::scene::Scene;
use super::{Cancelled, Chosen, Named, Progress};
use crate::heatmap::{MapKind, PictureError, Theme, encode_png};
use crate::model::{Atlas, Diagram, Moment};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use std::sync::Arc;

/// The releases of FHIR.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FhirRelease {
    /// R4, and R4B, which is the same for what is written here.
    #[default]
    R4,
    /// R5.
    R5,
}

/// Why there is no bundle.
#[derive(Debug, thiserror::Error)]
pub enum FhirError {
    /// It is not wanted any more.
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
    /// A picture could not be made.
    #[error(transparent)]
    Picture(#[from] PictureError),
}

/// Width of the pictures, in pixels.
const PICTURE_WIDTH: u32 = 900;

/// What all resources are made from.
struct Source<'a> {
    chosen: &'a Chosen,
    atlas: &'a Atlas,
    named: Named,
    release: FhirRelease,
    patient: String,
}

impl Source<'_> {
    const fn is_r5(&self) -> bool {
        matches!(self.release, FhirRelease::R5)
    }

    /// The id of something of this series.
    fn id(&self, what: &str, name: &str) -> String {
        id(&[what, self.chosen.series.id.as_str(), name])
    }

    fn subject(&self) -> Value {
        reference(&self.patient)
    }
}

/// The chosen sessions as a Bundle, one resource a line.
///
/// # Errors
///
/// When it is not wanted any more, or a picture cannot be made.
pub fn fhir(
    chosen: &Chosen,
    atlas: &Atlas,
    named: Named,
    release: FhirRelease,
    progress: &Progress,
) -> Result<String, FhirError> {
    let patient = id(&["Patient", chosen.series.id.as_str(), ""]);
    let source = Source { chosen, atlas, named, release, patient };
    let steps = chosen.sessions.len() + chosen.painted(atlas).len();
    let mut resources = vec![source.patient()];
    resources.extend(plan::care_plan(&source));
    resources.extend(session::devices(&source));
    let structures = zones::structures(&source);
    resources.extend(structures.values().cloned());
    for (done, (number, session)) in chosen.sessions.iter().enumerate() {
        progress.reached(done, steps)?;
        resources.push(session::procedure(&source, *number, session));
        resources.extend(zones::counted(&source, session));
        resources.extend(session::observations(&source, session));
    }
    for (done, diagram) in chosen.painted(atlas).into_iter().enumerate() {
        progress.reached(chosen.sessions.len() + done, steps)?;
        resources.push(source.picture(diagram)?);
    }
    progress.reached(1, 1)?;
    Ok(bundle(&source, &resources))
}

fn bundle(source: &Source<'_>, resources: &[Value]) -> String {
    let release = if source.is_r5() { "R5" } else { "R4" };
    let id = source.id("Bundle", release);
    let last = source.chosen.sessions.last().map(|(_, session)| session.started_at.to_string());
    let timestamp = last.map(|last| format!("\n  \"timestamp\": {},", Value::from(last))).unwrap_or_default();
    let entries = resources.iter().map(|resource| {
        let id = resource.get("id").and_then(Value::as_str).unwrap_or_default();
        json!({ "fullUrl": format!("urn:uuid:{id}"), "resource": resource }).to_string()
    });
    let entries: Vec<String> = entries.collect();
    format!(
        "{{\n  \"resourceType\": \"Bundle\",\n  \"id\": \"{id}\",\n  \"type\": \"collection\",{timestamp}\n  \"entry\": [\n    {}\n  ]\n}}\n",
        entries.join(",\n    ")
    )
}

impl Source<'_> {
    /// The client, by a pseudonym unless more is asked for.
    fn patient(&self) -> Value {
        let client = &self.chosen.series.client;
        let given = Named::Reference.words(client).filter(|_| self.named != Named::Neither);
        let pseudonym = json!({ "system": "urn:x-stipple:series", "value": self.chosen.series.id.as_str() });
        let reference =
            given.map(|value| json!({ "system": "urn:x-stipple:client-reference", "value": value }));
        let name = Named::Name.words(client).filter(|_| self.named == Named::Name);
        object([
            ("resourceType", Some("Patient".into())),
            ("id", Some(self.patient.clone().into())),
            ("identifier", Some(reference.into_iter().chain([pseudonym]).collect())),
            ("name", name.map(|name| json!([{ "text": name }]))),
        ])
    }

    /// The picture of the chosen sessions on a diagram.
    fn picture(&self, diagram: &Arc<Diagram>) -> Result<Value, FhirError> {
        let scene = Scene::of(self.chosen, diagram);
        let last = self.chosen.sessions.last().map(|(_, session)| session.started_at);
        let on = last.map_or(jiff::civil::Date::ZERO, Moment::date);
        let field = scene.field(MapKind::Passes, on);
        let look = Look::new(self.chosen, diagram, &scene.zones, Theme::Light, PICTURE_WIDTH)?;
        let title = self.named.title(&self.chosen.series);
        let scale = look.scale(&field);
        let subtitle = format!("{} · {}", diagram.title, self.chosen.label());
        let png = encode_png(&look.picture(&field, &scale, &title, &subtitle)?)?;
        let attachment = json!({
            "contentType": "image/png",
            "language": "en",
            "data": STANDARD.encode(&png),
            "title": format!("Passes, {}", diagram.title),
        });
        let structures = zones::treated(self, diagram).into_iter().map(|zone| {
            let site = codes::zone(zone);
            if self.is_r5() { json!({ "concept": site }) } else { site }
        });
        Ok(object([
            ("resourceType", Some("DocumentReference".into())),
            ("id", Some(self.id("DocumentReference", diagram.id.as_str()).into())),
            ("status", Some("current".into())),
            ("type", Some(codes::own("heatmap", "Heatmap of passes"))),
            ("subject", Some(self.subject())),
            ("date", last.map(|last| last.to_string().into())),
            ("description", Some(format!("Passes, {}, {}", diagram.title, self.chosen.label()).into())),
            ("content", Some(json!([{ "attachment": attachment }]))),
            ("bodySite", self.is_r5().then(|| structures.collect())),
        ]))
    }
}
