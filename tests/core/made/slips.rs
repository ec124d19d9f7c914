//! Which ways to be wrong are planted, and how is each to be explained?

use rust_decimal::Decimal;

use super::doc::{Dice, Doc, Plan, Stated, n, rounded};
use super::figures::{Term, joined, name, sum, terms};

/// The figure that is wrong, and words of its explanation.
#[derive(Debug)]
pub(super) struct Expected {
    pub(super) index: usize,
    pub(super) words: Vec<String>,
}

type Plant = fn(&mut Doc, &mut Dice) -> Expected;

pub(super) const SLIPS: [(&str, Plant); 23] = [
    ("a part left out", left_out),
    ("a part counted twice", twice),
    ("a price not updated", old_price),
    ("another stated version", old_version),
    ("two digits of the total swapped", digits),
    ("two digits of a part swapped", digits_of_part),
    ("two values swapped", values),
    ("two figures swapped", figures),
    ("another quantity", quantity),
    ("after tax for before", basis),
    ("by a rate that has ended", old_rate),
    ("one part after tax", part_basis),
    ("straight-line for compound", straight),
    ("compound for straight-line", compound),
    ("divided for multiplied", divided),
    ("multiplied for divided", multiplied),
    ("another plan's total", other_plan),
    ("a month for the period", month),
    ("two currencies as one", currencies),
    ("exchanged the wrong way round", wrong_way),
    ("another level's total", level),
    ("overlap left out", overlap),
    ("setup fee left out", setup),
];

fn plant(doc: &mut Doc, parts: String, wrong: Decimal, words: &[&str]) -> Expected {
    let says = format!("{} EUR before tax", rounded(wrong, 2));
    stated(doc, parts, says, "", words)
}

fn stated(doc: &mut Doc, parts: String, says: String, rest: &str, words: &[&str]) -> Expected {
    let what = name(doc, "Grand total");
    doc.stated.push(Stated { what, parts, says, rest: rest.to_owned() });
    let words = words.iter().map(|&word| word.to_owned()).collect();
    Expected { index: doc.stated.len() - 1, words }
}

fn left_out(doc: &mut Doc, dice: &mut Dice) -> Expected {
    let terms = terms(dice, 3);
    let term = dice.pick(&terms).clone();
    let words = format!("{} was left out", term.text);
    plant(doc, joined(&terms), sum(&terms) - term.value, &[&words])
}

fn twice(doc: &mut Doc, dice: &mut Dice) -> Expected {
    let terms = terms(dice, 2);
    let term = dice.pick(&terms).clone();
    let words = format!("{} was counted twice", term.text);
    plant(doc, joined(&terms), sum(&terms) + term.value, &[&words])
}

fn old_price(doc: &mut Doc, dice: &mut Dice) -> Expected {
    let (count, terms) = (dice.within(2, 12), terms(dice, 2));
    let parts = format!("{count} × contracts[\"server\"].monthly + {}", joined(&terms));
    plant(doc, parts, doc.price.0 * n(count) + sum(&terms), &["is not updated"])
}

fn old_version(doc: &mut Doc, dice: &mut Dice) -> Expected {
    let (old, new, more) = (dice.amount(100, 900), dice.amount(100, 900), dice.amount(10, 90));
    for amount in [old, new] {
        let says = format!("{amount} EUR before tax");
        doc.stated.push(Stated { what: "Budget line".to_owned(), says, ..Stated::default() });
    }
    plant(doc, format!("\"Budget line\" + {more}"), old + more, &["Budget line", "is not updated"])
}

/// A number with two digits, not alike, in each other's place.
fn swapped(dice: &mut Dice, number: Decimal) -> Option<Decimal> {
    let mut written = number.to_string().into_bytes();
    let places: Vec<usize> = (0..written.len().saturating_sub(1))
        .filter(|at| {
            let (a, b) = (written[*at], written[at + 1]);
            a.is_ascii_digit() && b.is_ascii_digit() && a != b
        })
        .collect();
    if places.is_empty() {
        return None;
    }
    let at = *dice.pick(&places);
    written.swap(at, at + 1);
    String::from_utf8(written).unwrap().parse().ok()
}

fn digits(doc: &mut Doc, dice: &mut Dice) -> Expected {
    loop {
        let terms = terms(dice, 2);
        if let Some(wrong) = swapped(dice, rounded(sum(&terms), 2)) {
            return plant(doc, joined(&terms), wrong, &["two digits are swapped"]);
        }
    }
}

fn digits_of_part(doc: &mut Doc, dice: &mut Dice) -> Expected {
    loop {
        let terms = terms(dice, 2);
        let term = dice.pick(&terms).clone();
        if let Some(wrong) = swapped(dice, term.each) {
            let total = sum(&terms) + (wrong - term.each) * n(term.count);
            return plant(doc, joined(&terms), total, &["two digits are swapped"]);
        }
    }
}

fn values(doc: &mut Doc, dice: &mut Dice) -> Expected {
    let (a, b) = (dice.amount(10, 200), dice.amount(10, 200));
    let (first, second) = (dice.within(2, 9), dice.within(10, 30));
    let more = dice.amount(5, 90);
    let parts = format!("{first} × {a} + {second} × {b} + {more}");
    plant(doc, parts, b * n(first) + a * n(second) + more, &["are swapped"])
}

fn figures(doc: &mut Doc, dice: &mut Dice) -> Expected {
    let (one, other) = (terms(dice, 2), terms(dice, 2));
    let words = ["the figures of", "are swapped"];
    let first = plant(doc, joined(&one), sum(&other), &words);
    plant(doc, joined(&other), sum(&one), &words);
    first
}

fn quantity(doc: &mut Doc, dice: &mut Dice) -> Expected {
    let mut terms = terms(dice, 2);
    let (count, each) = (dice.within(3, 12), dice.amount(10, 200));
    let text = format!("{count} × {each}");
    terms.push(Term { text, value: each * n(count), count, each });
    // Twice or three times as many is the part counted so often.
    let others: Vec<i64> =
        (1..=14).filter(|c| ![count, 2 * count, 3 * count].contains(c)).collect();
    let wrong = *dice.pick(&others);
    let words = format!("is counted with {wrong} for {count}");
    plant(doc, joined(&terms), sum(&terms) + each * n(wrong - count), &[&words])
}

fn basis(doc: &mut Doc, dice: &mut Dice) -> Expected {
    let terms = terms(dice, 2);
    let words = format!("it is after tax (VAT {} %)", doc.rates.1);
    let wrong = sum(&terms) * (Decimal::ONE + doc.rate());
    plant(doc, joined(&terms), wrong, &[&words])
}

fn old_rate(doc: &mut Doc, dice: &mut Dice) -> Expected {
    let terms = terms(dice, 2);
    let words = format!("VAT {} %, which held until 31 December 2022", doc.rates.0);
    let wrong = sum(&terms) * n(100 + doc.rates.0) / n(100);
    plant(doc, joined(&terms), wrong, &[&words])
}

fn part_basis(doc: &mut Doc, dice: &mut Dice) -> Expected {
    let terms = terms(dice, 2);
    let term = dice.pick(&terms).clone();
    let words = [format!("{} is taken after tax", term.text)];
    let wrong = sum(&terms) + rounded(term.value * doc.rate(), 2);
    plant(doc, joined(&terms), wrong, &words.iter().map(String::as_str).collect::<Vec<_>>())
}

/// Size, share and years; the size after straight-line and after compound growth.
fn grown(dice: &mut Dice) -> (i64, i64, i64, Decimal, Decimal) {
    let (size, share, years) = (dice.within(200, 900), dice.within(8, 30), dice.within(3, 6));
    let straight = n(size) * n(100 + share * years) / n(100);
    let compound = (0..years).fold(n(size), |value, _| value * n(100 + share) / n(100));
    (size, share, years, straight, compound)
}

fn straight(doc: &mut Doc, dice: &mut Dice) -> Expected {
    let (size, share, years, straight, _) = grown(dice);
    let parts = if dice.often(50) {
        format!("{size} GB × {}^{years}", Decimal::new(100 + share, 2))
    } else {
        format!("grown({size} GB, \"{share} % per year\", \"{years} years\")")
    };
    let words = ["it grows straight-line, where growth compounds"];
    stated(doc, parts, format!("{} GB", rounded(straight, 1)), "", &words)
}

fn compound(doc: &mut Doc, dice: &mut Dice) -> Expected {
    let (size, share, years, _, compound) = grown(dice);
    let parts = if dice.often(50) {
        format!("{size} GB × (1 + {years} × {share} %)")
    } else {
        format!("grown({size} GB, \"{share} % per year straight-line\", \"{years} years\")")
    };
    let words = ["it compounds, where growth is straight-line"];
    stated(doc, parts, format!("{} GB", rounded(compound, 1)), "", &words)
}

fn divided(doc: &mut Doc, dice: &mut Dice) -> Expected {
    let (a, by, more) = (dice.amount(100, 900), dice.within(2, 9), dice.amount(10, 90));
    let words = format!("it is divided by {by}, not multiplied");
    plant(doc, format!("{a} × {by} + {more}"), a / n(by) + more, &[&words])
}

fn multiplied(doc: &mut Doc, dice: &mut Dice) -> Expected {
    let (a, by, more) = (dice.amount(100, 900), dice.within(2, 9), dice.amount(10, 90));
    let words = format!("it is multiplied by {by}, not divided");
    plant(doc, format!("{a} ÷ {by} + {more}"), a * n(by) + more, &[&words])
}

fn of_plan(doc: &mut Doc, plan: Plan, wrong: Decimal, words: &[&str]) -> Expected {
    let rest = format!("of: Period, plan: \"{}\"", plan.name());
    stated(doc, String::new(), format!("{wrong} EUR before tax"), &rest, words)
}

fn other_plan(doc: &mut Doc, dice: &mut Dice) -> Expected {
    // Figures of the document that say the same would be named in the plan's place.
    doc.stated.clear();
    let (plan, other) = *dice.pick(&[
        (Plan::Beside, Plan::Instead),
        (Plan::Instead, Plan::Beside),
        (Plan::Nothing, Plan::Instead),
    ]);
    let words = format!("it is what {} comes to", other.name());
    of_plan(doc, plan, doc.total(other), &[&words])
}

fn month(doc: &mut Doc, dice: &mut Dice) -> Expected {
    doc.stated.clear();
    let words = format!("it is one month of {}", doc.months);
    if dice.often(50) {
        return of_plan(doc, Plan::Nothing, doc.monthly(Plan::Nothing), &[&words]);
    }
    let (count, each) = (doc.months, dice.amount(20, 200));
    let parts = format!("{count} × ({each} + {})", dice.amount(2, 19));
    let right: Decimal =
        parts.split(['(', ')', '+']).filter_map(|part| part.trim().parse::<Decimal>().ok()).sum();
    plant(doc, parts, right, &[&words])
}

fn currencies(doc: &mut Doc, dice: &mut Dice) -> Expected {
    let (a, b) = (dice.amount(50, 900), dice.amount(50, 900));
    let words = ["EUR and USD were added as if they were one currency"];
    stated(doc, format!("{a} EUR + {b} USD"), format!("{} EUR", a + b), "", &words)
}

fn wrong_way(doc: &mut Doc, dice: &mut Dice) -> Expected {
    let (a, b) = (dice.amount(50, 900), dice.amount(50, 900));
    let wrong = rounded(a + b * doc.rate_usd, 2);
    let words = ["USD was turned into EUR the wrong way round"];
    stated(doc, format!("{a} EUR + {b} USD"), format!("{wrong} EUR"), "", &words)
}

fn level(doc: &mut Doc, _: &mut Dice) -> Expected {
    // Figures of the document that say the same would be named in the level's place.
    doc.stated.clear();
    let wrong = doc.total(Plan::Nothing) - doc.once[0] - doc.once[1];
    let rest = "of: Period, plan: \"Do nothing\", level: \"full\"";
    let words = ["it is what level basic comes to"];
    stated(doc, String::new(), format!("{wrong} EUR before tax"), rest, &words)
}

fn overlap(doc: &mut Doc, _: &mut Dice) -> Expected {
    let wrong = doc.total(Plan::Instead) - doc.price.1;
    of_plan(doc, Plan::Instead, wrong, &["overlap-not-counted"])
}

fn setup(doc: &mut Doc, dice: &mut Dice) -> Expected {
    let (plan, order) = *dice.pick(&[(Plan::Beside, 0), (Plan::Instead, 1)]);
    let wrong = doc.total(plan) - doc.offers[order].1;
    let words = ["the setup fee of", "was left out"];
    of_plan(doc, plan, wrong, &words)
}
