//! Where does a price come from, and what does it come to?

use crate::document::Path;
use crate::engine::ledger::Entry;
use crate::engine::outlook::PlanOutlook;
use crate::model::{Move, Scenario};
use crate::units::{Day, DayRange, Money};

use super::super::words::{self, quoted};
use super::super::{Ask, Cell, Column, Paragraph, Report, Row, Table, Tone, amounts, schedule};

/// What the file says where a price stands.
struct Stated<'a> {
    /// As it is written.
    says: String,
    /// The price; `None` of a figure that somebody wrote down.
    money: Option<&'a Money>,
    source: Option<&'a str>,
    checked: Option<Day>,
    note: Option<&'a str>,
    /// Somebody's total, which is checked but never looked up.
    is_written: bool,
}

/// A price, or anything else that charges are made from; `None` where nothing stands there.
pub(super) fn of(ask: &Ask<'_>, path: &Path, steps: &[&str]) -> Option<Report> {
    let stated = stated(ask.scenario, steps);
    let used: Vec<(&PlanOutlook, Vec<Entry>)> = ask
        .outlook
        .plans
        .values()
        .map(|plan| (plan.as_ref(), entries_from(ask, plan, path)))
        .filter(|(_, entries)| !entries.is_empty())
        .collect();
    if stated.is_none() && used.is_empty() {
        return finding(ask, path);
    }
    let title = stated.as_ref().map_or_else(|| path.to_string(), |stated| stated.says.clone());
    let mut report = Report::new("explain", format!("Why this number? {title}"));
    if let Some(stated) = &stated {
        report.say(words::capital(&sentence(stated, ask.outlook.as_of)));
    }
    let mut words_said = Vec::new();
    for (plan, entries) in &used {
        for entry in entries {
            let Some(gross) = entry.stated_after_tax else { continue };
            let net = words::full(&amounts::before(entry.before_tax, plan.ledger.currency));
            let gross = words::full(&amounts::after(gross, plan.ledger.currency));
            let text = format!("{gross} is {net}.");
            if !words_said.contains(&text) {
                report.say(text.clone());
                words_said.push(text);
            }
        }
    }
    push_missing(&mut report, ask, path);
    if let ["stated", index, ..] = steps {
        push_stated(&mut report, ask, index);
        return Some(report);
    }
    let shown = used.iter().find(|(plan, _)| plan.name == ask.plan().name).or(used.first());
    match shown {
        Some((plan, entries)) => report.table(charges(ask, plan, entries)),
        None => report.say("No plan is charged by it in the time looked at."),
    }
    Some(report)
}

/// Every price of the file, as far as offers and contracts have them.
pub(super) fn paths(scenario: &Scenario) -> Vec<String> {
    let mut paths = Vec::new();
    for (key, offer) in &scenario.offers {
        paths.extend(offer.monthly.iter().map(|_| format!("offers[{}].monthly", quoted(key))));
        paths.extend(offer.hourly.iter().map(|_| format!("offers[{}].hourly", quoted(key))));
        let tariff = offer.tariff.iter();
        paths.extend(tariff.map(|_| format!("offers[{}].tariff.price", quoted(key))));
        paths.extend(offer.setup.iter().map(|_| format!("offers[{}].setup", quoted(key))));
    }
    for (key, contract) in &scenario.contracts {
        let path = format!("contracts[{}].monthly", quoted(key));
        paths.extend(contract.monthly.iter().map(|_| path.clone()));
    }
    paths.extend((0..scenario.lines.len()).map(|index| format!("lines[{index}].price")));
    for (index, line) in scenario.lines.iter().enumerate() {
        let later = 0..line.prices.len();
        paths.extend(later.map(|later| format!("lines[{index}].prices[{later}].price")));
    }
    paths.extend((0..scenario.stated.len()).map(|index| format!("stated[{index}].says")));
    paths
}

fn entries_from(ask: &Ask<'_>, plan: &PlanOutlook, path: &Path) -> Vec<Entry> {
    let period = ask.outlook.period;
    let until = period.until.map_or(ask.outlook.horizon, |until| until.max(ask.outlook.horizon));
    let range = DayRange::new(period.from.min(ask.outlook.as_of), until);
    let mut entries = plan.ledger.entries(range);
    entries.retain(|entry| entry.path.parse::<Path>().is_ok_and(|other| other == *path));
    entries
}

/// The amount that stands there.
pub(super) fn money<'a>(scenario: &'a Scenario, steps: &[&str]) -> Option<&'a Money> {
    stated(scenario, steps).and_then(|stated| stated.money)
}

fn stated<'a>(scenario: &'a Scenario, steps: &[&str]) -> Option<Stated<'a>> {
    match steps {
        ["offers", key, field] => {
            let offer = scenario.offers.get(*key)?;
            let money = match *field {
                "monthly" => offer.monthly.as_ref()?,
                "hourly" => offer.hourly.as_ref()?,
                "setup" => offer.setup.as_ref()?,
                "tariff" => &offer.tariff.as_ref()?.price,
                _ => return None,
            };
            let (source, note) = (offer.source.as_deref(), offer.note.as_deref());
            Some(Stated {
                says: money.to_string(),
                money: Some(money),
                source,
                checked: offer.checked,
                note,
                is_written: false,
            })
        }
        ["offers", key, "tariff", rest @ ..] => {
            let offer = scenario.offers.get(*key)?;
            let tariff = offer.tariff.as_ref()?;
            let money = match rest {
                ["price"] => &tariff.price,
                ["minimum"] => tariff.minimum.as_ref()?,
                ["cap"] => tariff.cap.as_ref()?,
                ["steps", index, "price"] => &tariff.steps.get(index.parse::<usize>().ok()?)?.price,
                _ => return None,
            };
            let source = tariff.source.as_deref().or(offer.source.as_deref());
            let note = tariff.note.as_deref();
            Some(Stated {
                says: money.to_string(),
                money: Some(money),
                source,
                checked: offer.checked,
                note,
                is_written: false,
            })
        }
        ["contracts", key, rest @ ..] => {
            let contract = scenario.contracts.get(*key)?;
            let money = match rest {
                ["monthly"] => contract.monthly.as_ref()?,
                ["hourly"] => contract.hourly.as_ref()?,
                ["prices", index, "monthly"] | ["prices", index] => {
                    &contract.prices.get(index.parse::<usize>().ok()?)?.monthly
                }
                _ => return None,
            };
            let (source, note) = (contract.source.as_deref(), contract.note.as_deref());
            Some(Stated {
                says: money.to_string(),
                money: Some(money),
                source,
                checked: contract.checked,
                note,
                is_written: false,
            })
        }
        ["lines", index, "prices", later, "price"] => {
            let line = scenario.lines.get(index.parse::<usize>().ok()?)?;
            let money = &line.prices.get(later.parse::<usize>().ok()?)?.price;
            Some(Stated {
                says: money.to_string(),
                money: Some(money),
                source: line.source.as_deref(),
                checked: line.checked,
                note: line.note.as_deref(),
                is_written: false,
            })
        }
        ["lines", index, "price"] => {
            let line = scenario.lines.get(index.parse::<usize>().ok()?)?;
            let (source, note) = (line.source.as_deref(), line.note.as_deref());
            Some(Stated {
                says: line.price.to_string(),
                money: Some(&line.price),
                source,
                checked: line.checked,
                note,
                is_written: false,
            })
        }
        ["stated", index, "says"] | ["stated", index] => {
            let stated = scenario.stated.get(index.parse::<usize>().ok()?)?;
            let (source, note) = (stated.source.as_deref(), stated.note.as_deref());
            Some(Stated {
                says: stated.says.to_string(),
                money: None,
                source,
                checked: None,
                note,
                is_written: true,
            })
        }
        ["plans", name, index, rest @ ..] => {
            let step = scenario.plans.get(*name)?.get(index.parse::<usize>().ok()?)?;
            let (money, note) = match (step, rest) {
                (
                    Move::OneOff { price, note, .. } | Move::PriceOfLine { price, note, .. },
                    ["price"],
                ) => (price, note),
                (Move::Price { monthly, note, .. }, ["monthly"]) => (monthly, note),
                (
                    Move::Order { options, note, .. } | Move::Replace { options, note, .. },
                    ["options", field],
                ) => match *field {
                    "monthly" => (options.monthly.as_ref()?, note),
                    "setup" => (options.setup.as_ref()?, note),
                    _ => return None,
                },
                _ => return None,
            };
            Some(Stated {
                says: money.to_string(),
                money: Some(money),
                source: None,
                checked: None,
                note: note.as_deref(),
                is_written: false,
            })
        }
        _ => None,
    }
}

fn sentence(stated: &Stated<'_>, as_of: Day) -> String {
    let mut parts = vec![format!("the file says {}", stated.says)];
    parts.push(match stated.source {
        Some(source) => format!("source: {source}"),
        None => "no source stated".to_owned(),
    });
    match (stated.checked, stated.is_written) {
        (Some(day), _) => parts.push(format!("looked up {}", words::day(day, as_of))),
        (None, true) => {}
        (None, false) => parts.push("without the day on which it was looked up".to_owned()),
    }
    parts.extend(stated.note.map(str::to_owned));
    format!("{}.", parts.join("; "))
}

/// The parts of a stated total, and what the checks found about it.
fn push_stated(report: &mut Report, ask: &Ask<'_>, index: &str) {
    let stated = index.parse::<usize>().ok().and_then(|index| ask.scenario.stated.get(index));
    if let Some(stated) = stated {
        let parts = stated.parts.as_ref().map_or_else(String::new, |parts| format!(": {parts}"));
        report.say(format!("{}{parts}.", stated.what));
    }
    let table = index.parse().ok().and_then(|index| super::figure::parts(ask, index));
    if let Some(table) = table {
        report.table(table);
    }
    let path = format!("stated[{index}]");
    for finding in ask.findings.iter().filter(|finding| finding.about.starts_with(&path)) {
        let text = format!("{}: {}.", words::capital(&finding.what), finding.why);
        report.text(Paragraph::plain(text).toned(finding.severity.into()));
    }
}

fn push_missing(report: &mut Report, ask: &Ask<'_>, path: &Path) {
    let is = |text: &str| text.parse::<Path>().is_ok_and(|other| other == *path);
    let plans = ask.outlook.plans.values();
    let missing = plans.flat_map(|plan| &plan.request.missing).find(|missing| is(&missing.path));
    let Some(missing) = missing else { return };
    let ceiling = missing.ceiling.and_then(|c| amounts::most(c, ask.scenario.currency));
    let text = match ceiling {
        Some(ceiling) => format!(
            "Nobody knows the {}: counted as 0 to {}, its ceiling.",
            missing.what,
            words::number(ceiling)
        ),
        None => format!("Nobody knows the {}: totals with it are \"at least\".", missing.what),
    };
    report.text(Paragraph::plain(text).toned(Tone::Warning));
    let question = ask.scenario.questions.iter().find(|q| q.about.as_deref().is_some_and(is));
    if let Some(question) = question {
        report.say(format!("Open question: {}", question.ask));
    }
}

/// Each charge of the request period that is made from the price, or the first ones after it.
fn charges(ask: &Ask<'_>, plan: &PlanOutlook, entries: &[Entry]) -> Table {
    let currency = plan.ledger.currency;
    let columns = vec![
        Column::words("day", "Billed"),
        Column::words("what", "What"),
        Column::words("working", "How"),
        Column::numbers("before_tax", format!("{} before tax", currency.code())),
    ];
    let inside: Vec<&Entry> =
        entries.iter().filter(|entry| ask.outlook.period.contains(entry.day)).collect();
    let title = format!("What it comes to: {}, {}", plan.name, words::period(ask.outlook.period));
    let mut table = Table::new("entries", title, columns);
    if inside.is_empty() {
        table.note = entries
            .first()
            .map(|entry| format!("First charged on {}.", words::day(entry.day, ask.outlook.as_of)));
    }
    for entry in inside {
        table.rows.push(Row::item(vec![
            words::day_cell(entry.day, ask.outlook.as_of),
            Cell::words(schedule::what(plan, entry, ask.outlook.as_of)),
            Cell::words(schedule::working(entry, currency)),
            schedule::line(ask, entry, currency),
        ]));
    }
    table
}

/// What a check found about a place where no price stands.
fn finding(ask: &Ask<'_>, path: &Path) -> Option<Report> {
    let is = |text: &str| text.parse::<Path>().is_ok_and(|other| other == *path);
    let finding = ask.findings.iter().find(|finding| is(&finding.about))?;
    let mut report = Report::new("explain", format!("Why this number? {path}"));
    report.text(Paragraph::plain(finding.what.clone()).toned(finding.severity.into()));
    report.say(words::capital(&finding.why));
    report.say(words::capital(&finding.hint));
    Some(report)
}
