//! What does a server elsewhere say of the usage, or a provider of its prices? Asked on the command line.

use std::io::{self, IsTerminal as _};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use clap::builder::{PossibleValue, PossibleValuesParser};
use clap::{Args, Subcommand};
use rust_decimal::Decimal;

use crate::cli::args::formats;
use crate::cli::import::{chosen, into, known_contract};
use crate::cli::{Ends, Outcome, written};
use crate::diag::Problem;
use crate::disk;
use crate::fetch::prometheus::presets::{Gives, PRESETS, Query, preset};
use crate::fetch::prometheus::{Ask, Came, Progress, Statistics, Stopped, fetch};
use crate::fetch::{Auth, Header, Secret};
use crate::formats::importers::{Import, Measured};
use crate::model::Resource;
use crate::report::{Block, Cell, Column, Paragraph, Report, Row, Table, Value};
use crate::session::Session;
use crate::units::{Day, show_disk, show_ram};

mod catalogues;

use catalogues::{AuctionArguments, OvhArguments};

/// Kinds of servers that can be asked.
#[derive(Debug, Subcommand)]
pub enum FetchArguments {
    /// A Prometheus, Thanos, Mimir or VictoriaMetrics: one value a day and host comes back
    Prometheus(Box<PrometheusArguments>),
    /// OVH's order catalogue: every server with its options and prices
    Ovh(Box<OvhArguments>),
    /// Hetzner's server auction, as it is now
    HetznerAuction(Box<AuctionArguments>),
}

const EXAMPLES: &str = "\
Examples:
  headroom fetch prometheus http://localhost:9090
  headroom fetch prometheus https://metrics.example.org/prometheus --match 'env=\"live\"' --token-file token
  headroom fetch prometheus http://localhost:9090 --preset kubelet --days 90 --format csv
  headroom fetch prometheus https://mimir.example.org/prometheus --header X-Scope-OrgID=team-a
  headroom fetch prometheus http://localhost:9090 --query 'storage=pg_database_size_bytes' --part-label datname

A secret is read from a file or an environment variable, sent to the server named and to no other, and kept nowhere.";

/// What `fetch prometheus` is told.
#[derive(Debug, Args)]
#[command(after_long_help = EXAMPLES)]
pub struct PrometheusArguments {
    /// Address of the server, with the path before /api/v1 where there is one
    pub url: String,
    /// How many days back from yesterday
    #[arg(long, default_value_t = 365, value_parser = clap::value_parser!(u32).range(1..=36_500))]
    pub days: u32,
    /// Exporter whose metrics are asked for, one or more; absent: node, unless --query is given
    #[arg(long, value_name = "NAME", value_parser = presets())]
    pub preset: Vec<String>,
    /// Labels that every series must have, as 'job="node",env="live"'
    #[arg(long = "match", value_name = "MATCHERS", default_value = "", hide_default_value = true)]
    pub matchers: String,
    /// PromQL for bytes in use; RESOURCE is ram, storage or backup
    #[arg(long, value_name = "RESOURCE=PROMQL")]
    pub query: Vec<String>,
    /// PromQL for all the bytes that could be used
    #[arg(long, value_name = "RESOURCE=PROMQL")]
    pub usable: Vec<String>,
    /// Of --query and --usable: how often in a day they are evaluated
    #[arg(long, value_name = "MINUTES", default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..=1440))]
    pub every: u32,
    /// Of --query and --usable: the label that names the host
    #[arg(long, value_name = "LABEL", default_value = "instance")]
    pub host_label: String,
    /// Of --query and --usable: a label that names a part of the host; may be given again
    #[arg(long, value_name = "LABEL")]
    pub part_label: Vec<String>,
    /// Ask only for what counts of a day, not for its 95 %, which the server has to sort for
    #[arg(long)]
    pub without_p95: bool,
    /// Where days begin, as +02:00; absent: UTC
    #[arg(long, value_name = "+HH:MM", default_value = "+00:00", hide_default_value = true, allow_hyphen_values = true, value_parser = utc_offset)]
    pub utc_offset: i32,
    /// File with a bearer token
    #[arg(long, value_name = "FILE", group = "proof")]
    pub token_file: Option<PathBuf>,
    /// Name of an environment variable with a bearer token
    #[arg(long, value_name = "NAME", group = "proof")]
    pub token_env: Option<String>,
    /// Name for basic auth
    #[arg(long, value_name = "NAME", requires = "password")]
    pub user: Option<String>,
    /// File with the password of --user
    #[arg(long, value_name = "FILE", groups = ["proof", "password"], requires = "user")]
    pub password_file: Option<PathBuf>,
    /// Name of an environment variable with the password of --user
    #[arg(long, value_name = "NAME", groups = ["proof", "password"], requires = "user")]
    pub password_env: Option<String>,
    /// A header for each question, for what is no secret, as X-Scope-OrgID=team; may be given again
    #[arg(long, value_name = "NAME=VALUE")]
    pub header: Vec<String>,
    /// A header whose value stands in a file, as X-Api-Key=key.txt; may be given again
    #[arg(long, value_name = "NAME=FILE")]
    pub header_file: Vec<String>,
    /// A header whose value is that of an environment variable; may be given again
    #[arg(long, value_name = "NAME=VARIABLE")]
    pub header_env: Vec<String>,
    /// File with certificates (PEM) of the authorities to trust instead of the system's
    #[arg(long, value_name = "FILE")]
    pub ca_file: Option<PathBuf>,
    /// How long an answer may take
    #[arg(long, value_name = "SECONDS", default_value_t = 120, value_parser = clap::value_parser!(u32).range(1..=3600))]
    pub timeout: u32,
    /// How often a window of days is tried before it is given up
    #[arg(long, value_name = "TIMES", default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..=20))]
    pub tries: u32,
    /// Scenario to add the usage to; absent: print what came
    #[arg(long, value_name = "SCENARIO", conflicts_with = "daily")]
    pub into: Option<PathBuf>,
    /// Contract that was measured, by its key; absent: as the host is called
    #[arg(long, value_name = "CONTRACT", requires = "into")]
    pub on: Option<String>,
    /// Host to take in, where the server has several that would be one contract
    #[arg(long, value_name = "NAME", requires = "into")]
    pub host: Option<String>,
    /// Ask nothing: print the PromQL that would be sent, one query a line
    #[arg(long)]
    pub dry_run: bool,
    /// Print every day of every series, not a line a series
    #[arg(long)]
    pub daily: bool,
    /// How the answer is written
    #[arg(long, value_name = "FORMAT", default_value = "text", value_parser = formats())]
    pub format: String,
}

/// Asks, and prints what came.
pub(super) fn run(from: &FetchArguments, today: Day, ends: &mut Ends<'_>) -> Outcome {
    let done = match from {
        FetchArguments::Prometheus(given) => prometheus(given, today, ends),
        FetchArguments::Ovh(given) => catalogues::ovh(given, today, ends),
        FetchArguments::HetznerAuction(given) => catalogues::auction(given, today, ends),
    };
    done.unwrap_or_else(|problem| {
        ends.tell(&problem);
        Outcome::Failed
    })
}

/// Asks, and prints what came; on failure what came until then is printed as well. Days end with yesterday.
fn prometheus(
    given: &PrometheusArguments,
    today: Day,
    ends: &mut Ends<'_>,
) -> Result<Outcome, Problem> {
    let ask = ask(given, today)?;
    if given.dry_run {
        let lines: String = ask.queries_sent().iter().map(|query| query.clone() + "\n").collect();
        return Ok(ends.answer(lines.as_bytes()));
    }
    let mut session = given.into.as_deref().map(|path| Session::open(path, today)).transpose()?;
    if let (Some(on), Some(session)) = (&given.on, &session) {
        known_contract(session, on)?;
    }
    let mut came = Came::default();
    let mut shown = Shown::new();
    let fetched = fetch(&ask, &mut came, &mut |progress| {
        shown.show(progress, ends);
        ControlFlow::Continue(())
    });
    shown.clear(ends);
    let (import, outcome) = match fetched {
        Ok(import) => (import, Outcome::Done),
        Err(Stopped::Cancelled) => (came.import(&ask), Outcome::Failed),
        Err(Stopped::Failed(problem)) if came.is_empty() => return Err(problem),
        Err(Stopped::Failed(problem)) => {
            ends.tell(&problem);
            (came.import(&ask), Outcome::Failed)
        }
    };
    if let Some(session) = session.as_mut() {
        let source = format!("Prometheus, {}", given.url);
        let chosen = chosen(given.on.as_deref(), &source, today);
        let told = match into(session, &import, (chosen, given.host.as_deref()))? {
            Ok(report) => ends.answer(&written(&[report], &given.format)?),
            Err(problem) => {
                ends.tell(&problem);
                Outcome::Failed
            }
        };
        if session.is_unsaved() {
            session.save()?;
        }
        return Ok(told.max(outcome));
    }
    let table = if given.daily { daily(&import) } else { summary(&import) };
    let bytes = written(&[report(&import, table, &given.url)], &given.format)?;
    Ok(ends.answer(&bytes).max(outcome))
}

fn ask(given: &PrometheusArguments, today: Day) -> Result<Ask, Problem> {
    let mut queries = Vec::new();
    let mut notes = Vec::new();
    let default = ["node".to_owned()];
    let names = if given.preset.is_empty() && given.query.is_empty() {
        &default[..]
    } else {
        &given.preset
    };
    for preset in names.iter().filter_map(|name| preset(name)) {
        queries.extend_from_slice(preset.queries);
        notes.extend(preset.notes.iter().map(|note| (*note).to_owned()));
    }
    for text in &given.query {
        let (resource, expression) = own(text)?;
        queries.push(of_person(given, Gives::InUse(resource), expression));
    }
    for text in &given.usable {
        let (resource, expression) = own(text)?;
        queries.push(of_person(given, Gives::Usable(resource), expression));
    }
    let authorities = given.ca_file.as_deref().map(disk::held_in).transpose()?;
    Ok(Ask {
        url: given.url.clone(),
        queries,
        notes,
        matchers: given.matchers.clone(),
        from: today.plus_days(-i64::from(given.days)),
        until: today,
        utc_offset: given.utc_offset,
        statistics: if given.without_p95 { Statistics::Counted } else { Statistics::All },
        auth: with_headers(auth(given)?, given)?,
        authorities,
        patience: Duration::from_secs(given.timeout.into()),
        tries: given.tries,
    })
}

fn of_person(given: &PrometheusArguments, of: Gives, expression: &str) -> Query {
    Query::own(of, expression, given.every, &given.host_label, &given.part_label)
}

/// `ram=PROMQL`.
fn own(text: &str) -> Result<(Resource, &str), Problem> {
    let (resource, expression) = text.split_once('=').unwrap_or((text, ""));
    let resource = match resource.trim() {
        "ram" => Some(Resource::Ram),
        "storage" => Some(Resource::Storage),
        "backup" => Some(Resource::Backup),
        _ => None,
    };
    match resource {
        Some(resource) if !expression.trim().is_empty() => Ok((resource, expression)),
        _ => Err(Problem::error("no-query", format!("`{text}` is not RESOURCE=PROMQL"))
            .hint("write `ram=`, `storage=` or `backup=` and an expression that gives bytes")),
    }
}

fn auth(given: &PrometheusArguments) -> Result<Auth, Problem> {
    let file = given.token_file.as_deref().or(given.password_file.as_deref());
    let variable = given.token_env.as_deref().or(given.password_env.as_deref());
    let secret = match (file, variable) {
        (Some(path), _) => Secret::new(&disk::held_in(path)?, &format!("`{}`", path.display()))?,
        (None, Some(name)) => {
            Secret::new(&disk::variable(name)?, &format!("the environment variable `{name}`"))?
        }
        (None, None) => return Ok(Auth::None),
    };
    match &given.user {
        None => Ok(Auth::Bearer(secret)),
        Some(user) if user.contains(':') || user.chars().any(char::is_control) => Err(
            Problem::error("no-user", "the name for basic auth has a colon or a line break in it"),
        ),
        Some(user) => Ok(Auth::Basic { user: user.clone(), password: secret }),
    }
}

/// The same with the headers that were given.
fn with_headers(auth: Auth, given: &PrometheusArguments) -> Result<Auth, Problem> {
    fn parts<'a>(text: &'a str, what: &str) -> Result<(&'a str, &'a str), Problem> {
        text.split_once('=').ok_or_else(|| {
            Problem::error("no-header", format!("`{text}` is not NAME={what}"))
                .hint("write it as `X-Scope-OrgID=team-a`")
        })
    }
    let mut headers = Vec::new();
    for text in &given.header {
        let (name, value) = parts(text, "VALUE")?;
        headers.push(Header::plain(name, value)?);
    }
    for text in &given.header_file {
        let (name, file) = parts(text, "FILE")?;
        let value = Secret::new(&disk::held_in(Path::new(file))?, &format!("`{file}`"))?;
        headers.push(Header::secret(name, value)?);
    }
    for text in &given.header_env {
        let (name, variable) = parts(text, "VARIABLE")?;
        let from = format!("the environment variable `{variable}`");
        headers.push(Header::secret(name, Secret::new(&disk::variable(variable)?, &from)?)?);
    }
    Ok(if headers.is_empty() { auth } else { Auth::With(Box::new(auth), headers) })
}

/// `+02:00` in minutes.
fn utc_offset(text: &str) -> Result<i32, String> {
    let wrong = || "write +HH:MM or -HH:MM, up to 14 hours".to_owned();
    let (sign, rest) = match text.split_at_checked(1) {
        Some(("+", rest)) => (1, rest),
        Some(("-", rest)) => (-1, rest),
        _ => return Err(wrong()),
    };
    let two = |text: &str| {
        let is_two = text.len() == 2 && text.bytes().all(|b| b.is_ascii_digit());
        is_two.then(|| text.parse::<i32>().ok()).flatten()
    };
    let (hours, minutes) = rest.split_once(':').ok_or_else(wrong)?;
    let all = two(hours).zip(two(minutes).filter(|minutes| *minutes < 60)).ok_or_else(wrong)?;
    let all = all.0 * 60 + all.1;
    if all <= 14 * 60 { Ok(sign * all) } else { Err(wrong()) }
}

fn presets() -> PossibleValuesParser {
    PRESETS.iter().map(|p| PossibleValue::new(p.name).help(p.what)).collect::<Vec<_>>().into()
}

/// Progress on a terminal, once it takes longer than a person waits without asking.
struct Shown {
    is_terminal: bool,
    since: Instant,
    last: Option<String>,
}

const SOON: Duration = Duration::from_millis(500);

impl Shown {
    fn new() -> Self {
        Self { is_terminal: io::stderr().is_terminal(), since: Instant::now(), last: None }
    }

    fn show(&mut self, progress: Progress, ends: &mut Ends<'_>) {
        let percent = progress.done * 100 / progress.of.max(1);
        let words = match progress.waiting {
            Some(pause) => format!("{percent} %, waiting for the server ({} s)", pause.as_secs()),
            None => format!("{percent} %"),
        };
        self.say(&words, ends);
    }

    fn say(&mut self, words: &str, ends: &mut Ends<'_>) {
        if !self.is_terminal || self.since.elapsed() < SOON || self.last.as_deref() == Some(words) {
            return;
        }
        // Who cannot see it misses nothing.
        drop(write!(ends.err, "\r\u{1b}[K{words}").and_then(|()| ends.err.flush()));
        self.last = Some(words.to_owned());
    }

    fn clear(&self, ends: &mut Ends<'_>) {
        if self.last.is_some() {
            drop(write!(ends.err, "\r\u{1b}[K"));
        }
    }
}

fn report(import: &Import, table: Table, url: &str) -> Report {
    let mut blocks = vec![Block::Table(table)];
    let left = import.left_out.iter().map(|left| format!("Left out: {} {}", left.count, left.what));
    let notes = import.notes.iter().map(|note| sentence(note));
    blocks.extend(left.chain(notes).map(|text| Block::Text(Paragraph::plain(text))));
    Report { name: "fetch", title: format!("What was in use, by {url}"), blocks }
}

/// A row a series.
fn summary(import: &Import) -> Table {
    let mut columns = columns_of_series();
    columns.extend([
        Column::numbers("days", "Days"),
        Column::numbers("first", "First"),
        Column::numbers("last", "Last"),
        Column::numbers("in_use", "In use at last"),
        Column::numbers("highest", "Highest"),
        Column::numbers("highest_on", "On"),
        Column::numbers("usable", "Of"),
    ]);
    let mut table = Table::new("usage", "", columns);
    let row = |series: &Measured| {
        let (first, last) = series.days.ends()?;
        let (_, at_last) = series.days.counted(&series.resource).last()?;
        let counted = series.days.counted(&series.resource);
        // Of equal ones the first.
        let higher = |a: (Day, f64), b: (Day, f64)| if b.1 > a.1 { b } else { a };
        let (on, highest) = counted.reduce(higher)?;
        let mut cells = cells_of_series(series);
        cells.extend([
            Cell::of(series.days.len().to_string(), Value::Count(Decimal::from(series.days.len()))),
            day(first),
            day(last),
            size(series, at_last),
            size(series, highest),
            day(on),
            series.total.map_or_else(Cell::default, |total| size(series, total)),
        ]);
        Some(Row::item(cells))
    };
    table.rows.extend(import.series.iter().filter_map(row));
    table
}

/// A row a day of a series.
fn daily(import: &Import) -> Table {
    let mut columns = columns_of_series();
    columns.extend([
        Column::numbers("day", "Day"),
        Column::numbers("in_use", "In use"),
        Column::numbers("p95", "95 % of the day"),
    ]);
    let mut table = Table::new("days", "", columns);
    for series in &import.series {
        table.rows.extend(series.days.iter().map(|(on, value)| {
            let mut cells = cells_of_series(series);
            cells.extend([
                day(on),
                size(series, value.counts(&series.resource)),
                value.p95.map_or_else(Cell::default, |p95| size(series, p95)),
            ]);
            Row::item(cells)
        }));
    }
    table
}

fn columns_of_series() -> Vec<Column> {
    vec![
        Column::words("host", "Host"),
        Column::words("part", "Part"),
        Column::words("resource", "Resource"),
    ]
}

fn cells_of_series(series: &Measured) -> Vec<Cell> {
    let words = |text: &Option<String>| Cell::words(text.as_deref().unwrap_or_default());
    let resource = match &series.resource {
        Resource::Ram => "RAM",
        Resource::Storage => "storage",
        Resource::Backup => "backup",
        Resource::Cpu => "CPU",
        Resource::Count(name) => name,
    };
    vec![words(&series.host), words(&series.part), Cell::words(resource)]
}

fn day(day: Day) -> Cell {
    Cell::of(day.to_string(), Value::Day(day))
}

fn size(series: &Measured, bytes: f64) -> Cell {
    let bytes = bytes.round() as i128;
    let text = if series.resource == Resource::Ram { show_ram(bytes) } else { show_disk(bytes) };
    Cell::of(text, Value::Bytes(bytes))
}

fn sentence(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use std::io::{Read as _, Write as _};
    use std::net::TcpListener;
    use std::thread;

    use clap::Parser as _;

    use super::*;
    use crate::cli::Arguments;

    const MATRIX: &str = r#"{"status":"success","data":{"resultType":"matrix","result":[
        {"metric":{"instance":"web1:9100"},"values":[[1618790399.999,"2147483648"],[1618876799.999,"1073741824"]]}]}}"#;

    /// A server that gives the same answer to everything, and what it was asked.
    pub(super) fn serve(status: &'static str, body: &'static str) -> String {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                let mut head = Vec::new();
                while !head.ends_with(b"\r\n\r\n") {
                    let mut byte = [0];
                    if stream.read(&mut byte).unwrap_or(0) == 0 {
                        break;
                    }
                    head.push(byte[0]);
                }
                let answer = format!(
                    "HTTP/1.1 {status}\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{body}",
                    body.len()
                );
                drop(stream.write_all(answer.as_bytes()));
            }
        });
        url
    }

    fn parse(line: &[&str]) -> Result<FetchArguments, String> {
        parse_as("prometheus", line)
    }

    fn parse_as(kind: &str, line: &[&str]) -> Result<FetchArguments, String> {
        let words = ["headroom", "fetch", kind].into_iter().chain(line.iter().copied());
        match Arguments::try_parse_from(words).map(|given| given.command) {
            Ok(Some(crate::cli::Command::Fetch { from })) => Ok(from),
            Ok(other) => panic!("{other:?}"),
            Err(error) => Err(error.to_string()),
        }
    }

    fn ran(line: &[&str]) -> (Outcome, String, String) {
        ran_as("prometheus", line)
    }

    pub(super) fn ran_as(kind: &str, line: &[&str]) -> (Outcome, String, String) {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let mut ends = Ends { out: &mut out, err: &mut err };
        let outcome =
            run(&parse_as(kind, line).unwrap(), Day::new(2021, 4, 20).unwrap(), &mut ends);
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (outcome, text(out), text(err))
    }

    #[test]
    fn what_came_is_a_row_a_series() {
        // 1618876799.999 is the last millisecond of 19 April 2021, yesterday.
        let url = serve("200 OK", MATRIX);
        let (outcome, out, err) = ran(&[&url, "--query", "ram=x", "--format", "csv"]);
        assert_eq!((outcome, err.as_str()), (Outcome::Done, ""));
        // 1 GiB at last, 2 GiB at most.
        let row = "web1,,RAM,2,2021-04-18,2021-04-19,1073741824,2147483648,2021-04-18,";
        assert!(out.lines().any(|line| line.ends_with(row)), "{out}");
        let (_, daily, _) = ran(&[&url, "--query", "ram=x", "--daily", "--format", "csv"]);
        let rows: Vec<_> = daily.lines().filter(|line| line.contains("web1,")).collect();
        assert_eq!(rows.len(), 2, "{daily}");
        assert!(rows[0].contains("web1,,RAM,2021-04-18,2147483648"), "{daily}");
    }

    #[test]
    fn a_server_that_refuses_is_told_on_standard_error() {
        let url = serve("401 Unauthorized", "");
        let (outcome, out, err) = ran(&[&url]);
        assert_eq!((outcome, out.as_str()), (Outcome::Failed, ""));
        assert!(err.contains("(401)") && err.contains("hint: give `--token-file`"), "{err}");
    }

    #[test]
    fn a_dry_run_prints_the_queries_and_asks_nothing() {
        let line = ["http://127.0.0.1:9", "--dry-run", "--match", "env=\"live\"", "--without-p95"];
        let (outcome, out, err) = ran(&line);
        assert_eq!((outcome, err.as_str()), (Outcome::Done, ""));
        assert_eq!(out.lines().count(), 4);
        assert!(out.lines().all(|line| line.contains("{env=\"live\"")));
        assert!(!out.contains("quantile"));
    }

    #[test]
    fn a_secret_comes_from_a_file_or_a_variable() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("token");
        disk::save(&path, b"s3cret\n", disk::Over::Anything).unwrap();
        let path = path.to_str().unwrap();
        let auth_of = |line: &[&str]| {
            let parsed = parse(&[&["http://a"], line].concat()).unwrap();
            let FetchArguments::Prometheus(given) = parsed else { panic!("{parsed:?}") };
            auth(&given)
        };
        assert!(matches!(auth_of(&["--token-file", path]).unwrap(), Auth::Bearer(_)));
        let basic = auth_of(&["--user", "el", "--password-file", path]).unwrap();
        assert!(matches!(&basic, Auth::Basic { user, .. } if user == "el"));
        assert!(!format!("{basic:?}").contains("s3cret"));
        assert!(matches!(auth_of(&["--token-env", "PATH"]).unwrap(), Auth::Bearer(_)));
        assert!(matches!(auth_of(&[]).unwrap(), Auth::None));
        for name in ["HEADROOM_IS_NOT_SET", "A=B", ""] {
            assert_eq!(auth_of(&["--token-env", name]).unwrap_err().code, "no-variable");
        }
        let problem = auth_of(&["--token-file", "no/such/file"]).unwrap_err();
        assert!(problem.message.contains("no/such/file"), "{problem}");
        let problem = auth_of(&["--user", "a:b", "--password-file", path]).unwrap_err();
        assert_eq!(problem.code, "no-user");
    }

    #[test]
    fn one_proof_at_a_time() {
        #[track_caller]
        fn refused(line: &[&str]) {
            assert!(parse(&[&["http://a"], line].concat()).is_err(), "{line:?}");
        }
        refused(&["--token-file", "x", "--token-env", "y"]);
        refused(&["--user", "x"]);
        refused(&["--password-file", "x"]);
        refused(&["--user", "x", "--password-file", "y", "--token-env", "z"]);
        refused(&["--days", "0"]);
        refused(&["--preset", "windows"]);
        refused(&["--utc-offset", "2"]);
    }

    #[test]
    fn an_expression_of_ones_own_names_its_resource() {
        assert_eq!(own("ram=a{b=\"c\"}").unwrap(), (Resource::Ram, "a{b=\"c\"}"));
        for text in ["a{b=\"c\"}", "ram", "ram= ", "cpu=x", ""] {
            assert_eq!(own(text).unwrap_err().code, "no-query", "{text}");
        }
    }

    #[test]
    fn offsets_are_hours_and_minutes() {
        assert_eq!(utc_offset("+02:00"), Ok(120));
        assert_eq!(utc_offset("-03:30"), Ok(-210));
        for text in ["", "2", "+2", "+02:60", "+15:00", "+0200", "02:00", "+é2:00", "+-1:00"] {
            assert!(utc_offset(text).is_err(), "{text}");
        }
    }
}
