//! Sessions: devices, what was done, and what was seen.

use super::Source;
use super::build::{date_time, id, object, reference};
use super::{codes, zones};
use crate::export::Named;
use crate::model::{Atlas, Device, Observation, ObservationValue, Session, ZoneId};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The id of a device: the same for devices that are the same in every respect.
fn device_id(source: &Source<'_>, device: &Device) -> String {
    let all = Device { id: device.id.clone(), ..device.clone() };
    let words = format!(
        "{} {} {} {:?} {:?} {:?} {:?} {:?} {:?} {:?}",
        all.name,
        all.kind.name(),
        all.tip.name(),
        all.width_mm,
        all.needle_length_mm,
        all.needles,
        all.drum_diameter_mm,
        all.density_per_pass,
        all.lot,
        all.expires,
    );
    id(&["Device", source.chosen.series.id.as_str(), &words])
}

/// The devices of all sessions, each once.
pub(super) fn devices(source: &Source<'_>) -> Vec<Value> {
    let all = source.chosen.sessions.iter().flat_map(|(_, session)| &session.devices);
    let by_id: BTreeMap<String, &Device> = all.map(|device| (device_id(source, device), device)).collect();
    by_id.into_iter().map(|(id, own)| device(source, &id, own)).collect()
}

fn device(source: &Source<'_>, id: &str, device: &Device) -> Value {
    let measures = [
        ("width", "Width", device.width_mm, "mm", "mm"),
        ("needle-length", "Needle length or depth setting", device.needle_length_mm, "mm", "mm"),
        ("needles", "Number of needles", device.needles.map(f64::from), "needles", "{needle}"),
        ("drum-diameter", "Diameter of the drum", device.drum_diameter_mm, "mm", "mm"),
        (
            "density-per-pass",
            "Expected punctures per pass, an estimate",
            device.density_per_pass(),
            "/cm2",
            "/cm2",
        ),
    ];
    let properties = measures.into_iter().filter_map(|(code, text, value, unit, ucum)| {
        let quantity = codes::quantity(value?, unit, ucum);
        let value = if source.is_r5() { quantity } else { json!([quantity]) };
        Some(json!({ "type": codes::own(code, text), "valueQuantity": value }))
    });
    let given = Some(device.name.trim()).filter(|name| !name.is_empty()).unwrap_or(device.kind.title());
    let kind = codes::own(&format!("device-{}", device.kind.name()), device.kind.title());
    let is_r5 = source.is_r5();
    object([
        ("resourceType", Some("Device".into())),
        ("id", Some(id.into())),
        ("expirationDate", device.expires.as_deref().and_then(date_time)),
        ("lotNumber", device.lot.as_deref().map(Into::into)),
        ("deviceName", (!is_r5).then(|| json!([{ "name": given, "type": "user-friendly-name" }]))),
        ("name", is_r5.then(|| json!([{ "value": given, "type": "user-friendly-name" }]))),
        ("type", Some(if is_r5 { json!([kind]) } else { kind })),
        ("property", Some(properties.collect())),
    ])
}

/// A session as something that was done.
pub(super) fn procedure(source: &Source<'_>, number: usize, session: &Session) -> Value {
    let is_r5 = source.is_r5();
    let start = session.started_at.to_string();
    let period = session
        .ended_at
        .filter(|end| *end >= session.started_at)
        .map(|end| json!({ "start": start, "end": end.to_string() }));
    let moment = period.is_none().then(|| start.clone().into());
    let treated = zones::treated_in(source, session);
    let target = |zone: &&crate::model::Zone| {
        json!({
            "url": "http://hl7.org/fhir/StructureDefinition/procedure-targetBodyStructure",
            "valueReference": reference(&zones::structure_id(source, &zone.id)),
        })
    };
    let used = session.devices.iter().map(|device| {
        let device = reference(&device_id(source, device));
        if is_r5 { json!({ "reference": device }) } else { device }
    });
    let care = &session.care;
    let mut notes = vec![format!("Session {number} of the series")];
    if source.named != Named::Neither {
        notes.push(session.notes.clone());
    }
    notes.extend(care.endpoint.as_ref().map(|endpoint| format!("End point: {endpoint}")));
    notes.extend((!care.products.is_empty()).then(|| format!("Products: {}", care.products.join(", "))));
    let numbing = care.numbing.as_ref().and_then(|numbing| numbing.agent.as_ref());
    notes.extend(numbing.map(|agent| format!("Numbing: {agent}")));
    let notes = notes.into_iter().filter(|text| !text.trim().is_empty()).map(|text| json!({ "text": text }));
    let indication = source.chosen.series.indication.as_deref().filter(|text| !text.trim().is_empty());
    let has_plan = source.chosen.series.plan.is_some();
    let practitioner = session.practitioner.as_deref().filter(|name| !name.trim().is_empty());
    let follow_up = care.aftercare.iter().filter(|text| !text.trim().is_empty());
    object([
        ("resourceType", Some("Procedure".into())),
        ("id", Some(source.id("Procedure", session.id.as_str()).into())),
        ("extension", Some(treated.iter().map(target).collect())),
        ("basedOn", has_plan.then(|| json!([reference(&source.id("CarePlan", ""))]))),
        ("status", Some("completed".into())),
        ("code", Some(codes::procedure(session.devices.first().map(|device| device.kind)))),
        ("subject", Some(source.subject())),
        (if is_r5 { "occurrencePeriod" } else { "performedPeriod" }, period),
        (if is_r5 { "occurrenceDateTime" } else { "performedDateTime" }, moment),
        ("performer", practitioner.map(|name| json!([{ "actor": { "display": name } }]))),
        ("reasonCode", indication.filter(|_| !is_r5).map(|text| json!([codes::words(text)]))),
        ("reason", indication.filter(|_| is_r5).map(|text| json!([{ "concept": codes::words(text) }]))),
        ("bodySite", Some(treated.iter().map(|zone| codes::zone(zone)).collect())),
        ("followUp", Some(follow_up.map(|text| codes::words(text)).collect())),
        ("note", Some(notes.collect())),
        (if is_r5 { "used" } else { "usedReference" }, Some(used.collect())),
    ])
}

/// What was seen in and after a session.
pub(super) fn observations(source: &Source<'_>, session: &Session) -> Vec<Value> {
    let part_of = json!([reference(&source.id("Procedure", session.id.as_str()))]);
    let mut all = Vec::new();
    if let Some(pain) = session.care.pain {
        all.push(object([
            ("resourceType", Some("Observation".into())),
            ("id", Some(source.id("Pain", session.id.as_str()).into())),
            ("partOf", Some(part_of.clone())),
            ("status", Some("final".into())),
            ("code", Some(codes::finding("pain"))),
            ("subject", Some(source.subject())),
            ("effectiveDateTime", Some(session.started_at.to_string().into())),
            ("valueInteger", Some(pain.into())),
            ("method", Some(codes::words("Numeric rating, 0 none to 10 worst"))),
        ]));
    }
    for (number, seen) in session.observations.iter().enumerate() {
        all.push(observation(source, session, number, seen, &part_of));
    }
    all
}

fn observation(
    source: &Source<'_>,
    session: &Session,
    number: usize,
    seen: &Observation,
    part_of: &Value,
) -> Value {
    let (quantity, text) = match &seen.value {
        Some(ObservationValue::Number(number)) => (Some(json!({ "value": number })), None),
        Some(ObservationValue::Text(text)) => (None, Some(text.as_str().into())),
        None => (None, None),
    };
    let when = date_time(&seen.at);
    let note = when.is_none().then(|| json!([{ "text": format!("Seen: {}", seen.at) }]));
    let scale = seen.scale.as_deref().filter(|text| !text.trim().is_empty());
    let kind = Some(seen.kind.trim()).filter(|kind| !kind.is_empty()).unwrap_or("observation");
    let site = seen.zone.as_ref().and_then(|id| zone(source.atlas, id));
    object([
        ("resourceType", Some("Observation".into())),
        ("id", Some(source.id("Observation", &format!("{} {number}", session.id)).into())),
        ("partOf", Some(part_of.clone())),
        ("status", Some("final".into())),
        ("code", Some(codes::finding(kind))),
        ("subject", Some(source.subject())),
        ("effectiveDateTime", when),
        ("valueQuantity", quantity),
        ("valueString", text),
        ("note", note.filter(|_| !seen.at.trim().is_empty())),
        ("bodySite", site.map(codes::zone)),
        ("method", scale.map(codes::words)),
    ])
}

/// A zone of any diagram.
fn zone<'a>(atlas: &'a Atlas, id: &ZoneId) -> Option<&'a crate::model::Zone> {
    atlas.diagrams().iter().find_map(|diagram| diagram.zone(id)).map(|(_, zone)| zone)
}
