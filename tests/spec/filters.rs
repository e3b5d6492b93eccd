//! What a filter leaves is what is counted where nothing else was logged.

use crate::canvas::Canvas;
use crate::oracle;
use crate::random::{config, sessions};
use proptest::prelude::*;
use std::collections::BTreeMap;
use stipple::coverage::{CoverageSet, PassFilter};
use stipple::heatmap::{Field, MapKind, RawRaster, raw_raster};
use stipple::metrics::{ZoneTally, tally};
use stipple::model::{Direction, EntryKind, PerDirection, Session};

/// The session with devices of which two have the same name and two the same needles.
fn named(session: &Session) -> Session {
    let mut session = session.clone();
    for (device, (name, mm)) in session.devices.iter_mut().zip([("A", 0.5), ("B", 1.5), ("A", 1.5)]) {
        name.clone_into(&mut device.name);
        device.needle_length_mm = Some(mm);
    }
    session
}

/// The session without the entries of other devices; erasers stay, as they take away the passes of all.
fn removed(session: &Session, name: Option<&str>, mm: Option<f64>) -> Session {
    let mut rest = session.clone();
    rest.entries.retain(|entry| {
        let Some(id) = &entry.device else { return matches!(entry.kind, EntryKind::Erase { .. }) };
        let device = session.device(id).unwrap();
        name.is_none_or(|name| device.name == name) && mm.is_none_or(|mm| device.needle_length_mm == Some(mm))
    });
    rest
}

/// The figures and maps of a set. Without the figures by density, which also name devices whose paint is all gone; the
/// map of densities says the rest.
fn read(canvas: &Canvas, set: &CoverageSet) -> (Vec<ZoneTally>, Vec<RawRaster>) {
    let zones = tally(set, &canvas.zones).zones.into_iter().map(|zone| ZoneTally {
        by_density: Vec::new(),
        by_densities: BTreeMap::new(),
        ..zone
    });
    let (on, targets) = (jiff::civil::date(2026, 4, 20), vec![None; canvas.diagram.zones.len()]);
    let maps =
        [MapKind::Passes, MapKind::Sessions, MapKind::DaysSince, MapKind::Directions, MapKind::Density];
    let raster =
        |map| raw_raster(&Field { set, zones: &canvas.zones, map, on, targets: &targets, signed: None });
    (zones.collect(), maps.map(raster).into())
}

proptest! {
    #![proptest_config(config(200))]

    #[test]
    fn a_filter_by_device_counts_as_if_the_other_entries_were_gone(
        session in sessions(),
        name in prop::option::of(prop::sample::select(vec!["A", "B", "C"])),
        mm in prop::option::of(prop::sample::select(vec![0.5, 1.5, 2.0])),
    ) {
        let (canvas, session) = (Canvas::new(4), named(&session));
        let filter =
            PassFilter { device: name.map(str::to_owned), needle_mm: mm, ..PassFilter::ALL };
        let left = canvas.count(&session).through(&session, &filter);
        let rest = removed(&session, name, mm);
        let expected = canvas.count(&rest);
        prop_assert!(left == expected);
        let set = |session, coverage| CoverageSet::of_session(session, coverage);
        prop_assert_eq!(read(&canvas, &set(&session, &left)), read(&canvas, &set(&rest, &expected)));
    }

    #[test]
    fn a_filter_by_direction_takes_those_passes_and_no_others(
        session in sessions(),
        left_out in prop::array::uniform5(any::<bool>()),
    ) {
        let canvas = Canvas::new(4);
        let filter = PassFilter { left_out: PerDirection(left_out), ..PassFilter::ALL };
        let all = canvas.count(&session);
        let left = all.through(&session, &filter);
        for cell in oracle::cells(&canvas.diagram) {
            let (before, after) = (all.counts(cell), left.counts(cell));
            for (direction, out) in Direction::ALL.into_iter().zip(left_out) {
                prop_assert_eq!(*after.get(direction), if out { 0 } else { *before.get(direction) });
            }
            prop_assert_eq!(all.counts_through(&session, &filter, cell), after);
        }
    }

    #[test]
    fn a_filter_by_practitioner_takes_a_session_or_leaves_it(session in sessions(), theirs in any::<bool>()) {
        let canvas = Canvas::new(4);
        let session = Session { practitioner: Some(if theirs { "Ada" } else { "Ben" }.to_owned()), ..session };
        let filter = PassFilter { practitioner: Some("Ada".to_owned()), ..PassFilter::ALL };
        let (all, left) = (canvas.count(&session), canvas.count(&session).through(&session, &filter));
        let as_expected = if theirs { left == all } else { left.is_blank() };
        prop_assert!(as_expected);
    }
}
