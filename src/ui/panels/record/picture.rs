//! What stands beside the record: the picture, what is known of the session, and the note.

use crate::export::{Named, NoteTemplate};
use crate::model::{EntryKind, Session};
use crate::ui::canvas::{CanvasContext, canvas_ui, paint_legend};
use crate::ui::icons::Icon;
use crate::ui::theme::{Look, Text};
use crate::ui::widgets::{IconButton, cut_text, label, paint_text, tip};
use crate::ui::workspace::Workspace;
use crate::wording;
use egui::{
    Align, Align2, Frame, Layout, Margin, Pos2, Rect, RichText, ScrollArea, Sense, Ui, UiBuilder, Vec2,
};

/// Shows the picture and what is known of the session. Returns where the canvas is.
pub fn picture_beside(ui: &mut Ui, workspace: &mut Workspace, cx: &mut CanvasContext<'_>) -> Rect {
    let look = Look::now(ui.ctx());
    let whole = ui.max_rect();
    let height = (whole.width() * 1.15).min(whole.height() * 0.52);
    let place = Rect::from_min_size(whole.min, Vec2::new(whole.width(), height));
    ui.painter().rect_filled(place, egui::CornerRadius::ZERO, look.ground);
    ui.painter().hline(place.x_range(), place.bottom() - 0.5, look.hairline());
    let canvas = canvas_ui(&mut ui.new_child(UiBuilder::new().max_rect(place)), workspace, cx);
    let rest = Rect::from_min_max(place.left_bottom(), whole.max);
    let mut below = ui.new_child(UiBuilder::new().max_rect(rest));
    ScrollArea::vertical().auto_shrink(false).id_salt("facts").show(&mut below, |ui| {
        Frame::new().inner_margin(Margin::symmetric(20, 14)).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            legend(ui, workspace, look);
            line(ui, look);
            for (name, words) in facts(workspace) {
                fact(ui, name, &words, look);
            }
            line(ui, look);
            written(ui, workspace, cx.settings.note_template(), look);
        });
    });
    canvas
}

fn line(ui: &mut Ui, look: &Look) {
    let (rect, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 17.0), Sense::hover());
    ui.painter().hline(rect.x_range(), rect.center().y, look.hairline());
}

fn legend(ui: &mut Ui, workspace: &Workspace, look: &Look) {
    let (rect, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 40.0), Sense::hover());
    let at = Pos2::new(rect.left(), rect.top() + 18.0);
    let title = workspace.map().title();
    let drawn = paint_text(ui.painter(), at, Align2::LEFT_CENTER, title, Text::Strong, look.text);
    if let Some(scale) = workspace.heat.scale() {
        let width = (rect.width() - drawn.width() - 24.0).min(190.0);
        let at = Pos2::new(rect.right() - width, rect.top() + 12.0);
        // Beside the record the colours are enough; the words of its marks have no room.
        let legend = crate::heatmap::Legend { marks: Vec::new(), ..scale.legend.clone() };
        paint_legend(ui.painter(), &legend, at, width, look);
    }
}

fn fact(ui: &mut Ui, name: &str, words: &str, look: &Look) {
    let (rect, response) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 27.0), Sense::hover());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, format!("{name}: {words}")));
    let middle = Align2::LEFT_CENTER;
    paint_text(ui.painter(), rect.left_center(), middle, name, Text::Body, look.text_2);
    let at = Pos2::new(rect.left() + 104.0, rect.center().y);
    cut_text(ui.painter(), at, rect.right() - at.x, words, Text::Body, look.text);
}

/// What is known of the session.
fn facts(workspace: &Workspace) -> Vec<(&'static str, String)> {
    let Some(session) = workspace.session() else { return Vec::new() };
    let none = || wording::NONE.to_owned();
    let mut facts = vec![
        ("Practitioner", session.practitioner.clone().unwrap_or_else(none)),
        ("Time", time_words(session)),
        ("Entries", entry_words(session)),
    ];
    if let Some(summary) = &workspace.summary {
        let mean = summary.metrics.whole.metrics.as_ref().map(|m| wording::one_decimal(m.mean_passes));
        if let Some(share) = summary.at_target() {
            facts.push(("At target", wording::percent_1(share)));
        } else if let Some(mean) = mean {
            facts.push(("Mean", format!("{mean} passes")));
        }
        if workspace.has_targets() {
            facts.push(("Gaps", format!("{} · {}", summary.gaps.len(), wording::area(summary.gap_cm2()))));
        }
    }
    facts
}

fn time_words(session: &Session) -> String {
    let begun = wording::time(session.started_at);
    match session.ended_at {
        None => format!("since {begun}"),
        Some(ended) => {
            let minutes = ended.ms_since(session.started_at) / 60_000;
            format!("{begun} – {} · {minutes} min", wording::time(ended))
        }
    }
}

/// How many entries of each kind there are.
fn entry_words(session: &Session) -> String {
    let count = |is: fn(&EntryKind) -> bool| session.entries.iter().filter(|entry| is(&entry.kind)).count();
    let kinds = [
        (count(|kind| matches!(kind, EntryKind::Roll(_))), "roll"),
        (count(|kind| matches!(kind, EntryKind::Shade { .. })), "shade"),
        (count(|kind| matches!(kind, EntryKind::Zone { .. })), "zone"),
        (count(|kind| matches!(kind, EntryKind::Region { .. })), "region"),
        (count(|kind| matches!(kind, EntryKind::Erase { .. })), "eraser"),
    ];
    let words: Vec<String> =
        kinds.into_iter().filter(|(n, _)| *n > 0).map(|(n, noun)| wording::count(n, noun)).collect();
    if words.is_empty() { "none yet".to_owned() } else { words.join(", ") }
}

/// The note that the user's template makes of the record, with a button to copy it.
fn written(ui: &mut Ui, workspace: &Workspace, template: &str, look: &Look) {
    let session = workspace.session().map(|session| &session.id);
    let known = workspace.record.note.as_ref().filter(|((of, ..), _)| Some(of) == session);
    let facts = known.map(|(_, facts)| facts);
    let (words, there) = match (NoteTemplate::parse(template), facts) {
        (Err(error), _) => (format!("The template cannot be used. {error}"), false),
        (Ok(_), None) => ("Gathering what was recorded".to_owned(), false),
        (Ok(template), Some(facts)) => (template.fill(facts, Named::Reference), true),
    };
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        label(ui, "Note", Text::Strong, look.text);
        label(ui, "written from the record", Text::Small, look.text_2);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let copy = IconButton::new(Icon::Copy, "Copy the note").enabled(there).show(ui);
            if tip(copy, "Copy the note", "").clicked() {
                ui.ctx().copy_text(words.clone());
            }
        });
    });
    ui.add_space(6.0);
    ui.add(
        egui::Label::new(RichText::new(words.trim_end()).font(Text::Body.font()).color(look.text_2)).wrap(),
    );
}
