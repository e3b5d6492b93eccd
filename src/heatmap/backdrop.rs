//! Light and shade of a drawing at raster resolution, so that a painted cheek still looks like a cheek.

use super::drawing::{Drawing, DrawingLayer};
use super::skin::SkinTone;
use crate::coverage::ZoneMap;
use crate::geometry::{Point, Rect, Run};
use crate::model::Diagram;
use rayon::prelude::*;

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
        let bands = shading.par_chunks_mut(backdrop.columns * BAND as usize).enumerate();
        let drawn: Option<()> = bands
            .map(|(i, shading)| {
                let top = i as i32 * BAND;
                let bottom = (top + BAND).min(grid.rows());
                let band = Rect::new(
                    Point::new(0.0, f64::from(top) / per_mm),
                    Point::new(f64::from(grid.columns()) / per_mm, f64::from(bottom) / per_mm),
                );
                let pixels = drawing.draw(DrawingLayer::Figure, band, per_mm)?;
                let (texels, _) = pixels.rgba.as_chunks::<4>();
                for (out, [r, g, b, a]) in shading.iter_mut().zip(texels) {
                    if *a == u8::MAX {
                        let light = luma([*r, *g, *b]) / skin * f32::from(Self::FLAT);
                        *out = light.round().clamp(1.0, 255.0) as u8;
                    }
                }
                Some(())
            })
            .collect();
        if drawn.is_none() {
            return backdrop;
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
    blur_rows(values, columns, radius);
    blur_columns(values, columns, radius);
}

/// The mean of each value and its `radius` neighbours on both sides in its row.
fn blur_rows(values: &mut [u8], columns: usize, radius: usize) {
    // Zeros at both ends add nothing to the sums.
    let mut padded = vec![0; columns + 2 * radius];
    let mut sums = vec![0_u32; columns];
    for row in values.chunks_exact_mut(columns) {
        if let Some(middle) = padded.get_mut(radius..radius + columns) {
            middle.copy_from_slice(row);
        }
        sums.fill(0);
        for shift in 0..=2 * radius {
            add(&mut sums, padded.get(shift..).unwrap_or_default());
        }
        let edge = radius.min(columns);
        let whole = edge..columns.saturating_sub(radius).max(edge);
        let at = |i: usize| (i + radius + 1).min(columns) - i.saturating_sub(radius);
        for (i, (out, sum)) in row.iter_mut().zip(&sums).enumerate().filter(|(i, _)| !whole.contains(i)) {
            *out = Mean::of(at(i)).round(*sum);
        }
        if let (Some(row), Some(sums)) = (row.get_mut(whole.clone()), sums.get(whole)) {
            Mean::of(2 * radius + 1).round_all(sums, row);
        }
    }
}

/// The same in its column: a sum for every column that rows enter and leave.
fn blur_columns(values: &mut [u8], columns: usize, radius: usize) {
    let source = values.to_vec();
    let rows = values.len() / columns;
    let row = |i: usize| source.get(i * columns..(i + 1) * columns).unwrap_or_default();
    let mut sums = vec![0_u32; columns];
    for entering in 0..rows.min(radius) {
        add(&mut sums, row(entering));
    }
    for (i, out) in values.chunks_exact_mut(columns).enumerate() {
        add(&mut sums, row(i + radius));
        if i > radius {
            subtract(&mut sums, row(i - radius - 1));
        }
        let number = (i + radius + 1).min(rows) - i.saturating_sub(radius);
        Mean::of(number).round_all(&sums, out);
    }
}

fn add(sums: &mut [u32], values: &[u8]) {
    for (sum, value) in sums.iter_mut().zip(values) {
        *sum += u32::from(*value);
    }
}

fn subtract(sums: &mut [u32], values: &[u8]) {
    for (sum, value) in sums.iter_mut().zip(values) {
        *sum -= u32::from(*value);
    }
}

/// The mean of a number of values, rounded: a multiplication, because a division a pixel takes longer than all else.
#[derive(Clone, Copy)]
struct Mean {
    half: u64,
    reciprocal: u64,
}

impl Mean {
    /// Exact for sums below `2^32 / number`, which is more than any blur adds up.
    fn of(number: usize) -> Self {
        let number = number.max(1) as u64;
        Self { half: number / 2, reciprocal: (1 << 32) / number + 1 }
    }

    fn round(self, sum: u32) -> u8 {
        (((u64::from(sum) + self.half) * self.reciprocal) >> 32) as u8
    }

    fn round_all(self, sums: &[u32], out: &mut [u8]) {
        for (out, sum) in out.iter_mut().zip(sums) {
            *out = self.round(*sum);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_blur_keeps_flat_values_and_smooths_steps() {
        let mut flat = vec![128; 7 * 5];
        blur(&mut flat, 7, 2);
        assert!(flat.iter().all(|&v| v == 128));
        let mut row = [0, 0, 0, 90, 90, 90];
        blur_rows(&mut row, 6, 1);
        assert_eq!(row, [0, 0, 30, 60, 90, 90]);
        let mut column = [0, 0, 0, 90, 90, 90];
        blur_columns(&mut column, 1, 1);
        assert_eq!(column, [0, 0, 30, 60, 90, 90]);
    }

    /// The mean of what lies around a value, one value at a time.
    fn slow(values: &[u8], columns: usize, radius: i64) -> Vec<u8> {
        let line = |values: &[u8], step: usize, count: usize, first: usize, i: usize| {
            let near = (i as i64 - radius).max(0)..=(i as i64 + radius).min(count as i64 - 1);
            let near: Vec<u32> = near.map(|j| u32::from(values[first + j as usize * step])).collect();
            let number = near.len() as u32;
            ((near.iter().sum::<u32>() + number / 2) / number) as u8
        };
        let rows = values.len() / columns;
        let all = || (0..rows).flat_map(|y| (0..columns).map(move |x| (x, y)));
        let along: Vec<u8> = all().map(|(x, y)| line(values, 1, columns, y * columns, x)).collect();
        all().map(|(x, y)| line(&along, columns, rows, x, y)).collect()
    }

    #[test]
    fn a_blur_is_that_of_one_value_at_a_time() {
        let mut seed = 7_u32;
        for (columns, rows, radius) in
            [(31, 17, 2), (5, 40, 3), (40, 3, 4), (2, 2, 3), (1, 9, 1), (23, 23, 1)]
        {
            let next = |_| {
                seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                (seed >> 24) as u8
            };
            let values: Vec<u8> = (0..columns * rows).map(next).collect();
            let mut fast = values.clone();
            blur(&mut fast, columns, radius);
            assert_eq!(fast, slow(&values, columns, radius as i64), "{columns} x {rows}, radius {radius}");
        }
    }
}
