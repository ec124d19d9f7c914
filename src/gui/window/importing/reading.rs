//! How is another tool's output read while the window goes on drawing?

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::Duration;

use egui::Context;

use crate::diag::Problem;
use crate::formats::importers::{self, Import, Importer, Told};
use crate::session::import::import_file;

/// So long a frame waits for what is read: most outputs are read by then, and nothing flickers.
const AT_ONCE: Duration = Duration::from_millis(80);

/// Where an output comes from.
#[derive(Clone, Debug)]
pub(super) enum Source {
    /// A file.
    File(PathBuf),
    /// A text that was pasted.
    Pasted(Arc<str>),
}

/// An output that is being read; it is left off where this goes.
#[derive(Debug)]
pub(super) struct Reading {
    done: mpsc::Receiver<Result<Import, Problem>>,
    shared: Arc<Shared>,
}

#[derive(Debug, Default)]
struct Shared {
    read: AtomicU64,
    all: AtomicU64,
    stop: AtomicBool,
}

impl Reading {
    /// Begins to read on a thread of its own, which wakes the window at its end.
    pub(super) fn begin(
        source: &Source,
        by: Option<&'static Importer>,
        told: &Told,
        context: &Context,
    ) -> Self {
        let (send, done) = mpsc::channel();
        let shared = Arc::new(Shared::default());
        let (source, told, context) = (source.clone(), told.clone(), context.clone());
        let theirs = Arc::clone(&shared);
        thread::spawn(move || {
            let progress = |read, all| {
                theirs.read.store(read, Ordering::Relaxed);
                theirs.all.store(all, Ordering::Relaxed);
                !theirs.stop.load(Ordering::Relaxed)
            };
            let read = match source {
                Source::File(path) => {
                    let threads = thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
                    import_file(&path, by, &told, threads, &progress)
                }
                Source::Pasted(text) => importers::import(&mut text.as_bytes(), by, &told),
            };
            // A dialog that is gone wants no answer.
            drop(send.send(read));
            context.request_repaint();
        });
        Self { done, shared }
    }

    /// What was read, where that was soon.
    pub(super) fn at_once(&self) -> Option<Result<Import, Problem>> {
        match self.done.recv_timeout(AT_ONCE) {
            Err(mpsc::RecvTimeoutError::Timeout) => None,
            Err(mpsc::RecvTimeoutError::Disconnected) => Some(Err(given_up())),
            Ok(read) => Some(read),
        }
    }

    /// What was read, once it is.
    pub(super) fn done(&self) -> Option<Result<Import, Problem>> {
        match self.done.try_recv() {
            Err(mpsc::TryRecvError::Empty) => None,
            Err(mpsc::TryRecvError::Disconnected) => Some(Err(given_up())),
            Ok(read) => Some(read),
        }
    }

    /// How much was read, 0 to 1; `None` where that is not known.
    pub(super) fn share(&self) -> Option<f32> {
        let all = self.shared.all.load(Ordering::Relaxed);
        let read = self.shared.read.load(Ordering::Relaxed);
        (all > 0).then(|| (read as f32 / all as f32).min(1.0))
    }
}

impl Drop for Reading {
    fn drop(&mut self) {
        self.shared.stop.store(true, Ordering::Relaxed);
    }
}

fn given_up() -> Problem {
    Problem::error("cannot-read", "reading ended before its end")
        .hint("this is a fault of Headroom: please report it with the file")
}
