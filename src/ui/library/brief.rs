//! What the library shows of a series.

use crate::metrics::Share;
use crate::model::{DiagramId, SessionId, Side};
use jiff::civil::Date;

/// What the library shows of a series.
#[derive(Clone, Debug)]
pub struct Brief {
    /// What people call it.
    pub title: String,
    /// Name of the client.
    pub name: Option<String>,
    /// Reference of the client.
    pub reference: Option<String>,
    /// Height and skin type in words, for the preview.
    pub body: String,
    /// What is treated.
    pub indication: String,
    /// Sessions held, in time order.
    pub sessions: Vec<(SessionId, Date)>,
    /// Sessions that could not be read.
    pub damaged: usize,
    /// Sessions planned.
    pub planned: Option<u32>,
    /// Days from one session to the next.
    pub interval_days: Option<u32>,
    /// Passes planned for the whole series.
    pub planned_passes: Option<u32>,
    /// Share of the planned area that has all of the plan's passes.
    pub at_target: Option<Share>,
    /// Goals met, and goals.
    pub goals: (usize, usize),
    /// Gaps so far, and the passes they are below.
    pub gaps: Option<(usize, u32)>,
    /// The largest gaps.
    pub open: Vec<OpenPlace>,
    /// The device used last.
    pub device: String,
    /// The diagram it is mostly about; none when the atlas knows none of its diagrams.
    pub diagram: Option<DiagramId>,
    /// Title of that diagram.
    pub diagram_title: String,
    /// Part of the body, for the sidebar.
    pub area: BodyArea,
    /// Highest number of the preview's legend.
    pub legend: Option<crate::heatmap::Legend>,
    /// Everything the search looks at, in lower case.
    pub words: String,
}

/// A place that is below its target.
#[derive(Clone, Debug)]
pub struct OpenPlace {
    /// Name of its zone.
    pub name: String,
    /// Side of its zone.
    pub side: Side,
    /// Mean passes of the zone, and its target so far.
    pub mean: f64,
    /// Passes wanted so far.
    pub target: u32,
    /// Area in cm2.
    pub cm2: f64,
}

/// Part of the body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum BodyArea {
    /// Face and neck.
    Face,
    /// Scalp.
    Scalp,
    /// Trunk.
    Trunk,
    /// Arms and legs.
    Limbs,
}

impl BodyArea {
    /// All of them, in the order of the sidebar.
    pub const ALL: [Self; 4] = [Self::Face, Self::Scalp, Self::Trunk, Self::Limbs];

    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Face => "Face",
            Self::Scalp => "Scalp",
            Self::Trunk => "Trunk",
            Self::Limbs => "Limbs",
        }
    }
}

/// How far a series is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// Its next session is due within a week, or overdue.
    Due,
    /// It goes on.
    InProgress,
    /// All sessions are held, or nothing is planned any more.
    Complete,
}

impl Status {
    /// All of them, in the order of the list.
    pub const ALL: [Self; 3] = [Self::Due, Self::InProgress, Self::Complete];

    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Due => "Due",
            Self::InProgress => "In progress",
            Self::Complete => "Complete",
        }
    }
}

impl Brief {
    /// Date of the last session.
    pub fn last(&self) -> Option<Date> {
        self.sessions.last().map(|(_, date)| *date)
    }

    /// When the next session is due by the plan.
    pub fn next_due(&self) -> Option<Date> {
        let planned = self.planned?;
        if self.sessions.len() as u32 >= planned {
            return None;
        }
        let days = jiff::Span::new().try_days(self.interval_days?).ok()?;
        self.last()?.checked_add(days).ok()
    }

    /// How far it is on a day. A series without a plan is in progress for two months after its last session.
    pub fn status(&self, today: Date) -> Status {
        let since = |date: Date| crate::wording::days_between(date, today);
        match (self.next_due(), self.planned, self.last()) {
            (Some(due), ..) if since(due) >= -7 => Status::Due,
            (None, Some(planned), Some(_)) if self.sessions.len() as u32 >= planned => Status::Complete,
            (None, _, Some(last)) if since(last) > 60 => Status::Complete,
            _ => Status::InProgress,
        }
    }

    /// The client's name, or the reference where there is none or names are hidden.
    pub fn client(&self, hide_names: bool) -> (String, String) {
        let reference = self.reference.clone().unwrap_or_default();
        match self.name.as_ref().filter(|_| !hide_names) {
            Some(name) => (name.clone(), reference),
            None if self.name.is_none() && !reference.is_empty() => (reference, "reference only".to_owned()),
            None => (reference, String::new()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn brief(held: &[Date], planned: Option<u32>) -> Brief {
        Brief {
            title: String::new(),
            name: None,
            reference: Some("2207".into()),
            body: String::new(),
            indication: String::new(),
            sessions: held.iter().map(|d| (SessionId::fresh(), *d)).collect(),
            damaged: 0,
            planned,
            interval_days: planned.map(|_| 28),
            planned_passes: None,
            at_target: None,
            goals: (0, 0),
            gaps: None,
            open: vec![],
            device: String::new(),
            diagram: None,
            diagram_title: String::new(),
            area: BodyArea::Face,
            legend: None,
            words: String::new(),
        }
    }

    #[test]
    fn due_comes_a_week_before_and_stays_when_overdue() {
        let series = brief(&[date(2026, 3, 2)], Some(4));
        assert_eq!(series.next_due(), Some(date(2026, 3, 30)));
        assert_eq!(series.status(date(2026, 3, 22)), Status::InProgress);
        assert_eq!(series.status(date(2026, 3, 23)), Status::Due);
        assert_eq!(series.status(date(2026, 9, 1)), Status::Due);
    }

    #[test]
    fn a_series_is_complete_when_all_sessions_are_held_or_it_has_rested() {
        let held = [date(2026, 1, 1), date(2026, 2, 1)];
        assert_eq!(brief(&held, Some(2)).status(date(2026, 2, 2)), Status::Complete);
        assert_eq!(brief(&held, None).status(date(2026, 2, 2)), Status::InProgress);
        assert_eq!(brief(&held, None).status(date(2026, 6, 2)), Status::Complete);
        assert_eq!(brief(&[], Some(2)).status(date(2026, 6, 2)), Status::InProgress);
    }

    #[test]
    fn names_are_hidden_when_asked() {
        let mut series = brief(&[], None);
        assert_eq!(series.client(false), ("2207".into(), "reference only".into()));
        series.name = Some("A. Morgan".into());
        assert_eq!(series.client(false), ("A. Morgan".into(), "2207".into()));
        assert_eq!(series.client(true), ("2207".into(), String::new()));
    }
}
