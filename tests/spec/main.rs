//! The engine against section 3 of the specification.
//!
//! [`oracle`] evaluates the text cell by cell and knows nothing of the engine; [`canvas`] holds the small diagrams
//! and compares. The rest are the questions: cases worked out by hand ([`rolls`], [`areas`]), [`random`] sessions,
//! strokes drawn point by point ([`incremental`]), and [`laws`] that hold between sessions.

#[cfg(test)]
mod areas;
#[cfg(test)]
mod canvas;
#[cfg(test)]
mod incremental;
#[cfg(test)]
mod laws;
#[cfg(test)]
mod oracle;
#[cfg(test)]
mod random;
#[cfg(test)]
mod rolls;
#[cfg(test)]
mod ties;
