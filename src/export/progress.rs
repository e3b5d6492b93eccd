//! How far a long piece of work is, and whether anybody still wants it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

/// Shared by whoever works and whoever watches; a copy is the same one.
#[derive(Clone, Debug, Default)]
pub struct Progress(Arc<State>);

#[derive(Debug, Default)]
struct State {
    /// What is done, in thousandths.
    done: AtomicU32,
    cancelled: AtomicBool,
}

/// The work was given up because nobody wants it any more. Nothing was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("cancelled; nothing was written")]
pub struct Cancelled;

impl Progress {
    /// Asks the work to stop at the next chance.
    pub fn cancel(&self) {
        self.0.cancelled.store(true, Ordering::Relaxed);
    }

    /// Whether nobody wants the work any more.
    pub fn is_cancelled(&self) -> bool {
        self.0.cancelled.load(Ordering::Relaxed)
    }

    /// What is done, from 0 to 1.
    pub fn share(&self) -> f32 {
        self.0.done.load(Ordering::Relaxed) as f32 / 1000.0
    }

    /// Notes that `part` of `whole` equal pieces are done.
    ///
    /// # Errors
    ///
    /// When the work is no longer wanted.
    pub fn reached(&self, part: usize, whole: usize) -> Result<(), Cancelled> {
        let thousandths = (part.min(whole) * 1000).checked_div(whole).unwrap_or(1000);
        self.0.done.store(thousandths as u32, Ordering::Relaxed);
        if self.is_cancelled() { Err(Cancelled) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_stops_at_the_next_step_after_it_was_cancelled() {
        let progress = Progress::default();
        let watched = progress.clone();
        assert_eq!(progress.reached(1, 4), Ok(()));
        assert!((watched.share() - 0.25).abs() < 1e-6);
        assert!(!progress.is_cancelled());
        watched.cancel();
        assert!(progress.is_cancelled());
        assert_eq!(progress.reached(2, 4), Err(Cancelled));
    }
}
