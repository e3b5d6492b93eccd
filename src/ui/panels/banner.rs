//! Banners under the top bar: what lasts until it ends.

use crate::ui::action::{Action, DialogKind, Outbox};
use crate::ui::icons::{Icon, icon};
use crate::ui::library::LibraryState;
use crate::ui::theme::{Look, Text};
use crate::ui::widgets::{Button, cut_text, tip};
use crate::ui::workspace::{Outside, SaveState, Workspace};
use crate::wording;
use egui::{Align, Color32, Frame, Layout, Panel, Pos2, Rect, Role, Sense, Ui, UiBuilder, Vec2, WidgetInfo};

/// Height of a banner.
const HEIGHT: f32 = 40.0;

/// One banner.
struct Banner<'a> {
    /// Its name among the panels.
    id: &'static str,
    icon: Icon,
    text: &'a str,
    /// More, for the tooltip.
    detail: &'a str,
    /// Whether something was refused, rather than wants a look.
    stop: bool,
}

/// Shows what lasts in the open series: not saved, read-only, damaged and changed files.
pub fn banners(ui: &mut Ui, workspace: &mut Workspace, out: &mut Outbox) {
    if let SaveState::Failed { message, outside } = workspace.saver.state(ui.input(|input| input.time)) {
        let text = format!("Not saved: {message}");
        let banner = Banner { id: "not saved", icon: Icon::Warn, text: &text, detail: &text, stop: true };
        let first = match outside {
            None => ("Try again", Action::RetrySave),
            Some(Outside::Changed) => ("Compare and choose…", Action::Show(DialogKind::Versions)),
            Some(Outside::Gone) => ("Write it again", Action::WriteAgain),
        };
        show(ui, &banner, vec![first, ("Save a copy…", Action::SaveCopy)], out);
    }
    if let (false, Some((which, outside))) = (workspace.saver.has_failed(), workspace.saver.outside()) {
        let name = in_sentence(&workspace.record_name(which));
        let (text, button) = match outside {
            Outside::Changed => (
                format!("Another program has changed {name}."),
                ("Compare and choose…", Action::Show(DialogKind::Versions)),
            ),
            Outside::Gone => {
                (format!("Another program has taken away {name}."), ("Write it again", Action::WriteAgain))
            }
        };
        let banner = Banner { id: "outside", icon: Icon::Note, text: &text, detail: "", stop: false };
        show(ui, &banner, vec![button], out);
    }
    if let Some((which, _)) = workspace.copies.first() {
        let text = match workspace.copies.len() {
            1 => format!("There are two versions of {}.", in_sentence(&workspace.record_name(which))),
            more => format!("There are {more} other versions of what is open."),
        };
        let names = workspace.copies.iter().map(|(_, path)| path.display().to_string());
        let detail = names.collect::<Vec<_>>().join("\n");
        let banner = Banner { id: "copies", icon: Icon::Note, text: &text, detail: &detail, stop: false };
        show(ui, &banner, vec![("Compare…", Action::Show(DialogKind::Versions))], out);
    }
    if let Some(reason) = &workspace.read_only {
        let banner = Banner { id: "read-only", icon: Icon::Lock, text: reason, detail: "", stop: false };
        show(ui, &banner, Vec::new(), out);
    }
    if !workspace.damaged.is_empty() {
        damaged(ui, workspace, out);
    }
    if !workspace.changed_by_hand.is_empty() && !workspace.noted {
        let names: Vec<String> = workspace.changed_by_hand.iter().map(|path| file_name(path)).collect();
        let text = format!("Changed outside this program since it was last saved: {}", names.join(", "));
        let banner = Banner { id: "changed", icon: Icon::Note, text: &text, detail: &text, stop: false };
        if show_with(ui, &banner, &["Noted"]) == Some(0) {
            workspace.noted = true;
        }
    }
}

fn damaged(ui: &mut Ui, workspace: &Workspace, out: &mut Outbox) {
    let count = wording::count(workspace.damaged.len(), "session file");
    let first = workspace.damaged.first().map(|(path, reason)| format!("{}: {reason}", file_name(path)));
    let text = format!("{count} could not be read and stays as it is. {}", first.unwrap_or_default());
    let lines = workspace.damaged.iter().map(|(path, reason)| format!("{}: {reason}", path.display()));
    let detail = lines.collect::<Vec<_>>().join("\n");
    let banner = Banner { id: "damaged", icon: Icon::Warn, text: &text, detail: &detail, stop: false };
    show(ui, &banner, Vec::new(), out);
}

/// A name in the middle of a sentence.
fn in_sentence(name: &str) -> String {
    let mut letters = name.chars();
    let first = letters.next().into_iter().flat_map(char::to_lowercase);
    first.chain(letters).collect()
}

fn file_name(path: &std::path::Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// Shows what lasts in the library.
pub fn library_banner(ui: &mut Ui, library: &LibraryState, out: &mut Outbox) {
    if let Some(reason) = &library.error {
        let text = format!("This library cannot be read: {reason}");
        let banner = Banner { id: "no library", icon: Icon::Warn, text: &text, detail: &text, stop: true };
        let open = Action::Run(crate::ui::commands::Command::OpenFolder);
        show(ui, &banner, vec![("Open another…", open)], out);
    } else if library.is_sample && !library.items.is_empty() {
        let text = "Sample, read-only. All clients are invented.";
        let banner = Banner { id: "sample", icon: Icon::Lock, text, detail: "", stop: false };
        show(ui, &banner, Vec::new(), out);
    }
}

fn show(ui: &mut Ui, banner: &Banner<'_>, buttons: Vec<(&str, Action)>, out: &mut Outbox) {
    let names: Vec<&str> = buttons.iter().map(|(name, _)| *name).collect();
    if let Some((_, action)) = show_with(ui, banner, &names).and_then(|i| buttons.into_iter().nth(i)) {
        out.push(action);
    }
}

/// Shows a banner. Returns which button was clicked.
fn show_with(ui: &mut Ui, banner: &Banner<'_>, buttons: &[&str]) -> Option<usize> {
    let look = Look::now(ui.ctx());
    let (fill, color): (Color32, Color32) =
        if banner.stop { (look.stop_soft, look.stop) } else { (look.note_soft, look.note) };
    let panel = Panel::top(banner.id).frame(Frame::new().fill(fill)).exact_size(HEIGHT).resizable(false);
    let mut clicked = None;
    panel.show(ui, |ui| {
        let area = ui.max_rect();
        let inner = area.shrink2(Vec2::new(16.0, 0.0));
        let mut right =
            ui.new_child(UiBuilder::new().max_rect(inner).layout(Layout::right_to_left(Align::Center)));
        for (i, name) in buttons.iter().enumerate().rev() {
            if Button::new(name).small().show(&mut right).clicked() {
                clicked = Some(i);
            }
        }
        let until = if buttons.is_empty() { inner.right() } else { right.min_rect().left() - 12.0 };
        icon(ui.painter(), Pos2::new(inner.left() + 9.0, inner.center().y), 18.0, banner.icon, color);
        let words =
            Rect::from_min_max(Pos2::new(inner.left() + 28.0, inner.top()), Pos2::new(until, inner.bottom()));
        let at = words.left_center();
        let (_, cut) = cut_text(ui.painter(), at, words.width(), banner.text, Text::Body, look.text);
        let response = ui.interact(words, ui.scope_id().with("words"), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Status, true, banner.text));
        if cut || banner.detail.contains('\n') {
            tip(response, banner.detail, "");
        }
    });
    clicked
}
