//! What stands in the rows of a sheet? Made anew after each edit, kept from frame to frame.

use std::ops::Range;
use std::sync::Arc;

use crate::diag::Problem;
use crate::document::Path;
use crate::engine::outlook::Outlook;
use crate::gui::kit::sheet::{SheetCell, SheetRow};
use crate::gui::kit::table::Cell;
use crate::gui::theme::Tone;
use crate::session::Session;

use super::value::Choices;
use super::{Column, Entry, Group, Place, entries};

/// Which entries are shown.
#[derive(Clone, Copy)]
pub(in crate::gui::screens) enum Filter {
    /// All of them.
    All,
    /// Those of which this is so.
    Where(fn(&Entry<'_>) -> bool),
    /// Those with something that cannot be read.
    Wrong,
}

/// The rows of a sheet, as long as nothing has changed.
#[derive(Debug)]
pub(in crate::gui::screens) struct Made {
    of: Arc<Outlook>,
    place: Path,
    filter: usize,
    more: bool,
    /// The rows shown.
    pub(super) rows: Vec<SheetRow>,
    /// For each row, the place of its entry in the group.
    pub(super) index: Vec<usize>,
    /// For each column, what can be chosen.
    pub(super) choices: Vec<Choices>,
    /// For each filter, how many entries it shows.
    pub(super) counts: Vec<usize>,
}

impl Made {
    /// The rows that are shown now: the ones given, if they still hold.
    pub(super) fn kept_or_new(
        kept: Option<Self>,
        session: &Session,
        group: &Group,
        (filters, filter): (&[(&str, Filter)], usize),
        more: bool,
    ) -> Option<Self> {
        let of = session.outlook()?;
        let place = group.place();
        let holds = |made: &Self| {
            Arc::ptr_eq(&made.of, of)
                && (made.filter, made.more) == (filter, more)
                && made.place == place
        };
        if let Some(kept) = kept.filter(holds) {
            return Some(kept);
        }
        let columns: Vec<&Column> = group.shown(more).collect();
        let choices: Vec<Choices> =
            columns.iter().map(|column| column.kind.choices(session)).collect();
        let wrong = problems(session);
        let all = entries(session, group);
        let counts = filters
            .iter()
            .map(|(_, filter)| all.iter().filter(|entry| filter.shows(entry, &wrong)).count());
        let counts = counts.collect();
        let now = filters.get(filter).map_or(Filter::All, |(_, filter)| *filter);
        let mut made = Self {
            of: Arc::clone(of),
            place,
            filter,
            more,
            rows: vec![],
            index: vec![],
            choices,
            counts,
        };
        for entry in all.iter().filter(|entry| now.shows(entry, &wrong)) {
            let cells = columns
                .iter()
                .zip(&made.choices)
                .map(|(column, choices)| cell(session, entry, column, choices, &wrong));
            let mut cells: Vec<SheetCell> = cells.collect();
            told_at_the_name(entry, &mut cells, &wrong);
            made.rows.push(SheetRow { name: entry.name.to_string(), cells });
            made.index.push(entry.index);
        }
        Some(made)
    }
}

impl Filter {
    fn shows(self, entry: &Entry<'_>, wrong: &[(usize, &Problem)]) -> bool {
        match self {
            Self::All => true,
            Self::Where(is_so) => is_so(entry),
            Self::Wrong => inside(wrong, entry.span()).next().is_some(),
        }
    }
}

/// What is wrong with the text, by the byte it stands at.
pub(in crate::gui::screens) fn problems(session: &Session) -> Vec<(usize, &Problem)> {
    let text = session.text();
    let byte = |problem: &Problem| {
        let place = problem.place.as_ref()?;
        let line: usize =
            text.split_inclusive('\n').take(place.line.saturating_sub(1)).map(str::len).sum();
        let rest = text.get(line..)?;
        let within = rest.char_indices().nth(place.column.saturating_sub(1));
        Some(line + within.map_or(rest.len(), |(at, _)| at))
    };
    session.problems().iter().filter_map(|problem| Some((byte(problem)?, problem))).collect()
}

fn inside<'a>(
    wrong: &'a [(usize, &'a Problem)],
    span: Range<usize>,
) -> impl Iterator<Item = &'a Problem> {
    wrong.iter().filter(move |(at, _)| span.contains(at)).map(|(_, problem)| *problem)
}

fn cell(
    session: &Session,
    entry: &Entry<'_>,
    column: &Column,
    choices: &Choices,
    wrong: &[(usize, &Problem)],
) -> SheetCell {
    let mut cell = SheetCell::default();
    if let Place::Key = column.at {
        cell.shown = Cell::plain(entry.name.as_ref());
    } else {
        let stated = column.fields(entry).ok().and_then(|fields| entry.get(fields));
        cell.typed = Some(stated.map_or_else(String::new, |at| column.kind.typed(at)));
        if let Some(at) = stated {
            let tone = if column.kind.is_open(at) { Tone::Warning } else { Tone::Plain };
            cell.shown = Cell::toned(column.kind.shown(session, choices, at), tone);
            let problem = inside(wrong, at.span()).next();
            cell.problem = problem.map(|problem| (problem.message.clone(), problem.hint.clone()));
        } else if let Some(at) = instead(session, entry, column) {
            let text = column.kind.shown(session, choices, at);
            cell.shown = Cell::toned(text, Tone::Dim);
        }
    }
    if let Some(look) = column.look {
        look(entry, &mut cell);
    }
    cell
}

fn instead<'t>(
    session: &'t Session,
    entry: &Entry<'t>,
    column: &Column,
) -> Option<crate::document::At<'t>> {
    (column.instead?)(session.document()?.root(), entry)
}

/// What is wrong with an entry, but with none of its cells, is told at its name.
fn told_at_the_name(entry: &Entry<'_>, cells: &mut [SheetCell], wrong: &[(usize, &Problem)]) {
    let told = |problem: &Problem| {
        let mut refusals = cells.iter().filter_map(|cell| cell.problem.as_ref());
        refusals.any(|(what, _)| *what == problem.message)
    };
    let untold = inside(wrong, entry.span()).find(|problem| !told(problem));
    if let (Some(problem), Some(first)) = (untold, cells.first_mut())
        && first.problem.is_none()
    {
        first.problem = Some((problem.message.clone(), problem.hint.clone()));
    }
}
