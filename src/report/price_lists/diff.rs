//! What rose, fell, came and went between two price lists, and what does that mean for a scenario?

use rust_decimal::{Decimal, RoundingStrategy};

use crate::engine::configure::{
    Affected, Again, Change, Changes, Named, Priced, affected, changes,
};
use crate::engine::rates::converted;
use crate::model::{Catalogue, CatalogueTax, Scenario};
use crate::units::plural;

use super::super::words;
use super::super::{Cell, Column, Report, Row, Table, Tone, Value};
use super::{basis, digits, money};

/// Two price lists, and the scenario that they are about.
#[derive(Clone, Copy, Debug)]
pub struct Compared<'a> {
    /// The older, or whatever is to be compared with.
    pub old: &'a Catalogue,
    /// The newer.
    pub new: &'a Catalogue,
    /// Whose contracts and offers are looked at; its `rates` convert.
    pub scenario: Option<&'a Scenario>,
}

/// What changed from one to the other.
pub fn diff(of: &Compared<'_>) -> Report {
    let Compared { old, new, scenario } = *of;
    let title = format!("What changed in the prices of {}", new.range());
    let mut report = Report::new("price-changes", title);
    let apart = old.date.days_until(new.date);
    let days = plural(i128::from(apart.abs()), "day");
    let order = if apart < 0 { format!("{days} earlier") } else { days };
    report.say(format!("From {} to {}, {order}.", old.date.words(), new.date.words()));
    if old.range() != new.range() {
        let what = format!(
            "{} and {} are two ranges: plans are compared by their codes.",
            old.range(),
            new.range()
        );
        report.text(super::super::Paragraph::plain(what).toned(Tone::Warning));
    }
    let found = match comparison(of, &mut report) {
        Some(found) => found,
        None => changes(old, new, &|_| None).without_prices(),
    };
    report.say(summary(&found));
    tables(&mut report, new, &found);
    if let Some(scenario) = scenario {
        meaning(&mut report, new, scenario);
    }
    report
}

/// The changes with prices, where the two can be compared; what stands in the way is said.
fn comparison(of: &Compared<'_>, report: &mut Report) -> Option<Changes> {
    let Compared { old, new, scenario } = *of;
    let mut warn = |what: String| {
        report.text(super::super::Paragraph::plain(what).toned(Tone::Warning));
    };
    let tax = |catalogue: &Catalogue| match catalogue.tax {
        CatalogueTax::Before(_) => None,
        CatalogueTax::In(rate) => Some(rate.normalize()),
    };
    if tax(old) != tax(new) {
        warn(
            "One has tax in its prices and the other not, or another: no price is compared."
                .to_owned(),
        );
        return None;
    }
    if old.currency == new.currency {
        return Some(changes(old, new, &Some));
    }
    let pair = (old.currency, new.currency);
    let convert = |amount: Decimal| converted(scenario?, amount, pair, new.date);
    let Some(rate) = convert(Decimal::ONE) else {
        let who =
            if scenario.is_some() { "the scenario states" } else { "without a scenario there is" };
        warn(format!(
            "The one is in {}, the other in {}, and {who} no rate between them: no price is compared.",
            old.currency, new.currency
        ));
        return None;
    };
    let from = rate.on.map_or_else(String::new, |day| format!(", stated from {} on", day.words()));
    warn(format!(
        "Prices in {} are converted by {}{from}: \"was\" is in {}.",
        old.currency, rate.rate, new.currency
    ));
    Some(changes(old, new, &|amount| convert(amount).map(|of| of.amount)))
}

fn summary(found: &Changes) -> String {
    if found.is_empty() {
        return "Nothing changed.".to_owned();
    }
    let direction = |up: bool| {
        let moved = |change: &&Change| {
            more(&change.was, &change.is).is_some_and(|by| by.is_sign_positive() == up)
        };
        found.plans.iter().filter(moved).count()
    };
    let (rose, fell) = (direction(true), direction(false));
    let other = found.plans.len() - rose - fell;
    let mut parts =
        vec![format!("{} of plans rose", plural(rose as i128, "price")), format!("{fell} fell")];
    if other > 0 {
        parts.push(format!("{other} changed in setup fees or hours alone"));
    }
    parts.push(format!("{} stayed", found.same));
    let addons = plural(found.addons.len() as i128, "price");
    format!(
        "{}. {} came, {} went. {addons} of add-ons changed.",
        parts.join(", "),
        words::capital(&plural(found.came.len() as i128, "plan")),
        found.went.len(),
    )
}

/// How much more a month, where that is known and not nothing.
fn more(was: &Priced, is: &Priced) -> Option<Decimal> {
    Some(is.monthly? - was.monthly?).filter(|by| !by.is_zero())
}

fn tables(report: &mut Report, new: &Catalogue, found: &Changes) {
    if !found.plans.is_empty() {
        report.heading("Plans, with the usual choice");
        report.table(changed("plans", new, &found.plans));
    }
    if !found.addons.is_empty() {
        report.heading("Add-ons");
        report.table(changed("add-ons", new, &found.addons));
    }
    let lists = [("came", "Came", &found.came), ("went", "Went", &found.went)];
    for (key, title, named) in lists {
        if !named.is_empty() {
            report.heading(title);
            let mut table = names(key);
            table.rows.extend(named.iter().map(|named| Row::item(name_cells(named))));
            report.table(table);
        }
    }
    if !found.renamed.is_empty() {
        report.heading("Called otherwise: look whether it is still the same hardware");
        let mut table = names("renamed");
        table.columns.push(Column::words("was", "Was called"));
        table.rows.extend(found.renamed.iter().map(|(named, was)| {
            let mut cells = name_cells(named);
            cells.push(Cell::words(&**was));
            Row::item(cells)
        }));
        report.table(table);
    }
    for (key, title, ways) in [
        ("ways-came", "New ways to pay", &found.ways_came),
        ("ways-went", "Ways to pay that went", &found.ways_went),
    ] {
        if !ways.is_empty() {
            report.heading(title);
            let mut table = names(key);
            table.columns.push(Column::words("mode", "Paid as"));
            table.rows.extend(ways.iter().map(|(named, mode)| {
                let mut cells = name_cells(named);
                cells.push(Cell::words(mode.as_str()));
                Row::item(cells)
            }));
            report.table(table);
        }
    }
}

fn names(key: &'static str) -> Table {
    Table::new(key, "", vec![Column::words("code", "Code"), Column::words("name", "Name")])
}

fn name_cells(named: &Named) -> Vec<Cell> {
    vec![Cell::words(&*named.code), Cell::words(&*named.name)]
}

/// Largest changes first; what has no price a month last.
fn changed(key: &'static str, new: &Catalogue, all: &[Change]) -> Table {
    let unit = format!("{} {}", new.currency, basis(new));
    let mut table = names(key);
    table.columns.extend([
        Column::words("mode", "Paid as"),
        Column::numbers("was", "Was, monthly"),
        Column::numbers("is", "Is"),
        Column::numbers("more", "Difference"),
        Column::numbers("percent", "%"),
        Column::numbers("setup_was", "Setup was"),
        Column::numbers("setup_is", "Is"),
    ]);
    table.note = Some(format!(
        "All in {unit}; what is paid for several months counts with its part of a month."
    ));
    let mut all: Vec<&Change> = all.iter().collect();
    all.sort_by_key(|change| std::cmp::Reverse(more(&change.was, &change.is).map(|by| by.abs())));
    table.rows.extend(all.into_iter().map(|Change { named, mode, was, is }| {
        let mut cells = name_cells(named);
        let known = |amount: Option<Decimal>| match amount {
            Some(amount) => money(amount, new),
            None => Cell::words("not known").toned(Tone::Dim),
        };
        let by = more(was, is);
        let setup_changed = was.setup != is.setup;
        let setup = |amount| if setup_changed { known(amount) } else { Cell::default() };
        cells.extend([
            Cell::words(mode.as_str()),
            known(was.monthly),
            known(is.monthly),
            by.map_or_else(Cell::default, |by| difference(by, new)),
            by.zip(was.monthly).map_or_else(Cell::default, |(by, was)| percent(by, was)),
            setup(was.setup),
            setup(is.setup),
        ]);
        Row::item(cells)
    }));
    table
}

fn difference(by: Decimal, new: &Catalogue) -> Cell {
    let by = digits(by, new.currency);
    let cell = money(by, new);
    Cell { text: words::signed(by), ..cell }.toned(if by.is_sign_positive() {
        Tone::Warning
    } else {
        Tone::Good
    })
}

fn percent(by: Decimal, was: Decimal) -> Cell {
    let share = by.checked_mul(Decimal::ONE_HUNDRED).and_then(|by| by.checked_div(was));
    share.map_or_else(Cell::default, |share| {
        let share = share.round_dp_with_strategy(1, RoundingStrategy::MidpointAwayFromZero);
        Cell::of(words::signed(share), Value::Percent(share))
    })
}

/// What it means for what the scenario copied.
fn meaning(report: &mut Report, new: &Catalogue, scenario: &Scenario) {
    report.heading("What it means for this scenario");
    let found = affected(scenario, new);
    if found.is_empty() {
        report.say("Nothing that runs or is planned was copied from an older list of this range.");
        return;
    }
    let months = scenario.request.as_ref().map(|request| request.months);
    let mut columns = vec![
        Column::words("what", "What"),
        Column::words("used", "Used by"),
        Column::numbers("counted", "Counted, monthly"),
        Column::numbers("is", "Is"),
        Column::numbers("more", "Difference"),
    ];
    if let Some(months) = months {
        let title = format!("Over {}", plural(i128::from(months), "month"));
        columns.push(Column::numbers("period", title));
    }
    columns.push(Column::words("told", ""));
    let mut table = Table::new("meaning", "", columns);
    table.note =
        Some(format!("All in {} {}. What runs goes on as agreed.", new.currency, basis(new)));
    table.rows.extend(found.iter().map(|of| {
        let offer = scenario.offers.get(of.offer);
        let name = offer.and_then(|offer| offer.name.as_deref()).unwrap_or(of.offer);
        let plans: Vec<&str> = of.plans.iter().map(|plan| &***plan).collect();
        let used = of.contract.map_or_else(
            || format!("plan {}", words::list(&plans)),
            |key| format!("contract {key}"),
        );
        let counted = match (of.comparable(new), of.counted) {
            (Some(amount), _) => money(amount, new),
            (None, Some(amount)) => Cell::words(amount.to_string()),
            (None, None) => Cell::default(),
        };
        let now = match &of.again {
            Again::Priced(now) => now.monthly,
            _ => None,
        };
        let by = now.zip(of.comparable(new)).map(|(now, was)| now - was);
        let shown =
            |by: Decimal| if by.is_zero() { Cell::words("the same") } else { difference(by, new) };
        let mut cells = vec![
            Cell::words(name),
            Cell::words(used),
            counted,
            now.map_or_else(Cell::default, |now| money(now, new)),
            by.map_or_else(Cell::default, shown),
        ];
        if let Some(months) = months {
            let period = by.and_then(|by| by.checked_mul(Decimal::from(months)));
            let period = period.filter(|by| !by.is_zero());
            cells.push(period.map_or_else(Cell::default, shown));
        }
        cells.push(told(of, new));
        Row::item(cells)
    }));
    report.table(table);
}

fn told(of: &Affected<'_>, new: &Catalogue) -> Cell {
    let gone =
        |why: String| Cell::words(format!("cannot be ordered again: {why}")).toned(Tone::Warning);
    match &of.again {
        Again::Priced(_) if of.comparable(new).is_none() => Cell::words(
            "not compared: what is counted is in another currency or tax, or not known exactly",
        )
        .toned(Tone::Dim),
        Again::Priced(_) => Cell::default(),
        Again::NoPlan => gone(format!("`{}` is gone", of.copied.plan)),
        Again::Until(day) => gone(format!("sold until {}", day.words())),
        Again::NoChoice(code) => gone(format!("`{code}` is no choice of it any more")),
        Again::NoWay => gone(format!("it cannot be paid by `{}` any more", of.copied.mode)),
    }
}
