//! What a filled-in form means, and what is wrong with it.

use super::SeriesForm;
use crate::model::{Extra, Series, Target, ZonePattern};
use crate::ui::dialogs::value::{number, optional, sentence, whole};

/// A field of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// Title.
    Title,
    /// Height of the client.
    Height,
    /// Weight of the client.
    Weight,
    /// Number of sessions.
    Sessions,
    /// Days between sessions.
    Interval,
    /// Zones of a target.
    Zones(usize),
    /// Passes of a target.
    Passes(usize),
    /// Ceiling of a target.
    Ceiling(usize),
    /// The goals.
    Goals,
}

impl Place {
    /// As the form calls it.
    fn words(self) -> String {
        match self {
            Self::Title => "Title".to_owned(),
            Self::Height => "Height".to_owned(),
            Self::Weight => "Weight".to_owned(),
            Self::Sessions => "Sessions".to_owned(),
            Self::Interval => "Interval".to_owned(),
            Self::Zones(i) | Self::Passes(i) | Self::Ceiling(i) => format!("Target {}", i + 1),
            Self::Goals => "Goals".to_owned(),
        }
    }

    /// The field of a value in the series' file.
    fn of(field: &str) -> Option<Self> {
        Some(match field {
            "client.height_cm" => Self::Height,
            "client.weight_kg" => Self::Weight,
            "plan.sessions" => Self::Sessions,
            "plan.interval_days" => Self::Interval,
            _ => {
                let (index, name) = field.strip_prefix("plan.targets[")?.split_once("].")?;
                let index = index.parse().ok()?;
                match name {
                    "passes" => Self::Passes(index),
                    "ceiling" => Self::Ceiling(index),
                    _ => return None,
                }
            }
        })
    }
}

/// What a form means.
#[derive(Clone, Debug)]
pub(in crate::ui) struct Reading {
    /// The series; it stands for what was typed only where no problem blocks.
    pub(in crate::ui) series: Series,
    /// Problems, field by field; with true, one that must be solved first.
    problems: Vec<(Place, String, bool)>,
}

impl Reading {
    pub(super) const fn new(series: Series) -> Self {
        Self { series, problems: Vec::new() }
    }

    /// Notes a problem; with true, one that must be solved first.
    pub(super) fn note(&mut self, place: Place, problem: String, blocks: bool) {
        self.problems.push((place, problem, blocks));
    }

    /// What is wrong with a field; empty when nothing is.
    pub(super) fn problem(&self, place: Place) -> &str {
        self.problems.iter().find(|(at, ..)| *at == place).map_or("", |(_, problem, _)| problem)
    }

    /// The first problem that must be solved, with the name of its field.
    pub(in crate::ui) fn first_blocking(&self) -> Option<String> {
        let first = self.problems.iter().find(|(.., blocks)| *blocks);
        first.map(|(place, problem, _)| match problem.split_once('\n') {
            Some((line, _)) => format!("{}: {line}", place.words()),
            None => format!("{}: {problem}", place.words()),
        })
    }

    fn add(&mut self, place: Place, problem: impl Into<String>) {
        self.problems.push((place, problem.into(), true));
    }

    /// The value, or nothing and a problem.
    pub(super) fn take<T>(&mut self, place: Place, value: Result<Option<T>, String>) -> Option<T> {
        value.unwrap_or_else(|problem| {
            self.add(place, problem);
            None
        })
    }

    /// Adds every value that is out of its bounds. The check names the first, so that each is taken away in turn.
    pub(super) fn check_bounds(&mut self) {
        let mut rest = self.series.clone();
        while let Err(error) = rest.check() {
            let Some(place) = Place::of(&error.field) else {
                self.add(Place::Title, error.to_string());
                return;
            };
            self.add(place, sentence(&error));
            clear(&mut rest, place);
        }
    }
}

fn clear(series: &mut Series, place: Place) {
    let plan = series.plan.get_or_insert_default();
    match place {
        Place::Height => series.client.height_cm = None,
        Place::Weight => series.client.weight_kg = None,
        Place::Sessions => plan.sessions = None,
        Place::Interval => plan.interval_days = None,
        Place::Passes(i) | Place::Ceiling(i) => {
            if let Some(target) = plan.targets.get_mut(i) {
                if matches!(place, Place::Ceiling(_)) {
                    target.ceiling = None;
                } else {
                    target.passes = 0;
                }
            }
        }
        Place::Title | Place::Zones(_) | Place::Goals => {}
    }
}

impl SeriesForm {
    /// Reads the form.
    pub(super) fn read(&self) -> Reading {
        let mut reading = Reading::new(self.base.clone());
        if self.title != self.base.title {
            self.title.trim().clone_into(&mut reading.series.title);
        }
        if self.title.trim().is_empty() && (self.is_new() || !self.base.title.trim().is_empty()) {
            reading.add(Place::Title, "A series needs a title.");
        }
        let client = &self.base.client;
        let height = reading.take(Place::Height, number(&self.height));
        let weight = reading.take(Place::Weight, number(&self.weight));
        let series = &mut reading.series;
        series.client.name = optional(&self.name, client.name.as_deref());
        series.client.reference = optional(&self.reference, client.reference.as_deref());
        series.client.height_cm = height;
        series.client.weight_kg = weight;
        series.client.skin_type.clone_from(&self.skin_type);
        series.figure = self.figure;
        series.indication = optional(&self.indication, self.base.indication.as_deref());
        series.notes.clone_from(&self.notes);
        series.plan = None;
        self.plan.read_into(&mut reading);
        reading.check_bounds();
        reading
    }
}

impl super::plan::TargetRow {
    /// Reads a row.
    pub(super) fn read(&self, i: usize, reading: &mut Reading) -> Target {
        let zones = match &self.base {
            Some(base) if base.zones.as_str() == self.zones => self.zones.as_str(),
            _ => self.zones.trim(),
        };
        if zones.is_empty() {
            reading.add(Place::Zones(i), "Which zones?");
        } else if zones.contains(char::is_whitespace) && self.is_changed() {
            reading.add(Place::Zones(i), "One id or pattern a row, without spaces.");
        }
        let passes = match whole(&self.passes) {
            Ok(None) => Err("How many passes?".to_owned()),
            other => other,
        };
        let passes = reading.take(Place::Passes(i), passes).unwrap_or(0);
        let ceiling = reading.take(Place::Ceiling(i), whole(&self.ceiling));
        let extra = self.base.as_ref().map_or_else(Extra::default, |base| base.extra.clone());
        Target { zones: ZonePattern::new(zones), passes, ceiling, per: self.per, extra }
    }
}
