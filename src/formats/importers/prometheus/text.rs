//! What does an exporter serve? The text format of Prometheus and OpenMetrics, a sample a line.

use super::super::{Head, Told};
use super::{Answer, Sample, Vector, meaning};
use crate::diag::Problem;

/// Samples that are kept: beyond, memory would not be bounded.
const MOST: usize = 1_000_000;

/// Whether it begins with a comment of the format, or with a sample of a metric that is known.
pub(super) fn recognises(head: &Head<'_>) -> bool {
    let mut lines = head.text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.next().is_some_and(|line| {
        line.starts_with("# HELP ")
            || line.starts_with("# TYPE ")
            || parse(line, false).is_some_and(|(vector, _)| meaning::is_known(vector.name()))
    })
}

/// Reads every sample; refused with its line where one cannot be read.
pub(super) fn exposition(text: &str, told: &Told) -> Result<Answer, Problem> {
    let in_seconds = text.trim_end().ends_with("# EOF");
    let mut answer = Answer::default();
    let mut lines = text.lines().enumerate().peekable();
    while let Some((at, line)) = lines.next() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let Some((mut vector, sample)) = parse(line, in_seconds) else {
            let is_last = lines.peek().is_none();
            let (code, message) = if is_last && !text.ends_with('\n') {
                ("cut-off", "the text ends within a sample")
            } else {
                ("not-a-sample", "this line is not a sample of Prometheus' text format")
            };
            return Err(Problem::error(code, message)
                .at(told.place(at + 1, 1))
                .hint("a sample is written `name{label=\"value\"} number`"));
        };
        let could_be = told.resource.is_some() && vector.name().contains("_bytes");
        if !meaning::is_known(vector.name()) && !could_be {
            answer.others += 1;
            continue;
        }
        if answer.vectors.len() == MOST {
            let message =
                format!("`{}` holds more than {MOST} samples of memory and disks", told.name);
            return Err(Problem::error("too-large", message)
                .at(told.place(at + 1, 1))
                .hint("give an exporter's text by itself, or what Prometheus keeps of it"));
        }
        vector.samples.push(sample);
        answer.vectors.push(vector);
    }
    Ok(answer)
}

/// A series without its sample, and the sample.
fn parse(line: &str, in_seconds: bool) -> Option<(Vector, Sample)> {
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == ':';
    let end = line.find(|c| !is_name(c)).unwrap_or(line.len());
    let (name, mut rest) = line.split_at_checked(end)?;
    if name.is_empty() || name.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let mut labels = vec![("__name__".to_owned(), name.to_owned())];
    rest = rest.trim_start();
    if let Some(inside) = rest.strip_prefix('{') {
        rest = read_labels(inside, &mut labels)?;
    }
    // What an OpenMetrics sample is an example of stands behind a number sign.
    let rest = rest.split(" # ").next().unwrap_or(rest);
    let mut words = rest.split_whitespace();
    let value = words.next()?.parse().ok()?;
    let at = match words.next() {
        None => None,
        Some(time) if in_seconds => Some((time.parse::<f64>().ok()? * 1000.0) as i64),
        Some(time) => Some(time.parse().ok()?),
    };
    words.next().is_none().then_some((Vector { labels, samples: Vec::new() }, Sample { at, value }))
}

/// Reads `a="b",c="d"}`, with `\\`, `\"` and `\n` in values; gives what follows.
fn read_labels<'a>(mut rest: &'a str, labels: &mut Vec<(String, String)>) -> Option<&'a str> {
    loop {
        rest = rest.trim_start_matches([',', ' ', '\t']);
        if let Some(after) = rest.strip_prefix('}') {
            return Some(after);
        }
        let (name, after) = rest.split_once('=')?;
        let after = after.trim_start().strip_prefix('"')?;
        let mut value = String::new();
        let mut chars = after.char_indices();
        loop {
            match chars.next()? {
                (at, '"') => {
                    rest = after.get(at + 1..)?;
                    break;
                }
                (_, '\\') => value.push(match chars.next()?.1 {
                    'n' => '\n',
                    other => other,
                }),
                (_, other) => value.push(other),
            }
        }
        labels.push((name.trim().to_owned(), value));
    }
}
