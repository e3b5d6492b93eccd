//! The names that a template can use.

/// What stands for a fact in a template.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the table below says what each stands for")]
pub enum Placeholder {
    Session,
    Date,
    Time,
    Duration,
    Interval,
    Title,
    Client,
    Practitioner,
    Consent,
    Cleansed,
    Numbing,
    Devices,
    Zones,
    Passes,
    Directions,
    Coverage,
    AtTarget,
    Gaps,
    Endpoint,
    Pain,
    Products,
    Aftercare,
    Observations,
    NextDue,
    Notes,
}

impl Placeholder {
    /// All of them with their names and what they stand for, in the order in which they are explained.
    pub const ALL: [(Self, &'static str, &'static str); 25] = [
        (Self::Session, "session", "its number, and how many were held or planned"),
        (Self::Date, "date", "the day"),
        (Self::Time, "time", "when it began"),
        (Self::Duration, "duration", "how long it took, in minutes"),
        (Self::Interval, "interval", "days since the session before"),
        (Self::Title, "title", "the title of the series"),
        (Self::Client, "client", "name or reference, as far as they go along"),
        (Self::Practitioner, "practitioner", "who treated"),
        (Self::Consent, "consent", "given or not given"),
        (Self::Cleansed, "cleansed", "whether the skin was cleansed"),
        (Self::Numbing, "numbing", "agent, amount, time on the skin"),
        (Self::Devices, "devices", "those that were used, with needle length and lot"),
        (Self::Zones, "zones", "those with a pass on a tenth of their area or more"),
        (
            Self::Passes,
            "passes",
            "mean passes over the area, which is what is planned, or else what is painted",
        ),
        (Self::Directions, "directions", "which directions nine tenths of the area have"),
        (Self::Coverage, "coverage", "share of the area with a pass at least"),
        (Self::AtTarget, "at_target", "share of the planned area at the target of a session"),
        (Self::Gaps, "gaps", "number and area of the gaps below it"),
        (Self::Endpoint, "endpoint", "what the skin showed"),
        (Self::Pain, "pain", "from 0 to 10"),
        (Self::Products, "products", "those that were used"),
        (Self::Aftercare, "aftercare", "what was gone through"),
        (Self::Observations, "observations", "what was seen, with zones, scales and days"),
        (Self::NextDue, "next_due", "when the next session is due by the plan"),
        (Self::Notes, "notes", "the notes of the session"),
    ];

    /// The one of a name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, own, _)| *own == name).map(|(placeholder, ..)| placeholder)
    }
}
