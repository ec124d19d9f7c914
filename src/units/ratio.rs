//! What is a product of many numbers, over a product of others, rounded once?

use super::arith::round_ratio;

/// `a × b × … ÷ (c × d × …)` as a whole number, rounded once, half away from zero; exact whatever the
/// size of the products. Results beyond `i128` stop at its ends; divided by 0 it is 0.
pub fn round_quotient(numerators: &[i128], denominators: &[i128]) -> i128 {
    let product = |of: &[i128]| of.iter().try_fold(1_i128, |all, one| all.checked_mul(*one));
    match (product(numerators), product(denominators)) {
        (Some(top), Some(bottom)) => round_ratio(top, bottom),
        _ => long(numerators, denominators),
    }
}

/// The same where `i128` does not hold the products: `(2 top + bottom) ÷ (2 bottom)`, cut down, one
/// divisor after the other.
fn long(numerators: &[i128], denominators: &[i128]) -> i128 {
    let all = || numerators.iter().chain(denominators);
    if all().any(|one| *one == 0) {
        return 0;
    }
    let mut top = Long::product(numerators);
    top.times(2);
    top.add(&Long::product(denominators));
    top.divide(2);
    for by in denominators {
        top.divide(by.unsigned_abs());
    }
    let negative = all().filter(|one| **one < 0).count() % 2 == 1;
    let size = top.to_i128();
    if negative { -size } else { size }
}

/// A whole number of any size, in digits of 32 bits, lowest first.
struct Long(Vec<u32>);

impl Long {
    fn product(of: &[i128]) -> Self {
        let mut product = Self(vec![1]);
        for one in of {
            product.times(one.unsigned_abs());
        }
        product
    }

    fn times(&mut self, by: u128) {
        let factor: Vec<u64> = (0..4).map(|at| u64::from((by >> (32 * at)) as u32)).collect();
        let mut product = vec![0_u32; self.0.len() + 5];
        for (i, a) in self.0.iter().enumerate() {
            let mut carry = 0_u64;
            for (j, b) in factor.iter().chain([&0]).enumerate() {
                let sum = u64::from(product[i + j]) + u64::from(*a) * b + carry;
                product[i + j] = sum as u32;
                carry = sum >> 32;
            }
        }
        self.0 = product;
        self.trim();
    }

    fn add(&mut self, other: &Self) {
        let mut carry = 0_u64;
        for at in 0..=self.0.len().max(other.0.len()) {
            let digit = |of: &Vec<u32>| u64::from(of.get(at).copied().unwrap_or(0));
            let sum = digit(&self.0) + digit(&other.0) + carry;
            if at == self.0.len() {
                self.0.push(0);
            }
            self.0[at] = sum as u32;
            carry = sum >> 32;
        }
        self.trim();
    }

    /// Cut down to a whole number; `by` below 2^127, so that the rest can be doubled.
    fn divide(&mut self, by: u128) {
        let mut rest = 0_u128;
        for digit in self.0.iter_mut().rev() {
            let mut quotient = 0_u32;
            for bit in (0..32).rev() {
                rest = rest * 2 + u128::from(*digit >> bit & 1);
                quotient <<= 1;
                if rest >= by {
                    rest -= by;
                    quotient |= 1;
                }
            }
            *digit = quotient;
        }
        self.trim();
    }

    fn trim(&mut self) {
        while self.0.last() == Some(&0) {
            self.0.pop();
        }
    }

    fn to_i128(&self) -> i128 {
        if self.0.len() > 4 {
            return i128::MAX;
        }
        let size = self.0.iter().rev().fold(0_u128, |all, digit| all << 32 | u128::from(*digit));
        i128::try_from(size).unwrap_or(i128::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::{long, round_quotient};

    #[test]
    fn a_quotient_of_products_is_rounded_once() {
        // 3 × 5 ÷ (2 × 2) = 3.75; 0.5 and −0.5 go away from zero.
        assert_eq!(round_quotient(&[3, 5], &[2, 2]), 4);
        assert_eq!(round_quotient(&[1], &[2]), 1);
        assert_eq!(round_quotient(&[-1], &[2]), -1);
        assert_eq!(round_quotient(&[7], &[0]), 0);
    }

    #[test]
    fn products_beyond_i128_are_exact() {
        let large = 10_i128.pow(30);
        assert_eq!(round_quotient(&[large, large, 3], &[large, 2, large]), 2);
        assert_eq!(round_quotient(&[large, -large, 5], &[large, large, 2]), -3);
        assert_eq!(round_quotient(&[large, large], &[7]), i128::MAX);
    }

    #[test]
    fn the_long_way_gives_the_same() {
        for top in -20..=20 {
            for bottom in [1, 2, 3, 7, 10, -4] {
                assert_eq!(long(&[top, 3], &[bottom]), round_quotient(&[top, 3], &[bottom]));
            }
        }
    }
}
