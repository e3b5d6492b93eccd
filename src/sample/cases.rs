//! The invented series.

use super::hand::Hand;
use crate::model::{Device, DeviceId, DeviceKind, Figure};

/// One invented course of treatment.
#[derive(Clone, Copy, Debug)]
pub(super) struct Case {
    pub(super) title: &'static str,
    pub(super) name: Option<&'static str>,
    pub(super) reference: &'static str,
    /// Height in cm, weight in kg and Fitzpatrick type.
    pub(super) body: (f64, f64, &'static str),
    pub(super) figure: Option<Figure>,
    pub(super) indication: &'static str,
    pub(super) diagram: &'static str,
    /// Zones rolled in one go, group by group.
    pub(super) groups: &'static [&'static [&'static str]],
    pub(super) device: Preset,
    pub(super) plan: Option<PlanCase>,
    /// Sessions held so far.
    pub(super) held: u32,
    /// Days from the last of them to the sample's day.
    pub(super) last_days_ago: i32,
    pub(super) way: Way,
}

/// What is planned.
#[derive(Clone, Copy, Debug)]
pub(super) struct PlanCase {
    pub(super) sessions: u32,
    pub(super) interval_days: u32,
    /// Zones, passes a session, ceiling.
    pub(super) targets: &'static [(&'static str, u32, u32)],
    pub(super) goals: &'static [&'static str],
}

/// How the entries were logged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// Rolled in four directions, once each.
    Rolled,
    /// Rolled in four directions, to and fro.
    ToAndFro,
    /// Painted with a pen's brush, one direction after another.
    Shaded,
    /// Whole zones at a click, a lasso and an eraser.
    Clicked,
}

/// A device of the sample.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Preset {
    Drum192,
    Body540,
    Scalp,
    Pen12,
}

impl Preset {
    /// The device as set for a session.
    pub(super) fn device(self, lot: String) -> Option<Device> {
        let id = DeviceId::new("d1").ok()?;
        let roller = |name: &str| Device::new(id.clone(), name, DeviceKind::Roller);
        let mut device = match self {
            Self::Drum192 => Device {
                width_mm: Some(20.0),
                needle_length_mm: Some(1.5),
                needles: Some(192),
                drum_diameter_mm: Some(20.0),
                ..roller("Drum roller 192")
            },
            Self::Body540 => Device {
                width_mm: Some(40.0),
                needle_length_mm: Some(1.5),
                needles: Some(540),
                drum_diameter_mm: Some(20.0),
                ..roller("Body roller 540")
            },
            Self::Scalp => Device {
                width_mm: Some(20.0),
                needle_length_mm: Some(0.5),
                needles: Some(192),
                drum_diameter_mm: Some(20.0),
                ..roller("Drum roller 192")
            },
            Self::Pen12 => Device {
                width_mm: Some(8.0),
                needle_length_mm: Some(1.0),
                needles: Some(12),
                strokes_per_s: Some(100.0),
                glide_cm_per_s: Some(5.0),
                ..Device::new(id, "Pen 12", DeviceKind::Pen)
            },
        };
        device.lot = Some(lot);
        device.expires = Some("2027-01".to_owned());
        Some(device)
    }

    /// How a hand rolls with it.
    pub(super) fn hand(self, way: Way) -> Hand {
        let width_mm = match self {
            Self::Drum192 | Self::Scalp => 20.0,
            Self::Body540 => 40.0,
            Self::Pen12 => 8.0,
        };
        Hand {
            width_mm,
            overlap: 0.10,
            jitter_mm: width_mm * 0.05,
            missed: 0.045,
            overshoot_mm: width_mm * 0.05,
            returning: way == Way::ToAndFro,
        }
    }
}

const FACE_GOALS: &[&str] = &[
    "cheek-* V16 >= 95 %",
    "forehead-* V16 >= 90 %",
    "cheek-* directions >= 90 %",
    "forehead-* directions >= 90 %",
    "* V25 <= 2 %",
];

const BACK_GOALS: &[&str] = &[
    "upper-back-* V16 >= 95 %",
    "mid-back-* V16 >= 90 %",
    "shoulder-back-* V16 >= 85 %",
    "upper-back-* directions >= 90 %",
    "* V25 <= 2 %",
];

const fn plan(
    sessions: u32,
    interval_days: u32,
    targets: &'static [(&'static str, u32, u32)],
    goals: &'static [&'static str],
) -> PlanCase {
    PlanCase { sessions, interval_days, targets, goals }
}

/// All invented series.
pub(super) const CASES: [Case; 10] = [
    Case {
        title: "Acne scars, face",
        name: Some("A. Morgan"),
        reference: "C-1042",
        body: (168.0, 61.0, "III"),
        figure: Some(Figure::Female),
        indication: "acne-scars",
        diagram: "face-front",
        groups: &[
            &["forehead-left", "forehead-right", "glabella"],
            &["cheek-left", "nasolabial-left"],
            &["cheek-right", "nasolabial-right"],
        ],
        device: Preset::Drum192,
        plan: Some(plan(
            4,
            28,
            &[("cheek-*", 4, 6), ("nasolabial-*", 4, 6), ("forehead-*", 4, 6), ("glabella", 4, 6)],
            FACE_GOALS,
        )),
        held: 3,
        last_days_ago: 22,
        way: Way::Rolled,
    },
    Case {
        title: "Hair thinning, scalp",
        name: Some("J. Silva"),
        reference: "C-0987",
        body: (181.0, 84.0, "IV"),
        figure: Some(Figure::Male),
        indication: "androgenetic-alopecia",
        diagram: "scalp-top",
        groups: &[&["frontal", "mid-scalp", "vertex"]],
        device: Preset::Scalp,
        plan: Some(plan(
            24,
            7,
            &[("frontal", 4, 8), ("mid-scalp", 4, 8), ("vertex", 4, 8)],
            &["each vertex V4 >= 90 %", "vertex directions >= 95 %", "frontal D98 >= 12"],
        )),
        held: 9,
        last_days_ago: 12,
        way: Way::Rolled,
    },
    Case {
        title: "Décolleté texture",
        name: Some("L. Brandt"),
        reference: "C-1051",
        body: (172.0, 66.0, "II"),
        figure: Some(Figure::Female),
        indication: "photo-ageing",
        diagram: "face-front",
        groups: &[&["decollete-left", "decollete-right"]],
        device: Preset::Drum192,
        plan: Some(plan(
            3,
            28,
            &[("decollete-*", 4, 8)],
            &["decollete-* V12 >= 80 %", "decollete-* coverage >= 98 %"],
        )),
        held: 2,
        last_days_ago: 28,
        way: Way::Rolled,
    },
    Case {
        title: "Pigment, left side",
        name: None,
        reference: "2207",
        body: (165.0, 58.0, "V"),
        figure: Some(Figure::Female),
        indication: "melasma",
        diagram: "face-left",
        groups: &[&["cheek-left"], &["temple-left"]],
        device: Preset::Pen12,
        plan: Some(plan(
            3,
            28,
            &[("cheek-left", 2, 4), ("temple-left", 2, 4)],
            &["cheek-left V4 >= 60 %", "eye-* max <= 0"],
        )),
        held: 2,
        last_days_ago: 13,
        way: Way::Shaded,
    },
    Case {
        title: "Acne scars, back",
        name: Some("N. Kaya"),
        reference: "C-1038",
        body: (178.0, 76.0, "III"),
        figure: Some(Figure::Male),
        indication: "acne-scars",
        diagram: "body-back-male",
        groups: &[
            &["shoulder-back-left", "shoulder-back-right", "upper-back-left", "upper-back-right"],
            &["mid-back-left", "mid-back-right"],
        ],
        device: Preset::Body540,
        plan: Some(plan(
            4,
            30,
            &[("shoulder-back-*", 4, 6), ("upper-back-*", 4, 6), ("mid-back-*", 4, 6)],
            BACK_GOALS,
        )),
        held: 3,
        last_days_ago: 8,
        way: Way::Rolled,
    },
    Case {
        title: "Striae, abdomen",
        name: Some("M. Haddad"),
        reference: "C-1060",
        body: (163.0, 70.0, "IV"),
        figure: Some(Figure::Female),
        indication: "striae",
        diagram: "body-front-female",
        groups: &[&[
            "upper-abdomen-left",
            "upper-abdomen-right",
            "lower-abdomen-left",
            "lower-abdomen-right",
        ]],
        device: Preset::Body540,
        plan: Some(plan(
            6,
            42,
            &[("*-abdomen-*", 4, 8)],
            &["*-abdomen-* V20 >= 90 %", "*-abdomen-* gap <= 10"],
        )),
        held: 2,
        last_days_ago: 19,
        way: Way::Rolled,
    },
    Case {
        title: "Striae, thighs",
        name: Some("E. Novak"),
        reference: "C-1063",
        body: (170.0, 64.0, "II"),
        figure: Some(Figure::Female),
        indication: "striae",
        diagram: "body-front-female",
        groups: &[&["thigh-front-left"], &["thigh-front-right"]],
        device: Preset::Body540,
        plan: Some(plan(4, 42, &[("thigh-front-*", 4, 8)], &["thigh-front-* V12 >= 85 %"])),
        held: 1,
        last_days_ago: 6,
        way: Way::ToAndFro,
    },
    Case {
        title: "Scar, left forearm",
        name: Some("T. Okafor"),
        reference: "C-0912",
        body: (184.0, 88.0, "VI"),
        figure: Some(Figure::Male),
        indication: "surgical-scar",
        diagram: "body-front-male",
        groups: &[&["forearm-front-left"]],
        device: Preset::Drum192,
        plan: Some(plan(6, 28, &[("forearm-front-left", 4, 8)], &["forearm-front-left V20 >= 90 %"])),
        held: 6,
        last_days_ago: 56,
        way: Way::ToAndFro,
    },
    Case {
        title: "Forehead lines",
        name: Some("K. Ito"),
        reference: "C-0895",
        body: (159.0, 52.0, "III"),
        figure: Some(Figure::Female),
        indication: "wrinkles",
        diagram: "face-front",
        groups: &[&["forehead-left", "forehead-right"]],
        device: Preset::Drum192,
        plan: Some(plan(
            4,
            30,
            &[("forehead-*", 4, 8)],
            &["forehead-* V14 >= 90 %", "forehead-* homogeneity <= 0.8"],
        )),
        held: 4,
        last_days_ago: 105,
        way: Way::Rolled,
    },
    Case {
        title: "Chin and jaw",
        name: Some("P. Moreau"),
        reference: "C-1019",
        body: (175.0, 72.0, "II"),
        figure: Some(Figure::Male),
        indication: "acne-scars",
        diagram: "face-front",
        groups: &[&["chin"], &["jaw-left"], &["jaw-right"]],
        device: Preset::Drum192,
        plan: None,
        held: 1,
        last_days_ago: 124,
        way: Way::Clicked,
    },
];
