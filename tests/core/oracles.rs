//! Worked cases of money and dates, from a folder outside: `HEADROOM_ORACLES` names the one that
//! `money/cases.jsonl` is in. What a contract, a tax or a bill comes to goes through a scenario and
//! the engine, as for a person; plain arithmetic through `units`.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use headroom::engine::deadlines::{Plan, dates};
use headroom::engine::ledger::{Charge, Entry};
use headroom::engine::outlook::{Outlook, PlanOutlook};
use headroom::engine::project;
use headroom::units::{
    Amount, AmountKind, BeforeTax, Currency, Day, DayRange, NetOfGross, Percent, Rate, Span, Total,
    accrue, allocate, billing_days, line_amount, net_of_gross, prorate, round_product,
};
use rust_decimal::Decimal;
use serde_json::{Map, Value, json};

/// Every kind there is; a file without one of them proves less than it seems to.
const KINDS: [&str; 14] = [
    "accrue",
    "add_months",
    "allocate",
    "billing_days",
    "contracts",
    "deadlines",
    "line",
    "net_of_gross",
    "price",
    "prorate",
    "range",
    "recoverable",
    "sum",
    "tax",
];

#[test]
#[allow(clippy::disallowed_methods, reason = "the cases stand outside the repository")]
fn worked_cases_come_out_to_the_last_digit() {
    let Ok(folder) = std::env::var("HEADROOM_ORACLES") else {
        println!("no worked cases: HEADROOM_ORACLES is not set");
        return;
    };
    let cases = std::fs::read_to_string(Path::new(&folder).join("money/cases.jsonl")).unwrap();
    let (mut ran, mut wrong) = (BTreeMap::<String, u32>::new(), Vec::new());
    for line in cases.lines() {
        let case: Value = serde_json::from_str(line).unwrap();
        let kind = text(&case["kind"]);
        let got = Case::of(&case["inputs"]).answer(kind);
        *ran.entry(kind.to_owned()).or_default() += 1;
        if got != case["expected"] {
            wrong.push(format!("{line}\n  got {got}"));
        }
    }
    println!("{ran:?}");
    let shown: Vec<_> = wrong.iter().take(5).map(String::as_str).collect();
    assert!(wrong.is_empty(), "{} cases wrong, as\n{}", wrong.len(), shown.join("\n"));
    assert_eq!(ran.keys().map(String::as_str).collect::<Vec<_>>(), KINDS);
}

struct Case<'a> {
    inputs: &'a Value,
    /// Kinds of dates alone have none; then it is not used.
    currency: Currency,
}

impl<'a> Case<'a> {
    fn of(inputs: &'a Value) -> Self {
        let code = inputs.get("currency").map_or("CAD", text);
        Self { inputs, currency: code.parse().unwrap() }
    }

    fn answer(&self, kind: &str) -> Value {
        let i = self.inputs;
        match kind {
            "sum" => {
                let amounts = list(&i["amounts"]).iter().map(|amount| self.minor(amount));
                json!({"total": self.show(amounts.sum())})
            }
            "line" => {
                let off: Percent = text(&i["discount"]).parse().unwrap();
                let (quantity, price) = (decimal(&i["quantity"]), decimal(&i["unit_price"]));
                json!({"amount": self.show(line_amount(quantity, price, &[off], self.currency))})
            }
            "net_of_gross" => {
                let rates: Vec<Rate> = list(&i["taxes"])
                    .iter()
                    .map(|tax| text(&tax["rate"]).parse::<Percent>().unwrap().rate())
                    .collect();
                let both = |(net, gross)| json!({"net": self.show(net), "gross": self.show(gross)});
                match net_of_gross(self.minor(&i["gross"]), &rates) {
                    NetOfGross::Exact(net) => {
                        json!({"net": self.show(net), "below": null, "above": null})
                    }
                    NetOfGross::Between { below, above } => {
                        json!({"net": null, "below": both(below), "above": both(above)})
                    }
                }
            }
            "allocate" => {
                let weights = list(&i["weights"]).iter().map(|w| round_product(&[decimal(w)], 6));
                let parts = allocate(self.minor(&i["total"]), &weights.collect::<Vec<_>>());
                json!({"parts": parts.into_iter().map(|part| self.show(part)).collect::<Vec<_>>()})
            }
            "prorate" => {
                let part = prorate(self.minor(&i["monthly"]), day(&i["start"]));
                json!({
                    "days": part.days.to_string(),
                    "of": part.of.to_string(),
                    "amount": self.show(part.amount),
                    "next_billing_day": part.next_billing_day.to_string(),
                })
            }
            "add_months" => {
                json!({"day": day(&i["from"]).plus_months(number(&i["months"])).to_string()})
            }
            "billing_days" => {
                let days = billing_days(day(&i["start"]), number(&i["every_months"]));
                let days = days.take(number(&i["count"])).map(|day| day.to_string());
                json!({"days": days.collect::<Vec<_>>()})
            }
            "accrue" => {
                let months = accrue(self.minor(&i["amount"]), day(&i["from"]), day(&i["until"]));
                let months =
                    months.into_iter().map(|(m, part)| (m.to_string(), json!(self.show(part))));
                json!({"months": months.collect::<Map<_, _>>()})
            }
            "tax" => self.tax(),
            "recoverable" => self.recoverable(),
            "range" => self.range(),
            "price" => self.price(),
            "contracts" => self.contracts(),
            "deadlines" => self.deadlines(),
            other => panic!("no such kind of case: {other}"),
        }
    }

    /// Charges as lines that are charged once, each on its day.
    fn charges(&self) -> Outlook {
        let mut lines = String::new();
        for (n, charge) in list(&self.inputs["charges"]).iter().enumerate() {
            let price = format!("{} {} before tax", text(&charge["before_tax"]), self.currency);
            let _ =
                writeln!(lines, "{}", line(n, text(&charge["day"]), &charge["provider"], &price));
        }
        self.outlook(&format!("lines: [{lines}],"))
    }

    fn tax(&self) -> Value {
        let bill = self.charges().do_nothing().ledger.bill(DayRange::since(Day::FIRST));
        // A tax that none of the charges has comes to nothing.
        let mut taxes: Map<String, Value> = list(&self.inputs["taxes"])
            .iter()
            .map(|tax| (text(&tax["name"]).to_owned(), json!(self.show(0))))
            .collect();
        for tax in &bill.taxes {
            taxes.insert(tax.name.to_string(), json!(self.exact(tax.amount)));
        }
        json!({
            "before_tax": self.exact(bill.before_tax),
            "taxes": taxes,
            "after_tax": self.exact(bill.after_tax),
        })
    }

    fn recoverable(&self) -> Value {
        let bill = self.charges().do_nothing().ledger.bill(DayRange::since(Day::FIRST));
        let back: Total<_> = bill.taxes.iter().filter_map(|tax| tax.recoverable).sum();
        json!({
            "before_tax": self.exact(bill.before_tax),
            "after_tax": self.exact(bill.after_tax),
            "recoverable": self.exact(back),
            "cost": self.exact(bill.cost.unwrap()),
        })
    }

    fn range(&self) -> Value {
        let mut lines = String::new();
        for (n, part) in list(&self.inputs["parts"]).iter().enumerate() {
            let price = match (part["low"].as_str(), part["high"].as_str()) {
                (Some(low), Some(high)) if low == high => format!("{low} {}", self.currency),
                (Some(low), Some(high)) => format!("{low}..{high} {}", self.currency),
                _ => "unknown".to_owned(),
            };
            let _ = writeln!(lines, "{}", line(n, "2021-05-19", &json!("p"), &price));
        }
        let outlook = self.outlook(&format!("lines: [{lines}],"));
        let bill = outlook.do_nothing().ledger.bill(DayRange::since(Day::FIRST));
        let unknown = bill.invoices.iter().flat_map(|invoice| &invoice.entries);
        json!({
            "before_tax": self.ends(bill.before_tax),
            "after_tax": self.ends(bill.after_tax),
            "unknown_parts": unknown.filter(|entry| entry.unknown).count().to_string(),
        })
    }

    fn price(&self) -> Value {
        let i = self.inputs;
        let prices = list(&i["changes"]).iter().map(|change| {
            let (from, monthly) = (text(&change["from"]), text(&change["monthly"]));
            format!("(from: {from:?}, monthly: \"{monthly} {}\"),", self.currency)
        });
        let discounts = list(&i["discounts"]).iter().map(|discount| {
            let from = text(&discount["from"]);
            let rate = text(&discount["rate"]);
            format!("(rate: {rate:?}, from: {from:?}, {})", until(&discount["until"])) + ","
        });
        let outlook = self.outlook(&format!(
            "offers: {{\"o\": (kind: Server, monthly: \"{} {}\")}},
             contracts: {{\"c\": (offer: \"o\", from: \"{}\", prices: [{}], discounts: [{}])}},",
            text(&i["monthly"]),
            self.currency,
            text(&i["start"]),
            prices.collect::<String>(),
            discounts.collect::<String>(),
        ));
        let entries = outlook.do_nothing().ledger.entries(DayRange::since(day(&i["start"])));
        let charges = entries.iter().take(number(&i["count"])).map(
            |entry| json!({"day": entry.day.to_string(), "amount": self.exact(entry.before_tax)}),
        );
        json!({"charges": charges.collect::<Vec<_>>()})
    }

    /// The old contract is in the file, with its end; a plan puts the new one in its place.
    fn contracts(&self) -> Value {
        let i = self.inputs;
        let offer = |contract: &Value| {
            let amount = |value: &Value| format!("\"{} {}\"", text(value), self.currency);
            let mut offer = format!(
                "(kind: Server, provider: {:?}, billing: {}, monthly: {}, ",
                text(&contract["provider"]),
                text(&contract["billing"]),
                amount(&contract["monthly"]),
            );
            if !contract["setup"].is_null() {
                let _ = write!(offer, "setup: {}, ", amount(&contract["setup"]));
            }
            if let Some(months) = contract["term_months"].as_str() {
                let _ = write!(offer, "term: \"{months} months\", ");
            }
            let renews = contract["renews_for_months"].as_str();
            let renews =
                renews.map_or_else(|| "no".to_owned(), |months| format!("{months} months"));
            let _ = write!(offer, "renews: {renews:?})");
            offer
        };
        let (old, new) = (&i["old"], &i["new"]);
        let end = new["until"]
            .as_str()
            .map_or_else(String::new, |until| format!("End(contract: \"new\", on: {until:?}),"));
        let outlook = self.outlook(&format!(
            "offers: {{\"o\": {}, \"n\": {}}},
             contracts: {{\"old\": (offer: \"o\", from: {:?}, {})}},
             plans: {{\"p\": [
                 Replace(contract: \"old\", with: \"n\", as: \"new\", from: {:?}, overlap: \"100 years\"),
                 {end}
             ]}},",
            offer(old),
            offer(new),
            text(&old["from"]),
            until(&old["until"]),
            text(&new["from"]),
        ));
        let plan = &outlook.plans["p"];
        let period = DayRange::new(day(&i["period"]["from"]), day(&i["period"]["until"]));
        let bill = plan.ledger.bill(period);
        let entries = plan.ledger.entries(period);
        let charges: Vec<Value> = entries
            .iter()
            .map(|entry| {
                json!({
                    "day": entry.day.to_string(),
                    "contract": &*entry.subject,
                    "what": if entry.charge == Charge::Setup { "setup" } else { "rent" },
                    "amount": self.exact(entry.before_tax),
                })
            })
            .collect();
        let overlap = entries.iter().filter(|entry| entry.overlap).map(before_tax).sum();
        json!({
            "charges": charges,
            "before_tax": self.exact(bill.before_tax),
            "after_tax": self.exact(bill.after_tax),
            "overlap_days": overlap_days(plan).to_string(),
            "overlap_charges": self.exact(overlap),
        })
    }

    fn deadlines(&self) -> Value {
        let i = self.inputs;
        let span = |key: &str| -> Span { text(&i[key]).parse().unwrap() };
        let found = dates(&Plan {
            leave: day(&i["leave"]),
            notice: span("notice"),
            overlap: span("overlap"),
            delivery: span("delivery"),
            migration: span("migration"),
            run_out: i["run_out"].as_str().map(|day| day.parse().unwrap()),
            meetings: &list(&i["meetings"]).iter().map(day).collect::<Vec<_>>(),
        });
        json!({
            "cancel_by": found.cancel_by.to_string(),
            "order_by": found.order_by.to_string(),
            "decide_by": found.decide_by.to_string(),
        })
    }

    /// A scenario with the case's taxes and rounding, worked out.
    fn outlook(&self, rest: &str) -> Outlook {
        let mut taxes = String::new();
        for tax in self.inputs.get("taxes").map(list).unwrap_or_default() {
            let _ = write!(taxes, "(name: {}, rate: {}, ", tax["name"], tax["rate"]);
            for key in ["from", "until", "recoverable"] {
                if let Some(stated) = tax[key].as_str() {
                    let _ = write!(taxes, "{key}: {stated:?}, ");
                }
            }
            taxes += "),";
        }
        let rounding = self.inputs.get("rounding").map_or("PerInvoice", text);
        let scenario = format!(
            "#![enable(implicit_some)]
             Scenario(format: 1, as_of: \"2021-04-20\", currency: \"{}\", taxes: [{taxes}],
             rounding: (tax: {rounding}), {rest})",
            self.currency
        );
        project(&ron::from_str(&scenario).unwrap_or_else(|e| panic!("{e}: {scenario}")), None)
    }

    fn minor(&self, value: &Value) -> i128 {
        Amount::<BeforeTax>::from_decimal(decimal(value), self.currency).minor()
    }

    fn show(&self, minor: i128) -> String {
        Amount::<BeforeTax>::from_minor(minor).show(self.currency)
    }

    fn exact<B: AmountKind>(&self, total: Total<B>) -> String {
        total.exact().unwrap().show(self.currency)
    }

    fn ends<B: AmountKind>(&self, total: Total<B>) -> Value {
        json!({
            "low": total.low.show(self.currency),
            "high": total.high.map(|high| high.show(self.currency)),
        })
    }
}

fn line(n: usize, on: &str, provider: &Value, price: &str) -> String {
    let provider = provider.as_str().map_or_else(String::new, |p| format!("provider: {p:?}, "));
    format!("(what: \"{n}\", {provider}price: {price:?}, every: Once, from: {on:?}),")
}

fn until(value: &Value) -> String {
    value.as_str().map_or_else(String::new, |day| format!("until: {day:?}"))
}

fn overlap_days(plan: &PlanOutlook) -> i64 {
    let [old, new] = &plan.tenures[..] else { panic!("two contracts") };
    old.until.map_or(0, |until| new.from.days_until(until).max(0))
}

fn before_tax(entry: &Entry) -> Total<BeforeTax> {
    entry.before_tax
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap()
}

fn day(value: &Value) -> Day {
    text(value).parse().unwrap()
}

fn decimal(value: &Value) -> Decimal {
    text(value).parse().unwrap()
}

fn number<T: std::str::FromStr<Err: std::fmt::Debug>>(value: &Value) -> T {
    text(value).parse().unwrap()
}
