//! Which unit stands behind a number: `GB`, `EUR before tax`, `months`, `%`, `EUR per TB`, `kWh`?

use std::fmt;

use rust_decimal::Decimal;

use crate::units::money::Basis;
use crate::units::number::one_blank;
use crate::units::size::{SizeUnit, unit_of};
use crate::units::span::SpanUnit;
use crate::units::wrong::{Wrong, quoted};
use crate::units::{Currency, Percent};

/// What a number counts, as powers of what cannot be turned into each other: money per byte is 1 of
/// money and −1 of bytes. Months and hours are two: a month is not so many hours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Dims {
    /// Of a currency's main unit.
    pub money: i8,
    /// Of bytes.
    pub bytes: i8,
    /// Of calendar months.
    pub months: i8,
    /// Of hours; a day has 24.
    pub hours: i8,
    /// Of watts.
    pub watts: i8,
}

impl Dims {
    /// A number.
    pub const NONE: Self = Self { money: 0, bytes: 0, months: 0, hours: 0, watts: 0 };
    /// Money.
    pub const MONEY: Self = Self { money: 1, ..Self::NONE };
    /// A size.
    pub const BYTES: Self = Self { bytes: 1, ..Self::NONE };
    /// Months or years.
    pub const MONTHS: Self = Self { months: 1, ..Self::NONE };
    /// Hours, days or weeks.
    pub const HOURS: Self = Self { hours: 1, ..Self::NONE };

    /// Of a product; of a quotient with `power` −1.
    #[must_use]
    pub(super) fn with(self, other: Self, power: i8) -> Self {
        let sum = |a: i8, b: i8| a.saturating_add(b.saturating_mul(power));
        Self {
            money: sum(self.money, other.money),
            bytes: sum(self.bytes, other.bytes),
            months: sum(self.months, other.months),
            hours: sum(self.hours, other.hours),
            watts: sum(self.watts, other.watts),
        }
    }

    /// In a sentence: `money`, `a size`, `money per size`.
    pub fn words(self) -> String {
        let names = [
            (self.money, "money"),
            (self.bytes, "a size"),
            (self.months, "months"),
            (self.hours, "a time in days"),
            (self.watts, "power"),
        ];
        let side = |above: bool| {
            let on = names.iter().filter(|(power, _)| (*power > 0) == above && *power != 0);
            on.map(|(_, name)| *name).collect::<Vec<_>>().join(" times ")
        };
        match (side(true), side(false)) {
            (above, below) if above.is_empty() && below.is_empty() => "a number".to_owned(),
            (above, below) if below.is_empty() => above,
            (above, below) if above.is_empty() => format!("a number per {below}"),
            (above, below) => format!("{above} per {below}"),
        }
    }
}

/// A unit as written behind a number.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Unit {
    /// As it is shown: `GB`, `EUR before tax`, `%`; empty for a bare number.
    name: Box<str>,
    /// How much of [`Dims`] one of it is: 10⁹ for a GB, 0.01 for a percent.
    pub factor: Decimal,
    /// What it counts.
    pub dims: Dims,
    /// Its currency, where it is money.
    pub currency: Option<Currency>,
    /// Before or after tax, where it is money and that is said.
    pub basis: Option<Basis>,
}

impl Unit {
    /// Of a bare number.
    pub fn bare() -> Self {
        Self::new("", Decimal::ONE, Dims::NONE)
    }

    /// Hundredths.
    pub fn percent() -> Self {
        Self::new("%", Decimal::new(1, 2), Dims::NONE)
    }

    /// An amount of money.
    pub fn money(currency: Currency, basis: Option<Basis>) -> Self {
        let name = match basis {
            Some(basis) => format!("{currency} {basis}"),
            None => currency.to_string(),
        };
        Self { currency: Some(currency), basis, ..Self::new(&name, Decimal::ONE, Dims::MONEY) }
    }

    /// A size.
    pub fn size(unit: SizeUnit) -> Self {
        Self::new(unit.name(), Decimal::from(unit.bytes()), Dims::BYTES)
    }

    /// A length of time.
    pub fn span(unit: SpanUnit) -> Self {
        let (factor, dims) = match unit {
            SpanUnit::Hour => (1, Dims::HOURS),
            SpanUnit::Day => (24, Dims::HOURS),
            SpanUnit::Week => (168, Dims::HOURS),
            SpanUnit::Month => (1, Dims::MONTHS),
            SpanUnit::Year => (12, Dims::MONTHS),
        };
        Self::new(&format!("{}s", unit.name()), Decimal::from(factor), dims)
    }

    fn new(name: &str, factor: Decimal, dims: Dims) -> Self {
        Self { name: name.into(), factor, dims, currency: None, basis: None }
    }

    /// What this is the unit of a product or quotient of, where it has a plain name.
    pub(super) fn of_dims(dims: Dims, currency: Option<Currency>, basis: Option<Basis>) -> Self {
        match (dims, currency) {
            (Dims::MONEY, Some(currency)) => Self::money(currency, basis),
            (Dims::BYTES, _) => Self::size(SizeUnit::Gb),
            (Dims::MONTHS, _) => Self::span(SpanUnit::Month),
            (Dims::HOURS, _) => Self::span(SpanUnit::Day),
            (Dims { watts: 1, hours: 1, money: 0, bytes: 0, months: 0 }, _) => {
                Self::new("kWh", Decimal::ONE_THOUSAND, dims)
            }
            _ => Self { currency, basis, ..Self::new("", Decimal::ONE, dims) },
        }
    }

    /// `EUR per TB` of EUR and TB: money per something else; `None` of other pairs.
    pub(super) fn per(&self, other: &Self) -> Option<Self> {
        let known = [Dims::MONTHS, Dims::HOURS, Dims::BYTES].contains(&other.dims);
        if self.dims != Dims::MONEY || !known {
            return None;
        }
        let one = other.name.strip_suffix('s').unwrap_or(&other.name);
        Some(Self {
            name: format!("{} per {one}", self.name).into(),
            factor: self.factor.checked_div(other.factor)?,
            dims: self.dims.with(other.dims, -1),
            currency: self.currency,
            basis: self.basis,
        })
    }

    /// As it is shown behind a number; empty for a bare one.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether it is hundredths.
    pub fn is_percent(&self) -> bool {
        &*self.name == "%"
    }

    /// Whether it counts nothing but itself: a bare number, or words as `pieces`.
    pub fn is_number(&self) -> bool {
        self.dims == Dims::NONE && !self.is_percent()
    }

    /// What stands behind a number. `given` is the whole text, for what is wrong with it. Words that
    /// are no unit count pieces of something: `3 servers` is 3.
    pub fn read(text: &str, given: &str) -> Result<Self, Wrong> {
        let text = one_blank(text);
        let lower = text.to_ascii_lowercase(); // as long as `text`, byte by byte
        for (words, basis) in [("before tax", Basis::BeforeTax), ("after tax", Basis::AfterTax)] {
            let Some(front) = lower.strip_suffix(words) else { continue };
            let mut unit = Self::read(&text[..front.len()], given)?;
            if unit.dims.money != 1 {
                return Err(Wrong::new(format!("{} is no money", quoted(given)))
                    .hint("write the currency, as `16 CAD before tax`"));
            }
            unit.basis = Some(basis);
            unit.name = match (unit.dims, unit.currency) {
                (Dims::MONEY, Some(currency)) => Self::money(currency, Some(basis)).name,
                _ => format!("{} {basis}", unit.name).into(),
            };
            return Ok(unit);
        }
        let per = text.find(" per ").map(|at| (at, 5)).or_else(|| Some((text.find('/')?, 1)));
        let Some((at, long)) = per else { return Self::one(&text, given) };
        let above = Self::read(&text[..at], given)?;
        let below = Self::read(&text[at + long..], given)?;
        if below.dims == Dims::NONE {
            return Ok(above); // `EUR per member` is an amount of EUR
        }
        let factor = above.factor.checked_div(below.factor).unwrap_or(above.factor);
        Ok(Self {
            factor,
            dims: above.dims.with(below.dims, -1),
            currency: above.currency.or(below.currency),
            basis: above.basis.or(below.basis),
            name: text.into(),
        })
    }

    fn one(name: &str, given: &str) -> Result<Self, Wrong> {
        if name.is_empty() {
            return Ok(Self::bare());
        }
        if name == "%" {
            return Ok(Self::percent());
        }
        let power = |factor: i64, hours| {
            let dims = Dims { watts: 1, hours, ..Dims::NONE };
            Self::new(name, Decimal::from(factor), dims)
        };
        if let Some(rest) = name.strip_prefix("k ").or((name == "k").then_some("")) {
            let mut unit = Self::one(rest, given)?;
            unit.factor = unit.factor.checked_mul(Decimal::ONE_THOUSAND).unwrap_or(unit.factor);
            unit.name = name.into();
            return Ok(unit);
        }
        match name {
            "W" => return Ok(power(1, 0)),
            "kW" => return Ok(power(1_000, 0)),
            "Wh" => return Ok(power(1, 1)),
            "kWh" => return Ok(power(1_000, 1)),
            "MWh" => return Ok(power(1_000_000, 1)),
            _ => {}
        }
        if let Some(unit) = SizeUnit::named(name) {
            return Ok(Self::size(unit));
        }
        if let Some(unit) = SpanUnit::named(name) {
            return Ok(Self::span(unit));
        }
        let code = name.len() == 3 && name.bytes().all(|b| b.is_ascii_alphabetic());
        if let Some(currency) = Currency::from_code(name).filter(|_| code && is_loud(name)) {
            return Ok(Self::money(currency, None));
        }
        // What is nearly a currency or a size is one misspelt; other words count pieces.
        if (code && is_loud(name)) || name.starts_with(['€', '£', '$', '¥']) {
            return Err(name.parse::<Currency>().err().unwrap_or_else(|| not(given)));
        }
        if name.eq_ignore_ascii_case("euro") || name.eq_ignore_ascii_case("euros") {
            return Err(not(given).hint("write `EUR`"));
        }
        if SizeUnit::ALL.iter().any(|unit| unit.name().eq_ignore_ascii_case(name)) {
            return Err(unit_of(name, given).err().unwrap_or_else(|| not(given)));
        }
        if name.chars().any(|c| !(c.is_alphanumeric() || " -_'.".contains(c))) {
            return Err(not(given));
        }
        Ok(Self::new(name, Decimal::ONE, Dims::NONE))
    }
}

fn is_loud(name: &str) -> bool {
    name.bytes().all(|b| b.is_ascii_uppercase())
}

fn not(given: &str) -> Wrong {
    Wrong::new(format!("{} has no unit that is known", quoted(given)))
        .hint("write `4 EUR`, `600 MB`, `6 months`, `82 %` or a number alone")
}

impl From<Percent> for Unit {
    fn from(_: Percent) -> Self {
        Self::percent()
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}
