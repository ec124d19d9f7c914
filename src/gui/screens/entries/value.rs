//! How is a value typed, written in the file, and shown in a cell?

use crate::checks::country_name;
use crate::document::{At, Shape, quote};
use crate::gui::kit::Refusal;
use crate::gui::screens::details::words;
use crate::session::Session;
use crate::units::{
    Day, Money, Month, Percent, Size, SizeRange, SizeUnit, Span, Wrong, in_gib, list,
};

use super::{said, windows};

/// What stands in a column.
#[derive(Clone, Copy)]
pub(in crate::gui::screens) enum Kind {
    /// Any text.
    Words,
    /// Memory, which may be a range; shown in GiB without its unit.
    Ram,
    /// Disk, which may be a range.
    Disk,
    /// Memory of something sold: one size.
    OneRam,
    /// Disk of something sold: one size, shown as it was written.
    OneDisk,
    /// A day; `31 May 2021` is taken too.
    Day,
    /// A month, as `2021-05`; `May 2021` is taken too.
    Month,
    /// A span of time.
    Span,
    /// Money; the scenario's currency need not be typed.
    Money,
    /// A country, by its ISO code.
    Country,
    /// A whole number.
    Count,
    /// A share.
    Percent,
    /// One of these, as the file has it, bare, and as it is shown.
    Pick(&'static [(&'static str, &'static str)]),
    /// One of these names, as the file has it, in quotes, and as it is shown.
    Name(fn(&Session) -> Vec<(String, String)>),
    /// Several names, with commas.
    Names,
    /// Days on which something is wanted.
    Windows,
    /// A text or a number, as its reader takes it.
    Free,
    /// A group of values: shown, and changed among all fields.
    Inside,
    /// One of the variants that can stand in a field of entries: field of the top level, field.
    Variant(&'static [&'static str; 2]),
    /// A name of something in the file: of what the value at this path may name.
    Known(&'static str),
}

impl Kind {
    /// Whether it stands at the right, as numbers do.
    pub(super) const fn is_number(self) -> bool {
        matches!(
            self,
            Self::Ram | Self::Disk | Self::OneRam | Self::OneDisk | Self::Money | Self::Count
        ) || matches!(self, Self::Percent)
    }

    /// What was typed, as RON; `None` where it is empty: then nothing is to be stated.
    pub(in crate::gui::screens) fn ron(
        self,
        session: &Session,
        text: &str,
    ) -> Result<Option<String>, Refusal> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(None);
        }
        let wrong = |wrong: Wrong| (wrong.message, wrong.hint);
        Ok(Some(match self {
            Self::Words | Self::Name(_) | Self::Known(_) => quote(text),
            Self::Free => free(text),
            Self::Inside => return Err(("it is changed among all fields".to_owned(), None)),
            Self::Pick(_) | Self::Variant(_) => text.to_owned(),
            Self::Ram => sizes(text, SizeUnit::Gib)?,
            Self::Disk => sizes(text, SizeUnit::Gb)?,
            Self::OneRam => size(text, SizeUnit::Gib)?,
            Self::OneDisk => size(text, SizeUnit::Gb)?,
            Self::Day => quote(&day(text).map_err(wrong)?.to_string()),
            Self::Month => quote(&month(text).map_err(wrong)?.to_string()),
            Self::Span => quote(&text.parse::<Span>().map_err(wrong)?.to_string()),
            Self::Money => quote(&money(session, text).map_err(wrong)?.to_string()),
            Self::Country => country(text)?,
            Self::Count => count(text)?,
            Self::Percent => {
                let with_sign = |text: &str| format!("{} %", text.trim_end_matches('%').trim());
                quote(&with_sign(text).parse::<Percent>().map_err(wrong)?.to_string())
            }
            Self::Names => {
                let names = text.split(',').map(str::trim).filter(|name| !name.is_empty());
                format!("[{}]", names.map(quote).collect::<Vec<_>>().join(", "))
            }
            Self::Windows => windows::ron(text)?,
        }))
    }

    /// A value of the file as it is typed.
    pub(super) fn typed(self, at: At<'_>) -> String {
        match self {
            Self::Names => {
                let names: Vec<_> = at.inner().items().map(|item| said(item.value())).collect();
                names.join(", ")
            }
            Self::Windows => windows::typed(at),
            Self::Pick(_) | Self::Variant(_) => at.inner().literal().to_owned(),
            _ => said(at).into_owned(),
        }
    }

    /// A value of the file as it is shown; what cannot be read, as it stands.
    pub(super) fn shown(self, session: &Session, choices: &Choices, at: At<'_>) -> String {
        let text = said(at);
        match self {
            Self::Words | Self::Count | Self::Percent | Self::OneDisk => text.into_owned(),
            Self::Free | Self::Inside => inside(at),
            Self::Country => match country_name(&text) {
                name if name == text => text.into_owned(),
                name => format!("{name} ({text})"),
            },
            Self::Ram | Self::OneRam => shown_sizes(&text, in_gib),
            Self::Disk => shown_sizes(&text, in_gb_grouped),
            Self::Day => text.parse::<Day>().map_or_else(|_| text.to_string(), Day::words),
            Self::Month => text.parse::<Month>().map_or_else(|_| text.to_string(), Month::words),
            Self::Span => text.parse::<Span>().map_or_else(|_| text.to_string(), Span::words),
            Self::Money => {
                let code = session.scenario().map_or("", |scenario| scenario.currency.code());
                let text = text.replace(&format!(" {code}"), "");
                text.strip_prefix("unknown, ").map_or_else(|| text.clone(), str::to_owned)
            }
            Self::Pick(_) | Self::Variant(_) | Self::Name(_) | Self::Known(_) => {
                let typed = self.typed(at);
                let found = choices.iter().find(|(value, _)| *value == typed);
                found.map_or_else(|| text.to_string(), |(_, label)| label.clone())
            }
            Self::Names => self.typed(at),
            Self::Windows => windows::shown(at),
        }
    }

    /// Whether a value of the file is one that nobody knows yet.
    pub(super) fn is_open(self, at: At<'_>) -> bool {
        matches!(self, Self::Money | Self::Words | Self::Pick(_))
            && said(at).trim().starts_with("unknown")
    }

    /// What is to be chosen from; nothing where it is typed. The first leaves it unstated.
    pub(super) fn choices(self, session: &Session) -> Choices {
        let own = |(value, label): (&str, &str)| (value.to_owned(), label.to_owned());
        match self {
            Self::Pick(choices) => choices.iter().copied().map(own).collect(),
            Self::Name(names) => names(session),
            Self::Variant(fields) => variants(*fields),
            Self::Known(path) => known(session, path),
            _ => vec![],
        }
    }
}

/// Ways in which a figure is known.
pub(in crate::gui::screens) const KNOWN: Kind = Kind::Pick(&[
    ("", "–"),
    ("Measured", "measured"),
    ("Allotted", "allotted"),
    ("Estimate", "estimate"),
]);

/// Answers to a question that may be open.
pub(in crate::gui::screens) const ANSWERS: Kind =
    Kind::Pick(&[("", "–"), ("true", "yes"), ("false", "no"), ("\"unknown\"", "unknown")]);

/// Values to choose from, as the file has them and as they are shown.
pub(super) type Choices = Vec<(String, String)>;

/// As a text, unless it is written as a number or with its brackets or quotes.
fn free(text: &str) -> String {
    let bare = text.starts_with(['"', '[', '(', '{']) || text.parse::<f64>().is_ok();
    if bare { text.to_owned() } else { quote(text) }
}

/// The values themselves where they are few, else how many.
fn inside(at: At<'_>) -> String {
    let at = at.inner();
    let few = at.items().len() <= 3 && at.items().all(|item| item.value().open().is_none());
    let named = |item: crate::document::Item<'_>| match item.key() {
        Some(key) => format!("{} {}", words::word(&key), said(item.value())),
        None => said(item.value()).into_owned(),
    };
    match at.open() {
        None => said(at).into_owned(),
        Some('[' | '{') if !few => at.items().len().to_string(),
        Some('[' | '{') => at.items().map(named).collect::<Vec<_>>().join(", "),
        Some(_) => crate::gui::screens::details::summary(at),
    }
}

/// Variants without anything in them, in words; the first leaves it unstated where that can be.
fn variants([top, name]: [&str; 2]) -> Choices {
    let field = Shape::scenario().field(top).map(|field| &field.shape);
    let Some(Shape::Map(_, entry) | Shape::List(entry)) = field else { return vec![] };
    let Some(field) = entry.field(name) else { return vec![] };
    let mut choices = vec![];
    if !field.needed {
        choices.push((String::new(), "–".to_owned()));
    }
    if let Shape::OneOf(variants) = &field.shape {
        let unit = variants.iter().filter(|variant| variant.holds.is_none());
        choices.extend(unit.map(|v| (v.name.to_owned(), words::variant(v.name))));
    }
    choices
}

/// What may be named at a path; the first names nothing.
fn known(session: &Session, path: &str) -> Choices {
    let names = path.parse().ok().and_then(|path| session.document()?.names_for(&path));
    let mut choices = vec![(String::new(), "–".to_owned())];
    choices.extend(names.into_iter().flatten().map(|name| (name.clone(), name)));
    choices
}

fn size(text: &str, usual: SizeUnit) -> Result<String, Refusal> {
    let size = Size::parse_loosely(text, usual).map_err(|wrong| meant(text, wrong))?;
    Ok(quote(&size.to_string()))
}

fn sizes(text: &str, usual: SizeUnit) -> Result<String, Refusal> {
    let sizes = SizeRange::parse_loosely(text, usual).map_err(|wrong| meant(text, wrong))?;
    Ok(quote(&sizes.to_string()))
}

/// What is wrong with a size, and the units that may have been meant: those with the same letters.
fn meant(text: &str, wrong: Wrong) -> Refusal {
    let letters = |unit: &str| {
        let mut letters: Vec<char> = unit.to_lowercase().chars().collect();
        letters.sort_unstable();
        letters
    };
    let at = text.find(|c: char| c.is_alphabetic()).unwrap_or(text.len());
    let (number, unit) = text.split_at(at);
    let near = SizeUnit::ALL.into_iter().find(|known| letters(known.name()) == letters(unit));
    let hint = near.filter(|_| !number.trim().is_empty()).map(|near| {
        let plain = near.name().replace('i', "");
        let number = number.trim();
        format!("did you mean `{number} {near}` or `{number} {plain}`?")
    });
    (wrong.message, hint.or(wrong.hint))
}

fn shown_sizes(text: &str, number: fn(i128) -> String) -> String {
    let Ok(sizes) = text.parse::<SizeRange>() else { return text.to_owned() };
    let (low, high) = (number(sizes.low().bytes()), number(sizes.high().bytes()));
    if low == high { low } else { format!("{low} to {high}") }
}

/// Disk in GB with its unit and thousands apart: `1,380 GB`.
pub(in crate::gui::screens) fn in_gb_grouped(bytes: i128) -> String {
    let text = crate::units::in_gb(bytes);
    let (whole, rest) = text.split_once('.').unwrap_or((&text, ""));
    let (sign, digits) = whole.strip_prefix('-').map_or(("", whole), |digits| ("-", digits));
    let mut grouped = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    let point = if rest.is_empty() { "" } else { "." };
    format!("{sign}{grouped}{point}{rest} GB")
}

/// A day as the file writes it, or as people say it: `31 May 2021`.
pub(super) fn day(text: &str) -> Result<Day, Wrong> {
    let spoken = || {
        let [day, month, year] = text.split_whitespace().collect::<Vec<_>>().try_into().ok()?;
        let month: &str = month;
        let (day, year) = (str::parse::<u32>(day).ok()?, str::parse::<i32>(year).ok()?);
        let begins = |number: &u32| {
            let name = Day::new(year, *number, 1).map_or("", |first| first.month_of().name());
            month.len() >= 3 && name.to_lowercase().starts_with(&month.to_lowercase())
        };
        Day::new(year, (1..=12).find(begins)?, day)
            .filter(|day| (1900..=2200).contains(&day.year()))
    };
    spoken().map_or_else(|| text.parse(), Ok)
}

/// A month as the file writes it, or as people say it: the month of its first day.
fn month(text: &str) -> Result<Month, Wrong> {
    match day(&format!("1 {text}")) {
        Ok(first) => Ok(first.month_of()),
        Err(_not_spoken) => text.parse(),
    }
}

/// Two letters, in capitals.
fn country(text: &str) -> Result<String, Refusal> {
    if text.len() == 2 && text.chars().all(|c| c.is_ascii_alphabetic()) {
        return Ok(quote(&text.to_uppercase()));
    }
    let hint = Some("write its two letters, as `CA`".to_owned());
    Err((format!("`{text}` is not the code of a country"), hint))
}

/// Money, in the scenario's currency where none is typed.
fn money(session: &Session, text: &str) -> Result<Money, Wrong> {
    match session.scenario() {
        Some(scenario) => Money::parse_in(text, scenario.currency),
        None => text.parse(),
    }
}

fn count(text: &str) -> Result<String, Refusal> {
    match text.parse::<u32>() {
        Ok(count) => Ok(count.to_string()),
        Err(_not_whole) => {
            let hint = Some("write digits, as `2`".to_owned());
            Err((format!("`{text}` is not a whole number"), hint))
        }
    }
}

/// Names in a sentence: `a, b and c`.
pub(super) fn spoken(names: &[String]) -> String {
    list(names)
}
