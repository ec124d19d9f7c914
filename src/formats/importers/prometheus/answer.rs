//! What does an answer of Prometheus' query API hold?

use super::super::Told;
use super::super::json::{self, Json};
use super::{Sample, Vector};
use crate::diag::Problem;

/// What came back.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Answer {
    /// Every series of every answer.
    pub(crate) vectors: Vec<Vector>,
    /// Words of the server: what it left out, or holds for a slip.
    pub(crate) warnings: Vec<String>,
    /// Samples that are histograms, not values.
    pub(crate) histograms: u64,
    /// Samples of an exporter's text that nobody asked for.
    pub(crate) others: u64,
}

/// Reads the JSON of `query` or `query_range`, with or without what wraps the result; several may follow one another.
///
/// Refused: what is not JSON, with its place; an answer that is an error, with its words; a result that is a text.
pub(crate) fn answer(text: &str, told: &Told) -> Result<Answer, Problem> {
    let mut answer = Answer::default();
    for document in &json::parse(text, told, |_| true)? {
        if document.text_of("status") == Some("error") || document.get("errorType").is_some() {
            return Err(refused(document));
        }
        for kind in ["warnings", "infos"] {
            let words = document.get(kind).and_then(Json::list).unwrap_or_default();
            answer.warnings.extend(words.iter().filter_map(Json::text).map(str::to_owned));
        }
        let data = document.inside("data");
        let result = data.inside("result");
        match data.text_of("resultType") {
            Some("string") => {
                return Err(Problem::error("no-usage", "the result is a text, not a measurement")
                    .hint("ask for a metric, as `node_memory_MemAvailable_bytes`"));
            }
            Some("scalar") => {
                let samples = sample(result).into_iter().collect();
                answer.vectors.push(Vector { labels: Vec::new(), samples });
            }
            _ => {
                for series in result.rows() {
                    take(series, &mut answer);
                }
            }
        }
    }
    Ok(answer)
}

fn refused(document: &Json) -> Problem {
    let kind = document.text_of("errorType").unwrap_or("error");
    let words = document.text_of("error").unwrap_or("no words");
    Problem::error("answer-is-error", format!("Prometheus answered with an error: {kind}: {words}"))
}

fn take(series: &Json, answer: &mut Answer) {
    let mut labels = Vec::new();
    if let Some(Json::Map(entries)) = series.get("metric") {
        for (name, value) in entries {
            if let Some(value) = value.text() {
                labels.push((name.to_string(), value.to_owned()));
            }
        }
    }
    let many = series.get("values").and_then(Json::list).unwrap_or_default();
    let one = series.get("value");
    let samples = many.iter().chain(one).filter_map(sample).collect();
    let histograms = series.get("histograms").and_then(Json::list).map_or(0, <[Json]>::len);
    answer.histograms += histograms as u64 + u64::from(series.get("histogram").is_some());
    answer.vectors.push(Vector { labels, samples });
}

/// A time in seconds and a value; a value that is no number is not one.
fn sample(pair: &Json) -> Option<Sample> {
    let [time, value] = pair.list()? else { return None };
    let at = (time.number()? * 1000.0).round() as i64;
    Some(Sample { at: Some(at), value: value.number().unwrap_or(f64::NAN) })
}
