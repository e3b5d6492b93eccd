//! Where in a series the window is, and what is chosen there.

/// Where in a series the window is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Place {
    /// Painting a session.
    #[default]
    Treat,
    /// Looking at the series as one thing.
    Review,
    /// Setting what is wanted where.
    Plan,
}

/// What heat, table and gaps of Treat count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scope {
    /// The open session.
    #[default]
    Session,
    /// All sessions up to the open one.
    ToDate,
}

/// Which zones the table lists.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ZoneFilter {
    /// Those of the plan.
    #[default]
    Planned,
    /// Those with paint.
    Painted,
    /// All.
    All,
}

/// Panels beside the canvas.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tab {
    /// Zones, gaps and goals.
    #[default]
    Coverage,
    /// The care record.
    Record,
    /// Free text.
    Notes,
}
