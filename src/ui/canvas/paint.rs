//! What is painted on the canvas: drawing, heatmap, marks, and what the pointer is doing.

use super::CanvasContext;
use super::cursor::{Footprint, paint_footprint, paint_lasso, paint_stroke};
use super::marks;
use super::view::View;
use crate::geometry::{Point, Vector};
use crate::heatmap::DrawingLayer;
use crate::tool::{DirectionMode, ToolKind};
use crate::ui::theme::{Look, Text};
use crate::ui::widgets::{paint_text, text_width};
use crate::ui::workspace::{Gesture, Place, Workspace};
use egui::{Align2, CornerRadius, CursorIcon, Pos2, Rect, Stroke, StrokeKind, Ui, Vec2};

/// How much of a stroke that is being drawn is outlined, in points of its path: a frame must not cost more and more.
const SHOWN_POINTS: usize = 1000;

pub(super) fn paint_layers(
    painter: &egui::Painter,
    workspace: &Workspace,
    cx: &mut CanvasContext<'_>,
    view: &View,
    canvas: Rect,
    look: &Look,
) {
    letters(painter, workspace, view, canvas, look);
    if !workspace.pictures.shows(&workspace.diagram.id) {
        return;
    }
    workspace.pictures.paint(painter, view, canvas, DrawingLayer::Figure, look.figure_tint);
    workspace.heat.paint(painter, view, canvas);
    if cx.settings.layers.ceiling && !workspace.map().is_signed() {
        let mesh = cx.hatch.mesh(&workspace.heat, workspace.diagram.grid, view, canvas, look.paper);
        painter.add(egui::Shape::mesh(mesh));
    }
    workspace.pictures.paint(painter, view, canvas, DrawingLayer::Lines, look.figure_tint);
}

/// What to do first, until something has been done.
pub(super) fn paint_hint(painter: &egui::Painter, workspace: &Workspace, canvas: Rect, look: &Look) {
    let bare = workspace.session().is_some_and(|session| session.entries.is_empty());
    let waits = bare && workspace.place == Place::Treat && workspace.read_only.is_none();
    if waits && !workspace.gesture.draws() {
        let at = Pos2::new(canvas.center().x, canvas.bottom() - 28.0);
        let words = "Roll over the figure, or press Z and click a zone";
        let width = text_width(painter, words, Text::Body);
        let plate = Rect::from_center_size(at, Vec2::new(width + 28.0, 30.0));
        painter.rect(plate, CornerRadius::same(15), look.raised, look.outline(), StrokeKind::Inside);
        paint_text(painter, at, Align2::CENTER_CENTER, words, Text::Body, look.text_2);
    }
}

/// The client's sides beside the figure, at the window's edge where the figure fills it.
fn letters(painter: &egui::Painter, workspace: &Workspace, view: &View, canvas: Rect, look: &Look) {
    let Some(midline) = workspace.diagram.midline_x_mm else { return };
    let reach = workspace.diagram.size_mm.0 * 0.41;
    let (on_left, on_right) = if workspace.diagram.is_facing() { ("R", "L") } else { ("L", "R") };
    let y = canvas.top() + canvas.height() * 0.5;
    for (x_mm, letter) in [(midline - reach, on_left), (midline + reach, on_right)] {
        let x = view.screen_from_mm(canvas, Point::new(x_mm, 0.0)).x;
        let x = x.clamp(canvas.left() + 28.0, canvas.right() - 28.0);
        paint_text(painter, Pos2::new(x, y), Align2::CENTER_CENTER, letter, Text::CanvasLetter, look.faint);
    }
}

pub(super) fn paint_marks(
    ui: &Ui,
    painter: &egui::Painter,
    workspace: &mut Workspace,
    cx: &CanvasContext<'_>,
    view: &View,
    canvas: Rect,
) {
    let look = Look::now(ui.ctx());
    let Some(figure) = cx.figure else { return };
    let layers = cx.settings.layers;
    let targets = workspace.targets();
    for (i, (zone, target)) in workspace.diagram.zones.iter().zip(&targets).enumerate() {
        if (target.is_some() && layers.outlines) || (zone.keep_out && layers.keep_outs) {
            let color = if zone.keep_out { look.note } else { look.ink.gamma_multiply(0.38) };
            marks::outline(painter, figure, i, view, canvas, Stroke::new(1.0, color));
        }
    }
    let strong = workspace.hovered.or(workspace.selected);
    if let Some(zone) = strong {
        marks::strong_outline(painter, figure, zone, view, canvas, look);
    }
    for zone in std::mem::take(&mut workspace.lit) {
        marks::strong_outline(painter, figure, zone, view, canvas, look);
    }
    if let Gesture::Targets(zones, _) = &workspace.gesture {
        for zone in workspace.with_twins(zones) {
            marks::strong_outline(painter, figure, zone, view, canvas, look);
        }
    }
    if workspace.place == Place::Plan {
        return;
    }
    // Gaps are those of a sum, which a difference does not show.
    let gaps = layers.gaps && !workspace.map().is_signed() && !cx.bare;
    if let Some(summary) = workspace.summary.as_ref().filter(|_| gaps) {
        if workspace.place == Place::Treat {
            marks::gaps(painter, summary, view, canvas, look);
            let pointer = ui.ctx().pointer_hover_pos();
            let per_mm = workspace.diagram.grid.cells_per_mm();
            marks::badges(painter, summary, per_mm, view, canvas, pointer, look);
        } else {
            marks::quiet_gaps(painter, summary, view, canvas, look);
        }
    }
    paint_located(ui, painter, workspace, view, canvas, look);
}

/// Pulses the edge of the gap that was asked for.
fn paint_located(
    ui: &Ui,
    painter: &egui::Painter,
    workspace: &mut Workspace,
    view: &View,
    canvas: Rect,
    look: &Look,
) {
    let Some(summary) = workspace.summary.clone() else { return };
    if let Some((spot, since)) = workspace.gap_view.spot {
        match summary.hot_spots.get(spot) {
            Some((_, lines)) => marks::edges(painter, lines, view, canvas, pulse(ui, since), look),
            None => workspace.gap_view.spot = None,
        }
    }
    let Some(located) = workspace.located else { return };
    let gap = summary.places.get(located.place).and_then(|place| place.gaps.get(located.patch)).copied();
    let Some(gap) = gap else {
        workspace.located = None;
        return;
    };
    let lines = summary.gap_lines.get(gap).map(Vec::as_slice).unwrap_or_default();
    marks::edges(painter, lines, view, canvas, pulse(ui, located.since), look);
}

/// How wide the edge of what was asked for is: twice from 1.2 to 4 points and back, 0.3 s each way; then it rests.
fn pulse(ui: &Ui, since: f64) -> f32 {
    let age = (ui.input(|input| input.time) - since) as f32 - 0.25;
    if age < 1.2 {
        ui.ctx().request_repaint();
    }
    if !(0.0..1.2).contains(&age) {
        return 1.2;
    }
    let phase = (age / 0.3) % 2.0;
    1.2 + 2.8 * if phase <= 1.0 { phase } else { 2.0 - phase }
}

/// Paints the image of a region that is being drawn, where it is mirrored.
fn paint_image(
    painter: &egui::Painter,
    workspace: &Workspace,
    points: &[Point],
    view: &View,
    canvas: Rect,
    look: &Look,
) {
    let Some(midline) = workspace.diagram.midline_x_mm.filter(|_| workspace.options.mirror) else { return };
    let image: Vec<Point> = points.iter().map(|p| p.mirrored(midline)).collect();
    let mut ghost = painter.clone();
    ghost.multiply_opacity(0.55);
    paint_lasso(&ghost, &image, view, canvas, look);
}

/// Paints what is being drawn.
fn paint_gesture(
    painter: &egui::Painter,
    workspace: &Workspace,
    view: &View,
    canvas: Rect,
    pointer: Option<Pos2>,
    look: &Look,
) {
    match &workspace.gesture {
        Gesture::Stroke(stroke) => {
            let width_mm = stroke.spec().width_mm;
            // What lies further back shows in the heatmap.
            let hidden = stroke.points().len().saturating_sub(SHOWN_POINTS);
            let start = stroke.points().first().copied();
            let mut points: Vec<Point> = stroke.points().iter().skip(hidden).copied().collect();
            if stroke.spec().straight.is_none() {
                points.push(stroke.head());
            }
            paint_stroke(painter, start, &points, width_mm, view, canvas, look);
            if let Some(midline) = stroke.spec().mirror_x_mm {
                let image: Vec<Point> = points.iter().map(|p| p.mirrored(midline)).collect();
                let start = start.map(|p| p.mirrored(midline));
                paint_stroke(painter, start, &image, width_mm, view, canvas, look);
            }
        }
        Gesture::Lasso(lasso) => {
            paint_lasso(painter, lasso.points(), view, canvas, look);
            paint_image(painter, workspace, lasso.points(), view, canvas, look);
        }
        Gesture::Polygon(polygon) => {
            let pointer = pointer.map(|at| view.mm_from_screen(canvas, at));
            let corners: Vec<Point> = polygon.corners().iter().copied().chain(pointer).collect();
            paint_lasso(painter, &corners, view, canvas, look);
            for corner in polygon.corners() {
                let at = view.screen_from_mm(canvas, *corner);
                painter.circle_filled(at, 4.6, look.paper);
                painter.circle_filled(at, 3.2, look.ink);
            }
            paint_image(painter, workspace, &corners, view, canvas, look);
        }
        Gesture::None | Gesture::Pan | Gesture::Width(..) | Gesture::Targets(..) | Gesture::Look(_) => {}
    }
}

pub(super) fn paint_pointer(
    ui: &Ui,
    painter: &egui::Painter,
    workspace: &mut Workspace,
    cx: &CanvasContext<'_>,
    view: &View,
    canvas: Rect,
    pointer: Option<Pos2>,
) {
    let look = Look::now(ui.ctx());
    paint_gesture(painter, workspace, view, canvas, pointer, look);
    let Some(at) = pointer else {
        if !workspace.gesture.draws() {
            workspace.hovered = workspace.hovered.filter(|_| workspace.hovered_from_row);
            if matches!(workspace.gesture, Gesture::None) {
                workspace.pointer = None;
            }
        }
        return;
    };
    let place = view.mm_from_screen(canvas, at);
    workspace.pointer = Some(place);
    let zone = cx.figure.and_then(|figure| figure.zones.zone_at(workspace.diagram.grid.cell_at(place)));
    if zone != workspace.hovered {
        workspace.hovered = zone;
        workspace.hovered_since = ui.input(|input| input.time);
    }
    workspace.hovered_from_row = false;
    let tool = workspace.active_tool();
    let footprint = match tool {
        ToolKind::Roll => workspace.device().and_then(Footprint::of),
        ToolKind::Shade => Some(Footprint::Round { width_mm: workspace.options.shade_width_mm }),
        ToolKind::Erase => Some(Footprint::Eraser { width_mm: workspace.options.erase_width_mm }),
        _ => None,
    };
    let can_paint =
        workspace.place == Place::Treat && workspace.read_only.is_none() && workspace.session().is_some();
    let icon = match (tool, footprint.is_some() && can_paint) {
        (_, true) => CursorIcon::None,
        (ToolKind::Hand, _) if matches!(workspace.gesture, Gesture::Pan) => CursorIcon::Grabbing,
        (ToolKind::Hand, _) if workspace.place == Place::Treat => CursorIcon::Grab,
        _ if workspace.place == Place::Review => CursorIcon::Crosshair,
        _ if workspace.place == Place::Plan => CursorIcon::PointingHand,
        (ToolKind::Zone, _) => CursorIcon::PointingHand,
        _ => CursorIcon::Crosshair,
    };
    ui.ctx().set_cursor_icon(icon);
    if let Some(footprint) = footprint.filter(|_| can_paint) {
        let keep_out =
            zone.and_then(|zone| workspace.diagram.zones.get(zone)).is_some_and(|zone| zone.keep_out);
        let heading = match workspace.options.direction {
            DirectionMode::Fixed(direction) if tool == ToolKind::Roll => {
                direction.heading().unwrap_or(workspace.heading)
            }
            _ => workspace.heading,
        };
        // A steadied hand draws the device behind the pointer.
        let (at, place) = match &workspace.gesture {
            Gesture::Stroke(stroke) if stroke.spec().steadiness > 0 => {
                let head = view.screen_from_mm(canvas, stroke.head());
                painter.line_segment([head, at], Stroke::new(1.2, look.ink.gamma_multiply(0.6)));
                (head, stroke.head())
            }
            _ => (at, place),
        };
        paint_footprint(painter, at, footprint, heading, view, keep_out, look);
        if let Some(midline) = workspace.diagram.midline_x_mm.filter(|_| workspace.options.mirror) {
            let image = view.screen_from_mm(canvas, place.mirrored(midline));
            let mirrored = Vector::new(-heading.x, heading.y);
            let mut ghost = painter.clone();
            ghost.multiply_opacity(0.55);
            paint_footprint(&ghost, image, footprint, mirrored, view, false, look);
        }
    }
}
