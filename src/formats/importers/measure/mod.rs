//! What do outputs of `free`, `df` and `/proc/meminfo` say, one after another, with dates between them or without?
//!
//! `headroom measure` gives a line for crontab that writes such a log. It is read line by line, so that years of it fit.

mod date;

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::io::Read;

use super::df::{self, Disks};
use super::lines::{Line, Lines};
use super::memory::Memory;
use super::when::When;
use super::{Head, Import, Importer, Told, free, input, meminfo};
use crate::diag::Problem;

pub(super) const MEASURE: Importer = Importer {
    name: "measure",
    what: "the log that `headroom measure` sets up",
    command: "headroom measure",
    recognises,
    read,
};

/// The line for crontab that appends date, host, `free -b` and `df -B1` to a log, every quarter of an hour: about 40 MB a year.
///
/// It needs no Headroom on the server, and has no `%`, which crontab takes for the end of a line. A `~/` at the beginning of `log` is
/// the home of whoever runs it; what the shell would take apart is quoted, control characters are dropped.
pub fn crontab_line(log: &str) -> String {
    let log = quoted(log);
    format!(
        "*/15 * * * * {{ echo \"== $(date -u -Iseconds) $(uname -n)\"; LC_ALL=C free -b; LC_ALL=C df -B1 -T; }} >> {log} 2>&1"
    )
}

/// A path for a shell, in crontab.
fn quoted(path: &str) -> String {
    let path: String = path.chars().filter(|c| !c.is_control()).collect();
    let (home, rest) = match path.strip_prefix("~/") {
        Some(rest) => ("~/", rest),
        None => ("", path.as_str()),
    };
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '/' | '.' | '_' | '-' | '+');
    if !rest.is_empty() && rest.chars().all(is_plain) {
        return format!("{home}{rest}");
    }
    format!("{home}'{}'", rest.replace('\'', r"'\''").replace('%', r"\%"))
}

/// What a person does whose output cannot be read.
const IN_ENGLISH: &str = "print it again by `LC_ALL=C free -b` or `LC_ALL=C df -B1 -T`";

fn recognises(head: &Head<'_>) -> bool {
    kind(head) == Some(Kind::Log)
}

fn read(input: &mut dyn Read, told: &Told) -> Result<Import, Problem> {
    read_blocks(&MEASURE, input, told)
}

/// What a text of outputs is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Free,
    Meminfo,
    Df,
    /// With dates, or of more than one tool.
    Log,
}

/// What it is, where it begins with an output or a date within ten lines.
pub(super) fn kind(head: &Head<'_>) -> Option<Kind> {
    let told = Told::new(crate::units::Day::FIRST, "");
    let mut before = "";
    let mut kinds = [false; 3];
    let mut dated = false;
    let lines = head.text.lines().filter(|line| !line.trim().is_empty());
    for (at, line) in lines.enumerate() {
        let found = if free::Columns::of(line).is_some() {
            Some(0)
        } else if meminfo::begins(line) {
            Some(1)
        } else if df::Heading::of(line).is_some() {
            Some(2)
        } else if free::Columns::by_place(before, line).is_some() {
            Some(0)
        } else {
            df::Heading::by_place(before, line).map(|_| 2)
        };
        if let Some(kind) = found.and_then(|kind| kinds.get_mut(kind)) {
            *kind = true;
        } else if date::stamp(line, &told).is_some() {
            dated = true;
        }
        if at >= 10 && !dated && kinds == [false; 3] {
            return None;
        }
        before = line;
    }
    match kinds {
        [false, false, false] => None,
        _ if dated => Some(Kind::Log),
        [true, false, false] => Some(Kind::Free),
        [false, true, false] => Some(Kind::Meminfo),
        [false, false, true] => Some(Kind::Df),
        _ => Some(Kind::Log),
    }
}

/// When and on which host an output was made.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Moment {
    /// `None` where its date cannot be.
    pub(super) when: Option<When>,
    pub(super) host: Option<String>,
}

/// Reads outputs one after another.
pub(super) fn read_blocks(
    importer: &Importer,
    input: &mut dyn Read,
    told: &Told,
) -> Result<Import, Problem> {
    let mut log = Log::new(importer.name, told);
    let mut lines = Lines::new(input, told);
    while let Some(line) = lines.next()? {
        log.take(&line)?;
    }
    log.finish()
}

/// The output that is being read.
#[derive(Debug)]
enum Block {
    None,
    Free(free::Block),
    Meminfo(meminfo::Block),
    Df(df::Block),
}

struct Log<'a> {
    told: &'a Told,
    import: Import,
    block: Block,
    moment: Moment,
    dated: bool,
    /// Outputs since the last date, or since the beginning.
    since: usize,
    /// Outputs without a date so far, of memory and of disks: each is a second later.
    undated: [u32; 2],
    /// Line of the last date.
    date_line: usize,
    /// A line that nothing was made of yet, and its number: it may be the heading of the next.
    held: Option<(String, usize)>,
    /// What `$ free -m` before an output says of it.
    unit: Option<crate::units::SizeUnit>,
    memory: Memory,
    disks: Disks,
    hosts: BTreeSet<String>,
    last_ended: bool,
    last_line: usize,
}

impl<'a> Log<'a> {
    fn new(name: &'static str, told: &'a Told) -> Self {
        Self {
            told,
            import: Import::by(name),
            block: Block::None,
            moment: Moment::default(),
            dated: false,
            since: 0,
            undated: [0; 2],
            date_line: 0,
            held: None,
            unit: None,
            memory: Memory::default(),
            disks: Disks::default(),
            hosts: BTreeSet::new(),
            last_ended: true,
            last_line: 0,
        }
    }

    fn take(&mut self, line: &Line) -> Result<(), Problem> {
        self.last_ended = line.ended;
        self.last_line = line.number;
        let text = line.text.as_str();
        if text.trim().is_empty() {
            return Ok(());
        }
        if !line.ended && self.dated {
            return Ok(());
        }
        if let Some(stamp) = date::stamp(text, self.told) {
            self.let_go();
            return self.date(stamp, line);
        }
        let begins = meminfo::begins(text)
            || free::Columns::of(text).is_some()
            || df::Heading::of(text).is_some();
        let taken = match &mut self.block {
            _ if begins => false,
            Block::Free(block) => block.takes(line),
            Block::Meminfo(block) => block.takes(line),
            Block::Df(block) => block.takes(line, self.told)?,
            Block::None => false,
        };
        if !taken && !self.begin(line)? {
            let is_command = text.contains(['$', '#']);
            if is_command {
                self.unit = free::asked_for(text);
            }
            self.let_go();
            self.held = (!is_command).then(|| (text.to_owned(), line.number));
        }
        Ok(())
    }

    /// Begins an output where this line does, or the one before it in another language.
    fn begin(&mut self, line: &Line) -> Result<bool, Problem> {
        let text = line.text.as_str();
        let before = self.held.as_ref().map_or("", |held| held.0.as_str());
        if let Some(columns) = free::Columns::of(text) {
            self.let_go();
            self.open_free(columns, line)?;
        } else if meminfo::begins(text) {
            self.let_go();
            self.close()?;
            let moment = self.moment_of(0);
            self.block =
                meminfo::Block::begun_by(line, &moment).map_or(Block::None, Block::Meminfo);
        } else if let Some(heading) = df::Heading::of(text) {
            self.let_go();
            self.open_df(heading, line)?;
        } else if let Some(columns) = free::Columns::by_place(before, text) {
            self.held = None;
            self.open_free(columns, line)?;
            if let Block::Free(block) = &mut self.block {
                block.takes(line);
            }
        } else if let Some(heading) = df::Heading::by_place(before, text) {
            self.held = None;
            self.open_df(heading, line)?;
            self.import
                .note("the headings are not English: the columns of `df` were told by place");
            if let Block::Df(block) = &mut self.block {
                block.takes(line, self.told)?;
            }
        } else {
            return Ok(false);
        }
        Ok(true)
    }

    /// Counts the line that was held, as nothing could be made of it.
    fn let_go(&mut self) {
        if let Some((_, number)) = self.held.take() {
            let at = self.told.place(number, 1);
            self.import.leave_out("lines that are of no output of free or df", 1, Some(at));
        }
    }

    fn open_free(&mut self, columns: free::Columns, line: &Line) -> Result<(), Problem> {
        self.close()?;
        let moment = self.moment_of(0);
        let unit = self.unit.take();
        self.block = Block::Free(free::Block::new(columns, line.number, moment, unit));
        Ok(())
    }

    fn open_df(&mut self, heading: df::Heading, line: &Line) -> Result<(), Problem> {
        self.close()?;
        let at = self.told.place(line.number, 1);
        if heading.is_of_inodes() {
            return Err(Problem::error("inodes", "`df -i` counts inodes, no bytes")
                .at(at)
                .hint("give the output of `df -B1 -T`"));
        }
        if !heading.says_use() {
            let message = "this output of `df` does not say what is used";
            return Err(Problem::error("no-columns", message).at(at).hint(
                "give the output of `df -B1 -T`, or `df -B1 --output=source,size,used,avail,target`",
            ));
        }
        let moment = self.moment_of(1);
        self.block = Block::Df(df::Block::new(heading, moment));
        Ok(())
    }

    /// When an output that begins here was made.
    fn moment_of(&mut self, kind: usize) -> Moment {
        let mut moment = self.moment.clone();
        if !self.dated
            && let Some(n) = self.undated.get_mut(kind)
        {
            let second = (*n).min(86_399);
            *n = n.saturating_add(1);
            let day = self.import.day_told(self.told);
            moment.when = Some(When { day, second });
        }
        moment
    }

    fn date(&mut self, stamp: date::Stamp, line: &Line) -> Result<(), Problem> {
        self.close()?;
        if self.dated && self.since == 0 {
            let at = self.told.place(self.date_line, 1);
            self.import.leave_out("dates without an output behind them", 1, Some(at));
        }
        self.dated = true;
        self.since = 0;
        self.date_line = line.number;
        // Two are as many as matter: which host is told is no question then.
        if let Some(host) = &stamp.host
            && self.hosts.len() < 2
            && !self.hosts.contains(host)
        {
            self.hosts.insert(host.clone());
        }
        self.moment = Moment { when: stamp.when, host: stamp.host };
        Ok(())
    }

    fn close(&mut self) -> Result<bool, Problem> {
        let line = self.last_line;
        let whole = match std::mem::replace(&mut self.block, Block::None) {
            Block::None => return Ok(true),
            Block::Free(block) => block.close(&mut self.memory, &mut self.import, self.told),
            Block::Meminfo(block) => block.close(&mut self.memory, &mut self.import, self.told),
            Block::Df(block) => block.close(&mut self.disks, &mut self.import, self.told)?,
        };
        if whole {
            self.since += 1;
        } else {
            let at = self.told.place(line, 1);
            self.import.leave_out("outputs that are cut off", 1, Some(at));
        }
        Ok(whole)
    }

    fn finish(mut self) -> Result<Import, Problem> {
        let at = self.told.place(self.last_line.max(1), 1);
        self.let_go();
        let whole = self.close()?;
        if self.dated && (!self.last_ended || self.since == 0) && whole {
            self.import.leave_out("outputs that are cut off", 1, Some(at.clone()));
        }
        let asked = std::mem::take(&mut self.memory).finish(&mut self.import);
        std::mem::take(&mut self.disks).finish(&mut self.import);
        if self.import.series.is_empty() {
            if let Some(problem) = asked {
                return Err(problem);
            }
            if !whole {
                return Err(Problem::error("cut-off", "the output ends too early")
                    .at(at)
                    .hint(format!("give it whole, with its last line; or {IN_ENGLISH}")));
            }
            let problem = input::no_usage(self.told, &self.import);
            let hint = problem.hint.as_ref().map_or(String::new(), |hint| format!("{hint}; "));
            return Err(problem.hint(format!("{hint}{IN_ENGLISH}")));
        }
        self.name_host();
        Ok(self.import)
    }

    /// The host that was told, where the log has no more than one.
    fn name_host(&mut self) {
        let Some(host) = &self.told.host else { return };
        if self.hosts.len() > 1 {
            self.import.note(format!("the log names more than one host: `{host}` was not used"));
            return;
        }
        for series in &mut self.import.series {
            series.host = Some(host.clone());
        }
    }
}
