//! Slanted lines over the cells above their ceiling, cut by hand because shapes cannot be clipped to cells.

use super::heat::Heat;
use super::view::View;
use crate::coverage::TileGrid;
use crate::geometry::{CellRect, Grid};
use egui::{Mesh, Pos2, Rect, Vec2};
use std::sync::Arc;

/// Distance between two lines and their width, in points.
const EVERY: f32 = 5.0;
const WIDTH: f32 = 1.6;

/// The lines that were cut last, kept until anything they depend on changes.
#[derive(Debug, Default)]
pub struct Hatch {
    cut_for: Option<((u64, u64), View, Rect)>,
    mesh: Arc<Mesh>,
}

impl Hatch {
    /// The lines for what the heatmap shows now.
    pub fn mesh(
        &mut self,
        heat: &Heat,
        grid: Grid,
        view: &View,
        canvas: Rect,
        color: egui::Color32,
    ) -> Arc<Mesh> {
        let key = (heat.over_revision(), *view, canvas);
        if self.cut_for != Some(key) {
            self.mesh = Arc::new(cut(heat, grid, view, canvas, color));
            self.cut_for = Some(key);
        }
        Arc::clone(&self.mesh)
    }
}

fn cut(heat: &Heat, grid: Grid, view: &View, canvas: Rect, color: egui::Color32) -> Mesh {
    let mut mesh = Mesh::default();
    let Some(picture) = heat.picture() else { return mesh };
    let tiling = TileGrid::new(grid);
    let touched =
        picture.over().map(|(tile, _)| tiling.cells_of(tile)).fold(CellRect::EMPTY, CellRect::union);
    if touched.is_empty() {
        return mesh;
    }
    let per_mm = f64::from(grid.cells_per_mm());
    let corner = |column: i32, row: i32| {
        let p = crate::geometry::Point::new(f64::from(column) / per_mm, f64::from(row) / per_mm);
        view.screen_from_mm(canvas, p)
    };
    let area = Rect::from_two_pos(corner(touched.left, touched.top), corner(touched.right, touched.bottom));
    let area = area.intersect(canvas);
    if !area.is_positive() {
        return mesh;
    }
    let is_over = |p: Pos2| {
        let cell = grid.cell_at(view.mm_from_screen(canvas, p));
        grid.bounds().contains(cell) && picture.is_over(cell)
    };
    // Lines rise to the right; each is walked in steps of a point and cut where it leaves the cells.
    let first = ((area.left() + area.top()) / EVERY).floor() as i32;
    let last = ((area.right() + area.bottom()) / EVERY).ceil() as i32;
    for line in first..=last {
        let sum = line as f32 * EVERY;
        let (from, to) = (area.left().max(sum - area.bottom()), area.right().min(sum - area.top()));
        let mut start = None;
        let mut x = from;
        while x <= to + 1.0 {
            let p = Pos2::new(x, sum - x);
            match (x <= to && is_over(p), start) {
                (true, None) => start = Some(p),
                (false, Some(begun)) => {
                    push_line(&mut mesh, begun, p, color);
                    start = None;
                }
                _ => {}
            }
            x += 1.0;
        }
    }
    mesh
}

fn push_line(mesh: &mut Mesh, from: Pos2, to: Pos2, color: egui::Color32) {
    let across = Vec2::new(1.0, 1.0).normalized() * (WIDTH / 2.0);
    let first = mesh.vertices.len() as u32;
    for p in [from - across, from + across, to + across, to - across] {
        mesh.colored_vertex(p, color);
    }
    mesh.add_triangle(first, first + 1, first + 2);
    mesh.add_triangle(first, first + 2, first + 3);
}
