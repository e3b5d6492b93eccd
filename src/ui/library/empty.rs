//! A library without series.

use super::state::LibraryState;
use crate::geometry::{Point, Rect as MmRect};
use crate::heatmap::{Drawing, DrawingLayer, Pixels, SkinTone};
use crate::model::{Atlas, Zone};
use crate::ui::action::{Action, Outbox};
use crate::ui::commands::{Command, keys_of};
use crate::ui::icons::Icon;
use crate::ui::theme::{Look, Text};
use crate::ui::widgets::{Button, ButtonKind, key_cap, paint_text, text_width};
use egui::{
    Align, Align2, Context, Layout, Painter, Pos2, Rect, Role, Sense, TextureHandle, Ui, UiBuilder, Vec2,
    WidgetInfo,
};

/// Shows what to do in a library without series.
pub(super) fn empty(ui: &mut Ui, library: &LibraryState, out: &mut Outbox) {
    let look = Look::now(ui.ctx());
    let area = ui.available_rect_before_wrap();
    let x = area.center().x;
    let height = if area.height() > 640.0 { 296.0 } else { 190.0 };
    let top = area.center().y - f32::midpoint(height, 250.0);
    if let Some(emblem) = &library.emblem {
        emblem.paint(
            ui.painter(),
            Rect::from_min_size(Pos2::new(x - 150.0, top), Vec2::new(300.0, height)),
            look,
        );
    }
    let y = top + height + 34.0;
    let painter = ui.painter().clone();
    let said = |y: f32, text: &str, style: Text, color| {
        paint_text(&painter, Pos2::new(x, y), Align2::CENTER_CENTER, text, style, color);
    };
    let (title, lines) = match &library.error {
        Some(reason) => ("This folder cannot be read", [reason.as_str(), "Nothing was changed in it."]),
        None => (
            "No series in this library yet",
            [
                "A series is one course of treatment of one client: a plan and its",
                "sessions. It is kept as a folder of plain files on this computer.",
            ],
        ),
    };
    said(y, title, Text::Display, look.text);
    said(y + 32.0, lines[0], Text::Large, look.text_2);
    said(y + 54.0, lines[1], Text::Large, look.text_2);
    let spoken = format!("{title}. {} {}", lines[0], lines[1]);
    let words = Rect::from_center_size(Pos2::new(x, y + 28.0), Vec2::new(420.0, 80.0));
    let response = ui.interact(words, ui.scope_id().with("empty"), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &spoken));
    buttons(ui, x, y + 82.0, out);
    said(y + 142.0, "The sample has ten invented series and opens read-only.", Text::Small, look.text_3);
    keys(ui, x, y + 188.0, look);
}

fn buttons(ui: &mut Ui, x: f32, y: f32, out: &mut Outbox) {
    let width = text_width(ui.painter(), "New series", Text::Body)
        + text_width(ui.painter(), "Open the sample library", Text::Body)
        + 2.0 * 44.0
        + 8.0;
    let rect = Rect::from_min_size(Pos2::new(x - width / 2.0, y), Vec2::new(width, 36.0));
    let mut row = ui.new_child(UiBuilder::new().max_rect(rect).layout(Layout::left_to_right(Align::Center)));
    row.spacing_mut().item_spacing.x = 8.0;
    if Button::new("New series").icon(Icon::Plus).kind(ButtonKind::Primary).show(&mut row).clicked() {
        out.push(Action::Run(Command::NewSeries));
    }
    if Button::new("Open the sample library").icon(Icon::Layers).show(&mut row).clicked() {
        out.push(Action::OpenSample);
    }
}

fn keys(ui: &Ui, x: f32, y: f32, look: &Look) {
    let parts = [
        (keys_of(Command::NewSeries), "new series"),
        (keys_of(Command::OpenFolder), "open folder"),
        (String::new(), "or drop a series folder here"),
    ];
    let painter = ui.painter();
    let cap = |keys: &str| if keys.is_empty() { 0.0 } else { text_width(painter, keys, Text::Tiny) + 16.0 };
    let width: f32 =
        parts.iter().map(|(keys, text)| cap(keys) + text_width(painter, text, Text::Small)).sum();
    let mut left = x - f32::midpoint(width, 36.0);
    for (keys, text) in &parts {
        if !keys.is_empty() {
            left = key_cap(painter, Pos2::new(left + cap(keys) - 6.0, y), keys, look).right() + 6.0;
        }
        left = paint_text(painter, Pos2::new(left, y), Align2::LEFT_CENTER, text, Text::Small, look.text_3)
            .right();
        left += 18.0;
    }
}

/// A face in outline with stippled zones: what the program draws, before there is anything to draw.
#[derive(Debug)]
pub struct EmblemPicture {
    /// The lines of the face.
    lines: Pixels,
    dots: Vec<(Point, f32)>,
    size_mm: (f64, f64),
}

/// The same on the screen.
pub struct Emblem {
    lines: TextureHandle,
    dots: Vec<(Point, f32)>,
    size_mm: (f64, f64),
}

impl std::fmt::Debug for Emblem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Emblem").field("dots", &self.dots.len()).finish_non_exhaustive()
    }
}

impl EmblemPicture {
    /// Draws it; none if the atlas has no front of a face.
    pub fn draw(atlas: &Atlas) -> Option<Self> {
        let face = atlas.diagrams().iter().find(|d| d.id.as_str() == "face-front")?;
        let drawing = Drawing::new(face, SkinTone::default()).ok()?;
        let part = head_of(face.size_mm);
        let lines = drawing.draw(DrawingLayer::Lines, part, PX_PER_MM)?;
        let stippled = ["forehead-left", "forehead-right", "glabella", "cheek-left", "cheek-right"];
        let zones = face.zones.iter().filter(|zone| stippled.contains(&zone.id.as_str()));
        let inside = |(p, radius): (Point, f32)| (Point::new(p.x - part.min.x, p.y - part.min.y), radius);
        let dots = zones.flat_map(dots).map(inside).collect();
        Some(Self { lines, dots, size_mm: (part.width(), part.height()) })
    }

    /// Puts it on the screen.
    pub fn upload(self, ctx: &Context) -> Emblem {
        Emblem { lines: super::texture(ctx, &self.lines), dots: self.dots, size_mm: self.size_mm }
    }
}

/// Resolution of the lines: about a pixel a point, at which their hair widths are drawn best.
const PX_PER_MM: f64 = 1.5;

/// The head without the shoulders.
fn head_of((width, height): (f64, f64)) -> MmRect {
    MmRect::new(Point::new(width * 0.14, height * 0.02), Point::new(width * 0.86, height * 0.75))
}

impl Emblem {
    fn paint(&self, painter: &Painter, place: Rect, look: &Look) {
        let scale = place.height() / self.size_mm.1 as f32;
        let extent = Vec2::new(self.size_mm.0 as f32, self.size_mm.1 as f32) * scale;
        let rect = Rect::from_center_size(place.center(), extent);
        let uv = Rect::from_min_max(Pos2::ZERO, Pos2::new(1.0, 1.0));
        painter.image(self.lines.id(), rect, uv, look.figure_tint.gamma_multiply(0.55));
        for (p, radius_mm) in &self.dots {
            let at = rect.min + Vec2::new(p.x as f32, p.y as f32) * scale;
            painter.circle_filled(at, radius_mm * scale, look.accent.gamma_multiply(0.85));
        }
    }
}

/// Dots on a grid of triangles, smaller towards the zone's edge, with their radius in mm.
fn dots(zone: &Zone) -> Vec<(Point, f32)> {
    const STEP_MM: f64 = 4.4;
    let bounds = zone.outline.bounds();
    let edge: Vec<Point> = zone.outline.flattened(1.0).into_iter().flatten().collect();
    let steps = |from: f64, to: f64| (from / STEP_MM).floor() as i32 - 1..=(to / STEP_MM).ceil() as i32;
    let mut dots = Vec::new();
    for row in steps(bounds.min.y, bounds.max.y) {
        let shift = if row % 2 == 0 { 0.0 } else { STEP_MM / 2.0 };
        for column in steps(bounds.min.x, bounds.max.x) {
            let p = Point::new(f64::from(column) * STEP_MM + shift, f64::from(row) * STEP_MM);
            if zone.outline.contains(p) {
                let away = edge.iter().map(|q| q.distance(p)).fold(f64::INFINITY, f64::min);
                dots.push((p, 0.6 + 1.2 * (away / 14.0).min(1.0) as f32));
            }
        }
    }
    dots
}
