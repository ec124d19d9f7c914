//! How is a server asked over HTTP, so that neither a secret nor the memory is lost to it?

use std::io::Read;
use std::ops::ControlFlow;
use std::time::Duration;

use chrono::DateTime;
use ureq::config::Config;
use ureq::http::{HeaderMap, Response, Uri, header};
use ureq::tls::{PemItem, RootCerts, TlsConfig, parse_pem};
use ureq::{Agent, Body, Error};

use super::Auth;
use crate::diag::Problem;

/// A server's answer may be so long, in bytes, once unpacked.
pub(super) const LARGEST: u64 = 256 * 1024 * 1024;
/// How often a server may send elsewhere before it answers.
const REDIRECTS: usize = 3;
/// How long a connection may take to come about.
const CONNECT: Duration = Duration::from_secs(10);
/// How much of an answer is read between two looks at whether it is still wanted, in bytes.
const CHUNK: usize = 256 * 1024;

/// How a server is asked.
#[derive(Clone, Debug)]
pub(super) struct How<'a> {
    /// Who asks.
    pub(super) auth: &'a Auth,
    /// How long one answer may take, from the first byte sent to the last received.
    pub(super) patience: Duration,
    /// Certificates of authorities that are trusted instead of the system's, as PEM.
    pub(super) authorities: Option<&'a str>,
    /// An answer may be so long, in bytes, once unpacked: [`LARGEST`].
    pub(super) largest: u64,
    /// Whether redirects to other hosts are followed.
    pub(super) elsewhere: Elsewhere,
    /// Only what changed since then is wanted, as an HTTP date.
    pub(super) since: Option<&'a str>,
}

/// Whether another host may be asked than the person was told of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Elsewhere {
    /// No.
    Never,
    /// Where no secret goes along.
    WithoutSecret,
}

/// A server with what is needed to ask it.
pub(super) struct Web<'a> {
    agent: Agent,
    auth: &'a Auth,
    largest: u64,
    elsewhere: Elsewhere,
    since: Option<&'a str>,
}

/// What came back.
#[derive(Debug)]
pub(super) struct Answer {
    /// 200 and the like.
    pub(super) status: u16,
    /// How long the server asks to be left alone.
    pub(super) after: Option<Duration>,
    /// What it said, unpacked.
    pub(super) body: Vec<u8>,
}

/// Why nothing useful came back.
#[derive(Debug)]
pub(super) enum Failure {
    /// It may go away by itself: a connection that was cut off or took too long.
    Passing(Problem),
    /// Nobody is there. It may go away where somebody was there before.
    Nobody(Problem),
    /// The answer is too long: less has to be asked for.
    TooLong,
    /// It stays.
    Lasting(Problem),
    /// The person has had enough.
    Cancelled,
}

impl<'a> Web<'a> {
    /// Gets ready to ask a server; nothing is sent yet.
    pub(super) fn new(base: &Uri, how: &How<'a>) -> Result<Self, Problem> {
        let roots = match how.authorities {
            Some(pem) => RootCerts::new_with_certs(&certificates(pem)?),
            None => RootCerts::PlatformVerifier,
        };
        let mut config = Config::builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .timeout_connect(Some(CONNECT.min(how.patience)))
            .timeout_global(Some(how.patience))
            .max_response_header_size(64 * 1024)
            .user_agent(concat!("headroom/", env!("CARGO_PKG_VERSION")))
            .tls_config(TlsConfig::builder().root_certs(roots).build());
        if is_this_computer(base) {
            config = config.proxy(None); // the system's proxy is for what is elsewhere
        }
        let How { auth, largest, elsewhere, since, .. } = *how;
        Ok(Self { agent: config.build().into(), auth, largest, elsewhere, since })
    }

    /// Asks once; redirects are followed, but with a secret only on the same host, and never from https to http. `wanted` is told
    /// how many bytes came so far.
    pub(super) fn get(
        &self,
        url: &Uri,
        query: &[(&str, &str)],
        wanted: &mut dyn FnMut(usize) -> ControlFlow<()>,
    ) -> Result<Answer, Failure> {
        let mut at = url.clone();
        let mut asked = self.ask(&at, query)?;
        for _ in 0..REDIRECTS {
            if !asked.status().is_redirection() || asked.status() == 304 {
                break;
            }
            at = self.led_to(&at, asked.headers()).map_err(Failure::Lasting)?;
            asked = self.ask(&at, &[])?;
        }
        if asked.status().is_redirection() && asked.status() != 304 {
            let what = format!("{} sends on and on", named(url));
            return Err(Failure::Lasting(Problem::error("redirected", what)));
        }
        let status = asked.status().as_u16();
        let after = retry_after(asked.headers());
        let body = self.body(asked.body_mut(), url, wanted)?;
        Ok(Answer { status, after, body })
    }

    fn ask(&self, url: &Uri, query: &[(&str, &str)]) -> Result<Response<Body>, Failure> {
        let mut request = self.agent.get(url).header(header::ACCEPT, "application/json");
        for (key, value) in query {
            request = request.query(*key, *value);
        }
        if let Some(date) = self.since {
            request = request.header(header::IF_MODIFIED_SINCE, date);
        }
        if let Some(value) = self.auth.header() {
            request = request.header(header::AUTHORIZATION, value);
        }
        for (name, value) in self.auth.headers() {
            request = request.header(name, value);
        }
        request.call().map_err(|error| self.failure(&error, url))
    }

    /// Where a redirect leads, if it may be followed.
    fn led_to(&self, from: &Uri, headers: &HeaderMap) -> Result<Uri, Problem> {
        let refused = |to: &str| {
            let what = format!("{} sends on to {to}", named(from));
            Problem::error("redirected", what).hint("name the address that answers by itself")
        };
        let given = headers.get(header::LOCATION).and_then(|value| value.to_str().ok());
        let given = given.ok_or_else(|| refused("nowhere"))?;
        let (scheme, host) = (from.scheme_str().unwrap_or("http"), authority(from));
        let full = if given.starts_with("//") {
            format!("{scheme}:{given}")
        } else if given.starts_with('/') {
            format!("{scheme}://{host}{given}")
        } else {
            given.to_owned()
        };
        let to: Uri = full.parse().map_err(|_bad| refused("what is no address"))?;
        let secure = to.scheme_str() == Some("https");
        let known = secure || to.scheme_str() == Some("http");
        let same_host = to.host() == from.host();
        let same_place =
            same_host && to.scheme() == from.scheme() && to.port_u16() == from.port_u16();
        let upgraded = same_host && scheme == "http" && secure;
        let downgraded = scheme == "https" && !secure;
        let may_stray = self.elsewhere == Elsewhere::WithoutSecret && !self.auth.is_some();
        let trusted = same_place || upgraded || may_stray;
        if known && trusted && !downgraded { Ok(to) } else { Err(refused(&named(&to))) }
    }

    fn body(
        &self,
        body: &mut Body,
        url: &Uri,
        wanted: &mut dyn FnMut(usize) -> ControlFlow<()>,
    ) -> Result<Vec<u8>, Failure> {
        let mut bytes = Vec::new();
        let mut chunk = vec![0; CHUNK];
        let mut reader = body.as_reader();
        loop {
            if wanted(bytes.len()).is_break() {
                return Err(Failure::Cancelled);
            }
            // What is there, not a full chunk: a slow server is left when it is no longer wanted.
            let got = match reader.read(&mut chunk) {
                Ok(got) => got,
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(self.failure(&Error::from(error), url)),
            };
            if got == 0 {
                return Ok(bytes);
            }
            bytes.extend_from_slice(chunk.get(..got).unwrap_or_default());
            if bytes.len() as u64 > self.largest {
                return Err(Failure::TooLong);
            }
        }
    }

    fn failure(&self, error: &Error, url: &Uri) -> Failure {
        let said = self.auth.hide(&error.to_string());
        let at = named(url);
        let cannot =
            |code: &'static str| Problem::error(code, format!("cannot reach {at}: {said}"));
        if said.contains("UnknownIssuer") {
            let what =
                format!("the certificate of {at} is signed by an authority that is not known here");
            return Failure::Lasting(Problem::error("tls", what).hint(
                "name the file of its authority by `--ca-file`; for public ones install ca-certificates",
            ));
        }
        if said.contains("not valid for name") {
            let what = format!("the certificate of {at} is of another host: {said}");
            return Failure::Lasting(
                Problem::error("tls", what).hint("ask the server by the name in its certificate"),
            );
        }
        if said.contains("certificate") || matches!(error, Error::Tls(_) | Error::Rustls(_)) {
            return Failure::Lasting(cannot("tls").hint(
                "name the file of its authority by `--ca-file`; for public ones install ca-certificates",
            ));
        }
        match error {
            Error::Timeout(_) => Failure::Passing(
                Problem::error("timeout", format!("{at} takes too long to answer"))
                    .hint("ask for fewer hosts by `--match`, or wait longer by `--timeout`"),
            ),
            // The system's own words for a name that nobody knows come as an error of input.
            _ if matches!(error, Error::HostNotFound) || said.contains("failed to lookup") => {
                Failure::Nobody(
                    Problem::error("no-such-host", format!("there is no host {at}"))
                        .hint("is its name written right, and does it answer from here?"),
                )
            }
            Error::Io(io) if io.kind() == std::io::ErrorKind::ConnectionRefused => Failure::Nobody(
                cannot("cannot-connect").hint("is the port right, and is the server running?"),
            ),
            Error::ConnectionFailed => Failure::Nobody(cannot("cannot-connect")),
            Error::Io(_) => Failure::Passing(cannot("cut-off")),
            _ => Failure::Lasting(
                cannot("no-http").hint("is that the address of a server that speaks HTTP?"),
            ),
        }
    }
}

/// Scheme, host and path of an address: what may be shown of it.
pub(super) fn named(url: &Uri) -> String {
    let scheme = url.scheme_str().unwrap_or("http");
    format!("`{scheme}://{}{}`", authority(url), url.path().trim_end_matches('/'))
}

/// Host and port, without a name and password before them.
fn authority(url: &Uri) -> &str {
    let whole = url.authority().map_or("", |authority| authority.as_str());
    whole.rsplit_once('@').map_or(whole, |(_, host)| host)
}

/// Whether an address never leaves this computer.
pub(super) fn is_this_computer(url: &Uri) -> bool {
    let host = url.host().unwrap_or_default().trim_matches(['[', ']']);
    host == "localhost"
        || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

fn certificates(pem: &str) -> Result<Vec<ureq::tls::Certificate<'static>>, Problem> {
    let wrong = |what: &str| {
        Problem::error("not-a-certificate", format!("the file of authorities {what}"))
            .hint("it is a text with `-----BEGIN CERTIFICATE-----` in it")
    };
    let items = parse_pem(pem.as_bytes()).collect::<Result<Vec<_>, _>>();
    let items = items.map_err(|error| wrong(&format!("cannot be read: {error}")))?;
    let of_item = |item| match item {
        PemItem::Certificate(certificate) => Some(certificate),
        _ => None,
    };
    let found: Vec<_> = items.into_iter().filter_map(of_item).collect();
    if found.is_empty() { Err(wrong("holds no certificate")) } else { Ok(found) }
}

/// `Retry-After`, as seconds or as a date; dates are counted from the server's own.
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok()).map(str::trim);
    let given = text(header::RETRY_AFTER)?;
    if let Ok(seconds) = given.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let until = DateTime::parse_from_rfc2822(given).ok()?;
    let now = DateTime::parse_from_rfc2822(text(header::DATE)?).ok()?;
    Some((until - now).to_std().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::super::loopback::{Reply, Server, http};
    use super::*;

    fn headers(pairs: &[(header::HeaderName, &str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.clone(), value.parse().unwrap())).collect()
    }

    fn how(auth: &Auth, patience: Duration, largest: u64) -> How<'_> {
        let elsewhere = Elsewhere::WithoutSecret;
        How { auth, patience, authorities: None, largest, elsewhere, since: None }
    }

    #[test]
    fn waiting_is_asked_for_in_seconds_or_by_a_date() {
        let seconds = |pairs: &[_]| retry_after(&headers(pairs)).map(|d| d.as_secs());
        assert_eq!(seconds(&[(header::RETRY_AFTER, "7")]), Some(7));
        let date = (header::DATE, "Wed, 21 Oct 2015 07:28:00 GMT");
        let until = (header::RETRY_AFTER, "Wed, 21 Oct 2015 07:28:30 GMT");
        assert_eq!(seconds(&[date.clone(), until.clone()]), Some(30));
        assert_eq!(seconds(&[until]), None);
        assert_eq!(
            seconds(&[date, (header::RETRY_AFTER, "Wed, 21 Oct 2015 07:27:00 GMT")]),
            Some(0)
        );
        assert_eq!(seconds(&[(header::RETRY_AFTER, "soon")]), None);
    }

    #[test]
    fn a_name_and_password_in_an_address_are_not_shown() {
        let url: Uri = "https://el:s3cret@metrics.example/prom/".parse().unwrap();
        assert_eq!(named(&url), "`https://metrics.example/prom`");
    }

    #[test]
    fn a_secret_stays_with_its_host() {
        let secret = Auth::Bearer(super::super::Secret::new("abc", "the test").unwrap());
        let leads = |auth: &Auth, from: &str, to: &str| {
            let from: Uri = from.parse().unwrap();
            let patience = Duration::from_secs(1);
            let how = how(auth, patience, LARGEST);
            let web = Web::new(&from, &how).unwrap();
            web.led_to(&from, &headers(&[(header::LOCATION, to)])).map(|to| to.to_string()).ok()
        };
        let from = "http://a.example/x";
        assert_eq!(leads(&secret, from, "/y?q=1").unwrap(), "http://a.example/y?q=1");
        assert_eq!(leads(&secret, from, "https://a.example/x").unwrap(), "https://a.example/x");
        for to in
            ["http://b.example/x", "//b.example/x", "http://a.example:81/x", "https://a.example.b/"]
        {
            assert_eq!(leads(&secret, from, to), None, "{to}");
        }
        assert_eq!(leads(&Auth::None, from, "http://b.example/x").unwrap(), "http://b.example/x");
        for to in ["http://a.example/x", "ftp://a.example/x", "x", ""] {
            assert_eq!(leads(&Auth::None, "https://a.example/x", to), None, "{to}");
        }
    }

    #[test]
    fn a_file_without_a_certificate_is_refused() {
        assert_eq!(certificates("no pem").unwrap_err().code, "not-a-certificate");
        let broken = "-----BEGIN CERTIFICATE-----\n!!\n-----END CERTIFICATE-----\n";
        assert_eq!(certificates(broken).unwrap_err().code, "not-a-certificate");
    }

    #[test]
    fn only_this_computer_is_asked_without_a_proxy() {
        let is = |url: &str| is_this_computer(&url.parse().unwrap());
        assert!(is("http://127.0.0.1:9090") && is("http://[::1]:9090") && is("http://localhost"));
        assert!(!is("http://10.0.0.1:9090") && !is("https://localhost.example"));
    }

    /// What a client that takes at most 1,000 bytes makes of an answer.
    fn get(answer: impl Fn(usize, &str) -> Reply + Send + 'static) -> Result<Answer, Failure> {
        let server = Server::answering(answer);
        let url: Uri = server.url.parse().unwrap();
        let patience = Duration::from_secs(10);
        let how = how(&Auth::None, patience, 1000);
        Web::new(&url, &how).unwrap().get(&url, &[], &mut |_| ControlFlow::Continue(()))
    }

    #[test]
    fn an_answer_that_is_too_long_is_not_kept() {
        let long = |len: usize| move |_: usize, _: &str| http(200, &[], vec![b'x'; len]);
        assert_eq!(get(long(1000)).unwrap().body.len(), 1000);
        assert!(matches!(get(long(1001)), Err(Failure::TooLong)));
        assert!(matches!(get(long(10_000_000)), Err(Failure::TooLong)));
    }

    #[test]
    fn an_answer_that_unpacks_to_too_much_is_not_kept() {
        // 100,000 letters x, packed by Python's `gzip.compress` into 132 bytes.
        const PACKED: &str = "1f8b0800000000000203edc13101000000c2a0da8b6f0d0fa000000000000000000000000000000000000000\
        0000000000000000000000000000000000000000000000000000000000000000000000000000000000000000\
        000000000000000000000000000000000000000000000000000000000000000000805703711107fea0860100";
        let pairs = PACKED.as_bytes().chunks(2).map(|pair| std::str::from_utf8(pair).unwrap());
        let packed: Vec<u8> = pairs.map(|pair| u8::from_str_radix(pair, 16).unwrap()).collect();
        assert_eq!(packed.len(), 132);
        let answer = move |_: usize, _: &str| http(200, &["Content-Encoding: gzip"], &packed);
        assert!(matches!(get(answer), Err(Failure::TooLong)));
    }

    #[test]
    fn headers_without_end_are_no_answer() {
        let answer = |_: usize, _: &str| {
            Reply::Bytes([&b"HTTP/1.1 200 OK\r\nX: "[..], &vec![b'x'; 1_000_000]].concat())
        };
        assert!(get(answer).is_err());
    }
}
