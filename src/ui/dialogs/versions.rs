//! Other versions of a session or of the series' details, set against what is open.

use super::form::{Accept, Answer, Form, GAP, paragraph};
use crate::store::{Version, VersionSource};
use crate::ui::action::{Action, Outbox};
use crate::ui::theme::{AS_MADE, Look, Text, size};
use crate::ui::versions::{ComparedVersion, Take, VersionChoice, VersionList, VersionRow};
use crate::ui::widgets::{Button, Menu, cut_text, dropdown, focus_ring, label, paint_whole, tip};
use egui::{
    Context, CornerRadius, Pos2, Response, Role, ScrollArea, Sense, StrokeKind, Ui, Vec2, WidgetInfo,
};

/// Width of the list.
const LEFT: f32 = 300.0;
/// Width of what is shown of a version.
const RIGHT: f32 = 400.0;
/// Height of both.
const HEIGHT: f32 = 480.0;
/// Height of the picture.
const PICTURE: f32 = 310.0;

/// The dialog with what was found.
#[derive(Clone, Debug)]
pub(super) struct VersionsForm {
    read_only: bool,
    /// Whether the list was asked for.
    asked: bool,
    list: Option<VersionList>,
    /// The chosen row.
    at: usize,
    /// The version that was asked for last.
    reading: Option<Version>,
    compared: Option<ComparedVersion>,
    error: String,
}

impl VersionsForm {
    /// An empty one; it asks for the versions when it is first shown.
    pub(super) const fn new(read_only: bool) -> Self {
        Self {
            read_only,
            asked: false,
            list: None,
            at: 0,
            reading: None,
            compared: None,
            error: String::new(),
        }
    }

    /// Takes the versions of a record.
    pub(super) fn set_list(&mut self, list: VersionList) {
        self.error = list.problem.clone().unwrap_or_default();
        self.list = Some(list);
        self.at = 0;
        self.reading = None;
        self.compared = None;
    }

    /// Takes a version that was set against what is open, if it is still the chosen one.
    pub(super) fn set_version(&mut self, compared: ComparedVersion) {
        if self.chosen().is_some_and(|row| row.version == compared.version) {
            self.compared = Some(compared);
        }
    }

    /// Says what went wrong.
    pub(super) fn set_error(&mut self, message: String) {
        self.error = message;
    }

    fn chosen(&self) -> Option<&VersionRow> {
        self.list.as_ref()?.rows.get(self.at)
    }

    /// The version shown, once it has been read.
    fn shown(&self) -> Option<&ComparedVersion> {
        let chosen = self.chosen()?;
        self.compared.as_ref().filter(|compared| compared.version == chosen.version)
    }

    /// What the button that accepts the dialog does with the version shown, and its words.
    fn accepts(&self) -> Option<(Take, &'static str)> {
        let shown = self.shown().filter(|_| !self.read_only)?;
        Some(match (shown.version.source, shown.same) {
            (VersionSource::Kept(_), true) => return None,
            (VersionSource::Kept(_), false) => (Take::Use, "Return to this version"),
            (VersionSource::Copy(_), true) => (Take::Keep, "Put the copy away"),
            (VersionSource::Disk, true) => (Take::Keep, "Go on with it"),
            (_, false) => (Take::Merge, "Merge both"),
        })
    }

    /// Shows it.
    pub(super) fn show(&mut self, ctx: &Context, out: &mut Outbox) {
        if !self.asked {
            self.asked = true;
            out.push(Action::ListVersions(None));
        }
        let accept = self.accepts();
        let error = self.error.clone();
        let words = accept.map_or("Return to this version", |(_, words)| words);
        let form = Form {
            id: "versions",
            title: "Versions",
            width: LEFT + 28.0 + RIGHT + 40.0,
            height: Some(HEIGHT),
            accept: Some(Accept { enabled: accept.is_some(), ..Accept::primary(words) }),
            error: &error,
            lightly: true,
        };
        let answer = form.show(ctx, |ui| {
            ui.horizontal_top(|ui| {
                ui.spacing_mut().item_spacing.x = 0.0;
                ui.vertical(|ui| {
                    ui.set_width(LEFT);
                    self.left(ui, out);
                });
                ui.add_space(28.0);
                ui.vertical(|ui| {
                    ui.set_width(RIGHT);
                    self.right(ui, out);
                });
            });
        });
        self.ask_for_chosen(out);
        match answer {
            Answer::Open => {}
            Answer::Close => out.push(Action::CloseDialog),
            Answer::Accept => accept.iter().for_each(|(take, _)| self.take(*take, out)),
        }
    }

    /// Asks for the chosen version to be read, once.
    fn ask_for_chosen(&mut self, out: &mut Outbox) {
        let Some((list, row)) = self.list.as_ref().zip(self.chosen()) else { return };
        if self.reading.as_ref() != Some(&row.version) {
            let version = row.version.clone();
            out.push(Action::CompareVersion(list.which.clone(), version.clone()));
            self.error.clear();
            self.reading = Some(version);
        }
    }

    fn take(&self, take: Take, out: &mut Outbox) {
        let Some((list, shown)) = self.list.as_ref().zip(self.shown()) else { return };
        out.push(Action::TakeVersion(Box::new(VersionChoice {
            which: list.which.clone(),
            version: shown.version.clone(),
            record: shown.record.clone(),
            hash: shown.hash,
            take,
        })));
    }

    /// The record and its versions.
    fn left(&mut self, ui: &mut Ui, out: &mut Outbox) {
        let look = Look::now(ui.ctx());
        let Some(list) = &self.list else {
            label(ui, "Looking for versions", Text::Body, look.text_3);
            return;
        };
        let name = list.records.iter().find(|(which, _)| *which == list.which).map(|(_, name)| name.as_str());
        let button = dropdown(ui, None, name.unwrap_or_default(), "", size::BUTTON, LEFT);
        Menu::below_scrolled(&button, LEFT - 12.0, 320.0, |menu| {
            for (which, name) in &list.records {
                if menu.choice(name, "", *which == list.which) {
                    out.push(Action::ListVersions(Some(which.clone())));
                }
            }
        });
        ui.add_space(GAP);
        if list.rows.is_empty() {
            let words = "No other versions. One is kept each time a file is saved over.";
            paragraph(ui, words, Text::Body, look.text_2);
            return;
        }
        let is_kept = |row: &VersionRow| matches!(row.version.source, VersionSource::Kept(_));
        let mut clicked = None;
        ScrollArea::vertical().id_salt("versions list").max_height(HEIGHT - 64.0).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            for (i, row) in list.rows.iter().enumerate() {
                let first =
                    i.checked_sub(1).and_then(|i| list.rows.get(i)).map(is_kept) != Some(is_kept(row));
                if first {
                    let words = if is_kept(row) { "Replaced at" } else { "In the folder" };
                    ui.add_space(if i == 0 { 0.0 } else { 8.0 });
                    label(ui, words, Text::Small, look.text_3);
                    ui.add_space(2.0);
                }
                let response = version_row(ui, row, i == self.at, look);
                // The arrow keys move the focus, and with it what is shown.
                if response.clicked() || response.gained_focus() {
                    clicked = Some(i);
                }
            }
        });
        self.at = clicked.unwrap_or(self.at);
    }

    /// What is known of the chosen version.
    fn right(&self, ui: &mut Ui, out: &mut Outbox) {
        let look = Look::now(ui.ctx());
        let (rect, response) = ui.allocate_exact_size(Vec2::new(RIGHT, PICTURE), Sense::hover());
        let radius = CornerRadius::same(size::RADIUS_M as u8);
        ui.painter().rect(rect, radius, look.sunken, look.hairline(), StrokeKind::Inside);
        let shown = self.shown();
        let picture = shown.and_then(|shown| shown.picture.as_ref());
        let words = match (shown, picture) {
            (_, Some((_, words))) => words.as_str(),
            (Some(_), None) => "Nothing is painted in it",
            (None, None) if self.chosen().is_some() && self.error.is_empty() => "Reading it",
            (None, None) => "",
        };
        response.widget_info(|| WidgetInfo::labeled(Role::Image, true, words));
        if let Some((texture, _)) = picture {
            paint_whole(ui.painter(), texture, rect.shrink(8.0), AS_MADE);
        }
        ui.add_space(6.0);
        paragraph(ui, words, Text::Small, look.text_2);
        ui.add_space(6.0);
        let Some(shown) = shown else { return };
        for line in &shown.lines {
            paragraph(ui, line, Text::Body, look.text);
            ui.add_space(2.0);
        }
        let asks = !shown.same && !self.read_only && !matches!(shown.version.source, VersionSource::Kept(_));
        if asks {
            ui.add_space(6.0);
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = 8.0;
                if Button::new("Use this version only").small().show(ui).clicked() {
                    self.take(Take::Use, out);
                }
                if Button::new("Keep what is open only").small().show(ui).clicked() {
                    self.take(Take::Keep, out);
                }
            });
            ui.add_space(4.0);
            let words = "Whatever is not used stays among the kept versions.";
            paragraph(ui, words, Text::Small, look.text_2);
        }
    }
}

fn version_row(ui: &mut Ui, row: &VersionRow, on: bool, look: &Look) -> Response {
    let height = if row.detail.is_empty() { 30.0 } else { 44.0 };
    let (rect, response) = ui.allocate_exact_size(Vec2::new(LEFT - 12.0, height), Sense::click());
    let words =
        if row.detail.is_empty() { row.name.clone() } else { format!("{}, {}", row.name, row.detail) };
    response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, on, &words));
    let painter = ui.painter();
    let radius = CornerRadius::same(size::RADIUS_S as u8);
    if on {
        painter.rect_filled(rect, radius, look.accent_soft);
    } else if response.hovered() {
        painter.rect_filled(rect, radius, look.hover);
    }
    let room = rect.width() - 20.0;
    let line = |y: f32| Pos2::new(rect.left() + 10.0, y);
    let mut cut = false;
    if row.detail.is_empty() {
        cut_text(painter, line(rect.center().y), room, &row.name, Text::Body, look.text);
    } else {
        cut_text(painter, line(rect.top() + 14.0), room, &row.name, Text::Body, look.text);
        let at = line(rect.top() + 31.0);
        (_, cut) = cut_text(painter, at, room, &row.detail, Text::Small, look.text_2);
    }
    focus_ring(painter, rect, &response, look);
    if cut { tip(response, &row.detail, "") } else { response }
}
