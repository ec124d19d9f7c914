//! The one shape that all output has.

use rust_decimal::Decimal;

use crate::diag::Severity;
use crate::units::{Basis, Currency, Day};

/// An answer, in reading order.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// Stable name, as `schedule`.
    pub name: &'static str,
    /// Heading of the whole.
    pub title: String,
    /// What stands below the heading.
    pub blocks: Vec<Block>,
}

/// A part of a report.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// A heading inside the report.
    Heading(String),
    /// Sentences; parts of them may carry values.
    Text(Paragraph),
    /// Rows and columns.
    Table(Table),
    /// A picture; its figures are also in a table of the same report.
    Plot(Plot),
}

/// Sentences made of spans.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Paragraph {
    /// Joined without anything between them.
    pub spans: Vec<Cell>,
    /// How it is meant.
    pub tone: Tone,
}

/// Rows and columns, each cell with its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// Stable name inside the report, as `invoices`; a CSV file or JSON key is named by it.
    pub key: &'static str,
    /// Heading; may be empty.
    pub title: String,
    /// Columns, left to right.
    pub columns: Vec<Column>,
    /// Rows, each with one cell a column.
    pub rows: Vec<Row>,
    /// A line below the table.
    pub note: Option<String>,
}

/// A column.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// Stable name, as `before_tax`.
    pub key: &'static str,
    /// Heading, with the unit: `Before tax, CAD`.
    pub title: String,
    /// Numbers stand at the right.
    pub align: Align,
}

/// On which side a column's text stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// Words.
    Left,
    /// Numbers.
    Right,
}

/// A row.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Whether it is a sum of those above.
    pub kind: RowKind,
    /// As many as there are columns.
    pub cells: Vec<Cell>,
}

/// What a row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowKind {
    /// One of the things listed.
    Item,
    /// A sum of items above.
    Total,
    /// Chosen, as the plan asked for.
    Chosen,
}

/// A value, as it is shown.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cell {
    /// As a person reads it. Numbers in a column leave out the unit that its heading has.
    pub text: String,
    /// As a program reads it.
    pub value: Value,
    /// How it is meant.
    pub tone: Tone,
    /// Path that "Why this number?" explains, as `plans["A"].request.before_tax`.
    pub why: Option<String>,
    /// Path of the value in the file that may be changed where it stands.
    pub edit: Option<String>,
}

/// A value for programs: csv, json, spreadsheets.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Value {
    /// Nothing, or only words.
    #[default]
    None,
    /// Words with a meaning of their own, as a key.
    Text(String),
    /// Money.
    Money(MoneyValue),
    /// A day.
    Day(Day),
    /// Bytes.
    Bytes(i128),
    /// A count.
    Count(Decimal),
    /// A percentage, 13 for 13 %.
    Percent(Decimal),
}

/// An amount with all that is known of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MoneyValue {
    /// What is known; the lower end. `None`: nothing at all is.
    pub amount: Option<Decimal>,
    /// The upper end, where it differs and is known.
    pub up_to: Option<Decimal>,
    /// Whether more may come.
    pub at_least: bool,
    /// Currency.
    pub currency: Currency,
    /// Before or after tax; `None`: nobody said.
    pub basis: Option<Basis>,
}

/// How something is meant. Never told by colour alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// As it is.
    #[default]
    Plain,
    /// Second to what stands beside it.
    Dim,
    /// The one that counts.
    Strong,
    /// Fits.
    Good,
    /// At risk.
    Warning,
    /// Wrong or short.
    Bad,
}

impl From<Severity> for Tone {
    fn from(severity: Severity) -> Self {
        match severity {
            Severity::Error => Self::Bad,
            Severity::Warning => Self::Warning,
            Severity::Note => Self::Plain,
        }
    }
}

/// A picture of a table.
#[derive(Clone, Debug, PartialEq)]
pub enum Plot {
    /// Amounts by month, stacked.
    Stacks(Stacks),
    /// Lines over days.
    Lines(Lines),
    /// From one total to another.
    Bridge(Bridge),
}

/// Stacked amounts by month.
#[derive(Clone, Debug, PartialEq)]
pub struct Stacks {
    /// Heading.
    pub title: String,
    /// Unit of the axis, as `CAD`.
    pub unit: String,
    /// One a month, as `May`.
    pub labels: Vec<String>,
    /// From the bottom up.
    pub series: Vec<Series>,
    /// Months inside the request period, first and first after.
    pub marked: Option<(usize, usize)>,
    /// A level line with its name, as what is paid now.
    pub level: Option<(String, f64)>,
}

/// One part of every stack.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// What it is, as `Rise-4 161.32`.
    pub name: String,
    /// How it is drawn.
    pub role: SeriesRole,
    /// One value a label.
    pub values: Vec<f64>,
}

/// How a series is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SeriesRole {
    /// What runs and is paid today.
    Now,
    /// What the plan orders.
    New,
    /// Backup space.
    Backup,
    /// Both servers paid.
    Overlap,
    /// Charged once.
    OneOff,
    /// Not known, as high as its ceiling.
    Unknown,
    /// Lines beside the contracts.
    Other,
}

/// Lines over days.
#[derive(Clone, Debug, PartialEq)]
pub struct Lines {
    /// Heading.
    pub title: String,
    /// Unit of the upright axis.
    pub unit: String,
    /// What makes a level up, from below to above.
    pub areas: Vec<DayArea>,
    /// Lines, each with its points.
    pub lines: Vec<DayLine>,
    /// Days marked with words, as `today`.
    pub marks: Vec<Mark>,
}

/// What one thing adds to a level, on its days.
#[derive(Clone, Debug, PartialEq)]
pub struct DayArea {
    /// What it is, with how much: `loomio for the AGM, 4`.
    pub name: String,
    /// The same in fewer words: `loomio, 4`.
    pub brief: String,
    /// How it is drawn.
    pub role: AreaRole,
    /// Where it lies, in the order of days.
    pub pieces: Vec<Piece>,
}

/// A stretch of days between two levels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Piece {
    /// First day.
    pub from: Day,
    /// First day after.
    pub until: Day,
    /// Its foot.
    pub low: f64,
    /// Its top.
    pub high: f64,
}

/// How an area is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AreaRole {
    /// What always runs.
    Always,
    /// What runs for a time.
    ForATime,
    /// Wanted, but off: hatched.
    Off,
}

/// A day, or some, with words.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// The day, or the first.
    pub day: Day,
    /// First day after, where it is several.
    pub until: Option<Day>,
    /// The level that is meant; `None`: the day itself.
    pub at: Option<f64>,
    /// What is said.
    pub what: String,
    /// What it marks.
    pub role: MarkRole,
}

/// What is marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MarkRole {
    /// The day that is spoken of, or one that is planned.
    Day,
    /// Something that happened to what was measured.
    Event,
    /// A move of the plan.
    Move,
    /// Days on which a service wants more.
    Window,
    /// What a level is, from that day on.
    Level,
    /// It runs out.
    RunOut,
}

/// One line over days.
#[derive(Clone, Debug, PartialEq)]
pub struct DayLine {
    /// What it is.
    pub name: String,
    /// How it is drawn.
    pub role: LineRole,
    /// Points in the order of days.
    pub points: Vec<(Day, f64)>,
}

/// How a line is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineRole {
    /// A step line in the text colour.
    Capacity,
    /// The same, if nothing is done.
    CapacityUnchanged,
    /// Declared growth: dashed.
    Declared,
    /// The upper end of what was declared.
    DeclaredHigh,
    /// What was measured.
    Measured,
    /// What is expected of what was measured, as far as that can be trusted.
    Expected,
    /// The same, further on.
    ExpectedFurther,
    /// Only 1 in 10 is above.
    Cautious,
    /// Only 1 in 10 is below.
    Low,
    /// A total by the day of the order: steps.
    Cost,
}

/// From one total to another, step by step.
#[derive(Clone, Debug, PartialEq)]
pub struct Bridge {
    /// Heading.
    pub title: String,
    /// Unit of the axis.
    pub unit: String,
    /// The first is the total left from, the last the one arrived at.
    pub steps: Vec<BridgeStep>,
}

/// One bar of a bridge.
#[derive(Clone, Debug, PartialEq)]
pub struct BridgeStep {
    /// What it is.
    pub name: String,
    /// A second line, as `3 months`.
    pub detail: String,
    /// A total, or by how much it rises or falls.
    pub amount: f64,
    /// The amount as shown.
    pub text: String,
    /// Whether it is one of the two totals.
    pub total: bool,
    /// The most that an unknown part may add, drawn as a dashed outline.
    pub unknown: Option<f64>,
}
