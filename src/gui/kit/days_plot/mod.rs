//! How does a resource go day by day: measured, expected, usable, with what happens on the way?
//!
//! [`values`] reads lines on a day and thins them for drawing, [`eye`] is which days are looked at, [`labels`]
//! finds room for words, [`draw`] puts it all on the screen.

mod draw;
mod eye;
mod labels;
mod values;

use egui::Ui;

pub use draw::days_plot;
pub use eye::Eye;
pub(crate) use values::thinned;

/// How a line is drawn: only what was measured has a solid forecast.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trace {
    /// Usable, as steps.
    Usable,
    /// The same, if nothing is done: dashed.
    Untouched,
    /// What was measured, with dots where there is room for them.
    Measured,
    /// What is expected, as far as it can be trusted.
    Expected,
    /// The same, further on: lighter.
    Further,
    /// The upper end of the band.
    Cautious,
    /// The lower end of the band.
    Low,
    /// Growth as somebody declared it: dashed.
    Declared,
    /// Its upper end: dashed, with a band down to `Declared`.
    DeclaredHigh,
}

/// A line; straight between its points.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// What stands at its end; empty: nothing.
    pub label: String,
    /// How it is drawn.
    pub trace: Trace,
    /// Days as [`super::chart::day`] counts them, in order, with amounts.
    pub points: Vec<[f64; 2]>,
}

/// What an area of demand is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// What always runs.
    Always,
    /// What runs for a time.
    ForATime,
    /// Wanted, but off: hatched.
    Off,
}

/// What something wants, on what lies below it.
#[derive(Clone, Debug, PartialEq)]
pub struct Area {
    /// What stands in it or, where it is too small, beside it.
    pub label: String,
    /// The same in fewer words.
    pub brief: String,
    /// What it is made of.
    pub part: Part,
    /// First day, first day after, foot, top.
    pub pieces: Vec<[f64; 4]>,
}

/// What is marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The day that is spoken of.
    Today,
    /// Something that happened.
    Event,
    /// Something that is planned.
    Move,
    /// Days on which more is wanted.
    Window,
    /// What a level is.
    Level,
    /// It runs out.
    RunOut,
}

/// A day, or some, with words: lines of them apart by line feeds.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// Its day.
    pub day: f64,
    /// First day after, where it is several.
    pub until: Option<f64>,
    /// The amount that is meant; `None`: the day itself.
    pub at: Option<f64>,
    /// Its words.
    pub text: String,
    /// What it marks.
    pub kind: Kind,
}

/// What there is to see.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Picture {
    /// Unit of all amounts.
    pub unit: String,
    /// First day and first day after.
    pub span: [f64; 2],
    /// From below to above.
    pub areas: Vec<Area>,
    /// Lines.
    pub lines: Vec<Line>,
    /// Marks.
    pub marks: Vec<Mark>,
    /// Greatest amount shown; a line that goes above it ends in an arrow. `None`: all is shown.
    pub most: Option<f64>,
}

/// A picture, as it is to be drawn.
#[derive(Clone, Copy, Debug)]
pub struct Shown<'a> {
    /// What is heard in place of the picture: one sentence that names the table with the same figures.
    pub label: &'a str,
    /// Name of what reads a day: tells two plots of a page apart.
    pub reader: &'a str,
    /// Height of all, in points.
    pub height: f32,
    /// What there is to see.
    pub picture: &'a Picture,
}

/// The buttons that show more or fewer days, for the heading of a plot. From right to left.
pub fn buttons(ui: &mut Ui, eye: &mut Eye, span: [f64; 2]) {
    use super::button;
    use super::icon::all;
    if button::icon(ui, all::ICON_FIT_WIDTH, "Whole range").clicked() {
        eye.whole();
    }
    if button::icon(ui, all::ICON_ZOOM_OUT, "Zoom out").clicked() {
        eye.zoom(span, 2.0, None);
    }
    if button::icon(ui, all::ICON_ZOOM_IN, "Zoom in").clicked() {
        eye.zoom(span, 0.5, None);
    }
}
