//! What is known of the chosen series, and the way into it.

use super::brief::{Brief, Status};
use super::state::{Item, ItemContent, LibraryState};
use crate::heatmap::{Legend, LegendBar};
use crate::ui::action::{Action, Outbox};
use crate::ui::icons::Icon;
use crate::ui::settings::Settings;
use crate::ui::theme::{Look, Text, color, size};
use crate::ui::widgets::{
    Button, ButtonKind, IconButton, Menu, cut_text, label, paint_cover, paint_text, side_tag,
};
use crate::ui::workspace::Place;
use crate::wording;
use egui::{
    Align, Align2, CornerRadius, Frame, Layout, Margin, Pos2, Rect, Role, ScrollArea, Sense, Shape, Stroke,
    TextureHandle, Ui, UiBuilder, Vec2, WidgetInfo,
};
use jiff::civil::Date;

/// Shows the preview.
pub(super) fn preview(
    ui: &mut Ui,
    library: &LibraryState,
    settings: &Settings,
    today: Date,
    out: &mut Outbox,
) {
    let look = Look::now(ui.ctx());
    let whole = ui.max_rect();
    ui.painter().vline(whole.left() + 0.5, whole.y_range(), look.hairline());
    let Some(item) = library.selected_item() else {
        due_list(ui, library, settings, today);
        return;
    };
    let brief = match &item.content {
        ItemContent::Ready(brief) => brief,
        ItemContent::Reading => return,
        ItemContent::Broken(reason) => {
            broken(ui, item, reason, look);
            return;
        }
    };
    let foot = Rect::from_min_max(
        Pos2::new(whole.left() + 20.0, whole.bottom() - 52.0),
        whole.max - Vec2::new(20.0, 20.0),
    );
    buttons(ui, foot, item, brief, library.is_sample, today, out);
    let body = Rect::from_min_max(whole.min, Pos2::new(whole.right(), foot.top() - 12.0));
    let mut ui = ui.new_child(UiBuilder::new().max_rect(body));
    ScrollArea::vertical().auto_shrink(false).id_salt(&item.folder).show(&mut ui, |ui| {
        Frame::new().inner_margin(Margin { left: 20, right: 20, top: 14, bottom: 0 }).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            content(ui, item, brief, settings, whole.height(), look);
        });
    });
}

fn content(ui: &mut Ui, item: &Item, brief: &Brief, settings: &Settings, height: f32, look: &Look) {
    let width = ui.available_width();
    let (rect, response) = ui.allocate_exact_size(Vec2::new(width, 28.0), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &brief.title));
    cut_text(ui.painter(), rect.left_center(), width, &brief.title, Text::Heading, look.text);
    let (client, reference) = brief.client(settings.hide_names);
    let who = if reference.is_empty() { client } else { format!("{client}  {reference}") };
    let second = [who.as_str(), &brief.body]
        .into_iter()
        .filter(|text| !text.is_empty())
        .collect::<Vec<_>>()
        .join(" · ");
    let (rect, _) = ui.allocate_exact_size(Vec2::new(width, 18.0), Sense::hover());
    cut_text(ui.painter(), rect.left_center(), width, &second, Text::Small, look.text_2);
    ui.add_space(10.0);
    let tall = (width * 1.134).min(height * 0.37);
    let (place, _) = ui.allocate_exact_size(Vec2::new(width, tall), Sense::hover());
    let radius = CornerRadius::same(size::RADIUS_M as u8);
    ui.painter().rect_filled(place, radius, look.sunken);
    if let Some((_, large)) = &item.pictures {
        paint_cover(ui.painter(), large, place, radius, look.figure_tint);
    }
    legend(ui, brief, look);
    break_line(ui, look);
    facts(ui, brief, look);
    if !item.sessions.is_empty() {
        break_line(ui, look);
        sessions(ui, item, brief, look);
    }
    if !brief.open.is_empty() {
        break_line(ui, look);
        still_open(ui, brief, look);
    }
    ui.add_space(12.0);
}

fn break_line(ui: &mut Ui, look: &Look) {
    let (rect, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 15.0), Sense::hover());
    ui.painter().hline(rect.x_range(), rect.center().y, look.hairline());
}

fn legend(ui: &mut Ui, brief: &Brief, look: &Look) {
    let (rect, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 32.0), Sense::hover());
    let painter = ui.painter();
    let held = brief.sessions.len();
    let words = format!("Passes, {}", wording::count(held, "session"));
    let title =
        paint_text(painter, rect.left_center(), Align2::LEFT_CENTER, &words, Text::Small, look.text_2);
    let Some(legend) = brief.legend.as_ref().filter(|_| held > 0) else { return };
    let ends = legend.ticks.first().zip(legend.ticks.last());
    let words = ends.map(|(a, b)| format!("{} – {}", a.label, b.label)).unwrap_or_default();
    let drawn =
        paint_text(painter, rect.right_center(), Align2::RIGHT_CENTER, &words, Text::Small, look.text_2);
    let right = drawn.left() - 8.0;
    ramp(
        painter,
        legend,
        Rect::from_min_max(
            Pos2::new((right - 120.0).max(title.right() + 12.0), rect.center().y - 5.5),
            Pos2::new(right, rect.center().y + 5.5),
        ),
    );
}

fn ramp(painter: &egui::Painter, legend: &Legend, rect: Rect) {
    let (LegendBar::Steps(colours) | LegendBar::Ramp(colours)) = &legend.bar;
    let each = rect.width() / colours.len().max(1) as f32;
    for (i, rgb) in colours.iter().enumerate() {
        let min = Pos2::new(rect.left() + i as f32 * each, rect.top());
        // A little wider than its share, so that no seam shows between two.
        let field = Rect::from_min_size(min, Vec2::new(each + 0.5, rect.height())).intersect(rect);
        painter.rect_filled(field, CornerRadius::ZERO, color(*rgb));
    }
}

fn facts(ui: &mut Ui, brief: &Brief, look: &Look) {
    let dash = || wording::NONE.to_owned();
    let or_dash = |text: &String| if text.is_empty() { dash() } else { text.clone() };
    let plan = match (brief.planned_passes, brief.planned, brief.interval_days) {
        (Some(passes), Some(sessions), Some(days)) => {
            format!("{passes} passes · {} · {days} d", wording::count(sessions as usize, "session"))
        }
        (Some(passes), Some(sessions), None) => {
            format!("{passes} passes · {}", wording::count(sessions as usize, "session"))
        }
        (Some(passes), ..) => format!("{passes} passes"),
        (None, Some(sessions), _) => wording::count(sessions as usize, "session"),
        (None, None, _) => "no plan".to_owned(),
    };
    let goals =
        if brief.goals.1 == 0 { dash() } else { format!("{} of {} met", brief.goals.0, brief.goals.1) };
    let gaps = brief.gaps.map_or_else(dash, |(gaps, below)| format!("{gaps} below {below} passes"));
    let rows = [
        ("Indication", or_dash(&brief.indication)),
        ("Plan", plan),
        ("Device", or_dash(&brief.device)),
        ("Goals", goals),
        ("Gaps", gaps),
    ];
    for (name, value) in rows {
        let (rect, response) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 28.0), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("{name}: {value}")));
        paint_text(ui.painter(), rect.left_center(), Align2::LEFT_CENTER, name, Text::Small, look.text_2);
        let at = rect.left_center() + Vec2::new(88.0, 0.0);
        cut_text(ui.painter(), at, rect.width() - 88.0, &value, Text::Body, look.text);
    }
}

/// The last sessions as small pictures, and the next one if it is planned.
fn sessions(ui: &mut Ui, item: &Item, brief: &Brief, look: &Look) {
    let width = ui.available_width();
    let card = Vec2::new((width - 24.0) / 4.0, 72.0);
    let (rect, _) = ui.allocate_exact_size(Vec2::new(width, card.y + 24.0), Sense::hover());
    let due = brief.next_due();
    let room = if due.is_some() { 3 } else { 4 };
    let shown = item.sessions.len().min(room);
    let textures = item.sessions.iter().skip(item.sessions.len() - shown);
    let dates = brief.sessions.iter().skip(brief.sessions.len().saturating_sub(shown));
    let radius = CornerRadius::same(size::RADIUS_M as u8);
    let mut x = rect.left();
    let mut year = brief.last().map(Date::year);
    let place = |x: f32| Rect::from_min_size(Pos2::new(x, rect.top() + 2.0), card);
    let named = |ui: &Ui, place: Rect, date: Date, year: Option<i16>| {
        let at = Pos2::new(place.center().x, place.bottom() + 11.0);
        let text = wording::date(date, year);
        paint_text(ui.painter(), at, Align2::CENTER_CENTER, &text, Text::Tiny, look.text_2);
    };
    for (texture, (_, date)) in textures.zip(dates) {
        let place = place(x);
        ui.painter().rect_filled(place, radius, look.sunken);
        paint_cover(ui.painter(), texture, place, radius, look.figure_tint);
        named(ui, place, *date, year.replace(date.year()));
        x += card.x + 8.0;
    }
    if let Some(due) = due {
        let place = place(x);
        if let Some(texture) = item.sessions.last() {
            planned_card(ui, texture, place, look);
        }
        named(ui, place, due, Some(due.year()));
    }
}

fn planned_card(ui: &Ui, texture: &TextureHandle, place: Rect, look: &Look) {
    paint_cover(
        ui.painter(),
        texture,
        place,
        CornerRadius::same(size::RADIUS_M as u8),
        look.figure_tint.gamma_multiply(0.18),
    );
    let outline =
        [place.left_top(), place.right_top(), place.right_bottom(), place.left_bottom(), place.left_top()];
    ui.painter().extend(Shape::dashed_line(&outline, Stroke::new(1.0, look.edge), 3.0, 3.0));
}

fn still_open(ui: &mut Ui, brief: &Brief, look: &Look) {
    let (rect, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 28.0), Sense::hover());
    paint_text(ui.painter(), rect.left_center(), Align2::LEFT_CENTER, "Still open", Text::Strong, look.text);
    paint_text(
        ui.painter(),
        rect.right_center(),
        Align2::RIGHT_CENTER,
        "largest gaps so far",
        Text::Small,
        look.text_2,
    );
    for place in &brief.open {
        let (rect, response) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 26.0), Sense::hover());
        let mean = format!("{} of {}", wording::one_decimal(place.mean), place.target);
        let area = wording::area(place.cm2);
        response.widget_info(|| {
            WidgetInfo::labeled(Role::Label, true, format!("{}, mean {mean}, {area}", place.name))
        });
        let painter = ui.painter();
        let (name, _) =
            cut_text(painter, rect.left_center(), rect.width() - 150.0, &place.name, Text::Body, look.text);
        let y = rect.center().y;
        let tag = side_tag(painter, Pos2::new(name.right() + 8.0, y), place.side, look);
        let at = Pos2::new(name.right() + 8.0 + if tag > 0.0 { tag + 10.0 } else { 2.0 }, y);
        paint_text(painter, at, Align2::LEFT_CENTER, &mean, Text::Small, look.text_2);
        paint_text(painter, rect.right_center(), Align2::RIGHT_CENTER, &area, Text::Body, look.text);
    }
}

fn buttons(
    ui: &mut Ui,
    foot: Rect,
    item: &Item,
    brief: &Brief,
    is_sample: bool,
    today: Date,
    out: &mut Outbox,
) {
    let mut row = ui.new_child(UiBuilder::new().max_rect(foot).layout(Layout::right_to_left(Align::Center)));
    row.spacing_mut().item_spacing.x = 8.0;
    let open =
        |session, place, begin| Action::OpenSeries { folder: item.folder.clone(), session, place, begin };
    let more =
        IconButton::new(Icon::More, "More").outlined().extent(Vec2::splat(size::BUTTON), 18.0).show(&mut row);
    Menu::below(&more, 220.0, |menu| {
        if menu.row(Some(Icon::Roll), "Open the last session", "Enter") {
            out.push(open(None, Place::Treat, false));
        }
        if menu.row(Some(Icon::File), "Copy the folder's path", "") {
            more.ctx.copy_text(item.folder.display().to_string());
        }
    });
    if Button::new("Review").enabled(!brief.sessions.is_empty()).show(&mut row).clicked() {
        out.push(open(None, Place::Review, false));
    }
    let begun_today = brief.last() == Some(today);
    let next = brief.sessions.len() + 1;
    let (words, begin) = match brief.status(today) {
        _ if begun_today && !is_sample => ("Open today's session".to_owned(), false),
        _ if is_sample && next == 1 => ("Open".to_owned(), false),
        _ if is_sample => (format!("Open session {}", next - 1), false),
        Status::Complete if next > 1 => (format!("Open session {}", next - 1), false),
        _ => (format!("Start session {next}"), true),
    };
    let width = row.available_width();
    if Button::new(&words).kind(ButtonKind::Primary).width(width).show(&mut row).clicked() {
        out.push(open(None, Place::Treat, begin));
    }
}

fn broken(ui: &mut Ui, item: &Item, reason: &str, look: &Look) {
    Frame::new().inner_margin(Margin::same(20)).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 10.0;
        let name = item.folder.file_name().unwrap_or_default().to_string_lossy();
        label(ui, &name, Text::Heading, look.text);
        label(ui, "This series cannot be read. Its files are left as they are.", Text::Body, look.text_2);
        label(ui, reason, Text::Body, look.stop);
        label(ui, &item.folder.display().to_string(), Text::Small, look.text_2);
        if Button::new("Copy the folder's path").small().show(ui).clicked() {
            ui.ctx().copy_text(item.folder.display().to_string());
        }
    });
}

/// Nothing is chosen: who is due this week.
fn due_list(ui: &mut Ui, library: &LibraryState, settings: &Settings, today: Date) {
    let look = Look::now(ui.ctx());
    Frame::new().inner_margin(Margin { left: 20, right: 20, top: 14, bottom: 0 }).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        label(ui, "Due this week", Text::Heading, look.text);
        ui.add_space(8.0);
        let due = library.items.iter().filter_map(|item| match &item.content {
            ItemContent::Ready(brief) if brief.status(today) == Status::Due => {
                Some((brief.next_due()?, brief))
            }
            _ => None,
        });
        let mut due: Vec<(Date, &Box<Brief>)> = due.collect();
        due.sort_by_key(|(date, _)| *date);
        if due.is_empty() {
            label(ui, "Nobody is due within seven days.", Text::Body, look.text_2);
        }
        for (date, brief) in due {
            let (rect, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 40.0), Sense::hover());
            let at = |dy: f32| rect.left_center() + Vec2::new(0.0, dy);
            let width = rect.width() - 90.0;
            cut_text(ui.painter(), at(-8.0), width, &brief.title, Text::Body, look.text);
            cut_text(
                ui.painter(),
                at(8.0),
                width,
                &brief.client(settings.hide_names).0,
                Text::Small,
                look.text_2,
            );
            let late = wording::days_between(date, today) >= 0;
            let color = if late { look.note } else { look.text_2 };
            let text = wording::date(date, Some(today.year()));
            paint_text(ui.painter(), rect.right_center(), Align2::RIGHT_CENTER, &text, Text::Small, color);
        }
    });
}
