//! The maps a heatmap can show.

/// What a heatmap shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum MapKind {
    /// Passes of the chosen sessions added up.
    #[default]
    Passes,
    /// How many of the chosen sessions touched a cell.
    Sessions,
    /// Days since the last pass.
    DaysSince,
    /// How many of the four directions a cell has.
    Directions,
    /// Expected punctures per cm2, an estimate.
    Density,
    /// Passes missing to the target.
    Gap,
    /// Passes of some sessions minus those of others.
    Difference,
    /// Passes here minus those at the mirrored point.
    Asymmetry,
}

impl MapKind {
    /// All maps, in the order of their keys.
    pub const ALL: [Self; 8] = [
        Self::Passes,
        Self::Sessions,
        Self::DaysSince,
        Self::Directions,
        Self::Density,
        Self::Gap,
        Self::Difference,
        Self::Asymmetry,
    ];

    /// Its name on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Passes => "passes",
            Self::Sessions => "sessions",
            Self::DaysSince => "days-since",
            Self::Directions => "directions",
            Self::Density => "density",
            Self::Gap => "gap",
            Self::Difference => "difference",
            Self::Asymmetry => "asymmetry",
        }
    }

    /// The map of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|map| map.name() == name)
    }

    /// Its name on the screen.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Passes => "Passes",
            Self::Sessions => "Sessions",
            Self::DaysSince => "Days since",
            Self::Directions => "Directions",
            Self::Density => "Density",
            Self::Gap => "Gap to plan",
            Self::Difference => "Difference",
            Self::Asymmetry => "Asymmetry",
        }
    }

    /// What it shows, in a sentence.
    pub const fn definition(self) -> &'static str {
        match self {
            Self::Passes => {
                "How often the device travelled over each point, all directions and devices added up."
            }
            Self::Sessions => "In how many of the chosen sessions each point had at least one pass.",
            Self::DaysSince => "Days from the last pass over each point to the date in the title.",
            Self::Directions => "How many of the four directions each point was passed in.",
            Self::Density => {
                "Expected punctures per cm², from the device's geometry and the passes: an estimate."
            }
            Self::Gap => "How many passes each point of a planned zone is short of its target.",
            Self::Difference => {
                "Passes of the later choice of sessions minus those of the earlier one, as the mean over 10 mm, \
                 because no two strips fall alike."
            }
            Self::Asymmetry => {
                "Passes of each point minus those of the point across the midline, as the mean over 10 mm. On the \
                 client's left that is left minus right."
            }
        }
    }

    /// Its colours, from the lowest value to the highest.
    pub const fn ramp(self) -> &'static [super::Rgb] {
        super::palette::stops_of(self)
    }

    /// Whether its values are differences, which can be negative.
    pub const fn is_signed(self) -> bool {
        matches!(self, Self::Difference | Self::Asymmetry)
    }

    /// Whether it can only be shown with a plan.
    pub const fn needs_plan(self) -> bool {
        matches!(self, Self::Gap)
    }
}
