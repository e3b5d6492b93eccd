//! The engine against section 3 of the specification.
//!
//! [`oracle`] evaluates the text cell by cell and knows nothing of the engine; [`canvas`] holds the small diagrams
//! and compares. The rest are the questions: cases worked out by hand ([`rolls`], [`areas`]), [`random`] sessions,
//! those of many entries ([`batches`]), strokes drawn point by point ([`incremental`]), and [`laws`] that hold between sessions.

#[cfg(test)]
mod agreement;
#[cfg(test)]
mod areas;
#[cfg(test)]
mod batches;
#[cfg(test)]
mod canvas;
#[cfg(test)]
mod figures;
#[cfg(test)]
mod figures_oracle;
#[cfg(test)]
mod figures_random;
#[cfg(test)]
mod filters;
#[cfg(test)]
mod gaps;
#[cfg(test)]
mod goals;
#[cfg(test)]
mod goals_oracle;
#[cfg(test)]
mod goals_random;
#[cfg(test)]
mod hot_spots;
#[cfg(test)]
mod incremental;
#[cfg(test)]
mod laws;
#[cfg(test)]
mod live;
#[cfg(test)]
mod oracle;
#[cfg(test)]
mod overlaps;
#[cfg(test)]
mod places;
#[cfg(test)]
mod plans;
#[cfg(test)]
mod plate;
#[cfg(test)]
mod random;
#[cfg(test)]
mod rasters;
#[cfg(test)]
mod rolls;
#[cfg(test)]
mod series;
#[cfg(test)]
mod signed;
#[cfg(test)]
mod ties;
