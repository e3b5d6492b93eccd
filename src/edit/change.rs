//! What can be changed, and what a change means for others.

use crate::model::{
    Care, Client, Device, Entry, EntryId, FieldError, Figure, Moment, Observation, Plan, Series, Session,
    SessionId,
};

/// One change of a series or a session.
#[derive(Clone, Debug, PartialEq)]
pub enum Edit {
    /// Entries leave a session and others come in, each at its place in the list that is then there.
    Entries {
        /// The session.
        session: SessionId,
        /// Entries to take out.
        remove: Vec<EntryId>,
        /// Entries to put in, in ascending order of their places.
        insert: Vec<(usize, Entry)>,
    },
    /// Something else of a session.
    Session {
        /// The session.
        session: SessionId,
        /// What becomes of it.
        change: SessionChange,
    },
    /// Something of the series.
    Series(SeriesChange),
    /// A session comes in, at its place in time.
    AddSession(Box<Session>),
    /// A session goes.
    RemoveSession(SessionId),
    /// All of a session becomes what another version of it holds.
    ReplaceSession(Box<Session>),
}

/// A field of a session with its new value.
#[derive(Clone, Debug, PartialEq)]
pub enum SessionChange {
    /// When it began.
    StartedAt(Moment),
    /// When it ended.
    EndedAt(Option<Moment>),
    /// Who treated.
    Practitioner(Option<String>),
    /// The devices.
    Devices(Vec<Device>),
    /// The care record.
    Care(Box<Care>),
    /// What was seen.
    Observations(Vec<Observation>),
    /// Free text.
    Notes(String),
}

/// A field of a series with its new value.
#[derive(Clone, Debug, PartialEq)]
pub enum SeriesChange {
    /// What people call it.
    Title(String),
    /// The person treated.
    Client(Box<Client>),
    /// Which body diagrams it uses.
    Figure(Option<Figure>),
    /// What is treated.
    Indication(Option<String>),
    /// The plan.
    Plan(Option<Box<Plan>>),
    /// Free text.
    Notes(String),
    /// All of it becomes what another version of it holds.
    Whole(Box<Series>),
}

/// What one gesture does, under the name that undo shows.
#[derive(Clone, Debug)]
pub struct Step {
    /// As it stands after "Undo", such as `roll, Cheek (left)`.
    pub label: String,
    /// Its changes, in order.
    pub edits: Vec<Edit>,
}

impl Step {
    /// A step of one change.
    pub fn new(label: impl Into<String>, edit: Edit) -> Self {
        Self { label: label.into(), edits: vec![edit] }
    }
}

/// What a change means for whoever counts, draws or saves.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// One entry more at the end of a session.
    Appended(SessionId),
    /// These entries left or came, those that left first.
    Entries(SessionId, Vec<EntryChange>),
    /// All of a session changed, or its devices and with them the widths of rolls: everything has to be counted again.
    Replaced(SessionId),
    /// Something of a session that no count depends on; its date may have changed its place.
    Record(SessionId),
    /// Something of the series.
    Series,
    /// A session came.
    Added(SessionId),
    /// A session came that another program has put beside the others.
    Joined(SessionId),
    /// A session went.
    Removed(SessionId),
}

/// An entry that left a session or came to it.
#[derive(Clone, Debug, PartialEq)]
pub struct EntryChange {
    /// The entry.
    pub entry: Entry,
    /// Its place in the list: where it was before any left, or where it is now that all have come.
    pub at: usize,
    /// Whether it came.
    pub came: bool,
}

/// Why a step could not be taken. The document is as it was.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// A value breaks a rule.
    #[error(transparent)]
    Field(#[from] FieldError),
    /// There is no such session.
    #[error("the session is no longer there")]
    NoSession,
    /// There is no such entry.
    #[error("entry {0} is no longer there")]
    NoEntry(EntryId),
    /// There is already a session of this id.
    #[error("there is already a session of this id")]
    SessionExists,
    /// What should take the place of the series is another series.
    #[error("this is another series")]
    OtherSeries,
    /// The document may only be looked at.
    #[error("this series is open for reading only")]
    ReadOnly,
}
