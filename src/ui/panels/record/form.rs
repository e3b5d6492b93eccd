//! What all sections of the record share: the session they change, and fields that are saved when they are left.

use super::sections::Section;
use crate::edit::{Edit, SeriesChange, SessionChange, Step};
use crate::model::{Care, Client, Device, Numbing, Observation, Session};
use crate::ui::action::{Action, Outbox};
use crate::ui::panels::Beside;
use crate::ui::theme::{Look, Text};
use crate::ui::widgets::{TextField, label};
use crate::ui::workspace::{Draft, RecordView, Workspace};
use egui::{Key, Rect, Response, Ui};

/// The record while it is shown.
///
/// Several fields can change in one frame: one is left by a click on another. So the session's parts are kept as they
/// are after what was changed already.
pub(super) struct Form<'a> {
    pub(super) workspace: &'a Workspace,
    pub(super) session: &'a Session,
    pub(super) view: &'a mut RecordView,
    pub(super) beside: Beside<'a>,
    pub(super) out: &'a mut Outbox,
    /// Whether something that takes plain keys has the focus.
    pub(super) takes_keys: bool,
    pub(super) care: Care,
    pub(super) devices: Vec<Device>,
    pub(super) observations: Vec<Observation>,
}

impl Form<'_> {
    /// Changes a field of the session.
    pub(super) fn change(&mut self, label: &str, change: SessionChange) {
        let edit = Edit::Session { session: self.session.id.clone(), change };
        self.out.push(Action::Edit(Step::new(label, edit)));
    }

    /// Changes something of the care record.
    pub(super) fn change_care(&mut self, label: &str, change: impl FnOnce(&mut Care)) {
        let before = self.care.clone();
        change(&mut self.care);
        if self.care != before {
            self.change(label, SessionChange::Care(Box::new(self.care.clone())));
        }
    }

    /// Changes something of the numbing; nothing of it left is no numbing.
    pub(super) fn change_numbing(&mut self, label: &str, change: impl FnOnce(&mut Numbing)) {
        self.change_care(label, |care| {
            let mut numbing = care.numbing.take().unwrap_or_default();
            change(&mut numbing);
            care.numbing = (numbing != Numbing::default()).then_some(numbing);
        });
    }

    /// Changes something of the devices.
    pub(super) fn change_devices(&mut self, label: &str, change: impl FnOnce(&mut Vec<Device>)) {
        let before = self.devices.clone();
        change(&mut self.devices);
        if self.devices != before {
            self.change(label, SessionChange::Devices(self.devices.clone()));
        }
    }

    /// Changes something of the observations.
    pub(super) fn change_observations(&mut self, label: &str, change: impl FnOnce(&mut Vec<Observation>)) {
        let before = self.observations.clone();
        change(&mut self.observations);
        if self.observations != before {
            self.change(label, SessionChange::Observations(self.observations.clone()));
        }
    }

    /// Changes something of the client.
    pub(super) fn change_client(&mut self, label: &str, change: impl FnOnce(&mut Client)) {
        let mut client = self.workspace.document().series().client.clone();
        change(&mut client);
        let edit = Edit::Series(SeriesChange::Client(Box::new(client)));
        self.out.push(Action::Edit(Step::new(label, edit)));
    }

    /// Notes which control comes first in a section: it takes the focus when the section is gone to.
    pub(super) fn lead(&mut self, section: Section, response: &Response) {
        if self.view.wanted == Some(section.index()) {
            self.view.wanted = None;
            response.request_focus();
        }
    }

    /// Marks the section in which the focus is.
    pub(super) fn follow_focus(&mut self, ui: &Ui, section: Section, place: Rect) {
        let focused = ui.memory(egui::Memory::focused);
        let response = focused.and_then(|id| ui.ctx().read_response(id));
        if response.is_some_and(|response| place.contains(response.rect.center())) {
            self.view.section = Some(section.index());
        }
    }

    /// Whether the session can be changed.
    pub(super) const fn enabled(&self) -> bool {
        self.workspace.read_only.is_none()
    }

    /// Shows a field that is saved when it is left. A text that cannot be read stays in the field, says why below it, and
    /// changes nothing; Escape brings back what the session holds. Returns the new value, once there is one.
    ///
    /// `name` begins with the title of its section and a dot.
    pub(super) fn kept<T>(
        &mut self,
        ui: &mut Ui,
        name: &str,
        value: &str,
        field: TextField<'_>,
        read: impl Fn(&str) -> Result<T, String>,
    ) -> (Response, Option<T>) {
        let key = (self.session.id.clone(), name.to_owned());
        let mut text =
            self.view.drafts.get(&key).map_or_else(|| value.to_owned(), |draft| draft.text.clone());
        let problem = read(&text).err().unwrap_or_default();
        let response = field.problem(&problem).show(ui, &mut text);
        if response.has_focus() {
            if text == value {
                self.view.drafts.remove(&key);
            } else {
                self.view.drafts.insert(key, Draft { text, at_fault: false });
            }
            return (response, None);
        }
        let dropped = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Escape));
        if text == value || dropped {
            self.view.drafts.remove(&key);
            return (response, None);
        }
        if let Ok(new) = read(&text) {
            self.view.drafts.remove(&key);
            return (response, Some(new));
        }
        self.view.drafts.insert(key, Draft { text, at_fault: true });
        (response, None)
    }
}

/// The head of a section, with second words after it.
pub(super) fn head(ui: &mut Ui, name: &str, second: &str) {
    let look = Look::now(ui.ctx());
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        label(ui, name, Text::Strong, look.text);
        if !second.is_empty() {
            label(ui, second, Text::Body, look.text_2);
        }
    });
    ui.add_space(6.0);
}

/// A text that may be left empty.
pub(super) fn words(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}
