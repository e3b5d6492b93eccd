//! What the figures mean and where estimates come from, and the lines to sign on.

use super::facts::Facts;
use super::look::{self, rule, rule_between};
use super::sheet::{Kind, Op, Sheet};
use super::text::{Setting, Style};
use super::{ReportOptions, Section};
use crate::heatmap::Anchor;
use crate::model::Device;
use crate::wording;

/// The end of page 1.
pub(super) struct Closing {
    /// Where it begins, from the top of the page.
    pub(super) top: f32,
    signatures: bool,
    definitions: Option<Setting>,
}

/// From the last line of the definitions to the page number.
const ABOVE_FOOT: f32 = 13.0;
/// From the line above the definitions to their first.
const BELOW_RULE: f32 = 11.6;
/// From the line to sign on to the one above the definitions.
const SIGNED: f32 = 18.7;
/// Room for a hand above the line to sign on.
const HAND: f32 = 30.0;

/// Measures the end of page 1, so that what comes before it knows its room.
pub(super) fn closing(sheet: &mut Sheet, facts: &Facts<'_>, options: &ReportOptions) -> Closing {
    let definitions = options.has(Section::Sources).then(|| {
        let words = definitions(facts);
        sheet.faces.set(&words, Style::FINE, Some(super::Paper::WIDTH))
    });
    let mut closing = Closing { top: 0.0, signatures: options.has(Section::Signatures), definitions };
    let above = if closing.signatures { SIGNED + HAND } else { 6.0 };
    closing.top = if closing.signatures || closing.definitions.is_some() {
        closing.rule(sheet) - above
    } else {
        sheet.paper.bottom()
    };
    closing
}

impl Closing {
    /// The baseline of the first definition.
    fn first(&self, sheet: &Sheet) -> f32 {
        let lines = self.definitions.as_ref().map_or(0, |setting| setting.lines.len());
        let above = lines.saturating_sub(1) as f32 * Style::FINE.pitch();
        sheet.paper.foot() - ABOVE_FOOT - above
    }

    /// The line above the definitions.
    fn rule(&self, sheet: &Sheet) -> f32 {
        self.first(sheet) - BELOW_RULE
    }
}

/// Lays the end of page 1 out, wherever the sheet is by now.
pub(super) fn lay_closing(sheet: &mut Sheet, closing: Closing) {
    let later = sheet.pages.split_off(1);
    let (left, right) = (sheet.paper.left(), sheet.paper.right());
    let y = closing.rule(sheet);
    if closing.signatures {
        let half = (right - left - 29.0) / 2.0;
        for (x, words) in [(left, "Practitioner, date"), (right - half, "Client, date")] {
            rule_between(sheet, (x, x + half), y - SIGNED, look::TEXT);
            sheet.open(Kind::Paragraph);
            sheet.write((x, y - SIGNED + 10.3), Anchor::Start, look::SMALL, words);
            sheet.close();
        }
    }
    let first = closing.first(sheet);
    if let Some(setting) = closing.definitions {
        rule(sheet, y, look::HAIR, 0.6);
        sheet.open(Kind::Paragraph);
        let ink = look::FINE.1;
        sheet.say(vec![Op::Words { setting, at: (left, first), anchor: Anchor::Start, ink }]);
        sheet.close();
    }
    sheet.pages.extend(later);
}

/// The definitions of page 1.
fn definitions(facts: &Facts<'_>) -> String {
    let mut words = vec!["A pass is the device travelling once over a point of skin.".to_owned()];
    let target = facts.main().and_then(|seen| facts.shared_target(seen, facts.sessions()));
    words.push(match target {
        Some(target) => format!(
            "V{} is the share of a zone with at least {};",
            target.passes,
            wording::count(target.passes as usize, "pass")
        ),
        None => "Vn is the share of a zone with at least n passes;".to_owned(),
    });
    words.push(
        "D98, D50 and D2 are the passes that 98, 50 and 2 % of it reached; homogeneity is (D2 − D98) / D50. \
         Gaps are connected patches below target of at least 0.25 cm²."
            .to_owned(),
    );
    if let Some(seen) = facts.main() {
        let side = 1.0 / f64::from(seen.diagram.grid.cells_per_mm());
        words.push(format!(
            "Counted on {} mm cells; areas in cm² use the zone's area factor.",
            wording::short(side)
        ));
    }
    let densities = densities(facts);
    words.push(match densities.as_slice() {
        [] => "Density is an estimate, not a count.".to_owned(),
        [one] => format!("Density is an estimate from the device, {one} per cm² a pass, not a count."),
        [first, .., last] => {
            format!("Density is an estimate from the devices, {first} to {last} per cm² a pass, not a count.")
        }
    });
    words.push("The diagram is a reference adult, not the client's own body.".to_owned());
    words.join(" ")
}

/// The densities a pass of the devices, from low to high.
fn densities(facts: &Facts<'_>) -> Vec<String> {
    let devices = facts.chosen.sessions.iter().flat_map(|(_, session)| &session.devices);
    let mut densities: Vec<f64> = devices.filter_map(Device::density_per_pass).collect();
    densities.sort_by(f64::total_cmp);
    let mut words: Vec<String> = densities.into_iter().map(wording::one_decimal).collect();
    words.dedup();
    words
}

/// Where figures and estimates come from, at the end of the report.
pub(super) fn sources(facts: &Facts<'_>) -> Vec<String> {
    let mut words = vec![
        format!(
            "Written by Stipple {}. Coverage is counted from the recorded strokes, session by session; nothing is \
             read off a picture. The report records and measures; it gives no advice.",
            env!("CARGO_PKG_VERSION")
        ),
        "Shares are exact and rounded down. A direction counts as done where at least nine tenths of the area \
         have it; directions is the share of the area passed in all four. A gap is one connected patch; places are \
         gaps of a zone within 10 mm of each other."
            .to_owned(),
        "Dx and Vk are read off cumulative area as in ICRU Report 83 (2010), with passes in place of dose; \
         homogeneity likewise. Conformation after van 't Riet et al., Int J Radiat Oncol Biol Phys 37:731, 1997."
            .to_owned(),
        "Density, an estimate: for a roller needles / (π × drum diameter × width) a pass; for a pen needles × \
         strokes per second / (glide × width); or as measured by the user, which wins. 192 needles on a drum of 2 cm \
         by 2 cm give 15.3 per cm² a pass (compare 250 per cm² for 15 strokes, Doddaballapur, J Cutan Aesthet \
         Surg 2:110, 2009)."
            .to_owned(),
    ];
    let mut origins: Vec<&str> = Vec::new();
    for zone in facts.diagrams.iter().flat_map(|seen| &seen.diagram.zones) {
        let source = zone.area_source.as_str();
        if !source.is_empty() && !origins.contains(&source) {
            origins.push(source);
        }
    }
    let scaled = crate::model::BodySize::of_client(&facts.chosen.series.client).is_some();
    let bodies = facts.diagrams.iter().any(|seen| seen.diagram.reference_surface_m2.is_some());
    let size = match (bodies, scaled) {
        (false, _) => "The reference adult's area stands.",
        (true, false) => "The reference adult's area stands, as height and weight are not recorded.",
        (true, true) => {
            "On bodies it is scaled to the client's surface, √(height × weight / 3600) m² (Mosteller, N Engl J Med \
             317:1098, 1987)."
        }
    };
    words.push(format!("Area factors turn the flat drawing into skin; from: {}. {size}", origins.join(", ")));
    words
}
