//! Chance that is the same every time.

use crate::model::{SeriesId, SessionId};
use jiff::Timestamp;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// A stream of numbers that depends on its seed only.
#[derive(Debug)]
pub(super) struct Chance(ChaCha8Rng);

impl Chance {
    /// The stream of a seed.
    pub(super) fn new(seed: u64) -> Self {
        Self(ChaCha8Rng::seed_from_u64(seed))
    }

    /// A number from 0 up to but not including 1.
    pub(super) fn unit(&mut self) -> f64 {
        (self.0.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// A number between two others.
    pub(super) fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.unit()
    }

    /// A number around 0, mostly within `spread`: the sum of three even ones is close to a bell.
    pub(super) fn around(&mut self, spread: f64) -> f64 {
        (self.unit() + self.unit() + self.unit() - 1.5) * spread
    }

    /// True in `share` of the cases.
    pub(super) fn happens(&mut self, share: f64) -> bool {
        self.unit() < share
    }

    /// An id that looks as if it was made at a moment.
    fn uuid(&mut self, at: Timestamp) -> String {
        let mut bytes = [0; 10];
        self.0.fill_bytes(&mut bytes);
        let ms = u64::try_from(at.as_millisecond()).unwrap_or(0);
        uuid::Builder::from_unix_timestamp_millis(ms, &bytes).into_uuid().to_string()
    }

    /// A session's id.
    pub(super) fn session_id(&mut self, at: Timestamp) -> Option<SessionId> {
        SessionId::new(&self.uuid(at)).ok()
    }

    /// A series' id.
    pub(super) fn series_id(&mut self, at: Timestamp) -> Option<SeriesId> {
        SeriesId::new(&self.uuid(at)).ok()
    }
}
