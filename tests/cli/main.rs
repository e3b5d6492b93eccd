//! The command line against section 6 of the specification: what it answers, what it writes, how it fails.
//!
//! [`sample`] is the sample library that most questions are asked of.

#[cfg(test)]
mod animations;
#[cfg(test)]
mod archives;
#[cfg(test)]
mod calendar;
#[cfg(test)]
mod check;
#[cfg(test)]
mod demo;
#[cfg(test)]
mod erasing;
#[cfg(test)]
mod failures;
#[cfg(test)]
mod fhir;
#[cfg(test)]
mod goals;
#[cfg(test)]
mod hostile_archives;
#[cfg(test)]
mod manual;
#[cfg(test)]
mod note;
#[cfg(test)]
mod png;
#[cfg(test)]
mod raw;
#[cfg(test)]
mod render;
#[cfg(test)]
mod report;
#[cfg(test)]
mod sample;
#[cfg(test)]
mod schema;
#[cfg(test)]
mod stats;
#[cfg(test)]
mod tables;
#[cfg(test)]
mod usage;
