//! In which order do those that serve stand?

use std::cmp::Ordering;

use crate::engine::outlook::Level;
use crate::units::{Amount, BeforeTax, Size, Total};

use super::DiskSafety;
use super::costs::Cost;
use super::offered::{Offered, Pick};

/// An order of what serves. What is not known stands last, either way; of equal ones the cheaper a month, then the catalogue's order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sort {
    /// By what.
    pub by: Column,
    /// Which way.
    pub direction: Direction,
}

/// What can be ordered by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Column {
    /// What the request comes to, before tax.
    #[default]
    Period,
    /// The same from the day that the scenario speaks of to the horizon.
    Horizon,
    /// A month of it, before tax.
    Monthly,
    /// What is charged once.
    OneOff,
    /// A month of it for each GiB of RAM.
    PerGib,
    /// RAM.
    Ram,
    /// Usable disk.
    Disk,
    /// CPU threads.
    Threads,
    /// Backup space that comes with it.
    Backup,
    /// Bandwidth.
    Bandwidth,
    /// Months that one is bound for.
    Term,
    /// What the provider calls it.
    Name,
}

/// Up or down.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Direction {
    /// The least first.
    #[default]
    Ascending,
    /// The most first.
    Descending,
}

impl Default for Sort {
    fn default() -> Self {
        Self { by: Column::Period, direction: Direction::Ascending }
    }
}

impl From<Column> for Sort {
    fn from(by: Column) -> Self {
        Self { by, direction: Direction::Ascending }
    }
}

impl Sort {
    /// Puts picks in order.
    pub(super) fn order(
        self,
        picks: &mut [Pick],
        offered: &Offered,
        costs: &[Cost],
        safety: DiskSafety,
        bandwidth: &[Option<u32>],
    ) {
        if self.by == Column::Name {
            return self.by_name(picks, offered, costs);
        }
        let disks: Vec<Option<Level>> = match self.by {
            Column::Disk => offered.shapes.iter().map(|shape| shape.disk(safety)).collect(),
            _ => Vec::new(),
        };
        let key = |pick: Pick| -> Option<(i128, i128)> {
            let at = pick.0 as usize;
            let (shape, way) = (offered.shape_of[at] as usize, offered.way_of[at] as usize);
            let gives = &offered.shapes[shape].gives;
            let whole = |value: i128| (value, 1);
            let cost = &costs[at];
            match self.by {
                Column::Period => known(cost.period).map(whole),
                Column::Horizon => known(cost.horizon).map(whole),
                Column::Monthly => known(cost.monthly).map(whole),
                Column::OneOff => known(cost.one_off).map(whole),
                Column::PerGib => {
                    let ram = gives.ram.map(Size::bytes).filter(|ram| *ram > 0);
                    known(cost.monthly).zip(ram)
                }
                Column::Ram => gives.ram.map(|ram| whole(ram.bytes())),
                Column::Disk => disks[shape].map(whole),
                Column::Threads => gives.threads.map(|threads| whole(threads.into())),
                Column::Backup => gives.backup.map(|backup| whole(backup.bytes())),
                Column::Bandwidth => {
                    bandwidth[way].or(gives.bandwidth).map(|mbit| whole(mbit.into()))
                }
                Column::Term => Some(whole(offered.ways[way].term.into())),
                Column::Name => None,
            }
        };
        let mut keyed: Vec<_> = picks
            .iter()
            .map(|pick| (key(*pick), known(costs[pick.0 as usize].monthly), *pick))
            .collect();
        keyed.sort_unstable_by(|(one, monthly, pick), (two, other, second)| {
            let by = match (one, two) {
                (Some(one), Some(two)) => {
                    // Quotients are compared exactly.
                    let order = match (one.1, two.1) {
                        (1, 1) => one.0.cmp(&two.0),
                        _ => one.0.saturating_mul(two.1).cmp(&two.0.saturating_mul(one.1)),
                    };
                    self.turned(order)
                }
                (one, two) => one.is_none().cmp(&two.is_none()),
            };
            by.then_with(|| last(*monthly, *other)).then_with(|| pick.cmp(second))
        });
        for (place, (.., pick)) in picks.iter_mut().zip(keyed) {
            *place = pick;
        }
    }

    fn by_name(self, picks: &mut [Pick], offered: &Offered, costs: &[Cost]) {
        let mut names: Vec<(&str, u32)> = Vec::with_capacity(offered.plans.len());
        for (place, (catalogue, plan)) in offered.plans.iter().enumerate() {
            let catalogue = &offered.listed()[*catalogue as usize].catalogue;
            names.push((&catalogue.plans[*plan as usize].name, place as u32));
        }
        names.sort_unstable();
        let mut rank = vec![0; names.len()];
        for (place, (_, plan)) in names.iter().enumerate() {
            rank[*plan as usize] = place;
        }
        picks.sort_unstable_by(|one, two| {
            let of = |pick: &Pick| rank[offered.plan_of(*pick)];
            let monthly = |pick: &Pick| known(costs[pick.0 as usize].monthly);
            self.turned(of(one).cmp(&of(two)))
                .then_with(|| last(monthly(one), monthly(two)))
                .then_with(|| one.cmp(two))
        });
    }

    fn turned(self, order: Ordering) -> Ordering {
        match self.direction {
            Direction::Ascending => order,
            Direction::Descending => order.reverse(),
        }
    }
}

/// An amount that can be ordered by: of a range its lower end; none that is open.
fn known(total: Total<BeforeTax>) -> Option<i128> {
    total.high.map(|_| total.low.minor())
}

/// What is not known last.
fn last(one: Option<i128>, two: Option<i128>) -> Ordering {
    one.is_none().cmp(&two.is_none()).then_with(|| one.cmp(&two))
}

/// A month of something for each GiB of its RAM, rounded once; `None` where its RAM is not stated.
pub(super) fn per_gib(monthly: Total<BeforeTax>, ram: Option<Level>) -> Option<Total<BeforeTax>> {
    let ram = ram.filter(|ram| *ram > 0)?;
    let one = |amount: Amount<BeforeTax>| {
        Amount::from_minor(crate::units::round_quotient(&[amount.minor(), 1 << 30], &[ram]))
    };
    Some(Total { low: one(monthly.low), high: monthly.high.map(one) })
}
