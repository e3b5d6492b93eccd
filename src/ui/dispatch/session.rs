//! Sessions: beginning, opening, ending and saving one.

use super::super::action::DialogKind;
use crate::edit::{Document, Edit, SessionChange, Step, repeat_record};
use crate::model::{Session, SessionId};
use crate::tool::ToolOptions;
use crate::ui::app::{App, Screen};
use crate::ui::workspace::Place;
use crate::wording;
use egui::Context;

impl App {
    pub(super) fn select_session(&mut self, id: SessionId) {
        let Some(workspace) = &mut self.workspace else { return };
        workspace.open_session(Some(id));
        workspace.place = Place::Treat;
    }

    /// A session that begins now with the devices and settings of the last.
    pub(in crate::ui) fn new_session(&mut self) {
        let now = self.env.now();
        let Some(workspace) = &mut self.workspace else { return };
        if let Some(reason) = workspace.read_only.clone() {
            self.notices.say(reason);
            return;
        }
        let document = workspace.document();
        let last = document.sessions().last().cloned();
        let mut session = Session::new(SessionId::fresh(), document.series().id.clone(), now);
        session.devices = last.as_ref().map(|last| last.devices.clone()).unwrap_or_default();
        session.practitioner = match last.as_ref().and_then(|last| last.practitioner.clone()) {
            Some(name) => Some(name),
            None => Some(self.settings.practitioner.trim().to_owned()).filter(|name| !name.is_empty()),
        };
        let said = interval_words(document, last.as_deref(), now.date());
        let needs_device = session.devices.is_empty();
        let options = workspace.options.clone();
        match workspace.apply(Step::new("new session", Edit::AddSession(Box::new(session)))) {
            Ok(_) => {
                workspace.place = Place::Treat;
                // What was in hand stays in hand, if the new session has it.
                let in_hand = options.device.clone().filter(|id| workspace.has_device(id));
                let device = in_hand.or_else(|| workspace.options.device.clone());
                workspace.options = ToolOptions { pass: 1, device, ..options };
                self.screen = Screen::Series;
            }
            Err(error) => {
                self.notices.say(error.to_string());
                return;
            }
        }
        if let Some(said) = said {
            self.notices.say(said);
        }
        if needs_device {
            self.show_dialog(DialogKind::Devices);
        }
    }

    pub(super) fn end_session(&mut self, ctx: &Context) {
        let now = self.env.now();
        let Some(session) = self.workspace.as_ref().and_then(|workspace| workspace.session()) else { return };
        let edit = Edit::Session { session: session.id.clone(), change: SessionChange::EndedAt(Some(now)) };
        self.apply(ctx, Step::new("end of session", edit));
        self.notices.say_with_undo(format!("The session ended at {}.", wording::time(now)));
    }

    /// Fills the record of the open session in from the session before.
    pub(super) fn repeat_record(&mut self, ctx: &Context) {
        let Some(workspace) = &self.workspace else { return };
        let before = workspace.session_index().and_then(|index| index.checked_sub(1));
        let before = before.and_then(|index| Some((index, workspace.document().sessions().get(index)?)));
        let (Some((index, before)), Some(session)) = (before, workspace.session()) else {
            self.notices.say("There is no session before this one.");
            return;
        };
        let step = repeat_record(before, session);
        let day = wording::date(before.started_at.date(), Some(session.started_at.date().year()));
        self.apply(ctx, step);
        self.notices.say_with_undo(format!("Copied the record of session {}, {day}.", index + 1));
    }

    pub(super) fn save_now(&mut self, ctx: &Context) {
        let (now, clock) = (self.env.now(), ctx.input(|input| input.time));
        let Some(workspace) = &mut self.workspace else { return };
        if workspace.saver.is_dirty(workspace.document()) {
            workspace.autosave(&self.jobs, now, clock, true);
        } else if workspace.read_only.is_none() {
            self.notices.say("Everything is saved.");
        }
    }
}

/// What is said when a session begins earlier than the plan has it.
fn interval_words(document: &Document, last: Option<&Session>, today: jiff::civil::Date) -> Option<String> {
    let planned = document.series().plan.as_ref()?.interval_days?;
    let days = wording::days_between(last?.started_at.date(), today);
    (i64::from(days) < i64::from(planned)).then(|| {
        format!(
            "{} since the last session, the plan says {planned}.",
            wording::count(days.max(0) as usize, "day")
        )
    })
}
