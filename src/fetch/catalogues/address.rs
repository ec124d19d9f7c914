//! Where does a provider give out its prices, and to whom?

use ureq::http::Uri;

use super::super::web::is_this_computer;
use crate::diag::Problem;

/// A price list that a provider gives out to anybody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum List {
    /// OVH's order catalogue.
    Ovh {
        /// Which branch sells, as `CA`.
        subsidiary: String,
        /// Part of the range: one of [`LINES`].
        line: String,
    },
    /// Hetzner's server auction.
    HetznerAuction {
        /// One of [`AUCTION_CURRENCIES`].
        currency: String,
    },
}

/// Parts of OVH's range that are servers.
pub const LINES: [&str; 2] = ["eco", "baremetalServers"];

/// Currencies in which Hetzner's auction is given out.
pub const AUCTION_CURRENCIES: [&str; 2] = ["EUR", "USD"];

/// One of OVH's three interfaces: it knows its own branches and no others.
struct Interface {
    /// Its hosts, the usual one first. From go-ovh, `Endpoints`, and what they were called since.
    hosts: &'static [&'static str],
    /// `OvhSubsidiaryEnum` of that interface.
    subsidiaries: &'static [&'static str],
}

const INTERFACES: [Interface; 3] = [
    Interface {
        hosts: &["eu.api.ovh.com", "api.ovh.com", "api.eu.ovhcloud.com"],
        subsidiaries: &[
            "CZ", "DE", "ES", "EU", "FI", "FR", "GB", "IE", "IT", "LT", "MA", "NL", "PL", "PT",
            "SN", "TN",
        ],
    },
    Interface {
        hosts: &["ca.api.ovh.com", "api.ca.ovhcloud.com"],
        subsidiaries: &["ASIA", "AU", "CA", "IN", "QC", "SG", "WE", "WS"],
    },
    Interface { hosts: &["api.us.ovhcloud.com"], subsidiaries: &["US"] },
];

/// Branches of OVH by their codes, in the order of its interfaces.
pub fn subsidiaries() -> impl Iterator<Item = &'static str> {
    INTERFACES.iter().flat_map(|interface| interface.subsidiaries).copied()
}

/// The address that gives a list, at this host or at the usual one. Nothing is asked.
///
/// Refused: branches, lines and currencies that there are not, a host that does not serve the branch, and other hosts than the
/// provider's own, unless they are on this computer.
pub(super) fn of(list: &List, host: Option<&str>) -> Result<Uri, Problem> {
    let (base, path) = match list {
        List::Ovh { subsidiary, line } => {
            let line = known(line, &LINES, "no-such-line", "line of OVH")?;
            let interface = interface(subsidiary)?;
            let base = match host {
                None => secure(interface.hosts.first().copied().unwrap_or_default()),
                Some(host) => ovh_base(host, subsidiary, interface)?,
            };
            (base, format!("/1.0/order/catalog/public/{line}?ovhSubsidiary={subsidiary}"))
        }
        List::HetznerAuction { currency } => {
            let what = "currency of the auction";
            let currency = known(currency, &AUCTION_CURRENCIES, "no-such-currency", what)?;
            let base = match host {
                None => secure("www.hetzner.com"),
                Some(host) => own_base(host, &["www.hetzner.com"])?,
            };
            (base, format!("/_resources/app/data/app/live_data_sb_{currency}.json"))
        }
    };
    let whole = format!("{base}{path}");
    whole.parse().map_err(|_bad| {
        Problem::error("no-address", format!("`{whole}` is no address"))
            .hint("name a host, as `ca.api.ovh.com`")
    })
}

fn secure(host: &str) -> String {
    format!("https://{host}")
}

fn known<'a>(
    given: &'a str,
    all: &[&str],
    code: &'static str,
    what: &str,
) -> Result<&'a str, Problem> {
    if all.contains(&given) {
        return Ok(given);
    }
    let problem = Problem::error(code, format!("there is no {what} `{given}`"));
    Err(problem.hint(format!("there are {}", all.join(", "))))
}

fn interface(subsidiary: &str) -> Result<&'static Interface, Problem> {
    let knows = |interface: &&Interface| interface.subsidiaries.contains(&subsidiary);
    INTERFACES.iter().find(knows).ok_or_else(|| {
        let all = subsidiaries().collect::<Vec<_>>().join(", ");
        let message = format!("OVH has no subsidiary `{subsidiary}`");
        Problem::error("no-such-subsidiary", message).hint(format!("there are {all}"))
    })
}

/// The base of an OVH host that serves this branch.
fn ovh_base(host: &str, subsidiary: &str, right: &Interface) -> Result<String, Problem> {
    let all: Vec<_> = INTERFACES.iter().flat_map(|interface| interface.hosts).copied().collect();
    let base = own_base(host, &all)?;
    let named = bare(host);
    let wrong = all.contains(&named) && !right.hosts.contains(&named);
    if !wrong {
        return Ok(base);
    }
    let own = INTERFACES.iter().find(|interface| interface.hosts.contains(&named));
    let own = own.map_or(String::new(), |interface| interface.subsidiaries.join(", "));
    let message = format!("`{named}` does not serve subsidiary `{subsidiary}`");
    let usual = right.hosts.first().copied().unwrap_or_default();
    Err(Problem::error("wrong-pair", message)
        .hint(format!("`{subsidiary}` is served by `{usual}`; `{named}` serves {own}")))
}

/// The base of a host that is one of these, or on this computer. Over http only the latter is asked.
fn own_base(host: &str, own: &[&str]) -> Result<String, Problem> {
    let named = bare(host);
    if own.contains(&named) && !host.starts_with("http://") {
        return Ok(secure(named));
    }
    let whole = if host.contains("://") { host.to_owned() } else { format!("http://{host}") };
    let here =
        whole.parse::<Uri>().is_ok_and(|url| is_this_computer(&url) && url.query().is_none());
    if here {
        return Ok(whole.trim_end_matches('/').to_owned());
    }
    let message = if own.contains(&named) {
        format!("`{host}` would be asked over http: prices could be changed on the way")
    } else {
        format!("`{host}` is no host of the provider")
    };
    Err(Problem::error("wrong-host", message).hint(format!("there are {}", own.join(", "))))
}

/// A host without scheme and path.
fn bare(host: &str) -> &str {
    let rest = host.split_once("://").map_or(host, |(_, rest)| rest);
    rest.split('/').next().unwrap_or(rest)
}
