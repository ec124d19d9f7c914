//! How is each value written, so that it is read back as it was?

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::model::{Answer, Customers, MeteredOn, Raid, Renewal, Units};
use crate::units::plural;

/// What is written as people say it, and read back so.
#[derive(Debug, PartialEq)]
pub(super) struct Text<T>(pub(super) T);

impl<T: fmt::Display> Serialize for Text<T> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(&self.0)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Text<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        T::deserialize(from).map(Self)
    }
}

/// An amount with every digit that it was written with: a text, from 0 to 10¹⁵.
#[derive(Debug)]
pub(super) struct Exact(pub(super) Decimal);

/// As for every amount that is stated.
const MOST: i64 = 1_000_000_000_000_000;

impl Serialize for Exact {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Exact {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl de::Visitor<'_> for Visitor {
            type Value = Exact;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a price in quotes, as `\"98.99\"`")
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<Exact, E> {
                let price = Decimal::from_str_exact(text)
                    .ok()
                    .filter(|price| !price.is_sign_negative() && *price <= Decimal::from(MOST));
                price.map(Exact).ok_or_else(|| {
                    let shown: String = text.chars().take(40).collect();
                    E::custom(format!("`{shown}` is no price\nhint: write digits and a point, as `98.99`, up to 10¹⁵"))
                })
            }
        }
        from.deserialize_str(Visitor)
    }
}

/// `"no"`, `"automatically"`, `"unknown"`, `"12 months"`.
#[derive(Debug)]
pub(super) struct Renewed(pub(super) Renewal);

impl Serialize for Renewed {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Renewal::Unknown => to.serialize_str("unknown"),
            Renewal::No => to.serialize_str("no"),
            Renewal::Automatically => to.serialize_str("automatically"),
            Renewal::For(months) => to.collect_str(&plural(i128::from(months), "month")),
        }
    }
}

impl<'de> Deserialize<'de> for Renewed {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Renewal::deserialize(from).map(Self)
    }
}

#[derive(Debug)]
pub(super) struct Joined(pub(super) Raid);

impl Serialize for Joined {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.0.name())
    }
}

impl<'de> Deserialize<'de> for Joined {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Raid::deserialize(from).map(Self)
    }
}

/// `true`, `false`, `"unknown"`.
#[derive(Debug)]
pub(super) struct Answered(pub(super) Answer);

impl Serialize for Answered {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Answer::Yes => to.serialize_bool(true),
            Answer::No => to.serialize_bool(false),
            Answer::Unknown => to.serialize_str("unknown"),
        }
    }
}

impl<'de> Deserialize<'de> for Answered {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Answer::deserialize(from).map(Self)
    }
}

#[derive(Debug)]
pub(super) struct Counting(pub(super) Units);

impl Serialize for Counting {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(match self.0 {
            Units::Started => "Started",
            Units::ProRata => "ProRata",
            Units::Unknown => "unknown",
        })
    }
}

impl<'de> Deserialize<'de> for Counting {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Units::deserialize(from).map(Self)
    }
}

#[derive(Debug)]
pub(super) struct CountedOn(pub(super) MeteredOn);

impl Serialize for CountedOn {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(match self.0 {
            MeteredOn::Peak => "Peak",
            MeteredOn::Average => "Average",
            MeteredOn::EndOfMonth => "EndOfMonth",
            MeteredOn::Unknown => "unknown",
        })
    }
}

impl<'de> Deserialize<'de> for CountedOn {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        MeteredOn::deserialize(from).map(Self)
    }
}

/// Words that come again and again are kept once: modes, places, families.
#[derive(Debug, Default)]
pub(super) struct Words(BTreeSet<Arc<str>>);

impl Words {
    pub(super) fn one(&mut self, word: &Arc<str>) -> Arc<str> {
        if let Some(known) = self.0.get(word) {
            return Arc::clone(known);
        }
        self.0.insert(Arc::clone(word));
        Arc::clone(word)
    }

    pub(super) fn all(&mut self, words: &[Arc<str>]) -> Vec<Arc<str>> {
        words.iter().map(|word| self.one(word)).collect()
    }
}

pub(super) fn one() -> u32 {
    1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
pub(super) fn is_one(count: &u32) -> bool {
    *count == 1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
pub(super) fn is_none(count: &u32) -> bool {
    *count == 0
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
pub(super) fn is_not(of: &bool) -> bool {
    !of
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
pub(super) fn for_all(customers: &Customers) -> bool {
    *customers == Customers::All
}

pub(super) fn at_least_one<'de, D: Deserializer<'de>>(from: D) -> Result<u32, D::Error> {
    let months = u32::deserialize(from)?;
    if months == 0 {
        return Err(de::Error::custom(
            "`0` is no number of months\nhint: one payment covers 1 or more",
        ));
    }
    Ok(months)
}
