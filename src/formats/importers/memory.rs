//! How much memory was in use, out of readings whose unit may have to be found first?

use std::collections::BTreeMap;

use super::days::Samples;
use super::free::Evidence;
use super::measure::Moment;
use super::when::When;
use super::{Import, Measured};
use crate::diag::{Place, Problem};
use crate::model::Resource;
use crate::units::SizeUnit;

/// Totals of one unit differ by less than this; of two units by 1024.
const ONE_UNIT: f64 = 32.0;
/// So many hosts at most, each in so many units.
const MOST: usize = 100_000;
const UNITS: usize = 8;

/// One output's memory.
pub(super) struct Reading {
    /// All of it; in bytes, or of the unit that has to be found.
    pub(super) total: f64,
    /// What is in use, of the same unit.
    pub(super) in_use: f64,
    /// What tells the unit; empty where both are in bytes.
    pub(super) numbers: Vec<f64>,
    /// Where it stands.
    pub(super) at: Place,
}

/// Readings of one host in one unit.
#[derive(Debug)]
struct Gauge {
    evidence: Option<Evidence>,
    total: f64,
    readings: Vec<(Option<When>, f64)>,
    at: Place,
}

/// What was read of one host.
#[derive(Debug)]
struct Host {
    order: usize,
    gauges: Vec<Gauge>,
}

/// All that was read.
#[derive(Debug, Default)]
pub(super) struct Memory {
    hosts: BTreeMap<Option<String>, Host>,
}

impl Memory {
    /// Takes a reading; left out, and counted, where it cannot be.
    pub(super) fn take(&mut self, moment: &Moment, reading: Reading, import: &mut Import) {
        let Reading { total, in_use, numbers, at } = reading;
        if !(total.is_finite() && total > 0.0 && in_use.is_finite()) {
            import.leave_out("outputs without a total of memory", 1, Some(at));
            return;
        }
        if !(0.0..=total).contains(&in_use) {
            import.leave_out(
                "outputs with more available than there is, or less than none",
                1,
                Some(at),
            );
            return;
        }
        let order = self.hosts.len();
        let new = || Host { order, gauges: Vec::new() };
        let gauges = &mut self.hosts.entry(moment.host.clone()).or_insert_with(new).gauges;
        let is_bare = !numbers.is_empty();
        let fits = |gauge: &Gauge| {
            let near = gauge.total / total < ONE_UNIT && total / gauge.total < ONE_UNIT;
            gauge.evidence.is_some() == is_bare && (near || !is_bare)
        };
        let found = gauges.iter().position(fits).unwrap_or(gauges.len());
        if order >= MOST || found == UNITS {
            import.leave_out("outputs of too many hosts, or in too many units", 1, Some(at));
            return;
        }
        if found == gauges.len() {
            let evidence = is_bare.then(Evidence::default);
            gauges.push(Gauge { evidence, total, readings: Vec::new(), at });
        }
        if let Some(gauge) = gauges.get_mut(found) {
            gauge.total = total;
            gauge.readings.push((moment.when, in_use));
            if let Some(evidence) = &mut gauge.evidence {
                for number in numbers {
                    evidence.take(number);
                }
            }
        }
    }

    /// A series a host. What has to be asked is the problem, where nothing else was read.
    pub(super) fn finish(self, import: &mut Import) -> Option<Problem> {
        let mut asked = None;
        let mut hosts: Vec<_> = self.hosts.into_iter().collect();
        hosts.sort_by_key(|(_, host)| host.order);
        for (name, host) in hosts {
            let mut samples = Samples::default();
            let mut total = None;
            for gauge in host.gauges {
                let unit = match gauge.evidence.map(|evidence| evidence.unit(gauge.total)) {
                    None => 1.0,
                    Some(Ok((unit, why))) => {
                        import.note(format!(
                            "the numbers of `free` were counted as {}: {why}; else give `--unit`",
                            in_words(unit)
                        ));
                        unit.bytes() as f64
                    }
                    Some(Err(units)) => {
                        let n = gauge.readings.len() as u64;
                        import.leave_out("outputs of `free` in a unit it does not say", n, None);
                        asked.get_or_insert_with(|| unit_needed(gauge.total, &units, gauge.at));
                        continue;
                    }
                };
                total = Some(gauge.total * unit);
                for (when, in_use) in gauge.readings {
                    samples.take(when, in_use * unit);
                }
            }
            let days = samples.finish(import);
            let (part, resource) = (None, Resource::Ram);
            if !days.is_empty() {
                import.series.push(Measured {
                    host: name,
                    part,
                    resource,
                    days,
                    total,
                    off: false,
                    estimated_full: None,
                });
            }
        }
        asked
    }
}

/// A plural that reads well in a sentence.
fn in_words(unit: SizeUnit) -> &'static str {
    match unit {
        SizeUnit::B => "bytes",
        unit => unit.name(),
    }
}

fn unit_needed(total: f64, units: &[SizeUnit], at: Place) -> Problem {
    let each = units.iter().map(|unit| {
        let gib = total * unit.bytes() as f64 / SizeUnit::Gib.bytes() as f64;
        format!("{gib:.1} GiB if they are {}", in_words(*unit))
    });
    let each = each.collect::<Vec<_>>().join(", ");
    let each = if each.is_empty() { String::new() } else { format!(": {each}") };
    let message =
        format!("`free` does not say what its numbers count, with a total of {total}{each}");
    Problem::error("unit-needed", message)
        .at(at)
        .hint("say it, as `--unit MiB` for `free -m` or `--unit kB` for `free --si`, or print it again by `free -b`")
}
