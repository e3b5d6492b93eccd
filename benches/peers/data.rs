//! What is read, how time is taken, and the lines that are printed.

use serde_json::{Map, Value, json};
use std::error::Error;
use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// Anything may be missing from a folder; then there is nothing to measure.
pub(crate) type Outcome<T = ()> = Result<T, Box<dyn Error>>;

/// A folder of data, and how often to repeat.
pub(crate) struct Run {
    folder: PathBuf,
    reps: usize,
    meta: Value,
}

impl Run {
    pub(crate) fn new(folder: &str, reps: usize) -> Outcome<Self> {
        let folder = PathBuf::from(folder);
        let meta = serde_json::from_slice(&fs::read(folder.join("meta.json"))?)?;
        Ok(Self { folder, reps, meta })
    }

    /// A number from `meta.json`.
    pub(crate) fn size(&self, name: &str) -> Outcome<usize> {
        let n =
            self.meta.get(name).and_then(Value::as_u64).ok_or_else(|| format!("no {name} in meta.json"))?;
        Ok(usize::try_from(n)?)
    }

    pub(crate) fn bytes(&self, name: &str) -> Outcome<Vec<u8>> {
        Ok(fs::read(self.folder.join(name)).map_err(|e| format!("{name}: {e}"))?)
    }

    /// The file's numbers, stored as 32 bits, little end first.
    pub(crate) fn numbers(&self, name: &str) -> Outcome<Vec<f64>> {
        let bytes = self.bytes(name)?;
        let (words, _) = bytes.as_chunks::<4>();
        Ok(words.iter().map(|word| f64::from(f32::from_le_bytes(*word))).collect())
    }

    /// Milliseconds of each repetition of some work, after one that does not count.
    pub(crate) fn clock<T>(&self, mut work: impl FnMut() -> T) -> Vec<f64> {
        self.clock_inside(|| timed(&mut work).1)
    }

    /// As [`Run::clock`], for work that takes the time of its own measured part.
    pub(crate) fn clock_inside(&self, mut work: impl FnMut() -> Duration) -> Vec<f64> {
        work();
        (0..self.reps).map(|_| milliseconds(work())).collect()
    }
}

/// What some work gives, and how long it takes. The result is dropped by the caller, outside the measured time.
pub(crate) fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let began = Instant::now();
    let out = std::hint::black_box(work());
    (out, began.elapsed())
}

pub(crate) fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

/// Runs some work on a number of threads.
pub(crate) fn on_threads<T: Send>(threads: usize, work: impl FnOnce() -> T + Send) -> Outcome<T> {
    Ok(rayon::ThreadPoolBuilder::new().num_threads(threads).build()?.install(work))
}

/// One answer line.
pub(crate) struct Answer {
    line: Map<String, Value>,
}

impl Answer {
    /// The answer of `peer`, whose name is put behind the program's own, for an item.
    pub(crate) fn new(item: &str, peer: &str, ms: &[f64]) -> Self {
        let peer = if peer.is_empty() { "stipple".to_owned() } else { format!("stipple: {peer}") };
        let ms: Vec<f64> = ms.iter().map(|ms| (ms * 1e5).round() / 1e5).collect();
        let mut line = Map::new();
        line.insert("item".to_owned(), json!(item));
        line.insert("peer".to_owned(), json!(peer));
        line.insert("ms".to_owned(), json!(ms));
        Self { line }
    }

    /// Says more.
    pub(crate) fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.line.insert(name.to_owned(), value.into());
        self
    }

    /// Says that this is not the item's whole work, or other work.
    pub(crate) fn part(self, why: &str) -> Self {
        self.with("part", why)
    }

    pub(crate) fn print(self) -> Outcome {
        Ok(writeln!(std::io::stdout(), "{}", Value::Object(self.line))?)
    }
}
