//! How is something long done while the window goes on drawing?

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::Instant;

use egui::Context;

use crate::diag::Problem;

/// Work on a thread of its own; it is left off where this goes.
#[derive(Debug)]
pub(super) struct Job<T> {
    done: mpsc::Receiver<T>,
    shared: Arc<Shared>,
}

#[derive(Debug, Default)]
struct Shared {
    done: AtomicU64,
    all: AtomicU64,
    stop: AtomicBool,
}

/// Told how much is done and how much there is, 0 where that is not known; false where nobody wants more.
pub(super) type Progress<'a> = &'a dyn Fn(u64, u64) -> bool;

impl<T: Send + 'static> Job<T> {
    /// Begins; the window is woken at the end.
    pub(super) fn begin(
        context: &Context,
        work: impl FnOnce(Progress<'_>) -> T + Send + 'static,
    ) -> Self {
        let (send, done) = mpsc::channel();
        let shared = Arc::new(Shared::default());
        let (context, theirs) = (context.clone(), Arc::clone(&shared));
        thread::spawn(move || {
            let progress = |done, all| {
                theirs.done.store(done, Ordering::Relaxed);
                theirs.all.store(all, Ordering::Relaxed);
                !theirs.stop.load(Ordering::Relaxed)
            };
            // A dialog that is gone wants no answer.
            drop(send.send(work(&progress)));
            context.request_repaint();
        });
        Self { done, shared }
    }

    /// What came of it, once it is done; waits for it until then.
    pub(super) fn done_until(&self, until: Instant) -> Option<Result<T, Problem>> {
        match self.done.recv_timeout(until.saturating_duration_since(Instant::now())) {
            Err(mpsc::RecvTimeoutError::Timeout) => None,
            Err(mpsc::RecvTimeoutError::Disconnected) => Some(Err(given_up())),
            Ok(done) => Some(Ok(done)),
        }
    }

    /// How much is done, 0 to 1; `None` where that is not known.
    pub(super) fn share(&self) -> Option<f32> {
        let all = self.shared.all.load(Ordering::Relaxed);
        let done = self.shared.done.load(Ordering::Relaxed);
        (all > 0).then(|| (done as f32 / all as f32).min(1.0))
    }
}

impl<T> Drop for Job<T> {
    fn drop(&mut self) {
        self.shared.stop.store(true, Ordering::Relaxed);
    }
}

fn given_up() -> Problem {
    Problem::error("cannot-read", "the work ended before its end")
        .hint("this is a fault of Headroom: please report it with the file")
}
