//! Popup menus and drop-down buttons.

use super::focus_ring;
use super::text::{cut_text, paint_text, text_width};
use crate::ui::icons::{Icon, icon};
use crate::ui::theme::{Look, Text, size};
use egui::{
    Align2, CornerRadius, Frame, Margin, Popup, Pos2, Response, Role, ScrollArea, Sense, StrokeKind, Ui,
    Vec2, WidgetInfo,
};

/// The frame of popups.
pub fn popup_frame(look: &Look) -> Frame {
    Frame::new()
        .fill(look.raised)
        .stroke(look.outline())
        .corner_radius(CornerRadius::same(size::RADIUS_L as u8))
        .shadow(look.shadow())
        .inner_margin(Margin::same(6))
}

/// The rows of a menu while it is shown.
pub struct Menu<'a> {
    ui: &'a mut Ui,
    width: f32,
}

impl std::fmt::Debug for Menu<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Menu").field("width", &self.width).finish_non_exhaustive()
    }
}

impl Menu<'_> {
    /// Opens below a button when it is clicked.
    pub fn below(button: &Response, width: f32, rows: impl FnOnce(&mut Menu<'_>)) {
        let look = Look::now(&button.ctx);
        Popup::menu(button).frame(popup_frame(look)).gap(4.0).width(width).show(|ui| {
            ui.set_width(width);
            ui.spacing_mut().item_spacing.y = 0.0;
            rows(&mut Menu { ui, width });
        });
    }

    /// As [`Menu::below`], scrolling where the rows are higher than this.
    pub fn below_scrolled(button: &Response, width: f32, height: f32, rows: impl FnOnce(&mut Menu<'_>)) {
        Self::below(button, width, |menu| {
            ScrollArea::vertical().max_height(height).show(menu.ui, |ui| {
                ui.spacing_mut().item_spacing.y = 0.0;
                // The bar has room of its own beside the rows.
                let width = width - ui.spacing().scroll.bar_width - 4.0;
                rows(&mut Menu { ui, width });
            });
        });
    }

    /// Opens at the pointer when something is clicked with the other button.
    pub fn context(target: &Response, width: f32, rows: impl FnOnce(&mut Menu<'_>)) {
        let look = Look::now(&target.ctx);
        Popup::context_menu(target).frame(popup_frame(look)).width(width).show(|ui| {
            ui.set_width(width);
            ui.spacing_mut().item_spacing.y = 0.0;
            rows(&mut Menu { ui, width });
        });
    }

    /// A row that does something. Returns whether it was chosen.
    pub fn row(&mut self, which: Option<Icon>, text: &str, keys: &str) -> bool {
        self.item(which, text, keys, true, false)
    }

    /// A row that is off and says why at its end.
    pub fn off(&mut self, which: Option<Icon>, text: &str, why: &str) {
        self.item(which, text, why, false, false);
    }

    /// A row of which one is ticked. Returns whether it was chosen.
    pub fn choice(&mut self, text: &str, detail: &str, on: bool) -> bool {
        self.item(None, text, detail, true, on)
    }

    /// A row with a second line below its words, all of which is in its tooltip. Returns whether it was chosen.
    pub fn noted(&mut self, text: &str, end: &str, note: &str) -> bool {
        let look = Look::now(self.ui.ctx());
        let extent = Vec2::new(self.width, size::MENU_ROW + 14.0);
        let (rect, response) = self.ui.allocate_exact_size(extent, Sense::click());
        let name = format!("{text}, {end}. {note}");
        response.widget_info(|| WidgetInfo::labeled(Role::MenuItem, true, &name));
        let painter = self.ui.painter();
        if response.hovered() || response.has_focus() {
            painter.rect_filled(rect, CornerRadius::same(size::RADIUS_S as u8), look.hover);
        }
        let (left, right) = (rect.left() + 8.0, rect.right() - 8.0);
        let at = |x: f32, dy: f32| Pos2::new(x, rect.center().y + dy);
        let drawn = paint_text(painter, at(right, -8.0), Align2::RIGHT_CENTER, end, Text::Small, look.text_2);
        cut_text(painter, at(left, -8.0), drawn.left() - 12.0 - left, text, Text::Body, look.text);
        cut_text(painter, at(left, 10.0), right - left, note, Text::Tiny, look.text_3);
        if response.clicked() {
            self.ui.close();
        }
        super::tip_with(response, text, "", note).clicked()
    }

    /// A line between groups.
    pub fn separator(&mut self) {
        let look = Look::now(self.ui.ctx());
        let (rect, _) = self.ui.allocate_exact_size(Vec2::new(self.width, 9.0), Sense::hover());
        self.ui.painter().hline(rect.x_range(), rect.center().y, look.hairline());
    }

    /// A head above a group.
    pub fn head(&mut self, text: &str) {
        let look = Look::now(self.ui.ctx());
        let (rect, _) = self.ui.allocate_exact_size(Vec2::new(self.width, 24.0), Sense::hover());
        let at = Pos2::new(rect.left() + 8.0, rect.center().y);
        paint_text(self.ui.painter(), at, Align2::LEFT_CENTER, text, Text::Small, look.text_3);
    }

    fn item(&mut self, which: Option<Icon>, text: &str, end: &str, enabled: bool, on: bool) -> bool {
        let look = Look::now(self.ui.ctx());
        let sense = if enabled { Sense::click() } else { Sense::hover() };
        let (rect, response) = self.ui.allocate_exact_size(Vec2::new(self.width, size::MENU_ROW), sense);
        response.widget_info(|| WidgetInfo::selected(Role::MenuItem, enabled, on, text));
        let painter = self.ui.painter();
        let radius = CornerRadius::same(size::RADIUS_S as u8);
        if enabled && (response.hovered() || response.has_focus()) {
            painter.rect_filled(rect, radius, look.hover);
        }
        let color = if enabled { look.text } else { look.faint };
        let y = rect.center().y;
        let mut x = rect.left() + 8.0;
        if let Some(which) = which {
            icon(painter, Pos2::new(x + 9.0, y), 18.0, which, if enabled { look.text_2 } else { look.faint });
            x += 28.0;
        } else if on {
            icon(painter, Pos2::new(rect.right() - 14.0, y), 16.0, Icon::Check, look.accent);
        }
        let right = rect.right() - if on { 26.0 } else { 8.0 };
        let is_key = which.is_some() && enabled;
        let end_width = if end.is_empty() { 0.0 } else { text_width(painter, end, Text::Small) + 16.0 };
        cut_text(painter, Pos2::new(x, y), right - x - end_width, text, Text::Body, color);
        if !end.is_empty() {
            if is_key {
                paint_text(painter, Pos2::new(right, y), Align2::RIGHT_CENTER, end, Text::Small, look.text_3);
            } else {
                let color = if enabled { look.text_2 } else { look.faint };
                paint_text(painter, Pos2::new(right, y), Align2::RIGHT_CENTER, end, Text::Small, color);
            }
        }
        if response.clicked() {
            self.ui.close();
        }
        response.clicked()
    }
}

/// A button that opens a menu: an icon, words, second words and a chevron. Words that do not fit are cut.
pub fn dropdown(
    ui: &mut Ui,
    which: Option<Icon>,
    first: &str,
    second: &str,
    height: f32,
    max_width: f32,
) -> Response {
    let look = Look::now(ui.ctx());
    let icon_room = if which.is_some() { 26.0 } else { 0.0 };
    let first_width = text_width(ui.painter(), first, Text::Body);
    let gap = if second.is_empty() { 0.0 } else { 8.0 };
    let second_width = if second.is_empty() { 0.0 } else { text_width(ui.painter(), second, Text::Body) };
    let natural = 10.0 + icon_room + first_width + gap + second_width + 32.0;
    let width = natural.min(max_width);
    let (rect, response) = ui.allocate_exact_size(Vec2::new(width, height), Sense::click());
    let name = if second.is_empty() { first.to_owned() } else { format!("{first}, {second}") };
    response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, &name));
    let fill = if response.is_pointer_button_down_on() {
        look.pressed
    } else if response.hovered() {
        look.hover
    } else {
        look.panel
    };
    let painter = ui.painter();
    painter.rect(rect, CornerRadius::same(size::RADIUS_M as u8), fill, look.outline(), StrokeKind::Inside);
    let y = rect.center().y;
    let mut x = rect.left() + 10.0;
    if let Some(which) = which {
        icon(painter, Pos2::new(x + 8.0, y), 18.0, which, look.text_2);
        x += icon_room;
    }
    let room = rect.right() - 30.0 - x;
    let (drawn, _) = cut_text(painter, Pos2::new(x, y), room, first, Text::Body, look.text);
    let rest = room - drawn.width() - gap;
    if !second.is_empty() && rest > 20.0 {
        cut_text(painter, Pos2::new(drawn.right() + gap, y), rest, second, Text::Body, look.text_2);
    }
    icon(painter, Pos2::new(rect.right() - 17.0, y), 16.0, Icon::Down, look.text_2);
    focus_ring(ui.painter(), rect, &response, look);
    response
}
