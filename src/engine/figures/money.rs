//! What do tariffs, limits and funds come to?

use rust_decimal::Decimal;

use crate::engine::accrual::accrual;
use crate::engine::funds::MonthsInHand;
use crate::engine::price::effective_monthly;
use crate::model::{Offer, Tariff};
use crate::units::{Dims, Measured, SpanUnit, Total, Unit, Value};

use super::{Figures, item};

impl Figures<'_> {
    /// `funds.months_in_hand`, `funds.balance`, `limits["budget"].amount`.
    pub(super) fn of_funds(&self, steps: &[&str]) -> Option<Value> {
        let scenario = self.scenario;
        match steps {
            ["accrual", month] => self.of_month(month),
            ["limits", key, "amount"] => {
                let limit = item(&scenario.limits, key, |limit| &limit.what)?;
                Some(self.money(&limit.amount))
            }
            ["funds", "accounts", key, "balance"] => {
                let accounts = &scenario.funds.as_ref()?.accounts;
                Some(self.money(&item(accounts, key, |account| &account.name)?.balance))
            }
            ["funds", "income", key, "amount"] => {
                let income = &scenario.funds.as_ref()?.income;
                Some(self.money(&item(income, key, |income| &income.what)?.amount))
            }
            ["funds", "debts", key, "amount"] => {
                let debts = &scenario.funds.as_ref()?.debts;
                Some(self.money(&item(debts, key, |debt| &debt.what)?.amount))
            }
            ["funds", key] => {
                let funds = self.plan.funds.as_ref()?;
                let currency = self.plan.ledger.currency;
                match *key {
                    "balance" => Some(Value::total(funds.balance, currency)),
                    "debts" => Some(Value::total(funds.debts, currency)),
                    "yearly" => Some(Value::total(funds.yearly, currency)),
                    "float" => funds.float.map(|float| Value::total(float, currency)),
                    "months_in_hand" => funds.months_in_hand.map(in_hand),
                    "months_without_debts" => funds.months_without_debts.map(in_hand),
                    "runs_out" | "empty" => funds.empty.map(Value::Day),
                    "below_float" => funds.below_float.map(|(day, _)| Value::Day(day)),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// `contracts["a"].paid_until`, and `contracts["a"].month`: all that a month of it costs, before
    /// tax.
    pub(super) fn of_tenure(&self, key: &str, rest: &[&str]) -> Option<Value> {
        match rest {
            ["paid_until"] => {
                let tenures = &self.plan.tenures;
                let tenure = tenures.iter().find(|tenure| *tenure.key == *key)?;
                tenure.bound_until.map(Value::Day)
            }
            ["month"] => {
                let entries = self.plan.ledger.month_on(self.day);
                let own = || entries.iter().filter(|entry| *entry.subject == *key);
                let total: Total<_> = own().map(|entry| entry.before_tax).sum();
                own().next().map(|_| Value::total(total, self.plan.ledger.currency))
            }
            _ => None,
        }
    }

    /// `accrual["2022-08"]`: what of the period's charges is the cost of that month.
    pub(super) fn of_month(&self, month: &str) -> Option<Value> {
        let ledger = &self.plan.ledger;
        let months = accrual(ledger, self.outlook.period, self.scenario.accrual);
        let cost = months.get(&month.parse().ok()?).map_or(Total::ZERO, |of| of.cost);
        Some(Value::total(cost, ledger.currency))
    }

    /// `offers["a"].tariff.price`, `offers["a"].effective["12"]`: a month of the first twelve, the
    /// setup fee in it.
    pub(super) fn of_price(&self, offer: &Offer, rest: &[&str]) -> Option<Value> {
        match rest {
            ["hourly"] => offer.hourly.as_ref().map(|money| self.money(money)),
            ["effective", months] => {
                let months = months.split(' ').next()?.parse().ok()?;
                let total = effective_monthly(self.scenario, offer, months, self.day)?;
                Some(Value::total(total, self.scenario.currency))
            }
            ["tariff", key] => self.of_tariff(offer.tariff.as_ref()?, key),
            _ => None,
        }
    }

    fn of_tariff(&self, tariff: &Tariff, key: &str) -> Option<Value> {
        match key {
            // A price per unit, so that it can be multiplied by a size.
            "price" => {
                let price = self.money(&tariff.price);
                let per = Unit::read(&tariff.per.to_string(), "").ok();
                match per.filter(|unit| unit.dims != Dims::NONE) {
                    Some(unit) => price.over(&Value::of(Decimal::ONE, unit)).ok(),
                    None => Some(price),
                }
            }
            "minimum" => tariff.minimum.as_ref().map(|money| self.money(money)),
            "cap" => tariff.cap.as_ref().map(|money| self.money(money)),
            "free" => {
                let free = tariff.free.as_ref()?.to_string();
                let end = free.find(|c: char| !(c.is_ascii_digit() || c == '.' || c == ','))?;
                Value::read(free[..end].trim(), Unit::read(&free[end..], "").ok()?).ok()
            }
            _ => None,
        }
    }

    pub(super) fn fund_paths(&self) -> Vec<String> {
        let keys = ["balance", "debts", "yearly", "months_in_hand", "months_without_debts"];
        let funds = keys.iter().map(|key| format!("funds.{key}"));
        let limits = self.scenario.limits.iter();
        let limits =
            limits.map(|limit| format!("limits[{}].amount", crate::document::quote(&limit.what)));
        let funds = funds.filter(|_| self.plan.funds.is_some());
        funds.chain(limits).collect()
    }
}

fn in_hand(months: MonthsInHand) -> Value {
    let unit = Unit::span(SpanUnit::Month);
    Value::Amount(Measured { low: months.low, high: months.high, unit, loose: false })
}
