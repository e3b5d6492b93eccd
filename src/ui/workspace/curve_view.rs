//! What the coverage-area curve shows, besides what is counted.

use super::Workspace;
use super::summary::{CurveLine, Summary};

/// So many lines are drawn at once, which differ in kind as well as in colour.
const LINES: usize = 4;

/// So many zones can be pinned.
const PINS: usize = 2;

/// Which lines are drawn, and how.
#[derive(Clone, Debug, Default)]
pub struct CurveView {
    /// The zones that stay, as places in drawing order, the latest last.
    pins: Vec<usize>,
    /// Where the cursor stands, in passes; none is the target.
    pub at: Option<u32>,
    /// Whether the area with exactly so many passes is drawn, instead of at least so many.
    pub differential: bool,
}

impl CurveView {
    /// Another diagram has other zones.
    pub fn forget_zones(&mut self) {
        self.pins.clear();
        self.at = None;
    }

    /// Whether a zone is pinned.
    pub fn is_pinned(&self, zone: usize) -> bool {
        self.pins.contains(&zone)
    }

    /// Pins a zone in place of the one that was pinned first where there is no room, or takes it off.
    pub fn toggle_pin(&mut self, zone: usize) {
        if self.is_pinned(zone) {
            self.pins.retain(|pinned| *pinned != zone);
            return;
        }
        self.pins.push(zone);
        if self.pins.len() > PINS {
            self.pins.remove(0);
        }
    }
}

impl Workspace {
    /// The lines of the curve: everything planned, the chosen zone, the pinned ones, and as many of the groups that
    /// differ most as there is room for.
    pub fn curve_lines<'a>(&self, summary: &'a Summary) -> Vec<&'a CurveLine> {
        let of_zone = |zone: usize| summary.curves.iter().find(move |line| line.zone == Some(zone));
        let mut lines: Vec<&CurveLine> = summary.curves.iter().take(1).collect();
        let chosen = self.selected.into_iter().filter(|zone| !self.curve.is_pinned(*zone));
        lines.extend(chosen.chain(self.curve.pins.iter().copied()).filter_map(of_zone));
        // A group of one zone is the same line once more.
        let shown: Vec<&str> = lines.iter().map(|line| line.name.as_str()).collect();
        let groups = summary.curves.iter().skip(1).filter(|line| line.zone.is_none());
        let groups: Vec<&CurveLine> = groups.filter(|line| !shown.contains(&line.name.as_str())).collect();
        lines.extend(groups.into_iter().take(LINES.saturating_sub(lines.len())));
        lines
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_zones_can_be_pinned_and_the_first_gives_way() {
        let mut view = CurveView::default();
        for zone in [3, 5, 8] {
            view.toggle_pin(zone);
        }
        assert!(!view.is_pinned(3) && view.is_pinned(5) && view.is_pinned(8));
        view.toggle_pin(5);
        assert_eq!(view.pins, [8]);
    }
}
