//! In which form, and in which order of its numbers, does a column write its moments?

use super::super::Told;
use super::moments::{DateOrder, Moment, Shows, moment, shows};
use crate::diag::Problem;

/// So many days apart are rows of neighbouring dates.
const NEAR: i64 = 7;

/// How many make a second, where a cell counts since 1970: from 1990 to 2200.
pub(super) fn epoch(cell: &str) -> Option<i64> {
    let whole = cell.split(['.', ',']).next()?;
    let count: i64 = whole.bytes().all(|b| b.is_ascii_digit()).then(|| whole.parse().ok())??;
    let years = 631_152_000..=7_258_118_400_i64;
    [1, 1_000, 1_000_000, 1_000_000_000].into_iter().find(|per| years.contains(&(count / per)))
}

/// How the cells of a column write their moments.
pub(super) fn form(
    cells: &[&str],
    told: &Told,
    at: usize,
    notes: &mut Vec<String>,
) -> Result<Moment, Problem> {
    if let Some(order) = told.table.date {
        return Ok(Moment::Date(order));
    }
    let counts: Vec<i64> = cells.iter().filter_map(|cell| epoch(cell)).collect();
    if counts.len() * 2 > cells.len() {
        let per_second = counts.first().copied().unwrap_or(1);
        return Ok(Moment::Epoch(per_second));
    }
    let shown: Vec<Shows> = cells.iter().filter_map(|cell| shows(cell.as_bytes())).collect();
    let count = |order| shown.iter().filter(|s| **s == Shows::Order(order)).count();
    let (ymd, dmy, mdy) = (count(DateOrder::Ymd), count(DateOrder::Dmy), count(DateOrder::Mdy));
    if ymd > 0 || (dmy > 0) != (mdy > 0) {
        let order = match () {
            () if ymd >= dmy.max(mdy) => DateOrder::Ymd,
            () if dmy > mdy => DateOrder::Dmy,
            () => DateOrder::Mdy,
        };
        return Ok(Moment::Date(order));
    }
    let days = |order| -> Vec<i64> {
        let all = cells.iter().filter_map(|cell| moment(cell.as_bytes(), Moment::Date(order), 0));
        let mut days: Vec<i64> = all.map(|when| when.day.number()).collect();
        days.dedup();
        days
    };
    let near = |order| {
        let days = days(order);
        days.len() > 1 && days.windows(2).all(|two| (two[1] - two[0]).abs() <= NEAR)
    };
    let order = match (dmy + mdy, near(DateOrder::Dmy), near(DateOrder::Mdy)) {
        (0, true, false) => DateOrder::Dmy,
        (0, false, true) => DateOrder::Mdy,
        _ => {
            let first = cells.first().copied().unwrap_or_default();
            let message =
                format!("is `{first}` day or month first? column {} shows not which", at + 1);
            return Err(Problem::error("date-order-needed", message).hint(
                "say so: `--date-order dmy` for day, month, year; `--date-order mdy` for month, day, year",
            ));
        }
    };
    let words = Moment::Date(order).words();
    notes.push(format!("dates were read {words}: so, rows that follow each other are near"));
    Ok(Moment::Date(order))
}
