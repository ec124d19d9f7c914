//! What does a provider sell today? Asked where it gives out its prices to anybody, when a person asks for it.
//!
//! The answer is taken whole or not at all, as the bytes that were sent: what they say is for a reader of
//! [`formats::catalogues`](crate::formats::catalogues). No secret goes along, and no other host is asked than the one told.

use std::ops::ControlFlow;
use std::time::Duration;

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::Auth;
use super::web::{Answer, Elsewhere, Failure, How, Web, named};
use crate::diag::Problem;

mod address;
#[cfg(test)]
mod tests;

pub use address::{AUCTION_CURRENCIES, LINES, List, subsidiaries};

/// A list may be so long, in bytes, once unpacked: seven times the longest that OVH gave out so far.
pub const LARGEST: u64 = 64 * 1024 * 1024;
/// How much of what a server says of itself is shown, in characters.
const SHOWN: usize = 200;

/// What is asked.
#[derive(Clone, Debug)]
pub struct Ask {
    /// Which list.
    pub list: List,
    /// Host that is asked; `None`: the provider's usual one for that list.
    pub host: Option<String>,
    /// Only what changed since then is wanted, as an HTTP date: `Mon, 24 Jan 2022 00:00:00 GMT`.
    pub since: Option<String>,
    /// Certificates of authorities that are trusted instead of the system's, as PEM.
    pub authorities: Option<String>,
    /// How long the answer may take.
    pub patience: Duration,
}

/// What came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Came {
    /// A whole JSON text, as it was sent.
    New(Vec<u8>),
    /// Nothing: it has not changed since then.
    Unchanged,
}

/// Why nothing came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stopped {
    /// The person had enough.
    Cancelled,
    /// The server could not be asked, or did not answer with a list.
    Failed(Problem),
}

impl Ask {
    /// The address that would be asked, for a person to look at before; refused as [`fetch`] would.
    pub fn address(&self) -> Result<String, Problem> {
        address::of(&self.list, self.host.as_deref()).map(|url| url.to_string())
    }
}

/// Asks once. `watch` is told how many bytes came so far, and breaks off by answering [`ControlFlow::Break`].
pub fn fetch(ask: &Ask, watch: &mut dyn FnMut(usize) -> ControlFlow<()>) -> Result<Came, Stopped> {
    fetch_up_to(LARGEST, ask, watch)
}

fn fetch_up_to(
    largest: u64,
    ask: &Ask,
    watch: &mut dyn FnMut(usize) -> ControlFlow<()>,
) -> Result<Came, Stopped> {
    let url = address::of(&ask.list, ask.host.as_deref()).map_err(Stopped::Failed)?;
    let how = How {
        auth: &Auth::None,
        patience: ask.patience,
        authorities: ask.authorities.as_deref(),
        largest,
        elsewhere: Elsewhere::Never,
        since: ask.since.as_deref(),
    };
    let web = Web::new(&url, &how).map_err(Stopped::Failed)?;
    let answer =
        web.get(&url, &[], watch).map_err(|failure| stopped(failure, &named(&url), largest))?;
    if answer.status == 304 && ask.since.is_some() {
        return Ok(Came::Unchanged);
    }
    if answer.status != 200 {
        return Err(Stopped::Failed(refused(&answer, &named(&url))));
    }
    whole(&answer.body, &named(&url)).map_err(Stopped::Failed)?;
    Ok(Came::New(answer.body))
}

fn stopped(failure: Failure, at: &str, largest: u64) -> Stopped {
    let problem = match failure {
        Failure::Cancelled => return Stopped::Cancelled,
        Failure::TooLong => {
            let message = format!("{at} sends more than {largest} bytes: nothing was kept");
            Problem::error("too-large", message).hint("no price list is that long")
        }
        Failure::Passing(problem) if problem.code == "timeout" => {
            problem.hint("wait longer by `--timeout`, or ask again later")
        }
        Failure::Passing(problem) => problem.hint("ask again: nothing was kept of what came"),
        Failure::Nobody(problem) | Failure::Lasting(problem) => problem,
    };
    Stopped::Failed(problem)
}

/// Why a server gave no list, in its own words where it has some.
fn refused(answer: &Answer, at: &str) -> Problem {
    #[derive(Deserialize)]
    struct Said {
        message: String,
    }
    let said = serde_json::from_slice::<Said>(&answer.body).ok();
    let said = said.map(|said| format!(": {}", shown(&said.message))).unwrap_or_default();
    let status = answer.status;
    let problem = |code, what: &str| Problem::error(code, format!("{at} {what} ({status}){said}"));
    match status {
        429 => {
            let wait = answer.after.map_or_else(
                || "ask again later".to_owned(),
                |after| format!("ask again in {} s", after.as_secs()),
            );
            problem("too-often", "was asked too often").hint(wait)
        }
        404 | 410 => problem("not-there", "has no such list").hint(
            "does the provider still give it out there? a file that was saved can be read too",
        ),
        400..500 => problem("refused", "refuses to answer"),
        500..600 => problem("server-fails", "cannot answer now").hint("ask again later"),
        _ => problem("no-answer", "answers with something else"),
    }
}

/// Whether an answer is a whole JSON text: a page, or a part, is no list.
fn whole(body: &[u8], at: &str) -> Result<(), Problem> {
    let Err(error) = serde_json::from_slice::<IgnoredAny>(body) else { return Ok(()) };
    let begins = body.iter().find(|byte| !byte.is_ascii_whitespace());
    Err(match begins {
        None => Problem::error("empty", format!("{at} sends nothing")),
        Some(b'<') => Problem::error("not-json", format!("{at} sends a page, not a price list"))
            .hint("is there a page to log in to between here and there?"),
        Some(_) if error.is_eof() => Problem::error(
            "cut-off",
            format!("what {at} sends ends too early, after {} bytes", body.len()),
        )
        .hint("ask again: nothing was kept of what came"),
        Some(_) => Problem::error("not-json", format!("{at} sends no JSON")),
    })
}

/// The beginning of what a server says, on one line.
fn shown(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(SHOWN).collect()
}
