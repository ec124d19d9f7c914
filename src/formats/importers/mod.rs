//! Bytes of the tools that measure → usage: one file an importer, one list.
//!
//! An importer recognises its own input, so that dropping a file needs no question; it keeps units right, and says what it left out
//! and why. It knows no scenario: where a series belongs is decided later.

use std::io::{self, Read};

use crate::diag::{Place, Problem};
use crate::model::{EstimatedFull, Resource};
use crate::units::{Day, SizeUnit};

pub mod days;
pub mod table;
pub mod when;

mod book;
mod borg;
mod df;
mod free;
mod input;
pub(super) mod json;
mod lines;
mod lvm;
mod measure;
mod meminfo;
mod memory;
mod netdata;
mod pbs;
mod printed;
pub(crate) mod prometheus;
mod proxmox;
mod restic;
mod sysstat;
mod zabbix;
mod zfs;

#[cfg(test)]
mod json_tests;
#[cfg(test)]
mod tests;

pub use days::{DayValue, Days};
pub use measure::crontab_line;

/// A tool's output that can be read.
#[derive(Clone, Copy, Debug)]
pub struct Importer {
    /// What `headroom import` calls it: lower case, short.
    pub name: &'static str,
    /// For menus and help: whose output, and what it measures.
    pub what: &'static str,
    /// A command whose output it reads.
    pub command: &'static str,
    /// Whether an input looks like it, by its beginning. No two importers claim the same input, but that one earlier in the list
    /// may be asked first.
    pub recognises: fn(&Head<'_>) -> bool,
    /// Reads it whole. Refused, with a place where there is one: what is not what it claims to be, is cut off, or holds no usage.
    pub read: fn(&mut dyn Read, &Told) -> Result<Import, Problem>,
}

/// Every importer, in the order in which they are asked: menus, drop, paste, `headroom import --help`, docs and tests read this list.
pub const IMPORTERS: &[Importer] = &[
    measure::MEASURE,
    free::FREE,
    meminfo::MEMINFO,
    df::DF,
    zfs::ZFS,
    lvm::LVM,
    proxmox::PROXMOX,
    pbs::PBS,
    prometheus::PROMETHEUS,
    sysstat::SYSSTAT,
    zabbix::ZABBIX,
    borg::BORG,
    restic::RESTIC,
    netdata::NETDATA,
    table::TABLE,
];

/// The beginning of an input: at most [`HEAD`] bytes, what is not UTF-8 replaced.
#[derive(Clone, Copy, Debug)]
pub struct Head<'a> {
    /// Its text, without a byte order mark.
    pub text: &'a str,
    /// Whether that is all of it.
    pub whole: bool,
}

/// How much of an input is looked at to recognise it, in bytes.
pub const HEAD: usize = 64 * 1024;

/// What a person said of an input, and what the shell knows.
#[derive(Clone, Debug)]
pub struct Told {
    /// The day that an output without a date is of.
    pub today: Day,
    /// What problems call the input: its file's name.
    pub name: String,
    /// The host that was measured, where the output does not name it, or names it otherwise.
    pub host: Option<String>,
    /// What was measured, where the output does not say.
    pub resource: Option<Resource>,
    /// What a bare number counts, where the output does not say.
    pub unit: Option<SizeUnit>,
    /// Minutes east of UTC of the days that instants are put on; 0 is UTC.
    pub utc_offset: i32,
    /// How a table is written, where the guess is wrong.
    pub table: table::TableTold,
}

impl Told {
    /// Nothing but the day and the input's name.
    pub fn new(today: Day, name: impl Into<String>) -> Self {
        let name = name.into();
        let table = table::TableTold::default();
        Self { today, name, host: None, resource: None, unit: None, utc_offset: 0, table }
    }

    /// A place in the input, line and column from 1.
    pub fn place(&self, line: usize, column: usize) -> Place {
        Place { text: self.name.clone(), line, column }
    }
}

/// What an input says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Import {
    /// Name of the importer.
    pub importer: &'static str,
    /// The day that was taken for what has none of its own: [`Told::today`].
    pub undated: Option<Day>,
    /// What was measured, each once, in the order of the input.
    pub series: Vec<Measured>,
    /// What was left out, each kind once with its count.
    pub left_out: Vec<LeftOut>,
    /// What a person should know of how it was read, as sentences: `ZFS's cache counts as used`.
    pub notes: Vec<String>,
}

/// One thing on one host that was measured.
#[derive(Clone, Debug, PartialEq)]
pub struct Measured {
    /// Name of the host, as the output has it.
    pub host: Option<String>,
    /// What on that host, where it is not all of it: a guest, a file system by where it is mounted, a pool, a repository.
    pub part: Option<String>,
    /// What was measured.
    pub resource: Resource,
    /// Day by day; bytes for memory and disks.
    pub days: Days,
    /// All that could be used, of the same unit, as it was last; `None` where the output does not say.
    pub total: Option<f64>,
    /// Whether it was switched off when it was measured: what it wants is not in its figures.
    pub off: bool,
    /// When the tool reckons that it is full; `None` where it says nothing, or sees no end.
    pub estimated_full: Option<EstimatedFull>,
}

/// Something that an importer did not take.
#[derive(Clone, Debug, PartialEq)]
pub struct LeftOut {
    /// What and why, as `values that are no number`.
    pub what: String,
    /// How many.
    pub count: u64,
    /// Where the first stands, where the input is a text with lines.
    pub first: Option<Place>,
}

impl Import {
    /// An import of nothing yet.
    pub fn by(importer: &'static str) -> Self {
        Self { importer, ..Self::default() }
    }

    /// Counts something that was left out; the first place is kept.
    pub fn leave_out(&mut self, what: &str, count: u64, at: Option<Place>) {
        if count == 0 {
            return;
        }
        match self.left_out.iter_mut().find(|left| left.what == what) {
            Some(left) => left.count += count,
            None => self.left_out.push(LeftOut { what: what.to_owned(), count, first: at }),
        }
    }

    /// The day for what has none of its own; that it was taken is said.
    pub fn day_told(&mut self, told: &Told) -> Day {
        self.undated = Some(told.today);
        told.today
    }

    /// Keeps a sentence once.
    pub fn note(&mut self, sentence: impl Into<String>) {
        let sentence = sentence.into();
        if !self.notes.contains(&sentence) {
            self.notes.push(sentence);
        }
    }
}

/// The importer of this name.
pub fn importer(name: &str) -> Option<&'static Importer> {
    IMPORTERS.iter().find(|importer| importer.name == name)
}

/// The first importer that takes an input for its own.
pub fn recognise(head: &Head<'_>) -> Option<&'static Importer> {
    IMPORTERS.iter().find(|importer| (importer.recognises)(head))
}

fn recognised(beginning: &[u8], told: &Told) -> Result<&'static Importer, Problem> {
    let looked = beginning.get(..HEAD).unwrap_or(beginning);
    let text = String::from_utf8_lossy(looked);
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let head = Head { text, whole: looked.len() == beginning.len() };
    recognise(&head).ok_or_else(|| {
        let message = format!("`{}` is not the output of a tool that is known", told.name);
        let hint = "name it, as `headroom import free FILE`; `headroom import --help` lists all";
        Problem::error("not-recognised", message).hint(hint)
    })
}

/// Reads an input by the importer named, or else by the first that recognises it.
pub fn import(input: &mut dyn Read, by: Option<&Importer>, told: &Told) -> Result<Import, Problem> {
    let mut head = Vec::new();
    let taken = (&mut *input).take(HEAD as u64 + 1).read_to_end(&mut head);
    taken.map_err(|error| input::cannot_read(told, &error))?;
    if head.iter().all(u8::is_ascii_whitespace) {
        return Err(Problem::error("empty", format!("`{}` is empty", told.name))
            .hint("give the output of a tool that measures; `headroom import --help` lists them"));
    }
    input::not_utf16(&head, told)?;
    let importer = by.map_or_else(|| recognised(&head, told), Ok)?;
    let import = (importer.read)(&mut io::Cursor::new(head).chain(input), told)?;
    if import.series.iter().all(|series| series.days.is_empty()) {
        return Err(input::no_usage(told, &import));
    }
    Ok(import)
}
