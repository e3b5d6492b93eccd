//! The canvas as a whole, and how pointer events become gestures.
//!
//! Every event of a frame is used, in order: several moves in a frame are several samples, and a stroke that begins
//! and ends inside one frame counts. The widget's own drag state knows only one place a frame, so it is not asked.

use super::card::pinned_cards;
use super::crosshair::{crosshair, paint_crosshair, under_crosshair};
use super::hatch::Hatch;
use super::paint::{paint_hint, paint_layers, paint_marks, paint_pointer};
use super::view::View;
use super::{legend_ui, polygon, scale_bar, tip, zoom_control};
use crate::geometry::Point;
use crate::model::Zone;
use crate::tool::{DirectionMode, Lasso, Polygon, StrokeKind, StrokeSpec, ToolKind, ToolOptions, with_image};
use crate::ui::action::{Action, Outbox};
use crate::ui::figures::Figure;
use crate::ui::panels::sum_or_each;
use crate::ui::settings::Settings;
use crate::ui::theme::Look;
use crate::ui::widgets::{Segment, segmented, stop_typing};
use crate::ui::workspace::{Gesture, Place, Reach, Scope, Workspace};
use egui::{Event, Id, PointerButton, Pos2, Rect, Role, Sense, TouchPhase, Ui, UiBuilder, Vec2, WidgetInfo};

/// What the canvas needs besides the series.
pub struct CanvasContext<'a> {
    /// What belongs to the diagram, once it has been made.
    pub figure: Option<&'a Figure>,
    /// Whether it is only a picture, without controls of its own.
    pub bare: bool,
    /// The user's settings.
    pub settings: &'a Settings,
    /// Lines above the ceiling, kept between frames.
    pub hatch: &'a mut Hatch,
    /// What is asked for.
    pub out: &'a mut Outbox,
}

impl std::fmt::Debug for CanvasContext<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CanvasContext").finish_non_exhaustive()
    }
}

/// A press that moves less than this is a click, in points.
const STILL: f64 = 3.0;

/// Shows the canvas in all the room there is. Returns where it is.
pub fn canvas_ui(ui: &mut Ui, workspace: &mut Workspace, cx: &mut CanvasContext<'_>) -> Rect {
    let look = Look::now(ui.ctx());
    let (canvas, response) = ui.allocate_exact_size(ui.available_size(), Sense::drag());
    let described = describe(workspace);
    response.widget_info(|| WidgetInfo::labeled(Role::Canvas, true, &described));
    settle_view(workspace, canvas);
    let blocked: Vec<Rect> = ui.data(|data| data.get_temp(blocked_id()).unwrap_or_default());
    let free = |p: Pos2| canvas.contains(p) && !blocked.iter().any(|rect| rect.contains(p));
    handle_events(ui, workspace, cx, canvas, &free);
    handle_wheel(ui, workspace, canvas, &response);
    let aimed = crosshair(ui, workspace, cx, canvas, &response);
    let Some(view) = workspace.view().copied() else { return canvas };
    let painter = ui.painter_at(canvas);
    paint_layers(&painter, workspace, cx, &view, canvas, look);
    paint_marks(ui, &painter, workspace, cx, &view, canvas);
    paint_hint(&painter, workspace, canvas, look);
    let hovering = response.hovered() || workspace.gesture.draws();
    let pointer = aimed.or_else(|| ui.ctx().pointer_latest_pos().filter(|p| hovering && free(*p)));
    paint_pointer(ui, &painter, workspace, cx, &view, canvas, pointer);
    if let Some(aimed) = aimed {
        paint_crosshair(&painter, aimed, look);
        announce(ui, response.id);
    }
    overlays(ui, workspace, cx, canvas);
    pinned_cards(ui, workspace, &view, canvas);
    if let Some(pointer) = pointer.filter(|_| !workspace.gesture.draws()) {
        tip::zone_tip(ui, workspace, pointer, canvas);
    }
    canvas
}

fn blocked_id() -> Id {
    Id::unique("canvas overlays")
}

/// What changes under the crosshair is said without being asked for.
fn announce(ui: &Ui, canvas: Id) {
    ui.ctx().accesskit_node_builder(canvas, |node| node.set_live(egui::accesskit::Live::Polite));
}

/// What the canvas shows, for those who cannot see it.
fn describe(workspace: &Workspace) -> String {
    if let Some(under) = under_crosshair(workspace) {
        return format!("Treatment diagram {}, {under}", workspace.diagram.title);
    }
    let zone = workspace.hovered.and_then(|i| workspace.diagram.zones.get(i)).map(Zone::full_name);
    match zone {
        Some(zone) => format!("Treatment diagram {}, {zone}", workspace.diagram.title),
        None => format!("Treatment diagram {}", workspace.diagram.title),
    }
}

/// Gives a diagram its first view: its planned zones with room around them; and keeps it until the user moves it.
fn settle_view(workspace: &mut Workspace, canvas: Rect) {
    let untouched = workspace.view().is_none_or(|view| !view.moved);
    if !untouched {
        return;
    }
    let targets = workspace.targets();
    let planned = workspace.diagram.zones.iter().zip(&targets).filter(|(_, target)| target.is_some());
    let bounds = planned.map(|(zone, _)| zone.outline.bounds()).reduce(crate::geometry::Rect::union);
    let size = workspace.diagram.size_mm;
    let view = match bounds {
        Some(part) => View::frame(canvas, size, part, 1.5),
        None => View::fit(canvas, size),
    };
    workspace.set_view(view);
}

fn handle_wheel(ui: &Ui, workspace: &mut Workspace, canvas: Rect, response: &egui::Response) {
    let Some(at) = ui.ctx().pointer_hover_pos().filter(|_| response.contains_pointer()) else { return };
    let (scroll, zoom, shift) =
        ui.input(|input| (input.smooth_scroll_delta(), input.zoom_delta(), input.modifiers.shift));
    let size = workspace.diagram.size_mm;
    let Some(mut view) = workspace.view().copied() else { return };
    if zoom != 1.0 {
        view.zoom(canvas, size, at, f64::from(zoom));
    } else if shift || scroll.x != 0.0 {
        view.pan(size, if shift { Vec2::new(scroll.x + scroll.y, 0.0) } else { scroll });
    } else if scroll.y != 0.0 {
        view.zoom(canvas, size, at, (f64::from(scroll.y) * 0.0035).exp());
    } else {
        return;
    }
    workspace.set_view(view);
}

fn handle_events(
    ui: &Ui,
    workspace: &mut Workspace,
    cx: &mut CanvasContext<'_>,
    canvas: Rect,
    free: &impl Fn(Pos2) -> bool,
) {
    let layer = ui.layer_id();
    let (events, time, dt) =
        ui.input(|input| (input.events.clone(), input.time, f64::from(input.unstable_dt)));
    let samples = events.iter().filter(|event| matches!(event, Event::PointerMoved(_))).count().max(1);
    let mut sample = 0;
    let before = workspace.figures_revision();
    for event in &events {
        let Some(view) = workspace.view().copied() else { return };
        let mm = |pos: Pos2| view.mm_from_screen(canvas, pos);
        match event {
            // A stroke of the crosshair is not the pointer's to change.
            Event::PointerButton { .. } | Event::PointerMoved(_) if workspace.keys.draws => {}
            Event::PointerButton { pos, button, pressed: true, modifiers }
                if matches!(workspace.gesture, Gesture::None | Gesture::Polygon(_))
                    && free(*pos)
                    && ui.ctx().layer_id_at(*pos) == Some(layer) =>
            {
                // Painting does not count as a click elsewhere, which would take the focus from a field.
                stop_typing(ui.ctx());
                press(workspace, cx, mm(*pos), *button, modifiers.shift, time);
            }
            Event::PointerMoved(pos) => {
                sample += 1;
                if free(*pos) {
                    workspace.keys.crosshair = None;
                }
                // Samples of one frame are spread over the time since the frame before.
                let at = time - dt.min(0.1) * (1.0 - f64::from(sample) / samples as f64);
                moved(ui, workspace, mm(*pos), at);
                target(workspace, cx, mm(*pos));
            }
            Event::PointerButton { pos, button, pressed: false, .. } => {
                let ends = match &workspace.gesture {
                    Gesture::Width(..) | Gesture::Targets(_, None) => *button == PointerButton::Secondary,
                    Gesture::Stroke(_)
                    | Gesture::Lasso(_)
                    | Gesture::Look(_)
                    | Gesture::Targets(_, Some(_)) => *button == PointerButton::Primary,
                    Gesture::Pan => matches!(button, PointerButton::Primary | PointerButton::Middle),
                    Gesture::None | Gesture::Polygon(_) => false,
                };
                if ends {
                    moved(ui, workspace, mm(*pos), time);
                    release(ui, workspace, cx);
                }
            }
            Event::Key { key, pressed: true, repeat: false, .. } => {
                polygon::key(ui, workspace, cx, *key);
            }
            Event::PointerGone => workspace.pointer = None,
            Event::Touch { phase: TouchPhase::Cancel, .. } => {
                let touched = workspace.drop_gesture();
                workspace.renew_heat(ui.ctx(), touched);
            }
            _ => {}
        }
    }
    if workspace.figures_revision() != before {
        workspace.flush_heat(ui.ctx());
    }
}

pub(super) fn press(
    workspace: &mut Workspace,
    cx: &mut CanvasContext<'_>,
    at: Point,
    button: PointerButton,
    shift: bool,
    time: f64,
) {
    let tool = workspace.active_tool();
    if let Gesture::Polygon(_) = workspace.gesture {
        if button == PointerButton::Primary {
            polygon::click(workspace, cx, at);
        }
        return;
    }
    if let Some(width_mm) =
        brush_width(workspace, tool).filter(|_| shift && button == PointerButton::Secondary)
    {
        workspace.gesture = Gesture::Width(at.x, width_mm);
        return;
    }
    // The tool in hand is that of Treat; what a key holds is held everywhere.
    let hand = if workspace.place == Place::Plan { workspace.held_tool } else { Some(tool) };
    let pans =
        button == PointerButton::Middle || (button == PointerButton::Primary && hand == Some(ToolKind::Hand));
    if pans {
        workspace.gesture = Gesture::Pan;
        return;
    }
    let sets = matches!(button, PointerButton::Primary | PointerButton::Secondary);
    if workspace.place == Place::Plan && workspace.read_only.is_none() && sets {
        let wanted = (button == PointerButton::Primary).then_some(workspace.plan.wanted);
        workspace.gesture = Gesture::Targets(Vec::new(), wanted);
        target(workspace, cx, at);
        return;
    }
    if button != PointerButton::Primary {
        return;
    }
    if tool == ToolKind::Inspect && workspace.place == Place::Treat {
        workspace.gesture = Gesture::Look(at);
        return;
    }
    if workspace.place != Place::Treat {
        let looks = workspace.place == Place::Review;
        workspace.gesture = if looks { Gesture::Look(at) } else { Gesture::Pan };
        return;
    }
    if let Some(reason) = why_not(workspace, tool) {
        cx.out.push(Action::Say(reason));
        return;
    }
    match tool {
        ToolKind::Roll | ToolKind::Shade | ToolKind::Erase => {
            let Some(spec) = stroke_spec(workspace, tool, shift) else { return };
            workspace.stroke_began = time;
            workspace.begin_stroke(spec, at);
        }
        ToolKind::Region if workspace.options.corners => {
            workspace.gesture = Gesture::Polygon(Polygon::begin(at));
        }
        ToolKind::Region => {
            workspace.gesture = Gesture::Lasso(Lasso::begin(at));
        }
        ToolKind::Zone => {
            let zone = cx.figure.and_then(|figure| figure.zones.zone_at(workspace.diagram.grid.cell_at(at)));
            match zone {
                Some(zone) => cx.out.push(Action::LogZone(zone, workspace.options.area.passes())),
                None => cx.out.push(Action::Say("There is no zone here; nothing was logged.".to_owned())),
            }
        }
        ToolKind::Inspect | ToolKind::Hand => {}
    }
}

/// Takes the zone at a place in, where targets are being set; keep-outs take none.
fn target(workspace: &mut Workspace, cx: &CanvasContext<'_>, at: Point) {
    let cell = workspace.diagram.grid.cell_at(at);
    let zone = cx.figure.and_then(|figure| figure.zones.zone_at(cell));
    let keep_out = zone.and_then(|zone| workspace.diagram.zones.get(zone)).is_some_and(|zone| zone.keep_out);
    if let (Gesture::Targets(zones, wanted), Some(zone)) = (&mut workspace.gesture, zone)
        && !zones.contains(&zone)
        && (!keep_out || wanted.is_none())
    {
        zones.push(zone);
    }
}

/// How wide the brush in hand is, if it is a brush.
const fn brush_width(workspace: &Workspace, tool: ToolKind) -> Option<f64> {
    match tool {
        ToolKind::Shade => Some(workspace.options.shade_width_mm),
        ToolKind::Erase => Some(workspace.options.erase_width_mm),
        _ => None,
    }
}

/// Why the tool cannot be used now, if so.
fn why_not(workspace: &Workspace, tool: ToolKind) -> Option<String> {
    if let Some(reason) = &workspace.read_only {
        return Some(reason.clone());
    }
    if workspace.session().is_none() {
        return Some("There is no session yet; start one first.".to_owned());
    }
    let needs_width =
        tool == ToolKind::Roll && workspace.device().and_then(|device| device.width_mm).is_none();
    needs_width.then(|| "Choose a device with a width first.".to_owned())
}

fn stroke_spec(workspace: &Workspace, tool: ToolKind, shift: bool) -> Option<StrokeSpec> {
    let options = &workspace.options;
    let device = workspace.device();
    let (kind, width_mm) = match tool {
        ToolKind::Roll => {
            let device = device?;
            (StrokeKind::Roll { passes: options.passes, tip: device.tip }, device.width_mm?)
        }
        ToolKind::Shade => (StrokeKind::Shade { passes: options.area.passes() }, options.shade_width_mm),
        ToolKind::Erase => (StrokeKind::Erase, options.erase_width_mm),
        _ => return None,
    };
    let straight = match options.direction {
        DirectionMode::Fixed(direction) if tool == ToolKind::Roll => Some(Some(direction)),
        _ => shift.then_some(None),
    };
    let mirror_x_mm = workspace.diagram.midline_x_mm.filter(|_| options.mirror);
    let device = (tool != ToolKind::Erase).then(|| options.device.clone()).flatten();
    let (grid, steadiness) = (workspace.diagram.grid, options.steadiness);
    Some(StrokeSpec { kind, grid, width_mm, device, straight, mirror_x_mm, steadiness })
}

pub(super) fn moved(ui: &Ui, workspace: &mut Workspace, at: Point, time: f64) {
    let ms = ((time - workspace.stroke_began) * 1000.0).round().clamp(0.0, f64::from(u32::MAX)) as u32;
    follow_heading(workspace, at);
    let before = workspace.pointer.replace(at);
    let scale = workspace.view().map_or(0.0, View::scale);
    if matches!(workspace.gesture, Gesture::Look(from) if (at - from).length() * scale > STILL) {
        workspace.gesture = Gesture::Pan;
    }
    match &mut workspace.gesture {
        Gesture::Stroke(_) => workspace.extend_stroke(at, ms),
        Gesture::Lasso(lasso) => lasso.extend(at),
        Gesture::Pan => {
            if let (Some(before), Some(mut view)) = (before, workspace.view().copied()) {
                let by = (at - before) * view.scale();
                view.pan(workspace.diagram.size_mm, Vec2::new(by.x as f32, by.y as f32));
                workspace.set_view(view);
                // The place under the pointer has stayed under it.
                workspace.pointer = Some(before);
            }
            ui.ctx().request_repaint();
        }
        Gesture::Width(from, was) => {
            // Half of the way is a radius, as the edge of the brush shows.
            let width_mm = (*was + 2.0 * (at.x - *from)).round();
            let range = ToolOptions::WIDTHS_MM;
            let width_mm = width_mm.clamp(*range.start(), *range.end());
            match workspace.active_tool() {
                ToolKind::Shade => workspace.options.shade_width_mm = width_mm,
                ToolKind::Erase => workspace.options.erase_width_mm = width_mm,
                _ => {}
            }
        }
        Gesture::None | Gesture::Polygon(_) | Gesture::Targets(..) | Gesture::Look(_) => {}
    }
}

/// Turns the footprint along the last 5 mm of movement.
fn follow_heading(workspace: &mut Workspace, at: Point) {
    let from = *workspace.heading_from.get_or_insert(at);
    let way = at - from;
    if let Some(heading) = way.heading().filter(|_| way.length() >= 1.5) {
        workspace.heading = heading;
        if way.length() > 5.0 {
            workspace.heading_from = Some(at + heading * -5.0);
        }
    }
}

pub(super) fn release(ui: &Ui, workspace: &mut Workspace, cx: &mut CanvasContext<'_>) {
    match &mut workspace.gesture {
        Gesture::Stroke(_) => {
            let entries = workspace.finish_stroke();
            let on_skin =
                |entry| cx.figure.is_none_or(|figure| workspace.reach(figure, entry) > Reach::Nothing);
            if entries.iter().any(on_skin) {
                workspace.flush_heat(ui.ctx());
                workspace.gesture = Gesture::None;
                cx.out.push(Action::Commit(entries));
            } else {
                let touched = workspace.drop_gesture();
                workspace.renew_heat(ui.ctx(), touched);
                cx.out.push(Action::Say("The stroke was outside the figure and is not kept.".to_owned()));
            }
        }
        Gesture::Lasso(_) => {
            if let Gesture::Lasso(lasso) = std::mem::take(&mut workspace.gesture) {
                let entry = lasso.finish(workspace.options.area.passes());
                let midline = workspace.diagram.midline_x_mm.filter(|_| workspace.options.mirror);
                cx.out.extend(entry.map(|entry| Action::Commit(with_image(entry, midline))));
            }
        }
        Gesture::Look(at) => {
            let place = *at;
            let cell = workspace.diagram.grid.cell_at(place);
            let zone = cx.figure.and_then(|figure| figure.zones.zone_at(cell));
            workspace.gesture = Gesture::None;
            workspace.pin(place, zone);
        }
        Gesture::Pan | Gesture::Width(..) => workspace.gesture = Gesture::None,
        Gesture::Targets(zones, wanted) => {
            if !zones.is_empty() {
                cx.out.push(Action::SetTarget(std::mem::take(zones), *wanted));
            }
            workspace.gesture = Gesture::None;
        }
        Gesture::None | Gesture::Polygon(_) => {}
    }
}

/// Controls that lie on the canvas.
fn overlays(ui: &mut Ui, workspace: &mut Workspace, cx: &mut CanvasContext<'_>, canvas: Rect) {
    let mut blocked = Vec::new();
    if cx.bare {
        ui.data_mut(|data| data.insert_temp(blocked_id(), blocked));
        return;
    }
    let inner = canvas.shrink2(Vec2::new(16.0, 16.0));
    if workspace.place == Place::Treat {
        let mut top = ui.new_child(UiBuilder::new().max_rect(inner));
        let chosen = [workspace.scope == Scope::Session, workspace.scope == Scope::ToDate];
        let words = [Segment::Words("This session"), Segment::Words("Series to date")];
        if let Some(i) = segmented(&mut top, &words, &chosen, 28.0, 9.0) {
            workspace.scope = if i == 0 { Scope::Session } else { Scope::ToDate };
            workspace.summary_asked = None;
        }
        blocked.push(top.min_rect());
    }
    if workspace.place == Place::Review {
        blocked.push(sum_or_each(ui, workspace, inner, cx.out));
    }
    blocked.push(legend_ui(ui, workspace, inner, cx.out));
    scale_bar(ui, workspace, inner);
    blocked.push(zoom_control(ui, workspace, canvas, inner));
    ui.data_mut(|data| data.insert_temp(blocked_id(), blocked));
}
