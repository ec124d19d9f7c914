//! Which numbers look like one that was written, but for two digits or the decimal sign?

use rust_decimal::Decimal;

use crate::checks::words;

use super::slips::Slip;

/// Two digits of the figure in each other's place.
pub(super) fn in_total(slip: &Slip<'_, '_>) -> Option<String> {
    let right = words::rounded(slip.right, slip.number.scale());
    let written = slip.number.to_string();
    // From either side: a 0 that came to the front was not written.
    let back = of(&right.to_string()).any(|swapped| swapped == slip.number);
    (back || of(&written).any(|swapped| swapped == right))
        .then(|| "two digits are swapped".to_owned())
}

/// Every number that differs from a written one by two digits in each other's place. Numbers of more
/// than 12 digits are nobody's slip.
pub(super) fn of(written: &str) -> impl Iterator<Item = Decimal> + use<> {
    let bytes = written.as_bytes().to_vec();
    let short = if bytes.len() <= 13 { bytes.len() } else { 0 };
    (0..short).flat_map(move |i| (i + 1..short).map(move |j| (i, j))).filter_map(move |(i, j)| {
        let digits = bytes[i].is_ascii_digit() && bytes[j].is_ascii_digit();
        if !digits || bytes[i] == bytes[j] {
            return None;
        }
        let mut swapped = bytes.clone();
        swapped.swap(i, j);
        std::str::from_utf8(&swapped).ok()?.parse().ok()
    })
}

/// The number of a part as it was written, without its unit.
pub(super) fn written(text: &str) -> String {
    let end = text.find(|c: char| !(c.is_ascii_digit() || c == '.' || c == ','));
    text[..end.unwrap_or(text.len())].replace(',', ".")
}

/// Ten, a hundred or a thousand times too much, or too little.
pub(super) fn decimal_sign(slip: &Slip<'_, '_>) -> Option<String> {
    if slip.right.is_zero() {
        return None;
    }
    [10_i64, 100, 1000].into_iter().find_map(|by| {
        let by = Decimal::from(by);
        let off = slip.gives_number(slip.right.checked_mul(by))
            || slip.gives_number(slip.right.checked_div(by));
        off.then(|| "the decimal sign is at another place".to_owned())
    })
}
