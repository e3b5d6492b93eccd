//! The canvas: drawing, heatmap, marks and gestures.

mod cursor;
mod gesture;
mod heat;
mod hatch;
mod marks;
mod overlay;
mod pictures;
mod tip;
mod view;

pub use gesture::{CanvasContext, canvas_ui};
pub use hatch::Hatch;
pub use heat::{Heat, HeatImages, HeatKey, HeatSource};
pub(crate) use marks::middle_of;
pub(crate) use marks::badge;
pub(crate) use overlay::paint_legend;
use overlay::{legend_ui, scale_bar, zoom_control};
pub use pictures::{PictureKey, Pictures, draw_pictures};
pub use view::View;
