//! What do the organisation's own rules ask of a request: its form, its limits, its days, its funds?

use rust_decimal::Decimal;

use crate::engine::deadlines::RequestDue;
use crate::engine::funds::{FundsOutlook, MonthsInHand};
use crate::engine::limits::{At, Reached, reached};
use crate::engine::outlook::PlanOutlook;
use crate::model::LimitKind;
use crate::units::{Basis, Currency};

use super::words;
use super::{Ask, Cell, Column, MoneyValue, Report, Row, Table, Tone, amounts};

/// What stands below the headings of the organisation's form.
pub(super) fn push_form(report: &mut Report, ask: &Ask<'_>) {
    let Some(request) = &ask.scenario.request else { return };
    for (heading, text) in &request.form {
        report.heading(heading.clone());
        report.say(text.clone());
    }
}

/// Every limit with what the plan comes to.
pub(super) fn push_limits(report: &mut Report, ask: &Ask<'_>, plan: &PlanOutlook) {
    let currency = plan.ledger.currency;
    let mut table = Table::new(
        "limits",
        "",
        vec![
            Column::words("limit", "Limit"),
            Column::words("of", "Compared with"),
            Column::numbers("most", currency.code()),
            Column::numbers("reached", "Comes to"),
            Column::words("verdict", "So"),
        ],
    );
    for (place, limit) in ask.scenario.limits.iter().enumerate() {
        let Some(reached) = reached(ask.scenario, ask.outlook, plan, limit) else { continue };
        let of = match &reached.at {
            At::Period => words::period(ask.outlook.period),
            At::Year => "twelve months".to_owned(),
            At::Month(month) => month.words(),
            At::Charge(name, day) | At::Invoice(name, day) => {
                format!("{name}, {}", words::day(*day, ask.outlook.as_of))
            }
        };
        let low = reached.low == reached.most && reached.high == Some(reached.low);
        let (verdict, tone) = match (reached.over(), limit.kind) {
            (Some(_), LimitKind::Budget) => ("above it".to_owned(), Tone::Warning),
            (Some(_), LimitKind::SignOff) => {
                let needs = limit.needs.as_deref().unwrap_or("somebody has to sign");
                (needs.to_owned(), Tone::Strong)
            }
            (None, _) if low => ("just inside".to_owned(), Tone::Plain),
            (None, _) if reached.may_be_over() => {
                ("may be above it: not all is known".to_owned(), Tone::Warning)
            }
            (None, _) => ("inside".to_owned(), Tone::Good),
        };
        let (most, comes_to) = both(&reached, currency);
        table.rows.push(Row::item(vec![
            Cell::words(limit.what.clone()),
            Cell::words(of),
            words::money_cell(most).edited(format!("limits[{place}].amount")),
            words::money_cell(comes_to),
            Cell::words(verdict).toned(tone),
        ]));
    }
    if !table.rows.is_empty() {
        report.heading("What was approved");
        report.table(table);
    }
}

/// The limit and what is compared with it, in its basis.
fn both(reached: &Reached, currency: Currency) -> (MoneyValue, MoneyValue) {
    let amount = |minor: i128| {
        Decimal::try_from_i128_with_scale(minor, currency.minor_digits()).unwrap_or_default()
    };
    let basis: Option<Basis> = Some(reached.basis);
    let value = |low: i128, high: Option<i128>| {
        let exact = high == Some(low);
        let up_to = high.filter(|_| !exact).map(amount);
        let amount = (exact || low != 0).then(|| amount(low));
        MoneyValue { amount, up_to, at_least: !exact, currency, basis }
    };
    (value(reached.most, Some(reached.most)), value(reached.low, reached.high))
}

/// The days that the request sets for itself.
pub(super) fn push_dates(report: &mut Report, ask: &Ask<'_>) {
    for date in &ask.outlook.request_dates {
        let day = words::day(date.day, ask.outlook.as_of);
        report.say(match date.what {
            RequestDue::Trial => format!("The trial ends on {day}."),
            RequestDue::Review => format!("It is to be looked at again by {day}."),
            RequestDue::Expires => format!("The approval ends on {day}."),
        });
    }
}

/// How long the money lasts, as the overview says it: `Money in hand: 13.8 months.`
pub(super) fn in_hand(plan: &PlanOutlook) -> Option<String> {
    let funds = plan.funds.as_deref()?;
    funds.months_in_hand?;
    Some(format!("Money in hand: {}, less what is owed and without income.", months_in_hand(plan)))
}

/// `13.8 months`; empty where the file says nothing of money.
pub(super) fn months_in_hand(plan: &PlanOutlook) -> String {
    let months = plan.funds.as_deref().and_then(|funds| funds.months_in_hand);
    months.map_or_else(String::new, months_words)
}

/// How long the money lasts, in a sentence or two.
pub(super) fn push_funds(report: &mut Report, ask: &Ask<'_>, plan: &PlanOutlook) {
    let Some(funds) = plan.funds.as_deref() else { return };
    report.heading("Money in hand");
    for sentence in sentences(ask, plan, funds) {
        report.say(sentence);
    }
}

/// What is to be said of the funds under a plan.
pub(super) fn sentences(ask: &Ask<'_>, plan: &PlanOutlook, funds: &FundsOutlook) -> Vec<String> {
    let currency = plan.ledger.currency;
    let cash = |total| words::amount(&amounts::after(total, currency));
    let mut said = vec![format!(
        "{} {} on {}.",
        cash(funds.balance),
        currency.code(),
        words::day(funds.on, ask.outlook.as_of)
    )];
    if let Some(months) = funds.months_in_hand {
        let owed = funds.debts.exact().is_none_or(|debts| !debts.is_zero());
        let without = funds.months_without_debts.filter(|_| owed);
        let beside = without.map_or_else(String::new, |without| {
            format!(", {} if the debts are left out", months_words(without))
        });
        said.push(format!(
            "That lasts {}{beside}, without income and costing {} a year.",
            months_words(months),
            cash(funds.yearly)
        ));
    }
    let until = words::day(funds.until, ask.outlook.as_of);
    said.push(match (funds.empty, funds.empty_cautious) {
        (Some(day), _) => {
            format!("With what comes in, it is gone on {}.", words::day(day, ask.outlook.as_of))
        }
        (None, Some(day)) => format!(
            "With what comes in, it may be gone on {}, if what is not known is as high as it can be.",
            words::day(day, ask.outlook.as_of)
        ),
        (None, None) if funds.open => {
            format!("With what comes in and by what is known, it lasts beyond {until}.")
        }
        (None, None) => format!("With what comes in, it lasts beyond {until}."),
    });
    if let (Some(float), Some((day, short))) = (funds.float, funds.below_float) {
        said.push(format!(
            "{} is to be kept; from {} on {} are missing.",
            cash(float),
            words::day(day, ask.outlook.as_of),
            short.show(currency)
        ));
    }
    said
}

/// `14.3 months`, `12.1 to 14.3 months`, `at most 14.3 months`; to a tenth, rounded down.
pub(super) fn months_words(of: MonthsInHand) -> String {
    let tenth = |months: Decimal| {
        let down = months.round_dp_with_strategy(1, rust_decimal::RoundingStrategy::ToZero);
        down.normalize().to_string()
    };
    match (of.low, of.high) {
        (Some(low), Some(high)) if tenth(low) == tenth(high) => format!("{} months", tenth(low)),
        (Some(low), Some(high)) => format!("{} to {} months", tenth(low), tenth(high)),
        (Some(low), None) => format!("at least {} months", tenth(low)),
        (None, Some(high)) => format!("at most {} months", tenth(high)),
        (None, None) => "nobody knows how long".to_owned(),
    }
}
