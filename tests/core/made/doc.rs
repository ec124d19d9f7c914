//! Which right documents are there? A small organisation's file, with totals worked out here.

use rust_decimal::{Decimal, RoundingStrategy};

/// `SplitMix64`: small, seeded, the same everywhere.
pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x2545_F491_4F6C_DD1D))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// Evenly from `low` to `high`, both included.
    pub(super) fn within(&mut self, low: i64, high: i64) -> i64 {
        low + (self.next() % (high - low + 1) as u64) as i64
    }

    pub(super) fn pick<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.within(0, all.len() as i64 - 1) as usize]
    }

    pub(super) fn often(&mut self, percent: i64) -> bool {
        self.within(1, 100) <= percent
    }

    /// An amount with cents that are not all the same.
    pub(super) fn amount(&mut self, low: i64, high: i64) -> Decimal {
        loop {
            let cents = self.within(low * 100, high * 100);
            if cents % 10 != 0 {
                return Decimal::new(cents, 2);
            }
        }
    }
}

/// Half away from zero.
pub(super) fn rounded(number: Decimal, digits: u32) -> Decimal {
    let mut number = number.round_dp_with_strategy(digits, RoundingStrategy::MidpointAwayFromZero);
    number.rescale(digits);
    number
}

pub(super) fn n(number: i64) -> Decimal {
    Decimal::from(number)
}

/// A stated figure.
#[derive(Clone, Debug, Default)]
pub(super) struct Stated {
    pub(super) what: String,
    pub(super) parts: String,
    pub(super) says: String,
    /// Other fields, as `of: Period, plan: "A"`.
    pub(super) rest: String,
}

/// A file: what it is made of, and its stated figures.
pub(super) struct Doc {
    pub(super) months: i64,
    /// Rates of VAT in hundredths: until 2023-01-01, and from then on.
    pub(super) rates: (i64, i64),
    /// What the contract cost until 2023-01-01, and costs.
    pub(super) price: (Decimal, Decimal),
    /// Monthly price and setup fee of what can be ordered.
    pub(super) offers: [(Decimal, Decimal); 2],
    pub(super) line: Decimal,
    /// Two lines charged once, of the level that is asked for and not of the one below.
    pub(super) once: [Decimal; 2],
    /// USD for one EUR.
    pub(super) rate_usd: Decimal,
    /// The month of the period, from 0, in which each plan orders.
    pub(super) orders: [i64; 2],
    /// Bytes of a service, in GB.
    pub(super) disk: i64,
    pub(super) stated: Vec<Stated>,
}

/// A plan of every document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Plan {
    Nothing,
    /// Orders the first offer beside what there is.
    Beside,
    /// Replaces what there is by the second, with a month of overlap.
    Instead,
}

impl Plan {
    pub(super) const ALL: [Self; 3] = [Self::Nothing, Self::Beside, Self::Instead];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Nothing => "Do nothing",
            Self::Beside => "Second server",
            Self::Instead => "Larger server",
        }
    }
}

impl Doc {
    /// Without stated figures.
    pub(super) fn bare(dice: &mut Dice) -> Self {
        let months = *dice.pick(&[2, 3, 4, 6, 12]);
        let rates = *dice.pick(&[(16, 19), (20, 21), (17, 15), (19, 22)]);
        let setup = |dice: &mut Dice| dice.amount(20, 90);
        Self {
            months,
            rates,
            price: (dice.amount(20, 120), dice.amount(20, 120)),
            offers: [(dice.amount(30, 200), setup(dice)), (dice.amount(30, 200), setup(dice))],
            line: dice.amount(5, 40),
            once: [dice.amount(50, 900), dice.amount(50, 900)],
            rate_usd: Decimal::new(dice.within(102, 140), 2),
            orders: [dice.within(0, months - 1), dice.within(0, months - 2)],
            disk: dice.within(50, 900),
            stated: Vec::new(),
        }
    }

    /// With a handful of stated figures, all right.
    pub(super) fn right(dice: &mut Dice) -> Self {
        let mut doc = Self::bare(dice);
        for _ in 0..dice.within(2, 6) {
            super::figures::add(&mut doc, dice);
        }
        doc
    }

    pub(super) fn rate(&self) -> Decimal {
        Decimal::new(self.rates.1, 2)
    }

    /// What a plan is billed in the period: each charge by itself, the overlap last.
    pub(super) fn charges(&self, plan: Plan) -> Vec<Decimal> {
        let months = self.months;
        let mut charges = vec![self.line; months as usize];
        charges.extend(self.once);
        let old = match plan {
            Plan::Instead => (self.orders[1] + 1).min(months),
            _ => months,
        };
        charges.extend(vec![self.price.1; old as usize]);
        let order = match plan {
            Plan::Nothing => return charges,
            Plan::Beside => 0,
            Plan::Instead => 1,
        };
        let (monthly, setup) = self.offers[order];
        charges.push(setup);
        charges.extend(vec![monthly; (months - self.orders[order]) as usize]);
        charges
    }

    pub(super) fn total(&self, plan: Plan) -> Decimal {
        self.charges(plan).iter().sum()
    }

    /// Each charge is an invoice of its own.
    pub(super) fn after_tax(&self, plan: Plan) -> Decimal {
        self.charges(plan).iter().map(|c| *c + rounded(*c * self.rate(), 2)).sum()
    }

    /// A month when all moves are made.
    pub(super) fn monthly(&self, plan: Plan) -> Decimal {
        let server = match plan {
            Plan::Nothing => self.price.1,
            Plan::Beside => self.price.1 + self.offers[0].0,
            Plan::Instead => self.offers[1].0,
        };
        server + self.line
    }

    /// A month of the period, from 0, as a day.
    fn month(at: i64) -> String {
        let month = 2 + at;
        format!("{}-{:02}-01", 2024 + (month - 1) / 12, (month - 1) % 12 + 1)
    }

    pub(super) fn text(&self) -> String {
        let (old, new) = self.rates;
        let [(beside, beside_setup), (instead, instead_setup)] = self.offers;
        let stated: String = self.stated.iter().map(Stated::text).collect();
        format!(
            r#"#![enable(implicit_some)]
Scenario(format: 1, as_of: "2024-01-10", currency: "EUR", request: (from: "2024-02", months: {months}, level: "full"),
    levels: (are: Cumulative, list: [(name: "basic"), (name: "full")]), rates: [(rate: "1 EUR = {rate_usd} USD")],
    taxes: [(name: "VAT", rate: "{old} %", until: "2023-01-01"), (name: "VAT", rate: "{new} %", from: "2023-01-01")],
    offers: {{
        "now": (kind: Server, name: "Now", ram: "16 GiB", storage: "1 TB", monthly: "{was} EUR before tax"),
        "beside": (kind: Server, name: "Beside", ram: "32 GiB", storage: "1 TB", monthly: "{beside} EUR before tax", setup: "{beside_setup} EUR before tax"),
        "instead": (kind: Server, name: "Instead", ram: "64 GiB", storage: "2 TB", monthly: "{instead} EUR before tax", setup: "{instead_setup} EUR before tax"),
    }},
    contracts: {{"server": (offer: "now", from: "2022-03-01", notice: "1 day", prices: [(from: "2023-01-01", monthly: "{price} EUR before tax")])}},
    services: {{"data": (state: Running, on: "server", ram: "4 GiB", storage: "{disk} GB")}},
    lines: [
        (what: "domain", price: "{line} EUR before tax", every: Month, from: "2024-02-01"),
        (what: "rack", price: "{rack} EUR before tax", every: Once, from: "2024-02-01", level: "full"),
        (what: "cable", price: "{cable} EUR before tax", every: Once, from: "2024-02-01", level: "full"),
    ],
    plans: {{
        "Second server": [Order(offer: "beside", from: "{first}")],
        "Larger server": [Replace(contract: "server", with: "instead", from: "{second}", overlap: "1 month")],
    }},
    stated: [
{stated}    ],
)
"#,
            months = self.months,
            was = self.price.0,
            price = self.price.1,
            disk = self.disk,
            line = self.line,
            rack = self.once[0],
            cable = self.once[1],
            rate_usd = self.rate_usd,
            first = Self::month(self.orders[0]),
            second = Self::month(self.orders[1]),
        )
    }
}

impl Stated {
    fn text(&self) -> String {
        let escaped = |text: &str| text.replace('"', "\\\"");
        let parts = match self.parts.as_str() {
            "" => String::new(),
            parts => format!(" parts: \"{}\",", escaped(parts)),
        };
        let rest = match self.rest.as_str() {
            "" => String::new(),
            rest => format!(", {rest}"),
        };
        format!(
            "        (what: \"{}\",{parts} says: \"{}\"{rest}),\n",
            escaped(&self.what),
            self.says
        )
    }
}
