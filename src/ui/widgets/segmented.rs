//! Segmented controls and steppers.

use super::text::paint_text;
use super::{direction_line, focus_ring};
use crate::model::Direction;
use crate::ui::icons::{Icon, icon};
use crate::ui::theme::{Look, Text, size};
use egui::{
    Align2, Color32, CornerRadius, Pos2, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, Vec2,
    WidgetInfo,
};

/// One field of a segmented control.
#[derive(Clone, Copy, Debug)]
pub enum Segment<'a> {
    /// Words.
    Words(&'a str),
    /// A direction's line.
    Direction(Direction),
}

impl Segment<'_> {
    fn name(&self) -> &str {
        match self {
            Self::Words(words) => words,
            Self::Direction(direction) => direction.name(),
        }
    }
}

/// A row of fields of which one or several are chosen. Returns the field that was clicked.
pub fn segmented(
    ui: &mut Ui,
    segments: &[Segment<'_>],
    chosen: &[bool],
    height: f32,
    padding: f32,
) -> Option<usize> {
    let look = Look::now(ui.ctx());
    let widths: Vec<f32> = segments
        .iter()
        .map(|segment| match segment {
            Segment::Words(words) => super::text_width(ui.painter(), words, Text::Body) + padding * 2.0,
            Segment::Direction(_) => height,
        })
        .collect();
    let extent = Vec2::new(widths.iter().sum::<f32>() + 4.0, height);
    let (rect, _) = ui.allocate_exact_size(extent, Sense::hover());
    let radius = CornerRadius::same(size::RADIUS_M as u8);
    ui.painter().rect(rect, radius, look.sunken, look.hairline(), StrokeKind::Inside);
    let mut clicked = None;
    let mut x = rect.left() + 2.0;
    for (i, ((segment, width), &on)) in segments.iter().zip(widths).zip(chosen).enumerate() {
        let field = Rect::from_min_size(Pos2::new(x, rect.top() + 2.0), Vec2::new(width, height - 4.0));
        x += width;
        let response = ui.interact(
            field,
            ui.scope_id().with(("segment", rect.min.x as i32, rect.min.y as i32, i)),
            Sense::click(),
        );
        response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, on, segment.name()));
        let hovered = response.hovered();
        if on {
            let inner = CornerRadius::same(size::RADIUS_M as u8 - 1);
            ui.painter().rect(field, inner, look.raised, look.outline(), StrokeKind::Inside);
        } else if hovered {
            ui.painter().rect_filled(field, CornerRadius::same(size::RADIUS_M as u8 - 1), look.hover);
        }
        let color = if on { look.text } else { look.text_2 };
        match segment {
            Segment::Words(words) => {
                paint_text(ui.painter(), field.center(), Align2::CENTER_CENTER, words, Text::Body, color);
            }
            Segment::Direction(direction) => {
                direction_line(ui.painter(), field.center(), 14.0, *direction, Stroke::new(1.7, color));
            }
        }
        focus_ring(ui.painter(), field, &response, look);
        if response.clicked() {
            clicked = Some(i);
        }
    }
    clicked
}

/// A number with a button less and a button more. Returns the change that was asked for.
pub fn stepper(ui: &mut Ui, name: &str, text: &str, at_low: bool, at_high: bool) -> i32 {
    let look = Look::now(ui.ctx());
    let width = super::text_width(ui.painter(), text, Text::Body).max(24.0);
    let extent = Vec2::new(width + 56.0, size::SMALL_BUTTON);
    let (rect, whole) = ui.allocate_exact_size(extent, Sense::hover());
    whole.widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("{name} {text}")));
    let radius = CornerRadius::same(size::RADIUS_M as u8);
    ui.painter().rect(rect, radius, look.panel, look.outline(), StrokeKind::Inside);
    paint_text(ui.painter(), rect.center(), Align2::CENTER_CENTER, text, Text::Body, look.text);
    let step = |side: Align2, which: Icon, off: bool, verb: &str| -> bool {
        let field = side.align_size_within_rect(Vec2::new(26.0, rect.height()), rect);
        let sense = if off { Sense::hover() } else { Sense::click() };
        let id = ui.scope_id().with(("step", name, verb, rect.min.x as i32));
        let response: Response = ui.interact(field, id, sense);
        response.widget_info(|| WidgetInfo::labeled(Role::Button, !off, format!("{name}: {verb}")));
        if response.hovered() && !off {
            ui.painter().rect_filled(field.shrink(2.0), CornerRadius::same(size::RADIUS_S as u8), look.hover);
        }
        let color: Color32 = if off { look.faint } else { look.text_2 };
        icon(ui.painter(), field.center(), 16.0, which, color);
        focus_ring(ui.painter(), field.shrink(2.0), &response, look);
        response.clicked()
    };
    let less = step(Align2::LEFT_CENTER, Icon::Minus, at_low, "one less");
    let more = step(Align2::RIGHT_CENTER, Icon::Plus, at_high, "one more");
    i32::from(more) - i32::from(less)
}
