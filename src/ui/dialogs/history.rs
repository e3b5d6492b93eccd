//! The history of the library: who changed what and when.

use super::form::{Answer, Form, paragraph};
use crate::ui::action::{Action, Outbox};
use crate::ui::history::{HistoryRow, HistoryView};
use crate::ui::theme::{Look, Text};
use crate::ui::widgets::{cut_text, label};
use egui::{Context, Pos2, Role, ScrollArea, Sense, Ui, Vec2, WidgetInfo};

/// Width of the columns of day and person.
const COLUMNS: [f32; 2] = [160.0, 150.0];
/// Height of a row.
const ROW: f32 = 28.0;
/// Height of the list.
const HEIGHT: f32 = 420.0;

/// The dialog with what was read.
#[derive(Clone, Debug, Default)]
pub(super) struct HistoryForm {
    asked: bool,
    view: Option<HistoryView>,
    error: String,
}

impl HistoryForm {
    /// Takes what was read.
    pub(super) fn set_view(&mut self, view: HistoryView) {
        self.view = Some(view);
    }

    /// Says what went wrong.
    pub(super) fn set_error(&mut self, message: String) {
        self.error = message;
    }

    /// Shows it.
    pub(super) fn show(&mut self, ctx: &Context, out: &mut Outbox) {
        if !self.asked {
            self.asked = true;
            out.push(Action::ReadHistory);
        }
        let error = self.error.clone();
        let form = Form {
            id: "history",
            title: "History of this library",
            width: 720.0,
            height: Some(HEIGHT + 60.0),
            accept: None,
            error: &error,
            lightly: true,
        };
        let answer = form.show(ctx, |ui| self.body(ui));
        if answer == Answer::Close {
            out.push(Action::CloseDialog);
        }
    }

    fn body(&self, ui: &mut Ui) {
        let look = Look::now(ui.ctx());
        let Some(view) = &self.view else {
            label(ui, "Reading it", Text::Body, look.text_3);
            return;
        };
        for problem in &view.problems {
            paragraph(ui, problem, Text::Body, look.stop);
        }
        if view.problems.is_empty() {
            let words = if view.rows.is_empty() {
                "Nothing was written down yet. From now on, every change of this library is."
            } else {
                "Every line fits the one before: none was changed or taken out. No client is named in it."
            };
            paragraph(ui, words, Text::Body, look.text_2);
        }
        ui.add_space(10.0);
        ScrollArea::vertical().id_salt("history rows").max_height(HEIGHT).auto_shrink(false).show_rows(
            ui,
            ROW,
            view.rows.len(),
            |ui, range| {
                for row in view.rows.get(range).into_iter().flatten() {
                    line(ui, row, look);
                }
            },
        );
    }
}

fn line(ui: &mut Ui, row: &HistoryRow, look: &Look) {
    let (rect, response) = ui.allocate_exact_size(Vec2::new(ui.available_width(), ROW), Sense::hover());
    let words = format!("{}, {}, {}", row.when, row.who, row.what);
    response.widget_info(|| WidgetInfo::labeled(Role::ListItem, true, &words));
    let painter = ui.painter();
    painter.hline(rect.x_range(), rect.bottom() - 0.5, look.hairline());
    let [when, who] = COLUMNS;
    let mut x = rect.left();
    let columns =
        [(&row.when, when, look.text_2), (&row.who, who, look.text), (&row.what, f32::INFINITY, look.text)];
    for (text, width, color) in columns {
        let room = width.min(rect.right() - x) - 10.0;
        cut_text(painter, Pos2::new(x, rect.center().y), room, text, Text::Body, color);
        x += width;
    }
}
