//! How wide a patch of cells is.

use crate::geometry::{CellRect, Run};

/// Diameter in mm of the largest disc around the centre of a cell that fits into a patch; at most a cell too much, so
/// that a strip is never taken for narrower than it is. `runs` are the cells of the patch and `bounds` the rectangle
/// around them.
pub fn inscribed_mm(bounds: CellRect, runs: &[(i32, Run)], cells_per_mm: u32) -> f64 {
    let (width, height) = (bounds.width().max(0) as usize, bounds.height().max(0) as usize);
    let mut above = vec![0_i64; width * height];
    for &(row, run) in runs {
        let start = (row - bounds.top) as usize * width + (run.start - bounds.left) as usize;
        if let Some(cells) = above.get_mut(start..start + run.len() as usize) {
            cells.fill(1);
        }
    }
    vertical(&mut above, width);
    let mut widest = 0;
    for row in above.chunks_exact(width.max(1)) {
        for column in 0..width {
            widest = widest.max(nearest(row, column, widest));
        }
    }
    2.0 * (widest as f64).sqrt() / f64::from(cells_per_mm)
}

/// Turns ones into the distance in cells to the nearest cell of the column that is not of the patch.
fn vertical(cells: &mut [i64], width: usize) {
    let height = cells.len().checked_div(width).unwrap_or(0);
    for column in 0..width {
        let mut since = 0;
        for row in 0..height {
            if let Some(cell) = cells.get_mut(row * width + column) {
                since = if *cell == 0 { 0 } else { since + 1 };
                *cell = since;
            }
        }
        let mut since = 0;
        for row in (0..height).rev() {
            if let Some(cell) = cells.get_mut(row * width + column) {
                since = if *cell == 0 { 0 } else { since + 1 };
                *cell = since.min(*cell);
            }
        }
    }
}

/// The square of the distance from a cell to the nearest that is not of the patch; 0 where it is not more than `found`
/// already.
fn nearest(row: &[i64], column: usize, found: i64) -> i64 {
    let square = |at: Option<usize>| at.and_then(|at| row.get(at)).map_or(0, |up| up * up);
    let mut least = square(Some(column));
    let mut aside = 0_usize;
    while least > found {
        aside += 1;
        let across = (aside * aside) as i64;
        if across >= least {
            return least;
        }
        let (left, right) = (square(column.checked_sub(aside)), square(Some(column + aside)));
        least = least.min(across + left.min(right));
    }
    0
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads a patch from a drawing and measures it, in cells.
    fn measured(drawing: &str) -> (f64, f64) {
        let rows: Vec<Vec<bool>> =
            drawing.lines().map(|line| line.trim().bytes().map(|b| b == b'#').collect()).collect();
        let mut runs = Vec::new();
        for (y, row) in rows.iter().enumerate() {
            let mut x = 0;
            for part in row.chunk_by(|a, b| a == b) {
                if part[0] {
                    runs.push((y as i32, Run::new(x, x + part.len() as i32)));
                }
                x += part.len() as i32;
            }
        }
        let bounds = CellRect::new(0, 0, rows[0].len() as i32, rows.len() as i32);
        // The same by looking at every pair of cells.
        let inside = |x: i32, y: i32| {
            y >= 0 && x >= 0 && *rows.get(y as usize).and_then(|row| row.get(x as usize)).unwrap_or(&false)
        };
        let mut widest = 0;
        for y in 0..rows.len() as i32 {
            for x in 0..rows[0].len() as i32 {
                let all =
                    (-1..=rows.len() as i32).flat_map(|v| (-1..=rows[0].len() as i32).map(move |u| (u, v)));
                let outside = all.filter(|(u, v)| !inside(*u, *v));
                let least = outside.map(|(u, v)| (u - x).pow(2) + (v - y).pow(2)).min().unwrap();
                widest = widest.max(least);
            }
        }
        (inscribed_mm(bounds, &runs, 1), 2.0 * f64::from(widest).sqrt())
    }

    #[test]
    fn a_patch_is_as_wide_as_the_disc_that_fits_into_it() {
        let drawings = [
            "#",
            "####\n####",
            "########\n########\n########\n########\n########",
            "#.......\n##......\n###.....\n.###....\n..###...\n...###..\n....###.",
            "#######\n#.....#\n#.....#\n#######",
            "..###..\n.#####.\n#######\n#######\n#######\n.#####.\n..###..",
            "##....##\n##....##\n########\n########\n##....##",
        ];
        for drawing in drawings {
            let (found, wanted) = measured(drawing);
            assert_eq!(found, wanted, "{drawing}");
        }
        assert_eq!(measured("####\n####").0, 2.0, "two cells across");
        assert_eq!(measured("#").0, 2.0, "a cell too much at most");
    }

    #[test]
    fn nothing_has_no_width() {
        assert_eq!(inscribed_mm(CellRect::EMPTY, &[], 4), 0.0);
    }
}
