//! Do quantities, groups, percentages and levels make sense?

use std::collections::BTreeSet;

use crate::engine::groups;
use crate::engine::outlook::Outlook;
use crate::engine::percentages;
use crate::model::{Scenario, TaxedOn};
use crate::units::{Figure, round_product, round_quotient};

use super::{Finding, at};

pub(super) const CODES: &[&str] = &[
    "quantity-units",
    "quantity-too-large",
    "group-in-itself",
    "no-such-group",
    "percentage-of-itself",
    "level-twice",
    "level-not-chosen",
    "rounding-to",
];

/// As many as a resource can have: nobody pays for more of anything.
const MOST: i128 = 1_000_000_000_000;

pub(super) fn check(scenario: &Scenario, _: &Outlook) -> Vec<Finding> {
    let mut findings = quantities(scenario);
    findings.extend(nested(scenario));
    findings.extend(no_such_group(scenario));
    findings.extend(of_themselves(scenario));
    findings.extend(levels(scenario));
    findings.extend(rounding(scenario));
    findings
}

fn quantities(scenario: &Scenario) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (index, line) in scenario.lines.iter().enumerate() {
        let path = || at::item("lines", index).key("quantity");
        if let Some(per) = line.per.as_deref().filter(|_| !line.quantity.is_empty())
            && !line.quantity.makes(per)
        {
            findings.push(
                Finding::warning("quantity-units", path())
                    .says(
                        format!("The quantity of {} is no number of {per}", line.what),
                        format!("the price is a {per}: power for a time, or energy"),
                    )
                    .hint(format!("state power and time, as `200 W`, `24 h`, `30 days`, or {per}")),
            );
        }
        let (top, bottom): (Vec<i128>, Vec<i128>) =
            line.quantity.product(line.per.as_deref()).into_iter().unzip();
        if round_quotient(&top, &bottom) >= MOST {
            findings.push(
                Finding::error("quantity-too-large", path())
                    .says(
                        format!("The quantity of {} is 10¹² or more", line.what),
                        "there is not so much of anything; what it comes to is cut off",
                    )
                    .hint("look for a unit or a zero too many"),
            );
        }
    }
    findings
}

/// Groups that are parts of themselves, and of those that follow from what a cost is.
fn nested(scenario: &Scenario) -> Vec<Finding> {
    let round = groups::in_themselves(scenario);
    let mut findings = Vec::new();
    for (key, group) in &scenario.groups {
        let Some(within) = group.within.as_deref() else { continue };
        let path = at::entry("groups", key).key("in");
        if round.contains(&key.as_str()) {
            findings.push(
                Finding::error("group-in-itself", path)
                    .says(
                        format!("The group `{key}` contains itself"),
                        format!("it is a part of `{within}`, which is a part of it"),
                    )
                    .hint("take one `in` of the round away"),
            );
        } else if groups::is_always(within) {
            findings.push(
                Finding::warning("no-such-group", path)
                    .says(
                        format!("`{key}` cannot be a part of `{within}`"),
                        format!("what is {within} follows from each cost by itself"),
                    )
                    .hint("say `kind` at the lines, and take `in` away"),
            );
        }
    }
    findings
}

/// What percentages and taxes are on, where nothing is called so.
fn no_such_group(scenario: &Scenario) -> Vec<Finding> {
    if scenario.percentages.is_empty()
        && scenario.taxes.iter().all(|tax| !matches!(tax.on, TaxedOn::Groups(_)))
    {
        return Vec::new();
    }
    let known = groups::keys(scenario);
    let is_known = |name: &str| known.iter().any(|key| **key == *name);
    let nearest = |name: &str| {
        let near = known.iter().map(|key| (strsim::damerau_levenshtein(name, key), key)).min();
        match near.filter(|(steps, _)| *steps <= 2) {
            Some((_, key)) => format!("did you mean `{key}`?"),
            None => "name a group, `operational`, `capital` or `contracts`".to_owned(),
        }
    };
    let mut findings = Vec::new();
    let percentages = scenario.percentages.iter().enumerate();
    for (index, percentage) in percentages {
        let unknown = percentage.of.keys().filter(|name| {
            !is_known(name) && !scenario.percentages.iter().any(|other| other.what == **name)
        });
        findings.extend(unknown.map(|name| {
            let path = at::item("percentages", index).key("of").key(name.as_str());
            Finding::warning("no-such-group", path)
                .says(
                    format!("{} is taken of `{name}`, and nothing is in that", percentage.what),
                    "it counts as a share of nothing",
                )
                .hint(nearest(name))
        }));
    }
    for (index, tax) in scenario.taxes.iter().enumerate() {
        let TaxedOn::Groups(named) = &tax.on else { continue };
        findings.extend(named.iter().filter(|name| !is_known(name)).map(|name| {
            Finding::warning("no-such-group", at::item("taxes", index).key("on"))
                .says(
                    format!("{} is on `{name}`, and nothing is in that", tax.name),
                    "nothing is taxed by it",
                )
                .hint(nearest(name))
        }));
    }
    findings
}

fn of_themselves(scenario: &Scenario) -> Vec<Finding> {
    if scenario.percentages.is_empty() {
        return Vec::new();
    }
    let finding = |index: usize| {
        let what = scenario.percentages.get(index).map_or("", |percentage| &percentage.what);
        Finding::error("percentage-of-itself", at::item("percentages", index).key("of"))
            .says(
                format!("{what} is taken of itself"),
                "by way of the others that it is taken of; it is left out",
            )
            .hint("take it of lines, or of percentages that are not taken of it")
    };
    percentages::in_a_round(scenario).into_iter().map(finding).collect()
}

fn levels(scenario: &Scenario) -> Vec<Finding> {
    let Some(levels) = &scenario.levels else { return Vec::new() };
    let mut findings = Vec::new();
    let mut seen = BTreeSet::new();
    for (index, level) in levels.list.iter().enumerate() {
        if !seen.insert(level.name.as_str()) {
            let path = at::field("levels").key("list").index(index).key("name");
            findings.push(
                Finding::error("level-twice", path)
                    .says(
                        format!("Two levels are called {}", level.name),
                        "what names it belongs to the first",
                    )
                    .hint("give one of them another name"),
            );
        }
    }
    if let (Some(request), Some(first), true) =
        (&scenario.request, levels.list.first(), levels.list.len() > 1)
        && request.level.is_none()
    {
        let names: Vec<&str> = levels.list.iter().map(|level| level.name.as_str()).collect();
        let counted = crate::engine::levels::level_asked(scenario).unwrap_or(&first.name);
        findings.push(
            Finding::note("level-not-chosen", at::field("request").key("level"))
                .says(
                    "Nobody says which level is asked for",
                    format!("counted is {counted}, of {}", names.join(", ")),
                )
                .hint(format!("write `level: \"{counted}\"` in the request")),
        );
    }
    findings
}

fn rounding(scenario: &Scenario) -> Option<Finding> {
    let to = scenario.rounding.to.as_ref()?;
    let currency = scenario.currency;
    let fits = match (to.figure, to.currency) {
        (Figure::Exact(amount), Some(stated)) if stated == currency => {
            let minor = round_product(&[amount], currency.minor_digits());
            minor > 0
                && round_product(&[amount], 12) == minor * 10_i128.pow(12 - currency.minor_digits())
        }
        _ => false,
    };
    (!fits).then(|| {
        Finding::error("rounding-to", at::field("rounding").key("to"))
            .says(
                format!("Nothing can be rounded to {to}"),
                format!("it is rounded to the smallest unit of {currency}"),
            )
            .hint(format!("write an amount of whole smallest units, as `1 {currency}`"))
    })
}
