//! Powers and logarithms of decimals, the same on every machine: to some 20 digits.

use rust_decimal::Decimal;

/// Digits after which a series is cut off.
const SMALL: Decimal = Decimal::from_parts(1, 0, 0, false, 26);
/// Whole powers beyond this are nobody's.
const WHOLE_MOST: i64 = 10_000;
/// ln 2.
const LN_2: Decimal = Decimal::from_parts(0xAA7A_65BF, 0x81F5_2F01, 0x1665_943F, false, 28);

/// `base` to the `power`; `None` where it is not a number or too large.
pub(super) fn of(base: Decimal, power: Decimal) -> Option<Decimal> {
    if power.is_integer() {
        let power = i64::try_from(power.normalize().mantissa()).ok()?;
        if power.abs() > WHOLE_MOST {
            return None;
        }
        let size = whole(base, power.unsigned_abs())?;
        return if power < 0 { Decimal::ONE.checked_div(size) } else { Some(size) };
    }
    exp(power.checked_mul(ln(base)?)?)
}

fn whole(base: Decimal, power: u64) -> Option<Decimal> {
    let (mut product, mut square, mut left) = (Decimal::ONE, base, power);
    while left > 0 {
        if left % 2 == 1 {
            product = product.checked_mul(square)?;
        }
        left /= 2;
        if left > 0 {
            square = square.checked_mul(square)?;
        }
    }
    Some(product)
}

/// The natural logarithm; `None` of what is not above 0.
pub(super) fn ln(number: Decimal) -> Option<Decimal> {
    if number <= Decimal::ZERO {
        return None;
    }
    // Halved or doubled into 0.7 … 1.5; then 2 · artanh((x − 1) / (x + 1)).
    let (mut x, mut twos) = (number, 0_i32);
    while x > Decimal::new(15, 1) {
        (x, twos) = (x.checked_div(Decimal::TWO)?, twos + 1);
    }
    while x < Decimal::new(7, 1) {
        (x, twos) = (x.checked_mul(Decimal::TWO)?, twos - 1);
    }
    let step = (x - Decimal::ONE).checked_div(x + Decimal::ONE)?;
    let square = step.checked_mul(step)?;
    let (mut term, mut sum, mut odd) = (step, Decimal::ZERO, Decimal::ONE);
    while term.abs() > SMALL {
        sum = sum.checked_add(term.checked_div(odd)?)?;
        term = term.checked_mul(square)?;
        odd += Decimal::TWO;
    }
    (sum * Decimal::TWO).checked_add(LN_2.checked_mul(Decimal::from(twos))?)
}

/// e to the `power`.
fn exp(power: Decimal) -> Option<Decimal> {
    if power.abs() > Decimal::from(60) {
        return None;
    }
    // Halved until it is small, then squared back.
    let (mut x, mut halved) = (power, 0);
    while x.abs() > Decimal::new(5, 1) {
        (x, halved) = (x.checked_div(Decimal::TWO)?, halved + 1);
    }
    let (mut term, mut sum, mut n) = (Decimal::ONE, Decimal::ZERO, Decimal::ZERO);
    while term.abs() > SMALL {
        sum = sum.checked_add(term)?;
        n += Decimal::ONE;
        term = term.checked_mul(x)?.checked_div(n)?;
    }
    (0..halved).try_fold(sum, |sum, _| sum.checked_mul(sum))
}
