//! Icons, drawn from one sheet of SVG symbols at the resolution of the screen.

use crate::heatmap::Pixels;
use egui::{Color32, ColorImage, Context, Id, Painter, Pos2, Rect, TextureHandle, TextureOptions, Vec2};
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree};
use std::sync::Arc;

macro_rules! icons {
    ($($icon:ident = $symbol:literal,)+) => {
        /// An icon.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[expect(missing_docs, reason = "an icon is named after what it shows")]
        pub enum Icon { $($icon,)+ }

        impl Icon {
            const ALL: &'static [(Self, &'static str)] = &[$((Self::$icon, $symbol),)+];
        }
    };
}

icons! {
    Roll = "roll", Shade = "shade", Zone = "zone", Region = "region", Erase = "erase", Inspect = "inspect",
    Hand = "hand", Mirror = "mirror", Undo = "undo", Redo = "redo", Check = "check", Export = "export",
    Left = "left", Right = "right", Down = "down", Up = "up", More = "more", Plus = "plus", Minus = "minus",
    Close = "close", Fit = "fit", Locate = "locate", Search = "search", Folder = "folder", Play = "play",
    Pause = "pause", Calendar = "calendar", Warn = "warn", Layers = "layers", Flip = "flip", Keys = "keys",
    User = "user", Clock = "clock", Trash = "trash", Photo = "photo", Gear = "gear", Pen = "pen",
    Stamp = "stamp", Drop = "drop", Bolt = "bolt", Lock = "lock", File = "file", Note = "note",
    Target = "target", Record = "record", Sort = "sort", Print = "print", Copy = "copy",
    Filter = "filter", Pin = "pin", Wide = "wide", Narrow = "narrow",
}

/// The icon of the window: the nine dots of the program's sign.
pub fn window_icon() -> egui::IconData {
    const SIDE: u32 = 64;
    let tokens = crate::heatmap::Theme::Light.tokens();
    let accent = tokens.accent;
    let mut rgba = Vec::with_capacity((SIDE * SIDE * 4) as usize);
    for y in 0..SIDE {
        for x in 0..SIDE {
            let inside = |row: i8, column: i8| {
                let radius = match (row, column) {
                    (0, 0) => 9.5,
                    (0, _) | (_, 0) => 6.6,
                    _ => 4.4,
                };
                let middle = |at: i8| 32.0 + f32::from(at) * 23.0;
                let off = Vec2::new(x as f32 + 0.5 - middle(column), y as f32 + 0.5 - middle(row));
                (radius - off.length() + 0.5).clamp(0.0, 1.0)
            };
            let cover = (-1..=1).flat_map(|row| (-1..=1).map(move |column| (row, column)));
            let cover = cover.map(|(row, column)| inside(row, column)).fold(0.0, f32::max);
            rgba.extend([accent.0, accent.1, accent.2, (cover * 255.0).round() as u8]);
        }
    }
    egui::IconData { rgba, width: SIDE, height: SIDE }
}

/// Sizes in points that icons are drawn at.
const SIZES: [f32; 4] = [14.0, 16.0, 18.0, 20.0];

/// All icons at all sizes, as one texture.
struct Sheet {
    texture: TextureHandle,
    pixels_per_point: f32,
    /// Side of a cell in pixels, the same for all sizes.
    cell: u32,
}

const SYMBOLS: &str = include_str!("../../assets/icons.svg");

/// Paints an icon in the middle of a place. The size is the nearest that is drawn.
pub fn icon(painter: &Painter, centre: Pos2, size: f32, icon: Icon, color: Color32) {
    let Some(sheet) = sheet(painter.ctx()) else { return };
    let nearest =
        SIZES.iter().enumerate().min_by(|(_, a), (_, b)| (*a - size).abs().total_cmp(&(*b - size).abs()));
    let (row, drawn) = nearest.map_or((0, size), |(i, s)| (i, *s));
    let column = Icon::ALL.iter().position(|(which, _)| *which == icon).unwrap_or(0);
    let side = (drawn * sheet.pixels_per_point).round();
    let texture = sheet.texture.size_vec2();
    let from = Vec2::new(column as f32, row as f32) * sheet.cell as f32;
    let uv = Rect::from_min_size((from / texture).to_pos2(), Vec2::splat(side) / texture);
    // On whole pixels, or the lines blur.
    let points = side / sheet.pixels_per_point;
    let snap = |v: f32| (v * sheet.pixels_per_point).round() / sheet.pixels_per_point;
    let min = Pos2::new(snap(centre.x - points / 2.0), snap(centre.y - points / 2.0));
    painter.image(sheet.texture.id(), Rect::from_min_size(min, Vec2::splat(points)), uv, color);
}

/// The sheet for the screen's resolution, drawn when first asked for.
fn sheet(ctx: &Context) -> Option<Arc<Sheet>> {
    let id = Id::unique("icon sheet");
    let pixels_per_point = ctx.pixels_per_point();
    let found: Option<Arc<Sheet>> = ctx.data(|data| data.get_temp(id));
    if let Some(sheet) = found.filter(|sheet| sheet.pixels_per_point == pixels_per_point) {
        return Some(sheet);
    }
    let cell = (20.0 * pixels_per_point).ceil() as u32 + 2;
    let pixels = draw(cell, pixels_per_point)?;
    let size = [pixels.width as usize, pixels.height as usize];
    let image = ColorImage::from_rgba_premultiplied(size, &pixels.rgba);
    let texture = ctx.load_texture("icons", image, TextureOptions::NEAREST);
    let sheet = Arc::new(Sheet { texture, pixels_per_point, cell });
    ctx.data_mut(|data| data.insert_temp(id, Arc::clone(&sheet)));
    Some(sheet)
}

/// Draws the sheet: a row a size, a column an icon, white on nothing so that it can be tinted.
fn draw(cell: u32, pixels_per_point: f32) -> Option<Pixels> {
    let (width, height) = (cell * Icon::ALL.len() as u32, cell * SIZES.len() as u32);
    let mut svg = SYMBOLS.replacen(
        "<svg ",
        &format!("<svg width=\"{width}\" height=\"{height}\" color=\"#ffffff\" "),
        1,
    );
    svg.truncate(svg.rfind("</svg>")?);
    for (row, size) in (0_u32..).zip(SIZES) {
        let side = (size * pixels_per_point).round();
        // Small icons need a slightly heavier line to look the same.
        let stroke = if size < 18.0 { 1.6 } else { 1.5 };
        for (column, (_, symbol)) in (0_u32..).zip(Icon::ALL) {
            let (x, y) = (column * cell, row * cell);
            svg.push_str(&format_use(symbol, x, y, side, stroke));
        }
    }
    svg.push_str("</svg>");
    let tree = Tree::from_str(&svg, &Options::default()).ok()?;
    let mut pixmap = Pixmap::new(width, height)?;
    resvg::render(&tree, Transform::identity(), &mut pixmap.as_mut());
    Some(Pixels { width, height, rgba: pixmap.take() })
}

fn format_use(symbol: &str, x: u32, y: u32, side: f32, stroke: f32) -> String {
    format!(
        "<use href=\"#{symbol}\" x=\"{x}\" y=\"{y}\" width=\"{side}\" height=\"{side}\" stroke-width=\"{stroke}\"/>"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_icon_is_in_the_sheet_and_shows_something() {
        let cell = 22;
        let pixels = draw(cell, 1.0).unwrap();
        for (column, (icon, _)) in Icon::ALL.iter().enumerate() {
            for (row, size) in SIZES.iter().enumerate() {
                let cell = cell as usize;
                let places =
                    (0..cell).flat_map(|y| (0..cell).map(move |x| (column * cell + x, row * cell + y)));
                let alpha = |(x, y): (usize, usize)| pixels.rgba[(y * pixels.width as usize + x) * 4 + 3];
                assert!(places.map(alpha).any(|a| a > 100), "{icon:?} at size {size}");
            }
        }
    }
}
