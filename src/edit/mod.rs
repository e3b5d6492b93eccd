//! Changing a series: one mutator, [`Document::apply`], and a history without limit.
//!
//! Nothing else changes a series or its sessions. Every [`Edit`] knows its inverse, so that undoing restores the
//! same value, unknown fields included. A [`Step`] is what one gesture did, and one step of undo.

mod change;
mod document;
mod history;
mod repeat;

pub use change::{Edit, EditError, Effect, EntryChange, SeriesChange, SessionChange, Step};
pub use document::Document;
pub use repeat::repeat_record;
