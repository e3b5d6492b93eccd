//! Every session by itself: small pictures in the same colours, with the days between them.

use crate::ui::action::{Action, Outbox};
use crate::ui::canvas::paint_legend;
use crate::ui::commands::{Command, keys_of};
use crate::ui::theme::{AS_MADE, Look, Text, size};
use crate::ui::widgets::{Segment, focus_ring, label, paint_text, paint_whole, segmented, text_width, tip};
use crate::ui::workspace::Workspace;
use crate::wording;
use egui::{
    Align, Align2, CornerRadius, Layout, Pos2, Rect, Role, ScrollArea, Sense, Ui, UiBuilder, Vec2, WidgetInfo,
};

/// The least and the greatest width of a picture, height of the words below it, and space between two.
const WIDTHS: (f32, f32) = (190.0, 340.0);
const WORDS: f32 = 40.0;
const BETWEEN: f32 = 14.0;
/// Room for the legend above.
const HEAD: f32 = 84.0;

/// Shows the choice between the sum and every session by itself, at the top right of the canvas. Returns where it is.
pub fn sum_or_each(ui: &mut Ui, workspace: &Workspace, area: Rect, out: &mut Outbox) -> Rect {
    const WORDS: [&str; 2] = ["Sum", "Each session"];
    let each = workspace.shows_multiples();
    let width =
        WORDS.iter().map(|words| text_width(ui.painter(), words, Text::Body) + 18.0).sum::<f32>() + 4.0;
    let place = Rect::from_min_size(Pos2::new(area.right() - width, area.top()), Vec2::new(width, 28.0));
    let mut child = ui.new_child(UiBuilder::new().max_rect(place).id_salt("sum or each"));
    let clicked = segmented(&mut child, &WORDS.map(Segment::Words), &[!each, each], 28.0, 9.0);
    if clicked.is_some_and(|i| (i == 1) != each) {
        out.push(Action::Run(Command::EachSession));
    }
    place
}

/// Shows them in the place of the canvas.
pub fn multiples(ui: &mut Ui, workspace: &mut Workspace, out: &mut Outbox) {
    let look = Look::now(ui.ctx());
    let area = ui.max_rect().shrink(16.0);
    sum_or_each(ui, workspace, area, out);
    let title = paint_text(
        ui.painter(),
        area.min + Vec2::new(0.0, 8.0),
        Align2::LEFT_CENTER,
        workspace.map().title(),
        Text::Strong,
        look.text,
    );
    let at = Pos2::new(title.right() + 10.0, title.center().y);
    let words =
        if workspace.multiples_wait() { "each session, being drawn" } else { "each session by itself" };
    paint_text(ui.painter(), at, Align2::LEFT_CENTER, words, Text::Small, look.text_2);
    if let Some(legend) = &workspace.multiples.legend {
        paint_legend(ui.painter(), legend, area.min + Vec2::new(0.0, 36.0), 240.0, look);
    }
    let below = Rect::from_min_max(area.min + Vec2::new(0.0, HEAD), area.max + Vec2::new(16.0, 16.0));
    let mut child = ui.new_child(UiBuilder::new().max_rect(below));
    ScrollArea::vertical().auto_shrink(false).id_salt("multiples").show(&mut child, |ui| {
        ui.spacing_mut().item_spacing = Vec2::splat(BETWEEN);
        if workspace.multiples.pictures.1.is_empty() && !workspace.multiples_wait() {
            label(ui, "No session yet.", Text::Body, look.text_2);
        }
        let width = ui.available_width() - 12.0;
        // As large as all of them, or as many as fit, have room side by side.
        let count = workspace.multiples.pictures.1.len().max(1) as f32;
        let columns = ((width + BETWEEN) / (WIDTHS.0 + BETWEEN)).floor().clamp(1.0, count);
        let each = ((width + BETWEEN) / columns - BETWEEN - 0.5).min(WIDTHS.1);
        ui.allocate_ui_with_layout(
            Vec2::new(width, 0.0),
            Layout::left_to_right(Align::Min).with_main_wrap(true),
            |ui| {
                for i in 0..workspace.multiples.pictures.1.len() {
                    one(ui, workspace, i, each, look);
                }
            },
        );
    });
}

/// Shows a session. A click has it alone on the canvas.
fn one(ui: &mut Ui, workspace: &mut Workspace, i: usize, width: f32, look: &Look) {
    let (first, pictures) = &workspace.multiples.pictures;
    let number = first + i;
    let picture = pictures.get(i).and_then(Option::as_ref);
    let shape = picture.map_or(1.0, |picture| picture.size_vec2().y / picture.size_vec2().x);
    let sessions = workspace.document().sessions();
    let date = |i: usize| sessions.get(i).map(|session| session.started_at.date());
    let Some(day) = date(number) else { return };
    let since = number.checked_sub(1).and_then(date).map(|before| wording::days_between(before, day));
    let planned = workspace.document().series().plan.as_ref().and_then(|plan| plan.interval_days);
    let early = since.zip(planned).is_some_and(|(days, planned)| i64::from(days) < i64::from(planned));
    let extent = Vec2::new(width, width * shape.clamp(0.5, 1.6) + WORDS);
    let (rect, response) = ui.allocate_exact_size(extent, Sense::click());
    let name = format!("Session {}", number + 1);
    let words = since.map(wording::interval).unwrap_or_default();
    let spoken = format!("{name}, {} {words}", wording::date(day, None));
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &spoken));
    let painter = ui.painter();
    if response.hovered() {
        painter.rect_filled(rect.expand(4.0), CornerRadius::same(size::RADIUS_M as u8), look.hover);
    }
    let place = Rect::from_min_max(rect.min, Pos2::new(rect.right(), rect.bottom() - WORDS));
    if let Some(picture) = picture {
        // As the legend has it: not dimmed, as a figure alone would be.
        paint_whole(painter, picture, place, AS_MADE);
    }
    let at = Pos2::new(rect.left() + 2.0, place.bottom() + 12.0);
    paint_text(painter, at, Align2::LEFT_CENTER, &name, Text::Strong, look.text);
    let color = if early { look.note } else { look.text_2 };
    let right = Pos2::new(rect.right() - 2.0, at.y);
    paint_text(painter, right, Align2::RIGHT_CENTER, &words, Text::Small, color);
    let at = Pos2::new(at.x, place.bottom() + 29.0);
    paint_text(painter, at, Align2::LEFT_CENTER, &wording::date(day, None), Text::Small, look.text_2);
    focus_ring(painter, rect, &response, look);
    if tip(response, &format!("{spoken}. A click shows it alone"), &keys_of(Command::EachSession)).clicked() {
        workspace.stop_play();
        workspace.range = (number, number);
        workspace.multiples.on = false;
    }
}
