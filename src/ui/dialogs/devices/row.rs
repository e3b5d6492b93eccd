//! A device as it stands in the form, and what it means.

use crate::model::{Device, DeviceId, DeviceKind, EntryKind, Session, Tip};
use crate::ui::dialogs::value::{number, number_text, optional, sentence, whole, whole_text};
use crate::wording;
use jiff::civil::Date;

/// A field of a device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// Name.
    Name,
    /// Width.
    Width,
    /// Needle length.
    Length,
    /// Number of needles.
    Needles,
    /// Diameter of the drum.
    Drum,
    /// Strokes a second.
    Strokes,
    /// Glide.
    Glide,
    /// Density as measured.
    Density,
}

impl Place {
    /// The field of a value in the session's file.
    fn of(field: &str) -> Option<Self> {
        Some(match field {
            "width_mm" => Self::Width,
            "needle_length_mm" => Self::Length,
            "needles" => Self::Needles,
            "drum_diameter_mm" => Self::Drum,
            "strokes_per_s" => Self::Strokes,
            "glide_cm_per_s" => Self::Glide,
            "density_per_pass" => Self::Density,
            _ => return None,
        })
    }
}

/// What was made with a device.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Use {
    /// All entries.
    pub(super) entries: usize,
    /// Rolls, whose ends follow the tip.
    rolls: usize,
    /// Rolls that take their width from the device.
    wide: usize,
}

impl Use {
    /// What the entries of a session made with a device.
    pub(super) fn of(device: &Device, session: &Session) -> Self {
        let mut used = Self::default();
        for entry in session.entries.iter().filter(|entry| entry.device.as_ref() == Some(&device.id)) {
            used.entries += 1;
            if let EntryKind::Roll(roll) = &entry.kind {
                used.rolls += 1;
                used.wide += usize::from(roll.width_mm.is_none());
            }
        }
        used
    }

    /// Why the device has to stay; none when it can go.
    pub(super) fn keeps(self) -> Option<String> {
        match self.entries {
            0 => None,
            1 => Some("1 entry was made with it".to_owned()),
            n => Some(format!("{n} entries were made with it")),
        }
    }
}

/// A device as it stands in the form.
#[derive(Clone, Debug)]
pub(super) struct DeviceRow {
    /// What it started from. Whatever the form does not show is taken from here.
    base: Device,
    /// Whether it is not in the session yet.
    is_new: bool,
    pub(super) used: Use,
    pub(super) kind: DeviceKind,
    pub(super) tip: Tip,
    pub(super) name: String,
    pub(super) width: String,
    pub(super) length: String,
    pub(super) needles: String,
    pub(super) drum: String,
    pub(super) strokes: String,
    pub(super) glide: String,
    pub(super) density: String,
    pub(super) lot: String,
    pub(super) expires: String,
}

/// What a row means.
#[derive(Clone, Debug)]
pub(super) struct Reading {
    /// The device; a field with a problem is as if it were empty.
    pub(super) device: Device,
    /// Problems, field by field.
    pub(super) problems: Vec<(Place, String)>,
}

impl Reading {
    /// What is wrong with a field; empty when nothing is.
    pub(super) fn problem(&self, place: Place) -> &str {
        self.problems.iter().find(|(at, _)| *at == place).map_or("", |(_, problem)| problem)
    }

    fn take<T>(&mut self, place: Place, value: Result<Option<T>, String>) -> Option<T> {
        value.unwrap_or_else(|problem| {
            self.problems.push((place, problem));
            None
        })
    }
}

impl DeviceRow {
    /// The row of a device of the session.
    pub(super) fn of(device: &Device, used: Use) -> Self {
        Self { used, is_new: false, ..Self::new(device) }
    }

    /// The row of a device that is not in the session yet.
    pub(super) fn new(device: &Device) -> Self {
        Self {
            base: device.clone(),
            is_new: true,
            used: Use::default(),
            kind: device.kind,
            tip: device.tip,
            name: device.name.clone(),
            width: number_text(device.width_mm),
            length: number_text(device.needle_length_mm),
            needles: whole_text(device.needles),
            drum: number_text(device.drum_diameter_mm),
            strokes: number_text(device.strokes_per_s),
            glide: number_text(device.glide_cm_per_s),
            density: number_text(device.density_per_pass),
            lot: device.lot.clone().unwrap_or_default(),
            expires: device.expires.clone().unwrap_or_default(),
        }
    }

    /// Another device that is set alike. Its lot is its own.
    pub(super) fn copy(&self, id: DeviceId) -> Self {
        let device = Device { id, lot: None, expires: None, ..self.read().device };
        Self::new(&device)
    }

    /// The device's id.
    pub(super) const fn id(&self) -> &DeviceId {
        &self.base.id
    }

    /// Makes it another kind, with that kind's tip unless another was chosen.
    pub(super) fn set_kind(&mut self, kind: DeviceKind) {
        if self.tip == self.kind.usual_tip() {
            self.tip = kind.usual_tip();
        }
        self.kind = kind;
    }

    /// What stands in the field of a number.
    pub(super) const fn text_mut(&mut self, place: Place) -> Option<&mut String> {
        Some(match place {
            Place::Name => return None,
            Place::Width => &mut self.width,
            Place::Length => &mut self.length,
            Place::Needles => &mut self.needles,
            Place::Drum => &mut self.drum,
            Place::Strokes => &mut self.strokes,
            Place::Glide => &mut self.glide,
            Place::Density => &mut self.density,
        })
    }

    /// Reads the row.
    pub(super) fn read(&self) -> Reading {
        let mut reading = Reading { device: self.base.clone(), problems: Vec::new() };
        let base = &self.base;
        if self.name.trim().is_empty() && (self.is_new || !base.name.trim().is_empty()) {
            reading.problems.push((Place::Name, "A device needs a name.".to_owned()));
        }
        let width_mm = reading.take(Place::Width, number(&self.width));
        if width_mm.is_none() && self.used.wide > 0 && reading.problem(Place::Width).is_empty() {
            let rolls = wording::count(self.used.wide, "roll");
            let verb = if self.used.wide == 1 { "takes its" } else { "take their" };
            reading.problems.push((Place::Width, format!("{rolls} {verb} width from it.")));
        }
        let needle_length_mm = reading.take(Place::Length, number(&self.length));
        let needles = reading.take(Place::Needles, whole(&self.needles));
        let drum_diameter_mm = reading.take(Place::Drum, number(&self.drum));
        let strokes_per_s = reading.take(Place::Strokes, number(&self.strokes));
        let glide_cm_per_s = reading.take(Place::Glide, number(&self.glide));
        let density_per_pass = reading.take(Place::Density, number(&self.density));
        let untouched = self.name == base.name;
        reading.device = Device {
            name: if untouched { base.name.clone() } else { self.name.trim().to_owned() },
            kind: self.kind,
            tip: self.tip,
            width_mm,
            needle_length_mm,
            needles,
            drum_diameter_mm,
            strokes_per_s,
            glide_cm_per_s,
            density_per_pass,
            lot: optional(&self.lot, base.lot.as_deref()),
            expires: optional(&self.expires, base.expires.as_deref()),
            ..base.clone()
        };
        check_bounds(&mut reading);
        reading
    }

    /// What saving this row does to what was painted; none when it does nothing.
    pub(super) fn recount(&self, device: &Device) -> Option<String> {
        let by_width = if device.width_mm == self.base.width_mm { 0 } else { self.used.wide };
        let by_tip = if device.tip == self.base.tip { 0 } else { self.used.rolls };
        match by_width.max(by_tip) {
            0 => None,
            1 => Some("1 roll was made with it; its coverage is counted anew.".to_owned()),
            n => Some(format!("{n} rolls were made with it; their coverage is counted anew.")),
        }
    }
}

/// Adds every value that is out of its bounds. The check names the first, so that each is taken away in turn.
fn check_bounds(reading: &mut Reading) {
    let mut rest = reading.device.clone();
    while let Err(error) = rest.check() {
        let Some(place) = Place::of(&error.field) else {
            reading.problems.push((Place::Name, error.to_string()));
            return;
        };
        reading.problems.push((place, sentence(&error)));
        match place {
            Place::Width => rest.width_mm = None,
            Place::Length => rest.needle_length_mm = None,
            Place::Needles => rest.needles = None,
            Place::Drum => rest.drum_diameter_mm = None,
            Place::Strokes => rest.strokes_per_s = None,
            Place::Glide => rest.glide_cm_per_s = None,
            Place::Density => rest.density_per_pass = None,
            Place::Name => return,
        }
    }
    reading.device = rest;
}

/// Whether something expired before a day, when its date is written as `2027-01` or in full. A month counts to its
/// end; what cannot be read is taken for good, as nothing is known of it.
pub(in crate::ui) fn expired(expires: &str, day: Date) -> bool {
    let text = expires.trim();
    let month = || format!("{text}-01").parse::<Date>().ok().map(Date::last_of_month);
    text.parse::<Date>().ok().or_else(month).is_some_and(|last| last < day)
}
