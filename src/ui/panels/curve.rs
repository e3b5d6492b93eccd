//! The coverage-area curve: the share of the area that has at least so many passes, exact and in steps.

use super::section_head;
use crate::ui::theme::{Look, Text};
use crate::ui::widgets::{cut_text, paint_text};
use crate::ui::workspace::{CurveLine, Workspace};
use crate::wording;
use egui::{Align2, Color32, Painter, Pos2, Rect, Role, Sense, Shape, Stroke, Ui, Vec2, WidgetInfo};

/// Shows the curve and the table below it.
pub(super) fn curve(ui: &mut Ui, workspace: &Workspace) {
    let look = Look::now(ui.ctx());
    section_head(ui, "Coverage area", "% of area", "");
    let Some(summary) = &workspace.summary else { return };
    let lines: Vec<&CurveLine> =
        summary.curves.iter().filter(|line| line.in_view(workspace.selected)).collect();
    if lines.iter().all(|line| line.shares.is_empty()) {
        let (rect, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 28.0), Sense::hover());
        let words = "No passes on this diagram.";
        paint_text(ui.painter(), rect.left_center(), Align2::LEFT_CENTER, words, Text::Body, look.text_2);
        return;
    }
    let target = summary.context.target;
    let most = lines.iter().map(|line| line.shares.len()).max().unwrap_or(1);
    let end =
        target.map_or(most, |target| target.ceiling.unwrap_or(target.passes) as usize + 4).clamp(8, 400);
    let (rect, response) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 196.0), Sense::hover());
    let words =
        lines.iter().map(|line| sentence(line, target.map(|t| t.passes))).collect::<Vec<_>>().join(" ");
    response.widget_info(|| WidgetInfo::labeled(Role::Figure, true, &words));
    let plot = Rect::from_min_max(rect.min + Vec2::new(28.0, 8.0), rect.max - Vec2::new(4.0, 34.0));
    let place = |n: f32, share: f32| {
        Pos2::new(plot.left() + n / end as f32 * plot.width(), plot.bottom() - share * plot.height())
    };
    frame(ui.painter(), plot, end, &place, look);
    if let Some(target) = target {
        plan_marks(ui.painter(), plot, target, &place, look);
    }
    for (i, line) in lines.iter().enumerate() {
        steps(ui.painter(), line, end, kind(i, look), &place);
    }
    let pointer = ui.ctx().pointer_hover_pos().filter(|p| plot.contains(*p) && response.contains_pointer());
    let read_at = pointer.map(|p| ((p.x - plot.left()) / plot.width() * end as f32).round() as u32);
    if let Some(n) = read_at {
        let x = place(n as f32, 0.0).x;
        ui.painter().vline(x, plot.y_range(), Stroke::new(1.0, look.accent));
    }
    table(ui, &lines, read_at.or(target.map(|t| t.passes)).unwrap_or(1), look);
}

fn sentence(line: &CurveLine, target: Option<u32>) -> String {
    match target.and_then(|n| line.share_at(n)) {
        Some(share) => format!("{}: {} percent at target.", line.name, share.floor(100)),
        None => format!("{}.", line.name),
    }
}

/// How a line is drawn: lines differ in kind as well as in colour.
#[derive(Clone, Copy)]
struct LineKind {
    stroke: Stroke,
    dash: Option<(f32, f32)>,
}

fn kind(i: usize, look: &Look) -> LineKind {
    let of = |color: Color32, dash| LineKind { stroke: Stroke::new(1.6, color), dash };
    match i {
        0 => of(look.text, None),
        1 => of(look.accent, None),
        2 => of(look.accent, Some((5.0, 3.0))),
        _ => of(look.text_2, Some((2.0, 3.0))),
    }
}

fn frame(painter: &Painter, plot: Rect, end: usize, place: &impl Fn(f32, f32) -> Pos2, look: &Look) {
    for quarter in 0..=4 {
        let y = place(0.0, quarter as f32 / 4.0).y;
        painter.hline(plot.x_range(), y, look.hairline());
        let at = Pos2::new(plot.left() - 6.0, y);
        paint_text(painter, at, Align2::RIGHT_CENTER, &(quarter * 25).to_string(), Text::Tiny, look.text_2);
    }
    let step = [1, 2, 4, 5, 10, 20, 50].into_iter().find(|step| end / step <= 8).unwrap_or(100);
    for n in (0..=end).step_by(step) {
        let at = Pos2::new(place(n as f32, 0.0).x, plot.bottom() + 4.0);
        paint_text(painter, at, Align2::CENTER_TOP, &n.to_string(), Text::Tiny, look.text_2);
    }
    let at = plot.right_bottom() + Vec2::new(0.0, 18.0);
    paint_text(painter, at, Align2::RIGHT_TOP, "at least this many passes", Text::Tiny, look.text_3);
}

fn plan_marks(
    painter: &Painter,
    plot: Rect,
    target: crate::model::TargetCounts,
    place: &impl Fn(f32, f32) -> Pos2,
    look: &Look,
) {
    let x = place(target.passes as f32, 0.0).x;
    painter.vline(x, plot.y_range(), Stroke::new(1.6, look.text));
    let at = Pos2::new(x - 5.0, plot.bottom() - 4.0);
    paint_text(
        painter,
        at,
        Align2::RIGHT_BOTTOM,
        &format!("target {}", target.passes),
        Text::Tiny,
        look.text,
    );
    if let Some(ceiling) = target.ceiling {
        let x = place(ceiling as f32, 0.0).x;
        let ends = [Pos2::new(x, plot.top()), Pos2::new(x, plot.bottom())];
        painter.extend(Shape::dashed_line(&ends, Stroke::new(1.2, look.text_2), 2.0, 2.0));
        let at = Pos2::new(x + 4.0, plot.top() + 1.0);
        let fits = plot.right() - x > 44.0;
        if fits {
            paint_text(painter, at, Align2::LEFT_TOP, "ceiling", Text::Tiny, look.text_2);
        }
    }
}

fn steps(painter: &Painter, line: &CurveLine, end: usize, kind: LineKind, place: &impl Fn(f32, f32) -> Pos2) {
    let mut points = Vec::with_capacity(end * 2 + 2);
    for n in 0..=end {
        let share = line.share_at(n as u32).map_or(0.0, |share| share.value() as f32);
        // The share with at least n passes holds from just above n - 1 up to n.
        if n > 0 {
            points.push(place(n as f32 - 1.0, share));
        }
        points.push(place(n as f32, share));
    }
    match kind.dash {
        None => {
            painter.add(Shape::line(points, kind.stroke));
        }
        Some((dash, gap)) => {
            painter.extend(Shape::dashed_line(&points, kind.stroke, dash, gap));
        }
    }
}

fn table(ui: &mut Ui, lines: &[&CurveLine], at: u32, look: &Look) {
    let heads = [format!("V{at}"), "D98".to_owned(), "D50".to_owned(), "D2".to_owned(), "Homog.".to_owned()];
    // The right edge of each column from the right, and what all of them take from the names.
    let (columns, taken) = if ui.available_width() < 330.0 {
        ([138.0, 106.0, 78.0, 50.0, 0.0], 188.0)
    } else {
        ([164.0, 122.0, 90.0, 58.0, 0.0], 220.0)
    };
    let (rect, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 20.0), Sense::hover());
    for (head, from_right) in heads.iter().zip(columns) {
        let place = Pos2::new(rect.right() - from_right, rect.center().y);
        paint_text(ui.painter(), place, Align2::RIGHT_CENTER, head, Text::Tiny, look.text_3);
    }
    for (i, line) in lines.iter().enumerate() {
        let (rect, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 26.0), Sense::hover());
        let y = rect.center().y;
        let sample = [Pos2::new(rect.left(), y), Pos2::new(rect.left() + 20.0, y)];
        let kind = kind(i, look);
        match kind.dash {
            None => {
                ui.painter().line_segment(sample, kind.stroke);
            }
            Some((dash, gap)) => ui.painter().extend(Shape::dashed_line(&sample, kind.stroke, dash, gap)),
        }
        let name_at = Pos2::new(rect.left() + 28.0, y);
        cut_text(ui.painter(), name_at, rect.width() - 28.0 - taken, &line.name, Text::Body, look.text);
        let number = |n: Option<u32>| n.map_or_else(|| wording::NONE.to_owned(), |n| n.to_string());
        let values = [
            line.share_at(at).map_or_else(|| wording::NONE.to_owned(), wording::percent_1),
            number(line.d98),
            number(line.d50),
            number(line.d2),
            line.homogeneity.map_or_else(|| wording::NONE.to_owned(), wording::two_decimals),
        ];
        for (column, (value, from_right)) in values.iter().zip(columns).enumerate() {
            let color = if column == 0 { look.text } else { look.text_2 };
            let place = Pos2::new(rect.right() - from_right, y);
            paint_text(ui.painter(), place, Align2::RIGHT_CENTER, value, Text::Body, color);
        }
    }
}
