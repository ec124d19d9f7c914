//! Why a text is not a value: what was given, and what would be right.

use std::fmt;

/// A text that is not the value it should be: lower case, no full stop, what was given in backticks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// What is wrong, with what was given.
    pub message: String,
    /// What would be right, where that can be said.
    pub hint: Option<String>,
}

impl Wrong {
    /// Without a hint.
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), hint: None }
    }

    /// The same with a hint.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

/// The message; where there is a hint, a line end, `hint: ` and the hint. So it comes out of serde,
/// and the document takes it apart again.
impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        match &self.hint {
            Some(hint) => write!(f, "\nhint: {hint}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Wrong {}

/// What was given, in backticks: on one line, at most 60 characters of it.
pub(super) fn quoted(text: &str) -> String {
    let line = |c: char| if c.is_control() { ' ' } else { c };
    let mut shown: String = text.trim().chars().take(60).map(line).collect();
    if text.trim().chars().nth(60).is_some() {
        shown.push('…');
    }
    format!("`{shown}`")
}

/// Reads a type with `FromStr` from a string. A bare number, where one could be meant, is told to
/// become a text with a unit, as in the example.
macro_rules! from_text {
    ($type:ty, $what:literal, $example:literal) => {
        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
                struct Text;
                impl serde::de::Visitor<'_> for Text {
                    type Value = $type;
                    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        f.write_str(concat!($what, ", as `\"", $example, "\"`"))
                    }
                    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<$type, E> {
                        text.parse().map_err(E::custom)
                    }
                    fn visit_u64<E: serde::de::Error>(self, number: u64) -> Result<$type, E> {
                        Err(E::custom($crate::units::wrong::bare(&number, $what, $example)))
                    }
                    fn visit_i64<E: serde::de::Error>(self, number: i64) -> Result<$type, E> {
                        Err(E::custom($crate::units::wrong::bare(&number, $what, $example)))
                    }
                    fn visit_f64<E: serde::de::Error>(self, number: f64) -> Result<$type, E> {
                        Err(E::custom($crate::units::wrong::bare(&number, $what, $example)))
                    }
                }
                source.deserialize_any(Text)
            }
        }
    };
}
pub(super) use from_text;

/// A bare number stands where a text with a unit should.
pub(super) fn bare(number: &dyn fmt::Display, what: &str, example: &str) -> Wrong {
    Wrong::new(format!("`{number}` is not {what}"))
        .hint(format!("write it in quotes, as `\"{example}\"`"))
}
