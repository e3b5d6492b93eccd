//! Which cells a sweep already has, row by row.

use crate::geometry::{CellRect, Run};
use std::ops::Range;

/// The runs of cells that have been covered, in each row of a clip rectangle.
#[derive(Clone, Debug, Default)]
pub(super) struct RowCover {
    top: i32,
    rows: Vec<RowRuns>,
    /// Rows, counted from `top`, that may hold anything; kept so that clearing costs what was used.
    used: Range<usize>,
}

/// Runs of one row, in order, with a gap between each two. Nearly always there is at most one.
#[derive(Clone, Debug, Default, PartialEq)]
enum RowRuns {
    #[default]
    None,
    One(Run),
    Many(Vec<Run>),
}

impl RowCover {
    /// Makes room for the rows of `clip`, with nothing covered.
    pub(super) fn reset(&mut self, clip: CellRect) {
        self.clear();
        self.top = clip.top;
        self.rows.resize(clip.height() as usize, RowRuns::None);
    }

    /// Uncovers everything.
    pub(super) fn clear(&mut self) {
        for row in self.rows.get_mut(self.used.clone()).into_iter().flatten() {
            *row = RowRuns::None;
        }
        self.used = 0..0;
    }

    /// Covers `run`, and hands what was not covered before to `fresh`.
    pub(super) fn add(&mut self, row: i32, run: Run, mut fresh: impl FnMut(Run)) {
        if run.is_empty() {
            return;
        }
        let index = usize::try_from(row - self.top).unwrap_or(usize::MAX);
        let Some(slot) = self.rows.get_mut(index) else { return };
        self.used = if self.used.is_empty() {
            index..index + 1
        } else {
            self.used.start.min(index)..self.used.end.max(index + 1)
        };
        match slot {
            RowRuns::None => {
                fresh(run);
                *slot = RowRuns::One(run);
            }
            RowRuns::One(old) => {
                let (before, behind) = outside(run, *old);
                [before, behind].into_iter().filter(|part| !part.is_empty()).for_each(&mut fresh);
                if run.end < old.start {
                    *slot = RowRuns::Many(vec![run, *old]);
                } else if run.start > old.end {
                    *slot = RowRuns::Many(vec![*old, run]);
                } else {
                    *old = Run::new(old.start.min(run.start), old.end.max(run.end));
                }
            }
            RowRuns::Many(runs) => add_to_many(runs, run, fresh),
        }
    }
}

/// What of `run` lies before and what behind `old`.
fn outside(run: Run, old: Run) -> (Run, Run) {
    (Run::new(run.start, run.end.min(old.start)), Run::new(run.start.max(old.end), run.end))
}

fn add_to_many(runs: &mut Vec<Run>, run: Run, mut fresh: impl FnMut(Run)) {
    let first = runs.partition_point(|old| old.end < run.start);
    let behind = runs.partition_point(|old| old.start <= run.end);
    let mut joined = run;
    let mut at = run.start;
    for old in runs.get(first..behind).unwrap_or_default() {
        let gap = Run::new(at, old.start.min(run.end));
        if !gap.is_empty() {
            fresh(gap);
        }
        at = at.max(old.end);
        joined = Run::new(joined.start.min(old.start), joined.end.max(old.end));
    }
    let rest = Run::new(at, run.end);
    if !rest.is_empty() {
        fresh(rest);
    }
    runs.splice(first..behind, [joined]);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    impl RowCover {
        /// Everything covered, from top to bottom and left to right.
        fn runs(&self) -> impl Iterator<Item = (i32, Run)> {
            let used = self.rows.get(self.used.clone()).unwrap_or_default();
            let first = self.top + self.used.start as i32;
            used.iter().zip(first..).flat_map(|(runs, row)| {
                let list = match runs {
                    RowRuns::None => &[],
                    RowRuns::One(run) => std::slice::from_ref(run),
                    RowRuns::Many(runs) => runs.as_slice(),
                };
                list.iter().map(move |&run| (row, run))
            })
        }
    }

    proptest! {
        #[test]
        fn every_cell_is_fresh_once(runs in proptest::collection::vec((0_i32..60, 0_i32..20), 0..24)) {
            let mut cover = RowCover::default();
            cover.reset(CellRect::new(0, 5, 100, 6));
            let mut times = [0; 100];
            let mut covered = [false; 100];
            for (start, length) in runs {
                let run = Run::new(start, start + length);
                cover.add(5, run, |fresh| {
                    assert!(!fresh.is_empty());
                    (fresh.start..fresh.end).for_each(|c| times[c as usize] += 1);
                });
                (run.start..run.end).for_each(|c| covered[c as usize] = true);
                let mut listed = [false; 100];
                let mut last = -1;
                for (row, run) in cover.runs() {
                    prop_assert_eq!(row, 5);
                    prop_assert!(run.start > last && !run.is_empty(), "runs are in order and apart");
                    last = run.end;
                    (run.start..run.end).for_each(|c| listed[c as usize] = true);
                }
                prop_assert_eq!(listed, covered);
            }
            prop_assert!(times.iter().zip(covered).all(|(&n, c)| n == i32::from(c)));
        }
    }

    #[test]
    fn rows_outside_are_dropped_and_clearing_forgets() {
        let mut cover = RowCover::default();
        cover.reset(CellRect::new(0, 10, 9, 12));
        cover.add(9, Run::new(0, 5), |_| panic!("above"));
        cover.add(12, Run::new(0, 5), |_| panic!("below"));
        cover.add(11, Run::new(0, 5), |_| {});
        assert_eq!(cover.runs().collect::<Vec<_>>(), [(11, Run::new(0, 5))]);
        cover.clear();
        assert_eq!(cover.runs().count(), 0);
    }
}
