//! How is a tool's output read from a file, tables by several threads at once?

use std::collections::BTreeMap;
use std::io::{self, Read};
use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

use crate::diag::Problem;
use crate::disk::{self, Pieces};
use crate::formats::importers::table::{Block, Blocks, Partial, Shape};
use crate::formats::importers::{self, HEAD, Head, Import, Importer, Told};

/// So many blocks may be read ahead of the one that is to be merged next, so that a slow thread fills no memory.
const AHEAD: usize = 8;

/// Reads a tool's output from a file, or from standard input where the path is `-`, by the importer named or the first that
/// recognises it. Tables are read by so many threads at once.
///
/// `progress` is told how many bytes were read and how many there are, 0 where that is not known; where it answers false, reading
/// stops with a problem of code `cancelled`.
pub fn import_file(
    path: &Path,
    by: Option<&Importer>,
    told: &Told,
    threads: NonZeroUsize,
    progress: &dyn Fn(u64, u64) -> bool,
) -> Result<Import, Problem> {
    import_pieces(disk::pieces(path)?, by, told, threads, progress)
}

/// The same of what was opened already, as a text that was pasted.
pub fn import_pieces(
    mut pieces: Pieces,
    by: Option<&Importer>,
    told: &Told,
    threads: NonZeroUsize,
    progress: &dyn Fn(u64, u64) -> bool,
) -> Result<Import, Problem> {
    let mut head = Vec::new();
    let taken = (&mut pieces).take(HEAD as u64 + 1).read_to_end(&mut head);
    taken.map_err(|error| cannot_read(told, &error))?;
    let length = pieces.length;
    let whole = Whole { head: io::Cursor::new(head), pieces };
    if is_table(whole.head.get_ref(), by) {
        return import_table(whole, length, told, threads, progress);
    }
    let mut watched = Watched { whole, length, progress, cancelled: false };
    let import = importers::import(&mut watched, by, told);
    if watched.cancelled { Err(cancelled(told)) } else { import }
}

/// Whose output it is, and how it is written where it is a table.
#[derive(Debug, Default)]
pub struct Seen {
    /// Name of the importer that was named, or that recognises it.
    pub by: Option<&'static str>,
    /// As far as that can be guessed.
    pub shape: Option<Shape>,
}

/// Looks at the beginning of an output, also of one that cannot be read until more is told of it.
pub fn seen(mut pieces: Pieces, by: Option<&Importer>, told: &Told) -> Seen {
    let mut head = Vec::new();
    if (&mut pieces).take(HEAD as u64 + 1).read_to_end(&mut head).is_err() {
        return Seen::default();
    }
    let text = String::from_utf8_lossy(head.get(..HEAD).unwrap_or(&head));
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let head = Head { text, whole: head.len() <= HEAD };
    let by = by.or_else(|| importers::recognise(&head)).map(|importer| importer.name);
    let shape = (by == Some(importers::table::NAME)).then(|| Shape::shown(&head, told)).flatten();
    Seen { by, shape }
}

/// The same of a table.
fn import_table(
    whole: Whole,
    length: u64,
    told: &Told,
    threads: NonZeroUsize,
    progress: &dyn Fn(u64, u64) -> bool,
) -> Result<Import, Problem> {
    let (shape, blocks) = Blocks::open(whole, told)?;
    let merged = Merged { all: Some(blocks.start(&shape)), next: 0, waiting: BTreeMap::new() };
    let work = Work {
        shape: &shape,
        told,
        length,
        source: Mutex::new(Source { blocks, next: 0, wrong: None, stopped: false }),
        merged: Mutex::new(merged),
        room: Condvar::new(),
    };
    thread::scope(|scope| {
        for _ in 1..threads.get() {
            scope.spawn(|| work.run(&|_, _| true));
        }
        work.run(progress);
    });
    let Work { source, merged, .. } = work;
    if let Some(problem) = of(&source).wrong.take() {
        return Err(problem);
    }
    let all = of(&merged).all.take();
    all.expect("a merge puts back what it took").finish(&shape, told)
}

/// What the threads share.
struct Work<'a> {
    shape: &'a Shape,
    told: &'a Told,
    length: u64,
    source: Mutex<Source>,
    merged: Mutex<Merged>,
    /// Told when there is room for blocks ahead again.
    room: Condvar,
}

struct Source {
    blocks: Blocks<Whole>,
    /// Number of the next block.
    next: usize,
    wrong: Option<Problem>,
    stopped: bool,
}

struct Merged {
    all: Option<Partial>,
    /// Number of the block that is merged next.
    next: usize,
    waiting: BTreeMap<usize, Partial>,
}

impl Work<'_> {
    /// Takes block by block until there is none.
    fn run(&self, progress: &dyn Fn(u64, u64) -> bool) {
        let _guard = Unblocks(self);
        let mut block = Block::default();
        while let Some((number, read)) = self.take(&mut block) {
            if !progress(read, self.length) {
                self.stop(cancelled(self.told));
            }
            let partial = Partial::read(block.bytes(), self.shape, self.told);
            self.merge(number, partial);
        }
    }

    /// The next block and its number, and how many bytes were read up to here.
    fn take(&self, block: &mut Block) -> Option<(usize, u64)> {
        let mut source = of(&self.source);
        if source.stopped {
            return None;
        }
        match source.blocks.next(block) {
            Ok(true) => {
                let number = source.next;
                source.next += 1;
                Some((number, source.blocks.input().pieces.read))
            }
            Ok(false) => {
                source.stopped = true;
                None
            }
            Err(error) => {
                source.stopped = true;
                source.wrong = Some(cannot_read(self.told, &error));
                None
            }
        }
    }

    fn merge(&self, number: usize, partial: Partial) {
        let mut merged = of(&self.merged);
        while number > merged.next + AHEAD {
            merged = self.room.wait(merged).unwrap_or_else(PoisonError::into_inner);
        }
        merged.waiting.insert(number, partial);
        let mut refused = None;
        loop {
            let next = merged.next;
            let Some(partial) = merged.waiting.remove(&next) else { break };
            let all = merged.all.take().map(|all| all.merge(partial));
            refused = refused.or(all.as_ref().and_then(|all| all.refused(self.told)));
            merged.all = all;
            merged.next += 1;
        }
        drop(merged);
        self.room.notify_all();
        if let Some(problem) = refused {
            self.stop(problem);
        }
    }

    fn stop(&self, problem: Problem) {
        let mut source = of(&self.source);
        source.stopped = true;
        source.wrong.get_or_insert(problem);
    }
}

/// Where a thread panics, the others must not wait for its block.
struct Unblocks<'a>(&'a Work<'a>);

impl Drop for Unblocks<'_> {
    fn drop(&mut self) {
        if thread::panicking() {
            of(&self.0.merged).next = usize::MAX / 2;
            self.0.room.notify_all();
        }
    }
}

/// What a mutex holds; a thread that panicked leaves it as good as it was.
fn of<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A file whose beginning was read to recognise it.
#[derive(Debug)]
struct Whole {
    head: io::Cursor<Vec<u8>>,
    pieces: Pieces,
}

impl Read for Whole {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self.head.read(buffer)? {
            0 => self.pieces.read(buffer),
            count => Ok(count),
        }
    }
}

/// A file that tells how far it was read, and ends where nobody wants more.
struct Watched<'a> {
    whole: Whole,
    length: u64,
    progress: &'a dyn Fn(u64, u64) -> bool,
    cancelled: bool,
}

impl Read for Watched<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.cancelled |= !(self.progress)(self.whole.pieces.read, self.length);
        if self.cancelled {
            return Ok(0);
        }
        self.whole.read(buffer)
    }
}

/// Whether the table's importer is the one that reads it; what is empty is nobody's.
fn is_table(head: &[u8], by: Option<&Importer>) -> bool {
    if head.iter().all(u8::is_ascii_whitespace) {
        return false;
    }
    let name = by.map(|importer| importer.name).or_else(|| {
        let text = String::from_utf8_lossy(head.get(..HEAD).unwrap_or(head));
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
        let found = importers::recognise(&Head { text, whole: head.len() <= HEAD });
        found.map(|importer| importer.name)
    });
    name == Some(importers::table::NAME)
}

fn cannot_read(told: &Told, error: &io::Error) -> Problem {
    Problem::error("cannot-read", format!("cannot read `{}`: {error}", told.name))
}

fn cancelled(told: &Told) -> Problem {
    Problem::error("cancelled", format!("reading `{}` was stopped", told.name))
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::fmt::Write;
    use std::fs;

    use super::*;
    use crate::units::Day;

    const TWO: NonZeroUsize = NonZeroUsize::new(2).unwrap();

    fn told() -> Told {
        Told::new(Day::parse("2026-11-24").unwrap(), "t.csv")
    }

    /// About 7 MiB: some blocks. Each host has 1, 2, … 100 on each of its days.
    fn table() -> String {
        let mut text = "time,host,metric,value\n".to_owned();
        for day in 1..=25 {
            for at in 0..100 {
                for host in 0..60 {
                    let time = format!("2026-01-{day:02} {:02}:{:02}:00", at / 6, at % 6 * 10);
                    writeln!(text, "{time},host-{host:02},mem_used_bytes,{}", at + 1).unwrap();
                }
            }
        }
        text
    }

    #[test]
    fn two_threads_read_what_one_reads() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("t.csv");
        let text = table();
        fs::write(&path, &text).unwrap();
        let read = Cell::new(0);
        let seen = |count, all| {
            assert_eq!(all, text.len() as u64);
            read.set(count);
            true
        };
        let two = import_file(&path, None, &told(), TWO, &seen).unwrap();
        let one = importers::import(&mut text.as_bytes(), None, &told()).unwrap();
        assert_eq!(two, one);
        assert!(read.get() > 0);
        assert_eq!(two.series.len(), 60);
        for (_, value) in two.series.iter().flat_map(|series| series.days.iter()) {
            assert_eq!((value.highest, value.last, value.p95), (100.0, 100.0, Some(95.0)));
        }
    }

    #[test]
    fn reading_stops_where_nobody_wants_more() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("t.csv");
        fs::write(&path, table()).unwrap();
        let problem = import_file(&path, None, &told(), TWO, &|_, _| false).unwrap_err();
        assert_eq!(problem.code, "cancelled");
        let free = "total used free shared buff/cache available\nMem: 9 5 1 1 3 4\n";
        fs::write(&path, free).unwrap();
        let problem = import_file(&path, None, &told(), TWO, &|_, _| false).unwrap_err();
        assert_eq!(problem.code, "cancelled");
    }

    #[test]
    fn what_is_wrong_deep_in_a_table_is_named_with_its_line() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("t.csv");
        let mut text = table().into_bytes();
        let lines = table().lines().count();
        text.extend_from_slice(b"2026-02-01 00:00:00,\xff,mem_used_bytes,5\n");
        fs::write(&path, &text).unwrap();
        let problem = import_file(&path, None, &told(), TWO, &|_, _| true).unwrap_err();
        assert_eq!(problem.code, "not-utf8");
        assert_eq!(problem.place.unwrap().line, lines + 1);
    }

    #[test]
    fn other_tools_are_read_by_their_importers() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("free");
        let free = "total used free shared buff/cache available\nMem: 9 5 1 1 3 4\n";
        fs::write(&path, free).unwrap();
        let import = import_file(&path, None, &told(), TWO, &|_, _| true).unwrap();
        assert_eq!(import.importer, "free");
        fs::write(&path, "").unwrap();
        let code = import_file(&path, None, &told(), TWO, &|_, _| true).unwrap_err().code;
        assert_eq!(code, "empty");
        let code = import_file(folder.path(), None, &told(), TWO, &|_, _| true).unwrap_err().code;
        assert_eq!(code, "is-a-folder");
    }
}
