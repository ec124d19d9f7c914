//! How much room is there on a day, how much is used, and until when does it last?

use rust_decimal::Decimal;

use crate::engine::hosts::size_for;
use crate::engine::outlook::{Level, Reading, ResourceOutlook, Runway, Segment};
use crate::model::Resource;
use crate::units::{Day, SizeUnit, Unit, Value};

use super::{Figures, count};

/// What is told of a resource.
const ROOM: [&str; 9] = [
    "total",
    "usable",
    "reserved",
    "used",
    "demand",
    "headroom",
    "fill",
    "runs_out",
    "runs_out_cautious",
];
/// What is told besides where the file says how full it may get.
const FILL: [&str; 5] = ["target", "alert", "size_for_target", "alert_on", "months_to_alert"];

impl Figures<'_> {
    /// `hosts["a"].Storage.usable`, `resources.Ram.demand`, `backups.needed`.
    pub(super) fn of_room(&self, steps: &[&str]) -> Option<Value> {
        match steps {
            ["hosts", host, resource, key] => {
                let host = self.plan.hosts.iter().find(|of| &*of.key == *host)?;
                let of = host.resources.iter().find(|of| is(&of.resource, resource))?;
                self.of_resource(of, key)
            }
            ["resources", resource, key] => {
                let of = self.plan.resources.iter().find(|of| is(&of.resource, resource))?;
                self.of_resource(of, key)
            }
            ["headroom", resource] => self.of_room(&["resources", resource, "headroom"]),
            ["backups", key] => self.of_backups(key),
            _ => self.of_funds(steps),
        }
    }

    fn of_resource(&self, of: &ResourceOutlook, key: &str) -> Option<Value> {
        let segment = self.segment(&of.segments)?;
        let demand = || segment.on(self.in_sight()).expected;
        let level = |level: Level| level_of(&of.resource, level);
        match key {
            "total" => segment.total.map(level),
            "usable" => segment.usable.map(level),
            "reserved" => Some(level(of.reserved)),
            "used" => Some(level(of.today.used())),
            "target" => of.fill.as_ref()?.target.map(Value::from),
            "alert" => of.fill.as_ref()?.alert.map(Value::from),
            // Of the demand of the day, at the target share.
            "size_for_target" => {
                let target = of.fill.as_ref()?.target?;
                size_for(demand(), target).map(level)
            }
            "alert_on" => runs_out(of.fill.as_ref()?.alerted.as_ref()?, false),
            "months_to_alert" => of.fill.as_ref()?.months.map(super::months),
            "demand" => Some(level(demand())),
            "headroom" => Some(level(segment.usable? - demand())),
            // Of all there is, as alerts are stated, not of what may be used.
            "fill" => {
                let (demand, total) = (level(demand()), level(segment.total?));
                let ratio = demand.over(&total).ok()?;
                let ratio = ratio.measured()?.exactly()?;
                Some(Value::of(ratio * Decimal::ONE_HUNDRED, Unit::percent()))
            }
            "runs_out" => runs_out(&of.runway, false),
            "runs_out_cautious" => runs_out(&of.runway, true),
            _ => None,
        }
    }

    fn of_backups(&self, key: &str) -> Option<Value> {
        let backup = self.plan.backup.as_ref()?;
        let disk = |level| level_of(&Resource::Backup, level);
        match key {
            "full" => Some(disk(backup.full)),
            "needed" => match self.segment(&backup.segments) {
                Some(segment) => Some(disk(segment.on(self.in_sight()).expected)),
                None => Some(disk(backup.needed)),
            },
            "usable" => match self.segment(&backup.segments) {
                Some(segment) => segment.usable.map(disk),
                None => backup.usable.map(disk),
            },
            "copies" => Some(count(backup.keep.copies())),
            "keeps" => Some(count(backup.keeps)),
            "fits" => backup.fits.map(count),
            "keeps_after" => Some(count(backup.keeps_after)),
            "fits_after" => backup.fits_after.map(count),
            "runs_out" => runs_out(&backup.runway, false),
            _ => None,
        }
    }

    /// The day asked about, brought into what is looked at.
    fn in_sight(&self) -> Day {
        let last = self.outlook.horizon.plus_days(-1);
        self.day.clamp(self.outlook.as_of, last.max(self.outlook.as_of))
    }

    fn segment<'s>(&self, segments: &'s [Segment]) -> Option<&'s Segment> {
        let day = self.in_sight();
        segments.iter().find(|segment| segment.from <= day && day < segment.until)
    }

    pub(super) fn room_paths(&self) -> Vec<String> {
        let mut paths = Vec::new();
        for of in &self.plan.resources {
            paths
                .extend(ROOM.iter().map(|key| format!("resources.{}.{key}", key_of(&of.resource))));
        }
        for host in &self.plan.hosts {
            for of in &host.resources {
                let at = format!("hosts[{:?}].{}", &*host.key, key_of(&of.resource));
                let fill = FILL.iter().filter(|_| of.fill.is_some());
                paths.extend(ROOM.iter().chain(fill).map(|key| format!("{at}.{key}")));
            }
        }
        if self.plan.backup.is_some() {
            let keys = ["full", "needed", "usable", "copies", "keeps", "fits", "runs_out"];
            paths.extend(keys.iter().map(|key| format!("backups.{key}")));
        }
        paths
    }
}

fn runs_out(runway: &Runway, cautious: bool) -> Option<Value> {
    let day = match runway {
        Runway::Already { since, .. } => Some(*since),
        Runway::Between { cautious: early, expected } => {
            if cautious {
                early.or(*expected)
            } else {
                *expected
            }
        }
        Runway::Beyond(_) | Runway::CannotTell(_) => None,
    };
    day.map(Value::Day)
}

/// Whether a step names a resource, in any case.
pub(super) fn is(resource: &Resource, key: &str) -> bool {
    key_of(resource).eq_ignore_ascii_case(key)
}

fn key_of(resource: &Resource) -> String {
    match resource {
        Resource::Count(name) => name.clone(),
        other => format!("{other:?}"),
    }
}

/// The same of a size in its readings, from the lower end to the upper.
pub(super) fn readings_of(resource: &Resource, size: Reading) -> Value {
    let (low, high) = (level_of(resource, size.low), level_of(resource, size.cautious));
    match (low, high) {
        (Value::Amount(mut low), Value::Amount(high)) => {
            low.high = high.high;
            Value::Amount(low)
        }
        (low, _) => low,
    }
}

/// An amount of a resource in the unit that it is counted in.
pub(super) fn level_of(resource: &Resource, level: Level) -> Value {
    match resource {
        Resource::Ram => Value::bytes(level, SizeUnit::Gib),
        Resource::Storage | Resource::Backup => Value::bytes(level, SizeUnit::Gb),
        Resource::Cpu | Resource::Count(_) => {
            count(Decimal::try_from_i128_with_scale(level, 3).unwrap_or(Decimal::MAX))
        }
    }
}
