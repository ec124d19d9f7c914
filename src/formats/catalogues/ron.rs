//! How is what a catalogue says written as RON?

use std::fmt::Display;

use crate::document::quote;
use crate::model::{Metered, MeteredOn, Tariff, Units};

/// Fields of an entry, in their order, those that are stated alone.
#[derive(Debug, Default)]
pub(super) struct Fields(Vec<String>);

impl Fields {
    /// A value that is written as text, where there is one.
    pub(super) fn text(&mut self, name: &str, value: Option<&(impl Display + ?Sized)>) {
        if let Some(value) = value {
            self.0.push(format!("{name}: {}", quote(&value.to_string())));
        }
    }

    /// A value as it stands: a number, a variant, a list.
    pub(super) fn bare(&mut self, name: &str, value: &str) {
        self.0.push(format!("{name}: {value}"));
    }

    /// The same where there is one.
    pub(super) fn bare_if(&mut self, name: &str, value: Option<String>) {
        if let Some(value) = value {
            self.bare(name, &value);
        }
    }

    /// On one line, in brackets.
    pub(super) fn entry(self) -> String {
        format!("({})", self.0.join(", "))
    }
}

/// A tariff as it stands in an offer.
pub(super) fn tariff(tariff: &Tariff) -> String {
    let mut fields = Fields::default();
    fields.text("per", Some(&tariff.per));
    fields.text("price", Some(&tariff.price));
    fields.bare_if("of", tariff.of.as_ref().map(metered));
    let units = match tariff.units {
        Units::ProRata => None,
        Units::Started => Some("Started"),
        Units::Unknown => Some("\"unknown\""),
    };
    fields.bare_if("units", units.map(str::to_owned));
    fields.text("free", tariff.free.as_ref());
    fields.text("minimum", tariff.minimum.as_ref());
    fields.text("cap", tariff.cap.as_ref());
    let on = match tariff.on {
        MeteredOn::Average => None,
        MeteredOn::Peak => Some("Peak"),
        MeteredOn::EndOfMonth => Some("EndOfMonth"),
        MeteredOn::Unknown => Some("\"unknown\""),
    };
    fields.bare_if("on", on.map(str::to_owned));
    if !tariff.steps.is_empty() {
        let step = |step: &crate::model::TariffStep| {
            let (above, price) = (step.above.to_string(), step.price.to_string());
            format!("(above: {}, price: {})", quote(&above), quote(&price))
        };
        let steps: Vec<String> = tariff.steps.iter().map(step).collect();
        fields.bare("steps", &format!("[{}]", steps.join(", ")));
    }
    fields.text("source", tariff.source.as_ref());
    fields.text("note", tariff.note.as_ref());
    fields.entry()
}

fn metered(of: &Metered) -> String {
    match of {
        Metered::Ram => "Ram".to_owned(),
        Metered::Storage => "Storage".to_owned(),
        Metered::Backup => "Backup".to_owned(),
        Metered::Cpu => "Cpu".to_owned(),
        Metered::Hours => "Hours".to_owned(),
        Metered::Count(name) => format!("Count({})", quote(name)),
    }
}
