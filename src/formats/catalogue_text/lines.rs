//! What stands in each line of a catalogue's text? What is usual is left out of it.

use std::fmt;
use std::sync::Arc;

use indexmap::IndexMap;
use serde::{Deserialize, Deserializer, Serialize, de};

use crate::model::{AddOn, Catalogue, CataloguePlan, CatalogueTax, Family, OfferKind, Region};
use crate::units::{Currency, Day, plural};

use super::VERSION;
use super::parts::{GivesLine, PricingLine, TariffLine};
use super::values::{Answered, Text, Words, is_not, is_one, one};

/// One line.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Line {
    Catalogue(Heading),
    Note(String),
    Region(RegionLine),
    Addon(AddOnLine),
    Plan(Box<PlanLine>),
}

/// An add-on by its code, and its number among those of the same code.
pub(super) type Named = (Arc<str>, u32);

/// The version that a heading is of, whatever else it says.
pub(super) fn version(line: &str) -> Option<u64> {
    #[derive(Deserialize)]
    struct Outer {
        catalogue: Inner,
    }
    #[derive(Deserialize)]
    struct Inner {
        version: u64,
    }
    serde_json::from_str::<Outer>(line).ok().map(|outer| outer.catalogue.version)
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Heading {
    #[serde(deserialize_with = "known_version")]
    version: u32,
    provider: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    subsidiary: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    line: Option<String>,
    currency: Text<Currency>,
    tax: CatalogueTax,
    date: Text<Day>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    source: Option<String>,
    holds: Counted,
}

/// How much a catalogue holds: tells a text that was cut off at a line's end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Counted {
    notes: usize,
    regions: usize,
    addons: usize,
    plans: usize,
}

impl Counted {
    pub(super) fn of(catalogue: &Catalogue) -> Self {
        let Catalogue { regions, plans, addons, notes, .. } = catalogue;
        Self {
            notes: notes.len(),
            regions: regions.len(),
            addons: addons.len(),
            plans: plans.len(),
        }
    }
}

/// `2 notes, 3 regions, 378 add-ons and 57 plans`.
impl fmt::Display for Counted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [notes, regions, addons, plans] = [
            (self.notes, "note"),
            (self.regions, "region"),
            (self.addons, "add-on"),
            (self.plans, "plan"),
        ]
        .map(|(count, of)| plural(count as i128, of));
        write!(f, "{notes}, {regions}, {addons} and {plans}")
    }
}

impl Heading {
    pub(super) fn of(catalogue: &Catalogue) -> Self {
        let Catalogue { provider, subsidiary, line, currency, tax, date, source, .. } = catalogue;
        Self {
            version: VERSION,
            provider: provider.clone(),
            subsidiary: subsidiary.clone(),
            line: line.clone(),
            currency: Text(*currency),
            tax: *tax,
            date: Text(*date),
            source: source.clone(),
            holds: Counted::of(catalogue),
        }
    }

    /// A catalogue of nothing yet, and how much is to come.
    pub(super) fn into_parts(self) -> (Catalogue, Counted) {
        let catalogue = Catalogue {
            provider: self.provider,
            subsidiary: self.subsidiary,
            line: self.line,
            currency: self.currency.0,
            tax: self.tax,
            date: self.date.0,
            source: self.source,
            regions: IndexMap::new(),
            plans: Vec::new(),
            addons: Vec::new(),
            notes: Vec::new(),
        };
        (catalogue, self.holds)
    }
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RegionLine {
    pub(super) code: Arc<str>,
    pub(super) country: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) name: Option<String>,
}

impl RegionLine {
    pub(super) fn of(code: &Arc<str>, region: &Region) -> Self {
        Self { code: Arc::clone(code), country: region.country.clone(), name: region.name.clone() }
    }
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AddOnLine {
    code: Arc<str>,
    /// Where several have the code: which of them it is.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    nth: u32,
    name: Arc<str>,
    #[serde(default, skip_serializing_if = "GivesLine::is_empty")]
    gives: GivesLine,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    prices: Vec<PricingLine>,
}

impl AddOnLine {
    pub(super) fn of(addon: &AddOn, nth: u32) -> Self {
        Self {
            code: Arc::clone(&addon.code),
            nth,
            name: Arc::clone(&addon.name),
            gives: GivesLine::of(&addon.gives),
            prices: addon.prices.iter().map(PricingLine::of).collect(),
        }
    }

    pub(super) fn named(&self) -> Named {
        (Arc::clone(&self.code), self.nth)
    }

    pub(super) fn into_model(self, words: &mut Words) -> AddOn {
        AddOn {
            code: self.code,
            name: self.name,
            gives: self.gives.into_model(),
            prices: self.prices.into_iter().map(|line| line.into_model(words)).collect(),
        }
    }
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PlanLine {
    pub(super) code: Arc<str>,
    name: Arc<str>,
    kind: OfferKind,
    #[serde(default, skip_serializing_if = "GivesLine::is_empty")]
    gives: GivesLine,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    regions: Vec<Arc<str>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) families: Vec<FamilyLine>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    prices: Vec<PricingLine>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    tariff: Option<TariffLine>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    stackable: Option<Answered>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    until: Option<Text<Day>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    note: Option<String>,
}

impl PlanLine {
    /// `names`: code and number of each of the catalogue's add-ons.
    pub(super) fn of(plan: &CataloguePlan, names: &[Named]) -> Self {
        Self {
            code: Arc::clone(&plan.code),
            name: Arc::clone(&plan.name),
            kind: plan.kind,
            gives: GivesLine::of(&plan.gives),
            regions: plan.regions.clone(),
            families: plan.families.iter().map(|family| FamilyLine::of(family, names)).collect(),
            prices: plan.prices.iter().map(PricingLine::of).collect(),
            tariff: plan.tariff.as_ref().map(TariffLine::of),
            stackable: plan.stackable.map(Answered),
            until: plan.until.map(Text),
            note: plan.note.clone(),
        }
    }

    /// `families`: its own, by the add-ons that are there.
    pub(super) fn into_model(self, families: Vec<Family>, words: &mut Words) -> CataloguePlan {
        CataloguePlan {
            code: self.code,
            name: self.name,
            kind: self.kind,
            gives: self.gives.into_model(),
            regions: words.all(&self.regions),
            families,
            prices: self.prices.into_iter().map(|line| line.into_model(words)).collect(),
            tariff: self.tariff.map(TariffLine::into_model),
            stackable: self.stackable.map(|answer| answer.0),
            until: self.until.map(|day| day.0),
            note: self.note,
        }
    }
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FamilyLine {
    pub(super) name: Arc<str>,
    #[serde(default, skip_serializing_if = "is_not")]
    pub(super) mandatory: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) default: Option<Chosen>,
    pub(super) options: Vec<Chosen>,
}

impl FamilyLine {
    fn of(family: &Family, names: &[Named]) -> Self {
        let chosen = |index: &u32| {
            let (code, nth) = names.get(*index as usize)?;
            let code = Arc::clone(code);
            Some(if *nth == 1 { Chosen::Code(code) } else { Chosen::Nth(code, *nth) })
        };
        let usual = family.default.and_then(|place| family.options.get(place as usize));
        Self {
            name: Arc::clone(&family.name),
            mandatory: family.mandatory,
            default: usual.and_then(chosen),
            options: family.options.iter().filter_map(chosen).collect(),
        }
    }
}

/// An add-on as a family names it: by its code, or `["code", 2]` where several have it.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub(super) enum Chosen {
    Code(Arc<str>),
    Nth(Arc<str>, u32),
}

impl Chosen {
    pub(super) fn named(&self) -> Named {
        match self {
            Self::Code(code) => (Arc::clone(code), 1),
            Self::Nth(code, nth) => (Arc::clone(code), *nth),
        }
    }
}

fn known_version<'de, D: Deserializer<'de>>(from: D) -> Result<u32, D::Error> {
    let version = u32::deserialize(from)?;
    if version == VERSION {
        return Ok(version);
    }
    Err(de::Error::custom(format!("`{version}` is no version\nhint: the first version is 1")))
}
