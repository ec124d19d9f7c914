//! By what is a line's price multiplied?

use std::sync::Arc;

use crate::model::Line;
use crate::units::{Factors, round_quotient};

/// The factors of a line's quantity, ready to be computed with.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Times {
    numerators: Vec<i128>,
    denominators: Vec<i128>,
    pub(super) factors: Factors,
    /// What the price is of.
    pub(super) per: Option<Arc<str>>,
}

impl Times {
    /// `None` where the line is once its price.
    pub(super) fn of(line: &Line) -> Option<Arc<Self>> {
        if line.quantity.is_empty() {
            return None;
        }
        let (numerators, denominators) =
            line.quantity.product(line.per.as_deref()).into_iter().unzip();
        let per = line.per.as_deref().map(Arc::from);
        Some(Arc::new(Self { numerators, denominators, factors: line.quantity.clone(), per }))
    }

    /// The product with other factors, over other divisors, rounded once.
    pub(super) fn round(&self, numerators: &[i128], denominators: &[i128]) -> i128 {
        let top: Vec<i128> = numerators.iter().chain(&self.numerators).copied().collect();
        let bottom: Vec<i128> = denominators.iter().chain(&self.denominators).copied().collect();
        round_quotient(&top, &bottom)
    }
}
