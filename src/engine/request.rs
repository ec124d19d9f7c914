//! What the organisation is asked for: the four amounts, overlap, one-offs, and what is not known.

use std::borrow::Cow;
use std::sync::Arc;

use crate::model::{Contract, Levels, Line, Move, Named, Offer, Percentage, Scenario};
use crate::units::{AmountKind, BeforeTax, Day, DayRange, Total};

use super::Frame;
use super::charge::{Account, Row, Source};
use super::laid::{Before, Laid};
use super::ledger::{Charge, Ledger};
use super::levels::AtLevel;
use super::metered;
use super::outlook::{Level, Missing, RequestOutlook, Tenure};
use super::percentages::{Percentages, Sum, Sums, Taken};
use super::tally::{Shift, Tally, Totals};
use super::tax::Taxes;
use super::tenure;

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
    /// Of the period.
    tally: Tally,
    /// Of a month's charges, on the day that the scenario speaks of.
    now: Tally,
    recovery_is_known: bool,
    /// Place of the level asked for.
    level: usize,
    stated: Vec<Arc<Percentage>>,
    levels: Option<Levels>,
    percentages: Arc<Percentages>,
    /// What percentages come to doing nothing; what each account adds to what they are taken of; and the
    /// period's tally with them, where there are any.
    taken: Vec<Taken>,
    parts: [Vec<Sum>; 3],
    whole: Option<Tally>,
}

impl Ground {
    /// `known`: the ground of before an edit; what the edit did not touch is used again.
    fn of(
        scenario: &Scenario,
        frame: &Frame,
        taxes: Taxes,
        level: AtLevel<'_>,
        known: Option<&Self>,
    ) -> Self {
        // What a meter shows follows from more than the contracts: then all is made anew.
        let same_words = known.filter(|known| {
            known.frame.period == frame.period
                && known.level == level.place()
                && known.levels == scenario.levels
                && known.taxes.invoices_like(&taxes)
                && !metered::any(scenario)
        });
        let before = same_words.map(|known| Before {
            laid: &known.nothing,
            contracts: &known.contracts,
            offers: &known.offers,
            lines: &known.lines,
        });
        let mut nothing = tenure::baseline(scenario, &taxes, frame.period, level, before.as_ref());
        metered::read(&mut nothing, scenario, frame, &[]);
        let same_rates = same_words.filter(|known| *known.taxes == taxes);
        let taxes = same_rates.map_or_else(|| Arc::new(taxes), |known| Arc::clone(&known.taxes));
        let tally = if let Some(known) = same_rates {
            let shift = nothing.shift_from(&known.nothing, frame.period, &taxes);
            known.tally.moved(&shift, &taxes)
        } else {
            let shift = Shift::asked_for(nothing.all(), frame.period, &taxes);
            Tally::default().moved(&shift, &taxes)
        };
        let same_day = same_rates.filter(|known| known.frame.as_of == frame.as_of);
        let now = if let Some(known) = same_day {
            let shift = nothing.month_from(&known.nothing, frame.as_of, &taxes);
            known.now.moved(&shift, &taxes)
        } else {
            let shift = Shift::of_month(nothing.all(), frame.as_of, &taxes);
            Tally::default().moved(&shift, &taxes)
        };
        let recovery_is_known = taxes.recovery_is_known(frame.period);
        let percentages = Percentages::of(scenario, &taxes, &|of| level.holds(of));
        let (mut parts, mut taken, mut whole) = <([Vec<Sum>; 3], Vec<Taken>, _)>::default();
        if !percentages.is_empty() {
            parts = nothing.lists().map(|list| {
                list.iter().map(|account| Sum::of(account, frame.period, &taxes)).collect()
            });
            let sums = sums(&taxes, [&nothing, &nothing], &parts, frame.period);
            taken = percentages.taken(&sums, end(frame));
            whole = Some(tally.moved(&Shift::default().with(&[], &taken, &taxes), &taxes));
        }
        Self {
            contracts: scenario.contracts.clone(),
            offers: scenario.offers.clone(),
            lines: scenario.lines.clone(),
            frame: *frame,
            taxes,
            nothing,
            tally,
            now,
            recovery_is_known,
            level: level.place(),
            stated: scenario.percentages.clone(),
            levels: scenario.levels.clone(),
            percentages: Arc::new(percentages),
            taken,
            parts,
            whole,
        }
    }

    /// Of the period, with percentages.
    fn whole(&self) -> &Tally {
        self.whole.as_ref().unwrap_or(&self.tally)
    }

    fn is_of(&self, scenario: &Scenario, frame: &Frame, taxes: &Taxes, level: AtLevel<'_>) -> bool {
        self.frame == *frame
            && self.level == level.place()
            && self.levels == scenario.levels
            && self.stated == scenario.percentages
            && !metered::any(scenario)
            && *self.taxes == *taxes
            && shared(&self.contracts, &scenario.contracts)
            && shared(&self.offers, &scenario.offers)
            && self.lines.len() == scenario.lines.len()
            && self.lines.iter().zip(&scenario.lines).all(|(one, two)| Arc::ptr_eq(one, two))
    }
}

/// What a plan's money was made from and came to, kept for the next time.
#[derive(Clone, Debug)]
pub(super) struct Cost {
    ground: Arc<Ground>,
    laid: Laid,
    /// From doing nothing.
    shift: Arc<Shift>,
    /// Of a month's charges, on the day on which the plan is settled.
    settled: Arc<Tally>,
}

/// The contracts of a plan with their charges and what is asked for.
pub(super) struct PlanMoney {
    pub(super) ledger: Ledger,
    pub(super) request: RequestOutlook,
    pub(super) cost: Cost,
}

impl Cost {
    pub(super) fn is_of(&self, basis: &Basis<'_>) -> bool {
        Arc::ptr_eq(&self.ground, &basis.ground)
    }

    pub(super) fn ground(&self) -> &Arc<Ground> {
        &self.ground
    }

    pub(super) fn tenures(&self) -> &[Arc<Tenure>] {
        &self.laid.tenures
    }

    /// Whether the plan changes the same here as there.
    fn changes_like(&self, basis: &Basis<'_>, laid: &Laid) -> bool {
        self.ground.frame.period == basis.frame.period
            && Arc::ptr_eq(&self.ground.taxes, &basis.ground.taxes)
            && laid.changes_like(&basis.ground.nothing, &self.laid, &self.ground.nothing)
    }
}

impl Frame {
    /// The day on which a plan is settled, from the day that the scenario speaks of on.
    fn settled_on(&self, laid: &Laid) -> Day {
        laid.settled.map_or(self.as_of, |day| day.max(self.as_of))
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
            None => Arc::new(Ground::of(scenario, frame, taxes, level, known.map(AsRef::as_ref))),
        };
        Self { scenario, frame: *frame, ground }
    }

    /// The taxes of the scenario.
    pub(super) fn taxes(&self) -> &Arc<Taxes> {
        &self.ground.taxes
    }

    /// Its percentages.
    pub(super) fn percentages(&self) -> Arc<Percentages> {
        Arc::clone(&self.ground.percentages)
    }

    /// Moves that size to a target buy what is asked for by then.
    pub(super) fn lay(&self, name: &str, moves: &[Move]) -> Laid {
        let Ground { taxes, nothing, .. } = &*self.ground;
        let lay = |targets: &[(usize, Level)]| {
            tenure::lay(self.scenario, taxes, nothing, name, moves, targets)
        };
        let mut laid = lay(&[]);
        let targets = metered::targets(&laid, self.scenario, &self.frame, moves);
        if !targets.is_empty() {
            laid = lay(&targets);
        }
        metered::read(&mut laid, self.scenario, &self.frame, moves);
        laid
    }

    /// The contracts of a plan, `None` doing nothing, with their charges and what is asked for.
    /// `known`: what a plan of this name came to before an edit.
    pub(super) fn money(
        &self,
        name: &str,
        moves: Option<&[Move]>,
        known: Option<&Cost>,
    ) -> PlanMoney {
        let nothing = &self.ground.nothing;
        let mut laid = moves.map_or_else(|| nothing.clone(), |moves| self.lay(name, moves));
        if let Some(known) = known {
            laid.share(nothing, &known.laid);
        }
        let ledger = Ledger {
            currency: self.scenario.currency,
            accounts: laid.accounts(),
            taxes: Arc::clone(&self.ground.taxes),
            percentages: Arc::clone(&self.ground.percentages),
            period: self.frame.period,
        };
        let shift = match known.filter(|known| known.changes_like(self, &laid)) {
            Some(known) => Arc::clone(&known.shift),
            None => Arc::new(self.shift(&laid)),
        };
        let settled = self.settled(&laid, known);
        let request = self.request(&laid, &ledger, &shift, &settled);
        let ground = Arc::clone(&self.ground);
        PlanMoney { ledger, request, cost: Cost { ground, laid, shift, settled } }
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

    /// What a plan changes in the period, with what that changes of percentages.
    fn with_taken<'s>(&self, shift: Cow<'s, Shift>, laid: &Laid) -> Cow<'s, Shift> {
        let taken = self.taken(laid);
        if taken == self.ground.taken {
            return shift;
        }
        Cow::Owned(shift.into_owned().with(&self.ground.taken, &taken, &self.ground.taxes))
    }

    /// What a plan changes in the period, percentages aside.
    fn shift(&self, laid: &Laid) -> Shift {
        let Ground { nothing, taxes, .. } = &*self.ground;
        laid.shift_from(nothing, self.frame.period, taxes)
    }

    /// The totals of the period under a plan, without the rest of its request.
    pub(super) fn totals(&self, laid: &Laid) -> Totals {
        let Ground { taxes, recovery_is_known, .. } = &*self.ground;
        let shift = self.with_taken(Cow::Owned(self.shift(laid)), laid);
        self.ground.whole().shifted(&shift, taxes).totals(taxes, *recovery_is_known)
    }

    /// A month's charges on the day on which a plan is settled, taxed as one invoice a provider.
    fn settled(&self, laid: &Laid, known: Option<&Cost>) -> Arc<Tally> {
        let Ground { nothing, taxes, now, .. } = &*self.ground;
        let day = self.frame.settled_on(laid);
        let same_day = known.filter(|known| {
            let was = known.ground.frame.settled_on(&known.laid);
            Arc::ptr_eq(&known.ground.taxes, taxes) && was == day
        });
        Arc::new(match same_day {
            _ if day == self.frame.as_of => now.moved(&laid.month_from(nothing, day, taxes), taxes),
            Some(known) => known.settled.moved(&laid.month_from(&known.laid, day, taxes), taxes),
            None => {
                let shift = Shift::of_month(laid.all(), day, taxes);
                Tally::default().moved(&shift, taxes)
            }
        })
    }

    fn request(
        &self,
        laid: &Laid,
        ledger: &Ledger,
        shift: &Shift,
        settled: &Tally,
    ) -> RequestOutlook {
        let Ground { nothing, taxes, recovery_is_known, .. } = &*self.ground;
        let shift = &*self.with_taken(Cow::Borrowed(shift), laid);
        let whole = self.ground.whole();
        let tally = whole.shifted(shift, taxes);
        let Totals { before_tax, after_tax, cost } = tally.totals(taxes, *recovery_is_known);
        let (more, more_after_tax) = tally.more_than(whole, shift, taxes);
        let month = laid.month_from(nothing, self.frame.as_of, taxes);
        let taken = |day| ledger.taken_of_month(day);
        let month = month.with(&[], &taken(self.frame.as_of), taxes);
        let now = self.ground.now.shifted(&month, taxes).totals(taxes, false);
        let day = self.frame.settled_on(laid);
        let afterwards = match taken(day).as_slice() {
            [] => settled.totals(taxes, false),
            taken => {
                let with = Shift::default().with(&[], taken, taxes);
                settled.shifted(&with, taxes).totals(taxes, false)
            }
        };
        let settled = day;
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
            || account.meter.is_some()
            || account.hourly.as_ref().is_some_and(|price| price.unknown)
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
        if !account.is_unknown(row.source) {
            return;
        }
        let Some(path) = account.path(row.source) else { return };
        if self.missing.iter().any(|missing| *missing.path == **path) {
            return;
        }
        let name = &account.name;
        self.missing.push(Missing {
            what: match (row.source, row.charge) {
                (Source::Unsure, _) => format!("how long {name} has renewed for"),
                (_, Charge::Setup) => format!("setup fee of {name}"),
                (Source::Hourly, _) => format!("hourly price of {name}"),
                (_, Charge::Rent) => format!("monthly price of {name}"),
                (_, Charge::Metered) if account.uses_unknown() => format!("use of {name}"),
                (_, Charge::Metered) => format!("metered price of {name}"),
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
