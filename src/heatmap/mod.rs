//! From counts to pictures: maps, colours, legends, drawings and finished images.
//!
//! A [`Field`] turns the counts of a tile into the map's value a cell, with a [`SignedMap`] for differences; a [`MapScale`] gives each value a colour
//! and a place on the legend; a [`Backdrop`] knows the drawing's light and shade. [`paint_tile`] joins them into
//! pixels, `[u8; 4]` with premultiplied alpha, which [`picture`] puts into a file. A [`LivePicture`] holds them tile
//! by tile, follows strokes cell by cell, and is what the window uploads. No type here belongs to a window.

mod backdrop;
mod colour;
#[cfg(test)]
mod contrast_tests;
mod drawing;
mod field;
mod heat;
mod layout;
mod legend;
mod live;
mod live_tile;
mod map;
mod overlay;
mod paint;
mod palette;
mod picture;
mod png_file;
mod scale;
mod signed;
mod skin;
mod svg;
mod tokens;

pub use backdrop::Backdrop;
pub use colour::{Rgb, contrast};
pub use drawing::{Drawing, DrawingLayer, Pixels};
pub use field::{Field, FieldTile, NO_VALUE, RawRaster, raw_raster};
pub use heat::{heat_pixels, lay_heat};
pub use legend::{Legend, LegendBar, LegendMark, LegendTick};
pub use live::{HeatInput, LivePicture};
pub use map::MapKind;
pub use overlay::{Anchor, Fonts, Overlay, TextStyle};
pub use paint::{PaintPlan, PixelTable, PixelTile, PlannedZones, over_ceiling, paint_tile};
pub use picture::{Picture, PictureError, PictureOptions, PicturePart, PictureParts, render};
pub use png_file::{encode_png, encode_raw_png, picture_png};
pub use scale::{MapContext, MapScale};
pub use signed::{STEPS, SignedMap, ZERO};
pub use skin::SkinTone;
pub use svg::picture_svg;
pub use tokens::{Theme, Tokens};
