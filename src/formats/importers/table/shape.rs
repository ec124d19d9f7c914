//! How is a table written: what parts its cells, and what does each column hold?

use std::fmt;

use super::moments::{DateOrder, Moment};
use super::names::Kind;
use crate::model::Resource;
use crate::units::SizeUnit;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The day, or the day and the time.
    Time,
    /// The time of day, where the day stands in a column of its own.
    Clock,
    /// The host that was measured.
    Host,
    /// What on the host: a guest, a file system, a repository.
    Part,
    /// What was measured, where each row names it.
    Metric,
    /// What was in use.
    Value,
    /// All that could be.
    Total,
    /// Nothing that is taken.
    Ignored,
}

/// What a person says of a table; `None` and no columns where the guess is right.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TableTold {
    /// What parts the cells.
    pub separator: Option<char>,
    /// What decimals stand behind: `.` or `,`.
    pub decimal: Option<char>,
    /// The order of a date's numbers.
    pub date: Option<DateOrder>,
    /// Whether the first row names the columns.
    pub header: Option<bool>,
    /// Columns, counted from 1, and what they hold.
    pub columns: Vec<(usize, Role)>,
}

/// How a table is written, as it was guessed of its beginning and corrected by what was told.
#[derive(Clone, Debug, PartialEq)]
pub struct Shape {
    /// What parts the cells; several spaces are one.
    pub separator: u8,
    /// What decimals stand behind.
    pub decimal: u8,
    /// Whether a row names the columns.
    pub header: bool,
    /// How moments are written; `None` where no column has any.
    pub moment: Option<Moment>,
    /// Whether quoted text goes over the end of a line.
    pub quoted_lines: bool,
    /// Every column, in its order.
    pub columns: Vec<Column>,
    /// What a person should know of the guess, as sentences.
    pub notes: Vec<String>,
    /// Lines before the first row of figures.
    pub(super) lead: usize,
    /// The line of the headings as it stands, which concatenated tables repeat.
    pub(super) heading: String,
    /// Minutes east of UTC.
    pub(super) utc_offset: i32,
}

/// A column as it was guessed.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// Its heading; empty where it has none.
    pub heading: String,
    /// What stands in its first row that says anything.
    pub example: String,
    /// What it holds.
    pub role: Role,
    /// What its figures are of their resource.
    pub kind: Kind,
    /// The resource that its heading names.
    pub resource: Option<Resource>,
    /// The unit of a bare number, where the heading names one.
    pub unit: Option<SizeUnit>,
    /// Whether its figures have their units behind them, as `31.2G`.
    pub suffixed: bool,
    /// Whether there are figures in it.
    pub figures: bool,
}

impl Shape {
    /// Whether each row names what was measured, rather than a heading.
    pub fn is_long(&self) -> bool {
        self.columns.iter().any(|column| column.role == Role::Metric)
    }

    /// Columns, from 0, with figures that are taken.
    pub(super) fn values(&self) -> impl Iterator<Item = (usize, &Column)> {
        let taken = |role| matches!(role, Role::Value | Role::Total);
        self.columns.iter().enumerate().filter(move |(_, column)| taken(column.role))
    }

    /// Columns, from 0, of this role.
    pub(super) fn of_role(&self, role: Role) -> impl Iterator<Item = usize> + '_ {
        let columns = self.columns.iter().enumerate();
        columns.filter(move |(_, column)| column.role == role).map(|(at, _)| at)
    }
}

impl Role {
    /// Every role, in the order in which they are offered.
    pub const ALL: [Self; 8] = [
        Self::Time,
        Self::Clock,
        Self::Host,
        Self::Part,
        Self::Metric,
        Self::Value,
        Self::Total,
        Self::Ignored,
    ];

    /// As the command line and the window name it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Time => "time",
            Self::Clock => "clock",
            Self::Host => "host",
            Self::Part => "part",
            Self::Metric => "metric",
            Self::Value => "value",
            Self::Total => "total",
            Self::Ignored => "left out",
        }
    }
}

impl Moment {
    /// In words: `as YYYY-MM-DD`.
    pub fn words(self) -> &'static str {
        match self {
            Self::Epoch(1) => "in seconds since 1970",
            Self::Epoch(1_000) => "in milliseconds since 1970",
            Self::Epoch(1_000_000) => "in microseconds since 1970",
            Self::Epoch(_) => "in nanoseconds since 1970",
            Self::Date(DateOrder::Ymd) => "as year, month, day",
            Self::Date(DateOrder::Dmy) => "as day, month, year",
            Self::Date(DateOrder::Mdy) => "as month, day, year",
        }
    }
}

/// In a line: `columns: 1 time as year, month, day; 2 host; 3 value in B of memory; parted by ","`.
impl fmt::Display for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("columns: ")?;
        for (at, column) in self.columns.iter().enumerate() {
            write!(f, "{}{} {}", if at == 0 { "" } else { "; " }, at + 1, column.role.name())?;
            match (column.role, self.moment) {
                (Role::Time, Some(moment)) => write!(f, " {}", moment.words())?,
                (Role::Value | Role::Total, _) => column.fmt_unit(f)?,
                (Role::Ignored, _) if !column.heading.is_empty() => {
                    write!(f, " (`{}`)", column.heading)?;
                }
                _ => {}
            }
        }
        let parted = match self.separator {
            b'\t' => "a tab".to_owned(),
            b' ' => "spaces".to_owned(),
            other => format!("`{}`", char::from(other)),
        };
        write!(f, "; parted by {parted}, decimals behind `{}`", char::from(self.decimal))?;
        f.write_str(if self.header { ", with headings" } else { ", no headings" })
    }
}

impl Column {
    fn fmt_unit(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.unit {
            _ if self.suffixed => f.write_str(" with its unit")?,
            Some(unit) => write!(f, " in {}", unit.name())?,
            None => {}
        }
        match &self.resource {
            Some(Resource::Ram) => f.write_str(" of memory"),
            Some(Resource::Storage) => f.write_str(" of disks"),
            Some(Resource::Backup) => f.write_str(" of backups"),
            Some(Resource::Cpu) => f.write_str(" of CPU threads"),
            Some(Resource::Count(name)) => write!(f, " of {name}"),
            None => Ok(()),
        }
    }
}
