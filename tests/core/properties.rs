//! What holds of every scenario, whatever is in it? Small ones are made by chance and asked.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use headroom::document::{References, read};
use headroom::engine::accrual::accrual;
use headroom::engine::ledger::{Bill, Entry};
use headroom::engine::outlook::{Outlook, PlanOutlook};
use headroom::engine::project;
use headroom::model::{Accrual, Scenario};
use headroom::units::{AmountKind, DayRange, Total};
use proptest::prelude::*;

/// A contract: offer, first day of 2023 and 2024 in months and days, months of term, how it is billed.
type Contracted = (usize, u32, u32, u32, usize);

/// What a scenario is made of; the same parts give the same text.
#[derive(Clone, Debug)]
struct Parts {
    /// Monthly price and setup fee in cents, and the provider.
    offers: Vec<(i64, i64, usize)>,
    contracts: Vec<Contracted>,
    /// GiB, and the months and day on which its window is.
    services: Vec<(u32, u32, u32)>,
    /// Cents and provider, charged once on a day of the period.
    lines: Vec<(i64, usize, u32)>,
    /// Thousandths of a percent.
    taxes: Vec<u32>,
    /// Replaces the contract of this place by this offer, on this day of a month, overlapping days.
    moves: Vec<(usize, usize, u32, u32)>,
    rounding: &'static str,
}

fn parts() -> impl Strategy<Value = Parts> {
    let offers = prop::collection::vec((1..500_000_i64, 0..50_000_i64, 0..3_usize), 1..5);
    let contracts =
        prop::collection::vec((0..9_usize, 0..12_u32, 1..31_u32, 0..13_u32, 0..5_usize), 1..5);
    let services = prop::collection::vec((1..9_u32, 0..12_u32, 1..28_u32), 1..6);
    let lines = prop::collection::vec((-90_000..900_000_i64, 0..4_usize, 1..28_u32), 0..8);
    let taxes = prop::collection::vec(0..25_000_u32, 0..3);
    let moves = prop::collection::vec((0..9_usize, 0..9_usize, 1..28_u32, 0..60_u32), 0..4);
    let rounding = prop::sample::select(vec!["PerLine", "PerInvoice", "PerPeriod"]);
    (offers, contracts, services, lines, taxes, moves, rounding).prop_map(
        |(offers, contracts, services, lines, taxes, moves, rounding)| Parts {
            offers,
            contracts,
            services,
            lines,
            taxes,
            moves,
            rounding,
        },
    )
}

fn cents(cents: i64) -> String {
    let sign = if cents < 0 { "-" } else { "" };
    format!("\"{sign}{}.{:02} EUR before tax\"", cents.abs() / 100, cents.abs() % 100)
}

impl Parts {
    /// As a file, its maps' entries in the order that `turn` gives them.
    fn text(&self, turn: fn(Vec<String>) -> String) -> String {
        let offers = self.offers.iter().enumerate().map(|(n, (monthly, setup, provider))| {
            let tariff = match monthly % 3 {
                1 => ", tariff: (per: \"GB\", price: \"0.0131 EUR before tax\", free: \"3 GB\")",
                2 => ", tariff: (per: \"TB\", price: \"7.77 EUR before tax\", units: Started)",
                _ => "",
            };
            format!(
                "\"o{n}\": (kind: Server, provider: \"p{provider}\", ram: \"16 GiB\", monthly: {}, setup: {}{tariff}),",
                cents(*monthly),
                cents(*setup)
            )
        });
        let contracts = self.contracts.iter().enumerate().map(|(n, made)| {
            let (offer, month, day, term, billing) = made;
            let ways = ["Anchored", "FirstOfMonth", "UpFront", "Arrears", "FirstInFullThenFirst"];
            let billing = ways[*billing];
            let term =
                if *term > 0 { format!(", term: \"{term} months\"") } else { String::new() };
            format!(
                "\"c{n}\": (offer: \"o{}\", from: \"2023-{:02}-{:02}\", renews: \"no\", billing: {billing}, uses: \"{} GB\"{term}),",
                offer % self.offers.len(),
                month + 1,
                (*day).min(28),
                day * 47,
            )
        });
        let services = self.services.iter().enumerate().map(|(n, (ram, month, day))| {
            format!(
                "\"s{n}\": (state: ScaledDown, on: \"c{}\", ram: \"{ram} GiB\", wants: (ram: \"{} GiB\"), windows: [(name: \"w\", on: \"2024-{:02}-{day:02}\", days_around: 3)]),",
                n % self.contracts.len(),
                ram * 3,
                month + 1,
            )
        });
        let plans = self.moves.iter().enumerate().map(|(n, (contract, offer, day, overlap))| {
            format!(
                "\"plan {n}\": [Replace(contract: \"c{}\", with: \"o{}\", from: \"2024-03-{day:02}\", overlap: \"{overlap} days\", as: \"new\", options: (uses: \"5 GB\"))],",
                contract % self.contracts.len(),
                offer % self.offers.len(),
            )
        });
        let mut lines = String::new();
        for (n, (price, provider, day)) in self.lines.iter().enumerate() {
            let whose = match provider {
                3 => String::new(),
                p => format!(", provider: \"p{p}\""),
            };
            write!(
                lines,
                "(what: \"l{n}\", price: {}, every: Once, from: \"2024-02-{day:02}\"{whose}),",
                cents(*price)
            )
            .unwrap();
        }
        let mut taxes = String::new();
        for (n, rate) in self.taxes.iter().enumerate() {
            write!(taxes, "(name: \"t{n}\", rate: \"{}.{:03} %\"),", rate / 1000, rate % 1000)
                .unwrap();
        }
        format!(
            "#![enable(implicit_some)]\nScenario(format: 1, as_of: \"2024-01-15\", currency: \"EUR\", \
             request: (from: \"2024-02\", months: 6), rounding: (tax: {}), taxes: [{taxes}], \
             offers: {{{}}}, contracts: {{{}}}, services: {{{}}}, lines: [{lines}], plans: {{{}}})",
            self.rounding,
            turn(offers.collect()),
            turn(contracts.collect()),
            turn(services.collect()),
            turn(plans.collect()),
        )
    }

    fn outlook(&self) -> (Scenario, Outlook) {
        worked(&self.text(|entries| entries.concat()))
    }
}

fn worked(text: &str) -> (Scenario, Outlook) {
    let reading = read::<Scenario>(text, "made", References { rules: &[] });
    assert_eq!(reading.problems, [], "{text}");
    let scenario = reading.value.unwrap();
    let outlook = project(&scenario, None);
    (scenario, outlook)
}

fn minor<B: AmountKind>(total: Total<B>) -> i128 {
    assert_eq!(Some(total.low), total.high, "everything is known in what is made here");
    total.low.minor()
}

fn tax_of(bill: &Bill) -> i128 {
    bill.taxes.iter().map(|tax| minor(tax.amount)).sum()
}

fn bill(plan: &PlanOutlook, period: DayRange) -> Bill {
    plan.ledger.bill(period)
}

/// What a plan comes to in figures alone: nothing of it says in which order the file is.
fn figures(outlook: &Outlook) -> BTreeMap<String, String> {
    let of = |plan: &PlanOutlook| {
        let mut hosts: Vec<String> = plan
            .hosts
            .iter()
            .flat_map(|host| host.resources.iter().map(move |of| (host, of)))
            .map(|(host, of)| format!("{} {:?} {:?}", host.key, of.resource, of.runway))
            .collect();
        hosts.sort_unstable();
        format!("{:?} {:?} {hosts:?}", plan.request, plan.deadlines.decide)
    };
    outlook.plans.iter().map(|(name, plan)| (name.to_string(), of(plan))).collect()
}

/// Entries as facts, by day and then by what they are, so that two lists can be compared.
fn facts(entries: &[Entry]) -> Vec<String> {
    let mut facts: Vec<String> = entries
        .iter()
        .map(|e| format!("{} {} {:?} {:?}", e.day, e.subject, e.charge, e.before_tax))
        .collect();
    facts.sort_unstable();
    facts
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]

    #[test]
    fn a_total_is_the_sum_of_its_entries(parts in parts()) {
        let (_, outlook) = parts.outlook();
        for plan in outlook.plans.values() {
            let entries = plan.ledger.entries(outlook.period);
            let sum: i128 = entries.iter().map(|entry| minor(entry.before_tax)).sum();
            prop_assert_eq!(sum, minor(plan.request.before_tax));
            let bill = bill(plan, outlook.period);
            prop_assert_eq!(sum + tax_of(&bill), minor(plan.request.after_tax));
            if parts.rounding != "PerPeriod" {
                let paid: i128 = bill.invoices.iter().map(|i| minor(i.after_tax.unwrap())).sum();
                prop_assert_eq!(paid, minor(plan.request.after_tax));
            }
            let nothing = outlook.do_nothing().request.before_tax;
            prop_assert_eq!(minor(plan.request.more), sum - minor(nothing));
        }
    }

    #[test]
    fn what_is_paid_becomes_cost_without_a_cent_lost(parts in parts()) {
        let (_, outlook) = parts.outlook();
        for plan in outlook.plans.values() {
            for how in [Accrual::ByDays, Accrual::EqualMonths] {
                let months = accrual(&plan.ledger, outlook.period, how);
                let cash: i128 = months.values().map(|month| minor(month.cash)).sum();
                let cost: i128 = months.values().map(|month| minor(month.cost)).sum();
                prop_assert_eq!(cash, minor(plan.request.before_tax));
                prop_assert_eq!(cost, cash);
            }
        }
    }

    #[test]
    fn tax_by_invoice_is_never_more_than_half_a_cent_a_line_from_tax_by_line(parts in parts()) {
        let of = |rounding: &'static str| Parts { rounding, ..parts.clone() }.outlook().1;
        let (by_invoice, by_line) = (of("PerInvoice"), of("PerLine"));
        for (one, other) in by_invoice.plans.values().zip(by_line.plans.values()) {
            let lines = one.ledger.entries(by_invoice.period).len() * parts.taxes.len();
            let tax = |plan: &PlanOutlook, of: &Outlook| tax_of(&bill(plan, of.period));
            let apart = tax(one, &by_invoice) - tax(other, &by_line);
            prop_assert!(2 * apart.unsigned_abs() <= lines as u128, "{} over {} lines", apart, lines);
        }
    }

    #[test]
    fn a_day_more_of_overlap_changes_only_what_the_old_contract_costs(parts in parts()) {
        prop_assume!(!parts.moves.is_empty());
        let mut longer = parts.clone();
        longer.moves[0].3 += 1;
        let (before, after) = (parts.outlook().1, longer.outlook().1);
        let old = format!("c{}", parts.moves[0].0 % parts.contracts.len());
        for (name, plan) in &before.plans {
            let other = &after.plans[name];
            if &**name != "plan 0" {
                prop_assert_eq!(&plan.request, &other.request);
                continue;
            }
            let kept = |plan: &PlanOutlook| -> Vec<Entry> {
                let entries = plan.ledger.entries(before.period);
                entries.into_iter().filter(|entry| *entry.subject != *old).collect()
            };
            prop_assert_eq!(facts(&kept(plan)), facts(&kept(other)));
            // Nothing is refunded: what was charged before is charged all the same.
            let charged: Vec<_> = facts(&plan.ledger.entries(before.period));
            let now = facts(&other.ledger.entries(before.period));
            prop_assert!(charged.iter().all(|fact| now.contains(fact)));
        }
    }

    #[test]
    fn a_window_that_moves_by_a_day_changes_demand_on_its_days_and_no_money(parts in parts()) {
        let mut moved = parts.clone();
        moved.services[0].2 += 1;
        let (before, after) = (parts.outlook().1, moved.outlook().1);
        let on = |outlook: &Outlook, host: usize, day| {
            let host = &outlook.do_nothing().hosts[host];
            let of = host.resources.iter().find(|of| of.segments.iter().any(|s| s.first.expected > 0))?;
            of.segments.iter().find(|s| s.from <= day && day < s.until).map(|s| s.on(day))
        };
        let (_, month, day) = parts.services[0];
        let around = headroom::units::Day::new(2024, month + 1, day).unwrap();
        for (one, other) in before.plans.values().zip(after.plans.values()) {
            prop_assert_eq!(&one.request, &other.request);
        }
        for host in 0..before.do_nothing().hosts.len() {
            for away in -30..30 {
                let day = around.plus_days(away);
                // Three days around: the first leaves the window, the one after its last joins it.
                let touched = &*before.do_nothing().hosts[host].key == "c0" && (away == -3 || away == 4);
                let (was, is) = (on(&before, host, day), on(&after, host, day));
                if touched && was.is_some() {
                    prop_assert_ne!(was, is);
                } else {
                    prop_assert_eq!(was, is);
                }
            }
        }
    }

    #[test]
    fn the_order_of_plans_services_offers_and_contracts_changes_no_figure(parts in parts()) {
        let turned = parts.text(|entries| entries.into_iter().rev().collect());
        let (_, straight) = parts.outlook();
        let (_, turned) = worked(&turned);
        prop_assert_eq!(figures(&straight), figures(&turned));
    }
}
