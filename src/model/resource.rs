//! What is used up, and how well a figure is known.

use serde::{Deserialize, Deserializer, Serialize, de};

/// Something that a service needs and an offer gives.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize, Serialize)]
pub enum Resource {
    /// Memory, counted in bytes, shown in GiB.
    Ram,
    /// Disk, counted in bytes, shown in GB or TB.
    Storage,
    /// Space for backups, counted in bytes, shown in GB or TB.
    Backup,
    /// CPU threads.
    Cpu,
    /// Any other count, by name: IPv4 addresses, users.
    Count(String),
}

/// How a figure came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum Evidence {
    /// Read off a meter.
    Measured,
    /// Handed out, as a virtual machine's size.
    Allotted,
    /// Somebody's guess.
    Estimate,
}

/// Yes, no, or a question nobody has answered: `true`, `false`, `"unknown"`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Answer {
    /// It is so.
    Yes,
    /// It is not so.
    No,
    /// Nobody knows.
    #[default]
    Unknown,
}

impl<'de> Deserialize<'de> for Answer {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl de::Visitor<'_> for Visitor {
            type Value = Answer;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("`true`, `false` or `\"unknown\"`")
            }
            fn visit_bool<E: de::Error>(self, yes: bool) -> Result<Answer, E> {
                Ok(if yes { Answer::Yes } else { Answer::No })
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<Answer, E> {
                match text.trim().to_lowercase().as_str() {
                    "unknown" => Ok(Answer::Unknown),
                    "yes" | "true" => Ok(Answer::Yes),
                    "no" | "false" => Ok(Answer::No),
                    _ => Err(E::custom(format!(
                        "`{text}` is no answer\nhint: write `true`, `false` or `\"unknown\"`"
                    ))),
                }
            }
        }
        deserializer.deserialize_any(Visitor)
    }
}
