//! Strange input: P13. The targets of the fuzzer, given what their corpus holds, changed by chance. The fuzzer itself
//! is guided by what the program does with its input, see `tests/fuzz/Cargo.toml`.

use crate::{Chance, Outcome, Scale, hold};
use std::path::Path;
use std::time::Instant;

#[path = "../fuzz/src/lib.rs"]
#[allow(
    unreachable_pub,
    clippy::expect_used,
    clippy::panic,
    reason = "a library of its own, whose functions panic when something does not hold"
)]
mod targets;

/// Changes, doubles, takes out and mixes parts of an input, a few times.
fn changed(bytes: &[u8], other: &[u8], chance: &mut Chance) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for _ in 0..=chance.below(4) {
        let length = bytes.len() as u64 + 1;
        let at = chance.below(length) as usize;
        let end = (at + chance.below(24) as usize).min(bytes.len());
        match chance.below(6) {
            0 => bytes.truncate(at),
            1 => drop(bytes.drain(at..end)),
            2 => {
                let part = bytes[at..end].to_vec();
                bytes.splice(at..at, part);
            }
            3 => {
                let from = chance.below(other.len() as u64 + 1) as usize;
                let part = other[from..(from + 16).min(other.len())].to_vec();
                bytes.splice(at..end, part);
            }
            4 => bytes.insert(at, *b"0{}[]\",-e\0\xff"[chance.below(11) as usize..].first().unwrap()),
            _ if at < bytes.len() => bytes[at] ^= 1 << chance.below(8),
            _ => {}
        }
    }
    bytes
}

pub(crate) fn strange_input(scale: Scale) -> Outcome {
    let (runs, mut slowest) = (scale.of(3_000, 1_000_000), 0.0_f64);
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/corpus");
    for (name, target) in targets::TARGETS {
        let files = std::fs::read_dir(corpus.join(name)).unwrap();
        let mut inputs: Vec<_> = files.map(|item| item.unwrap().path()).collect();
        inputs.sort();
        let inputs: Vec<Vec<u8>> = inputs.iter().map(|path| std::fs::read(path).unwrap()).collect();
        let mut chance = Chance(7);
        for _ in 0..runs {
            let pick = |chance: &mut Chance| &inputs[chance.below(inputs.len() as u64) as usize];
            let (one, other) = (pick(&mut chance), pick(&mut chance));
            let bytes = changed(one, other, &mut chance);
            let began = Instant::now();
            let held = std::panic::catch_unwind(|| target(&bytes));
            slowest = slowest.max(began.elapsed().as_secs_f64());
            hold(held.is_ok(), || format!("{name} fails on {:?}", String::from_utf8_lossy(&bytes)))?;
        }
    }
    hold(slowest < 5.0, || format!("one input took {slowest:.1} s"))?;
    Ok(format!(
        "{} targets, {runs} inputs each: 0 panics, the slowest {:.0} ms",
        targets::TARGETS.len(),
        slowest * 1e3
    ))
}
