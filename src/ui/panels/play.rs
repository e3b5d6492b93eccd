//! The controls that play a series: a button, and how fast.

use crate::ui::action::{Action, Outbox};
use crate::ui::commands::{Command, keys_of};
use crate::ui::icons::{Icon, icon};
use crate::ui::settings::Settings;
use crate::ui::theme::{Look, Text, size};
use crate::ui::widgets::{IconButton, Menu, focus_ring, paint_text, tip_with};
use crate::ui::workspace::Workspace;
use egui::{Align2, CornerRadius, Pos2, Rect, Role, Sense, Ui, UiBuilder, Vec2, WidgetInfo};

/// How long a session can be shown, in seconds, and what that is called.
const SPEEDS: [(f64, &str, &str); 4] = [
    (2.0, "2 s", "Two seconds a session"),
    (1.0, "1 s", "One second a session"),
    (0.5, "½ s", "Two sessions a second"),
    (0.25, "¼ s", "Four sessions a second"),
];

/// Shows the controls at the left of the tray. Returns where they end.
pub(super) fn play_controls(
    ui: &mut Ui,
    workspace: &Workspace,
    settings: &mut Settings,
    area: Rect,
    out: &mut Outbox,
) -> f32 {
    const WIDTH: f32 = 40.0;
    let left = area.left() + 16.0;
    let middle = area.center().y;
    let button = Rect::from_min_size(Pos2::new(left, middle - 30.0), Vec2::new(WIDTH, 36.0));
    let runs = workspace.played().is_some_and(|play| play.runs);
    let (which, name) = if runs { (Icon::Pause, "Rest") } else { (Icon::Play, "Play the sessions") };
    let mut child = ui.new_child(UiBuilder::new().max_rect(button));
    let response = IconButton::new(which, name)
        .enabled(workspace.can_play())
        .on(runs)
        .outlined()
        .extent(button.size(), 20.0)
        .show(&mut child);
    let sentence = if workspace.can_play() {
        "Adds one session after another, from the first of the range to the last. Esc shows all of it again."
    } else {
        "The range has one session; nothing is added to it."
    };
    if tip_with(response, name, &keys_of(Command::Play), sentence).clicked() {
        out.push(Action::Run(Command::Play));
    }
    let speed = Rect::from_min_size(Pos2::new(left, middle + 9.0), Vec2::new(WIDTH, 22.0));
    speed_menu(ui, settings, speed);
    left + WIDTH
}

fn speed_menu(ui: &Ui, settings: &mut Settings, rect: Rect) {
    let look = Look::now(ui.ctx());
    let off = |speed: &(f64, &str, &str)| (speed.0 - settings.seconds_each).abs();
    let now = SPEEDS.iter().min_by(|a, b| off(a).total_cmp(&off(b))).map_or(("", ""), |s| (s.1, s.2));
    let response = ui.interact(rect, ui.scope_id().with("speed"), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, format!("Speed: {}", now.1)));
    let painter = ui.painter();
    if response.hovered() {
        painter.rect_filled(rect, CornerRadius::same(size::RADIUS_S as u8), look.hover);
    }
    let y = rect.center().y;
    let at = Pos2::new(rect.left() + 4.0, y);
    paint_text(painter, at, Align2::LEFT_CENTER, now.0, Text::Small, look.text_2);
    icon(painter, Pos2::new(rect.right() - 8.0, y), 14.0, Icon::Down, look.text_2);
    focus_ring(painter, rect, &response, look);
    Menu::below(&response, 200.0, |menu| {
        for (seconds, short, words) in SPEEDS {
            if menu.choice(words, short, short == now.0) {
                settings.seconds_each = seconds;
            }
        }
    });
}
