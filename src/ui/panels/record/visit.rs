//! When the session was, and who treated.

use super::before::date;
use super::form::{Form, head, words};
use crate::edit::SessionChange;
use crate::model::Moment;
use crate::ui::widgets::TextField;
use crate::wording;
use egui::Ui;
use jiff::civil::Time;

/// Shows date, times and practitioner.
pub(super) fn visit(ui: &mut Ui, form: &mut Form<'_>) {
    head(ui, "Session", "");
    let started = form.session.started_at;
    let wide = ui.available_width() > 560.0;
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = if wide { 10.0 } else { 8.0 };
        let (day, time) = if wide { (118.0, 80.0) } else { (108.0, 76.0) };
        let field = TextField::new("Date", day).hint("YYYY-MM-DD");
        let shown = started.date().to_string();
        if let (_, Some(new)) = form.kept(ui, "Session.date", &shown, field, date) {
            form.change("date", SessionChange::StartedAt(started.on_date(new)));
        }
        let read = |text: &str| at_time(started, text).ok_or_else(|| "Reads 10:05.".to_owned());
        let field = TextField::new("Begun at", time).hint("10:05");
        if let (_, Some(new)) = form.kept(ui, "Session.begun", &wording::time(started), field, read) {
            form.change("begun at", SessionChange::StartedAt(new));
        }
        let field = TextField::new("Ended at", time).hint("not yet");
        let ended = form.session.ended_at.map(wording::time).unwrap_or_default();
        let read = |text: &str| words(text).map(|text| read(&text)).transpose();
        if let (_, Some(new)) = form.kept(ui, "Session.ended", &ended, field, read) {
            form.change("ended at", SessionChange::EndedAt(new));
        }
        if wide {
            practitioner(ui, form, 240.0);
        }
    });
    if !wide {
        ui.add_space(8.0);
        let width = ui.available_width().min(298.0);
        practitioner(ui, form, width);
    }
}

fn practitioner(ui: &mut Ui, form: &mut Form<'_>, width: f32) {
    let field = TextField::new("Practitioner", width).hint("who treats");
    let value = form.session.practitioner.clone().unwrap_or_default();
    let read = |text: &str| Ok(words(text));
    if let (_, Some(new)) = form.kept(ui, "Session.practitioner", &value, field, read) {
        form.change("practitioner", SessionChange::Practitioner(new));
    }
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
