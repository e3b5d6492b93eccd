//! What leaves the program: one file a format, each from the [`Chosen`] sessions of a series, for the window and the
//! command line alike. What is written depends on nothing but the series, the options and the program's version, so
//! that the same input gives the same bytes. Nothing here touches a disk: whoever asked for the bytes writes them
//! with [`replace`](crate::store::replace).

mod chosen;
mod named;
mod progress;
pub mod report;

pub use chosen::Chosen;
pub use named::Named;
pub use progress::{Cancelled, Progress};
