//! Sessions that come into a sum, lie on top of it and leave it again: what is left is what the rest add up to.

use crate::canvas::Canvas;
use crate::figures_random::{mixed_plate, plans, sessions_of, visits};
use crate::plate::{fill, passes, series};
use crate::random::config;
use proptest::prelude::*;
use proptest::test_runner::TestCaseError;
use stipple::coverage::{CoverageSet, SessionCoverage};
use stipple::geometry::CellRect;
use stipple::heatmap::{Field, MapKind, RawRaster, raw_raster};
use stipple::metrics::{AreaScale, Gap, GapList, GapRules, Tally, find_gaps, tally};
use stipple::model::{Plan, Session, TargetCounts};

/// Everything that is read off a set.
#[derive(Debug, PartialEq)]
struct Reading {
    days: Vec<jiff::civil::Date>,
    tally: Tally,
    rasters: Vec<RawRaster>,
    gaps: Vec<Gap>,
}

fn targets(canvas: &Canvas, plan: &Plan) -> Vec<Option<TargetCounts>> {
    canvas.diagram.zones.iter().map(|zone| plan.counts_for(&zone.id, 3)).collect()
}

fn read(canvas: &Canvas, set: &CoverageSet, plan: &Plan) -> Reading {
    let targets = targets(canvas, plan);
    let on = jiff::civil::date(2026, 4, 20);
    let zones = &canvas.zones;
    let rasters =
        MapKind::ALL.map(|map| raw_raster(&Field { set, zones, map, on, targets: &targets, signed: None }));
    let scale = AreaScale::new(&canvas.diagram, 1.0);
    let passes = |zone: usize| targets[zone].map(|target| target.passes);
    Reading {
        days: set.sessions().to_vec(),
        tally: tally(set, zones),
        rasters: rasters.into(),
        gaps: find_gaps(set, &canvas.diagram, zones, scale, GapRules { min_cm2: 0.0 }, passes),
    }
}

fn plain(canvas: &Canvas, sessions: &[(&Session, &SessionCoverage)]) -> CoverageSet {
    let mut set = CoverageSet::new(canvas.diagram.grid);
    for (session, coverage) in sessions {
        set.push(session, coverage);
    }
    set
}

/// Passes by density at every cell, in order of the densities.
fn by_density(canvas: &Canvas, set: &CoverageSet) -> Vec<Vec<(String, u32)>> {
    let cells = crate::oracle::cells(&canvas.diagram).map(|cell| {
        let mut passes: Vec<(String, u32)> = set
            .passes_at(cell)
            .into_iter()
            .filter(|(_, passes)| *passes > 0)
            .map(|(density, passes)| (format!("{density:?}"), passes))
            .collect();
        passes.sort();
        passes
    });
    cells.collect()
}

proptest! {
    #![proptest_config(config(150))]

    #[test]
    fn what_leaves_a_sum_leaves_no_trace(
        visits in visits(6),
        plan in plans(),
        leaving in prop::collection::vec(any::<bool>(), 6),
    ) {
        let canvas = mixed_plate(4);
        let sessions = sessions_of(&canvas, &visits);
        let counted: Vec<SessionCoverage> = sessions.iter().map(|session| canvas.count(session)).collect();
        let all: Vec<_> = sessions.iter().zip(&counted).collect();
        let mut set = CoverageSet::new(canvas.diagram.grid);
        set.extend(all.iter().rev().copied());
        prop_assert_eq!(read(&canvas, &set, &plan), read(&canvas, &plain(&canvas, &all), &plan));
        let before = set.clone();
        let (gone, kept): (Vec<_>, Vec<_>) =
            all.iter().copied().zip(&leaving).partition(|(_, leaves)| **leaves);
        for ((session, coverage), _) in &gone {
            set.remove(session, coverage);
        }
        let kept: Vec<_> = kept.into_iter().map(|(one, _)| one).collect();
        let rest = plain(&canvas, &kept);
        prop_assert_eq!(read(&canvas, &set, &plan), read(&canvas, &rest, &plan));
        prop_assert_eq!(by_density(&canvas, &set), by_density(&canvas, &rest));
        prop_assert_eq!(set.painted_tiles(), rest.painted_tiles());
        // And back again; the copy from before has seen nothing of it.
        set.extend(gone.iter().map(|(one, _)| *one));
        prop_assert_eq!(read(&canvas, &set, &plan), read(&canvas, &before, &plan));
    }

    #[test]
    fn a_session_on_top_counts_as_one_below(visits in visits(5), plan in plans(), top in 0..5_usize) {
        let canvas = mixed_plate(4);
        let sessions = sessions_of(&canvas, &visits);
        let counted: Vec<SessionCoverage> = sessions.iter().map(|session| canvas.count(session)).collect();
        let all: Vec<_> = sessions.iter().zip(&counted).collect();
        let top = top % all.len();
        let below: Vec<_> = all.iter().copied().enumerate().filter(|(i, _)| *i != top).map(|(_, one)| one).collect();
        let (session, coverage) = all[top];
        let set = plain(&canvas, &below).with_top(session, coverage);
        let whole = plain(&canvas, &all);
        prop_assert_eq!(read(&canvas, &set, &plan), read(&canvas, &whole, &plan));
        prop_assert_eq!(by_density(&canvas, &set), by_density(&canvas, &whole));
        for cell in crate::oracle::cells(&canvas.diagram) {
            prop_assert_eq!(set.counts(cell), whole.counts(cell));
        }
        // Another on top takes its place.
        let other = CoverageSet::of_session(session, coverage).with_top(all[0].0, all[0].1);
        prop_assert_eq!(read(&canvas, &other, &plan), read(&canvas, &plain(&canvas, &all[..1]), &plan));
    }

    #[test]
    fn sums_of_passes_alone_say_the_same_of_passes(visits in visits(4), plan in plans()) {
        let canvas = mixed_plate(4);
        let sessions = sessions_of(&canvas, &visits);
        let counted: Vec<SessionCoverage> = sessions.iter().map(|session| canvas.count(session)).collect();
        let all: Vec<_> = sessions.iter().zip(&counted).collect();
        let mut lean = CoverageSet::of_passes(canvas.diagram.grid);
        lean.extend(all.iter().copied());
        let (lean, whole) = (read(&canvas, &lean, &plan), read(&canvas, &plain(&canvas, &all), &plan));
        prop_assert_eq!(lean.tally, whole.tally);
        prop_assert_eq!(lean.gaps, whole.gaps);
        for (map, (lean, whole)) in MapKind::ALL.into_iter().zip(lean.rasters.iter().zip(&whole.rasters)) {
            if !matches!(map, MapKind::Sessions | MapKind::DaysSince) {
                prop_assert_eq!(lean, whole);
            }
        }
    }

    #[test]
    fn gaps_brought_up_to_date_are_those_found_anew(visits in visits(2), plan in plans(), smallest in 0..3_u8) {
        let canvas = mixed_plate(4);
        let rules = GapRules { min_cm2: f64::from(smallest) * 0.05 };
        let scale = AreaScale::new(&canvas.diagram, 1.0);
        let targets = targets(&canvas, &plan);
        let passes = |zone: usize| targets[zone].map(|target| target.passes);
        let find = |set: &CoverageSet| find_gaps(set, &canvas.diagram, &canvas.zones, scale, rules, passes);
        let mut kept: Option<GapList> = None;
        for session in sessions_of(&canvas, &visits) {
            let mut so_far = Session { entries: Vec::new(), ..session.clone() };
            let mut coverage = canvas.count(&so_far);
            for entry in session.entries {
                let rect = SessionCoverage::reach(&so_far, &entry, &canvas.diagram, &canvas.zones);
                so_far.entries.push(entry.clone());
                let whole = canvas.diagram.grid.bounds();
                // Entries that count nowhere change nothing.
                let _counted = coverage.add(&so_far, &entry, &canvas.diagram, &canvas.zones, whole);
                let set = CoverageSet::of_session(&so_far, &coverage);
                let new = || GapList::new(&set, &canvas.diagram, &canvas.zones, scale, rules, passes);
                let list = kept.get_or_insert_with(new);
                list.renew(&set, &canvas.diagram, &canvas.zones, rect);
                check_list(list, &find(&set))?;
            }
            // Another session begins with nothing; everything may have changed.
            if let Some(list) = &mut kept {
                let blank = CoverageSet::new(canvas.diagram.grid);
                list.renew(&blank, &canvas.diagram, &canvas.zones, canvas.diagram.grid.bounds());
                check_list(list, &find(&blank))?;
                list.renew(&blank, &canvas.diagram, &canvas.zones, CellRect::EMPTY);
                check_list(list, &find(&blank))?;
            }
        }
    }

    #[test]
    fn any_number_of_threads_finds_the_same(visits in visits(4), plan in plans()) {
        let canvas = mixed_plate(4);
        let sessions = sessions_of(&canvas, &visits);
        let on = |threads: usize| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| {
                let counted: Vec<_> = sessions.iter().map(|session| canvas.count(session)).collect();
                let mut set = CoverageSet::new(canvas.diagram.grid);
                set.extend(sessions.iter().zip(&counted));
                read(&canvas, &set, &plan)
            })
        };
        let one = on(1);
        prop_assert_eq!(&on(2), &one);
        prop_assert_eq!(&on(8), &one);
    }
}

fn check_list(list: &GapList, found: &[Gap]) -> Result<(), TestCaseError> {
    let kept: Vec<Gap> = list.gaps().iter().map(|gap| (**gap).clone()).collect();
    prop_assert_eq!(kept.as_slice(), found);
    Ok(())
}

/// Sums of more than 257 full sessions are longer than 16 bits, and are exact when sessions leave again.
#[test]
fn long_sums_shrink_again() {
    let canvas = mixed_plate(4);
    let entry = fill(&canvas, Some("d1"), (0, 0, 80, 72), passes([255, 1, 0, 0, 3]));
    let sessions = series(vec![vec![entry]]);
    let (session, coverage) = (&sessions[0], canvas.count(&sessions[0]));
    let mut set = CoverageSet::new(canvas.diagram.grid);
    let cell = canvas.cell(4.125, 4.125);
    (0..300).for_each(|_| set.push(session, &coverage));
    assert_eq!(set.counts(cell).0, [65_535, 300, 0, 0, 900]);
    assert_eq!(set.passes_at(cell).iter().map(|(_, n)| n).sum::<u32>(), 300 * 259);
    (0..200).for_each(|_| set.remove(session, &coverage));
    assert_eq!(set.counts(cell).0, [25_500, 100, 0, 0, 300]);
    (0..100).for_each(|_| set.remove(session, &coverage));
    assert_eq!(set.counts(cell).0, [0; 5]);
    assert!(set.painted_tiles().is_empty() && set.densities().is_empty() && set.sessions().is_empty());
}
