//! Dated moves that are laid over what runs today.

use serde::Deserialize;

use crate::units::{By, Day, Measure, Money, Percent, Quantity, Size, Span, Use};

use super::{Keep, LineKind, Resource};

/// An ordered list of moves. "Do nothing" is always there and has none.
pub type Plan = Vec<Move>;

/// One dated change.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum Move {
    /// Orders an offer beside what runs.
    Order {
        /// Key of the offer.
        offer: String,
        /// First day paid.
        from: Day,
        region: Option<String>,
        /// How many. Default 1.
        #[serde(default = "super::contract::one")]
        count: u32,
        /// Key of the server that a disk is for.
        on: Option<String>,
        /// Key by which other moves and services name the new contract; the offer's key if absent.
        #[serde(rename = "as")]
        key: Option<String>,
        #[serde(default)]
        options: MoveOptions,
        #[serde(default)]
        off: bool,
        effort: Option<Span>,
        note: Option<String>,
    },
    /// Ends a contract.
    End {
        /// Key of the contract.
        contract: String,
        /// First day no longer wanted; its charges go to the end of what one is bound to.
        on: Day,
        #[serde(default)]
        off: bool,
        effort: Option<Span>,
        note: Option<String>,
    },
    /// Orders an offer and ends the old contract after the overlap; services move to the new one.
    Replace {
        /// Key of the old contract.
        contract: String,
        /// Key of the offer that takes its place.
        #[serde(rename = "with")]
        offer: String,
        /// First day of the new contract.
        from: Day,
        /// Wish: how long both are paid. The old contract's end follows from it. Default none.
        overlap: Option<Span>,
        region: Option<String>,
        /// How many. Default as many as the old contract.
        count: Option<u32>,
        /// Key of the new contract; the offer's key if absent.
        #[serde(rename = "as")]
        key: Option<String>,
        #[serde(default)]
        options: MoveOptions,
        #[serde(default)]
        off: bool,
        effort: Option<Span>,
        note: Option<String>,
    },
    /// Runs a service in full from a day.
    Start {
        service: String,
        from: Day,
        /// Key of the contract that it runs on.
        on: Option<String>,
        #[serde(default)]
        off: bool,
        effort: Option<Span>,
        note: Option<String>,
    },
    /// Stops a service: it no longer needs anything, and is no longer wanted.
    Stop {
        service: String,
        /// First day on which it is gone.
        from: Day,
        #[serde(default)]
        off: bool,
        effort: Option<Span>,
        note: Option<String>,
    },
    /// Gives a service, or a component of it, another size of one resource: one of `to` and `by`.
    Resize {
        service: String,
        /// Name of the component. Absent: the service's own size; by a share, all of it.
        component: Option<String>,
        from: Day,
        resource: Resource,
        /// The new size on that day.
        to: Option<Quantity>,
        /// By how much it changes on that day.
        by: Option<By>,
        #[serde(default)]
        off: bool,
        effort: Option<Span>,
        note: Option<String>,
    },
    /// Buys so much of what is sold by size that demand on that day is the target share of it.
    ResizeToTarget {
        /// Key of the contract: of a server, a disk or a backup tier.
        contract: String,
        resource: Resource,
        from: Day,
        /// Absent: the target fill that holds there.
        target: Option<Percent>,
        #[serde(default)]
        off: bool,
        effort: Option<Span>,
        note: Option<String>,
    },
    /// Makes room: so much less is used from that day on.
    Reclaim {
        what: String,
        resource: Resource,
        /// Key of the service that becomes smaller, or of the contract on whose host it is.
        on: Option<String>,
        /// So much, or a share of what is used there on that day.
        amount: Use,
        from: Day,
        #[serde(default)]
        off: bool,
        effort: Option<Span>,
        note: Option<String>,
    },
    /// Keeps another number of backups: other days of daily ones, or all anew.
    KeepBackups {
        days: Option<u32>,
        keep: Option<Keep>,
        from: Day,
        #[serde(default)]
        off: bool,
        effort: Option<Span>,
        note: Option<String>,
    },
    /// Something paid once.
    OneOff {
        what: String,
        price: Money,
        on: Day,
        provider: Option<String>,
        /// Key of the group of costs that it is a part of.
        group: Option<String>,
        #[serde(default)]
        kind: LineKind,
        /// Over how long it counts as cost.
        months_of_use: Option<Span>,
        #[serde(default)]
        off: bool,
        effort: Option<Span>,
        note: Option<String>,
    },
    /// Another price of a contract, from a day.
    Price {
        contract: String,
        monthly: Money,
        from: Day,
        #[serde(default)]
        off: bool,
        effort: Option<Span>,
        note: Option<String>,
    },
    /// Another price of a line of `lines`, by what it is called, from a day.
    PriceOfLine {
        line: String,
        price: Money,
        from: Day,
        #[serde(default)]
        off: bool,
        effort: Option<Span>,
        note: Option<String>,
    },
}

/// What an order may agree other than the offer says.
#[derive(Clone, Debug, PartialEq, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct MoveOptions {
    pub term: Option<Span>,
    pub monthly: Option<Money>,
    pub setup: Option<Money>,
    /// What is bought of an offer that is sold by size.
    pub size: Option<Size>,
    /// What its tariff meters, a month.
    pub uses: Option<Measure>,
}

impl Move {
    /// Day on which the move takes effect.
    pub fn day(&self) -> Day {
        match self {
            Self::Order { from, .. }
            | Self::Replace { from, .. }
            | Self::Start { from, .. }
            | Self::Stop { from, .. }
            | Self::Resize { from, .. }
            | Self::ResizeToTarget { from, .. }
            | Self::Reclaim { from, .. }
            | Self::KeepBackups { from, .. }
            | Self::Price { from, .. }
            | Self::PriceOfLine { from, .. } => *from,
            Self::End { on, .. } | Self::OneOff { on, .. } => *on,
        }
    }

    /// Whether it is left out for now.
    pub fn is_off(&self) -> bool {
        match self {
            Self::Order { off, .. }
            | Self::End { off, .. }
            | Self::Replace { off, .. }
            | Self::Start { off, .. }
            | Self::Stop { off, .. }
            | Self::Resize { off, .. }
            | Self::ResizeToTarget { off, .. }
            | Self::Reclaim { off, .. }
            | Self::KeepBackups { off, .. }
            | Self::OneOff { off, .. }
            | Self::Price { off, .. }
            | Self::PriceOfLine { off, .. } => *off,
        }
    }

    /// Hours of work that it takes.
    pub fn effort(&self) -> Option<Span> {
        match self {
            Self::Order { effort, .. }
            | Self::End { effort, .. }
            | Self::Replace { effort, .. }
            | Self::Start { effort, .. }
            | Self::Stop { effort, .. }
            | Self::Resize { effort, .. }
            | Self::ResizeToTarget { effort, .. }
            | Self::Reclaim { effort, .. }
            | Self::KeepBackups { effort, .. }
            | Self::OneOff { effort, .. }
            | Self::Price { effort, .. }
            | Self::PriceOfLine { effort, .. } => *effort,
        }
    }
}
