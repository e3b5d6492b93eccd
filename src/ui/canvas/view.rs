//! Which part of a diagram the canvas shows, and the way from millimetres to points of the screen and back.

use crate::geometry::{Point, Rect as MmRect};
use egui::{Pos2, Rect, Vec2};

/// Which part of a diagram the canvas shows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct View {
    /// The place in the middle of the canvas.
    centre: Point,
    /// Points of the screen a millimetre.
    scale: f64,
    /// Whether the user has moved it; until then it follows the size of the canvas.
    pub moved: bool,
}

/// How far one can zoom out and in, relative to the whole diagram in view.
const ZOOM: (f64, f64) = (0.4, 40.0);

/// Space left around the whole diagram, in points.
const MARGIN: f64 = 12.0;

impl Default for View {
    fn default() -> Self {
        Self { centre: Point::new(100.0, 100.0), scale: 1.0, moved: false }
    }
}

impl View {
    /// Shows all of a diagram.
    pub fn fit(canvas: Rect, size_mm: (f64, f64)) -> Self {
        let centre = Point::new(size_mm.0 / 2.0, size_mm.1 / 2.0);
        Self { centre, scale: fit_scale(canvas, size_mm), moved: false }
    }

    /// Shows a part of a diagram with some room around it, but never less than makes the whole diagram fit.
    pub fn frame(canvas: Rect, size_mm: (f64, f64), part: MmRect, room: f64) -> Self {
        let free = (f64::from(canvas.width()).max(40.0), f64::from(canvas.height()).max(40.0));
        let scale = (free.0 / (part.width() * room)).min(free.1 / (part.height() * room));
        let fit = fit_scale(canvas, size_mm);
        Self { centre: part.centre(), scale: scale.clamp(fit, fit * ZOOM.1), moved: false }.within(size_mm)
    }

    /// The zoom in percent; 100 % shows the whole diagram.
    pub fn percent(&self, canvas: Rect, size_mm: (f64, f64)) -> f64 {
        self.scale / fit_scale(canvas, size_mm) * 100.0
    }

    /// Points of the screen a millimetre.
    pub const fn scale(&self) -> f64 {
        self.scale
    }

    /// Where a place of the diagram is on the screen.
    pub fn screen_from_mm(&self, canvas: Rect, p: Point) -> Pos2 {
        let middle = canvas.center();
        Pos2::new(
            middle.x + ((p.x - self.centre.x) * self.scale) as f32,
            middle.y + ((p.y - self.centre.y) * self.scale) as f32,
        )
    }

    /// The place in the middle of the canvas in mm, and points of the screen a mm.
    pub const fn place(&self) -> (f64, f64, f64) {
        (self.centre.x, self.centre.y, self.scale)
    }

    /// A view that was remembered; none where the numbers cannot be one.
    pub fn remembered((x, y, scale): (f64, f64, f64), size_mm: (f64, f64)) -> Option<Self> {
        let is_sound = x.is_finite() && y.is_finite() && scale.is_finite() && (1e-3..1e5).contains(&scale);
        is_sound.then(|| Self { centre: Point::new(x, y), scale, moved: true }.within(size_mm))
    }

    /// The same as the user's own choice, which stays when the window changes.
    pub const fn chosen(mut self) -> Self {
        self.moved = true;
        self
    }

    /// The same as what a diagram opens with, which follows the size of the canvas.
    pub const fn left_to_itself(mut self) -> Self {
        self.moved = false;
        self
    }

    /// Which place of the diagram is at a place of the screen.
    pub fn mm_from_screen(&self, canvas: Rect, p: Pos2) -> Point {
        let off = p - canvas.center();
        Point::new(
            self.centre.x + f64::from(off.x) / self.scale,
            self.centre.y + f64::from(off.y) / self.scale,
        )
    }

    /// The part of the diagram's plane that the canvas shows.
    pub fn visible(&self, canvas: Rect) -> MmRect {
        MmRect::new(self.mm_from_screen(canvas, canvas.min), self.mm_from_screen(canvas, canvas.max))
    }

    /// The part of the diagram itself that the canvas shows; none where it shows none of it.
    pub fn visible_part(&self, canvas: Rect, size_mm: (f64, f64)) -> Option<MmRect> {
        let seen = self.visible(canvas);
        let min = Point::new(seen.min.x.max(0.0), seen.min.y.max(0.0));
        let max = Point::new(seen.max.x.min(size_mm.0), seen.max.y.min(size_mm.1));
        (max.x > min.x && max.y > min.y).then(|| MmRect::new(min, max))
    }

    /// Where a box of the diagram is on the screen.
    pub fn screen_rect(&self, canvas: Rect, part: MmRect) -> Rect {
        Rect::from_min_max(self.screen_from_mm(canvas, part.min), self.screen_from_mm(canvas, part.max))
    }

    /// Zooms by a factor and keeps the place under `at` where it is.
    pub fn zoom(&mut self, canvas: Rect, size_mm: (f64, f64), at: Pos2, factor: f64) {
        let fit = fit_scale(canvas, size_mm);
        let under = self.mm_from_screen(canvas, at);
        self.scale = (self.scale * factor).clamp(fit * ZOOM.0, fit * ZOOM.1);
        let now = self.mm_from_screen(canvas, at);
        self.centre = self.centre + (under - now);
        self.moved = true;
        *self = self.within(size_mm);
    }

    /// Moves by points of the screen.
    pub fn pan(&mut self, size_mm: (f64, f64), by: Vec2) {
        self.centre.x -= f64::from(by.x) / self.scale;
        self.centre.y -= f64::from(by.y) / self.scale;
        self.moved = true;
        *self = self.within(size_mm);
    }

    /// The same moved so that at least the middle of the canvas shows a part of the diagram.
    fn within(mut self, size_mm: (f64, f64)) -> Self {
        self.centre.x = self.centre.x.clamp(0.0, size_mm.0);
        self.centre.y = self.centre.y.clamp(0.0, size_mm.1);
        self
    }
}

/// Points a millimetre that make a whole diagram fit.
fn fit_scale(canvas: Rect, size_mm: (f64, f64)) -> f64 {
    let free = |points: f32| (f64::from(points) - 2.0 * MARGIN).max(20.0);
    (free(canvas.width()) / size_mm.0).min(free(canvas.height()) / size_mm.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    const CANVAS: Rect = Rect { min: Pos2::new(52.0, 92.0), max: Pos2::new(1080.0, 766.0) };
    const SIZE: (f64, f64) = (260.0, 340.0);

    #[test]
    fn places_go_there_and_back() {
        let view = View::fit(CANVAS, SIZE);
        let p = Point::new(167.4, 158.4);
        let back = view.mm_from_screen(CANVAS, view.screen_from_mm(CANVAS, p));
        assert!(back.distance(p) < 1e-3);
        assert!((view.percent(CANVAS, SIZE) - 100.0).abs() < 1e-9);
        assert!(view.visible(CANVAS).contains(Point::new(0.0, 0.0)));
    }

    #[test]
    fn zooming_keeps_the_place_under_the_pointer() {
        let mut view = View::fit(CANVAS, SIZE);
        let at = Pos2::new(500.0, 300.0);
        let before = view.mm_from_screen(CANVAS, at);
        view.zoom(CANVAS, SIZE, at, 3.0);
        assert!(view.mm_from_screen(CANVAS, at).distance(before) < 1e-6);
        view.zoom(CANVAS, SIZE, at, 1e9);
        assert!((view.percent(CANVAS, SIZE) - 4000.0).abs() < 1e-6);
    }
}
