//! How do people say it? Sentences that several reports share.

use rust_decimal::Decimal;

use crate::checks::country_name;
use crate::document;
use crate::engine::outlook::{
    Level, Missing, Outlook, PlanOutlook, Reading, ResourceOutlook, Runway, Segment,
};
use crate::model::{DO_NOTHING, Evidence, Move, Resource, Scenario};
use crate::units::{self, Day, DayRange, show_disk, show_ram};

pub(super) use super::scale::Scale;
use super::{Cell, MoneyValue, Tone, Value};

/// A day beside the day that the file speaks of: `19 May`, or `19 May 2022` in another year.
pub(super) fn day(day: Day, as_of: Day) -> String {
    if day.year() == as_of.year() { day.words_short() } else { day.words() }
}

/// [`day`] as a cell.
pub(super) fn day_cell(of: Day, as_of: Day) -> Cell {
    Cell::of(day(of, as_of), Value::Day(of))
}

/// `May to July 2021`, or with days where it is no whole months; `from` only where it has no end.
pub(super) fn period(range: DayRange) -> String {
    let Some(until) = range.until else { return format!("from {}", range.from.words()) };
    let last = until.plus_days(-1);
    let same_year = range.from.year() == last.year();
    if range.from.day_of_month() != 1 || until.day_of_month() != 1 {
        let first = if same_year { range.from.words_short() } else { range.from.words() };
        return if range.from >= last {
            range.from.words()
        } else {
            format!("{first} to {}", last.words())
        };
    }
    let (first, end) = (range.from.month_of(), last.month_of());
    if first == end {
        first.words()
    } else if same_year {
        format!("{} to {}", first.name(), end.words())
    } else {
        format!("{} to {}", first.words(), end.words())
    }
}

/// The same without the year where it is that of `as_of`.
pub(super) fn period_short(range: DayRange, as_of: Day) -> String {
    let words = period(range);
    words.strip_suffix(&format!(" {}", as_of.year())).map_or(words.clone(), str::to_owned)
}

/// `1 month`, `3 months`.
pub(super) fn count(n: i64, one: &str) -> String {
    units::plural(i128::from(n), one)
}

/// `a, b and c`.
pub(super) fn list<T: AsRef<str>>(parts: &[T]) -> String {
    units::list(parts)
}

/// The same with a capital at its start.
pub(super) fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}

/// What people call a resource, at the start of a sentence.
pub(super) fn resource(resource: &Resource) -> String {
    match resource {
        Resource::Ram => "RAM".to_owned(),
        Resource::Storage => "Storage".to_owned(),
        Resource::Backup => "Backup".to_owned(),
        Resource::Cpu => "CPU".to_owned(),
        Resource::Count(name) => name.clone(),
    }
}

/// What people call a resource, inside a sentence.
pub(super) fn resource_inside(of: &Resource) -> String {
    match of {
        Resource::Storage => "storage".to_owned(),
        Resource::Backup => "backup space".to_owned(),
        other => resource(other),
    }
}

/// The resource in a path, as `Ram` or `Count("ipv4")`.
pub(super) fn resource_key(resource: &Resource) -> String {
    match resource {
        Resource::Count(name) => name.clone(),
        other => format!("{other:?}"),
    }
}

/// An amount of a resource with its unit: `28.8 GiB`, `1.4 TB`, `8 threads`.
pub(super) fn level(resource: &Resource, level: Level) -> String {
    match resource {
        Resource::Ram => show_ram(level),
        Resource::Storage | Resource::Backup => show_disk(level),
        Resource::Cpu => format!("{} threads", thousandths(level)),
        Resource::Count(_) => thousandths(level).to_string(),
    }
}

/// [`level`] as a cell.
pub(super) fn level_cell(resource: &Resource, of: Level) -> Cell {
    Cell::of(level(resource, of), level_value(resource, of))
}

pub(super) fn level_value(resource: &Resource, of: Level) -> Value {
    match resource {
        Resource::Ram | Resource::Storage | Resource::Backup => Value::Bytes(of),
        Resource::Cpu | Resource::Count(_) => Value::Count(thousandths(of)),
    }
}

fn thousandths(level: Level) -> Decimal {
    Decimal::try_from_i128_with_scale(level, 3).unwrap_or(Decimal::MAX).normalize()
}

/// The same as a number for plots: GiB, GB or a count.
pub(super) fn level_number(resource: &Resource, level: Level) -> f64 {
    let unit = match resource {
        Resource::Ram => f64::from(1 << 30),
        Resource::Storage | Resource::Backup => 1e9,
        Resource::Cpu | Resource::Count(_) => 1e3,
    };
    level as f64 / unit
}

/// The unit of [`level_number`].
pub(super) fn level_unit(resource: &Resource) -> &str {
    match resource {
        Resource::Ram => "GiB",
        Resource::Storage | Resource::Backup => "GB",
        Resource::Cpu => "threads",
        Resource::Count(name) => name,
    }
}

/// Usable capacity and how it comes about: `28.8 GiB usable (10 % kept free)`.
pub(super) fn usable(of: &ResourceOutlook, usable: Level) -> String {
    let usable = level(&of.resource, usable);
    let mut less = Vec::new();
    if of.reserved > 0 {
        less.push(format!("{} for the host itself", level(&of.resource, of.reserved)));
    }
    if of.buffer_ppm > 0 {
        less.push(format!("{} % kept free", kept_free(of.buffer_ppm)));
    }
    match less.as_slice() {
        [] => format!("{usable} usable"),
        less => format!("{usable} usable ({})", less.join(", ")),
    }
}

pub(super) fn kept_free(ppm: u32) -> Decimal {
    Decimal::new(i64::from(ppm), 4).normalize()
}

/// `at least 611.34`, or the amount; `not known` where nothing is.
pub(super) fn amount(money: &MoneyValue) -> String {
    match (money.amount, money.at_least || money.up_to.is_some()) {
        (None, _) => "not known".to_owned(),
        (Some(amount), true) if amount.is_zero() && money.up_to.is_none() => "not known".to_owned(),
        (Some(amount), true) => format!("at least {}", number(amount)),
        (Some(amount), false) => number(amount),
    }
}

/// The same, and of what is not known at all its ceiling: `up to 161.32`.
pub(super) fn amount_or_ceiling(money: &MoneyValue) -> String {
    match (money.amount, up_to(money)) {
        (None, Some(up_to)) => up_to,
        _ => amount(money),
    }
}

/// `up to 772.66`, where there is an upper end.
pub(super) fn up_to(money: &MoneyValue) -> Option<String> {
    money.up_to.map(|amount| format!("up to {}", number(amount)))
}

/// The currency and basis: `CAD before tax`.
pub(super) fn basis(money: &MoneyValue) -> String {
    let code = money.currency.code();
    money.basis.map_or_else(|| code.to_owned(), |basis| format!("{code} {basis}"))
}

/// `at least 611.34 CAD before tax`.
pub(super) fn full(money: &MoneyValue) -> String {
    format!("{} {}", amount(money), basis(money))
}

/// A decimal with the minus that stands beside figures.
pub(super) fn number(amount: Decimal) -> String {
    if amount.is_sign_negative() && !amount.is_zero() {
        format!("−{}", amount.abs())
    } else {
        amount.abs().to_string()
    }
}

/// The same with a sign before what is added as well.
pub(super) fn signed(amount: Decimal) -> String {
    if amount > Decimal::ZERO { format!("+{amount}") } else { number(amount) }
}

/// A money cell without its unit, which the heading has.
pub(super) fn money_cell(money: MoneyValue) -> Cell {
    Cell::of(amount(&money), Value::Money(money))
}

/// What is paid in the period after its taxes: `after 13 % HST`, or `after tax` where there are
/// none or several.
pub(super) fn after_tax(scenario: &Scenario, period: DayRange) -> String {
    let valid: Vec<_> = scenario
        .taxes
        .iter()
        .filter(|tax| {
            let begun = period.until.is_none_or(|until| tax.from.is_none_or(|from| from < until));
            begun && tax.until.is_none_or(|until| until > period.from)
        })
        .collect();
    match valid.as_slice() {
        [tax] => format!("after {} {}", tax.rate, tax.name),
        _ => "after tax".to_owned(),
    }
}

/// How long it lasts, in a few words, with how that is meant.
pub(super) fn runway(of: &Runway, as_of: Day, horizon: Day) -> (String, Tone) {
    match of {
        Runway::Already { .. } => ("already short".to_owned(), Tone::Bad),
        Runway::Between { cautious: Some(cautious), expected: None } => (
            format!("lasts beyond {} (cautious: {})", month(horizon), day(*cautious, as_of)),
            Tone::Warning,
        ),
        Runway::Between { cautious, expected: Some(expected) } => {
            let until = format!("lasts until {}", day(*expected, as_of));
            match cautious {
                Some(cautious) if cautious != expected => {
                    (format!("{until} (cautious: {})", day(*cautious, as_of)), Tone::Warning)
                }
                _ => (until, Tone::Warning),
            }
        }
        Runway::Between { cautious: None, expected: None } => {
            ("cannot be told".to_owned(), Tone::Dim)
        }
        Runway::Beyond(day) => (format!("lasts beyond {}", month(*day)), Tone::Good),
        Runway::CannotTell(reason) => (format!("cannot be told: {reason}"), Tone::Dim),
    }
}

fn month(day: Day) -> String {
    day.month_of().words()
}

/// When a resource runs out under a plan, seen from the day on which its moves help.
pub(super) struct Lasting {
    /// From then on.
    pub(super) runway: Runway,
    /// Days on which it is short before that.
    pub(super) short: Option<DayRange>,
    /// First day of which nothing is said; `None`: the horizon.
    until: Option<Day>,
}

impl Lasting {
    /// As the outlook has it; where the plan's moves end a shortage, from the end of it on. `None`
    /// where the scenario does not count the resource.
    pub(super) fn of(scenario: &Scenario, plan: &PlanOutlook, of: &Resource) -> Option<Self> {
        let (segments, runway, until) = match (of, &plan.backup) {
            (Resource::Backup, Some(backup)) => (&backup.segments, &backup.runway, None),
            _ => plan.resource(of).map(|of| (&of.segments, &of.runway, Some(of.until)))?,
        };
        let from = |day| plan.runway_from(of, day);
        Some(Self::within(scenario, plan, (segments, runway, until), from))
    }

    /// The same of a course of demand and capacity that is the plan's, of which nothing is said from `until` on; `from`: its runway
    /// as seen from a later day.
    pub(super) fn within(
        scenario: &Scenario,
        plan: &PlanOutlook,
        (segments, runway, until): (&[Segment], &Runway, Option<Day>),
        from: impl Fn(Day) -> Option<Runway>,
    ) -> Self {
        let as_it_is = Self { runway: runway.clone(), short: None, until };
        let moves = scenario.plans.get(plan.name.as_ref());
        let days = moves.iter().flat_map(|moves| moves.iter());
        let days: Vec<Day> = days.filter(|step| !step.is_off()).map(Move::day).collect();
        let (Some(since), Some(first), Some(last)) =
            (runway.first_day(), days.iter().min(), days.iter().max())
        else {
            return as_it_is;
        };
        // What is short already may be relieved by the plan at any time; what runs out later only
        // by a move that is still to come.
        let latest = match runway {
            Runway::Already { .. } => None,
            _ => Some(*last),
        };
        let relief = segments
            .iter()
            .map(|segment| segment.from)
            .filter(|day| *day > since && day >= first && latest.is_none_or(|l| *day <= l))
            .find_map(|day| match from(day)? {
                Runway::Already { .. } => None,
                after => Some((day, after)),
            });
        match relief {
            Some((day, runway)) => Self { runway, short: Some(DayRange::new(since, day)), until },
            None => as_it_is,
        }
    }

    /// In words: `lasts beyond April 2023; short until 18 May`.
    pub(super) fn words(&self, as_of: Day, horizon: Day) -> (String, Tone) {
        let (text, tone) = runway(&self.runway, as_of, self.until.unwrap_or(horizon));
        let Some((short, until)) = self.short.and_then(|short| Some((short, short.until?))) else {
            return (text, tone);
        };
        let last = day(until.plus_days(-1), as_of);
        if short.from <= as_of {
            (format!("{text}; short until {last}"), tone)
        } else {
            (format!("{text}; short from {} to {last}", day(short.from, as_of)), tone)
        }
    }
}

/// The resource that ends first under a plan, with how it lasts: short for good before dated.
pub(super) fn ends_first(scenario: &Scenario, plan: &PlanOutlook) -> Option<(Resource, Lasting)> {
    let resources = plan.resources.iter().map(|of| of.resource.clone());
    resources
        .chain(plan.backup.iter().map(|_| Resource::Backup))
        .filter_map(|of| Lasting::of(scenario, plan, &of).map(|lasting| (of, lasting)))
        .filter_map(|(of, lasting)| Some((lasting.runway.first_day()?, of, lasting)))
        .min_by_key(|(day, ..)| *day)
        .map(|(_, of, lasting)| (of, lasting))
}

/// How long a plan lasts and what ends it: `already short · RAM`.
pub(super) fn lasts(scenario: &Scenario, plan: &PlanOutlook, outlook: &Outlook) -> Cell {
    if let Some((name, lasting)) = ends_first(scenario, plan) {
        let (text, tone) = lasting.words(outlook.as_of, outlook.horizon);
        let text = format!("{text} · {}", resource(&name));
        return Cell::words(text).toned(tone).because(runway_path(&plan.name, &name));
    }
    let unknown = plan.resources.iter().find_map(|of| match &of.runway {
        Runway::CannotTell(reason) => Some((of, reason)),
        _ => None,
    });
    if let Some((of, reason)) = unknown {
        return Cell::words(format!("{} cannot be told: {reason}", resource(&of.resource)))
            .toned(Tone::Dim)
            .because(runway_path(&plan.name, &of.resource));
    }
    let first = plan.resources.first().map(|of| of.resource.clone());
    match first.or(plan.backup.as_ref().map(|_| Resource::Backup)) {
        None => Cell::words("nothing is counted").toned(Tone::Dim),
        Some(first) => Cell::words(format!("lasts beyond {}", month(outlook.horizon)))
            .toned(Tone::Good)
            .because(runway_path(&plan.name, &first)),
    }
}

/// Path under which a runway is explained.
pub(super) fn runway_path(plan: &str, of: &Resource) -> String {
    format!("{}.headroom[{}]", plan_path(plan), quoted(&resource_key(of)))
}

/// Path of a plan: `plans["Rise-4 and 1 TB"]`.
pub(super) fn plan_path(plan: &str) -> String {
    format!("plans[{}]", quoted(plan))
}

/// Path under which one of a plan's amounts is explained.
pub(super) fn request_path(plan: &str, amount: &str) -> String {
    format!("{}.request.{amount}", plan_path(plan))
}

/// A key as it stands in a path.
pub(super) fn quoted(key: &str) -> String {
    document::quote(key)
}

/// Path of a plan's move, where the plan is in the file.
pub(super) fn move_path(plan: &str, index: usize, field: &str) -> Option<String> {
    (plan != DO_NOTHING).then(|| format!("{}[{index}].{field}", plan_path(plan)))
}

/// How well a figure is known, in words beside it; nothing where nobody said.
pub(super) fn evidence(of: Option<Evidence>) -> Option<&'static str> {
    match of? {
        Evidence::Measured => Some("measured"),
        Evidence::Allotted => Some("as handed out"),
        Evidence::Estimate => Some("estimated"),
    }
}

/// Where something stands: `Beauharnois, Canada`; the key where the file does not name it.
pub(super) fn region(scenario: &Scenario, key: &str) -> String {
    let Some(region) = scenario.regions.get(key) else { return key.to_owned() };
    let country = country(&region.country);
    region.name.as_ref().map_or_else(|| country.clone(), |name| format!("{name}, {country}"))
}

/// The name of a country by its code; the code where there is none such.
pub(super) fn country(code: &str) -> String {
    country_name(code).to_owned()
}

/// `the setup fee of Rise-4 (at most 161.32)`.
pub(super) fn missing(of: &Missing, ceiling: Option<Decimal>) -> String {
    match ceiling {
        Some(ceiling) => format!("{} (at most {})", of.what, number(ceiling)),
        None => of.what.clone(),
    }
}

/// Growth as declared, as a person wrote it: `0..2 % per month` is `0 to 2 % per month`.
pub(super) fn growth(scenario: &Scenario, of: &Resource) -> Option<String> {
    scenario.growth.get(of).map(|growth| growth.to_string().replace("..", " to "))
}

/// A level, or two where they differ: `36 GiB`, `28 GiB to 29.9 GiB`.
pub(super) fn reading_range(of: &Resource, low: Level, high: Level) -> String {
    let (a, b) = (level(of, low), level(of, high));
    if a == b { a } else { format!("{a} to {b}") }
}

/// The room that is left at the cautious and at the low end of a reading.
pub(super) fn room(reading: Reading, usable: Level) -> (Level, Level) {
    (usable - reading.cautious, usable - reading.low)
}
