//! Which right figures are stated?

use rust_decimal::Decimal;

use super::doc::{Dice, Doc, Plan, Stated, n, rounded};

/// A part of a sum: as written, and what it comes to.
#[derive(Clone, Debug)]
pub(super) struct Term {
    pub(super) text: String,
    pub(super) value: Decimal,
    /// Quantity and price of one.
    pub(super) count: i64,
    pub(super) each: Decimal,
}

/// A few amounts, some with a quantity; no two are alike.
pub(super) fn terms(dice: &mut Dice, least: i64) -> Vec<Term> {
    let mut terms: Vec<Term> = Vec::new();
    let all = dice.within(least, 5);
    while (terms.len() as i64) < all {
        let each = dice.amount(3, 400);
        let count = if dice.often(40) { dice.within(2, 9) } else { 1 };
        let unit = *dice.pick(&["", "", " EUR"]);
        let text = match (count, dice.within(0, 2)) {
            (1, _) => format!("{each}{unit}"),
            (_, 0) => format!("{count} × {each}{unit}"),
            (_, 1) => format!("{each}{unit} × {count}"),
            _ => format!("{count} servers x {each} EUR"),
        };
        let value = each * n(count);
        if terms.iter().all(|term| term.value != value && term.each != each) {
            terms.push(Term { text, value, count, each });
        }
    }
    terms
}

pub(super) fn sum(terms: &[Term]) -> Decimal {
    terms.iter().map(|term| term.value).sum()
}

pub(super) fn joined(terms: &[Term]) -> String {
    terms.iter().map(|term| term.text.as_str()).collect::<Vec<_>>().join(" + ")
}

/// A name that no other figure has.
pub(super) fn name(doc: &Doc, what: &str) -> String {
    let at = doc.stated.len();
    if at == 0 { what.to_owned() } else { format!("{what} {at}") }
}

fn push(doc: &mut Doc, what: &str, parts: String, says: String, rest: &str) {
    let what = name(doc, what);
    doc.stated.push(Stated { what, parts, says, rest: rest.to_owned() });
}

/// Money as somebody writes it: to the cent, to the unit, or about.
fn money(dice: &mut Dice, value: Decimal) -> String {
    let basis = *dice.pick(&["", " before tax"]);
    match dice.within(0, 5) {
        0 => format!("{} EUR{basis}", rounded(value, 0)),
        1 => format!("about {} EUR{basis}", rounded(value * Decimal::new(104, 2), 0)),
        2 => format!("{}", rounded(value, 2)),
        _ => format!("{} EUR{basis}", rounded(value, 2)),
    }
}

/// Adds a right figure of some kind, or two.
pub(super) fn add(doc: &mut Doc, dice: &mut Dice) {
    match dice.within(0, 17) {
        0..=2 => amounts(doc, dice),
        3 => paths(doc, dice),
        4 => names(doc, dice),
        5 => shares(doc, dice),
        6 => sizes(doc, dice),
        7 => growth(doc, dice),
        8 => parts_of(doc, dice),
        9 | 10 => of_plan(doc, dice),
        11 => taxed(doc, dice),
        12 => filled(doc, dice),
        13 => days(doc, dice),
        14 => alert(doc, dice),
        15 => currencies(doc, dice),
        16 => level(doc, dice),
        _ => month(doc, dice),
    }
}

fn amounts(doc: &mut Doc, dice: &mut Dice) {
    let terms = terms(dice, 2);
    let says = money(dice, sum(&terms));
    push(doc, "Sum", joined(&terms), says, "");
}

fn paths(doc: &mut Doc, dice: &mut Dice) {
    let count = dice.within(2, 12);
    let (monthly, setup) = doc.offers[0];
    let value = doc.price.1 * n(count) + monthly + setup;
    let parts = format!(
        "{count} × contracts[\"server\"].monthly + offers[\"beside\"].monthly + offers[\"beside\"].setup"
    );
    let says = money(dice, value);
    push(doc, "By price list", parts, says, "");
}

fn names(doc: &mut Doc, dice: &mut Dice) {
    let (one, other) = (terms(dice, 2), terms(dice, 2));
    let (first, second) = (rounded(sum(&one), 0), rounded(sum(&other), 0));
    push(doc, "Servers", joined(&one), format!("{first} EUR before tax"), "");
    let servers = doc.stated[doc.stated.len() - 1].what.clone();
    push(doc, "Other costs", joined(&other), format!("{second} EUR before tax"), "");
    let others = doc.stated[doc.stated.len() - 1].what.clone();
    let parts = if dice.often(50) {
        format!("\"{servers}\" + \"{others}\"")
    } else {
        format!("{servers} + {others}")
    };
    push(doc, "Together", parts, format!("{} EUR before tax", first + second), "");
}

fn shares(doc: &mut Doc, dice: &mut Dice) {
    let terms = terms(dice, 2);
    let share = dice.within(2, 15);
    let value = sum(&terms) * n(share) / n(100);
    let parts = match dice.within(0, 2) {
        0 => format!("{share} % of ({})", joined(&terms)),
        1 => format!("({}) × {share} %", joined(&terms)),
        _ => {
            let says = money(dice, sum(&terms) + value);
            return push(doc, "With reserve", format!("{} + {share} %", joined(&terms)), says, "");
        }
    };
    let says = money(dice, value);
    push(doc, "Reserve", parts, says, "");
}

fn sizes(doc: &mut Doc, dice: &mut Dice) {
    let sizes: Vec<i64> = (0..dice.within(2, 5)).map(|_| dice.within(20, 900)).collect();
    let all: i64 = sizes.iter().sum();
    let (unit, large, by) =
        *dice.pick(&[("MB", "GB", 1000), ("GB", "TB", 1000), ("MiB", "GiB", 1024)]);
    let parts: Vec<String> = sizes.iter().map(|size| format!("{size} {unit}")).collect();
    let says = if dice.often(50) {
        format!("{all} {unit}")
    } else {
        format!("{} {large}", rounded(n(all) / n(by), 2))
    };
    push(doc, "Room", parts.join(" + "), says, "");
}

fn growth(doc: &mut Doc, dice: &mut Dice) {
    let (share, years) = (dice.within(5, 30), dice.within(2, 6));
    let mut value = n(doc.disk);
    for _ in 0..years {
        value = value * n(100 + share) / n(100);
    }
    let data = "services[\"data\"].storage";
    let parts = match dice.within(0, 2) {
        0 => format!("{data} × {}^{years}", Decimal::new(100 + share, 2)),
        1 => format!("grown({data}, \"{share} % per year\", \"{years} years\")"),
        _ => format!("grown({} GB, {share} % per year, {years} years)", doc.disk),
    };
    push(doc, "Data then", parts, format!("{} GB", rounded(value, 0)), "");
}

fn parts_of(doc: &mut Doc, dice: &mut Dice) {
    let terms = terms(dice, 2);
    let by = dice.within(2, 36);
    let parts = format!("({}) ÷ {by}", joined(&terms));
    let says = money(dice, sum(&terms) / n(by));
    push(doc, "For each", parts, says, "");
}

/// What a plan comes to, in the period or a month.
pub(super) fn of_plan(doc: &mut Doc, dice: &mut Dice) {
    let plan = *dice.pick(&Plan::ALL);
    let rest = format!("of: Period, plan: \"{}\"", plan.name());
    let says = match dice.within(0, 2) {
        0 => format!("{} EUR after tax", doc.after_tax(plan)),
        1 => format!("{} EUR", doc.total(plan)),
        _ => format!("{} EUR before tax", doc.total(plan)),
    };
    let parts = if dice.often(30) {
        if says.ends_with("after tax") {
            format!("plans[\"{}\"].request.after_tax", plan.name())
        } else {
            format!("plans[\"{}\"].request.before_tax", plan.name())
        }
    } else {
        String::new()
    };
    push(doc, "For the period", parts, says, &rest);
}

fn month(doc: &mut Doc, dice: &mut Dice) {
    let plan = *dice.pick(&Plan::ALL);
    let says = format!("{} EUR before tax", doc.monthly(plan));
    push(
        doc,
        "A month then",
        String::new(),
        says,
        &format!("of: Month, plan: \"{}\"", plan.name()),
    );
}

fn taxed(doc: &mut Doc, dice: &mut Dice) {
    let terms = terms(dice, 2);
    let (net, rate) = (sum(&terms), doc.rates.1);
    let tax = net * doc.rate();
    match dice.within(0, 2) {
        0 => {
            let says = format!("{} EUR", rounded(tax, 2));
            push(doc, "VAT", format!("({}) × {rate} %", joined(&terms)), says, "");
        }
        1 => {
            let says = format!("{} EUR after tax", rounded(net + tax, 2));
            push(
                doc,
                "Paid",
                format!("({}) × {}", joined(&terms), Decimal::new(100 + rate, 2)),
                says,
                "",
            );
        }
        _ => {
            let says = format!("{} EUR after tax", rounded(net + tax, 2));
            push(doc, "Paid", format!("{} + {rate} %", joined(&terms)), says, "");
        }
    }
}

fn filled(doc: &mut Doc, dice: &mut Dice) {
    let (used, all) = (dice.within(100, 900), dice.within(901, 4000));
    let digits = dice.within(0, 1) as u32;
    let says = format!("{} %", rounded(n(used * 100) / n(all), digits));
    push(doc, "Filled", format!("{used} GB ÷ {all} GB"), says, "");
}

fn days(doc: &mut Doc, dice: &mut Dice) {
    let days = dice.within(1, 28);
    let parts = format!("2024-02-{days:02} - as_of");
    // From 10 January: 21 days to the 31st.
    push(doc, "Days left", parts, format!("{} days", 21 + days), "");
}

fn currencies(doc: &mut Doc, dice: &mut Dice) {
    let (a, b) = (dice.amount(50, 900), dice.amount(50, 900));
    let says = match dice.within(0, 1) {
        0 => format!("{} EUR", rounded(a + b / doc.rate_usd, 2)),
        _ => format!("{} USD", rounded(a * doc.rate_usd + b, 2)),
    };
    push(doc, "Both", format!("{a} EUR + {b} USD"), says, "");
}

fn level(doc: &mut Doc, dice: &mut Dice) {
    let basic = doc.total(Plan::Nothing) - doc.once[0] - doc.once[1];
    let rest = "of: Period, plan: \"Do nothing\", level: \"basic\"";
    let parts = if dice.often(50) { "levels[\"basic\"].total" } else { "" };
    push(doc, "At least", parts.to_owned(), format!("{basic} EUR before tax"), rest);
}

fn alert(doc: &mut Doc, dice: &mut Dice) {
    let (share, periods) = (dice.within(2, 6), dice.within(3, 9));
    let mut level = n(50);
    for _ in 0..periods {
        level = level * n(100 + share) / n(100);
    }
    // A little more than so many months, so that they are passed.
    let target = rounded(level * Decimal::new(1001, 3), 3);
    let parts = format!("up(periods(50 %, {target} %, \"{share} % per month\"))");
    push(doc, "Months to the alert", parts, format!("{} months", periods + 1), "");
}
