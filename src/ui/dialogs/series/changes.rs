//! What differs between two states of a series, as one step.

use crate::edit::{Edit, SeriesChange, Step};
use crate::model::Series;

/// The step that leads from one state to the other; none when they are equal.
pub(super) fn step(before: &Series, after: Series) -> Option<Step> {
    let mut changes = Vec::new();
    if after.title != before.title {
        changes.push(SeriesChange::Title(after.title));
    }
    if after.client != before.client {
        changes.push(SeriesChange::Client(Box::new(after.client)));
    }
    if after.figure != before.figure {
        changes.push(SeriesChange::Figure(after.figure));
    }
    if after.indication != before.indication {
        changes.push(SeriesChange::Indication(after.indication));
    }
    if after.plan != before.plan {
        changes.push(SeriesChange::Plan(after.plan.map(Box::new)));
    }
    if after.notes != before.notes {
        changes.push(SeriesChange::Notes(after.notes));
    }
    let edits: Vec<Edit> = changes.into_iter().map(Edit::Series).collect();
    (!edits.is_empty()).then(|| Step { label: "series details".to_owned(), edits })
}
