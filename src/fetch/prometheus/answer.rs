//! What does the JSON of `query_range` say? Typed, so that a year of a thousand hosts is kept small.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use serde::de::{self, Deserializer, IgnoredAny, SeqAccess, Visitor};
use serde::{Deserialize, de::Error as _};

/// An answer, whether good or bad.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Answer {
    /// `success` or `error`.
    pub(super) status: String,
    /// Where it is bad: the kind, as `bad_data`.
    #[serde(rename = "errorType")]
    pub(super) kind: String,
    /// Where it is bad: why.
    pub(super) error: String,
    /// What may be wrong with it, as stores that did not answer.
    #[serde(deserialize_with = "null_is_none")]
    pub(super) warnings: Vec<String>,
    /// Of VictoriaMetrics in a cluster: whether some of its stores did not answer.
    #[serde(rename = "isPartial")]
    pub(super) is_partial: bool,
    /// What was found.
    pub(super) data: Option<Matrix>,
}

/// Series with their values.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Matrix {
    /// `matrix` for a range of times.
    #[serde(rename = "resultType")]
    pub(super) kind: String,
    /// One a set of labels.
    #[serde(deserialize_with = "null_is_none")]
    pub(super) result: Vec<Series>,
}

/// One series.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Series {
    /// Its labels.
    pub(super) metric: BTreeMap<String, String>,
    /// In the order of time.
    #[serde(deserialize_with = "null_is_none")]
    pub(super) values: Vec<Sample>,
}

/// A value at a time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Sample {
    /// Milliseconds since 1970.
    pub(super) at: i64,
    /// What was measured; may be no number, or without end.
    pub(super) value: f64,
}

/// Why an answer cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Unreadable {
    /// It ends before it is whole.
    CutOff,
    /// It is not what a Prometheus says; with the words of the parser.
    Other(String),
}

/// Reads an answer.
pub(super) fn read(bytes: &[u8]) -> Result<Answer, Unreadable> {
    serde_json::from_slice(bytes).map_err(|error| {
        if error.is_eof() { Unreadable::CutOff } else { Unreadable::Other(error.to_string()) }
    })
}

fn null_is_none<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Vec<T>, D::Error> {
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}

/// `[1435781430.781, "1.5"]`; some servers write the value as a number.
impl<'de> Deserialize<'de> for Sample {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Pair;
        impl<'de> Visitor<'de> for Pair {
            type Value = Sample;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a time and a value, as `[1435781430.781, \"1.5\"]`")
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut pair: A) -> Result<Sample, A::Error> {
                let seconds: f64 =
                    pair.next_element()?.ok_or_else(|| A::Error::invalid_length(0, &self))?;
                let Figure(value) =
                    pair.next_element()?.ok_or_else(|| A::Error::invalid_length(1, &self))?;
                if pair.next_element::<IgnoredAny>()?.is_some() {
                    return Err(A::Error::invalid_length(3, &self));
                }
                Ok(Sample { at: (seconds * 1000.0).round() as i64, value })
            }
        }
        deserializer.deserialize_seq(Pair)
    }
}

/// A number, written as one or as text: `NaN`, `+Inf`, `1e+09`.
struct Figure(f64);

impl<'de> Deserialize<'de> for Figure {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;
        impl Visitor<'_> for Text {
            type Value = Figure;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a number as text")
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<Figure, E> {
                let wrong = |_| E::invalid_value(de::Unexpected::Str(text), &self);
                text.parse().map(Figure).map_err(wrong)
            }
            fn visit_f64<E: de::Error>(self, value: f64) -> Result<Figure, E> {
                Ok(Figure(value))
            }
            fn visit_u64<E: de::Error>(self, value: u64) -> Result<Figure, E> {
                Ok(Figure(value as f64))
            }
            fn visit_i64<E: de::Error>(self, value: i64) -> Result<Figure, E> {
                Ok(Figure(value as f64))
            }
            fn visit_unit<E: de::Error>(self) -> Result<Figure, E> {
                Ok(Figure(f64::NAN))
            }
        }
        deserializer.deserialize_any(Text)
    }
}

/// The beginning of an answer that is not what was expected, on one line.
pub(super) fn beginning(bytes: &[u8]) -> String {
    let text: Cow<'_, str> = String::from_utf8_lossy(bytes.get(..400).unwrap_or(bytes));
    let words: Vec<&str> = text.split_whitespace().collect();
    let line: String = words.join(" ").chars().filter(|c| !c.is_control()).take(80).collect();
    line.replace('`', "'")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const GOOD: &str = r#"{"status":"success","data":{"resultType":"matrix","result":[
        {"metric":{"instance":"a:9100"},"values":[[1435795199.999,"1.5e3"],[1435881599.999,"NaN"],[1435967999.999,"+Inf"]]},
        {"metric":{},"values":[[0,2]]}]},"warnings":["a store is missing"],"infos":["x"]}"#;

    #[test]
    fn values_are_texts_with_numbers_in_them() {
        let answer = read(GOOD.as_bytes()).unwrap();
        let result = answer.data.unwrap().result;
        assert_eq!(result[0].metric["instance"], "a:9100");
        assert_eq!(result[0].values[0], Sample { at: 1_435_795_199_999, value: 1500.0 });
        assert!(result[0].values[1].value.is_nan());
        assert!(result[0].values[2].value.is_infinite());
        assert_eq!(result[1].values[0], Sample { at: 0, value: 2.0 });
        assert_eq!(answer.warnings, ["a store is missing"]);
    }

    #[test]
    fn an_error_says_why() {
        let text = r#"{"status":"error","errorType":"bad_data","error":"parse error"}"#;
        let answer = read(text.as_bytes()).unwrap();
        assert_eq!((answer.kind.as_str(), answer.error.as_str()), ("bad_data", "parse error"));
        assert!(answer.data.is_none());
    }

    #[test]
    fn what_is_cut_off_is_told_from_what_is_something_else() {
        assert_eq!(read(&GOOD.as_bytes()[..GOOD.len() / 2]).unwrap_err(), Unreadable::CutOff);
        assert!(matches!(read(b"<html>"), Err(Unreadable::Other(_))));
        assert!(matches!(
            read(br#"{"data":{"result":[{"values":[[1]]}]}}"#),
            Err(Unreadable::Other(_))
        ));
        assert!(matches!(
            read(br#"{"data":{"result":[{"values":[[1,"x"]]}]}}"#),
            Err(Unreadable::Other(_))
        ));
        assert!(matches!(
            read(br#"{"data":{"result":[{"values":[[1,"1",2]]}]}}"#),
            Err(Unreadable::Other(_))
        ));
    }

    #[test]
    fn the_beginning_of_rubbish_is_short_and_on_one_line() {
        assert_eq!(beginning(b"<html>\n  <title>Log in</title>"), "<html> <title>Log in</title>");
        assert!(beginning(&[b'x'; 1000]).len() <= 80);
    }

    proptest! {
        #[test]
        fn nothing_makes_it_panic(at in 0..GOOD.len(), byte: u8, rubbish: Vec<u8>) {
            let mut bytes = GOOD.as_bytes().to_vec();
            bytes[at] = byte;
            drop(read(&bytes));
            drop(read(&GOOD.as_bytes()[..at]));
            drop(read(&rubbish));
            drop(beginning(&rubbish));
        }
    }
}
