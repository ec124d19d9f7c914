//! How is a file chosen: by the system's dialog, on a thread of its own, so that drawing goes on?

use std::path::PathBuf;
use std::sync::mpsc;
use std::time::{Duration, Instant};

/// A file that is wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// One to open.
    Open,
    /// One that another tool wrote, of any ending.
    Measured,
    /// One to write, with a name to begin with and what its files are, by ending.
    Save {
        /// Name to begin with.
        name: String,
        /// What the files are.
        kind: String,
        /// Their usual ending, without the dot.
        ending: String,
    },
}

/// What became of a dialog.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Chosen {
    /// This file.
    File(PathBuf),
    /// It was closed without one.
    Cancelled,
    /// There is no dialog on this system: the path has to be typed.
    NoDialog,
}

/// Asks for files. Tests have one of their own.
pub trait Dialogs {
    /// Begins to ask; the context is woken once there is an answer.
    fn ask(&mut self, wanted: &Wanted, context: &egui::Context);
    /// The answer, once.
    fn answer(&mut self) -> Option<Chosen>;
}

/// The system's dialogs.
#[derive(Debug, Default)]
pub struct System {
    waiting: Option<mpsc::Receiver<Chosen>>,
}

/// An answer that comes sooner was given by no person.
const TOO_SOON: Duration = Duration::from_millis(300);

impl Dialogs for System {
    fn ask(&mut self, wanted: &Wanted, context: &egui::Context) {
        let (send, receive) = mpsc::channel();
        let (wanted, context) = (wanted.clone(), context.clone());
        self.waiting = Some(receive);
        std::thread::spawn(move || {
            let begun = Instant::now();
            let path = match wanted {
                Wanted::Open => rfd::FileDialog::new()
                    .add_filter("Headroom scenario", &["headroom.ron", "ron"])
                    .pick_file(),
                Wanted::Measured => rfd::FileDialog::new().pick_file(),
                Wanted::Save { name, kind, ending } => rfd::FileDialog::new()
                    .set_file_name(name)
                    .add_filter(kind, &[ending])
                    .save_file(),
            };
            let chosen = match path {
                Some(path) => Chosen::File(path),
                None if begun.elapsed() < TOO_SOON => Chosen::NoDialog,
                None => Chosen::Cancelled,
            };
            // A window that is gone wants no answer.
            drop(send.send(chosen));
            context.request_repaint();
        });
    }

    fn answer(&mut self) -> Option<Chosen> {
        let answer = self.waiting.as_ref()?.try_recv().ok()?;
        self.waiting = None;
        Some(answer)
    }
}
