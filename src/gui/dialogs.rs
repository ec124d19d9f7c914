//! How is a file chosen: by the system's dialog, on a thread of its own, so that drawing goes on?

use std::path::PathBuf;
use std::sync::mpsc;
use std::time::{Duration, Instant};

/// A file that is wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// One to open.
    Open,
    /// Some that other tools wrote, of any ending.
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
    /// These files, of those that can be several.
    Files(Vec<PathBuf>),
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
            let one = |path: Option<PathBuf>| path.map(Chosen::File);
            let chosen = match wanted {
                Wanted::Open => one(rfd::FileDialog::new()
                    .add_filter("Headroom scenario", &["headroom.ron", "ron"])
                    .pick_file()),
                Wanted::Measured => rfd::FileDialog::new().pick_files().map(Chosen::Files),
                Wanted::Save { name, kind, ending } => one(rfd::FileDialog::new()
                    .set_file_name(name)
                    .add_filter(kind, &[ending])
                    .save_file()),
            };
            let chosen = match chosen {
                Some(chosen) => chosen,
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
