//! How is a value written in RON? Quotes, identifiers and keys, both ways.

use std::borrow::Cow;
use std::fmt::Write as _;

/// The text as a RON string: in double quotes, with `"`, `\` and control characters escaped.
///
/// Reading it back gives the same text, whatever it holds.
pub fn quote(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for character in text.chars() {
        match character {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            control if control.is_control() => {
                write!(quoted, "\\u{{{:x}}}", u32::from(control))
                    .expect("writing to a string cannot fail");
            }
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}

/// What a RON string says; `None` where the literal is no string or has a wrong escape.
pub fn unquote(literal: &str) -> Option<Cow<'_, str>> {
    let plain = literal
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'))
        .filter(|inner| !inner.contains(['\\', '"']));
    match plain {
        Some(inner) => Some(Cow::Borrowed(inner)),
        None if is_string(literal) => ron::from_str::<String>(literal).ok().map(Cow::Owned),
        None => None,
    }
}

/// Whether a literal begins as a string, plain or raw.
pub(super) fn is_string(literal: &str) -> bool {
    literal.starts_with('"')
        || literal
            .strip_prefix('r')
            .is_some_and(|rest| rest.trim_start_matches('#').starts_with('"'))
}

/// What a key says, with its quotes, escapes or `r#` taken off.
pub(super) fn key_name(literal: &str) -> Cow<'_, str> {
    unquote(literal).unwrap_or_else(|| Cow::Borrowed(literal.strip_prefix("r#").unwrap_or(literal)))
}

/// Whether a word may stand bare as a field or variant: a letter or `_`, then letters, digits, `_`.
pub fn is_identifier(word: &str) -> bool {
    let mut characters = word.chars();
    characters.next().is_some_and(|first| first.is_ascii_alphabetic() || first == '_')
        && characters.all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// Whether a word looks like a variant: an identifier with a capital first.
pub(super) fn is_variant(word: &str) -> bool {
    is_identifier(word) && word.starts_with(|c: char| c.is_ascii_uppercase())
}

/// The literal on one line, at most `limit` characters, for showing in a message.
pub(super) fn shortened(literal: &str, limit: usize) -> String {
    let line = literal.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= limit {
        return line;
    }
    let mut short: String = line.chars().take(limit.saturating_sub(1)).collect();
    short.push('…');
    short
}
