//! Sessions of many entries, which are counted all at once and on several threads.

use crate::canvas::{Canvas, entry, roller, session};
use crate::random::{config, devices, dressed, entries};
use proptest::prelude::*;
use stipple::coverage::{CountError, SessionCoverage};
use stipple::geometry::{Point, Polyline};
use stipple::model::{EntryKind, Passes, Session};

/// Every entry after the one before, as when a session is being painted.
fn one_by_one(canvas: &Canvas, session: &Session) -> SessionCoverage {
    let mut coverage = SessionCoverage::new(canvas.diagram.grid);
    for entry in &session.entries {
        let everything = canvas.diagram.grid.bounds();
        match coverage.add(session, entry, &canvas.diagram, &canvas.zones, everything) {
            Ok(()) | Err(CountError::UnknownZone) => {}
            Err(error) => panic!("{error}"),
        }
    }
    coverage
}

fn on_threads(threads: usize, canvas: &Canvas, session: &Session) -> SessionCoverage {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    pool.install(|| canvas.count(session))
}

proptest! {
    #![proptest_config(config(24))]

    #[test]
    fn all_at_once_is_one_by_one_with_any_number_of_threads(devices in devices(), entries in entries(500..=700)) {
        let entries = entries.into_iter().map(|entry| dressed(&devices, entry)).collect();
        let session = session(&devices, entries);
        let canvas = Canvas::new(4);
        let expected = one_by_one(&canvas, &session);
        for threads in [1, 2, 8] {
            prop_assert!(on_threads(threads, &canvas, &session) == expected, "{} threads", threads);
        }
    }
}

/// More passes on one spot than the sums of a row can hold before they become counts.
#[test]
fn thousands_of_strokes_on_one_spot_count_255() {
    let canvas = Canvas::new(4);
    let path = || Polyline::new(vec![Point::new(9.0, 9.0), Point::new(11.0, 9.5)]).unwrap();
    let passes = Passes::of(stipple::model::Direction::Rising, 200);
    let shade = || entry(Some("d1"), EntryKind::Shade { path: path(), width_mm: 6.0, passes });
    let session = session(&[roller("d1", 5.0)], (0..5000).map(|_| shade()).collect());
    assert_eq!(canvas.difference(&session), None);
    assert!(canvas.count(&session) == one_by_one(&canvas, &session));
}
