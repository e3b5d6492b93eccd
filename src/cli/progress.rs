//! Progress on a terminal, and none anywhere else.

use crate::export::Progress;
use std::io::{IsTerminal, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

/// Nothing is said of work that is done by then.
const PATIENCE: Duration = Duration::from_millis(500);
/// How often it is said anew.
const STEP: Duration = Duration::from_millis(200);

/// Work that takes a while. On a terminal a line says how far it is, until this is dropped.
pub(super) struct Watched {
    progress: Progress,
    line: Option<(Arc<AtomicBool>, JoinHandle<()>)>,
}

impl Watched {
    /// Watches work, which `what` is called.
    pub(super) fn new(what: &'static str) -> Self {
        let progress = Progress::default();
        let line = std::io::stderr().is_terminal().then(|| {
            let is_over = Arc::new(AtomicBool::new(false));
            let (seen, ended) = (progress.clone(), Arc::clone(&is_over));
            let thread = std::thread::Builder::new().name("progress".to_owned());
            // Without a thread there is no line; the work goes on.
            thread.spawn(move || show(what, &seen, &ended)).ok().map(|thread| (is_over, thread))
        });
        Self { progress, line: line.flatten() }
    }

    /// What the work reports to.
    pub(super) const fn progress(&self) -> &Progress {
        &self.progress
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        if let Some((is_over, thread)) = self.line.take() {
            is_over.store(true, Ordering::Relaxed);
            thread.thread().unpark();
            // What it drew is gone with it; a thread that panicked has drawn nothing.
            thread.join().unwrap_or_default();
        }
    }
}

fn show(what: &str, progress: &Progress, is_over: &AtomicBool) {
    let mut wait = PATIENCE;
    let mut drawn = false;
    loop {
        std::thread::park_timeout(wait);
        let mut terminal = std::io::stderr().lock();
        if is_over.load(Ordering::Relaxed) {
            if drawn {
                // Back to the start of the line, and nothing on it.
                terminal.write_all(b"\r\x1b[K").unwrap_or_default();
            }
            return;
        }
        let percent = (progress.share() * 100.0) as u32;
        write!(terminal, "\r{what}: {percent} %\x1b[K").unwrap_or_default();
        terminal.flush().unwrap_or_default();
        (wait, drawn) = (STEP, true);
    }
}
