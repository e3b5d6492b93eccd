//! Gaps: logging passes over them, and showing what is above its ceiling.

use crate::geometry::{Point, Rect as MmRect, Ring};
use crate::metrics::Gap;
use crate::model::{EntryKind, Passes};
use crate::ui::app::App;
use crate::ui::workspace::Workspace;
use crate::wording;
use egui::Context;

impl App {
    /// Logs passes over every patch of a place of gaps, with the patch's own outline.
    pub(super) fn log_gap(&mut self, ctx: &Context, place: usize, passes: Passes) {
        let kinds = self.workspace.as_ref().map(|workspace| regions(workspace, place, |_, _| passes));
        self.commit(ctx, kinds.unwrap_or_default());
    }

    /// Logs over every patch of a place of gaps what it is short of its target: the place that is shown, else the
    /// first of the list.
    pub(super) fn fill_gap(&mut self, ctx: &Context, place: Option<usize>) {
        let Some(workspace) = &mut self.workspace else { return };
        if let Some(reason) = workspace.read_only.clone() {
            self.notices.say(reason);
            return;
        }
        let shown = workspace.located.map(|located| located.place);
        let listed = workspace.listed_places();
        let at = place.or_else(|| shown.filter(|at| listed.contains(at))).or_else(|| listed.first().copied());
        let Some(at) = at else {
            self.notices.say("There is no gap to fill.");
            return;
        };
        let kinds = regions(workspace, at, Gap::filling);
        let most = kinds
            .iter()
            .map(|kind| if let EntryKind::Region { passes, .. } = kind { passes.total() } else { 0 });
        let count = wording::count(most.max().unwrap_or(0) as usize, "pass");
        let zone =
            workspace.summary.as_ref().and_then(|summary| summary.places.get(at)).map(|place| place.zone);
        let name = zone.and_then(|zone| workspace.diagram.zones.get(zone)).map(crate::model::Zone::full_name);
        workspace.located = None;
        if !kinds.is_empty() {
            self.commit(ctx, kinds);
            let name = name.unwrap_or_default();
            self.notices.say_with_undo(format!("Filled gap {} of {name}: {count}.", at + 1));
        }
    }

    /// Shows a patch above its ceiling.
    pub(super) fn locate_spot(&mut self, ctx: &Context, spot: usize) {
        let (canvas, since) = (self.canvas, ctx.input(|input| input.time));
        let Some(workspace) = &mut self.workspace else { return };
        let Some(summary) = workspace.summary.clone() else { return };
        let Some((_, lines)) = summary.hot_spots.get(spot) else { return };
        workspace.gap_view.spot = Some((spot, since));
        workspace.located = None;
        if let Some(bounds) = bounds_of(lines.iter().flatten()) {
            workspace.show_part(canvas, bounds);
        }
    }
}

/// The patches of a place as regions, each with the passes that are right for it and its target.
fn regions(workspace: &Workspace, place: usize, passes: impl Fn(&Gap, u32) -> Passes) -> Vec<EntryKind> {
    let Some(summary) = workspace.summary.clone() else { return Vec::new() };
    let Some(place) = summary.places.get(place) else { return Vec::new() };
    let target = summary.gap_targets.get(place.zone).copied().flatten().unwrap_or(1);
    let patches = place.gaps.iter().filter_map(|i| Some((summary.gaps.get(*i)?, summary.gap_lines.get(*i)?)));
    // The outer edge of a patch encloses the most; holes in it are painted already.
    let region = |(gap, lines): (&std::sync::Arc<Gap>, &Vec<Vec<Point>>)| {
        let rings = lines.iter().filter_map(|line| Ring::new(line.clone()).ok());
        let ring = rings.max_by(|a, b| extent(a).total_cmp(&extent(b)))?;
        Some(EntryKind::Region { ring, passes: passes(gap, target) })
    };
    patches.filter_map(region).collect()
}

/// The box around some points; none around none.
fn bounds_of<'a>(points: impl IntoIterator<Item = &'a Point>) -> Option<MmRect> {
    points.into_iter().map(|p| MmRect::new(*p, *p)).reduce(MmRect::union)
}

fn extent(ring: &Ring) -> f64 {
    bounds_of(ring.points()).map_or(0.0, |bounds| bounds.width() * bounds.height())
}
