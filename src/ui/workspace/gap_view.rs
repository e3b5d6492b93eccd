//! How gaps are listed.

use super::state::Workspace;
use crate::model::Direction;

/// How gaps are listed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GapView {
    /// Narrower gaps are not listed, in mm.
    pub narrowest_mm: f64,
    /// Only places that lack this direction are listed.
    pub missing: Option<Direction>,
    /// The spot above its ceiling that is being shown, and since when, in seconds of the window's clock.
    pub spot: Option<(usize, f64)>,
}

impl Default for GapView {
    fn default() -> Self {
        Self { narrowest_mm: 2.0, missing: None, spot: None }
    }
}

impl Workspace {
    /// The places of gaps that are listed, as places in the list of all.
    pub fn listed_places(&self) -> Vec<usize> {
        let places = self.summary.iter().flat_map(|summary| summary.places.iter().enumerate());
        let wanted = |missing| self.gap_view.missing.is_none_or(|direction| missing == Some(direction));
        places.filter(|(_, place)| wanted(place.missing)).map(|(i, _)| i).collect()
    }
}
