//! How the record of a session is shown, and what stands in its fields before it is part of the session.

use crate::export::NoteFacts;
use crate::model::{DiagramId, SessionId, Side, ZoneId};
use crate::ui::canvas::View;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// A text that stands in a field and is not in the session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// What was typed.
    pub text: String,
    /// Whether the field was left with it although it could not be read.
    pub at_fault: bool,
}

/// A zone that was treated, or on which something was seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TreatedZone {
    /// Its id.
    pub id: ZoneId,
    /// What people call it, without its side.
    pub name: String,
    /// Its side.
    pub side: Side,
}

/// The zones that a session treated, and what that was found from.
#[derive(Clone, Debug, Default)]
pub struct Treated {
    /// The session and how often its counts had changed.
    pub of: Option<(SessionId, u64)>,
    /// The zones, diagram by diagram.
    pub zones: Vec<TreatedZone>,
}

/// A session, how often it had changed, and how often the series had.
pub type NoteKey = (SessionId, u64, u64);

/// How the record of the open session is shown.
#[derive(Clone, Debug, Default)]
pub struct RecordView {
    /// Whether it is spread over the window, with a picture beside it.
    pub wide: bool,
    /// Whether it was just spread out, so that its first open section takes the focus.
    pub entered: bool,
    /// The section that is marked in the list, as its place in it.
    pub section: Option<usize>,
    /// The section that is to come into view and take the focus.
    pub wanted: Option<usize>,
    /// Texts in fields, by session and field.
    pub drafts: BTreeMap<(SessionId, String), Draft>,
    /// The kind of observation shown; none is the first.
    pub kind: Option<String>,
    /// Days added to the table of observations that hold nothing yet.
    pub days: Vec<Date>,
    /// The cell of that table that is being filled in, as zone and day.
    pub cell: Option<(ZoneId, Date)>,
    /// The cell that is to take the focus.
    pub to_cell: Option<(ZoneId, Date)>,
    /// Where a one was just typed, so that a nought after it makes ten.
    pub just_one: Option<String>,
    /// The suggestion that is chosen in the list below a field.
    pub suggestion: usize,
    /// Whether a field for something of one's own is open, by section.
    pub own_words: Option<usize>,
    /// The zones with rows in the table of observations.
    pub treated: Treated,
    /// What a note can say of the session, and what that was gathered from.
    pub note: Option<(NoteKey, NoteFacts)>,
    /// The view of the canvas while the record is narrow.
    pub(super) kept_view: Option<(DiagramId, View)>,
    /// Whether the canvas is the picture beside the record.
    pub(super) beside: bool,
}

impl RecordView {
    /// What stands in a field of a session and is not in the session.
    pub fn draft(&self, session: &SessionId, field: &str) -> Option<&Draft> {
        self.drafts.get(&(session.clone(), field.to_owned()))
    }

    /// The fields of a session that were left with something that cannot be read.
    pub fn faults<'a>(&'a self, session: &'a SessionId) -> impl Iterator<Item = &'a str> {
        let at_fault = self.drafts.iter().filter(move |((of, _), draft)| of == session && draft.at_fault);
        at_fault.map(|((_, field), _)| field.as_str())
    }

    /// Forgets what belongs to the session that was open. What stands in fields stays.
    pub(super) fn leave_session(&mut self) {
        *self = Self {
            wide: self.wide,
            drafts: std::mem::take(&mut self.drafts),
            kept_view: self.kept_view.take(),
            beside: self.beside,
            ..Self::default()
        };
    }
}
