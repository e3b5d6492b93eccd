//! Which tools there are.

/// A tool.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum ToolKind {
    /// Rolls the device along a path.
    #[default]
    Roll,
    /// Paints an area.
    Shade,
    /// Logs a whole zone.
    Zone,
    /// Logs what is inside a lasso.
    Region,
    /// Sets counts back to zero.
    Erase,
    /// Says what was counted at a place.
    Inspect,
    /// Moves the view.
    Hand,
}

impl ToolKind {
    /// All tools, in the order of the tool strip.
    pub const ALL: [Self; 7] =
        [Self::Roll, Self::Shade, Self::Zone, Self::Region, Self::Erase, Self::Inspect, Self::Hand];

    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Roll => "Roll",
            Self::Shade => "Shade",
            Self::Zone => "Zone",
            Self::Region => "Region",
            Self::Erase => "Erase",
            Self::Inspect => "Inspect",
            Self::Hand => "Hand",
        }
    }

    /// What it does, in a sentence.
    pub const fn description(self) -> &'static str {
        match self {
            Self::Roll => "Drag to roll the device over the skin.",
            Self::Shade => "Drag to paint an area.",
            Self::Zone => "Click a zone to log passes over all of it.",
            Self::Region => "Drag around an area to log passes inside.",
            Self::Erase => "Drag to set the passes of this session back to zero.",
            Self::Inspect => "Point at the skin to see which session put passes there.",
            Self::Hand => "Drag to move the view.",
        }
    }

    /// Whether it changes the session.
    pub const fn writes(self) -> bool {
        !matches!(self, Self::Inspect | Self::Hand)
    }
}
