//! What does `161.32 × 4 + (16 + 3) × 3` come to? The parts of a stated total, as people write them.

use rust_decimal::Decimal;

/// A sum that could be read.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Sum<'a> {
    /// What it comes to, exactly but for divisions.
    pub(super) value: Decimal,
    /// Its parts at the top level, with their sign.
    pub(super) terms: Vec<Term<'a>>,
}

/// One part of a sum.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Term<'a> {
    /// What it comes to; below zero where it is taken off.
    pub(super) value: Decimal,
    /// As written, without its sign.
    pub(super) text: &'a str,
}

/// Parentheses deeper than this are no sum that a person wrote.
const DEPTH_MAX: usize = 32;
/// A thousand times the largest amount that can be stated.
const MOST: Decimal = Decimal::from_parts(0xA764_0000, 0x0DE0_B6B3, 0, false, 0);

/// Reads amounts joined by `+ - − × x * ÷ /` and parentheses; a decimal sign is `.` or `,`; `%`
/// after a number divides by 100, and `currency` may stand beside any number. `None`: it is no sum,
/// divides by 0, or comes to more than 10¹⁸.
pub(super) fn parse<'a>(text: &'a str, currency: &str) -> Option<Sum<'a>> {
    let mut reader = Reader { text, at: 0, currency, depth: 0 };
    let terms = reader.terms()?;
    reader.blanks();
    if reader.at != text.len() {
        return None;
    }
    let value = total(&terms).filter(|value| value.abs() <= MOST)?;
    Some(Sum { value, terms })
}

fn total(terms: &[Term<'_>]) -> Option<Decimal> {
    terms.iter().try_fold(Decimal::ZERO, |sum, term| sum.checked_add(term.value))
}

struct Reader<'a, 'c> {
    text: &'a str,
    at: usize,
    currency: &'c str,
    depth: usize,
}

impl<'a> Reader<'a, '_> {
    fn terms(&mut self) -> Option<Vec<Term<'a>>> {
        let mut terms = Vec::new();
        let mut negative = self.take(&['-', '−']).is_some();
        loop {
            self.blanks();
            let from = self.at;
            let value = self.product()?;
            let text = self.text[from..self.at].trim_end();
            terms.push(Term { value: if negative { -value } else { value }, text });
            match self.take(&['+', '-', '−']) {
                Some(sign) => negative = sign != '+',
                None => return Some(terms),
            }
        }
    }

    fn product(&mut self) -> Option<Decimal> {
        let mut value = self.factor()?;
        loop {
            match self.take(&['×', 'x', '*', '·', '÷', '/', ':']) {
                Some('÷' | '/' | ':') => value = value.checked_div(self.factor()?)?,
                Some(_) => value = value.checked_mul(self.factor()?)?,
                None => return Some(value),
            }
        }
    }

    fn factor(&mut self) -> Option<Decimal> {
        self.skip_currency();
        if self.take(&['(']).is_some() {
            self.depth += 1;
            if self.depth > DEPTH_MAX {
                return None;
            }
            let value = total(&self.terms()?)?;
            self.take(&[')'])?;
            self.depth -= 1;
            return Some(value);
        }
        let value = self.number()?;
        self.skip_currency();
        if self.take(&['%']).is_some() {
            return value.checked_div(Decimal::ONE_HUNDRED);
        }
        Some(value)
    }

    fn number(&mut self) -> Option<Decimal> {
        self.blanks();
        let rest = &self.text[self.at..];
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.' && c != ',');
        let written = &rest[..end.unwrap_or(rest.len())];
        let value = written.replace(',', ".").parse().ok()?;
        self.at += written.len();
        Some(value)
    }

    fn skip_currency(&mut self) {
        self.blanks();
        if self.text[self.at..].starts_with(self.currency) {
            self.at += self.currency.len();
        }
    }

    /// Takes the next character after blanks, if it is one of these.
    fn take(&mut self, any: &[char]) -> Option<char> {
        self.blanks();
        let next = self.text[self.at..].chars().next().filter(|c| any.contains(c))?;
        self.at += next.len_utf8();
        Some(next)
    }

    fn blanks(&mut self) {
        let rest = &self.text[self.at..];
        self.at += rest.len() - rest.trim_start().len();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn comes_to(text: &str, value: &str) {
        let sum = parse(text, "CAD").unwrap_or_else(|| panic!("`{text}` is a sum"));
        assert_eq!(sum.value, value.parse().unwrap(), "{text}");
    }

    #[test]
    fn sums_come_to_what_a_person_works_out() {
        comes_to("161.32 + 16", "177.32");
        comes_to("161.32 × 4 + 16 × 3 + 79.38", "772.66"); // 645.28 + 48 + 79.38
        comes_to("2 × (1 + 2) − 1", "5");
        comes_to("-3 + 10", "7");
        comes_to("89,70 CAD ÷ 3", "29.90");
        comes_to("79.38 + 79.38 * 13 %", "89.6994"); // 79.38 × 0.13 = 10.3194
        comes_to("12/4/3", "1");
        comes_to("3x2", "6");
    }

    #[test]
    fn what_is_no_sum_is_refused() {
        let deep = "(".repeat(100_000);
        for text in ["", "+", "1 +", "1 2", "(1", "1)", "1/0", "a", "1.2.3", "1 + b", &deep] {
            assert_eq!(parse(text, "CAD"), None, "{text}");
        }
        assert_eq!(parse("9999999999999999999999999999 × 9999999999999", "CAD"), None);
    }

    #[test]
    fn parts_keep_their_words_and_sign() {
        let sum = parse("161.32 × 4 - 16", "CAD").unwrap();
        let parts: Vec<_> = sum.terms.iter().map(|t| (t.text, t.value.to_string())).collect();
        assert_eq!(parts, [("161.32 × 4", "645.28".to_owned()), ("16", "-16".to_owned())]);
    }
}
