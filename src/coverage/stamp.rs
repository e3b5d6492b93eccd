//! What an entry does to the cells of its diagram, run by run.

use super::ZoneMap;
use super::footprint::{SpanFinder, Stroke};
use crate::geometry::{CellRect, Outline, Run};
use crate::model::{Diagram, Direction, Entry, EntryKind, Passes, Session, Tip};

/// Why an entry counts nowhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CountError {
    /// It was painted on another diagram.
    #[error("it was painted on another diagram")]
    OtherDiagram,
    /// The diagram has no such zone.
    #[error("the diagram has no such zone")]
    UnknownZone,
    /// Neither the entry nor its device has a width.
    #[error("neither it nor its device has a width")]
    NoWidth,
}

/// What happens to the cells of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stamp {
    /// Passes more in a direction, for the entry's device.
    Add(Direction, u8),
    /// No passes any more, for all devices.
    Clear,
}

/// Hands over what an entry does inside `clip`, run by run.
///
/// # Errors
///
/// When the entry counts nowhere; nothing is handed over then.
pub(super) fn for_each_stamp(
    finder: &mut SpanFinder,
    session: &Session,
    entry: &Entry,
    (diagram, zones): (&Diagram, &ZoneMap),
    clip: CellRect,
    mut take: impl FnMut(i32, Run, Stamp),
) -> Result<(), CountError> {
    if entry.diagram != diagram.id {
        return Err(CountError::OtherDiagram);
    }
    let grid = diagram.grid;
    match &entry.kind {
        EntryKind::Roll(roll) => {
            let width_mm = session.width_of(entry).ok_or(CountError::NoWidth)?;
            let device = entry.device.as_ref().and_then(|id| session.device(id));
            let tip = device.map_or(Tip::Flat, |device| device.tip);
            let stroke = Stroke { points: roll.path.points(), width_mm, tip };
            finder.roll(stroke, grid, clip, |span| {
                take(span.row, span.run, Stamp::Add(span.direction, roll.passes));
            });
        }
        EntryKind::Shade { path, width_mm, passes } => {
            let stroke = Stroke { points: path.points(), width_mm: *width_mm, tip: Tip::Round };
            let stamps = stamps_of(*passes);
            finder.brush(stroke, grid, clip, |row, run| {
                stamps.iter().flatten().for_each(|stamp| take(row, run, *stamp));
            });
        }
        EntryKind::Zone { zone, passes } => {
            let (zone, _) = diagram.zone(zone).ok_or(CountError::UnknownZone)?;
            let stamps = stamps_of(*passes);
            for (row, run) in zones.zone_runs(zone).iter().filter(|(row, _)| clip.rows().contains(row)) {
                let run = run.intersection(clip.columns());
                stamps.iter().flatten().for_each(|stamp| take(*row, run, *stamp));
            }
        }
        EntryKind::Region { ring, passes } => {
            let stamps = stamps_of(*passes);
            for (row, run) in Outline::from_ring(ring).runs(grid, clip) {
                stamps.iter().flatten().for_each(|stamp| take(row, run, *stamp));
            }
        }
        EntryKind::Erase { path, width_mm } => {
            let stroke = Stroke { points: path.points(), width_mm: *width_mm, tip: Tip::Round };
            finder.brush(stroke, grid, clip, |row, run| take(row, run, Stamp::Clear));
        }
    }
    Ok(())
}

/// What an entry with these passes does to each of its runs, the stamps there are first.
fn stamps_of(passes: Passes) -> [Option<Stamp>; 5] {
    let mut stamps = [None; 5];
    let counted = passes.iter().filter(|(_, count)| **count > 0);
    for (slot, (direction, &count)) in stamps.iter_mut().zip(counted) {
        *slot = Some(Stamp::Add(direction, count));
    }
    stamps
}
