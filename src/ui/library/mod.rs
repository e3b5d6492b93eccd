//! The library: find the person in the room, see who is due, go on.

mod brief;
mod columns;
mod empty;
mod list;
mod loader;
mod preview;
mod sidebar;
mod state;

pub use brief::{Brief, Status};
pub use empty::EmblemPicture;
pub use loader::{FigureCache, LoadedSeries, diagram_thumb, load_series, session_thumbs};
pub use state::{Item, ItemContent, LibraryState, Shelf, Sort, texture};

use crate::ui::action::Outbox;
use crate::ui::settings::Settings;
use crate::ui::theme::{Look, Room};
use egui::{CentralPanel, Frame, Panel, Ui};
use jiff::civil::Date;

/// Shows the library.
pub fn library_ui(
    ui: &mut Ui,
    library: &mut LibraryState,
    settings: &Settings,
    today: Date,
    out: &mut Outbox,
) {
    let look = Look::now(ui.ctx());
    let room = Room::of(ui.max_rect().size());
    if room != Room::Small {
        let width = room.pick(0.0, 212.0, 232.0);
        Panel::left("library sidebar")
            .frame(Frame::new().fill(look.sunken))
            .exact_size(width)
            .resizable(false)
            .show_separator_line(false)
            .show(ui, |ui| sidebar::sidebar(ui, library, settings, today, out));
    }
    let shows_preview = !library.items.is_empty();
    if shows_preview {
        Panel::right("library preview")
            .frame(Frame::new().fill(look.panel))
            .exact_size(room.pick(300.0, 332.0, 420.0))
            .resizable(false)
            .show_separator_line(false)
            .show(ui, |ui| preview::preview(ui, library, settings, today, out));
    }
    CentralPanel::default().frame(Frame::new().fill(look.panel)).show(ui, |ui| {
        list::bar(ui, library, settings, room, out);
        if library.items.is_empty() && !library.reading {
            empty::empty(ui, library, out);
        } else {
            list::list(ui, library, settings, today, room, out);
        }
    });
}
