//! The devices of the open session.

mod card;
mod row;

#[cfg(test)]
mod tests;

use super::form::{Accept, Answer, Form, lock, paragraph};
use crate::edit::{Edit, SessionChange, Step};
use crate::model::{DEVICE_PRESETS, Device, DeviceId, Session};
use crate::ui::action::{Action, Outbox};
use crate::ui::icons::Icon;
use crate::ui::theme::{Look, Text};
use crate::ui::widgets::{Button, Menu};
pub(in crate::ui) use card::{has_sterile_part, kind_icon};
use egui::{Context, Ui};
pub(in crate::ui) use row::expired;
use row::{DeviceRow, Use};

/// The devices as they stand in the form.
#[derive(Clone, Debug)]
pub(super) struct DevicesForm {
    /// The session as it was when the form was opened.
    session: Session,
    rows: Vec<DeviceRow>,
    read_only: bool,
    /// A device that was just added, to bring it into view.
    added: Option<usize>,
    /// Whether it was tried to accept it, so that every problem shows.
    tried: bool,
    /// What went wrong with what was asked for.
    error: String,
}

/// What a card asks for.
#[derive(Clone, Copy, Debug)]
enum Wanted {
    /// Another device like it.
    Duplicate(usize),
    /// The device gone.
    Remove(usize),
}

impl DevicesForm {
    /// A form for the devices of a session.
    pub(super) fn new(session: &Session, read_only: bool) -> Self {
        let rows = session.devices.iter().map(|device| DeviceRow::of(device, Use::of(device, session)));
        Self {
            rows: rows.collect(),
            session: session.clone(),
            read_only,
            added: None,
            tried: false,
            error: String::new(),
        }
    }

    /// Says what went wrong.
    pub(super) fn set_error(&mut self, message: String) {
        self.error = message;
    }

    /// Shows it.
    pub(super) fn show(&mut self, ctx: &Context, out: &mut Outbox) {
        let error = match (self.tried, self.problem()) {
            (true, Some(problem)) => problem,
            _ => self.error.clone(),
        };
        let form = Form {
            id: "devices",
            title: "Devices of this session",
            width: 740.0,
            height: Some(520.0),
            accept: (!self.read_only).then_some(Accept::primary("Save")),
            error: &error,
            lightly: false,
        };
        match form.show(ctx, |ui| self.body(ui)) {
            Answer::Open => {}
            Answer::Close => out.push(Action::CloseDialog),
            Answer::Accept => self.accept(out),
        }
    }

    fn body(&mut self, ui: &mut Ui) {
        let look = Look::now(ui.ctx());
        if self.read_only {
            lock(ui);
        }
        if !self.read_only {
            self.add(ui);
            ui.add_space(12.0);
        }
        if self.rows.is_empty() {
            paragraph(ui, "No device yet", Text::Body, look.text);
            ui.add_space(4.0);
            let words = "Rolls need a device with a width. Zones and regions can be logged without one.";
            paragraph(ui, words, Text::Body, look.text_2);
        }
        let mut wanted = None;
        let day = self.session.started_at.date();
        for (i, row) in self.rows.iter_mut().enumerate() {
            let id = row.id().clone();
            let shown = ui.push_id(id.as_str(), |ui| {
                wanted = card::card(ui, row, i, day, self.tried).or(wanted);
            });
            if self.added == Some(i) {
                shown.response.scroll_to_me(None);
                self.added = None;
            }
            ui.add_space(12.0);
        }
        match wanted {
            Some(Wanted::Duplicate(i)) => self.duplicate(i),
            Some(Wanted::Remove(i)) => self.remove(i),
            None => {}
        }
    }

    fn add(&mut self, ui: &mut Ui) {
        let button = Button::new("Add device").icon(Icon::Plus).show(ui);
        let mut added = None;
        Menu::below(&button, 440.0, |menu| {
            menu.head("Figures to start from. Every one can be changed.");
            for preset in &DEVICE_PRESETS {
                if preset.source.is_empty() {
                    menu.separator();
                }
                if menu.choice(preset.name, preset.source, false) {
                    added = Some(preset);
                }
            }
        });
        if let Some((preset, id)) = added.zip(self.free_id()) {
            self.added = Some(self.rows.len());
            self.rows.push(DeviceRow::new(&preset.device(id)));
        }
    }

    /// The first of d1, d2, … that no device has or had.
    fn free_id(&self) -> Option<DeviceId> {
        let taken =
            |id: &DeviceId| self.rows.iter().any(|row| row.id() == id) || self.session.device(id).is_some();
        // One more than there are, so that one of them is free.
        let most = self.rows.len() + self.session.devices.len() + 1;
        (1..=most).filter_map(|i| DeviceId::new(&format!("d{i}")).ok()).find(|id| !taken(id))
    }

    fn duplicate(&mut self, i: usize) {
        if let Some((row, id)) = self.rows.get(i).zip(self.free_id()) {
            let copy = row.copy(id);
            self.rows.insert(i + 1, copy);
            self.added = Some(i + 1);
        }
    }

    /// Takes a device away, unless something was made with it.
    fn remove(&mut self, i: usize) {
        if self.rows.get(i).is_some_and(|row| row.used.entries == 0) {
            self.rows.remove(i);
        }
    }

    /// The first problem, with the name of its device.
    fn problem(&self) -> Option<String> {
        let problem = |row: &DeviceRow| {
            let reading = row.read();
            let (_, problem) = reading.problems.into_iter().next()?;
            let name = if row.name.trim().is_empty() { "Device" } else { row.name.trim() };
            Some(format!("{name}: {problem}"))
        };
        self.rows.iter().find_map(problem)
    }

    /// Asks for the change, or shows what is wrong with it.
    fn accept(&mut self, out: &mut Outbox) {
        self.tried = true;
        self.error.clear();
        if self.problem().is_some() {
            return;
        }
        let devices: Vec<Device> = self.rows.iter().map(|row| row.read().device).collect();
        if devices == self.session.devices {
            out.push(Action::CloseDialog);
            return;
        }
        let changed = Session { devices: devices.clone(), ..self.session.clone() };
        if let Err(error) = changed.check() {
            self.error = error.to_string();
            return;
        }
        let change = SessionChange::Devices(devices);
        let edit = Edit::Session { session: self.session.id.clone(), change };
        out.extend([Action::Edit(Step::new("devices", edit)), Action::CloseDialog]);
    }
}
