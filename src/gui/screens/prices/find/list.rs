//! How is everything that serves listed, and what does not with its reason?

use egui::Ui;

use crate::checks::country_name;
use crate::engine::configure::{Choice, Column, Direction, Needs, Pick, Sort};
use crate::gui::kit::long_table::{LongAnswer, LongHead, LongTable, Order, long_table};
use crate::gui::kit::table::{Cell, Row, Side};
use crate::gui::parts;
use crate::gui::theme::Tone;
use crate::report::configurations::{Described, reason};

use super::answered::Answered;

/// Which of both is listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Listing {
    #[default]
    Serving,
    Out,
}

/// A column of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shown {
    Name,
    Ram,
    Disks,
    Usable,
    Threads,
    Where,
    Paid,
    Monthly,
    Once,
    Period,
    Horizon,
    PerGib,
    Reason,
}

impl Shown {
    const ALL: &[Self] = &[
        Self::Name,
        Self::Ram,
        Self::Disks,
        Self::Usable,
        Self::Threads,
        Self::Where,
        Self::Paid,
        Self::Monthly,
        Self::Once,
        Self::Period,
        Self::Horizon,
        Self::PerGib,
    ];
    const FEW: &[Self] = &[
        Self::Name,
        Self::Ram,
        Self::Disks,
        Self::Usable,
        Self::Paid,
        Self::Monthly,
        Self::Once,
        Self::Period,
    ];
    const OUT: &[Self] =
        &[Self::Name, Self::Ram, Self::Disks, Self::Where, Self::Paid, Self::Monthly, Self::Reason];
    const OUT_FEW: &[Self] = &[Self::Name, Self::Ram, Self::Paid, Self::Monthly, Self::Reason];

    /// Heading, side, least width and share of the room that is left.
    fn head(self) -> (&'static str, Side, f32, f32) {
        match self {
            Self::Name => ("Name", Side::Left, 106.0, 1.0),
            Self::Ram => ("RAM", Side::Right, 70.0, 0.0),
            Self::Disks => ("Disks", Side::Left, 190.0, 2.0),
            Self::Usable => ("Usable", Side::Right, 72.0, 0.0),
            Self::Threads => ("Threads", Side::Right, 62.0, 0.0),
            Self::Where => ("Where", Side::Left, 96.0, 1.5),
            Self::Paid => ("Paid", Side::Left, 92.0, 0.5),
            Self::Monthly => ("Monthly", Side::Right, 78.0, 0.0),
            Self::Once => ("Setup", Side::Right, 66.0, 0.0),
            Self::Period => ("Request", Side::Right, 84.0, 0.0),
            Self::Horizon => ("To horizon", Side::Right, 88.0, 0.0),
            Self::PerGib => ("A GiB", Side::Right, 62.0, 0.0),
            Self::Reason => ("Why not", Side::Left, 210.0, 3.0),
        }
    }

    fn sorts_by(self) -> Option<Column> {
        Some(match self {
            Self::Name => Column::Name,
            Self::Ram => Column::Ram,
            Self::Usable => Column::Disk,
            Self::Threads => Column::Threads,
            Self::Paid => Column::Term,
            Self::Monthly => Column::Monthly,
            Self::Once => Column::OneOff,
            Self::Period => Column::Period,
            Self::Horizon => Column::Horizon,
            Self::PerGib => Column::PerGib,
            Self::Disks | Self::Where | Self::Reason => return None,
        })
    }

    fn cell(self, of: &Described, why: &str, country: Option<&str>) -> Cell {
        let plain = |cell: &crate::report::Cell| parts::cell(cell);
        match self {
            Self::Name => Cell::plain(of.name.text.trim()),
            Self::Ram => plain(&of.ram),
            Self::Disks => plain(&of.disks),
            Self::Usable => plain(&of.disk),
            Self::Threads => plain(&of.threads),
            Self::Where => {
                // The country that was asked for need not be said in each row.
                let asked = country.map(|country| format!(", {country}"));
                let own =
                    asked.and_then(|asked| of.place.text.strip_suffix(&asked).map(str::to_owned));
                own.map_or_else(|| plain(&of.place), Cell::plain)
            }
            Self::Paid => plain(&of.term),
            Self::Monthly => plain(&of.monthly),
            Self::Once if of.one_off.text == "0.00" => Cell::toned("–", Tone::Dim),
            Self::Once => plain(&of.one_off),
            Self::Period => plain(&of.period),
            Self::Horizon => plain(&of.horizon),
            Self::PerGib => plain(&of.per_gib),
            Self::Reason => Cell::toned(why, Tone::Warning),
        }
    }
}

/// What was asked of the list.
pub(super) enum Listed {
    Chosen(Pick),
    Sort(Sort),
}

/// What is listed, and how it is looked at.
pub(super) struct List<'a> {
    pub(super) choice: &'a Choice,
    pub(super) needs: &'a Needs,
    pub(super) found: &'a Answered,
    pub(super) listing: Listing,
    pub(super) sort: Sort,
    pub(super) chosen: Option<Pick>,
    /// Whether the chosen one is to be scrolled to.
    pub(super) seek: bool,
    pub(super) height: f32,
}

/// Draws the rows in view.
pub(super) fn list(ui: &mut Ui, of: &List<'_>) -> Option<Listed> {
    let narrow = ui.available_width() < 900.0;
    let columns = match (of.listing, narrow) {
        (Listing::Serving, false) => Shown::ALL,
        (Listing::Serving, true) => Shown::FEW,
        (Listing::Out, false) => Shown::OUT,
        (Listing::Out, true) => Shown::OUT_FEW,
    };
    let sorts = of.listing == Listing::Serving;
    let heads: Vec<LongHead> = columns
        .iter()
        .map(|column| {
            let (title, side, width, grows) = column.head();
            let sorts = sorts && column.sorts_by().is_some();
            LongHead { title: title.to_owned(), side, width, grows, sorts }
        })
        .collect();
    let by = columns.iter().position(|column| sorts && column.sorts_by() == Some(of.sort.by));
    let order = match (by, of.sort.direction) {
        (None, _) => Order::None,
        (Some(at), Direction::Ascending) => Order::Up(at),
        (Some(at), Direction::Descending) => Order::Down(at),
    };
    let rows = match of.listing {
        Listing::Serving => of.found.serving.len(),
        Listing::Out => of.found.out.len(),
    };
    let pick = |row: usize| match of.listing {
        Listing::Serving => of.found.serving.get(row).copied(),
        Listing::Out => of.found.out.get(row).map(|judged| judged.pick),
    };
    // Looked for among very many only when it may have moved.
    let seek = of.seek.then(|| (0..rows).find(|row| pick(*row) == of.chosen)).flatten();
    let table = LongTable {
        name: if sorts { "What serves" } else { "What does not serve" },
        heads: &heads,
        rows,
        chosen: None,
        order,
        height: of.height,
        seek,
    };
    let currency = of.choice.situation().currency();
    let country = of.needs.country.as_deref().map(country_name);
    let mut row = |index: usize| {
        let Some(pick) = pick(index) else { return Row::default() };
        let described = Described::of(of.choice, of.needs, pick);
        let why = match (of.listing, of.found.out.get(index)) {
            (Listing::Out, Some(judged)) => {
                reason(&of.choice.configuration(pick), &judged.reason, currency)
            }
            _ => String::new(),
        };
        let cells = columns.iter().map(|column| column.cell(&described, &why, country)).collect();
        let name = described.name.text.trim().to_owned();
        Row { name, cells, chosen: Some(pick) == of.chosen, ..Row::default() }
    };
    match long_table(ui, &table, &mut row)? {
        LongAnswer::Row(index) => pick(index).map(Listed::Chosen),
        LongAnswer::Sort(column) => {
            let by = columns.get(column)?.sorts_by()?;
            let turned = match of.sort.direction {
                Direction::Ascending if of.sort.by == by => Direction::Descending,
                _ => Direction::Ascending,
            };
            Some(Listed::Sort(Sort { by, direction: turned }))
        }
    }
}
