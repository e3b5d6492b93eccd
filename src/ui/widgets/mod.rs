//! Controls as the design draws them. Each is a function or small builder that returns a [`egui::Response`], has a
//! name for screen readers, and keeps no state of its own.

mod button;
mod field;
mod find;
mod input;
mod marks;
mod menu;
mod picture;
mod segmented;
mod text;
mod tip;

pub use button::{Button, ButtonKind, IconButton, focus_ring};
pub use field::{checkbox, labelled_field, stop_typing, text_field};
pub use find::list_keys;
pub use input::{TextField, remark};
pub use marks::{Mark, bar, direction_glyph, direction_line, mark, session_squares};
pub use menu::{Menu, dropdown, popup_frame};
pub use picture::{paint_cover, paint_whole};
pub use segmented::{Segment, segmented, stepper};
pub use text::{cut_text, key_cap, label, marked_text, paint_text, side_tag, text_width};
pub use tip::{tip, tip_with};
