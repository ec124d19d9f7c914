//! How is something long worked out while the window goes on drawing?

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, mpsc};
use std::thread;

use egui::Context;

/// Something that is being worked out on a thread of its own; it is left off where this goes.
#[derive(Debug)]
pub(super) struct Working<T> {
    done: mpsc::Receiver<T>,
    shared: Arc<Shared>,
    /// How many steps there are.
    all: usize,
}

#[derive(Debug, Default)]
struct Shared {
    step: AtomicUsize,
    stop: AtomicBool,
}

/// How far a work is, and whether it is still wanted.
#[derive(Clone, Debug)]
pub(super) struct Steps {
    shared: Arc<Shared>,
    context: Context,
}

impl Steps {
    /// Says that a step begins, by its place; `false`: nobody waits for what comes of it.
    pub(super) fn begin(&self, step: usize) -> bool {
        self.shared.step.store(step, Ordering::Relaxed);
        self.context.request_repaint();
        !self.shared.stop.load(Ordering::Relaxed)
    }
}

impl<T: Send + 'static> Working<T> {
    /// Begins `work` of so many steps, which wakes the window at its end. `None`: it was left off.
    pub(super) fn begin(
        context: &Context,
        all: usize,
        work: impl FnOnce(&Steps) -> Option<T> + Send + 'static,
    ) -> Self {
        let (send, done) = mpsc::channel();
        let shared = Arc::new(Shared::default());
        let steps = Steps { shared: Arc::clone(&shared), context: context.clone() };
        thread::spawn(move || {
            if let Some(worked) = work(&steps) {
                // A page that is gone wants no answer.
                drop(send.send(worked));
            }
            steps.context.request_repaint();
        });
        Self { done, shared, all }
    }

    /// What came of it, once it is there.
    pub(super) fn done(&self) -> Option<T> {
        self.done.try_recv().ok()
    }

    /// Step that it is at, counted from 1, and how many there are.
    pub(super) fn at(&self) -> (usize, usize) {
        let step = self.shared.step.load(Ordering::Relaxed) + 1;
        (step.min(self.all), self.all)
    }
}

impl<T> Drop for Working<T> {
    fn drop(&mut self) {
        self.shared.stop.store(true, Ordering::Relaxed);
    }
}
