//! What does a tool's JSON say, in bounded memory: one document or several, one after the other or one a line?

use std::cell::Cell;
use std::io::Read;

use serde::de::{self, DeserializeSeed, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::when::When;
use super::{Head, Told, input};
use crate::diag::Problem;

/// Values that a file may hold, a named one counted twice: beyond, memory would not be bounded.
const MOST: u32 = 5_000_000;

/// A value; names that the reader did not want are not in it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Json {
    /// `null`.
    Null,
    /// `true`, `false`.
    Truth(bool),
    /// Any number, as a float: no tool measures beyond 2⁵³ bytes to the byte.
    Number(f64),
    /// A text.
    Text(Box<str>),
    /// A list.
    List(Vec<Self>),
    /// Names and values, in their order.
    Map(Vec<(Box<str>, Self)>),
}

impl Json {
    /// The value of a name; none where it is `null` or this is no map.
    pub(crate) fn get(&self, name: &str) -> Option<&Self> {
        let Self::Map(entries) = self else { return None };
        let value = &entries.iter().find(|(key, _)| &**key == name)?.1;
        (*value != Self::Null).then_some(value)
    }

    /// A text.
    pub(crate) fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// A list.
    pub(crate) fn list(&self) -> Option<&[Self]> {
        match self {
            Self::List(list) => Some(list),
            _ => None,
        }
    }

    /// A number, or a text that is one; may be infinite or not a number, as tools write it.
    pub(crate) fn number(&self) -> Option<f64> {
        match self {
            Self::Number(number) => Some(*number),
            Self::Text(text) => text.trim().parse().ok(),
            _ => None,
        }
    }

    /// Whether this is a map.
    pub(crate) fn is_map(&self) -> bool {
        matches!(self, Self::Map(_))
    }

    /// The number of a name.
    pub(crate) fn number_of(&self, name: &str) -> Option<f64> {
        self.get(name)?.number()
    }

    /// The text of a name, not empty.
    pub(crate) fn text_of(&self, name: &str) -> Option<&str> {
        self.get(name)?.text().filter(|text| !text.is_empty())
    }

    /// The text or whole number of a name, as a label.
    pub(crate) fn label_of(&self, name: &str) -> Option<String> {
        match self.get(name)? {
            Self::Text(text) if !text.is_empty() => Some(text.to_string()),
            Self::Number(number) => Some(format!("{number}")),
            _ => None,
        }
    }

    /// Whether a name says yes: `true`, `1`, `"1"`.
    pub(crate) fn says(&self, name: &str) -> bool {
        match self.get(name) {
            Some(Self::Truth(truth)) => *truth,
            Some(value) => value.number() == Some(1.0),
            None => false,
        }
    }

    /// What an answer of an API wraps: the value of that name where there is one, else itself.
    pub(crate) fn inside(&self, name: &str) -> &Self {
        self.get(name).unwrap_or(self)
    }

    /// The maps of a list, or the one that this is.
    pub(crate) fn rows(&self) -> Vec<&Self> {
        match self {
            Self::List(list) => list.iter().filter(|row| row.is_map()).collect(),
            Self::Map(_) => vec![self],
            _ => Vec::new(),
        }
    }
}

/// Every document of an input, of each map only the names that are kept.
///
/// Refused with line and column: what is no JSON, or is cut off. Refused as well: nothing at all, and so many values that they
/// would take more than a gigabyte.
pub(crate) fn documents(
    input: &mut dyn Read,
    told: &Told,
    keeps: fn(&str) -> bool,
) -> Result<Vec<Json>, Problem> {
    parse(&input::whole(input, told)?, told, keeps)
}

/// The same of a text.
pub(crate) fn parse(
    text: &str,
    told: &Told,
    keeps: fn(&str) -> bool,
) -> Result<Vec<Json>, Problem> {
    let left = Cell::new(MOST);
    let mut reader = serde_json::Deserializer::from_str(text);
    let mut documents = Vec::new();
    while reader.end().is_err() {
        let seed = Seed { left: &left, keeps };
        let document = seed
            .deserialize(&mut reader)
            .map_err(|error| refused(&error, left.get() == 0, told))?;
        documents.push(document);
    }
    if documents.is_empty() {
        return Err(Problem::error("empty", format!("`{}` is empty", told.name)));
    }
    Ok(documents)
}

fn refused(error: &serde_json::Error, is_too_large: bool, told: &Told) -> Problem {
    if is_too_large {
        let message = format!("`{}` holds more than {MOST} values", told.name);
        return Problem::error("too-large", message).hint(
            "ask the tool for fewer hosts or a shorter period, or for CSV, which is streamed",
        );
    }
    let place = told.place(error.line().max(1), error.column().max(1));
    let (code, message) = if error.is_eof() {
        ("cut-off", "the JSON ends too early")
    } else {
        ("not-json", "this is not JSON")
    };
    Problem::error(code, message).at(place).hint("give the tool's output whole, as it was")
}

/// Builds a value, and counts down.
#[derive(Clone, Copy)]
struct Seed<'a> {
    left: &'a Cell<u32>,
    keeps: fn(&str) -> bool,
}

impl Seed<'_> {
    fn count<E: de::Error>(self, values: u32) -> Result<(), E> {
        let left = self.left.get().saturating_sub(values);
        self.left.set(left);
        if left == 0 { Err(E::custom("too many values")) } else { Ok(()) }
    }
}

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = Json;

    fn deserialize<D: de::Deserializer<'de>>(self, deserializer: D) -> Result<Json, D::Error> {
        self.count(1)?;
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seed<'_> {
    type Value = Json;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E: de::Error>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E: de::Error>(self, truth: bool) -> Result<Json, E> {
        Ok(Json::Truth(truth))
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<Json, E> {
        Ok(Json::Number(number as f64))
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<Json, E> {
        Ok(Json::Number(number as f64))
    }

    fn visit_f64<E: de::Error>(self, number: f64) -> Result<Json, E> {
        Ok(Json::Number(number))
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Json, E> {
        Ok(Json::Text(text.into()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Json, A::Error> {
        let mut list = Vec::new();
        while let Some(value) = access.next_element_seed(self)? {
            list.push(value);
        }
        list.shrink_to_fit();
        Ok(Json::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Json, A::Error> {
        let mut entries: Vec<(Box<str>, Json)> = Vec::new();
        while let Some(key) = access.next_key::<String>()? {
            if (self.keeps)(&key) {
                self.count(1)?;
                entries.push((key.into_boxed_str(), access.next_value_seed(self)?));
            } else {
                access.next_value::<IgnoredAny>()?;
            }
        }
        entries.shrink_to_fit();
        Ok(Json::Map(entries))
    }
}

impl Head<'_> {
    /// Whether it begins as a list or a map of JSON.
    pub(crate) fn is_json(&self) -> bool {
        self.text.trim_start().starts_with(['{', '['])
    }

    /// Whether it has this name of a JSON map: `"name":`.
    pub(crate) fn has_name(&self, name: &str) -> bool {
        let quoted = format!("\"{name}\"");
        self.text.match_indices(&quoted).any(|(at, _)| {
            let after = self.text.get(at + quoted.len()..).unwrap_or_default();
            after.trim_start().starts_with(':')
        })
    }

    /// Whether it has all of these names.
    pub(crate) fn has_names(&self, names: &[&str]) -> bool {
        names.iter().all(|name| self.has_name(name))
    }
}

/// Seconds since 1970, parts of one dropped, as the day and second of the place that was told; none outside 1970 to 2200.
pub(super) fn instant(seconds: f64, told: &Told) -> Option<When> {
    if !seconds.is_finite() {
        return None;
    }
    When::from_unix(seconds.floor() as i64, told.utc_offset)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::Day;

    fn told() -> Told {
        Told::new(Day::new(2026, 1, 2).unwrap(), "made.json")
    }

    #[test]
    fn documents_follow_one_another_or_stand_one_a_line() {
        let read = |text| parse(text, &told(), |_| true).unwrap().len();
        assert_eq!(read("{\"a\":1}{\"a\":2}"), 2);
        assert_eq!(read("{\"a\":1}\n[2]\n\n{\"a\":3}\n"), 3);
    }

    #[test]
    fn names_nobody_wants_are_not_kept() {
        let read = parse("{\"a\":1,\"b\":[1,2,3]}", &told(), |name| name == "a").unwrap();
        assert_eq!(read, [Json::Map(vec![("a".into(), Json::Number(1.0))])]);
    }

    #[test]
    fn what_is_cut_off_is_told_with_its_place() {
        let problem = parse("{\"a\":1}\n{\"a\":", &told(), |_| true).unwrap_err();
        assert_eq!(problem.code, "cut-off");
        assert_eq!(problem.place, Some(told().place(2, 5)));
        assert_eq!(parse("{\"a\" 1}", &told(), |_| true).unwrap_err().code, "not-json");
    }

    #[test]
    fn too_many_values_are_refused_not_kept() {
        let text = format!("[{}0]", "0,".repeat(MOST as usize));
        assert_eq!(parse(&text, &told(), |_| true).unwrap_err().code, "too-large");
    }

    #[test]
    fn depth_is_bounded() {
        assert_eq!(parse(&"[".repeat(100_000), &told(), |_| true).unwrap_err().code, "not-json");
    }
}
