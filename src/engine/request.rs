//! What the organisation is asked for: the four amounts, overlap, one-offs, and what is not known.

use std::sync::Arc;

use crate::model::{Contract, Levels, Line, Move, Named, Offer, Percentage, Scenario};
use crate::units::{AmountKind, BeforeTax, Day, DayRange, Total};

use super::Frame;
use super::charge::{Account, Row, Source};
use super::ledger::{Charge, Ledger};
use super::levels::AtLevel;
use super::outlook::{Missing, RequestOutlook, Tenure};
use super::percentages::{Percentages, Sum, Sums, Taken};
use super::tally::{Change, Tally, Totals, asked_for, difference};
use super::tax::Taxes;
use super::tenure::{self, Laid};

/// The baseline that every plan is laid over, with its totals.
pub(super) struct Basis<'a> {
    pub(super) scenario: &'a Scenario,
    pub(super) frame: Frame,
    pub(super) ground: Arc<Ground>,
}

/// What all money of a scenario follows from, plans aside, and what doing nothing comes to.
#[derive(Debug)]
pub(super) struct Ground {
    contracts: Named<Contract>,
    offers: Named<Offer>,
    lines: Vec<Arc<Line>>,
    frame: Frame,
    pub(super) taxes: Arc<Taxes>,
    nothing: Laid,
    tally: Tally,
    recovery_is_known: bool,
    /// Place of the level asked for.
    level: usize,
    stated: Vec<Arc<Percentage>>,
    levels: Option<Levels>,
    percentages: Arc<Percentages>,
    /// What percentages come to doing nothing, and what each account adds to what they are taken of.
    taken: Vec<Taken>,
    parts: [Vec<Sum>; 3],
}

impl Ground {
    fn of(scenario: &Scenario, frame: &Frame, taxes: Taxes, level: AtLevel<'_>) -> Self {
        let nothing = tenure::baseline(scenario, &taxes, frame.period, level);
        let accounts = nothing.accounts();
        let mut charges = asked_for(&accounts, frame.period, &taxes);
        let percentages = Percentages::of(scenario, &taxes, &|of| level.holds(of));
        let (parts, taken) = if percentages.is_empty() {
            <(_, Vec<Taken>)>::default()
        } else {
            let parts = nothing.lists().map(|list| {
                list.iter().map(|account| Sum::of(account, frame.period, &taxes)).collect()
            });
            let sums = sums(&taxes, [&nothing, &nothing], &parts, frame.period);
            (parts, percentages.taken(&sums, end(frame)))
        };
        charges.extend(taken.iter().filter_map(|taken| taken.change(1)));
        let tally = Tally::of(&charges, &taxes);
        let recovery_is_known = taxes.recovery_is_known(frame.period);
        Self {
            contracts: scenario.contracts.clone(),
            offers: scenario.offers.clone(),
            lines: scenario.lines.clone(),
            frame: *frame,
            taxes: Arc::new(taxes),
            nothing,
            tally,
            recovery_is_known,
            level: level.place(),
            stated: scenario.percentages.clone(),
            levels: scenario.levels.clone(),
            percentages: Arc::new(percentages),
            taken,
            parts,
        }
    }

    fn is_of(&self, scenario: &Scenario, frame: &Frame, taxes: &Taxes, level: AtLevel<'_>) -> bool {
        self.frame == *frame
            && self.level == level.place()
            && self.levels == scenario.levels
            && self.stated == scenario.percentages
            && *self.taxes == *taxes
            && shared(&self.contracts, &scenario.contracts)
            && shared(&self.offers, &scenario.offers)
            && self.lines.len() == scenario.lines.len()
            && self.lines.iter().zip(&scenario.lines).all(|(one, two)| Arc::ptr_eq(one, two))
    }
}

/// Whether both have the same entries, in one order, by pointer.
pub(super) fn shared<T>(one: &Named<T>, two: &Named<T>) -> bool {
    one.len() == two.len()
        && one.iter().zip(two).all(|((a, x), (b, y))| a == b && Arc::ptr_eq(x, y))
}

impl<'a> Basis<'a> {
    /// `known`: the ground of before an edit, which is used again where it still holds.
    pub(super) fn of(scenario: &'a Scenario, frame: &Frame, known: Option<&Arc<Ground>>) -> Self {
        Self::at_level(scenario, frame, AtLevel::asked(scenario), known)
    }

    /// The same as if another level were asked for.
    pub(super) fn at_level(
        scenario: &'a Scenario,
        frame: &Frame,
        level: AtLevel<'_>,
        known: Option<&Arc<Ground>>,
    ) -> Self {
        let taxes = Taxes::of(scenario);
        let ground = match known.filter(|known| known.is_of(scenario, frame, &taxes, level)) {
            Some(known) => Arc::clone(known),
            None => Arc::new(Ground::of(scenario, frame, taxes, level)),
        };
        Self { scenario, frame: *frame, ground }
    }

    /// What percentages come to under a plan.
    pub(super) fn taken(&self, laid: &Laid) -> Vec<Taken> {
        let Ground { nothing, taxes, percentages, parts, .. } = &*self.ground;
        if percentages.is_empty() {
            return Vec::new();
        }
        let sums = sums(taxes, [nothing, laid], parts, self.frame.period);
        percentages.taken(&sums, end(&self.frame))
    }

    pub(super) fn lay(&self, name: &str, moves: &[Move]) -> Laid {
        tenure::lay(self.scenario, &self.ground.taxes, &self.ground.nothing, name, moves)
    }

    /// The contracts of a plan, `None` doing nothing, with their charges and what is asked for.
    pub(super) fn money(
        &self,
        name: &str,
        moves: Option<&[Move]>,
    ) -> (Vec<Arc<Tenure>>, Ledger, RequestOutlook) {
        let laid = match moves {
            Some(moves) => self.lay(name, moves),
            None => self.ground.nothing.clone(),
        };
        let ledger = Ledger {
            currency: self.scenario.currency,
            accounts: laid.accounts(),
            taxes: Arc::clone(&self.ground.taxes),
            percentages: Arc::clone(&self.ground.percentages),
            period: self.frame.period,
        };
        let request = self.request(&laid, &ledger);
        (laid.tenures, ledger, request)
    }

    /// What a plan changes in the period, and what it then comes to.
    fn tally(&self, accounts: &Laid) -> (Vec<Change>, Tally) {
        let Ground { nothing, tally, taxes, .. } = &*self.ground;
        let mut changes = Vec::new();
        let pairs = [
            (&nothing.contracts, &accounts.contracts),
            (&nothing.lines, &accounts.lines),
            (&nothing.one_offs, &accounts.one_offs),
        ];
        for (old, new) in pairs {
            changes.extend(difference(old, new, self.frame.period, taxes));
        }
        let was = &self.ground.taken;
        let is = self.taken(accounts);
        if *was != is {
            changes.extend(was.iter().filter_map(|taken| taken.change(-1)));
            changes.extend(is.iter().filter_map(|taken| taken.change(1)));
        }
        let tally = tally.changed(&changes, taxes);
        (changes, tally)
    }

    /// The totals of the period under a plan, without the rest of its request.
    pub(super) fn totals(&self, laid: &Laid) -> Totals {
        self.tally(laid).1.totals(&self.ground.taxes, self.ground.recovery_is_known)
    }

    fn request(&self, laid: &Laid, ledger: &Ledger) -> RequestOutlook {
        let Ground { taxes, recovery_is_known, .. } = &*self.ground;
        let (changes, tally) = self.tally(laid);
        let Totals { before_tax, after_tax, cost } = tally.totals(taxes, *recovery_is_known);
        let (more, more_after_tax) = tally.more_than(&self.ground.tally, &changes, taxes);
        let settled = laid.settled.map_or(self.frame.as_of, |day| day.max(self.frame.as_of));
        let now = self.month(ledger, self.frame.as_of);
        let afterwards =
            if settled == self.frame.as_of { now } else { self.month(ledger, settled) };
        let mut special = Special::default();
        for account in ledger.accounts.iter().filter(|account| account.in_request) {
            special.add(account, self.frame.period, taxes);
        }
        RequestOutlook {
            before_tax,
            after_tax,
            cost,
            more,
            more_after_tax,
            monthly_afterwards: afterwards.before_tax,
            monthly_afterwards_after_tax: afterwards.after_tax,
            settled,
            monthly_now: now.before_tax,
            monthly_now_after_tax: now.after_tax,
            overlap: special.overlap,
            one_off: special.one_off,
            missing: special.missing,
        }
    }

    /// What a month costs on a day, taxed as one invoice a provider of that day.
    fn month(&self, ledger: &Ledger, day: Day) -> Totals {
        let (rows, taken) = ledger.month_rows(day);
        let rows =
            rows.into_iter().map(|(account, row)| Change { row, whose: account.whose, sign: 1 });
        let rows: Vec<Change> =
            rows.chain(taken.iter().filter_map(|taken| taken.change(1))).collect();
        Tally::of(&rows, &self.ground.taxes).totals(&self.ground.taxes, false)
    }
}

fn end(frame: &Frame) -> Day {
    frame.period.until.unwrap_or(Day::LAST)
}

/// What percentages are taken of under a plan; `parts` are those of the accounts of doing nothing.
fn sums(
    taxes: &Taxes,
    [nothing, plan]: [&Laid; 2],
    parts: &[Vec<Sum>; 3],
    period: DayRange,
) -> Sums {
    let mut sums = Sums::new(&taxes.groups);
    for ((old, new), parts) in nothing.lists().into_iter().zip(plan.lists()).zip(parts) {
        for (place, account) in new.iter().enumerate() {
            let same = old.get(place).is_some_and(|old| Arc::ptr_eq(old, account));
            match parts.get(place).filter(|_| same) {
                Some(part) => sums.add_part(account, *part),
                None => sums.add_part(account, Sum::of(account, period, taxes)),
            }
        }
    }
    sums
}

/// What is told apart from the rest of a request.
#[derive(Default)]
struct Special {
    overlap: Total<BeforeTax>,
    one_off: Total<BeforeTax>,
    missing: Vec<Missing>,
}

impl Special {
    fn add(&mut self, account: &Account, period: DayRange, taxes: &Taxes) {
        let may_be = account.overlap_from.is_some()
            || account.is_once()
            || account.sets_up_in(period)
            || account.unsure.is_some()
            || account.prices.iter().any(|dated| dated.price.unknown);
        if !may_be {
            return;
        }
        account.rows(period, taxes, &mut |row| {
            if row.overlap {
                self.overlap += row.net.total();
            }
            if is_one_off(account, row.charge) {
                self.one_off += row.net.total();
            }
            self.miss(account, &row);
        });
    }

    fn miss(&mut self, account: &Account, row: &Row) {
        let price = account.price(row.source);
        if price.is_some_and(|price| !price.unknown) {
            return;
        }
        let Some(path) = price.map(|price| &price.path).or(account.unsure.as_ref()) else { return };
        if self.missing.iter().any(|missing| *missing.path == **path) {
            return;
        }
        let name = &account.name;
        self.missing.push(Missing {
            what: match (row.source, row.charge) {
                (Source::Unsure, _) => format!("how long {name} has renewed for"),
                (_, Charge::Setup) => format!("setup fee of {name}"),
                (_, Charge::Rent) => format!("monthly price of {name}"),
                (_, Charge::Line | Charge::OneOff | Charge::Percentage) => {
                    format!("price of {name}")
                }
            },
            path: path.to_string(),
            ceiling: row.net.high.map(|_| ceiling(row.each)),
        });
    }
}

/// Setup fees, lines charged once and one-offs of the plan.
fn is_one_off(account: &Account, charge: Charge) -> bool {
    charge == Charge::Setup || account.is_once()
}

fn ceiling<B: AmountKind>(ends: super::charge::Ends) -> Total<B> {
    let most = ends.high.unwrap_or(ends.low);
    super::charge::Ends { low: most, high: Some(most) }.total()
}
