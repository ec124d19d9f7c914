//! Which decimal number does a person mean? Written digits are kept.

use rust_decimal::Decimal;

use super::wrong::{Wrong, quoted};

/// Digits that a number may have in all: what a decimal holds exactly.
const MOST_DIGITS: usize = 28;

/// A number with one decimal sign, `.` or `,`, and maybe a minus. No thousands separators: `1,380`
/// could be either and is refused; so are exponents, a lone sign and more than 28 digits.
/// `otherwise` is what to say of a text that is no number at all.
pub(super) fn decimal(text: &str, otherwise: impl FnOnce() -> Wrong) -> Result<Decimal, Wrong> {
    let text = text.trim();
    let (negative, digits) = match text.strip_prefix(['-', '−']) {
        Some(rest) => (true, rest.trim_start()),
        None => (false, text),
    };
    let (whole, fraction) = match digits.split_once(['.', ',']) {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (digits, None),
    };
    let all_digits = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit());
    if !all_digits(whole) || !fraction.is_none_or(all_digits) {
        return Err(otherwise());
    }
    let fraction = fraction.unwrap_or("");
    if digits.contains(',') && fraction.len() == 3 && whole != "0" {
        return Err(Wrong::new(format!("{} can be read in two ways", quoted(text)))
            .hint(format!("write `{whole}{fraction}` or `{whole}.{fraction}`")));
    }
    if whole.trim_start_matches('0').len() + fraction.len() > MOST_DIGITS {
        return Err(Wrong::new(format!("{} has more than {MOST_DIGITS} digits", quoted(text))));
    }
    let whole = whole.trim_start_matches('0');
    let plain =
        if fraction.is_empty() { format!("0{whole}") } else { format!("0{whole}.{fraction}") };
    let mut number = Decimal::from_str_exact(&plain).map_err(|_too_long| otherwise())?;
    number.set_sign_negative(negative && !number.is_zero());
    Ok(number)
}

/// The number in front, and what stands behind it, both trimmed.
pub(super) fn split(text: &str) -> (&str, &str) {
    let text = text.trim();
    let number = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '-' | '−');
    let end = text.find(|c| !number(c)).unwrap_or(text.len());
    (text[..end].trim(), text[end..].trim())
}

/// Words joined by one blank each.
pub(super) fn one_blank(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Digits behind the decimal sign that say something: 1.50 has one.
pub(super) fn decimals(number: Decimal) -> u32 {
    number.normalize().scale()
}
