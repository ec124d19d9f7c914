//! Which number does a cell hold?

use crate::units::SizeUnit;

/// Usage above this is no usage, whatever its unit; so that no figure made of it is infinite.
const HIGHEST: f64 = 1e30;

const POWERS: [f64; 19] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18,
];

/// What a cell says of usage.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Cell {
    /// A figure of at least 0.
    Value(f64),
    /// One below 0.
    Negative,
    /// One that cannot be usage: above 10³⁰.
    TooLarge,
    /// Empty, a word, not finite.
    NoNumber,
}

/// A cell whose decimals stand behind `decimal`; a suffix of size makes it bytes where `suffixed`.
pub(super) fn cell(text: &[u8], decimal: u8, suffixed: bool) -> Cell {
    let value = if suffixed { bytes(text, decimal) } else { number(text, decimal) };
    match value {
        None => Cell::NoNumber,
        Some(value) if value < 0.0 => Cell::Negative,
        Some(value) if value > HIGHEST => Cell::TooLarge,
        // Not minus nought: its bits are those of the largest figures.
        Some(value) => Cell::Value(value + 0.0),
    }
}

/// A finite number: plain, with an exponent, or with its thousands apart by comma, point, space, apostrophe or underscore.
pub(super) fn number(text: &[u8], decimal: u8) -> Option<f64> {
    let (negative, digits) = match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        _ => (false, text),
    };
    let (mut mantissa, mut count, mut behind, mut broken) = (0_u64, 0, 0, false);
    for &byte in digits {
        let digit = byte.wrapping_sub(b'0');
        if digit < 10 {
            mantissa = mantissa.wrapping_mul(10).wrapping_add(u64::from(digit));
            count += 1;
            behind += usize::from(broken);
        } else if byte == decimal && !broken {
            broken = true;
        } else {
            return grouped(text, decimal);
        }
    }
    if count == 0 {
        return None;
    }
    // Both are exact as floats, so that one division rounds once.
    if count > 18 || mantissa > 1 << 53 {
        return grouped(text, decimal);
    }
    let value = mantissa as f64 / POWERS[behind];
    Some(if negative { -value } else { value })
}

/// The same with whatever may stand in a number.
fn grouped(text: &[u8], decimal: u8) -> Option<f64> {
    let text = std::str::from_utf8(text).ok()?.trim();
    let mut plain = String::with_capacity(text.len());
    let (mut run, mut groups, mut broken, mut power) = (0_usize, 0_usize, false, false);
    for (at, sign) in text.char_indices() {
        match sign {
            '0'..='9' => {
                run += 1;
                plain.push(sign);
            }
            '+' | '-' if at == 0 || (power && plain.ends_with('e')) => plain.push(sign),
            'e' | 'E' if !power && plain.ends_with(|c: char| c.is_ascii_digit()) => {
                if groups > 0 && !broken && run != 3 {
                    return None;
                }
                (power, broken) = (true, true);
                plain.push('e');
            }
            _ if sign == char::from(decimal) && !broken => {
                if groups > 0 && run != 3 {
                    return None;
                }
                broken = true;
                plain.push('.');
            }
            ',' | '.' | ' ' | '\'' | '_' | '\u{a0}' | '\u{202f}' | '’' if !broken => {
                let sound = if groups == 0 { (1..=3).contains(&run) } else { run == 3 };
                if !sound {
                    return None;
                }
                groups += 1;
                run = 0;
            }
            _ => return None,
        }
    }
    if groups > 0 && !broken && run != 3 {
        return None;
    }
    plain.parse().ok().filter(|value: &f64| value.is_finite())
}

/// Bytes of a figure with its unit behind it: `31.2G`, `4 GiB`, `512`. One letter alone counts by 1024, as `-h` prints it.
pub(super) fn bytes(text: &[u8], decimal: u8) -> Option<f64> {
    let digit = text.iter().rposition(u8::is_ascii_digit)?;
    let (figure, unit) = text.split_at(digit + 1);
    let unit = std::str::from_utf8(unit).ok()?.trim();
    let each = if unit.is_empty() { 1.0 } else { suffix(unit)?.bytes() as f64 };
    Some(number(figure.trim_ascii(), decimal)? * each)
}

/// A unit as it stands behind a figure.
fn suffix(text: &str) -> Option<SizeUnit> {
    let binary = |letter: &str| unit(&format!("{letter}iB"));
    match text.as_bytes() {
        [b'b' | b'B'] => Some(SizeUnit::B),
        [_] => binary(text),
        [_, b'i'] => binary(text.get(..1)?),
        _ => unit(text),
    }
}

/// A unit by its name in any case, or in words: `GiB`, `gb`, `bytes`.
pub(super) fn unit(text: &str) -> Option<SizeUnit> {
    match text.to_ascii_lowercase().as_str() {
        "byte" | "bytes" => Some(SizeUnit::B),
        "kbytes" | "kilobytes" => Some(SizeUnit::Kb),
        "mbytes" | "megabytes" => Some(SizeUnit::Mb),
        "gbytes" | "gigabytes" => Some(SizeUnit::Gb),
        "tbytes" | "terabytes" => Some(SizeUnit::Tb),
        "kibibytes" => Some(SizeUnit::Kib),
        "mebibytes" => Some(SizeUnit::Mib),
        "gibibytes" => Some(SizeUnit::Gib),
        "tebibytes" => Some(SizeUnit::Tib),
        text => SizeUnit::ALL.into_iter().find(|unit| unit.name().eq_ignore_ascii_case(text)),
    }
}
