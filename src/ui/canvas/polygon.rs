//! Setting the corners of a region: a click a corner; Enter, a double click or the first corner closes the ring;
//! Backspace takes the last corner back.

use super::gesture::CanvasContext;
use crate::geometry::Point;
use crate::tool::with_image;
use crate::ui::action::Action;
use crate::ui::workspace::{Gesture, Workspace};
use egui::{Key, Ui};

/// A corner is met within this distance on the screen, in points.
const REACH: f64 = 6.0;

/// The pointer, or the crosshair, was pressed while corners are set.
pub(super) fn click(workspace: &mut Workspace, cx: &mut CanvasContext<'_>, at: Point) {
    let reach_mm = workspace.view().map_or(0.0, |view| REACH / view.scale());
    if let Gesture::Polygon(polygon) = &mut workspace.gesture
        && polygon.click(at, reach_mm)
    {
        close(workspace, cx);
    }
}

/// A key was pressed, perhaps while corners are set.
pub(super) fn key(ui: &Ui, workspace: &mut Workspace, cx: &mut CanvasContext<'_>, key: Key) {
    let Gesture::Polygon(polygon) = &mut workspace.gesture else { return };
    if ui.ctx().text_edit_focused() {
        return;
    }
    match key {
        // The crosshair's own Enter sets a corner.
        Key::Enter if !workspace.keys.draws => close(workspace, cx),
        Key::Backspace if !polygon.back() => {
            workspace.drop_gesture();
        }
        _ => {}
    }
}

fn close(workspace: &mut Workspace, cx: &mut CanvasContext<'_>) {
    let Gesture::Polygon(polygon) = std::mem::take(&mut workspace.gesture) else { return };
    workspace.keys.draws = false;
    let midline = workspace.diagram.midline_x_mm.filter(|_| workspace.options.mirror);
    match polygon.finish(workspace.options.area.passes()) {
        Some(region) => cx.out.push(Action::Commit(with_image(region, midline))),
        None => cx.out.push(Action::Say("The corners enclose nothing; nothing was logged.".to_owned())),
    }
}
