//! The right panel of Plan: the plan as a form that holds at once, its goals, its dates, and its zones.

use super::{goals, padding, section_break, section_head};
use crate::edit::{Edit, SeriesChange, Step};
use crate::model::{Atlas, PLAN_TEMPLATES, Per, Plan, PlanTemplate, SeriesId, Wanted, Zone};
use crate::ui::action::{Action, Outbox};
use crate::ui::dialogs::PlanForm;
use crate::ui::icons::Icon;
use crate::ui::theme::{Look, Room, Text, size};
use crate::ui::widgets::{
    IconButton, Menu, cut_text, dropdown, focus_ring, label, paint_text, side_tag, tip,
};
use crate::ui::workspace::Workspace;
use crate::wording;
use egui::{
    Align2, CornerRadius, Frame, Margin, Pos2, Rect, Role, ScrollArea, Sense, Ui, UiBuilder, Vec2, WidgetInfo,
};
use jiff::civil::Date;

/// The plan as it stands in the panel's form.
#[derive(Debug, Default)]
pub struct PlanPanel {
    /// The series and the plan that the form was made from.
    made_from: Option<(SeriesId, Option<Plan>)>,
    form: PlanForm,
}

impl PlanPanel {
    /// Follows the series, which may have been changed elsewhere: by undo, or on the canvas.
    fn follow(&mut self, workspace: &Workspace) {
        let series = workspace.document().series();
        let now = (series.id.clone(), series.plan.clone());
        if self.made_from.as_ref() != Some(&now) {
            self.form = PlanForm::of(series.plan.clone());
            self.made_from = Some(now);
        }
    }
}

/// Shows the panel.
pub fn plan_panel(
    ui: &mut Ui,
    workspace: &mut Workspace,
    panel: &mut PlanPanel,
    atlas: &Atlas,
    room: Room,
    today: Date,
    out: &mut Outbox,
) {
    panel.follow(workspace);
    let side = padding(room) as i8;
    ScrollArea::vertical().auto_shrink(false).id_salt("plan").show(ui, |ui| {
        Frame::new().inner_margin(Margin { left: side, right: side, top: 8, bottom: 12 }).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            templates(ui, workspace, out);
            form(ui, workspace, panel, atlas, out);
            section_break(ui);
            goals::goals(ui, workspace, "on all sessions so far", out);
            section_break(ui);
            dates(ui, workspace, today);
            section_break(ui);
            zones(ui, workspace, out);
        });
    });
}

/// Templates, at the right of the line with which the form begins.
fn templates(ui: &mut Ui, workspace: &Workspace, out: &mut Outbox) {
    if workspace.read_only.is_some() {
        return;
    }
    let right = ui.max_rect().right();
    let top = ui.cursor().top();
    let area = Rect::from_min_max(Pos2::new(right - 120.0, top), Pos2::new(right, top + 30.0));
    let mut child = ui
        .new_child(UiBuilder::new().max_rect(area).layout(egui::Layout::right_to_left(egui::Align::Center)));
    let response = dropdown(&mut child, None, "Start from", "", size::SMALL_BUTTON, 120.0);
    Menu::below_scrolled(&response, 400.0, 560.0, |menu| {
        let passes = |template: &&PlanTemplate| template.passes.is_some();
        menu.head("Passes a session");
        for template in PLAN_TEMPLATES.iter().filter(passes) {
            let detail = template.passes.map_or_else(String::new, |n| wording::count(n as usize, "pass"));
            if menu.noted(template.name, &detail, template.source) {
                out.push(Action::TakeTemplate(template));
            }
        }
        menu.separator();
        menu.head("Sessions and the days between them");
        for template in PLAN_TEMPLATES.iter().filter(|template| !passes(template)) {
            let detail = template.sessions.zip(template.interval_days);
            let detail = detail.map_or_else(String::new, |(n, days)| format!("{n} × {days} d"));
            if menu.noted(template.name, &detail, template.source) {
                out.push(Action::TakeTemplate(template));
            }
        }
    });
}

/// Shows the form, and asks for what it says once it says something else than the series and no field is being typed
/// into.
fn form(ui: &mut Ui, workspace: &Workspace, panel: &mut PlanPanel, atlas: &Atlas, out: &mut Outbox) {
    let series = workspace.document().series();
    let locked = workspace.read_only.is_some();
    let reading = panel.form.read(series);
    ui.scope(|ui| {
        panel.form.show(ui, &reading, atlas, series.figure, locked);
    });
    if locked || ui.ctx().text_edit_focused() {
        return;
    }
    let reading = panel.form.read(series);
    if reading.first_blocking().is_none() && reading.series.plan != series.plan {
        // Whatever the series says after that, by undo for instance, the form follows it.
        panel.made_from = Some((series.id.clone(), reading.series.plan.clone()));
        let plan = reading.series.plan.map(Box::new);
        out.push(Action::Edit(Step::new("plan", Edit::Series(SeriesChange::Plan(plan)))));
    }
}

/// So many sessions that are still to come are listed.
const TO_COME: usize = 8;

/// The days of the sessions: those that were held, and when those to come are due.
fn dates(ui: &mut Ui, workspace: &Workspace, today: Date) {
    let look = Look::now(ui.ctx());
    let document = workspace.document();
    let held: Vec<Date> = document.sessions().iter().map(|session| session.started_at.date()).collect();
    let planned = document.series().plan.as_ref().and_then(|plan| plan.sessions).map_or(0, |n| n as usize);
    let right = if planned > 0 { format!("{} of {planned} held", held.len()) } else { String::new() };
    section_head(ui, "Dates", "", &right);
    let interval = document.series().plan.as_ref().and_then(|plan| plan.interval_days);
    let due = |after: usize| {
        let days = i64::from(interval?).checked_mul(i64::try_from(after).ok()?)?;
        held.last()?.checked_add(jiff::Span::new().try_days(days).ok()?).ok()
    };
    if held.is_empty() && planned == 0 {
        label(ui, "No session yet, and none planned.", Text::Body, look.text_2);
    }
    for (i, date) in held.iter().enumerate() {
        let between = i.checked_sub(1).and_then(|before| held.get(before));
        let days = between.map(|before| wording::days_between(*before, *date));
        let early = days.zip(interval).is_some_and(|(days, interval)| i64::from(days) < i64::from(interval));
        let words = days.map(wording::interval).unwrap_or_default();
        date_row(ui, i + 1, &wording::date(*date, None), &words, early);
    }
    let lacking = planned.saturating_sub(held.len());
    for n in 1..=lacking.min(TO_COME) {
        let (date, overdue) = match due(n) {
            Some(date) => (format!("due {}", wording::date(date, None)), date < today),
            None => ("no date".to_owned(), false),
        };
        date_row(ui, held.len() + n, &date, if overdue { "overdue" } else { "" }, overdue);
    }
    if lacking > TO_COME {
        label(ui, &format!("and {} more", lacking - TO_COME), Text::Small, look.text_2);
    }
}

fn date_row(ui: &mut Ui, number: usize, date: &str, detail: &str, noted: bool) {
    let look = Look::now(ui.ctx());
    let (rect, response) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 24.0), Sense::hover());
    let name = format!("Session {number}");
    response.widget_info(|| WidgetInfo::labeled(Role::ListItem, true, format!("{name}: {date} {detail}")));
    let y = rect.center().y;
    let painter = ui.painter();
    paint_text(painter, rect.left_center(), Align2::LEFT_CENTER, &name, Text::Body, look.text);
    paint_text(painter, Pos2::new(rect.left() + 96.0, y), Align2::LEFT_CENTER, date, Text::Body, look.text_2);
    let color = if noted { look.note } else { look.text_3 };
    paint_text(painter, rect.right_center(), Align2::RIGHT_CENTER, detail, Text::Small, color);
}

/// A target in a few words: `4 a session, ceiling 6`.
pub fn wanted_words(wanted: Wanted) -> String {
    let per = if wanted.per == Per::Session { "a session" } else { "in all" };
    let ceiling = wanted.ceiling.map(|n| format!(", ceiling {n}")).unwrap_or_default();
    format!("{} {per}{ceiling}", wanted.passes)
}

/// The zones of the diagram with their targets, which can be set here as on the canvas.
fn zones(ui: &mut Ui, workspace: &mut Workspace, out: &mut Outbox) {
    let planned = workspace.planned_counts().iter().flatten().count();
    section_head(ui, "Zones", "targets", &format!("{planned} of {}", workspace.diagram.zones.len()));
    let mut hovered = None;
    let diagram = std::sync::Arc::clone(&workspace.diagram);
    let plan = workspace.document().series().plan.clone().unwrap_or_default();
    let treated = |zone: &Zone| !zone.keep_out || plan.target_for(&zone.id).is_some();
    for (i, zone) in diagram.zones.iter().enumerate().filter(|(_, zone)| treated(zone)) {
        if zone_row(ui, workspace, i, zone, out) {
            hovered = Some(i);
        }
    }
    if hovered.is_some() {
        workspace.hovered = hovered;
    }
    if hovered.is_some() || workspace.hovered_from_row {
        workspace.hovered = hovered;
        workspace.hovered_from_row = hovered.is_some();
    }
}

/// Shows a row. Returns whether the pointer is on it.
fn zone_row(ui: &mut Ui, workspace: &Workspace, i: usize, zone: &Zone, out: &mut Outbox) -> bool {
    let look = Look::now(ui.ctx());
    let wanted = workspace.document().series().plan.as_ref().and_then(|plan| plan.wanted(&zone.id));
    let (rect, response) =
        ui.allocate_exact_size(Vec2::new(ui.available_width(), size::ZONE_ROW), Sense::click());
    let words = wanted.map_or_else(|| "no target".to_owned(), wanted_words);
    let name = zone.full_name();
    let selected = workspace.selected == Some(i);
    response.widget_info(|| WidgetInfo::selected(Role::Row, true, selected, format!("{name}: {words}")));
    let hovered = response.contains_pointer();
    if selected || hovered || workspace.hovered == Some(i) {
        let fill = if selected { look.accent_soft } else { look.hover };
        ui.painter().rect_filled(rect.expand2(Vec2::new(8.0, 0.0)), CornerRadius::same(4), fill);
    }
    let y = rect.center().y;
    let writes = workspace.read_only.is_none();
    let buttons = if writes { 60.0 } else { 0.0 };
    let color = if wanted.is_some() { look.text } else { look.text_3 };
    let at = Pos2::new(rect.right() - buttons, y);
    let drawn = paint_text(ui.painter(), at, Align2::RIGHT_CENTER, &words, Text::Small, color);
    let color = if zone.keep_out { look.text_3 } else { look.text };
    let room = drawn.left() - rect.left() - 44.0;
    let (shown, _) = cut_text(ui.painter(), rect.left_center(), room, &zone.name, Text::Body, color);
    side_tag(ui.painter(), Pos2::new(shown.right() + 10.0, y), zone.side, look);
    focus_ring(ui.painter(), rect, &response, look);
    if response.clicked() {
        out.push(Action::SelectZone(i, !selected));
    }
    if writes {
        let area = Rect::from_min_max(
            Pos2::new(rect.right() - 54.0, rect.top() + 2.0),
            rect.max - Vec2::new(0.0, 2.0),
        );
        let layout = egui::Layout::right_to_left(egui::Align::Center);
        let mut child =
            ui.new_child(UiBuilder::new().max_rect(area).layout(layout).id_salt(("target of", i)));
        child.spacing_mut().item_spacing.x = 2.0;
        let button = |which, name| IconButton::new(which, name).extent(Vec2::splat(26.0), 16.0);
        let clear = format!("Clear the target of {name}");
        let response = button(Icon::Close, &clear).enabled(wanted.is_some()).show(&mut child);
        if tip(response, &clear, "").clicked() {
            out.push(Action::SetTarget(vec![i], None));
        }
        let set = format!("Set {} on {name}", wanted_words(workspace.plan.wanted));
        if tip(button(Icon::Target, &set).show(&mut child), &set, "").clicked() {
            out.push(Action::SetTarget(vec![i], Some(workspace.plan.wanted)));
        }
    }
    hovered
}
