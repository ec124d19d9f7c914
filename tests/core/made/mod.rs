//! Are stated figures of made documents judged rightly? Nothing that is right is called wrong, and of
//! each way to be wrong nearly all are explained as they came about.
//!
//! Documents are made from a seed, their figures worked out here and not by the engine. `cargo test`
//! makes a share of them; with `HEADROOM_MADE` in the environment all.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::thread;

use headroom::checks::{self, Finding};
use headroom::diag::Severity;
use headroom::document::{self, References};
use headroom::engine;
use headroom::model::Scenario;

mod doc;
mod figures;
mod slips;

use doc::{Dice, Doc};
use slips::{Expected, SLIPS};

/// Codes that are about stated figures.
const TOTALS: [&str; 9] = [
    "stated-total",
    "rounded-otherwise",
    "parts-not-read",
    "mixed-tax-basis",
    "mixed-currency",
    "month-offered-as-period",
    "overlap-not-counted",
    "no-whole-cent-net",
    "tax-rate-not-valid",
];

/// How many documents are made without `HEADROOM_MADE`, of those with it.
const SHARE: u64 = 25;

#[allow(clippy::disallowed_methods, reason = "how much is tried is told from outside")]
fn count(all: u64) -> u64 {
    if std::env::var_os("HEADROOM_MADE").is_some() { all } else { all / SHARE }
}

fn findings(text: &str) -> Vec<Finding> {
    let reading = document::read::<Scenario>(text, "made", References { rules: &[] });
    assert_eq!(reading.problems, [], "{text}");
    let scenario = reading.value.unwrap();
    let mut findings = checks::check(&scenario, &engine::project(&scenario, None));
    findings.retain(|finding| TOTALS.contains(&finding.code));
    findings
}

/// Works on `0..count` with two threads; answers in order of the numbers.
fn each<T: Send>(count: u64, work: impl Fn(u64) -> T + Sync) -> Vec<T> {
    let half = count / 2;
    thread::scope(|scope| {
        let first = scope.spawn(|| (0..half).map(&work).collect::<Vec<T>>());
        let second: Vec<T> = (half..count).map(&work).collect();
        let mut all = first.join().unwrap();
        all.extend(second);
        all
    })
}

#[test]
fn nothing_right_is_called_wrong() {
    let alarms = each(count(10_000), |seed| {
        let doc = Doc::right(&mut Dice::new(seed));
        let text = doc.text();
        let alarms = findings(&text).into_iter().filter(|f| f.severity < Severity::Note);
        let told: Vec<String> =
            alarms.map(|f| format!("{} {}: {}; {}", f.code, f.about, f.what, f.why)).collect();
        (!told.is_empty()).then(|| format!("{text}\n{}", told.join("\n")))
    });
    let alarms: Vec<String> = alarms.into_iter().flatten().collect();
    let first = alarms.first().map_or("", String::as_str);
    assert!(alarms.is_empty(), "{} documents, as\n{first}", alarms.len());
}

/// What became of a planted slip.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Became {
    Right,
    Unexplained,
    Otherwise,
    Missed,
}

fn became(findings: &[Finding], expected: &Expected) -> Became {
    let about = format!("stated[{}]", expected.index);
    let mut own = findings
        .iter()
        .filter(|f| f.about.starts_with(&about) && f.severity < Severity::Note)
        .peekable();
    if own.peek().is_none() {
        return Became::Missed;
    }
    let told: Vec<String> = own.map(|f| format!("{} {}", f.code, f.why)).collect();
    if told.iter().any(|told| expected.words.iter().all(|words| told.contains(words))) {
        Became::Right
    } else if told.iter().all(|told| !told.contains(": ")) {
        Became::Unexplained
    } else {
        Became::Otherwise
    }
}

#[test]
fn what_is_wrong_is_explained_as_it_came_about() {
    let mut table =
        String::from("slip                             right  unexplained  otherwise  missed\n");
    let mut failed = Vec::new();
    for (number, (name, plant)) in SLIPS.iter().enumerate() {
        let seeds = 1_000_000 * (number as u64 + 1);
        let outcomes = each(count(1_000), |seed| {
            let mut dice = Dice::new(seeds + seed);
            let mut doc = Doc::right(&mut dice);
            let expected = plant(&mut doc, &mut dice);
            let text = doc.text();
            let found = findings(&text);
            let became = became(&found, &expected);
            let told = || {
                let stated = text.lines().filter(|l| l.contains("what:")).collect::<Vec<_>>();
                let told: Vec<_> =
                    found.iter().map(|f| format!("{} {}: {}", f.code, f.what, f.why)).collect();
                format!("{}\n{}\n{expected:?}", stated.join("\n"), told.join("\n"))
            };
            (became, (became != Became::Right).then(told))
        });
        let mut counts: BTreeMap<Became, usize> = BTreeMap::new();
        for (became, _) in &outcomes {
            *counts.entry(*became).or_default() += 1;
        }
        let of = |became| counts.get(&became).copied().unwrap_or_default();
        writeln!(
            table,
            "{name:<30} {:>6} {:>12} {:>10} {:>7}",
            of(Became::Right),
            of(Became::Unexplained),
            of(Became::Otherwise),
            of(Became::Missed)
        )
        .unwrap();
        let all = outcomes.len();
        if of(Became::Right) * 100 < all * 95 {
            failed.extend(
                outcomes
                    .into_iter()
                    .find_map(|(_, told)| told)
                    .map(|told| format!("{name}\n{told}")),
            );
        }
    }
    println!("{table}");
    assert!(failed.is_empty(), "{table}\n{}", failed.join("\n\n"));
}
