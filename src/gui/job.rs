//! How is something long done while the window goes on drawing?

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::Duration;

use egui::Context;

use crate::diag::Problem;

/// Work on a thread of its own; it is left off where this goes.
#[derive(Debug)]
pub struct Job<T> {
    done: mpsc::Receiver<Result<T, Problem>>,
    progress: Arc<Progress>,
}

/// What the work and the window tell each other.
#[derive(Debug, Default)]
pub struct Progress {
    done: AtomicU64,
    stop: AtomicBool,
}

impl Progress {
    /// Says how much was done, in a unit of the work's own; false: nobody waits for it any more.
    pub fn tell(&self, done: u64) -> bool {
        self.done.store(done, Ordering::Relaxed);
        !self.stop.load(Ordering::Relaxed)
    }
}

impl<T: Send + 'static> Job<T> {
    /// Begins; the window is woken at the end.
    pub fn begin(
        context: &Context,
        work: impl FnOnce(&Progress) -> Result<T, Problem> + Send + 'static,
    ) -> Self {
        let (send, done) = mpsc::channel();
        let progress = Arc::new(Progress::default());
        let (context, theirs) = (context.clone(), Arc::clone(&progress));
        thread::spawn(move || {
            // Who is gone wants no answer.
            drop(send.send(work(&theirs)));
            context.request_repaint();
        });
        Self { done, progress }
    }

    /// What came of it, where that is soon: what is quick does not flicker.
    pub fn within(&self, patience: Duration) -> Option<Result<T, Problem>> {
        match self.done.recv_timeout(patience) {
            Err(mpsc::RecvTimeoutError::Timeout) => None,
            Err(mpsc::RecvTimeoutError::Disconnected) => Some(Err(given_up())),
            Ok(result) => Some(result),
        }
    }

    /// What came of it, once it is done.
    pub fn result(&self) -> Option<Result<T, Problem>> {
        match self.done.try_recv() {
            Err(mpsc::TryRecvError::Empty) => None,
            Err(mpsc::TryRecvError::Disconnected) => Some(Err(given_up())),
            Ok(result) => Some(result),
        }
    }

    /// How much was done, as the work told it last.
    pub fn done(&self) -> u64 {
        self.progress.done.load(Ordering::Relaxed)
    }
}

impl<T> Drop for Job<T> {
    fn drop(&mut self) {
        self.progress.stop.store(true, Ordering::Relaxed);
    }
}

fn given_up() -> Problem {
    Problem::error("given-up", "this ended before its end")
        .hint("this is a fault of Headroom: please report it with the file")
}
