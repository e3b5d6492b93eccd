//! The care record of the session: its basic fields.

use super::context_bar::device_words;
use super::section_break;
use crate::edit::{Edit, SessionChange, Step};
use crate::model::{Care, Moment, Session};
use crate::ui::action::{Action, DialogKind, Outbox};
use crate::ui::icons::{Icon, icon};
use crate::ui::theme::{Look, Text};
use crate::ui::widgets::{Button, checkbox, label, labelled_field, paint_text, stepper};
use crate::ui::workspace::Workspace;
use crate::wording;
use egui::{Align2, Id, Pos2, Sense, Ui, Vec2};
use jiff::civil::{Date, Time};

/// Shows the record of the open session.
pub(super) fn record(ui: &mut Ui, workspace: &Workspace, out: &mut Outbox) {
    let look = Look::now(ui.ctx());
    let Some(session) = workspace.session() else {
        label(ui, "The record appears here once there is a session.", Text::Body, look.text_2);
        return;
    };
    ui.add_enabled_ui(workspace.read_only.is_none(), |ui| {
        when(ui, session, out);
        ui.add_space(10.0);
        text(
            ui,
            session,
            "Practitioner",
            session.practitioner.as_deref().unwrap_or(""),
            "Who treats",
            |text| {
                let text = text.trim();
                Ok(SessionChange::Practitioner((!text.is_empty()).then(|| text.to_owned())))
            },
            out,
        );
        section_break(ui);
        devices(ui, workspace, session, out);
        section_break(ui);
        care(ui, session, out);
    });
}

fn head(ui: &mut Ui, name: &str) {
    let look = Look::now(ui.ctx());
    label(ui, name, Text::Strong, look.text);
    ui.add_space(6.0);
}

fn change(session: &Session, label: &str, change: SessionChange) -> Action {
    Action::Edit(Step::new(label, Edit::Session { session: session.id.clone(), change }))
}

/// A field that is saved when it is left. A value that cannot be read stays in the field and says why below it.
fn text(
    ui: &mut Ui,
    session: &Session,
    name: &str,
    value: &str,
    hint: &str,
    read: impl Fn(&str) -> Result<SessionChange, String>,
    out: &mut Outbox,
) {
    let look = Look::now(ui.ctx());
    let id = Id::unique(("record", session.id.as_str(), name));
    let mut text: String = ui.data(|data| data.get_temp(id)).unwrap_or_else(|| value.to_owned());
    let width = ui.available_width();
    let response = labelled_field(ui, name, &mut text, hint, width);
    let verdict = read(&text);
    if response.has_focus() || verdict.is_err() {
        ui.data_mut(|data| data.insert_temp(id, text.clone()));
    }
    match verdict {
        Ok(new) => {
            if response.lost_focus() {
                ui.data_mut(|data| data.remove_temp::<String>(id));
                if text != value {
                    out.push(change(session, &name.to_lowercase(), new));
                }
            } else if !response.has_focus() {
                ui.data_mut(|data| data.remove_temp::<String>(id));
            }
        }
        Err(problem) if !response.has_focus() => {
            ui.horizontal(|ui| {
                let (rect, _) = ui.allocate_exact_size(Vec2::splat(16.0), Sense::hover());
                icon(ui.painter(), rect.center(), 14.0, Icon::Warn, look.stop);
                label(ui, &problem, Text::Small, look.stop);
            });
        }
        Err(_) => {}
    }
}

fn when(ui: &mut Ui, session: &Session, out: &mut Outbox) {
    head(ui, "Session");
    let started = session.started_at;
    text(
        ui,
        session,
        "Date",
        &started.date().to_string(),
        "2026-03-02",
        |text| {
            let date: Option<Date> = text.trim().parse().ok();
            let date = date.ok_or("A date reads 2026-03-02.")?;
            Ok(SessionChange::StartedAt(started.on_date(date)))
        },
        out,
    );
    ui.add_space(8.0);
    text(
        ui,
        session,
        "Begun at",
        &wording::time(started),
        "10:05",
        |text| {
            let moment = at_time(started, text).ok_or_else(|| "A time reads 10:05.".to_owned())?;
            Ok(SessionChange::StartedAt(moment))
        },
        out,
    );
    ui.add_space(8.0);
    let ended = session.ended_at.map(wording::time).unwrap_or_default();
    text(
        ui,
        session,
        "Ended at",
        &ended,
        "not ended",
        |text| {
            if text.trim().is_empty() {
                return Ok(SessionChange::EndedAt(None));
            }
            let moment = at_time(started, text).ok_or_else(|| "A time reads 10:41.".to_owned())?;
            Ok(SessionChange::EndedAt(Some(moment)))
        },
        out,
    );
}

/// The same day at another time.
fn at_time(day: Moment, text: &str) -> Option<Moment> {
    let time: Time = text.trim().parse().ok().or_else(|| {
        let (hour, minute) = text.trim().split_once([':', '.', 'h'])?;
        Time::new(hour.parse().ok()?, minute.parse().ok()?, 0, 0).ok()
    })?;
    let timestamp = day.offset().to_timestamp(day.date().to_datetime(time)).ok()?;
    Some(Moment::new(timestamp, day.offset()))
}

fn devices(ui: &mut Ui, workspace: &Workspace, session: &Session, out: &mut Outbox) {
    let look = Look::now(ui.ctx());
    head(ui, "Devices");
    for device in &session.devices {
        let (first, second) = device_words(device);
        let (rect, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 36.0), Sense::hover());
        let at = |y: f32| Pos2::new(rect.left(), rect.center().y + y);
        paint_text(ui.painter(), at(-8.0), Align2::LEFT_CENTER, &first, Text::Body, look.text);
        paint_text(ui.painter(), at(8.0), Align2::LEFT_CENTER, &second, Text::Small, look.text_2);
        let lot = device
            .lot
            .as_ref()
            .map_or_else(|| ("lot missing".to_owned(), look.note), |lot| (format!("Lot {lot}"), look.text_2));
        let right = Pos2::new(rect.right(), rect.center().y - 8.0);
        paint_text(ui.painter(), right, Align2::RIGHT_CENTER, &lot.0, Text::Small, lot.1);
        if let Some(density) = device.density_per_pass() {
            let words = format!("{} per cm² a pass (estimate)", wording::one_decimal(density));
            let right = Pos2::new(rect.right(), rect.center().y + 8.0);
            paint_text(ui.painter(), right, Align2::RIGHT_CENTER, &words, Text::Small, look.text_2);
        }
    }
    ui.add_space(6.0);
    let enabled = workspace.read_only.is_none();
    if Button::new("Set up devices…").small().enabled(enabled).show(ui).clicked() {
        out.push(Action::Show(DialogKind::Devices));
    }
}

fn care(ui: &mut Ui, session: &Session, out: &mut Outbox) {
    let look = Look::now(ui.ctx());
    head(ui, "Care");
    let mut changed = session.care.clone();
    let mut consent = changed.consent.unwrap_or(false);
    if checkbox(ui, &mut consent, "Consent given").changed() {
        changed.consent = Some(consent);
    }
    let mut cleansed = changed.cleansed.unwrap_or(false);
    if checkbox(ui, &mut cleansed, "Skin cleansed").changed() {
        changed.cleansed = Some(cleansed);
    }
    ui.horizontal(|ui| {
        label(ui, "Pain at worst, 0 – 10", Text::Body, look.text);
        let words = changed.pain.map_or_else(|| wording::NONE.to_owned(), |pain| pain.to_string());
        let pain = changed.pain;
        match stepper(ui, "Pain", &words, pain.is_none(), pain == Some(10)) {
            1 => changed.pain = Some(pain.map_or(0, |pain| (pain + 1).min(10))),
            -1 => changed.pain = pain.and_then(|pain| pain.checked_sub(1)),
            _ => {}
        }
    });
    if changed != session.care {
        out.push(change(session, "care record", SessionChange::Care(Box::new(changed))));
    }
    ui.add_space(6.0);
    let endpoint = session.care.endpoint.as_deref().unwrap_or("");
    text(
        ui,
        session,
        "End-point",
        endpoint,
        "such as pinpoint bleeding",
        |text| {
            let endpoint = Some(text.trim().to_owned()).filter(|text| !text.is_empty());
            Ok(SessionChange::Care(Box::new(Care { endpoint, ..session.care.clone() })))
        },
        out,
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_as_people_write_them() {
        let day: Moment = "2026-03-02T10:05:00+01:00".parse().unwrap();
        for text in ["11:30", " 11:30 ", "11.30", "11h30", "11:30:00"] {
            assert_eq!(at_time(day, text).map(wording::time), Some("11:30".to_owned()), "{text}");
        }
        assert_eq!(at_time(day, "25:00"), None);
        assert_eq!(at_time(day, "soon"), None);
    }
}
