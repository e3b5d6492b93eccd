//! What a report looks like and what is in it.

use super::super::Named;
use crate::model::{DiagramId, Moment};
use serde::{Deserialize, Serialize};

/// The paper.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Paper {
    /// 210 by 297 mm.
    #[default]
    A4,
    /// 8.5 by 11 inches.
    Letter,
}

impl Paper {
    /// Width of what is printed, in points: the same on both, so that lines break alike.
    pub(super) const WIDTH: f32 = 515.3;

    /// Width and height in points.
    pub(super) const fn size(self) -> (f32, f32) {
        match self {
            Self::A4 => (595.28, 841.89),
            Self::Letter => (612.0, 792.0),
        }
    }

    /// Where what is printed begins, from the left.
    pub(super) fn left(self) -> f32 {
        (self.size().0 - Self::WIDTH) / 2.0
    }

    /// Where what is printed ends, from the left.
    pub(super) fn right(self) -> f32 {
        self.left() + Self::WIDTH
    }

    /// Where what follows begins on a page after the first, from the top.
    pub(super) const TOP: f32 = 64.0;

    /// Where what follows ends, from the top.
    pub(super) const fn bottom(self) -> f32 {
        self.size().1 - 46.0
    }

    /// The baseline of the page number.
    pub(super) const fn foot(self) -> f32 {
        self.size().1 - 25.7
    }
}

/// A part of the report that can be left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Section {
    /// The map of passes with its legend.
    Map,
    /// The coverage-area curve.
    Curve,
    /// The goals and whether they are met.
    Goals,
    /// Gaps, homogeneity, asymmetry.
    Figures,
    /// The table of zones.
    Zones,
    /// The table of sessions.
    Sessions,
    /// Two lines to sign on.
    Signatures,
    /// The other diagrams with their zones.
    Diagrams,
    /// The places that are below target.
    Gaps,
    /// What was recorded of every session.
    Care,
    /// What was observed after sessions.
    Observations,
    /// When the next session is due by the plan.
    Due,
    /// The aftercare that was gone through.
    Aftercare,
    /// The notes of the series and its sessions.
    Notes,
    /// Definitions, and where estimates come from.
    Sources,
}

impl Section {
    /// All of them, in the order of the report.
    pub const ALL: [Self; 15] = [
        Self::Map,
        Self::Curve,
        Self::Goals,
        Self::Figures,
        Self::Zones,
        Self::Sessions,
        Self::Signatures,
        Self::Diagrams,
        Self::Gaps,
        Self::Care,
        Self::Observations,
        Self::Due,
        Self::Aftercare,
        Self::Notes,
        Self::Sources,
    ];

    /// Its name on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Map => "map",
            Self::Curve => "curve",
            Self::Goals => "goals",
            Self::Figures => "figures",
            Self::Zones => "zones",
            Self::Sessions => "sessions",
            Self::Signatures => "signatures",
            Self::Diagrams => "diagrams",
            Self::Gaps => "gaps",
            Self::Care => "care",
            Self::Observations => "observations",
            Self::Due => "due",
            Self::Aftercare => "aftercare",
            Self::Notes => "notes",
            Self::Sources => "sources",
        }
    }

    /// The part of a name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|section| section.name() == name)
    }

    /// What it is called in the window.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Map => "Map",
            Self::Curve => "Coverage curve",
            Self::Goals => "Goals",
            Self::Figures => "Gaps and evenness",
            Self::Zones => "Zones",
            Self::Sessions => "Sessions",
            Self::Signatures => "Signature lines",
            Self::Diagrams => "Further diagrams",
            Self::Gaps => "Places left",
            Self::Care => "Care record",
            Self::Observations => "Observations",
            Self::Due => "Next session",
            Self::Aftercare => "Aftercare",
            Self::Notes => "Notes",
            Self::Sources => "Definitions, sources",
        }
    }
}

/// What a report looks like and what is in it.
#[derive(Clone, Debug, PartialEq)]
pub struct ReportOptions {
    /// The paper.
    pub paper: Paper,
    /// What of the client's identity stands in it, and in what the file says about itself.
    pub named: Named,
    /// What is left out.
    pub without: Vec<Section>,
    /// The diagrams; none for all with paint.
    pub diagrams: Vec<DiagramId>,
    /// When it was printed; without it the report says which moment it shows, and depends on no clock.
    pub printed: Option<Moment>,
}

impl Default for ReportOptions {
    fn default() -> Self {
        Self {
            paper: Paper::default(),
            named: Named::Reference,
            without: Vec::new(),
            diagrams: Vec::new(),
            printed: None,
        }
    }
}

impl ReportOptions {
    /// Whether a part is in it. Where nobody is named there are no notes: a name may stand in them.
    pub fn has(&self, section: Section) -> bool {
        let named = section != Section::Notes || self.named != Named::Neither;
        named && !self.without.contains(&section)
    }
}
