//! Is each catalogue that the file names beside it, and as it was taken in?

use std::sync::Arc;

use crate::engine::outlook::Outlook;
use crate::model::{Catalogue, CatalogueText, Scenario};

use super::{Finding, at, words};

pub(super) const CODES: &[&str] = &["catalogue-missing", "catalogue-changed"];

pub(super) fn check(scenario: &Scenario, outlook: &Outlook) -> Vec<Finding> {
    scenario.catalogues.iter().filter_map(|(key, named)| found(key, named, outlook)).collect()
}

fn found(key: &Arc<str>, named: &CatalogueText, outlook: &Outlook) -> Option<Finding> {
    let path = at::entry("catalogues", key);
    let (text, again) = (&named.text, "import the price list again");
    let Some(content) = &named.content else {
        return Some(
            Finding::warning("catalogue-missing", path.key("text"))
                .says(
                    format!("{text} is not beside this file"),
                    format!("no offer can be looked up in {key}; those in this file stay"),
                )
                .hint(format!("put that text back beside this file, or {again}")),
        );
    };
    let changed = |why: String| {
        Finding::warning("catalogue-changed", path.clone().key("text"))
            .says(format!("{text} was changed after it was taken in"), why)
            .hint(format!("put the text back as it was, or {again}"))
    };
    if content != text {
        return Some(changed(
            "its name is not that of its content: its prices may not be the provider's".to_owned(),
        ));
    }
    let catalogue = named.beside.as_deref()?;
    let (field, here, there) = differs(named, catalogue, outlook)?;
    Some(
        Finding::warning("catalogue-changed", path.key(field))
            .says(
                format!("{key} is not what its text is"),
                format!("this file says {here}, {text} says {there}"),
            )
            .hint("write what the text says: its prices are of that provider, day and currency"),
    )
}

/// The first of what the file says of a catalogue that its text says otherwise.
fn differs(
    named: &CatalogueText,
    catalogue: &Catalogue,
    outlook: &Outlook,
) -> Option<(&'static str, String, String)> {
    if named.date != catalogue.date {
        let day = |day| words::day(day, outlook.as_of);
        return Some(("date", day(named.date), day(catalogue.date)));
    }
    if named.currency != catalogue.currency {
        let code = |currency: crate::units::Currency| currency.code().to_owned();
        return Some(("currency", code(named.currency), code(catalogue.currency)));
    }
    if named.provider != catalogue.provider {
        return Some(("provider", named.provider.clone(), catalogue.provider.clone()));
    }
    let of = |branch: &Option<String>| branch.clone().unwrap_or_else(|| "none".to_owned());
    let branches = [
        ("subsidiary", &named.subsidiary, &catalogue.subsidiary),
        ("line", &named.line, &catalogue.line),
    ];
    let (field, here, there) = branches.into_iter().find(|(_, here, there)| here != there)?;
    Some((field, of(here), of(there)))
}
