//! Free text of the session.

use crate::edit::{Edit, SessionChange, Step};
use crate::ui::action::{Action, Outbox};
use crate::ui::theme::{Look, Text};
use crate::ui::widgets::label;
use crate::ui::workspace::Workspace;
use egui::{Id, TextEdit, Ui, Vec2};

/// Shows the notes of the open session. They are taken over when the field is left
/// or the hand rests, each time as one step.
pub(super) fn notes(ui: &mut Ui, workspace: &Workspace, out: &mut Outbox) {
    let look = Look::now(ui.ctx());
    let Some(session) = workspace.session() else {
        label(ui, "Notes appear here once there is a session.", Text::Body, look.text_2);
        return;
    };
    let name = label(ui, "Notes on this session", Text::Small, look.text_2);
    ui.add_space(6.0);
    // While the field has the focus it holds text of its own; otherwise it shows what the session holds.
    let id = Id::unique(("notes", session.id.as_str()));
    let mut text: String = ui.data(|data| data.get_temp(id)).unwrap_or_else(|| session.notes.clone());
    let edit = TextEdit::multiline(&mut text)
        .font(Text::Body.font())
        .desired_width(f32::INFINITY)
        .desired_rows(14)
        .interactive(workspace.read_only.is_none())
        .min_size(Vec2::new(ui.available_width(), 200.0));
    let response = ui.add(edit).labelled_by(name.id);
    let changed_at = id.with("changed");
    let now = ui.input(|input| input.time);
    if response.changed() {
        ui.data_mut(|data| data.insert_temp(changed_at, now));
    }
    if response.has_focus() {
        ui.data_mut(|data| data.insert_temp(id, text.clone()));
    }
    if response.lost_focus() {
        ui.data_mut(|data| data.remove_temp::<String>(id));
    }
    if text == session.notes {
        return;
    }
    // A pause is enough: nobody should lose what was typed because the field was never left.
    let rested = now - ui.data(|data| data.get_temp(changed_at)).unwrap_or(now);
    if response.lost_focus() || rested >= PAUSE_S {
        let change = SessionChange::Notes(text);
        out.push(Action::Edit(Step::new("notes", Edit::Session { session: session.id.clone(), change })));
    } else {
        ui.ctx().request_repaint_after_secs((PAUSE_S - rested) as f32);
    }
}

/// After so long without a key the notes are taken over, in seconds.
const PAUSE_S: f64 = 0.6;
