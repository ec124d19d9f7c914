//! What was said of one output, what was read of it, and where would it go?

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::Arc;
use std::thread;

use egui::Context;

use super::PASTED;
use super::job::Job;
use crate::diag::Problem;
use crate::disk::{self, Pieces};
use crate::formats::importers::table::TableTold;
use crate::formats::importers::{Import, Importer, Told};
use crate::formats::placing::{Chosen, INLINE, Placing, hosts, of_host};
use crate::model::Resource;
use crate::report::Report;
use crate::session::import::{Seen, import_pieces, seen};
use crate::session::{Ground, import_report};
use crate::units::{Day, SizeUnit};

/// Where an output comes from.
#[derive(Clone, Debug)]
pub(super) enum Source {
    /// A file.
    File(PathBuf),
    /// A text that was pasted.
    Pasted(Arc<str>),
}

/// Another tool's output, from where it is read to where it is taken in.
#[derive(Debug)]
pub(super) struct Output {
    pub(super) source: Source,
    /// What it is called: the file's name.
    pub(super) name: String,
    pub(super) said: Said,
    pub(super) state: State,
    /// Whose it is, by its beginning, and how it is written where it is a table.
    pub(super) seen: Seen,
}

/// What the person said of an output.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Said {
    pub(super) by: Option<&'static str>,
    /// Key of the contract that was measured.
    pub(super) on: Option<String>,
    pub(super) host: String,
    /// Of several hosts, the only one that is wanted.
    pub(super) only: Option<String>,
    pub(super) resource: Option<Resource>,
    pub(super) unit: Option<SizeUnit>,
    /// The day of what has none; else today.
    pub(super) day: Option<Day>,
    /// Minutes east of UTC of the days that instants are put on.
    pub(super) utc_offset: i32,
    pub(super) table: TableTold,
    /// Keys of the series whose typed values give way.
    pub(super) replace: Vec<String>,
}

#[derive(Debug)]
pub(super) enum State {
    /// Others are read before.
    Waiting,
    Reading(Job<Came>),
    Wrong(Problem),
    Read(Box<Read>),
}

/// What came of reading.
#[derive(Debug)]
pub(super) struct Came {
    import: Result<Import, Problem>,
    seen: Seen,
}

/// What was read, and what it would do.
#[derive(Debug)]
pub(super) struct Read {
    pub(super) import: Arc<Import>,
    /// Names of the hosts that were measured.
    pub(super) measured: Vec<String>,
    /// None until it was placed.
    pub(super) placed: Option<Placed>,
}

/// Where it would go.
#[derive(Debug)]
pub(super) struct Placed {
    pub(super) placing: Result<Placing, Problem>,
    pub(super) report: Report,
    /// Keys of the contracts on which it can have been measured.
    pub(super) hosts: Vec<String>,
}

/// What is needed to place an output, on any thread.
pub(super) struct ToPlace {
    import: Arc<Import>,
    source: String,
    said: Said,
    measured: Vec<String>,
}

impl Output {
    pub(super) fn new(source: Source, name: String) -> Self {
        Self { source, name, said: Said::default(), state: State::Waiting, seen: Seen::default() }
    }

    /// Begins to read, as it is said now.
    pub(super) fn read(&mut self, context: &Context, today: Day) {
        let said = &self.said;
        let host = said.host.trim();
        let mut told = Told::new(said.day.unwrap_or(today), self.name.as_str());
        told.host = (!host.is_empty()).then(|| host.to_owned());
        told.resource.clone_from(&said.resource);
        told.unit = said.unit;
        told.utc_offset = said.utc_offset;
        told.table = said.table.clone();
        let by = said.by.and_then(crate::formats::importers::importer);
        let source = self.source.clone();
        self.state =
            State::Reading(Job::begin(context, move |progress| read(&source, by, &told, progress)));
    }

    /// Takes what came of reading.
    pub(super) fn came(&mut self, came: Result<Came, Problem>) {
        let Came { import, seen } = match came {
            Ok(came) => came,
            Err(problem) => Came { import: Err(problem), seen: Seen::default() },
        };
        self.seen = seen;
        self.state = match import {
            Ok(import) => {
                let measured = Placing::measured_hosts(&import);
                State::Read(Box::new(Read { import: Arc::new(import), measured, placed: None }))
            }
            Err(problem) => State::Wrong(problem),
        };
    }

    /// The code of what is wrong with it; else nothing.
    pub(super) fn code(&self) -> &'static str {
        if let State::Wrong(problem) = &self.state { problem.code } else { "" }
    }

    /// What is needed to place it; `None` where it was not read.
    pub(super) fn to_place(&self) -> Option<ToPlace> {
        let State::Read(read) = &self.state else { return None };
        let name = if self.name == PASTED { "pasted" } else { &self.name };
        Some(ToPlace {
            import: Arc::clone(&read.import),
            source: format!("{}, {name}", read.import.importer),
            said: self.said.clone(),
            measured: read.measured.clone(),
        })
    }
}

fn read(
    source: &Source,
    by: Option<&'static Importer>,
    told: &Told,
    progress: super::job::Progress<'_>,
) -> Came {
    let open = || match source {
        Source::File(path) => disk::pieces(path),
        Source::Pasted(text) => Ok(Pieces::of_text(Arc::clone(text))),
    };
    let threads = thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
    let import = open().and_then(|pieces| import_pieces(pieces, by, told, threads, progress));
    let seen = open().map(|pieces| seen(pieces, by, told)).unwrap_or_default();
    Came { import, seen }
}

impl ToPlace {
    /// Places it behind what was placed before.
    pub(super) fn place(&self, ground: &mut Result<Ground, Problem>, today: Day) -> Placed {
        let said = &self.said;
        let one = said.only.as_ref().filter(|host| self.measured.contains(host));
        let one = one.map(|host| of_host(&self.import, host));
        let wanted = one.as_ref().unwrap_or(&*self.import);
        let mut keys: Vec<String> = Vec::new();
        if let Ok(ground) = ground {
            let of_series = |of: &crate::formats::importers::Measured| {
                let keys = hosts(ground.scenario(), &of.resource);
                keys.into_iter().map(str::to_owned).collect::<Vec<_>>()
            };
            for key in self.import.series.iter().flat_map(of_series) {
                if !keys.contains(&key) {
                    keys.push(key);
                }
            }
        }
        let chosen = Chosen {
            on: said.on.as_deref(),
            source: &self.source,
            checked: today,
            inline: INLINE,
            replace: &said.replace,
        };
        let placing = match ground {
            Ok(ground) => ground.place(wanted, chosen),
            Err(problem) => Err(problem.clone()),
        };
        let report = import_report(wanted, placing.as_ref().ok());
        Placed { placing, report, hosts: keys }
    }
}
