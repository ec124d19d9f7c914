//! What was recognised in another tool's output, where would it go, and is it taken in?
//!
//! A file that was dropped or chosen and a text that was pasted come to the same preview. Nothing
//! is changed before Import is pressed; then all of it is one step of undo.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use egui::{Context, Ui};

use super::Window;
use super::asked::Asked;
use crate::diag::Problem;
use crate::formats::importers::table::DateOrder;
use crate::formats::importers::{Import, Importer, Measured, Told};
use crate::formats::placing::{Chosen, INLINE, Placing, hosts};
use crate::gui::command::Screen;
use crate::model::Resource;
use crate::report::Report;
use crate::session::{Session, import_report};
use crate::units::{SizeUnit, plural};

mod draw;
mod reading;

use reading::{Reading, Source};

/// What a text without a name is called.
const PASTED: &str = "the pasted text";

/// Another tool's output, from where it is read to where it is taken in.
#[derive(Debug)]
pub(super) struct Importing {
    source: Source,
    /// What the output is called: the file's name.
    name: String,
    said: Said,
    state: State,
}

/// What the person said of the output.
#[derive(Clone, Debug, Default)]
struct Said {
    by: Option<&'static Importer>,
    /// Key of the contract that was measured.
    on: Option<String>,
    host: String,
    /// Of several hosts, the only one that is wanted.
    only: Option<String>,
    resource: Option<Resource>,
    unit: Option<SizeUnit>,
    date: Option<DateOrder>,
}

#[derive(Debug)]
enum State {
    Reading(Reading),
    Wrong(Problem),
    Read(Box<Read>),
}

/// What was read, and what it would do.
#[derive(Debug)]
struct Read {
    import: Import,
    placing: Result<Placing, Problem>,
    report: Report,
    /// Keys of the contracts on which it can have been measured.
    hosts: Vec<String>,
    /// Names of the hosts that were measured.
    measured: Vec<String>,
}

/// Why nothing can be imported yet.
enum Not {
    /// It was not said which contract was measured.
    Which,
    /// Several hosts would be one contract.
    Host,
    /// Nothing is new.
    Known,
    /// It cannot be placed.
    Wrong,
}

impl Importing {
    fn new(window: &Window, context: &Context, source: Source, name: String) -> Self {
        let said = Said::default();
        let state = begin(&window.session, context, &source, &name, &said);
        Self { source, name, said, state }
    }

    /// Reads it again, as it was said since.
    fn again(&mut self, window: &Window, context: &Context) {
        self.state = begin(&window.session, context, &self.source, &self.name, &self.said);
    }

    /// Places it again, as it was said since; it was read well.
    fn again_placed(self, window: &Window) -> Self {
        let state = match self.state {
            State::Read(read) => took(&window.session, Ok(read.import), &self.name, &self.said),
            other => other,
        };
        Self { state, ..self }
    }

    /// Takes what was read meanwhile.
    fn take(&mut self, window: &Window) {
        if let State::Reading(reading) = &self.state
            && let Some(read) = reading.done()
        {
            self.state = took(&window.session, read, &self.name, &self.said);
        }
    }
}

fn begin(session: &Session, context: &Context, source: &Source, name: &str, said: &Said) -> State {
    let host = said.host.trim();
    let mut told = Told::new(session.today(), name);
    told.host = (!host.is_empty()).then(|| host.to_owned());
    told.resource.clone_from(&said.resource);
    told.unit = said.unit;
    told.table.date = said.date;
    let reading = Reading::begin(source, said.by, &told, context);
    match reading.at_once() {
        Some(read) => took(session, read, name, said),
        None => State::Reading(reading),
    }
}

fn took(session: &Session, read: Result<Import, Problem>, name: &str, said: &Said) -> State {
    match read {
        Ok(import) => State::Read(Box::new(Read::of(session, import, name, said))),
        Err(problem) => State::Wrong(problem),
    }
}

impl Read {
    fn of(session: &Session, import: Import, name: &str, said: &Said) -> Self {
        let name = if name == PASTED { "pasted" } else { name };
        let source = format!("{}, {name}", import.importer);
        let on = said.on.as_deref();
        let chosen = Chosen { on, source: &source, checked: session.today(), inline: INLINE };
        let measured = measured(&import);
        let wanted = match said.only.as_ref().filter(|host| measured.contains(host)) {
            Some(host) => {
                let is_it = |of: &&Measured| of.host.as_ref() == Some(host);
                let series = import.series.iter().filter(is_it).cloned().collect();
                &Import { series, ..import.clone() }
            }
            None => &import,
        };
        let placing = session.placing(wanted, chosen);
        let report = import_report(wanted, placing.as_ref().ok());
        let mut keys: Vec<String> = Vec::new();
        if let Some(scenario) = session.scenario() {
            for key in import.series.iter().flat_map(|of| hosts(scenario, &of.resource)) {
                if !keys.iter().any(|known| known == key) {
                    keys.push(key.to_owned());
                }
            }
        }
        Self { import, placing, report, hosts: keys, measured }
    }

    /// What would be done, or why it cannot be.
    fn ready(&self, said: &Said) -> Result<&Placing, Not> {
        let Ok(placing) = &self.placing else { return Err(Not::Wrong) };
        let unplaced = placing.placed.iter().any(|placed| placed.on.is_none());
        if unplaced && self.hosts.len() > 1 {
            return Err(Not::Which);
        }
        let on: BTreeSet<_> = placing.placed.iter().map(|placed| &placed.on).collect();
        if said.only.is_none() && !on.is_empty() && on.len() < self.measured.len() {
            return Err(Not::Host);
        }
        if placing.edit.ops.is_empty() {
            return Err(Not::Known);
        }
        Ok(placing)
    }
}

/// Names of the hosts that were measured, each once.
fn measured(import: &Import) -> Vec<String> {
    let names = import.series.iter().filter(|of| !of.off).filter_map(|of| of.host.as_ref());
    let mut seen = BTreeSet::new();
    names.filter(|name| seen.insert(*name)).cloned().collect()
}

impl Window {
    /// Reads a file of another tool, and shows what it would do.
    pub(super) fn import_from(&mut self, context: &Context, path: &Path) {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
        let name = name.unwrap_or_else(|| path.display().to_string());
        let importing = Importing::new(self, context, Source::File(path.to_owned()), name);
        self.asked = Some(Asked::Import(Box::new(importing)));
    }

    /// The same of a text.
    pub(super) fn import_pasted(&mut self, context: &Context, text: &str) {
        let source = Source::Pasted(Arc::from(text));
        let importing = Importing::new(self, context, source, PASTED.to_owned());
        self.asked = Some(Asked::Import(Box::new(importing)));
    }

    /// Takes in what was shown; says what came of it, with the way back.
    fn take_in(&mut self, context: &Context, placing: &Placing) -> Result<(), Problem> {
        self.session.import(placing)?;
        self.tell(context, imported(placing));
        if let Some(toast) = &mut self.toast {
            toast.action = Some("Undo".to_owned());
        }
        self.screen = Screen::Usage;
        Ok(())
    }
}

/// What was done, in a line: `Imported 8 days into server RAM and server storage`.
fn imported(placing: &Placing) -> String {
    let new: Vec<_> = placing.placed.iter().filter(|placed| placed.new > 0).collect();
    let days: usize = new.iter().map(|placed| placed.new).sum();
    let days = plural(days as i128, "day");
    match new.as_slice() {
        [] => "Nothing was new".to_owned(),
        [one] => format!("Imported {days} into {}", one.key),
        [one, two] => format!("Imported {days} into {} and {}", one.key, two.key),
        [one, rest @ ..] => format!("Imported {days} into {} and {} more", one.key, rest.len()),
    }
}

/// Draws the preview; `None` once it is answered.
pub(super) fn show(ui: &Ui, window: &mut Window, mut of: Box<Importing>) -> Option<Asked> {
    of.take(window);
    match draw::preview(ui, &mut of) {
        draw::Pressed::Nothing => {}
        draw::Pressed::Cancel => return None,
        draw::Pressed::Again => of.again(window, ui.ctx()),
        draw::Pressed::Placed => of = Box::new(of.again_placed(window)),
        draw::Pressed::Import => {
            if let State::Read(read) = &of.state
                && let Ok(placing) = read.ready(&of.said)
            {
                match window.take_in(ui.ctx(), placing) {
                    Ok(()) => return None,
                    Err(problem) => of.state = State::Wrong(problem),
                }
            }
        }
    }
    Some(Asked::Import(of))
}
