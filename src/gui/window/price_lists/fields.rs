//! What can be said of a price list: the day of its prices, and what it does not say itself?

use egui::{Align, Layout, Ui, vec2};
use rust_decimal::Decimal;

use super::{PriceList, Said, State};
use crate::formats::catalogues::{Field, READERS};
use crate::gui::kit::{Refusal, field, text};
use crate::units::{Basis, Currency, Day};

const GAP: f32 = 10.0;
const IN_ROW: f32 = 4.0;
/// Names of both bases, as they are chosen.
const BASES: [(&str, Basis); 2] =
    [("before tax", Basis::BeforeTax), ("after tax", Basis::AfterTax)];

/// Draws the fields; whether anything was said anew.
pub(super) fn fields(ui: &mut Ui, of: &mut PriceList) -> bool {
    let before = of.said.clone();
    let code = if let State::Wrong(problem) = &of.state { problem.code } else { "" };
    let table = matches!(code, "currency-needed" | "basis-needed" | "tax-rate-needed")
        || code == "column-needed"
        || before.by == Some("table")
        || before.currency.is_some() && before.line.is_none();
    let width = ((ui.available_width() - GAP * (IN_ROW - 1.0)) / IN_ROW).floor();
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing = vec2(GAP, 8.0);
        let said = &mut of.said;
        let kinds: Vec<_> = READERS.iter().map(|reader| both(reader.name)).collect();
        let wrong = code == "no-price-list";
        let by = said.by.unwrap_or_default();
        if let Some(name) = choice(ui, width, ("Read as", by, "as it looks"), &kinds, wrong) {
            said.by = READERS.iter().map(|reader| reader.name).find(|of| **of == *name);
        }
        let shown = said.date.to_string();
        let day = |given: &str| Day::parse(given).map_err(|wrong| (wrong.message, wrong.hint));
        if let Some(given) =
            typed(ui, width, ("Prices of", &shown, "2022-01-24"), &|given| day(given).map(drop))
            && let Ok(day) = day(&given)
        {
            said.date = day;
        }
        let provider = said.provider.clone();
        let hint = "as the list says";
        if let Some(given) = typed(ui, width, ("Provider", &provider, hint), &|_| Ok(())) {
            said.provider = given;
        }
    });
    if table {
        ui.add_space(2.0);
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing = vec2(GAP, 8.0);
            of_table(ui, width, &mut of.said, code);
        });
    }
    of.said != before
}

/// What a table may leave open.
fn of_table(ui: &mut Ui, width: f32, said: &mut Said, code: &str) {
    let currency = |given: &str| {
        let known = Currency::from_code(&given.trim().to_uppercase());
        known.ok_or_else(|| -> Refusal {
            (format!("`{given}` is no currency"), Some("as CAD or EUR".to_owned()))
        })
    };
    let at = said.currency.map_or_else(String::new, |currency| currency.code().to_owned());
    let hint = if code == "currency-needed" { "say it, as CAD" } else { "as the list says" };
    if let Some(given) = typed(ui, width, ("Currency", &at, hint), &|given| {
        if given.is_empty() { Ok(()) } else { currency(given).map(drop) }
    }) {
        said.currency = currency(&given).ok();
    }
    let at = BASES.iter().find(|(_, basis)| Some(*basis) == said.basis);
    let at = at.map_or("", |(name, _)| name);
    let bases: Vec<_> = BASES.iter().map(|(name, _)| both(name)).collect();
    let wrong = code == "basis-needed";
    let hint = if wrong { "choose…" } else { "as the list says" };
    if let Some(name) = choice(ui, width, ("Prices are", at, hint), &bases, wrong) {
        said.basis = BASES.iter().find(|(known, _)| *known == name).map(|(_, basis)| *basis);
    }
    if code == "tax-rate-needed" || said.rate.is_some() || said.basis == Some(Basis::AfterTax) {
        let rate = |given: &str| given.trim().trim_end_matches('%').trim().parse::<Decimal>();
        let at = said.rate.map_or_else(String::new, |rate| format!("{rate} %"));
        if let Some(given) = typed(ui, width, ("Tax in them", &at, "in percent, as 19"), &|given| {
            let bad = || (format!("`{given}` is no rate"), Some("in percent, as 19".to_owned()));
            rate(given).map(drop).map_err(|_bad| bad())
        }) {
            said.rate = rate(&given).ok();
        }
    }
    let at: Vec<String> =
        said.columns.iter().map(|(field, heading)| format!("{field} = {heading}")).collect();
    let hint = "monthly = Price, ram = Memory";
    let given =
        typed(ui, width, ("Columns", &at.join(", "), hint), &|given| columns(given).map(drop));
    if let Some(Ok(given)) = given.map(|given| columns(&given)) {
        said.columns = given;
    }
}

/// `monthly = Price, ram = Memory`.
fn columns(text: &str) -> Result<Vec<(String, String)>, Refusal> {
    let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
    parts
        .map(|part| {
            let pair = part.split_once('=').map(|(field, heading)| (field.trim(), heading.trim()));
            match pair {
                Some((field, heading)) if Field::names().any(|name| name == field) => {
                    Ok((field.to_owned(), heading.to_owned()))
                }
                _ => {
                    let names = Field::names().collect::<Vec<_>>().join(", ");
                    Err((format!("`{part}` names no field"), Some(format!("fields are {names}"))))
                }
            }
        })
        .collect()
}

fn both(name: &str) -> (String, String) {
    (name.to_owned(), name.to_owned())
}

fn choice(
    ui: &mut Ui,
    width: f32,
    (name, value, hint): (&str, &str, &str),
    choices: &[(String, String)],
    wrong: bool,
) -> Option<String> {
    column(ui, width, name, |ui| {
        field::chosen(ui, field::Chosen { name, value, choices, hint, wrong, focus: false })
    })
}

fn typed(
    ui: &mut Ui,
    width: f32,
    (name, text, hint): (&str, &str, &str),
    check: &dyn Fn(&str) -> Result<(), Refusal>,
) -> Option<String> {
    column(ui, width, name, |ui| {
        let id = egui::Id::unique("price list").with(name);
        let of = field::Typed {
            id,
            name,
            text,
            hint,
            wrong: None,
            long: false,
            offered: &[],
            focus: false,
        };
        field::typed(ui, of, check)
    })
}

fn column<R>(ui: &mut Ui, width: f32, name: &str, add: impl FnOnce(&mut Ui) -> R) -> R {
    ui.allocate_ui_with_layout(vec2(width, 0.0), Layout::top_down(Align::Min), |ui| {
        ui.set_width(width);
        ui.spacing_mut().item_spacing.y = 3.0;
        text::second(ui, name);
        add(ui)
    })
    .inner
}
