//! The tray below the canvas: diagrams at the left, sessions in time order at the right.

use super::top_bar::due_date;
use crate::model::{Atlas, Diagram, DiagramId, SessionId};
use crate::ui::action::{Action, Outbox};
use crate::ui::icons::{Icon, icon};
use crate::ui::theme::{Look, Room, Text, size};
use crate::ui::widgets::{Menu, focus_ring, paint_text, paint_whole, text_width, tip};
use crate::ui::workspace::Workspace;
use crate::wording;
use egui::{
    Align2, CornerRadius, Pos2, Rect, Role, ScrollArea, Sense, Shape, Stroke, TextureHandle, Ui, UiBuilder,
    Vec2, WidgetInfo,
};
use jiff::civil::Date;
use std::collections::HashMap;
use std::sync::Arc;

/// Small pictures: of the diagrams, and of the sessions' heatmaps.
#[derive(Default)]
pub struct Thumbs {
    /// By diagram.
    pub diagrams: HashMap<DiagramId, TextureHandle>,
    /// By session, of the diagram shown.
    pub sessions: HashMap<(SessionId, DiagramId), TextureHandle>,
}

impl std::fmt::Debug for Thumbs {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Thumbs").field("diagrams", &self.diagrams.len()).finish_non_exhaustive()
    }
}

/// Shows the tray.
pub fn tray(
    ui: &mut Ui,
    workspace: &Workspace,
    atlas: &Atlas,
    thumbs: &Thumbs,
    room: Room,
    today: Date,
    out: &mut Outbox,
) {
    let look = Look::now(ui.ctx());
    let area = ui.max_rect().shrink2(Vec2::new(10.0, 8.0));
    let split = if room == Room::Small {
        diagram_button(ui, workspace, atlas, thumbs, area, out)
    } else {
        diagrams(ui, workspace, atlas, thumbs, area, out)
    };
    ui.painter().vline(split, area.shrink2(Vec2::new(0.0, 4.0)).y_range(), look.hairline());
    let rest = Rect::from_min_max(Pos2::new(split + 10.0, area.top()), area.max);
    let mut ui = ui.new_child(UiBuilder::new().max_rect(rest));
    ScrollArea::horizontal().auto_shrink(false).stick_to_right(true).id_salt("sessions").show(
        &mut ui,
        |ui| {
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = 0.0;
                sessions(ui, workspace, thumbs, room, today, rest.height(), out);
            });
        },
    );
}

/// Whether a session has paint on a diagram.
fn used(workspace: &Workspace, diagram: &Diagram) -> bool {
    workspace.session().is_some_and(|session| session.entries.iter().any(|entry| entry.diagram == diagram.id))
}

fn diagrams(
    ui: &mut Ui,
    workspace: &Workspace,
    atlas: &Atlas,
    thumbs: &Thumbs,
    area: Rect,
    out: &mut Outbox,
) -> f32 {
    let look = Look::now(ui.ctx());
    let mut x = area.left();
    let figure = workspace.document().series().figure;
    // Titles are longer where both bodies are shown.
    let width = if figure.is_none() { 70.0 } else { 61.0 };
    for diagram in atlas.for_figure(figure) {
        let title = diagram.title_for(figure);
        let rect = Rect::from_min_size(Pos2::new(x, area.top()), Vec2::new(width, area.height()));
        x += width + 2.0;
        let response = ui.interact(rect, ui.scope_id().with(diagram.id.as_str()), Sense::click());
        let on = workspace.diagram.id == diagram.id;
        response.widget_info(|| WidgetInfo::selected(Role::Tab, true, on, &*title));
        let radius = CornerRadius::same(size::RADIUS_M as u8);
        if on {
            ui.painter().rect_filled(rect, radius, look.accent_soft);
        } else if response.hovered() {
            ui.painter().rect_filled(rect, radius, look.hover);
        }
        let picture = Rect::from_min_max(rect.min + Vec2::new(2.0, 4.0), rect.max - Vec2::new(2.0, 24.0));
        if let Some(texture) = thumbs.diagrams.get(&diagram.id) {
            paint_whole(ui.painter(), texture, picture, look.figure_tint);
        }
        if used(workspace, diagram) {
            ui.painter().circle_filled(rect.right_top() + Vec2::new(-8.0, 8.0), 2.5, look.accent);
        }
        let color = if on { look.accent_text } else { look.text_2 };
        let at = Pos2::new(rect.center().x, rect.bottom() - 12.0);
        let fitting = short_title(ui, &title, rect.width());
        paint_text(ui.painter(), at, Align2::CENTER_CENTER, &fitting, Text::Tiny, color);
        focus_ring(ui.painter(), rect.shrink(2.0), &response, look);
        if tip(response, &title, "").clicked() {
            out.push(Action::SelectDiagram(diagram.id.clone()));
        }
    }
    x + 6.0
}

/// A diagram's title, cut where it is too long.
fn short_title(ui: &Ui, title: &str, width: f32) -> String {
    if text_width(ui.painter(), title, Text::Tiny) <= width {
        return title.to_owned();
    }
    let mut title = title.to_owned();
    while title.chars().count() > 3 && text_width(ui.painter(), &format!("{title}…"), Text::Tiny) > width {
        title.pop();
    }
    format!("{}…", title.trim_end())
}

/// One button with all diagrams behind it, for small windows.
fn diagram_button(
    ui: &mut Ui,
    workspace: &Workspace,
    atlas: &Atlas,
    thumbs: &Thumbs,
    area: Rect,
    out: &mut Outbox,
) -> f32 {
    let look = Look::now(ui.ctx());
    let rect = Rect::from_min_size(area.min, Vec2::new(86.0, area.height()));
    let response = ui.interact(rect, ui.scope_id().with("diagram"), Sense::click());
    let figure = workspace.document().series().figure;
    let title = workspace.diagram.title_for(figure);
    response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, format!("Diagram: {title}")));
    let card = Rect::from_min_size(rect.min, Vec2::new(61.0, rect.height()));
    ui.painter().rect_filled(card, CornerRadius::same(size::RADIUS_M as u8), look.accent_soft);
    let picture = Rect::from_min_max(card.min + Vec2::new(2.0, 3.0), card.max - Vec2::new(2.0, 17.0));
    if let Some(texture) = thumbs.diagrams.get(&workspace.diagram.id) {
        paint_whole(ui.painter(), texture, picture, look.figure_tint);
    }
    let at = Pos2::new(card.center().x, card.bottom() - 8.0);
    paint_text(
        ui.painter(),
        at,
        Align2::CENTER_CENTER,
        &short_title(ui, &title, 59.0),
        Text::Tiny,
        look.accent_text,
    );
    icon(ui.painter(), Pos2::new(rect.right() - 10.0, rect.center().y), 16.0, Icon::Down, look.text_2);
    focus_ring(ui.painter(), rect, &response, look);
    let all: Vec<&Arc<Diagram>> = atlas.for_figure(figure).collect();
    Menu::below(&response, 180.0, |menu| {
        for diagram in all {
            let detail = if used(workspace, diagram) { "painted" } else { "" };
            if menu.choice(&diagram.title_for(figure), detail, workspace.diagram.id == diagram.id) {
                out.push(Action::SelectDiagram(diagram.id.clone()));
            }
        }
    });
    rect.right() + 8.0
}

fn sessions(
    ui: &mut Ui,
    workspace: &Workspace,
    thumbs: &Thumbs,
    room: Room,
    today: Date,
    height: f32,
    out: &mut Outbox,
) {
    let look = Look::now(ui.ctx());
    let document = workspace.document();
    let mut before: Option<Date> = None;
    let plan = document.series().plan.as_ref();
    let interval = plan.and_then(|plan| plan.interval_days);
    for (i, session) in document.sessions().iter().enumerate() {
        let day = session.started_at.date();
        if let Some(before) = before {
            gap_words(ui, wording::days_between(before, day), interval, height, look);
        }
        let year = before.map(Date::year);
        before = Some(day);
        let texture = thumbs.sessions.get(&(session.id.clone(), workspace.diagram.id.clone()));
        let on = workspace.session_index() == Some(i);
        let words = (wording::date(day, year), format!("Session {}", i + 1));
        if card(ui, texture, &words, on, room, height, false).clicked() {
            out.push(Action::SelectSession(session.id.clone()));
        }
    }
    if let Some(due) = due_date(document.sessions(), plan) {
        if let Some(before) = before {
            gap_words(ui, wording::days_between(before, due), None, height, look);
        }
        let texture = thumbs.diagrams.get(&workspace.diagram.id);
        let late = wording::days_between(due, today);
        let second = if late > 0 { format!("{late} d overdue") } else { "due".to_owned() };
        let year = before.map(Date::year);
        let response = card(ui, texture, &(wording::date(due, year), second), false, room, height, true);
        if response.clicked() && workspace.read_only.is_none() {
            out.push(Action::Run(crate::ui::commands::Command::NewSession));
        }
    }
    if document.sessions().is_empty() {
        let (rect, _) = ui.allocate_exact_size(Vec2::new(180.0, height), Sense::hover());
        let at = rect.left_center() + Vec2::new(10.0, 0.0);
        paint_text(ui.painter(), at, Align2::LEFT_CENTER, "No session yet", Text::Body, look.text_2);
    }
}

/// The interval between two sessions; one shorter than the plan's wants a look.
fn gap_words(ui: &mut Ui, days: i32, planned: Option<u32>, height: f32, look: &Look) {
    let early = planned.is_some_and(|planned| i64::from(days) < i64::from(planned));
    let color = if early { look.note } else { look.text_3 };
    let words = wording::interval(days);
    let width = text_width(ui.painter(), &words, Text::Tiny) + 12.0;
    let (rect, _) = ui.allocate_exact_size(Vec2::new(width, height), Sense::hover());
    paint_text(ui.painter(), rect.center(), Align2::CENTER_CENTER, &words, Text::Tiny, color);
}

fn card(
    ui: &mut Ui,
    texture: Option<&TextureHandle>,
    words: &(String, String),
    on: bool,
    room: Room,
    height: f32,
    planned: bool,
) -> egui::Response {
    let look = Look::now(ui.ctx());
    let picture_width = if room == Room::Small { 0.0 } else { 56.0 };
    let text =
        text_width(ui.painter(), &words.0, Text::Body).max(text_width(ui.painter(), &words.1, Text::Small));
    let width = picture_width + text + 16.0;
    let (rect, response) = ui.allocate_exact_size(Vec2::new(width, height), Sense::click());
    let name = format!("{}, {}", words.1, words.0);
    response.widget_info(|| WidgetInfo::selected(Role::Tab, true, on, &name));
    let radius = CornerRadius::same(size::RADIUS_M as u8);
    let painter = ui.painter();
    if on {
        painter.rect_filled(rect, radius, look.accent_soft);
    } else if response.hovered() {
        painter.rect_filled(rect, radius, look.hover);
    }
    if planned {
        let outline: Vec<Pos2> =
            vec![rect.left_top(), rect.right_top(), rect.right_bottom(), rect.left_bottom(), rect.left_top()];
        painter.extend(Shape::dashed_line(&outline, Stroke::new(1.0, look.edge), 3.0, 3.0));
    }
    let mut x = rect.left() + 8.0;
    if picture_width > 0.0 {
        let place = Rect::from_min_size(rect.min + Vec2::new(4.0, 4.0), Vec2::new(52.0, height - 8.0));
        if let Some(texture) = texture {
            let tint = if planned { look.figure_tint.gamma_multiply(0.35) } else { look.figure_tint };
            paint_whole(painter, texture, place, tint);
        }
        x += picture_width - 4.0;
    }
    let color = if on { look.accent_text } else { look.text };
    let y = rect.center().y;
    paint_text(painter, Pos2::new(x, y - 8.0), Align2::LEFT_CENTER, &words.0, Text::Body, color);
    let late = words.1.ends_with("overdue");
    let second = if late { look.note } else { look.text_2 };
    paint_text(painter, Pos2::new(x, y + 9.0), Align2::LEFT_CENTER, &words.1, Text::Small, second);
    focus_ring(ui.painter(), rect.shrink(2.0), &response, look);
    response
}
