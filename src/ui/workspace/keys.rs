//! What the keys are about, while there is no pointer.

use crate::geometry::Point;

/// What the keys are about.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "each is about another part of the window")]
pub struct Keys {
    /// Where the crosshair is, while it says where things happen and not the pointer.
    pub crosshair: Option<Point>,
    /// Whether what is being drawn is drawn by them.
    pub draws: bool,
    /// Whether a row of the zones table has the focus, so that letters find zones.
    pub find_zones: bool,
    /// Whether what has the focus takes plain keys itself, as a field does.
    pub taken: bool,
    /// Whether the zones table is to take the focus.
    pub want_zones: bool,
}
