//! The status bar.

use super::{Beside, record};
use crate::tool::ToolKind;
use crate::ui::theme::{Look, Room, Text};
use crate::ui::widgets::{direction_line, paint_text};
use crate::ui::workspace::{Place, Workspace};
use crate::wording;
use egui::{Align2, Painter, Pos2, Rect, Role, Sense, Stroke, Ui, WidgetInfo};

/// Shows the status bar. `notice` is what was said last, mirrored here for those who hear it.
pub fn status_bar(ui: &mut Ui, workspace: &Workspace, beside: Beside<'_>, notice: Option<&str>) {
    let look = Look::now(ui.ctx());
    let rect = ui.max_rect();
    let wide = workspace.record_is_wide();
    let right = if wide { record_words(workspace, beside) } else { right_words(workspace) };
    let painter = ui.painter().clone();
    let response = ui.interact(rect, ui.scope_id().with("status"), Sense::hover());
    let spoken = notice.map_or_else(|| right.join(", "), str::to_owned);
    response.widget_info(|| WidgetInfo::labeled(Role::Status, true, &spoken));
    let y = rect.center().y;
    let mut end = rect.right() - 16.0;
    for words in right.iter().rev() {
        let drawn =
            paint_text(&painter, Pos2::new(end, y), Align2::RIGHT_CENTER, words, Text::Small, look.text_2);
        end = drawn.left() - 15.0;
        separator(&painter, end, rect, look);
        end -= 15.0;
    }
    let mut x = rect.left() + 16.0;
    if let Some(place) = workspace.pointer.filter(|_| !wide) {
        let words = format!("x {:.1} · y {:.1} mm", place.x, place.y);
        x = field(&painter, x, y, &words, rect, look);
        let zone = workspace.hovered.and_then(|i| workspace.diagram.zones.get(i));
        let name = zone.map_or_else(|| "outside every zone".to_owned(), crate::model::Zone::full_name);
        x = field(&painter, x, y, &name, rect, look);
        // The picture of Plan is of no passes.
        if workspace.place != Place::Plan {
            x = passes_here(&painter, workspace, x, y, rect, look);
        }
    }
    if wide {
        x = field(&painter, x, y, &session_words(workspace), rect, look);
    }
    if beside.room != Room::Small {
        let hint = keep_out_words(workspace).unwrap_or_else(|| hint(workspace).to_owned());
        crate::ui::widgets::cut_text(&painter, Pos2::new(x, y), end - x, &hint, Text::Small, look.text_3);
    }
}

fn field(painter: &Painter, x: f32, y: f32, words: &str, rect: Rect, look: &Look) -> f32 {
    let drawn = paint_text(painter, Pos2::new(x, y), Align2::LEFT_CENTER, words, Text::Small, look.text_2);
    separator(painter, drawn.right() + 15.0, rect, look);
    drawn.right() + 30.0
}

fn separator(painter: &Painter, x: f32, rect: Rect, look: &Look) {
    painter
        .line_segment([Pos2::new(x, rect.top() + 7.0), Pos2::new(x, rect.bottom() - 7.0)], look.hairline());
}

/// Passes by direction under the pointer.
fn passes_here(painter: &Painter, workspace: &Workspace, mut x: f32, y: f32, rect: Rect, look: &Look) -> f32 {
    let Some((set, place)) = workspace.logged_set().zip(workspace.pointer) else { return x };
    let cell = workspace.diagram.grid.cell_at(place);
    let passes = set.counts(cell);
    for (direction, count) in passes.iter() {
        if direction == crate::model::Direction::Undirected && *count == 0 {
            continue;
        }
        direction_line(painter, Pos2::new(x + 5.0, y), 10.0, direction, Stroke::new(1.5, look.text_2));
        let at = Pos2::new(x + 15.0, y);
        x = paint_text(painter, at, Align2::LEFT_CENTER, &count.to_string(), Text::Small, look.text_2)
            .right()
            + 14.0;
    }
    separator(painter, x + 1.0, rect, look);
    x + 16.0
}

/// Gaps and goals, which stay when the pointer is elsewhere.
fn right_words(workspace: &Workspace) -> Vec<String> {
    let mut words = Vec::new();
    let care = workspace.session().map(|session| &session.care);
    if workspace.place == Place::Treat && care.is_some_and(|care| care.consent == Some(false)) {
        words.push("Consent not given".to_owned());
    }
    let Some(summary) = &workspace.summary else { return words };
    if workspace.has_targets() {
        words.push(format!(
            "{} · {}",
            wording::count(summary.gaps.len(), "gap"),
            wording::area(summary.gap_cm2())
        ));
    }
    if !summary.goals.is_empty() {
        words.push(format!("Goals {}/{}", summary.goals_met(), summary.goals.len()));
    }
    words
}

/// What of the record is open.
fn record_words(workspace: &Workspace, beside: Beside<'_>) -> Vec<String> {
    let open = record::open_words(workspace, beside);
    let named: Vec<&str> = open.iter().take(2).map(String::as_str).collect();
    match open.len() {
        0 => vec!["Nothing is open".to_owned()],
        n => vec![format!("{} open: {}", wording::count(n, "thing"), named.join(", "))],
    }
}

fn session_words(workspace: &Workspace) -> String {
    workspace.session_index().map_or_else(String::new, |index| format!("Session {}", index + 1))
}

fn keep_out_words(workspace: &Workspace) -> Option<String> {
    let zone = workspace.hovered.and_then(|i| workspace.diagram.zones.get(i)).filter(|zone| zone.keep_out)?;
    let paints = workspace.place == Place::Treat && workspace.active_tool().writes();
    paints.then(|| format!("{} is a keep-out: paint is kept and listed", zone.full_name()))
}

/// What the tool's buttons do.
fn hint(workspace: &Workspace) -> &'static str {
    if workspace.place == Place::Plan {
        return "1–8 passes · click or drag sets the target · right click clears it · Space held moves the view";
    }
    if workspace.place == Place::Review {
        return "1–8 map · Space plays · ← → one session · C or a click keeps the card";
    }
    if workspace.record_is_wide() {
        return "Tab next field · Ctrl Enter next section · digits fill the table · Ctrl R narrows";
    }
    match workspace.active_tool() {
        ToolKind::Roll => "Drag to roll · Shift straight · Esc drops the stroke",
        ToolKind::Shade => "Drag to shade · [ ] or Shift and right drag: width · Esc drops the stroke",
        ToolKind::Zone => "Click a zone to log the passes over all of it",
        ToolKind::Region if workspace.options.corners => {
            "Click corners · Enter or double click closes · Backspace takes one back · Esc drops it"
        }
        ToolKind::Region => "Drag around an area · Esc drops it",
        ToolKind::Erase => "Drag to erase · [ ] or Shift and right drag: width · Esc drops the stroke",
        ToolKind::Inspect => "Point at the skin · C or a click keeps the card",
        ToolKind::Hand => "Drag moves the view · wheel zooms",
    }
}
