//! The time tray of Review: sessions on a true time scale, a range between two handles, and playing it.

use super::compare::compare_handles;
use super::play::play_controls;
use crate::heatmap::MapKind;
use crate::ui::action::Outbox;
use crate::ui::settings::Settings;
use crate::ui::theme::{Look, Text};
use crate::ui::widgets::{focus_ring, paint_text};
use crate::ui::workspace::Workspace;
use crate::wording;
use egui::{
    Align2, CornerRadius, CursorIcon, Id, Key, Pos2, Rect, Role, Sense, Stroke, StrokeKind, Ui, Vec2,
    WidgetInfo,
};
use jiff::civil::Date;

/// Shows the time tray.
pub fn time_tray(
    ui: &mut Ui,
    workspace: &mut Workspace,
    settings: &mut Settings,
    today: Date,
    out: &mut Outbox,
) {
    let look = Look::now(ui.ctx());
    let area = ui.max_rect();
    let dates: Vec<Date> =
        workspace.document().sessions().iter().map(|session| session.started_at.date()).collect();
    let (Some(first), Some(last)) = (dates.first().copied(), dates.last().copied()) else {
        let at = area.left_center() + Vec2::new(20.0, 0.0);
        paint_text(ui.painter(), at, Align2::LEFT_CENTER, "No session yet", Text::Body, look.text_2);
        return;
    };
    let begin = if dates.len() > 1 {
        play_controls(ui, workspace, settings, area, out) + 44.0
    } else {
        area.left() + 48.0
    };
    let right = summary_words(ui, workspace, &dates, area, look);
    // Today, if it is near enough not to squeeze the sessions together.
    let span = wording::days_between(first, last).max(7);
    let ago = wording::days_between(last, today);
    let until = if (0..=span).contains(&ago) { today } else { last };
    let days = wording::days_between(first, until).max(1) as f32;
    let (left, width) = (begin, (right - 60.0 - begin).max(80.0));
    let y = area.center().y + 4.0;
    let x_of = |date: Date| left + wording::days_between(first, date) as f32 / days * width;
    // The handles of a difference hang where the names of the months would stand.
    let names = workspace.map() != MapKind::Difference || dates.len() < 2;
    axis(ui, (first, until), (left, width), y, names, &x_of, look);
    if until == today && today != last {
        let x = x_of(today);
        ui.painter()
            .line_segment([Pos2::new(x, y - 8.0), Pos2::new(x, y + 8.0)], Stroke::new(1.2, look.text_3));
        paint_text(
            ui.painter(),
            Pos2::new(x, y - 12.0),
            Align2::CENTER_BOTTOM,
            "today",
            Text::Tiny,
            look.text_2,
        );
    }
    sessions(ui, workspace, &dates, y, &x_of, look);
    if dates.len() > 1 {
        handles(ui, workspace, &dates, y, &x_of, look);
        if workspace.map() == MapKind::Difference {
            let places: Vec<f32> = dates.iter().map(|date| x_of(*date)).collect();
            compare_handles(ui, workspace, &places, y);
        }
    }
    keys(ui, workspace, dates.len());
}

fn summary_words(ui: &Ui, workspace: &Workspace, dates: &[Date], area: Rect, look: &Look) -> f32 {
    let (from, to) = workspace.range;
    let first = if from == to {
        format!("Session {}", from + 1)
    } else {
        format!("Sessions {} – {}", from + 1, to + 1)
    };
    let days = dates.get(from).zip(dates.get(to)).map_or(0, |(a, b)| wording::days_between(*a, *b));
    let second = if from == to {
        dates.get(to).map(|date| wording::date(*date, None)).unwrap_or_default()
    } else {
        let mean = f64::from(days) / (to - from) as f64;
        format!("{days} days, mean +{} d", wording::whole(mean))
    };
    let left = area.right() - 190.0;
    let at = |dy: f32| Pos2::new(left, area.center().y + dy);
    paint_text(ui.painter(), at(-9.0), Align2::LEFT_CENTER, &first, Text::Body, look.text);
    paint_text(ui.painter(), at(9.0), Align2::LEFT_CENTER, &second, Text::Small, look.text_2);
    left
}

/// The line of time with its months and, where they are wanted, their names.
fn axis(
    ui: &Ui,
    (first, until): (Date, Date),
    (left, width): (f32, f32),
    y: f32,
    names: bool,
    x_of: &impl Fn(Date) -> f32,
    look: &Look,
) {
    ui.painter().line_segment(
        [Pos2::new(left - 20.0, y), Pos2::new(left + width + 20.0, y)],
        Stroke::new(1.0, look.edge),
    );
    let mut month = first.first_of_month();
    let mut last_label = f32::NEG_INFINITY;
    while month <= until {
        let x = x_of(month);
        if month > first && x - last_label > 34.0 {
            ui.painter().line_segment([Pos2::new(x, y), Pos2::new(x, y + 5.0)], Stroke::new(1.0, look.faint));
            if names {
                let at = Pos2::new(x, y + 16.0);
                let name = wording::month(month);
                paint_text(ui.painter(), at, Align2::CENTER_TOP, name, Text::Tiny, look.text_3);
            }
            last_label = x;
        }
        let Ok(next) = month.checked_add(jiff::Span::new().months(1)) else { break };
        month = next;
    }
}

fn sessions(
    ui: &mut Ui,
    workspace: &Workspace,
    dates: &[Date],
    y: f32,
    x_of: &impl Fn(Date) -> f32,
    look: &Look,
) {
    let (from, to) = workspace.range;
    let interval = workspace.document().series().plan.as_ref().and_then(|plan| plan.interval_days);
    // What is being played and has not come in yet.
    let whole = workspace.played().and_then(|play| dates.get(play.whole.1));
    if let (Some(a), Some(b)) = (dates.get(from), whole) {
        ui.painter().line_segment(
            [Pos2::new(x_of(*a), y), Pos2::new(x_of(*b), y)],
            Stroke::new(4.0, look.accent_soft),
        );
    }
    if let (Some(a), Some(b)) = (dates.get(from), dates.get(to)) {
        ui.painter()
            .line_segment([Pos2::new(x_of(*a), y), Pos2::new(x_of(*b), y)], Stroke::new(4.0, look.accent));
    }
    let mut last_label = f32::NEG_INFINITY;
    let mut year = None;
    for (i, date) in dates.iter().enumerate() {
        let x = x_of(*date);
        let inside = (from..=to).contains(&i);
        let color = if inside { look.accent } else { look.mark };
        ui.painter().circle_filled(Pos2::new(x, y), 4.5, color);
        let words = wording::date(*date, year);
        let half = crate::ui::widgets::text_width(ui.painter(), &words, Text::Small) / 2.0;
        if x - half > last_label + 8.0 {
            paint_text(
                ui.painter(),
                Pos2::new(x, y - 24.0),
                Align2::CENTER_BOTTOM,
                &words,
                Text::Small,
                look.text,
            );
            last_label = x + half;
            year = Some(date.year());
        }
        if let Some(before) = i.checked_sub(1).and_then(|i| dates.get(i)) {
            let middle = f32::midpoint(x_of(*before), x);
            let gap = wording::days_between(*before, *date);
            let early = interval.is_some_and(|interval| i64::from(gap) < i64::from(interval));
            if x - x_of(*before) > 44.0 {
                let color = if early { look.note } else { look.text_3 };
                let at = Pos2::new(middle, y - 7.0);
                paint_text(
                    ui.painter(),
                    at,
                    Align2::CENTER_BOTTOM,
                    &wording::interval(gap),
                    Text::Tiny,
                    color,
                );
            }
        }
    }
}

fn handles(
    ui: &mut Ui,
    workspace: &mut Workspace,
    dates: &[Date],
    y: f32,
    x_of: &impl Fn(Date) -> f32,
    look: &Look,
) {
    let nearest = |x: f32| {
        let off = |i: &usize| dates.get(*i).map_or(f32::MAX, |date| (x_of(*date) - x).abs());
        (0..dates.len()).min_by(|a, b| off(a).total_cmp(&off(b))).unwrap_or(0)
    };
    for (which, name) in [(0, "First session shown"), (1, "Last session shown")] {
        let index = if which == 0 { workspace.range.0 } else { workspace.range.1 };
        let Some(date) = dates.get(index) else { continue };
        let rect = Rect::from_center_size(Pos2::new(x_of(*date), y), Vec2::new(13.0, 24.0));
        let response = ui.interact(rect.expand(4.0), Id::unique(("range handle", which)), Sense::drag());
        let words = format!("{name}: {}, {}", index + 1, wording::date(*date, None));
        response.widget_info(|| WidgetInfo::labeled(Role::Slider, true, &words));
        let fill = if response.dragged() || response.hovered() { look.accent_soft } else { look.raised };
        let radius = CornerRadius::same(3);
        ui.painter().rect(rect, radius, fill, Stroke::new(1.6, look.accent), StrokeKind::Inside);
        for dx in [-1.5, 1.5] {
            let (a, b) = (rect.center() + Vec2::new(dx, -4.0), rect.center() + Vec2::new(dx, 4.0));
            ui.painter().line_segment([a, b], Stroke::new(1.0, look.accent));
        }
        focus_ring(ui.painter(), rect, &response, look);
        if response.hovered() || response.dragged() {
            ui.ctx().set_cursor_icon(CursorIcon::ResizeHorizontal);
        }
        let mut to = index;
        if let Some(pointer) = response.interact_pointer_pos().filter(|_| response.dragged()) {
            to = nearest(pointer.x);
        }
        if response.has_focus() {
            let step = |key| i32::from(ui.input(|input| input.key_pressed(key)));
            let by = step(Key::ArrowRight) - step(Key::ArrowLeft);
            to = to.saturating_add_signed(by as isize).min(dates.len() - 1);
        }
        if which == 0 {
            workspace.range.0 = to.min(workspace.range.1);
        } else {
            workspace.range.1 = to.max(workspace.range.0);
        }
    }
}

/// The arrows move the end of the range by a session; with Shift the whole range.
fn keys(ui: &Ui, workspace: &mut Workspace, count: usize) {
    if ui.ctx().egui_wants_keyboard_input() {
        return;
    }
    let (by, shift) = ui.input(|input| {
        let step = |key| i32::from(input.key_pressed(key));
        (step(Key::ArrowRight) - step(Key::ArrowLeft), input.modifiers.shift)
    });
    if by == 0 {
        return;
    }
    let (from, to) = workspace.range;
    let moved = |i: usize| i.saturating_add_signed(by as isize).min(count.saturating_sub(1));
    if shift {
        if moved(from) != from && moved(to) != to {
            workspace.range = (moved(from), moved(to));
        }
    } else {
        workspace.range.1 = moved(to).max(from);
    }
}
