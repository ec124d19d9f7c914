//! Which currency do the prices of a table have, and is tax in them?

use indexmap::IndexMap;
use rust_decimal::Decimal;

use super::layout::Layout;
use super::rows::{is_money, is_price};
use super::{Field, PriceTold};
use crate::diag::Problem;
use crate::formats::catalogues::money::{self, Coin, TaxSaid};
use crate::model::CatalogueTax;
use crate::units::{Basis, Currency};

/// The currency that most rows state, or else the headings, the lines around, or the person. A sign that several currencies have asks.
pub(super) fn currency(
    layout: &Layout,
    fields: &[Option<Field>],
    told: &PriceTold,
) -> Result<Currency, Problem> {
    let mut stated: IndexMap<Currency, u32> = IndexMap::new();
    let mut several = None;
    for (_, row) in &layout.rows {
        match of_row(row, fields) {
            Some(Coin::Is(currency)) => *stated.entry(currency).or_default() += 1,
            Some(Coin::Several(sign)) => several = Some(sign),
            None => {}
        }
    }
    let unsure = several.is_some();
    let around = || {
        let heads = layout.headings.iter().zip(fields);
        let heads = heads.filter(|(_, field)| field.is_some_and(is_money)).map(|(head, _)| head);
        heads.chain(&layout.texts).find_map(|text| match money::coin(text)? {
            Coin::Is(currency) => Some(currency),
            Coin::Several(_) => None,
        })
    };
    if let Some(told) = told.currency.filter(|told| stated.is_empty() || stated.contains_key(told))
    {
        return Ok(told);
    }
    let most = stated.iter().max_by_key(|(_, count)| **count).map(|(currency, _)| *currency);
    let found = most.or_else(|| around().filter(|found| !unsure || writes(*found, several)));
    found.ok_or_else(|| {
        if let Some(sign) = several {
            let message = format!("several currencies write `{sign}`");
            return Problem::error("currency-needed", message).hint("say which, as `CAD` or `USD`");
        }
        let message = format!("`{}` does not say which currency its prices have", told.name);
        Problem::error("currency-needed", message).hint("say it, as `EUR`")
    })
}

/// What a row states: in a column of its own, or beside a price.
pub(super) fn of_row(row: &[String], fields: &[Option<Field>]) -> Option<Coin> {
    let column = row.iter().zip(fields).find(|(_, field)| **field == Some(Field::Currency));
    if let Some((cell, _)) = column {
        let known = Currency::from_code(cell.trim()).map(Coin::Is);
        if let Some(coin) = known.or_else(|| money::coin(cell)) {
            return Some(coin);
        }
    }
    let mut prices = row.iter().zip(fields).filter(|(_, field)| field.is_some_and(is_price));
    prices.find_map(|(cell, _)| money::coin(cell))
}

/// Whether a currency is written with this sign.
pub(super) fn writes(currency: Currency, sign: Option<char>) -> bool {
    let with: &[&str] = match sign {
        None => return true,
        Some('¥') => &["JPY", "CNY"],
        Some(_) => &["USD", "CAD", "AUD", "NZD", "SGD", "HKD", "MXN", "BRL", "TWD", "CLP", "COP"],
    };
    with.contains(&currency.code())
}

/// Whether tax is in the prices: as the headings, the lines around, or the first row that does say; else the person. What nobody said is asked for.
pub(super) fn tax(
    layout: &Layout,
    fields: &[Option<Field>],
    told: &PriceTold,
) -> Result<CatalogueTax, Problem> {
    let rows = layout.rows.iter().map(|(_, row)| tax_of_row(row, fields));
    let said: Vec<TaxSaid> = std::iter::once(around(layout, fields)).chain(rows).collect();
    let basis = said.iter().find_map(|said| said.basis).or(told.basis);
    let rate = said.iter().find_map(|said| said.rate).or(told.tax_rate);
    match basis {
        Some(Basis::BeforeTax) => Ok(CatalogueTax::Before(rate)),
        Some(Basis::AfterTax) => rate.map(CatalogueTax::In).ok_or_else(|| {
            let message =
                format!("`{}` has tax in its prices, but does not say how much", told.name);
            Problem::error("tax-rate-needed", message).hint("say the rate in percent, as 19")
        }),
        None => {
            let message = format!("`{}` does not say whether tax is in its prices", told.name);
            Err(Problem::error("basis-needed", message).hint("say before tax or after tax"))
        }
    }
}

/// What a row itself says.
pub(super) fn tax_of_row(row: &[String], fields: &[Option<Field>]) -> TaxSaid {
    let mut said = TaxSaid::default();
    for (cell, field) in row.iter().zip(fields) {
        let of_cell = match field {
            Some(Field::Basis) => in_column(cell),
            Some(field) if is_price(*field) => money::tax(cell),
            _ => continue,
        };
        said.basis = said.basis.or(of_cell.basis);
        said.rate = said.rate.or(of_cell.rate);
    }
    said
}

/// A column for it needs no word for tax in its cells.
fn in_column(cell: &str) -> TaxSaid {
    let said = money::tax(&format!("{cell} tax"));
    let rate = cell.trim().trim_end_matches('%').trim().replace(',', ".").parse::<Decimal>().ok();
    TaxSaid { basis: said.basis, rate: said.rate.or(rate) }
}

/// What headings of prices and lines around the table say.
fn around(layout: &Layout, fields: &[Option<Field>]) -> TaxSaid {
    let heads = layout.headings.iter().zip(fields);
    let heads = heads.filter(|(_, field)| field.is_some_and(is_price)).map(|(head, _)| head);
    let mut said = TaxSaid::default();
    for text in heads.chain(&layout.texts) {
        let of_text = money::tax(text);
        said.basis = said.basis.or(of_text.basis);
        said.rate = said.rate.or(of_text.rate);
    }
    said
}
