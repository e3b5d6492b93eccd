//! What can be undone and redone.

use super::change::Edit;

/// A step that was taken: what it is called, and what takes it back.
#[derive(Clone, Debug)]
pub(super) struct Taken {
    pub(super) label: String,
    pub(super) inverse: Vec<Edit>,
}

/// Both stacks. A new step empties the one of redo; there is no limit to either.
#[derive(Clone, Debug, Default)]
pub(super) struct History {
    undo: Vec<Taken>,
    redo: Vec<Taken>,
}

impl History {
    /// A new step was taken.
    pub(super) fn taken(&mut self, step: Taken) {
        self.undo.push(step);
        self.redo.clear();
    }

    /// The step to be undone next.
    pub(super) fn pop_undo(&mut self) -> Option<Taken> {
        self.undo.pop()
    }

    /// The step to be redone next.
    pub(super) fn pop_redo(&mut self) -> Option<Taken> {
        self.redo.pop()
    }

    /// A step was undone; `back` takes it again.
    pub(super) fn undone(&mut self, back: Taken) {
        self.redo.push(back);
    }

    /// A step was redone; `back` takes it back again.
    pub(super) fn redone(&mut self, back: Taken) {
        self.undo.push(back);
    }

    /// What undo would take back.
    pub(super) fn undo_label(&self) -> Option<&str> {
        self.undo.last().map(|step| step.label.as_str())
    }

    /// What redo would take again.
    pub(super) fn redo_label(&self) -> Option<&str> {
        self.redo.last().map(|step| step.label.as_str())
    }
}
