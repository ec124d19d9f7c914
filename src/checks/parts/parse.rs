//! How are parts written? Sums of products of powers; a number takes its unit along.

use crate::document::Path;
use crate::units::{Currency, Day, Dims, Measured, Unit, Value, Wrong};

use super::{Function, Id, Kind, Node, Op, Parts, Sign};

/// Parentheses deeper than this are no sum that a person wrote.
const DEPTH_MAX: usize = 32;
/// More parts than this are no sum that a person wrote.
const NODES_MAX: usize = 4_000;

/// Reads parts: `+ − × x * · ÷ / : ^ ( )`, `%`, `5 % of x`; numbers with a decimal point or comma and a
/// unit; days; paths; `names` of stated figures, bare or in quotes; functions.
pub(in crate::checks) fn parse<'t>(text: &'t str, names: &[&str]) -> Result<Parts<'t>, Wrong> {
    let mut names: Vec<&str> = names.iter().copied().filter(|name| !name.is_empty()).collect();
    names.sort_by_key(|name| std::cmp::Reverse(name.len())); // the longest that fits is meant
    let mut reader = Reader { text, at: 0, names, depth: 0, nodes: Vec::new() };
    reader.sum()?;
    reader.blanks();
    if reader.at != text.len() {
        return Err(reader.wrong("an operator is missing before"));
    }
    Ok(Parts { text, nodes: reader.nodes })
}

struct Reader<'t, 'n> {
    text: &'t str,
    at: usize,
    /// Longest first.
    names: Vec<&'n str>,
    depth: usize,
    nodes: Vec<Node>,
}

impl<'t> Reader<'t, '_> {
    fn sum(&mut self) -> Result<Id, Wrong> {
        self.blanks();
        let from = self.at;
        let mut sign = self.sign();
        let mut terms = Vec::new();
        loop {
            let term = self.product()?;
            terms.push((sign.unwrap_or(Sign::Plus), term));
            sign = self.sign();
            if sign.is_none() {
                break;
            }
        }
        match terms.as_slice() {
            [(Sign::Plus, only)] => Ok(*only),
            [(Sign::Minus, only)] => {
                let only = *only;
                self.push(Kind::Negative(only), from)
            }
            _ => self.push(Kind::Sum(terms), from),
        }
    }

    fn product(&mut self) -> Result<Id, Wrong> {
        self.blanks();
        let from = self.at;
        let mut factors = vec![(Op::Times, self.power()?)];
        while let Some(op) = self.op() {
            factors.push((op, self.power()?));
        }
        match factors.as_slice() {
            [(_, only)] => Ok(*only),
            _ => self.push(Kind::Product(factors), from),
        }
    }

    fn power(&mut self) -> Result<Id, Wrong> {
        self.blanks();
        let from = self.at;
        let base = self.operand()?;
        if self.take(&['^']).is_none() {
            return Ok(base);
        }
        self.deeper()?;
        let power = if self.take(&['-', '−']).is_some() {
            let from = self.at;
            let size = self.power()?;
            self.push(Kind::Negative(size), from)?
        } else {
            self.power()?
        };
        self.depth -= 1;
        self.push(Kind::Power(base, power), from)
    }

    fn operand(&mut self) -> Result<Id, Wrong> {
        self.blanks();
        let from = self.at;
        if self.take(&['(']).is_some() {
            self.deeper()?;
            let inside = self.sum()?;
            self.take(&[')']).ok_or_else(|| self.wrong("a `)` is missing before"))?;
            self.depth -= 1;
            return Ok(inside);
        }
        if let Some(sign) = self.take(&['-', '−']) {
            debug_assert!(sign != '+', "only minus was asked for");
            self.deeper()?;
            let of = self.operand()?;
            self.depth -= 1;
            return self.push(Kind::Negative(of), from);
        }
        if let Some(name) = self.quoted()? {
            return self.push(Kind::Text(name), from);
        }
        if let Some(name) = self.known_name() {
            self.at += name.len();
            return self.push(Kind::Name(name.to_owned()), from);
        }
        if let Some(value) = self.currency_first() {
            return self.push(Kind::Value(value?), from);
        }
        match self.rest().chars().next() {
            Some(c) if c.is_ascii_digit() || matches!(c, '.' | ',') => {
                let value = self.value()?;
                self.push(Kind::Value(value), from)
            }
            Some(c) if c.is_alphabetic() || c == '_' => self.word(),
            _ => Err(self.wrong("a part is missing before")),
        }
    }

    /// A day, or a number with what stands behind it.
    fn value(&mut self) -> Result<Value, Wrong> {
        let rest = self.rest();
        let day = rest.get(..10).filter(|_| !rest[10..].starts_with(|c: char| c.is_ascii_digit()));
        if let Some(Ok(day)) = day.map(str::parse::<Day>) {
            self.at += 10;
            return Ok(Value::Day(day));
        }
        let written = number_of(rest);
        let from = self.at;
        self.at += written.len();
        let (unit, long) = self.unit();
        self.at += long;
        let unit = Unit::read(&unit, &self.text[from..self.at])?;
        let plain = |number: &str| {
            let number: String = number.chars().filter(|c| !is_group_blank(*c)).collect();
            if number.starts_with('.') { format!("0{number}") } else { number }
        };
        match written.split_once("..") {
            Some((low, high)) => Value::range(&plain(low), &plain(high), &unit),
            None => Value::read(&plain(written), unit),
        }
    }

    /// `CAD 16`, `€16`: the currency before the number.
    fn currency_first(&mut self) -> Option<Result<Value, Wrong>> {
        let rest = self.rest();
        let code = match rest.chars().next()? {
            '€' => "EUR",
            '£' => "GBP",
            _ => word_of(rest),
        };
        let long =
            if rest.starts_with(code) { code.len() } else { rest.chars().next()?.len_utf8() };
        let currency = Currency::from_code(code).filter(|known| known.code() == code)?;
        let behind = rest[long..].trim_start_matches([' ', '\u{a0}']);
        if !behind.starts_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        self.at += rest.len() - behind.len();
        let value = self.value();
        Some(value.map(|value| match value {
            // What stands behind the number counts pieces, or says the basis.
            Value::Amount(amount) if amount.dims() == Dims::NONE => {
                let unit = Unit::money(currency, None);
                Value::Amount(Measured { unit, loose: false, ..amount })
            }
            other => other,
        }))
    }

    /// The words behind a number that are its unit, and how many bytes they take with the blanks
    /// before them.
    fn unit(&self) -> (String, usize) {
        let rest = self.rest();
        let (mut unit, mut long) = (String::new(), 0);
        loop {
            let tail = &rest[long..];
            let blank = tail.len() - tail.trim_start_matches([' ', '\t', '\u{a0}']).len();
            let word = word_of(&tail[blank..]);
            let slash = unit_after_slash(&tail[blank..]).filter(|_| !unit.is_empty());
            let sign = tail[blank..].chars().next().filter(|c| "%€£$¥".contains(*c));
            let taken = match (word, slash, sign) {
                (_, Some(word), _) => {
                    unit.push_str(word);
                    word.len()
                }
                (_, _, Some(sign)) if unit.is_empty() => {
                    unit.push(sign);
                    sign.len_utf8()
                }
                // `x` multiplies, `of` takes a share, and what is called or a path is no unit.
                ("" | "x" | "X" | "of", ..) => break,
                (word, ..) if is_times(word) => break,
                (word, ..) => {
                    let behind = &tail[blank + word.len()..];
                    if behind.starts_with(['(', '[', '.', '"']) && !behind.starts_with(". ") {
                        break;
                    }
                    if !unit.is_empty() {
                        unit.push(' ');
                    }
                    unit.push_str(word);
                    word.len()
                }
            };
            long += blank + taken;
        }
        (unit, long)
    }

    /// A function, a path, or words.
    fn word(&mut self) -> Result<Id, Wrong> {
        let from = self.at;
        let word = word_of(self.rest());
        let behind = &self.rest()[word.len()..];
        if behind.starts_with('(') {
            let Some(function) = Function::named(word) else {
                let known: Vec<_> =
                    Function::ALL.iter().map(|(name, _)| format!("`{name}`")).collect();
                return Err(Wrong::new(format!("`{word}(…)` is no function"))
                    .hint(format!("there are {}", crate::units::list(&known))));
            };
            self.at += word.len() + 1;
            return self.call(function, from);
        }
        if behind.starts_with(['.', '[']) {
            let long = path_length(self.rest());
            let text = &self.rest()[..long];
            let path: Path = text.parse().map_err(|problem: crate::diag::Problem| {
                Wrong::new(problem.message).hint(problem.hint.unwrap_or_default())
            })?;
            self.at += long;
            return self.push(Kind::Path(path), from);
        }
        // Words up to the next operator.
        let mut end = self.at + word.len();
        loop {
            let tail = &self.text[end..];
            let blank = tail.len() - tail.trim_start_matches(' ').len();
            let word = word_of(&tail[blank..]);
            if blank == 0 || matches!(word, "" | "x" | "X" | "of") {
                break;
            }
            end += blank + word.len();
        }
        let words = self.text[self.at..end].to_owned();
        self.at = end;
        self.push(Kind::Name(words), from)
    }

    fn call(&mut self, function: Function, from: usize) -> Result<Id, Wrong> {
        self.deeper()?;
        let mut arguments = Vec::new();
        if self.take(&[')']).is_none() {
            loop {
                arguments.push(self.sum()?);
                if self.take(&[',', ';']).is_some() {
                    continue;
                }
                self.take(&[')']).ok_or_else(|| self.wrong("a `)` is missing before"))?;
                break;
            }
        }
        self.depth -= 1;
        if !function.takes(arguments.len()) {
            return Err(Wrong::new(format!(
                "`{}` does not take {}",
                function.name(),
                crate::units::plural(arguments.len() as i128, "part")
            ))
            .hint(format!("write `{}`, with a blank behind each comma", function.usage())));
        }
        self.push(Kind::Call(function, arguments), from)
    }

    /// What stands in quotes, if something does.
    fn quoted(&mut self) -> Result<Option<String>, Wrong> {
        let pairs = [('"', '"'), ('“', '”'), ('„', '“'), ('«', '»'), ('\'', '\'')];
        let Some(open) = self.rest().chars().next() else { return Ok(None) };
        let Some((_, close)) = pairs.iter().find(|(own, _)| *own == open) else { return Ok(None) };
        let inside = &self.rest()[open.len_utf8()..];
        let Some(end) = inside.find(*close) else {
            return Err(self.wrong("the quotes are not closed of"));
        };
        self.at += open.len_utf8() + end + close.len_utf8();
        Ok(Some(inside[..end].trim().to_owned()))
    }

    /// The longest stated figure whose name stands here.
    fn known_name(&self) -> Option<&'t str> {
        let rest = self.rest();
        let name = self.names.iter().find(|name| fits_at(rest, name))?;
        // A number or a path is what it says, even where a figure is called so.
        let plain = name.starts_with(|c: char| c.is_ascii_digit());
        let behind = &rest[name.len()..];
        (!plain && !behind.starts_with(['[', '.', '('])).then(|| &rest[..name.len()])
    }

    fn sign(&mut self) -> Option<Sign> {
        self.take(&['+', '-', '−', '–']).map(|c| if c == '+' { Sign::Plus } else { Sign::Minus })
    }

    fn op(&mut self) -> Option<Op> {
        self.blanks();
        let word = word_of(self.rest());
        let alone = word == "x" || word == "X" || word == "of";
        // `3x104`: the sign stands between two digits.
        let glued = self.rest().starts_with('x')
            && self.rest()[1..].starts_with(|c: char| c.is_ascii_digit());
        if alone || glued {
            self.at += if alone { word.len() } else { 1 };
            return Some(Op::Times);
        }
        self.take(&['×', '*', '·', '÷', '/', ':']).map(|c| match c {
            '÷' | '/' | ':' => Op::Over,
            _ => Op::Times,
        })
    }

    /// Takes the next character after blanks, if it is one of these.
    fn take(&mut self, any: &[char]) -> Option<char> {
        self.blanks();
        let next = self.rest().chars().next().filter(|c| any.contains(c))?;
        self.at += next.len_utf8();
        Some(next)
    }

    fn blanks(&mut self) {
        self.at += self.rest().len() - self.rest().trim_start().len();
    }

    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    fn deeper(&mut self) -> Result<(), Wrong> {
        self.depth += 1;
        if self.depth > DEPTH_MAX {
            return Err(Wrong::new(format!("parts stand inside each other over {DEPTH_MAX} deep")));
        }
        Ok(())
    }

    fn push(&mut self, kind: Kind, from: usize) -> Result<Id, Wrong> {
        if self.nodes.len() >= NODES_MAX {
            return Err(Wrong::new(format!("there are more than {NODES_MAX} parts")));
        }
        self.nodes.push(Node { kind, span: from..self.at });
        Ok(self.nodes.len() - 1)
    }

    fn wrong(&self, what: &str) -> Wrong {
        let rest: String = self.rest().trim().chars().take(20).collect();
        let place = if rest.is_empty() { "the end".to_owned() } else { format!("`{rest}`") };
        Wrong::new(format!("{what} {place}"))
            .hint("join amounts by + − × ÷ and parentheses, as `161.32 × 3 + 16`")
    }
}

/// The number at the beginning: digits with a decimal sign, `13 000` with its blanks, `2..4`.
fn number_of(text: &str) -> &str {
    let bytes = text.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let mut end = 0;
    loop {
        let next = text[end..].chars().next();
        let grouped = |long: usize| {
            let at = end + long;
            end > 0 && digit(end - 1) && (at..at + 3).all(digit) && !digit(at + 3)
        };
        match next {
            Some(c) if c.is_ascii_digit() || ((c == '.' || c == ',') && digit(end + 1)) => {
                end += 1;
            }
            Some('.') if text[end..].starts_with("..") && digit(end + 2) => end += 2,
            Some(c) if is_group_blank(c) && grouped(c.len_utf8()) => end += c.len_utf8(),
            _ => return &text[..end],
        }
    }
}

/// What stands between groups of three digits.
fn is_group_blank(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\'' | '’')
}

/// `x3`: multiplied by 3.
fn is_times(word: &str) -> bool {
    let number = word.strip_prefix('x').unwrap_or_default();
    !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit())
}

/// Whether a name stands at the beginning, whole, in any case.
fn fits_at(rest: &str, name: &str) -> bool {
    let Some(front) = rest.get(..name.len()) else { return false };
    let behind = rest[name.len()..].chars().next();
    front.to_lowercase() == name.to_lowercase()
        && behind.is_none_or(|c| !c.is_alphanumeric() && c != '_')
}

/// Letters and digits at the beginning, where the first is a letter.
fn word_of(text: &str) -> &str {
    if !text.starts_with(|c: char| c.is_alphabetic() || c == '_') {
        return "";
    }
    let end = text.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(text.len());
    &text[..end]
}

/// `/TB` of `7 EUR/TB`.
fn unit_after_slash(text: &str) -> Option<&str> {
    let word = word_of(text.strip_prefix('/')?);
    let known = Unit::read(word, word).is_ok_and(|unit| !unit.is_number());
    (known && !word.is_empty()).then(|| &text[..=word.len()])
}

/// How far a path goes: words joined by dots, and brackets.
fn path_length(text: &str) -> usize {
    let mut at = word_of(text).len();
    loop {
        let rest = &text[at..];
        if let Some(inside) = rest.strip_prefix('[') {
            let (mut quoted, mut escaped) = (false, false);
            let close = inside.char_indices().find(|(_, c)| {
                let ends = *c == ']' && !quoted;
                quoted ^= *c == '"' && !escaped;
                escaped = *c == '\\' && !escaped;
                ends
            });
            let Some((close, _)) = close else { return text.len() };
            at += close + 2;
        } else if let Some(word) = rest.strip_prefix('.').map(word_of).filter(|w| !w.is_empty()) {
            at += 1 + word.len();
        } else {
            return at;
        }
    }
}
