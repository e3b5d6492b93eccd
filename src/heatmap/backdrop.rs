//! Light and shade of a drawing at raster resolution, so that a painted cheek still looks like a cheek.

use super::drawing::{Drawing, DrawingLayer};
use super::skin::SkinTone;
use crate::coverage::ZoneMap;
use crate::geometry::{Point, Rect, Run};
use crate::model::Diagram;

/// Brightness of the drawing at every cell, relative to its flat skin; and which cells lie in the figure.
#[derive(Clone, Debug)]
pub struct Backdrop {
    columns: usize,
    /// 0 outside the figure, else brightness in [`Backdrop::FLAT`]ths, at least 1.
    light: Vec<u8>,
}

/// Rows drawn at once while the shading is read off.
const BAND: i32 = 512;

/// How far the shading is blurred, in mm, so that fine strokes of the drawing do not speckle the map.
const BLUR_MM: f64 = 0.8;

impl Backdrop {
    /// The value of flat skin.
    pub const FLAT: u8 = 128;

    /// A figure without any shading.
    pub fn flat(zones: &ZoneMap) -> Self {
        let grid = zones.grid();
        let columns = grid.columns() as usize;
        let mut light = vec![0; columns * grid.rows() as usize];
        for (row, run) in zones.silhouette() {
            let start = *row as usize * columns;
            if let Some(cells) = light.get_mut(start + run.start as usize..start + run.end as usize) {
                cells.fill(Self::FLAT);
            }
        }
        Self { columns, light }
    }

    /// The figure with the shading of its drawing.
    pub fn new(diagram: &Diagram, zones: &ZoneMap, drawing: &Drawing, tone: SkinTone) -> Self {
        let mut backdrop = Self::flat(zones);
        let grid = zones.grid();
        let per_mm = f64::from(grid.cells_per_mm());
        let skin = luma([tone.skin().0, tone.skin().1, tone.skin().2]).max(1.0);
        let mut shading = vec![Self::FLAT; backdrop.light.len()];
        for top in (0..grid.rows()).step_by(BAND as usize) {
            let bottom = (top + BAND).min(grid.rows());
            let band = Rect::new(
                Point::new(0.0, f64::from(top) / per_mm),
                Point::new(f64::from(grid.columns()) / per_mm, f64::from(bottom) / per_mm),
            );
            let Some(pixels) = drawing.draw(DrawingLayer::Figure, band, per_mm) else { return backdrop };
            let start = top as usize * backdrop.columns;
            let (texels, _) = pixels.rgba.as_chunks::<4>();
            for (out, [r, g, b, a]) in shading.iter_mut().skip(start).zip(texels) {
                if *a == u8::MAX {
                    let light = luma([*r, *g, *b]) / skin * f32::from(Self::FLAT);
                    *out = light.round().clamp(1.0, 255.0) as u8;
                }
            }
        }
        debug_assert_eq!(diagram.grid, grid, "the zone map is that of the diagram");
        let radius = (BLUR_MM * per_mm / 2.0).round().max(1.0) as usize;
        blur(&mut shading, backdrop.columns, radius);
        for (light, shade) in backdrop.light.iter_mut().zip(shading) {
            if *light > 0 {
                *light = shade.max(1);
            }
        }
        backdrop
    }

    /// The values of neighbouring cells of a row.
    pub fn row(&self, row: i32, run: Run) -> &[u8] {
        let start = row as usize * self.columns + run.start as usize;
        self.light.get(start..start + run.len() as usize).unwrap_or_default()
    }
}

/// Brightness of a pixel, 0 to 255.
fn luma([r, g, b]: [u8; 3]) -> f32 {
    0.299 * f32::from(r) + 0.587 * f32::from(g) + 0.114 * f32::from(b)
}

/// Two box means, one along the rows and one along the columns.
fn blur(values: &mut [u8], columns: usize, radius: usize) {
    let mut line = Vec::new();
    for row in values.chunks_exact_mut(columns) {
        line.clear();
        line.extend_from_slice(row);
        let source = |i: usize| line.get(i).copied();
        box_mean(row.len(), radius, source, |i, mean| {
            if let Some(out) = row.get_mut(i) {
                *out = mean;
            }
        });
    }
    let rows = values.len() / columns;
    for column in 0..columns {
        line.clear();
        line.extend(values.iter().skip(column).step_by(columns));
        box_mean(
            rows,
            radius,
            |i| line.get(i).copied(),
            |i, mean| {
                if let Some(out) = values.get_mut(i * columns + column) {
                    *out = mean;
                }
            },
        );
    }
}

/// The mean of each value and its `radius` neighbours on both sides, as a running sum.
fn box_mean(
    count: usize,
    radius: usize,
    source: impl Fn(usize) -> Option<u8>,
    mut put: impl FnMut(usize, u8),
) {
    let (mut sum, mut number) = (0_u32, 0_u32);
    for i in 0..count + radius {
        if let Some(value) = source(i).filter(|_| i < count) {
            sum += u32::from(value);
            number += 1;
        }
        if i > 2 * radius
            && let Some(value) = source(i - 2 * radius - 1)
        {
            sum -= u32::from(value);
            number -= 1;
        }
        if i >= radius {
            put(i - radius, ((sum + number / 2) / number.max(1)) as u8);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_box_mean_keeps_flat_values_and_smooths_steps() {
        let mut flat = vec![128; 7 * 5];
        blur(&mut flat, 7, 2);
        assert!(flat.iter().all(|&v| v == 128));
        let values = [0, 0, 0, 90, 90, 90];
        let mut out = [0; 6];
        box_mean(6, 1, |i| values.get(i).copied(), |i, v| out[i] = v);
        assert_eq!(out, [0, 0, 30, 60, 90, 90]);
    }
}
