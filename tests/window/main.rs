//! The window, driven as the system drives it: events in, frames out, files on disk.
//!
//! [`window`] is a window without a screen, [`place`] the folders and series that it opens.
#![cfg(feature = "gui")]

#[cfg(test)]
mod dialogs;
#[cfg(test)]
mod exports;
#[cfg(test)]
mod gaps;
#[cfg(test)]
mod gesture;
#[cfg(test)]
mod history;
#[cfg(test)]
mod idle;
#[cfg(test)]
mod importing;
#[cfg(test)]
mod keyboard;
#[cfg(test)]
mod keys;
#[cfg(test)]
mod library;
#[cfg(test)]
mod names;
#[cfg(test)]
mod palette;
#[cfg(test)]
mod pictures;
#[cfg(test)]
mod place;
#[cfg(test)]
mod plan;
#[cfg(test)]
mod reading;
#[cfg(test)]
mod record;
#[cfg(test)]
mod regions;
#[cfg(test)]
mod review;
#[cfg(test)]
mod saving;
#[cfg(test)]
mod script;
#[cfg(test)]
mod sessions;
#[cfg(test)]
mod strokes;
#[cfg(test)]
mod undo;
#[cfg(test)]
mod versions;
#[cfg(test)]
mod window;
#[cfg(test)]
mod zones;
