//! Which contracts run from when until when under a plan: the file's, ended, replaced and ordered by
//! its moves; and the accounts that their charges are made from.
//!
//! What a plan does not touch is the same pointer as in the baseline. What refers to something that
//! is not there is left out; checks tell.

use std::sync::Arc;

use indexmap::IndexMap;

use crate::model::{Contract, Every, Line, Move, MoveOptions, Offer, Renewal, Scenario};
use crate::units::{Day, DayRange, Money, Span};

use super::charge::{Account, Terms, When, bound_until};
use super::groups::Sort;
use super::levels::AtLevel;
use super::outlook::{Origin, Tenure};
use super::quantity::Times;
use super::stated::{DatedPrice, Price, Reduction};
use super::tax::Taxes;

/// The contracts and accounts of a plan.
#[derive(Clone, Debug)]
pub(super) struct Laid {
    pub(super) tenures: Vec<Arc<Tenure>>,
    /// One for each tenure, at the same place.
    pub(super) contracts: Vec<Arc<Account>>,
    /// One for each line of the file.
    pub(super) lines: Vec<Arc<Account>>,
    pub(super) one_offs: Vec<Arc<Account>>,
    /// Places of the file's contracts by key.
    places: Arc<IndexMap<Arc<str>, usize>>,
    /// First day on which every move is made and nothing that it ends is still paid for.
    pub(super) settled: Option<Day>,
}

impl Laid {
    /// All accounts in the ledger's order: old contracts, new ones, lines, one-offs.
    pub(super) fn accounts(&self) -> Vec<Arc<Account>> {
        let all = self.contracts.iter().chain(&self.lines).chain(&self.one_offs);
        all.cloned().collect()
    }

    /// The accounts by what they are.
    pub(super) fn lists(&self) -> [&Vec<Arc<Account>>; 3] {
        [&self.contracts, &self.lines, &self.one_offs]
    }

    fn place(&self, key: &str) -> Option<usize> {
        let ordered = self.tenures.len().checked_sub(self.places.len())?;
        let new = self.tenures.iter().rev().take(ordered).position(|t| *t.key == *key);
        new.map(|from_end| self.tenures.len() - 1 - from_end)
            .or_else(|| self.places.get(key).copied())
    }
}

/// What runs when nothing is ordered, ended or changed. Lines without a first day begin with
/// `period`.
pub(super) fn baseline(
    scenario: &Scenario,
    taxes: &Taxes,
    period: DayRange,
    level: AtLevel<'_>,
) -> Laid {
    let mut laid = Laid {
        tenures: Vec::with_capacity(scenario.contracts.len()),
        contracts: Vec::with_capacity(scenario.contracts.len()),
        lines: Vec::with_capacity(scenario.lines.len()),
        one_offs: Vec::new(),
        places: Arc::default(),
        settled: None,
    };
    let mut places = IndexMap::with_capacity(scenario.contracts.len());
    for (key, contract) in &scenario.contracts {
        let Some((_, offer_key, offer)) = scenario.offers.get_full(contract.offer.as_str()) else {
            continue;
        };
        let mut tenure = tenure_of(key, contract, offer_key, offer);
        settle(&mut tenure);
        let mut account = account_of(taxes, key, contract, &tenure, offer);
        retime(&mut account, &tenure, &format!("{}.renews", at("contracts", key)));
        places.insert(Arc::clone(key), laid.tenures.len());
        laid.tenures.push(Arc::new(tenure));
        laid.contracts.push(Arc::new(account));
    }
    laid.places = Arc::new(places);
    for (place, line) in scenario.lines.iter().enumerate() {
        let mut account = line_account(taxes, place, line, period);
        if !level.holds(line.level.as_deref()) {
            account.when = When::Never;
        }
        laid.lines.push(Arc::new(account));
    }
    laid
}

/// A plan's moves laid over the baseline, in the plan's order; those that are off do nothing.
pub(super) fn lay(
    scenario: &Scenario,
    taxes: &Taxes,
    base: &Laid,
    plan: &str,
    moves: &[Move],
) -> Laid {
    let mut laid = base.clone();
    let mut touched = Vec::new();
    for (place, step) in moves.iter().enumerate().filter(|(_, step)| !step.is_off()) {
        let path = || format!("{}[{place}]", at("plans", plan));
        match step {
            Move::Order { offer, from, region, count, key, options, .. } => {
                let order = Order {
                    offer,
                    from: *from,
                    region: region.as_deref(),
                    count: *count,
                    key: key.as_deref(),
                    options,
                    replaces: None,
                    overlap: None,
                };
                order.add(&mut laid, scenario, taxes, place, &path());
            }
            Move::Replace {
                contract, offer, from, overlap, region, count, key, options, ..
            } => {
                let Some(old) = laid.place(contract) else { continue };
                let order = Order {
                    offer,
                    from: *from,
                    region: region.as_deref(),
                    count: count.unwrap_or(laid.tenures[old].count),
                    key: key.as_deref(),
                    options,
                    replaces: Some(Arc::clone(&laid.tenures[old].key)),
                    overlap: *overlap,
                };
                if order.add(&mut laid, scenario, taxes, place, &path()) {
                    let leave = overlap.map_or(*from, |overlap| from.plus(overlap));
                    end(&mut laid, old, leave);
                    let account = Arc::make_mut(&mut laid.contracts[old]);
                    let earlier = account.overlap_from.map_or(*from, |day| day.min(*from));
                    account.overlap_from = Some(earlier);
                    touched.push(old);
                }
            }
            Move::End { contract, on, .. } => {
                let Some(old) = laid.place(contract) else { continue };
                end(&mut laid, old, *on);
                touched.push(old);
            }
            Move::Price { contract, monthly, from, .. } => {
                let Some(old) = laid.place(contract) else { continue };
                let price = Price::of(monthly, taxes, format!("{}.monthly", path()));
                Arc::make_mut(&mut laid.contracts[old]).reprice(*from, price);
            }
            Move::PriceOfLine { line, price, from, .. } => {
                let Some(at) = scenario.lines.iter().position(|l| l.what == *line) else {
                    continue;
                };
                let price = Price::of(price, taxes, format!("{}.price", path()));
                Arc::make_mut(&mut laid.lines[at]).reprice(*from, price);
            }
            Move::OneOff { what, price, on, provider, group, kind, .. } => {
                let belongs = taxes.groups.belongs(group.as_deref(), Sort::Line(*kind));
                let what: Arc<str> = Arc::from(what.as_str());
                let price = Price::of(price, taxes, format!("{}.price", path()));
                laid.one_offs.push(Arc::new(Account {
                    subject: Arc::clone(&what),
                    name: what,
                    whose: taxes.whose(provider.as_deref(), belongs.class(true)),
                    belongs,
                    step: taxes.step,
                    origin: Origin::Move(place),
                    in_request: true,
                    count: 1,
                    quantity: None,
                    prices: vec![DatedPrice { from: None, price }],
                    setup: None,
                    reductions: Vec::new(),
                    when: When::OneOff(*on),
                    overlap_from: None,
                    unsure: None,
                }));
            }
            Move::Start { .. }
            | Move::Stop { .. }
            | Move::Resize { .. }
            | Move::KeepBackups { .. } => {}
        }
        laid.settled = laid.settled.max(Some(step.day()));
    }
    touched.sort_unstable();
    touched.dedup();
    for place in touched {
        let tenure = Arc::make_mut(&mut laid.tenures[place]);
        settle(tenure);
        let path = match tenure.origin {
            Origin::Move(step) => format!("{}.renews", at("offers", &moved_offer(moves, step))),
            Origin::Contract | Origin::Line(_) | Origin::Percentage(_) => {
                format!("{}.renews", at("contracts", &tenure.key))
            }
        };
        retime(Arc::make_mut(&mut laid.contracts[place]), tenure, &path);
        laid.settled = laid.settled.max(tenure.bound_until);
    }
    laid
}

fn moved_offer(moves: &[Move], place: usize) -> String {
    match moves.get(place) {
        Some(Move::Order { offer, .. } | Move::Replace { offer, .. }) => offer.clone(),
        _ => String::new(),
    }
}

/// A contract that a move adds.
struct Order<'a> {
    offer: &'a str,
    from: Day,
    region: Option<&'a str>,
    count: u32,
    key: Option<&'a str>,
    options: &'a MoveOptions,
    replaces: Option<Arc<str>>,
    overlap: Option<Span>,
}

impl Order<'_> {
    /// Whether the offer is there, so that the contract was added.
    fn add(
        self,
        laid: &mut Laid,
        scenario: &Scenario,
        taxes: &Taxes,
        place: usize,
        path: &str,
    ) -> bool {
        let Some((_, offer_key, offer)) = scenario.offers.get_full(self.offer) else {
            return false;
        };
        let wish = self.key.unwrap_or(self.offer);
        let mut key: Arc<str> = Arc::from(wish);
        let mut n = 1;
        while laid.place(&key).is_some() {
            n += 1;
            key = Arc::from(format!("{wish} #{n}"));
        }
        let term = self.options.term.or(offer.term);
        let mut tenure = Tenure {
            key: Arc::clone(&key),
            offer: Arc::clone(offer_key),
            name: name_of(offer_key, offer),
            kind: offer.kind,
            provider: taxes.provider_name(taxes.provider(offer.provider.as_deref())),
            region: self.region.map(Arc::from),
            count: self.count,
            from: self.from,
            until: None,
            bound_until: None,
            term: term.and_then(whole_months),
            renews: offer.renews,
            notice: offer.notice,
            billing: offer.billing.unwrap_or_default(),
            replaces: self.replaces,
            overlap: self.overlap,
            origin: Origin::Move(place),
        };
        settle(&mut tenure);
        let stated = |own: Option<&Money>, theirs: Option<&Money>, field: &str| {
            let own = own.map(|money| (money, format!("{path}.options.{field}")));
            own.or_else(|| {
                theirs.map(|money| (money, format!("{}.{field}", at("offers", offer_key))))
            })
            .map(|(money, path)| Price::of(money, taxes, path))
        };
        let monthly = stated(self.options.monthly.as_ref(), Some(&offer.monthly), "monthly");
        let belongs = taxes.groups.belongs(offer.group.as_deref(), Sort::Contract);
        let account = Account {
            subject: key,
            name: Arc::clone(&tenure.name),
            whose: taxes.whose(offer.provider.as_deref(), belongs.class(true)),
            belongs,
            step: 1,
            origin: Origin::Move(place),
            in_request: true,
            count: self.count,
            quantity: None,
            prices: monthly.map(|price| DatedPrice { from: None, price }).into_iter().collect(),
            setup: stated(self.options.setup.as_ref(), offer.setup.as_ref(), "setup"),
            reductions: Vec::new(),
            when: When::Contract(terms_of(&tenure)),
            overlap_from: None,
            unsure: None,
        };
        laid.tenures.push(Arc::new(tenure));
        laid.contracts.push(Arc::new(account));
        true
    }
}

fn end(laid: &mut Laid, place: usize, on: Day) {
    let tenure = Arc::make_mut(&mut laid.tenures[place]);
    tenure.until = Some(tenure.until.map_or(on, |until| until.min(on)));
}

/// Works out how long one is bound.
fn settle(tenure: &mut Tenure) {
    tenure.bound_until =
        tenure.until.map(|until| bound_until(tenure.from, until, tenure.term, renews_by(tenure)));
}

fn retime(account: &mut Account, tenure: &Tenure, path: &str) {
    account.when = When::Contract(terms_of(tenure));
    // It may have renewed for longer than anybody knows.
    let renewed = tenure.renews == Some(Renewal::Unknown)
        && tenure.term.is_some_and(|term| {
            let first = tenure.from.plus_months(term as i32);
            tenure.until.is_some_and(|until| first < until)
        });
    account.unsure = renewed.then(|| Arc::from(path));
}

fn terms_of(tenure: &Tenure) -> Terms {
    Terms {
        from: tenure.from,
        bound: tenure.bound_until,
        billing: tenure.billing,
        term: tenure.term,
        renews_by: renews_by(tenure),
    }
}

/// Months of each renewal; `None`: month by month, or nobody knows.
pub(super) fn renews_by(tenure: &Tenure) -> Option<u32> {
    match tenure.renews? {
        Renewal::Automatically => tenure.term,
        Renewal::For(months) => Some(months),
        Renewal::No | Renewal::Unknown => None,
    }
}

fn tenure_of(key: &Arc<str>, contract: &Contract, offer_key: &Arc<str>, offer: &Offer) -> Tenure {
    Tenure {
        key: Arc::clone(key),
        offer: Arc::clone(offer_key),
        name: name_of(offer_key, offer),
        kind: offer.kind,
        provider: offer.provider.as_deref().map(Arc::from),
        region: contract.region.as_deref().map(Arc::from),
        count: contract.count,
        from: contract.from,
        until: contract.until,
        bound_until: None,
        term: contract.term.or(offer.term).and_then(whole_months),
        renews: contract.renews.or(offer.renews),
        notice: contract.notice.or(offer.notice),
        billing: contract.billing.or(offer.billing).unwrap_or_default(),
        replaces: None,
        overlap: None,
        origin: Origin::Contract,
    }
}

fn account_of(
    taxes: &Taxes,
    key: &str,
    contract: &Contract,
    tenure: &Tenure,
    offer: &Offer,
) -> Account {
    let path = at("contracts", key);
    let offer_path = at("offers", &tenure.offer);
    let price = |money: &Money, path: String| Price::of(money, taxes, path);
    let base = contract.monthly.as_ref().map_or_else(
        || price(&offer.monthly, format!("{offer_path}.monthly")),
        |monthly| price(monthly, format!("{path}.monthly")),
    );
    let group = contract.group.as_deref().or(offer.group.as_deref());
    let belongs = taxes.groups.belongs(group, Sort::Contract);
    let mut account = Account {
        subject: Arc::clone(&tenure.key),
        name: Arc::clone(&tenure.name),
        whose: taxes.whose(tenure.provider.as_deref(), belongs.class(true)),
        belongs,
        step: 1,
        origin: Origin::Contract,
        in_request: true,
        count: contract.count,
        quantity: None,
        prices: vec![DatedPrice { from: None, price: base }],
        setup: offer.setup.as_ref().map(|setup| price(setup, format!("{offer_path}.setup"))),
        reductions: contract.discounts.iter().map(Reduction::of).collect(),
        when: When::Contract(terms_of(tenure)),
        overlap_from: None,
        unsure: None,
    };
    for (place, later) in contract.prices.iter().enumerate() {
        let price = price(&later.monthly, format!("{path}.prices[{place}].monthly"));
        account.reprice(later.from, price);
    }
    account
}

fn line_account(taxes: &Taxes, place: usize, line: &Line, period: DayRange) -> Account {
    let what: Arc<str> = Arc::from(line.what.as_str());
    let from = line.from.unwrap_or(period.from);
    let every = |months| When::Every { months, from, until: line.until };
    let price = Price::of(&line.price, taxes, format!("lines[{place}].price"));
    let belongs = taxes.groups.belongs(line.group.as_deref(), Sort::Line(line.kind));
    let mut account = Account {
        subject: Arc::clone(&what),
        name: what,
        whose: taxes.whose(line.provider.as_deref(), belongs.class(line.taxed)),
        belongs,
        step: taxes.step,
        origin: Origin::Line(place),
        in_request: line.in_request,
        count: 1,
        quantity: Times::of(line),
        prices: vec![DatedPrice { from: None, price }],
        setup: None,
        reductions: Vec::new(),
        when: match line.every {
            Every::Month => every(1),
            Every::Quarter => every(3),
            Every::HalfYear => every(6),
            Every::Year => every(12),
            Every::Months(months) => every(months),
            Every::Weeks(weeks) => When::Weeks { weeks, from, until: line.until },
            Every::Once => When::LineOnce(from),
        },
        overlap_from: None,
        unsure: None,
    };
    for (at, later) in line.prices.iter().enumerate() {
        let path = format!("lines[{place}].prices[{at}].price");
        account.reprice(later.from, Price::of(&later.price, taxes, path));
    }
    account
}

/// What people call an offer: its name, else the last part of its key.
pub(super) fn name_of(key: &str, offer: &Offer) -> Arc<str> {
    Arc::from(offer.name.as_deref().unwrap_or_else(|| key.rsplit('/').next().unwrap_or(key)))
}

/// A term in months; one in days, weeks or hours counts each 30 days begun as a month.
fn whole_months(span: Span) -> Option<u32> {
    span.in_months().or_else(|| span.in_days().map(|days| (days as u32).div_ceil(30)))
}

/// Path of an entry of a map: `contracts.server`, `offers["ovh/rise-3"]`.
pub(super) fn at(map: &str, key: &str) -> String {
    let plain = key.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    if plain {
        format!("{map}.{key}")
    } else {
        format!("{map}[\"{}\"]", key.replace('\\', "\\\\").replace('"', "\\\""))
    }
}
