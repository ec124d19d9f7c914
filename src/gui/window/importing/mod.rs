//! What was recognised in other tools' outputs, where would they go, and are they taken in?
//!
//! Files that were dropped or chosen and a text that was pasted come to the same preview, each with its part of it. Nothing is
//! changed before Import is pressed; then all of it is one step of undo.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use egui::{Context, Ui};

use super::Window;
use super::asked::Asked;
use crate::diag::Problem;
use crate::formats::placing::{Open, Placing};
use crate::gui::command::Screen;
use crate::session::Ground;
use crate::units::{Day, plural};

mod draw;
mod fields;
mod job;
mod output;

use job::Job;
use output::{Output, Placed, Source, State};

/// What a text without a name is called.
const PASTED: &str = "the pasted text";
/// So long a frame waits for what is read: most outputs are read by then, and nothing flickers.
const AT_ONCE: Duration = Duration::from_millis(80);
/// See [`Importing::unsettled`].
const SETTLES: u8 = 3;
/// So many outputs are read at once.
const TOGETHER: usize = 4;

/// Outputs, from where they are read to where they are taken in.
#[derive(Debug)]
pub(super) struct Importing {
    outputs: Vec<Output>,
    /// Where those that were read would go; by their place in the list.
    placing: Option<Job<Vec<(usize, Placed)>>>,
    /// Why what is shown was not taken in.
    refused: Option<Problem>,
    /// Frames until what changed has its place: a dialog is put in the middle by the size that it had a frame ago.
    unsettled: u8,
}

/// Why nothing can be imported yet.
enum Not {
    /// Something is still read or placed.
    Busy,
    /// It was not said which contract was measured, in the output of this name.
    Which(String),
    /// Several hosts would be one contract.
    Host(String),
    /// Nothing is new.
    Known,
    /// Nothing was read, or it cannot be placed.
    Wrong,
}

impl Importing {
    /// Reads what can be read, and places what was; waits a moment for it.
    fn go_on(&mut self, window: &Window, context: &Context) {
        let until = Instant::now() + AT_ONCE;
        self.unsettled = SETTLES;
        while self.begin(window, context) | self.take(until) {}
        self.place(window, context, until);
    }

    /// Takes what is done by now, and begins what follows.
    fn take_done(&mut self, window: &Window, context: &Context) {
        let now = Instant::now();
        let mut any = self.take(now);
        any |= self.begin(window, context);
        if any {
            self.place(window, context, now);
        }
        self.take_placed(now);
    }

    /// Begins to read outputs that wait, as many as are read at once; whether any began.
    fn begin(&mut self, window: &Window, context: &Context) -> bool {
        let today = window.session.today();
        let reading = self.outputs.iter().filter(|o| matches!(o.state, State::Reading(_))).count();
        let waiting = self.outputs.iter_mut().filter(|o| matches!(o.state, State::Waiting));
        let mut any = false;
        for output in waiting.take(TOGETHER.saturating_sub(reading)) {
            output.read(context, today);
            any = true;
        }
        any
    }

    /// Takes what was read until then; whether anything was.
    fn take(&mut self, until: Instant) -> bool {
        let mut any = false;
        for output in &mut self.outputs {
            if let State::Reading(reading) = &output.state
                && let Some(came) = reading.done_until(until)
            {
                output.came(came);
                any = true;
            }
        }
        any
    }

    /// Places all that was read, one after the other: each sees what those before it bring.
    fn place(&mut self, window: &Window, context: &Context, until: Instant) {
        self.unsettled = SETTLES;
        let all = self.outputs.iter().enumerate();
        let all: Vec<_> = all.filter_map(|(at, of)| Some((at, of.to_place()?))).collect();
        let today: Day = window.session.today();
        let mut ground: Result<Ground, Problem> = window.session.ground();
        self.placing = (!all.is_empty()).then(|| {
            Job::begin(context, move |progress| {
                let count = all.len() as u64;
                let mut placed = Vec::new();
                for (at, of) in all {
                    if !progress(placed.len() as u64, count) {
                        break;
                    }
                    placed.push((at, of.place(&mut ground, today)));
                }
                placed
            })
        });
        self.take_placed(until);
    }

    fn take_placed(&mut self, until: Instant) {
        let Some(done) = self.placing.as_ref().and_then(|job| job.done_until(until)) else {
            return;
        };
        self.placing = None;
        self.unsettled = SETTLES;
        match done {
            Ok(all) => {
                for (at, placed) in all {
                    if let Some(State::Read(read)) = self.outputs.get_mut(at).map(|o| &mut o.state)
                    {
                        read.placed = Some(placed);
                    }
                }
            }
            Err(problem) => self.refused = Some(problem),
        }
    }

    /// What would be done, or why it cannot be.
    fn ready(&self) -> Result<Vec<Placing>, Not> {
        let busy = |of: &Output| matches!(of.state, State::Waiting | State::Reading(_));
        if self.placing.is_some() || self.outputs.iter().any(busy) {
            return Err(Not::Busy);
        }
        let mut all = Vec::new();
        for output in &self.outputs {
            let State::Read(read) = &output.state else { continue };
            let Some(Ok(placing)) = read.placed.as_ref().map(|placed| &placed.placing) else {
                continue;
            };
            match placing.open {
                Some(Open::Contract(_)) => return Err(Not::Which(output.name.clone())),
                Some(Open::Host(_)) => return Err(Not::Host(output.name.clone())),
                None => all.push(placing.clone()),
            }
        }
        match all.as_slice() {
            [] => Err(Not::Wrong),
            all if all.iter().all(|placing| placing.edit.ops.is_empty()) => Err(Not::Known),
            _ => Ok(all),
        }
    }
}

impl Window {
    /// Reads files of other tools, and shows what they would do.
    pub(super) fn import_from(&mut self, context: &Context, paths: &[PathBuf]) {
        let output = |path: &PathBuf| Output::new(Source::File(path.clone()), name_of(path));
        self.import_all(context, paths.iter().map(output).collect());
    }

    /// The same of a text.
    pub(super) fn import_pasted(&mut self, context: &Context, text: Arc<str>) {
        self.import_all(context, vec![Output::new(Source::Pasted(text), PASTED.to_owned())]);
    }

    /// What is shown already stays: what comes is shown below.
    fn import_all(&mut self, context: &Context, outputs: Vec<Output>) {
        let mut importing = match self.asked.take() {
            Some(Asked::Import(shown)) => shown,
            _ => {
                Box::new(Importing { outputs: vec![], placing: None, refused: None, unsettled: 0 })
            }
        };
        importing.outputs.extend(outputs);
        importing.go_on(self, context);
        self.asked = Some(Asked::Import(importing));
    }

    /// Takes in what was shown; says what came of it, with the way back.
    fn take_in(&mut self, context: &Context, placings: &[Placing]) -> Result<(), Problem> {
        self.session.import(placings)?;
        self.tell(context, imported(placings));
        if let Some(toast) = &mut self.toast {
            toast.action = Some("Undo".to_owned());
        }
        self.screen = Screen::Usage;
        Ok(())
    }
}

/// What a file is called.
fn name_of(path: &Path) -> String {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
    name.unwrap_or_else(|| path.display().to_string())
}

/// What was done, in a line: `Imported 8 days into server RAM and server storage`.
fn imported(placings: &[Placing]) -> String {
    let days: usize = placings.iter().map(Placing::changes).sum();
    let days = plural(days as i128, "day");
    let mut keys: Vec<&str> = Vec::new();
    for placed in placings.iter().flat_map(|placing| &placing.placed) {
        let changes = placed.new > 0 || placed.replaced && !placed.differs.is_empty();
        if changes && !keys.contains(&placed.key.as_str()) {
            keys.push(&placed.key);
        }
    }
    match keys.as_slice() {
        [] => "Nothing was new".to_owned(),
        [one] => format!("Imported {days} into {one}"),
        [one, two] => format!("Imported {days} into {one} and {two}"),
        [one, rest @ ..] => format!("Imported {days} into {one} and {} more", rest.len()),
    }
}

/// Draws the preview; `None` once it is answered.
pub(super) fn show(ui: &Ui, window: &mut Window, mut of: Box<Importing>) -> Option<Asked> {
    of.take_done(window, ui.ctx());
    if of.unsettled > 0 {
        of.unsettled -= 1;
        ui.ctx().request_repaint();
    }
    match draw::preview(ui, &mut of, window.session.today()) {
        draw::Pressed::Nothing => {}
        draw::Pressed::Cancel => return None,
        draw::Pressed::Again(at) => {
            if let Some(output) = of.outputs.get_mut(at) {
                output.state = State::Waiting;
            }
            of.go_on(window, ui.ctx());
        }
        draw::Pressed::Placed => of.place(window, ui.ctx(), Instant::now() + AT_ONCE),
        draw::Pressed::LeaveOut(at) => {
            of.outputs.remove(at);
            of.place(window, ui.ctx(), Instant::now() + AT_ONCE);
        }
        draw::Pressed::Import => {
            if let Ok(placings) = of.ready() {
                match window.take_in(ui.ctx(), &placings) {
                    Ok(()) => return None,
                    Err(problem) => of.refused = Some(problem),
                }
            }
        }
    }
    Some(Asked::Import(of))
}
