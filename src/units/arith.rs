//! Exact arithmetic over whole smallest units: where is it rounded, and how?
//!
//! Everywhere half away from zero, so that a credit mirrors its invoice, and once. Results beyond
//! `i128` stop at its ends.

use rust_decimal::Decimal;

use super::{Currency, Day, DayRange, Month, Percent, Rate};

/// 10 to a power; from 39 on, the largest number.
pub(super) fn pow10(exponent: u32) -> i128 {
    10_i128.checked_pow(exponent).unwrap_or(i128::MAX)
}

/// A quotient rounded to a whole number, half away from zero; 0 where it is divided by 0.
pub fn round_ratio(numerator: i128, denominator: i128) -> i128 {
    if denominator == 0 {
        return 0;
    }
    let negative = (numerator < 0) != (denominator < 0);
    let (top, bottom) = (numerator.unsigned_abs(), denominator.unsigned_abs());
    let (whole, rest) = match (u64::try_from(top), u64::try_from(bottom)) {
        // Division of 64 bits is many times as fast as that of 128.
        (Ok(top), Ok(bottom)) => (u128::from(top / bottom), u128::from(top % bottom)),
        _ => (top / bottom, top % bottom),
    };
    signed(if rest >= bottom - rest { whole.saturating_add(1) } else { whole }, negative)
}

fn signed(size: u128, negative: bool) -> i128 {
    let size = i128::try_from(size).unwrap_or(i128::MAX);
    if negative { -size } else { size }
}

/// The product of all factors in units of 10^-`digits`, exact until it is rounded once.
pub fn round_product(factors: &[Decimal], digits: u32) -> i128 {
    let plain = || factors.iter().map(Decimal::normalize);
    if plain().any(|factor| factor.is_zero()) {
        return 0;
    }
    let negative = plain().filter(Decimal::is_sign_negative).count() % 2 == 1;
    let scale: u32 = plain().map(|factor| factor.scale()).sum();
    let sizes = || plain().map(|factor| factor.mantissa().unsigned_abs());
    let small = sizes().try_fold(1_u128, u128::checked_mul);
    let small = small.and_then(|product| i128::try_from(product).ok());
    let size = match small {
        Some(product) if scale <= digits => {
            product.saturating_mul(pow10(digits - scale)).unsigned_abs()
        }
        Some(_) if scale - digits > 38 => 0, // less than half of 10^39
        Some(product) => round_ratio(product, pow10(scale - digits)).unsigned_abs(),
        None => long_product(sizes(), scale, digits),
    };
    signed(size, negative)
}

/// The same on decimal digits, for products that `i128` does not hold.
pub(super) fn long_product(sizes: impl Iterator<Item = u128>, scale: u32, digits: u32) -> u128 {
    let mut product: Vec<u8> = vec![1]; // digits, lowest first
    for size in sizes {
        let factor: Vec<u8> = size.to_string().bytes().rev().map(|b| b - b'0').collect();
        let mut sums = vec![0_u32; product.len() + factor.len()];
        for (i, a) in product.iter().enumerate() {
            for (j, b) in factor.iter().enumerate() {
                sums[i + j] += u32::from(*a) * u32::from(*b);
            }
        }
        let mut carry = 0;
        product = sums
            .into_iter()
            .map(|sum| {
                let here = sum + carry;
                carry = here / 10;
                (here % 10) as u8
            })
            .collect();
    }
    if scale < digits {
        product.splice(0..0, std::iter::repeat_n(0, (digits - scale) as usize));
    }
    let dropped = scale.saturating_sub(digits) as usize;
    let half = dropped.checked_sub(1).and_then(|at| product.get(at)).is_some_and(|d| *d >= 5);
    let kept = product.iter().skip(dropped).rev();
    kept.fold(0_u128, |all, digit| all.saturating_mul(10).saturating_add(u128::from(*digit)))
        .saturating_add(u128::from(half))
}

/// `quantity × price × (1 − discount) × …` in smallest units, rounded once.
pub fn line_amount(
    quantity: Decimal,
    price: Decimal,
    discounts: &[Percent],
    currency: Currency,
) -> i128 {
    let mut factors = vec![quantity, price];
    factors.extend(discounts.iter().map(|discount| Decimal::ONE - discount.as_fraction()));
    round_product(&factors, currency.minor_digits())
}

/// Tax on an amount before tax, rounded by itself.
pub fn tax_on(net: i128, rate: Rate) -> i128 {
    rate.of(net)
}

/// Tax summed exactly over several amounts and rates, to be rounded once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ExactTax {
    numerator: i128,
    scale: u32,
}

impl ExactTax {
    /// Nothing yet.
    pub const ZERO: Self = Self { numerator: 0, scale: 0 };

    /// Adds the tax on an amount.
    pub fn add(&mut self, net: i128, rate: Rate) {
        let mut tax = net.saturating_mul(i128::from(rate.numerator()));
        if rate.scale() > self.scale {
            self.numerator = self.numerator.saturating_mul(pow10(rate.scale() - self.scale));
            self.scale = rate.scale();
        } else if rate.scale() < self.scale {
            tax = tax.saturating_mul(pow10(self.scale - rate.scale()));
        }
        self.numerator = self.numerator.saturating_add(tax);
    }

    /// The sum in smallest units.
    pub fn rounded(self) -> i128 {
        round_ratio(self.numerator, pow10(self.scale))
    }
}

/// Shares of a total that add up to it. Each part gets its exact share cut down to whole units; the
/// units left go one each to the largest remainders, of equal ones to the earlier part. A negative
/// total is the mirror image. Negative weights count as 0; if all are 0, all count the same. Without
/// weights there are no parts.
pub fn allocate(total: i128, weights: &[i128]) -> Vec<i128> {
    let mut weights: Vec<u128> = weights.iter().map(|w| (*w).max(0).unsigned_abs()).collect();
    if weights.iter().all(|w| *w == 0) {
        weights.fill(1);
    }
    // Sums stay below 2^126, so that `share` cannot overflow; only absurd weights lose digits.
    if weights.iter().try_fold(0_u128, |sum, w| sum.checked_add(*w)).is_none_or(|s| s >> 126 > 0) {
        for weight in &mut weights {
            *weight = (*weight >> 64).max(u128::from(*weight > 0));
        }
    }
    let sum: u128 = weights.iter().sum();
    let size = total.unsigned_abs();
    let shares: Vec<(u128, u128)> = weights.iter().map(|w| share(size, *w, sum)).collect();
    let mut parts: Vec<u128> = shares.iter().map(|(whole, _)| *whole).collect();
    let left = size - parts.iter().sum::<u128>();
    let mut order: Vec<usize> = (0..parts.len()).collect();
    order.sort_by_key(|at| std::cmp::Reverse(shares[*at].1)); // stable: the earlier part first
    for at in order.into_iter().take(left as usize) {
        parts[at] += 1;
    }
    parts.into_iter().map(|part| signed(part, total < 0)).collect()
}

/// `size × weight / sum` as whole part and remainder; `weight` at most `sum`, `sum` below 2^126.
fn share(size: u128, weight: u128, sum: u128) -> (u128, u128) {
    if let Some(product) = size.checked_mul(weight) {
        return (product / sum, product % sum);
    }
    let (mut whole, mut rest) = (0_u128, 0_u128);
    for bit in (0..128).rev() {
        (whole, rest) = (whole * 2, rest * 2);
        if size >> bit & 1 == 1 {
            rest += weight;
        }
        while rest >= sum {
            (whole, rest) = (whole + 1, rest - sum);
        }
    }
    (whole, rest)
}

/// What is an amount after tax, before tax?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NetOfGross {
    /// The one whole-unit amount that gives it with each tax rounded on it.
    Exact(i128),
    /// There is none: the nearest two, each as (net, gross), next to each other.
    Between {
        /// The largest net whose gross is less.
        below: (i128, i128),
        /// The next net, whose gross is more.
        above: (i128, i128),
    },
}

impl NetOfGross {
    /// The net to compute with: the exact one, or else the quotient `gross / (1 + rates)` rounded,
    /// which is one of the two.
    pub fn net(self, gross: i128, rates: &[Rate]) -> i128 {
        match self {
            Self::Exact(net) => net,
            Self::Between { below, above } => quotient(gross, rates).clamp(below.0, above.0),
        }
    }
}

/// An amount before tax with each tax rounded on it.
pub fn gross_of(net: i128, rates: &[Rate]) -> i128 {
    rates.iter().fold(net, |gross, rate| gross.saturating_add(rate.of(net)))
}

/// The amount before tax that gives this one after tax; rates not below 0.
pub fn net_of_gross(gross: i128, rates: &[Rate]) -> NetOfGross {
    // The largest net whose gross is not more lies within a unit or so a tax of the quotient.
    let (near, reach) = (quotient(gross, rates), rates.len() as i128 + 2);
    let (mut low, mut high) = (near.saturating_sub(reach), near.saturating_add(reach));
    if gross_of(low, rates) > gross || gross_of(high, rates) <= gross {
        (low, high) = (gross.saturating_sub(1).min(-1), gross.saturating_add(1).max(1));
    }
    while high.saturating_sub(low) > 1 {
        let middle = low + high.saturating_sub(low) / 2;
        if gross_of(middle, rates) <= gross {
            low = middle;
        } else {
            high = middle;
        }
    }
    let below = gross_of(low, rates);
    if below == gross {
        return NetOfGross::Exact(low);
    }
    NetOfGross::Between { below: (low, below), above: (high, gross_of(high, rates)) }
}

/// `gross / (1 + rates)`, rounded half away from zero.
fn quotient(gross: i128, rates: &[Rate]) -> i128 {
    let scale = rates.iter().map(|rate| rate.scale()).max().unwrap_or(0);
    let of = |rate: &Rate| i128::from(rate.numerator()).saturating_mul(pow10(scale - rate.scale()));
    let all = rates.iter().fold(pow10(scale), |sum, rate| sum.saturating_add(of(rate)));
    round_ratio(gross.saturating_mul(pow10(scale)), all)
}

/// The first part of a contract that is aligned to the 1st.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Prorated {
    /// Days from the start, itself counted, to the month's end.
    pub days: u32,
    /// Days of the month.
    pub of: u32,
    /// `monthly × days / of` in smallest units, rounded once; the full price on a 1st.
    pub amount: i128,
    /// The next 1st.
    pub next_billing_day: Day,
}

/// Price of the rest of a month from `start` on, `monthly` in smallest units.
pub fn prorate(monthly: i128, start: Day) -> Prorated {
    let of = start.days_in_month();
    let days = of + 1 - start.day_of_month();
    let amount = round_ratio(monthly.saturating_mul(i128::from(days)), i128::from(of));
    Prorated { days, of, amount, next_billing_day: start.month_of().until() }
}

/// An amount spread over the calendar months that it pays for, by their days, in order; rounded as
/// in [`allocate`]. Where no day is paid for, all of it falls into the month of `from`.
pub fn accrue(amount: i128, from: Day, until: Day) -> Vec<(Month, i128)> {
    let paid = DayRange::new(from, until);
    let first = from.month_of();
    let last = until.plus_days(-1).max(from).month_of();
    let months: Vec<Month> = (0..=first.months_until(last)).map(|n| first.plus(n)).collect();
    let days =
        |month: &Month| i128::from(paid.overlap_days(DayRange::new(month.first(), month.until())));
    let weights: Vec<i128> = months.iter().map(days).collect();
    months.into_iter().zip(allocate(amount, &weights)).collect()
}
