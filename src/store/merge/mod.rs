//! Two copies of a series or session become one, and nothing of either is lost.
//!
//! # How
//!
//! Where it is known what both copies once were (the base), a change of one copy is taken, whatever it is. Where it is
//! not, or where both copies were changed:
//!
//! - entries, observations and products are all kept; two that are the same count once. Two different entries with
//!   the same number both stay, and one gets [another number](EntryId::RENUMBERED);
//! - a device that differs stays twice, if entries were done with either. An entry that both copies have belongs to the
//!   device that says more;
//! - of two values of a field the higher is kept: the longer text, the larger number, the later time, anything rather
//!   than nothing. The other one is in the [report](MergeReport).
//!
//! # Laws
//!
//! Without a base the result is the same whichever copy comes first, and whichever two of several copies are merged
//! first, and a copy merged with itself or with something it went into changes nothing. So all places that merge what
//! they have seen end with the same bytes. With a base the order of two copies makes no difference either, and a copy
//! that is still the base leaves the other as it is.

mod care;
mod devices;
mod pick;
mod series;
mod session;

pub use series::merge_series;
pub use session::merge_sessions;

use crate::model::{EntryId, FieldError};

/// Two copies in one.
#[derive(Clone, Debug)]
pub struct Merged<T> {
    /// What they became.
    pub value: T,
    /// What was found on the way.
    pub report: MergeReport,
}

/// What two copies have in common and where they differ.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MergeReport {
    /// Entries by where they were found.
    pub entries: EntryTally,
    /// Where both copies hold something, and not the same.
    pub differences: Vec<Difference>,
}

/// How many entries were where.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EntryTally {
    /// In both copies.
    pub both: usize,
    /// Only in the first.
    pub first: usize,
    /// Only in the second.
    pub second: usize,
    /// In one copy only, but left out: the other had taken them away since the base.
    pub gone: usize,
}

/// Something that both copies hold, and not the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Difference {
    /// A field. One value was kept.
    Field {
        /// Its place in the file, such as `care.pain`.
        field: String,
        /// The value that was kept.
        kept: String,
        /// The value that was not.
        other: String,
    },
    /// Entries under one number. All were kept.
    Entry {
        /// The number, which one of them has.
        id: EntryId,
        /// The numbers of the others.
        others: Vec<EntryId>,
    },
    /// A device. It is there twice if entries were done with either.
    Device {
        /// Its id.
        id: String,
        /// Name of the device that keeps the id.
        kept: String,
        /// Names of the others, which have ids of their own or are left out as nothing was done with them.
        others: Vec<String>,
    },
}

/// Why two copies cannot become one. Both are as they were.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MergeError {
    /// They are not of the same thing.
    #[error("these are not two copies of the same {what}: one has the id {first}, the other {second}")]
    Unlike {
        /// What they are.
        what: &'static str,
        /// One id.
        first: String,
        /// The other.
        second: String,
    },
    /// Together they break a rule that each of them keeps.
    #[error("together the copies are no valid session: {0}")]
    Rule(#[from] FieldError),
    /// More entries have one number than can be told apart.
    #[error("over {most} different entries have the number {id}")]
    Crowded {
        /// The number.
        id: u64,
        /// How many can.
        most: u64,
    },
    /// A record cannot be written as JSON, which one that was read or checked rules out.
    #[error("cannot be compared: {0}")]
    Json(String),
}

impl From<serde_json::Error> for MergeError {
    fn from(error: serde_json::Error) -> Self {
        Self::Json(error.to_string())
    }
}
