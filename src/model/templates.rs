//! Plans that users start from. Every figure can be changed, has its source, and none is advice.

/// A plan to start from. What it leaves open stays as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlanTemplate {
    /// What people call it.
    pub name: &'static str,
    /// Passes a session.
    pub passes: Option<u32>,
    /// Number of sessions.
    pub sessions: Option<u32>,
    /// Days from one session to the next.
    pub interval_days: Option<u32>,
    /// Where the figures come from.
    pub source: &'static str,
}

const fn course(name: &'static str, sessions: u32, interval_days: u32, source: &'static str) -> PlanTemplate {
    PlanTemplate { name, passes: None, sessions: Some(sessions), interval_days: Some(interval_days), source }
}

const fn passes(name: &'static str, passes: u32, source: &'static str) -> PlanTemplate {
    PlanTemplate { name, passes: Some(passes), sessions: None, interval_days: None, source }
}

/// Plans to start from: passes, and courses of sessions.
pub static PLAN_TEMPLATES: [PlanTemplate; 11] = [
    passes(
        "Four directions, four passes each",
        16,
        "16 passes of a drum of 2 cm with 192 needles are about 244 punctures per cm², close to the 250 of \
         Doddaballapur 2009",
    ),
    passes("Fifteen passes", 15, "Doddaballapur, J Cutan Aesthet Surg 2009: 15 strokes over one area"),
    passes("Six passes each way", 24, "an instruction for home rollers, no study"),
    passes("Pen, three passes", 3, "a maker's instruction for face and under the eyes, no study"),
    course("Acne scars, 3 sessions", 3, 28, "Harris et al., Int J Womens Dermatol 2015: medians of a review"),
    course("Acne scars, 6 sessions", 6, 14, "El-Domyati et al., J Clin Aesthet Dermatol 2015"),
    course(
        "Acne scars with a pen, 4 sessions",
        4,
        30,
        "von Dalwig-Nolda and Ablon, J Clin Aesthet Dermatol 2020",
    ),
    course("Photo-ageing with a pen, 4 sessions", 4, 30, "Ablon, J Clin Aesthet Dermatol 2018"),
    course("Striae, 6 sessions", 6, 14, "Mohamed Ali et al., J Egypt Women Dermatol Soc 2017"),
    course("Melasma, 2 sessions", 2, 30, "Cassiano et al., BMC Dermatology 2017"),
    course("Alopecia, 12 sessions", 12, 7, "Dhurat et al., Int J Trichology 2013"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Plan;

    #[test]
    fn every_template_has_a_source_and_figures_within_bounds() {
        for template in PLAN_TEMPLATES {
            assert!(!template.source.is_empty(), "{}", template.name);
            assert!(template.passes.is_some() != template.sessions.is_some(), "{}", template.name);
            assert!(template.passes.is_none_or(|passes| (1..=Plan::MAX_PASSES).contains(&passes)));
            let (sessions, interval_days) = (template.sessions, template.interval_days);
            Plan { sessions, interval_days, ..Plan::default() }.check().unwrap();
        }
    }
}
