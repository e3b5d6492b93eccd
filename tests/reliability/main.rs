//! What is promised of the files, measured. `cargo test --test reliability` takes seconds;
//! `cargo test --release --test reliability -- --full` takes as many kills, faults and power cuts as the README states, and
//! with names of promises (`-- --full P1 P9`) only those.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a program for measuring ends at the first thing that is not as it should be"
)]

#[path = "../files/arbitrary.rs"]
#[allow(dead_code, reason = "of the tests' documents, some are used here")]
mod arbitrary;
mod damage;
#[path = "../files/disk.rs"]
#[allow(dead_code, reason = "of the tests' disk, a part is used here")]
mod disk;
mod documents;
mod faults;
mod kills;
#[path = "../files/merge_laws.rs"]
#[allow(dead_code, unused_imports, reason = "of the tests of merging, the laws are used here")]
mod merge_laws;
mod order;
#[cfg(feature = "gui")]
mod painting;
#[path = "../files/power.rs"]
#[allow(dead_code, reason = "of the tests' power cuts, a part is used here")]
mod power;
#[cfg(feature = "gui")]
mod privacy;
mod races;
mod strange;
mod sync;
mod worker;

use std::process::ExitCode;
use std::time::Instant;

/// Why there is no figure.
#[derive(Debug)]
enum Fault {
    /// The promise was broken.
    Broken(String),
    /// Something that the measurement needs is not here.
    Skipped(String),
}

/// How much is done.
#[derive(Clone, Copy, Debug)]
struct Scale {
    full: bool,
}

impl Scale {
    /// A number for seconds, or the one that is promised.
    const fn of(self, quick: usize, full: usize) -> usize {
        if self.full { full } else { quick }
    }
}

/// What was measured, in words, or why not.
type Outcome = Result<String, Fault>;

/// A promise: its name, its words, and what measures it.
type Promise = (&'static str, &'static str, fn(Scale) -> Outcome);

const PROMISES: &[Promise] = &[
    ("P1", "an acknowledged save survives kill -9", kills::acknowledged_saves_survive),
    ("P3", "every failing call leaves the old or the new file and is said", faults::every_failing_call),
    ("P4", "a disk full at any byte leaves the old file", faults::full_at_every_byte),
    ("P5", "a disk that lies is found out", faults::lying_disk),
    ("P6", "the order of calls is right", order::order_of_calls),
    ("P7", "a power cut at any moment leaves the old or the new file", faults::power_cuts),
    #[cfg(feature = "gui")]
    ("P8", "a finished stroke is safe a second after pen-up", painting::strokes_survive),
    ("P9", "a foreign change is never overwritten unseen", races::foreign_changes),
    ("P10", "two windows on a series, one writer", races::one_writer),
    ("P11", "a session cut off at any byte gives back its whole entries", damage::truncated),
    ("P12", "a flipped bit never passes as clean", damage::flipped_bits),
    ("P13", "no input crashes it", strange::strange_input),
    ("P20", "copies become the same whichever are merged first", sync::laws),
    ("P20a", "two rooms that changed one session end with the same", sync::two_rooms),
    ("P21", "unknown fields survive load, edit and save", damage::unknown_fields),
    ("P24", "at least 20 earlier versions are kept, and every one loads", damage::generations),
    #[cfg(feature = "gui")]
    ("P26", "what is exported without the client holds nothing of the client", privacy::exports),
    #[cfg(feature = "gui")]
    ("P27", "log, settings and caches name no client", privacy::no_names_outside),
    #[cfg(feature = "gui")]
    ("P29", "nothing of an erased client is left", privacy::erased),
    #[cfg(feature = "gui")]
    ("P30", "the program does not talk", privacy::no_network),
    ("P32", "no litter is left", kills::no_litter),
];

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    if words.first().is_some_and(|word| word == "worker") {
        worker::run(&words[1..]);
        return ExitCode::SUCCESS;
    }
    let scale = Scale { full: words.iter().any(|word| word == "--full") };
    let names: Vec<&String> = words.iter().filter(|word| word.starts_with('P')).collect();
    let wanted = PROMISES.iter().filter(|(name, ..)| names.is_empty() || names.iter().any(|n| n == name));
    let (mut broken, began) = (0, Instant::now());
    for (name, words, measure) in wanted {
        let began = Instant::now();
        let outcome = measure(scale);
        let seconds = began.elapsed().as_secs_f64();
        let (verdict, figure) = match outcome {
            Ok(figure) => ("holds", figure),
            Err(Fault::Skipped(why)) => ("skipped", why),
            Err(Fault::Broken(how)) => {
                broken += 1;
                ("BROKEN", how)
            }
        };
        println!("{name:4} {verdict:8} {words}: {figure} ({seconds:.1} s)");
    }
    println!("{} in {:.0} s", if broken == 0 { "All good" } else { "BROKEN" }, began.elapsed().as_secs_f64());
    if broken == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Nothing or what is broken.
fn hold(is_so: bool, otherwise: impl FnOnce() -> String) -> Result<(), Fault> {
    if is_so { Ok(()) } else { Err(Fault::Broken(otherwise())) }
}

/// A sequence of numbers that looks like chance and is the same on every machine.
#[derive(Debug)]
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }
}
