//! The bars and panels around the canvas.

mod banner;
mod compare;
mod context_bar;
mod coverage;
mod curve;
mod curve_table;
mod filter;
mod gaps;
mod goals;
mod hot_spots;
mod multiples;
mod notes;
mod plan;
mod plan_bar;
mod play;
mod record;
mod review;
mod status;
mod time_tray;
mod tool_strip;
mod top_bar;
mod tray;
mod treat_panel;
mod trend;
mod zones;

pub use banner::{banners, library_banner};
pub use context_bar::context_bar;
pub use filter::{filter_chip, filter_chip_width};
pub use multiples::{multiples, sum_or_each};
pub use plan::{PlanPanel, plan_panel, wanted_words};
pub use plan_bar::plan_bar;
pub use record::picture_beside;
pub use review::{map_rail, review_panel};
pub use status::status_bar;
pub use time_tray::time_tray;
pub use tool_strip::tool_strip;
pub use top_bar::{TopBar, top_bar};
pub use tray::{Thumbs, tray};
pub use treat_panel::right_panel;

use super::settings::Settings;
use super::theme::{Look, Room, Text};
use super::widgets::paint_text;
use crate::model::{Atlas, Moment};
use egui::{Align2, Pos2, Rect, Sense, Ui, Vec2};

/// What panels read besides the open series.
#[derive(Clone, Copy, Debug)]
pub struct Beside<'a> {
    /// How much room the window has.
    pub room: Room,
    /// The time now.
    pub now: Moment,
    /// The diagrams.
    pub atlas: &'a Atlas,
    /// The user's settings.
    pub settings: &'a Settings,
}

/// The head of a section: its name, second words after it, and words at the right end.
fn section_head(ui: &mut Ui, name: &str, second: &str, right: &str) -> Rect {
    let look = Look::now(ui.ctx());
    let (rect, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 28.0), Sense::hover());
    let at = rect.left_center();
    let drawn = paint_text(ui.painter(), at, Align2::LEFT_CENTER, name, Text::Strong, look.text);
    let at = Pos2::new(drawn.right() + 10.0, rect.center().y);
    paint_text(ui.painter(), at, Align2::LEFT_CENTER, second, Text::Body, look.text_2);
    paint_text(ui.painter(), rect.right_center(), Align2::RIGHT_CENTER, right, Text::Body, look.text_2);
    rect
}

/// A hairline between two sections, with the room around it.
fn section_break(ui: &mut Ui) {
    let (rect, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 17.0), Sense::hover());
    ui.painter().hline(rect.x_range(), rect.center().y, Look::now(ui.ctx()).hairline());
}

/// Padding at the sides of a panel.
const fn padding(room: Room) -> f32 {
    room.pick(12.0, 16.0, 16.0)
}
