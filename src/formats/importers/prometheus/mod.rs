//! Memory and disks out of Prometheus: an answer of its API, or the text that an exporter serves.
//!
//! Both become [`Vector`]s; [`measured`] makes usage of them, for files and for what is fetched live.

use std::io::Read;

use super::{Head, Import, Importer, Told, input};
use crate::diag::Problem;

mod answer;
mod join;
mod meaning;
mod pve;
mod text;

#[cfg(test)]
mod tests;

pub(crate) use answer::{Answer, answer};
pub(crate) use join::measured;

pub(super) const PROMETHEUS: Importer = Importer {
    name: "prometheus",
    what: "memory and disks out of Prometheus, or as an exporter's text",
    command: "curl 'http://HOST:9090/api/v1/query_range?query=…&start=…&end=…&step=1h'",
    recognises,
    read,
};

/// One series as Prometheus has it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Vector {
    /// Names and values, as they came; the metric's name is `__name__`.
    pub(crate) labels: Vec<(String, String)>,
    /// In the order in which they came.
    pub(crate) samples: Vec<Sample>,
}

/// One measurement; its value may be infinite or no number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Sample {
    /// Milliseconds since 1970; none is now.
    pub(crate) at: Option<i64>,
    pub(crate) value: f64,
}

impl Vector {
    /// The value of a label, not empty.
    pub(crate) fn label(&self, name: &str) -> Option<&str> {
        let value = &self.labels.iter().find(|(label, _)| label == name)?.1;
        (!value.is_empty()).then_some(value.as_str())
    }

    /// The metric's name; empty where a query left none.
    pub(crate) fn name(&self) -> &str {
        self.label("__name__").unwrap_or_default()
    }
}

fn recognises(head: &Head<'_>) -> bool {
    if head.is_json() {
        let is_answer = head.has_names(&["resultType", "result"]);
        let is_bare =
            head.has_name("metric") && (head.has_name("value") || head.has_name("values"));
        return is_answer || is_bare || head.has_names(&["status", "errorType"]);
    }
    text::recognises(head)
}

fn read(input: &mut dyn Read, told: &Told) -> Result<Import, Problem> {
    let text = input::whole(input, told)?;
    let is_json = text.trim_start().starts_with(['{', '[']);
    let answer = if is_json { answer(&text, told)? } else { text::exposition(&text, told)? };
    measured(answer, told)
}
