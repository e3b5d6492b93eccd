//! Counting all entries of a session at once: first the runs of each entry, then band by band their sum.
//!
//! Both steps are done on as many threads as there are. Entries are looked at in any order, but their runs are kept in
//! theirs, and each band is summed by one thread: the counts are the same with any number of threads.

use super::ZoneMap;
use super::band::BandSums;
use super::footprint::SpanFinder;
use super::session::SessionCoverage;
use super::stamp::{Stamp, for_each_stamp};
use super::tile::{Coverage, TILE, Tile, TileGrid};
use crate::geometry::{CellRect, Run};
use crate::model::{DeviceId, Diagram, Entry, EntryKind, Session};
use rayon::prelude::*;
use std::sync::Arc;

/// A run of an entry, in its band.
#[derive(Clone, Copy, Debug)]
struct BandRun {
    layer: u32,
    start: u16,
    end: u16,
    /// Counted from the top of the band.
    row: u8,
    stamp: Stamp,
}

/// The runs of some entries, band by band.
type Bands = Vec<Vec<BandRun>>;

/// Most runs kept at a time, roughly: a few dozen MB.
const MOST_RUNS: u64 = 4_000_000;

/// Most runs of a band that room is made for beforehand.
const MOST_RESERVED: usize = 4096;

/// Below this many runs threads cost more than they save.
const FEW_RUNS: u64 = 20_000;

/// An entry with the place of its device among the layers and about how many runs it has.
#[derive(Clone, Copy, Debug)]
struct Item<'a> {
    entry: &'a Entry,
    layer: u32,
    runs: u64,
}

/// Counts all entries of a session that were painted on a diagram.
pub(super) fn count_session(session: &Session, diagram: &Diagram, zones: &ZoneMap) -> SessionCoverage {
    let mut devices: Vec<Option<&DeviceId>> = Vec::new();
    let items: Vec<Item<'_>> = session
        .entries
        .iter()
        .filter(|entry| entry.diagram == diagram.id)
        .map(|entry| {
            let device = entry.device.as_ref().filter(|_| !matches!(entry.kind, EntryKind::Erase { .. }));
            let layer = devices.iter().position(|known| *known == device).unwrap_or_else(|| {
                devices.push(device);
                devices.len() - 1
            });
            let reach = SessionCoverage::reach(session, entry, diagram, zones);
            let rows = u64::from(reach.height().unsigned_abs());
            Item { entry, layer: layer as u32, runs: rows * sweeps_at_most(entry) }
        })
        .filter(|item| item.runs > 0)
        .collect();
    let job = Job { session, diagram, zones, tiling: TileGrid::new(diagram.grid) };
    let mut layers: Vec<Coverage> = devices.iter().map(|_| Coverage::new(diagram.grid)).collect();
    let mut rest = items.as_slice();
    while let [first, ..] = rest {
        if first.runs > MOST_RUNS {
            // One entry with more runs than should be kept; it goes straight into the counts.
            job.count_at_once(first, &mut layers);
            rest = rest.get(1..).unwrap_or_default();
            continue;
        }
        let mut sum = 0;
        let fits = |item: &&Item<'_>| {
            sum += item.runs;
            sum <= MOST_RUNS
        };
        let (now, later) = rest.split_at(rest.iter().take_while(fits).count());
        job.count(now, &mut layers);
        rest = later;
    }
    let layers = devices.into_iter().map(Option::<&DeviceId>::cloned).zip(layers.into_iter().map(Arc::new));
    SessionCoverage::from_layers(diagram.grid, layers.collect())
}

/// In how many runs an entry can cross a row, at most and roughly.
fn sweeps_at_most(entry: &Entry) -> u64 {
    match &entry.kind {
        // A sweep ends only where the path turns back, but nothing says how often it does.
        EntryKind::Roll(roll) => (roll.path.points().len() as u64 / 8).max(1),
        EntryKind::Shade { .. }
        | EntryKind::Zone { .. }
        | EntryKind::Region { .. }
        | EntryKind::Erase { .. } => 1,
    }
}

/// What is counted.
#[derive(Clone, Copy)]
struct Job<'a> {
    session: &'a Session,
    diagram: &'a Diagram,
    zones: &'a ZoneMap,
    tiling: TileGrid,
}

impl Job<'_> {
    fn bounds(&self) -> CellRect {
        self.tiling.grid().bounds()
    }

    /// Counts some entries in their order.
    fn count(&self, items: &[Item<'_>], layers: &mut [Coverage]) {
        let runs: u64 = items.iter().map(|item| item.runs).sum();
        let bands = 0..self.tiling.down();
        let (found, counted): (Vec<Bands>, Vec<BandTiles>);
        if runs < FEW_RUNS {
            found = vec![self.find_runs(items)];
            counted = bands.map(|band| self.count_band(band, &found, layers)).collect();
        } else {
            // Several parts a thread, so that long strokes do not keep one thread busy when the others are done.
            let part = items.len().div_ceil(12 * rayon::current_num_threads()).max(1);
            found = items.par_chunks(part).map(|items| self.find_runs(items)).collect();
            let layers = &*layers;
            counted = bands.into_par_iter().map(|band| self.count_band(band, &found, layers)).collect();
        }
        for (layer, tile, counts) in counted.into_iter().flatten() {
            if let Some(layer) = layers.get_mut(layer) {
                layer.put_tile(tile, counts);
            }
        }
    }

    fn count_at_once(&self, item: &Item<'_>, layers: &mut [Coverage]) {
        let mut finder = SpanFinder::default();
        let of = (self.diagram, self.zones);
        let add = |row: i32, run: Run, stamp: Stamp| match stamp {
            Stamp::Add(direction, passes) => {
                if let Some(layer) = layers.get_mut(item.layer as usize) {
                    layer.add(direction, row, run, passes);
                }
            }
            Stamp::Clear => layers.iter_mut().for_each(|layer| layer.clear(row, run)),
        };
        // An entry that counts nowhere is listed by `check`; it has nothing to add here.
        for_each_stamp(&mut finder, self.session, item.entry, of, self.bounds(), add).unwrap_or_default();
    }

    /// The runs of some entries.
    fn find_runs(&self, items: &[Item<'_>]) -> Bands {
        let bands = self.tiling.down() as usize;
        let likely = items.iter().map(|item| item.runs).sum::<u64>() as usize / bands.max(1);
        let mut bands: Bands = (0..bands).map(|_| Vec::with_capacity(likely.min(MOST_RESERVED))).collect();
        let mut finder = SpanFinder::default();
        for item in items {
            let keep = |row: i32, run: Run, stamp: Stamp| {
                if let Some(band) = bands.get_mut((row / TILE) as usize).filter(|_| !run.is_empty()) {
                    let (start, end) = (run.start as u16, run.end as u16);
                    band.push(BandRun { layer: item.layer, start, end, row: (row % TILE) as u8, stamp });
                }
            };
            let of = (self.diagram, self.zones);
            for_each_stamp(&mut finder, self.session, item.entry, of, self.bounds(), keep)
                .unwrap_or_default();
        }
        bands
    }

    /// Adds the runs of one band to the counts that its tiles have already.
    fn count_band(&self, band: i32, found: &[Bands], layers: &[Coverage]) -> BandTiles {
        let lists = || found.iter().filter_map(|bands| bands.get(band as usize));
        let mut out = Vec::new();
        if lists().all(Vec::is_empty) {
            return out;
        }
        let mut sums = BandSums::new(self.tiling.grid().columns());
        for (index, layer) in layers.iter().enumerate() {
            let mut tiles: Vec<Option<Tile>> =
                self.tiling.tiles_of_band(band).map(|tile| layer.tile(tile).cloned()).collect();
            for run in lists().flatten() {
                let (row, columns) = (usize::from(run.row), Run::new(run.start.into(), run.end.into()));
                match run.stamp {
                    Stamp::Add(direction, passes) if run.layer as usize == index => {
                        sums.add(&mut tiles, direction, row, columns, passes);
                    }
                    Stamp::Add(..) => {}
                    Stamp::Clear => sums.clear(&mut tiles, row, columns),
                }
            }
            sums.settle(&mut tiles);
            let tiles = self.tiling.tiles_of_band(band).zip(tiles);
            out.extend(tiles.filter_map(|(tile, counts)| Some((index, tile, counts?))));
        }
        out
    }
}

/// Tiles of one band with their counts: the layer, the tile's number, the counts.
type BandTiles = Vec<(usize, usize, Tile)>;
