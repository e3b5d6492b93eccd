//! Pictures in a frame.

use egui::epaint::RectShape;
use egui::{Color32, CornerRadius, Painter, Pos2, Rect, TextureHandle, Vec2};

/// Paints a picture so that it fills a place with round corners; what does not fit is cut off evenly.
pub fn paint_cover(
    painter: &Painter,
    texture: &TextureHandle,
    place: Rect,
    radius: CornerRadius,
    tint: Color32,
) {
    let extent = texture.size_vec2();
    let scale = (place.width() / extent.x).max(place.height() / extent.y);
    let part = Vec2::new(place.width(), place.height()) / (extent * scale);
    let uv = Rect::from_center_size(Pos2::new(0.5, 0.5), part);
    painter.add(RectShape::filled(place, radius, tint).with_texture(texture.id(), uv));
}

/// Paints a whole picture in the middle of a place, as large as fits.
pub fn paint_whole(painter: &Painter, texture: &TextureHandle, place: Rect, tint: Color32) {
    let extent = texture.size_vec2();
    let scale = (place.width() / extent.x).min(place.height() / extent.y);
    let rect = Rect::from_center_size(place.center(), extent * scale);
    painter.image(texture.id(), rect, Rect::from_min_max(Pos2::ZERO, Pos2::new(1.0, 1.0)), tint);
}
