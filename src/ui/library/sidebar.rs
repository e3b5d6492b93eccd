//! The sidebar: shelves, parts of the body, and which library this is.

use super::brief::BodyArea;
use super::state::{LibraryState, Shelf};
use crate::ui::action::{Action, Outbox};
use crate::ui::commands::{Command, keys_of};
use crate::ui::icons::{Icon, icon};
use crate::ui::settings::Settings;
use crate::ui::theme::{Look, Text, size};
use crate::ui::widgets::{Menu, cut_text, focus_ring, paint_text, tip};
use egui::{
    Align, Align2, CornerRadius, Layout, Painter, Pos2, Response, Role, Sense, Ui, UiBuilder, Vec2,
    WidgetInfo,
};
use jiff::civil::Date;
use std::path::Path;

/// Shows the sidebar.
pub(super) fn sidebar(
    ui: &mut Ui,
    library: &mut LibraryState,
    settings: &Settings,
    today: Date,
    out: &mut Outbox,
) {
    let look = Look::now(ui.ctx());
    let whole = ui.max_rect();
    ui.painter().vline(whole.right() - 0.5, whole.y_range(), look.hairline());
    let inner = whole.shrink2(Vec2::new(8.0, 0.0));
    let mut top = ui.new_child(UiBuilder::new().max_rect(inner).layout(Layout::top_down(Align::LEFT)));
    top.spacing_mut().item_spacing.y = 0.0;
    program_name(&mut top, look);
    shelves(&mut top, library, today);
    folder(&mut top, library, settings, look, out);
    let mut foot = ui.new_child(
        UiBuilder::new().max_rect(inner.shrink2(Vec2::new(0.0, 8.0))).layout(Layout::bottom_up(Align::LEFT)),
    );
    foot.spacing_mut().item_spacing.y = 0.0;
    for (which, name, command) in
        [(Icon::Gear, "Settings", Command::Settings), (Icon::Keys, "Shortcuts", Command::Shortcuts)]
    {
        let response = row(&mut foot, Some(which), name, None, false);
        if tip(response, name, &keys_of(command)).clicked() {
            out.push(Action::Run(command));
        }
    }
}

fn program_name(ui: &mut Ui, look: &Look) {
    let (rect, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 56.0), Sense::hover());
    let y = rect.center().y;
    logo(ui.painter(), Pos2::new(rect.left() + 18.0, y), look);
    let at = Pos2::new(rect.left() + 37.0, y);
    paint_text(ui.painter(), at, Align2::LEFT_CENTER, "Stipple", Text::Title, look.text);
}

/// Paints the program's sign: a stippled square, denser in the middle.
pub(crate) fn logo(painter: &Painter, centre: Pos2, look: &Look) {
    for row in -1..=1_i8 {
        for column in -1..=1_i8 {
            let radius = match (row, column) {
                (0, 0) => 2.6,
                (0, _) | (_, 0) => 1.8,
                _ => 1.2,
            };
            let at = centre + Vec2::new(f32::from(column), f32::from(row)) * 6.3;
            painter.circle_filled(at, radius, look.accent);
        }
    }
}

fn shelves(ui: &mut Ui, library: &mut LibraryState, today: Date) {
    let mut chosen = None;
    for (which, name, shelf) in [(Icon::Layers, "All series", Shelf::All), (Icon::Clock, "Due", Shelf::Due)] {
        let count = library.count(shelf, today);
        if row(ui, Some(which), name, (count > 0).then_some(count), library.shelf == shelf).clicked() {
            chosen = Some(shelf);
        }
    }
    let used: Vec<(BodyArea, usize)> = BodyArea::ALL
        .into_iter()
        .map(|area| (area, library.count(Shelf::Area(area), today)))
        .filter(|(_, count)| *count > 0)
        .collect();
    if !used.is_empty() {
        head(ui, "Body area");
    }
    for (area, count) in used {
        let shelf = Shelf::Area(area);
        if row(ui, None, area.name(), Some(count), library.shelf == shelf).clicked() {
            chosen = Some(shelf);
        }
    }
    if let Some(shelf) = chosen {
        library.shelf = shelf;
    }
}

fn head(ui: &mut Ui, name: &str) {
    let look = Look::now(ui.ctx());
    let (rect, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 52.0), Sense::hover());
    let at = Pos2::new(rect.left() + 8.0, rect.bottom() - 16.0);
    paint_text(ui.painter(), at, Align2::LEFT_CENTER, name, Text::Small, look.text_2);
}

/// A row of the sidebar, 32 points high.
fn row(ui: &mut Ui, which: Option<Icon>, name: &str, count: Option<usize>, on: bool) -> Response {
    let look = Look::now(ui.ctx());
    let (rect, response) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 32.0), Sense::click());
    let words = count.map_or_else(|| name.to_owned(), |count| format!("{name}, {count}"));
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, on, &words));
    let radius = CornerRadius::same(size::RADIUS_M as u8);
    let painter = ui.painter();
    if on {
        painter.rect_filled(rect, radius, look.accent_soft);
    } else if response.hovered() {
        painter.rect_filled(rect, radius, look.hover);
    }
    let (color, faint) = if on { (look.accent_text, look.accent_text) } else { (look.text, look.text_2) };
    let y = rect.center().y;
    if let Some(which) = which {
        icon(painter, Pos2::new(rect.left() + 17.0, y), 18.0, which, faint);
    }
    paint_text(painter, Pos2::new(rect.left() + 35.0, y), Align2::LEFT_CENTER, name, Text::Body, color);
    if let Some(count) = count {
        let at = Pos2::new(rect.right() - 8.0, y);
        paint_text(painter, at, Align2::RIGHT_CENTER, &count.to_string(), Text::Body, faint);
    }
    focus_ring(ui.painter(), rect.shrink(2.0), &response, look);
    response
}

/// The name of a library: that of its folder.
pub(super) fn folder_name(root: &Path, is_sample: bool) -> String {
    if is_sample {
        return "Sample library".to_owned();
    }
    root.file_name().map_or_else(|| root.display().to_string(), |name| name.to_string_lossy().into_owned())
}

fn folder(ui: &mut Ui, library: &LibraryState, settings: &Settings, look: &Look, out: &mut Outbox) {
    head(ui, "Library folder");
    let (rect, response) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 32.0), Sense::click());
    let name = folder_name(&library.root, library.is_sample);
    response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, format!("Library folder: {name}")));
    if response.hovered() {
        ui.painter().rect_filled(rect, CornerRadius::same(size::RADIUS_M as u8), look.hover);
    }
    let y = rect.center().y;
    icon(ui.painter(), Pos2::new(rect.left() + 17.0, y), 18.0, Icon::Folder, look.text_2);
    let at = Pos2::new(rect.left() + 35.0, y);
    cut_text(ui.painter(), at, rect.width() - 62.0, &name, Text::Body, look.text);
    icon(ui.painter(), Pos2::new(rect.right() - 15.0, y), 14.0, Icon::Down, look.text_2);
    focus_ring(ui.painter(), rect.shrink(2.0), &response, look);
    let second = if library.is_sample { "invented, read-only" } else { "on this computer only" };
    let (line, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 18.0), Sense::hover());
    let at = line.left_center() + Vec2::new(35.0, 0.0);
    paint_text(ui.painter(), at, Align2::LEFT_CENTER, second, Text::Small, look.text_2);
    let response = tip(response, &library.root.display().to_string(), "");
    folder_menu(&response, library, settings, out);
}

/// Libraries opened before, and other ways to open one.
pub(super) fn folder_menu(
    response: &Response,
    library: &LibraryState,
    settings: &Settings,
    out: &mut Outbox,
) {
    Menu::below(response, 260.0, |menu| {
        for root in &settings.recent {
            let on = *root == library.root;
            let name = folder_name(root, false);
            if root.is_dir() {
                if menu.choice(&name, "", on) {
                    out.push(Action::OpenLibrary(root.clone()));
                }
            } else {
                menu.off(None, &name, "not there");
            }
        }
        if !settings.recent.is_empty() {
            menu.separator();
        }
        if menu.row(Some(Icon::Folder), "Open folder…", &keys_of(Command::OpenFolder)) {
            out.push(Action::Run(Command::OpenFolder));
        }
        if menu.row(Some(Icon::File), "Import archive…", "") {
            out.push(Action::Run(Command::ImportArchive));
        }
        if menu.row(Some(Icon::Layers), "Sample library", "") {
            out.push(Action::OpenSample);
        }
    });
}
