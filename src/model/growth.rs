//! How does something grow, and from which day on otherwise?

use std::fmt;

use serde::{Deserialize, Deserializer, de};

use crate::units::{Day, Growth, Wrong};

/// A declared growth, or several of which each holds from its day on, as written; none is no growth.
///
/// In a file `"1 % per month"`, or `[("15 % per year"), (from: "2022-01-01", growth: "5 GB per week")]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Growths(Vec<DatedGrowth>);

/// A growth from a day on.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DatedGrowth {
    /// First day on which it holds; absent: from the beginning.
    pub from: Option<Day>,
    pub growth: Growth,
}

impl Growths {
    /// Each with its first day, in the order of the file.
    pub fn iter(&self) -> impl Iterator<Item = &DatedGrowth> {
        self.0.iter()
    }

    /// Where it is one growth that always holds: that.
    pub fn only(&self) -> Option<Growth> {
        match self.0.as_slice() {
            [DatedGrowth { from: None, growth }] => Some(*growth),
            _ => None,
        }
    }

    /// In the order of their days; of two that begin together the later in the file holds.
    pub fn in_order(&self) -> Vec<DatedGrowth> {
        let mut dated = self.0.clone();
        dated.sort_by_key(|dated| dated.from);
        dated.reverse();
        dated.dedup_by_key(|dated| dated.from);
        dated.reverse();
        dated
    }

    /// The one that holds on a day.
    pub fn on(&self, day: Day) -> Option<Growth> {
        let dated = self.in_order();
        let past = dated.iter().rev().find(|dated| dated.from.is_none_or(|from| from <= day));
        past.map(|dated| dated.growth)
    }

    /// Whether nothing ever grows by it.
    pub fn is_zero(&self) -> bool {
        self.0.iter().all(|dated| dated.growth.is_zero())
    }
}

impl From<Growth> for Growths {
    fn from(growth: Growth) -> Self {
        Self(vec![DatedGrowth { from: None, growth }])
    }
}

impl std::str::FromStr for Growths {
    type Err = Wrong;

    /// One growth that always holds.
    fn from_str(text: &str) -> Result<Self, Wrong> {
        text.parse::<Growth>().map(Self::from)
    }
}

/// `15 % per year, from 2022-01-01 5 GB per week`.
impl fmt::Display for Growths {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, dated) in self.0.iter().enumerate() {
            if n > 0 {
                f.write_str(", ")?;
            }
            if let Some(from) = dated.from {
                write!(f, "from {from} ")?;
            }
            write!(f, "{}", dated.growth)?;
        }
        Ok(())
    }
}

impl<'de> Deserialize<'de> for Growths {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        struct One;
        struct Entry(DatedGrowth);
        struct Any;

        impl<'de> Deserialize<'de> for Entry {
            fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
                source.deserialize_any(One).map(Entry)
            }
        }

        impl<'de> de::Visitor<'de> for One {
            type Value = DatedGrowth;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(
                    "`\"1 % per month\"` or `(from: \"2022-01-01\", growth: \"1 % per month\")`",
                )
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<DatedGrowth, E> {
                let growth = text.parse().map_err(E::custom)?;
                Ok(DatedGrowth { from: None, growth })
            }
            fn visit_newtype_struct<D: Deserializer<'de>>(
                self,
                source: D,
            ) -> Result<DatedGrowth, D::Error> {
                source.deserialize_any(self)
            }
            fn visit_seq<A: de::SeqAccess<'de>>(self, mut seq: A) -> Result<DatedGrowth, A::Error> {
                let growth = seq.next_element()?.ok_or_else(|| {
                    de::Error::custom("`()` is no growth\nhint: write `\"1 % per month\"`")
                })?;
                Ok(DatedGrowth { from: None, growth })
            }
            fn visit_map<A: de::MapAccess<'de>>(self, map: A) -> Result<DatedGrowth, A::Error> {
                DatedGrowth::deserialize(de::value::MapAccessDeserializer::new(map))
            }
        }

        impl<'de> de::Visitor<'de> for Any {
            type Value = Growths;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a growth, as `\"1 % per month\"`, or a list of them with their days")
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<Growths, E> {
                One.visit_str(text).map(|one| Growths(vec![one]))
            }
            fn visit_seq<A: de::SeqAccess<'de>>(self, mut seq: A) -> Result<Growths, A::Error> {
                let mut dated = Vec::new();
                while let Some(Entry(one)) = seq.next_element()? {
                    dated.push(one);
                }
                Ok(Growths(dated))
            }
            fn visit_map<A: de::MapAccess<'de>>(self, map: A) -> Result<Growths, A::Error> {
                One.visit_map(map).map(|one| Growths(vec![one]))
            }
        }
        source.deserialize_any(Any)
    }
}
