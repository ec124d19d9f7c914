//! What does each month cost, whenever it is paid?

use crate::engine::accrual::{MonthCost, accrual};
use crate::model::Accrual;
use crate::units::{Day, Month, Total};

use super::words;
use super::{Ask, Cell, Column, Report, Row, Table, Value, amounts};

pub(super) fn make(ask: &Ask<'_>) -> Report {
    let plan = ask.plan();
    let currency = plan.ledger.currency;
    let period = ask.outlook.period;
    let mut report = Report::new("accrual", format!("Cost of each month: {}", plan.name));
    let how = match ask.scenario.accrual {
        Accrual::ByDays => "spread over the days that it pays for",
        Accrual::EqualMonths => "spread evenly over the months that it pays for",
    };
    report.say(format!(
        "What is billed from {}, {} before tax: on the days of billing, and {how}.",
        words::period(period),
        currency.code()
    ));
    let months = accrual(&plan.ledger, period, ask.scenario.accrual);
    let (first, until) = (period.from.month_of(), period.until.map(Day::month_of));
    let mut table = Table::new(
        "months",
        "",
        vec![
            Column::words("month", "Month"),
            Column::numbers("cash", "Billed"),
            Column::numbers("accrual", "Cost"),
        ],
    );
    let mut push = |name: Cell, of: MonthCost| {
        table.rows.push(Row::item(vec![
            name,
            words::money_cell(amounts::before(of.cash, currency)),
            words::money_cell(amounts::before(of.cost, currency)),
        ]));
    };
    let sum = |inside: &dyn Fn(Month) -> bool| {
        let these = months.iter().filter(|(month, _)| inside(**month));
        these.fold(MonthCost::default(), |sum, (_, of)| MonthCost {
            cash: sum.cash + of.cash,
            cost: sum.cost + of.cost,
        })
    };
    let earlier = sum(&|month| month < first);
    if earlier != MonthCost::default() {
        push(Cell::words(format!("before {}", first.words())), earlier);
    }
    let last = period.until.map_or(first, |until| until.plus_days(-1).month_of());
    for n in 0..=first.months_until(last) {
        let month = first.plus(n);
        let of = months.get(&month).copied().unwrap_or_default();
        push(Cell::of(month.words(), Value::Text(month.to_string())), of);
    }
    let later = sum(&|month| month > last);
    if later != MonthCost::default() {
        let from = until.map_or_else(String::new, |until| format!("from {} on", until.words()));
        push(Cell::words(from), later);
    }
    let all = sum(&|_| true);
    table.rows.push(Row::total(vec![
        Cell::words("Together"),
        words::money_cell(amounts::before(all.cash, currency))
            .because(words::request_path(&plan.name, "before_tax")),
        words::money_cell(amounts::before(all.cost, currency)),
    ]));
    let spread: Total<_> = later.cost + earlier.cost;
    table.note = (!spread.exact().is_some_and(crate::units::Amount::is_zero))
        .then(|| "What is billed in the period may be the cost of months outside it.".to_owned());
    report.table(table);
    report
}
