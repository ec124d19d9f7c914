//! Which offers would serve, for how long, and why not the others?

use std::sync::Arc;

use crate::model::{Offer, OfferKind, Resource, Scenario};
use crate::units::{BeforeTax, Day, Total};

use super::capacity::{gives, included, reserved, usable};
use super::foreseen::Foreseen;
use super::hosts::buffer_ppm;
use super::outlook::{HostOutlook, Level, Outlook, ResourceOutlook, Runway, Segment};
use super::price::{monthly_before_tax, setup_before_tax, spread};
use super::renting;
use super::runway::{counted, reading_on, runway, segment_on};
use super::tenure::whole_months;
use super::words;

/// One offer, judged.
#[derive(Clone, Debug, PartialEq)]
pub struct OfferFit {
    /// Key of the offer.
    pub offer: Arc<str>,
    /// What people call it.
    pub name: Arc<str>,
    /// What it is.
    pub kind: OfferKind,
    /// Monthly price of one, before tax.
    pub monthly: Total<BeforeTax>,
    /// Setup fee of one, before tax; nothing where there is none.
    pub setup: Total<BeforeTax>,
    /// Its own term in months.
    pub term: Option<u32>,
    /// Keys of its regions that lie in the country required; of all its regions where none is.
    pub regions: Vec<Arc<str>>,
    /// First day on which it could be in use: ordered on `as_of`, or when it can be, and delivered.
    pub from: Day,
    /// What comes of it.
    pub verdict: Verdict,
}

impl OfferFit {
    /// What one comes to a month over so many months, its setup fee in it; rounded once. `None` for
    /// none.
    pub fn effective(&self, months: u32) -> Option<Total<BeforeTax>> {
        spread(self.setup, self.monthly, months)
    }
}

/// Whether an offer would serve. The first reason against it that holds, in this order.
#[derive(Clone, Debug, PartialEq)]
pub enum Verdict {
    /// It can no longer be ordered.
    NotOnSale,
    /// It cannot be had in the country required, only in these regions (by key).
    NotHere {
        /// Where it can be had.
        regions: Vec<Arc<str>>,
    },
    /// It does not have what is required, as `ipv6` or `2 ipv4`.
    Lacks(String),
    /// Demand is past what it gives from the first day on.
    TooSmall {
        /// Of what there is too little; the first in the order of the resources.
        resource: Resource,
        /// By how much, expected.
        short: Level,
        /// On which day.
        on: Day,
    },
    /// What decides it is not stated, as `the RAM of Rise-4 is not stated`.
    Unknown(String),
    /// It serves.
    Fits {
        /// Until when, by what runs out first.
        lasts: Runway,
    },
}

/// Judges every offer of a scenario, in its order, as if it took the place of the largest server (by
/// RAM, or the only one) on the first possible day, with all that is wanted there. A backup tier is
/// judged by the backups kept. What runs nothing and holds no backups fits as long as is looked.
pub fn fits(scenario: &Scenario, outlook: &Outlook) -> Vec<OfferFit> {
    let host = largest_host(outlook);
    let fit = |(key, offer): (&Arc<str>, &Arc<Offer>)| {
        let ordered = offer.from.map_or(outlook.as_of, |from| from.max(outlook.as_of));
        let from = offer.delivery.map_or(ordered, |delivery| ordered.plus(delivery));
        let country = scenario.requires.country.as_deref();
        let regions = match country {
            Some(country) => countries(scenario, offer, country),
            None => offer.regions.iter().map(|key| Arc::from(key.as_str())).collect(),
        };
        let candidate = Candidate { scenario, key, offer, ordered, from };
        let verdict = candidate.refused(&regions).unwrap_or_else(|| match offer.kind {
            OfferKind::Server => candidate.serves(host, outlook),
            OfferKind::Backup => candidate.holds(outlook),
            OfferKind::Disk | OfferKind::Other => {
                Verdict::Fits { lasts: Runway::Beyond(outlook.horizon) }
            }
        });
        OfferFit {
            offer: Arc::clone(key),
            name: name_of(key, offer),
            kind: offer.kind,
            monthly: monthly_before_tax(scenario, offer, outlook.as_of, used(outlook, offer)),
            setup: setup_before_tax(scenario, offer, outlook.as_of),
            term: offer.term.and_then(whole_months).filter(|months| *months > 0),
            regions,
            from,
            verdict,
        }
    };
    scenario.offers.iter().map(fit).collect()
}

/// What the meter of an offer would count on the first day: all that is asked for of it, if nothing
/// is done.
fn used(outlook: &Outlook, offer: &Offer) -> Option<Level> {
    offer.tariff.as_ref()?;
    let base = outlook.do_nothing();
    let resource = renting::metered(offer)?.resource()?;
    if resource == Resource::Backup {
        return base.backup.as_ref().map(|backup| backup.needed);
    }
    let segment = base.resource(&resource)?.segments.first()?;
    Some(segment.first.expected)
}

/// The server whose place an offer would take: of those there are if nothing is done, the first
/// with the most RAM today.
pub fn largest_host(outlook: &Outlook) -> Option<&HostOutlook> {
    let hosts = outlook.do_nothing().hosts.iter();
    let largest = hosts.min_by_key(|host| {
        let ram = host.resources.iter().find(|r| r.resource == Resource::Ram);
        let now = ram.and_then(|ram| ram.segments.first()).and_then(|segment| segment.total);
        std::cmp::Reverse(now.unwrap_or(0))
    });
    largest.map(AsRef::as_ref)
}

/// Keys of the regions of an offer that lie in a country.
pub(super) fn countries(scenario: &Scenario, offer: &Offer, country: &str) -> Vec<Arc<str>> {
    let inside = |key: &&String| {
        scenario.regions.get(key.as_str()).is_some_and(|region| region.country == country)
    };
    offer.regions.iter().filter(inside).map(|key| Arc::from(key.as_str())).collect()
}

/// What people call an offer: its name, or the last part of its key.
pub(super) fn name_of(key: &Arc<str>, offer: &Offer) -> Arc<str> {
    let last = || key.rsplit('/').next().unwrap_or(key);
    offer.name.as_deref().map_or_else(|| Arc::from(last()), Arc::from)
}

/// What is asked of a resource.
#[derive(Clone, Copy)]
struct Asked<'a> {
    segments: &'a [Segment],
    has_cautious: bool,
    /// What was measured, and what is asked for beside it.
    foreseen: Option<(&'a Foreseen, &'a [Segment])>,
}

impl<'a> Asked<'a> {
    fn of(of: &'a ResourceOutlook) -> Self {
        let foreseen = of.foreseen.as_deref().map(|foreseen| (foreseen, of.beside.as_slice()));
        Self { segments: &of.segments, has_cautious: of.has_cautious, foreseen }
    }
}

struct Candidate<'a> {
    scenario: &'a Scenario,
    key: &'a Arc<str>,
    offer: &'a Offer,
    /// First day on which it can be ordered.
    ordered: Day,
    /// First day on which it can be in use.
    from: Day,
}

impl Candidate<'_> {
    /// What speaks against it before any size is looked at.
    fn refused(&self, here: &[Arc<str>]) -> Option<Verdict> {
        let requires = &self.scenario.requires;
        if self.offer.until.is_some_and(|until| until <= self.ordered) {
            return Some(Verdict::NotOnSale);
        }
        if requires.country.is_some() && here.is_empty() {
            let regions: Vec<_> =
                self.offer.regions.iter().map(|r| Arc::from(r.as_str())).collect();
            let unknown = || format!("where {} can be had is not stated", self.name());
            match (regions.is_empty(), self.offer.kind) {
                (false, _) => return Some(Verdict::NotHere { regions }),
                (true, OfferKind::Server) => return Some(Verdict::Unknown(unknown())),
                // What is no server goes along with one, unless somebody says where it is.
                (true, OfferKind::Backup | OfferKind::Disk | OfferKind::Other) => {}
            }
        }
        if self.offer.kind != OfferKind::Server {
            return None;
        }
        let has = |feature: &&String| !self.offer.has.contains(feature);
        if let Some(feature) = requires.has.iter().find(has) {
            return Some(Verdict::Lacks(feature.clone()));
        }
        let lacking = requires.at_least.iter().find(|(name, least)| {
            let count = gives(self.offer, &Resource::Count((*name).clone())).unwrap_or(0);
            count < Level::from(**least) * 1_000
        });
        lacking.map(|(name, least)| Verdict::Lacks(format!("{least} {name}")))
    }

    fn name(&self) -> Arc<str> {
        name_of(self.key, self.offer)
    }

    /// A server in the place of a host.
    fn serves(&self, host: Option<&HostOutlook>, outlook: &Outlook) -> Verdict {
        let mut runways = Vec::new();
        for asked in host.map(|host| host.resources.as_slice()).unwrap_or_default() {
            let total = gives(self.offer, &asked.resource);
            match self.judge(&asked.resource, total, Asked::of(asked)) {
                Ok(runway) => runways.push(runway),
                Err(verdict) => return verdict,
            }
        }
        let unforecast = host
            .into_iter()
            .flat_map(|host| &host.resources)
            .find_map(|asked| asked.lacks_forecast().then(|| asked.runway.clone()));
        let first =
            runways.into_iter().min_by_key(|runway| runway.first_day().unwrap_or(Day::LAST));
        let lasts = first.unwrap_or(Runway::Beyond(outlook.horizon));
        let dated = lasts.first_day().is_some();
        Verdict::Fits { lasts: unforecast.filter(|_| !dated).unwrap_or(lasts) }
    }

    /// A tier for the backups kept.
    fn holds(&self, outlook: &Outlook) -> Verdict {
        let Some(backup) = &outlook.do_nothing().backup else {
            return Verdict::Fits { lasts: Runway::Beyond(outlook.horizon) };
        };
        if renting::grows_as_used(self.offer) {
            return Verdict::Fits { lasts: Runway::Beyond(outlook.horizon) };
        }
        let adds = self.offer.adds == Some(crate::model::Answer::Yes);
        let with = if adds { self.included_now(outlook) } else { 0 };
        let total = gives(self.offer, &Resource::Backup).map(|size| size + with);
        let has_cautious = backup.segments.iter().any(|s| s.last.cautious != s.last.expected);
        let asked = Asked { segments: &backup.segments, has_cautious, foreseen: None };
        match self.judge(&Resource::Backup, total, asked) {
            Ok(lasts) => Verdict::Fits { lasts },
            Err(verdict) => verdict,
        }
    }

    /// What comes with the servers that run on `as_of`, bytes.
    fn included_now(&self, outlook: &Outlook) -> Level {
        let tenures = outlook.do_nothing().tenures.iter().filter(|tenure| {
            tenure.kind == OfferKind::Server
                && tenure.from <= outlook.as_of
                && tenure.until.is_none_or(|until| outlook.as_of < until)
        });
        tenures
            .filter_map(|tenure| {
                let offer = self.scenario.offers.get(&tenure.offer)?;
                Some(included(offer, &Resource::Backup)? * Level::from(tenure.count))
            })
            .sum()
    }

    /// One resource, with `total` of it in place of what there is.
    fn judge(
        &self,
        resource: &Resource,
        total: Option<Level>,
        asked: Asked<'_>,
    ) -> Result<Runway, Verdict> {
        let Asked { segments, has_cautious, foreseen } = asked;
        let asked = segments.iter().any(|segment| segment.worst().cautious > 0);
        let Some(total) = total else {
            return match (asked, segments.last()) {
                (true, _) => Err(Verdict::Unknown(words::not_stated(resource, &self.name()))),
                (false, last) => Ok(Runway::Beyond(last.map_or(self.from, |last| last.until))),
            };
        };
        let free = total - reserved(self.offer, resource, total);
        let usable = usable(free, buffer_ppm(self.scenario, resource));
        let given = |segments: &[Segment]| -> Vec<Segment> {
            let all = segments.iter();
            all.map(|of| Segment { total: Some(total), usable: Some(usable), ..*of }).collect()
        };
        let silent = || words::not_stated(resource, &self.name());
        let beside = foreseen.map(|(foreseen, beside)| (foreseen, given(beside)));
        let given = given(segments);
        if let Some(segment) = segment_on(&given, self.from) {
            let short = reading_on(segment, self.from).expected - usable;
            if short > 0 {
                let on = self.from;
                return Err(Verdict::TooSmall { resource: resource.clone(), short, on });
            }
        }
        Ok(match beside {
            Some((foreseen, beside)) => counted(foreseen, &beside, self.from, silent),
            None => runway(given.into_iter(), self.from, has_cautious, silent),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Verdict, fits};
    use crate::engine::outlook::Runway;
    use crate::engine::project;
    use crate::model::{Resource, Scenario};
    use crate::units::Day;

    /// Verdicts of some offers beside a server of 32 GiB on which 36 are wanted, 5 full copies of
    /// 100 GB being kept.
    fn verdicts(offers: &str) -> Vec<Verdict> {
        let text = format!(
            r#"#![enable(implicit_some)]
            Scenario(
                format: 1, as_of: "2021-04-20", currency: "CAD", horizon: "24 months",
                requires: (country: "CA", has: ["ipv6"], at_least: {{"ipv4": 2}}),
                regions: {{"bhs": (country: "CA"), "gra": (country: "FR")}},
                offers: {{ "now": (kind: Server, ram: "32 GiB", monthly: "1 CAD"), {offers} }},
                contracts: {{"server": (offer: "now", from: "2020-06-19")}},
                services: {{"a": (state: Running, ram: "36 GiB", growth: {{Ram: "1 GiB per month"}})}},
                backups: (mode: FullCopies, full: "100 GB", keep: (daily: 5)),
            )"#
        );
        let scenario: Scenario = ron::from_str(&text).unwrap();
        let all = fits(&scenario, &project(&scenario, None));
        all.into_iter().skip(1).map(|fit| fit.verdict).collect()
    }

    #[track_caller]
    fn server(offer: &str, expected: Verdict) {
        let offer = format!(r#""x": (kind: Server, monthly: "1 CAD", has: ["ipv6"], {offer})"#);
        assert_eq!(verdicts(&offer), [expected]);
    }

    #[test]
    fn each_offer_is_refused_for_its_own_reason() {
        let here = r#"regions: ["bhs", "gra"], gives: {"ipv4": 2}"#;
        let gra = || vec!["gra".into()];
        server(r#"regions: ["gra"]"#, Verdict::NotHere { regions: gra() });
        server("", Verdict::Unknown("where x can be had is not stated".to_owned()));
        server(&format!(r#"{here}, until: "2021-04-20""#), Verdict::NotOnSale);
        let one = r#"regions: ["bhs"], gives: {"ipv4": 1}"#;
        server(one, Verdict::Lacks("2 ipv4".to_owned()));
        server(here, Verdict::Unknown("the RAM of x is not stated".to_owned()));
        // 36 GiB of 36 × 0.9 = 32.4.
        let (on, short) = (Day::parse("2021-04-20").unwrap(), 3_865_470_567);
        let small = Verdict::TooSmall { resource: Resource::Ram, short, on };
        server(&format!(r#"{here}, ram: "36 GiB""#), small);
    }

    #[test]
    fn an_offer_that_fits_says_how_long() {
        let day = |text| Day::parse(text).unwrap();
        let rest = r#"regions: ["bhs"], gives: {"ipv4": 2}"#;
        // 57.6 usable less 36 is 21.6 months of 1 GiB: 0.6 of the 31 days from 20 January is 18.6.
        let expected = Some(day("2023-02-08"));
        let lasts = Runway::Between { cautious: None, expected };
        server(&format!(r#"{rest}, ram: "64 GiB""#), Verdict::Fits { lasts });
        let lasts = Runway::Beyond(day("2023-04-20"));
        server(&format!(r#"{rest}, ram: "128 GiB""#), Verdict::Fits { lasts });
        // Delivered on 20 May it is too small from the first day on: 37 of 36.9 GiB.
        let (on, short) = (day("2021-05-20"), 37 * (1 << 30) - (41 * 9 * (1 << 30) / 10));
        let late = Verdict::TooSmall { resource: Resource::Ram, short, on };
        server(&format!(r#"{rest}, ram: "41 GiB", delivery: "1 month""#), late);
    }

    #[test]
    fn a_backup_tier_is_judged_by_the_backups_kept() {
        let tiers = r#""s": (kind: Backup, size: "400 GB", regions: ["bhs"], monthly: "1 CAD"),
            "l": (kind: Backup, size: "500 GB", regions: ["bhs"], monthly: "1 CAD")"#;
        let on = Day::parse("2021-04-20").unwrap();
        let small = Verdict::TooSmall { resource: Resource::Backup, short: 100_000_000_000, on };
        let lasts = Runway::Beyond(Day::parse("2023-04-20").unwrap());
        assert_eq!(verdicts(tiers), [small, Verdict::Fits { lasts }]);
    }
}
