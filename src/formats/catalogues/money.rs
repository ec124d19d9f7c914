//! Which amount does a cell state: `1.234,56 €`, `$89.70/mo`, `49,00 € zzgl. 19 % MwSt.`, `CHF 1'200.–`?

use rust_decimal::Decimal;

use crate::formats::catalogues::building::Figure;
use crate::formats::catalogues::hardware;
use crate::units::{Basis, Currency, SizeUnit};

/// What stands for a currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Coin {
    /// This one.
    Is(Currency),
    /// A sign that several currencies have.
    Several(char),
}

/// A cell of a price.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Price {
    pub(super) figure: Figure,
    pub(super) coin: Option<Coin>,
    /// What it is for, where that is a unit of size: `/TB`.
    pub(super) per: Option<SizeUnit>,
    /// Whether a unit begun counts in full, as far as it says.
    pub(super) started: bool,
    /// Whether it says "from": the least of several.
    pub(super) from: bool,
    /// Whether its figure can be read in two ways.
    pub(super) open: bool,
}

/// Which sign stands before decimals, where figures prove it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Decimals {
    comma: bool,
    point: bool,
}

impl Decimals {
    /// Looks at one more cell.
    pub(super) fn see(&mut self, cell: &str) {
        let Some(number) = number_in(cell) else { return };
        let (commas, points) = (number.matches(',').count(), number.matches('.').count());
        match (commas, points) {
            (1.., 1..) => {
                let comma = number.rfind(',') > number.rfind('.');
                self.comma |= comma;
                self.point |= !comma;
            }
            (1, 0) if !is_thousands(number, ',') => self.comma = true,
            (0, 1) if !is_thousands(number, '.') => self.point = true,
            (2.., 0) => self.point = true,
            (0, 2..) => self.comma = true,
            _ => {}
        }
    }
}

/// Whether the only sign of a number could part thousands: three digits behind it, and no nought alone before.
fn is_thousands(number: &str, sign: char) -> bool {
    number.split_once(sign).is_some_and(|(whole, behind)| {
        behind.len() == 3 && (1..=3).contains(&whole.len()) && !whole.starts_with('0')
    })
}

/// The first number of a text, with its signs and without blanks and apostrophes inside.
fn number_span(text: &str) -> Option<(usize, usize)> {
    let start = text.find(|c: char| c.is_ascii_digit())?;
    let signs: Vec<(usize, char)> = text[start..].char_indices().collect();
    let mut end = start;
    let digits_at =
        |from: usize| signs.iter().skip(from).take_while(|(_, c)| c.is_ascii_digit()).count();
    let mut at = 0;
    while let Some((place, sign)) = signs.get(at) {
        let goes_on = match sign {
            '0'..='9' => true,
            '.' | ',' => digits_at(at + 1) > 0,
            // Between thousands alone.
            ' ' | '\u{a0}' | '\u{202f}' | '\'' | '’' => digits_at(at + 1) == 3,
            _ => false,
        };
        if !goes_on {
            break;
        }
        end = start + place + sign.len_utf8();
        at += 1;
    }
    Some((start, end))
}

fn number_in(text: &str) -> Option<&str> {
    let (start, end) = number_span(text)?;
    text.get(start..end)
}

/// What a cell of a column of prices says.
pub(super) fn price(cell: &str, decimals: Decimals) -> Price {
    let lower = cell.to_lowercase();
    let mut price = Price {
        figure: Figure::None,
        coin: coin(cell),
        per: per(&lower),
        started: ["begun", "started", "angefangen", "entamé"].iter().any(|w| lower.contains(w)),
        from: has_word(&lower, &["from", "ab", "dès", "starting"]),
        open: false,
    };
    let Some((start, end)) = number_span(cell) else {
        let nothing = [
            "free",
            "included",
            "kostenlos",
            "kostenfrei",
            "inklusive",
            "inkl",
            "gratuit",
            "inclus",
            "none",
            "keine",
            "aucun",
            "enthalten",
            "no setup",
        ];
        if has_word(&lower, &nothing) {
            price.figure = Figure::Is(Decimal::ZERO);
        }
        return price;
    };
    let before = cell[..start].trim_end();
    // A dash before the figure is a minus; behind it, it stands for cents that are none.
    let negative = before.ends_with(['-', '−']) && !before.ends_with(" -") || before == "-";
    let number: String =
        cell[start..end].chars().filter(|c| c.is_ascii_digit() || ",.".contains(*c)).collect();
    let (commas, points) = (number.matches(',').count(), number.matches('.').count());
    let plain = match (commas, points) {
        (0, 0) => Some(number),
        (1.., 1..) if number.rfind(',') > number.rfind('.') => {
            Some(number.replace('.', "").replace(',', "."))
        }
        (1.., 1..) | (2.., 0) => Some(number.replace(',', "")),
        (0, 2..) => Some(number.replace('.', "")),
        _ => {
            let (sign, proves, against) = if commas == 1 {
                (',', decimals.comma, decimals.point)
            } else {
                ('.', decimals.point, decimals.comma)
            };
            match (is_thousands(&number, sign), proves, against) {
                (false, ..) | (true, true, false) => Some(number.replace(',', ".")),
                (true, false, true) => Some(number.replace(sign, "")),
                _ => None,
            }
        }
    };
    price.open = plain.is_none();
    price.figure = match plain {
        None => Figure::NoNumber,
        Some(number) if negative => Figure::of(&format!("-{number}")),
        Some(number) => Figure::of(&number),
    };
    price
}

/// Signs of one currency, the longer first.
const SIGNS: [(&str, &str); 14] = [
    ("CA$", "CAD"),
    ("CAD$", "CAD"),
    ("C$", "CAD"),
    ("US$", "USD"),
    ("USD$", "USD"),
    ("AU$", "AUD"),
    ("A$", "AUD"),
    ("NZ$", "NZD"),
    ("€", "EUR"),
    ("£", "GBP"),
    ("zł", "PLN"),
    ("Kč", "CZK"),
    ("₹", "INR"),
    ("R$", "BRL"),
];
/// Codes that are looked for in any text; others, which are words as well, in a column of currencies alone.
const CODES: [&str; 14] = [
    "EUR", "USD", "CAD", "GBP", "CHF", "AUD", "SEK", "NOK", "DKK", "PLN", "CZK", "JPY", "NZD",
    "INR",
];

/// The currency of a text.
pub(super) fn coin(text: &str) -> Option<Coin> {
    let is = |code: &str| Currency::from_code(code).map(Coin::Is);
    let mut words = text.split(|c: char| !c.is_ascii_alphabetic());
    if let Some(code) = words.find(|word| CODES.contains(word)) {
        return is(code);
    }
    if let Some((_, code)) = SIGNS.iter().find(|(sign, _)| text.contains(sign)) {
        return is(code);
    }
    ['$', '¥'].into_iter().find(|sign| text.contains(*sign)).map(Coin::Several)
}

/// Words before a unit that a price is for.
const BY: [&str; 5] = ["/", "per", "pro", "par", "je"];

/// `/TB`, `per TB`, `pro GB`, `par Go`, `je angefangenes TB`.
fn per(lower: &str) -> Option<SizeUnit> {
    let spaced = lower.replace('/', " / ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let at = words.iter().position(|word| BY.contains(word))?;
    // The unit comes next, but for words that may stand between: `/month per TB`, `je angefangenes TB`.
    let behind = words.get(at + 1..)?.iter();
    let word = behind.map(|word| word.trim_end_matches([',', ';', '.'])).find(|word| {
        let begun = ["angefangen", "begun", "started", "entam", "month", "monat", "mois"];
        !BY.contains(word) && *word != "mo" && !begun.iter().any(|start| word.starts_with(start))
    })?;
    hardware::unit(word)
}

/// Whether tax is in an amount, as a text says.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct TaxSaid {
    pub(super) basis: Option<Basis>,
    /// In percent.
    pub(super) rate: Option<Decimal>,
}

/// What a text says of tax.
pub(super) fn tax(text: &str) -> TaxSaid {
    let lower = text.to_lowercase();
    let of_tax = [
        "vat",
        "tax",
        "taxes",
        "mwst",
        "ust",
        "mehrwertsteuer",
        "umsatzsteuer",
        "tva",
        "gst",
        "hst",
        "taxe",
    ];
    let about = has_word(&lower, &of_tax);
    let before = ["net", "netto", "ht", "hors taxe", "hors taxes", "before tax"];
    let after = ["gross", "brutto", "ttc", "toutes taxes comprises", "after tax"];
    let without = [
        "excl",
        "excluding",
        "exclusive",
        "exkl",
        "exklusive",
        "zzgl",
        "zuzüglich",
        "plus",
        "ex",
        "without",
        "ohne",
        "before",
        "hors",
    ];
    let with = [
        "incl",
        "including",
        "inclusive",
        "inkl",
        "inklusive",
        "inc",
        "with",
        "mit",
        "after",
        "einschließlich",
    ];
    let is_before = has_word(&lower, &before) || (about && has_word(&lower, &without));
    let is_after = has_word(&lower, &after) || (about && has_word(&lower, &with));
    let basis = match (is_before, is_after) {
        (true, false) => Some(Basis::BeforeTax),
        (false, true) => Some(Basis::AfterTax),
        _ => None,
    };
    let rate = lower.split('%').next().filter(|_| about && lower.contains('%')).and_then(|front| {
        let digits = |c: char| c.is_ascii_digit() || ".,".contains(c);
        let front = front.trim_end();
        let number = front.rsplit(|c: char| !digits(c)).next()?.replace(',', ".");
        number.parse::<Decimal>().ok().filter(|rate| *rate <= Decimal::ONE_HUNDRED)
    });
    TaxSaid { basis, rate }
}

/// Whether one of the words stands in a text of small letters.
pub(super) fn has_word(lower: &str, words: &[&str]) -> bool {
    let kept = |c: char| if c.is_alphanumeric() { c } else { ' ' };
    let text: String = lower.chars().map(kept).collect();
    let text = format!(" {} ", text.split_whitespace().collect::<Vec<_>>().join(" "));
    words.iter().any(|word| text.contains(&format!(" {word} ")))
}
