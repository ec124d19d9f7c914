//! What amount did a person state: how sure, in which currency, before or after tax?

use std::fmt;
use std::str::FromStr;

use rust_decimal::Decimal;

use super::Currency;
use super::number::{decimal, decimals, one_blank, split};
use super::wrong::{Wrong, from_text, quoted};

/// An amount as stated, its written digits kept: `101.04 CAD before tax`, `16 CAD`, `0..100 CAD`,
/// `about 130 CAD`, `unknown`, `unknown, at most 161.32 CAD before tax`.
///
/// Up to ±10¹⁵, with at most eight decimals more than the currency has. May be negative: a credit.
/// What is unknown has neither currency nor basis, unless a ceiling states them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Money {
    /// How much, and how sure.
    pub figure: Figure,
    /// `None` only where the figure is unknown without a ceiling.
    pub currency: Option<Currency>,
    /// `None` where it was not said.
    pub basis: Option<Basis>,
}

/// How much a stated amount is, and how sure that is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Figure {
    /// This, to the digit.
    Exact(Decimal),
    /// Roughly this; it counts as this.
    About(Decimal),
    /// Something between the two, both ends included.
    Range {
        /// The least it can be.
        low: Decimal,
        /// The most it can be, not below `low`.
        high: Decimal,
    },
    /// Nobody knows. Never 0.
    Unknown {
        /// The most it can be, where a person typed that.
        ceiling: Option<Decimal>,
    },
}

/// Whether tax is inside an amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Basis {
    /// Tax comes on top.
    BeforeTax,
    /// Tax is inside.
    AfterTax,
}

impl fmt::Display for Basis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::BeforeTax => "before tax",
            Self::AfterTax => "after tax",
        })
    }
}

/// The most that can be stated, either way.
const MOST: i64 = 1_000_000_000_000_000;
/// Decimals that a stated amount may have beyond its currency's.
const MORE_DECIMALS: u32 = 8;

impl Money {
    /// Nobody knows, and there is no ceiling.
    pub const UNKNOWN: Self =
        Self { figure: Figure::Unknown { ceiling: None }, currency: None, basis: None };

    /// An exact amount; the basis may be left open.
    pub fn exact(amount: Decimal, currency: Currency, basis: Option<Basis>) -> Self {
        Self { figure: Figure::Exact(amount), currency: Some(currency), basis }
    }

    /// Nobody knows, but it cannot be more than this.
    pub fn at_most(ceiling: Decimal, currency: Currency, basis: Option<Basis>) -> Self {
        let figure = Figure::Unknown { ceiling: Some(ceiling) };
        Self { figure, currency: Some(currency), basis }
    }

    /// As [`str::parse`], but an amount without a currency is in this one. For fields of a window.
    pub fn parse_in(text: &str, currency: Currency) -> Result<Self, Wrong> {
        read(text, Some(currency))
    }

    /// Whether nobody knows how much it is, ceiling or not.
    pub fn is_unknown(&self) -> bool {
        matches!(self.figure, Figure::Unknown { .. })
    }

    /// The least it can be; `None` where it is unknown.
    pub fn low(&self) -> Option<Decimal> {
        match self.figure {
            Figure::Exact(amount) | Figure::About(amount) => Some(amount),
            Figure::Range { low, .. } => Some(low),
            Figure::Unknown { .. } => None,
        }
    }

    /// The most it can be; `None` where it is unknown without a ceiling.
    pub fn high(&self) -> Option<Decimal> {
        match self.figure {
            Figure::Exact(amount) | Figure::About(amount) => Some(amount),
            Figure::Range { high, .. } => Some(high),
            Figure::Unknown { ceiling } => ceiling,
        }
    }

    /// The other with its basis stated; one that is stated already stays.
    #[must_use]
    pub fn or_basis(mut self, basis: Basis) -> Self {
        if self.currency.is_some() {
            self.basis = self.basis.or(Some(basis));
        }
        self
    }

    /// Both together. Refused across currencies and bases; what is unknown makes the sum unknown.
    pub fn checked_add(&self, other: &Self) -> Result<Self, Wrong> {
        let with = |what: String| format!("cannot add {other} to {self}{what}");
        self.join(other, with, Decimal::checked_add, |of| (of.low(), of.high()))
    }

    /// This less the other. Refused across currencies and bases; what is unknown makes the difference
    /// unknown.
    pub fn checked_sub(&self, other: &Self) -> Result<Self, Wrong> {
        let with = |what: String| format!("cannot subtract {other} from {self}{what}");
        self.join(other, with, Decimal::checked_sub, |of| (of.high(), of.low()))
    }

    /// Joins the low end with the first and the high end with the second of what `ends` gives.
    fn join(
        &self,
        other: &Self,
        message: impl Fn(String) -> String,
        operation: fn(Decimal, Decimal) -> Option<Decimal>,
        ends: fn(&Self) -> (Option<Decimal>, Option<Decimal>),
    ) -> Result<Self, Wrong> {
        let refused = |hint: String| Wrong::new(message(String::new())).hint(hint);
        if self.currency.is_none() || other.currency.is_none() {
            return Ok(Self::UNKNOWN);
        }
        if self.currency != other.currency {
            return Err(refused("state both in one currency".to_owned()));
        }
        if self.basis != other.basis {
            let hint = match (self.basis, other.basis) {
                (Some(_), Some(_)) => "state both before tax, or both after tax".to_owned(),
                (None, _) => format!("say whether {self} is before or after tax"),
                (_, None) => format!("say whether {other} is before or after tax"),
            };
            return Err(refused(hint));
        }
        if self.is_unknown() || other.is_unknown() {
            return Ok(Self::UNKNOWN);
        }
        let (at_low, at_high) = ends(other);
        let end = |a: Option<Decimal>, b: Option<Decimal>| operation(a?, b?);
        let (Some(low), Some(high)) = (end(self.low(), at_low), end(self.high(), at_high)) else {
            return Err(Wrong::new(message(": it is too large".to_owned())));
        };
        let about = |of: &Self| matches!(of.figure, Figure::About(_));
        let figure = match (low == high, about(self) || about(other)) {
            (false, _) => Figure::Range { low, high },
            (true, true) => Figure::About(low),
            (true, false) => Figure::Exact(low),
        };
        Ok(Self { figure, ..*self })
    }
}

impl FromStr for Money {
    type Err = Wrong;

    fn from_str(text: &str) -> Result<Self, Wrong> {
        read(text, None)
    }
}

fn read(given: &str, default: Option<Currency>) -> Result<Money, Wrong> {
    let text = one_blank(given);
    let lower = text.to_ascii_lowercase(); // as long as `text`, byte by byte
    if let Some(rest) = lower.strip_prefix("unknown") {
        if rest.is_empty() {
            return Ok(Money::UNKNOWN);
        }
        let ceiling = rest.trim_start_matches([',', ' ']).strip_prefix("at most ");
        let Some(ceiling) = ceiling else {
            return Err(Wrong::new(format!("{} is not an amount", quoted(given)))
                .hint("write `unknown`, or `unknown, at most 100 CAD before tax`"));
        };
        let most = single(&text[text.len() - ceiling.len()..], given, default)?;
        let Figure::Exact(ceiling) = most.figure else {
            return Err(Wrong::new(format!("{} has a range for a ceiling", quoted(given)))
                .hint("write the most that it can be"));
        };
        return Ok(Money { figure: Figure::Unknown { ceiling: Some(ceiling) }, ..most });
    }
    if let Some(rest) = lower.strip_prefix("about ") {
        let about = single(&text[text.len() - rest.len()..], given, default)?;
        let Figure::Exact(amount) = about.figure else {
            return Err(Wrong::new(format!("{} says `about` of a range", quoted(given)))
                .hint("write either of them"));
        };
        return Ok(Money { figure: Figure::About(amount), ..about });
    }
    single(&text, given, default)
}

/// A number or a range, with currency and basis.
fn single(text: &str, given: &str, default: Option<Currency>) -> Result<Money, Wrong> {
    let not = || {
        Wrong::new(format!("{} is not an amount", quoted(given)))
            .hint("write a number, a currency and the basis, as `101.04 CAD before tax`")
    };
    let (low, rest) = match text.split_once("..") {
        Some((low, rest)) => (Some(decimal(low, not)?), rest.trim_start()),
        None => (None, text),
    };
    let (number, rest) = split(rest);
    if number.is_empty() {
        return Err(currency_in_front(text).map_or_else(not, |hint| not().hint(hint)));
    }
    let high = decimal(number, not)?;
    let mut words = rest.splitn(2, ' ').filter(|word| !word.is_empty());
    let (currency, basis) = match (words.next(), words.next(), default) {
        (Some(word), Some(tax), Some(default)) if tax.eq_ignore_ascii_case("tax") => {
            (default, Some(format!("{word} {tax}")))
        }
        (Some("before" | "after") | None, _, None) => {
            let message = format!("{} has no currency", quoted(given));
            return Err(Wrong::new(message).hint("write it behind the number, as `16 CAD`"));
        }
        (None, _, Some(default)) => (default, None),
        (Some(code), basis, _) => (code.parse()?, basis.map(ToOwned::to_owned)),
    };
    let basis = match basis.map(|b| b.to_ascii_lowercase()).as_deref() {
        None => None,
        Some("before tax") => Some(Basis::BeforeTax),
        Some("after tax") => Some(Basis::AfterTax),
        Some(other) => {
            let message = format!("{} is neither before nor after tax", quoted(other));
            return Err(Wrong::new(message).hint("write `before tax` or `after tax`"));
        }
    };
    for amount in low.into_iter().chain([high]) {
        let most = currency.minor_digits() + MORE_DECIMALS;
        if amount.abs() > Decimal::from(MOST) {
            let message = format!("{} is too large", quoted(given));
            return Err(Wrong::new(message).hint("amounts go up to 10¹⁵"));
        }
        if decimals(amount) > most {
            let message = format!("{} has more than {most} decimals", quoted(given));
            return Err(Wrong::new(message));
        }
    }
    let figure = match low {
        None => Figure::Exact(high),
        Some(low) if low <= high => Figure::Range { low, high },
        Some(low) => {
            let message = format!("{} ends below where it begins", quoted(given));
            return Err(Wrong::new(message).hint(format!("write `{high}..{low} {currency}`")));
        }
    };
    Ok(Money { figure, currency: Some(currency), basis })
}

/// What to write instead of `CAD 16`.
fn currency_in_front(text: &str) -> Option<String> {
    let at = text.find(|c: char| c.is_ascii_digit() || matches!(c, '-' | '−'))?;
    let (front, number) = text.split_at(at);
    Some(match front.trim().parse::<Currency>() {
        Ok(currency) => format!("write the currency behind the number, as `{number} {currency}`"),
        Err(wrong) => wrong.hint?,
    })
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.figure {
            Figure::Exact(amount) => write!(f, "{amount}")?,
            Figure::About(amount) => write!(f, "about {amount}")?,
            Figure::Range { low, high } => write!(f, "{low}..{high}")?,
            Figure::Unknown { ceiling: Some(most) } => write!(f, "unknown, at most {most}")?,
            Figure::Unknown { ceiling: None } => return f.write_str("unknown"),
        }
        if let Some(currency) = self.currency {
            write!(f, " {currency}")?;
        }
        match self.basis {
            Some(basis) => write!(f, " {basis}"),
            None => Ok(()),
        }
    }
}

from_text!(Money, "an amount", "101.04 CAD before tax");
