//! `stipple render --raw` against the counts of the library.

use crate::png::Png;
use crate::sample::{SERIES, answer, series};
use std::ffi::OsStr;
use std::path::Path;
use stipple::coverage::{NO_ZONE, SessionCoverage, ZoneMap, ZoneTile};
use stipple::geometry::Cell;
use stipple::model::{Atlas, Diagram, Direction, Series, Session};
use stipple::store::SeriesFolder;

/// The raster of a map as the program writes it.
fn raw(folder: &Path, diagram: &Diagram, map: &str, session: Option<usize>) -> Vec<u16> {
    let scratch = tempfile::tempdir().unwrap();
    let out = scratch.path().join("raw.png");
    let number = session.map(|number| number.to_string());
    let mut arguments = vec![OsStr::new("render"), folder.as_os_str(), OsStr::new("--out"), out.as_os_str()];
    arguments.extend(["--raw", "--diagram", diagram.id.as_str(), "--map", map].map(OsStr::new));
    if let Some(number) = &number {
        arguments.extend([OsStr::new("--session"), OsStr::new(number)]);
    }
    answer(arguments);
    let png = Png::read(&out);
    assert_eq!((png.width as i32, png.height as i32), (diagram.grid.columns(), diagram.grid.rows()));
    png.values()
}

/// A series of the sample with its sessions in time order and the diagram it was painted on.
struct Case {
    folder: std::path::PathBuf,
    series: Series,
    sessions: Vec<Session>,
    atlas: Atlas,
}

impl Case {
    fn new(name: &str) -> Self {
        let folder = series(name);
        let found = SeriesFolder::read(&folder);
        let sessions = found.sessions.into_iter().map(|file| file.session.unwrap().value).collect();
        Self { folder, series: found.series.unwrap().value, sessions, atlas: Atlas::builtin().unwrap() }
    }

    fn diagram(&self) -> &Diagram {
        self.atlas.diagram(&self.sessions[0].diagrams()[0]).unwrap()
    }
}

/// Every cell of a diagram, row by row.
fn cells(diagram: &Diagram) -> impl Iterator<Item = Cell> {
    let grid = diagram.grid;
    (0..grid.rows()).flat_map(move |row| (0..grid.columns()).map(move |column| Cell::new(column, row)))
}

/// What a cell holds after some sessions: passes, directions as bits, sessions, the last of them, and density.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Sum {
    passes: u32,
    bits: u16,
    sessions: u16,
    last: Option<usize>,
    density: f64,
}

/// The sums of some sessions, from their coverages and nothing else.
fn sums(case: &Case, chosen: &[usize]) -> Vec<Sum> {
    let diagram = case.diagram();
    let zones = ZoneMap::new(diagram);
    let mut sums = vec![Sum::default(); cells(diagram).count()];
    for &i in chosen {
        let session = &case.sessions[i];
        let coverage = SessionCoverage::of(session, diagram, &zones);
        for (sum, cell) in sums.iter_mut().zip(cells(diagram)) {
            let counts = coverage.counts(cell);
            let total: u32 = counts.0.iter().sum();
            if total == 0 {
                continue;
            }
            sum.passes += total;
            sum.sessions += 1;
            sum.last = Some(i);
            for (bit, direction) in Direction::ROLLED.into_iter().enumerate() {
                sum.bits |= u16::from(*counts.get(direction) > 0) << bit;
            }
            for device in &session.devices {
                let own: u32 =
                    coverage.counts_of(Some(&device.id), cell).0.iter().map(|&n| u32::from(n)).sum();
                sum.density += f64::from(own) * device.density_per_pass().unwrap_or(0.0);
            }
        }
    }
    sums
}

fn compare(name: &str, session: Option<usize>) {
    let case = Case::new(name);
    let diagram = case.diagram();
    let chosen: Vec<usize> = session.map_or_else(|| (0..case.sessions.len()).collect(), |n| vec![n - 1]);
    let sums = sums(&case, &chosen);
    let raw = |map: &str| raw(&case.folder, diagram, map, session);
    let same = |map: &str, expected: &dyn Fn(&Sum) -> u16| {
        let found = raw(map);
        let wrong = found.iter().zip(&sums).position(|(value, sum)| *value != expected(sum));
        assert_eq!(wrong.map(|i| (found[i], sums[i])), None, "{name}, {map}, {session:?}");
    };
    same("passes", &|sum| sum.passes as u16);
    same("sessions", &|sum| sum.sessions);
    same("directions", &|sum| sum.bits);
    let date = |i: usize| case.sessions[i].started_at.date();
    let today = date(*chosen.last().unwrap());
    same("days-since", &|sum| sum.last.map_or(u16::MAX, |i| (today - date(i)).get_days() as u16));
    // Sums of doubles may differ in the last digit by the order of adding, so that a half may round either way.
    for (value, sum) in raw("density").into_iter().zip(&sums) {
        assert!((f64::from(value) - sum.density).abs() <= 0.5 + 1e-6, "{name}: {value}, {sum:?}");
    }
    let Some(plan) = &case.series.plan else { return };
    let zones = ZoneMap::new(diagram);
    let targets: Vec<Option<u32>> = diagram
        .zones
        .iter()
        .map(|zone| plan.counts_for(&zone.id, chosen.len() as u32).map(|counts| counts.passes))
        .collect();
    for ((value, sum), cell) in raw("gap").into_iter().zip(&sums).zip(cells(diagram)) {
        let tile = zones.tiling().tile_of(cell);
        let bounds = zones.tiling().cells_of(tile);
        let side = stipple::coverage::TILE;
        let zone = match zones.tile(tile) {
            ZoneTile::Whole(zone) => *zone,
            ZoneTile::Mixed(map) => {
                map[((cell.row - bounds.top) * side + cell.column - bounds.left) as usize]
            }
        };
        let target = if zone == NO_ZONE { None } else { targets[usize::from(zone)] };
        let missing = target.map_or(0, |target| target.saturating_sub(sum.passes));
        assert_eq!(u32::from(value), missing, "{name}: {cell:?}");
    }
}

#[test]
fn the_raw_raster_of_a_session_is_its_coverage() {
    compare("acne-scars-face", Some(2));
    compare("chin-and-jaw", Some(1));
    compare("pigment-left-side", Some(2));
}

#[test]
fn the_raw_raster_of_a_series_is_the_sum_of_its_sessions() {
    compare("acne-scars-face", None);
    compare("hair-thinning-scalp", None);
}

#[test]
fn every_series_has_a_raw_raster_of_its_diagram() {
    for name in SERIES {
        let case = Case::new(name);
        assert!(raw(&case.folder, case.diagram(), "passes", None).iter().any(|n| *n > 0), "{name}");
    }
}

/// The raster of a difference as the program writes it.
fn raw_difference(folder: &Path, diagram: &Diagram, session: &str, compare: &str) -> Vec<u16> {
    let scratch = tempfile::tempdir().unwrap();
    let out = scratch.path().join("raw.png");
    let mut arguments = vec![OsStr::new("render"), folder.as_os_str(), OsStr::new("--out"), out.as_os_str()];
    arguments.extend(["--raw", "--diagram", diagram.id.as_str(), "--map", "difference"].map(OsStr::new));
    arguments.extend(["--session", session, "--compare", compare].map(OsStr::new));
    answer(arguments);
    Png::read(&out).values()
}

#[test]
fn a_raw_difference_is_that_of_the_passes_and_asymmetry_that_of_the_sides() {
    let case = Case::new("acne-scars-face");
    let diagram = case.diagram();
    for (session, compare, later, earlier) in
        [("3", "1", &[2][..], &[0][..]), ("2-3", "1", &[1, 2], &[0]), ("1", "1-3", &[0], &[0, 1, 2])]
    {
        let found = raw_difference(&case.folder, diagram, session, compare);
        let (later, earlier) = (sums(&case, later), sums(&case, earlier));
        let wrong = found.iter().zip(later.iter().zip(&earlier)).position(|(value, (b, a))| {
            i64::from(*value) != i64::from(b.passes) - i64::from(a.passes) + 32_768
        });
        assert_eq!(wrong, None, "{session} to {compare}");
    }
    let all = sums(&case, &[0, 1, 2]);
    let (columns, found) = (diagram.grid.columns() as usize, raw(&case.folder, diagram, "asymmetry", None));
    let midline = diagram.midline_x_mm.unwrap() * f64::from(diagram.grid.cells_per_mm());
    for (i, value) in found.into_iter().enumerate() {
        let mirrored = (2.0 * midline) as usize - 1 - i % columns;
        let there = all[i - i % columns + mirrored].passes;
        assert_eq!(i64::from(value), i64::from(all[i].passes) - i64::from(there) + 32_768, "cell {i}");
    }
}

#[test]
fn a_raw_raster_is_the_same_bytes_every_time() {
    let scratch = tempfile::tempdir().unwrap();
    let write = |map: &str, name: &str| {
        let out = scratch.path().join(name);
        let folder = series("acne-scars-face");
        let mut arguments =
            vec![OsStr::new("render"), folder.as_os_str(), OsStr::new("--out"), out.as_os_str()];
        arguments.extend(["--raw", "--diagram", "face-front", "--map", map].map(OsStr::new));
        answer(arguments);
        std::fs::read(out).unwrap()
    };
    for map in ["passes", "sessions", "days-since", "directions", "density", "gap", "asymmetry"] {
        assert_eq!(write(map, "one.png"), write(map, "two.png"), "{map}");
    }
}
