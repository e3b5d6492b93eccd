//! The top bar: where we are, which session, what can be undone, whether it is saved.

use crate::model::Session;
use crate::ui::action::{Action, DialogKind, Outbox};
use crate::ui::commands::{Command, keys_of};
use crate::ui::icons::{Icon, icon};
use crate::ui::series_file::{self, SeriesFile};
use crate::ui::theme::{Look, Room, Text, size};
use crate::ui::widgets::{
    Button, IconButton, Menu, Segment, cut_text, dropdown, focus_ring, paint_text, segmented, text_width,
    tip, tip_with,
};
use crate::ui::workspace::{Place, SaveState, Workspace};
use crate::wording;
use egui::{Align, Align2, CornerRadius, Layout, Pos2, Rect, Role, Sense, Ui, UiBuilder, Vec2, WidgetInfo};
use jiff::civil::Date;
use std::sync::Arc;

/// What the top bar shows besides the series.
#[derive(Clone, Copy, Debug)]
pub struct TopBar {
    /// How much room there is.
    pub room: Room,
    /// The date.
    pub today: Date,
    /// Whether references stand in for names.
    pub hide_names: bool,
}

/// Shows the top bar.
pub fn top_bar(ui: &mut Ui, workspace: &mut Workspace, bar: TopBar, out: &mut Outbox) {
    let rect = ui.max_rect();
    let middle = places(ui, rect, workspace, out);
    let right = right_side(ui, rect, workspace, bar, out);
    let room = Rect::from_min_max(rect.min, Pos2::new(middle.left().min(right.left()) - 12.0, rect.bottom()));
    left_side(ui, room, workspace, bar, out);
}

/// Treat, Review or Plan, in the middle of the bar.
fn places(ui: &mut Ui, rect: Rect, workspace: &Workspace, out: &mut Outbox) -> Rect {
    const PLACES: [(Place, &str, Command); 3] = [
        (Place::Treat, "Treat", Command::Treat),
        (Place::Review, "Review", Command::Review),
        (Place::Plan, "Plan", Command::Plan),
    ];
    let words = PLACES.map(|(_, name, _)| Segment::Words(name));
    let width =
        PLACES.iter().map(|(_, name, _)| text_width(ui.painter(), name, Text::Body) + 40.0).sum::<f32>()
            + 4.0;
    let area = Rect::from_center_size(rect.center(), Vec2::new(width, size::BUTTON));
    let mut child = ui.new_child(UiBuilder::new().max_rect(area));
    let chosen = PLACES.map(|(place, ..)| workspace.place == place);
    let clicked = segmented(&mut child, &words, &chosen, size::BUTTON, 20.0);
    if let Some((.., command)) = clicked.and_then(|i| PLACES.get(i)) {
        out.push(Action::Run(*command));
    }
    child.min_rect()
}

fn left_side(ui: &mut Ui, area: Rect, workspace: &mut Workspace, bar: TopBar, out: &mut Outbox) {
    let look = Look::now(ui.ctx());
    let area = Rect::from_min_max(Pos2::new(area.left() + 12.0, area.top()), area.max);
    let mut ui = ui.new_child(UiBuilder::new().max_rect(area).layout(Layout::left_to_right(Align::Center)));
    let ui = &mut ui;
    ui.spacing_mut().item_spacing.x = 0.0;
    if library_button(ui, look) {
        out.push(Action::Run(Command::Library));
    }
    ui.add_space(16.0);
    let x = ui.cursor().left();
    ui.painter().vline(x, area.shrink2(Vec2::new(0.0, 12.0)).y_range(), look.hairline());
    ui.add_space(16.0);
    let sessions = workspace.document().sessions().len();
    let selector = if sessions == 0 { 150.0 } else { bar.room.pick(150.0, 236.0, 236.0) };
    let names = (ui.available_width() - selector - 16.0).max(60.0);
    if names_button(ui, workspace, bar, names, look) {
        out.push(Action::Show(DialogKind::Details));
    }
    ui.add_space(16.0);
    if workspace.place == Place::Review {
        range_label(ui, workspace, bar);
    } else {
        session_selector(ui, workspace, bar, out);
    }
}

fn library_button(ui: &mut Ui, look: &Look) -> bool {
    let width = text_width(ui.painter(), "Library", Text::Body) + 32.0;
    let (rect, response) = ui.allocate_exact_size(Vec2::new(width, size::BUTTON), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, "Library"));
    if response.hovered() {
        ui.painter().rect_filled(rect, CornerRadius::same(size::RADIUS_M as u8), look.hover);
    }
    icon(ui.painter(), Pos2::new(rect.left() + 13.0, rect.center().y), 18.0, Icon::Left, look.text);
    let at = Pos2::new(rect.left() + 26.0, rect.center().y);
    paint_text(ui.painter(), at, Align2::LEFT_CENTER, "Library", Text::Body, look.text);
    focus_ring(ui.painter(), rect, &response, look);
    tip(response, "Back to the library", &keys_of(Command::Library)).clicked()
}

/// Client and title; the title gives way first.
fn names_button(ui: &mut Ui, workspace: &Workspace, bar: TopBar, room: f32, look: &Look) -> bool {
    let series = workspace.document().series();
    let client = if bar.hide_names {
        series.client.reference.as_deref().unwrap_or("–").to_owned()
    } else {
        series.client.label().to_owned()
    };
    let painter = ui.painter();
    let client_width = text_width(painter, &client, Text::Strong);
    let title_width = text_width(painter, &series.title, Text::Body);
    let gap = if client.is_empty() { 0.0 } else { 10.0 };
    let width = (client_width + gap + title_width + 4.0).min(room);
    let (rect, response) = ui.allocate_exact_size(Vec2::new(width, size::BUTTON), Sense::click());
    let full = format!("{client} {}", series.title);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("Series details: {full}")));
    let painter = ui.painter();
    let color = if response.hovered() { look.accent_text } else { look.text };
    let (drawn, _) = cut_text(painter, rect.left_center(), rect.width(), &client, Text::Strong, color);
    let left = drawn.right() + gap;
    if rect.right() - left > 24.0 {
        let at = Pos2::new(left, rect.center().y);
        cut_text(painter, at, rect.right() - left, &series.title, Text::Body, look.text_2);
    }
    focus_ring(ui.painter(), rect, &response, look);
    tip_with(response, &full, &keys_of(Command::Details), "Client, reference, height, plan, notes").clicked()
}

fn session_selector(ui: &mut Ui, workspace: &Workspace, bar: TopBar, out: &mut Outbox) {
    let document = workspace.document();
    let planned = document.series().plan.as_ref().and_then(|plan| plan.sessions);
    let count = document.sessions().len();
    let label = |index: usize| match planned {
        Some(planned) => format!("Session {} of {}", index + 1, planned.max(count as u32)),
        None => format!("Session {}", index + 1),
    };
    let (first, second) = match (workspace.session_index(), workspace.session()) {
        (Some(index), Some(session)) => {
            let date = wording::date(session.started_at.date(), None);
            (label(index), if bar.room == Room::Small { String::new() } else { date })
        }
        _ => ("No session yet".to_owned(), String::new()),
    };
    let response = dropdown(ui, Some(Icon::Calendar), &first, &second, size::BUTTON, 260.0);
    Menu::below(&response, 280.0, |menu| {
        for (i, session) in document.sessions().iter().enumerate().rev() {
            let on = workspace.session_index() == Some(i);
            if menu.choice(&label(i), &session_detail(document.sessions(), i), on) {
                out.push(Action::SelectSession(session.id.clone()));
            }
        }
        if count > 0 {
            menu.separator();
        }
        if let Some(due) = due_date(document.sessions(), document.series().plan.as_ref()) {
            menu.off(
                None,
                &format!("Session {}", count + 1),
                &format!("due {}", wording::date(due, Some(bar.today.year()))),
            );
        }
        match &workspace.read_only {
            Some(_) => menu.off(Some(Icon::Plus), "New session", "read-only"),
            None => {
                if menu.row(Some(Icon::Plus), "New session", &keys_of(Command::NewSession)) {
                    out.push(Action::Run(Command::NewSession));
                }
            }
        }
    });
}

/// Date and interval of a session.
fn session_detail(sessions: &[Arc<Session>], index: usize) -> String {
    let date = |i: usize| sessions.get(i).map(|session| session.started_at.date());
    let Some(day) = date(index) else { return String::new() };
    let interval = index.checked_sub(1).and_then(date).map(|before| wording::days_between(before, day));
    match interval {
        Some(days) => format!("{}  {}", wording::date(day, None), wording::interval(days)),
        None => wording::date(day, None),
    }
}

/// When the next session is due by the plan; none when all are held or nothing is planned.
pub(super) fn due_date(sessions: &[Arc<Session>], plan: Option<&crate::model::Plan>) -> Option<Date> {
    plan?.due_after(sessions.len(), sessions.last()?.started_at.date())
}

/// The chosen range of Review.
fn range_label(ui: &mut Ui, workspace: &Workspace, bar: TopBar) {
    let sessions = workspace.document().sessions();
    let date = |i: usize| sessions.get(i).map(|session| session.started_at.date());
    let (first, last) = workspace.range;
    let (words, dates) = match (date(first), date(last)) {
        (Some(_), Some(b)) if first == last => (format!("Session {}", first + 1), wording::date(b, None)),
        (Some(a), Some(b)) => {
            let from = wording::date(a, Some(b.year()));
            (format!("Sessions {} – {}", first + 1, last + 1), format!("{from} – {}", wording::date(b, None)))
        }
        _ => ("No session yet".to_owned(), String::new()),
    };
    let look = Look::now(ui.ctx());
    let dates = if bar.room == Room::Small { String::new() } else { dates };
    let width =
        text_width(ui.painter(), &words, Text::Body) + text_width(ui.painter(), &dates, Text::Body) + 46.0;
    let (rect, _) = ui.allocate_exact_size(Vec2::new(width, size::BUTTON), Sense::hover());
    icon(ui.painter(), Pos2::new(rect.left() + 10.0, rect.center().y), 18.0, Icon::Calendar, look.text_2);
    let at = Pos2::new(rect.left() + 28.0, rect.center().y);
    let drawn = paint_text(ui.painter(), at, Align2::LEFT_CENTER, &words, Text::Body, look.text);
    let at = Pos2::new(drawn.right() + 10.0, rect.center().y);
    paint_text(ui.painter(), at, Align2::LEFT_CENTER, &dates, Text::Body, look.text_2);
}

fn right_side(ui: &mut Ui, rect: Rect, workspace: &Workspace, bar: TopBar, out: &mut Outbox) -> Rect {
    let area = Rect::from_min_max(rect.min, Pos2::new(rect.right() - 12.0, rect.bottom()));
    let mut ui = ui.new_child(UiBuilder::new().max_rect(area).layout(Layout::right_to_left(Align::Center)));
    let ui = &mut ui;
    ui.spacing_mut().item_spacing.x = 8.0;
    more_menu(ui, workspace, out);
    export_menu(ui, workspace, bar, out);
    save_state(ui, workspace, bar, out);
    let drawing = workspace.gesture.draws();
    let history = [
        (Icon::Redo, "Redo", Command::Redo, workspace.document().redo_label()),
        (Icon::Undo, "Undo", Command::Undo, workspace.document().undo_label()),
    ];
    for (which, verb, command, label) in history {
        let enabled = label.is_some() && !drawing;
        let title = label
            .map_or_else(|| format!("Nothing to {}", verb.to_lowercase()), |label| format!("{verb} {label}"));
        let response =
            IconButton::new(which, verb).enabled(enabled).extent(Vec2::splat(size::BUTTON), 20.0).show(ui);
        if tip(response, &title, &keys_of(command)).clicked() {
            out.push(Action::Run(command));
        }
    }
    ui.min_rect()
}

fn more_menu(ui: &mut Ui, workspace: &Workspace, out: &mut Outbox) {
    let response = IconButton::new(Icon::More, "More").extent(Vec2::splat(size::BUTTON), 20.0).show(ui);
    let response = tip(response, "More", "");
    Menu::below(&response, 240.0, |menu| {
        let commands = [
            (Icon::File, "Series details", Command::Details),
            (Icon::Clock, "Earlier versions", Command::Versions),
            (Icon::Record, "History of this library", Command::History),
            (Icon::Gear, "Settings", Command::Settings),
            (Icon::Search, "Every command", Command::Palette),
            (Icon::Keys, "Shortcuts", Command::Shortcuts),
        ];
        if workspace.read_only.is_none() && workspace.session().is_some() {
            if menu.row(Some(Icon::Roll), "Devices of this session", "") {
                out.push(Action::Show(DialogKind::Devices));
            }
            let runs = workspace.session().is_some_and(|session| session.ended_at.is_none());
            if runs && menu.row(Some(Icon::Clock), "End session now", "") {
                out.push(Action::Run(Command::EndSession));
            }
            menu.separator();
        }
        for (which, name, command) in commands {
            if menu.row(Some(which), name, &keys_of(command)) {
                out.push(Action::Run(command));
            }
        }
        if menu.row(Some(Icon::Layers), "About Stipple", "") {
            out.push(Action::Show(DialogKind::About));
        }
    });
}

fn export_menu(ui: &mut Ui, workspace: &Workspace, bar: TopBar, out: &mut Outbox) {
    let response = if bar.room == Room::Small {
        IconButton::new(Icon::Export, "Export")
            .extent(Vec2::new(40.0, size::BUTTON), 18.0)
            .outlined()
            .show(ui)
    } else {
        Button::new("Export").icon(Icon::Export).show(ui)
    };
    Menu::below(&response, 250.0, |menu| {
        let commands = [
            (Icon::File, "Report…", Command::ExportReport),
            (Icon::Print, "Print…", Command::Print),
            (Icon::Photo, "Picture of this view…", Command::ExportPicture),
        ];
        for (which, words, command) in commands {
            if menu.row(Some(which), words, &keys_of(command)) {
                out.push(Action::Run(command));
            }
        }
        if workspace.session().is_none() {
            menu.off(Some(Icon::Note), "Note as text…", "no session yet");
        } else if menu.row(Some(Icon::Note), "Note as text…", "") {
            out.push(Action::Run(Command::Note));
        }
        menu.separator();
        // Looked at only while the menu is open.
        let chosen = series_file::chosen(workspace);
        for file in SeriesFile::ALL {
            let (icon, words) = (Some(series_file_icon(file)), format!("{}…", file.title()));
            match file.trouble(&chosen) {
                Some((why, _)) => menu.off(icon, &words, why),
                None if menu.row(icon, &words, "") => out.push(Action::Run(Command::ExportSeries(file))),
                None => {}
            }
        }
    });
}

const fn series_file_icon(file: SeriesFile) -> Icon {
    match file {
        SeriesFile::Numbers => Icon::Sort,
        SeriesFile::Calendar => Icon::Calendar,
        SeriesFile::Archive => Icon::Folder,
        SeriesFile::Fhir => Icon::Record,
        SeriesFile::Animation => Icon::Play,
        SeriesFile::Sheet => Icon::Layers,
    }
}

fn save_state(ui: &mut Ui, workspace: &Workspace, bar: TopBar, out: &mut Outbox) {
    let look = Look::now(ui.ctx());
    let state = workspace.saver.state(ui.input(|input| input.time));
    let (which, words, color) = match (&state, &workspace.read_only) {
        (_, Some(_)) => (Some(Icon::Lock), "Read-only", look.text_2),
        (SaveState::Saved, _) => (Some(Icon::Check), "Saved", look.text_2),
        (SaveState::Saving, _) => (None, "Saving", look.text_3),
        (SaveState::Failed { .. }, _) => (Some(Icon::Warn), "Not saved", look.stop),
    };
    let short = bar.room == Room::Small;
    let width = if short { 28.0 } else { text_width(ui.painter(), words, Text::Small) + 30.0 };
    let (rect, response) = ui.allocate_exact_size(Vec2::new(width, size::BUTTON), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Status, true, words));
    if let Some(which) = which {
        icon(ui.painter(), Pos2::new(rect.left() + 10.0, rect.center().y), 16.0, which, color);
    }
    if !short {
        let at = Pos2::new(rect.left() + 24.0, rect.center().y);
        paint_text(ui.painter(), at, Align2::LEFT_CENTER, words, Text::Small, color);
    }
    let when = workspace.saver.saved_at.map_or_else(
        || "Everything is on disk.".to_owned(),
        |moment| format!("Last saved at {}.", wording::time(moment)),
    );
    let sentence = format!("{when} {}", workspace.saver.folder().display());
    let clicked = tip_with(response, words, &keys_of(Command::Save), &sentence).clicked();
    if clicked && matches!(state, SaveState::Failed { .. }) {
        out.push(Action::RetrySave);
    }
}
