//! The inspector's card: which session put how many passes at a place. It follows the pointer, and can be pinned.

use super::tip::line;
use super::view::View;
use crate::coverage::CoverageSet;
use crate::geometry::{Cell, Point};
use crate::heatmap::MapKind;
use crate::model::{Direction, PerDirection, Session, Zone};
use crate::ui::icons::Icon;
use crate::ui::theme::{Look, Text};
use crate::ui::widgets::{IconButton, direction_line, paint_text, popup_frame, text_width, tip};
use crate::ui::workspace::{Place, Workspace};
use crate::wording;
use egui::{
    Align2, Area, Color32, Id, Order, Pos2, Rect, Role, Sense, Stroke, Ui, UiBuilder, Vec2, WidgetInfo,
};

/// Width of a card's contents.
const WIDTH: f32 = 264.0;

/// Shows the cards that are pinned on the diagram, each beside its place.
pub(super) fn pinned_cards(ui: &Ui, workspace: &mut Workspace, view: &View, canvas: Rect) {
    let look = Look::now(ui.ctx());
    let mut gone = None;
    for (i, pin) in workspace.pins().iter().enumerate() {
        let at = view.screen_from_mm(canvas, pin.place);
        if !canvas.contains(at) {
            continue;
        }
        let painter = ui.painter_at(canvas);
        painter.circle_filled(at, 5.0, look.paper);
        painter.circle_stroke(at, 5.0, Stroke::new(1.8, look.ink));
        let on_right = at.x < canvas.right() - WIDTH - 60.0;
        let (pivot, side) = if on_right { (Align2::LEFT_TOP, 22.0) } else { (Align2::RIGHT_TOP, -22.0) };
        let zone = pin.zone.and_then(|zone| workspace.diagram.zones.get(zone));
        let shown = Area::new(Id::unique(("pinned card", i)))
            .order(Order::Middle)
            .pivot(pivot)
            .fixed_pos(at + Vec2::new(side, -14.0))
            .constrain_to(canvas)
            .show(ui.ctx(), |ui| {
                popup_frame(look).inner_margin(12).show(ui, |ui| {
                    ui.spacing_mut().item_spacing.y = 2.0;
                    card(ui, workspace, pin.place, zone, look);
                    let corner = ui.min_rect().right_top() + Vec2::new(10.0, -10.0);
                    let area =
                        Rect::from_min_max(corner - Vec2::new(20.0, 0.0), corner + Vec2::new(0.0, 20.0));
                    let mut child = ui.new_child(UiBuilder::new().max_rect(area));
                    let name = format!("Take card {} away", i + 1);
                    let button = IconButton::new(Icon::Close, &name).extent(area.size(), 14.0);
                    tip(button.show(&mut child), "Take the card away", "Esc").clicked()
                })
            });
        if shown.inner.inner {
            gone = Some(i);
        }
    }
    if let Some(i) = gone {
        workspace.unpin(i);
    }
}

/// What the map says of a place, in words; the passes where it says no more than those.
fn head_words(
    workspace: &Workspace,
    set: &CoverageSet,
    cell: Cell,
    zone: Option<&Zone>,
    last: Option<i32>,
) -> String {
    let counts = set.counts(cell);
    let total: u32 = counts.0.iter().sum();
    if total == 0 {
        return "No passes".to_owned();
    }
    let passes = wording::count(total as usize, "pass");
    match workspace.map() {
        MapKind::DaysSince => last.map_or(passes, |days| wording::count(days.max(0) as usize, "day")),
        MapKind::Directions => {
            let there = Direction::ROLLED.iter().filter(|direction| *counts.get(**direction) > 0).count();
            format!("{there} of 4 directions")
        }
        MapKind::Density => {
            density_at(set, cell).map_or(passes, |density| format!("{} per cm²", wording::whole(density)))
        }
        MapKind::Gap => {
            let index = zone.and_then(|zone| workspace.diagram.zone(&zone.id)).map(|(i, _)| i);
            let target = index.and_then(|i| workspace.targets().get(i).copied().flatten());
            match target {
                Some(target) if target.passes > total => {
                    format!("{} short of {}", target.passes - total, target.passes)
                }
                Some(target) => format!("{passes}, target {}", target.passes),
                None => passes,
            }
        }
        MapKind::Difference | MapKind::Asymmetry => {
            let signed = workspace.heat.picture().and_then(|picture| picture.signed()?.at(cell));
            match signed {
                Some(0) => "No difference".to_owned(),
                Some(n) if n < 0 => format!("\u{2212}{}", wording::count(n.unsigned_abs() as usize, "pass")),
                Some(n) => format!("+{}", wording::count(n.unsigned_abs() as usize, "pass")),
                None => passes,
            }
        }
        MapKind::Passes | MapKind::Sessions => passes,
    }
}

/// The needle length of a session, where all devices that it was logged with have the same.
fn needles(session: &Session, workspace: &Workspace) -> Option<f64> {
    let used = session.entries.iter().filter(|entry| entry.diagram == workspace.diagram.id);
    let ids = used.filter_map(|entry| entry.device.as_ref());
    let only = workspace.pass_filter();
    let mut lengths =
        ids.filter(|id| only.takes(session, Some(id))).map(|id| session.device(id)?.needle_length_mm);
    let first = lengths.next()??;
    lengths.all(|mm| mm == Some(first)).then_some(first)
}

/// Which session put how many passes at a place.
pub(super) fn card(ui: &mut Ui, workspace: &Workspace, place: Point, zone: Option<&Zone>, look: &Look) {
    let Some(set) = workspace.logged_set() else { return };
    let cell = workspace.diagram.grid.cell_at(place);
    let range = workspace.shown_range();
    let document = workspace.document();
    let sessions = document.sessions().iter().enumerate().filter(|(i, _)| range.contains(i));
    let here: Vec<(usize, &Session, Option<PerDirection<u32>>)> =
        sessions.map(|(i, session)| (i, &**session, workspace.passes_at(place, session))).collect();
    let some =
        |passes: &Option<PerDirection<u32>>| passes.is_some_and(|passes| passes.0.iter().any(|n| *n > 0));
    let mut touched = here.iter().filter(|(.., passes)| some(passes));
    let last = touched.next_back().map(|(_, session, _)| session.started_at.date());
    let last = last.map(|last| {
        let key_day = workspace.summary.as_ref().map_or(last, |summary| summary.context.on);
        wording::days_between(last, key_day)
    });
    let name = zone.map_or_else(|| "outside every zone".to_owned(), Zone::full_name);
    let head = head_words(workspace, &set, cell, zone, last);
    let (rect, response) = ui.allocate_exact_size(Vec2::new(WIDTH, 26.0), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("{head}, {name}")));
    let drawn =
        paint_text(ui.painter(), rect.left_center(), Align2::LEFT_CENTER, &head, Text::Heading, look.text);
    let room = rect.right() - drawn.right() - 12.0;
    let width = text_width(ui.painter(), &name, Text::Small).min(room);
    let at = Pos2::new(rect.right() - width, rect.center().y);
    crate::ui::widgets::cut_text(ui.painter(), at, width + 0.5, &name, Text::Small, look.text_2);
    if workspace.map() == MapKind::Directions {
        missing(ui, &set.counts(cell), look);
    }
    let year = document.sessions().last().map(|session| session.started_at.date().year());
    for (i, session, passes) in here {
        session_line(ui, workspace, (i, session), passes, year, look);
        if workspace.place == Place::Treat && some(&passes) {
            touches(ui, workspace, place, session, WIDTH, look);
        }
    }
    let Some(days) = last else { return };
    let quiet = |ui: &mut Ui, words: &str| {
        line(ui, (words, Text::Small, look.text_2), ("", Text::Small, look.text_2), WIDTH);
    };
    quiet(ui, &format!("Last {}", wording::days_ago(days)));
    if let Some(density) = density_at(&set, cell) {
        quiet(ui, &format!("{} per cm² (estimate)", wording::whole(density)));
    }
}

/// The directions without a pass, drawn.
fn missing(ui: &mut Ui, counts: &PerDirection<u32>, look: &Look) {
    let lacking: Vec<Direction> =
        Direction::ROLLED.into_iter().filter(|direction| *counts.get(*direction) == 0).collect();
    if lacking.is_empty() || counts.0.iter().all(|n| *n == 0) {
        return;
    }
    let (rect, response) = ui.allocate_exact_size(Vec2::new(WIDTH, 18.0), Sense::hover());
    let names: Vec<&str> = lacking.iter().map(|direction| direction.name()).collect();
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("no {}", names.join(", "))));
    let drawn =
        paint_text(ui.painter(), rect.left_center(), Align2::LEFT_CENTER, "no", Text::Small, look.note);
    for (i, direction) in lacking.into_iter().enumerate() {
        let at = Pos2::new(drawn.right() + 12.0 + 16.0 * i as f32, rect.center().y);
        direction_line(ui.painter(), at, 11.0, direction, Stroke::new(1.6, look.note));
    }
}

fn session_line(
    ui: &mut Ui,
    workspace: &Workspace,
    (i, session): (usize, &Session),
    passes: Option<PerDirection<u32>>,
    year: Option<i16>,
    look: &Look,
) {
    let (rect, response) = ui.allocate_exact_size(Vec2::new(WIDTH, 20.0), Sense::hover());
    let painter = ui.painter();
    let y = rect.center().y;
    let sum: u32 = passes.iter().flat_map(|passes| passes.0).sum();
    let color: Color32 = if sum == 0 { look.text_3 } else { look.text };
    let at = |x: f32| Pos2::new(rect.left() + x, y);
    let (name, date) = (format!("Session {}", i + 1), wording::date(session.started_at.date(), year));
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("{name}, {date}: {sum}")));
    paint_text(painter, at(0.0), Align2::LEFT_CENTER, &name, Text::Small, color);
    paint_text(painter, at(72.0), Align2::LEFT_CENTER, &date, Text::Small, color);
    if sum == 0 {
        let words = if passes.is_some() { "none" } else { "counting" };
        paint_text(painter, at(140.0), Align2::LEFT_CENTER, words, Text::Small, look.text_3);
        return;
    }
    let mut x = 140.0;
    for (direction, _) in passes.iter().flat_map(PerDirection::iter).filter(|(_, n)| **n > 0) {
        direction_line(painter, at(x + 5.0), 11.0, direction, Stroke::new(1.6, look.text));
        x += 14.0;
    }
    let times = format!("× {sum}");
    paint_text(painter, at(x + 4.0), Align2::LEFT_CENTER, &times, Text::Small, color);
    let needles = needles(session, workspace).map(wording::millimetres).unwrap_or_default();
    paint_text(painter, rect.right_center(), Align2::RIGHT_CENTER, &needles, Text::Small, look.text_2);
}

/// So many entries of a session are listed.
const ENTRIES: usize = 6;

/// The entries of a session that put passes at a place, the latest first.
fn touches(ui: &mut Ui, workspace: &Workspace, place: Point, session: &Session, width: f32, look: &Look) {
    let touches = workspace.touches_at(place, &session.id);
    for touch in touches.iter().rev().take(ENTRIES) {
        let Some(entry) = session.entries.iter().find(|entry| entry.id == touch.entry) else { continue };
        let when = entry.at_ms.map(|ms| format!(" · {} min", ms / 60_000)).unwrap_or_default();
        let pass = entry.pass.map(|pass| format!(" · pass {pass}")).unwrap_or_default();
        let words = format!("{} {}{pass}{when}", entry.kind.name(), entry.id);
        let sum: u32 = touch.passes.0.iter().sum();
        let (rect, shown) = ui.allocate_exact_size(Vec2::new(width, 18.0), Sense::hover());
        shown.widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("{words}, × {sum}")));
        let painter = ui.painter();
        let left = rect.left_center() + Vec2::new(72.0, 0.0);
        paint_text(painter, left, Align2::LEFT_CENTER, &words, Text::Tiny, look.text_2);
        let right = rect.right_center();
        let drawn =
            paint_text(painter, right, Align2::RIGHT_CENTER, &format!("× {sum}"), Text::Tiny, look.text_2);
        let mut x = drawn.left() - 12.0;
        for (direction, _) in touch.passes.iter().filter(|(_, n)| **n > 0) {
            direction_line(painter, Pos2::new(x, right.y), 9.0, direction, Stroke::new(1.4, look.text_2));
            x -= 12.0;
        }
    }
    let more = touches.len().saturating_sub(ENTRIES);
    if more > 0 {
        let words = format!("and {more} before");
        line(ui, ("", Text::Tiny, look.text_3), (&words, Text::Tiny, look.text_3), width);
    }
}

/// Expected punctures per cm2 at a cell; none where a device's geometry is not known.
fn density_at(set: &CoverageSet, cell: Cell) -> Option<f64> {
    let mut passes = set.passes_at(cell);
    passes.retain(|(_, passes)| *passes > 0);
    let punctures = passes.iter().map(|(density, passes)| Some(f64::from(*passes) * (*density)?));
    punctures.sum()
}
