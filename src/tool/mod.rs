//! The tools, one state machine each, without anything of a window: they take places in millimetres and times,
//! and give drafts while a gesture lasts and entries when it ends.

mod kind;
mod lasso;
mod options;
mod polygon;
mod sampler;
mod stabiliser;
mod stroke;

pub use kind::ToolKind;
pub use lasso::{Lasso, with_image};
pub use options::{AreaOptions, DirectionMode, ToolOptions};
pub use polygon::Polygon;
pub use stroke::{PenStroke, StrokeKind, StrokeSpec};
