//! Which currency, and how many digits has its smallest unit?

use std::fmt;
use std::str::FromStr;

use super::wrong::{Wrong, from_text, quoted};

/// A currency that one pays with, by its ISO 4217 code. Metals, drawing rights and test codes, which
/// have no smallest unit, are refused.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Currency {
    known: iso_currency::Currency,
    minor_digits: u8,
}

/// Tried first when a code is misspelt.
const OFTEN: [&str; 15] = [
    "CAD", "EUR", "USD", "GBP", "CHF", "JPY", "AUD", "SEK", "NOK", "DKK", "NZD", "PLN", "CZK",
    "BRL", "INR",
];

impl Currency {
    /// `None` unless it is the code of a currency one pays with; either case.
    pub fn from_code(code: &str) -> Option<Self> {
        if code.len() != 3 {
            return None;
        }
        let known = iso_currency::Currency::from_code(&code.to_ascii_uppercase())?;
        Some(Self { known, minor_digits: u8::try_from(known.exponent()?).ok()? })
    }

    /// `CAD`.
    pub fn code(self) -> &'static str {
        self.known.code()
    }

    /// Digits of the smallest unit: 2 for cents, 0 for yen, 3 for dinars, 4 at most.
    pub fn minor_digits(self) -> u32 {
        u32::from(self.minor_digits)
    }
}

/// The code of a currency that looks most like this.
fn likely(given: &str) -> Option<String> {
    let given = given.to_uppercase();
    if iso_currency::Currency::from_code(&given).is_some() {
        return None; // spelt well, but a metal or a test code
    }
    let all = (0..1000).filter_map(iso_currency::Currency::from_numeric);
    let codes = OFTEN.into_iter().chain(all.filter(|c| c.exponent().is_some()).map(|c| c.code()));
    codes
        .map(|code| (strsim::damerau_levenshtein(&given, code), code))
        .filter(|(steps, _)| *steps == 1)
        .map(|(_, code)| format!("did you mean `{code}`?"))
        .next()
}

/// What a sign or a short name could stand for.
fn sign(given: &str) -> Option<&'static str> {
    Some(match given {
        "€" => "write `EUR`",
        "£" => "write `GBP`",
        "$" => "several currencies write `$`: say which, as `CAD` or `USD`",
        "¥" => "several currencies write `¥`: say which, as `JPY` or `CNY`",
        "kr" => "several currencies write `kr`: say which, as `SEK`, `NOK` or `DKK`",
        _ => return None,
    })
}

impl FromStr for Currency {
    type Err = Wrong;

    fn from_str(text: &str) -> Result<Self, Wrong> {
        let code = text.trim();
        Self::from_code(code).ok_or_else(|| {
            let hint = sign(code).map(ToOwned::to_owned).or_else(|| likely(code));
            Wrong::new(format!("{} is not a currency", quoted(code))).hint(hint.unwrap_or_else(
                || "currencies are written by their ISO 4217 code, as `CAD` or `EUR`".to_owned(),
            ))
        })
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

from_text!(Currency, "a currency", "CAD");
