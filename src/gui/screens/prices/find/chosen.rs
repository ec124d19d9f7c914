//! What is the chosen one made of, how is it paid, and what does it come to in which month?

use std::sync::Arc;

use egui::Ui;

use crate::document::Edit;
use crate::engine::configure::{Choice, Needs, Pick};
use crate::engine::outlook::Outlook;
use crate::gui::answer::View;
use crate::gui::kit::table::{Cell, Head, Row, Table, table};
use crate::gui::kit::why::{Why, WhyLine};
use crate::gui::kit::{card, text};
use crate::gui::parts;
use crate::gui::theme::{self, Tone};
use crate::model::{CatalogueTax, Renewal};
use crate::report;
use crate::report::configurations::Described;
use crate::session::{Session, picking};
use crate::units::plural;

/// The scenario with the chosen one in a plan of its own: what it comes to is that plan's.
#[derive(Debug)]
struct WhatIf {
    of: (Arc<Outlook>, u64, Pick, Needs),
    result: Result<Box<(Session, String, Edit)>, String>,
}

/// What this card remembers from frame to frame.
#[derive(Debug, Default)]
pub(super) struct State {
    what_if: Option<WhatIf>,
}

/// What is shown of.
#[derive(Clone, Copy)]
pub(super) struct Chosen<'a> {
    pub(super) choice: &'a Choice,
    /// Which of all that were laid out.
    pub(super) made: u64,
    pub(super) needs: &'a Needs,
    pub(super) pick: Pick,
}

impl State {
    fn see_to(&mut self, session: &Session, of: Chosen<'_>) {
        let Some(outlook) = session.outlook() else { return };
        let known = self.what_if.as_ref().is_some_and(|known| {
            let (old, made, pick, needs) = &known.of;
            Arc::ptr_eq(old, outlook) && (*made, *pick) == (of.made, of.pick) && needs == of.needs
        });
        if known {
            return;
        }
        let picked = || {
            let document = session.document().ok_or("the text cannot be read yet")?;
            let (edit, name) = picking(document, of.choice, of.pick, of.needs, None)
                .map_err(|problem| problem.message)?;
            let mut other = session.what_if(&edit).map_err(|problem| problem.message)?;
            other.choose_plan(&name);
            Ok::<_, String>(Box::new((other, name, edit)))
        };
        let of = (Arc::clone(outlook), of.made, of.pick, of.needs.clone());
        self.what_if = Some(WhatIf { of, result: picked() });
    }
}

/// Draws the card's content.
pub(super) fn show(ui: &mut Ui, view: &View<'_>, state: &mut State, of: Chosen<'_>) {
    let described = Described::of(of.choice, of.needs, of.pick);
    let configuration = of.choice.configuration(of.pick);
    let list = configuration.listed;
    let catalogue = &list.catalogue;
    let from = format!("{}, {}", catalogue.range(), catalogue.date.words());
    card::heading(ui, described.name.text.trim(), &from);
    text::second(ui, &described.code);
    ui.add_space(2.0);
    let gives = [
        described.ram.text.clone(),
        described.disks.text.clone(),
        configuration.gives.cpu.as_deref().unwrap_or_default().to_owned(),
        configuration.gives.threads.map_or_else(String::new, |n| plural(i128::from(n), "thread")),
        configuration.gives.ecc.map_or("", |ecc| if ecc { "ECC" } else { "no ECC" }).to_owned(),
        configuration.gives.bandwidth.map_or_else(String::new, |mbit| format!("{mbit} Mbit/s")),
        described.place.text.clone(),
    ];
    let gives: Vec<&str> = gives.iter().map(String::as_str).filter(|of| !of.is_empty()).collect();
    text::label(ui, &gives.join(" · "), theme::DENSE, Tone::Plain);
    if let Some(note) = &configuration.plan.note {
        text::second(ui, note);
    }
    ui.add_space(4.0);
    priced(ui, of);
    ui.add_space(4.0);
    text::label(ui, &paid(of), theme::DENSE, Tone::Dim);
    ui.add_space(6.0);
    state.see_to(view.session, of);
    match state.what_if.as_ref().map(|what_if| &what_if.result) {
        Some(Ok(picked)) => months(ui, &picked.0, &picked.1),
        Some(Err(why)) => {
            text::label(
                ui,
                &format!("It cannot be planned with: {why}"),
                theme::DENSE,
                Tone::Warning,
            );
        }
        None => {}
    }
}

/// The plan and what is chosen with it, each with its price as the catalogue states it.
fn priced(ui: &mut Ui, of: Chosen<'_>) {
    let configuration = of.choice.configuration(of.pick);
    let catalogue = &configuration.listed.catalogue;
    let code = catalogue.currency.code();
    let basis = match catalogue.tax {
        CatalogueTax::Before(_) => "before tax".to_owned(),
        CatalogueTax::In(rate) => format!("with {rate} % tax"),
    };
    let payment = match configuration.every {
        0 | 1 => "A month".to_owned(),
        every => format!("For {every} months"),
    };
    let least = catalogue.currency.minor_digits();
    let amount = |amount: Option<rust_decimal::Decimal>| match amount {
        Some(amount) if amount.is_zero() => Cell::toned("–", Tone::Dim),
        Some(amount) => {
            // Every digit that it has, and the cents at least.
            let mut amount = amount.normalize();
            amount.rescale(amount.scale().max(least));
            Cell::plain(amount.to_string())
        }
        None => Cell::toned("not stated", Tone::Warning),
    };
    card::heading(ui, "Its parts", &format!("{code} {basis}, as the price list has them"));
    let parts = of.choice.parts(of.pick);
    let mut rows: Vec<Row> = parts
        .iter()
        .map(|part| {
            let name = if part.name.trim().is_empty() { part.code } else { part.name.trim() };
            let cells = vec![Cell::plain(name), amount(part.price), amount(part.setup)];
            Row { name: name.to_owned(), cells, ..Row::default() }
        })
        .collect();
    let sum = |each: fn(&crate::engine::configure::Part<'_>) -> Option<rust_decimal::Decimal>| {
        parts.iter().try_fold(rust_decimal::Decimal::ZERO, |sum, part| sum.checked_add(each(part)?))
    };
    rows.push(Row {
        name: "Together".to_owned(),
        cells: vec![
            Cell::plain("Together"),
            amount(sum(|part| part.price)),
            amount(sum(|part| part.setup)),
        ],
        ..Row::default()
    });
    let heads = [Head::words("Part").wide(), Head::numbers(&payment), Head::numbers("Setup")];
    ui.scope(|ui| {
        let drawn =
            Table { name: "Its parts", heads: &heads, rows: &rows, row_height: theme::DENSE_ROW };
        table(ui, &drawn, &|_, _| why(String::new()));
    });
}

/// How it is paid and what happens at the end of its term.
fn paid(of: Chosen<'_>) -> String {
    let configuration = of.choice.configuration(of.pick);
    let months = |n: u32| plural(i128::from(n), "month");
    let every = match configuration.every {
        0 | 1 => "Paid each month".to_owned(),
        every => format!("Paid each {} at once", months(every)),
    };
    let term = match configuration.term {
        0 => ", from month to month".to_owned(),
        term => format!(", bound for {}", months(term)),
    };
    let renews = match configuration.renews {
        _ if configuration.term == 0 => "",
        Some(Renewal::Automatically) => "; the term begins anew by itself",
        Some(Renewal::No) => "; it ends with the term",
        Some(Renewal::For(_)) => "; then it goes on for shorter terms",
        Some(Renewal::Unknown) | None => "; what happens at its end is not stated",
    };
    format!("{every}{term}{renews}. Way to pay: {}.", configuration.mode)
}

/// So many months are shown.
const MONTHS: usize = 5;

/// What the request becomes and what is paid in which month, as the plan would have it.
fn months(ui: &mut Ui, session: &Session, plan: &str) {
    let view = View { session };
    let Some(question) = report::question("overview") else { return };
    let Some(report) = session.report_of(question, plan, None, None) else { return };
    let Some(table) = parts::table_of(&report, "months") else { return };
    let mut table = table.clone();
    table.rows.truncate(MONTHS);
    card::heading(
        ui,
        "All that is paid then",
        "with it in its place, before tax; press a figure to see why",
    );
    ui.scope(|ui| parts::table(ui, &view, "What it costs by month", &table));
}

fn why(title: String) -> Why {
    Why { title, lines: Vec::<WhyLine>::new(), total: None }
}
