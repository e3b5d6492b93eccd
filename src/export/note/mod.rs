//! A session as the sentences that a record system wants: a template of the user's own, filled with facts.
//!
//! A template is text with placeholders such as `{date}`. Where a fact was not recorded its placeholder is empty, and a
//! sentence whose placeholders are all empty is left out. A sentence ends with its line, or with a full stop, question
//! mark or exclamation mark before a space. `{{` and `}}` stand for braces themselves.

mod facts;
mod placeholder;
mod template;

pub use facts::NoteFacts;
pub use placeholder::Placeholder;
pub use template::{NoteTemplate, TemplateError};
