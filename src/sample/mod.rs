//! The sample library: invented clients, and strokes as a hand would roll them.
//!
//! The same seed and day give the same bytes on every machine. Nobody in it exists.

mod cases;
mod chance;
mod hand;
mod library;

pub use library::{SampleError, SampleOptions, write_sample};
