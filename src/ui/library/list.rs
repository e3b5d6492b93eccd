//! The list of series.

use super::brief::Brief;
use super::columns::Columns;
use super::state::{Item, ItemContent, LibraryState, Shelf, Sort};
use crate::ui::action::{Action, Outbox};
use crate::ui::commands::{Command, keys_of};
use crate::ui::icons::{Icon, icon};
use crate::ui::settings::Settings;
use crate::ui::theme::{Look, Room, Text, size};
use crate::ui::widgets::{
    Button, IconButton, Menu, bar as share_bar, cut_text, focus_ring, key_cap, marked_text, paint_cover,
    paint_text, session_squares, text_field, tip,
};
use crate::ui::workspace::Place;
use crate::wording;
use egui::{
    Align, Align2, CornerRadius, Key, Layout, Pos2, Rect, Response, Role, ScrollArea, Sense, Ui, UiBuilder,
    Vec2, WidgetInfo,
};
use jiff::civil::Date;
use std::path::PathBuf;

/// Space between the list and the panels beside it.
const MARGIN: f32 = 20.0;

/// Shows the bar above the list: search, Open folder, New series.
pub(super) fn bar(
    ui: &mut Ui,
    library: &mut LibraryState,
    settings: &Settings,
    room: Room,
    out: &mut Outbox,
) {
    let look = Look::now(ui.ctx());
    let (rect, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 56.0), Sense::hover());
    let inner = rect.shrink2(Vec2::new(MARGIN, 12.0));
    let mut left =
        ui.new_child(UiBuilder::new().max_rect(inner).layout(Layout::left_to_right(Align::Center)));
    if room == Room::Small {
        let button = IconButton::new(Icon::Layers, "Libraries and shelves");
        let response =
            tip(button.outlined().extent(Vec2::splat(size::BUTTON), 18.0).show(&mut left), "Shelves", "");
        shelf_menu(&response, library, settings, out);
    }
    search(&mut left, library, look);
    let mut right =
        ui.new_child(UiBuilder::new().max_rect(inner).layout(Layout::right_to_left(Align::Center)));
    right.spacing_mut().item_spacing.x = 8.0;
    let new = Button::new("New series").icon(Icon::Plus).show(&mut right);
    if tip(new, "New series", &keys_of(Command::NewSeries)).clicked() {
        out.push(Action::Run(Command::NewSeries));
    }
    let open = Button::new("Open folder").icon(Icon::Folder).show(&mut right);
    if tip(open, "Open folder", &keys_of(Command::OpenFolder)).clicked() {
        out.push(Action::Run(Command::OpenFolder));
    }
}

/// What the sidebar holds, for windows without room for it.
fn shelf_menu(response: &Response, library: &mut LibraryState, settings: &Settings, out: &mut Outbox) {
    Menu::below(response, 240.0, |menu| {
        for (name, shelf) in [("All series", Shelf::All), ("Due", Shelf::Due)] {
            if menu.choice(name, "", library.shelf == shelf) {
                library.shelf = shelf;
            }
        }
        menu.separator();
        for root in settings.recent.iter().filter(|root| root.is_dir()) {
            if menu.choice(&super::sidebar::folder_name(root, false), "", *root == library.root) {
                out.push(Action::OpenLibrary(root.clone()));
            }
        }
        if menu.row(Some(Icon::File), "Import archive…", "") {
            out.push(Action::Run(Command::ImportArchive));
        }
        if menu.row(Some(Icon::Layers), "Sample library", "") {
            out.push(Action::OpenSample);
        }
        menu.separator();
        for (which, name, command) in
            [(Icon::Keys, "Shortcuts", Command::Shortcuts), (Icon::Gear, "Settings", Command::Settings)]
        {
            if menu.row(Some(which), name, &keys_of(command)) {
                out.push(Action::Run(command));
            }
        }
    });
}

fn search(ui: &mut Ui, library: &mut LibraryState, look: &Look) {
    let width = (ui.available_width() - 290.0).clamp(160.0, 300.0);
    let (rect, _) = ui.allocate_exact_size(Vec2::new(width, size::BUTTON), Sense::hover());
    let mut child = ui.new_child(UiBuilder::new().max_rect(rect));
    child.spacing_mut().item_spacing.x = 0.0;
    // The field leaves room for the glass at its left.
    let response = text_field(&mut child, &mut library.search, "      Client, reference, title, zone", width);
    let response = response.on_hover_cursor(egui::CursorIcon::Text);
    response.widget_info(|| WidgetInfo::labeled(Role::SearchInput, true, "Search"));
    if std::mem::take(&mut library.focus_search) {
        response.request_focus();
    }
    // Escape takes the focus away before anybody sees it.
    if response.lost_focus() && ui.input(|input| input.key_pressed(Key::Escape)) {
        library.search.clear();
    }
    let y = rect.center().y;
    if library.search.is_empty() {
        icon(ui.painter(), Pos2::new(rect.left() + 19.0, y), 18.0, Icon::Search, look.text_2);
        key_cap(ui.painter(), Pos2::new(rect.right() - 11.0, y), &keys_of(Command::Find), look);
    } else {
        let place = Rect::from_center_size(Pos2::new(rect.right() - 16.0, y), Vec2::splat(24.0));
        let mut clear = ui.new_child(UiBuilder::new().max_rect(place));
        let button = IconButton::new(Icon::Close, "Clear the search").extent(Vec2::splat(24.0), 14.0);
        if button.show(&mut clear).clicked() {
            library.search.clear();
        }
    }
}

/// Shows the list.
pub(super) fn list(
    ui: &mut Ui,
    library: &mut LibraryState,
    settings: &Settings,
    today: Date,
    room: Room,
    out: &mut Outbox,
) {
    let look = Look::now(ui.ctx());
    let order: Vec<PathBuf> = library.shown(today).iter().map(|item| item.folder.clone()).collect();
    if order.is_empty() {
        nothing(ui, library, look);
        return;
    }
    keys(ui, library, &order, out);
    let columns = Columns::new(ui.available_width() - 2.0 * MARGIN, room);
    heads(ui, library, &columns);
    let by_status = library.sort == (Sort::NextDue, false);
    let mut clicked = None;
    ScrollArea::vertical().auto_shrink(false).id_salt("series").show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        let shown = library.shown(today);
        let group_of = |item: &Item| match &item.content {
            ItemContent::Ready(brief) => brief.status(today).name(),
            ItemContent::Reading => "Being read",
            ItemContent::Broken(_) => "Cannot be read",
        };
        let mut before = "";
        for (i, item) in shown.iter().enumerate() {
            let group = group_of(item);
            if by_status && before != group {
                group_head(ui, group, shown.iter().filter(|other| group_of(other) == group).count(), look);
            }
            before = group;
            let last = shown.get(i + 1).is_none_or(|next| by_status && group_of(next) != group);
            let on = library.selected.as_ref() == Some(&item.folder);
            let (wanted, writable) = (library.search.trim(), !library.is_sample);
            let row = Row { item, columns: &columns, settings, today, wanted, on, writable, last };
            if row.show(ui, out) {
                clicked = Some(item.folder.clone());
            }
        }
        ui.add_space(16.0);
    });
    if clicked.is_some() {
        library.selected = clicked;
    }
}

/// The arrows move the choice, Enter opens it.
fn keys(ui: &Ui, library: &mut LibraryState, order: &[PathBuf], out: &mut Outbox) {
    if ui.ctx().text_edit_focused() || ui.ctx().memory(|memory| memory.focused().is_some()) {
        return;
    }
    let pressed = |key: Key| ui.input(|input| input.key_pressed(key));
    let at = library.selected.as_ref().and_then(|folder| order.iter().position(|other| other == folder));
    let to = match at {
        Some(at) if pressed(Key::ArrowDown) => Some((at + 1).min(order.len() - 1)),
        Some(at) if pressed(Key::ArrowUp) => Some(at.saturating_sub(1)),
        None if pressed(Key::ArrowDown) || pressed(Key::ArrowUp) => Some(0),
        _ => None,
    };
    if let Some(folder) = to.and_then(|to| order.get(to)) {
        library.selected = Some(folder.clone());
    }
    if let Some(folder) = library.selected.as_ref().filter(|_| pressed(Key::Enter)) {
        out.push(open(folder.clone(), Place::Treat));
    }
}

/// Opens a series.
pub(super) const fn open(folder: PathBuf, place: Place) -> Action {
    Action::OpenSeries { folder, session: None, place, begin: false }
}

fn nothing(ui: &mut Ui, library: &mut LibraryState, look: &Look) {
    if library.reading {
        return;
    }
    ui.add_space(72.0);
    ui.vertical_centered(|ui| {
        let search = library.search.trim();
        let words = if search.is_empty() {
            "No series here".to_owned()
        } else {
            format!("No series matches “{search}”")
        };
        crate::ui::widgets::label(ui, &words, Text::Large, look.text_2);
        ui.add_space(12.0);
        if !search.is_empty() && Button::new("Clear").show(ui).clicked() {
            library.search.clear();
        }
    });
}

fn heads(ui: &mut Ui, library: &mut LibraryState, columns: &Columns) {
    let look = Look::now(ui.ctx());
    let (rect, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 22.0), Sense::hover());
    for (sort, name, x) in columns.heads() {
        let (on, reversed) = (library.sort.0 == sort, library.sort.1);
        let at = Pos2::new(rect.left() + MARGIN + x, rect.center().y);
        let color = if on { look.text_2 } else { look.text_3 };
        let drawn = paint_text(ui.painter(), at, Align2::LEFT_CENTER, name, Text::Tiny, color);
        let place = drawn.expand2(Vec2::new(4.0, 4.0)).with_max_x(drawn.right() + 18.0);
        let response = ui.interact(place, ui.scope_id().with(("sort", name)), Sense::click());
        response.widget_info(|| WidgetInfo::selected(Role::Button, true, on, format!("Sort by {name}")));
        if on {
            let which = if reversed { Icon::Down } else { Icon::Up };
            icon(ui.painter(), Pos2::new(drawn.right() + 10.0, at.y), 14.0, which, look.text_2);
        }
        focus_ring(ui.painter(), place, &response, look);
        if response.clicked() {
            library.sort = (sort, on && !reversed);
        }
    }
}

fn group_head(ui: &mut Ui, name: &str, count: usize, look: &Look) {
    let (rect, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 36.0), Sense::hover());
    let at = Pos2::new(rect.left() + MARGIN + 8.0, rect.center().y + 2.0);
    let drawn = paint_text(ui.painter(), at, Align2::LEFT_CENTER, name, Text::Strong, look.text);
    let at = Pos2::new(drawn.right() + 7.0, at.y);
    paint_text(ui.painter(), at, Align2::LEFT_CENTER, &count.to_string(), Text::Body, look.text_2);
}

/// A row of the list.
struct Row<'a> {
    item: &'a Item,
    columns: &'a Columns,
    settings: &'a Settings,
    today: Date,
    /// What is searched for; found parts are bold.
    wanted: &'a str,
    on: bool,
    /// Whether the library is the user's own.
    writable: bool,
    /// Whether no line separates it from the next.
    last: bool,
}

impl Row<'_> {
    /// Shows it. Returns whether it was clicked.
    fn show(&self, ui: &mut Ui, out: &mut Outbox) -> bool {
        let look = Look::now(ui.ctx());
        let (whole, _) =
            ui.allocate_exact_size(Vec2::new(ui.available_width(), size::LIBRARY_ROW), Sense::hover());
        let rect = whole.shrink2(Vec2::new(MARGIN, 0.0));
        let response = ui.interact(rect, ui.scope_id().with(&self.item.folder), Sense::click());
        response.widget_info(|| WidgetInfo::selected(Role::Row, true, self.on, self.sentence()));
        let radius = CornerRadius::same(size::RADIUS_L as u8);
        if self.on {
            ui.painter().rect_filled(rect, radius, look.accent_soft);
        } else if response.hovered() {
            ui.painter().rect_filled(rect, radius, look.hover);
        }
        if !self.last && !self.on {
            let x = rect.left() + self.columns.text..=rect.right() - 16.0;
            ui.painter().hline(x, rect.bottom() - 0.5, look.hairline());
        }
        let thumb = Rect::from_min_size(rect.min + Vec2::new(8.0, 4.0), Vec2::splat(56.0));
        let small = CornerRadius::same(size::RADIUS_M as u8);
        match &self.item.content {
            ItemContent::Broken(_) => icon(ui.painter(), thumb.center(), 20.0, Icon::Warn, look.stop),
            _ => {
                ui.painter().rect_filled(thumb, small, look.sunken);
            }
        }
        if let Some((picture, _)) = &self.item.pictures {
            paint_cover(ui.painter(), picture, thumb, small, look.figure_tint);
        }
        match &self.item.content {
            ItemContent::Reading => {}
            ItemContent::Ready(brief) => self.ready(ui, rect, brief, look),
            ItemContent::Broken(reason) => self.broken(ui, rect, reason, look),
        }
        focus_ring(ui.painter(), rect.shrink(2.0), &response, look);
        let readable = matches!(self.item.content, ItemContent::Ready(_));
        let entered = response.has_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        if readable && (response.double_clicked() || entered) {
            out.push(open(self.item.folder.clone(), Place::Treat));
        }
        row_menu(&response, &self.item.folder, readable, self.writable, out);
        response.clicked()
    }

    fn sentence(&self) -> String {
        match &self.item.content {
            ItemContent::Reading => "Being read".to_owned(),
            ItemContent::Broken(reason) => format!("{}, cannot be read: {reason}", self.folder_name()),
            ItemContent::Ready(brief) => {
                let (client, reference) = brief.client(self.settings.hide_names);
                let held = wording::count(brief.sessions.len(), "session");
                format!("{}, {client} {reference}, {held}", brief.title)
            }
        }
    }

    fn folder_name(&self) -> String {
        self.item.folder.file_name().unwrap_or_default().to_string_lossy().into_owned()
    }

    fn ready(&self, ui: &Ui, rect: Rect, brief: &Brief, look: &Look) {
        let painter = ui.painter();
        let columns = self.columns;
        let at = |x: f32, dy: f32| Pos2::new(rect.left() + x, rect.center().y + dy);
        let width = columns.sessions - columns.text - 16.0;
        let strong = self.wanted;
        marked_text(painter, at(columns.text, -8.0), width, &brief.title, strong, Text::Large, look.text);
        let (client, reference) = brief.client(self.settings.hide_names);
        let second = if reference.is_empty() { client } else { format!("{client}  {reference}") };
        marked_text(painter, at(columns.text, 9.0), width, &second, strong, Text::Small, look.text_2);
        if brief.damaged > 0 {
            let start = at(columns.text, 25.0);
            let words = format!("{} cannot be read", wording::count(brief.damaged, "session"));
            icon(painter, start + Vec2::new(7.0, 0.0), 14.0, Icon::Warn, look.note);
            cut_text(painter, start + Vec2::new(18.0, 0.0), width - 18.0, &words, Text::Tiny, look.note);
        }
        self.held(ui, rect, brief, look);
        if let Some(x) = columns.target {
            match brief.at_target {
                Some(share) if brief.planned.is_some() => {
                    share_bar(painter, at(x, 0.0), 56.0, share.value() as f32, look);
                    let text = wording::percent(share);
                    paint_text(
                        painter,
                        at(x + 64.0, 0.0),
                        Align2::LEFT_CENTER,
                        &text,
                        Text::Small,
                        look.text_2,
                    );
                }
                _ => {
                    paint_text(
                        painter,
                        at(x, 0.0),
                        Align2::LEFT_CENTER,
                        wording::NONE,
                        Text::Small,
                        look.text_2,
                    );
                }
            }
        }
        if let Some(x) = columns.last {
            match brief.last() {
                Some(last) => {
                    let date = wording::date(last, Some(self.today.year()));
                    let ago = wording::days_ago(wording::days_between(last, self.today));
                    paint_text(painter, at(x, -8.0), Align2::LEFT_CENTER, &date, Text::Body, look.text);
                    paint_text(painter, at(x, 9.0), Align2::LEFT_CENTER, &ago, Text::Small, look.text_2);
                }
                None => {
                    paint_text(
                        painter,
                        at(x, 0.0),
                        Align2::LEFT_CENTER,
                        wording::NONE,
                        Text::Small,
                        look.text_2,
                    );
                }
            }
        }
        self.due(ui, rect, brief, look);
    }

    /// Sessions held and planned.
    fn held(&self, ui: &Ui, rect: Rect, brief: &Brief, look: &Look) {
        let painter = ui.painter();
        let at = |dy: f32| Pos2::new(rect.left() + self.columns.sessions, rect.center().y + dy);
        let held = brief.sessions.len();
        let second = if let Some(planned) = brief.planned {
            session_squares(painter, at(-8.0), held, planned as usize, look);
            format!("{held} of {}", planned.max(held as u32))
        } else {
            paint_text(painter, at(-8.0), Align2::LEFT_CENTER, "no plan", Text::Body, look.text_2);
            wording::count(held, "session")
        };
        // Without a column of its own the share follows here.
        let share = brief.at_target.filter(|_| self.columns.target.is_none());
        let share = share.map(|share| format!(" · {}", wording::percent(share))).unwrap_or_default();
        let second = format!("{second}{share}");
        paint_text(painter, at(9.0), Align2::LEFT_CENTER, &second, Text::Small, look.text_2);
    }

    fn due(&self, ui: &Ui, rect: Rect, brief: &Brief, look: &Look) {
        let painter = ui.painter();
        let at = |dx: f32, dy: f32| Pos2::new(rect.left() + self.columns.due + dx, rect.center().y + dy);
        let Some(due) = brief.next_due() else {
            paint_text(painter, at(0.0, 0.0), Align2::LEFT_CENTER, wording::NONE, Text::Small, look.text_2);
            return;
        };
        let date = wording::date(due, Some(self.today.year()));
        paint_text(painter, at(0.0, -8.0), Align2::LEFT_CENTER, &date, Text::Body, look.text);
        let days = wording::days_between(self.today, due);
        if days > 0 {
            let words = format!("in {days} d");
            paint_text(painter, at(0.0, 9.0), Align2::LEFT_CENTER, &words, Text::Small, look.text_2);
            return;
        }
        let words = if days == 0 { "today".to_owned() } else { format!("{} d overdue", -days) };
        icon(painter, at(7.0, 9.0), 14.0, Icon::Clock, look.note);
        paint_text(painter, at(18.0, 9.0), Align2::LEFT_CENTER, &words, Text::Small, look.note);
    }

    fn broken(&self, ui: &Ui, rect: Rect, reason: &str, look: &Look) {
        let at = |dy: f32| Pos2::new(rect.left() + self.columns.text, rect.center().y + dy);
        let width = rect.width() - self.columns.text - 16.0;
        cut_text(ui.painter(), at(-8.0), width, &self.folder_name(), Text::Large, look.text);
        let words = format!("Cannot be read: {reason}");
        cut_text(ui.painter(), at(9.0), width, &words, Text::Small, look.stop);
    }
}

fn row_menu(response: &Response, folder: &std::path::Path, readable: bool, writable: bool, out: &mut Outbox) {
    Menu::context(response, 220.0, |menu| {
        if readable {
            if menu.row(Some(Icon::Roll), "Open", "Enter") {
                out.push(open(folder.to_owned(), Place::Treat));
            }
            if menu.row(Some(Icon::Layers), "Review", "") {
                out.push(open(folder.to_owned(), Place::Review));
            }
        }
        if menu.row(Some(Icon::File), "Copy the folder's path", "") {
            response.ctx.copy_text(folder.display().to_string());
        }
        if writable {
            menu.separator();
            if menu.row(Some(Icon::Trash), "Erase…", "") {
                out.push(Action::AskErase(folder.to_owned()));
            }
        }
    });
}
