//! The file store against section 5 of the specification: what is written can be read again, to the letter; what
//! is out of bounds is refused by name; and whatever a disk or another program does, nothing is lost.
//!
//! [`examples`] holds documents typed by hand, [`arbitrary`] makes any valid ones, [`disk`] is a disk that can fail,
//! lie and lose its power.

#[cfg(test)]
mod arbitrary;
#[cfg(test)]
mod bounds;
#[cfg(test)]
mod copies;
#[cfg(test)]
mod corpus;
#[cfg(test)]
mod crash;
#[cfg(test)]
mod disk;
#[cfg(test)]
mod erasing;
#[cfg(test)]
mod examples;
#[cfg(test)]
mod extras;
#[cfg(test)]
mod faults;
#[cfg(test)]
mod foreign;
#[cfg(test)]
mod generations;
#[cfg(test)]
mod histories;
#[cfg(test)]
mod hostile;
#[cfg(test)]
mod layout;
#[cfg(test)]
mod library;
#[cfg(test)]
mod merge_laws;
#[cfg(test)]
mod merging;
#[cfg(test)]
mod places;
#[cfg(test)]
mod power;
#[cfg(test)]
mod real_disk;
#[cfg(test)]
mod round_trips;
#[cfg(test)]
mod salvage;
#[cfg(test)]
mod scratch;
#[cfg(test)]
mod series_bounds;
#[cfg(test)]
mod untouched;
#[cfg(test)]
mod versions;
#[cfg(test)]
mod wrong_types;
