//! Buttons.

use super::text::paint_text;
use crate::ui::icons::{Icon, icon};
use crate::ui::theme::{Look, Text, size};
use egui::{
    Align2, Color32, CornerRadius, Painter, Pos2, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, Vec2,
    WidgetInfo,
};

/// What a button is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonKind {
    /// An outline.
    #[default]
    Outlined,
    /// The one primary button of a view.
    Primary,
    /// No outline until the pointer is on it.
    Quiet,
    /// Destroys something.
    Danger,
}

/// A button with a label.
#[derive(Clone, Copy, Debug)]
#[must_use = "a button has to be shown"]
pub struct Button<'a> {
    label: &'a str,
    icon: Option<Icon>,
    kind: ButtonKind,
    height: f32,
    enabled: bool,
    on: bool,
    width: Option<f32>,
    keys: &'a str,
}

impl<'a> Button<'a> {
    /// An outlined button.
    pub const fn new(label: &'a str) -> Self {
        Self {
            label,
            icon: None,
            kind: ButtonKind::Outlined,
            height: size::BUTTON,
            enabled: true,
            on: false,
            width: None,
            keys: "",
        }
    }

    /// With an icon before its label.
    pub const fn icon(mut self, icon: Icon) -> Self {
        self.icon = Some(icon);
        self
    }

    /// Of another kind.
    pub const fn kind(mut self, kind: ButtonKind) -> Self {
        self.kind = kind;
        self
    }

    /// As high as in bars and rows.
    pub const fn small(mut self) -> Self {
        self.height = size::SMALL_BUTTON;
        self
    }

    /// Off when not enabled.
    pub const fn enabled(mut self, enabled: bool) -> Self {
        self.enabled = enabled;
        self
    }

    /// A toggle that is on.
    pub const fn on(mut self, on: bool) -> Self {
        self.on = on;
        self
    }

    /// As wide as this.
    pub const fn width(mut self, width: f32) -> Self {
        self.width = Some(width);
        self
    }

    /// With a key before its label.
    pub const fn keys(mut self, keys: &'a str) -> Self {
        self.keys = keys;
        self
    }

    /// Shows it.
    pub fn show(self, ui: &mut Ui) -> Response {
        let look = Look::now(ui.ctx());
        let text =
            ui.painter().layout_no_wrap(self.label.to_owned(), Text::Body.font(), Color32::PLACEHOLDER);
        let icon_room = if self.icon.is_some() { 24.0 } else { 0.0 };
        let key_room = if self.keys.is_empty() { 0.0 } else { 26.0 };
        let natural = text.size().x + 20.0 + icon_room + key_room;
        let extent = Vec2::new(self.width.unwrap_or(natural), self.height);
        let (rect, response) = allocate(ui, extent, self.enabled);
        let role = if self.on { Role::Switch } else { Role::Button };
        response.widget_info(|| WidgetInfo::labeled(role, self.enabled, self.label));
        if !ui.is_rect_visible(rect) {
            return response;
        }
        let colors = self.colors(&response, look);
        let radius = CornerRadius::same(size::RADIUS_M as u8);
        ui.painter().rect(rect, radius, colors.fill, colors.stroke, StrokeKind::Inside);
        let content = text.size().x + icon_room + key_room;
        let mut x = rect.center().x - content / 2.0;
        let y = rect.center().y;
        if let Some(which) = self.icon {
            icon(ui.painter(), Pos2::new(x + 8.0, y), 18.0, which, colors.icon);
            x += icon_room;
        }
        if !self.keys.is_empty() {
            super::key_cap(ui.painter(), Pos2::new(x + 18.0, y), self.keys, look);
            x += key_room;
        }
        ui.painter().galley(Pos2::new(x, y - text.size().y / 2.0), text, colors.text);
        focus_ring(ui.painter(), rect, &response, look);
        response
    }

    fn colors(&self, response: &Response, look: &Look) -> Colors {
        let down = response.is_pointer_button_down_on();
        let hovered = response.hovered() && self.enabled;
        if !self.enabled {
            let (fill, stroke) = match self.kind {
                ButtonKind::Primary | ButtonKind::Danger => (look.pressed, look.pressed),
                ButtonKind::Outlined => (look.panel, look.hair),
                ButtonKind::Quiet => (Color32::TRANSPARENT, Color32::TRANSPARENT),
            };
            return Colors { fill, stroke: Stroke::new(1.0, stroke), text: look.faint, icon: look.faint };
        }
        if self.on {
            let stroke = Stroke::new(1.0, look.accent);
            return Colors { fill: look.accent_soft, stroke, text: look.accent_text, icon: look.accent_text };
        }
        match self.kind {
            ButtonKind::Primary => {
                let fill = if hovered || down { look.accent_hover } else { look.accent };
                Colors { fill, stroke: Stroke::new(1.0, fill), text: look.on_accent, icon: look.on_accent }
            }
            ButtonKind::Danger => Colors {
                fill: look.stop,
                stroke: Stroke::new(1.0, look.stop),
                text: look.raised,
                icon: look.raised,
            },
            ButtonKind::Outlined | ButtonKind::Quiet => {
                let quiet = self.kind == ButtonKind::Quiet;
                let rest = if quiet { Color32::TRANSPARENT } else { look.panel };
                let fill = if down {
                    look.pressed
                } else if hovered {
                    look.hover
                } else {
                    rest
                };
                let edge = if quiet { Color32::TRANSPARENT } else { look.edge };
                Colors { fill, stroke: Stroke::new(1.0, edge), text: look.text, icon: look.text_2 }
            }
        }
    }
}

#[derive(Clone, Copy)]
struct Colors {
    fill: Color32,
    stroke: Stroke,
    text: Color32,
    icon: Color32,
}

/// A button that is an icon only. It always has a name.
#[derive(Clone, Copy, Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a setting of the builder, independent of the others"
)]
#[must_use = "a button has to be shown"]
pub struct IconButton<'a> {
    icon: Icon,
    name: &'a str,
    extent: Vec2,
    icon_size: f32,
    enabled: bool,
    on: bool,
    returning: bool,
    keys: &'a str,
    outlined: bool,
}

impl<'a> IconButton<'a> {
    /// A square button, 28 points a side.
    pub const fn new(icon: Icon, name: &'a str) -> Self {
        Self {
            icon,
            name,
            extent: Vec2::splat(size::SMALL_BUTTON),
            icon_size: 18.0,
            enabled: true,
            on: false,
            returning: false,
            keys: "",
            outlined: false,
        }
    }

    /// Of another size, with an icon of another size.
    pub const fn extent(mut self, extent: Vec2, icon_size: f32) -> Self {
        self.extent = extent;
        self.icon_size = icon_size;
        self
    }

    /// Off when not enabled.
    pub const fn enabled(mut self, enabled: bool) -> Self {
        self.enabled = enabled;
        self
    }

    /// Active.
    pub const fn on(mut self, on: bool) -> Self {
        self.on = on;
        self
    }

    /// The tool to which a temporary one returns.
    pub const fn returning(mut self, returning: bool) -> Self {
        self.returning = returning;
        self
    }

    /// With its key in the corner.
    pub const fn keys(mut self, keys: &'a str) -> Self {
        self.keys = keys;
        self
    }

    /// With an outline.
    pub const fn outlined(mut self) -> Self {
        self.outlined = true;
        self
    }

    /// Shows it.
    pub fn show(self, ui: &mut Ui) -> Response {
        let look = Look::now(ui.ctx());
        let (rect, response) = allocate(ui, self.extent, self.enabled);
        response.widget_info(|| WidgetInfo::selected(Role::Button, self.enabled, self.on, self.name));
        if !ui.is_rect_visible(rect) {
            return response;
        }
        let hovered = response.hovered() && self.enabled;
        let (fill, color) = match (self.enabled, self.on) {
            (false, _) => (Color32::TRANSPARENT, look.faint),
            (true, true) => (look.accent_soft, look.accent_text),
            _ if response.is_pointer_button_down_on() => (look.pressed, look.text),
            _ if hovered => (look.hover, look.text),
            _ => (Color32::TRANSPARENT, look.text_2),
        };
        let edge = if self.returning || (self.on && hovered) {
            look.accent
        } else if self.outlined {
            look.edge
        } else {
            Color32::TRANSPARENT
        };
        let radius = CornerRadius::same(size::RADIUS_M as u8);
        ui.painter().rect(rect, radius, fill, Stroke::new(1.0, edge), StrokeKind::Inside);
        icon(ui.painter(), rect.center(), self.icon_size, self.icon, color);
        if !self.keys.is_empty() {
            let at = rect.right_bottom() - Vec2::new(4.0, 2.0);
            let color = if self.on {
                look.accent_text
            } else if self.enabled {
                look.text_3
            } else {
                look.faint
            };
            paint_text(ui.painter(), at, Align2::RIGHT_BOTTOM, self.keys, Text::Tiny, color);
        }
        focus_ring(ui.painter(), rect, &response, look);
        response
    }
}

fn allocate(ui: &mut Ui, extent: Vec2, enabled: bool) -> (Rect, Response) {
    if enabled {
        ui.allocate_exact_size(extent, Sense::click())
    } else {
        ui.add_enabled_ui(false, |ui| ui.allocate_exact_size(extent, Sense::hover())).inner
    }
}

/// The ring around what has the keyboard's focus.
pub fn focus_ring(painter: &Painter, rect: Rect, response: &Response, look: &Look) {
    if response.has_focus() {
        let ring = rect.expand(2.0);
        let radius = CornerRadius::same(size::RADIUS_M as u8 + 2);
        painter.rect_stroke(ring, radius, Stroke::new(2.0, look.accent), StrokeKind::Inside);
    }
}
