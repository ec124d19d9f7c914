//! Which file is opened, saved or written, and what has to be asked before?

use std::path::{Path, PathBuf};

use egui::Context;

use super::Window;
use super::asked::Asked;
use crate::disk::{self, Over};
use crate::formats::EXPORTERS;
use crate::gui::dialogs::{Chosen, Wanted};
use crate::gui::screens::States;
use crate::report;
use crate::session::Session;
use crate::session::examples::{self, EXAMPLES};

/// What a file is wanted for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Job {
    /// To open it.
    Open,
    /// To read usage from it.
    Import,
    /// To read prices from it.
    PriceList,
    /// To save under its name.
    SaveAs,
    /// To write the request with one of [`EXPORTERS`].
    Export(usize),
}

impl Job {
    /// Whether the file has to be there.
    pub(super) fn reads(self) -> bool {
        matches!(self, Self::Open | Self::Import | Self::PriceList)
    }
}

/// What takes the place of what is open, once that is saved or given up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// An empty scenario.
    New,
    /// One of [`EXAMPLES`].
    Example(usize),
    /// A file that is asked for.
    Ask,
    /// This file.
    Open(PathBuf),
    /// The same file, as it is on disk.
    Reload,
    /// Nothing: the window closes.
    Quit,
}

impl Window {
    /// Goes on at once where nothing is unsaved; else asks.
    pub(super) fn guarded(&mut self, context: &Context, next: Next) {
        if self.session.is_unsaved() {
            self.asked = Some(Asked::Unsaved(next));
        } else {
            self.go_on(context, next);
        }
    }

    /// Leaves what is open behind.
    pub(super) fn go_on(&mut self, context: &Context, next: Next) {
        let today = self.session.today();
        match next {
            Next::New => {
                let blank = examples::BLANK;
                self.put(Session::new(blank.text, "untitled", today));
            }
            Next::Example(index) => {
                if let Some(example) = EXAMPLES.get(index) {
                    self.put(Session::new(example.text, example.name, today));
                }
            }
            Next::Ask => self.ask_for(context, Job::Open),
            Next::Open(path) => self.open(context, &path),
            Next::Reload => {
                if let Some(path) = self.session.path().map(Path::to_owned) {
                    self.open(context, &path);
                }
            }
            Next::Quit => {
                self.may_close = true;
                context.send_viewport_cmd(egui::ViewportCommand::Close);
            }
        }
    }

    fn put(&mut self, session: Session) {
        self.session = session;
        self.states = States::default();
        self.draft = None;
        self.banner_closed = false;
        self.changed_on_disk = false;
    }

    fn open(&mut self, context: &Context, path: &Path) {
        match Session::open(path, self.session.today()) {
            Ok(session) => {
                self.put(session);
                self.remember(path);
            }
            Err(problem) => self.tell(context, said(&problem)),
        }
    }

    fn remember(&mut self, path: &Path) {
        // A list that cannot be kept is no reason to stop.
        drop(self.options.recent.remember(path));
    }

    /// Saves; asks for a name where it has none, and what to do where somebody else has written.
    pub(super) fn save(&mut self, context: &Context) {
        if self.session.path().is_none() {
            self.ask_for(context, Job::SaveAs);
            return;
        }
        match self.session.save() {
            Ok(()) => {
                self.changed_on_disk = false;
                self.tell(context, format!("Saved {}", self.session.name()));
            }
            Err(_) if self.session.changed_on_disk() => self.asked = Some(Asked::Changed),
            Err(problem) => self.tell(context, said(&problem)),
        }
    }

    /// Saves over whatever is there.
    pub(super) fn save_over(&mut self, context: &Context) {
        if let Some(path) = self.session.path().map(Path::to_owned) {
            self.save_to(context, &path);
        }
    }

    fn save_to(&mut self, context: &Context, path: &Path) {
        match self.session.save_as(path, Over::Anything) {
            Ok(()) => {
                self.changed_on_disk = false;
                self.remember(path);
                self.tell(context, format!("Saved {}", self.session.name()));
            }
            Err(problem) => self.tell(context, said(&problem)),
        }
    }

    /// Asks for a file by the system's dialog; a field for its path stands in the window meanwhile.
    pub(super) fn ask_for(&mut self, context: &Context, job: Job) {
        let wanted = self.wanted(job);
        let typed = match (&wanted, self.session.path()) {
            (Wanted::Open | Wanted::Measured, _) => String::new(),
            (Wanted::Save { name, .. }, Some(path)) => {
                path.with_file_name(name).display().to_string()
            }
            (Wanted::Save { name, .. }, None) => name.clone(),
        };
        self.asked = Some(Asked::Path { job, typed, wrong: None, waiting: true });
        self.chosen_for = Some(job);
        self.options.dialogs.ask(&wanted, context);
    }

    fn wanted(&self, job: Job) -> Wanted {
        let name = self.session.name();
        let short = name.strip_suffix(".headroom.ron").or(name.strip_suffix(".ron"));
        let short = short.unwrap_or(&name);
        match job {
            Job::Open => Wanted::Open,
            Job::Import | Job::PriceList => Wanted::Measured,
            Job::SaveAs => Wanted::Save {
                name: format!("{short}.headroom.ron"),
                kind: "Headroom scenario".to_owned(),
                ending: "ron".to_owned(),
            },
            Job::Export(index) => {
                let exporter = EXPORTERS.get(index);
                let ending = exporter.map_or("txt", |exporter| exporter.ending).to_owned();
                Wanted::Save {
                    name: format!("{short}-request.{ending}"),
                    kind: exporter.map_or("", |exporter| exporter.name).to_owned(),
                    ending,
                }
            }
        }
    }

    /// The system's dialog has answered.
    pub(super) fn chosen(&mut self, context: &Context, chosen: Chosen) {
        let Some(job) = self.chosen_for.take() else { return };
        match chosen {
            Chosen::Files(paths) if job == Job::Import => {
                self.asked = None;
                self.import_from(context, &paths);
            }
            Chosen::Files(paths) => {
                self.asked = None;
                let opened = paths.first().map_or(Ok(()), |path| self.run(context, job, path));
                if let Err(why) = opened {
                    self.tell(context, why);
                }
            }
            Chosen::File(path) => {
                self.asked = None;
                if let Err(why) = self.run(context, job, &path) {
                    self.tell(context, why);
                }
            }
            Chosen::Cancelled => self.asked = None,
            Chosen::NoDialog => {
                if let Some(Asked::Path { waiting, .. }) = &mut self.asked {
                    *waiting = false;
                }
            }
        }
    }

    /// Does what the file was wanted for; answers why it cannot be done.
    pub(super) fn run(&mut self, context: &Context, job: Job, path: &Path) -> Result<(), String> {
        match job {
            Job::Open => {
                let session = Session::open(path, self.session.today()).map_err(|p| said(&p))?;
                self.put(session);
                self.remember(path);
            }
            Job::Import => self.import_from(context, &several(path)),
            Job::PriceList => self.price_list_from(context, path),
            Job::SaveAs => {
                self.session.save_as(path, Over::Anything).map_err(|p| said(&p))?;
                self.changed_on_disk = false;
                self.remember(path);
                self.tell(context, format!("Saved {}", self.session.name()));
            }
            Job::Export(index) => {
                let exporter = EXPORTERS.get(index).ok_or("there is no such form")?;
                let own = self.session.path().map(disk::full_path);
                if own == Some(disk::full_path(path)) {
                    let what = format!("`{}` is the scenario itself", path.display());
                    return Err(format!("{what}: write to another file"));
                }
                let question = report::question("request").ok_or("there is no request")?;
                let report = self.session.report(question).ok_or("the text cannot be read yet")?;
                let bytes = (exporter.write)(&[report]);
                disk::save(path, &bytes, Over::Anything).map_err(|p| said(&p))?;
                self.tell(context, format!("Exported to {}", path.display()));
            }
        }
        Ok(())
    }
}

/// Paths that were typed into one field, parted by semicolons; a file that has one in its name is that file.
fn several(path: &Path) -> Vec<PathBuf> {
    let typed = path.to_string_lossy();
    if disk::is_there(path) || !typed.contains(';') {
        return vec![path.to_owned()];
    }
    let parts = typed.split(';').map(str::trim).filter(|part| !part.is_empty());
    parts.map(PathBuf::from).collect()
}

/// A problem in one line.
fn said(problem: &crate::diag::Problem) -> String {
    match &problem.hint {
        Some(hint) => format!("{}: {hint}", problem.message),
        None => problem.message.clone(),
    }
}
