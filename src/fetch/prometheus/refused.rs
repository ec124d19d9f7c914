//! Why does a server not answer, and is it worth asking again, or for less?

use std::time::Duration;

use ureq::http::Uri;

use super::answer::{self, Answer, Unreadable};
use crate::diag::Problem;
use crate::fetch::Auth;
use crate::fetch::web::{self, Failure, named};

/// What became of a try.
#[derive(Debug)]
pub(super) enum Trouble {
    /// The server may answer later.
    Passing {
        /// Why not now.
        problem: Box<Problem>,
        /// When it may be asked again, where it says so.
        after: Option<Duration>,
        /// Whether less would be easier for it.
        is_heavy: bool,
    },
    /// It answers, but not so much at once.
    Heavy(Problem),
    /// It will not answer.
    Lasting(Problem),
    /// The person had enough.
    Cancelled,
}

/// Words by which servers say that a query is too much: Prometheus's limit of samples, Mimir's of days and chunks,
/// VictoriaMetrics's of series and memory.
const TOO_MUCH: [&str; 8] = [
    "too many samples",
    "too many points",
    "exceeded maximum resolution",
    "exceeds the limit",
    "exceeds limit",
    "exceeded the maximum",
    "too many",
    "not enough memory",
];

/// Of a try that brought no answer; `met`: whether the server has answered before.
pub(super) fn of_web(failure: Failure, met: bool) -> Trouble {
    match failure {
        Failure::Cancelled => Trouble::Cancelled,
        Failure::Passing(problem) => {
            let is_heavy = problem.code == "timeout";
            Trouble::Passing { problem: problem.into(), after: None, is_heavy }
        }
        Failure::Nobody(problem) if met => {
            Trouble::Passing { problem: problem.into(), after: None, is_heavy: false }
        }
        Failure::Nobody(problem) | Failure::Lasting(problem) => Trouble::Lasting(problem),
        Failure::TooLong => Trouble::Heavy(
            Problem::error("too-large", "one day's answer is longer than 256 MiB")
                .hint("ask for fewer hosts by `--match`"),
        ),
    }
}

/// The series of an answer, or what is the matter with it.
pub(super) fn judge(given: &web::Answer, url: &Uri, auth: &Auth) -> Result<Answer, Trouble> {
    let at = named(url);
    let read = answer::read(&given.body);
    let of_text = |problem: Problem| Trouble::Passing {
        problem: problem.into(),
        after: given.after,
        is_heavy: false,
    };
    if (200..300).contains(&given.status) {
        let answer = match read {
            Ok(answer) => answer,
            Err(Unreadable::CutOff) => {
                return Err(of_text(Problem::error(
                    "cut-off",
                    format!("the answer of {at} ends too early"),
                )));
            }
            Err(Unreadable::Other(why)) => {
                let (why, begins) = (auth.hide(&why), auth.hide(&answer::beginning(&given.body)));
                let what = format!(
                    "{at} does not answer as a Prometheus does: {why}; it begins `{begins}`"
                );
                return Err(Trouble::Lasting(
                    Problem::error("no-prometheus", what)
                        .hint("is there a path before `/api/v1`, or a page to log in?"),
                ));
            }
        };
        let is_matrix = answer.data.as_ref().is_some_and(|data| data.kind == "matrix");
        return if answer.status == "success" && is_matrix {
            Ok(answer)
        } else if answer.error.is_empty() {
            let what = format!("{at} answers without series");
            Err(Trouble::Lasting(Problem::error("no-prometheus", what).hint("is it a Prometheus?")))
        } else {
            Err(of_status(422, &at, &auth.hide(&answer.error), given.after))
        };
    }
    let said = match read {
        Ok(answer) if !answer.error.is_empty() => answer.error,
        _ => answer::beginning(&given.body),
    };
    Err(of_status(given.status, &at, &auth.hide(&said), given.after))
}

fn of_status(status: u16, at: &str, said: &str, after: Option<Duration>) -> Trouble {
    let said: String = said.chars().take(300).collect();
    let problem = |code: &'static str, what: &str| {
        let words = if said.is_empty() { String::new() } else { format!(": {said}") };
        Problem::error(code, format!("{at} {what}{words}"))
    };
    let passing =
        |problem: Problem, is_heavy| Trouble::Passing { problem: problem.into(), after, is_heavy };
    match status {
        401 if said.to_lowercase().contains("org id") => Trouble::Lasting(
            problem("not-allowed", "asks whose data is wanted (401)")
                .hint("name the tenant: `--header X-Scope-OrgID=NAME`"),
        ),
        401 => Trouble::Lasting(
            problem("not-allowed", "asks who you are (401)")
                .hint("give `--token-file`, or `--user` and `--password-file`"),
        ),
        403 => Trouble::Lasting(
            problem("not-allowed", "does not allow it (403)")
                .hint("does the token or user have the right to query?"),
        ),
        404 => Trouble::Lasting(
            problem("not-found", "is not there (404)").hint("which path comes before `/api/v1`?"),
        ),
        429 => passing(problem("too-often", "is asked too often (429)"), false),
        503 | 504 => {
            passing(problem("busy", &format!("could not answer in time ({status})")), true)
        }
        408 | 425 | 500 | 502 => {
            passing(problem("broken-down", &format!("broke down ({status})")), false)
        }
        413 => Trouble::Heavy(problem("too-much", "finds it too much (413)")),
        400 | 422 if is_too_much(&said) => Trouble::Heavy(
            problem("too-much", "finds a single day too much")
                .hint("ask for fewer hosts by `--match`"),
        ),
        400 | 422 => Trouble::Lasting(
            problem("query-refused", "refuses the query")
                .hint("are the matchers or the expression PromQL, as `job=\"node\"`?"),
        ),
        _ => Trouble::Lasting(problem("refused", &format!("answers {status}"))),
    }
}

fn is_too_much(said: &str) -> bool {
    let said = said.to_lowercase();
    TOO_MUCH.iter().any(|words| said.contains(words))
}
