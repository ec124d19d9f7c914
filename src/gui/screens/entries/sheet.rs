//! How is a group of the file drawn as a sheet, and what is asked of it?

use egui::Ui;

use crate::diag::Severity;
use crate::document::{Edit, Path, Step};
use crate::gui::answer::Answer;
use crate::gui::kit::chip::{Chip, chip};
use crate::gui::kit::icon::all;
use crate::gui::kit::sheet::{CellKind, Sheet, SheetAnswer, SheetColumn, cell_id, new_row, sheet};
use crate::gui::kit::table::Cell;
use crate::gui::kit::{Refusal, button, card};
use crate::session::Session;

use super::edits;
use super::rows::{Filter, Made};
use super::{CURRENCY, Column, Entry, Group, Place, entries};

/// What a sheet remembers from frame to frame.
#[derive(Debug, Default)]
pub(in crate::gui::screens) struct State {
    /// Place of the selected entry in its group.
    pub(super) selected: Option<usize>,
    filter: usize,
    /// Whether the columns are shown that are there only once asked for.
    pub(in crate::gui::screens) more: bool,
    made: Option<Made>,
    /// Whether the keyboard is to go to the row where a new name is typed.
    adding: bool,
    /// The value whose cell is to get the keyboard.
    sought: Option<Path>,
    /// In how many frames the keyboard was asked for.
    tries: u8,
}

/// After so many frames the keyboard is not asked for any more.
const TRIES: u8 = 5;

impl State {
    /// Puts the keyboard into the row where a new name is typed.
    pub(in crate::gui::screens) fn begin_new_row(&mut self) {
        self.adding = true;
    }

    /// Name of the selected entry.
    pub(in crate::gui::screens) fn selected(
        &self,
        session: &Session,
        group: &Group,
    ) -> Option<String> {
        let entry = entries(session, group).into_iter().nth(self.selected?)?;
        Some(entry.name.into_owned())
    }

    /// Puts the keyboard into the cell of a value.
    pub(in crate::gui::screens) fn seek(&mut self, path: Path) {
        self.filter = 0;
        self.sought = Some(path);
    }

    /// The same; false where the value stands in no cell of the sheet.
    pub(in crate::gui::screens) fn seek_in(&mut self, group: &Group, path: Path) -> bool {
        let depth = group.place().steps().len() + 1;
        let inside: Vec<&Step> = path.steps().iter().skip(depth).collect();
        let typed = |column: &&Column| match column.at {
            _ if matches!(column.kind, super::Kind::Inside) => false,
            Place::Key => inside.is_empty(),
            Place::By(_) => true,
            Place::Field(fields) => {
                let named =
                    |(field, step): (&&str, &&Step)| matches!(step, Step::Key(k) if k == field);
                fields.len() == inside.len() && fields.iter().zip(&inside).all(named)
            }
        };
        let shown = inside.is_empty() || group.columns.iter().any(|column| typed(&column));
        self.seek(path);
        shown
    }
}

impl Group {
    /// The columns that are shown.
    pub(super) fn shown(&self, more: bool) -> impl Iterator<Item = &'static Column> + use<> {
        self.columns.iter().filter(move |column| more || !column.more)
    }
}

/// Draws the chips that say which entries are shown.
pub(in crate::gui::screens) fn chips(
    ui: &mut Ui,
    session: &Session,
    group: &Group,
    state: &mut State,
) {
    make(session, group, state);
    let Some(made) = &state.made else { return };
    let shown = |filter: &Filter, count: usize| !matches!(filter, Filter::Wrong) || count > 0;
    let chips = || group.filters.iter().zip(&made.counts).enumerate();
    let chips = || chips().filter(|(_, ((_, filter), count))| shown(filter, **count));
    if chips().count() < 2 || !chips().any(|(index, _)| index == state.filter) {
        if state.filter != 0 {
            state.filter = 0;
            ui.ctx().request_repaint();
        }
        return;
    }
    for (index, ((name, filter), count)) in chips() {
        let wrong = matches!(filter, Filter::Wrong);
        let label = format!("{name} {count}");
        let mark = wrong.then_some(Severity::Error);
        if chip(ui, &Chip { label: &label, mark, chosen: state.filter == index }).clicked() {
            state.filter = index;
            state.selected = None;
            ui.ctx().request_repaint();
        }
    }
}

/// Draws what can be done with the selected row.
pub(in crate::gui::screens) fn row_actions(
    ui: &mut Ui,
    session: &Session,
    group: &Group,
    state: &mut State,
) -> Vec<Answer> {
    let Some(made) = &state.made else { return vec![] };
    let selected = state.selected;
    let Some(row) = made.index.iter().position(|index| Some(*index) == selected) else {
        return vec![];
    };
    let last = made.rows.len().saturating_sub(1);
    let name = made.rows[row].name.clone();
    let mut answers = vec![];
    if button::with_icon(ui, all::ICON_LIST_ALT, "All fields").clicked()
        && let Some(entry) = entries(session, group).into_iter().nth(made.index[row])
    {
        answers.push(Answer::Details(entry.path));
    }
    let mut asked = vec![];
    let mut offer = |enabled: bool, icon, what: &str, answer: SheetAnswer| {
        let pressed = ui.add_enabled_ui(enabled, |ui| button::icon(ui, icon, what)).inner;
        if pressed.clicked() {
            asked.push(answer);
        }
    };
    offer(true, all::ICON_CONTENT_COPY, &format!("Duplicate {name}"), SheetAnswer::Duplicate(row));
    offer(row > 0, all::ICON_ARROW_UPWARD, &format!("Move {name} up"), SheetAnswer::MoveUp(row));
    let down = format!("Move {name} down");
    offer(row < last, all::ICON_ARROW_DOWNWARD, &down, SheetAnswer::MoveDown(row));
    offer(true, all::ICON_DELETE, &format!("Remove {name}"), SheetAnswer::Remove(row));
    answers.extend(take(session, group, state, asked));
    answers
}

/// What a sheet shows besides its rows.
#[derive(Clone, Copy)]
pub(in crate::gui::screens) struct Around<'a> {
    /// What the columns come to.
    pub(in crate::gui::screens) totals: Option<&'a [Cell]>,
    /// What stands below the headings of columns in the place of their own notes.
    pub(in crate::gui::screens) notes: &'a [(&'a str, String)],
    /// The most it may take, in points.
    pub(in crate::gui::screens) height: f32,
}

/// Draws the sheet, and takes what is done to it.
pub(in crate::gui::screens) fn show(
    ui: &mut Ui,
    session: &Session,
    group: &Group,
    state: &mut State,
    around: Around<'_>,
) -> Vec<Answer> {
    let target = sought(session, group, state);
    make(session, group, state);
    let Some(made) = &state.made else { return vec![] };
    let columns: Vec<&Column> = group.shown(state.more).collect();
    let choices: Vec<Vec<(&str, &str)>> = made
        .choices
        .iter()
        .map(|choices| choices.iter().map(|(v, l)| (v.as_str(), l.as_str())).collect())
        .collect();
    let currency = session.scenario().map_or("", |scenario| scenario.currency.code());
    let check = |column: &'static Column| {
        move |row: usize, text: &str| -> Result<(), Refusal> {
            let all = entries(session, group);
            let entry = made.index.get(row).and_then(|index| all.get(*index));
            entry.map_or(Ok(()), |entry| edits::set(session, entry, group, column, text).map(drop))
        }
    };
    let checks: Vec<_> = group.shown(state.more).map(check).collect();
    let heads: Vec<SheetColumn<'_>> = columns
        .iter()
        .enumerate()
        .map(|(nth, column)| SheetColumn {
            title: column.title,
            note: match around.notes.iter().find(|(title, _)| *title == column.title) {
                Some((_, note)) => note,
                None if column.note == CURRENCY => currency,
                None => column.note,
            },
            side: column.side,
            width: column.width,
            kind: if matches!(column.kind, super::Kind::Inside) {
                CellKind::ReadOnly
            } else if choices[nth].is_empty() {
                CellKind::Text(&checks[nth])
            } else {
                CellKind::Choice(&choices[nth])
            },
        })
        .collect();
    let selected = made.index.iter().position(|index| Some(*index) == state.selected);
    let drawn = Sheet {
        name: group.name,
        columns: &heads,
        rows: &made.rows,
        selected,
        add: Some(group.add),
        totals: around.totals,
    };
    let wanted = match target {
        Some((row, column)) => Some(cell_id(group.name, row, column)),
        None => state.adding.then(|| new_row(group.name)),
    };
    let asked = card::bare(ui, |ui| sheet(ui, &drawn, around.height)).inner;
    if let Some(id) = wanted {
        give_keyboard(ui, state, id);
    }
    take(session, group, state, asked)
}

/// Headings of the columns shown, for the totals below them.
pub(in crate::gui::screens) fn titles(
    group: &Group,
    state: &State,
) -> impl Iterator<Item = &'static str> + use<> {
    group.shown(state.more).map(|column| column.title)
}

/// Asks for the keyboard until it is there: a click or a question that is just being answered takes
/// it away again.
fn give_keyboard(ui: &Ui, state: &mut State, id: egui::Id) {
    let there = ui.memory(|memory| memory.has_focus(id));
    if there || state.tries == TRIES {
        state.tries = 0;
        state.adding = false;
        state.sought = None;
        return;
    }
    state.tries += 1;
    ui.memory_mut(|memory| memory.request_focus(id));
    ui.ctx().request_repaint();
}

/// Row and column of the value that is sought; its row is selected, its column shown.
fn sought(session: &Session, group: &Group, state: &mut State) -> Option<(usize, usize)> {
    let path = state.sought.clone()?;
    let entry = entries(session, group).into_iter().find(|entry| entry.path.holds(&path));
    let Some(entry) = entry else {
        state.sought = None;
        return None;
    };
    state.selected = Some(entry.index);
    let inside: Vec<Step> = path.steps().iter().skip(entry.path.steps().len()).cloned().collect();
    let begins = |column: &&Column| {
        let fields = column.fields(&entry).unwrap_or(&[]);
        let named = |(field, step): (&&str, &Step)| matches!(step, Step::Key(key) if key == field);
        !fields.is_empty() && fields.len() <= inside.len() && fields.iter().zip(&inside).all(named)
    };
    state.more |= group.columns.iter().find(begins).is_some_and(|column| column.more);
    let column = group.shown(state.more).position(|column| begins(&column)).unwrap_or(0);
    Some((entry.index, column))
}

/// Makes the rows, or keeps them.
fn make(session: &Session, group: &Group, state: &mut State) {
    let filters = (group.filters, state.filter);
    state.made = Made::kept_or_new(state.made.take(), session, group, filters, state.more);
}

/// Turns what was asked of the sheet into answers.
fn take(
    session: &Session,
    group: &Group,
    state: &mut State,
    asked: Vec<SheetAnswer>,
) -> Vec<Answer> {
    if asked.is_empty() {
        return vec![];
    }
    let all = entries(session, group);
    let index = state.made.as_ref().map_or(&[][..], |made| &made.index);
    let entry = |row: usize| index.get(row).and_then(|index| all.get(*index));
    let columns: Vec<&Column> = group.shown(state.more).collect();
    let (mut answers, mut selected) = (vec![], state.selected);
    for one in asked {
        let done = match one {
            SheetAnswer::Select(row) => {
                selected = entry(row).map(|entry| entry.index);
                answers.extend(entry(row).map(|entry| Answer::Meant(entry.path.clone())));
                continue;
            }
            SheetAnswer::Set { row, column, text } => match (entry(row), columns.get(column)) {
                (Some(entry), Some(column)) => {
                    match edits::set(session, entry, group, column, &text) {
                        Ok(None) => continue,
                        Ok(Some(edit)) => Ok(edit),
                        Err(refusal) => Err(refusal),
                    }
                }
                _ => continue,
            },
            SheetAnswer::Add(name) if (group.fresh)(session, &name).is_empty() => {
                answers.push(edits::begin(session, group, &name));
                continue;
            }
            SheetAnswer::Add(name) => {
                selected = Some(all.len());
                edits::add(session, group, &name)
            }
            SheetAnswer::Paste(rows) => edits::paste(session, group, &columns, &rows),
            SheetAnswer::Duplicate(row) => {
                let Some(entry) = entry(row) else { continue };
                selected = Some(entry.index + 1);
                edits::duplicate(session, group, entry)
            }
            SheetAnswer::Remove(row) => {
                let Some(entry) = entry(row) else { continue };
                edits::remove(session, group, entry)
            }
            SheetAnswer::MoveUp(row) => match beside(&entry, row, row.checked_sub(1)) {
                Some((entry, to)) => {
                    selected = Some(to);
                    Ok(edits::shift(group, entry, to))
                }
                None => continue,
            },
            SheetAnswer::MoveDown(row) => match beside(&entry, row, row.checked_add(1)) {
                Some((entry, to)) => {
                    selected = Some(to);
                    Ok(edits::shift(group, entry, to))
                }
                None => continue,
            },
        };
        answers.push(answer(done));
    }
    state.selected = selected;
    answers
}

/// The entry of a row, and the place of the one in the row that it changes places with.
fn beside<'e, 't: 'e>(
    entry: &impl Fn(usize) -> Option<&'e Entry<'t>>,
    row: usize,
    other: Option<usize>,
) -> Option<(&'e Entry<'t>, usize)> {
    Some((entry(row)?, entry(other?)?.index))
}

fn answer(done: Result<Edit, Refusal>) -> Answer {
    match done {
        Ok(edit) => Answer::Edit(edit),
        Err((what, hint)) => Answer::Tell(match hint {
            Some(hint) => format!("{what}: {hint}"),
            None => what,
        }),
    }
}
