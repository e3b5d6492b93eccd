//! The canvas: drawing, heatmap, marks and gestures.

mod card;
mod crosshair;
mod cursor;
mod gesture;
mod hatch;
mod heat;
mod marks;
mod overlay;
mod paint;
mod pictures;
mod polygon;
mod tip;
mod view;

pub use crosshair::focus_canvas;
pub use gesture::{CanvasContext, canvas_ui};
pub use hatch::Hatch;
pub use heat::{Heat, HeatImages, HeatKey, HeatPasses, HeatSource};
pub(crate) use overlay::paint_legend;
use overlay::{legend_ui, scale_bar, zoom_control};
pub use pictures::{DrawnPictures, PictureKey, Pictures, draw_pictures};
pub use view::View;
