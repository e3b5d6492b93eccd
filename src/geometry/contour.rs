//! The edge of a patch of cells as closed lines.

use super::{Grid, Point, Run};
use std::collections::BTreeMap;

/// A corner of cells: columns to the right and rows down.
type Corner = (i32, i32);

/// The edge of a patch as closed lines in mm, the first point not repeated; the patch is on their right hand. `runs`
/// are the patch's cells from top to bottom and left to right. Lines stay within `tolerance` mm of the cells'
/// own stairs.
pub fn contours(grid: Grid, runs: &[(i32, Run)], tolerance: f64) -> Vec<Vec<Point>> {
    let mut next: BTreeMap<Corner, Vec<Corner>> = BTreeMap::new();
    let mut edge = |from: Corner, to: Corner| next.entry(from).or_default().push(to);
    for &(row, run) in runs {
        edge((run.start, row + 1), (run.start, row));
        edge((run.end, row), (run.end, row + 1));
    }
    let rows: Vec<&[(i32, Run)]> = runs.chunk_by(|(a, _), (b, _)| a == b).collect();
    let row_of = |chunk: &[(i32, Run)]| chunk.first().map_or(i32::MIN, |(row, _)| *row);
    for (i, below) in rows.iter().enumerate() {
        let row = row_of(below);
        let above = i.checked_sub(1).and_then(|i| rows.get(i)).filter(|above| row_of(above) == row - 1);
        for part in difference(below, above.copied().unwrap_or_default()) {
            edge((part.start, row), (part.end, row));
        }
        let under = rows.get(i + 1).filter(|under| row_of(under) == row + 1);
        for part in difference(below, under.copied().unwrap_or_default()) {
            edge((part.end, row + 1), (part.start, row + 1));
        }
    }
    let per_mm = f64::from(grid.cells_per_mm());
    let place = |(column, row): &Corner| Point::new(f64::from(*column) / per_mm, f64::from(*row) / per_mm);
    let mut lines = Vec::new();
    while let Some(line) = trace(&mut next) {
        let points: Vec<Point> = line.iter().map(place).collect();
        lines.push(simplified(&points, tolerance));
    }
    lines
}

/// Takes one closed line out of the edges; none when no edge is left.
fn trace(next: &mut BTreeMap<Corner, Vec<Corner>>) -> Option<Vec<Corner>> {
    let start = *next.first_key_value()?.0;
    let mut line = vec![start];
    let mut at = start;
    while let Some(ends) = next.get_mut(&at) {
        let end = ends.pop()?;
        if ends.is_empty() {
            next.remove(&at);
        }
        if end == start {
            break;
        }
        line.push(end);
        at = end;
    }
    Some(line)
}

/// What of the runs of one row is not in those of another.
fn difference(runs: &[(i32, Run)], other: &[(i32, Run)]) -> Vec<Run> {
    let mut parts = Vec::new();
    for (_, run) in runs {
        let mut at = run.start;
        for (_, hole) in other.iter().filter(|(_, hole)| hole.end > run.start && hole.start < run.end) {
            if hole.start > at {
                parts.push(Run::new(at, hole.start));
            }
            at = at.max(hole.end);
        }
        if at < run.end {
            parts.push(Run::new(at, run.end));
        }
    }
    parts
}

/// A closed line with fewer points that stays within `tolerance` of it (Ramer, Douglas and Peucker).
fn simplified(points: &[Point], tolerance: f64) -> Vec<Point> {
    let count = points.len();
    let Some(&first) = points.first().filter(|_| count > 4) else { return points.to_vec() };
    // A closed line has no ends: it is cut at its first point and at the one farthest from it.
    let far = (0..count).max_by(|&a, &b| {
        let distance = |i: usize| points.get(i).map_or(0.0, |p| p.distance(first));
        distance(a).total_cmp(&distance(b))
    });
    let far = far.unwrap_or(0);
    let mut keep = vec![false; count + 1];
    let at = |i: usize| points.get(i % count).copied().unwrap_or(first);
    let mut parts = vec![(0, far), (far, count)];
    while let Some((from, to)) = parts.pop() {
        for end in [from, to] {
            if let Some(slot) = keep.get_mut(end) {
                *slot = true;
            }
        }
        let worst = (from + 1..to)
            .map(|i| (i, distance_to_line(at(i), at(from), at(to))))
            .max_by(|a, b| a.1.total_cmp(&b.1));
        if let Some((i, _)) = worst.filter(|(_, off)| *off > tolerance) {
            parts.push((from, i));
            parts.push((i, to));
        }
    }
    points.iter().zip(keep).filter_map(|(p, keep)| keep.then_some(*p)).collect()
}

fn distance_to_line(p: Point, a: Point, b: Point) -> f64 {
    match (b - a).heading() {
        Some(u) => (p - a).dot(u.normal()).abs(),
        None => p.distance(a),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn area(line: &[Point]) -> f64 {
        let pairs = line.iter().zip(line.iter().cycle().skip(1));
        pairs.map(|(a, b)| a.x * b.y - b.x * a.y).sum::<f64>() / 2.0
    }

    #[test]
    fn a_rectangle_has_four_corners() {
        let grid = Grid::new(10.0, 10.0, 2).unwrap();
        let runs: Vec<_> = (4..8).map(|row| (row, Run::new(2, 12))).collect();
        let lines = contours(grid, &runs, 0.1);
        assert_eq!(lines.len(), 1);
        assert_eq!(lines[0].len(), 4, "{lines:?}");
        assert!((area(&lines[0]).abs() - 5.0 * 2.0).abs() < 1e-9);
    }

    #[test]
    fn a_hole_is_a_line_of_its_own_and_areas_add_up() {
        let grid = Grid::new(10.0, 10.0, 1).unwrap();
        let mut runs = Vec::new();
        for row in 0..6 {
            if (2..4).contains(&row) {
                runs.extend([(row, Run::new(0, 2)), (row, Run::new(4, 6))]);
            } else {
                runs.push((row, Run::new(0, 6)));
            }
        }
        let lines = contours(grid, &runs, 0.0);
        assert_eq!(lines.len(), 2);
        assert!((lines.iter().map(|line| area(line)).sum::<f64>().abs() - 32.0).abs() < 1e-9);
    }

    #[test]
    fn stairs_become_straight() {
        let grid = Grid::new(100.0, 100.0, 1).unwrap();
        let runs: Vec<_> = (0..60).map(|row| (row, Run::new(0, row + 1))).collect();
        let lines = contours(grid, &runs, 0.8);
        assert!(lines[0].len() <= 5, "{}", lines[0].len());
    }
}
