//! Legend, scale bar and zoom control.

use super::view::View;
use crate::heatmap::{LegendBar, MapKind};
use crate::ui::action::Outbox;
use crate::ui::icons::{Icon, icon};
use crate::ui::panels::{filter_chip, filter_chip_width};
use crate::ui::theme::{Look, Text, color, size};
use crate::ui::widgets::{IconButton, Menu, paint_text, text_width, tip, tip_with};
use crate::ui::workspace::{Place, Workspace};
use crate::wording;
use egui::{
    Align2, CornerRadius, Painter, Pos2, Rect, Role, Sense, Shape, Stroke, StrokeKind, Ui, UiBuilder, Vec2,
    WidgetInfo,
};

/// Shows the legend, in Treat at the top right with a menu of the maps, in Review at the top left. Returns where it
/// is.
pub(super) fn legend_ui(ui: &mut Ui, workspace: &mut Workspace, inner: Rect, _out: &mut Outbox) -> Rect {
    let look = Look::now(ui.ctx());
    let width = if workspace.place == Place::Treat { 186.0 } else { 240.0 };
    let left = if workspace.place == Place::Treat { inner.right() - width } else { inner.left() };
    let top = if workspace.place == Place::Treat { inner.top() - 6.0 } else { inner.top() - 4.0 };
    let area = Rect::from_min_size(Pos2::new(left, top), Vec2::new(width, 80.0));
    let map = workspace.map();
    let plans = workspace.place == Place::Plan;
    let name = if plans { "Target" } else { map.title() };
    let title_width = text_width(ui.painter(), name, Text::Strong) + 24.0;
    let title = Rect::from_min_size(area.min, Vec2::new(title_width, 20.0));
    let id = ui.scope_id().with("legend title");
    let sense = if workspace.place == Place::Treat { Sense::click() } else { Sense::hover() };
    let response = ui.interact(title, id, sense);
    response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, format!("Map: {name}")));
    let painter = ui.painter().clone();
    let subtitle = workspace.heat.scale().map_or("", |scale| &scale.legend.subtitle);
    let mut words = 0.0;
    let subtitle_width = text_width(&painter, subtitle, Text::Small);
    let filtered = !workspace.pass_filter().is_all();
    if workspace.place != Place::Treat {
        let chip = if filtered { 10.0 + filter_chip_width(ui) } else { 0.0 };
        words = title_width - 14.0 + subtitle_width + chip;
    }
    let right = area.left() + width.max(words);
    plate(&painter, Rect::from_min_max(area.min, Pos2::new(right, area.top() + 68.0)), look);
    paint_text(&painter, title.left_center(), Align2::LEFT_CENTER, name, Text::Strong, look.text);
    if workspace.place == Place::Treat {
        let at = Pos2::new(title.right() - 10.0, title.center().y);
        icon(&painter, at, 14.0, Icon::Down, look.text_2);
        Menu::below(&response, 200.0, |menu| {
            for which in MapKind::ALL {
                if workspace.map_off(which).is_some() {
                    let why = if which.needs_plan() { "no plan" } else { "in Review" };
                    menu.off(None, which.title(), why);
                } else if menu.choice(which.title(), "", which == map) {
                    workspace.set_map(which);
                }
            }
        });
    }
    let definition = if plans { "Passes that are wanted in one session." } else { map.definition() };
    tip_with(response, name, "", definition);
    if filtered {
        let at = Pos2::new(title.right() - 4.0 + subtitle_width, title.center().y);
        filter_chip(ui, at, &mut workspace.only);
    }
    if let Some(scale) = workspace.heat.scale() {
        let legend = &scale.legend;
        if workspace.place != Place::Treat {
            let at = Pos2::new(title.right() - 14.0, title.center().y);
            paint_text(&painter, at, Align2::LEFT_CENTER, &legend.subtitle, Text::Small, look.text_2);
        }
        paint_legend(&painter, legend, Pos2::new(area.left(), area.top() + 40.0), width, look);
    }
    let waits = !workspace.can_draw() || workspace.heat.is_waiting();
    let bar = Rect::from_min_size(area.min + Vec2::new(0.0, 70.0), Vec2::new(width, 2.0));
    running_bar(ui, waits, bar, look);
    area
}

/// From when on a bar says that something is still being counted, and for how long it runs, in seconds.
const BAR_S: (f64, f64) = (0.3, 60.0);

/// A thin bar that runs while what is shown is not yet what was asked for.
fn running_bar(ui: &Ui, waits: bool, rect: Rect, look: &Look) {
    let id = ui.scope_id().with("waits since");
    if !waits {
        ui.data_mut(|data| data.remove::<f64>(id));
        return;
    }
    let now = ui.input(|input| input.time);
    let age = now - ui.data_mut(|data| *data.get_temp_mut_or(id, now));
    if age < BAR_S.0 {
        ui.ctx().request_repaint_after_secs((BAR_S.0 - age) as f32);
    } else if age < BAR_S.1 {
        let part = rect.width() * 0.3;
        let left = rect.left() + (rect.width() - part) * (0.5 - 0.5 * (age as f32 * 2.5).cos());
        let run = Rect::from_min_size(Pos2::new(left, rect.top()), Vec2::new(part, rect.height()));
        ui.painter().rect_filled(run, CornerRadius::same(1), look.accent);
        ui.ctx().request_repaint_after_secs(0.04);
    }
}

/// The canvas' ground behind words on it: nothing to be seen there, but over the figure they stay legible.
fn plate(painter: &Painter, words: Rect, look: &Look) {
    painter.rect_filled(
        words.expand2(Vec2::new(12.0, 5.0)),
        CornerRadius::same(8),
        look.ground.gamma_multiply(0.86),
    );
}

/// Paints the bar of a legend with its marks above and its ticks below; `at` is the bar's top left.
pub(crate) fn paint_legend(
    painter: &Painter,
    legend: &crate::heatmap::Legend,
    at: Pos2,
    width: f32,
    look: &Look,
) {
    let bar = Rect::from_min_size(at, Vec2::new(width, 11.0));
    let (colours, smooth) = match &legend.bar {
        LegendBar::Steps(colours) => (colours, false),
        LegendBar::Ramp(colours) => (colours, true),
    };
    let each = width / colours.len().max(1) as f32;
    for (i, colour) in colours.iter().enumerate() {
        let overlap = if smooth && i + 1 < colours.len() { 0.6 } else { 0.0 };
        let min = Pos2::new(bar.left() + i as f32 * each, bar.top());
        let field = Rect::from_min_size(min, Vec2::new(each + overlap, bar.height()));
        painter.rect_filled(field, CornerRadius::ZERO, color(*colour));
    }
    if let Some(from) = legend.hatched_from {
        let part = Rect::from_min_max(Pos2::new(bar.left() + width * from as f32, bar.top()), bar.max);
        let clipped = painter.with_clip_rect(part.intersect(painter.clip_rect()));
        let mut x = part.left() - part.height();
        while x < part.right() {
            let (a, b) = (Pos2::new(x, part.bottom()), Pos2::new(x + part.height(), part.top()));
            clipped.line_segment([a, b], Stroke::new(1.3, look.paper));
            x += 5.0;
        }
    }
    painter.rect_stroke(
        bar,
        CornerRadius::ZERO,
        Stroke::new(1.0, look.mark.gamma_multiply(0.6)),
        StrokeKind::Outside,
    );
    for tick in &legend.ticks {
        let x = bar.left() + width * tick.at as f32;
        let at_end = tick.at > 0.99 && tick.label.contains(' ');
        let align = if at_end { Align2::RIGHT_TOP } else { Align2::CENTER_TOP };
        let at = Pos2::new(x, bar.bottom() + 4.0);
        paint_text(painter, at, align, &tick.label, Text::Tiny, look.text_2);
    }
    paint_legend_marks(painter, legend, bar, look);
}

fn paint_legend_marks(painter: &Painter, legend: &crate::heatmap::Legend, bar: Rect, look: &Look) {
    let mut right_of_last = f32::NEG_INFINITY;
    for mark in &legend.marks {
        let x = bar.left() + bar.width() * mark.at as f32;
        let (top, bottom) = (Pos2::new(x, bar.top() - 3.0), Pos2::new(x, bar.bottom()));
        if mark.dashed {
            painter.extend(Shape::dashed_line(&[top, bottom], Stroke::new(1.4, look.text_2), 2.0, 2.0));
        } else {
            painter.line_segment([top, bottom], Stroke::new(1.6, look.text));
        }
        let half = text_width(painter, &mark.label, Text::Tiny) / 2.0;
        // Two marks close together write their words side by side.
        let middle =
            x.clamp(bar.left() + half - 6.0, bar.right() - half + 6.0).max(right_of_last + half + 8.0);
        right_of_last = middle + half;
        let color = if mark.dashed { look.text_2 } else { look.text };
        let at = Pos2::new(middle, bar.top() - 4.0);
        paint_text(painter, at, Align2::CENTER_BOTTOM, &mark.label, Text::Tiny, color);
    }
}

/// Shows the scale bar at the bottom left: a round number of millimetres near 60 points.
pub(super) fn scale_bar(ui: &Ui, workspace: &Workspace, inner: Rect) {
    let look = Look::now(ui.ctx());
    let Some(view) = workspace.view() else { return };
    let steps = [0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0];
    let off = |mm: f64| (mm * view.scale() / 60.0).ln().abs();
    let Some(mm) = steps.into_iter().min_by(|a, b| off(*a).total_cmp(&off(*b))) else { return };
    let width = (mm * view.scale()) as f32;
    let (left, y) = (inner.left() + 2.0, inner.bottom() - 4.0);
    let line = vec![
        Pos2::new(left, y - 6.0),
        Pos2::new(left, y),
        Pos2::new(left + width, y),
        Pos2::new(left + width, y - 6.0),
    ];
    let painter = ui.painter();
    let words = Rect::from_min_max(Pos2::new(left, y - 20.0), Pos2::new(left + width, y + 2.0));
    plate(painter, words, look);
    painter.add(Shape::line(line, Stroke::new(1.3, look.text_2)));
    let at = Pos2::new(left + width / 2.0, y - 8.0);
    paint_text(painter, at, Align2::CENTER_BOTTOM, &wording::millimetres(mm), Text::Tiny, look.text_2);
}

/// Shows the zoom control at the bottom right. Returns where it is.
pub(super) fn zoom_control(ui: &mut Ui, workspace: &mut Workspace, canvas: Rect, inner: Rect) -> Rect {
    let look = Look::now(ui.ctx());
    let Some(mut view) = workspace.view().copied() else { return Rect::NOTHING };
    let extent = Vec2::new(128.0, size::SMALL_BUTTON);
    let area = Rect::from_min_size(inner.max - extent, extent);
    ui.painter().rect(
        area,
        CornerRadius::same(size::RADIUS_M as u8),
        look.panel,
        look.outline(),
        StrokeKind::Inside,
    );
    let size_mm = workspace.diagram.size_mm;
    let mut bar = ui.new_child(
        UiBuilder::new().max_rect(area.shrink(1.0)).layout(egui::Layout::left_to_right(egui::Align::Center)),
    );
    bar.spacing_mut().item_spacing.x = 0.0;
    let button = |which, name| IconButton::new(which, name).extent(Vec2::splat(26.0), 16.0);
    let before = view;
    if tip(button(Icon::Minus, "Zoom out").show(&mut bar), "Zoom out", "\u{2212}").clicked() {
        view.zoom(canvas, size_mm, canvas.center(), 1.0 / 1.25);
    }
    let percent = format!("{:.0}{}%", view.percent(canvas, size_mm), wording::NARROW_SPACE);
    let (field, response) = bar.allocate_exact_size(Vec2::new(46.0, 26.0), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("Zoom {percent}")));
    paint_text(bar.painter(), field.center(), Align2::CENTER_CENTER, &percent, Text::Small, look.text);
    if tip(button(Icon::Plus, "Zoom in").show(&mut bar), "Zoom in", "+").clicked() {
        view.zoom(canvas, size_mm, canvas.center(), 1.25);
    }
    let x = bar.cursor().left();
    bar.painter().vline(x, area.shrink(6.0).y_range(), look.hairline());
    if tip(button(Icon::Fit, "Fit the diagram").show(&mut bar), "Fit the diagram", "0").clicked() {
        view = View::fit(canvas, size_mm).chosen();
    }
    if view != before {
        workspace.set_view(view);
    }
    area
}
