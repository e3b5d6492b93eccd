//! Painting without a pointer: while the canvas has the focus, the arrow keys move a crosshair, and Enter does what a
//! press does.

use super::gesture::{CanvasContext, moved, press, release};
use crate::geometry::Point;
use crate::model::{Direction, Zone};
use crate::ui::action::Action;
use crate::ui::theme::Look;
use crate::ui::workspace::{Gesture, Place, Workspace};
use crate::wording;
use egui::{Event, EventFilter, Id, Key, Painter, PointerButton, Pos2, Rect, Response, Stroke, Ui, Vec2};

/// How far an arrow key moves the crosshair, in mm, and with Shift.
const STEP_MM: f64 = 1.0;
const LONG_STEP_MM: f64 = 10.0;

/// How near the edge of the canvas the crosshair comes before the view follows it, in points.
const EDGE: f32 = 48.0;

fn canvas_id() -> Id {
    Id::unique("canvas with the focus")
}

/// Gives the focus to the canvas that was shown last.
pub fn focus_canvas(ctx: &egui::Context) {
    if let Some(id) = ctx.data(|data| data.get_temp::<Id>(canvas_id())) {
        ctx.memory_mut(|memory| memory.request_focus(id));
    }
}

/// Follows the keys while the canvas has the focus. Returns where the crosshair is on the screen.
pub(super) fn crosshair(
    ui: &Ui,
    workspace: &mut Workspace,
    cx: &mut CanvasContext<'_>,
    canvas: Rect,
    response: &Response,
) -> Option<Pos2> {
    ui.data_mut(|data| data.insert_temp(canvas_id(), response.id));
    if !response.has_focus() {
        if workspace.keys.draws {
            let touched = workspace.drop_gesture();
            workspace.renew_heat(ui.ctx(), touched);
            cx.out.push(Action::Say("The canvas was left; what was being drawn is dropped.".to_owned()));
        }
        workspace.keys.crosshair = None;
        ui.data_mut(|data| data.insert_temp(response.id, false));
        return None;
    }
    let filter = EventFilter {
        horizontal_arrows: true,
        vertical_arrows: true,
        // The first Escape drops the stroke, the next leaves the canvas.
        escape: workspace.gesture.draws(),
        ..EventFilter::default()
    };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
    if !ui.data_mut(|data| std::mem::replace(data.get_temp_mut_or_default::<bool>(response.id), true)) {
        place(workspace, canvas);
    }
    let (events, time) = ui.input(|input| (input.events.clone(), input.time));
    for event in events {
        let Event::Key { key, pressed: true, modifiers, repeat, .. } = event else { continue };
        if modifiers.command || modifiers.alt {
            continue;
        }
        let step = if modifiers.shift { LONG_STEP_MM } else { STEP_MM };
        match key {
            Key::ArrowLeft => go(ui, workspace, canvas, (-step, 0.0), time),
            Key::ArrowRight => go(ui, workspace, canvas, (step, 0.0), time),
            Key::ArrowUp => go(ui, workspace, canvas, (0.0, -step), time),
            Key::ArrowDown => go(ui, workspace, canvas, (0.0, step), time),
            Key::Enter if !repeat => act(ui, workspace, cx, canvas, time),
            _ => {}
        }
    }
    let at = workspace.keys.crosshair?;
    Some(workspace.view()?.screen_from_mm(canvas, at))
}

/// Puts the crosshair where the pointer is, else into the middle of the chosen zone, else of what is in view.
fn place(workspace: &mut Workspace, canvas: Rect) {
    let zone = workspace.selected.and_then(|i| workspace.diagram.zones.get(i));
    let middle = zone.map(|zone| zone.outline.bounds().centre());
    let seen = workspace.view().map(|view| view.mm_from_screen(canvas, canvas.center()));
    let at = workspace.keys.crosshair.or(workspace.pointer).or(middle).or(seen);
    workspace.keys.crosshair = at.map(|p| inside(p, workspace.diagram.size_mm));
}

/// The nearest whole millimetre of the diagram.
fn inside(p: Point, size_mm: (f64, f64)) -> Point {
    Point::new(p.x.round().clamp(0.0, size_mm.0), p.y.round().clamp(0.0, size_mm.1))
}

fn go(ui: &Ui, workspace: &mut Workspace, canvas: Rect, by: (f64, f64), time: f64) {
    if workspace.keys.crosshair.is_none() {
        place(workspace, canvas);
    }
    let Some(from) = workspace.keys.crosshair else { return };
    let to = inside(Point::new(from.x + by.0, from.y + by.1), workspace.diagram.size_mm);
    workspace.keys.crosshair = Some(to);
    workspace.hovered_since = time;
    moved(ui, workspace, to, time);
    if let Some(mut view) = workspace.view().copied() {
        let room = canvas.shrink(EDGE);
        let at = view.screen_from_mm(canvas, to);
        if room.is_positive() && !room.contains(at) {
            view.pan(workspace.diagram.size_mm, room.clamp(at) - at);
            workspace.set_view(view);
        }
    }
    if workspace.keys.draws {
        workspace.flush_heat(ui.ctx());
    }
}

/// Begins a gesture at the crosshair, or ends the one that was begun.
fn act(ui: &Ui, workspace: &mut Workspace, cx: &mut CanvasContext<'_>, canvas: Rect, time: f64) {
    if workspace.keys.crosshair.is_none() {
        place(workspace, canvas);
    }
    let Some(at) = workspace.keys.crosshair.filter(|_| workspace.place == Place::Treat) else { return };
    if workspace.keys.draws && matches!(workspace.gesture, Gesture::Polygon(_)) {
        press(workspace, cx, at, PointerButton::Primary, false, time);
    } else if workspace.keys.draws {
        moved(ui, workspace, at, time);
        release(ui, workspace, cx);
        workspace.keys.draws = workspace.gesture.draws();
    } else if !workspace.gesture.draws() {
        press(workspace, cx, at, PointerButton::Primary, false, time);
        workspace.keys.draws = workspace.gesture.draws();
    }
    workspace.flush_heat(ui.ctx());
}

/// Paints the crosshair over whatever lies below it.
pub(super) fn paint_crosshair(painter: &Painter, at: Pos2, look: &Look) {
    for (arm, gap) in [(Vec2::X, 5.0), (Vec2::Y, 5.0)] {
        for side in [-1.0, 1.0] {
            let line = [at + arm * side * gap, at + arm * side * 17.0];
            painter.line_segment(line, Stroke::new(3.6, look.paper));
            painter.line_segment(line, Stroke::new(1.6, look.ink));
        }
    }
}

/// What lies under the crosshair, as a sentence for those who cannot see it.
pub(super) fn under_crosshair(workspace: &Workspace) -> Option<String> {
    let at = workspace.keys.crosshair?;
    let cell = workspace.diagram.grid.cell_at(at);
    let zone = workspace.counts.diagram(&workspace.diagram.id).and_then(|counts| counts.zones.zone_at(cell));
    let zone = zone.and_then(|i| workspace.diagram.zones.get(i));
    let name = zone.map_or_else(|| "outside every zone".to_owned(), Zone::full_name);
    let passes = workspace.shown_set().map(|set| set.counts(cell)).unwrap_or_default();
    let by_direction = Direction::ALL.into_iter().filter_map(|direction| {
        let count = *passes.get(direction);
        (count > 0).then(|| format!("{count} {}", direction.name().to_lowercase()))
    });
    let by_direction: Vec<String> = by_direction.collect();
    let total = passes.iter().map(|(_, count)| *count as usize).sum::<usize>();
    let passes = match by_direction.as_slice() {
        [] => "no passes".to_owned(),
        [one] => format!("{one} {}", if total == 1 { "pass" } else { "passes" }),
        several => format!("{}: {}", wording::count(total, "pass"), several.join(", ")),
    };
    let keep_out = if zone.is_some_and(|zone| zone.keep_out) { ", a keep-out" } else { "" };
    let drawing = match (&workspace.gesture, workspace.keys.draws) {
        (_, false) => "",
        (Gesture::Polygon(_), _) => ". Drawing; Enter sets a corner, twice closes, Escape drops it",
        _ => ". Drawing; Enter ends, Escape drops it",
    };
    Some(format!("{} by {} mm, {name}{keep_out}, {passes}{drawing}", at.x.round(), at.y.round()))
}
