//! The coverage-area curve: the share of the area that has at least so many passes, exact and in steps.

use super::curve_table::{table, to_csv};
use super::section_head;
use crate::metrics::Share;
use crate::model::TargetCounts;
use crate::ui::action::{Action, Outbox};
use crate::ui::icons::Icon;
use crate::ui::theme::{Look, Text};
use crate::ui::widgets::{IconButton, Menu, focus_ring, paint_text, tip};
use crate::ui::workspace::{CurveLine, Workspace};
use crate::wording;
use egui::{
    Align2, Color32, CursorIcon, EventFilter, Key, Painter, Pos2, Rect, Response, Role, Sense, Shape, Stroke,
    Ui, UiBuilder, Vec2, WidgetInfo,
};

/// Shows the curve and the table below it.
pub(super) fn curve(ui: &mut Ui, workspace: &mut Workspace, out: &mut Outbox) {
    let look = Look::now(ui.ctx());
    let second = if workspace.curve.differential { "% of area with exactly" } else { "% of area" };
    let head = section_head(ui, "Coverage area", second, "");
    let Some(summary) = workspace.summary.clone() else { return };
    let lines = workspace.curve_lines(&summary);
    if lines.iter().all(|line| line.shares.is_empty()) {
        let (rect, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 28.0), Sense::hover());
        let words = "No passes on this diagram.";
        paint_text(ui.painter(), rect.left_center(), Align2::LEFT_CENTER, words, Text::Body, look.text_2);
        return;
    }
    menu(ui, workspace, head, &lines, out);
    let target = summary.context.target;
    let plot = Plot::new(ui, workspace, &lines, target);
    let response = plot.response(ui, &lines, target);
    plot.frame(ui.painter(), look);
    if let Some(target) = target {
        plot.plan_marks(ui.painter(), target, look);
    }
    for (i, line) in lines.iter().enumerate() {
        plot.steps(ui.painter(), line, kind(i, look));
    }
    let at = cursor(ui, workspace, &plot, &response, target, &lines);
    focus_ring(ui.painter(), plot.area.expand(3.0), &response, look);
    table(ui, workspace, &lines, at, look);
}

/// What can be done with the curve besides.
fn menu(ui: &mut Ui, workspace: &mut Workspace, head: Rect, lines: &[&CurveLine], out: &mut Outbox) {
    let area = Align2::RIGHT_CENTER.align_size_within_rect(Vec2::splat(26.0), head);
    let mut child = ui.new_child(UiBuilder::new().max_rect(area));
    let more = IconButton::new(Icon::More, "More for the curve").extent(area.size(), 18.0).show(&mut child);
    Menu::below(&tip(more, "More", ""), 260.0, |menu| {
        let differential = workspace.curve.differential;
        if menu.choice("At least so many passes", "", !differential) {
            workspace.curve.differential = false;
        }
        if menu.choice("Exactly so many passes", "", differential) {
            workspace.curve.differential = true;
        }
        menu.separator();
        if menu.row(Some(Icon::File), "Copy as CSV", "") {
            child.ctx().copy_text(to_csv(lines));
            out.push(Action::Say("The lines of the curve are on the clipboard as CSV.".to_owned()));
        }
    });
}

/// Where the lines are drawn.
struct Plot {
    whole: Rect,
    area: Rect,
    /// Passes at the right end.
    end: usize,
    /// Share at the upper end.
    top: f32,
    differential: bool,
}

/// Share of the area with exactly so many passes.
fn exactly(line: &CurveLine, n: u32) -> f64 {
    let at_least = |n: u32| line.share_at(n).map_or(0.0, Share::value);
    at_least(n) - at_least(n.saturating_add(1))
}

impl Plot {
    fn new(ui: &mut Ui, workspace: &Workspace, lines: &[&CurveLine], target: Option<TargetCounts>) -> Self {
        let most = lines.iter().map(|line| line.shares.len()).max().unwrap_or(1);
        let end =
            target.map_or(most, |target| target.ceiling.unwrap_or(target.passes) as usize + 4).clamp(8, 400);
        let whole = ui.allocate_space(Vec2::new(ui.available_width(), 196.0)).1;
        let area = Rect::from_min_max(whole.min + Vec2::new(28.0, 8.0), whole.max - Vec2::new(4.0, 34.0));
        let differential = workspace.curve.differential;
        let top = if differential {
            let highest = lines.iter().flat_map(|line| (0..=end).map(|n| exactly(line, n as u32)));
            // Up to the next tenth of the area.
            ((highest.fold(0.0, f64::max) * 10.0).ceil() / 10.0).clamp(0.1, 1.0) as f32
        } else {
            1.0
        };
        Self { whole, area, end, top, differential }
    }

    fn response(&self, ui: &Ui, lines: &[&CurveLine], target: Option<TargetCounts>) -> Response {
        let response = ui.interact(self.whole, ui.scope_id().with("curve"), Sense::click_and_drag());
        let sentence = |line: &&CurveLine| match target.and_then(|t| line.share_at(t.passes)) {
            Some(share) => format!("{}: {} percent at target.", line.name, share.floor(100)),
            None => format!("{}.", line.name),
        };
        let words = lines.iter().map(sentence).collect::<Vec<_>>().join(" ");
        let words = format!("Coverage area. {words}");
        response.widget_info(|| WidgetInfo::labeled(Role::Slider, true, &words));
        response
    }

    fn place(&self, n: f32, share: f32) -> Pos2 {
        let x = self.area.left() + n / self.end as f32 * self.area.width();
        Pos2::new(x, self.area.bottom() - share / self.top * self.area.height())
    }

    /// The passes at a place of the screen.
    fn passes_at(&self, x: f32) -> u32 {
        let n = (x - self.area.left()) / self.area.width() * self.end as f32;
        n.round().clamp(0.0, self.end as f32) as u32
    }

    fn frame(&self, painter: &Painter, look: &Look) {
        for quarter in 0..=4 {
            let share = self.top * quarter as f32 / 4.0;
            let y = self.place(0.0, share).y;
            painter.hline(self.area.x_range(), y, look.hairline());
            let at = Pos2::new(self.area.left() - 6.0, y);
            let words = wording::short(f64::from((share * 1000.0).round()) / 10.0);
            paint_text(painter, at, Align2::RIGHT_CENTER, &words, Text::Tiny, look.text_2);
        }
        let step = [1, 2, 4, 5, 10, 20, 50].into_iter().find(|step| self.end / step <= 8).unwrap_or(100);
        for n in (0..=self.end).step_by(step) {
            let at = Pos2::new(self.place(n as f32, 0.0).x, self.area.bottom() + 4.0);
            paint_text(painter, at, Align2::CENTER_TOP, &n.to_string(), Text::Tiny, look.text_2);
        }
        let at = self.area.right_bottom() + Vec2::new(0.0, 18.0);
        let words = if self.differential { "exactly this many passes" } else { "at least this many passes" };
        paint_text(painter, at, Align2::RIGHT_TOP, words, Text::Tiny, look.text_3);
    }

    /// The target, solid, and the ceiling, dashed.
    fn plan_marks(&self, painter: &Painter, target: TargetCounts, look: &Look) {
        let x = self.place(target.passes as f32, 0.0).x;
        painter.vline(x, self.area.y_range(), Stroke::new(1.6, look.text));
        let at = Pos2::new(x - 5.0, self.area.bottom() - 4.0);
        let words = format!("target {}", target.passes);
        paint_text(painter, at, Align2::RIGHT_BOTTOM, &words, Text::Tiny, look.text);
        if let Some(ceiling) = target.ceiling {
            let x = self.place(ceiling as f32, 0.0).x;
            let ends = [Pos2::new(x, self.area.top()), Pos2::new(x, self.area.bottom())];
            painter.extend(Shape::dashed_line(&ends, Stroke::new(1.2, look.text_2), 2.0, 2.0));
            let at = Pos2::new(x + 4.0, self.area.top() + 1.0);
            if self.area.right() - x > 44.0 {
                paint_text(painter, at, Align2::LEFT_TOP, "ceiling", Text::Tiny, look.text_2);
            }
        }
    }

    fn steps(&self, painter: &Painter, line: &CurveLine, kind: LineKind) {
        if line.shares.is_empty() {
            return;
        }
        let mut points = Vec::with_capacity(self.end * 2 + 2);
        for n in 0..=self.end {
            let at_least = || line.share_at(n as u32).map_or(0.0, Share::value);
            let share = if self.differential { exactly(line, n as u32) } else { at_least() } as f32;
            // The share with at least n passes holds from just above n - 1 up to n; that with exactly n is drawn
            // around n.
            let (from, to) = if self.differential { (-0.5, 0.5) } else { (-1.0, 0.0) };
            points.push(self.place((n as f32 + from).max(0.0), share));
            points.push(self.place((n as f32 + to).min(self.end as f32), share));
        }
        kind.draw(painter, &points);
    }
}

/// How a line is drawn: lines differ in kind as well as in colour.
#[derive(Clone, Copy)]
pub(super) struct LineKind {
    stroke: Stroke,
    dash: Option<(f32, f32)>,
}

impl LineKind {
    pub(super) fn draw(self, painter: &Painter, points: &[Pos2]) {
        match self.dash {
            None => {
                painter.add(Shape::line(points.to_vec(), self.stroke));
            }
            Some((dash, gap)) => painter.extend(Shape::dashed_line(points, self.stroke, dash, gap)),
        }
    }
}

pub(super) fn kind(i: usize, look: &Look) -> LineKind {
    let of = |color: Color32, dash| LineKind { stroke: Stroke::new(1.6, color), dash };
    match i {
        0 => of(look.text, None),
        1 => of(look.accent, None),
        2 => of(look.accent, Some((5.0, 3.0))),
        _ => of(look.text_2, Some((2.0, 3.0))),
    }
}

/// The passes that the table is about: where the cursor was dragged or stands, else where the pointer is, else the
/// target.
fn cursor(
    ui: &Ui,
    workspace: &mut Workspace,
    plot: &Plot,
    response: &Response,
    target: Option<TargetCounts>,
    lines: &[&CurveLine],
) -> u32 {
    let look = Look::now(ui.ctx());
    let rest = target.map_or(1, |target| target.passes);
    if let Some(pointer) = response.interact_pointer_pos() {
        workspace.curve.at = Some(plot.passes_at(pointer.x));
    }
    if response.double_clicked() {
        workspace.curve.at = None;
    }
    if response.has_focus() {
        // The arrows are the cursor's, and do not lead to the next control.
        let filter = EventFilter { horizontal_arrows: true, ..EventFilter::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
        let step = |key| i32::from(ui.input(|input| input.key_pressed(key)));
        let by = step(Key::ArrowRight) - step(Key::ArrowLeft);
        if by != 0 {
            let from = workspace.curve.at.unwrap_or(rest);
            workspace.curve.at = Some(from.saturating_add_signed(by).min(plot.end as u32));
        }
    }
    let pointer = ui.ctx().pointer_hover_pos().filter(|_| response.contains_pointer());
    let pointer = pointer.filter(|p| plot.area.contains(*p));
    if pointer.is_some() {
        ui.ctx().set_cursor_icon(CursorIcon::ResizeHorizontal);
    }
    let shown = workspace.curve.at.filter(|_| !response.hovered() || response.dragged());
    let at = shown.or_else(|| pointer.map(|p| plot.passes_at(p.x))).or(workspace.curve.at);
    let Some(at) = at else { return rest };
    let x = plot.place(at as f32, 0.0).x;
    ui.painter().vline(x, plot.area.y_range(), Stroke::new(1.2, look.accent));
    let Some(first) = lines.first() else { return at };
    let mut words = Vec::new();
    if let Some(share) = first.share_at(at) {
        words.push(format!("V{at} {}", wording::percent_1(share)));
    }
    if let Some(share) =
        pointer.map(|p| (plot.area.bottom() - p.y) / plot.area.height()).filter(|_| !plot.differential)
    {
        let percent = (share * 100.0).round().clamp(0.0, 100.0) as u32;
        let reached = first.reached_by(percent);
        words.extend(reached.map(|passes| format!("D{percent} {passes}")));
    }
    let at_left = Pos2::new(plot.area.left(), plot.area.bottom() + 18.0);
    let words = format!("{}: {}", first.name, words.join(" · "));
    paint_text(ui.painter(), at_left, Align2::LEFT_TOP, &words, Text::Tiny, look.accent_text);
    at
}
