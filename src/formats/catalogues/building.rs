//! How does a reader put a catalogue together, so that what it leaves out is told?

use std::collections::BTreeSet;
use std::sync::Arc;

use indexmap::IndexMap;
use rust_decimal::Decimal;

use super::{LARGEST, PriceTold};
use crate::diag::{Place, Problem};
use crate::formats::importers::Told;
use crate::model::{AddOn, Catalogue, CataloguePlan, CatalogueTax, Pricing, Region};
use crate::units::{Currency, Day};

/// The most that a price may be, either way: what an amount can state.
const MOST: i64 = 1_000_000_000_000_000;
/// Decimals that are kept of a price: as many as an amount in any currency may have.
const DECIMALS: u32 = 12;
/// More plans than these are no price list.
const MOST_PLANS: usize = 1_000_000;

/// A catalogue that is being read.
#[derive(Debug)]
pub(super) struct Building {
    catalogue: Catalogue,
    codes: BTreeSet<Arc<str>>,
    /// What was left out, each kind once: how often, and which was the first.
    left_out: IndexMap<String, (u64, String)>,
}

impl Building {
    pub(super) fn new(
        told: &PriceTold,
        provider: &str,
        line: Option<&str>,
        currency: Currency,
        tax: CatalogueTax,
    ) -> Self {
        let catalogue = Catalogue {
            provider: told.provider.clone().unwrap_or_else(|| provider.to_owned()),
            subsidiary: None,
            line: told.line.clone().or_else(|| line.map(str::to_owned)),
            currency,
            tax,
            date: told.date,
            source: told.source.clone(),
            regions: IndexMap::new(),
            plans: Vec::new(),
            addons: Vec::new(),
            notes: Vec::new(),
        };
        Self { catalogue, codes: BTreeSet::new(), left_out: IndexMap::new() }
    }

    /// Takes a plan; one whose code stands there already is left out, as is one without a price.
    pub(super) fn plan(&mut self, plan: CataloguePlan) {
        let is_priced = |p: &Pricing| p.price.is_some() || p.hourly.is_some();
        if plan.tariff.is_none() && !plan.prices.iter().any(is_priced) {
            self.leave("without a price", &plan.code);
        } else if self.catalogue.plans.len() >= MOST_PLANS {
            self.leave("beyond a million", &plan.code);
        } else if self.codes.insert(Arc::clone(&plan.code)) {
            self.catalogue.plans.push(plan);
        } else {
            self.leave("whose code stands there already", &plan.code);
        }
    }

    /// Takes an add-on and says where it stands; the same one is taken once.
    pub(super) fn addon(&mut self, addon: AddOn) -> u32 {
        // Alike ones follow one another closely, and there are few.
        let known = self.catalogue.addons.iter().rposition(|other| *other == addon);
        let at = known.unwrap_or_else(|| {
            self.catalogue.addons.push(addon);
            self.catalogue.addons.len() - 1
        });
        u32::try_from(at).unwrap_or(u32::MAX)
    }

    /// Counts something that was left out; `what` goes on from "3 entries".
    pub(super) fn leave(&mut self, what: &str, which: &str) {
        let counted = self.left_out.entry(what.to_owned()).or_insert((0, which.to_owned()));
        counted.0 += 1;
    }

    /// Keeps a sentence once.
    pub(super) fn note(&mut self, sentence: impl Into<String>) {
        let sentence = sentence.into();
        if !self.catalogue.notes.contains(&sentence) {
            self.catalogue.notes.push(sentence);
        }
    }

    /// What a place is, by its code; the first who says it counts.
    pub(super) fn region(&mut self, code: &Arc<str>, region: impl FnOnce() -> Option<Region>) {
        if self.catalogue.regions.contains_key(code) {
            return;
        }
        match region() {
            Some(region) => {
                self.catalogue.regions.insert(Arc::clone(code), region);
            }
            None => self.note(format!("which country `{code}` is in is not known")),
        }
    }

    /// A price; what is no price is counted and not known.
    pub(super) fn price(&mut self, read: &Figure, which: &str) -> Option<Decimal> {
        match read {
            Figure::None => None,
            Figure::Is(price) => Some(*price),
            Figure::Negative => {
                self.leave("with a price below 0, which counts as not known", which);
                None
            }
            Figure::TooLarge => {
                self.leave("with a price beyond 10¹⁵, which counts as not known", which);
                None
            }
            Figure::NoNumber => {
                self.leave("with a price that is no number, which counts as not known", which);
                None
            }
        }
    }

    /// How many sentences there are.
    pub(super) fn notes(&self) -> usize {
        self.catalogue.notes.len()
    }

    /// The day of its prices.
    pub(super) fn date(&self) -> Day {
        self.catalogue.date
    }

    /// The catalogue. Refused where it sells nothing.
    pub(super) fn finish(mut self, told: &PriceTold) -> Result<Catalogue, Problem> {
        let left_out = self.left_out.iter().map(|(what, (count, first))| {
            let first = shortened(first);
            let entries =
                if *count == 1 { "1 entry".to_owned() } else { format!("{count} entries") };
            format!("{entries} {what}; the first is `{first}`")
        });
        let left_out: Vec<String> = left_out.collect();
        if self.catalogue.plans.is_empty() {
            let problem = Problem::error("no-prices", format!("`{}` sells nothing", told.name));
            return Err(match left_out.first() {
                Some(left) => problem.hint(format!("left out: {left}")),
                None => problem.hint("there is no price in it"),
            });
        }
        self.catalogue.notes.extend(left_out.into_iter().map(|left| format!("left out: {left}")));
        Ok(self.catalogue)
    }
}

/// What stands where a price should.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Figure {
    /// Nothing.
    None,
    /// A price that can be.
    Is(Decimal),
    /// One below 0.
    Negative,
    /// One that no amount can state.
    TooLarge,
    /// Something else.
    NoNumber,
}

impl Figure {
    /// Of a plain decimal number, maybe with an exponent; digits beyond what an amount can have are rounded, once.
    pub(super) fn of(text: &str) -> Self {
        let text = text.trim();
        if text.is_empty() {
            return Self::None;
        }
        let number = match text.parse::<Decimal>() {
            Ok(number) => number,
            Err(_) => match Decimal::from_scientific(text) {
                Ok(number) => number,
                // Longer than a decimal can be: rounded where it is small, else too large.
                Err(_) => match text.parse::<f64>() {
                    Ok(number) if number.is_finite() && number.abs() < MOST as f64 => {
                        match Decimal::try_from(number) {
                            Ok(number) => number,
                            Err(_) => return Self::NoNumber,
                        }
                    }
                    Ok(number) if number > 0.0 => return Self::TooLarge,
                    Ok(number) if number < 0.0 => return Self::Negative,
                    _ => return Self::NoNumber,
                },
            },
        };
        Self::from(number)
    }
}

impl From<Decimal> for Figure {
    fn from(number: Decimal) -> Self {
        if number.is_sign_negative() && !number.is_zero() {
            Self::Negative
        } else if number > Decimal::from(MOST) {
            Self::TooLarge
        } else if number.scale() > DECIMALS {
            Self::Is(number.round_dp(DECIMALS).normalize())
        } else {
            Self::Is(number)
        }
    }
}

/// The text of an input. Refused: what is empty, too long, UTF-16, not UTF-8, or no text; with the place of the first bad byte.
pub(super) fn text<'a>(bytes: &'a [u8], told: &PriceTold) -> Result<&'a str, Problem> {
    if bytes.len() > LARGEST {
        let message = format!("`{}` is longer than 256 MiB", told.name);
        return Err(Problem::error("too-large", message).hint("no price list is that long"));
    }
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        return Err(Problem::error("not-utf8", "this is UTF-16, not UTF-8")
            .at(place(told, 1, 1))
            .hint("save it as UTF-8"));
    }
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
        Problem::error("not-utf8", "here is a byte that is not UTF-8")
            .at(place_after(told, before))
            .hint("save it as UTF-8, or give the file as it was")
    })?;
    if let Some(at) = memchr::memchr(0, text.as_bytes()) {
        let before = text.as_bytes().get(..at).unwrap_or_default();
        return Err(Problem::error("not-text", "this is not text").at(place_after(told, before)));
    }
    if text.trim().is_empty() {
        return Err(Problem::error("empty", format!("`{}` is empty", told.name))
            .hint("give a provider's price list"));
    }
    Ok(text)
}

/// A place in the input, line and column from 1.
pub(super) fn place(told: &PriceTold, line: usize, column: usize) -> Place {
    Place { text: told.name.clone(), line, column }
}

fn place_after(told: &PriceTold, before: &[u8]) -> Place {
    let line = memchr::memchr_iter(b'\n', before).count() + 1;
    let start = memchr::memrchr(b'\n', before).map_or(0, |at| at + 1);
    let column = String::from_utf8_lossy(before.get(start..).unwrap_or_default()).chars().count();
    place(told, line, column + 1)
}

/// The same as the readers of tools' outputs take it.
pub(super) fn as_told(told: &PriceTold) -> Told {
    Told::new(told.date, told.name.clone())
}

/// The currency that was told. Refused where none was.
pub(super) fn currency_told(told: &PriceTold) -> Result<Currency, Problem> {
    told.currency.ok_or_else(|| {
        let message = format!("`{}` does not say which currency its prices have", told.name);
        Problem::error("currency-needed", message).hint("say it, as `EUR`")
    })
}

/// The day of so many seconds since 1970, in UTC; `None` outside 1970 to 2200.
pub(super) fn day_of(seconds: f64) -> Option<Day> {
    if !seconds.is_finite() {
        return None;
    }
    Some(crate::formats::importers::when::When::from_unix(seconds.floor() as i64, 0)?.day)
}

/// At most forty characters of a name, on one line, so that a note stays one.
pub(super) fn shortened(name: &str) -> String {
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.chars().count() <= 40 {
        return name;
    }
    let mut short: String = name.chars().take(39).collect();
    short.push('…');
    short
}
