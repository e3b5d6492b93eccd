//! The two handles of the time tray that say which sessions a difference is taken of.

use crate::heatmap::MapKind;
use crate::ui::theme::{Look, Text, color};
use crate::ui::widgets::{focus_ring, paint_text, tip_with};
use crate::ui::workspace::{Compare, Workspace, sessions_words};
use egui::{
    Align2, Color32, CursorIcon, Id, Key, Pos2, Rect, Response, Role, Sense, Stroke, Ui, Vec2, WidgetInfo,
};

/// How far below the line of time the handles hang.
const DROP: f32 = 24.0;

/// Shows the handles A and B below the line of time; `places` are the sessions' places along it.
pub(super) fn compare_handles(ui: &mut Ui, workspace: &mut Workspace, places: &[f32], y: f32) {
    let Compare { a, b } = workspace.compare();
    // Where both are of the same session they hang side by side.
    let apart = if a.1 == b.1 { 10.0 } else { 0.0 };
    let a = handle(ui, Handle { letter: "A", role: "taken away", shift: -apart, chosen: a }, places, y);
    let b = handle(ui, Handle { letter: "B", role: "taken from", shift: apart, chosen: b }, places, y);
    let compare = Compare { a, b };
    if compare != workspace.compare() {
        workspace.compared = Some(compare);
    }
}

#[derive(Clone, Copy)]
struct Handle {
    letter: &'static str,
    role: &'static str,
    shift: f32,
    chosen: (usize, usize),
}

impl Handle {
    /// The colour that its sessions have in the map where they have more.
    fn color(self, look: &Look) -> Color32 {
        let ramp = MapKind::Difference.ramp();
        let end = if self.letter == "A" { ramp.first() } else { ramp.last() };
        end.map_or(look.ink, |rgb| color(*rgb))
    }
}

/// Shows a handle. Returns what is chosen now.
fn handle(ui: &mut Ui, handle: Handle, places: &[f32], y: f32) -> (usize, usize) {
    let look = Look::now(ui.ctx());
    let (from, to) = handle.chosen;
    let (Some(&start), Some(&end)) = (places.get(from), places.get(to)) else { return handle.chosen };
    let middle = Pos2::new(end + handle.shift, y + DROP);
    let rect = Rect::from_center_size(middle, Vec2::splat(18.0));
    let response = ui.interact(rect.expand(3.0), Id::unique(("compare", handle.letter)), Sense::drag());
    let words = format!("{}, {}: {}", handle.letter, handle.role, sessions_words(handle.chosen));
    response.widget_info(|| WidgetInfo::labeled(Role::Slider, true, &words));
    let fill = handle.color(look);
    let painter = ui.painter();
    painter.line_segment([Pos2::new(end, y + 4.0), Pos2::new(middle.x, y + DROP)], Stroke::new(1.4, fill));
    if from < to {
        let (a, b) = (Pos2::new(start, y + DROP), Pos2::new(middle.x, y + DROP));
        painter.line_segment([a, b], Stroke::new(3.0, fill));
        painter.circle_filled(a, 3.5, fill);
    }
    painter.circle(middle, 9.0, fill, Stroke::new(1.5, look.panel));
    paint_text(painter, middle, Align2::CENTER_CENTER, handle.letter, Text::TinyStrong, look.paper);
    focus_ring(painter, rect, &response, look);
    if response.hovered() || response.dragged() {
        ui.ctx().set_cursor_icon(CursorIcon::ResizeHorizontal);
    }
    let chosen = moved(ui, &response, handle, places);
    tip_with(response, &words, "", "Drag it to another session; with Shift held it takes several.");
    chosen
}

/// What a handle is dragged or stepped to. With Shift it stays where it began and reaches to there.
fn moved(ui: &Ui, response: &Response, handle: Handle, places: &[f32]) -> (usize, usize) {
    let (from, to) = handle.chosen;
    let shift = ui.input(|input| input.modifiers.shift);
    let nearest = |x: f32| {
        let off = |i: &usize| places.get(*i).map_or(f32::MAX, |place| (place - x).abs());
        (0..places.len()).min_by(|a, b| off(a).total_cmp(&off(b))).unwrap_or(to)
    };
    let goal = if let Some(pointer) = response.interact_pointer_pos().filter(|_| response.dragged()) {
        nearest(pointer.x - handle.shift)
    } else if response.has_focus() {
        let step = |key| isize::from(ui.input(|input| input.key_pressed(key)));
        let by = step(Key::ArrowRight) - step(Key::ArrowLeft);
        if by == 0 {
            return handle.chosen;
        }
        to.saturating_add_signed(by).min(places.len().saturating_sub(1))
    } else {
        return handle.chosen;
    };
    if shift { (from.min(goal), goal.max(from)) } else { (goal, goal) }
}
