//! Codes: those of others where there are any, and our own beside them.
//!
//! SNOMED CT codes are those that DICOM's context groups give for skin (CID 4029) and for sides (CID 244). For passes,
//! coverage and microneedling itself no standard code was found; they have codes of a system of our own.

use super::build::object;
use crate::model::{DeviceKind, Side, Zone};
use serde_json::{Value, json};

const SNOMED: &str = "http://snomed.info/sct";
/// Our own system: an URN, as it names codes and no page.
const OWN: &str = "urn:x-stipple:codes";

fn coding(system: &str, code: &str, display: Option<&str>) -> Value {
    object([
        ("system", Some(system.into())),
        ("code", Some(code.into())),
        ("display", display.map(Into::into)),
    ])
}

/// A concept of our own.
pub(super) fn own(code: &str, text: &str) -> Value {
    json!({ "coding": [coding(OWN, code, Some(text))], "text": text })
}

/// A concept that is words only.
pub(super) fn words(text: &str) -> Value {
    json!({ "text": text })
}

/// Where a zone is, without its side.
pub(super) fn zone(zone: &Zone) -> Value {
    let standard = zone.snomed.as_deref().map(|code| coding(SNOMED, code, None));
    let own = coding(OWN, &format!("zone-{}", zone.id), Some(&zone.full_name()));
    json!({ "coding": standard.into_iter().chain([own]).collect::<Vec<_>>(), "text": zone.full_name() })
}

/// The side of a zone; none for one in the middle.
pub(super) fn side(side: Side) -> Option<Value> {
    let (code, text) = match side {
        Side::Left => ("7771000", "Left"),
        Side::Right => ("24028007", "Right"),
        Side::Middle => return None,
    };
    Some(json!({ "coding": [coding(SNOMED, code, Some(text))], "text": text }))
}

/// What was done with devices of a kind.
pub(super) fn procedure(kind: Option<DeviceKind>) -> Value {
    let standard = match kind {
        Some(DeviceKind::Laser) => Some(coding(SNOMED, "445907001", None)),
        _ => None,
    };
    let (code, text) = match kind {
        Some(DeviceKind::Roller | DeviceKind::Pen | DeviceKind::Stamp) | None => {
            ("microneedling", "Microneedling of skin")
        }
        Some(DeviceKind::RfMicroneedling) => ("rf-microneedling", "Radiofrequency microneedling of skin"),
        Some(DeviceKind::Laser) => ("laser", "Laser treatment of skin"),
        Some(DeviceKind::Ipl) => ("ipl", "Intense pulsed light treatment of skin"),
        Some(DeviceKind::Peel) => ("peel", "Chemical peel of skin"),
        Some(DeviceKind::Other) => ("pass-based-treatment", "Pass-based treatment of skin"),
    };
    let own = coding(OWN, code, Some(text));
    json!({ "coding": standard.into_iter().chain([own]).collect::<Vec<_>>(), "text": text })
}

/// What was seen.
pub(super) fn finding(kind: &str) -> Value {
    let code = match kind.trim().to_ascii_lowercase().as_str() {
        "erythema" | "redness" => "247441003",
        "bleeding" | "pinpoint bleeding" => "297968009",
        "itch" | "itching" => "418363000",
        "pain" => "403598008",
        "peeling" => "271767006",
        _ => return words(kind),
    };
    json!({ "coding": [coding(SNOMED, code, None)], "text": kind })
}

/// A number with its unit, as people write it and by UCUM.
pub(super) fn quantity(value: f64, unit: &str, ucum: &str) -> Value {
    json!({ "value": value, "unit": unit, "system": "http://unitsofmeasure.org", "code": ucum })
}
