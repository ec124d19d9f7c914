//! How does the report's plot become a picture: once for all days, once for the next months?

use chrono::{Datelike as _, Months, NaiveDate};

use crate::gui::kit::chart::day;
use crate::gui::kit::days_plot::{Area, Kind, Line, Mark, Part, Picture, Trace};
use crate::report::{AreaRole, Block, LineRole, Lines, MarkRole, Plot, Report};
use crate::units::Day;

/// Months of what makes a demand up.
const NEAR: u32 = 6;

/// The pictures of a resource.
#[derive(Debug)]
pub(super) struct Drawn {
    pub(super) title: String,
    pub(super) subtitle: String,
    /// `GB, to December 2027`.
    pub(super) until: String,
    /// All days.
    pub(super) far: Picture,
    /// What makes the demand up, where nothing was measured.
    pub(super) near: Option<Picture>,
}

impl Drawn {
    /// `None` where the report has no plot.
    pub(super) fn of(report: &Report) -> Option<Self> {
        let lines = report.blocks.iter().find_map(|block| match block {
            Block::Plot(Plot::Lines(lines)) => Some(lines),
            _ => None,
        })?;
        let far = Picture {
            unit: lines.unit.clone(),
            span: span(lines)?,
            areas: Vec::new(),
            lines: drawn_lines(lines),
            marks: marks(lines),
            most: None,
        };
        let until = lines.lines.iter().filter_map(|line| line.points.last()).map(|p| p.0).max()?;
        let until = format!("{}, to {}", lines.unit, until.plus_days(-1).month_of().words());
        if lines.areas.is_empty() {
            let title = lines.title.clone();
            return Some(Self { title, subtitle: until.clone(), until, far, near: None });
        }
        Some(Self {
            title: "What makes it up".to_owned(),
            subtitle: format!("{} {}, at today's sizes", lines.title, lines.unit),
            until,
            near: near(lines, &far),
            far: Picture { marks: far_marks(&far.marks), ..far },
        })
    }
}

fn number(of: Day) -> f64 {
    day(of.naive())
}

/// First day and first day after; what was measured begins it, else what is wanted.
fn span(lines: &Lines) -> Option<[f64; 2]> {
    let days = || lines.lines.iter().flat_map(|line| line.points.iter().map(|point| point.0));
    let (first, last) = (days().min()?, days().max()?);
    Some([number(first), number(last).max(number(first) + 1.0)])
}

fn drawn_lines(lines: &Lines) -> Vec<Line> {
    let of = |line: &crate::report::DayLine| {
        let trace = match line.role {
            LineRole::Capacity => Trace::Usable,
            LineRole::CapacityUnchanged => Trace::Untouched,
            LineRole::Declared => Trace::Declared,
            LineRole::DeclaredHigh => Trace::DeclaredHigh,
            LineRole::Measured => Trace::Measured,
            LineRole::Expected => Trace::Expected,
            LineRole::ExpectedFurther => Trace::Further,
            LineRole::Cautious => Trace::Cautious,
            LineRole::Low => Trace::Low,
            LineRole::Cost => return None,
        };
        let points = line.points.iter().map(|(on, value)| [number(*on), *value]).collect();
        Some(Line { label: line.name.clone(), trace, points })
    };
    lines.lines.iter().filter_map(of).collect()
}

fn marks(lines: &Lines) -> Vec<Mark> {
    let of = |mark: &crate::report::Mark| Mark {
        day: number(mark.day),
        until: mark.until.map(number),
        at: mark.at,
        text: mark.what.clone(),
        kind: match mark.role {
            MarkRole::Day => Kind::Today,
            MarkRole::Event => Kind::Event,
            MarkRole::Move => Kind::Move,
            MarkRole::Window => Kind::Window,
            MarkRole::Level => Kind::Level,
            MarkRole::RunOut => Kind::RunOut,
        },
    };
    lines.marks.iter().map(of).collect()
}

/// Beside the near picture the far one needs no words about today.
fn far_marks(marks: &[Mark]) -> Vec<Mark> {
    let kept = marks.iter().filter(|mark| !matches!(mark.kind, Kind::Today | Kind::Level));
    let short = |mark: &&Mark| mark.kind != Kind::RunOut || !mark.text.ends_with("today");
    kept.filter(short).cloned().collect()
}

/// The areas of the next months under the lines of demand; what is usable may lie far above.
fn near(lines: &Lines, far: &Picture) -> Option<Picture> {
    let first = lines.marks.iter().find(|mark| mark.role == MarkRole::Day)?.day.naive();
    let from = NaiveDate::from_ymd_opt(first.year(), first.month(), 1)?;
    let until = from.checked_add_months(Months::new(NEAR))?;
    let span = [day(from), day(until).min(far.span[1])];
    let area = |of: &crate::report::DayArea| Area {
        label: of.name.clone(),
        brief: of.brief.clone(),
        part: match of.role {
            AreaRole::Always => Part::Always,
            AreaRole::ForATime => Part::ForATime,
            AreaRole::Off => Part::Off,
        },
        pieces: of
            .pieces
            .iter()
            .map(|piece| [number(piece.from), number(piece.until), piece.low, piece.high])
            .collect(),
    };
    let areas: Vec<Area> = lines.areas.iter().map(area).collect();
    // As high as what is wanted in these months, and as what is usable at first.
    let tops = areas.iter().flat_map(|area| &area.pieces).filter(|p| p[0] < span[1]).map(|p| p[3]);
    let wanted = far.lines.iter().filter(|line| line.trace != Trace::Usable);
    let wanted = wanted.flat_map(|line| &line.points).filter(|p| p[0] < span[1]).map(|p| p[1]);
    let level = far.marks.iter().filter(|mark| mark.kind == Kind::Level).filter_map(|mark| mark.at);
    let demand = tops.chain(wanted).fold(0.0, f64::max);
    let level = level.filter(|level| *level <= 2.5 * demand).fold(0.0, f64::max);
    // The areas are what is wanted at the least: their upper edge needs no line.
    let has_high = far.lines.iter().any(|line| line.trace == Trace::DeclaredHigh);
    let twice = |line: &&Line| !(has_high && line.trace == Trace::Declared);
    let lines = far.lines.iter().filter(twice).cloned().collect();
    let named = |mark: &&Mark| mark.kind != Kind::Level;
    let marks = far.marks.iter().filter(named).cloned().collect();
    let most = Some(demand.max(level) * 1.08);
    Some(Picture { span, areas, lines, marks, most, ..far.clone() })
}
