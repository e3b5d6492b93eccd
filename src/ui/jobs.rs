//! Work off the window's thread.
//!
//! Each lane is one thread with a queue of named jobs; a job that is submitted again under the same name replaces the
//! one that still waits, because only the latest matters. A job ends with an [`Outcome`], which the window's
//! thread applies before the next frame.

use egui::Context;
use std::collections::VecDeque;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;

/// What a job has found, to be applied to the app by the window's thread.
pub type Outcome = Box<dyn FnOnce(&mut super::App, &Context) + Send>;

type Work = Box<dyn FnOnce() -> Outcome + Send>;

/// Threads by what they are for, so that a slow job of one kind does not hold up another kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lane {
    /// Counting and figures.
    Count,
    /// Drawings and heatmaps.
    Draw,
    /// Saving, in order.
    Save,
    /// Reading the library.
    Library,
    /// Waiting for the user's choice of a file.
    Choose,
    /// Handing files to other programs.
    Outside,
}

impl Lane {
    const ALL: [Self; 6] = [Self::Count, Self::Draw, Self::Save, Self::Library, Self::Choose, Self::Outside];

    const fn thread_name(self) -> &'static str {
        match self {
            Self::Count => "stipple-count",
            Self::Draw => "stipple-draw",
            Self::Save => "stipple-save",
            Self::Library => "stipple-library",
            Self::Choose => "stipple-choose",
            Self::Outside => "stipple-outside",
        }
    }
}

#[derive(Default)]
struct Queue {
    waiting: VecDeque<(String, Work)>,
    busy: bool,
    closed: bool,
}

#[derive(Default)]
struct Shared {
    queue: Mutex<Queue>,
    changed: Condvar,
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Queue> {
        // A job that panicked has left the queue as it was.
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

struct Worker {
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

/// All lanes.
pub struct Jobs {
    workers: Vec<(Lane, Worker)>,
    outcomes: Receiver<Outcome>,
    /// Outcomes that were sent and not taken yet.
    sent: Arc<AtomicUsize>,
}

impl fmt::Debug for Jobs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Jobs").field("idle", &self.is_idle()).finish_non_exhaustive()
    }
}

/// How many outcomes may wait; more than the lanes can have under way at once between two frames.
const OUTCOMES: usize = 1024;

impl Jobs {
    /// Starts the lanes.
    ///
    /// # Errors
    ///
    /// When the system refuses a thread.
    pub fn new(ctx: &Context) -> std::io::Result<Self> {
        let (sender, outcomes) = sync_channel(OUTCOMES);
        let sent = Arc::new(AtomicUsize::new(0));
        let mut workers = Vec::with_capacity(Lane::ALL.len());
        for lane in Lane::ALL {
            let shared = Arc::new(Shared::default());
            let (theirs, sender, ctx) = (Arc::clone(&shared), sender.clone(), ctx.clone());
            let counted = Arc::clone(&sent);
            let thread = std::thread::Builder::new()
                .name(lane.thread_name().to_owned())
                .spawn(move || work(lane, &theirs, &sender, &counted, &ctx))?;
            workers.push((lane, Worker { shared, thread: Some(thread) }));
        }
        Ok(Self { workers, outcomes, sent })
    }

    /// Adds a job. One of the same name that still waits is dropped.
    pub fn submit(
        &self,
        lane: Lane,
        name: impl Into<String>,
        job: impl FnOnce() -> Outcome + Send + 'static,
    ) {
        let name = name.into();
        if let Some((_, worker)) = self.workers.iter().find(|(which, _)| *which == lane) {
            let mut queue = worker.shared.lock();
            queue.waiting.retain(|(waiting, _)| *waiting != name);
            queue.waiting.push_back((name, Box::new(job)));
            worker.shared.changed.notify_all();
        }
    }

    /// Drops the waiting jobs of a lane.
    pub fn drop_waiting(&self, lane: Lane) {
        for (_, worker) in self.workers.iter().filter(|(which, _)| *which == lane) {
            worker.shared.lock().waiting.clear();
        }
    }

    /// What has been found since last asked.
    pub fn outcomes(&self) -> impl Iterator<Item = Outcome> {
        self.outcomes.try_iter().inspect(|_| {
            self.sent.fetch_sub(1, Ordering::SeqCst);
        })
    }

    /// Whether no job waits or runs and no outcome waits to be applied.
    pub fn is_idle(&self) -> bool {
        // In this order: a job is counted as sent before it is no longer busy.
        let quiet = self.workers.iter().all(|(_, worker)| {
            let queue = worker.shared.lock();
            !queue.busy && queue.waiting.is_empty()
        });
        quiet && self.sent.load(Ordering::SeqCst) == 0
    }

    /// Waits until a lane has nothing left to do.
    pub fn wait_for(&self, lane: Lane) {
        for (_, worker) in self.workers.iter().filter(|(which, _)| *which == lane) {
            let mut queue = worker.shared.lock();
            while queue.busy || !queue.waiting.is_empty() {
                queue = worker.shared.changed.wait(queue).unwrap_or_else(PoisonError::into_inner);
            }
        }
    }
}

impl Drop for Jobs {
    fn drop(&mut self) {
        for (lane, worker) in &mut self.workers {
            let mut queue = worker.shared.lock();
            queue.closed = true;
            // What is not saved must be; everything else can be found again.
            if *lane != Lane::Save {
                queue.waiting.clear();
            }
            drop(queue);
            worker.shared.changed.notify_all();
        }
        for (lane, worker) in &mut self.workers {
            let thread = worker.thread.take().filter(|_| *lane == Lane::Save);
            if let Some(thread) = thread {
                thread.join().unwrap_or_default();
            }
        }
    }
}

fn work(lane: Lane, shared: &Shared, outcomes: &SyncSender<Outcome>, sent: &AtomicUsize, ctx: &Context) {
    loop {
        let mut queue = shared.lock();
        let job = loop {
            match queue.waiting.pop_front() {
                Some((_, job)) => break job,
                None if queue.closed => return,
                None => queue = shared.changed.wait(queue).unwrap_or_else(PoisonError::into_inner),
            }
        };
        queue.busy = true;
        drop(queue);
        // One job that fails must not take its lane with it: what waits behind it may be a save.
        let failed = |_| -> Outcome { Box::new(move |app, _| app.job_failed(lane)) };
        let outcome = catch_unwind(AssertUnwindSafe(job)).unwrap_or_else(failed);
        sent.fetch_add(1, Ordering::SeqCst);
        // When the window is gone nobody wants to know.
        outcomes.send(outcome).unwrap_or_default();
        shared.lock().busy = false;
        shared.changed.notify_all();
        ctx.request_repaint();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::AtomicU32;

    #[test]
    fn only_the_latest_of_a_name_is_done() {
        let jobs = Jobs::new(&Context::default()).unwrap();
        let done = Arc::new(AtomicU32::new(0));
        let (open, gate) = sync_channel::<()>(0);
        jobs.submit(Lane::Count, "first", move || {
            gate.recv().unwrap();
            Box::new(|_, _| {})
        });
        for i in 1..=5 {
            let done = Arc::clone(&done);
            jobs.submit(Lane::Count, "same", move || {
                done.fetch_add(i, Ordering::SeqCst);
                Box::new(|_, _| {})
            });
        }
        open.send(()).unwrap();
        jobs.wait_for(Lane::Count);
        assert!(!jobs.is_idle(), "what was found is still to be taken");
        assert_eq!(done.load(Ordering::SeqCst), 5);
        assert_eq!(jobs.outcomes().count(), 2);
        assert!(jobs.is_idle());
    }

    #[test]
    fn saves_are_finished_when_the_window_closes() {
        let done = Arc::new(AtomicU32::new(0));
        let jobs = Jobs::new(&Context::default()).unwrap();
        for i in 0..20 {
            let done = Arc::clone(&done);
            jobs.submit(Lane::Save, format!("save {i}"), move || {
                done.fetch_add(1, Ordering::SeqCst);
                Box::new(|_, _| {})
            });
        }
        drop(jobs);
        assert_eq!(done.load(Ordering::SeqCst), 20);
    }
}
