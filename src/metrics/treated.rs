//! Which zones of a diagram were treated, and not only touched by strokes that went too far.

use super::Tally;
use crate::model::{Diagram, EntryKind, Plan, Session, Zone, ZoneId};
use std::collections::BTreeSet;

/// Where nothing is planned, a zone counts as treated from this share of its area on; less is what a stroke next to it
/// leaves.
const LEAST_SHARE: f64 = 0.25;

/// The zones over which passes were logged as a whole.
pub fn logged_zones<'a>(sessions: impl IntoIterator<Item = &'a Session>) -> BTreeSet<&'a ZoneId> {
    let entries = sessions.into_iter().flat_map(|session| &session.entries);
    let zones = entries.filter_map(|entry| match &entry.kind {
        EntryKind::Zone { zone, .. } => Some(zone),
        _ => None,
    });
    zones.collect()
}

/// The treated zones as places in drawing order, those of the plan first, in its order. Where the plan has zones on the
/// diagram, these and the logged ones can be treated; elsewhere those with passes on a quarter of their area. Keep-outs
/// never are.
pub fn treated_zones(
    diagram: &Diagram,
    tally: &Tally,
    plan: Option<&Plan>,
    logged: &BTreeSet<&ZoneId>,
) -> Vec<usize> {
    let place = |zone: &Zone| plan?.targets.iter().position(|target| target.zones.matches(&zone.id));
    let planned = diagram.zones.iter().any(|zone| place(zone).is_some());
    let treated = diagram.zones.iter().zip(&tally.zones).enumerate().filter_map(|(i, (zone, counts))| {
        let touched = counts.at_least(1);
        let wide = !planned && touched as f64 >= LEAST_SHARE * counts.cells as f64;
        let wanted = place(zone).is_some() || wide || logged.contains(&zone.id);
        (touched > 0 && wanted && !zone.keep_out).then(|| (place(zone).unwrap_or(usize::MAX), i))
    });
    let mut treated: Vec<(usize, usize)> = treated.collect();
    treated.sort_unstable();
    treated.into_iter().map(|(_, zone)| zone).collect()
}
