//! Fields of forms: a name above, a unit inside, and what is wrong below.

use super::text::{label, paint_text};
use crate::ui::icons::{Icon, icon};
use crate::ui::theme::{Look, NOTHING, Text, size};
use egui::{
    Align2, Color32, CornerRadius, Frame, Margin, Pos2, Rect, Response, RichText, Sense, Shape, Stroke,
    StrokeKind, TextEdit, Ui, Vec2,
};

/// A field of a form.
#[derive(Clone, Copy, Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a setting of the builder, independent of the others"
)]
#[must_use = "a field has to be shown"]
pub struct TextField<'a> {
    name: &'a str,
    titled: bool,
    hint: &'a str,
    unit: &'a str,
    width: f32,
    rows: usize,
    problem: &'a str,
    insist: bool,
    open: bool,
    focus: bool,
}

impl<'a> TextField<'a> {
    /// A field with its name above. The name has to be the only one of its kind in the scope of the ui.
    pub const fn new(name: &'a str, width: f32) -> Self {
        Self {
            name,
            titled: true,
            hint: "",
            unit: "",
            width,
            rows: 1,
            problem: "",
            insist: false,
            open: false,
            focus: false,
        }
    }

    /// Without the name above, where a column head says it; screen readers still read it.
    pub const fn untitled(mut self) -> Self {
        self.titled = false;
        self
    }

    /// With words that stand in it while it is empty.
    pub const fn hint(mut self, hint: &'a str) -> Self {
        self.hint = hint;
        self
    }

    /// With a unit at its right end.
    pub const fn unit(mut self, unit: &'a str) -> Self {
        self.unit = unit;
        self
    }

    /// With several lines.
    pub const fn rows(mut self, rows: usize) -> Self {
        self.rows = rows;
        self
    }

    /// With what is wrong with what stands in it, shown once the field is left. Empty when nothing is.
    pub const fn problem(mut self, problem: &'a str) -> Self {
        self.problem = problem;
        self
    }

    /// Shows the problem while the field has the focus as well.
    pub const fn insist(mut self, insist: bool) -> Self {
        self.insist = insist;
        self
    }

    /// Marks the field as one that still wants filling while it is empty.
    pub const fn open(mut self, open: bool) -> Self {
        self.open = open;
        self
    }

    /// Takes the focus now.
    pub const fn focus(mut self, focus: bool) -> Self {
        self.focus = focus;
        self
    }

    /// Shows it.
    pub fn show(self, ui: &mut Ui, text: &mut String) -> Response {
        let look = Look::now(ui.ctx());
        // In a ui of its own, so that a problem that comes or goes does not change the ids of what follows, which
        // would swallow the click that takes the focus away.
        ui.vertical(|ui| {
            ui.set_width(self.width);
            ui.spacing_mut().item_spacing.y = 4.0;
            let title = self.titled.then(|| label(ui, self.name, Text::Small, look.text_2));
            let response = self.edit(ui, text, look);
            let response = if let Some(title) = title {
                response.labelled_by(title.id)
            } else {
                ui.ctx().accesskit_node_builder(response.id, |node| node.set_label(self.name));
                response
            };
            if self.focus {
                response.request_focus();
            }
            if self.shows_problem(&response) {
                remark(ui, self.problem, look.stop);
            }
            response
        })
        .inner
    }

    fn shows_problem(&self, response: &Response) -> bool {
        !self.problem.is_empty() && (self.insist || !response.has_focus())
    }

    fn edit(&self, ui: &mut Ui, text: &mut String, look: &Look) -> Response {
        let unit = if self.unit.is_empty() {
            0.0
        } else {
            super::text_width(ui.painter(), self.unit, Text::Body) + 8.0
        };
        let wanted = self.open && text.trim().is_empty();
        let fill = if wanted { look.note_soft } else { look.raised };
        let stroke = if wanted { Stroke::new(1.0, NOTHING) } else { look.outline() };
        let radius = CornerRadius::same(size::RADIUS_M as u8);
        let margin = Margin { left: 10, right: 10 + unit.ceil() as i8, top: 6, bottom: 6 };
        let frame = Frame::new().fill(fill).stroke(stroke).corner_radius(radius).inner_margin(margin);
        // The hint takes its colour from here, whatever it says itself.
        ui.visuals_mut().weak_text_color = Some(if wanted { look.note } else { look.text_3 });
        let edit = if self.rows > 1 { TextEdit::multiline(text) } else { TextEdit::singleline(text) };
        let edit = edit
            .id_salt(self.name)
            .hint_text(RichText::new(self.hint).font(Text::Body.font()))
            .font(Text::Body.font())
            .text_color(look.text)
            .desired_width(self.width)
            .desired_rows(self.rows)
            .frame(frame);
        let response = ui.add(edit);
        let rect = response.rect;
        if !self.unit.is_empty() {
            let at = Pos2::new(rect.right() - 10.0, rect.center().y);
            paint_text(ui.painter(), at, Align2::RIGHT_CENTER, self.unit, Text::Body, look.text_3);
        }
        let outline = |stroke| ui.painter().rect_stroke(rect, radius, stroke, StrokeKind::Inside);
        if response.has_focus() {
            outline(Stroke::new(2.0, look.accent));
        } else if self.shows_problem(&response) {
            outline(Stroke::new(1.0, look.stop));
        } else if wanted {
            dashed(ui, rect, look.note);
        }
        response
    }
}

fn dashed(ui: &Ui, rect: Rect, color: Color32) {
    let rect = rect.shrink(0.5);
    let corners =
        [rect.left_top(), rect.right_top(), rect.right_bottom(), rect.left_bottom(), rect.left_top()];
    ui.painter().extend(Shape::dashed_line(&corners, Stroke::new(1.0, color), 3.0, 2.0));
}

/// A line with the warning sign, such as what is wrong with the field above. Wraps where it has to.
pub fn remark(ui: &mut Ui, text: &str, color: Color32) -> Response {
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        let (rect, _) = ui.allocate_exact_size(Vec2::new(14.0, 16.0), Sense::hover());
        icon(ui.painter(), rect.center(), 14.0, Icon::Warn, color);
        ui.add(egui::Label::new(RichText::new(text).font(Text::Small.font()).color(color)).wrap())
    })
    .inner
}
