//! Where the columns of the list are.

use super::state::Sort;
use crate::ui::theme::Room;

/// Where the columns of the list are, from a row's left edge.
pub(super) struct Columns {
    /// Title and client.
    pub(super) text: f32,
    /// Sessions held and planned.
    pub(super) sessions: f32,
    /// Share at target, where there is room for it.
    pub(super) target: Option<f32>,
    /// Last session, where there is room for it.
    pub(super) last: Option<f32>,
    /// Next session.
    pub(super) due: f32,
}

impl Columns {
    /// For a list this wide.
    pub(super) fn new(width: f32, room: Room) -> Self {
        let due = width - 134.0;
        let small = room == Room::Small;
        let last = (!small).then_some(due - 104.0);
        let target = last.map(|last| last - 120.0);
        let sessions = target.map_or(due - 120.0, |target| target - 134.0);
        Self { text: 80.0, sessions, target, last, due }
    }

    /// The heads: what they sort by, their names and places.
    pub(super) fn heads(&self) -> impl Iterator<Item = (Sort, &'static str, f32)> {
        let heads = [
            (Sort::Title, "Series", Some(self.text)),
            (Sort::Sessions, "Sessions", Some(self.sessions)),
            (Sort::AtTarget, "At target", self.target),
            (Sort::Last, "Last", self.last),
            (Sort::NextDue, "Next due", Some(self.due)),
        ];
        heads.into_iter().filter_map(|(sort, name, x)| Some((sort, name, x?)))
    }
}
