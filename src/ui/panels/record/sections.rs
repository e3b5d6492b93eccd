//! The sections of the record, how far each is, and what of each is still open.

use crate::model::{Device, Session};
use crate::ui::dialogs::{expired, has_sterile_part};
use crate::ui::settings::Settings;
use crate::ui::widgets::Mark;
use crate::ui::workspace::{RecordView, TreatedZone, Workspace};
use jiff::civil::Date;

use super::days;

/// A section of the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Section {
    Consent,
    Preparation,
    Numbing,
    Devices,
    EndPoint,
    Products,
    Aftercare,
    Observations,
}

impl Section {
    /// All sections in order.
    pub(super) const ALL: [Self; 8] = [
        Self::Consent,
        Self::Preparation,
        Self::Numbing,
        Self::Devices,
        Self::EndPoint,
        Self::Products,
        Self::Aftercare,
        Self::Observations,
    ];

    /// Its place in the list.
    pub(super) const fn index(self) -> usize {
        self as usize
    }

    /// Its name.
    pub(super) const fn title(self) -> &'static str {
        match self {
            Self::Consent => "Consent",
            Self::Preparation => "Preparation",
            Self::Numbing => "Numbing",
            Self::Devices => "Devices",
            Self::EndPoint => "End-point",
            Self::Products => "Products",
            Self::Aftercare => "Aftercare",
            Self::Observations => "Observations",
        }
    }

    /// The section of a field, by the first word of its name.
    fn of_field(field: &str) -> Option<Self> {
        let first = field.split('.').next()?;
        Self::ALL.into_iter().find(|section| section.title() == first)
    }
}

/// How far a section is.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct State {
    pub(super) section: Section,
    pub(super) mark: Mark,
    /// What is open, in a few words; none when nothing is.
    pub(super) open: Option<String>,
}

/// What the states are found from.
#[derive(Clone, Copy, Debug)]
pub(super) struct Facts<'a> {
    pub(super) session: &'a Session,
    pub(super) skin_type: Option<&'a str>,
    pub(super) treated: &'a [TreatedZone],
    /// The clinic's list of aftercare.
    pub(super) aftercare: &'a [String],
    pub(super) today: Date,
}

/// How far each section of the open session's record is, in order.
pub(super) fn states(
    workspace: &Workspace,
    view: &RecordView,
    settings: &Settings,
    today: Date,
) -> Vec<State> {
    let Some(session) = workspace.session() else { return Vec::new() };
    let client = &workspace.document().series().client;
    let aftercare = settings.aftercare_items();
    let facts = Facts {
        session,
        skin_type: client.skin_type.as_deref(),
        treated: &view.treated.zones,
        aftercare: &aftercare,
        today,
    };
    let faults: Vec<Section> = view.faults(&session.id).filter_map(Section::of_field).collect();
    let state = |section: Section| {
        let (mark, open) = if faults.contains(&section) {
            let words = format!("{} holds something that cannot be read", section.title().to_lowercase());
            (Mark::NotMet, Some(words))
        } else {
            facts.of(section)
        };
        State { section, mark, open }
    };
    Section::ALL.into_iter().map(state).collect()
}

/// Number of sections that are filled in.
pub(super) fn filled(states: &[State]) -> usize {
    states.iter().filter(|state| state.mark == Mark::Met).count()
}

/// A mark for so many things of all, with words for the rest.
fn share(done: usize, all: usize, words: impl FnOnce() -> String) -> (Mark, Option<String>) {
    match done {
        0 => (Mark::NotBegun, Some(words())),
        done if done >= all => (Mark::Met, None),
        done => (Mark::Part(done as f32 / all as f32), Some(words())),
    }
}

fn given(text: Option<&str>) -> bool {
    text.is_some_and(|text| !text.trim().is_empty())
}

impl Facts<'_> {
    /// How far a section is, and what of it is open.
    pub(super) fn of(&self, section: Section) -> (Mark, Option<String>) {
        let care = &self.session.care;
        match section {
            Section::Consent => match care.consent {
                Some(true) => (Mark::Met, None),
                Some(false) => (Mark::NotMet, Some("consent not given".to_owned())),
                None => (Mark::NotBegun, Some("consent".to_owned())),
            },
            Section::Preparation => {
                let done = usize::from(care.cleansed == Some(true)) + usize::from(given(self.skin_type));
                share(done, 2, || if given(self.skin_type) { "cleansing" } else { "skin type" }.to_owned())
            }
            Section::Numbing => self.numbing(),
            Section::Devices => self.devices(),
            Section::EndPoint => {
                let done = usize::from(given(care.endpoint.as_deref())) + usize::from(care.pain.is_some());
                share(done, 2, || {
                    if given(care.endpoint.as_deref()) { "pain" } else { "end-point" }.to_owned()
                })
            }
            Section::Products => share(care.products.len().min(1), 1, || "products".to_owned()),
            Section::Aftercare => {
                let all = self.aftercare.len().max(1);
                let ticked = self.aftercare.iter().filter(|item| care.aftercare.contains(item)).count();
                let done = if self.aftercare.is_empty() { care.aftercare.len().min(1) } else { ticked };
                share(done, all, || format!("aftercare {done}/{all}"))
            }
            Section::Observations => self.observations(),
        }
    }

    fn numbing(&self) -> (Mark, Option<String>) {
        let Some(numbing) = &self.session.care.numbing else {
            return (Mark::NotBegun, Some("numbing".to_owned()));
        };
        let agent = numbing.agent.as_deref().unwrap_or("").trim();
        if agent == NO_AGENT {
            return (Mark::Met, None);
        }
        let done = [!agent.is_empty(), numbing.grams.is_some(), numbing.minutes.is_some()];
        let done = done.into_iter().filter(|done| *done).count();
        let begun = done.max(usize::from(numbing.since.is_some()));
        let words = if numbing.since.is_some() { "numbing is on the skin" } else { "numbing" };
        share(begun, 3, || words.to_owned())
    }

    fn devices(&self) -> (Mark, Option<String>) {
        let day = self.session.started_at.date();
        if self.session.devices.is_empty() {
            return (Mark::NotBegun, Some("devices".to_owned()));
        }
        let lacks_lot = |device: &&Device| has_sterile_part(device.kind) && !given(device.lot.as_deref());
        if let Some(device) = self.session.devices.iter().find(lacks_lot) {
            return (Mark::NotMet, Some(format!("lot of {}", device.name)));
        }
        let passed = |device: &&Device| device.expires.as_deref().is_some_and(|text| expired(text, day));
        match self.session.devices.iter().find(passed) {
            Some(device) => (Mark::NotMet, Some(format!("date of {}", device.name))),
            None => (Mark::Met, None),
        }
    }

    fn observations(&self) -> (Mark, Option<String>) {
        let due = days::due(self.session, self.today);
        let cells = self.treated.len() * due.len();
        if cells == 0 {
            return (Mark::NotBegun, None);
        }
        let is_seen = |zone: &TreatedZone, day: Date| {
            self.session
                .observations
                .iter()
                .any(|seen| seen.zone.as_ref() == Some(&zone.id) && days::day_of(seen) == Some(day))
        };
        let seen = self.treated.iter().flat_map(|zone| due.iter().map(move |day| is_seen(zone, *day)));
        let done = seen.filter(|seen| *seen).count();
        share(done, cells, || "observations".to_owned())
    }
}

/// What stands for the agent where nothing was put on.
pub(super) const NO_AGENT: &str = "none";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{DeviceId, DeviceKind, Numbing, SeriesId, SessionId, Side, ZoneId};
    use jiff::civil::date;

    fn session() -> Session {
        let at = "2026-03-02T10:05:00+01:00".parse().unwrap();
        Session::new(SessionId::new("s").unwrap(), SeriesId::new("c").unwrap(), at)
    }

    fn states(session: &Session, zones: &[TreatedZone]) -> Vec<(Mark, Option<String>)> {
        let aftercare = ["sun".to_owned(), "leaflet".to_owned()];
        let facts = Facts {
            session,
            skin_type: Some("II"),
            treated: zones,
            aftercare: &aftercare,
            today: date(2026, 3, 2),
        };
        Section::ALL.into_iter().map(|section| facts.of(section)).collect()
    }

    #[test]
    fn sections_fill_up_as_the_record_does() {
        let mut session = session();
        let marks =
            |session: &Session| states(session, &[]).into_iter().map(|(mark, _)| mark).collect::<Vec<_>>();
        let empty = marks(&session);
        assert_eq!(empty[1], Mark::Part(0.5), "the skin type is known");
        assert!(empty.iter().enumerate().all(|(i, mark)| i == 1 || *mark == Mark::NotBegun), "{empty:?}");
        session.care.consent = Some(true);
        session.care.cleansed = Some(true);
        session.care.numbing = Some(Numbing { grams: Some(10.0), ..Numbing::default() });
        session.care.endpoint = Some("erythema".to_owned());
        session.care.pain = Some(0);
        session.care.products = vec!["serum".to_owned()];
        session.care.aftercare = vec!["sun".to_owned(), "something else".to_owned()];
        let (third, half) = (Mark::Part(1.0 / 3.0), Mark::Part(0.5));
        let met = Mark::Met;
        let none = Mark::NotBegun;
        assert_eq!(marks(&session), [met, met, third, none, met, met, half, none]);
        session.care.numbing = Some(Numbing { agent: Some(NO_AGENT.to_owned()), ..Numbing::default() });
        assert_eq!(marks(&session)[2], Mark::Met);
        session.care.consent = Some(false);
        assert_eq!(states(&session, &[])[0].1.as_deref(), Some("consent not given"));
    }

    #[test]
    fn a_lot_that_is_missing_and_a_date_that_has_passed_are_named() {
        let mut session = session();
        session.devices = vec![Device::new(DeviceId::new("d1").unwrap(), "Stamp 35", DeviceKind::Stamp)];
        assert_eq!(states(&session, &[])[3], (Mark::NotMet, Some("lot of Stamp 35".to_owned())));
        session.devices[0].lot = Some("A1".to_owned());
        session.devices[0].expires = Some("2026-02".to_owned());
        assert_eq!(states(&session, &[])[3], (Mark::NotMet, Some("date of Stamp 35".to_owned())));
        session.devices[0].expires = Some("2026-03".to_owned());
        assert_eq!(states(&session, &[])[3], (Mark::Met, None));
    }

    #[test]
    fn observations_are_due_on_the_day_of_the_session() {
        let mut session = session();
        let zone =
            |id: &str| TreatedZone { id: ZoneId::new(id).unwrap(), name: id.to_owned(), side: Side::Middle };
        let zones = [zone("nose"), zone("chin")];
        assert_eq!(states(&session, &zones)[7].0, Mark::NotBegun);
        days::set(&mut session.observations, &zones[0].id, date(2026, 3, 2), "erythema", "CEA 0-4", Some(2));
        assert_eq!(states(&session, &zones)[7].0, Mark::Part(0.5));
        days::set(&mut session.observations, &zones[1].id, date(2026, 3, 2), "erythema", "CEA 0-4", Some(0));
        assert_eq!(states(&session, &zones)[7], (Mark::Met, None));
    }
}
