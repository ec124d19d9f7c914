//! Makes large scenarios from a seed: the same seed gives the same text.

#![allow(dead_code, reason = "each bench uses a part of it")]
#![allow(clippy::let_underscore_must_use, reason = "writing to a `String` cannot fail")]

pub(crate) mod catalogue;

use std::fmt::Write as _;

/// `SplitMix64`: small, seeded, the same everywhere.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// Evenly from `low` to `high`, both included.
    fn within(&mut self, low: u64, high: u64) -> u64 {
        low + self.next() % (high - low + 1)
    }

    /// A day from 2024 to 2033, that every month has.
    fn day(&mut self) -> String {
        format!("{}-{:02}-{:02}", self.within(2024, 2033), self.within(1, 12), self.within(1, 28))
    }
}

/// 1,000 services with growth of their own, 300 windows, 200 contracts, 20 plans of 25 moves, 3 taxes, 120
/// months: as large as a scenario is expected to get.
pub(crate) fn scenario(seed: u64) -> String {
    let mut dice = Dice(seed);
    let mut text = String::from(
        "#![enable(implicit_some)]\nScenario(\n    format: 1,\n    title: \"made\",\n    as_of: \"2024-01-15\",\n    currency: \"EUR\",\n\
         \x20   request: (from: \"2024-02\", months: 12),\n    horizon: \"120 months\",\n    taxes: [\n\
         \x20       (name: \"GST\", rate: \"5 %\"),\n        (name: \"QST\", rate: \"9.975 %\"),\n\
         \x20       (name: \"levy\", rate: \"1 %\", from: \"2026-01-01\"),\n    ],\n    regions: {\"x\": (country: \"CA\")},\n    offers: {\n",
    );
    for offer in 0..50 {
        let _ = writeln!(
            text,
            "        \"p/{offer}\": (kind: Server, provider: \"p{}\", ram: \"{} GiB\", storage: \"{} TB\", regions: [\"x\"], \
             monthly: \"{}.{:02} EUR before tax\", setup: \"{} EUR before tax\", includes: {{Backup: \"500 GB\"}}),",
            offer % 5,
            16 << (offer % 5),
            1 + offer % 8,
            dice.within(20, 300),
            dice.within(0, 99),
            dice.within(0, 100),
        );
    }
    text += "    },\n    contracts: {\n";
    for contract in 0..200 {
        let _ = writeln!(
            text,
            "        \"c{contract}\": (offer: \"p/{}\", region: \"x\", from: \"2023-{:02}-{:02}\", term: \"{} months\", renews: \"no\", \
             notice: \"1 month\"),",
            dice.within(0, 49),
            dice.within(1, 12),
            dice.within(1, 28),
            [1, 6, 12][contract % 3],
        );
    }
    text += "    },\n    services: {\n";
    for service in 0..1000 {
        let windows = if service % 10 < 3 {
            format!(
                ", wants: (ram: \"{} GiB\"), windows: [(name: \"w\", on: \"{}\", days_around: {})]",
                dice.within(2, 6),
                dice.day(),
                dice.within(1, 20)
            )
        } else {
            String::new()
        };
        let _ = writeln!(
            text,
            "        \"s{service}\": (state: {}, on: \"c{}\", ram: \"{} GiB\", storage: \"{} GB\", is: Estimate, \
             growth: {{Ram: \"0..{}.{:03} % per month\", Storage: \"{}.{:02} % per month\"}}{windows}),",
            ["Running", "Running", "ScaledDown", "OffButWanted"][service % 4],
            service % 200,
            dice.within(1, 4),
            dice.within(5, 90),
            dice.within(1, 3),
            dice.within(0, 999),
            dice.within(0, 2),
            dice.within(0, 99),
        );
    }
    text += "    },\n    backups: (mode: Deduplicated, full: \"20 TB\", daily_change: \"100 GB\", keep: (daily: 30)),\n    plans: {\n";
    for plan in 0..20 {
        let _ = writeln!(text, "        \"plan {plan}\": [");
        for step in 0..25 {
            let host = (plan * 25 + step) % 200;
            let _ = match step % 5 {
                0 => writeln!(
                    text,
                    "            Replace(contract: \"c{host}\", with: \"p/{}\", from: \"{}\", overlap: \"1 month\", as: \"n{plan}-{step}\"),",
                    dice.within(0, 49),
                    dice.day()
                ),
                1 => writeln!(
                    text,
                    "            Order(offer: \"p/{}\", from: \"{}\", as: \"o{plan}-{step}\"),",
                    dice.within(0, 49),
                    dice.day()
                ),
                2 => writeln!(
                    text,
                    "            Stop(service: \"s{}\", from: \"{}\"),",
                    dice.within(0, 999),
                    dice.day()
                ),
                3 => writeln!(
                    text,
                    "            Resize(service: \"s{}\", from: \"{}\", resource: Ram, to: \"{} GiB\"),",
                    dice.within(0, 999),
                    dice.day(),
                    dice.within(1, 8)
                ),
                _ => writeln!(
                    text,
                    "            Price(contract: \"c{}\", monthly: \"{} EUR before tax\", from: \"{}\"),",
                    (host + 50) % 200,
                    dice.within(20, 300),
                    dice.day()
                ),
            };
        }
        text += "        ],\n";
    }
    text += "    },\n)\n";
    text
}

/// About `lines` lines of services, `mistakes` of them with a mistake, evenly strewn.
pub(crate) fn with_mistakes(lines: usize, mistakes: usize) -> String {
    let mut text = String::from(
        "#![enable(implicit_some)]\nScenario(\n    format: 1,\n    as_of: \"2024-01-15\",\n    currency: \"EUR\",\n    services: {\n",
    );
    let every = lines.checked_div(mistakes).unwrap_or(usize::MAX).max(1);
    for line in 0..lines {
        let ram = if line % every == every / 2 { "4 GBi" } else { "4 GiB" };
        let _ = writeln!(
            text,
            "        \"s{line}\": (state: Running, ram: \"{ram}\", storage: \"10 GB\"), // line {line}"
        );
    }
    text += "    },\n)\n";
    text
}
